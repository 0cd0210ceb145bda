//! Average linkage of a component's records, and the local moves after it.

use super::{SETTLED, moves};
use crate::reconcile::form::words::Set;

/// What joins two clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Their average weight.
    Weight,
    /// A steward's word.
    Steward,
    /// One of them is a record that another cluster had, less near to it than this one.
    Move,
}

/// Two clusters of a component, each by the place of its first record, that become one; the
/// average weight between them, and why.
pub(super) type Step = (usize, usize, f32, By);

/// For each record of a component its cluster, and the steps that led there.
///
/// Moves are looked for at one threshold, whatever the one at hand, and part the component for all:
/// so a higher threshold never joins more.
pub(super) fn linked(
    mut weights: Matrix,
    together: &[(usize, usize)],
    link: f32,
) -> (Vec<usize>, Vec<Step>) {
    if weights.n < 3 {
        let steps = weights.link(together, link);
        return (weights.label, steps);
    }
    let mut matrix = weights.clone();
    let steps = matrix.link(together, SETTLED);
    let mut rooted = vec![false; weights.n];
    together.iter().for_each(|(i, j)| (rooted[*i], rooted[*j]) = (true, true));
    let Some(settled) = moves::settled(&weights, &matrix.label, &rooted) else {
        if link.to_bits() == SETTLED.to_bits() {
            return (matrix.label, steps);
        }
        let steps = weights.link(together, link);
        return (weights.label, steps);
    };
    weights.part(&settled);
    let mut steps = weights.link(together, link);
    mark_moves(&mut steps, |record| settled[record] != matrix.label[record]);
    (weights.label, steps)
}

/// Marks the steps by which a record that moved came to its cluster.
fn mark_moves(steps: &mut [Step], moved: impl Fn(usize) -> bool) {
    let mut joined: Set<usize> = Set::default();
    for (into, from, _, by) in steps {
        let arrives = |record: usize| !joined.contains(&record) && moved(record);
        if arrives(*into) || arrives(*from) {
            *by = By::Move;
        }
        joined.extend([*into, *from]);
    }
}

/// Sums of weights between clusters of a component.
#[derive(Debug, Clone)]
pub(super) struct Matrix {
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
    pub(super) fn new(n: usize) -> Self {
        Self {
            n,
            sums: vec![f32::NAN; n * n],
            size: vec![1.0; n],
            label: (0..n).collect(),
            alive: (0..n).collect(),
        }
    }

    pub(super) fn set(&mut self, i: usize, j: usize, weight: f32) {
        self.sums[i * self.n + j] = weight;
        self.sums[j * self.n + i] = weight;
    }

    pub(super) fn is_set(&self, i: usize, j: usize) -> bool {
        !self.sums[i * self.n + j].is_nan()
    }

    /// Joins what a steward holds together, then what is closest on average, down to a threshold.
    fn link(&mut self, together: &[(usize, usize)], threshold: f32) -> Vec<Step> {
        let mut steps = Vec::new();
        for (i, j) in together {
            let (i, j) = (self.label[*i], self.label[*j]);
            let average = self.average(i, j);
            if i != j && average > f32::NEG_INFINITY {
                steps.push((i.min(j), i.max(j), average, By::Steward));
                self.join(i.min(j), i.max(j));
            }
        }
        while let Some((i, j)) = self.closest(threshold) {
            steps.push((i, j, self.average(i, j), By::Weight));
            self.join(i, j);
        }
        steps
    }

    /// Keeps apart the single records that have different labels.
    fn part(&mut self, labels: &[usize]) {
        for (i, one) in labels.iter().enumerate() {
            for (j, _) in labels.iter().enumerate().filter(|(_, other)| *other != one) {
                self.sums[i * self.n + j] = f32::NEG_INFINITY;
            }
        }
    }

    /// The two clusters that are closest on average, above a threshold; of equals the first.
    fn closest(&self, threshold: f32) -> Option<(usize, usize)> {
        let mut best = (threshold, None);
        for (at, i) in self.alive.iter().enumerate() {
            for j in &self.alive[at + 1..] {
                let average = self.average(*i, *j);
                if average > best.0 {
                    best = (average, Some((*i, *j)));
                }
            }
        }
        best.1
    }

    pub(super) fn average(&self, i: usize, j: usize) -> f32 {
        self.sums[i * self.n + j] / (self.size[i] * self.size[j])
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn matrix(n: usize, weights: &[(usize, usize, f32)]) -> Matrix {
        let mut matrix = Matrix::new(n);
        for i in 0..n {
            matrix.set(i, i, 0.0);
        }
        weights.iter().for_each(|(i, j, weight)| matrix.set(*i, *j, *weight));
        matrix
    }

    /// Records 0 and 1 join first, 2 follows 0 though 1 stands against it, and 3 and 4 come late.
    fn late() -> Matrix {
        let far = [(0, 3), (0, 4), (2, 3), (2, 4)].map(|(i, j)| (i, j, -3.0));
        let near =
            [(0, 1, 4.0), (0, 2, 3.9), (1, 2, -3.0), (3, 4, 3.0), (1, 3, 2.0), (1, 4, 2.0)];
        matrix(5, &[&far[..], &near].concat())
    }

    #[test]
    fn a_record_goes_to_the_cluster_it_is_clearly_nearer_to() {
        let (labels, steps) = linked(late(), &[], SETTLED);
        assert_eq!(labels, [0, 1, 0, 1, 1]);
        assert_eq!(
            steps,
            [(0, 2, 3.9, By::Weight), (3, 4, 3.0, By::Weight), (1, 3, 2.0, By::Move)]
        );
    }

    #[test]
    fn a_record_stays_where_a_steward_holds_it() {
        let (labels, steps) = linked(late(), &[(0, 1)], SETTLED);
        assert_eq!(labels, [0, 0, 0, 3, 3]);
        assert_eq!(steps[0], (0, 1, 4.0, By::Steward));
    }

    #[test]
    fn a_record_never_moves_to_one_it_cannot_be() {
        let mut weights = late();
        weights.set(1, 4, f32::NEG_INFINITY);
        assert_eq!(linked(weights, &[], SETTLED).0, [0, 0, 0, 3, 3]);
    }

    fn weights() -> impl Strategy<Value = Matrix> {
        (2usize..9).prop_flat_map(|n| {
            let weight = prop_oneof![9 => -3.0f32..8.0, 1 => Just(f32::NEG_INFINITY)];
            prop::collection::vec(weight, n * n).prop_map(move |weights| {
                let mut matrix = matrix(n, &[]);
                for (at, weight) in
                    weights.into_iter().enumerate().filter(|(at, _)| at / n < at % n)
                {
                    matrix.set(at / n, at % n, weight);
                }
                matrix
            })
        })
    }

    proptest! {
        #[test]
        fn with_moves_a_higher_threshold_never_joins_more(weights in weights(), low in -3.0..6.0f32, more in 0.0..6.0f32) {
            let (low, high) = (linked(weights.clone(), &[], low).0, linked(weights, &[], low + more).0);
            for i in 0..low.len() {
                for j in 0..i {
                    prop_assert!(high[i] != high[j] || low[i] == low[j]);
                }
            }
        }

        #[test]
        fn what_cannot_be_one_never_is(weights in weights()) {
            let labels = linked(weights.clone(), &[], SETTLED).0;
            for i in 0..labels.len() {
                for j in 0..i {
                    prop_assert!(labels[i] != labels[j] || weights.average(i, j) > f32::NEG_INFINITY);
                }
            }
        }

        #[test]
        fn every_step_joins_what_the_labels_say(weights in weights()) {
            let (labels, steps) = linked(weights, &[], SETTLED);
            let clusters: Set<usize> = labels.iter().copied().collect();
            prop_assert_eq!(labels.len() - steps.len(), clusters.len());
            for (into, from, ..) in steps {
                prop_assert_eq!(labels[into], labels[from]);
            }
        }
    }
}
