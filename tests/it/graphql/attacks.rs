//! Requests that are made to hurt get a refusal, and the next honest one its answer. What refusing them costs is
//! measured by `cargo bench --bench attacks`.

mod corpus;

use accord::api::Profile;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::http::Served;
use crate::kit;

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(|all| all.iter().all(is_nothing))
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_means_harm_is_refused_in_words_and_others_are_answered() {
    let attacks = corpus::all();
    assert!(attacks.len() >= 60, "{}", attacks.len());
    for database in kit::databases().await {
        let served = Served::of(database, Profile::default()).await;
        for attack in &attacks {
            let name = attack.name;
            let url = served.url(&attack.path);
            let request = match attack.media {
                Some("") => served.client.post(url).body(attack.body.clone()),
                Some(media) => served
                    .client
                    .post(url)
                    .header(CONTENT_TYPE, media)
                    .body(attack.body.clone()),
                None => served.client.get(url),
            };
            let reply = request.send().await.expect("a reply");
            let status = reply.status();
            let text = reply.text().await.expect("a body");
            let told: Value = serde_json::from_str(&text).unwrap_or_default();
            let why = told["errors"][0]["message"].as_str().unwrap_or_default();
            assert!(!why.is_empty(), "{name}: {status} {}", text.get(..500).unwrap_or(&text));
            assert!(status.as_u16() < 500, "{name}: {status} {why}");
            assert!(text.len() < 10_000, "{name}: {} bytes of answer", text.len());
            // What is wrong with one field leaves the others; here there is no other.
            let data = told["data"].as_object().into_iter().flatten();
            let given = data.filter(|(_, value)| !is_nothing(value)).count();
            assert_eq!(given, 0, "{name}: {}", text.get(..500).unwrap_or(&text));
        }
        let honest = json!({"query": "{ accounts(first: 2) { nodes { name } } }"});
        let reply = served.post("application/json", honest.to_string()).await;
        let told: Value = reply.json().await.expect("JSON");
        assert_eq!(told["data"]["accounts"]["nodes"].as_array().map(Vec::len), Some(2));
    }
}
