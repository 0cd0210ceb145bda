//! A dry run, for the person at the terminal.

use super::super::say;
use crate::connector::rehearsal::{DryRun, StreamReport};
use crate::connector::times;
use crate::insight::{Models, Supply, UnreadField, could_unlock, unlocked};
use crate::model::Category;

/// Unread fields that are listed for a stream.
const FIELDS: usize = 12;

/// Says what a dry run came to, and which KPIs of the built-in models the connector alone
/// makes measurable.
pub(super) fn print(dry_run: &DryRun, category: Category) {
    let (source, drafts) = (&dry_run.source, dry_run.drafts());
    let models = Models::built_in();
    let mut supply = Supply::default();
    supply.add_drafts(source, category, &drafts);
    let fields = dry_run.streams.iter().flat_map(|report| {
        let stream = report.stream.as_str();
        let fields = report.unmapped.iter();
        fields.map(move |field| UnreadField { stream, path: &field.path, looks: field.looks })
    });
    let fields: Vec<_> = fields.collect();
    let mut hints = could_unlock(&models, &supply, (source, &drafts), &fields).into_iter();
    for report in &dry_run.streams {
        let own: Vec<_> = hints.by_ref().take(report.unmapped.len()).collect();
        for line in lines(report, &own) {
            say(&line);
        }
    }
    let unlocked = unlocked(&models, &Supply::default(), &supply);
    let unlocked = if unlocked.is_empty() { "none".to_owned() } else { unlocked.join(", ") };
    say(&format!("  KPIs that it makes measurable by itself: {unlocked}"));
}

fn lines(report: &StreamReport, hints: &[Vec<String>]) -> Vec<String> {
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
    let refusals = report.refusals().into_iter().map(|refusal| {
        let path = refusal.path.as_deref().unwrap_or("the record");
        let example = refusal.example.as_deref().unwrap_or("no key");
        let (code, message) = (&refusal.code, &refusal.message);
        let often = times(refusal.count as u64);
        format!("    refused {code} at {path}, {often}, first in {example}: {message}")
    });
    std::iter::once(head).chain(refusals).chain(unread(report, hints)).collect()
}

fn unread(report: &StreamReport, hints: &[Vec<String>]) -> Option<String> {
    if report.unmapped.is_empty() || !report.is_mapped {
        return None;
    }
    let mut fields: Vec<_> = report.unmapped.iter().zip(hints).collect();
    // What could unlock something must not hide behind "and more".
    fields.sort_by(|(a, x), (b, y)| {
        x.is_empty().cmp(&y.is_empty()).then(b.coverage.total_cmp(&a.coverage))
    });
    let listed = fields.iter().take(FIELDS);
    let listed: Vec<String> = listed
        .map(|(field, unlocks)| {
            let share = format!("{:.0} %", field.coverage * 100.0);
            if unlocks.is_empty() {
                return format!("{} ({share})", field.path);
            }
            format!("{} ({share}, may unlock {})", field.path, unlocks.join(", "))
        })
        .collect();
    let more = fields.len().saturating_sub(FIELDS);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Some(format!("    not read (how often filled): {}{more}", listed.join(", ")))
}
