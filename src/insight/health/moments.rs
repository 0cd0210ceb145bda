//! Moments that matter to some accounts: they multiply the weight of a stage.

use crate::insight::{Facts, HealthModel};
use crate::model::Account;

/// Plain attributes of an account that a moment may look at.
pub(in crate::insight) const MOMENT_ATTRIBUTES: &[&str] =
    &["industry", "country", "region", "city", "time_zone", "lines_of_business"];

/// The product of the multipliers of the moments that fit the account; nothing when none fits.
pub(super) fn multiplier(stage: &str, facts: &Facts, model: &HealthModel) -> Option<f64> {
    let fitting = model.moments.iter().filter(|moment| {
        moment.stage == stage
            && moment.when.iter().all(|(attribute, accepted)| {
                let held = values(&facts.account, attribute);
                held.iter().any(|value| accepted.iter().any(|word| same(word, value)))
            })
    });
    fitting.map(|moment| moment.multiplier).reduce(|a, b| a * b)
}

fn values<'a>(account: &'a Account, attribute: &str) -> Vec<&'a str> {
    let single = match attribute {
        "industry" => &account.industry,
        "country" => &account.country,
        "region" => &account.region,
        "city" => &account.city,
        "time_zone" => &account.time_zone,
        "lines_of_business" => {
            return account.lines_of_business.iter().flatten().map(String::as_str).collect();
        }
        _ => return Vec::new(),
    };
    single.as_deref().into_iter().collect()
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
