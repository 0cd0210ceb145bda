//! How fast a manifest lets its source be asked: request budget and concurrency level.

use chrono::{DateTime, TimeDelta, Utc};

use super::part::{Part, Read, Trouble, scalar};
use super::yaml::{Node, Yaml};
use crate::connector::moment::Span;
use crate::connector::pattern::Pattern;
use crate::connector::template::{Engine, Template};

/// No interval of a rate is longer, in days.
const LONGEST_DAYS: i64 = 366;

/// What the manifest says of its pace.
#[derive(Debug, Clone, Default)]
pub(crate) struct PacePlan {
    pub(crate) level: Option<LevelPlan>,
    pub(crate) budget: BudgetPlan,
}

/// So many requests at once.
#[derive(Debug, Clone)]
pub(crate) struct LevelPlan {
    pub(crate) line: usize,
    pub(crate) default: Template,
    pub(crate) most: Option<i64>,
}

/// So many requests in a time.
#[derive(Debug, Clone, Default)]
pub(crate) struct BudgetPlan {
    /// The first that matches a request counts.
    pub(crate) policies: Vec<PolicyPlan>,
    /// Lower-case names of headers that say when the window ends and what is left in it.
    pub(crate) reset_header: Option<String>,
    pub(crate) remaining_header: Option<String>,
    /// Status codes that say that the budget is used up.
    pub(crate) hits: Vec<u16>,
}

/// The rates of some requests; none: no limit.
#[derive(Debug, Clone)]
pub(crate) struct PolicyPlan {
    pub(crate) rates: Vec<RatePlan>,
    /// Matches every request when empty.
    pub(crate) matchers: Vec<MatcherPlan>,
}

/// A limit in an interval.
#[derive(Debug, Clone)]
pub(crate) struct RatePlan {
    pub(crate) line: usize,
    pub(crate) limit: Template,
    pub(crate) interval: TimeDelta,
    /// The source's window is fixed: it begins anew when the source says so.
    pub(crate) fixed: bool,
}

/// Which requests are meant.
#[derive(Debug, Clone)]
pub(crate) struct MatcherPlan {
    pub(crate) line: usize,
    /// Upper case.
    pub(crate) method: Option<String>,
    /// Scheme and host, without a slash at the end.
    pub(crate) base: Option<String>,
    pub(crate) path: Option<Pattern>,
    pub(crate) params: Vec<(String, String)>,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) weight: Option<Template>,
}

/// Reads both from the whole manifest.
pub(crate) fn pace(engine: &mut Engine, source: &Part<'_>) -> Read<PacePlan> {
    let level = match source.field("concurrency_level") {
        Some(node) => Some(level(engine, node)?),
        None => None,
    };
    let budget = match source.field("api_budget").map(|node| budget(engine, node)) {
        // Custom code cannot run here; what the source itself says of its limits is still obeyed.
        None | Some(Err(Trouble::Later(..))) => BudgetPlan::default(),
        Some(read) => read?,
    };
    Ok(PacePlan { level, budget })
}

fn level(engine: &mut Engine, node: &Node) -> Read<LevelPlan> {
    let part = Part::of(node, "concurrency_level", &["ConcurrencyLevel"])?;
    let default = part.need_template(engine, "default_concurrency")?;
    let most = part.whole("max_concurrency")?.filter(|most| *most != 0);
    if most.is_none() && default.source().contains("config") {
        let message =
            "ConcurrencyLevel needs `max_concurrency` when the level comes from config";
        return part.wrong(message.to_owned());
    }
    Ok(LevelPlan { line: part.line(), default, most })
}

fn budget(engine: &mut Engine, node: &Node) -> Read<BudgetPlan> {
    let part = Part::of(node, "api_budget", &["HTTPAPIBudget"])?;
    let header = |name: &str| -> Read<Option<String>> {
        Ok(part.text(name)?.filter(|text| !text.is_empty()).map(|text| text.to_lowercase()))
    };
    let (reset_header, remaining_header) =
        (header("ratelimit_reset_header")?, header("ratelimit_remaining_header")?);
    let hits = codes(&part, "status_codes_for_ratelimit_hit")?;
    let policies = part.list("policies")?.iter().map(|node| policy(engine, node));
    let policies = policies.collect::<Read<_>>()?;
    Ok(BudgetPlan { policies, reset_header, remaining_header, hits })
}

/// A list of HTTP status codes.
pub(super) fn codes(part: &Part<'_>, name: &str) -> Read<Vec<u16>> {
    let codes = part.list(name)?.iter();
    let codes = codes.map(|code| scalar(code).and_then(|text| text.parse().ok()));
    match codes.collect() {
        Some(codes) => Ok(codes),
        None => part.wrong(format!("`{name}` holds what is no HTTP status code")),
    }
}

fn policy(engine: &mut Engine, node: &Node) -> Read<PolicyPlan> {
    let kinds =
        ["FixedWindowCallRatePolicy", "MovingWindowCallRatePolicy", "UnlimitedCallRatePolicy"];
    let part = Part::of(node, "policies", &kinds)?;
    let rates = match part.kind {
        "FixedWindowCallRatePolicy" => vec![RatePlan {
            line: part.line(),
            limit: part.need_template(engine, "call_limit")?,
            interval: interval(&part, "period")?,
            fixed: true,
        }],
        "MovingWindowCallRatePolicy" => {
            let rates = part.list("rates")?.iter().map(|node| rate(engine, node));
            let rates: Vec<RatePlan> = rates.collect::<Read<_>>()?;
            if rates.is_empty() {
                return part.wrong("MovingWindowCallRatePolicy needs a rate".to_owned());
            }
            rates
        }
        _ => Vec::new(),
    };
    let matchers = part.list("matchers")?.iter().map(|node| matcher(engine, node));
    Ok(PolicyPlan { rates, matchers: matchers.collect::<Read<_>>()? })
}

fn rate(engine: &mut Engine, node: &Node) -> Read<RatePlan> {
    let part = Part::of(node, "rates", &["Rate"])?;
    Ok(RatePlan {
        line: part.line(),
        limit: part.need_template(engine, "limit")?,
        interval: interval(&part, "interval")?,
        fixed: false,
    })
}

fn interval(part: &Part<'_>, name: &str) -> Read<TimeDelta> {
    let text = part.text(name)?.unwrap_or_default();
    let length = Span::parse(&text)
        .map(|span| span.after(DateTime::UNIX_EPOCH) - DateTime::<Utc>::UNIX_EPOCH);
    let known =
        length.filter(|l| *l > TimeDelta::zero() && *l <= TimeDelta::days(LONGEST_DAYS));
    let Some(length) = known else {
        return part.wrong(format!(
            "`{name}` is `{text}`; expected an ISO 8601 duration of at most a year, such as PT1S"
        ));
    };
    Ok(length)
}

/// Which requests are meant.
pub(super) fn matcher(engine: &mut Engine, node: &Node) -> Read<MatcherPlan> {
    let part = Part::of(node, "matchers", &["HttpRequestRegexMatcher"])?;
    let filled = |name: &str| -> Read<Option<String>> {
        Ok(part.text(name)?.filter(|text| !text.is_empty()))
    };
    let path = match filled("url_path_pattern")?.map(|source| Pattern::new(&source)) {
        Some(Err(why)) => {
            return part.wrong(format!("`url_path_pattern` cannot be read: {why}"));
        }
        Some(Ok(pattern)) => Some(pattern),
        None => None,
    };
    let (method, base) = (filled("method")?, filled("url_base")?);
    let headers = texts(&part, "headers")?.into_iter();
    Ok(MatcherPlan {
        line: part.line(),
        method: method.map(|method| method.to_uppercase()),
        base: base.map(|base| base.trim_end_matches('/').to_owned()),
        path,
        params: texts(&part, "params")?,
        headers: headers.map(|(name, value)| (name.to_lowercase(), value)).collect(),
        weight: part.filled(engine, "weight")?,
    })
}

/// A map of texts; numbers and flags as Python writes them.
fn texts(part: &Part<'_>, name: &str) -> Read<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for entry in part.field(name).map(Node::entries).unwrap_or_default() {
        let value = match &entry.node.value {
            Yaml::Bool(true) => Some("True".to_owned()),
            Yaml::Bool(false) => Some("False".to_owned()),
            _ => scalar(&entry.node),
        };
        match value {
            _ if entry.key.starts_with('$') => {}
            Some(value) => pairs.push((entry.key.clone(), value)),
            None => {
                let key = &entry.key;
                return part.wrong(format!("`{key}` of `{name}` must be a text or a number"));
            }
        }
    }
    Ok(pairs)
}
