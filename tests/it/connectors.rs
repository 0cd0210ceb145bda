//! Connectors from manifest to pages, against scripted replies and against HTTP on loopback.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;
use std::sync::Arc;

use accord::connector::{
    Body, Kept, Manifest, Page, Pull, Renewal, RenewalError, Reply, Request, RequestId,
    SendError, Step,
};
use base64::Engine as _;
use chrono::{DateTime, Utc};
use serde::Deserialize;

/// A story: a manifest, what the source answers, and so what comes out.
#[derive(Deserialize)]
struct Case {
    now: DateTime<Utc>,
    stream: String,
    #[serde(default)]
    config: serde_json::Value,
    #[serde(default)]
    state: Option<serde_json::Value>,
    /// The files that go with records are wanted, too.
    #[serde(default)]
    files: bool,
    manifest: String,
    replies: VecDeque<Scripted>,
}

/// The answer to the first request whose line holds `to`.
#[derive(Deserialize)]
struct Scripted {
    #[serde(default)]
    to: String,
    #[serde(default = "fine")]
    status: u16,
    #[serde(default)]
    headers: Vec<(String, String)>,
    #[serde(default)]
    body: String,
    /// A body that is no text.
    #[serde(default)]
    base64: Option<String>,
    #[serde(default)]
    broken: bool,
    /// It is not sent: the shared budget is used up for so many seconds more.
    #[serde(default)]
    paced: Option<u64>,
}

fn fine() -> u16 {
    200
}

fn line(request: &Request) -> String {
    let query: Vec<String> = request.query.iter().map(|(n, v)| format!("{n}={v}")).collect();
    let mut line = format!("{:?} {}", request.method, request.url).replace("Get", "GET");
    line = line.replace("Post", "POST");
    if !query.is_empty() {
        line = format!("{line}?{}", query.join("&"));
    }
    match &request.body {
        Body::Empty => {}
        Body::Json(text) | Body::Text(text) => line = format!("{line} {text}"),
        Body::Form(fields) => {
            let fields: Vec<String> = fields.iter().map(|(n, v)| format!("{n}={v}")).collect();
            line = format!("{line} form {}", fields.join("&"));
        }
    }
    for (name, value) in &request.headers {
        line = format!("{line}\n     {name}: {value}");
    }
    line
}

impl Case {
    fn answer(&mut self, line: &str) -> Option<Result<Reply, SendError>> {
        let at = self.replies.iter().position(|reply| line.contains(&reply.to))?;
        let reply = self.replies.remove(at)?;
        if reply.broken {
            let (host, reason) = ("x".to_owned(), "the reply was cut short".to_owned());
            return Some(Err(SendError::Unreachable { host, reason }));
        }
        if let Some(seconds) = reply.paced {
            let (host, after) = ("x".to_owned(), std::time::Duration::from_secs(seconds));
            return Some(Err(SendError::Paced { host, after }));
        }
        let headers = reply
            .headers
            .into_iter()
            .map(|(name, value)| (name.to_lowercase(), value))
            .collect();
        let body = match reply.base64 {
            Some(text) => base64::prelude::BASE64_STANDARD.decode(text).expect("base64"),
            None => reply.body.into_bytes(),
        };
        Some(Ok(Reply { status: reply.status, headers, body }))
    }

    fn pull(&self, manifest: &Arc<Manifest>) -> Result<Pull, String> {
        let state = self.state.as_ref().map(serde_json::Value::to_string);
        let pull = Pull::new(manifest, &self.stream, &self.config, state.as_deref(), self.now)
            .map_err(|error| error.to_string())?;
        if self.files { pull.with_files().map_err(|error| error.to_string()) } else { Ok(pull) }
    }
}

/// Plays a case and writes down what happened, one line an event.
fn play(text: &str) -> String {
    let mut case: Case = serde_saphyr::from_str(text).expect("a case that can be read");
    let mut told = String::new();
    let manifest = match Manifest::parse("manifest.yaml", &case.manifest) {
        Ok(manifest) => Arc::new(manifest),
        Err(error) => return format!("manifest: {error}\n"),
    };
    let mut pull = match case.pull(&manifest) {
        Ok(pull) => pull,
        Err(error) => return format!("pull: {error}\n"),
    };
    let mut now = case.now;
    let mut vault = Vault::new();
    let mut open: VecDeque<(RequestId, String, Option<Renewal>)> = VecDeque::new();
    for _ in 0..500 {
        match pull.next(now) {
            Ok(Step::Send(id, request)) => {
                open.push_back((id, asked("ask ", &request, &mut told), None));
            }
            Ok(Step::Fetch(id, request)) => {
                open.push_back((id, asked("load", &request, &mut told), None));
            }
            Ok(Step::Renew(id, renewal)) => {
                if let Some(newer) = newer(&vault, &renewal) {
                    pull.renewed(id, Ok(newer), now);
                    continue;
                }
                let line = asked("ask ", &renewal.request, &mut told);
                open.push_back((id, line, Some(renewal)));
            }
            Ok(Step::Emit(page)) => emitted(page, &mut told),
            Ok(Step::Done) => {
                writeln!(told, "done").expect("fits");
                return told;
            }
            Ok(Step::Await | Step::Sleep(_)) if !open.is_empty() => {
                let (id, line, renewal) = open.pop_front().expect("one is open");
                let answer = case.answer(&line).unwrap_or_else(|| {
                    panic!("nothing scripted for {line}\nso far:\n{told}");
                });
                match renewal {
                    Some(renewal) => {
                        pull.renewed(id, kept(&mut vault, renewal, answer, now), now);
                    }
                    None => pull.reply(id, answer, now),
                }
            }
            Ok(Step::Sleep(until)) => {
                writeln!(told, "wait {} s", (until - now).num_seconds()).expect("fits");
                now = until;
            }
            Ok(Step::Await) => panic!("waits for nothing\n{told}"),
            Err(error) => {
                writeln!(told, "fail {error}").expect("fits");
                return told;
            }
        }
    }
    panic!("no end\n{told}");
}

fn asked(word: &str, request: &Request, told: &mut String) -> String {
    let line = line(request);
    writeln!(told, "{word} {line}").expect("a String takes all");
    line
}

fn emitted(page: Page, told: &mut String) {
    for record in page.records {
        let shaped = record.shaped.map_or_else(String::new, |s| format!(" → {s}"));
        writeln!(told, "keep {} {}{shaped}", record.key, record.raw).expect("fits");
    }
    for file in page.files {
        writeln!(told, "file {}", file.path).expect("fits");
    }
    for bad in page.rejected {
        let key = bad.key.unwrap_or_else(|| "-".to_owned());
        writeln!(told, "drop {key} {} {}", bad.code, bad.message).expect("fits");
    }
    if let Some(state) = page.state {
        writeln!(told, "save {state}").expect("fits");
    }
}

/// Tokens by credential.
type Vault = BTreeMap<String, Kept>;

/// What a vault knows better than the pull.
fn newer(vault: &Vault, renewal: &Renewal) -> Option<Kept> {
    vault.get(&renewal.credential).filter(|kept| kept.version > renewal.held).cloned()
}

/// What a vault that holds nothing newer makes of an answer.
fn kept(
    vault: &mut Vault,
    renewal: Renewal,
    answer: Result<Reply, SendError>,
    now: DateTime<Utc>,
) -> Result<Kept, RenewalError> {
    let reply = answer
        .map_err(|error| RenewalError::Failed { reason: error.to_string(), wait_s: None })?;
    let kept = Kept { version: renewal.held + 1, tokens: renewal.read(&reply, now)? };
    vault.insert(renewal.credential, kept.clone());
    Ok(kept)
}

#[test]
fn every_pull_case_ends_as_told() {
    insta::glob!("../cases/pull", "*.yaml", |path| {
        let text = std::fs::read_to_string(path).expect("a case");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true,
            snapshot_path => "../cases/pull" }, {
            insta::assert_snapshot!(play(&text));
        });
    });
}

/// A manifest of one stream, with room for a mistake.
fn manifest_with(stream: &str) -> String {
    format!(
        "version: 7.0.0\ntype: DeclarativeSource\ncheck:\n  type: CheckStream\n  \
         stream_names: [items]\nstreams:\n  - type: DeclarativeStream\n    name: items\n{stream}"
    )
}

#[test]
fn a_mistake_in_a_manifest_is_told_with_its_line_and_the_word_that_was_meant() {
    let good = "    primary_key: id\n    retriever:\n      type: SimpleRetriever\n      \
                requester:\n        type: HttpRequester\n        url: https://x.example.com/a\n      \
                record_selector:\n        extractor:\n          field_path: [items]\n";
    let cases = [
        // (what is written, what should be, what is told)
        (
            "primary_key",
            "primary_kye",
            "m.yaml:9: DeclarativeStream has no field `primary_kye`; did you mean `primary_key`?",
        ),
        (
            "HttpRequester",
            "HtpRequester",
            "m.yaml:13: `requester` has the type `HtpRequester`; expected HttpRequester; did you mean `HttpRequester`?",
        ),
        (
            "url: https://x.example.com/a",
            "url: \"{{ config['x' }}\"",
            "m.yaml:14: the expression `{{ config['x' }}` is wrong: syntax error: unexpected",
        ),
        (
            "url: https://x.example.com/a",
            "http_method: POTS\n        url: x",
            "m.yaml:14: `http_method` of HttpRequester is `POTS`; expected one of GET, POST, PUT, PATCH, DELETE, HEAD; did you mean `POST`?",
        ),
        (
            "field_path: [items]",
            "field_path: items",
            "m.yaml:17: `field_path` of DpathExtractor is a text; expected a list",
        ),
        (
            "field_path: [items]",
            "$ref: '#/definitions/x'",
            "m.yaml:17: `#/definitions/x` refers to nothing in this manifest",
        ),
        (
            "        url: https://x.example.com/a\n",
            "",
            "m.yaml:13: HttpRequester needs `url`, or `url_base` and `path`",
        ),
        (
            "    primary_key: id\n",
            "    primary_key: {a: b}\n",
            "m.yaml:9: `primary_key` is an object; expected a name, a list of names or a list of paths",
        ),
        ("    primary_key: id\n", "    primary_key: id\n  broken\n", "m.yaml:"),
    ];
    assert!(Manifest::parse("m.yaml", &manifest_with(good)).is_ok());
    for (right, wrong, expected) in cases {
        let text = manifest_with(&good.replacen(right, wrong, 1));
        let told = Manifest::parse("m.yaml", &text).expect_err(wrong).to_string();
        assert!(
            told.starts_with(expected),
            "{wrong}:\n  told     {told}\n  expected {expected}"
        );
    }
}

#[test]
fn a_custom_python_class_makes_only_its_own_stream_unusable() {
    let stream = "    retriever:\n      type: CustomRetriever\n      class_name: source_x.Reader\n  \
                  - type: DeclarativeStream\n    name: others\n    retriever:\n      requester: {url: \
                  'https://x.example.com'}\n      record_selector: {extractor: {field_path: []}}\n";
    let manifest = Arc::new(Manifest::parse("m.yaml", &manifest_with(stream)).expect("usable"));
    let told = &manifest.unusable()["items"];
    assert!(told.starts_with("m.yaml:11:") && told.contains("source_x.Reader"), "{told}");
    let config = serde_json::json!({});
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    assert!(Pull::new(&manifest, "items", &config, None, now).is_err());
    assert!(Pull::new(&manifest, "others", &config, None, now).is_ok());
    let told = Pull::new(&manifest, "other", &config, None, now).expect_err("no such stream");
    assert!(told.to_string().ends_with("did you mean `others`?"), "{told}");
}

#[test]
fn what_is_printed_for_debugging_holds_no_secret() {
    let stream = "    retriever:\n      requester: {url: 'https://x.example.com', authenticator: {type: \
                  BearerAuthenticator, api_token: \"{{ config.key }}\"}}\n      \
                  record_selector: {extractor: {field_path: []}}\n";
    let manifest = Arc::new(Manifest::parse("m.yaml", &manifest_with(stream)).expect("right"));
    let config = serde_json::json!({"key": "s3cret"});
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let mut pull = Pull::new(&manifest, "items", &config, None, now).expect("planned");
    let step = pull.next(now).expect("a request");
    let body = Body::Form(vec![("client_secret".to_owned(), "s3cret".to_owned())]);
    let reply = Reply { status: 200, headers: Vec::new(), body: b"s3cret".to_vec() };
    let printed = format!("{pull:?} {step:?} {body:?} {reply:?}");
    assert!(!printed.contains("s3cret"), "{printed}");
}

/// A manifest of one stream that signs in so.
fn signed_by(authenticator: &str) -> Arc<Manifest> {
    let stream = format!(
        "    retriever:\n      requester: {{url: 'https://x.example.com', authenticator: {authenticator}}}\n      \
         record_selector: {{extractor: {{field_path: []}}}}\n"
    );
    Arc::new(Manifest::parse("m.yaml", &manifest_with(&stream)).expect("right"))
}

#[test]
fn a_refused_refresh_token_asks_for_a_new_connection_and_a_refused_client_does_not() {
    let manifest = signed_by(
        "{type: OAuthAuthenticator, token_refresh_endpoint: 'https://l.example.com/t', \
         client_id: me, client_secret: \"{{ config.secret }}\", refresh_token: \"{{ config.refresh }}\"}",
    );
    let config = serde_json::json!({"secret": "s3cret", "refresh": "s3cret"});
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    for (error, reconnect) in
        [(None, true), (Some("invalid_grant"), true), (Some("invalid_client"), false)]
    {
        let mut pull = Pull::new(&manifest, "items", &config, None, now).expect("planned");
        let step = pull.next(now).expect("a renewal");
        let Step::Renew(id, renewal) = &step else { panic!("no renewal: {step:?}") };
        assert_eq!(pull.credentials(), [renewal.credential.clone()].into());
        let error = error.map(str::to_owned);
        pull.renewed(*id, Err(RenewalError::Revoked { status: 400, error }), now);
        let told = pull.next(now).expect_err("refused");
        assert_eq!(told.needs_reconnect(), reconnect, "{told}");
        let printed = format!("{step:?} {told:?} {told}");
        assert!(!printed.contains("s3cret"), "{printed}");
    }
}

#[test]
fn a_session_is_kept_under_the_same_name_until_its_settings_change() {
    let session = |duration: &str| {
        signed_by(&format!(
            "{{type: SessionTokenAuthenticator, session_token_path: [token], \
             request_authentication: {{type: Bearer}}, {duration} login_requester: {{type: HttpRequester, \
             url: 'https://l.example.com', request_headers: {{x-at: \"{{{{ now_utc() }}}}\"}}, authenticator: \
             {{type: BearerAuthenticator, api_token: \"{{{{ config.key }}}}\"}}}}}}"
        ))
    };
    let names = |manifest: &Arc<Manifest>, key: &str, now: &str| {
        let config = serde_json::json!({"key": key});
        let now = now.parse().expect("a moment");
        Pull::new(manifest, "items", &config, None, now).expect("planned").credentials()
    };
    let kept = session("expiration_duration: PT1H,");
    let first = names(&kept, "a", "2026-01-01T00:00:00Z");
    assert_eq!(first.len(), 1);
    assert_eq!(first, names(&kept, "a", "2026-01-02T00:00:00Z"));
    assert_ne!(first, names(&kept, "b", "2026-01-01T00:00:00Z"));
    // A session for one request is nothing to keep.
    assert!(names(&session(""), "a", "2026-01-01T00:00:00Z").is_empty());
}

mod over_http {
    use std::time::Duration;

    use accord::connector::{Manifest, Page, Pull, PullError, Request, SendError};
    use accord::fetch::{Client, Driver, Egress, FetchError};
    use accord::model::{Clock, FixedClock};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use wiremock::matchers::{method, path, query_param};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::Arc;

    const MANIFEST: &str = "
version: 7.0.0
type: DeclarativeSource
check: {type: CheckStream, stream_names: [items]}
streams:
  - type: DeclarativeStream
    name: items
    primary_key: id
    retriever:
      requester:
        url_base: \"{{ config['base_url'] }}\"
        path: items
        authenticator: {type: BearerAuthenticator, api_token: \"{{ config['token'] }}\"}
      record_selector: {extractor: {field_path: [items]}}
      partition_router: {type: ListPartitionRouter, cursor_field: part, values: [a, b, c, d, e, f], request_option: {inject_into: request_parameter, field_name: part}}
";

    fn client(allow_private: bool) -> Client {
        let timeout = Duration::from_secs(5);
        Client::new(Egress { timeout, max_reply: 100_000, allow_private }).expect("TLS")
    }

    async fn run(base: &str, client: &Client) -> (Vec<Page>, Result<(), FetchError>) {
        let clock: Arc<dyn Clock> =
            Arc::new(FixedClock("2026-01-31T00:00:00Z".parse().expect("a moment")));
        let manifest = Arc::new(Manifest::parse("m.yaml", MANIFEST).expect("right"));
        let config = serde_json::json!({"base_url": base, "token": "s3cret"});
        let pull = Pull::new(&manifest, "items", &config, None, clock.now()).expect("planned");
        let (send, mut receive) = tokio::sync::mpsc::channel(1);
        let collect = async {
            let mut pages = Vec::new();
            while let Some(page) = receive.recv().await {
                pages.push(page);
            }
            pages
        };
        let driver = Driver::new(client.clone(), clock);
        let (done, pages) = tokio::join!(driver.drive(pull, send), collect);
        (pages, done.map(drop))
    }

    fn ids(pages: &[Page]) -> Vec<&str> {
        let mut ids: Vec<&str> = pages
            .iter()
            .flat_map(|page| &page.records)
            .map(|record| record.key.as_str())
            .collect();
        ids.sort_unstable();
        ids
    }

    async fn answer(server: &MockServer, part: &str, template: ResponseTemplate, times: u64) {
        Mock::given(method("GET"))
            .and(path("/items"))
            .and(query_param("part", part))
            .respond_with(template)
            .up_to_n_times(times)
            .mount(server)
            .await;
    }

    fn item(id: &str) -> ResponseTemplate {
        ResponseTemplate::new(200)
            .set_body_string(format!("{{\"items\":[{{\"id\":\"{id}\"}}]}}"))
    }

    #[tokio::test]
    async fn all_slices_arrive_though_the_source_asks_for_a_rest() {
        let server = MockServer::start().await;
        let rest = ResponseTemplate::new(429).insert_header("Retry-After", "0");
        answer(&server, "b", rest, 1).await;
        for part in ["a", "b", "c", "d", "e", "f"] {
            answer(&server, part, item(part), 1).await;
        }
        let (pages, done) = run(&server.uri(), &client(true)).await;
        done.expect("read to the end");
        assert_eq!(ids(&pages), ["a", "b", "c", "d", "e", "f"]);
    }

    #[tokio::test]
    async fn a_wrong_token_is_told_without_the_token() {
        let server = MockServer::start().await;
        Mock::given(method("GET"))
            .respond_with(ResponseTemplate::new(401))
            .mount(&server)
            .await;
        let (pages, done) = run(&server.uri(), &client(true)).await;
        let error = done.expect_err("refused");
        assert!(matches!(error, FetchError::Pull(PullError::Unauthorized { .. })), "{error}");
        assert!(error.to_string().contains("check token") && pages.is_empty(), "{error}");
        assert!(!error.to_string().contains("s3cret"), "{error}");
    }

    #[tokio::test]
    async fn a_redirect_to_another_host_is_not_followed() {
        let server = MockServer::start().await;
        let away = ResponseTemplate::new(302).insert_header("Location", "http://localhost:1/x");
        Mock::given(method("GET")).respond_with(away).mount(&server).await;
        let (_, done) = run(&server.uri(), &client(true)).await;
        let told = done.expect_err("refused").to_string();
        assert!(told.contains("redirects to another host"), "{told}");
    }

    #[tokio::test]
    async fn a_private_address_is_asked_only_when_allowed() {
        let (_, done) = run("http://127.0.0.1:9", &client(false)).await;
        let told = done.expect_err("refused").to_string();
        assert!(told.contains("private or loopback"), "{told}");
        let (_, done) = run("http://localhost:9", &client(false)).await;
        let told = done.expect_err("refused").to_string();
        assert!(told.contains("private or loopback"), "{told}");
    }

    fn get(url: String) -> Request {
        Request {
            method: accord::connector::Method::Get,
            url,
            query: Vec::new(),
            headers: Vec::new(),
            body: accord::connector::Body::Empty,
        }
    }

    #[tokio::test]
    async fn a_reply_over_the_limit_is_refused() {
        let server = MockServer::start().await;
        let large = ResponseTemplate::new(200).set_body_string("x".repeat(100_001));
        Mock::given(method("GET")).respond_with(large).mount(&server).await;
        let outcome = client(true).send(&get(server.uri())).await;
        assert!(
            matches!(outcome, Err(SendError::TooLarge { limit: 100_000, .. })),
            "{outcome:?}"
        );
    }

    #[tokio::test]
    async fn a_body_cut_short_is_no_reply() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("bound");
        let serve = tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.expect("one client");
            let mut asked = [0; 1024];
            let _read = socket.read(&mut asked).await.expect("a request");
            let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"items\":[";
            socket.write_all(cut).await.expect("written");
        });
        let outcome = client(true).send(&get(format!("http://{address}/"))).await;
        serve.await.expect("served");
        assert!(matches!(outcome, Err(SendError::Unreachable { .. })), "{outcome:?}");
    }

    #[tokio::test]
    async fn a_pull_ends_when_nobody_takes_its_pages() {
        let server = MockServer::start().await;
        Mock::given(method("GET")).respond_with(item("x")).mount(&server).await;
        let clock: Arc<dyn Clock> =
            Arc::new(FixedClock("2026-01-31T00:00:00Z".parse().expect("a moment")));
        let manifest = Arc::new(Manifest::parse("m.yaml", MANIFEST).expect("right"));
        let config = serde_json::json!({"base_url": server.uri(), "token": "t"});
        let pull = Pull::new(&manifest, "items", &config, None, clock.now()).expect("planned");
        let (send, receive) = tokio::sync::mpsc::channel(1);
        drop(receive);
        let done = Driver::new(client(true), clock).drive(pull, send).await;
        assert!(matches!(done, Err(FetchError::Abandoned)), "{done:?}");
    }
}

/// Reads one page with a decoder; says the keys that were kept and the codes of what was not.
fn read_page(decoder: &str, body: Vec<u8>) -> (Vec<String>, Vec<String>) {
    let text = format!(
        "
version: 7.0.0
type: DeclarativeSource
check: {{type: CheckStream, stream_names: [items]}}
streams:
  - type: DeclarativeStream
    name: items
    primary_key: id
    retriever:
      requester: {{url: \"https://x.example.com\"}}
      decoder: {{type: {decoder}}}
      record_selector: {{extractor: {{field_path: [r, items]}}}}
"
    );
    let manifest = Arc::new(Manifest::parse("m.yaml", &text).expect("right"));
    let now = "2026-01-31T00:00:00Z".parse().expect("a moment");
    let config = serde_json::json!({});
    let mut pull = Pull::new(&manifest, "items", &config, None, now).expect("planned");
    let mut body = Some(body);
    let (mut kept, mut codes) = (Vec::new(), Vec::new());
    loop {
        match pull.next(now).expect("readable") {
            Step::Send(id, _) => {
                let body = body.take().expect("one page");
                pull.reply(id, Ok(Reply { status: 200, headers: Vec::new(), body }), now);
            }
            Step::Emit(page) => {
                kept.extend(page.records.into_iter().map(|record| record.key));
                codes.extend(page.rejected.into_iter().map(|bad| bad.code));
            }
            Step::Done => return (kept, codes),
            step => panic!("{step:?}"),
        }
    }
}

#[test]
fn what_is_too_large_or_too_deep_is_set_aside_and_the_rest_lands() {
    let large = "x".repeat(50 * 1024 * 1024);
    let deep = "[".repeat(5000) + &"]".repeat(5000);
    let items = [
        r#"{"id":1}"#.to_owned(),
        format!(r#"{{"id":2,"x":"{large}"}}"#),
        format!(r#"{{"id":3,"x":{deep}}}"#),
        r#"{"id":4,"x":"\ud800"}"#.to_owned(),
        r#"{"id":5}"#.to_owned(),
    ];
    let body = format!(r#"{{"r":{{"items":[{}]}}}}"#, items.join(","));
    let (kept, codes) = read_page("JsonDecoder", body.into_bytes());
    assert_eq!(kept, ["1", "5"]);
    assert_eq!(codes, ["TOO_LARGE", "TOO_DEEP", "BAD_JSON"]);
    let deep = "<a>".repeat(5000) + &"</a>".repeat(5000);
    let body = format!("<r><items><id>1</id></items><items><id>2</id>{deep}</items></r>");
    let (kept, codes) = read_page("XmlDecoder", body.into_bytes());
    assert_eq!((kept, codes), (vec!["1".to_owned()], vec!["TOO_DEEP".to_owned()]));
}

mod laws {
    use accord::connector::{Manifest, Pull, Reply, Step};
    use proptest::prelude::*;

    use super::Arc;

    const MANIFEST: &str = "
version: 7.0.0
type: DeclarativeSource
check: {type: CheckStream, stream_names: [items]}
streams:
  - type: DeclarativeStream
    name: items
    primary_key: id
    retriever:
      requester: {url: \"https://x.example.com\"}
      record_selector: {extractor: {field_path: [items]}, record_filter: {condition: \"{{ record.id != 'no' }}\"}}
      paginator:
        type: DefaultPaginator
        page_token_option: {type: RequestPath}
        pagination_strategy: {type: CursorPagination, cursor_value: \"{{ response.next }}\", stop_condition: \"{{ response.items | length == 0 }}\"}
    incremental_sync: {type: DatetimeBasedCursor, cursor_field: at, datetime_format: \"%Y-%m-%dT%H:%M:%SZ\", start_datetime: \"2026-01-01T00:00:00Z\", step: P10D, cursor_granularity: PT1S}
    transformations: [{type: AddFields, fields: [{path: [x, y], value: \"{{ record['at'] }}\"}]}]
";

    /// Feeds the replies in turn, then stops; says the last state and how many records came.
    fn feed(
        replies: Vec<(u16, String)>,
        state: Option<&str>,
        now: &str,
    ) -> (Option<String>, usize) {
        let replies = replies.into_iter().map(|(status, body)| (status, body.into_bytes()));
        feed_to(MANIFEST, replies.collect(), state, now)
    }

    fn feed_to(
        manifest: &str,
        replies: Vec<(u16, Vec<u8>)>,
        state: Option<&str>,
        now: &str,
    ) -> (Option<String>, usize) {
        let manifest = Arc::new(Manifest::parse("m.yaml", manifest).expect("right"));
        let mut now = now.parse().expect("a moment");
        let config = serde_json::json!({});
        let mut pull = Pull::new(&manifest, "items", &config, state, now).expect("planned");
        let mut replies = replies.into_iter();
        let (mut last, mut count) = (None, 0);
        let mut open = Vec::new();
        for _ in 0..200 {
            match pull.next(now) {
                Ok(Step::Renew(..)) => panic!("the manifest signs in with nothing"),
                Ok(Step::Send(id, _) | Step::Fetch(id, _)) => open.push(id),
                Ok(Step::Emit(page)) => {
                    count += page.records.len();
                    last = page.state.or(last);
                }
                Ok(Step::Await | Step::Sleep(_)) if !open.is_empty() => {
                    let Some((status, body)) = replies.next() else { break };
                    let after = String::from_utf8_lossy(&body).into_owned();
                    let headers = vec![("retry-after".to_owned(), after)];
                    let reply = Reply { status, headers, body };
                    pull.reply(open.remove(0), Ok(reply), now);
                }
                Ok(Step::Sleep(until)) => now = until,
                Ok(Step::Await | Step::Done) | Err(_) => break,
            }
        }
        (last, count)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_reply_makes_a_pull_panic(
            replies in prop::collection::vec((prop::sample::select(vec![200_u16, 200, 429, 500, 404]),
                prop_oneof![
                    any::<String>(),
                    r#"\{"items":\[(\{"id":[0-9]{1,3},"at":"[0-9TZ:-]{0,20}"\}|null|\{\}|"x"),7\],"next":("[a-z/:.]{0,9}"|null|[0-9]|\{\})\}"#,
                ]), 0..12)
        ) {
            feed(replies, None, "2026-02-01T00:00:00Z");
        }

        #[test]
        fn no_bytes_make_a_decoder_panic(
            decoder in prop::sample::select(vec![
                "{type: JsonDecoder}", "{type: JsonlDecoder}", "{type: IterableDecoder}",
                "{type: CsvDecoder, encoding: utf-16}", "{type: CsvDecoder}", "{type: XmlDecoder}",
                "{type: GzipDecoder, decoder: {type: CsvDecoder}}",
                "{type: ZipfileDecoder, decoder: {type: JsonDecoder}}",
                "{type: JsonItemsDecoder, items_path: a.item}",
            ]),
            body in prop_oneof![
                prop::collection::vec(any::<u8>(), 0..200),
                prop::collection::vec(any::<u8>(), 0..50)
                    .prop_map(|rest| [&b"\x1f\x8b\x08\0"[..], &rest].concat()),
                prop::collection::vec(any::<u8>(), 0..50)
                    .prop_map(|rest| [&b"PK\x03\x04"[..], &rest, b"PK\x05\x06"].concat()),
                "[<>a/=\"&;!\\[\\]CDAT \n,-]{0,80}".prop_map(String::into_bytes),
            ],
        ) {
            let manifest = MANIFEST.replacen("  requester:", &format!("  decoder: {decoder}\n      requester:"), 1);
            feed_to(&manifest, vec![(200, body); 3], None, "2026-01-02T00:00:00Z");
        }

        #[test]
        fn a_position_is_read_back_as_it_was_written(second in 0_i64..2_500_000) {
            let at = chrono::DateTime::from_timestamp(1_767_225_600 + second, 0).expect("a moment");
            let at = at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
            let state = format!("{{\"at\":\"{at}\"}}");
            let empty = vec![(200, "{\"items\":[]}".to_owned()); 10];
            let (last, _) = feed(empty, Some(&state), "2026-02-01T00:00:00Z");
            prop_assert_eq!(last, Some(state));
        }
    }
}
