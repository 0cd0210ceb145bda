//! What a stream's records mean in the unified model, as `mapping.yaml` says.

use super::{Json, Manifest};
use crate::model::{Category, Draft, EntityKind, LandedRecord, Rejected};

/// Which entities to make. Parties first, so that facts find their account and contact resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Accounts, contacts, team members, products.
    Parties,
    /// All the rest.
    Facts,
}

/// A mapping, checked.
#[derive(Debug)]
pub struct Mapping {}

/// Why a mapping cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct MappingError {
    /// Path of the file.
    pub file: String,
    /// One-based line.
    pub line: usize,
    /// What is wrong, what was expected, and the nearest right word when there is one.
    pub message: String,
}

/// One stream's part of the mapping, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamMap {
    /// The stream.
    pub stream: String,
    /// What it becomes; several when one record makes several entities.
    pub entities: Vec<EntityKind>,
    /// Source path (or expression) → `entity.field`, with the conversion in words.
    pub fields: Vec<(String, String, Option<String>)>,
}

/// A source field that no mapping reads.
#[derive(Debug, Clone, PartialEq)]
pub struct UnmappedField {
    /// Dotted path.
    pub path: String,
    /// Share of the records looked at in which it is filled, 0 to 1.
    pub coverage: f64,
}

/// What a record became.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mapped {
    /// Entities and additions to entities.
    pub drafts: Vec<Draft>,
    /// Parts that the mapping refused: a bad date, an unknown word of an enum table.
    pub rejected: Vec<(Rejected, Option<String>)>,
    /// The record says that it is deleted: whatever was mapped from it goes.
    pub deleted: bool,
}

impl Mapping {
    /// Reads and checks a mapping against the unified model. `file` is named in errors.
    ///
    /// # Errors
    /// An unknown entity, field or conversion: file, line, the nearest right word.
    pub fn parse(file: &str, text: &str) -> Result<Self, MappingError> {
        let _ = (file, text);
        todo!()
    }

    /// Checks that every stream it speaks of is in the manifest.
    ///
    /// # Errors
    /// The first that is not, with file and line.
    pub fn check_against(&self, manifest: &Manifest) -> Result<(), MappingError> {
        let _ = manifest;
        todo!()
    }

    /// What kind of system this is.
    pub fn category(&self) -> Category {
        todo!()
    }

    /// The connector's version.
    pub fn version(&self) -> &str {
        todo!()
    }

    /// Changes whenever the meaning may have changed: records mapped under another one are mapped anew.
    pub fn fingerprint(&self) -> &str {
        todo!()
    }

    /// Streams with entities of this phase.
    pub fn streams(&self, phase: Phase) -> Vec<String> {
        let _ = phase;
        todo!()
    }

    /// The stream whose records this stream's records delete: a feed of tombstones, such as a list
    /// of archived contacts. `None` for an ordinary stream.
    pub fn tombstones(&self, stream: &str) -> Option<&str> {
        let _ = stream;
        todo!()
    }

    /// Every mapped stream, for people.
    pub fn describe(&self) -> Vec<StreamMap> {
        todo!()
    }

    /// Gives one record its meaning.
    pub fn map(&self, record: &LandedRecord, json: &Json, phase: Phase) -> Mapped {
        let _ = (record, json, phase);
        todo!()
    }

    /// Which filled fields of these records nothing reads.
    pub fn unmapped(&self, stream: &str, records: &[Json]) -> Vec<UnmappedField> {
        let _ = (stream, records);
        todo!()
    }
}
