//! A request as the systems read it, and the reply they give.

use std::fmt::{Display, Write as _};
use std::future::ready;
use std::io;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Query, Request};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use futures_util::stream::{self, StreamExt as _};
use serde_json::Value;

/// The largest body taken: 1,000 ids of an association read are far below it.
const LARGEST_BODY: usize = 1 << 20;

/// A request, read whole.
#[derive(Debug)]
pub(super) struct Ask {
    pub(super) method: Method,
    /// The path as it was sent.
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Ask {
    /// Reads a request. `None` when its body is too large or breaks off.
    pub(super) async fn read(request: Request) -> Option<Self> {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, LARGEST_BODY).await.ok()?;
        Some(Self {
            method: parts.method,
            path: parts.uri.path().to_owned(),
            query: pairs(&parts.uri),
            headers: parts.headers,
            body,
        })
    }

    /// The path's parts, decoded.
    pub(super) fn segments(&self) -> Vec<String> {
        self.path.split('/').filter(|part| !part.is_empty()).map(decode).collect()
    }

    /// A query parameter.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A header, when it is text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The token behind `Authorization: {scheme} `.
    pub(super) fn credential(&self, scheme: &str) -> Option<&str> {
        let (said, token) = self.header("authorization")?.split_once(' ')?;
        said.eq_ignore_ascii_case(scheme).then_some(token.trim())
    }

    /// User and password of basic authentication.
    pub(super) fn basic(&self) -> Option<(String, String)> {
        let bytes = STANDARD.decode(self.credential("Basic")?).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (user, password) = text.split_once(':')?;
        Some((user.to_owned(), password.to_owned()))
    }

    /// A whole number from the query, `default` when it is not there. `Err` holds what was said.
    pub(super) fn number(&self, name: &str, default: usize) -> Result<usize, String> {
        match self.get(name) {
            None => Ok(default),
            Some(text) => text.parse().map_err(|_| text.to_owned()),
        }
    }

    /// Path and query with some parameters set anew (`None` takes one away).
    pub(super) fn again(&self, changes: &[(&str, Option<&str>)]) -> String {
        let kept =
            self.query.iter().filter(|(key, _)| changes.iter().all(|(name, _)| name != key));
        let kept = kept.map(|(key, value)| (key.as_str(), value.as_str()));
        let new = changes.iter().filter_map(|(key, value)| value.map(|value| (*key, value)));
        let mut link = self.path.clone();
        for (place, (key, value)) in kept.chain(new).enumerate() {
            link.push(if place == 0 { '?' } else { '&' });
            encode(&mut link, key);
            link.push('=');
            encode(&mut link, value);
        }
        link
    }
}

/// Name and value pairs of a query.
fn pairs(uri: &Uri) -> Vec<(String, String)> {
    Query::<Vec<(String, String)>>::try_from_uri(uri)
        .map(|Query(pairs)| pairs)
        .unwrap_or_default()
}

/// Name and value pairs of a form body.
pub(super) fn form(body: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(body);
    Uri::try_from(format!("/?{text}")).map(|uri| pairs(&uri)).unwrap_or_default()
}

/// Percent-encodes what RFC 3986 does not leave as it is.
fn encode(out: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'$' => {
                out.push(char::from(byte));
            }
            _ => write!(out, "%{byte:02X}").expect("writing to a string cannot fail"),
        }
    }
}

/// Undoes percent-encoding in a path's part.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut place = 0;
    while place < bytes.len() {
        let hex = bytes.get(place + 1..place + 3).and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) if bytes[place] == b'%' => {
                out.push(byte);
                place += 3;
            }
            _ => {
                out.push(bytes[place]);
                place += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A cursor that a client should not look into.
pub(super) fn seal(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

/// Reads a sealed cursor.
pub(super) fn unseal(cursor: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(cursor.trim_end_matches('=')).ok()?).ok()
}

/// A text as JSON.
pub(super) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// What a system answers.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) kind: &'static str,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: String,
}

impl Reply {
    /// A reply in JSON.
    pub(super) fn json(status: u16, body: impl Into<String>) -> Self {
        Self {
            status,
            kind: "application/json;charset=utf-8",
            headers: Vec::new(),
            body: body.into(),
        }
    }

    /// A reply in JSON from a value.
    pub(super) fn value(status: u16, body: &Value) -> Self {
        Self::json(status, body.to_string())
    }

    /// The same with another header.
    pub(super) fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.headers.push((name, format!("{value}")));
        self
    }

    /// The same with another content type.
    pub(super) fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    /// The whole reply.
    pub(super) fn whole(mut self) -> Response {
        let body = Body::from(std::mem::take(&mut self.body));
        self.build(body)
    }

    /// The reply with its announced length and half of its body.
    pub(super) fn cut(self) -> Response {
        let announced = self.body.len().max(2);
        let half: Vec<u8> = self.body.bytes().take(self.body.len() / 2).collect();
        // As a stream the body has no length of its own that could be held against the header.
        // The pause before the end lets what was written so far leave for the client.
        let rest = stream::once(async {
            tokio::task::yield_now().await;
            Err::<Bytes, _>(io::Error::other("cut on purpose"))
        });
        let body = Body::from_stream(stream::once(ready(Ok(half.into()))).chain(rest));
        let mut response = self.build(body);
        response.headers_mut().insert(header::CONTENT_LENGTH, announced.into());
        response
    }

    fn build(self, body: Body) -> Response {
        let mut response = Response::new(body);
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let kind = header::HeaderValue::from_static(self.kind);
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        for (name, value) in self.headers {
            if let Ok(value) = value.parse() {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(uri: &str) -> Ask {
        let uri: Uri = uri.parse().expect("a URI");
        Ask {
            method: Method::GET,
            path: uri.path().to_owned(),
            query: pairs(&uri),
            headers: HeaderMap::new(),
            body: Bytes::new(),
        }
    }

    #[test]
    fn a_link_to_the_next_page_keeps_the_other_parameters() {
        let asked = ask("/api/x?filter=a(b,%22c%22)&page%5Bsize%5D=2&page%5Bcursor%5D=old");
        let link = asked.again(&[("page[cursor]", Some("new"))]);
        assert_eq!(
            link,
            "/api/x?filter=a%28b%2C%22c%22%29&page%5Bsize%5D=2&page%5Bcursor%5D=new"
        );
        assert_eq!(ask(&link).get("filter"), Some("a(b,\"c\")"));
    }

    #[test]
    fn a_path_is_read_with_its_percent_signs_undone() {
        let asked = ask("/api/companies%281-2%29/100%/x");
        assert_eq!(asked.segments(), ["api", "companies(1-2)", "100%", "x"]);
    }

    #[test]
    fn a_form_is_read_as_browsers_write_it() {
        let pairs = form(b"scope=https%3A%2F%2Fx%2F.default&client_secret=a+b%2B");
        assert_eq!(pairs[0].1, "https://x/.default");
        assert_eq!(pairs[1].1, "a b+");
    }
}
