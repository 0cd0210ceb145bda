//! The customer's journey as passes, and the paths that many take.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};

use super::account::Account;
use super::account_filter::AccountFilter;
use super::cohort::Cohort;
use super::errors::{ApiError, Result, partial};
use super::limits;
use super::loaders::Seen;
use super::proof::count;
use super::round;
use super::scalars::Day;
use super::visit::Visit;
use super::words::Stage;
use crate::insight::journey::{self, Pass, Paths, passes};

/// Most accounts whose paths are counted in one answer: the facts of each are read.
const MOST: usize = 200;

/// A stage that was reached in a pass.
#[derive(SimpleObject)]
pub(super) struct StageReached {
    /// The stage.
    stage: Stage,
    /// The day of its first fact in the pass.
    on: Day,
}

/// One way through the stages. A second purchase opens a second pass; what led to it is part of the pass
/// before, because no fact says which purchase it was for.
#[derive(SimpleObject)]
pub(super) struct JourneyPass {
    /// The first is 1.
    number: i64,
    /// The day of its first fact.
    began_on: Day,
    /// The day of the purchase that it is about: of the first pass the one that it led to, of a later one
    /// that which opened it. `null` of a first pass without one.
    purchased_on: Option<Day>,
    /// The stages in the order in which they were reached.
    path: Vec<StageReached>,
}

/// A path and how many passes took it.
#[derive(SimpleObject)]
pub(super) struct JourneyPath {
    /// Its stages in their order.
    stages: Vec<Stage>,
    /// How many passes.
    passes: i64,
}

/// From one stage to the one that was reached next.
#[derive(SimpleObject)]
pub(super) struct JourneyStep {
    /// The stage.
    from: Stage,
    /// The stage that was reached next.
    to: Stage,
    /// In how many passes.
    passes: i64,
    /// Of those that reached the first, 0 to 1.
    share: f64,
    /// The middle of the days between.
    median_days: f64,
}

/// The ways that accounts take through the stages.
#[derive(SimpleObject)]
pub(super) struct JourneyPaths {
    /// Accounts looked at.
    accounts: i64,
    /// Their passes.
    passes: i64,
    /// The paths, those that most passes took first.
    paths: Vec<JourneyPath>,
    /// From stage to stage, in the order of the journey.
    steps: Vec<JourneyStep>,
}

impl From<&Pass> for JourneyPass {
    fn from(pass: &Pass) -> Self {
        let reached = |(code, on): &(&'static str, _)| {
            Some(StageReached { stage: Stage::of(code)?, on: Day(*on) })
        };
        Self {
            number: count(pass.number),
            began_on: Day(pass.began_on),
            purchased_on: pass.purchased_on.map(Day),
            path: pass.path.iter().filter_map(reached).collect(),
        }
    }
}

impl JourneyPaths {
    async fn read(visit: &Arc<Visit>, filter: Option<AccountFilter>) -> Result<Self> {
        let desk = &visit.desk;
        let condition = filter.unwrap_or_default().checked(visit)?;
        let roster = visit.sight.accounts().await?;
        let rows: Vec<_> = roster.filtered(&condition).cloned().collect();
        if rows.len() > MOST {
            let what = format!(
                "`filter` lets {} accounts through; paths are counted of {MOST} at most, because the \
                 facts of each are read; narrow it",
                rows.len()
            );
            return Err(ApiError::BadInput(what));
        }
        let accounts = Cohort::seat(visit, desk.whole(&rows).await?);
        let mut all = Vec::new();
        for account in &accounts {
            all.push(account.cohort.facts(&account.id).await?);
        }
        let looked_at = all.len();
        let found = told(visit, all).await?;
        Ok(Self::of(looked_at, &Paths::of(found.iter().flatten())))
    }

    fn of(accounts: usize, found: &Paths) -> Self {
        let path = |(stages, passes): &(Vec<&'static str>, usize)| JourneyPath {
            stages: stages.iter().filter_map(|code| Stage::of(code)).collect(),
            passes: count(*passes),
        };
        let step = |step: &journey::Step| {
            Some(JourneyStep {
                from: Stage::of(step.from)?,
                to: Stage::of(step.to)?,
                passes: count(step.passes),
                share: round::share(step.share),
                median_days: round::score(step.median_days),
            })
        };
        Self {
            accounts: count(accounts),
            passes: count(found.passes),
            paths: found.paths.iter().map(path).collect(),
            steps: found.steps.iter().filter_map(step).collect(),
        }
    }
}

/// The passes of accounts up to today, away from the threads that answer.
async fn told(visit: &Visit, seen: Vec<Arc<Seen>>) -> Result<Vec<Vec<Pass>>> {
    let desk = Arc::clone(&visit.desk);
    let work = move || {
        let (calendar, today) = (&desk.hub.calendar, desk.today());
        seen.iter().map(|seen| passes(&seen.facts, calendar, today)).collect()
    };
    tokio::task::spawn_blocking(work).await.map_err(|panic| ApiError::internal(&panic))
}

/// Questions about journeys; see [`Query`](super::Query).
pub(super) struct JourneyQuery;

/// The ways that accounts take through the stages.
#[Object]
impl JourneyQuery {
    /// The ways that accounts take through the stages: which paths, which stage after which, and how many
    /// days between. Of 200 accounts at most; reads the facts of each.
    #[graphql(complexity = "child_complexity + 10000")]
    async fn journey_paths(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which accounts; all when absent.")] filter: Option<AccountFilter>,
    ) -> Result<Option<JourneyPaths>> {
        JourneyPaths::read(&Visit::of(ctx), filter).await.map(Some)
    }
}

/// Fields of an account; see [`Account`].
pub(super) struct AccountJourney(pub(super) Account);

/// The way that an account takes.
#[Object]
impl AccountJourney {
    /// Its passes through the stages, the first first; a purchase after the first opens another.
    #[graphql(complexity = "limits::SCORE_COST + 5 * child_complexity")]
    async fn journey(&self, ctx: &Context<'_>) -> Option<Vec<JourneyPass>> {
        partial(ctx, self.read().await)
    }
}

impl AccountJourney {
    async fn read(&self) -> Result<Vec<JourneyPass>> {
        let Account { id, cohort, .. } = &self.0;
        let seen = cohort.facts(id).await?;
        let passes = told(&cohort.visit, vec![seen]).await?;
        Ok(passes.iter().flatten().map(Into::into).collect())
    }
}
