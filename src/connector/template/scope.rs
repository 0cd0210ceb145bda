//! What a template may read while it is rendered.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use minijinja::Value;

use crate::connector::Json;
use crate::model::nearest;

/// Under this name the functions of the language find the present moment.
pub(super) const NOW: &str = "__now";

/// The ecosystem's variables; each is there in some places only, and undefined in the others.
const VARIABLES: [&str; 30] = [
    "access_token",
    "auth_code",
    "auth_code_value",
    "client_id",
    "client_id_value",
    "client_secret",
    "client_secret_value",
    "components_values",
    "config",
    "creation_response",
    "download_response",
    "download_target",
    "headers",
    "last_page_size",
    "last_page_token_value",
    "last_record",
    "login_response",
    "next_page_token",
    "options",
    "parameters",
    "polling_response",
    "raw_schema",
    "record",
    "redirect_uri_value",
    "response",
    "scope_value",
    "session_token",
    "state_value",
    "stream_interval",
    "stream_partition",
];

/// Says which variable a name was meant to be.
pub(super) fn hint(name: &str) -> String {
    nearest::hint(nearest::slip(name, VARIABLES.iter().copied()))
}

/// Of each variable the keys that are read, or nothing when it may be read whole.
pub(super) type Reads = BTreeMap<String, Option<BTreeSet<String>>>;

/// One variable.
#[derive(Debug, Clone)]
pub(crate) enum Var<'a> {
    /// JSON, made a value only when a template reads it.
    Json(&'a Json),
    /// A value.
    Value(Value),
}

/// The variables of one rendering.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// The source's configuration.
    pub(crate) config: &'a Value,
    /// The present moment.
    pub(crate) now: DateTime<Utc>,
    /// Variables by name.
    pub(crate) vars: &'a [(&'a str, Var<'a>)],
    /// Extra fields of the slice, which are variables too.
    pub(crate) extra: &'a [(String, Json)],
}

impl<'a> Scope<'a> {
    /// The context with just the names that a template uses, and of them what it reads.
    pub(super) fn context(&self, uses: &[String], parameters: &Value, reads: &Reads) -> Value {
        let now = (NOW, Value::from(self.now.timestamp_micros()));
        let named = uses.iter().filter_map(|name| {
            let value = match self.json(name) {
                Some(json) => narrowed(json, reads.get(name)),
                None => self.value(name, parameters)?,
            };
            Some((name.as_str(), value))
        });
        Value::from_pairs(named.chain([now]))
    }

    /// A variable by its name.
    pub(super) fn value(&self, name: &str, parameters: &Value) -> Option<Value> {
        match name {
            "config" => return Some(self.config.clone()),
            "parameters" => return Some(parameters.clone()),
            _ => {}
        }
        if let Some((_, var)) = self.vars.iter().find(|(known, _)| *known == name) {
            return Some(match var {
                Var::Json(json) => to_value(json),
                Var::Value(value) => value.clone(),
            });
        }
        self.extra.iter().find(|(known, _)| known == name).map(|(_, json)| to_value(json))
    }

    /// Whether a name is that of a variable here or elsewhere in the ecosystem.
    pub(super) fn knows(&self, name: &str) -> bool {
        VARIABLES.contains(&name)
            || name.starts_with("stream_")
            || self.vars.iter().any(|(known, _)| *known == name)
            || self.extra.iter().any(|(known, _)| known == name)
    }

    /// A variable that is JSON.
    pub(super) fn json(&self, name: &str) -> Option<&'a Json> {
        match self.vars.iter().find(|(known, _)| *known == name) {
            Some((_, Var::Json(json))) => Some(*json),
            Some(_) => None,
            None if name == "config" || name == "parameters" => None,
            None => self.extra.iter().find(|(known, _)| known == name).map(|(_, json)| json),
        }
    }
}

// An object with just the fields that are read: converting the others would cost more than the
// rendering.
fn narrowed(json: &Json, reads: Option<&Option<BTreeSet<String>>>) -> Value {
    let (Json::Object(_), Some(Some(keys))) = (json, reads) else { return to_value(json) };
    Value::from_pairs(
        keys.iter().filter_map(|key| Some((key.as_str(), to_value(json.get(key)?)))),
    )
}

/// JSON as a value of the template language. A number that fits no machine type becomes a float.
pub(crate) fn to_value(json: &Json) -> Value {
    match json {
        Json::Null => Value::from(()),
        Json::Bool(flag) => Value::from(*flag),
        Json::Number(text) => number(text),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => items.iter().map(to_value).collect(),
        Json::Object(fields) => Value::from_pairs(
            fields.iter().map(|(name, value)| (name.as_str(), to_value(value))),
        ),
    }
}

fn number(text: &str) -> Value {
    if let Ok(whole) = text.parse::<i64>() {
        return Value::from(whole);
    }
    if let Ok(whole) = text.parse::<i128>() {
        return Value::from(whole);
    }
    text.parse::<f64>().map_or_else(|_| Value::from(text), Value::from)
}
