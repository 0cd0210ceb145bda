//! From one raw text to a record: its key, its cursor value, what the manifest makes of it.

use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{DateTime, Utc};

use super::shape::{self, Trouble};
use super::{extract, normalize};
use crate::connector::manifest::{Stream, Transformation};
use crate::connector::template::{Engine, RenderError, Scope, Var};
use crate::connector::{Json, JsonError, moment};
use crate::model::{Record, Rejected, hash};

/// A larger record is set aside.
const MAX_RECORD: usize = 8 * 1024 * 1024;
/// So much of a record that is set aside is kept.
const MAX_KEPT: usize = 64 * 1024;
/// Deeper nesting is set aside; the same limit as [`Json`]'s.
const MAX_DEPTH: usize = 100;

/// What became of a raw text.
#[derive(Debug)]
pub(super) enum Outcome {
    Kept(Kept),
    /// The manifest's filter does not want it.
    Filtered,
    Rejected(Rejected),
}

/// A record and what the pull needs to know of it.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) record: Record,
    pub(super) at: Option<DateTime<Utc>>,
}

/// Reads the records of one page.
pub(super) struct Reading<'a> {
    pub(super) engine: &'a Engine,
    pub(super) stream: &'a Stream,
    pub(super) scope: Scope<'a>,
    /// The cursor's field and formats, when the stream is incremental.
    pub(super) cursor: Option<(&'a [String], &'a [String])>,
    /// Records outside are dropped, when the source cannot filter itself.
    pub(super) only: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// The page held bytes that are no text.
    pub(super) dirty: bool,
    /// A record needs no value for the primary key.
    pub(super) keyless: bool,
}

impl Reading<'_> {
    /// Reads one. What an expression of the manifest cannot work with is set aside: the others land.
    pub(super) fn read(&self, raw: &str) -> Outcome {
        if let Some((code, message)) = self.refusal(raw) {
            return Outcome::Rejected(self.reject(raw, code, message));
        }
        if self.is_plain() {
            return self.plain(raw);
        }
        let record = match Json::parse(raw) {
            Ok(record) => record,
            Err(error) => return Outcome::Rejected(self.broken(raw, &error)),
        };
        self.shaped(raw, record).unwrap_or_else(|trouble| {
            let message = match trouble {
                Trouble::Render(error) => {
                    format!("line {} of the manifest: {}", error.line, error.message)
                }
                Trouble::Blocked(why) => why,
            };
            Outcome::Rejected(self.reject(raw, "BAD_SHAPE", &message))
        })
    }

    // The record may go as it came, unread.
    fn is_plain(&self) -> bool {
        let selector = &self.stream.selector;
        self.stream.transformations.is_empty()
            && selector.filter.is_none()
            && selector.schema.is_none()
    }

    fn refusal(&self, raw: &str) -> Option<(&'static str, &'static str)> {
        if raw.len() > MAX_RECORD {
            return Some(("TOO_LARGE", "the record is larger than 8 MiB; leave fields out"));
        }
        if !raw.starts_with('{') {
            return Some((
                "BAD_JSON",
                "the record is not an object; check the extractor's path",
            ));
        }
        if self.dirty && raw.contains('\u{fffd}') {
            return Some(("BAD_JSON", "the record holds bytes that are not UTF-8"));
        }
        if is_deep(raw) {
            return Some(("TOO_DEEP", "the record is nested deeper than 100 levels"));
        }
        // Only an escape can hide what is no text; anything else was checked with the page.
        if (raw.contains("\\ud") || raw.contains("\\uD")) && Json::parse(raw).is_err() {
            return Some((
                "BAD_JSON",
                "the record holds half a surrogate pair, which is no text",
            ));
        }
        None
    }

    fn plain(&self, raw: &str) -> Outcome {
        let at = self.cursor.and_then(|(field, formats)| {
            let text = scalar(extract::value_at(raw, field)?)?;
            formats.iter().find_map(|format| moment::parse(&text, format))
        });
        if self.is_outside(at) {
            return Outcome::Filtered;
        }
        let parts = self.stream.key.iter().map(|path| {
            extract::value_at(raw, path).and_then(scalar).filter(|part| !part.is_empty())
        });
        self.keep(raw, parts.collect(), None, at)
    }

    fn shaped(&self, raw: &str, mut record: Json) -> Result<Outcome, Trouble> {
        let selector = &self.stream.selector;
        let late = selector.transform_first.unwrap_or(self.only.is_some());
        if !late && !self.wanted(&record)? {
            return Ok(Outcome::Filtered);
        }
        // What certainly changes need not be compared with what it was.
        let before = (!self.always_changes() && self.changes()).then(|| record.clone());
        shape::apply(self.engine, &self.stream.transformations, &mut record, &self.scope)?;
        if late && !self.wanted(&record)? {
            return Ok(Outcome::Filtered);
        }
        if let Some(schema) = &selector.schema {
            normalize::apply(&mut record, schema);
        }
        let at = self.moment(&record);
        let parts = self.stream.key.iter().map(|path| key_part(shape::find(&record, path)?));
        let parts = parts.collect();
        let is_changed = self.always_changes() || before.is_some_and(|before| before != record);
        let shaped = is_changed.then(|| written(&record, raw.len()));
        Ok(self.keep(raw, parts, shaped, at))
    }

    fn changes(&self) -> bool {
        !self.stream.transformations.is_empty() || self.stream.selector.schema.is_some()
    }

    // A field that is always added.
    fn always_changes(&self) -> bool {
        let adds = |change: &Transformation| matches!(change, Transformation::Add { fields, condition: None } if !fields.is_empty());
        self.stream.transformations.iter().any(adds)
    }

    fn moment(&self, record: &Json) -> Option<DateTime<Utc>> {
        let (field, formats) = self.cursor?;
        let text = shape::find(record, field)?.text()?;
        formats.iter().find_map(|format| moment::parse(text, format))
    }

    fn wanted(&self, record: &Json) -> Result<bool, RenderError> {
        if self.only.is_some() && self.is_outside(self.moment(record)) {
            return Ok(false);
        }
        let Some(condition) = &self.stream.selector.filter else { return Ok(true) };
        let mut vars = vec![("record", Var::Json(record))];
        vars.extend(self.scope.vars.iter().cloned());
        self.engine.truth(condition, &Scope { vars: &vars, ..self.scope })
    }

    fn is_outside(&self, at: Option<DateTime<Utc>>) -> bool {
        matches!((self.only, at), (Some((from, to)), Some(at)) if at < from || at > to)
    }

    fn keep(
        &self,
        raw: &str,
        parts: Option<Vec<String>>,
        shaped: Option<String>,
        at: Option<DateTime<Utc>>,
    ) -> Outcome {
        let key = match parts {
            Some(parts) if !parts.is_empty() => parts.join("|"),
            _ if self.keyless => format!("{:016x}", fingerprint(raw)),
            Some(_) => content_key(raw),
            None => {
                let names: Vec<String> = self.stream.key.iter().map(|p| p.join(".")).collect();
                let message = format!(
                    "the record has no value for the primary key `{}`; check `primary_key` in the \
                     manifest",
                    names.join("`, `")
                );
                return Outcome::Rejected(rejected(None, raw, "NO_KEY", message));
            }
        };
        let record = Record { key, raw: raw.to_owned(), shaped, deleted: false };
        Outcome::Kept(Kept { record, at })
    }

    fn broken(&self, raw: &str, error: &JsonError) -> Rejected {
        let code = if *error == JsonError::TooDeep { "TOO_DEEP" } else { "BAD_JSON" };
        self.reject(raw, code, &format!("the record is {error}"))
    }

    /// A text that is set aside, with its key when that can be read.
    pub(super) fn reject(&self, raw: &str, code: &str, message: &str) -> Rejected {
        let parts = self.stream.key.iter();
        let parts: Option<Vec<String>> =
            parts.map(|path| extract::value_at(raw, path).and_then(scalar)).collect();
        let key = parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join("|"));
        rejected(key, raw, code, message.to_owned())
    }
}

// In one piece: a record changes little in length.
fn written(record: &Json, length: usize) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(length + length / 4);
    write!(text, "{record}").expect("a String takes all");
    text
}

fn rejected(key: Option<String>, raw: &str, code: &str, message: String) -> Rejected {
    let mut end = raw.len().min(MAX_KEPT);
    while !raw.is_char_boundary(end) {
        end -= 1;
    }
    let raw = raw.get(..end).unwrap_or_default().to_owned();
    Rejected { key, raw, code: code.to_owned(), message }
}

// Most records hold fewer brackets than the limit; only the others need a closer look.
fn is_deep(raw: &str) -> bool {
    if raw.bytes().filter(|b| matches!(b, b'{' | b'[')).count() <= MAX_DEPTH {
        return false;
    }
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for byte in raw.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => depth += 1,
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return true;
        }
    }
    false
}

// A raw string, number or flag as text; anything else makes no key.
fn scalar(raw: &str) -> Option<String> {
    match raw.as_bytes().first()? {
        b'"' => serde_json::from_str(raw).ok(),
        b'n' | b'{' | b'[' => None,
        _ => Some(raw.to_owned()),
    }
}

fn key_part(value: &Json) -> Option<String> {
    match value {
        Json::String(text) | Json::Number(text) => Some(text.clone()),
        Json::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
    .filter(|part| !part.is_empty())
}

/// The key in a stream without a primary key: the same content is the same record.
pub(super) fn content_key(raw: &str) -> String {
    hash(raw.as_bytes()).chars().take(32).collect()
}

/// A short stand-in for a key, to see whether it came before.
pub(super) fn fingerprint(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
