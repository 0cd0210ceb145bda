//! The declarative manifest as types.
//!
//! Text becomes a tree that knows its lines (`yaml`, `place`), references and parameters are
//! expanded (`resolve`), and each stream's tree is read field by field (`part`) into its components
//! (`components`: `build`, `requester`, `auth`, `reading`, `transform`, `properties`, `adapt`,
//! `job`, `files`), checked against the names there are (`vocabulary`). What else a manifest says of a
//! stream is `entry`'s and `schema`'s, of a configuration `spec`'s and `settings`', of a check
//! `check`'s, of the pace `budget`'s. Streams that depend on the configuration, on replies or on
//! the state: `dynamic`, `expand`, `choice`.

mod adapt;
mod auth;
mod budget;
mod build;
mod check;
mod choice;
mod components;
mod dynamic;
mod editor;
mod entry;
mod expand;
mod files;
mod job;
mod part;
mod place;
mod properties;
mod reading;
mod requester;
mod resolve;
mod schema;
mod settings;
mod spec;
mod transform;
mod vocabulary;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

pub(crate) use adapt::SmallerPages;
pub(crate) use auth::{
    ALGORITHMS, Algorithm, Auth, ConfigPaths, Jwt, LegacySession, MultiToken, OAuth, Quota,
    RevokedBy, Selective, Session, Shown,
};
pub(crate) use budget::*;
use check::Check;
pub(crate) use components::*;
use dynamic::{Dynamic, Source};
pub use editor::manifest_schema;
use entry::Entry;
pub(crate) use entry::Offer;
pub use expand::Need;
pub(crate) use files::Files;
pub(crate) use job::{Job, JobStatus};
use part::{Part, Trouble};
pub(crate) use properties::{Chunking, List, Properties};
pub(crate) use reading::{Csv, Decoder, Expander, Extractor};
use resolve::References;
pub(crate) use schema::{FieldList, SchemaPlan};
use settings::{Settings, Settled};
use spec::Spec;
pub(crate) use transform::{Added, Flatten, Transformation, ValueType};
use yaml::Node;

use super::host::host_of;
use super::template::{Engine, RenderError, Scope, Template};
use super::{Json, Veil, glob};

/// A manifest, checked.
#[derive(Debug, Clone)]
pub struct Manifest {
    pub(crate) file: String,
    pub(crate) engine: Engine,
    streams: Vec<Entry>,
    dynamic: Vec<Arc<Dynamic>>,
    /// Dynamic streams that cannot be made here, each with the reason.
    off: BTreeMap<String, String>,
    check: Check,
    spec: Spec,
    settings: Arc<Settings>,
    /// Values that count over those of the configuration.
    overrides: Vec<(String, Json)>,
    /// How fast the source may be asked.
    pub(crate) pace: PacePlan,
    /// How many jobs of asynchronous retrievers may be under way at the source at once.
    pub(crate) max_jobs: Option<Template>,
    /// Hosts that the manifest itself names.
    pub(crate) hosts: BTreeSet<String>,
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

/// A configuration as a pull uses it.
#[derive(Debug, Clone, PartialEq)]
pub struct Normalised {
    /// Migrated and transformed.
    pub config: serde_json::Value,
    /// Only migrated, when that changed anything: this is to be kept instead of the one given.
    pub migrated: Option<serde_json::Value>,
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
    /// A stream that needs what this build does not run (a custom Python class, a field that is
    /// known by name alone) is kept with its reason; see [`Self::unusable`].
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

    /// The streams that the manifest names, in the order of the file; of those under a condition
    /// all. What a configuration makes of it, see [`Self::expand`].
    pub fn streams(&self) -> Vec<StreamInfo> {
        let mut known = BTreeSet::new();
        let new = self.streams.iter().filter(|entry| known.insert(&entry.info.name));
        new.map(|entry| entry.info.clone()).collect()
    }

    /// Streams, and templates of streams, that cannot be read here, each with the reason: file,
    /// line, what it needs.
    pub fn unusable(&self) -> BTreeMap<String, String> {
        let reason = |entry: &Entry| {
            Some((entry.info.name.clone(), entry.stream.as_ref().err()?.clone()))
        };
        let streams = self.streams.iter().filter_map(reason);
        streams.chain(self.off.clone()).collect()
    }

    /// What else of the manifest cannot run here and is gone without, with file and line: a way to
    /// check, a migration of configurations of old, a validation, files that a custom class fetches.
    pub fn skipped(&self) -> Vec<String> {
        let lacks = self.streams.iter().filter_map(|entry| entry.lacks.as_ref());
        self.settings.skipped.iter().chain(&self.check.refused).chain(lacks).cloned().collect()
    }

    /// What the records of a stream cannot be read with, where there is such a thing: file, line.
    pub fn lack(&self, stream: &str) -> Option<&str> {
        let entry = self.streams.iter().find(|entry| entry.info.name == stream)?;
        entry.lacks.as_deref()
    }

    /// What a reader that fetches no files says of the records of a stream that have some: file,
    /// line.
    pub fn without_files(&self, stream: &str) -> Option<&str> {
        let entry = self.streams.iter().find(|entry| entry.info.name == stream)?;
        entry.offer.files.as_deref()
    }

    /// Streams that `check` reads a record of. Those that a template becomes are known to a
    /// manifest that [`Self::expand`] gave.
    pub fn check_streams(&self) -> Vec<String> {
        self.check.streams(&self.streams)
    }

    /// The same, unless the configuration wants other streams checked, as the ecosystem's platform
    /// may (`__airbyte_check_stream_names`).
    pub fn check_streams_for(&self, config: &serde_json::Value) -> Vec<String> {
        check::asked(config).unwrap_or_else(|| self.check_streams())
    }

    /// The same manifest for a check: values that hold for a check only count over those of the
    /// configuration.
    #[must_use]
    pub fn for_check(&self) -> Self {
        Self { overrides: self.check.overrides.clone(), ..self.clone() }
    }

    /// The specification of the configuration as the ecosystem's `spec` command prints it:
    /// `connectionSpecification`, `documentationUrl`, `advanced_auth` and so on.
    pub fn spec(&self) -> serde_json::Value {
        self.spec.told()
    }

    /// Hides what a configuration holds under names that the spec marks as secret
    /// (`airbyte_secret`), but for values so short that they stand in half of every text.
    pub fn veil(&self, config: &serde_json::Value) -> Veil {
        spec::veil(&self.spec.schema, config)
    }

    /// Checks a configuration against the spec: missing required values, unknown names, wrong types.
    ///
    /// # Errors
    /// The problems, one sentence each; never a value.
    pub fn check_config(&self, config: &serde_json::Value) -> Result<(), Vec<String>> {
        let problems = spec::problems(&self.spec.schema, config);
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// The configuration with the spec's defaults where it says nothing, as a form would give it.
    ///
    /// A pull does not do this by itself: in the ecosystem, too, a default is what a form offers,
    /// and an expression such as `config.get('size', 100)` must see that there is no value.
    pub fn with_defaults(&self, config: &serde_json::Value) -> serde_json::Value {
        spec::filled(&self.spec.schema, config)
    }

    /// The configuration as a pull uses it: migrated, transformed and validated by the rules of
    /// the manifest. A pull does this by itself, so give it the configuration from before.
    ///
    /// # Errors
    /// What the validations find wrong, or an expression that cannot be rendered; never a value.
    pub fn normalise_config(
        &self,
        config: &serde_json::Value,
        now: DateTime<Utc>,
    ) -> Result<Normalised, Vec<String>> {
        let settled = self.settle(config, now)?;
        let value = |json: &Json| serde_json::from_str(&json.to_string()).unwrap_or_default();
        let migrated = settled.migrated.as_ref().map(value);
        Ok(Normalised { config: value(&settled.config), migrated })
    }

    /// The configuration as expressions read it.
    ///
    /// # Errors
    /// See [`Self::normalise_config`].
    pub(crate) fn settle(
        &self,
        config: &serde_json::Value,
        now: DateTime<Utc>,
    ) -> Result<Settled, Vec<String>> {
        if let Some(refused) = &self.settings.refused {
            return Err(vec![refused.clone()]);
        }
        let place = |line: usize, message: &str| format!("{}:{line}: {message}", self.file);
        let given = Json::parse(&config.to_string()).unwrap_or_default();
        let failed = |error: RenderError| vec![place(error.line, &error.message)];
        let mut settled = self.settings.settle(&self.engine, &given, now).map_err(failed)?;
        let problems = self.settings.problems(&self.engine, &settled.config, now);
        let problems = problems.map_err(failed)?;
        if !problems.is_empty() {
            return Err(problems.iter().map(|(line, why)| place(*line, why)).collect());
        }
        for (name, value) in &self.overrides {
            glob::create(&mut settled.config, std::slice::from_ref(name), value.clone());
        }
        Ok(settled)
    }

    /// The ways to read a stream under a configuration.
    ///
    /// # Errors
    /// Why it cannot be read here.
    pub(crate) fn stream(&self, name: &str, scope: &Scope<'_>) -> Result<Choice, String> {
        let hidden = self.hidden().find(|stream| stream.name == name);
        if let Some(full) = hidden {
            return Ok(Choice { full: Arc::clone(full), resumed: None });
        }
        let mut off = None;
        for entry in self.streams.iter().filter(|entry| entry.info.name == name) {
            if self.holds(entry, scope)? {
                return entry.stream.clone();
            }
            off = entry.condition.as_ref();
        }
        if let Some(condition) = off {
            let condition = condition.source();
            return Err(format!(
                "{}: the configuration leaves stream `{name}` out: `{condition}` does not hold",
                self.file
            ));
        }
        Err(self.no_stream(name))
    }

    /// What to say of a stream that is not here: the one that may be meant, else those there are.
    pub fn no_stream(&self, name: &str) -> String {
        let mut known: Vec<&str> =
            self.streams.iter().map(|entry| entry.info.name.as_str()).collect();
        known.dedup();
        let mut hint = vocabulary::hint(name, known.iter().copied());
        if hint.is_empty() && !known.is_empty() {
            hint = format!("; it has {}", vocabulary::listed(&known));
        }
        format!("{} has no stream `{name}`{hint}", self.file)
    }

    fn holds(&self, entry: &Entry, scope: &Scope<'_>) -> Result<bool, String> {
        let Some(condition) = &entry.condition else { return Ok(true) };
        self.engine
            .truth(condition, scope)
            .map_err(|error| format!("{}:{}: {}", self.file, error.line, error.message))
    }

    /// What discovery tells of a stream; of several under conditions the one that holds, once
    /// [`Self::expand`] has left the others out.
    pub(crate) fn offer(&self, name: &str) -> Option<&Offer> {
        let entry = self.streams.iter().find(|entry| entry.info.name == name)?;
        Some(&entry.offer)
    }

    /// Streams that are only read to know of others.
    fn hidden(&self) -> impl Iterator<Item = &Arc<Stream>> {
        let resolvers = self.dynamic.iter().filter_map(|dynamic| match &dynamic.source {
            Source::Replies(stream) => Some(stream),
            _ => None,
        });
        resolvers.chain(self.streams.iter().flat_map(|entry| entry.offer.schema.streams()))
    }
}

fn read(file: &str, text: &str) -> Result<Manifest, resolve::Problem> {
    let root = yaml::parse(text)?;
    let mut references = References::new(&root);
    let mut top = shallow(&root, &mut references)?;
    resolve::propagate(None, &mut top, &[]);
    let part = Part::of(&top, "the manifest", &["DeclarativeSource"]).map_err(told)?;
    let mut engine = Engine::new();
    let mut streams = all_streams(file, &mut engine, &part)?;
    let (dynamic, off) = dynamic_streams(file, &mut engine, &part)?;
    let check = Check::read(&part, &streams, file)?;
    let (spec, settings) = spec_of(file, &mut engine, &part)?;
    if let Some(refused) = &settings.refused {
        for entry in &mut streams {
            entry.stream = Err(refused.clone());
        }
    }
    let pace = budget::pace(&mut engine, &part).map_err(told)?;
    let max_jobs = part.filled(&mut engine, "max_concurrent_async_job_count").map_err(told)?;
    Ok(Manifest {
        file: file.to_owned(),
        engine,
        streams,
        dynamic,
        off,
        check,
        spec,
        settings: Arc::new(settings),
        overrides: Vec::new(),
        hosts: hosts(text),
        pace,
        max_jobs,
    })
}

fn hosts(text: &str) -> BTreeSet<String> {
    let links = text.match_indices("https://").chain(text.match_indices("http://"));
    links.filter_map(|(at, _)| host_of(text.get(at..)?)).collect()
}

fn all_streams(
    file: &str,
    engine: &mut Engine,
    part: &Part<'_>,
) -> Result<Vec<Entry>, resolve::Problem> {
    let nodes = part.list("streams").map_err(told)?;
    let mut streams: Vec<Entry> = Vec::with_capacity(nodes.len());
    for (line, entry) in entry::all(file, engine, nodes)? {
        // Under conditions there may be several, of which the configuration chooses one.
        let same = |known: &Entry| {
            known.info.name == entry.info.name
                && known.condition.is_none()
                && entry.condition.is_none()
        };
        if streams.iter().any(same) {
            let message = format!("there are two streams with the name `{}`", entry.info.name);
            return Err((line, message));
        }
        streams.push(entry);
    }
    Ok(streams)
}

type Templates = (Vec<Arc<Dynamic>>, BTreeMap<String, String>);

fn dynamic_streams(
    file: &str,
    engine: &mut Engine,
    part: &Part<'_>,
) -> Result<Templates, resolve::Problem> {
    let (mut dynamic, mut off) = (Vec::new(), BTreeMap::new());
    for (index, node) in part.list("dynamic_streams").map_err(told)?.iter().enumerate() {
        let name = dynamic::name(node, index);
        match dynamic::read(engine, node, &name) {
            Ok(one) => dynamic.push(Arc::new(one)),
            Err(Trouble::Later(line, why)) => {
                let why =
                    format!("{file}:{line}: the streams of `{name}` cannot be made: {why}");
                off.insert(name, why);
            }
            Err(Trouble::Wrong(line, message)) => return Err((line, message)),
        }
    }
    Ok((dynamic, off))
}

// Definitions are expanded only where they are used.
fn shallow(root: &Node, references: &mut References<'_>) -> Result<Node, resolve::Problem> {
    let mut top = root.clone();
    let line = root.line;
    if let yaml::Yaml::Map(entries) = &mut top.value {
        entries.retain(|entry| entry.key != "definitions" && entry.key != "schemas");
        for entry in entries.iter_mut() {
            entry.node = references.expand(&entry.node)?;
        }
        if !entries.iter().any(|entry| entry.key == "type") {
            let node = Node { line, value: yaml::Yaml::Text("DeclarativeSource".to_owned()) };
            entries.push(yaml::Entry { key: "type".to_owned(), line, node });
        }
    }
    Ok(top)
}

fn told(trouble: Trouble) -> resolve::Problem {
    match trouble {
        Trouble::Wrong(line, message) | Trouble::Later(line, message) => (line, message),
    }
}

fn spec_of(
    file: &str,
    engine: &mut Engine,
    part: &Part<'_>,
) -> Result<(Spec, Settings), resolve::Problem> {
    let Some(node) = part.field("spec") else { return Ok(Default::default()) };
    let part = Part::of(node, "spec", &["Spec"]).map_err(told)?;
    let rules = part.field("config_normalization_rules");
    let settings = Settings::read(engine, rules, file).map_err(told)?;
    Ok((Spec::read(&part).map_err(told)?, settings))
}
