//! Names of organisations.

use super::words::Words;

/// What a word of a name is, besides a name: bits.
pub(crate) const GEOGRAPHY: u8 = 1;
pub(crate) const DIVISION: u8 = 2;
pub(crate) const NUMBER: u8 = 4;

/// A legal form's class: forms of one class are one form under several spellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Legal(std::num::NonZeroU16);

impl Legal {
    /// Its short name, as `gmbh`.
    pub(crate) fn name(self) -> &'static str {
        let _ = self.0;
        ""
    }
}

/// An organisation's name in words, as numbers of [`Words`] that are not counted; 0 for nothing.
pub(crate) struct Name {
    /// Its words in order, without legal form and stop words.
    pub tokens: Vec<u32>,
    /// For each token, the bits of what it is besides a name.
    pub kinds: Vec<u8>,
    pub legal: Option<Legal>,
    /// All tokens, sorted.
    pub key: u32,
    /// All tokens in order, in one word.
    pub joined: u32,
    /// The initials of a name of three words or more, or a name that is short capitals.
    pub acronym: u32,
    /// What stood in brackets or behind a dash.
    pub notes: Vec<u32>,
    /// Written in another script than Latin.
    pub foreign: bool,
}

impl Name {
    pub(crate) fn read(raw: &str, words: &mut Words) -> Self {
        let _: (&str, &mut Words) = (raw, words);
        Self {
            tokens: Vec::new(),
            kinds: Vec::new(),
            legal: None,
            key: 0,
            joined: 0,
            acronym: 0,
            notes: Vec::new(),
            foreign: false,
        }
    }
}

/// How two names relate, in the order of the matcher's levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Level {
    /// One of them says nothing.
    Nothing = 0,
    /// The same words.
    Same = 1,
    /// The same but for spelling.
    Near = 2,
    /// One has more words that are names.
    Within = 3,
    /// One has more words, all of them places or divisions: Kestrel, Kestrel Iberia.
    Relative = 4,
    /// One is the initials of the other.
    Acronym = 5,
    /// Both have a rare word, and words of their own.
    Shared = 6,
    /// They differ in a number: Store 12, Store 13.
    Number = 7,
    Other = 8,
    /// Both have a place or division of their own: Kestrel Iberia, Kestrel Polska.
    Sibling = 9,
    /// The same, with other notes.
    Note = 10,
}

/// How many records have each word, by its number.
pub(crate) struct Frequencies {
    pub records: f32,
    pub token: Vec<u32>,
    pub key: Vec<u32>,
    pub joined: Vec<u32>,
}

impl Frequencies {
    /// The share of records with a word, over 0 to 1.
    pub(crate) fn share(&self, counts: &[u32], id: u32) -> f32 {
        counts.get(id as usize).copied().unwrap_or(1).max(1) as f32 / self.records
    }
}

/// What names are compared by.
pub(crate) struct Context<'a> {
    pub words: &'a Words,
    /// Each word's [`skeleton`](super::text::skeleton), by its number.
    pub sounds: &'a [u32],
    pub frequencies: &'a Frequencies,
}

/// How two names relate, and the share of records that agree so by chance.
pub(crate) fn compare(a: &Name, b: &Name, context: &Context<'_>) -> (Level, f32) {
    let _ = (a, b, context);
    (Level::Nothing, 1.0)
}
