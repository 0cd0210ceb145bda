//! Moments that matter to some accounts: they multiply the weight of a stage.

use chrono::NaiveDate;

use crate::insight::segments::meets;
use crate::insight::{Facts, HealthModel, Moment};

/// The moments of the model that matter to one account on a day.
pub(super) struct Moments<'a>(Vec<&'a Moment>);

/// The moments that matter to one account on a day, in the model's order.
pub(in crate::insight) fn moments_of<'a>(
    facts: &Facts,
    model: &'a HealthModel,
    as_of: NaiveDate,
) -> Vec<&'a Moment> {
    Moments::of(facts, model, as_of).0
}

impl<'a> Moments<'a> {
    pub(super) fn of(facts: &Facts, model: &'a HealthModel, as_of: NaiveDate) -> Self {
        if model.moments.is_empty() {
            return Self(Vec::new());
        }
        let segments = model.segments.of(facts, &model.calendar, as_of);
        let fits = |moment: &&Moment| {
            moment.when.iter().all(|(attribute, accepted)| match attribute.as_str() {
                "segment" => segments.iter().any(|segment| accepted.contains(&segment.code)),
                plain => meets(&facts.account, plain, accepted),
            })
        };
        Self(model.moments.iter().filter(fits).collect())
    }

    /// The product of the multipliers of a stage's moments; nothing when it has none.
    pub(super) fn multiplier(&self, stage: &str) -> Option<f64> {
        let of_stage = self.0.iter().filter(|moment| moment.stage == stage);
        of_stage.map(|moment| moment.multiplier).reduce(|a, b| a * b)
    }
}
