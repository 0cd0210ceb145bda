//! What `where` says, in the store's words. The shape of the input was checked against the schema before;
//! what a schema cannot say is refused here.

use async_graphql::Value;
use async_graphql::indexmap::IndexMap;

use super::ids::local;
use super::shape::{Shape, target};
use crate::api::errors::{ApiError, Result};
use crate::api::scalars::{Day, Decimal, Time};
use crate::model::nearest::unknown;
use crate::model::{self, Currency, EntityKind, Kind, Money};
use crate::store::{Column, Compare, Filter, Test};

/// How deep conditions may be nested.
pub(super) const LEVELS: usize = 5;
/// How many conditions there may be.
pub(super) const CONDITIONS: usize = 40;
/// How many values one `in` or `accounts` may have.
pub(super) const VALUES: usize = 1_000;

/// Reads a filter.
pub(super) fn filter(shape: &'static Shape, value: Option<&Value>) -> Result<Filter> {
    let Some(value) = value.filter(|value| **value != Value::Null) else {
        return Ok(Filter::default());
    };
    let mut reading = Reading { shape, conditions: 0 };
    reading.group(value, 1)
}

struct Reading {
    shape: &'static Shape,
    conditions: usize,
}

type Members = IndexMap<async_graphql::Name, Value>;

impl Reading {
    /// All that an object says must hold.
    fn group(&mut self, value: &Value, level: usize) -> Result<Filter> {
        if level > LEVELS {
            return Err(bad(format!(
                "`where` is nested more than {LEVELS} levels deep; say it flatter"
            )));
        }
        let mut all = Vec::new();
        for (key, value) in members("where", value)? {
            if *value == Value::Null {
                continue;
            }
            all.push(match key.as_str() {
                "and" => Filter::All(self.groups(value, level)?),
                "or" => Filter::Any(self.groups(value, level)?),
                "not" => Filter::Not(Box::new(self.group(value, level + 1)?)),
                "account" | "accounts" => self.accounts(key, value)?,
                name => self.column(name, value)?,
            });
        }
        Ok(match all.pop() {
            Some(only) if all.is_empty() => only,
            last => {
                all.extend(last);
                Filter::All(all)
            }
        })
    }

    fn groups(&mut self, value: &Value, level: usize) -> Result<Vec<Filter>> {
        items(value).iter().map(|part| self.group(part, level + 1)).collect()
    }

    fn count(&mut self) -> Result<()> {
        self.conditions += 1;
        if self.conditions <= CONDITIONS {
            return Ok(());
        }
        Err(bad(format!(
            "`where` has more than {CONDITIONS} conditions; take `in` for many values of one field"
        )))
    }

    fn accounts(&mut self, key: &str, value: &Value) -> Result<Filter> {
        self.count()?;
        let ids = few(key, items(value))?;
        let ids = ids.iter().map(|id| text_of(id).ok_or_else(|| not_a(key, "an id")));
        Ok(Filter::Accounts(ids.collect::<Result<_>>()?))
    }

    fn column(&mut self, name: &str, value: &Value) -> Result<Filter> {
        let Some(column) = self.shape.columns.get(name).copied() else {
            let known = self.shape.columns.keys().map(String::as_str);
            return Err(bad(unknown("field to filter by", name, known)));
        };
        let mut all = Vec::new();
        for (sign, value) in members(name, value)? {
            let path = format!("{name}.{sign}");
            self.count()?;
            if *value == Value::Null {
                return Err(bad(format!(
                    "`{path}` is null; ask for what is not known with `isNull: true`, or leave it out"
                )));
            }
            let field = Place { kind: self.shape.kind, column, path };
            all.push(Filter::Of(column, field.test(sign, value)?));
        }
        Ok(match (all.pop(), all.is_empty()) {
            (Some(only), true) => only,
            (last, _) => {
                all.extend(last);
                Filter::All(all)
            }
        })
    }
}

/// Where in the filter a value stands.
struct Place {
    kind: EntityKind,
    column: Column,
    path: String,
}

impl Place {
    fn test(&self, sign: &str, value: &Value) -> Result<Test> {
        let compare = |compare| self.value(value).map(|value| Test::Compare(compare, value));
        match sign {
            "eq" => compare(Compare::Eq),
            "ne" => compare(Compare::Ne),
            "lt" => compare(Compare::Lt),
            "lte" => compare(Compare::Lte),
            "gt" => compare(Compare::Gt),
            "gte" => compare(Compare::Gte),
            "in" => {
                let values = few(&self.path, items(value))?;
                Ok(Test::In(values.iter().map(|v| self.value(v)).collect::<Result<_>>()?))
            }
            "currency" => {
                let codes = few(&self.path, items(value))?.iter().map(|code| {
                    let currency = text_of(code).and_then(|code| Currency::parse(&code));
                    let currency = currency
                        .ok_or_else(|| not_a(&self.path, "an ISO 4217 code such as EUR"))?;
                    Ok(currency.code().to_owned())
                });
                Ok(Test::Currency(codes.collect::<Result<_>>()?))
            }
            "contains" => Ok(Test::Contains(self.text(value)?)),
            "startsWith" => Ok(Test::StartsWith(self.text(value)?)),
            "isNull" => match value {
                Value::Boolean(unknown) => Ok(Test::Unknown(*unknown)),
                _ => Err(not_a(&self.path, "true or false")),
            },
            _ => Err(bad(format!("`{}` is not a condition that is known here", self.path))),
        }
    }

    fn text(&self, value: &Value) -> Result<String> {
        match value {
            Value::String(text) => Ok(text.clone()),
            _ => Err(not_a(&self.path, "a text")),
        }
    }

    /// A value to compare with the column.
    fn value(&self, value: &Value) -> Result<model::Value> {
        let Column::Field(field) = self.column else { return self.id(self.kind, value) };
        let wrong = |what| not_a(&self.path, what);
        Ok(match field.kind {
            Kind::Ref(_) => {
                return self.id(target(field).unwrap_or(self.kind), value);
            }
            Kind::Choice(words) => model::Value::Text(self.choice(words, value)?),
            Kind::Text | Kind::List => model::Value::Text(self.text(value)?),
            Kind::Int => {
                let number = number_of(value).and_then(async_graphql::Number::as_i64);
                model::Value::Int(number.ok_or_else(|| wrong("a whole number"))?)
            }
            Kind::Number => {
                let number = number_of(value).and_then(async_graphql::Number::as_f64);
                model::Value::Number(number.ok_or_else(|| wrong("a number"))?)
            }
            Kind::Amount => {
                let units = scalar::<Decimal>(value).and_then(|amount| {
                    Money { amount: amount.0, currency: Currency::EUR }.units().ok()
                });
                model::Value::Int(units.ok_or_else(|| {
                    wrong("an amount of at most four decimals and 922 trillion, as \"12.50\"")
                })?)
            }
            Kind::Day => {
                let day = scalar::<Day>(value).ok_or_else(|| wrong("a day, as 2026-11-21"))?;
                model::Value::Day(day.0)
            }
            Kind::Time => {
                let time = scalar::<Time>(value);
                model::Value::Time(
                    time.ok_or_else(|| wrong("a moment, as 2026-11-21T09:12:00Z"))?.0,
                )
            }
            Kind::Flag => match value {
                Value::Boolean(flag) => model::Value::Flag(*flag),
                _ => return Err(wrong("true or false")),
            },
        })
    }

    fn choice(&self, words: &[&str], value: &Value) -> Result<String> {
        let word = self.text(value)?;
        if words.contains(&word.as_str()) {
            return Ok(word);
        }
        let what = format!("value of `{}`", self.path);
        Err(bad(unknown(&what, &word, words.iter().copied())))
    }

    fn id(&self, kind: EntityKind, value: &Value) -> Result<model::Value> {
        let id = text_of(value).ok_or_else(|| not_a(&self.path, "an id"))?;
        let kind = match self.column {
            Column::Account => EntityKind::Account,
            Column::Contact => EntityKind::Contact,
            Column::Id | Column::Field(_) => kind,
        };
        Ok(model::Value::Text(local(kind, &id).to_owned()))
    }
}

fn members<'a>(path: &str, value: &'a Value) -> Result<&'a Members> {
    match value {
        Value::Object(members) => Ok(members),
        _ => Err(not_a(path, "an object")),
    }
}

/// One value stands for a list of it, as everywhere in GraphQL.
fn items(value: &Value) -> &[Value] {
    match value {
        Value::List(items) => items,
        one => std::slice::from_ref(one),
    }
}

fn few<'a>(path: &str, values: &'a [Value]) -> Result<&'a [Value]> {
    if values.len() <= VALUES {
        return Ok(values);
    }
    let many = values.len();
    Err(bad(format!("`{path}` has {many} values; at most {VALUES} are taken")))
}

/// An id, which clients may write as a number.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => number.as_i64().map(|number| number.to_string()),
        _ => None,
    }
}

fn number_of(value: &Value) -> Option<&async_graphql::Number> {
    match value {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

fn scalar<T: async_graphql::ScalarType>(value: &Value) -> Option<T> {
    T::parse(value.clone()).ok()
}

fn not_a(path: &str, what: &str) -> ApiError {
    bad(format!("`{path}` must be {what}"))
}

fn bad(what: String) -> ApiError {
    ApiError::BadInput(what)
}
