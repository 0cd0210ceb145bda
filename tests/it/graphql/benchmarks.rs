//! A KPI beside its segment, and the metric that tells renewals beforehand.

use accord::insight::Models;
use accord::insight::outlook::monday;
use accord::store::{Store, StoredScore, StoredWeek};
use serde_json::{Value as Answer, json};

use super::learning::{clock, scholar};
use super::proof::planted;
use super::world::{account, now, schema, schema_at, score, world};
use super::{data, saved};
use crate::kit::databases;

/// Accounts of a segment, their first KPIs scored so high, in half points.
async fn spread(store: &Store, segments: &[&str], kpis: &[u8]) {
    let model = Models::built_in();
    let today = now().date_naive();
    let week = |(n, first): (usize, &u8)| StoredWeek {
        account: account(n).into(),
        as_of: today,
        health: Some(60.0),
        kpis: model
            .health
            .kpis()
            .map(|(_, kpi)| if kpi.code == "DE1" { *first } else { 255 })
            .collect(),
        model: model.health.id(),
        version: 1,
    };
    let weeks: Vec<StoredWeek> = kpis.iter().enumerate().map(week).collect();
    assert_eq!(monday(today).to_string(), "2026-11-16");
    store.put_weeks(&weeks).await.expect("weeks are kept");
    let segments: Vec<String> = segments.iter().map(|code| (*code).to_owned()).collect();
    let of = || StoredScore { segments: segments.clone(), ..score(Some(60.0)) };
    let scores: Vec<_> = (0..kpis.len()).map(|n| (account(n).into(), of())).collect();
    store.put_scores(&scores).await.expect("scores are kept");
}

const MEDIAN: &str = "query($id: ID!, $asOf: Date) { account(id: $id) { health(asOf: $asOf) {
    stages { kpis { code segmentMedian { segment { id } n median note } } } } } }";

/// What DE1 of an account stands beside.
async fn beside(schema: &accord::api::Schema, n: usize, as_of: Option<&str>) -> Answer {
    let told = data(schema, MEDIAN, json!({"id": account(n), "asOf": as_of})).await;
    let stages = told["account"]["health"]["stages"].as_array().expect("stages").clone();
    let kpis = stages.iter().flat_map(|stage| stage["kpis"].as_array().expect("KPIs"));
    let kpi = kpis.into_iter().find(|kpi| kpi["code"] == "DE1").expect("DE1");
    kpi["segmentMedian"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kpi_stands_beside_the_median_of_the_others_of_its_segment() {
    for database in databases().await {
        let store = world(&database, 8).await;
        let schema = schema(&store);
        assert_eq!(beside(&schema, 0, None).await, Answer::Null, "it was never scored");
        let jit = ["just-in-time", "steady-goods"];
        spread(&store, &jit, &[200, 20, 40, 60, 80, 100]).await;
        let schema = super::world::schema(&store);
        let told = beside(&schema, 0, None).await;
        let wanted =
            json!({"segment": {"id": "just-in-time"}, "n": 5, "median": 30.0, "note": null});
        assert_eq!(told, wanted, "{}: itself is left out", database.name);
        assert_eq!(beside(&schema, 1, None).await["median"], 40.0);
        assert_eq!(beside(&schema, 7, None).await, Answer::Null, "it is in no segment");
        let before = beside(&schema, 0, Some("2026-11-20")).await;
        assert_eq!(before, Answer::Null, "medians of the past are not kept");
        spread(&store, &["subscribers"], &[200, 20, 40]).await;
        let told = beside(&super::world::schema(&store), 0, None).await;
        assert_eq!((&told["n"], &told["median"]), (&json!(2), &Answer::Null));
        assert!(told["note"].as_str().expect("words").contains("5 are needed"), "{told}");
    }
}

const BEACON: &str =
    "query($asOf: Date) { executiveSummary(asOf: $asOf) { beacon { metric role n events
    auc brier brierOfRate verdict q tested learntOn } } }";

#[tokio::test(flavor = "multi_thread")]
async fn the_metric_that_tells_renewals_beforehand_is_learnt_and_kept() {
    for database in databases().await {
        let store = database.open().await;
        planted(&store).await;
        let asked = async |schema: &accord::api::Schema, vars| {
            data(schema, BEACON, vars).await["executiveSummary"]["beacon"].clone()
        };
        let nothing = asked(&schema(&store), json!({})).await;
        assert_eq!((&nothing["metric"], &nothing["n"]), (&Answer::Null, &json!(0)));
        let why = nothing["verdict"].as_str().expect("words");
        assert!(why.starts_with("nothing was learnt by then"), "{why}");
        scholar(&store, &clock()).learn().await.expect("learns");
        let told = asked(&schema(&store), json!({})).await;
        // LOYALTY is planted as another reading of deliveries, and is the first of the two.
        assert_eq!(told["metric"], "LOYALTY", "{}: {told:#}", database.name);
        assert_eq!((&told["role"], &told["verdict"]), (&Answer::Null, &json!("PREDICTIVE")));
        assert_eq!((&told["n"], &told["learntOn"]), (&json!(420), &json!("2026-11-21")));
        assert!(told["auc"].as_f64() > Some(0.95) && told["q"].as_f64() < Some(0.001));
        assert!(told["brier"].as_f64() < told["brierOfRate"].as_f64());
        assert_eq!(told["tested"], 5, "what is planted, and nothing that nobody knows");
        let later = schema_at(&store, now() + chrono::TimeDelta::days(1));
        let before = asked(&later, json!({"asOf": "2026-11-20"})).await;
        assert_eq!(before["metric"], Answer::Null, "a past day knows what was learnt by then");
        let page = data(&later, &saved("q04"), json!({})).await;
        assert_eq!(page["executiveSummary"]["beacon"]["metric"], "LOYALTY");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_few_renewals_have_no_beacon_and_say_so() {
    for database in databases().await {
        let store = world(&database, 2).await;
        scholar(&store, &clock()).prove().await.expect("learns");
        let told = data(&schema(&store), BEACON, json!({})).await;
        let told = &told["executiveSummary"]["beacon"];
        assert_eq!((&told["metric"], &told["auc"]), (&Answer::Null, &Answer::Null));
        let why = told["verdict"].as_str().expect("words");
        assert!(why.starts_with("too little data"), "{}: {why}", database.name);
        assert_eq!(told["learntOn"], "2026-11-21");
    }
}
