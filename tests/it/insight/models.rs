//! A health model that cannot be used says where, why and what would do.

use accord::insight::HealthModel;
use accord::model::Band;

const DEFAULT: &str = include_str!("../../../src/insight/models/chi-default.yaml");

/// A model of one stage that is fine.
const SMALL: &str = "\
code: small
version: '2'
bands: { RED: 0, AMBER: 40, GREEN: 80 }
confidence: { HIGH: 0.9, MEDIUM: 0.5, LOW: 0.2 }
stages:
  - code: CARE
    weight: 1
    kpis:
      - code: FIRST_TRY
        measure: SU1
        name: Solved at once
        unit: percent
        window: 30
        sample: 5
        ttl: 14
        source: SUPPORT
        knots: [[40, 0], [85, 100]]
        formula: Tickets solved at once.
";

fn refused(text: &str) -> String {
    HealthModel::parse("own.yaml", text).expect_err("a fault").to_string()
}

#[test]
fn the_built_in_model_has_ten_stages_of_three_kpis() {
    let model = HealthModel::built_in();
    assert_eq!(model.id(), "chi-default@1.0.0");
    assert_eq!(model.stages.len(), 10);
    assert!(model.stages.iter().all(|stage| stage.kpis.len() == 3));
    assert_eq!(model.kpis().filter(|(_, kpi)| kpi.fallback.is_some()).count(), 4);
    let weights: f64 = model.stages.iter().map(|stage| stage.weight).sum();
    assert!((weights - 10.0).abs() < 1e-9, "{weights}");
}

#[test]
fn every_kpi_scores_0_and_100_at_its_bounds_and_nothing_beyond() {
    for (_, kpi) in HealthModel::built_in().kpis() {
        let all = [Some(kpi), kpi.fallback.as_deref()];
        for kpi in all.into_iter().flatten().filter(|kpi| !kpi.knots.is_empty()) {
            let scores: Vec<f64> = kpi.knots.iter().map(|knot| knot.1).collect();
            let ends = [kpi.knots[0], kpi.knots[kpi.knots.len() - 1]];
            for (knot, way) in ends.into_iter().zip([-1.0, 1.0]) {
                assert_eq!(kpi.normalise(knot.0), Some(knot.1), "{}", kpi.code);
                assert_eq!(kpi.normalise(knot.0 + way * 1e6), Some(knot.1), "{}", kpi.code);
            }
            assert!(scores.contains(&0.0) && scores.contains(&100.0), "{}", kpi.code);
            let middle = f64::midpoint(kpi.knots[0].0, kpi.knots[1].0);
            let wanted = f64::midpoint(kpi.knots[0].1, kpi.knots[1].1);
            let got = kpi.normalise(middle).expect("a score");
            assert!((got - wanted).abs() < 1e-9, "{}: {got}, not {wanted}", kpi.code);
        }
    }
}

#[test]
fn an_analyst_may_make_a_smaller_model_of_existing_measures() {
    let model = HealthModel::parse("own.yaml", SMALL).expect("a fair model");
    let kpi = &model.stages[0].kpis[0];
    assert_eq!(
        (kpi.code.as_str(), kpi.measure.as_str(), kpi.window_days),
        ("FIRST_TRY", "SU1", 30)
    );
    let bands = [39.9, 40.0, 79.9, 80.0].map(|value| model.band(value));
    let wanted = [Band::Red, Band::Amber, Band::Amber, Band::Green].map(Some);
    assert_eq!(bands, wanted);
}

#[test]
fn a_fault_names_file_line_and_remedy() {
    let cases = [
        ("ttl: 14", "tll: 14", "own.yaml:15: unknown key `tll`; did you mean `ttl`?"),
        ("weight: 1", "weigth: 1", "own.yaml:7: unknown key `weigth`; did you mean `weight`?"),
        (
            "measure: SU1",
            "measure: SU11",
            "own.yaml:10: unknown measure `SU11`; did you mean `SU1`?",
        ),
        ("        measure: SU1\n", "", "own.yaml:9: unknown measure `FIRST_TRY`"),
        (
            "source: SUPPORT",
            "source: SUPORT",
            "own.yaml:16: unknown source `SUPORT`; did you mean `SUPPORT`?",
        ),
        (
            "[[40, 0], [85, 100]]",
            "[[85, 100], [40, 0]]",
            "own.yaml:17: knots must rise in raw, but 85 is followed by 40",
        ),
        ("[[40, 0], [85, 100]]", "[[40, 0]]", "own.yaml:17: knots need at least two points"),
        ("[85, 100]", "[85, 130]", "own.yaml:17: the knot [85, 130] must score 0 to 100"),
        ("weight: 1", "weight: -1", "own.yaml:7: a weight of -1 is below 0"),
        ("window: 30", "window: 0", "own.yaml:13: `window: 0` must be at least 1"),
        ("LOW: 0.2", "LOW: 0.6", "own.yaml:4: confidence must give falling bounds"),
        ("GREEN: 80", "GREEN: 30", "own.yaml:3: bands must give RED 0 and rising bounds"),
        ("GREEN: 80", "GREN: 80", "own.yaml:3: unknown band `GREN`; did you mean `GREEN`?"),
        ("code: CARE", "code: FIRST_TRY", "own.yaml:9: the code `FIRST_TRY` is used twice"),
        (
            "        knots: [[40, 0], [85, 100]]\n",
            "",
            "own.yaml:9: KPI FIRST_TRY needs either `knots` or `categories`",
        ),
        ("        unit: percent\n", "", "the key `unit` is missing"),
        ("weight: 1", "weight: heavy", "own.yaml:7: expected a number"),
        ("window: 30", "window: 1.5", "own.yaml:13: expected a whole number"),
        ("code: small", "code: small\ncode: x", "own.yaml:2: duplicate mapping key: code"),
    ];
    for (right, wrong, wanted) in cases {
        let message = refused(&SMALL.replacen(right, wrong, 1));
        assert!(message.contains(wanted), "{wrong}: {message}");
        assert!(!message.contains('\n'), "{message}");
    }
    let moment = "moments:\n  - { touchpoint: x, stage: CAER, multiplier: 2, when: {} }\n";
    let message = refused(&format!("{SMALL}{moment}"));
    assert!(
        message.contains("own.yaml:20: unknown stage `CAER`; did you mean `CARE`?"),
        "{message}"
    );
    let message = refused(
        &SMALL
            .replace("  - code", "  - # \n    code")
            .replace("stages:", "stages: []\nmoments:"),
    );
    assert!(message.starts_with("own.yaml:"), "{message}");
}

#[test]
fn the_default_index_keeps_what_is_published() {
    let cases = [
        (
            "code: SUPPORT\n    weight: 1.6",
            "code: SUPPORT\n    weight: 0.5",
            "SUPPORT (0.5) must weigh more than CONSIDERATION (0.5)",
        ),
        (
            "code: IMPLEMENTATION\n    weight: 1.6",
            "code: IMPLEMENTATION\n    weight: 0.4",
            "IMPLEMENTATION (0.4) must weigh more than AWARENESS (0.4)",
        ),
        (
            "code: SUPPORT\n",
            "code: SUPORT\n",
            "unknown stage `SUPORT`; did you mean `SUPPORT`?",
        ),
        (
            "stage: DELIVERY",
            "stage: DELIVRY",
            "unknown stage `DELIVRY`; did you mean `DELIVERY`?",
        ),
    ];
    for (right, wrong, wanted) in cases {
        let message = refused(&DEFAULT.replacen(right, wrong, 1));
        assert!(message.contains(wanted), "{message}");
    }
    let (before, _) = DEFAULT.split_once("  - code: RENEWAL").expect("the last stage");
    let (_, after) = DEFAULT.split_once("# Caps limit").expect("what follows the stages");
    let nine = format!("{before}# {after}");
    assert!(refused(&nine).contains("9 stages; chi-default has ten"));
    let renamed = nine.replace("code: chi-default", "code: chi-nine");
    assert!(HealthModel::parse("own.yaml", &renamed).is_ok());
}
