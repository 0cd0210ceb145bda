//! Why two records are one party or not: the parts of their weight, one by one.

use std::fmt;

use super::Corpus;
use super::model::{Model, Scale, Step};

/// The waterfall of a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// First what is assumed of any pair, then what each comparison adds.
    pub steps: Vec<Step>,
    /// The sum: bits for a match.
    pub weight: f32,
    /// Whether they are kept apart whatever they weigh.
    pub apart: bool,
}

pub(super) fn explain<C: Corpus>(corpus: &C, model: &Model, a: usize, b: usize) -> Explanation {
    let scale = Scale::new(model, C::COMPARISONS);
    let pattern = corpus.compare(a, b);
    let steps = scale.steps(model, C::COMPARISONS, &pattern);
    Explanation { steps, weight: scale.weight(&pattern), apart: corpus.cannot_link(a, b) }
}

impl Explanation {
    /// How likely the two are one party, from 0 to 1.
    pub fn probability(&self) -> f32 {
        if self.apart { 0.0 } else { 1.0 / (1.0 + (-self.weight).exp2()) }
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<16} {:<10} {:>10} {:>10} {:>8}",
            "comparison", "level", "m", "u", "weight"
        )?;
        let share =
            |share: Option<f32>| share.map_or_else(|| "-".to_owned(), |s| format!("{s:.6}"));
        for step in &self.steps {
            let (m, u) = (share(step.m), share(step.u));
            writeln!(
                f,
                "{:<16} {:<10} {m:>10} {u:>10} {:>+8.2}",
                step.comparison, step.level, step.weight
            )?;
        }
        writeln!(f, "{:<49} {:>+8.2}", "sum, in bits", self.weight)?;
        let percent = self.probability() * 100.0;
        if self.apart {
            return write!(
                f,
                "kept apart: no two records of one party differ in such a number"
            );
        }
        write!(f, "one party with a probability of {percent:.1} %")
    }
}
