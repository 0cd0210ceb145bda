//! Clusters records that changed together with all that is near them, and decides which golden
//! record each is part of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::meet::Met;
use super::{Sync, SyncError};
use crate::model::{Account, Cause, Contact, Decisions, hash};
use crate::reconcile::matching::VERSION;
use crate::reconcile::{self, Group, Subject, Terms, keys_of_employer};

/// Records from which groups are begun in one transaction.
const SEEDS_PER_BATCH: i64 = 1_000;

/// After so many records the database is told what its tables hold.
const MANY: usize = 20_000;

/// What a kind's groups become.
trait Identified: Met {
    /// Decides on a group.
    fn decide(
        sync: &Sync,
        group: Group<Self>,
        terms: Arc<Terms>,
    ) -> impl Future<Output = Result<Decisions, SyncError>> + Send;
}

impl Sync {
    /// Matches what changed, and decides who is who: a step of [`Sync::digest`], which takes its turn
    /// first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reconcile(&self) -> Result<(), SyncError> {
        let registers = self.registers();
        let settings = format!("version {VERSION}, free of duplicates: {registers:?}");
        self.store.match_with(&settings).await?;
        let rules = format!("{:?} {:?}", self.survivorship, self.categories());
        self.store.merge_with(&hash(rules.as_bytes())).await?;
        self.reconcile_kind::<Account>().await?;
        self.reconcile_kind::<Contact>().await
    }

    async fn reconcile_kind<E: Identified>(&self) -> Result<(), SyncError> {
        let terms = Arc::new(Terms {
            model: self.model_of::<E>().await?,
            registers: self.registers(),
            rules: Arc::clone(&self.survivorship),
            sources: self.categories(),
        });
        let mut done = self.meet_all::<E>(&terms).await?;
        done = self.tell::<E>(done).await?;
        loop {
            let met = self.meet::<E>(&terms).await?;
            if met == 0 {
                break;
            }
            done = self.tell::<E>(done + met).await?;
        }
        loop {
            let seeds = self.store.unclustered(E::SUBJECT, SEEDS_PER_BATCH).await?;
            if seeds.is_empty() {
                return Ok(());
            }
            done = self.tell::<E>(done + seeds.len()).await?;
            self.identify::<E>(seeds, &terms).await?;
        }
    }

    /// Tells the database what its tables hold once much was done: by what it knows of nearly empty
    /// ones, PostgreSQL would walk through full ones. What is still untold.
    async fn tell<E: Subject>(&self, done: usize) -> Result<usize, SyncError> {
        if done < MANY {
            return Ok(done);
        }
        self.store.analyze(E::SUBJECT).await?;
        Ok(0)
    }

    async fn identify<E: Identified>(
        &self,
        seeds: BTreeMap<String, Cause>,
        terms: &Arc<Terms>,
    ) -> Result<(), SyncError> {
        let group = self.store.group::<E>(seeds).await?;
        let ids = group.candidates.iter().map(|c| c.entity.origin().id.clone());
        let mut clustered: BTreeSet<String> = ids.collect();
        clustered.extend(group.causes.keys().cloned());
        let decisions = E::decide(self, group, Arc::clone(terms)).await?;
        let clustered: Vec<&str> = clustered.iter().map(String::as_str).collect();
        let at = self.clock.now();
        Ok(self.store.decide_on(E::SUBJECT, &clustered, &decisions, at).await?)
    }
}

impl Identified for Account {
    async fn decide(
        sync: &Sync,
        group: Group<Self>,
        terms: Arc<Terms>,
    ) -> Result<Decisions, SyncError> {
        let stems = {
            let matcher = group.matcher(&terms);
            let names = (0..group.candidates.len()).filter_map(|place| matcher.names(place));
            names.flat_map(|names| names.stems).collect()
        };
        let families = sync.store.families(&group, &stems).await?;
        let decided =
            tokio::task::spawn_blocking(move || reconcile::accounts(&group, &families, &terms));
        Ok(decided.await.expect("reconciling neither panics nor is aborted"))
    }
}

impl Identified for Contact {
    async fn decide(
        sync: &Sync,
        group: Group<Self>,
        terms: Arc<Terms>,
    ) -> Result<Decisions, SyncError> {
        let companies = group.candidates.iter().filter_map(|c| c.company.as_deref());
        let keys: Vec<u64> = group.candidates.iter().flat_map(keys_of_employer).collect();
        let employers = sync.store.employers(companies.collect(), &keys).await?;
        let decided = tokio::task::spawn_blocking(move || {
            reconcile::contacts(&group, &employers, &terms)
        });
        Ok(decided.await.expect("reconciling neither panics nor is aborted"))
    }
}
