//! Makes one golden row of a cluster's records: plays the survivorship rules and says why.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use super::Sources;
use super::form::text::folded;
use super::pins::{Pins, PinsOfRecord};
use super::survivorship::{Choice, Criterion, Survivorship};
use crate::model::{
    Candidate, Category, Entity, EntityKind, Field, Kind, LineageRow, Loser, RecordRef, Value,
};

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;

const ONLY_VALUE: &str = "only value";
const STEWARD_PIN: &str = "steward pin";
/// The last tie is broken by what no arrival can change.
const RECORD_ID: &str = "record id";

/// By what values are chosen.
#[derive(Debug, Clone, Copy)]
pub struct Merging<'a> {
    /// The rules.
    pub rules: &'a Survivorship,
    /// What kind of system each source is.
    pub sources: &'a Sources,
    /// What stewards decided.
    pub pins: &'a Pins,
}

/// A golden row's fields with their lineage.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Merged {
    pub(super) fields: BTreeMap<&'static str, Value>,
    pub(super) lineage: Vec<LineageRow>,
}

/// Merges the records of one cluster. The order of the records does not matter.
pub(super) fn merge<E: Entity>(records: &[&Candidate<E>], how: &Merging<'_>) -> Merged {
    let mut said: Vec<Said<'_>> = records.iter().map(|record| Said::of(*record, how)).collect();
    let mut merged = Merged::default();
    for choice in how.rules.choices(E::KIND) {
        let ranked = ranked(&said, choice, E::KIND);
        let Some(best) = ranked.first() else { continue };
        let rule = rule(choice, best, ranked.get(1));
        for column in &choice.columns {
            let losers = losers(&ranked, *column, &said);
            let Some(value) = said[best.said].values[*column].take() else { continue };
            let record = said[best.said].record;
            merged.put(&E::KIND.fields()[*column], value, record, (rule, losers));
        }
    }
    // Fields of a group need not stand side by side in the model.
    let place = |row: &LineageRow| E::KIND.fields().iter().position(|f| f.name == row.field);
    if !merged.lineage.is_sorted_by_key(place) {
        merged.lineage.sort_by_key(place);
    }
    merged
}

impl Merged {
    fn put(
        &mut self,
        field: &Field,
        value: Value,
        record: &RecordRef,
        (rule, losers): (&str, Vec<Loser>),
    ) {
        self.lineage.push(LineageRow {
            field: field.name.to_owned(),
            value: value.to_string(),
            record: record.clone(),
            rule: rule.to_owned(),
            losers,
        });
        // The golden row points to golden rows, which `identity` names; a reference to a record
        // stays in the lineage of its source.
        if !matches!(field.kind, Kind::Ref("account" | "contact")) {
            self.fields.insert(field.name, value);
        }
    }
}

/// What a record says.
struct Said<'a> {
    /// In the order of the kind's fields; what says nothing is absent.
    values: Vec<Option<Value>>,
    /// How many there are.
    filled: usize,
    category: Category,
    changed_at: DateTime<Utc>,
    pins: PinsOfRecord<'a>,
    record: &'a RecordRef,
    id: &'a str,
}

impl<'a> Said<'a> {
    /// Reads a record.
    fn of<E: Entity>(record: &'a Candidate<E>, how: &Merging<'a>) -> Self {
        let origin = record.entity.origin();
        let mut values = record.entity.values();
        for value in &mut values {
            value.take_if(|value| is_blank(value));
        }
        Self {
            filled: values.iter().zip(E::KIND.fields()).filter(is_said).count(),
            values,
            category: how
                .sources
                .get(&origin.record.source)
                .copied()
                .unwrap_or(Category::External),
            changed_at: record.changed_at,
            pins: how.pins.of(E::KIND, &origin.id),
            record: &origin.record,
            id: &origin.id,
        }
    }

    fn says_any(&self, columns: &[usize]) -> bool {
        columns.iter().any(|column| self.values[*column].is_some())
    }

    /// When a steward pinned this record for one of these fields; a pin of what the record does
    /// not say holds nothing.
    fn pinned_at(&self, columns: &[usize], kind: EntityKind) -> Option<DateTime<Utc>> {
        self.pins.newest(|field| {
            let mut said = columns.iter().filter(|column| self.values[**column].is_some());
            said.any(|column| kind.fields()[*column].name == field)
        })
    }
}

/// A value that the record says of the customer; when it changed is said of the record.
fn is_said((value, field): &(&Option<Value>, &Field)) -> bool {
    value.is_some() && field.name != "changed_at"
}

/// A record that says a value of a choice, and how good it is.
struct Offer<'a> {
    /// Its place among the records.
    said: usize,
    rank: Rank,
    id: &'a str,
}

/// The lesser is the better.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    pinned: Reverse<Option<DateTime<Utc>>>,
    /// A number for each criterion of the order.
    by: [i64; Criterion::ALL.len()],
}

/// The records that say something of the choice's fields, the best first.
fn ranked<'a>(all: &[Said<'a>], choice: &Choice, kind: EntityKind) -> Vec<Offer<'a>> {
    let says = |(_, said): &(usize, &Said<'a>)| said.says_any(&choice.columns);
    let mut offers: Vec<Offer<'a>> = all
        .iter()
        .enumerate()
        .filter(says)
        .map(|(place, said)| {
            let pinned = Reverse(said.pinned_at(&choice.columns, kind));
            Offer { said: place, rank: Rank { pinned, by: Default::default() }, id: said.id }
        })
        .collect();
    if offers.len() < 2 {
        return offers;
    }
    for (step, criterion) in choice.order.iter().enumerate() {
        match criterion {
            Criterion::Agreement => agree(&mut offers, all, (choice, step)),
            other => {
                for offer in &mut offers {
                    offer.rank.by[step] = measure(*other, &all[offer.said], choice);
                }
            }
        }
    }
    offers.sort_by(|a, b| a.rank.cmp(&b.rank).then_with(|| a.id.cmp(b.id)));
    offers
}

/// How good a record is by a criterion that asks no other record, the lesser the better.
fn measure(criterion: Criterion, said: &Said<'_>, choice: &Choice) -> i64 {
    match criterion {
        Criterion::Trust => {
            let place = choice.trust.place(&said.record.source, said.category);
            place.map_or(i64::MAX, as_number)
        }
        Criterion::Recency => -said.changed_at.timestamp_micros(),
        Criterion::Completeness if choice.counted.is_empty() => -as_number(said.filled),
        Criterion::Completeness => {
            let says = |column: &&usize| said.values[**column].is_some();
            -as_number(choice.counted.iter().filter(says).count())
        }
        Criterion::Agreement => 0,
    }
}

fn as_number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Counts for each offer how many of all say the same.
fn agree(offers: &mut [Offer<'_>], all: &[Said<'_>], (choice, step): (&Choice, usize)) {
    let tuple = |said: usize| {
        choice.columns.iter().map(move |column| all[said].values[*column].as_ref())
    };
    // Of two neither has more voices; and most often all say the same to the letter. Folding is
    // what costs time here.
    let differs = |offer: &Offer<'_>| !tuple(offer.said).eq(tuple(offers[0].said));
    if offers.len() < 3 || !offers.iter().any(differs) {
        return;
    }
    let comparable: Vec<String> =
        offers.iter().map(|offer| comparable(tuple(offer.said))).collect();
    let mut voices: HashMap<&str, i64> = HashMap::new();
    for said in &comparable {
        *voices.entry(said).or_default() += 1;
    }
    for (offer, said) in offers.iter_mut().zip(&comparable) {
        offer.rank.by[step] = -voices[said.as_str()];
    }
}

/// Values in the form in which spelling variants agree.
fn comparable<'a>(values: impl Iterator<Item = Option<&'a Value>>) -> String {
    let mut all = String::new();
    for value in values {
        match value {
            Some(value @ (Value::Text(_) | Value::List(_))) => all += &folded(&text(value)),
            Some(other) => all += &other.to_string(),
            None => {}
        }
        // Folded text has no such character: no two tuples run together.
        all.push('\u{1f}');
    }
    all
}

fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Text(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}

/// Nothing can be compared in it: blanks, dashes, an empty list.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::Text(_) | Value::List(_) => {
            let text = text(value);
            // Folding is dear; a plain letter settles it mostly.
            !text.bytes().any(|b| b.is_ascii_alphanumeric()) && folded(&text).is_empty()
        }
        _ => false,
    }
}

/// The rule that put the best before the next.
fn rule(choice: &Choice, best: &Offer<'_>, next: Option<&Offer<'_>>) -> &'static str {
    if best.rank.pinned.0.is_some() {
        return STEWARD_PIN;
    }
    let Some(next) = next else { return ONLY_VALUE };
    let mut steps = choice.order.iter().zip(best.rank.by.iter().zip(&next.rank.by));
    let decided = steps.find(|(_, (best, next))| best != next);
    decided.map_or(RECORD_ID, |(criterion, _)| criterion.rule())
}

/// What the others say of a field, in the order they lost.
fn losers(ranked: &[Offer<'_>], column: usize, all: &[Said<'_>]) -> Vec<Loser> {
    let others = ranked.iter().skip(1).map(|offer| &all[offer.said]);
    others
        .filter_map(|said| {
            let value = said.values[column].as_ref()?.to_string();
            Some(Loser { value, record: said.record.clone() })
        })
        .collect()
}
