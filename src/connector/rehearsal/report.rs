//! A dry run of the mapping: how many records become what, what is refused and why, and which
//! filled fields nothing reads.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Json, Mapping, UnmappedField};
use super::play::Played;
use super::tell::{landed, mapped};
use crate::model::{Record, Rejected};

/// What a dry run came to.
#[derive(Debug, Default)]
pub struct DryRun {
    /// One per stream that was read, in that order.
    pub streams: Vec<StreamReport>,
}

/// What a dry run of one stream came to.
#[derive(Debug, Default)]
pub struct StreamReport {
    /// The stream.
    pub stream: String,
    /// Records read, those set aside included.
    pub read: usize,
    /// Records that would be written: everything but those refused as a whole.
    pub would_write: usize,
    /// Records of which something is refused, or all of it.
    pub rejected: usize,
    /// How many entities of which kind come of it.
    pub entities: BTreeMap<&'static str, usize>,
    /// Why records are refused, the most frequent first.
    pub refusals: Vec<Refusal>,
    /// Filled fields that the mapping does not read.
    pub unmapped: Vec<UnmappedField>,
    /// Fields of the unified model that were filled, as `entity.field`.
    pub filled: BTreeSet<String>,
    /// Whether the mapping reads the stream at all.
    pub is_mapped: bool,
}

/// One reason for refusing, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The code of the dead letter.
    pub code: String,
    /// The path in the record; `None` for the record as a whole.
    pub path: Option<String>,
    /// What is wrong, of the first such record.
    pub message: String,
    /// The key of the first such record, when it has one.
    pub example: Option<String>,
    /// Records.
    pub count: usize,
}

impl DryRun {
    /// Adds a stream that was played or read.
    pub fn add(&mut self, mapping: &Mapping, stream: &str, played: &Played) {
        let described = mapping.describe();
        let is_mapped = described.iter().any(|map| map.stream == stream)
            || mapping.tombstones(stream).is_some();
        let read = played.records.len() + played.rejected.len();
        let mut report = StreamReport {
            stream: stream.to_owned(),
            read,
            is_mapped,
            ..StreamReport::default()
        };
        let mut reasons = Reasons::default();
        for rejected in &played.rejected {
            report.rejected += 1;
            reasons.note(rejected, None, rejected.key.as_deref());
        }
        let mut parsed = Vec::with_capacity(played.records.len());
        for record in &played.records {
            parsed.extend(report.record(mapping, stream, record, &mut reasons));
        }
        report.refusals = reasons.sorted();
        report.unmapped = mapping.unmapped(stream, &parsed);
        self.streams.push(report);
    }
}

impl StreamReport {
    fn record(
        &mut self,
        mapping: &Mapping,
        stream: &str,
        record: &Record,
        reasons: &mut Reasons,
    ) -> Option<Json> {
        let landed = landed(("rehearsal", stream), record);
        let json = Json::parse(&landed.json).ok()?;
        let (mut refused, mut whole) = (false, false);
        for mapped in mapped(mapping, &landed, &json) {
            for draft in &mapped.drafts {
                let kind = draft.kind.word();
                *self.entities.entry(kind).or_default() += 1;
                let filled = draft.fields.iter().filter(|(_, value)| value.is_some());
                self.filled.extend(filled.map(|(name, _)| format!("{kind}.{name}")));
            }
            for (rejected, path) in &mapped.rejected {
                refused = true;
                whole |= path.is_none();
                reasons.note(rejected, path.as_deref(), Some(&record.key));
            }
        }
        self.rejected += usize::from(refused);
        self.would_write += usize::from(!whole);
        Some(json)
    }
}

#[derive(Default)]
struct Reasons(BTreeMap<(String, Option<String>), Refusal>);

impl Reasons {
    fn note(&mut self, rejected: &Rejected, path: Option<&str>, key: Option<&str>) {
        let path = path.map(str::to_owned);
        let refusal =
            self.0.entry((rejected.code.clone(), path.clone())).or_insert_with(|| {
                let (code, message) = (rejected.code.clone(), rejected.message.clone());
                Refusal { code, path, message, example: key.map(str::to_owned), count: 0 }
            });
        refusal.count += 1;
    }

    fn sorted(self) -> Vec<Refusal> {
        let mut all: Vec<Refusal> = self.0.into_values().collect();
        all.sort_by_key(|refusal| std::cmp::Reverse(refusal.count));
        all
    }
}
