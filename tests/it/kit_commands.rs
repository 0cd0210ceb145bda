//! `accord connector new | try | record | test` as an engineer uses them, from an empty folder to
//! a recording, and what they say to a slip.

use serde_json::{Value, json};
use wiremock::matchers::{any, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::desk::{Desk, NOW, SECRET};

const TOKEN: &str = "s3cr3t-kit-token";
const AT_ACME: [&str; 2] = ["--connector", "acme"];

/// A desk with a fresh skeleton.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.run(&["new", "acme"]).ends(0);
    desk
}

/// A system like the made-up one, except that it is talkative about secrets and people.
async fn source() -> MockServer {
    let server = MockServer::start().await;
    let company = |id: u32, archived: bool| {
        json!({"id": id, "name": format!("Company {id}"), "website": "https://www.kestrel.example",
            "country": if id == 3 { "Atlantis" } else { "Germany" }, "archived": archived,
            "changed_at": "2026-01-09T10:00:00Z", "mail": format!("ann.berg{id}@kestrel.de"),
            "phone": "+49 30 1234567", "asked_with": TOKEN, "industry": "Pumps",
            "onboarding_csat": id})
    };
    let companies: Vec<Value> = (1..=5).map(|id| company(id, id == 5)).collect();
    let reply = ResponseTemplate::new(200)
        .insert_header("Set-Cookie", format!("session={TOKEN}").as_str())
        .set_body_json(json!({"companies": companies}));
    Mock::given(method("GET")).and(path("/companies")).respond_with(reply).mount(&server).await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(404))
        .with_priority(9)
        .mount(&server)
        .await;
    server
}

fn configure(desk: &Desk, base_url: &str) {
    let config =
        json!({"base_url": base_url, "token": TOKEN, "start_date": "2026-01-01T00:00:00Z"});
    desk.put("config.json", &config);
}

#[test]
fn a_new_connector_passes_its_test_at_once() {
    let desk = Desk::new();
    let told = desk.run(&["new", "connectors/acme"]);
    told.ends(0).says(&["wrote connectors/acme/manifest.yaml", "accord connector test"]);
    desk.run(&["test", "connectors/acme"]).ends(0).says(&[
        "companies: as expected",
        "1 read, 1 would be written, 0 with a refusal: 1 account",
    ]);
    // Without a name, all that are there.
    desk.run(&["test"]).ends(0).says(&["connectors/acme", "as expected"]);
    desk.run(&["new", "connectors/acme"]).ends(1).says(&["is a connector already"]);
    let told = desk.run(&["new", "connectors/Acme Corp"]);
    told.ends(1).says(&["`Acme Corp` cannot name a connector", "small letters"]);
}

#[test]
fn what_is_not_as_expected_is_shown_as_a_difference_and_accepted_on_demand() {
    let desk = desk();
    let expected = desk.read("acme/expected/companies.txt");
    desk.write("acme/expected/companies.txt", &expected.replace("Hydraulics", "Pneumatics"));
    let told = desk.run(&["test", "acme"]);
    told.ends(1).says(&[
        "not what acme/expected/companies.txt says (- expected, + found)",
        "line 3:",
        "-     name: Kestrel Pneumatics",
        "+     name: Kestrel Hydraulics",
        "--accept",
    ]);
    assert!(!told.text().contains("domain:"), "only what differs: {}", told.text());
    let told = desk.run(&["test", "acme", "--accept"]);
    told.ends(0).says(&["written to acme/expected/companies.txt"]);
    assert_eq!(desk.read("acme/expected/companies.txt"), expected);
    desk.run(&["test", "acme"]).ends(0);
}

/// The hub reads on from a state every day; a connector that only reads well the first time does not
/// pass, as it does not in the repository's own tests.
#[test]
fn a_second_read_is_tested_as_well() {
    let option = "    start_time_option: {type: RequestOption, inject_into: request_parameter, field_name: changed_since}\n";
    let companies = |times: [&str; 2]| {
        let company = |(at, time): (usize, &str)| json!({"id": at + 1, "name": "Kestrel", "changed_at": time});
        let companies: Vec<Value> = times.into_iter().enumerate().map(company).collect();
        json!([{"stream": "companies", "request": "GET /companies", "records": "companies",
            "reply": {"companies": companies}}])
    };
    let (old, new) = ("2026-09-01T10:00:00Z", "2026-09-02T10:00:00Z");
    let mut told = companies([old, new]);
    told[0]["about"] = json!("changed_since=2026-08-01T00:00:00Z");
    let mut keyless = companies([new, new]);
    keyless[0]["reply"]["companies"][0]["id"] = Value::Null;
    let here = "    is_client_side_incremental: true\n";
    let cases = [
        // (what stands for the cursor's place in a request, replies, code, said)
        (option, companies([old, new]), 0, "as expected"),
        ("", companies([old, new]), 1, "asks for everything again, though the state is"),
        // Nothing was met that is newer than the beginning.
        ("", companies(["2026-08-01T00:00:00Z"; 2]), 0, "as expected"),
        (here, companies([new, new]), 0, "as expected"),
        (here, companies([old, new]), 1, "gives other records (2) than the first read (1, 2)"),
        (option, told, 1, "it fails: nothing is recorded for GET"),
        (option, keyless, 1, "record without a key is set aside"),
    ];
    for (place, replies, code, part) in cases {
        let desk = desk();
        let manifest = desk.read("acme/manifest.yaml");
        assert!(manifest.contains(option), "{manifest}");
        desk.write("acme/manifest.yaml", &manifest.replace(option, place));
        desk.put("acme/fixtures/companies.json", &replies);
        desk.run(&["test", "acme", "--accept"]);
        desk.run(&["test", "acme"]).ends(code).says(&[part, "companies: as expected"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn try_shows_what_went_over_the_wire_and_what_it_becomes_without_secrets() {
    let server = source().await;
    let desk = desk();
    configure(&desk, &server.uri());
    let config = ["--config", "config.json", "--now", NOW, "--limit", "3"];
    let told = desk.run(&[&["try", "companies"], &AT_ACME[..], &config].concat());
    let at = format!("→ GET {}/companies?", server.uri());
    told.ends(0).says(&[
        &at,
        "changed_since=2026-01-01T00:00:00Z",
        "Authorization: ****",
        "← 200, application/json",
        r#""companies":[{"id":1"#,
        "record 1",
        r#""asked_with": "****""#,
        "becomes",
        "account 1",
        "country: DE",
        "in all",
        "companies: 5 read, 5 would be written, 1 with a refusal: 4 account",
        "at country, once, first in 3",
        "not read (how often filled): onboarding_csat (100 %, may unlock IM3), ",
        "industry (100 %)",
        "KPIs that it makes measurable by itself: RE2, GR3",
    ]);
    assert!(!told.text().contains("record 4"), "--limit: {}", told.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn try_shows_a_refusal_with_the_request_that_met_it() {
    let server = MockServer::start().await;
    let reply = format!("{{\"error\":\"{TOKEN} is not known\"}}");
    Mock::given(any())
        .respond_with(ResponseTemplate::new(401).set_body_string(reply))
        .mount(&server)
        .await;
    let desk = desk();
    configure(&desk, &server.uri());
    let told =
        desk.run(&[&["try", "companies", "--config", "config.json"], &AT_ACME[..]].concat());
    told.ends(1).says(&[
        "→ GET",
        "← 401",
        "**** is not known",
        "refused the credentials (401)",
        "check token",
        "the source says: **** is not known",
    ]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_recorded_is_short_holds_no_secret_and_nobodys_address_and_can_be_tested() {
    let server = source().await;
    let desk = desk();
    configure(&desk, &server.uri());
    let arguments = ["record", "--config", "config.json", "--now", NOW, "--limit", "2"];
    let told = desk.run(&[&arguments[..], &AT_ACME].concat());
    told.ends(1).says(&["acme/fixtures/companies.json is there", "--again"]);
    let told = desk.run(&[&arguments[..], &AT_ACME, &["--again"]].concat());
    told.ends(0).says(&["companies: 1 reply in acme/fixtures/companies.json"]);
    let recorded = desk.read("acme/fixtures/companies.json");
    for private in [SECRET, "ann.berg", "kestrel.de", "1234567", "127.0.0.1", "set-cookie"] {
        assert!(!recorded.contains(private), "{private} is in {recorded}");
    }
    let recorded: Value = serde_json::from_str(&recorded).expect("JSON");
    assert_eq!(recorded[0]["reply"]["companies"].as_array().map(Vec::len), Some(2));
    let told = desk.run(&["test", "acme"]);
    told.ends(1).says(&["- ", "+     name: Company 1"]);
    desk.run(&["test", "acme", "--accept"]).ends(0);
    desk.run(&["test", "acme"]).ends(0).says(&["companies: as expected", "2 read"]);
    assert!(server.received_requests().await.expect("recorded").len() == 1, "asked once only");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_pages_are_recorded_whole_so_that_their_paging_can_be_tested() {
    let server = MockServer::start().await;
    let company = |id: u32| {
        json!({"id": id, "name": format!("Company {id}"),
        "archived": false, "changed_at": "2026-01-09T10:00:00Z"})
    };
    // The skeleton asks for 100 a page and goes on while a page is full.
    for (page, ids) in [("1", 1..=100), ("2", 101..=200), ("3", 201..=202)] {
        let companies: Vec<Value> = ids.map(company).collect();
        let reply = ResponseTemplate::new(200).set_body_json(json!({"companies": companies}));
        let asked = wiremock::matchers::query_param("page", page);
        Mock::given(method("GET")).and(asked).respond_with(reply).mount(&server).await;
    }
    let first = |reply: ResponseTemplate| Mock::given(any()).respond_with(reply);
    let companies: Vec<Value> = (1..=100).map(company).collect();
    let reply = ResponseTemplate::new(200).set_body_json(json!({"companies": companies}));
    first(reply).with_priority(9).mount(&server).await;
    let desk = desk();
    configure(&desk, &server.uri());
    let arguments = ["record", "--config", "config.json", "--now", NOW, "--again", "--pages"];
    let record = |more: &[&str]| desk.run(&[&arguments[..], more, &AT_ACME].concat());
    record(&["2"]).ends(0).says(&["companies: 2 replies in acme/fixtures/companies.json"]);
    desk.run(&["test", "acme", "--accept"]).ends(0).says(&["200 read"]);
    record(&["10"]).ends(0).says(&["companies: 3 replies"]);
    desk.run(&["test", "acme", "--accept"]).ends(0).says(&["202 read"]);
    record(&["2", "--limit", "1"]).ends(0).says(&["companies: 2 replies"]);
    desk.run(&["test", "acme", "--accept"]).ends(0).says(&["1 read"]);
    record(&["11"]).ends(2).says(&["11 is not in 1..=10"]);
    record(&["0"]).ends(2);
}

#[test]
fn a_slip_is_answered_with_what_to_do() {
    let desk = desk();
    configure(&desk, "https://x.example.com");
    desk.write("empty/readme", "");
    let with = ["--config", "config.json"];
    let cases: Vec<(Vec<&str>, Vec<&str>)> = vec![
        (vec!["test", "empty"], vec!["empty/manifest.yaml is missing", "accord connector new"]),
        (vec!["test", "gone"], vec!["gone/manifest.yaml is missing"]),
        (vec!["test"], vec!["no manifest.yaml and no connectors/ here"]),
        (
            [&["try", "contacts"], &AT_ACME[..], &with].concat(),
            vec!["acme/manifest.yaml has no stream `contacts`; it has companies"],
        ),
        (
            [&["record", "contacts"], &AT_ACME[..], &with].concat(),
            vec!["has no stream `contacts`; it has companies"],
        ),
        (
            [&["try", "companies"], &AT_ACME[..]].concat(),
            vec!["--config FILE is missing", "as JSON"],
        ),
        (
            [&["try", "companies", "--config", "gone.json"], &AT_ACME[..]].concat(),
            vec!["the configuration gone.json cannot be read"],
        ),
        (
            [&["try", "companies", "--config", "short.json"], &AT_ACME[..]].concat(),
            vec!["short.json: ", "start_date"],
        ),
        (
            [&["try", "companies", "--config", "odd.json"], &AT_ACME[..]].concat(),
            vec!["odd.json: ", "tokn", "did you mean `token`?"],
        ),
    ];
    desk.put("short.json", &json!({"token": TOKEN}));
    desk.put("odd.json", &json!({"tokn": TOKEN, "start_date": "2026-01-01T00:00:00Z"}));
    for (arguments, parts) in cases {
        desk.run(&arguments).ends(1).says(&parts);
    }
}

#[test]
fn a_misspelt_word_in_a_connectors_files_is_told_with_its_line() {
    let desk = desk();
    let files = ["manifest.yaml", "mapping.yaml", "fixtures/companies.json"];
    let right = files.map(|file| (file, desk.read(&format!("acme/{file}"))));
    let cases = [
        // (file, right, wrong, what is said)
        (
            "manifest.yaml",
            "primary_key",
            "primary_kye",
            "acme/manifest.yaml:33: DeclarativeStream has no field `primary_kye`; did you mean `primary_key`?",
        ),
        (
            "manifest.yaml",
            "type: PageIncrement",
            "type: PageIncrment",
            "did you mean `PageIncrement`?",
        ),
        (
            "manifest.yaml",
            "#/definitions/changed",
            "#/definitions/chanegd",
            "acme/manifest.yaml:40: `#/definitions/chanegd` refers to nothing in this manifest",
        ),
        (
            "manifest.yaml",
            "config['start_date'] }}",
            "config['start_date' }}",
            "acme/manifest.yaml:27: the expression",
        ),
        ("mapping.yaml", "website", "{webiste}}", "acme/mapping.yaml:13"),
        ("mapping.yaml", "country: {from", "contry: {from", "did you mean `country`?"),
        ("mapping.yaml", "  companies:", "  compnies:", "acme/mapping.yaml:6"),
        (
            "fixtures/companies.json",
            "\"request\"",
            "\"requst\"",
            "acme/fixtures/companies.json: exchange 1: `request` is missing",
        ),
    ];
    for (file, word, wrong, part) in cases {
        for (file, text) in &right {
            desk.write(&format!("acme/{file}"), text);
        }
        let text = desk.read(&format!("acme/{file}"));
        assert!(text.contains(word), "{file} has no {word}");
        desk.write(&format!("acme/{file}"), &text.replacen(word, wrong, 1));
        desk.run(&["test", "acme"]).ends(1).says(&[part]);
    }
}
