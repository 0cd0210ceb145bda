//! The fields at the root: a list of each kind, its groups, and any row by its id.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{
    ContainerType, Context, ContextSelectionSet, ID, OutputType, Positioned, ServerResult,
    Value,
};

use super::connection::answer;
use super::groups;
use super::ids::{Named, named};
use super::render::one;
use super::represented::{represented, service};
use super::row::Row;
use super::shape::listed;
use super::types::register_roots;
use crate::api::cohort::Cohort;
use crate::api::errors::{Result, report};
use crate::api::loaders::{EntityOf, RowOf};
use crate::api::visit::Visit;
use crate::model::AccountId;

/// Lists of every kind, and any row by its id; see [`Query`](crate::api::Query).
pub(in crate::api) struct EntityQuery;

impl OutputType for EntityQuery {
    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed("EntityQuery")
    }

    fn create_type_info(registry: &mut Registry) -> String {
        register_roots(registry, &Self::type_name());
        Self::qualified_type_name()
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        _field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        async_graphql::resolver_utils::resolve_container(ctx, self).await
    }
}

impl ContainerType for EntityQuery {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        let name = ctx.item.node.name.node.as_str();
        match name {
            "node" => return node(ctx).await.map(Some),
            "_entities" => return represented(ctx).await.map(Some),
            "_service" => return service(ctx).map(Some),
            _ => {}
        }
        match listed().find(|shape| shape.list == name) {
            Some(shape) => answer(ctx, shape).await.map(Some),
            None => match groups::frame(name) {
                Some(frame) => groups::answer(ctx, frame).await.map(Some),
                None => Ok(None),
            },
        }
    }
}

async fn node(ctx: &Context<'_>) -> ServerResult<Value> {
    let (_, id) = ctx.param_value::<ID>("id", None)?;
    let inner = ctx.with_selection_set(&ctx.item.node.selection_set);
    let found = match named(&id) {
        Named::Nothing => return Ok(Value::Null),
        Named::Account => account(ctx, &inner, &id).await?,
        Named::Row(kind, id) => {
            let key = EntityOf(kind, id.to_owned());
            let read = Visit::of(ctx).read([key.clone()]).await;
            match read.map(|mut found| found.remove(&key)) {
                Ok(Some(row)) => Ok(one(&inner, &Row::from(row)).await),
                Ok(None) => Ok(Value::Null),
                Err(failure) => Err(failure),
            }
        }
    };
    Ok(found.unwrap_or_else(|failure| {
        report(ctx, failure);
        Value::Null
    }))
}

async fn account(
    ctx: &Context<'_>,
    inner: &ContextSelectionSet<'_>,
    id: &ID,
) -> ServerResult<Result<Value>> {
    let visit = Visit::of(ctx);
    let rows = match visit.read([RowOf(AccountId(id.to_string()))]).await {
        Ok(rows) => rows,
        Err(failure) => return Ok(Err(failure)),
    };
    match Cohort::seat(&visit, rows.into_values().collect()).pop() {
        Some(account) => OutputType::resolve(&account, inner, ctx.item).await.map(Ok),
        None => Ok(Ok(Value::Null)),
    }
}
