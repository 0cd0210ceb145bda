//! A KPI beside the accounts of the same segment: how the latest scores of all are spread.
//!
//! Scores come packed as `outlook` keeps them, a byte each in half points, so that a hundred thousand
//! accounts take some megabytes and a median is true to a quarter of a point.

use std::collections::BTreeMap;

use super::HealthModel;
use super::outlook::UNKNOWN;
use crate::model::AccountId;

/// Fewer others are too few to stand beside.
pub const LEAST_OTHERS: usize = 5;
/// Half points from 0 to 100.
const STEPS: usize = 201;

/// How the KPIs of all accounts are spread over segments.
#[derive(Debug, Clone, Default)]
pub struct Benchmarks {
    /// Codes of the KPIs in the order in which they are packed.
    kpis: Vec<String>,
    /// By segment, for each KPI.
    spreads: BTreeMap<String, Vec<Counts>>,
    own: BTreeMap<AccountId, Own>,
}

/// What an account brought into the spread of its first segment.
#[derive(Debug, Clone)]
struct Own {
    segment: Box<str>,
    kpis: Box<[u8]>,
}

/// How many accounts have each score.
#[derive(Debug, Clone)]
struct Counts(Box<[u32; STEPS]>);

/// What an account's KPI stands beside.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside<'a> {
    /// Code of the account's first segment.
    pub segment: &'a str,
    /// Other accounts of it whose score is known.
    pub n: usize,
    /// The middle of their scores, 0 to 100; `None` of fewer than [`LEAST_OTHERS`].
    pub median: Option<f64>,
}

/// A KPI of a segment's members.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Members {
    /// Those whose score is known.
    pub n: usize,
    /// The middle of their scores, 0 to 100; `None` of nobody.
    pub median: Option<f64>,
    /// Those below a target.
    pub below: usize,
}

impl Benchmarks {
    /// Nobody yet.
    pub fn of(model: &HealthModel) -> Self {
        let kpis = model.kpis().map(|(_, kpi)| kpi.code.clone()).collect();
        Self { kpis, ..Self::default() }
    }

    /// One account more, with the codes of its segments in the model's order.
    pub fn add(&mut self, account: AccountId, segments: &[&str], kpis: &[u8]) {
        for segment in segments {
            let all = self.spreads.entry((*segment).to_owned());
            let all = all.or_insert_with(|| vec![Counts::default(); self.kpis.len()]);
            for (counts, byte) in all.iter_mut().zip(kpis) {
                counts.add(*byte);
            }
        }
        if let Some(first) = segments.first() {
            let own = Own { segment: (*first).into(), kpis: kpis.into() };
            self.own.insert(account, own);
        }
    }

    /// A KPI of the account's first segment, the account itself left out; `None` of an account that is
    /// in none, and of a KPI that is not scored.
    pub fn beside(&self, account: &AccountId, kpi: &str) -> Option<Beside<'_>> {
        let own = self.own.get(account)?;
        let place = self.place(kpi)?;
        let mut counts = self.spreads.get(&*own.segment)?.get(place)?.clone();
        counts.take(own.kpis.get(place).copied().unwrap_or(UNKNOWN));
        let n = counts.n();
        let median = counts.median().filter(|_| n >= LEAST_OTHERS);
        Some(Beside { segment: &own.segment, n, median })
    }

    /// A KPI of a segment's members against a target of 0 to 100.
    pub fn members(&self, segment: &str, kpi: &str, target: f64) -> Members {
        let place = self.place(kpi);
        let counts = self.spreads.get(segment).zip(place).and_then(|(all, at)| all.get(at));
        let Some(counts) = counts else { return Members { n: 0, median: None, below: 0 } };
        Members { n: counts.n(), median: counts.median(), below: counts.below(target) }
    }

    /// Codes of the KPIs, in the model's order.
    pub fn kpis(&self) -> &[String] {
        &self.kpis
    }

    fn place(&self, kpi: &str) -> Option<usize> {
        self.kpis.iter().position(|code| code == kpi)
    }
}

impl Default for Counts {
    fn default() -> Self {
        Self(Box::new([0; STEPS]))
    }
}

impl Counts {
    fn add(&mut self, byte: u8) {
        if let Some(count) = self.0.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }

    fn take(&mut self, byte: u8) {
        if let Some(count) = self.0.get_mut(usize::from(byte)) {
            *count = count.saturating_sub(1);
        }
    }

    fn n(&self) -> usize {
        self.0.iter().map(|count| *count as usize).sum()
    }

    /// The n-th lowest score, from 0.
    fn nth(&self, n: usize) -> Option<f64> {
        let mut seen = 0;
        let at = self.0.iter().position(|count| {
            seen += *count as usize;
            seen > n
        })?;
        Some(at as f64 / 2.0)
    }

    fn median(&self) -> Option<f64> {
        let n = self.n();
        let lower = self.nth(n.checked_sub(1)? / 2)?;
        Some(f64::midpoint(lower, self.nth(n / 2)?))
    }

    fn below(&self, target: f64) -> usize {
        let less = self.0.iter().enumerate().filter(|(at, _)| *at as f64 / 2.0 < target);
        less.map(|(_, count)| *count as usize).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: usize) -> AccountId {
        AccountId(format!("a{n}"))
    }

    /// Members of `jit` with these scores of the first KPI, in half points.
    fn jit(scores: &[u8]) -> Benchmarks {
        let model = HealthModel::built_in();
        let mut all = Benchmarks::of(&model);
        for (n, score) in scores.iter().enumerate() {
            let mut kpis = vec![UNKNOWN; model.kpis().count()];
            kpis[0] = *score;
            all.add(id(n), &["jit", "big"], &kpis);
        }
        all
    }

    #[test]
    fn a_median_leaves_the_account_itself_out() {
        let cases = [
            (vec![200, 20, 40, 60, 80, 100], 0, 5, Some(30.0)),
            (vec![200, 20, 40, 60, 80, 100], 1, 5, Some(40.0)),
            (vec![200, 20, 40, 61, 80, 100, 0], 0, 6, Some(25.25)),
            (vec![200, 20, 40, 60, 80], 0, 4, None), // too few others
            (vec![UNKNOWN, 20, 40, 60, 80, 100], 0, 5, Some(30.0)), // its own is not known
        ];
        for (scores, account, n, median) in cases {
            let all = jit(&scores);
            let told = all.beside(&id(account), "AW1").expect("it is in a segment");
            assert_eq!((told.segment, told.n, told.median), ("jit", n, median), "{scores:?}");
        }
    }

    #[test]
    fn who_is_in_no_segment_stands_beside_nobody() {
        let mut all = jit(&[10, 20]);
        all.add(id(7), &[], &[10; 30]);
        assert_eq!(all.beside(&id(7), "AW1"), None);
        assert_eq!(all.beside(&id(8), "AW1"), None);
        assert_eq!(all.beside(&id(0), "NO1"), None);
    }

    #[test]
    fn members_below_a_target_are_counted() {
        let all = jit(&[20, 40, 60, 80, UNKNOWN]);
        let told = all.members("big", "AW1", 20.0);
        assert_eq!(told, Members { n: 4, median: Some(25.0), below: 1 }, "20 is not below 20");
        let nobody = Members { n: 0, median: None, below: 0 };
        assert_eq!(all.members("big", "AW2", 20.0), nobody, "not known is not below");
        assert_eq!(all.members("none", "AW1", 20.0), nobody);
    }
}
