//! From the expanded tree to a stream's requests: address, content, signing in, errors.

use std::sync::Arc;

use super::auth::{Auth, auth};
use super::components::{Action, BodyPlan, Filter, Handler, Plan, Requester, Wait};
use super::part::{Part, Read};
use super::properties;
use super::yaml::{Node, Yaml};
use crate::connector::pattern::Pattern;
use crate::connector::template::Engine;
use crate::connector::wire::Method;

/// Reads a requester.
pub(crate) fn requester(engine: &mut Engine, node: &Node) -> Read<Requester> {
    let part = Part::of(node, "requester", &["HttpRequester"])?;
    let methods = [
        ("GET", Method::Get),
        ("POST", Method::Post),
        ("PUT", Method::Put),
        ("PATCH", Method::Patch),
        ("DELETE", Method::Delete),
        ("HEAD", Method::Head),
    ];
    let url = part.filled(engine, "url")?;
    let base = part.filled(engine, "url_base")?;
    if url.is_none() && base.is_none() {
        return part.wrong("HttpRequester needs `url`, or `url_base` and `path`".to_owned());
    }
    let base = base.or(url);
    let auth = match part.field("authenticator") {
        Some(node) => auth(engine, node, base.as_ref())?,
        None => Auth::None,
    };
    Ok(Requester {
        base,
        path: part.filled(engine, "path")?,
        method: part.word("http_method", &methods)?.unwrap_or(Method::Get),
        headers: part.plan(engine, "request_headers")?,
        parameters: properties::without(&part, part.plan(engine, "request_parameters")?),
        body: body(engine, &part)?,
        auth: Arc::new(auth),
        errors: match part.field("error_handler") {
            Some(node) => handlers(engine, node)?,
            None => vec![default_handler(engine, &part)?],
        },
    })
}

fn body(engine: &mut Engine, part: &Part<'_>) -> Read<BodyPlan> {
    let given = ["request_body", "request_body_json", "request_body_data"]
        .into_iter()
        .filter(|name| part.field(name).is_some_and(|node| !node.is_falsy()));
    let given: Vec<&str> = given.collect();
    match given.as_slice() {
        [] => Ok(BodyPlan::None),
        ["request_body_json"] => Ok(BodyPlan::Json(part.plan(engine, "request_body_json")?)),
        ["request_body_data"] => form_or_text(engine, part, "request_body_data"),
        ["request_body"] => typed_body(engine, part.need("request_body")?),
        several => {
            part.wrong(format!("a request has one body; found {}", several.join(" and ")))
        }
    }
}

fn form_or_text(engine: &mut Engine, part: &Part<'_>, name: &str) -> Read<BodyPlan> {
    Ok(match part.plan(engine, name)? {
        Plan::Template(template) => BodyPlan::Text(template),
        plan => BodyPlan::Form(plan),
    })
}

fn typed_body(engine: &mut Engine, node: &Node) -> Read<BodyPlan> {
    let kinds = [
        "RequestBodyJsonObject",
        "RequestBodyUrlEncodedForm",
        "RequestBodyPlainText",
        "RequestBodyGraphQL",
    ];
    let part = Part::of(node, "request_body", &kinds)?;
    match part.kind {
        "RequestBodyUrlEncodedForm" => form_or_text(engine, &part, "value"),
        "RequestBodyPlainText" => Ok(BodyPlan::Plain(part.need_template(engine, "value")?)),
        _ => Ok(BodyPlan::Json(part.plan(engine, "value")?)),
    }
}

fn default_handler(engine: &mut Engine, part: &Part<'_>) -> Read<Handler> {
    let retries = part.compile(engine, "5", part.line())?;
    Ok(Handler { filters: Vec::new(), retries, waits: Vec::new() })
}

fn handlers(engine: &mut Engine, node: &Node) -> Read<Vec<Handler>> {
    let kinds = ["DefaultErrorHandler", "CompositeErrorHandler"];
    let part = Part::of(node, "error_handler", &kinds)?;
    if part.kind == "DefaultErrorHandler" {
        return Ok(vec![handler(engine, &part)?]);
    }
    let mut all = Vec::new();
    for node in part.list("error_handlers")? {
        all.extend(handlers(engine, node)?);
    }
    if all.is_empty() {
        return part.wrong("CompositeErrorHandler needs at least one handler".to_owned());
    }
    Ok(all)
}

fn handler(engine: &mut Engine, part: &Part<'_>) -> Read<Handler> {
    let filters = part.list("response_filters")?.iter().map(|node| filter(engine, node));
    let filters = filters.collect::<Read<_>>()?;
    let waits = part.list("backoff_strategies")?.iter().map(|node| wait(engine, node));
    let waits = waits.collect::<Read<_>>()?;
    Ok(Handler { filters, retries: part.template_or(engine, "max_retries", "5")?, waits })
}

fn filter(engine: &mut Engine, node: &Node) -> Read<Filter> {
    let part = Part::of(node, "response_filters", &["HttpResponseFilter"])?;
    let words = [
        ("SUCCESS", Action::Success),
        ("FAIL", Action::Fail),
        ("RETRY", Action::Retry),
        ("IGNORE", Action::Ignore),
        ("RATE_LIMITED", Action::RateLimited),
        ("REFRESH_TOKEN_THEN_RETRY", Action::RefreshToken),
        ("RESET_PAGINATION", Action::ResetPaging),
        ("REDUCE_PAGE_SIZE", Action::ReducePageSize),
        ("SPLIT_REQUEST_WINDOW", Action::SplitWindow),
    ];
    let codes = part.list("http_codes")?.iter().map(|node| code(&part, node));
    Ok(Filter {
        action: part.word("action", &words)?,
        codes: codes.collect::<Read<_>>()?,
        predicate: part.filled(engine, "predicate")?,
        contains: part.text("error_message_contains")?.filter(|text| !text.is_empty()),
        message: part.filled(engine, "error_message")?,
    })
}

fn code(part: &Part<'_>, node: &Node) -> Read<u16> {
    let number = match &node.value {
        Yaml::Number(text) | Yaml::Text(text) => text.parse().ok(),
        _ => None,
    };
    match number.filter(|code| (100..=999).contains(code)) {
        Some(code) => Ok(code),
        None => part.wrong("`http_codes` holds what is no HTTP status code".to_owned()),
    }
}

fn check_regex(engine: &mut Engine, part: &Part<'_>) -> Read<()> {
    let regex = part.filled(engine, "regex")?;
    match regex.as_ref().and_then(|regex| regex.plain()).map(Pattern::new) {
        Some(Err(why)) => part.wrong(format!("`regex` cannot be read: {why}")),
        _ => Ok(()),
    }
}

fn wait(engine: &mut Engine, node: &Node) -> Read<Wait> {
    let kinds = [
        "ConstantBackoffStrategy",
        "ExponentialBackoffStrategy",
        "WaitTimeFromHeader",
        "WaitTimeFromResponse",
        "WaitUntilTimeFromHeader",
    ];
    let part = Part::of(node, "backoff_strategies", &kinds)?;
    check_regex(engine, &part)?;
    Ok(match part.kind {
        "ConstantBackoffStrategy" => {
            Wait::Constant(part.need_template(engine, "backoff_time_in_seconds")?)
        }
        "ExponentialBackoffStrategy" => {
            Wait::Exponential(part.template_or(engine, "factor", "5")?)
        }
        "WaitTimeFromResponse" => Wait::Response {
            seconds: part.need_template(engine, "wait_time_in_seconds")?,
            most: part.filled(engine, "max_waiting_time_in_seconds")?,
        },
        "WaitTimeFromHeader" => Wait::Header {
            name: part.need_template(engine, "header")?,
            regex: part.filled(engine, "regex")?,
            most: part.filled(engine, "max_waiting_time_in_seconds")?,
        },
        _ => Wait::Until {
            name: part.need_template(engine, "header")?,
            regex: part.filled(engine, "regex")?,
            least: part.filled(engine, "min_wait")?,
            most: part.filled(engine, "max_waiting_time_in_seconds")?,
        },
    })
}
