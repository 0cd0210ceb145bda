//! The filters that make and round numbers.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands arguments over by value")]

use minijinja::value::Kwargs;
use minijinja::{Error, Value};

use super::super::python::{
    float as number, int, type_error, type_name, undefined, whole, wrong,
};
use super::named;

// As in Jinja2, what is no number is the default, not an error.
pub(super) fn to_int(
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
        _ if (2..=36).contains(&base) => digits.as_str(),
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

pub(super) fn to_float(
    value: Value,
    default: Option<Value>,
    kwargs: Kwargs,
) -> Result<Value, Error> {
    if value.is_undefined() {
        return Err(undefined());
    }
    let default = named(default, &kwargs, "default")?.unwrap_or_else(|| Value::from(0.0));
    let read = || value.as_str().and_then(python_float);
    Ok(number(&value).or_else(read).map_or(default, Value::from))
}

pub(super) fn round(
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

pub(super) fn abs(value: Value) -> Result<Value, Error> {
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
