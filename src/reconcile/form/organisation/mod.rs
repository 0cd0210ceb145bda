//! Names of organisations.
//!
//! A name is its words without legal form, stop words and notes; words that are places or
//! divisions are marked, because they tell the companies of one group apart. Two names compare
//! by the words they share and by what kind of word is left over.

mod compare;
mod legal;

use std::sync::LazyLock;

pub(crate) use compare::{Context, Frequencies, Level, compare};
pub(crate) use legal::Legal;

use super::table;
use super::text::{fold, folded, is_foreign};
use super::words::{Map, Set, Words};

/// What a word of a name is besides a name: bits of [`Name::kinds`].
pub(crate) const GEOGRAPHY: u8 = 1;
pub(crate) const DIVISION: u8 = 2;
pub(crate) const NUMBER: u8 = 4;
const STOP: u8 = 128;

static ABBREVIATIONS: LazyLock<Map<String, String>> =
    LazyLock::new(|| table::synonyms(include_str!("../tables/abbreviations.txt")));
static IDLE_NOTES: LazyLock<Set<String>> =
    LazyLock::new(|| table::folded_set(include_str!("../tables/notes.txt")));
static KINDS: LazyLock<Map<String, u8>> = LazyLock::new(|| {
    let mut kinds: Map<String, u8> = Map::default();
    for (kind, words) in [
        (GEOGRAPHY, include_str!("../tables/geography.txt")),
        (DIVISION, include_str!("../tables/divisions.txt")),
        (STOP, include_str!("../tables/stop_words.txt")),
    ] {
        for word in table::lines(words) {
            *kinds.entry(folded(word)).or_default() |= kind;
        }
    }
    kinds
});

/// An organisation's name in words, as numbers of [`Words`] that are not counted; 0 for nothing.
///
/// Fills one line of the cache: comparing names is mostly waiting for them.
#[repr(align(64))]
pub(crate) struct Name {
    /// Its words in order, without legal form and stop words.
    pub tokens: Box<[u32]>,
    /// For each token, the bits of what it is besides a name.
    pub kinds: Box<[u8]>,
    pub legal: Option<Legal>,
    /// All tokens, sorted.
    pub key: u32,
    /// All tokens in order, in one word.
    pub joined: u32,
    /// The initials of a name of three words or more, or a name that is short capitals.
    pub acronym: u32,
    /// What stood in brackets or behind a dash and says something.
    pub notes: Box<[u32]>,
    /// Written in another script than Latin.
    pub foreign: bool,
}

impl Name {
    pub(crate) fn read(raw: &str, words: &mut Words) -> Self {
        let foreign = is_foreign(raw);
        let (text, note) = told(raw);
        let (text, legal) = legal::cut(&text, foreign);
        let parts: Vec<&str> = text.split(' ').filter(|part| !part.is_empty()).collect();
        let mut name = Self {
            tokens: Box::default(),
            kinds: Box::default(),
            legal,
            key: 0,
            joined: 0,
            acronym: 0,
            notes: Box::default(),
            foreign,
        };
        name.read_tokens(&parts, words);
        name.read_notes(&note, words);
        name.acronym = match &*name.tokens {
            _ if parts.len() >= 3 => words.id(&initials(&parts)),
            [only] if is_short_capitals(raw) => *only,
            _ => 0,
        };
        name
    }

    fn read_tokens(&mut self, parts: &[&str], words: &mut Words) {
        let (tokens, kinds): (Vec<&str>, Vec<u8>) = tokens(parts).unzip();
        self.tokens = tokens.iter().map(|word| words.id(word)).collect();
        self.kinds = kinds.into();
        self.joined = words.id(&tokens.concat());
        self.key = words.id(&in_order(tokens));
    }

    fn read_notes(&mut self, note: &str, words: &mut Words) {
        let mut notes = Vec::new();
        for part in folded(note).split(' ').filter(|part| !part.is_empty()) {
            let word = canonical(part);
            let stop = KINDS.get(word).is_some_and(|kind| kind & STOP != 0);
            if word.len() < 2 || stop || IDLE_NOTES.contains(part) {
                continue;
            }
            let id = words.id(word);
            if !self.tokens.contains(&id) {
                notes.push(id);
            }
        }
        self.notes = notes.into();
    }
}

/// The [`Name::key`] of a name of which nothing else is asked.
pub(crate) fn key(raw: &str, words: &mut Words) -> u32 {
    let (text, _) = told(raw);
    let (text, _) = legal::cut(&text, is_foreign(raw));
    let parts: Vec<&str> = text.split(' ').filter(|part| !part.is_empty()).collect();
    words.id(&in_order(tokens(&parts).map(|(word, _)| word).collect()))
}

/// A folded name without its notes, and the notes.
fn told(raw: &str) -> (String, String) {
    let marks = |b: u8| matches!(b, b'.' | b'&' | b'+' | b'(' | b')' | b'[' | b']');
    if !raw.bytes().any(marks) && !raw.contains(" - ") {
        return (folded(raw), String::new());
    }
    let (main, note) = without_notes(raw);
    let mut text = folded(&plain(&main));
    if text.is_empty() {
        fold(raw, &mut text);
    }
    (text, note)
}

/// The words of a name that count, written out, each with what it is besides a name.
fn tokens<'a>(parts: &'a [&'a str]) -> impl Iterator<Item = (&'a str, u8)> {
    parts.iter().filter_map(|part| {
        let word = canonical(part);
        let kind = KINDS.get(word).or_else(|| KINDS.get(*part)).copied().unwrap_or(0);
        if kind & STOP != 0 && parts.len() > 1 {
            return None;
        }
        let number = word.bytes().all(|b| b.is_ascii_digit());
        Some((word, if number { NUMBER } else { kind & !STOP }))
    })
}

/// The words in alphabetical order, each once.
fn in_order(mut words: Vec<&str>) -> String {
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// What stands outside brackets and before a dash, and what does not.
fn without_notes(raw: &str) -> (String, String) {
    let (mut main, mut note) = (String::with_capacity(raw.len()), String::new());
    let mut depth = 0usize;
    for c in raw.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                note.push(' ');
            }
            c if depth > 0 => note.push(c),
            '&' | '+' => main.push_str(" and "),
            c => main.push(c),
        }
    }
    if let Some(at) = main.find(" - ").filter(|at| *at > 2) {
        note.push(' ');
        note.push_str(&main.split_off(at));
    }
    (main, note)
}

/// A word written out, in the singular.
fn canonical(word: &str) -> &str {
    let meant = |word: &str| ABBREVIATIONS.get(word).map(String::as_str);
    let word = meant(word).unwrap_or(word);
    match word.strip_suffix('s') {
        Some(one) if one.len() >= 4 && !one.ends_with('s') => meant(one).unwrap_or(one),
        _ => word,
    }
}

fn initials(parts: &[&str]) -> String {
    parts.iter().filter_map(|part| part.chars().next()).collect()
}

/// `IBM`, `DHL Ltd`.
fn is_short_capitals(raw: &str) -> bool {
    let first = raw.split_whitespace().next().unwrap_or_default();
    (2..=5).contains(&first.len()) && first.chars().all(char::is_uppercase)
}

/// Without the dots of initials: `S.p.A.` is `SpA`.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Whether the letter before stands alone so far.
    let (mut before, mut single) = (' ', false);
    for c in text.chars() {
        match c {
            '.' if single => {}
            '.' => out.push(' '),
            '&' | '+' => out.push_str(" and "),
            c => out.push(c),
        }
        single = c.is_alphabetic() && !before.is_alphanumeric();
        before = c;
    }
    out
}
