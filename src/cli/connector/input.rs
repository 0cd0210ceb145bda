//! The files that a protocol command is given: manifest, configuration, catalog, state.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::protocol::Failure;
use crate::connector::Manifest;

/// A manifest and a configuration for it.
pub(super) struct Input {
    pub(super) manifest: Arc<Manifest>,
    pub(super) config: Value,
    /// Where the manifest lies.
    folder: PathBuf,
}

impl Input {
    /// Reads both.
    pub(super) fn load(manifest: &Path, config: &Path) -> Result<Self, Failure> {
        let folder = manifest.parent().unwrap_or(Path::new(".")).to_owned();
        let manifest = Arc::new(self::manifest(manifest)?);
        let mut config: Value = json(config, "configuration")?;
        // Other runtimes hand the manifest over within the configuration.
        if let Some(fields) = config.as_object_mut() {
            fields.retain(|name, _| !name.starts_with("__injected_"));
        }
        Ok(Self { manifest, config, folder })
    }

    /// The text of a file beside the manifest, such as a schema.
    pub(super) fn beside(&self, path: &str) -> Option<String> {
        let path = Path::new(path.trim_start_matches("./"));
        // Nothing outside the folder is read.
        let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
        inside.then(|| std::fs::read_to_string(self.folder.join(path)).ok())?
    }

    /// What is wrong with the configuration, in one sentence; never a value.
    pub(super) fn complaints(&self) -> Option<String> {
        let problems = self.manifest.check_config(&self.config).err()?;
        // Another runtime passes by what it does not know, so this is no reason to stop.
        let foreign = "is not a setting of this connector";
        let wrong: Vec<String> =
            problems.into_iter().filter(|problem| !problem.contains(foreign)).collect();
        (!wrong.is_empty())
            .then(|| format!("the configuration is not right: {}", wrong.join("; ")))
    }
}

/// Reads the configuration of a source and checks it.
pub(super) fn config(manifest: &Manifest, path: Option<&Path>) -> anyhow::Result<Value> {
    let path = path.context("--config FILE is missing: the source's configuration as JSON")?;
    let config: Value = json(path, "configuration")?;
    manifest
        .check_config(&config)
        .map_err(|problems| anyhow!("{}: {}", path.display(), problems.join("; ")))?;
    Ok(config)
}

/// Reads a manifest.
pub(super) fn manifest(path: &Path) -> Result<Manifest, Failure> {
    let text = text(path, "manifest")?;
    Manifest::parse(&path.display().to_string(), &text)
        .map_err(|error| Failure::config(error.to_string()))
}

/// A stream to read.
pub(super) struct Configured {
    pub(super) name: String,
    /// Where an earlier read ended.
    pub(super) state: Option<String>,
    /// The properties that are selected, as a JSON schema has them.
    pub(super) properties: Value,
}

/// The streams of a configured catalog, in its order, each with its state.
pub(super) fn catalog(
    path: &Path,
    mut states: HashMap<String, String>,
) -> Result<Vec<Configured>, Failure> {
    #[derive(Deserialize)]
    struct Catalog {
        streams: Vec<Entry>,
    }
    #[derive(Deserialize)]
    struct Entry {
        stream: Named,
    }
    #[derive(Deserialize)]
    struct Named {
        name: String,
        #[serde(default)]
        json_schema: Value,
    }
    let catalog: Catalog = json(path, "catalog")?;
    let streams = catalog.streams.into_iter().map(|entry| {
        let Named { name, mut json_schema } = entry.stream;
        let properties = json_schema.get_mut("properties").map(Value::take).unwrap_or_default();
        Configured { state: states.remove(&name), name, properties }
    });
    Ok(streams.collect())
}

/// The state of each stream in a list of state messages.
pub(super) fn states(path: &Path) -> Result<HashMap<String, String>, Failure> {
    #[derive(Deserialize)]
    struct Message {
        stream: Option<Stream>,
    }
    #[derive(Deserialize)]
    struct Stream {
        stream_descriptor: Named,
        stream_state: Option<Box<RawValue>>,
    }
    #[derive(Deserialize)]
    struct Named {
        name: String,
    }
    let messages: Vec<Message> = json(path, "state")?;
    let states = messages.into_iter().filter_map(|message| {
        let stream = message.stream?;
        let state = stream.stream_state?.get().to_owned();
        Some((stream.stream_descriptor.name, state))
    });
    Ok(states.filter(|(_, state)| state != "null").collect())
}

fn text(path: &Path, what: &str) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| {
        Failure::config(format!("the {what} {} cannot be read: {error}", path.display()))
    })
}

// Never the parser's own words: they may quote a secret of the configuration.
fn json<T: for<'de> Deserialize<'de>>(path: &Path, what: &str) -> Result<T, Failure> {
    serde_json::from_str(&text(path, what)?).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Failure::config(format!(
            "the {what} {}:{line}:{column} is not the JSON that is expected there",
            path.display()
        ))
    })
}
