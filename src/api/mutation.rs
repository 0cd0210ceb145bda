//! The orders. A sync leaves a job in the store, and others do the work; a dry run leaves nothing.

use async_graphql::{Context, ID, Object};

use super::dry_run::DryRun;
use super::errors::{ApiError, Result, nearest};
use super::limits;
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
        known(&visit, &asked).await?;
        let run = visit.desk.hub.store.queue_run(&asked, visit.desk.now()).await?;
        Ok(SyncRun { run })
    }

    /// Reads some records of a source and says what would become of them. Nothing is written.
    #[graphql(complexity = "100 * child_complexity + 1000")]
    async fn dry_run_sync(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The source's name in the configuration.")] connector_id: ID,
        #[graphql(desc = "Most records to read, 1 to 1000.", default = 100)] limit: i32,
    ) -> Result<DryRun> {
        if !(1..=limits::TRIED).contains(&limit) {
            let most = limits::TRIED;
            let message = format!("`limit` must be between 1 and {most}; {limit} was asked");
            return Err(ApiError::BadInput(message));
        }
        let visit = Visit::of(ctx);
        let asked = SourceId(connector_id.0);
        known(&visit, &asked).await?;
        DryRun::of(&visit, asked, limit.unsigned_abs() as usize).await
    }
}

/// The source is there, or what it may be called instead.
async fn known(visit: &Visit, asked: &SourceId) -> Result<()> {
    let sources = visit.sources().await?;
    if sources.iter().any(|known| known.id == *asked) {
        return Ok(());
    }
    let near = nearest(asked.as_str(), sources.iter().map(|known| known.id.as_str()));
    Err(ApiError::NotFound(format!("no source is named `{asked}`{near}")))
}
