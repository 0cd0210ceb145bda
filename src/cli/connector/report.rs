//! A dry run, for the person at the terminal.

use super::super::say;
use crate::connector::rehearsal::{DryRun, StreamReport};
use crate::connector::times;

/// Unread fields that are listed for a stream.
const FIELDS: usize = 12;

/// Says what a dry run came to.
pub(super) fn print(dry_run: &DryRun) {
    dry_run.streams.iter().flat_map(lines).for_each(|line| say(&line));
}

fn lines(report: &StreamReport) -> Vec<String> {
    let entities = report.entities.iter().map(|(kind, count)| format!("{count} {kind}"));
    let entities = entities.collect::<Vec<_>>().join(", ");
    let become_ = match (report.is_mapped, entities.is_empty()) {
        (false, _) => "the mapping does not read the stream".to_owned(),
        (true, true) => "nothing comes of them".to_owned(),
        (true, false) => entities,
    };
    let StreamReport { stream, read, would_write, rejected, .. } = report;
    let head = format!(
        "  {stream}: {read} read, {would_write} would be written, {rejected} with a refusal: {become_}"
    );
    let refusals = report.refusals.iter().map(|refusal| {
        let path = refusal.path.as_deref().unwrap_or("the record");
        let example = refusal.example.as_deref().unwrap_or("no key");
        let (code, message) = (&refusal.code, &refusal.message);
        let often = times(refusal.count as u64);
        format!("    refused {code} at {path}, {often}, first in {example}: {message}")
    });
    std::iter::once(head).chain(refusals).chain(unread(report)).collect()
}

fn unread(report: &StreamReport) -> Option<String> {
    if report.unmapped.is_empty() || !report.is_mapped {
        return None;
    }
    let mut fields: Vec<_> = report.unmapped.iter().collect();
    fields.sort_by(|a, b| b.coverage.total_cmp(&a.coverage));
    let listed = fields.iter().take(FIELDS);
    let listed: Vec<String> = listed
        .map(|field| format!("{} ({:.0} %)", field.path, field.coverage * 100.0))
        .collect();
    let more = fields.len().saturating_sub(FIELDS);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Some(format!("    not read (how often filled): {}{more}", listed.join(", ")))
}
