//! What is told as it happens. Everything is read from what the store keeps, on after the last version that
//! the reader was told: a slow reader costs no memory, and one who comes back misses nothing.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use async_graphql::{Context, ID, Object, Subscription as Root};
use chrono::TimeDelta;
use futures_util::Stream;
use futures_util::future::BoxFuture;
use futures_util::stream::{BoxStream, StreamExt as _, unfold};
use tokio::sync::watch;

use super::account::Account;
use super::account_filter::AccountFilter;
use super::change::KpiDelta;
use super::cohort::Cohort;
use super::errors::{ApiError, Result};
use super::guard::may_follow;
use super::limits;
use super::pulse::Beat;
use super::round;
use super::run::SyncRun;
use super::scalars::Time;
use super::signal::{CanarySignal, SignalRule};
use super::visit::{Current, Visit};
use super::words::{Band, Position};
use crate::insight::revenue::Position as Standing;
use crate::insight::signals::Rule;
use crate::model::{AccountId, SourceId};
use crate::store::{HealthMove, Page, PositionMove, Raised, Run, RunState};

/// How many are read at once.
const MOST: i64 = 200;
/// Runs of a source whose progress is told.
const RUNS: i64 = 10;
/// A move whose account is not priced after so long is told all the same.
const UNPRICED: TimeDelta = TimeDelta::minutes(10);

/// A move of an account's health.
pub(super) struct HealthChange {
    account: Account,
    moved: HealthMove,
}

/// A move of an account's health, from the score before to the one after.
#[Object]
impl HealthChange {
    /// The account, as it is now.
    async fn account(&self) -> &Account {
        &self.account
    }

    /// Effective health before, 0 to 100; `null` when too little was seen.
    async fn from(&self) -> Option<f64> {
        self.moved.from.map(round::score)
    }

    /// Effective health after.
    async fn to(&self) -> Option<f64> {
        self.moved.to.map(round::score)
    }

    /// Points on the KPIs that were scored both times, with the later weights; `null` when there are none.
    async fn like_for_like(&self) -> Option<f64> {
        self.moved.like_for_like.map(round::score)
    }

    /// Where it stood before.
    async fn band_from(&self) -> Option<Band> {
        self.moved.band_from.map(Into::into)
    }

    /// Where it stands after.
    async fn band_to(&self) -> Option<Band> {
        self.moved.band_to.map(Into::into)
    }

    /// Why it moved, the parts with the most points first.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 1")]
    async fn top(
        &self,
        #[graphql(
            desc = "How many, 1 to 20.",
            default = 3,
            validator(minimum = 1, maximum = 20)
        )]
        first: i32,
    ) -> Vec<KpiDelta> {
        let first = limits::counted(first).min(self.moved.parts.len());
        KpiDelta::kept(&self.moved.parts[..first])
    }

    /// When the later score was computed.
    async fn at(&self) -> Time {
        Time(self.moved.at)
    }

    /// The data's version of this move: pass it as `since` to go on behind it.
    async fn version(&self) -> i64 {
        self.moved.version
    }
}

/// A move of an account from one position to another.
pub(super) struct PositionChange {
    account: Account,
    moved: PositionMove,
}

/// A move of an account from one position to another.
#[Object]
impl PositionChange {
    /// The account, as it is now.
    async fn account(&self) -> &Account {
        &self.account
    }

    /// Where its business stood.
    async fn from(&self) -> Option<Position> {
        position(&self.moved.from)
    }

    /// Where its business stands.
    async fn to(&self) -> Option<Position> {
        position(&self.moved.to)
    }

    /// When the score was computed that it was priced from.
    async fn at(&self) -> Time {
        Time(self.moved.at)
    }

    /// The data's version of this move: pass it as `since` to go on behind it.
    async fn version(&self) -> i64 {
        self.moved.version
    }
}

/// What is told as it happens, over WebSocket or server-sent events.
#[derive(Debug, Clone, Copy)]
pub struct Subscription;

/// What is told as it happens.
#[Root]
impl Subscription {
    /// An account's health moved: it was scored anew, and what is shown of its value or its band is another
    /// than before. A first score is no move.
    #[graphql(complexity = "10 + child_complexity")]
    async fn health_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Accounts that are like this after the move; all when absent.")]
        filter: Option<AccountFilter>,
        #[graphql(
            desc = "Points by which it moved at least. A value that came or went is told in any case.",
            default = 3.0
        )]
        min_delta: f64,
        #[graphql(desc = "Go on behind this version of the data; from now on when absent.")]
        since: Option<i64>,
    ) -> Result<impl Stream<Item = Result<HealthChange>>> {
        let follower = Follower::new(ctx, "healthChanged").await?;
        follower.visit.sight.may_look_at(["health", "band"])?;
        let filter = filter.unwrap_or_default();
        filter.checked(&follower.visit)?;
        let far = move |moved: &HealthMove| {
            moved
                .from
                .zip(moved.to)
                .is_none_or(|(from, to)| round::score((to - from).abs()) >= min_delta)
        };
        let since = follower.begin(since).await?;
        Ok(follower.tail(since, move |visit: Arc<Visit>, since| {
            let filter = filter.clone();
            let read = async move {
                let settled = visit.desk.now() - UNPRICED;
                let mut page = visit.desk.hub.store.health_moves(since, MOST, settled).await?;
                page.found.retain(far);
                seated(
                    &visit,
                    &filter,
                    page,
                    |moved| &moved.account,
                    |account, moved| HealthChange { account, moved },
                )
                .await
            };
            Box::pin(read)
        }))
    }

    /// An account's business came to stand elsewhere: it was priced anew, and its position is another than
    /// when it was priced before.
    #[graphql(complexity = "10 + child_complexity")]
    async fn position_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Accounts that are like this after the move; all when absent.")]
        filter: Option<AccountFilter>,
        #[graphql(desc = "Only to one of these positions.")] to: Option<Vec<Position>>,
        #[graphql(desc = "Go on behind this version of the data; from now on when absent.")]
        since: Option<i64>,
    ) -> Result<impl Stream<Item = Result<PositionChange>>> {
        let follower = Follower::new(ctx, "positionChanged").await?;
        follower.visit.sight.may_look_at(["position", "opportunity"])?;
        let filter = filter.unwrap_or_default();
        filter.checked(&follower.visit)?;
        let since = follower.begin(since).await?;
        Ok(follower.tail(since, move |visit: Arc<Visit>, since| {
            let (filter, to) = (filter.clone(), to.clone());
            let read = async move {
                let mut page = visit.desk.hub.store.position_moves(since, MOST).await?;
                if let Some(to) = to {
                    page.found.retain(|moved| {
                        position(&moved.to).is_some_and(|stands| to.contains(&stands))
                    });
                }
                seated(
                    &visit,
                    &filter,
                    page,
                    |moved| &moved.account,
                    |account, moved| PositionChange { account, moved },
                )
                .await
            };
            Box::pin(read)
        }))
    }

    /// A signal was raised: something that somebody should know of.
    #[graphql(complexity = "10 + child_complexity")]
    async fn canary_raised(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only alerts for this segment, and signals of accounts in it.")]
        segment: Option<ID>,
        #[graphql(desc = "Only of these rules; of all when absent or empty.")] rules: Option<
            Vec<SignalRule>,
        >,
        #[graphql(desc = "Go on behind this version of the data; from now on when absent.")]
        since: Option<i64>,
    ) -> Result<impl Stream<Item = Result<CanarySignal>>> {
        let follower = Follower::new(ctx, "canaryRaised").await?;
        let rules: Vec<Rule> = rules.unwrap_or_default().into_iter().map(Into::into).collect();
        let wanted = move |raised: &Raised| {
            let signal = &raised.signal;
            let among = |segment: &ID| {
                signal.segment.as_ref() == Some(&segment.0)
                    || signal.segments.contains(&segment.0)
            };
            (rules.is_empty() || rules.contains(&signal.rule))
                && segment.as_ref().is_none_or(among)
        };
        let (wanted, since) = (Arc::new(wanted), follower.begin(since).await?);
        Ok(follower.tail(since, move |visit: Arc<Visit>, since| {
            let wanted = Arc::clone(&wanted);
            let read = async move {
                let mut page = visit.desk.hub.store.signals_since(since, MOST).await?;
                page.found.retain(|raised| wanted(raised));
                if visit.sight.viewer.rights.is_narrowed() {
                    let table = visit.sight.accounts().await?;
                    let seen = |id: &AccountId| table.row(id).is_some();
                    page.found
                        .retain(|raised| raised.signal.account.as_ref().is_some_and(seen));
                }
                let Page { found, upto, more, seen } = page;
                Ok(Page { found: CanarySignal::all(&visit, found), upto, more, seen })
            };
            Box::pin(read)
        }))
    }

    /// How syncs go on: each run that waits or is at work, and then every run whenever its state or its
    /// counts changed. Steps that follow closely are told as one.
    #[graphql(complexity = "10 + child_complexity")]
    async fn sync_progress(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The source's name in the configuration; all when absent.")]
        connector_id: Option<ID>,
        #[graphql(
            desc = "Also tell how this run ended, and runs after it: the number of the last \
                          one that was told."
        )]
        since: Option<i64>,
    ) -> Result<impl Stream<Item = Result<SyncRun>>> {
        let follower = Follower::new(ctx, "syncProgress").await?;
        let known: Vec<SourceId> =
            follower.visit.sources().await?.iter().map(|source| source.id.clone()).collect();
        let sources = match connector_id.map(|id| SourceId(id.0)) {
            None => known,
            Some(one) if known.contains(&one) => vec![one],
            Some(one) => {
                let what = format!("no source `{one}` is configured; see `connectors`");
                return Err(ApiError::NotFound(what));
            }
        };
        Ok(follower.progress(sources, since))
    }
}

/// A position by its word.
pub(super) fn position(word: &str) -> Option<Position> {
    Standing::from_word(word).map(Into::into)
}

/// The moves of a page whose accounts the viewer sees and the filter lets through, with these accounts.
async fn seated<M, E>(
    visit: &Arc<Visit>,
    filter: &AccountFilter,
    page: Page<M>,
    account: fn(&M) -> &AccountId,
    event: fn(Account, M) -> E,
) -> Result<Page<E>> {
    let Page { found, upto, more, seen } = page;
    if found.is_empty() {
        return Ok(Page { found: Vec::new(), upto, more, seen });
    }
    let condition = filter.checked(visit)?;
    let table = visit.sight.accounts().await?;
    let rows = found.iter().filter_map(|moved| table.row(account(moved)));
    let rows: BTreeMap<_, _> = rows
        .filter(|row| condition.holds(row))
        .map(|row| (row.id().clone(), Arc::clone(row)))
        .collect();
    let rows: Vec<_> = rows.into_values().collect();
    let seats = Cohort::seat(visit, visit.desk.whole(&rows).await?);
    let seats: BTreeMap<AccountId, Account> =
        seats.into_iter().map(|seat| (seat.id.clone(), seat)).collect();
    let told = found.into_iter().filter_map(|moved| {
        let seat = seats.get(account(&moved))?.clone();
        Some(event(seat, moved))
    });
    Ok(Page { found: told.collect(), upto, more, seen })
}

/// Somebody who follows something.
struct Follower {
    visit: Arc<Visit>,
    current: Arc<Current>,
    beats: watch::Receiver<Beat>,
}

impl Follower {
    async fn new(ctx: &Context<'_>, field: &str) -> Result<Self> {
        let current = Arc::clone(ctx.data_unchecked::<Arc<Current>>());
        let visit = current.get();
        may_follow(&visit.sight, field)?;
        let beats = visit.desk.beats().await?;
        Ok(Self { visit, current, beats })
    }

    /// Behind which version to begin.
    async fn begin(&self, since: Option<i64>) -> Result<i64> {
        let store = &self.visit.desk.hub.store;
        let now = store.data_version().await?;
        let Some(since) = since else { return Ok(now) };
        if since > now {
            let what = format!("`since` {since} is yet to come: the data have version {now}");
            return Err(ApiError::BadInput(what));
        }
        let forgotten = store.moves_forgotten().await?;
        if since < forgotten {
            let what = format!(
                "what was told after version {since} is not kept any more, only what came after \
                 {forgotten}; read the list again and follow from the `dataVersion` of its answer"
            );
            return Err(ApiError::TooOld(what));
        }
        Ok(since)
    }

    /// A visit of the same viewer that sees the data as they are now.
    fn wake(&self) -> Arc<Visit> {
        let visit = self.visit.anew();
        self.current.set(&visit);
        visit
    }

    /// Reads on after a version whenever there is something new.
    fn tail<E: Send + 'static>(
        self,
        since: i64,
        read: impl Fn(Arc<Visit>, i64) -> BoxFuture<'static, Result<Page<E>>>
        + Send
        + Sync
        + 'static,
    ) -> BoxStream<'static, Result<E>> {
        let tail =
            Tail { follower: self, since, seen: since, more: true, found: VecDeque::new() };
        unfold(Some((tail, read)), async |state| {
            let (mut tail, read) = state?;
            match tail.next(&read).await {
                None => None,
                Some(Ok(event)) => Some((Ok(event), Some((tail, read)))),
                Some(Err(failure)) => Some((Err(failure), None)),
            }
        })
        .boxed()
    }

    /// Tells runs as they change.
    fn progress(
        self,
        sources: Vec<SourceId>,
        since: Option<i64>,
    ) -> BoxStream<'static, Result<SyncRun>> {
        let progress = Progress {
            follower: self,
            sources,
            since,
            first: true,
            told: BTreeMap::new(),
            found: VecDeque::new(),
        };
        unfold(Some(progress), async |state| {
            let mut progress = state?;
            match progress.next().await {
                None => None,
                Some(Ok(run)) => Some((Ok(SyncRun { run }), Some(progress))),
                Some(Err(failure)) => Some((Err(failure), None)),
            }
        })
        .boxed()
    }
}

/// Where a reader of a log stands.
struct Tail<E> {
    follower: Follower,
    since: i64,
    seen: i64,
    more: bool,
    found: VecDeque<E>,
}

impl<E> Tail<E> {
    async fn next(
        &mut self,
        read: &impl Fn(Arc<Visit>, i64) -> BoxFuture<'static, Result<Page<E>>>,
    ) -> Option<Result<E>> {
        loop {
            if let Some(event) = self.found.pop_front() {
                return Some(Ok(event));
            }
            if !self.more {
                let seen = self.seen;
                // An error means that nobody looks any more: the process ends.
                self.follower.beats.wait_for(|beat| beat.version > seen).await.ok()?;
            }
            match read(self.follower.wake(), self.since).await {
                Ok(page) => {
                    self.found = page.found.into();
                    (self.since, self.seen, self.more) = (page.upto, page.seen, page.more);
                }
                Err(failure) => return Some(Err(failure)),
            }
        }
    }
}

/// What somebody was told of runs.
struct Progress {
    follower: Follower,
    sources: Vec<SourceId>,
    since: Option<i64>,
    first: bool,
    told: BTreeMap<i64, Run>,
    found: VecDeque<Run>,
}

impl Progress {
    async fn next(&mut self) -> Option<Result<Run>> {
        loop {
            if let Some(run) = self.found.pop_front() {
                return Some(Ok(run));
            }
            if !self.first {
                self.follower.beats.changed().await.ok()?;
            }
            self.follower.beats.mark_unchanged();
            let store = &self.follower.visit.desk.hub.store;
            let runs = match store.runs(&self.sources, RUNS).await {
                Ok(runs) => runs,
                Err(failure) => return Some(Err(failure.into())),
            };
            self.take(runs.into_values().flatten());
        }
    }

    fn take(&mut self, runs: impl Iterator<Item = Run>) {
        let runs: BTreeMap<i64, Run> = runs.map(|run| (run.id, run)).collect();
        let (since, first) = (self.since, self.first);
        let at_work = |run: &Run| matches!(run.state, RunState::Queued | RunState::Running);
        let is_new = |run: &&Run| match self.told.get(&run.id) {
            Some(told) => told != *run,
            None => !first || at_work(run) || since.is_some_and(|since| run.id >= since),
        };
        self.found = runs.values().filter(is_new).cloned().collect();
        self.told = runs;
        self.first = false;
    }
}
