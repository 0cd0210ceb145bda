//! What a reply says of limits, in the words of many vendors.
//!
//! | words | where |
//! |---|---|
//! | `RateLimit: "default";r=50;t=30`, `RateLimit-Policy: "default";q=100;w=60` | the IETF's draft |
//! | `RateLimit: limit=100, remaining=50, reset=30` | its older forms |
//! | `RateLimit-Limit`, `-Remaining`, `-Reset` | older still, and with `X-` the most usual |
//! | `X-RateLimit-Remaining-Minute`, `X-HubSpot-RateLimit-Daily-Remaining` | several windows by name |
//! | `Retry-After: 7`, `Retry-After: Fri, 31 Dec 1999 23:59:59 GMT` | RFC 9110 |
//!
//! A number that says when a window ends is a moment or a length, in seconds or milliseconds; its
//! size tells which.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::Names;
use crate::connector::{Reply, moment};

/// No window is longer than this, in seconds: a number above is no length.
const LONGEST: f64 = 32.0 * 86_400.0;
/// Where a source does not say when a window ends, it is asked again after this, in seconds.
const UNTOLD: f64 = 15.0 * 60.0;
/// The window that the manifest's own header names tell of.
const DECLARED: &str = "declared";

/// What a reply says of limits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// The request was one too many.
    pub hit: bool,
    /// Nothing may be sent before.
    pub until: Option<DateTime<Utc>>,
    /// When the fixed window of the declared rate ends.
    pub reset: Option<DateTime<Utc>>,
    /// What is left in each window that the source tells of.
    pub windows: Vec<Window>,
}

/// A window that a source tells of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Window {
    /// Its name, empty when it has none.
    pub name: String,
    /// Requests allowed in it, where the source says so.
    pub limit: Option<u64>,
    /// Requests left in it.
    pub left: u64,
    /// When it ends, where that is told.
    pub ends: Option<DateTime<Utc>>,
}

impl Heard {
    pub(super) fn of(reply: &Reply, now: DateTime<Utc>, names: &Names, hits: &[u16]) -> Self {
        let hit = reply.status == 429 || hits.contains(&reply.status);
        // 503 with a moment says that of the whole service, too.
        let wait = if hit || reply.status == 503 { retry_after(reply, now) } else { None };
        let until =
            wait.and_then(|wait| now.checked_add_signed(TimeDelta::from_std(wait).ok()?));
        let reset = names.reset.as_deref().unwrap_or("ratelimit-reset");
        let reset = reply.header(reset).and_then(|text| end(text, now, false, None));
        let mut windows = windows(reply, now);
        if let Some(left) = names.remaining.as_ref().and_then(|name| reply.header(name)) {
            let declared = first_number(left).map(|left| Window {
                name: DECLARED.to_owned(),
                limit: None,
                left: left as u64,
                ends: reset,
            });
            windows.extend(declared);
        }
        Self { hit, until, reset, windows }
    }
}

/// The window with the least left, and how long it still lasts: what people are shown.
pub(crate) fn tightest(reply: &Reply, now: DateTime<Utc>) -> Option<(u64, Option<Duration>)> {
    let window = windows(reply, now).into_iter().min_by_key(|window| window.left)?;
    Some((window.left, window.ends.and_then(|ends| (ends - now).to_std().ok())))
}

/// What `Retry-After` says: seconds, or a moment.
pub(crate) fn retry_after(reply: &Reply, now: DateTime<Utc>) -> Option<Duration> {
    for name in ["retry-after-ms", "x-ms-retry-after-ms"] {
        let ms = reply.header(name).and_then(|text| text.trim().parse::<f64>().ok());
        if let Some(ms) = ms.filter(|ms| *ms >= 0.0) {
            return Some(as_duration(ms / 1000.0));
        }
    }
    let value = reply.header("retry-after")?.trim();
    if let Ok(seconds) = value.parse::<f64>() {
        // A few vendors write the moment as a number.
        let seconds = if seconds >= 5e8 { absolute(seconds, now)? } else { seconds };
        return (seconds >= 0.0).then(|| as_duration(seconds));
    }
    Some((http_date(value)? - now).to_std().unwrap_or(Duration::ZERO))
}

fn as_duration(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}

/// A moment as headers write it, or in ISO 8601.
pub(crate) fn http_date(text: &str) -> Option<DateTime<Utc>> {
    const FORMS: [&str; 3] =
        ["%a, %d %b %Y %H:%M:%S %Z", "%A, %d-%b-%y %H:%M:%S %Z", "%a %b %d %H:%M:%S %Y"];
    FORMS.iter().find_map(|form| moment::parse(text, form)).or_else(|| moment::parse_iso(text))
}

/// What one window's headers say, before it is put together.
#[derive(Default)]
struct Draft {
    limit: Option<f64>,
    left: Option<f64>,
    /// Text, and whether it is in milliseconds.
    reset: Option<(String, bool)>,
    /// Length in seconds.
    length: Option<f64>,
}

/// Every window that a reply tells of.
fn windows(reply: &Reply, now: DateTime<Utc>) -> Vec<Window> {
    let mut drafts: BTreeMap<String, Draft> = BTreeMap::new();
    for (name, value) in &reply.headers {
        match name.as_str() {
            "ratelimit" | "x-ratelimit" => structured(value, &mut drafts),
            "ratelimit-policy" | "x-ratelimit-policy" => policies(value, &mut drafts),
            _ => field(name, value, &mut drafts),
        }
    }
    drafts.into_iter().filter_map(|(name, draft)| draft.window(name, now)).collect()
}

impl Draft {
    fn window(self, name: String, now: DateTime<Utc>) -> Option<Window> {
        let left = self.left.filter(|left| *left >= 0.0)? as u64;
        let limit = self.limit.filter(|limit| *limit >= 1.0).map(|limit| limit as u64);
        let told = self.reset.map(|(text, ms)| end(&text, now, ms, self.length));
        let ends = match told {
            Some(told) => Some(told?),
            None => self.length.and_then(|length| after(now, length.min(UNTOLD))),
        };
        Some(Window { name, limit, left, ends })
    }
}

/// `"burst";r=5;t=1, "daily";r=900;t=3600`, or `limit=100, remaining=50, reset=5`.
fn structured(value: &str, drafts: &mut BTreeMap<String, Draft>) {
    for item in value.split(',') {
        let mut parts = item.split(';').map(str::trim);
        let head = parts.next().unwrap_or_default();
        let (name, head) = match head.split_once('=') {
            Some(pair) => (String::new(), Some(pair)),
            None => (head.trim_matches('"').to_owned(), None),
        };
        let draft = drafts.entry(name).or_default();
        for (key, text) in head.into_iter().chain(parts.filter_map(|p| p.split_once('='))) {
            let number = text.trim().parse().ok();
            match key.trim() {
                "r" | "remaining" => draft.left = number,
                "t" | "reset" => draft.reset = Some((text.trim().to_owned(), false)),
                "q" | "limit" => draft.limit = number,
                "w" | "window" => draft.length = number,
                _ => {}
            }
        }
    }
}

/// `"burst";q=10;w=1, "daily";q=1000;w=86400`, or `100;w=60`.
fn policies(value: &str, drafts: &mut BTreeMap<String, Draft>) {
    for item in value.split(',') {
        let mut parts = item.split(';').map(str::trim);
        let head = parts.next().unwrap_or_default();
        let number: Option<f64> = head.parse().ok();
        let name = if number.is_some() { "" } else { head.trim_matches('"') };
        let draft = drafts.entry(name.to_owned()).or_default();
        // Of several numbers without a name the first is the one that counts now.
        if number.is_some() && draft.length.is_some() {
            continue;
        }
        draft.limit = number.or(draft.limit);
        for (key, text) in parts.filter_map(|part| part.split_once('=')) {
            match key.trim() {
                "q" => draft.limit = text.trim().parse().ok(),
                "w" | "window" => draft.length = text.trim().parse().ok(),
                _ => {}
            }
        }
    }
}

/// `x-ratelimit-remaining-minute: 50` and its like.
fn field(name: &str, value: &str, drafts: &mut BTreeMap<String, Draft>) {
    let name = name.replace("rate-limit", "ratelimit").replace('_', "-");
    let Some((_, rest)) = name.split_once("ratelimit") else { return };
    let words: Vec<&str> = rest.split('-').filter(|word| !word.is_empty()).collect();
    let has = |known: &[&str]| words.iter().any(|word| known.contains(word));
    if has(&["used", "policy", "resource", "cost", "burst", "scope", "bucket", "global"]) {
        return;
    }
    let is_ms = has(&["milliseconds", "millis", "ms"]);
    let plain = |word: &&&str| !FIELD_WORDS.contains(word);
    let window = words.iter().filter(plain).copied().collect::<Vec<_>>().join("-");
    let draft = drafts.entry(window.clone()).or_default();
    draft.length = draft.length.or_else(|| length_of(&window));
    let number = first_number(value);
    if has(&["remaining", "left", "available"]) {
        draft.left = number;
    } else if has(&["reset", "resets"]) {
        draft.reset = Some((value.trim().to_owned(), is_ms));
    } else if has(&["interval", "window", "period"]) {
        draft.length = number.map(|number| if is_ms { number / 1000.0 } else { number });
    } else {
        draft.limit = number;
    }
}

/// Words that say what a header is, and not which window it is about.
const FIELD_WORDS: [&str; 18] = [
    "remaining",
    "left",
    "available",
    "reset",
    "resets",
    "after",
    "at",
    "in",
    "on",
    "limit",
    "max",
    "interval",
    "window",
    "period",
    "milliseconds",
    "millis",
    "ms",
    "seconds",
];

fn length_of(window: &str) -> Option<f64> {
    const UNITS: [(&str, f64); 6] = [
        ("second", 1.0),
        ("minute", 60.0),
        ("hour", 3_600.0),
        ("day", 86_400.0),
        ("daily", 86_400.0),
        ("month", 30.0 * 86_400.0),
    ];
    UNITS.iter().find(|(unit, _)| window.contains(unit)).map(|(_, length)| *length)
}

/// `100`, `100, 100;w=60`, `12.5`.
fn first_number(text: &str) -> Option<f64> {
    let first = text.split([',', ';']).next().unwrap_or_default().trim();
    first.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0)
}

/// When a window ends; `length` in seconds, where it is known, tells milliseconds from seconds.
fn end(
    text: &str,
    now: DateTime<Utc>,
    is_ms: bool,
    length: Option<f64>,
) -> Option<DateTime<Utc>> {
    let seconds = match first_number(text) {
        Some(number) if number >= 5e8 => absolute(number, now)?,
        Some(number) if is_ms => number / 1000.0,
        Some(number) => match length {
            Some(length) if number > length * 1.5 && number <= length * 1500.0 => {
                number / 1000.0
            }
            _ if number > LONGEST => number / 1000.0,
            _ => number,
        },
        None => match spelt(text) {
            Some(seconds) => seconds,
            None => (http_date(text.trim())? - now).as_seconds_f64(),
        },
    };
    (0.0..=LONGEST).contains(&seconds).then(|| after(now, seconds))?
}

/// Seconds from now until a moment in seconds or milliseconds since 1970.
fn absolute(number: f64, now: DateTime<Utc>) -> Option<f64> {
    let at = if number >= 1e11 { number / 1000.0 } else { number };
    let seconds = at - now.timestamp_millis() as f64 / 1000.0;
    (seconds.abs() <= LONGEST).then_some(seconds)
}

/// `1s`, `6m0s`, `120ms`.
fn spelt(text: &str) -> Option<f64> {
    let mut rest = text.trim();
    let mut total = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, tail) = rest.split_at_checked(digits)?;
        let letters = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at_checked(letters)?;
        let factor = match unit {
            "ms" => 0.001,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3_600.0,
            "d" => 86_400.0,
            _ => return None,
        };
        total += number.parse::<f64>().ok()? * factor;
        rest = tail;
    }
    (total > 0.0).then_some(total)
}

fn after(now: DateTime<Utc>, seconds: f64) -> Option<DateTime<Utc>> {
    now.checked_add_signed(TimeDelta::try_milliseconds((seconds * 1000.0).ceil() as i64)?)
}
