//! `[access]` of the configuration: who may come in.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, anyhow, ensure};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::config::referred;
use crate::access::{Algorithm, Issuer, MEMBER, Policy, SignIn};
use crate::api::{Access, schema_fields};
use crate::model::nearest::unknown;
use crate::store::Store;

/// `[access]`
#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AccessSettings {
    /// Roles of one's own instead of the built-in ones.
    pub(super) roles: Option<PathBuf>,
    /// The role of whoever brings no credential; none may come in without one when absent.
    pub(super) anonymous: Option<String>,
    /// Whose tokens are believed.
    pub(super) issuers: Vec<IssuerSettings>,
}

/// A field that is hidden and not there would be one that is shown under its right name.
fn hides_what_is_there(policy: &Policy) -> anyhow::Result<()> {
    let known = schema_fields();
    match policy.hidden().find(|field| !known.contains(*field)) {
        None => Ok(()),
        Some(field) => {
            let known = known.iter().map(String::as_str);
            Err(anyhow!("`hidden`: {}", unknown("field of the schema", field, known)))
        }
    }
}

/// `[[access.issuers]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IssuerSettings {
    issuer: String,
    audience: String,
    algorithms: Vec<String>,
    jwks: Option<String>,
    #[serde(default = "email")]
    email_claim: String,
    role_claim: Option<String>,
    #[serde(default)]
    role_map: Vec<RoleOf>,
    role: Option<String>,
    #[serde(default)]
    attribute_claims: BTreeMap<String, String>,
    sign_in: Option<SignInSettings>,
}

/// `[access.issuers.sign_in]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignInSettings {
    client_id: String,
    client_secret: Option<toml::Value>,
    #[serde(default = "scope")]
    scope: String,
    name: Option<String>,
}

/// What a token says, and the role that it gives.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleOf {
    value: String,
    role: String,
}

fn email() -> String {
    "email".to_owned()
}

fn scope() -> String {
    "openid email profile".to_owned()
}

impl SignInSettings {
    fn sign_in(&self, place: &str, issuer: &str) -> anyhow::Result<SignIn> {
        let place = format!("{place}.sign_in");
        ensure!(
            !self.client_id.trim().is_empty(),
            "{place} needs a `client_id`: what the issuer calls this hub"
        );
        ensure!(
            self.scope.split_whitespace().any(|word| word == "openid"),
            "{place}: `scope` must hold `openid`, or the issuer says nothing of who signs in"
        );
        let secret = self.client_secret.as_ref();
        let secret = secret.map(|secret| referred(secret, &format!("{place}.client_secret")));
        let host = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
        let host = host.split('/').next().unwrap_or(host);
        Ok(SignIn {
            name: self.name.clone().unwrap_or_else(|| host.to_owned()),
            client_id: self.client_id.clone(),
            secret: secret.transpose()?,
            scope: self.scope.clone(),
        })
    }
}

impl AccessSettings {
    /// The roles in force.
    pub(super) fn policy(&self) -> anyhow::Result<Policy> {
        let Some(file) = &self.roles else { return Ok(Policy::built_in()) };
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("{} cannot be read", file.display()))?;
        let policy = Policy::parse(&file.display().to_string(), &text)?;
        hides_what_is_there(&policy).with_context(|| file.display().to_string())?;
        Ok(policy)
    }

    /// Who may come in. `plain`: issuers may be asked without TLS.
    pub(super) fn access(&self, plain: bool) -> anyhow::Result<Access> {
        let policy = self.policy()?;
        if let Some(role) = &self.anonymous {
            known_role(&policy, "access.anonymous", role)?;
        }
        let mut issuers: Vec<Issuer> = Vec::new();
        for settings in &self.issuers {
            let issuer = settings.issuer(&policy, plain)?;
            ensure!(
                issuers.iter().all(|known| known.issuer != issuer.issuer),
                "two of [[access.issuers]] are `{}`; write each once",
                issuer.issuer
            );
            issuers.push(issuer);
        }
        Ok(Access { policy, issuers, anonymous: self.anonymous.clone() })
    }
}

impl IssuerSettings {
    fn issuer(&self, policy: &Policy, plain: bool) -> anyhow::Result<Issuer> {
        let place = format!("access.issuers `{}`", self.issuer);
        for address in [Some(&self.issuer), self.jwks.as_ref()].into_iter().flatten() {
            let right =
                address.starts_with("https://") || (plain && address.starts_with("http://"));
            ensure!(
                right,
                "{place}: `{address}` is no https address; plain http is only asked with \
                 `allow_private` under [egress]"
            );
        }
        ensure!(
            !self.audience.trim().is_empty(),
            "{place} needs an `audience`: whom its tokens are for"
        );
        let word = |word: &String| {
            let known = Algorithm::ALL.iter().map(|(known, _)| *known);
            word.parse::<Algorithm>().map_err(|()| {
                anyhow!("{place}.algorithms: {}", unknown("algorithm", word, known))
            })
        };
        let algorithms: BTreeSet<Algorithm> =
            self.algorithms.iter().map(word).collect::<anyhow::Result<_>>()?;
        ensure!(
            !algorithms.is_empty(),
            "{place} needs `algorithms`: how its tokens are signed, such as [\"RS256\"]"
        );
        let roles = self.role_map.iter().map(|of| &of.role).chain(&self.role);
        ensure!(
            roles.clone().next().is_some(),
            "{place} gives no role; set `role`, or `role_claim` with `role_map`"
        );
        for role in roles {
            known_role(policy, &place, role)?;
        }
        ensure!(
            self.role_claim.is_some() != self.role_map.is_empty(),
            "{place}: `role_claim` and `role_map` need one another"
        );
        ensure!(
            !self.attribute_claims.contains_key(MEMBER),
            "{place}.attribute_claims: `{MEMBER}` is whom the e-mail address belongs to; no claim sets it"
        );
        let sign_in = self.sign_in.as_ref();
        let sign_in =
            sign_in.map(|settings| settings.sign_in(&place, &self.issuer)).transpose()?;
        let map = self.role_map.iter().map(|of| (of.value.clone(), of.role.clone()));
        Ok(Issuer {
            issuer: self.issuer.clone(),
            audience: self.audience.clone(),
            algorithms,
            jwks: self.jwks.clone(),
            email_claim: self.email_claim.clone(),
            role_claim: self.role_claim.clone(),
            role_map: map.collect(),
            role: self.role.clone(),
            attribute_claims: self.attribute_claims.clone(),
            sign_in,
        })
    }
}

/// That a role is there.
pub(super) fn known_role(policy: &Policy, place: &str, role: &str) -> anyhow::Result<()> {
    ensure!(
        policy.roles().any(|known| known == role),
        "{place}: {}",
        unknown("role", role, policy.roles())
    );
    Ok(())
}

/// Who may come in, in words; `None` when nobody can say who they are.
pub(super) async fn guests(
    access: &Access,
    store: &Store,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<String>> {
    let keys = store.api_keys().await?;
    let good = keys.iter().filter(|key| {
        key.revoked_at.is_none() && key.expires_at.is_none_or(|until| until > now)
    });
    let good = good.count();
    if keys.is_empty() && access.issuers.is_empty() && access.anonymous.is_none() {
        return Ok(None);
    }
    let mut who = vec![format!("{good} of {} API keys", keys.len())];
    who.extend(access.issuers.iter().map(|issuer| format!("people of {}", issuer.issuer)));
    who.extend(access.anonymous.iter().map(|role| format!("strangers as `{role}`")));
    Ok(Some(who.join(", ")))
}

/// Whether only this machine reaches an address.
pub(super) fn is_near(address: SocketAddr) -> bool {
    address.ip().to_canonical().is_loopback()
}

/// What to do where others could reach us and nobody has to say who they are.
pub(super) fn unguarded(listen: &str) -> String {
    format!(
        "{listen} can be reached by other machines, and nothing says who may come in; make an API key \
         with `accord key create --name NAME --role ROLE`, configure [[access.issuers]], let \
         strangers in with `anonymous = \"ROLE\"` under [access], or listen on 127.0.0.1"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIGHT: &str = "[[issuers]]\nissuer = 'https://id.example'\naudience = 'accord'\n\
        algorithms = ['RS256', 'EdDSA']\nrole_claim = 'groups'\n\
        role_map = [{ value = 'cx', role = 'cx_lead' }]\nrole = 'executive'\n";

    fn read(text: &str) -> anyhow::Result<Access> {
        toml::from_str::<AccessSettings>(text)?.access(false)
    }

    #[test]
    fn whatever_is_wrong_is_named_with_its_remedy() {
        let access = read(RIGHT).expect("right");
        assert_eq!(access.issuers[0].role_map, [("cx".to_owned(), "cx_lead".to_owned())]);
        let with = |from: &str, to: &str| RIGHT.replacen(from, to, 1);
        let cases = [
            ("anonymous = 'parter'".to_owned(), "did you mean `partner`?"),
            ("anonymus = 'bi'".to_owned(), "unknown field `anonymus`"),
            ("roles = './nowhere.yaml'".to_owned(), "nowhere.yaml cannot be read"),
            (with("https:", "http:"), "is no https address"),
            (with("'accord'", "' '"), "needs an `audience`"),
            (with("'RS256'", "'HS256'"), "unknown algorithm"),
            (with("'RS256'", "'none'"), "unknown algorithm"),
            (with("['RS256', 'EdDSA']", "[]"), "needs `algorithms`"),
            (with("'cx_lead'", "'cxlead'"), "did you mean `cx_lead`?"),
            (with("role_claim = 'groups'\n", ""), "need one another"),
            (RIGHT.repeat(2), "write each once"),
            (format!("{RIGHT}sign_in = {{ client_id = '' }}"), "needs a `client_id`"),
            (
                format!("{RIGHT}sign_in = {{ client_id = 'a', scope = 'email' }}"),
                "must hold `openid`",
            ),
            (
                format!("{RIGHT}sign_in = {{ client_id = 'a', client_secret = 'b' }}"),
                "is a secret: write",
            ),
            (format!("{RIGHT}attribute_claims = {{ member = 'sub' }}"), "no claim sets it"),
        ];
        for (text, wanted) in cases {
            let error = format!("{:#}", read(&text).expect_err(wanted));
            assert!(error.contains(wanted), "{wanted}: {error}");
        }
    }

    #[test]
    fn a_role_hides_only_what_is_there() {
        assert!(hides_what_is_there(&Policy::built_in()).is_ok());
        let role = "roles:\n  a: {all_accounts: true, hidden: [Account.contry]}";
        let policy = Policy::parse("roles.yaml", role).expect("roles");
        let error = hides_what_is_there(&policy).expect_err("no such field").to_string();
        assert!(error.contains("did you mean `Account.country`?"), "{error}");
    }
}
