//! Answers requests as they come from outside: reads the document, executes it when it must, and keeps
//! what identical requests would get.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_graphql::parser::types::OperationType;
use async_graphql::{Executor, Request, Response, ServerError, Value, Variables};
use futures_util::stream::{BoxStream, StreamExt as _};
use serde::Deserialize;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tracing::{Instrument as _, error, instrument};

use super::answers::{Answers, Key};
use super::documents::{Document, Documents, Named, Trusted, values};
use super::errors;
use super::hub::{Desk, Hub};
use super::trace::Traced;
use super::turns::Turns;
use super::{Schema, stamped};
use crate::access::Viewer;
use crate::store::Deed;

/// Exports under way at once: each walks a whole list.
const EXPORTS: usize = 4;

/// How a hub answers strangers.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Whether the schema tells about itself, and helps with typing errors.
    pub introspection: bool,
    /// Whether a document's text may stand in an address; its hash may in any case.
    pub get: bool,
    /// The only documents that are answered, when there are any.
    pub trusted: Option<Trusted>,
    /// Requests that are executed at once; others are told to come again.
    pub at_once: usize,
    /// Executing one may take so long.
    pub patience: Duration,
    /// What is told as it happens.
    pub live: Live,
}

/// How much is told as it happens, and to whom not.
#[derive(Debug, Clone)]
pub struct Live {
    /// Connections that are kept open at once; others are told to come again.
    pub connections: usize,
    /// Of these for the same viewer, by name.
    pub of_one: usize,
    /// Subscriptions and other operations at once in one connection.
    pub operations: usize,
    /// Who connects has so long to say who they are.
    pub greeting: Duration,
    /// Who takes nothing of what is sent for so long is dropped.
    pub patience: Duration,
    /// A sign of life is sent so often; who gives none back for three times as long is gone.
    pub alive: Duration,
    /// It is looked so often whether a credential is still good.
    pub recheck: Duration,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            connections: 1_000,
            of_one: 100,
            operations: 50,
            greeting: Duration::from_secs(10),
            patience: Duration::from_secs(10),
            alive: Duration::from_secs(15),
            recheck: Duration::from_secs(30),
        }
    }
}

impl Default for Profile {
    fn default() -> Self {
        let patience = Duration::from_secs(30);
        let live = Live::default();
        Self { introspection: true, get: true, trusted: None, at_once: 64, patience, live }
    }
}

/// One request. Unknown members are left alone, as the specification asks.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Question {
    /// The document's text.
    pub query: Option<String>,
    /// The operation in it.
    pub operation_name: Option<String>,
    /// Values of its variables.
    pub variables: Option<Variables>,
    /// What else the client says; `persistedQuery` is understood.
    pub extensions: Option<serde_json::Map<String, serde_json::Value>>,
    /// The id of a trusted document: `sha256:` and the digits of its hash, or the digits alone.
    pub document_id: Option<String>,
    /// Whether the answer tells how long each field took; not part of the request itself.
    #[serde(skip)]
    pub traced: bool,
}

/// Why a request is not executed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It says no document, or not which.
    Malformed,
    /// Its document is wrong.
    Bad,
    /// It names a document by a hash that nobody sent a text for.
    UnknownHash,
    /// It names a document that is not answered here.
    Untrusted,
    /// It would change something, and came by a way that only reads.
    Unsafe,
    /// Too many others are at work.
    Busy,
    /// It took too long.
    TooLong,
    /// It asks for what is not for the role.
    Forbidden,
    /// There is nothing of that name.
    Unknown,
    /// We failed.
    Broken,
    /// Whoever asks has spent what they may; there is something again after so many seconds.
    Spent(u64),
}

/// Who asks, and how.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who.
    pub viewer: Arc<Viewer>,
    /// They came by a way that may change nothing.
    pub reads: bool,
    /// The request's id, as the log has it; may be empty.
    pub request: String,
}

/// A refusal, with what would be right.
#[derive(Debug, Clone)]
pub struct Refused {
    /// Why.
    pub why: Why,
    /// In words, for the client.
    pub message: String,
    /// Where in the document it is wrong, when that is known: line and column.
    pub at: Option<(usize, usize)>,
}

impl Refused {
    pub(super) fn new(why: Why, message: impl Into<String>) -> Self {
        Self { why, message: message.into(), at: None }
    }

    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self::new(Why::Bad, message)
    }

    /// A document that cannot be parsed.
    pub(super) fn unread(error: &async_graphql::parser::Error) -> Self {
        let at = error.positions().next().map(|at| (at.line, at.column));
        Self { at, ..Self::bad(error.to_string()) }
    }

    /// The word that programs look for.
    pub fn code(&self) -> &'static str {
        match self.why {
            Why::Malformed => "BAD_REQUEST",
            Why::Bad => "BAD_QUERY",
            Why::UnknownHash => "PERSISTED_QUERY_NOT_FOUND",
            Why::Untrusted => "NOT_TRUSTED",
            Why::Unsafe => "METHOD_NOT_ALLOWED",
            Why::Busy => "BUSY",
            Why::TooLong => "TIMEOUT",
            Why::Forbidden => "FORBIDDEN",
            Why::Unknown => "NOT_FOUND",
            Why::Broken => "INTERNAL",
            Why::Spent(_) => "SPENT",
        }
    }
}

/// An answer, ready to be sent.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The JSON text.
    pub body: Vec<u8>,
    /// Nothing of it was executed: the document is wrong.
    pub refused: bool,
    /// Names its content, when the same request may get it again.
    pub tag: Option<Arc<str>>,
}

/// What comes of a request where more than one answer may come.
pub enum Told {
    /// One answer, and no more.
    Once(Answer),
    /// What happens, as it happens, until it ends.
    Live(BoxStream<'static, Event>),
}

/// Something that happened, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The JSON text of a GraphQL response.
    pub body: Vec<u8>,
    /// Its errors as JSON text, where nothing was executed: the document is wrong.
    pub refused: Option<Vec<u8>>,
}

/// The hub, or another schema, as requests meet it. Cheap to clone.
#[derive(Clone)]
pub struct Service<E = Schema>(Arc<Counter<E>>);

struct Counter<E> {
    schema: E,
    /// The hub behind the schema. Without one no answer is kept, nothing is charged and nothing is written
    /// down.
    desk: Option<Arc<Desk>>,
    documents: Documents,
    answers: Answers,
    turns: Turns,
    /// Exports that may be under way at once, apart from requests.
    exports: Arc<Semaphore>,
    profile: Profile,
    /// Turns true when what is live is to end. Whoever has a receiver is waited for a moment.
    ending: watch::Sender<bool>,
}

/// The service over a hub.
pub fn service(hub: Hub, profile: Profile) -> Service {
    let desk = Arc::new(Desk::new(hub, profile.patience));
    let schema = stamped(Arc::clone(&desk), profile.introspection, Viewer::nobody());
    Service::new(schema, Some(desk), profile)
}

impl<E: Executor> Service<E> {
    /// The service over a schema that is not the hub's; of its answers none is kept.
    pub fn over(schema: E, profile: Profile) -> Self {
        Self::new(schema, None, profile)
    }

    fn new(schema: E, desk: Option<Arc<Desk>>, profile: Profile) -> Self {
        let documents = Documents::new(profile.trusted.clone(), profile.introspection);
        let (answers, turns) = (Answers::new(), Turns::new(profile.at_once));
        let exports = Arc::new(Semaphore::new(EXPORTS));
        let ending = watch::Sender::new(false);
        let counter =
            Counter { schema, desk, documents, answers, turns, exports, profile, ending };
        Self(Arc::new(counter))
    }

    /// The hub behind the schema, when there is one.
    pub(super) fn desk(&self) -> Option<&Desk> {
        self.0.desk.as_deref()
    }

    /// The schema itself, which knows no limits but its own.
    pub fn schema(&self) -> &E {
        &self.0.schema
    }

    /// How long one request may take.
    pub(super) fn patience(&self) -> Duration {
        self.0.profile.patience
    }

    /// The right to be one of the exports under way, for as long as it is held.
    pub(super) fn export_turn(&self) -> Result<OwnedSemaphorePermit, Refused> {
        let turn = Arc::clone(&self.0.exports).try_acquire_owned();
        turn.map_err(|_| {
            let message =
                format!("{EXPORTS} exports are under way; try again when one is done");
            Refused::new(Why::Busy, message)
        })
    }

    /// What the same request got a short while ago, when that is still true. `raw` is the request as it
    /// came.
    pub async fn kept(&self, raw: &[u8], viewer: &Viewer) -> Option<Answer> {
        self.0.answers.get(&self.key(raw, viewer).await?)
    }

    /// Whether there is room for one more request: asked before it is read.
    ///
    /// # Errors
    /// When there is none.
    pub fn look(&self) -> Result<(), Refused> {
        self.0.turns.look()
    }

    /// Answers a request.
    ///
    /// # Errors
    /// Why it is not executed.
    pub async fn answer(
        &self,
        raw: &[u8],
        question: Question,
        caller: &Caller,
    ) -> Result<Answer, Refused> {
        self.may_ask(&caller.viewer)?;
        if caller.reads && question.query.is_some() && !self.0.profile.get {
            let message = "this hub takes a document's text by POST only";
            return Err(Refused::new(Why::Unsafe, message));
        }
        let traced = question.traced;
        let asked = self.read(question)?;
        self.once(raw, asked, traced, caller).await
    }

    /// Answers a request, or tells what happens as it happens when that is what it asks for.
    ///
    /// # Errors
    /// Why it is not executed.
    pub async fn tell(
        &self,
        raw: &[u8],
        question: Question,
        caller: &Caller,
    ) -> Result<Told, Refused> {
        self.may_ask(&caller.viewer)?;
        if caller.reads && question.query.is_some() && !self.0.profile.get {
            let message = "this hub takes a document's text by POST only";
            return Err(Refused::new(Why::Unsafe, message));
        }
        let asked = self.read(question)?;
        if asked.kind != Some(OperationType::Subscription) {
            return self.once(raw, asked, false, caller).await.map(Told::Once);
        }
        if !asked.follows_one {
            let message = "a subscription asks for one field at its root, and that itself";
            return Err(Refused::bad(message));
        }
        let request = Self::request_of(asked.request, caller);
        let is_hub = self.0.desk.is_some();
        let told = self.0.schema.execute_stream(request, None);
        Ok(Told::Live(told.map(move |response| event(response, is_hub)).boxed()))
    }

    /// How strangers are answered.
    pub fn profile(&self) -> &Profile {
        &self.0.profile
    }

    /// Turns true when what is live is to end.
    pub fn ending(&self) -> watch::Receiver<bool> {
        self.0.ending.subscribe()
    }

    /// Ends what is live: whoever follows anything is told to connect again, elsewhere or later.
    pub fn end_live(&self) {
        self.0.ending.send_replace(true);
    }

    /// Waits until all that was live has ended, for so long at most.
    pub async fn live_ended(&self, patience: Duration) {
        // Who has not gone by then is cut off.
        tokio::time::timeout(patience, self.0.ending.closed()).await.ok();
    }

    async fn once(
        &self,
        raw: &[u8],
        asked: Asked,
        traced: bool,
        caller: &Caller,
    ) -> Result<Answer, Refused> {
        if asked.kind == Some(OperationType::Mutation) {
            return self.obey(asked, caller.clone()).await;
        }
        let _turn = self.0.turns.take().await?;
        // Before anything is read: what is kept is at least as new as its key.
        let key = match asked.kind {
            Some(OperationType::Query) if !traced => self.key(raw, &caller.viewer).await,
            _ => None,
        };
        let response = self.execute(asked, caller).await?;
        Ok(self.0.answers.tell(key, &response))
    }

    /// Whether a viewer may ask anything now: exports and the like ask this before they begin.
    ///
    /// # Errors
    /// When they have spent what they may.
    pub fn may_ask(&self, viewer: &Viewer) -> Result<(), Refused> {
        let Some(desk) = &self.0.desk else { return Ok(()) };
        desk.budgets.check(viewer, Instant::now()).map_err(|wait| {
            let seconds = wait.as_secs_f64().ceil() as u64;
            let message = format!(
                "you have spent the points of this minute; try again in {seconds} seconds, and \
                 ask less"
            );
            Refused::new(Why::Spent(seconds), message)
        })
    }

    /// Adds something that somebody did, or tried to, to the audit: `what` without values that tell of
    /// persons, `outcome` as `OK` or a code.
    pub async fn note(&self, caller: &Caller, what: &str, outcome: &str) {
        let Some(desk) = &self.0.desk else { return };
        let deed = Deed {
            at: desk.now(),
            who: caller.viewer.name.clone(),
            role: caller.viewer.role.clone(),
            request: caller.request.clone(),
            what: what.to_owned(),
            outcome: outcome.to_owned(),
        };
        if let Err(error) = desk.hub.store.note(&deed).await {
            error!(%error, what, outcome, "The audit could not be added to");
        }
    }

    /// Does what is ordered and writes down who ordered it. In a task of its own: whoever hangs up
    /// halfway through leaves a row all the same.
    async fn obey(&self, asked: Asked, caller: Caller) -> Result<Answer, Refused> {
        let this = self.clone();
        let work = async move {
            let what = asked.orders.clone();
            let (hub, by) = (this.clone(), caller.clone());
            let work = async move { hub.order(asked, &by).await };
            let work = tokio::spawn(work.in_current_span()).await;
            // What breaks leaves a row as well.
            let outcome = work.unwrap_or_else(|_| Err(broken()));
            let told = match &outcome {
                Ok(response) => outcome_of(response),
                Err(refused) => refused.code().to_owned(),
            };
            this.note(&caller, &what, &told).await;
            outcome.map(|response| this.0.answers.tell(None, &response))
        };
        tokio::spawn(work.in_current_span()).await.unwrap_or_else(|_| Err(broken()))
    }

    async fn order(&self, asked: Asked, caller: &Caller) -> Result<Response, Refused> {
        if caller.reads {
            let message = "GET only reads; send mutations by POST";
            return Err(Refused::new(Why::Unsafe, message));
        }
        let _turn = self.0.turns.take().await?;
        self.execute(asked, caller).await
    }

    #[instrument(level = "debug", skip_all)]
    async fn execute(&self, asked: Asked, caller: &Caller) -> Result<Response, Refused> {
        if caller.reads && asked.kind.is_some_and(|kind| kind != OperationType::Query) {
            let message = "GET only reads; subscribe by POST";
            return Err(Refused::new(Why::Unsafe, message));
        }
        let request = Self::request_of(asked.request, caller);
        let Counter { schema, profile, .. } = &*self.0;
        let execute = tokio::time::timeout(profile.patience, schema.execute(request));
        execute.await.map_err(|_| too_long(profile.patience))
    }

    fn request_of(mut request: Request, caller: &Caller) -> Request {
        if !caller.viewer.rights.introspects {
            request = request.disable_introspection();
        }
        request.data(Arc::clone(&caller.viewer))
    }

    /// The request as the schema takes it, and the kind of operation that it asks for.
    pub fn request(
        &self,
        question: Question,
    ) -> Result<(Request, Option<OperationType>), Refused> {
        self.read(question).map(|asked| (asked.request, asked.kind))
    }

    fn read(&self, question: Question) -> Result<Asked, Refused> {
        let hash = stated_hash(&question)?;
        let document = self.0.documents.find(Named { text: question.query, hash })?;
        let operation = question.operation_name.as_deref();
        let kind = document.kind(operation);
        let is_order = kind == Some(OperationType::Mutation);
        let orders = is_order.then(|| document.roots(operation).join(", "));
        let follows_one = document.has_one_field(operation);
        let Document { parsed } = &*document;
        let variables = question.variables.unwrap_or_default();
        values::check(&variables)?;
        let mut request = Request::new("").variables(variables);
        request.set_parsed_query(parsed.clone());
        request.operation_name = question.operation_name;
        if question.traced {
            request = request.data(Traced);
        }
        if !self.0.profile.introspection {
            request = request.disable_introspection();
        }
        Ok(Asked { request, kind, orders: orders.unwrap_or_default(), follows_one })
    }

    /// What an answer that is given now is kept under. Without one where the store does not answer:
    /// the request itself will say so.
    async fn key(&self, raw: &[u8], viewer: &Viewer) -> Option<Key> {
        let desk = self.0.desk.as_ref()?;
        let moment = desk.hub.store.moment().await.ok()?;
        let rights = Arc::clone(&viewer.rights);
        Some(Key { raw: raw.into(), rights, moment, today: desk.today() })
    }
}

/// A request that was read.
struct Asked {
    request: Request,
    kind: Option<OperationType>,
    /// The fields at the root of a mutation.
    orders: String,
    /// There is one field at the root, and nothing else.
    follows_one: bool,
}

/// A response of a stream as it is sent.
fn event(mut response: Response, is_hub: bool) -> Event {
    if is_hub {
        response.errors.iter_mut().for_each(errors::finish);
    }
    // What fails at a field has a path; what has none is wrong before anything is executed.
    let is_refused = response.data == Value::Null
        && !response.errors.is_empty()
        && response.errors.iter().all(|error| error.path.is_empty());
    let json = |what: Result<Vec<u8>, serde_json::Error>| what.expect("a response is JSON");
    let refused = is_refused.then(|| json(serde_json::to_vec(&response.errors)));
    Event { body: json(serde_json::to_vec(&response)), refused }
}

/// `OK`, or the code of the first error.
fn outcome_of(response: &Response) -> String {
    let Some(error) = response.errors.first() else { return "OK".to_owned() };
    match error.extensions.as_ref().and_then(|all| all.get("code")) {
        Some(async_graphql::Value::String(code)) => code.clone(),
        _ => "INTERNAL".to_owned(),
    }
}

/// The hash that a request names its document by.
fn stated_hash(question: &Question) -> Result<Option<String>, Refused> {
    if let Some(id) = &question.document_id {
        return Ok(Some(id.strip_prefix("sha256:").unwrap_or(id).to_lowercase()));
    }
    let persisted = question.extensions.as_ref().and_then(|all| all.get("persistedQuery"));
    let Some(persisted) = persisted else { return Ok(None) };
    let hash = persisted.get("sha256Hash").and_then(serde_json::Value::as_str);
    let version = persisted.get("version").and_then(serde_json::Value::as_u64);
    if let (Some(1), Some(hash)) = (version, hash) {
        return Ok(Some(hash.to_lowercase()));
    }
    let what = "`persistedQuery` needs `version: 1` and `sha256Hash`";
    Err(Refused::new(Why::Malformed, what))
}

pub(super) fn broken() -> Refused {
    Refused::new(Why::Broken, "the hub failed at this; its log says why")
}

pub(super) fn too_long(patience: Duration) -> Refused {
    let message = format!("no answer within {} seconds; ask less", patience.as_secs());
    Refused::new(Why::TooLong, message)
}

/// The refusal as a GraphQL error.
impl From<&Refused> for ServerError {
    fn from(refused: &Refused) -> Self {
        let at = refused.at.map(|(line, column)| async_graphql::Pos { line, column });
        let mut error = Self::new(refused.message.clone(), at);
        error.extensions.get_or_insert_default().set("code", refused.code());
        error
    }
}
