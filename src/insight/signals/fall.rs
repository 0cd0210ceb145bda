//! FALL: health fell, measured on the KPIs that both days have.

use std::cmp::Ordering;

use super::{Case, Rule, Signal};
use crate::insight::{Health, KpiChange, KpiScore, explain_change, like_for_like};

/// So many KPIs are named as reasons.
const NAMED: usize = 3;

pub(super) fn rule(case: &Case) -> Vec<Signal> {
    let (before, now) = (case.watched.before, &case.watched.card.health);
    let fell = like_for_like(before, now).filter(|delta| *delta <= case.rules.fall.points);
    let Some(delta) = fell else { return Vec::new() };
    let mut parts: Vec<KpiChange> = explain_change(before, now);
    parts.retain(|part| part.cause == "VALUE" && part.points < 0.0);
    parts.sort_by(|a, b| a.points.partial_cmp(&b.points).unwrap_or(Ordering::Equal));
    parts.truncate(NAMED);
    let worst: Vec<&KpiScore> = parts.iter().filter_map(|part| kpi(now, &part.code)).collect();
    let names: Vec<&str> = worst.iter().map(|kpi| kpi.name.as_str()).collect();
    let because = format!(
        "health fell by {:.1} points in {} days, like for like, most of all by: {}",
        -delta,
        case.rules.fall.days,
        names.join(", ")
    );
    let mut suggested = case.rules.suggest(Rule::Fall, &because);
    for suggestion in &mut suggested {
        suggestion.targets.extend(worst.iter().map(|kpi| kpi.code.clone()));
    }
    let day = case.as_of();
    let evidence = worst.iter().flat_map(|kpi| kpi.inputs.iter().map(|origin| (day, origin)));
    let mut signal = case
        .signal(Rule::Fall, "", suggested)
        .measuring([("likeForLike", delta)])
        .shown_by(evidence);
    let told = [("from", before.value), ("to", now.value)];
    signal.measures.extend(told.into_iter().filter_map(|(n, v)| Some((n.to_owned(), v?))));
    vec![signal]
}

fn kpi<'a>(health: &'a Health, code: &str) -> Option<&'a KpiScore> {
    health.stages.iter().flat_map(|stage| &stage.kpis).find(|kpi| kpi.code == code)
}
