//! Caps: facts so grave that no average may hide them. They limit the value, never raise it.

use chrono::NaiveDate;

use super::Cap;
use crate::insight::measure::{Room, champion, overdue};
use crate::insight::{Calendar, CapDef, Facts, HealthModel};

/// The caps whose condition is built in; a model gives their heights.
pub(in crate::insight) const CAPS: &[&str] =
    &["CHAMPION_LEFT", "P1_OPEN", "OVERDUE", "TERMINATION"];

/// Business days after which an open priority-1 ticket caps.
const P1_DAYS: f64 = 5.0;
/// Days after which an unpaid amount counts as long overdue.
const OVERDUE_DAYS: i64 = 90;
/// Days for which a champion's status is believed, unless the model's champion KPI says otherwise.
const CHAMPION_DAYS: i64 = 180;

/// The caps that hold and that lie below the computed value.
pub(super) fn holding(
    facts: &Facts,
    model: &HealthModel,
    as_of: NaiveDate,
    computed: f64,
) -> Vec<Cap> {
    let room = Room::new(facts, as_of, &model.calendar);
    let lower = model.caps.iter().filter(|def| computed > def.cap);
    lower
        .filter_map(|def| {
            let since = since(def, &room, facts, model)?;
            Some(Cap {
                code: def.code.clone(),
                cap: def.cap,
                reason: def.when.clone(),
                since: Some(since),
            })
        })
        .collect()
}

/// Since when the condition holds; nothing when it does not.
fn since(def: &CapDef, room: &Room, facts: &Facts, model: &HealthModel) -> Option<NaiveDate> {
    match def.code.as_str() {
        "CHAMPION_LEFT" => champion_gone(room, model),
        "P1_OPEN" => urgent_ticket(room, facts, &model.calendar),
        "OVERDUE" => overdue(room, OVERDUE_DAYS).filter(|o| o.exceeds).map(|o| o.since),
        "TERMINATION" => notice(room, facts),
        _ => None,
    }
}

fn champion_gone(room: &Room, model: &HealthModel) -> Option<NaiveDate> {
    let kpi = model.kpis().map(|(_, kpi)| kpi).find(|kpi| kpi.measure == "RE2");
    let standing = champion(room, kpi.map_or(CHAMPION_DAYS, |kpi| kpi.window_days))?;
    matches!(standing.word, "LEFT" | "DETRACTOR").then_some(standing.since)
}

/// The opening day of the oldest priority-1 ticket that has been open for too long.
fn urgent_ticket(room: &Room, facts: &Facts, calendar: &Calendar) -> Option<NaiveDate> {
    let calendar = calendar.in_zone(facts.account.time_zone.as_deref());
    let end = room.end();
    let open_too_long = facts.tickets.iter().filter_map(|ticket| {
        let opened = ticket.opened_at?;
        let solved = match ticket.solved_at {
            Some(at) => at < end,
            // Solved at a time that nobody wrote down: it is not open.
            None => matches!(ticket.status.as_deref(), Some("SOLVED" | "CLOSED")),
        };
        let urgent = ticket.priority.as_deref() == Some("P1") && !solved;
        (urgent && calendar.business_days(opened, end) > P1_DAYS)
            .then(|| room.local_day(opened))
    });
    open_too_long.min()
}

/// The day of the first notice that still stands: the account's, or that of a contract which
/// runs and was not renewed after all.
fn notice(room: &Room, facts: &Facts) -> Option<NaiveDate> {
    let of_contracts = facts.contracts.iter().filter_map(|contract| {
        let given = contract.notice_on.filter(|day| room.known(Some(*day)))?;
        let over = contract.ends_on.is_some_and(|last| last < room.as_of());
        let taken_back =
            contract.renewed_on.is_some_and(|on| on >= given && room.known(Some(on)));
        (!over && !taken_back).then_some(given)
    });
    let of_account = facts.account.termination_notice_on.filter(|day| room.known(Some(*day)));
    of_contracts.chain(of_account).min()
}
