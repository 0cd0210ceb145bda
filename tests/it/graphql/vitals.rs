//! What Prometheus reads: counts of what was answered, and how the sources are.

use accord::api::Profile;
use accord::model::SourceId;
use accord::store::{RunState, Store};
use serde_json::json;

use super::http::{Served, header};
use super::world::now;
use crate::kit;

const NAMES: &str = "{ accounts(first: 2) { nodes { name } } }";

/// A run that failed at once.
async fn failed(store: &Store, source: &str) {
    let source = SourceId::from(source);
    let run = store.queue_run(&source, now()).await.expect("it is queued");
    let until = now() + chrono::TimeDelta::minutes(1);
    store.claim_run("w", now(), until).await.expect("it is claimed");
    let errors = [("companies".to_owned(), "refused".to_owned())];
    store.finish_run(run.id, RunState::Failed, &errors, None, now()).await.expect("it ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_and_sources_are_told_to_prometheus() {
    for database in kit::databases().await {
        let name = database.name;
        let served = Served::of(database, Profile::default()).await;
        failed(&served.database.open().await, "crm").await;
        let question = json!({ "query": NAMES }).to_string();
        for _ in 0..2 {
            let response = served.post("application/json", question.clone()).await;
            assert_eq!(response.status(), 200, "{name}");
        }
        served.post("application/json", "{\"query\": \"{ nonsense\"}").await;
        served.get("/no/such/page?of=jane@example.com", "text/html").await;
        let response = served.get("/metrics", "*/*").await;
        assert_eq!(response.status(), 200, "{name}");
        let media = "application/openmetrics-text; version=1.0.0; charset=utf-8";
        assert_eq!(header(&response, "content-type"), media);
        let text = response.text().await.expect("a text");
        let lines = [
            "accord_http_requests_total{route=\"/graphql\",method=\"POST\",status=\"200\"} 3",
            "accord_http_requests_total{route=\"other\",method=\"GET\",status=\"404\"} 1",
            "accord_http_request_seconds_count{route=\"/graphql\"} 3",
            "accord_answers_total{outcome=\"EXECUTED\"} 1",
            "accord_answers_total{outcome=\"KEPT\"} 1",
            "accord_answers_total{outcome=\"BAD_QUERY\"} 1",
            "accord_live_connections 0",
            "accord_store_up 1",
            "accord_accounts 2",
            "accord_source_state{source=\"crm\",state=\"FAILED\"} 1",
            "accord_source_state{source=\"crm\",state=\"OK\"} 0",
            "accord_source_interval_seconds{source=\"crm\"} 900",
            "accord_source_records_set_aside{source=\"crm\"} 0",
            "accord_source_last_run_records{source=\"crm\",records=\"READ\"} 0",
            "# EOF",
        ];
        for line in lines {
            assert!(text.lines().any(|told| told == line), "{name}: {line} in\n{text}");
        }
        assert!(
            text.contains("process_cpu_seconds_total ") && !text.contains("jane"),
            "{name}"
        );
        kit::run(&served.database.url, &["ALTER TABLE source RENAME TO gone"]).await;
        let text = served.get("/metrics", "*/*").await.text().await.expect("a text");
        assert!(text.contains("accord_store_up 0\n"), "{name}: {text}");
        assert!(text.contains("accord_http_requests_total{route=\"/graphql\""), "{name}");
    }
}
