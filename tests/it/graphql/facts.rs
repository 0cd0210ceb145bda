//! What was told of accounts on a day, over GraphQL, on both databases.

use serde_json::{Value as Answer, json};

use super::series::past;
use super::world::{account, schema, score};
use super::{ask, data, saved};
use crate::kit;

const FACTS: &str = "query($asOf: Date, $first: Int, $after: String, $of: ID) {
    accountFacts(asOf: $asOf, first: $first, after: $after, snapshotId: $of) {
        snapshotId totalCount
        nodes { accountId asOf chi arrReporting currency segment position }
        pageInfo { hasNextPage endCursor } } }";

fn row(node: &Answer) -> (&str, &str, Option<f64>, Option<&str>) {
    let text = |field: &str| node[field].as_str().unwrap_or("-");
    (text("accountId"), text("asOf"), node["chi"].as_f64(), node["arrReporting"].as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_past_day_tells_what_was_told_then_or_last_before() {
    for database in kit::databases().await {
        let store = past(&database).await;
        let schema = schema(&store);
        let (zero, one, two) = (account(0), account(1), account(2));
        let cases = [
            ("2026-10-04", [("-", None, None), ("-", None, None)]),
            (
                "2026-10-06",
                [
                    ("2026-10-05", Some(10.0), Some("100.50")),
                    ("2026-10-06", Some(60.0), Some("1.00")),
                ],
            ),
            (
                "2026-10-18",
                [
                    ("2026-10-07", Some(20.0), Some("200.25")),
                    ("2026-10-06", Some(60.0), Some("1.00")),
                ],
            ),
            (
                "2026-10-31",
                [
                    ("2026-10-19", None, Some("300.00")),
                    ("2026-10-25", Some(80.0), Some("7.00")),
                ],
            ),
        ];
        for (day, [of_zero, of_one]) in cases {
            let answer = data(&schema, FACTS, json!({"asOf": day})).await;
            let facts = &answer["accountFacts"];
            assert_eq!((&facts["snapshotId"], &facts["totalCount"]), (&json!(day), &json!(3)));
            let told: Vec<_> =
                facts["nodes"].as_array().expect("rows").iter().map(row).collect();
            let wanted = [
                (zero.as_str(), of_zero.0, of_zero.1, of_zero.2),
                (one.as_str(), of_one.0, of_one.1, of_one.2),
                (two.as_str(), "-", None, None),
            ];
            assert_eq!(told, wanted, "{} {day}", database.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_todays_data_speak_of_one_state_or_say_that_they_cannot() {
    for database in kit::databases().await {
        let store = past(&database).await;
        let schema = schema(&store);
        let first = data(&schema, FACTS, json!({"first": 2})).await;
        let page = &first["accountFacts"];
        assert_eq!(page["nodes"].as_array().map(Vec::len), Some(2));
        assert_eq!(page["pageInfo"]["hasNextPage"], true);
        let (after, of) = (&page["pageInfo"]["endCursor"], &page["snapshotId"]);
        let next = json!({"first": 2, "after": after, "of": of});
        let second = data(&schema, FACTS, next.clone()).await;
        let rest = &second["accountFacts"];
        assert_eq!(row(&rest["nodes"][0]).0, account(2));
        assert_eq!(
            (&rest["snapshotId"], &rest["pageInfo"]["hasNextPage"]),
            (of, &json!(false))
        );
        store.put_scores(&[(account(2).into(), score(Some(1.0)))]).await.expect("a score");
        let refused = ask(&schema, FACTS, next).await;
        let said = refused["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(said.contains("ask for a past day"), "{refused}");
        // A past day stays as it was.
        let old = json!({"asOf": "2026-10-18", "of": "2026-10-18", "first": 2, "after": after});
        let told = data(&schema, FACTS, old).await;
        assert_eq!(row(&told["accountFacts"]["nodes"][0]).0, account(2));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_rows_are_walked_from_the_end() {
    let database = kit::sqlite();
    let schema = schema(&past(&database).await);
    let query = "query($before: String) { accountFacts(last: 2, before: $before) {
        nodes { accountId } pageInfo { startCursor hasPreviousPage hasNextPage } } }";
    let end = data(&schema, query, json!({})).await["accountFacts"].take();
    let ids = |page: &Answer| {
        let nodes = page["nodes"].as_array().expect("rows").iter();
        nodes.map(|node| node["accountId"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&end), [account(1), account(2)]);
    assert_eq!(
        (&end["pageInfo"]["hasPreviousPage"], &end["pageInfo"]["hasNextPage"]),
        (&json!(true), &json!(false))
    );
    let before = json!({"before": end["pageInfo"]["startCursor"]});
    let start = data(&schema, query, before).await["accountFacts"].take();
    assert_eq!(ids(&start), [account(0)]);
    assert_eq!(start["pageInfo"]["hasPreviousPage"], false);
    assert_eq!(start["pageInfo"]["hasNextPage"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extract_of_a_thousand_rows_with_every_kpi_is_one_question() {
    let database = kit::sqlite();
    let store = past(&database).await;
    let answer = data(&schema(&store), &saved("q06"), json!({"asOf": "2026-10-31"})).await;
    let nodes = answer["accountFacts"]["nodes"].as_array().expect("rows");
    assert_eq!(nodes.len(), 3);
    for node in nodes {
        assert_eq!(node["kpis"].as_array().map(Vec::len), Some(30), "{node}");
    }
}
