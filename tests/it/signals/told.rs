//! Signals go out signed, are tried again, and are given up; nobody waits for another subscriber.

use accord::connector::SigningKey;
use accord::insight::signals::Signal;
use accord::store::Subscriber;
use accord::sync::{Subscription, Sync};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use wiremock::matchers::{any, body_string_contains};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::{START, found, signal, subscriber, teller};
use crate::kit::{Database, databases, sqlite};
use crate::river::Steps;

const SECRET: &str = "a secret of at least sixteen bytes";

fn subscription(name: &str, url: String) -> Subscription {
    Subscription {
        name: name.to_owned(),
        url,
        secret: SigningKey::parse(SECRET).expect("a key"),
        rules: Vec::new(),
        segment: None,
    }
}

/// A subscriber's server that answers with a status.
async fn answering(status: u16) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(status)).mount(&server).await;
    server
}

async fn raised(
    database: &Database,
    clock: &Steps,
    topics: &[&str],
    subscriptions: Vec<Subscription>,
) -> Sync {
    let store = database.open().await;
    let signals: Vec<Signal> = topics.iter().map(|topic| signal(topic)).collect();
    let who: Vec<Subscriber> = subscriptions.iter().map(|one| subscriber(&one.name)).collect();
    store.put_signals(&found(&signals, &who)).await.expect("raised");
    teller(store, clock.clone(), subscriptions)
}

async fn asked(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.expect("requests are recorded")
}

fn header<'a>(request: &'a Request, name: &str) -> &'a str {
    request.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscriber_gets_a_signed_message_once_and_no_person_in_it() {
    for database in databases().await {
        let server = answering(204).await;
        let clock = Steps::at(START);
        let to = vec![subscription("desk", format!("{}/hook", server.uri()))];
        let sync = raised(&database, &clock, &["a topic"], to).await;
        for _ in 0..3 {
            sync.notify().await.expect("told");
            clock.forward(TimeDelta::days(1));
        }
        let asked = asked(&server).await;
        assert_eq!(asked.len(), 1, "{}", database.name);
        let (id, stamp) =
            (header(&asked[0], "webhook-id"), header(&asked[0], "webhook-timestamp"));
        let body = String::from_utf8(asked[0].body.clone()).expect("text");
        let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(SECRET.as_bytes());
        let mac = mac.expect("a key").chain_update(format!("{id}.{stamp}.{body}"));
        let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes());
        assert_eq!(header(&asked[0], "webhook-signature"), format!("v1,{signature}"));
        assert_eq!(header(&asked[0], "content-type"), "application/json");
        assert_eq!(stamp, "1772438400", "{}", database.name);
        let message: Value = serde_json::from_str(&body).expect("JSON");
        assert_eq!(message["type"], "signal.raised");
        assert_eq!(message["data"]["rule"], "SEGMENT");
        assert_eq!(message["data"]["suggested"][0]["title"], "Warn them");
        let mut keys: Vec<&String> =
            message["data"].as_object().expect("a map").keys().collect();
        keys.sort();
        let known = [
            "account",
            "accounts",
            "contact",
            "id",
            "measures",
            "membersNotYetHit",
            "model",
            "raisedOn",
            "rule",
            "segment",
            "suggested",
            "topic",
        ];
        assert_eq!(keys, known, "whatever is added must name no person");
        assert!(sync.store.backlogs().await.expect("backlogs").is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_arrive_is_tried_again_later_under_the_same_id_and_given_up_in_the_end() {
    for database in databases().await {
        let server = answering(500).await;
        let clock = Steps::at(START);
        let to = vec![subscription("desk", server.uri())];
        let sync = raised(&database, &clock, &["a topic"], to).await;
        for _ in 0..2 {
            sync.notify().await.expect("tried");
        }
        assert_eq!(asked(&server).await.len(), 1, "{}: not before its pause", database.name);
        for _ in 0..30 {
            clock.forward(TimeDelta::hours(7));
            sync.notify().await.expect("tried");
        }
        let asked = asked(&server).await;
        assert_eq!(asked.len(), 14, "{}: tries are bounded", database.name);
        let id = header(&asked[0], "webhook-id");
        assert!(asked.iter().all(|request| header(request, "webhook-id") == id));
        let signatures = asked.iter().map(|request| header(request, "webhook-signature"));
        let signatures: std::collections::BTreeSet<&str> = signatures.collect();
        assert_eq!(signatures.len(), 14, "each try is signed at its own time");
        let backlog = sync.store.backlogs().await.expect("backlogs").remove("desk");
        let backlog = backlog.expect("it is told");
        assert_eq!((backlog.waiting, backlog.given_up), (0, 1), "{}", database.name);
        assert_eq!(backlog.last_error.as_deref(), Some("it answered 500"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_refused_and_a_subscriber_that_is_down_keep_nobody_waiting() {
    let database = sqlite();
    let picky = MockServer::start().await;
    let poison = Mock::given(body_string_contains("\"id\":\"1\""));
    poison.respond_with(ResponseTemplate::new(400)).mount(&picky).await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200)).mount(&picky).await;
    let (down, fine) = (answering(503).await, answering(200).await);
    let nowhere = "http://127.0.0.1:9/hook".to_owned();
    let clock = Steps::at(START);
    let to = vec![
        subscription("down", down.uri()),
        subscription("fine", fine.uri()),
        subscription("nowhere", nowhere),
        subscription("picky", picky.uri()),
    ];
    let sync = raised(&database, &clock, &["one", "three", "two"], to).await;
    sync.notify().await.expect("told");
    assert_eq!(asked(&fine).await.len(), 3, "it waits for nobody");
    assert_eq!(asked(&picky).await.len(), 3, "one that is refused stops no other");
    assert_eq!(asked(&down).await.len(), 1, "who is down is left alone with the rest");
    sync.notify().await.expect("told");
    assert_eq!(asked(&down).await.len(), 1, "it rests");
    let backlogs = sync.store.backlogs().await.expect("backlogs");
    let waiting: Vec<(&str, i64)> =
        backlogs.iter().map(|(name, backlog)| (name.as_str(), backlog.waiting)).collect();
    assert_eq!(waiting, [("down", 3), ("nowhere", 3), ("picky", 1)]);
    let why = backlogs["nowhere"].last_error.as_deref().unwrap_or_default();
    assert!(why.contains("127.0.0.1:9") && !why.contains("hook"), "no address: {why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tellers_send_a_signal_once_and_one_that_died_over_it_is_followed() {
    for database in databases().await {
        let server = answering(200).await;
        let clock = Steps::at(START);
        let to = vec![subscription("desk", server.uri())];
        let topics: Vec<String> = (0..12).map(|n| format!("topic {n:02}")).collect();
        let topics: Vec<&str> = topics.iter().map(String::as_str).collect();
        let one = raised(&database, &clock, &topics, to.clone()).await;
        let other = teller(database.open().await, clock.clone(), to);
        // One is taken by a process that dies.
        let now = super::now();
        let taken = one.store.take_delivery("desk", now, now + TimeDelta::minutes(5)).await;
        assert!(taken.expect("taken").is_some());
        let (here, there) = tokio::join!(one.notify(), other.notify());
        here.and(there).expect("told");
        assert_eq!(asked(&server).await.len(), 11, "{}", database.name);
        clock.forward(TimeDelta::minutes(6));
        other.notify().await.expect("told");
        let asked = asked(&server).await;
        let ids: std::collections::BTreeSet<&str> =
            asked.iter().map(|request| header(request, "webhook-id")).collect();
        assert_eq!((asked.len(), ids.len()), (12, 12), "{}", database.name);
    }
}
