//! One GraphQL request over HTTP, as the GraphQL-over-HTTP specification says.

use std::time::Duration;

use axum::extract::State;
use axum::http::header::{ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, post};
use serde_json::{Value, json};

use super::body::{NoBody, Whole};
use super::editor;
use crate::api::Schema;

/// Executing one request may take so long.
const MOST_TIME: Duration = Duration::from_secs(30);

const JSON: &str = "application/json";
/// The media type under which a status other than 200 is right for a wrong request.
const GRAPHQL: &str = "application/graphql-response+json";

pub(super) fn route() -> MethodRouter<Schema> {
    post(answer).get(open).fallback(other_method)
}

/// A refusal before the schema is asked.
struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl Refusal {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let extensions = json!({"code": self.code});
        let error = json!({"message": self.message, "extensions": extensions});
        reply(self.status, JSON, json!({"errors": [error]}).to_string())
    }
}

/// A browser that opens the address gets the editor.
async fn open(headers: HeaderMap) -> Response {
    if accepts(&headers, "text/html") { editor::page().await } else { other_method().await }
}

async fn other_method() -> Response {
    let message = "send a GraphQL request by POST";
    let refusal = Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message);
    let mut response = refusal.into_response();
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
    response
}

async fn answer(
    State(schema): State<Schema>,
    headers: HeaderMap,
    body: Result<Whole, NoBody>,
) -> Response {
    let request = match read(&headers, body) {
        Ok(request) => request,
        Err(refusal) => return refusal.into_response(),
    };
    let Ok(response) = tokio::time::timeout(MOST_TIME, schema.execute(request)).await else {
        let message = format!("no answer within {} seconds; ask less", MOST_TIME.as_secs());
        let refusal = Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "TIMEOUT", message);
        return refusal.into_response();
    };
    write(&headers, &response)
}

fn read(
    headers: &HeaderMap,
    body: Result<Whole, NoBody>,
) -> Result<async_graphql::Request, Refusal> {
    let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let essence = media.split(';').next().unwrap_or("").trim();
    if !essence.eq_ignore_ascii_case(JSON) {
        let message = format!("the body's Content-Type must be {JSON}");
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Refusal::new(status, "UNSUPPORTED_MEDIA_TYPE", message));
    }
    let Whole(body) = body.map_err(|why| {
        let code = match why {
            NoBody::TooLarge => "TOO_LARGE",
            NoBody::BrokenOff => "BAD_REQUEST",
        };
        Refusal::new(why.status(), code, why.message("a request"))
    })?;
    let bad = |message: String| Refusal::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message);
    if body.trim_ascii_start().starts_with(b"[") {
        return Err(bad("batches are not answered; send one request at a time".to_owned()));
    }
    let request: async_graphql::Request = serde_json::from_slice(&body)
        .map_err(|error| bad(format!("the body is not a GraphQL request in JSON: {error}")))?;
    if request.query.trim().is_empty() {
        return Err(bad("the body has no `query`".to_owned()));
    }
    Ok(request)
}

/// Writes an answer in the media type that the client prefers.
fn write(headers: &HeaderMap, response: &async_graphql::Response) -> Response {
    // What fails before anything is executed has no data at all, not even null.
    let refused = response.data == async_graphql::Value::Null
        && response.errors.iter().all(|error| error.path.is_empty())
        && !response.errors.is_empty();
    let body = if refused { without_data(response) } else { serde_json::to_string(response) };
    let body = body.expect("an answer is plain JSON");
    if !accepts(headers, GRAPHQL) {
        return reply(StatusCode::OK, JSON, body);
    }
    let status = if refused { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    reply(status, GRAPHQL, body)
}

fn without_data(response: &async_graphql::Response) -> serde_json::Result<String> {
    let mut value = serde_json::to_value(response)?;
    if let Value::Object(fields) = &mut value {
        fields.shift_remove("data");
    }
    serde_json::to_string(&value)
}

fn reply(status: StatusCode, media: &'static str, body: String) -> Response {
    let media = match media {
        GRAPHQL => HeaderValue::from_static("application/graphql-response+json; charset=utf-8"),
        _ => HeaderValue::from_static("application/json; charset=utf-8"),
    };
    let headers =
        [(CONTENT_TYPE, media), (CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (status, headers, body).into_response()
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
