//! YAML as a tree that knows its lines. The one place that knows which YAML crate we use.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_saphyr::{DuplicateKeyPolicy, Spanned};

use crate::connector::Json;
use crate::connector::template::python_float;

/// A value and the line it begins on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) line: usize,
    pub(crate) value: Yaml,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Yaml {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) line: usize,
    pub(crate) node: Node,
}

/// Reads a text.
///
/// # Errors
/// The line and what is wrong there.
pub(crate) fn parse(text: &str) -> Result<Node, (usize, String)> {
    // As in the ecosystem, of a repeated key the last counts.
    let options = serde_saphyr::options! { duplicate_keys: DuplicateKeyPolicy::LastWins };
    let root = serde_saphyr::from_str_with_options::<Spanned<Yaml>>(text, options);
    let root = root.map_err(|error| {
        let line = error.location().map_or(1, |at| at.line() as usize).max(1);
        (line, format!("not valid YAML: {}", first_sentence(&error.to_string())))
    })?;
    Ok(node(root))
}

// The crate draws the place with the text around it; the file and line say that already.
fn first_sentence(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.strip_prefix("error: ").unwrap_or(line);
    match line.split_once(": ") {
        Some((place, rest)) if place.starts_with("line ") => rest.to_owned(),
        _ => line.to_owned(),
    }
}

fn node(spanned: Spanned<Yaml>) -> Node {
    Node { line: spanned.referenced.line() as usize, value: spanned.value }
}

impl Node {
    /// The value under a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// The entries of a map, none for anything else.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.value {
            Yaml::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The text of a text.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Yaml::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether Python would call it false.
    pub(crate) fn is_falsy(&self) -> bool {
        match &self.value {
            Yaml::Null | Yaml::Bool(false) => true,
            Yaml::Bool(true) => false,
            Yaml::Number(text) => text.parse::<f64>() == Ok(0.0),
            Yaml::Text(text) => text.is_empty(),
            Yaml::List(items) => items.is_empty(),
            Yaml::Map(entries) => entries.is_empty(),
        }
    }

    /// What it is, for a message.
    pub(crate) fn kind(&self) -> &'static str {
        match self.value {
            Yaml::Null => "nothing",
            Yaml::Bool(_) => "true or false",
            Yaml::Number(_) => "a number",
            Yaml::Text(_) => "a text",
            Yaml::List(_) => "a list",
            Yaml::Map(_) => "an object",
        }
    }

    /// The same as JSON.
    pub(crate) fn json(&self) -> Json {
        match &self.value {
            Yaml::Null => Json::Null,
            Yaml::Bool(flag) => Json::Bool(*flag),
            Yaml::Number(text) => Json::Number(text.clone()),
            Yaml::Text(text) => Json::String(text.clone()),
            Yaml::List(items) => Json::Array(items.iter().map(Self::json).collect()),
            Yaml::Map(entries) => Json::Object(
                entries.iter().map(|entry| (entry.key.clone(), entry.node.json())).collect(),
            ),
        }
    }
}

impl<'de> Deserialize<'de> for Yaml {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Yaml;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Yaml, E> {
        Ok(Yaml::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Yaml, E> {
        Ok(Yaml::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Yaml, E> {
        Ok(Yaml::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Yaml, E> {
        Ok(Yaml::Number(python_float(number)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Yaml, E> {
        Ok(Yaml::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Yaml, E> {
        Ok(Yaml::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Yaml, E> {
        Ok(Yaml::Null)
    }

    fn visit_none<E>(self) -> Result<Yaml, E> {
        Ok(Yaml::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Yaml, D::Error> {
        Yaml::deserialize(inner)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Yaml, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element::<Spanned<Yaml>>()? {
            items.push(node(item));
        }
        Ok(Yaml::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Yaml, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, value)) = map.next_entry::<Spanned<String>, Spanned<Yaml>>()? {
            let line = key.referenced.line() as usize;
            entries.push(Entry { key: key.value, line, node: node(value) });
        }
        Ok(Yaml::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_knows_its_line() {
        let root = parse("a: 1\nb:\n  - x\n  - y: true\n    z: ~\n").expect("valid");
        let list = root.get("b").expect("b");
        let Yaml::List(items) = &list.value else { panic!("a list") };
        let second = items.get(1).expect("two items");
        assert_eq!(
            second.get("y").map(|n| (n.line, n.value.clone())),
            Some((4, Yaml::Bool(true)))
        );
        assert_eq!(second.get("z").map(|n| n.line), Some(5));
        assert_eq!(root.json().to_string(), r#"{"a":1,"b":["x",{"y":true,"z":null}]}"#);
    }

    #[test]
    fn broken_yaml_names_its_line() {
        let (line, message) = parse("a: 1\nb: [1, 2\nc: 3\n").expect_err("broken");
        assert!(line >= 2, "{line}");
        assert!(
            message.starts_with("not valid YAML: ") && !message.contains('\n'),
            "{message}"
        );
    }
}
