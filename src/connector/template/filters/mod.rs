//! The filters that the ecosystem adds to Jinja2, and those of Jinja2 that the engine has otherwise.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands arguments over by value")]

mod json;
mod lists;
mod numbers;
mod patterns;
mod texts;

use std::cmp::Ordering;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::{Kwargs, Rest, ValueKind, ValueOrKwargs};
use minijinja::{Environment, Error, State, Value};

use super::digest;
use super::functions::need;
use super::operators::{check_format, contains};
use super::python::{
    compare, equal, is_list, moment, span, text, type_error, undefined, wrong,
};
use super::texts::title;
use json::{string, tojson};
use lists::{batch, extreme, join, length, list, slice, sort, sum, unique};
use numbers::{abs, round, to_float, to_int};
use patterns::{regex_replace, regex_search};
use texts::{center, indent, replace, truncate, urlencode, without_tags};

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
    env.add_filter("title", |value: Value| text(&value).map(|text| title(&text)));
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
