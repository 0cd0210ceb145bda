//! Takes in what sources tell by themselves: believes a delivery or not, lands what it carries, and
//! has fetched what it only names.
//!
//! An event that only names a record queues a run of its source: the pull reads on from where it
//! stands, and the changed record is the first thing that it meets. No request of a kind that the
//! manifest does not know is needed, a burst of events makes one run, and nothing is lost when the
//! fetch fails: the next one does it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use tracing::{info, warn};

use super::ingest::dead_letter;
use super::{Sync, SyncError};
use crate::connector::{Connector, Delivery, Doubt, Happened, Pull, What};
use crate::model::{Rejected, SourceId};
use crate::store::{News, StoreError, Taken, Told};

/// The stream of dead letters that belong to none.
const NO_STREAM: &str = "webhooks";

/// The secrets that a source signs its webhooks with; two while one replaces the other. Never
/// printed.
#[derive(Clone, Default)]
pub struct Secrets(pub Vec<String>);

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} secrets", self.0.len())
    }
}

/// Takes deliveries in. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Webhooks {
    sync: Sync,
    secrets: Arc<BTreeMap<SourceId, Secrets>>,
}

/// Why a delivery was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// No such source, or it takes no webhooks: nobody outside needs to know which.
    #[error("no webhooks are taken here")]
    Unknown,
    /// It is not believed.
    #[error(transparent)]
    Doubted(#[from] Doubt),
    /// The database: the sender should try again.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Webhooks {
    /// Takes in deliveries of the sources that have secrets.
    pub fn new(sync: Sync, secrets: BTreeMap<SourceId, Secrets>) -> Self {
        Self { sync, secrets: Arc::new(secrets) }
    }

    /// Takes a delivery in. What comes again changes nothing; what cannot be understood becomes a
    /// dead letter, since sending it again would not help.
    ///
    /// # Errors
    /// When the source takes no webhooks, the delivery is not believed, or the store fails.
    pub async fn receive(
        &self,
        source: &SourceId,
        delivery: &Delivery,
    ) -> Result<Taken, WebhookError> {
        let known = self.sync.connector(source).ok();
        let (setting, connector) = known.ok_or(WebhookError::Unknown)?;
        let webhooks = connector.mapping.webhooks().ok_or(WebhookError::Unknown)?;
        let secrets = self.secrets.get(source).filter(|secrets| !secrets.0.is_empty());
        let secrets = secrets.ok_or(WebhookError::Unknown)?;
        let now = self.sync.clock.now();
        if let Err(doubt) = webhooks.verify(delivery, &secrets.0, now) {
            warn!(%source, "A webhook for {source} was refused: {doubt}");
            return Err(doubt.into());
        }
        let telling = Telling { source, connector, config: &setting.config, now };
        let happened = webhooks.read(delivery).into_iter();
        let events: Vec<Told> = happened.filter_map(|event| telling.told(event)).collect();
        let memory_s = webhooks.memory_s();
        let taken = self.sync.store.take_in(source, &events, memory_s, now).await?;
        let Taken { written, dead, repeated, queued } = taken;
        info!(
            %source, written, dead, repeated, queued,
            "Took a webhook of {source} in"
        );
        Ok(taken)
    }
}

impl std::fmt::Debug for Sync {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sync of {} sources", self.sources.len())
    }
}

/// A delivery while its events are looked at.
struct Telling<'a> {
    source: &'a SourceId,
    connector: &'a Connector,
    config: &'a serde_json::Value,
    now: DateTime<Utc>,
}

impl Telling<'_> {
    /// What an event says to the store; `None` when it says nothing to us.
    fn told(&self, event: Happened) -> Option<Told> {
        let news = match event.what {
            What::Other => return None,
            What::Changed { .. } => News::Changed,
            What::Deleted { stream, key } => News::Deleted(stream, key),
            What::Record { stream, raw } => self.record(stream, &raw)?,
            What::Poison { stream, rejected } => self.dead(stream.as_deref(), rejected),
        };
        Some(Told { id: event.id, news })
    }

    fn record(&self, stream: String, raw: &str) -> Option<News> {
        let manifest = &self.connector.manifest;
        let pull = match Pull::new(manifest, &stream, self.config, None, self.now) {
            Ok(pull) => pull,
            Err(error) => {
                let rejected = Rejected {
                    key: None,
                    raw: raw.to_owned(),
                    code: "BAD_SHAPE".to_owned(),
                    message: error.to_string(),
                };
                return Some(self.dead(Some(&stream), rejected));
            }
        };
        match pull.shape(raw) {
            Ok(Some(record)) => Some(News::Record(stream, record)),
            // What the manifest's filter does not want, a pull would not bring either.
            Ok(None) => None,
            Err(rejected) => Some(self.dead(Some(&stream), rejected)),
        }
    }

    fn dead(&self, stream: Option<&str>, rejected: Rejected) -> News {
        let stream = stream.unwrap_or(NO_STREAM);
        News::Dead(dead_letter(self.source, stream, rejected, self.now))
    }
}

impl From<SyncError> for WebhookError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Store(error) => Self::Store(error),
            _ => Self::Unknown,
        }
    }
}
