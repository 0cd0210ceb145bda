//! One GraphQL request over HTTP, as the GraphQL-over-HTTP specification says.

use async_graphql::Executor;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Query, State};
use axum::http::header::{
    ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, RETRY_AFTER,
    SEC_WEBSOCKET_KEY, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, post};
use serde_json::json;

use super::body::{NoBody, Whole};
use super::guard::Quiet;
use super::live::{Seats, sse, ws};
use super::metrics::Meters;
use super::{door, editor};
use crate::api::{self, Doorman, Question, Service, Why};

const JSON: &str = "application/json";
/// The media type under which a status other than 200 is right for a wrong request.
const GRAPHQL: &str = "application/graphql-response+json";

/// Asks for a trace in the form that it names.
const TRACE: &str = "apollo-federation-include-trace";

/// What is served under `/graphql`.
#[derive(Clone)]
pub(super) struct Counter<E> {
    pub(super) service: Service<E>,
    /// Says who asks.
    pub(super) doorman: Doorman,
    /// Whether a browser that opens the address gets the editor.
    pub(super) editor: bool,
    /// How many may follow what happens.
    pub(super) seats: Seats,
    /// What is counted of the answers.
    pub(super) meters: Meters,
}

pub(super) fn route<E: Executor>() -> MethodRouter<Counter<E>> {
    post(by_post::<E>).get(by_get::<E>).fallback(other_method)
}

/// A refusal before the service is asked.
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl Refusal {
    pub(super) fn bad(message: impl Into<String>) -> Self {
        let (status, code) = (StatusCode::BAD_REQUEST, "BAD_REQUEST");
        Self { status, code, message: message.into() }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let extensions = json!({"code": self.code});
        let error = json!({"message": self.message, "extensions": extensions});
        let body = json!({"errors": [error]}).to_string();
        reply(self.status, JSON, body.into_bytes())
    }
}

async fn by_get<E: Executor>(
    State(counter): State<Counter<E>>,
    headers: HeaderMap,
    address: Uri,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    match upgrade {
        Ok(upgrade) => return ws::open(counter, &headers, upgrade),
        Err(rejection) if headers.contains_key(SEC_WEBSOCKET_KEY) => {
            return rejection.into_response();
        }
        Err(_) => {}
    }
    let asked = address.query().unwrap_or_default();
    if asked.is_empty() && counter.editor && accepts(&headers, "text/html") {
        return editor::page().await;
    }
    answer(&counter, &headers, asked.as_bytes(), true, || from_address(&address)).await
}

async fn by_post<E: Executor>(
    State(counter): State<Counter<E>>,
    headers: HeaderMap,
    body: Result<Whole, NoBody>,
) -> Response {
    let body = match whole(&headers, body) {
        Ok(body) => body,
        Err(refusal) => return refusal.into_response(),
    };
    answer(&counter, &headers, &body, false, || from_body(&body)).await
}

async fn other_method() -> Response {
    not_allowed("ask by GET or by POST", "GET, POST")
}

fn not_allowed(message: &str, allowed: &'static str) -> Response {
    let (status, code) = (StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED");
    let mut response = Refusal { status, code, message: message.to_owned() }.into_response();
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    response
}

/// Answers the request whose bytes these are; `reads` says that it may change nothing.
async fn answer(
    counter: &Counter<impl Executor>,
    headers: &HeaderMap,
    raw: &[u8],
    reads: bool,
    question: impl FnOnce() -> Result<Question, Refusal>,
) -> Response {
    let Counter { service, doorman, meters, .. } = counter;
    let caller = match door::caller(doorman, headers, reads).await {
        Ok(caller) => caller,
        Err(refusal) => return refusal,
    };
    if accepts(headers, sse::MEDIA) {
        return match question() {
            Ok(question) => sse::answer(counter, headers, (raw, question), caller).await,
            Err(refusal) => refusal.into_response(),
        };
    }
    // As Apollo's gateways ask for it.
    let traced = headers.get(TRACE).is_some_and(|form| form == "ftv1");
    if !traced && let Some(kept) = service.kept(raw, &caller.viewer).await {
        meters.answered("KEPT");
        return write(headers, kept);
    }
    let refuse = |refused: &api::Refused| {
        meters.answered(refused.code());
        let mut response = refuse(headers, refused);
        if refused.why == Why::Busy {
            response.extensions_mut().insert(Quiet);
        }
        response
    };
    if let Err(refused) = service.look() {
        return refuse(&refused);
    }
    let question = match question() {
        Ok(question) => Question { traced, ..question },
        Err(refusal) => {
            meters.answered(refusal.code);
            return refusal.into_response();
        }
    };
    match service.answer(raw, question, &caller).await {
        Ok(answer) => {
            meters.answered("EXECUTED");
            write(headers, answer)
        }
        Err(refused) => refuse(&refused),
    }
}

/// The whole body of a request whose media type says that it is JSON.
pub(super) fn whole(
    headers: &HeaderMap,
    body: Result<Whole, NoBody>,
) -> Result<Vec<u8>, Refusal> {
    let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let essence = media.split(';').next().unwrap_or("").trim();
    if !essence.eq_ignore_ascii_case(JSON) {
        let message = format!("the body's Content-Type must be {JSON}");
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Refusal { status, code: "UNSUPPORTED_MEDIA_TYPE", message });
    }
    let Whole(body) = body.map_err(|why| {
        let code = match why {
            NoBody::TooLarge => "TOO_LARGE",
            NoBody::BrokenOff => "BAD_REQUEST",
        };
        Refusal { status: why.status(), code, message: why.message("a request") }
    })?;
    Ok(body.into())
}

fn from_body(body: &[u8]) -> Result<Question, Refusal> {
    if body.trim_ascii_start().starts_with(b"[") {
        let message = "batches are not answered; send one request at a time";
        return Err(Refusal::bad(message));
    }
    serde_json::from_slice(body).map_err(|error| {
        Refusal::bad(format!("the body is not a GraphQL request in JSON: {error}"))
    })
}

/// A request in the parameters of an address, where `variables` and `extensions` are JSON.
fn from_address(address: &Uri) -> Result<Question, Refusal> {
    let Query(asked) = Query::<Vec<(String, String)>>::try_from_uri(address)
        .map_err(|error| Refusal::bad(format!("the address cannot be read: {error}")))?;
    let mut question = Question::default();
    for (name, value) in asked {
        match &*name {
            "query" => question.query = Some(value),
            "operationName" => question.operation_name = Some(value),
            "documentId" => question.document_id = Some(value),
            "variables" => question.variables = json_of("variables", &value)?,
            "extensions" => question.extensions = json_of("extensions", &value)?,
            _ => {}
        }
    }
    Ok(question)
}

fn json_of<T: serde::de::DeserializeOwned>(
    name: &str,
    text: &str,
) -> Result<Option<T>, Refusal> {
    let unread = |error| Refusal::bad(format!("`{name}` is not a JSON object: {error}"));
    serde_json::from_str(text).map_err(unread)
}

pub(super) fn refuse(headers: &HeaderMap, refused: &api::Refused) -> Response {
    let status = match refused.why {
        Why::Malformed => StatusCode::BAD_REQUEST,
        Why::Bad | Why::UnknownHash if accepts(headers, sse::MEDIA) => StatusCode::BAD_REQUEST,
        Why::Bad if accepts(headers, GRAPHQL) => StatusCode::BAD_REQUEST,
        Why::Bad | Why::UnknownHash => StatusCode::OK,
        Why::Untrusted | Why::Forbidden => StatusCode::FORBIDDEN,
        Why::Unsafe => return not_allowed(&refused.message, "POST"),
        Why::Busy | Why::TooLong => StatusCode::SERVICE_UNAVAILABLE,
        Why::Spent(_) => StatusCode::TOO_MANY_REQUESTS,
        Why::Unknown => StatusCode::NOT_FOUND,
        Why::Broken => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let error = async_graphql::ServerError::from(refused);
    let body = json!({"errors": [error]}).to_string();
    let mut response = reply(status, media(headers), body.into_bytes());
    let wait = match refused.why {
        Why::Busy => Some(1),
        Why::Spent(seconds) => Some(seconds),
        _ => None,
    };
    if let Some(seconds) = wait {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Writes an answer in the media type that the client prefers, or says that it has it already.
fn write(headers: &HeaderMap, answer: api::Answer) -> Response {
    let media = media(headers);
    let Some(tag) = answer.tag else {
        let wrong = answer.refused && media == GRAPHQL;
        let status = if wrong { StatusCode::BAD_REQUEST } else { StatusCode::OK };
        return reply(status, media, answer.body);
    };
    // Weak: the same answer may come compressed, and says how old it is.
    let tag = format!("W/\"{tag}\"");
    let mut response = if has(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        reply(StatusCode::OK, media, answer.body)
    };
    let own = response.headers_mut();
    own.insert(ETAG, HeaderValue::try_from(tag).expect("hexadecimal digits in quotes"));
    own.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    own.insert(VARY, HeaderValue::from_static("accept, authorization, x-api-key"));
    response
}

/// Whether the client says that it has the content with this tag.
fn has(headers: &HeaderMap, tag: &str) -> bool {
    let named = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    named.flat_map(|list| list.split(',')).any(|named| named.trim() == tag)
}

fn reply(status: StatusCode, media: &'static str, body: Vec<u8>) -> Response {
    let media = match media {
        GRAPHQL => HeaderValue::from_static("application/graphql-response+json; charset=utf-8"),
        _ => HeaderValue::from_static("application/json; charset=utf-8"),
    };
    let headers =
        [(CONTENT_TYPE, media), (CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (status, headers, body).into_response()
}

fn media(headers: &HeaderMap) -> &'static str {
    if accepts(headers, GRAPHQL) { GRAPHQL } else { JSON }
}

/// Whether a client names a media type as one it takes.
fn accepts(headers: &HeaderMap, media: &str) -> bool {
    let lists = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let named = |part: &str| {
        let essence = part.split(';').next().unwrap_or("").trim();
        essence.eq_ignore_ascii_case(media)
    };
    lists.flat_map(|list| list.split(',')).any(named)
}
