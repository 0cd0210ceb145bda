//! Each measure of trust on facts small enough to reckon by hand. Today is Sunday 2026-11-22.

#![expect(
    clippy::unnecessary_wraps,
    reason = "every field of a fact is an Option; wrapping here keeps the facts short"
)]

use chrono::{DateTime, Utc};

use super::*;
use crate::model::{
    Assignment, Contact, ContactId, Credit, Delivery, Dispute, Interaction, Invoice,
    InvoiceLine, Order, RecordRef, Return, SlaTarget, SurveyResponse,
};

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().expect("a day"))
}

/// A moment such as `2026-11-02 09:30`.
fn at(text: &str) -> Option<DateTime<Utc>> {
    let parsed = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M");
    Some(parsed.expect("a moment").and_utc())
}

fn text(word: &str) -> Option<String> {
    Some(word.to_owned())
}

/// A record of the source `s`, or of another: `t/key`.
fn of(key: &str) -> Origin {
    let (source, key) = key.split_once('/').unwrap_or(("s", key));
    Origin {
        id: format!("{source}:{key}"),
        record: RecordRef {
            source: source.into(),
            stream: "records".to_owned(),
            key: key.to_owned(),
        },
        ..Origin::default()
    }
}

fn by(key: &str, person: &str) -> Origin {
    Origin { contact: Some(ContactId(person.to_owned())), ..of(key) }
}

fn seen(facts: &Facts, code: &str) -> Observation {
    let calendar = Calendar::default();
    let inputs = measure_trust(facts, &TrustModel::built_in(), &calendar, today());
    inputs.observations.get(code).cloned().unwrap_or_default()
}

/// Asserts value, sample and newest day.
#[track_caller]
fn shows(facts: &Facts, code: &str, raw: f64, n: i64, newest: &str) {
    let seen = seen(facts, code);
    let got = seen.raw.unwrap_or_else(|| panic!("{code} was not measured: {seen:?}"));
    assert!((got - raw).abs() < 1e-9, "{code}: {got}, not {raw}");
    assert_eq!((seen.n, seen.observed_on), (n, day(newest)), "{code}");
}

#[track_caller]
fn is_missing(facts: &Facts, code: &str) {
    assert_eq!(seen(facts, code), Observation::default(), "{code}");
}

fn turn(key: &str, member: &str, role: Option<&str>, since: &str, until: &str) -> Assignment {
    Assignment {
        origin: of(key),
        team_member: text(member),
        role: role.map(str::to_owned),
        since: day(since),
        until: if until.is_empty() { None } else { day(until) },
    }
}

#[test]
fn h1_counts_changes_of_the_owner_but_not_the_first() {
    let mut facts = Facts {
        assignments: vec![
            turn("1", "ann", None, "2024-01-01", "2025-10-31"),
            turn("2", "bob", Some("Account owner"), "2025-11-01", "2026-03-31"), // too long ago
            turn("3", "cid", Some("owner"), "2026-04-01", "2026-06-30"),
            turn("4", "cid", None, "2026-07-01", ""), // again the same: no change
            turn("5", "dot", Some("service"), "2026-08-01", ""), // not in charge
            turn("6", "eve", None, "2026-12-01", ""), // not yet
        ],
        ..Facts::default()
    };
    shows(&facts, "H1", 1.0, 4, "2026-11-22");
    // Another system knows our people by other ids: no change by that.
    facts.assignments.push(turn("t/1", "77", None, "2026-05-01", ""));
    shows(&facts, "H1", 1.0, 5, "2026-11-22");
    facts.assignments.retain(|turn| turn.role.as_deref() == Some("service"));
    is_missing(&facts, "H1");
    facts.assignments = vec![turn("1", "ann", None, "2026-01-01", "2026-09-30")];
    shows(&facts, "H1", 0.0, 1, "2026-09-30");
}

fn touch(key: &str, who: &str, form: &str, when: &str) -> Interaction {
    Interaction {
        origin: by(key, who),
        form: text(form),
        at: at(when),
        human: Some(true),
        two_way: Some(true),
        ..Interaction::default()
    }
}

fn person(id: &str, role: &str) -> Contact {
    Contact { origin: by(id, id), buying_role: text(role), ..Contact::default() }
}

#[test]
fn h2_counts_contacts_of_people_with_key_stakeholders() {
    let mut facts = Facts {
        contacts: vec![
            person("a", "DECISION_MAKER"),
            person("b", "TECHNICAL"),
            person("u", "USER"),
            person("gone", "ECONOMIC_BUYER"),
        ],
        interactions: vec![
            touch("1", "a", "MEETING", "2026-11-02 09:00"),
            touch("2", "a", "CALL", "2026-11-05 09:00"),
            touch("3", "b", "CALL", "2026-10-05 09:00"),
            touch("4", "u", "CALL", "2026-10-06 09:00"), // has no say
            touch("5", "gone", "CALL", "2026-10-06 09:00"),
            touch("6", "b", "NOTE", "2026-10-06 09:00"), // no touch
            touch("7", "b", "CALL", "2026-08-01 09:00"), // outside
            Interaction { human: Some(false), ..touch("8", "b", "CHAT", "2026-11-20 09:00") },
            Interaction {
                two_way: Some(false),
                ..touch("9", "b", "EMAIL", "2026-11-19 09:00")
            },
            Interaction { human: None, ..touch("10", "b", "CALL", "2026-11-21 09:00") },
        ],
        ..Facts::default()
    };
    facts.contacts[3].left_on = day("2026-11-01");
    shows(&facts, "H2", 1.5, 2, "2026-11-20");
    facts.interactions.drain(..9);
    is_missing(&facts, "H2"); // nothing tells who took part
}

fn answer(key: &str, who: &str, instrument: &str, score: f64, when: &str) -> SurveyResponse {
    let (low, high, polarity, touchpoint) = match instrument {
        "NPS" => (0.0, 10.0, "HIGH_IS_GOOD", "relationship"),
        "NETEASY" => (1.0, 7.0, "LOW_IS_GOOD", "purchase"),
        "CSAT" => (1.0, 5.0, "HIGH_IS_GOOD", "support"),
        _ => (1.0, 7.0, "HIGH_IS_GOOD", "relationship"),
    };
    SurveyResponse {
        origin: by(key, who),
        instrument: text(instrument),
        score: Some(score),
        scale_low: Some(low),
        scale_high: Some(high),
        polarity: text(polarity),
        touchpoint: text(touchpoint),
        at: at(when),
        ..SurveyResponse::default()
    }
}

#[test]
fn h3_is_the_top_of_support_ratings_and_of_tone_where_that_is_asked() {
    let mut facts = Facts {
        surveys: vec![
            answer("1", "a", "CSAT", 5.0, "2026-11-02 09:00"),
            answer("2", "b", "CSAT", 4.0, "2026-11-03 09:00"),
            answer("3", "c", "CSAT", 3.0, "2026-11-01 09:00"),
            answer("4", "c", "CSAT", 1.0, "2026-05-01 09:00"), // outside
            answer("5", "c", "NPS", 1.0, "2026-11-04 09:00"),
        ],
        ..Facts::default()
    };
    facts.surveys.push(SurveyResponse {
        touchpoint: text("onboarding"),
        ..answer("6", "c", "CSAT", 1.0, "2026-11-04 09:00")
    });
    shows(&facts, "H3", 200.0 / 3.0, 3, "2026-11-03");
    facts.surveys[2].item = text("Tone");
    shows(&facts, "H3", 0.0, 1, "2026-11-01");
    facts.surveys[2].polarity = None;
    assert!(seen(&facts, "H3").error.is_some_and(|error| error.contains("s/records/3")));
}

#[test]
fn h4_asks_of_the_unhappy_only_and_leaves_time_to_call() {
    let call = |key: &str, who: &str, when: &str| Interaction {
        direction: text("OUTBOUND"),
        ..touch(key, who, "CALL", when)
    };
    let facts = Facts {
        surveys: vec![
            answer("1", "a", "NPS", 6.0, "2026-11-02 09:00"), // Monday; called on Friday
            answer("2", "b", "CSAT", 2.0, "2026-11-02 09:00"), // called a week and a day later
            answer("3", "c", "NETEASY", 5.0, "2026-10-05 09:00"), // met the same day
            answer("4", "d", "NPS", 7.0, "2026-11-02 09:00"), // content
            answer("5", "e", "NPS", 0.0, "2026-11-19 09:00"), // time is left
            answer("6", "f", "NPS", 0.0, "2026-11-20 09:00"), // time is left, and called
            answer("7", "g", "NPS", 0.0, "2026-11-02 09:00"), // they called us
            answer("8", "h", "NPS", 0.0, "2026-04-02 09:00"), // outside
        ],
        interactions: vec![
            call("11", "a", "2026-11-06 15:00"),
            call("12", "b", "2026-11-10 15:00"),
            touch("13", "c", "MEETING", "2026-10-05 11:00"),
            call("14", "f", "2026-11-20 11:00"),
            Interaction { direction: text("INBOUND"), ..call("15", "g", "2026-11-03 11:00") },
            call("16", "g", "2026-11-01 11:00"), // before
            Interaction { human: Some(false), ..call("17", "g", "2026-11-04 11:00") },
        ],
        ..Facts::default()
    };
    shows(&facts, "H4", 60.0, 5, "2026-11-20");
    is_missing(&Facts { interactions: Vec::new(), ..facts.clone() }, "H4");
    is_missing(&Facts { surveys: facts.surveys[3..5].to_vec(), ..facts.clone() }, "H4");
    let mut unread = facts;
    unread.surveys[3].scale_high = None;
    let error = seen(&unread, "H4").error.expect("one cannot be read");
    assert!(error.contains("s/records/4"), "{error}");
}

#[test]
fn t1_asks_of_late_orders_whether_they_were_announced() {
    let order = |key: &str, announced: Option<bool>| Order {
        origin: of(key),
        ordered_on: day("2026-10-01"),
        promised_on: day("2026-10-20"),
        delay_announced: announced,
        ..Order::default()
    };
    let late = |key: &str, of_order: &str, on: &str| Delivery {
        origin: of(key),
        order: text(of_order),
        delivered_on: day(on),
        ..Delivery::default()
    };
    let facts = Facts {
        orders: vec![
            order("1", Some(true)),
            order("2", Some(false)), // late by its delivery
            Order { promise_changes: Some(1), ..order("3", Some(false)) },
            order("4", Some(false)), // punctual
            order("5", None),        // says nothing
            Order { ordered_on: day("2026-03-01"), ..order("6", Some(true)) }, // outside
        ],
        deliveries: vec![
            late("d1", "2", "2026-10-20"),
            late("d2", "2", "2026-10-21"),
            late("d3", "4", "2026-10-20"),
            late("d4", "4", "2026-11-23"), // tomorrow
        ],
        ..Facts::default()
    };
    shows(&facts, "T1", 100.0 / 3.0, 3, "2026-10-01");
    is_missing(&Facts { orders: facts.orders[3..5].to_vec(), ..facts }, "T1");
}

#[test]
fn t2_counts_lines_and_a_bill_without_lines_as_one() {
    let bill = |key: &str, on: &str| Invoice {
        origin: of(key),
        number: text(key),
        issued_on: day(on),
        ..Invoice::default()
    };
    let line = |key: &str, invoice: &str, product: &str| InvoiceLine {
        origin: of(key),
        invoice: text(invoice),
        product: text(product),
        ..InvoiceLine::default()
    };
    let back = |key: &str, invoice: &str, product: Option<&str>, on: &str| Return {
        origin: of(key),
        invoice: text(invoice),
        product: product.map(str::to_owned),
        returned_on: day(on),
        ..Return::default()
    };
    let mut facts = Facts {
        invoices: vec![
            bill("A", "2026-11-02"),
            bill("B", "2026-11-03"),
            bill("C", "2026-11-04"),
            bill("D", "2026-01-04"), // outside
        ],
        invoice_lines: vec![
            line("1", "A", "x"),
            line("2", "A", "y"),
            line("3", "A", "z"),
            line("4", "B", "x"),
            line("5", "B", "y"),
            line("6", "D", "x"),
        ],
        ..Facts::default()
    };
    shows(&facts, "T2", 0.0, 3, "2026-11-04"); // three lines, two, and one of C
    facts.returns = vec![
        back("r1", "A", Some("y"), "2026-11-10"),
        back("r2", "A", Some("y"), "2026-11-11"), // once more
        back("r3", "A", Some("x"), "2026-11-23"), // tomorrow
        back("r4", "D", Some("x"), "2026-11-10"), // of a bill outside
    ];
    shows(&facts, "T2", 100.0 / 6.0, 3, "2026-11-11");
    facts.credits = vec![Credit {
        origin: of("c1"),
        invoice: text("C"),
        issued_on: day("2026-11-05"),
        ..Credit::default()
    }];
    shows(&facts, "T2", 200.0 / 6.0, 3, "2026-11-11");
    // Nobody says which of B's lines is meant: all are.
    facts.disputes = vec![Dispute {
        origin: of("d1"),
        invoice_number: text("b "),
        opened_at: at("2026-11-12 09:00"),
        ..Dispute::default()
    }];
    shows(&facts, "T2", 400.0 / 6.0, 3, "2026-11-12");
    is_missing(&Facts::default(), "T2");
}

#[test]
fn t3_is_the_mean_over_orders_that_tell() {
    let order = |key: &str, changes: Option<i64>, on: &str| Order {
        origin: of(key),
        ordered_on: day(on),
        promise_changes: changes,
        ..Order::default()
    };
    let facts = Facts {
        orders: vec![
            order("1", Some(0), "2026-10-01"),
            order("2", Some(2), "2026-10-02"),
            order("3", Some(0), "2026-10-03"),
            order("4", Some(0), "2026-10-04"),
            order("5", None, "2026-10-05"),
            order("6", Some(9), "2026-02-05"), // outside
        ],
        ..Facts::default()
    };
    shows(&facts, "T3", 0.5, 4, "2026-10-04");
    is_missing(&Facts { orders: facts.orders[4..].to_vec(), ..facts }, "T3");
}

#[test]
fn t4_counts_targets_of_updates_alone() {
    let target = |key: &str, metric: &str, met: Option<bool>| SlaTarget {
        origin: of(key),
        metric: text(metric),
        met,
        at: at("2026-11-02 09:00"),
        ..SlaTarget::default()
    };
    let facts = Facts {
        sla_targets: vec![
            target("1", "periodic_update_time", Some(true)),
            target("2", "Next Update", Some(false)),
            target("3", "first_reply_time", Some(false)),
            target("4", "pausable_update_time", None),
        ],
        ..Facts::default()
    };
    shows(&facts, "T4", 50.0, 2, "2026-11-02");
    is_missing(&Facts { sla_targets: facts.sla_targets[2..].to_vec(), ..facts }, "T4");
}

#[test]
fn c3_is_what_came_back_of_what_was_delivered() {
    let line = |key: &str| Delivery {
        origin: of(key),
        delivered_on: day("2026-11-02"),
        ..Delivery::default()
    };
    let back = Return { origin: of("r"), returned_on: day("2026-11-09"), ..Return::default() };
    let mut facts = Facts {
        deliveries: ["1", "2", "3", "4"].map(line).to_vec(),
        returns: vec![back],
        ..Facts::default()
    };
    shows(&facts, "C3", 25.0, 4, "2026-11-09");
    facts.account.receives_goods = Some(false);
    assert!(seen(&facts, "C3").not_applicable);
}

fn said(key: &str, item: &str, score: f64, when: &str) -> SurveyResponse {
    SurveyResponse { item: text(item), ..answer(key, "a", "TRUST", score, when) }
}

fn trust_of(facts: &Facts) -> Trust {
    trust(facts, &TrustModel::built_in(), &Calendar::default(), today())
}

#[test]
fn answers_count_for_the_factor_they_name_a_year_long() {
    let facts = Facts {
        surveys: vec![
            said("1", "HUMANITY", 7.0, "2026-11-02 09:00"),
            said("2", "humanity ", 6.0, "2025-11-23 09:00"),
            said("3", "HUMANITY", 1.0, "2025-11-22 09:00"), // a day too old
            said("4", "HUMANITY", 1.0, "2026-11-23 09:00"), // tomorrow
            said("5", "CAPABILITY", 2.0, "2026-11-02 09:00"),
            SurveyResponse {
                prong: text("EMPLOYEE"),
                ..said("6", "HUMANITY", 1.0, "2026-11-02 09:00")
            },
            // Asked the other way round: 1 agrees.
            SurveyResponse {
                polarity: text("LOW_IS_GOOD"),
                ..said("7", "HUMANITY", 2.0, "2026-11-02 09:00")
            },
        ],
        ..Facts::default()
    };
    let trust = trust_of(&facts);
    let humanity = factor_of(&trust, TrustFactor::Humanity);
    assert_eq!(
        (humanity.survey_n, humanity.survey, humanity.score),
        (3, Some(100.0), Some(100.0))
    );
    assert_eq!(humanity.survey_inputs.len(), 3);
    assert_eq!(factor_of(&trust, TrustFactor::Capability).survey_n, 1);
    assert_eq!(trust.responses, 3);
}

/// Makes an answer one that cannot be read.
type Spoil = fn(&mut SurveyResponse);

#[test]
fn an_answer_that_cannot_be_read_refuses_its_factors_survey_and_names_the_place() {
    let turns = vec![turn("1", "ann", None, "2026-01-01", "")];
    let mut facts = Facts {
        surveys: vec![
            said("1", "HUMANITY", 7.0, "2026-11-02 09:00"),
            said("2", "HUMANITY", 7.0, "2026-11-02 09:00"),
            said("3", "HUMANITY", 7.0, "2026-11-02 09:00"),
        ],
        ..Facts::default()
    };
    let cases: [(Spoil, &str); 3] = [
        (|answer| answer.polarity = None, "s/records/2 states no polarity"),
        (|answer| answer.scale_high = Some(5.0), "s/records/2 answers 7 on a scale of 1 to 5"),
        (
            |answer| answer.scale_high = Some(10.0),
            "asked on 1 to 7, but s/records/2 states 1 to 10",
        ),
    ];
    for (spoil, wanted) in cases {
        let mut facts = facts.clone();
        spoil(&mut facts.surveys[1]);
        let trust = trust_of(&facts);
        let humanity = factor_of(&trust, TrustFactor::Humanity);
        assert_eq!((humanity.survey, humanity.survey_n, humanity.score), (None, 0, None));
        let error = humanity.survey_error.as_deref().expect("it is told");
        assert!(error.contains(wanted), "{error}");
        assert!(humanity.reason.as_deref().is_some_and(|reason| reason.contains(wanted)));
        facts.assignments.clone_from(&turns);
        let trust = trust_of(&facts);
        let humanity = factor_of(&trust, TrustFactor::Humanity);
        assert_eq!((humanity.basis, humanity.score), (Basis::OperationalOnly, Some(100.0)));
        assert!(humanity.survey_error.is_some() && humanity.reason.is_none());
    }
    facts.assignments = turns;
    assert_eq!(factor_of(&trust_of(&facts), TrustFactor::Humanity).basis, Basis::Blended);
}

#[test]
fn the_order_of_facts_does_not_show() {
    let mut facts = Facts {
        surveys: vec![
            said("1", "HUMANITY", 7.0, "2026-11-02 09:00"),
            said("2", "HUMANITY", 2.0, "2026-11-02 09:00"),
            answer("3", "a", "NPS", 3.0, "2026-10-02 09:00"),
            answer("4", "b", "NPS", 4.0, "2026-10-02 09:00"),
        ],
        assignments: vec![
            turn("1", "ann", None, "2026-01-01", "2026-05-31"),
            turn("2", "bob", None, "2026-06-01", ""),
        ],
        interactions: vec![
            touch("1", "a", "CALL", "2026-10-03 09:00"),
            touch("2", "b", "MEETING", "2026-10-03 09:00"),
        ],
        contacts: vec![person("a", "DECISION_MAKER"), person("b", "TECHNICAL")],
        ..Facts::default()
    };
    let before = trust_of(&facts);
    facts.surveys.reverse();
    facts.assignments.reverse();
    facts.interactions.reverse();
    facts.contacts.reverse();
    assert_eq!(trust_of(&facts), before);
}
