//! A slice that the source prepares as a job: created, asked after until it is done, downloaded.
//!
//! A job is a part of its slice's run: each of its requests is planned, signed and judged as a page
//! is (by the small stream of its phase), and once the job is done the run goes on as a chain of
//! pages for each thing there is to download.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::decode::describe;
use super::slice::{Guard, Run, Stage};
use super::verdict::headers;
use super::{Asked, Context, Pull, PullError, paginate};
use crate::connector::manifest::{Job, JobStatus, Stream};
use crate::connector::template::{RenderError, Template, Typing, python_text};
use crate::connector::{Json, Reply};

/// Between two questions after a job, and before one that failed is created again.
const PAUSE: Duration = Duration::from_secs(5);
/// A job is created so often before its slice counts as failed.
const TRIES: u32 = 3;
/// Minutes that a job may take when the manifest does not say.
const TIMEOUT_MINUTES: u64 = 60;

/// What a job's run asks for next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Create,
    Poll,
    Find,
    Download,
    Abort,
    Delete,
    Done,
}

/// Where a job stands.
#[derive(Debug)]
pub(super) struct Work {
    phase: Phase,
    tries: u32,
    deadline: DateTime<Utc>,
    targets: VecDeque<Json>,
}

impl Work {
    /// A job that is still to be created.
    pub(super) fn new(now: DateTime<Utc>) -> Self {
        Self { phase: Phase::Create, tries: 1, deadline: now, targets: VecDeque::new() }
    }

    /// Whether it takes up a place at the source.
    pub(super) fn is_under_way(&self) -> bool {
        matches!(self.phase, Phase::Create | Phase::Poll | Phase::Abort)
    }
}

/// What holds for all jobs of a stream.
#[derive(Debug)]
pub(super) struct Rules {
    timeout: Duration,
    retry_wait: Duration,
    status: Vec<String>,
    targets: Option<Vec<String>>,
    logins: Vec<(Phase, usize)>,
}

type LoginOf<'a> = dyn FnMut(&Arc<Stream>) -> Result<usize, RenderError> + 'a;

impl Rules {
    /// Renders what a job's component says once and for all.
    ///
    /// # Errors
    /// When an expression cannot be rendered.
    pub(super) fn new(
        context: &Context,
        job: &Job,
        login: &mut LoginOf<'_>,
    ) -> Result<Self, RenderError> {
        let minutes = whole(context, job.timeout.as_ref())?.unwrap_or(TIMEOUT_MINUTES);
        let wait = whole(context, job.retry_wait.as_ref())?.unwrap_or(0);
        let phases =
            [Phase::Create, Phase::Poll, Phase::Find, Phase::Abort, Phase::Delete].into_iter();
        let mut logins = Vec::new();
        for phase in phases {
            if let Some(stream) = stream_of(job, phase) {
                logins.push((phase, login(stream)?));
            }
        }
        Ok(Self {
            timeout: Duration::from_secs(minutes.saturating_mul(60)),
            retry_wait: Duration::from_secs(wait).max(PAUSE),
            status: path(context, &job.status)?,
            targets: job.targets.as_ref().map(|targets| path(context, targets)).transpose()?,
            logins,
        })
    }

    /// Who signs in for a phase, when it is not the download.
    pub(super) fn login(&self, phase: Phase) -> Option<usize> {
        self.logins.iter().find(|(known, _)| *known == phase).map(|(_, login)| *login)
    }
}

/// How many jobs may be under way at the source at once.
pub(super) fn limit(context: &Context) -> usize {
    let limit = whole(context, context.manifest.max_jobs.as_ref());
    let limit = limit.ok().flatten().and_then(|limit| usize::try_from(limit).ok());
    limit.unwrap_or(1).max(1)
}

fn whole(context: &Context, template: Option<&Template>) -> Result<Option<u64>, RenderError> {
    let Some(template) = template else { return Ok(None) };
    let value = context.engine().typed(template, &context.scope(&[], &[]), Typing::Free)?;
    Ok(value.and_then(|value| value.text()?.trim().parse().ok()).filter(|whole| *whole > 0))
}

fn path(context: &Context, steps: &[Template]) -> Result<Vec<String>, RenderError> {
    let scope = context.scope(&[], &[]);
    steps.iter().map(|step| context.engine().text(step, &scope)).collect()
}

/// The stream whose request a phase sends; none for the download, which is the stream itself.
pub(super) fn stream_of(job: &Job, phase: Phase) -> Option<&Arc<Stream>> {
    match phase {
        Phase::Create => Some(&job.create),
        Phase::Poll => Some(&job.poll),
        Phase::Find => job.find.as_ref(),
        Phase::Abort => job.abort.as_ref(),
        Phase::Delete => job.delete.as_ref(),
        Phase::Download | Phase::Done => None,
    }
}

/// The phase of a run that is no download.
pub(super) fn phase_of(run: &Run) -> Option<Phase> {
    run.job.as_ref().map(|work| work.phase).filter(|phase| *phase != Phase::Download)
}

/// After the last page of a download: whether the run goes on with another target, or with a word
/// to the source that the job is no longer needed.
pub(super) fn goes_on(run: &mut Run, stream: &Stream) -> bool {
    let (Some(work), Some(job)) = (&mut run.job, &stream.job) else { return false };
    if work.phase != Phase::Download {
        return false;
    }
    if let Some(target) = work.targets.pop_front() {
        run.slice.tell("download_target", target);
        run.token = paginate::first(stream.paginator.as_ref());
        run.pages = 0;
        run.guard = Guard::default();
        run.stage = Stage::Ready;
        return true;
    }
    work.phase = if job.delete.is_some() { Phase::Delete } else { Phase::Done };
    run.token = None;
    run.stage = Stage::Ready;
    work.phase == Phase::Delete
}

fn enter(run: &mut Run, phase: Phase, stage: Stage) {
    run.stage = stage;
    run.attempts = 0;
    run.renewed = false;
    if let Some(work) = &mut run.job {
        work.phase = phase;
    }
}

// The answer as expressions of later requests see it.
fn answer(reply: &Reply, url: &str) -> Json {
    let text = text_of(reply);
    let mut fields = match Json::parse(&text) {
        Ok(Json::Object(fields)) => fields,
        _ => Vec::new(),
    };
    let request = Json::Object(vec![("url".to_owned(), Json::String(url.to_owned()))]);
    for (name, value) in [("headers", headers(reply)), ("request", request)] {
        if !fields.iter().any(|(known, _)| known == name) {
            fields.push((name.to_owned(), value));
        }
    }
    Json::Object(fields)
}

// What a source tells of a job is JSON, whatever its files are.
fn text_of(reply: &Reply) -> Cow<'_, str> {
    String::from_utf8_lossy(reply.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&reply.body))
}

/// What lies at a path: the items of a list, or one value that says something.
fn values(body: &Json, path: &[String]) -> Vec<Json> {
    let mut found = vec![body];
    for step in path {
        found = found.into_iter().flat_map(|value| step_into(value, step)).collect();
    }
    if path.iter().any(|step| step == "*") {
        return found.into_iter().cloned().collect();
    }
    match found.first() {
        Some(Json::Array(items)) => items.clone(),
        Some(Json::Null | Json::Bool(false)) | None => Vec::new(),
        Some(Json::String(text)) if text.is_empty() => Vec::new(),
        Some(one) => vec![(*one).clone()],
    }
}

fn step_into<'a>(value: &'a Json, step: &str) -> Vec<&'a Json> {
    match value {
        Json::Object(fields) if step == "*" => fields.iter().map(|(_, value)| value).collect(),
        Json::Array(items) if step == "*" => items.iter().collect(),
        Json::Array(items) => {
            step.parse::<usize>().ok().and_then(|at| items.get(at)).into_iter().collect()
        }
        value => value.get(step).into_iter().collect(),
    }
}

impl Pull {
    /// Takes the answer to a request of a job that is no download.
    ///
    /// # Errors
    /// When the slice cannot be read.
    pub(super) fn job(
        &mut self,
        asked: &Asked<'_>,
        phase: Phase,
        reply: &Reply,
    ) -> Result<(), PullError> {
        match phase {
            Phase::Create => self.created(asked, reply),
            Phase::Poll => self.polled(asked, reply),
            Phase::Find => self.found(asked, reply),
            Phase::Abort => {
                self.recreate(asked, PAUSE, "the job took too long");
                Ok(())
            }
            Phase::Delete | Phase::Done | Phase::Download => {
                self.end(asked);
                Ok(())
            }
        }
    }

    /// An error of a job's request that the job can live with, or not.
    ///
    /// # Errors
    /// The same error when it cannot.
    pub(super) fn job_setback(
        &mut self,
        asked: &Asked<'_>,
        error: PullError,
    ) -> Result<(), PullError> {
        let run = self.tree.run(asked.reader, asked.run);
        let fits = matches!(error, PullError::Failed { .. } | PullError::Unanswered { .. });
        match run.and_then(phase_of) {
            Some(Phase::Create) if fits => {
                self.recreate(asked, PAUSE, &format!("the job was not created ({error})"));
            }
            // The records are there; what is left over at the source is no reason to fail.
            Some(Phase::Delete) => self.end(asked),
            Some(Phase::Abort) => self.recreate(asked, PAUSE, "the job took too long"),
            _ => return Err(error),
        }
        Ok(())
    }

    fn created(&mut self, asked: &Asked<'_>, reply: &Reply) -> Result<(), PullError> {
        if reply.status >= 400 {
            let reason = format!("HTTP status {}", reply.status);
            return Err(self.job_error(asked, 1, reason));
        }
        let timeout = self.tree.reader(asked.reader).jobs.as_ref().map(|rules| rules.timeout);
        let deadline = self.context.moment + timeout.unwrap_or_default();
        let Some(run) = self.tree.run_mut(asked.reader, asked.run) else { return Ok(()) };
        run.slice.tell("creation_response", answer(reply, asked.url));
        if let Some(work) = &mut run.job {
            work.deadline = deadline;
        }
        enter(run, Phase::Poll, Stage::Ready);
        Ok(())
    }

    fn polled(&mut self, asked: &Asked<'_>, reply: &Reply) -> Result<(), PullError> {
        let now = self.context.moment;
        let Some(body) = self.body(asked, reply)? else { return Ok(()) };
        let status = self.status(asked, &body)?;
        let stream = Arc::clone(&self.tree.reader(asked.reader).stream);
        let find = stream.job.as_ref().is_some_and(|job| job.find.is_some());
        let wait = self.tree.reader(asked.reader).jobs.as_ref().map(|rules| rules.retry_wait);
        let Some(run) = self.tree.run_mut(asked.reader, asked.run) else { return Ok(()) };
        let deadline = run.job.as_ref().map_or(now, |work| work.deadline);
        match status {
            JobStatus::Running if now + PAUSE < deadline => {
                enter(run, Phase::Poll, Stage::Waiting(now + PAUSE));
            }
            // By the next question it will have taken too long.
            JobStatus::Running => self.expire(asked, PAUSE),
            JobStatus::TimedOut => self.expire(asked, Duration::ZERO),
            JobStatus::Failed => {
                let wait = wait.unwrap_or(PAUSE);
                self.recreate(asked, wait, "the source says that the job failed");
            }
            JobStatus::Skipped => self.end(asked),
            JobStatus::Completed => {
                run.slice.tell("polling_response", answer(reply, asked.url));
                if find {
                    enter(run, Phase::Find, Stage::Ready);
                    return Ok(());
                }
                self.download(asked, &body);
            }
        }
        Ok(())
    }

    fn found(&mut self, asked: &Asked<'_>, reply: &Reply) -> Result<(), PullError> {
        if let Some(body) = self.body(asked, reply)? {
            self.download(asked, &body);
        }
        Ok(())
    }

    // A body that cannot be read is asked for again; then there is nothing to go on with yet.
    fn body(&mut self, asked: &Asked<'_>, reply: &Reply) -> Result<Option<Json>, PullError> {
        let text = text_of(reply);
        if let Ok(body) = Json::parse(&text) {
            return Ok(Some(body));
        }
        let found = describe(&text);
        self.unreadable(asked, reply.status, found).map(|()| None)
    }

    fn status(&self, asked: &Asked<'_>, body: &Json) -> Result<JobStatus, PullError> {
        let reader = self.tree.reader(asked.reader);
        let path = reader.jobs.as_ref().map(|rules| rules.status.as_slice());
        let word = values(body, path.unwrap_or_default()).into_iter().next();
        let word = word.map_or_else(|| "None".to_owned(), |word| python_text(&word));
        let words = reader.stream.job.as_ref().map(|job| job.words.as_slice());
        let known = words.unwrap_or_default().iter().find(|(known, _)| *known == word);
        known.map(|(_, status)| *status).ok_or_else(|| {
            let word: String = word.chars().take(40).collect();
            let reason = format!(
                "the job's status is `{word}`, which `status_mapping` in the manifest does not name"
            );
            self.job_error(asked, 1, reason)
        })
    }

    fn download(&mut self, asked: &Asked<'_>, body: &Json) {
        let reader = self.tree.reader(asked.reader);
        let stream = Arc::clone(&reader.stream);
        let targets = match reader.jobs.as_ref().and_then(|rules| rules.targets.as_ref()) {
            Some(path) => values(body, path),
            None => vec![Json::String(String::new())],
        };
        let Some(run) = self.tree.run_mut(asked.reader, asked.run) else { return };
        enter(run, Phase::Download, Stage::Ready);
        if let Some(work) = &mut run.job {
            work.targets = targets.into();
        }
        if !goes_on(run, &stream) {
            self.close(asked.reader, asked.run, None);
        }
    }

    fn expire(&mut self, asked: &Asked<'_>, wait: Duration) {
        let until = self.context.moment + wait;
        let stream = Arc::clone(&self.tree.reader(asked.reader).stream);
        let abort = stream.job.as_ref().is_some_and(|job| job.abort.is_some());
        if !abort {
            return self.recreate(asked, wait + PAUSE, "the job took too long");
        }
        if let Some(run) = self.tree.run_mut(asked.reader, asked.run) {
            enter(run, Phase::Abort, Stage::Waiting(until));
        }
    }

    // The slice of a job that fails for good is left open, so that the state stays before it; the
    // other slices are read to their end before the pull says what went wrong.
    fn recreate(&mut self, asked: &Asked<'_>, wait: Duration, why: &str) {
        let until = self.context.moment + wait;
        let Some(run) = self.tree.run_mut(asked.reader, asked.run) else { return };
        let Some(work) = &mut run.job else { return };
        if work.tries >= TRIES {
            let tries = work.tries;
            enter(run, Phase::Done, Stage::Stuck);
            let error = self.job_error(asked, tries, why.to_owned());
            self.broken.get_or_insert(error);
            return;
        }
        work.tries += 1;
        enter(run, Phase::Create, Stage::Waiting(until));
    }

    fn end(&mut self, asked: &Asked<'_>) {
        if let Some(run) = self.tree.run_mut(asked.reader, asked.run) {
            enter(run, Phase::Done, Stage::Ready);
        }
        self.close(asked.reader, asked.run, None);
    }

    fn job_error(&self, asked: &Asked<'_>, attempts: u32, reason: String) -> PullError {
        let (stream, url) = (self.name.clone(), asked.url.to_owned());
        PullError::Failed { stream, url, attempts, reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_job_offers_is_found_where_the_path_says() {
        let cases: [(&str, &[&str], &[&str]); 6] = [
            (r#"{"urls":["a","b"]}"#, &["urls"], &["a", "b"]),
            (r#"{"status":"ready"}"#, &["status"], &["ready"]),
            (r#"{"r":[{"u":"a"},{"u":"b"}]}"#, &["r", "*", "u"], &["a", "b"]),
            (r#"{"r":[{"u":7}]}"#, &["r", "0", "u"], &["7"]),
            (r#"{"status":null}"#, &["status"], &[]),
            ("{}", &["status"], &[]),
        ];
        for (body, path, expected) in cases {
            let path: Vec<String> = path.iter().map(|step| (*step).to_owned()).collect();
            let found = values(&Json::parse(body).expect("JSON"), &path);
            let found: Vec<String> = found.iter().map(python_text).collect();
            assert_eq!(found, expected, "{body}");
        }
    }
}
