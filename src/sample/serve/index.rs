//! A system's records in the order a list shows them, and a quick look into a record's text.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Weak};

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Row, Shelf, System};

/// All systems' records.
pub(super) type Shelves = Arc<BTreeMap<System, Shelf>>;

/// What a list is in order of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Order {
    /// Nothing to order by.
    Missing,
    /// Microseconds since 1970.
    Time(i64),
    /// A whole number.
    Number(i64),
    /// Any other text.
    Text(Box<str>),
}

impl Order {
    /// Reads a value as a source writes it: a time, a day, milliseconds since 1970, a number or
    /// a text.
    pub(super) fn of(text: &str) -> Self {
        if let Some(time) = time_of(text) {
            return Self::Time(time.timestamp_micros());
        }
        match text.parse::<i64>() {
            Ok(number) if text.len() >= 12 => Self::Time(number.saturating_mul(1_000)),
            Ok(number) => Self::Number(number),
            Err(_) => Self::Text(text.into()),
        }
    }

    /// The moment as an order.
    pub(super) fn at(time: DateTime<Utc>) -> Self {
        Self::Time(time.timestamp_micros())
    }
}

/// A time in ISO 8601: with or without an offset (then UTC), or a day alone (then its start).
pub(super) fn time_of(text: &str) -> Option<DateTime<Utc>> {
    if text.len() < 10 || !text.contains('-') {
        return None;
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.to_utc());
    }
    if let Ok(time) = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f") {
        return Some(time.and_utc());
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    Some(day.and_hms_opt(0, 0, 0)?.and_utc())
}

/// A record's place in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) order: Order,
    pub(super) id: Box<str>,
    /// What else the list is narrowed by, such as an event's metric.
    pub(super) tag: Box<str>,
    /// The record's newest version says that it is gone.
    pub(super) gone: bool,
}

impl Entry {
    /// Compares places. Ids break ties, numbers among them by value.
    fn place(&self, other: &Self) -> Ordering {
        self.order.cmp(&other.order).then_with(|| by_id(&self.id, &other.id))
    }

    /// The place as a cursor's text.
    pub(super) fn cursor(&self) -> String {
        match &self.order {
            Order::Missing => format!("m||{}", self.id),
            Order::Time(micros) => format!("t{micros}||{}", self.id),
            Order::Number(number) => format!("n{number}||{}", self.id),
            Order::Text(text) => format!("x{text}||{}", self.id),
        }
    }

    /// Reads a cursor's text.
    pub(super) fn from_cursor(text: &str) -> Option<Self> {
        let (order, id) = text.rsplit_once("||")?;
        let mut letters = order.chars();
        let kind = letters.next()?;
        let rest = letters.as_str();
        let order = match kind {
            'm' => Order::Missing,
            't' => Order::Time(rest.parse().ok()?),
            'n' => Order::Number(rest.parse().ok()?),
            'x' => Order::Text(rest.into()),
            _ => return None,
        };
        Some(Self { order, id: id.into(), tag: "".into(), gone: false })
    }
}

/// Ids of digits by their value, others by their text.
pub(super) fn by_id(a: &str, b: &str) -> Ordering {
    match (a.parse::<u64>(), b.parse::<u64>()) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        _ => a.cmp(b),
    }
}

/// The records of an object in an order, as they stood at a moment.
#[derive(Debug)]
pub(super) struct Index {
    world: Weak<BTreeMap<System, Shelf>>,
    until: DateTime<Utc>,
    pub(super) entries: Vec<Entry>,
}

impl Index {
    /// Puts an object's records in order; `read` gives a record's order and tag.
    pub(super) fn new(
        view: &View,
        object: &str,
        read: impl Fn(&Row) -> (Order, Box<str>),
    ) -> Self {
        let rows = view.shelf().map(|shelf| shelf.changed(object, None, view.now));
        let entry = |row: &Row| {
            let (order, tag) = read(row);
            Entry { order, id: row.id.as_str().into(), tag, gone: row.gone }
        };
        let mut entries: Vec<Entry> = rows.unwrap_or_default().into_iter().map(entry).collect();
        entries.sort_by(Entry::place);
        Self { world: Arc::downgrade(&view.shelves), until: view.now, entries }
    }

    /// Nothing came to be since it was made.
    pub(super) fn holds(&self, view: &View, object: &str) -> bool {
        let same = std::ptr::eq(self.world.as_ptr(), Arc::as_ptr(&view.shelves));
        if !same || view.now < self.until {
            return false;
        }
        let since = self.until + TimeDelta::nanoseconds(1);
        view.shelf().is_none_or(|shelf| shelf.changed(object, Some(since), view.now).is_empty())
    }

    /// Entries after a cursor's place (all without one).
    pub(super) fn after(&self, cursor: Option<&Entry>) -> &[Entry] {
        let from = cursor.map_or(0, |cursor| {
            self.entries.partition_point(|entry| entry.place(cursor) != Ordering::Greater)
        });
        self.entries.get(from..).unwrap_or_default()
    }

    /// Entries before a cursor's place (all without one), for lists that run backwards.
    pub(super) fn before(&self, cursor: Option<&Entry>) -> &[Entry] {
        let to = cursor.map_or(self.entries.len(), |cursor| {
            self.entries.partition_point(|entry| entry.place(cursor) == Ordering::Less)
        });
        self.entries.get(..to).unwrap_or_default()
    }

    /// Entries from a moment on.
    pub(super) fn since(&self, order: &Order) -> &[Entry] {
        let from = self.entries.partition_point(|entry| entry.order < *order);
        self.entries.get(from..).unwrap_or_default()
    }
}

/// A system's records as a request sees them.
#[derive(Debug)]
pub(super) struct View {
    pub(super) system: System,
    pub(super) shelves: Shelves,
    pub(super) now: DateTime<Utc>,
}

impl View {
    pub(super) fn shelf(&self) -> Option<&Shelf> {
        self.shelves.get(&self.system)
    }

    /// A record as it stands now.
    pub(super) fn row(&self, object: &str, id: &str) -> Option<&Row> {
        self.shelf()?.get(object, id, self.now)
    }

    /// A record's text, when it is there.
    pub(super) fn body(&self, object: &str, id: &str) -> Option<&str> {
        self.row(object, id).map(|row| row.body.as_str())
    }
}

/// The JSON text of a field of a JSON object, found without reading what lies behind it.
pub(super) fn peek<'a>(json: &'a str, key: &str) -> Option<&'a str> {
    let mut found = None;
    let mut reader = serde_json::Deserializer::from_str(json);
    // Stopping at the field leaves the reader inside the object, which it reports as an error.
    let stopped = reader.deserialize_map(Peek { key, found: &mut found });
    drop(stopped);
    found
}

/// A field along a path of keys.
pub(super) fn peek_in<'a>(json: &'a str, path: &[&str]) -> Option<&'a str> {
    path.iter().try_fold(json, |json, key| peek(json, key))
}

/// A field's text: a string's letters, a number's or word's own text, nothing for null.
pub(super) fn text_in(json: &str, path: &[&str]) -> Option<String> {
    plain(peek_in(json, path)?)
}

/// The text of a JSON value.
pub(super) fn plain(json: &str) -> Option<String> {
    match json.bytes().next()? {
        b'n' => None,
        b'"' => serde_json::from_str(json).ok(),
        _ => Some(json.to_owned()),
    }
}

struct Peek<'k, 'f, 'a> {
    key: &'k str,
    found: &'f mut Option<&'a str>,
}

impl<'a> Visitor<'a> for Peek<'_, '_, 'a> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(same) = map.next_key_seed(KeyIs(self.key))? {
            if same {
                *self.found = Some(map.next_value::<&RawValue>()?.get());
                return Ok(());
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

struct KeyIs<'k>(&'k str);

impl<'de> DeserializeSeed<'de> for KeyIs<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<bool, D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for KeyIs<'_> {
    type Value = bool;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_wherever_it_stands() {
        let json = r#"{"a":{"x":1},"b":"two \u00e9","c":12345678901234567.89,"d":null}"#;
        assert_eq!(peek_in(json, &["a", "x"]), Some("1"));
        assert_eq!(text_in(json, &["b"]).as_deref(), Some("two é"));
        assert_eq!(text_in(json, &["c"]).as_deref(), Some("12345678901234567.89"));
        assert_eq!(text_in(json, &["d"]), None);
        assert_eq!(peek(json, "e"), None);
        assert_eq!(peek("[1]", "a"), None);
    }

    #[test]
    fn values_are_in_order_of_what_they_mean() {
        let iso = Order::of("2026-01-02T00:00:00.000Z");
        assert_eq!(iso, Order::of("1767312000000"));
        assert_eq!(iso, Order::of("2026-01-02"));
        assert_eq!(iso, Order::of("2026-01-02T01:00:00+01:00"));
        assert_eq!(Order::of("17"), Order::Number(17));
        assert_eq!(Order::of("acme"), Order::Text("acme".into()));
    }

    #[test]
    fn a_cursor_says_where_it_stands() {
        for order in
            [Order::Missing, Order::Time(-5), Order::Number(7), Order::Text("a||b".into())]
        {
            let entry = Entry { order, id: "42".into(), tag: "".into(), gone: false };
            assert_eq!(Entry::from_cursor(&entry.cursor()), Some(entry));
        }
        assert_eq!(Entry::from_cursor("nonsense"), None);
    }
}
