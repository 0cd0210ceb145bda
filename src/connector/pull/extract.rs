//! From a reply's bytes to the raw text of each record, without reading into the records.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::connector::Json;
use crate::connector::manifest::Decoder;

/// Why a reply cannot be read: what it is instead, in words.
pub(super) type Found = String;

/// The body as text. Bytes that are no UTF-8 become U+FFFD; `false` says that there were some.
pub(super) fn text_of(body: &[u8]) -> (Cow<'_, str>, bool) {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let text = String::from_utf8_lossy(body);
    let clean = matches!(text, Cow::Borrowed(_));
    (text, clean)
}

/// The raw records of a body: what lies at the path in it.
///
/// # Errors
/// When the body is not what the decoder reads: what was found instead.
pub(super) fn records<'a>(
    text: &'a str,
    decoder: Decoder,
    path: &[String],
) -> Result<Vec<Result<&'a RawValue, &'a str>>, Found> {
    match decoder {
        Decoder::Json => {
            let root: &RawValue = serde_json::from_str(text).map_err(|_| describe(text))?;
            Ok(at_path(root, path).into_iter().map(Ok).collect())
        }
        Decoder::Lines => lines(text, path),
    }
}

fn lines<'a>(
    text: &'a str,
    path: &[String],
) -> Result<Vec<Result<&'a RawValue, &'a str>>, Found> {
    let mut found = Vec::new();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut lines = lines.enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        match serde_json::from_str::<&RawValue>(line) {
            Ok(root) => found.extend(at_path(root, path).into_iter().map(Ok)),
            // The first line tells what the body is; the last one whether it is all there.
            Err(_) if index == 0 => return Err(describe(text)),
            Err(_) if lines.peek().is_none() => {
                return Err("lines of JSON of which the last is cut short".to_owned());
            }
            Err(_) => found.push(Err(line)),
        }
    }
    Ok(found)
}

/// What a text that is not JSON is, in words.
pub(super) fn describe(text: &str) -> Found {
    let start: String = text.trim_start().chars().take(100).collect::<String>().to_lowercase();
    let found = match start.as_bytes().first() {
        None => "an empty body",
        Some(b'<') if start.starts_with("<!doctype html") || start.contains("<html") => {
            "an HTML page"
        }
        Some(b'<') => "XML or HTML",
        Some(b'{' | b'[') => "JSON that is cut short or broken",
        _ => "text that is not JSON",
    };
    found.to_owned()
}

fn at_path<'a>(root: &'a RawValue, path: &[String]) -> Vec<&'a RawValue> {
    if path.iter().any(|step| step == "*") {
        let mut level = vec![root];
        for step in path {
            level = level.into_iter().flat_map(|value| step_into(value, step)).collect();
        }
        return level.into_iter().flat_map(items_or_self).collect();
    }
    let mut value = root;
    for step in path {
        let Some(found) = step_into(value, step).pop() else { return Vec::new() };
        value = found;
    }
    items_or_self(value)
}

fn items_or_self(value: &RawValue) -> Vec<&RawValue> {
    match value.get().as_bytes().first() {
        Some(b'[') => items(value),
        Some(b'{') if !is_empty_object(value.get()) => vec![value],
        _ => Vec::new(),
    }
}

fn is_empty_object(text: &str) -> bool {
    text.bytes().filter(|b| !b.is_ascii_whitespace()).take(3).eq(*b"{}")
}

fn items(value: &RawValue) -> Vec<&RawValue> {
    serde_json::from_str(value.get()).unwrap_or_default()
}

fn step_into<'a>(value: &'a RawValue, step: &str) -> Vec<&'a RawValue> {
    match (value.get().as_bytes().first(), step) {
        (Some(b'['), "*") => items(value),
        (Some(b'['), index) => {
            let index = index.parse::<usize>().ok();
            index.and_then(|index| items(value).get(index).copied()).into_iter().collect()
        }
        (Some(b'{'), "*") => {
            fields(value.get(), |_| true).into_iter().map(|(_, v)| v).collect()
        }
        (Some(b'{'), name) => field(value.get(), name).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The raw value under a name of a raw object; the last one when the name is repeated.
pub(super) fn field<'a>(object: &'a str, name: &str) -> Option<&'a RawValue> {
    fields(object, |key| key == name).pop().map(|(_, value)| value)
}

/// The raw value at a path within raw JSON.
pub(super) fn value_at<'a>(raw: &'a str, path: &[String]) -> Option<&'a str> {
    path.iter().try_fold(raw, |raw, step| match raw.as_bytes().first()? {
        b'{' => field(raw, step).map(RawValue::get),
        b'[' => {
            let list: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
            list.get(step.parse::<usize>().ok()?).map(|value| value.get())
        }
        _ => None,
    })
}

/// A body as JSON for the paginator's expressions, without one large part that they do not read.
pub(super) fn skeleton(text: &str, skip: Option<&str>) -> Json {
    let Some(skip) = skip.filter(|_| text.trim_start().starts_with('{')) else {
        return Json::parse(text).unwrap_or_default();
    };
    let kept = fields(text, |key| key != skip);
    Json::Object(
        kept.into_iter()
            .map(|(key, value)| {
                (key.into_owned(), Json::parse(value.get()).unwrap_or_default())
            })
            .collect(),
    )
}

fn fields<F: Fn(&str) -> bool>(object: &str, wanted: F) -> Vec<(Cow<'_, str>, &RawValue)> {
    let mut deserializer = serde_json::Deserializer::from_str(object);
    deserializer.deserialize_map(Pick(wanted)).unwrap_or_default()
}

struct Pick<F>(F);

impl<'de, F: Fn(&str) -> bool> Visitor<'de> for Pick<F> {
    type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(Key(key)) = map.next_key::<Key<'de>>()? {
            if (self.0)(&key) {
                found.push((key, map.next_value()?));
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        Ok(Vec::new())
    }
}

#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, decoder: Decoder, path: &[&str]) -> Result<Vec<String>, Found> {
        let path: Vec<String> = path.iter().map(|step| (*step).to_owned()).collect();
        let found = records(text, decoder, &path)?;
        let told = |raw: Result<&RawValue, &str>| match raw {
            Ok(raw) => raw.get().to_owned(),
            Err(line) => format!("bad: {line}"),
        };
        Ok(found.into_iter().map(told).collect())
    }

    #[test]
    fn records_are_found_where_the_path_says() {
        let cases: [(&str, &[&str], &[&str]); 11] = [
            (r#"[{"a":1},{"a":2}]"#, &[], &[r#"{"a":1}"#, r#"{"a":2}"#]),
            (r#"{"data":{"items":[1.50,"x"]}}"#, &["data", "items"], &["1.50", "\"x\""]),
            (r#"{"data":{"id":7}}"#, &["data"], &[r#"{"id":7}"#]),
            (r#"{"data":{ }}"#, &["data"], &[]),
            (r#"{"data":null}"#, &["data"], &[]),
            (r#"{"other":[]}"#, &["data"], &[]),
            (r#"{"d":[{"r":[1,2]},{"r":[3]}]}"#, &["d", "*", "r"], &["1", "2", "3"]),
            (r#"{"d":{"x":{"i":1},"y":{"i":2}}}"#, &["d", "*"], &[r#"{"i":1}"#, r#"{"i":2}"#]),
            (r#"[[{"a":1}]]"#, &["0"], &[r#"{"a":1}"#]),
            (r#"{"a":[1],"a":[2]}"#, &["a"], &["2"]),
            (
                r#"{"results":[{"x":"\ud800"},{"n":1e400}]}"#,
                &["results"],
                &[r#"{"x":"\ud800"}"#, r#"{"n":1e400}"#],
            ),
        ];
        for (text, path, expected) in cases {
            let found = read(text, Decoder::Json, path);
            assert_eq!(found, Ok(expected.iter().map(|s| (*s).to_owned()).collect()), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_told_in_words() {
        let cases = [
            ("<!DOCTYPE html><p>Sign in", "an HTML page"),
            ("", "an empty body"),
            (r#"{"data":[{"id":1},{"i"#, "JSON that is cut short or broken"),
            ("Service down", "text that is not JSON"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text, Decoder::Json, &[]), Err(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn lines_stand_alone_but_a_cut_end_spoils_the_page() {
        let found = read("{\"a\":1}\nnot\n\n{\"a\":2}\n", Decoder::Lines, &[]);
        let expected = [r#"{"a":1}"#, "bad: not", r#"{"a":2}"#].map(str::to_owned);
        assert_eq!(found, Ok(expected.to_vec()));
        assert_eq!(read("", Decoder::Lines, &[]), Ok(Vec::new()));
        assert!(read("{\"a\":1}\n{\"a\":", Decoder::Lines, &[]).is_err());
        assert!(read("<html>", Decoder::Lines, &[]).is_err());
    }
}
