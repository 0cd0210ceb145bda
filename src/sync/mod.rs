//! Moves records: the only room that knows the whole order.
//!
//! pull → land → map parties → reconcile → map facts → score. Every step reads what the one before
//! left in the store, so a process that dies anywhere is continued by the next one.
//!
//! | file | does |
//! |---|---|
//! | `round` | pulls every stream of a source, several at once |
//! | `ingest` | pulls one stream and lands its pages |
//! | `budget` | keeps to one rate budget with all other processes |
//! | `digest` | gives landed records their meaning, reconciles, scores what changed |
//! | `meet` | brings changed records together with those that may be the same party |
//! | `meet_all` | the same for all records of a kind at once, in memory |
//! | `identify` | clusters them, and decides which golden record each is part of |
//! | `score` | scores and prices the accounts that changed |
//! | `signal` | raises what somebody should know of them, once |
//! | `notify` | tells subscribers of signals, signed, until they have it |
//! | `vault` | the tokens of a source, sealed in the store, or in memory without a key |
//! | `renew` | renews them once, whoever asks at the same time |
//! | `quarters` | keeps where every account stood at the ends of quarters |
//! | `seat` | takes down whom new actions are compared with |
//! | `judge` | says what initiatives brought, once their windows have passed |
//! | `outlook` | keeps accounts week by week, and tells whose health will turn bad |
//! | `learn` | fits what is told to the own history, once a month |
//! | `turn` | lets one worker at a time digest |
//! | `trial` | reads and maps a few records of a source and keeps nothing |
//! | `worker` | takes runs from the store by lease; queues them when their interval is over |

mod budget;
mod digest;
mod identify;
mod ingest;
mod judge;
mod learn;
mod meet;
mod meet_all;
mod notify;
mod outlook;
mod quarters;
mod renew;
mod round;
mod score;
mod seat;
mod signal;
mod sweep;
mod trial;
mod turn;
mod vault;
mod webhook;
mod worker;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

pub use budget::SharedBudget;
pub use notify::Subscription;
pub use trial::TrialError;
pub use vault::{NO_KEY, SourceVault, Vaults};
pub use webhook::{Secrets, WebhookError, Webhooks};
pub use worker::SyncError;

use crate::connector::{Catalog, Connector};
use crate::fetch::Client;
use crate::insight::{Calendar, Models, SignalModel};
use crate::model::{Category, Clock, SourceId};
use crate::reconcile::{Registers, Survivorship};
use crate::store::{RunState, Store, StoreError};

/// A source as configured, with its secrets in place.
#[derive(Clone)]
pub struct SourceSetting {
    /// Its connector's kind.
    pub kind: String,
    /// No company and no person is twice in it: two of its records are never one.
    pub free_of_duplicates: bool,
    /// Time between two scheduled syncs.
    pub interval: Duration,
    /// The connector's configuration. Holds secrets: never printed.
    pub config: Arc<serde_json::Value>,
}

impl std::fmt::Debug for SourceSetting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} every {:?}", self.kind, self.interval)
    }
}

/// What happens while a sync goes on, for whoever draws it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A source's sync began.
    Started(SourceId),
    /// So many more records of a source were landed (unchanged ones included).
    Landed(SourceId, u64),
    /// A source's sync ended.
    Finished(SourceId, RunState),
    /// A step over all sources began: its name.
    Step(&'static str),
    /// So many more records were mapped, or accounts scored.
    Advanced(u64),
}

/// Moves records from the sources into scored accounts. Cheap to clone.
#[derive(Clone)]
pub struct Sync {
    /// Where everything is kept.
    pub store: Store,
    /// The connectors there are.
    pub catalog: Arc<Catalog>,
    /// The outward client.
    pub client: Client,
    /// Who says what time it is.
    pub clock: Arc<dyn Clock>,
    /// The models that accounts are scored by.
    pub models: Arc<Models>,
    /// When to speak up, and what to do then.
    pub signals: Arc<SignalModel>,
    /// Who is told of signals.
    pub subscriptions: Arc<[Subscription]>,
    /// How records compare is learned again when there are many more of them, or fewer. Without, the
    /// model in force stays.
    pub relearns: bool,
    /// Which record's value becomes the golden one.
    pub survivorship: Arc<Survivorship>,
    /// Our working hours.
    pub calendar: Calendar,
    /// The configured sources.
    pub sources: Arc<BTreeMap<SourceId, SourceSetting>>,
    /// This process, as leases name it: no other process may have the same.
    pub worker: Arc<str>,
    /// How long a worker may be silent before another takes its run.
    pub lease: Duration,
    /// The longest pause between two tries of a request; a source that needs more is left to the
    /// next run.
    pub patience: Duration,
    /// Where the tokens that sources give out are kept.
    pub vaults: Vaults,
    /// Told what happens.
    pub watch: Arc<dyn Fn(Event) + Send + std::marker::Sync>,
}

impl Sync {
    /// The connector of a source.
    fn connector(
        &self,
        source: &SourceId,
    ) -> Result<(&SourceSetting, &Arc<Connector>), SyncError> {
        let setting = self.sources.get(source).ok_or_else(|| SyncError::UnknownSource {
            source_id: source.clone(),
            known: self.sources.keys().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        })?;
        let connector =
            self.catalog.get(&setting.kind).ok_or_else(|| SyncError::UnknownConnector {
                source_id: source.clone(),
                kind: setting.kind.clone(),
            })?;
        Ok((setting, connector))
    }

    /// The sources that have each party once.
    fn registers(&self) -> Registers {
        let sole = self.sources.iter().filter(|(_, setting)| setting.free_of_duplicates);
        sole.map(|(id, _)| id.clone()).collect()
    }

    /// What kind of system each source is.
    fn categories(&self) -> BTreeMap<SourceId, Category> {
        let pairs = self.sources.iter().filter_map(|(id, setting)| {
            Some((id.clone(), self.catalog.get(&setting.kind)?.mapping.category()))
        });
        pairs.collect()
    }

    /// Tells the store which sources are configured.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn register(&self) -> Result<(), StoreError> {
        let sources: Vec<crate::store::Source> = self
            .categories()
            .into_iter()
            .map(|(id, category)| crate::store::Source {
                kind: self.sources[&id].kind.clone(),
                interval_seconds: self.sources[&id]
                    .interval
                    .as_secs()
                    .try_into()
                    .unwrap_or(i64::MAX),
                id,
                category,
                last_success: None,
                last_record: None,
                rate_limit: None,
                disconnected_at: None,
            })
            .collect();
        self.store.put_sources(&sources).await
    }
}
