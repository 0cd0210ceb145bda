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

/// What SQLAlchemy's dialect for GraphQL makes of a field of a row; `Err` where it gives the whole list up.
fn column_of(field: &Value) -> Result<Option<&str>, String> {
    let arguments = field["args"].as_array().into_iter().flatten();
    let needed =
        |one: &&Value| one["type"]["kind"] == "NON_NULL" && one["defaultValue"].is_null();
    match column_of_type(&field["type"])? {
        Some(_) if arguments.filter(needed).count() > 0 => {
            Err(format!("{}: an argument that it does not give", field["name"]))
        }
        column => Ok(column),
    }
}

fn column_of_type(ty: &Value) -> Result<Option<&str>, String> {
    let name = ty["name"].as_str();
    match ty["kind"].as_str() {
        Some("SCALAR") => match name {
            Some("String" | "ID" | "Int" | "Float" | "Boolean" | "DateTime" | "Date") => {
                Ok(name)
            }
            other => Err(format!("a scalar that it does not know: {other:?}")),
        },
        Some("NON_NULL") if ty["ofType"]["name"].is_null() => {
            Err("a list that may not be `null`".to_owned())
        }
        Some("NON_NULL") => column_of_type(&ty["ofType"]),
        _ => Ok(None),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_at_the_root_is_a_table_to_sqlalchemy_but_the_one_of_exact_amounts() {
    let served = Served::of(kit::sqlite(), Profile::default()).await;
    let query = "{ __schema { queryType { fields { name type { name } } }
        types { name fields { name type { name kind ofType { name kind } }
            args { type { kind } defaultValue } } } } }";
    let question = json!({"query": query}).to_string();
    let answer: Value = body(served.post("application/json", question).await).await;
    let schema = &answer["data"]["__schema"];
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let types: std::collections::BTreeMap<String, Vec<Value>> = list(&schema["types"])
        .iter()
        .map(|ty| (ty["name"].as_str().unwrap_or("").to_owned(), list(&ty["fields"])))
        .collect();
    let field = |ty: &str, name: &str| {
        let found = types[ty].iter().find(|field| field["name"] == name);
        found.map(|field| field["type"].clone()).expect("a connection's field")
    };
    let (mut read, mut not) = (0, Vec::new());
    for root in list(&schema["queryType"]["fields"]) {
        // As the dialect goes: it unwraps a list once, and nothing that may not be `null`.
        let Some(page) = root["type"]["name"].as_str().filter(|ty| ty.ends_with("Connection"))
        else {
            continue;
        };
        let edge = field(page, "edges");
        let edge = edge["ofType"]["name"].as_str().expect("edges may be null").to_owned();
        let row = field(&edge, "node");
        let row = row["name"].as_str().expect("a node may be null").to_owned();
        let columns = types[&row].iter().map(column_of);
        match columns.collect::<Result<Vec<_>, _>>() {
            Ok(columns) => read += usize::from(columns.into_iter().flatten().count() > 0),
            Err(why) => not.push(format!("{}: {why}", root["name"])),
        }
    }
    assert!(read > 50, "{read} lists");
    let facts = "\"accountFacts\": a scalar that it does not know: Some(\"Decimal\")";
    assert_eq!(not, [facts]);
}
