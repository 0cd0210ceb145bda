//! How fast a source may be asked: what its manifest allows, and what its replies say is left.
//!
//! - [`Pace`] is what a manifest and a configuration allow: rates and requests at once.
//! - [`Ledger`] counts what was sent, so that no rate is passed (`ledger`).
//! - [`Heard`] is what a reply says of limits, in the words of many vendors (`heard`).

mod heard;
mod ledger;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use minijinja::Value;

use super::manifest::{LevelPlan, MatcherPlan, PolicyPlan, RatePlan};
use super::template::{RenderError, Scope, Template, Typing, to_value};
use super::wire::Method;
use super::{Json, Manifest, PullError, Reply, Request};
pub use heard::{Heard, Window};
pub(crate) use heard::{http_date, retry_after, tightest};
pub use ledger::{Ledger, Turn};

/// Requests at once when the manifest does not say it. The tightest limits that vendors set on
/// requests at once begin at five; the ecosystem's two threads, one of which only plans, leave a
/// source idle most of the time.
const LEVEL: usize = 4;
/// More requests at once no source is asked, whatever a manifest or a configuration says.
const MOST: usize = 100;

/// The pace that a manifest allows under one configuration.
#[derive(Debug)]
pub struct Pace {
    level: usize,
    policies: Vec<Policy>,
    names: Names,
    hits: Vec<u16>,
}

/// Lower-case names of the headers that the manifest declares.
#[derive(Debug, Default)]
struct Names {
    reset: Option<String>,
    remaining: Option<String>,
}

#[derive(Debug)]
struct Policy {
    rules: Arc<[Rule]>,
    matchers: Vec<Matcher>,
}

/// At most `limit` in any stretch of time of this length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    /// Names it in a ledger: a rule that changes begins afresh.
    key: String,
    limit: u64,
    interval: TimeDelta,
    /// What was spent before the source's own window ended does not count any more.
    fixed: bool,
}

#[derive(Debug)]
struct Matcher {
    plan: MatcherPlan,
    weight: u64,
}

/// A request that wants to be sent, as a budget sees it.
#[derive(Debug, Clone)]
pub struct Asking {
    budget: String,
    line: String,
    lane: String,
    rules: Arc<[Rule]>,
    weight: u64,
}

impl Asking {
    /// Names the budget: a hash of the credential, and the host. All streams and processes that
    /// sign in with the credential share it.
    pub fn budget(&self) -> &str {
        &self.budget
    }

    /// Names the queue for requests that wait for the same rates.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// How much it counts, at least 1.
    pub fn weight(&self) -> u64 {
        self.weight
    }

    /// Whether the manifest declares a rate for it.
    pub fn is_rated(&self) -> bool {
        !self.rules.is_empty()
    }

    /// Tokens worth taking at once from a ledger that several processes share, and how long they
    /// are worth keeping: a part of the tightest rate, so that nobody hoards.
    pub fn batch(&self) -> (u64, Duration) {
        const LONGEST: TimeDelta = TimeDelta::seconds(2);
        // No shorter than it takes to ask the store and send.
        const SHORTEST: TimeDelta = TimeDelta::milliseconds(50);
        let limit = self.rules.iter().map(|rule| rule.limit).min().unwrap_or(1);
        let interval = self.rules.iter().map(|rule| rule.interval).min().unwrap_or(LONGEST);
        let holds = (interval / 10).clamp(SHORTEST, LONGEST).to_std().unwrap_or_default();
        ((limit / 8).max(self.weight), holds)
    }
}

impl Pace {
    /// What a manifest allows under a configuration, which is made ready as a pull makes it ready.
    ///
    /// # Errors
    /// When the manifest refuses the configuration, an expression cannot be rendered or gives no
    /// sensible number: file, line, remedy.
    pub fn of(
        manifest: &Manifest,
        config: &serde_json::Value,
        now: DateTime<Utc>,
    ) -> Result<Self, PullError> {
        let settled = manifest.settle(config, now);
        let settled = settled.map_err(|why| PullError::Refused(why.join("; ")))?;
        Self::settled(manifest, &to_value(&settled.config), now)
    }

    /// The same under a configuration that is ready.
    pub(super) fn settled(
        manifest: &Manifest,
        config: &Value,
        now: DateTime<Utc>,
    ) -> Result<Self, PullError> {
        let scope = Scope { config, now, vars: &[], extra: &[] };
        Self::read(manifest, &scope).map_err(|error| PullError::Template {
            file: manifest.file.clone(),
            line: error.line,
            message: error.message,
        })
    }

    fn read(manifest: &Manifest, scope: &Scope<'_>) -> Result<Self, RenderError> {
        let plan = &manifest.pace;
        let number = |template: &Template, line: usize, what: &str| {
            let value = manifest.engine.typed(template, scope, Typing::Free)?;
            let number = value.as_ref().and_then(Json::text).and_then(|text| text.parse().ok());
            number.filter(|number: &u64| *number > 0).ok_or_else(|| RenderError {
                line,
                undefined: false,
                message: format!("{what} must come to a whole number above zero"),
            })
        };
        let level = match &plan.level {
            Some(plan) => {
                level(plan, |template, line| number(template, line, "`default_concurrency`"))?
            }
            None => LEVEL,
        };
        let policies = plan.budget.policies.iter().enumerate();
        let policies = policies.map(|(index, plan)| policy(index, plan, &number));
        let (reset, remaining) =
            (plan.budget.reset_header.clone(), plan.budget.remaining_header.clone());
        Ok(Self {
            level,
            policies: policies.collect::<Result<_, _>>()?,
            names: Names { reset, remaining },
            hits: plan.budget.hits.clone(),
        })
    }

    /// So many requests may be under way at once, 1 to 100.
    pub fn level(&self) -> usize {
        self.level
    }

    /// A request as a budget sees it; `credential` is a hash.
    pub fn asking(&self, credential: &str, request: &Request) -> Asking {
        let seen = Seen::of(request);
        let found = self
            .policies
            .iter()
            .enumerate()
            .find_map(|(index, policy)| Some((index, policy, policy.weight(&seen)?)));
        let budget = format!("{credential}@{}", seen.host);
        let lane = lane(seen.path);
        let (queue, rules, weight) = match found {
            Some((index, policy, weight)) => {
                (format!("{budget}#{index}"), Arc::clone(&policy.rules), weight)
            }
            None => (budget.clone(), Arc::default(), 1),
        };
        Asking { budget, line: queue, lane, rules, weight }
    }

    /// What a reply says of limits.
    pub fn heard(&self, reply: &Reply, now: DateTime<Utc>) -> Heard {
        Heard::of(reply, now, &self.names, &self.hits)
    }
}

fn level(
    plan: &LevelPlan,
    number: impl Fn(&Template, usize) -> Result<u64, RenderError>,
) -> Result<usize, RenderError> {
    let level = usize::try_from(number(&plan.default, plan.line)?).unwrap_or(MOST);
    let most = plan.most.and_then(|most| usize::try_from(most).ok()).unwrap_or(MOST);
    Ok(level.min(most).clamp(1, MOST))
}

fn policy(
    index: usize,
    plan: &PolicyPlan,
    number: &impl Fn(&Template, usize, &str) -> Result<u64, RenderError>,
) -> Result<Policy, RenderError> {
    let rule = |plan: &RatePlan| {
        let limit = number(&plan.limit, plan.line, "the limit of a rate")?;
        let key = format!("{index}:{limit}/{}", plan.interval.num_milliseconds());
        Ok(Rule { key, limit, interval: plan.interval, fixed: plan.fixed })
    };
    let rules: Vec<Rule> = plan.rates.iter().map(rule).collect::<Result<_, RenderError>>()?;
    let least = rules.iter().map(|rule| rule.limit).min().unwrap_or(u64::MAX);
    let matcher = |plan: &MatcherPlan| {
        let weight = match &plan.weight {
            Some(weight) => number(weight, plan.line, "`weight`")?,
            None => 1,
        };
        if weight > least {
            let message = format!("`weight` is {weight}, more than the limit of {least}");
            return Err(RenderError { line: plan.line, undefined: false, message });
        }
        Ok(Matcher { plan: plan.clone(), weight })
    };
    let matchers = plan.matchers.iter().map(matcher).collect::<Result<_, _>>()?;
    Ok(Policy { rules: rules.into(), matchers })
}

impl Policy {
    /// What the request counts, when the policy is for it.
    fn weight(&self, seen: &Seen<'_>) -> Option<u64> {
        if self.matchers.is_empty() {
            return Some(1);
        }
        let mut matchers = self.matchers.iter();
        matchers.find(|matcher| matches(&matcher.plan, seen)).map(|matcher| matcher.weight)
    }
}

/// Whether one of some matchers means a request.
pub(crate) fn is_meant(matchers: &[MatcherPlan], request: &Request) -> bool {
    let seen = Seen::of(request);
    matchers.iter().any(|plan| matches(plan, &seen))
}

fn matches(plan: &MatcherPlan, seen: &Seen<'_>) -> bool {
    let has = |all: &[(String, String)], (name, value): &(String, String)| {
        all.iter().any(|(n, v)| n == name && v == value)
    };
    plan.method.as_ref().is_none_or(|method| method == seen.method)
        && plan.base.as_ref().is_none_or(|base| base == seen.base)
        && plan.path.as_ref().is_none_or(|path| path.search(seen.path).is_some())
        && plan.params.iter().all(|pair| has(&seen.params, pair))
        && plan.headers.iter().all(|pair| has(&seen.headers, pair))
}

/// A request in the words of matchers.
struct Seen<'a> {
    method: &'static str,
    base: &'a str,
    host: &'a str,
    path: &'a str,
    params: Vec<(String, String)>,
    headers: Vec<(String, String)>,
}

impl<'a> Seen<'a> {
    fn of(request: &'a Request) -> Self {
        let (url, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
        let url = url.split('#').next().unwrap_or_default();
        let from = url.find("://").map_or(0, |at| at + 3);
        let to =
            url.get(from..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| from + at);
        let own = query.split('&').filter_map(|pair| pair.split_once('='));
        let own = own.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let headers = request.headers.iter();
        Self {
            method: word(request.method),
            base: url.get(..to).unwrap_or_default(),
            host: url.get(from..to).unwrap_or_default(),
            path: url.get(to..).unwrap_or_default().trim_end_matches('/'),
            params: own.chain(request.query.iter().cloned()).collect(),
            headers: headers.map(|(name, v)| (name.to_lowercase(), v.clone())).collect(),
        }
    }
}

fn word(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
        Method::Head => "HEAD",
    }
}

/// A path without what differs between records: limits of a source are for its endpoints.
fn lane(path: &str) -> String {
    let masked = path.split('/').map(|part| {
        let is_id = part.len() > 40 || part.bytes().any(|b| b.is_ascii_digit());
        if is_id { "*" } else { part }
    });
    masked.collect::<Vec<_>>().join("/")
}
