//! Groups of accounts and of every list, over GraphQL on both databases: against numbers worked by hand
//! and against the same reckoned from the rows.

use std::collections::{BTreeMap, BTreeSet};

use accord::api::Schema;
use accord::model::*;
use accord::store::{
    Column, EntityRow, Filter, Listing, Price, Sorting, Store, StoredScore, columns_to_ask,
};
use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value as Answer, json};

use super::world::{account, draft, golden, put, schema, score, text, world};
use super::zoo::{kinds, zoo};
use super::{ask, data, number};
use crate::kit;

const SUMMARY: &str = "{ known sum mean min max p10 p25 p50 p75 p90 }";

fn price(arr: Option<&str>) -> Price {
    let euro = |amount: &str| Money::new(amount.parse().ok()?, Currency::EUR).ok();
    Price {
        peers: "p".to_owned(),
        currency: Currency::EUR,
        arr: arr.and_then(euro),
        renewal_expected: None,
        at_risk: euro("10"),
        at_risk_low: None,
        at_risk_high: None,
        unknown_at_risk: None,
        growth: euro("0.10"),
        risk_share: None,
        growth_share: None,
        position: "STABLE".to_owned(),
        billed: None,
        cost_to_serve: None,
        lifetime_value: None,
        retention: None,
        lines: [(Some("Pumps".to_owned()), 0.75), (Some("Valves".to_owned()), 0.25)].into(),
    }
}

/// Country, health, recurring revenue, segments.
type Told = (Option<&'static str>, Option<f64>, Option<&'static str>, &'static [&'static str]);

const ACCOUNTS: [Told; 6] = [
    (Some("DE"), Some(20.0), Some("1000"), &["S1", "S2"]),
    (Some("DE"), Some(40.0), Some("2000"), &["S2"]),
    (Some("DE"), Some(90.0), Some("3000.5"), &["S2", "S1"]),
    (Some("FR"), Some(50.0), Some("4000"), &[]),
    (Some("FR"), None, None, &["S1"]),
    (None, Some(70.0), Some("0.25"), &["S1"]),
];

async fn small(database: &kit::Database) -> Store {
    let store = world(database, ACCOUNTS.len()).await;
    let mut decisions = Decisions::default();
    for (n, (country, ..)) in ACCOUNTS.iter().enumerate() {
        let mut account = golden(n);
        account.fields.remove("country");
        account.fields.extend(country.map(|code| ("country", text(code))));
        decisions.accounts.push(account);
    }
    store.decide(&decisions).await.expect("countries are told");
    let ends = [
        (0, "2027-03-15"),
        (1, "2026-01-31"),
        (1, "2027-03-31"),
        (1, "2028-01-01"),
        (3, "2026-12-01"),
    ];
    let contract = |(at, (n, end)): (usize, &(usize, &str))| {
        let end = Value::Day(end.parse().expect("a day"));
        draft(EntityKind::Contract, *n, &format!("k{at}"), vec![("ends_on", end)])
    };
    put(&store, "FACTS", ends.iter().enumerate().map(contract).collect()).await;
    let scores = ACCOUNTS.iter().enumerate().map(|(n, (_, health, _, segments))| {
        let segments = segments.iter().map(|code| (*code).to_owned()).collect();
        (AccountId(account(n)), StoredScore { segments, ..score(*health) })
    });
    store.put_scores(&scores.collect::<Vec<_>>()).await.expect("scores are kept");
    let worth = ACCOUNTS.iter().enumerate().filter(|(n, _)| *n != 4);
    let prices = worth.map(|(n, (.., arr, _))| (AccountId(account(n)), 1, price(*arr)));
    store.put_prices(&prices.collect::<Vec<_>>()).await.expect("prices are kept");
    store
}

async fn groups(schema: &Schema, root: &str, arguments: &str, fields: &str) -> Vec<Answer> {
    let arguments = if arguments.is_empty() { String::new() } else { format!("({arguments})") };
    let query = format!("{{ {root}{arguments} {{ totalCount nodes {{ {fields} }} }} }}");
    let mut page = data(schema, &query, json!({})).await[root].take();
    let nodes = page["nodes"].as_array_mut().map(std::mem::take);
    nodes.unwrap_or_else(|| panic!("no page: {query}\n{page:#}"))
}

fn refused(answer: &Answer) -> &str {
    answer["errors"][0]["message"].as_str().unwrap_or_else(|| panic!("not refused: {answer:#}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_by_country_are_as_worked_by_hand() {
    for database in kit::databases().await {
        let schema = schema(&small(&database).await);
        let fields = format!(
            "key country count red amber green unknown health {SUMMARY} arr {{ known currency sum mean min max p50 }}"
        );
        let found = groups(&schema, "accountsAggregate", "groupBy: [COUNTRY]", &fields).await;
        let health = json!({"known": 3, "sum": 150.0, "mean": 50.0, "min": 20.0, "max": 90.0,
            "p10": 24.0, "p25": 30.0, "p50": 40.0, "p75": 65.0, "p90": 80.0});
        let one = |v: f64| {
            json!({"known": 1, "sum": v, "mean": v, "min": v, "max": v,
            "p10": v, "p25": v, "p50": v, "p75": v, "p90": v})
        };
        let money = |known: u8, all: [&str; 5]| {
            json!({"known": known, "currency": "EUR", "sum": all[0],
            "mean": all[1], "min": all[2], "max": all[3], "p50": all[4]})
        };
        let wanted = json!([
            {"key": ["DE"], "country": "DE", "count": 3, "red": 2, "amber": 1, "green": 0, "unknown": 0,
             "health": health, "arr": money(3, ["6000.50", "2000.17", "1000.00", "3000.50", "2000.00"])},
            {"key": ["FR"], "country": "FR", "count": 2, "red": 0, "amber": 1, "green": 0, "unknown": 1,
             "health": one(50.0), "arr": money(1, ["4000.00"; 5])},
            {"key": [null], "country": null, "count": 1, "red": 0, "amber": 1, "green": 0, "unknown": 0,
             "health": one(70.0), "arr": money(1, ["0.25"; 5])},
        ]);
        assert_eq!(Answer::from(found), wanted, "{}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_dimension_of_accounts_has_its_own_rule() {
    for database in kit::databases().await {
        let schema = schema(&small(&database).await);
        let told = async |by: &str, fields: &str| {
            let by = format!("groupBy: [{by}]");
            Answer::from(groups(&schema, "accountsAggregate", &by, fields).await)
        };
        // Of segments the first; of contracts the next end that is not over.
        let segments = told("SEGMENT", "segment count").await;
        let wanted = json!([{"segment": "S1", "count": 3}, {"segment": "S2", "count": 2},
            {"segment": null, "count": 1}]);
        assert_eq!(segments, wanted);
        let ends = told("CONTRACT_END", "contractEnd count").await;
        let wanted = json!([{"contractEnd": "2026-12-01", "count": 1},
            {"contractEnd": "2027-03-01", "count": 2}, {"contractEnd": null, "count": 3}]);
        assert_eq!(ends, wanted);
        // In each of its lines whole, with its share of the money.
        let lines =
            told("LINE_OF_BUSINESS", "lineOfBusiness count health { sum } arr { known sum }")
                .await;
        let wanted = json!([
            {"lineOfBusiness": "Pumps", "count": 5, "health": {"sum": 270.0}, "arr": {"known": 5, "sum": "7500.56"}},
            {"lineOfBusiness": "Valves", "count": 5, "health": {"sum": 270.0}, "arr": {"known": 5, "sum": "2500.19"}},
            {"lineOfBusiness": null, "count": 1, "health": {"sum": null}, "arr": {"known": 0, "sum": null}},
        ]);
        assert_eq!(lines, wanted);
        // What nothing is grouped by is empty, and an owner is shown as lists show it.
        let owners = told("OWNER, BAND", "key owner band country count").await;
        assert_eq!(
            owners[0],
            json!({"key": ["team_member:crm:e1", "AMBER"], "owner": "team_member:crm:e1",
            "band": "AMBER", "country": null, "count": 3})
        );
        let whole = told("", "key count figure(of: ARR, stat: SUM)").await;
        assert_eq!(whole, json!([{"key": [], "count": 6, "figure": 10_000.75}]));
        let none = "where: {country: [\"XX\"]}";
        let none =
            groups(&schema, "accountsAggregate", none, "count arr { known sum currency }")
                .await;
        assert_eq!(
            Answer::from(none),
            json!([{"count": 0, "arr": {"known": 0, "sum": null, "currency": "EUR"}}])
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_are_picked_and_ordered_by_any_of_their_numbers() {
    for database in kit::databases().await {
        let schema = schema(&small(&database).await);
        let cases = [
            ("having: [{of: COUNT, gte: 2}]", "DE FR"),
            ("having: [{of: COUNT, gte: 2}, {of: RED, eq: 0}]", "FR"),
            ("having: {of: ARR, stat: SUM, gt: 4000}", "DE"),
            ("having: {of: HEALTH, stat: P50, lt: 50}", "DE"),
            ("having: {of: NPS, stat: MEAN, lt: 50}", ""),
            ("having: {of: NPS, stat: MEAN, isNull: true}", "DE FR -"),
            ("orderBy: [{field: COUNTRY, desc: true}]", "FR DE -"),
            ("orderBy: [{of: HEALTH, stat: MEAN, desc: true}]", "- DE FR"),
            ("orderBy: {of: COUNT}", "- FR DE"),
            ("orderBy: [{of: NPS, stat: SUM, desc: true}]", "DE FR -"),
            (
                "orderBy: [{of: HEALTH, stat: KNOWN}, {of: ARR, stat: MAX, desc: true}]",
                "FR - DE",
            ),
            ("where: {health: {gte: 50}}", "DE FR -"),
        ];
        for (arguments, wanted) in cases {
            let arguments = format!("groupBy: [COUNTRY], {arguments}");
            let found = groups(&schema, "accountsAggregate", &arguments, "country").await;
            let found: Vec<&str> =
                found.iter().map(|group| group["country"].as_str().unwrap_or("-")).collect();
            assert_eq!(found.join(" "), wanted, "{arguments}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_groups_walked_are_the_whole() {
    let database = kit::sqlite();
    let schema = schema(&small(&database).await);
    let query = "query($after: String) { accountsAggregate(groupBy: [COUNTRY, BAND], first: 2, after: $after,
        orderBy: [{of: COUNT, desc: true}]) { totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
        edges { cursor node { key count } } nodes { key } } }";
    let (mut walked, mut after) = (Vec::new(), Answer::Null);
    loop {
        let page =
            data(&schema, query, json!({"after": after})).await["accountsAggregate"].take();
        assert_eq!(page["totalCount"], 5);
        let edges = page["edges"].as_array().expect("edges");
        walked.extend(edges.iter().map(|edge| edge["node"]["key"].clone()));
        assert_eq!(page["pageInfo"]["hasPreviousPage"], !after.is_null());
        after = page["pageInfo"]["endCursor"].clone();
        assert_eq!(edges.last().map(|edge| &edge["cursor"]), Some(&after));
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    let wanted =
        json!([["DE", "RED"], ["DE", "AMBER"], ["FR", "AMBER"], ["FR", null], [null, "AMBER"]]);
    assert_eq!(Answer::from(walked), wanted);
    let backwards = "query($before: String) { accountsAggregate(groupBy: [COUNTRY, BAND], last: 2, before: $before,
        orderBy: [{of: COUNT, desc: true}]) { nodes { key } pageInfo { hasNextPage hasPreviousPage startCursor } } }";
    let (mut walked, mut before) = (Vec::new(), Answer::Null);
    loop {
        let page = data(&schema, backwards, json!({"before": before})).await;
        let page = &page["accountsAggregate"];
        let nodes = page["nodes"].as_array().expect("nodes");
        walked.splice(0..0, nodes.iter().map(|node| node["key"].clone()));
        assert_eq!(page["pageInfo"]["hasNextPage"], !before.is_null());
        before = page["pageInfo"]["startCursor"].clone();
        if page["pageInfo"]["hasPreviousPage"] == false {
            break;
        }
    }
    assert_eq!(Answer::from(walked), wanted);
    let other = "query($after: String) { accountsAggregate(groupBy: [COUNTRY], after: $after) { totalCount } }";
    let answer = ask(&schema, other, json!({"after": after})).await;
    assert!(refused(&answer).contains("begin anew"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_grouped_is_refused_in_words() {
    let database = kit::sqlite();
    let schema = schema(&small(&database).await);
    let cases = [
        ("accountsAggregate(groupBy: [COUNTRY, COUNTRY])", "COUNTRY twice"),
        (
            "accountsAggregate(groupBy: [COUNTRY, BAND, OWNER, REGION])",
            "at most 3; 4 were given",
        ),
        ("accountsAggregate(groupBy: [COLOUR])", "COLOUR"),
        ("accountsAggregate(first: 10001)", "between 1 and 10000"),
        ("accountsAggregate(last: 0)", "`last` must be between 1 and 10000"),
        ("accountsAggregate(first: 1, last: 1)", "not both"),
        ("accountsAggregate(after: \"x\")", "`after` is not a cursor"),
        ("accountsAggregate(before: \"x\")", "`before` is not a cursor"),
        ("accountsAggregate(having: [{of: ARR, gt: 1}])", "say by `stat` what of ARR"),
        ("accountsAggregate(having: [{of: COUNT, stat: SUM, gt: 1}])", "leave `stat` out"),
        ("accountsAggregate(orderBy: [{desc: true}])", "either `field` or `of`"),
        ("accountsAggregate(orderBy: [{field: BAND}])", "add it to `groupBy`"),
        ("accountsAggregate(currency: \"euro\")", "no currency"),
        ("ticketsAggregate(groupBy: [{field: STATUS, interval: DAY}])", "STATUS is no day"),
    ];
    for (field, wanted) in cases {
        let query = format!("{{ {field} {{ totalCount nodes {{ count }} }} }}");
        let answer = ask(&schema, &query, json!({})).await;
        assert!(refused(&answer).contains(wanted), "{field}: {answer:#}");
    }
    let query = "{ accountsAggregate(currency: \"USD\") { nodes { arr { sum } } } }";
    let answer = ask(&schema, query, json!({})).await;
    assert!(refused(&answer).contains("USD"), "no rate is told: {answer:#}");
}

async fn listed(store: &Store, kind: EntityKind) -> Vec<EntityRow> {
    let listing = Listing {
        kind,
        filter: Filter::default(),
        sorting: Sorting { column: Column::Id, descending: false },
        after: None,
        before: None,
        backwards: false,
        most: 1_000,
        counted: false,
        wanted: None,
    };
    store.list(&listing).await.expect("a list is read").rows
}

/// `opened_at` as `OPENED_AT` and `openedAt`.
fn names(column: Column) -> (String, String) {
    let name = match column {
        Column::Id => "id".to_owned(),
        Column::Account => "account_id".to_owned(),
        Column::Contact => "contact_id".to_owned(),
        Column::Field(Field { name, kind: Kind::Ref(_), .. }) => format!("{name}_id"),
        Column::Field(field) => field.name.to_owned(),
    };
    let mut camel = String::new();
    for (at, word) in name.split('_').enumerate() {
        let (first, rest) = word.split_at(1);
        camel.push_str(&if at == 0 { first.to_owned() } else { first.to_uppercase() });
        camel.push_str(rest);
    }
    (name.to_uppercase(), camel)
}

fn begins(day: NaiveDate, interval: &str) -> NaiveDate {
    match interval {
        "DAY" => Some(day),
        "WEEK" => day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())),
        "MONTH" => day.with_day(1),
        "QUARTER" => day.with_day(1).and_then(|day| day.with_month(day.month0() / 3 * 3 + 1)),
        _ => day.with_ordinal(1),
    }
    .expect("a day of our time")
}

/// What a row is grouped under, as the schema shows it in `key`.
fn shown(value: &Value, column: Column, interval: &str) -> String {
    match (value, column) {
        (Value::Text(id), Column::Field(Field { kind: Kind::Ref(kind), .. })) => {
            if matches!(*kind, "account" | "contact") {
                id.clone()
            } else {
                format!("{kind}:{id}")
            }
        }
        (Value::Text(word), _) => word.clone(),
        (Value::Day(day), _) => begins(*day, interval).to_string(),
        (Value::Time(at), _) => begins(at.date_naive(), interval).to_string(),
        (Value::Flag(flag), _) => flag.to_string(),
        other => panic!("nobody groups by {other:?}"),
    }
}

/// The percentile as it is defined, over values in rising order.
fn percentile(values: &[f64], share: f64) -> f64 {
    let place = share * (values.len() - 1) as f64;
    let (low, high) = (values[place.floor() as usize], values[place.ceil() as usize]);
    low + (high - low) * place.fract()
}

fn near(told: &Answer, wanted: f64, what: &str) {
    let told =
        told.as_str().map_or_else(|| number(told), |text| text.parse().expect("decimal"));
    assert!((told - wanted).abs() < 0.006, "{what}: {told} is not {wanted}");
}

/// Compares what is told of a number with the values themselves.
fn check(told: &Answer, mut values: Vec<f64>, what: &str) {
    values.sort_by(f64::total_cmp);
    assert_eq!(told["known"], values.len(), "{what}");
    let (Some(min), Some(max)) = (values.first(), values.last()) else {
        assert!(told["sum"].is_null() && told["p50"].is_null() && told["min"].is_null());
        return;
    };
    let sum: f64 = values.iter().sum();
    for (stat, wanted) in
        [("sum", sum), ("mean", sum / values.len() as f64), ("min", *min), ("max", *max)]
    {
        near(&told[stat], wanted, &format!("{what}.{stat}"));
    }
    for (stat, share) in
        [("p10", 0.1), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p90", 0.9)]
    {
        near(&told[stat], percentile(&values, share), &format!("{what}.{stat}"));
    }
}

fn numbers(kind: EntityKind) -> Vec<&'static Field> {
    let fields = columns_to_ask(kind).into_iter().filter_map(|column| match column {
        Column::Field(field) => Some(field),
        _ => None,
    });
    fields
        .filter(|f| matches!(f.kind, Kind::Int | Kind::Number | Kind::Amount | Kind::Flag))
        .collect()
}

/// What a group shows a number as.
fn number_name(field: &'static Field) -> String {
    let (_, camel) = names(Column::Field(field));
    if field.kind == Kind::Flag { format!("{camel}Yes") } else { camel }
}

fn value_of(row: &EntityRow, field: &Field) -> Option<f64> {
    match row.field(field.name)? {
        Value::Int(number) => Some(*number as f64),
        Value::Number(number) => Some(*number),
        Value::Flag(flag) => Some(f64::from(u8::from(*flag))),
        Value::Amount(money) => money.amount.to_f64(),
        _ => None,
    }
}

fn root(kind: EntityKind) -> String {
    let (_, camel) = names(Column::Field(Box::leak(Box::new(Field {
        name: kind.word(),
        kind: Kind::Text,
        doc: "",
    }))));
    let lists = accord::api::schema_sdl();
    let stem = camel.strip_suffix('y').unwrap_or(&camel);
    let ends = ["s", "es", "ies"]
        .map(|end| format!("{}{end}Aggregate", if end == "ies" { stem } else { &camel }));
    let found = ends.into_iter().find(|name| lists.contains(&format!("\t{name}(")));
    found.unwrap_or_else(|| panic!("{} has groups", kind.word()))
}

/// The intervals that a column is grouped by; one without a name of what is grouped as it is.
fn intervals(column: Column) -> &'static [&'static str] {
    match column {
        Column::Id => &[],
        Column::Account | Column::Contact => &[""],
        Column::Field(field) => match field.kind {
            Kind::Day | Kind::Time => &["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"],
            Kind::Text | Kind::Choice(_) | Kind::Ref(_) | Kind::Flag => &[""],
            _ => &[],
        },
    }
}

/// Compares the groups of a kind by a column with its rows.
async fn by_column(
    schema: &Schema,
    rows: &[EntityRow],
    (kind, column, interval): (EntityKind, Column, &str),
) {
    let (root, (capitals, camel)) = (root(kind), names(column));
    let plain: Vec<_> =
        numbers(kind).into_iter().filter(|field| field.kind != Kind::Amount).collect();
    let summed: Vec<String> =
        plain.iter().map(|field| format!(" {} {SUMMARY}", number_name(field))).collect();
    let counted = if kind.belongs().account { "accounts" } else { "" };
    let fields = format!("key {camel} count {counted}{}", summed.concat());
    let of =
        if interval.is_empty() { String::new() } else { format!(", interval: {interval}") };
    let by = format!("groupBy: [{{field: {capitals}{of}}}], first: 300");
    let found = groups(schema, &root, &by, &fields).await;
    let mut wanted: BTreeMap<Option<String>, Vec<&EntityRow>> = BTreeMap::new();
    for row in rows {
        let key = row.value(column).map(|value| shown(&value, column, interval));
        wanted.entry(key).or_default().push(row);
    }
    let what = format!("{root} by {capitals} {interval}");
    assert_eq!(found.len(), wanted.len(), "{what}");
    for group in &found {
        let key = group["key"][0].as_str().map(str::to_owned);
        let members = wanted.get(&key).unwrap_or_else(|| panic!("{what}: {key:?}"));
        assert_eq!(group["count"], members.len(), "{what} {key:?}");
        assert!(group[&camel] == group["key"][0] || group[&camel].is_boolean(), "{what}");
        if kind.belongs().account {
            let all = members.iter().filter_map(|row| row.origin.account.as_ref());
            assert_eq!(group["accounts"], all.collect::<BTreeSet<_>>().len(), "{what}");
        }
        for field in &plain {
            let values = members.iter().filter_map(|row| value_of(row, field));
            check(&group[&number_name(field)], values.collect(), &what);
        }
    }
    let last = found.iter().position(|group| group["key"][0].is_null());
    assert!(last.is_none_or(|at| at + 1 == found.len()), "{what}: unknown is last");
}

/// Compares the groups of a kind by the currency of an amount with its rows.
async fn by_currency(
    schema: &Schema,
    rows: &[EntityRow],
    kind: EntityKind,
    field: &'static Field,
) {
    let (root, (capitals, camel)) = (root(kind), names(Column::Field(field)));
    let by = format!("groupBy: [{{field: {capitals}_CURRENCY}}]");
    let fields = format!(
        "{camel}Currency count {camel} {{ currency known sum mean min max p10 p25 p50 p75 p90 }}"
    );
    for group in groups(schema, &root, &by, &fields).await {
        let told = &group[&camel];
        let currency = group[format!("{camel}Currency")].as_str();
        assert_eq!(told["currency"].as_str(), currency);
        let of = |row: &&EntityRow| match row.field(field.name) {
            Some(Value::Amount(money)) => Some(money.currency.code()) == currency,
            _ => currency.is_none(),
        };
        let rows: Vec<&EntityRow> = rows.iter().filter(of).collect();
        assert_eq!(group["count"], rows.len());
        let values: Vec<f64> = rows.iter().filter_map(|row| value_of(row, field)).collect();
        // Yen are shown whole.
        if currency == Some("JPY") {
            assert_eq!(told["known"], values.len());
        } else {
            check(told, values, &format!("{root} {camel} {currency:?}"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_of_every_kind_by_every_column_are_what_the_rows_say() {
    for database in kit::databases().await {
        let store = zoo(&database).await;
        let schema = schema(&store);
        for kind in kinds() {
            let rows = listed(&store, kind).await;
            for column in columns_to_ask(kind) {
                for interval in intervals(column) {
                    by_column(&schema, &rows, (kind, column, interval)).await;
                }
            }
            for field in numbers(kind).into_iter().filter(|field| field.kind == Kind::Amount) {
                by_currency(&schema, &rows, kind, field).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_grouped_by_what_memory_knows_of_their_accounts() {
    for database in kit::databases().await {
        let schema = schema(&small(&database).await);
        // Ten tickets of each of six accounts.
        let cases = [
            ("ACCOUNT_COUNTRY", "accountCountry", json!({"DE": 30, "FR": 20, "-": 10})),
            ("ACCOUNT_SEGMENT", "accountSegment", json!({"S1": 30, "S2": 20, "-": 10})),
            ("ACCOUNT_BAND", "accountBand", json!({"RED": 20, "AMBER": 30, "-": 10})),
            ("ACCOUNT_OWNER", "accountOwner", json!({"team_member:crm:e1": 60})),
            ("ACCOUNT_PARTNER", "accountPartner", json!({"-": 60})),
        ];
        for (word, field, wanted) in cases {
            let by = format!("groupBy: [{{field: {word}}}, {{field: PRIORITY}}]");
            let fields = format!("{field} count accounts priority reopens {{ sum p50 }}");
            let found = groups(&schema, "ticketsAggregate", &by, &fields).await;
            let mut told = serde_json::Map::new();
            for group in &found {
                assert_eq!(group["priority"], "P3");
                assert_eq!(group["reopens"]["p50"], 1.0);
                let count = group["count"].as_i64().expect("a count");
                assert_eq!(group["accounts"], count / 10);
                // Of ten tickets 0 1 2 0 1 2 0 1 2 0 were opened again.
                near(&group["reopens"]["sum"], count as f64 * 0.9, "reopens");
                told.insert(group[field].as_str().unwrap_or("-").to_owned(), count.into());
            }
            assert_eq!(Answer::from(told), wanted, "{} {word}", database.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn amounts_of_several_currencies_are_not_added_up_but_told_apart() {
    for database in kit::databases().await {
        let store = world(&database, 1).await;
        let money = |amount: &str, code: &str| {
            let currency = Currency::parse(code).expect("a currency");
            Value::Amount(
                Money::new(amount.parse().expect("decimal"), currency).expect("small"),
            )
        };
        let bills = [("1", "0.1", "EUR"), ("2", "0.2", "EUR"), ("3", "7", "USD")];
        let bills = bills.map(|(key, amount, code)| {
            let fields = vec![("amount", money(amount, code)), ("number", text("odd"))];
            draft(EntityKind::Invoice, 0, &format!("odd{key}"), fields)
        });
        put(&store, "FACTS", bills.into()).await;
        let schema = schema(&store);
        let query = "{ invoicesAggregate(where: {number: {eq: \"odd\"}}) { nodes { count amount { known sum currency }
            dueOn } } }";
        let answer = ask(&schema, query, json!({})).await;
        let group = &answer["data"]["invoicesAggregate"]["nodes"][0];
        assert_eq!(group["amount"], json!({"known": 3, "sum": null, "currency": null}));
        assert!(refused(&answer).contains("EUR and USD"), "{answer:#}");
        assert!(refused(&answer).contains("add AMOUNT_CURRENCY to `groupBy`"));
        for (arguments, wanted) in [
            (
                "where: {number: {eq: \"odd\"}}, groupBy: {field: AMOUNT_CURRENCY}",
                vec!["0.30", "7.00"],
            ),
            ("where: {number: {eq: \"odd\"}, amount: {currency: \"EUR\"}}", vec!["0.30"]),
        ] {
            let found = groups(&schema, "invoicesAggregate", arguments, "amount { sum }").await;
            let sums: Vec<_> =
                found.iter().map(|group| group["amount"]["sum"].as_str()).collect();
            assert_eq!(sums, wanted.into_iter().map(Some).collect::<Vec<_>>());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_do_not_grow_with_groups() {
    for database in kit::databases().await {
        let store = small(&database).await;
        let schema = schema(&store);
        // What other tests write into the same server is looked up now and then: the least counts.
        let sent = async |query: &str| {
            let mut least = u64::MAX;
            for _ in 0..5 {
                let before = store.statements();
                data(&schema, query, json!({})).await;
                least = least.min(store.statements() - before);
            }
            least
        };
        let whole = format!(
            "{{ accountsAggregate(groupBy: [COUNTRY, BAND, CONTRACT_END]) {{ nodes {{ count health {SUMMARY} arr {{ sum p90 }} }} }} }}"
        );
        let idle = sent("{ accounts(first: 1) { totalCount } }").await;
        assert!(sent(&whole).await <= idle, "{}", database.name);
        let few = "{ ticketsAggregate { nodes { count } } }".to_owned();
        let many = format!("{{ ticketsAggregate(groupBy: [{{field: ACCOUNT_ID}}, {{field: OPENED_AT, interval: DAY}}, {{field: ACCOUNT_COUNTRY}}], first: 500) {{
            nodes {{ count accounts replies {SUMMARY} reopens {SUMMARY} }} }} }}");
        let (few, many) = (sent(&few).await, sent(&many).await);
        assert!(many <= few + idle, "{}: {many} for {few}", database.name);
    }
}
