//! Who may issue tokens, and whom one of them stands for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::jwks::Algorithm;
use super::policy::Credential;
use super::token::Claims;

/// The attribute that names the signed-in person among our people.
pub const MEMBER: &str = "member";
/// Longest e-mail address, in bytes.
const LONGEST: usize = 254;
/// More values of one attribute are not taken.
const MOST: usize = 1_000;

/// An issuer whose tokens are believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// What `iss` must be.
    pub issuer: String,
    /// What `aud` must hold.
    pub audience: String,
    /// How tokens may be signed.
    pub algorithms: BTreeSet<Algorithm>,
    /// Where its keys are; found by `/.well-known/openid-configuration` when `None`.
    pub jwks: Option<String>,
    /// The claim with the person's e-mail address.
    pub email_claim: String,
    /// The claim with what `role_map` knows.
    pub role_claim: Option<String>,
    /// What gives which role; the first that fits does.
    pub role_map: Vec<(String, String)>,
    /// The role of whoever gets none by that.
    pub role: Option<String>,
    /// Attributes and the claims that they come from.
    pub attribute_claims: BTreeMap<String, String>,
    /// How people sign in with it from the dashboard; they bring tokens of their own when `None`.
    pub sign_in: Option<SignIn>,
}

/// The hub as a client of an issuer.
#[derive(Clone, PartialEq, Eq)]
pub struct SignIn {
    /// What the button says.
    pub name: String,
    /// The client's id at the issuer.
    pub client_id: String,
    /// Its secret, where the issuer gave it one.
    pub secret: Option<String>,
    /// What is asked for, `openid` among it.
    pub scope: String,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SignIn({} as {})", self.name, self.client_id)
    }
}

impl Issuer {
    /// Whom verified claims stand for; `None` without an address of theirs, or a role.
    pub fn credential(&self, claims: &Claims) -> Option<Credential> {
        let unverified = matches!(claims.find("email_verified"), Some(said)
            if !matches!(said, Value::Bool(true)) && said.as_str() != Some("true"));
        if unverified {
            return None;
        }
        let name = claims.word(&self.email_claim)?.trim().to_lowercase();
        // Names without an @ are those of API keys.
        let is_address = name.len() <= LONGEST
            && name.split_once('@').is_some_and(|(who, at)| !who.is_empty() && !at.is_empty())
            && !name.chars().any(|c| c.is_control() || c.is_whitespace());
        let attributes = self.attribute_claims.iter().map(|(attribute, claim)| {
            (attribute.clone(), claims.find(claim).map(words).unwrap_or_default())
        });
        is_address.then_some(Credential {
            name,
            role: self.role_of(claims)?,
            attributes: attributes.collect(),
            points_a_minute: None,
        })
    }

    fn role_of(&self, claims: &Claims) -> Option<String> {
        let said = self.role_claim.as_ref().and_then(|claim| claims.find(claim));
        let said = said.map(words).unwrap_or_default();
        let mapped = self.role_map.iter().find(|(word, _)| said.contains(word));
        mapped.map(|(_, role)| role.clone()).or_else(|| self.role.clone())
    }
}

/// The words of a claim: one, or a list of them.
fn words(value: &Value) -> BTreeSet<String> {
    let word = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    match value {
        Value::Array(all) => all.iter().take(MOST).filter_map(word).collect(),
        one => word(one).into_iter().collect(),
    }
}
