//! Proof over GraphQL: a planted lag is found, what is chance is not, and too little data says so.

use std::collections::BTreeMap;

use accord::api::Schema;
use accord::insight::quarters::{Quarter, quarter_ends};
use accord::insight::revenue::Tally;
use accord::model::*;
use accord::store::{Store, StoredQuarter, StoredScore};
use fastrand::Rng;
use serde_json::{Value as Answer, json};

use super::world::{account, draft, golden, now, put, schema, score};
use super::{ask, data};
use crate::kit::databases;

const ACCOUNTS: usize = 60;
const QUARTERS: u32 = 8;

/// Accounts whose on-time delivery shows in their revenue two quarters later, and in whether they
/// renew; their health is chance. The just-in-time are billed more.
pub(super) async fn planted(store: &Store) {
    let records =
        (0..ACCOUNTS).map(|n| draft(EntityKind::Account, n, &format!("c{n}"), vec![]));
    put(store, "PARTIES", records.collect()).await;
    let mut decisions =
        Decisions { accounts: (0..ACCOUNTS).map(golden).collect(), ..Decisions::default() };
    let of = (0..ACCOUNTS).map(|n| (format!("crm:c{n}"), account(n).into()));
    decisions.account_of.extend(of);
    store.decide(&decisions).await.expect("decisions are written");
    let segment = |n: usize| if n.is_multiple_of(2) { "just-in-time" } else { "steady-goods" };
    let of_account =
        |n: usize| StoredScore { segments: vec![segment(n).to_owned()], ..score(Some(60.0)) };
    let scores: Vec<_> = (0..ACCOUNTS).map(|n| (account(n).into(), of_account(n))).collect();
    store.put_scores(&scores).await.expect("scores are kept");
    let mut rng = Rng::with_seed(11);
    let quarters: Vec<StoredQuarter> =
        (0..ACCOUNTS).flat_map(|n| history(n, &mut rng)).collect();
    store.put_quarters(&quarters).await.expect("quarters are kept");
}

fn history(n: usize, rng: &mut Rng) -> Vec<StoredQuarter> {
    let ends = quarter_ends(now().date_naive(), QUARTERS);
    let mut random = || rng.f64() * 100.0;
    let delivery: Vec<f64> = ends.iter().map(|_| random()).collect();
    let quarter = |(at, ends_on): (usize, &chrono::NaiveDate)| {
        let earlier = |quarters: usize| at.checked_sub(quarters).map(|at| delivery[at]);
        let mut metrics = BTreeMap::from([
            ("DE1".to_owned(), delivery[at]),
            ("LOYALTY".to_owned(), 20.0 + delivery[at] / 2.0),
            ("CHI".to_owned(), random()),
            ("BILLED".to_owned(), random() + if n.is_multiple_of(2) { 80.0 } else { 0.0 }),
        ]);
        metrics.extend(
            earlier(2).map(|de1| ("NRR".to_owned(), 60.0 + de1 / 2.0 + random() / 20.0)),
        );
        let kept = earlier(1).is_some_and(|de1| de1 + random() / 10.0 > 45.0);
        let told = Quarter {
            metrics,
            decided: Tally { won: u32::from(kept), closed: 1 },
            ..Quarter::default()
        };
        StoredQuarter {
            account: account(n).into(),
            ends_on: *ends_on,
            body: serde_json::to_string(&told).expect("JSON"),
            models: "test".to_owned(),
            version: 1,
        }
    };
    ends.iter().enumerate().map(quarter).collect()
}

const CORRELATION: &str = "query($input: CorrelationInput!) { correlation(input: $input) {
  metric outcome segment { id } lagQuarters n rho ciLow ciHigh q significant slopePer10 note } }";

async fn correlation(schema: &Schema, input: Answer) -> Vec<Answer> {
    let told = data(schema, CORRELATION, json!({"input": input})).await;
    told["correlation"].as_array().expect("results").clone()
}

#[tokio::test]
async fn a_planted_lag_is_found_and_chance_is_not() {
    for database in databases().await {
        let store = database.open().await;
        planted(&store).await;
        let schema = schema(&store);
        the_lag_is_two(&schema, database.name).await;
        an_outcome_ahead_is_the_same_lag(&schema).await;
        too_few_are_shown_and_never_found(&schema).await;
        deliveries_tell_who_renews(&schema).await;
        segments_differ_in_what_they_differ_in(&schema).await;
    }
}

async fn the_lag_is_two(schema: &Schema, name: &str) {
    let input = json!({"metrics": ["DE1", "CHI"], "outcome": "NRR", "lagQuarters": [0, 1, 2, 3, 4],
        "segmentBy": true});
    let told = correlation(schema, input).await;
    let found: Vec<String> = told
        .iter()
        .filter(|of| of["significant"] == true)
        .map(|of| format!("{} {} {}", of["metric"], of["segment"]["id"], of["lagQuarters"]))
        .collect();
    let wanted = ["\"DE1\" null 2", "\"DE1\" \"just-in-time\" 2", "\"DE1\" \"steady-goods\" 2"];
    assert_eq!(found, wanted, "{name}");
    for of in told.iter().filter(|of| of["significant"] == true) {
        assert!(of["rho"].as_f64() > Some(0.9) && of["q"].as_f64() < Some(0.01), "{of}");
        assert!(of["ciLow"].as_f64() < of["rho"].as_f64(), "{of}");
        let slope = of["slopePer10"].as_f64().expect("a slope");
        assert!((slope - 5.0).abs() < 0.5, "half of ten: {slope}");
        assert_eq!(of["note"], "association, not cause");
    }
    let whole = told.iter().find(|of| of["segment"].is_null()).expect("all accounts");
    assert_eq!(whole["n"], 60);
    let strangers = told.iter().find(|of| of["segment"]["id"] == "subscribers");
    let strangers = strangers.expect("a segment of nobody");
    assert!(strangers["rho"].is_null() && strangers["n"] == 0, "{strangers}");
    assert!(strangers["note"].as_str().expect("words").contains("too few"), "{strangers}");
}

async fn an_outcome_ahead_is_the_same_lag(schema: &Schema) {
    let at = |outcome: &str, lag: i32| json!({"metrics": ["DE1"], "outcome": outcome, "lagQuarters": [lag]});
    let [lagged] = &correlation(schema, at("NRR", 2)).await[..] else { panic!("one result") };
    let [ahead] = &correlation(schema, at("NRR_NEXT_2Q", 0)).await[..] else { panic!("one") };
    assert_eq!((&lagged["rho"], &lagged["n"]), (&ahead["rho"], &ahead["n"]));
    assert_eq!(ahead["outcome"], "NRR_NEXT_2Q");
    let moved =
        json!({"metrics": ["DE1"], "outcome": "NRR", "lagQuarters": [2], "of": "MOVES"});
    let [moved] = &correlation(schema, moved).await[..] else { panic!("one result") };
    assert_eq!(moved["significant"], true, "an account against itself: {moved}");
}

async fn too_few_are_shown_and_never_found(schema: &Schema) {
    let input = json!({"metrics": ["DE1"], "outcome": "NRR", "lagQuarters": [2], "minN": 61});
    let [told] = &correlation(schema, input).await[..] else { panic!("one result") };
    assert!(told["rho"].as_f64() > Some(0.9) && told["significant"] == false, "{told}");
    assert_eq!(told["note"], "too few: 60 of the 61 accounts needed");
    let wrong = [
        (json!({"metrics": ["DE11"], "outcome": "NRR"}), "DE1"),
        (json!({"metrics": ["DE1"], "outcome": "SALES"}), "_NEXT_1Q"),
        (json!({"metrics": [], "outcome": "NRR"}), "at least one metric"),
        (json!({"metrics": ["DE1"], "outcome": "NRR", "lagQuarters": [9]}), "0 to 4"),
        (json!({"metrics": ["DE1"], "outcome": "NRR", "minN": 2}), "between 4 and"),
    ];
    for (input, wanted) in wrong {
        let answer = ask(schema, CORRELATION, json!({"input": input})).await;
        let said = answer["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(said.contains(wanted), "{input}: {said}");
    }
}

async fn deliveries_tell_who_renews(schema: &Schema) {
    let question = "{ beaconTest(candidates: [\"DE1\", \"CHI\", \"NPS\"], byRole: true) {
        metric role n events auc brier brierOfRate verdict } }";
    let told = data(schema, question, json!({})).await["beaconTest"].clone();
    let verdicts: Vec<_> =
        told.as_array().expect("results").iter().map(|of| of["verdict"].clone()).collect();
    assert_eq!(verdicts, ["PREDICTIVE", "NOT_PREDICTIVE", "not enough outcomes"], "{told:#}");
    assert!(told[0]["auc"].as_f64() > Some(0.95), "{told:#}");
    assert!(told[0]["brier"].as_f64() < told[0]["brierOfRate"].as_f64());
    assert_eq!(told[0]["n"], 60 * 7, "each quarter but the last tells of the next");
    assert!(told[2]["auc"].is_null() && told[2]["n"] == 0, "nobody was asked");
    for (question, wanted) in [
        ("{ beaconTest(outcome: \"GREW\", candidates: [\"CHI\"]) { n } }", "RENEWED"),
        ("{ beaconTest(candidates: [\"CHI\"], segment: \"just\") { n } }", "just-in-time"),
    ] {
        let answer = ask(schema, question, json!({})).await;
        let said = answer["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(said.contains(wanted), "{said}");
    }
}

async fn segments_differ_in_what_they_differ_in(schema: &Schema) {
    let question = "{ separationTest(metrics: [\"BILLED\", \"CHI\", \"NPS\"]) {
        metric segments n leftOut shareBetween p separates note } }";
    let told = data(schema, question, json!({})).await["separationTest"].clone();
    let separates: Vec<_> =
        told.as_array().expect("results").iter().map(|of| of["separates"].clone()).collect();
    assert_eq!(separates, [true, false, false], "{told:#}");
    assert_eq!((&told[0]["segments"], &told[0]["n"]), (&json!(2), &json!(60)));
    assert!(told[2]["note"].as_str().expect("words").contains("too few"), "{told:#}");
}
