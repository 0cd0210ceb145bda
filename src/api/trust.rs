//! Trust of an account: four factors of what they say and what was measured.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use chrono::NaiveDate;

use super::advice::Recommendation;
use super::cohort::Cohort;
use super::errors::{ApiError, Result, report};
use super::health::CacheInfo;
use super::hub::Desk;
use super::kept::{Kept, Made, Told};
use super::kpi::KpiResult;
use super::limits;
use super::loaders::Seen;
use super::round;
use super::scalars::{Day, Time};
use super::source::SourceRef;
use super::visit::Visit;
use super::words::{Basis, Behaviour, PerceptionGap, TrustFactorName};
use crate::insight::{self, Tendency, Trust};
use crate::model::AccountId;

/// Bytes that all kept trust scores may take, about.
const MOST_BYTES: u64 = 64 << 20;
/// Bytes of a trust score without its inputs, about.
const SCORE_BYTES: usize = 6_144;
/// Bytes of an input, about.
const INPUT_BYTES: usize = 320;

/// The kept trust scores.
pub(super) fn trusts() -> Kept<Trust> {
    Kept::new(MOST_BYTES, bytes)
}

fn bytes(trust: &Trust) -> usize {
    let of = |factor: &insight::FactorScore| {
        let proxies: usize = factor.proxies.iter().map(|proxy| proxy.inputs.len()).sum();
        proxies + factor.survey_inputs.len()
    };
    SCORE_BYTES + INPUT_BYTES * trust.factors.iter().map(of).sum::<usize>()
}

/// The trust of one account. Pure work, a few milliseconds: call it off the runtime.
pub(super) fn compute(desk: &Desk, seen: &Seen, day: NaiveDate) -> Trust {
    insight::trust(&seen.facts, &desk.hub.models.trust, &desk.hub.calendar, day)
}

/// The trust of an account on a day.
pub(super) struct TrustScore {
    visit: Arc<Visit>,
    told: Told<Trust>,
}

impl TrustScore {
    pub(super) async fn read(
        cohort: &Cohort,
        account: &AccountId,
        day: NaiveDate,
    ) -> Result<Self> {
        let told = cohort.trusted(account, day).await?;
        Ok(Self { visit: Arc::clone(&cohort.visit), told })
    }

    fn trust(&self) -> &Trust {
        &self.told.made.value
    }
}

/// How far the customer trusts us, by four factors: what they say beside what was measured. It
/// shares facts with the health index, so the two are no independent proofs.
#[Object]
impl TrustScore {
    /// The mean of the factors, 0 to 100; `null` when too few of them are known.
    async fn value(&self) -> Option<f64> {
        self.trust().value.map(round::score)
    }

    /// The value as a net of agreement, -100 to 100.
    async fn net(&self) -> Option<f64> {
        self.trust().net.map(round::score)
    }

    /// The mean of humanity and transparency; `null` unless both are known.
    async fn intent(&self) -> Option<f64> {
        self.trust().intent.map(round::score)
    }

    /// The mean of capability and reliability; `null` unless both are known.
    async fn competence(&self) -> Option<f64> {
        self.trust().competence.map(round::score)
    }

    /// The four factors, always all of them.
    #[graphql(complexity = "4 * child_complexity + 1")]
    async fn factors(&self) -> Vec<TrustFactor> {
        let factor = |place| TrustFactor {
            visit: Arc::clone(&self.visit),
            made: Arc::clone(&self.told.made),
            place,
        };
        (0..self.trust().factors.len()).map(factor).collect()
    }

    /// What they tend to do.
    #[graphql(complexity = "4 * child_complexity + 1")]
    async fn behaviours(&self) -> Vec<BehaviourLikelihood> {
        self.trust().behaviours.iter().map(BehaviourLikelihood::of).collect()
    }

    /// The factor with the lowest score.
    async fn weakest(&self) -> Option<TrustFactorName> {
        self.trust().weakest.map(Into::into)
    }

    /// What to do about the weakest factor: about the worst of its proxies.
    async fn recommendation(&self) -> Option<Recommendation> {
        self.trust().recommendations.first().map(Recommendation::of)
    }

    /// All that there is to do: about the weakest factor, then about each factor of which they
    /// feel worse than we do.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn recommendations(&self) -> Vec<Recommendation> {
        self.trust().recommendations.iter().map(Recommendation::of).collect()
    }

    /// The most answers that were given to one of the four statements.
    async fn responses(&self) -> usize {
        self.trust().responses
    }

    /// The share of the evidence that was seen, 0 to 1: of each factor half its answers and half
    /// its proxies.
    async fn coverage(&self) -> f64 {
        round::share(self.trust().coverage)
    }

    /// The model, as `code@version`.
    async fn model_version(&self) -> &str {
        &self.trust().model
    }

    /// The day that it speaks of.
    async fn as_of(&self) -> Day {
        Day(self.trust().as_of)
    }

    /// When it was computed.
    async fn computed_at(&self) -> Time {
        Time(self.told.made.at)
    }

    /// Whether it was computed for this request.
    async fn cache(&self) -> CacheInfo {
        CacheInfo::of(&self.told)
    }
}

/// A factor within a trust score.
pub(super) struct TrustFactor {
    visit: Arc<Visit>,
    made: Arc<Made<Trust>>,
    place: usize,
}

impl TrustFactor {
    fn score(&self) -> &insight::FactorScore {
        &self.made.value.factors[self.place]
    }
}

/// A factor of trust: what customers answered to its statement, blended with what was measured.
#[Object]
impl TrustFactor {
    /// Which factor.
    async fn factor(&self) -> TrustFactorName {
        self.score().factor.into()
    }

    /// The statement that the survey asks about.
    async fn statement(&self) -> &str {
        &self.score().statement
    }

    /// 0 to 100; `null` when it is not known.
    #[graphql(name = "score")]
    async fn points(&self) -> Option<f64> {
        self.score().score.map(round::score)
    }

    /// What the score is made of.
    async fn basis(&self) -> Basis {
        self.score().basis.into()
    }

    /// What they say, 0 to 100: half of (% who agree - % who disagree + 100). Answers that cannot
    /// be read make it `null` and add an entry to `errors` with this path.
    async fn survey(&self, ctx: &Context<'_>) -> Option<f64> {
        let score = self.score();
        if let Some(why) = &score.survey_error {
            let what = score.factor.word();
            report(ctx, ApiError::Unmeasured(format!("{what} has answers not counted: {why}")));
        }
        score.survey.map(round::score)
    }

    /// How many answers count.
    async fn survey_n(&self) -> usize {
        self.score().survey_n
    }

    /// The records of the answers, newest first.
    #[graphql(complexity = "limits::counted(first) / 5 * child_complexity + child_complexity")]
    async fn survey_inputs(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 20)] first: i32,
    ) -> Result<Vec<SourceRef>> {
        let first = limits::first(first, limits::PARTS)?;
        SourceRef::of_origins(&self.visit, self.score().survey_inputs.iter().take(first)).await
    }

    /// What was measured, 0 to 100: the mean of the proxies that were seen.
    async fn operational(&self) -> Option<f64> {
        self.score().operational.map(round::score)
    }

    /// The weight of what they say in the score, 0 to 1; it grows with the answers.
    async fn alpha(&self) -> Option<f64> {
        self.score().alpha.map(round::share)
    }

    /// What they say less what was measured, in points.
    async fn gap(&self) -> Option<f64> {
        self.score().gap.map(round::score)
    }

    /// Set when the gap is wide.
    async fn gap_flag(&self) -> Option<PerceptionGap> {
        self.score().gap_flag.map(Into::into)
    }

    /// Why there is no score.
    async fn reason(&self) -> Option<&str> {
        self.score().reason.as_deref()
    }

    /// What is measured of it.
    #[graphql(complexity = "4 * child_complexity + 1")]
    async fn proxies(&self) -> Vec<KpiResult> {
        let proxies = 0..self.score().proxies.len();
        let proxy = |proxy| KpiResult::of_trust(&self.made, &self.visit, (self.place, proxy));
        proxies.map(proxy).collect()
    }
}

/// How far a customer tends to do something. Never the probability of a renewal.
#[derive(SimpleObject)]
pub(super) struct BehaviourLikelihood {
    /// What.
    behaviour: Behaviour,
    /// 0 to 1; a factor that is not known counts as 50 in it.
    likelihood: f64,
    /// Whether the model's numbers were fitted to what customers did. If not, it is a tendency.
    calibrated: bool,
}

impl BehaviourLikelihood {
    fn of(tendency: &Tendency) -> Self {
        Self {
            behaviour: tendency.behaviour.into(),
            likelihood: round::share(tendency.likelihood),
            calibrated: tendency.calibrated,
        }
    }
}
