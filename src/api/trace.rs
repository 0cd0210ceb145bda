//! How long each field of an answer took, for gateways that ask: Apollo's federated trace, version 1
//! (`ftv1`).

mod report;

use std::any::TypeId;
use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use async_graphql::extensions::{ExtensionContext, NextResolve, ResolveInfo};
use async_graphql::{
    PathSegment, QueryPathNode, QueryPathSegment, Request, Response, ServerError, ServerResult,
    Value,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Fields that one trace tells; what comes later is left out.
const MOST: usize = 10_000;

/// Says in a request's data that its trace is asked for.
pub(super) struct Traced;

/// Follows one request, when that is asked for.
#[derive(Default)]
pub(super) struct Tracer(OnceLock<Trace>);

/// A request on its way.
struct Trace {
    at: SystemTime,
    began: Instant,
    fields: Mutex<Vec<(Vec<Step>, Span)>>,
}

/// A step from an answer's root to a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Key(String),
    Index(usize),
}

/// A field's time at work.
#[derive(Debug)]
struct Span {
    /// The field's name, when it is answered under another one.
    name: Option<String>,
    of: String,
    parent: String,
    began: Duration,
    ended: Duration,
}

/// A place in the answer, with what is told of it.
#[derive(Debug, Default)]
struct Place {
    span: Option<Span>,
    errors: Vec<ServerError>,
    below: BTreeMap<Step, Self>,
}

impl Place {
    fn at(&mut self, path: impl IntoIterator<Item = Step>) -> &mut Self {
        path.into_iter().fold(self, |place, step| place.below.entry(step).or_default())
    }
}

impl Tracer {
    /// Begins when the request asks for it.
    pub(super) fn begin(&self, request: &Request) {
        if request.data.contains_key(&TypeId::of::<Traced>()) {
            self.0.get_or_init(|| Trace {
                at: SystemTime::now(),
                began: Instant::now(),
                fields: Mutex::default(),
            });
        }
    }

    /// Resolves a field and keeps how long it took.
    pub(super) async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let listed = matches!(info.path_node.segment, QueryPathSegment::Index(_));
        let Some(trace) = self.0.get().filter(|_| !listed) else {
            return next.run(ctx, info).await;
        };
        let path = path(info.path_node);
        let name = info.alias.map(|_| info.name.to_owned());
        let (of, parent) = (info.return_type.to_owned(), info.parent_type.to_owned());
        let began = trace.began.elapsed();
        let value = next.run(ctx, info).await;
        let ended = trace.began.elapsed();
        let mut fields = trace.fields.lock().unwrap_or_else(PoisonError::into_inner);
        if fields.len() < MOST {
            fields.push((path, Span { name, of, parent, began, ended }));
        }
        drop(fields);
        value
    }

    /// The answer with its trace, when that was asked for.
    pub(super) fn told(&self, response: Response) -> Response {
        let Some(trace) = self.0.get() else { return response };
        let mut root = Place::default();
        let mut fields = trace.fields.lock().unwrap_or_else(PoisonError::into_inner);
        for (path, span) in fields.drain(..) {
            root.at(path).span = Some(span);
        }
        drop(fields);
        for error in &response.errors {
            root.at(error.path.iter().map(step)).errors.push(error.clone());
        }
        let report = report::write(&root, trace.at, trace.began.elapsed());
        response.extension("ftv1", Value::from(STANDARD.encode(report)))
    }
}

fn path(node: &QueryPathNode<'_>) -> Vec<Step> {
    let mut path = node.parent.map(path).unwrap_or_default();
    path.push(match node.segment {
        QueryPathSegment::Name(name) => Step::Key(name.to_owned()),
        QueryPathSegment::Index(at) => Step::Index(at),
    });
    path
}

fn step(segment: &PathSegment) -> Step {
    match segment {
        PathSegment::Field(name) => Step::Key(name.clone()),
        PathSegment::Index(at) => Step::Index(*at),
    }
}
