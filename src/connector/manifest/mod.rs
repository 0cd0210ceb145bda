//! The declarative manifest as types.
//!
//! Text becomes a tree that knows its lines (`yaml`), references and parameters are expanded
//! (`resolve`), and each stream's tree becomes its components (`build`, `requester`, `reading`,
//! `transform`), checked against the names there are (`vocabulary`).

mod adapt;
mod auth;
mod budget;
mod build;
mod components;
mod job;
mod part;
mod properties;
mod reading;
mod requester;
mod resolve;
mod spec;
mod transform;
mod vocabulary;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) use adapt::SmallerPages;
pub(crate) use auth::{
    ALGORITHMS, Algorithm, Auth, ConfigPaths, Jwt, LegacySession, OAuth, RevokedBy, Selective,
    Session, Shown,
};
pub(crate) use budget::*;
pub(crate) use components::*;
pub(crate) use job::{Job, JobStatus};
use part::{Part, Trouble};
pub(crate) use properties::{Chunking, List, Properties};
pub(crate) use reading::{Csv, Decoder, Expander, Extractor};
use resolve::References;
pub(crate) use transform::{Added, Flatten, Transformation, ValueType};
use yaml::Node;

use super::template::{Engine, Template};

/// A manifest, checked.
#[derive(Debug)]
pub struct Manifest {
    pub(crate) file: String,
    pub(crate) engine: Engine,
    streams: Vec<Entry>,
    checks: Vec<String>,
    schema: serde_json::Value,
    /// How fast the source may be asked.
    pub(crate) pace: PacePlan,
    /// How many jobs of asynchronous retrievers may be under way at the source at once.
    pub(crate) max_jobs: Option<Template>,
    /// Hosts that the manifest itself names.
    pub(crate) hosts: BTreeSet<String>,
}

#[derive(Debug)]
struct Entry {
    info: StreamInfo,
    stream: Result<Arc<Stream>, String>,
}

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
    /// A stream that needs what this build does not run (a custom Python class, a component type
    /// that comes later) is kept with its reason; see [`Self::unusable`].
    ///
    /// # Errors
    /// A misspelt key, an unknown component, a template that does not parse: file, line, remedy.
    pub fn parse(file: &str, text: &str) -> Result<Self, ManifestError> {
        read(file, text).map_err(|(line, message)| ManifestError {
            file: file.to_owned(),
            line,
            message,
        })
    }

    /// The streams in the order of the file.
    pub fn streams(&self) -> Vec<StreamInfo> {
        self.streams.iter().map(|entry| entry.info.clone()).collect()
    }

    /// Streams that cannot be read here, each with the reason: file, line, what it needs.
    pub fn unusable(&self) -> BTreeMap<String, String> {
        let reason = |entry: &Entry| {
            Some((entry.info.name.clone(), entry.stream.as_ref().err()?.clone()))
        };
        self.streams.iter().filter_map(reason).collect()
    }

    /// The specification of the configuration, as the protocol has it.
    pub fn spec(&self) -> serde_json::Value {
        serde_json::json!({"connectionSpecification": self.schema})
    }

    /// Streams that `check` reads a record of.
    pub fn check_streams(&self) -> Vec<String> {
        self.checks.clone()
    }

    /// Names of configuration values that the spec marks as secret (`airbyte_secret`).
    pub fn secrets(&self) -> BTreeSet<String> {
        spec::secrets(&self.schema)
    }

    /// Checks a configuration against the spec: missing required values, unknown names, wrong types.
    ///
    /// # Errors
    /// The problems, one sentence each; never a value.
    pub fn check_config(&self, config: &serde_json::Value) -> Result<(), Vec<String>> {
        let problems = spec::problems(&self.schema, config);
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// The configuration with the spec's defaults where it says nothing.
    pub(crate) fn with_defaults(&self, config: &serde_json::Value) -> serde_json::Value {
        let mut filled = config.clone();
        let properties = self.schema.get("properties").and_then(serde_json::Value::as_object);
        if let (Some(object), Some(properties)) = (filled.as_object_mut(), properties) {
            for (name, property) in properties {
                if let Some(default) = property.get("default")
                    && !object.contains_key(name)
                {
                    object.insert(name.clone(), default.clone());
                }
            }
        }
        filled
    }

    /// A stream by name.
    ///
    /// # Errors
    /// Why it cannot be read here.
    pub(crate) fn stream(&self, name: &str) -> Result<Arc<Stream>, String> {
        if let Some(entry) = self.streams.iter().find(|entry| entry.info.name == name) {
            return entry.stream.clone();
        }
        let known = self.streams.iter().map(|entry| entry.info.name.as_str());
        let hint = vocabulary::hint(name, known);
        Err(format!("{} has no stream `{name}`{hint}", self.file))
    }
}

fn read(file: &str, text: &str) -> Result<Manifest, resolve::Problem> {
    let root = yaml::parse(text)?;
    let mut references = References::new(&root);
    let mut top = shallow(&root, &mut references)?;
    resolve::propagate(None, &mut top, &[]);
    let part = match Part::of(&top, "the manifest", &["DeclarativeSource"]) {
        Ok(part) => part,
        Err(Trouble::Wrong(line, message) | Trouble::Later(line, message)) => {
            return Err((line, message));
        }
    };
    let mut engine = Engine::new();
    let mut streams: Vec<Entry> = Vec::new();
    for node in part.list("streams").map_err(told)? {
        let entry = entry(file, &mut engine, node)?;
        if streams.iter().any(|known| known.info.name == entry.info.name) {
            let message = format!("there are two streams with the name `{}`", entry.info.name);
            return Err((node.line, message));
        }
        streams.push(entry);
    }
    let checks = checks(&part, &streams)?;
    let schema = schema(&part)?;
    let pace = budget::pace(&mut engine, &part).map_err(told)?;
    let mut hosts = BTreeSet::new();
    for at in text.match_indices("https://").chain(text.match_indices("http://")) {
        hosts.extend(text.get(at.0..).and_then(super::host::host_of));
    }
    let max_jobs = part.filled(&mut engine, "max_concurrent_async_job_count").map_err(told)?;
    let file = file.to_owned();
    Ok(Manifest { file, engine, streams, checks, schema, pace, max_jobs, hosts })
}

// Definitions are expanded only where they are used.
fn shallow(root: &Node, references: &mut References<'_>) -> Result<Node, resolve::Problem> {
    let mut top = root.clone();
    if let yaml::Yaml::Map(entries) = &mut top.value {
        entries.retain(|entry| entry.key != "definitions" && entry.key != "schemas");
        for entry in entries.iter_mut() {
            entry.node = references.expand(&entry.node)?;
        }
    }
    Ok(top)
}

fn told(trouble: Trouble) -> resolve::Problem {
    match trouble {
        Trouble::Wrong(line, message) | Trouble::Later(line, message) => (line, message),
    }
}

fn entry(file: &str, engine: &mut Engine, node: &Node) -> Result<Entry, resolve::Problem> {
    match build::stream(engine, node) {
        Ok(stream) => {
            let cursor_field = stream.cursor.as_ref().map(|c| c.field.source().to_owned());
            let primary_key = stream.key.iter().map(|path| path.join(".")).collect();
            let info = StreamInfo { name: stream.name.clone(), primary_key, cursor_field };
            Ok(Entry { info, stream: Ok(Arc::new(stream)) })
        }
        Err(Trouble::Wrong(line, message)) => Err((line, message)),
        Err(Trouble::Later(line, message)) => {
            let name = node.get("name").and_then(Node::text).unwrap_or("(no name)").to_owned();
            let reason = format!("{file}:{line}: stream `{name}` cannot be read: {message}");
            let info = StreamInfo { name, primary_key: Vec::new(), cursor_field: None };
            Ok(Entry { info, stream: Err(reason) })
        }
    }
}

fn checks(part: &Part<'_>, streams: &[Entry]) -> Result<Vec<String>, resolve::Problem> {
    let node = part.need("check").map_err(told)?;
    let check = match Part::of(node, "check", &["CheckStream"]) {
        Ok(check) => check,
        // Another way to check only means that nothing is named to be checked.
        Err(Trouble::Later(..)) => return Ok(Vec::new()),
        Err(trouble) => return Err(told(trouble)),
    };
    let mut names = Vec::new();
    for node in check.list("stream_names").map_err(told)? {
        let name = part::scalar(node).unwrap_or_default();
        let known = || streams.iter().map(|entry| entry.info.name.as_str());
        let dynamic = part.field("dynamic_streams").is_some();
        if !dynamic && !known().any(|stream| stream == name) {
            let hint = vocabulary::hint(&name, known());
            return Err((node.line, format!("`check` names no stream: `{name}`{hint}")));
        }
        names.push(name);
    }
    Ok(names)
}

fn schema(part: &Part<'_>) -> Result<serde_json::Value, resolve::Problem> {
    let Some(node) = part.field("spec") else { return Ok(serde_json::Value::Null) };
    let spec = Part::of(node, "spec", &["Spec"]).map_err(told)?;
    let schema = spec.need("connection_specification").map_err(told)?;
    serde_json::from_str(&schema.json().to_string())
        .map_err(|_| (schema.line, "`connection_specification` is no JSON schema".to_owned()))
}
