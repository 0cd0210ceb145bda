//! What an account's revenue may become within a time: at risk, expected, to be won.

use std::cell::{Cell, RefCell};

use chrono::{Months, NaiveDate};

use super::book::{Book, Fate, Term};
use super::expansion::{self, ExpansionLine};
use super::model::RevenueModel;
use super::pipeline::{self, PipelineLine};
use super::position::{self, Standing};
use super::renewal::{self, Probability};
use crate::insight::peers::Peers;
use crate::insight::rates::Purse;
use crate::model::{Currency, Money};

/// What else is known of an account.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Known {
    /// Effective health, 0 to 100.
    pub health: Option<f64>,
    /// Trust, 0 to 100.
    pub trust: Option<f64>,
}

/// What was asked. The day is the book's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Months ahead.
    pub horizon_months: u32,
    /// The currency of all amounts.
    pub currency: Currency,
}

/// The revenue opportunity of an account, in one currency. All numbers in full precision.
///
/// `renewal_expected` + `at_risk` + `unknown_at_risk` is the value of all contracts that fall due.
/// An amount that cannot be converted leaves the sums that it belongs to empty, with an error.
#[derive(Debug, Clone, PartialEq)]
pub struct Opportunity {
    /// The day.
    pub as_of: NaiveDate,
    /// What was asked.
    pub asked: Asked,
    /// Contracts that fall due.
    pub renewals: Vec<RenewalLine>,
    /// What peers buy and it does not.
    pub expansion: Vec<ExpansionLine>,
    /// Open deals.
    pub pipeline: Vec<PipelineLine>,
    /// Σ value × probability of contracts with a known probability.
    pub renewal_expected: Option<f64>,
    /// Σ value × (1 − probability) of the same.
    pub at_risk: Option<f64>,
    /// The same at the high and at the low end of every probability's range: the least and the most, if all
    /// of them are wrong in one direction.
    pub at_risk_range: Option<(f64, f64)>,
    /// Value of contracts of which nobody can say: unknown, not safe.
    pub unknown_at_risk: Option<f64>,
    /// Pipeline and expansion.
    pub growth_expected: Option<f64>,
    /// Growth less what is at risk.
    pub net: Option<f64>,
    /// Share of the revenue of a year at risk, contracts of unknown risk by their segment's rate. `None`
    /// where even that is missing, unless the others alone are beyond the model's line of risk.
    pub risk_share: Option<f64>,
    /// Share of the revenue of a year in growth.
    pub growth_share: Option<f64>,
    /// Recurring revenue of a year.
    pub arr: Option<f64>,
    /// Where it stands.
    pub standing: Standing,
    /// Amounts that could not be converted, and why.
    pub errors: Vec<String>,
    /// What was left out for want of facts, in words.
    pub notes: Vec<String>,
    /// `code@version`.
    pub model: String,
    /// Version of the peers that it was compared with.
    pub peers: String,
    /// The oldest rate of exchange used; `None` when nothing was converted.
    pub rate_date: Option<NaiveDate>,
}

/// A contract that falls due.
#[derive(Debug, Clone, PartialEq)]
pub struct RenewalLine {
    /// The contract, by id.
    pub contract: String,
    /// Its name.
    pub name: Option<String>,
    /// Its last day; past when it ended undecided.
    pub due: NaiveDate,
    /// Value of a year.
    pub value: Option<f64>,
    /// Of being renewed; `None` when nobody can say, or it is decided.
    pub probability: Option<Probability>,
    /// Value × probability.
    pub expected: Option<f64>,
    /// Value × (1 − probability).
    pub at_risk: Option<f64>,
    /// Health is not known: the value is counted as unknown, not as safe.
    pub unknown: bool,
    /// They decided not to renew.
    pub lost: bool,
}

impl RenewalLine {
    /// Value × (1 − probability) at the high and at the low end of the probability's range; of a decision
    /// both are the value.
    pub fn at_risk_range(&self) -> Option<(f64, f64)> {
        let value = self.value?;
        if self.lost {
            return Some((value, value));
        }
        let of = self.probability.as_ref()?;
        Some((value * (1.0 - of.high), value * (1.0 - of.low)))
    }
}

/// The opportunity of an account: a pure function of its book, its scores, its peers and the model.
pub fn opportunity(
    book: &Book,
    known: Known,
    peers: &Peers,
    model: &RevenueModel,
    asked: Asked,
) -> Opportunity {
    let desk = Desk::new(book, peers, model, asked.currency);
    let until = book.as_of.checked_add_months(Months::new(asked.horizon_months));
    let until = until.unwrap_or(NaiveDate::MAX);
    let renewals = renewals(&desk, known, until);
    let expansion = expansion::lines(&desk, known).unwrap_or_else(|note| {
        desk.note(note);
        Vec::new()
    });
    let pipeline = pipeline::lines(&desk, until);
    let arr = book.arr.as_ref().and_then(|arr| desk.sum_in(arr, asked.currency));
    Sums { desk, renewals, expansion, pipeline, arr }.opportunity(known, asked)
}

fn renewals(desk: &Desk, known: Known, until: NaiveDate) -> Vec<RenewalLine> {
    let due = |term: &&Term| term.ends_on.is_some_and(|last| last <= until);
    let undecided = desk.book.contracts.iter().filter(due).filter(|t| t.fate != Fate::Kept);
    let line = |term: &Term| {
        let value = term.value.and_then(|money| desk.amount(money));
        if term.value.is_none() {
            desk.note(format!("contract {} tells no yearly value", term.id));
        }
        let lost = term.fate == Fate::Lost;
        let found = renewal::of_contract(desk.book, term, known, (desk.peers, desk.model));
        let probability = found.filter(|_| !lost);
        let p = if lost { Some(0.0) } else { probability.as_ref().map(|p| p.value) };
        let share = |of: fn(f64) -> f64| value.zip(p).map(|(value, p)| value * of(p));
        RenewalLine {
            contract: term.id.clone(),
            name: term.name.clone(),
            due: term.ends_on.unwrap_or(until),
            value,
            expected: share(|p| p),
            at_risk: share(|p| 1.0 - p),
            probability,
            unknown: !lost && known.health.is_none(),
            lost,
        }
    };
    undecided.map(line).collect()
}

/// The lines on their way to their sums.
struct Sums<'a> {
    desk: Desk<'a>,
    renewals: Vec<RenewalLine>,
    expansion: Vec<ExpansionLine>,
    pipeline: Vec<PipelineLine>,
    arr: Option<f64>,
}

impl Sums<'_> {
    fn opportunity(self, known: Known, asked: Asked) -> Opportunity {
        let unconverted = self.unconverted();
        let sum = |of: fn(&RenewalLine) -> Option<f64>, unknown: bool| {
            let lines = self.renewals.iter().filter(|line| line.unknown == unknown);
            (!unconverted).then(|| lines.filter_map(of).sum::<f64>())
        };
        let at_risk = sum(|line| line.at_risk, false);
        let at_risk_range = sum(|line| line.at_risk_range().map(|(least, _)| least), false)
            .zip(sum(|line| line.at_risk_range().map(|(_, most)| most), false));
        let (renewal_expected, unknown_at_risk) =
            (sum(|line| line.expected, false), sum(|line| line.value, true));
        let estimated = sum(|line| line.at_risk, true);
        let growth_expected = self.growth();
        let base = self.base(asked.currency);
        let share = |part: Option<f64>| part.zip(base).map(|(part, base)| part / base);
        let Desk { book, peers, model, .. } = self.desk;
        let told = self.renewals.iter().all(|line| line.at_risk.is_some());
        let sure = told && (known.health.is_some() || !self.renewals.is_empty());
        let risk_share = share(at_risk.zip(estimated).map(|(known, rest)| known + rest));
        let risk_share = position::told(model, risk_share, sure);
        let growth_share = share(growth_expected);
        let standing = Standing::of(model, risk_share, growth_share);
        Opportunity {
            as_of: book.as_of,
            asked,
            net: growth_expected.zip(at_risk).map(|(growth, risk)| growth - risk),
            renewal_expected,
            at_risk,
            at_risk_range,
            unknown_at_risk,
            growth_expected,
            risk_share,
            growth_share,
            arr: self.arr,
            standing,
            errors: sorted(self.desk.errors.into_inner()),
            notes: sorted(self.desk.notes.into_inner()),
            model: model.id(),
            peers: peers.version().to_owned(),
            rate_date: self.desk.oldest.get(),
            renewals: self.renewals,
            expansion: self.expansion,
            pipeline: self.pipeline,
        }
    }

    /// The value of a contract that falls due could not be converted.
    fn unconverted(&self) -> bool {
        let of = |line: &RenewalLine| {
            self.desk.book.contracts.iter().find(|term| term.id == line.contract)
        };
        let told = |line: &RenewalLine| of(line).is_some_and(|term| term.value.is_some());
        self.renewals.iter().any(|line| line.value.is_none() && told(line))
    }

    fn growth(&self) -> Option<f64> {
        let pipeline: f64 = self.pipeline.iter().filter_map(|line| line.expected).sum();
        let expansion: f64 = self.expansion.iter().map(|line| line.expected).sum();
        (!self.desk.growth_lost.get()).then_some(pipeline + expansion)
    }

    /// What shares are of: recurring revenue, or what was billed in a year where nothing recurs.
    fn base(&self, currency: Currency) -> Option<f64> {
        let above_zero = |base: &f64| *base > 0.0;
        if self.desk.book.arr.is_some() {
            return self.arr.filter(above_zero);
        }
        let billed = self.desk.book.billed();
        let base = self.desk.sum_in(&billed, currency).filter(above_zero)?;
        self.desk
            .note("no recurring revenue is known: shares are of what was billed".to_owned());
        Some(base)
    }
}

/// What the parts of an opportunity are reckoned on; keeps what went wrong on the way.
pub(super) struct Desk<'a> {
    pub(super) book: &'a Book,
    pub(super) peers: &'a Peers,
    pub(super) model: &'a RevenueModel,
    currency: Currency,
    oldest: Cell<Option<NaiveDate>>,
    growth_lost: Cell<bool>,
    errors: RefCell<Vec<String>>,
    notes: RefCell<Vec<String>>,
}

impl<'a> Desk<'a> {
    fn new(
        book: &'a Book,
        peers: &'a Peers,
        model: &'a RevenueModel,
        currency: Currency,
    ) -> Self {
        Self {
            book,
            peers,
            model,
            currency,
            oldest: Cell::new(None),
            growth_lost: Cell::new(false),
            errors: RefCell::default(),
            notes: RefCell::new(book.notes.clone()),
        }
    }

    /// An amount in the currency asked for; an error is kept.
    pub(super) fn amount(&self, money: Money) -> Option<f64> {
        self.sum_in(&Purse::from_iter([money]), self.currency)
    }

    /// What one unit of a currency is worth in the currency asked for.
    pub(super) fn factor(&self, from: Currency) -> Option<f64> {
        self.rate(from, self.currency)
    }

    /// All of a purse in one currency; an error is kept.
    pub(super) fn sum_in(&self, purse: &Purse, currency: Currency) -> Option<f64> {
        use rust_decimal::prelude::ToPrimitive;
        let amount =
            |money: Money| Some(money.amount.to_f64()? * self.rate(money.currency, currency)?);
        purse.iter().map(amount).sum()
    }

    fn rate(&self, from: Currency, to: Currency) -> Option<f64> {
        match self.peers.rates.factor(from, to) {
            Ok((factor, since)) => {
                let oldest = [self.oldest.get(), since].into_iter().flatten().min();
                self.oldest.set(oldest);
                Some(factor)
            }
            Err(error) => {
                self.errors.borrow_mut().push(error.to_string());
                None
            }
        }
    }

    /// Something was left out.
    pub(super) fn note(&self, note: String) {
        self.notes.borrow_mut().push(note);
    }

    /// A part of growth cannot be told in the currency asked for.
    pub(super) fn lose_growth(&self) {
        self.growth_lost.set(true);
    }
}

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort();
    words.dedup();
    words
}
