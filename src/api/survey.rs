//! What the people of an account answered: metrics of surveys.

use std::sync::Arc;

use async_graphql::{Context, Enum, Object, SimpleObject};
use chrono::Days;

use super::account::Account;
use super::errors::{ApiError, Result, report};
use super::loaders::Seen;
use super::round;
use super::scalars::Day;
use super::survey_group::metric_of;
use super::visit::Visit;
use super::words::KpiStatus;
use crate::insight::{self, Metric, SurveyFilter, metric, voices};
use crate::store::AccountFilter;

/// What is asked. Each has one scale, and answers of different kinds are never counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "insight::SurveyKind")]
pub(super) enum SurveyKind {
    /// Net Promoter Score: would they recommend us, 0 to 10.
    Nps,
    /// Satisfaction at a point in time, 1 to 5. No forecast of loyalty.
    Csat,
    /// Effort, 1 very low to 5 very high.
    #[graphql(name = "CES5")]
    Ces5,
    /// Effort 2.0, 1 disagree to 7 agree that it was easy.
    #[graphql(name = "CES7")]
    Ces7,
    /// Net ease, 1 extremely easy to 7 extremely difficult.
    #[graphql(name = "NETEASY")]
    NetEasy,
    /// Agreement with statements about trust, 1 to 7.
    Trust,
    /// Agreement with statements about value, 1 to 5.
    ValueTier,
    /// Our own people: would they recommend us as an employer. Of no account; see `Employee.engagement`.
    EmployeeNps,
}

/// What a survey asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum Prong {
    /// An event that just happened.
    Transactional,
    /// The relation as a whole.
    Relational,
    /// Our own people's work.
    Employee,
}

impl Prong {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Transactional, "TRANSACTIONAL"),
        (Self::Relational, "RELATIONAL"),
        (Self::Employee, "EMPLOYEE"),
    ];

    pub(super) fn word(self) -> &'static str {
        Self::ALL.iter().find(|(prong, _)| *prong == self).map_or("", |(_, word)| word)
    }

    pub(super) fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(prong, _)| *prong)
    }
}

/// A role in a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum BuyerRole {
    /// Decides.
    DecisionMaker,
    /// Holds the money.
    EconomicBuyer,
    /// Is asked and heard.
    Influencer,
    /// Judges whether it will work.
    Technical,
    /// Works with it.
    User,
    /// Buys.
    Procurement,
    /// No source says.
    Unknown,
}

impl BuyerRole {
    const ALL: [(Self, &'static str); 6] = [
        (Self::DecisionMaker, "DECISION_MAKER"),
        (Self::EconomicBuyer, "ECONOMIC_BUYER"),
        (Self::Influencer, "INFLUENCER"),
        (Self::Technical, "TECHNICAL"),
        (Self::User, "USER"),
        (Self::Procurement, "PROCUREMENT"),
    ];

    pub(super) fn of(word: Option<&str>) -> Self {
        let found = Self::ALL.iter().find(|(_, known)| word == Some(known));
        found.map_or(Self::Unknown, |(role, _)| *role)
    }

    /// The model's word; refused where only known roles can be asked for.
    pub(super) fn asked(self) -> Result<String> {
        let found = Self::ALL.iter().find(|(role, _)| *role == self);
        found.map(|(_, word)| (*word).to_owned()).ok_or_else(|| {
            let what = "`role: UNKNOWN` cannot be asked for; `byRole` tells it apart";
            ApiError::BadInput(what.to_owned())
        })
    }
}

/// What is asked of an account's answers.
pub(super) struct Question {
    pub(super) prong: Option<Prong>,
    pub(super) role: Option<BuyerRole>,
    pub(super) touchpoint: Option<String>,
    pub(super) days: i32,
    pub(super) as_of: Option<Day>,
}

/// Most days that a question may look back: ten years.
const MOST_DAYS: i32 = 3_650;

impl Question {
    pub(super) fn filter(self, visit: &Visit) -> Result<SurveyFilter> {
        if !(1..=MOST_DAYS).contains(&self.days) {
            let what =
                format!("`days` must be between 1 and {MOST_DAYS}; {} was asked", self.days);
            return Err(ApiError::BadInput(what));
        }
        Ok(SurveyFilter {
            prong: self.prong.map(|prong| prong.word().to_owned()),
            role: self.role.map(BuyerRole::asked).transpose()?,
            touchpoint: self.touchpoint,
            item: None,
            days: i64::from(self.days),
            as_of: visit.desk.day(self.as_of)?,
        })
    }
}

/// Whose answers a metric is made of, so that it can be asked for another day.
#[derive(Clone)]
pub(super) enum Whose {
    Account(Arc<Seen>),
    Group(Arc<AccountFilter>),
    /// It cannot be asked for another day.
    Untold,
}

/// A metric and what it was made of.
#[derive(Clone)]
pub(super) struct SurveyMetric {
    metric: Metric,
    /// What it was asked of; a team's has none, for privacy.
    of: Option<(Whose, SurveyFilter)>,
    visit: Arc<Visit>,
}

impl SurveyMetric {
    pub(super) async fn read(
        account: &Account,
        kind: SurveyKind,
        question: Question,
    ) -> Result<Self> {
        let visit = Arc::clone(&account.cohort.visit);
        let filter = question.filter(&visit)?;
        let seen = account.cohort.facts(&account.id).await?;
        let metric = compute(&visit, &seen, kind.into(), &filter);
        Ok(Self { metric, of: Some((Whose::Account(seen), filter)), visit })
    }

    /// A metric of many accounts, or of a part of them.
    pub(super) fn of_group(
        metric: Metric,
        whose: Whose,
        filter: SurveyFilter,
        visit: Arc<Visit>,
    ) -> Self {
        Self { metric, of: Some((whose, filter)), visit }
    }

    pub(super) fn kind_asked(&self) -> insight::SurveyKind {
        self.metric.kind
    }

    /// A metric of our own people.
    pub(super) fn of_team(metric: Metric, visit: Arc<Visit>) -> Self {
        Self { metric, of: None, visit }
    }

    /// Roles are weighed where the relation is asked about and nobody's role is chosen: the number
    /// is then the health model's relationship NPS.
    fn weighs_roles(&self) -> bool {
        let about = |(_, filter): &(_, SurveyFilter)| {
            filter.prong.as_deref() == Some("RELATIONAL") && filter.role.is_none()
        };
        self.metric.kind == insight::SurveyKind::Nps && self.of.as_ref().is_some_and(about)
    }

    fn shown(&self, metric: &Metric) -> Option<f64> {
        if self.weighs_roles() { metric.role_weighted } else { metric.value }
    }

    fn round(&self, value: f64) -> f64 {
        use insight::SurveyKind::{Ces5, Ces7, ValueTier};
        match self.metric.kind {
            Ces5 | Ces7 | ValueTier => round::points(value),
            _ => round::score(value),
        }
    }
}

fn compute(
    visit: &Visit,
    seen: &Seen,
    kind: insight::SurveyKind,
    filter: &SurveyFilter,
) -> Metric {
    let hub = &visit.desk.hub;
    let voices = voices(&seen.facts, &hub.calendar, filter.as_of);
    metric(kind, voices, filter, &hub.models)
}

/// One number of many answers, with all that says how far to trust it.
#[Object]
impl SurveyMetric {
    /// What was asked.
    async fn kind(&self) -> SurveyKind {
        self.metric.kind.into()
    }

    /// The metric; `null` without answers, or with one that cannot be read. For relational NPS of no
    /// chosen role it is `roleWeighted`, else `plain`.
    async fn value(&self) -> Option<f64> {
        self.shown(&self.metric).map(|value| self.round(value))
    }

    /// Every answer counted the same.
    async fn plain(&self) -> Option<f64> {
        self.metric.value.map(|value| self.round(value))
    }

    /// Of NPS: each role's own, weighted as the health model weighs roles. People of unknown role
    /// count as users.
    async fn role_weighted(&self) -> Option<f64> {
        self.metric.role_weighted.map(|value| self.round(value))
    }

    /// How many answers.
    async fn n(&self) -> usize {
        self.metric.n
    }

    /// Half the width of the 95 % interval around `value`; `null` for too few answers, and where
    /// roles are weighed: a role of one person shows no spread.
    async fn margin_of_error(&self) -> Option<f64> {
        let margin = self.metric.margin_of_error.filter(|_| !self.weighs_roles());
        margin.map(|margin| self.round(margin))
    }

    /// OK, LOW_SAMPLE, MISSING or ERROR. ERROR also adds an entry to `errors` with this path.
    async fn status(&self, ctx: &Context<'_>) -> KpiStatus {
        if let Some(error) = &self.metric.error {
            let what = format!("{} was not measured: {error}", self.metric.kind.word());
            report(ctx, ApiError::Unmeasured(what));
        }
        self.metric.status.into()
    }

    /// The ends of the scale, in words.
    async fn scale(&self) -> &str {
        self.metric.scale
    }

    /// How `plain` is computed, in words.
    async fn formula(&self) -> &str {
        self.metric.formula
    }

    /// How many answers are good, neither and bad.
    async fn distribution(&self) -> Vec<Bucket> {
        let bucket = |bucket: &insight::Bucket| Bucket {
            label: bucket.label.to_owned(),
            count: bucket.count,
        };
        self.metric.distribution.iter().map(bucket).collect()
    }

    /// The same of each role that answered, side by side.
    async fn by_role(&self) -> Vec<RoleValue> {
        let row = |row: &insight::RoleValue| RoleValue {
            role: BuyerRole::of(row.role.as_deref()),
            value: Some(self.round(row.value)),
            n: row.n,
        };
        self.metric.by_role.iter().map(row).collect()
    }

    /// How far `value` moved against the same question so many days before; `null` when either is.
    #[graphql(complexity = "3")]
    async fn delta(
        &self,
        #[graphql(desc = "How many days before, 1 to 3650.", default = 90)] days: i32,
    ) -> Result<Option<f64>> {
        if !(1..=MOST_DAYS).contains(&days) {
            let what = format!("`days` must be between 1 and {MOST_DAYS}; {days} was asked");
            return Err(ApiError::BadInput(what));
        }
        let Some((whose, filter)) = &self.of else { return Ok(None) };
        let before = filter.as_of.checked_sub_days(Days::new(days.unsigned_abs().into()));
        let Some(as_of) = before else { return Ok(None) };
        let then = SurveyFilter { as_of, ..filter.clone() };
        let kind = self.metric.kind;
        let then = match whose {
            Whose::Account(seen) => compute(&self.visit, seen, kind, &then),
            Whose::Group(accounts) => metric_of(&self.visit, accounts, kind, &then).await?,
            Whose::Untold => return Ok(None),
        };
        let moved = self.shown(&self.metric).zip(self.shown(&then));
        Ok(moved.map(|(now, then)| self.round(now - then)))
    }
}

/// How many answers lie in a part of the scale.
#[derive(SimpleObject)]
pub(super) struct Bucket {
    /// PROMOTER, PASSIVE, DETRACTOR and the like; the good ones first.
    label: String,
    /// Answers.
    count: usize,
}

/// A metric of the people of one role.
#[derive(SimpleObject)]
pub(super) struct RoleValue {
    /// Their own role in a purchase.
    role: BuyerRole,
    /// The metric, every answer counted the same.
    value: Option<f64>,
    /// Answers.
    n: usize,
}
