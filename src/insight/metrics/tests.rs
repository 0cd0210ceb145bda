//! The catalogue, its refusals, and how values roll up.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::insight::HealthModel;
use crate::insight::portfolio::{Dimension, Holding, groups};
use crate::insight::quarters::Quarter;

const TEXT: &str = include_str!("../models/metrics-default.yaml");

fn kpis(holds: impl Fn(&MetricDef) -> bool) -> usize {
    let catalogue = MetricCatalogue::built_in();
    let kpis = catalogue.metrics.iter().filter(|metric| metric.kind == MetricKind::Kpi);
    kpis.filter(|metric| holds(metric)).count()
}

#[test]
fn of_thirty_kpis_21_are_interactions_4_perceptions_and_5_outcomes() {
    let of = |class| kpis(|kpi| kpi.classes == [class]);
    let counts = [Class::Interaction, Class::Perception, Class::Outcome].map(of);
    assert_eq!((counts, kpis(|_| true)), ([21, 4, 5], 30));
}

#[test]
fn the_published_examples_have_their_class_and_level() {
    use Class::{Interaction, Outcome, Perception};
    use Level::{Operational, Strategic, Tactical};
    let catalogue = MetricCatalogue::built_in();
    let cases: [(&str, &[Class], Level); 12] = [
        ("NETEASY", &[Perception], Strategic), // ease of business
        ("VALUE_TIER", &[Perception], Strategic), // value over cost
        ("CES7", &[Perception], Tactical),     // ease of the product
        ("SU1", &[Interaction], Tactical),     // first-call resolution
        ("DE2", &[Interaction], Operational),  // defects
        ("CALLS", &[Interaction], Operational), // calls
        ("NPS", &[Outcome, Perception], Strategic),
        ("BILLED", &[Outcome], Strategic), // purchase dollars
        ("WEB_VISITS", &[Outcome], Operational), // web visits
        ("AW3", &[Interaction], Operational), // attendance of events and webinars
        ("AD2", &[Interaction], Tactical), // features used
        ("IM2", &[Interaction], Tactical), // efficiency of onboarding
    ];
    for (code, classes, level) in cases {
        let metric = catalogue.metric(code).unwrap_or_else(|| panic!("{code} is not there"));
        assert_eq!((metric.classes.as_slice(), metric.level), (classes, level), "{code}");
    }
}

#[test]
fn each_attribute_of_an_experience_is_told_by_three_kpis_at_least() {
    for attribute in Attribute::ALL {
        let told = kpis(|kpi| kpi.attributes.contains(&attribute));
        assert!(told >= 3, "{} is told by {told}", attribute.word());
    }
}

#[test]
fn a_brand_of_efficiency_leads_with_ease() {
    let catalogue = MetricCatalogue::built_in();
    let leads: Vec<(&str, &str)> =
        catalogue.profiles.iter().map(|one| (one.code.as_str(), one.lead.as_str())).collect();
    let wanted = [
        ("efficiency", "NETEASY"),
        ("partnership", "TRUST"),
        ("quality", "CSAT"),
        ("price", "VALUE_TIER"),
    ];
    assert_eq!(leads, wanted);
    for profile in &catalogue.profiles {
        adds_up(&profile.tree, &profile.code);
    }
}

fn adds_up(branches: &[Branch], above: &str) {
    let sum: f64 = branches.iter().map(|branch| branch.weight).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{above}: {sum}");
    for branch in branches.iter().filter(|branch| !branch.children.is_empty()) {
        adds_up(&branch.children, &branch.code);
    }
}

const DE1: &str = "  - { code: DE1, classes: [INTERACTION], level: OPERATIONAL, process: LOGISTICS, \
               attributes: [TIMELY] }\n";

/// (right, wrong, where the fault stands, message)
const REFUSALS: &[(&str, &str, &str, &str)] = &[
    (DE1, "", "  - { code: AW1, c", "KPI DE1 of chi-default@1.0.0 is not in the catalogue"),
    ("code: DE1,", "code: DE9,", "code: DE9,", "unknown metric `DE9`; did you mean `DE"),
    (
        "code: AW2,",
        "code: AW1,",
        "code: AW1, classes: [INTERACTION], level: OPERATIONAL, process: MARKETING }",
        "the metric `AW1` stands twice",
    ),
    ("[INTERACTION]", "[INTERACTON]", "[INTERACTON]", "unknown class `INTERACTON`; did you"),
    ("level: TACTICAL", "level: TACTIC", "level: TACTIC,", "unknown level `TACTIC`"),
    ("process: LOGISTICS", "process: LOGISTIC", "process: LOGISTIC,", "unknown process"),
    (", attributes: [EASY, COHESIVE]", "", "  - { code: AW1, c", "EASY stands on 2 KPIs"),
    (
        "weight: 0.35 }",
        "weight: 0.4 }",
        "weight: 0.4 }",
        "directly below `efficiency` add up to 1.05",
    ),
    (
        "code: SU3, weight: 0.3",
        "code: SU3, weight: 0.2",
        "code: SU3, weight: 0.2",
        "directly below `CONTACT` add up to 0.9",
    ),
    (
        "code: SU3, weight: 0.3",
        "code: CALLS, weight: 0.3",
        "code: CALLS, weight",
        "CALLS has no score of 0 to 100",
    ),
    (
        "code: SU3, weight: 0.3",
        "code: SU1, weight: 0.3",
        "code: SU1, weight: 0.3 }, {",
        "`SU1` stands twice",
    ),
    (
        "lead: NETEASY",
        "lead: SU1",
        "lead: SU1",
        "NETEASY weighs 0.350 in the whole, more than 0.140 of SU1",
    ),
    ("lead: NETEASY", "lead: NPS", "lead: NPS", "unknown metric of the tree `NPS`"),
    (
        "behaviour: PU1",
        "behaviour: PU3",
        "behaviour: PU3",
        "PU3 is no metric of class INTERACTION",
    ),
    (
        "attitude: IM3",
        "attitude: SU3",
        "attitude: SU3 }",
        "SU3 belongs to SERVICE and not to ONBOARDING",
    ),
    ("bad: 50", "bad: 101", "bad: 101", "must be at least 0 and at most 100"),
    (
        "outcome: NRR",
        "outcome: NNR",
        "outcome: NNR",
        "unknown outcome `NNR`; did you mean `NRR`?",
    ),
    (
        "    formula: the index itself\n",
        "",
        "  - code: CHI",
        "give it a `scale` and the `formula`",
    ),
];

#[test]
fn what_is_wrong_in_the_catalogue_names_its_line_and_the_remedy() {
    let health = HealthModel::built_in();
    let mut astray = Vec::new();
    for (right, wrong, at, wanted) in REFUSALS {
        let text = TEXT.replacen(right, wrong, 1);
        assert_ne!(text, TEXT, "{right} stands there");
        let (before, _) = text.split_once(at).unwrap_or_else(|| panic!("{at} is not there"));
        let line = before.matches('\n').count() + 1;
        let error = MetricCatalogue::parse("own.yaml", &text, &health).expect_err(wrong);
        let error = error.to_string();
        if !error.contains(wanted) || !error.starts_with(&format!("own.yaml:{line}:")) {
            astray.push(format!("{wrong}, on line {line}: {error}"));
        }
    }
    assert!(astray.is_empty(), "{}", astray.join("\n"));
}

fn known(scores: &[(&str, f64)]) -> Readings {
    let reading = |score| Reading { score: Some(score), accounts: 1, ..Reading::default() };
    scores.iter().map(|(code, score)| ((*code).to_owned(), reading(*score))).collect()
}

fn profile(code: &str) -> Profile {
    let catalogue = MetricCatalogue::built_in();
    let found = catalogue.profiles.iter().find(|profile| profile.code == code);
    found.unwrap_or_else(|| panic!("no profile {code}")).clone()
}

#[test]
fn a_tree_rolls_up_as_by_hand_and_what_is_not_known_is_no_zero() {
    let readings = known(&[("NETEASY", 60.0), ("SU1", 80.0), ("PU3", 50.0), ("DE1", 90.0)]);
    let tree = grow(&profile("efficiency"), &readings);
    let contact = &tree.nodes[1];
    // (0.4 × 80 + 0.3 × 50) ÷ 0.7
    assert!((contact.value.expect("known") - 47.0 / 0.7).abs() < 1e-9);
    assert!((contact.known - 0.7).abs() < 1e-9);
    assert_eq!(contact.missing, ["SU3"]);
    assert_eq!(tree.nodes[2].value, Some(90.0), "one of five tells the group");
    // 0.35 × 60 + 0.35 × 67.142… + 0.3 × 90
    assert!((tree.value.expect("known") - 71.5).abs() < 1e-9);
    assert!((tree.known - 0.655).abs() < 1e-9);
    assert_eq!(tree.missing, ["SU3", "CO1", "PU1", "DE3", "BI1"]);
    let nothing = grow(&profile("efficiency"), &Readings::new());
    assert_eq!((nothing.value, nothing.known), (None, 0.0));
}

#[test]
fn fewer_calls_save_what_they_would_have_cost() {
    let saved = |before, after| avoided(before, after, Decimal::from(35));
    assert_eq!(saved(1_200, 900), Some(Decimal::from(10_500)));
    assert_eq!(saved(900, 1_200), Some(Decimal::from(-10_500)), "more calls cost more");
    assert_eq!(avoided(2, 0, Decimal::MAX), None);
}

#[test]
fn a_portfolio_is_the_mean_of_what_is_kept_of_its_accounts() {
    let catalogue = MetricCatalogue::built_in();
    let day = "2026-09-30".parse().expect("a day");
    let quarter = |metrics: &[(&str, f64)]| Quarter {
        metrics: metrics.iter().map(|(code, raw)| ((*code).to_owned(), *raw)).collect(),
        ..Quarter::default()
    };
    let mut means = Means::of(&catalogue, day);
    means.add(&quarter(&[("DE1", 80.0), ("NPS", 20.0), ("CHI", 1.0)]));
    means.add(&quarter(&[("DE1", 60.0), ("NPS", -40.0)]));
    means.add(&quarter(&[("NPS", 100.0)]));
    let of = |health| Holding { health, ..Holding::default() };
    let holdings = [of(Some(70.0)), of(None), of(Some(50.0))];
    let group = groups(&holdings, &[Dimension::Global]).pop().expect("one group");
    let told = means.readings(&group, day);
    let score = |code: &str| (told[code].score, told[code].accounts);
    assert_eq!(score("DE1"), (Some(70.0), 2), "the third has none, which is no zero");
    assert_eq!(score("NPS"), (Some((60.0 + 30.0 + 100.0) / 3.0), 3));
    assert_eq!(score("CHI"), (Some(60.0), 2), "of the latest scores");
    assert_eq!(score("TRUST"), (None, 0));
    for code in ["SU1", "TRUST", "NRR", "VALUE_TIER", "CALLS"] {
        assert!(told[code].why.is_some() && told[code].score.is_none(), "{code}");
    }
}

/// The metrics of a profile with their weights in the whole.
fn leaves(branches: &[Branch], above: f64) -> BTreeMap<String, f64> {
    let mut all = BTreeMap::new();
    for branch in branches {
        let weight = above * branch.weight;
        if branch.children.is_empty() {
            all.insert(branch.code.clone(), weight);
        }
        all.extend(leaves(&branch.children, weight));
    }
    all
}

proptest! {
    #[test]
    fn a_tree_lies_among_what_is_known_and_a_better_metric_never_lowers_it(
        scores in proptest::collection::vec(proptest::option::of(0.0..100.0_f64), 11),
        which in 0_usize..4,
        more in 0.0..100.0_f64,
    ) {
        let profile = MetricCatalogue::built_in().profiles[which].clone();
        let weights = leaves(&profile.tree, 1.0);
        let mut readings = Readings::new();
        for (code, score) in weights.keys().zip(&scores) {
            readings.insert(code.clone(), Reading { score: *score, ..Reading::default() });
        }
        let tree = grow(&profile, &readings);
        let seen: Vec<f64> = readings.values().filter_map(|reading| reading.score).collect();
        prop_assert_eq!(tree.missing.len() + seen.len(), weights.len());
        let told = weights.iter().filter(|(code, _)| !tree.missing.contains(code));
        let known: f64 = told.map(|(_, weight)| weight).sum();
        prop_assert!((tree.known - known).abs() < 1e-9);
        let Some(value) = tree.value else {
            prop_assert!(seen.is_empty());
            return Ok(());
        };
        let low = seen.iter().copied().fold(f64::INFINITY, f64::min);
        let high = seen.iter().copied().fold(0.0, f64::max);
        prop_assert!((low - 1e-9..=high + 1e-9).contains(&value));
        if tree.missing.is_empty() {
            let score = |code: &String| readings[code].score.expect("known");
            let whole: f64 = weights.iter().map(|(code, weight)| weight * score(code)).sum();
            prop_assert!((value - whole).abs() < 1e-9);
        }
        for reading in readings.values_mut() {
            reading.score = reading.score.map(|score: f64| (score + more).min(100.0));
        }
        prop_assert!(grow(&profile, &readings).value.expect("known") >= value - 1e-9);
    }
}
