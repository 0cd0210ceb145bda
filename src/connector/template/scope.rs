//! What a template may read while it is rendered.

use chrono::{DateTime, Utc};
use minijinja::Value;

use crate::connector::Json;

/// Under this name the functions of the language find the present moment.
pub(super) const NOW: &str = "__now";

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
    /// The context with just the names that a template uses.
    pub(super) fn context(&self, uses: &[String], parameters: &Value) -> Value {
        let now = (NOW, Value::from(self.now.timestamp_micros()));
        let named =
            uses.iter().filter_map(|name| Some((name.as_str(), self.value(name, parameters)?)));
        Value::from_pairs(named.chain([now]))
    }

    fn value(&self, name: &str, parameters: &Value) -> Option<Value> {
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

    /// A variable that is JSON.
    pub(super) fn json(&self, name: &str) -> Option<&'a Json> {
        match self.vars.iter().find(|(known, _)| *known == name)? {
            (_, Var::Json(json)) => Some(*json),
            _ => None,
        }
    }
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
