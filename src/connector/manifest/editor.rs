//! The vocabulary as a JSON schema, so that an editor completes a manifest and marks its slips.
//!
//! It is stricter than the reader where that helps who writes (a field that no component of the type
//! reads is marked) and laxer where only the whole manifest can tell: what must be there may come
//! from a `$ref` or from `$parameters`.

use serde_json::{Map, Value, json};

use super::vocabulary;

/// Fields whose values are the source's own, whatever they look like.
const FREE: &[&str] = &[
    "additional_jwt_headers",
    "additional_jwt_payload",
    "base_schema",
    "config_overrides",
    "connection_specification",
    "jwt_headers",
    "jwt_payload",
    "metadata",
    "request_body_data",
    "request_body_json",
    "schema",
    "schemas",
    "value",
];

/// A JSON schema (draft 7) of `manifest.yaml`.
pub fn manifest_schema() -> Value {
    let kinds: Vec<&str> = vocabulary::kinds().collect();
    let mut definitions: Map<String, Value> =
        kinds.iter().map(|kind| ((*kind).to_owned(), component(kind))).collect();
    definitions.insert("any_component".to_owned(), any(&kinds));
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "manifest.yaml of a connector",
        "allOf": [reference("DeclarativeSource"), {"required": ["version", "check"]}],
        "definitions": definitions,
    })
}

fn reference(definition: &str) -> Value {
    json!({"$ref": format!("#/definitions/{definition}")})
}

fn component(kind: &str) -> Value {
    let rules = vocabulary::fields(kind).unwrap_or_default();
    let needed: Vec<&str> =
        rules.iter().filter(|rule| rule.required).map(|rule| rule.name).collect();
    let mut fields = Map::new();
    fields.insert("type".to_owned(), json!({"const": kind}));
    for rule in rules {
        fields.insert(rule.name.to_owned(), field(kind, rule.name));
    }
    let description =
        if needed.is_empty() { String::new() } else { format!("Needs: {}", needed.join(", ")) };
    json!({
        "type": "object",
        "description": description,
        "properties": fields,
        "patternProperties": {"^\\$": {}},
        "additionalProperties": false,
    })
}

fn field(kind: &str, name: &str) -> Value {
    if FREE.contains(&name) {
        return json!({});
    }
    let any = reference("any_component");
    let Some(implied) = vocabulary::implied(kind, name) else { return any };
    let silent = json!({"type": "object", "not": {"anyOf": [
        {"required": ["type"]}, {"required": ["$ref"]}, {"required": ["class_name"]}]}});
    let one = json!({"if": silent, "then": reference(implied), "else": any});
    json!({"if": {"type": "array"}, "then": {"items": one}, "else": one})
}

/// Whatever may stand in a manifest: what says its type is held to it, at any depth.
fn any(kinds: &[&str]) -> Value {
    let of_type = |kind: &&str| {
        json!({
            "if": {"type": "object", "required": ["type"], "properties": {"type": {"const": kind}}},
            "then": reference(kind),
        })
    };
    let mut rules: Vec<Value> = kinds.iter().map(of_type).collect();
    let says = |schema: Value| json!({"type": "object", "required": ["type"], "properties": {"type": schema}});
    // A type is written with a capital; those of a JSON schema are not.
    rules.push(json!({
        "if": says(json!({"type": "string", "pattern": "^[A-Z]", "not": {"pattern": "^Custom"}})),
        "then": {"properties": {"type": {"enum": kinds}}},
    }));
    let typed = says(json!({"type": "string", "pattern": "^[A-Z]"}));
    let inner = json!({
        "properties": FREE.iter().map(|name| ((*name).to_owned(), json!({}))).collect::<Map<_, _>>(),
        "additionalProperties": reference("any_component"),
    });
    rules.push(json!({"if": {"type": "object", "not": typed}, "then": inner}));
    json!({"allOf": rules, "items": reference("any_component")})
}
