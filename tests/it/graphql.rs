//! Questions over GraphQL, answered from both databases.

use std::collections::BTreeMap;
use std::sync::Arc;

use accord::api::{self, Hub, Schema};
use accord::connector::Catalog;
use accord::insight::{Calendar, HealthModel};
use accord::model::*;
use accord::store::{MappedBatch, RunState, Source, Store, StoredScore};
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use async_graphql::{Request, Variables};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value as Answer, json};

use crate::kit::{self, Database};

const MODEL_ACCOUNT: &str = "acc_00000000000000a0";

fn now() -> DateTime<Utc> {
    "2026-11-21T12:00:00Z".parse().expect("a time")
}

fn ago(days: i64) -> DateTime<Utc> {
    now() - TimeDelta::days(days)
}

fn day(days_ago: i64) -> Option<Value> {
    Some(Value::Day(ago(days_ago).date_naive()))
}

fn time(days_ago: i64) -> Option<Value> {
    Some(Value::Time(ago(days_ago)))
}

fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.to_owned()))
}

fn euro(amount: i64) -> Option<Value> {
    let money = Money::new(amount.into(), Currency::EUR).expect("a small amount");
    Some(Value::Amount(money))
}

/// The id of the n-th account.
fn account(n: usize) -> String {
    format!("acc_{:016x}", 0xa0 + n)
}

/// A hub over a store, at a still moment.
fn schema(store: &Store) -> Schema {
    api::schema(Hub {
        store: store.clone(),
        catalog: Arc::new(Catalog::default()),
        model: HealthModel::built_in(),
        calendar: Calendar::default(),
        clock: Arc::new(FixedClock(now())),
    })
}

/// A fact or party of the n-th account as its source wrote it.
fn draft(
    kind: EntityKind,
    n: usize,
    key: &str,
    fields: Vec<(&'static str, Option<Value>)>,
) -> Draft {
    let (source, stream) = match kind {
        EntityKind::Account | EntityKind::Contact | EntityKind::TeamMember => {
            ("crm", kind.word())
        }
        EntityKind::Ticket | EntityKind::SlaTarget => ("desk", kind.word()),
        _ => ("erp", kind.word()),
    };
    let record =
        RecordRef { source: source.into(), stream: stream.to_owned(), key: key.to_owned() };
    Draft {
        kind,
        key: key.to_owned(),
        url: Some(format!("https://{source}.example/{stream}/{key}")),
        record,
        adds: false,
        account: kind.belongs().account.then(|| format!("c{n}")),
        contact: None,
        fields,
    }
}

fn source(id: &str, kind: &str, category: Category) -> Source {
    Source {
        id: id.into(),
        kind: kind.to_owned(),
        category,
        interval_seconds: 900,
        last_success: None,
        last_record: None,
        rate_limit: None,
    }
}

async fn put(store: &Store, phase: &'static str, drafts: Vec<Draft>) {
    let mut streams: BTreeMap<(SourceId, String), Vec<Draft>> = BTreeMap::new();
    for draft in drafts {
        let stream = (draft.record.source.clone(), draft.record.stream.clone());
        streams.entry(stream).or_default().push(draft);
    }
    for ((source, stream), drafts) in streams {
        land(store, &drafts).await;
        let mapping = "m1".to_owned();
        let batch =
            MappedBatch { source, stream, phase, mapping, drafts, ..MappedBatch::default() };
        store.put_mapped(&batch).await.expect("a batch is mapped");
    }
}

/// Lands the records that the drafts are read from.
async fn land(store: &Store, drafts: &[Draft]) {
    let Some(first) = drafts.first() else { return };
    let record = |draft: &Draft| Record {
        key: draft.record.key.clone(),
        raw: json!({"id": draft.record.key, "source_name": "x"}).to_string(),
        shaped: None,
        deleted: false,
    };
    let landing = Landing {
        source: first.record.source.clone(),
        stream: first.record.stream.clone(),
        run: run_of(store, &first.record.source).await,
        records: drafts.iter().map(record).collect(),
        dead: Vec::new(),
        state: None,
        at: ago(1),
    };
    store.land(&landing).await.expect("a page lands");
}

/// The source's newest run, asked for when there is none.
async fn run_of(store: &Store, source: &SourceId) -> i64 {
    let runs = store.runs(std::slice::from_ref(source), 1).await.expect("runs are read");
    match runs.get(source).and_then(|runs| runs.first()) {
        Some(run) => run.id,
        None => {
            store.queue_run(source, ago(1)).await.expect("a run is queued");
            let run = store.claim_run("w", ago(1), now()).await.expect("a worker claims");
            run.expect("one waits").id
        }
    }
}

/// Enough of a customer to be scored: support, delivery, billing.
fn facts(n: usize) -> Vec<Draft> {
    let mut facts = Vec::new();
    for i in 0..10_i64 {
        let key = |what: &str| format!("{what}{n}-{i}");
        let late = if i < 2 { 1 } else { 4 };
        facts.extend([
            draft(
                EntityKind::Ticket,
                n,
                &key("t"),
                vec![
                    ("priority", text("P3")),
                    ("status", text("SOLVED")),
                    ("opened_at", time(10 + i)),
                    ("first_reply_at", time(9 + i)),
                    ("solved_at", time(5 + i)),
                    ("replies", Some(Value::Int(1))),
                    ("reopens", Some(Value::Int(i % 3))),
                ],
            ),
            draft(
                EntityKind::SlaTarget,
                n,
                &key("s"),
                vec![
                    ("metric", text("first reply")),
                    ("at", time(9 + i)),
                    ("met", Some(Value::Flag(i > 0))),
                ],
            ),
            draft(
                EntityKind::Delivery,
                n,
                &key("d"),
                vec![
                    ("ordered_on", day(30 + i)),
                    ("promised_on", day(3 + i)),
                    ("delivered_on", day(i + late)),
                    ("quantity", Some(Value::Number(5.0))),
                ],
            ),
            draft(
                EntityKind::Invoice,
                n,
                &key("i"),
                vec![
                    ("number", text(&key("I"))),
                    ("issued_on", day(60 + i)),
                    ("due_on", day(30 + i)),
                    ("amount", euro(1190)),
                    ("net_amount", euro(1000)),
                    ("open_amount", euro(0)),
                    ("recurring", Some(Value::Flag(true))),
                ],
            ),
            draft(
                EntityKind::Payment,
                n,
                &key("p"),
                vec![
                    ("invoice", text(&key("i"))),
                    ("paid_on", day(28 + i)),
                    ("amount", euro(1190)),
                ],
            ),
            draft(
                EntityKind::SurveyResponse,
                n,
                &key("r"),
                vec![
                    ("instrument", text("NPS")),
                    ("score", Some(Value::Number(9.0))),
                    ("scale_low", Some(Value::Number(0.0))),
                    ("scale_high", Some(Value::Number(10.0))),
                    ("polarity", text("HIGH_IS_GOOD")),
                    ("prong", text("RELATIONAL")),
                    ("at", time(20 + i)),
                ],
            ),
        ]);
    }
    facts
}

fn golden(n: usize) -> GoldenAccount {
    let name = format!("Company {:03}", 999 - n);
    let record =
        RecordRef { source: "crm".into(), stream: "account".to_owned(), key: format!("c{n}") };
    let loser = Loser {
        value: name.to_uppercase(),
        record: RecordRef {
            source: "erp".into(),
            stream: "customers".to_owned(),
            key: "9".into(),
        },
    };
    GoldenAccount {
        id: account(n).into(),
        fields: BTreeMap::from([
            ("name", Value::Text(name.clone())),
            ("country", Value::Text("DE".to_owned())),
            ("owner", Value::Text("crm:e1".to_owned())),
            ("annual_revenue", euro(1_500_000).expect("an amount")),
        ]),
        lineage: vec![LineageRow {
            field: "name".to_owned(),
            value: name,
            record,
            rule: "trust".to_owned(),
            losers: vec![loser],
        }],
        parent: (n % 5 == 1).then(|| account(0).into()),
    }
}

/// A store with so many accounts that have facts.
async fn world(database: &Database, accounts: usize) -> Store {
    let store = database.open().await;
    let sources = [
        source("crm", "hubspot", Category::Crm),
        source("desk", "zendesk", Category::Support),
        source("erp", "businesscentral", Category::Erp),
    ];
    store.put_sources(&sources).await.expect("sources are kept");
    let member = draft(EntityKind::TeamMember, 0, "e1", vec![("name", text("A. Reyes"))]);
    let mut parties = vec![member];
    let mut decisions = Decisions::default();
    for n in 0..accounts {
        let golden = golden(n);
        let fields = vec![("name", golden.fields.get("name").cloned())];
        parties.push(draft(EntityKind::Account, n, &format!("c{n}"), fields));
        decisions.account_of.insert(format!("crm:c{n}"), account(n).into());
        for source in ["desk", "erp"] {
            let mut twin = draft(EntityKind::Account, n, &format!("c{n}"), vec![]);
            twin.record.source = source.into();
            parties.push(twin);
            decisions.account_of.insert(format!("{source}:c{n}"), account(n).into());
        }
        decisions.accounts.push(golden);
    }
    put(&store, "PARTIES", parties).await;
    store.decide(&decisions).await.expect("decisions are written");
    put(&store, "FACTS", (0..accounts).flat_map(facts).collect()).await;
    store
}

async fn ask(schema: &Schema, query: &str, variables: Answer) -> Answer {
    let request = Request::new(query).variables(Variables::from_json(variables));
    serde_json::to_value(schema.execute(request).await).expect("an answer is JSON")
}

/// Asks what must be answered without an error.
async fn data(schema: &Schema, query: &str, variables: Answer) -> Answer {
    let answer = ask(schema, query, variables).await;
    assert_eq!(answer.get("errors"), None, "{query}\n{answer:#}");
    answer["data"].clone()
}

fn saved(name: &str) -> String {
    let path = format!("{}/tests/cases/queries/{name}.graphql", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn number(answer: &Answer) -> f64 {
    answer.as_f64().unwrap_or_else(|| panic!("{answer} is no number"))
}

#[test]
fn the_schema_file_says_what_the_code_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema.graphql");
    let file = std::fs::read_to_string(path).expect("schema.graphql stands at the root");
    assert!(
        file == api::schema_sdl(),
        "schema.graphql has drifted: write it by `accord schema`"
    );
}

#[test]
fn everything_in_the_schema_is_described() {
    let document = async_graphql::parser::parse_schema(api::schema_sdl()).expect("SDL");
    let mut bare = Vec::new();
    let mut check = |described: bool, name: String| {
        if !described {
            bare.push(name);
        }
    };
    for definition in document.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let definition = definition.node;
        let name = definition.name.node.to_string();
        check(definition.description.is_some(), name.clone());
        match definition.kind {
            TypeKind::Object(object) => {
                for field in object.fields {
                    let field = field.node;
                    let path = format!("{name}.{}", field.name.node);
                    check(field.description.is_some(), path.clone());
                    for argument in field.arguments {
                        let argument = argument.node;
                        let path = format!("{path}({})", argument.name.node);
                        check(argument.description.is_some(), path);
                    }
                }
            }
            TypeKind::Enum(words) => {
                for value in words.values {
                    let path = format!("{name}.{}", value.node.value.node);
                    check(value.node.description.is_some(), path);
                }
            }
            TypeKind::InputObject(input) => {
                for field in input.fields {
                    let path = format!("{name}.{}", field.node.name.node);
                    check(field.node.description.is_some(), path);
                }
            }
            _ => {}
        }
    }
    assert!(bare.is_empty(), "without a description: {bare:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_saved_queries_are_answered() {
    for database in kit::databases().await {
        let store = world(&database, 6).await;
        let schema = schema(&store);

        let book = data(&schema, &saved("q01"), json!({"owner": "crm:e1"})).await;
        assert_eq!(book["accounts"]["totalCount"], 6, "{}", database.name);
        let node = &book["accounts"]["edges"][0]["node"];
        assert!(node["health"]["value"].is_number(), "{node:#}");
        assert_eq!(node["health"]["drivers"].as_array().map(Vec::len), Some(3));

        let page = data(&schema, &saved("q02"), json!({"id": MODEL_ACCOUNT})).await;
        let health = &page["account"]["health"];
        assert_eq!(health["cache"]["hit"], true, "q01 computed it: {health:#}");
        assert_eq!(health["stages"].as_array().map(Vec::len), Some(10));
        let inputs = &health["stages"][6]["kpis"][0]["inputs"][0];
        assert_eq!(inputs["system"], "desk");
        assert!(inputs["url"].as_str().is_some_and(|url| url.starts_with("https://desk")));
        parts_add_up(health);
        assert_eq!(page["account"]["freshness"].as_array().map(Vec::len), Some(3));

        let what_if = data(&schema, &saved("q11"), json!({"id": MODEL_ACCOUNT})).await;
        let account = &what_if["account"];
        assert!(number(&account["betterSupport"]["value"]) > number(&account["now"]["value"]));
        assert!(number(&account["pessimist"]["value"]) < number(&account["now"]["value"]));
        assert_eq!(account["now"]["value"], health["value"]);

        let desk = data(&schema, &saved("q08"), json!({"id": "desk"})).await;
        assert_eq!(desk["connector"]["category"], "SUPPORT");
        assert_eq!(desk["connector"]["state"], "NEVER");
        let serves = desk["connector"]["servesKpis"].to_string();
        assert!(serves.contains("SU1"), "{serves}");
        assert_eq!(desk["model"]["stages"].as_array().map(Vec::len), Some(10));
    }
}

/// Contributions add up to the computed value, points of a change to the difference.
fn parts_add_up(health: &Answer) {
    let kpis = health["stages"].as_array().into_iter().flatten();
    let kpis = kpis.flat_map(|stage| stage["kpis"].as_array().into_iter().flatten());
    let sum: f64 = kpis.filter_map(|kpi| kpi["contribution"].as_f64()).sum();
    let computed = number(&health["computed"]);
    assert!((sum - computed).abs() <= 0.05 + 1e-9, "{sum} is not {computed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changes_points_add_up_to_the_difference_of_the_two_values() {
    let query = "query($id: ID!) { account(id: $id) {
        then: health(asOf: \"2026-11-14\") { value }
        now: health { value explainChange(from: \"2026-11-14\", to: \"2026-11-21\") { points cause } }
        health { history(from: \"2026-11-01\", to: \"2026-11-21\") { at value coverage } trend(days: 7) { delta } } } }";
    for database in kit::databases().await {
        let schema = schema(&world(&database, 1).await);
        let answer = data(&schema, query, json!({"id": MODEL_ACCOUNT})).await;
        let account = &answer["account"];
        let (then, now) = (number(&account["then"]["value"]), number(&account["now"]["value"]));
        let changes = account["now"]["explainChange"].as_array().cloned().unwrap_or_default();
        let sum: f64 = changes.iter().map(|change| number(&change["points"])).sum();
        assert!((sum - (now - then)).abs() <= 0.11, "{sum} is not {now} - {then}");
        let history = &account["health"]["history"];
        assert_eq!(history[2]["at"], "2026-11-21");
        assert_eq!(number(&history[2]["value"]).to_string(), now.to_string());
        assert_eq!(number(&history[1]["value"]).to_string(), then.to_string());
        let delta = number(&account["health"]["trend"]["delta"]);
        assert!((delta - (now - then)).abs() <= 0.11);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_number_of_statements_does_not_grow_with_the_number_of_accounts() {
    let query = "query($first: Int!) { accounts(first: $first) { totalCount nodes {
        name owner { name } parent { name owner { name } } children { name freshness { state } }
        health { value trend { delta } stages { kpis { inputs(first: 2) { category } } } }
        past: health(asOf: \"2026-10-01\") { value } worst: health(missing: WORST) { value }
        sourceRecords { system } lineage(field: \"name\") { value source { url } }
        freshness { state } contacts { name } } } }";
    for database in kit::databases().await {
        let store = world(&database, 55).await;
        let mut counts = Vec::new();
        for first in [5, 50] {
            let schema = schema(&store);
            let before = store.statements();
            let answer = data(&schema, query, json!({"first": first})).await;
            assert_eq!(answer["accounts"]["nodes"].as_array().map(Vec::len), Some(first));
            counts.push(store.statements() - before);
        }
        assert_eq!(counts[0], counts[1], "{}: {counts:?}", database.name);
    }
}

fn score(value: Option<f64>) -> StoredScore {
    StoredScore {
        value,
        computed: value,
        band: value.map(|value| if value < 50.0 { Band::Red } else { Band::Amber }),
        confidence: Confidence::Low,
        coverage: 0.4,
        low: 1.0,
        high: 99.0,
        model: "chi-default@1.0.0".to_owned(),
        as_of: NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day"),
        version: 1,
        computed_at: now(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_walk_by_cursor_meets_every_account_once_while_some_change() {
    let query = "query($field: String!, $desc: Boolean!, $after: String) {
        accounts(orderBy: {field: $field, desc: $desc}, first: 3, after: $after) {
            edges { cursor node { id name } } nodes { id }
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";
    for database in kit::databases().await {
        let store = world(&database, 11).await;
        let scores: Vec<_> = (0..11_usize)
            .map(|n| {
                (account(n).into(), score((n > 1).then(|| f64::from((n / 2) as u8) * 7.3)))
            })
            .collect();
        store.put_scores(&scores).await.expect("scores are kept");
        let schema = schema(&store);
        for (field, desc) in
            [("name", false), ("name", true), ("health", false), ("health", true)]
        {
            let mut seen: Vec<String> = Vec::new();
            let mut after = Answer::Null;
            loop {
                let variables = json!({"field": field, "desc": desc, "after": after});
                let page = data(&schema, query, variables).await["accounts"].take();
                let nodes = page["nodes"].as_array().cloned().unwrap_or_default();
                seen.extend(
                    nodes.iter().map(|node| node["id"].as_str().unwrap_or("").to_owned()),
                );
                assert_eq!(page["edges"][0]["cursor"], page["pageInfo"]["startCursor"]);
                assert_eq!(page["pageInfo"]["hasPreviousPage"], !after.is_null());
                after = page["pageInfo"]["endCursor"].clone();
                // Something else about an account that was met already changes meanwhile.
                let again = golden(0);
                let decisions = Decisions { accounts: vec![again], ..Decisions::default() };
                store.decide(&decisions).await.expect("a change is written");
                if page["pageInfo"]["hasNextPage"] == false {
                    break;
                }
            }
            let mut once = seen.clone();
            once.sort();
            once.dedup();
            assert_eq!((once.len(), seen.len()), (11, 11), "{} {field} {desc}", database.name);
            let first = if (field, desc) == ("name", true) { account(0) } else { account(10) };
            if field == "name" {
                assert_eq!(seen[0], first);
            } else {
                assert_eq!(seen[9..], [account(0), account(1)], "missing ones come last");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_score_is_kept_until_its_account_changes_and_a_what_if_never() {
    let plain =
        "query($id: ID!) { account(id: $id) { health { value cache { hit ttlSeconds } } } }";
    let tried = "query($id: ID!) { account(id: $id) {
        health(whatIf: {raw: [{kpi: \"SU1\", value: 76}]}) { value cache { hit ttlSeconds } } } }";
    let worst = "query($id: ID!) { account(id: $id) {
        health(missing: WORST) { value low cache { hit ttlSeconds } } } }";
    for database in kit::databases().await {
        let store = world(&database, 2).await;
        let schema = schema(&store);
        let hit = async |query: &str| {
            let answer = data(&schema, query, json!({"id": MODEL_ACCOUNT})).await;
            answer["account"]["health"]["cache"]["hit"].clone()
        };
        assert_eq!(hit(tried).await, false);
        assert_eq!(hit(worst).await, false);
        assert_eq!(hit(plain).await, false, "neither filled the cache");
        assert_eq!(hit(plain).await, true);
        assert_eq!(hit(tried).await, false);
        put(&store, "FACTS", vec![facts(0).swap_remove(0)]).await;
        let mut ticket = facts(0).swap_remove(0);
        ticket.fields = vec![("reopens", Some(Value::Int(7))), ("solved_at", time(5))];
        put(&store, "FACTS", vec![ticket]).await;
        assert_eq!(hit(plain).await, false, "{}: the account changed", database.name);
        assert_eq!(hit(plain).await, true);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_found_by_a_record_and_says_where_its_name_is_from() {
    let query = "{ account(externalKey: {system: \"crm\", object: \"account\", recordId: \"c1\"}) {
        id annualRevenue { amount currency } owner { id name } parent { id } 
        sourceRecords { system object recordId category ingestedAt }
        lineage(field: \"name\") { value winner rule source { system object recordId url } } } }";
    for database in kit::databases().await {
        let schema = schema(&world(&database, 2).await);
        let answer = data(&schema, query, json!({})).await;
        let found = &answer["account"];
        assert_eq!(found["id"], account(1));
        assert_eq!(found["annualRevenue"], json!({"amount": "1500000.00", "currency": "EUR"}));
        assert_eq!(found["owner"], json!({"id": "crm:e1", "name": "A. Reyes"}));
        assert_eq!(found["parent"]["id"], account(0));
        assert_eq!(found["sourceRecords"].as_array().map(Vec::len), Some(3), "{found:#}");
        assert_eq!(found["lineage"][0]["winner"], true);
        assert_eq!(found["lineage"][0]["value"], "Company 998");
        assert_eq!(found["lineage"][0]["source"]["recordId"], "c1");
        assert_eq!(found["lineage"][1]["value"], "COMPANY 998");
        assert_eq!(found["lineage"][1]["winner"], false);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_is_asked_for_once_and_its_run_tells_how_it_went() {
    let order = "mutation { syncNow(source: \"desk\") { id source state queuedAt startedAt } }";
    let look = "{ connector(id: \"desk\") { state rateLimit { remaining resetAt }
        runs { id state read written skipped rejected errors { recordId object code message } } } }";
    for database in kit::databases().await {
        let store = database.open().await;
        let sources = [source("desk", "zendesk", Category::Support)];
        store.put_sources(&sources).await.expect("sources are kept");
        let schema = schema(&store);
        let first = data(&schema, order, json!({})).await["syncNow"].take();
        assert_eq!(first["state"], "QUEUED");
        assert_eq!(first["queuedAt"], "2026-11-21T12:00:00Z");
        assert_eq!(data(&schema, order, json!({})).await["syncNow"]["id"], first["id"]);

        let lease = now() + TimeDelta::minutes(5);
        let run = store.claim_run("w", now(), lease).await.expect("claims").expect("one waits");
        let dead = DeadLetter {
            record: RecordRef {
                source: "desk".into(),
                stream: "tickets".into(),
                key: "7".into(),
            },
            step: "LAND".to_owned(),
            code: "BAD_JSON".to_owned(),
            message: "the record is not JSON".to_owned(),
            path: None,
            raw: "{\"secret\":".to_owned(),
            at: now(),
        };
        let good = Record { key: "8".into(), raw: "{}".into(), shaped: None, deleted: false };
        let landing = Landing {
            source: "desk".into(),
            stream: "tickets".to_owned(),
            run: run.id,
            records: vec![good],
            dead: vec![dead],
            state: None,
            at: now(),
        };
        store.land(&landing).await.expect("a page lands");
        let errors = [("users".to_owned(), "the source answered 500".to_owned())];
        let limit = Some((112, Some(now())));
        let state = RunState::Partial;
        store.finish_run(run.id, state, &errors, limit, now()).await.expect("the run ends");

        let desk = data(&schema, look, json!({})).await["connector"].take();
        assert_eq!(desk["state"], "DEGRADED");
        assert_eq!(desk["rateLimit"]["remaining"], 112);
        let run = &desk["runs"][0];
        assert_eq!(
            (&run["read"], &run["written"], &run["rejected"]),
            (&json!(2), &json!(1), &json!(1))
        );
        assert_eq!(run["errors"][0]["code"], "STREAM_FAILED");
        assert_eq!(run["errors"][1]["recordId"], "7");
        assert!(!desk.to_string().contains("secret"), "no record's content is told");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_failing_part_leaves_the_rest_of_the_answer() {
    let query = "query($id: ID!) { account(id: $id) { name ahead: health(asOf: \"2027-01-01\") { value }
        health { value } } }";
    let database = kit::sqlite();
    let schema = schema(&world(&database, 1).await);
    let answer = ask(&schema, query, json!({"id": MODEL_ACCOUNT})).await;
    assert_eq!(answer["data"]["account"]["ahead"], Answer::Null);
    assert!(answer["data"]["account"]["health"]["value"].is_number());
    assert_eq!(answer["errors"][0]["path"], json!(["account", "ahead"]));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_INPUT");
    assert_eq!(answer["extensions"]["asOf"], "2026-11-21");
    assert!(answer["extensions"]["dataVersion"].is_number());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_question_is_told_what_would_be_right() {
    let database = kit::sqlite();
    let schema = schema(&world(&database, 1).await);
    let health = |arguments: &str| {
        format!("{{ account(id: \"{MODEL_ACCOUNT}\") {{ health{arguments} {{ value }} }} }}")
    };
    let deep = format!(
        "{{ account(id: \"x\") {} }}",
        "{ parent ".repeat(20) + "{ id }" + &"}".repeat(20)
    );
    let cases = [
        ("{ account { id } }".to_owned(), "either `id` or `externalKey`"),
        ("{ accounts(first: 201) { totalCount } }".to_owned(), "between 1 and 200; 201 was asked"),
        ("{ accounts(first: 0) { totalCount } }".to_owned(), "between 1 and 200"),
        ("{ accounts(after: \"nope\") { totalCount } }".to_owned(), "not a cursor of this list"),
        ("{ accounts(orderBy: {field: \"nam\"}) { totalCount } }".to_owned(), "did you mean `name`?"),
        ("{ accounts(orderBy: {field: \"arr\"}) { totalCount } }".to_owned(), "cannot be ordered by `arr`"),
        (health("(asOf: \"2026-13-01\")"), "write it as 2026-11-21"),
        (health("(whatIf: {raw: [{kpi: \"SU11\", value: 1}]})"), "no KPI `SU11`"),
        (health("(whatIf: {stageWeights: [{stage: BILLING, weight: -1}]})"), "a weight is 0 or more"),
        (format!("{{ account(id: \"{MODEL_ACCOUNT}\") {{ lineage(field: \"nmae\") {{ value }} }} }}"), "has no field `nmae`"),
        ("mutation { syncNow(source: \"hubspt\") { id } }".to_owned(), "no source is named `hubspt`"),
        ("{ acount { id } }".to_owned(), "Unknown field"),
        (deep, "nested too deep"),
        ("{ accounts(first: 200) { nodes { children { children { health { stages { kpis { code } } } } } } } }".to_owned(), "too complex"),
    ];
    for (query, part) in cases {
        let answer = ask(&schema, &query, json!({})).await;
        let message = answer["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(message.contains(part), "{query}\nsays {message:?}, not {part:?}");
        let code = &answer["errors"][0]["extensions"]["code"];
        assert!(
            code == "BAD_INPUT" || code == "NOT_FOUND" || code == "BAD_QUERY",
            "{answer:#}"
        );
    }
    let nothing = data(
        &schema,
        "{ account(id: \"acc_x\") { id } connector(id: \"x\") { id } }",
        json!({}),
    );
    assert_eq!(nothing.await, json!({"account": null, "connector": null}));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tools_introspection_is_within_the_limits() {
    let database = kit::sqlite();
    let schema = schema(&database.open().await);
    let answer = data(&schema, &saved("introspection"), json!({})).await;
    assert!(answer["__schema"]["types"].as_array().is_some_and(|types| types.len() > 30));
}
