//! From facts to raw KPI values, each with the records it was made from.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Calendar, Facts, HealthModel};
use crate::model::Origin;

/// What was seen for one KPI. Missing is never zero.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observation {
    /// The raw value in the KPI's unit.
    pub raw: Option<f64>,
    /// The word, for a KPI that is a category.
    pub category: Option<String>,
    /// How many facts stand behind it.
    pub n: i64,
    /// The day of the newest of them; freshness is counted from here.
    pub observed_on: Option<NaiveDate>,
    /// The facts themselves, newest first.
    pub inputs: Vec<Origin>,
    /// Code of the fallback that was measured instead.
    pub fallback: Option<String>,
    /// Declared not to apply, by rule or by a person; never inferred from emptiness.
    pub not_applicable: bool,
    /// Why it could not be measured although facts are there.
    pub error: Option<String>,
}

/// What was seen, by KPI code. A KPI without an entry was not seen at all.
pub type Observations = BTreeMap<String, Observation>;

/// Measures every KPI of the model on an account's facts as they stood at the end of a day:
/// facts dated later do not count.
pub fn measure(
    facts: &Facts,
    model: &HealthModel,
    calendar: &Calendar,
    as_of: NaiveDate,
) -> Observations {
    let _ = (facts, model, calendar, as_of);
    todo!()
}
