//! What became of golden records: which went into which, and why.

use serde::{Deserialize, Serialize};

/// Why records are matched and clustered again; the later ones weigh more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Cause {
    /// Weights or settings are others than before.
    Model,
    /// A source's records came, changed or went.
    Records,
    /// A steward said so.
    Steward,
}

impl Cause {
    /// The cause as it is kept; words are ordered as the causes are.
    pub fn word(self) -> &'static str {
        match self {
            Self::Model => "MODEL",
            Self::Records => "RECORDS",
            Self::Steward => "STEWARD",
        }
    }

    /// Reads [`Cause::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Model, Self::Records, Self::Steward].into_iter().find(|c| c.word() == word)
    }
}

/// What happened to a golden record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// It went into another, which keeps its records.
    Merged,
    /// Another was split off from it.
    Split,
    /// Some of its records went to another that was there before.
    Moved,
}

impl Change {
    /// The change as it is kept.
    pub fn word(self) -> &'static str {
        match self {
            Self::Merged => "MERGED",
            Self::Split => "SPLIT",
            Self::Moved => "MOVED",
        }
    }

    /// Reads [`Change::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Merged, Self::Split, Self::Moved].into_iter().find(|c| c.word() == word)
    }
}

/// One step in the history of golden records: never changed once it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityEvent {
    /// What happened.
    pub what: Change,
    /// The golden record that it happened to.
    pub id: String,
    /// The one that its records went to.
    pub other: String,
    /// The origin ids of the records that went, ascending.
    pub records: Vec<String>,
    /// Why.
    pub cause: Cause,
}
