//! What becomes of an answer: it is judged, read and kept, asked for again, passed over, or the end.

use std::sync::Arc;
use std::time::Duration;

use super::adapt;
use super::reader::Unread;
use super::slice::Stage;
use super::tree::Taken;
use super::verdict::{self, Verdict};
use super::{Asked, Page, Pull, PullError, files, job};
use crate::connector::{Json, Reply, SendError};

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

impl Pull {
    /// Takes the answer to a request for a page.
    ///
    /// # Errors
    /// When the pull cannot go on.
    pub(super) fn page(
        &mut self,
        asked: &Asked<'_>,
        outcome: Result<Reply, SendError>,
    ) -> Result<(), PullError> {
        let Asked { reader, run, url, token, charge, .. } = *asked;
        let login = self.tree.login(reader, run);
        let reply = match outcome {
            Ok(reply) => reply,
            Err(error) => return self.unsent(asked, login, &error),
        };
        self.note_quota(login, charge, &reply);
        self.limit = verdict::rate_limit(&reply, self.context.moment).or(self.limit);
        let attempts = self.tree.attempts(reader, run);
        let stream = Arc::clone(self.tree.stream(reader, run));
        let errors = &stream.requester.errors;
        let verdict = verdict::judge(&self.context, errors, &reply, attempts)
            .map_err(|error| self.context.failed(error))?;
        let verdict = self.taken_over(login, charge, self.explained(verdict, &reply));
        let refused = reply.status == 401 && matches!(verdict, Verdict::Fail(_));
        match verdict {
            _ if refused && self.renew(reader, run, token) => Ok(()),
            Verdict::Read => self.absorb(asked, &reply),
            Verdict::Skip if self.tree.run(reader, run).and_then(files::current).is_some() => {
                self.no_file(asked)
            }
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
                Err(self.unauthorized(login, url, reply.status, self.words(&reply)))
            }
            Verdict::Fail(reason) | Verdict::Exhausted(reason) => {
                let (stream, url) = (self.name.clone(), url.to_owned());
                Err(PullError::Failed { stream, url, attempts: attempts + 1, reason })
            }
        }
    }

    // No reply came.
    fn unsent(
        &mut self,
        asked: &Asked<'_>,
        login: usize,
        error: &SendError,
    ) -> Result<(), PullError> {
        let Asked { reader, run, url, charge, .. } = *asked;
        let reason = error.to_string();
        if let SendError::Paced { after, .. } = error
            && self.rest_token(login, charge, *after)
        {
            let wait = Some(Duration::ZERO);
            return self.again(reader, run, url, Setback::answered(reason, wait));
        }
        if is_final(error) {
            let (stream, url) = (self.name.clone(), url.to_owned());
            return Err(PullError::Failed { stream, url, attempts: 1, reason });
        }
        self.again(reader, run, url, Setback { reason, wait: None, answered: false })
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
        if self.tree.run(reader, run).and_then(files::current).is_some() {
            return self.file(asked);
        }
        if let Some(phase) = self.tree.run(reader, run).and_then(job::phase_of) {
            return self.job(asked, phase, reply);
        }
        if matches!(reply.status, 204 | 205 | 304) {
            return self.skip(asked);
        }
        match self.tree.read(&self.context, reader, run, reply) {
            Ok(done) => self.take(asked, done),
            Err(Unread::Body(found)) => self.unreadable(asked, reply.status, found),
            Err(Unread::Template(error)) => Err(self.context.failed(error)),
            Err(Unread::Endless(reason)) => {
                Err(PullError::Endless { stream: self.name.clone(), reason })
            }
        }
    }

    // Nothing came, and no page follows; but other parts of the page may hold something.
    fn skip(&mut self, asked: &Asked<'_>) -> Result<(), PullError> {
        let Asked { reader, run, .. } = *asked;
        if self.tree.run(reader, run).is_some_and(|run| run.chunks.is_some()) {
            let nothing = Reply { status: 200, headers: Vec::new(), body: b"{}".to_vec() };
            if let Ok(done) = self.tree.read(&self.context, reader, run, &nothing) {
                return self.take(asked, Taken { next: None, ..done });
            }
        }
        self.close(reader, run, None);
        Ok(())
    }

    /// Asks again for what cannot be read: it may have been a hiccup.
    ///
    /// # Errors
    /// When it was asked for often enough.
    pub(super) fn unreadable(
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

    fn take(&mut self, asked: &Asked<'_>, done: Taken) -> Result<(), PullError> {
        if self.tree.reader(asked.reader).files.is_some() {
            return self.fetch_files(asked, done);
        }
        self.taken(asked, done)
    }

    /// A page is read, files included.
    ///
    /// # Errors
    /// When the pull cannot go on.
    pub(super) fn taken(&mut self, asked: &Asked<'_>, done: Taken) -> Result<(), PullError> {
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

    /// A slice has no page to come but `next`; says the state when enough was closed.
    pub(super) fn close(&mut self, reader: usize, run: u64, next: Option<Json>) {
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

/// Whether asking again is no use.
pub(super) fn is_final(error: &SendError) -> bool {
    matches!(
        error,
        SendError::TooLarge { .. }
            | SendError::FileTooLarge { .. }
            | SendError::Unwritable(_)
            | SendError::Forbidden(_)
            | SendError::Paced { .. }
    )
}
