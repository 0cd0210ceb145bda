//! How a stream's requests prove who asks.

mod multi_token;
mod oauth;

use std::sync::Arc;

use super::build::injection;
use super::components::{BodyPlan, Injection, Place, Plan, Requester};
use super::part::{Part, Read, Trouble, scalar, wrong};
use super::requester::requester;
use super::yaml::{Node, Yaml};
use crate::connector::moment::Span;
use crate::connector::template::{Engine, Template};
pub(crate) use multi_token::{MultiToken, Quota};
pub(crate) use oauth::{ConfigPaths, OAuth, RevokedBy};

/// How a request proves who asks.
#[derive(Debug)]
pub(crate) enum Auth {
    None,
    Bearer(Template),
    Basic { username: Template, password: Option<Template> },
    ApiKey { token: Template, place: Injection },
    OAuth2(Box<OAuth>),
    Jwt(Box<Jwt>),
    Session(Box<Session>),
    LegacySession(Box<LegacySession>),
    MultiToken(Arc<MultiToken>),
    Selective(Selective),
}

/// A token that we sign ourselves.
#[derive(Debug)]
pub(crate) struct Jwt {
    pub(crate) line: usize,
    pub(crate) secret: Template,
    /// The key is the secret's text in base64.
    pub(crate) encode_secret: bool,
    pub(crate) passphrase: Option<Template>,
    pub(crate) algorithm: Algorithm,
    /// In seconds.
    pub(crate) duration: i64,
    pub(crate) prefix: Option<Template>,
    /// `kid`, `typ` and `cty`, as far as they are given.
    pub(crate) headers: Vec<(&'static str, Template)>,
    pub(crate) more_headers: Plan,
    /// `iss`, `sub` and `aud`, as far as they are given.
    pub(crate) claims: Vec<(&'static str, Template)>,
    pub(crate) more_claims: Plan,
    pub(crate) place: Option<Injection>,
}

/// How a JWT is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Hs256,
    Hs384,
    Hs512,
    Es256,
    Es256K,
    Es384,
    Es512,
    Rs256,
    Rs384,
    Rs512,
    Ps256,
    Ps384,
    Ps512,
    EdDsa,
}

/// The names of the algorithms, as in a JWT's header.
pub(crate) const ALGORITHMS: [(&str, Algorithm); 14] = [
    ("HS256", Algorithm::Hs256),
    ("HS384", Algorithm::Hs384),
    ("HS512", Algorithm::Hs512),
    ("ES256", Algorithm::Es256),
    ("ES256K", Algorithm::Es256K),
    ("ES384", Algorithm::Es384),
    ("ES512", Algorithm::Es512),
    ("RS256", Algorithm::Rs256),
    ("RS384", Algorithm::Rs384),
    ("RS512", Algorithm::Rs512),
    ("PS256", Algorithm::Ps256),
    ("PS384", Algorithm::Ps384),
    ("PS512", Algorithm::Ps512),
    ("EdDSA", Algorithm::EdDsa),
];

/// A token that a login request is answered with.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) login: Requester,
    /// Where the token is in the answer.
    pub(crate) path: Vec<String>,
    /// Without it, every request is preceded by a login of its own.
    pub(crate) lasts: Option<Span>,
    pub(crate) shown: Shown,
}

impl Session {
    /// The expressions of the login request.
    pub(crate) fn templates(&self) -> Vec<&Template> {
        let Requester { headers, parameters, body, .. } = &self.login;
        let mut found = Vec::new();
        for plan in [parameters, headers] {
            plan.collect(&mut found);
        }
        match body {
            BodyPlan::None => {}
            BodyPlan::Json(plan) | BodyPlan::Form(plan) => plan.collect(&mut found),
            BodyPlan::Text(template) | BodyPlan::Plain(template) => found.push(template),
        }
        found
    }
}

/// How a session token is shown.
#[derive(Debug)]
pub(crate) enum Shown {
    Bearer,
    Key { token: Template, place: Injection },
}

/// The older form of a session: user name and password as JSON, or a token that a person got.
#[derive(Debug)]
pub(crate) struct LegacySession {
    pub(crate) base: Option<Template>,
    pub(crate) header: Template,
    pub(crate) login: Template,
    pub(crate) check: Template,
    pub(crate) token: Option<Template>,
    pub(crate) key: Template,
    pub(crate) username: Option<Template>,
    pub(crate) password: Option<Template>,
}

/// An authenticator that a configuration value selects.
#[derive(Debug)]
pub(crate) struct Selective {
    pub(crate) line: usize,
    /// Where the value is in the configuration.
    pub(crate) path: Vec<String>,
    pub(crate) choices: Vec<(String, Choice)>,
}

/// One authenticator, or the line and the reason why this build cannot run it.
pub(crate) type Choice = Result<Arc<Auth>, (usize, String)>;

const KINDS: [&str; 10] = [
    "NoAuth",
    "BearerAuthenticator",
    "BasicHttpAuthenticator",
    "ApiKeyAuthenticator",
    "OAuthAuthenticator",
    "JwtAuthenticator",
    "SessionTokenAuthenticator",
    "LegacySessionTokenAuthenticator",
    "RateLimitedMultipleTokenAuthenticator",
    "SelectiveAuthenticator",
];

/// Reads an authenticator; `base` is the address of its requester.
pub(crate) fn auth(engine: &mut Engine, node: &Node, base: Option<&Template>) -> Read<Auth> {
    let part = Part::of(node, "authenticator", &KINDS)?;
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
        "OAuthAuthenticator" => Auth::OAuth2(Box::new(oauth::oauth(engine, &part)?)),
        "JwtAuthenticator" => Auth::Jwt(Box::new(jwt(engine, &part)?)),
        "SessionTokenAuthenticator" => Auth::Session(Box::new(session(engine, &part)?)),
        "LegacySessionTokenAuthenticator" => {
            Auth::LegacySession(Box::new(legacy_session(engine, &part, base)?))
        }
        "RateLimitedMultipleTokenAuthenticator" => {
            Auth::MultiToken(Arc::new(multi_token::multi_token(engine, &part)?))
        }
        "SelectiveAuthenticator" => Auth::Selective(selective(engine, &part, base)?),
        _ => Auth::None,
    })
}

fn key_place(engine: &mut Engine, part: &Part<'_>) -> Read<Injection> {
    let header = part.filled(engine, "header")?;
    match (part.field("inject_into"), header) {
        (Some(_), Some(_)) => {
            let message = "ApiKeyAuthenticator has both `inject_into` and `header`; keep one";
            part.wrong(message.to_owned())
        }
        (Some(node), None) => injection(engine, node, "inject_into"),
        (None, Some(header)) => Ok(Injection { place: Place::Header, field: vec![header] }),
        (None, None) => {
            part.wrong("ApiKeyAuthenticator needs `inject_into` or `header`".to_owned())
        }
    }
}

fn jwt(engine: &mut Engine, part: &Part<'_>) -> Read<Jwt> {
    part.need("algorithm")?;
    let Some(algorithm) = part.word("algorithm", &ALGORITHMS)? else {
        return part.wrong("JwtAuthenticator needs `algorithm`".to_owned());
    };
    let mut headers = given(engine, part, "jwt_headers", &["kid", "typ", "cty"])?;
    if !headers.iter().any(|(name, _)| *name == "typ") {
        headers.push(("typ", part.compile(engine, "JWT", part.line())?));
    }
    let (more_headers, more_claims) = ("additional_jwt_headers", "additional_jwt_payload");
    unreserved(part, more_headers, &["kid", "alg", "typ", "cty"])?;
    unreserved(part, more_claims, &["iss", "sub", "aud", "iat", "exp", "nbf"])?;
    let place = part.field("request_option");
    Ok(Jwt {
        line: part.line(),
        secret: part.need_template(engine, "secret_key")?,
        encode_secret: part.flag("base64_encode_secret_key")?,
        passphrase: part.filled(engine, "passphrase")?,
        algorithm,
        duration: part.whole("token_duration")?.unwrap_or(1200),
        prefix: part.filled(engine, "header_prefix")?,
        headers,
        more_headers: part.plan(engine, more_headers)?,
        claims: given(engine, part, "jwt_payload", &["iss", "sub", "aud"])?,
        more_claims: part.plan(engine, more_claims)?,
        place: place.map(|node| injection(engine, node, "request_option")).transpose()?,
    })
}

// The fields of an object without a type that are there.
fn given(
    engine: &mut Engine,
    part: &Part<'_>,
    name: &str,
    known: &[&'static str],
) -> Read<Vec<(&'static str, Template)>> {
    let Some(node) = part.field(name) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for field in known {
        let Some(node) = node.get(field).filter(|node| !node.is_falsy()) else { continue };
        let Some(text) = scalar(node) else {
            return wrong(node, format!("`{field}` is {}; expected a text", node.kind()));
        };
        found.push((*field, part.compile(engine, &text, node.line)?));
    }
    Ok(found)
}

fn unreserved(part: &Part<'_>, name: &str, reserved: &[&str]) -> Read<()> {
    let entries = part.field(name).map(Node::entries).unwrap_or_default();
    match entries.iter().find(|entry| reserved.contains(&entry.key.as_str())) {
        Some(entry) => {
            let key = &entry.key;
            let message =
                format!("`{name}` may not hold `{key}`, which has a place of its own");
            Err(Trouble::Wrong(entry.line, message))
        }
        None => Ok(()),
    }
}

fn session(engine: &mut Engine, part: &Part<'_>) -> Read<Session> {
    if let Some(node) = part.field("decoder") {
        Part::of(node, "decoder", &["JsonDecoder"])?;
    }
    let path: Vec<String> =
        part.list("session_token_path")?.iter().filter_map(scalar).collect();
    if path.is_empty() {
        let message = "`session_token_path` names no field of the login's answer";
        return part.wrong(message.to_owned());
    }
    let lasts = match part.text("expiration_duration")?.filter(|text| !text.is_empty()) {
        Some(text) => match Span::parse(&text) {
            Some(span) => Some(span),
            None => {
                return part.wrong(format!(
                    "`expiration_duration` is `{text}`; expected an ISO 8601 duration such as PT1H"
                ));
            }
        },
        None => None,
    };
    let node = part.need("request_authentication")?;
    let shown = Part::of(node, "request_authentication", &["Bearer", "ApiKey"])?;
    let shown = if shown.kind == "Bearer" {
        Shown::Bearer
    } else {
        Shown::Key {
            token: shown.template_or(engine, "api_token", "{{ session_token }}")?,
            place: injection(engine, shown.need("inject_into")?, "inject_into")?,
        }
    };
    let login = requester(engine, part.need("login_requester")?)?;
    Ok(Session { login, path, lasts, shown })
}

fn legacy_session(
    engine: &mut Engine,
    part: &Part<'_>,
    base: Option<&Template>,
) -> Read<LegacySession> {
    Ok(LegacySession {
        base: base.cloned(),
        header: part.need_template(engine, "header")?,
        login: part.need_template(engine, "login_url")?,
        check: part.need_template(engine, "validate_session_url")?,
        token: part.filled(engine, "session_token")?,
        key: part.need_template(engine, "session_token_response_key")?,
        username: part.filled(engine, "username")?,
        password: part.filled(engine, "password")?,
    })
}

fn selective(engine: &mut Engine, part: &Part<'_>, base: Option<&Template>) -> Read<Selective> {
    let path: Vec<String> =
        part.list("authenticator_selection_path")?.iter().filter_map(scalar).collect();
    if path.is_empty() {
        let message = "`authenticator_selection_path` names no field of the configuration";
        return part.wrong(message.to_owned());
    }
    let node = part.need("authenticators")?;
    let Yaml::Map(entries) = &node.value else {
        let kind = node.kind();
        return wrong(node, format!("`authenticators` is {kind}; expected an object of them"));
    };
    let mut choices = Vec::with_capacity(entries.len());
    for entry in entries.iter().filter(|entry| !entry.key.starts_with('$')) {
        let choice = match auth(engine, &entry.node, base) {
            Ok(found) => Ok(Arc::new(found)),
            // Only who selects it needs it.
            Err(Trouble::Later(line, message)) => Err((line, message)),
            Err(trouble) => return Err(trouble),
        };
        choices.push((entry.key.clone(), choice));
    }
    Ok(Selective { line: part.line(), path, choices })
}
