//! Signals: raised once with one action, told to whoever subscribed, and the planted stories found.

mod once;
mod stories;
mod told;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use accord::connector::Catalog;
use accord::fetch::{Client, Egress};
use accord::insight::signals::{ActionKind, Lost, Rule, Signal, Suggestion};
use accord::insight::{Calendar, Models, SignalModel};
use accord::store::{Found, Scope, Store, Subscriber};
use accord::sync::{Subscription, Sync, Vaults};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};

use crate::kit::Database;
use crate::river::Steps;

const START: &str = "2026-03-02T08:00:00Z";

fn now() -> DateTime<Utc> {
    START.parse().expect("a moment")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A signal of a segment, which needs no account.
fn signal(topic: &str) -> Signal {
    Signal {
        rule: Rule::Segment,
        topic: topic.to_owned(),
        account: None,
        segment: Some("just-in-time".to_owned()),
        segments: Vec::new(),
        contact: None,
        raised_on: day("2026-03-02"),
        measures: BTreeMap::from([("hit".to_owned(), 3.0)]),
        evidence: Vec::new(),
        accounts: Vec::new(),
        not_yet_hit: Vec::new(),
        suggested: vec![Suggestion {
            kind: ActionKind::ShortTerm,
            title: "Warn them".to_owned(),
            because: "three fired".to_owned(),
            targets: vec!["DE1".to_owned()],
            due_days: 3,
        }],
        baseline: None,
        owner: None,
        only_holds: false,
    }
}

fn found<'a>(signals: &'a [Signal], subscribers: &'a [Subscriber]) -> Found<'a> {
    Found {
        scope: Scope::Rule(Rule::Segment),
        signals,
        lost: nothing_lost(),
        model: "test@1",
        subscribers,
        day: day("2026-03-02"),
        now: now(),
    }
}

/// What needs to live as long as any test.
fn nothing_lost() -> &'static Lost {
    static NOTHING: LazyLock<Lost> = LazyLock::new(Lost::default);
    &NOTHING
}

fn subscriber(name: &str) -> Subscriber {
    Subscriber { name: name.to_owned(), rules: Vec::new(), segment: None }
}

/// Moves nothing, but tells of signals.
pub(crate) fn teller(store: Store, clock: Steps, subscriptions: Vec<Subscription>) -> Sync {
    let client = Client::new(Egress {
        timeout: Duration::from_secs(5),
        max_reply: 1 << 20,
        allow_private: true,
    });
    Sync {
        store,
        catalog: Arc::new(Catalog::default()),
        client: client.expect("a client"),
        clock: Arc::new(clock),
        models: Models::built_in(),
        signals: SignalModel::built_in(),
        subscriptions: subscriptions.into(),
        relearns: true,
        survivorship: accord::reconcile::Survivorship::built_in(),
        calendar: Calendar::default(),
        sources: Arc::default(),
        worker: "a test".into(),
        lease: Duration::from_mins(10),
        patience: Duration::from_secs(1),
        vaults: Vaults::default(),
        watch: Arc::new(|_| {}),
    }
}

/// A number that a statement gives.
async fn count(database: &Database, statement: &str) -> i64 {
    let statement = AssertSqlSafe(statement.to_owned());
    if database.name == "sqlite" {
        let mut connection = SqliteConnection::connect(&database.url).await.expect("SQLite");
        let row = sqlx::query(statement).fetch_one(&mut connection).await.expect("a row");
        return row.get(0);
    }
    let mut connection = PgConnection::connect(&database.url).await.expect("PostgreSQL");
    sqlx::query(statement).fetch_one(&mut connection).await.expect("a row").get(0)
}
