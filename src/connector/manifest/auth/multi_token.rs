//! Several interchangeable tokens, each with quotas of its own.

use crate::connector::manifest::budget::{MatcherPlan, codes, matcher};
use crate::connector::manifest::part::{Part, Read, scalar};
use crate::connector::manifest::yaml::{Node, Yaml};
use crate::connector::template::{Engine, Template};
use crate::connector::wire::Method;

/// Tokens that take turns.
#[derive(Debug)]
pub(crate) struct MultiToken {
    pub(crate) line: usize,
    pub(crate) tokens: Vec<Template>,
    /// What stands between the tokens of a text that holds them all.
    pub(crate) delimiter: Option<String>,
    /// The word before the token.
    pub(crate) method: String,
    pub(crate) header: String,
    pub(crate) status: QuotaStatus,
    /// At least one.
    pub(crate) quotas: Vec<Quota>,
    /// An ISO 8601 duration.
    pub(crate) max_wait: Template,
    /// From this part of a quota on, or from so many calls on, what is left is spread out.
    pub(crate) reserve: f64,
    pub(crate) least_reserve: i64,
}

/// Who tells what is left of a token's quotas.
#[derive(Debug)]
pub(crate) struct QuotaStatus {
    pub(crate) line: usize,
    pub(crate) url: Template,
    pub(crate) method: Method,
    pub(crate) headers: Vec<(String, Template)>,
    /// Status codes that say that there are no quotas.
    pub(crate) unavailable: Vec<u16>,
}

/// Calls that each token has for some requests.
#[derive(Debug)]
pub(crate) struct Quota {
    pub(crate) name: String,
    /// Where the status has the calls left, the end of the window and the calls allowed in it.
    pub(crate) remaining: Vec<String>,
    pub(crate) reset: Vec<String>,
    pub(crate) limit: Option<Vec<String>>,
    /// Matches what no other does when empty.
    pub(crate) matchers: Vec<MatcherPlan>,
    /// Lower-case names of headers that say the same with each reply.
    pub(crate) remaining_header: Option<String>,
    pub(crate) reset_header: Option<String>,
    pub(crate) limit_header: Option<String>,
    /// Status codes that say that nothing is left.
    pub(crate) spent_by: Vec<u16>,
}

impl MultiToken {
    /// The expressions of the tokens.
    pub(crate) fn templates(&self) -> Vec<&Template> {
        self.tokens.iter().collect()
    }
}

/// Reads the authenticator.
pub(super) fn multi_token(engine: &mut Engine, part: &Part<'_>) -> Read<MultiToken> {
    let is_list = matches!(part.need("tokens")?.value, Yaml::List(_));
    let tokens = if is_list {
        part.templates(engine, "tokens")?
    } else {
        vec![part.need_template(engine, "tokens")?]
    };
    let text = |name: &str, default: &str| -> Read<String> {
        let text = part.text(name)?.filter(|text| !text.is_empty());
        Ok(text.unwrap_or_else(|| default.to_owned()))
    };
    let quotas = part.list("quotas")?.iter().map(|node| quota(engine, node));
    let quotas: Vec<Quota> = quotas.collect::<Read<_>>()?;
    if quotas.is_empty() {
        return part.wrong("`quotas` is empty; name at least one".to_owned());
    }
    let delimiter = text("token_delimiter", ",")?;
    Ok(MultiToken {
        line: part.line(),
        tokens,
        delimiter: (!is_list).then_some(delimiter),
        method: text("auth_method", "Bearer")?,
        header: text("header", "Authorization")?,
        status: status(engine, part.need("quota_status_source")?)?,
        quotas,
        max_wait: part.template_or(engine, "max_wait_time", "PT2H")?,
        reserve: fraction(part, "budget_reserve_fraction", 0.1)?,
        least_reserve: part.whole("budget_min_reserve")?.unwrap_or(50),
    })
}

fn fraction(part: &Part<'_>, name: &str, default: f64) -> Read<f64> {
    let Some(text) = part.text(name)? else { return Ok(default) };
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => part.wrong(format!("`{name}` is `{text}`; expected a number such as 0.1")),
    }
}

fn status(engine: &mut Engine, node: &Node) -> Read<QuotaStatus> {
    let part = Part::of(node, "quota_status_source", &["QuotaStatusSource"])?;
    let methods = [("GET", Method::Get), ("POST", Method::Post)];
    let mut headers = Vec::new();
    for entry in part.field("request_headers").map(Node::entries).unwrap_or_default() {
        if entry.key.starts_with('$') {
            continue;
        }
        let Some(text) = scalar(&entry.node) else {
            let key = &entry.key;
            return part.wrong(format!("`{key}` of `request_headers` must be a text"));
        };
        headers.push((entry.key.clone(), part.compile(engine, &text, entry.line)?));
    }
    Ok(QuotaStatus {
        line: part.line(),
        url: part.need_template(engine, "url")?,
        method: part.word("http_method", &methods)?.unwrap_or(Method::Get),
        headers,
        unavailable: codes(&part, "unavailable_status_codes")?,
    })
}

fn quota(engine: &mut Engine, node: &Node) -> Read<Quota> {
    let part = Part::of(node, "quotas", &["TokenQuota"])?;
    let path = |name: &str| -> Read<Vec<String>> {
        let path: Vec<String> = part.list(name)?.iter().filter_map(scalar).collect();
        if path.is_empty() {
            return part.wrong(format!("`{name}` names no field of the quota status"));
        }
        Ok(path)
    };
    let header = |name: &str| -> Read<Option<String>> {
        Ok(part.text(name)?.filter(|text| !text.is_empty()).map(|text| text.to_lowercase()))
    };
    let limit = part.list("limit_path")?;
    let matchers = part.list("matchers")?.iter().map(|node| matcher(engine, node));
    Ok(Quota {
        name: part.text("name")?.unwrap_or_default(),
        remaining: path("remaining_path")?,
        reset: path("reset_path")?,
        limit: if limit.is_empty() { None } else { Some(path("limit_path")?) },
        matchers: matchers.collect::<Read<_>>()?,
        remaining_header: header("remaining_header")?,
        reset_header: header("reset_header")?,
        limit_header: header("limit_header")?,
        spent_by: codes(&part, "exhaustion_status_codes")?,
    })
}
