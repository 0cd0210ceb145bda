//! Each measure on facts small enough to reckon by hand. Today is Sunday 2026-11-22.

use accord::insight::{Calendar, Facts, HealthModel, Observation, measure};
use accord::model::{
    CampaignTouch, Category, Contact, Contract, Credit, Deal, Delivery, Dispute, Interaction,
    Invoice, Milestone, Order, Payment, Product, Quote, Return, SlaTarget, SurveyResponse,
    Ticket, UsageMeasure, WebVisit,
};

use super::kit::*;

fn touch(key: &str, who: &str, form: &str, message: &str, when: &str) -> CampaignTouch {
    CampaignTouch {
        origin: by(key, who),
        form: text(form),
        message: text(message),
        at: at(when),
        ..CampaignTouch::default()
    }
}

#[test]
fn aw1_counts_a_person_and_a_mail_once() {
    let facts = Facts {
        campaign_touches: vec![
            touch("1", "a", "DELIVERED", "m1", "2026-11-01 08:00"),
            touch("2", "b", "DELIVERED", "m1", "2026-11-01 08:00"),
            touch("3", "a", "DELIVERED", "m2", "2026-11-10 08:00"),
            touch("4", "b", "DELIVERED", "m2", "2026-11-10 08:00"),
            touch("5", "a", "CLICKED", "m1", "2026-11-02 08:00"),
            touch("6", "a", "CLICKED", "m1", "2026-11-12 08:00"), // again
            touch("7", "b", "OPENED", "m2", "2026-11-12 08:00"),  // openings do not count
            touch("8", "b", "CLICKED", "m0", "2026-11-12 08:00"), // of a mail long before
            touch("9", "b", "CLICKED", "m2", "2026-11-23 08:00"), // tomorrow
        ],
        ..Facts::default()
    };
    shows(&facts, "AW1", 25.0, 4, "2026-11-12");
    is_missing(&Facts::default(), "AW1");
}

#[test]
fn aw2_counts_people_not_visits() {
    let visit = |key: &str, who: &str, when: &str| WebVisit {
        origin: by(key, who),
        at: at(when),
        ..WebVisit::default()
    };
    let mut facts = Facts {
        contacts: people(&["a", "b", "c", "d", "e"]),
        web_visits: vec![
            visit("1", "a", "2026-11-01 08:00"),
            visit("2", "a", "2026-11-20 08:00"),
            visit("3", "e", "2026-11-20 08:00"), // has left
            visit("4", "b", "2026-08-24 08:00"), // 90 days ago: outside
        ],
        ..Facts::default()
    };
    facts.contacts[4].left_on = day("2026-11-21");
    shows(&facts, "AW2", 25.0, 4, "2026-11-20");
    facts.contacts[4].left_on = day("2026-11-23"); // not yet
    shows(&facts, "AW2", 40.0, 5, "2026-11-20");
    facts.web_visits.clear();
    is_missing(&facts, "AW2");
}

#[test]
fn aw3_counts_the_invited_who_came() {
    let facts = Facts {
        campaign_touches: vec![
            touch("1", "a", "INVITED", "fair", "2026-09-01 08:00"),
            touch("2", "b", "INVITED", "fair", "2026-09-01 08:00"),
            touch("3", "a", "ATTENDED", "fair", "2026-09-10 08:00"),
            touch("4", "c", "ATTENDED", "fair", "2026-09-10 08:00"), // never invited
        ],
        ..Facts::default()
    };
    shows(&facts, "AW3", 50.0, 2, "2026-09-10");
}

fn contact_made(key: &str, who: &str, form: &str, way: &str, when: &str) -> Interaction {
    Interaction {
        origin: by(key, who),
        form: text(form),
        direction: text(way),
        human: Some(form != "ENQUIRY"),
        at: at(when),
        ..Interaction::default()
    }
}

#[test]
fn co1_waits_in_business_hours_for_a_person_of_ours() {
    let mut facts = Facts {
        interactions: vec![
            contact_made("1", "a", "ENQUIRY", "INBOUND", "2026-11-06 16:00"), // Friday
            contact_made("2", "a", "EMAIL", "INBOUND", "2026-11-06 16:30"),
            contact_made("3", "b", "CALL", "OUTBOUND", "2026-11-06 16:45"), // somebody else
            contact_made("4", "a", "NOTE", "OUTBOUND", "2026-11-09 09:10"),
            contact_made("5", "a", "CALL", "OUTBOUND", "2026-11-09 10:00"), // 2 h
        ],
        ..Facts::default()
    };
    shows(&facts, "CO1", 2.0, 1, "2026-11-09");
    // Unanswered since Thursday noon: 5 + 8 hours by the end of Sunday.
    facts.interactions.push(contact_made("6", "b", "ENQUIRY", "INBOUND", "2026-11-19 12:00"));
    shows(&facts, "CO1", 7.5, 2, "2026-11-19");
    // Asked on Friday afternoon: too young to say anything.
    facts.interactions.push(contact_made("7", "c", "ENQUIRY", "INBOUND", "2026-11-20 16:00"));
    shows(&facts, "CO1", 7.5, 2, "2026-11-19");
    is_missing(&Facts::default(), "CO1");
}

#[test]
fn co1_reads_the_accounts_own_clock() {
    let mut facts = Facts {
        interactions: vec![
            contact_made("1", "a", "ENQUIRY", "INBOUND", "2026-11-09 15:00"),
            contact_made("2", "a", "CALL", "OUTBOUND", "2026-11-09 23:00"),
        ],
        ..Facts::default()
    };
    shows(&facts, "CO1", 2.0, 1, "2026-11-09");
    facts.account.time_zone = text("America/New_York"); // 10:00 to 18:00 there
    shows(&facts, "CO1", 7.0, 1, "2026-11-09");
}

#[test]
fn co2_counts_buying_pages_per_active_contact() {
    let visit = |key: &str, high_intent: bool| WebVisit {
        origin: by(key, "a"),
        at: at("2026-11-01 08:00"),
        high_intent: Some(high_intent),
        ..WebVisit::default()
    };
    let facts = Facts {
        contacts: people(&["a", "b"]),
        web_visits: vec![
            visit("1", true),
            visit("2", true),
            visit("3", true),
            visit("4", false),
        ],
        ..Facts::default()
    };
    shows(&facts, "CO2", 1.5, 2, "2026-11-01");
}

#[test]
fn co3_counts_the_roles_we_have_touched() {
    let facts = Facts {
        contacts: vec![
            person("a", Some("DECISION_MAKER")),
            person("b", Some("DECISION_MAKER")),
            person("c", Some("USER")),
            person("d", Some("INFLUENCER")), // none of the four
        ],
        interactions: vec![
            contact_made("1", "a", "CALL", "OUTBOUND", "2026-10-01 08:00"),
            contact_made("2", "b", "CALL", "OUTBOUND", "2026-10-02 08:00"),
            contact_made("3", "d", "CALL", "OUTBOUND", "2026-11-02 08:00"),
            contact_made("4", "c", "NOTE", "OUTBOUND", "2026-11-03 08:00"), // no touch
        ],
        ..Facts::default()
    };
    shows(&facts, "CO3", 25.0, 3, "2026-11-02");
    is_missing(&Facts { contacts: people(&["a"]), ..facts }, "CO3");
}

#[test]
fn pu1_takes_the_middle_of_the_turnarounds() {
    let quote = |key: &str, asked: &str, sent: &str| Quote {
        origin: of(key),
        requested_at: at(asked),
        sent_at: at(sent),
        ..Quote::default()
    };
    let facts = Facts {
        quotes: vec![
            quote("1", "2026-11-02 09:00", "2026-11-03 09:00"), // 1 day
            quote("2", "2026-11-06 09:00", "2026-11-10 13:00"), // 2.5 days over a weekend
            quote("3", "2026-11-02 09:00", "2026-11-16 09:00"), // 10 days
            quote("4", "2026-11-18 09:00", "2026-11-24 09:00"), // not sent yet
        ],
        ..Facts::default()
    };
    shows(&facts, "PU1", 2.5, 3, "2026-11-16");
}

fn deal(key: &str, closed: &str, won: bool, expected: &str) -> Deal {
    Deal {
        origin: of(key),
        closed_at: at(closed),
        won: Some(won),
        first_expected_close_on: day(expected),
        ..Deal::default()
    }
}

#[test]
fn pu2_counts_closed_deals_and_pu3_falls_back_to_their_slip() {
    let facts = Facts {
        deals: vec![
            deal("1", "2026-10-01 08:00", true, "2026-09-21"), // 10 days late
            deal("2", "2026-10-02 08:00", false, "2026-10-20"), // early
            deal("3", "2025-06-01 08:00", false, "2025-05-01"), // in 730 days, not in 365
            deal("4", "2026-12-01 08:00", true, "2026-11-01"), // still open today
        ],
        ..Facts::default()
    };
    shows(&facts, "PU2", 100.0 / 3.0, 3, "2026-10-02");
    shows(&facts, "PU3", 5.0, 2, "2026-10-02");
    assert_eq!(seen(&facts, "PU3").fallback.as_deref(), Some("PU3F"));
}

/// An answer (instrument, touchpoint, score, scale, high is good).
fn answer(
    key: &str,
    what: (&str, &str),
    score: f64,
    scale: (f64, f64),
    high: bool,
) -> SurveyResponse {
    SurveyResponse {
        origin: of(key),
        instrument: text(what.0),
        touchpoint: text(what.1),
        score: Some(score),
        scale_low: Some(scale.0),
        scale_high: Some(scale.1),
        polarity: text(if high { "HIGH_IS_GOOD" } else { "LOW_IS_GOOD" }),
        prong: text("TRANSACTIONAL"),
        at: at("2026-11-01 08:00"),
        ..SurveyResponse::default()
    }
}

#[test]
fn pu3_nets_easy_against_hard() {
    let scores = [1.0, 1.0, 2.0, 2.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
    let of_scores = |mirrored: bool| {
        let each = scores.iter().enumerate().map(|(i, score)| {
            let score = if mirrored { 8.0 - score } else { *score };
            answer(&i.to_string(), ("NETEASY", "purchase"), score, (1.0, 7.0), mirrored)
        });
        Facts { surveys: each.collect(), ..Facts::default() }
    };
    shows(&of_scores(false), "PU3", 20.0, 10, "2026-11-01");
    shows(&of_scores(true), "PU3", 20.0, 10, "2026-11-01"); // asked the other way round
}

#[test]
fn an_answer_without_polarity_is_refused_rather_than_guessed() {
    let mut facts = Facts {
        surveys: vec![
            answer("1", ("NETEASY", "purchase"), 1.0, (1.0, 7.0), false),
            answer("2", ("NETEASY", "purchase"), 7.0, (1.0, 7.0), true),
        ],
        ..Facts::default()
    };
    shows(&facts, "PU3", 100.0, 2, "2026-11-01"); // both found it very easy
    facts.surveys[1].polarity = None;
    let refused = seen(&facts, "PU3");
    assert_eq!(refused.raw, None);
    assert_eq!(
        refused.error.as_deref(),
        Some("s/records/2 states no polarity; state it in the mapping")
    );
    facts.surveys[1] = answer("2", ("NETEASY", "purchase"), 7.0, (0.0, 10.0), true);
    let error = seen(&facts, "PU3").error.expect("another scale");
    assert!(
        error.starts_with("NetEasy is asked on 1 to 7, but s/records/2 states 0 to 10"),
        "{error}"
    );
}

#[test]
fn answers_of_our_own_people_never_count() {
    let mut facts = Facts {
        surveys: vec![answer("1", ("NPS", "relationship"), 10.0, (0.0, 10.0), true)],
        ..Facts::default()
    };
    facts.surveys[0].prong = text("RELATIONAL");
    shows(&facts, "RE3", 100.0, 1, "2026-11-01");
    facts.surveys[0].prong = text("EMPLOYEE");
    is_missing(&facts, "RE3");
}

fn line(key: &str, promised: &str, delivered: &str) -> Delivery {
    Delivery {
        origin: of(key),
        ordered_on: day("2026-10-01"),
        promised_on: day(promised),
        delivered_on: day(delivered),
        ..Delivery::default()
    }
}

fn shipments() -> Facts {
    let unpromised = Delivery {
        origin: of("4"),
        order: text("o1"), // a bare key: of the same source
        delivered_on: day("2026-11-10"),
        ..Delivery::default()
    };
    Facts {
        orders: vec![Order {
            origin: of("o1"),
            ordered_on: day("2026-11-01"),
            promised_on: day("2026-11-05"),
            ..Order::default()
        }],
        deliveries: vec![
            line("1", "2026-10-11", "2026-10-11"), // in time, 10 of 10 days
            line("2", "2026-10-11", "2026-10-06"), // early, 5 of 10
            line("3", "2026-10-11", "2026-10-13"), // late, 12 of 10
            unpromised,                            // late, 9 of 4 by its order
            line("5", "2026-10-11", "2026-11-23"), // tomorrow
        ],
        ..Facts::default()
    }
}

#[test]
fn de1_and_de3_hold_deliveries_against_their_promise() {
    shows(&shipments(), "DE1", 50.0, 4, "2026-11-10");
    shows(&shipments(), "DE3", 1.1, 4, "2026-11-10"); // of 0.5, 1, 1.2 and 2.25
}

#[test]
fn de2_counts_lines_that_came_back() {
    let mut facts = shipments();
    facts.returns.push(Return {
        origin: of("r"),
        returned_on: day("2026-11-15"),
        ..Return::default()
    });
    shows(&facts, "DE2", 75.0, 4, "2026-11-15");
}

#[test]
fn delivery_does_not_apply_by_declaration_only() {
    let away = Observation { not_applicable: true, ..Observation::default() };
    for code in ["DE1", "DE2", "DE3"] {
        let mut facts = Facts::default();
        is_missing(&facts, code);
        facts.account.receives_goods = Some(true);
        is_missing(&facts, code);
        facts.account.receives_goods = Some(false);
        assert_eq!(seen(&facts, code), away);
    }
}

fn milestone(key: &str, due: &str, done: Option<&str>) -> Milestone {
    Milestone {
        origin: of(key),
        due_on: day(due),
        done_on: done.and_then(day),
        ..Milestone::default()
    }
}

#[test]
fn im1_counts_milestones_that_fell_due() {
    let facts = Facts {
        milestones: vec![
            milestone("1", "2026-10-01", Some("2026-10-01")),
            milestone("2", "2026-10-05", Some("2026-10-09")), // late
            milestone("3", "2026-10-07", None),
            milestone("4", "2026-10-08", Some("2026-12-01")), // not done yet
            milestone("5", "2026-12-01", Some("2026-10-01")), // not due yet
        ],
        ..Facts::default()
    };
    shows(&facts, "IM1", 25.0, 4, "2026-10-09");
}

#[test]
fn im2_compares_go_live_with_the_plan() {
    let contract = |key: &str, planned: &str, actual: Option<&str>| Contract {
        origin: of(key),
        starts_on: day("2026-06-01"),
        go_live_planned: day(planned),
        go_live_actual: actual.and_then(day),
        ..Contract::default()
    };
    let facts = |contract| Facts { contracts: vec![contract], ..Facts::default() };
    let cases = [
        (contract("1", "2026-07-01", Some("2026-07-16")), Some(1.5)), // 45 of 30 days
        (contract("2", "2026-08-20", None), Some(174.0 / 80.0)),      // still waiting
        (contract("3", "2026-08-20", Some("2026-12-01")), Some(174.0 / 80.0)), // as today sees it
        (contract("4", "2026-12-20", None), None),                             // not due
    ];
    for (contract, ratio) in cases {
        let got = seen(&facts(contract.clone()), "IM2").raw;
        assert_eq!(got, ratio, "{}", contract.origin.id);
    }
    is_missing(&Facts::default(), "IM2");
}

#[test]
fn im3_takes_the_top_two_boxes_and_falls_back_to_tickets() {
    let scores = [5.0, 4.0, 4.0, 3.0, 2.0, 5.0, 5.0, 4.0];
    let each = scores.iter().enumerate().map(|(i, score)| {
        answer(&i.to_string(), ("CSAT", "onboarding"), *score, (1.0, 5.0), true)
    });
    let mut facts = Facts { surveys: each.collect(), ..Facts::default() };
    facts.surveys.push(answer("x", ("CSAT", "delivery"), 1.0, (1.0, 5.0), true)); // not asked
    shows(&facts, "IM3", 75.0, 8, "2026-11-01");

    let ticket = |key: &str, topic: &str| Ticket {
        origin: of(key),
        topic: text(topic),
        opened_at: at("2026-10-20 08:00"),
        ..Ticket::default()
    };
    let facts = Facts {
        milestones: vec![
            milestone("1", "2026-10-01", None),
            milestone("2", "2026-10-02", None),
        ],
        tickets: vec![ticket("3", "onboarding"), ticket("4", "billing")],
        ..Facts::default()
    };
    is_missing(&facts, "IM3"); // no support desk: no ticket means nothing
    let facts = connected(facts, Category::Support);
    shows(&facts, "IM3", 0.5, 2, "2026-10-20");
    assert_eq!(seen(&facts, "IM3").fallback.as_deref(), Some("IM3F"));
}

fn usage(key: &str, user: &str, module: &str, on: &str, quantity: f64) -> UsageMeasure {
    UsageMeasure {
        origin: of(key),
        user: text(user),
        module: text(module),
        day: day(on),
        quantity: Some(quantity),
    }
}

fn subscriber() -> Facts {
    let contract = |key: &str, from: &str, to: &str| Contract {
        origin: of(key),
        form: text("SUBSCRIPTION"),
        starts_on: day(from),
        ends_on: day(to),
        seats: Some(8),
        modules: Some(vec!["Alarms".to_owned(), "Reports".to_owned()]),
        ..Contract::default()
    };
    Facts {
        contracts: vec![
            contract("c0", "2025-01-01", "2025-12-31"), // over
            contract("c1", "2026-01-01", "2026-12-31"),
        ],
        usage: vec![
            usage("1", "ann", "alarms", "2026-11-22", 30.0),
            usage("2", "Ann", "alarms", "2026-11-20", 30.0),
            usage("3", "bob", "other", "2026-10-26", 30.0), // 27 days ago: in
            usage("4", "cat", "reports", "2026-10-25", 40.0), // 28 days ago: the quarter before
            usage("5", "cat", "reports", "2026-09-20", 50.0),
            usage("6", "cat", "reports", "2026-08-10", 60.0),
            usage("7", "cat", "reports", "2026-11-23", 900.0), // tomorrow
        ],
        ..Facts::default()
    }
}

#[test]
fn adoption_of_a_subscription_is_people_modules_and_slope() {
    shows(&subscriber(), "AD1", 25.0, 3, "2026-11-22");
    shows(&subscriber(), "AD2", 50.0, 3, "2026-11-22");
    shows(&subscriber(), "AD3", 90.0 / 50.0, 6, "2026-11-22");
    let idle = Facts { usage: vec![], ..subscriber() };
    for code in ["AD1", "AD2", "AD3"] {
        is_missing(&idle, code); // no usage source: not zero
    }
}

#[test]
fn ad3_does_not_count_quarters_before_the_first_use() {
    let mut facts = subscriber();
    facts.usage.retain(|usage| usage.day >= day("2026-10-01"));
    shows(&facts, "AD3", 90.0 / 40.0, 4, "2026-11-22");
    facts.usage.retain(|usage| usage.day >= day("2026-10-26"));
    is_missing(&facts, "AD3");
}

#[test]
fn adoption_of_a_goods_customer_is_the_rhythm_and_breadth_of_orders() {
    let order = |key: &str, on: &str, family: &str| Order {
        origin: of(key),
        ordered_on: day(on),
        families: Some(vec![family.to_owned()]),
        ..Order::default()
    };
    let mut facts = Facts {
        orders: vec![
            order("1", "2026-11-01", "Pumps"), // window 0
            order("2", "2026-11-10", "Pumps"), // window 0 again
            order("3", "2026-06-01", "Seals"), // window 6
            // The year before: windows 12, 14, 16 and 20.
            order("4", "2025-12-15", "Valves"),
            order("5", "2025-10-20", "Valves"),
            order("6", "2025-08-25", "Valves"),
            order("7", "2025-05-01", "Valves"),
        ],
        ..Facts::default()
    };
    shows(&facts, "AD1", 50.0, 6, "2026-11-10"); // 2 windows of 4 expected
    is_missing(&facts, "AD2"); // nothing contracted
    facts.contracts.push(Contract {
        origin: of("f"),
        form: text("FRAME"),
        modules: Some(vec!["pumps".to_owned(), "valves".to_owned()]),
        ..Contract::default()
    });
    shows(&facts, "AD2", 50.0, 3, "2026-11-10");
    // What an order does not say, the goods that left for it do.
    let valve = Product { origin: of("v"), family: text("Valves"), ..Product::default() };
    facts.products = std::sync::Arc::new([("s:v".to_owned(), valve)].into());
    facts.deliveries.push(Delivery {
        origin: of("d"),
        product: text("s:v"),
        delivered_on: day("2026-10-01"),
        ..Delivery::default()
    });
    shows(&facts, "AD2", 100.0, 4, "2026-11-10");
    // An invoice shows that the ERP was alive later than the last order.
    facts.invoices.push(Invoice {
        origin: of("i"),
        issued_on: day("2026-11-20"),
        ..Invoice::default()
    });
    shows(&facts, "AD1", 50.0, 6, "2026-11-20");
}

#[test]
fn support_counts_what_was_solved_by_today() {
    let ticket = |key: &str, solved: &str, replies: Option<i64>, reopens: i64| Ticket {
        origin: of(key),
        solved_at: at(solved),
        replies,
        reopens: Some(reopens),
        ..Ticket::default()
    };
    let facts = Facts {
        tickets: vec![
            ticket("1", "2026-11-01 08:00", Some(1), 0),
            ticket("2", "2026-11-02 08:00", Some(1), 1),
            ticket("3", "2026-11-03 08:00", Some(2), 0),
            ticket("4", "2026-11-04 08:00", None, 0), // replies not known
            ticket("5", "2026-11-23 00:00", Some(1), 0), // open today
            ticket("6", "2026-08-24 23:59", Some(1), 0), // 90 days ago
        ],
        ..Facts::default()
    };
    shows(&facts, "SU1", 100.0 / 3.0, 3, "2026-11-03");
    shows(&facts, "SU3", 25.0, 4, "2026-11-04"); // no survey: reopened ÷ solved
    assert_eq!(seen(&facts, "SU3").fallback.as_deref(), Some("SU3F"));
}

#[test]
fn su2_counts_targets_met() {
    let target = |key: &str, met: Option<bool>| SlaTarget {
        origin: of(key),
        at: at("2026-11-05 08:00"),
        met,
        ..SlaTarget::default()
    };
    let targets = [Some(true), Some(true), Some(true), Some(false), None];
    let each = targets.iter().enumerate().map(|(i, met)| target(&i.to_string(), *met));
    let facts = Facts { sla_targets: each.collect(), ..Facts::default() };
    shows(&facts, "SU2", 75.0, 4, "2026-11-05");
}

#[test]
fn su3_brings_effort_to_one_scale() {
    let facts = Facts {
        surveys: vec![
            answer("1", ("CES5", "support"), 1.0, (1.0, 5.0), false),
            answer("2", ("CES5", "support"), 3.0, (1.0, 5.0), false),
            answer("3", ("CES7", "support"), 7.0, (1.0, 7.0), true), // "very easy" = 1
            answer("4", ("CES5", "support"), 2.0, (1.0, 5.0), true), // mirrored: 4
        ],
        ..Facts::default()
    };
    shows(&facts, "SU3", 2.25, 4, "2026-11-01");
}

fn invoice(key: &str, issued: &str, due: &str, amount: i64) -> Invoice {
    Invoice {
        origin: of(key),
        number: text(key),
        issued_on: day(issued),
        due_on: day(due),
        amount: euro(amount),
        ..Invoice::default()
    }
}

#[test]
fn bi1_counts_invoices_credited_or_disputed_by_today() {
    let credit = |key: &str, invoice: &str, on: &str| Credit {
        origin: of(key),
        invoice: text(invoice),
        issued_on: day(on),
        ..Credit::default()
    };
    let facts = Facts {
        invoices: ["I1", "I2", "I3", "I4"]
            .map(|key| invoice(key, "2026-10-01", "2026-10-31", 100))
            .to_vec(),
        credits: vec![
            credit("c1", "s:I1", "2026-10-10"),
            credit("c2", "I1", "2026-10-12"), // the same invoice again
            credit("c3", "I3", "2026-12-01"), // not yet
        ],
        disputes: vec![Dispute {
            origin: of("d"),
            invoice_number: text(" i2"),
            opened_at: at("2026-10-20 08:00"),
            ..Dispute::default()
        }],
        ..Facts::default()
    };
    shows(&facts, "BI1", 50.0, 4, "2026-10-20");
}

#[test]
fn bi2_weighs_days_late_by_money_and_refuses_two_currencies() {
    let payment = |key: &str, invoice: &str, on: &str, amount| Payment {
        origin: of(key),
        invoice: text(invoice),
        paid_on: day(on),
        amount,
    };
    let mut facts = Facts {
        invoices: vec![
            invoice("I1", "2026-09-01", "2026-10-01", 300),
            invoice("I2", "2026-09-01", "2026-10-01", 100),
        ],
        payments: vec![
            payment("p1", "I1", "2026-09-20", euro(300)), // early counts as 0
            payment("p2", "I2", "2026-10-21", euro(100)), // 20 days late
            payment("p3", "I2", "2026-11-23", euro(900)), // tomorrow
        ],
        ..Facts::default()
    };
    shows(&facts, "BI2", 5.0, 2, "2026-10-21");
    facts.payments.push(payment("p4", "I1", "2026-10-22", dollar(5)));
    let error = seen(&facts, "BI2").error.expect("two currencies");
    assert_eq!(
        error,
        "payments are in EUR, USD; amounts of different currencies are not added"
    );
}

#[test]
fn bi3_is_best_without_disputes_and_unknown_without_invoices() {
    let mut facts = Facts::default();
    is_missing(&facts, "BI3");
    facts.invoices = vec![invoice("I1", "2026-11-01", "2026-12-01", 100)];
    shows(&facts, "BI3", 3.0, 1, "2026-11-01");
    let dispute = |key: &str, opened: &str, solved: Option<&str>| Dispute {
        origin: of(key),
        opened_at: at(opened),
        solved_at: solved.and_then(at),
        ..Dispute::default()
    };
    // Open since Monday 9:00: five days by Sunday.
    facts.disputes = vec![dispute("d1", "2026-11-16 09:00", Some("2026-11-24 09:00"))];
    shows(&facts, "BI3", 5.0, 1, "2026-11-16");
    facts.disputes.push(dispute("d2", "2026-11-02 09:00", Some("2026-11-04 09:00")));
    shows(&facts, "BI3", 2.0, 1, "2026-11-04");
}

#[test]
fn re1_counts_key_people_who_answered_us() {
    let two_way = |key: &str, who: &str, spoke: bool| Interaction {
        two_way: Some(spoke),
        ..contact_made(key, who, "CALL", "OUTBOUND", "2026-11-10 08:00")
    };
    let loud = Contact { influence: Some(4), ..person("c", Some("USER")) };
    let facts = Facts {
        contacts: vec![
            person("a", Some("DECISION_MAKER")),
            person("b", Some("TECHNICAL")),
            loud,
            person("d", Some("USER")),
        ],
        interactions: vec![
            two_way("1", "a", true),
            two_way("2", "b", false),
            two_way("3", "d", true),
        ],
        ..Facts::default()
    };
    shows(&facts, "RE1", 100.0 / 3.0, 3, "2026-11-10");
}

#[test]
fn re2_knows_who_stands_by_us_today() {
    let friend = |id: &str, word: &str, confirmed: &str| Contact {
        champion: text(word),
        champion_confirmed_on: day(confirmed),
        ..person(id, None)
    };
    let gone = |id: &str, left: &str| Contact {
        left_on: day(left),
        ..friend(id, "CHAMPION", "2026-09-01")
    };
    let champion = friend("a", "CHAMPION", "2026-10-01");
    let supporter = friend("b", "SUPPORTER", "2026-10-02");
    let cases = [
        (vec![champion.clone(), supporter.clone()], "CHAMPION", "2026-10-01"),
        (
            vec![supporter.clone(), friend("c", "DETRACTOR", "2026-11-01")],
            "SUPPORTER",
            "2026-10-02",
        ),
        (
            vec![friend("a", "CHAMPION", "2026-11-23"), supporter.clone()],
            "SUPPORTER",
            "2026-10-02",
        ),
        (vec![gone("a", "2026-11-01"), supporter.clone()], "LEFT", "2026-11-01"),
        (vec![friend("a", "LEFT", "2026-11-05"), supporter.clone()], "LEFT", "2026-11-05"),
        (
            vec![gone("a", "2026-11-01"), friend("b", "CHAMPION", "2026-10-03")],
            "CHAMPION",
            "2026-10-03",
        ),
        (vec![gone("a", "2026-11-23")], "CHAMPION", "2026-09-01"), // leaves tomorrow
        (vec![friend("a", "CHAMPION", "2026-01-01")], "CHAMPION", "2026-01-01"), // old news
        (people(&["a"]), "NONE", TODAY),
    ];
    for (contacts, word, on) in cases {
        let facts = connected(Facts { contacts, ..Facts::default() }, Category::Crm);
        let seen = seen(&facts, "RE2");
        assert_eq!((seen.category.as_deref(), seen.observed_on), (Some(word), day(on)));
        assert!(seen.n > 0);
    }
    is_missing(&Facts { contacts: people(&["a"]), ..Facts::default() }, "RE2");
}

#[test]
fn re3_falls_back_to_other_ratings_of_the_relation() {
    let mut facts = Facts {
        surveys: vec![
            answer("1", ("CSAT", "relationship"), 4.0, (1.0, 5.0), true), // 7.5 of 10
            answer("2", ("NETEASY", "relationship"), 7.0, (1.0, 7.0), false), // 0 of 10
        ],
        ..Facts::default()
    };
    is_missing(&facts, "RE3"); // asked after an event, not about the relation
    for answer in &mut facts.surveys {
        answer.prong = text("RELATIONAL");
    }
    shows(&facts, "RE3", 3.75, 2, "2026-11-01");
    assert_eq!(seen(&facts, "RE3").fallback.as_deref(), Some("RE3F"));
}

#[test]
fn gr1_holds_what_was_renewed_against_what_was_due() {
    let contract = |key: &str, ends: &str, value: i64| Contract {
        origin: of(key),
        ends_on: day(ends),
        annual_value: euro(value),
        ..Contract::default()
    };
    let mut renewed = contract("1", "2026-06-30", 100);
    (renewed.renewed_on, renewed.renewed_value) = (day("2026-06-01"), euro(120));
    let mut lost = contract("2", "2026-07-31", 50);
    lost.status = text("CANCELLED");
    let mut carried_on = contract("3", "2026-08-31", 40);
    carried_on.status = text("ENDED");
    let mut successor = contract("4", "2027-08-31", 30);
    (successor.starts_on, successor.renews) = (day("2026-09-01"), text("s:3"));
    let undecided = contract("5", "2026-11-15", 1000);
    let mut late = contract("6", "2026-11-10", 1000);
    (late.renewed_on, late.renewed_value) = (day("2026-11-30"), euro(1000)); // not known yet
    let mut facts = Facts {
        contracts: vec![renewed, lost, carried_on, successor, undecided, late],
        ..Facts::default()
    };
    shows(&facts, "GR1", 100.0 * 150.0 / 190.0, 3, "2026-08-31");
    facts.contracts[1].annual_value = dollar(50);
    assert!(seen(&facts, "GR1").error.expect("two currencies").contains("EUR, USD"));
}

#[test]
fn gr2_compares_a_year_with_the_one_before() {
    let mut facts = Facts {
        invoices: vec![
            invoice("I1", "2026-11-01", "2026-12-01", 90),
            invoice("I2", "2025-11-23", "2025-12-23", 20), // 364 days ago: this year
            invoice("I3", "2025-11-22", "2025-12-22", 100), // 365 days ago: the year before
            invoice("I4", "2024-11-22", "2024-12-22", 999), // two years ago
            invoice("I5", "2026-11-23", "2026-12-23", 999), // tomorrow
        ],
        ..Facts::default()
    };
    shows(&facts, "GR2", 110.0, 3, "2026-11-01");
    facts.invoices[0].net_amount = euro(80); // without tax
    shows(&facts, "GR2", 100.0, 3, "2026-11-01");
    facts.invoices.remove(2);
    is_missing(&facts, "GR2"); // nothing to compare with
}

#[test]
fn gr3_is_a_true_zero_only_where_the_crm_would_know() {
    let mut facts = Facts::default();
    is_missing(&facts, "GR3");
    facts = connected(facts, Category::Crm);
    shows(&facts, "GR3", 0.0, 1, TODAY);
    facts.interactions = vec![
        contact_made("1", "a", "REFERENCE", "INBOUND", "2026-01-10 08:00"),
        contact_made("2", "a", "CASE_STUDY", "INBOUND", "2026-02-10 08:00"),
        contact_made("3", "a", "CALL", "INBOUND", "2026-02-10 08:00"),
        contact_made("4", "a", "REVIEW", "INBOUND", "2026-11-23 00:00"),
    ];
    shows(&facts, "GR3", 2.0, 2, TODAY);
}

#[test]
fn inputs_are_the_records_behind_a_value_newest_first() {
    let keys: Vec<_> =
        seen(&shipments(), "DE1").inputs.into_iter().map(|origin| origin.record.key).collect();
    assert_eq!(keys, ["4", "3", "1", "2"]);
}

#[test]
fn a_past_day_is_measured_as_it_was_known_then() {
    let then = seen_on(&shipments(), "DE1", "2026-10-11");
    assert_eq!((then.raw, then.n), (Some(100.0), 2));
    let before = seen_on(&shipments(), "DE1", "2026-10-01");
    assert_eq!(before, Observation::default());
}

#[test]
fn the_day_ends_in_the_calendars_zone() {
    let berlin = Calendar::default().in_zone(Some("Europe/Berlin"));
    let ticket = |key: &str, solved: &str| Ticket {
        origin: of(key),
        solved_at: at(solved),
        replies: Some(1),
        reopens: Some(0),
        ..Ticket::default()
    };
    let facts = Facts {
        tickets: vec![ticket("1", "2026-11-22 22:59"), ticket("2", "2026-11-22 23:00")],
        ..Facts::default()
    };
    let today = day(TODAY).expect("a day");
    let there = measure(&facts, &HealthModel::built_in(), &berlin, today);
    assert_eq!((there["SU1"].n, seen(&facts, "SU1").n), (1, 2));
}
