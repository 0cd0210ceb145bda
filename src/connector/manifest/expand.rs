//! From a manifest to the streams that it has for one configuration.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::dynamic::{Dynamic, Source, World};
use super::entry::Entry;
use super::{Manifest, ManifestError, Stream};
use crate::connector::Json;
use crate::connector::host::{host_of, hosts_in};
use crate::connector::template::{Engine, Scope, to_value};
use crate::model::Record;

/// A pull to be made before a manifest can answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The name under which [`Pull::new`](crate::connector::Pull::new) knows it; no stream of the manifest has it. Its records
    /// are given back under this name.
    pub stream: String,
    /// Whether the first record is enough.
    pub first_only: bool,
}

impl Manifest {
    /// What must be read before [`Self::expand`].
    pub fn needs(&self) -> Vec<Need> {
        let replies = self.dynamic.iter().filter_map(|dynamic| match &dynamic.source {
            Source::Replies(stream) => Some(stream.name.clone()),
            _ => None,
        });
        replies.map(|stream| Need { stream, first_only: false }).collect()
    }

    /// Whether the streams depend on the configuration or on replies at all.
    pub fn is_dynamic(&self) -> bool {
        !self.dynamic.is_empty() || self.streams.iter().any(|entry| entry.condition.is_some())
    }

    /// The manifest for one configuration: without the streams that a condition leaves out, with
    /// those that templates become. `records` are what the pulls of [`Self::needs`] gave, by name.
    ///
    /// # Errors
    /// When the configuration is refused, or a stream that results is wrong, has no name or one
    /// that another already has.
    pub fn expand(
        &self,
        config: &serde_json::Value,
        now: DateTime<Utc>,
        records: &BTreeMap<String, Vec<Record>>,
    ) -> Result<Self, ManifestError> {
        let refused = |why: Vec<String>| self.problem(1, why.join("; "));
        let settled = self.settle(config, now).map_err(refused)?.config;
        let mut whole = self.clone();
        let value = to_value(&settled);
        let scope = Scope { config: &value, now, vars: &[], extra: &[] };
        whole.streams = self.unconditional(&scope)?;
        let world = World { file: &self.file, config: &settled, now };
        let mut known = BTreeSet::new();
        for dynamic in &self.dynamic {
            let read = match &dynamic.source {
                Source::Replies(stream) => parsed(records.get(&stream.name)),
                _ => Vec::new(),
            };
            let homes = self.homes(dynamic, &mut whole.engine, &scope, &settled);
            let made = dynamic.make(&mut whole.engine, &world, &read);
            let made = made.map_err(|(line, message)| self.problem(line, message))?;
            for mut entry in made {
                if !known.insert(entry.info.name.clone()) {
                    let name = &entry.info.name;
                    let message = format!("`{}` makes a second stream `{name}`", dynamic.name);
                    return Err(self.problem(dynamic.line, message));
                }
                if let Some(homes) = &homes {
                    let at = At { engine: &whole.engine, scope: &scope };
                    self.keep_home(dynamic, &mut entry, homes, &at);
                }
                // As in the ecosystem, a stream made from a template stands for one of its name.
                whole.streams.retain(|known| known.info.name != entry.info.name);
                whole.streams.push(entry);
            }
        }
        if let Some(refused) = &self.settings.refused {
            for entry in &mut whole.streams {
                entry.stream = Err(refused.clone());
            }
        }
        Ok(whole)
    }

    fn problem(&self, line: usize, message: String) -> ManifestError {
        ManifestError { file: self.file.clone(), line, message }
    }

    fn unconditional(&self, scope: &Scope<'_>) -> Result<Vec<Entry>, ManifestError> {
        let mut kept = Vec::with_capacity(self.streams.len());
        for entry in &self.streams {
            let holds = self.holds(entry, scope).map_err(|why| self.problem(1, why))?;
            if holds {
                kept.push(Entry { condition: None, ..entry.clone() });
            }
        }
        Ok(kept)
    }

    // A reply must not send requests, which carry credentials, to a host of its own choice.
    fn keep_home(
        &self,
        dynamic: &Dynamic,
        entry: &mut Entry,
        homes: &BTreeSet<String>,
        at: &At<'_>,
    ) {
        let Some(choice) = entry.choice() else { return };
        let resumed = choice.resumed.as_ref().map(|resumed| &*resumed.stream);
        let streams = [Some(&*choice.full), resumed];
        let mut hosts = streams.into_iter().flatten().filter_map(|stream| at.host(stream));
        let stranger = hosts.find(|host| !homes.contains(host));
        drop(hosts);
        if let Some(host) = stranger {
            let (file, line, name) = (&self.file, dynamic.line, &entry.info.name);
            entry.stream = Err(format!(
                "{file}:{line}: stream `{name}` cannot be read: a reply would send its requests to {host}, \
                 which neither the manifest nor the configuration names"
            ));
        }
    }

    // The hosts that a stream made of a reply may ask: those which were known before the reply.
    fn homes(
        &self,
        dynamic: &Dynamic,
        engine: &mut Engine,
        scope: &Scope<'_>,
        config: &Json,
    ) -> Option<BTreeSet<String>> {
        let Source::Replies(stream) = &dynamic.source else { return None };
        let mut homes = self.hosts.clone();
        hosts_in(config, &mut homes);
        let template = dynamic.unfilled(engine);
        let at = At { engine, scope };
        homes.extend(at.host(stream));
        homes.extend(template.and_then(|stream| at.host(&stream)));
        Some(homes)
    }
}

/// Where expressions are rendered.
struct At<'a> {
    engine: &'a Engine,
    scope: &'a Scope<'a>,
}

impl At<'_> {
    fn host(&self, stream: &Stream) -> Option<String> {
        let base = stream.requester.base.as_ref()?;
        host_of(&self.engine.text(base, self.scope).ok()?)
    }
}

/// What a record is after the manifest's transformations.
pub(crate) fn parsed(records: Option<&Vec<Record>>) -> Vec<Json> {
    let texts = records.into_iter().flatten();
    let texts = texts.map(|record| record.shaped.as_ref().unwrap_or(&record.raw));
    texts.filter_map(|text| Json::parse(text).ok()).collect()
}
