//! Tells subscribers of signals: signed, with an id that stays the same over tries, until they have it
//! or it is given up. One subscriber that does not answer keeps no other waiting.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{error, info, warn};

use super::{Sync, SyncError};
use crate::connector::{Body, Method, Reply, Request, SigningKey};
use crate::insight::signals::{Rule, Signal, Suggestion};
use crate::model::{AccountId, short_hash};
use crate::store::{Parcel, StoreError, Subscriber, Try};

/// Time between two looks for what is due.
const TICK: Duration = Duration::from_secs(1);
/// What is sent to one subscriber before others are looked at again.
const AT_ONCE: usize = 200;
/// So many tries, about two days, then it is given up.
const ATTEMPTS: i64 = 14;
/// The pause after the first try; each is four times the one before.
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(5);
/// No pause is longer.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(6);
/// A subscriber that cannot take anything now is left alone for so long at most.
const REST: TimeDelta = TimeDelta::minutes(5);
/// A try that said nothing for so long was a process's that died.
const TAKEN: TimeDelta = TimeDelta::minutes(5);

/// Who is told of which signals, and where. Its `Debug` shows neither address nor secret: the address
/// may hold one.
#[derive(Clone)]
pub struct Subscription {
    /// Its name in the configuration.
    pub name: String,
    /// Where signals are posted.
    pub url: String,
    /// What they are signed with.
    pub secret: SigningKey,
    /// Only these rules; all when empty.
    pub rules: Vec<Rule>,
    /// Only signals of this segment and of accounts in it.
    pub segment: Option<String>,
}

impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the subscription {}", self.name)
    }
}

impl Subscription {
    pub(super) fn subscriber(&self) -> Subscriber {
        let Self { name, rules, segment, .. } = self;
        Subscriber { name: name.clone(), rules: rules.clone(), segment: segment.clone() }
    }
}

/// What a subscriber made of a try.
struct Answer {
    outcome: Try,
    /// It cannot take anything else now either.
    rests: bool,
}

impl Sync {
    /// Sends what is due until told to stop.
    pub async fn notify_until(&self, mut stop: watch::Receiver<bool>) {
        while !self.subscriptions.is_empty() && !*stop.borrow() {
            if let Err(failure) = self.notify().await {
                error!(error = %failure, "Subscribers could not be told of signals; trying again");
            }
            tokio::select! {
                () = tokio::time::sleep(TICK) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Sends what is due to each subscriber, to all at the same time.
    ///
    /// # Errors
    /// When the store fails. That a subscriber does not answer is no failure of ours.
    #[expect(clippy::missing_panics_doc, reason = "sending does not panic")]
    pub async fn notify(&self) -> Result<(), SyncError> {
        let mut sending = JoinSet::new();
        for subscription in self.subscriptions.iter() {
            let (sync, subscription) = (self.clone(), subscription.clone());
            sending.spawn(async move { sync.send_due(&subscription).await });
        }
        let mut failure = None;
        while let Some(done) = sending.join_next().await {
            failure = done.expect("sending neither panics nor is aborted").err().or(failure);
        }
        failure.map_or(Ok(()), |failure| Err(failure.into()))
    }

    async fn send_due(&self, to: &Subscription) -> Result<(), StoreError> {
        for _ in 0..AT_ONCE {
            let now = self.clock.now();
            let due = self.store.take_delivery(&to.name, now, now + TAKEN).await?;
            let Some(parcel) = due else { return Ok(()) };
            let answer = self.send(to, &parcel).await;
            log(to, &parcel, &answer.outcome);
            let now = self.clock.now();
            self.store.tried(parcel.id, &answer.outcome, now).await?;
            if answer.rests {
                let pause = pause(parcel.attempts).min(REST);
                return self.store.rest(&to.name, now + pause).await;
            }
        }
        Ok(())
    }

    async fn send(&self, to: &Subscription, parcel: &Parcel) -> Answer {
        let now = self.clock.now();
        let body = message(parcel).to_string();
        let headers = to.secret.headers(&message_id(parcel), now, &body).to_vec();
        let request = Request {
            method: Method::Post,
            url: to.url.clone(),
            query: Vec::new(),
            headers,
            body: Body::Json(body),
        };
        match self.client.send(&request).await {
            Ok(reply) => answer(&reply, parcel.attempts, now),
            // Never the address: the error names the host only.
            Err(failure) => again(parcel.attempts, now, None, failure.to_string(), true),
        }
    }
}

fn log(to: &Subscription, parcel: &Parcel, outcome: &Try) {
    let (subscription, signal) = (to.name.as_str(), parcel.raised.id);
    match outcome {
        Try::Arrived => info!(subscription, signal, "Told {subscription} of a signal"),
        Try::Again(at, why) => {
            warn!(
                subscription,
                signal, "{subscription} was not told of a signal; again at {at}: {why}"
            );
        }
        Try::GivenUp(why) => {
            let attempts = parcel.attempts;
            error!(
                subscription,
                signal, attempts, "Gave up telling {subscription} of a signal: {why}"
            );
        }
    }
}

/// 2xx is taken, 410 wants no more of it; what is too much or broken at the subscriber's side lets it
/// rest. Any other answer is about this message alone.
fn answer(reply: &Reply, attempts: i64, now: DateTime<Utc>) -> Answer {
    let why = format!("it answered {}", reply.status);
    match reply.status {
        200..=299 => Answer { outcome: Try::Arrived, rests: false },
        410 => Answer { outcome: Try::GivenUp(why), rests: false },
        429 | 502..=504 => again(attempts, now, wanted_pause(reply), why, true),
        _ => again(attempts, now, None, why, false),
    }
}

fn again(
    attempts: i64,
    now: DateTime<Utc>,
    wanted: Option<TimeDelta>,
    why: String,
    rests: bool,
) -> Answer {
    let outcome = if attempts >= ATTEMPTS {
        Try::GivenUp(why)
    } else {
        Try::Again(now + pause(attempts).max(wanted.unwrap_or_default()), why)
    };
    Answer { outcome, rests }
}

/// Seconds that it asks for, within reason.
fn wanted_pause(reply: &Reply) -> Option<TimeDelta> {
    let (_, value) = reply.headers.iter().find(|(name, _)| name == "retry-after")?;
    let seconds: i64 = value.trim().parse().ok()?;
    Some(TimeDelta::try_seconds(seconds)?.clamp(TimeDelta::zero(), LONGEST_PAUSE))
}

/// The pause after so many tries.
fn pause(attempts: i64) -> TimeDelta {
    let doublings = u32::try_from((attempts - 1).clamp(0, 14)).unwrap_or(0);
    let factor = 4_i32.saturating_pow(doublings);
    FIRST_PAUSE.checked_mul(factor).unwrap_or(LONGEST_PAUSE).min(LONGEST_PAUSE)
}

/// The same over all tries, and another one in every database.
fn message_id(parcel: &Parcel) -> String {
    let raised = &parcel.raised;
    let named = format!("{}|{}|{}", raised.id, raised.signal.topic, raised.raised_at);
    format!("signal_{}_{}", raised.id, short_hash(named.as_bytes()))
}

/// What is told: ids, names of accounts, numbers, and what to do; of people their ids only.
fn message(parcel: &Parcel) -> Value {
    let Signal { rule, topic, account, segment, contact, raised_on, measures, .. } =
        &parcel.raised.signal;
    let named = |id: &AccountId| json!({ "id": id, "name": parcel.names.get(id) });
    let all = |ids: &[AccountId]| ids.iter().map(named).collect::<Vec<_>>();
    let at = parcel.raised.raised_at.to_rfc3339_opts(SecondsFormat::Secs, true);
    json!({
        "type": "signal.raised",
        "timestamp": at,
        "data": {
            "id": parcel.raised.id.to_string(),
            "rule": rule.word(),
            "topic": topic,
            "raisedOn": raised_on,
            "account": account.as_ref().map(named),
            "segment": segment,
            "contact": contact,
            "accounts": all(&parcel.raised.signal.accounts),
            "membersNotYetHit": all(&parcel.raised.signal.not_yet_hit),
            "measures": measures,
            "suggested": parcel.raised.signal.suggested.iter().map(suggested).collect::<Vec<_>>(),
            "model": parcel.raised.model,
        }
    })
}

fn suggested(suggestion: &Suggestion) -> Value {
    let Suggestion { kind, title, because, targets, due_days } = suggestion;
    json!({
        "kind": kind.word(), "title": title, "because": because, "targetKpis": targets,
        "dueDays": due_days,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_fourfold_and_end_at_six_hours() {
        let cases = [(1, 5), (2, 20), (3, 80), (4, 320), (5, 1_280), (6, 5_120), (7, 20_480)];
        for (attempts, seconds) in cases {
            assert_eq!(pause(attempts), TimeDelta::seconds(seconds), "{attempts}");
        }
        assert_eq!(pause(8), LONGEST_PAUSE);
        assert_eq!(pause(i64::MAX), LONGEST_PAUSE);
    }

    #[test]
    fn an_answer_says_whether_the_message_or_the_subscriber_is_in_trouble() {
        let now = DateTime::from_timestamp(0, 0).expect("a moment");
        let reply = |status, header: Option<&str>| {
            let named = |value: &str| ("retry-after".to_owned(), value.to_owned());
            Reply { status, headers: header.map(named).into_iter().collect(), body: Vec::new() }
        };
        let waits = |answer: &Answer| match &answer.outcome {
            Try::Again(at, _) => Some((*at - now).num_seconds()),
            _ => None,
        };
        let cases = [
            // status, Retry-After, tries, seconds to wait, rests
            (204, None, 1, None, false),
            (400, None, 1, Some(5), false),
            (302, None, 2, Some(20), false),
            (500, None, 2, Some(20), false),
            (503, None, 1, Some(5), true),
            (429, Some("90"), 1, Some(90), true),
            (429, Some("tomorrow"), 1, Some(5), true),
            (429, Some("99999999"), 1, Some(6 * 3600), true),
            (410, None, 1, None, false),
            (400, None, ATTEMPTS, None, false),
        ];
        for (status, header, tries, wait, rests) in cases {
            let answer = answer(&reply(status, header), tries, now);
            assert_eq!((waits(&answer), answer.rests), (wait, rests), "{status} {tries}");
        }
    }
}
