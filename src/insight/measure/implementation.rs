//! IMPLEMENTATION: do they get to first value as planned?

use chrono::NaiveDate;

use super::survey::{about, from_answers, share};
use super::view::{Evidence, View, median, missing, percent};
use crate::insight::Observation;
use crate::insight::survey::CSAT;
use crate::model::{Category, Contract};

const TOPICS: &[&str] = &["onboarding", "implementation"];

/// IM1: milestones done by due ÷ due.
pub(super) fn milestones_on_time(view: &View) -> Observation {
    let due = view.recent(&view.facts().milestones, |milestone| milestone.due_on);
    let kept = due.iter().filter(|(day, m)| m.done_on.is_some_and(|done| done <= *day)).count();
    // A milestone done late is newer knowledge than its due day.
    let seen = |day: NaiveDate, done: Option<NaiveDate>| {
        done.filter(|done| *done <= view.room.as_of).map_or(day, |done| done.max(day))
    };
    let evidence: Evidence =
        due.iter().map(|(day, m)| (seen(*day, m.done_on), &m.origin)).collect();
    percent(kept, due.len()).map_or_else(missing, |raw| evidence.shows(raw, due.len()))
}

/// IM2: actual ÷ planned days to first value.
pub(super) fn time_to_value(view: &View) -> Observation {
    let (mut ratios, mut evidence) = (Vec::new(), Evidence::default());
    for contract in &view.facts().contracts {
        let Some((ratio, seen_on)) = go_live(view, contract) else { continue };
        ratios.push(ratio);
        evidence.add(seen_on, &contract.origin);
    }
    let n = ratios.len();
    median(ratios).map_or_else(missing, |raw| evidence.shows(raw, n))
}

/// How long it took, or has taken so far when the planned day has passed.
fn go_live(view: &View, contract: &Contract) -> Option<(f64, NaiveDate)> {
    let (start, planned) = (contract.starts_on?, contract.go_live_planned?);
    let as_of = view.room.as_of;
    let actual = contract.go_live_actual.filter(|day| *day <= as_of);
    let ended = contract.ends_on.is_some_and(|last| last < as_of);
    let (day, counts) = match actual {
        Some(day) => (day, view.in_window(day)),
        None => (as_of, view.in_window(planned) && planned < as_of && !ended),
    };
    let days = (planned - start).num_days();
    if !counts || days <= 0 {
        return None;
    }
    let seen_on = if actual.is_some() { day } else { planned };
    Some(((day - start).num_days().max(0) as f64 / days as f64, seen_on))
}

/// IM3: top-2 box of onboarding CSAT.
pub(super) fn onboarding_satisfaction(view: &View) -> Observation {
    let wanted = |answer: &_| about(answer, &["CSAT"], TOPICS, false);
    from_answers(
        view,
        wanted,
        |answer| CSAT.exact(answer),
        |answers| Some(share(answers, |score| score >= 4.0)),
    )
}

/// IM3F: onboarding tickets ÷ milestones due.
pub(super) fn tickets_per_milestone(view: &View) -> Observation {
    let due = view.recent(&view.facts().milestones, |milestone| milestone.due_on);
    if due.is_empty() || !view.room.connected(Category::Support) {
        return missing();
    }
    let opened = view.recent(&view.facts().tickets, |ticket| view.room.day(ticket.opened_at));
    let about_it = |topic: Option<&str>| {
        let topic = topic.unwrap_or_default().to_lowercase();
        TOPICS.iter().any(|known| topic.contains(known))
    };
    let tickets: Vec<_> =
        opened.into_iter().filter(|(_, ticket)| about_it(ticket.topic.as_deref())).collect();
    let ticket_origins = tickets.iter().map(|(day, ticket)| (*day, &ticket.origin));
    let milestone_origins = due.iter().map(|(day, milestone)| (*day, &milestone.origin));
    let evidence: Evidence = ticket_origins.chain(milestone_origins).collect();
    evidence.shows(tickets.len() as f64 / due.len() as f64, due.len())
}
