//! What stands before every route: an id, a log line and a count for each request, and headers that
//! keep browsers from harm.

use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::{Instrument, debug, info, info_span};

use super::metrics::Meters;
use super::traces;

/// A request has so long from its first byte to its answer. Executing one ends earlier, with a
/// readable answer; this also ends a body that never comes.
pub(super) const MOST_TIME: Duration = Duration::from_secs(35);

pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Marks an answer that the log tells no line of: many of them are told as one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quiet;

/// Follows a request from its id to its log line.
pub(super) async fn watch(
    State(meters): State<Meters>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let id = request_id(request.headers());
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let word = id.to_str().unwrap_or_default();
    let pattern = route.as_ref().map(MatchedPath::as_str);
    let traced = traces::span(request.headers(), &method, pattern, word);
    let span = traced.in_scope(|| info_span!("request", request_id = word));
    // Whoever answers may write it down.
    request.headers_mut().insert(REQUEST_ID, id.clone());
    let answered = next.run(request).instrument(span.clone()).instrument(traced.clone());
    let mut response = answered.await;
    let (status, took) = (response.status().as_u16(), began.elapsed());
    meters.request(pattern, &method, status, took);
    traces::ended(&traced, status);
    let took_ms = took.as_millis();
    let quiet = response.extensions().get::<Quiet>().is_some();
    span.in_scope(|| match path.as_str() {
        "/health" | "/ready" | "/metrics" => debug!(%method, path, status, took_ms, "Answered"),
        _ if quiet => debug!(%method, path, status, took_ms, "Refused"),
        _ => info!(%method, path, status, took_ms, "Answered {method} {path} with {status}"),
    });
    response.headers_mut().insert(REQUEST_ID, id);
    shield(response.headers_mut());
    response
}

/// The id that came with the request, when it is a plain short word, else a new one.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let given = headers
        .get(REQUEST_ID)
        .filter(|id| (1..=64).contains(&id.len()) && id.as_bytes().iter().all(plain));
    let new = || {
        let text = format!("{:016x}", fastrand::u64(..));
        HeaderValue::try_from(text).expect("hexadecimal digits make a header")
    };
    given.cloned().unwrap_or_else(new)
}

fn shield(headers: &mut HeaderMap) {
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    // A page says itself what it needs; everything else needs nothing.
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_short_id_is_taken_over() {
        let long = "a".repeat(65);
        for (given, kept) in [("abc-1.2_3", true), ("", false), ("a b", false), (&long, false)]
        {
            let value = HeaderValue::from_str(given).expect("a header");
            let headers = HeaderMap::from_iter([(REQUEST_ID, value)]);
            assert_eq!(request_id(&headers) == given, kept, "{given}");
        }
    }
}
