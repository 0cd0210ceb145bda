//! A dry run of a source on loopback: what it says, and that it leaves nothing behind.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use accord::api::{self, Hub, Schema, Service};
use accord::connector::Catalog;
use accord::fetch::{Client, Egress};
use accord::insight::{Calendar, Models};
use accord::model::*;
use accord::store::Store;
use accord::sync::{SourceSetting, Sync, Vaults};
use accord::web;
use serde_json::{Value as Answer, json};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use tokio::sync::oneshot;
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::world::{self, account, draft, golden, now, put, world};
use super::{ask, data, saved};
use crate::kit::{self, Database};

const DEV: &str = "acme-erp-dev";
const TOKEN: &str = "s3cr3t-token-of-the-test";
const PAGE: usize = 50;

const MANIFEST: &str = r#"
version: 7.0.0
type: DeclarativeSource
check: {type: CheckStream, stream_names: [customers]}
definitions:
  stream:
    type: DeclarativeStream
    primary_key: id
    retriever:
      type: SimpleRetriever
      paginator:
        type: DefaultPaginator
        pagination_strategy: {type: PageIncrement, page_size: 50, start_from_page: 1, inject_on_first_request: true}
        page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
      record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: [records]}}
      requester:
        type: HttpRequester
        url_base: "{{ config['base_url'] }}"
        path: "/{{ parameters['name'] }}"
        authenticator: {type: BearerAuthenticator, api_token: "{{ config['token'] }}"}
STREAMSspec:
  type: Spec
  connection_specification:
    type: object
    required: [base_url, token]
    properties: {base_url: {type: string}, token: {type: string, airbyte_secret: true}}
"#;

const CUSTOMERS: &str = r"
  customers:
    entities:
      - entity: account
        key: id
        fields: {name: name, country: country}
";

const ERP: &str = r"
  shipments:
    entities:
      - entity: delivery
        key: id
        account: customer
        fields: {ordered_on: ordered, promised_on: promised_date, delivered_on: shipped}
  invoices:
    entities:
      - entity: invoice
        key: id
        account: customer
        fields: {number: number, issued_on: issued}
";

const SURVEY: &str = r"
  answers:
    entities:
      - entity: survey_response
        key: id
        account: customer
        fields:
          instrument: {is: CSAT}
          score: csat
          scale_low: {is: 1}
          scale_high: {is: 5}
          polarity: {is: HIGH_IS_GOOD}
          touchpoint: {is: onboarding}
          prong: {is: TRANSACTIONAL}
          at: at
";

/// A source with 10 customers, of which 6 are ours already, and what they were sent and billed.
struct Source;

impl Source {
    fn records(path: &str) -> Vec<Answer> {
        match path {
            "/customers" => (0..10).map(customer).collect(),
            "/shipments" => (0..230).map(shipment).collect(),
            "/invoices" => (0..40)
                .map(|id| json!({"id": id, "customer": id % 10, "issued": "2026-11-01"}))
                .collect(),
            "/answers" => (0..30)
                .map(|id| {
                    json!({"id": id, "customer": id % 10, "csat": id % 5 + 1,
                        "at": "2026-11-01T08:00:00Z"})
                })
                .collect(),
            other => panic!("nothing is asked at {other}"),
        }
    }
}

fn customer(id: usize) -> Answer {
    let name =
        if id < 6 { format!("Company {:03}", 999 - id) } else { format!("Newcomer {id}") };
    json!({"id": id, "name": name, "country": "DE", "onboarding_csat": id % 5 + 1})
}

/// Every hundredth has a promise that is no day.
fn shipment(id: usize) -> Answer {
    let promised = if id % 100 == 7 { "soon" } else { "2026-11-10" };
    json!({"id": format!("SO-{id}"), "customer": id % 10, "ordered": "2026-11-01",
        "promised_date": promised, "shipped": "2026-11-09", "incoterm": "DAP"})
}

impl Respond for Source {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let token = request.headers.get("authorization").and_then(|value| value.to_str().ok());
        if token != Some(&format!("Bearer {TOKEN}")) {
            let body = json!({"error": format!("{} is not known", token.unwrap_or("nobody"))});
            return ResponseTemplate::new(401).set_body_json(body);
        }
        let page = request.url.query_pairs().find(|(name, _)| name == "page");
        let page: usize = page.and_then(|(_, page)| page.parse().ok()).unwrap_or(1);
        let records = Self::records(request.url.path());
        let records: Vec<_> = records.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
        ResponseTemplate::new(200).set_body_json(json!({ "records": records }))
    }
}

/// A hub that can reach the source.
struct Tried {
    sync: Sync,
    service: Service,
    schema: Schema,
    server: MockServer,
}

impl Tried {
    /// Over a store whose other sources are these; the source speaks by this mapping.
    async fn of(
        store: &Store,
        others: &[accord::store::Source],
        category: Category,
        streams: &str,
        token: &str,
    ) -> Self {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(Source).mount(&server).await;
        let word = category.word();
        let mapping = format!(
            "category: {word}\ntitle: Acme\nversion: \"1\"\nstreams:\n{CUSTOMERS}{streams}"
        );
        let sync = sync(store, &mapping, json!({"base_url": server.uri(), "token": token}));
        let own = world::source(DEV, "acme", category);
        let sources = [others, &[own]].concat();
        store.put_sources(&sources).await.expect("sources are kept");
        let service = hub(&sync);
        let schema = service.schema().clone();
        Self { sync, service, schema, server }
    }

    async fn q09(&self) -> Answer {
        data(&self.schema, &saved("q09"), json!({"id": DEV})).await["dryRunSync"].take()
    }
}

fn sync(store: &Store, mapping: &str, config: Answer) -> Sync {
    let streams = ["shipments", "invoices", "answers", "customers"].into_iter();
    let streams = streams.filter(|name| mapping.contains(&format!("  {name}:"))).map(|name| {
        let own = format!("$parameters: {{name: {name}}}, name: {name}");
        format!("  - {{$ref: \"#/definitions/stream\", {own}}}\n")
    });
    let streams = format!("streams:\n{}", streams.collect::<String>());
    let manifest = MANIFEST.replace("STREAMS", &streams);
    let mut catalog = Catalog::default();
    catalog
        .add("acme", ("acme/manifest.yaml", &manifest), ("acme/mapping.yaml", mapping))
        .unwrap_or_else(|error| panic!("{error}"));
    let client = Client::new(Egress {
        timeout: Duration::from_secs(5),
        max_reply: 1 << 20,
        allow_private: true,
    });
    let setting = SourceSetting {
        kind: "acme".to_owned(),
        free_of_duplicates: false,
        interval: Duration::from_hours(1),
        config: Arc::new(config),
    };
    Sync {
        store: store.clone(),
        catalog: Arc::new(catalog),
        client: client.expect("a client"),
        clock: Arc::new(FixedClock(now())),
        models: Models::built_in(),
        relearns: true,
        signals: accord::insight::SignalModel::built_in(),
        subscriptions: Arc::default(),
        survivorship: accord::reconcile::Survivorship::built_in(),
        calendar: Calendar::default(),
        sources: Arc::new(BTreeMap::from([(DEV.into(), setting)])),
        worker: "a test".into(),
        lease: Duration::from_mins(10),
        patience: Duration::ZERO,
        vaults: Vaults::default(),
        watch: Arc::new(|_| {}),
    }
}

fn hub(sync: &Sync) -> Service {
    let trying = sync.clone();
    let hub = Hub {
        store: sync.store.clone(),
        catalog: Arc::clone(&sync.catalog),
        models: Arc::clone(&sync.models),
        calendar: sync.calendar.clone(),
        clock: Arc::clone(&sync.clock),
        trial: Some(Arc::new(move |source, limit| {
            let sync = trying.clone();
            Box::pin(async move {
                sync.dry_run(&source, limit).await.map_err(|error| error.to_string())
            })
        })),
        digest: None,
        registers: accord::reconcile::Registers::new(),
    };
    api::service(hub, api::Profile::default())
}

fn crm() -> accord::store::Source {
    world::source("crm", "hubspot", Category::Crm)
}

/// A store in which a CRM knows so many accounts by name and country.
async fn known(database: &Database, accounts: usize) -> Store {
    let store = database.open().await;
    store.put_sources(&[crm()]).await.expect("sources are kept");
    let mut decisions = Decisions::default();
    let mut parties = vec![draft(EntityKind::TeamMember, 0, "e1", vec![])];
    for n in 0..accounts {
        let golden = golden(n);
        let fields = ["name", "country"].map(|name| (name, golden.fields[name].clone()));
        parties.push(draft(EntityKind::Account, n, &format!("c{n}"), fields.to_vec()));
        decisions.account_of.insert(format!("crm:c{n}"), account(n).into());
        decisions.accounts.push(golden);
    }
    put(&store, "PARTIES", parties).await;
    store.decide(&decisions).await.expect("decisions are written");
    store
}

/// Every table's name and all that is in it.
async fn content(database: &Database) -> BTreeMap<String, String> {
    let mut content = BTreeMap::new();
    if database.name == "postgres" {
        let mut db = PgConnection::connect(&database.url).await.expect("a connection");
        let names = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
        let names: Vec<String> =
            sqlx::query_scalar(names).fetch_all(&mut db).await.expect("tables");
        for name in names {
            let text = format!(
                "SELECT COALESCE(string_agg(t::text, '|' ORDER BY t::text), '') FROM \"{name}\" t"
            );
            let all = sqlx::query_scalar(AssertSqlSafe(text)).fetch_one(&mut db).await;
            content.insert(name, all.expect("a table's text"));
        }
        return content;
    }
    let mut db = SqliteConnection::connect(&database.url).await.expect("a connection");
    let names = "SELECT name FROM sqlite_master WHERE type = 'table'";
    let names: Vec<String> =
        sqlx::query_scalar(names).fetch_all(&mut db).await.expect("tables");
    for name in names {
        let columns = format!("SELECT name FROM pragma_table_info('{name}')");
        let columns: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(columns)).fetch_all(&mut db).await.expect("names");
        let columns: Vec<String> = columns.iter().map(|c| format!("quote(\"{c}\")")).collect();
        let text = format!("SELECT {} FROM \"{name}\" ORDER BY 1", columns.join(" || ',' || "));
        let all: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(text)).fetch_all(&mut db).await.expect("rows");
        content.insert(name, all.join("|"));
    }
    content
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_says_what_a_sync_would_bring_and_writes_nothing() {
    for database in kit::databases().await {
        let store = known(&database, 6).await;
        let tried = Tried::of(&store, &[crm()], Category::Erp, ERP, TOKEN).await;
        let before = content(&database).await;
        let told = tried.q09().await;
        assert_eq!(content(&database).await, before, "{}", database.name);
        assert!(before["account"].contains("Company 999"), "the tables were looked at");
        let counts = ["read", "wouldWrite", "rejected", "newAccounts", "matchedAccounts"];
        let counts = counts.map(|name| told[name].as_i64().expect("a count"));
        assert_eq!(counts, [200, 200, 2, 4, 6], "{told:#}");
        let unlocked = json!([
            "DE1", "DE2", "DE3", "BI1", "BI3", "trust.T2", "trust.C3", "trust.R1", "trust.R3",
        ]);
        assert_eq!(told["kpisUnlocked"], unlocked);
        let fields = json!([
            {"source": "onboarding_csat", "coverage": 1.0},
            {"source": "incoterm", "coverage": 1.0},
        ]);
        assert_eq!(told["unmappedFields"], fields);
        let error = &told["errors"][0];
        assert_eq!(
            (&error["recordId"], &error["object"], &error["code"], &error["path"]),
            (&json!("SO-7"), &json!("shipments"), &json!("BAD_DATE"), &json!("promised_date"))
        );
        assert_eq!(told["errors"].as_array().map(Vec::len), Some(2));
        assert!(!told.to_string().contains("soon"), "no value of a record: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_records_in_a_real_run_give_the_same_counts() {
    for database in kit::databases().await {
        let store = known(&database, 6).await;
        let tried = Tried::of(&store, &[crm()], Category::Erp, ERP, TOKEN).await;
        let query = "mutation { dryRunSync(connectorId: \"acme-erp-dev\", limit: 1000) {
            read wouldWrite rejected newAccounts matchedAccounts kpisUnlocked } }";
        let told = data(&tried.schema, query, json!({})).await["dryRunSync"].take();
        let accounts = async || {
            let query = "{ accounts(first: 1) { totalCount } }";
            data(&tried.schema, query, json!({})).await["accounts"]["totalCount"].clone()
        };
        assert_eq!(accounts().await, 6);
        let run = tried.sync.once(&[]).await.expect("a sync").pop().expect("one source");
        assert_eq!(
            (&told["read"], &told["wouldWrite"]),
            (&json!(run.read), &json!(run.written))
        );
        let letters = store.dead_letters(&DEV.into(), 100).await.expect("dead letters");
        let records: BTreeSet<_> = letters.iter().map(|letter| &letter.record).collect();
        assert_eq!(told["rejected"], json!(records.len()));
        assert_eq!((&told["newAccounts"], &told["matchedAccounts"]), (&json!(4), &json!(6)));
        assert_eq!(accounts().await, 10);
        // Once it was synced, all of it matches; what it supplies itself it still unlocks.
        let again = data(&tried.schema, query, json!({})).await["dryRunSync"].take();
        assert_eq!((&again["newAccounts"], &again["matchedAccounts"]), (&json!(0), &json!(10)));
        assert_eq!(again["kpisUnlocked"], told["kpisUnlocked"], "{}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_csat_field_of_onboarding_unlocks_im3_mapped_or_not() {
    let query = "mutation { dryRunSync(connectorId: \"acme-erp-dev\") {
        read kpisUnlocked unmappedFields { object source unlocks } } }";
    for database in kit::databases().await {
        let store = world(&database, 2).await;
        let others = [
            crm(),
            world::source("desk", "zendesk", Category::Support),
            world::source("erp", "businesscentral", Category::Erp),
        ];
        let tried = Tried::of(&store, &others, Category::Survey, SURVEY, TOKEN).await;
        let told = data(&tried.schema, query, json!({})).await["dryRunSync"].take();
        assert_eq!(told["kpisUnlocked"], json!(["IM3"]), "{}", database.name);
        assert_eq!(told["unmappedFields"][0]["unlocks"], json!([]), "IM3 is there already");

        let unread = Tried::of(&store, &others, Category::Erp, "", TOKEN).await;
        let told = data(&unread.schema, query, json!({})).await["dryRunSync"].take();
        assert_eq!((&told["read"], &told["kpisUnlocked"]), (&json!(10), &json!([])));
        let field =
            json!([{"object": "customers", "source": "onboarding_csat", "unlocks": ["IM3"]}]);
        assert_eq!(told["unmappedFields"], field, "{}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_cannot_be_read_is_told_beside_what_the_others_gave() {
    let database = kit::sqlite();
    let store = known(&database, 6).await;
    let tried = Tried::of(&store, &[crm()], Category::Erp, ERP, TOKEN).await;
    let gone = Mock::given(path("/shipments")).respond_with(ResponseTemplate::new(404));
    gone.with_priority(1).mount(&tried.server).await;
    let told = tried.q09().await;
    assert_eq!((&told["read"], &told["matchedAccounts"]), (&json!(50), &json!(6)), "{told:#}");
    assert_eq!(told["kpisUnlocked"], json!(["BI1", "BI3", "trust.T2", "trust.R3"]));
    let errors = told["errors"].as_array().expect("a list");
    assert_eq!(errors.len(), 1, "{told:#}");
    assert_eq!(errors[0]["code"], "STREAM_FAILED");
    assert_eq!(
        (&errors[0]["recordId"], &errors[0]["object"]),
        (&json!(null), &json!("shipments"))
    );
    assert!(errors[0]["message"].as_str().is_some_and(|why| why.contains("404")), "{told:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_tried_is_told_with_what_to_do_and_without_a_secret() {
    let query = "mutation($id: ID!, $limit: Int!) {
        dryRunSync(connectorId: $id, limit: $limit) { read } }";
    let database = kit::sqlite();
    let store = known(&database, 1).await;
    let refused = Tried::of(&store, &[crm()], Category::Erp, ERP, "s3cr3t-token-of-old").await;
    let mapping = format!("category: ERP\ntitle: Acme\nversion: \"1\"\nstreams:\n{CUSTOMERS}");
    let nowhere = json!({"base_url": "http://127.0.0.1:1", "token": TOKEN});
    let nowhere = hub(&sync(&store, &mapping, nowhere));
    let bare = world::schema(&store);
    let cases = [
        // (hub, source, limit, code, part of the message)
        (&refused.schema, DEV, 10, "SOURCE_FAILED", "refused the credentials (401)"),
        (&refused.schema, DEV, 10, "SOURCE_FAILED", "source `acme-erp-dev` could not be tried"),
        (
            &refused.schema,
            DEV,
            0,
            "BAD_INPUT",
            "`limit` must be between 1 and 1000; 0 was asked",
        ),
        (&refused.schema, DEV, 1001, "BAD_INPUT", "1001 was asked"),
        (&refused.schema, "acme-erp", 10, "NOT_FOUND", "did you mean `acme-erp-dev`?"),
        (&refused.schema, "crm", 10, "SOURCE_FAILED", "crm"), // another process configures it
        (nowhere.schema(), DEV, 10, "SOURCE_FAILED", "the connection was refused"),
        (&bare, DEV, 10, "UNAVAILABLE", "this process cannot reach sources; ask the one"),
    ];
    for (schema, source, limit, code, part) in cases {
        let answer = ask(schema, query, json!({"id": source, "limit": limit})).await;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], code, "{answer:#}");
        let message = error["message"].as_str().unwrap_or_default();
        assert!(message.contains(part), "{part}: {message}");
        assert!(!answer.to_string().contains("s3cr3t"), "{answer:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_is_asked_for_over_http() {
    let database = kit::sqlite();
    let store = known(&database, 6).await;
    let tried = Tried::of(&store, &[crm()], Category::Erp, ERP, TOKEN).await;
    let router = web::router(world::served(tried.service.clone(), &store));
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let listener = web::listen(any).await.expect("a free port");
    let address = listener.local_addr().expect("it listens");
    let (_stop, stopped) = oneshot::channel::<()>();
    tokio::spawn(web::serve(router, listener, async move {
        // An end without a word is an end too.
        let _ended = stopped.await;
    }));
    let question = json!({"query": saved("q09"), "variables": {"id": DEV}});
    let client = reqwest::Client::builder().build().expect("a client");
    let reply = client.post(format!("http://{address}/graphql")).json(&question).send().await;
    let answer: Answer = reply.expect("a reply").json().await.expect("JSON");
    assert_eq!(answer["data"]["dryRunSync"]["read"], 200, "{answer:#}");
    assert_eq!(answer["data"]["dryRunSync"]["matchedAccounts"], 6);
}
