//! The accounts in memory, with their latest scores: what lists of accounts are filtered, ordered and
//! grouped by, so that no list scans the database.
//!
//! | file | for |
//! |---|---|
//! | `field` | what an account can be filtered and ordered by |
//! | `condition` | which accounts |
//! | `group` | in which groups, and what their numbers are |
//! | `codes` | the words of a dimension as small numbers |
//! | `page` | in which order, from where, how many |
//!
//! It is never a second truth: whoever holds it feeds it what changed, and it can be filled anew from
//! nothing at any time. A [`Table`] never changes; a change makes another one that shares all rows that
//! stayed, so that whoever reads one is not disturbed and disturbs nobody.

mod codes;
mod condition;
mod field;
mod group;
mod page;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

pub use condition::{Condition, Range};
pub use field::{Dimension, Number, Word};
pub use group::{
    Group, Grouped, Grouping, MOST_DIMENSIONS, PERCENTS, Summary, TooMany, quantile,
};
pub use page::{Order, Page, Place, Sorting, Value};

use crate::insight::portfolio::Holding;
use crate::model::{AccountId, Confidence, Currency};

/// An account as lists know it. Amounts are in `currency`.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// As it is summed.
    pub holding: Arc<Holding>,
    /// The currency of its amounts; `None` when it is not priced.
    pub currency: Option<Currency>,
    /// The data's version of its last change.
    pub changed: i64,
    /// Name.
    pub name: Option<Box<str>>,
    /// The name and the domain in lower case, as they are searched and ordered by.
    pub name_key: Option<Box<str>>,
    /// See `name_key`.
    pub domain_key: Option<Box<str>>,
    /// The account above it.
    pub parent: Option<AccountId>,
    /// Industry in the source's own word.
    pub industry: Option<Box<str>>,
    /// Number of employees.
    pub employees: Option<i64>,
    /// How sure its health is.
    pub confidence: Option<Confidence>,
    /// Lowest and highest that the missing could make of its health.
    pub range: Option<(f64, f64)>,
    /// Net promoters of the relation, -100 to 100.
    pub nps: Option<f64>,
    /// Revenue at risk and in growth as shares of that of a year.
    pub shares: (Option<f64>, Option<f64>),
    /// The last days of its contracts, rising.
    pub ends: Box<[NaiveDate]>,
}

impl Row {
    /// Its id.
    pub fn id(&self) -> &AccountId {
        &self.holding.account
    }

    /// Bytes that it takes, about.
    fn bytes(&self) -> usize {
        let holding = &self.holding;
        let text = |text: &Option<Box<str>>| text.as_ref().map_or(0, |text| text.len());
        let word = |word: &Option<String>| word.as_ref().map_or(0, String::len);
        let id = |id: &Option<AccountId>| id.as_ref().map_or(0, |id| id.0.len());
        let lists = holding.segments.iter().map(|code| code.len() + 24).sum::<usize>()
            + holding.lines.keys().map(|line| word(line) + 64).sum::<usize>()
            + std::mem::size_of_val(&*self.ends);
        size_of::<Self>()
            + size_of::<Holding>()
            + holding.account.0.len()
            + [&self.name, &self.name_key, &self.domain_key, &self.industry].map(text).iter().sum::<usize>()
            + [&holding.country, &holding.region, &holding.owner, &holding.position].map(word).iter().sum::<usize>()
            + id(&holding.partner)
            + id(&self.parent)
            + lists
            // Counts of the two `Arc`s and the pointer to it.
            + 40
    }
}

/// Accounts by their ids, as they were at a version of the data.
#[derive(Debug)]
pub struct Table {
    rows: Vec<Arc<Row>>,
    version: i64,
    orders: page::Orders,
    codes: codes::Kept,
    groups: group::Kept,
}

impl Default for Table {
    fn default() -> Self {
        Self::of(Vec::new(), -1)
    }
}

impl Table {
    fn of(rows: Vec<Arc<Row>>, version: i64) -> Self {
        let (orders, codes, groups) = Default::default();
        Self { rows, version, orders, codes, groups }
    }

    /// The table after changes up to a version: rows that are new or other than they were, and accounts
    /// that are no more. Of changes of one account the last counts.
    pub fn after(&self, changes: Vec<(AccountId, Option<Row>)>, version: i64) -> Self {
        let mut changes = changes;
        changes.reverse();
        changes.sort_by(|a, b| a.0.cmp(&b.0));
        changes.dedup_by(|a, b| a.0 == b.0);
        let mut rows = Vec::with_capacity(self.rows.len() + changes.len());
        let mut old = self.rows.iter().peekable();
        for (id, row) in changes {
            while let Some(before) = old.next_if(|before| *before.id() < id) {
                rows.push(Arc::clone(before));
            }
            old.next_if(|same| *same.id() == id);
            rows.extend(row.map(Arc::new));
        }
        rows.extend(old.cloned());
        Self::of(rows, version)
    }

    /// The version of the data that it holds; -1 before it was ever fed.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// All accounts, by their ids.
    pub fn rows(&self) -> &[Arc<Row>] {
        &self.rows
    }

    /// One account.
    pub fn row(&self, id: &AccountId) -> Option<&Arc<Row>> {
        let at = self.rows.binary_search_by(|row| row.id().cmp(id)).ok()?;
        self.rows.get(at)
    }

    /// The table of those accounts alone for which a condition holds.
    pub fn only(&self, condition: &Condition) -> Self {
        let rows = self.filtered(condition).cloned().collect();
        Self::of(rows, self.version)
    }

    /// The accounts for which a condition holds, by their ids.
    pub fn filtered<'a>(
        &'a self,
        condition: &'a Condition,
    ) -> impl Iterator<Item = &'a Arc<Row>> {
        self.rows.iter().filter(|row| condition.holds(row))
    }

    /// The currencies that its amounts are in.
    pub fn currencies(&self) -> &BTreeSet<Currency> {
        self.codes.currencies(&self.rows)
    }

    /// Bytes that it takes, about, without its orders and groups.
    pub fn bytes(&self) -> usize {
        self.rows.iter().map(|row| row.bytes()).sum()
    }
}

#[cfg(test)]
mod tests;
