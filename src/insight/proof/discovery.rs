//! Which of many findings are left when chance is given its due.
//!
//! Published: Benjamini & Hochberg 1995, as `statsmodels.stats.multitest` (`fdr_bh`) and
//! `scipy.stats.false_discovery_control` reckon it. Ours: the rate of 0.05; that everything asked in
//! one question is one family, so each lag and each segment counts as a test of its own.

/// A test within a family of tests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// The share of false ones among all findings at least as good, 0 to 1; `None` of what was not
    /// tested.
    pub q: Option<f64>,
    /// It is one of the findings. What was not tested never is.
    pub significant: bool,
}

/// Benjamini and Hochberg's adjusted p of a family, in its order. Each is 0 to 1.
pub fn adjusted(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*b].total_cmp(&p[*a]));
    let (mut out, mut least) = (vec![0.0; p.len()], 1.0_f64);
    for (from_last, place) in order.into_iter().enumerate() {
        let rank = (p.len() - from_last) as f64;
        // First the quotient: it is 1 at least, so that no rounding makes an adjusted p smaller.
        least = least.min(p[place] * (p.len() as f64 / rank));
        out[place] = least;
    }
    out
}

/// What is found among tests, some of which could not be made (`None`), at a rate of false findings
/// of 0 to 1.
pub fn discoveries(tests: &[Option<f64>], rate: f64) -> Vec<Finding> {
    let made: Vec<f64> = tests.iter().flatten().copied().collect();
    let mut adjusted = adjusted(&made).into_iter();
    let finding = |test: &Option<f64>| {
        let q = test.and_then(|_| adjusted.next());
        Finding { q, significant: q.is_some_and(|q| q <= rate) }
    };
    tests.iter().map(finding).collect()
}
