//! From a stream, a slice and a page token to a request.

use super::address::{join, query_of};
use super::auth::Credential;
use super::slice::Slice;
use super::{Context, properties};
use crate::connector::host::host_of;
use crate::connector::manifest::{
    Auth, BodyPlan, Injection, Paginator, Place, Plan, Requester, Router, Stream, TokenOption,
};
use crate::connector::template::{RenderError, Scope, Template, Typing, Var, python_text};
use crate::connector::{Body, Json, Method, Request};

/// What one request is for.
pub(super) struct Ask<'a> {
    pub(super) stream: &'a Stream,
    pub(super) slice: &'a Slice,
    /// It is the file of a record that is asked for.
    pub(super) is_file: bool,
    pub(super) token: Option<&'a Json>,
    /// Not the first page of its slice.
    pub(super) later_page: bool,
    /// So many records a page, instead of what the paginator says.
    pub(super) page_size: Option<u64>,
    pub(super) credential: &'a Credential,
}

/// Why a request cannot be made.
pub(super) enum Trouble {
    Render(RenderError),
    /// It may not be sent: it would leave the hosts that manifest and configuration name, or its
    /// parts contradict each other.
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
    // Windows and partitions of a job are for its templates only.
    if ask.stream.job.is_none() && !(ask.token.is_some() && ask.stream.bare_pages) {
        slicing(context, ask, &scope, &mut parts)?;
    }
    if let Some(paginator) = &ask.stream.paginator {
        paging(context, paginator, ask, &scope, &mut parts)?;
    }
    if let Some((name, list)) = listed(ask) {
        parts.put(Place::Parameter, &[name], list);
    }
    parts.finish(requester.method, url(context, ask, &scope)?, text)
}

// The properties of this request, where they are a parameter.
fn listed(ask: &Ask<'_>) -> Option<(String, Json)> {
    let name = ask.stream.properties.as_ref()?.parameter.clone()?;
    let (_, list) = ask.slice.extra.iter().find(|(known, _)| known == properties::NAME)?;
    let Json::Array(names) = list else { return None };
    let names: Vec<String> = names.iter().map(python_text).collect();
    Some((name, Json::String(names.join(","))))
}

// What the address holds already is not said twice.
fn query(mut parameters: Fields, url: &str) -> Result<Vec<(String, String)>, Trouble> {
    if let Some((name, _)) = parameters.iter().find(|(_, v)| matches!(v, Json::Object(_))) {
        return Err(Trouble::Elsewhere(format!(
            "the query parameter `{name}` is an object; a text, a number or a list can be sent"
        )));
    }
    let known = query_of(url);
    parameters.retain(|(name, value)| {
        let first = known.iter().find(|(known, text)| known == name && !text.is_empty());
        first.is_none_or(|(_, text)| *text != python_text(value))
    });
    Ok(flat(parameters))
}

fn body(json: Option<Json>, form: Fields, text: Option<String>) -> Result<Body, Trouble> {
    let json = json.filter(|json| match json {
        Json::Object(fields) => !fields.is_empty(),
        Json::Array(items) => !items.is_empty(),
        json => *json != Json::Null,
    });
    match (json, form.is_empty(), text) {
        (None, true, None) => Ok(Body::Empty),
        (Some(json), true, None) => Ok(Body::Json(json.to_string())),
        (None, false, None) => Ok(Body::Form(flat(form))),
        (None, true, Some(text)) => Ok(Body::Text(text)),
        _ => Err(Trouble::Elsewhere(
            "a request has one body, but there are two (of JSON, a form and a text); check \
             `request_body` and what is injected into the body"
                .to_owned(),
        )),
    }
}

/// Makes a request that belongs to no slice and no page: a login.
pub(super) fn apart(
    context: &Context,
    requester: &Requester,
    credential: &Credential,
    scope: &Scope<'_>,
) -> Result<Request, Trouble> {
    let mut parts = Parts {
        parameters: fields(context, &requester.parameters, scope, Typing::Lists)?,
        headers: fields(context, &requester.headers, scope, Typing::Free)?,
        ..Parts::default()
    };
    let text = own_body(context, &requester.body, scope, &mut parts)?;
    credential.apply(|place, field, value| parts.put(place, field, value));
    let engine = context.engine();
    let base = requester.base.as_ref().map(|base| engine.text(base, scope)).transpose()?;
    let path = requester.path.as_ref().map(|path| engine.text(path, scope)).transpose()?;
    let base = base.unwrap_or_default();
    let url = join(base.trim(), path.unwrap_or_default().trim().trim_start_matches('/'));
    let Some(host) = host_of(&url) else {
        return Err(Trouble::Elsewhere(
            "the login's address is no http or https URL".to_owned(),
        ));
    };
    let fixed = requester.base.as_ref().is_none_or(Template::is_static);
    let is_home = fixed && host_of(&base).as_ref() == Some(&host);
    if !is_home && !context.hosts.contains(&host) {
        return Err(Trouble::Elsewhere(format!(
            "the login would go to {host}, which neither the manifest nor the configuration names"
        )));
    }
    parts.finish(requester.method, url, text)
}

/// The ecosystem no longer tells expressions the state, but they may ask it for values.
static NO_STATE: Json = Json::Object(Vec::new());

/// The variables that tell of a slice and a page.
pub(super) fn slice_vars<'a>(
    slice: &'a Slice,
    token: Option<&'a Json>,
) -> Vec<(&'a str, Var<'a>)> {
    let mut vars = vec![
        ("stream_slice", Var::Value(slice.value.clone())),
        ("stream_interval", Var::Value(slice.value.clone())),
        ("stream_partition", Var::Value(slice.value.clone())),
        ("stream_state", Var::Json(&NO_STATE)),
    ];
    if let Some(token) = token {
        vars.push(("next_page_token", Var::Json(token)));
    }
    vars
}

/// What expressions know as `next_page_token`.
pub(super) fn next_page_token(token: Option<&Json>) -> Json {
    match token {
        Some(token) => Json::Object(vec![("next_page_token".to_owned(), token.clone())]),
        // Not null: an attribute of null is an error here, but nothing in Python's Jinja.
        None => Json::Object(Vec::new()),
    }
}

impl Parts {
    fn finish(
        self,
        method: Method,
        url: String,
        text: Option<String>,
    ) -> Result<Request, Trouble> {
        let query = query(self.parameters, &url)?;
        let headers = self.headers.into_iter().map(|(name, value)| (name, python_text(&value)));
        let headers = headers.collect();
        let body = match method {
            Method::Delete | Method::Head => Body::Empty,
            _ => body(self.json, self.form, text)?,
        };
        Ok(Request { method, url, query, headers, body })
    }

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
            // A text that reads as an object is meant as one, in Python's eyes.
            match context.engine().typed(template, scope, Typing::Free)? {
                Some(Json::Object(fields)) => parts.form = without_nulls(fields),
                text => return Ok(text.map(|text| python_text(&text))),
            }
        }
        BodyPlan::Plain(template) => {
            let text = context.engine().typed(template, scope, Typing::Text)?;
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
            Some(Json::Object(fields)) => without_nulls(fields),
            _ => Vec::new(),
        }),
    }
}

fn without_nulls(mut fields: Fields) -> Fields {
    fields.retain(|(_, value)| *value != Json::Null);
    fields
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
            Router::Group { .. } | Router::Union { .. } => Vec::new(),
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
    if let (Some(option), Some(size)) = (&paginator.size_option, &paginator.page_size) {
        let size = match ask.page_size {
            Some(size) => Some(Json::Number(size.to_string())),
            None => context.engine().typed(size, scope, Typing::Free)?,
        };
        if let Some(size) = size {
            inject(context, option, size, scope, parts)?;
        }
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
    let told = downloads_where_told(ask) && url.starts_with("https://");
    if told && matches!(*requester.auth, Auth::None) {
        return Ok(url);
    }
    let from = match (from_reply, told) {
        (true, _) => "the next page",
        (false, true) => "the download, with its credentials,",
        (false, false) => "a request",
    };
    Err(Trouble::Elsewhere(format!(
        "{from} would go to {host}, which neither the manifest nor the configuration names"
    )))
}

// What a job made, or a record's file, lies where the source says, often at a storage service that no
// manifest can name.
fn downloads_where_told(ask: &Ask<'_>) -> bool {
    let parts = [&ask.stream.requester.base, &ask.stream.requester.path];
    let mut uses = parts.into_iter().flatten().flat_map(Template::uses);
    let told: &[&str] = match (ask.is_file, &ask.stream.job) {
        // The slice of a file holds nothing but its address.
        (true, _) => &["download_target", "stream_slice", "stream_partition"],
        (false, Some(_)) => &["download_target", "polling_response", "creation_response"],
        (false, None) => &[],
    };
    uses.any(|name| told.contains(&name.as_str()))
}

// A list is repeated under its name, and of an object only the names go out: so does Python.
fn flat(fields: Fields) -> Vec<(String, String)> {
    let mut flat = Vec::with_capacity(fields.len());
    for (name, value) in fields {
        match value {
            Json::Array(items) => {
                let items = items.iter().filter(|item| **item != Json::Null);
                flat.extend(items.map(|item| (name.clone(), python_text(item))));
            }
            Json::Object(fields) => {
                flat.extend(fields.into_iter().map(|(field, _)| (name.clone(), field)));
            }
            value => flat.push((name, python_text(&value))),
        }
    }
    flat
}
