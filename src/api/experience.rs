//! What an account's people live through: ease, promises felt or not, and whom to ask next.

use std::sync::Arc;

use async_graphql::{Enum, Object, SimpleObject};
use chrono::NaiveDate;

use super::account::Account;
use super::contact::Contact;
use super::errors::Result;
use super::kept::Told;
use super::limits;
use super::loaders::Seen;
use super::personal::Personal;
use super::round;
use super::scalars::Day;
use super::scores::Computed;
use super::stakeholder::person;
use super::survey::{Prong, SurveyKind};
use super::visit::Visit;
use super::words::Stage;
use crate::insight::GapFlag::PerceptionBelowFacts;
use crate::insight::{
    self, Ask, Block, FactorScore, KpiScore, LoyaltyParts, SurveyFilter, Trust, Voice,
    advocacy, ease_index, expectations, interviews, loyalty, moments, next_surveys, prongs,
    relevance, response_rate, voices,
};
use crate::model::Pii;

/// Which way promise and experience differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "insight::ExpectationFlag")]
pub(super) enum ExpectationFlag {
    /// We keep the promise better than they feel it: tell and show.
    FeltBelowKept,
    /// They feel better than we keep the promise: fix it before they notice.
    FeltAboveKept,
}

/// Why somebody is to be called about their answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "insight::InterviewReason")]
pub(super) enum InterviewReason {
    /// We keep a promise that they do not feel kept, or the other way round.
    Mismatch,
    /// They are far from what their colleagues say.
    Outlier,
    /// They are unhappy.
    LowScore,
}

/// Days of answers that ease and response rates are made of.
const DAYS: i64 = 365;

/// What an account's people live through, as of a day.
pub(super) struct Experience {
    account: Account,
    seen: Arc<Seen>,
    visit: Arc<Visit>,
    day: NaiveDate,
}

impl Experience {
    pub(super) async fn read(account: &Account, day: NaiveDate) -> Result<Self> {
        let seen = account.cohort.facts(&account.id).await?;
        let visit = Arc::clone(&account.cohort.visit);
        Ok(Self { account: account.clone(), seen, visit, day })
    }

    fn voices(&self) -> Vec<Voice<'_>> {
        voices(&self.seen.facts, &self.visit.desk.hub.calendar, self.day)
    }

    async fn scored(&self) -> Result<Arc<Computed>> {
        Ok(self.account.cohort.scored(&self.account.id, self.day).await?.made)
    }

    async fn gaps(&self) -> Result<Vec<insight::Expectation>> {
        let scored = self.scored().await?;
        let models = &self.visit.desk.hub.models;
        Ok(expectations(&self.voices(), kpis(&scored), models, self.day))
    }

    async fn trust(&self) -> Result<Told<Trust>> {
        self.account.cohort.trusted(&self.account.id, self.day).await
    }

    /// The factors of trust in which they feel worse served than they are.
    async fn below_facts(&self) -> Result<Vec<String>> {
        let trust = self.trust().await?;
        let below = |factor: &&FactorScore| factor.gap_flag == Some(PerceptionBelowFacts);
        let factors = trust.made.value.factors.iter().filter(below);
        Ok(factors.map(|factor| factor.factor.word().to_owned()).collect())
    }
}

fn kpis(scored: &Computed) -> impl Iterator<Item = &KpiScore> {
    scored.value.health.stages.iter().flat_map(|stage| &stage.kpis)
}

/// What an account's people live through.
#[Object]
impl Experience {
    /// How easy it is to do business with us: net ease, effort, ease of buying and time to settle a
    /// dispute.
    #[graphql(complexity = "limits::SCORE_COST + child_complexity")]
    async fn ease(&self) -> Result<Ease> {
        let scored = self.scored().await?;
        let filter = SurveyFilter::last(DAYS, self.day);
        let models = &self.visit.desk.hub.models;
        let (index, parts) = ease_index(&self.voices(), kpis(&scored), &filter, models);
        let part = |part: insight::EasePart| EasePart {
            code: part.code,
            score: part.score.map(round::score),
        };
        Ok(Ease {
            index: index.map(round::score),
            parts: parts.into_iter().map(part).collect(),
        })
    }

    /// Ease, relevance of the offer, trust and advocacy in one number. Satisfaction is no part: it
    /// speaks of a moment, these of what they will do.
    #[graphql(complexity = "2 * limits::SCORE_COST + child_complexity")]
    async fn loyalty(&self) -> Result<Loyalty> {
        let (scored, trust) = (self.scored().await?, self.trust().await?);
        let (voices, models) = (self.voices(), &self.visit.desk.hub.models);
        let filter = SurveyFilter::last(DAYS, self.day);
        let parts = LoyaltyParts {
            ease: ease_index(&voices, kpis(&scored), &filter, models).0,
            relevance: relevance(&voices, &filter, models),
            trust: trust.made.value.value,
            advocacy: advocacy(&voices, &filter, models),
        };
        Ok(Loyalty::of(&loyalty(parts, models)))
    }

    /// What was promised and kept against what they felt, by stage.
    #[graphql(complexity = "limits::SCORE_COST + 4 * child_complexity")]
    async fn expectation_gaps(&self) -> Result<Vec<ExpectationGap>> {
        Ok(self.gaps().await?.into_iter().map(ExpectationGap::of).collect())
    }

    /// How many of those who were asked in the last year answered; `null` when no source tells who
    /// was asked.
    async fn response_rate(&self) -> Option<ResponseRate> {
        let hub = &self.visit.desk.hub;
        let of = (DAYS, self.day);
        let rate = response_rate(&self.seen.facts, &hub.models, &hub.calendar, of)?;
        let share = round::share(rate.rate);
        Some(ResponseRate { asked: rate.asked, answered: rate.answered, rate: share })
    }

    /// How old feedback about each stage of the journey is; a stage that nobody measures too.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn feedback_age(&self) -> Vec<FeedbackAge> {
        let ages = moments(&self.voices(), &self.visit.desk.hub.models, self.day);
        ages.into_iter().filter_map(FeedbackAge::of).collect()
    }

    /// How old feedback of each prong is; a prong that nobody asks too.
    #[graphql(complexity = "3 * child_complexity + 1")]
    async fn prongs(&self) -> Vec<ProngAge> {
        let ages = prongs(&self.voices(), self.day).into_iter();
        let of = |age: insight::ProngAge| {
            let prong = Prong::of(age.prong)?;
            let newest_on = age.newest_on.map(Day);
            Some(ProngAge { prong, n: age.n, newest_on, age_days: age.age_days })
        };
        ages.filter_map(of).collect()
    }

    /// Whom to call about their answers, the most pressing first.
    #[graphql(complexity = "limits::SCORE_COST + 5 * child_complexity")]
    async fn interview_queue(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 10)] first: i32,
    ) -> Result<Vec<Interview>> {
        let first = limits::first(first, limits::PARTS)?;
        let gaps = self.gaps().await?;
        let models = &self.visit.desk.hub.models;
        let below = self.below_facts().await?;
        let queue = interviews(&self.voices(), &gaps, &below, models, self.day);
        let people = &self.seen.facts.contacts;
        let one = |one: insight::Interview| Interview {
            contact: one.contact.and_then(|id| person(people, &id)),
            reason: one.reason.into(),
            about: Some(one.about),
            on: one.on.map(Day),
        };
        Ok(queue.into_iter().take(first).map(one).collect())
    }

    /// Who works there: whether they may be asked now, and when people with a say are due to be
    /// asked about the relation. Those due first, then the others.
    #[graphql(complexity = "5 * child_complexity + 1")]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn survey_plan(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
        #[graphql(desc = "Only people with a say who are overdue.", default)] overdue: bool,
    ) -> Result<Vec<SurveyPlan>> {
        let first = limits::first(first, limits::PARTS)?;
        let hub = &self.visit.desk.hub;
        let mut asks = next_surveys(&self.seen.facts, &hub.models, &hub.calendar, self.day);
        asks.retain(|ask| !overdue || ask.plan.is_some_and(|plan| plan.overdue));
        asks.sort_by_key(|ask| (ask.plan.is_none(), ask.plan.map(|plan| plan.due_on)));
        let people = &self.seen.facts.contacts;
        let plan = |ask: Ask| SurveyPlan::of(person(people, &ask.contact), &ask);
        Ok(asks.into_iter().take(first).map(plan).collect())
    }
}

/// How easy it is to do business with us.
#[derive(SimpleObject)]
pub(super) struct Ease {
    /// The mean of the parts that were seen, 0 (hard) to 100 (easy); `null` when none was.
    index: Option<f64>,
    /// NETEASY, CES5, PU3 and BI3.
    parts: Vec<EasePart>,
}

/// A part of the ease index.
#[derive(SimpleObject)]
pub(super) struct EasePart {
    /// An instrument, or the code of a KPI.
    code: String,
    /// 0 (hard) to 100 (easy); `null` where it was not seen.
    score: Option<f64>,
}

/// What they will do, as far as it can be told: the weights of the parts are the survey model's.
#[derive(SimpleObject)]
pub(super) struct Loyalty {
    /// 0 to 100; only with all four parts, for a mean of fewer would be another measure.
    value: Option<f64>,
    /// How easy it is to do business with us, 0 to 100.
    ease: Option<f64>,
    /// How relevant the offer is to them, 0 to 100: what they answer of the lowest tier of value.
    relevance: Option<f64>,
    /// How far they trust us, 0 to 100.
    trust: Option<f64>,
    /// Whether they speak for us, 0 to 100: relational NPS, weighted by role.
    advocacy: Option<f64>,
    /// The parts that were not seen: EASE, RELEVANCE, TRUST, ADVOCACY.
    missing: Vec<&'static str>,
}

impl Loyalty {
    fn of(loyalty: &insight::Loyalty) -> Self {
        let parts = &loyalty.parts;
        Self {
            value: loyalty.value.map(round::score),
            ease: parts.ease.map(round::score),
            relevance: parts.relevance.map(round::score),
            trust: parts.trust.map(round::score),
            advocacy: parts.advocacy.map(round::score),
            missing: loyalty.missing.clone(),
        }
    }
}

/// A stage's promise and what they felt about it.
#[derive(SimpleObject)]
pub(super) struct ExpectationGap {
    /// The stage of the journey.
    stage: Option<Stage>,
    /// The KPI that says how far the promise was kept.
    promise: String,
    /// Percent kept.
    kept: Option<f64>,
    /// What was asked.
    kind: SurveyKind,
    /// How they felt, 0 to 100.
    felt: Option<f64>,
    /// Answers.
    n: usize,
    /// Kept less felt; `null` unless both were seen.
    gap: Option<f64>,
    /// The gap is large, on enough answers.
    flag: Option<ExpectationFlag>,
}

impl ExpectationGap {
    fn of(gap: insight::Expectation) -> Self {
        Self {
            stage: Stage::of(&gap.stage),
            promise: gap.promise,
            kept: gap.kept.map(round::score),
            kind: gap.kind.into(),
            felt: gap.felt.map(round::score),
            n: gap.n,
            gap: gap.gap.map(round::score),
            flag: gap.flag.map(Into::into),
        }
    }
}

/// How many of those who were asked answered.
#[derive(SimpleObject)]
pub(super) struct ResponseRate {
    /// Invitations.
    asked: usize,
    /// Of them answered.
    answered: usize,
    /// answered ÷ asked, 0 to 1.
    rate: f64,
}

/// How old feedback about a stage is.
#[derive(SimpleObject)]
pub(super) struct FeedbackAge {
    /// The stage of the journey.
    stage: Stage,
    /// The touchpoints that were asked about, in the source's own words.
    touchpoints: Vec<String>,
    /// Answers ever.
    n: usize,
    /// The day of the newest.
    newest_on: Option<Day>,
    /// Days since then; `null` when nobody ever answered.
    age_days: Option<i64>,
}

impl FeedbackAge {
    fn of(age: insight::MomentAge) -> Option<Self> {
        Some(Self {
            stage: Stage::of(&age.stage)?,
            touchpoints: age.touchpoints,
            n: age.n,
            newest_on: age.newest_on.map(Day),
            age_days: age.age_days,
        })
    }
}

/// How old feedback of a prong is.
#[derive(SimpleObject)]
pub(super) struct ProngAge {
    /// The prong.
    prong: Prong,
    /// Answers ever.
    n: usize,
    /// The day of the newest.
    newest_on: Option<Day>,
    /// Days since then; `null` when nobody ever answered.
    age_days: Option<i64>,
}

/// A conversation to have.
#[derive(SimpleObject)]
pub(super) struct Interview {
    /// With whom; `null` when nobody of them is known by name.
    contact: Option<Contact>,
    /// Why.
    reason: InterviewReason,
    /// What it is about, in words.
    #[graphql(directive = Personal::apply(Pii::FreeText))]
    about: Option<String>,
    /// On which day it was said.
    on: Option<Day>,
}

/// Whether and when a person is to be asked.
#[derive(SimpleObject)]
pub(super) struct SurveyPlan {
    /// Who.
    contact: Option<Contact>,
    /// They may be asked now.
    may_be_asked: bool,
    /// An urgent ticket of the account is open: nobody is asked meanwhile.
    held_by_trouble: bool,
    /// They were asked or answered lately; free again from this day.
    free_on: Option<Day>,
    /// When they last answered about the relation.
    heard_on: Option<Day>,
    /// When a person with a say is to be asked next; `null` for others.
    next_survey_due: Option<Day>,
    /// A person with a say who was not heard in 180 days, or never.
    overdue: bool,
}

impl SurveyPlan {
    fn of(contact: Option<Contact>, ask: &Ask) -> Self {
        let free_on = match ask.block {
            Some(Block::AskedLately { free_on }) => Some(Day(free_on)),
            _ => None,
        };
        Self {
            contact,
            may_be_asked: ask.block.is_none(),
            held_by_trouble: ask.block == Some(Block::Trouble),
            free_on,
            heard_on: ask.heard_on.map(Day),
            next_survey_due: ask.plan.map(|plan| Day(plan.due_on)),
            overdue: ask.plan.is_some_and(|plan| plan.overdue),
        }
    }
}
