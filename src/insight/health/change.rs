//! Why a score moved: the way from one score to another in four steps, each split among KPIs.
//!
//! First, KPIs that are scored no longer leave (`DATA_LOST`); then weights change (`WEIGHT`); then
//! the values of the KPIs scored in both (`VALUE`: these add up to the like-for-like difference);
//! then newly scored KPIs enter (`DATA_NEW`). Caps come then, and a person's word last. Nothing is left over.

use std::collections::{BTreeMap, BTreeSet};

use super::{Health, KpiChange, KpiScore, StageScore, mean};

/// Smaller parts are the noise of floating point, not reasons.
const NOISE: f64 = 1e-12;

/// Why the value moved from one score to another, part by part.
///
/// Empty when one of the two has no value: there is no difference to explain, only a coverage
/// that fell or rose. KPIs that only one of two models knows, and equal raw values that score
/// differently, have the cause `MODEL`; so have changed weights between different models.
/// A KPI that was declared not to apply, or to apply again, is a `WEIGHT`: nothing was lost.
pub fn explain_change(from: &Health, to: &Health) -> Vec<KpiChange> {
    let (Some(before), Some(after)) = (Totals::of(from), Totals::of(to)) else {
        return Vec::new();
    };
    let walk = Walk::new(from, to);
    let mut parts = walk.parts();
    parts.extend(cap_part(&before, &after));
    parts.extend(override_part(&before, &after));
    parts.retain(|part| part.points.abs() > NOISE);
    parts
}

/// The difference on KPIs scored in both, with the later score's weights; `None` when there is none.
///
/// There is none while one of the two has no value, or when they share no KPI.
pub fn like_for_like(from: &Health, to: &Health) -> Option<f64> {
    from.value.and(to.value)?;
    let walk = Walk::new(from, to);
    Some(walk.index(|row| row.new) - walk.index(|row| row.old)).filter(|d| d.is_finite())
}

struct Totals {
    value: f64,
    computed: f64,
    lowest_cap: Option<f64>,
    said: Option<f64>,
}

impl Totals {
    fn of(health: &Health) -> Option<Self> {
        let lowest_cap = health.caps.iter().map(|cap| cap.cap).reduce(f64::min);
        let said = health.overridden.as_ref().map(|said| said.value);
        Some(Self { value: health.value?, computed: health.computed?, lowest_cap, said })
    }

    fn capped(&self) -> f64 {
        self.lowest_cap.map_or(self.computed, |cap| self.computed.min(cap))
    }

    fn capped_away(&self) -> f64 {
        self.capped() - self.computed
    }

    fn said_away(&self) -> f64 {
        self.value - self.capped()
    }
}

fn override_part(before: &Totals, after: &Totals) -> Option<KpiChange> {
    let held = before.said.is_some() || after.said.is_some();
    held.then(|| KpiChange {
        code: "OVERRIDE".to_owned(),
        from: before.said,
        to: after.said,
        points: after.said_away() - before.said_away(),
        cause: "OVERRIDE",
    })
}

fn cap_part(before: &Totals, after: &Totals) -> Option<KpiChange> {
    let held = before.lowest_cap.is_some() || after.lowest_cap.is_some();
    held.then(|| KpiChange {
        code: "CAP".to_owned(),
        from: before.lowest_cap,
        to: after.lowest_cap,
        points: after.capped_away() - before.capped_away(),
        cause: "CAP",
    })
}

/// A KPI with a part in a score.
#[derive(Clone, Copy)]
struct Part<'a> {
    stage: &'a str,
    kpi: &'a KpiScore,
    points: f64,
    /// Share of the index.
    share: f64,
}

/// A KPI with a part in both scores.
struct Row<'a> {
    code: &'a str,
    stage_before: &'a str,
    stage: &'a str,
    before: &'a KpiScore,
    after: &'a KpiScore,
    old: f64,
    new: f64,
    /// Share of the index over the common KPIs, with the earlier and the later weights.
    share_before: f64,
    share: f64,
}

struct Walk<'a> {
    from: &'a Health,
    to: &'a Health,
    old: Vec<Part<'a>>,
    new: Vec<Part<'a>>,
    common: Vec<Row<'a>>,
}

impl<'a> Walk<'a> {
    fn new(from: &'a Health, to: &'a Health) -> Self {
        let (all_old, all_new) = (codes(from), codes(to));
        let both: BTreeSet<_> = all_old.intersection(&all_new).copied().collect();
        let before = parts_of(from, &both);
        let after: BTreeMap<_, _> = parts_of(to, &both)
            .into_iter()
            .map(|part| (part.kpi.code.as_str(), part))
            .collect();
        let row = |old: Part<'a>| {
            let new = after.get(old.kpi.code.as_str())?;
            Some(Row {
                code: &old.kpi.code,
                stage_before: old.stage,
                stage: new.stage,
                before: old.kpi,
                after: new.kpi,
                old: old.points,
                new: new.points,
                share_before: old.share,
                share: new.share,
            })
        };
        let common = before.into_iter().filter_map(row).collect();
        Self { from, to, old: parts_of(from, &all_old), new: parts_of(to, &all_new), common }
    }

    /// The index over the common KPIs with the later weights; not a number when there are none.
    fn index(&self, points: impl Fn(&Row) -> f64) -> f64 {
        if self.common.is_empty() {
            return f64::NAN;
        }
        self.common.iter().map(|row| row.share * points(row)).sum()
    }

    fn other_model(&self) -> bool {
        self.from.model != self.to.model
    }

    fn parts(&self) -> Vec<KpiChange> {
        let mut parts = self.lost();
        parts.extend(self.reweighted());
        parts.extend(self.common.iter().map(|row| self.moved(row)));
        parts.extend(self.found());
        parts
    }

    /// Step 1. Without a bad KPI its stage (or, when the stage goes with it, the index) is what
    /// remains: it gains the distance between them, in the KPI's share.
    fn lost(&self) -> Vec<KpiChange> {
        let stays: f64 = self.common.iter().map(|row| row.share_before * row.old).sum();
        let gone = self.old.iter().filter(|part| !self.is_common(part));
        gone.map(|part| {
            let stage = self.common.iter().filter(|row| row.stage_before == part.stage);
            let kept: Vec<f64> = stage.map(|row| row.old).collect();
            let rest = mean(&kept).unwrap_or_else(|| self.rest(stays));
            KpiChange {
                code: part.kpi.code.clone(),
                from: Some(part.points),
                to: None,
                points: part.share * (rest - part.points),
                cause: absence(&part.kpi.code, self.to, "DATA_LOST"),
            }
        })
        .collect()
    }

    /// Step 2. A KPI that weighs more pulls the index towards itself.
    fn reweighted(&self) -> Vec<KpiChange> {
        // With a middle the parts say which way each KPI pulls. Where all weights of a side are 0
        // there is none, and 0 keeps the sum right.
        let weighed = |share: fn(&Row) -> f64| self.common.iter().any(|row| share(row) > 0.0);
        let both = weighed(|row| row.share_before) && weighed(|row| row.share);
        let middle: f64 = self.common.iter().map(|row| row.share_before * row.old).sum();
        let middle = if both { middle } else { 0.0 };
        let cause = if self.other_model() { "MODEL" } else { "WEIGHT" };
        let part = |row: &Row| KpiChange {
            code: row.code.to_owned(),
            from: Some(row.old),
            to: Some(row.new),
            points: (row.share - row.share_before) * (row.old - middle),
            cause,
        };
        self.common.iter().map(part).collect()
    }

    /// Step 3.
    fn moved(&self, row: &Row) -> KpiChange {
        let (before, after) = (row.before, row.after);
        let same_raw = before.raw == after.raw && before.category == after.category;
        let cause = match (before.normalised, after.normalised) {
            // With the policy `WORST` what is missing counts as 0 and still is not a value.
            (Some(_), None) => "DATA_LOST",
            (None, Some(_)) => "DATA_NEW",
            _ if self.other_model() && same_raw => "MODEL",
            _ => "VALUE",
        };
        KpiChange {
            code: row.code.to_owned(),
            from: before.normalised,
            to: after.normalised,
            points: row.share * (row.new - row.old),
            cause,
        }
    }

    /// Step 4, the mirror of step 1.
    fn found(&self) -> Vec<KpiChange> {
        let stays: f64 = self.common.iter().map(|row| row.share * row.new).sum();
        let come = self.new.iter().filter(|part| !self.is_common(part));
        come.map(|part| {
            let stage = self.common.iter().filter(|row| row.stage == part.stage);
            let kept: Vec<f64> = stage.map(|row| row.new).collect();
            let rest = mean(&kept).unwrap_or_else(|| self.rest(stays));
            KpiChange {
                code: part.kpi.code.clone(),
                from: None,
                to: Some(part.points),
                points: part.share * (part.points - rest),
                cause: absence(&part.kpi.code, self.from, "DATA_NEW"),
            }
        })
        .collect()
    }

    fn is_common(&self, part: &Part) -> bool {
        self.common.iter().any(|row| row.code == part.kpi.code)
    }

    /// What remains, or halfway between the two scores when nothing is common to them.
    fn rest(&self, stays: f64) -> f64 {
        if !self.common.is_empty() {
            return stays;
        }
        let total = |parts: &[Part]| parts.iter().map(|p| p.share * p.points).sum::<f64>();
        f64::midpoint(total(&self.old), total(&self.new))
    }
}

/// Why a KPI has no part in the other score.
fn absence(code: &str, other: &Health, otherwise: &'static str) -> &'static str {
    let mut rows = other.stages.iter().flat_map(|stage| &stage.kpis);
    match rows.find(|kpi| kpi.code == code) {
        None => "MODEL",
        Some(kpi) if !kpi.applies() => "WEIGHT",
        Some(_) => otherwise,
    }
}

/// KPIs with a part in the score.
fn codes(health: &Health) -> BTreeSet<&str> {
    let counted = health.stages.iter().flat_map(counted);
    counted.map(|(kpi, _)| kpi.code.as_str()).collect()
}

fn counted(stage: &StageScore) -> impl Iterator<Item = (&KpiScore, f64)> {
    let parts = stage.kpis.iter().filter(|kpi| kpi.contribution.is_some());
    parts.map(|kpi| (kpi, kpi.normalised.unwrap_or(0.0)))
}

/// The chosen KPIs of a score with their shares of the index that they alone would make.
fn parts_of<'a>(health: &'a Health, chosen: &BTreeSet<&str>) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    let mut weights = 0.0;
    for stage in &health.stages {
        let kpis: Vec<_> =
            counted(stage).filter(|(kpi, _)| chosen.contains(kpi.code.as_str())).collect();
        if kpis.is_empty() {
            continue;
        }
        weights += stage.weight;
        let share = stage.weight / kpis.len() as f64;
        parts.extend(kpis.into_iter().map(|(kpi, points)| Part {
            stage: &stage.code,
            kpi,
            points,
            share,
        }));
    }
    for part in &mut parts {
        part.share = if weights > 0.0 { part.share / weights } else { 0.0 };
    }
    parts
}
