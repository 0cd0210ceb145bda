//! Webhooks from the socket to the answer of a question, on both databases.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use accord::api::{self, Hub, Schema};
use accord::model::{Clock, SourceId, hex};
use accord::sample::Company;
use accord::store::{RunState, Store};
use accord::sync::{Secrets, Sync, Webhooks};
use accord::web;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::Duration;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::Client;
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::sync::oneshot;

use crate::kit::databases;
use crate::river::{River, Steps};
use crate::small::{START, Small, source};

const SECRET: &str = "a secret of the test";
const WEBHOOKS: &str = r#"
webhooks:
  signature:
    scheme: hmac_sha256
    header: X-Small-Signature
    prefix: "sha256="
    over: "{timestamp}.{body}"
    timestamp: X-Small-Time
  each: events
  event: type
  id: id
  events:
    shop.saved: {stream: shops, record: data}
    shop.deleted: {stream: shops, key: data.id, deleted: true}
    ticket.*: {stream: tickets, key: data.id}
"#;

/// A hub that takes webhooks; it ends with the test.
struct Served {
    address: SocketAddr,
    client: Client,
    schema: Schema,
    sync: Sync,
    stop: Option<oneshot::Sender<()>>,
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The server may have ended already.
            let _sent = stop.send(());
        }
    }
}

impl Served {
    async fn of(sync: &Sync, source: &SourceId) -> Self {
        let service = api::service(
            Hub {
                store: sync.store.clone(),
                catalog: Arc::clone(&sync.catalog),
                models: Arc::clone(&sync.models),
                calendar: sync.calendar.clone(),
                clock: Arc::clone(&sync.clock),
                trial: None,
                digest: None,
                registers: accord::reconcile::Registers::new(),
            },
            api::Profile::default(),
        );
        let schema = service.schema().clone();
        let secrets = Secrets(vec!["an older one".to_owned(), SECRET.to_owned()]);
        let webhooks = Webhooks::new(sync.clone(), BTreeMap::from([(source.clone(), secrets)]));
        let router = web::router(web::Front {
            service,
            doorman: api::Doorman::open(),
            store: sync.store.clone(),
            webhooks: Some(webhooks),
            editor: false,
            dashboard: false,
        });
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let listener = web::listen(any).await.expect("a free port");
        let address = listener.local_addr().expect("it listens");
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(web::serve(router, listener, async move {
            // An end without a word is an end too.
            let _ended = stopped.await;
        }));
        // Another test may have done it already.
        let _first = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().build().expect("a client");
        Self { address, client, schema, sync: sync.clone(), stop: Some(stop) }
    }

    async fn post(&self, source: &str, headers: &[(&str, &str)], body: String) -> (u16, Value) {
        let url = format!("http://{}/webhooks/{source}", self.address);
        let request = self.client.post(url).body(body);
        let request = headers.iter().fold(request, |r, (name, value)| r.header(*name, *value));
        let response = request.send().await.expect("a reply");
        let status = response.status().as_u16();
        let text = response.text().await.expect("a body");
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// Signed as the small source signs, now.
    async fn tell(&self, body: &str) -> (u16, Value) {
        let time = self.sync.clock.now().timestamp().to_string();
        let signature = format!("sha256={}", hex(&hmac(&format!("{time}.{body}"))));
        let headers = [("X-Small-Signature", signature.as_str()), ("X-Small-Time", &time)];
        self.post("small", &headers, body.to_owned()).await
    }

    async fn answer(&self, question: &str) -> Value {
        let host = Arc::new(accord::access::Viewer::host());
        let asked = async_graphql::Request::new(question).data(host);
        let reply = self.schema.execute(asked).await;
        assert!(reply.errors.is_empty(), "{:?}", reply.errors);
        reply.data.into_json().expect("plain JSON")
    }

    async fn names(&self) -> Vec<String> {
        let data = self.answer("{ accounts(first: 200) { nodes { name } } }").await;
        let nodes = data["accounts"]["nodes"].as_array().expect("a list");
        nodes.iter().filter_map(|node| Some(node["name"].as_str()?.to_owned())).collect()
    }
}

fn hmac(message: &str) -> Vec<u8> {
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(SECRET.as_bytes()).expect("a key");
    mac.chain_update(message).finalize().into_bytes().to_vec()
}

fn events(events: &Value) -> String {
    json!({ "events": events }).to_string()
}

async fn dead(store: &Store) -> Vec<(String, String)> {
    let letters = store.dead_letters(&source(), 100).await.expect("dead letters");
    letters.into_iter().map(|letter| (letter.record.stream, letter.code)).collect()
}

async fn queued(store: &Store, source: &SourceId) -> bool {
    let runs = store.runs(std::slice::from_ref(source), 1).await.expect("runs");
    runs.get(source).is_some_and(|runs| runs[0].state == RunState::Queued)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_webhook_carries_is_landed_mapped_and_answered_once() {
    for database in databases().await {
        let small = Small::with_more(database.open().await, 2, WEBHOOKS).await;
        small.synced().await;
        let served = Served::of(&small.sync, &source()).await;
        let added = events(&json!([
            {"id": "e1", "type": "shop.saved", "data": {"id": 3, "name": "Third Shop"}},
            {"id": "e2", "type": "shop.deleted", "data": {"id": 1}},
            {"id": "e3", "type": "weather.changed", "data": {}},
        ]));
        assert_eq!(served.tell(&added).await, (200, json!({"status": "taken"})));
        small.sync.digest().await.expect("a digest");
        let names = served.names().await;
        assert!(names.contains(&"Third Shop".to_owned()), "{}: {names:?}", database.name);
        assert_eq!((names.len(), small.landed("shops").await), (2, 2), "{}", database.name);

        // The same again: a sender that got no answer.
        let version = small.sync.store.data_version().await.expect("a version");
        assert_eq!(served.tell(&added).await, (200, json!({"status": "known"})));
        // The shop comes back; an old event that comes again late does not delete it.
        small.clock.forward(Duration::hours(2));
        let back = events(&json!([
            {"id": "e4", "type": "shop.saved", "data": {"id": 1, "name": "First Shop"}},
            {"id": "e2", "type": "shop.deleted", "data": {"id": 1}},
        ]));
        assert_eq!(served.tell(&back).await.0, 200);
        small.sync.digest().await.expect("a digest");
        assert_eq!(served.names().await.len(), 3, "{}", database.name);
        assert_ne!(small.sync.store.data_version().await.expect("a version"), version);

        // The pull would give the record the same key: it is known.
        small.change(|holds| {
            holds.shops.insert(3, json!({"id": 3, "name": "Third Shop"}));
            holds.shops.insert(1, json!({"id": 1, "name": "First Shop"}));
        });
        let run = small.synced().await;
        assert_eq!((run.state, run.written), (RunState::Succeeded, 0), "{run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_only_names_a_record_has_it_fetched_now() {
    for database in databases().await {
        let small = Small::with_more(database.open().await, 2, WEBHOOKS).await;
        small.synced().await;
        let served = Served::of(&small.sync, &source()).await;
        small.clock.forward(Duration::minutes(1));
        small.change(|holds| {
            holds.add(3);
            holds.tickets.get_mut(&3).expect("a ticket")["changed"] = START.into();
        });
        for id in ["e1", "e2"] {
            let saved =
                json!([{"id": id, "type": "ticket.priority_changed", "data": {"id": 3}}]);
            assert_eq!(served.tell(&events(&saved)).await.0, 200);
        }
        assert!(queued(&small.sync.store, &source()).await, "{}", database.name);
        // The worker's next look: one run for both.
        let run = small.synced().await;
        assert_eq!((run.id, run.state), (2, RunState::Succeeded), "{run:?}");
        assert_eq!(small.landed("tickets").await, 3, "{}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_the_source_signed_just_now_is_believed() {
    for database in databases().await {
        let small = Small::with_more(database.open().await, 1, WEBHOOKS).await;
        let served = Served::of(&small.sync, &source()).await;
        let body = events(&json!([{"id": "e1", "type": "shop.deleted", "data": {"id": 1}}]));
        let time = small.clock.now().timestamp();
        let signed =
            |time: i64, body: &str| format!("sha256={}", hex(&hmac(&format!("{time}.{body}"))));
        let good = signed(time, &body);
        let cases: Vec<(&str, Option<String>, i64, u16)> = vec![
            ("small", None, time, 401),
            ("small", Some("sha256=".to_owned()), time, 401),
            ("small", Some(signed(time, "another")), time, 401),
            // Replayed under a new time.
            ("small", Some(good.clone()), time + 1, 401),
            ("small", Some(signed(time - 301, &body)), time - 301, 401),
            ("small", Some(signed(time + 301, &body)), time + 301, 401),
            ("other", Some(good.clone()), time, 404),
            ("small", Some(good), time, 200),
        ];
        for (source, signature, time, expected) in cases {
            let time = time.to_string();
            let mut headers = vec![("X-Small-Time", time.as_str())];
            if let Some(signature) = &signature {
                headers.push(("X-Small-Signature", signature));
            }
            let (status, answer) = served.post(source, &headers, body.clone()).await;
            assert_eq!(status, expected, "{}: {source} {headers:?}", database.name);
            assert!(!answer.to_string().contains(SECRET), "{answer}");
        }
        let large = "x".repeat(3 << 20);
        assert_eq!(served.post("small", &[], large).await.0, 413);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_without_a_secret_or_without_webhooks_takes_none() {
    let database = crate::kit::sqlite();
    let small = Small::of(database.open().await, 1).await;
    let served = Served::of(&small.sync, &source()).await;
    assert_eq!(served.tell("{}").await.0, 404, "its mapping says nothing of webhooks");
    let database = crate::kit::sqlite();
    let small = Small::with_more(database.open().await, 1, WEBHOOKS).await;
    let served = Served::of(&small.sync, &"other".into()).await;
    assert_eq!(served.tell("{}").await.0, 404, "it has no secret");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payload_that_cannot_be_understood_is_set_aside_and_not_sent_again() {
    for database in databases().await {
        let small = Small::with_more(database.open().await, 1, WEBHOOKS).await;
        let served = Served::of(&small.sync, &source()).await;
        let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
        let poison = [
            "no JSON".to_owned(),
            String::new(),
            deep,
            r#"{"events":[{"id":"\ud800"}]}"#.to_owned(),
            r#"{"happenings":[]}"#.to_owned(),
            events(&json!([{"id": "p1"}])),
            events(&json!([{"id": "p2", "type": "shop.deleted", "data": {}}])),
            events(&json!([
                {"id": "p3", "type": "shop.saved", "data": {"name": "No id"}},
                {"id": "p4", "type": "shop.saved", "data": {"id": 9, "name": "Good"}},
            ])),
        ];
        for body in &poison {
            assert_eq!(served.tell(body).await.0, 200, "{}: {body}", database.name);
        }
        let mut found = dead(&small.sync.store).await;
        found.sort();
        let pairs = found.iter().map(|(stream, code)| (stream.as_str(), code.as_str()));
        let expected = [
            ("shops", "NO_KEY"),
            ("shops", "NO_KEY"),
            ("webhooks", "BAD_JSON"),
            ("webhooks", "BAD_JSON"),
            ("webhooks", "BAD_JSON"),
            ("webhooks", "BAD_JSON"),
            ("webhooks", "NO_EVENTS"),
            ("webhooks", "NO_EVENT_TYPE"),
        ];
        assert_eq!(pairs.collect::<Vec<_>>(), expected, "{}", database.name);
        assert_eq!(small.landed("shops").await, 1, "{}: the good one", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn zendesks_events_arrive_from_the_socket_to_the_account() {
    for database in databases().await {
        let start = "2026-03-02T08:00:00Z";
        let company = Arc::new(Company::sized(7, start.parse().expect("a moment"), 30));
        let river = River::of(company, database.open().await, Steps::at(start)).await;
        let zendesk: SourceId = "zendesk".into();
        river.sync.once(std::slice::from_ref(&zendesk)).await.expect("a sync");
        let served = Served::of(&river.sync, &zendesk).await;
        let (account, organization) = organization(&river.sync.store).await;
        let records =
            format!(r#"{{ account(id: "{account}") {{ sourceRecords {{ system }} }} }}"#);
        let is_there = async || served.answer(&records).await.to_string().contains("zendesk");
        assert!(is_there().await, "{}", database.name);

        let tell = async |kind: &str, subject: &str, id: &str| {
            let now = river.clock.now().format("%Y-%m-%dT%H:%M:%SZ").to_string();
            let event = json!({
                "type": format!("zen:event-type:{kind}"),
                "account_id": 12_514_403,
                "id": format!("{kind} of {id}"),
                "time": now,
                "zendesk_event_version": "2022-06-20",
                "subject": format!("zen:{subject}:{id}"),
                "detail": {"id": id},
                "event": {},
            });
            let body = event.to_string();
            let signature = BASE64_STANDARD.encode(hmac(&format!("{now}{body}")));
            let headers = [
                ("X-Zendesk-Webhook-Signature", signature.as_str()),
                ("X-Zendesk-Webhook-Signature-Timestamp", &now),
            ];
            served.post("zendesk", &headers, body).await.0
        };
        assert_eq!(tell("organization.deleted", "organization", &organization).await, 200);
        river.sync.digest().await.expect("a digest");
        assert!(!is_there().await, "{}: the organization is gone", database.name);

        assert!(!queued(&river.sync.store, &zendesk).await);
        assert_eq!(tell("ticket.created", "ticket", "77").await, 200);
        assert!(queued(&river.sync.store, &zendesk).await, "{}", database.name);
        let runs = river.sync.once(&[zendesk]).await.expect("a sync");
        assert_eq!(runs[0].state, RunState::Succeeded, "{runs:?}");
    }
}

/// An account, and its organization in Zendesk.
async fn organization(store: &Store) -> (String, String) {
    let candidates =
        store.all_candidates::<accord::model::Account>().await.expect("the account records");
    let origin = candidates.into_iter().next().expect("an organization").entity.origin;
    let account = origin.account.expect("every record is part of an account");
    let id = origin.id.strip_prefix("zendesk:").expect("a record of Zendesk");
    (account.to_string(), id.to_owned())
}
