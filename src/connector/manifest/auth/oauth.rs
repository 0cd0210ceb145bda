//! OAuth 2 in a manifest.

use super::Jwt;
use crate::connector::manifest::components::Plan;
use crate::connector::manifest::part::{Part, Read, Trouble, scalar, wrong};
use crate::connector::manifest::yaml::{Node, Yaml};
use crate::connector::template::{Engine, Template};

/// The grant type of a signed assertion (RFC 7523).
const ASSERTION_GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// OAuth 2 with client credentials, a refresh token, a signed assertion or any other grant.
#[derive(Debug)]
pub(crate) struct OAuth {
    pub(crate) endpoint: Option<Template>,
    pub(crate) client_id: Option<Template>,
    pub(crate) client_secret: Option<Template>,
    pub(crate) refresh_token: Option<Template>,
    pub(crate) access_token: Option<Template>,
    pub(crate) expiry: Option<Template>,
    /// How the endpoint writes the end of a token; without it, it tells seconds from now.
    pub(crate) expiry_format: Option<String>,
    pub(crate) grant_type: Template,
    pub(crate) scopes: Vec<Template>,
    pub(crate) names: OAuthNames,
    pub(crate) body: Plan,
    pub(crate) headers: Plan,
    pub(crate) as_query: bool,
    /// Shown instead of client and refresh token.
    pub(crate) assertion: Option<Jwt>,
    /// Where a configuration keeps tokens that rotate.
    pub(crate) rotates: Option<ConfigPaths>,
    pub(crate) revoked_by: RevokedBy,
}

/// What a token endpoint calls its fields.
#[derive(Debug)]
pub(crate) struct OAuthNames {
    pub(crate) grant_type: Template,
    pub(crate) client_id: Template,
    pub(crate) client_secret: Template,
    pub(crate) refresh_token: Template,
    pub(crate) access_token: Template,
    pub(crate) expires_in: Template,
}

/// Where a configuration keeps tokens.
#[derive(Debug, Clone)]
pub(crate) struct ConfigPaths {
    pub(crate) access: Vec<String>,
    pub(crate) refresh: Vec<String>,
    pub(crate) expiry: Vec<String>,
}

/// How a token endpoint says that the refresh token is no longer good.
#[derive(Debug, Clone, Default)]
pub(crate) struct RevokedBy {
    pub(crate) codes: Vec<u16>,
    pub(crate) key: String,
    pub(crate) values: Vec<String>,
}

/// Reads an OAuth authenticator.
pub(super) fn oauth(engine: &mut Engine, part: &Part<'_>) -> Read<OAuth> {
    let updater = part.field("refresh_token_updater");
    let assertion = assertion(engine, part)?;
    let endpoint = part.filled(engine, "token_refresh_endpoint")?;
    let access_token = part.filled(engine, "access_token_value")?;
    if endpoint.is_none() && access_token.is_none() {
        let message =
            "OAuthAuthenticator needs `token_refresh_endpoint` or `access_token_value`";
        return part.wrong(message.to_owned());
    }
    // An empty one is sent as it is, as in the ecosystem.
    let refresh_token = part.template(engine, "refresh_token")?;
    let grant_type = match &assertion {
        Some(_) => part.compile(engine, ASSERTION_GRANT, part.line())?,
        None => part.template_or(engine, "grant_type", "refresh_token")?,
    };
    let refreshes = grant_type.plain() == Some("refresh_token") && endpoint.is_some();
    if refreshes && refresh_token.is_none() && updater.is_none() {
        return part.wrong("the grant type refresh_token needs a `refresh_token`".to_owned());
    }
    Ok(OAuth {
        endpoint,
        client_id: part.filled(engine, "client_id")?,
        client_secret: part.filled(engine, "client_secret")?,
        refresh_token,
        access_token,
        expiry: part.filled(engine, "token_expiry_date")?,
        expiry_format: part.text("token_expiry_date_format")?.filter(|text| !text.is_empty()),
        grant_type,
        scopes: part.templates(engine, "scopes")?,
        names: names(engine, part, updater)?,
        body: part.plan(engine, "refresh_request_body")?,
        headers: part.plan(engine, "refresh_request_headers")?,
        as_query: part.flag("send_refresh_request_as_query_params")?,
        assertion,
        rotates: updater.map(config_paths).transpose()?,
        revoked_by: revoked_by(part, updater)?,
    })
}

fn assertion(engine: &mut Engine, part: &Part<'_>) -> Read<Option<Jwt>> {
    let used = part.flag("use_profile_assertion")?;
    match part.field("profile_assertion") {
        Some(node) => {
            let jwt = Part::of(node, "profile_assertion", &["JwtAuthenticator"])?;
            let jwt = super::jwt(engine, &jwt)?;
            Ok(used.then_some(jwt))
        }
        None if used => {
            part.wrong("`use_profile_assertion` needs a `profile_assertion`".to_owned())
        }
        None => Ok(None),
    }
}

fn names(engine: &mut Engine, part: &Part<'_>, updater: Option<&Node>) -> Read<OAuthNames> {
    // An updater has the last word on what the refresh token is called.
    let refresh_token = match updater {
        Some(node) => {
            let name = node.get("refresh_token_name").and_then(scalar);
            let name = name.unwrap_or_else(|| "refresh_token".to_owned());
            part.compile(engine, &name, node.line)?
        }
        None => part.template_or(engine, "refresh_token_name", "refresh_token")?,
    };
    Ok(OAuthNames {
        grant_type: part.template_or(engine, "grant_type_name", "grant_type")?,
        client_id: part.template_or(engine, "client_id_name", "client_id")?,
        client_secret: part.template_or(engine, "client_secret_name", "client_secret")?,
        refresh_token,
        access_token: part.template_or(engine, "access_token_name", "access_token")?,
        expires_in: part.template_or(engine, "expires_in_name", "expires_in")?,
    })
}

fn config_paths(updater: &Node) -> Read<ConfigPaths> {
    let path = |name: &str, default: &str| -> Read<Vec<String>> {
        match updater.get(name) {
            None => Ok(vec!["credentials".to_owned(), default.to_owned()]),
            Some(node) => match &node.value {
                Yaml::List(steps) if !steps.is_empty() => {
                    Ok(steps.iter().filter_map(scalar).collect())
                }
                _ => wrong(node, format!("`{name}` is {}; expected a path", node.kind())),
            },
        }
    };
    Ok(ConfigPaths {
        access: path("access_token_config_path", "access_token")?,
        refresh: path("refresh_token_config_path", "refresh_token")?,
        expiry: path("token_expiry_date_config_path", "token_expiry_date")?,
    })
}

const REVOKED_BY: [&str; 3] = [
    "refresh_token_error_status_codes",
    "refresh_token_error_key",
    "refresh_token_error_values",
];

// It may be said in one of two places.
fn revoked_by(part: &Part<'_>, updater: Option<&Node>) -> Read<RevokedBy> {
    let here = |name: &&str| part.field(name).is_some_and(|node| !node.is_falsy());
    let there = |name: &str| updater?.get(name).filter(|node| !node.is_falsy());
    let is_here = REVOKED_BY.iter().any(here);
    if is_here && let Some(node) = REVOKED_BY.iter().find_map(|name| there(name)) {
        let message = "`refresh_token_error_…` stands in the authenticator and in its \
                       `refresh_token_updater`; keep one";
        return Err(Trouble::Wrong(node.line, message.to_owned()));
    }
    let field = |name: &str| if is_here { part.field(name) } else { there(name) };
    let [codes, key, values] = REVOKED_BY.map(field);
    let list = |node: Option<&Node>| -> Read<Vec<String>> {
        match node.map(|node| (node, &node.value)) {
            None => Ok(Vec::new()),
            Some((_, Yaml::List(items))) => Ok(items.iter().filter_map(scalar).collect()),
            Some((node, _)) => wrong(node, format!("{} where a list belongs", node.kind())),
        }
    };
    let codes = list(codes)?.iter().filter_map(|code| code.parse().ok()).collect();
    let key = key.and_then(scalar).unwrap_or_default();
    Ok(RevokedBy { codes, key, values: list(values)? })
}
