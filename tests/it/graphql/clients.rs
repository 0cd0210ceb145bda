//! What the page about clients tells them to ask is asked.

use accord::api::Profile;
use serde_json::{Value, json};

use super::http::{Served, body};
use super::world::FIRST;
use crate::kit;

const PAGE: &str = include_str!("../../../docs/clients.md");

/// The blocks of code of a page.
fn blocks() -> impl Iterator<Item = &'static str> {
    PAGE.split("\n```").skip(1).step_by(2)
}

/// The GraphQL documents in a text: what begins like one, to the bracket that closes it.
fn documents(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = ["query(", "query Account(", "{ series", "{ ticketsAggregate"]
        .iter()
        .filter_map(|start| rest.find(start))
        .min()
    {
        let (mut open, mut end) = (0_i32, 0);
        for (place, letter) in rest.char_indices().skip_while(|(place, _)| *place < at) {
            open += i32::from(letter == '{') - i32::from(letter == '}');
            if letter == '}' && open == 0 {
                end = place + 1;
                break;
            }
        }
        assert!(end > at, "a document that does not end: {rest}");
        let (document, behind) = rest.split_at(end);
        found.extend(document.get(at..));
        rest = behind;
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn every_question_on_the_page_about_clients_is_answered() {
    let asked: Vec<&str> = blocks().flat_map(documents).collect();
    assert_eq!(asked.len(), 5, "{asked:#?}");
    for database in kit::databases().await {
        let name = database.name;
        let served = Served::of(database, Profile::default()).await;
        for query in &asked {
            let variables = json!({"id": FIRST, "first": 50, "after": null});
            let question = json!({"query": query, "variables": variables}).to_string();
            let answer: Value = body(served.post("application/json", question).await).await;
            assert!(answer["errors"].is_null(), "{name}: {query}: {answer:#}");
            assert!(answer["data"].is_object(), "{name}: {query}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_export_on_the_page_about_clients_is_sent() {
    let served = Served::new().await;
    let end = |letter: char| letter == '"' || letter.is_whitespace();
    let exports: Vec<&str> = blocks()
        .flat_map(|block| block.split("https://hub.example").skip(1))
        .filter_map(|rest| rest.split(end).next())
        .filter(|path| path.starts_with("/export/"))
        .collect();
    assert_eq!(exports.len(), 2, "{exports:?}");
    for path in exports {
        let response = served.get(path, "*/*").await;
        assert_eq!(response.status(), 200, "{path}");
        let text = response.text().await.expect("a file");
        let (_, fields) = path.split_once("fields=").expect("fields are named");
        let fields = fields.split('&').next().unwrap_or_default();
        assert_eq!(text.lines().next(), Some(fields), "{path}");
    }
}
