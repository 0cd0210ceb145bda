//! The loop that a customer's answer opens: heard, acted upon, and the customer told of it.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, Enum, ID, SimpleObject};
use chrono::{DateTime, TimeDelta, Utc};

use super::account_filter::AccountFilter;
use super::acting::{key, known_member, number, settled, words};
use super::employee::Employee;
use super::entities::local;
use super::errors::{ApiError, Result};
use super::feedback::Feedback;
use super::limits;
use super::loaders::{EntityOf, LoopOf, MemberOf, RowOf};
use super::personal::Personal;
use super::scalars::Time;
use super::visit::Visit;
use crate::insight::acting::{self, due, last_overdue};
use crate::insight::is_unhappy;
use crate::model::Pii;
use crate::model::{AccountId, EntityKind, SurveyResponse};
use crate::store;

/// The longest span that may be asked for, in days.
const LONGEST: i32 = 3_650;

/// Where we stand with an answer.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "acting::LoopState")]
pub(super) enum LoopWord {
    /// Nobody took it up.
    New,
    /// Somebody took it up.
    #[graphql(name = "ACK")]
    Acknowledged,
    /// Something was done; the customer does not know.
    Acted,
    /// The customer knows what was done: the loop is closed.
    Told,
}

/// Where we stand with an answer, and how we came there.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct LoopState {
    /// NEW, ACK, ACTED or TOLD.
    state: LoopWord,
    /// When somebody first took it up.
    ack_at: Option<Time>,
    /// When something was first done about it.
    acted_at: Option<Time>,
    /// When the customer should know what was done: five working days after the answer, our
    /// assumption.
    due_at: Option<Time>,
    /// That was before now, and the customer does not know.
    overdue: bool,
    /// When the customer was told: the loop was closed.
    closed_at: Option<Time>,
    /// The customer knows what was done.
    told_customer: bool,
    /// Everything that was said of it, the oldest first.
    steps: Vec<LoopStep>,
    #[graphql(skip)]
    owner: Option<String>,
    #[graphql(skip)]
    account: Option<AccountId>,
}

/// A step of a loop.
#[derive(SimpleObject)]
pub(super) struct LoopStep {
    /// Where it led.
    state: LoopWord,
    /// When.
    at: Time,
    /// Who said so.
    #[graphql(directive = Personal::apply(Pii::Employee))]
    author: Option<String>,
    /// What was done.
    #[graphql(directive = Personal::apply(Pii::FreeText))]
    what_we_did: Option<String>,
    /// The action that did it.
    action_id: Option<ID>,
}

impl From<&acting::LoopStep> for LoopStep {
    fn from(step: &acting::LoopStep) -> Self {
        Self {
            state: step.state.into(),
            at: Time(step.at),
            author: Some(step.author.clone()),
            what_we_did: step.what.clone(),
            action_id: step.action.map(|id| ID(id.to_string())),
        }
    }
}

#[ComplexObject]
impl LoopState {
    /// Who sees to it: who was named, else the account's owner.
    async fn owner(&self, ctx: &Context<'_>) -> Result<Option<Employee>> {
        let visit = Visit::of(ctx);
        let mut owner = self.owner.clone();
        if let (None, Some(account)) = (&owner, &self.account) {
            let row = visit.reader.load_one(RowOf(account.clone())).await?;
            owner = row.and_then(|row| row.account.owner.clone());
        }
        let Some(owner) = owner else { return Ok(None) };
        Ok(visit.reader.load_one(MemberOf(owner)).await?.map(Into::into))
    }
}

impl LoopState {
    /// `None` for an answer that asks for nothing and that nobody took up.
    pub(super) async fn of(visit: &Visit, said: &SurveyResponse) -> Result<Option<Self>> {
        let steps = visit.reader.load_one(LoopOf(said.origin.id.clone())).await?;
        let steps = steps.unwrap_or_default();
        if steps.is_empty() && !is_unhappy(said) {
            return Ok(None);
        }
        let desk = &visit.desk;
        let state = state_of(&steps);
        let first = |least| steps.iter().find(|step| step.state >= least).map(|s| Time(s.at));
        let due = said.at.map(|at| due(at, &desk.hub.calendar));
        let told = state == acting::LoopState::Told;
        Ok(Some(Self {
            state: state.into(),
            ack_at: first(acting::LoopState::Acknowledged),
            acted_at: first(acting::LoopState::Acted),
            due_at: due.map(Time),
            overdue: !told && due.is_some_and(|due| due < desk.now()),
            closed_at: first(acting::LoopState::Told),
            told_customer: told,
            owner: steps.iter().rev().find_map(|step| step.owner.clone()),
            account: said.origin.account.clone(),
            steps: steps.iter().map(Into::into).collect(),
        }))
    }
}

fn state_of(steps: &[acting::LoopStep]) -> acting::LoopState {
    steps.last().map_or(acting::LoopState::New, |step| step.state)
}

/// Keeps the answers whose loop is open.
pub(super) async fn keep_open(visit: &Visit, answers: &mut Vec<&SurveyResponse>) -> Result<()> {
    let keys = answers.iter().map(|said| LoopOf(said.origin.id.clone()));
    let steps = visit.read(keys).await?;
    answers.retain(|said| match steps.get(&LoopOf(said.origin.id.clone())) {
        Some(steps) => state_of(steps) != acting::LoopState::Told,
        None => is_unhappy(said),
    });
    Ok(())
}

/// What is asked of open loops.
pub(super) struct Asked {
    pub(super) filter: Option<AccountFilter>,
    pub(super) overdue: Option<bool>,
    pub(super) days: i32,
    pub(super) first: i32,
}

/// The answers whose loop is open, those due first, first: the clock starts with the answer.
pub(super) async fn open(visit: &Arc<Visit>, asked: Asked) -> Result<Vec<Feedback>> {
    let first = limits::first(asked.first, limits::PARTS).map(|_| asked.first)?;
    if !(1..=LONGEST).contains(&asked.days) {
        let what = format!("`days` must be between 1 and {LONGEST}; {} was asked", asked.days);
        return Err(ApiError::BadInput(what));
    }
    let desk = &visit.desk;
    // Of all accounts, answers of nobody's too.
    let all = asked.filter.is_none() && visit.sight.only().await?.is_none();
    let filter = asked.filter.clone().unwrap_or_default().stored(visit).await?;
    let (mut from, mut to) = (desk.now() - TimeDelta::days(asked.days.into()), desk.now());
    if let Some(overdue) = asked.overdue {
        let last = last_overdue(to, &desk.hub.calendar);
        if overdue {
            to = last;
        } else {
            from = from.max(last + TimeDelta::milliseconds(1));
        }
    }
    let asked = store::OpenLoops {
        accounts: (!all).then_some(&filter),
        from,
        to,
        first: i64::from(first),
    };
    let found = desk.hub.store.open_loops(&asked).await?;
    Ok(found.into_iter().map(|said| Feedback::alone(visit, said)).collect())
}

/// What is said of a loop.
pub(super) struct Word {
    pub(super) feedback: ID,
    pub(super) owner: Option<ID>,
    pub(super) what: Option<String>,
    pub(super) action: Option<ID>,
    pub(super) state: acting::LoopState,
    pub(super) request_key: Option<String>,
}

/// Takes a step of a loop and gives the answer.
pub(super) async fn step(ctx: &Context<'_>, word: Word) -> Result<Feedback> {
    let visit = Visit::of(ctx);
    let owner = known_member(&visit, word.owner).await?;
    let action = word.action.map(|id| number(&id, "action")).transpose()?;
    let what = word.what.map(|what| words("whatWeDid", &what)).transpose()?;
    let step = acting::LoopStep {
        feedback: local(EntityKind::SurveyResponse, &word.feedback).to_owned(),
        state: word.state,
        at: micros(visit.desk.now()),
        author: visit.author(),
        owner,
        what,
        action,
        request_key: key(word.request_key)?,
    };
    let of = EntityOf(EntityKind::SurveyResponse, step.feedback.clone());
    if visit.reader.load_one(of).await?.is_none() {
        let what = format!(
            "the loop of `{}`: there is no such answer; nothing was kept",
            step.feedback
        );
        return Err(ApiError::NotFound(what));
    }
    let (store, named) = (&visit.desk.hub.store, format!("the loop of `{}`", step.feedback));
    settled(store.take_step(&step).await?, &named)?;
    let visit = visit.anew();
    let said = store.feedback(&step.feedback).await?;
    let gone = || ApiError::NotFound(format!("the answer `{}` went away", step.feedback));
    Ok(Feedback::alone(&visit, said.ok_or_else(gone)?))
}

/// As finely as both databases keep a moment.
fn micros(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at)
}
