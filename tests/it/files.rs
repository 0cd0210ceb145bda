//! Files that go with records, from a source on loopback to a folder on disk.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use accord::connector::{Manifest, Page, Pull};
use accord::fetch::{Client, Driver, Egress, FetchError, Files};
use accord::model::{Clock, FixedClock};
use serde_json::{Value, json};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::desk::{Desk, NOW, SECRET, Told};

const MANIFEST: &str = r#"
version: 7.0.0
type: DeclarativeSource
check: {type: CheckStream, stream_names: [papers]}
streams:
  - type: DeclarativeStream
    name: papers
    primary_key: id
    retriever:
      requester: {url_base: "{{ config['base_url'] }}", path: papers}
      record_selector: {extractor: {field_path: []}}
    file_uploader:
      type: FileUploader
      requester:
        type: HttpRequester
        url: "{{ download_target }}"
        authenticator: {type: BearerAuthenticator, api_token: "{{ config['token'] }}"}
        error_handler:
          type: DefaultErrorHandler
          max_retries: 1
          backoff_strategies: [{type: ConstantBackoffStrategy, backoff_time_in_seconds: 0.001}]
          response_filters: [{type: HttpResponseFilter, http_codes: [410], action: IGNORE}]
      download_target_extractor: {type: DpathExtractor, field_path: [url]}
      filename_extractor: "{{ record.id }}/{{ record.name }}"
spec:
  type: Spec
  connection_specification:
    type: object
    properties: {base_url: {type: string}, token: {type: string, airbyte_secret: true}}
"#;

/// A source with these papers: name and where the file is.
async fn source(papers: &[(&str, &str)]) -> MockServer {
    let server = MockServer::start().await;
    let record = |(at, (name, to)): (usize, &(&str, &str))| {
        let url = format!("{}{to}?sig={SECRET}", server.uri());
        json!({"id": at + 1, "name": name, "url": url})
    };
    let records: Vec<Value> = papers.iter().enumerate().map(record).collect();
    answer(&server, "/papers", ResponseTemplate::new(200).set_body_json(records)).await;
    server
}

async fn answer(server: &MockServer, at: &str, reply: ResponseTemplate) {
    Mock::given(method("GET")).and(path(at)).respond_with(reply).mount(server).await;
}

fn bytes(count: usize) -> Vec<u8> {
    (0..count).map(|at| (at % 251) as u8).collect()
}

fn token() -> String {
    format!("{SECRET}-of-papers")
}

fn desk(server: &MockServer) -> Desk {
    let desk = Desk::new();
    desk.write("manifest.yaml", MANIFEST);
    desk.write("staged/here", "");
    desk.put("config.json", &json!({"base_url": server.uri(), "token": token()}));
    let stream = json!({"name": "papers", "json_schema": {}, "supported_sync_modes": []});
    let configured = json!({"stream": stream, "sync_mode": "full_refresh",
        "destination_sync_mode": "append"});
    desk.put("catalog.json", &json!({"streams": [configured]}));
    desk
}

fn run(desk: &Desk, command: &str, more: &[&str]) -> Told {
    let arguments =
        [command, "--manifest-path", "manifest.yaml", "--config", "config.json", "--now", NOW];
    desk.run(&[&arguments, more].concat())
}

fn read(desk: &Desk) -> Told {
    run(desk, "read", &["--catalog", "catalog.json", "--staging-directory", "staged"])
}

fn left_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.expect("an entry").file_name().to_string_lossy().into_owned()
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

/// Reads without the program, into a folder with a limit.
async fn read_into(
    folder: &Path,
    limit: u64,
    server: &MockServer,
) -> (Page, Result<(), FetchError>) {
    let clock: Arc<dyn Clock> = Arc::new(FixedClock(NOW.parse().expect("a moment")));
    let timeout = Duration::from_secs(5);
    let egress = Egress { timeout, max_reply: 1_000_000, allow_private: true };
    let files = Files::new(egress.clone(), folder.to_owned(), limit).expect("TLS");
    let client = Client::new(egress).expect("TLS");
    let driver = Driver::new(client, Arc::clone(&clock)).with_files(files);
    let manifest = Arc::new(Manifest::parse("m.yaml", MANIFEST).expect("right"));
    let config = json!({"base_url": server.uri(), "token": token()});
    let pull = Pull::new(&manifest, "papers", &config, None, clock.now()).expect("planned");
    driver.gather(pull.with_files().expect("planned")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_arrives_byte_for_byte_and_its_record_says_where() {
    let server = source(&[("a.pdf", "/f/1"), ("empty", "/f/2"), ("gone", "/f/3")]).await;
    let (large, bearer) = (bytes(3_000_000), format!("Bearer {}", token()));
    Mock::given(path("/f/1"))
        .and(header("Authorization", bearer.as_str()))
        .respond_with(ResponseTemplate::new(200).set_body_bytes(large.clone()))
        .mount(&server)
        .await;
    answer(&server, "/f/2", ResponseTemplate::new(200)).await;
    answer(&server, "/f/3", ResponseTemplate::new(410)).await;
    let folder = tempfile::tempdir().expect("a folder");
    let (page, done) = read_into(folder.path(), 3_000_000, &server).await;
    done.expect("read to the end");
    assert_eq!(page.records.len(), 3);
    let placed = |at: usize| page.files[at].placed.clone().expect("a place");
    assert_eq!(std::fs::read(placed(0).at).expect("a file"), large);
    assert_eq!((placed(0).bytes, placed(1).bytes), (3_000_000, 0));
    let told: Vec<(usize, &str)> =
        page.files.iter().map(|file| (file.record, file.path.as_str())).collect();
    assert_eq!(
        told,
        [(0, "papers/1/a.pdf"), (1, "papers/2/empty")],
        "nothing for what is gone"
    );
    assert_eq!(left_in(folder.path()), ["papers"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_name_leads_out_of_the_folder() {
    let names = ["../../../out", "/etc/passwd", "..", "a/../../../../b", "x\\..\\y"];
    let papers: Vec<(&str, &str)> = names.iter().map(|name| (*name, "/f")).collect();
    let server = source(&papers).await;
    answer(&server, "/f", ResponseTemplate::new(200).set_body_string("x")).await;
    let outer = tempfile::tempdir().expect("a folder");
    let (page, done) = read_into(&outer.path().join("in"), 10, &server).await;
    done.expect("read to the end");
    assert_eq!(left_in(outer.path()), ["in"]);
    assert_eq!(left_in(&outer.path().join("in")), ["papers"]);
    let folder = outer.path().join("in/papers").canonicalize().expect("a folder");
    for file in page.files {
        let at = Path::new(&file.placed.expect("a place").at).canonicalize().expect("a file");
        assert!(at.starts_with(&folder), "{}", at.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_too_large_is_refused_and_leaves_nothing() {
    let server = source(&[("a", "/small"), ("b", "/large"), ("c", "/small")]).await;
    answer(&server, "/small", ResponseTemplate::new(200).set_body_string("0123456789")).await;
    answer(&server, "/large", ResponseTemplate::new(200).set_body_string("0123456789x")).await;
    let folder = tempfile::tempdir().expect("a folder");
    let (page, done) = read_into(folder.path(), 10, &server).await;
    let error = done.expect_err("too large").to_string();
    assert!(error.contains("the file of record `2`"), "{error}");
    assert!(error.contains("more than 10 bytes") && error.contains("record_filter"), "{error}");
    assert!(!error.contains(SECRET), "{error}");
    assert_eq!(page.records.len(), 1, "what came before stays");
    assert_eq!(left_in(folder.path()), ["papers"]);
    assert_eq!(left_in(&folder.path().join("papers")), ["1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_takes_no_files_is_named() {
    let server = source(&[("a", "/f")]).await;
    answer(&server, "/f", ResponseTemplate::new(200).set_body_string("x")).await;
    let outer = tempfile::tempdir().expect("a folder");
    std::fs::write(outer.path().join("taken"), "").expect("a file");
    let (_, done) = read_into(&outer.path().join("taken"), 10, &server).await;
    let error = done.expect_err("no folder").to_string();
    assert!(error.contains("taken") && error.contains("record `1`"), "{error}");
    // A file stands where a folder should be.
    std::fs::create_dir_all(outer.path().join("in/papers")).expect("a folder");
    std::fs::write(outer.path().join("in/papers/1"), "").expect("a file");
    let (_, done) = read_into(&outer.path().join("in"), 10, &server).await;
    let error = done.expect_err("no place").to_string();
    assert!(error.contains("filename_extractor") && error.contains("record `1`"), "{error}");
    assert_eq!(left_in(&outer.path().join("in")), ["papers"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_to_another_host_is_followed_without_the_credentials() {
    let (server, storage) = (source(&[("a", "/f")]).await, MockServer::start().await);
    let to = format!("{}/stored?sig=1", storage.uri());
    answer(&server, "/f", ResponseTemplate::new(302).insert_header("Location", to)).await;
    answer(&storage, "/stored", ResponseTemplate::new(200).set_body_string("stored")).await;
    let folder = tempfile::tempdir().expect("a folder");
    let (page, done) = read_into(folder.path(), 10, &server).await;
    done.expect("read to the end");
    let placed = page.files[0].placed.clone().expect("a place");
    assert_eq!(std::fs::read_to_string(placed.at).expect("a file"), "stored");
    for request in storage.received_requests().await.expect("recorded") {
        assert!(!request.headers.contains_key("authorization"), "{request:?}");
    }
    let round = ResponseTemplate::new(302).insert_header("Location", "/round");
    let server = source(&[("a", "/round")]).await;
    answer(&server, "/round", round).await;
    let (_, done) = read_into(folder.path(), 10, &server).await;
    let error = done.expect_err("round and round").to_string();
    assert!(error.contains("again and again"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn read_tells_of_each_record_where_its_file_is_staged() {
    let server = MockServer::start().await;
    let url = |at: &str| format!("{}/{at}", server.uri());
    let records = json!([{"id": 1, "name": "a.pdf", "url": url("1")},
        {"id": 2, "name": "gone", "url": url("2")}, {"id": 3, "name": "no", "url": url("3")}]);
    answer(&server, "/papers", ResponseTemplate::new(200).set_body_json(records)).await;
    answer(&server, "/1", ResponseTemplate::new(200).set_body_string("paper")).await;
    answer(&server, "/2", ResponseTemplate::new(410)).await;
    answer(&server, "/3", ResponseTemplate::new(404)).await;
    let desk = desk(&server);
    let told = read(&desk);
    told.ends(1);
    let [first, second] = &told.all("RECORD")[..] else { panic!("{}", told.out) };
    assert_eq!(
        first["file_reference"],
        json!({"staging_file_url": "staged/papers/1/a.pdf",
            "source_file_relative_path": "papers/1/a.pdf", "file_size_bytes": 5})
    );
    assert_eq!(second["data"]["id"], 2);
    assert_eq!(second.get("file_reference"), None);
    let missing = &told.all("LOG")[0]["message"];
    assert_eq!(missing, "papers: files that the `error_handler` lets be missing: 1");
    assert_eq!(desk.read("staged/papers/1/a.pdf"), "paper");
    assert!(told.text().contains("the file of record `3`: HTTP status 404"), "{}", told.text());
    assert_eq!(told.story().last().map(String::as_str), Some("papers INCOMPLETE"));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_read_fetches_files() {
    let server = MockServer::start().await;
    let records = json!([{"id": 1, "name": "a.pdf", "url": format!("{}/1", server.uri())}]);
    answer(&server, "/papers", ResponseTemplate::new(200).set_body_json(records)).await;
    let desk = desk(&server);
    let told = run(&desk, "discover", &[]);
    assert_eq!(told.ends(0).all("CATALOG")[0]["streams"][0]["is_file_based"], true);
    assert_eq!(told.all("LOG"), [] as [Value; 0]);
    let told = run(&desk, "check", &[]);
    assert_eq!(told.ends(0).all("CONNECTION_STATUS")[0]["status"], "SUCCEEDED");
    desk.write("kit/manifest.yaml", MANIFEST);
    let mapping = "{category: SUPPORT, title: Papers, version: '1', streams: {papers: {entities: \
                   [{entity: ticket, key: id, fields: {subject: name}}]}}}";
    desk.write("kit/mapping.yaml", mapping);
    let told = desk.run(&[
        "try",
        "papers",
        "--connector",
        "kit",
        "--config",
        "config.json",
        "--now",
        NOW,
    ]);
    assert!(told.ends(0).out.contains("come without their files"), "{}", told.text());
    let asked = server.received_requests().await.expect("recorded");
    assert!(asked.iter().all(|request| request.url.path() == "/papers"), "{asked:?}");
}
