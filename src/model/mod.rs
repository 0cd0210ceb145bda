//! The nouns: what a customer is, in every room's words.
//!
//! Plain values with no behaviour that needs the outside world. Everything else in the house
//! imports this room; it imports nothing.

mod clock;
pub(crate) mod country;
mod decision;
mod entity;
mod identity;
mod ids;
mod lineage;
mod looks;
mod money;
pub(crate) mod nearest;
mod pii;
mod record;
mod score;
pub(crate) mod settings;
mod statement;
mod unified;
mod value;

pub use clock::{Clock, FixedClock};
pub use decision::{Candidate, Decisions, Pin};
pub use entity::{Belongs, Draft, Entity, EntityKind, Field, Origin};
pub use identity::{Cause, Change, IdentityEvent};
pub use ids::{AccountId, ContactId, RecordRef, SourceId, hash, hex, short_hash};
pub use lineage::{Employment, GoldenAccount, GoldenContact, LineageRow, Loser};
pub use looks::Looks;
pub use money::{Currency, Money, MoneyError};
pub use pii::Pii;
pub use record::{Category, DeadLetter, Landed, LandedRecord, Landing, Record, Rejected};
pub use score::{Band, Confidence};
pub use settings::SettingsError;
pub use statement::{Statement, Topic};
pub use unified::*;
pub use value::{Kind, Value};
