//! Signing in: what a request shows, and how a token is asked for and renewed.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};

use super::Context;
use super::request::fields;
use crate::connector::manifest::{Auth, OAuth, Place, Stream};
use crate::connector::moment::{self, Span};
use crate::connector::template::{RenderError, Scope, Template, Typing, python_text};
use crate::connector::tokens::{Answer, Kept, Renewal};
use crate::connector::{Body, Json, Method, Request};
use crate::model::short_hash;

/// A token is renewed so many seconds before it ends.
const MARGIN: i64 = 30;

/// What a request shows. Its `Debug` shows nothing.
#[derive(Clone, Default)]
pub(super) struct Credential {
    place: Option<(Place, Vec<String>)>,
    value: String,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credential")
    }
}

impl Credential {
    fn header(value: String) -> Self {
        Self { place: Some((Place::Header, vec!["Authorization".to_owned()])), value }
    }

    /// Puts it into a request.
    pub(super) fn apply(&self, mut put: impl FnMut(Place, &[String], Json)) {
        if let Some((place, path)) = &self.place {
            put(*place, path, Json::String(self.value.clone()));
        }
    }
}

/// How one stream signs in, and its token when it needs one.
pub(super) struct Login {
    stream: Arc<Stream>,
    /// Streams that sign in alike share a login.
    identity: String,
    name: String,
    fixed: Option<Credential>,
    token: Option<String>,
    refresh: Option<String>,
    expires: Option<DateTime<Utc>>,
    /// A request for a token is under way.
    pub(super) asked: bool,
    /// The version of its tokens; 0 when it has none of a vault.
    pub(super) renewals: u64,
    pub(super) attempts: u32,
    pub(super) wait: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Login(asked: {}, attempts: {})", self.asked, self.attempts)
    }
}

impl Login {
    /// The login of a stream.
    ///
    /// # Errors
    /// When an expression cannot be rendered.
    pub(super) fn new(context: &Context, stream: &Arc<Stream>) -> Result<Self, RenderError> {
        let mut login = Self {
            stream: Arc::clone(stream),
            identity: String::new(),
            name: String::new(),
            fixed: None,
            token: None,
            refresh: None,
            expires: None,
            asked: false,
            renewals: 0,
            attempts: 0,
            wait: None,
        };
        let scope = context.scope(&[], &[]);
        let text = |template: &Template| value(context, template, &scope);
        let fixed = match &stream.requester.auth {
            Auth::None => Credential::default(),
            Auth::Bearer(token) => Credential::header(format!("Bearer {}", text(token)?)),
            Auth::Basic { username, password } => {
                let password = password.as_ref().map(&text).transpose()?.unwrap_or_default();
                let pair = STANDARD.encode(format!("{}:{password}", text(username)?));
                Credential::header(format!("Basic {pair}"))
            }
            Auth::ApiKey { token, place } => {
                let path = place.field.iter().map(&text).collect::<Result<_, _>>()?;
                Credential { place: Some((place.place, path)), value: text(token)? }
            }
            Auth::Token(oauth) => {
                login.begin(context, oauth, &scope)?;
                return Ok(login);
            }
        };
        login.identity = format!("{:?}{}", fixed.place, fixed.value);
        login.fixed = Some(fixed);
        Ok(login)
    }

    fn begin(
        &mut self,
        context: &Context,
        oauth: &OAuth,
        scope: &Scope<'_>,
    ) -> Result<(), RenderError> {
        let text = |template: &Option<Template>| match template {
            Some(template) => value(context, template, scope).map(Some),
            None => Ok(None),
        };
        self.refresh = text(&oauth.refresh_token)?;
        let endpoint = text(&oauth.endpoint)?;
        self.identity = format!("{endpoint:?}{:?}{:?}", text(&oauth.client_id)?, self.refresh);
        self.name = short_hash(self.identity.as_bytes());
        let expiry = text(&oauth.expiry)?.and_then(|at| moment::parse_iso(&at));
        let given = text(&oauth.access_token)?.filter(|token| !token.is_empty());
        // A token of the configuration may be stale; without a date it is tried when it is all there is.
        if expiry.is_some() || endpoint.is_none() {
            self.token = given;
            self.expires = expiry;
        }
        Ok(())
    }

    /// Whether another login is the same.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.identity == other.identity && self.is_renewable() == other.is_renewable()
    }

    /// Whether a new token can be asked for.
    pub(super) fn is_renewable(&self) -> bool {
        matches!(&self.stream.requester.auth, Auth::Token(oauth) if oauth.endpoint.is_some())
    }

    /// Whether requests are signed at all.
    pub(super) fn is_signed(&self) -> bool {
        !matches!(self.stream.requester.auth, Auth::None)
    }

    /// The credential, unless a token must be asked for first.
    pub(super) fn credential(&self, now: DateTime<Utc>) -> Option<Credential> {
        if let Some(fixed) = &self.fixed {
            return Some(fixed.clone());
        }
        let ended = self.expires.is_some_and(|at| Span::seconds(MARGIN).after(now) >= at);
        if ended && self.is_renewable() {
            return None;
        }
        let token = self.token.as_ref()?;
        Some(Credential::header(format!("Bearer {token}")))
    }

    /// The token was refused: forget it.
    pub(super) fn forget(&mut self) {
        self.token = None;
    }

    /// Names the credential whose tokens a vault may hold.
    pub(super) fn credential_name(&self) -> Option<&str> {
        self.is_renewable().then_some(self.name.as_str())
    }

    /// Takes tokens as the vault holds them.
    pub(super) fn take(&mut self, kept: Kept) {
        self.token = Some(kept.tokens.access);
        self.refresh = kept.tokens.refresh.or(self.refresh.take());
        self.expires = kept.tokens.expires;
        self.renewals = kept.version;
        self.attempts = 0;
    }

    /// What to ask the vault for.
    ///
    /// # Errors
    /// When an expression cannot be rendered.
    pub(super) fn renewal(&self, context: &Context) -> Result<Option<Renewal>, RenderError> {
        let Auth::Token(oauth) = &self.stream.requester.auth else { return Ok(None) };
        let Some(request) = self.request(context, oauth)? else { return Ok(None) };
        let answer = Answer::OAuth {
            access: oauth.names.access_token.clone(),
            refresh_name: oauth.names.refresh_token.clone(),
            expires: oauth.names.expires_in.clone(),
            refresh: self.refresh.clone(),
        };
        let credential = self.name.clone();
        Ok(Some(Renewal { credential, held: self.renewals, request, answer }))
    }

    fn request(
        &self,
        context: &Context,
        oauth: &OAuth,
    ) -> Result<Option<Request>, RenderError> {
        let Some(endpoint) = &oauth.endpoint else { return Ok(None) };
        let scope = context.scope(&[], &[]);
        let url = context.engine().text(endpoint, &scope)?;
        let headers = fields(context, &oauth.headers, &scope, Typing::Text)?;
        let headers: Vec<(String, String)> =
            headers.into_iter().map(|(name, text)| (name, python_text(&text))).collect();
        let signed = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        let mut form = self.form(context, oauth, &scope, signed)?;
        for (name, text) in fields(context, &oauth.body, &scope, Typing::Lists)? {
            if !form.iter().any(|(known, _)| *known == name) {
                form.push((name, python_text(&text)));
            }
        }
        let json = headers.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("content-type") && value.contains("json")
        });
        let (query, body) = match (oauth.as_query, json) {
            (true, _) => (form, Body::Empty),
            (false, true) => {
                let fields = form.into_iter().map(|(name, text)| (name, Json::String(text)));
                (Vec::new(), Body::Json(Json::Object(fields.collect()).to_string()))
            }
            (false, false) => (Vec::new(), Body::Form(form)),
        };
        Ok(Some(Request { method: Method::Post, url, query, headers, body }))
    }

    fn form(
        &self,
        context: &Context,
        oauth: &OAuth,
        scope: &Scope<'_>,
        signed: bool,
    ) -> Result<Vec<(String, String)>, RenderError> {
        let names = &oauth.names;
        let grant = value(context, &oauth.grant_type, scope)?;
        let mut form = vec![(names.grant_type.clone(), grant)];
        let secrets = [
            (&names.client_id, &oauth.client_id),
            (&names.client_secret, &oauth.client_secret),
        ];
        for (name, template) in secrets {
            if let Some(template) = template.as_ref().filter(|_| !signed) {
                form.push((name.clone(), value(context, template, scope)?));
            }
        }
        if let Some(refresh) = &self.refresh {
            form.push((names.refresh_token.clone(), refresh.clone()));
        }
        for name in &oauth.scopes {
            form.push(("scopes".to_owned(), value(context, name, scope)?));
        }
        Ok(form)
    }

    /// Names of the configuration values that it signs in with.
    pub(super) fn fields(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for template in self.templates() {
            for name in config_names(template.source()) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        if names.is_empty() { "the credentials".to_owned() } else { names.join(", ") }
    }

    fn templates(&self) -> Vec<&Template> {
        match &self.stream.requester.auth {
            Auth::None => Vec::new(),
            Auth::Bearer(token) | Auth::ApiKey { token, .. } => vec![token],
            Auth::Basic { username, password } => {
                [Some(username), password.as_ref()].into_iter().flatten().collect()
            }
            Auth::Token(oauth) => {
                let all = [&oauth.client_id, &oauth.client_secret, &oauth.refresh_token];
                all.into_iter().chain([&oauth.access_token]).flatten().collect()
            }
        }
    }
}

// Credentials are never typed: `007` and `None` are passwords.
fn value(
    context: &Context,
    template: &Template,
    scope: &Scope<'_>,
) -> Result<String, RenderError> {
    let text = context.engine().typed(template, scope, Typing::Text)?;
    Ok(text.map_or_else(String::new, |text| python_text(&text)))
}

/// The names after `config` in an expression: `config['a']`, `config.b`, `config.get('c')`.
fn config_names(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in source.split("config").skip(1) {
        let part =
            part.trim_start_matches(".get(").trim_start_matches(['.', '[', '\'', '"', ' ']);
        let name: String =
            part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if !name.is_empty() {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_to_check_are_named() {
        let cases = [
            ("{{ config['access_token'] }}", vec!["access_token"]),
            ("{{ config.email }}/token", vec!["email"]),
            ("{{ config.get('a', '') ~ config[\"b\"] }}", vec!["a", "b"]),
            ("fixed", vec![]),
        ];
        for (source, expected) in cases {
            assert_eq!(config_names(source), expected, "{source}");
        }
    }
}
