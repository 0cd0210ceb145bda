//! A pull of one stream as a state machine: it asks for requests and is fed replies.
//!
//! A stream is cut into partitions and windows of time (`slice`, `state`), each slice is a chain
//! of pages (`request`, `paginate`), a reply is judged (`verdict`) and read record by record
//! (`extract`, `record`, `shape`). Streams whose records are partitions of another are read beside
//! it (`reader`). Slices are read several at a time, but the state moves in their order: it never
//! gets ahead of what was emitted.

mod auth;
mod extract;
mod paginate;
mod reader;
mod record;
mod request;
mod resume;
mod shape;
mod slice;
mod state;
mod verdict;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use minijinja::Value;

use super::host::{host_of, hosts_in};
use super::manifest::Stream;
use super::template::{Engine, RenderError, Scope, Var, to_value};
use super::{
    Json, Kept, Manifest, Renewal, RenewalError, Reply, Request, RequestId, SendError,
};
use crate::model::{Record, Rejected};
use auth::Login;
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
}

/// Why a pull cannot go on. Nothing that was emitted is lost by it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PullError {
    /// The credentials were refused. A person should look.
    #[error(
        "{system} refused the credentials ({status}) for stream `{stream}`; check {fields} in the configuration of the source"
    )]
    Unauthorized {
        /// Host.
        system: String,
        /// Status code.
        status: u16,
        /// Names of the configuration values used to sign in.
        fields: String,
        /// Stream.
        stream: String,
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

/// So many requests may be under way at once.
const MAX_IN_FLIGHT: usize = 4;
/// A reply that cannot be read is asked for again so often.
const UNREADABLE_RETRIES: u32 = 2;
/// The longest pause that we choose ourselves, unless a pull is told to be less patient.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

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

    fn failed(&self, error: RenderError) -> PullError {
        let RenderError { line, message, .. } = error;
        PullError::Template { file: self.manifest.file.clone(), line, message }
    }
}

#[derive(Debug, Clone)]
enum Target {
    Page { reader: usize, run: u64, url: String, token: u64 },
    Token { login: usize, url: String },
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
    over: bool,
    patience: Option<Duration>,
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
        };
        let choice = manifest.stream(stream, &context.scope(&[], &[]));
        let choice = choice.map_err(PullError::Refused)?;
        let (root, state) = resume::chosen(&context, &choice, state)?;
        let mut logins = Vec::new();
        let tree = Tree::new(&context, &root, state.as_ref(), &mut |stream| {
            login(&context, &mut logins, stream)
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
            over: false,
            patience: None,
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
            return Err(error.clone());
        }
        if self.over || self.page_limit.is_some_and(|limit| self.read >= limit) {
            return Ok(Step::Done);
        }
        match self.plan() {
            Ok(step) => Ok(step),
            Err(error) => {
                self.failed = Some(error.clone());
                Err(error)
            }
        }
    }

    fn plan(&mut self) -> Result<Step, PullError> {
        let now = self.context.moment;
        let paused = self.paused.filter(|until| *until > now);
        if paused.is_none() && self.in_flight.len() < MAX_IN_FLIGHT {
            let ready = self.tree.ready(&self.context);
            if let Some((reader, run)) = ready
                && let Some(step) = self.send(reader, run)?
            {
                return Ok(step);
            }
        }
        let waits = self.tree.waits().chain(self.logins.iter().filter_map(|login| login.wait));
        let wait = waits.filter(|until| *until > now).min();
        let wait = if self.in_flight.len() >= MAX_IN_FLIGHT { None } else { wait };
        match paused.or(wait) {
            Some(until) => Ok(Step::Sleep(until)),
            None if !self.in_flight.is_empty() => Ok(Step::Await),
            None => self.finish(),
        }
    }

    fn finish(&mut self) -> Result<Step, PullError> {
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
        let now = self.context.moment;
        let at = self.tree.reader(reader).login;
        let Some(login) = self.logins.get_mut(at) else { return Ok(None) };
        let Some(credential) = login.credential(now) else {
            if login.asked || login.wait.is_some_and(|until| until > now) {
                return Ok(None);
            }
            login.asked = true;
            login.wait = None;
            let renewal = login.renewal(&self.context).map_err(|e| self.context.failed(e))?;
            let Some(renewal) = renewal else {
                return Err(self.unauthorized(at, "the token endpoint", 401));
            };
            let target =
                Target::Token { login: at, url: bare(&renewal.request.url).to_owned() };
            return Ok(Some(Step::Renew(self.began(target), renewal)));
        };
        let context = &self.context;
        let request = self.tree.request(context, reader, run, &credential);
        let request = request.map_err(|trouble| match trouble {
            request::Trouble::Render(error) => context.failed(error),
            request::Trouble::Elsewhere(why) => {
                PullError::Refused(format!("stream `{}`: {why}", self.name))
            }
        })?;
        let url = bare(&request.url).to_owned();
        let token = self.logins.get(at).map_or(0, |login| login.renewals);
        Ok(Some(self.start(request, Target::Page { reader, run, url, token })))
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
                self.page(&Asked { reader, run, url: &url, token }, outcome)
            }
            // Tokens come by [`Self::renewed`].
            Target::Token { .. } => Ok(()),
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
            login.take(kept);
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
        let Some(Target::Token { login, url }) = self.in_flight.remove(&id) else { return };
        if self.failed.is_some() || self.over {
            return;
        }
        if let Err(error) = self.token(login, &url, outcome) {
            self.failed = Some(error);
        }
    }

    fn token(
        &mut self,
        at: usize,
        url: &str,
        outcome: Result<Kept, RenewalError>,
    ) -> Result<(), PullError> {
        let now = self.context.moment;
        let Some(login) = self.logins.get_mut(at) else { return Ok(()) };
        login.asked = false;
        login.attempts += 1;
        let attempts = login.attempts;
        let (reason, wait) = match outcome {
            Ok(kept) => {
                login.take(kept);
                return Ok(());
            }
            Err(RenewalError::Revoked { status }) => {
                return Err(self.unauthorized(at, url, status));
            }
            Err(RenewalError::Refused(why)) => return Err(PullError::Refused(why)),
            Err(RenewalError::Failed { reason, wait_s }) => {
                (reason, wait_s.map(Duration::from_secs))
            }
        };
        if attempts > 3 {
            let (stream, url) = (self.name.clone(), url.to_owned());
            return Err(PullError::Unanswered { stream, url, attempts, reason });
        }
        login.wait = Some(now + pause(attempts, wait));
        Ok(())
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
        self.limit = verdict::rate_limit(&reply).or(self.limit);
        let attempts = self.tree.attempts(reader, run);
        let stream = Arc::clone(&self.tree.reader(reader).stream);
        let errors = &stream.requester.errors;
        let verdict = verdict::judge(&self.context, errors, &reply, attempts)
            .map_err(|error| self.context.failed(error))?;
        let refused = reply.status == 401 && matches!(verdict, Verdict::Fail(_));
        match verdict {
            _ if refused && self.renew(reader, run, token) => Ok(()),
            Verdict::Read => self.absorb(reader, run, url, &reply),
            Verdict::Skip => {
                self.close(reader, run, None);
                Ok(())
            }
            Verdict::Retry { wait, reason } => {
                self.again(reader, run, url, Setback::answered(reason, wait))
            }
            Verdict::Limited { wait, reason } => {
                let until = self.context.moment + pause(attempts + 1, wait);
                self.paused = self.paused.max(Some(until));
                self.again(reader, run, url, Setback::answered(reason, wait))
            }
            Verdict::RefreshToken { reason } => {
                if self.renew(reader, run, token) {
                    return Ok(());
                }
                self.again(reader, run, url, Setback::answered(reason, None))
            }
            Verdict::Fail(_) if matches!(reply.status, 401 | 403) && self.is_signed(reader) => {
                let login = self.tree.reader(reader).login;
                Err(self.unauthorized(login, url, reply.status))
            }
            Verdict::Fail(reason) => {
                let (stream, url) = (self.name.clone(), url.to_owned());
                Err(PullError::Failed { stream, url, attempts: attempts + 1, reason })
            }
        }
    }

    fn is_signed(&self, reader: usize) -> bool {
        self.logins.get(self.tree.reader(reader).login).is_some_and(Login::is_signed)
    }

    // A token may be revoked before it ends: one new one is tried for the same page.
    fn renew(&mut self, reader: usize, run: u64, token: u64) -> bool {
        let login = self.logins.get_mut(self.tree.reader(reader).login);
        let Some(login) = login.filter(|login| login.is_renewable()) else { return false };
        if !self.tree.note_renewal(reader, run) {
            return false;
        }
        // Another page may have renewed it while this one was under way.
        if login.renewals == token {
            login.forget();
        }
        self.tree.set_stage(reader, run, Stage::Ready);
        true
    }

    fn unauthorized(&self, login: usize, url: &str, status: u16) -> PullError {
        let fields = self.logins.get(login).map(Login::fields).unwrap_or_default();
        let host = host_of(url).unwrap_or_else(|| url.to_owned());
        let system = host.trim_end_matches(":443").trim_end_matches(":80").to_owned();
        PullError::Unauthorized { system, status, fields, stream: self.name.clone() }
    }

    fn again(
        &mut self,
        reader: usize,
        run: u64,
        url: &str,
        setback: Setback,
    ) -> Result<(), PullError> {
        let most = self.retries(reader)?;
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
        let until = self.context.moment + pause(attempts, wait);
        self.tree.set_stage(reader, run, Stage::Waiting(until));
        Ok(())
    }

    /// The next pause of our own choosing would be longer than we were told to be patient.
    fn is_tired(&self, attempts: u32) -> bool {
        self.patience.is_some_and(|patience| own_pause(attempts) > patience)
    }

    fn retries(&self, reader: usize) -> Result<u32, PullError> {
        let stream = &self.tree.reader(reader).stream;
        let Some(handler) = stream.requester.errors.first() else { return Ok(5) };
        let scope = self.context.scope(&[], &[]);
        let text = self.context.engine().text(&handler.retries, &scope);
        let text = text.map_err(|error| self.context.failed(error))?;
        Ok(text.parse().unwrap_or(5))
    }

    fn absorb(
        &mut self,
        reader: usize,
        run: u64,
        url: &str,
        reply: &Reply,
    ) -> Result<(), PullError> {
        if matches!(reply.status, 204 | 205 | 304) {
            self.close(reader, run, None);
            return Ok(());
        }
        let found = match self.tree.read(&self.context, reader, run, reply) {
            Ok(read) => match read.map_err(|error| self.context.failed(error))? {
                Ok(done) => {
                    self.take(reader, run, done);
                    return Ok(());
                }
                Err(found) => found,
            },
            Err(reason) => {
                return Err(PullError::Endless { stream: self.name.clone(), reason });
            }
        };
        let attempts = self.tree.attempts(reader, run);
        if attempts < UNREADABLE_RETRIES && !self.is_tired(attempts + 1) {
            return self.again(reader, run, url, Setback::answered(found, None));
        }
        Err(PullError::Unreadable {
            stream: self.name.clone(),
            url: url.to_owned(),
            status: reply.status,
            found,
            expected: "JSON".to_owned(),
        })
    }

    fn take(&mut self, reader: usize, run: u64, done: reader::Taken) {
        if reader == 0 {
            self.read += 1;
            if !done.page.records.is_empty() || !done.page.rejected.is_empty() {
                self.pages.push_back(done.page);
            }
        }
        self.close(reader, run, done.next);
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

fn login(
    context: &Context,
    logins: &mut Vec<Login>,
    stream: &Arc<Stream>,
) -> Result<usize, RenderError> {
    let login = Login::new(context, stream)?;
    if let Some(index) = logins.iter().position(|known| known.is_same(&login)) {
        return Ok(index);
    }
    logins.push(login);
    Ok(logins.len() - 1)
}

fn is_final(error: &SendError) -> bool {
    matches!(error, SendError::TooLarge { .. } | SendError::Forbidden(_))
}

fn pause(attempts: u32, asked: Option<Duration>) -> Duration {
    asked.unwrap_or_else(|| own_pause(attempts).min(LONGEST_PAUSE))
}

/// One second, then twice as long each time.
fn own_pause(attempts: u32) -> Duration {
    Duration::from_secs(1_u64 << attempts.saturating_sub(1).min(10))
}

fn bare(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}
