//! The macros and filters that the ecosystem adds to Jinja2.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Datelike, Timelike, Utc};
use minijinja::value::{DynObject, Enumerator, Kwargs, Object, ObjectRepr, Rest, from_args};
use minijinja::{Environment, Error, ErrorKind, State, Value};

use super::digest;
use super::scope::NOW;
use crate::connector::moment::{self, Span};
use crate::connector::pattern::{Found, Pattern};

/// Our own messages begin so; they quote no value and may be shown.
pub(super) const OWN: &str = "the expression ";

const FUNCTIONS: [&str; 14] = [
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
    "range",
    "dict",
];

/// Whether a name is a function rather than a variable.
pub(super) fn is_known(name: &str) -> bool {
    FUNCTIONS.contains(&name)
}

/// Adds everything to an environment.
pub(super) fn add_to(env: &mut Environment<'static>) {
    env.add_function("now_utc", |state: &State| now(state).map(Moment::time));
    env.add_function("today_utc", |state: &State| now(state).map(Moment::day));
    env.add_function("today_with_timezone", today_in);
    env.add_function("timestamp", timestamp);
    env.add_function("str_to_datetime", |text: String| iso(&text).map(Moment::time));
    env.add_function("max", |values: Rest<Value>| extreme(&values, Ordering::Greater));
    env.add_function("min", |values: Rest<Value>| extreme(&values, Ordering::Less));
    env.add_function("day_delta", day_delta);
    env.add_function("duration", |text: String| duration(&text).map(Value::from_object));
    env.add_function("format_datetime", format_datetime);
    env.add_function("sanitize_url", |text: String| quote_plus(&text));
    env.add_function("camel_case_to_snake_case", |text: String| snake_case(&text));
    env.add_filter("hash", hash);
    env.add_filter("hmac", hmac);
    env.add_filter("base64encode", |text: String| STANDARD.encode(text));
    env.add_filter("base64decode", base64_decode);
    // The ecosystem's filter of this name encodes, whatever it is called.
    env.add_filter("base64binascii_decode", |text: String| STANDARD.encode(text));
    env.add_filter("string", string);
    env.add_filter("int", |value: &Value, default: Option<Value>| whole(value, default));
    env.add_filter("float", |value: &Value, default: Option<Value>| float(value, default));
    env.add_filter("regex_search", regex_search);
    env.add_filter("regex_replace", regex_replace);
    env.add_filter("__plus", |moment: Value, span: Value| shift(&moment, &span, Span::after));
    env.add_filter("__minus", |moment: Value, span: Value| shift(&moment, &span, Span::before));
}

fn wrong(what: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("{OWN}{what}"))
}

fn now(state: &State) -> Result<DateTime<Utc>, Error> {
    let micros = state.lookup(NOW).and_then(|value| value.as_i64());
    micros
        .and_then(DateTime::from_timestamp_micros)
        .ok_or_else(|| wrong("asks for the time where there is none"))
}

fn iso(text: &str) -> Result<DateTime<Utc>, Error> {
    moment::parse_iso(text).ok_or_else(|| wrong("reads a value as a date that is not ISO 8601"))
}

fn duration(text: &str) -> Result<Span, Error> {
    Span::parse(text).ok_or_else(|| wrong("names a duration that is not ISO 8601, such as P1D"))
}

fn today_in(state: &State, zone: &str) -> Result<Value, Error> {
    let zone: chrono_tz::Tz =
        zone.parse().map_err(|_| wrong("names a time zone that is not in the IANA list"))?;
    let local = now(state)?.with_timezone(&zone).naive_local().and_utc();
    Ok(Moment::day(local))
}

fn timestamp(value: &Value) -> Result<Value, Error> {
    if value.is_number() {
        return Ok(Value::from(f64::try_from(value.clone())?.trunc() as i64));
    }
    let at = match value.downcast_object_ref::<Moment>() {
        Some(moment) => moment.at,
        None => iso(value.as_str().unwrap_or_default())?,
    };
    Ok(Value::from(at.timestamp_micros() as f64 / 1e6))
}

fn extreme(values: &[Value], wanted: Ordering) -> Result<Value, Error> {
    let items: Vec<Value> = match values {
        [list] => list.try_iter()?.collect(),
        several => several.to_vec(),
    };
    let pick = |best: Value, next: Value| if next.cmp(&best) == wanted { next } else { best };
    items.into_iter().reduce(pick).ok_or_else(|| wrong("compares nothing"))
}

#[expect(clippy::needless_pass_by_value, reason = "the engine hands arguments over by value")]
fn day_delta(
    state: &State,
    days: i64,
    format: Option<String>,
    kwargs: Kwargs,
) -> Result<String, Error> {
    let named: Option<String> = kwargs.get("format")?;
    let format = format.or(named).unwrap_or_else(|| "%Y-%m-%dT%H:%M:%S.%f%z".to_owned());
    let seconds = days.checked_mul(86_400).ok_or_else(|| wrong("adds too many days"))?;
    Ok(moment::format(Span::seconds(seconds).after(now(state)?), &format))
}

#[expect(clippy::needless_pass_by_value, reason = "the engine hands arguments over by value")]
fn format_datetime(
    value: &Value,
    format: Option<String>,
    input: Option<String>,
    kwargs: Kwargs,
) -> Result<String, Error> {
    let format = match format {
        Some(format) => format,
        None => kwargs.get("format")?,
    };
    let named: Option<String> = kwargs.get("input_format")?;
    let input = input.or(named);
    let unreadable = || wrong("formats a value that is no date in its input format");
    let at = if let Some(moment) = value.downcast_object_ref::<Moment>() {
        moment.at
    } else if value.is_integer() {
        let input = input.as_deref().unwrap_or("%s");
        moment::parse(&value.to_string(), input).ok_or_else(unreadable)?
    } else {
        let text = value.as_str().ok_or_else(unreadable)?;
        match input {
            Some(input) => moment::parse(text, &input).ok_or_else(unreadable)?,
            None => iso(text)?,
        }
    };
    Ok(moment::format(at, &format))
}

fn hash(value: &Value, kind: Option<&str>, salt: Option<&str>) -> Result<String, Error> {
    let text = format!("{value}{}", salt.unwrap_or_default());
    digest::hash(kind.unwrap_or("md5"), text.as_bytes()).ok_or_else(|| {
        wrong("names a hash that is none of md5, sha224, sha256, sha384, sha512")
    })
}

fn hmac(value: &Value, key: &Value, kind: Option<String>) -> Result<String, Error> {
    if kind.is_some_and(|kind| kind != "sha256") {
        return Err(wrong("names a hash for hmac that is not sha256"));
    }
    Ok(digest::hmac(key.to_string().as_bytes(), value.to_string().as_bytes()))
}

fn base64_decode(text: &str) -> Result<String, Error> {
    let bytes = STANDARD.decode(text).map_err(|_| wrong("decodes what is not base64"))?;
    String::from_utf8(bytes).map_err(|_| wrong("decodes base64 that is not text"))
}

// The ecosystem wraps JSON in triple quotes, so that it stays a text when it is typed.
fn string(value: &Value) -> String {
    if let Some(text) = value.as_str() {
        return text.to_owned();
    }
    let json = serde_json::to_string(value).unwrap_or_else(|_| value.to_string());
    format!("\"\"\"{json}\"\"\"")
}

// As in Jinja2, what is no number is the default, not an error.
fn whole(value: &Value, default: Option<Value>) -> Value {
    let text = value.to_string();
    let text = text.trim();
    if let Ok(flag) = bool::try_from(value.clone()) {
        return Value::from(i64::from(flag));
    }
    match (text.parse::<i128>(), text.parse::<f64>()) {
        (Ok(whole), _) => i64::try_from(whole).map_or_else(|_| Value::from(whole), Value::from),
        (_, Ok(number)) if number.is_finite() => Value::from(number.trunc() as i64),
        _ => default.unwrap_or_else(|| Value::from(0)),
    }
}

fn float(value: &Value, default: Option<Value>) -> Value {
    match value.to_string().trim().parse::<f64>() {
        Ok(number) => Value::from(number),
        Err(_) => default.unwrap_or_else(|| Value::from(0.0)),
    }
}

fn pattern(source: &str) -> Result<Pattern, Error> {
    Pattern::new(source).map_err(|why| wrong(&format!("holds a regular expression with {why}")))
}

fn regex_search(text: &str, source: &str) -> Result<String, Error> {
    let pattern = pattern(source)?;
    let found = pattern.search(text).filter(|_| pattern.groups() > 0);
    Ok(found.and_then(|found| found.group(1)).unwrap_or_default().to_owned())
}

fn regex_replace(text: &str, source: &str, by: &str) -> Result<String, Error> {
    let pattern = pattern(source)?;
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let mut from = 0;
    while let Some(found) = pattern.search_from(text, from) {
        let (start, end) = found.span();
        out.push_str(text.get(done..start).unwrap_or_default());
        out.push_str(&filled(by, &found));
        done = end;
        // An empty find must not be found again at the same place.
        let next = text.get(end..).and_then(|rest| rest.chars().next());
        from = if end > start { end } else { end + next.map_or(1, char::len_utf8) };
        if from > text.len() {
            break;
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Ok(out)
}

// `\1` and `\g<1>` stand for groups.
fn filled(by: &str, found: &Found<'_>) -> String {
    let mut out = String::new();
    let mut letters = by.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        let named = letters.as_str().strip_prefix("g<").and_then(|rest| rest.split_once('>'));
        if let Some((name, rest)) = named {
            out.push_str(name.parse().ok().and_then(|i| found.group(i)).unwrap_or_default());
            letters = rest.chars();
            continue;
        }
        match letters.next() {
            Some(digit) if digit.is_ascii_digit() => {
                let index = digit as usize - '0' as usize;
                out.push_str(found.group(index).unwrap_or_default());
            }
            Some(other) => out.push(other),
            None => out.push('\\'),
        }
    }
    out
}

fn quote_plus(text: &str) -> String {
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

fn shift(
    moment: &Value,
    span: &Value,
    way: fn(Span, DateTime<Utc>) -> DateTime<Utc>,
) -> Result<Value, Error> {
    let moment = moment
        .downcast_object_ref::<Moment>()
        .ok_or_else(|| wrong("adds a duration to what is no date"))?;
    let span = span
        .downcast_object_ref::<Span>()
        .ok_or_else(|| wrong("adds what is no duration to a date"))?;
    Ok(Value::from_object(Moment { at: way(*span, moment.at), day_only: moment.day_only }))
}

/// Turns `… - duration(x)` into a filter: the language has no operators on our own types.
pub(super) fn span_arithmetic(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find("duration(") {
        let (before, call) = rest.split_at(at);
        let trimmed = before.trim_end();
        let sign = trimmed.chars().last().filter(|c| matches!(c, '+' | '-'));
        let end = closing(call);
        let (Some(sign), Some(end)) = (sign, end) else {
            let (name, after) = call.split_at("duration(".len());
            out.push_str(before);
            out.push_str(name);
            rest = after;
            continue;
        };
        let (call, after) = call.split_at(end);
        out.push_str(trimmed.strip_suffix(sign).unwrap_or(trimmed));
        let filter = if sign == '+' { "| __plus(" } else { "| __minus(" };
        out.push_str(filter);
        out.push_str(call);
        out.push(')');
        rest = after;
    }
    out.push_str(rest);
    out
}

// Where the first bracket of a call closes; quoted text may hold brackets.
fn closing(call: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    for (index, letter) in call.char_indices() {
        match (quote, letter) {
            (Some(mark), _) if letter == mark => quote = None,
            (None, '\'' | '"') => quote = Some(letter),
            (None, '(') => depth += 1,
            (None, ')') if depth == 1 => return Some(index + 1),
            (None, ')') => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

/// A date, with or without a time, with the methods that templates call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Moment {
    at: DateTime<Utc>,
    day_only: bool,
}

impl Moment {
    fn time(at: DateTime<Utc>) -> Value {
        Value::from_object(Self { at, day_only: false })
    }

    fn day(at: DateTime<Utc>) -> Value {
        let midnight = at.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
        Value::from_object(Self { at: midnight, day_only: true })
    }

    fn iso(&self, between: &str, precision: &str) -> String {
        let micros = self.at.timestamp_subsec_micros();
        let time = match precision {
            "hours" => "%H",
            "minutes" => "%H:%M",
            "seconds" => "%H:%M:%S",
            "milliseconds" => "%H:%M:%S.%_ms",
            "microseconds" => "%H:%M:%S.%f",
            _ if micros == 0 => "%H:%M:%S",
            _ => "%H:%M:%S.%f",
        };
        if self.day_only {
            return moment::format(self.at, "%Y-%m-%d");
        }
        moment::format(self.at, &format!("%Y-%m-%d{between}{time}")) + "+00:00"
    }
}

impl Object for Moment {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        Some(match key {
            "year" => Value::from(self.at.year()),
            "month" => Value::from(self.at.month()),
            "day" => Value::from(self.at.day()),
            "hour" => Value::from(self.at.hour()),
            "minute" => Value::from(self.at.minute()),
            "second" => Value::from(self.at.second()),
            "microsecond" => Value::from(self.at.timestamp_subsec_micros()),
            _ => return None,
        })
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::NonEnumerable
    }

    fn call_method(
        self: &Arc<Self>,
        _: &mut State<'_, '_>,
        method: &str,
        args: &[Value],
    ) -> Result<Value, Error> {
        match method {
            "strftime" => {
                let (format,): (&str,) = from_args(args)?;
                Ok(Value::from(moment::format(self.at, format)))
            }
            "isoformat" => {
                let (between, precision): (Option<&str>, Option<&str>) = from_args(args)?;
                let precision = precision.unwrap_or("auto");
                Ok(Value::from(self.iso(between.unwrap_or("T"), precision)))
            }
            "timestamp" => Ok(Value::from(self.at.timestamp_micros() as f64 / 1e6)),
            "date" => Ok(Self::day(self.at)),
            "weekday" => Ok(Value::from(self.at.weekday().num_days_from_monday())),
            "isoweekday" => Ok(Value::from(self.at.weekday().number_from_monday())),
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        other.downcast_ref::<Self>().map(|other| self.at.cmp(&other.at))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso(" ", "auto"))
    }
}

impl Object for Span {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}
