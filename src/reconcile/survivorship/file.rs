//! Survivorship rules as they are written. The only code of this room that knows the YAML library.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_saphyr::{Error, Spanned};

use super::RulesError;

/// A value with the line it stands on.
pub(super) type Said<T> = Spanned<T>;

/// What is wrong, and on which line.
#[derive(Debug)]
pub(super) struct Fault {
    line: usize,
    message: String,
}

impl Fault {
    /// A fault of a value that was read.
    pub(super) fn at<T>(said: &Said<T>, message: String) -> Self {
        Self { line: line(said.referenced), message }
    }

    pub(super) fn in_file(self, file: &str) -> RulesError {
        RulesError { file: file.to_owned(), line: self.line, message: self.message }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RulesFile {
    pub(super) code: Said<String>,
    pub(super) version: Said<String>,
    pub(super) account: KindFile,
    pub(super) contact: KindFile,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KindFile {
    pub(super) order: Words,
    #[serde(default)]
    pub(super) trust: Option<Words>,
    #[serde(default)]
    pub(super) fields: Entries<FieldFile>,
    #[serde(default)]
    pub(super) groups: Entries<GroupFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldFile {
    pub(super) order: Option<Words>,
    pub(super) trust: Option<Words>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupFile {
    pub(super) fields: Words,
    pub(super) complete: Option<Words>,
    pub(super) order: Option<Words>,
    pub(super) trust: Option<Words>,
}

pub(super) type Words = Said<Vec<Said<String>>>;

/// A map in the order of the file whose keys know their line.
#[derive(Debug)]
pub(super) struct Entries<T>(pub(super) Vec<(Said<String>, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Read(PhantomData))
    }
}

struct Read<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Read<T> {
    type Value = Entries<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("names with their rules")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}

/// Reads YAML into typed values; a misspelt key is answered with the nearest one.
pub(super) fn read(text: &str) -> Result<RulesFile, Fault> {
    serde_saphyr::from_str(text).map_err(|error| fault(&error))
}

fn fault(error: &Error) -> Fault {
    let message = match error.without_snippet() {
        Error::SerdeUnknownField { field, expected, .. } => {
            unknown("key", field, expected.iter().copied())
        }
        Error::SerdeMissingField { field, .. } => {
            format!("the key `{field}` is missing; the built-in rules show all that is needed")
        }
        other => one_line(&other.to_string()),
    };
    Fault { line: error.location().map_or(1, line), message }
}

/// The library's words without the place, which the fault names already, and without its own
/// settings, which nobody can turn here.
fn one_line(message: &str) -> String {
    let line: Vec<&str> = message.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let line = line.join(" ");
    let said = line.rsplit_once(" at line ").map_or(line.as_str(), |(said, _)| said);
    said.split_once(", set DuplicateKeyPolicy").map_or(said, |(said, _)| said).to_owned()
}

fn line(location: serde_saphyr::Location) -> usize {
    usize::try_from(location.line()).unwrap_or(usize::MAX).max(1)
}

/// "unknown field `stret`; did you mean `street`? known: …"
pub(super) fn unknown<'a>(
    what: &str,
    word: &str,
    known: impl Iterator<Item = &'a str>,
) -> String {
    let known: Vec<&str> = known.collect();
    let likeness =
        |other: &&str| strsim::jaro_winkler(&word.to_lowercase(), &other.to_lowercase());
    let nearest = known.iter().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let hint = nearest
        .filter(|other| likeness(other) > 0.75)
        .map_or_else(String::new, |other| format!("did you mean `{other}`? "));
    format!("unknown {what} `{word}`; {hint}known: {}", known.join(", "))
}
