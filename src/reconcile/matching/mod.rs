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
//! cluster   average linkage of what weighs enough, apart what must stay apart
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
mod model;
mod party;
mod person;
mod person_row;
mod relation;
mod value;

pub use explain::Explanation;
pub use frequency::Frequencies;
pub use model::{Learned, Model, Step, VERSION};
pub use party::{Column, Kind, Party};

use block::{Keys, Pair, Rule};
use company::Companies;
use compared::Compared;
use model::{Comparison, Pattern, Scale};
use person::Persons;

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

impl Default for Settings {
    fn default() -> Self {
        Self { edge: -1.0, link: -0.5, least: -3.0, greatest: 8.0, most: 150 }
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
    pairs: Vec<Pair>,
    compared: Compared,
    model: Model,
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
        Self { records: records(corpus), pairs, compared, model }
    }

    /// Reads records to be matched by what was learned before, from them or from others.
    pub fn with_model<'a>(model: Model, parties: impl Iterator<Item = Party<'a>>) -> Self {
        let known = Some((model.records, &model.frequencies));
        let records = match model.kind {
            Kind::Account => Records::Companies(Companies::read(parties, known)),
            Kind::Contact => Records::Persons(Persons::read(parties, known)),
        };
        let pairs = match &records {
            Records::Companies(corpus) => block::pairs(corpus),
            Records::Persons(corpus) => block::pairs(corpus),
        };
        Self { records, pairs, compared: Compared::default(), model }
    }

    /// What was learned, to be kept: with the frequencies of all values.
    pub fn model(&self) -> Model {
        let frequencies = match &self.records {
            Records::Companies(corpus) => corpus.frequencies(),
            Records::Persons(corpus) => corpus.frequencies(),
        };
        Model { frequencies, ..self.model.clone() }
    }

    /// For each record the first record of its cluster.
    pub fn clusters(&self, settings: &Settings) -> Vec<u32> {
        match &self.records {
            Records::Companies(corpus) => self.clusters_of(corpus, settings),
            Records::Persons(corpus) => self.clusters_of(corpus, settings),
        }
    }

    fn clusters_of<C: Corpus>(&self, corpus: &C, settings: &Settings) -> Vec<u32> {
        let scale = Scale::new(&self.model, C::COMPARISONS);
        let pairs = self.compared.beside(&self.pairs);
        let pairs = pairs.filter(|(pair, _)| self.model.worth_comparing(C::RULES, pair.rule));
        cluster::clusters(corpus, pairs, &scale, settings)
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
        match &self.records {
            Records::Companies(corpus) => explain::explain(corpus, &self.model, a, b),
            Records::Persons(corpus) => explain::explain(corpus, &self.model, a, b),
        }
    }
}
