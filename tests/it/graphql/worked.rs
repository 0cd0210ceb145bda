//! The numbers of the worked example come out over GraphQL.

use serde_json::{Value as Answer, json};

use super::kestrel::kestrel;
use super::world::{FIRST, schema};
use super::{data, number, saved};
use crate::kit;

/// The example: raw values and worked numbers.
fn example() -> Answer {
    let text = include_str!("../../cases/insight/golden.json");
    serde_json::from_str(text).expect("the golden file is JSON")
}

fn worked() -> Answer {
    example()["golden"].clone()
}

/// Both are shown with so many decimals, half away from zero.
#[track_caller]
fn alike(answered: &Answer, worked: &Answer, digits: i32) {
    let scale = 10_f64.powi(digits);
    let rounded = (number(worked) * scale).round() / scale;
    assert!((number(answered) - rounded).abs() < 1e-9, "{answered} is not {worked}");
}

fn amount(money: &Answer) -> f64 {
    money["amount"].as_str().and_then(|text| text.parse().ok()).expect("an amount")
}

fn health_is_as_worked(health: &Answer) {
    let worked = worked();
    let (raw, full) = (&example()["kestrel"], &worked["chi_full"]);
    let stages = health["stages"].as_array().expect("ten stages");
    for kpi in stages.iter().flat_map(|stage| stage["kpis"].as_array().expect("three KPIs")) {
        let code = kpi["code"].as_str().expect("a code");
        let told = if kpi["category"].is_string() { &kpi["category"] } else { &kpi["raw"] };
        match (&raw[code]["raw"], told) {
            (Answer::Null, told) => assert_eq!(*told, Answer::Null, "{code}"),
            (Answer::String(word), told) => assert_eq!(told, word, "{code}"),
            (wanted, told) => {
                let off = (number(told) - number(wanted)).abs();
                assert!(off < 1e-4, "{code}: {told} is not {wanted}");
                assert_eq!(kpi["status"], "OK", "{code}");
            }
        }
    }
    for (answered, wanted) in [("value", "score"), ("low", "low"), ("high", "high")] {
        alike(&health[answered], &full[wanted], 1);
    }
    alike(&health["coverage"], &full["coverage"], 3);
    assert_eq!((&health["band"], &health["confidence"]), (&full["band"], &full["confidence"]));
    for stage in stages {
        alike(&stage["score"], &full["stages"][stage["stage"].as_str().expect("a word")], 1);
    }
}

fn trust_is_as_worked(trust: &Answer) {
    let worked = &worked()["trust"];
    for (answered, wanted) in
        [("value", "score"), ("net", "net"), ("intent", "intent"), ("competence", "competence")]
    {
        alike(&trust[answered], &worked[wanted], 1);
    }
    for factor in trust["factors"].as_array().expect("four factors") {
        let wanted = &worked[factor["factor"].as_str().expect("a word")];
        alike(&factor["score"], &wanted["score"], 1);
        alike(&factor["survey"], &wanted["survey"], 1);
        alike(&factor["operational"], &wanted["ops"], 1);
        alike(&factor["alpha"], &wanted["alpha"], 3);
        alike(&factor["gap"], &wanted["gap"], 1);
        assert_eq!(factor["gapFlag"], wanted["flag"], "{factor:#}");
        assert_eq!(factor["basis"], wanted["basis"]);
    }
    for one in trust["behaviours"].as_array().expect("four behaviours") {
        let wanted = &worked["behaviours"][one["behaviour"].as_str().expect("a word")];
        alike(&one["likelihood"], wanted, 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_book_of_the_example_account_is_as_worked() {
    for database in kit::databases().await {
        let schema = schema(&kestrel(&database).await);
        let variables = json!({"owner": "crm:e1", "before": "2027-05-01"});
        let book = data(&schema, &saved("q01"), variables).await;
        let node = &book["accounts"]["edges"][0]["node"];
        let worked = worked();
        assert_eq!(node["name"], "Kestrel Pumps GmbH", "{}", database.name);
        assert_eq!(node["arr"], json!({"amount": "300000.00", "currency": "EUR"}));
        let drivers = node["health"]["drivers"].as_array().expect("three drivers");
        let lost = worked["chi_top_lost"].as_array().expect("the most lost").iter();
        for (driver, wanted) in drivers.iter().zip(lost) {
            assert_eq!(driver["code"], wanted[0]);
            alike(&driver["pointsLost"], &wanted[1], 2);
        }
        let renewal = &node["nextRenewal"];
        assert_eq!(
            (&renewal["id"], &renewal["daysToEnd"]),
            (&json!("contract:erp:due"), &json!(98))
        );
        let probability = &renewal["renewalProbability"];
        alike(&probability["value"], &worked["renew"]["p"], 4);
        let factors = probability["factors"].to_string();
        assert!(factors.contains("NO_DECISION_MAKER_CONTACT_90D"), "{factors}");
        assert_eq!(node["champion"]["champion"], "SUPPORTER");
        assert_eq!(node["trust"]["recommendation"]["code"], "TELL_FIRST");
        let [best] = &node["recommendations"].as_array().expect("a list")[..] else {
            panic!("one was asked for: {node:#}");
        };
        assert_eq!(
            (&best["code"], &best["title"]),
            (&json!("OFFER"), &json!("Offer Monitoring"))
        );
        let cents = (number(&worked["whitespace"][4]) * 100.0).round() / 100.0;
        assert!((amount(&best["expectedValue"]) - cents).abs() < 1e-9, "{best:#}");
        let opportunity = &node["opportunity"];
        for (answered, wanted) in [
            ("atRisk", &worked["position"]["risk_ev"]),
            ("growthExpected", &worked["position"]["growth_ev"]),
            ("net", &worked["position"]["net"]),
        ] {
            assert!((amount(&opportunity[answered]) - number(wanted)).abs() < 1e-9, "{node:#}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_the_example_account_is_as_worked() {
    let database = kit::sqlite();
    let schema = schema(&kestrel(&database).await);
    let page = data(&schema, &saved("q02"), json!({"id": FIRST})).await;
    let account = &page["account"];
    health_is_as_worked(&account["health"]);
    trust_is_as_worked(&account["trust"]);
    assert_eq!(account["position"], "BUSINESS_AT_GROWTH");
    assert_eq!(account["timeline"]["edges"].as_array().map(Vec::len), Some(10));

    let tried = data(&schema, &saved("q11"), json!({"id": FIRST})).await;
    let (tried, worked) = (&tried["account"], worked());
    alike(&tried["betterSupport"]["value"], &worked["chi_whatif_su1_76"]["score"], 1);
    alike(&tried["efficiencyBrand"]["value"], &worked["chi_whatif_weights"], 1);
    alike(&tried["pessimist"]["value"], &worked["chi_full"]["low"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_to_do_at_the_example_account_is_told_with_its_figures() {
    let database = kit::sqlite();
    let schema = schema(&kestrel(&database).await);
    let question = "query($id: ID!) { account(id: $id) {
        recommendations(first: 20) { code because expectedValue { amount currency } } } }";
    let answer = data(&schema, question, json!({"id": FIRST})).await;
    let all = answer["account"]["recommendations"].as_array().expect("a list").clone();
    let find = |code: &str| {
        let found = all.iter().find(|one| one["code"] == code);
        found.unwrap_or_else(|| panic!("{code} is not among {all:#?}"))
    };
    let knowledge = find("KNOWLEDGE");
    let because = knowledge["because"].as_array().expect("reasons");
    assert_eq!(
        because[..3],
        ["SU1 62.5 %", "points of health lost to it 2.7", "reckoned with 71.5 %"]
    );
    assert_eq!(knowledge["expectedValue"]["currency"], "EUR");
    assert!(find("MEET_DECISION_MAKER")["expectedValue"]["amount"].is_string());
    assert!(find("SHOW_FACTS")["expectedValue"].is_null(), "nobody can say");
    let known: Vec<f64> = all
        .iter()
        .map(|one| &one["expectedValue"])
        .take_while(|v| !v.is_null())
        .map(amount)
        .collect();
    assert!(known.len() > 5 && known.is_sorted_by(|a, b| a >= b), "{known:?}");
    let twice = data(&schema, question, json!({"id": FIRST})).await;
    assert_eq!(answer, twice, "the same of the same facts");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_to_sell_to_the_example_account_is_as_worked() {
    let database = kit::sqlite();
    let schema = schema(&kestrel(&database).await);
    let answer = data(&schema, &saved("q14"), json!({"ids": [FIRST]})).await;
    let (node, worked) = (&answer["accounts"]["edges"][0]["node"], worked());
    let expansion = node["opportunity"]["expansion"].as_array().expect("lines");
    for (product, wanted) in [("Monitoring", "whitespace"), ("Seals", "whitespace2")] {
        let line = expansion.iter().find(|line| line["product"] == product).expect(product);
        let [size, _, _, propensity, expected] =
            [0, 1, 2, 3, 4].map(|place| &worked[wanted][place]);
        assert!((amount(&line["amount"]) - number(size)).abs() < 1e-9, "{line:#}");
        alike(&line["propensity"], propensity, 4);
        let cents = (number(expected) * 100.0).round() / 100.0;
        assert!((amount(&line["expected"]) - cents).abs() < 1e-9, "{line:#}");
        assert_eq!(line["peerCount"], 27);
    }
    let pipeline = node["opportunity"]["pipeline"].as_array().expect("two deals");
    let sum: f64 = pipeline.iter().map(|deal| amount(&deal["expected"])).sum();
    assert!((sum - number(&worked["pipeline"])).abs() < 1e-9, "{pipeline:#?}");
    assert!(node["lifetimeValue"].is_object() && node["costToServe"]["total"].is_object());
    assert_eq!(node["context"]["told"], json!([]), "nobody told anything");
}
