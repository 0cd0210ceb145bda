//! What must hold for every account.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::super::*;
use super::kit::*;
use crate::insight::peers::Peers;
use crate::model::{Currency, Money};

const CODES: [&str; 3] = ["EUR", "USD", "GBP"];

/// An account whose amounts are in one of three currencies.
fn any_book(name: String) -> impl Strategy<Value = Book> {
    let amounts = (1_i64..900_000, 0_i64..400_000, 0_i64..400_000, 1_i64..90_000);
    (amounts, 0_usize..3, 1_i64..3_000, any::<bool>(), 0_u32..4).prop_map(
        move |((value, last, before, open), code, size, due, lines)| {
            let code = CODES[code];
            let ends = if due { "2027-03-31" } else { "2029-03-31" };
            let contract = Term { value: Some(money(value, code)), ..term("c", 0, ends) };
            let mut book = with_contracts(sized(&name, size), vec![contract]);
            let of =
                |amount: i64| (amount > 0).then(|| money(amount, code)).into_iter().collect();
            let family = Some(["Pumps", "Valves", "Seals"][size as usize % 3].to_owned());
            let label = format!("family {}", size % 3);
            let spend = Spend { family, last: of(last), before: of(before), first_on: None };
            book.spend.insert(label, spend);
            book.unassigned.last = of(before);
            book.lines_of_business = ["Pumps", "Seals"]
                .iter()
                .take(lines as usize)
                .map(|l| (*l).to_owned())
                .collect();
            let amount = Some(money(open, code));
            book.deals.push(OpenDeal { amount, ..deal("d", 0, 40) });
            book
        },
    )
}

fn portfolio() -> impl Strategy<Value = Vec<Book>> {
    (12_usize..24).prop_flat_map(|many| {
        let books: Vec<_> = (0..many).map(|at| any_book(format!("account {at:02}"))).collect();
        books
    })
}

fn known() -> impl Strategy<Value = Known> {
    let score = || proptest::option::of(0.0..100.0);
    (score(), score()).prop_map(|(health, trust)| Known { health, trust })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_range_of_a_probability_holds_it(known in known(), held in proptest::collection::vec(any::<bool>(), 6)) {
        let flags: Vec<Flag> = super::super::check::FLAGS.iter().zip(held).filter(|(_, held)| *held).map(|(code, _)| flag(code)).collect();
        let found = probability(&model(), None, known, flags.iter());
        prop_assert_eq!(found.is_some(), known.health.is_some());
        if let Some(p) = found {
            prop_assert!(0.02 <= p.low && p.low <= p.value && p.value <= p.high && p.high <= 0.98);
            let odds: f64 = p.factors.iter().map(|factor| factor.log_odds).sum();
            let plain = 1.0 / (1.0 + (-odds).exp());
            prop_assert!((plain.clamp(0.02, 0.98) - p.value).abs() < 1e-12, "factors add up");
        }
    }

    #[test]
    fn the_order_in_which_peers_come_does_not_show(books in portfolio(), seed in any::<u64>()) {
        let one = gathered(books.clone());
        let mut turned = books;
        let places = turned.len();
        turned.rotate_left(seed as usize % places);
        turned.reverse();
        let other = gathered(turned);
        prop_assert_eq!(one.to_json(), other.to_json());
        prop_assert_eq!(one.version(), other.version());
        let read = Peers::parse(&one.to_json()).expect("what was written");
        prop_assert_eq!(read.version(), one.version());
        prop_assert_eq!(read.to_json(), one.to_json());
    }

    #[test]
    fn an_account_is_never_compared_with_itself(books in portfolio(), known in known()) {
        let all = gathered(books.clone());
        let (own, others) = books.split_first().expect("some accounts");
        let rest = gathered(others.to_vec());
        let with = opportunity(own, known, &all, &model(), asked());
        let without = opportunity(own, known, &rest, &model(), asked());
        prop_assert_eq!(with.expansion, without.expansion);
    }

    #[test]
    fn what_falls_due_is_expected_at_risk_or_unknown_and_nothing_else(books in portfolio(), known in known()) {
        let peers = gathered(books.clone());
        for book in &books {
            let found = opportunity(book, known, &peers, &model(), asked());
            let due: f64 = found.renewals.iter().filter_map(|line| line.value).sum();
            let parts = [found.renewal_expected, found.at_risk, found.unknown_at_risk];
            let parts: f64 = parts.into_iter().map(|part| part.expect("rates are there")).sum();
            prop_assert!((due - parts).abs() < 1e-6);
            let (least, most) = found.at_risk_range.expect("rates are there");
            let at_risk = found.at_risk.expect("rates are there");
            prop_assert!(least <= at_risk + 1e-6 && at_risk <= most + 1e-6 && most <= due + 1e-6);
            let both = found.risk_share.is_some() && found.growth_share.is_some();
            prop_assert!(both || !matches!(found.standing.position, Position::Stable | Position::AtGrowth));
            prop_assert!(!both || found.standing.position != Position::Unknown);
            if known.health.is_none() {
                prop_assert_eq!(found.renewal_expected, Some(0.0), "unknown is never safe");
                prop_assert!(found.expansion.is_empty());
            }
        }
    }

    #[test]
    fn groups_add_up_to_the_whole_once_in_every_currency(books in portfolio(), health in 0.0..100.0) {
        let peers = gathered(books.clone());
        let known = Known { health: Some(health), trust: None };
        for code in CODES {
            let asked = Asked { currency: currency(code), ..asked() };
            let mut whole = Totals::default();
            let mut groups: BTreeMap<Option<String>, Totals> = BTreeMap::new();
            for book in &books {
                let found = opportunity(book, known, &peers, &model(), asked);
                let figures = figures(book, &found, &peers, &model());
                // A second time, as a child that is reached twice would be.
                whole.add(&book.account, &figures, 1.0);
                whole.add(&book.account, &figures, 1.0);
                let shares = by_line_of_business(book, &peers.rates).expect("rates are there");
                prop_assert!((shares.values().sum::<f64>() - 1.0).abs() < 1e-9);
                for (line, share) in shares {
                    groups.entry(line).or_default().add(&book.account, &figures, share);
                }
            }
            let parts: [fn(&Figures) -> Option<f64>; 4] =
                [|f| f.arr, |f| f.at_risk, |f| f.growth_expected, |f| f.retention.map(|r| r.start)];
            for part in parts {
                let sum: f64 = groups.values().filter_map(|group| part(&group.sums)).sum();
                let wanted = part(&whole.sums).unwrap_or(0.0);
                prop_assert!((sum - wanted).abs() <= 1e-9 * wanted.abs().max(1.0), "{sum} of {wanted}");
            }
            prop_assert_eq!(whole.accounts.len(), books.len());
        }
    }

    #[test]
    fn a_book_is_read_back_as_it_was_written(book in any_book("one".to_owned())) {
        let json = serde_json::to_string(&book).expect("a book is JSON");
        prop_assert_eq!(serde_json::from_str::<Book>(&json).expect("what was written"), book);
        prop_assert!(json.len() < 4_096, "{}", json.len());
    }
}

#[test]
fn one_account_in_three_currencies_is_worth_the_same() {
    let value = |code: &str| {
        let contract = Term { value: Some(money(1_000, code)), ..term("c", 0, "2027-03-31") };
        let book = with_contracts(sized("a", 10), vec![contract]);
        let asked = Asked { currency: currency("USD"), ..asked() };
        let known = Known { health: Some(50.0), trust: None };
        let found = opportunity(&book, known, &gathered([book.clone()]), &model(), asked);
        (found.arr.expect("rates"), found.rate_date)
    };
    near(value("USD").0, 1_000.0);
    assert_eq!(value("USD").1, None, "nothing was converted");
    near(value("EUR").0, 1_250.0);
    near(value("GBP").0, 1_562.5);
    assert_eq!(value("GBP").1, Some(day("2026-10-01")), "the oldest rate used");
}

#[test]
fn an_amount_without_a_rate_is_an_error_and_never_dropped() {
    let contract = Term { value: Some(money(1_000, "CHF")), ..term("c", 0, "2027-03-31") };
    let mut book =
        with_contracts(sized("a", 10), vec![term("e", 5_000, "2027-03-31"), contract]);
    book.deals.push(OpenDeal { amount: Some(money(7, "CHF")), ..deal("d", 0, 50) });
    let known = Known { health: Some(50.0), trust: None };
    let found = opportunity(&book, known, &gathered([book.clone()]), &model(), asked());
    assert_eq!(found.at_risk, None);
    assert_eq!(found.growth_expected, None);
    assert_eq!(found.arr, None);
    assert_eq!(found.standing.position, Position::Unknown);
    assert_eq!(found.errors.len(), 1, "{:?}", found.errors);
    assert!(found.errors[0].contains("CHF on 2026-11-21"), "{:?}", found.errors);
    let francs = Asked { currency: currency("CHF"), ..asked() };
    let alone = with_contracts(sized("a", 10), vec![book.contracts[1].clone()]);
    let found = opportunity(&alone, known, &gathered([]), &model(), francs);
    assert!(
        found.at_risk.is_some() && found.errors.is_empty(),
        "its own currency needs no rate"
    );
}

#[test]
fn health_that_is_not_known_leaves_the_value_unknown() {
    let book = with_contracts(sized("a", 10), vec![term("c", 1_000, "2027-03-31")]);
    let alone = opportunity(&book, Known::default(), &gathered([]), &model(), asked());
    assert_eq!(alone.standing.position, Position::Unknown);
    assert_eq!((alone.unknown_at_risk, alone.risk_share), (Some(1_000.0), None));
    assert!(alone.renewals[0].unknown && alone.renewals[0].probability.is_none());
    let renews = |at: i64| Book {
        renewals: Tally { won: u32::from(at < 9), closed: 1 },
        ..blank(&format!("peer {at}"))
    };
    let peers = gathered((0..12).map(renews));
    let beside = opportunity(&book, Known::default(), &peers, &model(), asked());
    let p = beside.renewals[0].probability.as_ref().expect("others renewed");
    near(p.value, 0.75);
    assert_eq!(p.factors[0].name, "SEGMENT_RENEWAL_RATE");
    assert_eq!((beside.renewal_expected, beside.unknown_at_risk), (Some(0.0), Some(1_000.0)));
    assert_eq!(beside.standing.position, Position::AtRisk, "a quarter may go");
    near(beside.risk_share.expect("others renewed"), 0.25);
    let nothing = opportunity(&blank("b"), Known::default(), &peers, &model(), asked());
    assert_eq!(nothing.standing.position, Position::Unknown);
    assert_eq!(nothing.risk_share, None, "no contract is known, and nothing of its health");
}

#[test]
fn nothing_is_counted_twice() {
    let mut book = with_contracts(sized("a", 10), vec![term("c", 1_000, "2027-03-31")]);
    let renews = |id: &str, amount: i64| OpenDeal {
        renewal: true,
        contract: Some("c".to_owned()),
        ..deal(id, amount, 50)
    };
    let orphan = OpenDeal { contract: None, ..renews("orphan", 700) };
    book.deals = vec![renews("less", 900), renews("more", 1_400), orphan];
    let late = OpenDeal { closes_on: Some(day("2027-11-22")), ..deal("late", 900, 50) };
    book.deals.push(late);
    let known = Known { health: Some(50.0), trust: None };
    let found = opportunity(&book, known, &gathered([]), &model(), asked());
    let lines: Vec<_> =
        found.pipeline.iter().map(|line| (line.deal.as_str(), line.amount)).collect();
    assert_eq!(lines, [("more", Some(400.0))], "only what is above the expiring value");
    assert_eq!(found.growth_expected, Some(200.0));
    assert!(found.notes.iter().any(|note| note.contains("orphan")), "{:?}", found.notes);
}

#[test]
fn our_own_win_rate_counts_from_thirty_closed_deals_on() {
    let book = |closed: u32| {
        let stage = Some("demo".to_owned());
        let deals = vec![OpenDeal { stage, ..deal("d", 1_000, 90) }];
        let tally = Tally { won: 6, closed };
        Book { deals, closed: BTreeMap::from([("demo".to_owned(), tally)]), ..blank("a") }
    };
    for (closed, wanted, source) in
        [(30, 0.2, ProbabilitySource::OwnWinRate), (29, 0.9, ProbabilitySource::Crm)]
    {
        let book = book(closed);
        let peers = gathered([book.clone()]);
        let found = opportunity(&book, Known::default(), &peers, &model(), asked());
        near(found.pipeline[0].probability.expect("known"), wanted);
        assert_eq!(found.pipeline[0].source, source);
    }
    let mute = Book {
        deals: vec![OpenDeal { probability: None, ..deal("d", 1_000, 0) }],
        ..blank("a")
    };
    let found = opportunity(&mute, Known::default(), &gathered([]), &model(), asked());
    assert_eq!((found.pipeline[0].probability, found.pipeline[0].expected), (None, None));
    assert!(found.notes.iter().any(|note| note.contains("no probability")));
}

#[test]
fn a_contract_that_is_given_up_is_at_risk_in_full() {
    let lost = Term { fate: Fate::Lost, ..term("lost", 1_000, "2027-01-31") };
    let kept = Term { fate: Fate::Kept, ..term("kept", 9_000, "2027-01-31") };
    let book = with_contracts(sized("a", 10), vec![lost, kept]);
    let known = Known { health: Some(90.0), trust: None };
    let found = opportunity(&book, known, &gathered([]), &model(), asked());
    assert_eq!(found.renewals.len(), 1, "what is renewed does not fall due");
    assert_eq!((found.at_risk, found.renewal_expected), (Some(1_000.0), Some(0.0)));
    let given = Term { notice_on: Some(today()), ..term("n", 1_000, "2027-01-31") };
    let book = with_contracts(sized("a", 10), vec![given]);
    let found = opportunity(&book, known, &gathered([]), &model(), asked());
    assert!(found.at_risk > Some(900.0), "{found:#?}");
}

#[test]
fn without_size_health_or_peers_no_line_is_made_up_and_the_reason_is_told() {
    let peers = gathered((0..12).map(|at| {
        let mut book = sized(&format!("peer {at}"), 10);
        book.spend.insert("one".to_owned(), spend(1_000, 0));
        book
    }));
    let known = Known { health: Some(70.0), trust: None };
    let cases = [
        (blank("a"), known, &peers, "number of employees"),
        (sized("a", 10), Known::default(), &peers, "health is not known"),
        (sized("a", 10), known, &gathered([sized("b", 10)]), "fewer than 10"),
        (sized("a", 10), known, &gathered([]), "no peers"),
    ];
    for (book, known, peers, reason) in cases {
        let found = opportunity(&book, known, peers, &model(), asked());
        assert!(found.expansion.is_empty(), "{reason}");
        assert!(found.notes.iter().any(|note| note.contains(reason)), "{:?}", found.notes);
    }
    let mut owned = sized("a", 10);
    owned.entitled.insert("one".to_owned());
    let found = opportunity(&owned, known, &peers, &model(), asked());
    assert!(found.expansion.is_empty(), "a contract covers it");
    let seen = opportunity(&sized("a", 10), known, &peers, &model(), asked());
    assert_eq!(seen.expansion.len(), 1);
    let on_fire = Known { health: Some(49.9), trust: None };
    let fire = opportunity(&sized("a", 10), on_fire, &peers, &model(), asked());
    near(fire.expansion[0].expected, 0.0);
}

#[test]
fn an_open_deal_stands_for_its_product() {
    let peers = gathered((0..12).map(|at| {
        let mut book = sized(&format!("peer {at}"), 10);
        book.spend.insert("one".to_owned(), spend(1_000, 0));
        book
    }));
    let mut book = sized("a", 10);
    book.deals.push(OpenDeal { product: Some("one".to_owned()), ..deal("d", 500, 50) });
    let known = Known { health: Some(70.0), trust: None };
    let found = opportunity(&book, known, &peers, &model(), asked());
    assert_eq!(found.expansion[0].suppressed_by.as_deref(), Some("d"));
    assert_eq!(found.growth_expected, Some(250.0));
}

#[test]
fn amounts_are_added_exactly() {
    let cent = Money { amount: Decimal::new(1, 2), currency: Currency::EUR };
    let purse: crate::insight::rates::Purse = std::iter::repeat_n(cent, 1_000).collect();
    assert_eq!(purse.of(Currency::EUR).amount, Decimal::TEN);
}
