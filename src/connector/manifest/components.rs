//! The components of a manifest as types.

use std::sync::Arc;

use crate::connector::moment::Span;
use crate::connector::template::Template;
use crate::connector::wire::Method;
use crate::connector::{Json, template::Typing};

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

/// How a body becomes values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decoder {
    /// One JSON value.
    Json,
    /// One JSON value a line.
    Lines,
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
    pub(crate) auth: Auth,
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
}

/// A body with templates in it.
#[derive(Debug)]
pub(crate) enum BodyPlan {
    None,
    Json(Plan),
    Form(Plan),
    Text(Template),
}

/// How a request proves who asks.
#[derive(Debug)]
pub(crate) enum Auth {
    None,
    Bearer(Template),
    Basic { username: Template, password: Option<Template> },
    ApiKey { token: Template, place: Injection },
    Token(Box<OAuth>),
}

/// OAuth 2 with client credentials or a refresh token.
#[derive(Debug)]
pub(crate) struct OAuth {
    pub(crate) endpoint: Option<Template>,
    pub(crate) client_id: Option<Template>,
    pub(crate) client_secret: Option<Template>,
    pub(crate) refresh_token: Option<Template>,
    pub(crate) access_token: Option<Template>,
    pub(crate) expiry: Option<Template>,
    pub(crate) grant_type: Template,
    pub(crate) scopes: Vec<Template>,
    pub(crate) names: OAuthNames,
    pub(crate) body: Plan,
    pub(crate) headers: Plan,
    pub(crate) as_query: bool,
}

/// What a token endpoint calls its fields.
#[derive(Debug)]
pub(crate) struct OAuthNames {
    pub(crate) grant_type: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) refresh_token: String,
    pub(crate) access_token: String,
    pub(crate) expires_in: String,
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
}

/// How long to wait before another try.
#[derive(Debug)]
pub(crate) enum Wait {
    Constant(Template),
    Exponential(Template),
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

/// Which part of a body is records, and which of them count.
#[derive(Debug)]
pub(crate) struct Selector {
    pub(crate) path: Vec<Template>,
    pub(crate) filter: Option<Template>,
    pub(crate) transform_first: bool,
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
    List { field: Template, values: Plan, option: Option<Injection> },
    Parents(Vec<Parent>),
    Group { size: usize, inner: Box<Self>, deduplicate: bool },
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
}

/// A moment with limits.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) at: Template,
    pub(crate) format: Option<String>,
    pub(crate) least: Option<Template>,
    pub(crate) most: Option<Template>,
}

/// A change to a record.
#[derive(Debug)]
pub(crate) enum Transformation {
    Add { fields: Vec<Added>, condition: Option<Template> },
    Remove { pointers: Vec<Vec<String>>, condition: Option<Template> },
    LowerKeys,
    Flatten(Flatten),
}

/// A field to add.
#[derive(Debug)]
pub(crate) struct Added {
    pub(crate) path: Vec<Template>,
    pub(crate) value: Template,
    pub(crate) typing: ValueType,
}

/// The types an added value may take; any other result stays text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueType {
    Any,
    Text,
    Number,
    Integer,
    Flag,
}

impl ValueType {
    /// How far a rendered text is typed at all.
    pub(crate) fn typing(self) -> Typing {
        if self == Self::Text { Typing::Text } else { Typing::Free }
    }

    /// Whether a value has the type.
    pub(crate) fn admits(self, value: &Json) -> bool {
        match (self, value) {
            (Self::Any, _) | (Self::Text, Json::String(_)) | (Self::Flag, Json::Bool(_)) => {
                true
            }
            (Self::Number, Json::Number(text)) => text.contains(['.', 'e', 'E']),
            (Self::Integer, Json::Number(text)) => !text.contains(['.', 'e', 'E']),
            _ => false,
        }
    }
}

/// Brings the fields of an object within a record up into the record.
#[derive(Debug)]
pub(crate) struct Flatten {
    pub(crate) path: Vec<Template>,
    pub(crate) delete: bool,
    pub(crate) replace: bool,
    pub(crate) prefix: Option<Template>,
    pub(crate) suffix: Option<Template>,
}
