//! Rate budgets: shared by streams over HTTP, and by processes through both databases.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use accord::connector::{
    Asking, Body, Heard, Manifest, Method, Pace, Pull, PullError, Request, Turn,
};
use accord::fetch::{Budget, Client, Driver, Egress, FetchError};
use accord::model::FixedClock;
use accord::sync::SharedBudget;
use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::routing::get;
use chrono::{DateTime, TimeDelta, Utc};
use proptest::test_runner::{Config, TestRunner};
use tokio::sync::{Barrier, mpsc};

use crate::kit::databases;

fn at(ms: i64) -> DateTime<Utc> {
    let start = "2026-03-01T08:00:00Z".parse::<DateTime<Utc>>().expect("a moment");
    start + TimeDelta::milliseconds(ms)
}

/// A manifest of two streams of four partitions each.
fn manifest(url: &str, pace: &str) -> Arc<Manifest> {
    let stream = |name: &str| {
        format!(
            "  - type: DeclarativeStream
    name: {name}
    primary_key: id
    retriever:
      type: SimpleRetriever
      requester: {{type: HttpRequester, url_base: '{url}', path: /{name}}}
      record_selector: {{extractor: {{field_path: [items]}}}}
      partition_router:
        type: ListPartitionRouter
        cursor_field: part
        values: ['1', '2', '3', '4']
        request_option: {{inject_into: request_parameter, field_name: part}}
"
        )
    };
    let text = format!(
        "version: 7.0.0\ntype: DeclarativeSource\n\
         check: {{type: CheckStream, stream_names: [one]}}\nstreams:\n{}{}{pace}",
        stream("one"),
        stream("two")
    );
    Arc::new(Manifest::parse("manifest.yaml", &text).expect("a manifest"))
}

/// A request under a declared rate, as a budget sees it.
fn asking(limit: u64, interval: &str) -> Asking {
    let pace = format!(
        "api_budget: {{type: HTTPAPIBudget, policies: [{{type: MovingWindowCallRatePolicy, \
         rates: [{{limit: {limit}, interval: {interval}}}], matchers: []}}]}}\n"
    );
    let manifest = manifest("https://api.example.com", &pace);
    let pace = Pace::of(&manifest, &serde_json::json!({}), at(0)).expect("a pace");
    let request = Request {
        method: Method::Get,
        url: "https://api.example.com/one".to_owned(),
        query: Vec::new(),
        headers: Vec::new(),
        body: Body::Empty,
    };
    pace.asking("0123", &request)
}

/// The most that was sent in any stretch of this length.
fn busiest(sent: &[i64], ms: i64) -> usize {
    let within = |from: i64| sent.iter().filter(|at| (from..from + ms).contains(*at)).count();
    sent.iter().map(|from| within(*from)).max().unwrap_or(0)
}

async fn go(budget: &SharedBudget, asking: &Asking, ms: i64) -> bool {
    let turn = budget.turn(asking, at(ms)).await;
    if turn == Turn::Go {
        budget.heard(asking, Heard::default(), at(ms)).await;
    }
    turn == Turn::Go
}

#[tokio::test]
async fn two_processes_together_never_pass_a_rate() {
    for database in databases().await {
        let asking = asking(20, "PT10S");
        let budgets = [
            SharedBudget::new(database.open().await),
            SharedBudget::new(database.open().await),
        ];
        let mut sent = Vec::new();
        for step in 0..600_i64 {
            let ms = step * 50;
            // Both ask at the same moment, one of them more often.
            for budget in [&budgets[0], &budgets[1], &budgets[0]] {
                if go(budget, &asking, ms).await {
                    sent.push(ms);
                }
            }
        }
        let most = busiest(&sent, 10_000);
        assert!(most <= 20, "{}: {most} in 10 s", database.name);
        assert!(sent.len() >= 45, "{}: the rate is used, {}", database.name, sent.len());
    }
}

#[tokio::test]
async fn processes_that_ask_at_once_never_pass_a_rate() {
    for database in databases().await {
        let asking = Arc::new(asking(40, "PT1M"));
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let budget = Arc::new(SharedBudget::new(database.open().await));
            for _ in 0..4 {
                let (budget, asking) = (Arc::clone(&budget), Arc::clone(&asking));
                tasks.spawn(async move {
                    let mut sent = 0;
                    for ms in 0..10 {
                        sent += usize::from(go(&budget, &asking, ms).await);
                    }
                    sent
                });
            }
        }
        let sent: usize = tasks.join_all().await.into_iter().sum();
        assert!((10..=40).contains(&sent), "{}: {sent} of 40", database.name);
    }
}

#[tokio::test]
async fn a_rest_that_one_process_meets_all_obey() {
    for database in databases().await {
        let asking = asking(1000, "PT1S");
        let (met, other) = (
            SharedBudget::new(database.open().await),
            SharedBudget::new(database.open().await),
        );
        assert!(go(&other, &asking, 0).await);
        assert_eq!(met.turn(&asking, at(0)).await, Turn::Go);
        let heard = Heard { hit: true, until: Some(at(60_000)), ..Heard::default() };
        met.heard(&asking, heard, at(10)).await;
        assert_eq!(
            met.turn(&asking, at(20)).await,
            Turn::Wait(at(60_000)),
            "{}",
            database.name
        );
        let turn = other.turn(&asking, at(1_000)).await;
        assert_eq!(turn, Turn::Wait(at(60_000)), "{}: within a second", database.name);
        let later = SharedBudget::new(database.open().await);
        let turn = later.turn(&asking, at(59_999)).await;
        assert_eq!(turn, Turn::Wait(at(60_000)), "{}: after a restart", database.name);
        assert!(go(&other, &asking, 60_000).await, "{}", database.name);
    }
}

#[tokio::test]
async fn a_process_that_dies_keeps_its_tokens_no_longer_than_the_window() {
    for database in databases().await {
        let asking = asking(8, "PT10S");
        let dies = SharedBudget::new(database.open().await);
        for ms in 0..8 {
            assert!(go(&dies, &asking, ms).await, "{}", database.name);
        }
        drop(dies);
        let lives = SharedBudget::new(database.open().await);
        assert!(!go(&lives, &asking, 5_000).await, "{}", database.name);
        let mut sent = 0;
        for ms in 0..8 {
            sent += usize::from(go(&lives, &asking, 11_100 + ms).await);
        }
        assert_eq!(sent, 8, "{}", database.name);
    }
}

#[tokio::test]
async fn a_batch_of_tokens_costs_one_write() {
    for database in databases().await {
        let asking = asking(8000, "PT1M");
        let store = database.open().await;
        let budget = SharedBudget::new(store.clone());
        let before = store.statements();
        for ms in 0..500 {
            assert!(go(&budget, &asking, ms).await);
        }
        let statements = store.statements() - before;
        assert!(statements < 30, "{}: {statements} statements for 500", database.name);
    }
}

#[tokio::test]
async fn whatever_a_ledger_holds_it_is_counted_anew() {
    for database in databases().await {
        let asking = asking(5, "PT1S");
        let store = database.open().await;
        for text in ["", "{", "[]", r#"{"seen":"x"}"#] {
            let read = store.ledger(asking.budget()).await.expect("reads").map_or(0, |l| l.0);
            let put = store.put_ledger(asking.budget(), read, text, at(0)).await;
            assert!(put.expect("writes"), "{}", database.name);
            assert!(go(&SharedBudget::new(store.clone()), &asking, 0).await, "{text}");
        }
        let stale = store.put_ledger(asking.budget(), 1, "{}", at(0)).await;
        assert!(!stale.expect("writes"), "{}: another was first", database.name);
    }
}

#[test]
fn any_two_processes_keep_a_rate_whatever_the_order() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let mut runner = TestRunner::new(Config { cases: 12, ..Config::default() });
    let steps = proptest::collection::vec((0_usize..2, 0_i64..900), 1..60);
    let strategy = (1_u64..20, 1_i64..8, steps);
    let law = |(limit, seconds, steps): (u64, i64, Vec<(usize, i64)>)| {
        runtime.block_on(async {
            let database = crate::kit::sqlite();
            let asking = asking(limit, &format!("PT{seconds}S"));
            let budgets = [
                SharedBudget::new(database.open().await),
                SharedBudget::new(database.open().await),
            ];
            let (mut now, mut sent) = (0, Vec::new());
            for (who, step) in steps {
                now += step;
                if go(&budgets[who], &asking, now).await {
                    sent.push(now);
                }
            }
            let most = busiest(&sent, seconds * 1000) as u64;
            proptest::prop_assert!(most <= limit, "{most} > {limit}: {sent:?}");
            Ok(())
        })
    };
    runner.run(&strategy, law).expect("the law holds");
}

/// Serves on loopback; gives the address.
async fn serve(router: Router) -> (String, tokio::task::JoinHandle<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let serving = tokio::spawn(async move {
        axum::serve(listener, router).await.expect("serves until it is stopped");
    });
    (url, serving)
}

fn driver() -> Driver {
    let egress =
        Egress { timeout: Duration::from_secs(10), max_reply: 1 << 20, allow_private: true };
    Driver::new(Client::new(egress).expect("a client"), Arc::new(FixedClock(at(0))))
}

async fn read(
    driver: Driver,
    manifest: &Arc<Manifest>,
    stream: &str,
) -> Result<(), FetchError> {
    let pull =
        Pull::new(manifest, stream, &serde_json::json!({}), None, at(0)).expect("a pull");
    let (sender, mut pages) = mpsc::channel(64);
    let outcome = driver.drive(pull, sender).await.map(drop);
    while pages.recv().await.is_some() {}
    outcome
}

#[tokio::test]
async fn streams_of_a_source_together_keep_to_its_level() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    // Each request is answered when another one has come: less than two at once would not end.
    let pair = Arc::new(Barrier::new(2));
    let answer = {
        let (now, most) = (Arc::clone(&now), Arc::clone(&most));
        move || {
            let (now, most, pair) = (Arc::clone(&now), Arc::clone(&most), Arc::clone(&pair));
            async move {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                pair.wait().await;
                now.fetch_sub(1, Ordering::SeqCst);
                r#"{"items": [{"id": 1}]}"#
            }
        }
    };
    let router = Router::new().route("/one", get(answer.clone())).route("/two", get(answer));
    let (url, serving) = serve(router).await;
    let manifest = manifest(&url, "concurrency_level: {default_concurrency: 2}\n");
    let driver = driver();
    let reads = (read(driver.clone(), &manifest, "one"), read(driver, &manifest, "two"));
    let (one, two) = tokio::join!(reads.0, reads.1);
    serving.abort();
    one.expect("the first stream is read");
    two.expect("the second stream is read");
    assert_eq!(most.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_stream_is_not_asked_while_another_was_told_to_wait() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let busy =
        || async { (StatusCode::TOO_MANY_REQUESTS, [("Retry-After", "3600")]).into_response() };
    let fine = move || {
        let asked = Arc::clone(&counted);
        async move {
            asked.fetch_add(1, Ordering::SeqCst);
            r#"{"items": []}"#
        }
    };
    let router = Router::new().route("/one", get(busy)).route("/two", get(fine));
    let (url, serving) = serve(router).await;
    let (manifest, driver) = (manifest(&url, ""), driver());
    let first = read(driver.clone(), &manifest, "one").await;
    let second = read(driver, &manifest, "two").await;
    serving.abort();
    assert!(matches!(first, Err(FetchError::Pull(PullError::Failed { .. }))), "{first:?}");
    let told = second.expect_err("there is nothing left to spend").to_string();
    assert!(told.contains("the request limit of 127.0.0.1"), "{told}");
    assert!(told.contains("is used up for another 3600 s"), "{told}");
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_declared_rate_is_waited_for_though_the_clock_stands_still() {
    let fine = || async { r#"{"items": [{"id": 1}]}"# };
    let router = Router::new().route("/one", get(fine));
    let (url, serving) = serve(router).await;
    let pace = "api_budget:\n  policies:\n    - type: MovingWindowCallRatePolicy\n      \
                rates: [{limit: 2, interval: PT0.1S}]\n      matchers: []\n";
    let driven = read(driver(), &manifest(&url, pace), "one").await;
    serving.abort();
    driven.expect("all four partitions are read");
}
