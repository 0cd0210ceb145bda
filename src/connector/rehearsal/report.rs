//! A dry run of the mapping: how many records become what, what is refused and why, and which
//! filled fields nothing reads.

use std::collections::BTreeMap;

use super::super::{Json, Mapping, UnmappedField};
use super::play::Played;
use super::tell::{landed, mapped};
use crate::model::{Draft, Record, Rejected, SourceId};

/// What a dry run came to.
#[derive(Debug)]
pub struct DryRun {
    /// The source that was read: the drafts are its.
    pub source: SourceId,
    /// One per stream that was read, in that order.
    pub streams: Vec<StreamReport>,
    /// Streams that could not be read to where they were wanted, with the reason.
    pub failed: Vec<(String, String)>,
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
    /// What is refused, in the order of the records.
    pub refused: Vec<Refused>,
    /// Filled fields that the mapping does not read.
    pub unmapped: Vec<UnmappedField>,
    /// The entities, and what is added to them.
    pub drafts: Vec<Draft>,
    /// Whether the mapping reads the stream at all.
    pub is_mapped: bool,
}

/// A record, or a part of one, that the mapping refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The record's key, when it has one.
    pub key: Option<String>,
    /// The code of the dead letter.
    pub code: String,
    /// What is wrong; no value of the record.
    pub message: String,
    /// The path in the record; `None` for the record as a whole.
    pub path: Option<String>,
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
    /// Nothing read yet.
    pub fn of(source: SourceId) -> Self {
        Self { source, streams: Vec::new(), failed: Vec::new() }
    }

    /// Everything that all streams' records become.
    pub fn drafts(&self) -> Vec<Draft> {
        self.streams.iter().flat_map(|stream| stream.drafts.iter().cloned()).collect()
    }

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
        report.rejected = played.rejected.len();
        report.refused = played.rejected.iter().map(|r| Refused::of(r, None)).collect();
        let mut parsed = Vec::with_capacity(played.records.len());
        for record in &played.records {
            parsed.extend(report.record(mapping, (self.source.as_str(), stream), record));
        }
        report.unmapped = mapping.unmapped(stream, &parsed);
        self.streams.push(report);
    }
}

impl StreamReport {
    fn record(&mut self, mapping: &Mapping, of: (&str, &str), record: &Record) -> Option<Json> {
        let landed = landed(of, record);
        let json = Json::parse(&landed.json).ok()?;
        let (mut refused, mut whole) = (false, false);
        for mapped in mapped(mapping, &landed, &json) {
            for draft in &mapped.drafts {
                *self.entities.entry(draft.kind.word()).or_default() += 1;
            }
            self.drafts.extend(mapped.drafts);
            for (rejected, path) in &mapped.rejected {
                refused = true;
                whole |= path.is_none();
                let of = Refused::of(rejected, path.clone());
                self.refused.push(Refused { key: Some(record.key.clone()), ..of });
            }
        }
        self.rejected += usize::from(refused);
        self.would_write += usize::from(!whole);
        Some(json)
    }

    /// Why records are refused, the most frequent first.
    pub fn refusals(&self) -> Vec<Refusal> {
        let mut reasons: BTreeMap<(&str, Option<&str>), Refusal> = BTreeMap::new();
        for refused in &self.refused {
            let Refused { key, code, message, path } = refused.clone();
            let reason = (refused.code.as_str(), refused.path.as_deref());
            let first = Refusal { code, path, message, example: key, count: 0 };
            reasons.entry(reason).or_insert(first).count += 1;
        }
        let mut all: Vec<Refusal> = reasons.into_values().collect();
        all.sort_by_key(|refusal| std::cmp::Reverse(refusal.count));
        all
    }
}

impl Refused {
    fn of(rejected: &Rejected, path: Option<String>) -> Self {
        let Rejected { key, code, message, .. } = rejected.clone();
        Self { key, code, message, path }
    }
}
