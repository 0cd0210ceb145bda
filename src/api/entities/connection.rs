//! A page as Relay's connections are shaped. One statement reads it, one more counts the list when that
//! is asked for.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_graphql::{Context, ContextSelectionSet, ServerResult, Value};

use super::page::{Arguments, Order};
use super::render::{Seat, rows, wanted};
use super::row::Row;
use super::selection::{Asked, object, unfold};
use super::shape::Shape;
use crate::api::errors::{Result, report};
use crate::api::visit::Visit;
use crate::store::{EntityRow, Listing};

/// A page with its place in the list.
struct Page {
    order: Order,
    rows: Vec<Arc<EntityRow>>,
    total: Option<i64>,
    before: bool,
    after: bool,
}

/// The answer of a list to what it is asked for; nothing, with the reason, when it is asked wrongly.
pub(super) async fn answer(ctx: &Context<'_>, shape: &'static Shape) -> ServerResult<Value> {
    let set = &ctx.item.node.selection_set;
    let inner = ctx.with_selection_set(set);
    let asked = unfold(&inner, &[set], &format!("{}Connection", shape.name));
    let arguments = Arguments::of(ctx).map_err(|error| ctx.set_error_path(error))?;
    let page = match read(ctx, &inner, &asked, (shape, &arguments)).await {
        Ok(page) => page,
        Err(failure) => {
            report(ctx, failure);
            return Ok(Value::Null);
        }
    };
    let mut members = Vec::with_capacity(asked.len());
    for asked in &asked {
        let value = match asked.name() {
            "nodes" => page.nodes(&inner, asked).await,
            "edges" => page.edges(&inner, asked).await,
            "pageInfo" => page.info(&inner, asked),
            "totalCount" => page.total.map_or(Value::Null, Value::from),
            _ => Value::from(format!("{}Connection", shape.name)),
        };
        members.push((asked.key, value));
    }
    Ok(object(members.into_iter()))
}

async fn read(
    ctx: &Context<'_>,
    inner: &ContextSelectionSet<'_>,
    asked: &[Asked<'_>],
    (shape, arguments): (&'static Shape, &Arguments),
) -> Result<Page> {
    let order = arguments.order(shape);
    let counted = asked.iter().any(|asked| asked.name() == "totalCount");
    let listing = arguments.listing(order, of_rows(inner, asked, shape), counted)?;
    let listed = Visit::of(ctx).sight.list(&listing).await?;
    let Listing { backwards, after, before, .. } = listing;
    Ok(Page {
        order,
        rows: listed.rows.into_iter().map(Arc::new).collect(),
        total: listed.total,
        before: if backwards { listed.more } else { after.is_some() },
        after: if backwards { before.is_some() } else { listed.more },
    })
}

/// The fields to read for the rows, wherever they are asked for; `None` for all.
fn of_rows(
    ctx: &ContextSelectionSet<'_>,
    asked: &[Asked<'_>],
    shape: &Shape,
) -> Option<BTreeSet<&'static str>> {
    let mut all = BTreeSet::new();
    for asked in asked {
        match asked.name() {
            "nodes" => all.extend(wanted(ctx, &asked.sets(), shape)?),
            "edges" => {
                for edge in unfold(ctx, &asked.sets(), &format!("{}Edge", shape.name)) {
                    if edge.name() == "node" {
                        all.extend(wanted(ctx, &edge.sets(), shape)?);
                    }
                }
            }
            _ => {}
        }
    }
    Some(all)
}

impl Page {
    async fn nodes(&self, ctx: &ContextSelectionSet<'_>, asked: &Asked<'_>) -> Value {
        let list = asked.at(ctx);
        let list = list.with_selection_set(&asked.fields[0].node.selection_set);
        let seat = |(at, row): (usize, &Arc<EntityRow>)| Seat {
            ctx: list.with_index(at),
            row: Row::from(Arc::clone(row)),
        };
        let seats: Vec<Seat<'_>> = self.rows.iter().enumerate().map(seat).collect();
        Value::List(rows(&seats, &asked.sets()).await)
    }

    async fn edges(&self, ctx: &ContextSelectionSet<'_>, asked: &Asked<'_>) -> Value {
        let name = format!("{}Edge", self.order.shape.name);
        let parts = unfold(ctx, &asked.sets(), &name);
        let list = asked.at(ctx);
        let list = list.with_selection_set(&asked.fields[0].node.selection_set);
        let items: Vec<_> = (0..self.rows.len()).map(|at| list.with_index(at)).collect();
        let mut columns = Vec::with_capacity(parts.len());
        for part in &parts {
            columns.push(match part.name() {
                "cursor" => {
                    let cursor = |row: &Arc<EntityRow>| Value::from(self.order.cursor(row));
                    self.rows.iter().map(cursor).collect()
                }
                "node" => self.edge_nodes(&items, part).await,
                _ => vec![Value::from(name.as_str()); items.len()],
            });
        }
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        let mut edge = || {
            let values = columns.iter_mut().map(|column| column.next().unwrap_or_default());
            object(parts.iter().map(|part| part.key).zip(values))
        };
        Value::List(items.iter().map(|_| edge()).collect())
    }

    async fn edge_nodes(
        &self,
        items: &[ContextSelectionSet<'_>],
        asked: &Asked<'_>,
    ) -> Vec<Value> {
        let places: Vec<Context<'_>> = items.iter().map(|item| asked.at(item)).collect();
        let set = &asked.fields[0].node.selection_set;
        let seats = places.iter().zip(&self.rows).map(|(place, row)| Seat {
            ctx: place.with_selection_set(set),
            row: Row::from(Arc::clone(row)),
        });
        let seats: Vec<Seat<'_>> = seats.collect();
        rows(&seats, &asked.sets()).await
    }

    fn info(&self, ctx: &ContextSelectionSet<'_>, asked: &Asked<'_>) -> Value {
        let cursor = |row: Option<&Arc<EntityRow>>| {
            row.map_or(Value::Null, |row| Value::from(self.order.cursor(row)))
        };
        let part = |name: &str| match name {
            "hasNextPage" => Value::from(self.after),
            "hasPreviousPage" => Value::from(self.before),
            "startCursor" => cursor(self.rows.first()),
            "endCursor" => cursor(self.rows.last()),
            _ => Value::from("PageInfo"),
        };
        let parts = unfold(ctx, &asked.sets(), "PageInfo");
        object(parts.iter().map(|asked| (asked.key, part(asked.name()))))
    }
}
