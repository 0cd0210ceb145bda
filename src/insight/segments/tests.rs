//! Who is in a segment, and what may not stand in the file.

use chrono::NaiveDate;

use super::*;
use crate::model::{Deal, Order, Origin, UsageMeasure};

const OWN: &str = "\
code: own
version: '1'
segments:
  - code: north
    name: The north
    definition: Customers in the north that order.
    is: { country: [DK, SE], lines_of_business: [Pumps] }
    behaves: { orders_12m: { at_least: 2, below: 4 } }
  - code: lively
    name: Lively
    definition: They order or they use it.
    any:
      - behaves: { orders_12m: { at_least: 2 } }
      - behaves: { active_modules_28d: { at_least: 1 } }
    none:
      - is: { industry: [Foundry] }
";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
}

fn ordered(ages: &[i64]) -> Facts {
    let order = |(n, age): (usize, &i64)| Order {
        origin: Origin { id: format!("s:{n}"), ..Origin::default() },
        ordered_on: Some(today() - chrono::Duration::days(*age)),
        ..Order::default()
    };
    Facts { orders: ages.iter().enumerate().map(order).collect(), ..Facts::default() }
}

fn codes(facts: &Facts, as_of: NaiveDate) -> Vec<String> {
    let model = SegmentModel::parse("own.yaml", OWN).expect("fair segments");
    let found = model.of(facts, &Calendar::default(), as_of);
    found.into_iter().map(|segment| segment.code.clone()).collect()
}

#[test]
fn an_account_is_in_every_segment_whose_rules_it_meets() {
    let dane = |facts: Facts| Facts {
        account: Account {
            country: Some("dk".to_owned()),
            lines_of_business: Some(vec!["Valves".to_owned(), "pumps ".to_owned()]),
            ..Account::default()
        },
        ..facts
    };
    let cases: [(&str, Facts, &[&str]); 6] = [
        ("nothing is known", Facts::default(), &[]),
        ("a Dane who orders thrice", dane(ordered(&[3, 90, 364])), &["north", "lively"]),
        ("a Dane who orders four times", dane(ordered(&[3, 90, 100, 364])), &["lively"]),
        ("an order too old", dane(ordered(&[3, 366])), &[]),
        ("not from the north", ordered(&[3, 90]), &["lively"]),
        ("ordered tomorrow", dane(ordered(&[-1, 3])), &[]),
    ];
    for (case, facts, expected) in cases {
        assert_eq!(codes(&facts, today()), expected, "{case}");
    }
    let mut founder = ordered(&[1, 2]);
    founder.account.industry = Some("foundry".to_owned());
    assert!(codes(&founder, today()).is_empty(), "`none` keeps out");
}

#[test]
fn membership_is_asked_for_any_day() {
    let facts = ordered(&[3, 90]);
    let then = today() - chrono::Duration::days(30);
    assert_eq!(codes(&facts, today()), ["lively"]);
    assert!(codes(&facts, then).is_empty(), "only one order was known then");
}

#[test]
fn what_was_not_measured_meets_no_range() {
    let room = |facts: &Facts, name: &str| {
        let calendar = Calendar::default();
        let behaviour = behaviour::ALL.iter().find(|b| b.name == name).expect("a behaviour");
        (behaviour.of)(&Room::new(facts, today(), &calendar))
    };
    for behaviour in behaviour::ALL {
        assert_eq!(room(&Facts::default(), behaviour.name), None, "{}", behaviour.name);
    }
    let orders = ordered(&[0, 10, 30, 400]);
    assert_eq!(room(&orders, "orders_12m"), Some(3.0));
    assert_eq!(room(&orders, "order_interval_days"), Some(20.0));
    assert_eq!(room(&ordered(&[400]), "orders_12m"), Some(0.0), "a silence that was measured");
    let usage = |age: i64, quantity: f64| UsageMeasure {
        day: Some(today() - chrono::Duration::days(age)),
        module: Some("Seals".to_owned()),
        quantity: Some(quantity),
        ..UsageMeasure::default()
    };
    let used = Facts {
        usage: vec![usage(1, 6.0), usage(28, 3.0), usage(83, 9.0)],
        ..Facts::default()
    };
    assert_eq!(room(&used, "active_modules_28d"), Some(1.0));
    assert_eq!(room(&used, "usage_trend"), Some(1.5));
    let closed = |won| Deal {
        won: Some(won),
        closed_at: Some(Calendar::default().end_of(today() - chrono::Duration::days(9))),
        ..Deal::default()
    };
    let deals = Facts {
        deals: vec![closed(true), closed(false), closed(false), Deal::default()],
        ..Facts::default()
    };
    assert_eq!(room(&deals, "deals_lost_share"), Some(2.0 / 3.0));
}

#[test]
fn a_fault_names_file_line_and_remedy() {
    let cases = [
        (
            "country: [DK, SE]",
            "contry: [DK]",
            "own.yaml:7: unknown attribute `contry`; did you mean `country`?",
        ),
        ("country: [DK, SE]", "country: []", "own.yaml:7: no word would do"),
        (
            "orders_12m: { at_least: 2, below: 4 }",
            "order_12m: { at_least: 2 }",
            "own.yaml:8: unknown behaviour `order_12m`; did you mean `orders_12m`?",
        ),
        ("at_least: 2, below: 4", "at_least: 4, below: 4", "own.yaml:8: `orders_12m` needs"),
        ("{ at_least: 2, below: 4 }", "{}", "own.yaml:8: `orders_12m` needs"),
        (
            "at_least: 2, below",
            "at_lest: 2, below",
            "own.yaml:8: unknown key `at_lest`; did you mean `at_least`?",
        ),
        ("code: lively", "code: north", "own.yaml:9: the segment `north` is written twice"),
        ("    name: Lively\n", "", "the key `name` is missing"),
    ];
    for (right, wrong, wanted) in cases {
        let text = OWN.replacen(right, wrong, 1);
        let error = SegmentModel::parse("own.yaml", &text).expect_err(wrong).to_string();
        assert!(error.contains(wanted), "{wrong}: {error}");
    }
    let everybody =
        "code: a\nversion: '1'\nsegments:\n  - {code: all, name: All, definition: All.}\n";
    let error = SegmentModel::parse("own.yaml", everybody).expect_err("no rule").to_string();
    assert!(error.starts_with("own.yaml:4: segment all has no rule"), "{error}");
}

#[test]
fn the_built_in_segments_are_fair() {
    assert_eq!(SegmentModel::built_in().id(), "segments-default@1.0.0");
}
