//! How a stream's requests prove who asks.

use super::build::injection;
use super::components::{Injection, Place, Plan};
use super::part::{Part, Read};
use super::yaml::Node;
use crate::connector::template::{Engine, Template};

/// How a request proves who asks.
#[derive(Debug)]
pub(crate) enum Auth {
    None,
    Bearer(Template),
    Basic { username: Template, password: Option<Template> },
    ApiKey { token: Template, place: Injection },
    Token(Box<OAuth>),
}

/// OAuth 2 with client credentials or a refresh token.
#[derive(Debug)]
pub(crate) struct OAuth {
    pub(crate) endpoint: Option<Template>,
    pub(crate) client_id: Option<Template>,
    pub(crate) client_secret: Option<Template>,
    pub(crate) refresh_token: Option<Template>,
    pub(crate) access_token: Option<Template>,
    pub(crate) expiry: Option<Template>,
    pub(crate) grant_type: Template,
    pub(crate) scopes: Vec<Template>,
    pub(crate) names: OAuthNames,
    pub(crate) body: Plan,
    pub(crate) headers: Plan,
    pub(crate) as_query: bool,
}

/// What a token endpoint calls its fields.
#[derive(Debug)]
pub(crate) struct OAuthNames {
    pub(crate) grant_type: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) refresh_token: String,
    pub(crate) access_token: String,
    pub(crate) expires_in: String,
}

/// Reads an authenticator.
pub(crate) fn auth(engine: &mut Engine, node: &Node) -> Read<Auth> {
    let kinds = [
        "NoAuth",
        "BearerAuthenticator",
        "BasicHttpAuthenticator",
        "ApiKeyAuthenticator",
        "OAuthAuthenticator",
    ];
    let part = Part::of(node, "authenticator", &kinds)?;
    Ok(match part.kind {
        "BearerAuthenticator" => Auth::Bearer(part.need_template(engine, "api_token")?),
        "BasicHttpAuthenticator" => Auth::Basic {
            username: part.need_template(engine, "username")?,
            password: part.filled(engine, "password")?,
        },
        "ApiKeyAuthenticator" => Auth::ApiKey {
            token: part.template_or(engine, "api_token", "")?,
            place: key_place(engine, &part)?,
        },
        "OAuthAuthenticator" => Auth::Token(Box::new(oauth(engine, &part)?)),
        _ => Auth::None,
    })
}

fn key_place(engine: &mut Engine, part: &Part<'_>) -> Read<Injection> {
    if let Some(node) = part.field("inject_into") {
        return injection(engine, node, "inject_into");
    }
    match part.filled(engine, "header")? {
        Some(header) => Ok(Injection { place: Place::Header, field: vec![header] }),
        None => part.wrong("ApiKeyAuthenticator needs `inject_into` or `header`".to_owned()),
    }
}

fn oauth(engine: &mut Engine, part: &Part<'_>) -> Read<OAuth> {
    let name = |field: &str, default: &str| -> Read<String> {
        Ok(part
            .text(field)?
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| default.to_owned()))
    };
    let names = OAuthNames {
        grant_type: name("grant_type_name", "grant_type")?,
        client_id: name("client_id_name", "client_id")?,
        client_secret: name("client_secret_name", "client_secret")?,
        refresh_token: name("refresh_token_name", "refresh_token")?,
        access_token: name("access_token_name", "access_token")?,
        expires_in: name("expires_in_name", "expires_in")?,
    };
    let endpoint = part.filled(engine, "token_refresh_endpoint")?;
    let access_token = part.filled(engine, "access_token_value")?;
    if endpoint.is_none() && access_token.is_none() {
        let message =
            "OAuthAuthenticator needs `token_refresh_endpoint` or `access_token_value`";
        return part.wrong(message.to_owned());
    }
    let refresh_token = part.filled(engine, "refresh_token")?;
    let grant_type = part.template_or(engine, "grant_type", "refresh_token")?;
    if grant_type.plain() == Some("refresh_token")
        && refresh_token.is_none()
        && endpoint.is_some()
    {
        return part.wrong("the grant type refresh_token needs a `refresh_token`".to_owned());
    }
    Ok(OAuth {
        endpoint,
        client_id: part.filled(engine, "client_id")?,
        client_secret: part.filled(engine, "client_secret")?,
        refresh_token,
        access_token,
        expiry: part.filled(engine, "token_expiry_date")?,
        grant_type,
        scopes: part.templates(engine, "scopes")?,
        names,
        body: part.plan(engine, "refresh_request_body")?,
        headers: part.plan(engine, "refresh_request_headers")?,
        as_query: part.flag("send_refresh_request_as_query_params")?,
    })
}
