//! The metrics' worked numbers, refusals and laws.

use proptest::prelude::*;

use super::*;
use crate::model::{Contact, ContactId, Origin, RecordRef};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn as_of() -> NaiveDate {
    day("2026-11-22")
}

fn answer(kind: SurveyKind, key: usize, score: f64) -> SurveyResponse {
    let scale = kind.scale();
    let text = |text: &str| Some(text.to_owned());
    SurveyResponse {
        origin: Origin {
            id: format!("s:{key}"),
            record: RecordRef { source: "s".into(), stream: "r".into(), key: key.to_string() },
            ..Origin::default()
        },
        instrument: text(kind.word()),
        score: Some(score),
        scale_low: Some(scale.low),
        scale_high: Some(scale.high),
        polarity: text(if scale.high_is_good { "HIGH_IS_GOOD" } else { "LOW_IS_GOOD" }),
        prong: text(if kind == SurveyKind::EmployeeNps { "EMPLOYEE" } else { "RELATIONAL" }),
        at: Some("2026-11-01T08:00:00Z".parse().unwrap()),
        ..SurveyResponse::default()
    }
}

fn answers(kind: SurveyKind, scores: &[f64]) -> Vec<SurveyResponse> {
    scores.iter().enumerate().map(|(key, score)| answer(kind, key, *score)).collect()
}

fn of_answers(kind: SurveyKind, answers: &[SurveyResponse]) -> Metric {
    let voices = answers.iter().map(|response| Voice {
        response,
        contact: None,
        day: day("2026-11-01"),
    });
    metric(kind, voices, &SurveyFilter::last(365, as_of()), &Models::built_in())
}

fn of(kind: SurveyKind, scores: &[f64]) -> Metric {
    of_answers(kind, &answers(kind, scores))
}

fn tenth(value: Option<f64>) -> Option<f64> {
    value.map(|value| (value * 10.0).round() / 10.0)
}

#[test]
fn worked_numbers_come_out() {
    use SurveyKind::*;
    let cases: &[(SurveyKind, &[f64], f64, [usize; 3])] = &[
        (Nps, &[10., 9., 9., 8., 7., 7., 6., 3., 10., 9.], 30.0, [5, 3, 2]),
        (Csat, &[5., 4., 4., 3., 2., 5., 5., 4.], 75.0, [6, 1, 1]),
        (Ces5, &[1., 2., 2., 3., 5.], 2.6, [3, 1, 1]),
        (Ces7, &[7., 6., 4., 3.], 5.0, [2, 1, 1]),
        (NetEasy, &[1., 1., 2., 2., 2., 3., 4., 5., 6., 7.], 20.0, [5, 2, 3]),
        (Trust, &[7., 6., 6., 5., 4.], 60.0, [3, 2, 0]),
        (ValueTier, &[4., 5., 3.], 4.0, [2, 1, 0]),
        (EmployeeNps, &[10., 9., 3.], 33.3, [2, 0, 1]),
    ];
    for (kind, scores, value, counts) in cases {
        let metric = of(*kind, scores);
        assert_eq!(tenth(metric.value), Some(*value), "{kind:?}");
        assert_eq!((metric.n, metric.status), (scores.len(), KpiStatus::Ok), "{kind:?}");
        let shown: Vec<usize> = metric.distribution.iter().map(|bucket| bucket.count).collect();
        assert_eq!(shown, counts, "{kind:?}");
        assert_eq!(SurveyKind::from_word(kind.word()), Some(*kind));
    }
}

#[test]
fn a_margin_stands_beside_a_metric_of_enough_answers() {
    let ten = of(SurveyKind::Nps, &[10., 9., 9., 8., 7., 7., 6., 3., 10., 9.]);
    assert_eq!(tenth(ten.margin_of_error), Some(48.4));
    // 1.96 · √(.75·.25/8) in percent; 1.96 · s/√n in points of the scale.
    let csat = of(SurveyKind::Csat, &[5., 4., 4., 3., 2., 5., 5., 4.]);
    assert_eq!(tenth(csat.margin_of_error), Some(30.0));
    let ces = of(SurveyKind::Ces5, &[1., 2., 2., 3., 5.]);
    assert_eq!(tenth(ces.margin_of_error), Some(1.3));
    let two = of(SurveyKind::Nps, &[10., 10.]);
    assert_eq!((two.value, two.margin_of_error), (Some(100.0), None));
    assert_eq!(two.status, KpiStatus::LowSample);
    let none = of(SurveyKind::Nps, &[]);
    assert_eq!((none.value, none.status, none.n), (None, KpiStatus::Missing, 0));
}

/// NPS answers of people with these roles.
fn by_roles(rows: &[(&str, f64)]) -> Metric {
    let scores: Vec<f64> = rows.iter().map(|(_, score)| *score).collect();
    let responses = answers(SurveyKind::Nps, &scores);
    let person = |(key, (role, _)): (usize, &(&str, f64))| Contact {
        origin: Origin { contact: Some(ContactId(key.to_string())), ..Origin::default() },
        buying_role: (!role.is_empty()).then(|| (*role).to_owned()),
        ..Contact::default()
    };
    let people: Vec<Contact> = rows.iter().enumerate().map(person).collect();
    let voices = responses.iter().zip(&people).map(|(response, contact)| Voice {
        response,
        contact: Some(contact),
        day: as_of(),
    });
    let filter = SurveyFilter::last(365, as_of());
    metric(SurveyKind::Nps, voices, &filter, &Models::built_in())
}

#[test]
fn one_unhappy_decision_maker_outweighs_happy_users() {
    let rows = [
        ("DECISION_MAKER", 6.),
        ("INFLUENCER", 9.),
        ("INFLUENCER", 8.),
        ("USER", 9.),
        ("USER", 10.),
        ("USER", 9.),
        ("USER", 7.),
    ];
    let metric = by_roles(&rows);
    assert_eq!((tenth(metric.value), tenth(metric.role_weighted)), (Some(42.9), Some(-20.8)));
    let kestrel = [
        ("DECISION_MAKER", 8.),
        ("INFLUENCER", 9.),
        ("INFLUENCER", 6.),
        ("USER", 9.),
        ("USER", 10.),
        ("USER", 9.),
        ("USER", 9.),
        ("USER", 5.),
    ];
    let metric = by_roles(&kestrel);
    assert_eq!((tenth(metric.value), tenth(metric.role_weighted)), (Some(37.5), Some(10.0)));
    let shown: Vec<_> =
        metric.by_role.iter().map(|r| (r.role.as_deref(), r.value, r.n)).collect();
    let wanted = [("DECISION_MAKER", 0., 1), ("INFLUENCER", 0., 2), ("USER", 60., 5)];
    assert_eq!(shown, wanted.map(|(role, value, n)| (Some(role), value, n)));
}

#[test]
fn a_role_of_its_own_is_shown_and_weighs_as_its_group() {
    let metric = by_roles(&[("ECONOMIC_BUYER", 9.), ("DECISION_MAKER", 3.), ("", 9.)]);
    let shown: Vec<_> = metric.by_role.iter().map(|r| (r.role.as_deref(), r.value)).collect();
    let wanted =
        [(Some("ECONOMIC_BUYER"), 100.), (Some("DECISION_MAKER"), -100.), (None, 100.)];
    assert_eq!(shown, wanted);
    assert_eq!(metric.role_weighted, Some(25.0)); // 3 · 0 and 1 · 100, by 4
}

#[test]
fn an_answer_that_cannot_be_read_refuses_the_metric_and_is_named() {
    let scores = [1., 2., 2.];
    let mut bad = answers(SurveyKind::Ces5, &scores);
    bad[1].polarity = None;
    let refused = of_answers(SurveyKind::Ces5, &bad);
    assert_eq!((refused.value, refused.status, refused.n), (None, KpiStatus::Error, 3));
    let error = refused.error.unwrap();
    assert_eq!(error, "s/r/1 states no polarity; state it in the mapping");
    // A scale of seven under the word for a scale of five.
    let mut bad = answers(SurveyKind::Ces5, &scores);
    (bad[2].scale_high, bad[2].polarity) = (Some(7.0), Some("HIGH_IS_GOOD".to_owned()));
    let error = of_answers(SurveyKind::Ces5, &bad).error.unwrap();
    assert!(error.contains("s/r/2 states 1 to 7"), "{error}");
    let mut bad = answers(SurveyKind::NetEasy, &scores);
    bad[0].polarity = Some("HIGH_IS_GOOD".to_owned());
    let error = of_answers(SurveyKind::NetEasy, &bad).error.unwrap();
    assert!(error.starts_with("s/r/0 states the opposite polarity"), "{error}");
    let mut bad = answers(SurveyKind::Ces5, &scores);
    bad[0].score = Some(9.0);
    let error = of_answers(SurveyKind::Ces5, &bad).error.unwrap();
    assert_eq!(error, "s/r/0 answers 9 on a scale of 1 to 5");
}

#[test]
fn kinds_are_never_mixed() {
    let mixed = [answer(SurveyKind::Ces5, 0, 1.), answer(SurveyKind::Ces7, 1, 7.)];
    let voices =
        mixed.each_ref().map(|response| Voice { response, contact: None, day: as_of() });
    let error = of_all(SurveyKind::Ces5, &voices, &Models::built_in()).error.unwrap();
    assert!(
        error.starts_with("s/r/1 answers CES7, which cannot be counted as CES5"),
        "{error}"
    );
    let metric = of_answers(SurveyKind::Ces5, &mixed);
    assert_eq!(
        (metric.value, metric.n),
        (Some(1.0), 1),
        "asked for one, the other is left out"
    );
}

#[test]
fn a_source_that_asks_the_other_way_round_and_says_so_is_mirrored() {
    let mut mirrored = answers(SurveyKind::NetEasy, &[7., 7., 6., 6., 6., 5., 4., 3., 2., 1.]);
    for answer in &mut mirrored {
        answer.polarity = Some("HIGH_IS_GOOD".to_owned());
    }
    assert_eq!(of_answers(SurveyKind::NetEasy, &mirrored).value, Some(20.0));
}

#[test]
fn what_is_asked_for_is_what_counts() {
    let mut all = answers(SurveyKind::Csat, &[5., 1., 5., 1.]);
    all[0].touchpoint = Some("Delivery, line 2".to_owned());
    all[1].prong = Some("TRANSACTIONAL".to_owned());
    all[2].prong = Some("EMPLOYEE".to_owned());
    let days = ["2026-11-01", "2026-11-22", "2026-11-22", "2025-11-22"];
    let voices = || {
        let zipped = all.iter().zip(days);
        zipped.map(|(response, on)| Voice { response, contact: None, day: day(on) })
    };
    let asked = |filter: SurveyFilter| {
        metric(SurveyKind::Csat, voices(), &filter, &Models::built_in()).n
    };
    let all = SurveyFilter::last(365, as_of());
    assert_eq!(asked(all.clone()), 2, "our own people and a year ago are left out");
    assert_eq!(asked(SurveyFilter { days: 366, ..all.clone() }), 3);
    assert_eq!(asked(SurveyFilter { as_of: day("2026-11-01"), ..all.clone() }), 2);
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(asked(SurveyFilter { touchpoint: some("delivery"), ..all.clone() }), 1);
    assert_eq!(asked(SurveyFilter { prong: some("TRANSACTIONAL"), ..all.clone() }), 1);
    assert_eq!(asked(SurveyFilter { role: some("USER"), ..all }), 0, "nobody's role is known");
}

#[test]
fn a_team_is_shown_only_when_nobody_in_it_can_be_told_from_the_others() {
    let mut all = answers(SurveyKind::EmployeeNps, &[10., 9., 8., 6., 9., 10., 0., 1., 2., 3.]);
    for (place, answer) in all.iter_mut().enumerate() {
        answer.team = Some(if place < 6 { "Service" } else { "Sales" }.to_owned());
    }
    let calendar = Calendar::default();
    let teams = engagement(&all, &calendar, &Models::built_in(), as_of());
    assert_eq!(tenth(teams["Service"].value), Some(50.0));
    let few = &teams["Sales"];
    assert_eq!((few.value, few.n, few.status), (None, 4, KpiStatus::LowSample));
    assert!(few.distribution.iter().all(|bucket| bucket.count == 0), "nor how they answered");
    assert!(few.by_role.is_empty() && few.margin_of_error.is_none());
}

proptest! {
    #[test]
    fn a_metric_lies_on_its_scale_and_its_buckets_hold_every_answer_once(
        scores in prop::collection::vec(0_u8..=10, 1..60)
    ) {
        let scores: Vec<f64> = scores.into_iter().map(f64::from).collect();
        let metric = of(SurveyKind::Nps, &scores);
        let value = metric.value.unwrap();
        prop_assert!((-100.0..=100.0).contains(&value));
        prop_assert_eq!(metric.distribution.iter().map(|b| b.count).sum::<usize>(), scores.len());
        prop_assert!(metric.margin_of_error.is_none_or(|margin| margin >= 0.0));
        let mut turned = scores;
        turned.reverse();
        prop_assert_eq!(of(SurveyKind::Nps, &turned).value, Some(value));
    }

    #[test]
    fn groups_weighted_by_their_answers_rebuild_the_whole(
        one in prop::collection::vec(1_u8..=7, 1..30),
        other in prop::collection::vec(1_u8..=7, 1..30),
    ) {
        let floats = |scores: &[u8]| scores.iter().copied().map(f64::from).collect::<Vec<_>>();
        for kind in [SurveyKind::NetEasy, SurveyKind::Trust, SurveyKind::Ces7] {
            let (a, b) = (of(kind, &floats(&one)), of(kind, &floats(&other)));
            let whole = of(kind, &floats(&[one.clone(), other.clone()].concat()));
            let (n, m) = (one.len() as f64, other.len() as f64);
            let rebuilt = (a.value.unwrap() * n + b.value.unwrap() * m) / (n + m);
            prop_assert!((rebuilt - whole.value.unwrap()).abs() < 1e-9);
        }
    }

    #[test]
    fn a_better_answer_never_lowers_net_ease(
        scores in prop::collection::vec(1_u8..=7, 1..30), place in 0_usize..30
    ) {
        let mut scores: Vec<f64> = scores.into_iter().map(f64::from).collect();
        let before = of(SurveyKind::NetEasy, &scores).value.unwrap();
        let place = place % scores.len();
        scores[place] = (scores[place] - 1.0).max(1.0);
        prop_assert!(of(SurveyKind::NetEasy, &scores).value.unwrap() >= before);
    }
}
