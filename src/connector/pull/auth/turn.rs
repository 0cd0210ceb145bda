//! The turns of a pull that sign it in: what is sent for a token and what comes of it.

use std::sync::Arc;
use std::time::Duration;

use super::{Credential, Errand, Grant, Login, chosen};
use crate::connector::manifest::{Auth, Handler};
use crate::connector::pull::answer::is_final;
use crate::connector::pull::slice::Stage;
use crate::connector::pull::verdict::{self, Verdict};
use crate::connector::pull::{Context, Pull, PullError, Step, Target, bare, host_of};
use crate::connector::template::RenderError;
use crate::connector::{Kept, Renewal, RenewalError, Reply, SendError};

/// A token is asked for again so often, unless the login has rules of its own.
const RETRIES: u32 = 3;
/// What is left of a token's quotas is asked for again so often.
const STATUS_RETRIES: u32 = 5;

/// Finds the login of an authenticator among those of a pull, or adds it. Each requester that needs
/// tokens has a login of its own: whether they share tokens is for the vault to say.
///
/// # Errors
/// When an expression cannot be rendered or the configuration selects no authenticator.
pub(in crate::connector::pull) fn enlist(
    context: &Context,
    logins: &mut Vec<Login>,
    auth: &Arc<Auth>,
) -> Result<usize, RenderError> {
    let auth = chosen(context, auth)?;
    let through = match &*auth {
        Auth::Session(session) => Some(enlist(context, logins, &session.login.auth)?),
        _ => None,
    };
    let through = through.and_then(|at| Some((at, logins.get(at)?.identity.as_str())));
    let login = Login::new(context, &auth, through)?;
    if let Some(index) = logins.iter().position(|known| known.serves(&login)) {
        return Ok(index);
    }
    logins.push(login);
    Ok(logins.len() - 1)
}

impl Pull {
    /// What a login shows now; nothing when something must be asked for first.
    pub(in crate::connector::pull) fn credential(
        &mut self,
        at: usize,
    ) -> Result<Option<Credential>, PullError> {
        let Some(login) = self.logins.get_mut(at) else { return Ok(None) };
        login.credential(&self.context).map_err(|error| self.context.failed(error))
    }

    /// Asks for what a login lacks; nothing when that is under way or must wait.
    pub(in crate::connector::pull) fn sign_in(
        &mut self,
        at: usize,
    ) -> Result<Option<Step>, PullError> {
        let now = self.context.moment;
        let Some(login) = self.logins.get(at) else { return Ok(None) };
        if login.asked || login.wait.is_some_and(|until| until > now) {
            return Ok(None);
        }
        let mut shown = Credential::default();
        if let Some(through) = login.through {
            match self.credential(through)? {
                Some(credential) => shown = credential,
                None => return self.sign_in(through),
            }
        }
        let Some(login) = self.logins.get_mut(at) else { return Ok(None) };
        let through = login.through;
        let errand = login.errand(&self.context, &shown);
        (login.asked, login.wait) = (true, None);
        let Some(mut errand) = errand.map_err(|trouble| self.unplanned(trouble))? else {
            return Err(self.unauthorized(at, "the source", 401, None));
        };
        let granted = match through {
            Some(through) => self.spend(through, errand.request_mut())?,
            None => Grant::Signed(None),
        };
        let wait = match granted {
            Grant::Signed(_) => return Ok(Some(self.run_errand(at, errand))),
            Grant::Later(until) => Some(until),
            Grant::Ask => None,
        };
        if let Some(login) = self.logins.get_mut(at) {
            (login.asked, login.wait) = (false, wait);
        }
        match (wait, through) {
            (None, Some(through)) => self.sign_in(through),
            _ => Ok(None),
        }
    }

    fn run_errand(&mut self, login: usize, errand: Errand) -> Step {
        match errand {
            Errand::Renew(renewal) => {
                let url = bare(&renewal.request.url).to_owned();
                Step::Renew(self.began(Target::Token { login, url, once: None }), renewal)
            }
            Errand::Once(renewal) => {
                let (url, request) =
                    (bare(&renewal.request.url).to_owned(), renewal.request.clone());
                let once = Some(Box::new(renewal));
                Step::Send(self.began(Target::Token { login, url, once }), request)
            }
            Errand::Check(request) => {
                let url = bare(&request.url).to_owned();
                Step::Send(self.began(Target::Check { login, url }), request)
            }
            Errand::Status(token, request) => {
                let url = bare(&request.url).to_owned();
                Step::Send(self.began(Target::Status { login, token, url }), request)
            }
        }
    }

    /// A login that no vault keeps was answered.
    pub(in crate::connector::pull) fn answered(
        &mut self,
        at: usize,
        url: &str,
        renewal: &Renewal,
        outcome: Result<Reply, SendError>,
    ) -> Result<(), PullError> {
        let outcome = renewal.outcome(outcome, self.context.moment);
        let kept = outcome.map(|tokens| Kept { version: renewal.held + 1, tokens });
        self.token(at, url, kept)
    }

    /// Takes new tokens, or plans another try.
    pub(in crate::connector::pull) fn token(
        &mut self,
        at: usize,
        url: &str,
        outcome: Result<Kept, RenewalError>,
    ) -> Result<(), PullError> {
        let now = self.context.moment;
        let Some(login) = self.logins.get_mut(at) else { return Ok(()) };
        login.asked = false;
        let (reason, wait) = match outcome {
            Ok(kept) => {
                login.take(kept, now);
                login.held.fresh = true;
                login.lost = None;
                return Ok(());
            }
            Err(RenewalError::Revoked { status, error }) => {
                return Err(self.revoked(at, url, status, error.as_deref()));
            }
            Err(RenewalError::Refused(why)) => {
                let message = format!("stream `{}`: {}: {why}", self.name, system(url));
                return Err(PullError::Refused(message));
            }
            Err(RenewalError::Failed { reason, wait_s }) => {
                login.lost = Some(reason.clone());
                (reason, wait_s.map(Duration::from_secs))
            }
            Err(RenewalError::Answered(reply)) => self.judge_login(at, url, &reply)?,
        };
        self.later(at, url, reason, wait)
    }

    // A login without a token in its answer, by the error rules of its requester.
    fn judge_login(
        &mut self,
        at: usize,
        url: &str,
        reply: &Reply,
    ) -> Result<(String, Option<Duration>), PullError> {
        let Some(login) = self.logins.get(at) else { return Ok((String::new(), None)) };
        let (rules, attempts) = (login.rules(), login.attempts);
        let verdict = verdict::judge(&self.context, rules, reply, attempts)
            .map_err(|error| self.context.failed(error))?;
        match self.explained(verdict, reply) {
            Verdict::Retry { wait, reason } | Verdict::Limited { wait, reason } => {
                Ok((reason, wait))
            }
            Verdict::RefreshToken { reason } => Ok((reason, None)),
            Verdict::Fail(_) if matches!(reply.status, 400 | 401 | 403) => {
                Err(self.unauthorized(at, url, reply.status, self.words(reply)))
            }
            // There is nothing less to ask a login for.
            Verdict::Fail(reason)
            | Verdict::Exhausted(reason)
            | Verdict::Adapt { reason, .. } => Err(self.failed_login(at, url, reason)),
            Verdict::Read | Verdict::Skip => {
                let reason = format!("HTTP status {} without a token", reply.status);
                Err(self.failed_login(at, url, reason))
            }
        }
    }

    pub(super) fn failed_login(&self, at: usize, url: &str, reason: String) -> PullError {
        let attempts = self.logins.get(at).map_or(1, |login| login.attempts + 1);
        PullError::Failed { stream: self.name.clone(), url: url.to_owned(), attempts, reason }
    }

    pub(super) fn later(
        &mut self,
        at: usize,
        url: &str,
        reason: String,
        wait: Option<Duration>,
    ) -> Result<(), PullError> {
        let most = self.login_retries(at)?;
        let now = self.context.moment;
        let Some(login) = self.logins.get_mut(at) else { return Ok(()) };
        login.attempts += 1;
        let attempts = login.attempts;
        if attempts > most || (wait.is_none() && self.is_tired(attempts)) {
            let (stream, url) = (self.name.clone(), url.to_owned());
            return Err(PullError::Unanswered { stream, url, attempts, reason });
        }
        let until = Some(now + self.pause(attempts, wait));
        if let Some(login) = self.logins.get_mut(at) {
            login.wait = until;
        }
        Ok(())
    }

    fn login_retries(&self, at: usize) -> Result<u32, PullError> {
        let rules: &[Handler] = self.logins.get(at).map(Login::rules).unwrap_or_default();
        let Some(rule) = rules.first() else {
            let has_quotas = self.logins.get(at).is_some_and(|login| login.rota.is_some());
            return Ok(if has_quotas { STATUS_RETRIES } else { RETRIES });
        };
        let text = self.context.engine().text(&rule.retries, &self.context.scope(&[], &[]));
        Ok(text.map_err(|error| self.context.failed(error))?.parse().unwrap_or(RETRIES))
    }

    /// The source says whether a token that a person got still holds.
    pub(in crate::connector::pull) fn checked(
        &mut self,
        at: usize,
        url: &str,
        outcome: Result<Reply, SendError>,
    ) -> Result<(), PullError> {
        let Some(login) = self.logins.get_mut(at) else { return Ok(()) };
        login.asked = false;
        let reason = match outcome {
            Ok(reply) if reply.status < 300 => {
                login.held.proven = true;
                return Ok(());
            }
            Ok(reply) if reply.status == 401 => {
                login.forget();
                return Ok(());
            }
            Ok(Reply { status: status @ (408 | 429 | 500..), .. }) => {
                format!("HTTP status {status}")
            }
            Ok(reply) => {
                let reason = format!("HTTP status {}", reply.status);
                return Err(self.failed_login(at, url, reason));
            }
            Err(error) if is_final(&error) => {
                return Err(PullError::Refused(error.to_string()));
            }
            Err(error) => error.to_string(),
        };
        self.later(at, url, reason, None)
    }

    pub(in crate::connector::pull) fn is_signed(&self, reader: usize, run: u64) -> bool {
        self.logins.get(self.tree.login(reader, run)).is_some_and(Login::is_signed)
    }

    /// A token may be revoked before it ends: one new one is tried for the same page.
    pub(in crate::connector::pull) fn renew(
        &mut self,
        reader: usize,
        run: u64,
        token: u64,
    ) -> bool {
        let login = self.logins.get_mut(self.tree.login(reader, run));
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

    /// A request was refused though it was signed, for good.
    pub(in crate::connector::pull) fn unauthorized(
        &self,
        at: usize,
        url: &str,
        status: u16,
        words: Option<String>,
    ) -> PullError {
        let login = self.logins.get(at);
        if let Some(login) = login.filter(|login| status == 401 && login.is_final_token()) {
            return self.disconnected(login, url, status, None);
        }
        let through = login.and_then(|login| self.logins.get(login.through?));
        let fields = login.map(|login| login.fields(through)).unwrap_or_default();
        let (system, stream) = (system(url), self.name.clone());
        PullError::Unauthorized { system, status, fields, stream, reconnect: None, words }
    }

    // A renewal was refused, for good.
    fn revoked(&self, at: usize, url: &str, status: u16, error: Option<&str>) -> PullError {
        match self.logins.get(at).filter(|login| login.must_reconnect(error)) {
            Some(login) => self.disconnected(login, url, status, error),
            None => self.unauthorized(at, url, status, None),
        }
    }

    fn disconnected(
        &self,
        login: &Login,
        url: &str,
        status: u16,
        error: Option<&str>,
    ) -> PullError {
        PullError::Unauthorized {
            system: system(url),
            status,
            fields: login.token_fields(),
            stream: self.name.clone(),
            reconnect: Some(reconnect(login, error)),
            words: None,
        }
    }
}

fn reconnect(login: &Login, error: Option<&str>) -> String {
    let said = error.map(|error| format!(" and says `{error}`")).unwrap_or_default();
    let lost = login.lost.as_ref().map(|reason| {
        format!(
            "; an earlier renewal had no answer ({reason}), and the new token seems to be lost with it"
        )
    });
    format!("no longer takes the token{said}{}", lost.unwrap_or_default())
}

pub(super) fn system(url: &str) -> String {
    let host = host_of(url).unwrap_or_else(|| url.to_owned());
    host.trim_end_matches(":443").trim_end_matches(":80").to_owned()
}
