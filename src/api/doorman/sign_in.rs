//! People sign in with an issuer from the dashboard: authorization code with PKCE (OpenID Connect Core 1.0,
//! RFC 7636). The browser makes state, nonce and verifier and keeps them in its tab; the hub redeems the
//! code, so that a client's secret stays here, and hands on the token that it will take itself.

use serde::{Deserialize, Serialize};
use tracing::warn;

use super::issuers::Keys;
use super::{Denied, Doorman, Guarded, Post};
use crate::access::{Issuer, SignIn};
use crate::connector::{Body, Method, Request};

/// Codes that are redeemed at once: whoever brings one is not known yet.
pub(super) const AT_ONCE: usize = 8;
/// Longest text of what is brought.
const LONGEST: usize = 4_096;

/// An issuer with which people can sign in.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// What the button says.
    pub name: String,
    /// What its tokens name as their issuer.
    pub issuer: String,
    /// Where the browser goes.
    pub authorize: String,
    /// The hub's id there.
    pub client_id: String,
    /// What is asked for.
    pub scope: String,
}

/// What a browser brings back from an issuer.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Redeem {
    issuer: String,
    code: String,
    verifier: String,
    nonce: String,
    /// Where the issuer sent it back to.
    redirect: String,
}

#[derive(Deserialize)]
struct Given {
    id_token: Option<String>,
    access_token: Option<String>,
}

impl Doorman {
    /// With whom people can sign in now.
    pub async fn offers(&self) -> Vec<Offer> {
        let Post::Guarded(guarded) = &*self.0 else { return Vec::new() };
        let mut offers = Vec::new();
        for keys in &guarded.issuers {
            let Some(SignIn { name, client_id, scope, .. }) = &keys.issuer.sign_in else {
                continue;
            };
            if let Some(doors) = keys.doors(&guarded.client, guarded.clock.now()).await {
                offers.push(Offer {
                    name: name.clone(),
                    issuer: keys.issuer.issuer.clone(),
                    authorize: doors.authorize,
                    client_id: client_id.clone(),
                    scope: scope.clone(),
                });
            }
        }
        offers
    }

    /// The token that somebody who signed in may show from now on.
    ///
    /// # Errors
    /// When the issuer does not know the code, or the hub would not let in whoever shows its token.
    pub async fn redeem(&self, brought: &Redeem) -> Result<String, Denied> {
        let Post::Guarded(guarded) = &*self.0 else { return Err(Denied::Unknown) };
        let Redeem { issuer, code, verifier, nonce, redirect } = brought;
        if [code, verifier, nonce, redirect].iter().any(|text| text.len() > LONGEST) {
            return Err(Denied::Unknown);
        }
        let keys = guarded.issuers.iter().find(|keys| keys.issuer.issuer == *issuer);
        let known = keys.and_then(|keys| Some((keys, keys.issuer.sign_in.as_ref()?)));
        let (keys, sign_in) = known.ok_or(Denied::Unknown)?;
        let _turn = guarded.redeeming.try_acquire().map_err(|_| Denied::NotNow)?;
        let given = guarded.given(keys, sign_in, brought).await?;
        let id_token = given.id_token.ok_or(Denied::Unknown)?;
        let to_us = Issuer { audience: sign_in.client_id.clone(), ..keys.issuer.clone() };
        let claims = guarded.claims(&id_token, keys, &to_us).await?;
        if claims.word("nonce") != Some(nonce.as_str()) {
            return Err(Denied::Unknown);
        }
        // One is for the client, the other for whoever the client asks: who is that says `audience`.
        let token = if keys.issuer.audience == sign_in.client_id {
            id_token
        } else {
            given.access_token.ok_or(Denied::Unknown)?
        };
        guarded.by_token(&token).await?;
        Ok(token)
    }
}

impl Guarded {
    async fn given(
        &self,
        keys: &Keys,
        sign_in: &SignIn,
        brought: &Redeem,
    ) -> Result<Given, Denied> {
        let doors = keys.doors(&self.client, self.clock.now()).await.ok_or(Denied::NotNow)?;
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", &brought.code),
            ("redirect_uri", &brought.redirect),
            ("client_id", &sign_in.client_id),
            ("code_verifier", &brought.verifier),
        ];
        fields.extend(sign_in.secret.as_deref().map(|secret| ("client_secret", secret)));
        let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let request = Request {
            method: Method::Post,
            url: doors.token,
            query: Vec::new(),
            headers: vec![("accept".to_owned(), "application/json".to_owned())],
            body: Body::Form(fields.into_iter().map(own).collect()),
        };
        let issuer = &keys.issuer.issuer;
        let reply = self.client.send(&request).await.map_err(|error| {
            warn!(issuer, %error, "{issuer} was asked for a token and did not answer");
            Denied::NotNow
        })?;
        match reply.status {
            200 => serde_json::from_slice(&reply.body).map_err(|_| Denied::Unknown),
            status => {
                warn!(issuer, status, "{issuer} gave no token for a code: status {status}");
                Err(if status >= 500 { Denied::NotNow } else { Denied::Unknown })
            }
        }
    }
}
