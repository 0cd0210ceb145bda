//! The orders. A sync leaves a job in the store, and others do the work; a dry run leaves nothing;
//! what stewards say is kept and takes effect at once where that is possible.

use async_graphql::{Context, ID, Object};

use super::account::{Account, ExternalKey};
use super::acting::ActingMutation;
use super::dry_run::DryRun;
use super::errors::{ApiError, Result};
use super::health::HealthScore;
use super::initiative::InitiativeMutation;
use super::limits;
use super::pair::{Pair, RecordPair};
use super::run::SyncRun;
use super::scalars::Time;
use super::statement::{self, Said};
use super::steward::{self, PinnedValue};
use super::visit::Visit;
use super::words::{ChampionStatus, Topic};
use crate::model::SourceId;
use crate::model::nearest::{hint, nearest};

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

    /// Tries again what is set aside of a source, with a run that is asked for at once: a stream of which
    /// something could not be read is read from its start, one of which something was not understood is
    /// mapped anew (a new mapping does that by itself). Gives that run.
    async fn replay_rejected(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The source's name in the configuration.")] source: ID,
    ) -> Result<SyncRun> {
        let visit = Visit::of(ctx);
        let asked = SourceId(source.0);
        known(&visit, &asked).await?;
        let (store, now) = (&visit.desk.hub.store, visit.desk.now());
        match store.retry_set_aside(&asked, now).await? {
            Some(0) => Err(ApiError::BadInput(format!("nothing of `{asked}` is set aside"))),
            Some(_) => Ok(SyncRun { run: store.queue_run(&asked, now).await? }),
            None => Err(ApiError::Unavailable(format!(
                "a run of `{asked}` is under way; try again when it has ended"
            ))),
        }
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

    /// Says that two records are one party, or that they are not, in place of what was said of them
    /// before. It outweighs whatever they say, and holds until it is undone. It takes effect at
    /// once where this process syncs, else with the next sync. Gives the account that the left
    /// record is part of then; for people that of the employer.
    #[graphql(complexity = "child_complexity + 1000")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn decide_match(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The pair, as `identityReview` or `whyMatch` names it.")] id: Option<
            ID,
        >,
        #[graphql(desc = "The pair by its records, instead of `id`.")] records: Option<
            RecordPair,
        >,
        #[graphql(desc = "They are one party.")] same: bool,
        #[graphql(desc = "Why, for whoever looks at it later.")] reason: Option<String>,
    ) -> Result<Option<Account>> {
        let pair = Pair::named(&Visit::of(ctx), id, records).await?;
        steward::decide(ctx, pair, same, reason).await
    }

    /// Takes back what was said of two records; from then on what they say counts. An account that
    /// had been merged away by it gets its id back. It takes effect as `decideMatch` does.
    #[graphql(complexity = "child_complexity + 1000")]
    async fn undo_match(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The pair, as `identityReview` or `whyMatch` names it.")] id: Option<
            ID,
        >,
        #[graphql(desc = "The pair by its records, instead of `id`.")] records: Option<
            RecordPair,
        >,
    ) -> Result<Option<Account>> {
        let pair = Pair::named(&Visit::of(ctx), id, records).await?;
        steward::undo(ctx, pair).await
    }

    /// Has a record be right about a field of its account, whatever the others say and until it is
    /// taken back. Of a group of fields such as an address the record gives all. It takes effect as
    /// `decideMatch` does. Gives the account.
    #[graphql(complexity = "child_complexity + 1000")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn pin_value(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account's id.")] account: ID,
        #[graphql(desc = "The field, such as `legalName`.")] field: String,
        #[graphql(desc = "The record, which is part of the account.")] record: ExternalKey,
        #[graphql(desc = "Why, for whoever looks at it later.")] reason: Option<String>,
    ) -> Result<Option<Account>> {
        steward::pin(ctx, PinnedValue { account, field, record }, reason).await
    }

    /// Takes back what `pinValue` said. Gives the account.
    #[graphql(complexity = "child_complexity + 1000")]
    async fn unpin_value(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account's id.")] account: ID,
        #[graphql(desc = "The field, such as `legalName`.")] field: String,
        #[graphql(desc = "The record that is pinned.")] record: ExternalKey,
    ) -> Result<Option<Account>> {
        steward::unpin(ctx, PinnedValue { account, field, record }).await
    }

    /// Puts a person's word in place of the health index until a day, ninety days ahead at most. What
    /// was computed is still told beside it, so that the word can be judged later. Gives the index.
    #[graphql(complexity = "child_complexity + 1000")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn set_score_override(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account's id.")] account_id: ID,
        #[graphql(desc = "The value, 0 to 100.")] value: f64,
        #[graphql(desc = "Why, for whoever looks at it later.")] reason: String,
        #[graphql(desc = "When it ends: it no longer counts on that day.")] expires_at: Time,
    ) -> Result<HealthScore> {
        statement::override_score(ctx, account_id, value, reason, expires_at.0).await
    }

    /// Says how one of an account's people stands by us. It holds in place of what systems say until
    /// something newer is said or it is withdrawn. Gives the account.
    #[graphql(complexity = "child_complexity + 1000")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn confirm_champion(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account's id.")] account_id: ID,
        #[graphql(desc = "The contact's id.")] contact_id: ID,
        #[graphql(desc = "How the person stands by us.")] status: ChampionStatus,
        #[graphql(desc = "Why, for whoever looks at it later.")] reason: String,
    ) -> Result<Account> {
        statement::confirm_champion(ctx, account_id, contact_id, status, reason).await
    }

    /// Says something of an account that no system says: our share there, their growth, a competitor,
    /// how mature they are, what a business review came to. The newest counts, of competitors and
    /// reviews each. Gives the account.
    #[graphql(complexity = "child_complexity + 1000")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn state_fact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account's id.")] account_id: ID,
        #[graphql(desc = "What it is about.")] topic: Topic,
        #[graphql(desc = "A number of percent, a level of 1 to 5, a name or words.")]
        value: String,
        #[graphql(desc = "How it is known.")] reason: String,
        #[graphql(desc = "When it ends by itself.")] expires_at: Option<Time>,
    ) -> Result<Account> {
        let (topic, expires_at) = (topic.into(), expires_at.map(|time| time.0));
        let (account, contact) = (account_id, None);
        let said = Said { account, contact, topic, value, reason, expires_at };
        statement::state_fact(ctx, said).await
    }

    /// Withdraws what was said by `setScoreOverride`, `confirmChampion` or `stateFact`; it is kept as
    /// withdrawn. Gives the account.
    #[graphql(complexity = "child_complexity + 1000")]
    async fn withdraw_statement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As `Account.statements` names it.")] id: ID,
    ) -> Result<Account> {
        statement::withdraw(ctx, id).await
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_acting(&self) -> ActingMutation {
        ActingMutation
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_initiatives(&self) -> InitiativeMutation {
        InitiativeMutation
    }
}

/// The source is there, or what it may be called instead.
async fn known(visit: &Visit, asked: &SourceId) -> Result<()> {
    let sources = visit.sources().await?;
    if sources.iter().any(|known| known.id == *asked) {
        return Ok(());
    }
    let near = hint(nearest(asked.as_str(), sources.iter().map(|known| known.id.as_str())));
    Err(ApiError::NotFound(format!("no source is named `{asked}`{near}")))
}
