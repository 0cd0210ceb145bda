//! Answers of customers: which count for a KPI. How one is read, the room `survey` knows.

use super::view::{Evidence, View, missing};
use crate::insight::Observation;
use crate::insight::survey::is_of_our_own;
pub(super) use crate::insight::survey::{Answer, mean, net, share};
use crate::model::SurveyResponse;

/// The value that customers' answers in the window show; our own people's are no feedback of a
/// customer. One answer that cannot be read refuses them all: leaving it out would pick answers.
pub(super) fn from_answers<'a>(
    view: &View<'a>,
    wanted: impl Fn(&SurveyResponse) -> bool,
    read: impl Fn(&SurveyResponse) -> Result<f64, String>,
    value: impl FnOnce(&[Answer<'a>]) -> Option<f64>,
) -> Observation {
    let counts = |answer: &SurveyResponse| {
        answer.score.is_some() && !is_of_our_own(answer) && wanted(answer)
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
