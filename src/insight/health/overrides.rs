//! A person's word in place of a computed index: it ends by itself, and what was computed stays.

use chrono::{DateTime, NaiveDate, Utc};

use crate::insight::{Facts, HealthModel};
use crate::model::Topic;

/// A value that one of our people gave in place of the computed one.
#[derive(Debug, Clone, PartialEq)]
pub struct Override {
    /// The value, 0 to 100.
    pub value: f64,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub author: String,
    /// When.
    pub since: DateTime<Utc>,
    /// It no longer counts on the day of this moment; `None` is until it is withdrawn.
    pub expires_at: Option<DateTime<Utc>>,
}

/// The newest override that still holds when the day ends.
pub(super) fn holding(
    facts: &Facts,
    model: &HealthModel,
    as_of: NaiveDate,
) -> Option<Override> {
    let end = model.calendar.end_of(as_of);
    let said = facts.statements.iter().rev();
    let mut holding = said.filter(|s| s.topic == Topic::HealthOverride && s.holds(end));
    holding.find_map(|statement| {
        Some(Override {
            value: statement.number()?.clamp(0.0, 100.0),
            reason: statement.reason.clone(),
            author: statement.author.clone(),
            since: statement.said_at,
            expires_at: statement.expires_at,
        })
    })
}
