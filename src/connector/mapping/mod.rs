//! What a stream's records mean in the unified model, as `mapping.yaml` says.
//!
//! `connectors/README.md` explains the vocabulary. `yaml` reads the file, `compile` checks every
//! word of it once, `run` gives a record its meaning, `convert` reads single values exactly.

mod compile;
mod compile_value;
mod convert;
mod coverage;
mod editor;
mod expression;
mod path;
mod run;
mod sweep;
mod told;
mod value;
mod vocabulary;
mod when;
mod yaml;

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

pub use self::editor::mapping_schema;
use self::run::{EntityPlan, StreamPlan};
pub use self::sweep::Sweep;
use super::{Json, Manifest, Webhooks};
use crate::model::{Category, Draft, EntityKind, LandedRecord, Looks, Rejected};

/// Grows when the same file comes to mean something else, so that records are mapped anew.
const MEANING: u32 = 1;

/// Which entities to make. Parties first, so that facts find their account and contact resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Accounts, contacts, team members, products, rates of exchange.
    Parties,
    /// All the rest.
    Facts,
}

/// A mapping, checked.
#[derive(Debug)]
pub struct Mapping {
    file: String,
    category: Category,
    title: String,
    version: String,
    fingerprint: String,
    streams: Vec<StreamPlan>,
    webhooks: Option<Webhooks>,
}

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
    /// What its values have in common.
    pub looks: Looks,
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
        let compiled = compile::compile(file, &yaml::parse(file, text)?)?;
        Ok(Self {
            file: file.to_owned(),
            category: compiled.category,
            title: compiled.title,
            version: compiled.version,
            fingerprint: fingerprint(text),
            streams: compiled.streams,
            webhooks: compiled.webhooks,
        })
    }

    /// Checks that every stream it speaks of is in the manifest, and that the manifest reads it as
    /// its sweep expects.
    ///
    /// # Errors
    /// The first that is not, with file and line.
    pub fn check_against(&self, manifest: &Manifest) -> Result<(), MappingError> {
        let known = manifest.streams();
        let names: Vec<&str> = known.iter().map(|stream| stream.name.as_str()).collect();
        // What a template becomes is known once its source was asked.
        if !manifest.is_dynamic() {
            self.check_streams(&names)?;
        }
        let unusable = manifest.unusable();
        for stream in known.iter().filter(|stream| !unusable.contains_key(&stream.name)) {
            self.check_sweep(&stream.name, stream.cursor_field.is_some())?;
        }
        Ok(())
    }

    fn check_sweep(&self, stream: &str, incremental: bool) -> Result<(), MappingError> {
        let Some(sweep) = self.sweep(stream) else { return Ok(()) };
        let message = match (incremental, sweep.is_apart()) {
            (true, false) => format!(
                "`{stream}` is read incrementally, so that a read does not meet every record; say \
                 how often it is to be read in full, such as `sweep: {{every: P7D}}`"
            ),
            (false, true) => format!(
                "`{stream}` is read in full each time; leave `every` out: `sweep: {{}}`"
            ),
            _ => return Ok(()),
        };
        Err(MappingError { file: self.file.clone(), line: sweep.line, message })
    }

    fn check_streams(&self, known: &[&str]) -> Result<(), MappingError> {
        let named = self.streams.iter().flat_map(|stream| {
            let other = stream.tombstones_of.as_ref().map(|(line, name)| (*line, name));
            [Some((stream.line, &stream.name)), other].into_iter().flatten()
        });
        let told = self.webhooks.iter().flat_map(Webhooks::streams);
        for (line, name) in named.chain(told) {
            if !known.contains(&name.as_str()) {
                let near = vocabulary::near(name, known.iter().copied());
                let message = format!("the manifest has no stream `{name}`{near}");
                return Err(MappingError { file: self.file.clone(), line, message });
            }
        }
        Ok(())
    }

    /// What kind of system this is.
    pub fn category(&self) -> Category {
        self.category
    }

    /// The system's name, for people.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The connector's version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Changes whenever the meaning may have changed: records mapped under another one are mapped anew.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Streams with entities of this phase, in the order of the file.
    pub fn streams(&self, phase: Phase) -> Vec<String> {
        let in_phase = |stream: &&StreamPlan| {
            stream.entities.iter().any(|entity| run::phase(entity.kind) == phase)
        };
        self.streams.iter().filter(in_phase).map(|stream| stream.name.clone()).collect()
    }

    /// The stream whose records this stream's records delete: a feed of tombstones, such as a list
    /// of archived contacts. `None` for an ordinary stream.
    pub fn tombstones(&self, stream: &str) -> Option<&str> {
        self.stream(stream)?.tombstones_of.as_ref().map(|(_, of)| of.as_str())
    }

    /// How the source's webhooks are read; `None` when the connector takes none.
    pub fn webhooks(&self) -> Option<&Webhooks> {
        self.webhooks.as_ref()
    }

    /// How deletions are found in a stream by reading all of it; `None` when they are not.
    pub fn sweep(&self, stream: &str) -> Option<&Sweep> {
        self.stream(stream)?.sweep.as_ref()
    }

    /// Every mapped stream, for people.
    pub fn describe(&self) -> Vec<StreamMap> {
        let of_stream = |stream: &StreamPlan| StreamMap {
            stream: stream.name.clone(),
            entities: stream.entities.iter().map(|entity| entity.kind).collect(),
            fields: stream.entities.iter().flat_map(EntityPlan::describe).collect(),
        };
        self.streams.iter().map(of_stream).collect()
    }

    /// Gives one record its meaning. A stream that the mapping does not speak of means nothing.
    pub fn map(&self, record: &LandedRecord, json: &Json, phase: Phase) -> Mapped {
        match self.stream(&record.record.stream) {
            Some(stream) => stream.run(record, json, phase),
            None => Mapped::default(),
        }
    }

    /// Which filled fields of these records nothing reads.
    pub fn unmapped(&self, stream: &str, records: &[Json]) -> Vec<UnmappedField> {
        match self.stream(stream) {
            Some(stream) => coverage::unmapped(stream, records),
            None => Vec::new(),
        }
    }

    fn stream(&self, name: &str) -> Option<&StreamPlan> {
        self.streams.iter().find(|stream| stream.name == name)
    }
}

/// Sixteen hexadecimal digits of the file's hash.
fn fingerprint(text: &str) -> String {
    let hash = Sha256::new().chain_update(MEANING.to_be_bytes()).chain_update(text).finalize();
    hash.iter().take(8).fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a String takes all text");
        hex
    })
}

#[cfg(test)]
mod tests;
