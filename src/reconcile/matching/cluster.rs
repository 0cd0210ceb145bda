//! Which records are one party: average linkage that keeps apart what must stay apart, then local
//! moves.
//!
//! A component's clusters follow from its records and what stewards said of them, whatever else
//! there is, given one model.

use super::linkage::{By, Matrix, Step, linked};
use super::model::Scale;
use super::{Corpus, Settings};
use crate::reconcile::form::words::{Map, Set};

/// How much more an edge must weigh in each turn until an oversized component falls apart, in bits.
const TIGHTER: f32 = 1.5;
/// What a steward's word weighs, in bits: no component is cut there.
const CERTAIN: f32 = 1_000.0;

/// A pair that may be one party: its records, by their places, and its weight in bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// One record.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Bits for a match.
    pub weight: f32,
}

/// What a steward said of two records, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// One record.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Whether they are one party.
    pub same: bool,
}

/// Two clusters that became one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Join {
    /// The first record of the one.
    pub into: u32,
    /// The first record of the other.
    pub from: u32,
    /// The average weight between their records, in bits.
    pub weight: f32,
    /// What joined them.
    pub by: By,
}

/// What came of clustering.
pub(crate) struct Clusters {
    /// For each record the first record of its cluster.
    pub(crate) first: Vec<u32>,
    /// The joins, component by component, in their order.
    pub(crate) joins: Vec<Join>,
}

/// Clusters records that edges hold together. Of verdicts that contradict each other the first
/// counts, and that two are different counts before anything.
pub(crate) fn clusters<C: Corpus>(
    corpus: &C,
    edges: &[Edge],
    verdicts: &[Verdict],
    scale: &Scale,
    settings: &Settings,
) -> Clusters {
    let said = |same: bool| verdicts.iter().filter(move |verdict| verdict.same == same);
    let members: Vec<u32> = (0..corpus.len() as u32).collect();
    let mut linkage = Linkage {
        corpus,
        scale,
        settings,
        apart: said(false).map(|v| pair(v.a, v.b)).collect(),
        together: said(true).map(|v| pair(v.a, v.b)).collect(),
        found: Clusters { first: members.clone(), joins: Vec::new() },
    };
    let certain = linkage.together.iter().map(|(a, b)| Edge { a: *a, b: *b, weight: CERTAIN });
    let all: Vec<Edge> = certain.chain(edges.iter().copied()).collect();
    for part in parts(&members, &all) {
        linkage.component(part, settings.edge);
    }
    linkage.found
}

fn pair(a: u32, b: u32) -> (u32, u32) {
    (a.min(b), a.max(b))
}

/// Records that edges hold together, and these edges. Single records are left out.
struct Component {
    /// In ascending order.
    members: Vec<u32>,
    edges: Vec<Edge>,
}

/// The components of some records, which are in ascending order.
fn parts(members: &[u32], edges: &[Edge]) -> Vec<Component> {
    let place = |record: u32| members.binary_search(&record).expect("an edge of these records");
    let mut forest: Vec<u32> = (0..members.len() as u32).collect();
    for edge in edges {
        let (a, b) = (root(&mut forest, place(edge.a)), root(&mut forest, place(edge.b)));
        forest[a.max(b) as usize] = a.min(b);
    }
    let mut found: Map<u32, usize> = Map::default();
    let mut parts: Vec<Component> = Vec::new();
    for edge in edges {
        let root = root(&mut forest, place(edge.a));
        let part = *found.entry(root).or_insert_with(|| {
            parts.push(Component { members: Vec::new(), edges: Vec::new() });
            parts.len() - 1
        });
        parts[part].edges.push(*edge);
    }
    for (i, record) in members.iter().enumerate() {
        if let Some(part) = found.get(&root(&mut forest, i)) {
            parts[*part].members.push(*record);
        }
    }
    parts
}

fn root(forest: &mut [u32], of: usize) -> u32 {
    let mut at = of;
    while forest[at] as usize != at {
        forest[at] = forest[forest[at] as usize];
        at = forest[at] as usize;
    }
    at as u32
}

struct Linkage<'a, C> {
    corpus: &'a C,
    scale: &'a Scale,
    settings: &'a Settings,
    /// Pairs that a steward keeps apart, the lower first.
    apart: Set<(u32, u32)>,
    /// Pairs that a steward holds together, the lower first, in the order of the verdicts.
    together: Vec<(u32, u32)>,
    found: Clusters,
}

impl<C: Corpus> Linkage<'_, C> {
    fn component(&mut self, component: Component, cut: f32) {
        if component.members.len() > self.settings.most {
            let cut = cut + TIGHTER;
            let mut edges = component.edges;
            edges.retain(|edge| edge.weight >= cut);
            for part in parts(&component.members, &edges) {
                self.component(part, cut);
            }
            return;
        }
        let members = &component.members;
        let together = self.together_among(members);
        let (labels, steps) = linked(self.matrix(&component), &together, self.settings.link);
        let join = |(into, from, weight, by): Step| {
            let (into, from) = (members[into], members[from]);
            Join { into, from, weight, by }
        };
        self.found.joins.extend(steps.into_iter().map(join));
        for (record, label) in members.iter().zip(labels) {
            self.found.first[*record as usize] = members[label];
        }
    }

    /// The places in a component of the pairs that a steward holds together.
    fn together_among(&self, members: &[u32]) -> Vec<(usize, usize)> {
        let place = |record: &u32| members.binary_search(record).ok();
        let pairs = self.together.iter();
        pairs.filter_map(|(a, b)| Some((place(a)?, place(b)?))).collect()
    }

    fn matrix(&self, component: &Component) -> Matrix {
        let members = &component.members;
        let place = |record| members.binary_search(&record).expect("a member of the component");
        let mut matrix = Matrix::new(members.len());
        for edge in component.edges.iter().filter(|edge| !self.is_apart(edge.a, edge.b)) {
            matrix.set(place(edge.a), place(edge.b), self.bounded(edge.weight));
        }
        for i in 0..members.len() {
            for j in i + 1..members.len() {
                if !matrix.is_set(i, j) {
                    matrix.set(i, j, self.weight(members[i], members[j]));
                }
            }
        }
        matrix
    }

    fn is_apart(&self, a: u32, b: u32) -> bool {
        !self.apart.is_empty() && self.apart.contains(&pair(a, b))
    }

    /// What one pair says for or against a cluster; what never may be one stays so in every sum.
    fn weight(&self, a: u32, b: u32) -> f32 {
        if self.is_apart(a, b) {
            return f32::NEG_INFINITY;
        }
        let (x, y) = (a as usize, b as usize);
        if self.corpus.cannot_link(x, y) {
            // A steward who holds one of them to be another's knows better than its numbers.
            let mut held = self.together.iter().flat_map(|(c, d)| [*c, *d]);
            let known = held.any(|record| record == a || record == b);
            return if known { self.settings.least } else { f32::NEG_INFINITY };
        }
        self.bounded(self.scale.weight(&self.corpus.compare(x, y)))
    }

    fn bounded(&self, weight: f32) -> f32 {
        weight.clamp(self.settings.least, self.settings.greatest)
    }
}
