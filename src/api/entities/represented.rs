//! Rows and accounts that a gateway asks for by what another subgraph knows of them: their type and id.
//!
//! The library would resolve one after the other; here all of one type are read in one statement, and
//! accounts sit in one cohort.

use std::collections::{BTreeMap, HashMap};

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::Field as AskedField;
use async_graphql::registry::{MetaField, MetaType, Registry};
use async_graphql::{
    Any, Context, ContextSelectionSet, Error, ID, InputType, IntrospectionMode, OutputType,
    Positioned, ScalarType, ServerError, ServerResult, Value, VisitorContext,
    parser::types::VariableDefinition,
};
use futures_util::future::{BoxFuture, join_all};

use super::ids::local;
use super::meta::{field, input, object};
use super::render::{Seat, kept, rows};
use super::row::Row;
use super::selection::{self, unfold};
use super::shape::{Shape, listed, shape};
use crate::api::account::Account;
use crate::api::cohort::Cohort;
use crate::api::errors::{ApiError, Result, report};
use crate::api::federation::{CLOSED, subgraph_sdl};
use crate::api::limits;
use crate::api::loaders::{EntityOf, RowOf};
use crate::api::visit::Visit;
use crate::model::nearest::unknown;
use crate::model::{AccountId, EntityKind};

/// The argument that holds what is asked for.
const REPRESENTATIONS: &str = "representations";

/// Registers what a gateway asks at the root.
pub(super) fn register(registry: &mut Registry) -> [MetaField; 2] {
    <Any as InputType>::create_type_info(registry);
    let union = MetaType::Union {
        name: "_Entity".to_owned(),
        description: Some("Anything that other subgraphs may refer to.".to_owned()),
        possible_types: entities().map(|shape| shape.name.clone()).collect(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        directive_invocations: Vec::new(),
    };
    let sdl = field(
        "sdl",
        "The schema, as `accord schema --federation` prints it.",
        "String!".into(),
    );
    let service =
        object("_Service", "What a graph is composed from.", [("sdl".into(), sdl)].into());
    registry.types.insert("_Entity".to_owned(), union);
    registry.types.insert("_Service".to_owned(), service);
    let doc = format!(
        "What other subgraphs refer to, by `__typename` and `id`, at most {}: in the order asked for, \
         `null` for what is not there.",
        limits::REPRESENTATIONS
    );
    let argument =
        input(REPRESENTATIONS, "Each an object with `__typename` and `id`.", "[_Any!]!");
    let entities = MetaField {
        args: IndexMap::from([(argument.name.clone(), argument)]),
        compute_complexity: Some(complexity),
        ..field("_entities", &doc, "[_Entity]!".to_owned())
    };
    [entities, field("_service", "This subgraph, for composition.", "_Service!".to_owned())]
}

fn entities() -> impl Iterator<Item = &'static Shape> {
    listed().chain([shape(EntityKind::Account)])
}

/// Each that is asked for costs what is asked of it.
#[expect(clippy::unnecessary_wraps, reason = "the registry keeps it as it is")]
fn complexity(
    ctx: &VisitorContext<'_>,
    variables: &[Positioned<VariableDefinition>],
    field: &AskedField,
    child: usize,
) -> ServerResult<usize> {
    let asked = ctx.param_value::<Vec<Any>>(variables, field, REPRESENTATIONS, None);
    Ok(asked.map_or(1, |asked| asked.len().min(limits::REPRESENTATIONS)) * child + 1)
}

/// The text that a graph is composed from, for whom the schema may tell about itself.
pub(super) fn service(ctx: &Context<'_>) -> ServerResult<Value> {
    if ctx.query_env.introspection_mode == IntrospectionMode::Disabled {
        return Err(refusal(ctx, CLOSED));
    }
    let set = &ctx.item.node.selection_set;
    let asked = unfold(&ctx.with_selection_set(set), &[set], "_Service");
    let part = |name: &str| match name {
        "sdl" => Value::from(subgraph_sdl()),
        _ => Value::from("_Service"),
    };
    Ok(selection::object(asked.iter().map(|asked| (asked.key, part(asked.name())))))
}

/// What the representations stand for, in their order.
pub(super) async fn represented(ctx: &Context<'_>) -> ServerResult<Value> {
    let (_, asked) = ctx.param_value::<Vec<Any>>(REPRESENTATIONS, None)?;
    if asked.len() > limits::REPRESENTATIONS {
        let (most, many) = (limits::REPRESENTATIONS, asked.len());
        let what = format!("`{REPRESENTATIONS}` holds at most {most}; {many} were asked");
        return Err(refusal(ctx, what));
    }
    let list = ctx.with_selection_set(&ctx.item.node.selection_set);
    let places: Vec<_> = (0..asked.len()).map(|at| list.with_index(at)).collect();
    let mut kinds: BTreeMap<EntityKind, Vec<(usize, String)>> = BTreeMap::new();
    for (at, representation) in asked.iter().enumerate() {
        match named(&representation.0) {
            Ok((kind, id)) => kinds.entry(kind).or_default().push((at, id)),
            Err(failure) => report(&places[at], failure),
        }
    }
    let read = kinds.into_iter().map(|(kind, ids)| -> BoxFuture<'_, _> {
        match kind {
            EntityKind::Account => Box::pin(accounts(ctx, &places, ids)),
            _ => Box::pin(of_kind(kind, ctx, &places, ids)),
        }
    });
    let mut values = vec![Value::Null; asked.len()];
    for (at, value) in join_all(read).await.into_iter().flatten() {
        values[at] = value;
    }
    Ok(Value::List(values))
}

/// The row that a representation names, by the id that the store knows it by.
fn named(representation: &Value) -> Result<(EntityKind, String)> {
    let Value::Object(members) = representation else {
        return Err(bad("a representation is an object with `__typename` and `id`"));
    };
    let Some(Value::String(name)) = members.get("__typename") else {
        return Err(bad("a representation says its type as `__typename`, a text"));
    };
    let Some(shape) = entities().find(|shape| shape.name == *name) else {
        let known = entities().map(|shape| shape.name.as_str());
        return Err(bad(unknown("entity type", name, known)));
    };
    let id = members.get("id").cloned().unwrap_or_default();
    let Ok(ID(id)) = ScalarType::parse(id) else {
        return Err(bad(format!("`{name}` is named by `id`, a text, as any answer shows it")));
    };
    Ok((shape.kind, local(shape.kind, &id).to_owned()))
}

fn bad(what: impl Into<String>) -> ApiError {
    ApiError::BadInput(what.into())
}

/// Nothing at all, with the reason.
fn refusal(ctx: &Context<'_>, what: impl Into<String>) -> ServerError {
    ctx.set_error_path(Error::from(bad(what)).into_server_error(ctx.item.pos))
}

type Placed = Vec<(usize, Value)>;

/// Rows of one kind, each with its place in the list.
async fn of_kind<'a>(
    kind: EntityKind,
    ctx: &'a Context<'_>,
    places: &'a [ContextSelectionSet<'a>],
    ids: Vec<(usize, String)>,
) -> Placed {
    let keys = ids.iter().map(|(_, id)| EntityOf(kind, id.clone()));
    let found = match Visit::of(ctx).read(keys).await {
        Ok(found) => found,
        Err(failure) => return failed(ctx, failure),
    };
    let mut at = Vec::new();
    let mut seats = Vec::new();
    for (place, id) in ids {
        let Some(row) = found.get(&EntityOf(kind, id)) else { continue };
        at.push(place);
        seats.push(Seat { ctx: places[place].clone(), row: Row::from(row.clone()) });
    }
    let values = rows(&seats, &[&ctx.item.node.selection_set]).await;
    at.into_iter().zip(values).collect()
}

/// Accounts, seated together, each with its place in the list.
async fn accounts<'a>(
    ctx: &'a Context<'_>,
    places: &'a [ContextSelectionSet<'a>],
    ids: Vec<(usize, String)>,
) -> Placed {
    let visit = Visit::of(ctx);
    let keys = ids.iter().map(|(_, id)| RowOf(AccountId(id.clone())));
    let found = match visit.read(keys).await {
        Ok(found) => found,
        Err(failure) => return failed(ctx, failure),
    };
    let (keys, rows): (Vec<RowOf>, Vec<_>) = found.into_iter().unzip();
    let seated: HashMap<RowOf, Account> =
        keys.into_iter().zip(Cohort::seat(&visit, rows)).collect();
    let each = ids.into_iter().filter_map(|(at, id)| {
        let account = seated.get(&RowOf(AccountId(id)))?;
        Some(async move {
            let value = OutputType::resolve(account, &places[at], ctx.item).await;
            (at, kept(&places[at], value))
        })
    });
    join_all(each).await
}

/// Nothing of a kind, with the reason.
fn failed(ctx: &Context<'_>, failure: ApiError) -> Placed {
    report(ctx, failure);
    Vec::new()
}
