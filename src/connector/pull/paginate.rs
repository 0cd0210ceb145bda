//! From a page to the token of the next.

use super::Context;
use super::decode::Decoded;
use super::extract;
use super::request::slice_vars;
use super::slice::Slice;
use super::verdict::headers;
use crate::connector::manifest::{Paginator, Strategy, Stream};
use crate::connector::template::{RenderError, Template, Typing, Var};
use crate::connector::{Json, Reply};

/// A page that was read.
pub(super) struct Read<'a> {
    pub(super) stream: &'a Stream,
    pub(super) slice: &'a Slice,
    pub(super) reply: &'a Reply,
    pub(super) decoded: &'a Decoded<'a>,
    pub(super) token: Option<&'a Json>,
    /// So many records were asked for, instead of what the paginator says.
    pub(super) page_size: Option<u64>,
    /// Records that the extractor found.
    pub(super) extracted: usize,
    /// Records that the filter let through.
    pub(super) kept: usize,
    /// The last record that was let through, as raw or shaped JSON.
    pub(super) last: Option<&'a str>,
    /// The first step to the records in the reply.
    pub(super) bulk: Option<&'a str>,
}

/// The token of a slice's first page.
pub(super) fn first(paginator: Option<&Paginator>) -> Option<Json> {
    match paginator.map(|paginator| &paginator.strategy)? {
        Strategy::Page { start, on_first: true } => Some(Json::Number(start.to_string())),
        Strategy::Offset { on_first: true } => Some(Json::Number("0".to_owned())),
        _ => None,
    }
}

/// The token of the next page, `None` when this was the last.
///
/// # Errors
/// When an expression cannot be rendered.
pub(super) fn next(context: &Context, read: &Read<'_>) -> Result<Option<Json>, RenderError> {
    let Some(paginator) = &read.stream.paginator else { return Ok(None) };
    let number = |token: &Json| token.text().and_then(|text| text.parse::<i64>().ok());
    match &paginator.strategy {
        Strategy::Cursor { value, stop } => cursor(context, read, value, stop.as_ref()),
        Strategy::Page { start, .. } => {
            if is_last(context, paginator, read)? {
                return Ok(None);
            }
            let page = read.token.and_then(number).unwrap_or(*start);
            Ok(Some(Json::Number(page.saturating_add(1).to_string())))
        }
        Strategy::Offset { .. } => {
            if is_last(context, paginator, read)? {
                return Ok(None);
            }
            let offset = read.token.and_then(number).unwrap_or(0);
            let next = offset.saturating_add(i64::try_from(read.extracted).unwrap_or(i64::MAX));
            Ok(Some(Json::Number(next.to_string())))
        }
    }
}

fn page_size(
    context: &Context,
    paginator: &Paginator,
    read: &Read<'_>,
) -> Result<Option<u64>, RenderError> {
    if read.page_size.is_some() {
        return Ok(read.page_size);
    }
    let Some(size) = &paginator.page_size else { return Ok(None) };
    let body = body_for(read, &[size]);
    let vars = [("response", Var::Json(&body))];
    let scope = context.scope(&vars, &[]);
    let size = context.engine().typed(size, &scope, Typing::Free)?;
    Ok(size.and_then(|size| size.text()?.parse().ok()))
}

fn is_last(
    context: &Context,
    paginator: &Paginator,
    read: &Read<'_>,
) -> Result<bool, RenderError> {
    let size = page_size(context, paginator, read)?;
    Ok(read.extracted == 0 || size.is_some_and(|size| (read.extracted as u64) < size))
}

fn cursor(
    context: &Context,
    read: &Read<'_>,
    value: &Template,
    stop: Option<&Template>,
) -> Result<Option<Json>, RenderError> {
    let mut templates = vec![value];
    templates.extend(stop);
    let uses = |name: &str| templates.iter().any(|t| t.uses().iter().any(|used| used == name));
    let body = body_for(read, &templates);
    let headers = if uses("headers") { headers(read.reply) } else { Json::Null };
    let last = read.last.filter(|_| uses("last_record"));
    let last = last.and_then(|raw| Json::parse(raw).ok()).unwrap_or_default();
    let size = match &read.stream.paginator {
        Some(paginator) if uses("page_size") => page_size(context, paginator, read)?,
        _ => None,
    };
    let count = Json::Number(read.kept.to_string());
    let size = size.map_or(Json::Null, |size| Json::Number(size.to_string()));
    let mut vars = slice_vars(read.slice, None);
    vars.extend([
        ("response", Var::Json(&body)),
        ("headers", Var::Json(&headers)),
        ("last_record", Var::Json(&last)),
        ("last_page_size", Var::Json(&count)),
        ("page_size", Var::Json(&size)),
    ]);
    let scope = context.scope(&vars, &[]);
    if let Some(stop) = stop
        && context.engine().truth(stop, &scope)?
    {
        return Ok(None);
    }
    let token = context.engine().typed(value, &scope, Typing::Free)?;
    Ok(token.filter(|token| !is_falsy(token)))
}

// What Python calls false ends the pages.
fn is_falsy(token: &Json) -> bool {
    match token {
        Json::Null | Json::Bool(false) => true,
        Json::Bool(true) => false,
        Json::Number(text) => text.parse::<f64>() == Ok(0.0),
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(fields) => fields.is_empty(),
    }
}

// The records are most of a body; they are read only when an expression names where they are.
fn body_for(read: &Read<'_>, templates: &[&Template]) -> Json {
    let uses = |t: &&&Template| t.uses().iter().any(|name| name == "response");
    if !templates.iter().any(|t| uses(&t)) {
        return Json::Null;
    }
    let skip = read.bulk.filter(|bulk| !templates.iter().any(|t| t.source().contains(bulk)));
    extract::skeleton(read.decoded.head(), skip)
}
