//! What a single action brought.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::SimpleObject;
use chrono::{Days, NaiveDate};

use super::action::ActionVerdict;
use super::errors::Result;
use super::money::Money;
use super::round;
use super::scalars::Day;
use super::visit::Visit;
use crate::insight::acting::{self, Passage, Trial};
use crate::insight::proof::{Change, Snapshot};
use crate::model::AccountId;
use crate::store::{Compared, Stood};

/// Weeks are looked for so many days before the day that is asked about.
const BACK: u64 = 13;

/// What happened to a KPI that an action should move.
#[derive(SimpleObject)]
pub(super) struct ActionKpi {
    /// Its code.
    code: String,
    /// The account's score when the action was opened, 0 to 100; `null` when it was not measured, or is
    /// not kept, on both days.
    before: Option<f64>,
    /// The score when the window had passed.
    after: Option<f64>,
    /// By how many points it changed more than the peers'; `null` where nobody can say.
    effect: Option<f64>,
    /// The standard error of the effect.
    standard_error: Option<f64>,
    /// How many peers it is compared with.
    peers: Option<usize>,
    /// Whether the effect is more than chance.
    verdict: ActionVerdict,
}

/// What an action brought its account, against the peers that were taken down when it was opened. What is
/// not known is `null`, and told in `unknown`.
#[derive(SimpleObject)]
#[graphql(name = "ActionValue")]
pub(super) struct ActionWorth {
    /// The KPIs that it should move, in points of their scores. They are kept for 60 weeks.
    kpis: Vec<ActionKpi>,
    /// Revenue that is no longer expected to be lost: what would be at risk had it gone as the peers',
    /// less what is; below 0 where more is. Expected by the models, no money that came.
    risk_avoided: Option<Money>,
    /// What it cost, as it was stated.
    cost: Option<Money>,
    /// The day of the values before.
    from: Option<Day>,
    /// The day of the values after.
    to: Option<Day>,
    /// What is not known, in words.
    unknown: Vec<String>,
}

impl ActionWorth {
    /// What came of an action whose effect is looked for between two days; `None` while that is not due.
    pub(super) async fn read(
        visit: &Arc<Visit>,
        action: &acting::Action,
        trial: Option<Trial>,
    ) -> Result<Self> {
        let (Some(account), Some(trial)) = (&action.account, trial) else {
            let why = "nobody began: its effect is looked for once somebody has";
            return Ok(Self::of(action, None, acting::ActionValue::untold(why)));
        };
        if trial.window.passed < trial.window.needed {
            let why = format!("too early: its effect is looked for on {}", trial.after);
            return Ok(Self::of(action, None, acting::ActionValue::untold(&why)));
        }
        if action.peers_on.is_none() {
            let why = "whom to compare it with was not taken down when it was opened";
            return Ok(Self::of(action, None, acting::ActionValue::untold(why)));
        }
        let (store, days) = (&visit.desk.hub.store, (trial.before, trial.after));
        let compared = Compared { account, trigger: &action.trigger, days };
        let peers = store.action_peers(action.id, compared).await?;
        let all: Vec<AccountId> = peers.iter().chain([account]).cloned().collect();
        let stood = store.stood(&all, days).await?;
        let points = points(visit, &all, &action.targets, days).await?;
        let passage = |id: &AccountId| Passage {
            kpis: points.get(id).cloned().unwrap_or_default(),
            at_risk: stood.get(id).and_then(|stood: &Stood| stood.at_risk),
        };
        let peers: Vec<Passage> = peers.iter().map(passage).collect();
        let value =
            acting::ActionValue::of(&action.targets, &passage(account), &peers, trial.window);
        Ok(Self::of(action, Some(days), value))
    }

    fn of(
        action: &acting::Action,
        days: Option<(NaiveDate, NaiveDate)>,
        value: acting::ActionValue,
    ) -> Self {
        let kpi = |of: acting::KpiEffect| ActionKpi {
            code: of.kpi,
            before: of.own.map(|own| round::score(own.before)),
            after: of.own.map(|own| round::score(own.after)),
            effect: of.found.map(|found| round::points(found.effect)),
            standard_error: of.found.and_then(|found| found.error).map(round::points),
            peers: of.found.map(|found| found.peers),
            verdict: of.verdict.into(),
        };
        let risk = value.risk_avoided;
        Self {
            kpis: value.kpis.into_iter().map(kpi).collect(),
            risk_avoided: risk.and_then(|(sum, currency)| Money::reckoned(sum, currency, None)),
            cost: action.cost.map(Into::into),
            from: days.map(|(from, _)| Day(from)),
            to: days.map(|(_, to)| Day(to)),
            unknown: value.unknown,
        }
    }
}

/// How accounts' KPIs changed, by the weeks that were scored last on the two days or before them.
async fn points(
    visit: &Visit,
    accounts: &[AccountId],
    targets: &[String],
    (before, after): (NaiveDate, NaiveDate),
) -> Result<BTreeMap<AccountId, BTreeMap<String, Change>>> {
    let (hub, model) = (&visit.desk.hub, &visit.desk.hub.models.health);
    let back = |day: NaiveDate| day.checked_sub_days(Days::new(BACK)).unwrap_or(day);
    let id = model.id();
    let was = hub.store.weeks(accounts, &id, (back(before), before)).await?;
    let is = hub.store.weeks(accounts, &id, (back(after).max(before), after)).await?;
    let codes = || model.kpis().map(|(_, kpi)| &kpi.code).enumerate();
    let changes = |account: &AccountId| {
        let was = was.get(account)?.last()?;
        let is = is.get(account)?.iter().rfind(|week| week.day > before)?;
        let told = |week: &Snapshot, at: usize| week.kpis.get(at).copied().flatten();
        let change = |at| Some(Change { before: told(was, at)?, after: told(is, at)? });
        let wanted = codes().filter(|(_, code)| targets.contains(code));
        Some(wanted.filter_map(|(at, code)| Some((code.clone(), change(at)?))).collect())
    };
    Ok(accounts.iter().filter_map(|id| Some((id.clone(), changes(id)?))).collect())
}
