//! A pull of one stream as a state machine: it asks for requests and is fed replies.
//!
//! A stream is cut into partitions and windows of time (`slice`, `state`), each slice is a chain
//! of pages (`request`, `paginate`), a reply is judged (`verdict`) and read record by record
//! (`decode`, `extract`, `expand`, `record`, `shape`, `keys`, `normalize`). Streams whose records are partitions of another are read beside
//! it (`reader`). Slices are read several at a time, but the state moves in their order: it never
//! gets ahead of what was emitted.

mod adapt;
mod address;
mod auth;
mod decode;
mod expand;
mod extract;
mod glob;
mod job;
mod keys;
mod normalize;
mod paginate;
mod pause;
mod properties;
mod reader;
mod record;
mod request;
mod resume;
mod shape;
mod slice;
mod state;
mod told;
mod veil;
mod verdict;
mod window;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use minijinja::Value;

use super::host::{host_of, hosts_in};
use super::template::{Engine, RenderError, Scope, Template, Var, to_value};
use super::{
    Json, Kept, Manifest, Pace, Renewal, RenewalError, Reply, Request, RequestId, SendError,
};
use crate::model::{Record, Rejected};
use auth::{Login, enlist};
use reader::Tree;
pub(crate) use shape::apply as transform;
use slice::Stage;
use verdict::Verdict;

/// What the pull wants next.
#[derive(Debug)]
pub enum Step {
    /// Send this; feed the outcome to [`Pull::reply`] under the same id. May be asked for several
    /// times before the first reply.
    Send(RequestId, Request),
    /// Have these tokens renewed; feed the outcome to [`Pull::renewed`] under the same id.
    Renew(RequestId, Renewal),
    /// Nothing to do until a reply comes.
    Await,
    /// Nothing to do until this moment (a limit or a retry), unless a reply comes before.
    Sleep(DateTime<Utc>),
    /// Records to keep. The state in it must be kept in the same transaction.
    Emit(Page),
    /// Everything is read.
    Done,
}

/// Records of one page, with the state that holds once they are kept.
#[derive(Debug, Default)]
pub struct Page {
    /// In the order of the page.
    pub records: Vec<Record>,
    /// What could not become a record.
    pub rejected: Vec<Rejected>,
    /// The stream's state (JSON, the ecosystem's shape), when the page completes a checkpoint.
    pub state: Option<String>,
    /// Something of the stream or its parents was passed over unread: what else there is, this
    /// pull does not know.
    pub gap: bool,
}

/// Why a pull cannot go on. Nothing that was emitted is lost by it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PullError {
    /// The credentials were refused. A person should look.
    #[error("{}", refused(system, *status, stream, fields, reconnect.as_deref()))]
    Unauthorized {
        /// Host.
        system: String,
        /// Status code.
        status: u16,
        /// Names of the configuration values used to sign in.
        fields: String,
        /// Stream.
        stream: String,
        /// Why a person must connect the source again, in words; `None` when the configuration
        /// is to be checked.
        reconnect: Option<String>,
    },
    /// The reply is not what the manifest describes, e.g. HTML instead of JSON.
    #[error("stream `{stream}`: {url} answered {status} with {found}; expected {expected}")]
    Unreadable {
        /// Stream.
        stream: String,
        /// URL without query.
        url: String,
        /// Status code.
        status: u16,
        /// What came, in words.
        found: String,
        /// What the manifest expects.
        expected: String,
    },
    /// Retries are used up, or the error handler says FAIL.
    #[error("stream `{stream}`: {url} failed {attempts} times, last: {reason}")]
    Failed {
        /// Stream.
        stream: String,
        /// URL without query.
        url: String,
        /// How often it was tried.
        attempts: u32,
        /// The last failure in words.
        reason: String,
    },
    /// No answer, or none that arrived whole, however often it was asked. The other streams of the
    /// source will fare no better.
    #[error("stream `{stream}`: {url} was asked {attempts} times, last: {reason}")]
    Unanswered {
        /// Stream.
        stream: String,
        /// URL without query.
        url: String,
        /// How often it was tried.
        attempts: u32,
        /// The last failure in words.
        reason: String,
    },
    /// The pages never end: the same next-page token, or many pages without a new key.
    #[error(
        "stream `{stream}`: paging does not end ({reason}); check the paginator in the manifest"
    )]
    Endless {
        /// Stream.
        stream: String,
        /// What was seen.
        reason: String,
    },
    /// A template failed at run time.
    #[error("{file}:{line}: {message}")]
    Template {
        /// Manifest file.
        file: String,
        /// Line.
        line: usize,
        /// What went wrong.
        message: String,
    },
    /// The stream is not in the manifest, or needs what this build does not run.
    #[error("{0}")]
    Refused(String),
}

impl PullError {
    /// Whether the source must be connected again: its tokens are good no more, and no retry will
    /// mend that.
    pub fn needs_reconnect(&self) -> bool {
        matches!(self, Self::Unauthorized { reconnect: Some(_), .. })
    }
}

fn refused(
    system: &str,
    status: u16,
    stream: &str,
    fields: &str,
    reconnect: Option<&str>,
) -> String {
    match reconnect {
        Some(why) => format!(
            "{system} {why} ({status}), so stream `{stream}` cannot be read; connect the source again and renew {fields} in its configuration"
        ),
        None => format!(
            "{system} refused the credentials ({status}) for stream `{stream}`; check {fields} in the configuration of the source"
        ),
    }
}

/// A reply that cannot be read is asked for again so often.
const UNREADABLE_RETRIES: u32 = 2;
/// Why a request must be sent again.
struct Setback {
    reason: String,
    /// What the source asks us to wait.
    wait: Option<Duration>,
    /// The source answered at all.
    answered: bool,
}

impl Setback {
    fn answered(reason: String, wait: Option<Duration>) -> Self {
        Self { reason, wait, answered: true }
    }
}

/// What everything in a pull knows.
struct Context {
    manifest: Arc<Manifest>,
    config: Value,
    /// When the pull began; the `now` of expressions.
    now: DateTime<Utc>,
    /// The present moment.
    moment: DateTime<Utc>,
    hosts: BTreeSet<String>,
    pace: Arc<Pace>,
    /// The properties that are selected, as a JSON schema names them.
    selected: Option<Json>,
    /// Records need no value for the primary key.
    keyless: bool,
    /// The secrets of the configuration, the longest first.
    secrets: Vec<String>,
}

impl Context {
    fn engine(&self) -> &Engine {
        &self.manifest.engine
    }

    fn scope<'a>(
        &'a self,
        vars: &'a [(&'a str, Var<'a>)],
        extra: &'a [(String, Json)],
    ) -> Scope<'a> {
        Scope { config: &self.config, now: self.now, vars, extra }
    }

    /// Texts that only the configuration decides.
    fn texts(&self, templates: &[Template]) -> Result<Vec<String>, RenderError> {
        let scope = self.scope(&[], &[]);
        templates.iter().map(|template| self.engine().text(template, &scope)).collect()
    }

    fn failed(&self, error: RenderError) -> PullError {
        let RenderError { line, message, .. } = error;
        PullError::Template { file: self.manifest.file.clone(), line, message }
    }
}

#[derive(Debug, Clone)]
enum Target {
    Page {
        reader: usize,
        run: u64,
        url: String,
        token: u64,
    },
    /// Tokens by way of a vault; or now, when there is a renewal here.
    Token {
        login: usize,
        url: String,
        once: Option<Box<Renewal>>,
    },
    /// Whether a login's token holds.
    Check {
        login: usize,
        url: String,
    },
}

// A page's request, for its reply.
struct Asked<'a> {
    reader: usize,
    run: u64,
    url: &'a str,
    token: u64,
}

/// A pull of one stream, parents included. Its `Debug` shows neither configuration nor records.
pub struct Pull {
    context: Context,
    name: String,
    tree: Tree,
    logins: Vec<Login>,
    in_flight: BTreeMap<RequestId, Target>,
    next_id: u64,
    pages: VecDeque<Page>,
    /// The whole source wants a rest until then.
    paused: Option<DateTime<Utc>>,
    limit: Option<(u64, Option<Duration>)>,
    /// Checkpoints since the state was last told.
    untold: usize,
    told: Option<String>,
    page_limit: Option<u64>,
    read: u64,
    failed: Option<PullError>,
    /// A slice could not be read, but others still can.
    broken: Option<PullError>,
    over: bool,
    patience: Option<Duration>,
    seed: Option<u64>,
}

impl std::fmt::Debug for Pull {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pull(`{}`, {} requests in flight)", self.name, self.in_flight.len())
    }
}

impl Pull {
    /// Plans a pull. `state` is what an earlier page left; `config` as the manifest's spec says.
    ///
    /// # Errors
    /// When the stream is unknown or a template cannot be rendered.
    pub fn new(
        manifest: &Arc<Manifest>,
        stream: &str,
        config: &serde_json::Value,
        state: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Self, PullError> {
        let pace = Pace::of(manifest, config, now)?;
        let secrets = manifest.secret_values(config);
        let config = manifest.settle(config, now);
        let config = config.map_err(|why| PullError::Refused(why.join("; ")))?.config;
        let mut hosts = manifest.hosts.clone();
        hosts_in(&config, &mut hosts);
        let state = match state.filter(|text| !text.trim().is_empty()) {
            Some(text) => Some(Json::parse(text).map_err(|error| {
                PullError::Refused(format!(
                    "the state of stream `{stream}` is {error}; reset it"
                ))
            })?),
            None => None,
        };
        let context = Context {
            manifest: Arc::clone(manifest),
            config: to_value(&config),
            now,
            moment: now,
            hosts,
            selected: None,
            keyless: false,
            secrets,
            pace: Arc::new(pace),
        };
        let choice = manifest.stream(stream, &context.scope(&[], &[]));
        let choice = choice.map_err(PullError::Refused)?;
        let (root, state) = resume::chosen(&context, &choice, state)?;
        let mut logins = Vec::new();
        let tree = Tree::new(&context, &root, state.as_ref(), &mut |stream| {
            enlist(&context, &mut logins, &stream.requester.auth)
        });
        let tree = tree.map_err(|error| context.failed(error))?;
        Ok(Self {
            context,
            name: stream.to_owned(),
            tree,
            logins,
            in_flight: BTreeMap::new(),
            next_id: 0,
            pages: VecDeque::new(),
            paused: None,
            limit: None,
            untold: 0,
            told: None,
            page_limit: None,
            read: 0,
            failed: None,
            broken: None,
            over: false,
            patience: None,
            seed: None,
        })
    }

    /// The same pull, which gives a request up rather than pause longer than this between two
    /// tries. Waits that the source asks for are kept all the same.
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = Some(patience);
        self
    }

    /// The same pull, ended after so many pages of the stream: a trial. It tells no last state.
    pub fn with_page_limit(mut self, pages: u64) -> Self {
        self.page_limit = Some(pages);
        self
    }

    /// The same pull, which lets records without a value for the primary key through: their key is
    /// then made of their content.
    pub fn keeping_keyless(mut self) -> Self {
        self.context.keyless = true;
        self
    }

    /// Whether the stream has no state at all.
    pub fn is_stateless(&self) -> bool {
        self.tree.last_state().is_none()
    }

    /// The same pull, told which properties are wanted: `properties` of the JSON schema under which
    /// the stream was selected. It matters to streams that ask for properties by name.
    pub fn with_properties(mut self, properties: &serde_json::Value) -> Self {
        self.context.selected = Json::parse(&properties.to_string()).ok();
        self
    }

    /// The stream's name.
    pub fn stream(&self) -> &str {
        &self.name
    }

    /// What to do next. Call it again after every outcome and every wait.
    ///
    /// # Errors
    /// When the pull cannot go on.
    pub fn next(&mut self, now: DateTime<Utc>) -> Result<Step, PullError> {
        self.context.moment = now;
        if let Some(page) = self.pages.pop_front() {
            return Ok(Step::Emit(page));
        }
        if let Some(error) = &self.failed {
            return Err(self.context.veiled(error));
        }
        if self.over || self.page_limit.is_some_and(|limit| self.read >= limit) {
            return Ok(Step::Done);
        }
        match self.plan() {
            Ok(step) => Ok(step),
            Err(error) => {
                let told = self.context.veiled(&error);
                self.failed = Some(error);
                Err(told)
            }
        }
    }

    fn plan(&mut self) -> Result<Step, PullError> {
        let (now, level) = (self.context.moment, self.context.pace.level());
        let paused = self.paused.filter(|until| *until > now);
        if paused.is_none() && self.in_flight.len() < level {
            let ready = self.tree.ready(&self.context);
            if let Some((reader, run)) = ready
                && let Some(step) = self.send(reader, run)?
            {
                return Ok(step);
            }
        }
        let waits = self.tree.waits().chain(self.logins.iter().filter_map(|login| login.wait));
        let wait = waits.filter(|until| *until > now).min();
        let wait = if self.in_flight.len() >= level { None } else { wait };
        match paused.or(wait) {
            Some(until) => Ok(Step::Sleep(until)),
            None if !self.in_flight.is_empty() => Ok(Step::Await),
            None => self.finish(),
        }
    }

    fn finish(&mut self) -> Result<Step, PullError> {
        if let Some(error) = self.broken.take() {
            return Err(error);
        }
        if !self.tree.is_finished() {
            // Every way to go on was tried above; this would be a mistake of ours, not to be hidden.
            return Err(PullError::Refused(format!(
                "the pull of `{}` came to a halt",
                self.name
            )));
        }
        self.over = true;
        let state = self.tree.last_state().map(|state| state.to_string());
        match state.filter(|state| self.told.as_ref() != Some(state)) {
            Some(state) => Ok(Step::Emit(Page { state: Some(state), ..Page::default() })),
            None => Ok(Step::Done),
        }
    }

    fn send(&mut self, reader: usize, run: u64) -> Result<Option<Step>, PullError> {
        let at = self.tree.login(reader, run);
        let Some(credential) = self.credential(at)? else { return self.sign_in(at) };
        let request = self.tree.request(&self.context, reader, run, &credential);
        let request = request.map_err(|trouble| self.unplanned(trouble))?;
        let url = bare(&request.url).to_owned();
        let token = self.logins.get(at).map_or(0, |login| login.renewals);
        Ok(Some(self.start(request, Target::Page { reader, run, url, token })))
    }

    fn unplanned(&self, trouble: request::Trouble) -> PullError {
        match trouble {
            request::Trouble::Render(error) => self.context.failed(error),
            request::Trouble::Elsewhere(why) => {
                PullError::Refused(format!("stream `{}`: {why}", self.name))
            }
        }
    }

    fn start(&mut self, request: Request, target: Target) -> Step {
        if let Target::Page { reader, run, .. } = &target {
            self.tree.set_stage(*reader, *run, Stage::Sent);
        }
        Step::Send(self.began(target), request)
    }

    fn began(&mut self, target: Target) -> RequestId {
        let id = RequestId(self.next_id);
        self.next_id += 1;
        self.in_flight.insert(id, target);
        id
    }

    /// Feeds the outcome of a request.
    pub fn reply(
        &mut self,
        id: RequestId,
        outcome: Result<Reply, SendError>,
        now: DateTime<Utc>,
    ) {
        self.context.moment = now;
        let Some(target) = self.in_flight.remove(&id) else { return };
        if self.failed.is_some() || self.over {
            return;
        }
        let done = match target {
            Target::Page { reader, run, url, token } => {
                let asked = Asked { reader, run, url: &url, token };
                self.page(&asked, outcome).or_else(|error| self.job_setback(&asked, error))
            }
            Target::Token { login, url, once: Some(renewal) } => {
                self.answered(login, &url, &renewal, outcome)
            }
            // Tokens of a vault come by [`Self::renewed`].
            Target::Token { once: None, .. } => Ok(()),
            Target::Check { login, url } => self.checked(login, &url, outcome),
        };
        if let Err(error) = done {
            self.failed = Some(error);
        }
    }

    /// The last limit the source told: requests left and when the window ends.
    pub fn rate_limit(&self) -> Option<(u64, Option<Duration>)> {
        self.limit
    }

    /// The credentials whose tokens a vault may hold.
    pub fn credentials(&self) -> Vec<String> {
        self.logins.iter().filter_map(Login::credential_name).map(str::to_owned).collect()
    }

    /// Starts with the tokens that a vault holds.
    pub fn keep(&mut self, credential: &str, kept: Kept) {
        let known = self.logins.iter_mut();
        if let Some(login) = known.filter(|l| l.credential_name() == Some(credential)).last() {
            login.take(kept, self.context.moment);
        }
    }

    /// Feeds the outcome of a renewal.
    pub fn renewed(
        &mut self,
        id: RequestId,
        outcome: Result<Kept, RenewalError>,
        now: DateTime<Utc>,
    ) {
        self.context.moment = now;
        let Some(Target::Token { login, url, .. }) = self.in_flight.remove(&id) else { return };
        if self.failed.is_some() || self.over {
            return;
        }
        if let Err(error) = self.token(login, &url, outcome) {
            self.failed = Some(error);
        }
    }

    fn page(
        &mut self,
        asked: &Asked<'_>,
        outcome: Result<Reply, SendError>,
    ) -> Result<(), PullError> {
        let Asked { reader, run, url, token } = *asked;
        let reply = match outcome {
            Ok(reply) => reply,
            Err(error) if is_final(&error) => {
                let (stream, url, reason) =
                    (self.name.clone(), url.to_owned(), error.to_string());
                return Err(PullError::Failed { stream, url, attempts: 1, reason });
            }
            Err(error) => {
                let (reason, wait) = (error.to_string(), None);
                return self.again(reader, run, url, Setback { reason, wait, answered: false });
            }
        };
        self.limit = verdict::rate_limit(&reply, self.context.moment).or(self.limit);
        let attempts = self.tree.attempts(reader, run);
        let stream = Arc::clone(self.tree.stream(reader, run));
        let errors = &stream.requester.errors;
        let verdict = verdict::judge(&self.context, errors, &reply, attempts)
            .map_err(|error| self.context.failed(error))?;
        let refused = reply.status == 401 && matches!(verdict, Verdict::Fail(_));
        match verdict {
            _ if refused && self.renew(reader, run, token) => Ok(()),
            Verdict::Read => self.absorb(asked, &reply),
            Verdict::Skip if self.tree.run(reader, run).and_then(job::phase_of).is_some() => {
                self.absorb(asked, &reply)
            }
            Verdict::Skip => {
                // That there is no such thing is an answer; any other refusal leaves it open.
                if !matches!(reply.status, 404 | 410) {
                    self.pages.push_back(Page { gap: true, ..Page::default() });
                }
                self.skip(asked)
            }
            Verdict::Retry { wait, reason } => {
                self.again(reader, run, url, Setback::answered(reason, wait))
            }
            Verdict::Limited { wait, reason } => {
                let until = self.context.moment + self.pause(attempts + 1, wait);
                self.paused = self.paused.max(Some(until));
                self.again(reader, run, url, Setback::answered(reason, wait))
            }
            Verdict::RefreshToken { reason } => {
                if self.renew(reader, run, token) {
                    return Ok(());
                }
                self.again(reader, run, url, Setback::answered(reason, None))
            }
            Verdict::Adapt { way, reason } => self.adapt(asked, way, &reason),
            Verdict::Fail(_)
                if matches!(reply.status, 401 | 403) && self.is_signed(reader, run) =>
            {
                let login = self.tree.login(reader, run);
                Err(self.unauthorized(login, url, reply.status))
            }
            Verdict::Fail(reason) => {
                let (stream, url) = (self.name.clone(), url.to_owned());
                Err(PullError::Failed { stream, url, attempts: attempts + 1, reason })
            }
        }
    }

    fn again(
        &mut self,
        reader: usize,
        run: u64,
        url: &str,
        setback: Setback,
    ) -> Result<(), PullError> {
        let most = self.retries(reader, run)?;
        let attempts = self.tree.note_failure(reader, run);
        let Setback { reason, wait, answered } = setback;
        if attempts > most || (wait.is_none() && self.is_tired(attempts)) {
            let (stream, url) = (self.name.clone(), url.to_owned());
            return Err(if answered {
                PullError::Failed { stream, url, attempts, reason }
            } else {
                PullError::Unanswered { stream, url, attempts, reason }
            });
        }
        let until = self.context.moment + self.pause(attempts, wait);
        self.tree.set_stage(reader, run, Stage::Waiting(until));
        Ok(())
    }

    fn retries(&self, reader: usize, run: u64) -> Result<u32, PullError> {
        let stream = self.tree.stream(reader, run);
        let Some(handler) = stream.requester.errors.first() else { return Ok(5) };
        let scope = self.context.scope(&[], &[]);
        let text = self.context.engine().text(&handler.retries, &scope);
        let text = text.map_err(|error| self.context.failed(error))?;
        Ok(text.parse().unwrap_or(5))
    }

    fn absorb(&mut self, asked: &Asked<'_>, reply: &Reply) -> Result<(), PullError> {
        let Asked { reader, run, .. } = *asked;
        if let Some(phase) = self.tree.run(reader, run).and_then(job::phase_of) {
            return self.job(asked, phase, reply);
        }
        if matches!(reply.status, 204 | 205 | 304) {
            return self.skip(asked);
        }
        let found = match self.tree.read(&self.context, reader, run, reply) {
            Ok(read) => match read.map_err(|error| self.context.failed(error))? {
                Ok(done) => return self.take(asked, done),
                Err(found) => found,
            },
            Err(reason) => {
                return Err(PullError::Endless { stream: self.name.clone(), reason });
            }
        };
        self.unreadable(asked, reply.status, found)
    }

    // Nothing came, and no page follows; but other parts of the page may hold something.
    fn skip(&mut self, asked: &Asked<'_>) -> Result<(), PullError> {
        let Asked { reader, run, .. } = *asked;
        if self.tree.run(reader, run).is_some_and(|run| run.chunks.is_some()) {
            let nothing = Reply { status: 200, headers: Vec::new(), body: b"{}".to_vec() };
            if let Ok(Ok(Ok(done))) = self.tree.read(&self.context, reader, run, &nothing) {
                return self.take(asked, reader::Taken { next: None, ..done });
            }
        }
        self.close(reader, run, None);
        Ok(())
    }

    // It may have been a hiccup.
    fn unreadable(
        &mut self,
        asked: &Asked<'_>,
        status: u16,
        found: String,
    ) -> Result<(), PullError> {
        let Asked { reader, run, url, .. } = *asked;
        let attempts = self.tree.attempts(reader, run);
        let most = UNREADABLE_RETRIES.min(self.retries(reader, run)?);
        if attempts < most && !self.is_tired(attempts + 1) {
            return self.again(reader, run, url, Setback::answered(found, None));
        }
        Err(PullError::Unreadable {
            stream: self.name.clone(),
            url: url.to_owned(),
            status,
            found,
            expected: self.tree.stream(reader, run).decoder.expects(),
        })
    }

    fn take(&mut self, asked: &Asked<'_>, done: reader::Taken) -> Result<(), PullError> {
        let Asked { reader, run, .. } = *asked;
        if reader == 0 {
            self.read += u64::from(!done.again);
            if !done.page.records.is_empty() || !done.page.rejected.is_empty() {
                self.pages.push_back(done.page);
            }
        } else if !done.page.rejected.is_empty() {
            // A parent that cannot be read leaves its children unread.
            self.pages.push_back(Page { gap: true, ..Page::default() });
        }
        if done.again {
            return Ok(());
        }
        if done.reset {
            return self.adapt(asked, adapt::Way::Reset, "");
        }
        self.close(reader, run, done.next);
        Ok(())
    }

    fn close(&mut self, reader: usize, run: u64, next: Option<Json>) {
        self.untold += self.tree.turn(reader, run, next, self.context.moment);
        let Some(state) = self.tree.checkpoint(self.untold) else { return };
        self.untold = 0;
        let state = Some(state.to_string());
        if self.told == state {
            return;
        }
        self.told.clone_from(&state);
        match self.pages.back_mut() {
            Some(page) => page.state = state,
            None => self.pages.push_back(Page { state, ..Page::default() }),
        }
    }
}

fn is_final(error: &SendError) -> bool {
    matches!(
        error,
        SendError::TooLarge { .. } | SendError::Forbidden(_) | SendError::Paced { .. }
    )
}

fn bare(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}
