//! The macros that the ecosystem adds to Jinja2.

use std::cmp::Ordering;
use std::sync::atomic::{AtomicU64, Ordering as Memory};

use chrono::{DateTime, Utc};
use minijinja::value::{Kwargs, Rest, ValueOrKwargs};
use minijinja::{Environment, Error, State, Value};

use super::moments::{Moment, Span};
use super::python::{self, compare, float, type_error, type_name, undefined, wrong};
use super::scope::NOW;
use super::{digest, methods, moments};
use crate::connector::moment;

const FUNCTIONS: [&str; 15] = [
    "now_utc",
    "today_utc",
    "today_with_timezone",
    "timestamp",
    "str_to_datetime",
    "max",
    "min",
    "day_delta",
    "duration",
    "format_datetime",
    "sanitize_url",
    "camel_case_to_snake_case",
    "generate_uuid",
    "namespace",
    "dict",
];

/// Whether a name is a function rather than a variable.
pub(super) fn is_known(name: &str) -> bool {
    FUNCTIONS.contains(&name) || name.starts_with("__")
}

/// Adds everything to an environment.
pub(super) fn add_to(env: &mut Environment<'static>) {
    // The ecosystem takes it away, as it makes long lists of nothing.
    env.remove_global("range");
    env.remove_global("debug");
    env.add_function("now_utc", |state: &State| now(state).map(Moment::time));
    env.add_function("today_utc", |state: &State| now(state).map(Moment::day));
    env.add_function("today_with_timezone", today_in);
    env.add_function("timestamp", timestamp);
    env.add_function("str_to_datetime", |text: Value| iso(&text).map(Moment::time));
    env.add_function("max", |values: Rest<Value>| extreme(&values, Ordering::Greater));
    env.add_function("min", |values: Rest<Value>| extreme(&values, Ordering::Less));
    env.add_function("day_delta", day_delta);
    env.add_function("duration", |text: Value| duration(&text).map(Value::from_object));
    env.add_function("format_datetime", format_datetime);
    env.add_function("sanitize_url", |text: Value| need(&text).map(quote_plus));
    env.add_function("camel_case_to_snake_case", |text: Value| need(&text).map(snake_case));
    let made = AtomicU64::new(0);
    env.add_function("generate_uuid", move |state: &State| {
        uuid(now(state)?, made.fetch_add(1, Memory::Relaxed))
    });
    env.add_function("__call", call);
}

/// The text that a macro or filter needs.
///
/// # Errors
/// When the value is none.
pub(super) fn need(value: &Value) -> Result<&str, Error> {
    if value.is_undefined() {
        return Err(undefined());
    }
    let name = type_name(value);
    value.as_str().ok_or_else(|| type_error(&format!("needs a text and is given {name}")))
}

#[expect(clippy::needless_pass_by_value, reason = "the engine hands arguments over by value")]
fn call(
    state: &mut State<'_, '_>,
    base: Value,
    name: String,
    args: Rest<ValueOrKwargs>,
) -> Result<Value, Error> {
    methods::call(state, &base, &name, &args.into_values())
}

fn now(state: &State) -> Result<DateTime<Utc>, Error> {
    let micros = state.lookup(NOW).and_then(|value| value.as_i64());
    micros
        .and_then(DateTime::from_timestamp_micros)
        .ok_or_else(|| wrong("asks for the time where there is none"))
}

fn iso(value: &Value) -> Result<DateTime<Utc>, Error> {
    if let Some(moment) = python::moment(value) {
        return Ok(moment.at());
    }
    moment::parse_iso(need(value)?)
        .ok_or_else(|| wrong("reads a value as a date that is not ISO 8601"))
}

fn duration(value: &Value) -> Result<Span, Error> {
    let text = value.as_str().ok_or_else(|| type_error("needs a text as a duration"))?;
    Span::parse(text).ok_or_else(|| wrong("names a duration that is not ISO 8601, such as P1D"))
}

#[expect(clippy::needless_pass_by_value, reason = "the engine hands arguments over by value")]
fn today_in(state: &State, zone: Value) -> Result<Value, Error> {
    let zone: chrono_tz::Tz = need(&zone)?
        .parse()
        .map_err(|_| wrong("names a time zone that is not in the IANA list"))?;
    let local = now(state)?.with_timezone(&zone).naive_local().and_utc();
    Ok(Moment::day(local))
}

#[expect(clippy::needless_pass_by_value, reason = "the engine hands arguments over by value")]
fn timestamp(value: Value) -> Result<Value, Error> {
    match float(&value) {
        Some(number) => Ok(moments::truncated(number)),
        None => iso(&value).map(moments::seconds),
    }
}

fn extreme(values: &[Value], wanted: Ordering) -> Result<Value, Error> {
    let items: Vec<Value> = match values {
        [text] if text.as_str().is_some() => {
            text.as_str().unwrap_or_default().chars().map(Value::from).collect()
        }
        [list] => list.try_iter()?.checked().collect::<Result<_, _>>()?,
        several => several.to_vec(),
    };
    let mut items = items.into_iter();
    let mut best = items.next().ok_or_else(|| wrong("compares nothing"))?;
    for next in items {
        if compare(&next, &best)? == Some(wanted) {
            best = next;
        }
    }
    Ok(best)
}

#[expect(clippy::needless_pass_by_value, reason = "the engine hands arguments over by value")]
fn day_delta(
    state: &State,
    days: Option<Value>,
    format: Option<String>,
    kwargs: Kwargs,
) -> Result<String, Error> {
    let days = match days {
        Some(days) => days,
        None if kwargs.has("num_days") => kwargs.get("num_days")?,
        None => return Err(undefined()),
    };
    let named: Option<String> = kwargs.get("format")?;
    let format = format.or(named).unwrap_or_else(|| "%Y-%m-%dT%H:%M:%S.%f%z".to_owned());
    let day = Value::from_object(Span::seconds(86_400));
    let none = || type_error("counts days by what is no number");
    let delta = moments::mul(&day, &days)?.ok_or_else(none)?;
    let then = moments::add(&Moment::time(now(state)?), &delta)?.ok_or_else(none)?;
    let then = python::moment(&then).ok_or_else(none)?;
    Ok(moment::strftime(then.at(), &format))
}

fn format_datetime(args: Rest<ValueOrKwargs>) -> Result<String, Error> {
    let args = args.into_values();
    let given = methods::Given::of(&args)?;
    let short = || type_error("calls `format_datetime` without a date or a format");
    let value = given.get(0, "dt").ok_or_else(short)?;
    let format = given.text(1, "format")?.ok_or_else(short)?;
    let input = given.text(2, "input_format")?;
    if let Some(moment) = python::moment(&value) {
        return Ok(moment::strftime(moment.at(), &format));
    }
    let unreadable = || wrong("formats a value that is no date in its input format");
    let at = match python::whole(&value) {
        Some(number) => {
            let input = input.as_deref().unwrap_or("%s");
            moment::parse(&number.to_string(), input).ok_or_else(unreadable)?
        }
        None => match input {
            Some(input) => moment::parse(need(&value)?, &input).ok_or_else(unreadable)?,
            None => iso(&value)?,
        },
    };
    Ok(moment::format(at, &format))
}

// Rooms of this floor know no chance: an id is the digest of the moment and of a count.
fn uuid(now: DateTime<Utc>, count: u64) -> Result<String, Error> {
    let seed = format!("{} {count}", now.timestamp_micros());
    let hex = digest::hash("sha256", seed.as_bytes()).unwrap_or_default();
    let part = |from: usize, to: usize| {
        hex.get(from..to).ok_or_else(|| wrong("asks for an id that cannot be made"))
    };
    Ok(format!(
        "{}-{}-4{}-a{}-{}",
        part(0, 8)?,
        part(8, 12)?,
        part(12, 15)?,
        part(15, 18)?,
        part(18, 30)?
    ))
}

pub(super) fn quote_plus(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.' | b'-' | b'~' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            other => out.extend(format!("%{other:02X}").chars()),
        }
    }
    out
}

fn snake_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    for (index, letter) in text.chars().enumerate() {
        if index > 0 && letter.is_ascii_uppercase() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}
