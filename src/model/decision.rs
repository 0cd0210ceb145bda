//! What reconciliation reads and what it decides.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{AccountId, ContactId, EntityKind, GoldenAccount, GoldenContact, IdentityEvent};

/// A source's own account record, as reconciliation reads it, with the account it is now part of.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate<E> {
    /// The entity; `origin.id` names it.
    pub entity: E,
    /// For a contact: the origin id of its company record, when its source names one.
    pub company: Option<String>,
    /// For a contact: the name of that company record.
    pub employer: Option<String>,
    /// When the source says it last changed, else when its newest version was landed: for recency.
    /// The source's own word comes first, because a replay lands at another time.
    pub changed_at: DateTime<Utc>,
}

/// A steward's word that a record is right about a field: its value becomes the golden one in
/// whatever golden record the record is, for as long as it says one. In a group of fields, such as
/// an address, the record gives the whole group. Of two pins in one golden record the newer wins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// Account or contact.
    pub kind: EntityKind,
    /// The record's origin id.
    pub record: String,
    /// The field's name.
    pub field: String,
    /// Why, in the steward's words.
    pub reason: Option<String>,
    /// The steward.
    pub pinned_by: String,
    /// When it was said.
    pub pinned_at: DateTime<Utc>,
}

/// What reconciliation decided, written in one transaction.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    /// Account record (origin id) → golden account, for those that changed or are new.
    pub account_of: BTreeMap<String, AccountId>,
    /// Contact record (origin id) → golden contact, for those that changed or are new.
    pub contact_of: BTreeMap<String, ContactId>,
    /// Golden accounts that are new or whose fields changed.
    pub accounts: Vec<GoldenAccount>,
    /// Golden contacts that are new or whose fields changed.
    pub contacts: Vec<GoldenContact>,
    /// Retired accounts → the account that took their records.
    pub retired_accounts: BTreeMap<AccountId, AccountId>,
    /// Retired contacts → the contact that took their records.
    pub retired_contacts: BTreeMap<ContactId, ContactId>,
    /// What became of golden accounts by these decisions.
    pub account_events: Vec<IdentityEvent>,
    /// What became of golden contacts.
    pub contact_events: Vec<IdentityEvent>,
}
