//! The orders. Each leaves a job in the store; others do the work.

use async_graphql::{Context, ID, Object};

use super::errors::{ApiError, Result, nearest};
use super::run::SyncRun;
use super::visit::Visit;
use crate::model::SourceId;

/// What can be ordered.
pub struct Mutation;

/// What can be ordered.
#[Object]
impl Mutation {
    /// Asks for a sync of a source now and gives the waiting run. A source that already has a
    /// waiting run gives that one.
    async fn sync_now(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The source's name in the configuration.")] source: ID,
    ) -> Result<SyncRun> {
        let visit = Visit::of(ctx);
        let asked = SourceId(source.0);
        let sources = visit.sources().await?;
        if !sources.iter().any(|known| known.id == asked) {
            let near = nearest(asked.as_str(), sources.iter().map(|known| known.id.as_str()));
            return Err(ApiError::NotFound(format!("no source is named `{asked}`{near}")));
        }
        let run = visit.desk.hub.store.queue_run(&asked, visit.desk.now()).await?;
        Ok(SyncRun { run })
    }
}
