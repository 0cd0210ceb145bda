//! What is done and what came of it: the questions and the orders, and what they share.

use async_graphql::{Context, ID, Object};

use super::account_filter::AccountFilter;
use super::action::{self, Action, ActionBoard, ActionFilter, ActionStatus};
use super::entities::local;
use super::errors::{ApiError, Result};
use super::feedback::Feedback;
use super::feedback_loop::{self, Word};
use super::goal::{self, Goal, Outcome};
use super::initiative_order::MoneyInput;
use super::limits;
use super::loaders::MemberOf;
use super::scalars::{Day, Time};
use super::signal::SuggestedKind;
use super::visit::Visit;
use crate::insight::acting::LoopState;
use crate::model::EntityKind;
use crate::store::Ordered;

/// The longest that a word of ours may be, in characters.
const WORDS: usize = 4_000;
/// The longest that the key of an order may be, in characters.
const KEY: usize = 200;

/// Questions about what is done; see [`Query`](super::Query).
pub(super) struct ActingQuery;

/// What is done and what came of it.
#[Object]
impl ActingQuery {
    /// Bad answers of customers, of any source, each once, until the customer was told what was done
    /// about it; and others that somebody took up. Those due first, first.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 100")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn open_loops(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which accounts; when absent also answers that belong to none.")]
        filter: Option<AccountFilter>,
        #[graphql(desc = "Only those that are past their day, or only those that are not.")]
        overdue: Option<bool>,
        #[graphql(desc = "Answers of the last so many days, 1 to 3650.", default = 365)]
        days: i32,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
    ) -> Result<Option<Vec<Feedback>>> {
        let asked = feedback_loop::Asked { filter, overdue, days, first };
        feedback_loop::open(&Visit::of(ctx), asked).await.map(Some)
    }

    /// What is and was to be done, those due first, first, with how many are late.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 100")]
    async fn actions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which actions; all when absent.")] filter: Option<ActionFilter>,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
    ) -> Result<Option<ActionBoard>> {
        ActionBoard::read(&Visit::of(ctx), filter.unwrap_or_default(), first).await.map(Some)
    }

    /// Where we want to be, and how far we are.
    #[graphql(complexity = "5 * child_complexity + 2000")]
    async fn goals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At the end of which day; today when absent.")] as_of: Option<Day>,
    ) -> Result<Option<Vec<Goal>>> {
        let visit = Visit::of(ctx);
        let day = visit.desk.day(as_of)?;
        Goal::all(&visit, day).await.map(Some)
    }
}

/// Orders about what is done; see [`Mutation`](super::Mutation).
pub(super) struct ActingMutation;

/// What is done and what came of it.
#[Object]
impl ActingMutation {
    /// Takes a customer's answer up: somebody sees to it. Gives the answer.
    #[graphql(complexity = "child_complexity + 100")]
    async fn acknowledge_feedback(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As `Feedback.id` names it.")] feedback_id: ID,
        #[graphql(
            desc = "Who sees to it, one of our people; the account's owner when absent."
        )]
        owner: Option<ID>,
        #[graphql(desc = "Your key: the same order under the same key is done once.")]
        request_key: Option<String>,
    ) -> Result<Feedback> {
        let (feedback, state) = (feedback_id, LoopState::Acknowledged);
        let word = Word { feedback, owner, what: None, action: None, state, request_key };
        feedback_loop::step(ctx, word).await
    }

    /// Says what was done about a customer's answer. The loop is closed only when the customer was told:
    /// until then it is ACTED and stays open. Gives the answer.
    #[graphql(complexity = "child_complexity + 100")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn close_loop(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As `Feedback.id` names it.")] feedback_id: ID,
        #[graphql(desc = "What was done.")] what_we_did: String,
        #[graphql(desc = "The customer knows.")] told_customer: bool,
        #[graphql(desc = "The action that did it.")] action_id: Option<ID>,
        #[graphql(desc = "Your key: the same order under the same key is done once.")]
        request_key: Option<String>,
    ) -> Result<Feedback> {
        let state = if told_customer { LoopState::Told } else { LoopState::Acted };
        let (feedback, what) = (feedback_id, Some(what_we_did));
        let word = Word { feedback, owner: None, what, action: action_id, state, request_key };
        feedback_loop::step(ctx, word).await
    }

    /// Opens an action for an account. Its baseline is today's health, and today's values of the KPIs
    /// that it should move; nothing changes them later, nor whom it is compared with.
    #[graphql(complexity = "child_complexity + 100")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn log_action(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account's id.")] account_id: ID,
        #[graphql(desc = "What is to be done.")] title: String,
        #[graphql(desc = "What set it off, such as `CANARY:DELIVERY`.")] trigger: String,
        #[graphql(desc = "Codes of the KPIs that it should move.")] target_kpis: Vec<String>,
        #[graphql(
            desc = "For how long it is meant to help.",
            default_with = "SuggestedKind::ShortTerm"
        )]
        kind: SuggestedKind,
        #[graphql(
            desc = "Who sees to it, one of our people; the account's owner when absent."
        )]
        owner: Option<ID>,
        #[graphql(desc = "When it should be done.")] due_at: Option<Time>,
        #[graphql(desc = "What it costs, 0 or more, where you know it.")] cost: Option<
            MoneyInput,
        >,
        #[graphql(desc = "Your key: the same order under the same key is done once.")]
        request_key: Option<String>,
    ) -> Result<Action> {
        let order = action::Order {
            account: account_id,
            title,
            trigger,
            targets: target_kpis,
            kind,
            owner,
            due_at,
            cost,
            request_key,
        };
        action::log(ctx, order).await
    }

    /// Says how far an action is, or adds a note. One that is DONE or CANCELLED stays so. Its effect is
    /// looked for once the KPIs' windows have passed since it was begun.
    #[graphql(complexity = "child_complexity + 100")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn update_action(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As `Action.id` names it.")] id: ID,
        #[graphql(desc = "How far it is; as before when absent.")] status: Option<ActionStatus>,
        #[graphql(desc = "What there is to say.")] note: Option<String>,
        #[graphql(desc = "Your key: the same order under the same key is done once.")]
        request_key: Option<String>,
    ) -> Result<Action> {
        action::update(ctx, id, (status, note), request_key).await
    }

    /// Sets a goal. Its baseline is what is measured now, and nothing changes it later.
    #[graphql(complexity = "child_complexity + 2000")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn set_goal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its name.")] name: String,
        #[graphql(desc = "Code of a template, which says `outcome` and `anchor`.")]
        template: Option<ID>,
        #[graphql(desc = "What it is measured by; the template's when absent.")]
        outcome: Option<Outcome>,
        #[graphql(
            desc = "What of the business it serves, such as `business model: subscription`; the \
                    template's when absent."
        )]
        anchor: Option<String>,
        #[graphql(desc = "The value to reach.")] target: f64,
        #[graphql(desc = "The day until which.")] due: Day,
        #[graphql(desc = "Of which accounts; of all when absent.")] filter: Option<
            AccountFilter,
        >,
        #[graphql(desc = "Your key: the same order under the same key is done once.")]
        request_key: Option<String>,
    ) -> Result<Goal> {
        let order =
            goal::Order { name, template, outcome, anchor, target, due, filter, request_key };
        goal::set(ctx, order).await
    }

    /// Changes what a goal wants. Its baseline stays, and what was wanted before is kept.
    #[graphql(complexity = "child_complexity + 2000")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn update_goal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As `Goal.id` names it.")] id: ID,
        #[graphql(desc = "The value to reach; as before when absent.")] target: Option<f64>,
        #[graphql(desc = "The day until which; as before when absent.")] due: Option<Day>,
        #[graphql(desc = "Why it is changed.")] reason: String,
        #[graphql(desc = "Your key: the same order under the same key is done once.")]
        request_key: Option<String>,
    ) -> Result<Goal> {
        goal::update(ctx, id, goal::Change { target, due, reason, request_key }).await
    }
}

/// The key of an order, when there is one.
pub(super) fn key(asked: Option<String>) -> Result<Option<String>> {
    let Some(key) = asked else { return Ok(None) };
    if key.trim().is_empty() || key.chars().count() > KEY {
        let what =
            format!("`requestKey` must have 1 to {KEY} characters; leave it away for none");
        return Err(ApiError::BadInput(what));
    }
    Ok(Some(key))
}

/// Words of a person, which must be there.
pub(super) fn words(argument: &str, said: &str) -> Result<String> {
    let said = said.trim();
    if said.is_empty() || said.chars().count() > WORDS {
        let what = format!("`{argument}` must have 1 to {WORDS} characters");
        return Err(ApiError::BadInput(what));
    }
    Ok(said.to_owned())
}

/// The number that names something.
pub(super) fn number(id: &ID, what: &str) -> Result<i64> {
    id.parse().map_err(|_| ApiError::NotFound(format!("there is no {what} `{}`", id.as_str())))
}

/// One of our people, who must be there.
pub(super) async fn known_member(visit: &Visit, id: Option<ID>) -> Result<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    let known = local(EntityKind::TeamMember, &id).to_owned();
    if visit.reader.load_one(MemberOf(known.clone())).await?.is_none() {
        let what = format!("none of our people has the id `{}`; nothing was kept", id.as_str());
        return Err(ApiError::NotFound(what));
    }
    Ok(Some(known))
}

/// What was kept, or why nothing was. `named` says what the order is about.
pub(super) fn settled<T>(ordered: Ordered<T>, named: &str) -> Result<T> {
    match ordered {
        Ordered::Kept(kept) => Ok(kept),
        Ordered::KeyTaken => Err(ApiError::BadInput(
            "this `requestKey` stands for another order; give each order a key of its own"
                .to_owned(),
        )),
        Ordered::NotThere(what) => Err(ApiError::NotFound(format!(
            "{named}: there is no such {what}; nothing was kept"
        ))),
        Ordered::Past(state) => Err(ApiError::BadInput(format!(
            "{named} is {state} already and stays so; nothing was kept"
        ))),
    }
}
