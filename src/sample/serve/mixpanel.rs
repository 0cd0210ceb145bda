//! Mixpanel: the raw export of events by days.
//!
//! Follows <https://docs.mixpanel.com/reference/raw-event-export>,
//! <https://docs.mixpanel.com/reference/rate-limits> and
//! <https://docs.mixpanel.com/reference/service-accounts>.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveTime};
use serde_json::json;

use super::ask::{Ask, Reply};
use super::desk::Desk;
use super::index::{Entry, Order, text_in};

/// The service account.
pub(super) const USERNAME: &str = "nordwerk-sync.5a3c1e.mp-service-account";
/// Its secret.
pub(super) const SECRET: &str = "mp-sample-service-secret";
/// The project.
pub(super) const PROJECT: &str = "2761943";

pub(super) fn signed_in(ask: &Ask) -> bool {
    ask.basic() == Some((USERNAME.to_owned(), SECRET.to_owned()))
}

pub(super) fn refused(ask: &Ask) -> Reply {
    let request = ask.again(&[]);
    let body = json!({
        "request": request, "error": "Unable to authenticate request", "status": "error",
    });
    Reply::value(401, &body)
}

/// The page on limits names no header for the wait.
pub(super) fn throttled() -> Reply {
    let says = "exceeded rate limit of 60 queries per hour; see \
                https://docs.mixpanel.com/reference/rate-limits";
    Reply::value(429, &json!({"error": says, "status": "error"}))
}

fn invalid(ask: &Ask, says: &str) -> Reply {
    Reply::value(400, &json!({"request": ask.again(&[]), "error": says, "status": "error"}))
}

pub(super) fn reply(desk: &Desk, ask: &Ask) -> Reply {
    let segments = ask.segments();
    let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
    match (ask.method.as_str(), parts.as_slice()) {
        ("GET", ["api", "2.0", "export"]) => {
            export(desk, ask).unwrap_or_else(|refusal| refusal)
        }
        _ => Reply::value(404, &json!({"error": "Not found", "status": "error"})),
    }
}

fn export(desk: &Desk, ask: &Ask) -> Result<Reply, Reply> {
    match ask.get("project_id") {
        Some(PROJECT) => {}
        Some(_) => return Err(Reply::value(403, &json!({"error": "project access denied"}))),
        None => return Err(invalid(ask, "missing required parameter: project_id")),
    }
    let (from, to) = (day(ask, "from_date")?, day(ask, "to_date")?);
    let view = desk.view();
    if to > view.now.date_naive() {
        return Err(invalid(ask, "to_date cannot be later than today"));
    }
    if from > to {
        return Err(invalid(ask, "from_date is after to_date"));
    }
    let names = events_of(ask)?;
    let most =
        ask.number("limit", usize::MAX).map_err(|_| invalid(ask, "limit is no number"))?;
    let index = desk.index(&view, ("events", "time"), |row| {
        let time = text_in(&row.body, &["properties", "time"]);
        let order = time.map_or(Order::Missing, |text| order_of(&text));
        (order, text_in(&row.body, &["event"]).unwrap_or_default().into())
    });
    let end = start_of(to.succ_opt().unwrap_or(NaiveDate::MAX));
    let takes = |entry: &&Entry| {
        !entry.gone
            && names.as_ref().is_none_or(|names| names.iter().any(|n| **n == *entry.tag))
    };
    let days = index.since(&start_of(from)).iter().take_while(|entry| entry.order < end);
    let entries = days.filter(takes).take(most);
    let bodies = entries.filter_map(|entry| view.body("events", &entry.id));
    let mut records: Vec<Cow<'_, str>> = bodies.map(Cow::Borrowed).collect();
    desk.spoil(&mut records);
    let mut lines = records.join("\n");
    if !lines.is_empty() {
        lines.push('\n');
    }
    Ok(Reply::json(200, lines).kind("text/plain; charset=utf-8"))
}

/// Events carry seconds since 1970; newer projects may carry milliseconds.
fn order_of(time: &str) -> Order {
    match time.split('.').next().unwrap_or(time).parse::<i64>() {
        Ok(seconds) if time.len() < 12 => Order::Time(seconds * 1_000_000),
        _ => Order::of(time),
    }
}

fn start_of(day: NaiveDate) -> Order {
    Order::at(day.and_time(NaiveTime::MIN).and_utc())
}

/// A day in the project's time zone, which is UTC.
fn day(ask: &Ask, name: &str) -> Result<NaiveDate, Reply> {
    let Some(text) = ask.get(name) else {
        return Err(invalid(ask, &format!("missing required parameter: {name}")));
    };
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| invalid(ask, &format!("{name} must be in the format YYYY-MM-DD")))
}

/// `event=["Module Used"]` narrows the export.
fn events_of(ask: &Ask) -> Result<Option<Vec<String>>, Reply> {
    let Some(text) = ask.get("event") else { return Ok(None) };
    serde_json::from_str(text)
        .map(Some)
        .map_err(|_| invalid(ask, "event must be a JSON list of names"))
}
