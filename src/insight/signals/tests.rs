//! What signals must do: worked numbers, near misses, laws.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;
use crate::insight::scorecard;
use crate::insight::{Facts, assess};
use crate::model::{
    Category, Contact, Contract, Delivery, Statement, SurveyResponse, Ticket, Topic,
};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
}

#[expect(clippy::unnecessary_wraps, reason = "every field of a fact is an Option")]
fn noon(days_ago: i64) -> Option<DateTime<Utc>> {
    let noon = today().and_hms_opt(12, 0, 0).expect("a time of the day").and_utc();
    Some(noon - TimeDelta::days(days_ago))
}

fn on(days_ago: i64) -> Option<NaiveDate> {
    noon(days_ago).map(|at| at.date_naive())
}

fn origin(key: &str) -> Origin {
    let record = RecordRef { source: "s".into(), stream: "r".to_owned(), key: key.to_owned() };
    Origin { id: format!("s:{key}"), record, ..Origin::default() }
}

fn by(key: &str, person: &str) -> Origin {
    Origin { contact: Some(person.into()), ..origin(key) }
}

fn customer() -> Facts {
    let mut facts = Facts::default();
    facts.account.origin.account = Some("acc_1".into());
    facts
}

fn tickets(topic: Option<&str>, ages: impl IntoIterator<Item = i64>) -> Vec<Ticket> {
    let ticket = |(n, age): (usize, i64)| Ticket {
        origin: origin(&format!("t{n}-{}", topic.unwrap_or_default())),
        topic: topic.map(str::to_owned),
        opened_at: noon(age),
        ..Ticket::default()
    };
    ages.into_iter().enumerate().map(ticket).collect()
}

/// So many lines of a hundred in time in the last 28 days, and in the 84 days before.
fn deliveries(now: i64, before: i64) -> Vec<Delivery> {
    let line = |age: i64, n: i64, kept: i64| Delivery {
        origin: origin(&format!("d{age}-{n}")),
        promised_on: on(if n < kept { age } else { age + 1 }),
        delivered_on: on(age),
        ..Delivery::default()
    };
    let new = (0..100).map(|n| line(n % 28, n, now));
    new.chain((0..100).map(|n| line(28 + n % 84, n, before))).collect()
}

fn raised_on(facts: &Facts, as_of: NaiveDate) -> Vec<Signal> {
    let (models, rules, calendar) =
        (Models::built_in(), SignalModel::built_in(), Calendar::default());
    let card = scorecard(facts, &models, &calendar, as_of);
    let before = assess(facts, &models.health, &calendar, rules.before(as_of));
    let watched = Watched { facts, card: &card, before: &before };
    signals(&watched, &rules, &models, &calendar)
}

fn of_rule(facts: &Facts, rule: Rule) -> Vec<Signal> {
    let all = raised_on(facts, today());
    all.into_iter().filter(|signal| signal.rule == rule).collect()
}

/// Nine calls in fourteen days where three are usual; 84 % in time after 93 %.
fn canary() -> Facts {
    let usual = (0..18).map(|n| 14 + n * 84 / 18);
    Facts {
        tickets: tickets(None, (0..9).chain(usual)),
        deliveries: deliveries(84, 93),
        ..customer()
    }
}

#[test]
fn the_canary_fires_on_nine_calls_for_three_and_nine_points_and_on_neither_alone() {
    let found = of_rule(&canary(), Rule::Delivery);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].topic, "DELIVERY:acc_1");
    let measured = |name: &str| found[0].measures[name];
    assert!((measured("ticketSpike") - 2.5).abs() < 1e-12, "{found:?}");
    assert!((measured("onTimeDeltaPoints") + 9.0).abs() < 1e-9, "{found:?}");
    let kinds: Vec<ActionKind> = found[0].suggested.iter().map(|s| s.kind).collect();
    assert_eq!(kinds, [ActionKind::ShortTerm, ActionKind::Structural]);
    assert!(found[0].evidence.iter().any(|record| record.key.starts_with('t')));
    assert!(found[0].evidence.iter().any(|record| record.key.starts_with('d')));
    let alone = [
        ("calls alone", Facts { deliveries: deliveries(93, 93), ..canary() }),
        ("late deliveries alone", Facts { tickets: Vec::new(), ..canary() }),
        ("no delivery to compare with", Facts { deliveries: Vec::new(), ..canary() }),
        ("two calls where none is usual", Facts { tickets: tickets(None, [1, 2]), ..canary() }),
        ("4.9 points", Facts { deliveries: deliveries(89, 93), ..canary() }),
    ];
    for (name, facts) in alone {
        assert_eq!(of_rule(&facts, Rule::Delivery), [], "{name}");
    }
}

#[test]
fn where_the_desk_tells_topics_only_calls_about_deliveries_count() {
    let about = |topic| Facts { tickets: tickets(Some(topic), 0..9), ..canary() };
    assert_eq!(of_rule(&about("Late delivery"), Rule::Delivery).len(), 1);
    assert_eq!(of_rule(&about("billing"), Rule::Delivery), []);
    let goods = |receives| {
        let mut facts = canary();
        facts.account.receives_goods = Some(receives);
        of_rule(&facts, Rule::Delivery).len()
    };
    assert_eq!((goods(true), goods(false)), (1, 0));
}

/// A customer's health with every KPI at so many points.
fn health(points: Option<f64>) -> Health {
    let models = Models::built_in();
    let mut health = assess(&customer(), &models.health, &Calendar::default(), today());
    (health.value, health.computed) = (points, points);
    for kpi in health.stages.iter_mut().flat_map(|stage| &mut stage.kpis) {
        (kpi.normalised, kpi.contribution) = (points, points);
    }
    health
}

#[test]
fn twelve_points_like_for_like_are_a_fall_and_less_or_a_value_lost_is_none() {
    let (models, rules, calendar) =
        (Models::built_in(), SignalModel::built_in(), Calendar::default());
    let facts = customer();
    let told = |before: Option<f64>, now: Option<f64>| {
        let card = scorecard(&facts, &models, &calendar, today());
        let card = Scorecard { health: health(now), ..card };
        let before = health(before);
        let watched = Watched { facts: &facts, card: &card, before: &before };
        let found = signals(&watched, &rules, &models, &calendar);
        found.into_iter().find(|signal| signal.rule == Rule::Fall)
    };
    let fell = told(Some(80.0), Some(68.0)).expect("twelve points are a fall");
    assert!((fell.measures["likeForLike"] + 12.0).abs() < 1e-9, "{fell:?}");
    assert_eq!(fell.suggested[0].targets.len(), 3, "what fell most is what should rise");
    for (before, now) in [(Some(80.0), Some(68.1)), (Some(80.0), None), (None, Some(1.0))] {
        assert_eq!(told(before, now), None, "{before:?} {now:?}");
    }
}

#[test]
fn a_champion_who_left_or_turned_is_told_until_somebody_says_otherwise() {
    let contact =
        Contact { origin: by("c", "con_1"), influence: Some(5), ..Contact::default() };
    let said = |id, value: &str, days: i64| Statement {
        id,
        account: "acc_1".into(),
        contact: Some("con_1".into()),
        topic: Topic::Champion,
        value: value.to_owned(),
        reason: String::new(),
        author: "us".to_owned(),
        said_at: noon(days).expect("a moment"),
        expires_at: None,
        withdrawn_at: None,
    };
    let told = |statements: Vec<Statement>| {
        let facts = Facts { contacts: vec![contact.clone()], statements, ..customer() };
        let found = of_rule(&facts, Rule::Champion);
        found.into_iter().map(|signal| signal.topic).collect::<Vec<_>>()
    };
    assert_eq!(told(vec![said(1, "CHAMPION", 30)]), [""; 0]);
    let left = vec![said(1, "CHAMPION", 30), said(2, "LEFT", 3)];
    assert_eq!(told(left.clone()), ["CHAMPION:acc_1:con_1:LEFT"]);
    let against = vec![said(1, "DETRACTOR", 3)];
    assert_eq!(told(against), ["CHAMPION:acc_1:con_1:DETRACTOR"]);
    let back = [left, vec![said(3, "CHAMPION", 1)]].concat();
    assert_eq!(told(back), [""; 0]);
}

#[test]
fn renewals_have_a_playbook_from_180_and_from_90_days_each_once() {
    let contract = |days: i64| Contract {
        origin: origin("k"),
        starts_on: on(500),
        ends_on: on(-days),
        status: Some("ACTIVE".to_owned()),
        ..Contract::default()
    };
    let topics = |days: i64| {
        let facts = Facts { contracts: vec![contract(days)], ..customer() };
        let found = of_rule(&facts, Rule::Renewal);
        found.into_iter().map(|signal| signal.topic).collect::<Vec<_>>()
    };
    let cases: [(i64, &[&str]); 6] = [
        (181, &[]),
        (180, &["RENEWAL:acc_1:s:k:180"]),
        (91, &["RENEWAL:acc_1:s:k:180"]),
        (90, &["RENEWAL:acc_1:s:k:90"]),
        (0, &["RENEWAL:acc_1:s:k:90"]),
        (-1, &[]),
    ];
    for (days, wanted) in cases {
        assert_eq!(topics(days), wanted, "{days}");
    }
    let renewed = Contract { renewed_on: on(1), ..contract(60) };
    let facts = Facts { contracts: vec![renewed], ..customer() };
    assert_eq!(of_rule(&facts, Rule::Renewal), []);
}

fn unhappy(influence: Option<i64>, role: &str, score: f64, mood: Option<f64>) -> Vec<Signal> {
    let contact = Contact {
        origin: by("c", "con_1"),
        influence,
        buying_role: Some(role.to_owned()),
        ..Contact::default()
    };
    let answer = SurveyResponse {
        origin: by("a", "con_1"),
        instrument: Some("NPS".to_owned()),
        score: Some(score),
        scale_low: Some(0.0),
        scale_high: Some(10.0),
        polarity: Some("HIGH_IS_GOOD".to_owned()),
        sentiment: mood,
        at: noon(5),
        ..SurveyResponse::default()
    };
    let facts = Facts { contacts: vec![contact], surveys: vec![answer], ..customer() };
    of_rule(&facts, Rule::Influencer)
}

#[test]
fn an_unhappy_person_with_a_say_is_told_at_an_account_of_worth_and_a_near_miss_is_not() {
    let cases = [
        // influence, role, answer, mood, told
        (Some(4), "USER", 6.0, None, 1),
        (Some(3), "USER", 6.0, None, 0),
        (Some(1), "DECISION_MAKER", 6.0, None, 1),
        (Some(4), "USER", 7.0, None, 0),
        (Some(4), "USER", 9.0, Some(-0.1), 1),
        (Some(4), "USER", 9.0, Some(0.0), 0),
    ];
    for (influence, role, score, mood, told) in cases {
        let found = unhappy(influence, role, score, mood);
        assert_eq!(found.len(), told, "{influence:?} {role} {score} {mood:?}");
        assert!(found.iter().all(|signal| signal.only_holds), "its worth is not known yet");
    }
    let at = |revenue| {
        let found = unhappy(Some(4), "USER", 3.0, None).pop().expect("it is told");
        found.at_worth(revenue, 1_000.0).map(|signal| signal.only_holds)
    };
    assert_eq!([at(Some(1_000.0)), at(Some(999.99)), at(None)], [Some(false), None, None]);
}

#[test]
fn who_is_to_be_asked_is_told_and_a_go_live_asks_one_person_once() {
    let person = |id: &str, role: Option<&str>, influence| Contact {
        origin: by(id, id),
        buying_role: role.map(str::to_owned),
        influence: Some(influence),
        ..Contact::default()
    };
    let contract = |age: i64| Contract {
        origin: origin("k"),
        go_live_actual: on(age),
        ..Contract::default()
    };
    let facts = |contracts| Facts {
        contacts: vec![
            person("con_1", Some("DECISION_MAKER"), 5),
            person("con_2", None, 2),
            person("con_3", Some("USER"), 1),
        ],
        contracts,
        ..customer()
    };
    let told = |facts: &Facts| {
        let found = of_rule(facts, Rule::SurveyDue);
        let of =
            |signal: Signal| (signal.topic, signal.contact.map(|id| id.0), signal.only_holds);
        found.into_iter().map(of).collect::<Vec<_>>()
    };
    let boss = || Some("con_1".to_owned());
    let plan = ("SURVEY_DUE:acc_1:plan:con_1".to_owned(), boss(), false);
    let alone = vec![plan.clone()];
    assert_eq!(told(&facts(Vec::new())), alone);
    let live = ("SURVEY_DUE:acc_1:go-live:s:k".to_owned(), boss(), false);
    assert_eq!(told(&facts(vec![contract(6)])), [plan.clone(), live]);
    assert_eq!(told(&facts(vec![contract(7)])), alone);
    // Trouble asks nobody anew, but takes back nothing.
    let urgent = Ticket { priority: Some("P1".to_owned()), ..tickets(None, [1]).remove(0) };
    let trouble = Facts { tickets: vec![urgent], ..facts(Vec::new()) };
    assert_eq!(told(&trouble), [(plan.0, plan.1, true)]);
}

#[test]
fn three_of_twenty_warn_the_seventeen_others() {
    let id = |n: usize| AccountId(format!("acc_{n:02}"));
    let flock = |hit: usize, members: usize| Flock {
        segment: "just-in-time".to_owned(),
        name: "Just-in-time".to_owned(),
        members: (0..members).map(id).collect(),
        hit: (0..hit)
            .map(|n| (id(n), BTreeMap::from([("ticketSpike".to_owned(), n as f64)])))
            .collect(),
    };
    let alert =
        |hit, members| segment_alert(&flock(hit, members), &SignalModel::built_in(), today());
    let three = alert(3, 20).expect("an alert");
    assert_eq!(three.topic, "SEGMENT:DELIVERY:just-in-time");
    assert_eq!((three.accounts.len(), three.not_yet_hit.len()), (3, 17));
    assert!((three.measures["ticketSpike"] - 2.0).abs() < 1e-12, "the highest: {three:?}");
    let cases = [
        // hit, members, told: 10 % of the members, at least two, at most three
        (1, 2, false),
        (2, 2, true),
        (2, 20, true),
        (2, 21, false),
        (3, 21, true),
        (2, 1_000, false),
        (3, 1_000, true),
    ];
    for (hit, members, told) in cases {
        assert_eq!(alert(hit, members).is_some(), told, "{hit} of {members}");
    }
}

#[test]
fn a_source_is_quiet_after_its_days_and_one_that_never_spoke_is_not() {
    let rules = SignalModel::built_in();
    let pulse = |record: Option<i64>, success: Option<i64>| Pulse {
        source: "s".into(),
        category: Category::Marketing,
        last_success: success.and_then(noon),
        last_record: record.and_then(noon),
        interval: TimeDelta::hours(1),
    };
    let cases = [
        (Some(7), Some(0), false),
        (Some(8), Some(0), true),
        (Some(0), Some(1), false),
        (Some(0), Some(2), true),
        (None, None, false),
    ];
    for (record, success, quiet) in cases {
        let now = noon(0).expect("a moment");
        assert_eq!(
            pulse(record, success).is_quiet(&rules, now),
            quiet,
            "{record:?} {success:?}"
        );
    }
}

#[test]
fn whatever_is_wrong_in_the_rules_is_named_with_its_line() {
    const OURS: &str = include_str!("../models/signals-default.yaml");
    let cases = [
        ("spike: 2", "spike: 0.5", "`spike: 0.5` must be at least 1"),
        ("spike: 2", "spikes: 2", "unknown key `spikes`; did you mean `spike`?"),
        ("points: -12", "points: 12", "`points: 12` must be at least -100"),
        ("[LEFT, DETRACTOR]", "[GONE]", "unknown standing `GONE`"),
        ("[LEFT, DETRACTOR]", "[LEFT, LEFT]", "`LEFT` stands twice"),
        ("most: 3", "most: 1", "`most: 1` is below `least: 2`"),
        ("  - days: 90", "  - days: 200", "the steps begin later and later"),
        ("  FALL:\n", "  FELL:\n", "unknown rule `FELL`; did you mean `FALL`?"),
        (
            "topics: [deliver, shipment, shipping, transport, lieferung]",
            "topics: []",
            "no topic",
        ),
        ("influence: 4", "influence: 6", "`influence: 6` must be at least 1 and at most 5"),
    ];
    for (right, wrong, wanted) in cases {
        assert!(OURS.contains(right), "{right}");
        let error = SignalModel::parse("own.yaml", &OURS.replacen(right, wrong, 1));
        let error = error.expect_err(wrong).to_string();
        assert!(error.starts_with("own.yaml:") && error.contains(wanted), "{wrong}: {error}");
    }
    assert_eq!(SignalModel::built_in().id(), "signals-default@1.1.0");
}

proptest! {
    #[test]
    fn one_more_call_never_lowers_the_spike_and_what_is_usual_never_raises_it(
        calls in 0_usize..1_000, expected in 0.0..1e3, more in 0.0..1e3
    ) {
        let spike = canary::spike(calls, expected);
        prop_assert!(spike > 0.0 && spike.is_finite());
        prop_assert!(canary::spike(calls + 1, expected) > spike);
        prop_assert!(canary::spike(calls, expected + more) <= spike);
    }

    #[test]
    fn the_order_of_facts_changes_no_signal(seed in any::<u64>()) {
        let (facts, mut mixed) = (canary(), canary());
        let turn = (seed % 97) as usize;
        let (tickets, lines) = (mixed.tickets.len(), mixed.deliveries.len());
        mixed.tickets.rotate_left(turn % tickets);
        mixed.deliveries.rotate_left(turn % lines);
        prop_assert_eq!(raised_on(&facts, today()), raised_on(&mixed, today()));
    }

    #[test]
    fn a_segment_of_any_size_warns_from_two_or_three_on(members in 1_usize..5_000) {
        let needed = SignalModel::built_in().segment.needed(members);
        prop_assert!((2.0..=3.0).contains(&needed));
    }
}
