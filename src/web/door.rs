//! The credential that a request brings, read from its headers; who it makes of whoever asks says `api`.

use std::sync::Arc;

use axum::http::header::{AUTHORIZATION, HOST, ORIGIN, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::graphql::Refusal;
use super::guard::REQUEST_ID;
use crate::access::Viewer;
use crate::api::{Caller, Denied, Doorman, Presented};

/// For programs that can send a header of their own but no `Authorization`.
const API_KEY: HeaderName = HeaderName::from_static("x-api-key");
/// What says that a request passed through a proxy's hands.
const FORWARDED: [&str; 4] = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host"];

/// Whoever asks by these headers.
///
/// # Errors
/// The answer for whoever may not come in.
pub(super) async fn viewer(
    doorman: &Doorman,
    headers: &HeaderMap,
) -> Result<Arc<Viewer>, Response> {
    let presented = presented(headers).map_err(IntoResponse::into_response)?;
    doorman.admit(presented).await.map_err(|denied| refuse(denied, presented))
}

/// Whoever asks by these headers, as `api` knows them; `reads`: by a way that may change nothing.
///
/// # Errors
/// The answer for whoever may not come in.
pub(super) async fn caller(
    doorman: &Doorman,
    headers: &HeaderMap,
    reads: bool,
) -> Result<Caller, Response> {
    let viewer = viewer(doorman, headers).await?;
    let request = headers.get(REQUEST_ID).and_then(|id| id.to_str().ok());
    Ok(Caller { viewer, reads, request: request.unwrap_or_default().to_owned() })
}

pub(super) fn presented(headers: &HeaderMap) -> Result<Presented<'_>, Refusal> {
    let mut bearers = headers.get_all(AUTHORIZATION).iter();
    let mut keys = headers.get_all(API_KEY).iter();
    match (bearers.next(), keys.next(), bearers.next().or_else(|| keys.next())) {
        (None, None, _) => Ok(Presented::Nothing { near: is_near(headers) }),
        // What cannot be read is no credential that we know.
        (Some(bearer), None, None) => Ok(Presented::Bearer(bearer_of(bearer).unwrap_or(""))),
        (None, Some(key), None) => Ok(Presented::Key(key.to_str().unwrap_or("").trim())),
        _ => Err(Refusal::bad(
            "send one credential: either `Authorization` or `X-API-Key`, once",
        )),
    }
}

fn bearer_of(value: &HeaderValue) -> Option<&str> {
    token_of(value.to_str().ok()?)
}

/// The token of `Bearer …`.
pub(super) fn token_of(text: &str) -> Option<&str> {
    let (scheme, token) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A page of another site made the request: it names an origin that is not the address that it asks.
pub(super) fn is_foreign(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(ORIGIN) else { return false };
    let authority = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    match (authority, host) {
        (Some((_, authority)), Some(host)) => !authority.eq_ignore_ascii_case(host),
        _ => true,
    }
}

/// The request was made on this machine for this machine: a page that got its own name to point here asks
/// by that name, and a proxy says that it is one.
fn is_near(headers: &HeaderMap) -> bool {
    if FORWARDED.iter().any(|name| headers.contains_key(*name)) {
        return false;
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    name.eq_ignore_ascii_case("localhost")
        || address.is_ok_and(|address| address.to_canonical().is_loopback())
}

/// The answer for whoever brought something and may not come in.
pub(super) fn refused(denied: Denied) -> Response {
    refuse(denied, Presented::Key(""))
}

fn refuse(denied: Denied, presented: Presented<'_>) -> Response {
    let status = match denied {
        Denied::NotNow => StatusCode::SERVICE_UNAVAILABLE,
        Denied::Nobody | Denied::Unknown | Denied::Expired => StatusCode::UNAUTHORIZED,
    };
    let message = denied.message().to_owned();
    let mut response = Refusal { status, code: denied.code(), message }.into_response();
    if status == StatusCode::UNAUTHORIZED {
        let how = match presented {
            Presented::Nothing { .. } => "Bearer realm=\"accord\"",
            _ => "Bearer realm=\"accord\", error=\"invalid_token\"",
        };
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(how));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_asks_this_machine_by_its_own_name_is_near() {
        let cases = [
            ("localhost:4000", true),
            ("LOCALHOST", true),
            ("127.0.0.1:4000", true),
            ("127.8.9.1", true),
            ("[::1]:4000", true),
            ("[::1]", true),
            ("", false),
            ("evil.example:4000", false),
            ("localhost.evil.example", false),
            ("127.0.0.1.evil.example", false),
            ("10.0.0.7:4000", false),
            ("localhost:evil.example", false),
        ];
        for (host, near) in cases {
            let value = HeaderValue::from_str(host).expect("a header");
            let mut headers = HeaderMap::from_iter([(HOST, value)]);
            assert_eq!(is_near(&headers), near, "{host}");
            headers.insert("x-forwarded-for", HeaderValue::from_static("10.0.0.1"));
            assert!(!is_near(&headers), "{host} through a proxy");
        }
    }

    #[test]
    fn a_page_is_foreign_unless_it_comes_from_the_address_that_it_asks() {
        let cases = [
            (None, false),
            (Some("http://localhost:4000"), false),
            (Some("https://LOCALHOST:4000"), false),
            (Some("http://localhost:4001"), true),
            (Some("http://localhost"), true),
            (Some("https://evil.example"), true),
            (Some("http://localhost:4000.evil.example"), true),
            (Some("null"), true),
            (Some(""), true),
        ];
        for (origin, foreign) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, HeaderValue::from_static("localhost:4000"));
            if let Some(origin) = origin {
                headers.insert(ORIGIN, HeaderValue::from_static(origin));
            }
            assert_eq!(is_foreign(&headers), foreign, "{origin:?}");
        }
    }

    #[test]
    fn several_credentials_are_refused_whatever_they_are() {
        let (bearer, key) = ("authorization", "x-api-key");
        let cases: [&[&str]; 3] = [&[bearer, bearer], &[key, key], &[bearer, key]];
        for names in cases {
            let mut headers = HeaderMap::new();
            for name in names {
                headers.append(*name, HeaderValue::from_static("Bearer a"));
            }
            assert!(presented(&headers).is_err(), "{names:?}");
        }
    }
}
