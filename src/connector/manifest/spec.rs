//! The configuration that a manifest asks for, and whether one fits.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::part::{Part, Read, wrong};
use super::vocabulary;
use super::yaml::Node;
use crate::connector::Veil;

/// What a manifest says of its configuration.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spec {
    /// A JSON schema; null when the manifest has no spec.
    pub(crate) schema: Value,
    documentation: Option<String>,
    /// How a person may sign in by a browser instead.
    advanced_auth: Option<Value>,
}

impl Spec {
    /// Reads a manifest's `spec`.
    ///
    /// # Errors
    /// When it is no JSON schema.
    pub(crate) fn read(part: &Part<'_>) -> Read<Self> {
        let schema = part.need("connection_specification")?;
        let Ok(value) = serde_json::from_str(&schema.json().to_string()) else {
            return wrong(schema, "`connection_specification` is no JSON schema".to_owned());
        };
        Ok(Self {
            schema: value,
            documentation: part.text("documentation_url")?.filter(|url| !url.is_empty()),
            advanced_auth: part.field("advanced_auth").map(advanced_auth),
        })
    }

    /// The same in the words of the ecosystem's protocol.
    pub(crate) fn told(&self) -> Value {
        let open = || json!({"type": "object", "properties": {}, "additionalProperties": true});
        let schema = if self.schema.is_null() { open() } else { self.schema.clone() };
        let mut told = json!({"connectionSpecification": schema});
        if let Some(url) = &self.documentation {
            told["documentationUrl"] = json!(url);
        }
        told["supportsNormalization"] = json!(false);
        told["supportsDBT"] = json!(false);
        if let Some(auth) = &self.advanced_auth {
            told["advanced_auth"] = auth.clone();
        }
        told
    }
}

/// What the protocol knows of signing in by a browser, in its order.
const ADVANCED_AUTH: [&str; 4] =
    ["auth_flow_type", "predicate_key", "predicate_value", "oauth_config_specification"];
const OAUTH: [&str; 5] = [
    "oauth_user_input_from_connector_config_specification",
    "oauth_connector_input_specification",
    "complete_oauth_output_specification",
    "complete_oauth_server_input_specification",
    "complete_oauth_server_output_specification",
];

fn advanced_auth(node: &Node) -> Value {
    let mut told = picked(node, &ADVANCED_AUTH);
    if let Some(oauth) = node.get("oauth_config_specification") {
        told["oauth_config_specification"] = picked(oauth, &OAUTH);
    }
    told
}

fn picked(node: &Node, names: &[&str]) -> Value {
    let fields = names.iter().filter_map(|name| {
        let value = serde_json::from_str(&node.get(name)?.json().to_string()).ok()?;
        (value != Value::Null).then_some(((*name).to_owned(), value))
    });
    Value::Object(fields.collect())
}

/// A configuration with the defaults of a schema's top where it says nothing.
pub(crate) fn filled(schema: &Value, config: &Value) -> Value {
    let mut filled = config.clone();
    let Some(object) = filled.as_object_mut() else { return filled };
    for (name, property) in properties(schema).into_iter().flatten() {
        if let Some(default) = property.get("default")
            && !object.contains_key(name)
        {
            object.insert(name.clone(), default.clone());
        }
    }
    filled
}

/// Reads a JSON schema's secrets: names that are marked `airbyte_secret`, at any depth.
fn secrets(schema: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    collect(schema, &mut names);
    names
}

/// Shorter values would hide half of every text.
const SHORTEST_SECRET: usize = 4;

/// Hides the values that a configuration holds under secret names.
pub(crate) fn veil(schema: &Value, config: &Value) -> Veil {
    let mut values = BTreeSet::new();
    gather(config, &secrets(schema), false, &mut values);
    Veil::new(values.into_iter().collect())
}

fn gather(
    value: &Value,
    names: &BTreeSet<String>,
    is_secret: bool,
    found: &mut BTreeSet<String>,
) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                gather(value, names, is_secret || names.contains(name), found);
            }
        }
        Value::Array(items) => items.iter().for_each(|v| gather(v, names, is_secret, found)),
        Value::String(text) if is_secret && text.len() >= SHORTEST_SECRET => {
            found.insert(text.clone());
        }
        _ => {}
    }
}

fn collect(schema: &Value, names: &mut BTreeSet<String>) {
    for (name, property) in properties(schema).into_iter().flatten() {
        if property.get("airbyte_secret").and_then(Value::as_bool) == Some(true) {
            names.insert(name.clone());
        }
        collect(property, names);
    }
    for branch in branches(schema) {
        collect(branch, names);
    }
}

fn properties(schema: &Value) -> Option<&Map<String, Value>> {
    schema.get("properties")?.as_object()
}

fn branches(schema: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["oneOf", "anyOf", "allOf"].into_iter();
    lists.filter_map(|key| schema.get(key)?.as_array()).flatten()
}

/// What is wrong with a configuration, one sentence each, never a value.
pub(crate) fn problems(schema: &Value, config: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check("", schema, config, &mut found);
    found
}

fn check(path: &str, schema: &Value, value: &Value, found: &mut Vec<String>) {
    let branches: Vec<&Value> = branches(schema).collect();
    if !branches.is_empty() && !branches.iter().any(|branch| fits(branch, value)) {
        found.push(format!("`{}` has none of the forms that the manifest knows", name(path)));
    }
    if let Some(kind) = mismatch(schema, value) {
        found.push(format!("`{}` is {}; expected {kind}", name(path), describe(value)));
        return;
    }
    check_text(path, schema, value, found);
    let Some(object) = value.as_object() else { return };
    check_names(path, schema, object, found);
    for (key, property) in properties(schema).into_iter().flatten() {
        match object.get(key).filter(|value| !value.is_null()) {
            Some(value) => check(&join(path, key), property, value, found),
            None if is_required(schema, key) && property.get("default").is_none() => {
                found.push(format!("`{}` is missing{}", join(path, key), title(property)));
            }
            None => {}
        }
    }
}

fn fits(schema: &Value, value: &Value) -> bool {
    let mut found = Vec::new();
    check("", schema, value, &mut found);
    let constants = properties(schema).into_iter().flatten();
    found.is_empty()
        && constants
            .filter_map(|(key, property)| Some((key, property.get("const")?)))
            .all(|(key, constant)| value.get(key).is_none_or(|value| value == constant))
}

// Names are checked only where the schema lists all of them itself.
fn check_names(
    path: &str,
    schema: &Value,
    object: &Map<String, Value>,
    found: &mut Vec<String>,
) {
    let Some(known) = properties(schema) else { return };
    if branches(schema).next().is_some() {
        return;
    }
    for key in object.keys().filter(|key| !known.contains_key(*key)) {
        let closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
        let hint = vocabulary::hint(key, known.keys().map(String::as_str));
        if closed || path.is_empty() || !hint.is_empty() {
            found.push(format!(
                "`{}` is not a setting of this connector{hint}",
                join(path, key)
            ));
        }
    }
}

fn check_text(path: &str, schema: &Value, value: &Value, found: &mut Vec<String>) {
    let Some(allowed) = schema.get("enum").and_then(Value::as_array) else { return };
    if !allowed.contains(value) {
        let words: Vec<String> = allowed.iter().map(Value::to_string).collect();
        found.push(format!("`{}` must be one of {}", name(path), words.join(", ")));
    }
}

fn is_required(schema: &Value, key: &str) -> bool {
    let list = schema.get("required").and_then(Value::as_array);
    list.is_some_and(|list| list.iter().any(|required| required == key))
}

fn title(property: &Value) -> String {
    let text = property.get("title").and_then(Value::as_str);
    text.map_or_else(String::new, |title| format!(" ({title})"))
}

fn name(path: &str) -> &str {
    if path.is_empty() { "the configuration" } else { path }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn mismatch(schema: &Value, value: &Value) -> Option<String> {
    let kinds: Vec<&str> = match schema.get("type")? {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let is = |kind: &&str| match *kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "null" => value.is_null(),
        _ => true,
    };
    (!kinds.iter().any(is)).then(|| kinds.join(" or "))
}

fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema() -> Value {
        json!({
            "type": "object", "required": ["token", "start_date"],
            "properties": {
                "token": {"type": "string", "title": "Access token", "airbyte_secret": true},
                "start_date": {"type": "string"},
                "size": {"type": ["integer", "null"], "enum": [1, 2]},
                "auth": {"type": "object", "oneOf": [
                    {"properties": {"kind": {"const": "a"}, "key": {"type": "string", "airbyte_secret": true}}, "required": ["key"]},
                    {"properties": {"kind": {"const": "b"}}}
                ]}
            }
        })
    }

    #[test]
    fn a_configuration_is_told_what_is_wrong_without_its_values() {
        let cases = [
            (json!({"token": "s3cret", "start_date": "x"}), vec![]),
            (json!({"start_date": "x"}), vec!["`token` is missing (Access token)"]),
            (
                json!({"token": 5, "start_date": "x"}),
                vec!["`token` is a number; expected string"],
            ),
            (
                json!({"token": "s", "start_dat": "x"}),
                vec![
                    "`start_dat` is not a setting of this connector; did you mean `start_date`?",
                    "`start_date` is missing",
                ],
            ),
            (
                json!({"token": "s", "start_date": "x", "size": 3}),
                vec!["`size` must be one of 1, 2"],
            ),
            (json!({"token": "s", "start_date": "x", "auth": {"kind": "b"}}), vec![]),
            (
                json!({"token": "s", "start_date": "x", "auth": {"kind": "a"}}),
                vec!["`auth` has none of the forms that the manifest knows"],
            ),
        ];
        for (config, expected) in cases {
            assert_eq!(problems(&schema(), &config), expected, "{config}");
        }
    }

    #[test]
    fn secrets_are_found_at_any_depth() {
        assert_eq!(secrets(&schema()), ["key", "token"].map(str::to_owned).into());
    }
}
