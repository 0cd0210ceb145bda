//! A pull of one stream as a state machine: it asks for requests and is fed replies.
//!
//! - What is asked: a stream and those whose records are its partitions (`tree`, `reader`, `source`)
//!   are cut into slices of partition and time (`slice`, `window`, `state`, `resume`), and each slice
//!   is a chain of pages (`request`, `address`, `auth`, `paginate`) or a job at the source (`job`).
//! - What comes: a reply is judged (`verdict`), then read, asked for again or passed over
//!   (`answer`, `pause`, `adapt`). Or the pull ends (`error`), and the source's own words say why (`words`).
//! - What goes along: the files of records (`files`), one request each once their page is read.
//! - What is kept: a body (`decode`) is cut into records (`extract`, `glob`, `expand`), which are
//!   shaped and named (`record`, `properties`, `shape`, `keys`, `normalize`), as is what a source tells
//!   unasked (`told`).
//!
//! Slices are read several at a time, but the state moves in their order: it never gets ahead of
//! what was emitted.

mod adapt;
mod address;
mod answer;
mod auth;
mod decode;
mod error;
mod expand;
mod extract;
mod files;
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
mod source;
mod state;
mod told;
mod tree;
mod veil;
mod verdict;
mod window;
mod words;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use minijinja::Value;

use super::host::{host_of, hosts_in};
use super::template::{Engine, RenderError, Scope, Template, Var, to_value};
use super::{
    Json, Kept, Manifest, Pace, Renewal, RenewalError, Reply, Request, RequestId, SendError,
    Veil,
};
use crate::model::{Record, Rejected};
use auth::{Charge, Grant, Login, enlist};
pub use error::PullError;
pub use files::{File, Placed};
pub(crate) use shape::apply as transform;
use slice::Stage;
use tree::Tree;

/// What the pull wants next.
#[derive(Debug)]
pub enum Step {
    /// Send this; feed the outcome to [`Pull::reply`] under the same id. May be asked for several
    /// times before the first reply.
    Send(RequestId, Request),
    /// Send this, too, but put the body of a reply below status 400 into a file: it is one of those
    /// that go with records. Asked for only by a pull [`Pull::with_files`]. The reply is fed with
    /// as much of the body as is at hand. Whether the file is wanted, [`Pull::wants`] says then.
    Fetch(RequestId, Request),
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
    /// The files that go with its records.
    pub files: Vec<File>,
    /// The stream's state (JSON, the ecosystem's shape), when the page completes a checkpoint.
    pub state: Option<String>,
    /// Something of the stream or its parents was passed over unread: what else there is, this
    /// pull does not know.
    pub gap: bool,
}

impl Page {
    /// Takes in what a later page gave.
    pub fn append(&mut self, later: Self) {
        let before = self.records.len();
        let later_on = |file: File| File { record: before + file.record, ..file };
        self.files.extend(later.files.into_iter().map(later_on));
        self.records.extend(later.records);
        self.rejected.extend(later.rejected);
        self.state = later.state.or(self.state.take());
        self.gap |= later.gap;
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
    /// Hides the secrets of the configuration.
    veil: Veil,
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
        charge: Option<Charge>,
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
    /// What is left of the quotas of one of a login's tokens.
    Status {
        login: usize,
        token: usize,
        url: String,
    },
}

// A page's request, for its reply.
struct Asked<'a> {
    id: RequestId,
    reader: usize,
    run: u64,
    url: &'a str,
    token: u64,
    charge: Option<Charge>,
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
        let veil = manifest.veil(config);
        let config = manifest.settle(config, now);
        let config = config.map_err(|why| PullError::Refused(why.join("; ")))?.config;
        let mut hosts = manifest.hosts.clone();
        hosts_in(&config, &mut hosts);
        let config = to_value(&config);
        let pace = Pace::settled(manifest, &config, now)?;
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
            config,
            now,
            moment: now,
            hosts,
            selected: None,
            keyless: false,
            veil,
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
        if paused.is_none()
            && self.in_flight.len() < level
            && let Some(step) = self.ask()?
        {
            return Ok(step);
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

    // The next request that can go out. A quota that is used up keeps only its own slices waiting.
    fn ask(&mut self) -> Result<Option<Step>, PullError> {
        while let Some((reader, run)) = self.tree.ready(&self.context) {
            let step = self.send(reader, run)?;
            let stage = self.tree.run(reader, run).map(|run| &run.stage);
            let now = self.context.moment;
            let waits = matches!(stage, Some(Stage::Waiting(until)) if *until > now);
            if step.is_some() || !waits {
                return Ok(step);
            }
        }
        Ok(None)
    }

    fn send(&mut self, reader: usize, run: u64) -> Result<Option<Step>, PullError> {
        let at = self.tree.login(reader, run);
        let Some(credential) = self.credential(at)? else { return self.sign_in(at) };
        let request = self.tree.request(&self.context, reader, run, &credential);
        let mut request = request
            .map_err(|trouble| self.of_its_file((reader, run), self.unplanned(trouble)))?;
        let charge = match self.spend(at, &mut request)? {
            Grant::Signed(charge) => charge,
            Grant::Later(until) => {
                self.tree.set_stage(reader, run, Stage::Waiting(until));
                return Ok(None);
            }
            Grant::Ask => return self.sign_in(at),
        };
        let url = bare(&request.url).to_owned();
        let token = self.logins.get(at).map_or(0, |login| login.renewals);
        Ok(Some(self.start(request, Target::Page { reader, run, url, token, charge })))
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
        let Target::Page { reader, run, .. } = target else {
            return Step::Send(self.began(target), request);
        };
        self.tree.set_stage(reader, run, Stage::Sent);
        let id = self.began(target);
        match self.tree.run(reader, run).and_then(files::current) {
            Some(_) => Step::Fetch(id, request),
            None => Step::Send(id, request),
        }
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
            Target::Page { reader, run, url, token, charge } => {
                let asked = Asked { id, reader, run, url: &url, token, charge };
                self.page(&asked, outcome)
                    .or_else(|error| self.job_setback(&asked, error))
                    .map_err(|error| self.of_its_file((reader, run), error))
            }
            Target::Token { login, url, once: Some(renewal) } => {
                self.answered(login, &url, &renewal, outcome)
            }
            // Tokens of a vault come by [`Self::renewed`].
            Target::Token { once: None, .. } => Ok(()),
            Target::Check { login, url } => self.checked(login, &url, outcome),
            Target::Status { login, token, url } => {
                self.quota_told(login, token, &url, outcome)
            }
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
    pub fn credentials(&self) -> BTreeSet<String> {
        self.logins.iter().filter_map(Login::credential_name).map(str::to_owned).collect()
    }

    /// Starts with the tokens that a vault holds.
    pub fn keep(&mut self, credential: &str, kept: &Kept) {
        let known = self.logins.iter_mut();
        for login in known.filter(|login| login.credential_name() == Some(credential)) {
            login.take(kept.clone(), self.context.moment);
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
}

fn bare(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}
