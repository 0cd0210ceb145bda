//! What is done for many customers at once: what it was to bring, and what it brought.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};

use super::account::Account;
use super::acting::number;
use super::action::{ActionVerdict, KpiValue};
use super::cohort::Cohort;
use super::employee::Employee;
use super::errors::{ApiError, Result};
use super::goal::Goal;
use super::initiative_order::{self, InitiativeInput};
use super::initiative_value::{
    InitiativeSaving, InitiativeValue, LedgerBasis, LedgerLine, RawTarget, lines, value,
};
use super::limits;
use super::loaders::{MemberOf, RowOf, SubjectsOf};
use super::money::Money;
use super::personal::Personal;
use super::round;
use super::scalars::{Day, Time};
use super::visit::{Shared, Visit};
use crate::insight::acting::{self, Course, PERIOD_DAYS, Part, Realised, Subject};
use crate::insight::proof::Verdict;
use crate::model::Pii;
use crate::store;

/// How far an initiative is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "acting::InitiativeStatus")]
pub(super) enum InitiativeStatus {
    /// It has not begun.
    Planned,
    /// It is under way.
    Active,
    /// It was carried out; what it brings goes on.
    Done,
    /// It was given up.
    Stopped,
}

/// Which initiatives to list.
#[derive(InputObject, Default)]
pub(super) struct InitiativeFilter {
    /// As far as this.
    status: Option<InitiativeStatus>,
    /// Some account that it reaches is in this segment now.
    segment: Option<ID>,
}

/// How far an initiative is since a moment.
#[derive(SimpleObject)]
pub(super) struct InitiativeStep {
    /// The status.
    status: InitiativeStatus,
    /// Why.
    #[graphql(directive = Personal::apply(Pii::FreeText))]
    reason: Option<String>,
    /// When it was said.
    at: Time,
    /// Who said it.
    #[graphql(directive = Personal::apply(Pii::Employee))]
    author: Option<String>,
}

/// An account that an initiative reaches, with where it stood.
#[derive(SimpleObject)]
pub(super) struct InitiativeAccount {
    /// The account.
    account: Account,
    /// Its health when the initiative was made, 0 to 100, a person's word left out.
    health: Option<f64>,
    /// The KPIs aimed at, then; those that were measured.
    kpis: Vec<KpiValue>,
    /// Its health when the window of the KPIs had passed; `null` before.
    health_after: Option<f64>,
    /// The KPIs then.
    kpis_after: Vec<KpiValue>,
}

/// What the initiatives of one list share.
struct Listed {
    visit: Arc<Visit>,
    goals: Vec<i64>,
    read: Shared<HashMap<i64, Goal>>,
}

/// Something done for many customers at once.
pub(super) struct Initiative {
    list: Arc<Listed>,
    told: acting::Initiative,
    realised: Option<Realised>,
}

impl Initiative {
    pub(super) async fn read(
        visit: &Arc<Visit>,
        filter: &store::InitiativeFilter,
        first: i64,
    ) -> Result<Vec<Self>> {
        visit.sight.needs_all("an initiative")?;
        let found = visit.desk.hub.store.initiatives(filter, first).await?;
        let goals = found.iter().filter_map(|(one, _)| one.goal).collect();
        let list = Arc::new(Listed { visit: Arc::clone(visit), goals, read: Shared::new() });
        let of = |(told, realised)| Self { list: Arc::clone(&list), told, realised };
        Ok(found.into_iter().map(of).collect())
    }

    pub(super) async fn by_id(visit: &Arc<Visit>, id: i64) -> Result<Option<Self>> {
        let filter =
            store::InitiativeFilter { id: Some(id), ..store::InitiativeFilter::default() };
        Ok(Self::read(visit, &filter, 1).await?.pop())
    }

    fn course(&self) -> Option<Course> {
        let hub = &self.list.visit.desk.hub;
        self.told.course(&hub.models, |at| hub.calendar.local_day(at))
    }

    async fn seated(&self, subjects: &[&Subject]) -> Result<Vec<InitiativeAccount>> {
        let visit = &self.list.visit;
        let rows = visit.read(subjects.iter().map(|one| RowOf(one.account.clone()))).await?;
        let seated = Cohort::seat(visit, rows.into_values().collect());
        let of = |one: &&Subject| {
            let account = seated.iter().find(|account| account.id == one.account)?.clone();
            let kpis = |of: &crate::insight::initiative::Standing| {
                of.kpis.iter().map(|(code, value)| KpiValue::of(code, *value)).collect()
            };
            Some(InitiativeAccount {
                account,
                health: one.baseline.health.map(round::score),
                kpis: kpis(&one.baseline),
                health_after: one.after.as_ref().and_then(|of| of.health).map(round::score),
                kpis_after: one.after.as_ref().map(kpis).unwrap_or_default(),
            })
        };
        Ok(subjects.iter().filter_map(of).collect())
    }
}

/// Something done for many customers at once. Whom it reaches, where they stood and what it was to bring
/// were taken down when it was made, and nothing changes them.
#[Object]
impl Initiative {
    /// Its number.
    async fn id(&self) -> ID {
        ID(self.told.id.to_string())
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.told.name
    }

    /// The goal that it serves; `null` of none. All goals of a list are measured together.
    #[graphql(complexity = "child_complexity + 20")]
    async fn goal(&self) -> Result<Option<Goal>> {
        let Some(goal) = self.told.goal else { return Ok(None) };
        let Listed { visit, goals, read } = &*self.list;
        let read =
            read.get_or_init(async || Goal::of_ids(visit, goals).await.map(Arc::new)).await;
        Ok(read.clone()?.get(&goal).cloned())
    }

    /// How far it is.
    async fn status(&self) -> InitiativeStatus {
        self.told.status().into()
    }

    /// Who sees to it.
    async fn owner(&self) -> Result<Option<Employee>> {
        let Some(owner) = self.told.owner.clone() else { return Ok(None) };
        Ok(self.list.visit.reader.load_one(MemberOf(owner)).await?.map(Into::into))
    }

    /// The day on which it is to begin.
    async fn start(&self) -> Day {
        Day(self.told.starts_on)
    }

    /// The day until which it is to be carried out.
    async fn due(&self) -> Option<Day> {
        self.told.due_on.map(Day)
    }

    /// The day on which it began; `null` before.
    async fn began_on(&self) -> Option<Day> {
        self.course().map(|course| Day(course.began))
    }

    /// The day from which it can be judged: the KPIs look back on nothing but what came since it began.
    async fn judged_from(&self) -> Option<Day> {
        self.course().map(|course| Day(course.ripe))
    }

    /// What is to get better.
    async fn targets(&self) -> Vec<RawTarget> {
        let target = |aim: &acting::Aim| RawTarget {
            kpi: aim.kpi.clone(),
            from: aim.from.map(round::raw),
            to: aim.to,
        };
        self.told.aims.iter().map(target).collect()
    }

    /// What is saved once targets are met.
    async fn savings(&self) -> Vec<InitiativeSaving> {
        let saving = |one: &acting::Economy| InitiativeSaving {
            kpi: one.kpi.clone(),
            times: one.times,
            unit_cost: one.unit_cost.into(),
        };
        self.told.savings.iter().map(saving).collect()
    }

    /// How many accounts it reaches.
    async fn reach(&self) -> i64 {
        self.told.reach
    }

    /// How many accounts like those were taken down to compare with: of the same first segment, health at
    /// most ten points away, and nothing under way that has the same targets. `controls` says with how many
    /// it was compared in the end.
    async fn peers(&self) -> i64 {
        self.told.peers
    }

    /// With how many of the peers it was compared: those for whom nothing of the same targets was done
    /// meanwhile, and whose health is known on both days; `null` before it is judged.
    async fn controls(&self) -> Option<usize> {
        self.realised.as_ref().map(|found| found.controls)
    }

    /// The accounts that it reaches with their baselines, by id.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 20")]
    async fn accounts(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
    ) -> Result<Vec<InitiativeAccount>> {
        let first = limits::first(first, limits::PARTS)?;
        let subjects = self.list.visit.reader.load_one(SubjectsOf(self.told.id)).await?;
        let subjects = subjects.unwrap_or_default();
        let reached = subjects.iter().filter(|one| one.part == Part::Reached);
        self.seated(&reached.take(first).collect::<Vec<_>>()).await
    }

    /// What it costs, as it was stated.
    async fn cost(&self) -> Money {
        self.told.cost.into()
    }

    /// What it was to bring in twelve months if the targets are met, as reckoned when it was made.
    async fn forecast(&self) -> InitiativeValue {
        value(
            &self.told,
            &self.told.forecast,
            LedgerBasis::Forecast,
            Day(self.told.baseline_on),
        )
    }

    /// What it really brought since it began, for a year at most; `null` until the window of its KPIs has
    /// passed. Found with the first sync of a day.
    async fn realised(&self) -> Option<InitiativeValue> {
        let found = self.realised.as_ref()?;
        let (worth, day) = (&found.worth, Day(found.as_of));
        let mut told = value(&self.told, worth, LedgerBasis::Realised, day);
        told.standard_error = found.error.map(round::points);
        Some(told)
    }

    /// The gains, line by line: those of the forecast add up to its benefit, those that came to theirs.
    #[graphql(complexity = "10 * child_complexity")]
    async fn ledger(&self) -> Vec<LedgerLine> {
        let mut all = lines(&self.told, &self.told.forecast, LedgerBasis::Forecast);
        if let Some(found) = &self.realised {
            all.extend(lines(&self.told, &found.worth, LedgerBasis::Realised));
        }
        all
    }

    /// Whether it worked, by health; TOO_EARLY as well until the first sync after its window has passed.
    /// `null` of one that was given up too early to be judged.
    async fn verdict(&self) -> Option<ActionVerdict> {
        if let Some(found) = &self.realised {
            return Verdict::from_word(&found.verdict).map(Into::into);
        }
        let course = self.course();
        let given_up = course.map_or(self.told.stopped_at().is_some(), |it| it.end < it.ripe);
        (!given_up).then_some(ActionVerdict::TooEarly)
    }

    /// The day of baselines and forecast.
    async fn baseline_on(&self) -> Day {
        Day(self.told.baseline_on)
    }

    /// For how many days since it began gains are counted.
    async fn period_days(&self) -> i64 {
        PERIOD_DAYS
    }

    /// The models that baselines and forecast were made by.
    async fn model_versions(&self) -> &str {
        &self.told.models
    }

    /// Who made it.
    #[graphql(directive = Personal::apply(Pii::Employee))]
    async fn author(&self) -> Option<&str> {
        Some(&self.told.author)
    }

    /// When it was made.
    async fn made_at(&self) -> Time {
        Time(self.told.made_at)
    }

    /// What became of it, the oldest first.
    async fn steps(&self) -> Vec<InitiativeStep> {
        let step = |step: &acting::InitiativeStep| InitiativeStep {
            status: step.status.into(),
            reason: step.reason.clone(),
            at: Time(step.at),
            author: Some(step.author.clone()),
        };
        self.told.steps.iter().map(step).collect()
    }
}

/// Questions about initiatives; see [`Query`](super::Query).
pub(super) struct InitiativeQuery;

/// What is done for many customers at once.
#[Object]
impl InitiativeQuery {
    /// What is done for many customers at once, the newest first. What each was to bring and brought is
    /// read as it is kept: no facts, and no more statements for many than for one.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 100")]
    async fn initiatives(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which initiatives; all when absent.")] filter: Option<
            InitiativeFilter,
        >,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
    ) -> Result<Option<Vec<Initiative>>> {
        let first = limits::first(first, limits::PARTS).map(|_| i64::from(first))?;
        let filter = filter.unwrap_or_default();
        let filter = store::InitiativeFilter {
            id: None,
            status: filter.status.map(Into::into),
            segment: filter.segment.map(|id| id.0),
        };
        Initiative::read(&Visit::of(ctx), &filter, first).await.map(Some)
    }

    /// One of them; `null` when there is none of this number.
    #[graphql(complexity = "child_complexity + 100")]
    async fn initiative(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As `Initiative.id` names it.")] id: ID,
    ) -> Result<Option<Initiative>> {
        let Ok(id) = number(&id, "initiative") else { return Ok(None) };
        Initiative::by_id(&Visit::of(ctx), id).await
    }
}

/// Orders about initiatives; see [`Mutation`](super::Mutation).
pub(super) struct InitiativeMutation;

/// What is done for many customers at once.
#[Object]
impl InitiativeMutation {
    /// Makes an initiative. Now are taken down, and never changed: the accounts that it reaches (500 at
    /// most) and up to 200 like them, where each stands, and what meeting the targets would bring. It is
    /// ACTIVE at once, or PLANNED where it starts later.
    #[graphql(complexity = "child_complexity + 5000")]
    async fn create_initiative(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: InitiativeInput,
    ) -> Result<Initiative> {
        initiative_order::create(ctx, input).await
    }

    /// Says how far an initiative is: never back, and one that is DONE or STOPPED stays so. It begins when
    /// it becomes ACTIVE. Nothing else of it can be changed.
    #[graphql(complexity = "child_complexity + 100")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn update_initiative(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As `Initiative.id` names it.")] id: ID,
        #[graphql(desc = "How far it is.")] status: InitiativeStatus,
        #[graphql(desc = "Why.")] reason: Option<String>,
        #[graphql(desc = "Your key: the same order under the same key is done once.")]
        request_key: Option<String>,
    ) -> Result<Initiative> {
        initiative_order::update(ctx, id, (status.into(), reason), request_key).await
    }
}

/// None of the number is there.
pub(super) fn no_initiative(id: i64) -> ApiError {
    ApiError::NotFound(format!("there is no initiative `{id}`"))
}
