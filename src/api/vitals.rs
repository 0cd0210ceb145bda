//! How the hub itself is: what whoever runs it watches.

use std::collections::BTreeMap;

use async_graphql::Executor;
use async_graphql::resolver_utils::EnumType as _;

use super::errors::Result;
use super::freshness::state;
use super::hub::Desk;
use super::limits;
use super::service::{Refused, Service, broken};
use super::words::SourceState;
use crate::model::SourceId;
use crate::store::{Backlog, Run, Source};

/// The hub as one look at the store shows it. Names no person and no account.
#[derive(Debug, Clone)]
pub struct Vitals {
    /// Accounts.
    pub accounts: usize,
    /// The version of the data.
    pub data_version: i64,
    /// Statements sent to the database by this process.
    pub statements: u64,
    /// Connected sources, by name.
    pub sources: Vec<SourceVitals>,
    /// How deliveries of signals stand, by subscription.
    pub backlogs: BTreeMap<String, Backlog>,
}

/// The words of `SourceState`, from the worst to the best.
pub fn source_states() -> impl Iterator<Item = &'static str> {
    SourceState::items().iter().map(|item| item.name)
}

/// A connected source as whoever runs the hub watches it.
#[derive(Debug, Clone)]
pub struct SourceVitals {
    /// Its configuration, and what is known of it.
    pub source: Source,
    /// Whether it can be relied on: one of [`source_states`].
    pub state: &'static str,
    /// Records and parts of records that are set aside now.
    pub set_aside: i64,
    /// The newest run that ended.
    pub last_run: Option<Run>,
}

impl<E: Executor> Service<E> {
    /// How the hub is; `None` over a schema that is not the hub's.
    ///
    /// # Errors
    /// When the store does not answer; the log says why.
    pub async fn vitals(&self) -> std::result::Result<Option<Vitals>, Refused> {
        let Some(desk) = self.desk() else { return Ok(None) };
        desk.vitals().await.map(Some).map_err(|_| broken())
    }
}

impl Desk {
    async fn vitals(&self) -> Result<Vitals> {
        let (store, now) = (&self.hub.store, self.now());
        let accounts = self.roster().await?.rows().len();
        let sources = store.sources().await?;
        let ids: Vec<SourceId> = sources.iter().map(|source| source.id.clone()).collect();
        let mut runs = store.runs(&ids, i64::from(limits::RUNS)).await?;
        let mut aside = store.set_aside().await?;
        let watched = |source: Source| {
            let runs = runs.remove(&source.id).unwrap_or_default();
            SourceVitals {
                state: word(state(&source, &runs, now)),
                set_aside: aside.remove(&source.id).unwrap_or_default(),
                last_run: runs.into_iter().find(|run| run.finished_at.is_some()),
                source,
            }
        };
        Ok(Vitals {
            accounts,
            data_version: store.data_version().await?,
            statements: store.statements(),
            sources: sources.into_iter().map(watched).collect(),
            backlogs: store.backlogs().await?,
        })
    }
}

fn word(state: SourceState) -> &'static str {
    SourceState::items().iter().find(|item| item.value == state).map_or("", |item| item.name)
}
