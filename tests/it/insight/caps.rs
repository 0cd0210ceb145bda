//! Caps hold on the facts of the day, and say since when.

use accord::insight::{Facts, Health, HealthModel, Observation, Observations, WhatIf, score};
use accord::model::{Contact, Contract, Invoice, Payment, Ticket};

use super::kit::*;

/// Every KPI at its best: the index is 100.
fn perfect() -> Observations {
    let best = |kpi: &accord::insight::KpiDef| Observation {
        raw: kpi.best_raw(),
        category: kpi.categories.contains_key("CHAMPION").then(|| "CHAMPION".to_owned()),
        n: kpi.min_sample,
        observed_on: day(TODAY),
        ..Observation::default()
    };
    let model = HealthModel::built_in();
    model.kpis().map(|(_, kpi)| (kpi.code.clone(), best(kpi))).collect()
}

fn capped(facts: &Facts) -> Health {
    let today = day(TODAY).expect("a day");
    score(&perfect(), facts, &HealthModel::built_in(), today, &WhatIf::default())
}

/// Code, height and first day of each cap that holds.
fn told(facts: &Facts) -> Vec<(String, f64, String)> {
    let health = capped(facts);
    let lowest = health.caps.iter().map(|cap| cap.cap).fold(100.0, f64::min);
    let (value, computed) = (health.value.expect("a score"), health.computed.expect("a score"));
    assert!((value - lowest).abs() < 1e-9 && (computed - 100.0).abs() < 1e-9, "{value}");
    let day = |cap: &accord::insight::Cap| cap.since.expect("a day").to_string();
    health.caps.iter().map(|cap| (cap.code.clone(), cap.cap, day(cap))).collect()
}

fn cap(code: &str, height: f64, since: &str) -> Vec<(String, f64, String)> {
    vec![(code.to_owned(), height, since.to_owned())]
}

#[test]
fn a_confirmed_detractor_or_a_lost_champion_caps() {
    let with = |word: &str, confirmed: Option<&str>| Facts {
        contacts: vec![Contact {
            champion: text(word),
            champion_confirmed_on: confirmed.and_then(day),
            ..person("a", None)
        }],
        ..Facts::default()
    };
    let expected = cap("CHAMPION_LEFT", 60.0, "2026-11-01");
    assert_eq!(told(&with("DETRACTOR", Some("2026-11-01"))), expected);
    assert_eq!(told(&with("LEFT", Some("2026-11-01"))), expected);
    assert_eq!(told(&with("DETRACTOR", None)), []); // nobody confirmed it
    assert_eq!(told(&with("DETRACTOR", Some("2026-11-23"))), []); // not yet
    assert_eq!(told(&with("NEUTRAL", Some("2026-11-01"))), []);
}

#[test]
fn an_urgent_ticket_caps_after_five_business_days() {
    let ticket = |priority: &str, opened: &str, solved: Option<&str>| Facts {
        tickets: vec![Ticket {
            origin: of("t"),
            priority: text(priority),
            opened_at: at(opened),
            solved_at: solved.and_then(at),
            ..Ticket::default()
        }],
        ..Facts::default()
    };
    // Five working days before this Sunday began on Monday at 9.
    let expected = cap("P1_OPEN", 50.0, "2026-11-13");
    assert_eq!(told(&ticket("P1", "2026-11-13 16:00", None)), expected);
    assert_eq!(told(&ticket("P1", "2026-11-13 16:00", Some("2026-11-23 08:00"))), expected);
    assert_eq!(told(&ticket("P1", "2026-11-16 09:00", None)), []);
    assert_eq!(told(&ticket("P2", "2026-11-01 09:00", None)), []);
    assert_eq!(told(&ticket("P1", "2026-11-01 09:00", Some("2026-11-22 23:00"))), []);
    let mut closed = ticket("P1", "2026-11-01 09:00", None);
    closed.tickets[0].status = text("CLOSED");
    assert_eq!(told(&closed), []);
}

#[test]
fn long_overdue_money_caps_above_a_tenth_of_the_year() {
    let invoice = |key: &str, due: &str, amount: i64, open: i64| Invoice {
        origin: of(key),
        issued_on: day("2026-07-01"),
        due_on: day(due),
        amount: euro(amount),
        open_amount: euro(open),
        ..Invoice::default()
    };
    let paid = |invoice: &str, on: &str, amount: i64| Payment {
        origin: of("p"),
        invoice: text(invoice),
        paid_on: day(on),
        amount: euro(amount),
    };
    let mut facts = Facts {
        // 2026-08-23 is 91 days ago.
        invoices: vec![
            invoice("I1", "2026-08-23", 101, 101),
            invoice("I2", "2026-08-24", 899, 899), // overdue for 90 days, not more
        ],
        ..Facts::default()
    };
    assert_eq!(told(&facts), cap("OVERDUE", 60.0, "2026-11-22"));
    facts.invoices[1] = invoice("I2", "2026-08-24", 909, 909); // exactly a tenth
    assert_eq!(told(&facts), []);
    facts.invoices[1] = invoice("I2", "2026-08-24", 899, 899);
    facts.payments = vec![paid("I1", "2026-11-20", 50)];
    assert_eq!(told(&facts), []);
    // Paid tomorrow, as the ERP says today already: unpaid today.
    facts.invoices[0] = invoice("I1", "2026-08-23", 101, 0);
    facts.payments = vec![paid("I1", "2026-11-23", 101)];
    assert_eq!(told(&facts), cap("OVERDUE", 60.0, "2026-11-22"));
    // Settled by something that no record tells of.
    facts.payments.clear();
    assert_eq!(told(&facts), []);
}

#[test]
fn a_notice_caps_until_it_is_taken_back() {
    let mut facts = Facts::default();
    facts.account.termination_notice_on = day("2026-11-23");
    assert_eq!(told(&facts), []);
    facts.account.termination_notice_on = day("2026-11-22");
    assert_eq!(told(&facts), cap("TERMINATION", 20.0, "2026-11-22"));

    let mut facts = Facts {
        contracts: vec![Contract {
            origin: of("c"),
            notice_on: day("2026-10-01"),
            ends_on: day("2026-12-31"),
            ..Contract::default()
        }],
        ..Facts::default()
    };
    assert_eq!(told(&facts), cap("TERMINATION", 20.0, "2026-10-01"));
    facts.contracts[0].renewed_on = day("2026-10-20");
    assert_eq!(told(&facts), []);
    facts.contracts[0].renewed_on = day("2026-12-20"); // not known today
    assert_eq!(told(&facts), cap("TERMINATION", 20.0, "2026-10-01"));
    facts.contracts[0].ends_on = day("2026-11-21"); // over
    assert_eq!(told(&facts), []);
}

#[test]
fn the_lowest_of_several_caps_counts_and_none_raises() {
    let mut facts = Facts {
        contacts: vec![Contact {
            champion: text("LEFT"),
            champion_confirmed_on: day("2026-11-01"),
            ..person("a", None)
        }],
        ..Facts::default()
    };
    facts.account.termination_notice_on = day("2026-11-02");
    let codes: Vec<_> = told(&facts).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(codes, ["CHAMPION_LEFT", "TERMINATION"]);

    let worst = perfect().into_iter().map(|(code, seen)| {
        let raw = seen.raw.map(|raw| if raw < 4.0 { 1e9 } else { -1e9 });
        (code, Observation { raw, category: seen.category.map(|_| "LEFT".to_owned()), ..seen })
    });
    let today = day(TODAY).expect("a day");
    let model = HealthModel::built_in();
    let health = score(&worst.collect(), &facts, &model, today, &WhatIf::default());
    assert_eq!(health.value, health.computed);
    assert!(health.value.is_some_and(|value| value < 20.0), "{:?}", health.value);
    assert!(health.caps.is_empty());
}
