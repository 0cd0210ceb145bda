//! How an account came to be: the joins that made it, and what became of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject};

use super::cohort::Cohort;
use super::errors::{ApiError, Result};
use super::limits;
use super::round;
use super::scalars::Time;
use super::source::SourceRef;
use super::words::{IdentityCause, IdentityChange};
use crate::model::{self, AccountId, Candidate, Cause};
use crate::reconcile::matching::{By, Join, Kind};
use crate::reconcile::{Group, Survivorship, Terms};
use crate::store::NumberedEvent;

/// Of which account it is told.
pub(super) struct Identity {
    pub(super) id: AccountId,
    pub(super) cohort: Arc<Cohort>,
}

/// Two groups of records that became one.
#[derive(SimpleObject)]
pub(super) struct IdentityStep {
    /// The first record of the one group.
    left: SourceRef,
    /// The first record of the other.
    right: SourceRef,
    /// The average weight between their records, in bits: for a match when it is positive.
    weight: f64,
    /// A steward said so.
    by_steward: bool,
    /// One side is a record that another group had, less near to it than this one.
    moved: bool,
}

/// What happened to an account: told once, and never changed.
#[derive(SimpleObject)]
pub(super) struct IdentityEvent {
    /// Later events have higher numbers.
    number: i64,
    /// What happened to `account`.
    what: IdentityChange,
    /// The account that it happened to.
    account: ID,
    /// The account that its records went to.
    other: ID,
    /// How many records went.
    records: usize,
    /// Why.
    cause: IdentityCause,
    /// When it was decided.
    at: Time,
}

/// How an account came to be.
#[Object]
impl Identity {
    /// How its records came together: the joins, in their order, from what they say and what
    /// stewards said. None for an account of one record.
    async fn steps(&self) -> Result<Vec<IdentityStep>> {
        let Some((group, terms)) = self.group().await? else { return Ok(Vec::new()) };
        let id = self.id.clone();
        let work = move || steps(&group, &terms, &id);
        let joins = tokio::task::spawn_blocking(work).await;
        let joins = joins.map_err(|panic| ApiError::internal(&panic))?;
        let ids: Vec<&str> = joins.iter().flat_map(|(a, b, _)| [a.as_str(), b]).collect();
        let store = &self.cohort.visit.desk.hub.store;
        let records = store.party_records(Kind::Account, &ids).await?;
        let step = |(left, right, join): &(String, String, Join)| {
            Some(IdentityStep {
                left: records.get(left)?.clone().into(),
                right: records.get(right)?.clone().into(),
                weight: round::points(join.weight.into()),
                by_steward: join.by == By::Steward,
                moved: join.by == By::Move,
            })
        };
        Ok(joins.iter().filter_map(step).collect())
    }

    /// What became of it, and what went into it, the newest first.
    async fn events(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 20)] first: i32,
        #[graphql(desc = "Only those before the event of this number.")] before: Option<i64>,
    ) -> Result<Vec<IdentityEvent>> {
        let first = i64::try_from(limits::first(first, limits::PARTS)?).unwrap_or(i64::MAX);
        let store = &self.cohort.visit.desk.hub.store;
        let id = self.id.as_str();
        let events = store.identity_events(Kind::Account, id, before, first).await?;
        Ok(events.into_iter().map(Into::into).collect())
    }
}

impl Identity {
    /// The records that are clustered with the account's, and by what; `None` when nothing was
    /// learned yet.
    async fn group(&self) -> Result<Option<(Group<model::Account>, Terms)>> {
        let hub = &self.cohort.visit.desk.hub;
        let Some((_, model)) = hub.store.match_model(Kind::Account).await? else {
            return Ok(None);
        };
        // The joins follow from model and registers; no value is chosen here.
        let terms = Terms {
            model,
            registers: hub.registers.clone(),
            rules: Survivorship::built_in(),
            sources: BTreeMap::new(),
        };
        let seeds = hub.store.records_of_account(&self.id).await?;
        let seeds = seeds.into_iter().map(|id| (id, Cause::Records)).collect();
        Ok(Some((hub.store.group(seeds).await?, terms)))
    }
}

/// The joins among an account's records, with the origin ids of both sides' first records.
fn steps(
    group: &Group<model::Account>,
    terms: &Terms,
    id: &AccountId,
) -> Vec<(String, String, Join)> {
    let (_, joins) = group.cluster(terms);
    let own = |(place, candidate): (u32, &Candidate<model::Account>)| {
        (candidate.entity.origin.account.as_ref() == Some(id)).then_some(place)
    };
    let own: BTreeSet<u32> = (0..).zip(&group.candidates).filter_map(own).collect();
    let name = |place: u32| group.candidates[place as usize].entity.origin.id.clone();
    let joins =
        joins.into_iter().filter(|join| own.contains(&join.into) && own.contains(&join.from));
    joins.map(|join| (name(join.into), name(join.from), join)).collect()
}

impl From<NumberedEvent> for IdentityEvent {
    fn from(told: NumberedEvent) -> Self {
        let NumberedEvent { number, at, event } = told;
        Self {
            number,
            what: event.what.into(),
            account: ID(event.id),
            other: ID(event.other),
            records: event.records.len(),
            cause: event.cause.into(),
            at: Time(at),
        }
    }
}
