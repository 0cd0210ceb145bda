//! DELIVERY: service calls spike while deliveries are late.
//!
//! Either alone is noise or known trouble; together they are the canary of published work.

use chrono::NaiveDate;

use super::model::Canary;
use super::{Case, Rule, Signal};
use crate::insight::measure::{Kept, kept_lines};
use crate::model::{Origin, Ticket};

pub(super) fn rule(case: &Case) -> Vec<Signal> {
    let rules = &case.rules.canary;
    let Some((late, delta)) = on_time_change(case, rules) else { return Vec::new() };
    let calls = calls(case, rules);
    let expected = calls.before as f64 * rules.recent as f64 / rules.before as f64;
    let spike = spike(calls.recent.len(), expected);
    if spike < rules.spike || calls.recent.len() < rules.tickets || delta > rules.points {
        return Vec::new();
    }
    let because = format!(
        "{} tickets{} in {} days where {expected:.1} are usual, and deliveries on time changed by \
         {delta:.1} points",
        calls.recent.len(),
        if calls.about_delivery { " about deliveries" } else { "" },
        rules.recent,
    );
    let evidence = calls.recent.iter().copied().chain(late);
    let signal = case
        .signal(Rule::Delivery, "", case.rules.suggest(Rule::Delivery, &because))
        .measuring([
            ("ticketSpike", spike),
            ("tickets", calls.recent.len() as f64),
            ("expectedTickets", expected),
            ("onTimeDeltaPoints", delta),
        ])
        .shown_by(evidence);
    vec![signal]
}

/// One is added to both, so that one call where none is usual is no spike without bounds.
pub(super) fn spike(tickets: usize, expected: f64) -> f64 {
    (tickets as f64 + 1.0) / (expected + 1.0)
}

/// The tickets that count.
struct Calls<'a> {
    recent: Vec<(NaiveDate, &'a Origin)>,
    before: usize,
    about_delivery: bool,
}

fn calls<'a>(case: &Case<'a>, rules: &Canary) -> Calls<'a> {
    let room = &case.room;
    let opened = |ticket: &'a Ticket| Some((room.day(ticket.opened_at)?, ticket));
    let span = rules.recent + rules.before;
    let all = room.facts().tickets.iter().filter_map(opened);
    let all: Vec<(NaiveDate, &Ticket)> =
        all.filter(|(day, _)| room.within(*day, span)).collect();
    let about_delivery = all.iter().any(|(_, ticket)| ticket.topic.is_some());
    let counted: Vec<&(NaiveDate, &Ticket)> =
        all.iter().filter(|(_, t)| !about_delivery || is_about(t, &rules.topics)).collect();
    let recent = counted.iter().filter(|(day, _)| room.within(*day, rules.recent));
    let recent: Vec<_> = recent.map(|(day, ticket)| (*day, &ticket.origin)).collect();
    Calls { before: counted.len() - recent.len(), recent, about_delivery }
}

fn is_about(ticket: &Ticket, topics: &[String]) -> bool {
    let topic = ticket.topic.as_deref().unwrap_or_default().to_lowercase();
    topics.iter().any(|word| topic.contains(word))
}

/// The late lines of late, and by how many points deliveries on time changed; `None` while one of
/// the two spans has no delivery.
fn on_time_change<'a>(
    case: &Case<'a>,
    rules: &Canary,
) -> Option<(Vec<(NaiveDate, &'a Origin)>, f64)> {
    if case.room.facts().account.receives_goods == Some(false) {
        return None;
    }
    let lines = kept_lines(&case.room);
    let is_new = |line: &&Kept| case.room.within(line.delivered, rules.delivered);
    let is_known =
        |line: &&Kept| case.room.within(line.delivered, rules.delivered + rules.before);
    let (new, old): (Vec<&Kept>, Vec<&Kept>) = lines.iter().filter(is_known).partition(is_new);
    let delta = on_time(&new)? - on_time(&old)?;
    let late = new.iter().filter(|line| !line.on_time);
    Some((late.map(|line| (line.delivered, line.origin)).collect(), delta))
}

fn on_time(lines: &[&Kept]) -> Option<f64> {
    let kept = lines.iter().filter(|line| line.on_time).count();
    (!lines.is_empty()).then(|| 100.0 * kept as f64 / lines.len() as f64)
}
