//! The portfolio of the sample company in groups: they add up to the whole, in every currency, and
//! what is told of a day stays told.

use std::sync::Arc;

use accord::api::Schema;
use accord::sample::Company;
use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::kit::{Database, databases};
use crate::river::{River, Steps};

const START: &str = "2026-03-02T08:00:00Z";
const GROUP: &str = "keys { dimension value label } accounts arr { amount currency rateDate }
  renewalExpected { amount } atRisk { amount } unknownAtRisk { amount } growthExpected { amount }
  net { amount } billed { amount } costToServe { amount } lifetimeValue { amount } nrr grr
  health { red amber green unknown median } healthMean trustMean coverage
  positions { atRisk atGrowth both stable unknown }";

fn start() -> DateTime<Utc> {
    START.parse().expect("a moment")
}

async fn river(database: &Database) -> River {
    let company = Arc::new(Company::sized(7, start(), 90));
    let river = River::of(company, database.open().await, Steps::at(START)).await;
    river.synced().await;
    river
}

async fn asked(schema: &Schema, question: &str) -> Value {
    let answer = serde_json::to_value(schema.execute(question).await).expect("JSON");
    assert_eq!(answer.get("errors"), None, "{question}: {:#}", answer["errors"]);
    answer["data"].clone()
}

async fn groups(schema: &Schema, arguments: &str) -> Vec<Value> {
    let arguments = if arguments.is_empty() { "groupBy: [GLOBAL]" } else { arguments };
    let question = format!("{{ portfolio({arguments}) {{ {GROUP} }} }}");
    asked(schema, &question).await["portfolio"].as_array().expect("groups").clone()
}

/// Hundredths; a sum of what was rounded may be off by one each.
fn cents(group: &Value, of: &str) -> i64 {
    let text = group[of]["amount"].as_str().unwrap_or("0");
    (text.parse::<f64>().expect("a number") * 100.0).round() as i64
}

const MONEY: [&str; 8] = [
    "arr",
    "renewalExpected",
    "atRisk",
    "unknownAtRisk",
    "growthExpected",
    "billed",
    "costToServe",
    "lifetimeValue",
];

#[tokio::test(flavor = "multi_thread")]
async fn groups_of_a_portfolio_add_up_and_what_was_told_of_a_day_stays() {
    for database in databases().await {
        let river = river(&database).await;
        let schema = river.schema();
        groups_add_up(&schema).await;
        dollars_are_euros_at_the_rate(&schema).await;
        one_page_says_the_same(&schema).await;
        the_story_cites_what_is_there(&schema).await;
        slips_are_named(&schema).await;
        the_day_stays(&river).await;
    }
}

async fn groups_add_up(schema: &Schema) {
    let whole = &groups(schema, "").await[0];
    assert_eq!(whole["keys"].as_array().map(Vec::len), Some(0), "{whole:#}");
    assert!(MONEY.iter().all(|of| *of == "unknownAtRisk" || cents(whole, of) > 0), "{whole:#}");
    let ways = [
        "LINE_OF_BUSINESS",
        "COUNTRY, LINE_OF_BUSINESS",
        "REGION",
        "SEGMENT",
        "OWNER",
        "PARTNER",
        "BAND, POSITION",
        "ACCOUNT",
        "SEGMENT, COUNTRY, OWNER, LINE_OF_BUSINESS",
    ];
    for way in ways {
        let parts = groups(schema, &format!("groupBy: [{way}]")).await;
        // None of so few is served by a partner.
        assert!(parts.len() > 1 || way == "PARTNER", "{way}");
        for of in MONEY {
            let (all, sum) =
                (cents(whole, of), parts.iter().map(|p| cents(p, of)).sum::<i64>());
            let most = i64::try_from(parts.len()).expect("few") + 1;
            assert!((all - sum).abs() <= most, "{way}: {of} is {all}, its groups make {sum}");
        }
        let counted: i64 = parts.iter().filter_map(|part| part["accounts"].as_i64()).sum();
        let accounts = whole["accounts"].as_i64().expect("a number");
        if way.contains("LINE_OF_BUSINESS") {
            assert!(counted >= accounts, "{way}: an account is in each of its lines");
        } else {
            assert_eq!(counted, accounts, "{way}");
        }
    }
    for owner in groups(schema, "groupBy: [OWNER]").await {
        let key = &owner["keys"][0];
        assert_eq!(key["value"].is_null(), key["label"].is_null(), "{key}");
    }
}

async fn dollars_are_euros_at_the_rate(schema: &Schema) {
    let euros = &groups(schema, "").await[0];
    let dollars = &groups(schema, "currency: \"USD\"").await[0];
    assert_eq!(
        (&euros["arr"]["currency"], &dollars["arr"]["currency"]),
        (&"EUR".into(), &"USD".into())
    );
    assert!(euros["arr"]["rateDate"].is_null() && !dollars["arr"]["rateDate"].is_null());
    let rate = cents(dollars, "arr") as f64 / cents(euros, "arr") as f64;
    for of in MONEY {
        let wanted = cents(euros, of) as f64 * rate;
        assert!((cents(dollars, of) as f64 - wanted).abs() <= 2.0 + wanted * 1e-6, "{of}");
    }
    assert_eq!(euros["nrr"], dollars["nrr"], "a share knows no currency");
}

async fn one_page_says_the_same(schema: &Schema) {
    let whole = &groups(schema, "").await[0];
    let page =
        "{ executiveSummary { asOf accounts arr { amount } atRisk { amount } nrr grr coverage
        unknownAtRisk { amount } growthExpected { amount } net { amount } costToServe { amount }
        billed { amount } lifetimeValue { amount } health { red amber green unknown median }
        topRisks(first: 3) { name opportunity { atRisk { amount } } }
        topGrowth(first: 3) { name opportunity { growthExpected { amount } } } } }";
    let page = &asked(schema, page).await["executiveSummary"];
    for of in
        ["arr", "atRisk", "unknownAtRisk", "growthExpected", "net", "costToServe", "billed"]
    {
        assert_eq!(page[of]["amount"], whole[of]["amount"], "{of}");
    }
    for of in ["accounts", "nrr", "grr", "coverage", "health"] {
        assert_eq!(page[of], whole[of], "{of}");
    }
    for (top, of) in [("topRisks", "atRisk"), ("topGrowth", "growthExpected")] {
        let told = page[top].as_array().expect("accounts").iter();
        let told: Vec<i64> = told.map(|account| cents(&account["opportunity"], of)).collect();
        assert!(told.len() == 3 && told.is_sorted_by(|a, b| a >= b) && told[2] > 0, "{told:?}");
    }
}

/// Whoever reads the story can look up what it says.
async fn the_story_cites_what_is_there(schema: &Schema) {
    let page = "{ executiveSummary { story sentences { text facts }
        selfCheck { momentsMeasured perceptionAndFacts dataAge }
        topRisks(first: 1) { id name opportunity { atRisk { amount } } } } }";
    let page = &asked(schema, page).await["executiveSummary"];
    let sentences = page["sentences"].as_array().expect("sentences");
    assert!(sentences.len() >= 2, "{page:#}");
    for (sentence, text) in sentences.iter().zip(page["story"].as_array().expect("texts")) {
        assert_eq!(sentence["text"], *text);
        let (text, facts) = (text.as_str().expect("words"), sentence["facts"].as_array());
        let facts = facts.filter(|facts| !facts.is_empty()).expect("at least one");
        let ids: Vec<&str> = facts.iter().filter_map(Value::as_str).collect();
        assert!(text.ends_with(&format!(" [{}].", ids.join(", "))), "{text}");
        for id in ids.iter().filter(|id| id.starts_with("acc_")) {
            let found =
                asked(schema, &format!("{{ account(id: \"{id}\") {{ id name }} }}")).await;
            let name = found["account"]["name"].as_str().expect("it is there");
            assert!(text.contains(name), "{text}");
        }
    }
    let (top, told) = (&page["topRisks"][0], page["story"][0].as_str().expect("words"));
    let amount = top["opportunity"]["atRisk"]["amount"].as_str().expect("an amount");
    let opening = format!(
        "{} has the most revenue at risk: {amount} EUR",
        top["name"].as_str().expect("a name")
    );
    assert!(
        told.starts_with(&opening),
        "{told}, not {opening}: on the first day nothing has moved"
    );
    let check = &page["selfCheck"];
    assert_eq!(check["momentsMeasured"], 1.0, "{check}");
    assert_eq!(check["perceptionAndFacts"], 0.4, "{check}");
    assert!(check["dataAge"].as_f64() < Some(24.0), "{check}");
}

async fn slips_are_named(schema: &Schema) {
    let cases = [
        ("groupBy: [COUNTRY, COUNTRY]", "twice"),
        ("asOf: \"2030-01-01\"", "lies in the future"),
        ("currency: \"EURO\"", "`EURO` is no currency"),
        ("currency: \"JPY\"", "JPY"),
    ];
    for (arguments, wanted) in cases {
        let question = format!("{{ portfolio({arguments}) {{ accounts }} }}");
        let answer = schema.execute(&question).await;
        let said = answer.errors.first().map(|e| e.message.clone()).unwrap_or_default();
        assert!(said.contains(wanted), "{arguments}: {said}");
    }
}

/// What was kept of a day is told of it, whatever came later.
async fn the_day_stays(river: &River) {
    let schema = river.schema();
    let today = groups(&schema, "groupBy: [BAND]").await;
    river.clock.forward(chrono::Duration::days(3));
    river.synced().await;
    let then = groups(&schema, "groupBy: [BAND], asOf: \"2026-03-02\"").await;
    let still = groups(&schema, "groupBy: [BAND], asOf: \"2026-03-04\"").await;
    assert_eq!(today, then);
    assert_eq!(then, still, "nothing was scored between");
    let before = groups(&schema, "asOf: \"2026-03-01\"").await;
    assert!(before[0]["arr"].is_null(), "before the first score nothing is known");
    assert!(before[0]["accounts"].as_i64() > Some(50));
}
