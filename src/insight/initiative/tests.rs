//! The worked initiative to the last printed digit, and what holds for every account.

#![expect(clippy::float_cmp, reason = "worked numbers are equal to the last digit")]

use proptest::prelude::*;

use super::kit::*;
use super::*;
use crate::insight::Observation;
use crate::model::Contact;

fn worked() -> serde_json::Value {
    let text = include_str!("../../../tests/cases/insight/revenue-worked.json");
    file(text)["initiative"].clone()
}

/// Rounded half away from zero, as an answer is.
fn shown(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (value * scale).round() / scale
}

fn standing(book: &Book) -> Footing<'_> {
    Footing::seen(&NOTHING, (book, &PEERS), &MODELS, measured())
}

fn aiming(targets: &[(&str, f64)]) -> Plan {
    let targets = targets.iter().map(|(kpi, to)| ((*kpi).to_owned(), *to)).collect();
    Plan { targets, savings: Vec::new() }
}

/// First-contact resolution from 62.5 to 76 %, at 240 contacts a year of 35 each.
fn knowledge_base() -> Plan {
    let saving = Saving {
        kpi: "SU1".to_owned(),
        times: Some(240.0),
        unit_cost: Some(35.0),
        ..Saving::default()
    };
    Plan { savings: vec![saving], ..aiming(&[("SU1", 76.0)]) }
}

fn forecast(plan: &Plan) -> Forecast {
    standing(&kestrel()).forecast(plan, asked()).expect("a plan to reckon with")
}

#[test]
fn the_worked_initiative_comes_out_to_the_last_printed_digit() {
    let (found, worked) = (forecast(&knowledge_base()), worked());
    let health = found.health.expect("known");
    assert_eq!(shown(health.after, 4), worked["chi_after"]);
    assert_eq!(shown(found.trust.expect("known").after, 4), worked["trust_after"]);
    assert_eq!(shown(found.renewals[0].probability.after, 4), worked["p_after"]);
    assert_eq!(shown(found.renewal.expect("known"), 2), worked["d_renewal"]);
    assert_eq!(shown(found.expansion.expect("known"), 2), worked["d_expansion"]);
    assert_eq!(shown(found.saved.expect("stated"), 2), worked["cost_saved"]);
    let benefit = found.benefit().expect("known");
    assert_eq!(shown(benefit, 2), worked["benefit"]);
    assert_eq!(shown(roi(benefit, 2_000.0).expect("a cost"), 3), worked["roi_cost_2000"]);
    assert_eq!(shown(health.delta(), 1), 1.6);
    assert_eq!((&found.unknown[..], &found.notes[..]), (&[][..], &[][..]));
    assert_eq!(roi(benefit, 0.0), None, "without a cost nothing is returned on it");
}

#[test]
fn what_is_measured_alike_moves_together_by_either_name() {
    let told = |plan: &Plan| -> Vec<String> {
        forecast(plan).moves.into_iter().map(|moved| moved.kpi).collect()
    };
    assert_eq!(told(&aiming(&[("SU1", 76.0)])), ["SU1", "trust.C1"]);
    assert_eq!(told(&aiming(&[("trust.C1", 76.0)])), ["SU1", "trust.C1"]);
    assert_eq!(told(&aiming(&[("GR3", 2.0)])), ["GR3"]);
    let alone = forecast(&aiming(&[("trust.T1", 90.0)]));
    assert_eq!(alone.health.map(Change::delta), Some(0.0));
    assert!(alone.trust.map(Change::delta) > Some(0.0) && alone.renewal > Some(0.0));
}

#[test]
fn a_plan_that_cannot_be_reckoned_with_is_refused_in_words() {
    let stray = Saving { kpi: "SU2".to_owned(), ..Saving::default() };
    let cases = [
        (aiming(&[("SUX", 1.0)]), "unknown KPI `SUX`; did you mean `SU3`?"),
        (aiming(&[("SU1", f64::NAN)]), "SU1 must be a finite number"),
        (aiming(&[("SU1", 70.0), ("trust.C1", 80.0)]), "SU1 and trust.C1 are measured alike"),
        (Plan { savings: vec![stray], ..aiming(&[("SU1", 70.0)]) }, "SU2, which has no target"),
    ];
    let book = kestrel();
    for (plan, wanted) in cases {
        let error = standing(&book).forecast(&plan, asked()).expect_err(wanted).to_string();
        assert!(error.contains(wanted), "{error}");
    }
    assert!(
        standing(&book)
            .forecast(&aiming(&[("SU1", 70.0), ("trust.C1", 70.0)]), asked())
            .is_ok()
    );
}

#[test]
fn what_is_not_known_is_told_and_never_counts_as_nothing() {
    let (mut book, nobody) = (kestrel(), Peers::none(today(), Currency::EUR));
    book.contracts = vec![term("mute", None, "2027-02-28")];
    let footing = Footing::seen(&NOTHING, (&book, &nobody), &MODELS, measured());
    let found = footing.forecast(&aiming(&[("AW3", 40.0)]), asked()).expect("a plan");
    assert_eq!((found.renewal, found.expansion, found.saved), (None, None, None));
    assert_eq!(found.benefit(), None);
    let told = found.unknown.join("\n");
    for wanted in ["AW3 is not measured here", "contract mute tells no", "no peers were"] {
        assert!(told.contains(wanted), "{told}");
    }

    let blind = Footing::seen(&NOTHING, (&book, &PEERS), &MODELS, Default::default());
    let found = blind.forecast(&aiming(&[("SU1", 76.0)]), asked()).expect("a plan");
    assert_eq!((found.health, found.benefit()), (None, None));
    let told = found.unknown.join("\n");
    for wanted in ["SU1 is not measured here", "health is not known"] {
        assert!(told.contains(wanted), "{told}");
    }

    let nothing_due = sized("free", 120);
    let found = standing(&nothing_due).forecast(&aiming(&[("SU1", 76.0)]), asked());
    let found = found.expect("a plan");
    assert_eq!(found.renewal.map(f64::to_bits), Some(0.0_f64.to_bits()), "nothing falls due");
}

#[test]
fn a_stand_in_says_nothing_of_the_kpi_that_is_aimed_at() {
    let (mut seen, inputs) = measured();
    let reopened = Observation { fallback: Some("SU3F".to_owned()), ..fresh(9.2) };
    seen.insert("SU3".to_owned(), reopened);
    let book = kestrel();
    let footing = Footing::seen(&NOTHING, (&book, &PEERS), &MODELS, (seen, inputs));
    let found = footing.forecast(&aiming(&[("SU3", 1.5)]), asked()).expect("a plan");
    assert!(found.moves.is_empty() && found.unknown[0].starts_with("SU3 is not measured here"));
}

#[test]
fn a_cap_lets_health_bring_nothing_and_says_so() {
    let gone = Contact {
        champion: Some("LEFT".to_owned()),
        champion_confirmed_on: today().pred_opt(),
        ..Contact::default()
    };
    let facts = Facts { contacts: vec![gone], ..Facts::default() };
    let book = kestrel();
    let footing = Footing::seen(&facts, (&book, &PEERS), &MODELS, measured());
    let found = footing.forecast(&aiming(&[("GR3", 3.0)]), asked()).expect("a plan");
    assert_eq!(found.health, Some(Change { before: 60.0, after: 60.0 }));
    assert_eq!(found.benefit(), Some(0.0));
    assert!(found.notes[0].contains("capped at 60"), "{:?}", found.notes);
}

#[test]
fn savings_come_from_what_is_stated_else_from_what_serving_costs() {
    let mut book = kestrel();
    book.served.insert("TICKETS".to_owned(), Some(200.0));
    let saved = |saving: Saving, to: f64| {
        let plan = Plan { targets: [(saving.kpi.clone(), to)].into(), savings: vec![saving] };
        let found = standing(&book).forecast(&plan, asked()).expect("a plan");
        found.saved.map(|amount| shown(amount, 4)).ok_or(found.unknown.join("\n"))
    };
    let of = |kpi: &str, activity: &str| Saving {
        kpi: kpi.to_owned(),
        activity: Some(activity.to_owned()),
        ..Saving::default()
    };
    assert_eq!(saved(of("SU1", "COMPLAINT_HANDLING"), 72.5), Ok(0.1 * 200.0 * 19.8));
    let fewer =
        Saving { times: Some(100.0), unit_cost: Some(1.0), ..of("trust.C2", "RETURNS") };
    assert_eq!(saved(fewer, 4.2), Ok(5.0), "a falling share saves too");
    let cases = [
        (of("SU1", "RETURNS"), "no system tells how often"),
        (of("SU1", "DANCING"), "no activity `DANCING`"),
        (of("IM2", "RETURNS"), "only a share in percent"),
        (Saving { kpi: "AW3".to_owned(), ..Saving::default() }, "the KPI is not measured"),
        (
            Saving { kpi: "SU1".to_owned(), times: Some(1.0), ..Saving::default() },
            "nobody says what one costs",
        ),
    ];
    for (saving, wanted) in cases {
        let told = saved(saving, 1.0).expect_err(wanted);
        assert!(told.contains(wanted), "{told}");
    }
}

#[test]
fn an_initiative_counts_each_account_once_in_any_order() {
    let one = forecast(&knowledge_base());
    let two = forecast(&aiming(&[("DE1", 90.0)]));
    let none = forecast(&aiming(&[("AW3", 40.0)]));
    let reached = |order: &[(&str, &Forecast)]| {
        let mut reach = Reach::new(Currency::EUR);
        for (id, found) in order {
            reach.add((*id).into(), found);
        }
        reach
    };
    let there = reached(&[("a", &one), ("b", &two), ("c", &none), ("a", &one)]);
    let back = reached(&[("c", &none), ("b", &two), ("a", &one)]);
    assert_eq!(there, back);
    assert_eq!((there.accounts(), there.partly_unknown()), (3, 1));
    let sum = one.benefit().expect("known") + two.benefit().expect("known");
    assert!((there.parts().benefit().expect("known") - sum).abs() < 1e-9);
    assert_eq!(there.parts().saved, one.saved, "of the others nothing was stated");
    assert_eq!(Reach::new(Currency::EUR).parts().benefit(), None);

    let dollars = Forecast { currency: Currency::parse("USD").expect("known"), ..one };
    let mixed = reached(&[("a", &dollars)]);
    assert_eq!((mixed.parts().benefit(), mixed.partly_unknown()), (None, 1));
}

/// A measured KPI with a straight line, and two raw values on it.
fn lifted() -> impl Strategy<Value = (String, f64, f64)> {
    let (health, trust) = measured();
    let seen = move |(name, _): &(String, &KpiDef)| match name.strip_prefix(OF_TRUST) {
        Some(code) => trust.observations.contains_key(code),
        None => health.contains_key(name),
    };
    let lines = MODELS.measured().filter(seen).filter(|(_, kpi)| kpi.categories.is_empty());
    let lines: Vec<(String, f64, f64)> = lines
        .map(|(name, kpi)| (name, kpi.knots[0].0, kpi.knots[kpi.knots.len() - 1].0))
        .collect();
    (prop::sample::select(lines), -0.2..1.2, -0.2..1.2).prop_map(
        |((name, low, high), a, b): (_, f64, f64)| {
            (name, low + a * (high - low), low + b * (high - low))
        },
    )
}

/// Kestrel with one KPI elsewhere.
fn moved_to(name: &str, raw: f64) -> (Observations, TrustInputs) {
    let (mut seen, mut inputs) = measured();
    let place = match name.strip_prefix(OF_TRUST) {
        Some(code) => inputs.observations.get_mut(code),
        None => seen.get_mut(name),
    };
    place.expect("measured").raw = Some(raw);
    (seen, inputs)
}

proptest! {
    #[test]
    fn a_target_that_is_met_already_brings_exactly_nothing((name, raw, _) in lifted()) {
        let book = kestrel();
        let footing = Footing::seen(&NOTHING, (&book, &PEERS), &MODELS, moved_to(&name, raw));
        let now = footing.scored(&name).and_then(value).expect("measured");
        let twins = footing.kpi(&name).expect("known").measure.clone();
        let alike = MODELS.measured().filter(|(_, kpi)| kpi.measure == twins).count();
        prop_assume!(alike == 1);
        let plan = Plan {
            savings: vec![Saving {
                kpi: name.clone(),
                times: Some(9.0),
                unit_cost: Some(9.0),
                activity: None,
            }],
            ..aiming(&[(&name, now)])
        };
        let found = footing.forecast(&plan, asked()).expect("a plan");
        prop_assert_eq!(found.benefit(), Some(0.0));
        prop_assert_eq!(found.health.map(Change::delta), Some(0.0));
        prop_assert_eq!(found.trust.map(Change::delta), Some(0.0));
    }

    // Without caps: under one, health brings nothing, which is no loss either.
    #[test]
    fn a_better_kpi_never_lowers_the_benefit((name, one, other) in lifted()) {
        let book = kestrel();
        let footing = standing(&book);
        let kpi = footing.kpi(&name).expect("known");
        let worse_first = kpi.normalise(one) <= kpi.normalise(other);
        let (worse, better) = if worse_first { (one, other) } else { (other, one) };
        let benefit = |to: f64| {
            let found = footing.forecast(&aiming(&[(&name, to)]), asked()).expect("a plan");
            found.benefit().expect("known")
        };
        prop_assert!(benefit(worse) <= benefit(better) + 1e-6);
    }
}
