//! What a token endpoint is asked.

use chrono::{DateTime, Utc};

use super::{jwt, optional, setting, value};
use crate::connector::manifest::OAuth;
use crate::connector::pull::Context;
use crate::connector::pull::request::fields;
use crate::connector::template::{RenderError, Scope, Template, Typing, python_text};
use crate::connector::tokens::{OAuthAnswer, moment_of};
use crate::connector::{Body, Json, Method, Request};

/// What a configuration holds of tokens.
#[derive(Default)]
pub(super) struct Given {
    pub(super) access: Option<String>,
    pub(super) refresh: Option<String>,
    pub(super) expires: Option<DateTime<Utc>>,
}

/// Reads it.
///
/// # Errors
/// When an expression cannot be rendered.
pub(super) fn given(context: &Context, oauth: &OAuth) -> Result<Given, RenderError> {
    let scope = context.scope(&[], &[]);
    let text = |template: &Option<Template>| optional(context, template.as_ref(), &scope);
    let mut given = Given {
        access: text(&oauth.access_token)?,
        refresh: text(&oauth.refresh_token)?,
        expires: text(&oauth.expiry)?.and_then(|at| moment_of(&at)),
    };
    if let Some(paths) = &oauth.rotates {
        let kept = |path: &[String]| setting(context, path).filter(|text| !text.is_empty());
        given.access = kept(&paths.access).or(given.access);
        given.refresh = kept(&paths.refresh).or(given.refresh);
        given.expires = kept(&paths.expiry).and_then(|at| moment_of(&at)).or(given.expires);
    }
    given.access = given.access.filter(|token| !token.is_empty());
    // A token of the configuration may be stale; without a date it is tried when it is all there is.
    if given.expires.is_none() && oauth.endpoint.is_some() {
        given.access = None;
    }
    Ok(given)
}

/// What tells one credential from another.
///
/// # Errors
/// When an expression cannot be rendered.
pub(super) fn identity(
    context: &Context,
    oauth: &OAuth,
    scope: &Scope<'_>,
    refresh: Option<&str>,
) -> Result<String, RenderError> {
    let secret = [&oauth.client_id, &oauth.client_secret, &oauth.access_token];
    let secret: Vec<Option<String>> = secret
        .into_iter()
        .map(|template| optional(context, template.as_ref(), scope))
        .collect::<Result<_, _>>()?;
    let signed = oauth.assertion.as_ref().map(|jwt| value(context, &jwt.secret, scope));
    let asked = match &oauth.endpoint {
        // An assertion is another each time; its key is not.
        Some(_) if oauth.assertion.is_some() => None,
        Some(_) => request(context, oauth, scope, refresh)?,
        None => None,
    };
    let asked = asked.map(|request| super::fingerprint(&request));
    Ok(format!("oauth {asked:?} {secret:?} {:?} {refresh:?}", signed.transpose()?))
}

/// The request for a token; nothing without an endpoint.
///
/// # Errors
/// When an expression cannot be rendered.
pub(super) fn request(
    context: &Context,
    oauth: &OAuth,
    scope: &Scope<'_>,
    refresh: Option<&str>,
) -> Result<Option<Request>, RenderError> {
    let Some(endpoint) = &oauth.endpoint else { return Ok(None) };
    let url = context.engine().text(endpoint, scope)?;
    let headers = fields(context, &oauth.headers, scope, Typing::Text)?;
    let headers: Vec<(String, String)> =
        headers.into_iter().map(|(name, text)| (name, python_text(&text))).collect();
    let signed = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    let form = match &oauth.assertion {
        Some(assertion) => vec![
            grant(context, oauth, scope)?,
            ("assertion".to_owned(), jwt::token(context, assertion)?),
        ],
        None => form(context, oauth, scope, refresh, signed)?,
    };
    // A form whatever the headers call it, as in the ecosystem.
    let (query, body) = match oauth.as_query && oauth.assertion.is_none() {
        true => (form, Body::Empty),
        false => (Vec::new(), Body::Form(form)),
    };
    Ok(Some(Request { method: Method::Post, url, query, headers, body }))
}

fn grant(
    context: &Context,
    oauth: &OAuth,
    scope: &Scope<'_>,
) -> Result<(String, String), RenderError> {
    let name = value(context, &oauth.names.grant_type, scope)?;
    Ok((name, value(context, &oauth.grant_type, scope)?))
}

fn form(
    context: &Context,
    oauth: &OAuth,
    scope: &Scope<'_>,
    refresh: Option<&str>,
    signed: bool,
) -> Result<Vec<(String, String)>, RenderError> {
    let names = &oauth.names;
    let mut form = vec![grant(context, oauth, scope)?];
    let secrets =
        [(&names.client_id, &oauth.client_id), (&names.client_secret, &oauth.client_secret)];
    for (name, template) in secrets {
        // Who shows them in a header must not show them twice.
        if let Some(template) = template.as_ref().filter(|_| !signed) {
            form.push((value(context, name, scope)?, value(context, template, scope)?));
        }
    }
    if let Some(refresh) = refresh {
        form.push((value(context, &names.refresh_token, scope)?, refresh.to_owned()));
    }
    for name in &oauth.scopes {
        form.push(("scopes".to_owned(), value(context, name, scope)?));
    }
    let own = form.len();
    for (name, extra) in fields(context, &oauth.body, scope, Typing::Lists)? {
        if form.iter().take(own).any(|(known, _)| *known == name) {
            continue;
        }
        match extra {
            Json::Array(items) => {
                form.extend(items.iter().map(|item| (name.clone(), python_text(item))));
            }
            extra => form.push((name, python_text(&extra))),
        }
    }
    Ok(form)
}

/// How the endpoint will answer.
///
/// # Errors
/// When an expression cannot be rendered.
pub(super) fn answer(
    context: &Context,
    oauth: &OAuth,
    refresh: Option<&str>,
) -> Result<OAuthAnswer, RenderError> {
    let scope = context.scope(&[], &[]);
    let name = |template: &Template| value(context, template, &scope);
    Ok(OAuthAnswer {
        access: name(&oauth.names.access_token)?,
        refresh_name: name(&oauth.names.refresh_token)?,
        expires: name(&oauth.names.expires_in)?,
        expiry_format: oauth.expiry_format.clone(),
        refresh: refresh.map(str::to_owned),
        revoked_by: oauth.revoked_by.clone(),
        rotates: oauth.rotates.clone(),
    })
}
