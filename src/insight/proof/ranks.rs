//! Ranks, with the mean rank for what is equal.

/// Ranks of values in their order, from 1; equal values share the mean of their ranks.
pub(super) struct Ranks {
    /// One for each value.
    pub(super) of: Vec<f64>,
    /// Σ (t³ − t) over groups of t equal values: what ties take from a rank test's variance.
    pub(super) ties: f64,
}

/// Ranks finite values. O(n log n).
pub(super) fn ranks(values: &[f64]) -> Ranks {
    // Adding 0 makes −0 the 0 that it equals.
    let mut order: Vec<(f64, usize)> =
        values.iter().enumerate().map(|(place, value)| (value + 0.0, place)).collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut of = vec![0.0; values.len()];
    let (mut before, mut ties) = (0.0, 0.0);
    for equal in order.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let many = equal.len() as f64;
        let rank = before + f64::midpoint(many, 1.0);
        for (_, place) in equal {
            of[*place] = rank;
        }
        before += many;
        ties += many * many * many - many;
    }
    Ranks { of, ties }
}
