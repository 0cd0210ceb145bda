//! What stewards pinned, by record.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::model::{EntityKind, Pin};

/// The pins of all records.
#[derive(Debug, Clone, Default)]
pub struct Pins {
    of: BTreeMap<EntityKind, BTreeMap<String, Vec<Pinned>>>,
}

/// A pinned field of a record.
#[derive(Debug, Clone)]
struct Pinned {
    field: String,
    at: DateTime<Utc>,
}

impl FromIterator<Pin> for Pins {
    fn from_iter<I: IntoIterator<Item = Pin>>(pins: I) -> Self {
        let mut all = Self::default();
        for Pin { kind, record, field, pinned_at: at, .. } in pins {
            let records = all.of.entry(kind).or_default();
            records.entry(record).or_default().push(Pinned { field, at });
        }
        all
    }
}

impl Pins {
    /// The pins of one record.
    pub(super) fn of(&self, kind: EntityKind, record: &str) -> PinsOfRecord<'_> {
        let pins = self.of.get(&kind).and_then(|records| records.get(record));
        PinsOfRecord(pins.map_or(&[], Vec::as_slice))
    }
}

/// The pins of one record, mostly none.
#[derive(Debug, Clone, Copy)]
pub(super) struct PinsOfRecord<'a>(&'a [Pinned]);

impl PinsOfRecord<'_> {
    /// When the newest pin of a field that `pins` was set.
    pub(super) fn newest(self, pins: impl Fn(&str) -> bool) -> Option<DateTime<Utc>> {
        self.0.iter().filter(|pin| pins(&pin.field)).map(|pin| pin.at).max()
    }
}
