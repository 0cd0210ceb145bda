//! Tokens that take turns: what is left of each one's quotas, and whose turn it is.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::tally::Tally;
use super::value;
use crate::connector::budget::is_meant;
use crate::connector::host::host_of;
use crate::connector::manifest::{MultiToken, Quota};
use crate::connector::moment::Span;
use crate::connector::pull::Context;
use crate::connector::template::RenderError;
use crate::connector::{Body, Json, Reply, Request};
use crate::model::short_hash;

/// No wait for quotas to come back is shorter: the source's clock and ours differ a little.
const SHORTEST_WAIT: TimeDelta = TimeDelta::seconds(5);
/// The last calls are spread out by at most so much between two of them.
const LONGEST_GAP: TimeDelta = TimeDelta::seconds(10);
/// A shorter gap is not worth a wait.
const SHORTEST_GAP: TimeDelta = TimeDelta::milliseconds(100);
/// Tokens that take turns. It has no `Debug`: it holds them.
pub(super) struct Rota {
    plan: Arc<MultiToken>,
    tokens: Vec<Token>,
    /// Asks what is left, once it is signed.
    status: Request,
    max_wait: TimeDelta,
    /// The token whose turn it is.
    turn: usize,
    /// By quota.
    lulls: Vec<Lull>,
    /// Tokens whose tallies are up to date, from the first on.
    told: usize,
}

struct Token {
    secret: String,
    /// Names it for its rate budget.
    name: String,
    /// By quota, once the source has said what is left.
    tallies: Vec<Tally>,
}

/// Why a quota's requests have to wait.
#[derive(Clone, Copy, Default)]
struct Lull {
    /// No token had anything left from then on.
    since: Option<DateTime<Utc>>,
    /// When it is worth asking what is left.
    until: Option<DateTime<Utc>>,
    /// The last calls are spread out.
    gap: Option<DateTime<Utc>>,
}

/// What a request was charged to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::connector::pull) struct Charge {
    token: usize,
    quota: usize,
}

impl Charge {
    /// The token that the request was signed with, by its number.
    pub(in crate::connector::pull) fn token(self) -> usize {
        self.token
    }
}

/// Whether a request may go out.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is signed.
    Go(Charge),
    Wait(DateTime<Utc>),
    /// First the source must say what is left.
    Ask,
    /// All tokens are used up for longer than the manifest waits: for this quota, until then.
    Over(String, DateTime<Utc>),
}

impl Rota {
    /// Renders it.
    ///
    /// # Errors
    /// When an expression cannot be rendered or the configuration gives no token.
    pub(super) fn new(context: &Context, plan: &Arc<MultiToken>) -> Result<Self, RenderError> {
        let tokens = tokens(context, plan)?;
        if tokens.is_empty() {
            let names = super::names(&plan.templates());
            let message = format!("there is no token to sign in with; check {names}");
            return Err(failed(plan.line, message));
        }
        let (status, max_wait) = (status(context, plan)?, max_wait(context, plan)?);
        let lulls = vec![Lull::default(); plan.quotas.len()];
        let token = |secret: String| {
            let name = short_hash(format!("{} {secret}", plan.header).as_bytes());
            Token { secret, name, tallies: Vec::new() }
        };
        let tokens = tokens.into_iter().map(token).collect();
        Ok(Self { plan: Arc::clone(plan), tokens, status, max_wait, turn: 0, lulls, told: 0 })
    }

    /// What tells it from others.
    pub(super) fn identity(&self) -> String {
        let tokens: Vec<&str> = self.secrets().collect();
        let MultiToken { method, header, reserve, least_reserve, .. } = &*self.plan;
        let quotas: Vec<String> = self.plan.quotas.iter().map(fingerprint).collect();
        let (status, wait) = (super::fingerprint(&self.status), self.max_wait);
        let shown = format!("{method} {header} {tokens:?} {status}");
        format!("tokens {shown} {wait} {reserve} {least_reserve} {quotas:?}")
    }

    pub(super) fn secrets(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().map(|token| token.secret.as_str())
    }

    /// Names a token's rate budget.
    pub(super) fn budget_name(&self, token: usize) -> Option<&str> {
        self.tokens.get(token).map(|token| token.name.as_str())
    }

    /// Whether the source has said what is left of all quotas.
    pub(super) fn is_told(&self) -> bool {
        self.told >= self.tokens.len()
    }

    /// Asks what is left for the first token of which that is not known.
    pub(super) fn question(&self) -> Option<(usize, Request)> {
        let mut request = self.status.clone();
        self.show(self.told, &mut request)?;
        Some((self.told, request))
    }

    fn show(&self, token: usize, request: &mut Request) -> Option<()> {
        let secret = &self.tokens.get(token)?.secret;
        let header = &self.plan.header;
        let shown = format!("{} {secret}", self.plan.method).trim().to_owned();
        request.headers.retain(|(name, _)| !name.eq_ignore_ascii_case(header));
        request.headers.push((header.clone(), shown));
        Some(())
    }

    /// Whether a status says that the source counts nothing.
    pub(super) fn is_unavailable(&self, status: u16) -> bool {
        self.plan.status.unavailable.contains(&status)
    }

    /// The source counts nothing for a token.
    pub(super) fn untrack(&mut self, token: usize, now: DateTime<Utc>) {
        let tally = Tally { tracked: false, ..Tally::none_until(now) };
        self.set(token, vec![tally; self.plan.quotas.len()]);
    }

    /// A token may not even be used to ask what is left of it, until then.
    pub(super) fn untold(&mut self, token: usize, until: DateTime<Utc>) {
        let tally = Tally::none_until(until);
        self.set(token, vec![tally; self.plan.quotas.len()]);
    }

    /// What a request was charged to may not be used until then.
    pub(super) fn rest(&mut self, charge: Charge, until: DateTime<Utc>) {
        if let Some(tally) = self.tally_mut(charge.token, charge.quota) {
            tally.left = 0;
            tally.ends = tally.ends.max(until);
        }
    }

    /// Takes in what the source says is left for a token.
    ///
    /// # Errors
    /// What is not in the reply, in words.
    pub(super) fn tell(&mut self, token: usize, reply: &Reply) -> Result<(), String> {
        let text = std::str::from_utf8(&reply.body).ok();
        let body = text.and_then(|text| Json::parse(text).ok());
        let body = body.ok_or_else(|| "what is no JSON".to_owned())?;
        let tallies = self.plan.quotas.iter().map(|quota| Tally::of(quota, &body));
        let tallies = tallies.collect::<Result<_, _>>()?;
        self.set(token, tallies);
        Ok(())
    }

    fn set(&mut self, token: usize, tallies: Vec<Tally>) {
        if let Some(known) = self.tokens.get_mut(token) {
            known.tallies = tallies;
            self.told = token + 1;
        }
    }

    /// Signs a request with the token whose turn it is and charges it, when it may go out.
    pub(super) fn sign(&mut self, request: &mut Request, now: DateTime<Utc>) -> Turn {
        let turn = self.next(self.quota_of(request), now);
        if let Turn::Go(charge) = turn {
            self.show(charge.token, request);
        }
        turn
    }

    // The first quota that is for the request; without one the first without matchers.
    fn quota_of(&self, request: &Request) -> usize {
        let quotas = &self.plan.quotas;
        let meant = quotas.iter().position(|quota| is_meant(&quota.matchers, request));
        let default = || quotas.iter().position(|quota| quota.matchers.is_empty());
        meant.or_else(default).unwrap_or(0)
    }

    fn next(&mut self, quota: usize, now: DateTime<Utc>) -> Turn {
        if !self.is_told() {
            return Turn::Ask;
        }
        let lull = self.lulls.get(quota).copied().unwrap_or_default();
        if let Some(gap) = lull.gap.filter(|gap| *gap > now) {
            return Turn::Wait(gap);
        }
        for _ in 0..self.tokens.len() {
            let token = self.turn;
            let next = (token + 1) % self.tokens.len();
            match self.tally_mut(token, quota) {
                Some(tally) if tally.tracked && tally.left > 0 => {
                    tally.left -= 1;
                    let gap = self.gap(token, quota, now);
                    self.lull(quota, Lull { gap, ..Lull::default() });
                    return Turn::Go(Charge { token, quota });
                }
                // Nothing tells these tokens apart: each serves in its turn.
                Some(tally) if !tally.tracked => {
                    self.turn = next;
                    return Turn::Go(Charge { token, quota });
                }
                _ => self.turn = next,
            }
        }
        self.used_up(quota, lull, now)
    }

    // No token has anything left.
    fn used_up(&mut self, quota: usize, mut lull: Lull, now: DateTime<Utc>) -> Turn {
        match lull.until.take() {
            Some(until) if until > now => return Turn::Wait(until),
            Some(_) => {
                self.told = 0;
                self.lull(quota, lull);
                return Turn::Ask;
            }
            None => {}
        }
        let patience = self.max_wait - (now - *lull.since.get_or_insert(now));
        let ends = self.tallies(quota).map(|tally| tally.ends).min().unwrap_or(now);
        if patience <= TimeDelta::zero() || ends - now >= patience {
            let name = self.plan.quotas.get(quota).map(|quota| quota.name.clone());
            return Turn::Over(name.unwrap_or_default(), ends);
        }
        let until = now + (ends - now).max(SHORTEST_WAIT).min(patience);
        lull.until = Some(until);
        self.lull(quota, lull);
        Turn::Wait(until)
    }

    // When the next call may go out: once little is left of all, that is spread over the time.
    fn gap(&self, token: usize, quota: usize, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let reserve = |tally: &Tally| {
            (tally.limit as f64 * self.plan.reserve).max(self.plan.least_reserve as f64)
        };
        let is_short = |tally: &Tally| tally.tracked && tally.left as f64 <= reserve(tally);
        if !self.tallies(quota).all(is_short) {
            return None;
        }
        let left: i64 = self.tallies(quota).map(|tally| tally.left.max(0)).sum();
        let ends = self.tokens.get(token)?.tallies.get(quota)?.ends;
        let gap = (ends - now).max(TimeDelta::zero()).checked_div(i32::try_from(left).ok()?)?;
        (gap >= SHORTEST_GAP).then(|| now + gap.min(LONGEST_GAP))
    }

    /// Takes in what the reply to a request says is left.
    pub(super) fn hear(&mut self, charge: Charge, reply: &Reply) {
        if !self.is_told() {
            return;
        }
        let plan = Arc::clone(&self.plan);
        let Some(quota) = plan.quotas.get(charge.quota) else { return };
        let Some(tally) = self.tally_mut(charge.token, charge.quota) else { return };
        if tally.tracked {
            tally.hear(quota, reply);
        }
    }

    /// Whether nothing is left of what a request was charged to.
    pub(super) fn is_used_up(&self, charge: Charge) -> bool {
        let token = self.tokens.get(charge.token).filter(|_| self.is_told());
        let tally = token.and_then(|token| token.tallies.get(charge.quota));
        tally.is_some_and(|tally| tally.tracked && tally.left <= 0)
    }

    /// Whether another token can take over then.
    pub(super) fn has_other(&self, charge: Charge) -> bool {
        self.is_used_up(charge) && self.tallies(charge.quota).any(|tally| tally.left > 0)
    }

    fn tallies(&self, quota: usize) -> impl Iterator<Item = &Tally> {
        self.tokens.iter().filter_map(move |token| token.tallies.get(quota))
    }

    fn tally_mut(&mut self, token: usize, quota: usize) -> Option<&mut Tally> {
        self.tokens.get_mut(token)?.tallies.get_mut(quota)
    }

    fn lull(&mut self, quota: usize, lull: Lull) {
        if let Some(known) = self.lulls.get_mut(quota) {
            *known = lull;
        }
    }
}

// Without lines: the same quotas may be written down in several places.
fn fingerprint(quota: &Quota) -> String {
    let Quota { name, remaining, reset, limit, remaining_header, .. } = quota;
    let headers = (remaining_header, &quota.reset_header, &quota.limit_header);
    let matchers = quota.matchers.iter();
    let matchers = matchers.map(|m| (&m.method, &m.base, &m.path, &m.params, &m.headers));
    let matchers: Vec<_> = matchers.collect();
    let paths = (remaining, reset, limit);
    format!("{name} {paths:?} {headers:?} {:?} {matchers:?}", quota.spent_by)
}

fn tokens(context: &Context, plan: &MultiToken) -> Result<Vec<String>, RenderError> {
    let scope = context.scope(&[], &[]);
    let mut tokens: Vec<String> = Vec::new();
    for template in &plan.tokens {
        let text = value(context, template, &scope)?;
        let parts: Vec<&str> = match &plan.delimiter {
            Some(delimiter) => text.split(delimiter.as_str()).collect(),
            None => vec![&text],
        };
        for token in parts.into_iter().map(str::trim).filter(|token| !token.is_empty()) {
            // A token that stands there twice has its quotas once.
            if !tokens.iter().any(|known| known == token) {
                tokens.push(token.to_owned());
            }
        }
    }
    Ok(tokens)
}

fn status(context: &Context, plan: &MultiToken) -> Result<Request, RenderError> {
    let (scope, from) = (context.scope(&[], &[]), &plan.status);
    let url = context.engine().text(&from.url, &scope)?.trim().to_owned();
    let host = host_of(&url).ok_or_else(|| {
        failed(from.line, "the quota status has no http or https URL".to_owned())
    })?;
    if !from.url.is_static() && !context.hosts.contains(&host) {
        let message = format!(
            "the quota status would be asked of {host}, which neither the manifest nor the configuration names"
        );
        return Err(failed(from.line, message));
    }
    let headers = from.headers.iter();
    let headers = headers.map(|(name, text)| Ok((name.clone(), value(context, text, &scope)?)));
    Ok(Request {
        method: from.method,
        url,
        query: Vec::new(),
        headers: headers.collect::<Result<_, RenderError>>()?,
        body: Body::Empty,
    })
}

fn max_wait(context: &Context, plan: &MultiToken) -> Result<TimeDelta, RenderError> {
    let text = context.engine().text(&plan.max_wait, &context.scope(&[], &[]))?;
    Span::parse(&text).and_then(|span| span.exact()).ok_or_else(|| {
        let message = format!(
            "`max_wait_time` is `{text}`; expected an ISO 8601 duration of a fixed length, such as PT2H"
        );
        failed(plan.line, message)
    })
}

fn failed(line: usize, message: String) -> RenderError {
    RenderError { line, undefined: false, message }
}
