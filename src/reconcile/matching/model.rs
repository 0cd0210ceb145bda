//! What agreement and disagreement weigh: Fellegi and Sunter's model, learned without labels.
//!
//! For each level of each comparison `m` is how often matches agree so, `u` how often strangers
//! do; log2 of their ratio is the weight. `u` comes from random pairs, `m` by expectation
//! maximisation over the patterns of candidate pairs, leaning on what is expected beforehand, so
//! that a hundred records suffice. Where a value's own frequency says more than the level's, it
//! takes the place of `u`.

use serde::{Deserialize, Serialize};

use super::block::{Pair, Rule};
use super::compared::Compared;
use super::frequency::Frequencies;
use super::{Corpus, Kind, fetched};
use crate::reconcile::form::words::Map;

/// The form of a kept model; another one is not read.
pub const VERSION: u32 = 1;
/// The most comparisons that a kind of party has.
pub(crate) const MOST: usize = 9;
/// Bits that a level takes in a pattern.
const BITS: usize = 4;

/// One thing that two records are compared by.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// Its name.
    pub(crate) name: &'static str,
    /// The ways in which two records can agree or not; level 1 is the first, 0 says nothing.
    pub(crate) levels: &'static [Level],
    /// Whether `m` is known well enough beforehand: numbers that identify.
    pub(crate) held: bool,
}

/// One outcome of a comparison.
#[derive(Debug)]
pub(crate) struct Level {
    pub(crate) name: &'static str,
    m: f32,
    u: f32,
    worth: Worth,
}

/// Where a level's weight comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Worth {
    /// From `m` and `u`.
    Learned,
    /// From `m` and how rare the shared value is, leaving out the record's own matches.
    Rarity,
    /// From `m` and how rare the shared value is: matches are a small part of those who share it.
    Group,
    /// The same with an `m` that is not learned.
    KeptGroup,
    /// Set, in bits.
    Fixed(f32),
}

impl Level {
    pub(crate) const fn learned(name: &'static str, m: f32, u: f32) -> Self {
        Self { name, m, u, worth: Worth::Learned }
    }

    pub(crate) const fn rarity(name: &'static str, m: f32, u: f32) -> Self {
        Self { name, m, u, worth: Worth::Rarity }
    }

    pub(crate) const fn group(name: &'static str, m: f32, u: f32) -> Self {
        Self { name, m, u, worth: Worth::Group }
    }

    pub(crate) const fn kept(name: &'static str, m: f32, u: f32) -> Self {
        Self { name, m, u, worth: Worth::KeptGroup }
    }

    pub(crate) const fn fixed(name: &'static str, bits: f32) -> Self {
        Self { name, m: 0.0, u: 0.0, worth: Worth::Fixed(bits) }
    }
}

/// How two records compare: for each comparison its level and how frequent the shared value is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pattern {
    pub(crate) level: [u8; MOST],
    pub(crate) share: [f32; MOST],
}

impl Default for Pattern {
    fn default() -> Self {
        Self { level: [0; MOST], share: [1.0; MOST] }
    }
}

impl Pattern {
    /// Sets a comparison's level and the frequency of what is shared.
    pub(crate) fn set(&mut self, comparison: usize, (level, share): (u8, f32)) {
        self.level[comparison] = level;
        self.share[comparison] = share;
    }

    fn packed(&self) -> u64 {
        self.level.iter().rev().fold(0, |packed, level| packed << BITS | u64::from(*level))
    }
}

/// The levels of a packed pattern that say something: comparison and index of the level.
fn levels(packed: u64) -> impl Iterator<Item = (usize, usize)> {
    let level = move |i: usize| (packed >> (BITS * i) & 15) as usize;
    (0..MOST).filter_map(move |i| level(i).checked_sub(1).map(|level| (i, level)))
}

/// What was learned from a body of records: enough to match more of them without it.
///
/// Holds no value of any record: frequencies are kept by hash.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Model {
    /// The form it is kept in, [`VERSION`].
    pub version: u32,
    /// What it compares.
    pub kind: Kind,
    /// How many records it learned from.
    pub records: u32,
    /// How likely two random records match, in bits.
    pub prior: f32,
    /// How many others match a record, on average.
    pub partners: f32,
    /// Which part of the pairs that each rule finds match.
    pub rules: Vec<f32>,
    /// For each comparison its levels' m and u.
    pub learned: Vec<Vec<Learned>>,
    /// How often each value came.
    pub frequencies: Frequencies,
}

/// A model is learned again when there are so many times more records than it has seen, or fewer.
const GROWN: f64 = 1.3;

impl Model {
    /// Whether it has seen about as many records as there are.
    pub fn fits(&self, records: u64) -> bool {
        let (seen, there) = (f64::from(self.records), records as f64);
        there <= seen * GROWN && there * GROWN >= seen
    }

    /// The same with other frequencies.
    pub fn with(&self, frequencies: Frequencies) -> Self {
        Self {
            version: self.version,
            kind: self.kind,
            records: self.records,
            prior: self.prior,
            partners: self.partners,
            rules: self.rules.clone(),
            learned: self.learned.clone(),
            frequencies,
        }
    }

    /// Whether what a rule finds is worth comparing: hardly anything matches of what some weak
    /// rules bring together, and that is most of the pairs.
    pub(crate) fn worth_comparing(&self, rules: &[Rule], rule: u8) -> bool {
        let rule = usize::from(rule);
        !rules[rule].weak || self.rules.get(rule).is_none_or(|share| *share >= LEAST_MATCHING)
    }
}

/// A weak rule of which less matches is passed over.
const LEAST_MATCHING: f32 = 0.0005;

/// How often matches and strangers agree in one way.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    /// Among matches, 0 to 1.
    pub m: f32,
    /// Among strangers, 0 to 1.
    pub u: f32,
}

/// A model made ready to weigh many pairs.
pub(crate) struct Scale {
    prior: f32,
    /// The share that one record has.
    one: f32,
    parts: [[Part; 16]; MOST],
}

#[derive(Clone, Copy)]
enum Part {
    Flat(f32),
    /// log2 m, and what to leave out of the share.
    ByValue(f32, f32),
}

/// One part of a pair's weight.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What was compared.
    pub comparison: &'static str,
    /// With which outcome.
    pub level: &'static str,
    /// How often matches agree so; `None` where the weight is set.
    pub m: Option<f32>,
    /// How often strangers do, for this value.
    pub u: Option<f32>,
    /// In bits.
    pub weight: f32,
}

impl Scale {
    pub(crate) fn new(model: &Model, comparisons: &[Comparison]) -> Self {
        let one = 1.0 / (model.records.max(1) as f32);
        let mut parts = [[Part::Flat(0.0); 16]; MOST];
        for ((row, comparison), learned) in
            parts.iter_mut().zip(comparisons).zip(&model.learned)
        {
            for ((part, level), known) in
                row[1..].iter_mut().zip(comparison.levels).zip(learned)
            {
                *part = match level.worth {
                    Worth::Fixed(bits) => Part::Flat(bits),
                    Worth::Learned => Part::Flat((known.m / known.u).log2().min(MOST_BITS)),
                    // A group's share holds the pair itself; of a rare value's, both and the
                    // partners that the record is expected to have are left out.
                    Worth::Group | Worth::KeptGroup => Part::ByValue(known.m.log2(), 0.0),
                    Worth::Rarity => {
                        Part::ByValue(known.m.log2(), one * (1.0 + model.partners * known.m))
                    }
                };
            }
        }
        Self { prior: model.prior, one, parts }
    }

    /// The weight of a pair: bits for a match.
    pub(crate) fn weight(&self, pattern: &Pattern) -> f32 {
        (0..MOST).fold(self.prior, |sum, i| sum + self.part(pattern, i))
    }

    fn part(&self, pattern: &Pattern, i: usize) -> f32 {
        match self.parts[i][usize::from(pattern.level[i] & 15)] {
            Part::Flat(bits) => bits,
            Part::ByValue(log_m, left_out) => {
                log_m - self.strangers(pattern.share[i], left_out).log2()
            }
        }
    }

    /// The share of strangers that have the value.
    fn strangers(&self, share: f32, left_out: f32) -> f32 {
        (share - left_out).max(self.one * 0.25)
    }

    /// The parts of a pair's weight, first what is assumed of any pair.
    pub(crate) fn steps(
        &self,
        model: &Model,
        comparisons: &'static [Comparison],
        pattern: &Pattern,
    ) -> Vec<Step> {
        let any =
            Step { comparison: "any pair", level: "", m: None, u: None, weight: self.prior };
        let said = levels(pattern.packed()).map(|(i, l)| {
            let level = &comparisons[i].levels[l];
            let known = model.learned[i][l];
            let (m, u) = match self.parts[i][l + 1] {
                Part::ByValue(_, out) => {
                    (Some(known.m), Some(self.strangers(pattern.share[i], out)))
                }
                Part::Flat(_) if level.worth == Worth::Learned => {
                    (Some(known.m), Some(known.u))
                }
                Part::Flat(_) => (None, None),
            };
            Step {
                comparison: comparisons[i].name,
                level: level.name,
                m,
                u,
                weight: self.part(pattern, i),
            }
        });
        std::iter::once(any).chain(said).collect()
    }
}

/// No learned level weighs more, in bits: a sample does not prove more.
const MOST_BITS: f32 = 10.0;
/// How many matches the expected shares of levels count for.
const EXPECTED: f32 = 40.0;
/// How much the expected shares weigh against the observed ones, however many these are.
const LEANING: f32 = 0.7;
/// How many strangers the expected shares of levels count for.
const EXPECTED_STRANGERS: f32 = 20.0;
/// So many matches a record are expected at the least: who looks for duplicates has some, and where
/// records say little more than a name nothing else could tell how many.
const LEAST_MATCHES: f64 = 0.5;
const ROUNDS: usize = 25;
/// The most pairs to learn from.
const MOST_PAIRS: usize = 400_000;
const MOST_STRANGERS: usize = 150_000;
/// The most records that strangers are taken from: so many stay near in the cache, and with far
/// fewer the shares depend on which they are.
const STRANGERS_OF: usize = 8_000;
/// The most pairs of one weak rule to look at.
const MOST_WEAK: usize = 20_000;

/// Shares of levels for each comparison.
type Shares = Vec<Vec<f32>>;

/// Learns a model from records and their candidate pairs; says also how those compared that it
/// looked at.
pub(crate) fn learn<C: Corpus>(corpus: &C, pairs: &[Pair]) -> (Model, Compared) {
    let n = corpus.len();
    let u = strangers(corpus);
    let mut training = Training::new::<C>(u);
    let compared = training.observe(corpus, pairs);
    training.maximise();
    training.judge_weak_rules(n);
    let all = n as f64 * (n as f64 - 1.0) / 2.0;
    let prior = if n < 2 {
        0.0
    } else {
        (training.matches().max(n as f64 * LEAST_MATCHES) / all).log2() as f32
    };
    let partners = if n < 2 { 0.0 } else { all as f32 * prior.exp2() * 2.0 / n as f32 };
    let learned = training.m.iter().zip(&training.u);
    let learned = learned
        .map(|(m, u)| m.iter().zip(u).map(|(m, u)| Learned { m: *m, u: *u }).collect())
        .collect();
    let model = Model {
        version: VERSION,
        kind: C::KIND,
        records: n as u32,
        prior,
        partners,
        rules: training.matching.iter().map(|share| *share as f32).collect(),
        learned,
        frequencies: Frequencies::default(),
    };
    (model, compared)
}

fn normalised(counts: &[f32]) -> Vec<f32> {
    let sum: f32 = counts.iter().sum();
    counts.iter().map(|count| (count / sum).max(1e-7)).collect()
}

/// The shares of levels that are expected before anything is seen.
fn expected<C: Corpus>() -> Shares {
    C::COMPARISONS
        .iter()
        .map(|c| normalised(&c.levels.iter().map(|l| l.m).collect::<Vec<_>>()))
        .collect()
}

/// How often two records that nothing brought together agree.
fn strangers<C: Corpus>(corpus: &C) -> Shares {
    let levels = C::COMPARISONS.iter().map(|c| c.levels);
    let mut counts: Shares =
        levels.map(|l| l.iter().map(|l| l.u * EXPECTED_STRANGERS).collect()).collect();
    // Evenly from all, by their order.
    let stride = corpus.len().div_ceil(STRANGERS_OF).max(1);
    let n = (corpus.len() / stride) as u64;
    let sample = (n * n.saturating_sub(1) / 2).min(MOST_STRANGERS as u64);
    let mut dice = Dice(0x1234_5678_9abc_def1);
    for _ in 0..sample {
        let (a, b) = ((dice.roll() % n) as usize, (dice.roll() % n) as usize);
        if a != b {
            for (i, level) in levels_of(&corpus.compare(a * stride, b * stride)) {
                counts[i][level] += 1.0;
            }
        }
    }
    counts.iter().map(|counts| normalised(counts)).collect()
}

fn levels_of(pattern: &Pattern) -> impl Iterator<Item = (usize, usize)> {
    levels(pattern.packed())
}

/// Marsaglia's xorshift: the same pairs every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// Where the rule stands beside a pattern: nine levels of four bits leave room.
const RULE: u32 = 56;

/// Takes one of so many in turn.
struct Every {
    stride: usize,
    left: usize,
}

impl Every {
    /// Takes about the most of all.
    fn new(all: usize, most: usize) -> Self {
        Self { stride: (all / most).max(1), left: 0 }
    }

    fn turn(&mut self) -> bool {
        let taken = self.left == 0;
        self.left = if taken { self.stride } else { self.left } - 1;
        taken
    }
}

struct Training {
    comparisons: &'static [Comparison],
    rules: &'static [Rule],
    expected: Shares,
    m: Shares,
    u: Shares,
    /// How many pairs each rule found, and which part of them match.
    pairs: Vec<f64>,
    matching: Vec<f64>,
    /// Patterns of strong rules' pairs, each with its rule and how often it came.
    seen: Vec<(u8, u64, u32)>,
    /// Patterns of a sample of each weak rule's pairs.
    weak: Vec<Vec<u64>>,
}

impl Training {
    fn new<C: Corpus>(u: Shares) -> Self {
        let expected = expected::<C>();
        let rules = C::RULES;
        Self {
            comparisons: C::COMPARISONS,
            rules,
            m: expected.clone(),
            expected,
            u,
            pairs: vec![0.0; rules.len()],
            matching: vec![0.6; rules.len()],
            seen: Vec::new(),
            weak: vec![Vec::new(); rules.len()],
        }
    }

    /// Counts the patterns of pairs, of very many a sample.
    fn observe<C: Corpus>(&mut self, corpus: &C, pairs: &[Pair]) -> Compared {
        for pair in pairs {
            self.pairs[usize::from(pair.rule)] += 1.0;
        }
        let mut strong = Every::new(pairs.len(), MOST_PAIRS);
        let mut weak: Vec<Every> =
            self.pairs.iter().map(|pairs| Every::new(*pairs as usize, MOST_WEAK)).collect();
        let mut seen: Map<u64, u32> = Map::default();
        let mut compared = Compared::default();
        for (place, Pair { a, b, rule }) in fetched(corpus, pairs).copied().enumerate() {
            let r = usize::from(rule);
            let is_weak = self.rules[r].weak;
            if !if is_weak { weak[r].turn() } else { strong.turn() } {
                continue;
            }
            let pattern = corpus.compare(a as usize, b as usize);
            compared.keep(place, pattern);
            let pattern = pattern.packed();
            if is_weak {
                self.weak[r].push(pattern);
            } else {
                *seen.entry(pattern | u64::from(rule) << RULE).or_default() += 1;
            }
        }
        let unpacked =
            |(key, count): (u64, u32)| ((key >> RULE) as u8, key & ((1 << RULE) - 1), count);
        self.seen = seen.into_iter().map(unpacked).collect();
        self.seen.sort_unstable();
        compared
    }

    /// Alternates between who matches, given the shares, and the shares, given who matches.
    fn maximise(&mut self) {
        for _ in 0..ROUNDS {
            let mut counts: Shares = self
                .expected
                .iter()
                .map(|e| e.iter().map(|m| m * EXPECTED).collect())
                .collect();
            let mut hits = vec![0.0; self.rules.len()];
            let mut all = vec![1e-9; self.rules.len()];
            for (rule, pattern, count) in &self.seen {
                let r = usize::from(*rule);
                let share = self.likelihood(r, *pattern);
                let weight = share * f64::from(*count);
                hits[r] += weight;
                all[r] += f64::from(*count);
                for (i, l) in levels(*pattern) {
                    if !self.fixed(i, l) && !self.rules[r].given.contains(&i) {
                        counts[i][l] += weight as f32;
                    }
                }
            }
            for (r, share) in self.matching.iter_mut().enumerate() {
                *share = (hits[r] / all[r]).clamp(0.001, 0.999);
            }
            self.update(counts);
        }
    }

    fn fixed(&self, comparison: usize, level: usize) -> bool {
        matches!(self.comparisons[comparison].levels[level].worth, Worth::Fixed(_))
    }

    /// How likely a pair of a rule with such a pattern matches.
    fn likelihood(&self, rule: usize, pattern: u64) -> f64 {
        let share = self.matching[rule];
        let mut odds = (share / (1.0 - share)).ln();
        for (i, l) in levels(pattern) {
            if let Worth::Fixed(bits) = self.comparisons[i].levels[l].worth {
                odds += f64::from(bits) * std::f64::consts::LN_2;
            } else if !self.rules[rule].given.contains(&i) {
                odds += f64::from(self.m[i][l] / self.u[i][l]).ln().clamp(-9.0, 9.0);
            }
        }
        1.0 / (1.0 + (-odds).exp())
    }

    /// New shares from counts: what is expected pulls them, what is held or kept stays.
    fn update(&mut self, mut counts: Shares) {
        for (i, counts) in counts.iter_mut().enumerate() {
            let comparison = &self.comparisons[i];
            if comparison.held {
                continue;
            }
            let observed = counts.iter().sum::<f32>() - EXPECTED;
            for (count, expected) in counts.iter_mut().zip(&self.expected[i]) {
                *count += LEANING * observed * expected;
            }
            let is_kept = |l: usize| comparison.levels[l].worth == Worth::KeptGroup;
            let kept: f32 = comparison
                .levels
                .iter()
                .enumerate()
                .filter(|(l, _)| is_kept(*l))
                .map(|(_, level)| level.m)
                .sum();
            let rest: f32 = counts
                .iter()
                .enumerate()
                .filter(|(l, _)| !is_kept(*l))
                .map(|(_, count)| *count)
                .sum();
            for (l, m) in self.m[i].iter_mut().enumerate() {
                *m = if is_kept(l) {
                    comparison.levels[l].m
                } else {
                    (counts[l] / rest * (1.0 - kept)).max(1e-7)
                };
            }
        }
    }

    /// Which part of the weak rules' pairs match, given what the strong ones taught.
    fn judge_weak_rules(&mut self, records: usize) {
        let before = -(records.max(1) as f64).log2();
        for r in (0..self.rules.len()).filter(|r| self.rules[*r].weak) {
            if self.weak[r].is_empty() {
                self.matching[r] = LEAST_MATCHING.into();
                continue;
            }
            let hits: f64 = self.weak[r]
                .iter()
                .map(|pattern| {
                    let odds: f64 =
                        levels(*pattern).map(|(i, l)| self.bits(i, l)).sum::<f64>() + before;
                    1.0 / (1.0 + (-odds).exp2())
                })
                .sum();
            self.matching[r] = hits / self.weak[r].len() as f64;
        }
    }

    fn bits(&self, i: usize, l: usize) -> f64 {
        match self.comparisons[i].levels[l].worth {
            Worth::Fixed(bits) => f64::from(bits),
            _ => f64::from(self.m[i][l] / self.u[i][l]).log2(),
        }
    }

    /// How many pairs match.
    fn matches(&self) -> f64 {
        self.pairs.iter().zip(&self.matching).map(|(pairs, share)| pairs * share).sum()
    }
}
