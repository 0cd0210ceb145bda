//! What the answers are made from.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::scores::Scores;
use crate::connector::Catalog;
use crate::insight::{Calendar, HealthModel};
use crate::model::Clock;
use crate::store::Store;

/// Everything that the API stands on.
pub struct Hub {
    /// Our database.
    pub store: Store,
    /// The connectors there are.
    pub catalog: Arc<Catalog>,
    /// The health model in force.
    pub model: Arc<HealthModel>,
    /// When we work; also says what day it is.
    pub calendar: Calendar,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

/// The hub with what is kept between requests.
pub(super) struct Desk {
    pub(super) hub: Hub,
    pub(super) scores: Scores,
}

impl Desk {
    pub(super) fn new(hub: Hub) -> Self {
        Self { hub, scores: Scores::default() }
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.hub.clock.now()
    }

    /// The day that an answer speaks of when it is asked for none.
    pub(super) fn today(&self) -> NaiveDate {
        self.hub.calendar.local_day(self.now())
    }
}
