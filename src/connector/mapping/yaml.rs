//! Reads YAML into nodes that know their line. The only place of this room that knows the parser.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::super::Json;
use super::MappingError;

/// A value of a YAML file and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// One-based line; 0 when the parser could not say.
    pub(super) line: usize,
    /// What stands there.
    pub(super) value: Yaml,
}

/// What a YAML file can hold. A scalar keeps its type as JSON has it.
#[derive(Debug, Clone)]
pub(super) enum Yaml {
    /// A text, number, flag or null.
    Scalar(Json),
    /// A list.
    List(Vec<Node>),
    /// Keys with their lines, in the order of the file.
    Map(Vec<(usize, String, Node)>),
}

/// Reads a whole file. Only `true` and `false` are flags, so that a country `NO` stays a text.
pub(super) fn parse(file: &str, text: &str) -> Result<Node, MappingError> {
    let options = serde_saphyr::options! { strict_booleans: true, with_snippet: false };
    match serde_saphyr::from_str_with_options::<Spanned<Yaml>>(text, options) {
        Ok(root) => Ok(Node::of(root)),
        Err(error) => Err(MappingError {
            file: file.to_owned(),
            line: error.location().map_or(1, |place| place.line() as usize),
            message: format!("not readable as YAML: {}", error.without_snippet()),
        }),
    }
}

impl Node {
    fn of(spanned: Spanned<Yaml>) -> Self {
        Self { line: spanned.referenced.line() as usize, value: spanned.value }
    }

    /// The scalar as text; `None` for null, a list or a map.
    pub(super) fn text(&self) -> Option<String> {
        match &self.value {
            Yaml::Scalar(Json::Bool(flag)) => Some(flag.to_string()),
            Yaml::Scalar(scalar) => scalar.text().map(str::to_owned),
            _ => None,
        }
    }

    /// The same as JSON, for tables that a mapping looks into.
    pub(super) fn json(&self) -> Json {
        match &self.value {
            Yaml::Scalar(scalar) => scalar.clone(),
            Yaml::List(items) => Json::Array(items.iter().map(Self::json).collect()),
            Yaml::Map(entries) => {
                Json::Object(entries.iter().map(|(_, k, v)| (k.clone(), v.json())).collect())
            }
        }
    }
}

impl<'de> Deserialize<'de> for Yaml {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Read)
    }
}

struct Read;

impl<'de> Visitor<'de> for Read {
    type Value = Yaml;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Yaml, E> {
        Ok(Yaml::Scalar(Json::Null))
    }

    fn visit_none<E>(self) -> Result<Yaml, E> {
        Ok(Yaml::Scalar(Json::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Yaml, D::Error> {
        Yaml::deserialize(deserializer)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Yaml, E> {
        Ok(Yaml::Scalar(Json::Bool(flag)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Yaml, E> {
        Ok(Yaml::Scalar(Json::Number(number.to_string())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Yaml, E> {
        Ok(Yaml::Scalar(Json::Number(number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Yaml, E> {
        Ok(Yaml::Scalar(Json::Number(number.to_string())))
    }

    fn visit_str<E>(self, text: &str) -> Result<Yaml, E> {
        Ok(Yaml::Scalar(Json::String(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Yaml, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element::<Spanned<Yaml>>()? {
            items.push(Node::of(item));
        }
        Ok(Yaml::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Yaml, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<Spanned<String>>()? {
            let value = Node::of(map.next_value::<Spanned<Yaml>>()?);
            entries.push((key.referenced.line() as usize, key.value, value));
        }
        Ok(Yaml::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_knows_its_line_and_no_is_a_text() {
        let root =
            parse("m.yaml", "a:\n  - NO\n  - 1.5\nb: {\"7\": x, 8: ~}\n").expect("valid");
        let Yaml::Map(entries) = &root.value else { unreachable!("a map was written") };
        let (line, key, list) = &entries[0];
        assert_eq!(
            (*line, key.as_str(), list.json().to_string()),
            (1, "a", "[\"NO\",1.5]".into())
        );
        let Yaml::List(items) = &list.value else { unreachable!("a list was written") };
        assert_eq!(items.iter().map(|item| item.line).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(
            (entries[1].0, entries[1].2.json().to_string()),
            (4, r#"{"7":"x","8":null}"#.into())
        );
    }

    #[test]
    fn broken_yaml_and_repeated_keys_name_their_line() {
        let error = parse("m.yaml", "a: 1\nb: [\n").expect_err("unclosed");
        assert!(error.line >= 2, "{error}");
        let error = parse("m.yaml", "a: 1\nb: 2\na: 3\n").expect_err("repeated");
        assert_eq!(error.line, 3, "{error}");
    }
}
