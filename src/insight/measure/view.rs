//! What a measure sees: the facts of one account as they stood at the end of one day.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Observation;
use crate::insight::{Calendar, Facts, KpiDef};
use crate::model::{
    Category, Contact, ContactId, Contract, Currency, Interaction, Invoice, Money, Order,
    Origin, Product, Statement, Topic,
};

/// Interactions in which somebody reached somebody; a note or an act of advocacy does not.
const TOUCHES: &[&str] = &["CALL", "MEETING", "EMAIL", "CHAT", "ENQUIRY"];

/// The facts with what is looked up in them again and again.
pub(in crate::insight) struct Room<'a> {
    facts: &'a Facts,
    pub(super) as_of: NaiveDate,
    end: DateTime<Utc>,
    /// Ours, in our own zone.
    calendar: &'a Calendar,
    orders: HashMap<&'a str, &'a Order>,
    invoices: HashMap<&'a str, &'a Invoice>,
    contacts: HashMap<&'a ContactId, &'a Contact>,
}

impl<'a> Room<'a> {
    /// `calendar` says in which zone the day ends.
    pub(in crate::insight) fn new(
        facts: &'a Facts,
        as_of: NaiveDate,
        calendar: &'a Calendar,
    ) -> Self {
        let by_id = |contact: &'a Contact| Some((contact.origin.contact.as_ref()?, contact));
        Self {
            facts,
            as_of,
            end: calendar.end_of(as_of),
            calendar,
            orders: facts.orders.iter().map(|o| (o.origin.id.as_str(), o)).collect(),
            invoices: facts.invoices.iter().map(|i| (i.origin.id.as_str(), i)).collect(),
            contacts: facts.contacts.iter().filter_map(by_id).collect(),
        }
    }

    /// The facts, of whatever day.
    pub(in crate::insight) fn facts(&self) -> &'a Facts {
        self.facts
    }

    /// The day.
    pub(in crate::insight) fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// It had happened by the end of the day.
    pub(in crate::insight) fn known(&self, day: Option<NaiveDate>) -> bool {
        day.is_some_and(|day| day <= self.as_of)
    }

    /// It happened within the last so many days, the day itself included.
    pub(in crate::insight) fn within(&self, day: NaiveDate, days: i64) -> bool {
        (0..days).contains(&(self.as_of - day).num_days())
    }

    /// The end of the day, not included.
    pub(in crate::insight) fn end(&self) -> DateTime<Utc> {
        self.end
    }

    /// The day on which a moment falls in our zone.
    pub(in crate::insight) fn local_day(&self, at: DateTime<Utc>) -> NaiveDate {
        self.calendar.local_day(at)
    }

    pub(in crate::insight) fn day(&self, at: Option<DateTime<Utc>>) -> Option<NaiveDate> {
        at.map(|at| self.local_day(at))
    }

    /// The person had left by the end of the day.
    pub(in crate::insight) fn has_left(&self, contact: &Contact) -> bool {
        let said_so = match self.said_of(contact, Topic::Champion) {
            Some(said) => said.value == "LEFT",
            None => {
                contact.champion.as_deref() == Some("LEFT")
                    && contact.champion_confirmed_on.is_none_or(|day| day <= self.as_of)
            }
        };
        self.known(contact.left_on) || said_so
    }

    /// The newest that one of our people says of a person and that holds at the end of the day.
    pub(in crate::insight) fn said_of(
        &self,
        contact: &Contact,
        topic: Topic,
    ) -> Option<&'a Statement> {
        let person = contact.origin.contact.as_ref();
        let about = |said: &&Statement| {
            said.topic == topic
                && person.is_some()
                && said.contact.as_ref() == person
                && self.said_by_then(said)
        };
        self.facts.statements.iter().filter(about).max_by_key(|said| (said.said_at, said.id))
    }

    /// It held at the end of the day.
    pub(in crate::insight) fn said_by_then(&self, said: &Statement) -> bool {
        said.holds(self.end - TimeDelta::nanoseconds(1))
    }

    pub(in crate::insight) fn active_contacts(&self) -> impl Iterator<Item = &'a Contact> {
        self.facts.contacts.iter().filter(|contact| !self.has_left(contact))
    }

    pub(in crate::insight) fn contact(&self, origin: &Origin) -> Option<&'a Contact> {
        self.contacts.get(origin.contact.as_ref()?).copied()
    }

    /// The golden id of the person a fact is about, when that person still works there.
    pub(super) fn active_person(&self, origin: &'a Origin) -> Option<&'a ContactId> {
        let contact = self.contact(origin)?;
        if self.has_left(contact) { None } else { origin.contact.as_ref() }
    }

    pub(super) fn order(&self, from: &Origin, reference: Option<&str>) -> Option<&'a Order> {
        find(&self.orders, from, reference?)
    }

    pub(in crate::insight) fn invoice(
        &self,
        from: &Origin,
        reference: Option<&str>,
    ) -> Option<&'a Invoice> {
        find(&self.invoices, from, reference?)
    }

    pub(in crate::insight) fn product(
        &self,
        from: &Origin,
        reference: Option<&str>,
    ) -> Option<&'a Product> {
        let (products, reference) = (&self.facts.products, reference?);
        let whole = || products.get(&format!("{}:{reference}", from.record.source));
        products.get(reference).or_else(whole)
    }

    /// Touches up to the end of the day.
    pub(in crate::insight) fn touches(
        &self,
    ) -> impl Iterator<Item = (NaiveDate, &'a Interaction)> {
        let known = self
            .facts
            .interactions
            .iter()
            .filter_map(|touch| Some((self.day(touch.at)?, touch)));
        known.filter(|(day, touch)| *day <= self.as_of && is_touch(touch))
    }

    /// Contracts whose term covers the day.
    pub(super) fn running_contracts(&self) -> impl Iterator<Item = &'a Contract> {
        self.facts.contracts.iter().filter(|contract| {
            let ended = match contract.ends_on {
                Some(last) => last < self.as_of,
                None => matches!(contract.status.as_deref(), Some("ENDED" | "CANCELLED")),
            };
            contract.starts_on.is_none_or(|first| first <= self.as_of) && !ended
        })
    }

    /// A system of this kind speaks of the account.
    pub(in crate::insight) fn connected(&self, category: Category) -> bool {
        self.facts.sources.values().any(|known| *known == category)
    }
}

/// A room as one KPI looks at it.
pub(super) struct View<'a> {
    pub(super) room: &'a Room<'a>,
    pub(super) kpi: &'a KpiDef,
    /// Hours of the account's own zone.
    pub(super) calendar: &'a Calendar,
    pub(super) role_weights: &'a BTreeMap<String, f64>,
}

impl<'a> View<'a> {
    pub(super) fn facts(&self) -> &'a Facts {
        self.room.facts()
    }

    pub(super) fn in_window(&self, day: NaiveDate) -> bool {
        self.room.within(day, self.kpi.window_days)
    }

    /// The facts of a list whose day lies in the window.
    pub(super) fn recent<T>(
        &self,
        list: &'a [T],
        day_of: impl Fn(&T) -> Option<NaiveDate>,
    ) -> Vec<(NaiveDate, &'a T)> {
        let dated = list.iter().filter_map(|fact| Some((day_of(fact)?, fact)));
        dated.filter(|(day, _)| self.in_window(*day)).collect()
    }
}

/// The facts that stand behind a value.
#[derive(Default)]
pub(super) struct Evidence<'a>(Vec<(NaiveDate, &'a Origin)>);

impl<'a> Evidence<'a> {
    pub(super) fn add(&mut self, day: NaiveDate, origin: &'a Origin) {
        self.0.push((day, origin));
    }

    pub(super) fn newest(&self) -> Option<NaiveDate> {
        self.0.iter().map(|(day, _)| *day).max()
    }

    /// A value that these facts show.
    pub(super) fn shows(self, raw: f64, n: usize) -> Observation {
        let observed_on = self.newest();
        Observation {
            raw: Some(raw),
            n: i64::try_from(n).unwrap_or(i64::MAX),
            observed_on,
            inputs: self.inputs(),
            ..Observation::default()
        }
    }

    /// Facts that cannot be made a value.
    pub(super) fn refuses(self, error: String) -> Observation {
        let n = self.0.len();
        Observation { raw: None, error: Some(error), ..self.shows(0.0, n) }
    }

    /// Newest first; facts of one day in the order of their records, so that the order in which
    /// they were handed in does not show.
    pub(super) fn inputs(mut self) -> Vec<Origin> {
        self.0.sort_by(|a, b| (b.0, &a.1.record, &a.1.id).cmp(&(a.0, &b.1.record, &b.1.id)));
        let mut seen = BTreeSet::new();
        self.0.retain(|(_, origin)| seen.insert((&origin.record, &origin.id)));
        self.0.into_iter().map(|(_, origin)| origin.clone()).collect()
    }
}

impl<'a> FromIterator<(NaiveDate, &'a Origin)> for Evidence<'a> {
    fn from_iter<I: IntoIterator<Item = (NaiveDate, &'a Origin)>>(facts: I) -> Self {
        Self(facts.into_iter().collect())
    }
}

/// Not seen.
pub(super) fn missing() -> Observation {
    Observation::default()
}

pub(in crate::insight) fn is_touch(touch: &Interaction) -> bool {
    touch.form.as_deref().is_some_and(|form| TOUCHES.contains(&form))
}

/// `part` of `whole` in percent; nothing when there is no whole.
pub(super) fn percent(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| 100.0 * part as f64 / whole as f64)
}

/// The middle value, or the mean of the two in the middle.
pub(in crate::insight) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    if values.len() % 2 == 1 {
        Some(upper)
    } else {
        Some(f64::midpoint(values[middle - 1], upper))
    }
}

/// A sum that is the same in whatever order the numbers come.
pub(in crate::insight) fn sum(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.iter().sum()
}

/// The one currency of all amounts, or why they cannot be added.
pub(super) fn one_currency<'m>(
    amounts: impl Iterator<Item = &'m Money>,
    what: &str,
) -> Result<(), String> {
    let found: BTreeSet<Currency> = amounts.map(|money| money.currency).collect();
    if found.len() < 2 {
        return Ok(());
    }
    let codes: Vec<&str> = found.iter().map(Currency::code).collect();
    Err(format!(
        "{what} are in {}; amounts of different currencies are not added",
        codes.join(", ")
    ))
}

/// One exact amount divided by another; nothing when the divisor is 0.
pub(super) fn ratio(part: Decimal, whole: Decimal) -> Option<f64> {
    if whole.is_zero() { None } else { Some(part.to_f64()? / whole.to_f64()?) }
}

/// References are ids (`source:key`); a bare key means the same source.
fn find<'a, T>(map: &HashMap<&'a str, &'a T>, from: &Origin, reference: &str) -> Option<&'a T> {
    let whole = || map.get(format!("{}:{reference}", from.record.source).as_str());
    map.get(reference).or_else(whole).copied()
}

/// Whether a reference names an entity.
pub(in crate::insight) fn refers(from: &Origin, reference: Option<&str>, to: &Origin) -> bool {
    reference.is_some_and(|reference| {
        reference == to.id || format!("{}:{reference}", from.record.source) == to.id
    })
}
