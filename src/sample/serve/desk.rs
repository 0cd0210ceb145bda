//! What one system keeps between requests: its fault, its window, its lists in order.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use chrono::{DateTime, Utc};
use serde_json::value::RawValue;

use super::index::{Index, Order, View, peek};
use super::limits::{Limit, Pace, Window};
use super::{Fault, Row, Shelf, System};
use crate::model::Clock;

/// Yields all systems' records that came to be until a moment.
pub type Show = Arc<dyn Fn(DateTime<Utc>) -> Arc<BTreeMap<System, Shelf>> + Send + Sync>;

/// One system.
pub(super) struct Desk {
    pub(super) system: System,
    /// `http://127.0.0.1:port`
    pub(super) base: String,
    show: Show,
    clock: Arc<dyn Clock>,
    fault: Mutex<Option<Fault>>,
    window: Mutex<Window>,
    requests: AtomicU64,
    indexes: Mutex<HashMap<String, Arc<Index>>>,
}

impl fmt::Debug for Desk {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Desk")
            .field("system", &self.system)
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

impl Desk {
    pub(super) fn new(system: System, base: String, show: Show, clock: Arc<dyn Clock>) -> Self {
        Self {
            system,
            base,
            show,
            clock,
            fault: Mutex::new(None),
            window: Mutex::new(Window::new(Limit::of(system))),
            requests: AtomicU64::new(0),
            indexes: Mutex::default(),
        }
    }

    pub(super) fn set_fault(&self, fault: Option<Fault>) {
        *open(&self.fault) = fault;
    }

    pub(super) fn set_limit(&self, limit: Limit) {
        *open(&self.window) = Window::new(limit);
    }

    pub(super) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    pub(super) fn count(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
    }

    /// The fault that stands now.
    pub(super) fn fault(&self) -> Option<Fault> {
        open(&self.fault).clone()
    }

    /// The fault for this request; one of so many requests is used up.
    pub(super) fn take_fault(&self) -> Option<Fault> {
        let mut fault = open(&self.fault);
        let taken = fault.clone();
        *fault = match taken {
            Some(Fault::Status(status, left)) if left > 1 => {
                Some(Fault::Status(status, left - 1))
            }
            Some(Fault::Status(..)) => None,
            _ => return taken,
        };
        taken.filter(|taken| !matches!(taken, Fault::Status(_, 0)))
    }

    /// Counts a request against the limit.
    pub(super) fn pace(&self) -> Pace {
        open(&self.window).take(Instant::now())
    }

    /// A number for support to find the request by, in the form of a UUID.
    pub(super) fn correlation(&self) -> String {
        format!("5a3c1e00-0000-4000-8000-{:012x}", self.requests())
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The records as they stand now.
    pub(super) fn view(&self) -> View {
        let now = self.clock.now();
        View { system: self.system, shelves: (self.show)(now), now }
    }

    /// An object's records in the order called `name`, made once and kept while it holds.
    pub(super) fn index(
        &self,
        view: &View,
        (object, name): (&str, &str),
        read: impl Fn(&Row) -> (Order, Box<str>),
    ) -> Arc<Index> {
        let key = format!("{object} {name}");
        let kept = open(&self.indexes).get(&key).cloned();
        if let Some(index) = kept.filter(|index| index.holds(view, object)) {
            return index;
        }
        let index = Arc::new(Index::new(view, object, read));
        open(&self.indexes).insert(key, Arc::clone(&index));
        index
    }

    /// Joins a page's records into a JSON list, with the fault that stands.
    pub(super) fn list(&self, mut records: Vec<Cow<'_, str>>) -> String {
        self.spoil(&mut records);
        format!("[{}]", records.join(","))
    }

    /// Does to a page's records what the fault that stands asks for.
    pub(super) fn spoil(&self, records: &mut Vec<Cow<'_, str>>) {
        let Some(first) = records.first() else { return };
        match self.fault() {
            Some(Fault::NoId) => records[0] = Cow::Owned(without_id(self.system, first)),
            Some(Fault::Poison) => {
                let poison = poison(self.system, fingerprint(first));
                records.insert(records.len() / 2, Cow::Owned(poison));
            }
            _ => {}
        }
    }
}

/// Locks; a panic elsewhere leaves these values whole.
fn open<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The record without the vendor's id.
fn without_id(system: System, record: &str) -> String {
    if system != System::Mixpanel {
        return without(record, "id");
    }
    let Some(properties) = peek(record, "properties") else { return record.to_owned() };
    record.replacen(properties, &without(properties, "$insert_id"), 1)
}

/// A JSON object without a key.
fn without(object: &str, key: &str) -> String {
    let Ok(mut fields) = serde_json::from_str::<BTreeMap<String, Box<RawValue>>>(object) else {
        return object.to_owned();
    };
    fields.remove(key);
    serde_json::to_string(&fields).unwrap_or_else(|_| object.to_owned())
}

/// A number that belongs to a text. The same page gets the same poison when it is asked for again.
fn fingerprint(text: &str) -> u64 {
    let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, fold);
    900_000_000_000 + hash % 99_999_999_999
}

/// A record that is JSON in form and no text in Unicode.
fn poison(system: System, id: u64) -> String {
    match system {
        System::Hubspot => format!(
            r#"{{"id":"{id}","properties":{{"name":"\ud800"}},"createdAt":"2026-01-01T00:00:00.000Z","updatedAt":"2026-01-01T00:00:00.000Z","archived":false}}"#
        ),
        System::BusinessCentral => format!(
            r#"{{"id":"00000000-0000-4000-8000-{id:012x}","displayName":"\ud800","lastModifiedDateTime":"2026-01-01T00:00:00Z"}}"#
        ),
        System::Zendesk => format!(
            r#"{{"id":{id},"subject":"\ud800","name":"\ud800","updated_at":"2026-01-01T00:00:00Z"}}"#
        ),
        System::Klaviyo => format!(
            r#"{{"type":"event","id":"{id}","attributes":{{"title":"\ud800","datetime":"2026-01-01T00:00:00+00:00"}},"links":{{"self":"https://a.klaviyo.com/"}}}}"#
        ),
        System::SurveyMonkey => format!(
            r#"{{"id":"{id}","custom_value":"\ud800","date_modified":"2026-01-01T00:00:00+00:00"}}"#
        ),
        System::Mixpanel => format!(
            r#"{{"event":"Module Used","properties":{{"time":1767225600,"distinct_id":"\ud800","$insert_id":"{id}"}}}}"#
        ),
    }
}
