//! What stewards are asked and what they say, over GraphQL: the queue, verdicts, pins, the report on
//! the quality of records.

use std::sync::Arc;

use accord::api::{self, Hub, Schema};
use accord::model::*;
use accord::reconcile::matching::Kind;
use accord::reconcile::{self, Registers};
use accord::store::{PairOf, Store, Verdict};
use serde_json::{Value as Answer, json};

use super::world::{self, FIRST, account, draft, now, put, text, world};
use super::{ask, data, saved};
use crate::kit;
use crate::small::Small;

const MAPPING: &str = r#"
category: SUPPORT
title: Small
version: "1"
streams:
  shops:
    sweep: {}
    entities:
      - entity: account
        key: id
        fields:
          name: name
          vat: vat
          domain: domain
          phone: phone
          city: city
          country: country
          owner: owner
          changed_at: changed
      - entity: contact
        key: id
        account: id
        fields: {given_name: given, family_name: family, email: email, company_name: name}
"#;

/// Verdicts, pins and queues over a small source, taking effect at once.
fn hub(small: &Small) -> Schema {
    let sync = small.sync.clone();
    api::schema(Hub {
        store: small.sync.store.clone(),
        catalog: Arc::clone(&small.sync.catalog),
        models: Arc::clone(&small.sync.models),
        calendar: small.sync.calendar.clone(),
        clock: Arc::new(small.clock.clone()),
        trial: None,
        digest: Some(Arc::new(move || {
            let sync = sync.clone();
            Box::pin(async move { Ok(sync.digest().await?) })
        })),
        registers: Registers::new(),
    })
}

fn shop(id: u64, name: &str, domain: &str) -> Answer {
    json!({
        "id": id, "name": name, "domain": domain, "phone": format!("+49 431 10{id}0"),
        "city": "Kiel", "country": "DE", "changed": format!("2026-03-{:02}T08:00:00Z", 10 + id),
        "given": format!("Ada{id}"), "family": format!("Kest{id}"), "email": format!("a@{domain}"),
    })
}

/// Four companies that nobody would take for one, and the first of them twice (1 and 5).
async fn companies(store: Store) -> Small {
    let small = Small::with_mapping(store, 0, MAPPING).await;
    small.change(|holds| {
        for (id, name, domain) in [
            (1, "Kestrel Pumps", "kestrel.de"),
            (2, "Obermühle Bakery", "obermuehle.com"),
            (3, "Zanetti Software", "zanetti.it"),
            (4, "Northern Quarry", "quarry.co.uk"),
            (5, "Kestrel Pumps", "kestrel.de"),
        ] {
            holds.shops.insert(id, shop(id, name, domain));
        }
    });
    small.synced().await;
    small
}

fn record(id: u64) -> Answer {
    json!({"system": "small", "object": "shops", "recordId": id.to_string()})
}

fn records(left: u64, right: u64) -> Answer {
    json!({"left": record(left), "right": record(right)})
}

const DECIDE: &str = "mutation($pair: RecordPair!, $same: Boolean!) {
    decideMatch(records: $pair, same: $same, reason: \"they told me\") {
        id sourceRecords { recordId }
        identity { steps { left { recordId } right { recordId } weight bySteward }
                   events { number what account other records cause } } } }";
const UNDO: &str = "mutation($pair: RecordPair!) { undoMatch(records: $pair) { id } }";

async fn id_of(schema: &Schema, shop: u64) -> String {
    let query = "query($key: ExternalKey!) { account(externalKey: $key) { id } }";
    let answer = data(schema, query, json!({"key": record(shop)})).await;
    answer["account"]["id"].as_str().expect("every shop is an account").to_owned()
}

async fn ids(schema: &Schema) -> Vec<String> {
    let mut ids = Vec::new();
    for shop in 1..=5 {
        ids.push(id_of(schema, shop).await);
    }
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn a_steward_merges_what_was_apart_and_takes_it_back_without_a_trace() {
    for database in kit::databases().await {
        let small = companies(database.open().await).await;
        let schema = hub(&small);
        let before = ids(&schema).await;
        assert_eq!(before[0], before[4], "{}", database.name);
        // Whichever of the two ids is left, each gets its own back.
        for (left, right) in [(2, 3), (2, 4), (4, 3), (1, 3)] {
            let pair = json!({"pair": records(left, right), "same": true});
            let merged = data(&schema, DECIDE, pair).await["decideMatch"].take();
            let (one, other) = (&before[left as usize - 1], &before[right as usize - 1]);
            let kept = merged["id"].as_str().expect("an id");
            let gone = if kept == one { other } else { one };
            assert!(kept == one || kept == other);
            let query = "query($id: ID!) { account(id: $id) { id } }";
            let retired = data(&schema, query, json!({"id": gone})).await;
            assert_eq!(retired["account"]["id"], kept, "the retired id answers");
            let event = &merged["identity"]["events"][0];
            let told = [&event["what"], &event["account"], &event["other"], &event["cause"]];
            assert_eq!(told, [&json!("MERGED"), &json!(gone), &json!(kept), &json!("STEWARD")]);
            let steps = merged["identity"]["steps"].as_array().expect("steps");
            assert!(steps.iter().any(|step| step["bySteward"] == true), "{steps:?}");
            assert_eq!(steps.len(), merged["sourceRecords"].as_array().map_or(0, Vec::len) - 1);

            data(&schema, UNDO, json!({"pair": records(left, right)})).await;
            assert_eq!(ids(&schema).await, before, "{}: {left} and {right}", database.name);
        }
        the_history_is_told_page_by_page(&schema, &before[1]).await;
        let again = ask(&schema, UNDO, json!({"pair": records(2, 3)})).await;
        assert_eq!(again["errors"][0]["extensions"]["code"], "NOT_FOUND");
        let verdicts = small.sync.store.verdicts(Kind::Account, 10).await.expect("verdicts");
        assert_eq!(verdicts.len(), 4);
        assert!(verdicts.iter().all(|v| v.undone_at.is_some() && v.said_by == "api"));
        assert_eq!((verdicts[0].a.as_str(), verdicts[0].b.as_str()), ("small:1", "small:3"));
    }
}

/// It was merged and split off twice; whichever id was left, each event speaks of it.
async fn the_history_is_told_page_by_page(schema: &Schema, id: &str) {
    let query = "query($id: ID!, $before: Int) { account(id: $id) {
        identity { events(first: 1, before: $before) { number what cause } } } }";
    let mut told = Vec::new();
    let mut before = Answer::Null;
    loop {
        let asked = json!({"id": id, "before": before});
        let events = data(schema, query, asked).await["account"]["identity"]["events"].take();
        let Some(event) = events.get(0) else { break };
        told.push(event["what"].as_str().unwrap_or_default().to_owned());
        assert_eq!(event["cause"], "STEWARD");
        before = event["number"].clone();
    }
    assert_eq!(told, ["SPLIT", "MERGED", "SPLIT", "MERGED"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_steward_parts_what_was_merged_and_no_new_model_joins_it_again() {
    for database in kit::databases().await {
        let small = companies(database.open().await).await;
        let (schema, store) = (hub(&small), &small.sync.store);
        let why = "query($l: ExternalKey!, $r: ExternalKey!) { whyMatch(left: $l, right: $r) {
            id score weight apart verdict { same reason saidBy }
            left { recordId } right { recordId } reasons { field outcome left right weight } } }";
        let both = json!({"l": record(5), "r": record(1)});
        let told = data(&schema, why, both.clone()).await["whyMatch"].take();
        assert_eq!((&told["left"]["recordId"], &told["verdict"]), (&json!("5"), &Answer::Null));
        assert!(told["score"].as_f64().is_some_and(|score| score > 0.9), "{told:#}");
        let reasons = told["reasons"].as_array().expect("reasons");
        let sum: f64 = reasons.iter().filter_map(|reason| reason["weight"].as_f64()).sum();
        assert!((sum - told["weight"].as_f64().expect("a weight")).abs() < 0.006, "{told:#}");
        let name = reasons.iter().find(|reason| reason["field"] == "name").expect("names");
        assert_eq!(
            (&name["left"], &name["outcome"]),
            (&json!("Kestrel Pumps"), &json!("same"))
        );
        let phone = reasons.iter().find(|reason| reason["field"] == "phone").expect("phones");
        assert_eq!(
            (&phone["left"], &phone["right"]),
            (&json!("+49 431 1050"), &json!("+49 431 1010"))
        );

        let by_id = "mutation($id: ID!) { decideMatch(id: $id, same: false) { id } }";
        data(&schema, by_id, json!({"id": told["id"]})).await;
        let apart = ids(&schema).await;
        assert_ne!(apart[0], apart[4], "{}", database.name);
        let told = data(&schema, why, both).await["whyMatch"].take();
        assert_eq!(told["verdict"], json!({"same": false, "reason": null, "saidBy": "api"}));

        let known = store.match_model(Kind::Account).await.expect("a model");
        let (version, model) = known.expect("it was learned");
        store.put_match_model(&model, now()).await.expect("another model");
        small.synced().await;
        let newer = store.match_model(Kind::Account).await.expect("a model").map(|(v, _)| v);
        assert!(newer > Some(version));
        assert_eq!(ids(&schema).await, apart, "{}", database.name);
        data(&schema, UNDO, json!({"pair": records(1, 5)})).await;
        let after = ids(&schema).await;
        assert_eq!(after[0], after[4], "{}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_decided_on_as_companies_are() {
    let why = "query($l: ExternalKey!, $r: ExternalKey!) {
        whyMatch(kind: CONTACT, left: $l, right: $r) { score reasons { field left } } }";
    for database in kit::databases().await {
        let small = companies(database.open().await).await;
        let schema = hub(&small);
        let contact = async |id: &str| {
            let of = small.sync.store.all_candidates::<Contact>().await.expect("people");
            let found = of.into_iter().find(|candidate| candidate.entity.origin.id == id);
            found.expect("one of them").entity.origin.contact.expect("a person")
        };
        let before = (contact("small:2").await, contact("small:3").await);
        assert_ne!(before.0, before.1);
        let told = data(&schema, why, json!({"l": record(2), "r": record(3)})).await;
        let reasons = told["whyMatch"]["reasons"].as_array().expect("reasons");
        let name = reasons.iter().find(|reason| reason["field"] == "name");
        assert_eq!(name.map(|name| &name["left"]), Some(&json!("Ada2, Kest2")), "{told:#}");

        let mut pair = records(2, 3);
        pair["kind"] = json!("CONTACT");
        let merged = data(&schema, DECIDE, json!({"pair": pair, "same": true})).await;
        assert_eq!(merged["decideMatch"]["id"].as_str(), Some(&*id_of(&schema, 2).await));
        assert_eq!(contact("small:2").await, contact("small:3").await, "{}", database.name);
        data(&schema, UNDO, json!({"pair": pair})).await;
        let after = (contact("small:2").await, contact("small:3").await);
        assert_eq!(after, before, "{}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_over_graphql_wins_until_it_is_taken_back() {
    let words = "$account: ID!, $field: String!, $record: ExternalKey!";
    let pin = |name: &str| {
        format!(
            "mutation({words}) {{ {name}(account: $account, field: $field, record: $record) {{
                lineage(field: \"phone\") {{ value winner rule source {{ recordId }} }} }} }}"
        )
    };
    for database in kit::databases().await {
        let small = companies(database.open().await).await;
        let schema = hub(&small);
        let id = id_of(&schema, 1).await;
        let asked = json!({"account": id, "field": "phone", "record": record(1)});
        let pinned = data(&schema, &pin("pinValue"), asked.clone()).await;
        let winner = json!({"value": "+49 431 1010", "winner": true, "rule": "steward pin",
            "source": {"recordId": "1"}});
        assert_eq!(pinned["pinValue"]["lineage"][0], winner, "{}", database.name);
        let undone = data(&schema, &pin("unpinValue"), asked.clone()).await;
        let newer = &undone["unpinValue"]["lineage"][0];
        assert_eq!(
            (&newer["value"], &newer["rule"]),
            (&json!("+49 431 1050"), &json!("recency"))
        );

        let wrong = async |name: &str, change: (&str, Answer)| {
            let mut asked = asked.clone();
            asked[change.0] = change.1;
            let mut error = ask(&schema, &pin(name), asked).await["errors"][0].take();
            (error["extensions"]["code"].take(), error["message"].to_string())
        };
        let (code, message) = wrong("pinValue", ("record", record(2))).await;
        assert_eq!(code, "BAD_INPUT", "{message}");
        assert!(message.contains("small/shops/2"), "{message}");
        assert_eq!(wrong("pinValue", ("record", record(77))).await.0, "NOT_FOUND");
        assert_eq!(wrong("pinValue", ("field", json!("changedAt"))).await.0, "BAD_INPUT");
        assert_eq!(wrong("pinValue", ("account", json!("acc_1"))).await.0, "NOT_FOUND");
        assert_eq!(wrong("unpinValue", ("field", json!("phone"))).await.0, "NOT_FOUND");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_pairs_are_refused_with_what_would_be_right() {
    let database = kit::sqlite();
    let small = companies(database.open().await).await;
    let schema = hub(&small);
    let cases = [
        (json!({"pair": records(1, 1), "same": true}), "BAD_INPUT"),
        (json!({"pair": records(1, 77), "same": true}), "NOT_FOUND"),
    ];
    for (asked, code) in cases {
        let answer = ask(&schema, DECIDE, asked).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{answer:#}");
    }
    let queries = [
        "mutation { decideMatch(id: \"acc_1\", same: true) { id } }",
        "mutation { decideMatch(same: true) { id } }",
        "{ identityReview(minScore: 0.9, maxScore: 0.5) { id } }",
        "{ identityReview(first: 1000) { id } }",
    ];
    for query in queries {
        let answer = ask(&schema, query, json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_INPUT", "{answer:#}");
    }
    assert_eq!(small.sync.store.verdicts(Kind::Account, 10).await.expect("none"), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_who_does_it_at_once_a_verdict_waits_for_the_next_digest() {
    let database = kit::sqlite();
    let small = companies(database.open().await).await;
    let schema = world::schema(&small.sync.store);
    let waiting = data(&schema, DECIDE, json!({"pair": records(2, 3), "same": true})).await;
    assert_eq!(waiting["decideMatch"]["sourceRecords"], json!([{"recordId": "2"}]));
    small.sync.digest().await.expect("a digest");
    assert_eq!(id_of(&schema, 2).await, id_of(&schema, 3).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_merges_the_last_is_undone_and_retired_ids_lead_where_their_records_are() {
    let query = "query($id: ID!) { account(id: $id) { id } }";
    for database in kit::databases().await {
        let small = companies(database.open().await).await;
        let schema = hub(&small);
        let before = ids(&schema).await;
        for (left, right) in [(2, 3), (3, 4)] {
            data(&schema, DECIDE, json!({"pair": records(left, right), "same": true})).await;
        }
        let one = id_of(&schema, 2).await;
        assert_eq!([id_of(&schema, 3).await, id_of(&schema, 4).await], [one.clone(), one]);
        data(&schema, UNDO, json!({"pair": records(3, 4)})).await;
        let after = ids(&schema).await;
        assert_eq!((&after[1], &after[3]), (&after[2], &before[3]), "{}", database.name);
        for shop in [1, 2] {
            let answer = data(&schema, query, json!({"id": before[shop]})).await;
            assert_eq!(answer["account"]["id"], after[shop], "{}", database.name);
        }
        data(&schema, UNDO, json!({"pair": records(2, 3)})).await;
        assert_eq!(ids(&schema).await, before, "{}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_to_take_effect_is_kept_and_told_beside_the_answer() {
    let database = kit::sqlite();
    let small = companies(database.open().await).await;
    let sync = &small.sync;
    let schema = api::schema(Hub {
        store: sync.store.clone(),
        catalog: Arc::clone(&sync.catalog),
        models: Arc::clone(&sync.models),
        calendar: sync.calendar.clone(),
        clock: Arc::new(small.clock.clone()),
        trial: None,
        digest: Some(Arc::new(|| Box::pin(async { Err("a secret cause".into()) }))),
        registers: Registers::new(),
    });
    let answer = ask(&schema, DECIDE, json!({"pair": records(2, 3), "same": true})).await;
    assert!(answer["data"]["decideMatch"]["id"].is_string(), "{answer:#}");
    assert_eq!(answer["errors"][0]["extensions"]["code"], "INTERNAL");
    assert!(!answer.to_string().contains("a secret cause"));
    let kept = sync.store.verdict(Kind::Account, "small:3", "small:2").await.expect("a read");
    assert_eq!(kept.map(|verdict| verdict.reason).as_deref(), Some("they told me"));
}

fn contract(n: usize, key: &str, amount: i64, code: &str, status: &str) -> Draft {
    let currency = Currency::parse(code).expect("a currency");
    let value = Money::new(amount.into(), currency).expect("a small amount");
    let fields = vec![("annual_value", Value::Amount(value)), ("status", text(status))];
    draft(EntityKind::Contract, n, key, fields)
}

/// Pairs of records in doubt, with contracts that make some of them worth a look.
async fn in_doubt(store: &Store) {
    let mut over = contract(4, "k7", 5_000, "EUR", "ACTIVE");
    over.fields.push(("ends_on", Some(world::day(1))));
    let contracts = vec![
        contract(0, "k1", 500, "EUR", "ACTIVE"),
        contract(0, "k2", 200, "EUR", "ACTIVE"),
        contract(1, "k3", 600, "USD", "ACTIVE"),
        contract(2, "k4", 900, "USD", "ACTIVE"),
        contract(2, "k5", 100, "EUR", "ACTIVE"),
        contract(4, "k6", 5_000, "EUR", "ENDED"),
        over,
    ];
    put(store, "FACTS", contracts).await;
    let records = store.all_candidates::<Account>().await.expect("records");
    let model = reconcile::learn(&records, &Registers::new());
    store.put_match_model(&model, now()).await.expect("a model");
    let pair = |(a, b, weight): (&str, &str, f64)| PairOf { a: a.into(), b: b.into(), weight };
    let pairs = [
        ("crm:c4", "crm:c6", 1.0),
        ("crm:c5", "crm:c6", -1.0),
        ("crm:c4", "crm:c5", -0.2),
        ("crm:c0", "crm:c1", 2.0),
        ("crm:c2", "crm:c3", 0.5),
        ("crm:c3", "desk:c3", 1.5),
        ("crm:c0", "crm:c2", 1.0),
        ("crm:c0", "crm:c6", 5.0),
        ("crm:c1", "crm:c6", -3.0),
    ]
    .map(pair);
    let mut matching = store.matching(Kind::Account, pairs.len()).await.expect("a change");
    matching.change_pairs(&[], &pairs).await.expect("pairs");
    matching.commit().await.expect("it is kept");
    let verdict = Verdict {
        kind: Kind::Account,
        a: "crm:c2".to_owned(),
        b: "crm:c0".to_owned(),
        same: false,
        reason: String::new(),
        said_by: "sam".to_owned(),
        said_at: now(),
        undone_at: None,
    };
    assert!(store.say(&verdict).await.expect("a verdict"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_asks_first_where_most_money_is_at_stake_and_then_what_is_least_sure() {
    let query =
        "query($first: Int!) { identityReview(minScore: 0.2, maxScore: 0.9, first: $first) {
        score merged money { amount currency } left { recordId } right { system recordId } } }";
    for database in kit::databases().await {
        let store = world(&database, 7).await;
        in_doubt(&store).await;
        let schema = world::schema(&store);
        let answer = data(&schema, query, json!({"first": 20})).await;
        let told = |one: &Answer| {
            let text = |value: &Answer| value.as_str().unwrap_or("-").to_owned();
            let money = &one["money"];
            let money = format!("{} {}", text(&money["amount"]), text(&money["currency"]));
            let (left, right) =
                (text(&one["left"]["recordId"]), text(&one["right"]["recordId"]));
            format!("{left} {right} {} {money} {}", one["score"], one["merged"])
        };
        let queue = answer["identityReview"].as_array().expect("a queue");
        let queue: Vec<String> = queue.iter().map(told).collect();
        let expected = [
            "c2 c3 0.586 900.00 USD false",
            "c0 c1 0.8 700.00 EUR false",
            "c4 c5 0.465 - - false",
            "c4 c6 0.667 - - false",
            "c5 c6 0.333 - - false",
            "c3 c3 0.739 - - true",
        ];
        assert_eq!(queue, expected, "{}", database.name);
        let two = data(&schema, query, json!({"first": 2})).await;
        assert_eq!(two["identityReview"].as_array().map(Vec::len), Some(2));
        let people = "{ identityReview(kind: CONTACT) { id } }";
        assert_eq!(data(&schema, people, json!({})).await["identityReview"], json!([]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_value_comes_from_and_what_is_in_doubt_is_answered() {
    for database in kit::databases().await {
        let store = world(&database, 7).await;
        in_doubt(&store).await;
        let schema = world::schema(&store);
        let answer = data(&schema, &saved("q10"), json!({"id": FIRST})).await;
        let held = &answer["account"];
        let name = &held["lineageName"][0];
        assert_eq!((&name["winner"], &name["rule"]), (&json!(true), &json!("trust")));
        assert_eq!(name["source"]["system"], "crm");
        assert!(name["source"]["observedAt"].is_string(), "{name:#}");
        assert_eq!(held["lineageArr"], json!([]), "computed, so nobody said it");
        assert_eq!(held["sourceRecords"].as_array().map(Vec::len), Some(3));
        let doubt = &answer["identityReview"][0];
        assert_eq!((&doubt["left"]["recordId"], &doubt["score"]), (&json!("c0"), &json!(0.8)));
        let reasons = doubt["reasons"].as_array().expect("reasons");
        let name = reasons.iter().find(|reason| reason["field"] == "name").expect("names");
        assert_eq!(name["left"], "Company 999", "{}", database.name);
        assert_eq!(name["right"], "Company 998", "{}", database.name);
        let one = json!({"id": account(6)});
        let query = "query($id: ID!) { account(id: $id) { identity { steps { weight } events { what } } } }";
        let alone = data(&schema, query, one).await;
        assert_eq!(alone["account"]["identity"]["events"], json!([]));
    }
}

/// A German VAT number with the right check digit (ISO/IEC 7064 MOD 11,10).
fn vat(n: u64) -> String {
    let head = format!("{:08}", 10_000_000 + n * 7_919);
    let product = head.bytes().fold(10, |product, byte| {
        let sum = (u32::from(byte - b'0') + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    format!("DE{head}{}", (11 - product) % 10)
}

/// The same with another check digit.
fn slipped(vat: &str) -> String {
    let (head, check) = vat.split_at(vat.len() - 1);
    let check: u32 = check.parse().expect("a digit");
    format!("{head}{}", (check + 1) % 10)
}

/// The n-th of a hundred records; the last ten are the first ten once more.
fn messy(id: u64) -> Answer {
    let n = id % 90;
    let (letter, other) = ((b'a' + (n / 10) as u8) as char, (b'k' + (n % 10) as u8) as char);
    let word = format!("{letter}{other}{}", "rotavix".repeat(1 + (n % 3) as usize));
    let mut shop = json!({
        "id": id, "name": format!("{word} {n}"), "vat": vat(n), "domain": format!("{word}{n}.de"),
        "country": "DE", "owner": "7", "given": word, "family": format!("{other}{letter}erson"),
        "email": format!("{word}@{word}{n}.de"),
    });
    match id {
        20..25 => shop["vat"] = json!(slipped(&vat(n))),
        30..34 => shop["country"] = json!("Atlantis"),
        40..43 => shop["email"] = json!("unknown"),
        50..52 => shop["owner"] = Answer::Null,
        60 => shop["vat"] = Answer::Null,
        61 => shop["email"] = Answer::Null,
        _ => {}
    }
    shop
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_with_ten_percent_duplicates_reports_ten_percent() {
    let query = "{ dataQuality { source category accountRecords accounts contactRecords contacts
        duplicates { records of share } invalidEmail { records of share }
        invalidCountry { records of } invalidVat { records of } withoutOwner { records of share } } }";
    for database in kit::databases().await {
        let small = Small::with_mapping(database.open().await, 0, MAPPING).await;
        let schema = hub(&small);
        assert_eq!(data(&schema, query, json!({})).await["dataQuality"], json!([]));
        small.change(|holds| holds.shops.extend((0..100).map(|id| (id, messy(id)))));
        small.synced().await;
        let report = data(&schema, query, json!({})).await;
        let expected = json!([{
            "source": "small", "category": "SUPPORT",
            "accountRecords": 100, "accounts": 90, "contactRecords": 100, "contacts": 90,
            "duplicates": {"records": 20, "of": 200, "share": 0.1},
            "invalidEmail": {"records": 3, "of": 99, "share": 0.03},
            "invalidCountry": {"records": 4, "of": 100},
            "invalidVat": {"records": 5, "of": 99},
            "withoutOwner": {"records": 2, "of": 100, "share": 0.02},
        }]);
        assert_eq!(report["dataQuality"], expected, "{}", database.name);
    }
}
