//! Which records are one party: average linkage that keeps apart what must stay apart.
//!
//! A component's clusters follow from its records alone, whatever else there is, given one model.

use super::block::Pair;
use super::model::{Pattern, Scale};
use super::{Corpus, Settings};
use crate::reconcile::form::words::Map;

/// How much more an edge must weigh in each turn until an oversized component falls apart, in bits.
const TIGHTER: f32 = 1.5;

/// A pair that may be one party: its weight and its records.
#[derive(Clone, Copy)]
struct Edge {
    weight: f32,
    a: u32,
    b: u32,
}

/// For each record the first record of its cluster. Pairs come with their patterns where these are
/// known.
pub(crate) fn clusters<'p, C: Corpus>(
    corpus: &C,
    pairs: impl Iterator<Item = (Pair, Option<&'p Pattern>)>,
    scale: &Scale,
    settings: &Settings,
) -> Vec<u32> {
    let mut edges = Vec::new();
    for (Pair { a, b, .. }, known) in pairs {
        let weight = match known {
            Some(pattern) => scale.weight(pattern),
            None => scale.weight(&corpus.compare(a as usize, b as usize)),
        };
        if weight >= settings.edge && !corpus.cannot_link(a as usize, b as usize) {
            edges.push(Edge { weight, a, b });
        }
    }
    let mut linkage =
        Linkage { corpus, scale, settings, first: (0..corpus.len() as u32).collect() };
    let members: Vec<u32> = (0..corpus.len() as u32).collect();
    for part in parts(&members, &edges) {
        linkage.component(part, settings.edge);
    }
    linkage.first
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
    first: Vec<u32>,
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
        let mut matrix = self.matrix(&component);
        while let Some((i, j)) = matrix.closest(self.settings.link) {
            matrix.join(i, j);
        }
        for (i, record) in component.members.iter().enumerate() {
            self.first[*record as usize] = component.members[matrix.label[i]];
        }
    }

    fn matrix(&self, component: &Component) -> Matrix {
        let members = &component.members;
        let place = |record| members.binary_search(&record).expect("a member of the component");
        let mut matrix = Matrix::new(members.len());
        for Edge { weight, a, b } in component.edges.iter().copied() {
            matrix.set(place(a), place(b), self.bounded(weight));
        }
        for i in 0..members.len() {
            for j in i + 1..members.len() {
                if !matrix.is_set(i, j) {
                    matrix.set(i, j, self.weight(members[i] as usize, members[j] as usize));
                }
            }
        }
        matrix
    }

    fn weight(&self, a: usize, b: usize) -> f32 {
        if self.corpus.cannot_link(a, b) {
            // Stays so in every sum.
            return f32::NEG_INFINITY;
        }
        self.bounded(self.scale.weight(&self.corpus.compare(a, b)))
    }

    fn bounded(&self, weight: f32) -> f32 {
        weight.clamp(self.settings.least, self.settings.greatest)
    }
}

/// Sums of weights between clusters of a component.
struct Matrix {
    n: usize,
    sums: Vec<f32>,
    size: Vec<f32>,
    /// For each record the first one of its cluster.
    label: Vec<usize>,
    /// Clusters, each by its first record.
    alive: Vec<usize>,
}

impl Matrix {
    /// One cluster for each record, with no weight set.
    fn new(n: usize) -> Self {
        Self {
            n,
            sums: vec![f32::NAN; n * n],
            size: vec![1.0; n],
            label: (0..n).collect(),
            alive: (0..n).collect(),
        }
    }

    fn set(&mut self, i: usize, j: usize, weight: f32) {
        self.sums[i * self.n + j] = weight;
        self.sums[j * self.n + i] = weight;
    }

    fn is_set(&self, i: usize, j: usize) -> bool {
        !self.sums[i * self.n + j].is_nan()
    }

    /// The two clusters that are closest on average, above a threshold; of equals the first.
    fn closest(&self, threshold: f32) -> Option<(usize, usize)> {
        let mut best = (threshold, None);
        for (at, i) in self.alive.iter().enumerate() {
            for j in &self.alive[at + 1..] {
                let average = self.sums[i * self.n + j] / (self.size[*i] * self.size[*j]);
                if average > best.0 {
                    best = (average, Some((*i, *j)));
                }
            }
        }
        best.1
    }

    fn join(&mut self, i: usize, j: usize) {
        self.alive.retain(|cluster| *cluster != j);
        self.size[i] += self.size[j];
        self.label.iter_mut().filter(|label| **label == j).for_each(|label| *label = i);
        for k in self.alive.iter().copied().filter(|k| *k != i) {
            let sum = self.sums[i * self.n + k] + self.sums[j * self.n + k];
            self.sums[i * self.n + k] = sum;
            self.sums[k * self.n + i] = sum;
        }
    }
}
