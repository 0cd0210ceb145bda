//! A connected source system: what it offers, what becomes of it, how its runs went.

use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject};

use super::errors::{ApiError, Result};
use super::freshness::{kpis_of, state};
use super::limits;
use super::round;
use super::run::SyncRun;
use super::scalars::Time;
use super::visit::Visit;
use super::words::{Category, SourceState};
use crate::connector::{self, Json, StreamInfo, StreamMap};
use crate::model::SourceId;
use crate::store::Source;

/// A configured source with the connector of its kind.
pub(super) struct Connector {
    visit: Arc<Visit>,
    pub(super) source: Source,
    reads: Option<Arc<connector::Connector>>,
}

impl Connector {
    /// All configured sources, by name.
    pub(super) async fn all(visit: &Arc<Visit>) -> Result<Vec<Self>> {
        let mut sources = visit.sources().await?.to_vec();
        sources.sort_by(|a, b| a.id.cmp(&b.id));
        let catalog = &visit.desk.hub.catalog;
        let connected = |source: Source| Self {
            visit: Arc::clone(visit),
            reads: catalog.get(&source.kind).cloned(),
            source,
        };
        Ok(sources.into_iter().map(connected).collect())
    }
}

/// A connected source system.
#[Object]
impl Connector {
    /// Its name in the configuration.
    async fn id(&self) -> ID {
        ID(self.source.id.0.clone())
    }

    /// The connector that reads it.
    async fn kind(&self) -> &str {
        &self.source.kind
    }

    /// What kind of system it is.
    async fn category(&self) -> Category {
        self.source.category.into()
    }

    /// The connector's version; `null` when this hub no longer has the connector.
    async fn version(&self) -> Option<&str> {
        self.reads.as_ref().map(|connector| connector.mapping.version())
    }

    /// Whether it can be relied on right now.
    async fn state(&self) -> Result<SourceState> {
        let runs = self.visit.runs().await?;
        let runs = runs.get(&self.source.id).map_or(&[][..], Vec::as_slice);
        Ok(state(&self.source, runs, self.visit.desk.now()))
    }

    /// Since when it does not take its credential any more, so that a person must connect it again;
    /// `null` while it does.
    async fn disconnected_at(&self) -> Option<Time> {
        self.source.disconnected_at.map(Time)
    }

    /// When a sync of it last succeeded.
    async fn last_success(&self) -> Option<Time> {
        self.source.last_success.map(Time)
    }

    /// The newest moment that its records speak of: a source may answer without saying anything new.
    async fn last_record(&self) -> Option<Time> {
        self.source.last_record.map(Time)
    }

    /// Seconds between two scheduled syncs.
    async fn interval_seconds(&self) -> i64 {
        self.source.interval_seconds
    }

    /// The kinds of record that it offers.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn objects(&self) -> Vec<ConnectorObject> {
        let Some(connector) = &self.reads else { return Vec::new() };
        let maps = connector.mapping.describe();
        let object = |stream: StreamInfo| ConnectorObject {
            visit: Arc::clone(&self.visit),
            source: self.source.id.clone(),
            connector: Arc::clone(connector),
            map: maps.iter().find(|map| map.stream == stream.name).cloned(),
            stream,
        };
        connector.manifest.streams().into_iter().map(object).collect()
    }

    /// Its newest runs, newest first.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 1")]
    async fn runs(
        &self,
        #[graphql(desc = "How many, 1 to 50.", default = 5)] first: i32,
    ) -> Result<Vec<SyncRun>> {
        let first = limits::first(first, limits::RUNS)?;
        let runs = self.visit.runs().await?;
        let own = runs.get(&self.source.id).into_iter().flatten();
        Ok(own.take(first).map(|run| SyncRun { run: run.clone() }).collect())
    }

    /// Codes of the KPIs and, as `trust.H1`, of the proxies of trust that are measured from this kind
    /// of system.
    async fn serves_kpis(&self) -> Vec<String> {
        kpis_of(&self.visit.desk.hub.models, self.source.category)
    }

    /// What the source last said of its limit; `null` when it said nothing.
    async fn rate_limit(&self) -> Option<RateLimit> {
        let (remaining, end) = self.source.rate_limit?;
        Some(RateLimit { remaining, reset_at: end.map(Time) })
    }
}

/// A source's limit of requests.
#[derive(SimpleObject)]
pub(super) struct RateLimit {
    /// Requests left in the window.
    remaining: i64,
    /// When the window ends.
    reset_at: Option<Time>,
}

/// A stream of a source and what its records become.
pub(super) struct ConnectorObject {
    visit: Arc<Visit>,
    source: SourceId,
    connector: Arc<connector::Connector>,
    stream: StreamInfo,
    map: Option<StreamMap>,
}

/// A kind of record that a source offers, and what becomes of it.
#[Object]
impl ConnectorObject {
    /// The stream's name.
    async fn name(&self) -> &str {
        &self.stream.name
    }

    /// The entities of the unified model that its records become; empty when nothing reads it.
    async fn maps_to(&self) -> Vec<&'static str> {
        let entities = self.map.iter().flat_map(|map| &map.entities);
        entities.map(|entity| entity.word()).collect()
    }

    /// The field that says what changed last.
    async fn cursor_field(&self) -> Option<&str> {
        self.stream.cursor_field.as_deref()
    }

    /// Only what changed since the last sync is read.
    async fn incremental(&self) -> bool {
        self.stream.cursor_field.is_some()
    }

    /// A feed of deleted records is read for it.
    async fn deletes(&self) -> bool {
        let mapping = &self.connector.mapping;
        let streams = self.connector.manifest.streams();
        let own = Some(self.stream.name.as_str());
        streams.iter().any(|stream| mapping.tombstones(&stream.name) == own)
    }

    /// What becomes of its fields, and which filled fields nothing reads. Looks at some landed
    /// records to say how often a field is filled.
    #[graphql(complexity = "20 * child_complexity + 20")]
    async fn fields(&self) -> Result<Vec<FieldMap>> {
        let (store, stream) = (&self.visit.desk.hub.store, self.stream.name.clone());
        let sample = store.sample_records(&self.source, &stream, limits::SAMPLE).await?;
        let (map, connector) = (self.map.clone(), Arc::clone(&self.connector));
        let work = move || {
            let parse = |text: &String| Json::parse(text).ok();
            let records: Vec<Json> = sample.iter().filter_map(parse).collect();
            let unread = connector.mapping.unmapped(&stream, &records);
            let mapped = map.into_iter().flat_map(|map| map.fields);
            let mapped = mapped.map(|field| FieldMap::mapped(field, &records));
            mapped.chain(unread.into_iter().map(FieldMap::unread)).collect()
        };
        tokio::task::spawn_blocking(work).await.map_err(|panic| ApiError::internal(&panic))
    }
}

/// What becomes of a source's field.
#[derive(SimpleObject)]
pub(super) struct FieldMap {
    /// The field's path in the source's record, or an expression over fields.
    source: String,
    /// The field of the unified model, as `entity.field`; `null` when nothing reads it.
    target: Option<String>,
    /// The conversion, in words.
    transform: Option<String>,
    /// The share of the records looked at in which it is filled, 0 to 1; `null` for an expression
    /// and before the first records.
    coverage: Option<f64>,
}

impl FieldMap {
    fn mapped(field: (String, String, Option<String>), records: &[Json]) -> Self {
        let (source, target, transform) = field;
        let coverage = coverage(&source, records).map(round::share);
        Self { source, target: Some(target), transform, coverage }
    }

    fn unread(field: connector::UnmappedField) -> Self {
        let coverage = Some(round::share(field.coverage));
        Self { source: field.path, target: None, transform: None, coverage }
    }
}

/// How often a plain path is filled.
fn coverage(path: &str, records: &[Json]) -> Option<f64> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | '@');
    if records.is_empty() || !path.chars().all(plain) {
        return None;
    }
    let empty = |json: &Json| match json {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        _ => false,
    };
    let filled = records.iter().filter(|json| json.at(path).is_some_and(|v| !empty(v))).count();
    Some(filled as f64 / records.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coverage_counts_filled_plain_paths_only() {
        let texts =
            [r#"{"a":{"b":1}}"#, r#"{"a":{"b":""}}"#, r#"{"a":{"b":0}}"#, r#"{"c":[]}"#];
        let records: Vec<Json> =
            texts.iter().map(|text| Json::parse(text).expect("JSON")).collect();
        assert_eq!(coverage("a.b", &records), Some(0.5));
        assert_eq!(coverage("c", &records), Some(0.0));
        assert_eq!(coverage("first + last", &records), None);
        assert_eq!(coverage("a.b", &[]), None);
    }
}
