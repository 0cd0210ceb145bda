//! The turns of a pull that sign in with several tokens: their quotas are asked for and spent.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::rota::Turn;
use super::{Charge, Rota, system};
use crate::connector::pull::answer::is_final;
use crate::connector::pull::verdict::{self, Verdict};
use crate::connector::pull::{Pull, PullError, bare};
use crate::connector::{Reply, Request, SendError};

/// Whether a request can go out.
pub(in crate::connector::pull) enum Grant {
    /// It is signed, and this is what it was charged to.
    Signed(Option<Charge>),
    /// Not before this moment.
    Later(DateTime<Utc>),
    /// Something must be asked for first.
    Ask,
}

impl Pull {
    /// Signs a request where several tokens take turns, and charges it to one.
    ///
    /// # Errors
    /// When they are used up for longer than the manifest waits.
    pub(in crate::connector::pull) fn spend(
        &mut self,
        at: usize,
        request: &mut Request,
    ) -> Result<Grant, PullError> {
        let now = self.context.moment;
        let Some(rota) = self.rota(at) else { return Ok(Grant::Signed(None)) };
        match rota.sign(request, now) {
            Turn::Go(charge) => Ok(Grant::Signed(Some(charge))),
            Turn::Wait(until) => Ok(Grant::Later(until)),
            Turn::Ask => Ok(Grant::Ask),
            Turn::Over(quota, ends) => {
                let ends = ends.format("%Y-%m-%dT%H:%M:%SZ");
                let reason = format!(
                    "every token has used up its quota `{quota}`, of which the first ends at {ends}: more than `max_wait_time` waits; the next sync goes on from here"
                );
                let (stream, url) = (self.name.clone(), bare(&request.url).to_owned());
                Err(PullError::Failed { stream, url, attempts: 1, reason })
            }
        }
    }

    fn rota(&mut self, at: usize) -> Option<&mut Rota> {
        self.logins.get_mut(at)?.rota.as_mut()
    }

    /// Takes in what the reply to a request says of the quota that it was charged to.
    pub(in crate::connector::pull) fn note_quota(
        &mut self,
        at: usize,
        charge: Option<Charge>,
        reply: &Reply,
    ) {
        if let (Some(rota), Some(charge)) = (self.rota(at), charge) {
            rota.hear(charge, reply);
        }
    }

    /// The verdict on a reply, if its request can be sent with another token at once.
    pub(in crate::connector::pull) fn taken_over(
        &self,
        at: usize,
        charge: Option<Charge>,
        verdict: Verdict,
    ) -> Verdict {
        let rota = self.logins.get(at).and_then(|login| login.rota.as_ref());
        let Some((rota, charge)) = rota.zip(charge) else { return verdict };
        let wait = Some(Duration::ZERO);
        match verdict {
            Verdict::Limited { reason, .. } if rota.has_other(charge) => {
                Verdict::Retry { wait, reason }
            }
            // The manifest says how long to wait when all tokens are used up.
            Verdict::Exhausted(reason) if rota.is_used_up(charge) => {
                Verdict::Retry { wait, reason }
            }
            verdict => verdict,
        }
    }

    /// The source wants a token to rest; false when there are not several.
    pub(in crate::connector::pull) fn rest_token(
        &mut self,
        at: usize,
        charge: Option<Charge>,
        rest: Duration,
    ) -> bool {
        let until = after(self.context.moment, rest);
        let Some((rota, charge)) = self.rota(at).zip(charge) else { return false };
        rota.rest(charge, until);
        true
    }

    /// The source says what is left of a token's quotas.
    ///
    /// # Errors
    /// When it does not.
    pub(in crate::connector::pull) fn quota_told(
        &mut self,
        at: usize,
        token: usize,
        url: &str,
        outcome: Result<Reply, SendError>,
    ) -> Result<(), PullError> {
        let now = self.context.moment;
        let Some(login) = self.logins.get_mut(at) else { return Ok(()) };
        login.asked = false;
        let Some(rota) = &mut login.rota else { return Ok(()) };
        let reply = match outcome {
            Ok(reply) => reply,
            Err(SendError::Paced { after: rest, .. }) => {
                rota.untold(token, after(now, rest));
                return Ok(());
            }
            Err(error) if is_final(&error) => {
                return Err(self.failed_login(at, url, error.to_string()));
            }
            Err(error) => return self.later(at, url, error.to_string(), None),
        };
        if rota.is_unavailable(reply.status) {
            rota.untrack(token, now);
        } else if reply.status >= 300 {
            return self.quota_refused(at, url, &reply);
        } else if let Err(found) = rota.tell(token, &reply) {
            return Err(self.no_quota(url, reply.status, found));
        }
        login.attempts = 0;
        Ok(())
    }

    fn quota_refused(&mut self, at: usize, url: &str, reply: &Reply) -> Result<(), PullError> {
        let attempts = self.logins.get(at).map_or(0, |login| login.attempts);
        let verdict = verdict::judge(&self.context, &[], reply, attempts)
            .map_err(|error| self.context.failed(error))?;
        match self.explained(verdict, reply) {
            Verdict::Retry { wait, reason } | Verdict::Limited { wait, reason } => {
                self.later(at, url, reason, wait)
            }
            _ if matches!(reply.status, 401 | 403) => {
                Err(self.unauthorized(at, url, reply.status, self.words(reply)))
            }
            Verdict::Fail(reason) | Verdict::Exhausted(reason) => {
                Err(self.failed_login(at, url, reason))
            }
            _ => {
                let reason = format!("HTTP status {}", reply.status);
                Err(self.failed_login(at, url, reason))
            }
        }
    }

    fn no_quota(&self, url: &str, status: u16, found: String) -> PullError {
        let expected = format!(
            "what {} says is left of each quota of a token (`remaining_path`, `reset_path`, `limit_path`)",
            system(url)
        );
        let (stream, url) = (self.name.clone(), url.to_owned());
        PullError::Unreadable { stream, url, status, found, expected }
    }
}

fn after(now: DateTime<Utc>, rest: Duration) -> DateTime<Utc> {
    let rest = TimeDelta::from_std(rest).unwrap_or(TimeDelta::MAX);
    now.checked_add_signed(rest).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
