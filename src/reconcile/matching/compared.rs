//! How pairs compared that were looked at while learning, so that they need not be again.

use super::block::Pair;
use super::model::Pattern;

/// Patterns of some pairs, each under its pair's place, in ascending order.
///
/// Learning looks at so many pairs at most; they are all pairs of most bodies of records.
#[derive(Default)]
pub(crate) struct Compared {
    patterns: Vec<(u32, Pattern)>,
}

impl Compared {
    /// Keeps the pattern of the pair at a place behind those kept so far.
    pub(crate) fn keep(&mut self, place: usize, pattern: Pattern) {
        if let Ok(place) = u32::try_from(place) {
            self.patterns.push((place, pattern));
        }
    }

    /// All pairs, each with its pattern where that is known.
    pub(crate) fn beside<'a>(
        &'a self,
        pairs: impl Iterator<Item = &'a Pair>,
    ) -> impl Iterator<Item = (Pair, Option<&'a Pattern>)> {
        let mut known = self.patterns.iter().peekable();
        pairs.enumerate().map(move |(at, pair)| {
            let pattern = known.next_if(|(place, _)| *place as usize == at);
            (*pair, pattern.map(|(_, pattern)| pattern))
        })
    }
}
