//! Whole lists as files, on both databases.

use std::collections::BTreeSet;

use serde_json::{Value as Answer, json};

use super::entities::lists;
use super::http::{Served, body, header};
use super::series::past;
use super::world::{account, front, schema};
use super::zoo::zoo;
use super::{ask, data};
use crate::kit;
use accord::api::Profile;

/// The rows of a file of NDJSON.
fn rows(text: &str) -> Vec<Answer> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

async fn text(served: &Served, path: &str) -> String {
    let reply = served.client.get(served.url(path)).send().await.expect("a reply");
    assert_eq!(reply.status(), 200, "{path}");
    reply.text().await.expect("a whole body")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_each_list_says_what_the_list_says() {
    for database in kit::databases().await {
        let store = zoo(&database).await;
        let schema = schema(&store);
        let served = Served::over(database, front(&store, Profile::default())).await;
        for (list, _) in lists() {
            let file = rows(&text(&served, &format!("/export/{list}.ndjson")).await);
            let first = file.first().and_then(Answer::as_object).expect("there are rows");
            // What is asked for is what the file has, amounts and records with their parts.
            let types = data(
                &schema,
                &format!("{{ {list}(first: 1) {{ nodes {{ __typename }} }} }}"),
                json!({}),
            )
            .await;
            assert!(types[&list]["nodes"][0]["__typename"].is_string());
            let money: BTreeSet<&str> = file
                .iter()
                .flat_map(|row| row.as_object().expect("a row"))
                .filter(|(_, value)| value.get("amount").is_some())
                .map(|(name, _)| name.as_str())
                .collect();
            let asked = first.keys().map(|name| match name.as_str() {
                "externalKey" => "externalKey { system object recordId }".to_owned(),
                name if money.contains(name) => format!("{name} {{ amount currency }}"),
                name => name.to_owned(),
            });
            let asked: Vec<String> = asked.collect();
            let query =
                format!("{{ {list}(first: 1000) {{ nodes {{ {} }} }} }}", asked.join(" "));
            let answer = ask(&schema, &query, json!({})).await;
            // An amount that no row has is asked for as a plain field, and refused: none is there.
            if answer["data"].is_null() {
                let said = answer["errors"][0]["message"].as_str().unwrap_or_default();
                assert!(said.contains("must have a selection of subfields"), "{list}: {said}");
                continue;
            }
            let wanted = answer["data"][&list]["nodes"].as_array().expect("rows");
            assert_eq!(&file, wanted, "{list}");
            let csv = text(&served, &format!("/export/{list}.csv?fields=id&first=7")).await;
            let ids: Vec<&str> = csv.lines().collect();
            assert_eq!((ids[0], ids.len()), ("id", 1 + file.len().min(7)), "{list}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_orders_and_columns_are_those_of_the_list() {
    let database = kit::sqlite();
    let store = zoo(&database).await;
    let schema = schema(&store);
    let served = Served::over(database, front(&store, Profile::default())).await;
    let query = "{ tickets(where: {priority: {in: [\"P1\", \"P2\"]}}, orderBy: {field: OPENED_AT, desc: true}, first: 1000) {
        nodes { id openedAt priority } } }";
    let wanted = data(&schema, query, json!({})).await;
    let wanted = wanted["tickets"]["nodes"].as_array().expect("rows");
    assert!(!wanted.is_empty());
    let address = "/export/tickets.ndjson?fields=id,openedAt,priority&orderBy=OPENED_AT&desc=true\
                   &where=%7B%22priority%22%3A%7B%22in%22%3A%5B%22P1%22%2C%22P2%22%5D%7D%7D";
    assert_eq!(&rows(&text(&served, address).await), wanted);
    let asked = json!({"fields": ["id", "openedAt", "priority"], "orderBy": "OPENED_AT", "desc": true,
        "where": {"priority": {"in": ["P1", "P2"]}}});
    let post = served.client.post(served.url("/export/tickets.ndjson"));
    let post = post.header("content-type", "application/json").body(asked.to_string());
    let reply = post.send().await.expect("a reply");
    assert_eq!(header(&reply, "content-type"), "application/x-ndjson; charset=utf-8");
    assert!(header(&reply, "content-disposition").contains("tickets.ndjson"));
    assert!(header(&reply, "accord-data-version").parse::<i64>().is_ok());
    assert_eq!(&rows(&reply.text().await.expect("text")), wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_told_as_of_a_day() {
    let database = kit::sqlite();
    let store = past(&database).await;
    let served = Served::over(database, front(&store, Profile::default())).await;
    let path =
        "/export/accounts.csv?asOf=2026-10-18&fields=accountId,asOf,chi,arrReporting,currency";
    let told = text(&served, path).await;
    let wanted = format!(
        "accountId,asOf,chi,arrReporting,currency\r\n{},2026-10-07,20.0,200.25,EUR\r\n\
         {},2026-10-06,60.0,1.00,EUR\r\n{},,,,\r\n",
        account(0),
        account(1),
        account(2)
    );
    assert_eq!(told, wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_before_anything_is_sent() {
    let served = Served::new().await;
    let cases = [
        ("nothing.csv", 404, "known:"),
        ("tickets.xlsx", 404, "tickets.csv or tickets.ndjson"),
        ("tickets", 404, "tickets.csv or tickets.ndjson"),
        ("tickets.csv?fields=idd", 400, "did you mean `id`"),
        ("tickets.csv?fields=", 400, "column"),
        ("tickets.csv?where=x", 400, "`where` must be an object in JSON"),
        ("tickets.csv?where=%7B%22idd%22%3A%7B%7D%7D", 400, "idd"),
        ("tickets.csv?orderBy=NOBODY", 400, "NOBODY"),
        ("tickets.csv?first=many", 400, "whole number"),
        ("tickets.csv?asOf=2026-01-01", 400, "as they are now"),
        ("accounts.csv?orderBy=ID", 400, "by rising id"),
        ("accounts.csv?asOf=2999-01-01", 400, "future"),
        ("tickets.csv?limit=3", 400, "known: fields"),
    ];
    for (file, status, said) in cases {
        let url = served.url(&format!("/export/{file}"));
        let reply = served.client.get(url).send().await.expect("a reply");
        assert_eq!(reply.status(), status, "{file}");
        let answer = body(reply).await;
        let message = answer["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(message.contains(said), "{file}: {message}");
    }
}
