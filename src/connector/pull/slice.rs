//! A partition and a window of time: what one chain of pages is read for.

use std::collections::{HashMap, VecDeque};

use chrono::{DateTime, Utc};
use minijinja::Value;

use super::adapt::Adapted;
use super::files;
use super::job::Work;
use super::properties::Chunks;
use super::record::fingerprint;
use super::state::Window;
use crate::connector::Json;
use crate::connector::template::to_value;

/// A part of a stream, such as the records of one parent.
#[derive(Debug, Clone, Default)]
pub(super) struct Partition {
    pub(super) values: Vec<(String, Json)>,
    pub(super) extra: Vec<(String, Json)>,
    /// With it, so many of the parents' records are taken up.
    pub(super) upto: u64,
}

impl Partition {
    /// Its name in the state: the same for the same values in any order.
    pub(super) fn key(&self) -> String {
        partition_key(&Json::Object(self.values.clone()))
    }

    /// Two partitions of different routers as one.
    fn joined(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (name, value) in &other.values {
            match both.values.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => *known = value.clone(),
                None => both.values.push((name.clone(), value.clone())),
            }
        }
        both.extra.extend(other.extra.iter().cloned());
        both
    }
}

/// The name in the state of a partition that is JSON.
pub(super) fn partition_key(partition: &Json) -> String {
    sorted(partition).to_string()
}

fn sorted(value: &Json) -> Json {
    match value {
        Json::Object(fields) => {
            let mut fields: Vec<(String, Json)> =
                fields.iter().map(|(key, value)| (key.clone(), sorted(value))).collect();
            fields.sort_by(|(a, _), (b, _)| a.cmp(b));
            Json::Object(fields)
        }
        Json::Array(items) => Json::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}

/// Every combination of the partitions of several routers.
pub(super) fn product(lists: &[VecDeque<Partition>]) -> VecDeque<Partition> {
    let mut all = VecDeque::from([Partition::default()]);
    for list in lists {
        all = all.iter().flat_map(|one| list.iter().map(|two| one.joined(two))).collect();
    }
    all
}

/// One chain of pages.
#[derive(Debug)]
pub(super) struct Slice {
    pub(super) partition: Vec<(String, Json)>,
    pub(super) extra: Vec<(String, Json)>,
    pub(super) window: Option<Window>,
    pub(super) key: String,
    /// What templates see of it.
    pub(super) value: Value,
}

impl Slice {
    /// A partition's records of a window.
    pub(super) fn new(partition: &Partition, key: &str, window: Option<Window>) -> Self {
        let mut slice = Self {
            partition: partition.values.clone(),
            extra: partition.extra.clone(),
            window,
            key: key.to_owned(),
            value: Value::UNDEFINED,
        };
        slice.value = slice.view();
        slice
    }

    /// Reads another window instead.
    pub(super) fn set_window(&mut self, window: Window) {
        self.window = Some(window);
        self.value = self.view();
    }

    fn view(&self) -> Value {
        let mut view = self.partition.clone();
        if let Some(window) = &self.window {
            view.push((window.start_name.clone(), Json::String(window.start_text.clone())));
            view.push((window.end_name.clone(), Json::String(window.end_text.clone())));
        }
        let extra = Json::Object(self.extra.clone());
        let whole = Json::Object(self.partition.clone());
        for (name, value) in [("extra_fields", extra), ("partition", whole)] {
            if !view.iter().any(|(known, _)| known == name) {
                view.push((name.to_owned(), value));
            }
        }
        to_value(&Json::Object(view))
    }

    /// Lets templates see one more value, under its name and among the extra fields.
    pub(super) fn tell(&mut self, name: &str, value: Json) {
        match self.extra.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = value,
            None => self.extra.push((name.to_owned(), value)),
        }
        self.value = self.view();
    }
}

/// Where the reading of a slice stands.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) id: u64,
    pub(super) slice: Slice,
    /// Once it is closed, so many of the parents' records are done with.
    pub(super) upto: u64,
    pub(super) stage: Stage,
    pub(super) token: Option<Json>,
    pub(super) pages: u64,
    /// Failed tries of the present page.
    pub(super) attempts: u32,
    /// The token was already renewed for the present page.
    pub(super) renewed: bool,
    /// The highest cursor value among its records.
    pub(super) highest: Option<DateTime<Utc>>,
    pub(super) guard: Guard,
    /// The job that prepares the slice at the source.
    pub(super) job: Option<Work>,
    /// The page that was read last, while the files of its records are fetched.
    pub(super) files: Option<Box<files::Work>>,
    pub(super) adapted: Adapted,
    /// The requests of its page, when it asks for properties by name.
    pub(super) chunks: Option<Chunks>,
}

/// What a slice waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Ready,
    Sent,
    Waiting(DateTime<Utc>),
    Closed,
    /// It cannot be read, and nothing after it may count as read.
    Stuck,
}

/// Sees pages that never end.
#[derive(Debug, Default)]
pub(super) struct Guard {
    /// A stand-in for each token → the page that named it.
    tokens: Recent,
    /// A stand-in for each key → the page that held it.
    keys: Recent,
    pages: u64,
    stale: u32,
}

/// What came lately: at least the last [`LATELY`], at most twice as many, however long a slice is.
#[derive(Debug, Default)]
struct Recent {
    now: HashMap<u64, u64>,
    before: HashMap<u64, u64>,
}

impl Recent {
    /// Notes what came on a page; gives the page on which it came before.
    fn note(&mut self, what: u64, page: u64) -> Option<u64> {
        if let Some(known) = self.now.get(&what).or_else(|| self.before.get(&what)) {
            return Some(*known);
        }
        if self.now.len() >= LATELY {
            self.before = std::mem::take(&mut self.now);
        }
        self.now.insert(what, page);
        None
    }
}

/// So many pages without a new key are one too many.
const MAX_STALE: u32 = 50;
/// Pages that go in a circle of more keys than this are not noticed by them.
const LATELY: usize = 100_000;

impl Guard {
    /// Notes a page's keys; says what is wrong when nothing new came for too long.
    pub(super) fn page(&mut self, keys: impl Iterator<Item = u64>) -> Option<String> {
        self.pages += 1;
        let mut news = false;
        for key in keys {
            news |= self.keys.note(key, self.pages).is_none();
        }
        self.stale = if news { 0 } else { self.stale + 1 };
        (self.stale >= MAX_STALE).then(|| format!("{MAX_STALE} pages brought no new record"))
    }

    /// Notes a next-page token; says what is wrong when it came before.
    pub(super) fn token(&mut self, token: &Json, page: u64) -> Option<String> {
        let first = self.tokens.note(fingerprint(&token.to_string()), page)?;
        Some(format!("page {page} names the same next page as page {first}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partition_has_one_name_whatever_the_order() {
        let json = |text| Json::parse(text).expect("valid");
        let (a, b) = (
            json(r#"{"b":{"y":1,"x":[2]},"a":"1"}"#),
            json(r#"{"a":"1","b":{"x":[2],"y":1}}"#),
        );
        assert_eq!(partition_key(&a), partition_key(&b));
    }

    #[test]
    fn a_long_slice_is_watched_with_little_memory() {
        let mut recent = Recent::default();
        let many = 5 * LATELY as u64;
        assert!((0..many).all(|what| recent.note(what, what).is_none()));
        assert!(recent.now.len() + recent.before.len() <= 2 * LATELY);
        assert_eq!(recent.note(many - 1, 0), Some(many - 1));
    }

    #[test]
    fn fifty_pages_without_news_or_one_token_twice_are_noticed() {
        let mut guard = Guard::default();
        assert_eq!(guard.page([1, 2].into_iter()), None);
        for _ in 0..49 {
            assert_eq!(guard.page([1, 2].into_iter()), None);
        }
        assert!(guard.page([2].into_iter()).is_some());
        assert_eq!(guard.token(&Json::Number("2".into()), 1), None);
        assert!(guard.token(&Json::Number("2".into()), 2).is_some());
    }
}
