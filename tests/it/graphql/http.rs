//! The same questions over HTTP, on loopback.

use std::net::SocketAddr;

use accord::api::Profile;
use accord::web;
use reqwest::header::{ACCEPT, ALLOW, CONTENT_TYPE};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::world::{FIRST, front, world};
use crate::kit::{self, Database};

/// A served hub; it ends with the test.
pub(super) struct Served {
    address: SocketAddr,
    pub(super) client: Client,
    pub(super) database: Database,
    stop: Option<oneshot::Sender<()>>,
}

impl Served {
    pub(super) async fn new() -> Self {
        Self::of(kit::sqlite(), Profile::default()).await
    }

    /// A small world in a database, answered so.
    pub(super) async fn of(database: Database, profile: Profile) -> Self {
        let store = world(&database, 2).await;
        Self::over(database, front(&store, profile)).await
    }

    /// Whatever is served from a database.
    pub(super) async fn over(database: Database, front: web::Front) -> Self {
        let router = web::router(front);
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
        Self { address, client, database, stop: Some(stop) }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(super) async fn get(&self, path: &str, accept: &str) -> Response {
        let request = self.client.get(self.url(path)).header(ACCEPT, accept);
        request.send().await.expect("a reply")
    }

    pub(super) async fn post(&self, media: &str, body: impl Into<reqwest::Body>) -> Response {
        let request = self.client.post(self.url("/graphql")).header(CONTENT_TYPE, media);
        request.body(body).send().await.expect("a reply")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The server may have ended already.
            let _sent = stop.send(());
        }
    }
}

pub(super) fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}

pub(super) async fn body(response: Response) -> Value {
    let text = response.text().await.expect("a body");
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text} is not JSON"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_by_post_is_answered_under_a_strict_policy() {
    let served = Served::new().await;
    let question = json!({
        "query": "query($id: ID!) { account(id: $id) { name health { value } } }",
        "variables": {"id": FIRST},
    });
    let response = served.post("application/json; charset=utf-8", question.to_string()).await;
    assert_eq!(response.status(), 200);
    let headers = [
        ("content-type", "application/json; charset=utf-8"),
        ("cache-control", "private, no-cache"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ];
    for (name, value) in headers {
        assert_eq!(header(&response, name), value, "{name}");
    }
    assert_eq!(header(&response, "x-request-id").len(), 16);
    let answer = body(response).await;
    assert_eq!(answer["data"]["account"]["name"], "Company 999");
    assert!(answer["data"]["account"]["health"]["value"].is_number());
    assert_eq!(answer["extensions"]["asOf"], "2026-11-21");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_one_json_question_is_refused_with_a_reason() {
    let served = Served::new().await;
    let json = "application/json";
    let large = format!("{{\"query\": \"{}\"}}", "x".repeat(2 << 20));
    let cases = [
        ("text/plain", "{}".to_owned(), 415, "must be application/json"),
        ("application/jsonx", "{}".to_owned(), 415, "must be application/json"),
        (json, " [{\"query\": \"{a}\"}]".to_owned(), 400, "one request at a time"),
        (json, "{\"query\":".to_owned(), 400, "not a GraphQL request in JSON"),
        (json, "{\"variables\": {}}".to_owned(), 400, "no `query`"),
        (json, "{\"variables\": []}".to_owned(), 400, "not a GraphQL request in JSON"),
        (json, String::new(), 400, "not a GraphQL request"),
    ];
    for (media, text, status, part) in cases {
        let response = served.post(media, text.clone()).await;
        assert_eq!(response.status(), status, "{text}");
        let message = body(response).await["errors"][0]["message"].to_string();
        assert!(message.contains(part), "{text} says {message}");
    }
    let response = served.post(json, large.clone()).await;
    assert_eq!(response.status(), 413, "a length that says too much");
    assert_eq!(body(response).await["errors"][0]["extensions"]["code"], "TOO_LARGE");
    let chunks = large.as_bytes().chunks(64 << 10).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let streamed = futures_body(chunks);
    let response = served.post(json, streamed).await;
    assert_eq!(response.status(), 413, "a body whose length nobody said");
    assert_eq!(body(response).await["errors"][0]["extensions"]["code"], "TOO_LARGE");
}

/// A body that is sent in pieces, without a length.
fn futures_body(chunks: Vec<Vec<u8>>) -> reqwest::Body {
    let chunks = chunks.into_iter().map(Ok::<_, std::io::Error>);
    reqwest::Body::wrap_stream(async_graphql::futures_util::stream::iter(chunks))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_status_follows_the_media_type_that_the_client_takes() {
    let served = Served::new().await;
    let typo = json!({"query": "{ acount { id } }"}).to_string();
    let cases = [("application/json", 200), ("application/graphql-response+json", 400)];
    for (accept, status) in cases {
        let request = served.client.post(served.url("/graphql")).header(ACCEPT, accept);
        let request = request.header(CONTENT_TYPE, "application/json").body(typo.clone());
        let response = request.send().await.expect("a reply");
        assert_eq!(response.status(), status, "{accept}");
        assert!(header(&response, "content-type").starts_with(accept));
        let answer = body(response).await;
        assert!(answer.get("data").is_none(), "nothing was executed: {answer}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_QUERY");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_gets_the_editor_and_other_methods_are_told_which_there_are() {
    let served = Served::new().await;
    for path in ["/graphql", "/graphiql", "/graphiql/"] {
        let page = served.get(path, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8").await;
        assert_eq!(page.status(), 200, "{path}");
        let policy = header(&page, "content-security-policy");
        assert!(policy.contains("script-src 'self';"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(page.text().await.expect("a page").contains("/graphiql/boot.js"));
    }
    for file in ["boot.js", "boot.css", "graphiql.min.js", "graphiql.min.css"] {
        let response = served.get(&format!("/graphiql/{file}"), "*/*").await;
        assert_eq!(response.status(), 200, "{file}");
    }
    assert_eq!(served.get("/graphiql/README.md", "*/*").await.status(), 404);
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let request = served.client.request(method.clone(), served.url("/graphql"));
        let response =
            request.header(ACCEPT, "application/json").send().await.expect("a reply");
        assert_eq!(response.status(), 405, "{method}");
        assert_eq!(header(&response, ALLOW.as_str()), "GET, POST", "{method}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ready_says_no_when_the_store_does_not_answer() {
    let database = kit::sqlite();
    let store = database.open().await;
    let served = Served::new().await;
    for path in ["/health", "/ready"] {
        assert_eq!(served.get(path, "*/*").await.status(), 200, "{path}");
    }
    let router = web::router(front(&store, Profile::default()));
    let listener = web::listen(SocketAddr::from(([127, 0, 0, 1], 0))).await.expect("a port");
    let address = listener.local_addr().expect("it listens");
    let (_stop, stopped) = oneshot::channel::<()>();
    tokio::spawn(web::serve(router, listener, async move {
        let _ended = stopped.await;
    }));
    store.close().await;
    let get = async |path: &str| {
        let url = format!("http://{address}{path}");
        served.client.get(url).send().await.expect("a reply").status()
    };
    assert_eq!(get("/ready").await, 503);
    assert_eq!(get("/health").await, 200);
}

#[tokio::test]
async fn a_port_in_use_is_named_with_the_remedy() {
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let first = web::listen(any).await.expect("a free port");
    let address = first.local_addr().expect("it listens");
    let error = web::listen(address).await.expect_err("it is taken").to_string();
    let port = address.port();
    assert_eq!(
        error,
        format!(
            "port {port} of 127.0.0.1 is in use by another program; stop that one or choose another port"
        )
    );
}
