//! Local moves: linkage joins for good, so that a record which came early may stand nearer to a
//! cluster that grew later than to the rest of its own.

use super::linkage::Matrix;

/// How much nearer another cluster must be on average, in bits.
const CLEARLY: f32 = 1.0;
/// How often all records are looked over at most.
const PASSES: usize = 5;

/// Clusters after each record that stands clearly nearer to another went there, one after the
/// other in their order; `None` when none does. `weights` are those of single records, `labels`
/// say for each its cluster, and where `rooted` a record stays.
pub(super) fn settled(
    weights: &Matrix,
    labels: &[usize],
    rooted: &[bool],
) -> Option<Vec<usize>> {
    if labels.iter().all(|label| *label == labels[0]) {
        return None;
    }
    let mut settling = Settling::new(weights, labels);
    for _ in 0..PASSES {
        let free = (0..labels.len()).filter(|record| !rooted[*record]);
        if free.filter(|record| settling.moves(*record)).count() == 0 {
            break;
        }
    }
    (settling.labels != labels).then_some(settling.labels)
}

struct Settling<'a> {
    weights: &'a Matrix,
    labels: Vec<usize>,
    /// For each cluster the weights between its records and the one at hand, and their number.
    near: Vec<(f32, f32)>,
}

impl<'a> Settling<'a> {
    fn new(weights: &'a Matrix, labels: &[usize]) -> Self {
        Self { weights, labels: labels.to_vec(), near: vec![(0.0, 0.0); labels.len()] }
    }

    /// Whether a record went to another cluster. One that is alone stays: linkage found none near
    /// enough.
    fn moves(&mut self, record: usize) -> bool {
        self.near.fill((0.0, 0.0));
        for (other, label) in self.labels.iter().enumerate().filter(|(o, _)| *o != record) {
            let (sum, count) = &mut self.near[*label];
            *sum += self.weights.average(record, other);
            *count += 1.0;
        }
        let own = self.labels[record];
        let average = |(sum, count): (f32, f32)| (count > 0.0).then(|| sum / count);
        let Some(at_home) = average(self.near[own]) else { return false };
        let mut best = (at_home + CLEARLY, own);
        for (cluster, near) in self.near.iter().enumerate() {
            if let Some(average) = average(*near).filter(|average| *average > best.0) {
                best = (average, cluster);
            }
        }
        self.labels[record] = best.1;
        best.1 != own
    }
}
