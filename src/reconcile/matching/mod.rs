//! Who may be who: from what records say to clusters of records of one party.
//!
//! ```text
//! party     what a record says, as columns
//! company   its forms as a row; how two rows compare; the keys by which they meet
//! person    the same for persons
//! value     what both have alike: addresses, phones, how numbers compare
//! frequency how often each value comes: what makes an agreement rare
//! block     pairs of records that share a key
//! model     what each outcome of a comparison weighs, learned without labels
//! compared  how pairs compared that the model learned from
//! cluster   what edges hold together, and the clusters of it
//! linkage   average linkage, apart what must stay apart
//! moves     records that stand nearer to another cluster than to their own
//! relation  parents and subsidiaries among clusters
//! explain   why two records are one party or not
//! ```
//!
//! A [`Model`] is frequencies and weights, learned from a body of records and then frozen:
//! under one model a pair's weight follows from its two records, and a component's clusters from
//! its records, whatever else there is and in whatever order it came.

mod block;
mod cluster;
mod company;
mod compared;
mod explain;
mod frequency;
#[cfg(test)]
mod laws;
mod linkage;
mod model;
mod moves;
mod party;
mod person;
mod person_row;
mod relation;
mod value;

pub use cluster::{Edge, Join, Verdict};
pub use company::employer_keys;
pub use explain::{Explanation, said};
pub use frequency::Frequencies;
pub use linkage::By;
pub use model::{Learned, Model, Step, VERSION};
pub use party::{Column, Kind, Parties, Party};
pub use relation::Names;

use std::sync::Arc;

use block::{Keys, Pair, Rule};
use company::Companies;
use compared::Compared;
use model::{Comparison, Pattern, Scale};
use person::Persons;

use super::form::words::mix;

/// Records of one kind in comparable forms.
trait Corpus {
    const KIND: Kind;
    const COMPARISONS: &'static [Comparison];
    const RULES: &'static [Rule];

    fn len(&self) -> usize;
    fn compare(&self, a: usize, b: usize) -> Pattern;
    fn keys(&self, record: usize, keys: &mut Keys);
    /// Whether two records are never one party, whatever else they share.
    fn cannot_link(&self, a: usize, b: usize) -> bool;
    /// How often each value came, to keep.
    fn frequencies(&self) -> Frequencies;
}

/// What is enough to be one party. Weights are in bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// The least weight of a pair that is looked at.
    pub edge: f32,
    /// The least average weight between two clusters that become one.
    pub link: f32,
    /// One pair speaks against a cluster with no more than this.
    pub least: f32,
    /// One pair speaks for a cluster with no more than this.
    pub greatest: f32,
    /// The most records that are clustered as one component; a larger one is cut at its weakest
    /// edges first.
    pub most: usize,
}

/// The least average weight between clusters that are looked over for records to move.
const SETTLED: f32 = -0.5;

impl Default for Settings {
    fn default() -> Self {
        Self { edge: -1.0, link: SETTLED, least: -3.0, greatest: 8.0, most: 150 }
    }
}

/// A step of the work, for who watches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Records are read into comparable forms.
    Reading,
    /// Records that share a key are brought together.
    Blocking,
    /// Weights are learned.
    Learning,
    /// Pairs are compared and clustered.
    Clustering,
}

/// Records and what is known of them.
enum Records {
    Companies(Companies),
    Persons(Persons),
}

/// Records that can be matched with each other.
///
/// Records are known by their place; give them in ascending order of their ids, and clusters do
/// not depend on how they came.
pub struct Matcher {
    records: Records,
    /// The pairs that were learned from; under a kept model they are found when they are asked for.
    pairs: Option<Vec<Pair>>,
    /// How pairs compared that learning looked at.
    compared: Compared,
    model: Arc<Model>,
}

/// Does the same for records of either kind.
macro_rules! of_kind {
    ($matcher:expr, $corpus:ident => $do:expr) => {
        match &$matcher.records {
            Records::Companies($corpus) => $do,
            Records::Persons($corpus) => $do,
        }
    };
}

impl Matcher {
    /// Reads records and learns a model from them.
    pub fn learn<'a>(
        kind: Kind,
        parties: impl Iterator<Item = Party<'a>>,
        mut watch: impl FnMut(Phase),
    ) -> Self {
        watch(Phase::Reading);
        match kind {
            Kind::Account => {
                Self::learned(Companies::read(parties, None), Records::Companies, watch)
            }
            Kind::Contact => {
                Self::learned(Persons::read(parties, None), Records::Persons, watch)
            }
        }
    }

    fn learned<C: Corpus>(
        corpus: C,
        records: fn(C) -> Records,
        mut watch: impl FnMut(Phase),
    ) -> Self {
        watch(Phase::Blocking);
        let pairs = block::pairs(&corpus);
        watch(Phase::Learning);
        let (model, compared) = model::learn(&corpus, &pairs);
        watch(Phase::Clustering);
        let model = Arc::new(model);
        Self { records: records(corpus), pairs: Some(pairs), compared, model }
    }

    /// Reads records to be matched by what was learned before, from them or from others.
    pub fn with_model<'a>(model: Arc<Model>, parties: impl Iterator<Item = Party<'a>>) -> Self {
        let known = Some((model.records, &model.frequencies));
        let records = match model.kind {
            Kind::Account => Records::Companies(Companies::read(parties, known)),
            Kind::Contact => Records::Persons(Persons::read(parties, known)),
        };
        Self { records, pairs: None, compared: Compared::default(), model }
    }

    /// What was learned, to be kept: with the frequencies of all values.
    pub fn model(&self) -> Model {
        let frequencies = of_kind!(self, corpus => corpus.frequencies());
        self.model.with(frequencies)
    }

    /// For each record the first record of its cluster.
    pub fn clusters(&self, settings: &Settings) -> Vec<u32> {
        of_kind!(self, corpus => self.clusters_of(corpus, settings))
    }

    fn clusters_of<C: Corpus>(&self, corpus: &C, settings: &Settings) -> Vec<u32> {
        let edges = self.edges_of(corpus, settings);
        let scale = Scale::new(&self.model, C::COMPARISONS);
        cluster::clusters(corpus, &edges, &[], &scale, settings).first
    }

    fn edges_of<C: Corpus>(&self, corpus: &C, settings: &Settings) -> Vec<Edge> {
        let found = self.pairs.is_none().then(|| {
            block::pairs_by(corpus, |rule| self.model.worth_comparing(C::RULES, rule))
        });
        let pairs = self.pairs.as_ref().or(found.as_ref()).map_or(&[][..], Vec::as_slice);
        let pairs = self.compared.beside(pairs);
        let worth = pairs.filter(|(pair, _)| self.model.worth_comparing(C::RULES, pair.rule));
        let scale = Scale::new(&self.model, C::COMPARISONS);
        let weighed = worth.filter_map(|(pair, known)| {
            let edge = edge(corpus, &scale, (pair.a, pair.b), known);
            edge.filter(|edge| edge.weight >= settings.edge)
        });
        weighed.collect()
    }

    /// Clusters the records that given edges and stewards' verdicts hold together.
    pub fn cluster(
        &self,
        edges: &[Edge],
        verdicts: &[Verdict],
        settings: &Settings,
    ) -> (Vec<u32>, Vec<Join>) {
        let clusters = of_kind!(self, corpus => {
            let scale = Scale::new(&self.model, comparisons(corpus));
            cluster::clusters(corpus, edges, verdicts, &scale, settings)
        });
        (clusters.first, clusters.joins)
    }

    /// The pairs among these that may be one party, with their weights.
    pub fn edges(
        &self,
        pairs: impl Iterator<Item = (u32, u32)>,
        settings: &Settings,
    ) -> Vec<Edge> {
        of_kind!(self, corpus => {
            let scale = Scale::new(&self.model, comparisons(corpus));
            let edges = pairs.filter_map(|pair| edge(corpus, &scale, pair, None));
            edges.filter(|edge| edge.weight >= settings.edge).collect()
        })
    }

    /// All pairs of these records that may be one party, with their weights, in order: those that
    /// their keys bring together.
    pub fn all_edges(&self, settings: &Settings) -> Vec<Edge> {
        of_kind!(self, corpus => {
            let mut edges = self.edges_of(corpus, settings);
            edges.sort_unstable_by_key(|edge| (edge.a, edge.b));
            edges
        })
    }

    /// The keys by which others find a record. Under a kept model they follow from the record
    /// alone.
    pub fn keys(&self, record: usize) -> Vec<StoredKey> {
        of_kind!(self, corpus => stored_keys(corpus, &self.model, record))
    }

    /// The names that a company's record has and those it is a part of, as numbers.
    pub fn names(&self, record: usize) -> Option<Names> {
        match &self.records {
            Records::Companies(companies) => Some(relation::names(companies, record)),
            Records::Persons(_) => None,
        }
    }

    /// Subsidiaries and their parents among clusters of companies, each known by its first record.
    pub fn parents(&self, clusters: &[u32]) -> Vec<(u32, u32)> {
        match &self.records {
            Records::Companies(companies) => relation::parents(companies, clusters),
            Records::Persons(_) => Vec::new(),
        }
    }

    /// Why two records are one party or not.
    pub fn explain(&self, a: usize, b: usize) -> Explanation {
        of_kind!(self, corpus => explain::explain(corpus, &self.model, a, b))
    }
}

/// The comparisons of a corpus.
fn comparisons<C: Corpus>(_: &C) -> &'static [Comparison] {
    C::COMPARISONS
}

/// A pair's weight, unless the two must stay apart; `known` is how they compare.
fn edge<C: Corpus>(
    corpus: &C,
    scale: &Scale,
    (a, b): (u32, u32),
    known: Option<&Pattern>,
) -> Option<Edge> {
    let (x, y) = (a as usize, b as usize);
    let weight = match known {
        Some(pattern) => scale.weight(pattern),
        None => scale.weight(&corpus.compare(x, y)),
    };
    (!corpus.cannot_link(x, y)).then_some(Edge { a, b, weight })
}

/// A key by which records find each other, as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoredKey {
    /// What is shared, under its rule.
    pub key: u64,
    /// What it is joined with where more than `cap` records share it.
    pub second: u32,
    /// The most records that it brings together by itself.
    pub cap: u16,
}

impl StoredKey {
    /// How many of its neighbours, in the order of ids, a record meets on either side where more
    /// than `cap` share both.
    pub fn reach(&self) -> usize {
        usize::from(self.cap / 2)
    }
}

fn stored_keys<C: Corpus>(corpus: &C, model: &Model, record: usize) -> Vec<StoredKey> {
    let mut keys = Keys::default();
    corpus.keys(record, &mut keys);
    let keys = keys.once().into_iter();
    keys.filter(|key| model.worth_comparing(C::RULES, key.rule))
        .map(|key| StoredKey {
            key: stored_key(key.rule, key.hash),
            second: key.second,
            cap: C::RULES[usize::from(key.rule)].cap() as u16,
        })
        .collect()
}

/// A rule's key as it is kept.
fn stored_key(rule: u8, hash: u64) -> u64 {
    mix(hash, u64::from(rule) + 1)
}
