//! How often values come among many records: what makes an agreement rare.

use serde::{Deserialize, Serialize};

use crate::reconcile::form::words::{Set, Words, hash64, mix};

/// What a text is counted as.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Class {
    /// A field's value.
    Value,
    /// A word of a company's name.
    Token,
    /// All words of a company's name.
    Key,
    /// A company's name in one word.
    Joined,
    /// A domain of several companies.
    SharedDomain,
    /// A number of several parties.
    SharedPhone,
    /// A mailbox of several persons.
    SharedMail,
    /// A given name.
    Given,
    /// A surname.
    Surname,
    /// Given name and surname.
    FullName,
}

/// Counts of values, kept by hash: they tell how often something came to who has it, and nothing
/// to who has not. What came once is not kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frequencies {
    /// In ascending order of the hash.
    counts: Vec<(u64, u32)>,
}

impl Frequencies {
    /// As bytes: 12 for each value.
    pub fn to_bytes(&self) -> Vec<u8> {
        let entry = |(hash, count): &(u64, u32)| {
            let mut entry = [0; 12];
            entry[..8].copy_from_slice(&hash.to_le_bytes());
            entry[8..].copy_from_slice(&count.to_le_bytes());
            entry
        };
        self.counts.iter().flat_map(entry).collect()
    }

    /// From what [`Frequencies::to_bytes`] made.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let (entries, _) = bytes.as_chunks::<12>();
        let entry = |entry: &[u8; 12]| {
            let (mut hash, mut count) = ([0; 8], [0; 4]);
            hash.copy_from_slice(&entry[..8]);
            count.copy_from_slice(&entry[8..]);
            (u64::from_le_bytes(hash), u32::from_le_bytes(count))
        };
        Self { counts: entries.iter().map(entry).collect() }
    }

    /// Notes the words that came more than once as something of a class.
    pub(crate) fn note(&mut self, class: Class, words: &Words, count: impl Fn(u32) -> u32) {
        for id in 1..=words.len() as u32 {
            let count = count(id);
            if count > 1 {
                self.counts.push((hash(class, words.text(id)), count));
            }
        }
    }

    /// Notes the words that are of a class.
    pub(crate) fn mark<'a>(
        &mut self,
        class: Class,
        words: &Words,
        ids: impl Iterator<Item = &'a u32>,
    ) {
        self.counts.extend(ids.map(|id| (hash(class, words.text(*id)), 1)));
    }

    /// Notes what has a hash of its own.
    pub(crate) fn put(&mut self, hash: u64, count: u32) {
        if count > 1 {
            self.counts.push((hash, count));
        }
    }

    pub(crate) fn sorted(mut self) -> Self {
        self.counts.sort_unstable();
        self
    }

    /// How often a text came; 0 when it came once or never.
    pub(crate) fn count(&self, hash: u64) -> u32 {
        let at = self.counts.binary_search_by_key(&hash, |(hash, _)| *hash);
        at.map_or(0, |at| self.counts[at].1)
    }

    /// The counts of words by their numbers.
    pub(crate) fn fill(&self, class: Class, words: &Words, counts: &mut [u32]) {
        for (id, slot) in counts.iter_mut().enumerate().skip(1).take(words.len()) {
            *slot = self.count(hash(class, words.text(id as u32)));
        }
    }

    /// Gives words the counts that they have as values.
    pub(crate) fn recount(&self, words: &mut Words) {
        for id in 1..=words.len() as u32 {
            let count = self.count(hash(Class::Value, words.text(id)));
            words.recount(id, count);
        }
    }

    /// The words that were marked.
    pub(crate) fn marked(&self, class: Class, words: &Words) -> Set<u32> {
        let ids = 1..=words.len() as u32;
        ids.filter(|id| self.count(hash(class, words.text(*id))) > 0).collect()
    }
}

/// What a text of a class is counted under.
fn hash(class: Class, text: &str) -> u64 {
    mix(hash64(text), class as u64 + 1)
}

/// What two texts together are counted under.
pub(crate) fn hash_of_two(class: Class, first: &str, second: &str) -> u64 {
    mix(hash(class, first), hash64(second))
}

/// How many records have words, by their numbers.
#[derive(Default)]
pub(crate) struct Counts {
    counts: Vec<u32>,
    records: f32,
}

impl Counts {
    pub(crate) fn new(counts: Vec<u32>, records: f32) -> Self {
        Self { counts, records }
    }

    pub(crate) fn count(&self, id: u32) -> u32 {
        self.counts.get(id as usize).copied().unwrap_or(0)
    }

    /// The share of records that have the word, over 0 to 1.
    pub(crate) fn share(&self, id: u32) -> f32 {
        self.count(id).max(1) as f32 / self.records
    }
}
