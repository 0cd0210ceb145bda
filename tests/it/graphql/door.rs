//! How requests come in: by address or body, as text or by hash, and what is kept of their answers.

use std::time::Duration;

use accord::api::Profile;
use accord::model::{Decisions, hash};
use accord::store::LAG;
use reqwest::Response;
use reqwest::header::{ACCEPT, IF_NONE_MATCH};
use serde_json::{Value, json};

use super::http::{Served, body, header};
use super::world::{account, golden};
use crate::kit::{self, Database};

const JSON: &str = "application/json";
const NAMES: &str = "{ accounts(first: 2) { nodes { name } } }";

impl Served {
    async fn asked(&self, question: &Value) -> Response {
        self.post(JSON, question.to_string()).await
    }

    async fn by_address(&self, parts: &[(&str, &str)]) -> Response {
        let request = self.client.get(self.url("/graphql")).query(parts);
        request.header(ACCEPT, JSON).send().await.expect("a reply")
    }
}

fn code(answer: &Value) -> &Value {
    &answer["errors"][0]["extensions"]["code"]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_may_stand_in_the_address_and_only_read() {
    let served = Served::new().await;
    let query = "query($id: ID!) { account(id: $id) { name } }";
    let variables = json!({"id": account(0)}).to_string();
    let response = served.by_address(&[("query", query), ("variables", &variables)]).await;
    assert_eq!(body(response).await["data"]["account"]["name"], "Company 999");
    let order = "mutation { syncNow(connectorId: \"crm\") { id } }";
    let response = served.by_address(&[("query", order)]).await;
    assert_eq!((response.status().as_u16(), header(&response, "allow")), (405, "POST"));
    assert_eq!(code(&body(response).await), "METHOD_NOT_ALLOWED");
    let cases = [("variables", "[1]"), ("variables", "{"), ("extensions", "1")];
    for (name, value) in cases {
        let response = served.by_address(&[("query", NAMES), (name, value)]).await;
        assert_eq!(response.status(), 400, "{name}={value}");
        let message = body(response).await["errors"][0]["message"].to_string();
        assert!(message.contains(&format!("`{name}` is not a JSON object")), "{message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_was_sent_with_its_hash_may_be_named_by_it() {
    let served = Served::new().await;
    let persisted =
        json!({"persistedQuery": {"version": 1, "sha256Hash": hash(NAMES.as_bytes())}});
    let by_hash = json!({"extensions": persisted});
    let unknown = body(served.asked(&by_hash).await).await;
    assert_eq!(unknown["errors"][0]["message"], "PersistedQueryNotFound");
    assert_eq!(code(&unknown), "PERSISTED_QUERY_NOT_FOUND");
    let both = json!({"query": NAMES, "extensions": persisted});
    let first = body(served.asked(&both).await).await;
    assert_eq!(body(served.asked(&by_hash).await).await["data"], first["data"]);
    let text = persisted.to_string();
    let response = served.by_address(&[("extensions", &text)]).await;
    assert_eq!(body(response).await["data"], first["data"]);
    let other = json!({"query": "{ segments { id } }", "extensions": persisted});
    assert_eq!(code(&body(served.asked(&other).await).await), "BAD_REQUEST");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_documents_are_trusted_no_other_is_answered_and_nothing_tells_the_schema() {
    let trusted = [(hash(NAMES.as_bytes()), NAMES.into())].into();
    let profile =
        Profile { trusted: Some(trusted), introspection: false, ..Profile::default() };
    let served = Served::of(kit::sqlite(), profile).await;
    let id = format!("sha256:{}", hash(NAMES.as_bytes()));
    for question in [json!({"query": NAMES}), json!({"documentId": id})] {
        let answer = body(served.asked(&question).await).await;
        assert_eq!(answer["data"]["accounts"]["nodes"].as_array().map(Vec::len), Some(2));
    }
    for text in ["{ segments { id } }", "{ __schema { types { name } } }"] {
        let response = served.asked(&json!({"query": text})).await;
        assert_eq!(response.status(), 403, "{text}");
        assert_eq!(code(&body(response).await), "NOT_TRUSTED");
    }
    let open = Profile { introspection: false, ..Profile::default() };
    let served = Served::of(kit::sqlite(), open).await;
    let response = served.asked(&json!({"query": "{ __schema { types { name } } }"})).await;
    assert_eq!(response.status(), 403);
    let typo =
        body(served.asked(&json!({"query": "{ acounts { nodes { id } } }"})).await).await;
    let message = typo["errors"][0]["message"].as_str().unwrap_or_default();
    assert!(!message.contains("Did you mean"), "{message}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_too_many_is_told_when_to_come_again() {
    let profile = Profile { at_once: 0, ..Profile::default() };
    let served = Served::of(kit::sqlite(), profile).await;
    let response = served.asked(&json!({"query": NAMES})).await;
    assert_eq!((response.status().as_u16(), header(&response, "retry-after")), (503, "1"));
    assert_eq!(code(&body(response).await), "BUSY");
    let profile = Profile { patience: Duration::ZERO, ..Profile::default() };
    let served = Served::of(kit::sqlite(), profile).await;
    let response = served.asked(&json!({"query": NAMES})).await;
    assert_eq!(response.status(), 503);
    assert_eq!(code(&body(response).await), "TIMEOUT");
}

/// Makes reading the sources a work without end.
async fn endless(database: &str) {
    let keep = "ALTER TABLE source RENAME TO kept_source";
    let view = "CREATE VIEW source AS SELECT kept_source.* FROM kept_source,
         (WITH RECURSIVE one(n) AS (SELECT 1 UNION ALL SELECT 1 FROM one)
          SELECT count(*) AS n FROM one) AS endless
         WHERE endless.n > 0";
    kit::run(database, &[keep, view]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_too_long_is_ended_in_the_database_too() {
    for database in kit::databases().await {
        let (name, url) = (database.name, database.url.clone());
        let profile = Profile { patience: Duration::from_millis(800), ..Profile::default() };
        let served = Served::of(database, profile).await;
        body(served.asked(&json!({"query": NAMES})).await).await;
        endless(&url).await;
        // Once more than there are connections to read by.
        for _ in 0..5 {
            let question = json!({"query": "{ connectors { id } }"});
            let answer = body(served.asked(&question).await).await;
            assert_eq!(code(&answer), "TIMEOUT", "{name}: {answer}");
            assert!(answer["errors"][0]["message"].as_str().unwrap().contains("ask less"));
        }
        let quiet = async { while kit::statements_at_work(&url).await > 0 {} };
        tokio::time::timeout(Duration::from_secs(5), quiet).await.expect("all were ended");
        let question = json!({"query": "{ accounts(first: 1) { totalCount } }"});
        let answer = body(served.asked(&question).await).await;
        assert!(answer["errors"].is_null(), "{name}: {answer}");
    }
}

/// Says, as another process does, what an account is called.
async fn renamed(database: &Database, name: &str) {
    let mut golden = golden(0);
    golden.fields.insert("name", accord::model::Value::Text(name.to_owned()));
    let decisions = Decisions { accounts: vec![golden], ..Decisions::default() };
    database.open().await.decide(&decisions).await.expect("it is written");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_kept_until_anything_is_written_by_whomever() {
    for database in kit::databases().await {
        let kind = database.name;
        let served = Served::of(database, Profile::default()).await;
        let question =
            json!({"query": format!("{{ account(id: \"{}\") {{ name }} }}", account(0))});
        let first = served.asked(&question).await;
        let tag = header(&first, "etag").to_owned();
        assert_eq!(header(&first, "cache-control"), "private, no-cache", "{kind}");
        assert_eq!(body(first).await["extensions"]["cache"]["hit"], false, "{kind}");
        let second = served.asked(&question).await;
        assert_eq!(header(&second, "etag"), tag, "{kind}");
        assert_eq!(body(second).await["extensions"]["cache"]["hit"], true, "{kind}");
        let request = served.client.post(served.url("/graphql")).header(IF_NONE_MATCH, &tag);
        let request = request.header("content-type", JSON).body(question.to_string());
        let same = request.send().await.expect("a reply");
        assert_eq!(
            (same.status().as_u16(), header(&same, "etag")),
            (304, tag.as_str()),
            "{kind}"
        );
        renamed(&served.database, "Another name").await;
        // Nothing has to happen for it to be seen but time.
        let changed = async {
            loop {
                let answer = served.asked(&question).await;
                if header(&answer, "etag") != tag {
                    break body(answer).await;
                }
            }
        };
        let answer = tokio::time::timeout(20 * LAG, changed).await.expect("it is seen");
        assert_eq!(answer["data"]["account"]["name"], "Another name", "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_speaks_of_the_moment_or_went_wrong_is_not_kept() {
    let served = Served::new().await;
    let cases = [
        format!("{{ account(id: \"{}\") {{ freshness {{ lagSeconds }} }} }}", account(0)),
        format!("{{ account(id: \"{}\") {{ health {{ cache {{ hit }} }} }} }}", account(0)),
        "{ accounts(first: 0) { nodes { id } } }".to_owned(),
        "mutation { nothing }".to_owned(),
    ];
    for text in cases {
        for _ in 0..2 {
            let response = served.asked(&json!({"query": text})).await;
            assert_eq!(header(&response, "cache-control"), "no-store", "{text}");
            assert_eq!(header(&response, "etag"), "", "{text}");
        }
    }
}
