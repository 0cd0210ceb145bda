//! Questions over GraphQL, answered from both databases.

mod acting;
mod aggregates;
mod attacks;
mod benchmarks;
mod clients;
mod door;
mod dry_run;
mod entities;
mod export;
mod facts;
mod federation;
mod groups;
pub(crate) mod guests;
mod http;
mod initiatives;
mod jobs;
mod kestrel;
mod learning;
mod listing;
mod live;
mod metrics;
mod people;
mod plans;
mod proof;
mod rights;
mod roster;
mod series;
mod stewards;
mod supply;
mod trust;
mod vitals;
mod wire;
mod worked;
mod world;
mod zoo;

use std::sync::Arc;

use accord::access::Viewer;
use accord::api::{self, Schema};
use accord::model::*;
use accord::store::{RunState, Store};
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use async_graphql::{Request, Variables};
use chrono::TimeDelta;
use serde_json::{Value as Answer, json};

use self::world::{
    FIRST, account, facts, golden, now, put, schema, score, source, time, world,
};
use crate::kit;

async fn ask(schema: &Schema, query: &str, variables: Answer) -> Answer {
    let request = Request::new(query).variables(Variables::from_json(variables));
    let request = request.data(Arc::new(Viewer::host()));
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

#[track_caller]
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
async fn the_readmes_question_is_answered() {
    let readme = include_str!("../../README.md");
    let question = readme.split("```graphql").nth(1).and_then(|rest| rest.split("```").next());
    let database = kit::sqlite();
    let schema = schema(&world(&database, 6).await);
    let answer = data(&schema, question.expect("the README asks"), json!({})).await;
    assert_eq!(answer["accounts"]["nodes"].as_array().map(Vec::len), Some(3), "{answer:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_saved_queries_are_answered() {
    for database in kit::databases().await {
        let store = world(&database, 6).await;
        let schema = schema(&store);

        let book = "query($owner: ID!) { accounts(filter: {owner: $owner}, first: 25) {
            totalCount edges { node { health { value drivers(first: 3) { code } } } } } }";
        let book = data(&schema, book, json!({"owner": "crm:e1"})).await;
        assert_eq!(book["accounts"]["totalCount"], 6, "{}", database.name);
        let node = &book["accounts"]["edges"][0]["node"];
        assert!(node["health"]["value"].is_number(), "{node:#}");
        assert_eq!(node["health"]["drivers"].as_array().map(Vec::len), Some(3));

        let page = data(&schema, &saved("q02"), json!({"id": FIRST})).await;
        let health = &page["account"]["health"];
        assert_eq!(health["cache"]["hit"], true, "the list computed it: {health:#}");
        assert_eq!(health["stages"].as_array().map(Vec::len), Some(10));
        let inputs = &health["stages"][6]["kpis"][0]["inputs"][0];
        assert_eq!(inputs["system"], "desk");
        assert!(inputs["url"].as_str().is_some_and(|url| url.starts_with("https://desk")));
        parts_add_up(health);
        let trust = &page["account"]["trust"];
        assert_eq!(trust["factors"].as_array().map(Vec::len), Some(4), "{trust:#}");
        assert_eq!(trust["behaviours"].as_array().map(Vec::len), Some(4), "{trust:#}");
        assert_eq!(page["account"]["freshness"].as_array().map(Vec::len), Some(3));

        let what_if = data(&schema, &saved("q11"), json!({"id": FIRST})).await;
        let account = &what_if["account"];
        assert!(number(&account["betterSupport"]["value"]) > number(&account["now"]["value"]));
        assert!(number(&account["pessimist"]["value"]) < number(&account["now"]["value"]));
        assert_eq!(account["now"]["value"], health["value"]);

        let landing = Landing {
            source: "desk".into(),
            stream: "tickets".to_owned(),
            run: world::run_of(&store, &"desk".into()).await,
            records: [
                r#"{"id": 1, "subject": "a", "odd": 1}"#,
                r#"{"id": 2, "subject": null}"#,
            ]
            .map(|raw| Record {
                key: raw.into(),
                raw: raw.into(),
                shaped: None,
                deleted: false,
            })
            .to_vec(),
            dead: Vec::new(),
            state: None,
            at: now(),
        };
        store.land(&landing).await.expect("a page lands");
        let desk = data(&schema, &saved("q08"), json!({"id": "desk"})).await;
        assert_eq!(desk["connector"]["category"], "SUPPORT");
        assert_eq!(desk["connector"]["state"], "NEVER");
        assert!(desk["connector"]["version"].is_string());
        let serves = desk["connector"]["servesKpis"].to_string();
        assert!(serves.contains("SU1"), "{serves}");
        a_stream_tells_what_becomes_of_it(&desk["connector"]["objects"]);
        let support = &desk["model"]["stages"][6];
        assert_eq!(support["stage"], "SUPPORT");
        assert_eq!(support["kpis"][0]["availableFrom"], json!(["zendesk"]));
    }
}

fn a_stream_tells_what_becomes_of_it(objects: &Answer) {
    let objects = objects.as_array().expect("the connector's streams");
    let tickets = objects.iter().find(|object| object["name"] == "tickets").expect("tickets");
    assert!(tickets["mapsTo"].to_string().contains("\"ticket\""), "{tickets:#}");
    assert_eq!(tickets["incremental"], true);
    let fields = tickets["fields"].as_array().expect("its fields");
    let of = |source: &str| fields.iter().find(|field| field["source"] == source);
    let subject = of("subject").expect("the subject is mapped");
    assert_eq!(subject["target"], "ticket.subject");
    assert_eq!(subject["coverage"], 0.5, "one of two has a subject");
    let odd = of("odd").expect("a field that nothing reads is told");
    assert_eq!((&odd["target"], &odd["coverage"]), (&Answer::Null, &json!(0.5)));
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
        let answer = data(&schema, query, json!({"id": FIRST})).await;
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
    let flat = "query($first: Int!) { accounts(first: $first) { totalCount nodes {
        name owner { name } children { id } contacts { name } sourceRecords { system }
        health { value trend { delta } stages { kpis { inputs(first: 2) { category } } } }
        past: health(asOf: \"2026-10-01\") { value } worst: health(missing: WORST) { value }
        lineage(field: \"name\") { value source { url } } freshness { state }
        group { accounts arr { amount } nrr } } } }";
    let nested = "query($first: Int!) { accounts(first: $first) { nodes {
        health { value } parent { name owner { name } health { value } children { name } }
        children(first: 12) { name parent { id } freshness { state } health { value } contacts { name } }
    } } }";
    for database in kit::databases().await {
        let store = world(&database, 55).await;
        let count = async |query: &str, first: usize| {
            let schema = schema(&store);
            data(&schema, "{ __typename }", json!({})).await;
            let before = store.statements();
            let answer = data(&schema, query, json!({"first": first})).await;
            assert_eq!(answer["accounts"]["nodes"].as_array().map(Vec::len), Some(first));
            store.statements() - before
        };
        // What the store itself remembers between requests is read now. What it asks every half second,
        // whoever waits meanwhile, is left out: the least of some tries.
        count(flat, 5).await;
        let least = async |first: usize| {
            let mut least = count(flat, first).await;
            for _ in 0..4 {
                least = least.min(count(flat, first).await);
            }
            least
        };
        assert_eq!(least(5).await, least(50).await, "{}", database.name);
        // Lists within lists may share a statement or not, as the moment has it: three lists of
        // accounts that read facts, and some small reads each.
        for first in [5, 50] {
            let sent = count(nested, first).await;
            assert!(sent <= 120, "{}: {sent} statements for {first}", database.name);
        }
    }
}

/// Names that fall and scores that rise with the number; the first two have none.
async fn as_at_first(store: &Store) {
    let accounts = (0..11).map(golden).collect();
    let decisions = Decisions { accounts, ..Decisions::default() };
    store.decide(&decisions).await.expect("names are written");
    let value = |n: usize| (n > 1).then(|| f64::from((n / 2) as u8) * 7.3);
    let scores: Vec<_> = (0..11).map(|n| (account(n).into(), score(value(n)))).collect();
    store.put_scores(&scores).await.expect("scores are kept");
}

/// Gives an account the first name or score of an order, when it has one.
async fn move_behind(store: &Store, id: &str, field: &str, desc: bool) {
    let n = (0..11).find(|n| account(*n) == id).expect("one of ours");
    if field == "name" {
        let mut renamed = golden(n);
        let name = format!("{} {n}", if desc { "Zz" } else { "Aa" });
        renamed.fields.insert("name", Value::Text(name));
        let decisions = Decisions { accounts: vec![renamed], ..Decisions::default() };
        store.decide(&decisions).await.expect("a name is written");
    } else if n > 1 {
        let value = if desc { 99.0 } else { 0.5 };
        let scores = [(id.into(), score(Some(value)))];
        store.put_scores(&scores).await.expect("a score is kept");
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
            as_at_first(&store).await;
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
                // The account that the cursor stands on moves behind the walk meanwhile.
                if let Some(last) = seen.last() {
                    move_behind(&store, last, field, desc).await;
                }
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
            let answer = data(&schema, query, json!({"id": FIRST})).await;
            answer["account"]["health"]["cache"]["hit"].clone()
        };
        assert_eq!(hit(tried).await, false);
        assert_eq!(hit(worst).await, false);
        assert_eq!(hit(plain).await, false, "neither filled the cache");
        assert_eq!(hit(plain).await, true);
        assert_eq!(hit(tried).await, false);
        put(&store, "FACTS", vec![facts(0).swap_remove(0)]).await;
        let mut ticket = facts(0).swap_remove(0);
        ticket.fields = vec![("reopens", Some(Value::Int(7))), ("solved_at", Some(time(5)))];
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
        assert_eq!(found["owner"], json!({"id": "team_member:crm:e1", "name": "A. Reyes"}));
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
    let answer = ask(&schema, query, json!({"id": FIRST})).await;
    assert_eq!(answer["data"]["account"]["ahead"], Answer::Null);
    assert!(answer["data"]["account"]["health"]["value"].is_number());
    assert_eq!(answer["errors"][0]["path"], json!(["account", "ahead"]));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_INPUT");
    assert_eq!(answer["extensions"]["asOf"], "2026-11-21");
    assert!(answer["extensions"]["dataVersion"].is_number());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_of_ours_shows_a_reference_and_nothing_of_its_cause() {
    for database in kit::databases().await {
        let store = world(&database, 1).await;
        let schema = schema(&store);
        store.close().await;
        let answer =
            ask(&schema, "{ healthModel { code } accounts { totalCount } }", json!({}));
        let answer = answer.await;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "INTERNAL", "{}", database.name);
        let reference = error["extensions"]["reference"].as_str().expect("a reference");
        let message = error["message"].as_str().expect("a message");
        assert!(message.ends_with(reference), "{message}");
        for word in ["pool", "sqlx", "closed", "database", "sqlite", "postgres"] {
            assert!(!answer.to_string().to_lowercase().contains(word), "{word}: {answer}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kpi_that_cannot_be_measured_says_so_and_the_others_count() {
    let query = "query($id: ID!) { account(id: $id) { health { value computed
        stages { kpis { code status contribution error } } } } }";
    for database in kit::databases().await {
        let store = world(&database, 1).await;
        let is_invoice = |draft: &Draft| draft.kind == EntityKind::Invoice;
        let mut invoice = facts(0).into_iter().find(is_invoice).expect("one invoice");
        let dollar = Currency::parse("USD").expect("a currency");
        let money = Money::new(500.into(), dollar).expect("a small amount");
        invoice.fields.retain(|(name, _)| *name != "net_amount");
        invoice.fields.push(("net_amount", Some(Value::Amount(money))));
        put(&store, "FACTS", vec![invoice]).await;
        let answer = ask(&schema(&store), query, json!({"id": FIRST})).await;
        let health = &answer["data"]["account"]["health"];
        let retention = &health["stages"][9]["kpis"][1];
        assert_eq!(retention["status"], "ERROR", "{}: {retention}", database.name);
        assert!(retention["error"].is_string() && retention["contribution"].is_null());
        assert!(health["value"].is_number());
        parts_add_up(health);
        let path = json!(["account", "health", "stages", 9, "kpis", 1, "status"]);
        assert_eq!(answer["errors"][0]["path"], path);
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNMEASURED");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_question_is_told_what_would_be_right() {
    let database = kit::sqlite();
    let schema = schema(&world(&database, 1).await);
    let health = |arguments: &str| {
        format!("{{ account(id: \"{FIRST}\") {{ health{arguments} {{ value }} }} }}")
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
        ("{ accounts(orderBy: {field: \"employes\"}) { totalCount } }".to_owned(), "unknown field to order by `employes`"),
        (health("(asOf: \"2026-13-01\")"), "write it as 2026-11-21"),
        (health("(whatIf: {raw: [{kpi: \"SU11\", value: 1}]})"), "no KPI `SU11`"),
        (health("(whatIf: {stageWeights: [{stage: BILLING, weight: -1}]})"), "a weight is 0 or more"),
        (format!("{{ account(id: \"{FIRST}\") {{ lineage(field: \"nmae\") {{ value }} }} }}"), "has no field `nmae`"),
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
