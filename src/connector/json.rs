//! JSON as a source wrote it: numbers keep their exact text, objects their order.
//!
//! `serde_json::Value` would round `12345678901234567.89` to a float; money must not pass there.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// Nesting beyond this is refused, as a hostile record could otherwise exhaust the stack.
const MAX_DEPTH: usize = 100;

/// A JSON value whose numbers are kept as text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Json {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, exactly as written.
    Number(String),
    /// A string.
    String(String),
    /// A list.
    Array(Vec<Self>),
    /// An object in the order written; of repeated keys the last wins.
    Object(Vec<(String, Self)>),
}

/// Why a text is not usable JSON. Says no value of it, only the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// Not JSON.
    #[error("not valid JSON at line {line}, column {column}")]
    Syntax {
        /// One-based line.
        line: usize,
        /// One-based column.
        column: usize,
    },
    /// Nested too deep.
    #[error("nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
}

impl From<serde_json::Error> for JsonError {
    fn from(error: serde_json::Error) -> Self {
        Self::Syntax { line: error.line(), column: error.column() }
    }
}

impl Json {
    /// Reads a text.
    ///
    /// # Errors
    /// When it is not JSON or is nested too deep.
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        let raw: &RawValue = serde_json::from_str(text)?;
        Self::of(raw, 0)
    }

    fn of(raw: &RawValue, depth: usize) -> Result<Self, JsonError> {
        if depth > MAX_DEPTH {
            return Err(JsonError::TooDeep);
        }
        let text = raw.get();
        Ok(match text.as_bytes().first() {
            Some(b'{') => {
                let fields: Fields<'_> = serde_json::from_str(text)?;
                let mut object: Vec<(String, Self)> = Vec::with_capacity(fields.0.len());
                for (key, value) in fields.0 {
                    object.push((key.into_owned(), Self::of(value, depth + 1)?));
                }
                Self::Object(object)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text)?;
                Self::Array(
                    items
                        .into_iter()
                        .map(|i| Self::of(i, depth + 1))
                        .collect::<Result<_, _>>()?,
                )
            }
            Some(b'"') => Self::String(match plain(text) {
                Some(plain) => plain.to_owned(),
                None => serde_json::from_str(text)?,
            }),
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            Some(b'n') | None => Self::Null,
            Some(_) => Self::Number(text.to_owned()),
        })
    }

    /// Whether two texts are the same JSON, in whatever order the members of objects are and with
    /// whatever white space. Numbers must be written alike.
    pub fn alike(one: &str, other: &str) -> bool {
        if one == other {
            return true;
        }
        let (Ok(one), Ok(other)) = (Self::parse(one), Self::parse(other)) else { return false };
        one.sorted() == other.sorted()
    }

    fn sorted(self) -> Self {
        match self {
            Self::Object(mut fields) => {
                fields.sort_by(|(a, _), (b, _)| a.cmp(b));
                let fields = fields.into_iter().map(|(key, value)| (key, value.sorted()));
                Self::Object(fields.collect())
            }
            Self::Array(items) => Self::Array(items.into_iter().map(Self::sorted).collect()),
            other => other,
        }
    }

    /// The value under a key of an object; the last one when the key is repeated.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(fields) => fields.iter().rev().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// Follows a dotted path; a step that is a number also indexes a list.
    pub fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |json, step| match json {
            Self::Array(items) => items.get(step.parse::<usize>().ok()?),
            _ => json.get(step),
        })
    }

    /// The text of a string or number; `None` for anything else.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::String(text) | Self::Number(text) => Some(text),
            _ => None,
        }
    }
}

/// JSON text without white space between its parts: one line. Borrowed when it is one already.
pub fn compact(json: &str) -> Cow<'_, str> {
    if !json.contains(['\n', '\r']) {
        return Cow::Borrowed(json);
    }
    let mut line = String::with_capacity(json.len());
    let (mut in_text, mut escaped) = (false, false);
    for letter in json.chars() {
        if !in_text && letter.is_ascii_whitespace() {
            continue;
        }
        match letter {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            _ => {}
        }
        line.push(letter);
    }
    Cow::Owned(line)
}

// The text between the quotes when it stands for itself.
fn plain(quoted: &str) -> Option<&str> {
    let inner = quoted.strip_prefix('"')?.strip_suffix('"')?;
    (!inner.as_bytes().contains(&b'\\')).then_some(inner)
}

// Most texts hold nothing that must be escaped.
fn quote(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if text.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
        f.write_str("\"")?;
        f.write_str(text)?;
        return f.write_str("\"");
    }
    f.write_str(&serde_json::to_string(text).map_err(|_| fmt::Error)?)
}

/// Writes compact JSON; numbers exactly as they were read.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(flag) => f.write_str(if *flag { "true" } else { "false" }),
            Self::Number(text) => f.write_str(text),
            Self::String(text) => quote(text, f),
            Self::Array(items) => {
                f.write_str("[")?;
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        f.write_str(",")?;
                    }
                    item.fmt(f)?;
                }
                f.write_str("]")
            }
            Self::Object(fields) => {
                f.write_str("{")?;
                for (i, (key, value)) in fields.iter().enumerate() {
                    if i > 0 {
                        f.write_str(",")?;
                    }
                    quote(key, f)?;
                    f.write_str(":")?;
                    value.fmt(f)?;
                }
                f.write_str("}")
            }
        }
    }
}

/// An object's fields before they are looked into.
struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Vec<(Cow<'de, str>, &'de RawValue)>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(Key(key)) = map.next_key::<Key<'de>>()? {
                    fields.push((key, map.next_value()?));
                }
                Ok(fields)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
                Err(de::Error::custom("a list where an object was expected"))
            }
        }
        deserializer.deserialize_map(Collect).map(Fields)
    }
}

#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_order_are_kept_to_the_letter() {
        let text =
            r#"{"z":9007199254740993,"a":12345678901234567.89,"m":[1e400,-0,{"x":"\u00e9"}]}"#;
        let json = Json::parse(text).expect("valid");
        assert_eq!(json.to_string(), text.replace("\\u00e9", "é"));
        assert_eq!(json.at("m.2.x"), Some(&Json::String("é".into())));
        assert_eq!(json.at("m.9"), None);
    }

    #[test]
    fn the_order_of_members_makes_no_difference_but_that_of_a_list_does() {
        let one = r#"{"a":1,"b":{"x":[1,2],"y":null}}"#;
        assert!(Json::alike(one, r#"{ "b": {"y":null,"x":[1,2]}, "a": 1 }"#));
        for other in [r#"{"a":1,"b":{"x":[2,1],"y":null}}"#, r#"{"a":1.0,"b":{}}"#, "[", "{}"] {
            assert!(!Json::alike(one, other), "{other}");
        }
    }

    #[test]
    fn a_deep_or_broken_text_is_refused_with_its_place() {
        let deep = "[".repeat(5000) + &"]".repeat(5000);
        assert_eq!(Json::parse(&deep), Err(JsonError::TooDeep));
        assert_eq!(Json::parse("{\n \"a\": }"), Err(JsonError::Syntax { line: 2, column: 7 }));
        assert!(Json::parse(r#"{"a":"\ud800"}"#).is_err(), "a lone surrogate is not text");
    }
}
