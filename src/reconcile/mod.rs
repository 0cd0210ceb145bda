//! Who is who: from the sources' own records to golden accounts and contacts.
//!
//! ```text
//! said      what a record says, as the matcher reads it
//! form      comparable forms of names, numbers and addresses
//! matching  which records are one party, learned without labels
//! group     records that are decided on together
//! identity  stable ids for clusters, and what became of those that were
//! merge     each field's value by the rules of `survivorship` and the stewards' `pins`, and why
//! accounts  golden accounts, parents among them
//! contacts  golden contacts, and where they work
//! why       why two records are one party or not, with what both say
//! quality   whether values are what they should be
//! ```
//!
//! Pure: candidates are handed in, decisions come out. `sync` says when.

mod accounts;
mod contacts;
#[cfg_attr(not(test), expect(dead_code, reason = "LEI is read by no connector yet"))]
mod form;
mod group;
mod identity;
pub mod matching;
mod merge;
mod pins;
pub mod quality;
mod said;
mod survivorship;
mod why;

use std::collections::BTreeMap;

pub use accounts::{Families, accounts};
pub use contacts::{Employers, contacts, keys_of_employer, keys_said};
pub use group::{Group, Terms};
pub use merge::Merging;
pub use pins::Pins;
pub use said::{Registers, Subject, clusters, learn, learn_of};
pub use survivorship::Survivorship;
pub use why::{Reason, Why, probability, weight, why};

use crate::model::{Category, SourceId};

/// What kind of system each source is: survivorship trusts an ERP's address over a CRM's.
pub type Sources = BTreeMap<SourceId, Category>;
