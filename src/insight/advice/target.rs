//! A modest target of a KPI: some points better, and not beyond the next knot of its line.

use crate::insight::{KpiDef, KpiScore};

/// The target, with its points; `None` when there is nothing to gain, or what was measured stands in
/// for another KPI. Of a category: the points of the next better word.
pub(super) fn target(kpi: &KpiDef, seen: &KpiScore, step: f64) -> Option<(f64, f64)> {
    let points = seen.normalised.filter(|_| seen.fallback_used.is_none())?;
    if seen.category.is_some() {
        let better = kpi.categories.values().copied().filter(|other| *other > points);
        return better.min_by(f64::total_cmp).map(|next| (next, next));
    }
    let raw = seen.raw?;
    let pairs = kpi.knots.windows(2).map(|pair| (pair[0], pair[1]));
    // Each piece of the line from its worse end to its better one, the worst piece first.
    let mut pieces: Vec<_> =
        pairs.map(|(a, b)| if a.1 <= b.1 { (a, b) } else { (b, a) }).collect();
    pieces.sort_by(|a, b| a.1.1.total_cmp(&b.1.1));
    let (worse, better) = pieces.into_iter().find(|(_, better)| better.1 > points)?;
    let wanted = (points + step).min(better.1);
    let exact = worse.0 + (better.0 - worse.0) * (wanted - worse.1) / (better.1 - worse.1);
    // A number that can be told: whole acts where acts are counted, else hundredths.
    let whole = kpi.unit == "count" && raw.fract() == 0.0;
    let rising = better.0 > worse.0;
    let aim = match (whole, rising) {
        (true, true) => exact.ceil(),
        (true, false) => exact.floor(),
        (false, _) => (exact * 100.0).round() / 100.0,
    };
    let reached = kpi.normalise(aim)?;
    (reached > points).then_some((aim, reached))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::kpi::supposed;
    use crate::insight::{HealthModel, Models};

    fn aim(code: &str, raw: f64) -> Option<(f64, f64)> {
        let model = HealthModel::built_in();
        let (_, kpi) = model.kpis().find(|(_, kpi)| kpi.code == code).expect("a KPI");
        let day = "2026-11-22".parse().expect("a day");
        target(kpi, &supposed(kpi, raw, day), 20.0)
    }

    #[test]
    fn a_target_is_a_step_better_and_not_beyond_the_next_knot() {
        let cases = [
            ("SU1", 62.5, Some((71.5, 70.0))),   // 50 and 20 points more
            ("DE1", 86.0, Some((90.0, 50.0))),   // the knot comes first
            ("SU3", 2.6, Some((1.8, 80.0))),     // lower is better
            ("GR3", 1.0, Some((2.0, 66.666_7))), // acts are counted
            ("DE1", 20.0, Some((78.0, 20.0))),   // below the line it starts at its end
            ("SU1", 84.9, Some((85.0, 100.0))),
            ("SU1", 99.0, None),
        ];
        for (code, raw, wanted) in cases {
            let found = aim(code, raw).map(|(to, points)| (to, (points * 1e4).round() / 1e4));
            assert_eq!(found, wanted, "{code} {raw}");
        }
    }

    #[test]
    fn whatever_is_not_perfect_has_a_target_that_is_better() {
        for (name, kpi) in Models::built_in().measured().filter(|(_, k)| !k.knots.is_empty()) {
            let (low, high) = (kpi.knots[0].0, kpi.knots[kpi.knots.len() - 1].0);
            for at in 0..=20 {
                let raw = low + (high - low) * f64::from(at) / 20.0;
                let day = "2026-11-22".parse().expect("a day");
                let seen = supposed(kpi, raw, day);
                let points = seen.normalised.expect("a number");
                let found = target(kpi, &seen, 20.0);
                assert_eq!(found.is_none(), points >= 100.0, "{name} {raw}");
                assert!(found.is_none_or(|(_, reached)| reached > points), "{name} {raw}");
            }
        }
    }
}
