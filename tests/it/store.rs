//! The store's laws, each shown on both databases.

#![expect(clippy::unwrap_used, reason = "in a test a failure may stop it where it happens")]

use std::collections::{BTreeMap, BTreeSet};

use accord::insight::revenue::Retention;
use accord::model::*;
use accord::store::*;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use proptest::prelude::*;
use rust_decimal::Decimal;
use sqlx::{Connection as _, PgConnection};

use crate::kit::{Database, databases, postgres, sqlite};

const CRM: &str = "crm";

fn at(minute: i64) -> DateTime<Utc> {
    let start = "2026-03-01T08:00:00.123456Z".parse::<DateTime<Utc>>().expect("a time");
    start + Duration::minutes(minute)
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn source(id: &str, category: Category) -> Source {
    Source {
        id: id.into(),
        kind: id.to_owned(),
        category,
        interval_seconds: 3600,
        last_success: None,
        last_record: None,
        rate_limit: None,
        disconnected_at: None,
    }
}

/// A run at work on this source.
async fn running(store: &Store, source: &str) -> i64 {
    let queued = store.queue_run(&source.into(), at(0)).await.expect("a run can be queued");
    let claimed = store.claim_run("worker", at(0), at(60)).await.expect("a run can be claimed");
    assert_eq!(claimed.map(|run| run.id), Some(queued.id));
    queued.id
}

fn record(key: &str, raw: &str) -> Record {
    Record { key: key.to_owned(), raw: raw.to_owned(), shaped: None, deleted: false }
}

fn page(run: i64, records: Vec<Record>) -> Landing {
    Landing {
        source: CRM.into(),
        stream: "companies".to_owned(),
        run,
        records,
        dead: Vec::new(),
        state: None,
        at: at(1),
    }
}

fn reference(stream: &str, key: &str) -> RecordRef {
    RecordRef { source: CRM.into(), stream: stream.to_owned(), key: key.to_owned() }
}

fn dead(stream: &str, key: &str, step: &str) -> DeadLetter {
    DeadLetter {
        record: reference(stream, key),
        step: step.to_owned(),
        code: "BAD_JSON".to_owned(),
        message: "not JSON; ask the source".to_owned(),
        path: Some("a.b".to_owned()),
        raw: "{\"a\": \0\u{1f525}".to_owned(),
        at: at(1),
    }
}

fn landed(written: u64, unchanged: u64, dead: u64) -> Landed {
    Landed { written, unchanged, dead }
}

/// What the mapping would read of `companies`: (key, json, deleted, first).
async fn unmapped(store: &Store, mapping: &str) -> Vec<(String, String, bool, bool)> {
    let records = store.to_map(&CRM.into(), "companies", "PARTIES", mapping, 1000).await;
    let records = records.expect("records can be read");
    records.into_iter().map(|r| (r.record.key, r.json, r.deleted, r.first)).collect()
}

fn draft(kind: EntityKind, stream: &str, key: &str) -> Draft {
    Draft {
        kind,
        key: key.to_owned(),
        record: reference(stream, key),
        adds: false,
        url: None,
        account: None,
        contact: None,
        fields: Vec::new(),
    }
}

fn word(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn batch(stream: &str, phase: &'static str, drafts: Vec<Draft>) -> MappedBatch {
    MappedBatch {
        source: CRM.into(),
        stream: stream.to_owned(),
        phase,
        mapping: "m1".to_owned(),
        through: 0,
        drafts,
        ..MappedBatch::default()
    }
}

fn company(key: &str, name: &str) -> Draft {
    Draft {
        fields: vec![("name", Some(word(name)))],
        ..draft(EntityKind::Account, "companies", key)
    }
}

fn person(key: &str, company: &str) -> Draft {
    Draft {
        account: Some(company.to_owned()),
        fields: vec![("name", Some(word("Ann")))],
        ..draft(EntityKind::Contact, "contacts", key)
    }
}

fn deal(key: &str, company: Option<&str>) -> Draft {
    Draft {
        account: company.map(str::to_owned),
        fields: vec![("name", Some(word("Big"))), ("stage", Some(word("open")))],
        ..draft(EntityKind::Deal, "deals", key)
    }
}

fn golden(id: &str, name: &str) -> GoldenAccount {
    GoldenAccount {
        id: id.into(),
        fields: BTreeMap::from([("name", Value::Text(name.to_owned()))]),
        ..GoldenAccount::default()
    }
}

/// Companies `keys`, each its own golden account `acc_KEY`.
async fn with_accounts(store: &Store, keys: &[&str]) {
    let drafts = keys.iter().map(|key| company(key, key)).collect();
    store
        .put_mapped(&batch("companies", "PARTIES", drafts))
        .await
        .expect("parties are written");
    let decisions = Decisions {
        account_of: keys.iter().map(|k| (format!("crm:{k}"), account_id(k))).collect(),
        accounts: keys.iter().map(|k| golden(&format!("acc_{k}"), k)).collect(),
        ..Decisions::default()
    };
    store.decide(&decisions).await.expect("decisions are written");
}

fn account_id(key: &str) -> AccountId {
    AccountId(format!("acc_{key}"))
}

async fn facts(store: &Store, key: &str) -> accord::insight::Facts {
    let mut facts = store.facts(&[account_id(key)]).await.expect("facts can be read");
    facts.remove(&account_id(key)).expect("the account is there").1
}

fn score(version: i64, value: Option<f64>) -> StoredScore {
    StoredScore {
        value,
        computed: value,
        band: value.map(|v| if v < 50.0 { Band::Red } else { Band::Green }),
        confidence: Confidence::Medium,
        coverage: 0.75,
        low: 12.5,
        high: 88.25,
        trust: None,
        nps: None,
        nps_answers: 0,
        segments: Vec::new(),
        book: None,
        footprint: None,
        price: None,
        model: "chi@1".to_owned(),
        as_of: day("2026-03-01"),
        version,
        computed_at: at(5),
    }
}

// ---- landing

#[tokio::test]
async fn landing_the_same_page_twice_changes_nothing_but_the_counts() {
    for database in databases().await {
        let store = database.open().await;
        let run = running(&store, CRM).await;
        let page = page(run, vec![record("1", "{\"a\": 1}"), record("2", "{}")]);
        assert_eq!(store.land(&page).await.unwrap(), landed(2, 0, 0), "{}", database.name);
        let first = store.to_map(&CRM.into(), "companies", "FACTS", "m", 9).await.unwrap();
        assert_eq!(store.land(&page).await.unwrap(), landed(0, 2, 0), "{}", database.name);
        let second = store.to_map(&CRM.into(), "companies", "FACTS", "m", 9).await.unwrap();
        let seqs = |records: &[LandedRecord]| records.iter().map(|r| r.seq).collect::<Vec<_>>();
        assert_eq!(seqs(&first), seqs(&second));
        let counts = store.runs_by_id(&[run]).await.unwrap();
        let run = counts.first().expect("the run is there");
        assert_eq!((run.read, run.written, run.skipped, run.rejected), (4, 2, 2, 0));
    }
}

#[tokio::test]
async fn a_changed_record_closes_its_version_and_opens_another() {
    for database in databases().await {
        let store = database.open().await;
        let run = running(&store, CRM).await;
        let first = page(run, vec![record("1", "{\"a\": 1}"), record("2", "{}")]);
        store.land(&first).await.unwrap();
        let gone = Record { deleted: true, ..record("2", "{}") };
        let shaped =
            Record { shaped: Some("{\"a\": 3}".to_owned()), ..record("1", "{\"a\": 2}") };
        let second = Landing { at: at(2), ..page(run, vec![gone, shaped]) };
        assert_eq!(store.land(&second).await.unwrap(), landed(2, 0, 0), "{}", database.name);
        let expected = vec![
            ("2".to_owned(), "{}".to_owned(), true, false),
            ("1".to_owned(), "{\"a\": 3}".to_owned(), false, false),
        ];
        assert_eq!(unmapped(&store, "m").await, expected, "{}", database.name);
        assert_eq!(versions(&database).await, expected_versions(), "{}", database.name);
        let counts = store.counts().await.unwrap();
        assert_eq!(counts, [(CRM.into(), "companies".to_owned(), 1, 0)]);
    }
}

fn expected_versions() -> Vec<(String, String, i64, i64)> {
    let version = |key: &str, raw: &str, from, to| (key.to_owned(), raw.to_owned(), from, to);
    vec![
        version("1", "{\"a\": 1}", 1, 2),
        version("2", "{}", 1, 2),
        version("2", "{}", 2, -1),
        version("1", "{\"a\": 2}", 2, -1),
    ]
}

type Lite = (String, String, String, Option<String>);
type Pg = (String, String, DateTime<Utc>, Option<DateTime<Utc>>);

/// (key, raw, minute known from, minute known to), asked for without the store.
async fn versions(database: &Database) -> Vec<(String, String, i64, i64)> {
    use sqlx::{Connection as _, PgConnection, SqliteConnection};
    let query = "SELECT key, raw, known_from, known_to FROM record ORDER BY seq";
    let rows: Vec<Pg> = if database.name == "sqlite" {
        let mut connection = SqliteConnection::connect(&database.url).await.unwrap();
        let rows: Vec<Lite> = sqlx::query_as(query).fetch_all(&mut connection).await.unwrap();
        let time = |text: String| {
            assert!(text.len() == 27 && text.ends_with("123456Z"), "{text}");
            text.parse::<DateTime<Utc>>().unwrap()
        };
        rows.into_iter().map(|(k, r, from, to)| (k, r, time(from), to.map(time))).collect()
    } else {
        let mut connection = PgConnection::connect(&database.url).await.unwrap();
        sqlx::query_as(query).fetch_all(&mut connection).await.unwrap()
    };
    let minute = |time: DateTime<Utc>| (time - at(0)).num_minutes();
    rows.into_iter().map(|(k, r, f, t)| (k, r, minute(f), t.map_or(-1, minute))).collect()
}

#[tokio::test]
async fn a_key_that_comes_twice_in_a_page_is_landed_once_as_it_came_last() {
    for database in databases().await {
        let store = database.open().await;
        let run = running(&store, CRM).await;
        let page = page(run, vec![record("1", "1"), record("2", "2"), record("1", "3")]);
        assert_eq!(store.land(&page).await.unwrap(), landed(2, 1, 0), "{}", database.name);
        let rows = unmapped(&store, "m").await;
        let rows: Vec<_> = rows.iter().map(|r| (r.0.as_str(), r.1.as_str())).collect();
        assert_eq!(rows, [("2", "2"), ("1", "3")], "{}", database.name);
    }
}

#[tokio::test]
async fn state_is_never_ahead_of_data_and_stays_when_a_page_has_none() {
    for database in databases().await {
        let store = database.open().await;
        let run = running(&store, CRM).await;
        let source = CRM.into();
        assert_eq!(store.stream_state(&source, "companies").await.unwrap(), None);
        let with =
            Landing { state: Some("s1".to_owned()), ..page(run, vec![record("1", "{}")]) };
        store.land(&with).await.unwrap();
        store.land(&page(run, vec![record("2", "{}")])).await.unwrap();
        let state = store.stream_state(&source, "companies").await.unwrap();
        assert_eq!(state.as_deref(), Some("s1"), "{}", database.name);
        store.finish_run(run, RunState::Failed, &[], None, at(3)).await.unwrap();
        let late =
            Landing { state: Some("s2".to_owned()), ..page(run, vec![record("3", "{}")]) };
        let refused = store.land(&late).await;
        assert!(matches!(refused, Err(StoreError::LeaseLost { .. })), "{refused:?}");
        let state = store.stream_state(&source, "companies").await.unwrap();
        assert_eq!(state.as_deref(), Some("s1"), "{}", database.name);
        assert_eq!(unmapped(&store, "m").await.len(), 2, "{}", database.name);
    }
}

#[tokio::test]
async fn dead_letters_come_back_exactly_and_go_when_their_record_lands() {
    for database in databases().await {
        let store = database.open().await;
        let run = running(&store, CRM).await;
        let letters = vec![dead("companies", "1", "LAND"), dead("companies", "2", "LAND")];
        let bad = Landing { dead: letters.clone(), ..page(run, Vec::new()) };
        assert_eq!(store.land(&bad).await.unwrap(), landed(0, 0, 2), "{}", database.name);
        assert_eq!(store.land(&bad).await.unwrap(), landed(0, 0, 2), "{}", database.name);
        assert_eq!(store.dead_letters(&CRM.into(), 9).await.unwrap(), letters);
        assert_eq!(store.counts().await.unwrap(), [(CRM.into(), "companies".to_owned(), 0, 2)]);
        store.land(&page(run, vec![record("1", "{}")])).await.unwrap();
        let left = store.dead_letters(&CRM.into(), 9).await.unwrap();
        assert_eq!(left, letters[1..], "{}", database.name);
    }
}

#[tokio::test]
async fn a_large_page_lands_whole_and_in_its_order() {
    for database in databases().await {
        let store = database.open().await;
        let run = running(&store, CRM).await;
        let records = (0..3_700).map(|n| record(&n.to_string(), &format!("[{n}]"))).collect();
        let page = page(run, records);
        assert_eq!(store.land(&page).await.unwrap(), landed(3_700, 0, 0), "{}", database.name);
        let rows = store.to_map(&CRM.into(), "companies", "FACTS", "m", 5_000).await.unwrap();
        let keys: Vec<String> = rows.into_iter().map(|row| row.record.key).collect();
        let expected: Vec<String> = (0..3_700).map(|n| n.to_string()).collect();
        assert_eq!(keys, expected, "{}", database.name);
    }
}

#[tokio::test]
async fn bytes_and_numbers_are_kept_to_the_letter() {
    let raw =
        r#"{"n": 9007199254740993, "m": 12345678901234.567, "t": "\u0000 🔥 é", "x":1.0}"#;
    for database in databases().await {
        let store = database.open().await;
        let run = running(&store, CRM).await;
        store.land(&page(run, vec![record("k\0🔥", raw)])).await.unwrap();
        let again = store.land(&page(run, vec![record("k\0🔥", raw)])).await.unwrap();
        assert_eq!(again, landed(0, 1, 0), "{}", database.name);
        let sample = store.sample_records(&CRM.into(), "companies", 9).await.unwrap();
        assert_eq!(sample, [raw], "{}", database.name);
    }
}

// ---- mapping

#[tokio::test]
async fn what_is_mapped_is_not_read_again_until_it_or_the_mapping_changes() {
    for database in databases().await {
        let store = database.open().await;
        let run = running(&store, CRM).await;
        store.land(&page(run, vec![record("1", "1"), record("2", "2")])).await.unwrap();
        let source = SourceId::from(CRM);
        let all = store.to_map(&source, "companies", "PARTIES", "m1", 9).await.unwrap();
        assert!(all.iter().all(|record| record.first), "{}", database.name);
        let through = all.iter().map(|record| record.seq).max().unwrap();
        let done = MappedBatch { through, ..batch("companies", "PARTIES", Vec::new()) };
        store.put_mapped(&done).await.unwrap();
        assert_eq!(unmapped(&store, "m1").await, [], "{}", database.name);
        let facts = store.to_map(&source, "companies", "FACTS", "m1", 9).await.unwrap();
        assert_eq!(facts.len(), 2, "phases have marks of their own");

        store.land(&page(run, vec![record("1", "1b"), record("3", "3")])).await.unwrap();
        let rows = unmapped(&store, "m1").await;
        let rows: Vec<_> = rows.iter().map(|r| (r.0.as_str(), r.3)).collect();
        assert_eq!(rows, [("1", false), ("3", true)], "{}", database.name);

        // Under another mapping everything is read, and what was mapped before is not `first`.
        let rows = unmapped(&store, "m2").await;
        let rows: Vec<_> = rows.iter().map(|r| (r.0.as_str(), r.3)).collect();
        assert_eq!(rows, [("2", false), ("1", false), ("3", true)], "{}", database.name);
    }
}

#[tokio::test]
async fn an_addition_may_come_before_its_row_and_is_not_undone_by_it() {
    for database in databases().await {
        let store = database.open().await;
        with_accounts(&store, &["a", "b"]).await;
        let addition = Draft {
            adds: true,
            account: Some("a".to_owned()),
            record: reference("deal_companies", "7"),
            fields: vec![("probability", Some(Value::Number(0.5)))],
            ..draft(EntityKind::Deal, "deals", "7")
        };
        store
            .put_mapped(&batch("deal_companies", "FACTS", vec![addition.clone()]))
            .await
            .unwrap();
        assert_eq!(facts(&store, "a").await.deals, [], "not before its own record");

        store.put_mapped(&batch("deals", "FACTS", vec![deal("7", None)])).await.unwrap();
        let deals = facts(&store, "a").await.deals;
        assert_eq!(deals.len(), 1, "{}", database.name);
        let found = deals.first().unwrap();
        assert_eq!((found.probability, found.stage.as_deref()), (Some(0.5), Some("open")));
        assert_eq!(found.origin.record, reference("deals", "7"));
        assert_eq!(found.origin.id, "crm:7");

        let moved = Draft { account: Some("b".to_owned()), ..addition };
        store.put_mapped(&batch("deal_companies", "FACTS", vec![moved])).await.unwrap();
        assert_eq!(facts(&store, "a").await.deals, [], "{}", database.name);
        assert_eq!(facts(&store, "b").await.deals.len(), 1, "{}", database.name);
    }
}

#[tokio::test]
async fn a_row_loses_the_account_that_its_own_record_no_longer_names() {
    for database in databases().await {
        let store = database.open().await;
        with_accounts(&store, &["a"]).await;
        store.put_mapped(&batch("deals", "FACTS", vec![deal("7", Some("a"))])).await.unwrap();
        assert_eq!(facts(&store, "a").await.deals.len(), 1, "{}", database.name);
        store.put_mapped(&batch("deals", "FACTS", vec![deal("7", None)])).await.unwrap();
        assert_eq!(facts(&store, "a").await.deals, [], "{}", database.name);
    }
}

#[tokio::test]
async fn what_a_record_no_longer_makes_is_removed_in_its_phase_only() {
    for database in databases().await {
        let store = database.open().await;
        with_accounts(&store, &["a"]).await;
        let line = |n: &str| Draft {
            key: n.to_owned(),
            account: Some("a".to_owned()),
            record: reference("orders", "1"),
            ..draft(EntityKind::Delivery, "orders", "1")
        };
        let product = Draft {
            record: reference("orders", "1"),
            ..draft(EntityKind::Product, "orders", "p")
        };
        store.put_mapped(&batch("orders", "PARTIES", vec![product])).await.unwrap();
        store
            .put_mapped(&batch("orders", "FACTS", vec![line("1|1"), line("1|2")]))
            .await
            .unwrap();
        let version = store.data_version().await.unwrap();
        let again = vec![reference("orders", "1")];
        let less =
            MappedBatch { again: again.clone(), ..batch("orders", "FACTS", vec![line("1|2")]) };
        store.put_mapped(&less).await.unwrap();
        let left = facts(&store, "a").await;
        let ids: Vec<&str> = left.deliveries.iter().map(|d| d.origin.id.as_str()).collect();
        assert_eq!(ids, ["crm:1|2"], "{}", database.name);
        assert_eq!(left.products.len(), 1, "{}", database.name);
        let none = MappedBatch { again, ..batch("orders", "FACTS", Vec::new()) };
        store.put_mapped(&none).await.unwrap();
        assert_eq!(facts(&store, "a").await.deliveries, [], "{}", database.name);
        assert_eq!(store.data_version().await.unwrap(), version + 2, "{}", database.name);
    }
}

#[tokio::test]
async fn a_product_that_changed_makes_the_accounts_that_have_it_dirty() {
    let product = |family: &str| Draft {
        fields: vec![("family", Some(word(family)))],
        ..draft(EntityKind::Product, "items", "p")
    };
    let has = |key: &str, of: &str, product: &str| Draft {
        account: Some(of.to_owned()),
        fields: vec![("product", Some(word(product)))],
        ..draft(EntityKind::Delivery, "shipments", key)
    };
    for database in databases().await {
        let store = database.open().await;
        with_accounts(&store, &["a", "b"]).await;
        store.put_mapped(&batch("items", "PARTIES", vec![product("PUMPS")])).await.unwrap();
        let shipments = vec![has("1", "a", "p"), has("2", "b", "other")];
        store.put_mapped(&batch("shipments", "FACTS", shipments)).await.unwrap();
        let versions = || async {
            let rows = store.accounts_by_id(&["a", "b"].map(account_id)).await.unwrap();
            rows.into_values().map(|row| row.version).collect::<Vec<_>>()
        };
        let before = versions().await;
        store.put_mapped(&batch("items", "PARTIES", vec![product("PUMPS")])).await.unwrap();
        assert_eq!(versions().await, before, "{}: nothing changed", database.name);
        store.put_mapped(&batch("items", "PARTIES", vec![product("VALVES")])).await.unwrap();
        let changed = versions().await;
        assert_eq!(changed, [before[0] + 1, before[1]], "{}", database.name);
        deleted(&store, "items", &["p"]).await;
        assert_eq!(versions().await, [before[0] + 2, before[1]], "{}", database.name);
    }
}

#[tokio::test]
async fn a_rate_of_exchange_is_a_party_and_goes_with_its_record() {
    use sqlx::{Connection as _, PgConnection, SqliteConnection};
    for database in databases().await {
        let store = database.open().await;
        let rate = draft(EntityKind::ExchangeRate, "rates", "1");
        store.put_mapped(&batch("rates", "PARTIES", vec![rate])).await.unwrap();
        let count = || async {
            let text = "SELECT COUNT(*) FROM exchange_rate";
            if database.name == "sqlite" {
                let mut connection = SqliteConnection::connect(&database.url).await.unwrap();
                return sqlx::query_scalar(text).fetch_one(&mut connection).await.unwrap();
            }
            let mut connection = PgConnection::connect(&database.url).await.unwrap();
            sqlx::query_scalar::<_, i64>(text).fetch_one(&mut connection).await.unwrap()
        };
        let again = vec![reference("rates", "1")];
        let facts = MappedBatch { again, ..batch("rates", "FACTS", Vec::new()) };
        store.put_mapped(&facts).await.unwrap();
        assert_eq!(count().await, 1, "{}: the other phase leaves it", database.name);
        deleted(&store, "rates", &["1"]).await;
        assert_eq!(count().await, 0, "{}", database.name);
    }
}

#[tokio::test]
async fn a_mappings_dead_letter_goes_when_its_record_is_mapped() {
    for database in databases().await {
        let store = database.open().await;
        let letters = vec![dead("deals", "1", "MAP"), dead("deals", "2", "MAP")];
        let bad = MappedBatch { dead: letters.clone(), ..batch("deals", "FACTS", Vec::new()) };
        store.put_mapped(&bad).await.unwrap();
        assert_eq!(store.dead_letters(&CRM.into(), 9).await.unwrap(), letters);
        let good = MappedBatch {
            again: vec![reference("deals", "1")],
            ..batch("deals", "FACTS", vec![deal("1", None)])
        };
        store.put_mapped(&good).await.unwrap();
        let left = store.dead_letters(&CRM.into(), 9).await.unwrap();
        assert_eq!(left, letters[1..], "{}", database.name);
        // The other phase reads other fields of the record: its success heals nothing here.
        let other = MappedBatch {
            again: vec![reference("deals", "2")],
            ..batch("deals", "PARTIES", Vec::new())
        };
        store.put_mapped(&other).await.unwrap();
        let left = store.dead_letters(&CRM.into(), 9).await.unwrap();
        assert_eq!(left, letters[1..], "{}", database.name);
    }
}

#[tokio::test]
async fn every_path_that_was_refused_of_a_record_is_told_and_only_the_latest_ones() {
    for database in databases().await {
        let store = database.open().await;
        let refused = |path: Option<&str>| DeadLetter {
            path: path.map(str::to_owned),
            ..dead("deals", "1", "MAP")
        };
        let all = vec![refused(None), refused(Some("a")), refused(Some("b"))];
        let mut twice = all.clone();
        twice.push(refused(Some("b")));
        let bad = |dead| MappedBatch { dead, ..batch("deals", "FACTS", Vec::new()) };
        store.put_mapped(&bad(twice)).await.unwrap();
        assert_eq!(store.dead_letters(&CRM.into(), 9).await.unwrap(), all, "{}", database.name);
        let counts = store.counts().await.unwrap();
        assert_eq!(counts, [(CRM.into(), "deals".to_owned(), 0, 1)], "one record");
        store.put_mapped(&bad(all[1..2].to_vec())).await.unwrap();
        let left = store.dead_letters(&CRM.into(), 9).await.unwrap();
        assert_eq!(left, all[1..2], "{}", database.name);
    }
}

#[tokio::test]
async fn every_kind_of_value_comes_back_as_it_was() {
    let euro = |amount: &str| {
        let amount: Decimal = amount.parse().unwrap();
        Money::new(amount, Currency::EUR).unwrap()
    };
    for database in databases().await {
        let store = database.open().await;
        with_accounts(&store, &["a"]).await;
        let contract = Draft {
            account: Some("a".to_owned()),
            url: Some("https://crm.example/1".to_owned()),
            fields: vec![
                ("name", Some(word("Frame\0 🔥 é"))),
                ("starts_on", Some(Value::Day(day("2024-02-29")))),
                ("annual_value", Some(Value::Amount(euro("1234567890123.4567")))),
                ("seats", Some(Value::Int(9_007_199_254_740_993))),
                ("modules", Some(Value::List(vec!["a,b".to_owned(), "\"🔥\"".to_owned()]))),
                ("renewed_value", Some(Value::Amount(euro("0")))),
                ("renews", Some(word("0"))),
            ],
            ..draft(EntityKind::Contract, "subscriptions", "1")
        };
        let fact = |kind, field, value| Draft {
            account: Some("a".to_owned()),
            fields: vec![(field, Some(value))],
            ..draft(kind, "others", "1")
        };
        let ticket = fact(EntityKind::Ticket, "opened_at", Value::Time(at(7)));
        let survey = fact(EntityKind::SurveyResponse, "score", Value::Number(0.1 + 0.2));
        let flag = fact(EntityKind::Invoice, "recurring", Value::Flag(false));
        let drafts = vec![contract, ticket, survey, flag];
        store.put_mapped(&batch("subscriptions", "FACTS", drafts)).await.unwrap();
        let facts = facts(&store, "a").await;
        let found = facts.contracts.first().expect("the contract is there");
        let expected = Contract {
            origin: Origin {
                id: "crm:1".to_owned(),
                record: reference("subscriptions", "1"),
                url: Some("https://crm.example/1".to_owned()),
                account: Some(account_id("a")),
                contact: None,
            },
            // No database keeps U+0000 in a text on both sides.
            name: Some("Frame\u{fffd} 🔥 é".to_owned()),
            starts_on: Some(day("2024-02-29")),
            annual_value: Some(euro("1234567890123.4567")),
            seats: Some(9_007_199_254_740_993),
            modules: Some(vec!["a,b".to_owned(), "\"🔥\"".to_owned()]),
            renewed_value: Some(euro("0")),
            renews: Some("crm:0".to_owned()),
            ..Contract::default()
        };
        assert_eq!(found, &expected, "{}", database.name);
        assert_eq!(facts.tickets.first().and_then(|t| t.opened_at), Some(at(7)));
        assert_eq!(facts.surveys.first().and_then(|s| s.score), Some(0.1 + 0.2));
        assert_eq!(facts.invoices.first().and_then(|i| i.recurring), Some(false));
    }
}

#[tokio::test]
async fn a_value_of_the_wrong_kind_is_refused_by_name() {
    let store = sqlite();
    let store = store.open().await;
    let cases = [("name", Some(Value::Int(1))), ("nmae", Some(word("x")))];
    for (field, value) in cases {
        let wrong = Draft { fields: vec![(field, value)], ..company("1", "x") };
        let refused = store.put_mapped(&batch("companies", "PARTIES", vec![wrong])).await;
        let message = refused.expect_err("it does not fit").to_string();
        assert!(message.contains(field) && message.contains("account"), "{message}");
    }
}

#[test]
fn the_migrations_hold_a_column_for_every_field() {
    let text = concat!(
        include_str!("../../migrations/0001_first_light.sql"),
        include_str!("../../migrations/0007_insight.sql"),
        include_str!("../../migrations/0009_stages.sql"),
    );
    let renamed = BTreeMap::from([
        ("account", "account_record"),
        ("contact", "contact_record"),
        ("order", "sales_order"),
        ("return", "sales_return"),
    ]);
    for kind in EntityKind::ALL {
        let table = renamed.get(kind.word()).copied().unwrap_or(kind.word());
        let golden = matches!(kind, EntityKind::Account | EntityKind::Contact);
        for table in std::iter::once(table).chain(golden.then_some(kind.word())) {
            let (_, body) = text.split_once(&format!("CREATE TABLE {table} (\n")).expect(table);
            let (body, _) = body.split_once("\n){strict};").expect(table);
            let first = body.lines().map(|line| line.trim().trim_end_matches(','));
            let added = format!("ALTER TABLE {table} ADD COLUMN ");
            let later = text.lines().filter_map(|line| line.strip_prefix(&added));
            let columns = first.chain(later.map(|line| line.trim_end_matches(';')));
            let quoted: BTreeSet<String> =
                columns.filter(|column| column.starts_with('"')).map(str::to_owned).collect();
            let expected = kind.fields().iter().flat_map(column_lines);
            assert_eq!(quoted, expected.collect::<BTreeSet<_>>(), "{table}");
        }
    }
}

fn column_lines(field: &Field) -> Vec<String> {
    let name = field.name;
    let kind = match field.kind {
        Kind::Int => "{int}",
        Kind::Number => "{real}",
        Kind::Day => "{day}",
        Kind::Time => "{ts}",
        Kind::Flag => "{bool}",
        Kind::Amount => {
            return vec![format!("\"{name}\" {{int}}"), format!("\"{name}_currency\" TEXT")];
        }
        _ => "TEXT",
    };
    vec![format!("\"{name}\" {kind}")]
}

// ---- decisions

/// Accounts a and b; Ann (contact 1, company a) is golden `con_1` and works at a.
async fn with_ann(store: &Store) {
    with_accounts(store, &["a", "b"]).await;
    store.put_mapped(&batch("contacts", "PARTIES", vec![person("1", "a")])).await.unwrap();
    let decisions = Decisions {
        contact_of: BTreeMap::from([("crm:1".to_owned(), "con_1".into())]),
        contacts: vec![ann(&[("a", true, None)])],
        ..Decisions::default()
    };
    store.decide(&decisions).await.unwrap();
}

fn ann(jobs: &[(&str, bool, Option<&str>)]) -> GoldenContact {
    let employment = |(company, current, ended): &(&str, bool, Option<&str>)| Employment {
        contact: "con_1".into(),
        account: account_id(company),
        title: Some(format!("Chief of {company}")),
        current: *current,
        ended_on: ended.map(day),
    };
    GoldenContact {
        id: "con_1".into(),
        fields: BTreeMap::from([("name", word("Ann"))]),
        lineage: Vec::new(),
        employments: jobs.iter().map(employment).collect(),
    }
}

#[tokio::test]
async fn facts_follow_their_records_to_the_account_they_were_given() {
    for database in databases().await {
        let store = database.open().await;
        // Facts before anyone is known: they wait.
        let ticket = Draft {
            contact: Some("1".to_owned()),
            ..draft(EntityKind::Ticket, "tickets", "t")
        };
        // A service target names its ticket and nobody else.
        let of_ticket = ("ticket", Some(Value::Text("crm:t".to_owned())));
        let target = Draft {
            fields: vec![of_ticket],
            ..draft(EntityKind::SlaTarget, "events", "t-reply")
        };
        store
            .put_mapped(&batch("deals", "FACTS", vec![deal("7", Some("a")), target, ticket]))
            .await
            .unwrap();
        with_ann(&store).await;
        let (at_a, at_b) = (facts(&store, "a").await, facts(&store, "b").await);
        assert_eq!((at_a.deals.len(), at_b.deals.len()), (1, 0), "{}", database.name);
        let tickets: Vec<_> = at_a.tickets.iter().map(|t| t.origin.contact.clone()).collect();
        assert_eq!(tickets, [Some("con_1".into())], "{}", database.name);
        assert_eq!(at_a.sla_targets.len(), 1, "{}", database.name);

        // The company's record goes to the other account, and the deal with it.
        let decisions = Decisions {
            account_of: BTreeMap::from([("crm:a".to_owned(), account_id("b"))]),
            ..Decisions::default()
        };
        let version = store.accounts_by_id(&[account_id("a")]).await.unwrap();
        store.decide(&decisions).await.unwrap();
        let (at_a, at_b) = (facts(&store, "a").await, facts(&store, "b").await);
        assert_eq!((at_a.deals.len(), at_b.deals.len()), (0, 1), "{}", database.name);
        let later = store.accounts_by_id(&[account_id("a")]).await.unwrap();
        let grown = |rows: &BTreeMap<AccountId, AccountRow>| rows[&account_id("a")].version;
        assert_eq!(grown(&later), grown(&version) + 1, "{}", database.name);

        // Ann changes her employer: what hangs on her alone goes with her.
        let decisions = Decisions {
            contacts: vec![ann(&[("b", true, None), ("a", false, Some("2026-01-31"))])],
            ..Decisions::default()
        };
        store.decide(&decisions).await.unwrap();
        let (at_a, at_b) = (facts(&store, "a").await, facts(&store, "b").await);
        assert_eq!((at_a.tickets.len(), at_b.tickets.len()), (0, 1), "{}", database.name);
        let targets = (at_a.sla_targets.len(), at_b.sla_targets.len());
        assert_eq!(targets, (0, 1), "{}", database.name);
        let seen = |facts: &accord::insight::Facts| {
            let contact = facts.contacts.first().expect("Ann is there").clone();
            (contact.title, contact.left_on, contact.origin.contact)
        };
        let con = Some(ContactId::from("con_1"));
        let past = (Some("Chief of a".to_owned()), Some(day("2026-01-31")), con.clone());
        assert_eq!(seen(&at_a), past, "{}", database.name);
        assert_eq!(seen(&at_b).1, None, "{}", database.name);
    }
}

#[tokio::test]
async fn a_persons_field_says_the_same_whether_asked_for_alone_or_with_all() {
    let fields = EntityKind::Contact.fields();
    for database in databases().await {
        let store = database.open().await;
        with_ann(&store).await;
        let mut contact = ann(&[("b", true, None), ("a", false, None)]);
        contact.fields.insert("title", word("Chief"));
        contact.fields.insert("champion", word("CHAMPION"));
        contact.fields.insert("champion_confirmed_on", Value::Day(day("2026-01-02")));
        store
            .decide(&Decisions { contacts: vec![contact], ..Decisions::default() })
            .await
            .unwrap();
        for asked in [vec![account_id("a")], vec![account_id("a"), account_id("b")]] {
            let all = store.contacts(&asked, None).await.unwrap();
            let champion = |id: &str| all[&account_id(id)][0].field("champion").cloned();
            assert_eq!(champion("a"), Some(word("LEFT")), "{}", database.name);
            for (at, field) in fields.iter().enumerate() {
                let wanted = BTreeSet::from([field.name]);
                let alone = store.contacts(&asked, Some(&wanted)).await.unwrap();
                for (account, people) in &all {
                    let values = |people: &[EntityRow]| {
                        people.iter().map(|p| p.values[at].clone()).collect::<Vec<_>>()
                    };
                    let (alone, all) = (values(&alone[account]), values(people));
                    assert_eq!(alone, all, "{} {account} {}", database.name, field.name);
                }
            }
        }
    }
}

#[tokio::test]
async fn a_retired_account_answers_with_the_one_that_took_its_records() {
    for database in databases().await {
        let store = database.open().await;
        with_accounts(&store, &["a", "b", "c"]).await;
        store.put_mapped(&batch("deals", "FACTS", vec![deal("7", Some("a"))])).await.unwrap();
        store.put_scores(&[(account_id("a"), score(9, Some(10.0)))]).await.unwrap();
        for (from, to) in [("a", "b"), ("b", "c")] {
            let records = store.account_records(&[account_id(from)]).await.unwrap();
            let records = records.into_values().flatten();
            let decisions = Decisions {
                account_of: records
                    .map(|r| (format!("crm:{}", r.record.key), account_id(to)))
                    .collect(),
                retired_accounts: BTreeMap::from([(account_id(from), account_id(to))]),
                ..Decisions::default()
            };
            store.decide(&decisions).await.unwrap();
        }
        let asked = [account_id("a"), account_id("c"), account_id("nobody")];
        let rows = store.accounts_by_id(&asked).await.unwrap();
        let found: Vec<_> =
            rows.iter().map(|(id, r)| (id.as_str(), r.account.origin.id.as_str())).collect();
        assert_eq!(found, [("acc_a", "acc_c"), ("acc_c", "acc_c")], "{}", database.name);
        assert_eq!(facts(&store, "c").await.deals.len(), 1, "{}", database.name);
        let listed = list(&store, AccountOrder::Name, false, 10).await;
        assert_eq!(listed, ["acc_c"], "{}", database.name);
        let of_record = store.account_of_record(&reference("companies", "a")).await.unwrap();
        assert_eq!(of_record, Some(account_id("c")), "{}", database.name);
        let of_deal = store.account_of_record(&reference("deals", "7")).await.unwrap();
        assert_eq!(of_deal, Some(account_id("c")), "{}", database.name);
    }
}

/// Everything that is held to be true of a, b and Ann, as reconciliation says it at every sync.
fn all_that_is_true() -> Decisions {
    let why = |field: &str| LineageRow {
        field: field.to_owned(),
        value: "x".to_owned(),
        record: reference("companies", "a"),
        rule: "trust".to_owned(),
        losers: Vec::new(),
    };
    let child = GoldenAccount {
        parent: Some(account_id("b")),
        lineage: vec![why("name")],
        ..golden("acc_a", "A")
    };
    let of = |key: &str| (format!("crm:{key}"), account_id(key));
    Decisions {
        account_of: BTreeMap::from([of("a"), of("b")]),
        contact_of: BTreeMap::from([("crm:1".to_owned(), "con_1".into())]),
        accounts: vec![child, golden("acc_b", "B")],
        contacts: vec![ann(&[("a", true, None)])],
        retired_accounts: BTreeMap::from([
            ("acc_x".into(), "acc_y".into()),
            ("acc_y".into(), account_id("a")),
        ]),
        ..Decisions::default()
    }
}

#[tokio::test]
async fn deciding_the_same_again_writes_nothing_and_makes_nobody_dirty() {
    for database in databases().await {
        let store = database.open().await;
        with_ann(&store).await;
        let old = vec![golden("acc_x", "X"), golden("acc_y", "Y")];
        store.decide(&Decisions { accounts: old, ..Decisions::default() }).await.unwrap();
        store.decide(&all_that_is_true()).await.unwrap();
        let ids = [account_id("a"), account_id("b"), "acc_x".into()];
        let told = || async {
            let contacts = store.contacts(&ids, None).await.unwrap();
            (
                store.data_version().await.unwrap(),
                store.accounts_by_id(&ids).await.unwrap(),
                contacts,
            )
        };
        let before = told().await;
        assert_eq!(before.1[&"acc_x".into()].account.origin.id, "acc_a", "{}", database.name);
        store.decide(&all_that_is_true()).await.unwrap();
        assert_eq!(told().await, before, "{}", database.name);
    }
}

#[tokio::test]
async fn only_the_account_that_a_decision_changes_becomes_dirty() {
    type Change = fn(&mut Decisions);
    let cases: [(&str, Change, &[&str]); 5] = [
        ("a field", |d| d.accounts[1] = golden("acc_b", "Bee"), &["acc_b"]),
        ("lineage", |d| d.accounts[0].lineage[0].rule = "recency".to_owned(), &["acc_a"]),
        ("a parent", |d| d.accounts[0].parent = None, &["acc_a"]),
        ("a person", |d| d.contacts[0].fields.clear(), &["acc_a"]),
        ("an employment", |d| d.contacts[0] = ann(&[("b", true, None)]), &["acc_a", "acc_b"]),
    ];
    for database in databases().await {
        for (what, change, expected) in &cases {
            let store = database.open().await;
            with_ann(&store).await;
            store.decide(&all_that_is_true()).await.unwrap();
            let versions = || async {
                let rows =
                    store.accounts_by_id(&[account_id("a"), account_id("b")]).await.unwrap();
                rows.into_iter()
                    .map(|(id, row)| (id.0, row.version))
                    .collect::<BTreeMap<_, _>>()
            };
            let before = versions().await;
            let mut decisions = all_that_is_true();
            change(&mut decisions);
            store.decide(&decisions).await.unwrap();
            let after = versions().await;
            let grown: Vec<&str> = before
                .keys()
                .map(String::as_str)
                .filter(|id| after[*id] > before[*id])
                .collect();
            assert_eq!(&grown, expected, "{} {what}", database.name);
        }
    }
}

/// Deletes records of this stream as a source does.
async fn deleted(store: &Store, stream: &str, keys: &[&str]) {
    let again = keys.iter().map(|key| reference(stream, key)).collect();
    let gone = MappedBatch { again, ..batch(stream, "PARTIES", Vec::new()) };
    store.put_mapped(&gone).await.unwrap();
}

/// What is left to say when company b is no more.
fn without_b() -> Decisions {
    let mut decisions = all_that_is_true();
    decisions.account_of.remove("crm:b");
    decisions.accounts.pop();
    decisions.accounts[0].parent = None;
    decisions
}

#[tokio::test]
async fn an_account_without_records_leaves_every_list_until_one_comes_back() {
    for database in databases().await {
        let store = database.open().await;
        with_ann(&store).await;
        store.decide(&all_that_is_true()).await.unwrap();
        store.put_mapped(&batch("deals", "FACTS", vec![deal("7", Some("b"))])).await.unwrap();
        let all = [account_id("a"), account_id("b")];
        let scores = all.clone().map(|id| (id, score(9, Some(70.0))));
        store.put_scores(&scores).await.unwrap();

        deleted(&store, "companies", &["b"]).await;
        store.decide(&without_b()).await.unwrap();
        assert_eq!(list(&store, AccountOrder::Name, false, 9).await, ["acc_a"]);
        let dirty = store.dirty_accounts("chi@1", day("2026-03-01"), 9).await.unwrap();
        assert_eq!(dirty, [account_id("a")], "{}: it lost its parent", database.name);
        assert_eq!(store.children(&all).await.unwrap(), BTreeMap::new());
        let rows = store.accounts_by_id(&all).await.unwrap();
        assert_eq!(rows[&all[0]].parent, None);
        let b = &rows[&all[1]];
        assert_eq!((b.account.name.as_deref(), b.score.clone()), (Some("B"), None));
        assert_eq!(facts(&store, "b").await.deals, [], "{}", database.name);
        let version = store.data_version().await.unwrap();
        store.decide(&without_b()).await.unwrap();
        assert_eq!(store.data_version().await.unwrap(), version, "{}", database.name);

        let back = company("b", "b");
        store.put_mapped(&batch("companies", "PARTIES", vec![back])).await.unwrap();
        store.decide(&all_that_is_true()).await.unwrap();
        assert_eq!(list(&store, AccountOrder::Name, false, 9).await, ["acc_a", "acc_b"]);
        let dirty = store.dirty_accounts("chi@1", day("2026-03-01"), 9).await.unwrap();
        assert_eq!(dirty, all, "{}", database.name);
        assert_eq!(store.children(&all).await.unwrap()[&all[1]], [account_id("a")]);
        assert_eq!(facts(&store, "b").await.deals.len(), 1, "{}", database.name);
    }
}

#[tokio::test]
async fn the_children_of_an_account_that_went_have_no_parent_even_when_nobody_says_so() {
    for database in databases().await {
        let store = database.open().await;
        with_ann(&store).await;
        store.decide(&all_that_is_true()).await.unwrap();
        deleted(&store, "companies", &["b"]).await;
        store.decide(&Decisions::default()).await.unwrap();
        let rows = store.accounts_by_id(&[account_id("a")]).await.unwrap();
        assert_eq!(rows[&account_id("a")].parent, None, "{}", database.name);
    }
}

#[tokio::test]
async fn a_person_without_records_leaves_the_account_until_one_comes_back() {
    for database in databases().await {
        let store = database.open().await;
        with_ann(&store).await;
        let ticket = Draft {
            contact: Some("1".to_owned()),
            ..draft(EntityKind::Ticket, "tickets", "t")
        };
        store.put_mapped(&batch("tickets", "FACTS", vec![ticket])).await.unwrap();
        let before = store.accounts_by_id(&[account_id("a")]).await.unwrap();
        deleted(&store, "contacts", &["1"]).await;
        store.decide(&Decisions::default()).await.unwrap();
        let left = facts(&store, "a").await;
        assert_eq!((left.contacts.len(), left.tickets.len()), (0, 0), "{}", database.name);
        let after = store.accounts_by_id(&[account_id("a")]).await.unwrap();
        assert!(after[&account_id("a")].version > before[&account_id("a")].version);

        store.put_mapped(&batch("contacts", "PARTIES", vec![person("1", "a")])).await.unwrap();
        let decisions = Decisions {
            contact_of: BTreeMap::from([("crm:1".to_owned(), "con_1".into())]),
            contacts: vec![ann(&[("a", true, None)])],
            ..Decisions::default()
        };
        store.decide(&decisions).await.unwrap();
        let back = facts(&store, "a").await;
        assert_eq!((back.contacts.len(), back.tickets.len()), (1, 1), "{}", database.name);
    }
}

#[tokio::test]
async fn lineage_parents_and_sources_are_told() {
    for database in databases().await {
        let store = database.open().await;
        store.put_sources(&[source(CRM, Category::Crm)]).await.unwrap();
        let run = running(&store, CRM).await;
        store.land(&page(run, vec![record("a", "{}")])).await.unwrap();
        with_accounts(&store, &["a", "b"]).await;
        let why = LineageRow {
            field: "name".to_owned(),
            value: "A".to_owned(),
            record: reference("companies", "a"),
            rule: "trust".to_owned(),
            losers: vec![Loser { value: "B".to_owned(), record: reference("companies", "b") }],
        };
        let child = GoldenAccount {
            lineage: vec![why.clone()],
            parent: Some(account_id("b")),
            ..golden("acc_a", "A")
        };
        let decisions = Decisions { accounts: vec![child], ..Decisions::default() };
        store.decide(&decisions).await.unwrap();
        let ids = [account_id("a"), account_id("b")];
        assert_eq!(
            store.lineage(&ids).await.unwrap(),
            BTreeMap::from([(account_id("a"), vec![why])])
        );
        let children = store.children(&ids).await.unwrap();
        assert_eq!(children, BTreeMap::from([(account_id("b"), vec![account_id("a")])]));
        let records = store.account_records(&ids[..1]).await.unwrap();
        let expected = SourceRecord {
            record: reference("companies", "a"),
            category: Category::Crm,
            url: None,
            changed_at: None,
            landed_at: at(1),
        };
        assert_eq!(records, BTreeMap::from([(account_id("a"), vec![expected])]));
        let facts = facts(&store, "a").await;
        assert_eq!(facts.sources, BTreeMap::from([(CRM.into(), Category::Crm)]));
        assert_eq!(facts.account.origin.account, Some(account_id("a")));
        let candidates = store.all_candidates::<accord::model::Account>().await.unwrap();
        let told: Vec<_> =
            candidates.iter().map(|c| (c.entity.origin.id.as_str(), c.changed_at)).collect();
        assert_eq!(
            told,
            [("crm:a", at(1)), ("crm:b", DateTime::UNIX_EPOCH)],
            "{}",
            database.name
        );
    }
}

#[tokio::test]
async fn a_redirect_that_ends_nowhere_is_refused() {
    let database = sqlite();
    let store = database.open().await;
    with_accounts(&store, &["a", "b"]).await;
    let circle = BTreeMap::from([
        (account_id("a"), account_id("b")),
        (account_id("b"), account_id("a")),
    ]);
    let decisions = Decisions { retired_accounts: circle, ..Decisions::default() };
    assert!(matches!(store.decide(&decisions).await, Err(StoreError::Contradiction(_))));
}

// ---- scores and lists

#[tokio::test]
async fn an_account_that_changed_while_it_was_scored_stays_dirty() {
    for database in databases().await {
        let store = database.open().await;
        with_accounts(&store, &["a", "b"]).await;
        let dirty = |store: Store| async move {
            store.dirty_accounts("chi@1", day("2026-03-01"), 9).await.unwrap()
        };
        assert_eq!(dirty(store.clone()).await, [account_id("a"), account_id("b")]);
        let read = store.facts(&[account_id("a"), account_id("b")]).await.unwrap();
        store.put_mapped(&batch("deals", "FACTS", vec![deal("7", Some("a"))])).await.unwrap();
        let scores: Vec<_> =
            read.iter().map(|(id, (version, _))| (id.clone(), score(*version, None))).collect();
        store.put_scores(&scores).await.unwrap();
        assert_eq!(dirty(store.clone()).await, [account_id("a")], "{}", database.name);
        let read = store.facts(&[account_id("a")]).await.unwrap();
        let newer = score(read[&account_id("a")].0, Some(61.5));
        store.put_scores(&[(account_id("a"), newer.clone())]).await.unwrap();
        store.put_scores(&scores[..1]).await.unwrap();
        let row = store.accounts_by_id(&[account_id("a")]).await.unwrap();
        assert_eq!(row[&account_id("a")].score, Some(newer), "{}", database.name);
        assert_eq!(dirty(store.clone()).await, [], "{}", database.name);
        let other = store.dirty_accounts("chi@2", day("2026-03-01"), 9).await.unwrap();
        assert_eq!(other.len(), 2, "another model");
        let tomorrow = store.dirty_accounts("chi@1", day("2026-03-02"), 1).await.unwrap();
        assert_eq!(tomorrow.len(), 1, "another day, at most one");
    }
}

async fn list(store: &Store, order: AccountOrder, descending: bool, by: i64) -> Vec<String> {
    let filter = AccountFilter::default();
    let mut ids = Vec::new();
    let mut after: Option<After> = None;
    loop {
        let page =
            store.accounts(&filter, order, descending, after.as_ref(), by).await.unwrap();
        for row in &page.rows {
            ids.push(row.account.origin.id.clone());
        }
        let Some(last) = page.rows.last().filter(|_| page.more) else {
            assert_eq!(page.total, i64::try_from(ids.len()).unwrap());
            return ids;
        };
        let value = order.value(last);
        after = Some(After { value, id: last.account.origin.id.clone().into() });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn walking_the_pages_equals_the_sorted_list(
        accounts in proptest::collection::vec(
            (proptest::option::of("[a-cA-CäÄ]{0,2}"), proptest::option::of(0..4u8)), 0..14),
        by in 1..5i64,
    ) {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(pages_equal_list(&accounts, by));
    }
}

async fn pages_equal_list(accounts: &[(Option<String>, Option<u8>)], by: i64) {
    for database in databases().await {
        let store = database.open().await;
        let id = |n: usize| format!("acc_{n:02}");
        let golden = |(n, (name, _)): (usize, &(Option<String>, _))| GoldenAccount {
            id: id(n).into(),
            fields: name.iter().map(|name| ("name", Value::Text(name.clone()))).collect(),
            ..GoldenAccount::default()
        };
        let all = accounts.iter().enumerate().map(golden).collect();
        store.decide(&Decisions { accounts: all, ..Decisions::default() }).await.unwrap();
        let health = |value: Option<u8>| value.map(|v| f64::from(v) / 3.0);
        let scores: Vec<_> = accounts
            .iter()
            .enumerate()
            .map(|(n, (_, value))| (AccountId(id(n)), score(1, health(*value))))
            .collect();
        store.put_scores(&scores).await.unwrap();
        for descending in [false, true] {
            let names =
                accounts.iter().map(|(name, _)| name.as_ref().map(|n| n.to_lowercase()));
            let expected = sorted(names, descending, id);
            let walked = list(&store, AccountOrder::Name, descending, by).await;
            assert_eq!(walked, expected, "{} {descending}", database.name);
            let expected = sorted(accounts.iter().map(|(_, value)| *value), descending, id);
            let walked = list(&store, AccountOrder::Health, descending, by).await;
            assert_eq!(walked, expected, "{} {descending}", database.name);
        }
        store.close().await;
    }
}

/// Ids by value, missing last, ties by id.
fn sorted<T: Ord>(
    values: impl Iterator<Item = Option<T>>,
    descending: bool,
    id: impl Fn(usize) -> String,
) -> Vec<String> {
    let (mut some, none): (Vec<_>, Vec<_>) =
        values.enumerate().partition(|(_, value)| value.is_some());
    some.sort_by(|(m, a), (n, b)| {
        let by_value = if descending { b.cmp(a) } else { a.cmp(b) };
        by_value.then(m.cmp(n))
    });
    some.into_iter().chain(none).map(|(n, _)| id(n)).collect()
}

#[tokio::test]
async fn filters_narrow_the_list_and_its_total() {
    for database in databases().await {
        let store = database.open().await;
        let field = |name: &'static str, value: &str| (name, Value::Text(value.to_owned()));
        let make = |id: &str, fields: Vec<(&'static str, Value)>| GoldenAccount {
            id: id.into(),
            fields: fields.into_iter().collect(),
            ..GoldenAccount::default()
        };
        let accounts = vec![
            make("acc_1", vec![field("name", "Ärzte_100% GmbH"), field("country", "DE")]),
            make("acc_2", vec![field("name", "Beta"), field("domain", "Beta.example")]),
            make("acc_3", vec![field("name", "Gamma"), field("owner", "crm:9")]),
        ];
        store.decide(&Decisions { accounts, ..Decisions::default() }).await.unwrap();
        store.put_scores(&[("acc_2".into(), score(1, Some(20.0)))]).await.unwrap();
        let any = AccountFilter::default;
        let search = |text: &str| AccountFilter { search: Some(text.to_owned()), ..any() };
        let cases = [
            (any(), vec!["acc_2", "acc_3", "acc_1"]),
            (AccountFilter { ids: Some(vec!["acc_3".into()]), ..any() }, vec!["acc_3"]),
            (AccountFilter { ids: Some(Vec::new()), ..any() }, vec![]),
            (AccountFilter { countries: Some(vec!["DE".to_owned()]), ..any() }, vec!["acc_1"]),
            (
                AccountFilter { bands: Some(vec![Band::Red, Band::Amber]), ..any() },
                vec!["acc_2"],
            ),
            (AccountFilter { min_coverage: Some(0.75), ..any() }, vec!["acc_2"]),
            (AccountFilter { min_coverage: Some(0.76), ..any() }, vec![]),
            (AccountFilter { owner: Some("crm:9".to_owned()), ..any() }, vec!["acc_3"]),
            (search("äRZTE"), vec!["acc_1"]),
            (search("_100%"), vec!["acc_1"]),
            (search("%"), vec!["acc_1"]),
            (search("BETA.EX"), vec!["acc_2"]),
            (search("'; DROP TABLE account; --"), vec![]),
        ];
        for (filter, expected) in cases {
            let page =
                store.accounts(&filter, AccountOrder::Name, false, None, 10).await.unwrap();
            let ids: Vec<_> = page.rows.iter().map(|r| r.account.origin.id.as_str()).collect();
            assert_eq!(ids, expected, "{} {filter:?}", database.name);
            assert_eq!(page.total, i64::try_from(expected.len()).unwrap());
        }
    }
}

#[tokio::test]
async fn loaders_send_no_more_statements_for_more_accounts() {
    for database in databases().await {
        let store = database.open().await;
        let keys: Vec<String> = (0..700).map(|n| format!("{n:03}")).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        with_accounts(&store, &keys).await;
        let deals = keys.iter().map(|key| deal(key, Some(key))).collect();
        store.put_mapped(&batch("deals", "FACTS", deals)).await.unwrap();
        let ids: Vec<AccountId> = keys.iter().map(|key| account_id(key)).collect();
        let mut sent = Vec::new();
        for ids in [&ids[..1], &ids[..]] {
            let before = store.statements();
            let facts = store.facts(ids).await.unwrap();
            assert_eq!(facts.values().filter(|(_, f)| f.deals.len() == 1).count(), ids.len());
            store.accounts_by_id(ids).await.unwrap();
            store.account_records(ids).await.unwrap();
            store.contacts(ids, None).await.unwrap();
            store.children(ids).await.unwrap();
            store.lineage(ids).await.unwrap();
            sent.push(store.statements() - before);
        }
        assert_eq!(sent[0], sent[1], "{}", database.name);
        assert!(sent[0] < 40, "{sent:?}");
    }
}

// ---- runs

#[tokio::test]
async fn a_run_is_queued_once_claimed_once_and_taken_over_when_its_lease_ends() {
    for database in databases().await {
        let store = database.open().await;
        store.put_sources(&[source(CRM, Category::Crm)]).await.unwrap();
        let crm = SourceId::from(CRM);
        let first = store.queue_run(&crm, at(0)).await.unwrap();
        assert_eq!(store.queue_run(&crm, at(1)).await.unwrap(), first, "{}", database.name);
        let claimed = store.claim_run("w1", at(2), at(10)).await.unwrap().unwrap();
        assert_eq!(
            (claimed.id, claimed.state, claimed.started_at),
            (first.id, RunState::Running, Some(at(2)))
        );
        let second = store.queue_run(&crm, at(3)).await.unwrap();
        assert_ne!(second.id, first.id);
        assert_eq!(store.claim_run("w2", at(4), at(14)).await.unwrap(), None, "busy");
        assert!(store.renew_run(first.id, "w1", at(12)).await.unwrap());
        assert_eq!(store.claim_run("w2", at(11), at(21)).await.unwrap(), None, "renewed");
        let taken = store.claim_run("w2", at(13), at(23)).await.unwrap().unwrap();
        assert_eq!(taken.id, first.id, "the older one first");
        assert!(!store.renew_run(first.id, "w1", at(30)).await.unwrap(), "lost");
        let errors = vec![("deals".to_owned(), "401".to_owned())];
        let limit = Some((7, Some(at(20))));
        store.finish_run(first.id, RunState::Partial, &errors, limit, at(15)).await.unwrap();
        let told = store.sources().await.unwrap();
        assert_eq!(
            (told[0].last_success, told[0].rate_limit),
            (None, limit),
            "{}",
            database.name
        );
        let next = store.claim_run("w2", at(16), at(26)).await.unwrap().unwrap();
        assert_eq!(next.id, second.id);
        store.finish_run(next.id, RunState::Succeeded, &[], None, at(17)).await.unwrap();
        assert_eq!(store.sources().await.unwrap()[0].last_success, Some(at(17)));
        let runs = store.runs(&[crm.clone(), "other".into()], 1).await.unwrap();
        assert_eq!(runs[&crm].iter().map(|r| r.id).collect::<Vec<_>>(), [second.id]);
        let both = store.runs_by_id(&[second.id, first.id]).await.unwrap();
        assert_eq!(both[0].errors, errors, "{}", database.name);
    }
}

#[tokio::test]
async fn many_workers_never_take_one_run_twice_nor_two_of_one_source() {
    for database in databases().await {
        let store = database.open().await;
        let names: Vec<String> = (0..12).map(|n| format!("s{n:02}")).collect();
        for name in &names {
            store.queue_run(&name.as_str().into(), at(0)).await.unwrap();
        }
        let workers: Vec<_> = (0..8)
            .map(|n| {
                let store = store.clone();
                tokio::spawn(async move {
                    let mut taken = Vec::new();
                    while let Some(run) =
                        store.claim_run(&format!("w{n}"), at(1), at(9)).await.unwrap()
                    {
                        taken.push(run.source.0);
                    }
                    taken
                })
            })
            .collect();
        let mut taken = Vec::new();
        for worker in workers {
            taken.extend(worker.await.unwrap());
        }
        taken.sort();
        assert_eq!(taken, names, "{}", database.name);
    }
}

#[tokio::test]
async fn a_step_is_one_workers_until_it_is_given_back_or_its_lease_ends() {
    for database in databases().await {
        let store = database.open().await;
        let hold = |who: &'static str, now, until| {
            let store = store.clone();
            async move { store.hold("digest", who, at(now), at(until)).await.unwrap() }
        };
        assert_eq!(store.holder("digest").await.unwrap(), None, "{}", database.name);
        assert!(hold("w1", 0, 10).await, "{}", database.name);
        assert!(!hold("w2", 1, 11).await, "held");
        assert!(hold("w1", 8, 18).await, "ours already");
        assert!(!hold("w2", 17, 27).await, "prolonged");
        let holder = store.holder("digest").await.unwrap();
        assert_eq!(holder, Some(("w1".to_owned(), at(18))), "{}", database.name);
        store.release("digest", "w2").await.unwrap();
        assert!(!hold("w2", 17, 27).await, "only the holder gives back");
        assert!(store.hold("other", "w2", at(1), at(2)).await.unwrap(), "another step");
        assert!(hold("w2", 18, 28).await, "the lease has ended");
        assert!(!hold("w1", 19, 29).await, "lost");
        store.release("digest", "w2").await.unwrap();
        assert!(hold("w1", 19, 29).await, "given back");
    }
}

#[tokio::test]
async fn of_many_workers_one_gets_the_step() {
    for database in databases().await {
        let store = database.open().await;
        let workers: Vec<_> = (0..8)
            .map(|n| {
                let store = store.clone();
                let name = format!("w{n}");
                tokio::spawn(
                    async move { store.hold("digest", &name, at(0), at(9)).await.unwrap() },
                )
            })
            .collect();
        let mut taken = 0;
        for worker in workers {
            taken += u32::from(worker.await.unwrap());
        }
        assert_eq!(taken, 1, "{}", database.name);
    }
}

#[tokio::test]
async fn a_source_that_is_no_longer_configured_keeps_what_it_knew() {
    for database in databases().await {
        let store = database.open().await;
        let both = [source(CRM, Category::Crm), source("erp", Category::Erp)];
        store.put_sources(&both).await.unwrap();
        let run = running(&store, CRM).await;
        store.finish_run(run, RunState::Succeeded, &[], None, at(1)).await.unwrap();
        store.put_sources(&both[1..]).await.unwrap();
        let told = store.sources().await.unwrap();
        assert_eq!(told, both[1..], "{}", database.name);
        store.put_sources(&both).await.unwrap();
        let told = store.sources().await.unwrap();
        assert_eq!(told[0].last_success, Some(at(1)));
        assert_eq!(store.setting("start").await.unwrap(), None);
        store.put_setting("start", "1").await.unwrap();
        store.put_setting("start", "2").await.unwrap();
        assert_eq!(store.setting("start").await.unwrap().as_deref(), Some("2"));
    }
}

#[tokio::test]
async fn a_source_that_answers_without_news_of_the_world_has_said_nothing_new() {
    for database in databases().await {
        let store = database.open().await;
        store.put_sources(&[source(CRM, Category::Crm)]).await.unwrap();
        let run = running(&store, CRM).await;
        store.land(&Landing { at: at(9), ..page(run, vec![record("1", "{}")]) }).await.unwrap();
        // (what the drafts speak of, what is known then)
        let cases = [
            (None, None),
            (Some(at(3)), Some(at(3))),
            (Some(at(2)), Some(at(3))),
            (None, Some(at(3))),
            (Some(at(4)), Some(at(4))),
        ];
        for (newest, expected) in cases {
            let mapped = MappedBatch { newest, ..batch("companies", "PARTIES", Vec::new()) };
            store.put_mapped(&mapped).await.unwrap();
            let told = store.sources().await.unwrap();
            assert_eq!(told[0].last_record, expected, "{} {newest:?}", database.name);
        }
    }
}

// ---- opening

#[tokio::test]
async fn several_may_open_a_new_database_in_the_same_moment() {
    for database in databases().await {
        let opening: Vec<_> = (0..6)
            .map(|_| {
                let url = database.url.clone();
                tokio::spawn(async move { Store::open(&url).await.map(drop) })
            })
            .collect();
        for opened in opening {
            opened.await.unwrap().unwrap_or_else(|e| panic!("{}: {e:?}", database.name));
        }
        let store = database.open().await;
        assert_eq!(store.data_version().await.unwrap(), 0);
    }
}

/// Opens the database that another test names; alone it has nothing to do.
#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the test that starts it says so by a variable")]
async fn a_process_of_its_own_opens_the_database() {
    if let Ok(url) = std::env::var(OPEN) {
        Store::open(&url).await.unwrap();
    }
}

const OPEN: &str = "ACCORD_TEST_OPEN";

#[tokio::test]
async fn several_processes_may_open_a_new_database_in_the_same_moment() {
    for database in databases().await {
        let start = |_| {
            std::process::Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "store::a_process_of_its_own_opens_the_database"])
                .env(OPEN, &database.url)
                .stdout(std::process::Stdio::piped())
                .stderr(std::process::Stdio::piped())
                .spawn()
                .unwrap()
        };
        let processes: Vec<_> = (0..4).map(start).collect();
        for process in processes {
            let output = process.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success() && said.contains("1 passed"), "{said}");
        }
        assert_eq!(database.open().await.data_version().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn what_was_written_is_there_after_a_restart() {
    for database in databases().await {
        let store = database.open().await;
        let run = running(&store, CRM).await;
        store.land(&page(run, vec![record("1", "{}")])).await.unwrap();
        store.close().await;
        let store = database.open().await;
        assert_eq!(unmapped(&store, "m").await.len(), 1, "{}", database.name);
    }
}

#[tokio::test]
async fn a_database_that_cannot_be_used_says_why_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    std::fs::write(file("text.db"), "this is no database, but a letter. ".repeat(200)).unwrap();
    std::fs::write(file("torn.db"), torn(&file("whole.db")).await).unwrap();
    let url = |name: &str| format!("sqlite:{}", file(name).display());
    let cases = [
        ("mysql://root:secret@h/x".to_owned(), vec!["`mysql`", "sqlite:PATH"]),
        ("accord.db".to_owned(), vec!["not a database Accord knows"]),
        (url("text.db"), vec!["text.db", "not a SQLite database"]),
        (url("torn.db"), vec!["torn.db", "damaged", "backup"]),
        (url("missing/accord.db"), vec!["missing", "does not exist; create it"]),
        (format!("sqlite:{}", folder.path().display()), vec!["is a folder"]),
        ("sqlite::memory:".to_owned(), vec!["needs a file"]),
        (
            "postgres://u:secret@127.0.0.1:1/x".to_owned(),
            vec!["u@127.0.0.1:1/x", "nothing answers"],
        ),
        ("postgres://u:sec ret@:x".to_owned(), vec!["cannot be read"]),
    ];
    for (url, expected) in cases {
        let message = Store::open(&url).await.expect_err(&url).to_string();
        for part in expected {
            assert!(message.contains(part), "{message}: no {part}");
        }
        assert!(!message.contains("secret") && !message.contains("sec ret"), "{message}");
    }
}

/// The bytes of a database whose middle was overwritten.
async fn torn(path: &std::path::Path) -> Vec<u8> {
    let store = Store::open(&format!("sqlite:{}", path.display())).await.unwrap();
    let run = running(&store, CRM).await;
    let records = (0..500).map(|n| record(&n.to_string(), &"x".repeat(800))).collect();
    store.land(&page(run, records)).await.unwrap();
    store.close().await;
    let mut bytes = std::fs::read(path).unwrap();
    let (start, end) = (bytes.len() / 4, bytes.len() / 4 * 3);
    bytes[start..end].fill(0xA5);
    bytes
}

#[tokio::test]
async fn a_schema_of_a_newer_version_is_refused() {
    use sqlx::{Connection as _, SqliteConnection};
    let database = sqlite();
    database.open().await.close().await;
    let mut connection = SqliteConnection::connect(&database.url).await.unwrap();
    let newer = "INSERT INTO schema_migration (number, name, text) VALUES (99, 'future', '')";
    sqlx::query(newer).execute(&mut connection).await.unwrap();
    let message = Store::open(&database.url).await.expect_err("newer").to_string();
    assert!(message.contains("migration 99") && message.contains("newer version"), "{message}");
}

// ---- scores of a day, prices, statements

fn price(peers: &str) -> Price {
    let euros = |amount: i64| Money::new(amount.into(), Currency::EUR).expect("money");
    Price {
        peers: peers.to_owned(),
        currency: Currency::EUR,
        arr: Some(euros(300_000)),
        renewal_expected: Some(euros(195_940)),
        at_risk: Some(euros(44_059)),
        at_risk_low: Some(euros(31_000)),
        at_risk_high: Some(euros(62_500)),
        unknown_at_risk: Some(euros(0)),
        growth: None,
        risk_share: Some(0.1469),
        growth_share: None,
        position: "BOTH".to_owned(),
        billed: Some(euros(310_000)),
        cost_to_serve: None,
        lifetime_value: Some(euros(900_000)),
        retention: Some(Retention {
            start: 290_000.0,
            expansion: 30_000.5,
            contraction: 10_000.25,
            churn: 0.0,
        }),
        lines: BTreeMap::from([(Some("pumps".to_owned()), 0.75), (None, 0.25)]),
    }
}

#[tokio::test]
async fn a_quarter_is_made_once_for_each_version_of_an_account() {
    for database in databases().await {
        let store = database.open().await;
        with_accounts(&store, &["a", "b"]).await;
        let (newest, before) = (day("2025-12-31"), day("2025-09-30"));
        let left = async |models: &str| {
            let left = store.without_quarter((models, newest), None, 9).await.unwrap();
            left.into_iter().map(|id| id.0).collect::<Vec<_>>()
        };
        assert_eq!(left("m1").await, ["acc_a", "acc_b"], "{}", database.name);
        let quarter = |ends_on, body: &str, version| StoredQuarter {
            account: account_id("a"),
            ends_on,
            body: body.to_owned(),
            models: "m1".to_owned(),
            version,
        };
        let version = store.accounts_by_id(&[account_id("a")]).await.unwrap();
        let version = version[&account_id("a")].version;
        let both = [quarter(before, "{\"x\":1}", version), quarter(newest, "{}", version)];
        store.put_quarters(&both).await.unwrap();
        store.put_quarters(&[quarter(newest, "old", version - 1)]).await.unwrap();
        assert_eq!(left("m1").await, ["acc_b"]);
        assert_eq!(left("m2").await, ["acc_a", "acc_b"], "other models make it anew");
        store
            .put_mapped(&batch("companies", "PARTIES", vec![company("a", "A")]))
            .await
            .unwrap();
        assert_eq!(
            left("m1").await,
            ["acc_a", "acc_b"],
            "a changed account has changed quarters"
        );
        let mut told = Vec::new();
        let take = |quarter: StoredQuarter, _| told.push((quarter.ends_on, quarter.body));
        store.quarters(before, take).await.unwrap();
        assert_eq!(told, [(before, "{\"x\":1}".to_owned()), (newest, "{}".to_owned())]);
    }
}

#[tokio::test]
async fn a_portfolio_is_read_as_it_is_and_as_it_was_kept_on_a_day() {
    for database in databases().await {
        let store = database.open().await;
        with_accounts(&store, &["a", "b"]).await;
        let a = account_id("a");
        let of_day = |version, on| StoredScore {
            book: Some("{}".to_owned()),
            as_of: day(on),
            segments: vec!["jit".to_owned()],
            ..score(version, Some(70.0 - version as f64))
        };
        for (version, on) in [(1, "2026-03-01"), (2, "2026-03-03")] {
            store.put_scores(&[(a.clone(), of_day(version, on))]).await.unwrap();
            store.put_prices(&[(a.clone(), version, price("p"))]).await.unwrap();
        }
        let all = AccountFilter::default();
        let at = async |on: Option<&str>| {
            let held = store.holdings(&all, on.map(day)).await.unwrap();
            assert_eq!(held.len(), 2, "{}: whoever has no score is there too", database.name);
            held.into_iter().find(|held| held.holding.account == a).expect("the account")
        };
        let cases = [
            (None, Some(68.0)),
            (Some("2026-03-03"), Some(68.0)),
            (Some("2026-03-02"), Some(69.0)),
            (Some("2026-02-28"), None),
        ];
        for (on, health) in cases {
            let held = at(on).await;
            assert_eq!(held.holding.health, health, "{} on {on:?}", database.name);
            assert_eq!(held.currency.is_some(), health.is_some());
            assert_eq!(held.holding.figures.arr, health.map(|_| 300_000.0));
        }
        let held = at(None).await;
        assert_eq!(held.holding.lines, price("p").lines);
        assert_eq!(held.holding.figures.retention, price("p").retention);
        assert_eq!(held.holding.figures.cost_to_serve, None, "not told is not nothing");
    }
}

#[tokio::test]
async fn an_account_is_priced_once_for_each_snapshot_and_its_history_keeps_every_day() {
    for database in databases().await {
        let store = database.open().await;
        with_accounts(&store, &["a", "b"]).await;
        let (a, b) = (account_id("a"), account_id("b"));
        let scored = |version| StoredScore {
            book: Some("{}".to_owned()),
            trust: Some(61.5),
            segments: vec!["jit".to_owned(), "north".to_owned()],
            ..score(version, Some(70.0))
        };
        let both = [(a.clone(), scored(1)), (b.clone(), scored(1))];
        store.put_scores(&both).await.unwrap();
        assert_eq!(store.unpriced("p1", 9).await.unwrap().len(), 2, "{}", database.name);
        store
            .put_prices(&[(a.clone(), 1, price("p1")), (b.clone(), 9, price("p1"))])
            .await
            .unwrap();
        let left = store.unpriced("p1", 9).await.unwrap();
        assert_eq!(
            left.iter().map(|u| &u.account).collect::<Vec<_>>(),
            [&b],
            "another version"
        );
        assert_eq!((left[0].trust, left[0].book.as_str()), (Some(61.5), "{}"));
        let row = store.accounts_by_id(std::slice::from_ref(&a)).await.unwrap();
        let kept = row[&a].score.clone().expect("a score");
        assert_eq!(kept.price, Some(price("p1")), "{}", database.name);
        assert_eq!(kept.segments, ["jit", "north"]);
        // Scored again the next day: the price is forgotten, the day before is not.
        let next = StoredScore { as_of: day("2026-03-02"), ..scored(2) };
        store.put_scores(&[(a.clone(), next)]).await.unwrap();
        let days = (day("2026-01-01"), day("2026-12-31"));
        let told = &store.score_history(std::slice::from_ref(&a), days).await.unwrap()[&a];
        let shown: Vec<_> = told.iter().map(|s| (s.as_of, s.price.is_some())).collect();
        assert_eq!(shown, [(day("2026-03-01"), true), (day("2026-03-02"), false)]);
        let spread = &store.spreads().await.unwrap()["jit"];
        assert_eq!((spread.accounts, spread.green, spread.median()), (2, 2, Some(70.0)));
    }
}

#[tokio::test]
async fn accounts_are_found_by_segment_position_and_revenue() {
    for database in databases().await {
        let store = database.open().await;
        with_accounts(&store, &["a", "b"]).await;
        let (a, b) = (account_id("a"), account_id("b"));
        let of = |code: &str| StoredScore { segments: vec![code.to_owned()], ..score(1, None) };
        store.put_scores(&[(a.clone(), of("x_y")), (b.clone(), of("xzy"))]).await.unwrap();
        store.put_prices(&[(a.clone(), 1, price("p1"))]).await.unwrap();
        let found = async |filter: AccountFilter| {
            let page =
                store.accounts(&filter, AccountOrder::AtRisk, true, None, 9).await.unwrap();
            page.rows.into_iter().map(|row| row.account.origin.id).collect::<Vec<_>>()
        };
        let all = AccountFilter::default;
        let cases = [
            (AccountFilter { segment: Some("x_y".to_owned()), ..all() }, vec!["acc_a"]),
            (
                AccountFilter { positions: Some(vec!["BOTH".to_owned()]), ..all() },
                vec!["acc_a"],
            ),
            (AccountFilter { min_arr: Some(300_000.into()), ..all() }, vec!["acc_a"]),
            (AccountFilter { min_arr: Some(300_001.into()), ..all() }, vec![]),
            (all(), vec!["acc_a", "acc_b"]),
        ];
        for (filter, expected) in cases {
            assert_eq!(found(filter.clone()).await, expected, "{}: {filter:?}", database.name);
        }
    }
}

#[tokio::test]
async fn what_was_said_stays_with_whoever_took_the_account_and_is_never_changed() {
    for database in databases().await {
        let store = database.open().await;
        with_accounts(&store, &["a", "b"]).await;
        let said = |account: &str| Statement {
            id: 0,
            account: account_id(account),
            contact: None,
            topic: Topic::MarketShare,
            value: "12.5".to_owned(),
            reason: "they told us".to_owned(),
            author: "ann".to_owned(),
            said_at: at(5),
            expires_at: None,
            withdrawn_at: None,
        };
        let id = store.state(&said("a")).await.unwrap().expect("the account is there");
        assert_eq!(store.state(&said("zz")).await.unwrap(), None, "{}", database.name);
        let stranger = Statement { contact: Some(ContactId("con_zz".to_owned())), ..said("a") };
        assert_eq!(store.state(&stranger).await.unwrap(), None, "none of its people");
        let merged = Decisions {
            account_of: [("crm:a".to_owned(), account_id("b"))].into(),
            retired_accounts: [(account_id("a"), account_id("b"))].into(),
            ..Decisions::default()
        };
        store.decide(&merged).await.unwrap();
        let told = facts(&store, "b").await;
        assert_eq!(told.statements.len(), 1, "{}", database.name);
        assert_eq!(told.statements[0].account, account_id("b"));
        assert!(told.statements[0].holds(at(6)) && !told.statements[0].holds(at(4)));
        assert_eq!(store.withdraw(id, "bob", at(7)).await.unwrap(), Some(account_id("b")));
        assert_eq!(store.withdraw(id, "bob", at(8)).await.unwrap(), None, "only once");
        let kept = &facts(&store, "b").await.statements;
        assert!(kept[0].holds(at(6)) && !kept[0].holds(at(7)), "it is kept as withdrawn");
    }
}

/// An index on a column that is compared in another way than what it is held against is of no use, and the whole
/// table is read instead.
#[tokio::test(flavor = "multi_thread")]
async fn in_postgresql_ids_compare_in_one_way_wherever_they_stand() {
    let Some(database) = postgres().await else { return };
    let _open = database.open().await;
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    let text = "SELECT c.conrelid::regclass::text || '.' || a.attname FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.confrelid IN ('account'::regclass, 'contact'::regclass)
          AND a.attcollation <> '\"C\"'::regcollation";
    let others: Vec<String> =
        sqlx::query_scalar(text).fetch_all(&mut connection).await.unwrap();
    assert!(others.is_empty(), "write {{bin}} behind the type of {others:?}");
}
