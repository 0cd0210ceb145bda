//! Brings all records of a kind together at once, in memory: after the first fill, or when another
//! model was learned. The keys and pairs that it keeps are those that [`Sync::meet`] would find
//! record by record.
//!
//! It keeps them a part at a time, so that whoever else writes need not wait for long. Until a
//! record's pairs are kept it counts as unmatched: who is interrupted begins again.

use std::sync::Arc;

use super::meet::{Blocks, Changed, Met, keys};
use super::{Sync, SyncError};
use crate::model::Cause;
use crate::reconcile::Terms;
use crate::reconcile::matching::{Column, Edge, Matcher, Parties, Party, Settings};
use crate::store::PairOf;

/// Records whose keys or pairs are kept in one transaction.
const RECORDS_AT_ONCE: usize = 5_000;

/// All records of a kind, compared.
struct All {
    parties: Parties,
    matcher: Matcher,
    /// In order.
    edges: Vec<Edge>,
}

impl Sync {
    /// Finds the pairs of all records of a kind when most are to be matched: how many records that
    /// were. Those that are no more are left to [`Sync::meet`].
    pub(super) async fn meet_all<E: Met>(&self, terms: &Terms) -> Result<usize, SyncError> {
        if !self.store.mostly_unmatched(E::SUBJECT, terms.model.records).await? {
            return Ok(0);
        }
        self.store.match_again(E::SUBJECT).await?;
        let parties = self.store.all_parties::<E>(&terms.registers).await?;
        let model = Arc::clone(&terms.model);
        let compared = tokio::task::spawn_blocking(move || {
            let matcher = Matcher::with_model(model, parties.iter());
            let edges = matcher.all_edges(&Settings::default());
            All { parties, matcher, edges }
        });
        let all = compared.await.expect("comparing neither panics nor is aborted");
        for first in (0..all.parties.len()).step_by(RECORDS_AT_ONCE) {
            self.keep_keys::<E>(&all, first).await?;
        }
        let mut edges = all.edges.as_slice();
        for first in (0..all.parties.len()).step_by(RECORDS_AT_ONCE) {
            let end = (first + RECORDS_AT_ONCE) as u32;
            let (here, rest) = edges.split_at(edges.partition_point(|edge| edge.a < end));
            edges = rest;
            self.keep_pairs::<E>(&all, first, here).await?;
        }
        Ok(all.parties.len())
    }

    /// Replaces the keys of some records, from one on.
    async fn keep_keys<E: Met>(&self, all: &All, first: usize) -> Result<(), SyncError> {
        let parties = all.some(first);
        let ids: Vec<&str> = parties.iter().map(id).collect();
        let mut matching = self.store.matching(E::SUBJECT, ids.len()).await?;
        let new = keys(&parties, &all.matcher, first);
        let old = matching.keys(&ids).await?;
        let keys = Blocks::change(&mut matching, &old, &new).await?.keys();
        let changed =
            Changed { ids: &ids, parties: &parties, matcher: &all.matcher, first, keys };
        E::note(&mut matching, &changed).await?;
        Ok(matching.commit().await?)
    }

    /// Replaces the pairs of some records, from one on, with those behind them: then they are
    /// matched.
    async fn keep_pairs<E: Met>(
        &self,
        all: &All,
        first: usize,
        edges: &[Edge],
    ) -> Result<(), SyncError> {
        let parties = all.some(first);
        let ids: Vec<&str> = parties.iter().map(id).collect();
        let name = |place: u32| id(&all.parties.get(place as usize)).to_owned();
        let pair = |edge: &Edge| PairOf {
            a: name(edge.a),
            b: name(edge.b),
            weight: edge.weight.into(),
        };
        let pairs: Vec<PairOf> = edges.iter().map(pair).collect();
        let mut matching = self.store.matching(E::SUBJECT, ids.len()).await?;
        matching.replace_pairs(&ids, &pairs).await?;
        let causes = matching.causes(&ids).await?;
        let seeds: Vec<(&str, Cause)> =
            causes.iter().map(|(id, cause)| (id.as_str(), *cause)).collect();
        matching.matched(&ids, &seeds).await?;
        Ok(matching.commit().await?)
    }
}

impl All {
    /// Some records, from one on.
    fn some(&self, first: usize) -> Vec<Party<'_>> {
        let end = self.parties.len().min(first + RECORDS_AT_ONCE);
        (first..end).map(|place| self.parties.get(place)).collect()
    }
}

fn id<'a>(party: &Party<'a>) -> &'a str {
    party.get(Column::RecordId)
}
