//! Signing in: what a request shows, and how a token is asked for and renewed.

mod credential;
mod jwt;
mod names;
mod oauth;
mod rota;
mod select;
mod session;
mod sign;
mod spend;
mod tally;
mod turn;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::Context;
use super::request::Trouble;
use crate::connector::manifest::{Auth, Handler, Jwt};
use crate::connector::template::{RenderError, Scope, Template};
use crate::connector::tokens::{Answer, Kept, Renewal};
use crate::connector::{Body, Request};
use crate::model::short_hash;
pub(super) use credential::Credential;
use credential::{fixed, optional, signed, value};
use names::names;
pub(super) use rota::Charge;
use rota::Rota;
use select::{chosen, setting};
use session::Legacy;
pub(super) use spend::Grant;
pub(super) use turn::enlist;
use turn::system;

/// A token is renewed so long before it ends, unless it is a short-lived one.
const MARGIN: TimeDelta = TimeDelta::seconds(30);
/// A token that we sign ourselves is shown at most so long.
const SIGNED_FOR: i64 = 60;

/// A token, for as long as it is good.
#[derive(Default)]
struct Held {
    token: Option<String>,
    refresh: Option<String>,
    /// When the next one is asked for.
    until: Option<DateTime<Utc>>,
    /// It just came: it is shown at least once, however short its life.
    fresh: bool,
    /// The source has said that it holds.
    proven: bool,
}

/// What has to be sent before a stream can be signed in.
pub(super) enum Errand {
    /// By the vault, which keeps what comes.
    Renew(Renewal),
    /// Now, for one request only.
    Once(Renewal),
    /// Whether a token that a person got still holds.
    Check(Request),
    /// What is left of the quotas of one of several tokens.
    Status(usize, Request),
}

impl Errand {
    fn request_mut(&mut self) -> &mut Request {
        match self {
            Self::Renew(renewal) | Self::Once(renewal) => &mut renewal.request,
            Self::Check(request) | Self::Status(_, request) => request,
        }
    }
}

/// How some streams sign in, and their token when they need one.
pub(super) struct Login {
    auth: Arc<Auth>,
    /// Streams that sign in alike share a rate budget, and tokens when the vault does so.
    identity: String,
    name: String,
    fixed: Option<Credential>,
    signed: Option<(DateTime<Utc>, Credential)>,
    legacy: Option<Legacy>,
    rota: Option<Rota>,
    held: Held,
    /// The login that its own login request is signed with.
    through: Option<usize>,
    /// A request for a token is under way.
    asked: bool,
    /// The version of its tokens; 0 when it has none of a vault.
    pub(super) renewals: u64,
    attempts: u32,
    pub(super) wait: Option<DateTime<Utc>>,
    /// Why an earlier renewal had no answer, which may have held a new refresh token.
    lost: Option<String>,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Login(asked: {}, attempts: {})", self.asked, self.attempts)
    }
}

impl Login {
    /// The login of an authenticator; `through` is the one that its login request is signed with.
    ///
    /// # Errors
    /// When an expression cannot be rendered.
    pub(super) fn new(
        context: &Context,
        auth: &Arc<Auth>,
        through: Option<(usize, &str)>,
    ) -> Result<Self, RenderError> {
        let mut login = Self {
            auth: Arc::clone(auth),
            identity: String::new(),
            name: String::new(),
            fixed: None,
            signed: None,
            legacy: None,
            rota: None,
            held: Held::default(),
            through: through.map(|(at, _)| at),
            asked: false,
            renewals: 0,
            attempts: 0,
            wait: None,
            lost: None,
        };
        login.identity =
            login.begin(context, auth, through.map_or("", |(_, identity)| identity))?;
        login.name = short_hash(login.identity.as_bytes());
        Ok(login)
    }

    // Gives what tells it from others.
    fn begin(
        &mut self,
        context: &Context,
        auth: &Auth,
        through: &str,
    ) -> Result<String, RenderError> {
        // What tells logins apart must be the same in the next pull.
        let scope = Scope { now: DateTime::UNIX_EPOCH, ..context.scope(&[], &[]) };
        Ok(match auth {
            Auth::OAuth2(oauth) => {
                let given = oauth::given(context, oauth)?;
                let refresh = given.refresh.as_deref();
                let identity = oauth::identity(context, oauth, &scope, refresh)?;
                self.hold(given.access, given.expires, context.moment);
                self.held.refresh = given.refresh;
                identity
            }
            Auth::Session(session) => {
                let identity = session::identity(context, session, &scope)?;
                format!("{identity} {through}")
            }
            Auth::LegacySession(from) => {
                let legacy = Legacy::new(context, from)?;
                self.held.token.clone_from(&legacy.token);
                let identity = legacy.identity();
                self.legacy = Some(legacy);
                identity
            }
            Auth::Jwt(jwt) => jwt::identity(context, jwt, &scope)?,
            Auth::MultiToken(plan) => {
                let rota = Rota::new(context, plan)?;
                let identity = rota.identity();
                self.rota = Some(rota);
                identity
            }
            auth => {
                let credential = fixed(context, auth, &scope)?;
                let identity = format!("{:?}{}", credential.place, credential.value);
                self.fixed = Some(credential);
                identity
            }
        })
    }

    /// Whether another login would show the same, always.
    pub(super) fn serves(&self, other: &Self) -> bool {
        self.identity == other.identity && !self.is_renewable() && !other.is_renewable()
    }

    /// What it shows or holds: no error may tell it.
    pub(super) fn shown(&self) -> impl Iterator<Item = &str> {
        let credentials = self.fixed.iter().chain(self.signed.iter().map(|(_, signed)| signed));
        let values = credentials.flat_map(|credential| credential.value.split_whitespace());
        let tokens = [self.held.token.as_deref(), self.held.refresh.as_deref()];
        // A short word, such as `Bearer`, stands in half of every text.
        let turns = self.rota.iter().flat_map(Rota::secrets);
        values.chain(tokens.into_iter().flatten()).chain(turns).filter(|value| value.len() >= 8)
    }

    /// Whether a new token can be asked for when one is refused.
    pub(super) fn is_renewable(&self) -> bool {
        match &*self.auth {
            Auth::OAuth2(oauth) => oauth.endpoint.is_some(),
            Auth::Session(session) => session.lasts.is_some(),
            Auth::LegacySession(_) => self.legacy.as_ref().is_some_and(Legacy::has_user),
            _ => false,
        }
    }

    /// Whether requests are signed at all.
    pub(super) fn is_signed(&self) -> bool {
        !matches!(*self.auth, Auth::None)
    }

    /// The credential, unless something must be asked for first.
    ///
    /// # Errors
    /// When an expression cannot be rendered or a key cannot be read.
    pub(super) fn credential(
        &mut self,
        context: &Context,
    ) -> Result<Option<Credential>, RenderError> {
        if let Some(fixed) = &self.fixed {
            return Ok(Some(fixed.clone()));
        }
        if let Some(rota) = &self.rota {
            // Each request is signed by itself.
            return Ok(rota.is_told().then(Credential::default));
        }
        let auth = Arc::clone(&self.auth);
        if let Auth::Jwt(jwt) = &*auth {
            return self.sign(context, jwt).map(Some);
        }
        let ended = self.held.until.is_some_and(|until| context.moment >= until);
        if ended && !self.held.fresh && self.is_renewable() {
            return Ok(None);
        }
        let Some(token) = self.held.token.clone() else { return Ok(None) };
        match &*auth {
            Auth::Session(session) => {
                if session.lasts.is_none() {
                    self.held.token = None;
                }
                self.held.fresh = false;
                session::credential(context, &session.shown, &token).map(Some)
            }
            Auth::LegacySession(_) if !self.held.proven => Ok(None),
            Auth::LegacySession(_) => {
                Ok(self.legacy.as_ref().map(|legacy| legacy.credential(&token)))
            }
            _ => {
                self.held.fresh = false;
                Ok(Some(Credential::header(format!("Bearer {token}"))))
            }
        }
    }

    fn sign(&mut self, context: &Context, jwt: &Jwt) -> Result<Credential, RenderError> {
        let good_for = TimeDelta::seconds((jwt.duration / 2).clamp(0, SIGNED_FOR));
        if let Some((at, credential)) = &self.signed
            && (context.moment - *at < good_for || context.moment == *at)
        {
            return Ok(credential.clone());
        }
        let credential = signed(context, jwt)?;
        self.signed = Some((context.moment, credential.clone()));
        Ok(credential)
    }

    /// The token was refused: forget it.
    pub(super) fn forget(&mut self) {
        self.held.token = None;
    }

    /// Names the credential for its rate budget: a hash, the same in every stream and process.
    /// Of several tokens that take turns each has a budget of its own.
    pub(super) fn budget_name(&self, token: Option<usize>) -> &str {
        let name = self.rota.as_ref().zip(token).and_then(|(rota, at)| rota.budget_name(at));
        name.unwrap_or(&self.name)
    }

    /// Names the credential whose tokens a vault may hold.
    pub(super) fn credential_name(&self) -> Option<&str> {
        self.is_renewable().then_some(self.name.as_str())
    }

    /// Takes tokens as the vault holds them.
    pub(super) fn take(&mut self, kept: Kept, now: DateTime<Utc>) {
        let tokens = kept.tokens;
        self.hold(Some(tokens.access), tokens.expires, now);
        self.held.proven = true;
        self.held.refresh = tokens.refresh.or(self.held.refresh.take());
        self.renewals = kept.version;
        self.attempts = 0;
    }

    fn hold(&mut self, token: Option<String>, ends: Option<DateTime<Utc>>, now: DateTime<Utc>) {
        self.held.token = token;
        self.held.until = ends.map(|ends| ends - MARGIN.min((ends - now) / 2));
    }

    /// What has to be sent before there is a credential; nothing when no request can help.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(super) fn errand(
        &self,
        context: &Context,
        shown: &Credential,
    ) -> Result<Option<Errand>, Trouble> {
        let scope = context.scope(&[], &[]);
        let (request, answer) = match &*self.auth {
            Auth::OAuth2(oauth) => {
                let refresh = self.held.refresh.as_deref();
                let request = oauth::request(context, oauth, &scope, refresh)?;
                let Some(request) = request else { return Ok(None) };
                (request, Answer::OAuth(Box::new(oauth::answer(context, oauth, refresh)?)))
            }
            Auth::Session(session) => {
                let request = session::request(context, session, shown, &scope)?;
                let (path, lasts) = (session.path.clone(), session.lasts);
                (request, Answer::Path { path, lasts })
            }
            Auth::LegacySession(_) => {
                let Some(legacy) = &self.legacy else { return Ok(None) };
                if let Some(token) = &self.held.token
                    && !self.held.proven
                {
                    return Ok(Some(Errand::Check(legacy.check(token))));
                }
                let Some(login) = legacy.login() else { return Ok(None) };
                login
            }
            Auth::MultiToken(_) => {
                let question = self.rota.as_ref().and_then(Rota::question);
                return Ok(question.map(|(token, request)| Errand::Status(token, request)));
            }
            _ => return Ok(None),
        };
        let credential = self.name.clone();
        let renewal = Renewal { credential, held: self.renewals, request, answer };
        let once = matches!(&*self.auth, Auth::Session(session) if session.lasts.is_none());
        Ok(Some(if once { Errand::Once(renewal) } else { Errand::Renew(renewal) }))
    }

    /// The rules by which a refused login is judged, where the manifest has some.
    fn rules(&self) -> &[Handler] {
        match &*self.auth {
            Auth::Session(session) => &session.login.errors,
            _ => &[],
        }
    }

    /// Whether a person must connect the source again when its token is refused with this word.
    fn must_reconnect(&self, error: Option<&str>) -> bool {
        let Auth::OAuth2(oauth) = &*self.auth else { return false };
        let ours = [
            "invalid_client",
            "unauthorized_client",
            "invalid_request",
            "invalid_scope",
            "unsupported_grant_type",
        ];
        let refresh = self.held.refresh.as_ref().filter(|token| !token.is_empty());
        let refreshes = oauth.endpoint.is_some() && refresh.is_some();
        refreshes && !error.is_some_and(|error| ours.contains(&error))
    }

    /// Whether it has a token that can only be had by connecting the source again.
    fn is_final_token(&self) -> bool {
        matches!(&*self.auth, Auth::OAuth2(oauth) if oauth.endpoint.is_none())
    }

    /// Names of the configuration values that it signs in with.
    fn fields(&self, through: Option<&Self>) -> String {
        let mut all = self.templates();
        all.extend(through.map(Self::templates).unwrap_or_default());
        names(&all)
    }

    /// Names of the configuration values that a new connection gives.
    fn token_fields(&self) -> String {
        match &*self.auth {
            Auth::OAuth2(oauth) => match (&oauth.rotates, &oauth.refresh_token) {
                (Some(paths), _) => paths.refresh.join("."),
                (None, Some(refresh)) if oauth.endpoint.is_some() => names(&[refresh]),
                _ => names(&oauth.access_token.iter().collect::<Vec<_>>()),
            },
            _ => self.fields(None),
        }
    }

    fn templates(&self) -> Vec<&Template> {
        match &*self.auth {
            Auth::None | Auth::Selective(_) => Vec::new(),
            Auth::Bearer(token) | Auth::ApiKey { token, .. } => vec![token],
            Auth::Basic { username, password } => {
                [Some(username), password.as_ref()].into_iter().flatten().collect()
            }
            Auth::Jwt(jwt) => std::iter::once(&jwt.secret).chain(&jwt.passphrase).collect(),
            Auth::Session(session) => session.templates(),
            Auth::MultiToken(tokens) => tokens.templates(),
            Auth::LegacySession(from) => {
                [&from.token, &from.username, &from.password].into_iter().flatten().collect()
            }
            Auth::OAuth2(oauth) => {
                let all = [&oauth.client_id, &oauth.client_secret, &oauth.refresh_token];
                let key = oauth.assertion.as_ref().map(|jwt| &jwt.secret);
                all.into_iter().chain([&oauth.access_token]).flatten().chain(key).collect()
            }
        }
    }
}

// Everything that a request says, to tell it from another. Only ever hashed or compared.
fn fingerprint(request: &Request) -> String {
    let Request { method, url, query, headers, body } = request;
    let body = match body {
        Body::Empty => String::new(),
        Body::Json(text) | Body::Text(text) => text.clone(),
        Body::Form(fields) => format!("{fields:?}"),
    };
    format!("{method:?} {url} {query:?} {headers:?} {body}")
}
