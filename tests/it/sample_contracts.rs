//! Holds the sample company's systems against the vendors' contracts: shapes, pages, filters,
//! refusals, limits and faults. The contracts are in `tests/cases/contracts/`.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Display;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use accord::model::Clock;
use accord::sample::{
    Company, Fault, Limit, Row, Serving, Shelf, System, serve, serve_shelves,
};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const START: i64 = 1_767_225_600; // 2026-01-01T00:00:00Z
const COMPANY: &str = "00000000-0000-4000-8000-000000000001";

/// A clock that tests move.
struct Moved(AtomicI64);

impl Clock for Moved {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0.load(Ordering::SeqCst), 0).expect("a time")
    }
}

// A small world -----------------------------------------------------------------------------

/// The time of a record: three records share each minute.
fn at(number: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(START + number / 3 * 60, 0).expect("a time")
}

fn iso(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn guid(number: i64) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

fn row(object: &'static str, id: impl Display, number: i64, body: &Value) -> Row {
    Row { object, id: format!("{id}"), at: at(number), body: body.to_string(), gone: false }
}

fn gone(mut row: Row) -> Row {
    row.gone = true;
    row
}

fn hubspot_rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for n in 1..=250 {
        let time = at(n).to_rfc3339_opts(SecondsFormat::Millis, true);
        let body = json!({
            "id": n.to_string(),
            "properties": {"name": format!("Acme {n}"), "domain": "acme.example", "city": null,
                           "createdate": time, "hs_lastmodifieddate": time},
            "createdAt": time, "updatedAt": time, "archived": false,
        });
        rows.push(row("companies", n, n, &body));
        if n % 50 == 0 {
            rows.push(gone(row("companies", n, 300, &body)));
        }
        if n % 2 == 0 {
            let to = json!([{"toObjectId": n, "associationTypes": [
                {"category": "HUBSPOT_DEFINED", "typeId": 341, "label": null}]}]);
            rows.push(row("deals/companies", 1_000 + n, n, &to));
        }
        let deal = json!({"id": (1_000 + n).to_string(), "properties": {"dealname": "Gauges"},
            "createdAt": time, "updatedAt": time, "archived": false});
        rows.push(row("deals", 1_000 + n, n, &deal));
    }
    for n in 1..=7 {
        let time = at(n).to_rfc3339_opts(SecondsFormat::Millis, true);
        let body = json!({"id": n.to_string(), "email": "kim@nordwerk.example", "firstName": "Kim",
            "lastName": "Berg", "userId": n, "createdAt": time, "updatedAt": time,
            "archived": false});
        rows.push(row("owners", n, n, &body));
    }
    rows
}

fn erp_rows() -> Vec<Row> {
    let company = json!({"id": COMPANY, "name": "Nordwerk GmbH", "displayName": "Nordwerk"});
    let mut rows = vec![row("companies", COMPANY, 0, &company)];
    for n in 1..=60 {
        let time = iso(at(n));
        let customer = json!({"id": guid(n), "number": format!("C{n:05}"),
            "displayName": format!("Acme {n}"), "type": "Company", "currencyCode": "",
            "phoneNumber": "", "blocked": "_x0020_", "lastModifiedDateTime": time});
        rows.push(row("customers", guid(n), n, &customer));
        let order = json!({"id": guid(n), "number": format!("SO{n}"), "orderDate": "2026-01-02",
            "customerId": guid(1), "customerNumber": "C00001", "currencyCode": "EUR",
            "totalAmountExcludingTax": 12.50, "lastModifiedDateTime": time,
            "salesOrderLines": [{"id": guid(n), "sequence": 10_000, "quantity": 2.0}]});
        rows.push(row("salesOrders", guid(n), n, &order));
    }
    for (journal, payment) in [(1, 11), (1, 12), (2, 13)] {
        let body = json!({"id": guid(journal), "code": format!("J{journal}"),
            "displayName": "Journal", "lastModifiedDateTime": iso(at(1))});
        rows.push(row("customerPaymentJournals", guid(journal), 1, &body));
        let body = json!({"id": guid(payment), "journalId": guid(journal), "amount": -12.5,
            "postingDate": "2026-01-05", "lastModifiedDateTime": iso(at(2))});
        rows.push(row("customerPayments", guid(payment), 2, &body));
    }
    rows
}

fn desk_rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for n in 1..=250 {
        let time = iso(at(n));
        let ticket = json!({"id": n, "subject": "Late", "status": "open", "priority": "normal",
            "requester_id": 1, "tags": [], "custom_fields": [{"id": 360_001, "value": "delivery"}],
            "via": {"channel": "email"}, "created_at": time, "updated_at": time,
            "generated_timestamp": at(n).timestamp()});
        rows.push(row("tickets", n, n, &ticket));
        let set = json!({"id": 9_000 + n, "ticket_id": n, "created_at": time, "updated_at": time,
            "reopens": 0, "replies": 1});
        rows.push(row("metric_sets", n, n, &set));
        let event = json!({"id": n, "ticket_id": n, "metric": "reply_time", "instance_id": 1,
            "type": "fulfill", "time": time});
        rows.push(row("ticket_metric_events", n, n, &event));
        let rating = json!({"id": n, "score": "good", "ticket_id": n, "requester_id": 1,
            "created_at": time, "updated_at": time});
        rows.push(row("satisfaction_ratings", n, n, &rating));
    }
    let organization = json!({"id": 1, "name": "Acme", "created_at": iso(at(1)),
        "updated_at": iso(at(1))});
    rows.push(row("organizations", 1, 1, &organization));
    let user = json!({"id": 1, "name": "Kim Berg", "role": "end-user", "active": true,
        "created_at": iso(at(1)), "updated_at": iso(at(1))});
    rows.push(row("users", 1, 1, &user));
    rows
}

fn marketing_rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, name) in [("XOpen1", "Opened Email"), ("XClik1", "Clicked Email")] {
        let body = json!({"type": "metric", "id": id, "attributes": {"name": name,
            "created": iso(at(0)), "updated": iso(at(0)), "integration": {}}});
        rows.push(row("metrics", id, 0, &body));
    }
    for n in 1..=250 {
        let time = at(n).to_rfc3339_opts(SecondsFormat::Secs, false);
        let metric = if n % 2 == 0 { "XOpen1" } else { "XClik1" };
        let event = json!({"type": "event", "id": format!("e{n}"),
            "attributes": {"timestamp": at(n).timestamp(), "event_properties": {},
                           "datetime": time, "uuid": guid(n)},
            "relationships": {"profile": {"data": {"type": "profile", "id": "p1"}},
                              "metric": {"data": {"type": "metric", "id": metric}}}});
        rows.push(row("events", format!("e{n}"), n, &event));
        let profile = json!({"type": "profile", "id": format!("p{n}"),
            "attributes": {"email": "kim@acme.example", "created": time, "updated": time}});
        rows.push(row("profiles", format!("p{n}"), n, &profile));
    }
    let campaign = json!({"type": "campaign", "id": "c1", "attributes": {"name": "Spring",
        "status": "Sent", "archived": false, "created_at": iso(at(1)),
        "scheduled_at": iso(at(1)), "updated_at": iso(at(1)), "send_time": iso(at(1))}});
    rows.push(row("campaigns", "c1", 1, &campaign));
    rows
}

fn survey_rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for survey in ["101", "102"] {
        let body = json!({"id": survey, "title": "NPS", "nickname": "",
            "href": format!("https://api.surveymonkey.com/v3/surveys/{survey}")});
        rows.push(row("surveys", survey, 0, &body));
        let body = json!({"id": survey, "title": "NPS", "language": "en", "pages": []});
        rows.push(row("survey_details", survey, 0, &body));
    }
    for n in 1..=250 {
        let time = at(n).to_rfc3339_opts(SecondsFormat::Secs, false);
        let body = json!({"id": n.to_string(), "survey_id": if n % 5 == 0 { "102" } else { "101" },
            "collector_id": "5", "date_created": time, "date_modified": time,
            "response_status": "completed", "pages": [{"id": "1", "questions": [
                {"id": "11", "answers": [{"choice_id": "9"}]}]}]});
        rows.push(row("responses", n, n, &body));
    }
    rows
}

fn usage_rows() -> Vec<Row> {
    let event = |n: i64| {
        let time = START + n * 3_600;
        let id = format!("i{n}");
        let body = json!({"event": "Module Used", "properties": {"time": time,
            "distinct_id": "kim@acme.example", "$insert_id": id, "company_id": "ws_1",
            "actions": 3}});
        row("events", id, n, &body)
    };
    (0..100).map(event).collect()
}

fn world() -> Arc<BTreeMap<System, Shelf>> {
    let shelves = [
        (System::Hubspot, hubspot_rows()),
        (System::BusinessCentral, erp_rows()),
        (System::Zendesk, desk_rows()),
        (System::Klaviyo, marketing_rows()),
        (System::SurveyMonkey, survey_rows()),
        (System::Mixpanel, usage_rows()),
    ];
    Arc::new(shelves.into_iter().map(|(system, rows)| (system, Shelf::new(rows))).collect())
}

// A client that knows how each vendor wants to be asked --------------------------------------

struct Sample {
    serving: Serving,
    clock: Arc<Moved>,
    http: reqwest::Client,
    erp_token: String,
    erp_company: String,
}

async fn sample() -> Sample {
    sample_of(world()).await
}

/// The company as the demo shows it, at its start.
async fn whole_company() -> (Arc<Company>, Sample) {
    let company =
        Arc::new(Company::new(7, DateTime::from_timestamp(START, 0).expect("a time")));
    let clock = Arc::new(Moved(AtomicI64::new(START)));
    let held = Arc::clone(&clock) as Arc<dyn Clock>;
    let serving = serve(Arc::clone(&company), held).await.expect("ports");
    (company, Sample::of(serving, clock).await)
}

async fn sample_of(world: Arc<BTreeMap<System, Shelf>>) -> Sample {
    let clock = Arc::new(Moved(AtomicI64::new(START + 30 * 86_400)));
    let show = Arc::new(move |_: DateTime<Utc>| Arc::clone(&world));
    let serving =
        serve_shelves(show, Arc::clone(&clock) as Arc<dyn Clock>).await.expect("ports");
    Sample::of(serving, clock).await
}

impl Sample {
    async fn of(serving: Serving, clock: Arc<Moved>) -> Self {
        // A second test in this process finds the provider installed already.
        drop(rustls::crypto::ring::default_provider().install_default());
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        let mut sample = Self {
            serving,
            clock,
            http,
            erp_token: String::new(),
            erp_company: COMPANY.to_owned(),
        };
        sample.erp_token = sample.new_erp_token().await;
        let companies = sample.get(System::BusinessCentral, &sample.erp("")).await;
        if let Some(id) = companies["value"][0]["id"].as_str() {
            id.clone_into(&mut sample.erp_company);
        }
        sample
    }

    fn config(&self, system: System, key: &str) -> String {
        self.serving.config(system)[key].as_str().expect(key).to_owned()
    }

    async fn new_erp_token(&self) -> String {
        let erp = System::BusinessCentral;
        let form = [
            ("grant_type", "client_credentials".to_owned()),
            ("client_id", self.config(erp, "client_id")),
            ("client_secret", self.config(erp, "client_secret")),
            ("scope", "https://api.businesscentral.dynamics.com/.default".to_owned()),
        ];
        let asked = self.http.post(self.config(erp, "token_url")).form(&form);
        let reply: Value = asked.send().await.expect("sent").json().await.expect("JSON");
        assert_eq!(reply["token_type"], "Bearer");
        reply["access_token"].as_str().expect("a token").to_owned()
    }

    /// A request without credentials; `path` may be a whole address.
    fn bare(&self, system: System, method: Method, path: &str) -> RequestBuilder {
        let base = self.config(system, "base_url");
        let url =
            if path.starts_with("http") { path.to_owned() } else { format!("{base}{path}") };
        let asked = self.http.request(method, url);
        if system == System::Klaviyo { asked.header("revision", "2026-07-15") } else { asked }
    }

    fn ask(&self, system: System, method: Method, path: &str) -> RequestBuilder {
        let asked = self.bare(system, method, path);
        let config = |key| self.config(system, key);
        match system {
            System::Hubspot | System::SurveyMonkey => asked.bearer_auth(config("access_token")),
            System::BusinessCentral => asked.bearer_auth(&self.erp_token),
            System::Zendesk => asked
                .basic_auth(format!("{}/token", config("email")), Some(config("api_token"))),
            System::Klaviyo => {
                asked.header("authorization", format!("Klaviyo-API-Key {}", config("api_key")))
            }
            System::Mixpanel => asked.basic_auth(config("username"), Some(config("secret"))),
        }
    }

    async fn get(&self, system: System, path: &str) -> Value {
        let reply = self.ask(system, Method::GET, path).send().await.expect("sent");
        let status = reply.status();
        let text = reply.text().await.expect("text");
        assert_eq!(status, 200, "{path}: {text}");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}: {text}"))
    }

    async fn status(&self, system: System, path: &str) -> (StatusCode, Value) {
        let reply = self.ask(system, Method::GET, path).send().await.expect("sent");
        (reply.status(), reply.json().await.expect("JSON"))
    }

    async fn post(&self, system: System, path: &str, body: &Value) -> (StatusCode, Value) {
        let reply = self.ask(system, Method::POST, path).json(body).send().await.expect("sent");
        (reply.status(), reply.json().await.expect("JSON"))
    }

    /// All records of a list whose pages link to the next.
    async fn walk(&self, system: System, path: &str, list: &str) -> Vec<Value> {
        let mut records = Vec::new();
        let mut next = Some(path.to_owned());
        while let Some(path) = next {
            let page = self.get(system, &path).await;
            records.extend(page[list].as_array().expect(list).iter().cloned());
            next = next_of(&page);
        }
        records
    }

    /// All records of a HubSpot search.
    async fn search(&self, object: &str, mut body: Value) -> Vec<Value> {
        let path = format!("/crm/v3/objects/{object}/search");
        let mut records = Vec::new();
        loop {
            let (status, page) = self.post(System::Hubspot, &path, &body).await;
            assert_eq!(status, 200, "{page}");
            records.extend(page["results"].as_array().expect("results").iter().cloned());
            let after = &page["paging"]["next"]["after"];
            if after.is_null() {
                assert_eq!(page["total"], records.len());
                return records;
            }
            body["after"] = after.clone();
        }
    }

    /// The path of a page of ordinary records.
    fn plain_page(&self, system: System) -> String {
        match system {
            System::Hubspot => "/crm/v3/objects/companies?limit=100&properties=name".to_owned(),
            System::BusinessCentral => self.erp("customers"),
            System::Zendesk => {
                "/api/v2/incremental/tickets/cursor.json?start_time=0".to_owned()
            }
            System::Klaviyo => "/api/profiles?page[size]=100".to_owned(),
            System::SurveyMonkey => "/v3/surveys/101/responses/bulk?per_page=100".to_owned(),
            System::Mixpanel => self.export("2026-01-01", "2026-01-05"),
        }
    }

    /// The path of what lies under the company; of the companies for an empty one.
    fn erp(&self, path: &str) -> String {
        let config = |key| self.config(System::BusinessCentral, key);
        let (tenant, environment) = (config("tenant_id"), config("environment"));
        let companies = format!("/v2.0/{tenant}/{environment}/api/v2.0/companies");
        if path.is_empty() {
            return companies;
        }
        format!("{companies}({})/{path}", self.erp_company)
    }

    fn export(&self, from: &str, to: &str) -> String {
        let project = self.config(System::Mixpanel, "project_id");
        format!("/api/2.0/export?project_id={project}&from_date={from}&to_date={to}")
    }
}

/// Where a page says that the next one is, in any vendor's words.
fn next_of(page: &Value) -> Option<String> {
    if page["end_of_stream"] == true {
        return None;
    }
    let words = [
        &page["@odata.nextLink"],
        &page["links"]["next"],
        &page["after_url"],
        &page["next_page"],
        &page["paging"]["next"]["link"],
    ];
    words.into_iter().find_map(Value::as_str).map(str::to_owned)
}

fn ids(records: &[Value]) -> Vec<String> {
    let id = |record: &Value| match &record["id"] {
        Value::String(id) => id.clone(),
        id => id.to_string(),
    };
    records.iter().map(id).collect()
}

fn numbers(from: i64, to: i64) -> Vec<String> {
    (from..=to).map(|n| n.to_string()).collect()
}

/// Tells whoever runs the tests with `--nocapture` what was measured.
#[expect(clippy::print_stdout, reason = "a test's note goes to its output")]
fn say(note: &str) {
    println!("{note}");
}

// Contracts ---------------------------------------------------------------------------------

/// A vendor's contract from its file.
struct Contract(Value);

impl Contract {
    fn of(system: System) -> Self {
        let file = format!(
            "{}/tests/cases/contracts/{}.json",
            env!("CARGO_MANIFEST_DIR"),
            system.kind()
        );
        let text = std::fs::read_to_string(&file).expect(&file);
        let contract: Value = serde_json::from_str(&text).expect(&file);
        for said in ["vendor", "document", "version", "licence"] {
            assert!(contract["contract"][said].is_string(), "{file} does not say its {said}");
        }
        Self(contract)
    }

    /// Checks values against a schema and says how many there were.
    fn holds<'a>(&self, path: &str, values: impl IntoIterator<Item = &'a Value>) -> usize {
        let schema = self.0.pointer(path).unwrap_or_else(|| panic!("no schema at {path}"));
        let options = jsonschema::options().should_validate_formats(true);
        let validator = options.build(schema).expect("a schema");
        let mut count = 0;
        for value in values {
            let broken: Vec<String> = validator
                .iter_errors(value)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(broken.is_empty(), "{path}: {broken:#?}\n{value:#}");
            count += 1;
        }
        count
    }

    fn page(&self, name: &str, records: &str, page: &Value, list: &str) -> usize {
        self.holds(&format!("/page/{name}"), [page]);
        self.holds(&format!("/records/{records}"), page[list].as_array().expect(list))
    }
}

/// Checks the first page of every list of a system.
async fn check_contract(sample: &Sample, system: System) -> usize {
    let contract = Contract::of(system);
    match system {
        System::Hubspot => check_hubspot(sample, &contract).await,
        System::BusinessCentral => check_erp(sample, &contract).await,
        System::Zendesk => check_desk(sample, &contract).await,
        System::Klaviyo => {
            let lists = [
                ("metrics", "metric", ""),
                ("profiles", "profile", "?page[size]=100"),
                ("events", "event", "?page[size]=200"),
                ("campaigns", "campaign", "?filter=equals(messages.channel,'email')"),
            ];
            let mut count = 0;
            for (list, record, query) in lists {
                let page = sample.get(system, &format!("/api/{list}{query}")).await;
                count += contract.page("list", record, &page, "data");
            }
            count
        }
        System::SurveyMonkey => check_surveys(sample, &contract).await,
        System::Mixpanel => {
            let today = sample.clock.now().date_naive();
            let from = (today - TimeDelta::days(31)).to_string();
            let path = sample.export(&from, &today.to_string());
            let reply = sample.ask(system, Method::GET, &path).send().await.expect("sent");
            let text = reply.text().await.expect("text");
            let events: Vec<Value> =
                text.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
            contract.holds("/records/event", &events)
        }
    }
}

async fn check_hubspot(sample: &Sample, contract: &Contract) -> usize {
    let mut count = 0;
    for object in [
        "companies",
        "contacts",
        "deals",
        "subscriptions",
        "quotes",
        "calls",
        "meetings",
        "emails",
        "tasks",
    ] {
        let body = json!({"filterGroups": [], "sorts": [], "limit": 200, "after": "0",
            "properties": ["name", "city", "email", "dealname", "amount", "hs_name", "hs_title"]});
        let path = format!("/crm/v3/objects/{object}/search");
        let (_, page) = sample.post(System::Hubspot, &path, &body).await;
        count += contract.page("search", "object", &page, "results");
    }
    let archived = "/crm/v3/objects/companies?archived=true&limit=100&properties=name";
    let page = sample.get(System::Hubspot, archived).await;
    count += contract.page("list", "object", &page, "results");
    let companies = "/crm/v3/objects/companies?limit=50&properties=name";
    let page = sample.get(System::Hubspot, companies).await;
    let companies = ids(page["results"].as_array().expect("results"));
    count += check_histories(sample, contract, companies).await;
    let page = sample.get(System::Hubspot, "/crm/v3/owners?limit=100").await;
    count += contract.page("list", "owner", &page, "results");
    let deals = sample.search("deals", json!({"limit": 200})).await;
    let inputs: Vec<Value> =
        ids(&deals).iter().take(1_000).map(|id| json!({"id": id})).collect();
    let path = "/crm/v4/associations/deals/companies/batch/read";
    let (status, page) = sample.post(System::Hubspot, path, &json!({"inputs": inputs})).await;
    assert!([200, 207].contains(&status.as_u16()), "{page}");
    count + contract.page("associations", "association", &page, "results")
}

/// Reads companies with the history of their owner.
async fn check_histories(sample: &Sample, contract: &Contract, ids: Vec<String>) -> usize {
    let path = "/crm/v3/objects/companies/batch/read";
    let inputs =
        |ids: &[String]| -> Vec<Value> { ids.iter().map(|id| json!({"id": id})).collect() };
    let asked = json!({"inputs": inputs(&ids), "properties": ["name"],
        "propertiesWithHistory": ["hubspot_owner_id"]});
    let (status, page) = sample.post(System::Hubspot, path, &asked).await;
    assert_eq!(
        (status, page["results"].as_array().map(Vec::len)),
        (StatusCode::OK, Some(ids.len()))
    );
    assert!(
        page["results"][0]["propertiesWithHistory"]["hubspot_owner_id"].is_array(),
        "{page}"
    );
    // With history a batch holds half as many.
    let many = json!({"inputs": inputs(&[&ids[..], &ids[..]].concat()), "properties": [],
        "propertiesWithHistory": ["hubspot_owner_id"]});
    let (status, refusal) = sample.post(System::Hubspot, path, &many).await;
    assert_eq!(status, 400, "{refusal}");
    contract.page("batch", "object", &page, "results")
}

async fn check_erp(sample: &Sample, contract: &Contract) -> usize {
    let erp = System::BusinessCentral;
    let page = sample.get(erp, &sample.erp("")).await;
    let mut count = contract.page("list", "company", &page, "value");
    for (set, record) in [
        ("customers", "customer"),
        ("items", "item"),
        ("salesOrders?$expand=salesOrderLines", "salesOrder"),
        ("salesShipments?$expand=salesShipmentLines", "salesShipment"),
        ("salesInvoices?$expand=salesInvoiceLines", "salesInvoice"),
        ("salesCreditMemos?$expand=salesCreditMemoLines", "salesCreditMemo"),
        ("customerPaymentJournals", "customerPaymentJournal"),
        ("currencyExchangeRates", "currencyExchangeRate"),
    ] {
        let path = sample.erp(set);
        let asked =
            sample.ask(erp, Method::GET, &path).header("Prefer", "odata.maxpagesize=500");
        let page: Value = asked.send().await.expect("sent").json().await.expect("JSON");
        count += contract.page("list", record, &page, "value");
        if record == "customerPaymentJournal" {
            let journal = page["value"][0]["id"].as_str().expect("a journal");
            let path = sample.erp(&format!("{set}({journal})/customerPayments?$top=500"));
            let page = sample.get(erp, &path).await;
            count += contract.page("list", "customerPayment", &page, "value");
        }
    }
    count
}

async fn check_desk(sample: &Sample, contract: &Contract) -> usize {
    let page = "/api/v2/incremental/tickets/cursor.json?start_time=0&include=metric_sets";
    let page = sample.get(System::Zendesk, page).await;
    let mut count = contract.page("cursor", "ticket", &page, "tickets");
    count +=
        contract.holds("/records/metric_set", page["metric_sets"].as_array().expect("sets"));
    let page =
        sample.get(System::Zendesk, "/api/v2/incremental/users/cursor.json?start_time=0").await;
    count += contract.page("cursor", "user", &page, "users");
    for (list, record) in
        [("ticket_metric_events", "ticket_metric_event"), ("organizations", "organization")]
    {
        let path = format!("/api/v2/incremental/{list}.json?start_time=0");
        let page = sample.get(System::Zendesk, &path).await;
        count += contract.page("timed", record, &page, list);
    }
    let page = "/api/v2/satisfaction_ratings.json?start_time=0&page[size]=100";
    let page = sample.get(System::Zendesk, page).await;
    count + contract.page("list", "satisfaction_rating", &page, "satisfaction_ratings")
}

async fn check_surveys(sample: &Sample, contract: &Contract) -> usize {
    let system = System::SurveyMonkey;
    let page = sample.get(system, "/v3/surveys?per_page=50").await;
    let mut count = contract.page("list", "survey", &page, "data");
    for survey in ids(page["data"].as_array().expect("data")) {
        let details = sample.get(system, &format!("/v3/surveys/{survey}/details")).await;
        count += contract.holds("/records/survey_details", [&details]);
        let path = format!("/v3/surveys/{survey}/responses/bulk?per_page=100&simple=true");
        let page = sample.get(system, &path).await;
        count += contract.page("list", "response", &page, "data");
    }
    count
}

#[tokio::test]
async fn every_record_of_a_page_keeps_its_vendors_contract() {
    let sample = sample().await;
    for system in System::ALL {
        let count = check_contract(&sample, system).await;
        say(&format!("{}: {count} records keep the contract", system.kind()));
        assert!(count > 70, "{} shows too little to be a test: {count}", system.kind());
    }
    sample.serving.stop().await;
}

#[tokio::test]
async fn the_sample_company_keeps_the_vendors_contracts() {
    let (_company, sample) = whole_company().await;
    for system in System::ALL {
        let count = check_contract(&sample, system).await;
        say(&format!("{}: {count} records of the company keep the contract", system.kind()));
        assert!(count > 100, "{} shows too little to be a test: {count}", system.kind());
    }
}

#[tokio::test]
async fn the_whole_company_can_be_read_through_its_systems() {
    let (company, sample) = whole_company().await;
    let shelves = company.shelves(company.start());
    let held = |system: System, object: &str| {
        let rows = shelves[&system].changed(object, None, company.start());
        rows.into_iter().filter(|row| !row.gone).count()
    };
    let began = Instant::now();
    let mut read = 0;
    for object in
        ["companies", "contacts", "deals", "subscriptions", "quotes", "calls", "emails"]
    {
        let body = json!({"limit": 200, "properties": ["name"]});
        let found = sample.search(object, body).await.len();
        assert_eq!(found, held(System::Hubspot, object), "{object}");
        read += found;
    }
    for set in ["customers", "items", "salesOrders", "salesShipments", "salesInvoices"] {
        let path = sample.erp(&format!("{set}?$orderby=lastModifiedDateTime"));
        let found = sample.walk(System::BusinessCentral, &path, "value").await.len();
        assert_eq!(found, held(System::BusinessCentral, set), "{set}");
        read += found;
    }
    let path = "/api/v2/incremental/tickets/cursor.json?start_time=0&exclude_deleted=true";
    let found = sample.walk(System::Zendesk, path, "tickets").await.len();
    assert_eq!(found, held(System::Zendesk, "tickets"));
    let metrics = sample.get(System::Klaviyo, "/api/metrics").await;
    let mut events = 0;
    for metric in ids(metrics["data"].as_array().expect("data")) {
        let path = format!("/api/events?page[size]=200&filter=equals(metric_id,\"{metric}\")");
        events += sample.walk(System::Klaviyo, &path, "data").await.len();
    }
    assert_eq!(events, held(System::Klaviyo, "events"));
    say(&format!("{} records in {:?}", read + found + events, began.elapsed()));
}

#[tokio::test]
async fn what_a_day_brings_is_what_changed_since_says() {
    let (company, mut sample) = whole_company().await;
    let (start, now) = (company.start(), company.start() + TimeDelta::days(1));
    sample.clock.0.store(now.timestamp(), Ordering::SeqCst);
    sample.erp_token = sample.new_erp_token().await;
    let shelves = company.shelves(now);
    let expected = |system: System, object: &str, deleted: bool| {
        let since = Some(start + TimeDelta::seconds(1));
        let rows = shelves[&system].changed(object, since, now).into_iter();
        let mut ids: Vec<String> =
            rows.filter(|row| deleted || !row.gone).map(|row| row.id.clone()).collect();
        ids.sort();
        ids
    };
    let mut brought = 0;
    let mut check = |system: System, object: &str, records: Vec<Value>| {
        let mut found = ids(&records);
        found.sort();
        let deleted = system == System::Zendesk;
        assert_eq!(found, expected(system, object, deleted), "{} {object}", system.kind());
        brought += found.len();
    };
    for object in
        ["companies", "contacts", "deals", "subscriptions", "emails", "calls", "tasks"]
    {
        let modified =
            if object == "contacts" { "lastmodifieddate" } else { "hs_lastmodifieddate" };
        let body = json!({"limit": 200, "filterGroups": [{"filters": [{"propertyName": modified,
            "operator": "GT", "value": start.timestamp_millis()}]}]});
        check(System::Hubspot, object, sample.search(object, body).await);
    }
    for set in
        ["customers", "salesOrders", "salesShipments", "salesInvoices", "salesCreditMemos"]
    {
        let path = sample.erp(&format!("{set}?$filter=lastModifiedDateTime gt {}", iso(start)));
        let records = sample.walk(System::BusinessCentral, &path, "value").await;
        check(System::BusinessCentral, set, records);
    }
    let second = start.timestamp() + 1;
    let path = format!("/api/v2/incremental/tickets/cursor.json?start_time={second}");
    check(System::Zendesk, "tickets", sample.walk(System::Zendesk, &path, "tickets").await);
    let mut responses = Vec::new();
    for survey in ids(&sample.walk(System::SurveyMonkey, "/v3/surveys", "data").await) {
        let since = (start + TimeDelta::seconds(1)).format("%Y-%m-%dT%H:%M:%S");
        let path = format!("/v3/surveys/{survey}/responses/bulk?start_modified_at={since}");
        responses.extend(sample.walk(System::SurveyMonkey, &path, "data").await);
    }
    check(System::SurveyMonkey, "responses", responses);
    assert!(brought > 50, "a day brought only {brought} records");
}

// Pages -------------------------------------------------------------------------------------

#[tokio::test]
async fn a_walk_over_the_pages_meets_every_record_once_and_in_order() {
    let sample = sample().await;
    let erp = sample.erp("customers?$orderby=lastModifiedDateTime&$top=55");
    let cases = [
        (System::Hubspot, "/crm/v3/owners?limit=2".to_owned(), "results", numbers(1, 7)),
        (System::BusinessCentral, erp, "value", (1..=55).map(guid).collect()),
        (
            System::Zendesk,
            "/api/v2/incremental/tickets/cursor.json?start_time=0&per_page=33".to_owned(),
            "tickets",
            numbers(1, 250),
        ),
        (
            System::Zendesk,
            "/api/v2/satisfaction_ratings.json?page[size]=100".to_owned(),
            "satisfaction_ratings",
            numbers(1, 250),
        ),
        (
            System::Klaviyo,
            "/api/events?page[size]=33&sort=datetime&filter=equals(metric_id,\"XOpen1\")"
                .to_owned(),
            "data",
            (1..=125).map(|n| format!("e{}", n * 2)).collect(),
        ),
        (
            System::Klaviyo,
            "/api/profiles?page[size]=99&sort=-updated".to_owned(),
            "data",
            // Three share a moment: the order among them is the ids', backwards too.
            Vec::new(),
        ),
        (
            System::SurveyMonkey,
            "/v3/surveys/102/responses/bulk?per_page=20&sort_order=DESC".to_owned(),
            "data",
            (1..=50).rev().map(|n| (n * 5).to_string()).collect(),
        ),
    ];
    for (system, path, list, expected) in cases {
        let records = sample.walk(system, &path, list).await;
        let found = ids(&records);
        if expected.is_empty() {
            assert_eq!(found.iter().collect::<HashSet<_>>().len(), 250, "{path}");
            assert_eq!(found.len(), 250, "{path}");
        } else {
            assert_eq!(found, expected, "{path}");
        }
    }
}

#[tokio::test]
async fn an_erp_page_is_as_long_as_the_client_prefers() {
    let sample = sample().await;
    let path = sample.erp("salesOrders?$count=true");
    let asked = sample.ask(System::BusinessCentral, Method::GET, &path);
    let reply = asked.header("Prefer", "odata.maxpagesize=25").send().await.expect("sent");
    assert_eq!(reply.headers()["preference-applied"], "odata.maxpagesize=25");
    let page: Value = reply.json().await.expect("JSON");
    assert_eq!(page["value"].as_array().map(Vec::len), Some(25));
    assert_eq!(page["@odata.count"], 60);
    assert!(page["value"][0].get("salesOrderLines").is_none(), "lines came without $expand");
    assert!(
        page["@odata.nextLink"].as_str().is_some_and(|link| link.starts_with("http://127."))
    );
    // Numbers keep the text they were written with.
    let raw =
        sample.ask(System::BusinessCentral, Method::GET, &sample.erp("salesOrders?$top=1"));
    let raw = raw.send().await.expect("sent").text().await.expect("text");
    assert!(raw.contains(r#""totalAmountExcludingTax":12.5,"#), "{raw}");
}

#[tokio::test]
async fn a_timed_export_repeats_only_the_last_second_of_a_page() {
    let sample = sample().await;
    let path = "/api/v2/incremental/ticket_metric_events.json?start_time=0&per_page=100";
    let found = ids(&sample.walk(System::Zendesk, path, "ticket_metric_events").await);
    let once: HashSet<&String> = found.iter().collect();
    assert_eq!(once.len(), 250);
    assert!((250..=256).contains(&found.len()), "{}", found.len());
}

#[tokio::test]
async fn tickets_carry_their_metric_set_and_the_sets_stand_beside() {
    let sample = sample().await;
    let path =
        "/api/v2/incremental/tickets/cursor.json?start_time=0&per_page=2&include=metric_sets";
    let page = sample.get(System::Zendesk, path).await;
    assert_eq!(page["tickets"][1]["metric_set"]["ticket_id"], 2);
    assert_eq!(page["metric_sets"][1]["ticket_id"], 2);
    assert!(page["after_url"].as_str().expect("a link").contains("include=metric_sets"));
}

#[tokio::test]
async fn hubspot_search_filters_sorts_and_shows_what_was_asked_for() {
    let sample = sample().await;
    let search = |operator: &str, value: Value, high: Value| {
        json!({"filterGroups": [{"filters": [{"propertyName": "hs_lastmodifieddate",
            "operator": operator, "value": value, "highValue": high}]}],
            "sorts": [{"propertyName": "hs_lastmodifieddate", "direction": "ASCENDING"}],
            "properties": ["name", "city", "no_such"], "limit": 7})
    };
    let millis = |n: i64| json!(at(n).timestamp_millis().to_string());
    let cases = [
        ("BETWEEN", millis(3), json!(iso(at(9))), 3, 11),
        ("GTE", millis(240), Value::Null, 240, 250),
        ("GT", json!(at(239).timestamp_millis()), Value::Null, 240, 250),
        ("LTE", json!(iso(at(9))), Value::Null, 1, 11),
        ("LT", millis(9), Value::Null, 1, 8),
    ];
    for (operator, value, high, from, to) in cases {
        let found = ids(&sample.search("companies", search(operator, value, high)).await);
        // Every fiftieth is archived and is not found.
        let expected: Vec<String> =
            (from..=to).filter(|n| n % 50 != 0).map(|n| n.to_string()).collect();
        assert_eq!(found, expected, "{operator}");
    }
    let body = search("GTE", millis(0), Value::Null);
    let (_, page) =
        sample.post(System::Hubspot, "/crm/v3/objects/companies/search", &body).await;
    let properties = page["results"][0]["properties"].as_object().expect("properties");
    let names: Vec<&str> = properties.keys().map(String::as_str).collect();
    let always = ["createdate", "hs_lastmodifieddate", "hs_object_id"];
    assert_eq!(names, [["name", "city", "no_such"], always].concat());
    assert!(properties["city"].is_null() && properties["no_such"].is_null());
}

#[tokio::test]
async fn hubspot_search_refuses_what_the_vendor_refuses() {
    let sample = sample().await;
    let filter =
        json!([{"filters": [{"propertyName": "no_such", "operator": "GT", "value": "1"}]}]);
    let cases = [
        (json!({"limit": 200, "after": "9900"}), "10,000"),
        (json!({"limit": 201}), "limit"),
        (json!({"after": "x"}), "after"),
        (json!({"filterGroups": filter}), "no_such"),
        (json!({"filterGroups": "x"}), "JSON"),
        (
            json!({"filterGroups": [{"filters": [{"propertyName": "name", "operator": "NEAR"}]}]}),
            "NEAR",
        ),
    ];
    let contract = Contract::of(System::Hubspot);
    for (body, named) in cases {
        let path = "/crm/v3/objects/companies/search";
        let (status, reply) = sample.post(System::Hubspot, path, &body).await;
        assert_eq!(status, 400, "{body}");
        assert_eq!(reply["category"], "VALIDATION_ERROR");
        assert!(reply["message"].as_str().is_some_and(|said| said.contains(named)), "{reply}");
        contract.holds("/records/error", [&reply]);
    }
    let (status, _) = sample
        .post(
            System::Hubspot,
            "/crm/v3/objects/companies/search",
            &json!({"after": 9_800, "limit": 200}),
        )
        .await;
    assert_eq!(status, 200, "the 10,000th result may still be asked for");
}

#[tokio::test]
async fn archived_companies_are_listed_apart() {
    let sample = sample().await;
    let list = "/crm/v3/objects/companies?limit=2&archived=";
    let archived = sample.walk(System::Hubspot, &format!("{list}true"), "results").await;
    assert_eq!(ids(&archived), ["50", "100", "150", "200", "250"]);
    assert!(archived.iter().all(|company| company["archived"] == true));
    assert!(archived[0]["archivedAt"].is_string());
    let rest = "/crm/v3/objects/companies?limit=100";
    assert_eq!(sample.walk(System::Hubspot, rest, "results").await.len(), 245);
}

#[tokio::test]
async fn associations_name_the_ids_that_have_none() {
    let sample = sample().await;
    let path = "/crm/v4/associations/deals/companies/batch/read";
    let inputs = json!({"inputs": [{"id": "1002"}, {"id": "1003"}, {"id": "1004"}]});
    let (status, page) = sample.post(System::Hubspot, path, &inputs).await;
    assert_eq!(status, 207);
    assert_eq!(page["results"][1]["from"]["id"], "1004");
    assert_eq!(page["results"][1]["to"][0]["toObjectId"], "4");
    assert_eq!(page["numErrors"], 1);
    assert_eq!(page["errors"][0]["context"]["fromObjectId"][0], "1003");
    let (status, _) =
        sample.post(System::Hubspot, path, &json!({"inputs": [{"id": 1002}]})).await;
    assert_eq!(status, 200);
    let many: Vec<Value> = (0..1_001).map(|n| json!({"id": n.to_string()})).collect();
    let (status, _) = sample.post(System::Hubspot, path, &json!({"inputs": many})).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn payments_are_found_under_their_journal() {
    let sample = sample().await;
    for (journal, expected) in [(1, vec![guid(11), guid(12)]), (2, vec![guid(13)])] {
        let path =
            sample.erp(&format!("customerPaymentJournals({})/customerPayments", guid(journal)));
        assert_eq!(ids(&sample.walk(System::BusinessCentral, &path, "value").await), expected);
    }
    let (status, reply) =
        sample.status(System::BusinessCentral, &sample.erp("noSuchEntities")).await;
    assert_eq!(
        (status.as_u16(), &reply["error"]["code"]),
        (404, &json!("BadRequest_NotFound"))
    );
}

// Changed since -----------------------------------------------------------------------------

#[tokio::test]
async fn only_what_changed_since_comes_back() {
    let sample = sample().await;
    let (from, to) = (iso(at(30)), iso(at(45)));
    let seconds = at(240).timestamp();
    let between = format!("lastModifiedDateTime gt {from} and lastModifiedDateTime le {to}");
    let erp = sample.erp(&format!("customers?$filter={between}&$orderby=lastModifiedDateTime"));
    let cases = [
        (System::BusinessCentral, erp, "value", (33..=47).map(guid).collect::<Vec<_>>()),
        (
            System::Zendesk,
            format!("/api/v2/incremental/tickets/cursor.json?start_time={seconds}"),
            "tickets",
            numbers(240, 250),
        ),
        (
            System::Zendesk,
            format!("/api/v2/satisfaction_ratings.json?start_time={seconds}&page[size]=100"),
            "satisfaction_ratings",
            numbers(240, 250),
        ),
        (
            System::Klaviyo,
            format!(
                "/api/profiles?filter=greater-than(updated,{from}),less-than(updated,{to})&sort=updated"
            ),
            "data",
            (33..=44).map(|n| format!("p{n}")).collect(),
        ),
        (
            System::Klaviyo,
            format!(
                "/api/events?filter=greater-or-equal(datetime,{from}),less-or-equal(datetime,{to})"
            ),
            "data",
            (30..=47).map(|n| format!("e{n}")).collect(),
        ),
        (
            System::SurveyMonkey,
            "/v3/surveys/102/responses/bulk?start_modified_at=2026-01-01T01:20:00".to_owned(),
            "data",
            vec!["240".to_owned(), "245".to_owned(), "250".to_owned()],
        ),
    ];
    for (system, path, list, mut expected) in cases {
        let mut found = ids(&sample.walk(system, &path, list).await);
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{path}");
    }
}

#[tokio::test]
async fn the_usage_export_is_cut_by_days() {
    let sample = sample().await;
    let lines = |from: &'static str, to: &'static str| {
        let asked = sample.ask(System::Mixpanel, Method::GET, &sample.export(from, to));
        async move { asked.send().await.expect("sent").text().await.expect("text") }
    };
    assert_eq!(lines("2026-01-02", "2026-01-02").await.lines().count(), 24);
    assert_eq!(lines("2026-01-01", "2026-01-05").await.lines().count(), 100);
    assert_eq!(lines("2025-12-01", "2025-12-02").await, "");
    let (status, _) =
        sample.status(System::Mixpanel, &sample.export("2026-01-02", "2030-01-01")).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn a_change_shows_from_its_moment_on() {
    let sample = sample().await;
    let path = "/api/v2/incremental/tickets/cursor.json?start_time=0";
    sample.clock.0.store(at(90).timestamp() - 1, Ordering::SeqCst);
    assert_eq!(sample.walk(System::Zendesk, path, "tickets").await.len(), 89);
    sample.clock.0.store(at(90).timestamp(), Ordering::SeqCst);
    assert_eq!(sample.walk(System::Zendesk, path, "tickets").await.len(), 92);
}

#[tokio::test]
async fn a_deleted_record_goes_the_vendors_way() {
    let mut rows = desk_rows();
    let deleted = json!({"id": 7, "subject": "SCRUBBED", "status": "deleted"});
    rows.push(gone(row("tickets", 7, 300, &deleted)));
    let mut erp = erp_rows();
    erp.push(gone(row("customers", guid(7), 300, &json!({"id": guid(7)}))));
    let world =
        [(System::Zendesk, Shelf::new(rows)), (System::BusinessCentral, Shelf::new(erp))];
    let sample = sample_of(Arc::new(world.into_iter().collect())).await;
    let path = "/api/v2/incremental/tickets/cursor.json?start_time=0";
    let tickets = sample.walk(System::Zendesk, path, "tickets").await;
    assert_eq!(tickets.len(), 250);
    assert_eq!(tickets.last().map(|ticket| &ticket["status"]), Some(&json!("deleted")));
    let kept =
        sample.walk(System::Zendesk, &format!("{path}&exclude_deleted=true"), "tickets").await;
    assert_eq!(kept.len(), 249);
    let customers =
        sample.walk(System::BusinessCentral, &sample.erp("customers"), "value").await;
    assert_eq!(customers.len(), 59);
}

// Signing in --------------------------------------------------------------------------------

#[tokio::test]
async fn wrong_credentials_meet_the_vendors_refusal() {
    let sample = sample().await;
    let cases = [
        (System::Hubspot, "/category", "INVALID_AUTHENTICATION"),
        (System::BusinessCentral, "/error/code", "Authentication_InvalidCredentials"),
        (System::Zendesk, "/error", "Couldn't authenticate you"),
        (System::Klaviyo, "/errors/0/code", "not_authenticated"),
        (System::SurveyMonkey, "/error/name", "Authorization Error"),
        (System::Mixpanel, "/error", "Unable to authenticate request"),
    ];
    for (system, place, said) in cases {
        let path = sample.plain_page(system);
        let none = sample.bare(system, Method::GET, &path);
        let wrong = none.try_clone().expect("a copy").header("authorization", "Bearer wrong");
        for asked in [none, wrong] {
            let reply = asked.send().await.expect("sent");
            assert_eq!(reply.status(), 401, "{}", system.kind());
            let body: Value = reply.json().await.expect("JSON");
            assert_eq!(body.pointer(place), Some(&json!(said)), "{}", system.kind());
        }
        let (status, _) = match system {
            System::Mixpanel => (StatusCode::OK, Value::Null),
            _ => sample.status(system, &path).await,
        };
        assert_eq!(status, 200);
    }
}

#[tokio::test]
async fn a_token_ends_with_its_time_and_a_new_one_can_be_had() {
    let mut sample = sample().await;
    let erp = System::BusinessCentral;
    let path = sample.erp("customers?$top=1");
    sample.get(erp, &path).await;
    sample.clock.0.fetch_add(3_599, Ordering::SeqCst);
    let (status, body) = sample.status(erp, &path).await;
    assert_eq!(status, 401);
    assert_eq!(body["error"]["code"], "Authentication_InvalidCredentials");
    sample.erp_token = sample.new_erp_token().await;
    sample.get(erp, &path).await;

    let wrong = [
        ("grant_type", "client_credentials"),
        ("client_id", &sample.config(erp, "client_id")),
        ("client_secret", "wrong"),
        ("scope", "x/.default"),
    ];
    let asked = sample.http.post(sample.config(erp, "token_url")).form(&wrong);
    let reply = asked.send().await.expect("sent");
    assert_eq!(reply.status(), 401);
    let body: Value = reply.json().await.expect("JSON");
    assert_eq!(
        (&body["error"], &body["error_codes"]),
        (&json!("invalid_client"), &json!([7_000_215]))
    );
}

#[tokio::test]
async fn klaviyo_wants_a_revision_and_refuses_filters_it_does_not_know() {
    let sample = sample().await;
    let system = System::Klaviyo;
    let contract = Contract::of(system);
    for path in [
        "/api/profiles?filter=greater-or-equal(updated,2026-01-01)",
        "/api/profiles?page[size]=101",
        "/api/events?sort=uuid",
        "/api/events?filter=equals(metric_id",
        "/api/campaigns",
    ] {
        let (status, body) = sample.status(system, path).await;
        assert_eq!(status, 400, "{path}");
        contract.holds("/records/error", [&body]);
    }
    let key = sample.config(system, "api_key");
    let url = format!("{}/api/metrics", sample.config(system, "base_url"));
    let asked = sample.http.get(url).header("authorization", format!("Klaviyo-API-Key {key}"));
    assert_eq!(asked.send().await.expect("sent").status(), 400);
}

#[tokio::test]
async fn a_configuration_has_the_keys_that_its_connector_reads() {
    let sample = sample().await;
    let cases = [
        (System::Hubspot, "access_token base_url start_date"),
        (
            System::BusinessCentral,
            "base_url client_id client_secret company environment start_date tenant_id token_url",
        ),
        (System::Zendesk, "api_token base_url email start_date"),
        (System::Klaviyo, "api_key base_url start_date"),
        (System::SurveyMonkey, "access_token base_url start_date"),
        (System::Mixpanel, "base_url project_id secret start_date username"),
    ];
    for (system, expected) in cases {
        let config = sample.serving.config(system);
        let mut keys: Vec<&str> =
            config.as_object().expect("keys").keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys.join(" "), expected);
        assert_eq!(config["start_date"], "2015-01-01T00:00:00Z");
    }
    assert_eq!(sample.config(System::BusinessCentral, "company"), "Nordwerk GmbH");
}

// Limits and faults -------------------------------------------------------------------------

#[tokio::test]
async fn one_request_too_many_is_told_to_wait() {
    let sample = sample().await;
    let limit = Limit { requests: 2, per: Duration::from_mins(10) };
    for (system, left, wait, place, said) in LIMITS {
        sample.serving.set_limit(system, limit);
        let ask = || sample.ask(system, Method::GET, &sample.plain_page(system)).send();
        for expected in ["1", "0"] {
            let reply = ask().await.expect("sent");
            assert_eq!(reply.status(), 200, "{}", system.kind());
            if !left.is_empty() {
                assert_eq!(reply.headers()[left], expected, "{}", system.kind());
            }
        }
        let reply = ask().await.expect("sent");
        assert_eq!(reply.status(), 429, "{}", system.kind());
        if !wait.is_empty() {
            let seconds = reply.headers()[wait].to_str().expect("text").parse::<u64>();
            assert!(seconds.is_ok_and(|seconds| (1..=600).contains(&seconds)));
        }
        let body: Value = reply.json().await.expect("JSON");
        assert_eq!(body.pointer(place), Some(&json!(said)), "{}", system.kind());
        sample.serving.set_limit(system, limit);
        assert_eq!(ask().await.expect("sent").status(), 200, "a new window");
    }
}

/// What each vendor says about its limit: the header with what is left, the header with the
/// seconds to wait, a place in the refusal's body and what it says there.
const LIMITS: [(System, &str, &str, &str, &str); 6] = [
    (
        System::Hubspot,
        "x-hubspot-ratelimit-remaining",
        "retry-after",
        "/errorType",
        "RATE_LIMIT",
    ),
    (System::BusinessCentral, "", "retry-after", "/error/code", "Application_TooManyRequests"),
    (
        System::Zendesk,
        "x-rate-limit-remaining",
        "retry-after",
        "/error",
        "APIRateLimitExceeded",
    ),
    (System::Klaviyo, "ratelimit-remaining", "retry-after", "/errors/0/code", "throttled"),
    (
        System::SurveyMonkey,
        "x-ratelimit-app-global-minute-remaining",
        "x-ratelimit-app-global-minute-reset",
        "/error/id",
        "1040",
    ),
    (System::Mixpanel, "", "", "/status", "error"),
];

#[tokio::test]
async fn every_fault_shows_on_every_system_and_goes_away() {
    let sample = sample().await;
    for system in System::ALL {
        let ask = || sample.ask(system, Method::GET, &sample.plain_page(system)).send();
        let whole = ask().await.expect("sent").text().await.expect("text");

        sample.serving.set_fault(system, Some(Fault::Html));
        let reply = ask().await.expect("sent");
        assert_eq!(reply.status(), 200);
        assert!(
            reply.headers()["content-type"].to_str().is_ok_and(|kind| kind.contains("html"))
        );

        sample.serving.set_fault(system, Some(Fault::Truncated));
        assert!(ask().await.expect("headers come").bytes().await.is_err(), "{}", system.kind());

        sample.serving.set_fault(system, Some(Fault::Unauthorized));
        assert_eq!(ask().await.expect("sent").status(), 401);

        sample.serving.set_fault(system, Some(Fault::Status(503, 2)));
        for expected in [503, 503, 200] {
            assert_eq!(ask().await.expect("sent").status(), expected);
        }

        sample.serving.set_fault(system, Some(Fault::NoId));
        let text = ask().await.expect("sent").text().await.expect("text");
        let count = |text: &str| text.matches(id_of(system)).count();
        assert_eq!(count(&text), count(&whole) - 1, "{}", system.kind());

        sample.serving.set_fault(system, Some(Fault::Poison));
        let text = ask().await.expect("sent").text().await.expect("text");
        assert!(text.contains(r"\ud800"), "{}", system.kind());
        assert_eq!(count(&text), count(&whole) + 1, "{}", system.kind());
        assert_eq!(
            text,
            ask().await.expect("sent").text().await.expect("text"),
            "the same poison"
        );

        sample.serving.set_fault(system, None);
        assert_eq!(ask().await.expect("sent").text().await.expect("text"), whole);
        assert_eq!(
            sample.serving.requests(system),
            11 + 2 * u64::from(system == System::BusinessCentral)
        );
    }
}

/// How a system's record of the plain page begins to say its id.
fn id_of(system: System) -> &'static str {
    match system {
        System::Hubspot | System::BusinessCentral | System::Klaviyo | System::SurveyMonkey => {
            "\"id\":\""
        }
        System::Zendesk => "\"id\":",
        System::Mixpanel => "$insert_id",
    }
}

#[tokio::test]
async fn nothing_listens_after_the_end() {
    let sample = sample().await;
    let addresses = sample.serving.addresses().clone();
    assert_eq!(addresses.len(), 6);
    // An idle connection must not hold the end up.
    sample.get(System::Zendesk, &sample.plain_page(System::Zendesk)).await;
    let began = Instant::now();
    sample.serving.stop().await;
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
    for address in addresses.values() {
        assert!(TcpStream::connect(address).await.is_err());
    }
}

#[tokio::test]
async fn dropping_the_systems_closes_what_is_open() {
    let sample = sample().await;
    let address = sample.serving.addresses()[&System::Hubspot];
    let mut line = TcpStream::connect(address).await.expect("listening");
    line.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("sent");
    let mut first = [0; 12];
    line.read_exact(&mut first).await.expect("an answer");
    assert_eq!(&first, b"HTTP/1.1 401");
    drop(sample);
    let mut rest = Vec::new();
    let closed = tokio::time::timeout(Duration::from_secs(10), line.read_to_end(&mut rest));
    closed.await.expect("the connection is closed").expect("in good order");
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_large_list_is_walked_quickly() {
    let mut rows = Vec::new();
    for n in 0..20_000_i64 {
        let time = DateTime::from_timestamp(START, 0).expect("a time") + TimeDelta::seconds(n);
        let text = iso(time);
        let body = json!({"id": n.to_string(), "properties": {"hs_lastmodifieddate": text,
            "hs_email_subject": "Your delivery", "hs_timestamp": text, "createdate": text},
            "createdAt": text, "updatedAt": text, "archived": false});
        let at = time;
        rows.push(Row {
            object: "emails",
            id: n.to_string(),
            at,
            body: body.to_string(),
            gone: false,
        });
    }
    let sample = sample_of(Arc::new([(System::Hubspot, Shelf::new(rows))].into())).await;
    let began = Instant::now();
    let mut found = 0;
    for half in [0, 10_000] {
        let (low, high) = (START + half, START + half + 9_999);
        let body = json!({"filterGroups": [{"filters": [{"propertyName": "hs_lastmodifieddate",
            "operator": "BETWEEN", "value": low * 1_000, "highValue": high * 1_000}]}],
            "sorts": [{"propertyName": "hs_lastmodifieddate", "direction": "ASCENDING"}],
            "properties": ["hs_email_subject", "hs_timestamp"], "limit": 200});
        found += sample.search("emails", body).await.len();
    }
    assert_eq!(found, 20_000);
    say(&format!("20,000 records of HubSpot in {:?}", began.elapsed()));
}
