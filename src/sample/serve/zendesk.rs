//! Zendesk Support: incremental exports and satisfaction ratings.
//!
//! Follows <https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/>,
//! <https://developer.zendesk.com/documentation/ticketing/managing-tickets/using-the-incremental-export-api/>,
//! <https://developer.zendesk.com/documentation/ticketing/using-the-zendesk-api/side_loading/>,
//! <https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_metric_events/> and
//! <https://developer.zendesk.com/api-reference/ticketing/ticket-management/satisfaction_ratings/>.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::DateTime;
use serde_json::{Value, json};

use super::ask::{Ask, Reply, quoted, seal, unseal};
use super::desk::Desk;
use super::index::{Entry, Index, Order, View};
use super::limits::Pace;

/// Who signs in.
pub(super) const EMAIL: &str = "sync@nordwerk.example";
/// The user's API token.
pub(super) const TOKEN: &str = "zd-sample-5a3c1e00-token";

/// Items on a page of an export.
const EXPORT_PAGE: usize = 1_000;
/// Items on a page of a list.
const LIST_PAGE: usize = 100;

pub(super) fn signed_in(ask: &Ask) -> bool {
    ask.basic() == Some((format!("{EMAIL}/token"), TOKEN.to_owned()))
}

pub(super) fn refused() -> Reply {
    Reply::value(401, &json!({"error": "Couldn't authenticate you"}))
}

pub(super) fn throttled(pace: &Pace) -> Reply {
    let body = json!({
        "error": "APIRateLimitExceeded",
        "description": "Number of allowed API requests per minute exceeded",
    });
    Reply::value(429, &body).with("Retry-After", pace.wait_seconds())
}

pub(super) fn paced(pace: &Pace, reply: Reply) -> Reply {
    reply
        .with("X-Rate-Limit", pace.limit.requests)
        .with("X-Rate-Limit-Remaining", pace.left)
        .with("ratelimit-limit", pace.limit.requests)
        .with("ratelimit-remaining", pace.left)
        .with("ratelimit-reset", pace.wait_seconds())
}

pub(super) fn reply(desk: &Desk, ask: &Ask) -> Reply {
    let segments = ask.segments();
    let parts: Vec<&str> = segments.iter().map(|part| part.trim_end_matches(".json")).collect();
    let found = match (ask.method.as_str(), parts.as_slice()) {
        ("GET", ["api", "v2", "incremental", "tickets", "cursor"]) => {
            cursor_export(desk, ask, "tickets")
        }
        ("GET", ["api", "v2", "incremental", "users", "cursor"]) => {
            cursor_export(desk, ask, "users")
        }
        ("GET", ["api", "v2", "incremental", "ticket_metric_events"])
            if ask.get("page[size]").is_some() =>
        {
            cursor_list(desk, ask, "ticket_metric_events")
        }
        ("GET", ["api", "v2", "incremental", object]) => {
            let objects = ["tickets", "users", "organizations", "ticket_metric_events"];
            match objects.into_iter().find(|known| known == object) {
                Some(object) => timed_export(desk, ask, object),
                None => Err(no_endpoint()),
            }
        }
        ("GET", ["api", "v2", "satisfaction_ratings"]) => {
            cursor_list(desk, ask, "satisfaction_ratings")
        }
        _ => Err(no_endpoint()),
    };
    found.unwrap_or_else(|refusal| refusal)
}

fn no_endpoint() -> Reply {
    Reply::value(404, &json!({"error": "InvalidEndpoint", "description": "Not found"}))
}

fn invalid(name: &str, why: &str) -> Reply {
    let message = format!("You passed an invalid value for the {name} attribute. {why}");
    Reply::value(400, &json!({"error": {"title": "Invalid attribute", "message": message}}))
}

/// In order of the moment of change, which is what `start_time` is held against
/// ("generated_timestamp", not `updated_at`).
fn by_change(desk: &Desk, view: &View, object: &str) -> Arc<Index> {
    desk.index(view, (object, "change"), |row| (Order::at(row.at), "".into()))
}

fn start_of(ask: &Ask) -> Result<Option<i64>, Reply> {
    let Some(text) = ask.get("start_time") else { return Ok(None) };
    let time =
        text.parse::<i64>().ok().filter(|time| DateTime::from_timestamp(*time, 0).is_some());
    time.map(Some).ok_or_else(|| invalid("start_time", "Must be a Unix epoch time in seconds"))
}

fn size_of(ask: &Ask, name: &str, most: usize) -> Result<usize, Reply> {
    match ask.number(name, most) {
        Ok(size) if size >= 1 => Ok(size.min(most)),
        _ => Err(invalid(name, "Must be a positive number")),
    }
}

/// A cursor as the vendor makes it: seconds, two bars, id, a bar, all in base 64.
fn cursor_of(entry: &Entry) -> String {
    let micros = match entry.order {
        Order::Time(micros) => micros,
        _ => 0,
    };
    let (seconds, rest) = (micros.div_euclid(1_000_000), micros.rem_euclid(1_000_000));
    seal(&format!("{seconds}.{rest:06}||{}|", entry.id))
}

fn entry_of(cursor: &str) -> Option<Entry> {
    let text = unseal(cursor)?;
    let (time, id) = text.strip_suffix('|')?.split_once("||")?;
    let (seconds, micros) = time.split_once('.')?;
    let micros = seconds.parse::<i64>().ok()? * 1_000_000 + micros.parse::<i64>().ok()?;
    Some(Entry { order: Order::Time(micros), id: id.into(), tag: "".into(), gone: false })
}

/// `incremental/{tickets,users}/cursor.json`
fn cursor_export(desk: &Desk, ask: &Ask, object: &str) -> Result<Reply, Reply> {
    let size = size_of(ask, "per_page", EXPORT_PAGE)?;
    let view = desk.view();
    let index = by_change(desk, &view, object);
    let left = match (ask.get("cursor"), start_of(ask)?) {
        (Some(cursor), _) => {
            let place = entry_of(cursor).ok_or_else(|| invalid("cursor", "It is not valid"))?;
            index.after(Some(&place))
        }
        (None, Some(start)) => index.since(&Order::Time(start * 1_000_000)),
        (None, None) => return Err(invalid("start_time", "It is required")),
    };
    let without_deleted = ask.get("exclude_deleted") == Some("true");
    let mut left = left.iter().filter(|entry| !(without_deleted && entry.gone));
    let page: Vec<&Entry> = left.by_ref().take(size).collect();
    let ended = left.next().is_none();
    let after = page.last().map(|last| cursor_of(last));
    let after = after.or_else(|| ask.get("cursor").map(str::to_owned));
    let link = after.as_ref().map(|after| {
        let changes = [("cursor", Some(after.as_str())), ("start_time", None)];
        format!("{}{}", desk.base, ask.again(&changes))
    });
    let (list, beside) = with_metric_sets(desk, ask, &view, object, &page);
    let rest = format!(
        r#""after_url":{},"after_cursor":{},"before_url":null,"before_cursor":null,"end_of_stream":{ended}"#,
        json!(link),
        json!(after)
    );
    Ok(Reply::json(200, format!(r#"{{"{object}":{list}{beside},{rest}}}"#)))
}

/// A page's records. With `include=metric_sets` each ticket carries its `metric_set`, and the
/// side-loaded array stands beside the tickets as well: recorded answers have both.
fn with_metric_sets(
    desk: &Desk,
    ask: &Ask,
    view: &View,
    object: &str,
    page: &[&Entry],
) -> (String, String) {
    let bodies = page.iter().filter_map(|entry| Some((entry, view.body(object, &entry.id)?)));
    let include = ask.get("include").unwrap_or_default();
    if object != "tickets" || !include.split(',').any(|what| what.trim() == "metric_sets") {
        return (
            desk.list(bodies.map(|(_, body)| Cow::Borrowed(body)).collect()),
            String::new(),
        );
    }
    let mut sets = Vec::new();
    let mut tickets = Vec::new();
    for (entry, body) in bodies {
        let set = view.body("metric_sets", &entry.id);
        sets.extend(set);
        let open = body.trim_end().strip_suffix('}').unwrap_or(body);
        tickets.push(format!(r#"{open},"metric_set":{}}}"#, set.unwrap_or("null")).into());
    }
    (desk.list(tickets), format!(r#","metric_sets":[{}]"#, sets.join(",")))
}

/// `incremental/{object}.json`: pages by time, where the last second of a page comes again on the
/// next one.
fn timed_export(desk: &Desk, ask: &Ask, object: &str) -> Result<Reply, Reply> {
    let size = size_of(ask, "per_page", EXPORT_PAGE)?;
    let start = start_of(ask)?.ok_or_else(|| invalid("start_time", "It is required"))?;
    let view = desk.view();
    let index = by_change(desk, &view, object);
    let left = index.since(&Order::Time(start * 1_000_000));
    let count = page_by_second(left, size, start);
    let (page, rest) = left.split_at(count);
    let end = page.last().map(second_of);
    let ended = rest.is_empty();
    let next = end.map(|end| {
        let start = end.to_string();
        format!("{}{}", desk.base, ask.again(&[("start_time", Some(start.as_str()))]))
    });
    let bodies = page.iter().filter_map(|entry| view.body(object, &entry.id));
    let list = desk.list(bodies.map(Cow::Borrowed).collect());
    let rest = format!(
        r#""next_page":{},"count":{count},"end_time":{},"end_of_stream":{ended}"#,
        json!(next),
        json!(end)
    );
    Ok(Reply::json(200, format!(r#"{{"{object}":{list},{rest}}}"#)))
}

fn second_of(entry: &Entry) -> i64 {
    match entry.order {
        Order::Time(micros) => micros.div_euclid(1_000_000),
        _ => 0,
    }
}

/// How many entries make a page that ends with a whole second later than its start: only then
/// can the next page begin at that second without losing or repeating for ever.
fn page_by_second(left: &[Entry], size: usize, start: i64) -> usize {
    if left.len() <= size {
        return left.len();
    }
    let last = second_of(&left[size - 1]).max(start + 1);
    left.partition_point(|entry| second_of(entry) <= last)
}

/// A list with cursor pagination (`page[size]`, `page[after]`).
fn cursor_list(desk: &Desk, ask: &Ask, object: &str) -> Result<Reply, Reply> {
    let size = size_of(ask, "page[size]", LIST_PAGE)?;
    let start = start_of(ask)?;
    let view = desk.view();
    let index = by_change(desk, &view, object);
    let left = match (ask.get("page[after]"), start) {
        (Some(cursor), _) => {
            let place =
                entry_of(cursor).ok_or_else(|| invalid("page[after]", "It is not valid"))?;
            index.after(Some(&place))
        }
        (None, Some(start)) => index.since(&Order::Time(start * 1_000_000)),
        (None, None) => index.after(None),
    };
    let mut left = left.iter().filter(|entry| !entry.gone);
    let page: Vec<&Entry> = left.by_ref().take(size).collect();
    let more = left.next().is_some();
    let after = page.last().map(|last| cursor_of(last));
    let next = after.as_deref().filter(|_| more).map_or(Value::Null, |after| {
        format!("{}{}", desk.base, ask.again(&[("page[after]", Some(after))])).into()
    });
    let bodies = page.iter().filter_map(|entry| view.body(object, &entry.id));
    let list = desk.list(bodies.map(Cow::Borrowed).collect());
    let meta = json!({"has_more": more, "after_cursor": after, "before_cursor": null});
    let links = json!({"prev": null, "next": next});
    Ok(Reply::json(
        200,
        format!("{{{}:{list},\"meta\":{meta},\"links\":{links}}}", quoted(object)),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(second: i64, id: &str) -> Entry {
        let order = Order::Time(second * 1_000_000);
        Entry { order, id: id.into(), tag: "".into(), gone: false }
    }

    #[test]
    fn a_page_by_time_ends_with_a_whole_second_after_its_start() {
        let left: Vec<Entry> = [5, 5, 5, 6, 7, 7, 8].map(|second| entry(second, "1")).into();
        let cases = [
            // (size, start, count)
            (10, 5, 7),
            (2, 0, 3), // the second 5 is kept whole
            (2, 5, 4), // the next page may not begin at 5 again
            (5, 5, 6),
        ];
        for (size, start, count) in cases {
            assert_eq!(page_by_second(&left, size, start), count, "{size} from {start}");
        }
    }

    #[test]
    fn a_cursor_looks_like_the_vendors() {
        let place = entry(1_580_753_798, "432");
        assert_eq!(unseal(&cursor_of(&place)).as_deref(), Some("1580753798.000000||432|"));
        assert_eq!(entry_of(&cursor_of(&place)), Some(place));
        assert_eq!(entry_of("rubbish"), None);
    }
}
