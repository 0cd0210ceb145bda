//! Records and what they become, as text that a person can read and a snapshot can hold.

use std::fmt::Write as _;

use super::super::{Json, Mapped, Mapping, Phase};
use crate::model::{Draft, LandedRecord, Record, RecordRef, Value};

/// A record as the store would hand it to the mapping.
pub(super) fn landed((source, stream): (&str, &str), record: &Record) -> LandedRecord {
    LandedRecord {
        seq: 1,
        record: RecordRef {
            source: source.into(),
            stream: stream.to_owned(),
            key: record.key.clone(),
        },
        json: record.shaped.clone().unwrap_or_else(|| record.raw.clone()),
        deleted: record.deleted,
        first: true,
    }
}

/// What a record becomes: parties, then facts unless it says that it is deleted.
pub(super) fn mapped(mapping: &Mapping, landed: &LandedRecord, json: &Json) -> Vec<Mapped> {
    let parties = mapping.map(landed, json, Phase::Parties);
    let deleted = parties.deleted;
    let facts = (!deleted).then(|| mapping.map(landed, json, Phase::Facts));
    std::iter::once(parties).chain(facts).collect()
}

/// The records of a source's stream and what they become, one paragraph each.
pub fn tell(mapping: &Mapping, of: (&str, &str), records: &[Record]) -> String {
    let (_, stream) = of;
    let mut out = String::new();
    for record in records {
        writeln!(out, "{stream} {}", record.key).expect("a String takes all");
        if let Some(of) = mapping.tombstones(stream) {
            writeln!(out, "  deletes {of} {}", record.key).expect("a String takes all");
        }
        let landed = landed(of, record);
        let Ok(json) = Json::parse(&landed.json) else { continue };
        for mapped in mapped(mapping, &landed, &json) {
            show(&mapped, &mut out);
        }
    }
    out
}

fn show(mapped: &Mapped, out: &mut String) {
    if mapped.deleted {
        out.push_str("  deleted\n");
    }
    for draft in &mapped.drafts {
        show_draft(draft, out);
    }
    for (rejected, path) in &mapped.rejected {
        let path = path.as_deref().unwrap_or("-");
        writeln!(out, "  refused {} at {path}: {}", rejected.code, rejected.message)
            .expect("a String takes all");
    }
}

fn show_draft(draft: &Draft, out: &mut String) {
    let verb = if draft.adds { "adds to " } else { "" };
    writeln!(out, "  {verb}{} {}", draft.kind.word(), draft.key).expect("a String takes all");
    let owners =
        [("account", &draft.account), ("contact", &draft.contact), ("url", &draft.url)];
    let owners = owners.into_iter().filter_map(|(name, key)| Some((name, key.clone()?)));
    let fields =
        draft.fields.iter().filter_map(|(name, value)| Some((*name, shown(value.as_ref()?))));
    for (name, value) in owners.chain(fields) {
        writeln!(out, "    {name}: {value}").expect("a String takes all");
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(int) => int.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Amount(money) => money.to_string(),
        Value::Day(day) => day.to_string(),
        Value::Time(time) => time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
        Value::Flag(flag) => flag.to_string(),
        Value::List(words) => words.join(", "),
    }
}
