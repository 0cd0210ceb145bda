//! SURVEY_DUE: whom to ask now. The invitation is sent by whoever subscribed to the signal.
//!
//! By the plan: people with a say who are due and may be asked. On an event: one person soon after a
//! go-live, the one with most influence of those who may be asked.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::{Case, Rule, Signal};
use crate::insight::{Ask, Block, next_surveys};
use crate::model::{ContactId, Contract, Origin};

pub(super) fn rule(case: &Case) -> Vec<Signal> {
    let asks = next_surveys(case.watched.facts, case.models, case.calendar, case.as_of());
    let planned = asks.iter().filter_map(|ask| planned(case, ask));
    planned.chain(go_lives(case, &asks)).collect()
}

/// Trouble does not take back who was to be asked: it only lets nobody be asked anew.
fn planned(case: &Case, ask: &Ask) -> Option<Signal> {
    let plan = ask.plan.filter(|plan| plan.due_on <= case.as_of())?;
    let only_holds = match ask.block {
        Some(Block::AskedLately { .. }) => return None,
        Some(Block::Trouble) => true,
        None => false,
    };
    let overdue = f64::from(u8::from(plan.overdue));
    let signal = case
        .signal(Rule::SurveyDue, &format!("plan:{}", ask.contact), Vec::new())
        .measuring([("overdue", overdue)]);
    Some(Signal { contact: Some(ask.contact.clone()), only_holds, ..signal })
}

fn go_lives(case: &Case, asks: &[Ask]) -> Vec<Signal> {
    let days = case.rules.survey.go_live;
    let fresh = |contract: &&Contract| {
        contract.go_live_actual.is_some_and(|day| case.room.within(day, days))
    };
    let contracts = case.watched.facts.contracts.iter().filter(fresh);
    let live: Vec<(NaiveDate, &Origin)> =
        contracts.filter_map(|c| Some((c.go_live_actual?, &c.origin))).collect();
    live.into_iter().map(|(day, origin)| go_live(case, asks, day, origin)).collect()
}

/// Lasts for as long as the event is fresh, so that it is raised once, whoever is asked.
fn go_live(case: &Case, asks: &[Ask], day: NaiveDate, contract: &Origin) -> Signal {
    let whom = whom(case, asks);
    let age = (case.as_of() - day).num_days();
    let signal = case
        .signal(Rule::SurveyDue, &format!("go-live:{}", contract.id), Vec::new())
        .measuring([("daysSinceGoLive", age as f64)])
        .shown_by([(day, contract)]);
    Signal { only_holds: whom.is_none(), contact: whom, ..signal }
}

fn whom(case: &Case, asks: &[Ask]) -> Option<ContactId> {
    let free = asks.iter().filter(|ask| ask.block.is_none());
    let influence = |id: &ContactId| {
        let mut people = case.room.active_contacts();
        people.find(|c| c.origin.contact.as_ref() == Some(id)).and_then(|c| c.influence)
    };
    let mut free: Vec<&ContactId> = free.map(|ask| &ask.contact).collect();
    free.sort_by_key(|id| (Reverse(influence(id)), *id));
    free.first().copied().cloned()
}
