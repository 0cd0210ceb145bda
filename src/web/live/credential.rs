//! Who connects: the credential that a connection came with, kept to be looked at again while it lasts.

use std::sync::Arc;

use axum::http::HeaderMap;
use serde_json::{Map, Value};

use crate::access::Viewer;
use crate::api::{Denied, Doorman, Presented};
use crate::web::door;
use crate::web::graphql::Refusal;

/// A credential as it was brought. It is never shown.
pub(super) enum Credential {
    Nothing { near: bool },
    Key(String),
    Bearer(String),
}

impl Credential {
    /// That of a request's headers.
    pub(super) fn of(headers: &HeaderMap) -> Result<Self, Refusal> {
        Ok(match door::presented(headers)? {
            Presented::Nothing { near } => Self::Nothing { near },
            Presented::Key(key) => Self::Key(key.to_owned()),
            Presented::Bearer(token) => Self::Bearer(token.to_owned()),
        })
    }

    /// That of a connection's first message, for browsers, which can set no headers: `authorization` or
    /// `x-api-key`, in any case. `None` when it holds none, and an error when it holds several.
    pub(super) fn of_payload(payload: &Map<String, Value>) -> Result<Option<Self>, ()> {
        let named = |name: &str| -> Vec<&str> {
            let all = payload.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
            // What is no text is no credential that we know.
            all.map(|(_, value)| value.as_str().unwrap_or("")).collect()
        };
        match (&*named("authorization"), &*named("x-api-key")) {
            ([], []) => Ok(None),
            ([bearer], []) => {
                Ok(Some(Self::Bearer(door::token_of(bearer).unwrap_or("").to_owned())))
            }
            ([], [key]) => Ok(Some(Self::Key(key.trim().to_owned()))),
            _ => Err(()),
        }
    }

    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing { .. })
    }

    /// Whoever it makes of the one who brought it, as things are now.
    pub(super) async fn admit(&self, doorman: &Doorman) -> Result<Arc<Viewer>, Denied> {
        let presented = match self {
            Self::Nothing { near } => Presented::Nothing { near: *near },
            Self::Key(key) => Presented::Key(key),
            Self::Bearer(token) => Presented::Bearer(token),
        };
        doorman.admit(presented).await
    }

    /// Whether it still makes the same of them. While that cannot be found out, it does.
    pub(super) async fn still(&self, doorman: &Doorman, viewer: &Viewer) -> bool {
        match self.admit(doorman).await {
            Ok(now) => now.rights == viewer.rights && now.name == viewer.name,
            Err(denied) => denied == Denied::NotNow,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_first_message_holds_one_credential_at_most() {
        let of = |payload: Value| {
            let found = Credential::of_payload(payload.as_object().expect("an object"));
            found.map(|found| match found {
                None => "none".to_owned(),
                Some(Credential::Key(key)) => format!("key {key}"),
                Some(Credential::Bearer(token)) => format!("bearer {token}"),
                Some(Credential::Nothing { .. }) => "nothing".to_owned(),
            })
        };
        assert_eq!(of(json!({})), Ok("none".to_owned()));
        assert_eq!(of(json!({"Authorization": "Bearer abc"})), Ok("bearer abc".to_owned()));
        assert_eq!(of(json!({"authorization": "abc"})), Ok("bearer ".to_owned()));
        assert_eq!(of(json!({"authorization": 1})), Ok("bearer ".to_owned()));
        assert_eq!(of(json!({"X-API-Key": " k "})), Ok("key k".to_owned()));
        assert_eq!(of(json!({"x-api-key": "k", "authorization": "Bearer a"})), Err(()));
        assert_eq!(of(json!({"x-api-key": "k", "X-Api-Key": "k"})), Err(()));
    }
}
