//! Whose health will turn bad, why that is said, and how good such warnings were.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use async_graphql::{Enum, SimpleObject};
use chrono::{Days, NaiveDate};

use super::account::Account;
use super::account_filter::AccountFilter;
use super::calibration::CalibrationTable;
use super::cohort::Cohort;
use super::errors::{ApiError, Result};
use super::limits;
use super::loaders::{Reader, RowOf};
use super::proof::count;
use super::round;
use super::scalars::Day;
use super::visit::Visit;
use crate::insight::outlook::{Prospect, SLOPE_WEEKS, WarningStudy};
use crate::insight::proof::{Logistic, Outlook, Snapshot, Warned, WarningRules};
use crate::model::AccountId;
use crate::store::FittedKind;

/// Where an account's health goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum OutlookState {
    /// It will be below 50 within 60 days: warned of.
    Turning,
    /// No warning.
    Steady,
    /// It is below 50 already.
    Bad,
    /// Fewer than three weeks are known.
    Unknown,
}

/// What an outlook is told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum OutlookBasis {
    /// A straight line through the last weeks.
    Rule,
    /// A probability that was learnt from the own history, and held on what it never saw.
    Model,
}

/// What tells how health goes on. Slopes are points in 60 days, by least squares over 84.
#[derive(SimpleObject)]
pub(super) struct OutlookSigns {
    /// Health, 0 to 100.
    health: f64,
    /// Its slope.
    slope: f64,
    /// Mean slope of the KPIs that have one; 0 of none.
    kpi_slope: f64,
    /// Slope of the KPI that falls fastest; 0 of none.
    worst_slope: f64,
    /// Its code; `null` when none falls.
    worst_kpi: Option<String>,
}

/// How an account's health will go on.
#[derive(SimpleObject)]
#[graphql(name = "HealthOutlook")]
pub(super) struct HealthOutlook {
    /// Where it goes.
    state: OutlookState,
    /// Of being below 50 within 60 days, 0 to 1; `null` by the rule, which knows no probability, and when
    /// it is there already.
    probability: Option<f64>,
    /// What it is told by.
    basis: OutlookBasis,
    /// Version of what was learnt; `null` by the rule.
    model: Option<String>,
    /// Days until health is below 50, drawn on in a straight line; `null` unless warned of.
    lead_days: Option<f64>,
    /// What tells it; `null` when unknown.
    signs: Option<OutlookSigns>,
    /// Why, in a sentence.
    because: String,
    /// The newest day that was looked at; `null` when unknown.
    as_of: Option<Day>,
}

impl HealthOutlook {
    pub(super) async fn read(account: &Account, as_of: Option<Day>) -> Result<Self> {
        let visit = &account.cohort.visit;
        let day = visit.desk.day(as_of)?;
        let models = &visit.desk.hub.models;
        let weeks = WeeksOf { account: account.id.clone(), day, model: models.health.id() };
        let weeks = visit.reader.load_one(weeks).await?.unwrap_or_default();
        let learnt = visit.reader.load_one(LearntOn { day, models: models.id() }).await?;
        let learnt = learnt.as_deref();
        let (rules, fit) = (WarningRules::default(), learnt.map(|learnt| &learnt.1));
        let told = Prospect::of(&weeks, day, fit, (&models.health, &rules));
        let signs = told.signs.map(|signs| OutlookSigns {
            health: round::score(signs.health),
            slope: round::score(signs.slope),
            kpi_slope: round::score(signs.kpi_slope),
            worst_slope: round::score(signs.worst_slope),
            worst_kpi: told.worst.clone(),
        });
        Ok(Self {
            state: state(&told),
            probability: told.probability().map(round::share),
            basis: learnt.map_or(OutlookBasis::Rule, |_| OutlookBasis::Model),
            model: learnt.map(|learnt| learnt.0.clone()),
            lead_days: told.days().map(round::score),
            signs,
            because: told.because(&rules),
            as_of: told.as_of.map(Day),
        })
    }
}

fn state(told: &Prospect) -> OutlookState {
    match told.outlook {
        None => OutlookState::Unknown,
        Some(Outlook::Bad) => OutlookState::Bad,
        Some(Outlook::Steady { .. }) => OutlookState::Steady,
        Some(Outlook::Turning { .. }) => OutlookState::Turning,
    }
}

/// Accounts whose health will be bad soon, as told by the daily run.
#[derive(SimpleObject)]
pub(super) struct EarlyWarnings {
    /// All that are warned of.
    count: i64,
    /// Those most likely to turn, or nearest to it, first.
    nodes: Vec<Account>,
}

impl EarlyWarnings {
    pub(super) async fn read(
        visit: &Arc<Visit>,
        filter: Option<AccountFilter>,
        first: i32,
    ) -> Result<Self> {
        let limit = limits::first(first, limits::ACCOUNTS)?;
        let filter = filter.unwrap_or_default().stored(visit).await?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let (ids, count) = visit.desk.hub.store.warned(&filter, limit).await?;
        let mut rows = visit.read(ids.iter().cloned().map(RowOf)).await?;
        let rows = ids.into_iter().filter_map(|id| rows.remove(&RowOf(id))).collect();
        Ok(Self { count, nodes: Cohort::seat(visit, rows) })
    }
}

/// How good warnings of one kind were.
#[derive(SimpleObject)]
pub(super) struct WarningScore {
    /// Of two cases, one that turned bad and one that did not, how often the first was ranked higher; 0.5 is
    /// chance.
    auc: Option<f64>,
    /// Warnings given.
    given: i64,
    /// Those that were right.
    right: i64,
    /// Share of right ones, 0 to 1; `null` without a warning.
    precision: Option<f64>,
    /// Share of bad turns that were warned of, 0 to 1; `null` without one.
    recall: Option<f64>,
    /// Days from the first right warning to the turn, the median of turns; `null` without one.
    lead_days: Option<f64>,
}

impl WarningScore {
    fn of(warned: &Warned, auc: Option<f64>) -> Self {
        Self {
            auc: auc.map(round::share),
            given: count(warned.given),
            right: count(warned.right),
            precision: warned.precision.map(round::share),
            recall: warned.recall.map(round::share),
            lead_days: warned.lead_days.map(round::score),
        }
    }
}

/// How good early warnings were on the own history: fitted to the older part, judged on the newer.
#[derive(SimpleObject)]
pub(super) struct EarlyWarningTest {
    /// What warnings are told by.
    in_use: OutlookBasis,
    /// Version of what was learnt; `null` by the rule.
    model: Option<String>,
    /// The day of the test; `null` before the first.
    learnt_on: Option<Day>,
    /// Accounts looked at, 2,000 at most.
    accounts: i64,
    /// Good days of accounts, 28 days apart, of which it is known what came in the 60 days after.
    samples: i64,
    /// The first day that warnings were judged on.
    judged_from: Option<Day>,
    /// Samples judged.
    n: i64,
    /// Of them, those that turned bad.
    events: i64,
    /// The rule; `null` below 30 samples or 5 bad turns.
    rule: Option<WarningScore>,
    /// What was learnt; `null` below 50 older samples or 10 bad turns among them.
    learnt: Option<WarningScore>,
    /// How often its probabilities were right.
    calibration: Option<CalibrationTable>,
    /// How to read it, or why nothing was judged or learnt.
    note: String,
}

impl EarlyWarningTest {
    pub(super) async fn read(visit: &Visit) -> Result<Self> {
        let (desk, today) = (&visit.desk, visit.desk.today());
        let models = desk.hub.models.id();
        let kept = desk.hub.store.fitted(FittedKind::Warning, &models, today).await?;
        let study = kept.as_ref().map(|kept| serde_json::from_str::<WarningStudy>(&kept.body));
        let study = study.transpose().map_err(|error| ApiError::internal(&error))?;
        let tested = study.is_some();
        let study = study.unwrap_or_default();
        let in_use = study.in_force().map_or(OutlookBasis::Rule, |_| OutlookBasis::Model);
        let note = match &study.why {
            Some(why) => why.clone(),
            None if tested => "learnt anew at most once a month".to_owned(),
            None => {
                "not tested yet: `accord serve` does so once a day, `accord sync` at its end"
                    .to_owned()
            }
        };
        let learnt = study.learnt.as_ref();
        let in_force = kept.as_ref().filter(|kept| kept.in_force);
        Ok(Self {
            in_use,
            model: in_force.map(|kept| kept.version.clone()),
            learnt_on: kept.as_ref().map(|kept| Day(kept.day)),
            accounts: count(study.accounts),
            samples: count(study.samples),
            judged_from: study.judged_from.map(Day),
            n: count(study.judged),
            events: count(study.events),
            rule: study.rule.as_ref().map(|rule| WarningScore::of(rule, study.rule_auc)),
            learnt: learnt.map(|found| WarningScore::of(&found.warned, Some(found.auc))),
            calibration: learnt.map(|found| CalibrationTable::of(&found.calibration, true)),
            note,
        })
    }
}

/// An account's weeks up to a day, as many as a slope is made of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct WeeksOf {
    account: AccountId,
    day: NaiveDate,
    model: String,
}

impl Loader<WeeksOf> for Reader {
    type Value = Vec<Snapshot>;
    type Error = ApiError;

    async fn load(&self, keys: &[WeeksOf]) -> Result<HashMap<WeeksOf, Vec<Snapshot>>> {
        let mut groups: HashMap<(NaiveDate, &str), Vec<AccountId>> = HashMap::new();
        for key in keys {
            groups.entry((key.day, &key.model)).or_default().push(key.account.clone());
        }
        let mut found = HashMap::new();
        for ((day, model), ids) in groups {
            let from = day.checked_sub_days(Days::new(7 * SLOPE_WEEKS)).unwrap_or(day);
            let weeks = self.store.weeks(&ids, model, (from, day)).await?;
            let key = |account| WeeksOf { account, day, model: model.to_owned() };
            found.extend(weeks.into_iter().map(|(account, weeks)| (key(account), weeks)));
        }
        Ok(found)
    }
}

/// The warning that was in force on a day, with its version.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct LearntOn {
    day: NaiveDate,
    models: String,
}

impl Loader<LearntOn> for Reader {
    type Value = Arc<(String, Logistic)>;
    type Error = ApiError;

    async fn load(&self, keys: &[LearntOn]) -> Result<HashMap<LearntOn, Self::Value>> {
        let mut found = HashMap::new();
        for key in keys {
            let kept = self.store.fitted(FittedKind::Warning, &key.models, key.day).await?;
            let Some(kept) = kept.filter(|kept| kept.in_force) else { continue };
            let study: WarningStudy =
                serde_json::from_str(&kept.body).map_err(|error| ApiError::internal(&error))?;
            let learnt = study.in_force().cloned();
            found.extend(learnt.map(|fit| (key.clone(), Arc::new((kept.version, fit)))));
        }
        Ok(found)
    }
}
