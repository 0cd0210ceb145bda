//! What the answers are made from.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::future::BoxFuture;

use super::benchmark::Shelf;
use super::budget::Budgets;
use super::errors::{ApiError, Result};
use super::kept::Kept;
use super::pulse::Pulse;
use super::roster::Roster;
use super::scalars::Day;
use super::scores::{Plain, scores};
use super::trust::trusts;
use crate::connector::Catalog;
use crate::connector::rehearsal::DryRun;
use crate::insight::{Calendar, Models, Trust};
use crate::model::{Clock, SourceId};
use crate::reconcile::Registers;
use crate::store::Store;

/// Reads at most so many records of a source and maps them, keeping nothing; or says, without a
/// secret, why that is not possible.
pub type Trial = Arc<
    dyn Fn(SourceId, usize) -> BoxFuture<'static, std::result::Result<DryRun, String>>
        + Send
        + Sync,
>;

/// Brings what was landed and what stewards said up to the scores.
pub type Digest = Arc<
    dyn Fn() -> BoxFuture<
            'static,
            std::result::Result<(), Box<dyn std::error::Error + Send + Sync>>,
        > + Send
        + Sync,
>;

/// Everything that the API stands on.
pub struct Hub {
    /// Our database.
    pub store: Store,
    /// The connectors there are.
    pub catalog: Arc<Catalog>,
    /// The models in force.
    pub models: Arc<Models>,
    /// When we work; also says what day it is.
    pub calendar: Calendar,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// How a source is tried; `None` where sources cannot be reached.
    pub trial: Option<Trial>,
    /// How what a steward says takes effect at once. It must come to its end even when nobody waits
    /// for it any more. `None` where the next sync does it.
    pub digest: Option<Digest>,
    /// The sources that have each party once.
    pub registers: Registers,
}

/// The hub with what is kept between requests.
pub(super) struct Desk {
    pub(super) hub: Hub,
    pub(super) scores: Kept<Plain>,
    pub(super) trusts: Kept<Trust>,
    pub(super) roster: Roster,
    pub(super) budgets: Budgets,
    pub(super) shelf: Shelf,
    pub(super) pulse: Pulse,
}

impl Desk {
    /// `patience`: how long a request may take. A statement has nine tenths of it, so that there is time
    /// left to answer the rest.
    pub(super) fn new(mut hub: Hub, patience: Duration) -> Self {
        let (scores, trusts) = (scores(), trusts());
        let (budgets, shelf) = (Budgets::default(), Shelf::default());
        let (roster, pulse) = (Roster::new(hub.store.clone()), Pulse::default());
        hub.store = hub.store.within(patience.mul_f64(0.9));
        Self { hub, scores, trusts, roster, budgets, shelf, pulse }
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.hub.clock.now()
    }

    /// The day that an answer speaks of when it is asked for none.
    pub(super) fn today(&self) -> NaiveDate {
        self.hub.calendar.local_day(self.now())
    }

    /// The day that is asked about, which must not lie in the future; today when none is.
    pub(super) fn day(&self, as_of: Option<Day>) -> Result<NaiveDate> {
        let today = self.today();
        let day = as_of.map_or(today, |day| day.0);
        if day > today {
            let what = format!("`asOf` {day} lies in the future; today is {today}");
            return Err(ApiError::BadInput(what));
        }
        Ok(day)
    }
}
