//! Trust: what customers say of four factors and what was measured of them, in one number each.
//!
//! `model` is the YAML that an analyst may change, read by `check`; `advice` says what customers
//! tend to do and what we should.

mod advice;
mod check;
mod model;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::kpi::{KpiScore, blank, mean, observed};
use super::measure::{Answers, Room, agreement, observe};
use super::{Calendar, Facts, Observations};
use crate::model::Origin;

pub use advice::{Because, Recommendation, Tendency};
pub use model::{ActionDef, BehaviourDef, FactorDef, TrustModel};

/// What trust is made of: the published four.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrustFactor {
    /// They care about me and treat all fairly.
    Humanity,
    /// They share information and motives in plain words.
    Transparency,
    /// Their product, service and experience are good.
    Capability,
    /// They keep their promises, time after time.
    Reliability,
}

impl TrustFactor {
    /// All of them: the two of intent, then the two of competence.
    pub const ALL: [Self; 4] =
        [Self::Humanity, Self::Transparency, Self::Capability, Self::Reliability];

    /// The word in capitals.
    pub fn word(self) -> &'static str {
        match self {
            Self::Humanity => "HUMANITY",
            Self::Transparency => "TRANSPARENCY",
            Self::Capability => "CAPABILITY",
            Self::Reliability => "RELIABILITY",
        }
    }

    /// Reads the word in capitals.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// What a customer may do who trusts us, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Behaviour {
    /// Stay.
    Renew,
    /// Buy more.
    BuyMore,
    /// Recommend us.
    Recommend,
    /// Forgive a mistake.
    Forgive,
}

impl Behaviour {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Renew, Self::BuyMore, Self::Recommend, Self::Forgive];

    /// The word in capitals.
    pub fn word(self) -> &'static str {
        match self {
            Self::Renew => "RENEW",
            Self::BuyMore => "BUY_MORE",
            Self::Recommend => "RECOMMEND",
            Self::Forgive => "FORGIVE",
        }
    }

    /// Reads the word in capitals.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// What a factor's score is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Answers and proxies.
    Blended,
    /// Answers only, enough of them.
    SurveyOnly,
    /// Proxies only.
    OperationalOnly,
    /// Nothing, or too few answers: there is no score.
    None,
}

/// What customers say and what was measured are far apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GapFlag {
    /// We do better than they feel: tell and show.
    PerceptionBelowFacts,
    /// Goodwill is being used up: repair before they notice.
    PerceptionAboveFacts,
}

impl GapFlag {
    /// The words in capitals.
    pub fn word(self) -> &'static str {
        match self {
            Self::PerceptionBelowFacts => "PERCEPTION_BELOW_FACTS",
            Self::PerceptionAboveFacts => "PERCEPTION_ABOVE_FACTS",
        }
    }
}

/// A trust score with everything that explains it. All values in full precision; rounding is the API's.
#[derive(Debug, Clone, PartialEq)]
pub struct Trust {
    /// Mean of the factors, 0 to 100; `None` when too few of them have a score.
    pub value: Option<f64>,
    /// The value as a net of agreement, −100 to 100.
    pub net: Option<f64>,
    /// Mean of humanity and transparency, when both are known.
    pub intent: Option<f64>,
    /// Mean of capability and reliability, when both are known.
    pub competence: Option<f64>,
    /// The four factors in their order.
    pub factors: Vec<FactorScore>,
    /// What they tend to do.
    pub behaviours: Vec<Tendency>,
    /// The factor with the lowest score.
    pub weakest: Option<TrustFactor>,
    /// What to do, first about the weakest factor; none when no factor has a score.
    pub recommendations: Vec<Recommendation>,
    /// The most answers to one of the statements.
    pub responses: usize,
    /// Share of the evidence that was seen, 0 to 1: the mean of the factors, of each half its
    /// answers (all, from as many on as make it alone) and half its proxies.
    pub coverage: f64,
    /// `code@version`.
    pub model: String,
    /// For which day.
    pub as_of: NaiveDate,
}

/// A factor within a trust score.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorScore {
    /// Which.
    pub factor: TrustFactor,
    /// The statement that the survey asks about, in our words.
    pub statement: String,
    /// 0 to 100.
    pub score: Option<f64>,
    /// What it is made of.
    pub basis: Basis,
    /// What they say, 0 to 100: half of the net of agreement + 100.
    pub survey: Option<f64>,
    /// How many answers.
    pub survey_n: usize,
    /// The answers' records, newest first.
    pub survey_inputs: Vec<Origin>,
    /// Why the answers could not be read; then none of them counts.
    pub survey_error: Option<String>,
    /// What was measured: the mean of the proxies that were seen.
    pub operational: Option<f64>,
    /// The weight of what they say, 0 to 1.
    pub alpha: Option<f64>,
    /// `survey − operational`.
    pub gap: Option<f64>,
    /// The gap is wide.
    pub gap_flag: Option<GapFlag>,
    /// The proxies in the model's order; they bring no points of their own.
    pub proxies: Vec<KpiScore>,
    /// Why there is no score.
    pub reason: Option<String>,
}

/// What a trust score is made from, before any of it is judged.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TrustInputs {
    /// What was answered to each factor's statement. A factor without an entry was not asked about.
    pub answers: BTreeMap<TrustFactor, Answers>,
    /// What was seen of the proxies, by their codes.
    pub observations: Observations,
}

/// The trust of an account on a day: what a batch, a list and a question must agree on.
pub fn trust(
    facts: &Facts,
    model: &TrustModel,
    calendar: &Calendar,
    as_of: NaiveDate,
) -> Trust {
    score_trust(&measure_trust(facts, model, calendar, as_of), model, as_of)
}

/// Reads the answers and measures the proxies on an account's facts as they stood at the end of a
/// day: facts dated later do not count.
pub fn measure_trust(
    facts: &Facts,
    model: &TrustModel,
    calendar: &Calendar,
    as_of: NaiveDate,
) -> TrustInputs {
    let room = Room::new(facts, as_of, calendar);
    let answers = model
        .factors
        .iter()
        .map(|def| (def.factor, agreement(&room, &def.item, model.window_days)));
    TrustInputs {
        answers: answers.filter(|(_, answers)| *answers != Answers::default()).collect(),
        observations: observe(&room, model.proxies(), &BTreeMap::new(), calendar),
    }
}

/// Scores what was said and seen.
pub fn score_trust(inputs: &TrustInputs, model: &TrustModel, as_of: NaiveDate) -> Trust {
    let factors: Vec<FactorScore> =
        model.factors.iter().map(|def| factor(def, inputs, model, as_of)).collect();
    let of = |wanted| factors.iter().find(|f| f.factor == wanted).and_then(|f| f.score);
    let [humanity, transparency, capability, reliability] = TrustFactor::ALL.map(of);
    let pair = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| f64::midpoint(a, b));
    let scores: Vec<f64> = factors.iter().filter_map(|factor| factor.score).collect();
    let value = mean(&scores).filter(|_| scores.len() >= model.least_factors);
    let weakest = weakest(&factors);
    Trust {
        value,
        net: value.map(|value| 2.0 * value - 100.0),
        intent: pair(humanity, transparency),
        competence: pair(capability, reliability),
        behaviours: advice::tendencies(model, of),
        weakest: weakest.map(|factor| factor.factor),
        recommendations: advice::recommendations(model, &factors, weakest),
        responses: factors.iter().map(|factor| factor.survey_n).max().unwrap_or(0),
        coverage: coverage(&factors, model),
        model: model.id(),
        as_of,
        factors,
    }
}

/// The lowest score; of equals the first in the model's order.
fn weakest(factors: &[FactorScore]) -> Option<&FactorScore> {
    let scored = factors.iter().filter_map(|factor| Some((factor.score?, factor)));
    scored.min_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, factor)| factor)
}

fn factor(
    def: &FactorDef,
    inputs: &TrustInputs,
    model: &TrustModel,
    as_of: NaiveDate,
) -> FactorScore {
    let answers = inputs.answers.get(&def.factor).cloned().unwrap_or_default();
    let proxies: Vec<KpiScore> = def
        .proxies
        .iter()
        .map(|kpi| match inputs.observations.get(&kpi.code) {
            Some(seen) => observed(kpi, seen, as_of),
            None => blank(kpi),
        })
        .collect();
    let points: Vec<f64> = proxies.iter().filter_map(|proxy| proxy.normalised).collect();
    let counted: &[f64] = if answers.error.is_some() { &[] } else { &answers.scores };
    let n = counted.len();
    let (survey, operational) = (model.agreement(counted), mean(&points));
    let (basis, alpha) = model.basis(survey.map(|_| n), operational.is_some());
    let part = |weight: f64, points: Option<f64>| points.map_or(0.0, |points| weight * points);
    let gap = survey.zip(operational).map(|(survey, operational)| survey - operational);
    FactorScore {
        factor: def.factor,
        statement: def.statement.clone(),
        score: alpha.map(|alpha| part(alpha, survey) + part(1.0 - alpha, operational)),
        basis,
        survey,
        survey_n: n,
        reason: (basis == Basis::None).then(|| reason(n, answers.error.as_deref(), model)),
        survey_inputs: answers.inputs,
        survey_error: answers.error,
        operational,
        alpha,
        gap,
        gap_flag: gap.and_then(|gap| model.flag(gap)),
        proxies,
    }
}

/// Why a factor has no score.
fn reason(n: usize, error: Option<&str>, model: &TrustModel) -> String {
    match (n, error) {
        (_, Some(error)) => {
            format!("the answers cannot be read and no proxy was measured: {error}")
        }
        (0, None) => "nobody answered and no proxy was measured".to_owned(),
        (n, None) => format!(
            "{n} of the {} answers needed while no proxy was measured",
            model.least_alone
        ),
    }
}

fn coverage(factors: &[FactorScore], model: &TrustModel) -> f64 {
    let of = |factor: &FactorScore| {
        let said = (factor.survey_n as f64 / model.least_alone as f64).min(1.0);
        let applicable = factor.proxies.iter().filter(|proxy| proxy.applies());
        let evidence: Vec<f64> = applicable.map(|proxy| proxy.evidence).collect();
        mean(&evidence).map_or(said, |measured| f64::midpoint(said, measured))
    };
    let shares: Vec<f64> = factors.iter().map(of).collect();
    mean(&shares).unwrap_or(0.0)
}

#[cfg(test)]
mod tests;
