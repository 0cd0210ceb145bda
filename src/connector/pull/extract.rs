//! From JSON text to the raw text of each record, without reading into the records.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Context;
use super::decode::{Decoded, Form, Found, MAX_TEXT, Text, describe};
use super::expand::Expander;
use super::glob::{Step, position, steps};
use crate::connector::Json;
use crate::connector::manifest::Extractor;
use crate::connector::template::RenderError;

/// `**` looks no deeper than this: a record there is too deep anyway.
const MAX_DEPTH: usize = 128;

/// What may become a record.
#[derive(Debug)]
pub(super) enum Raw<'a> {
    /// As the source wrote it.
    Slice(&'a RawValue),
    /// Put together from several parts of a reply.
    Built(String),
    /// A line that is not JSON.
    Line(&'a str),
    /// Nothing, but it counts for the length of the page.
    Empty,
}

/// Where the records lie, for one configuration.
#[derive(Debug)]
pub(super) enum Plan {
    Path { path: Vec<Step>, spread: bool, expander: Option<Expander> },
    Several { all: Vec<Self>, first: bool, skip_empty: bool },
}

impl Plan {
    /// Renders an extractor's paths.
    ///
    /// # Errors
    /// When an expression cannot be rendered.
    pub(super) fn new(context: &Context, extractor: &Extractor) -> Result<Self, RenderError> {
        match extractor {
            Extractor::Path { path, expander } => {
                let names = context.texts(path)?;
                let expander =
                    expander.as_ref().map(|e| Expander::new(context, e)).transpose()?;
                Ok(Self::at(&names, expander))
            }
            Extractor::Several { all, first, skip_empty } => {
                let all = all.iter().map(|extractor| Self::new(context, extractor));
                let (first, skip_empty) = (*first, *skip_empty);
                Ok(Self::Several { all: all.collect::<Result<_, _>>()?, first, skip_empty })
            }
        }
    }

    fn at(names: &[String], expander: Option<Expander>) -> Self {
        let spread = names.iter().any(|name| name == "*");
        Self::Path { path: steps(names), spread, expander }
    }

    /// The field of a body that holds the records, when it is one.
    pub(super) fn bulk(&self) -> Option<&str> {
        match self {
            Self::Path { path, .. } => match path.first()? {
                Step::Name(name) => Some(name),
                _ => None,
            },
            Self::Several { all, .. } => {
                let first = all.first()?.bulk()?;
                all.iter().all(|plan| plan.bulk() == Some(first)).then_some(first)
            }
        }
    }
}

/// The raw records of a body.
///
/// # Errors
/// When the body is not what the decoder reads: what was found instead.
pub(super) fn records<'a>(
    decoded: &'a Decoded<'_>,
    plan: &Plan,
) -> Result<Vec<Raw<'a>>, Found> {
    let mut bodies = Vec::new();
    let mut found = Vec::new();
    for text in &decoded.texts {
        bodies_of(text, &mut bodies)?;
    }
    let mut room = MAX_TEXT;
    gather(&bodies, plan, &mut found, &mut room)?;
    Ok(found)
}

type Body<'a> = Result<&'a RawValue, &'a str>;

fn bodies_of<'a>(text: &'a Text<'_>, bodies: &mut Vec<Body<'a>>) -> Result<(), Found> {
    let json = text.text.as_ref();
    if text.form == Form::Lines {
        return lines(json, bodies);
    }
    let root: &RawValue = serde_json::from_str(json).map_err(|_| describe(json))?;
    match text.form {
        Form::Items(path) => bodies.extend(items_at(root, path).into_iter().map(Ok)),
        _ if is_list(root) => bodies.extend(items(root).into_iter().map(Ok)),
        _ => bodies.push(Ok(root)),
    }
    Ok(())
}

fn lines<'a>(text: &'a str, bodies: &mut Vec<Body<'a>>) -> Result<(), Found> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut lines = lines.enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        match serde_json::from_str::<&RawValue>(line) {
            Ok(root) => bodies.push(Ok(root)),
            // The first line tells what the body is; the last one whether it is all there.
            Err(_) if index == 0 => return Err(describe(text)),
            Err(_) if lines.peek().is_none() => {
                return Err("lines of JSON of which the last is cut short".to_owned());
            }
            Err(_) => bodies.push(Err(line)),
        }
    }
    Ok(())
}

// `item` stands for the items of a list on the way.
fn items_at<'a>(root: &'a RawValue, path: &[String]) -> Vec<&'a RawValue> {
    let mut level = vec![root];
    for step in path {
        let into = |value: &'a RawValue| match step.as_str() {
            "item" if is_list(value) => items(value),
            name => field(value.get(), name).into_iter().collect(),
        };
        level = level.into_iter().flat_map(into).collect();
    }
    level.into_iter().filter(|value| is_list(value)).flat_map(items).collect()
}

fn gather<'a>(
    bodies: &[Body<'a>],
    plan: &Plan,
    found: &mut Vec<Raw<'a>>,
    room: &mut usize,
) -> Result<(), Found> {
    match plan {
        Plan::Path { path, spread, expander } => {
            let expander = expander.as_ref();
            for body in bodies {
                match body {
                    Ok(value) => take(value, (path, *spread), found),
                    Err(line) => found.push(Raw::Line(line)),
                }
            }
            match expander {
                Some(expander) => expander.expand(found, room),
                None => Ok(()),
            }
        }
        Plan::Several { all, first, skip_empty } => {
            let bad = bodies.iter().filter_map(|body| body.err().map(Raw::Line));
            found.extend(bad);
            let good: Vec<Body<'a>> = bodies.iter().copied().flatten().map(Ok).collect();
            for plan in all {
                let mut theirs = Vec::new();
                gather(&good, plan, &mut theirs, room)?;
                if *skip_empty {
                    theirs.iter_mut().for_each(Raw::drop_empty);
                }
                let any = theirs.iter().any(|raw| !matches!(raw, Raw::Empty));
                if any || !first {
                    found.append(&mut theirs);
                }
                if any && *first {
                    break;
                }
            }
            Ok(())
        }
    }
}

impl Raw<'_> {
    fn drop_empty(&mut self) {
        if matches!(self, Self::Slice(value) if !is_true(value.get())) {
            *self = Self::Empty;
        }
    }
}

fn take<'a>(root: &'a RawValue, (path, spread): (&[Step], bool), found: &mut Vec<Raw<'a>>) {
    let plain = path.iter().all(|step| matches!(step, Step::Name(_)));
    if plain {
        let value = path.iter().try_fold(root, |value, step| match step {
            Step::Name(name) => step_into(value, name),
            _ => None,
        });
        if let Some(value) = value {
            one(value, found);
        }
        return;
    }
    let all = matches(root, path);
    match all.as_slice() {
        [value] if !spread => one(value, found),
        all => {
            for value in all {
                // A list among them is no record, but its items may be.
                if is_list(value) {
                    found.extend(items(value).into_iter().map(Raw::Slice));
                } else {
                    found.push(Raw::Slice(value));
                }
            }
        }
    }
}

// What Python calls false is no record, unless it is in a list of them.
fn one<'a>(value: &'a RawValue, found: &mut Vec<Raw<'a>>) {
    if is_list(value) {
        found.extend(items(value).into_iter().map(Raw::Slice));
    } else if is_true(value.get()) {
        found.push(Raw::Slice(value));
    }
}

fn is_list(value: &RawValue) -> bool {
    value.get().starts_with('[')
}

/// Whether Python would call a raw value true.
fn is_true(raw: &str) -> bool {
    match raw.as_bytes().first() {
        Some(b'{') => !is_hollow(raw, *b"{}"),
        Some(b'[') => !is_hollow(raw, *b"[]"),
        Some(b'"') => raw != "\"\"",
        Some(b't') => true,
        Some(b'f' | b'n') | None => false,
        Some(_) => raw.parse::<f64>() != Ok(0.0),
    }
}

fn is_hollow(text: &str, brackets: [u8; 2]) -> bool {
    text.bytes().filter(|b| !b.is_ascii_whitespace()).take(3).eq(brackets)
}

fn items(value: &RawValue) -> Vec<&RawValue> {
    serde_json::from_str(value.get()).unwrap_or_default()
}

fn step_into<'a>(value: &'a RawValue, name: &str) -> Option<&'a RawValue> {
    match value.get().as_bytes().first()? {
        b'[' => {
            let items = items(value);
            items.get(position(name, items.len())?).copied()
        }
        b'{' => field(value.get(), name),
        _ => None,
    }
}

/// All raw values at a path with wildcards.
pub(super) fn matches<'a>(root: &'a RawValue, path: &[Step]) -> Vec<&'a RawValue> {
    let mut found = Vec::new();
    collect(root, path, 0, &mut found);
    // Any number of levels is at least one below the root.
    if path.iter().all(|step| *step == Step::Deep) && !path.is_empty() {
        found.retain(|value| !std::ptr::eq(*value, root));
    }
    found
}

fn collect<'a>(
    value: &'a RawValue,
    path: &[Step],
    depth: usize,
    found: &mut Vec<&'a RawValue>,
) {
    let Some((step, rest)) = path.split_first() else {
        found.push(value);
        return;
    };
    // Below any number of levels the same path goes on.
    let next = if *step == Step::Deep { path } else { rest };
    if *step == Step::Deep {
        collect(value, rest, depth, found);
        if depth >= MAX_DEPTH {
            return;
        }
    }
    match (value.get().as_bytes().first(), step) {
        (Some(b'{' | b'['), Step::Name(name)) => {
            if let Some(value) = step_into(value, name) {
                collect(value, next, depth + 1, found);
            }
        }
        (Some(b'{'), step) => {
            for (_, value) in fields(value.get(), |key| step.takes_key(key)) {
                collect(value, next, depth + 1, found);
            }
        }
        (Some(b'['), step) => {
            let items = items(value);
            for (index, item) in items.iter().enumerate() {
                if step.takes_index(index, items.len()) {
                    collect(item, next, depth + 1, found);
                }
            }
        }
        _ => {}
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
    use crate::connector::Reply;
    use crate::connector::manifest::Decoder;
    use crate::connector::pull::decode::decode;

    fn plan(path: &[&str]) -> Plan {
        let names: Vec<String> = path.iter().map(|step| (*step).to_owned()).collect();
        Plan::at(&names, None)
    }

    fn read(text: &str, decoder: &Decoder, plan: &Plan) -> Result<Vec<String>, Found> {
        let reply = Reply { status: 200, headers: Vec::new(), body: text.as_bytes().to_vec() };
        let body = decode(decoder, &reply)?;
        let found = records(&body, plan)?;
        let told = |raw: Raw<'_>| match raw {
            Raw::Slice(raw) => raw.get().to_owned(),
            Raw::Built(raw) => raw,
            Raw::Line(line) => format!("bad: {line}"),
            Raw::Empty => "empty".to_owned(),
        };
        Ok(found.into_iter().map(told).collect())
    }

    fn owned(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn records_are_found_where_the_path_says() {
        let cases: [(&str, &[&str], &[&str]); 18] = [
            (r#"[{"a":1},{"a":2}]"#, &[], &[r#"{"a":1}"#, r#"{"a":2}"#]),
            (r#"{"data":{"items":[1.50,"x"]}}"#, &["data", "items"], &["1.50", "\"x\""]),
            (r#"{"data":{"id":7}}"#, &["data"], &[r#"{"id":7}"#]),
            (r#"{"data":{ }}"#, &["data"], &[]),
            (r#"{"data":null}"#, &["data"], &[]),
            (r#"{"data":[{},null]}"#, &["data"], &["{}", "null"]),
            (r#"[{},null,{"a":1}]"#, &[], &[r#"{"a":1}"#]),
            (r#"{"other":[]}"#, &["data"], &[]),
            (r#"[{"data":[1]},{"data":[2,3]}]"#, &["data"], &["1", "2", "3"]),
            (r#"{"d":[{"r":[1,2]},{"r":[3]}]}"#, &["d", "*", "r"], &["1", "2", "3"]),
            (r#"{"d":[{"r":{}},{"r":{"a":1}}]}"#, &["d", "*", "r"], &["{}", r#"{"a":1}"#]),
            (r#"{"d":{"x":{"i":1},"y":{"i":2}}}"#, &["d", "*"], &[r#"{"i":1}"#, r#"{"i":2}"#]),
            (r#"[[{"a":1}]]"#, &["0"], &[r#"{"a":1}"#]),
            (r#"{"a":[[1],[2,3]]}"#, &["a", "-1"], &["2", "3"]),
            (r#"{"a":[1],"a":[2]}"#, &["a"], &["2"]),
            (r#"{"items_1":[1]}"#, &["items_?"], &["1"]),
            (r#"{"a":{"b":{"id":[1]}},"id":[2]}"#, &["**", "id"], &["2", "1"]),
            (
                r#"{"results":[{"x":"\ud800"},{"n":1e400}]}"#,
                &["results"],
                &[r#"{"x":"\ud800"}"#, r#"{"n":1e400}"#],
            ),
        ];
        for (text, path, expected) in cases {
            let found = read(text, &Decoder::Json, &plan(path));
            assert_eq!(found, Ok(owned(expected)), "{text}");
        }
    }

    #[test]
    fn several_places_are_one_list_or_the_first_that_has_any() {
        let text = r#"{"a":[null,{"i":1}],"b":[{"i":2}],"c":[null]}"#;
        let cases = [
            // (paths, only the first, without what is empty, records)
            (["a", "b"], false, false, vec!["null", r#"{"i":1}"#, r#"{"i":2}"#]),
            (["a", "b"], false, true, vec!["empty", r#"{"i":1}"#, r#"{"i":2}"#]),
            (["x", "b"], true, false, vec![r#"{"i":2}"#]),
            (["c", "b"], true, false, vec!["null"]),
            (["c", "b"], true, true, vec![r#"{"i":2}"#]),
        ];
        for (paths, first, skip_empty, expected) in cases {
            let all = paths.iter().map(|path| plan(&[path])).collect();
            let plan = Plan::Several { all, first, skip_empty };
            let found = read(text, &Decoder::Json, &plan);
            assert_eq!(found, Ok(owned(&expected)), "{paths:?} {first} {skip_empty}");
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
            let found = read(text, &Decoder::Json, &plan(&[]));
            assert_eq!(found, Err(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn lines_stand_alone_but_a_cut_end_spoils_the_page() {
        let found = read("{\"a\":1}\nnot\n\n{\"a\":2}\n", &Decoder::Lines, &plan(&[]));
        assert_eq!(found, Ok(owned(&[r#"{"a":1}"#, "bad: not", r#"{"a":2}"#])));
        assert_eq!(read("", &Decoder::Lines, &plan(&[])), Ok(Vec::new()));
        assert!(read("{\"a\":1}\n{\"a\":", &Decoder::Lines, &plan(&[])).is_err());
        assert!(read("<html>", &Decoder::Lines, &plan(&[])).is_err());
    }

    #[test]
    fn items_of_a_list_deep_within_stand_alone() {
        let charset = crate::connector::charset::Charset::Latin1;
        let path = owned(&["data", "item", "users"]);
        let decoder = Decoder::Items { path, charset };
        let text = r#"{"data":[{"users":[{"i":1}]},{"users":{}},{"users":[{"i":2}]}]}"#;
        let found = read(text, &decoder, &plan(&[]));
        assert_eq!(found, Ok(owned(&[r#"{"i":1}"#, r#"{"i":2}"#])));
    }

    #[test]
    fn five_thousand_levels_break_nothing() {
        let deep = r#"{"a":"#.repeat(5000) + "1" + &"}".repeat(5000);
        let found = read(&deep, &Decoder::Json, &plan(&["**", "a"])).expect("JSON");
        assert_eq!(found.len(), MAX_DEPTH + 1);
        let deep = "[".repeat(5000) + &"]".repeat(5000);
        assert_eq!(read(&deep, &Decoder::Json, &plan(&[])).map(|found| found.len()), Ok(1));
    }
}
