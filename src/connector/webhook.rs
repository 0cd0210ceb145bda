//! What a source tells by itself: whether a delivery is really its, and which records it speaks of.
//!
//! Signatures, events and keys are data: the `webhooks` part of a mapping. Nothing here keeps
//! anything: that an event came before is for the store to say.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::value::RawValue;
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use super::Json;
use super::moment::{self, Span};
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

/// How a delivery proves where it comes from.
#[derive(Debug, Clone)]
pub(crate) struct Signature {
    pub(crate) scheme: Scheme,
    pub(crate) header: String,
    /// The item of a header such as `t=1,v1=…` that is meant.
    pub(crate) part: Option<String>,
    pub(crate) prefix: String,
    pub(crate) base64: bool,
    /// What is signed, in order.
    pub(crate) over: Vec<Signed>,
    pub(crate) timestamp: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// The secret itself.
    Token,
    Sha1,
    Sha256,
    Sha512,
}

/// A part of what is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Signed {
    Text(String),
    Body,
    Timestamp,
    Method,
    /// The address as the vendor knows it, with its query.
    Uri,
}

/// When a delivery was signed, and how old it may be.
#[derive(Debug, Clone)]
pub(crate) struct Timestamp {
    pub(crate) header: String,
    pub(crate) part: Option<String>,
    pub(crate) window: Span,
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

/// A delivery as it came. Its `Debug` shows nothing of it.
#[derive(Clone)]
pub struct Delivery {
    /// The HTTP method in capitals.
    pub method: String,
    /// Host, and port if there is one, as the sender wrote it.
    pub host: String,
    /// Path and query.
    pub path: String,
    /// Headers with lower-case names.
    pub headers: Vec<(String, String)>,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Delivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a delivery of {} bytes", self.body.len())
    }
}

/// Why a delivery is not believed. Holds no value of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// The header that signs it is not there, or is none.
    #[error("it is not signed as the connector's `signature` says")]
    Unsigned,
    /// Signed with another secret, or changed on its way.
    #[error("its signature is wrong; compare `webhook_secret` with the secret at the vendor")]
    Wrong,
    /// Too old, or from the future.
    #[error("its timestamp is outside the window; check the clock of this machine")]
    Stale,
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

impl Delivery {
    fn header(&self, name: &str) -> Option<&str> {
        let mut found =
            self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.as_str())
    }

    /// The values of a header, or of those of its items that have this name.
    fn values<'a>(&'a self, header: &str, part: Option<&'a str>) -> Vec<&'a str> {
        let Some(value) = self.header(header) else { return Vec::new() };
        let Some(part) = part else { return vec![value.trim()] };
        let items = value.split(',').filter_map(|item| item.trim().split_once('='));
        items.filter(|(name, _)| *name == part).map(|(_, value)| value).collect()
    }
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
        let Signature { header, part, .. } = &self.signature;
        let given = delivery.values(header, part.as_deref());
        if given.is_empty() {
            return Err(Doubt::Unsigned);
        }
        let stamp = match &self.signature.timestamp {
            None => "",
            Some(timestamp) => timestamp.of(delivery).ok_or(Doubt::Unsigned)?,
        };
        let fits = |secret: &String| {
            given.iter().any(|given| self.signature.fits(delivery, stamp, given, secret))
        };
        // Every secret and signature is looked at, whichever fits.
        let fitting = secrets.iter().filter(|secret| fits(secret)).count();
        if fitting == 0 {
            return Err(Doubt::Wrong);
        }
        match &self.signature.timestamp {
            Some(timestamp) if !timestamp.is_fresh(stamp, now) => Err(Doubt::Stale),
            _ => Ok(()),
        }
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

impl Signature {
    fn fits(&self, delivery: &Delivery, stamp: &str, given: &str, secret: &str) -> bool {
        // An empty secret would be everybody's.
        let Some(given) = given.strip_prefix(&self.prefix).filter(|_| !secret.is_empty())
        else {
            return false;
        };
        if self.scheme == Scheme::Token {
            return same(given.as_bytes(), secret.as_bytes());
        }
        let Some(given) = self.bytes(given) else { return false };
        let fits = |uri: &str| {
            let message = self.message(delivery, stamp, uri);
            match self.scheme {
                Scheme::Sha1 => signs::<Hmac<Sha1>>(secret, &message, &given),
                Scheme::Sha512 => signs::<Hmac<Sha512>>(secret, &message, &given),
                Scheme::Sha256 | Scheme::Token => {
                    signs::<Hmac<Sha256>>(secret, &message, &given)
                }
            }
        };
        if !self.over.contains(&Signed::Uri) {
            return fits("");
        }
        // Whether a proxy before us speaks TLS, we do not know; the vendor signed one of the two.
        let uri = format!("://{}{}", delivery.host, delivery.path);
        fits(&format!("https{uri}")) | fits(&format!("http{uri}"))
    }

    fn bytes(&self, given: &str) -> Option<Vec<u8>> {
        if self.base64 {
            return BASE64_STANDARD.decode(given).ok();
        }
        if !given.len().is_multiple_of(2) || !given.bytes().all(|byte| byte.is_ascii_hexdigit())
        {
            return None;
        }
        let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or(0) as u8;
        let pairs = given.as_bytes().chunks_exact(2);
        Some(pairs.map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect())
    }

    fn message(&self, delivery: &Delivery, stamp: &str, uri: &str) -> Vec<u8> {
        let mut message = Vec::with_capacity(delivery.body.len() + 64);
        for part in &self.over {
            message.extend_from_slice(match part {
                Signed::Text(text) => text.as_bytes(),
                Signed::Body => &delivery.body,
                Signed::Timestamp => stamp.as_bytes(),
                Signed::Method => delivery.method.as_bytes(),
                Signed::Uri => uri.as_bytes(),
            });
        }
        message
    }
}

/// In a time that does not depend on where the two differ.
fn signs<M: Mac + KeyInit>(secret: &str, message: &[u8], given: &[u8]) -> bool {
    let mac = <M as KeyInit>::new_from_slice(secret.as_bytes());
    let mac = mac.expect("a key of any length will do");
    mac.chain_update(message).verify_slice(given).is_ok()
}

/// Whether two texts are the same, in a time that depends on their lengths only.
fn same(given: &[u8], secret: &[u8]) -> bool {
    let digest = |text: &[u8]| {
        let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(b"token");
        mac.expect("a key of any length will do").chain_update(text)
    };
    let wanted = digest(secret).finalize().into_bytes();
    digest(given).verify_slice(&wanted).is_ok()
}

impl Timestamp {
    fn of<'a>(&'a self, delivery: &'a Delivery) -> Option<&'a str> {
        delivery.values(&self.header, self.part.as_deref()).first().copied()
    }

    fn is_fresh(&self, stamp: &str, now: DateTime<Utc>) -> bool {
        let at = match stamp.parse::<i64>() {
            // Seconds have eleven digits from the year 5138 on.
            Ok(number) if stamp.len() > 11 => DateTime::from_timestamp_millis(number),
            Ok(number) => DateTime::from_timestamp(number, 0),
            Err(_) => moment::parse_iso(stamp),
        };
        let fresh = |at| self.window.before(now) <= at && at <= self.window.after(now);
        at.is_some_and(fresh)
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
