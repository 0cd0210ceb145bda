//! Gives values the types that a stream's JSON schema asks for, as far as they can take them.

use crate::connector::Json;
use crate::connector::template::{python_float, python_text};

/// Changes the fields of a record in place. What cannot be changed stays.
pub(super) fn apply(record: &mut Json, schema: &Json) {
    match record {
        Json::Object(fields) => {
            let Some(Json::Object(properties)) = schema.get("properties") else { return };
            for (name, schema) in properties {
                if let Some((_, value)) =
                    fields.iter_mut().rev().find(|(known, _)| known == name)
                {
                    convert(value, schema);
                    apply(value, schema);
                }
            }
        }
        Json::Array(items) => {
            let Some(schema @ Json::Object(_)) = schema.get("items") else { return };
            for item in items {
                convert(item, schema);
                apply(item, schema);
            }
        }
        _ => {}
    }
}

fn convert(value: &mut Json, schema: &Json) {
    let Some(wanted) = wanted(value, schema) else { return };
    let new = match wanted {
        "string" => Some(Json::String(as_text(value))),
        "number" => number(value),
        "integer" => integer(value),
        "boolean" => flag(value),
        "array" => listed(value, schema),
        _ => None,
    };
    if let Some(new) = new {
        *value = new;
    }
}

// The one type besides null, when there is just one and the value is not the null it may be.
fn wanted<'a>(value: &Json, schema: &'a Json) -> Option<&'a str> {
    match schema.get("type")? {
        Json::String(kind) => Some(kind).filter(|kind| *kind != "null").map(String::as_str),
        Json::Array(kinds) => {
            let null = Json::String("null".to_owned());
            if *value == Json::Null && kinds.contains(&null) {
                return None;
            }
            let mut others = kinds.iter().filter(|kind| **kind != null);
            match (others.next()?, others.next()) {
                (Json::String(kind), None) => Some(kind),
                _ => None,
            }
        }
        _ => None,
    }
}

// Python writes a float in its shortest form.
fn as_text(value: &Json) -> String {
    match value {
        Json::Number(text) if is_float(text) => {
            text.parse().map_or_else(|_| text.clone(), python_float)
        }
        value => python_text(value),
    }
}

fn is_float(text: &str) -> bool {
    text.contains(['.', 'e', 'E'])
}

fn number(value: &Json) -> Option<Json> {
    match value {
        Json::Bool(flag) => Some(Json::Number(if *flag { "1.0" } else { "0.0" }.to_owned())),
        Json::String(text) => {
            let text = text.trim();
            // The digits stay as they are where JSON allows it.
            if serde_json::from_str::<serde_json::Number>(text).is_ok() {
                return Some(Json::Number(text.to_owned()));
            }
            let bare = without_underscores(text)?;
            let float: f64 = bare.parse().ok()?;
            float.is_finite().then(|| Json::Number(python_float(float)))
        }
        _ => None,
    }
}

fn integer(value: &Json) -> Option<Json> {
    match value {
        Json::Bool(flag) => Some(Json::Number(i32::from(*flag).to_string())),
        Json::Number(text) if is_float(text) => {
            let float: f64 = text.parse().ok()?;
            float.is_finite().then(|| Json::Number(format!("{:.0}", float.trunc() + 0.0)))
        }
        Json::String(text) => {
            let bare = without_underscores(text.trim())?;
            let (sign, digits) = match bare.strip_prefix('-') {
                Some(digits) => ("-", digits),
                None => ("", bare.strip_prefix('+').unwrap_or(&bare)),
            };
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            let digits = digits.trim_start_matches('0');
            let whole =
                if digits.is_empty() { "0".to_owned() } else { format!("{sign}{digits}") };
            Some(Json::Number(whole))
        }
        _ => None,
    }
}

// Python allows single ones between digits.
fn without_underscores(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let between = |at: usize| {
        let digit = |at: Option<usize>| {
            at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit)
        };
        digit(at.checked_sub(1)) && digit(Some(at + 1))
    };
    let fine = letters.iter().enumerate().all(|(at, letter)| *letter != '_' || between(at));
    fine.then(|| text.replace('_', ""))
}

fn flag(value: &Json) -> Option<Json> {
    Some(Json::Bool(match value {
        Json::Null => false,
        Json::Bool(flag) => *flag,
        Json::Number(text) => text.parse::<f64>() != Ok(0.0),
        Json::Array(items) => !items.is_empty(),
        Json::Object(fields) => !fields.is_empty(),
        Json::String(text) => match text.to_lowercase().trim() {
            "y" | "yes" | "t" | "true" | "on" | "1" => true,
            "n" | "no" | "f" | "false" | "off" | "0" => false,
            _ => return None,
        },
    }))
}

// A single value becomes a list of one, unless the list's items have one type given as a word.
fn listed(value: &Json, schema: &Json) -> Option<Json> {
    let simple = ["string", "number", "integer", "boolean", "null"];
    let fits = match schema.get("items").and_then(|items| items.get("type")) {
        None => true,
        Some(Json::Array(kinds)) => {
            kinds.iter().all(|kind| kind.text().is_some_and(|kind| simple.contains(&kind)))
        }
        Some(_) => false,
    };
    let single = !matches!(value, Json::Array(_) | Json::Object(_));
    (fits && single).then(|| Json::Array(vec![value.clone()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_take_the_types_of_the_schema_as_in_python() {
        let cases = [
            // (schema, value, what it becomes)
            (r#"{"type":"string"}"#, "1.50", r#""1.5""#),
            (r#"{"type":"string"}"#, r#"{"a":[true]}"#, r#""{'a': [True]}""#),
            (r#"{"type":"string"}"#, "null", r#""None""#),
            (r#"{"type":["null","string"]}"#, "null", "null"),
            (r#"{"type":["null","string"]}"#, "7", r#""7""#),
            (r#"{"type":["string","integer"]}"#, "7", "7"),
            (r#"{"type":"number"}"#, r#"" 12345678901234567.89 ""#, "12345678901234567.89"),
            (r#"{"type":"number"}"#, r#""1_000.""#, "1000.0"),
            (r#"{"type":"number"}"#, r#""n/a""#, r#""n/a""#),
            (r#"{"type":"number"}"#, "true", "1.0"),
            (r#"{"type":"integer"}"#, "-1.7", "-1"),
            (r#"{"type":"integer"}"#, r#""007""#, "7"),
            (r#"{"type":"integer"}"#, r#""7.0""#, r#""7.0""#),
            (r#"{"type":"integer"}"#, "-0.5", "0"),
            (r#"{"type":"boolean"}"#, r#"" Yes""#, "true"),
            (r#"{"type":"boolean"}"#, r#""maybe""#, r#""maybe""#),
            (r#"{"type":"boolean"}"#, "0", "false"),
            (r#"{"type":"array"}"#, "5", "[5]"),
            (r#"{"type":"array","items":{"type":["string"]}}"#, "5", r#"["5"]"#),
            (r#"{"type":"array","items":{"type":"string"}}"#, "5", "5"),
            (r#"{"type":"array","items":{"type":"string"}}"#, "[5]", r#"["5"]"#),
            (
                r#"{"properties":{"a":{"type":"string"}}}"#,
                r#"{"a":1,"b":2}"#,
                r#"{"a":"1","b":2}"#,
            ),
            (r#"{"type":"object"}"#, "5", "5"),
        ];
        for (schema, value, expected) in cases {
            let json = |text: &str| Json::parse(text).expect("valid");
            let schema = Json::Object(vec![(
                "properties".to_owned(),
                Json::Object(vec![("x".to_owned(), json(schema))]),
            )]);
            let mut record = Json::Object(vec![("x".to_owned(), json(value))]);
            apply(&mut record, &schema);
            let told = record.get("x").map(ToString::to_string);
            assert_eq!(told.as_deref(), Some(expected), "{value} under {schema}");
        }
    }
}
