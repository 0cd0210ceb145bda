//! `accord connector spec | check | discover | read` as another platform runs them: the built
//! program, files in, messages out, a source on loopback.

use serde_json::{Value, json};
use wiremock::matchers::{any, method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::desk::{Desk, NOW, Told};

const TOKEN: &str = "s3cr3t-token";

/// Tickets change, tags do not say when, and nobody may read the vault.
const MANIFEST: &str = r##"
version: 7.0.0
type: DeclarativeSource
check: {type: CheckStream, stream_names: [tickets]}
definitions:
  requester:
    type: HttpRequester
    url_base: "{{ config['base_url'] }}"
    authenticator: {type: BearerAuthenticator, api_token: "{{ config['token'] }}"}
    error_handler: {type: DefaultErrorHandler, max_retries: 0}
streams:
  - type: DeclarativeStream
    name: tickets
    primary_key: id
    retriever:
      requester: {$ref: "#/definitions/requester", path: tickets}
      record_selector: {extractor: {field_path: [tickets]}}
      paginator:
        type: DefaultPaginator
        page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
        pagination_strategy: {type: PageIncrement, start_from_page: 1, page_size: 2}
    incremental_sync:
      type: DatetimeBasedCursor
      cursor_field: at
      datetime_format: "%Y-%m-%dT%H:%M:%SZ"
      start_datetime: "2026-01-01T00:00:00Z"
      start_time_option: {type: RequestOption, inject_into: request_parameter, field_name: since}
    schema_loader:
      type: InlineSchemaLoader
      schema: {type: object, properties: {id: {type: integer}, at: {type: string, format: date-time}}}
  - type: DeclarativeStream
    name: tags
    primary_key: id
    retriever:
      requester: {$ref: "#/definitions/requester", path: tags}
      record_selector: {extractor: {field_path: []}}
  - type: DeclarativeStream
    name: vault
    primary_key: id
    retriever:
      requester: {$ref: "#/definitions/requester", path: vault}
      record_selector: {extractor: {field_path: []}}
spec:
  type: Spec
  documentation_url: https://docs.example.com
  connection_specification:
    type: object
    required: [base_url, token]
    properties:
      base_url: {type: string}
      token: {type: string, airbyte_secret: true}
"##;

/// Tickets by the day they changed on.
struct Tickets(Vec<(u32, &'static str)>);

impl Respond for Tickets {
    fn respond(&self, asked: &Request) -> ResponseTemplate {
        let said = |name: &str| {
            asked.url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value)
        };
        let since = said("since").expect("a moment").into_owned();
        // The first page is asked for without its number.
        let page = said("page").map_or(1, |page| page.parse().expect("a number"));
        let new = self.0.iter().filter(|(_, at)| *at >= since.as_str());
        let shown = new.skip((page - 1) * 2).take(2);
        let tickets: Vec<Value> = shown.map(|(id, at)| json!({"id": id, "at": at})).collect();
        // As people's own servers print it: one record over several lines.
        let text = serde_json::to_string_pretty(&json!({"tickets": tickets}));
        ResponseTemplate::new(200).set_body_string(text.expect("JSON"))
    }
}

async fn answer(server: &MockServer, at: &str, reply: impl Respond + 'static) {
    let right = format!("Bearer {TOKEN}");
    let mock = Mock::given(method("GET")).and(path(at));
    mock.and(wiremock::matchers::header("Authorization", right.as_str()))
        .respond_with(reply)
        .mount(server)
        .await;
}

fn tickets() -> Tickets {
    let day = ["2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z"];
    Tickets(vec![(1, day[0]), (2, day[1]), (3, day[2])])
}

/// A source that has tickets and tags, keeps the vault shut, and knows one token.
async fn source() -> MockServer {
    let server = MockServer::start().await;
    answer(&server, "/tickets", tickets()).await;
    let tags = ResponseTemplate::new(200).set_body_string("[{\n \"id\": 7\n},{\"id\":8}]");
    answer(&server, "/tags", tags).await;
    // A source may be so kind as to repeat what it was asked with.
    let refused = format!("{{\"error\":\"{TOKEN} may not read the vault\"}}");
    answer(&server, "/vault", ResponseTemplate::new(403).set_body_string(refused)).await;
    let unknown = ResponseTemplate::new(401).set_body_string("who is that?");
    Mock::given(any()).respond_with(unknown).with_priority(9).mount(&server).await;
    server
}

fn desk(base_url: &str) -> Desk {
    let desk = Desk::new();
    desk.write("manifest.yaml", MANIFEST);
    desk.put("config.json", &json!({"base_url": base_url, "token": TOKEN}));
    desk
}

fn catalog(streams: &[&str]) -> Value {
    let stream = |name: &&str| {
        json!({"stream": {"name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
            "sync_mode": "incremental", "destination_sync_mode": "append"})
    };
    json!({"streams": streams.iter().map(stream).collect::<Vec<_>>()})
}

/// An address where nobody listens.
fn closed_port() -> std::net::SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address")
}

/// `check` or `discover`.
fn ask(desk: &Desk, command: &str) -> Told {
    desk.run(&[command, "--manifest-path", "manifest.yaml", "--config", "config.json"])
}

fn read(desk: &Desk, streams: &[&str], more: &[&str]) -> Told {
    desk.put("catalog.json", &catalog(streams));
    let files = ["--config", "config.json", "--catalog", "catalog.json", "--now", NOW];
    desk.run(&[&["read", "--manifest-path", "manifest.yaml"], &files[..], more].concat())
}

#[test]
fn spec_prints_what_the_configuration_may_hold() {
    let desk = desk("https://x.example.com");
    let told = desk.run(&["spec", "--manifest-path", "manifest.yaml"]);
    told.ends(0);
    let [spec] = &told.all("SPEC")[..] else { panic!("{}", told.out) };
    assert_eq!(spec["documentationUrl"], "https://docs.example.com");
    let asked = &spec["connectionSpecification"];
    assert_eq!(asked["required"], json!(["base_url", "token"]));
    assert_eq!(asked["properties"]["token"]["airbyte_secret"], true);
    assert_eq!(told.out.lines().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn check_says_in_one_message_whether_the_source_answers() {
    let server = source().await;
    let desk = desk(&server.uri());
    let good = ask(&desk, "check");
    assert_eq!(good.ends(0).all("CONNECTION_STATUS"), [json!({"status": "SUCCEEDED"})]);

    let gone = format!("http://{}", closed_port());
    let cases = [
        // (configuration, what is said)
        (json!({"base_url": server.uri(), "token": "s3cr3t-but-old"}), vec!["401", "token"]),
        (json!({"base_url": gone, "token": TOKEN}), vec!["connection was refused"]),
        (json!({"base_url": server.uri()}), vec!["the configuration is not right", "token"]),
        (
            json!({"base_url": "s3cr3t", "token": TOKEN}),
            vec!["the address is no http or https URL"],
        ),
    ];
    for (config, parts) in cases {
        desk.put("config.json", &config);
        let told = ask(&desk, "check");
        let [status] = &told.ends(0).all("CONNECTION_STATUS")[..] else {
            panic!("{}", told.out)
        };
        assert_eq!(status["status"], "FAILED");
        let message = status["message"].as_str().expect("a message");
        for part in parts {
            assert!(message.contains(part), "`{part}` is missing in: {message}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn discover_prints_each_stream_with_schema_key_and_cursor() {
    let server = source().await;
    let told = ask(&desk(&server.uri()), "discover");
    let [catalog] = &told.ends(0).all("CATALOG")[..] else { panic!("{}", told.out) };
    let [tickets, tags, vault] = &catalog["streams"].as_array().expect("streams")[..] else {
        panic!("{catalog}")
    };
    assert_eq!((&tags["name"], &vault["name"]), (&json!("tags"), &json!("vault")));
    assert_eq!(tickets["name"], "tickets");
    assert_eq!(tickets["json_schema"]["properties"]["at"]["format"], "date-time");
    assert_eq!(tickets["source_defined_primary_key"], json!([["id"]]));
    assert_eq!(tickets["default_cursor_field"], json!(["at"]));
    assert_eq!(tickets["source_defined_cursor"], true);
    assert_eq!(tickets["supported_sync_modes"], json!(["full_refresh", "incremental"]));
    assert_eq!(tags["supported_sync_modes"], json!(["full_refresh"]));
    assert!(server.received_requests().await.expect("recorded").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn read_prints_statuses_records_and_states_in_their_order() {
    let server = source().await;
    let told = read(&desk(&server.uri()), &["tickets"], &[]);
    assert_eq!(
        told.ends(0).story(),
        [
            "tickets STARTED",
            "tickets RUNNING",
            "tickets record 1",
            "tickets record 2",
            "tickets record 3",
            r#"tickets state {"at":"2026-01-04T00:00:00Z"} after 3.0"#,
            "tickets COMPLETE",
        ]
    );
    assert_eq!(told.err, "");
    let record = &told.all("RECORD")[0];
    assert_eq!(record["data"], json!({"id": 1, "at": "2026-01-02T00:00:00Z"}));
    assert!(record["emitted_at"].is_i64(), "{record}");
}

#[tokio::test(flavor = "multi_thread")]
async fn read_goes_on_from_the_state_that_an_earlier_one_printed() {
    let server = MockServer::start().await;
    answer(&server, "/tickets", tickets()).await;
    let desk = desk(&server.uri());
    let first = read(&desk, &["tickets"], &[]);
    desk.put("state.json", &json!(first.ends(0).all("STATE")));
    server.reset().await;
    let mut later = tickets();
    later.0.push((4, "2026-01-09T00:00:00Z"));
    answer(&server, "/tickets", later).await;
    let told = read(&desk, &["tickets"], &["--state", "state.json"]);
    // Whatever has the very moment of the state comes again.
    assert_eq!(
        told.ends(0).story(),
        [
            "tickets STARTED",
            "tickets RUNNING",
            "tickets record 3",
            "tickets record 4",
            r#"tickets state {"at":"2026-01-09T00:00:00Z"} after 2.0"#,
            "tickets COMPLETE",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_without_a_cursor_ends_with_the_state_that_says_so() {
    let server = source().await;
    let told = read(&desk(&server.uri()), &["tags"], &[]);
    assert_eq!(
        told.ends(0).story(),
        [
            "tags STARTED",
            "tags RUNNING",
            "tags record 7",
            "tags record 8",
            r#"tags state {"__ab_no_cursor_state_message":true} after 2.0"#,
            "tags COMPLETE",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_fails_does_not_stop_the_others_but_fails_the_command() {
    let server = source().await;
    let told =
        read(&desk(&server.uri()), &["vault", "tickets", "missing", "tickts", "tags"], &[]);
    let story = told.ends(1).story();
    let of = |name: &str| -> Vec<&str> {
        story.iter().filter_map(|line| line.strip_prefix(name)).collect()
    };
    assert_eq!(of("vault "), ["STARTED", "error config_error", "INCOMPLETE"]);
    assert_eq!(of("missing ").last(), Some(&"INCOMPLETE"));
    assert_eq!(of("tickets ").last(), Some(&"COMPLETE"));
    assert_eq!(of("tags ").last(), Some(&"COMPLETE"));
    assert_eq!(told.all("RECORD").len(), 5);
    let complaint = told.complaint();
    let known = [
        "manifest.yaml has no stream `missing`; it has tickets, tags, vault",
        "manifest.yaml has no stream `tickts`; did you mean `tickets`?",
    ];
    for part in ["vault", "403", "the source says: **** may not read the vault"]
        .into_iter()
        .chain(known)
    {
        assert!(complaint.contains(part), "`{part}` is missing in: {complaint}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_one_line_however_the_source_prints_it() {
    let server = MockServer::start().await;
    let text = "[\n  {\n    \"id\": 1,\n    \"text\": \"two\\nlines, a \\u2028 and \\\"quotes\\\"\",\n    \
                \"price\": 1.50,\n    \"big\": 12345678901234567890123\n  }\r\n]\n";
    answer(&server, "/tags", ResponseTemplate::new(200).set_body_string(text)).await;
    let told = read(&desk(&server.uri()), &["tags"], &[]);
    let line = told.ends(0).out.lines().find(|line| line.contains("RECORD")).expect("a record");
    // Numbers stay as they are written.
    assert!(line.contains(r#""price":1.50,"big":12345678901234567890123}"#), "{line}");
    assert_eq!(told.all("RECORD")[0]["data"]["text"], "two\nlines, a \u{2028} and \"quotes\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_that_changes_is_handed_back_before_what_it_opened() {
    let server = MockServer::start().await;
    let given =
        json!({"access_token": "s3cr3t-a1", "refresh_token": "s3cr3t-r1", "expires_in": 3600});
    Mock::given(method("POST"))
        .and(path("/token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(given))
        .expect(1)
        .mount(&server)
        .await;
    let right = wiremock::matchers::header("Authorization", "Bearer s3cr3t-a1");
    let tags = ResponseTemplate::new(200).set_body_string("[{\"id\":7}]");
    Mock::given(right).respond_with(tags).mount(&server).await;
    let desk = desk(&server.uri());
    let own = "{type: BearerAuthenticator, api_token: \"{{ config['token'] }}\"}";
    let oauth = "{type: OAuthAuthenticator, token_refresh_endpoint: \"{{ config['base_url'] }}/token\", \
                 client_id: me, client_secret: \"{{ config['token'] }}\", refresh_token_updater: {}}";
    let manifest = MANIFEST.replacen(own, oauth, 1);
    desk.write("manifest.yaml", &manifest);
    let mut config = json!({"base_url": server.uri(), "token": TOKEN, "credentials": {
        "client_id": "me", "client_secret": "s3cr3t-c", "refresh_token": "s3cr3t-r0",
        "access_token": "", "token_expiry_date": ""}});
    desk.put("config.json", &config);
    let told = read(&desk, &["tags"], &[]);
    let story = told.ends(0).story();
    assert_eq!(story.iter().filter(|line| *line == "CONTROL").count(), 1, "{story:?}");
    let place = |what: &str| story.iter().position(|line| line == what).expect(what);
    assert!(place("CONTROL") < place("tags record 7"), "{story:?}");
    let [control] = &told.all("CONTROL")[..] else { panic!("{}", told.out) };
    assert_eq!(control["type"], "CONNECTOR_CONFIG");
    let new = &control["connectorConfig"]["config"];
    config["credentials"]["refresh_token"] = "s3cr3t-r1".into();
    config["credentials"]["access_token"] = "s3cr3t-a1".into();
    config["credentials"]["token_expiry_date"] =
        new["credentials"]["token_expiry_date"].clone();
    assert_eq!(new, &config);
    assert!(
        new["credentials"]["token_expiry_date"].as_str().is_some_and(|at| at > NOW),
        "{new}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn loopback_is_asked_only_with_leave() {
    let server = source().await;
    let name = server.uri().replace("127.0.0.1", "localhost");
    for base in [server.uri(), name] {
        let desk = desk(&base).in_public();
        let told = ask(&desk, "check");
        assert_eq!(told.all("CONNECTION_STATUS")[0]["status"], "FAILED");
        told.says(&["is a private or loopback address", "allow private addresses"]);
        let told = read(&desk, &["tags"], &[]);
        told.ends(1).says(&["is a private or loopback address"]);
        assert!(server.received_requests().await.expect("recorded").is_empty());
    }
    let desk = desk(&server.uri()).in_public();
    read(&desk, &["tags"], &["--allow-private"]).ends(0);
}

#[test]
fn no_spelling_of_a_private_address_is_asked_without_leave() {
    let spellings = [
        "127.1:9",
        "2130706433:9",
        "0x7f.0.0.1:9",
        "[::1]:9",
        "[::ffff:127.0.0.1]:9",
        "0.0.0.0:9",
        "169.254.169.254",
        "[64:ff9b::7f00:1]:9",
        "10.0.0.1",
        "user@127.0.0.1:9",
    ];
    for spelling in spellings {
        let desk = desk(&format!("http://{spelling}")).in_public();
        let told = read(&desk, &["tags"], &[]);
        let complaint = told.ends(1).complaint();
        assert!(
            complaint.contains("is a private or loopback address"),
            "{spelling}: {complaint}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_named_with_file_line_and_remedy() {
    let desk = desk("https://x.example.com");
    let cases = [
        // (file, text, what is said)
        (
            "manifest.yaml",
            MANIFEST.replacen("primary_key", "primary_kye", 1),
            "manifest.yaml:14: DeclarativeStream has no field `primary_kye`; did you mean `primary_key`?",
        ),
        (
            "manifest.yaml",
            MANIFEST.replacen("PageIncrement", "PageIncrment", 1),
            "did you mean `PageIncrement`?",
        ),
        ("manifest.yaml", "streams: [".to_owned(), "manifest.yaml:1"),
        (
            "config.json",
            "{\"token\": \"s3cr3t\", oops}".to_owned(),
            "config.json:1:21 is not the JSON that is expected there",
        ),
        ("catalog.json", "{\"streams\": [{}]}".to_owned(), "catalog.json:1:15 is not the JSON"),
        ("state.json", "{}".to_owned(), "state.json:1:0 is not the JSON"),
    ];
    let right = [
        ("manifest.yaml", MANIFEST.to_owned()),
        ("config.json", desk.read("config.json")),
        ("catalog.json", catalog(&["tags"]).to_string()),
        ("state.json", "[]".to_owned()),
    ];
    for (file, wrong, part) in cases {
        for (file, text) in &right {
            desk.write(file, text);
        }
        desk.write(file, &wrong);
        let told = desk.read_on();
        let complaint = told.ends(1).complaint();
        assert!(complaint.contains(part), "`{part}` is missing in: {complaint}");
        assert_eq!(told.story(), ["all error config_error"]);
    }
    let told = desk.run(&["check", "--manifest-path", "manifest.yaml"]);
    told.ends(1).says(&["--config FILE is missing"]);
    let told = desk.run(&["spec", "--manifest-path", "gone.yaml"]);
    told.ends(1).says(&["the manifest gone.yaml cannot be read"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_in_an_address_is_not_shown_with_it() {
    let server = MockServer::start().await;
    let refused = format!("no such path: /bot{TOKEN}/tags");
    Mock::given(any())
        .respond_with(ResponseTemplate::new(400).set_body_string(refused))
        .mount(&server)
        .await;
    let desk = desk(&server.uri());
    for path in ["bot{{ config['token'] }}/tags", "tags?key={{ config['token'] }}"] {
        let manifest = MANIFEST.replacen("path: tags", &format!("path: \"{path}\""), 1);
        desk.write("manifest.yaml", &manifest);
        read(&desk, &["tags"], &[]).ends(1).says(&["400"]);
    }

    let base = server.uri().replace("://", "://me:s3cr3t-word@");
    let desk = self::desk(&base);
    read(&desk, &["tags"], &[]).ends(1).says(&["400"]);
    ask(&desk, "check").says(&["FAILED"]);
}

#[test]
fn an_expression_that_fails_while_reading_is_told_with_its_line() {
    let desk = desk("https://x.example.com");
    let line =
        MANIFEST.lines().position(|line| line.contains("path: tags")).expect("there") + 1;
    let place = format!("manifest.yaml:{line}: ");
    for (expression, part) in
        [("config['token'] | int_of_it", "int_of_it"), ("config['account']['id']", "account")]
    {
        let wrong = format!("path: \"{{{{ {expression} }}}}\"");
        desk.write("manifest.yaml", &MANIFEST.replacen("path: tags", &wrong, 1));
        read(&desk, &["tags"], &[]).ends(1).says(&[&place, part]);
    }
}
