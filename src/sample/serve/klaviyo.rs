//! Klaviyo: metrics, profiles, events and campaigns as JSON:API.
//!
//! Follows <https://developers.klaviyo.com/en/reference/api_overview> (filters, sorting, paging,
//! revisions), <https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling> and
//! Klaviyo's OpenAPI file of revision 2026-07-15.

use std::borrow::Cow;

use serde_json::json;

use super::ask::{Ask, Reply, quoted, seal, unseal};
use super::desk::Desk;
use super::index::{Entry, Order, View, peek, peek_in, text_in, time_of};
use super::limits::Pace;

/// The private API key.
pub(super) const KEY: &str = "pk_5a3c1e00_sample_private_key";

const CHANGED: [&str; 4] = ["greater-or-equal", "greater-than", "less-or-equal", "less-than"];

/// What a list allows, as the OpenAPI file says.
struct List {
    name: &'static str,
    /// The JSON:API type of its records.
    kind: &'static str,
    /// Fields to filter by with their operators.
    filters: &'static [(&'static str, &'static [&'static str])],
    sorts: &'static [&'static str],
    /// The order when none is asked for.
    order: &'static str,
    /// Largest page and the page when none is asked for; none where pages have a fixed size.
    sizes: Option<(usize, usize)>,
}

const LISTS: [List; 4] = [
    List {
        name: "metrics",
        kind: "metric",
        filters: &[("integration.name", &["equals"]), ("integration.category", &["equals"])],
        sorts: &[],
        order: "id",
        sizes: None,
    },
    List {
        name: "profiles",
        kind: "profile",
        filters: &[
            ("id", &["any", "equals"]),
            ("email", &["any", "equals"]),
            ("phone_number", &["any", "equals"]),
            ("external_id", &["any", "equals"]),
            ("created", &["greater-than", "less-than"]),
            ("updated", &["greater-than", "less-than"]),
        ],
        sorts: &["id", "created", "updated", "email"],
        order: "id",
        sizes: Some((100, 20)),
    },
    List {
        name: "events",
        kind: "event",
        filters: &[
            ("metric_id", &["equals"]),
            ("profile_id", &["equals"]),
            ("datetime", &CHANGED),
            ("timestamp", &CHANGED),
        ],
        sorts: &["datetime", "timestamp"],
        order: "datetime",
        sizes: Some((1_000, 200)),
    },
    List {
        name: "campaigns",
        kind: "campaign",
        filters: &[
            ("id", &["any"]),
            ("messages.channel", &["equals"]),
            ("name", &["contains"]),
            ("status", &["any", "equals"]),
            ("archived", &["equals"]),
            ("created_at", &CHANGED),
            ("scheduled_at", &CHANGED),
            ("updated_at", &CHANGED),
        ],
        sorts: &["created_at", "id", "name", "scheduled_at", "updated_at"],
        order: "id",
        sizes: Some((100, 100)),
    },
];

pub(super) fn refused(desk: &Desk, ask: &Ask) -> Reply {
    let (code, title, detail) = if ask.credential("Klaviyo-API-Key").is_some() {
        (
            "authentication_failed",
            "Incorrect authentication credentials.",
            "Incorrect authentication credentials.",
        )
    } else {
        (
            "not_authenticated",
            "Authentication credentials were not provided.",
            "Missing or invalid authorization scheme. Please use Klaviyo-API-Key.",
        )
    };
    error(desk, 401, (code, title), (detail, json!({"pointer": "/data/"})))
}

pub(super) fn throttled(desk: &Desk, pace: &Pace) -> Reply {
    let wait = pace.wait_seconds();
    let detail = format!("Request was throttled. Expected available in {wait} second.");
    let title = ("throttled", "Request was throttled.");
    error(desk, 429, title, (&detail, json!({"pointer": "/data/"}))).with("Retry-After", wait)
}

/// Klaviyo leaves these headers out of a 429.
pub(super) fn paced(pace: &Pace, reply: Reply) -> Reply {
    if pace.over {
        return reply;
    }
    reply
        .with("RateLimit-Limit", pace.limit.requests)
        .with("RateLimit-Remaining", pace.left)
        .with("RateLimit-Reset", pace.wait_seconds())
}

fn error(
    desk: &Desk,
    status: u16,
    (code, title): (&str, &str),
    (detail, source): (&str, serde_json::Value),
) -> Reply {
    let error = json!({
        "id": desk.correlation(), "status": status, "code": code, "title": title,
        "detail": detail, "source": source,
    });
    Reply::value(status, &json!({"errors": [error]})).kind("application/vnd.api+json")
}

fn invalid(desk: &Desk, parameter: &str, detail: &str) -> Reply {
    let source = json!({"parameter": parameter});
    error(desk, 400, ("invalid", "Invalid input."), (detail, source))
}

pub(super) fn reply(desk: &Desk, ask: &Ask) -> Reply {
    let segments = ask.segments();
    let list = match segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["api", name] if ask.method == "GET" => LISTS.iter().find(|list| list.name == *name),
        _ => None,
    };
    let Some(list) = list else {
        let title = ("not_found", "Not found.");
        return error(desk, 404, title, ("The path could not be found.", json!({})));
    };
    check_revision(desk, ask)
        .and_then(|()| show(desk, ask, list))
        .unwrap_or_else(|refusal| refusal)
}

/// Every request names the revision of the API that it is written for.
fn check_revision(desk: &Desk, ask: &Ask) -> Result<(), Reply> {
    let revision = ask.header("revision").unwrap_or_default();
    let day = revision.split('.').next().unwrap_or_default();
    match time_of(day) {
        Some(_) if day.len() == 10 => Ok(()),
        _ => {
            Err(invalid(desk, "revision", "A valid revision header (YYYY-MM-DD) is required."))
        }
    }
}

fn show(desk: &Desk, ask: &Ask, list: &List) -> Result<Reply, Reply> {
    let filters = filters_of(desk, ask, list)?;
    let (sort, down) = sort_of(desk, ask, list)?;
    let size = size_of(desk, ask, list)?;
    let cursor = ask.get("page[cursor]").map(|cursor| {
        let entry = unseal(cursor).and_then(|text| Entry::from_cursor(&text));
        entry.ok_or_else(|| invalid(desk, "page[cursor]", "Invalid cursor provided."))
    });
    let cursor = cursor.transpose()?;
    let view = desk.view();
    let index = desk.index(&view, (list.name, sort), |row| {
        let order = match sort {
            "id" => Order::Missing,
            _ => field(&row.body, sort).map_or(Order::Missing, |text| Order::of(&text)),
        };
        (order, field(&row.body, "metric_id").unwrap_or_default().into())
    });
    let entries: Box<dyn Iterator<Item = &Entry>> = if down {
        Box::new(index.before(cursor.as_ref()).iter().rev())
    } else {
        Box::new(index.after(cursor.as_ref()).iter())
    };
    let takes = |entry: &&Entry| {
        !entry.gone && filters.iter().all(|filter| filter.takes(&view, list, sort, entry))
    };
    let mut left = entries.filter(takes);
    let page: Vec<&Entry> = left.by_ref().take(size).collect();
    let more = left.next().is_some();
    Ok(document(desk, ask, list, (&view, &page, more)))
}

fn document(desk: &Desk, ask: &Ask, list: &List, page: (&View, &[&Entry], bool)) -> Reply {
    let (view, entries, more) = page;
    let bodies = entries.iter().filter_map(|entry| {
        Some(with_links(desk, list, &entry.id, view.body(list.name, &entry.id)?))
    });
    let records: Vec<Cow<'_, str>> = bodies.collect();
    let data = match list.name {
        "metrics" => format!("[{}]", records.join(",")),
        _ => desk.list(records),
    };
    let own = quoted(&format!("{}{}", desk.base, ask.again(&[])));
    // The OpenAPI file knows no null here: the last page has no `next`.
    let next = entries.last().filter(|_| more).map_or_else(String::new, |last| {
        let cursor = seal(&last.cursor());
        let next = ask.again(&[("page[cursor]", Some(cursor.as_str()))]);
        format!(r#","next":{}"#, quoted(&format!("{}{next}", desk.base)))
    });
    let body = format!(r#"{{"data":{data},"links":{{"self":{own}{next}}}}}"#);
    Reply::json(200, body).kind("application/vnd.api+json")
}

/// Every record links to itself.
fn with_links<'a>(desk: &Desk, list: &List, id: &str, body: &'a str) -> Cow<'a, str> {
    if peek(body, "links").is_some() {
        return body.into();
    }
    let open = body.trim_end().strip_suffix('}').unwrap_or(body);
    let link = quoted(&format!("{}/api/{}/{id}/", desk.base, list.name));
    format!(r#"{open},"links":{{"self":{link}}}}}"#).into()
}

/// A field by the name that filters and sorts know it by.
fn field(body: &str, name: &str) -> Option<String> {
    match name {
        "id" => text_in(body, &["id"]),
        "metric_id" => text_in(body, &["relationships", "metric", "data", "id"]),
        "profile_id" => text_in(body, &["relationships", "profile", "data", "id"]),
        _ => {
            let mut path = vec!["attributes"];
            path.extend(name.split('.'));
            text_in(body, &path)
        }
    }
}

fn sort_of<'a>(desk: &Desk, ask: &'a Ask, list: &List) -> Result<(&'a str, bool), Reply>
where
    'static: 'a,
{
    let Some(asked) = ask.get("sort") else { return Ok((list.order, false)) };
    let (name, down) = asked.strip_prefix('-').map_or((asked, false), |name| (name, true));
    if list.sorts.contains(&name) {
        return Ok((name, down));
    }
    let detail =
        format!("'{name}' is not a valid sort field for the resource '{}'.", list.kind);
    Err(invalid(desk, "sort", &detail))
}

fn size_of(desk: &Desk, ask: &Ask, list: &List) -> Result<usize, Reply> {
    let Some((most, default)) = list.sizes else {
        return match ask.get("page[size]") {
            None => Ok(200),
            Some(_) => Err(invalid(desk, "page[size]", "page[size] is not allowed here.")),
        };
    };
    match ask.number("page[size]", default) {
        Ok(size) if (1..=most).contains(&size) => Ok(size),
        _ => Err(invalid(
            desk,
            "page[size]",
            &format!("Page size must be between 1 and {most}."),
        )),
    }
}

// Filters -----------------------------------------------------------------------------------

/// `operator(field,value)`
#[derive(Debug, PartialEq)]
struct Filter {
    op: String,
    field: String,
    values: Vec<String>,
    /// The values as they are compared.
    orders: Vec<Order>,
}

fn filters_of(desk: &Desk, ask: &Ask, list: &List) -> Result<Vec<Filter>, Reply> {
    let text = ask.get("filter").unwrap_or_default();
    let filters = read(text)
        .ok_or_else(|| invalid(desk, "filter", &format!("Invalid filter provided: {text}")))?;
    for Filter { op, field, .. } in &filters {
        let allowed = list.filters.iter().find(|(name, _)| name == field);
        if !allowed.is_some_and(|(_, ops)| ops.contains(&op.as_str())) {
            let detail = format!("'{op}' is not an allowed operator for '{field}'.");
            return Err(invalid(desk, "filter", &detail));
        }
    }
    if list.name == "campaigns" && !filters.iter().any(|f| f.field == "messages.channel") {
        return Err(invalid(desk, "filter", "A channel filter is required to list campaigns."));
    }
    Ok(filters)
}

/// Reads filters joined by commas or by `and(…)`.
fn read(text: &str) -> Option<Vec<Filter>> {
    let mut filters = Vec::new();
    for part in split(text) {
        let (op, inside) = part.strip_suffix(')')?.split_once('(')?;
        if op == "and" {
            filters.extend(read(inside)?);
            continue;
        }
        let (field, value) = inside.split_once(',')?;
        let list = value.trim().strip_prefix('[').and_then(|value| value.strip_suffix(']'));
        let values = list.map_or_else(|| vec![value.trim()], split);
        let values = values.into_iter().map(|value| unquoted(value).to_owned()).collect();
        filters.push(Filter::new(op.trim(), field.trim(), values));
    }
    Some(filters)
}

/// Splits at commas outside brackets and quotation marks.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0_i32);
    let mut quote: Option<char> = None;
    for (place, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(text.get(from..place).unwrap_or_default().trim());
                from = place + 1;
            }
            _ => {}
        }
    }
    parts.push(text.get(from..).unwrap_or_default().trim());
    parts.retain(|part| !part.is_empty());
    parts
}

fn unquoted(value: &str) -> &str {
    let inside = |mark| value.strip_prefix(mark).and_then(|rest: &str| rest.strip_suffix(mark));
    inside('"').or_else(|| inside('\'')).unwrap_or(value)
}

impl Filter {
    fn new(op: &str, field: &str, values: Vec<String>) -> Self {
        let orders = values.iter().map(|value| Order::of(value)).collect();
        Self { op: op.to_owned(), field: field.to_owned(), values, orders }
    }

    fn takes(&self, view: &View, list: &List, sort: &str, entry: &Entry) -> bool {
        let value = self.values.first().map(String::as_str).unwrap_or_default();
        if self.field == "metric_id" {
            return &*entry.tag == value;
        }
        if self.field == sort && self.op != "contains" && entry.order != Order::Missing {
            return self.holds(&entry.order);
        }
        let Some(body) = view.body(list.name, &entry.id) else { return false };
        if self.field == "messages.channel" {
            // The channel is part of the messages, which a list of campaigns leaves out.
            let said = peek_in(body, &["attributes", "channel"]).map(unquoted);
            return said.unwrap_or("email") == value;
        }
        let Some(text) = field(body, &self.field) else { return false };
        if self.op == "contains" { text.contains(value) } else { self.holds(&Order::of(&text)) }
    }

    fn holds(&self, order: &Order) -> bool {
        let Some(wanted) = self.orders.first() else { return false };
        match self.op.as_str() {
            "any" => self.orders.contains(order),
            "equals" => order == wanted,
            "greater-than" => order > wanted,
            "greater-or-equal" => order >= wanted,
            "less-than" => order < wanted,
            _ => order <= wanted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_read_in_all_their_forms() {
        let filter = |op: &str, field: &str, values: &[&str]| {
            Filter::new(op, field, values.iter().map(|value| (*value).to_owned()).collect())
        };
        let since = "2026-01-01T00:00:00+00:00";
        let both = vec![
            filter("greater-or-equal", "datetime", &[since]),
            filter("equals", "metric_id", &["a,b"]),
        ];
        let cases = [
            (format!("greater-or-equal(datetime,{since}),equals(metric_id,\"a,b\")"), both),
            (
                format!("and(greater-than(updated,{since}), less-than(updated,'2027-01-01'))"),
                vec![
                    filter("greater-than", "updated", &[since]),
                    filter("less-than", "updated", &["2027-01-01"]),
                ],
            ),
            (r#"any(id,["a","b"])"#.to_owned(), vec![filter("any", "id", &["a", "b"])]),
            (String::new(), Vec::new()),
        ];
        for (text, expected) in cases {
            assert_eq!(read(&text), Some(expected), "{text}");
        }
        for wrong in ["x", "equals(a", "equals(a)"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
