//! What is told as it happens: whole, in order, to whom it belongs, and again from any version on.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use accord::access::{Rights, Rows, Span, Viewer};
use accord::api::Schema;
use accord::insight::signals::{Lost, Signal};
use accord::insight::{Calendar, Facts, Footprint, Models, scorecard};
use accord::model::*;
use accord::store::{Found, Price, RunState, Scope, Store, StoredScore};
use async_graphql::{Request, Variables};
use chrono::TimeDelta;
use futures_util::stream::{BoxStream, StreamExt as _};
use serde_json::{Value as Answer, json};

use super::world::{account, draft, now, put, schema, score, text, time, world};
use super::{data, saved};
use crate::kit;

/// Enough for a slow machine, and never waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// Somebody who follows.
struct Follower(BoxStream<'static, async_graphql::Response>);

impl Follower {
    fn new(schema: &Schema, query: &str, variables: Answer) -> Self {
        Self::of(schema, query, variables, Viewer::host())
    }

    fn of(schema: &Schema, query: &str, variables: Answer, viewer: Viewer) -> Self {
        let request = Request::new(query).variables(Variables::from_json(variables));
        Self(schema.execute_stream(request.data(Arc::new(viewer))))
    }

    /// The next that is told.
    async fn next(&mut self) -> Answer {
        let next = tokio::time::timeout(PATIENCE, self.0.next()).await.expect("it is told");
        serde_json::to_value(next.expect("there is more")).expect("JSON")
    }

    /// The next, which must be no failure.
    async fn told(&mut self, field: &str) -> Answer {
        let answer = self.next().await;
        assert_eq!(answer.get("errors"), None, "{answer:#}");
        answer["data"][field].clone()
    }

    /// The code that it ends with.
    async fn refused(mut self) -> String {
        let answer = self.next().await;
        let error = &answer["errors"][0];
        assert!(error["message"].is_string(), "{answer:#}");
        assert!(self.0.next().await.is_none(), "a failure is the end");
        let code = answer["errors"][0]["extensions"]["code"].as_str();
        code.map_or_else(|| error["message"].to_string(), str::to_owned)
    }
}

/// Keeps scores of the first accounts.
async fn keep(store: &Store, values: &[f64]) {
    let all: Vec<(AccountId, StoredScore)> = values
        .iter()
        .enumerate()
        .map(|(n, value)| (account(n).into(), score(Some(*value))))
        .collect();
    store.put_scores(&all).await.expect("scores are kept");
}

/// Scores all that changed from its facts, as a sync does.
async fn scored(store: &Store) {
    let (models, today) = (Models::built_in(), now().date_naive());
    let dirty = store.dirty_accounts(&models.id(), today, 100).await.expect("who changed");
    let facts = store.facts(&dirty).await.expect("facts");
    let of = |(id, (version, facts)): (&AccountId, &(i64, Facts))| {
        let health = scorecard(facts, &models, &Calendar::default(), today).health;
        let kept = StoredScore {
            value: health.value,
            computed: health.computed,
            band: health.band,
            footprint: Some(Footprint::of(&health).to_json()),
            model: models.id(),
            as_of: today,
            version: *version,
            ..score(None)
        };
        (id.clone(), kept)
    };
    let scores: Vec<_> = facts.iter().map(of).collect();
    store.put_scores(&scores).await.expect("scores are kept");
}

const MOVES: &str = "subscription($since: Int, $least: Float! = 0) {
    healthChanged(minDelta: $least, since: $since) { account { id } from to bandFrom bandTo version } }";

fn version(told: &Answer) -> i64 {
    told["version"].as_i64().expect("a version")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_score_that_moves_is_told_to_whoever_watches_the_book_with_what_moved_it() {
    for database in kit::databases().await {
        let store = world(&database, 2).await;
        scored(&store).await;
        let schema = schema(&store);
        let accounts = data(
            &schema,
            "{ accounts { nodes { id health { value } owner { id } } } }",
            json!({}),
        )
        .await;
        let watched = &accounts["accounts"]["nodes"][0];
        let before = watched["health"]["value"].as_f64();
        let before = before.unwrap_or_else(|| panic!("no score: {accounts:#}"));
        let owner = watched["owner"]["id"].clone();
        let mut book = Follower::new(&schema, &saved("q12"), json!({"owner": owner}));
        let mut others = Follower::new(&schema, &saved("q12"), json!({"owner": "crm:nobody"}));
        let quiet = tokio::time::timeout(Duration::from_millis(300), book.0.next()).await;
        assert!(quiet.is_err(), "nothing moved yet: {quiet:?}");

        let n = (0..2).find(|n| watched["id"] == account(*n)).expect("one of ours");
        let angry = (0..40).map(|i| {
            let fields = vec![
                ("instrument", text("NPS")),
                ("score", Value::Number(0.0)),
                ("scale_low", Value::Number(0.0)),
                ("scale_high", Value::Number(10.0)),
                ("polarity", text("HIGH_IS_GOOD")),
                ("prong", text("RELATIONAL")),
                ("at", time(1)),
            ];
            draft(EntityKind::SurveyResponse, n, &format!("angry{i}"), fields)
        });
        put(&store, "FACTS", angry.collect()).await;
        scored(&store).await;

        let told = book.told("healthChanged").await;
        assert_eq!(told["account"]["id"], account(n), "{}: {told:#}", database.name);
        assert_eq!(told["from"], before);
        let (to, same) = (told["to"].as_f64().expect("it"), told["likeForLike"].as_f64());
        assert!(to <= before - 3.0, "{told:#}");
        assert!(same.is_some_and(|points| points < 0.0), "{told:#}");
        let top = told["top"].as_array().expect("reasons");
        assert!(top[0]["points"].as_f64().expect("points") < 0.0, "{told:#}");
        assert_eq!(top[0]["cause"], "VALUE");
        let none = tokio::time::timeout(Duration::from_millis(300), others.0.next()).await;
        assert!(none.is_err(), "it is not their book");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_with_the_last_version_misses_nothing_and_meets_nothing_twice() {
    for database in kit::databases().await {
        let store = world(&database, 3).await;
        keep(&store, &[10.0, 20.0, 30.0]).await;
        let schema = schema(&store);
        let list = data(&schema, "{ accounts { nodes { id } } }", json!({})).await;
        assert!(list["accounts"]["nodes"].is_array());
        let begin = store.data_version().await.expect("a version");
        let mut first = Follower::new(&schema, MOVES, json!({"since": begin}));
        // Three accounts move at once: a connection may break between any two of them.
        for step in 1..=4 {
            let by = f64::from(step);
            keep(&store, &[10.0 + by, 20.0 + by, 30.0 + by]).await;
        }
        let mut seen = Vec::new();
        for _ in 0..5 {
            seen.push(first.told("healthChanged").await);
        }
        drop(first);
        let mut again = Follower::new(
            &schema,
            MOVES,
            json!({"since": version(seen.last().expect("five"))}),
        );
        for _ in 5..12 {
            seen.push(again.told("healthChanged").await);
        }
        let versions: Vec<i64> = seen.iter().map(version).collect();
        assert!(versions.is_sorted_by(|a, b| a < b), "{}: {versions:?}", database.name);
        for n in 0..3 {
            let of: Vec<_> =
                seen.iter().filter(|told| told["account"]["id"] == account(n)).collect();
            let values: Vec<f64> =
                of.iter().map(|told| told["to"].as_f64().expect("it")).collect();
            let base = [10.0, 20.0, 30.0][n];
            assert_eq!(values, [base + 1.0, base + 2.0, base + 3.0, base + 4.0]);
        }
        // What did not move, or not so far as anybody sees, is not told.
        keep(&store, &[14.0, 24.04, 80.0]).await;
        let next = again.told("healthChanged").await;
        assert_eq!((&next["account"]["id"], &next["to"]), (&json!(account(2)), &json!(80.0)));
        assert_eq!((&next["bandFrom"], &next["bandTo"]), (&json!("RED"), &json!("AMBER")));
        // From the end on there is nothing, and a version that is yet to come is refused.
        let far = store.data_version().await.expect("a version") + 1;
        let ahead = Follower::new(&schema, MOVES, json!({"since": far})).refused().await;
        assert!(ahead.contains("yet to come"), "{ahead}");
        let mut small = Follower::new(&schema, MOVES, json!({"since": begin, "least": 40.0}));
        assert_eq!(small.told("healthChanged").await["to"], 80.0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_kept_any_more_is_refused_and_not_passed_over() {
    for database in kit::databases().await {
        let store = world(&database, 1).await;
        let of = |value: f64, days: i64| {
            let at = now() + TimeDelta::days(days);
            vec![(account(0).into(), StoredScore { computed_at: at, ..score(Some(value)) })]
        };
        let begin = store.data_version().await.expect("a version");
        for (value, days) in [(10.0, 0), (20.0, 0), (30.0, 6), (40.0, 8)] {
            store.put_scores(&of(value, days)).await.expect("scores are kept");
        }
        let schema = schema(&store);
        let late = Follower::new(&schema, MOVES, json!({"since": begin})).refused().await;
        assert!(late.contains("not kept any more"), "{}: {late}", database.name);
        let forgotten = store.moves_forgotten().await.expect("a version");
        let mut kept = Follower::new(&schema, MOVES, json!({"since": forgotten}));
        assert_eq!(kept.told("healthChanged").await["to"], 30.0);
        assert_eq!(kept.told("healthChanged").await["to"], 40.0);
    }
}

/// Whoever sees the first account only.
fn narrowed() -> Viewer {
    let mine = Span { partners: Some(BTreeSet::from([account(0)])), ..Span::default() };
    let rights = Rights { rows: Rows::Within([mine].into()), ..Rights::everything() };
    Viewer { rights: Arc::new(rights), ..Viewer::host() }
}

/// The first account serves itself.
async fn shared_out(store: &Store) {
    let mut golden = super::world::golden(0);
    golden.fields.insert("partner", Value::Text("crm:c0".to_owned()));
    let decisions = Decisions { accounts: vec![golden], ..Decisions::default() };
    store.decide(&decisions).await.expect("a partner is written");
}

pub(super) fn signal(n: usize, segment: &str) -> Signal {
    let json = json!({
        "rule": "DELIVERY", "topic": format!("DELIVERY:{n}:{segment}"), "account": account(n),
        "segment": null, "segments": [segment], "contact": null, "raised_on": "2026-11-21",
        "measures": {}, "evidence": [], "accounts": [account(n)], "not_yet_hit": [],
        "suggested": [], "baseline": null, "owner": null,
    });
    serde_json::from_value(json).expect("a signal")
}

pub(super) async fn raise(store: &Store, signals: &[Signal]) {
    let found = Found {
        scope: Scope::Nothing,
        signals,
        lost: &Lost::default(),
        model: "test@1",
        subscribers: &[],
        day: now().date_naive(),
        now: now(),
    };
    store.put_signals(&found).await.expect("signals are raised");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sees_some_accounts_is_told_of_these_alone() {
    for database in kit::databases().await {
        let store = world(&database, 2).await;
        shared_out(&store).await;
        keep(&store, &[10.0, 20.0]).await;
        let schema = schema(&store);
        let begin = store.data_version().await.expect("a version");
        let since = json!({"since": begin});
        let mut mine = Follower::of(&schema, MOVES, since.clone(), narrowed());
        let mut all = Follower::new(&schema, MOVES, since.clone());
        for by in [1.0, 2.0] {
            keep(&store, &[10.0 + by, 20.0 + by]).await;
        }
        for value in [11.0, 12.0] {
            let told = mine.told("healthChanged").await;
            assert_eq!(
                (&told["account"]["id"], &told["to"]),
                (&json!(account(0)), &json!(value))
            );
            all.told("healthChanged").await;
            assert_eq!(all.told("healthChanged").await["account"]["id"], account(1));
        }
        let canary = "subscription($since: Int, $segment: ID) {
            canaryRaised(since: $since, segment: $segment) { id rule version accounts { id } } }";
        let mut mine = Follower::of(&schema, canary, since.clone(), narrowed());
        let mut of_segment =
            Follower::new(&schema, canary, json!({"since": begin, "segment": "s2"}));
        raise(&store, &[signal(1, "s1"), signal(0, "s1")]).await;
        raise(&store, &[signal(1, "s2"), signal(0, "s2")]).await;
        let (one, two) = (mine.told("canaryRaised").await, mine.told("canaryRaised").await);
        for told in [&one, &two] {
            assert_eq!(told["accounts"], json!([{"id": account(0)}]), "{}", database.name);
        }
        assert_ne!(one["id"], two["id"]);
        let since = json!({"since": version(&one)});
        let mut again = Follower::of(&schema, canary, since, narrowed());
        assert_eq!(again.told("canaryRaised").await, two, "none is missed, none comes twice");
        let versions =
            [of_segment.told("canaryRaised").await, of_segment.told("canaryRaised").await];
        assert!(version(&versions[0]) < version(&versions[1]));
        assert!(version(&versions[0]) > version(&one), "of the other segment alone");
        // What speaks of all accounts is refused before it begins.
        let runs = "subscription { syncProgress { id } }";
        let refused = Follower::of(&schema, runs, json!({}), narrowed()).refused().await;
        assert!(refused.contains("speaks of all accounts"), "{refused}");
        // So is what tells what is hidden.
        let mut rights = Rights::everything();
        rights.hidden.insert("Account.health".to_owned());
        let viewer = Viewer { rights: Arc::new(rights), ..Viewer::host() };
        let refused = Follower::of(&schema, MOVES, json!({}), viewer).refused().await;
        assert!(refused.contains("not shown"), "{refused}");
    }
}

pub(super) fn priced(position: &str) -> Price {
    Price {
        peers: "p".to_owned(),
        currency: Currency::EUR,
        arr: None,
        renewal_expected: None,
        at_risk: None,
        at_risk_low: None,
        at_risk_high: None,
        unknown_at_risk: None,
        growth: None,
        risk_share: None,
        growth_share: None,
        position: position.to_owned(),
        billed: None,
        cost_to_serve: None,
        lifetime_value: None,
        retention: None,
        lines: std::collections::BTreeMap::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_is_told_when_it_is_another_than_it_was_priced_with_before() {
    for database in kit::databases().await {
        let store = world(&database, 1).await;
        let schema = schema(&store);
        let query = "subscription($since: Int) { positionChanged(since: $since) {
            account { id } from to version } }";
        let begin = store.data_version().await.expect("a version");
        let mut follower = Follower::new(&schema, query, json!({"since": begin}));
        let words = ["STABLE", "STABLE", "BUSINESS_AT_RISK", "BUSINESS_AT_RISK", "STABLE"];
        for (n, word) in words.into_iter().enumerate() {
            // A new score forgets the price until it is priced again.
            keep(&store, &[40.0 + n as f64]).await;
            let price = priced(word);
            store.put_prices(&[(account(0).into(), 1, price)]).await.expect("prices are kept");
        }
        for (from, to) in [("STABLE", "BUSINESS_AT_RISK"), ("BUSINESS_AT_RISK", "STABLE")] {
            let told = follower.told("positionChanged").await;
            assert_eq!((&told["from"], &told["to"]), (&json!(from), &json!(to)), "{told:#}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_told_from_the_queue_to_its_end_and_after_a_break_too() {
    for database in kit::databases().await {
        let store = world(&database, 1).await;
        let crm = SourceId::from("crm");
        let schema = schema(&store);
        let query =
            "subscription($since: Int) { syncProgress(connectorId: \"crm\", since: $since) {
            id state read written } }";
        // The run that the world was landed by is at work.
        let mut follower = Follower::new(&schema, query, json!({}));
        let first = follower.told("syncProgress").await;
        assert_eq!(first["state"], "RUNNING", "{}", database.name);
        let number: i64 =
            first["id"].as_str().and_then(|id| id.parse().ok()).expect("a number");
        let end = store.finish_run(number, RunState::Succeeded, &[], None, now());
        end.await.expect("it ends");
        assert_eq!(follower.told("syncProgress").await["state"], "SUCCEEDED");
        store.queue_run(&crm, now()).await.expect("another is queued");
        assert_eq!(follower.told("syncProgress").await["state"], "QUEUED");
        let mut again = Follower::new(&schema, query, json!({"since": number}));
        let told = [again.told("syncProgress").await, again.told("syncProgress").await];
        assert_eq!([&told[0]["state"], &told[1]["state"]], ["SUCCEEDED", "QUEUED"]);
        let nobody = "subscription { syncProgress(connectorId: \"none\") { id } }";
        let refused = Follower::new(&schema, nobody, json!({})).refused().await;
        assert!(refused.contains("none"), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_tells_what_is_true_when_it_is_told() {
    let database = kit::sqlite();
    let store = world(&database, 1).await;
    keep(&store, &[10.0]).await;
    let schema = schema(&store);
    let query = "subscription { healthChanged(minDelta: 0) { to account { name } } }";
    let mut follower = Follower::new(&schema, query, json!({}));
    // Polled once, it stands before what comes.
    let early = tokio::time::timeout(Duration::from_millis(300), follower.0.next()).await;
    assert!(early.is_err(), "{early:?}");
    for (value, name) in [(20.0, "First"), (30.0, "Second")] {
        let mut golden = super::world::golden(0);
        golden.fields.insert("name", Value::Text(name.to_owned()));
        let decisions = Decisions { accounts: vec![golden], ..Decisions::default() };
        store.decide(&decisions).await.expect("a name is written");
        keep_newer(&store, value).await;
        let told = follower.told("healthChanged").await;
        assert_eq!((&told["to"], &told["account"]["name"]), (&json!(value), &json!(name)));
    }
}

/// A score of whatever version the account has.
async fn keep_newer(store: &Store, value: f64) {
    let newer = StoredScore { version: 100, ..score(Some(value)) };
    store.put_scores(&[(account(0).into(), newer)]).await.expect("scores are kept");
}
