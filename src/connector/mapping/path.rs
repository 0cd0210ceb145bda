//! Paths into a record: compiled once, followed for every record.
//!
//! `a.b` steps into objects, `0` picks the first of a list, `*` all of a list, `list[key=value]`
//! the elements whose `key` (itself a path) is that value, `\.` is a dot within a name.
//! A path that starts with `^.` starts at the whole record, with `@.` at the row that was looked up.

use std::fmt;

use super::super::Json;

/// A compiled path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    root: Root,
    steps: Vec<Step>,
    source: String,
}

/// Where a path starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Root {
    /// The record, or inside `each` the element.
    Item,
    /// The whole record.
    Record,
    /// The row that `lookup` found.
    Row,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Name(String),
    Index(usize, String),
    All,
    Where(Vec<Self>, String),
}

/// What paths are followed in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) record: &'a Json,
    pub(super) item: &'a Json,
    pub(super) row: Option<&'a Json>,
}

impl Path {
    /// Compiles a path.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn parse(source: &str) -> Result<Self, String> {
        let (root, rest) = match source.split_once('.') {
            Some(("^", rest)) => (Root::Record, rest),
            Some(("@", rest)) => (Root::Row, rest),
            _ => (Root::Item, source),
        };
        let steps = steps(rest).map_err(|why| format!("`{source}` is not a path: {why}"))?;
        Ok(Self { root, steps, source: source.to_owned() })
    }

    /// Where it starts.
    pub(super) fn root(&self) -> Root {
        self.root
    }

    /// The first filled value it leads to. Null, `""` and empty lists and objects are absence.
    pub(super) fn first<'a>(&self, scope: &Scope<'a>) -> Option<&'a Json> {
        first(self.start(scope)?, &self.steps)
    }

    /// Every filled value it leads to, in order.
    pub(super) fn all<'a>(&self, scope: &Scope<'a>) -> Vec<&'a Json> {
        let mut found = Vec::new();
        if let Some(start) = self.start(scope) {
            all(start, &self.steps, &mut found);
        }
        found
    }

    /// Whether it may lead to several values.
    pub(super) fn is_many(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::All | Step::Where(..)))
    }

    /// The names it goes through, with `*` for each step into a list.
    pub(super) fn shape(&self) -> Vec<&str> {
        shape(&self.steps)
    }

    /// The shapes of what its brackets look at.
    pub(super) fn tests(&self) -> Vec<Vec<&str>> {
        let steps = self.steps.iter().enumerate();
        steps
            .filter_map(|(place, step)| match step {
                Step::Where(test, _) => {
                    Some([shape(&self.steps[..=place]), shape(test)].concat())
                }
                _ => None,
            })
            .collect()
    }

    fn start<'a>(&self, scope: &Scope<'a>) -> Option<&'a Json> {
        match self.root {
            Root::Item => Some(scope.item),
            Root::Record => Some(scope.record),
            Root::Row => scope.row,
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

fn shape(steps: &[Step]) -> Vec<&str> {
    steps
        .iter()
        .map(|step| match step {
            Step::Name(name) => name.as_str(),
            Step::Index(..) | Step::All | Step::Where(..) => "*",
        })
        .collect()
}

/// Whether there is anything in a value: null, blank text and empty lists and objects are absence.
pub(super) fn is_filled(json: &Json) -> bool {
    match json {
        Json::Null => false,
        Json::String(text) => !text.trim().is_empty(),
        Json::Array(items) => !items.is_empty(),
        Json::Object(fields) => !fields.is_empty(),
        Json::Bool(_) | Json::Number(_) => true,
    }
}

fn first<'a>(json: &'a Json, steps: &[Step]) -> Option<&'a Json> {
    let Some((step, rest)) = steps.split_first() else {
        return is_filled(json).then_some(json);
    };
    match (step, json) {
        (Step::Name(name) | Step::Index(_, name), Json::Object(_)) => {
            first(json.get(name)?, rest)
        }
        (Step::Index(place, _), Json::Array(items)) => first(items.get(*place)?, rest),
        (Step::All, Json::Array(items)) => items.iter().find_map(|item| first(item, rest)),
        (Step::Where(test, value), Json::Array(items)) => items
            .iter()
            .filter(|item| matches(item, test, value))
            .find_map(|item| first(item, rest)),
        _ => None,
    }
}

fn all<'a>(json: &'a Json, steps: &[Step], found: &mut Vec<&'a Json>) {
    let Some((step, rest)) = steps.split_first() else {
        if is_filled(json) {
            found.push(json);
        }
        return;
    };
    match (step, json) {
        (Step::Name(name) | Step::Index(_, name), Json::Object(_)) => {
            if let Some(json) = json.get(name) {
                all(json, rest, found);
            }
        }
        (Step::Index(place, _), Json::Array(items)) => {
            if let Some(item) = items.get(*place) {
                all(item, rest, found);
            }
        }
        (Step::All, Json::Array(items)) => items.iter().for_each(|item| all(item, rest, found)),
        (Step::Where(test, value), Json::Array(items)) => {
            for item in items.iter().filter(|item| matches(item, test, value)) {
                all(item, rest, found);
            }
        }
        _ => {}
    }
}

fn matches(item: &Json, test: &[Step], value: &str) -> bool {
    let mut found = Vec::new();
    all(item, test, &mut found);
    found.iter().any(|json| equals(json, value))
}

/// Whether a scalar reads as this text.
pub(super) fn equals(json: &Json, text: &str) -> bool {
    match json {
        Json::Bool(flag) => text == if *flag { "true" } else { "false" },
        _ => json.text().is_some_and(|found| found.trim() == text),
    }
}

fn steps(source: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut name = String::new();
    let mut chars = source.chars();
    let mut closed = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => name.push(chars.next().ok_or("it ends in a backslash")?),
            '.' => {
                push(&mut steps, &mut name, closed)?;
                closed = false;
            }
            '[' => {
                push(&mut steps, &mut name, closed)?;
                let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let (test, value) =
                    inner.split_once('=').ok_or("expected `[key=value]` in brackets")?;
                steps.push(Step::Where(self::steps(test)?, value.to_owned()));
                closed = true;
            }
            c => name.push(c),
        }
    }
    push(&mut steps, &mut name, closed)?;
    Ok(steps)
}

fn push(steps: &mut Vec<Step>, name: &mut String, closed: bool) -> Result<(), String> {
    let name = std::mem::take(name);
    if closed && name.is_empty() {
        return Ok(());
    }
    steps.push(match name.as_str() {
        "" => return Err("a step is empty".to_owned()),
        "*" => Step::All,
        _ => match name.parse() {
            Ok(place) => Step::Index(place, name),
            Err(_) => Step::Name(name),
        },
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_filled_values_only() {
        let record = Json::parse(
            r#"{"id":7,"a":{"b c":"x","e":"","n":null,"2":"two","$m.x":1},
                "f":[{"id":1,"v":"one"},{"id":2,"v":"two","t":[{"k":5},{"k":9}]}],"z":[]}"#,
        )
        .expect("valid");
        let scope = Scope { record: &record, item: &record, row: None };
        let cases = [
            ("id", "7"),
            ("a.b c", "\"x\""),
            ("a.e", ""),
            ("a.n", ""),
            ("a.2", "\"two\""),
            (r"a.$m\.x", "1"),
            ("f.1.v", "\"two\""),
            ("f[id=2].v", "\"two\""),
            ("f[t.*.k=9].id", "2"),
            ("f[id=3].v", ""),
            ("f.*.v", "\"one\",\"two\""),
            ("^.f.0.id", "1"),
            ("@.x", ""),
            ("z", ""),
            ("id.x", ""),
        ];
        for (source, expected) in cases {
            let path = Path::parse(source).expect(source);
            let found: Vec<String> = path.all(&scope).iter().map(ToString::to_string).collect();
            assert_eq!(found.join(","), expected, "{source}");
            let one = path.first(&scope).map(ToString::to_string).unwrap_or_default();
            assert_eq!(one, found.first().cloned().unwrap_or_default(), "{source}");
        }
    }

    #[test]
    fn a_malformed_path_is_refused() {
        for source in ["", "a..b", ".a", "a.", "a[b]", "a[=", "a\\"] {
            assert!(Path::parse(source).is_err(), "{source}");
        }
    }
}
