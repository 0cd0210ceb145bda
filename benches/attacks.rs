//! What refusing a harmful request costs a hub: CPU of its process, from its `/metrics`.
//!
//! `cargo bench --bench attacks -- http://127.0.0.1:4000` asks a hub that runs on this machine (release build, without
//! login), each attack ten times one after another, and prints the dearest. The hub should have nothing else to do.

#[path = "../tests/it/graphql/attacks/corpus.rs"]
mod corpus;

use reqwest::Client;
use reqwest::header::CONTENT_TYPE;

const TIMES: u32 = 10;
/// What refusing one may cost, in milliseconds of CPU.
const MOST: f64 = 50.0;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]
async fn main() {
    let given = std::env::args().find(|word| word.starts_with("http"));
    let hub = given.unwrap_or_else(|| "http://127.0.0.1:4000".to_owned());
    drop(rustls::crypto::ring::default_provider().install_default());
    let client = Client::builder().build().expect("a client");
    // What asking for the time itself costs.
    let idle = cost(&client, &hub, None).await;
    let mut measured = Vec::new();
    for attack in corpus::all() {
        let spent = cost(&client, &hub, Some(&attack)).await - idle;
        measured.push((spent * 1000.0 / f64::from(TIMES), attack));
    }
    measured.sort_by(|one, other| other.0.total_cmp(&one.0));
    let over = measured.iter().filter(|(ms, _)| *ms > MOST).count();
    println!("{} attacks, CPU of the hub each; over {MOST} ms: {over}", measured.len());
    for (ms, attack) in measured.iter().take(15) {
        println!("{ms:>8.2} ms  {:>9} bytes  {}", attack.body.len(), attack.name);
    }
}

/// Seconds that the hub spends on an attack, so many times.
async fn cost(client: &Client, hub: &str, attack: Option<&corpus::Attack>) -> f64 {
    let began = spent(client, hub).await;
    for _ in 0..TIMES {
        let Some(attack) = attack else { continue };
        let url = format!("{hub}{}", attack.path);
        let request = match attack.media {
            Some("") => client.post(url).body(attack.body.clone()),
            Some(media) => {
                client.post(url).header(CONTENT_TYPE, media).body(attack.body.clone())
            }
            None => client.get(url),
        };
        let reply = request.send().await.expect("a reply");
        let text = reply.text().await.expect("a body");
        assert!(text.contains("\"errors\""), "{} was answered", attack.name);
    }
    spent(client, hub).await - began
}

/// Seconds of CPU that the hub spent since it began.
async fn spent(client: &Client, hub: &str) -> f64 {
    let reply = client.get(format!("{hub}/metrics")).send().await.expect("a hub that answers");
    let text = reply.text().await.expect("a body");
    let line = text.lines().find_map(|line| line.strip_prefix("process_cpu_seconds_total "));
    line.and_then(|seconds| seconds.parse().ok()).expect("a hub that says what it spent")
}
