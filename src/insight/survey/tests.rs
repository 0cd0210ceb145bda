//! Value tiers, gaps, asking and interviews on small accounts.

use chrono::NaiveDate;

use super::*;
use crate::insight::{
    Calendar, Facts, KpiScore, Models, Observation, Observations, WhatIf, score,
};
use crate::model::{
    Contact, ContactId, Origin, RecordRef, SurveyInvitation, SurveyResponse, Ticket,
};

fn as_of() -> NaiveDate {
    "2026-11-22".parse().unwrap()
}

#[expect(clippy::unnecessary_wraps, reason = "every field of the model may be absent")]
fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn origin(key: &str, person: &str) -> Origin {
    Origin {
        id: format!("s:{key}"),
        record: RecordRef { source: "s".into(), stream: "r".into(), key: key.to_owned() },
        contact: (!person.is_empty()).then(|| ContactId::from(person)),
        ..Origin::default()
    }
}

fn person(id: &str, role: &str) -> Contact {
    let buying_role = (!role.is_empty()).then(|| role.to_owned());
    Contact { origin: origin(id, id), buying_role, ..Contact::default() }
}

/// An answer on a scale where high is good: person, instrument, touchpoint, score, day.
fn said(who: &str, what: (&str, &str), score: f64, on: &str) -> SurveyResponse {
    let high = match what.0 {
        "NPS" => 10.0,
        "NETEASY" => 7.0,
        _ => 5.0,
    };
    SurveyResponse {
        origin: origin(&format!("{who}-{}-{}-{on}-{score}", what.0, what.1), who),
        instrument: text(what.0),
        touchpoint: text(what.1),
        score: Some(score),
        scale_low: Some(if what.0 == "NPS" { 0.0 } else { 1.0 }),
        scale_high: Some(high),
        polarity: text("HIGH_IS_GOOD"),
        prong: text(if what.0 == "NPS" { "RELATIONAL" } else { "TRANSACTIONAL" }),
        at: Some(format!("{on}T10:00:00Z").parse().unwrap()),
        ..SurveyResponse::default()
    }
}

fn items(who: &str, items: &[(&str, f64)]) -> Vec<SurveyResponse> {
    let item = |(word, score): &(&str, f64)| SurveyResponse {
        item: text(word),
        ..said(who, ("VALUE_TIER", word), *score, "2026-11-01")
    };
    items.iter().map(item).collect()
}

fn tier(facts: &Facts) -> Option<ValueTier> {
    let calendar = Calendar::default();
    let filter = SurveyFilter::last(365, as_of());
    value_tier(voices(facts, &calendar, as_of()), &filter, &Models::built_in())
}

#[test]
fn a_tier_is_reached_when_all_tiers_below_it_are() {
    type Items<'a> = &'a [(&'a str, f64)];
    let cases: &[(Items, Option<&str>)] = &[
        (
            &[("FUNCTIONAL", 4.2), ("INDIVIDUAL", 3.1), ("INSPIRATIONAL", 2.0)],
            Some("FUNCTIONAL"),
        ),
        (
            &[("FUNCTIONAL", 4.2), ("EMOTIONAL", 3.5), ("TRANSFORMATIONAL", 5.0)],
            Some("INSPIRATIONAL"),
        ),
        (
            &[("FUNCTIONAL", 4.2), ("INDIVIDUAL", 3.1), ("INSPIRATIONAL", 5.0)],
            Some("FUNCTIONAL"),
        ),
        (&[("FUNCTIONAL", 3.0), ("INDIVIDUAL", 5.0)], None),
        (&[("FUNCTIONAL", 5.0), ("TRANSFORMATIONAL", 5.0)], Some("FUNCTIONAL")), // one unasked
    ];
    for (answers, wanted) in cases {
        let facts = Facts { surveys: items("p", answers), ..Facts::default() };
        let found = tier(&facts).expect("the lowest tier was asked about");
        assert_eq!(found.tier.as_deref(), *wanted, "{answers:?}");
        assert_eq!(found.n, answers.len());
    }
    assert_eq!(tier(&Facts::default()), None);
    let above = Facts { surveys: items("p", &[("INDIVIDUAL", 5.0)]), ..Facts::default() };
    assert_eq!(tier(&above), None, "the lowest was not asked about");
    let mut unstated = items("p", &[("FUNCTIONAL", 5.0)]);
    unstated[0].polarity = None;
    assert_eq!(tier(&Facts { surveys: unstated, ..Facts::default() }), None);
}

fn kpis(rows: &[(&str, f64)]) -> Vec<KpiScore> {
    let seen = |(code, raw): &(&str, f64)| {
        let seen = Observation {
            raw: Some(*raw),
            n: 50,
            observed_on: Some(as_of()),
            ..Observation::default()
        };
        ((*code).to_owned(), seen)
    };
    let seen: Observations = rows.iter().map(seen).collect();
    let models = Models::built_in();
    let health = score(&seen, &Facts::default(), &models.health, as_of(), &WhatIf::default());
    health.stages.into_iter().flat_map(|stage| stage.kpis).collect()
}

#[test]
fn a_kept_promise_that_nobody_feels_is_a_gap() {
    let calendar = Calendar::default();
    let gap_of = |scores: &[f64], on_time: f64| {
        let each = scores.iter().enumerate();
        let answers =
            each.map(|(i, s)| said(&format!("p{i}"), ("CSAT", "delivery"), *s, "2026-11-01"));
        let facts = Facts { surveys: answers.collect(), ..Facts::default() };
        let voices = voices(&facts, &calendar, as_of());
        let kpis = kpis(&[("DE1", on_time)]);
        expectations(&voices, &kpis, &Models::built_in(), as_of()).swap_remove(0)
    };
    let gap = gap_of(&[5., 4., 2., 1.], 98.0);
    assert_eq!((gap.kept, gap.felt, gap.gap), (Some(98.0), Some(50.0), Some(48.0)));
    assert_eq!(gap.flag, Some(ExpectationFlag::FeltBelowKept));
    assert_eq!(gap_of(&[5., 4., 4., 1.], 98.0).flag, None, "23 points are no gap");
    assert_eq!(gap_of(&[5., 5., 5.], 75.0).flag, Some(ExpectationFlag::FeltAboveKept));
    assert_eq!(gap_of(&[1., 1.], 98.0).flag, None, "two answers are too few");
    assert_eq!(gap_of(&[], 98.0).gap, None);
}

#[test]
fn ease_is_the_mean_of_what_was_seen_of_it() {
    let calendar = Calendar::default();
    let mut hard = said("p", ("CES5", "support"), 2.6, "2026-11-01");
    hard.polarity = text("LOW_IS_GOOD");
    let facts = Facts { surveys: vec![hard], ..Facts::default() };
    let voices = voices(&facts, &calendar, as_of());
    let filter = SurveyFilter::last(365, as_of());
    let kpis = kpis(&[("PU3", 20.0), ("BI3", 8.4)]);
    let (index, parts) = ease_index(&voices, &kpis, &filter, &Models::built_in());
    let scores: Vec<Option<f64>> = parts.iter().map(|p| p.score.map(f64::round)).collect();
    assert_eq!(scores, [None, Some(60.0), Some(60.0), Some(80.0)]);
    assert_eq!(index.map(|index| (index * 1e6).round() / 1e6), Some(66.666_667));
    let nothing = ease_index(&[], &[], &filter, &Models::built_in());
    assert_eq!(nothing.0, None);
}

fn asks(facts: &Facts) -> Vec<Ask> {
    next_surveys(facts, &Models::built_in(), &Calendar::default(), as_of())
}

#[test]
fn nobody_is_asked_too_often_or_in_trouble_and_people_with_a_say_are_planned() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let mut facts = Facts {
        contacts: vec![
            person("boss", "DECISION_MAKER"),
            person("expert", "TECHNICAL"),
            person("user", "USER"),
        ],
        surveys: vec![
            said("expert", ("NPS", "relationship"), 9.0, "2026-10-01"),
            said("user", ("CSAT", "delivery"), 4.0, "2026-11-10"),
        ],
        ..Facts::default()
    };
    let all = asks(&facts);
    assert_eq!((&all[0].block, all[0].heard_on), (&None, None));
    assert_eq!(all[0].plan, Some(Plan { due_on: as_of(), overdue: true }), "never heard");
    let plan = Some(Plan { due_on: day("2026-12-30"), overdue: false });
    assert_eq!(all[1].plan, plan, "90 days after the last");
    let free_on = day("2026-12-10");
    assert_eq!((&all[2].block, all[2].plan), (&Some(Block::AskedLately { free_on }), None));
    facts.survey_invitations.push(SurveyInvitation {
        origin: origin("i", "boss"),
        at: Some("2026-11-20T08:00:00Z".parse().unwrap()),
        ..SurveyInvitation::default()
    });
    let plan = asks(&facts)[0].plan.unwrap();
    assert_eq!(
        plan.due_on,
        day("2026-12-20"),
        "asked in vain, so not before the pause is over"
    );
    facts.tickets.push(Ticket {
        origin: origin("t", "user"),
        priority: text("P1"),
        opened_at: Some("2026-11-21T08:00:00Z".parse().unwrap()),
        ..Ticket::default()
    });
    assert!(asks(&facts).iter().all(|ask| ask.block == Some(Block::Trouble)));
    facts.tickets[0].solved_at = Some("2026-11-22T08:00:00Z".parse().unwrap());
    assert_eq!(asks(&facts)[1].block, None, "solved again");
}

#[test]
fn a_response_rate_needs_invitations_and_counts_each_once() {
    let (models, calendar) = (Models::built_in(), Calendar::default());
    let rate = |facts: &Facts| response_rate(facts, &models, &calendar, (365, as_of()));
    let sent = |who: &str, on: &str| SurveyInvitation {
        origin: origin(&format!("i-{who}-{on}"), who),
        instrument: text("NPS"),
        at: Some(format!("{on}T08:00:00Z").parse().unwrap()),
        ..SurveyInvitation::default()
    };
    let mut facts = Facts {
        surveys: vec![
            said("a", ("NPS", "relationship"), 9.0, "2026-10-02"),
            said("b", ("CSAT", "delivery"), 4.0, "2026-10-02"),
        ],
        ..Facts::default()
    };
    assert_eq!(rate(&facts), None);
    facts.survey_invitations =
        vec![sent("a", "2026-09-20"), sent("a", "2026-10-01"), sent("b", "2026-10-01")];
    let rate = rate(&facts).expect("invitations");
    assert_eq!((rate.asked, rate.answered), (3, 1), "one answer answers one invitation");
    assert!((rate.rate - 1.0 / 3.0).abs() < 1e-12);
}

#[test]
fn the_queue_has_the_unhappy_the_outlier_and_the_mismatch() {
    let calendar = Calendar::default();
    let nps = |who: &str, score: f64| said(who, ("NPS", "relationship"), score, "2026-10-01");
    let facts = Facts {
        surveys: vec![nps("a", 9.0), nps("b", 10.0), nps("c", 9.0), nps("boss", 3.0)],
        ..Facts::default()
    };
    let voices = voices(&facts, &calendar, as_of());
    let models = Models::built_in();
    let below = ["CAPABILITY".to_owned()];
    let queue = interviews(&voices, &[], &below, &models, as_of());
    let boss = Some(ContactId::from("boss"));
    assert!(queue.iter().all(|one| one.contact == boss), "{queue:#?}");
    let reasons: Vec<InterviewReason> = queue.iter().map(|one| one.reason).collect();
    let wanted =
        [InterviewReason::LowScore, InterviewReason::Outlier, InterviewReason::Mismatch];
    assert_eq!(reasons, wanted);
    assert!(interviews(&voices[..3], &[], &[], &models, as_of()).is_empty());
}

#[test]
fn feedback_has_an_age_and_moments_nobody_measures_are_named() {
    let calendar = Calendar::default();
    let facts = Facts {
        surveys: vec![said("a", ("CSAT", "delivery"), 4.0, "2026-11-12")],
        ..Facts::default()
    };
    let voices = voices(&facts, &calendar, as_of());
    let ages = moments(&voices, &Models::built_in(), as_of());
    let measured: Vec<&str> =
        ages.iter().filter(|age| age.n > 0).map(|age| age.stage.as_str()).collect();
    assert_eq!((ages.len(), measured), (10, vec!["DELIVERY"]));
    assert_eq!(ages[3].age_days, Some(10));
    let by_prong: Vec<usize> = prongs(&voices, as_of()).iter().map(|prong| prong.n).collect();
    assert_eq!(by_prong, [1, 0, 0], "one of three");
}
