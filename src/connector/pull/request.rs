//! From a stream, a slice and a page token to a request.

use super::Context;
use super::auth::Credential;
use super::slice::Slice;
use crate::connector::host::host_of;
use crate::connector::manifest::{
    BodyPlan, Injection, Paginator, Place, Plan, Router, Stream, TokenOption,
};
use crate::connector::template::{RenderError, Scope, Template, Typing, Var, python_text};
use crate::connector::{Body, Json, Request};

/// What one request is for.
pub(super) struct Ask<'a> {
    pub(super) stream: &'a Stream,
    pub(super) slice: &'a Slice,
    pub(super) token: Option<&'a Json>,
    /// Not the first page of its slice.
    pub(super) later_page: bool,
    pub(super) credential: &'a Credential,
}

/// Why a request cannot be made.
pub(super) enum Trouble {
    Render(RenderError),
    /// It would leave the hosts that manifest and configuration name.
    Elsewhere(String),
}

impl From<RenderError> for Trouble {
    fn from(error: RenderError) -> Self {
        Self::Render(error)
    }
}

type Fields = Vec<(String, Json)>;

#[derive(Default)]
struct Parts {
    parameters: Fields,
    headers: Fields,
    form: Fields,
    json: Option<Json>,
}

/// Makes the request.
pub(super) fn build(context: &Context, ask: &Ask<'_>) -> Result<Request, Trouble> {
    let token = next_page_token(ask.token);
    let vars = slice_vars(ask.slice, Some(&token));
    let scope = context.scope(&vars, &ask.slice.extra);
    let requester = &ask.stream.requester;
    let mut parts = Parts {
        parameters: fields(context, &requester.parameters, &scope, Typing::Lists)?,
        headers: fields(context, &requester.headers, &scope, Typing::Free)?,
        ..Parts::default()
    };
    let text = own_body(context, &requester.body, &scope, &mut parts)?;
    ask.credential.apply(|place, field, value| parts.put(place, field, value));
    if !(ask.later_page && ask.stream.bare_pages) {
        slicing(context, ask, &scope, &mut parts)?;
    }
    if let Some(paginator) = &ask.stream.paginator {
        paging(context, paginator, ask, &scope, &mut parts)?;
    }
    let url = url(context, ask, &scope)?;
    let known = query_of(&url);
    let mut query = flat(parts.parameters);
    query.retain(|pair| !known.contains(pair));
    let headers = parts.headers.into_iter().map(|(name, value)| (name, python_text(&value)));
    let body = match (parts.json, parts.form, text) {
        (Some(Json::Object(fields)), _, _) if fields.is_empty() => Body::Empty,
        (Some(json), _, _) => Body::Json(json.to_string()),
        (None, form, _) if !form.is_empty() => Body::Form(flat(form)),
        (None, _, Some(text)) => Body::Text(text),
        _ => Body::Empty,
    };
    Ok(Request { method: requester.method, url, query, headers: headers.collect(), body })
}

/// The variables that tell of a slice and a page.
pub(super) fn slice_vars<'a>(
    slice: &'a Slice,
    token: Option<&'a Json>,
) -> Vec<(&'a str, Var<'a>)> {
    let mut vars = vec![
        ("stream_slice", Var::Value(slice.value.clone())),
        ("stream_interval", Var::Value(slice.value.clone())),
        ("stream_partition", Var::Value(slice.value.clone())),
        ("stream_state", Var::Json(&Json::Null)),
    ];
    if let Some(token) = token {
        vars.push(("next_page_token", Var::Json(token)));
    }
    vars
}

fn next_page_token(token: Option<&Json>) -> Json {
    match token {
        Some(token) => Json::Object(vec![("next_page_token".to_owned(), token.clone())]),
        // Not null: an attribute of null is an error here, but nothing in Python's Jinja.
        None => Json::Object(Vec::new()),
    }
}

impl Parts {
    fn put(&mut self, place: Place, path: &[String], value: Json) {
        let fields = match place {
            Place::Parameter => &mut self.parameters,
            Place::Header => &mut self.headers,
            Place::Form => &mut self.form,
            Place::Json => {
                let json = self.json.get_or_insert_with(|| Json::Object(Vec::new()));
                super::shape::put(json, path, value);
                return;
            }
        };
        let name = path.first().cloned().unwrap_or_default();
        match fields.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => fields.push((name, value)),
        }
    }
}

fn own_body(
    context: &Context,
    plan: &BodyPlan,
    scope: &Scope<'_>,
    parts: &mut Parts,
) -> Result<Option<String>, RenderError> {
    match plan {
        BodyPlan::None => {}
        BodyPlan::Text(template) => {
            let text = context.engine().typed(template, scope, Typing::Lists)?;
            return Ok(text.map(|text| python_text(&text)));
        }
        BodyPlan::Form(plan) => parts.form = fields(context, plan, scope, Typing::Lists)?,
        BodyPlan::Json(plan) => {
            let json = evaluate(context, plan, scope, Typing::Free)?;
            // A body that a template writes as JSON is text to Python, but meant as JSON.
            parts.json = match json {
                Some(Json::String(text)) => {
                    Some(Json::parse(&text).unwrap_or(Json::String(text)))
                }
                other => other,
            };
        }
    }
    Ok(None)
}

/// A plan's fields with their templates rendered; what renders to nothing is left out.
pub(super) fn fields(
    context: &Context,
    plan: &Plan,
    scope: &Scope<'_>,
    typing: Typing,
) -> Result<Fields, RenderError> {
    match plan {
        Plan::Map(entries) => map(context, entries, scope, typing),
        plan => Ok(match evaluate(context, plan, scope, Typing::Free)? {
            Some(Json::Object(fields)) => fields,
            _ => Vec::new(),
        }),
    }
}

fn map(
    context: &Context,
    entries: &[(Template, Plan)],
    scope: &Scope<'_>,
    typing: Typing,
) -> Result<Fields, RenderError> {
    let mut fields = Vec::with_capacity(entries.len());
    for (name, plan) in entries {
        let Some(name) = context.engine().typed(name, scope, Typing::Text)? else { continue };
        let value = evaluate(context, plan, scope, typing)?;
        if let Some(value) = value.filter(|value| *value != Json::Null) {
            fields.push((python_text(&name), value));
        }
    }
    Ok(fields)
}

/// A plan's value with its templates rendered.
pub(super) fn evaluate(
    context: &Context,
    plan: &Plan,
    scope: &Scope<'_>,
    typing: Typing,
) -> Result<Option<Json>, RenderError> {
    Ok(match plan {
        Plan::Value(value) => Some(value.clone()),
        Plan::Template(template) => context.engine().typed(template, scope, typing)?,
        Plan::List(items) => {
            let mut list = Vec::with_capacity(items.len());
            for item in items {
                list.push(evaluate(context, item, scope, typing)?.unwrap_or_default());
            }
            Some(Json::Array(list))
        }
        Plan::Map(entries) => Some(Json::Object(map(context, entries, scope, typing)?)),
    })
}

fn inject(
    context: &Context,
    option: &Injection,
    value: Json,
    scope: &Scope<'_>,
    parts: &mut Parts,
) -> Result<(), RenderError> {
    let path: Vec<String> = option
        .field
        .iter()
        .map(|step| context.engine().text(step, scope))
        .collect::<Result<_, _>>()?;
    parts.put(option.place, &path, value);
    Ok(())
}

fn slicing(
    context: &Context,
    ask: &Ask<'_>,
    scope: &Scope<'_>,
    parts: &mut Parts,
) -> Result<(), RenderError> {
    if let (Some(cursor), Some(window)) = (&ask.stream.cursor, &ask.slice.window) {
        if let Some(option) = &cursor.start_option {
            let start = Json::String(window.start_text.clone());
            inject(context, option, start, scope, parts)?;
        }
        if let Some(option) = &cursor.end_option {
            inject(context, option, Json::String(window.end_text.clone()), scope, parts)?;
        }
    }
    for router in &ask.stream.routers {
        let options: Vec<(&Template, Option<&Injection>)> = match router {
            Router::List { field, option, .. } => vec![(field, option.as_ref())],
            Router::Parents(parents) => {
                parents.iter().map(|parent| (&parent.field, parent.option.as_ref())).collect()
            }
            Router::Group { .. } => Vec::new(),
        };
        for (field, option) in options {
            let Some(option) = option else { continue };
            let name = context.engine().text(field, scope)?;
            let value = ask.slice.partition.iter().find(|(known, _)| *known == name);
            if let Some((_, value)) = value.filter(|(_, value)| *value != Json::Null) {
                inject(context, option, value.clone(), scope, parts)?;
            }
        }
    }
    Ok(())
}

fn paging(
    context: &Context,
    paginator: &Paginator,
    ask: &Ask<'_>,
    scope: &Scope<'_>,
    parts: &mut Parts,
) -> Result<(), RenderError> {
    if let (Some(TokenOption::Inject(option)), Some(token)) =
        (&paginator.token_option, ask.token)
    {
        inject(context, option, token.clone(), scope, parts)?;
    }
    if let (Some(option), Some(size)) = (&paginator.size_option, &paginator.page_size)
        && let Some(size) = context.engine().typed(size, scope, Typing::Free)?
    {
        inject(context, option, size, scope, parts)?;
    }
    Ok(())
}

fn url(context: &Context, ask: &Ask<'_>, scope: &Scope<'_>) -> Result<String, Trouble> {
    let requester = &ask.stream.requester;
    let engine = context.engine();
    let base = match &requester.base {
        Some(base) => engine.text(base, scope)?,
        None => String::new(),
    };
    let by_token = ask
        .stream
        .paginator
        .as_ref()
        .is_some_and(|paginator| matches!(paginator.token_option, Some(TokenOption::Path)));
    let link = ask.token.filter(|_| by_token && ask.later_page).map(python_text);
    let from_reply = link.is_some();
    let path = match (link, &requester.path) {
        (Some(link), _) => link,
        (None, Some(path)) => engine.text(path, scope)?.trim_start_matches('/').to_owned(),
        (None, None) => String::new(),
    };
    let url = join(base.trim(), path.trim());
    let fixed = requester.base.as_ref().is_none_or(Template::is_static);
    let home = host_of(&base).filter(|_| fixed);
    let Some(host) = host_of(&url) else {
        return Err(Trouble::Elsewhere("the address is no http or https URL".to_owned()));
    };
    if home.as_ref() == Some(&host) || (!from_reply && context.hosts.contains(&host)) {
        return Ok(url);
    }
    if context.hosts.contains(&host) && home.is_none() {
        return Ok(url);
    }
    let from = if from_reply { "the next page" } else { "a request" };
    Err(Trouble::Elsewhere(format!(
        "{from} would go to {host}, which neither the manifest nor the configuration names"
    )))
}

/// Joins as Python's `urljoin` does with a base that ends in a slash.
fn join(base: &str, path: &str) -> String {
    if path.is_empty() {
        return base.to_owned();
    }
    if host_of(path).is_some() {
        return path.to_owned();
    }
    let scheme_end = base.find("://").map_or(0, |at| at + 3);
    if let Some(rest) = path.strip_prefix("//") {
        return format!("{}{rest}", base.get(..scheme_end).unwrap_or_default());
    }
    if path.starts_with('/') {
        let after = base.get(scheme_end..).unwrap_or_default();
        let host_end = after.find(['/', '?', '#']).unwrap_or(after.len());
        return format!("{}{path}", base.get(..scheme_end + host_end).unwrap_or_default());
    }
    if base.is_empty() {
        return path.to_owned();
    }
    format!("{}/{path}", base.trim_end_matches('/'))
}

// A list is repeated under its name, as in the ecosystem.
fn flat(fields: Fields) -> Vec<(String, String)> {
    let mut flat = Vec::with_capacity(fields.len());
    for (name, value) in fields {
        match value {
            Json::Array(items) => {
                flat.extend(items.iter().map(|item| (name.clone(), python_text(item))));
            }
            value => flat.push((name, python_text(&value))),
        }
    }
    flat
}

fn query_of(url: &str) -> Vec<(String, String)> {
    let Some((_, query)) = url.split_once('?') else { return Vec::new() };
    let query = query.split('#').next().unwrap_or_default();
    query
        .split('&')
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        })
        .collect()
}

fn decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let digits = (byte == b'%').then(|| [ahead.next(), ahead.next()]);
        let code = match digits {
            Some([Some(high), Some(low)]) => {
                let pair = [high, low];
                std::str::from_utf8(&pair).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok())
            }
            _ => None,
        };
        match code {
            Some(code) => {
                out.push(code);
                bytes = ahead;
            }
            None => out.push(if byte == b'+' { b' ' } else { byte }),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_join_as_in_python() {
        let cases = [
            // (base, path, url)
            ("https://x.io/api/", "v1/a", "https://x.io/api/v1/a"),
            ("https://x.io/api", "v1/a?b=c", "https://x.io/api/v1/a?b=c"),
            ("https://x.io/api/", "", "https://x.io/api/"),
            ("https://x.io/api", "/v1/next?p=2", "https://x.io/v1/next?p=2"),
            ("https://x.io/api", "https://y.io/z", "https://y.io/z"),
            ("https://x.io/api", "//y.io/z", "https://y.io/z"),
        ];
        for (base, path, url) in cases {
            assert_eq!(join(base, path), url, "{base} {path}");
        }
    }

    #[test]
    fn what_a_link_holds_is_seen_however_it_is_written() {
        let query = query_of("https://x/y?%24filter=a%20gt+1&top=5&bad=%zz#f");
        let expected = [("$filter", "a gt 1"), ("top", "5"), ("bad", "%zz")];
        assert_eq!(query, expected.map(|(n, v)| (n.to_owned(), v.to_owned())));
    }
}
