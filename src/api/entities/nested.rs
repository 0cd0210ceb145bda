//! Lists of an account's own rows, of every kind that belongs to accounts. For a page of accounts each
//! list is read in one statement.

use std::borrow::Cow;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{Field as AskedField, VariableDefinition};
use async_graphql::registry::{MetaField, Registry};
use async_graphql::{
    ContainerType, Context, ContextSelectionSet, OutputType, Positioned, ServerResult, Value,
    VisitorContext,
};

use super::meta::{field, input, object};
use super::page::Arguments;
use super::render::{many, wanted};
use super::row::Row;
use super::shape::{Shape, listed};
use super::types::register;
use crate::api::account::Account;
use crate::api::cohort::Own;
use crate::api::errors::{ApiError, Result, report};
use crate::api::limits;
use crate::model::{EntityKind, Kind};
use crate::store::{Column, Listing, Sorting};

/// How many rows when nobody says.
const USUAL: i32 = 10;

/// What an account has beside its fields.
pub(in crate::api) struct AccountRows(pub(in crate::api) Account);

/// The kinds that an account has lists of: of contacts and contracts it tells more itself.
fn owned() -> impl Iterator<Item = &'static Shape> {
    let told = [EntityKind::Contact, EntityKind::Contract];
    listed().filter(move |shape| shape.kind.belongs().account && !told.contains(&shape.kind))
}

/// The newest first, by the first day or moment that a kind declares; by id where it declares none.
fn newest(shape: &Shape) -> Sorting {
    let when = |(_, column): (&String, &Column)| match column {
        Column::Field(field) if matches!(field.kind, Kind::Day | Kind::Time) => Some(*column),
        _ => None,
    };
    match shape.columns.iter().find_map(when) {
        Some(column) => Sorting { column, descending: true },
        None => Sorting { column: Column::Id, descending: false },
    }
}

impl OutputType for AccountRows {
    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed("AccountRows")
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(
            async_graphql::registry::MetaTypeId::Object,
            |registry| {
                let mut fields = IndexMap::new();
                for shape in owned() {
                    register(registry, shape.kind);
                    fields.insert(shape.list.clone(), list(shape));
                }
                object("AccountRows", "An account's rows.", fields)
            },
        )
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        _field: &Positioned<AskedField>,
    ) -> ServerResult<Value> {
        async_graphql::resolver_utils::resolve_container(ctx, self).await
    }
}

impl ContainerType for AccountRows {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        let name = ctx.item.node.name.node.as_str();
        match owned().find(|shape| shape.list == name) {
            Some(shape) => answer(&self.0, ctx, shape).await.map(Some),
            None => Ok(None),
        }
    }
}

fn list(shape: &Shape) -> MetaField {
    let name = &shape.name;
    let order = match newest(shape) {
        Sorting { column: Column::Id, .. } => "by id".to_owned(),
        Sorting { column, .. } => {
            let by = shape.columns.iter().find(|(_, known)| **known == column);
            format!("the newest first, by `{}`", by.map_or("", |(name, _)| name))
        }
    };
    let first = format!("How many, 1 to {}; {USUAL} when absent.", limits::PARTS);
    let arguments = [
        input("where", "Which of them; all when absent.", &format!("{name}Filter")),
        input(
            "orderBy",
            &format!("In which order; when absent {order}."),
            &format!("{name}Order"),
        ),
        input("first", &first, "Int"),
    ];
    let doc = format!(
        "{} Those of this account, as many as asked for; `{}` at the root goes on page by page.",
        shape.kind.doc().trim(),
        shape.list
    );
    MetaField {
        args: arguments.into_iter().map(|one| (one.name.clone(), one)).collect(),
        compute_complexity: Some(complexity),
        ..field(&shape.list, &doc, format!("[{name}!]"))
    }
}

/// A list costs its length times what is asked of each.
#[expect(clippy::unnecessary_wraps, reason = "the registry keeps it as it is")]
fn complexity(
    ctx: &VisitorContext<'_>,
    variables: &[Positioned<VariableDefinition>],
    field: &AskedField,
    child: usize,
) -> ServerResult<usize> {
    let asked = ctx.param_value::<Option<i32>>(variables, field, "first", None);
    let asked = asked.ok().flatten().unwrap_or(USUAL);
    Ok(asked.clamp(1, limits::PARTS).unsigned_abs() as usize * child + 1)
}

impl AccountRows {
    /// Which list of an account's own a field asks for, and how many rows of each account; `None` for what is
    /// none of these lists.
    pub(in crate::api) fn asked(ctx: &Context<'_>) -> Option<Result<(Own, usize)>> {
        let name = ctx.item.node.name.node.as_str();
        let shape = owned().find(|shape| shape.list == name)?;
        Some(listing(ctx, shape).map(|listing| {
            let most = listing.most;
            (Own::Rows(Box::new(listing)), most)
        }))
    }
}

/// The list; nothing, with the reason, when it is asked for wrongly.
async fn answer(
    account: &Account,
    ctx: &Context<'_>,
    shape: &'static Shape,
) -> ServerResult<Value> {
    let list = || Ok(Own::Rows(Box::new(listing(ctx, shape)?)));
    let found = match account.cohort.own(ctx.item.pos, list).await {
        Ok(found) => found,
        Err(failure) => {
            report(ctx, failure);
            return Ok(Value::Null);
        }
    };
    let rows = found.get(&account.id).into_iter().flat_map(|rows| rows.iter());
    let rows: Vec<Row> = rows.cloned().map(Row::from).collect();
    Ok(many(&ctx.with_selection_set(&ctx.item.node.selection_set), &rows).await)
}

/// What is asked of the list of each account.
fn listing(ctx: &Context<'_>, shape: &'static Shape) -> Result<Listing> {
    let inner = ctx.with_selection_set(&ctx.item.node.selection_set);
    let arguments = Arguments::of(ctx).map_err(|error| ApiError::BadInput(error.message))?;
    let mut order = arguments.order(shape);
    if !arguments.orders() {
        order.sorting = newest(shape);
    }
    arguments.of_each(order, wanted(&inner, &[inner.item], shape), (USUAL, limits::PARTS))
}
