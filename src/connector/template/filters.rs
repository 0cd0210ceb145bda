//! The filters that the ecosystem adds to Jinja2, and those of Jinja2 that the engine has otherwise.

use std::cmp::Ordering;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::{Kwargs, Rest, ValueKind, ValueOrKwargs};
use minijinja::{Environment, Error, State, Value};

use super::functions::{need, quote_plus};
use super::operators::{check_format, collect, contains};
use super::python::{
    charge, compare, equal, fits, float as number, int, is_list, moment, span, text,
    type_error, type_name, undefined, whole, wrong,
};
use super::{containers, digest};
use crate::connector::pattern::{Found, Pattern};

/// What an empty list takes, in bytes.
const SMALL_LIST: usize = 64;

/// Adds everything to an environment.
pub(super) fn add_to(env: &mut Environment<'static>) {
    env.add_filter("hash", hash);
    env.add_filter("hmac", hmac);
    env.add_filter("base64encode", |text: Value| {
        coded(&text).map(|text| STANDARD.encode(text))
    });
    env.add_filter("base64decode", |text: Value| base64_decode(coded(&text)?));
    // The ecosystem's filter of this name encodes, whatever it is called.
    env.add_filter("base64binascii_decode", |text: Value| {
        coded(&text).map(|text| STANDARD.encode(text))
    });
    env.add_filter("string", string);
    env.add_filter("regex_search", |text: Value, source: Value| {
        regex_search(need(&text)?, need(&source)?)
    });
    env.add_filter("regex_replace", |text: Value, source: Value, by: Value| {
        regex_replace(need(&text)?, need(&source)?, need(&by)?)
    });
    add_stock(env);
}

// Filters of Jinja2 whose engine's twin differs, or makes texts without a bound.
fn add_stock(env: &mut Environment<'static>) {
    env.add_filter("int", to_int);
    env.add_filter("float", to_float);
    env.add_filter("round", round);
    env.add_filter("abs", abs);
    env.add_filter("length", length);
    env.add_filter("count", length);
    env.add_filter("list", list);
    env.add_filter("join", join);
    env.add_filter("replace", replace);
    env.add_filter("urlencode", urlencode);
    env.add_filter("tojson", tojson);
    env.add_filter("center", center);
    env.add_filter("indent", indent);
    env.add_filter("wordcount", |value: Value| {
        text(&value).map(|text| {
            text.split(|c: char| !c.is_alphanumeric() && c != '_')
                .filter(|w| !w.is_empty())
                .count()
        })
    });
    env.add_filter("title", |value: Value| text(&value).map(|text| super::texts::title(&text)));
    env.add_filter("upper", |value: Value| text(&value).map(|text| text.to_uppercase()));
    env.add_filter("lower", |value: Value| text(&value).map(|text| text.to_lowercase()));
    env.add_filter("truncate", truncate);
    env.add_filter("batch", batch);
    env.add_filter("slice", slice);
    env.add_filter("striptags", |value: Value| text(&value).map(|text| without_tags(&text)));
    env.add_filter("sort", sort);
    env.add_filter("min", |state: &mut State, value: Value, kwargs: Kwargs| {
        extreme(state, &value, &kwargs, Ordering::Less)
    });
    env.add_filter("max", |state: &mut State, value: Value, kwargs: Kwargs| {
        extreme(state, &value, &kwargs, Ordering::Greater)
    });
    env.add_filter("unique", unique);
    env.add_filter("sum", sum);
    env.add_filter("__printf", minijinja::filters::format);
    env.add_filter("format", |state: &mut State, args: Rest<ValueOrKwargs>| {
        let args = args.into_values();
        check_format(&args)?;
        state.apply_filter("__printf", &args)
    });
    add_tests(env);
}

fn add_tests(env: &mut Environment<'static>) {
    let order = |wanted: fn(Ordering) -> bool| {
        move |left: Value, right: Value| {
            Ok::<_, Error>(compare(&left, &right)?.is_some_and(wanted))
        }
    };
    for name in ["lt", "lessthan", "<"] {
        env.add_test(name, order(Ordering::is_lt));
    }
    for name in ["gt", "greaterthan", ">"] {
        env.add_test(name, order(Ordering::is_gt));
    }
    for name in ["le", "<="] {
        env.add_test(name, order(Ordering::is_le));
    }
    for name in ["ge", ">="] {
        env.add_test(name, order(Ordering::is_ge));
    }
    for name in ["eq", "equalto", "=="] {
        env.add_test(name, |left: Value, right: Value| equal(&left, &right));
    }
    for name in ["ne", "!="] {
        env.add_test(name, |left: Value, right: Value| !equal(&left, &right));
    }
    env.add_test("in", |item: Value, inside: Value| contains(&inside, &item));
    env.add_test("sequence", |value: Value| {
        matches!(value.kind(), ValueKind::String | ValueKind::Map) || is_list(&value)
    });
    env.add_test("callable", |value: Value| {
        value.kind() == ValueKind::Plain && moment(&value).is_none() && span(&value).is_none()
    });
}

fn named<'a, T>(value: Option<T>, kwargs: &'a Kwargs, name: &'a str) -> Result<Option<T>, Error>
where
    T: minijinja::value::ArgType<'a, Output = T>,
    Option<T>: minijinja::value::ArgType<'a, Output = Option<T>>,
{
    match value {
        Some(value) => Ok(Some(value)),
        None if kwargs.has(name) => kwargs.get::<Option<T>>(name),
        None => Ok(None),
    }
}

fn hash(
    value: Value,
    kind: Option<String>,
    salt: Option<Value>,
    kwargs: Kwargs,
) -> Result<String, Error> {
    let kind = named(kind, &kwargs, "hash_type")?.unwrap_or_else(|| "md5".to_owned());
    let salt = named(salt, &kwargs, "salt")?.filter(Value::is_true);
    let mut seed = text(&value)?;
    if let Some(salt) = salt {
        seed.push_str(&text(&salt)?);
    }
    digest::hash(&kind, seed.as_bytes()).ok_or_else(|| {
        wrong("names a hash that is none of md5, sha1, sha224, sha256, sha384, sha512")
    })
}

fn hmac(
    value: Value,
    key: Option<Value>,
    kind: Option<String>,
    kwargs: Kwargs,
) -> Result<String, Error> {
    let key = named(key, &kwargs, "key")?.ok_or_else(|| type_error("signs without a key"))?;
    let kind = named(kind, &kwargs, "hash_type")?;
    if kind.is_some_and(|kind| kind != "sha256") {
        return Err(wrong("names a hash for hmac that is not sha256"));
    }
    Ok(digest::hmac(text(&key)?.as_bytes(), text(&value)?.as_bytes()))
}

// What is no text has no bytes; Python says so with another error than that of types.
fn coded(value: &Value) -> Result<&str, Error> {
    match value.as_str() {
        Some(text) => Ok(text),
        None if value.is_undefined() => Err(undefined()),
        None => Err(wrong("codes what is no text")),
    }
}

fn base64_decode(text: &str) -> Result<String, Error> {
    // As Python does, what belongs to no alphabet is passed over.
    let kept: String =
        text.chars().filter(|c| c.is_ascii_alphanumeric() || "+/=".contains(*c)).collect();
    let bytes = STANDARD.decode(kept).map_err(|_| wrong("decodes what is not base64"))?;
    String::from_utf8(bytes).map_err(|_| wrong("decodes base64 that is not text"))
}

// The ecosystem wraps JSON in triple quotes, so that it stays a text when it is typed.
fn string(value: Value) -> Result<String, Error> {
    if let Some(text) = value.as_str() {
        return Ok(text.to_owned());
    }
    let mut json = String::new();
    write_json(&value, 0, &mut json)?;
    Ok(format!("\"\"\"{json}\"\"\""))
}

// As Python's `json.dumps`: a space after each sign, and ASCII only.
fn write_json(value: &Value, depth: usize, out: &mut String) -> Result<(), Error> {
    fits(out.len())?;
    if depth > 64 {
        return Err(wrong("writes a value that is nested too deep as JSON"));
    }
    match value.kind() {
        ValueKind::None => out.push_str("null"),
        ValueKind::Bool => out.push_str(if value.is_true() { "true" } else { "false" }),
        ValueKind::Number => out.push_str(&text(value)?),
        ValueKind::String => write_text(value.as_str().unwrap_or_default(), out),
        ValueKind::Map => {
            out.push('{');
            for (index, key) in value.try_iter()?.checked().enumerate() {
                let key = key?;
                out.push_str(if index == 0 { "" } else { ", " });
                if let Some(name) = key.as_str() {
                    write_text(name, out)
                } else {
                    out.push('"');
                    write_json(&key, depth + 1, out)?;
                    out.push('"');
                }
                out.push_str(": ");
                write_json(&value.get_item(&key)?, depth + 1, out)?;
            }
            out.push('}');
        }
        _ if is_list(value) => {
            out.push('[');
            for (index, item) in value.try_iter()?.checked().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                write_json(&item?, depth + 1, out)?;
            }
            out.push(']');
        }
        _ => {
            let name = type_name(value);
            return Err(type_error(&format!("writes {name} as JSON")));
        }
    }
    Ok(())
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(letter),
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out.push('"');
}

fn tojson(value: Value, kwargs: Kwargs) -> Result<String, Error> {
    // How it is laid out is not for a machine to care about.
    let _indent: Option<Value> = kwargs.get("indent")?;
    let mut json = String::new();
    write_json(&value, 0, &mut json)?;
    Ok(json
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\'', "\\u0027"))
}

// As in Jinja2, what is no number is the default, not an error.
fn to_int(
    value: Value,
    default: Option<Value>,
    base: Option<u32>,
    kwargs: Kwargs,
) -> Result<Value, Error> {
    if value.is_undefined() {
        // `int(Undefined)` is an error of Python that the filter does not catch.
        return Err(undefined());
    }
    let default = named(default, &kwargs, "default")?.unwrap_or_else(|| Value::from(0));
    let base = named(base, &kwargs, "base")?.unwrap_or(10);
    if let Some(number) = whole(&value) {
        return Ok(int(number));
    }
    if let Some(number) = number(&value) {
        return Ok(if number.is_finite() { int(number.trunc() as i128) } else { default });
    }
    let Some(text) = value.as_str() else { return Ok(default) };
    let digits = text.trim().replace('_', "");
    let digits = match base {
        16 => digits.trim_start_matches("0x"),
        8 => digits.trim_start_matches("0o"),
        2 => digits.trim_start_matches("0b"),
        2..=36 => digits.as_str(),
        _ => return Ok(default),
    };
    if let Ok(number) = i128::from_str_radix(digits, base) {
        return Ok(int(number));
    }
    Ok(match python_float(text) {
        Some(number) if number.is_finite() => int(number.trunc() as i128),
        _ => default,
    })
}

fn python_float(text: &str) -> Option<f64> {
    text.trim().replace('_', "").parse().ok()
}

fn to_float(value: Value, default: Option<Value>, kwargs: Kwargs) -> Result<Value, Error> {
    if value.is_undefined() {
        return Err(undefined());
    }
    let default = named(default, &kwargs, "default")?.unwrap_or_else(|| Value::from(0.0));
    let read = || value.as_str().and_then(python_float);
    Ok(number(&value).or_else(read).map_or(default, Value::from))
}

fn round(
    value: Value,
    precision: Option<i32>,
    method: Option<String>,
    kwargs: Kwargs,
) -> Result<Value, Error> {
    let precision = named(precision, &kwargs, "precision")?.unwrap_or(0);
    let method = named(method, &kwargs, "method")?.unwrap_or_else(|| "common".to_owned());
    if value.is_undefined() {
        return Err(undefined());
    }
    let Some(float) = number(&value) else {
        return Err(type_error(&format!("rounds {}", type_name(&value))));
    };
    let scale = 10_f64.powi(precision);
    let rounded = match method.as_str() {
        "ceil" => (float * scale).ceil() / scale,
        "floor" => (float * scale).floor() / scale,
        "common" if whole(&value).is_some() && precision >= 0 => return Ok(value),
        "common" => common(float, precision, scale),
        _ => return Err(wrong("rounds in a way that is none of common, ceil, floor")),
    };
    Ok(Value::from(rounded))
}

// Python rounds what the digits say, half to even; writing it out does the same.
fn common(float: f64, precision: i32, scale: f64) -> f64 {
    match usize::try_from(precision) {
        Ok(digits) => format!("{float:.*}", digits.min(60)).parse().unwrap_or(float),
        Err(_) => (float * scale).round_ties_even() / scale,
    }
}

fn abs(value: Value) -> Result<Value, Error> {
    if let Some(number) = whole(&value) {
        return Ok(int(number.abs()));
    }
    if value.is_undefined() {
        return Err(undefined());
    }
    number(&value)
        .map(|number| Value::from(number.abs()))
        .ok_or_else(|| type_error(&format!("takes the size of {}", type_name(&value))))
}

fn length(value: Value) -> Result<Value, Error> {
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

fn items(state: &mut State<'_, '_>, value: &Value) -> Result<Vec<Value>, Error> {
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

fn list(state: &mut State<'_, '_>, value: Value) -> Result<Value, Error> {
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

fn join(
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

fn replace(
    state: &mut State<'_, '_>,
    value: Value,
    old: Value,
    new: Value,
    count: Option<usize>,
) -> Result<String, Error> {
    let (text, old, new) = (text(&value)?, text(&old)?, text(&new)?);
    let count = count.unwrap_or(usize::MAX);
    let found = text.matches(&old).take(count).count();
    charge(state, text.len().saturating_add(found.saturating_mul(new.len())))?;
    Ok(text.replacen(&old, &new, count))
}

// As Python's `quote`, with a path's slashes left alone; pairs are a query.
fn urlencode(state: &mut State<'_, '_>, value: Value) -> Result<String, Error> {
    let quoted = |value: &Value| text(value).map(|text| quote_plus(&text));
    if value.as_str().is_none() && (value.kind() == ValueKind::Map || is_list(&value)) {
        let mut pairs = Vec::new();
        for item in items(state, &value)? {
            let (key, part) = if value.kind() == ValueKind::Map {
                (item.clone(), value.get_item(&item)?)
            } else if is_list(&item) && item.len() == Some(2) {
                (item.get_item(&Value::from(0))?, item.get_item(&Value::from(1))?)
            } else {
                return Err(wrong("makes a query of what are no pairs"));
            };
            pairs.push(format!("{}={}", quoted(&key)?, quoted(&part)?));
        }
        return Ok(pairs.join("&"));
    }
    let text = text(&value)?;
    charge(state, text.len().saturating_mul(3))?;
    Ok(quote_plus(&text).replace('+', "%20").replace("%2F", "/"))
}

fn center(value: Value, width: Option<usize>) -> Result<String, Error> {
    let (text, width) = (text(&value)?, width.unwrap_or(80));
    fits(width)?;
    let missing = width.saturating_sub(text.chars().count());
    let left = missing / 2 + (missing & width & 1);
    Ok(format!("{}{text}{}", " ".repeat(left), " ".repeat(missing - left)))
}

fn indent(
    state: &mut State<'_, '_>,
    value: Value,
    width: Option<Value>,
    first: Option<bool>,
    blank: Option<bool>,
) -> Result<String, Error> {
    let text = text(&value)?;
    let by = match width {
        Some(width) => {
            if let Some(by) = width.as_str() {
                by.to_owned()
            } else {
                let width = width.as_usize().unwrap_or(4);
                fits(width)?;
                " ".repeat(width)
            }
        }
        None => " ".repeat(4),
    };
    charge(state, text.len().saturating_add(text.lines().count().saturating_mul(by.len())))?;
    let lines = text.split('\n').enumerate().map(|(index, line)| {
        let bare = (index == 0 && first != Some(true))
            || (line.is_empty() && blank != Some(true) && index > 0);
        if bare { line.to_owned() } else { format!("{by}{line}") }
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

fn unique(state: &mut State<'_, '_>, value: Value, kwargs: Kwargs) -> Result<Value, Error> {
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

fn truncate(
    value: Value,
    length: Option<usize>,
    cut: Option<bool>,
    end: Option<String>,
    kwargs: Kwargs,
) -> Result<String, Error> {
    let text = text(&value)?;
    let length = named(length, &kwargs, "length")?.unwrap_or(255);
    let cut = named(cut, &kwargs, "killwords")?.unwrap_or(false);
    let end = named(end, &kwargs, "end")?.unwrap_or_else(|| "...".to_owned());
    let leeway = kwargs.get::<Option<usize>>("leeway")?.unwrap_or(5);
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= length.saturating_add(leeway) {
        return Ok(text);
    }
    let room = length.saturating_sub(end.chars().count());
    let head: String = letters.iter().take(room).collect();
    let head = if cut { &head } else { head.rsplit_once(' ').map_or(&*head, |(head, _)| head) };
    Ok(format!("{head}{end}"))
}

fn batch(
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

fn slice(
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

fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let Some((_, after)) = after.split_once('>') else {
            out.push('<');
            out.push_str(after);
            rest = "";
            break;
        };
        rest = after;
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
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

fn sort(
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

fn extreme(
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

fn sum(
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
        total = super::operators::add(state, total, item)?;
    }
    Ok(total)
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
