//! Sessions: the request that logs in, and how its token is shown.

use super::{Credential, optional, value};
use crate::connector::manifest::{LegacySession, Place, Session, Shown};
use crate::connector::moment::Span;
use crate::connector::pull::Context;
use crate::connector::pull::request::{self, Trouble};
use crate::connector::template::{RenderError, Scope, Template, Var};
use crate::connector::tokens::Answer;
use crate::connector::{Body, Json, Method, Request};

/// A session of the older form is taken to last a day, as in the ecosystem.
const LEGACY_LIFE: i64 = 86_400;

/// The request that logs in, shown with a credential of its own.
///
/// # Errors
/// When it cannot be made.
pub(super) fn request(
    context: &Context,
    session: &Session,
    shown: &Credential,
    scope: &Scope<'_>,
) -> Result<Request, Trouble> {
    request::apart(context, &session.login, shown, scope)
}

/// What tells one session from another.
///
/// # Errors
/// When an expression cannot be rendered.
pub(super) fn identity(
    context: &Context,
    session: &Session,
    scope: &Scope<'_>,
) -> Result<String, RenderError> {
    let asked = match request(context, session, &Credential::default(), scope) {
        Ok(request) => super::fingerprint(&request),
        Err(Trouble::Render(error)) => return Err(error),
        // Told when it is sent.
        Err(Trouble::Elsewhere(why)) => why,
    };
    let shown = match &session.shown {
        Shown::Bearer => "Bearer".to_owned(),
        Shown::Key { token, place } => {
            let names: Vec<&str> = place.field.iter().map(Template::source).collect();
            format!("{:?} {names:?} {}", place.place, token.source())
        }
    };
    Ok(format!("session {asked} {shown} {:?}", session.path))
}

/// A session's token as requests show it.
///
/// # Errors
/// When an expression cannot be rendered.
pub(super) fn credential(
    context: &Context,
    shown: &Shown,
    token: &str,
) -> Result<Credential, RenderError> {
    let Shown::Key { token: template, place } = shown else {
        return Ok(Credential::header(format!("Bearer {token}")));
    };
    let token = Json::String(token.to_owned());
    let vars = [("session_token", Var::Json(&token))];
    let scope = context.scope(&vars, &[]);
    let path = place.field.iter().map(|step| value(context, step, &scope));
    let path = path.collect::<Result<_, _>>()?;
    Ok(Credential {
        place: Some((place.place, path)),
        value: value(context, template, &scope)?,
    })
}

/// A session of the older form with its expressions rendered.
#[derive(Clone)]
pub(super) struct Legacy {
    header: String,
    login: String,
    check: String,
    key: String,
    pub(super) token: Option<String>,
    user: Option<(String, String)>,
}

impl Legacy {
    /// Renders it.
    ///
    /// # Errors
    /// When an expression cannot be rendered.
    pub(super) fn new(context: &Context, from: &LegacySession) -> Result<Self, RenderError> {
        let scope = context.scope(&[], &[]);
        let text = |template: &Template| value(context, template, &scope);
        let filled = |template: &Option<Template>| -> Result<Option<String>, RenderError> {
            let text = optional(context, template.as_ref(), &scope)?;
            Ok(text.filter(|text| !text.is_empty()))
        };
        let base = match &from.base {
            Some(base) => context.engine().text(base, &scope)?,
            None => String::new(),
        };
        let url = |path: String| {
            format!("{}/{}", base.trim_end_matches('/'), path.trim_start_matches('/'))
        };
        Ok(Self {
            header: text(&from.header)?,
            login: url(context.engine().text(&from.login, &scope)?),
            check: url(context.engine().text(&from.check, &scope)?),
            key: text(&from.key)?,
            token: filled(&from.token)?,
            user: filled(&from.username)?.zip(filled(&from.password)?),
        })
    }

    /// What tells one session from another.
    pub(super) fn identity(&self) -> String {
        let Self { header, login, check, key, token, user } = self;
        format!("legacy {header} {login} {check} {key} {token:?} {user:?}")
    }

    /// Whether it can log in, or has only a token that a person got.
    pub(super) fn has_user(&self) -> bool {
        self.user.is_some()
    }

    /// The login and where its answer has the token; nothing without user name and password.
    pub(super) fn login(&self) -> Option<(Request, Answer)> {
        let (username, password) = self.user.as_ref()?;
        let user = Json::Object(vec![
            ("username".to_owned(), Json::String(username.clone())),
            ("password".to_owned(), Json::String(password.clone())),
        ]);
        let request = Request {
            method: Method::Post,
            url: self.login.clone(),
            query: Vec::new(),
            headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            body: Body::Json(user.to_string()),
        };
        let lasts = Some(Span::seconds(LEGACY_LIFE));
        Some((request, Answer::Path { path: vec![self.key.clone()], lasts }))
    }

    /// Asks whether a token of the configuration still holds.
    pub(super) fn check(&self, token: &str) -> Request {
        Request {
            method: Method::Get,
            url: self.check.clone(),
            query: Vec::new(),
            headers: vec![(self.header.clone(), token.to_owned())],
            body: Body::Empty,
        }
    }

    /// The token as requests show it.
    pub(super) fn credential(&self, token: &str) -> Credential {
        let place = Some((Place::Header, vec![self.header.clone()]));
        Credential { place, value: token.to_owned() }
    }
}
