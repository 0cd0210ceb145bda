//! The components of a manifest as types.

use std::sync::Arc;

use chrono::Weekday;

use super::adapt::Adapting;
use super::auth::Auth;
use super::files::Files;
use super::job::Job;
use super::properties::Properties;
use super::reading::{Decoder, Extractor, Selector};
use super::transform::Transformation;
use crate::connector::Json;
use crate::connector::moment::Span;
use crate::connector::template::Template;
use crate::connector::wire::Method;

/// What to read and how.
#[derive(Debug)]
pub(crate) struct Stream {
    pub(crate) name: String,
    /// Paths of the primary key's parts.
    pub(crate) key: Vec<Vec<String>>,
    pub(crate) requester: Requester,
    pub(crate) decoder: Decoder,
    pub(crate) selector: Selector,
    pub(crate) paginator: Option<Paginator>,
    pub(crate) routers: Vec<Router>,
    /// A page after the first gets no parameters of its slice: its link holds them.
    pub(crate) bare_pages: bool,
    pub(crate) cursor: Option<Cursor>,
    pub(crate) transformations: Vec<Transformation>,
    /// Each slice is prepared by a job at the source before it can be downloaded.
    pub(crate) job: Option<Box<Job>>,
    /// What it does when it asked for too much.
    pub(crate) adapting: Adapting,
    /// Properties that it asks for by name.
    pub(crate) properties: Option<Box<Properties>>,
    /// The files that go with its records, where there are some; or the line and the reason why
    /// they cannot be had.
    pub(crate) files: Option<Result<Box<Files>, (usize, String)>>,
    /// A state of old, one position per parent key, is read too.
    pub(crate) legacy_state: bool,
}

/// A stream, and how it is read once there is a state, when that differs.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// Read when there is no state.
    pub(crate) full: Arc<Stream>,
    pub(crate) resumed: Option<Resumed>,
}

/// What is read instead when there is a state.
#[derive(Debug, Clone)]
pub(crate) struct Resumed {
    pub(crate) stream: Arc<Stream>,
    /// How far back the source can tell what changed: a duration. An older state does not count.
    pub(crate) retention: Option<Template>,
}

impl Stream {
    /// A stream that is one request, for the components that are built around it.
    pub(crate) fn plain(name: &str, requester: Requester) -> Self {
        Self {
            name: name.to_owned(),
            key: Vec::new(),
            requester,
            decoder: Decoder::Json,
            selector: Selector {
                extractor: Extractor::Path { path: Vec::new(), expander: None },
                filter: None,
                transform_first: None,
                schema: None,
            },
            paginator: None,
            routers: Vec::new(),
            bare_pages: false,
            cursor: None,
            transformations: Vec::new(),
            job: None,
            adapting: Adapting::default(),
            properties: None,
            files: None,
            legacy_state: false,
        }
    }
}

/// Where requests go and what is in them.
#[derive(Debug)]
pub(crate) struct Requester {
    pub(crate) base: Option<Template>,
    pub(crate) path: Option<Template>,
    pub(crate) method: Method,
    pub(crate) headers: Plan,
    pub(crate) parameters: Plan,
    pub(crate) body: BodyPlan,
    pub(crate) auth: Arc<Auth>,
    pub(crate) errors: Vec<Handler>,
}

/// A value with templates in it.
#[derive(Debug)]
pub(crate) enum Plan {
    Value(Json),
    Template(Template),
    List(Vec<Self>),
    Map(Vec<(Template, Self)>),
}

impl Plan {
    /// Nothing at all.
    pub(crate) fn empty() -> Self {
        Self::Map(Vec::new())
    }

    /// Adds the templates that its values hold.
    pub(crate) fn collect<'a>(&'a self, found: &mut Vec<&'a Template>) {
        match self {
            Self::Value(_) => {}
            Self::Template(template) => found.push(template),
            Self::List(items) => items.iter().for_each(|item| item.collect(found)),
            Self::Map(fields) => fields.iter().for_each(|(_, value)| value.collect(found)),
        }
    }
}

/// A body with templates in it.
#[derive(Debug)]
pub(crate) enum BodyPlan {
    None,
    Json(Plan),
    Form(Plan),
    Text(Template),
    /// To the letter: what looks like a list stays text.
    Plain(Template),
}

/// Where a value goes in a request.
#[derive(Debug)]
pub(crate) struct Injection {
    pub(crate) place: Place,
    /// One name, or a path in a JSON body.
    pub(crate) field: Vec<Template>,
}

/// The part of a request that a value goes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Parameter,
    Header,
    Form,
    Json,
}

/// What to do with a reply, by rules tried in order.
#[derive(Debug)]
pub(crate) struct Handler {
    pub(crate) filters: Vec<Filter>,
    pub(crate) retries: Template,
    pub(crate) waits: Vec<Wait>,
}

/// One rule.
#[derive(Debug)]
pub(crate) struct Filter {
    pub(crate) action: Option<Action>,
    pub(crate) codes: Vec<u16>,
    pub(crate) predicate: Option<Template>,
    pub(crate) contains: Option<String>,
    pub(crate) message: Option<Template>,
}

/// What a rule says to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    Success,
    Fail,
    Retry,
    Ignore,
    RateLimited,
    RefreshToken,
    /// Begin paging anew.
    ResetPaging,
    /// Ask for the same page with fewer records.
    ReducePageSize,
    /// Read the window of time in halves.
    SplitWindow,
}

/// How long to wait before another try.
#[derive(Debug)]
pub(crate) enum Wait {
    Constant(Template),
    Exponential(Template),
    /// Seconds that an expression finds in the reply.
    Response {
        seconds: Template,
        most: Option<Template>,
    },
    Header {
        name: Template,
        regex: Option<Template>,
        most: Option<Template>,
    },
    Until {
        name: Template,
        regex: Option<Template>,
        least: Option<Template>,
        most: Option<Template>,
    },
}

/// How one page leads to the next.
#[derive(Debug)]
pub(crate) struct Paginator {
    pub(crate) strategy: Strategy,
    pub(crate) page_size: Option<Template>,
    pub(crate) size_option: Option<Injection>,
    pub(crate) token_option: Option<TokenOption>,
}

/// Where the next page's token comes from.
#[derive(Debug)]
pub(crate) enum Strategy {
    Cursor { value: Template, stop: Option<Template> },
    Page { start: i64, on_first: bool },
    Offset { on_first: bool },
}

/// Where the token goes.
#[derive(Debug)]
pub(crate) enum TokenOption {
    /// It is the next URL or path.
    Path,
    /// It goes into the request.
    Inject(Injection),
}

/// How a stream is cut into partitions.
#[derive(Debug)]
pub(crate) enum Router {
    List {
        field: Template,
        values: Plan,
        option: Option<Injection>,
    },
    Parents(Vec<Parent>),
    Group {
        size: usize,
        inner: Box<Self>,
        deduplicate: bool,
    },
    /// The partitions of several routers, each value of the field once.
    Union {
        field: String,
        routers: Vec<Self>,
    },
}

/// A stream whose records are the partitions of another.
#[derive(Debug)]
pub(crate) struct Parent {
    pub(crate) stream: Arc<Stream>,
    /// Read instead once the parent has a state.
    pub(crate) resumed: Option<Arc<Stream>>,
    pub(crate) key: Template,
    pub(crate) field: Template,
    pub(crate) option: Option<Injection>,
    pub(crate) extra: Vec<Vec<Template>>,
    pub(crate) incremental: bool,
}

/// Reading only what changed.
#[derive(Debug)]
pub(crate) struct Cursor {
    pub(crate) line: usize,
    pub(crate) field: Template,
    /// How times are written in requests and in the state.
    pub(crate) format: String,
    /// How times are written in records; the first that fits is taken.
    pub(crate) formats: Vec<String>,
    pub(crate) start: Bound,
    pub(crate) end: Option<Bound>,
    pub(crate) start_option: Option<Injection>,
    pub(crate) end_option: Option<Injection>,
    pub(crate) granularity: Option<Span>,
    pub(crate) step: Option<Template>,
    pub(crate) lookback: Option<Template>,
    pub(crate) start_name: Template,
    pub(crate) end_name: Template,
    pub(crate) client_side: bool,
    pub(crate) data_feed: bool,
    pub(crate) global: bool,
    pub(crate) strict: bool,
    /// The target, a template, and the week's first day.
    pub(crate) clamping: Option<(Template, Option<Weekday>)>,
    /// Its values are whole numbers: one stands for as many microseconds after 1970.
    pub(crate) counts: bool,
}

/// A moment with limits.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) at: Template,
    pub(crate) format: Option<String>,
    pub(crate) least: Option<Template>,
    pub(crate) most: Option<Template>,
}
