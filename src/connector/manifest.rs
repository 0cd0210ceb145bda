//! The declarative manifest as types.

use std::collections::BTreeSet;

/// A manifest, checked. (fields: the owner of this room)
#[derive(Debug)]
pub struct Manifest {}

/// Why a manifest cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct ManifestError {
    /// Path of the file.
    pub file: String,
    /// One-based line.
    pub line: usize,
    /// What is wrong, what was expected, and the nearest right word when there is one.
    pub message: String,
}

/// What a stream offers, for people and for the mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamInfo {
    /// Its name.
    pub name: String,
    /// Paths of the primary key's parts.
    pub primary_key: Vec<String>,
    /// The field that says what changed last, when the stream is incremental.
    pub cursor_field: Option<String>,
}

impl Manifest {
    /// Reads and checks a manifest. `file` is named in errors.
    ///
    /// # Errors
    /// A misspelt key, an unknown component, a template that does not parse: file, line, remedy.
    pub fn parse(file: &str, text: &str) -> Result<Self, ManifestError> {
        let _ = (file, text);
        todo!()
    }

    /// The streams in the order of the file.
    pub fn streams(&self) -> Vec<StreamInfo> {
        todo!()
    }

    /// Streams that `check` reads a record of.
    pub fn check_streams(&self) -> Vec<String> {
        todo!()
    }

    /// Names of configuration values that the spec marks as secret (`airbyte_secret`).
    pub fn secrets(&self) -> BTreeSet<String> {
        todo!()
    }

    /// Checks a configuration against the spec: missing required values, unknown names, wrong types.
    ///
    /// # Errors
    /// The problems, one sentence each; never a value.
    pub fn check_config(&self, config: &serde_json::Value) -> Result<(), Vec<String>> {
        let _ = config;
        todo!()
    }
}
