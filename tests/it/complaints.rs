//! Mistakes that people and sources make, and what the program says to each. What a person must do
//! is part of the message; secrets never are.

use std::net::TcpListener;
use std::sync::Arc;

use accord::model::FixedClock;
use accord::sample::{Company, Fault, Serving, System};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::machine::{Machine, repository, systems};

fn start() -> DateTime<Utc> {
    "2026-03-02T08:00:00Z".parse().expect("a date")
}

async fn serving() -> Serving {
    systems(Arc::new(Company::sized(7, start(), 40)), FixedClock(start())).await
}

/// Asserts that a text says all of these.
#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is missing in:\n{text}");
    }
}

fn read(path: &str) -> String {
    std::fs::read_to_string(repository(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

#[test]
fn settings_that_cannot_be_right_are_named_with_their_place() {
    let machine = Machine::new(None).set("database", "mysql://localhost/accord");
    says(
        &machine.run(&["sync"]).text,
        &["`mysql` is not a database", "sqlite:PATH", "postgres://"],
    );

    let machine = Machine::new(None);
    machine.write("broken.db", "this is not a database, however long one looks at it");
    let machine = machine.set("database", "sqlite:broken.db");
    let said = machine.run(&["check"]);
    assert!(!said.fine);
    says(&said.text, &["cannot open the database", "broken.db"]);

    let said = Machine::new(None).set("lissten", "x").run(&["check"]);
    says(&said.text, &["accord.toml", "lissten"]);

    let mut machine = Machine::new(None);
    machine.set_source("crm", "hubspott", toml::Value::Table(toml::Table::new()));
    says(&machine.run(&["check"]).text, &["[sources.crm]", "hubspott", "hubspot"]);

    let mut machine = Machine::new(None);
    machine.set_source("crm", "hubspot", toml::Value::Table(toml::Table::new()));
    says(&machine.run(&["check"]).text, &["[sources.crm.config]", "access_token"]);

    let machine = Machine::new(None).set("survivorship", "own.yaml");
    says(&machine.run(&["check"]).text, &["own.yaml cannot be read"]);
    let rules =
        std::fs::read_to_string(repository("src/reconcile/models/survivorship-default.yaml"));
    let rules = rules.expect("the built-in rules");
    machine.write("own.yaml", &rules.replacen("agreement,", "agrement,", 1));
    says(&machine.run(&["check"]).text, &["own.yaml:", "`agrement`", "`agreement`"]);
    // A copy of the built-in rules will do, as the README says.
    machine.write("own.yaml", &rules);
    let said = machine.run(&["check"]);
    assert!(said.fine, "{}", said.text);

    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let said = Machine::new(None).set("listen", address.as_str()).run(&["serve"]);
    assert!(!said.fine);
    says(&said.text, &[&address, "in use", "ACCORD_LISTEN"]);
}

#[test]
fn models_of_ones_own_are_refused_with_place_and_remedy() {
    let metrics = read("src/insight/models/metrics-default.yaml");
    let machine = Machine::new(None).set("metrics_model", "metrics.yaml");
    machine.write(
        "metrics.yaml",
        &metrics.replacen("process: LOGISTICS,", "process: LOGISTIC,", 1),
    );
    says(&machine.run(&["check"]).text, &["metrics.yaml:", "`LOGISTIC`", "`LOGISTICS`"]);
    machine.write(
        "metrics.yaml",
        &metrics.replacen("watch: [GROWTH_EXPECTED,", "watch: [GROWTH,", 1),
    );
    says(&machine.run(&["check"]).text, &["metrics.yaml:", "outcome", "`GROWTH_EXPECTED`"]);
    machine.write("metrics.yaml", &metrics);
    let said = machine.run(&["check"]);
    assert!(said.fine, "{}", said.text);

    let segments = read("src/insight/models/segments-default.yaml");
    let jit = "is: { industry: [Just-in-time automotive] }";
    let machine = Machine::new(None).set("segments", "segments.yaml");
    let with = |plan: &str| segments.replacen(jit, &format!("{jit}\n    {plan}"), 1);
    machine.write("segments.yaml", &with("targets: { DE11: 90 }"));
    says(&machine.run(&["check"]).text, &["segment just-in-time", "`DE11`", "`DE1`"]);
    machine.write("segments.yaml", &with("targets: { DE1: 900 }"));
    says(&machine.run(&["check"]).text, &["target 900 of DE1", "at most 100"]);
    machine.write("segments.yaml", &with("offers: [{ code: fast, name: Fast, products: [] }]"));
    says(&machine.run(&["check"]).text, &["segments.yaml:", "an offer sells a product"]);
    machine.write("segments.yaml", &with("targets: { CHI: 75, DE1: 90 }"));
    let said = machine.run(&["check"]);
    assert!(said.fine, "{}", said.text);
}

#[test]
fn a_connector_with_a_mistake_is_refused_with_file_and_line() {
    let folder = repository("connectors/zendesk");
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).expect("the file");
    let (manifest, mapping) = (read("manifest.yaml"), read("mapping.yaml"));
    let cases = [
        // (manifest, mapping, what is said)
        (
            manifest.replacen("record_selector:", "record_selektor:", 1),
            mapping.clone(),
            &["zendesk/manifest.yaml:", "record_selektor", "record_selector"],
        ),
        (
            manifest.clone(),
            mapping.replacen("subject:", "subjekt:", 1),
            &["zendesk/mapping.yaml:", "subjekt", "subject"],
        ),
    ];
    for (manifest, mapping, parts) in cases {
        let machine = Machine::new(None).set("connectors", "own");
        machine.write("own/zendesk/manifest.yaml", &manifest);
        machine.write("own/zendesk/mapping.yaml", &mapping);
        let said = machine.run(&["check"]);
        assert!(!said.fine);
        says(&said.text, parts);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_misbehaves_is_told_apart_and_nothing_is_lost() {
    let serving = serving().await;
    let run = async |fault| {
        serving.set_fault(System::Zendesk, Some(fault));
        let machine = Machine::new(None).with_sources(&serving, &[System::Zendesk]);
        let said = tokio::task::spawn_blocking(move || machine.run(&["sync"]))
            .await
            .expect("no panic");
        serving.set_fault(System::Zendesk, None);
        says(&said.text, &["zendesk"]);
        said
    };
    let secret =
        serving.config(System::Zendesk)["api_token"].as_str().expect("a token").to_owned();

    let said = run(Fault::Unauthorized).await;
    assert!(!said.fine && !said.text.contains(&secret));
    says(&said.text, &["FAILED", "refused the credentials", "401", "api_token"]);

    let said = run(Fault::Html).await;
    assert!(!said.fine);
    says(&said.text, &["HTML", "expected"]);

    let said = run(Fault::Truncated).await;
    assert!(!said.fine);
    says(&said.text, &["FAILED"]);

    let said = run(Fault::NoId).await;
    says(&said.text, &["partial", "set aside"]);

    let said = run(Fault::Poison).await;
    says(&said.text, &["partial", "set aside"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_is_down_fails_alone() {
    let serving = serving().await;
    let mut machine = Machine::new(None).with_sources(&serving, &[System::Klaviyo]);
    let mut config =
        toml::Value::try_from(serving.config(System::Zendesk)).expect("plain values");
    let closed =
        TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    config["base_url"] = format!("http://{closed}").into();
    machine.set_source("desk", "zendesk", config);
    let said =
        tokio::task::spawn_blocking(move || machine.run(&["sync"])).await.expect("no panic");
    assert!(!said.fine, "a source that could not be read fails the command");
    says(&said.text, &["desk", "FAILED", &closed.to_string(), "klaviyo", "ok"]);
}

const SHOP: &str = r##"version: 7.0.0
type: DeclarativeSource
check: {type: CheckStream, stream_names: [shops]}
definitions:
  stream:
    type: DeclarativeStream
    primary_key: id
    retriever:
      requester:
        url_base: "{{ config['base_url'] }}"
        path: "{{ parameters['name'] }}"
        error_handler: {type: DefaultErrorHandler, max_retries: 0}
      record_selector: {extractor: {field_path: []}}
streams:
  - {$ref: "#/definitions/stream", $parameters: {name: shops}}
  - {$ref: "#/definitions/stream", $parameters: {name: people}}
spec:
  type: Spec
  connection_specification:
    type: object
    properties: {base_url: {type: string}}
"##;

const SHOP_MAPPING: &str = r#"category: CRM
title: Shop
version: "1"
streams:
  shops: {entities: [{entity: account, key: id, fields: {name: name}}]}
"#;

/// A script tells a sync that is whole from one that failed and from one that is not whole.
#[tokio::test(flavor = "multi_thread")]
async fn a_script_tells_from_the_exit_code_what_became_of_a_sync() {
    let cases = [
        // (shops, people, code, said)
        (200, 200, 0, "ok"),
        // A dead letter waits for a person; the sync itself went well.
        (203, 200, 0, "partial"),
        (200, 400, 3, "people: "),
        (400, 400, 1, "FAILED"),
    ];
    for (shops, people, code, part) in cases {
        let server = MockServer::start().await;
        for (at, status) in [("/shops", shops), ("/people", people)] {
            let id = if status == 203 { Value::Null } else { "1".into() };
            let body = json!([{"id": id, "name": "Kestrel"}, {"id": "2", "name": "Heron"}]);
            let reply = ResponseTemplate::new(status).set_body_json(body);
            Mock::given(path(at)).respond_with(reply).mount(&server).await;
        }
        let mut machine = Machine::new(None).set("connectors", "own");
        machine.write("own/shop/manifest.yaml", SHOP);
        machine.write("own/shop/mapping.yaml", SHOP_MAPPING);
        let config: toml::Table =
            [("base_url".to_owned(), server.uri().into())].into_iter().collect();
        machine.set_source("shop", "shop", config.into());
        let said = tokio::task::spawn_blocking(move || machine.run(&["sync"]));
        let said = said.await.expect("no panic");
        assert_eq!(said.code, code, "{}", said.text);
        says(&said.text, &[part]);
    }
    let said = Machine::new(None).run(&["sync", "--help"]);
    says(&said.text, &["Exit codes:", "3  every source gave something"]);
}
