//! Who is who does not depend on the order in which records came: only on the records there are, what
//! stewards said, and the model.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use accord::connector::Catalog;
use accord::fetch::{Client, Egress};
use accord::insight::{Calendar, Models};
use accord::model::{Account, Contact, Draft, EntityKind, RecordRef, SourceId, Value};
use accord::reconcile::matching::Kind;
use accord::reconcile::{Registers, Survivorship, learn};
use accord::store::{KeyOf, MappedBatch, Store};
use accord::sync::{Sync, Vaults};

use crate::kit::{Database, databases};
use crate::river::Steps;

const START: &str = "2026-03-02T08:00:00Z";

/// A hub whose records are put in by hand, and whose model stays.
struct Hub {
    sync: Sync,
}

impl Hub {
    async fn of(database: &Database) -> Self {
        let client = Client::new(Egress {
            timeout: Duration::from_secs(1),
            max_reply: 1 << 20,
            allow_private: false,
        });
        let sync = Sync {
            store: database.open().await,
            catalog: Arc::new(Catalog::default()),
            client: client.expect("a client"),
            clock: Arc::new(Steps::at(START)),
            models: Models::built_in(),
            relearns: false,
            signals: accord::insight::SignalModel::built_in(),
            subscriptions: Arc::default(),
            survivorship: Survivorship::built_in(),
            calendar: Calendar::default(),
            sources: Arc::new(BTreeMap::new()),
            worker: "a test".into(),
            lease: Duration::from_mins(10),
            patience: Duration::ZERO,
            vaults: Vaults::default(),
            watch: Arc::new(|_| {}),
        };
        Self { sync }
    }

    fn store(&self) -> &Store {
        &self.sync.store
    }

    /// Puts records in, or takes them out, and digests.
    async fn change(&self, new: &[Draft], gone: &[&Draft]) {
        let mut streams: BTreeMap<(SourceId, String), MappedBatch> = BTreeMap::new();
        let batch = |record: &RecordRef| MappedBatch {
            source: record.source.clone(),
            stream: record.stream.clone(),
            phase: "PARTIES",
            mapping: "m".to_owned(),
            ..MappedBatch::default()
        };
        for (draft, lives) in new
            .iter()
            .map(|draft| (draft, true))
            .chain(gone.iter().map(|draft| (*draft, false)))
        {
            let record = &draft.record;
            let key = (record.source.clone(), record.stream.clone());
            let batch = streams.entry(key).or_insert_with(|| batch(record));
            if lives {
                batch.drafts.push(draft.clone());
            } else {
                batch.again.push(record.clone());
            }
        }
        for batch in streams.values() {
            self.store().put_mapped(batch).await.expect("records are kept");
        }
        self.sync.digest().await.expect("a digest");
    }

    /// Learns from what is there, and keeps that.
    async fn learn(&self) {
        let accounts = self.store().all_candidates::<Account>().await.expect("records");
        let contacts = self.store().all_candidates::<Contact>().await.expect("records");
        let registers = Registers::new();
        for model in [learn(&accounts, &registers), learn(&contacts, &registers)] {
            let at = START.parse().expect("a moment");
            self.store().put_match_model(&model, at).await.expect("a model is kept");
        }
    }

    /// The models that another hub learned.
    async fn learned_by(database: &Database, other: &Self) -> Self {
        let hub = Self::of(database).await;
        for kind in [Kind::Account, Kind::Contact] {
            let (_, model) = other
                .store()
                .match_model(kind)
                .await
                .expect("a model")
                .expect("it was learned");
            let at = START.parse().expect("a moment");
            hub.store().put_match_model(&model, at).await.expect("a model is kept");
        }
        hub
    }

    /// The records of each golden account and contact, and each account's parent by its records.
    async fn who_is_who(&self) -> (Groups, Groups, BTreeMap<String, String>) {
        let store = self.store();
        let accounts = store.all_candidates::<Account>().await.expect("records");
        let contacts = store.all_candidates::<Contact>().await.expect("records");
        let mut of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for origin in accounts.iter().map(|c| &c.entity.origin) {
            let golden = origin.account.as_ref().expect("every record is part of an account");
            of.entry(golden.0.clone()).or_default().insert(origin.id.clone());
        }
        let ids: Vec<_> = of.keys().map(|id| accord::model::AccountId(id.clone())).collect();
        let rows = store.accounts_by_id(&ids).await.expect("accounts");
        let first = |id: &str| of[id].first().expect("an account has records").clone();
        let parents = rows
            .iter()
            .filter_map(|(id, row)| Some((first(&id.0), first(&row.parent.as_ref()?.0))));
        let parents = parents.collect();
        let mut people: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for origin in contacts.iter().map(|c| &c.entity.origin) {
            let golden = origin.contact.as_ref().expect("every record is part of a contact");
            people.entry(golden.0.clone()).or_default().insert(origin.id.clone());
        }
        (of.into_values().collect(), people.into_values().collect(), parents)
    }
}

impl Hub {
    /// The keys and the pairs that are kept of all records, by kind.
    async fn kept(&self) -> Vec<(BTreeSet<KeyOf>, Pairs)> {
        let mut kept = Vec::new();
        for kind in [Kind::Account, Kind::Contact] {
            let world = world();
            let ids =
                world.iter().map(|draft| format!("{}:{}", draft.record.source, draft.key));
            let ids: BTreeSet<String> = ids.collect();
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            // Never committed: what it drops stays.
            let mut matching = self.store().matching(kind, ids.len()).await.expect("a turn");
            let keys = matching.keys(&ids).await.expect("keys");
            let pairs = matching.change_pairs(&ids, &[]).await.expect("pairs").into_iter();
            let pairs = pairs.map(|pair| (pair.a, pair.b, pair.weight.to_bits())).collect();
            kept.push((keys.into_iter().collect(), pairs));
        }
        kept
    }
}

/// Pairs with the bits of their weights.
type Pairs = BTreeSet<(String, String, u64)>;
type Groups = BTreeSet<BTreeSet<String>>;

/// A dice that falls the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn shuffled(&mut self, records: &[Draft]) -> Vec<Draft> {
        let mut records = records.to_vec();
        for at in (1..records.len()).rev() {
            records.swap(at, self.below(at + 1));
        }
        records
    }
}

fn draft(
    kind: EntityKind,
    source: &str,
    key: String,
    fields: Vec<(&'static str, &str)>,
) -> Draft {
    let stream = if kind == EntityKind::Account { "companies" } else { "people" };
    let record =
        RecordRef { source: source.into(), stream: stream.to_owned(), key: key.clone() };
    let value = |text: &str| (!text.is_empty()).then(|| Value::Text(text.to_owned()));
    Draft {
        kind,
        key,
        record,
        adds: false,
        url: None,
        account: None,
        contact: None,
        fields: fields.into_iter().map(|(name, text)| (name, value(text))).collect(),
    }
}

/// Companies and people in three sources, some of them several times and with slips; and so many at
/// one switchboard that its number is joined with a second key, and then with neighbours only.
fn world() -> Vec<Draft> {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let first = ["Kestrel", "Morgen", "Lindqvist", "Borus", "Tamarin", "Quixote"];
    let second = ["Pumps", "Motors", "Foods", "Papers"];
    let tail = ["", "", " Iberia", " Logistics"];
    let mut records = Vec::new();
    for company in 0..40 {
        let name = format!("{} {}{}", dice.one(&first), dice.one(&second), dice.one(&tail));
        let domain = format!("{}.example", name.to_lowercase().replace(' ', "-"));
        for source in ["crm", "erp", "desk"] {
            if dice.below(3) == 0 {
                continue;
            }
            let slip =
                if dice.below(6) == 0 { name.replacen('e', "", 1) } else { name.clone() };
            let domain = if dice.below(3) == 0 { "" } else { domain.as_str() };
            let town = dice.one(&["", "Berlin", "Madrid"]);
            let fields = vec![
                ("name", slip.as_str()),
                ("domain", domain),
                ("city", town),
                ("phone", "+49 30 1234567"),
            ];
            records.push(draft(EntityKind::Account, source, format!("c{company:02}"), fields));
            let given = dice.one(&["Ann", "Bob", "Zoe"]);
            let family = dice.one(&["Hughes", "Costa", "Ito"]);
            let email = format!("{given}.{family}@{}", domain.to_lowercase());
            let email = if domain.is_empty() { "" } else { email.as_str() };
            let fields = vec![
                ("given_name", given),
                ("family_name", family),
                ("email", email),
                ("company_name", name.as_str()),
            ];
            let person = draft(EntityKind::Contact, source, format!("p{company:02}"), fields);
            records.push(Draft { account: Some(format!("c{company:02}")), ..person });
        }
    }
    for tenant in 0..75 {
        // One name of more than any key may bring together, and few others.
        let name = format!("Tenant {}", tenant / 66);
        let fields = vec![("name", name.as_str()), ("phone", "+49 30 9999999")];
        records.push(draft(EntityKind::Account, "desk", format!("t{tenant:02}"), fields));
    }
    records
}

async fn in_batches(hub: &Hub, records: &[Draft], size: usize) {
    for batch in records.chunks(size) {
        hub.change(batch, &[]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_come_in_any_order_and_any_number_are_the_same_parties() {
    let world = world();
    for database in databases().await {
        let whole = Hub::of(&database).await;
        whole.change(&world, &[]).await;
        whole.learn().await;
        whole.sync.digest().await.expect("a digest");
        let expected = whole.who_is_who().await;
        assert!(expected.0.len() < 100 && expected.0.len() > 30, "{}", expected.0.len());
        assert!(!expected.2.is_empty(), "some are a part of others");
        let kept = whole.kept().await;
        assert!(kept.iter().all(|(keys, pairs)| !keys.is_empty() && !pairs.is_empty()));

        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        for size in [1, 7, 31, 400] {
            let other = crate::kit::another(&database).await;
            let hub = Hub::learned_by(&other, &whole).await;
            in_batches(&hub, &dice.shuffled(&world), size).await;
            let name = database.name;
            assert_eq!(hub.who_is_who().await, expected, "{name}, {size} at a time");
            // Most of them are compared in memory when they come at once.
            assert!(hub.kept().await == kept, "{name}, {size} at a time");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_added_and_deleted_again_was_never_there() {
    let world = world();
    let stay: Vec<Draft> = world.iter().skip(1).step_by(2).cloned().collect();
    let go: Vec<&Draft> = world.iter().step_by(2).collect();
    for database in databases().await {
        let learner = Hub::of(&database).await;
        learner.change(&world, &[]).await;
        learner.learn().await;
        learner.sync.digest().await.expect("a digest");

        let only = crate::kit::another(&database).await;
        let only = Hub::learned_by(&only, &learner).await;
        only.change(&stay, &[]).await;
        let both = crate::kit::another(&database).await;
        let both = Hub::learned_by(&both, &learner).await;
        both.change(&world, &[]).await;
        for gone in go.chunks(20) {
            both.change(&[], gone).await;
        }
        let (expected, kept) = (only.who_is_who().await, only.kept().await);
        assert_eq!(both.who_is_who().await, expected, "{}", database.name);
        assert!(both.kept().await == kept, "{}", database.name);

        let at_once = crate::kit::another(&database).await;
        let at_once = Hub::learned_by(&at_once, &learner).await;
        at_once.change(&world, &[]).await;
        at_once.change(&stay, &go).await;
        assert_eq!(at_once.who_is_who().await, expected, "{}", database.name);
        assert!(at_once.kept().await == kept, "{}", database.name);
    }
}
