//! What a source said, before it means anything.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{RecordRef, SourceId};

/// What kind of system a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Category {
    /// Customer relationship management.
    Crm,
    /// Enterprise resource planning: orders, deliveries, invoices.
    Erp,
    /// Support desk.
    Support,
    /// Marketing automation.
    Marketing,
    /// Product usage, web and portal.
    Digital,
    /// Surveys.
    Survey,
    /// Human resources.
    Hr,
    /// Anything bought or found outside.
    External,
}

impl Category {
    /// Every kind of system.
    pub const ALL: &[Self] = &[
        Self::Crm,
        Self::Erp,
        Self::Support,
        Self::Marketing,
        Self::Digital,
        Self::Survey,
        Self::Hr,
        Self::External,
    ];

    /// The word in capitals, as stored and as answered.
    pub fn word(self) -> &'static str {
        match self {
            Self::Crm => "CRM",
            Self::Erp => "ERP",
            Self::Support => "SUPPORT",
            Self::Marketing => "MARKETING",
            Self::Digital => "DIGITAL",
            Self::Survey => "SURVEY",
            Self::Hr => "HR",
            Self::External => "EXTERNAL",
        }
    }
}

/// One record as a pull emits it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The primary key as text; parts of a composite key joined by `|`. Never empty.
    pub key: String,
    /// The record's JSON, byte for byte as the source sent it.
    pub raw: String,
    /// The record after the manifest's transformations, when they changed it.
    pub shaped: Option<String>,
    /// The source says that this record no longer exists.
    pub deleted: bool,
}

/// A part of a page that could not become a record, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The key, when it could be read.
    pub key: Option<String>,
    /// What the source sent (cut to a bounded size).
    pub raw: String,
    /// A stable code: `NO_KEY`, `BAD_JSON`, `TOO_LARGE`, `TOO_DEEP`, `BAD_DATE`, …
    pub code: String,
    /// The reason and the remedy, without any value of the record.
    pub message: String,
}

/// A record that was set aside, kept with its reason so that it can be replayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// Where it came from; the key is a hash of the bytes when the record has none.
    pub record: RecordRef,
    /// `LAND` when the page part was unreadable, `MAP` when a mapping refused it.
    pub step: String,
    /// See [`Rejected::code`].
    pub code: String,
    /// The reason and the remedy, without any value of the record.
    pub message: String,
    /// The path of the field at fault, when one is.
    pub path: Option<String>,
    /// What the source sent (cut to a bounded size).
    pub raw: String,
    /// When it was set aside.
    pub at: DateTime<Utc>,
}

/// One page to land: everything in it is written in one transaction.
#[derive(Debug, Clone)]
pub struct Landing {
    /// The source system.
    pub source: SourceId,
    /// The manifest's stream name.
    pub stream: String,
    /// The run that read it.
    pub run: i64,
    /// Records, in the order of the page; a key may come twice, the last wins.
    pub records: Vec<Record>,
    /// What could not become a record.
    pub dead: Vec<DeadLetter>,
    /// The stream's state after this page, when the pull reached a checkpoint.
    pub state: Option<String>,
    /// When the page was read: known-from of what is new in it.
    pub at: DateTime<Utc>,
}

/// What landing a page did. `read = written + unchanged + dead`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Landed {
    /// New records and new versions.
    pub written: u64,
    /// Records already known in exactly this form (a repeated key within the page included).
    pub unchanged: u64,
    /// Set aside.
    pub dead: u64,
}

/// A landed version of a record, as the mapping reads it.
#[derive(Debug, Clone)]
pub struct LandedRecord {
    /// The version's number; grows within a stream in the order of landing.
    pub seq: i64,
    /// Where it came from.
    pub record: RecordRef,
    /// The shaped JSON, or the raw one when no transformation changed it.
    pub json: String,
    /// The source says that it no longer exists.
    pub deleted: bool,
    /// The first version of this record: nothing mapped from it can be in the store yet.
    pub first: bool,
}
