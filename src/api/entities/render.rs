//! Rows as objects. What is asked is read once, and answered a column at a time: whatever hangs on the
//! rows is read in one statement for all of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_graphql::{
    ContainerType, Context, ContextBase, ContextSelectionSet, OutputType, ServerError, Value,
};
use futures_util::future::{BoxFuture, join_all};

use super::ids::global;
use super::row::Row;
use super::selection::{Asked, Set, merged, object, unfold};
use super::shape::{Part, Shape, shape};
use crate::api::account::Account;
use crate::api::cohort::Cohort;
use crate::api::contract;
use crate::api::employee::OfTeam;
use crate::api::errors::{ApiError, Result, report};
use crate::api::guard::path;
use crate::api::loaders::{EntityOf, RowOf};
use crate::api::money::Money;
use crate::api::scalars::{Day, Time};
use crate::api::visit::Visit;
use crate::model::{self, AccountId, EntityKind};
use crate::store::RECORD;

/// A row at its place in the answer.
pub(super) struct Seat<'a> {
    pub(super) ctx: ContextSelectionSet<'a>,
    pub(super) row: Row,
}

/// One row alone.
pub(in crate::api) async fn one(ctx: &ContextSelectionSet<'_>, row: &Row) -> Value {
    let seats = [Seat { ctx: ctx.clone(), row: row.clone() }];
    let selections = [ctx.item];
    rows(&seats, &selections).await.pop().unwrap_or_default()
}

/// Rows of one kind, in their order, as a list.
pub(in crate::api) async fn many(ctx: &ContextSelectionSet<'_>, list: &[Row]) -> Value {
    lists(std::slice::from_ref(ctx), &[list]).await.pop().unwrap_or_default()
}

/// Lists of rows of one kind, each at its place, where the same is asked of all.
pub(in crate::api) async fn lists<L: AsRef<[Row]>>(
    places: &[ContextSelectionSet<'_>],
    lists: &[L],
) -> Vec<Value> {
    let Some(first) = places.first() else { return Vec::new() };
    let of = |(place, list): (_, &L)| seated(place, list.as_ref());
    let seats: Vec<Seat<'_>> = places.iter().zip(lists).flat_map(of).collect();
    let mut values = rows(&seats, &[first.item]).await.into_iter();
    let list = |list: &L| Value::List(values.by_ref().take(list.as_ref().len()).collect());
    lists.iter().map(list).collect()
}

/// The rows of a list at their places.
fn seated<'a>(place: &'a ContextSelectionSet<'a>, list: &[Row]) -> Vec<Seat<'a>> {
    let seat = |(at, row): (usize, &Row)| Seat { ctx: place.with_index(at), row: row.clone() };
    list.iter().enumerate().map(seat).collect()
}

/// Rows of one kind, in their order, as what is asked of each.
pub(super) fn rows<'a>(
    seats: &'a [Seat<'a>],
    selections: &'a [Set<'a>],
) -> BoxFuture<'a, Vec<Value>> {
    Box::pin(async move {
        let Some(first) = seats.first() else { return Vec::new() };
        let shape = shape(first.row.row.kind);
        let asked = unfold(&first.ctx, selections, &shape.name);
        let columns = join_all(asked.iter().map(|asked| column(shape, asked, seats))).await;
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        let mut row = || {
            let values = columns.iter_mut().map(|column| column.next().unwrap_or_default());
            object(asked.iter().map(|asked| asked.key).zip(values))
        };
        seats.iter().map(|_| row()).collect()
    })
}

/// The fields of the kind that must be read for what is asked of its rows; `None` for all.
pub(super) fn wanted<'a>(
    ctx: &ContextSelectionSet<'a>,
    selections: &[Set<'a>],
    shape: &Shape,
) -> Option<BTreeSet<&'static str>> {
    let mut wanted = BTreeSet::new();
    for asked in unfold(ctx, selections, &shape.name) {
        match shape.fields.get(asked.name()) {
            Some(Part::Field(_, field) | Part::Referred(_, field, _)) => {
                wanted.insert(field.name);
            }
            Some(Part::ExternalKey | Part::Url) => {
                wanted.insert(RECORD);
            }
            Some(_) => {}
            None if asked.name() == "__typename" => {}
            None => return None,
        }
    }
    Some(wanted)
}

/// [`wanted`] of the rows that a field gives.
pub(in crate::api) fn fields_asked(
    ctx: &Context<'_>,
    kind: EntityKind,
) -> Option<BTreeSet<&'static str>> {
    let inner = ctx.with_selection_set(&ctx.item.node.selection_set);
    wanted(&inner, &[inner.item], shape(kind))
}

/// What is asked under one key, of every row.
async fn column<'a>(shape: &Shape, asked: &Asked<'a>, seats: &'a [Seat<'a>]) -> Vec<Value> {
    let each = |value: &dyn Fn(&Row) -> Value| seats.iter().map(|s| value(&s.row)).collect();
    let ids = |id: &dyn Fn(&Row) -> Option<String>| -> Vec<Option<String>> {
        seats.iter().map(|seat| id(&seat.row)).collect()
    };
    let Some(part) = shape.fields.get(asked.name()) else {
        if asked.name() == "__typename" {
            return each(&|_| Value::from(shape.name.as_str()));
        }
        return beyond(shape.kind, asked, seats).await;
    };
    if let Part::Field(_, field) | Part::Referred(_, field, _) = *part {
        let visit = visit(seats);
        let sight = &visit.sight;
        if sight.hides(shape.kind, field, (&shape.name, asked.name())) {
            let place = asked.at(&seats[0].ctx);
            if let Some(node) = &place.path_node {
                sight.leave_empty(path(node));
            }
            return each(&|_| Value::Null);
        }
    }
    match *part {
        Part::Id => each(&|row| Value::from(global(shape.kind, &row.row.origin.id))),
        Part::Url => each(&|row| optional(row.row.origin.url.as_deref())),
        Part::AccountId => each(&|row| optional(account_of(row).as_deref())),
        Part::ContactId => each(&|row| optional(contact_of(row).as_deref())),
        Part::ExternalKey => {
            let asked = unfold(&seats[0].ctx, &asked.sets(), "RecordKey");
            each(&|row| external_key(&asked, row))
        }
        Part::Field(at, field) if matches!(field.kind, model::Kind::Amount) => {
            let asked = unfold(&seats[0].ctx, &asked.sets(), "Money");
            each(&|row| row.row.values[at].as_ref().map_or(Value::Null, |v| money(&asked, v)))
        }
        Part::Field(at, field) => {
            let target = super::shape::target(field);
            each(&|row| row.row.values[at].as_ref().map_or(Value::Null, |v| plain(target, v)))
        }
        Part::Referred(at, _, kind) => {
            let id = |row: &Row| match row.row.values[at].as_ref()? {
                model::Value::Text(id) => Some(id.clone()),
                _ => None,
            };
            linked(kind, ids(&id), asked, seats).await
        }
        Part::Contact => linked(EntityKind::Contact, ids(&contact_of), asked, seats).await,
        Part::Account => accounts(ids(&account_of), asked, seats).await,
    }
}

fn account_of(row: &Row) -> Option<String> {
    row.row.origin.account.as_ref().map(|id| id.0.clone())
}

fn contact_of(row: &Row) -> Option<String> {
    row.row.origin.contact.as_ref().map(|id| id.0.clone())
}

fn optional(text: Option<&str>) -> Value {
    text.map_or(Value::Null, Value::from)
}

fn plain(target: Option<EntityKind>, value: &model::Value) -> Value {
    use async_graphql::ScalarType;
    match value {
        model::Value::Text(id) if target.is_some() => {
            Value::from(global(target.unwrap_or(EntityKind::Account), id))
        }
        model::Value::Text(text) => Value::from(text.as_str()),
        model::Value::Int(number) => Value::from(*number),
        model::Value::Number(number) => Value::from(*number),
        model::Value::Day(day) => Day(*day).to_value(),
        model::Value::Time(at) => Time(*at).to_value(),
        model::Value::Flag(flag) => Value::from(*flag),
        model::Value::List(words) => {
            Value::List(words.iter().map(|word| Value::from(word.as_str())).collect())
        }
        model::Value::Amount(money) => Value::from(money.to_string()),
    }
}

fn money(asked: &[Asked<'_>], value: &model::Value) -> Value {
    let model::Value::Amount(amount) = value else { return Value::Null };
    let money = Money::from(*amount);
    object(asked.iter().map(|asked| (asked.key, money.part(asked.name()))))
}

fn external_key(asked: &[Asked<'_>], row: &Row) -> Value {
    let record = &row.row.origin.record;
    let part = |name: &str| match name {
        "system" => Value::from(record.source.as_str()),
        "object" => Value::from(record.stream.as_str()),
        "recordId" => Value::from(record.key.as_str()),
        _ => Value::from("RecordKey"),
    };
    object(asked.iter().map(|asked| (asked.key, part(asked.name()))))
}

/// The visit that the rows are part of.
fn visit(seats: &[Seat<'_>]) -> Arc<Visit> {
    Visit::of(&seats[0].ctx)
}

/// Where each row's value of a field stands.
fn places<'a>(asked: &Asked<'a>, seats: &'a [Seat<'a>]) -> Vec<Context<'a>> {
    seats.iter().map(|seat| asked.at(&seat.ctx)).collect()
}

/// Nothing for each row, with the reason at the first.
fn failed(places: &[Context<'_>], failure: ApiError) -> Vec<Value> {
    if let Some(place) = places.first() {
        report(place, failure);
    }
    places.iter().map(|_| Value::Null).collect()
}

/// The rows of a kind that these refer to.
async fn linked<'a>(
    kind: EntityKind,
    ids: Vec<Option<String>>,
    asked: &Asked<'a>,
    seats: &'a [Seat<'a>],
) -> Vec<Value> {
    let places = places(asked, seats);
    let keys: Vec<Option<EntityOf>> =
        ids.into_iter().map(|id| id.map(|id| EntityOf(kind, id))).collect();
    let found = match visit(seats).read(keys.iter().flatten().cloned()).await {
        Ok(found) => found,
        Err(failure) => return failed(&places, failure),
    };
    let set = &asked.fields[0].node.selection_set;
    let mut inner = Vec::new();
    let mut filled = Vec::with_capacity(places.len());
    for (place, key) in places.iter().zip(&keys) {
        let row = key.as_ref().and_then(|key| found.get(key));
        filled.push(row.is_some());
        inner.extend(row.map(|row| Seat {
            ctx: place.with_selection_set(set),
            row: Arc::clone(row).into(),
        }));
    }
    let selections = asked.sets();
    let mut values = rows(&inner, &selections).await.into_iter();
    let value =
        |filled: bool| if filled { values.next().unwrap_or_default() } else { Value::Null };
    filled.into_iter().map(value).collect()
}

/// The accounts that these belong to, seated together.
async fn accounts<'a>(
    ids: Vec<Option<String>>,
    asked: &Asked<'a>,
    seats: &'a [Seat<'a>],
) -> Vec<Value> {
    let visit = visit(seats);
    let wanted: BTreeSet<&String> = ids.iter().flatten().collect();
    let wanted = wanted.into_iter().map(|id| AccountId(id.clone()));
    let rows = match visit.read(wanted.map(RowOf)).await {
        Ok(rows) => rows,
        Err(failure) => return failed(&places(asked, seats), failure),
    };
    let (asked_for, rows): (Vec<RowOf>, Vec<_>) = rows.into_iter().unzip();
    let seated = Cohort::seat(&visit, rows);
    let account = |id: &String| {
        let at = asked_for.iter().position(|key| key.0.0 == *id)?;
        seated.get(at).cloned()
    };
    let each = seats.iter().zip(&ids).map(|(seat, id)| async {
        match id.as_ref().and_then(account) {
            Some(account) => whole(&account, asked, seat).await,
            None => Value::Null,
        }
    });
    join_all(each).await
}

/// An object of the schema at a field of a row.
async fn whole(account: &Account, asked: &Asked<'_>, seat: &Seat<'_>) -> Value {
    let mut told: Option<Value> = None;
    for field in &asked.fields {
        let place = seat.ctx.with_field(field);
        let inner = place.with_selection_set(&field.node.selection_set);
        let value = kept(&place, OutputType::resolve(account, &inner, field).await);
        told = Some(match told {
            Some(known) => merged(known, value),
            None => value,
        });
    }
    told.unwrap_or_default()
}

/// A field that an object of the schema has beside the row's own.
async fn part_of<T: ContainerType>(of: &T, asked: &Asked<'_>, seat: &Seat<'_>) -> Value {
    let mut told: Option<Value> = None;
    for field in &asked.fields {
        let place = seat.ctx.with_field(field);
        let value = of.resolve_field(&place).await.map(Option::unwrap_or_default);
        let value = kept(&place, value);
        told = Some(match told {
            Some(known) => merged(known, value),
            None => value,
        });
    }
    told.unwrap_or_default()
}

/// The value, or nothing with the reason.
pub(super) fn kept<T>(
    place: &ContextBase<'_, T>,
    outcome: std::result::Result<Value, ServerError>,
) -> Value {
    outcome.unwrap_or_else(|error| {
        place.add_error(error);
        Value::Null
    })
}

/// What the schema says of a kind beside its fields.
async fn beyond<'a>(kind: EntityKind, asked: &Asked<'a>, seats: &'a [Seat<'a>]) -> Vec<Value> {
    match kind {
        EntityKind::TeamMember => {
            let each = seats.iter().map(|seat| async {
                let team = match seat.row.row.field("team") {
                    Some(model::Value::Text(team)) => Some(team.clone()),
                    _ => None,
                };
                part_of(&OfTeam(team), asked, seat).await
            });
            join_all(each).await
        }
        EntityKind::Contract => match terms(asked, seats).await {
            Ok(terms) => {
                let each = seats.iter().zip(&terms);
                join_all(each.map(|(seat, terms)| part_of(terms, asked, seat))).await
            }
            Err(failure) => failed(&places(asked, seats), failure),
        },
        _ => seats.iter().map(|_| Value::Null).collect(),
    }
}

async fn terms<'a>(
    asked: &Asked<'a>,
    seats: &'a [Seat<'a>],
) -> Result<Vec<Arc<contract::ContractTerms>>> {
    let known: Vec<_> = seats.iter().filter_map(|seat| seat.row.terms.clone()).collect();
    if known.len() == seats.len() {
        return Ok(known);
    }
    let rows: Vec<_> = seats.iter().map(|seat| Arc::clone(&seat.row.row)).collect();
    contract::terms(&visit(seats), &rows, asked.name() == contract::PROBABILITY).await
}
