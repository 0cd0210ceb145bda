//! What an action changed: difference in differences against peers that were left alone.
//!
//! Published: (after − before) of those reached less the same of peers; the standard error is that of
//! a least-squares fit of the change on "reached" with one pooled variance (`statsmodels.OLS`), which
//! for a single account is the error of predicting one more peer; WORKED beyond two standard errors,
//! NO_CONTROL under five peers, TOO_EARLY before the window has passed. Ours: peers are accounts of
//! the same group whose value before lies within a caliper, the nearest ones.

use std::ops::Range;

use super::mean;

/// Peers needed to say anything of an effect.
pub const LEAST_PEERS: usize = 5;
/// Standard errors beyond which a difference is no chance.
const ERRORS: f64 = 2.0;
/// Differences below this are rounding.
const NOISE: f64 = 1e-9;

/// An account before and after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Before the action.
    pub before: f64,
    /// After the window.
    pub after: f64,
}

impl Change {
    fn moved(&self) -> f64 {
        self.after - self.before
    }
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// In the measure's unit: how much more those reached changed than their peers.
    pub effect: f64,
    /// Its standard error; `None` when two accounts are all there is.
    pub error: Option<f64>,
    /// Accounts reached.
    pub reached: usize,
    /// Peers.
    pub peers: usize,
}

/// Which direction is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// A score, revenue.
    Higher,
    /// Days, complaints.
    Lower,
}

/// Whether an action worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Beyond two standard errors in the good direction.
    Worked,
    /// Within two standard errors.
    NoEffect,
    /// Beyond two standard errors in the bad direction.
    Worse,
    /// The window has not passed.
    TooEarly,
    /// Fewer than five peers: nobody can say.
    NoControl,
}

impl Verdict {
    /// The words in capitals.
    pub fn word(self) -> &'static str {
        match self {
            Self::Worked => "WORKED",
            Self::NoEffect => "NO_EFFECT",
            Self::Worse => "WORSE",
            Self::TooEarly => "TOO_EARLY",
            Self::NoControl => "NO_CONTROL",
        }
    }
}

impl Verdict {
    /// Reads its words.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [Self::Worked, Self::NoEffect, Self::Worse, Self::TooEarly, Self::NoControl];
        all.into_iter().find(|verdict| verdict.word() == word)
    }
}

/// Where in its window an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Days since it was done.
    pub passed: i64,
    /// Days that the measure looks back.
    pub needed: i64,
}

/// The effect, whatever the numbers; `None` when either side is empty. Changes that are not finite
/// count as not there.
pub fn difference(reached: &[Change], peers: &[Change]) -> Option<Difference> {
    let moves = |changes: &[Change]| -> Vec<f64> {
        changes.iter().map(Change::moved).filter(|moved| moved.is_finite()).collect()
    };
    let (reached, peers) = (moves(reached), moves(peers));
    let (own, others) = (mean(reached.iter().copied())?, mean(peers.iter().copied())?);
    let around = |moves: &[f64], centre: f64| -> f64 {
        moves.iter().map(|moved| (moved - centre).powi(2)).sum()
    };
    let (many, left) = (reached.len() as f64, peers.len() as f64);
    let freedom = many + left - 2.0;
    let error = (freedom > 0.0).then(|| {
        let variance = (around(&reached, own) + around(&peers, others)) / freedom;
        (variance * (1.0 / many + 1.0 / left)).sqrt()
    });
    Some(Difference { effect: own - others, error, reached: reached.len(), peers: peers.len() })
}

/// Whether an action worked. A difference is only to be shown where this says more than
/// `NO_CONTROL` or `TOO_EARLY`.
pub fn verdict_of(found: Option<Difference>, window: Window, better: Better) -> Verdict {
    if window.passed < window.needed {
        return Verdict::TooEarly;
    }
    let Some(found) = found.filter(|found| found.peers >= LEAST_PEERS) else {
        return Verdict::NoControl;
    };
    let Some(error) = found.error else { return Verdict::NoControl };
    let gain = match better {
        Better::Higher => found.effect,
        Better::Lower => -found.effect,
    };
    let line = (ERRORS * error).max(NOISE);
    match gain {
        gain if gain > line => Verdict::Worked,
        gain if gain < -line => Verdict::Worse,
        _ => Verdict::NoEffect,
    }
}

/// Accounts that no action reached, to find peers among. Building sorts once; each look-up is a
/// binary search.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PeerPool<G> {
    /// By group, then by what was before.
    sorted: Vec<(G, Change)>,
}

impl<G: Ord> PeerPool<G> {
    /// A pool of (group, change); changes that are not finite are left out.
    pub fn of(mut pool: Vec<(G, Change)>) -> Self {
        pool.retain(|(_, change)| change.before.is_finite() && change.after.is_finite());
        pool.sort_by(|a, b| {
            let before = a.1.before.total_cmp(&b.1.before);
            a.0.cmp(&b.0).then(before).then(a.1.after.total_cmp(&b.1.after))
        });
        Self { sorted: pool }
    }

    /// At most so many of a group whose value before is nearest, none farther than the caliper.
    pub fn nearest(&self, group: &G, before: f64, most: usize, caliper: f64) -> Vec<Change> {
        let Range { start, end } = self.group(group);
        let group = &self.sorted[start..end];
        let mut above = group.partition_point(|(_, change)| change.before < before);
        let mut below = above;
        let mut found = Vec::new();
        let gap = |place: usize| group.get(place).map(|peer| (peer.1.before - before).abs());
        while found.len() < most {
            let (down, up) = (below.checked_sub(1).and_then(gap), gap(above));
            let take_down = match (down, up) {
                (None, None) => break,
                (Some(down), Some(up)) => down < up,
                (down, _) => down.is_some(),
            };
            let nearest = if take_down { below - 1 } else { above };
            if !gap(nearest).is_some_and(|gap| gap <= caliper) {
                break;
            }
            found.push(group[nearest].1);
            if take_down {
                below -= 1;
            } else {
                above += 1;
            }
        }
        found
    }

    fn group(&self, group: &G) -> Range<usize> {
        let start = self.sorted.partition_point(|(known, _)| known < group);
        let end = self.sorted.partition_point(|(known, _)| known <= group);
        start..end
    }
}
