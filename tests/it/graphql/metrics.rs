//! The system of metrics over GraphQL: what each is for, and how they add up for a brand.

use std::collections::BTreeMap;

use accord::insight::quarters::Quarter;
use accord::insight::revenue::Retention;
use accord::model::*;
use accord::store::{Price, Store, StoredQuarter, StoredScore};
use chrono::NaiveDate;
use serde_json::{Value as Answer, json};

use super::world::{FIRST, account, draft, put, schema, score, text, time, world};
use super::{ask, data, number};
use crate::kit;

const METRICS: &str = "query($class: MetricClass, $level: MetricLevel, $process: ID) {
    metrics(class: $class, level: $level, process: $process) {
        code name classes level process owner attributes formula } }";
const NODE: &str =
    "code weight value known missing reason accounts asOf metric { level classes }";
const MONEY: &str = "arr { amount currency } atRisk { amount } growthExpected { amount }";

fn of_account() -> String {
    format!(
        "query($id: ID!, $profile: ID) {{ account(id: $id) {{ metricTree(profile: $profile) {{
            profile lead asOf accounts value known missing model {MONEY}
            nodes {{ {NODE} children {{ {NODE} }} }} }}
          health {{ stages {{ kpis {{ code normalised }} }} }}
          processes {{ code owner metrics {{ metric {{ code }} raw value reason }}
            pairs {{ touchpoint behaviour {{ metric {{ code }} value }}
              attitude {{ metric {{ code }} value reason }} gap }} }}
          perceptionGaps {{ touchpoint process behaviour {{ value }} attitude {{ value raw }} gap }}
          experienceAttributes {{ attribute value toldBy missing }} }} }}"
    )
}

fn of_portfolio() -> String {
    format!(
        "query($profile: ID, $filter: AccountFilter) {{
            metricTree(profile: $profile, filter: $filter) {{
              lead asOf accounts value known missing {MONEY}
              nodes {{ {NODE} children {{ {NODE} }} }} }} }}"
    )
}

fn list(answer: &Answer) -> &Vec<Answer> {
    answer.as_array().unwrap_or_else(|| panic!("{answer} is no list"))
}

fn find<'a>(all: &'a Answer, key: &str, wanted: &str) -> &'a Answer {
    let found = list(all).iter().find(|one| one[key] == wanted);
    found.unwrap_or_else(|| panic!("no {wanted} in {all:#}"))
}

/// Answers about bills of people who are not satisfied.
fn unhappy_about_bills() -> Vec<Draft> {
    let answer = |n: usize| {
        let fields = vec![
            ("instrument", text("CSAT")),
            ("score", Value::Number(2.0)),
            ("scale_low", Value::Number(1.0)),
            ("scale_high", Value::Number(5.0)),
            ("polarity", text("HIGH_IS_GOOD")),
            ("prong", text("TRANSACTIONAL")),
            ("touchpoint", text("Billing questions")),
            ("at", time(12)),
        ];
        draft(EntityKind::SurveyResponse, 0, &format!("bill-{n}"), fields)
    };
    (0..3).map(answer).collect()
}

#[tokio::test]
async fn metrics_are_told_by_class_level_and_process() {
    for database in kit::databases().await {
        let schema = schema(&database.open().await);
        let all = data(&schema, METRICS, json!({})).await;
        let nps = find(&all["metrics"], "code", "NPS");
        assert_eq!(nps["classes"], json!(["OUTCOME", "PERCEPTION"]), "{}", database.name);
        assert_eq!(nps["formula"], "(NPS + 100) ÷ 2");
        let fine = json!({"class": "PERCEPTION", "level": "TACTICAL", "process": "SERVICE"});
        let fine = data(&schema, METRICS, fine).await;
        let codes: Vec<&Answer> =
            list(&fine["metrics"]).iter().map(|one| &one["code"]).collect();
        assert_eq!(codes, ["SU3", "CES5"]);
        assert_eq!(fine["metrics"][0]["owner"], "Head of service");
        let wrong = ask(&schema, METRICS, json!({"process": "SERVIC"})).await;
        let message = wrong["errors"][0]["message"].as_str().expect("refused");
        assert!(message.contains("did you mean `SERVICE`?"), "{message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accounts_tree_is_the_mean_of_what_is_known_and_says_what_is_not() {
    for database in kit::databases().await {
        let store = world(&database, 2).await;
        put(&store, "FACTS", unhappy_about_bills()).await;
        let schema = schema(&store);
        let told = data(&schema, &of_account(), json!({"id": FIRST})).await;
        let (account, tree) = (&told["account"], &told["account"]["metricTree"]);
        assert_eq!(
            (&tree["profile"], &tree["lead"]),
            (&json!("efficiency"), &json!("NETEASY"))
        );
        let lead = find(&tree["nodes"], "code", "NETEASY");
        assert_eq!((&lead["value"], number(&lead["known"])), (&Answer::Null, 0.0));
        assert!(lead["reason"].as_str().is_some_and(|why| why.contains("nobody was asked")));
        let kpi = |code: &str| {
            let mut kpis = list(&account["health"]["stages"])
                .iter()
                .flat_map(|stage| list(&stage["kpis"]));
            kpis.find(|kpi| kpi["code"] == code).expect("a KPI")["normalised"].clone()
        };
        let flow = find(&tree["nodes"], "code", "FLOW");
        for leaf in list(&flow["children"]) {
            assert_eq!(leaf["value"], kpi(leaf["code"].as_str().expect("a code")), "{leaf:#}");
        }
        // DE1, DE3 and BI1 are seen, at 0.2 each; nobody enquired and nothing was quoted.
        let seen: Vec<f64> =
            list(&flow["children"]).iter().filter_map(|leaf| leaf["value"].as_f64()).collect();
        assert_eq!((seen.len(), &flow["missing"]), (3, &json!(["CO1", "PU1"])), "{flow:#}");
        let mean = seen.iter().sum::<f64>() / 3.0;
        assert!((number(&flow["value"]) - mean).abs() < 0.11 && flow["known"] == 0.6);
        let contact = find(&tree["nodes"], "code", "CONTACT");
        let whole = 0.35 * number(&contact["value"]) + 0.3 * number(&flow["value"]);
        assert!((number(&tree["value"]) - whole / 0.65).abs() < 0.11, "{tree:#}");
        assert_eq!(tree["arr"]["currency"], "EUR", "money stands beside it: {tree:#}");
        assert_eq!(list(&account["experienceAttributes"]).len(), 4);
        let easy = find(&account["experienceAttributes"], "attribute", "EASY");
        // SU3 is told by what stands in for it, which is a measure of ease and no attitude.
        assert_eq!(easy["missing"], json!(["PU3"]));
        let service = find(&account["processes"], "code", "SERVICE");
        let help = find(&service["pairs"], "touchpoint", "Help at first contact");
        let reason = help["attitude"]["reason"].as_str().expect("nobody was asked");
        assert!(reason.contains("SU3F stands in") && help["gap"].is_null(), "{help:#}");
        let wrong = json!({"id": FIRST, "profile": "qualty"});
        let wrong = ask(&schema, &of_account(), wrong).await;
        assert!(wrong["data"]["account"]["metricTree"].is_null());
        let message = wrong["errors"][0]["message"].as_str().expect("refused");
        assert!(message.contains("did you mean `quality`?"), "{message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_touchpoint_that_works_and_is_rated_badly_is_listed() {
    for database in kit::databases().await {
        let store = world(&database, 2).await;
        put(&store, "FACTS", unhappy_about_bills()).await;
        let schema = schema(&store);
        let told = data(&schema, &of_account(), json!({"id": FIRST})).await;
        let gaps = list(&told["account"]["perceptionGaps"]);
        assert_eq!(gaps.len(), 1, "{}: {gaps:#?}", database.name);
        assert_eq!(
            (&gaps[0]["touchpoint"], &gaps[0]["process"]),
            (&json!("Invoices"), &json!("FINANCE"))
        );
        assert_eq!(
            (number(&gaps[0]["behaviour"]["value"]), number(&gaps[0]["attitude"]["value"])),
            (100.0, 0.0)
        );
        let service = find(&told["account"]["processes"], "code", "LOGISTICS");
        let delivery = find(&service["pairs"], "touchpoint", "Delivery on time");
        assert_eq!(
            delivery["gap"],
            Answer::Null,
            "answers about bills say nothing of deliveries"
        );
        assert!(
            delivery["attitude"]["reason"].is_string()
                && delivery["behaviour"]["value"].is_f64()
        );
        // Nobody complained at the other account.
        let other = data(&schema, &of_account(), json!({"id": account(1)})).await;
        assert_eq!(other["account"]["perceptionGaps"], json!([]));
    }
}

fn quarter(n: usize, ends_on: &str, metrics: &[(&str, f64)]) -> StoredQuarter {
    let metrics = metrics.iter().map(|(code, value)| ((*code).to_owned(), *value)).collect();
    let body = serde_json::to_string(&Quarter { metrics, ..Quarter::default() }).expect("JSON");
    let ends_on = ends_on.parse::<NaiveDate>().expect("a day");
    StoredQuarter {
        account: account(n).into(),
        ends_on,
        body,
        models: "test".to_owned(),
        version: 1,
    }
}

/// Three accounts with scores, two of them priced, and what is kept of their quarters.
async fn kept(store: &Store) {
    let euro = |amount: i64| Money::new(amount.into(), Currency::EUR).ok();
    let price = |n: i64| Price {
        peers: "p1".to_owned(),
        currency: Currency::EUR,
        arr: euro(1_000 * n),
        renewal_expected: None,
        at_risk: euro(100 * n),
        at_risk_low: None,
        at_risk_high: None,
        unknown_at_risk: None,
        growth: euro(10 * n),
        risk_share: None,
        growth_share: None,
        position: "STABLE".to_owned(),
        billed: None,
        cost_to_serve: None,
        lifetime_value: None,
        retention: Some(Retention {
            start: 100.0,
            expansion: 15.0,
            contraction: 0.0,
            churn: 0.0,
        }),
        lines: BTreeMap::new(),
    };
    let trusted = |n: usize, trust| {
        (AccountId(account(n)), StoredScore { trust, version: 1_000, ..score(Some(60.0)) })
    };
    let scores = [trusted(0, Some(80.0)), trusted(1, Some(40.0)), trusted(2, None)];
    store.put_scores(&scores).await.expect("scores are kept");
    let prices =
        [(0, 1), (1, 2)].map(|(n, times)| (AccountId(account(n)), 1_000, price(times)));
    store.put_prices(&prices).await.expect("prices are kept");
    let quarters = [
        quarter(0, "2026-06-30", &[("RE1", 1.0)]),
        quarter(0, "2026-09-30", &[("RE1", 80.0), ("RE3", 50.0)]),
        quarter(1, "2026-09-30", &[("RE1", 60.0)]),
    ];
    store.put_quarters(&quarters).await.expect("quarters are kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_portfolios_tree_is_the_mean_of_what_is_kept_beside_the_money() {
    for database in kit::databases().await {
        let store = world(&database, 3).await;
        kept(&store).await;
        let schema = schema(&store);
        let told = data(&schema, &of_portfolio(), json!({"profile": "partnership"})).await;
        let tree = &told["metricTree"];
        assert_eq!(
            (&tree["accounts"], &tree["lead"]),
            (&json!(3), &json!("TRUST")),
            "{tree:#}"
        );
        let trust = find(&tree["nodes"], "code", "TRUST");
        assert_eq!((number(&trust["value"]), &trust["accounts"]), (60.0, &json!(2)));
        let close = find(&tree["nodes"], "code", "CLOSENESS");
        let re1 = find(&close["children"], "code", "RE1");
        assert_eq!(
            (number(&re1["value"]), &re1["accounts"]),
            (70.0, &json!(2)),
            "the newest quarter"
        );
        assert_eq!(re1["asOf"], "2026-09-30");
        // (0.4 × 70 + 0.3 × 50) ÷ 0.7, nobody's RE2 is kept; NRR 115 is worth 100.
        assert_eq!((number(&close["value"]), &close["missing"]), (61.4, &json!(["RE2"])));
        let loyal = find(&tree["nodes"], "code", "LOYALTY");
        assert_eq!((number(&loyal["value"]), number(&loyal["known"])), (100.0, 0.5));
        // 0.4 × 60 + 0.35 × 61.428… + 0.25 × 100
        assert_eq!((number(&tree["value"]), number(&tree["known"])), (70.5, 0.77));
        assert_eq!(tree["missing"], json!(["RE2", "GR1", "GR3"]));
        let money =
            [&tree["arr"], &tree["atRisk"], &tree["growthExpected"]].map(|m| &m["amount"]);
        assert_eq!(money, ["3000.00", "300.00", "30.00"]);
        let worth = data(&schema, &of_portfolio(), json!({"profile": "price"})).await;
        let lead = find(&worth["metricTree"]["nodes"], "code", "VALUE_TIER");
        assert!(lead["value"].is_null() && lead["reason"].is_string(), "{lead:#}");
    }
}

#[tokio::test]
async fn templates_of_goals_say_what_fewer_calls_save() {
    let query = "{ goalTemplates { code outcome anchor avoids { code } } }";
    let saved = "query($after: Int!, $cost: Decimal!) { goalTemplates { code
        saved(before: 1200, after: $after, costOfOne: $cost) { amount currency } } }";
    for database in kit::databases().await {
        let schema = schema(&database.open().await);
        let told = data(&schema, query, json!({})).await;
        let outcomes: Vec<&Answer> =
            list(&told["goalTemplates"]).iter().map(|one| &one["outcome"]).collect();
        assert_eq!(outcomes, ["NRR", "GRR", "COST_TO_SERVE"], "{}", database.name);
        let told = data(&schema, saved, json!({"after": 900, "cost": "35"})).await;
        let calls = find(&told["goalTemplates"], "code", "FEWER_CALLS");
        assert_eq!(calls["saved"], json!({"amount": "10500.00", "currency": "EUR"}));
        assert!(told["goalTemplates"][0]["saved"].is_null(), "more sales avoid nothing");
        let told = ask(&schema, saved, json!({"after": 900, "cost": "-35"})).await;
        let message = told["errors"][0]["message"].as_str().expect("refused");
        assert!(message.contains("must be 0 or more"), "{message}");
    }
}
