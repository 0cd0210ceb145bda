//! The filters that take what holds several values.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands arguments over by value")]

use std::cmp::Ordering;

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Error, State, Value};

use super::super::containers;
use super::super::operators::{add, collect};
use super::super::python::{
    charge, compare, equal, fits, int, text, type_error, type_name, whole, wrong,
};
use super::named;

/// What an empty list takes, in bytes.
const SMALL_LIST: usize = 64;

pub(super) fn length(value: Value) -> Result<Value, Error> {
    if let Some(text) = value.as_str() {
        return Ok(Value::from(text.chars().count()));
    }
    match value.kind() {
        ValueKind::Undefined => Ok(Value::from(0)),
        ValueKind::Map | ValueKind::Seq | ValueKind::Iterable | ValueKind::Bytes => {
            let length = match value.len() {
                Some(length) => length,
                None => value.try_iter()?.checked().collect::<Result<Vec<_>, _>>()?.len(),
            };
            Ok(Value::from(length))
        }
        _ => Err(type_error(&format!("takes the length of {}", type_name(&value)))),
    }
}

pub(super) fn items(state: &mut State<'_, '_>, value: &Value) -> Result<Vec<Value>, Error> {
    match (value.as_str(), value.kind()) {
        (Some(text), _) => {
            charge(state, text.len() * size_of::<Value>())?;
            Ok(text.chars().map(Value::from).collect())
        }
        (None, ValueKind::Undefined) => Ok(Vec::new()),
        (None, ValueKind::Map | ValueKind::Seq | ValueKind::Iterable) => collect(state, value),
        _ => {
            let name = type_name(value);
            Err(type_error(&format!("goes through {name} as if it were a list")))
        }
    }
}

pub(super) fn list(state: &mut State<'_, '_>, value: Value) -> Result<Value, Error> {
    items(state, &value).map(containers::list)
}

fn attribute_of(item: &Value, path: &Value) -> Result<Value, Error> {
    if let Some(at) = whole(path) {
        return item.get_item(&int(at));
    }
    let mut value = item.clone();
    for step in path.as_str().unwrap_or_default().split('.') {
        value = match step.parse::<i64>() {
            Ok(at) => value.get_item(&Value::from(at))?,
            Err(_) => value.get_item(&Value::from(step))?,
        };
    }
    Ok(value)
}

pub(super) fn join(
    state: &mut State<'_, '_>,
    value: Value,
    between: Option<String>,
    attribute: Option<Value>,
    kwargs: Kwargs,
) -> Result<String, Error> {
    let between = named(between, &kwargs, "d")?.unwrap_or_default();
    let attribute = named(attribute, &kwargs, "attribute")?;
    let mut out = String::new();
    for (index, item) in items(state, &value)?.into_iter().enumerate() {
        let item = match &attribute {
            Some(path) => attribute_of(&item, path)?,
            None => item,
        };
        out.push_str(if index == 0 { "" } else { &between });
        out.push_str(&text(&item)?);
        fits(out.len())?;
    }
    charge(state, out.len())?;
    Ok(out)
}

pub(super) fn unique(
    state: &mut State<'_, '_>,
    value: Value,
    kwargs: Kwargs,
) -> Result<Value, Error> {
    let attribute: Option<Value> = kwargs.get("attribute")?;
    let exact: Option<bool> = kwargs.get("case_sensitive")?;
    let mut kept: Vec<(Value, Value)> = Vec::new();
    let items = items(state, &value)?;
    for item in items {
        let mark = match &attribute {
            Some(path) => attribute_of(&item, path)?,
            None => item.clone(),
        };
        let mark = match mark.as_str() {
            Some(text) if exact != Some(true) => Value::from(text.to_lowercase()),
            _ => mark,
        };
        charge(state, kept.len())?;
        if !kept.iter().any(|(known, _)| equal(known, &mark)) {
            kept.push((mark, item));
        }
    }
    Ok(containers::list(kept.into_iter().map(|(_, item)| item).collect()))
}

pub(super) fn batch(
    state: &mut State<'_, '_>,
    value: Value,
    count: usize,
    fill: Option<Value>,
) -> Result<Value, Error> {
    fits(count)?;
    let items = items(state, &value)?;
    let rows = items.chunks(count.max(1)).map(|row| {
        let mut row = row.to_vec();
        if let Some(fill) = fill.as_ref().filter(|fill| !fill.is_none()) {
            row.resize(count, fill.clone());
        }
        containers::list(row)
    });
    Ok(containers::list(rows.collect()))
}

pub(super) fn slice(
    state: &mut State<'_, '_>,
    value: Value,
    count: usize,
    fill: Option<Value>,
) -> Result<Value, Error> {
    charge(state, count.saturating_mul(SMALL_LIST))?;
    let mut items = items(state, &value)?.into_iter();
    let length = items.len();
    if count == 0 {
        return Err(wrong("cuts a list into no parts"));
    }
    let fill = fill.filter(|fill| !fill.is_none());
    let columns = (0..count).map(|index| {
        let more = usize::from(index < length % count);
        let mut column: Vec<Value> = items.by_ref().take(length / count + more).collect();
        column.extend(fill.clone().filter(|_| more == 0));
        containers::list(column)
    });
    Ok(containers::list(columns.collect()))
}

// Texts are compared without regard to capitals, unless it is asked for.
fn sort_key(item: &Value, path: Option<&str>, exact: bool) -> Result<Value, Error> {
    let key = match path {
        Some(path) => attribute_of(item, &Value::from(path))?,
        None => item.clone(),
    };
    Ok(match key.as_str() {
        Some(text) if !exact => Value::from(text.to_lowercase()),
        _ => key,
    })
}

pub(super) fn sort(
    state: &mut State<'_, '_>,
    value: Value,
    reverse: Option<bool>,
    exact: Option<bool>,
    kwargs: Kwargs,
) -> Result<Value, Error> {
    let reverse = named(reverse, &kwargs, "reverse")?.unwrap_or(false);
    let exact = named(exact, &kwargs, "case_sensitive")?.unwrap_or(false);
    let attribute: Option<String> = kwargs.get("attribute")?;
    let paths: Vec<Option<&str>> = match &attribute {
        Some(paths) => paths.split(',').map(Some).collect(),
        None => vec![None],
    };
    let mut keyed = Vec::new();
    for item in items(state, &value)? {
        let keys = paths.iter().map(|path| sort_key(&item, *path, exact));
        keyed.push((containers::list(keys.collect::<Result<_, _>>()?), item));
    }
    let mut failed = None;
    keyed.sort_by(|(left, _), (right, _)| {
        let order = compare(left, right).unwrap_or_else(|error| {
            failed.get_or_insert(error);
            None
        });
        let order = order.unwrap_or(Ordering::Equal);
        if reverse { order.reverse() } else { order }
    });
    match failed {
        Some(error) => Err(error),
        None => Ok(containers::list(keyed.into_iter().map(|(_, item)| item).collect())),
    }
}

pub(super) fn extreme(
    state: &mut State<'_, '_>,
    value: &Value,
    kwargs: &Kwargs,
    wanted: Ordering,
) -> Result<Value, Error> {
    let exact: Option<bool> = kwargs.get("case_sensitive")?;
    let attribute: Option<String> = kwargs.get("attribute")?;
    let mut best: Option<(Value, Value)> = None;
    for item in items(state, value)? {
        let key = sort_key(&item, attribute.as_deref(), exact == Some(true))?;
        let better = match &best {
            Some((known, _)) => compare(&key, known)? == Some(wanted),
            None => true,
        };
        if better {
            best = Some((key, item));
        }
    }
    Ok(best.map_or(Value::UNDEFINED, |(_, item)| item))
}

pub(super) fn sum(
    state: &mut State<'_, '_>,
    value: Value,
    attribute: Option<Value>,
    kwargs: Kwargs,
) -> Result<Value, Error> {
    let attribute = named(attribute, &kwargs, "attribute")?;
    let mut total: Value =
        kwargs.get::<Option<Value>>("start")?.unwrap_or_else(|| Value::from(0));
    for item in items(state, &value)? {
        let item = match &attribute {
            Some(path) => attribute_of(&item, path)?,
            None => item,
        };
        total = add(state, total, item)?;
    }
    Ok(total)
}
