//! Answers of customers: which count for a KPI, and on which scale.
//!
//! Polarity is never guessed: an answer whose mapping does not state it is refused, because a
//! mixture of "5 is good" and "5 is bad" makes a number that means nothing.

use super::view::{Evidence, View, missing, sum};
use crate::insight::Observation;
use crate::model::SurveyResponse;

/// A scale with its two ends, and which of them is good.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    pub(super) name: &'static str,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) high_is_good: bool,
}

/// An answer with its score on the scale that was asked for.
pub(super) struct Answer<'a> {
    pub(super) score: f64,
    pub(super) response: &'a SurveyResponse,
}

impl Scale {
    /// The answer on this very scale, mirrored where it was asked the other way round.
    /// The shares that make NPS, CSAT and NetEasy are defined on their own steps only.
    pub(super) fn exact(self, answer: &SurveyResponse) -> Result<f64, String> {
        let stated = Stated::of(answer)?;
        if (stated.low, stated.high) != (self.low, self.high) {
            return Err(format!(
                "{} is asked on {} to {}, but {} states {} to {}; correct the mapping of the survey",
                self.name, self.low, self.high, answer.origin.record, stated.low, stated.high
            ));
        }
        let same_way = stated.high_is_good == self.high_is_good;
        Ok(if same_way { stated.score } else { self.low + self.high - stated.score })
    }

    /// The answer brought to this scale in a straight line.
    pub(super) fn stretched(self, answer: &SurveyResponse) -> Result<f64, String> {
        let stated = Stated::of(answer)?;
        if (stated.low, stated.high) == (self.low, self.high) {
            return self.exact(answer);
        }
        let share = (stated.score - stated.low) / (stated.high - stated.low);
        let share = if stated.high_is_good == self.high_is_good { share } else { 1.0 - share };
        Ok(self.low + share * (self.high - self.low))
    }
}

/// What an answer says of itself.
struct Stated {
    score: f64,
    low: f64,
    high: f64,
    high_is_good: bool,
}

impl Stated {
    fn of(answer: &SurveyResponse) -> Result<Self, String> {
        let record = &answer.origin.record;
        let high_is_good = match answer.polarity.as_deref() {
            Some("HIGH_IS_GOOD") => true,
            Some("LOW_IS_GOOD") => false,
            _ => return Err(format!("{record} states no polarity; state it in the mapping")),
        };
        let (Some(score), Some(low), Some(high)) =
            (answer.score, answer.scale_low, answer.scale_high)
        else {
            return Err(format!("{record} states no scale; state it in the mapping"));
        };
        if !(low < high && low <= score && score <= high) {
            return Err(format!("{record} answers {score} on a scale of {low} to {high}"));
        }
        Ok(Self { score, low, high, high_is_good })
    }
}

/// The value that customers' answers in the window show; our own people's are no feedback of a
/// customer. One answer that cannot be read refuses them all: leaving it out would pick answers.
pub(super) fn from_answers<'a>(
    view: &View<'a>,
    wanted: impl Fn(&SurveyResponse) -> bool,
    read: impl Fn(&SurveyResponse) -> Result<f64, String>,
    value: impl FnOnce(&[Answer<'a>]) -> Option<f64>,
) -> Observation {
    let counts = |answer: &SurveyResponse| {
        answer.score.is_some()
            && answer.prong.as_deref() != Some("EMPLOYEE")
            && answer.instrument.as_deref() != Some("EMPLOYEE_NPS")
            && wanted(answer)
    };
    let (mut answers, mut errors) = (Vec::new(), Vec::new());
    let mut evidence = Evidence::default();
    for (day, response) in view.recent(&view.facts().surveys, |answer| view.room.day(answer.at))
    {
        if !counts(response) {
            continue;
        }
        evidence.add(day, &response.origin);
        match read(response) {
            Ok(score) => answers.push(Answer { score, response }),
            Err(error) => errors.push(error),
        }
    }
    // The least of them, so that the order of the facts does not show.
    if let Some(error) = errors.into_iter().min() {
        return evidence.refuses(error);
    }
    if answers.is_empty() {
        return missing();
    }
    value(&answers).map_or_else(missing, |raw| evidence.shows(raw, answers.len()))
}

/// Mean of the answers.
pub(super) fn mean(answers: &[Answer]) -> f64 {
    sum(answers.iter().map(|answer| answer.score).collect()) / answers.len() as f64
}

/// Answers of an instrument, about one of the touchpoints; `unsaid` says whether an answer that
/// names no touchpoint counts.
pub(super) fn about(
    answer: &SurveyResponse,
    instruments: &[&str],
    touchpoints: &[&str],
    unsaid: bool,
) -> bool {
    let instrument = answer.instrument.as_deref().unwrap_or_default();
    if !instruments.contains(&instrument) {
        return false;
    }
    let Some(touchpoint) = answer.touchpoint.as_deref() else { return unsaid };
    let touchpoint = touchpoint.trim().to_lowercase();
    touchpoints.iter().any(|known| touchpoint.contains(known))
}

/// Share of answers in percent.
pub(super) fn share(answers: &[Answer], of: impl Fn(f64) -> bool) -> f64 {
    let hits = answers.iter().filter(|answer| of(answer.score)).count();
    100.0 * hits as f64 / answers.len() as f64
}
