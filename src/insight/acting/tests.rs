//! What initiatives bring: the worked difference, and what holds of every ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::insight::Models;
use crate::insight::initiative::Standing;
use crate::insight::rates::{Purse, Rates};
use crate::insight::revenue::{Settled, Takings};
use crate::model::{AccountId, Currency, Money, RecordRef};

static MODELS: LazyLock<std::sync::Arc<Models>> = LazyLock::new(Models::built_in);

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn euro(amount: i64) -> Money {
    Money { amount: amount.into(), currency: Currency::EUR }
}

fn initiative() -> Initiative {
    let aim = Aim { kpi: "DE1".to_owned(), from: Some(80.0), to: 95.0 };
    let saving =
        Economy { kpi: "DE1".to_owned(), times: 1_000.0, unit_cost: euro(10), worth: 10.0 };
    let step = InitiativeStep {
        status: InitiativeStatus::Active,
        reason: None,
        at: "2026-01-01T10:00:00Z".parse().expect("a moment"),
        author: "api".to_owned(),
        request_key: None,
    };
    Initiative {
        id: 1,
        name: "Second carrier".to_owned(),
        goal: None,
        accounts: "{}".to_owned(),
        owner: None,
        starts_on: day("2026-01-01"),
        due_on: None,
        aims: vec![aim],
        savings: vec![saving],
        cost: euro(2_000),
        cost_worth: 2_000.0,
        currency: Currency::EUR,
        forecast: Worth::default(),
        baseline_on: day("2026-01-01"),
        models: MODELS.id(),
        reach: 1,
        peers: 5,
        author: "api".to_owned(),
        made_at: step.at,
        request_key: None,
        steps: vec![step],
    }
}

/// An account whose health and on-time delivery moved.
fn subject(name: &str, part: Part, health: (f64, f64), delivery: (f64, f64)) -> Subject {
    let at = |health, delivery| Standing {
        health: Some(health),
        kpis: BTreeMap::from([("DE1".to_owned(), delivery)]),
    };
    Subject {
        account: name.into(),
        known_as: name.into(),
        part,
        baseline: at(health.0, delivery.0),
        after: Some(at(health.1, delivery.1)),
    }
}

fn record(key: &str) -> RecordRef {
    RecordRef { source: "erp".into(), stream: "contracts".to_owned(), key: key.to_owned() }
}

/// A contract of so much, of which so much was kept; bills of now and of a year before.
fn came(value: i64, kept: i64, (before, now): (i64, i64)) -> Takings {
    Takings {
        settled: vec![Settled {
            record: record("c"),
            value: Some(euro(value)),
            kept: Some(euro(kept)),
        }],
        bills: vec![(record("b"), euro(now))],
        year_before: Purse::from_iter([euro(before)]),
        won: vec![(record("d"), euro(now - before))],
    }
}

fn judged(
    subjects: &[Subject],
    takings: &BTreeMap<AccountId, Takings>,
    touched: &BTreeSet<AccountId>,
) -> Realised {
    let one = initiative();
    let course = one.course(&MODELS, |at| at.date_naive()).expect("it began");
    let rates = Rates::none(one.baseline_on, Currency::EUR);
    let (touched_since, rates) = (touched, &rates);
    let evidence = Evidence { subjects, touched, touched_since, takings, rates };
    realise(&one, (course, day("2026-07-02")), evidence, &MODELS)
}

/// The worked example: from 64 to 71, and peers from 65 to 66.
fn worked(peers: usize) -> Vec<Subject> {
    let peer = |n: usize| subject(&format!("p{n}"), Part::Peer, (65.0, 66.0), (80.0, 81.0));
    let own = subject("own", Part::Reached, (64.0, 71.0), (80.0, 91.0));
    std::iter::once(own).chain((0..peers).map(peer)).collect()
}

fn amount(found: &Realised, gain: Gain) -> Option<f64> {
    found.worth.ledger.iter().find(|line| line.gain == gain).map(|line| line.amount)
}

#[test]
fn the_worked_difference_is_six_points_and_money_follows_the_peers() {
    let subjects = worked(5);
    let takings: BTreeMap<AccountId, Takings> = subjects
        .iter()
        .map(|one| match one.part {
            Part::Reached => (one.account.clone(), came(1_000, 1_000, (4_000, 6_000))),
            Part::Peer => (one.account.clone(), came(1_000, 800, (4_000, 4_400))),
        })
        .collect();
    let found = judged(&subjects, &takings, &BTreeSet::new());
    assert_eq!((found.worth.health, found.controls), (Some(6.0), 5));
    assert_eq!(found.verdict, "WORKED");
    // Half of a year has passed: 182 of 365 days.
    let wanted = [
        (Gain::CostSaved, 10.0 / 100.0 * 1_000.0 * 10.0 * 182.0 / 365.0),
        (Gain::RevenueKept, 1_000.0 - 800.0),
        (Gain::RevenueWon, 2_000.0 - 400.0),
    ];
    for (gain, wanted) in wanted {
        let told = amount(&found, gain).expect("known");
        assert!((told - wanted).abs() < 1e-9, "{gain:?}: {told}");
    }
    assert_eq!(found.worth.ledger[1].records, [record("c")]);
    assert!(found.worth.unknown.is_empty(), "{:?}", found.worth.unknown);
}

#[test]
fn what_has_too_few_to_compare_with_is_told_in_words_and_is_no_number() {
    let subjects = worked(6);
    let takings: BTreeMap<AccountId, Takings> = subjects
        .iter()
        .map(|one| (one.account.clone(), came(1_000, 1_000, (4_000, 6_000))))
        .collect();
    let touched: BTreeSet<AccountId> = ["p0", "p1"].map(AccountId::from).into();
    let found = judged(&subjects, &takings, &touched);
    assert_eq!((found.verdict.as_str(), found.controls), ("NO_CONTROL", 4));
    assert_eq!((found.worth.health, found.worth.ledger.len()), (None, 0));
    assert_eq!(found.worth.unknown.len(), 4, "{:?}", found.worth.unknown);
    let nothing = judged(&worked(6), &BTreeMap::new(), &BTreeSet::new());
    assert_eq!(amount(&nothing, Gain::RevenueKept), Some(0.0), "no contract was decided");
    let told = nothing.worth.unknown.join("\n");
    assert!(told.contains("revenue won is not known: no system tells bills"), "{told}");
}

#[test]
fn deals_stand_for_what_was_won_where_nobody_was_billed_before() {
    let subjects = worked(5);
    let deals =
        |amount: i64| Takings { won: vec![(record("d"), euro(amount))], ..Takings::default() };
    let takings: BTreeMap<AccountId, Takings> = subjects
        .iter()
        .map(|one| match one.part {
            Part::Reached => (one.account.clone(), deals(900)),
            Part::Peer => (one.account.clone(), deals(200)),
        })
        .collect();
    let found = judged(&subjects, &takings, &BTreeSet::new());
    assert_eq!(amount(&found, Gain::RevenueWon), Some(700.0));
}

#[test]
fn a_currency_without_a_rate_leaves_its_money_unknown() {
    let subjects = worked(5);
    let francs = Money { currency: Currency::parse("CHF").expect("known"), ..euro(1_000) };
    let mut takings: BTreeMap<AccountId, Takings> = subjects
        .iter()
        .map(|one| (one.account.clone(), came(1_000, 1_000, (4_000, 6_000))))
        .collect();
    takings.get_mut(&AccountId::from("p3")).expect("there").bills.push((record("x"), francs));
    let found = judged(&subjects, &takings, &BTreeSet::new());
    assert_eq!(amount(&found, Gain::RevenueWon), None);
    assert_eq!(amount(&found, Gain::RevenueKept), Some(0.0));
    assert!(found.worth.unknown[0].contains("CHF on 2026-01-01"), "{:?}", found.worth.unknown);
}

type Moved = (f64, f64, f64, i64, i64, i64);

fn moves() -> impl Strategy<Value = Vec<Moved>> {
    let one = (0.0..100.0, -20.0..20.0, -20.0..20.0, 1..5_000_i64, 1..5_000_i64, 0..5_000_i64);
    prop::collection::vec(one, 5..12)
}

fn planted(part: Part, moved: &[Moved]) -> (Vec<Subject>, Vec<(AccountId, Takings)>) {
    let name = |n: usize| format!("{part:?}{n:02}");
    let of = |(n, (health, up, kpi, value, before, now)): (usize, &Moved)| {
        let one = subject(&name(n), part, (*health, health + up), (80.0, 80.0 + kpi));
        (one, (name(n).as_str().into(), came(*value, value / 2, (*before, *now))))
    };
    moved.iter().enumerate().map(of).unzip()
}

proptest! {
    // Whoever changed as their peers did gained nothing by it.
    #[test]
    fn those_who_did_as_their_peers_did_gained_nothing(moved in moves()) {
        let (own, takings) = planted(Part::Reached, &moved);
        let (peers, others) = planted(Part::Peer, &moved);
        let subjects = [own, peers].concat();
        let takings = takings.into_iter().chain(others).collect();
        let found = judged(&subjects, &takings, &BTreeSet::new());
        prop_assert!(found.worth.health.is_some_and(|delta| delta.abs() < 1e-9));
        prop_assert_eq!(found.worth.ledger.len(), 3);
        for line in &found.worth.ledger {
            prop_assert!(line.amount.abs() < 1e-6, "{line:?}");
        }
        prop_assert_eq!(found.verdict, "NO_EFFECT");
    }

    // The order in which accounts come does not show, but for the last bit of a sum.
    #[test]
    fn the_order_of_accounts_does_not_show(moved in moves(), others in moves()) {
        let (own, takings) = planted(Part::Reached, &moved);
        let (peers, more) = planted(Part::Peer, &others);
        let mut subjects = [own, peers].concat();
        let takings = takings.into_iter().chain(more).collect();
        let there = judged(&subjects, &takings, &BTreeSet::new());
        subjects.reverse();
        let back = judged(&subjects, &takings, &BTreeSet::new());
        prop_assert_eq!(&there.verdict, &back.verdict);
        for (one, other) in there.worth.ledger.iter().zip(&back.worth.ledger) {
            prop_assert!((one.amount - other.amount).abs() < 1e-6);
        }
    }
}
