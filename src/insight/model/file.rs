//! The health model's YAML as it is written. The only code that knows the YAML library.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_saphyr::{Error, Spanned};

use super::ModelError;

/// A value with the line it stands on.
pub(in crate::insight) type Said<T> = Spanned<T>;

/// What is wrong, and on which line.
#[derive(Debug)]
pub(in crate::insight) struct Fault {
    pub(super) line: usize,
    pub(super) message: String,
}

impl Fault {
    /// A fault of a value that was read.
    pub(in crate::insight) fn at<T>(said: &Said<T>, message: String) -> Self {
        Self { line: line(said.referenced), message }
    }

    pub(in crate::insight) fn in_file(self, file: &str) -> ModelError {
        ModelError { file: file.to_owned(), line: self.line, message: self.message }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModelFile {
    pub(super) code: Said<String>,
    pub(super) version: Said<String>,
    pub(super) bands: BTreeMap<String, Said<f64>>,
    pub(super) confidence: BTreeMap<String, Said<f64>>,
    pub(super) stages: Said<Vec<StageFile>>,
    #[serde(default)]
    pub(super) caps: Vec<CapFile>,
    #[serde(default)]
    pub(super) moments: Vec<MomentFile>,
    #[serde(default)]
    pub(super) role_weights: BTreeMap<String, Said<f64>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StageFile {
    pub(super) code: Said<String>,
    pub(super) weight: Said<f64>,
    pub(super) kpis: Vec<KpiFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KpiFile {
    pub(super) code: Said<String>,
    pub(super) name: String,
    pub(super) measure: Option<Said<String>>,
    pub(super) unit: String,
    pub(super) window: Said<i64>,
    pub(super) sample: Said<i64>,
    pub(super) ttl: Said<i64>,
    pub(super) source: Said<String>,
    pub(super) knots: Option<Said<Vec<(f64, f64)>>>,
    pub(super) categories: Option<BTreeMap<String, Said<f64>>>,
    pub(super) formula: String,
    pub(super) fallback: Option<Box<Self>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CapFile {
    pub(super) code: Said<String>,
    pub(super) cap: Said<f64>,
    pub(super) when: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MomentFile {
    pub(super) touchpoint: String,
    pub(super) stage: Said<String>,
    pub(super) multiplier: Said<f64>,
    pub(super) when: BTreeMap<String, Said<Vec<String>>>,
}

/// Reads YAML into a typed value; a misspelt key is answered with the nearest one.
pub(in crate::insight) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    serde_saphyr::from_str(text).map_err(|error| fault(&error))
}

fn fault(error: &Error) -> Fault {
    let plain = error.without_snippet();
    let message = match plain {
        Error::SerdeUnknownField { field, expected, .. } => {
            unknown("key", field, expected.iter().copied())
        }
        Error::SerdeMissingField { field, .. } => {
            format!(
                "the key `{field}` is missing; every model, stage and KPI must state its own"
            )
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
    let said = said.split_once(", set DuplicateKeyPolicy").map_or(said, |(said, _)| said);
    match said {
        "invalid floating point" => "expected a number".to_owned(),
        "invalid i64" => "expected a whole number".to_owned(),
        other => other.to_owned(),
    }
}

fn line(location: serde_saphyr::Location) -> usize {
    usize::try_from(location.line()).unwrap_or(usize::MAX).max(1)
}

/// "unknown stage `SUPORT`; did you mean `SUPPORT`? known: …"
pub(in crate::insight) fn unknown<'a>(
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
