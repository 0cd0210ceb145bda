//! Tokens that a source gives out and that outlive a pull: what a vault keeps and renews.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::manifest::{ConfigPaths, RevokedBy};
use super::moment::{self, Span};
use super::{Json, Reply, Request, SendError};

/// So many seconds an access token is good for when the source does not say.
const USUAL_LIFE: i64 = 3600;
/// A token is not looked for any deeper in an answer.
const DEEPEST: usize = 5;

/// What a source gave to sign in with. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tokens {
    /// Shown with every request.
    pub access: String,
    /// Shown to get the next ones, where the source hands out such a token.
    pub refresh: Option<String>,
    /// When the access token ends, where the source says so.
    pub expires: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens")
    }
}

/// Tokens as a vault keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Counts from 1; every renewal adds one.
    pub version: u64,
    /// The tokens.
    pub tokens: Tokens,
}

/// A renewal that the pull wants: done once, under a lock that all processes obey, and kept before
/// anyone uses the result. Its `Debug` shows no token.
#[derive(Clone)]
pub struct Renewal {
    /// Names the credential among those of the source: a hash of what the configuration holds, so
    /// that a new secret there begins afresh.
    pub credential: String,
    /// The version that the pull holds, 0 for none. When the vault has a newer one, that is the
    /// answer and nothing is sent.
    pub held: u64,
    /// What to send.
    pub request: Request,
    pub(crate) answer: Answer,
}

impl std::fmt::Debug for Renewal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Renewal of {} after {}: {:?}", self.credential, self.held, self.request)
    }
}

/// Where the tokens are in a reply.
#[derive(Clone)]
pub(crate) enum Answer {
    /// OAuth 2: under these names, at any depth.
    OAuth(Box<OAuthAnswer>),
    /// At a path of the reply; it lasts so long.
    Path { path: Vec<String>, lasts: Option<Span> },
}

/// How a token endpoint answers.
#[derive(Clone)]
pub(crate) struct OAuthAnswer {
    pub(crate) access: String,
    pub(crate) refresh_name: String,
    pub(crate) expires: String,
    pub(crate) expiry_format: Option<String>,
    /// The refresh token that stays when none comes.
    pub(crate) refresh: Option<String>,
    pub(crate) revoked_by: RevokedBy,
    pub(crate) rotates: Option<ConfigPaths>,
}

/// Why there are no new tokens. Shows no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenewalError {
    /// The source does not take the credential any more: a person must connect it again.
    #[error("the source does not take the credential any more (HTTP status {status})")]
    Revoked {
        /// Status code.
        status: u16,
        /// The source's own word for it, e.g. `invalid_grant`.
        error: Option<String>,
    },
    /// No usable answer. Worth another try.
    #[error("{reason}")]
    Failed {
        /// The cause in words.
        reason: String,
        /// What the source asks us to wait, in seconds.
        wait_s: Option<u64>,
    },
    /// A login was answered without a token. The pull's error rules say what that means; a vault
    /// hands it on as it is.
    #[error("HTTP status {}", .0.status)]
    Answered(Box<Reply>),
    /// The request may not be sent at all, its answer will never hold a token, or the vault cannot
    /// keep what comes.
    #[error("{0}")]
    Refused(String),
}

impl Renewal {
    /// The tokens in a reply.
    ///
    /// # Errors
    /// When there are none: revoked, or worth another try.
    pub fn read(&self, reply: &Reply, now: DateTime<Utc>) -> Result<Tokens, RenewalError> {
        let text = std::str::from_utf8(&reply.body).ok();
        let body = text.and_then(|text| Json::parse(text).ok());
        match &self.answer {
            Answer::OAuth(answer) if reply.status < 300 => {
                let tokens = body.as_ref().and_then(|body| answer.tokens(body, now));
                tokens.ok_or_else(|| answer.without_token(reply, body.as_ref()))
            }
            Answer::OAuth(answer) => Err(answer.refusal(reply, body.as_ref(), now)),
            Answer::Path { path, lasts } => {
                let found = body.as_ref().filter(|_| reply.status < 300);
                let token = found.and_then(|body| text_at(body, path));
                let expires = lasts.map(|lasts| lasts.after(now));
                let tokens = |access| Tokens { access, refresh: None, expires };
                token.map(tokens).ok_or_else(|| RenewalError::Answered(Box::new(reply.clone())))
            }
        }
    }

    /// The same when the request may have got no reply.
    ///
    /// # Errors
    /// As [`Self::read`], and when nothing came.
    pub fn outcome(
        &self,
        sent: Result<Reply, SendError>,
        now: DateTime<Utc>,
    ) -> Result<Tokens, RenewalError> {
        match sent {
            Ok(reply) => self.read(&reply, now),
            Err(error @ (SendError::TooLarge { .. } | SendError::Forbidden(_))) => {
                Err(RenewalError::Refused(error.to_string()))
            }
            Err(error) => Err(RenewalError::Failed { reason: error.to_string(), wait_s: None }),
        }
    }

    /// Whether the source takes what it is asked with once only, and gives the next with the answer.
    pub fn rotates(&self) -> bool {
        matches!(&self.answer, Answer::OAuth(answer) if answer.rotates.is_some())
    }

    /// Writes new tokens to where the manifest says that a configuration keeps them. False when it
    /// keeps none: its tokens do not rotate.
    pub fn write_into(&self, config: &mut serde_json::Value, tokens: &Tokens) -> bool {
        let Answer::OAuth(answer) = &self.answer else { return false };
        let Some(paths) = &answer.rotates else { return false };
        put(config, &paths.access, tokens.access.clone());
        if let Some(refresh) = &tokens.refresh {
            put(config, &paths.refresh, refresh.clone());
        }
        if let Some(expires) = tokens.expires {
            put(config, &paths.expiry, expires.to_rfc3339_opts(SecondsFormat::AutoSi, true));
        }
        true
    }
}

impl OAuthAnswer {
    fn tokens(&self, body: &Json, now: DateTime<Utc>) -> Option<Tokens> {
        let find = |name: &str| {
            let found = find_anywhere(body, name, DEEPEST).and_then(Json::text);
            found.filter(|text| !text.is_empty())
        };
        let format = self.expiry_format.as_deref();
        let expires = find(&self.expires).and_then(|text| ends(text, format, now));
        Some(Tokens {
            access: find(&self.access)?.to_owned(),
            refresh: find(&self.refresh_name)
                .map(str::to_owned)
                .or_else(|| self.refresh.clone()),
            expires: Some(expires.unwrap_or_else(|| Span::seconds(USUAL_LIFE).after(now))),
        })
    }

    // Some endpoints tell of an error with a status that says all is well.
    fn without_token(&self, reply: &Reply, body: Option<&Json>) -> RenewalError {
        let status = reply.status;
        if body.is_some_and(|body| self.is_revoked(status, body)) {
            return RenewalError::Revoked { status, error: body.and_then(word) };
        }
        let reason = match (body, body.and_then(word)) {
            (None, _) => "an answer that is not JSON".to_owned(),
            (Some(_), Some(word)) => format!("an answer without `{}`: {word}", self.access),
            (Some(_), None) => format!("an answer without `{}`", self.access),
        };
        RenewalError::Failed { reason, wait_s: None }
    }

    fn refusal(&self, reply: &Reply, body: Option<&Json>, now: DateTime<Utc>) -> RenewalError {
        let (status, error) = (reply.status, body.and_then(word));
        if body.is_some_and(|body| self.is_revoked(status, body)) {
            return RenewalError::Revoked { status, error };
        }
        let passing =
            matches!(error.as_deref(), Some("temporarily_unavailable" | "server_error"));
        match status {
            408 | 425 | 429 | 500.. => {}
            _ if passing => {}
            400 | 401 | 403 => return RenewalError::Revoked { status, error },
            _ => {
                return RenewalError::Refused(format!(
                    "the token endpoint answered HTTP status {status}; check \
                     `token_refresh_endpoint` in the manifest"
                ));
            }
        }
        let reason = format!("HTTP status {status}");
        RenewalError::Failed { reason, wait_s: retry_after(reply, now) }
    }

    fn is_revoked(&self, status: u16, body: &Json) -> bool {
        let RevokedBy { codes, key, values } = &self.revoked_by;
        let said = body.get(key).and_then(Json::text);
        let told = said.is_some_and(|said| values.iter().any(|value| value == said));
        let known =
            matches!(word(body).as_deref(), Some("invalid_grant" | "bad_refresh_token"));
        (codes.contains(&status) && told) || known
    }
}

// The `error` of RFC 6749; anything else in its place may be a secret sent back.
fn word(body: &Json) -> Option<String> {
    let word = body.get("error").and_then(Json::text)?;
    let plain = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    (plain && !word.is_empty() && word.len() <= 40).then(|| word.to_owned())
}

fn retry_after(reply: &Reply, now: DateTime<Utc>) -> Option<u64> {
    let value = reply.header("retry-after")?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(seconds);
    }
    let at = moment::parse(value, "%a, %d %b %Y %H:%M:%S GMT")?;
    u64::try_from((at - now).num_seconds()).ok()
}

// With a format a moment, in that format, in ISO 8601 or in seconds since 1970; else the seconds
// from now.
fn ends(text: &str, format: Option<&str>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let Some(format) = format else {
        return match text.parse::<f64>() {
            Ok(seconds) => Some(Span::seconds(seconds as i64).after(now)),
            Err(_) => moment::parse_iso(text),
        };
    };
    moment::parse(text, format).or_else(|| moment_of(text))
}

/// A moment in ISO 8601, or in seconds or milliseconds since 1970.
pub(crate) fn moment_of(text: &str) -> Option<DateTime<Utc>> {
    match text.trim().parse::<i64>() {
        Ok(number) if number.abs() >= 100_000_000_000 => {
            DateTime::from_timestamp_millis(number)
        }
        Ok(number) => DateTime::UNIX_EPOCH.checked_add_signed(TimeDelta::try_seconds(number)?),
        Err(_) => moment::parse_iso(text),
    }
}

fn find_anywhere<'a>(json: &'a Json, name: &str, depth: usize) -> Option<&'a Json> {
    if let Some(found) = json.get(name).filter(|found| **found != Json::Null) {
        return Some(found);
    }
    let deeper = |value| find_anywhere(value, name, depth.checked_sub(1)?);
    match json {
        Json::Object(fields) => fields.iter().find_map(|(_, value)| deeper(value)),
        Json::Array(items) => items.iter().find_map(deeper),
        _ => None,
    }
}

fn text_at(body: &Json, path: &[String]) -> Option<String> {
    let found = path.iter().try_fold(body, |value, step| match value {
        Json::Array(items) => items.get(step.parse::<usize>().ok()?),
        value => value.get(step),
    });
    found.and_then(Json::text).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn put(config: &mut serde_json::Value, path: &[String], value: String) {
    let Some((last, parents)) = path.split_last() else { return };
    let mut at = config;
    for step in parents {
        if !at.get(step).is_some_and(serde_json::Value::is_object) {
            let Some(fields) = at.as_object_mut() else { return };
            fields.insert(step.clone(), serde_json::json!({}));
        }
        let Some(next) = at.get_mut(step) else { return };
        at = next;
    }
    if let Some(fields) = at.as_object_mut() {
        fields.insert(last.clone(), value.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connector::{Body, Method};

    fn now() -> DateTime<Utc> {
        "2026-01-31T00:00:00Z".parse().expect("a moment")
    }

    fn renewal(expiry_format: Option<&str>) -> Renewal {
        let path = |name: &str| vec!["credentials".to_owned(), name.to_owned()];
        let answer = OAuthAnswer {
            access: "access_token".to_owned(),
            refresh_name: "refresh_token".to_owned(),
            expires: "expires_in".to_owned(),
            expiry_format: expiry_format.map(str::to_owned),
            refresh: Some("s3cret".to_owned()),
            revoked_by: RevokedBy::default(),
            rotates: Some(ConfigPaths {
                access: path("access"),
                refresh: path("refresh"),
                expiry: path("ends"),
            }),
        };
        let body = Body::Form(vec![("refresh_token".to_owned(), "s3cret".to_owned())]);
        let (method, url) = (Method::Post, "https://login.example.com/token".to_owned());
        let request = Request { method, url, query: Vec::new(), headers: Vec::new(), body };
        let answer = Answer::OAuth(Box::new(answer));
        Renewal { credential: "c".to_owned(), held: 0, request, answer }
    }

    fn reply(status: u16, body: &str) -> Reply {
        let headers = vec![("retry-after".to_owned(), "3".to_owned())];
        Reply { status, headers, body: body.as_bytes().to_vec() }
    }

    #[test]
    fn a_token_ends_when_the_source_says_however_it_says_it() {
        let format = Some("%d/%m/%Y %H:%M");
        let cases = [
            // (format, what the source says, seconds from now)
            (None, "60", 60),
            (None, "\"60.9\"", 60),
            (None, "0", 0),
            (None, "\"2026-01-31T00:00:05Z\"", 5),
            (None, "null", 3600),
            (None, "\"soon\"", 3600),
            (format, "\"31/01/2026 00:02\"", 120),
            (format, "\"2026-01-31T00:00:05+00:00\"", 5),
            (format, "1769817605", 5),
            (format, "1769817605000", 5),
        ];
        for (format, said, expected) in cases {
            let body = format!("{{\"access_token\":\"t\",\"expires_in\":{said}}}");
            let tokens = renewal(format).read(&reply(200, &body), now()).expect("tokens");
            let ends = tokens.expires.expect("an end");
            assert_eq!((ends - now()).num_seconds(), expected, "{format:?} {said}");
            assert_eq!(tokens.refresh.as_deref(), Some("s3cret"), "the old one stays");
        }
    }

    #[test]
    fn a_refusal_is_final_passing_or_a_mistake() {
        let revoked = |status, error: Option<&str>| RenewalError::Revoked {
            status,
            error: error.map(str::to_owned),
        };
        let failed =
            |reason: &str, wait_s| RenewalError::Failed { reason: reason.to_owned(), wait_s };
        let cases = [
            // (status, body, told)
            (400, r#"{"error":"invalid_grant"}"#, revoked(400, Some("invalid_grant"))),
            (401, "<html>", revoked(401, None)),
            (403, r#"{"error":"The token s3cret"}"#, revoked(403, None)),
            (404, r#"{"error":"invalid_grant"}"#, revoked(404, Some("invalid_grant"))),
            (400, r#"{"error":"temporarily_unavailable"}"#, failed("HTTP status 400", Some(3))),
            (503, "", failed("HTTP status 503", Some(3))),
            (200, "<html>", failed("an answer that is not JSON", None)),
            (200, "{}", failed("an answer without `access_token`", None)),
            (200, r#"{"access_token":""}"#, failed("an answer without `access_token`", None)),
        ];
        for (status, body, told) in cases {
            let found = renewal(None).read(&reply(status, body), now());
            assert_eq!(found, Err(told), "{status} {body}");
        }
        let found = renewal(None).read(&reply(404, "{}"), now());
        assert!(matches!(found, Err(RenewalError::Refused(_))), "{found:?}");
    }

    #[test]
    fn new_tokens_are_written_where_the_configuration_keeps_them() {
        let tokens = Tokens {
            access: "t1".to_owned(),
            refresh: Some("r1".to_owned()),
            expires: Some(now()),
        };
        let mut config = serde_json::json!({"start": 1, "credentials": {"refresh": "r0"}});
        assert!(renewal(None).write_into(&mut config, &tokens));
        let expected = serde_json::json!({"start": 1, "credentials":
            {"refresh": "r1", "access": "t1", "ends": "2026-01-31T00:00:00Z"}});
        assert_eq!(config, expected);
    }

    #[test]
    fn nothing_that_is_printed_holds_a_token() {
        let answered = RenewalError::Answered(Box::new(reply(200, "s3cret")));
        let tokens = Tokens { access: "s3cret".to_owned(), ..Tokens::default() };
        let kept = Kept { version: 1, tokens };
        let printed = format!("{:?} {answered:?} {answered} {kept:?}", renewal(None));
        assert!(!printed.contains("s3cret"), "{printed}");
    }

    #[test]
    fn a_token_deep_in_an_answer_is_found_and_one_too_deep_is_not() {
        let nested = |depth: usize| {
            let (open, close) = ("{\"a\":[".repeat(depth), "]}".repeat(depth));
            format!("{open}{{\"access_token\":\"t\"}}{close}")
        };
        let found = |depth| renewal(None).read(&reply(200, &nested(depth)), now()).is_ok();
        assert!(found(0) && found(2));
        assert!(!found(3) && !found(40));
    }
}
