//! What to do with a reply: read it, leave it, try again later, or give up.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::Context;
use super::adapt::Way;
use super::words::without_people;
use crate::connector::budget;
use crate::connector::manifest::{Action, Filter, Handler, Wait};
use crate::connector::pattern::Pattern;
use crate::connector::template::{RenderError, Scope, Template, Typing, Var, python_text};
use crate::connector::{Json, Reply};

/// No source may make us wait longer than this; the position is kept for the next run.
const LONGEST: Duration = Duration::from_mins(15);

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Read,
    /// As if there were no records, and no further page.
    Skip,
    Retry {
        wait: Option<Duration>,
        reason: String,
    },
    /// The whole source wants a rest.
    Limited {
        wait: Option<Duration>,
        reason: String,
    },
    /// The same, for longer than we wait.
    Exhausted(String),
    RefreshToken {
        reason: String,
    },
    /// Ask for less.
    Adapt {
        way: Way,
        reason: String,
    },
    Fail(String),
}

impl Verdict {
    /// Why the reply is not read.
    pub(super) fn reason_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Read | Self::Skip => None,
            Self::Retry { reason, .. }
            | Self::Limited { reason, .. }
            | Self::RefreshToken { reason }
            | Self::Adapt { reason, .. }
            | Self::Exhausted(reason)
            | Self::Fail(reason) => Some(reason),
        }
    }
}

/// Judges a reply by a stream's error handlers.
///
/// # Errors
/// When an expression cannot be rendered.
pub(super) fn judge(
    context: &Context,
    handlers: &[Handler],
    reply: &Reply,
    attempt: u32,
) -> Result<Verdict, RenderError> {
    let needs_body = handlers
        .iter()
        .flat_map(|handler| &handler.filters)
        .any(|filter| filter.predicate.is_some() || filter.message.is_some());
    let waits = handlers.iter().flat_map(|handler| &handler.waits);
    let needs_body =
        needs_body || waits.clone().any(|wait| matches!(wait, Wait::Response { .. }));
    let text = needs_body.then(|| String::from_utf8_lossy(&reply.body));
    let body =
        text.and_then(|text| Json::parse(&text).ok()).unwrap_or(Json::Object(Vec::new()));
    let headers = headers(reply);
    let vars = [("response", Var::Json(&body)), ("headers", Var::Json(&headers))];
    let scope = context.scope(&vars, &[]);
    let mut last = (default_action(reply.status), String::new());
    for handler in handlers {
        last = action(context, handler, reply, &scope)?;
        // A later handler may still rescue what fails by an earlier one.
        if !matches!(last.0, Action::Fail | Action::RateLimited | Action::RefreshToken) {
            break;
        }
    }
    let (action, message) = last;
    let mut reason = format!("HTTP status {}", reply.status);
    if !message.is_empty() {
        reason = format!("{reason}: {message}");
    }
    let wait = |context: &Context| wait(context, waits, reply, attempt, &scope);
    Ok(match action {
        Action::Success | Action::Ignore if reply.status < 400 => Verdict::Read,
        Action::Success | Action::Ignore => Verdict::Skip,
        Action::Fail => Verdict::Fail(reason),
        Action::Retry => bounded(wait(context)?, reason, false),
        Action::RateLimited => bounded(wait(context)?, reason, true),
        Action::RefreshToken => Verdict::RefreshToken { reason },
        Action::ResetPaging => Verdict::Adapt { way: Way::Reset, reason },
        Action::ReducePageSize => Verdict::Adapt { way: Way::SmallerPage, reason },
        Action::SplitWindow => Verdict::Adapt { way: Way::SmallerWindow, reason },
    })
}

fn bounded(wait: Option<Duration>, reason: String, limited: bool) -> Verdict {
    match wait {
        Some(wait) if wait > LONGEST => {
            let reason = format!("{reason}; the source asks to wait {} s", wait.as_secs());
            if limited { Verdict::Exhausted(reason) } else { Verdict::Fail(reason) }
        }
        wait if limited => Verdict::Limited { wait, reason },
        wait => Verdict::Retry { wait, reason },
    }
}

fn default_action(status: u16) -> Action {
    match status {
        ..400 => Action::Success,
        429 => Action::RateLimited,
        400 | 401 | 403 | 404 | 405 => Action::Fail,
        _ => Action::Retry,
    }
}

fn action(
    context: &Context,
    handler: &Handler,
    reply: &Reply,
    scope: &Scope<'_>,
) -> Result<(Action, String), RenderError> {
    for filter in &handler.filters {
        let Some(action) = filter.action else { continue };
        if matches(context, filter, reply, scope)? {
            let message = match &filter.message {
                // What the configuration holds must not come out in an error.
                Some(template) if !template.uses().iter().any(|name| name == "config") => {
                    let text = context.engine().typed(template, scope, Typing::Text)?;
                    let text = text.as_ref().map(python_text);
                    // What it holds of the reply may name people; its own text is the author's.
                    if template.plain().is_some() {
                        text
                    } else {
                        text.as_deref().map(without_people)
                    }
                }
                _ => None,
            };
            return Ok((action, message.unwrap_or_default()));
        }
    }
    Ok((default_action(reply.status), String::new()))
}

fn matches(
    context: &Context,
    filter: &Filter,
    reply: &Reply,
    scope: &Scope<'_>,
) -> Result<bool, RenderError> {
    if filter.codes.contains(&reply.status) {
        return Ok(true);
    }
    if let Some(predicate) = &filter.predicate
        && context.engine().truth(predicate, scope)?
    {
        return Ok(true);
    }
    Ok(filter.contains.as_ref().is_some_and(|part| {
        reply.status >= 400 && String::from_utf8_lossy(&reply.body).contains(part)
    }))
}

/// Headers for templates, under the names as sent and as usually written.
pub(super) fn headers(reply: &Reply) -> Json {
    let mut fields: Vec<(String, Json)> = Vec::with_capacity(reply.headers.len() * 2);
    for (name, value) in &reply.headers {
        let value = if name == "link" { links(value) } else { Json::String(value.clone()) };
        let title = title_case(name);
        if title != *name {
            fields.push((title, value.clone()));
        }
        fields.push((name.clone(), value));
    }
    if reply.header("link").is_none() {
        fields.push(("link".to_owned(), Json::Object(Vec::new())));
    }
    Json::Object(fields)
}

fn title_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for letter in name.chars() {
        let begins = out.is_empty() || out.ends_with('-');
        out.push(if begins { letter.to_ascii_uppercase() } else { letter });
    }
    out
}

// `<https://x/?page=2>; rel="next"` as `{next: {url, rel}}`.
fn links(header: &str) -> Json {
    let mut found = Vec::new();
    for part in header.split(',') {
        let Some((url, rest)) = part.trim().strip_prefix('<').and_then(|p| p.split_once('>'))
        else {
            continue;
        };
        let rel = rest.split(';').find_map(|p| p.trim().strip_prefix("rel="));
        let rel = rel.unwrap_or_default().trim_matches(['"', '\'']).to_owned();
        let fields = vec![
            ("url".to_owned(), Json::String(url.to_owned())),
            ("rel".to_owned(), Json::String(rel.clone())),
        ];
        found.push((if rel.is_empty() { url.to_owned() } else { rel }, Json::Object(fields)));
    }
    Json::Object(found)
}

fn wait<'a>(
    context: &Context,
    waits: impl Iterator<Item = &'a Wait>,
    reply: &Reply,
    attempt: u32,
    scope: &Scope<'_>,
) -> Result<Option<Duration>, RenderError> {
    let number = |template: &Template| -> Result<Option<f64>, RenderError> {
        let value = context.engine().typed(template, scope, Typing::Free)?;
        Ok(value.and_then(|value| value.text()?.parse().ok()))
    };
    for wait in waits {
        let seconds = match wait {
            Wait::Constant(seconds) => number(seconds)?,
            Wait::Exponential(factor) => {
                number(factor)?.map(|factor| factor * f64::from(1_u32 << attempt.min(20)))
            }
            // Another shape than the expression was written for: the next one may know.
            Wait::Response { seconds, most } => {
                let seconds = number(seconds).unwrap_or(None);
                capped(seconds, most.as_ref().map(&number).transpose()?.flatten())
            }
            Wait::Header { name, regex, most } => {
                let seconds = header_number(context, reply, name, regex.as_ref(), scope)?;
                capped(seconds, most.as_ref().map(&number).transpose()?.flatten())
            }
            Wait::Until { name, regex, least, most } => {
                let until = header_number(context, reply, name, regex.as_ref(), scope)?;
                let now = context.moment.timestamp_millis() as f64 / 1000.0;
                let least = least.as_ref().map(&number).transpose()?.flatten();
                let seconds = match (until.map(|until| until - now), least) {
                    (Some(seconds), Some(least)) => Some(seconds.max(least)),
                    (Some(seconds), None) => Some(seconds).filter(|seconds| *seconds >= 0.0),
                    (None, least) => least,
                };
                capped(seconds, most.as_ref().map(&number).transpose()?.flatten())
            }
        };
        if let Some(seconds) = seconds.filter(|seconds| *seconds > 0.0) {
            return Ok(Some(as_duration(seconds)));
        }
    }
    Ok(retry_after(reply, context.moment))
}

// Longer than the manifest allows is longer than we wait, too.
fn capped(seconds: Option<f64>, most: Option<f64>) -> Option<f64> {
    let seconds = seconds?;
    Some(if most.is_some_and(|most| seconds >= most) { f64::MAX } else { seconds })
}

fn as_duration(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}

fn header_number(
    context: &Context,
    reply: &Reply,
    name: &Template,
    regex: Option<&Template>,
    scope: &Scope<'_>,
) -> Result<Option<f64>, RenderError> {
    let name = context.engine().text(name, scope)?.to_lowercase();
    let Some(value) = reply.header(&name) else { return Ok(None) };
    let Some(regex) = regex else { return Ok(value.trim().parse().ok()) };
    let regex = context.engine().text(regex, scope)?;
    let found = Pattern::new(&regex).ok().and_then(|pattern| pattern.search(value));
    let text = found.map(|found| found.group(1).unwrap_or(found.group(0).unwrap_or_default()));
    Ok(text.and_then(|text| text.parse().ok()))
}

/// What `Retry-After` says: seconds, or a moment.
pub(super) fn retry_after(reply: &Reply, now: DateTime<Utc>) -> Option<Duration> {
    budget::retry_after(reply, now)
}

/// Requests left and when the window ends, in any of the usual headers.
pub(super) fn rate_limit(reply: &Reply, now: DateTime<Utc>) -> Option<(u64, Option<Duration>)> {
    budget::tightest(reply, now)
}
