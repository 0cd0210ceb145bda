//! An answer on a scale. Polarity is never guessed: an answer whose mapping does not state it is
//! refused, because a mixture of "5 is good" and "5 is bad" makes a number that means nothing.

use crate::insight::measure::sum;
use crate::model::SurveyResponse;

pub(in crate::insight) const NPS: Scale =
    Scale { name: "NPS", low: 0.0, high: 10.0, high_is_good: true };
pub(in crate::insight) const CSAT: Scale =
    Scale { name: "CSAT", low: 1.0, high: 5.0, high_is_good: true };
pub(in crate::insight) const CES5: Scale =
    Scale { name: "CES", low: 1.0, high: 5.0, high_is_good: false };
pub(super) const CES7: Scale =
    Scale { name: "CES 2.0", low: 1.0, high: 7.0, high_is_good: true };
pub(in crate::insight) const NET_EASY: Scale =
    Scale { name: "NetEasy", low: 1.0, high: 7.0, high_is_good: false };
pub(super) const TRUST: Scale =
    Scale { name: "Trust", low: 1.0, high: 7.0, high_is_good: true };
pub(super) const VALUE: Scale =
    Scale { name: "Value tier", low: 1.0, high: 5.0, high_is_good: true };

/// A scale with its two ends, and which of them is good.
#[derive(Debug, Clone, Copy)]
pub(in crate::insight) struct Scale {
    pub(in crate::insight) name: &'static str,
    pub(in crate::insight) low: f64,
    pub(in crate::insight) high: f64,
    pub(in crate::insight) high_is_good: bool,
}

/// An answer with its score on the scale that was asked for.
#[derive(Debug, Clone, Copy)]
pub(in crate::insight) struct Answer<'a> {
    pub(in crate::insight) score: f64,
    pub(in crate::insight) response: &'a SurveyResponse,
}

impl Scale {
    /// The answer on this very scale, mirrored where it was asked the other way round.
    /// The shares that make NPS, CSAT and NetEasy are defined on their own steps only.
    pub(in crate::insight) fn exact(self, answer: &SurveyResponse) -> Result<f64, String> {
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
    pub(in crate::insight) fn stretched(self, answer: &SurveyResponse) -> Result<f64, String> {
        let stated = Stated::of(answer)?;
        if (stated.low, stated.high) == (self.low, self.high) {
            return self.exact(answer);
        }
        let share = (stated.score - stated.low) / (stated.high - stated.low);
        let share = if stated.high_is_good == self.high_is_good { share } else { 1.0 - share };
        Ok(self.low + share * (self.high - self.low))
    }

    /// How good a score on this scale is, 0 (worst) to 100 (best).
    pub(super) fn goodness(self, score: f64) -> f64 {
        let share = (score - self.low) / (self.high - self.low);
        100.0 * if self.high_is_good { share } else { 1.0 - share }
    }
}

/// What an answer says of itself.
pub(super) struct Stated {
    score: f64,
    low: f64,
    high: f64,
    pub(super) high_is_good: bool,
}

impl Stated {
    pub(super) fn of(answer: &SurveyResponse) -> Result<Self, String> {
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

    /// How good the answer is on its own scale, 0 to 100.
    pub(super) fn goodness(&self) -> f64 {
        let share = (self.score - self.low) / (self.high - self.low);
        100.0 * if self.high_is_good { share } else { 1.0 - share }
    }
}

/// Mean of the answers.
pub(in crate::insight) fn mean(answers: &[Answer]) -> f64 {
    sum(answers.iter().map(|answer| answer.score).collect()) / answers.len() as f64
}

/// Share of answers in percent.
pub(in crate::insight) fn share(answers: &[Answer], of: impl Fn(f64) -> bool) -> f64 {
    100.0 * hits(answers, of) / answers.len() as f64
}

/// Share of the good answers less that of the bad ones, -100 to 100.
pub(in crate::insight) fn net(
    answers: &[Answer],
    good: impl Fn(f64) -> bool,
    bad: impl Fn(f64) -> bool,
) -> f64 {
    100.0 * (hits(answers, good) - hits(answers, bad)) / answers.len() as f64
}

fn hits(answers: &[Answer], of: impl Fn(f64) -> bool) -> f64 {
    answers.iter().filter(|answer| of(answer.score)).count() as f64
}
