//! Dynamics 365 Business Central: OData entities behind OAuth2 client credentials.
//!
//! Follows <https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/api-reference/v2.0/>
//! (resources, `salesShipment` among them),
//! <https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/webservices/use-filter-expressions-in-odata-uris>,
//! <https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/api-reference/v2.0/dynamics-rate-limits>,
//! <https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow>
//! and Microsoft's OpenAPI file of API v1.0.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::json;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::Row;
use super::ask::{Ask, Reply, form, quoted, seal, unseal};
use super::desk::Desk;
use super::index::{Entry, Index, Order, View, peek, text_in};
use super::limits::Pace;

const TENANT: &str = "5a3c1e00-7e4a-4c1b-9d52-2f6b0c9e1a01";
const ENVIRONMENT: &str = "Production";
const CLIENT: &str = "5a3c1e00-1c1e-47aa-8b1e-6f0a3d5c2b02";
const SECRET: &str = "bc~sample-client-secret";
/// How long a token is good, in seconds, as the vendor's.
const TOKEN_LIFE: i64 = 3_599;
/// Entities on a page when the client does not say.
const LARGEST_PAGE: usize = 20_000;

/// Entity sets under a company, with what may be expanded.
const SETS: [(&str, &str); 9] = [
    ("customers", ""),
    ("items", ""),
    ("salesOrders", "salesOrderLines"),
    ("salesShipments", "salesShipmentLines"),
    ("salesInvoices", "salesInvoiceLines"),
    ("salesCreditMemos", "salesCreditMemoLines"),
    ("customerPaymentJournals", ""),
    ("customerPayments", ""),
    ("currencyExchangeRates", ""),
];

/// The configuration that signs in.
pub(super) fn config(desk: &Desk) -> serde_json::Value {
    let view = desk.view();
    let companies = view.shelf().map(|shelf| shelf.changed("companies", None, view.now));
    let named = companies.into_iter().flatten().find_map(|row| text_in(&row.body, &["name"]));
    json!({
        "tenant_id": TENANT,
        "environment": ENVIRONMENT,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "company": named.unwrap_or_default(),
        "token_url": format!("{}/{TENANT}/oauth2/v2.0/token", desk.base),
    })
}

// Tokens ------------------------------------------------------------------------------------

pub(super) fn asks_token(ask: &Ask) -> bool {
    ask.path.ends_with("/oauth2/v2.0/token")
}

pub(super) fn token(desk: &Desk, ask: &Ask, refuse: bool) -> Reply {
    if let Some((status, error, why)) = no_token(ask, refuse) {
        return entra(desk, status, error, why);
    }
    let body = json!({
        "token_type": "Bearer",
        "expires_in": TOKEN_LIFE,
        "ext_expires_in": TOKEN_LIFE,
        "access_token": issue(desk.now().timestamp() + TOKEN_LIFE),
    });
    Reply::value(200, &body).with("Cache-Control", "no-store")
}

/// A status, OAuth2's word, Microsoft's number with its words.
type NoToken = (u16, &'static str, (u32, &'static str));

/// Why a token is not given.
fn no_token(ask: &Ask, refuse: bool) -> Option<NoToken> {
    let form = form(&ask.body);
    let field =
        |name| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    if ask.method != "POST" || field("grant_type") != Some("client_credentials") {
        let why = (70_003, "The app requested an unsupported grant type.");
        return Some((400, "unsupported_grant_type", why));
    }
    if !field("scope").is_some_and(|scope| scope.ends_with("/.default")) {
        let why = (70_011, "The provided value for the input parameter 'scope' is not valid.");
        return Some((400, "invalid_scope", why));
    }
    if !ask.path.starts_with(&format!("/{TENANT}/")) {
        let why =
            (90_002, "Tenant not found. Check to make sure you have the correct tenant ID.");
        return Some((400, "invalid_request", why));
    }
    if field("client_id") != Some(CLIENT) {
        let why = (700_016, "Application was not found in the directory.");
        return Some((400, "unauthorized_client", why));
    }
    if refuse || field("client_secret") != Some(SECRET) {
        let why = (7_000_215, "Invalid client secret provided.");
        return Some((401, "invalid_client", why));
    }
    None
}

/// An error as Microsoft's sign-in writes it.
fn entra(desk: &Desk, status: u16, error: &str, (code, says): (u32, &str)) -> Reply {
    let body = json!({
        "error": error,
        "error_description": format!("AADSTS{code}: {says}"),
        "error_codes": [code],
        "timestamp": desk.now().format("%Y-%m-%d %H:%M:%SZ").to_string(),
        "trace_id": desk.correlation(),
        "correlation_id": desk.correlation(),
    });
    Reply::value(status, &body)
}

/// A token that says until when it is good, sealed with the secret: nothing has to be kept.
fn issue(until: i64) -> String {
    let seal_of = Sha256::digest(format!("{until} {SECRET}"));
    let mark = URL_SAFE_NO_PAD.encode(seal_of);
    seal(&format!("{until}.{mark}"))
}

pub(super) fn signed_in(desk: &Desk, ask: &Ask) -> bool {
    let Some(token) = ask.credential("Bearer") else { return false };
    let until = unseal(token).and_then(|text| text.split('.').next()?.parse::<i64>().ok());
    until.is_some_and(|until| token == issue(until) && desk.now().timestamp() < until)
}

pub(super) fn refused(desk: &Desk) -> Reply {
    let message = format!(
        "The server has rejected the client credentials.  CorrelationId:  {}.",
        desk.correlation()
    );
    error(401, "Authentication_InvalidCredentials", &message).with(
        "WWW-Authenticate",
        "Bearer authorization_uri=\"https://login.microsoftonline.com/\"",
    )
}

pub(super) fn throttled(pace: &Pace) -> Reply {
    let most = pace.limit.requests;
    let message =
        format!("Too many requests reached. Actual ({}). Maximum ({most}).", most + 1);
    error(429, "Application_TooManyRequests", &message).with("Retry-After", pace.wait_seconds())
}

fn error(status: u16, code: &str, message: &str) -> Reply {
    Reply::value(status, &json!({"error": {"code": code, "message": message}}))
}

fn bad(message: &str) -> Reply {
    error(400, "BadRequest", message)
}

// Entities ----------------------------------------------------------------------------------

pub(super) fn reply(desk: &Desk, ask: &Ask) -> Reply {
    found(desk, ask).unwrap_or_else(|refusal| refusal).with("OData-Version", "4.0")
}

fn found(desk: &Desk, ask: &Ask) -> Result<Reply, Reply> {
    let segments = ask.segments();
    let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
    let ["v2.0", tenant, environment, "api", "v2.0", rest @ ..] = parts.as_slice() else {
        return Err(no_resource());
    };
    if *tenant != TENANT
        || !environment.eq_ignore_ascii_case(ENVIRONMENT)
        || ask.method != "GET"
    {
        return Err(error(404, "NoEnvironment", "Environment does not exist."));
    }
    let view = desk.view();
    match rest {
        ["companies"] => list(desk, ask, &view, &Set { name: "companies", journal: None }),
        [company] => one(&view, "companies", keyed(company).ok_or_else(no_resource)?.1, ask),
        [company, below @ ..] => {
            let (set, id) = keyed(company).ok_or_else(no_resource)?;
            if set != "companies" || view.row("companies", id).is_none_or(|row| row.gone) {
                return Err(error(404, "Internal_CompanyNotFound", "Cannot find company."));
            }
            inside(desk, ask, &view, below)
        }
        [] => Err(no_resource()),
    }
}

/// What lies under a company.
fn inside(desk: &Desk, ask: &Ask, view: &View, below: &[&str]) -> Result<Reply, Reply> {
    let known = |name: &str| SETS.iter().find(|(set, _)| *set == name).map(|(set, _)| *set);
    match below {
        [name] if known(name).is_some() => {
            let name = known(name).expect("just looked up");
            list(desk, ask, view, &Set { name, journal: None })
        }
        [name] => {
            let (set, id) = keyed(name).ok_or_else(no_resource)?;
            one(view, known(set).ok_or_else(no_resource)?, id, ask)
        }
        [journal, "customerPayments"] => {
            let (set, id) = keyed(journal).ok_or_else(no_resource)?;
            let row =
                view.row(set, id).filter(|row| !row.gone && set == "customerPaymentJournals");
            let journal = Some(row.ok_or_else(|| no_entity(set))?);
            list(desk, ask, view, &Set { name: "customerPayments", journal })
        }
        _ => Err(no_resource()),
    }
}

/// `name(key)`
fn keyed(part: &str) -> Option<(&str, &str)> {
    let (set, key) = part.strip_suffix(')')?.split_once('(')?;
    Some((set, key.trim_matches('\'')))
}

fn no_resource() -> Reply {
    error(
        404,
        "BadRequest_NotFound",
        "No HTTP resource was found that matches the request URI.",
    )
}

fn no_entity(set: &str) -> Reply {
    error(404, "Internal_RecordNotFound", &format!("The {set} does not exist."))
}

fn one(view: &View, set: &str, id: &str, ask: &Ask) -> Result<Reply, Reply> {
    let shape = Shape::of(set, ask)?;
    let row = view.row(set, id).filter(|row| !row.gone).ok_or_else(|| no_entity(set))?;
    Ok(Reply::json(200, shape.show(row)).kind("application/json; odata.metadata=minimal"))
}

/// A list to show: a set, or the payments of a journal.
struct Set<'a> {
    name: &'static str,
    journal: Option<&'a Row>,
}

impl Set<'_> {
    fn holds(&self, body: &str) -> bool {
        let Some(journal) = self.journal else { return true };
        if let Some(id) = text_in(body, &["journalId"]) {
            return id.eq_ignore_ascii_case(&journal.id);
        }
        let said = text_in(body, &["journalDisplayName"]);
        let names = ["code", "displayName"].map(|key| text_in(&journal.body, &[key]));
        said.is_some() && names.contains(&said)
    }
}

fn list(desk: &Desk, ask: &Ask, view: &View, set: &Set<'_>) -> Result<Reply, Reply> {
    let shape = Shape::of(set.name, ask)?;
    let (order, down) = order_of(ask)?;
    let index = desk.index(view, (set.name, order), |row| {
        let order = text_in(&row.body, &[order]).filter(|_| order != "id");
        (order.map_or(Order::Missing, |text| Order::of(&text)), "".into())
    });
    let conditions = ask.get("$filter").map_or(Ok(Vec::new()), conditions)?;
    check_fields(view, &index, set.name, &conditions)?;
    let meets = |entry: &&Entry| {
        let body = view.body(set.name, &entry.id).filter(|_| !entry.gone);
        body.is_some_and(|body| {
            conditions.iter().all(|condition| condition.holds(body, order, entry))
                && set.holds(body)
        })
    };
    let cursor = cursor_of(ask)?;
    let entries: Box<dyn Iterator<Item = &Entry>> = if down {
        Box::new(index.before(cursor.as_ref()).iter().rev())
    } else {
        Box::new(index.after(cursor.as_ref()).iter())
    };
    let skip = ask.number("$skip", 0).map_err(|_| bad("Invalid value for $skip."))?;
    let top = ask.number("$top", usize::MAX).map_err(|_| bad("Invalid value for $top."))?;
    let mut left = entries.filter(meets).skip(skip).take(top);
    let page: Vec<&Entry> = left.by_ref().take(page_size(ask)).collect();
    let more = left.next().is_some();
    let rows = page.iter().filter_map(|entry| view.row(set.name, &entry.id));
    let records: Vec<Cow<'_, str>> = rows.map(|row| shape.show(row).into()).collect();
    let value = match set.name {
        "companies" | "customerPaymentJournals" => format!("[{}]", records.join(",")),
        _ => desk.list(records),
    };
    let last = page.last().filter(|_| more);
    let next = last.map(|last| next_link(desk, ask, last, (top, page.len())));
    let counted = ask.get("$count") == Some("true");
    let count = counted.then(|| index.entries.iter().filter(meets).count());
    Ok(envelope(desk, ask, &value, (count, next)))
}

/// The list with what OData says around it.
fn envelope(
    desk: &Desk,
    ask: &Ask,
    value: &str,
    (count, next): (Option<usize>, Option<String>),
) -> Reply {
    let root = ask.path.split_inclusive("/api/v2.0/").next().unwrap_or_default();
    let context = quoted(&format!("{}{root}$metadata", desk.base));
    let count = count.map_or_else(String::new, |count| format!(r#","@odata.count":{count}"#));
    let next = next
        .map_or_else(String::new, |link| format!(r#","@odata.nextLink":{}"#, quoted(&link)));
    let body = format!(r#"{{"@odata.context":{context}{count},"value":{value}{next}}}"#);
    let reply = Reply::json(200, body).kind("application/json; odata.metadata=minimal");
    match preferred(ask) {
        Some(size) => reply.with("Preference-Applied", format!("odata.maxpagesize={size}")),
        None => reply,
    }
}

/// Where the page begins, from `$skiptoken`.
fn cursor_of(ask: &Ask) -> Result<Option<Entry>, Reply> {
    let Some(token) = ask.get("$skiptoken") else { return Ok(None) };
    let entry = unseal(token).and_then(|text| Entry::from_cursor(&text));
    entry.map(Some).ok_or_else(|| bad("The skip token is not valid."))
}

/// The absolute link to what follows.
fn next_link(desk: &Desk, ask: &Ask, last: &Entry, (top, shown): (usize, usize)) -> String {
    let token = seal(&last.cursor());
    let top = (top != usize::MAX).then(|| (top - shown).to_string());
    let mut changes = vec![("$skiptoken", Some(token.as_str())), ("$skip", None)];
    if let Some(top) = &top {
        changes.push(("$top", Some(top.as_str())));
    }
    format!("{}{}", desk.base, ask.again(&changes))
}

/// `Prefer: odata.maxpagesize=N`
fn preferred(ask: &Ask) -> Option<usize> {
    let wishes = ask.header("prefer")?.split([',', ';']);
    let size =
        wishes.map(str::trim).find_map(|wish| wish.strip_prefix("odata.maxpagesize="))?;
    size.parse().ok().filter(|size| *size > 0)
}

fn page_size(ask: &Ask) -> usize {
    preferred(ask).unwrap_or(LARGEST_PAGE).min(LARGEST_PAGE)
}

/// The field a list is in order of, and whether it runs backwards. Only one field is taken.
fn order_of(ask: &Ask) -> Result<(&str, bool), Reply> {
    let Some(text) = ask.get("$orderby") else { return Ok(("id", false)) };
    let mut words = text.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some(field), None | Some("asc"), None) if !field.contains(',') => Ok((field, false)),
        (Some(field), Some("desc"), None) => Ok((field, true)),
        _ => Err(bad(&format!("The query specified in the URI is not valid: $orderby={text}"))),
    }
}

/// A filter or an order may only name fields that the entity has.
fn check_fields(
    view: &View,
    index: &Arc<Index>,
    set: &str,
    conditions: &[Condition],
) -> Result<(), Reply> {
    let Some(body) = index.entries.first().and_then(|entry| view.body(set, &entry.id)) else {
        return Ok(());
    };
    match conditions.iter().find(|condition| peek(body, &condition.field).is_none()) {
        Some(Condition { field, .. }) => Err(bad(&format!(
            "Could not find a property named '{field}' on type 'Microsoft.NAV.{set}'."
        ))),
        None => Ok(()),
    }
}

// Filters -----------------------------------------------------------------------------------

/// `field op literal`
#[derive(Debug, PartialEq)]
struct Condition {
    field: String,
    op: String,
    value: Order,
}

impl Condition {
    fn holds(&self, body: &str, ordered: &str, entry: &Entry) -> bool {
        let order = if self.field == ordered && entry.order != Order::Missing {
            Cow::Borrowed(&entry.order)
        } else {
            let text = text_in(body, &[&self.field]);
            Cow::Owned(text.map_or(Order::Missing, |text| Order::of(&text)))
        };
        let order = order.as_ref();
        match self.op.as_str() {
            "eq" => *order == self.value,
            "ne" => *order != self.value,
            _ if *order == Order::Missing => false,
            "gt" => *order > self.value,
            "ge" => *order >= self.value,
            "lt" => *order < self.value,
            _ => *order <= self.value,
        }
    }
}

/// Reads comparisons joined by `and`. Business Central knows more; a client that asks for more
/// than this is told so.
fn conditions(filter: &str) -> Result<Vec<Condition>, Reply> {
    let words = words(filter);
    let refuse = || bad(&format!("Syntax error in filter expression '{filter}'."));
    let mut conditions = Vec::new();
    for (place, clause) in words.split(|word| word == "and").enumerate() {
        let [field, op, value] = clause else { return Err(refuse()) };
        if !["eq", "ne", "gt", "ge", "lt", "le"].contains(&op.as_str()) || place > 20 {
            return Err(refuse());
        }
        let value = match value.strip_prefix('\'') {
            Some(text) => Order::of(&text.trim_end_matches('\'').replace("''", "'")),
            None if value == "null" => Order::Missing,
            None => Order::of(value),
        };
        conditions.push(Condition { field: field.clone(), op: op.clone(), value });
    }
    Ok(conditions)
}

/// Splits at blanks outside quotation marks.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut inside = false;
    for letter in text.chars() {
        inside ^= letter == '\'';
        match words.last_mut() {
            Some(word) if inside || !letter.is_whitespace() => word.push(letter),
            _ => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

// Shape -------------------------------------------------------------------------------------

/// Which fields of an entity are shown.
struct Shape<'a> {
    lines: &'static str,
    expand: HashSet<&'a str>,
    select: HashSet<&'a str>,
}

impl<'a> Shape<'a> {
    fn of(set: &str, ask: &'a Ask) -> Result<Self, Reply> {
        let lines = SETS.iter().find(|(name, _)| *name == set).map_or("", |(_, lines)| lines);
        let names = |option: &str| -> HashSet<&'a str> {
            let text = ask.get(option).unwrap_or_default();
            text.split(',').map(str::trim).filter(|name| !name.is_empty()).collect()
        };
        let expand = names("$expand");
        match expand.iter().find(|name| **name != lines) {
            Some(name) => Err(bad(&format!(
                "Could not find a property named '{name}' on type 'Microsoft.NAV.{set}'."
            ))),
            None => Ok(Self { lines, expand, select: names("$select") }),
        }
    }

    /// The entity with its version's tag, and its lines only when asked for.
    fn show(&self, row: &Row) -> String {
        let tag = seal(&row.at.timestamp_micros().to_string());
        let mut out = format!(r#"{{"@odata.etag":"W/\"{tag}\"""#);
        let fields = serde_json::from_str::<Pairs<'_>>(&row.body).map(|pairs| pairs.0);
        for (key, value) in fields.unwrap_or_default() {
            let lines = key == self.lines;
            let hidden = lines && !self.expand.contains(self.lines);
            let left_out = !lines && !self.select.is_empty() && !self.select.contains(&*key);
            if hidden || left_out || key == "@odata.etag" {
                continue;
            }
            out.push(',');
            out.push_str(&quoted(&key));
            out.push(':');
            out.push_str(value.get());
        }
        out.push('}');
        out
    }
}

/// An object's fields in their order, values as they are written.
struct Pairs<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut fields = Vec::new();
                while let Some((key, value)) =
                    map.next_entry::<Cow<'de, str>, &'de RawValue>()?
                {
                    fields.push((key, value));
                }
                Ok(fields)
            }
        }
        reader.deserialize_map(Fields).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_read_as_comparisons() {
        let time = |text: &str| Order::of(text);
        let read = conditions(
            "lastModifiedDateTime gt 2026-01-01T00:00:00Z and lastModifiedDateTime le \
             2026-02-01T00:00:00.5Z and displayName eq 'O''Neil and Sons'",
        );
        let expected = [
            ("lastModifiedDateTime", "gt", time("2026-01-01T00:00:00Z")),
            ("lastModifiedDateTime", "le", time("2026-02-01T00:00:00.5Z")),
            ("displayName", "eq", Order::Text("O'Neil and Sons".into())),
        ];
        let expected: Vec<Condition> = expected
            .map(|(field, op, value)| Condition { field: field.into(), op: op.into(), value })
            .into();
        assert_eq!(read.expect("a filter"), expected);
        for wrong in ["a", "a is b", "a gt 1 or b gt 2", "a gt 1 and"] {
            assert!(conditions(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_token_is_good_until_the_second_it_names() {
        assert_eq!(issue(5), issue(5));
        assert_ne!(issue(5), issue(6));
        assert!(unseal(&issue(5)).expect("sealed").starts_with("5."));
    }
}
