//! Sources that send what nobody should: bombs, giants, depths, lures. Read over HTTP by the built
//! program; each gets a sentence with the place, and what is good beside it is kept.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::desk::{Desk, Told};

/// One stream of whatever `/items` answers.
const MANIFEST: &str = r#"
version: 7.0.0
type: DeclarativeSource
check: {type: CheckStream, stream_names: [items]}
streams:
  - type: DeclarativeStream
    name: items
    primary_key: id
    retriever:
      requester:
        url_base: "{{ config['base_url'] }}"
        path: /items
        authenticator: {type: BearerAuthenticator, api_token: "{{ config['token'] }}"}
        error_handler: {type: DefaultErrorHandler, max_retries: 0, backoff_strategies: [{type: ConstantBackoffStrategy, backoff_time_in_seconds: 0.01}]}
      decoder: DECODER
      record_selector: {extractor: {field_path: [items]}}
      paginator:
        type: DefaultPaginator
        page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
        pagination_strategy: {type: CursorPagination, cursor_value: "{{ response.get('next', '') }}"}
spec:
  type: Spec
  connection_specification:
    type: object
    properties: {base_url: {type: string}, token: {type: string, airbyte_secret: true}}
"#;

fn desk(base_url: &str, decoder: &str) -> Desk {
    let desk = Desk::new();
    desk.write("manifest.yaml", &MANIFEST.replacen("DECODER", decoder, 1));
    desk.put("config.json", &json!({"base_url": base_url, "token": "s3cr3t-hostile"}));
    desk.put("catalog.json", &json!({"streams": [{"stream": {"name": "items"}}]}));
    desk
}

fn read(desk: &Desk) -> Told {
    let files = ["--config", "config.json", "--catalog", "catalog.json"];
    desk.run(&[&["read", "--manifest-path", "manifest.yaml"], &files[..]].concat())
}

async fn serving(reply: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(path("/items")).respond_with(reply).mount(&server).await;
    server
}

/// What a read says about this reply.
async fn told_of(reply: ResponseTemplate, decoder: &str) -> Told {
    let server = serving(reply).await;
    read(&desk(&server.uri(), decoder))
}

/// A reply of a few hundred kilobytes that unpacks to more than 256 MiB.
fn bomb() -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(b"{\"items\":[{\"id\":1,\"text\":\"").expect("memory");
    let block = vec![b'x'; 1 << 20];
    (0..257).for_each(|_| packer.write_all(&block).expect("memory"));
    packer.write_all(b"\"}]}").expect("memory");
    packer.finish().expect("memory")
}

/// The same over several files of an archive, none of which is too large alone.
fn zip_bomb() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let block = vec![b' '; 1 << 20];
    for file in 0..5 {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(format!("{file}.json"), options).expect("memory");
        (0..60).for_each(|_| archive.write_all(&block).expect("memory"));
    }
    archive.finish().expect("memory").into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bomb_is_refused_whether_the_wire_or_the_manifest_unpacks_it() {
    let bomb = bomb();
    assert!(bomb.len() < 4 << 20, "{}", bomb.len());
    let reply = || ResponseTemplate::new(200).set_body_raw(bomb.clone(), "application/json");
    let packed = reply().insert_header("Content-Encoding", "gzip");
    let told = told_of(packed, "{type: JsonDecoder}").await;
    let complaint = told.ends(1).complaint();
    assert!(complaint.contains("items") && complaint.contains("268435456"), "{complaint}");
    let told = told_of(reply(), "{type: GzipDecoder, decoder: {type: JsonDecoder}}").await;
    let complaint = told.ends(1).complaint();
    assert!(complaint.contains("items") && complaint.contains("MiB"), "{complaint}");
    let reply = ResponseTemplate::new(200).set_body_raw(zip_bomb(), "application/zip");
    let told = told_of(reply, "{type: ZipfileDecoder, decoder: {type: JsonDecoder}}").await;
    let complaint = told.ends(1).complaint();
    assert!(complaint.contains("items") && complaint.contains("MiB"), "{complaint}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_is_nothing_but_depth_is_no_reason_to_fall() {
    let lists = "[".repeat(200_000) + &"]".repeat(200_000);
    let objects = "{\"items\":".repeat(100_000);
    for body in [lists.clone(), objects, format!("{{\"items\":{lists},\"next\":{lists}}}")] {
        let reply = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        let told = told_of(reply, "{type: JsonDecoder}").await;
        let text = told.text();
        assert!(told.code >= 0, "it was killed: {text}");
        assert!(text.contains("items") && text.len() < 4000, "{text}");
    }
}

#[test]
fn files_that_are_nothing_but_depth_or_echo_are_refused() {
    let desk = desk("https://x.example.com", "{type: JsonDecoder}");
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    let laughs = (1..12).fold("a0: &a0 [x, x]\n".to_owned(), |text, n| {
        let before = format!("*a{}", n - 1);
        let list = [before.as_str(); 10].join(", ");
        format!("{text}a{n}: &a{n} [{list}]\n")
    });
    let ring = "definitions:\n  a: {$ref: '#/definitions/b'}\n  b: {$ref: '#/definitions/a'}\n";
    let cases = [
        ("manifest.yaml", format!("streams: {}", deep("[", "]"))),
        ("manifest.yaml", format!("{laughs}{MANIFEST}")),
        (
            "manifest.yaml",
            format!(
                "{}{ring}",
                MANIFEST.replacen("decoder: DECODER", "decoder: {$ref: '#/definitions/a'}", 1)
            ),
        ),
        ("manifest.yaml", MANIFEST.replacen("DECODER", &deep("{decoder: ", "}"), 1)),
        ("config.json", deep("[", "]")),
        ("config.json", deep("{\"a\":", "}")),
        ("state.json", deep("[", "]")),
        (
            "state.json",
            format!(
                r#"[{{"type":"STREAM","stream":{{"stream_descriptor":{{"name":"items"}},"stream_state":{}}}}}]"#,
                deep("[", "]")
            ),
        ),
        ("catalog.json", deep("[", "]")),
    ];
    desk.write("state.json", "[]");
    let files = ["manifest.yaml", "config.json", "state.json", "catalog.json"];
    let right = files.map(|file| (file, desk.read(file)));
    for (file, text) in cases {
        for (file, text) in &right {
            desk.write(file, text);
        }
        desk.write(file, &text);
        let told = desk.read_on();
        let start: String = text.chars().take(90).collect();
        assert_eq!(told.code, 1, "{file} {start}: {}", told.text());
        let complaint = told.complaint();
        let named = complaint.contains(file) || complaint.contains("items");
        assert!(named && complaint.len() < 1000, "{file} {start}: {complaint}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn giants_depths_and_broken_letters_are_left_out_and_the_rest_is_read() {
    let large = "x".repeat(50 << 20);
    let deep = "[".repeat(5000) + &"]".repeat(5000);
    let items = [
        r#"{"id":1}"#.to_owned(),
        format!(r#"{{"id":2,"x":"{large}"}}"#),
        format!(r#"{{"id":3,"x":{deep}}}"#),
        r#"{"id":4,"x":"\ud800"}"#.to_owned(),
        r#"{"id":5}"#.to_owned(),
    ];
    let body = format!(r#"{{"items":[{}]}}"#, items.join(","));
    let reply = ResponseTemplate::new(200).set_body_raw(body, "application/json");
    let told = told_of(reply, "{type: JsonDecoder}").await;
    let ids: Vec<Value> =
        told.ends(0).all("RECORD").iter().map(|record| record["data"]["id"].clone()).collect();
    assert_eq!(ids, [1, 5]);
    let warnings: Vec<String> =
        told.all("LOG").iter().map(|log| log["message"].to_string()).collect();
    let codes = ["TOO_LARGE", "TOO_DEEP", "BAD_JSON"];
    assert_eq!(warnings.len(), codes.len(), "{warnings:?}");
    for (warning, code) in warnings.iter().zip(codes) {
        assert!(warning.contains("items: record") && warning.contains(code), "{warning}");
        assert!(warning.len() < 500, "a warning is for people: {} bytes", warning.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_to_sign_in_is_told_as_such() {
    let page = "<!DOCTYPE html><html><title>Sign in</title><form>password</form></html>";
    for kind in ["text/html", "application/json"] {
        let reply = ResponseTemplate::new(200).set_body_raw(page, kind);
        let told = told_of(reply, "{type: JsonDecoder}").await;
        let complaint = told.ends(1).complaint();
        for part in ["stream `items`", "/items answered 200 with", "HTML", "expected"] {
            assert!(complaint.contains(part), "`{part}` is missing in: {complaint}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_never_end_are_left_when_they_bring_nothing_new() {
    // The same token.
    let body = json!({"items": [{"id": 1}], "next": "p2"});
    let told =
        told_of(ResponseTemplate::new(200).set_body_json(body), "{type: JsonDecoder}").await;
    let complaint = told.ends(1).complaint();
    let parts = ["stream `items`: paging does not end", "same next page", "paginator"];
    for part in parts {
        assert!(complaint.contains(part), "`{part}` is missing in: {complaint}");
    }
    // A new token each time, the same records.
    let server = MockServer::start().await;
    let count = std::sync::atomic::AtomicU32::new(0);
    let reply = move |_: &wiremock::Request| {
        let next = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let body = json!({"items": [{"id": 1}, {"id": 2}], "next": format!("p{next}")});
        ResponseTemplate::new(200).set_body_json(body)
    };
    Mock::given(any()).respond_with(reply).mount(&server).await;
    let told = read(&desk(&server.uri(), "{type: JsonDecoder}"));
    let complaint = told.ends(1).complaint();
    assert!(complaint.contains("stream `items`: paging does not end"), "{complaint}");
    let asked = server.received_requests().await.expect("recorded").len();
    assert!(asked < 200, "asked {asked} times");
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_a_redirect_nor_a_link_takes_the_credentials_elsewhere() {
    let elsewhere = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"items": [{"id": 9}]})))
        .mount(&elsewhere)
        .await;
    let away = format!("{}/items", elsewhere.uri());
    let reply = ResponseTemplate::new(302).insert_header("Location", away.as_str());
    let told = told_of(reply, "{type: JsonDecoder}").await;
    let complaint = told.ends(1).complaint();
    assert!(complaint.contains("redirects to another host"), "{complaint}");

    let reply =
        ResponseTemplate::new(200).set_body_json(json!({"items": [{"id": 1}], "next": away}));
    let server = serving(reply).await;
    let desk = desk(&server.uri(), "{type: JsonDecoder}");
    let option = "{type: RequestOption, inject_into: request_parameter, field_name: page}";
    let manifest = desk.read("manifest.yaml").replacen(option, "{type: RequestPath}", 1);
    desk.write("manifest.yaml", &manifest);
    let told = read(&desk);
    let complaint = told.ends(1).complaint();
    assert!(complaint.contains("the next page would go to 127.0.0.1:"), "{complaint}");
    assert!(
        complaint.contains("neither the manifest nor the configuration names"),
        "{complaint}"
    );
    assert_eq!(told.all("RECORD").len(), 1, "what came before is kept");
    assert!(elsewhere.received_requests().await.expect("recorded").is_empty());
}
