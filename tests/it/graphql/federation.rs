//! The hub as one subgraph of many: entities by representation, the text for composition, and traces.

use accord::api::{self, Profile};
use accord::model::Decisions;
use async_graphql::Request;
use serde_json::{Value as Answer, json};

use super::entities::lists;
use super::http::{Served, body};
use super::world::{account, schema, world};
use super::zoo::zoo;
use super::{ask, data};
use crate::kit;

fn account_of(n: usize) -> Answer {
    json!({"__typename": "Account", "id": account(n)})
}

/// Asks for entities, with these parts of each type.
fn entities(parts: &str) -> String {
    format!(
        "query($all: [_Any!]!) {{ _entities(representations: $all) {{ __typename {parts} }} }}"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_is_answered_by_type_and_id_in_the_order_asked_for() {
    for database in kit::databases().await {
        let schema = schema(&zoo(&database).await);
        let (mut asked, mut expected, mut parts) = (Vec::new(), Vec::new(), Vec::new());
        for (list, row) in lists() {
            let query = format!("{{ {list}(first: 3) {{ nodes {{ __typename id }} }} }}");
            let page = data(&schema, &query, json!({})).await;
            let rows = page[&list]["nodes"].as_array().cloned().expect("rows");
            assert_eq!(rows.len(), 3, "{}: {list}", database.name);
            expected.extend(rows);
            parts.push(format!("... on {row} {{ id }}"));
        }
        expected.extend([0, 2].map(account_of));
        parts.push("... on Account { id }".to_owned());
        // Kinds mixed, and as far from each other as can be.
        let (first, second) = expected.split_at(expected.len() / 2);
        let (first, mut second) = (first.to_vec(), second.to_vec());
        second.reverse();
        let mut expected = Vec::new();
        for pair in first.into_iter().zip(second) {
            let (one, other) = pair;
            let nobody = json!({"__typename": one["__typename"], "id": "crm:nobody"});
            asked.extend([one.clone(), nobody, other.clone()]);
            expected.extend([one, Answer::Null, other]);
        }
        let answer = data(&schema, &entities(&parts.join(" ")), json!({"all": asked})).await;
        assert_eq!(answer["_entities"], json!(expected), "{}", database.name);
        let node = data(&schema, &entities("... on Node { id }"), json!({"all": asked})).await;
        assert_eq!(node, answer, "{}: by what all of them are", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_do_not_grow_with_the_number_of_representations() {
    let of_accounts = "... on Account { name owner { name } contacts { name }
        health { value stages { kpis { code } } } past: health(asOf: \"2026-10-01\") { value } }";
    let of_deals = "... on Deal { name account { name owner { name } } owner { name } }";
    for database in kit::databases().await {
        let store = zoo(&database).await;
        let count = async |part: &str, all: Vec<Answer>| {
            let (schema, many) = (schema(&store), all.len());
            // The version that every answer states is known from here on.
            data(&schema, "{ __typename }", json!({})).await;
            let before = store.statements();
            let answer = data(&schema, &entities(part), json!({"all": all})).await;
            let told = answer["_entities"].as_array().expect("a list");
            assert_eq!(told.iter().filter(|one| one["name"] != Answer::Null).count(), many);
            store.statements() - before
        };
        let accounts = |n: usize| (0..n).map(account_of).collect();
        let (one, three) =
            (count(of_accounts, accounts(1)).await, count(of_accounts, accounts(3)).await);
        assert_eq!(one, three, "{}: accounts", database.name);
        let named = "{ deals(where: {name: {isNull: false}, accountId: {isNull: false}}) {
            nodes { __typename id } } }";
        let named = data(&schema(&store), named, json!({})).await;
        let named = named["deals"]["nodes"].as_array().cloned().expect("deals");
        assert!(named.len() > 6, "{}", named.len());
        let few = count(of_deals, named.iter().take(3).cloned().collect()).await;
        let many = count(of_deals, named).await;
        assert!(many <= few, "{}: {few} and {many}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retired_id_answers_with_the_account_that_it_went_into() {
    for database in kit::databases().await {
        let store = world(&database, 3).await;
        let merged = Decisions {
            retired_accounts: [(account(0).into(), account(1).into())].into(),
            ..Decisions::default()
        };
        store.decide(&merged).await.expect("it is written");
        let query = entities("... on Account { id health { value } }");
        let three: Vec<Answer> = (0..3).map(account_of).collect();
        let all = json!({"all": three});
        let answer = data(&schema(&store), &query, all).await;
        let (gone, kept) = (&answer["_entities"][0], &answer["_entities"][1]);
        assert_eq!(gone["id"], account(1), "{}", database.name);
        assert_eq!(gone, kept);
        assert_eq!(answer["_entities"][2]["id"], account(2));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_names_nothing_is_refused_in_its_place_and_the_rest_is_answered() {
    let cases = [
        (json!(7), "an object with `__typename` and `id`"),
        (json!({"id": account(0)}), "says its type as `__typename`"),
        (json!({"__typename": 1, "id": account(0)}), "says its type as `__typename`"),
        (json!({"__typename": "Acount", "id": account(0)}), "did you mean `Account`?"),
        (json!({"__typename": "Money", "id": "1"}), "unknown entity type `Money`"),
        (json!({"__typename": "Account"}), "`Account` is named by `id`"),
        (json!({"__typename": "Deal", "id": {"a": 1}}), "`Deal` is named by `id`"),
        (json!({"__typename": "Deal", "id": null}), "`Deal` is named by `id`"),
    ];
    let database = kit::sqlite();
    let schema = schema(&world(&database, 1).await);
    let query = entities("... on Account { id }");
    for (bad, says) in cases {
        let answer = ask(&schema, &query, json!({"all": [bad, account_of(0)]})).await;
        let all = &answer["data"]["_entities"];
        assert_eq!(*all, json!([Answer::Null, account_of(0)]), "{answer:#}");
        let error = &answer["errors"][0];
        assert!(error["message"].as_str().is_some_and(|text| text.contains(says)), "{error:#}");
        assert_eq!(error["extensions"]["code"], "BAD_INPUT");
        assert_eq!(error["path"], json!(["_entities", 0]));
    }
    let number = json!({"all": [{"__typename": "Deal", "id": 7}]});
    let answer = data(&schema, &query, number).await;
    assert_eq!(answer, json!({"_entities": [null]}), "an id may be a number");
    assert_eq!(data(&schema, &query, json!({"all": []})).await, json!({"_entities": []}));
    let many = json!({"all": vec![account_of(0); 1001]});
    let answer = ask(&schema, &query, many).await;
    let error = &answer["errors"][0];
    assert_eq!(error["message"], "`representations` holds at most 1000; 1001 were asked");
    assert_eq!(error["extensions"]["code"], "BAD_INPUT");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_representation_costs_what_is_asked_of_it() {
    let database = kit::sqlite();
    let schema = schema(&world(&database, 1).await);
    let query = entities("... on Account { children(first: 20) { id } }");
    let cost = async |many: usize| {
        let all = json!({"all": vec![account_of(0); many]});
        let answer = ask(&schema, &query, all).await;
        answer["extensions"]["cost"]["points"].as_u64()
    };
    let (one, ten) = (cost(1).await.expect("points"), cost(10).await.expect("points"));
    assert_eq!(ten, 10 * (one - 1) + 1);
    let costly = entities("... on Account { children(first: 200) { id name } }");
    let all = json!({"all": vec![account_of(0); 200]});
    let answer = ask(&schema, &costly, all).await;
    assert!(answer["errors"][0]["message"].to_string().contains("complex"), "{answer:#}");
}

#[test]
fn the_text_for_composition_names_keys_and_what_may_be_shared() {
    let (sdl, plain) = (api::subgraph_sdl(), api::schema_sdl());
    for kind in ["Account", "Contact", "Contract", "Deal", "Ticket", "Invoice", "Product"] {
        let keyed = format!("type {kind} implements Node @key(fields: \"id\") {{");
        assert!(sdl.contains(&keyed), "{keyed}");
    }
    assert_eq!(sdl.matches("@key(").count(), lists().len() + 1);
    for part in [
        "url: \"https://specs.apollo.dev/federation/v2.3\"",
        "type PageInfo @shareable {",
        "type Money @shareable {",
        "@composeDirective(name: \"@pii\")",
        "email: String @pii(class: CONTACT_DATA)",
    ] {
        assert!(sdl.contains(part), "{part}");
        assert!(part.contains("@pii(") || !plain.contains(part), "the plain text has {part}");
    }
    for own in ["_entities", "_service", "_Any", "_Entity", "_Service", "schema {"] {
        assert!(!sdl.contains(own), "{own} is for gateways, which know it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_reads_the_text_for_composition_unless_introspection_is_off() {
    let query = json!({"query": "{ _service { __typename text: sdl } }"}).to_string();
    let served = Served::new().await;
    let told = body(served.post("application/json", query.clone()).await).await;
    let service = json!({"__typename": "_Service", "text": api::subgraph_sdl()});
    assert_eq!(told["data"]["_service"], service);
    let database = kit::sqlite();
    let schema = schema(&world(&database, 1).await);
    let viewer = Request::new("{ _service { sdl } }").disable_introspection();
    let refused = schema.execute(viewer).await;
    assert!(refused.errors[0].message.contains("accord schema --federation"), "{refused:?}");
    let shut = Profile { introspection: false, ..Profile::default() };
    let served = Served::of(kit::sqlite(), shut).await;
    let refused = body(served.post("application/json", query).await).await;
    let message = refused["errors"][0]["message"].as_str().expect("a refusal");
    assert!(message.contains("accord schema --federation"), "{message}");
    assert_eq!(refused["errors"][0]["extensions"]["code"], "NOT_TRUSTED");
    let all = json!([account_of(0)]);
    let asked = json!({"query": entities("... on Account { id }"), "variables": {"all": all}});
    let answer = body(served.post("application/json", asked.to_string()).await).await;
    assert_eq!(answer["data"]["_entities"], all, "entities are answered all the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_tells_its_trace_to_gateways_that_ask() {
    let served = Served::new().await;
    let query = json!({"query": "{ accounts(first: 1) { nodes { name } } }"}).to_string();
    let ask = async |trace: Option<&str>| {
        let request = served.client.post(served.url("/graphql"));
        let request = request.header("content-type", "application/json").body(query.clone());
        let request = match trace {
            Some(form) => request.header("apollo-federation-include-trace", form),
            None => request,
        };
        body(request.send().await.expect("a reply")).await["extensions"].clone()
    };
    // Plain first, so that a kept answer could be given by mistake; and after, so that one with a trace
    // could.
    for (form, traced) in
        [(None, false), (Some("ftv1"), true), (Some("else"), false), (None, false)]
    {
        let extensions = ask(form).await;
        assert_eq!(extensions["ftv1"].is_string(), traced, "{form:?}: {extensions:#}");
        assert_eq!(
            extensions["cache"].is_null(),
            traced,
            "{form:?}: a trace is of one request"
        );
    }
}
