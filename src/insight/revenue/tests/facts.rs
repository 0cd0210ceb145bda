//! From facts to a book.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::super::*;
use super::kit::*;
use crate::insight::{Calendar, Facts, Models};
use crate::model::{
    Category, Contact, Contract, Currency, Deal, Interaction, Invoice, InvoiceLine, Origin,
    Product, RecordRef, Ticket, WebVisit,
};

fn at(text: &str) -> Option<DateTime<Utc>> {
    format!("{text}T10:00:00Z").parse().ok()
}

fn origin(id: &str) -> Origin {
    let record = RecordRef { source: "s".into(), stream: "x".into(), key: id.into() };
    Origin { id: format!("s:{id}"), record, contact: Some(id.into()), ..Origin::default() }
}

fn read(facts: &Facts) -> Book {
    book(facts, &[], &Models::built_in(), &Calendar::default(), today())
}

fn contract(id: &str, ends_on: &str) -> Contract {
    Contract {
        origin: origin(id),
        starts_on: Some(day("2024-01-01")),
        ends_on: Some(day(ends_on)),
        annual_value: Some(euro(1_000)),
        ..Contract::default()
    }
}

#[test]
fn contracts_are_told_by_what_was_known_on_the_day() {
    let base = contract("c", "2027-02-28");
    let cases = [
        ("runs", base.clone(), Some(Fate::Open)),
        (
            "renewed",
            Contract { renewed_on: Some(day("2026-11-01")), ..base.clone() },
            Some(Fate::Kept),
        ),
        (
            "renewed tomorrow",
            Contract {
                renewed_on: Some(day("2026-11-22")),
                status: Some("RENEWED".to_owned()),
                ..base.clone()
            },
            Some(Fate::Open),
        ),
        (
            "lost",
            Contract {
                renewed_on: Some(day("2026-11-01")),
                renewed_value: Some(euro(0)),
                ..base.clone()
            },
            Some(Fate::Lost),
        ),
        (
            "called off",
            Contract { status: Some("CANCELLED".to_owned()), ..base },
            Some(Fate::Lost),
        ),
        ("late", contract("c", "2026-10-31"), Some(Fate::Open)),
        ("long over", contract("c", "2026-06-30"), None),
        (
            "over",
            Contract { status: Some("ENDED".to_owned()), ..contract("c", "2026-10-31") },
            None,
        ),
        (
            "not begun",
            Contract { starts_on: Some(day("2026-12-01")), ..contract("c", "2027-12-01") },
            None,
        ),
    ];
    for (name, contract, fate) in cases {
        let book = read(&Facts { contracts: vec![contract], ..Facts::default() });
        assert_eq!(book.contracts.first().map(|term| term.fate), fate, "{name}");
        assert_eq!(book.arr.is_some(), fate.is_some(), "{name}");
    }
    let next = Contract {
        starts_on: Some(day("2026-11-01")),
        renews: Some("c".to_owned()),
        ..contract("next", "2027-10-31")
    };
    let book =
        read(&Facts { contracts: vec![contract("c", "2026-10-31"), next], ..Facts::default() });
    assert_eq!(book.contracts.len(), 1, "followed by the next");
    assert_eq!(book.renewals, Tally { won: 1, closed: 1 });
}

#[test]
fn lines_of_bills_say_what_money_is_for_and_the_rest_is_for_nothing_known() {
    let products = [("pump", Some("pumps")), ("crm", None)].map(|(id, family)| {
        let (family, sku) = (family.map(str::to_owned), Some("P-1".to_owned()));
        (format!("s:{id}"), Product { origin: origin(id), sku, family, ..Product::default() })
    });
    let bill = |id: &str, on: &str, net: i64| Invoice {
        origin: origin(id),
        issued_on: Some(day(on)),
        net_amount: Some(euro(net)),
        amount: Some(euro(2 * net)),
        ..Invoice::default()
    };
    let line = |bill: &str, product: &str, amount: i64| InvoiceLine {
        origin: origin(&format!("{bill}-{product}")),
        invoice: Some(bill.to_owned()),
        product: Some(product.to_owned()),
        amount: Some(euro(amount)),
        ..InvoiceLine::default()
    };
    let facts = Facts {
        products: Arc::new(BTreeMap::from(products)),
        invoices: vec![
            bill("new", "2026-11-21", 100),
            bill("old", "2025-11-21", 50),
            bill("older", "2023-11-21", 9),
            bill("future", "2026-11-22", 1_000),
            Invoice { recurring: Some(true), ..bill("sub", "2026-01-01", 30) },
        ],
        invoice_lines: vec![
            line("new", "pump", 60),
            line("old", "pump", 50),
            line("older", "crm", 9),
            line("future", "pump", 1_000),
        ],
        ..Facts::default()
    };
    let book = read(&facts);
    let pumps = &book.spend["pumps"];
    assert_eq!(pumps.last.of(Currency::EUR), euro(60));
    assert_eq!(pumps.before.of(Currency::EUR), euro(50));
    assert_eq!(pumps.first_on, Some(day("2023-11-21")), "a CRM's article is the ERP's");
    assert_eq!(
        book.unassigned.last.of(Currency::EUR),
        euro(70),
        "40 of the bill, and a flat sum"
    );
    assert_eq!(book.billed().of(Currency::EUR), euro(130));
    assert_eq!(
        (book.arr_from, book.arr),
        (ArrFrom::Bills, Some([euro(30)].into_iter().collect()))
    );
}

#[test]
fn deals_are_open_until_they_closed() {
    let open = Deal {
        origin: origin("open"),
        opened_at: at("2026-10-01"),
        amount: Some(euro(10)),
        probability: Some(0.4),
        stage: Some("demo".to_owned()),
        ..Deal::default()
    };
    let closed = |id: &str, on: &str, won: bool| Deal {
        origin: origin(id),
        closed_at: at(on),
        won: Some(won),
        stage: Some("offer".to_owned()),
        ..open.clone()
    };
    let facts = Facts {
        deals: vec![
            open.clone(),
            Deal { probability: Some(40.0), origin: origin("percent"), ..open.clone() },
            Deal { opened_at: at("2026-11-22"), origin: origin("not yet"), ..open.clone() },
            Deal { won: Some(true), origin: origin("won once"), ..open.clone() },
            closed("won", "2026-11-01", true),
            closed("lost", "2026-11-21", false),
            closed("long ago", "2020-01-01", true),
            closed("later", "2026-12-01", true),
            // It was in two stages before the one in which it was lost; that one is told twice.
            Deal {
                stages_reached: Some(vec!["demo".into(), "offer".into(), "lost".into()]),
                stage: Some("lost".to_owned()),
                ..closed("far", "2026-11-20", false)
            },
        ],
        ..Facts::default()
    };
    let book = read(&facts);
    let deals: Vec<_> = book
        .deals
        .iter()
        .map(|deal| (deal.id.as_str(), deal.stage.as_deref(), deal.probability))
        .collect();
    let likely = Some(Decimal::new(4, 1));
    let wanted = [
        ("s:later", None, None),
        ("s:open", Some("demo"), likely),
        ("s:percent", Some("demo"), None),
    ];
    assert_eq!(deals, wanted);
    let tally = |stage: &str, won, closed| (stage.to_owned(), Tally { won, closed });
    assert_eq!(
        book.closed,
        BTreeMap::from([tally("demo", 0, 1), tally("lost", 0, 1), tally("offer", 1, 3)])
    );
}

#[test]
fn flags_hold_on_facts_and_never_on_their_absence() {
    let quiet = read(&Facts::default());
    assert!(quiet.flags.is_empty(), "{:?}", quiet.flags);
    assert!(quiet.notes.iter().any(|note| note.contains("decision maker")));
    let person = Contact {
        origin: origin("boss"),
        buying_role: Some("DECISION_MAKER".to_owned()),
        ..Contact::default()
    };
    let touch = |on: &str, two_way: bool| Interaction {
        origin: origin("boss"),
        form: Some("CALL".to_owned()),
        at: at(on),
        two_way: Some(two_way),
        ..Interaction::default()
    };
    let silent = |touches: Vec<Interaction>| {
        let contacts = vec![person.clone()];
        let book = read(&Facts { contacts, interactions: touches, ..Facts::default() });
        book.flag("NO_DECISION_MAKER_CONTACT_90D").is_some()
    };
    assert!(!silent(vec![]), "no system tells of touches");
    assert!(!silent(vec![touch("2026-11-01", true)]));
    assert!(silent(vec![touch("2026-11-01", false)]));
    assert!(silent(vec![touch("2026-08-01", true)]));
    let ticket = Ticket {
        origin: origin("t"),
        escalated: Some(true),
        opened_at: at("2026-11-01"),
        ..Ticket::default()
    };
    let bill = Invoice {
        origin: origin("b"),
        issued_on: Some(day("2026-08-01")),
        due_on: Some(day("2026-09-01")),
        amount: Some(euro(5)),
        ..Invoice::default()
    };
    let left = Contact {
        champion: Some("LEFT".to_owned()),
        left_on: Some(day("2026-11-01")),
        ..person
    };
    let facts = Facts {
        tickets: vec![ticket.clone()],
        invoices: vec![bill],
        contacts: vec![left],
        ..Facts::default()
    };
    let book = read(&facts);
    let codes: Vec<&str> = book.flags.iter().map(|flag| flag.code.as_str()).collect();
    assert_eq!(codes, ["CHAMPION_LOST", "OPEN_ESCALATION", "OVERDUE_60D"]);
    assert_eq!(book.flags[1].from.as_deref(), Some("s:t"));
    let solved = Ticket { solved_at: at("2026-11-20"), ..ticket };
    assert!(read(&Facts { tickets: vec![solved], ..Facts::default() }).flags.is_empty());
}

#[test]
fn a_buying_page_speaks_for_the_product_it_names() {
    let product =
        Product { origin: origin("p"), family: Some("pumps".to_owned()), ..Product::default() };
    let visit = |page: &str, on: &str| WebVisit {
        at: at(on),
        page: Some(page.to_owned()),
        high_intent: Some(true),
        ..WebVisit::default()
    };
    let facts = Facts {
        products: Arc::new(BTreeMap::from([("s:p".to_owned(), product)])),
        web_visits: vec![
            visit("/Pumps/pricing", "2026-11-01"),
            visit("/demo", "2026-11-02"),
            visit("/pricing", "2026-05-02"),
            WebVisit { high_intent: Some(false), ..visit("/blog", "2026-11-02") },
        ],
        ..Facts::default()
    };
    let intent = read(&facts).intent;
    assert_eq!((intent.general, intent.of("pumps"), intent.of("valves")), (1, 2, 1));
}

#[test]
fn what_no_system_tells_is_not_zero() {
    let sources = BTreeMap::from([("s".into(), Category::Support)]);
    let book = read(&Facts { sources, ..Facts::default() });
    assert_eq!(book.served["TICKETS"], Some(0.0));
    assert_eq!(book.served["RETURNS"], None);
    let found = cost_to_serve(&book.served, &model(), &gathered([]), Currency::EUR);
    let found = found.expect("euros");
    assert!(!found.complete);
    assert!(found.activities.iter().any(|activity| activity.cost.is_none()));
}
