//! The vocabulary as a JSON schema, so that an editor completes a mapping and marks its slips.

use serde_json::{Map, Value, json};

use super::vocabulary as words;
use crate::model::{Category, EntityKind};

/// A JSON schema (draft 7) of `mapping.yaml`.
pub fn mapping_schema() -> Value {
    use Category::{Crm, Digital, Erp, External, Hr, Marketing, Support, Survey};
    let categories = [Crm, Erp, Support, Marketing, Digital, Survey, Hr, External];
    let mut head = section(words::HEADER);
    head["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    head["title"] = json!("mapping.yaml of a connector");
    head["required"] = json!(["category", "title", "version", "streams"]);
    head["properties"]["category"] = json!({"enum": categories.map(Category::word)});
    head["properties"]["streams"] = json!({"type": "object", "additionalProperties": stream()});
    head["properties"]["webhooks"] = webhooks();
    head
}

/// A map that has these words and no others.
fn section(known: &[&str]) -> Value {
    let fields: Map<String, Value> =
        known.iter().map(|word| ((*word).to_owned(), json!({}))).collect();
    json!({"type": "object", "properties": fields, "additionalProperties": false})
}

fn stream() -> Value {
    let mut stream = section(words::STREAM);
    stream["properties"]["entities"] = json!({"type": "array", "items": entity()});
    stream["properties"]["sweep"] = section(words::SWEEP);
    stream
}

fn entity() -> Value {
    let mut entity = section(words::ENTITY);
    let kinds: Vec<&str> = EntityKind::ALL.iter().map(|kind| kind.word()).collect();
    let value = value();
    for name in ["entity", "adds_to"] {
        entity["properties"][name] = json!({"enum": kinds});
    }
    entity["properties"]["lookup"] = section(words::LOOKUP);
    entity["anyOf"] = json!([{"required": ["entity"]}, {"required": ["adds_to"]}]);
    let fields = EntityKind::ALL.iter().map(|kind| {
        let fields: Map<String, Value> =
            kind.fields().iter().map(|field| (field.name.to_owned(), value.clone())).collect();
        let is = |name: &str| json!({"required": [name], "properties": {name: {"const": kind.word()}}});
        let fields = json!({"type": "object", "properties": fields, "additionalProperties": false});
        json!({"if": {"anyOf": [is("entity"), is("adds_to")]}, "then": {"properties": {"fields": fields}}})
    });
    entity["allOf"] = fields.collect();
    entity
}

/// A path, a text with paths, an expression, or a map of words.
fn value() -> Value {
    let mut long = section(words::VALUE);
    long["properties"]["as"] = json!({"enum": words::CONVERSIONS});
    long["properties"]["unit"] = json!({"enum": words::UNITS});
    json!({"if": {"type": "object"}, "then": long})
}

fn webhooks() -> Value {
    let mut webhooks = section(words::WEBHOOKS);
    let mut signature = section(words::SIGNATURE);
    signature["properties"]["scheme"] = json!({"enum": words::SCHEMES});
    signature["properties"]["as"] = json!({"enum": words::ENCODINGS});
    webhooks["properties"]["signature"] = signature;
    webhooks["properties"]["events"] =
        json!({"type": "object", "additionalProperties": section(words::EVENT)});
    webhooks
}
