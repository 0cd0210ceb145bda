//! Random accounts, reckoned apart by `tests/cases/insight/revenue.py`.

use serde_json::Value;

use super::super::*;
use super::kit::*;
use crate::model::Currency;

#[test]
fn random_accounts_come_out_as_reckoned_apart() {
    let text = include_str!("../../../../tests/cases/insight/revenue.json");
    let cases: Vec<Value> = serde_json::from_str(text).expect("the figures are JSON");
    assert!(cases.len() >= 200);
    for case in &cases {
        check(case);
    }
}

fn check(case: &Value) {
    let book = book(case);
    let known = Known { health: case["health"].as_f64(), trust: case["trust"].as_f64() };
    let peers = gathered(others(case).into_iter().chain([book.clone()]));
    let found = opportunity(&book, known, &peers, &model(), asked());
    let figures = &case["figures"];
    renewals(&found, list(&figures["renewals"]));
    expansion(&found, &figures["gaps"]);
    let sums = [
        ("expected", found.renewal_expected),
        ("at_risk", found.at_risk),
        ("growth", found.growth_expected),
        ("net", found.net),
        ("arr", found.arr),
        ("risk_share", found.risk_share),
        ("growth_share", found.growth_share),
    ];
    for (name, sum) in sums {
        near(sum.expect("all is known"), number(&figures[name]));
    }
    assert_eq!(found.standing.position.word(), figures["position"]);
    let parts = retention(&book, &rates(), Currency::EUR).expect("euros");
    for (name, share) in [("nrr", parts.nrr()), ("grr", parts.grr())] {
        assert_eq!(share.is_some(), !figures[name].is_null(), "{name}");
        if let Some(share) = share {
            near(share, number(&figures[name]));
        }
    }
}

fn renewals(found: &Opportunity, wanted: &[Value]) {
    assert_eq!(found.renewals.len(), wanted.len());
    for (line, wanted) in found.renewals.iter().zip(wanted) {
        let p = line.probability.as_ref().expect("health is known");
        near(p.value, number(&wanted["p"]));
        near(p.low, number(&wanted["low"]));
        near(p.high, number(&wanted["high"]));
    }
}

fn expansion(found: &Opportunity, wanted: &Value) {
    let wanted = wanted.as_object().expect("gaps by product");
    assert_eq!(found.expansion.len(), wanted.len());
    for line in &found.expansion {
        let wanted = &wanted[&line.product];
        near(line.amount, number(&wanted["amount"]));
        near(line.base, number(&wanted["base"]));
        near(line.health_factor, number(&wanted["health"]));
        near(line.propensity, number(&wanted["propensity"]));
        near(line.expected, number(&wanted["expected"]));
    }
}

fn book(case: &Value) -> Book {
    let contract = |(at, told): (usize, &Value)| {
        let due = if told["due"] == true { "2027-05-01" } else { "2029-05-01" };
        let signed = (told["signed"] == true).then(today);
        let term = term(&format!("contract {at}"), whole(&told["value"]), due);
        Term { intent_signed_on: signed, ..term }
    };
    let contracts = list(&case["contracts"]).iter().enumerate().map(contract).collect();
    let mut book = with_contracts(sized("self", whole(&case["size"])), contracts);
    book.flags = list(&case["flags"]).iter().filter_map(Value::as_str).map(flag).collect();
    for (at, told) in list(&case["deals"]).iter().enumerate() {
        let percent = (100.0 * number(&told["probability"])).round() as i64;
        book.deals.push(deal(&format!("deal {at}"), whole(&told["amount"]), percent));
    }
    for told in list(&case["products"]) {
        let name = told["name"].as_str().expect("a name").to_owned();
        if told["open"] == true {
            let product = Some(name.clone());
            book.deals.push(OpenDeal { product, ..deal(&format!("on {name}"), 0, 0) });
        }
        let signals = u32::try_from(whole(&told["signals"])).expect("few");
        book.intent.named.insert(name.clone(), signals);
        book.spend.insert(name, spend(whole(&told["last"]), whole(&told["before"])));
    }
    book
}

fn others(case: &Value) -> Vec<Book> {
    let sizes = list(&case["sizes"]).iter().enumerate();
    let mut books: Vec<Book> =
        sizes.map(|(at, size)| sized(&format!("peer {at}"), whole(size))).collect();
    for told in list(&case["products"]) {
        for peer in list(&told["peers"]) {
            let before = i64::from(peer[2] == true);
            let book = &mut books[usize::try_from(whole(&peer[0])).expect("a place")];
            let name = told["name"].as_str().expect("a name").to_owned();
            book.spend.insert(name, spend(whole(&peer[1]), before));
        }
    }
    books
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn whole(value: &Value) -> i64 {
    value.as_i64().expect("a whole number")
}
