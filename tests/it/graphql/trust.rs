//! Trust over GraphQL.

use accord::model::{Draft, EntityKind, Value};
use serde_json::{Value as Answer, json};

use super::world::{FIRST, draft, put, schema, text, time, world};
use super::{ask, data, number};
use crate::kit;

const TRUST: &str = "query($id: ID!, $asOf: Date) { account(id: $id) { trust(asOf: $asOf) {
    value net intent competence weakest responses coverage modelVersion asOf cache { hit }
    factors { factor statement score basis survey surveyN operational alpha gap gapFlag reason
      surveyInputs(first: 1) { system object recordId }
      proxies { code name stage raw unit n normalised status contribution inputs(first: 1) { system url } } }
    behaviours { behaviour likelihood calibrated }
    recommendation { code title because } recommendations { code } } } }";

/// The answers of five people to one statement, so many days ago.
fn said(item: &str, scores: [f64; 5], days: i64) -> Vec<Draft> {
    let answer = |(place, score): (usize, f64)| {
        let fields = vec![
            ("instrument", text("TRUST")),
            ("item", text(item)),
            ("score", Value::Number(score)),
            ("scale_low", Value::Number(1.0)),
            ("scale_high", Value::Number(7.0)),
            ("polarity", text("HIGH_IS_GOOD")),
            ("prong", text("RELATIONAL")),
            ("at", time(days)),
        ];
        draft(EntityKind::SurveyResponse, 0, &format!("{item}-{place}"), fields)
    };
    scores.into_iter().enumerate().map(answer).collect()
}

fn factor<'a>(trust: &'a Answer, name: &str) -> &'a Answer {
    let factors = trust["factors"].as_array().expect("factors");
    factors.iter().find(|factor| factor["factor"] == name).expect("all four are there")
}

#[tokio::test(flavor = "multi_thread")]
async fn trust_is_answered_with_what_it_is_made_of_and_kept_until_the_account_changes() {
    for database in kit::databases().await {
        let store = world(&database, 2).await;
        put(&store, "FACTS", said("TRANSPARENCY", [5.0, 4.0, 3.0, 3.0, 2.0], 40)).await;
        put(&store, "FACTS", said("HUMANITY", [7.0, 6.0, 6.0, 5.0, 4.0], 40)).await;
        let schema = schema(&store);
        let answer = data(&schema, TRUST, json!({"id": FIRST})).await;
        let trust = &answer["account"]["trust"];
        assert_eq!(trust["modelVersion"], "trust-default@1.0.0", "{trust:#}");
        assert_eq!((&trust["responses"], &trust["cache"]["hit"]), (&json!(5), &json!(false)));

        let humanity = factor(trust, "HUMANITY");
        assert_eq!(
            (&humanity["basis"], &humanity["score"]),
            (&json!("SURVEY_ONLY"), &json!(80.0))
        );
        assert!(humanity["operational"].is_null() && humanity["gap"].is_null(), "{humanity:#}");
        assert_eq!(humanity["surveyInputs"][0]["object"], "survey_response");

        // No bill was disputed: the facts are perfect, and nobody feels it.
        let transparency = factor(trust, "TRANSPARENCY");
        assert_eq!(transparency["survey"], 20.0);
        assert_eq!(
            (&transparency["alpha"], &transparency["gap"]),
            (&json!(0.5), &json!(-80.0))
        );
        assert_eq!(transparency["gapFlag"], "PERCEPTION_BELOW_FACTS");
        let lines = &transparency["proxies"][1];
        assert_eq!((&lines["code"], &lines["raw"]), (&json!("T2"), &json!(0.0)));
        assert!(lines["stage"].is_null() && lines["contribution"].is_null(), "{lines:#}");
        assert!(lines["inputs"][0]["url"].as_str().is_some_and(|url| url.contains("invoice")));

        let scores: Vec<f64> = trust["factors"]
            .as_array()
            .expect("factors")
            .iter()
            .map(|factor| number(&factor["score"]))
            .collect();
        assert!((number(&trust["value"]) - scores.iter().sum::<f64>() / 4.0).abs() < 0.11);
        assert!((number(&trust["net"]) - 2.0 * number(&trust["value"]) + 100.0).abs() < 0.21);
        let recommended = &trust["recommendation"]["because"][0];
        let weakest = trust["weakest"].as_str().expect("one is the weakest");
        assert!(recommended.as_str().is_some_and(|why| why.starts_with(weakest)), "{trust:#}");

        let again = data(&schema, TRUST, json!({"id": FIRST})).await;
        assert_eq!(again["account"]["trust"]["cache"]["hit"], true);
        put(&store, "FACTS", said("CAPABILITY", [1.0; 5], 3)).await;
        let changed = data(&schema, TRUST, json!({"id": FIRST})).await;
        let changed = &changed["account"]["trust"];
        assert_eq!(changed["cache"]["hit"], false, "{}", database.name);
        assert_eq!(factor(changed, "CAPABILITY")["survey"], 0.0);
        let before = data(&schema, TRUST, json!({"id": FIRST, "asOf": "2026-11-10"})).await;
        let before = factor(&before["account"]["trust"], "CAPABILITY");
        assert!(before["survey"].is_null(), "it was not answered yet: {before:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_known_of_trust_is_null_with_its_reason() {
    let database = kit::sqlite();
    let schema = schema(&world(&database, 1).await);
    let answer = data(&schema, TRUST, json!({"id": FIRST})).await;
    let trust = &answer["account"]["trust"];
    let humanity = factor(trust, "HUMANITY");
    assert_eq!((&humanity["score"], &humanity["basis"]), (&Answer::Null, &json!("NONE")));
    assert_eq!(humanity["reason"], "nobody answered and no proxy was measured");
    assert!(trust["intent"].is_null() && trust["value"].is_number(), "{trust:#}");
    let tendencies = trust["behaviours"].as_array().expect("four");
    assert!(tendencies.len() == 4 && tendencies.iter().all(|t| t["calibrated"] == false));

    let refused = ask(&schema, TRUST, json!({"id": FIRST, "asOf": "2026-11-22"})).await;
    let message = refused["errors"][0]["message"].as_str().unwrap_or_default();
    assert!(message.contains("lies in the future"), "{refused:#}");
    assert_eq!(refused["errors"][0]["path"], json!(["account", "trust"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_without_a_scale_are_told_where_they_were_missed() {
    let database = kit::sqlite();
    let store = world(&database, 1).await;
    let mut drafts = said("RELIABILITY", [7.0; 5], 10);
    drafts[2].fields.retain(|(name, _)| *name != "polarity");
    put(&store, "FACTS", drafts).await;
    let answer = ask(&schema(&store), TRUST, json!({"id": FIRST})).await;
    let reliability = factor(&answer["data"]["account"]["trust"], "RELIABILITY");
    assert_eq!((&reliability["survey"], &reliability["surveyN"]), (&Answer::Null, &json!(0)));
    assert_eq!(reliability["basis"], "OPERATIONAL_ONLY");
    let error = &answer["errors"][0];
    let message = error["message"].as_str().unwrap_or_default();
    assert!(message.contains("RELIABILITY-2") && message.contains("polarity"), "{answer:#}");
    assert_eq!(error["path"], json!(["account", "trust", "factors", 3, "survey"]));
}
