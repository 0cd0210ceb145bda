//! Every worked number of the example account, to the last printed digit.

use std::collections::BTreeMap;

use super::super::*;
use super::kit::*;
use crate::insight::peers::Peers;
use crate::model::Currency;

/// Health and trust of the example account, unrounded: their own tests reckon them.
const HEALTH: f64 = 652.944_444_444_444_4 / 10.0;
const TRUST: f64 = (69.583_333_333_333_33 + 36.25 + 75.0 + 63.125) / 4.0;
const KNOWN: Known = Known { health: Some(HEALTH), trust: Some(TRUST) };

fn golden() -> serde_json::Value {
    let text = include_str!("../../../../tests/cases/insight/revenue-worked.json");
    serde_json::from_str(text).expect("the worked numbers are JSON")
}

/// 27 peers of 100 employees: nine buy `one` (seven adopted it), four buy `two` (three did).
fn peers() -> Peers {
    let one = [300, 320, 350, 380, 400, 410, 420, 460, 500];
    let two = [310, 360, 390, 450];
    let peer = |at: usize| {
        let mut book = sized(&format!("peer-{at:02}"), 100);
        if let Some(per_size) = one.get(at) {
            let before = if at < 7 { 0 } else { 1_000 };
            book.spend.insert("one".to_owned(), spend(per_size * 100, before));
        }
        match two.get(at) {
            Some(per_size) => {
                let before = if at < 3 { 0 } else { 1_000 };
                book.spend.insert("two".to_owned(), spend(per_size * 100, before));
            }
            None if at < 10 => {
                book.spend.insert("two".to_owned(), spend(0, 1_000));
            }
            None => {}
        }
        book
    };
    gathered((0..27).map(peer))
}

fn kestrel() -> Book {
    let contracts =
        vec![term("due", 240_000, "2027-02-28"), term("later", 60_000, "2029-02-28")];
    let mut book = with_contracts(sized("kestrel", 120), contracts);
    book.spend.insert("two".to_owned(), spend(30_000, 30_000));
    book.intent.named.insert("one".to_owned(), 2);
    book.flags.push(flag("NO_DECISION_MAKER_CONTACT_90D"));
    book.deals = vec![deal("big", 80_000, 50), deal("small", 25_000, 20)];
    book
}

fn worked() -> Opportunity {
    opportunity(&kestrel(), KNOWN, &peers(), &model(), asked())
}

#[test]
fn the_renewal_of_the_example_is_reproduced() {
    let (golden, found) = (golden(), worked());
    let [line] = &found.renewals[..] else { panic!("one contract falls due: {found:#?}") };
    let p = line.probability.as_ref().expect("health is known");
    assert_eq!(shown(p.value, 4), golden["renew"]["p"]);
    assert_eq!(shown(line.expected.expect("known"), 2), golden["renew"]["ev"]);
    assert_eq!(shown(line.at_risk.expect("known"), 2), golden["renew"]["at_risk"]);
    let plain =
        probability(&model(), None, KNOWN, std::iter::empty()).expect("health is known");
    assert_eq!(shown(plain.value, 4), golden["renew"]["p_noflags"]);
    let odds: Vec<(&str, f64)> =
        p.factors.iter().map(|f| (f.name.as_str(), shown(f.log_odds, 5))).collect();
    let wanted = [
        ("BASE", 1.4),
        ("CHI", 0.38236),
        ("TRUST", 0.1099),
        ("NO_DECISION_MAKER_CONTACT_90D", -0.4),
    ];
    assert_eq!(odds, wanted);
    assert!(!p.calibrated && p.low <= p.value && p.value <= p.high);
}

#[test]
fn the_expansion_of_the_example_is_reproduced() {
    let found = worked();
    for (line, name) in found.expansion.iter().zip(["whitespace", "whitespace2"]) {
        let worked = [line.amount, line.base, line.health_factor, line.propensity];
        let worked = worked.into_iter().chain([line.expected]).map(|value| shown(value, 4));
        let golden = golden()[name].clone();
        let golden = golden.as_array().expect("five numbers").iter();
        assert_eq!(
            worked.map(Some).collect::<Vec<_>>(),
            golden.map(serde_json::Value::as_f64).collect::<Vec<_>>()
        );
    }
    let told = |line: &ExpansionLine| {
        (line.product.clone(), line.peer_count, line.peers_owning, line.adopted_12m)
    };
    let told: Vec<_> = found.expansion.iter().map(told).collect();
    assert_eq!(told, [("one".to_owned(), 27, 9, 7), ("two".to_owned(), 27, 4, 3)]);
    assert_eq!(shown(found.expansion[0].expected, 2), 16_865.93);
    assert_eq!(shown(found.expansion[1].expected, 2), 2_305.89);
}

#[test]
fn the_position_of_the_example_is_reproduced() {
    let (golden, found) = (golden(), worked());
    let pipeline: f64 = found.pipeline.iter().filter_map(|line| line.expected).sum();
    assert_eq!(shown(pipeline, 2), golden["pipeline"]);
    let position = &golden["position"];
    let figures = [
        ("growth_ev", found.growth_expected, 2),
        ("risk_ev", found.at_risk, 2),
        ("growth_share", found.growth_share, 4),
        ("risk_share", found.risk_share, 4),
        ("net", found.net, 2),
    ];
    for (name, value, digits) in figures {
        assert_eq!(shown(value.expect("known"), digits), position[name], "{name}");
    }
    assert_eq!(found.standing.position, Position::AtGrowth);
    let near = found.standing.to_risk_line.expect("known");
    assert_eq!(shown(100.0 * near, 1), -0.3, "three tenths of a point from the line of risk");
    assert_eq!((found.arr, found.rate_date), (Some(300_000.0), None));
    assert!(found.errors.is_empty() && found.notes.is_empty(), "{found:#?}");
}

#[test]
fn better_health_and_trust_change_the_money_as_worked() {
    let golden = golden();
    let better = Known { health: Some(HEALTH + 1.6), trust: Some(TRUST + 0.9375) };
    assert_eq!(shown(HEALTH + 1.6, 4), golden["initiative"]["chi_after"]);
    assert_eq!(shown(TRUST + 0.9375, 4), golden["initiative"]["trust_after"]);
    let after = opportunity(&kestrel(), better, &peers(), &model(), asked());
    let before = worked();
    let more = |of: fn(&Opportunity) -> Option<f64>| {
        shown(of(&after).expect("known") - of(&before).expect("known"), 2)
    };
    assert_eq!(more(|o| o.renewal_expected), golden["initiative"]["d_renewal"]);
    assert_eq!(more(|o| o.growth_expected), golden["initiative"]["d_expansion"]);
}

#[test]
fn retention_and_lifetime_value_are_reproduced() {
    let golden = golden();
    let parts = Retention {
        start: 1_000_000.0,
        expansion: 120_000.0,
        contraction: 40_000.0,
        churn: 80_000.0,
    };
    assert_eq!(shown(parts.nrr().expect("a start"), 1), golden["nrr"]);
    assert_eq!(shown(parts.grr().expect("a start"), 1), golden["grr"]);
    let value = lifetime_value(60_000.0, 0.9, 0.1).expect("an end");
    assert_eq!(shown(value, 2), golden["clv"]);
    let mut book = blank("four products");
    let products = [(300_000, 180_000), (760_000, 800_000), (0, 20_000)];
    for (at, (last, before)) in products.into_iter().enumerate() {
        book.spend.insert(format!("{at}"), spend(last, before));
    }
    let found = retention(&book, &rates(), Currency::EUR).expect("one currency");
    let wanted = Retention { churn: 20_000.0, ..parts };
    assert_eq!(found, wanted);
}

#[test]
fn cost_to_serve_is_reproduced() {
    let golden = golden();
    let served = [
        ("TICKETS", 180.0),
        ("ORDER_LINES", 600.0),
        ("SHIPMENTS", 90.0),
        ("RETURNS", 12.0),
        ("VISITS", 3.0),
        ("CAMPAIGN_MAILS", 0.0),
    ];
    let served: BTreeMap<String, Option<f64>> =
        served.into_iter().map(|(name, count)| (name.to_owned(), Some(count))).collect();
    let nobody = Peers::none(today(), Currency::EUR);
    let found = cost_to_serve(&served, &model(), &nobody, Currency::EUR).expect("euros");
    assert!(found.complete);
    assert_eq!(shown(found.total, 2), golden["cts"]);
    let net = found.net_contribution(300_000.0, 300_000.0 * (1.0 - model().margin));
    assert_eq!(shown(net, 2), golden["net_contribution"]);
    let codes: Vec<&str> = found.activities.iter().map(|a| a.activity.as_str()).collect();
    for code in ["LEAD_GENERATION", "COMPLAINT_HANDLING", "RETURNS"] {
        assert!(codes.contains(&code), "{code} is a unit of cost");
    }
}

#[test]
fn the_four_types_of_stay_risk_are_told_apart() {
    let of = |trust: f64, p: f64, locked: bool| {
        let known = Known { trust: Some(trust), health: None };
        stay_risk(known, Some(p), locked, model().stay)
    };
    assert_eq!(of(60.0, 0.9, false), Some(StayRisk::Loyal));
    assert_eq!(of(60.0, 0.7, false), Some(StayRisk::Exposed));
    assert_eq!(of(40.0, 0.9, true), Some(StayRisk::Trapped));
    assert_eq!(of(40.0, 0.5, true), Some(StayRisk::Trapped), "a contract holds them");
    assert_eq!(of(40.0, 0.5, false), Some(StayRisk::Leaving));
    assert_eq!(stay_risk(Known::default(), Some(0.9), true, model().stay), None);
    let book = with_contracts(blank("bound"), vec![term("far", 1, "2027-05-21")]);
    assert!(book.locked(180) && !book.locked(181));
}
