//! SurveyMonkey: surveys, their questions, responses in bulk.
//!
//! Follows <https://api.surveymonkey.com/v3/docs> (surveys, survey details, responses in bulk,
//! error codes, headers) and, for field types, the Swagger file of Microsoft's connector.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde_json::json;

use super::ask::{Ask, Reply, quoted};
use super::desk::Desk;
use super::index::{Entry, Order, text_in, time_of};
use super::limits::Pace;

/// The app's access token.
pub(super) const TOKEN: &str = "sm-sample-5a3c1e00-access-token";

pub(super) fn refused(ask: &Ask) -> Reply {
    if ask.header("authorization").is_none() {
        let message = "The authorization token was not provided.";
        return error(401, 1010, ("Authorization Error", message));
    }
    error(401, 1011, ("Authorization Error", "The authorization token was invalid."))
}

pub(super) fn throttled() -> Reply {
    let message = "Too many requests were made, try again later.";
    error(429, 1040, ("Rate limit reached", message))
}

/// When the window is full, `…-Reset` says the seconds to wait: there is no `Retry-After`.
pub(super) fn paced(pace: &Pace, reply: Reply) -> Reply {
    reply
        .with("X-Ratelimit-App-Global-Minute-Limit", pace.limit.requests)
        .with("X-Ratelimit-App-Global-Minute-Remaining", pace.left)
        .with("X-Ratelimit-App-Global-Minute-Reset", pace.wait_seconds())
}

fn error(status: u16, id: u32, (name, message): (&str, &str)) -> Reply {
    let body = json!({"error": {
        "id": id.to_string(), "name": name, "message": message, "http_status_code": status,
        "docs": "https://developer.surveymonkey.com/api/v3/#error-codes",
    }});
    Reply::value(status, &body)
}

fn invalid() -> Reply {
    error(400, 1003, ("Bad Request", "Invalid URL parameters."))
}

fn not_found() -> Reply {
    let message = "There was an error retrieving the requested resource.";
    error(404, 1020, ("Resource Not Found", message))
}

pub(super) fn reply(desk: &Desk, ask: &Ask) -> Reply {
    let segments = ask.segments();
    let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
    let found = match (ask.method.as_str(), parts.as_slice()) {
        ("GET", ["v3", "surveys"]) => surveys(desk, ask),
        ("GET", ["v3", "surveys", id, "details"]) => details(desk, id),
        ("GET", ["v3", "surveys", id, "responses", "bulk"]) => responses(desk, ask, id),
        _ => Err(not_found()),
    };
    found.unwrap_or_else(|refusal| refusal)
}

fn surveys(desk: &Desk, ask: &Ask) -> Result<Reply, Reply> {
    let window = Window::of(ask, 1_000, 50)?;
    let view = desk.view();
    let index = desk.index(&view, ("surveys", "id"), |_| (Order::Missing, "".into()));
    let all: Vec<&Entry> = index.entries.iter().filter(|entry| !entry.gone).collect();
    let bodies = window.cut(&all).iter().filter_map(|entry| view.body("surveys", &entry.id));
    let data = format!("[{}]", bodies.collect::<Vec<_>>().join(","));
    Ok(window.reply(desk, ask, (&data, all.len())))
}

fn details(desk: &Desk, id: &str) -> Result<Reply, Reply> {
    let view = desk.view();
    let row = view.row("survey_details", id).filter(|row| !row.gone).ok_or_else(not_found)?;
    Ok(Reply::json(200, row.body.as_str()))
}

fn responses(desk: &Desk, ask: &Ask, survey: &str) -> Result<Reply, Reply> {
    let window = Window::of(ask, 100, 50)?;
    let view = desk.view();
    if view.row("surveys", survey).is_none_or(|row| row.gone) {
        return Err(not_found());
    }
    let sort = match ask.get("sort_by").unwrap_or("date_modified") {
        "date_modified" => "date_modified",
        _ => return Err(invalid()),
    };
    let down = match ask.get("sort_order").unwrap_or("ASC") {
        "ASC" => false,
        "DESC" => true,
        _ => return Err(invalid()),
    };
    let index = desk.index(&view, ("responses", sort), |row| {
        let order = text_in(&row.body, &[sort]).map_or(Order::Missing, |text| Order::of(&text));
        (order, text_in(&row.body, &["survey_id"]).unwrap_or_default().into())
    });
    let ranges = [
        ("date_modified", moment(ask, "start_modified_at")?, moment(ask, "end_modified_at")?),
        ("date_created", moment(ask, "start_created_at")?, moment(ask, "end_created_at")?),
    ];
    let takes = |entry: &&Entry| {
        ranges.iter().all(|(field, start, end)| {
            if start.is_none() && end.is_none() {
                return true;
            }
            let body = view.body("responses", &entry.id).unwrap_or_default();
            let order = match *field {
                "date_modified" => entry.order.clone(),
                _ => text_in(body, &[field]).map_or(Order::Missing, |text| Order::of(&text)),
            };
            start.as_ref().is_none_or(|start| order >= *start)
                && end.as_ref().is_none_or(|end| order < *end)
        })
    };
    let of_survey = index.entries.iter().filter(|entry| !entry.gone && &*entry.tag == survey);
    let with_status = |entry: &&Entry| {
        ask.get("status").is_none_or(|status| {
            let body = view.body("responses", &entry.id).unwrap_or_default();
            text_in(body, &["response_status"]).as_deref() == Some(status)
        })
    };
    let mut all: Vec<&Entry> = of_survey.filter(takes).filter(with_status).collect();
    if down {
        all.reverse();
    }
    let bodies = window.cut(&all).iter().filter_map(|entry| view.body("responses", &entry.id));
    let data = desk.list(bodies.map(Cow::Borrowed).collect());
    Ok(window.reply(desk, ask, (&data, all.len())))
}

/// A time in the query: `YYYY-MM-DDTHH:MM:SS`, UTC without an offset.
fn moment(ask: &Ask, name: &str) -> Result<Option<Order>, Reply> {
    let Some(text) = ask.get(name) else { return Ok(None) };
    time_of(text).map(|time| Some(Order::at(time))).ok_or_else(invalid)
}

/// A page by number.
struct Window {
    page: usize,
    size: usize,
}

impl Window {
    fn of(ask: &Ask, most: usize, default: usize) -> Result<Self, Reply> {
        let page = ask.number("page", 1).map_err(|_| invalid())?;
        let size = ask.number("per_page", default).map_err(|_| invalid())?;
        if page == 0 || !(1..=most).contains(&size) {
            return Err(invalid());
        }
        Ok(Self { page, size })
    }

    fn cut<'a, T>(&self, all: &'a [T]) -> &'a [T] {
        let from = (self.page - 1).saturating_mul(self.size).min(all.len());
        let to = from.saturating_add(self.size).min(all.len());
        all.get(from..to).unwrap_or_default()
    }

    fn reply(&self, desk: &Desk, ask: &Ask, (data, total): (&str, usize)) -> Reply {
        let pages = total.div_ceil(self.size).max(1);
        let link = |page: usize| {
            let (page, size) = (page.to_string(), self.size.to_string());
            let changes = [("page", Some(page.as_str())), ("per_page", Some(size.as_str()))];
            quoted(&format!("{}{}", desk.base, ask.again(&changes)))
        };
        let mut links = format!(r#""self":{}"#, link(self.page));
        let mut add = |name: &str, page: usize| {
            write!(links, r#","{name}":{}"#, link(page))
                .expect("writing to a string cannot fail");
        };
        if self.page < pages {
            add("next", self.page + 1);
            add("last", pages);
        }
        if self.page > 1 {
            add("first", 1);
            add("prev", self.page - 1);
        }
        let body = format!(
            r#"{{"data":{data},"per_page":{},"page":{},"total":{total},"links":{{{links}}}}}"#,
            self.size, self.page
        );
        Reply::json(200, body)
    }
}
