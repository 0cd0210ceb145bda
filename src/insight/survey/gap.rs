//! Expectation gap: what was promised and kept, against how they felt about it.

use chrono::NaiveDate;

use super::Answer;
use super::kind::SurveyKind;
use super::scale::{Stated, mean, share};
use super::voice::{SurveyFilter, Voice, is_of_our_own};
use crate::insight::{KpiScore, Models};
use crate::model::ContactId;

/// Which way promise and experience differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectationFlag {
    /// We keep the promise better than they feel it: tell and show.
    FeltBelowKept,
    /// They feel better than we keep the promise: fix it before they notice.
    FeltAboveKept,
}

/// A stage's promise and what they felt about it, both 0 to 100.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// The stage of the journey.
    pub stage: String,
    /// The KPI that says how far the promise was kept.
    pub promise: String,
    /// Percent kept.
    pub kept: Option<f64>,
    /// What was asked.
    pub kind: SurveyKind,
    /// How they felt, 100 is best: the share of good answers, or the mean on its scale.
    pub felt: Option<f64>,
    /// Answers.
    pub n: usize,
    /// Who answered last, and when.
    pub last: Option<(Option<ContactId>, NaiveDate)>,
    /// Kept less felt; `None` unless both were seen.
    pub gap: Option<f64>,
    /// The gap is as large as the model says, on enough answers.
    pub flag: Option<ExpectationFlag>,
}

/// One for each stage of the model that has an instrument.
pub fn expectations<'a>(
    voices: &[Voice],
    kpis: impl IntoIterator<Item = &'a KpiScore>,
    models: &Models,
    as_of: NaiveDate,
) -> Vec<Expectation> {
    let rules = &models.survey.expectations;
    let kpis: Vec<&KpiScore> = kpis.into_iter().collect();
    let filter = SurveyFilter::last(rules.window, as_of);
    let of = |rule: &super::model::Expected| {
        let kind = SurveyKind::from_word(&rule.instrument)?;
        let about = |voice: &&Voice| {
            let said = voice.response.touchpoint.as_deref().unwrap_or_default().to_lowercase();
            voice.response.instrument.as_deref() == Some(kind.word())
                && !is_of_our_own(voice.response)
                && rule.touchpoints.iter().any(|word| said.contains(word.as_str()))
                && filter.admits(voice)
        };
        let asked: Vec<&Voice> = voices.iter().filter(about).collect();
        let felt = felt(kind, &asked);
        let kpi =
            kpis.iter().find(|kpi| kpi.code == rule.promise && kpi.fallback_used.is_none());
        let kept = kpi.and_then(|kpi| kpi.raw);
        let gap = kept.zip(felt).map(|(kept, felt)| kept - felt);
        let enough = asked.len() >= models.survey.low_sample;
        Some(Expectation {
            stage: rule.stage.clone(),
            promise: rule.promise.clone(),
            kept,
            kind,
            felt,
            n: asked.len(),
            last: last(&asked),
            gap,
            flag: gap.filter(|_| enough).and_then(|gap| flag(gap, rules.points)),
        })
    };
    rules.stages.iter().filter_map(of).collect()
}

fn last(asked: &[&Voice]) -> Option<(Option<ContactId>, NaiveDate)> {
    let newest = asked.iter().max_by_key(|voice| (voice.day, &voice.response.origin.id))?;
    Some((newest.response.origin.contact.clone(), newest.day))
}

fn flag(gap: f64, points: f64) -> Option<ExpectationFlag> {
    if gap.abs() < points {
        return None;
    }
    Some(if gap > 0.0 {
        ExpectationFlag::FeltBelowKept
    } else {
        ExpectationFlag::FeltAboveKept
    })
}

/// Satisfaction is a share of good answers as it is elsewhere; all else is the place on its scale.
fn felt(kind: SurveyKind, asked: &[&Voice]) -> Option<f64> {
    let mut answers = Vec::new();
    for voice in asked {
        let response = voice.response;
        let score = match kind {
            SurveyKind::Csat => kind.scale().exact(response).ok()?,
            _ => Stated::of(response).ok()?.goodness(),
        };
        answers.push(Answer { score, response });
    }
    if answers.is_empty() {
        return None;
    }
    Some(match kind {
        SurveyKind::Csat => share(&answers, |score| score >= 4.0),
        _ => mean(&answers),
    })
}
