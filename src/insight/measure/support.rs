//! SUPPORT: is help quick, final and easy to get?

use chrono::NaiveDate;

use super::survey::{about, from_answers, mean};
use super::view::{Evidence, View, missing, percent};
use crate::insight::Observation;
use crate::insight::survey::CES5;
use crate::model::Ticket;

fn solved<'a>(view: &View<'a>) -> Vec<(NaiveDate, &'a Ticket)> {
    view.recent(&view.facts().tickets, |ticket| view.room.day(ticket.solved_at))
}

/// The share of solved tickets of which something holds; tickets that cannot tell do not count.
fn share_of_solved(view: &View, holds: fn(&Ticket) -> Option<bool>) -> Observation {
    let told: Vec<_> = solved(view)
        .into_iter()
        .filter_map(|(day, ticket)| Some((day, &ticket.origin, holds(ticket)?)))
        .collect();
    let hits = told.iter().filter(|(.., holds)| *holds).count();
    let evidence: Evidence = told.iter().map(|(day, origin, _)| (*day, *origin)).collect();
    percent(hits, told.len()).map_or_else(missing, |raw| evidence.shows(raw, told.len()))
}

/// SU1: solved with one public reply and no reopening ÷ solved.
pub(super) fn first_contact_resolution(view: &View) -> Observation {
    share_of_solved(view, |ticket| {
        let (replies, reopens) = (ticket.replies?, ticket.reopens?);
        Some(replies == 1 && reopens == 0)
    })
}

/// SU2: targets met ÷ measured.
pub(super) fn targets_met(view: &View) -> Observation {
    let targets: Vec<_> = view
        .recent(&view.facts().sla_targets, |target| view.room.day(target.at))
        .into_iter()
        .filter_map(|(day, target)| Some((day, &target.origin, target.met?)))
        .collect();
    let met = targets.iter().filter(|(.., met)| *met).count();
    let evidence: Evidence = targets.iter().map(|(day, origin, _)| (*day, *origin)).collect();
    percent(met, targets.len()).map_or_else(missing, |raw| evidence.shows(raw, targets.len()))
}

/// SU3: mean effort, 1 to 5.
pub(super) fn effort(view: &View) -> Observation {
    let wanted = |answer: &_| about(answer, &["CES5", "CES7"], &["support", "service"], true);
    let read = |answer: &_| CES5.stretched(answer);
    from_answers(view, wanted, read, |answers| Some(mean(answers)))
}

/// SU3F: reopened ÷ solved.
pub(super) fn reopen_rate(view: &View) -> Observation {
    share_of_solved(view, |ticket| Some(ticket.reopens? > 0))
}
