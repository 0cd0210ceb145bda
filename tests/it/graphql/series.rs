//! Scores and KPIs in time over GraphQL, on both databases.

use accord::insight::Models;
use accord::model::*;
use accord::store::{Price, Store, StoredScore, StoredWeek};
use chrono::NaiveDate;
use serde_json::{Value as Answer, json};

use super::world::{account, schema, score, world};
use super::{ask, data};
use crate::kit;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn scored(n: usize, on: &str, health: Option<f64>) -> (AccountId, StoredScore) {
    let segments = if n == 0 { vec!["S1".to_owned()] } else { vec!["S2".to_owned()] };
    (account(n).into(), StoredScore { as_of: day(on), segments, ..score(health) })
}

fn price(arr: &str, code: &str) -> Price {
    let currency = Currency::parse(code).expect("a currency");
    let arr = Money::new(arr.parse().expect("decimal"), currency).expect("small");
    Price {
        peers: "p".to_owned(),
        currency,
        arr: Some(arr),
        renewal_expected: None,
        at_risk: None,
        at_risk_low: None,
        at_risk_high: None,
        unknown_at_risk: None,
        growth: None,
        risk_share: None,
        growth_share: None,
        position: "STABLE".to_owned(),
        billed: None,
        cost_to_serve: None,
        lifetime_value: None,
        retention: None,
        lines: [(None, 1.0)].into(),
    }
}

/// The code of the first KPI of the health model.
fn first_kpi() -> String {
    let models = Models::built_in();
    let (_, kpi) = models.health.kpis().next().expect("there are KPIs");
    kpi.code.clone()
}

/// Two accounts in the weeks of 5 and 19 October, and one of which nothing was ever told.
pub(super) async fn past(database: &kit::Database) -> Store {
    let store = world(database, 3).await;
    for (n, on, health, worth) in [
        (0, "2026-10-05", Some(10.0), ("100.5", "EUR")),
        (1, "2026-10-06", Some(60.0), ("1", "EUR")),
        (0, "2026-10-07", Some(20.0), ("200.25", "EUR")),
        (0, "2026-10-19", None, ("300", "EUR")),
        (1, "2026-10-25", Some(80.0), ("7", "USD")),
    ] {
        let told = scored(n, on, health);
        let worth = (told.0.clone(), 1, price(worth.0, worth.1));
        store.put_scores(&[told]).await.expect("scores are kept");
        store.put_prices(&[worth]).await.expect("prices are kept");
    }
    let models = Models::built_in();
    let health = &models.health;
    let week = |(n, on, byte): (usize, &str, u8)| {
        let mut kpis = vec![255; health.kpis().count()];
        kpis[0] = byte;
        StoredWeek {
            account: account(n).into(),
            as_of: day(on),
            health: None,
            kpis,
            model: health.id(),
            version: 1,
        }
    };
    let weeks = [(0, "2026-10-07", 161), (1, "2026-10-06", 255), (1, "2026-10-21", 0)];
    store.put_weeks(&weeks.map(week)).await.expect("weeks are kept");
    store
}

const SERIES: &str = "query($input: SeriesInput!, $by: SeriesGroup, $filter: AccountFilter) {
    series(input: $input, groupBy: $by, filter: $filter) { metric group at value known currency } }";

fn asked(of: &[&str], interval: &str) -> Answer {
    json!({"of": of, "from": "2026-10-05", "to": "2026-10-25", "interval": interval})
}

/// `at value known` of each point.
fn told(points: &Answer) -> Vec<(String, Answer, i64)> {
    let points = points.as_array().expect("a list").iter();
    let text = |value: &Answer| value.as_str().unwrap_or("-").to_owned();
    let told = |point: &Answer| {
        let at = format!(
            "{} {} {}",
            text(&point["metric"]),
            text(&point["group"]),
            text(&point["at"])
        );
        (at, point["value"].clone(), point["known"].as_i64().expect("a count"))
    };
    points.map(told).collect()
}

#[track_caller]
fn same(points: &Answer, wanted: &[(&str, Answer, i64)]) {
    let wanted: Vec<_> = wanted
        .iter()
        .map(|(at, value, known)| ((*at).to_owned(), value.clone(), *known))
        .collect();
    assert_eq!(told(points), wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_each_interval_the_last_that_was_told_counts_and_a_gap_is_no_zero() {
    for database in kit::databases().await {
        let store = past(&database).await;
        let schema = schema(&store);
        let kpi = first_kpi();
        let input = asked(&[&kpi, "health"], "WEEK");
        let answer = data(&schema, SERIES, json!({"input": input})).await;
        let at = |day: &str| format!("{kpi} - {day}");
        same(
            &answer["series"],
            &[
                (&at("2026-10-05"), json!(80.5), 1),
                (&at("2026-10-12"), Answer::Null, 0),
                (&at("2026-10-19"), json!(0.0), 1),
                ("health - 2026-10-05", json!(40.0), 2),
                ("health - 2026-10-12", Answer::Null, 0),
                ("health - 2026-10-19", json!(80.0), 1),
            ],
        );
        let input = asked(&["health"], "MONTH");
        let month = data(&schema, SERIES, json!({"input": input})).await;
        same(&month["series"], &[("health - 2026-10-01", json!(80.0), 1)]);
        let filter = json!({"ids": [account(0)]});
        let input = asked(&["health"], "DAY");
        let days = data(&schema, SERIES, json!({"input": input, "filter": filter})).await;
        let days = told(&days["series"]);
        assert_eq!(days.len(), 21);
        let known: Vec<_> = days.iter().filter(|(.., known)| *known > 0).collect();
        assert_eq!(
            known.iter().map(|(_, value, _)| value.clone()).collect::<Vec<_>>(),
            [10.0, 20.0]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_group_has_a_series_of_its_own_and_amounts_add_up_in_one_currency() {
    for database in kit::databases().await {
        let schema = schema(&past(&database).await);
        let input = asked(&["arr"], "WEEK");
        let answer = ask(&schema, SERIES, json!({"input": input, "by": "SEGMENT"})).await;
        same(
            &answer["data"]["series"],
            &[
                ("arr S1 2026-10-05", json!(200.25), 1),
                ("arr S1 2026-10-12", Answer::Null, 0),
                ("arr S1 2026-10-19", json!(300.0), 1),
                ("arr S2 2026-10-05", json!(1.0), 1),
                ("arr S2 2026-10-12", Answer::Null, 0),
                ("arr S2 2026-10-19", json!(7.0), 1),
                ("arr - 2026-10-05", Answer::Null, 0),
                ("arr - 2026-10-12", Answer::Null, 0),
                ("arr - 2026-10-19", Answer::Null, 0),
            ],
        );
        assert_eq!(answer.get("errors"), None);
        assert_eq!(answer["data"]["series"][5]["currency"], "USD");
        let input = asked(&["arr"], "WEEK");
        let answer = ask(&schema, SERIES, json!({"input": input})).await;
        let said = answer["errors"][0]["message"].as_str().expect("a reason");
        assert!(said.contains("EUR and USD"), "{said}");
        same(
            &answer["data"]["series"],
            &[
                ("arr - 2026-10-05", json!(201.25), 2),
                ("arr - 2026-10-12", Answer::Null, 0),
                ("arr - 2026-10-19", Answer::Null, 2),
            ],
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_series_of_a_list_of_accounts_are_read_together() {
    for database in kit::databases().await {
        let store = past(&database).await;
        let schema = schema(&store);
        let query = "query($input: SeriesInput!, $first: Int) { accounts(first: $first, orderBy: {field: \"health\"}) {
            nodes { id series(input: $input) { metric group at value known } } } }";
        let kpi = first_kpi();
        let read = async |first: i32| {
            let input = asked(&["health", &kpi], "WEEK");
            let variables = json!({"input": input, "first": first});
            data(&schema, query, variables.clone()).await;
            let before = store.statements();
            let answer = data(&schema, query, variables).await;
            (answer["accounts"]["nodes"].clone(), store.statements() - before)
        };
        // What other tests write into the same server is looked up now and then: the least counts.
        let least = async |first: i32| {
            let (mut answer, mut sent) = read(first).await;
            for _ in 0..4 {
                let (again, fewer) = read(first).await;
                (answer, sent) = (again, sent.min(fewer));
            }
            (answer, sent)
        };
        let ((_, one), (all, many)) = (least(1).await, least(3).await);
        assert_eq!(one, many, "{}", database.name);
        for node in all.as_array().expect("accounts") {
            let health: Vec<_> =
                told(&node["series"]).into_iter().take(3).map(|(_, v, _)| v).collect();
            let wanted = match node["id"].as_str() {
                Some(id) if id == account(0) => vec![json!(20.0), Answer::Null, Answer::Null],
                Some(id) if id == account(1) => vec![json!(60.0), Answer::Null, json!(80.0)],
                _ => vec![Answer::Null; 3],
            };
            assert_eq!(health, wanted);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_kept_in_time_is_refused_in_words() {
    let database = kit::sqlite();
    let schema = schema(&past(&database).await);
    let input = |of: &[&str], from: &str, interval: &str| json!({"of": of, "from": from, "to": "2026-10-25", "interval": interval});
    let cases = [
        (input(&["helth"], "2026-10-01", "WEEK"), "health"),
        (input(&["health", "health"], "2026-10-01", "WEEK"), "twice"),
        (input(&[], "2026-10-01", "WEEK"), "between 1 and 10"),
        (input(&["health"], "2026-11-01", "WEEK"), "turn them round"),
        (input(&["health"], "1990-01-01", "DAY"), "more than 10000 points"),
    ];
    for (input, wanted) in cases {
        let answer = ask(&schema, SERIES, json!({"input": input})).await;
        let said = answer["errors"][0]["message"].as_str().expect("a reason");
        assert!(said.contains(wanted), "{said}");
    }
}
