//! Lists of accounts come from memory, and are what the database says.

use std::collections::BTreeSet;

use accord::api::Schema;
use accord::model::*;
use accord::store::{AccountFilter, AccountOrder, LAG, Price, Store};
use serde_json::{Value as Answer, json};

use super::world::{account, golden, now, schema, score, world};
use super::{ask, data};
use crate::kit;

/// Whether something is said of the n-th: of every so-maniest nothing is.
fn spread(n: usize, every: usize) -> bool {
    !n.is_multiple_of(every)
}

/// The health of the n-th.
fn value(n: usize) -> Option<usize> {
    spread(n, 3).then_some(n % 7 * 10)
}

/// Its recurring revenue.
fn arr(n: usize) -> Option<usize> {
    spread(n, 5).then_some(n % 4 * 1_000)
}

/// A filter in words, and whom it lets through.
type Case = (&'static str, fn(usize) -> bool);

/// Accounts of which every third is not scored, every fifth not priced, with ties in everything.
async fn scored(store: &Store, accounts: usize) {
    let with = |n: usize| {
        let value = spread(n, 3).then_some((n % 7 * 10) as f64);
        (AccountId(account(n)), score(value))
    };
    let scores: Vec<_> = (0..accounts).map(with).collect();
    store.put_scores(&scores).await.expect("scores are kept");
    let euro =
        |amount: usize| Money::new(rust_decimal::Decimal::from(amount), Currency::EUR).ok();
    let price = |n: usize| Price {
        peers: "p".to_owned(),
        currency: Currency::EUR,
        arr: euro(n % 4 * 1_000),
        renewal_expected: None,
        at_risk: euro(n % 2 * 100).filter(|_| spread(n, 11)),
        at_risk_low: None,
        at_risk_high: None,
        unknown_at_risk: None,
        growth: euro(n % 6),
        risk_share: Some(0.1),
        growth_share: None,
        position: ["STABLE", "BOTH", "BUSINESS_AT_RISK"][n % 3].to_owned(),
        billed: None,
        cost_to_serve: None,
        lifetime_value: None,
        retention: None,
        lines: [(Some("Pumps".to_owned()), 0.5), (None, 0.5)].into(),
    };
    let worth = (0..accounts).filter(|n| spread(*n, 5));
    let prices: Vec<_> = worth.map(|n| (AccountId(account(n)), 1, price(n))).collect();
    store.put_prices(&prices).await.expect("prices are kept");
}

async fn ids(schema: &Schema, arguments: &str) -> Vec<String> {
    let query = format!("{{ accounts({arguments}) {{ totalCount nodes {{ id }} }} }}");
    let page = data(schema, &query, json!({})).await["accounts"].take();
    let nodes = page["nodes"].as_array().expect("a list");
    assert_eq!(page["totalCount"], nodes.len(), "{arguments}");
    nodes.iter().map(|node| node["id"].as_str().expect("an id").to_owned()).collect()
}

/// Filters that the store knows too, in both words.
fn filters() -> Vec<(&'static str, AccountFilter)> {
    let all = AccountFilter::default;
    vec![
        ("", all()),
        (
            "band: [GREEN, RED]",
            AccountFilter { bands: Some(vec![Band::Green, Band::Red]), ..all() },
        ),
        ("minCoverage: 0.5", AccountFilter { min_coverage: Some(0.5), ..all() }),
        ("minArr: \"2000\"", AccountFilter { min_arr: Some(2_000.into()), ..all() }),
        (
            "position: [STABLE]",
            AccountFilter { positions: Some(vec!["STABLE".to_owned()]), ..all() },
        ),
        ("search: \"NY 99\"", AccountFilter { search: Some("NY 99".to_owned()), ..all() }),
        ("search: \"%_\"", AccountFilter { search: Some("%_".to_owned()), ..all() }),
        ("owner: \"crm:e1\"", AccountFilter { owner: Some("crm:e1".to_owned()), ..all() }),
        (
            "country: [\"de\"]",
            AccountFilter { countries: Some(vec!["DE".to_owned()]), ..all() },
        ),
        (
            "renewalBefore: \"2027-06-01\"",
            AccountFilter {
                renewal_before: Some((now().date_naive(), day("2027-06-01"))),
                ..all()
            },
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_from_memory_is_the_list_that_the_database_would_give() {
    for database in kit::databases().await {
        let store = world(&database, 34).await;
        scored(&store, 34).await;
        let schema = schema(&store);
        let orders = [
            ("name", AccountOrder::Name),
            ("health", AccountOrder::Health),
            ("trust", AccountOrder::Trust),
            ("atRisk", AccountOrder::AtRisk),
            ("growthExpected", AccountOrder::Growth),
            ("arr", AccountOrder::Arr),
        ];
        let mut seen = BTreeSet::new();
        for (words, filter) in &filters() {
            for (field, order) in orders {
                for desc in [false, true] {
                    let page = store.accounts(filter, order, desc, None, 200).await;
                    let page = page.expect("a page").rows;
                    let id = |row: &accord::store::AccountRow| {
                        row.account.origin.account.clone().expect("an id").0
                    };
                    let wanted: Vec<String> = page.iter().map(id).collect();
                    let arguments = format!(
                        "first: 200, filter: {{{words}}}, orderBy: {{field: \"{field}\", desc: {desc}}}"
                    );
                    assert_eq!(
                        ids(&schema, &arguments).await,
                        wanted,
                        "{} {arguments}",
                        database.name
                    );
                    seen.insert(wanted.len());
                }
            }
        }
        assert!(seen.len() > 3, "the filters let through {seen:?}");
    }
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a day")
}

#[tokio::test(flavor = "multi_thread")]
async fn conditions_on_any_number_are_joined_as_one_wants() {
    let database = kit::sqlite();
    let store = world(&database, 34).await;
    scored(&store, 34).await;
    let schema = schema(&store);
    let cases: [Case; 11] = [
        ("health: {lt: 30}", |n| value(n).is_some_and(|v| v < 30)),
        ("health: {gte: 30, lte: 40}", |n| matches!(value(n), Some(30 | 40))),
        ("health: {eq: 30, gt: 30}", |_| false),
        ("health: {isNull: true}", |n| value(n).is_none()),
        ("not: {health: {isNull: true}}", |n| value(n).is_some()),
        ("not: {health: {lt: 30}}", |n| value(n).is_none_or(|v| v >= 30)),
        ("or: [{health: {lt: 10}}, {arr: {gt: 2500}}]", |n| {
            value(n) == Some(0) || arr(n) == Some(3_000)
        }),
        ("and: [{health: {lt: 30}}, {arr: {gt: 500}}]", |n| {
            value(n).is_some_and(|v| v < 30) && arr(n).is_some_and(|v| v > 500)
        }),
        ("or: []", |_| false),
        ("lineOfBusiness: [\"Pumps\"]", |n| arr(n).is_some()),
        ("lineOfBusiness: [\"Valves\"]", |_| false),
    ];
    for (words, holds) in cases {
        let wanted: BTreeSet<String> = (0..34).filter(|n| holds(*n)).map(account).collect();
        let found = ids(&schema, &format!("first: 200, filter: {{{words}}}")).await;
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), wanted, "{words}");
    }
    let deep = "not: {".repeat(6) + &"}".repeat(6);
    let wide = format!("or: [{}]", "{health: {lt: 1}} ".repeat(70));
    for (words, part) in [(deep, "at most 5 deep"), (wide, "at most 60 conditions")] {
        let query = format!("{{ accounts(filter: {{{words}}}) {{ totalCount }} }}");
        let answer = ask(&schema, &query, json!({})).await;
        let message = answer["errors"][0]["message"].to_string();
        assert!(message.contains(part), "{message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_ones_are_walked_from_the_end() {
    let database = kit::sqlite();
    let store = world(&database, 7).await;
    scored(&store, 7).await;
    let schema = schema(&store);
    let all = ids(&schema, "first: 200, orderBy: {field: \"health\"}").await;
    let (mut walked, mut before): (Vec<String>, Option<String>) = (Vec::new(), None);
    let query = "query($before: String) { accounts(last: 3, before: $before, orderBy: {field: \"health\"}) {
        edges { node { id } } pageInfo { startCursor hasPreviousPage hasNextPage } } }";
    loop {
        let page = data(&schema, query, json!({"before": before})).await["accounts"].take();
        assert_eq!(page["pageInfo"]["hasNextPage"], before.is_some());
        let edges = page["edges"].as_array().expect("edges").iter();
        let id = |edge: &Answer| edge["node"]["id"].as_str().expect("an id").to_owned();
        walked.splice(0..0, edges.map(id));
        before = page["pageInfo"]["startCursor"].as_str().map(str::to_owned);
        if page["pageInfo"]["hasPreviousPage"] == false {
            break;
        }
    }
    assert_eq!(walked, all);
    let both = ask(&schema, "{ accounts(first: 1, last: 1) { totalCount } }", json!({})).await;
    assert_eq!(both["errors"][0]["extensions"]["code"], "BAD_INPUT");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_is_in_the_list_whoever_writes_it() {
    for database in kit::databases().await {
        let (store, kind) = (world(&database, 4).await, database.name);
        let (schema, other) = (schema(&store), database.open().await);
        let names = async || {
            let query = "{ accounts { totalCount nodes { name } } portfolio { accounts } }";
            let told = data(&schema, query, json!({})).await;
            assert_eq!(told["accounts"]["totalCount"], told["portfolio"][0]["accounts"]);
            told["accounts"]["nodes"].clone()
        };
        let rename = |name: &str| {
            let mut golden = golden(0);
            golden.fields.insert("name", Value::Text(name.to_owned()));
            Decisions { accounts: vec![golden], ..Decisions::default() }
        };
        let has = |names: &Answer, name: &str| {
            names.as_array().expect("a list").iter().any(|node| node["name"] == name)
        };
        store.decide(&rename("Own word")).await.expect("it is written");
        assert!(has(&names().await, "Own word"), "{kind}: what we wrote is there at once");
        other.decide(&rename("Another's word")).await.expect("it is written");
        let seen = async { while !has(&names().await, "Another's word") {} };
        tokio::time::timeout(20 * LAG, seen).await.expect("what others wrote comes soon");
        let merged = Decisions {
            retired_accounts: [(account(0).into(), account(1).into())].into(),
            ..Decisions::default()
        };
        store.decide(&merged).await.expect("it is written");
        assert!(!has(&names().await, "Another's word"), "{kind}: who was merged away is gone");
    }
}
