//! Records that are decided on together, and what is known of those around them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Sources;
use super::identity::{Identities, identities, new_ids};
use super::matching::{self, Edge, Join, Matcher, Model, Settings, Verdict};
use super::merge::Merging;
use super::pins::Pins;
use super::said::{Registers, Subject};
use super::survivorship::Survivorship;
use crate::model::{AccountId, Candidate, Cause, ContactId};

/// What is handed in to be clustered.
#[derive(Debug)]
pub struct Group<E> {
    /// All records that pairs or verdicts hold together with any of them, ascending by id.
    pub candidates: Vec<Candidate<E>>,
    /// Pairs that may be one party, by ids, with their weight in bits.
    pub pairs: Vec<(String, String, f64)>,
    /// What stewards said, the newest first: whether two records, by ids, are one.
    pub verdicts: Vec<(String, String, bool)>,
    /// Ids that golden records outside of it have.
    pub taken: BTreeSet<String>,
    /// Retired ids that records had before a merge into a golden record of these, by record.
    pub former: BTreeMap<String, BTreeSet<String>>,
    /// Why records are clustered again, by id.
    pub causes: BTreeMap<String, Cause>,
    /// What stewards pinned of these records.
    pub pins: Pins,
}

/// By what it is decided who is who and which value is right.
#[derive(Debug, Clone)]
pub struct Terms {
    /// How records compare.
    pub model: Arc<Model>,
    /// Sources that have each party once.
    pub registers: Registers,
    /// Which record's value survives.
    pub rules: Arc<Survivorship>,
    /// What kind of system each source is.
    pub sources: Sources,
}

/// Clusters of a group's records.
pub(super) struct Clustered<'a, E> {
    /// Each cluster's records ascending by id, the clusters by their first record.
    pub(super) clusters: Vec<Vec<&'a Candidate<E>>>,
    /// The name of each, and what became of the names that were.
    pub(super) named: Identities,
}

impl<E: Subject> Group<E> {
    /// The ids that clusters of these records may be given newly.
    pub fn new_ids(&self) -> Vec<String> {
        self.ids().flat_map(|id| new_ids(prefix::<E>(), id)).collect()
    }

    fn ids(&self) -> impl Iterator<Item = &str> {
        self.candidates.iter().map(|candidate| candidate.entity.origin().id.as_str())
    }

    /// The records of the golden ids that any of them has: all of them must be here.
    pub fn golden(&self) -> BTreeSet<&str> {
        self.candidates.iter().filter_map(golden).collect()
    }

    fn place(&self, id: &str) -> Option<u32> {
        let of = |candidate: &Candidate<E>| candidate.entity.origin().id.as_str().cmp(id);
        self.candidates.binary_search_by(of).ok().map(|place| place as u32)
    }

    /// A matcher over these records, in their order.
    pub fn matcher(&self, terms: &Terms) -> Matcher {
        let parties =
            self.candidates.iter().map(|candidate| E::said(candidate, &terms.registers));
        Matcher::with_model(Arc::clone(&terms.model), parties)
    }

    /// For each record the first one of its cluster, and the steps that led there.
    pub fn cluster(&self, terms: &Terms) -> (Vec<u32>, Vec<Join>) {
        let edge = |(a, b, weight): &(String, String, f64)| {
            Some(Edge { a: self.place(a)?, b: self.place(b)?, weight: *weight as f32 })
        };
        let edges: Vec<Edge> = self.pairs.iter().filter_map(edge).collect();
        let verdict = |(a, b, same): &(String, String, bool)| {
            Some(Verdict { a: self.place(a)?, b: self.place(b)?, same: *same })
        };
        let verdicts: Vec<Verdict> = self.verdicts.iter().filter_map(verdict).collect();
        self.matcher(terms).cluster(&edges, &verdicts, &Settings::default())
    }

    /// By what the values of its records are chosen.
    pub(super) fn merging<'a>(&'a self, terms: &'a Terms) -> Merging<'a> {
        Merging { rules: &terms.rules, sources: &terms.sources, pins: &self.pins }
    }

    /// Clusters the records and names the clusters.
    pub(super) fn named(&self, terms: &Terms) -> Clustered<'_, E> {
        let (first, _) = self.cluster(terms);
        let mut found: BTreeMap<u32, Vec<&Candidate<E>>> = BTreeMap::new();
        for (candidate, first) in self.candidates.iter().zip(first) {
            found.entry(first).or_default().push(candidate);
        }
        let clusters: Vec<Vec<&Candidate<E>>> = found.into_values().collect();
        let members: Vec<Vec<&str>> = clusters
            .iter()
            .map(|c| c.iter().map(|r| r.entity.origin().id.as_str()).collect())
            .collect();
        let all = clusters.iter().flatten();
        let known =
            all.filter_map(|r| Some((r.entity.origin().id.as_str(), golden(r)?))).collect();
        let mut named = identities(prefix::<E>(), &members, &known, &self.former, &self.taken);
        for event in &mut named.events {
            let causes = event.records.iter().filter_map(|record| self.causes.get(record));
            event.cause = causes.copied().max().unwrap_or(self.cause());
        }
        Clustered { clusters, named }
    }

    /// The weightiest cause of all.
    fn cause(&self) -> Cause {
        self.causes.values().copied().max().unwrap_or(Cause::Records)
    }
}

/// The golden record that a record is part of so far.
fn golden<E: Subject>(candidate: &Candidate<E>) -> Option<&str> {
    let origin = candidate.entity.origin();
    match E::SUBJECT {
        matching::Kind::Account => origin.account.as_ref().map(AccountId::as_str),
        matching::Kind::Contact => origin.contact.as_ref().map(ContactId::as_str),
    }
}

/// How ids of a kind begin.
fn prefix<E: Subject>() -> &'static str {
    match E::SUBJECT {
        matching::Kind::Account => "acc_",
        matching::Kind::Contact => "con_",
    }
}
