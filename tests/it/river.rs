//! The whole river on both databases: six systems over HTTP, landed, mapped, reconciled, scored.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use accord::api::{self, Hub, Schema};
use accord::connector::Catalog;
use accord::fetch::{Client, Egress};
use accord::insight::{Calendar, Models};
use accord::model::{AccountId, Clock, SourceId};
use accord::sample::{Company, Serving, System};
use accord::store::{AccountFilter, AccountOrder, Run, RunState, Store};
use accord::sync::{SourceSetting, Sync, Vaults};
use chrono::{DateTime, Utc};

use crate::kit::{Database, databases};
use crate::machine::{repository, systems};

/// A clock that a test moves.
#[derive(Clone)]
pub(crate) struct Steps(Arc<Mutex<DateTime<Utc>>>);

impl Steps {
    pub(crate) fn at(text: &str) -> Self {
        Self(Arc::new(Mutex::new(text.parse().expect("a moment"))))
    }

    pub(crate) fn forward(&self, by: chrono::Duration) {
        *self.0.lock().expect("no panic while held") += by;
    }
}

impl Clock for Steps {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("no panic while held")
    }
}

/// The connectors of the repository.
pub(crate) fn catalog() -> Catalog {
    let mut catalog = Catalog::default();
    for entry in std::fs::read_dir(repository("connectors")).expect("the folder").flatten() {
        let kind = entry.file_name().to_string_lossy().into_owned();
        let read = |file: &str| std::fs::read_to_string(entry.path().join(file)).ok();
        let (Some(manifest), Some(mapping)) = (read("manifest.yaml"), read("mapping.yaml"))
        else {
            continue;
        };
        let name = |file: &str| format!("connectors/{kind}/{file}");
        catalog
            .add(&kind, (&name("manifest.yaml"), &manifest), (&name("mapping.yaml"), &mapping))
            .unwrap_or_else(|error| panic!("{error}"));
    }
    catalog
}

/// The sample company's systems, connected to a store.
pub(crate) struct River {
    pub(crate) company: Arc<Company>,
    pub(crate) serving: Serving,
    pub(crate) clock: Steps,
    pub(crate) sync: Sync,
}

impl River {
    pub(crate) async fn of(company: Arc<Company>, store: Store, clock: Steps) -> Self {
        let serving = systems(Arc::clone(&company), clock.clone()).await;
        let client = Client::new(Egress {
            timeout: Duration::from_secs(20),
            max_reply: 64 << 20,
            allow_private: true,
        });
        let setting = |system: System| SourceSetting {
            kind: system.kind().to_owned(),
            free_of_duplicates: false,
            interval: Duration::from_mins(1),
            config: Arc::new(serving.config(system)),
        };
        let sources: BTreeMap<SourceId, SourceSetting> =
            System::ALL.into_iter().map(|s| (SourceId::from(s.kind()), setting(s))).collect();
        let sync = Sync {
            store,
            catalog: Arc::new(catalog()),
            client: client.expect("a client"),
            clock: Arc::new(clock.clone()),
            models: Models::built_in(),
            relearns: true,
            signals: accord::insight::SignalModel::built_in(),
            subscriptions: Arc::default(),
            survivorship: accord::reconcile::Survivorship::built_in(),
            calendar: Calendar::default(),
            sources: Arc::new(sources),
            worker: "a test".into(),
            lease: Duration::from_mins(10),
            patience: Duration::from_secs(1),
            vaults: Vaults::default(),
            watch: Arc::new(|_| {}),
        };
        sync.register().await.expect("sources are kept");
        Self { company, serving, clock, sync }
    }

    /// The schema over what the sync left.
    pub(crate) fn schema(&self) -> Schema {
        api::schema(self.hub())
    }

    /// What the API stands on, over what the sync left.
    pub(crate) fn hub(&self) -> Hub {
        Hub {
            store: self.sync.store.clone(),
            catalog: Arc::clone(&self.sync.catalog),
            models: Arc::clone(&self.sync.models),
            calendar: self.sync.calendar.clone(),
            clock: Arc::new(self.clock.clone()),
            trial: None,
            digest: None,
            registers: accord::reconcile::Registers::new(),
        }
    }

    pub(crate) async fn synced(&self) -> Vec<Run> {
        self.sync.once(&[]).await.expect("a sync")
    }
}

const START: &str = "2026-03-02T08:00:00Z";

pub(crate) async fn river(database: &Database) -> River {
    let company = Arc::new(Company::new(7, START.parse().expect("a moment")));
    River::of(company, database.open().await, Steps::at(START)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_company_arrives_whole_and_every_planted_account_is_right() {
    for database in databases().await {
        let river = river(&database).await;
        let runs = river.synced().await;
        for run in &runs {
            assert_eq!(
                run.read,
                run.written + run.skipped + run.rejected,
                "{}: {run:?}",
                database.name
            );
            assert!(run.errors.is_empty(), "{}: {run:?}", database.name);
            assert_eq!(run.state, RunState::Succeeded, "{}: {run:?}", database.name);
        }
        every_planted_account_is_right(&river).await;
        a_second_sync_writes_nothing(&river).await;
        later_only_what_changed_is_written(&river).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_system_can_be_tried_before_anything_of_it_is_there() {
    let database = crate::kit::sqlite();
    let river = river(&database).await;
    let version = river.sync.store.data_version().await.expect("a version");
    for source in river.sync.sources.keys() {
        let tried = river.sync.dry_run(source, 200).await;
        let tried = tried.unwrap_or_else(|error| panic!("{source}: {error}"));
        assert_eq!(tried.failed, [], "{source}");
        let read: Vec<usize> = tried.streams.iter().map(|stream| stream.read).collect();
        assert_eq!(read.iter().sum::<usize>(), 200, "{source}");
        assert!(read.iter().all(|read| *read > 0), "each stream has its share: {tried:?}");
        assert!(tried.streams.iter().all(|stream| !stream.drafts.is_empty()), "{source}");
    }
    assert_eq!(river.sync.store.data_version().await.expect("a version"), version);
}

/// Each planted customer is one account that holds exactly its records, and no other customer's.
async fn every_planted_account_is_right(river: &River) {
    let store = &river.sync.store;
    let truth = river.company.truth();
    let candidates =
        store.all_candidates::<accord::model::Account>().await.expect("the account records");
    let account_of: BTreeMap<&str, &AccountId> = candidates
        .iter()
        .filter_map(|c| Some((c.entity.origin.id.as_str(), c.entity.origin.account.as_ref()?)))
        .collect();
    let mut owner: BTreeMap<&AccountId, &str> = BTreeMap::new();
    let mut apart = Vec::new();
    let mut merged = Vec::new();
    for planted in &truth.accounts {
        let mut found = BTreeSet::new();
        for (system, _, id) in &planted.records {
            let record = format!("{system}:{id}");
            let account = account_of.get(record.as_str());
            found.insert(*account.unwrap_or_else(|| panic!("{record} is part of no account")));
        }
        if found.len() > 1 {
            apart.push(format!("{} is {} accounts: {planted:?}", planted.key, found.len()));
        }
        for account in found {
            if let Some(other) =
                owner.insert(account, &planted.key).filter(|other| *other != planted.key)
            {
                merged.push(format!("{} and {other} are one account", planted.key));
            }
        }
    }
    assert!(merged.is_empty(), "wrongly merged: {merged:#?}");
    assert!(apart.is_empty(), "fell apart: {apart:#?}");
    let page = store
        .accounts(&AccountFilter::default(), AccountOrder::Name, false, None, 1)
        .await
        .expect("a page");
    assert!(usize::try_from(page.total).is_ok_and(|total| total >= truth.accounts.len()));
}

async fn a_second_sync_writes_nothing(river: &River) {
    let version = river.sync.store.data_version().await.expect("a version");
    for run in river.synced().await {
        assert_eq!((run.written, run.rejected), (0, 0), "{run:?}");
    }
    let unchanged = river.sync.store.data_version().await.expect("a version");
    assert_eq!(version, unchanged, "nothing changed, so no account did");
}

async fn later_only_what_changed_is_written(river: &River) {
    river.clock.forward(chrono::Duration::hours(6));
    let runs = river.synced().await;
    let written: i64 = runs.iter().map(|run| run.written).sum();
    assert!((20..2_000).contains(&written), "{written} records in six hours");
    for run in &runs {
        assert!(run.errors.is_empty(), "{run:?}");
    }
}
