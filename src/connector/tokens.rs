//! Tokens that a source gives out and that outlive a pull: what a vault keeps and renews.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::moment::{self, Span};
use super::{Json, Reply, Request};

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
/// anyone uses the result.
#[derive(Debug, Clone)]
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

/// Where the tokens are in a reply.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// OAuth 2: under these names, at any depth. `refresh`: the token that stays when none comes.
    OAuth { access: String, refresh_name: String, expires: String, refresh: Option<String> },
    /// At a path of the reply; it lasts so long.
    Path { path: Vec<String>, lasts: Option<Span> },
}

/// Why there are no new tokens. Holds no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenewalError {
    /// The source does not take the credential any more: a person must connect it again.
    #[error("the source does not take the credential any more (HTTP status {status})")]
    Revoked {
        /// Status code.
        status: u16,
    },
    /// No usable answer. Worth another try.
    #[error("{reason}")]
    Failed {
        /// The cause in words.
        reason: String,
        /// What the source asks us to wait, in seconds.
        wait_s: Option<u64>,
    },
    /// The request may not be sent at all, or the vault cannot keep what comes.
    #[error("{0}")]
    Refused(String),
}

impl Renewal {
    /// The tokens in a reply.
    ///
    /// # Errors
    /// When there are none: revoked, or worth another try.
    pub fn read(&self, reply: &Reply, now: DateTime<Utc>) -> Result<Tokens, RenewalError> {
        let failed = |reason: String| RenewalError::Failed { reason, wait_s: None };
        match reply.status {
            ..300 => {}
            status @ (400 | 401 | 403) => return Err(RenewalError::Revoked { status }),
            status => return Err(failed(format!("HTTP status {status}"))),
        }
        let text = std::str::from_utf8(&reply.body).ok();
        let Some(answer) = text.and_then(|text| Json::parse(text).ok()) else {
            return Err(failed("an answer that is not JSON".to_owned()));
        };
        match &self.answer {
            Answer::OAuth { access, refresh_name, expires, refresh } => {
                let find = |name: &str| find_anywhere(&answer, name).and_then(Json::text);
                let Some(token) = find(access) else {
                    return Err(failed(format!("an answer without `{access}`")));
                };
                Ok(Tokens {
                    access: token.to_owned(),
                    refresh: find(refresh_name).map(str::to_owned).or_else(|| refresh.clone()),
                    expires: find(expires).and_then(|text| ends(text, now)),
                })
            }
            Answer::Path { path, lasts } => {
                let found = path.iter().try_fold(&answer, |value, step| value.get(step));
                let Some(token) = found.and_then(Json::text) else {
                    return Err(failed(format!("an answer without `{}`", path.join("."))));
                };
                let expires = lasts.map(|lasts| lasts.after(now));
                Ok(Tokens { access: token.to_owned(), refresh: None, expires })
            }
        }
    }
}

// Seconds from now, or a moment.
fn ends(text: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match text.parse::<f64>() {
        Ok(seconds) => Some(Span::seconds(seconds as i64).after(now)),
        Err(_) => moment::parse_iso(text),
    }
}

fn find_anywhere<'a>(json: &'a Json, name: &str) -> Option<&'a Json> {
    if let Some(found) = json.get(name) {
        return Some(found);
    }
    match json {
        Json::Object(fields) => fields.iter().find_map(|(_, value)| find_anywhere(value, name)),
        _ => None,
    }
}
