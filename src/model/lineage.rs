//! What is true of a customer, and why we say so.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AccountId, ContactId, RecordRef, Value};

/// A value that did not win, and where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loser {
    /// The value as text.
    pub value: String,
    /// The record that said it.
    pub record: RecordRef,
}

/// Why a golden field holds what it holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineageRow {
    /// The field's name.
    pub field: String,
    /// The winning value as text.
    pub value: String,
    /// The record that said it.
    pub record: RecordRef,
    /// The survivorship rule that chose it, of a field in a group the one that chose the record:
    /// `only value`, `steward pin`, `source trust`, `recency`, `completeness`, `agreement`,
    /// `record id`.
    pub rule: String,
    /// What lost, in the order it lost. Of a group only what was said of this very field; a field
    /// that the group's winner leaves empty is not golden and has no row.
    pub losers: Vec<Loser>,
}

/// A golden account: one customer, whatever the number of records that speak of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GoldenAccount {
    /// Stable for as long as any of its records stays with it.
    pub id: AccountId,
    /// Field name of [`super::Account`] → winning value.
    pub fields: BTreeMap<&'static str, Value>,
    /// One row per filled field.
    pub lineage: Vec<LineageRow>,
    /// The golden parent.
    pub parent: Option<AccountId>,
}

/// A golden contact: one person, whatever the number of records that speak of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GoldenContact {
    /// Stable for as long as any of its records stays with it.
    pub id: ContactId,
    /// Field name of [`super::Contact`] → winning value.
    pub fields: BTreeMap<&'static str, Value>,
    /// One row per filled field.
    pub lineage: Vec<LineageRow>,
    /// Where the person works, first the present employment.
    pub employments: Vec<Employment>,
}

impl GoldenContact {
    /// The account where the person works now.
    pub fn present(&self) -> Option<&AccountId> {
        let present = self.employments.iter().find(|employment| employment.current);
        present.map(|employment| &employment.account)
    }
}

/// A person's time with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employment {
    /// The person.
    pub contact: ContactId,
    /// The company.
    pub account: AccountId,
    /// The title held there.
    pub title: Option<String>,
    /// Still there.
    pub current: bool,
    /// The last day, when known.
    pub ended_on: Option<NaiveDate>,
}
