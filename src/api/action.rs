//! What is to be done for customers, and whether it worked.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};

use super::account::Account;
use super::acting::{key, known_member, number, settled, words};
use super::action_value::ActionWorth;
use super::employee::Employee;
use super::entities::local;
use super::errors::{ApiError, Result};
use super::health::HealthScore;
use super::initiative_order::MoneyInput;
use super::limits;
use super::loaders::{ActionsOf, MemberOf, StepsOf};
use super::personal::Personal;
use super::round;
use super::scalars::{Day, Time};
use super::segment::Segment;
use super::signal::SuggestedKind;
use super::visit::{Shared, Visit};
use crate::insight::Health;
use crate::insight::acting::{self, Trial, judge, window};
use crate::insight::proof::{Change, Difference, Verdict};
use crate::model::Pii;
use crate::model::nearest::unknown;
use crate::model::{AccountId, EntityKind};
use crate::store;

/// How far an action is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "acting::ActionStatus")]
pub(super) enum ActionStatus {
    /// Nobody began.
    Open,
    /// Somebody is at it.
    InProgress,
    /// It was done.
    Done,
    /// It will not be done.
    Cancelled,
}

/// Whether an action worked.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Verdict")]
pub(super) enum ActionVerdict {
    /// Beyond two standard errors in the good direction.
    Worked,
    /// Within two standard errors.
    NoEffect,
    /// Beyond two standard errors in the bad direction.
    Worse,
    /// Nobody began, or the windows of its KPIs have not passed since.
    TooEarly,
    /// Fewer than five accounts like it that were left alone: nobody can say.
    NoControl,
}

/// Which actions to list.
#[derive(InputObject, Default)]
pub(super) struct ActionFilter {
    /// As far as this.
    status: Option<ActionStatus>,
    /// Only those that should be done by now and are not.
    #[graphql(default)]
    overdue: bool,
    /// Seen to by one of our people, by id.
    owner: Option<ID>,
    /// For this segment, or for accounts that are in it now.
    segment: Option<ID>,
}

/// Actions, and how many are late.
#[derive(SimpleObject)]
pub(super) struct ActionBoard {
    /// All that the filter lets through.
    count: i64,
    /// Of them those that should be done by now and are not.
    overdue: i64,
    /// Those due first, first; those without a day last.
    nodes: Vec<Action>,
}

impl ActionBoard {
    pub(super) async fn read(
        visit: &Arc<Visit>,
        filter: ActionFilter,
        first: i32,
    ) -> Result<Self> {
        let first = limits::first(first, limits::PARTS).map(|_| i64::from(first))?;
        let filter = store::ActionFilter {
            status: filter.status.map(Into::into),
            owner: filter.owner.map(|id| local(EntityKind::TeamMember, &id).to_owned()),
            segment: filter.segment.map(|id| id.0),
            overdue: filter.overdue,
            within: visit.sight.only().await?,
        };
        let desk = &visit.desk;
        let page = desk.hub.store.actions(&filter, desk.now(), first).await?;
        let nodes = page.actions.into_iter().map(|action| Action::of(visit, action)).collect();
        Ok(Self { count: page.count, overdue: page.overdue, nodes })
    }
}

/// The value of a KPI.
#[derive(SimpleObject)]
pub(super) struct KpiValue {
    /// Its code.
    code: String,
    /// Its raw value.
    value: f64,
}

impl KpiValue {
    pub(super) fn of(code: &str, value: f64) -> Self {
        Self { code: code.to_owned(), value: round::raw(value) }
    }
}

/// A step of an action.
#[derive(SimpleObject)]
pub(super) struct ActionStep {
    /// How far it was since.
    status: ActionStatus,
    /// What there was to say.
    #[graphql(directive = Personal::apply(Pii::FreeText))]
    note: Option<String>,
    /// When.
    at: Time,
    /// Who said so.
    #[graphql(directive = Personal::apply(Pii::Employee))]
    author: Option<String>,
}

/// What came of an action.
type Judged = (Option<Difference>, Option<Verdict>);

/// What is to be done.
pub(super) struct Action {
    visit: Arc<Visit>,
    told: acting::Action,
    judged: Shared<Judged>,
}

impl Action {
    fn of(visit: &Arc<Visit>, action: acting::Action) -> Self {
        Self { visit: Arc::clone(visit), told: action, judged: Shared::new() }
    }

    async fn judged(&self) -> Result<Arc<Judged>> {
        let read = async || self.judge().await.map(Arc::new);
        self.judged.get_or_init(read).await.clone()
    }

    async fn judge(&self) -> Result<Judged> {
        let (desk, action) = (&self.visit.desk, &self.told);
        let hub = &desk.hub;
        let holds = action.status != acting::ActionStatus::Cancelled;
        let (Some(account), Some(baseline), true) = (&action.account, action.baseline, holds)
        else {
            return Ok((None, None));
        };
        let day_of = |at| hub.calendar.local_day(at);
        let trial = window(action, &hub.models.health, day_of, desk.today());
        let ripe = |trial: &Trial| trial.window.passed >= trial.window.needed;
        let Some(trial) = trial.filter(ripe) else {
            return Ok((None, Some(Verdict::TooEarly)));
        };
        let days = (trial.before, trial.after);
        let compared = store::Compared { account, trigger: &action.trigger, days };
        let found = match action.peers_on {
            Some(_) => self.against_kept(compared).await?,
            // One that was opened before it was taken down whom to compare with.
            None => hub.store.compared(compared).await?,
        };
        let Some((own, peers)) = found else { return Ok((None, None)) };
        let own = Change { before: baseline, after: own.after };
        let (effect, verdict) = judge(own, peers, trial.window);
        Ok((effect, Some(verdict)))
    }

    /// How the account's health changed, and that of the peers that were taken down.
    async fn against_kept(
        &self,
        compared: store::Compared<'_>,
    ) -> Result<Option<(Change, Vec<Change>)>> {
        let store = &self.visit.desk.hub.store;
        let peers = store.action_peers(self.told.id, compared).await?;
        let all: Vec<AccountId> = peers.iter().chain([compared.account]).cloned().collect();
        let stood = store.stood(&all, compared.days).await?;
        let health = |id: &AccountId| stood.get(id).and_then(|stood| stood.health);
        let Some(own) = health(compared.account) else { return Ok(None) };
        Ok(Some((own, peers.iter().filter_map(health).collect())))
    }
}

/// What is to be done for a customer or a segment, and whether it worked.
#[Object]
impl Action {
    /// Its number.
    async fn id(&self) -> ID {
        ID(self.told.id.to_string())
    }

    /// What, in words.
    #[graphql(directive = Personal::apply(Pii::FreeText))]
    async fn title(&self) -> Option<&str> {
        Some(&self.told.title)
    }

    /// How far it is.
    async fn status(&self) -> ActionStatus {
        self.told.status.into()
    }

    /// For how long it is meant to help.
    async fn kind(&self) -> SuggestedKind {
        self.told.kind.into()
    }

    /// What set it off.
    async fn trigger(&self) -> &str {
        &self.told.trigger
    }

    /// Codes of the KPIs that it should move.
    async fn target_kpis(&self) -> &[String] {
        &self.told.targets
    }

    /// For which account; `null` of one for a segment or a source.
    async fn account(&self) -> Result<Option<Account>> {
        let Some(id) = &self.told.account else { return Ok(None) };
        Account::read(&self.visit, id).await
    }

    /// For which segment; `null` of one for an account.
    async fn segment(&self) -> Option<Segment> {
        let code = self.told.segment.clone()?;
        Segment::of(&self.visit, &[code]).pop()
    }

    /// Who sees to it.
    async fn owner(&self) -> Result<Option<Employee>> {
        let Some(owner) = self.told.owner.clone() else { return Ok(None) };
        Ok(self.visit.reader.load_one(MemberOf(owner)).await?.map(Into::into))
    }

    /// Who or what opened it.
    #[graphql(directive = Personal::apply(Pii::Employee))]
    async fn author(&self) -> Option<&str> {
        Some(&self.told.author)
    }

    /// When it was opened.
    async fn opened_at(&self) -> Time {
        Time(self.told.opened_at)
    }

    /// When it should be done.
    async fn due_at(&self) -> Option<Time> {
        self.told.due_at.map(Time)
    }

    /// It should be done by now and is not.
    async fn overdue(&self) -> bool {
        self.told.is_overdue(self.visit.desk.now())
    }

    /// When somebody began.
    async fn started_at(&self) -> Option<Time> {
        self.told.started_at.map(Time)
    }

    /// When it was done or given up.
    async fn done_at(&self) -> Option<Time> {
        self.told.done_at.map(Time)
    }

    /// The account's health when it was opened.
    async fn baseline(&self) -> Option<f64> {
        self.told.baseline.map(round::score)
    }

    /// The day of the baseline.
    async fn baseline_on(&self) -> Option<Day> {
        self.told.baseline_on.map(Day)
    }

    /// What the KPIs that it should move were then; those that were measured.
    async fn baseline_kpis(&self) -> Vec<KpiValue> {
        let all = self.told.baseline_kpis.iter();
        all.map(|(code, value)| KpiValue::of(code, *value)).collect()
    }

    /// By how many points of health the account changed more than accounts like it that were left alone,
    /// from the baseline to the end of the window: difference in differences. `null` where the verdict
    /// is TOO_EARLY or NO_CONTROL.
    #[graphql(complexity = 100)]
    async fn effect(&self) -> Result<Option<f64>> {
        Ok(self.judged().await?.0.map(|found| round::points(found.effect)))
    }

    /// The standard error of the effect.
    #[graphql(complexity = 100)]
    async fn standard_error(&self) -> Result<Option<f64>> {
        Ok(self.judged().await?.0.and_then(|found| found.error).map(round::points))
    }

    /// How many accounts it was compared with.
    #[graphql(complexity = 100)]
    async fn peers(&self) -> Result<Option<usize>> {
        Ok(self.judged().await?.0.map(|found| found.peers))
    }

    /// Whether it worked; `null` of one that was cancelled, that is for no single account, or where
    /// health was not known on one of the two days.
    #[graphql(complexity = 100)]
    async fn verdict(&self) -> Result<Option<ActionVerdict>> {
        Ok(self.judged().await?.1.map(Into::into))
    }

    /// What it brought its account: in points of the KPIs that it should move and in revenue at risk.
    /// `null` of one that was cancelled or is for no single account.
    #[graphql(complexity = "100 + child_complexity")]
    async fn realised(&self) -> Result<Option<ActionWorth>> {
        let (desk, action) = (&self.visit.desk, &self.told);
        if action.status == acting::ActionStatus::Cancelled || action.account.is_none() {
            return Ok(None);
        }
        let day_of = |at| desk.hub.calendar.local_day(at);
        let trial = window(action, &desk.hub.models.health, day_of, desk.today());
        ActionWorth::read(&self.visit, action, trial).await.map(Some)
    }

    /// Everything that was said of it, the oldest first.
    async fn steps(&self) -> Result<Vec<ActionStep>> {
        let steps = self.visit.reader.load_one(StepsOf(self.told.id)).await?;
        let told = |step: acting::ActionStep| ActionStep {
            status: step.status.into(),
            note: step.note,
            at: Time(step.at),
            author: Some(step.author),
        };
        Ok(steps.unwrap_or_default().into_iter().map(told).collect())
    }
}

/// Fields of an account; see [`Account`].
pub(super) struct AccountActions(pub(super) Account);

/// What is done for an account.
#[Object]
impl AccountActions {
    /// What is and was to be done for the account, the newest first.
    #[graphql(complexity = "5 * child_complexity + 5")]
    async fn actions(
        &self,
        #[graphql(desc = "Only those as far as this.")] status: Option<ActionStatus>,
    ) -> Result<Option<Vec<Action>>> {
        let Account { id, cohort, .. } = &self.0;
        let found = cohort.visit.reader.load_one(ActionsOf(id.clone())).await?;
        let wanted = |action: &acting::Action| status.is_none_or(|s| s == action.status.into());
        let all = found.unwrap_or_default().into_iter().filter(wanted);
        Ok(Some(all.map(|action| Action::of(&cohort.visit, action)).collect()))
    }
}

/// An action to open.
pub(super) struct Order {
    pub(super) account: ID,
    pub(super) title: String,
    pub(super) trigger: String,
    pub(super) targets: Vec<String>,
    pub(super) kind: SuggestedKind,
    pub(super) owner: Option<ID>,
    pub(super) due_at: Option<Time>,
    pub(super) cost: Option<MoneyInput>,
    pub(super) request_key: Option<String>,
}

/// Opens an action and gives it.
pub(super) async fn log(ctx: &Context<'_>, order: Order) -> Result<Action> {
    let visit = Visit::of(ctx);
    let targets = known_kpis(&visit, &order.targets)?;
    let id = AccountId(order.account.0);
    let none = || ApiError::NotFound(format!("there is no account `{id}`; nothing was kept"));
    let account = Account::read(&visit, &id).await?.ok_or_else(none)?;
    let named = known_member(&visit, order.owner).await?;
    let owner = named.or_else(|| account.fields().owner.clone());
    let (now, today) = (visit.desk.now(), visit.desk.today());
    let cohort = Arc::clone(&account.cohort);
    let health = HealthScore::read(cohort, account.id.clone(), today, None).await?;
    let health = &health.computed.value.health;
    let action = acting::Action {
        id: 0,
        account: Some(account.id.clone()),
        segment: None,
        kind: order.kind.into(),
        title: words("title", &order.title)?,
        trigger: words("trigger", &order.trigger)?,
        baseline_kpis: values_of(health, &targets),
        targets,
        owner,
        status: acting::ActionStatus::Open,
        opened_at: now,
        due_at: order.due_at.map(|due| due.0),
        started_at: None,
        done_at: None,
        baseline_on: Some(today),
        baseline: health.value,
        author: visit.author(),
        cost: order.cost.map(|cost| cost.money("cost")).transpose()?,
        peers_on: None,
        request_key: key(order.request_key)?,
    };
    let opened = visit.desk.hub.store.open_action(&action).await?;
    let id = settled(opened, "the action")?;
    seat(&visit, id, &action).await?;
    read(&visit.anew(), id).await
}

/// Takes down whom an action is compared with. Of one that was opened before it is there already; whoever
/// does not come to it here, the daily run does.
async fn seat(visit: &Visit, id: i64, action: &acting::Action) -> Result<()> {
    let (Some(account), Some(health)) = (&action.account, action.baseline) else {
        return Ok(());
    };
    let (desk, store) = (&visit.desk, &visit.desk.hub.store);
    let (account, trigger) = (account.clone(), action.trigger.clone());
    let unseated = [acting::Unseated { action: id, account, trigger, health }];
    let (roster, under_way) = (desk.roster().await?, store.under_way().await?);
    let work = move || {
        let of = |row: &Arc<crate::portfolio::Row>| {
            let (account, segment) = (row.id().clone(), row.holding.segments.first().cloned());
            Some(acting::Candidate { account, segment, health: row.holding.health? })
        };
        let all: Vec<acting::Candidate> = roster.rows().iter().filter_map(of).collect();
        acting::seats(&unseated, &all, &under_way)
    };
    let seats = tokio::task::spawn_blocking(work).await;
    let seats = seats.map_err(|panic| ApiError::internal(&panic))?;
    Ok(store.seat(&seats, desk.today()).await?)
}

/// Takes a step of an action and gives it.
pub(super) async fn update(
    ctx: &Context<'_>,
    id: ID,
    (status, note): (Option<ActionStatus>, Option<String>),
    request_key: Option<String>,
) -> Result<Action> {
    let visit = Visit::of(ctx);
    if status.is_none() && note.is_none() {
        let what = "give a `status`, a `note` or both; nothing was kept";
        return Err(ApiError::BadInput(what.to_owned()));
    }
    let status = status.map(Into::into);
    let step = acting::ActionStep {
        action: number(&id, "action")?,
        status: status.unwrap_or(acting::ActionStatus::Open),
        note: note.map(|note| words("note", &note)).transpose()?,
        at: visit.desk.now(),
        author: visit.author(),
        request_key: key(request_key)?,
    };
    read(&visit, step.action).await?;
    let taken = visit.desk.hub.store.step_action(&step, status).await?;
    settled(taken, &format!("action {}", step.action))?;
    read(&visit.anew(), step.action).await
}

async fn read(visit: &Arc<Visit>, id: i64) -> Result<Action> {
    let found = visit.desk.hub.store.action(id).await?;
    let gone = || ApiError::NotFound(format!("there is no action `{id}`"));
    let found = found.ok_or_else(gone)?;
    let seen = match &found.account {
        Some(account) => visit.sight.sees(account).await?,
        None => visit.sight.only().await?.is_none(),
    };
    if seen { Ok(Action::of(visit, found)) } else { Err(gone()) }
}

/// The codes, each once, in the model's order.
fn known_kpis(visit: &Visit, asked: &[String]) -> Result<Vec<String>> {
    let model = &visit.desk.hub.models.health;
    let codes = || model.kpis().map(|(_, kpi)| kpi.code.as_str());
    if let Some(code) = asked.iter().find(|code| !codes().any(|known| known == code.as_str())) {
        return Err(ApiError::BadInput(unknown("KPI", code, codes())));
    }
    let wanted = codes().filter(|known| asked.iter().any(|code| code == known));
    Ok(wanted.map(str::to_owned).collect())
}

fn values_of(health: &Health, targets: &[String]) -> std::collections::BTreeMap<String, f64> {
    let kpis = health.stages.iter().flat_map(|stage| &stage.kpis);
    let wanted = kpis.filter(|kpi| targets.contains(&kpi.code));
    wanted.filter_map(|kpi| Some((kpi.code.clone(), kpi.raw?))).collect()
}
