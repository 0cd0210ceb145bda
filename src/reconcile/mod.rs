//! Who is who: from the sources' own records to golden accounts and contacts.
//!
//! Pure steps, in the order of the files: `normalise` makes values comparable, `block` finds
//! the keys that records share, `cluster` joins records whose keys agree and keeps apart what
//! must stay apart, `identity` gives clusters stable ids, `merge` chooses each field's value
//! by the rules of `survivorship` and the stewards' `pins`, and says why.
//!
//! This is the first cut: exact keys only. A finer matcher takes the place of `block` and
//! `cluster`; what goes in ([`Candidate`]) and what comes out ([`Decisions`]) stays.
//!
//! [`Candidate`]: crate::model::Candidate
//! [`Decisions`]: crate::model::Decisions

mod accounts;
mod block;
mod cluster;
mod contacts;
#[cfg_attr(
    not(test),
    expect(
        dead_code,
        reason = "check digits and LEI are for the report on the quality of records"
    )
)]
mod form;
mod identity;
pub mod matching;
mod merge;
mod normalise;
mod pins;
mod survivorship;

use std::collections::BTreeMap;

pub use accounts::accounts;
pub use contacts::contacts;
pub use merge::Merging;
pub use pins::Pins;
pub use survivorship::{RulesError, Survivorship};

use crate::model::{Category, SourceId};

/// What kind of system each source is: survivorship trusts an ERP's address over a CRM's.
pub type Sources = BTreeMap<SourceId, Category>;
