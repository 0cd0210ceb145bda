//! Whose value survives, from the source to the golden account: rules of one's own, and pins.

use std::collections::BTreeMap;
use std::sync::Arc;

use accord::model::{Category, EntityKind, Pin};
use accord::reconcile::Survivorship;
use accord::store::Store;
use chrono::{DateTime, Utc};
use serde_json::json;

use crate::kit::databases;
use crate::small::{Small, source};

const MAPPING: &str = r#"
category: SUPPORT
title: Small
version: "1"
streams:
  shops:
    entities:
      - entity: account
        key: id
        fields:
          name: name
          vat: vat
          domain: domain
          phone: phone
          street: street
          city: city
          region: region
          country: country
          changed_at: changed
"#;

/// The newer record, and the one that says more, by completeness of the record and the address.
const FULLER: &str = "
code: fuller
version: 1
account:
  order: [completeness]
  groups:
    address: { fields: [street, city, region, country], order: [completeness] }
contact: { order: [trust], trust: [small, CRM] }
";

/// One company twice: the first record is the newer, the second says more.
async fn twice(store: Store) -> Small {
    let small = Small::with_mapping(store, 0, MAPPING).await;
    small.change(|holds| {
        holds.shops.insert(
            1,
            json!({
                "id": 1, "name": "Kestrel Pumps", "vat": "DE811234567", "domain": "kestrel.de",
                "changed": "2026-03-09T08:00:00Z", "phone": "+49 431 1111",
                "street": "Ring 1", "city": "Kiel", "country": "DE",
            }),
        );
        holds.shops.insert(
            2,
            json!({
                "id": 2, "name": "Kestrel Pumps", "vat": "DE811234567", "domain": "kestrel.de",
                "changed": "2026-03-01T08:00:00Z", "phone": "+49 228 2222",
                "street": "Allee 2", "city": "Bonn", "country": "DE", "region": "NRW",
            }),
        );
    });
    small.synced().await;
    small
}

/// Phone, city and region of the only account, each with its rule; `-` for what it does not hold.
async fn golden(store: &Store) -> [String; 3] {
    let records = store.all_candidates::<accord::model::Account>().await.expect("the records");
    let accounts: Vec<_> =
        records.iter().filter_map(|record| record.entity.origin.account.clone()).collect();
    assert_eq!((accounts.len(), &accounts[0]), (2, &accounts[1]), "one company");
    let lineage = store.lineage(&accounts[..1]).await.expect("its lineage");
    let account = store.accounts_by_id(&accounts[..1]).await.expect("the account");
    let held = &account[&accounts[0]].account;
    [("phone", &held.phone), ("city", &held.city), ("region", &held.region)].map(
        |(field, held)| {
            let row = lineage[&accounts[0]].iter().find(|row| row.field == field);
            assert_eq!(row.map(|row| &row.value), held.as_ref(), "lineage tells what is held");
            row.map_or("-".to_owned(), |row| format!("{} by {}", row.value, row.rule))
        },
    )
}

fn pin(record: &str, field: &str) -> Pin {
    Pin {
        kind: EntityKind::Account,
        record: record.to_owned(),
        field: field.to_owned(),
        reason: Some("they told me on the phone".to_owned()),
        pinned_by: "sam".to_owned(),
        pinned_at: "2026-03-31T12:00:00.123456Z".parse::<DateTime<Utc>>().expect("a moment"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_wins_until_it_is_taken_back() {
    for database in databases().await {
        let small = twice(database.open().await).await;
        let store = &small.sync.store;
        let newer = ["+49 431 1111 by recency", "Kiel by recency", "-"];
        assert_eq!(golden(store).await, newer, "{}", database.name);

        let (phone, city) = (pin("small:2", "phone"), pin("small:2", "city"));
        assert!(store.pin(&phone).await.expect("a pin"));
        assert!(store.pin(&city).await.expect("a pin"));
        small.sync.digest().await.expect("a digest");
        let pinned =
            ["+49 228 2222 by steward pin", "Bonn by steward pin", "NRW by steward pin"];
        assert_eq!(golden(store).await, pinned, "{}", database.name);
        // It outlives whatever the sources say later.
        small.change(|holds| holds.shops.get_mut(&1).expect("a shop")["city"] = json!("Ulm"));
        small.synced().await;
        assert_eq!(golden(store).await, pinned, "{}", database.name);

        assert!(store.unpin(EntityKind::Account, "small:2", "phone").await.expect("a change"));
        assert!(store.unpin(EntityKind::Account, "small:2", "city").await.expect("a change"));
        small.sync.digest().await.expect("a digest");
        let undone = ["+49 431 1111 by recency", "Ulm by recency", "-"];
        assert_eq!(golden(store).await, undone, "{}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_of_ones_own_change_who_wins_at_the_next_digest() {
    for database in databases().await {
        let mut small = twice(database.open().await).await;
        let newer = ["+49 431 1111 by recency", "Kiel by recency", "-"];
        assert_eq!(golden(&small.sync.store).await, newer, "{}", database.name);
        let sources = BTreeMap::from([(source(), Category::Support)]);
        let rules = Survivorship::parse("own.yaml", FULLER, &sources).expect("right rules");
        small.sync.survivorship = Arc::new(rules);
        small.sync.digest().await.expect("a digest");
        let fuller =
            ["+49 228 2222 by completeness", "Bonn by completeness", "NRW by completeness"];
        assert_eq!(golden(&small.sync.store).await, fuller, "{}", database.name);
        small.sync.survivorship = Survivorship::built_in();
        small.sync.digest().await.expect("a digest");
        assert_eq!(golden(&small.sync.store).await, newer, "{}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pins_are_of_records_and_fields_that_there_are() {
    for database in databases().await {
        let small = twice(database.open().await).await;
        let store = &small.sync.store;
        assert!(!store.pin(&pin("small:3", "phone")).await.expect("no such record"));
        let person = Pin { kind: EntityKind::Contact, ..pin("small:1", "phone") };
        assert!(!store.pin(&person).await.expect("no such person"));
        let deal = Pin { kind: EntityKind::Deal, ..pin("small:1", "name") };
        let cases = [pin("small:1", "phoone"), pin("small:1", "changed_at"), deal].map(
            |pin| async move { store.pin(&pin).await.expect_err("no such field").to_string() },
        );
        let [typo, changed_at, deal] = cases;
        assert!(typo.await.contains("`account` has no field `phoone`"));
        assert!(changed_at.await.contains("`account.changed_at` cannot be pinned"));
        assert!(deal.await.contains("`deal.name` cannot be pinned"));
        assert_eq!(store.pins().await.expect("pins"), [], "{}", database.name);

        let again = Pin { pinned_by: "kim".to_owned(), reason: None, ..pin("small:1", "name") };
        for pin in [pin("small:2", "name"), pin("small:1", "name"), again.clone()] {
            assert!(store.pin(&pin).await.expect("a pin"));
        }
        assert_eq!(store.pins().await.expect("pins"), [again, pin("small:2", "name")]);
        assert!(store.unpin(EntityKind::Account, "small:1", "name").await.expect("a change"));
        assert!(!store.unpin(EntityKind::Account, "small:1", "name").await.expect("none"));
        assert_eq!(store.pins().await.expect("pins"), [pin("small:2", "name")]);
    }
}
