//! Pulls a stream, every request answered from the record.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::super::{Kept, Manifest, Pull, Reply, Request, Step};
use super::cassette::{Exchange, said, tokens};
use crate::model::{Record, Rejected};

/// More steps than any recording needs.
const MAX_STEPS: usize = 100_000;

/// What a pull left behind.
#[derive(Debug, Default)]
pub struct Played {
    /// In the order in which they came.
    pub records: Vec<Record>,
    /// What could not become a record.
    pub rejected: Vec<Rejected>,
    /// The last state.
    pub state: Option<String>,
    /// What each request said besides its headers, in the order of asking.
    pub asked: Vec<String>,
}

/// Pulls a stream to its end with recorded replies. A request that is asked again gets its reply
/// without the records.
///
/// # Errors
/// A request that nothing is recorded for, or what the pull itself stumbles over.
pub fn play(
    manifest: &Arc<Manifest>,
    config: &Value,
    (stream, state): (&str, Option<&str>),
    exchanges: &[Exchange],
    now: DateTime<Utc>,
) -> Result<Played, String> {
    let pull =
        Pull::new(manifest, stream, config, state, now).map_err(|error| error.to_string())?;
    let asked = vec![false; exchanges.len()];
    played(pull, Shelf { stream, exchanges, asked }, now)
}

fn played(mut pull: Pull, mut shelf: Shelf<'_>, now: DateTime<Utc>) -> Result<Played, String> {
    let mut played = Played::default();
    let mut now = now;
    for _ in 0..MAX_STEPS {
        match pull.next(now).map_err(|error| error.to_string())? {
            Step::Done => return Ok(played),
            Step::Await => return Err("the pull waits for a reply that was given".to_owned()),
            Step::Sleep(until) => now = until,
            // Files are for those who ask for them, and nobody did.
            Step::Send(id, request) | Step::Fetch(id, request) => {
                played.asked.push(said(&request));
                pull.reply(id, Ok(shelf.answer(&request)?), now);
            }
            Step::Renew(id, renewal) => {
                let tokens = match shelf.answer(&renewal.request) {
                    Ok(reply) => renewal.read(&reply, now),
                    Err(_) => Ok(tokens()),
                };
                let kept = tokens.map(|tokens| Kept { version: renewal.held + 1, tokens });
                pull.renewed(id, kept, now);
            }
            Step::Emit(page) => {
                played.records.extend(page.records);
                played.rejected.extend(page.rejected);
                played.state = page.state.or(played.state);
            }
        }
    }
    Err("the recorded replies lead to no end".to_owned())
}

/// Plays a stream once more, from the state that a first play left, as the next sync would. The
/// replies hold everything again, as after a change of everything: no record may be lost or new.
///
/// # Errors
/// What is wrong with the second read, as the end of a sentence about it.
pub fn play_again(
    manifest: &Arc<Manifest>,
    config: &Value,
    (stream, first): (&str, &Played),
    exchanges: &[Exchange],
    now: DateTime<Utc>,
) -> Result<(), String> {
    let Some(state) = first.state.as_deref() else { return Ok(()) };
    let pull = Pull::new(manifest, stream, config, Some(state), now);
    let pull = pull.map_err(|error| format!("it fails: {error}"))?;
    let goes_on = pull.asks_from_where_it_was();
    let shelf = Shelf { stream, exchanges, asked: vec![false; exchanges.len()] };
    let second = played(pull, shelf, now).map_err(|why| format!("it fails: {why}"))?;
    let keys = |played: &Played| -> Vec<String> {
        played.records.iter().map(|record| record.key.clone()).collect()
    };
    let (old, new) = (keys(first), keys(&second));
    if old != new {
        return Err(format!(
            "it gives other records ({}) than the first read ({}), though the replies hold the \
             same; where the stream itself leaves out what is older, give all records the same time",
            few(&new),
            few(&old)
        ));
    }
    // All of it: a later window of the first read is a fine place to begin.
    let same = first.asked.iter().all(|asked| second.asked.contains(asked));
    if goes_on && same && has_moved(manifest, config, (stream, state), exchanges, now)? {
        return Err(format!(
            "it asks for everything again, though the state is {state}: the cursor's time reaches \
             no request; name its place with `start_time_option`, or say \
             `is_client_side_incremental: true`"
        ));
    }
    Ok(())
}

/// Whether a state is another one than that of a read which met no record.
fn has_moved(
    manifest: &Arc<Manifest>,
    config: &Value,
    (stream, state): (&str, &str),
    exchanges: &[Exchange],
    now: DateTime<Utc>,
) -> Result<bool, String> {
    let pull = Pull::new(manifest, stream, config, None, now);
    let pull = pull.map_err(|error| error.to_string())?;
    // As if the replies of this very stream had been given before.
    let asked = exchanges.iter().map(|exchange| exchange.stream == stream).collect();
    let empty = played(pull, Shelf { stream, exchanges, asked }, now)?;
    Ok(empty.state.as_deref() != Some(state))
}

fn few(keys: &[String]) -> String {
    const MOST: usize = 5;
    let shown = keys.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
    match keys.len() {
        0 => "none".to_owned(),
        count if count > MOST => format!("{shown} and {} more", count - MOST),
        _ => shown,
    }
}

struct Shelf<'a> {
    stream: &'a str,
    exchanges: &'a [Exchange],
    asked: Vec<bool>,
}

impl Shelf<'_> {
    // What was not given yet comes first, and what was recorded for this very stream.
    fn answer(&mut self, request: &Request) -> Result<Reply, String> {
        let fitting = self.exchanges.iter().enumerate().filter(|(_, e)| e.answers(request));
        let rank = |(at, exchange): &(usize, &Exchange)| {
            (self.asked.get(*at).copied().unwrap_or(true), exchange.stream != self.stream, *at)
        };
        let Some((at, exchange)) = fitting.min_by_key(rank) else {
            let (method, url) = (format!("{:?}", request.method).to_uppercase(), &request.url);
            return Err(format!("nothing is recorded for {method} {url}"));
        };
        let again = self.asked.get_mut(at).is_some_and(|asked| std::mem::replace(asked, true));
        Ok(exchange.reply(again))
    }
}

/// A configuration for a rehearsal: every value that the manifest's specification names is its own
/// name, but for addresses, beginnings, choices and what is not text.
pub fn made_up_config(manifest: &Manifest) -> Value {
    let spec = manifest.spec();
    made_up("", &spec["connectionSpecification"])
}

fn made_up(name: &str, schema: &Value) -> Value {
    if let Some(fixed) = schema.get("const").or_else(|| schema.get("default")) {
        return fixed.clone();
    }
    let branches =
        schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array);
    if let Some(first) = branches.and_then(|branches| branches.first()) {
        return made_up(name, first);
    }
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        let fields = properties.iter().map(|(key, inner)| (key.clone(), made_up(key, inner)));
        return Value::Object(fields.collect());
    }
    let first = |key: &str| schema.get(key)?.as_array()?.first().cloned();
    if let Some(word) = first("enum") {
        return word;
    }
    let kind = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.first().and_then(Value::as_str),
        kind => kind.and_then(Value::as_str),
    };
    match kind {
        Some("integer" | "number") => Value::from(1),
        Some("boolean") => Value::from(false),
        Some("array") => Value::Array(Vec::new()),
        Some("object") => Value::Object(serde_json::Map::new()),
        _ => {
            Value::from(made_up_text(name, first("examples").as_ref().and_then(Value::as_str)))
        }
    }
}

fn made_up_text(name: &str, example: Option<&str>) -> String {
    if name.ends_with("url") || name.ends_with("host") {
        return format!(
            "https://source.example{}",
            if name == "base_url" { "" } else { "/token" }
        );
    }
    if name.contains("date") {
        // The example shows the form that is wanted.
        let is_day = example.is_some_and(|example| example.len() == "2026-08-01".len());
        return if is_day { "2026-08-01" } else { "2026-08-01T00:00:00Z" }.to_owned();
    }
    name.to_owned()
}
