//! A record of a source system: where every value can be traced to.

use async_graphql::{ID, SimpleObject};

use super::errors::Result;
use super::scalars::Time;
use super::visit::Visit;
use super::words::Category;
use crate::model::{self, Origin, RecordRef};
use crate::store::SourceRecord;

/// A record of a source system.
#[derive(Debug, SimpleObject)]
pub(super) struct SourceRef {
    /// The source's name in the configuration.
    system: String,
    /// What kind of system it is; `null` when the source is no longer configured.
    category: Option<Category>,
    /// The kind of record, as the source's own stream is named.
    object: String,
    /// The record's key in the source.
    record_id: ID,
    /// A page of the source that shows it.
    url: Option<String>,
    /// When the source says that it last changed, else when the hub landed this version; `null`
    /// where only the reference is kept.
    observed_at: Option<Time>,
    /// When the hub landed this version; `null` where only the reference is kept.
    ingested_at: Option<Time>,
}

impl SourceRef {
    pub(super) fn of(record: RecordRef, category: Option<model::Category>) -> Self {
        Self {
            system: record.source.0,
            category: category.map(Into::into),
            object: record.stream,
            record_id: ID(record.key),
            url: None,
            observed_at: None,
            ingested_at: None,
        }
    }

    pub(super) fn of_origin(origin: &Origin, category: Option<model::Category>) -> Self {
        Self { url: origin.url.clone(), ..Self::of(origin.record.clone(), category) }
    }

    /// Records that stand behind a number.
    pub(super) async fn of_origins(
        visit: &Visit,
        origins: impl Iterator<Item = &Origin>,
    ) -> Result<Vec<Self>> {
        let mut records = Vec::new();
        for origin in origins {
            let category = visit.category(&origin.record.source).await?;
            records.push(Self::of_origin(origin, category));
        }
        Ok(records)
    }
}

impl From<SourceRecord> for SourceRef {
    fn from(record: SourceRecord) -> Self {
        let SourceRecord { record, category, url, changed_at, landed_at } = record;
        Self {
            url,
            observed_at: Some(Time(changed_at.unwrap_or(landed_at))),
            ingested_at: Some(Time(landed_at)),
            ..Self::of(record, Some(category))
        }
    }
}
