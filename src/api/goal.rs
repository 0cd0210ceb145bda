//! Where we want to be, and how far we are.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputType, SimpleObject, Value};
use chrono::NaiveDate;

use super::account_filter::AccountFilter;
use super::acting::{key, number, settled, words};
use super::errors::{ApiError, Result};
use super::metric::catalogue;
use super::personal::Personal;
use super::portfolio::{Asked, Portfolio};
use super::round;
use super::scalars::{Day, Time};
use super::visit::Visit;
use crate::insight::acting::{self, standing};
use crate::insight::portfolio::{Dimension, Group, groups};
use crate::model::Pii;
use crate::model::nearest::unknown;

/// What a goal is measured by.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "acting::Outcome", name = "GoalOutcome")]
pub(super) enum Outcome {
    /// Gross revenue retention of 365 days in percent.
    Grr,
    /// Net revenue retention of 365 days in percent.
    Nrr,
    /// Mean health, 0 to 100.
    Chi,
    /// Mean trust, 0 to 100.
    Trust,
    /// Recurring revenue of a year.
    Arr,
    /// Renewals due, times the probability of losing them.
    AtRisk,
    /// Expected of open deals and of what peers buy.
    GrowthExpected,
    /// What serving them cost in 365 days.
    CostToServe,
    /// Mean share of the evidence behind health that was seen, in percent.
    Coverage,
}

/// A goal: from a baseline that was frozen when it was set, to a target, until a day.
#[derive(SimpleObject, Clone)]
pub(super) struct Goal {
    /// Its number.
    id: ID,
    /// Its name.
    name: String,
    /// What it is measured by.
    outcome: Outcome,
    /// What of the business it serves.
    anchor: String,
    /// ISO 4217 code of its values, where they are amounts.
    currency: Option<String>,
    /// The value when it was set; nothing changes it.
    baseline: f64,
    /// The day on which it was set.
    baseline_on: Day,
    /// The value to reach.
    target: f64,
    /// The day until which.
    due: Day,
    /// The value now; `null` where it is not known.
    current: Option<f64>,
    /// The value is no worse than the linear path from baseline to target asks today.
    on_track: Option<bool>,
    /// Which share of the way is behind us; below 0 when it went the other way, `null` for a goal that
    /// asks to hold what is there.
    progress: Option<f64>,
    /// What speaks against steering by it alone.
    warnings: Vec<String>,
    /// Who set it.
    #[graphql(directive = Personal::apply(Pii::Employee))]
    author: Option<String>,
    /// What was wanted: at first, and after every change.
    steps: Vec<GoalStep>,
}

/// What a goal wanted since a moment.
#[derive(SimpleObject, Clone)]
pub(super) struct GoalStep {
    /// The value to reach.
    target: f64,
    /// The day until which.
    due: Day,
    /// Why it was changed; `null` for the first.
    #[graphql(directive = Personal::apply(Pii::FreeText))]
    reason: Option<String>,
    /// When it was said.
    at: Time,
    /// Who said it.
    #[graphql(directive = Personal::apply(Pii::Employee))]
    author: Option<String>,
}

impl Goal {
    /// The goals as they stood at the end of a day, the oldest first.
    pub(super) async fn all(visit: &Arc<Visit>, day: NaiveDate) -> Result<Vec<Self>> {
        visit.sight.needs_all("a goal")?;
        let goals = visit.desk.hub.store.goals().await?;
        let goals = goals.into_iter().filter(|goal| goal.baseline_on <= day);
        Self::told(visit, goals.collect(), day).await
    }

    /// Some goals as they stand now, by number.
    pub(super) async fn of_ids(visit: &Arc<Visit>, ids: &[i64]) -> Result<HashMap<i64, Self>> {
        visit.sight.needs_all("a goal")?;
        let goals = visit.desk.hub.store.goals().await?;
        let goals = goals.into_iter().filter(|goal| ids.contains(&goal.id)).collect();
        let told = Self::told(visit, goals, visit.desk.today()).await?;
        Ok(told.into_iter().filter_map(|goal| Some((goal.id.parse().ok()?, goal))).collect())
    }

    async fn told(
        visit: &Arc<Visit>,
        goals: Vec<acting::Goal>,
        day: NaiveDate,
    ) -> Result<Vec<Self>> {
        // Goals of the same accounts are measured at once.
        let mut measured: HashMap<(String, String), Group> = HashMap::new();
        let mut told = Vec::new();
        let cycle = visit.desk.peers(day).await?.cycle();
        let slow = catalogue(visit).ok().map(|catalogue| catalogue.sales_cycle.clone());
        let warnings = |outcome: acting::Outcome| {
            slow.as_ref().and_then(|slow| slow.warning(outcome, cycle)).into_iter().collect()
        };
        for goal in goals {
            let of = (goal.accounts.clone(), goal.currency.clone());
            if !measured.contains_key(&of) {
                let group = measure(visit, &goal, day).await?;
                measured.insert(of.clone(), group);
            }
            let one = Self::of(visit, &goal, &measured[&of], day);
            told.extend(one.map(|one| Self { warnings: warnings(goal.outcome), ..one }));
        }
        Ok(told)
    }

    fn of(visit: &Visit, goal: &acting::Goal, group: &Group, day: NaiveDate) -> Option<Self> {
        let wanted = goal.wanted(visit.desk.hub.calendar.end_of(day))?;
        let current = goal.outcome.of(group);
        let stands = current.map(|current| standing(goal, wanted, current, day));
        Some(Self {
            id: ID(goal.id.to_string()),
            name: goal.name.clone(),
            outcome: goal.outcome.into(),
            anchor: goal.anchor.clone(),
            currency: is_money(goal.outcome).then(|| goal.currency.clone()),
            baseline: round::score(goal.baseline),
            baseline_on: Day(goal.baseline_on),
            target: wanted.target,
            due: Day(wanted.due),
            current: current.map(round::score),
            on_track: stands.map(|(_, on_track)| on_track),
            progress: stands.and_then(|(progress, _)| progress).map(round::share),
            warnings: Vec::new(),
            author: Some(goal.author.clone()),
            steps: goal.steps.iter().map(Into::into).collect(),
        })
    }
}

impl From<&acting::GoalStep> for GoalStep {
    fn from(step: &acting::GoalStep) -> Self {
        Self {
            target: step.target,
            due: Day(step.due),
            reason: step.reason.clone(),
            at: Time(step.at),
            author: Some(step.author.clone()),
        }
    }
}

/// A goal to set.
pub(super) struct Order {
    pub(super) name: String,
    pub(super) template: Option<ID>,
    pub(super) outcome: Option<Outcome>,
    pub(super) anchor: Option<String>,
    pub(super) target: f64,
    pub(super) due: Day,
    pub(super) filter: Option<AccountFilter>,
    pub(super) request_key: Option<String>,
}

/// Sets a goal and gives it.
pub(super) async fn set(ctx: &Context<'_>, order: Order) -> Result<Goal> {
    let visit = Visit::of(ctx);
    let (now, today) = (visit.desk.now(), visit.desk.today());
    let (outcome, anchor) = wanted(&visit, &order)?;
    let step = acting::GoalStep {
        target: reachable(outcome, order.target)?,
        due: ahead(order.due, today)?,
        reason: None,
        at: now,
        author: visit.author(),
        request_key: None,
    };
    let accounts = order.filter.map_or(Value::Null, |filter| InputType::to_value(&filter));
    let mut goal = acting::Goal {
        id: 0,
        name: words("name", &order.name)?,
        outcome,
        anchor,
        accounts: json_of(accounts)?,
        baseline: 0.0,
        baseline_on: today,
        currency: visit.desk.hub.models.revenue.reporting.code().to_owned(),
        author: visit.author(),
        made_at: now,
        request_key: key(order.request_key)?,
        steps: vec![step],
    };
    let group = measure(&visit, &goal, today).await?;
    goal.baseline = outcome.of(&group).ok_or_else(|| {
        let what = format!(
            "{} of these accounts is not known today, so the goal would have no baseline; sync what \
             tells it, or choose other accounts",
            outcome.word()
        );
        ApiError::BadInput(what)
    })?;
    visit.sight.needs_all("a goal")?;
    let id = settled(visit.desk.hub.store.set_goal(&goal).await?, "the goal")?;
    read(&visit, id).await
}

/// What a goal is measured by and what it serves: of its template, where one is named, else as said. Saying
/// it twice is fine as long as it is the same.
fn wanted(visit: &Visit, order: &Order) -> Result<(acting::Outcome, String)> {
    let said = order.anchor.as_deref().map(|anchor| words("anchor", anchor)).transpose()?;
    let outcome = order.outcome.map(acting::Outcome::from);
    let Some(code) = &order.template else {
        let missing = |what: &str| {
            let what = format!("give `{what}`, or a `template` that says it; nothing was kept");
            ApiError::BadInput(what)
        };
        let outcome = outcome.ok_or_else(|| missing("outcome"))?;
        return Ok((outcome, said.ok_or_else(|| missing("anchor"))?));
    };
    let catalogue = catalogue(visit)?;
    let templates = || catalogue.goal_templates.iter();
    let Some(template) = templates().find(|template| template.code == code.as_str()) else {
        let codes = templates().map(|template| template.code.as_str());
        return Err(ApiError::BadInput(unknown("template", code.as_str(), codes)));
    };
    if let Some(other) = outcome.filter(|outcome| *outcome != template.outcome) {
        let what = format!(
            "template {} is measured by {}, and `outcome` says {}; leave one out; nothing was kept",
            template.code,
            template.outcome.word(),
            other.word()
        );
        return Err(ApiError::BadInput(what));
    }
    // What of the business it serves may be said more exactly than the template does.
    Ok((template.outcome, said.unwrap_or_else(|| template.anchor.clone())))
}

/// What of a goal is to be changed.
pub(super) struct Change {
    pub(super) target: Option<f64>,
    pub(super) due: Option<Day>,
    pub(super) reason: String,
    pub(super) request_key: Option<String>,
}

/// Changes what a goal wants and gives it.
pub(super) async fn update(ctx: &Context<'_>, id: ID, change: Change) -> Result<Goal> {
    let visit = Visit::of(ctx);
    let id = number(&id, "goal")?;
    let (now, today) = (visit.desk.now(), visit.desk.today());
    visit.sight.needs_all("a goal")?;
    let goals = visit.desk.hub.store.goals().await?;
    let none = || ApiError::NotFound(format!("there is no goal `{id}`; nothing was kept"));
    let goal = goals.into_iter().find(|goal| goal.id == id).ok_or_else(none)?;
    let before = goal.steps.last().ok_or_else(none)?;
    if change.target.is_none() && change.due.is_none() {
        let what = "give a `target`, a `due` day or both; the baseline of a goal never changes";
        return Err(ApiError::BadInput(what.to_owned()));
    }
    let target = change.target.map(|target| reachable(goal.outcome, target)).transpose()?;
    let due = change.due.map(|due| ahead(due, today)).transpose()?;
    let step = acting::GoalStep {
        target: target.unwrap_or(before.target),
        due: due.unwrap_or(before.due),
        reason: Some(words("reason", &change.reason)?),
        at: now,
        author: visit.author(),
        request_key: key(change.request_key)?,
    };
    let taken = visit.desk.hub.store.step_goal(id, &step).await?;
    settled(taken, &format!("goal {id}"))?;
    read(&visit, id).await
}

async fn read(visit: &Arc<Visit>, id: i64) -> Result<Goal> {
    let visit = visit.anew();
    let goals = visit.desk.hub.store.goals().await?;
    let goal = goals.into_iter().filter(|goal| goal.id == id).collect();
    let told = Goal::told(&visit, goal, visit.desk.today()).await?.pop();
    told.ok_or_else(|| ApiError::NotFound(format!("there is no goal `{id}`")))
}

/// The accounts of a goal, as they were on a day.
async fn measure(visit: &Arc<Visit>, goal: &acting::Goal, day: NaiveDate) -> Result<Group> {
    let (as_of, currency) = (Some(Day(day)), Some(goal.currency.clone()));
    let asked = Asked { filter: filter_of(&goal.accounts)?, as_of, currency };
    let portfolio = Portfolio::read(visit, asked).await?;
    Ok(groups(portfolio.holdings(), &[Dimension::Global]).pop().unwrap_or_default())
}

pub(super) fn json_of(filter: Value) -> Result<String> {
    let json = filter.into_json().map_err(|error| ApiError::internal(&error))?;
    Ok(json.to_string())
}

fn filter_of(json: &str) -> Result<Option<AccountFilter>> {
    let read = serde_json::from_str(json).and_then(Value::from_json);
    let value = read.map_err(|error| ApiError::internal(&error))?;
    Option::<AccountFilter>::parse(Some(value)).map_err(|_| {
        let what = "the accounts of a goal are named as this version of Accord does not know";
        ApiError::Unmeasured(what.to_owned())
    })
}

fn is_money(outcome: acting::Outcome) -> bool {
    use acting::Outcome::{Arr, AtRisk, CostToServe, GrowthExpected};
    matches!(outcome, Arr | AtRisk | CostToServe | GrowthExpected)
}

/// The target is one that the outcome can have.
fn reachable(outcome: acting::Outcome, target: f64) -> Result<f64> {
    use acting::Outcome::{Chi, Coverage, Grr, Trust};
    let most = if matches!(outcome, Chi | Coverage | Grr | Trust) { 100.0 } else { f64::MAX };
    if (0.0..=most).contains(&target) {
        return Ok(target);
    }
    let range = if most > 100.0 { "0 or more" } else { "0 to 100" };
    let what = format!("`target` {target} cannot be reached: {} is {range}", outcome.word());
    Err(ApiError::BadInput(what))
}

/// The day lies ahead.
fn ahead(due: Day, today: NaiveDate) -> Result<NaiveDate> {
    if due.0 > today {
        return Ok(due.0);
    }
    Err(ApiError::BadInput(format!("`due` {} must lie after today, {today}", due.0)))
}
