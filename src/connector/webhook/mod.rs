//! What a source tells by itself: whether a delivery is really its, and which records it speaks of.
//!
//! Signatures, events and keys are data: the `webhooks` part of a mapping. Nothing here keeps
//! anything: that an event came before is for the store to say.

mod sign;
mod signature;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::value::RawValue;

pub use self::sign::{SigningKey, SigningKeyError};
pub use self::signature::{Delivery, Doubt};
pub(crate) use self::signature::{Scheme, Signature, Signed, Timestamp};
use super::Json;
use crate::model::{Rejected, hash};

/// So much of a payload that is set aside is kept.
const MAX_KEPT: usize = 64 * 1024;
/// More events in one payload are refused: no vendor sends so many.
const MAX_EVENTS: usize = 10_000;

/// How a source's webhooks are read.
#[derive(Debug, Clone)]
pub struct Webhooks {
    pub(crate) signature: Signature,
    /// Where the list of events is; the payload itself when it is `None`.
    pub(crate) each: Option<String>,
    pub(crate) event: Place,
    pub(crate) id: Option<Place>,
    /// Event type, or the beginning of several, to what it means; the longest that fits counts.
    pub(crate) events: Vec<(Pattern, Meaning)>,
}

/// Where a word is.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// At a dotted path of the event.
    Path(String),
    /// In a header.
    Header(String),
}

/// Event types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pattern {
    Exactly(String),
    Beginning(String),
}

/// What an event means.
#[derive(Debug, Clone)]
pub(crate) struct Meaning {
    pub(crate) line: usize,
    pub(crate) stream: String,
    pub(crate) told: Told,
}

#[derive(Debug, Clone)]
pub(crate) enum Told {
    /// The record with the key at these paths has changed.
    Changed(Vec<String>),
    /// It is no more.
    Deleted(Vec<String>),
    /// This is the record; an empty path for the event itself.
    Record(Vec<String>),
}

/// An event that a delivery tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// Names the event, or the delivery, so that a repetition is told apart.
    pub id: String,
    /// What it means.
    pub what: What,
}

/// What an event means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A record changed, and has to be fetched.
    Changed {
        /// The stream.
        stream: String,
        /// Its key.
        key: String,
    },
    /// A record is no more.
    Deleted {
        /// The stream.
        stream: String,
        /// Its key.
        key: String,
    },
    /// A whole record.
    Record {
        /// The stream.
        stream: String,
        /// The record's JSON, byte for byte.
        raw: String,
    },
    /// It cannot be understood.
    Poison {
        /// The stream, when the type of the event says it.
        stream: Option<String>,
        /// What and why.
        rejected: Rejected,
    },
    /// No concern of this connector.
    Other,
}

impl Webhooks {
    /// Streams that events belong to, with the lines that say so.
    pub(crate) fn streams(&self) -> impl Iterator<Item = (usize, &String)> {
        self.events.iter().map(|(_, meaning)| (meaning.line, &meaning.stream))
    }

    /// How long a repetition can still be believed, in seconds: so long its events have to be
    /// remembered. Vendors send again for hours what was not answered, each time signed anew.
    pub fn memory_s(&self) -> i64 {
        const DAY_S: i64 = 86_400;
        let Some(timestamp) = &self.signature.timestamp else { return DAY_S };
        let both_ways = timestamp.window.after(DateTime::UNIX_EPOCH).timestamp() * 2;
        if self.id.is_some() { both_ways.max(DAY_S) } else { both_ways }
    }

    /// Whether a delivery is signed with one of these secrets, and just now.
    ///
    /// # Errors
    /// Why it is not believed.
    pub fn verify(
        &self,
        delivery: &Delivery,
        secrets: &[String],
        now: DateTime<Utc>,
    ) -> Result<(), Doubt> {
        self.signature.verify(delivery, secrets, now)
    }

    /// What a delivery that is believed tells of, in its order.
    pub fn read(&self, delivery: &Delivery) -> Vec<Happened> {
        let whole = self.name(delivery);
        let Ok(text) = std::str::from_utf8(&delivery.body) else {
            return vec![poison(&whole, &delivery.body, None, "BAD_JSON", "it is not UTF-8")];
        };
        let events = match self.split(text) {
            Ok(events) => events,
            Err((code, why)) => return vec![poison(&whole, text.as_bytes(), None, code, &why)],
        };
        let several = events.len() > 1;
        let each = events.into_iter().enumerate();
        each.map(|(place, raw)| {
            // Without ids of their own, the events of a delivery are told apart by their place.
            let name = if several { format!("{whole}/{place}") } else { whole.clone() };
            self.event(delivery, raw, &name)
        })
        .collect()
    }

    /// The raw texts of a payload's events.
    fn split<'a>(&self, text: &'a str) -> Result<Vec<&'a str>, (&'static str, String)> {
        Json::parse(text).map_err(|error| ("BAD_JSON", format!("it is {error}")))?;
        let raw: &RawValue = serde_json::from_str(text)
            .map_err(|_| ("BAD_JSON", "it is not JSON".to_owned()))?;
        let found = match &self.each {
            None => raw.get(),
            Some(path) => {
                let steps: Vec<&str> = path.split('.').collect();
                let missing = || ("NO_EVENTS", format!("it has no list at `{path}`"));
                raw_at(raw.get(), &steps).ok_or_else(missing)?
            }
        };
        let events: Vec<&RawValue> = match found.as_bytes().first() {
            Some(b'[') => serde_json::from_str(found).unwrap_or_default(),
            _ => return Ok(vec![found]),
        };
        if events.len() > MAX_EVENTS {
            return Err(("TOO_LARGE", format!("it has more than {MAX_EVENTS} events")));
        }
        Ok(events.into_iter().map(RawValue::get).collect())
    }

    fn event(&self, delivery: &Delivery, raw: &str, name: &str) -> Happened {
        let json = Json::parse(raw).unwrap_or_default();
        let id = self.id.as_ref().and_then(|place| place.find(delivery, &json));
        let id = id.map_or_else(|| name.to_owned(), |id| bounded(&id));
        let Some(kind) = self.event.find(delivery, &json) else {
            let why = format!("an event has no type at {}", self.event);
            return poison(&id, raw.as_bytes(), None, "NO_EVENT_TYPE", &why);
        };
        let Some(meaning) = self.meaning(&kind) else {
            return Happened { id, what: What::Other };
        };
        let stream = meaning.stream.clone();
        let what = match &meaning.told {
            Told::Changed(paths) => key(&json, paths).map(|key| What::Changed { stream, key }),
            Told::Deleted(paths) => key(&json, paths).map(|key| What::Deleted { stream, key }),
            Told::Record(path) => {
                let steps: Vec<&str> = path.iter().map(String::as_str).collect();
                let missing = || format!("`{}`", path.join("."));
                let raw = raw_at(raw, &steps).ok_or_else(missing);
                raw.map(|raw| What::Record { stream, raw: raw.to_owned() })
            }
        };
        match what {
            Ok(what) => Happened { id, what },
            Err(path) => {
                let why =
                    format!("an event has nothing at {path}; check the connector's events");
                poison(&id, raw.as_bytes(), Some(&meaning.stream), "NO_KEY", &why)
            }
        }
    }

    fn meaning(&self, kind: &str) -> Option<&Meaning> {
        let fitting = self.events.iter().filter(|(pattern, _)| pattern.fits(kind));
        fitting.max_by_key(|(pattern, _)| pattern.weight()).map(|(_, meaning)| meaning)
    }

    /// What a delivery without an id of its own is remembered by: what nobody else can make.
    fn name(&self, delivery: &Delivery) -> String {
        let Signature { scheme, header, .. } = &self.signature;
        let stamp = self.signature.timestamp.as_ref().and_then(|t| t.of(delivery));
        let signed = match scheme {
            Scheme::Token => "",
            _ => delivery.header(header).unwrap_or_default(),
        };
        let stamp = stamp.unwrap_or_default();
        let body = hash(&delivery.body);
        format!("sha256:{}", hash(format!("{signed}\n{stamp}\n{body}").as_bytes()))
    }
}

impl Place {
    fn find(&self, delivery: &Delivery, event: &Json) -> Option<String> {
        let found = match self {
            Self::Path(path) => event.at(path).and_then(Json::text),
            Self::Header(name) => delivery.header(name),
        };
        found.filter(|text| !text.is_empty()).map(str::to_owned)
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Path(path) => write!(f, "`{path}`"),
            Self::Header(name) => write!(f, "the header {name}"),
        }
    }
}

impl Pattern {
    /// `a.*` fits all that begins with `a.`.
    pub(crate) fn of(text: &str) -> Self {
        match text.strip_suffix('*') {
            Some(beginning) => Self::Beginning(beginning.to_owned()),
            None => Self::Exactly(text.to_owned()),
        }
    }

    fn fits(&self, kind: &str) -> bool {
        match self {
            Self::Exactly(word) => word == kind,
            Self::Beginning(beginning) => kind.starts_with(beginning.as_str()),
        }
    }

    fn weight(&self) -> usize {
        match self {
            Self::Exactly(_) => usize::MAX,
            Self::Beginning(beginning) => beginning.len(),
        }
    }
}

/// The values at these paths, joined by a bar as those of a composite primary key are; else the
/// path that leads nowhere.
fn key(event: &Json, paths: &[String]) -> Result<String, String> {
    let mut parts = Vec::with_capacity(paths.len());
    for path in paths {
        let found = event.at(path).and_then(Json::text).filter(|part| !part.is_empty());
        parts.push(found.ok_or_else(|| format!("`{path}`"))?);
    }
    Ok(parts.join("|"))
}

/// The raw value at a path within raw JSON.
fn raw_at<'a>(raw: &'a str, steps: &[&str]) -> Option<&'a str> {
    steps.iter().try_fold(raw, |raw, step| match raw.as_bytes().first()? {
        b'{' => {
            let fields: BTreeMap<String, &'a RawValue> = serde_json::from_str(raw).ok()?;
            fields.get(*step).map(|value| value.get())
        }
        b'[' => {
            let items: Vec<&'a RawValue> = serde_json::from_str(raw).ok()?;
            items.get(step.parse::<usize>().ok()?).map(|value| value.get())
        }
        _ => None,
    })
}

/// An id that a sender chose, short enough to be kept.
fn bounded(id: &str) -> String {
    if id.len() <= 200 { id.to_owned() } else { format!("sha256:{}", hash(id.as_bytes())) }
}

fn poison(id: &str, raw: &[u8], stream: Option<&str>, code: &str, why: &str) -> Happened {
    let raw = raw.get(..raw.len().min(MAX_KEPT)).unwrap_or_default();
    let rejected = Rejected {
        key: None,
        raw: String::from_utf8_lossy(raw).into_owned(),
        code: code.to_owned(),
        message: format!("a webhook's payload could not be understood: {why}"),
    };
    let what = What::Poison { stream: stream.map(str::to_owned), rejected };
    Happened { id: id.to_owned(), what }
}
