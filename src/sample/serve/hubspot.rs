//! HubSpot's CRM: objects, search, owners and associations.
//!
//! Follows <https://developers.hubspot.com/docs/guides/api/crm/search>,
//! <https://developers.hubspot.com/docs/guides/api/crm/objects/companies>,
//! <https://developers.hubspot.com/docs/guides/api/crm/associations/associations-v4> and
//! <https://developers.hubspot.com/docs/guides/apps/api-usage/usage-details>, and HubSpot's
//! published OpenAPI files (Objects and Companies v3, Associations v4).

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::SecondsFormat;
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::Row;
use super::ask::{Ask, Reply, quoted};
use super::desk::Desk;
use super::index::{Entry, Index, Order, View, by_id, peek, peek_in, text_in};
use super::limits::Pace;

/// The private app's token.
pub(super) const TOKEN: &str = "pat-eu1-5a3c1e00-sample-token";

const OBJECTS: [&str; 9] = [
    "companies",
    "contacts",
    "deals",
    "subscriptions",
    "quotes",
    "calls",
    "meetings",
    "emails",
    "tasks",
];

/// Of the vendor's operators, those that a sync uses.
const OPERATORS: [&str; 10] = [
    "EQ",
    "NEQ",
    "GT",
    "GTE",
    "LT",
    "LTE",
    "BETWEEN",
    "IN",
    "HAS_PROPERTY",
    "NOT_HAS_PROPERTY",
];

/// Paging past this many results of a search answers 400.
const SEARCH_END: usize = 10_000;

pub(super) fn reply(desk: &Desk, ask: &Ask) -> Reply {
    let segments = ask.segments();
    let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
    let found = match (ask.method.as_str(), parts.as_slice()) {
        ("GET", ["crm", "v3", "owners"]) => owners(desk, ask),
        ("GET", ["crm", "v3", "objects", object]) => known(object)
            .ok_or_else(|| unknown_type(desk, object))
            .and_then(|object| objects(desk, ask, object)),
        ("POST", ["crm", "v3", "objects", object, "search"]) => known(object)
            .ok_or_else(|| unknown_type(desk, object))
            .and_then(|object| search(desk, ask, object)),
        ("POST", ["crm", "v3", "objects", object, "batch", "read"]) => known(object)
            .ok_or_else(|| unknown_type(desk, object))
            .and_then(|object| batch(desk, ask, object)),
        ("POST", ["crm", "v4", "associations", from, to, "batch", "read"]) => {
            associations(desk, ask, (from, to))
        }
        _ => Err(Reply::value(
            404,
            &json!({
                "status": "error", "message": "resource not found",
                "correlationId": desk.correlation(),
            }),
        )),
    };
    found.unwrap_or_else(|refusal| refusal)
}

fn known(object: &str) -> Option<&'static str> {
    OBJECTS.into_iter().find(|known| *known == object)
}

fn unknown_type(desk: &Desk, object: &str) -> Reply {
    invalid(desk, &format!("Unable to infer object type from: {object}"))
}

fn invalid(desk: &Desk, message: &str) -> Reply {
    let body = json!({
        "status": "error", "message": message, "correlationId": desk.correlation(),
        "category": "VALIDATION_ERROR",
    });
    Reply::value(400, &body)
}

pub(super) fn refused(desk: &Desk) -> Reply {
    let body = json!({
        "status": "error",
        "message": "Authentication credentials not found. This API supports OAuth 2.0 \
                    authentication and you can find more details at \
                    https://developers.hubspot.com/docs/methods/auth/oauth-overview",
        "correlationId": desk.correlation(),
        "category": "INVALID_AUTHENTICATION",
    });
    Reply::value(401, &body)
}

pub(super) fn throttled(desk: &Desk, pace: &Pace) -> Reply {
    let body = json!({
        "status": "error", "message": "You have reached your secondly limit.",
        "errorType": "RATE_LIMIT", "correlationId": desk.correlation(),
        "policyName": "SECONDLY",
    });
    Reply::value(429, &body).with("Retry-After", pace.wait_seconds())
}

pub(super) fn paced(pace: &Pace, reply: Reply) -> Reply {
    reply
        .with("X-HubSpot-RateLimit-Max", pace.limit.requests)
        .with("X-HubSpot-RateLimit-Remaining", pace.left)
        .with("X-HubSpot-RateLimit-Interval-Milliseconds", pace.limit.per.as_millis())
}

// Lists -------------------------------------------------------------------------------------

fn owners(desk: &Desk, ask: &Ask) -> Result<Reply, Reply> {
    let limit = limit_of(desk, ask, 500, 100)?;
    let view = desk.view();
    let index = by_number(desk, &view, "owners");
    let page = next_page(&index, ask, limit);
    let records = page.records.iter().filter_map(|entry| view.body("owners", &entry.id));
    let list = desk.list(records.map(Cow::Borrowed).collect());
    Ok(Reply::json(200, format!("{{\"results\":{list}{}}}", page.paging(desk, ask))))
}

/// `GET /crm/v3/objects/{type}`, in order of ids; archived ones only when asked for.
fn objects(desk: &Desk, ask: &Ask, object: &'static str) -> Result<Reply, Reply> {
    let limit = limit_of(desk, ask, 100, 10)?;
    let wanted: Vec<String> = ask
        .query
        .iter()
        .filter(|(key, _)| key == "properties")
        .flat_map(|(_, names)| names.split(',').map(|name| name.trim().to_owned()))
        .filter(|name| !name.is_empty())
        .collect();
    let view = desk.view();
    let index = by_number(desk, &view, object);
    let page = next_page(&index, ask, limit);
    let rows = page.records.iter().filter_map(|entry| view.row(object, &entry.id));
    let list = desk.list(rows.map(|row| Cow::Owned(projected(row, &wanted))).collect());
    Ok(Reply::json(200, format!("{{\"results\":{list}{}}}", page.paging(desk, ask))))
}

fn limit_of(desk: &Desk, ask: &Ask, most: usize, default: usize) -> Result<usize, Reply> {
    match ask.number("limit", default) {
        Ok(limit) if (1..=most).contains(&limit) => Ok(limit),
        _ => Err(invalid(desk, &format!("limit must be between 1 and {most}"))),
    }
}

fn by_number(desk: &Desk, view: &View, object: &str) -> Arc<Index> {
    desk.index(view, (object, "id"), |_| (Order::Missing, "".into()))
}

struct Page<'a> {
    records: Vec<&'a Entry>,
    more: bool,
}

/// The page after the id in `after`.
fn next_page<'a>(index: &'a Index, ask: &Ask, limit: usize) -> Page<'a> {
    let archived = ask.get("archived") == Some("true");
    let after = ask.get("after").filter(|after| !after.is_empty());
    let follows = |entry: &&Entry| after.is_none_or(|after| by_id(&entry.id, after).is_gt());
    let mut left = index.entries.iter().filter(|entry| entry.gone == archived).filter(follows);
    let records: Vec<&Entry> = left.by_ref().take(limit).collect();
    Page { records, more: left.next().is_some() }
}

impl Page<'_> {
    /// `,"paging":…` when there is another page.
    fn paging(&self, desk: &Desk, ask: &Ask) -> String {
        let Some(last) = self.records.last().filter(|_| self.more) else {
            return String::new();
        };
        let link = format!("{}{}", desk.base, ask.again(&[("after", Some(&last.id))]));
        format!(r#","paging":{}"#, json!({"next": {"after": &*last.id, "link": link}}))
    }
}

// Search ------------------------------------------------------------------------------------

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Search {
    filter_groups: Vec<FilterGroup>,
    sorts: Vec<Sort>,
    properties: Vec<String>,
    limit: Option<usize>,
    after: Option<After>,
}

#[derive(Debug, Deserialize)]
struct FilterGroup {
    filters: Vec<Filter>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Filter {
    property_name: String,
    operator: String,
    value: Option<After>,
    high_value: Option<After>,
    #[serde(default)]
    values: Vec<After>,
}

/// A name (then ascending) as in the OpenAPI file, or an object as in the guide.
#[derive(Debug, Deserialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum Sort {
    Name(String),
    Full { property_name: String, direction: Option<String> },
}

/// A value that clients write as a text or as a number.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum After {
    Number(i64),
    Text(String),
}

impl After {
    fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

impl Sort {
    fn read(&self) -> (&str, bool) {
        match self {
            Self::Name(name) => (name.trim_start_matches('-'), name.starts_with('-')),
            Self::Full { property_name, direction } => {
                (property_name, direction.as_deref() == Some("DESCENDING"))
            }
        }
    }
}

fn search(desk: &Desk, ask: &Ask, object: &'static str) -> Result<Reply, Reply> {
    let search: Search = serde_json::from_slice(&ask.body)
        .map_err(|error| invalid(desk, &format!("Invalid input JSON: {error}")))?;
    let (from, limit) = window_of(desk, &search)?;
    let view = desk.view();
    check_properties(desk, &view, object, &search)?;
    // "Results are returned in order of creation, oldest first" unless a sort says otherwise.
    let (sort, down) = search.sorts.first().map_or(("createdate", false), Sort::read);
    let index = desk.index(&view, (object, sort), |row| (order_by(row, sort), "".into()));
    let groups: Vec<Vec<Test<'_>>> =
        search.filter_groups.iter().map(FilterGroup::tests).collect();
    let takes = |tests: &Vec<Test<'_>>, entry: &Entry| {
        tests.iter().all(|test| test.takes(&view, (object, sort), entry))
    };
    let mut matching: Vec<&Entry> = index.entries.iter().filter(|entry| !entry.gone).collect();
    matching
        .retain(|entry| groups.is_empty() || groups.iter().any(|group| takes(group, entry)));
    if down {
        matching.reverse();
    }
    let total = matching.len();
    let rows = matching.into_iter().skip(from).take(limit);
    let rows = rows.filter_map(|entry| view.row(object, &entry.id));
    let list = desk.list(rows.map(|row| projected(row, &search.properties).into()).collect());
    let paging = if from + limit < total {
        format!(r#","paging":{{"next":{{"after":"{}"}}}}"#, from + limit)
    } else {
        String::new()
    };
    Ok(Reply::json(200, format!(r#"{{"total":{total},"results":{list}{paging}}}"#)))
}

/// Where the page begins and how long it may be.
fn window_of(desk: &Desk, search: &Search) -> Result<(usize, usize), Reply> {
    let limit = search.limit.unwrap_or(10);
    if !(1..=200).contains(&limit) {
        return Err(invalid(desk, "limit must be between 1 and 200"));
    }
    let after = search.after.as_ref().map(After::text).filter(|after| !after.is_empty());
    let from = after.map_or(Ok(0), |after| after.parse::<usize>());
    let from =
        from.map_err(|_| invalid(desk, "after must be a number from paging.next.after"))?;
    if from + limit > SEARCH_END {
        return Err(invalid(
            desk,
            "The search API returns at most 10,000 results: \
                                  after and limit reach beyond them",
        ));
    }
    let mut filters = search.filter_groups.iter().flat_map(|group| &group.filters);
    if let Some(filter) = filters.find(|filter| !OPERATORS.contains(&filter.operator.as_str()))
    {
        let message = format!("Invalid input JSON: no operator {}", filter.operator);
        return Err(invalid(desk, &message));
    }
    if search.filter_groups.len() > 5
        || search.filter_groups.iter().any(|g| g.filters.len() > 6)
    {
        return Err(invalid(desk, "Too many filters: at most 5 groups of 6 filters"));
    }
    Ok((from, limit))
}

/// Filters and sorts may only name properties that the object has.
fn check_properties(
    desk: &Desk,
    view: &View,
    object: &'static str,
    search: &Search,
) -> Result<(), Reply> {
    let filters = search.filter_groups.iter().flat_map(|group| &group.filters);
    let named: HashSet<&str> = filters
        .map(|filter| filter.property_name.as_str())
        .chain(search.sorts.iter().map(|sort| sort.read().0))
        .collect();
    for name in named {
        // An object without any record has no property that could be seen here.
        let index = desk.index(view, (object, name), |row| (order_by(row, name), "".into()));
        let has = |entry: &Entry| {
            entry.order != Order::Missing || {
                let body = view.body(object, &entry.id);
                body.and_then(|body| peek_in(body, &["properties", name])).is_some()
            }
        };
        if !index.entries.is_empty() && !index.entries.iter().any(has) {
            let message =
                format!("Unknown property: There is no property '{name}' on {object}");
            return Err(invalid(desk, &message));
        }
    }
    Ok(())
}

fn order_by(row: &Row, property: &str) -> Order {
    value_of(&row.body, property).map_or(Order::Missing, |value| Order::of(&value))
}

fn value_of(body: &str, property: &str) -> Option<String> {
    if property == "hs_object_id" {
        return text_in(body, &["id"]);
    }
    text_in(body, &["properties", property]).filter(|value| !value.is_empty())
}

impl FilterGroup {
    fn tests(&self) -> Vec<Test<'_>> {
        self.filters.iter().map(Filter::test).collect()
    }
}

impl Filter {
    fn test(&self) -> Test<'_> {
        let order = |value: &After| Order::of(&value.text());
        Test {
            property: &self.property_name,
            operator: &self.operator,
            value: self.value.as_ref().map(order),
            high: self.high_value.as_ref().map(order),
            values: self.values.iter().map(order).collect(),
        }
    }
}

/// A filter with its values read.
struct Test<'a> {
    property: &'a str,
    operator: &'a str,
    value: Option<Order>,
    high: Option<Order>,
    values: Vec<Order>,
}

impl Test<'_> {
    fn takes(&self, view: &View, (object, sort): (&str, &str), entry: &Entry) -> bool {
        if self.property == sort {
            return self.holds(&entry.order);
        }
        let row = view.row(object, &entry.id);
        row.is_some_and(|row| self.holds(&order_by(row, self.property)))
    }

    fn holds(&self, order: &Order) -> bool {
        let there = *order != Order::Missing;
        let against = |compare: fn(&Order, &Order) -> bool| {
            there && self.value.as_ref().is_some_and(|value| compare(order, value))
        };
        match self.operator {
            "EQ" => against(|a, b| a == b),
            "NEQ" => against(|a, b| a != b),
            "GT" => against(|a, b| a > b),
            "GTE" => against(|a, b| a >= b),
            "LT" => against(|a, b| a < b),
            "LTE" => against(|a, b| a <= b),
            "BETWEEN" => {
                against(|a, b| a >= b) && self.high.as_ref().is_some_and(|high| order <= high)
            }
            "IN" => self.values.contains(order),
            "HAS_PROPERTY" => there,
            "NOT_HAS_PROPERTY" => !there,
            _ => false,
        }
    }
}

#[derive(Deserialize)]
struct Fields<'a>(#[serde(borrow)] HashMap<&'a str, &'a RawValue>);

/// The record with the properties asked for, those without a value as null. As the vendor does,
/// id, creation and modification always come along.
fn projected(row: &Row, wanted: &[String]) -> String {
    let body = row.body.as_str();
    let raw = peek(body, "properties").unwrap_or("{}");
    let fields = serde_json::from_str(raw).unwrap_or_else(|_| Fields(HashMap::new())).0;
    let mut out = String::with_capacity(body.len() + 64);
    out.push_str("{\"id\":");
    out.push_str(&quoted(&row.id));
    out.push_str(",\"properties\":{");
    let modified =
        if row.object == "contacts" { "lastmodifieddate" } else { "hs_lastmodifieddate" };
    let mut written: Vec<&str> = Vec::with_capacity(wanted.len() + 3);
    for name in
        wanted.iter().map(String::as_str).chain(["createdate", modified, "hs_object_id"])
    {
        if written.contains(&name) {
            continue;
        }
        if !written.is_empty() {
            out.push(',');
        }
        written.push(name);
        out.push_str(&quoted(name));
        out.push(':');
        match fields.get(name) {
            Some(value) => out.push_str(value.get()),
            None if name == "hs_object_id" => out.push_str(&quoted(&row.id)),
            None => out.push_str("null"),
        }
    }
    out.push('}');
    for key in ["createdAt", "updatedAt"] {
        push_field(&mut out, key, peek(body, key).unwrap_or("null"));
    }
    push_field(&mut out, "archived", if row.gone { "true" } else { "false" });
    if row.gone {
        let at = quoted(&row.at.to_rfc3339_opts(SecondsFormat::Millis, true));
        push_field(&mut out, "archivedAt", peek(body, "archivedAt").unwrap_or(&at));
    }
    out.push('}');
    out
}

fn push_field(out: &mut String, key: &str, json: &str) {
    out.push_str(",\"");
    out.push_str(key);
    out.push_str("\":");
    out.push_str(json);
}

// Batches -----------------------------------------------------------------------------------

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ObjectsRead {
    inputs: Vec<Input>,
    properties: Vec<String>,
    properties_with_history: Vec<String>,
}

/// `POST /crm/v3/objects/{type}/batch/read`; ids that are not there are left out.
fn batch(desk: &Desk, ask: &Ask, object: &'static str) -> Result<Reply, Reply> {
    let read: ObjectsRead = serde_json::from_slice(&ask.body)
        .map_err(|error| invalid(desk, &format!("Invalid input JSON: {error}")))?;
    let most = if read.properties_with_history.is_empty() { 100 } else { 50 };
    if read.inputs.len() > most {
        let message = format!("The maximum number of inputs supported in a batch is {most}");
        return Err(invalid(desk, &message));
    }
    let view = desk.view();
    let ids = read.inputs.iter().map(|input| input.id.text());
    let rows = ids.filter_map(|id| view.row(object, &id)).filter(|row| !row.gone);
    let results: Vec<String> =
        rows.map(|row| told(row, &read.properties, &read.properties_with_history)).collect();
    let now = quoted(&view.now.to_rfc3339_opts(SecondsFormat::Millis, true));
    let body = format!(
        r#"{{"status":"COMPLETE","results":[{}],"startedAt":{now},"completedAt":{now}}}"#,
        results.join(",")
    );
    Ok(Reply::json(200, body))
}

/// The record with the histories asked for.
fn told(row: &Row, wanted: &[String], histories: &[String]) -> String {
    let mut out = projected(row, wanted);
    if histories.is_empty() {
        return out;
    }
    let raw = peek(&row.body, "propertiesWithHistory").unwrap_or("{}");
    let kept = serde_json::from_str(raw).unwrap_or_else(|_| Fields(HashMap::new())).0;
    let shown = histories.iter().map(|name| {
        let values = kept.get(name.as_str()).map_or("[]", |values| values.get());
        format!("{}:{values}", quoted(name))
    });
    let shown = format!("{{{}}}", shown.collect::<Vec<_>>().join(","));
    out.pop();
    push_field(&mut out, "propertiesWithHistory", &shown);
    out.push('}');
    out
}

// Associations ------------------------------------------------------------------------------

#[derive(Deserialize)]
struct BatchRead {
    inputs: Vec<Input>,
}

#[derive(Deserialize)]
struct Input {
    id: After,
}

/// Answers 200 when every id has associations and 207 with errors otherwise.
fn associations(desk: &Desk, ask: &Ask, (from, to): (&str, &str)) -> Result<Reply, Reply> {
    let read: BatchRead = serde_json::from_slice(&ask.body)
        .map_err(|error| invalid(desk, &format!("Invalid input JSON: {error}")))?;
    if read.inputs.len() > 1_000 {
        return Err(invalid(desk, "The maximum number of inputs supported in a batch is 1000"));
    }
    let view = desk.view();
    let pair = format!("{from}/{to}");
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    for input in read.inputs {
        let id = input.id.text();
        match view.row(&pair, &id).filter(|row| !row.gone && row.body.trim() != "[]") {
            Some(row) => results.push(format!(
                r#"{{"from":{{"id":{}}},"to":{}}}"#,
                quoted(&id),
                with_text_ids(&row.body)
            )),
            None => errors.push(json!({
                "status": "error", "category": "OBJECT_NOT_FOUND",
                "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND",
                "message": format!("No {to} are associated with {from} {id}."),
                "context": {"fromObjectId": [id], "fromObjectType": [from], "toObjectType": [to]},
                "errors": [], "links": {},
            })),
        }
    }
    let now = quoted(&view.now.to_rfc3339_opts(SecondsFormat::Millis, true));
    let failed = if errors.is_empty() {
        String::new()
    } else {
        format!(r#","numErrors":{},"errors":{}"#, errors.len(), json!(errors))
    };
    let body = format!(
        r#"{{"status":"COMPLETE","results":[{}],"startedAt":{now},"completedAt":{now}{failed}}}"#,
        results.join(",")
    );
    Ok(Reply::json(if failed.is_empty() { 200 } else { 207 }, body))
}

/// The OpenAPI file gives `toObjectId` as a text.
fn with_text_ids(list: &str) -> String {
    let Ok(serde_json::Value::Array(mut entries)) = serde_json::from_str(list) else {
        return list.to_owned();
    };
    for entry in &mut entries {
        if let Some(id) = entry.get_mut("toObjectId").filter(|id| id.is_number()) {
            *id = id.to_string().into();
        }
    }
    serde_json::Value::Array(entries).to_string()
}
