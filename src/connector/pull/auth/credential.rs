//! What a request shows, when no token has to be asked for.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::jwt;
use crate::connector::Json;
use crate::connector::manifest::{Auth, Injection, Jwt, Place};
use crate::connector::pull::Context;
use crate::connector::template::{RenderError, Scope, Template, Typing, python_text};

/// What a request shows. Its `Debug` shows nothing.
#[derive(Clone, Default)]
pub(in crate::connector::pull) struct Credential {
    pub(super) place: Option<(Place, Vec<String>)>,
    pub(super) value: String,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credential")
    }
}

impl Credential {
    /// The usual header.
    pub(super) fn header(value: String) -> Self {
        Self { place: Some((Place::Header, vec!["Authorization".to_owned()])), value }
    }

    /// Puts it into a request.
    pub(in crate::connector::pull) fn apply(
        &self,
        mut put: impl FnMut(Place, &[String], Json),
    ) {
        if let Some((place, path)) = &self.place {
            put(*place, path, Json::String(self.value.clone()));
        }
    }
}

/// What is the same for every request.
///
/// # Errors
/// When an expression cannot be rendered.
pub(super) fn fixed(
    context: &Context,
    auth: &Auth,
    scope: &Scope<'_>,
) -> Result<Credential, RenderError> {
    let text = |template: &Template| value(context, template, scope);
    Ok(match auth {
        Auth::Bearer(token) => Credential::header(format!("Bearer {}", text(token)?)),
        Auth::Basic { username, password } => {
            let password = password.as_ref().map(text).transpose()?.unwrap_or_default();
            let pair = STANDARD.encode(format!("{}:{password}", text(username)?));
            Credential::header(format!("Basic {pair}"))
        }
        Auth::ApiKey { token, place } => placed(context, place, text(token)?)?,
        _ => Credential::default(),
    })
}

/// A token that we sign now.
///
/// # Errors
/// When an expression cannot be rendered or the key cannot be read.
pub(super) fn signed(context: &Context, jwt: &Jwt) -> Result<Credential, RenderError> {
    let token = jwt::token(context, jwt)?;
    match &jwt.place {
        Some(place) => placed(context, place, token),
        None => Ok(Credential::header(token)),
    }
}

fn placed(
    context: &Context,
    place: &Injection,
    token: String,
) -> Result<Credential, RenderError> {
    let scope = context.scope(&[], &[]);
    let path = place.field.iter().map(|step| value(context, step, &scope));
    Ok(Credential { place: Some((place.place, path.collect::<Result<_, _>>()?)), value: token })
}

/// An expression as the text of a credential.
///
/// # Errors
/// When it cannot be rendered.
pub(super) fn value(
    context: &Context,
    template: &Template,
    scope: &Scope<'_>,
) -> Result<String, RenderError> {
    // Credentials are never typed: `007` and `None` are passwords.
    let text = context.engine().typed(template, scope, Typing::Text)?;
    Ok(text.map_or_else(String::new, |text| python_text(&text)))
}

/// The same of an expression that may not be there.
///
/// # Errors
/// When it cannot be rendered.
pub(super) fn optional(
    context: &Context,
    template: Option<&Template>,
    scope: &Scope<'_>,
) -> Result<Option<String>, RenderError> {
    template.map(|template| value(context, template, scope)).transpose()
}
