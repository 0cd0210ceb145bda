//! One request's reads: what it asked the store already, and how it asks for more.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

use async_graphql::ContextBase;
use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use futures_util::future::BoxFuture;
use tokio::sync::OnceCell;
use tokio::task::JoinHandle;
use tracing::Instrument as _;

use super::errors::{ApiError, Result};
use super::hub::Desk;
use super::limits;
use super::loaders::{Reader, RowOf};
use super::sight::Sight;
use super::totals::{SegmentRetention, by_segment};
use crate::access::Viewer;
use crate::insight::portfolio::Spread;
use crate::insight::{Metric, engagement};
use crate::model::{AccountId, Category, SourceId};
use crate::store::{AccountRow, Run, Source};

/// An outcome that many fields share: read once, failed once, logged once.
pub(super) type Shared<T> = OnceCell<Result<Arc<T>>>;

/// A request on its way through the resolvers.
pub(super) struct Visit {
    pub(super) desk: Arc<Desk>,
    /// What the viewer sees.
    pub(super) sight: Arc<Sight>,
    pub(super) reader: DataLoader<Reader, HashMapCache>,
    sources: Shared<Vec<Source>>,
    runs: Shared<BTreeMap<SourceId, Vec<Run>>>,
    spreads: Shared<BTreeMap<String, Spread>>,
    engagement: Shared<BTreeMap<String, Metric>>,
    retentions: Shared<BTreeMap<String, SegmentRetention>>,
}

/// The visit that resolvers are part of now: one for a request, and another each time that a subscription
/// wakes up, so that its events tell what is true then.
pub(super) struct Current(RwLock<Arc<Visit>>);

impl Current {
    pub(super) fn new(visit: Arc<Visit>) -> Self {
        Self(RwLock::new(visit))
    }

    pub(super) fn get(&self) -> Arc<Visit> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn set(&self, visit: &Arc<Visit>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(visit);
    }
}

/// Loads in a task of its own, as a part of what is traced.
fn spawn(loading: BoxFuture<'static, ()>) -> JoinHandle<()> {
    tokio::spawn(loading.in_current_span())
}

impl Visit {
    pub(super) fn new(desk: Arc<Desk>, viewer: Arc<Viewer>) -> Self {
        let sight = Arc::new(Sight::new(Arc::clone(&desk), viewer));
        let reader = Reader { store: desk.hub.store.clone(), sight: Arc::clone(&sight) };
        Self {
            desk,
            sight,
            reader: DataLoader::with_cache(reader, spawn, HashMapCache::default()),
            sources: Shared::new(),
            runs: Shared::new(),
            spreads: Shared::new(),
            engagement: Shared::new(),
            retentions: Shared::new(),
        }
    }

    /// As whom orders are kept.
    pub(super) fn author(&self) -> String {
        self.sight.viewer.name.clone()
    }

    /// A visit of the same viewer that has read nothing yet: what was read before an order does not count.
    pub(super) fn anew(&self) -> Arc<Self> {
        Arc::new(Self::new(Arc::clone(&self.desk), Arc::clone(&self.sight.viewer)))
    }

    /// The visit that a resolver is part of.
    pub(super) fn of<T>(ctx: &ContextBase<'_, T>) -> Arc<Self> {
        ctx.data_unchecked::<Arc<Current>>().get()
    }

    /// Reads all of these at once.
    pub(super) async fn read<K>(
        &self,
        keys: impl IntoIterator<Item = K>,
    ) -> Result<std::collections::HashMap<K, <Reader as Loader<K>>::Value>>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Reader: Loader<K, Error = ApiError>,
    {
        self.reader.load_many(keys).await
    }

    /// An account by its id, retired ones too: from memory while that is up to date, else read at once, without
    /// waiting for who may ask for others.
    pub(super) async fn row(&self, id: AccountId) -> Result<Option<Arc<AccountRow>>> {
        if !self.sight.viewer.rights.is_narrowed()
            && let Some(table) = self.desk.at_hand().await?
            && let Some(row) = table.row(&id)
            && let Some(whole) = self.desk.whole(std::slice::from_ref(row)).await?.pop()
        {
            return Ok(Some(whole));
        }
        let key = RowOf(id);
        Ok(self.reader.loader().load(std::slice::from_ref(&key)).await?.remove(&key))
    }

    /// The configured sources.
    pub(super) async fn sources(&self) -> Result<Arc<Vec<Source>>> {
        let read = async || Ok(Arc::new(self.desk.hub.store.sources().await?));
        self.sources.get_or_init(read).await.clone()
    }

    /// The newest runs of every source, newest first.
    pub(super) async fn runs(&self) -> Result<Arc<BTreeMap<SourceId, Vec<Run>>>> {
        let read = async || {
            let ids: Vec<SourceId> =
                self.sources().await?.iter().map(|s| s.id.clone()).collect();
            let each = i64::from(limits::RUNS);
            Ok(Arc::new(self.desk.hub.store.runs(&ids, each).await?))
        };
        self.runs.get_or_init(read).await.clone()
    }

    /// How the latest health is spread, by segment.
    pub(super) async fn spreads(&self) -> Result<Arc<BTreeMap<String, Spread>>> {
        let read = async || {
            self.sight.needs_all("the spread of a segment")?;
            Ok(Arc::new(self.desk.hub.store.spreads().await?))
        };
        self.spreads.get_or_init(read).await.clone()
    }

    /// What became of the revenue of each segment's members.
    pub(super) async fn retentions(&self) -> Result<Arc<BTreeMap<String, SegmentRetention>>> {
        let read = async || {
            self.sight.needs_all("the retention of a segment")?;
            by_segment(&self.desk).await.map(Arc::new)
        };
        self.retentions.get_or_init(read).await.clone()
    }

    /// How our own people recommend us as an employer, by team.
    pub(super) async fn engagement(&self) -> Result<Arc<BTreeMap<String, Metric>>> {
        let read = async || {
            let (hub, today) = (&self.desk.hub, self.desk.today());
            let answers = hub.store.team_answers().await?;
            Ok(Arc::new(engagement(&answers, &hub.calendar, &hub.models, today)))
        };
        self.engagement.get_or_init(read).await.clone()
    }

    /// What kind of system a source is; `None` when it is no longer configured.
    pub(super) async fn category(&self, source: &SourceId) -> Result<Option<Category>> {
        let sources = self.sources().await?;
        Ok(sources.iter().find(|known| known.id == *source).map(|known| known.category))
    }
}
