//! Tokens that an issuer signed (JWT): read strictly, believed only when everything about them is right.
//!
//! Of the header nothing is followed: neither keys nor addresses in it, and `alg` only says which one of
//! the issuer's own list is meant.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde_json::Value;

use super::issuer::Issuer;
use super::jwks::{Algorithm, KeySet};

/// A longer token is not looked at, in bytes.
const LONGEST: usize = 16 << 10;
/// So far clocks may differ, in seconds.
const LEEWAY: f64 = 60.0;
/// A longer name of a key is none.
const LONGEST_KID: usize = 256;

/// Why a token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Something about it is wrong; whoever sent it is not told what.
    Wrong,
    /// It names a key that the issuer had not when its keys were last read.
    UnknownKey,
    /// It was right, but its time is over.
    Expired,
}

/// What a token says. Nothing of it may be shown: it tells of a person.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Claims(Members);

/// A token that was read, and is not believed yet.
pub struct Token<'a> {
    algorithm: Option<Algorithm>,
    kid: Option<String>,
    claims: Claims,
    signed: &'a str,
    signature: Vec<u8>,
}

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the claims of a token")
    }
}

impl fmt::Debug for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a token")
    }
}

/// The members of a JSON object, each there once: two readers of one that is there twice could each believe
/// another.
#[derive(Clone, PartialEq)]
struct Members(BTreeMap<String, Value>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = BTreeMap::new();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    if members.insert(name, value).is_some() {
                        return Err(A::Error::custom("a member is there twice"));
                    }
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

impl<'a> Token<'a> {
    /// Reads a token in compact form; `None` when it is none, or says something that we do not understand
    /// and must.
    pub fn parse(text: &'a str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        let bytes = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).ok();
        let Members(header) = serde_json::from_slice(&bytes(header)?).ok()?;
        // `crit` names what must be understood; we understand nothing that would need it.
        if header.contains_key("crit") || header.contains_key("b64") || !is_typed(&header) {
            return None;
        }
        let kid = match header.get("kid") {
            None => None,
            Some(Value::String(kid)) if kid.len() <= LONGEST_KID => Some(kid.clone()),
            Some(_) => return None,
        };
        let claims = serde_json::from_slice(&bytes(payload)?).ok()?;
        let algorithm = header.get("alg")?.as_str()?.parse().ok();
        let signature = bytes(signature).filter(|signature| !signature.is_empty())?;
        Some(Self { algorithm, kid, claims, signed, signature })
    }

    /// Who issued it, as it says itself: only good for finding whom to ask.
    pub fn issuer(&self) -> Option<&str> {
        self.claims.word("iss")
    }

    /// What it says, when it is right by this issuer's keys, at this moment.
    ///
    /// # Errors
    /// Why it is not believed.
    pub fn verified(
        self,
        issuer: &Issuer,
        keys: &KeySet,
        now: DateTime<Utc>,
    ) -> Result<Claims, Doubt> {
        let algorithm = self.algorithm.filter(|one| issuer.algorithms.contains(one));
        let algorithm = algorithm.ok_or(Doubt::Wrong)?;
        let kid = self.kid.as_deref();
        if kid.is_some_and(|kid| !keys.knows(kid)) {
            return Err(Doubt::UnknownKey);
        }
        if !keys.signed((algorithm, kid), self.signed.as_bytes(), &self.signature) {
            return Err(Doubt::Wrong);
        }
        self.claims.check(issuer, now)?;
        Ok(self.claims)
    }
}

/// A token of another kind, such as one that tells of a logout, is no key to us.
fn is_typed(header: &BTreeMap<String, Value>) -> bool {
    let Some(typ) = header.get("typ") else { return true };
    typ.as_str().is_some_and(|typ| {
        let typ = typ.to_ascii_lowercase();
        matches!(typ.strip_prefix("application/").unwrap_or(&typ), "jwt" | "at+jwt")
    })
}

impl Claims {
    fn check(&self, issuer: &Issuer, now: DateTime<Utc>) -> Result<(), Doubt> {
        let now = now.timestamp_millis() as f64 / 1_000.0;
        if self.word("iss") != Some(&issuer.issuer) || !self.is_for(&issuer.audience) {
            return Err(Doubt::Wrong);
        }
        let until = self.moment("exp")?.ok_or(Doubt::Wrong)?;
        for begins in ["nbf", "iat"] {
            if self.moment(begins)?.is_some_and(|at| at > now + LEEWAY) {
                return Err(Doubt::Wrong);
            }
        }
        if now >= until + LEEWAY { Err(Doubt::Expired) } else { Ok(()) }
    }

    fn is_for(&self, audience: &str) -> bool {
        match self.0.0.get("aud") {
            Some(Value::String(one)) => one == audience,
            Some(Value::Array(all)) => all.iter().any(|one| one.as_str() == Some(audience)),
            _ => false,
        }
    }

    fn moment(&self, name: &str) -> Result<Option<f64>, Doubt> {
        let Some(value) = self.0.0.get(name) else { return Ok(None) };
        value.as_f64().filter(|at| at.is_finite()).map(Some).ok_or(Doubt::Wrong)
    }

    /// A claim that is a text.
    pub fn word(&self, name: &str) -> Option<&str> {
        self.find(name)?.as_str()
    }

    /// A claim: by its whole name, else by a path of names with points between.
    pub(super) fn find(&self, name: &str) -> Option<&Value> {
        let Self(Members(members)) = self;
        members.get(name).or_else(|| {
            let mut names = name.split('.');
            let first = members.get(names.next()?)?;
            names.try_fold(first, |at, name| at.get(name))
        })
    }
}
