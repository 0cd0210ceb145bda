//! The public keys of each issuer: read when they are first needed, again when a token names another, and
//! kept while the issuer does not answer.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use tracing::warn;

use super::Denied;
use crate::access::{Issuer, KeySet};
use crate::connector::{Body, Method, Request};
use crate::fetch::Client;

/// Keys are read again when they are so old, so that one that was taken back goes out of use.
const FRESH: TimeDelta = TimeDelta::hours(1);
/// Older ones are not believed any more, though the issuer does not answer.
const STALE: TimeDelta = TimeDelta::hours(24);
/// Between two readings that tokens with unknown keys, or a failure, made us do.
const PAUSE: TimeDelta = TimeDelta::seconds(60);
/// The same while there are no keys at all.
const SHORT_PAUSE: TimeDelta = TimeDelta::seconds(5);

/// An issuer with its keys.
pub(super) struct Keys {
    pub(super) issuer: Issuer,
    held: Mutex<Option<Held>>,
    /// When reading was last forced, or failed. Whoever holds it reads.
    turn: tokio::sync::Mutex<Option<DateTime<Utc>>>,
    /// Where people sign in, as it was last found out.
    doors: tokio::sync::Mutex<Option<(DateTime<Utc>, Option<Doors>)>>,
}

/// Where an issuer lets people sign in, and gives tokens for codes.
#[derive(Debug, Clone)]
pub(super) struct Doors {
    pub(super) authorize: String,
    pub(super) token: String,
}

#[derive(Clone)]
struct Held {
    keys: Arc<KeySet>,
    read_at: DateTime<Utc>,
}

#[derive(Deserialize)]
struct Discovered {
    issuer: String,
    jwks_uri: String,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
}

impl Keys {
    pub(super) fn new(issuer: Issuer) -> Self {
        let (turn, doors) = Default::default();
        Self { issuer, held: Mutex::default(), turn, doors }
    }

    /// The keys as they were last read; read now where that is too long ago.
    pub(super) async fn current(
        &self,
        client: &Client,
        now: DateTime<Utc>,
    ) -> Result<Arc<KeySet>, Denied> {
        let held = self.held(now);
        if let Some(held) = held.as_ref().filter(|held| is_within(FRESH, held.read_at, now)) {
            return Ok(Arc::clone(&held.keys));
        }
        let mut turn = match &held {
            // Somebody else reads them already: until then the old ones do.
            Some(held) => match self.turn.try_lock() {
                Ok(turn) => turn,
                Err(_) => return Ok(Arc::clone(&held.keys)),
            },
            None => self.turn.lock().await,
        };
        let pause = if held.is_some() { PAUSE } else { SHORT_PAUSE };
        let newer = self.held(now).filter(|held| is_within(FRESH, held.read_at, now));
        if newer.is_none() && turn.is_none_or(|last| !is_within(pause, last, now)) {
            let read = self.read(client).await;
            *turn = read.is_err().then_some(now);
            self.keep(read, now);
        }
        self.held(now).map(|held| held.keys).ok_or(Denied::NotNow)
    }

    /// The keys read anew, because a token names one that is not among these; at most once a minute.
    pub(super) async fn renewed(
        &self,
        client: &Client,
        known: &Arc<KeySet>,
        now: DateTime<Utc>,
    ) -> Result<Arc<KeySet>, Denied> {
        let mut turn = self.turn.lock().await;
        let is_same = self.held(now).is_some_and(|held| Arc::ptr_eq(&held.keys, known));
        if is_same && turn.is_none_or(|last| !is_within(PAUSE, last, now)) {
            *turn = Some(now);
            let read = self.read(client).await;
            self.keep(read, now);
        }
        self.held(now).map(|held| held.keys).ok_or(Denied::NotNow)
    }

    fn held(&self, now: DateTime<Utc>) -> Option<Held> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.clone().filter(|held| is_within(STALE, held.read_at, now))
    }

    fn keep(&self, read: Result<KeySet, String>, now: DateTime<Utc>) {
        match read {
            Ok(keys) => {
                let held = Held { keys: Arc::new(keys), read_at: now };
                *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(held);
            }
            Err(reason) => {
                let issuer = &self.issuer.issuer;
                warn!(issuer, reason, "The keys of {issuer} could not be read: {reason}");
            }
        }
    }

    /// Reads the keys, wherever they are.
    pub(super) async fn read(&self, client: &Client) -> Result<KeySet, String> {
        let address = match &self.issuer.jwks {
            Some(address) => address.clone(),
            None => self.discovered(client).await?.jwks_uri,
        };
        KeySet::parse(&get(client, &address).await?)
            .map_err(|reason| format!("what {address} answers is not right: {reason}"))
    }

    /// Where people sign in; asked again after an hour, or after a minute when it could not be found out.
    pub(super) async fn doors(&self, client: &Client, now: DateTime<Utc>) -> Option<Doors> {
        let mut doors = self.doors.lock().await;
        if let Some((at, known)) = &*doors {
            let span = if known.is_some() { FRESH } else { PAUSE };
            if is_within(span, *at, now) {
                return known.clone();
            }
        }
        let found = self.discovered(client).await.and_then(|found| {
            let named = found.authorization_endpoint.zip(found.token_endpoint);
            let (authorize, token) = named.ok_or("it names nowhere to sign in")?;
            let issuer = &self.issuer.issuer;
            if issuer.starts_with("https:")
                && ![&authorize, &token].iter().all(|at| at.starts_with("https:"))
            {
                return Err("it names a place to sign in without TLS".to_owned());
            }
            Ok(Doors { authorize, token })
        });
        let found = found.inspect_err(|reason| {
            let issuer = &self.issuer.issuer;
            warn!(issuer, reason, "Nobody can sign in with {issuer} now: {reason}");
        });
        *doors = Some((now, found.ok()));
        doors.as_ref().and_then(|(_, known)| known.clone())
    }

    async fn discovered(&self, client: &Client) -> Result<Discovered, String> {
        let issuer = &self.issuer.issuer;
        let address =
            format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let found: Discovered = serde_json::from_slice(&get(client, &address).await?)
            .map_err(|_| format!("{address} names no `issuer` and `jwks_uri`; set `jwks`"))?;
        if found.issuer != *issuer {
            return Err(format!(
                "{address} speaks of another issuer; write `issuer` as it does"
            ));
        }
        if issuer.starts_with("https:") && !found.jwks_uri.starts_with("https:") {
            return Err(format!("{address} names keys at an address without TLS"));
        }
        Ok(found)
    }
}

/// In either direction: a clock that was set back must not keep us from reading.
fn is_within(span: TimeDelta, then: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    (now - then).abs() < span
}

async fn get(client: &Client, address: &str) -> Result<Vec<u8>, String> {
    let request = Request {
        method: Method::Get,
        url: address.to_owned(),
        query: Vec::new(),
        headers: vec![("accept".to_owned(), "application/json".to_owned())],
        body: Body::Empty,
    };
    let reply = client.send(&request).await.map_err(|error| error.to_string())?;
    if reply.status != 200 {
        return Err(format!("{address} answers with status {}", reply.status));
    }
    Ok(reply.body)
}
