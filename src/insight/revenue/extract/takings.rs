//! What really became of an account's money in a time: contracts decided, bills, deals won.

use chrono::{Days, NaiveDate};

use super::spend::billed;
use super::{Reader, YEAR};
use crate::insight::measure::Room;
use crate::insight::rates::Purse;
use crate::insight::revenue::book::Fate;
use crate::insight::{Calendar, Facts, Models};
use crate::model::{Contract, Money, RecordRef};

/// What became of an account's money in a time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Takings {
    /// Contracts whose renewal was decided.
    pub settled: Vec<Settled>,
    /// Bills without tax, by the records that tell them.
    pub bills: Vec<(RecordRef, Money)>,
    /// What was billed on the same days a year before.
    pub year_before: Purse,
    /// Deals won that renew nothing.
    pub won: Vec<(RecordRef, Money)>,
}

/// A contract whose renewal is decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// The record that tells it.
    pub record: RecordRef,
    /// Recurring value of a year before; `None` when nothing tells it.
    pub value: Option<Money>,
    /// What of it was kept: 0 of a lost one, never more than there was.
    pub kept: Option<Money>,
}

/// What became of an account's money after one day and up to another, as it is known on that one.
pub fn takings(
    facts: &Facts,
    models: &Models,
    calendar: &Calendar,
    (after, to): (NaiveDate, NaiveDate),
) -> Takings {
    let room = Room::new(facts, to, calendar);
    let reader = Reader { room: &room, facts, model: &models.revenue };
    let between = move |day: NaiveDate| after < day && day <= to;
    let a_year_on = |day: NaiveDate| day.checked_add_days(Days::new(YEAR.unsigned_abs()));
    let bills = || {
        facts.invoices.iter().filter_map(|bill| Some((bill, bill.issued_on?, billed(bill)?)))
    };
    let now = bills().filter(|(_, on, _)| between(*on));
    let then = bills().filter(|(_, on, _)| a_year_on(*on).is_some_and(between));
    let won = facts.deals.iter().filter(|deal| {
        let renews = deal.form.as_deref() == Some("RENEWAL") || deal.contract.is_some();
        deal.won == Some(true) && !renews && room.day(deal.closed_at).is_some_and(between)
    });
    Takings {
        settled: reader.settled(between),
        bills: now.map(|(bill, _, amount)| (bill.origin.record.clone(), amount)).collect(),
        year_before: then.map(|(_, _, amount)| amount).collect(),
        won: won.filter_map(|deal| Some((deal.origin.record.clone(), deal.amount?))).collect(),
    }
}

impl Reader<'_> {
    fn settled(&self, between: impl Fn(NaiveDate) -> bool) -> Vec<Settled> {
        let decided = |contract: &&Contract| {
            let on = contract.renewed_on.or(contract.ends_on);
            on.is_some_and(&between) && self.fate(contract) != Fate::Open
        };
        let of = |contract: &Contract| {
            let (record, value) = (contract.origin.record.clone(), contract.annual_value);
            Settled { record, value, kept: value.map(|value| self.kept(contract, value)) }
        };
        self.facts.contracts.iter().filter(decided).map(of).collect()
    }

    fn kept(&self, contract: &Contract, value: Money) -> Money {
        if self.fate(contract) == Fate::Lost {
            return Money { amount: rust_decimal::Decimal::ZERO, ..value };
        }
        let renewed = contract.renewed_value.filter(|one| one.currency == value.currency);
        let amount = renewed.map_or(value.amount, |renewed| renewed.amount.min(value.amount));
        Money { amount, ..value }
    }
}
