//! Orders about initiatives: what is taken down when one is made, and its steps.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, InputType};
use chrono::NaiveDate;

use super::account_filter::AccountFilter;
use super::acting::{key, known_member, number, settled, words};
use super::cohort::Cohort;
use super::errors::{ApiError, Result};
use super::goal::json_of;
use super::initiative::{Initiative, no_initiative};
use super::revenue::{Ledger, currency_of};
use super::scalars::{Day, Decimal};
use super::visit::Visit;
use crate::insight::acting::{
    self, Aim, Candidate, Design, Economy, InitiativeStatus, InitiativeStep, Part, Prospect,
    Subject, Worth, matched,
};
use crate::insight::initiative::{Footing, Standing, standing};
use crate::insight::rates::Rates;
use crate::insight::revenue::Asked;
use crate::model::{AccountId, Money};
use crate::store::{AccountRow, Touch};

/// Most accounts that one initiative may reach: the facts of each are read when it is made.
const MOST_REACHED: usize = 500;
/// Accounts whose facts are held at once.
const BATCH: usize = 100;

/// An amount in one currency.
#[derive(InputObject)]
pub(super) struct MoneyInput {
    /// The amount, at most four decimals.
    amount: Decimal,
    /// ISO 4217 code.
    currency: String,
}

/// A KPI that is to get better.
#[derive(InputObject)]
struct TargetInput {
    /// Its code, or `trust.` and the proxy.
    kpi: String,
    /// The value aimed at, in its unit; of a category its points, 0 to 100.
    to: f64,
}

/// What no longer has to be done once a target is met.
#[derive(InputObject)]
struct SavingInput {
    /// A KPI with a target, a share in percent.
    kpi: String,
    /// How often in a year it is at stake, at each account; 0 or more.
    times: f64,
    /// What one costs; 0 or more.
    unit_cost: Decimal,
    /// ISO 4217 code of it.
    currency: String,
}

/// What is to be done for many customers at once.
#[derive(InputObject)]
pub(super) struct InitiativeInput {
    /// Its name.
    name: String,
    /// The goal that it serves.
    goal_id: Option<ID>,
    /// What is to get better. Accounts that are there already stay as they are.
    targets: Vec<TargetInput>,
    /// Which accounts it reaches, 1 to 500; a segment's by `segment`.
    filter: AccountFilter,
    /// What is saved by it.
    #[graphql(default)]
    savings: Vec<SavingInput>,
    /// What it costs in all; 0 or more.
    cost: MoneyInput,
    /// Who sees to it, one of our people.
    owner: Option<ID>,
    /// The day on which it begins, not past; today when absent.
    start: Option<Day>,
    /// The day until which it is to be carried out.
    due: Option<Day>,
    /// Your key: the same order under the same key is done once.
    request_key: Option<String>,
}

/// An order that was understood.
struct Order {
    initiative: acting::Initiative,
    /// What was asked of its beginning.
    starts_on: Option<NaiveDate>,
    filter: AccountFilter,
    savings: Vec<(SavingInput, Money)>,
}

/// What is taken down of the accounts reached.
struct Taken {
    subjects: Vec<Subject>,
    candidates: Vec<Candidate>,
    prospects: Vec<Prospect>,
}

/// Makes an initiative and gives it.
pub(super) async fn create(ctx: &Context<'_>, input: InitiativeInput) -> Result<Initiative> {
    let visit = Visit::of(ctx);
    visit.sight.needs_all("an initiative")?;
    let order = Order::read(&visit, input)?;
    let store = &visit.desk.hub.store;
    if let Some(known) = store.initiative_by_key(&order.initiative, order.starts_on).await? {
        return read(&visit, settled(known, "the initiative")?).await;
    }
    let Order { mut initiative, starts_on, filter, savings } = order;
    in_time(&initiative, visit.desk.today())?;
    initiative.owner = known_member(&visit, initiative.owner.map(ID)).await?;
    known_goal(&visit, initiative.goal).await?;
    let rates = &visit.desk.peers(visit.desk.today()).await?.rates;
    initiative.cost_worth = worth(rates, initiative.cost, "cost")?;
    let design = Arc::new(design(&visit, &initiative, savings, rates)?);
    let mut taken = Taken::of(&visit, &design, filter).await?;
    let (aims, forecast) =
        design.gather(&taken.prospects, &visit.desk.hub.models).map_err(|why| refused(&why))?;
    freeze(&mut initiative, &design, (aims, forecast));
    taken.add_peers(&visit, &design).await?;
    let made = store.make_initiative(&initiative, &taken.subjects, starts_on).await?;
    read(&visit, settled(made, "the initiative")?).await
}

/// Takes a step of an initiative and gives it.
pub(super) async fn update(
    ctx: &Context<'_>,
    id: ID,
    (status, reason): (InitiativeStatus, Option<String>),
    request_key: Option<String>,
) -> Result<Initiative> {
    let visit = Visit::of(ctx);
    let id = number(&id, "initiative")?;
    visit.sight.needs_all("an initiative")?;
    let step = InitiativeStep {
        status,
        reason: reason.map(|reason| words("reason", &reason)).transpose()?,
        at: visit.desk.now(),
        author: visit.author(),
        request_key: key(request_key)?,
    };
    let taken = visit.desk.hub.store.step_initiative(id, &step).await?;
    settled(taken, &format!("initiative {id}"))?;
    read(&visit, id).await
}

async fn read(visit: &Arc<Visit>, id: i64) -> Result<Initiative> {
    Initiative::by_id(&visit.anew(), id).await?.ok_or_else(|| no_initiative(id))
}

impl Order {
    /// What does not depend on what is known of anybody.
    fn read(visit: &Visit, input: InitiativeInput) -> Result<Self> {
        let (now, today) = (visit.desk.now(), visit.desk.today());
        let models = &visit.desk.hub.models;
        let starts_on = input.start.map(|day| day.0);
        let begins = starts_on.unwrap_or(today);
        let is_now = begins <= today;
        let step = InitiativeStep {
            status: if is_now { InitiativeStatus::Active } else { InitiativeStatus::Planned },
            reason: None,
            at: now,
            author: visit.author(),
            request_key: None,
        };
        let aims = aims(input.targets)?;
        let mut savings = Vec::new();
        for one in input.savings {
            let stated = MoneyInput { amount: one.unit_cost, currency: one.currency.clone() };
            let unit_cost = stated.money("unitCost")?;
            if !(one.times.is_finite() && one.times >= 0.0) {
                return Err(nothing(&format!("`times` of {} must be 0 or more", one.kpi)));
            }
            savings.push((one, unit_cost));
        }
        let economy = |(one, unit_cost): &(SavingInput, Money)| Economy {
            kpi: one.kpi.clone(),
            times: one.times,
            unit_cost: *unit_cost,
            worth: 0.0,
        };
        let initiative = acting::Initiative {
            id: 0,
            name: words("name", &input.name)?,
            goal: input.goal_id.map(|id| number(&id, "goal")).transpose()?,
            accounts: json_of(InputType::to_value(&input.filter))?,
            owner: input.owner.map(|id| id.0),
            starts_on: begins,
            due_on: input.due.map(|day| day.0),
            aims,
            savings: savings.iter().map(economy).collect(),
            cost: input.cost.money("cost")?,
            cost_worth: 0.0,
            currency: models.revenue.reporting,
            forecast: Worth::default(),
            baseline_on: today,
            models: models.id(),
            reach: 0,
            peers: 0,
            author: visit.author(),
            made_at: now,
            request_key: key(input.request_key)?,
            steps: vec![step],
        };
        Ok(Self { initiative, starts_on, filter: input.filter, savings })
    }
}

impl MoneyInput {
    pub(super) fn money(self, argument: &str) -> Result<Money> {
        let amount = self.amount.0;
        if amount.is_sign_negative() && !amount.is_zero() {
            return Err(nothing(&format!(
                "`{argument}` must be 0 or more; {amount} was given"
            )));
        }
        let money = Money::new(amount, currency_of(&self.currency)?);
        money.map_err(|error| nothing(&format!("`{argument}`: {error}")))
    }
}

/// A refusal, which says that nothing was kept.
fn nothing(why: &str) -> ApiError {
    ApiError::BadInput(format!("{why}; nothing was kept"))
}

fn refused(why: &dyn std::error::Error) -> ApiError {
    nothing(&why.to_string())
}

/// The targets by KPI, each once.
fn aims(targets: Vec<TargetInput>) -> Result<Vec<Aim>> {
    let mut aims: BTreeMap<String, f64> = BTreeMap::new();
    for TargetInput { kpi, to } in targets {
        if aims.insert(kpi.clone(), to).is_some() {
            return Err(nothing(&format!("{kpi} has two targets; leave one out")));
        }
    }
    if aims.is_empty() {
        return Err(nothing("name at least one target"));
    }
    Ok(aims.into_iter().map(|(kpi, to)| Aim { kpi, from: None, to }).collect())
}

fn in_time(initiative: &acting::Initiative, today: NaiveDate) -> Result<()> {
    let start = initiative.starts_on;
    if start < today {
        return Err(nothing(&format!(
            "`start` {start} lies before today, {today}: the baseline would hold what was done already"
        )));
    }
    match initiative.due_on {
        Some(due) if due < start => {
            Err(nothing(&format!("`due` {due} lies before the start, {start}")))
        }
        _ => Ok(()),
    }
}

async fn known_goal(visit: &Visit, goal: Option<i64>) -> Result<()> {
    let Some(id) = goal else { return Ok(()) };
    if visit.desk.hub.store.goals().await?.iter().any(|goal| goal.id == id) {
        return Ok(());
    }
    Err(ApiError::NotFound(format!("there is no goal `{id}`; nothing was kept")))
}

/// An amount in the currency that all is reckoned in.
fn worth(rates: &Rates, money: Money, argument: &str) -> Result<f64> {
    rates.convert(money, rates.reporting).map_err(|none| {
        nothing(&format!(
            "`{argument}`: no rate of exchange is known for {} on {}; state it in {}, or connect a \
             source that tells rates",
            none.currency, none.day, rates.reporting
        ))
    })
}

fn design(
    visit: &Visit,
    initiative: &acting::Initiative,
    savings: Vec<(SavingInput, Money)>,
    rates: &Rates,
) -> Result<Design> {
    let models = &visit.desk.hub.models;
    let saving = |(one, unit_cost): (SavingInput, Money)| {
        let worth = worth(rates, unit_cost, "unitCost")?;
        Ok(Economy { kpi: one.kpi, times: one.times, unit_cost, worth })
    };
    let design = Design {
        targets: initiative.aims.iter().map(|aim| (aim.kpi.clone(), aim.to)).collect(),
        savings: savings.into_iter().map(saving).collect::<Result<_>>()?,
        asked: Asked {
            horizon_months: models.revenue.horizon_months,
            currency: initiative.currency,
        },
    };
    design.check(models).map_err(|why| refused(&why))?;
    Ok(design)
}

fn freeze(
    initiative: &mut acting::Initiative,
    design: &Design,
    (aims, forecast): (Vec<Aim>, Worth),
) {
    initiative.aims = aims;
    initiative.savings.clone_from(&design.savings);
    initiative.forecast = forecast;
}

impl Taken {
    /// Reads and forecasts the accounts that a filter lets through, some at a time.
    async fn of(
        visit: &Arc<Visit>,
        design: &Arc<Design>,
        filter: AccountFilter,
    ) -> Result<Self> {
        let rows = reached(visit, filter).await?;
        let mut taken =
            Self { subjects: Vec::new(), candidates: Vec::new(), prospects: Vec::new() };
        for batch in rows.chunks(BATCH) {
            // What a visit read it keeps to its end: each batch has one of its own.
            let visit = visit.anew();
            let ledgers = ledgers(&visit, batch.to_vec()).await?;
            for (account, segment, prospect) in forecasts(&visit, design, ledgers).await? {
                taken.add(account, segment, prospect);
            }
        }
        Ok(taken)
    }

    fn add(&mut self, account: AccountId, segment: Option<String>, prospect: Prospect) {
        if let Some(health) = prospect.standing.health {
            self.candidates.push(Candidate { account: account.clone(), segment, health });
        }
        self.subjects.push(subject(account, Part::Reached, prospect.standing.clone()));
        self.prospects.push(prospect);
    }

    /// Takes down accounts like those reached for which nothing of the same targets is under way.
    async fn add_peers(&mut self, visit: &Arc<Visit>, design: &Arc<Design>) -> Result<()> {
        let (store, now) = (&visit.desk.hub.store, visit.desk.now());
        let targets: BTreeSet<&str> = design.targets.keys().map(String::as_str).collect();
        let touch = Touch { targets: &targets, between: (now, now), but: None, among: None };
        let mut taken = store.touched(touch).await?;
        taken.extend(self.subjects.iter().map(|one| one.account.clone()));
        let mut others = store.candidates().await?;
        others.retain(|one| !taken.contains(&one.account));
        let peers = matched(&self.candidates, &others);
        for batch in peers.chunks(BATCH) {
            let facts = store.facts(batch).await?;
            let (desk, design) = (Arc::clone(&visit.desk), Arc::clone(design));
            let work = move || {
                let (hub, day) = (&desk.hub, desk.today());
                let kpis = || design.targets.keys().map(String::as_str);
                let of = |(account, (_, facts))| {
                    let stands = standing(&facts, (&hub.models, &hub.calendar), day, kpis());
                    subject(account, Part::Peer, stands)
                };
                facts.into_iter().map(of).collect::<Vec<_>>()
            };
            let measured = tokio::task::spawn_blocking(work).await;
            self.subjects.extend(measured.map_err(|panic| ApiError::internal(&panic))?);
        }
        Ok(())
    }
}

fn subject(account: AccountId, part: Part, baseline: Standing) -> Subject {
    Subject { known_as: account.clone(), account, part, baseline, after: None }
}

/// The accounts that a filter lets through, at least one and not too many.
async fn reached(visit: &Visit, filter: AccountFilter) -> Result<Vec<Arc<AccountRow>>> {
    let desk = &visit.desk;
    let condition = filter.checked(visit)?;
    let roster = visit.sight.accounts().await?;
    let reached: Vec<_> = roster.filtered(&condition).cloned().collect();
    if reached.len() > MOST_REACHED {
        return Err(nothing(&format!(
            "`filter` lets {} accounts through, an initiative reaches {MOST_REACHED} at most; narrow it",
            reached.len()
        )));
    }
    if reached.is_empty() {
        return Err(nothing("`filter` lets no account through: an initiative must reach one"));
    }
    desk.whole(&reached).await
}

/// The books of some accounts, read together.
async fn ledgers(
    visit: &Arc<Visit>,
    rows: Vec<Arc<AccountRow>>,
) -> Result<Vec<(AccountId, Arc<Ledger>)>> {
    let mut ledgers = Vec::new();
    for account in Cohort::seat(visit, rows) {
        let ledger = account.cohort.ledger(&account.id, visit.desk.today()).await?;
        ledgers.push((account.id, ledger));
    }
    Ok(ledgers)
}

/// What is to be expected at accounts, with their first segments; away from the threads that answer.
async fn forecasts(
    visit: &Visit,
    design: &Arc<Design>,
    ledgers: Vec<(AccountId, Arc<Ledger>)>,
) -> Result<Vec<(AccountId, Option<String>, Prospect)>> {
    let (desk, design) = (Arc::clone(&visit.desk), Arc::clone(design));
    let work = move || {
        let hub = &desk.hub;
        let of = |(id, ledger): (AccountId, Arc<Ledger>)| {
            let (facts, book) = (&ledger.seen.facts, &ledger.book);
            let footing = Footing::new(facts, book, &ledger.peers, &hub.models, &hub.calendar);
            let found = design.prospect(&footing)?;
            Ok((id, book.segments.first().cloned(), found))
        };
        ledgers.into_iter().map(of).collect::<std::result::Result<Vec<_>, _>>()
    };
    let done = tokio::task::spawn_blocking(work).await;
    let found = done.map_err(|panic| ApiError::internal(&panic))?;
    found.map_err(|why: crate::insight::initiative::PlanError| refused(&why))
}
