//! What is advised for the worked account, and what holds for every account.

use proptest::prelude::*;

use super::*;
use crate::insight::initiative::kit::*;
use crate::insight::revenue::{Book, Flag};
use crate::insight::{Facts, KpiStatus, Models, Observation, Observations, TrustInputs};
use crate::model::{Band, Contact, Statement, Topic};

fn advised(facts: &Facts, book: &Book, seen: (Observations, TrustInputs)) -> Vec<Advice> {
    let footing = Footing::seen(facts, (book, &PEERS), &MODELS, seen);
    advise(&footing, &Catalogue::built_in(), asked()).list
}

fn of_kestrel() -> Vec<Advice> {
    advised(&NOTHING, &kestrel(), measured())
}

fn find<'a>(all: &'a [Advice], code: &str) -> &'a Advice {
    let found = all.iter().find(|advice| advice.code == code);
    found.unwrap_or_else(|| panic!("{code} is not among {all:#?}"))
}

fn codes(all: &[Advice]) -> Vec<&str> {
    all.iter().map(|advice| advice.code.as_str()).collect()
}

fn reasons(advice: &Advice) -> String {
    format!("{:?}", advice.because)
}

#[test]
fn the_worked_account_is_advised_the_most_expected_first() {
    let all = of_kestrel();
    let expected: Vec<Option<f64>> = all.iter().map(|advice| advice.expected).collect();
    let known: Vec<f64> = expected.iter().map_while(|e| *e).collect();
    assert!(known.windows(2).all(|pair| pair[0] >= pair[1]), "{expected:?}");
    assert!(expected[known.len()..].iter().all(Option::is_none), "the unknown comes last");
    let offered = find(&all, "OFFER");
    assert_eq!(offered.title, "Offer one");
    assert!((offered.expected.expect("known") - 16_865.93).abs() < 0.01);
    // All of the KPIs that cost most, the weakest factor of trust, the flag, both offers, what is
    // not seen.
    for code in ["KNOWLEDGE", "ASK_REFERENCE", "DELIVERY_TASK_FORCE", "BROADEN_USE"] {
        assert!(find(&all, code).expected > Some(0.0), "{code}");
    }
    assert!(find(&all, "TELL_FIRST").expected > Some(0.0));
    assert_eq!(find(&all, "SHOW_FACTS").expected, None, "no model tells what telling brings");
    let blind = find(&all, "CONNECT");
    assert!(blind.title.contains("MARKETING") && reasons(blind).contains("AW3"), "{blind:#?}");
}

#[test]
fn what_is_expected_is_the_forecast_of_its_target() {
    let (all, book) = (of_kestrel(), kestrel());
    let footing = Footing::seen(&NOTHING, (&book, &PEERS), &MODELS, measured());
    let aimed = all.iter().filter_map(|advice| Some((advice, advice.target.as_ref()?)));
    let mut checked = 0;
    for (advice, target) in aimed {
        let targets = [(target.kpi.clone(), target.to)].into();
        let plan = Plan { targets, savings: Vec::new() };
        let found = footing.forecast(&plan, asked()).expect("a plan");
        assert_eq!(advice.expected, found.benefit(), "{advice:#?}");
        checked += 1;
    }
    assert_eq!(checked, 6, "five KPIs and a proxy of trust");
    let first = find(&all, "KNOWLEDGE");
    let target = first.target.clone().expect("a target");
    assert_eq!((target.kpi.as_str(), target.from, target.to), ("SU1", 62.5, 71.5));
    assert!(
        reasons(first).contains("62.5") && reasons(first).contains("points of health lost")
    );
}

#[test]
fn what_speaks_against_a_renewal_is_reckoned_as_if_it_no_longer_held() {
    let all = of_kestrel();
    let meet = find(&all, "MEET_DECISION_MAKER");
    let (with, without) = (0.816_4, 0.869);
    let wanted = 240_000.0 * (without - with);
    assert!((meet.expected.expect("known") - wanted).abs() < 30.0, "{meet:#?}");

    let mut book = kestrel();
    book.contracts[0].notice_on = Some(day("2026-11-01"));
    let all = advised(&NOTHING, &book, measured());
    let back = find(&all, "WIN_BACK");
    assert!(back.expected > Some(100_000.0) && reasons(back).contains("notice of 2026-11-01"));

    let gone = Contact {
        champion: Some("LEFT".to_owned()),
        champion_confirmed_on: today().pred_opt(),
        ..Contact::default()
    };
    let facts = Facts { contacts: vec![gone], ..Facts::default() };
    let mut book = kestrel();
    book.flags.push(Flag { code: "CHAMPION_LOST".to_owned(), ..Flag::default() });
    let all = advised(&facts, &book, measured());
    assert_eq!(
        find(&all, "KNOWLEDGE").expected.map(|e| e > 0.0),
        Some(true),
        "trust still moves"
    );
    assert_eq!(find(&all, "ASK_REFERENCE").expected, Some(0.0), "health is capped");
    let first = all.iter().find(|advice| advice.code != "OFFER").expect("advice");
    assert_eq!(first.code, "REPLACE_CHAMPION");
    assert!(reasons(first).contains("capped at"), "{first:#?}");
}

#[test]
fn of_an_unknown_account_it_is_said_what_to_connect() {
    let all =
        advised(&NOTHING, &Book { as_of: today(), ..Book::default() }, Default::default());
    assert_eq!(codes(&all), ["ASK", "CONNECT", "CONNECT", "CONNECT", "CONNECT", "CONNECT"]);
    assert!(all.iter().all(|advice| advice.expected.is_none()), "nobody can say");
    let crm = [("crm".into(), Category::Crm)].into();
    let facts = Facts { sources: crm, ..Facts::default() };
    let all = advised(&facts, &Book { as_of: today(), ..Book::default() }, Default::default());
    assert!(find(&all, "COMPLETE").title.ends_with(": CRM"));
}

#[test]
fn the_moment_that_matters_is_named() {
    let mut facts = Facts::default();
    facts.account.industry = Some("Just-in-time automotive".to_owned());
    let all = advised(&facts, &kestrel(), measured());
    let named = find(&all, "DELIVERY_TASK_FORCE").moment.as_deref();
    assert_eq!(named, Some("delivery on time"));
    assert_eq!(find(&all, "KNOWLEDGE").moment, None);
}

#[test]
fn every_kpi_flag_and_purpose_has_its_words() {
    let (catalogue, models) = (Catalogue::built_in(), Models::built_in());
    for (_, kpi) in models.health.kpis() {
        let action = catalogue.of_kpi(kpi, &models);
        assert!(!action.code.starts_with("IMPROVE_"), "{} has no action", kpi.code);
    }
    let purposes = ["CONNECT", "COMPLETE", "ASK", "OFFER", "OVERRIDE"];
    for purpose in LIFTS.iter().map(|(flag, _)| *flag).chain(purposes) {
        assert!(catalogue.actions.contains_key(purpose), "{purpose}");
    }
    let negative = models.revenue.renewal.flags.iter().filter(|(_, odds)| **odds < 0.0);
    for (flag, _) in negative {
        assert!(LIFTS.iter().any(|(known, _)| known == flag), "{flag} is advised on");
    }
    let known: BTreeSet<&str> =
        models.health.kpis().map(|(_, kpi)| kpi.code.as_str()).collect();
    let lifted = |purpose: &&String| LIFTS.iter().any(|(flag, _)| flag == purpose);
    for purpose in catalogue.actions.keys().filter(|purpose| !lifted(purpose)) {
        assert!(known.contains(&**purpose) || purposes.contains(&&**purpose), "{purpose}");
    }
}

#[test]
fn a_catalogue_that_cannot_be_used_names_the_line() {
    let text = "code: a\nversion: 1\nstep: 20\ndrivers: 5\nactions: []\n";
    assert!(Catalogue::parse("a.yaml", text).is_ok());
    let cases = [
        ("step: 20", "step: 0", "a.yaml:3: "),
        ("drivers: 5", "drivers: 31", "a.yaml:4: "),
        ("step:", "steps:", "did you mean `step`?"),
        (
            "[]",
            "[{for: A, code: a, title: a, because: a}, {for: A, code: b, title: b, because: b}]",
            "`for: A` stands twice",
        ),
    ];
    for (good, bad, wanted) in cases {
        let error = Catalogue::parse("a.yaml", &text.replace(good, bad)).expect_err(wanted);
        assert!(error.to_string().contains(wanted), "{error}");
    }
}

/// Anything seen of any measure, or nothing: what is measured alike was seen alike.
fn anything() -> impl Strategy<Value = (Observations, TrustInputs)> {
    let measures: BTreeSet<String> =
        MODELS.measured().map(|(_, kpi)| kpi.measure.clone()).collect();
    let each = prop::collection::vec((0..3_u8, 0.0..1.0), measures.len());
    each.prop_map(move |draws: Vec<(u8, f64)>| {
        let drawn: BTreeMap<&String, (u8, f64)> = measures.iter().zip(draws).collect();
        let mut found = (Observations::new(), TrustInputs::default());
        for (name, kpi) in MODELS.measured().filter(|(_, kpi)| !kpi.knots.is_empty()) {
            let ((kind, at), (low, high)) =
                (drawn[&kpi.measure], (kpi.knots[0].0, kpi.knots[kpi.knots.len() - 1].0));
            if kind == 0 {
                continue;
            }
            let (raw, observed_on) = (Some(low + at * at * (high - low)), Some(today()));
            let seen = Observation { raw, n: 100, observed_on, ..Observation::default() };
            let of_trust = name.starts_with("trust.");
            let all = if of_trust { &mut found.1.observations } else { &mut found.0 };
            all.insert(kpi.code.clone(), seen);
        }
        found
    })
}

/// An account whose health is capped, or told by a person, or neither.
fn spoken_of(kind: u8) -> Facts {
    let mut facts = Facts::default();
    match kind {
        1 => facts.account.termination_notice_on = Some(today()),
        2 => {
            facts.statements.push(Statement {
                id: 1,
                account: "kestrel".into(),
                contact: None,
                topic: Topic::HealthOverride,
                value: "20".to_owned(),
                reason: "they told us".to_owned(),
                author: "ann".to_owned(),
                said_at: "2026-11-01T09:00:00Z".parse().expect("a moment"),
                expires_at: None,
                withdrawn_at: None,
            });
        }
        _ => {}
    }
    facts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_red_or_unknown_account_is_left_without_advice(seen in anything(), kind in 0..3_u8) {
        let (facts, book) = (spoken_of(kind), kestrel());
        let footing = Footing::seen(&facts, (&book, &PEERS), &MODELS, seen);
        let all = advise(&footing, &Catalogue::built_in(), asked()).list;
        let health = footing.health();
        if health.band.is_none_or(|band| band == Band::Red) {
            prop_assert!(!all.is_empty(), "{health:#?}");
        }
        if health.value.is_none() {
            let blind = ["ASK", "CONNECT", "COMPLETE"];
            prop_assert!(all.iter().any(|advice| blind.contains(&advice.code.as_str())));
        }
        let missing = health.stages.iter().flat_map(|stage| &stage.kpis);
        let missing = missing.filter(|kpi| kpi.status == KpiStatus::Missing).count();
        prop_assert!(missing == 0 || all.iter().any(|advice| advice.expected.is_none()));
        for advice in &all {
            prop_assert!(advice.expected.is_none_or(|e| e > -1e-6), "{advice:#?}");
            prop_assert!(!advice.because.is_empty());
        }
        let again = advise(&footing, &Catalogue::built_in(), asked()).list;
        prop_assert_eq!(all, again, "the same of the same");
    }
}
