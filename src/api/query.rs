//! The questions.

use async_graphql::{Context, ID, Object};

use super::account::{Account, ExternalKey};
use super::accounts::{AccountConnection, AccountFilter, AccountOrder};
use super::cohort::Cohort;
use super::connector::Connector;
use super::errors::{ApiError, Result};
use super::limits;
use super::loaders::RowOf;
use super::model::HealthModel;
use super::visit::Visit;
use crate::model::AccountId;

/// What can be asked.
pub struct Query;

/// What can be asked.
#[Object]
impl Query {
    /// One customer account, by its id or by a record of a source system. A retired id answers
    /// with the account that took its records. `null` when there is none.
    async fn account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account's id.")] id: Option<ID>,
        #[graphql(desc = "A record of a source system that is part of the account.")]
        external_key: Option<ExternalKey>,
    ) -> Result<Option<Account>> {
        let visit = Visit::of(ctx);
        let id = match (id, external_key) {
            (Some(id), None) => Some(AccountId(id.0)),
            (None, Some(key)) => visit.desk.hub.store.account_of_record(&key.into()).await?,
            _ => {
                let what = "`account` needs either `id` or `externalKey`, and not both";
                return Err(ApiError::BadInput(what.to_owned()));
            }
        };
        let rows = visit.read(id.map(RowOf)).await?.into_values().collect();
        Ok(Cohort::seat(&visit, rows).pop())
    }

    /// Customer accounts, page by page. Ties go by id; a page's end stays where it was when
    /// accounts before it change.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 1")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn accounts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which accounts; all when absent.")] filter: Option<AccountFilter>,
        #[graphql(desc = "In which order; by name when absent.")] order_by: Option<
            AccountOrder,
        >,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
    ) -> Result<AccountConnection> {
        let first = limits::first(first, limits::ACCOUNTS)?;
        let filter = filter.unwrap_or_default().into();
        let order = order_by.unwrap_or_default();
        AccountConnection::read(&Visit::of(ctx), &filter, &order, first, after.as_deref()).await
    }

    /// The connected source systems, by name.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn connectors(&self, ctx: &Context<'_>) -> Result<Vec<Connector>> {
        Connector::all(&Visit::of(ctx)).await
    }

    /// One connected source system; `null` when none is configured under this name.
    async fn connector(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its name in the configuration.")] id: ID,
    ) -> Result<Option<Connector>> {
        let all = Connector::all(&Visit::of(ctx)).await?;
        Ok(all.into_iter().find(|connector| connector.source.id.as_str() == id.as_str()))
    }

    /// The health model in force.
    async fn health_model(&self, ctx: &Context<'_>) -> HealthModel {
        HealthModel::of(&Visit::of(ctx))
    }
}
