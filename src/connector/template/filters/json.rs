//! Values as JSON, as Python writes it.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands arguments over by value")]

use std::fmt::Write as _;

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Error, Value};

use super::super::python::{fits, is_list, text, type_error, type_name, wrong};

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
                    write_text(name, out);
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
                    write!(out, "\\u{unit:04x}").expect("a String takes all");
                }
            }
        }
    }
    out.push('"');
}

pub(super) fn tojson(value: Value, kwargs: Kwargs) -> Result<String, Error> {
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

// The ecosystem wraps JSON in triple quotes, so that it stays a text when it is typed.
pub(super) fn string(value: Value) -> Result<String, Error> {
    if let Some(text) = value.as_str() {
        return Ok(text.to_owned());
    }
    let mut json = String::new();
    write_json(&value, 0, &mut json)?;
    Ok(format!("\"\"\"{json}\"\"\""))
}
