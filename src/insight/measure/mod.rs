//! From facts to raw KPI values, each with the records it was made from.
//!
//! One file per stage of the journey and one for trust; `survey.rs` reads answers, `view.rs` the clock and the window,
//! `needs.rs` says which fields each measure cannot do without.

mod adoption;
mod awareness;
mod billing;
mod consideration;
mod delivery;
mod implementation;
mod needs;
mod purchase;
mod relationship;
mod renewal;
mod support;
mod survey;
mod trust;
mod view;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Calendar, Facts, HealthModel, KpiDef};
use crate::model::Origin;
use view::View;

pub(super) use billing::overdue;
pub(super) use delivery::{Kept, kept_lines};
pub use needs::{Holds, NeededField, NeededRow, needed_rows};
pub(super) use needs::{Part, Way, ways};
pub(super) use relationship::champion;
pub use trust::Answers;
pub(super) use trust::agreement;
pub(super) use view::{Room, is_touch, median, refers, sum};

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

impl Observation {
    /// There is a value or a word to score.
    fn has_value(&self) -> bool {
        self.raw.is_some() || self.category.is_some()
    }
}

/// What was seen, by KPI code. A KPI without an entry was not seen at all.
pub type Observations = BTreeMap<String, Observation>;

type Measure = fn(&View) -> Observation;

/// The built-in measures by the name that a model file uses. What each of them needs stands in
/// `needs.rs`.
const MEASURES: &[(&str, Measure)] = &[
    ("AW1", awareness::click_rate),
    ("AW2", awareness::web_reach),
    ("AW3", awareness::event_attendance),
    ("CO1", consideration::enquiry_response),
    ("CO2", consideration::high_intent),
    ("CO3", consideration::role_coverage),
    ("PU1", purchase::quote_turnaround),
    ("PU2", purchase::win_rate),
    ("PU3", purchase::ease_of_buying),
    ("PU3F", purchase::stage_slip),
    ("DE1", delivery::on_time),
    ("DE2", delivery::line_accuracy),
    ("DE3", delivery::lead_time),
    ("IM1", implementation::milestones_on_time),
    ("IM2", implementation::time_to_value),
    ("IM3", implementation::onboarding_satisfaction),
    ("IM3F", implementation::tickets_per_milestone),
    ("AD1", adoption::active_seats),
    ("AD2", adoption::breadth),
    ("AD3", adoption::trend),
    ("SU1", support::first_contact_resolution),
    ("SU2", support::targets_met),
    ("SU3", support::effort),
    ("SU3F", support::reopen_rate),
    ("BI1", billing::invoice_accuracy),
    ("BI2", billing::days_beyond_terms),
    ("BI3", billing::dispute_time),
    ("RE1", relationship::stakeholder_coverage),
    ("RE2", relationship::champion_status),
    ("RE3", relationship::weighted_nps),
    ("RE3F", relationship::mean_rating),
    ("GR1", renewal::renewal_rate),
    ("GR2", renewal::net_retention),
    ("GR3", renewal::advocacy),
    ("H1", trust::owner_changes),
    ("H2", trust::personal_contacts),
    ("H3", trust::support_satisfaction),
    ("H4", trust::unhappy_called),
    ("T1", trust::delays_announced),
    ("T2", trust::lines_in_doubt),
    ("T3", trust::promise_changes),
    ("T4", trust::updates_in_time),
    ("C3", delivery::return_rate),
];

/// Names of the built-in measures.
pub(super) fn names() -> impl Iterator<Item = &'static str> + Clone {
    MEASURES.iter().map(|(name, _)| *name)
}

/// Measures every KPI of the model on an account's facts as they stood at the end of a day in the
/// calendar's zone: facts dated later do not count. Business hours are counted in the account's
/// own time zone.
pub fn measure(
    facts: &Facts,
    model: &HealthModel,
    calendar: &Calendar,
    as_of: NaiveDate,
) -> Observations {
    let room = Room::new(facts, as_of, calendar);
    observe(&room, model.kpis().map(|(_, kpi)| kpi), &model.role_weights, calendar)
}

/// Measures these KPIs, whatever model they are of.
pub(super) fn observe<'k>(
    room: &Room,
    kpis: impl Iterator<Item = &'k KpiDef>,
    role_weights: &BTreeMap<String, f64>,
    calendar: &Calendar,
) -> Observations {
    let calendar = calendar.in_zone(room.facts().account.time_zone.as_deref());
    let look = |kpi: &KpiDef| {
        let view = View { room, kpi, calendar: &calendar, role_weights };
        let found = MEASURES.iter().find(|(name, _)| *name == kpi.measure);
        found.map_or_else(Observation::default, |(_, measure)| measure(&view))
    };
    let seen = kpis.map(|kpi| (kpi.code.clone(), with_fallback(kpi, look)));
    seen.filter(|(_, observation)| *observation != Observation::default()).collect()
}

/// Falls back only when nothing was seen: an error asks for repair and must not be painted over.
fn with_fallback(kpi: &KpiDef, look: impl Fn(&KpiDef) -> Observation) -> Observation {
    let seen = look(kpi);
    if seen.has_value() || seen.not_applicable || seen.error.is_some() {
        return seen;
    }
    let Some(fallback) = kpi.fallback.as_deref() else { return seen };
    let instead = look(fallback);
    if !instead.has_value() {
        return seen;
    }
    Observation { fallback: Some(fallback.code.clone()), ..instead }
}
