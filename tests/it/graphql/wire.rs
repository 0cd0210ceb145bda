//! What is told as it happens, over real sockets: the protocol's codes, who may come in and stay, slow readers,
//! and the end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use accord::access::ApiKey;
use accord::api::{Access, Doorman, Live, Profile, Service};
use accord::fetch::{Client as Outward, Egress};
use accord::model::Clock;
use accord::store::{KeyRow, Store};
use accord::web::{self, Front};
use async_graphql::{EmptyMutation, Schema};
use axum::Router;
use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::{Client, Response};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::world::{front, world};
use crate::kit;
use crate::machine::Machine;
use crate::river::Steps;
use crate::ticks::{self, Query, Ticks};

const NOW: &str = "2026-11-21T12:00:00Z";
const PROTOCOL: &str = "graphql-transport-ws";
/// Enough for a slow machine, and never waited for.
const PATIENCE: Duration = Duration::from_mins(1);

fn quick() -> Live {
    let short = Duration::from_millis(300);
    Live { greeting: short, patience: short, recheck: short, ..Live::default() }
}

/// Serves until the test ends.
async fn serve(router: Router) -> SocketAddr {
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let listener = web::listen(any).await.expect("a free port");
    let address = listener.local_addr().expect("it listens");
    tokio::spawn(web::serve(router, listener, std::future::pending()));
    address
}

/// The schema that ticks, served with these limits.
async fn ticking(live: Live) -> (SocketAddr, Service<Schema<Query, EmptyMutation, Ticks>>) {
    let service = ticks::service(Profile { live, ..Profile::default() });
    (serve(web::answering(service.clone())).await, service)
}

struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Opens one with headers; the status when there is none.
    async fn open(address: SocketAddr, headers: &[(&'static str, &str)]) -> Result<Self, u16> {
        let url = format!("ws://{address}/graphql");
        let mut request = url.into_client_request().expect("a request");
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().expect("a header"));
        }
        match connect_async(request).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(tokio_tungstenite::tungstenite::Error::Http(response)) => {
                Err(response.status().as_u16())
            }
            Err(error) => panic!("{error}"),
        }
    }

    async fn new(address: SocketAddr) -> Self {
        let opened = Self::open(address, &[("sec-websocket-protocol", PROTOCOL)]).await;
        opened.expect("a socket")
    }

    async fn say(&mut self, text: impl ToString) {
        // A socket that was closed meanwhile says so when it is read.
        drop(self.0.send(Message::text(text.to_string())).await);
    }

    async fn init(&mut self, payload: Value) {
        self.say(json!({"type": "connection_init", "payload": payload})).await;
    }

    async fn subscribe(&mut self, id: &str, query: &str) {
        self.say(json!({"id": id, "type": "subscribe", "payload": {"query": query}})).await;
    }

    /// The next message, or the code that the socket is closed with.
    async fn next(&mut self) -> Result<Value, u16> {
        let next = async {
            loop {
                match self.0.next().await.expect("a frame").expect("a whole one") {
                    Message::Text(text) => break Ok(serde_json::from_str(&text).expect("JSON")),
                    Message::Close(frame) => {
                        break Err(frame.map_or(1005, |frame| frame.code.into()));
                    }
                    _ => {}
                }
            }
        };
        tokio::time::timeout(PATIENCE, next).await.expect("something comes")
    }

    async fn told(&mut self) -> Value {
        self.next().await.expect("it is open")
    }

    async fn closed(&mut self) -> u16 {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_slip_has_its_code() {
    let init = r#"{"type":"connection_init"}"#;
    let follow = |id: &str| {
        json!({"id": id, "type": "subscribe", "payload": {"query": "subscription { forever }"}})
            .to_string()
    };
    let (one, ping) = (follow("1"), r#"{"type":"ping"}"#);
    let cases: [(&[&str], u16); 6] = [
        (&["no json"], 4400),
        (&[&one], 4401),
        (&[init, &one, &one], 4409),
        (&[init, init], 4429),
        (&[init, ping, r#"{"type":"next"}"#], 4400),
        (&[], 4408),
    ];
    let (address, _service) = ticking(quick()).await;
    for (said, code) in cases {
        let mut socket = Socket::new(address).await;
        for text in said {
            socket.say(text).await;
        }
        assert_eq!(socket.closed().await, code, "{said:?}");
    }
    let mut binary = Socket::new(address).await;
    binary.0.send(Message::binary(b"{}".to_vec())).await.expect("it is sent");
    assert_eq!(binary.closed().await, 4400);
    let mut mute = Socket::open(address, &[]).await.expect("a socket");
    assert_eq!(mute.closed().await, 4406, "it names no protocol");
}

#[tokio::test(flavor = "multi_thread")]
async fn operations_of_every_kind_run_side_by_side() {
    let (address, _service) = ticking(Live { operations: 2, ..Live::default() }).await;
    let mut socket = Socket::new(address).await;
    socket.init(json!({})).await;
    assert_eq!(socket.told().await, json!({"type": "connection_ack"}));
    socket.subscribe("q", "{ hello }").await;
    let next = json!({"id": "q", "type": "next", "payload": {"data": {"hello": "world"}}});
    assert_eq!(socket.told().await, next);
    assert_eq!(socket.told().await, json!({"id": "q", "type": "complete"}));
    socket.subscribe("s", "subscription { ticks(count: 2) }").await;
    for n in 0..2 {
        let next = json!({"id": "s", "type": "next", "payload": {"data": {"ticks": n}}});
        assert_eq!(socket.told().await, next);
    }
    assert_eq!(socket.told().await, json!({"id": "s", "type": "complete"}));
    for wrong in
        ["{ nothing }", "subscription { nothing }", "subscription { forever ticks(count: 1) }"]
    {
        socket.subscribe("w", wrong).await;
        let error = socket.told().await;
        assert_eq!((&error["type"], &error["id"]), (&json!("error"), &json!("w")), "{error}");
        assert!(error["payload"][0]["message"].is_string(), "{error}");
    }
    // Stopped, an id is free at once and nothing of the stopped one comes later.
    socket.subscribe("f", "subscription { forever }").await;
    assert_eq!(socket.told().await["payload"]["data"]["forever"], 0);
    socket.say(json!({"id": "f", "type": "complete"})).await;
    socket.subscribe("f", "subscription { ticks(count: 1) }").await;
    loop {
        let told = socket.told().await;
        if told["payload"]["data"].get("ticks").is_some() {
            break;
        }
        // What was on its way when it was stopped.
        assert_eq!(told["type"], "next", "{told}");
    }
    assert_eq!(socket.told().await, json!({"id": "f", "type": "complete"}));
    for id in ["1", "2", "3"] {
        socket.subscribe(id, "subscription { forever }").await;
    }
    loop {
        let told = socket.told().await;
        if told["type"] == "error" {
            assert_eq!(
                (&told["id"], &told["payload"][0]["extensions"]["code"]),
                (&json!("3"), &json!("BUSY"))
            );
            break;
        }
    }
}

async fn events(address: SocketAddr, query: &str) -> Response {
    // Another test may have done it already.
    let _first = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder().build().expect("a client");
    let request = client.post(format!("http://{address}/graphql"));
    let request = request.header("content-type", "application/json");
    let request = request.header("accept", "text/event-stream");
    let body = json!({ "query": query }).to_string();
    request.body(body).send().await.expect("a reply")
}

#[tokio::test(flavor = "multi_thread")]
async fn events_come_over_plain_http_too() {
    let (address, service) = ticking(Live::default()).await;
    let response = events(address, "subscription { ticks(count: 2) }").await;
    let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok());
    assert_eq!((response.status().as_u16(), kind), (200, Some("text/event-stream")));
    let text = response.text().await.expect("it ends");
    let next = |n| format!("event: next\ndata: {{\"data\":{{\"ticks\":{n}}}}}\n\n");
    assert_eq!(text, format!(":\n\n{}{}event: complete\ndata: \n\n", next(0), next(1)));
    let text = events(address, "{ hello }").await.text().await.expect("it ends");
    assert!(text.contains("world") && text.contains("event: complete"), "{text}");
    assert_eq!(events(address, "{").await.status(), 400, "a wrong document, told as JSON");
    let endless = events(address, "subscription { forever }").await;
    service.end_live();
    let text = endless.text().await.expect("it ends");
    assert!(text.ends_with("event: complete\ndata: \n\n"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_read_is_dropped_and_their_seat_is_free() {
    let (address, _service) = ticking(Live { connections: 1, ..quick() }).await;
    let flood = "subscription { flood }";
    let mut sleeper = Socket::new(address).await;
    sleeper.init(json!({})).await;
    sleeper.subscribe("1", flood).await;
    assert_eq!(events(address, "{ hello }").await.status(), 503, "there is one seat");
    let free = async || while events(address, "{ hello }").await.status() != 200 {};
    tokio::time::timeout(PATIENCE, free()).await.expect("a socket that is not read is dropped");
    let held = events(address, flood).await;
    tokio::time::timeout(PATIENCE, free()).await.expect("a body that is not read is dropped");
    drop((sleeper, held));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_live_ends_when_the_process_does() {
    let (address, service) = ticking(Live::default()).await;
    let mut socket = Socket::new(address).await;
    socket.init(json!({})).await;
    socket.subscribe("1", "subscription { forever }").await;
    assert_eq!(socket.told().await["type"], "connection_ack");
    service.end_live();
    assert_eq!(socket.closed().await, 1001);
    drop(socket);
    // Whoever is gone is not waited for.
    tokio::time::timeout(PATIENCE, service.live_ended(PATIENCE * 2))
        .await
        .expect("all have gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_is_told_to_end_says_goodbye_to_whoever_follows() {
    const FOLLOW: &str = "subscription { syncProgress { id } }";
    for database in kit::databases().await {
        let hub = Machine::new(Some(&database.url)).serve();
        let mut socket = Socket::new(hub.address).await;
        socket.init(json!({})).await;
        assert_eq!(socket.told().await["type"], "connection_ack");
        socket.subscribe("1", FOLLOW).await;
        let over_http = events(hub.address, FOLLOW).await;
        assert_eq!(over_http.status(), 200);
        hub.terminate();
        assert_eq!(socket.closed().await, 1001, "{}", database.name);
        let text = over_http.text().await.expect("it ends");
        assert!(text.ends_with("event: complete\ndata: \n\n"), "{text}");
        let (status, log) = hub.ended();
        assert!(status.success(), "{status}: {log}");
    }
}

/// A hub behind a guarded door, or an open one on loopback while there is no key.
async fn guarded(store: &Store, live: Live) -> SocketAddr {
    let egress =
        Egress { timeout: Duration::from_secs(5), max_reply: 1 << 20, allow_private: true };
    let outward = Outward::new(egress).expect("a client");
    let known = (store.clone(), Arc::new(Steps::at(NOW)) as Arc<dyn Clock>);
    let doorman = Doorman::new(Access::default(), known, outward, true);
    let profile = Profile { live, ..Profile::default() };
    serve(web::router(Front { doorman, ..front(store, profile) })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_connects_says_who_they_are_and_leaves_when_they_may_no_more() {
    let database = kit::sqlite();
    let store = world(&database, 1).await;
    let address = guarded(&store, quick()).await;
    let who = "{ viewer { name } }";
    // The host, from this machine; but no page of another site in the host's browser.
    let protocol = ("sec-websocket-protocol", PROTOCOL);
    let own = format!("http://{address}");
    for (origin, code) in [(own.as_str(), None), ("https://evil.example", Some(4403))] {
        let opened = Socket::open(address, &[protocol, ("origin", origin)]).await;
        let mut socket = opened.expect("a socket");
        socket.init(json!({})).await;
        assert_eq!(socket.next().await.err(), code, "{origin}");
    }
    let key = ApiKey::new([1; 4], &[1; 32]);
    let row = KeyRow {
        id: key.id().to_owned(),
        name: "board".to_owned(),
        hash: key.hash(),
        role: "bi".to_owned(),
        attributes: std::collections::BTreeMap::new(),
        points_a_minute: None,
        made_at: Steps::at(NOW).now(),
        made_by: "host".to_owned(),
        expires_at: None,
        revoked_at: None,
        last_used_on: None,
    };
    assert!(store.put_api_key(&row).await.expect("it is kept"));
    // Another process, which knows the key from the beginning.
    let address = guarded(&store, quick()).await;
    let (text, bearer) = (key.text(), format!("Bearer {}", key.text()));
    for payload in
        [json!({}), json!({"x-api-key": "acc_wrong"}), json!({"authorization": text})]
    {
        let mut socket = Socket::new(address).await;
        socket.init(payload.clone()).await;
        assert_eq!(socket.closed().await, 4403, "{payload}");
    }
    let by_header = Socket::open(address, &[protocol, ("authorization", &bearer)]).await;
    let mut by_header = by_header.expect("a socket");
    by_header.init(json!({"x-api-key": text})).await;
    assert_eq!(by_header.closed().await, 4400, "one credential, once");
    // From another site's page with a credential of its own, by message.
    let foreign = Socket::open(address, &[protocol, ("origin", "https://board.example")]).await;
    let mut socket = foreign.expect("a socket");
    socket.init(json!({"x-api-key": text})).await;
    assert_eq!(socket.told().await["type"], "connection_ack");
    socket.subscribe("1", who).await;
    assert_eq!(socket.told().await["payload"]["data"]["viewer"]["name"], "board");
    assert_eq!(socket.told().await["type"], "complete");
    socket.subscribe("2", "subscription { healthChanged { to } }").await;
    store.revoke_api_key(key.id(), Steps::at(NOW).now()).await.expect("it is revoked");
    assert_eq!(socket.closed().await, 4403);
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_are_counted_for_each_viewer() {
    let (address, _service) = ticking(Live { of_one: 1, ..Live::default() }).await;
    let mut first = Socket::new(address).await;
    first.init(json!({})).await;
    assert_eq!(first.told().await["type"], "connection_ack");
    let mut second = Socket::new(address).await;
    second.init(json!({})).await;
    assert_eq!(second.closed().await, 1013);
    assert_eq!(events(address, "{ hello }").await.status(), 503);
}
