//! What an account's money rests on: small, kept with the account, each amount in its own currency.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::insight::rates::Purse;
use crate::model::{AccountId, Currency, Money};

/// What was read once from an account's facts for one day. Ids are those of the facts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Book {
    /// The account.
    pub account: AccountId,
    /// The day.
    pub as_of: NaiveDate,
    /// Its behaviour segments, the most telling first.
    pub segments: Vec<String>,
    /// Lines of business that it is said to buy from.
    pub lines_of_business: Vec<String>,
    /// Employees.
    pub size: Option<i64>,
    /// The model's word for so many.
    pub size_band: Option<String>,
    /// Contracts that run, and those that ended undecided a short time ago.
    pub contracts: Vec<Term>,
    /// Recurring revenue of a year; `None` when nothing tells it.
    pub arr: Option<Purse>,
    /// Where `arr` comes from.
    pub arr_from: ArrFrom,
    /// Deals that are open.
    pub deals: Vec<OpenDeal>,
    /// Deals that closed, by each stage they had reached.
    pub closed: BTreeMap<String, Tally>,
    /// Days from opening to closing of deals that were won and renew nothing, rising.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cycles: Vec<u32>,
    /// Contracts that ended decided.
    pub renewals: Tally,
    /// What was billed, by product (family).
    pub spend: BTreeMap<String, Spend>,
    /// What was billed and no line attributes to a product.
    pub unassigned: Spend,
    /// What contracts entitle to, in lower case.
    pub entitled: BTreeSet<String>,
    /// Visits of buying pages.
    pub intent: Intent,
    /// What holds of the account, with the fact that shows it.
    pub flags: Vec<Flag>,
    /// How often things were done to serve it in 365 days, by measure; `None`: no system tells.
    pub served: BTreeMap<String, Option<f64>>,
    /// What could not be told from the facts, in words.
    pub notes: Vec<String>,
}

/// Where the recurring revenue of a year comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ArrFrom {
    /// Yearly values of running contracts.
    Contracts,
    /// No contract runs: recurring bills of the last 365 days.
    Bills,
    /// Nothing tells it.
    #[default]
    Nothing,
}

/// A contract.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Last day; nothing for one without an end.
    pub ends_on: Option<NaiveDate>,
    /// Recurring value of a year.
    pub value: Option<Money>,
    /// What has become of its renewal.
    pub fate: Fate,
    /// When they gave notice.
    pub notice_on: Option<NaiveDate>,
    /// When they signed that they mean to renew.
    pub intent_signed_on: Option<NaiveDate>,
}

/// What has become of a contract's renewal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    /// Not decided.
    #[default]
    Open,
    /// Renewed.
    Kept,
    /// They will not renew.
    Lost,
}

/// An open deal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OpenDeal {
    /// Its id.
    pub id: String,
    /// It would renew something.
    pub renewal: bool,
    /// The product (family) at stake.
    pub product: Option<String>,
    /// Amount.
    pub amount: Option<Money>,
    /// Stage in the source's own word.
    pub stage: Option<String>,
    /// Probability of winning as the source says, 0 to 1.
    pub probability: Option<Decimal>,
    /// The contract that it would renew, by id.
    pub contract: Option<String>,
    /// Expected day of closing.
    pub closes_on: Option<NaiveDate>,
}

/// What was billed for something.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Spend {
    /// The product's family: its line of business.
    pub family: Option<String>,
    /// In the last 365 days.
    pub last: Purse,
    /// In the 365 days before.
    pub before: Purse,
    /// First bill, of any age.
    pub first_on: Option<NaiveDate>,
}

/// How many of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Won, or kept.
    pub won: u32,
    /// Closed, or due.
    pub closed: u32,
}

impl Tally {
    /// Counts one more.
    pub fn count(&mut self, won: bool) {
        self.won += u32::from(won);
        self.closed += 1;
    }

    /// Counts another tally in.
    pub fn add(&mut self, other: Self) {
        self.won += other.won;
        self.closed += other.closed;
    }

    /// The share, 0 to 1; `None` of nothing.
    pub fn rate(self) -> Option<f64> {
        (self.closed > 0).then(|| f64::from(self.won) / f64::from(self.closed))
    }
}

/// Visits of buying pages in the model's window.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// Of pages that name a product (family).
    pub named: BTreeMap<String, u32>,
    /// Of pages that name none, such as prices.
    pub general: u32,
}

impl Intent {
    /// Signals that speak for buying a product.
    pub fn of(&self, product: &str) -> u32 {
        self.general + self.named.get(product).copied().unwrap_or(0)
    }
}

/// Something that holds of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// Its code.
    pub code: String,
    /// The fact that shows it best, by id.
    pub from: Option<String>,
    /// In words, without a name.
    pub note: String,
}

impl Book {
    /// A flag that holds.
    pub fn flag(&self, code: &str) -> Option<&Flag> {
        self.flags.iter().find(|flag| flag.code == code)
    }

    /// All that was billed in the last 365 days.
    pub fn billed(&self) -> Purse {
        let mut all = self.unassigned.last.clone();
        self.spend.values().for_each(|spend| all.add_all(&spend.last));
        all
    }

    /// The one currency of all its amounts; `None` when there are several, or none.
    pub fn currency(&self) -> Option<Currency> {
        let contracts = self.contracts.iter().filter_map(|term| term.value);
        let deals = self.deals.iter().filter_map(|deal| deal.amount);
        let billed = self.billed();
        let arr = self.arr.iter().flat_map(Purse::iter);
        let all = contracts.chain(deals).chain(billed.iter()).chain(arr);
        let found: BTreeSet<Currency> = all.map(|money| money.currency).collect();
        if found.len() == 1 { found.first().copied() } else { None }
    }
}
