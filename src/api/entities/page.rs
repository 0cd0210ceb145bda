//! What a list is asked for: filter, order, length and place.
//!
//! A cursor holds the order's value and the id of its row, so that a walk goes on from there whatever
//! changed before it.

use std::collections::BTreeSet;

use async_graphql::indexmap::IndexMap;
use async_graphql::{Context, Name, Value};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::SecondsFormat;
use serde::{Deserialize, Serialize};

use super::filter::filter;
use super::shape::{Shape, capitals};
use crate::api::errors::{ApiError, Result};
use crate::api::limits;
use crate::model::{self, Kind};
use crate::store::{Column, EntityRow, Listing, Place, Sorting};

/// How many rows when nobody says.
pub(super) const USUAL: i32 = 50;

/// The order's words of a list: the column as its field is named, and its direction.
#[derive(Clone, Copy)]
pub(super) struct Order {
    pub(super) shape: &'static Shape,
    pub(super) sorting: Sorting,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Cursor {
    /// The order it was made in.
    o: String,
    /// The order's value.
    v: Option<String>,
    /// The row.
    i: String,
}

impl Order {
    fn word(self) -> String {
        let sorting = self.sorting;
        let column = self.shape.columns.iter().find(|(_, known)| **known == sorting.column);
        let name = column.map_or("", |(name, _)| name);
        format!("{}.{name}{}", self.shape.list, if sorting.descending { "-" } else { "+" })
    }

    /// The cursor of a row in this order.
    pub(super) fn cursor(self, row: &EntityRow) -> String {
        let v = row.value(self.sorting.column).map(|value| match value {
            model::Value::Time(at) => at.to_rfc3339_opts(SecondsFormat::Micros, true),
            value => value.to_string(),
        });
        let cursor = Cursor { o: self.word(), v, i: row.origin.id.clone() };
        let json = serde_json::to_vec(&cursor).expect("a cursor is three texts");
        BASE64_URL_SAFE_NO_PAD.encode(json)
    }

    /// The place that a cursor stands for; `argument` is where it was given.
    fn place(self, argument: &str, text: &str) -> Result<Place> {
        let wrong = || {
            bad(format!(
                "`{argument}` is not a cursor of this list; pass a cursor on as it came"
            ))
        };
        let json = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
        let cursor: Cursor = serde_json::from_slice(&json).map_err(|_| wrong())?;
        if cursor.o != self.word() {
            return Err(bad(format!(
                "`{argument}` was made in another list or order; begin anew when `orderBy` changes"
            )));
        }
        let value = cursor.v.map(|text| read(self.sorting.column, text).ok_or_else(wrong));
        Ok(Place { value: value.transpose()?, id: cursor.i })
    }
}

/// The order's value as a cursor holds it.
fn read(column: Column, text: String) -> Option<model::Value> {
    let Column::Field(field) = column else { return Some(model::Value::Text(text)) };
    Some(match field.kind {
        Kind::Text | Kind::Choice(_) | Kind::Ref(_) | Kind::List => model::Value::Text(text),
        Kind::Int | Kind::Amount => model::Value::Int(text.parse().ok()?),
        Kind::Number => {
            model::Value::Number(text.parse().ok().filter(|number: &f64| number.is_finite())?)
        }
        Kind::Day => model::Value::Day(text.parse().ok()?),
        Kind::Time => model::Value::Time(text.parse().ok()?),
        Kind::Flag => model::Value::Flag(text.parse().ok()?),
    })
}

/// The arguments of a list as they were given.
pub(in crate::api) struct Arguments(IndexMap<Name, Value>);

impl Arguments {
    pub(in crate::api) fn of(ctx: &Context<'_>) -> async_graphql::ServerResult<Self> {
        Ok(Self(ctx.field().arguments()?.into_iter().collect()))
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| **value != Value::Null)
    }

    fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number.
    pub(in crate::api) fn number(&self, name: &str) -> Option<i32> {
        match self.get(name)? {
            Value::Number(number) => {
                number.as_i64().map(|n| i32::try_from(n).unwrap_or(i32::MAX))
            }
            _ => None,
        }
    }

    pub(super) fn order(&self, shape: &'static Shape) -> Order {
        let (column, descending) = match self.get("orderBy") {
            Some(Value::Object(order)) => {
                let word = order.get("field").map(|word| match word {
                    Value::Enum(word) => word.as_str(),
                    Value::String(word) => word.as_str(),
                    _ => "",
                });
                let mut columns = shape.columns.iter();
                let column = columns
                    .find(|(name, _)| Some(capitals(name).as_str()) == word)
                    .map(|(_, c)| *c);
                (column, order.get("desc") == Some(&Value::Boolean(true)))
            }
            _ => (None, false),
        };
        // A word that is no column was refused against the schema.
        let column = column.unwrap_or(Column::Id);
        Order { shape, sorting: Sorting { column, descending } }
    }

    /// Whether an order was given.
    pub(super) fn orders(&self) -> bool {
        self.get("orderBy").is_some()
    }

    /// What the store is asked for of each of some accounts: `usual` rows when nobody says, `most` at most.
    pub(super) fn of_each(
        &self,
        order: Order,
        wanted: Option<BTreeSet<&'static str>>,
        (usual, most): (i32, i32),
    ) -> Result<Listing> {
        Ok(Listing {
            kind: order.shape.kind,
            filter: filter(order.shape, self.get("where"))?,
            sorting: order.sorting,
            after: None,
            before: None,
            backwards: false,
            most: limits::length("first", self.number("first").unwrap_or(usual), most)?,
            counted: false,
            wanted,
        })
    }

    /// What the store is asked for.
    pub(super) fn listing(
        &self,
        order: Order,
        wanted: Option<BTreeSet<&'static str>>,
        counted: bool,
    ) -> Result<Listing> {
        let place =
            |name: &str| self.text(name).map(|text| order.place(name, text)).transpose();
        let (first, last) = (self.number("first"), self.number("last"));
        let (name, most) = match (first, last) {
            (Some(_), Some(_)) => {
                let what = "`first` and `last` were both given; take one of them";
                return Err(bad(what.to_owned()));
            }
            (None, Some(last)) => ("last", last),
            (first, None) => ("first", first.unwrap_or(USUAL)),
        };
        Ok(Listing {
            kind: order.shape.kind,
            filter: filter(order.shape, self.get("where"))?,
            sorting: order.sorting,
            after: place("after")?,
            before: place("before")?,
            backwards: last.is_some(),
            most: limits::length(name, most, limits::ENTITIES)?,
            counted,
            wanted,
        })
    }
}

fn bad(what: String) -> ApiError {
    ApiError::BadInput(what)
}
