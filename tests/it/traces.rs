//! What is sent to an OpenTelemetry collector, in builds that send anything.

use crate::machine::Machine;

/// A machine whose traces go to this address.
fn traced(database: Option<&str>, endpoint: &str) -> Machine {
    let settings = format!("endpoint = '{endpoint}'\nservice = 'our-hub'");
    let settings: toml::Table = toml::from_str(&settings).expect("settings");
    Machine::new(database).set("traces", settings)
}

#[cfg(not(feature = "traces"))]
#[test]
fn a_build_that_sends_no_traces_says_so() {
    let said = traced(None, "http://127.0.0.1:1/v1/traces").run(&["check"]);
    assert!(!said.fine && said.text.contains("--features traces"), "{}", said.text);
}

#[test]
fn where_traces_cannot_go_is_said_before_anything_starts() {
    let said = traced(None, "collector:4317").run(&["check"]);
    assert!(!said.fine && said.text.contains("must begin with http"), "{}", said.text);
    let much: toml::Table = toml::from_str("share = 7.5").expect("settings");
    let said = Machine::new(None).set("traces", much).run(&["check"]);
    assert!(!said.fine && said.text.contains("share = 7.5"), "{}", said.text);
}

#[cfg(feature = "traces")]
mod sent {
    use serde_json::json;
    use wiremock::matchers::{method, path};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::traced;
    use crate::kit;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_request_is_told_with_its_statements_and_without_what_was_asked() {
        const CALLER: [u8; 16] =
            *b"\x4b\xf9\x2f\x35\x77\xb3\x4d\xa6\xa3\xce\x92\x9d\x0e\x0e\x47\x36";
        let client = reqwest::Client::builder().build().expect("a client");
        for database in kit::databases().await {
            let collector = MockServer::start().await;
            let takes = Mock::given(method("POST")).and(path("/v1/traces"));
            takes.respond_with(ResponseTemplate::new(200)).mount(&collector).await;
            let endpoint = format!("{}/v1/traces", collector.uri());
            let hub = traced(Some(&database.url), &endpoint).serve();
            let question = json!({
                "query": "query Secret($id: ID!) { account(id: $id) { id } connectors { id } }",
                "variables": {"id": "canary@b.example"},
            });
            let asked = client.post(format!("http://{}/graphql?canary=1", hub.address));
            let asked = asked.header(
                "traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            );
            let reply = asked.json(&question).send().await.expect("a reply");
            assert_eq!(reply.status(), 200);
            hub.terminate();
            let (status, log) = hub.ended();
            assert!(status.success(), "{status}: {log}");
            let sent = collector.received_requests().await.expect("they are kept");
            let sent: Vec<u8> = sent.into_iter().flat_map(|request| request.body).collect();
            let text = String::from_utf8_lossy(&sent);
            let name = database.name;
            for part in
                ["our-hub", "POST /graphql", "http.route", "execute", "read the sources"]
            {
                assert!(text.contains(part), "{name}: `{part}` is missing in {text}");
            }
            assert!(
                sent.windows(16).any(|bytes| bytes == CALLER),
                "{name}: the caller's trace goes on"
            );
            for secret in ["canary", "Secret"] {
                assert!(!text.contains(secret), "{name}: {secret} was sent");
            }
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_collector_that_is_gone_keeps_nobody_waiting() {
        let hub = traced(None, "http://127.0.0.1:1/v1/traces").serve();
        let reply =
            reqwest::get(format!("http://{}/health", hub.address)).await.expect("a reply");
        assert_eq!(reply.status(), 200);
        hub.terminate();
        let (status, log) = hub.ended();
        assert!(status.success(), "{status}: {log}");
    }
}
