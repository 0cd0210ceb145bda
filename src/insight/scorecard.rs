//! Everything that is scored from an account's facts: what a batch, a list and a question agree on.

use chrono::NaiveDate;

use super::revenue::{Book, book};
use super::survey::{Metric, SurveyFilter, SurveyKind, metric, voices};
use super::{Calendar, Facts, Health, Models, Trust, assess, trust};

/// Answers about the relation count for so many days.
const NPS_DAYS: i64 = 365;

/// The scores of an account for a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Scorecard {
    /// How healthy it is.
    pub health: Health,
    /// How far they trust us.
    pub trust: Trust,
    /// What they answer when asked whether they would recommend us, in a year.
    pub nps: Metric,
    /// Codes of the segments that it is in, in the model's order.
    pub segments: Vec<String>,
    /// What its money rests on.
    pub book: Book,
}

/// Scores an account on its facts as they stood at the end of a day.
pub fn scorecard(
    facts: &Facts,
    models: &Models,
    calendar: &Calendar,
    as_of: NaiveDate,
) -> Scorecard {
    let segments = models.segments().codes_of(facts, calendar, as_of);
    let relation = SurveyFilter {
        prong: Some("RELATIONAL".to_owned()),
        ..SurveyFilter::last(NPS_DAYS, as_of)
    };
    let voices = voices(facts, calendar, as_of);
    Scorecard {
        nps: metric(SurveyKind::Nps, voices, &relation, models),
        health: assess(facts, &models.health, calendar, as_of),
        trust: trust(facts, &models.trust, calendar, as_of),
        book: book(facts, &segments, models, calendar, as_of),
        segments,
    }
}
