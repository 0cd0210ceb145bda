//! A JSON Web Token that we sign ourselves.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::{sign, value};
use crate::connector::Json;
use crate::connector::manifest::{ALGORITHMS, Jwt};
use crate::connector::pull::Context;
use crate::connector::pull::request::{evaluate, fields};
use crate::connector::template::{RenderError, Scope, Template, Typing};

/// The token as it is shown, its prefix included, valid from the present moment.
///
/// # Errors
/// When an expression cannot be rendered or the key cannot be read.
pub(super) fn token(context: &Context, jwt: &Jwt) -> Result<String, RenderError> {
    let scope = context.scope(&[], &[]);
    let header = encode(&header(context, jwt, &scope)?);
    let claims = encode(&claims(context, jwt, &scope)?);
    let message = format!("{header}.{claims}");
    let mut secret = value(context, &jwt.secret, &scope)?;
    if secret.is_empty() {
        return Err(trouble(jwt, "`secret_key` is empty"));
    }
    if jwt.encode_secret {
        secret = STANDARD.encode(secret);
    }
    let passphrase = match &jwt.passphrase {
        Some(passphrase) => value(context, passphrase, &scope)?,
        None => String::new(),
    };
    let signature = sign::sign(jwt.algorithm, &secret, &passphrase, message.as_bytes())
        .map_err(|why| trouble(jwt, &format!("`secret_key` cannot sign: {why}")))?;
    let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature));
    let prefix = match &jwt.prefix {
        Some(prefix) => value(context, prefix, &scope)?,
        None => String::new(),
    };
    Ok(if prefix.is_empty() { token } else { format!("{prefix} {token}") })
}

/// What tells one such token from another, whatever the hour.
///
/// # Errors
/// When an expression cannot be rendered.
pub(super) fn identity(
    context: &Context,
    jwt: &Jwt,
    scope: &Scope<'_>,
) -> Result<String, RenderError> {
    let (header, claims) = (header(context, jwt, scope)?, named(context, jwt, scope)?);
    let secret = value(context, &jwt.secret, scope)?;
    let place = jwt.place.as_ref().map(|place| {
        let names: Vec<&str> = place.field.iter().map(Template::source).collect();
        (place.place, names)
    });
    Ok(format!("jwt {header} {} {secret} {place:?}", Json::Object(claims)))
}

fn trouble(jwt: &Jwt, what: &str) -> RenderError {
    let names = super::names(&[&jwt.secret]);
    let message = format!("{what}; check {names} in the configuration of the source");
    RenderError { line: jwt.line, undefined: false, message }
}

fn encode(json: &Json) -> String {
    URL_SAFE_NO_PAD.encode(json.to_string())
}

// In the order of their names, as the ecosystem has it.
fn header(context: &Context, jwt: &Jwt, scope: &Scope<'_>) -> Result<Json, RenderError> {
    let mut header = fields(context, &jwt.more_headers, scope, Typing::Free)?;
    for (name, template) in &jwt.headers {
        header.push(((*name).to_owned(), Json::String(value(context, template, scope)?)));
    }
    let known = ALGORITHMS.iter().find(|(_, algorithm)| *algorithm == jwt.algorithm);
    let name = known.map_or("", |(name, _)| name);
    header.push(("alg".to_owned(), Json::String(name.to_owned())));
    header.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(Json::Object(header))
}

fn claims(context: &Context, jwt: &Jwt, scope: &Scope<'_>) -> Result<Json, RenderError> {
    let mut claims = named(context, jwt, scope)?;
    let now = context.moment.timestamp();
    for (name, at) in [("iat", now), ("exp", now.saturating_add(jwt.duration)), ("nbf", now)] {
        claims.push((name.to_owned(), Json::Number(at.to_string())));
    }
    Ok(Json::Object(claims))
}

fn named(
    context: &Context,
    jwt: &Jwt,
    scope: &Scope<'_>,
) -> Result<Vec<(String, Json)>, RenderError> {
    let mut claims = match evaluate(context, &jwt.more_claims, scope, Typing::Free)? {
        Some(Json::Object(fields)) => fields,
        _ => Vec::new(),
    };
    for (name, template) in &jwt.claims {
        claims.push(((*name).to_owned(), claim(context, name, template, scope)?));
    }
    Ok(claims)
}

// An audience may be a list; an issuer is always a text.
fn claim(
    context: &Context,
    name: &str,
    template: &Template,
    scope: &Scope<'_>,
) -> Result<Json, RenderError> {
    if name == "iss" {
        return Ok(Json::String(value(context, template, scope)?));
    }
    let typed = context.engine().typed(template, scope, Typing::Free)?;
    Ok(typed.unwrap_or_else(|| Json::String(String::new())))
}
