//! What companies and persons have alike: phones and addresses as words, the sounds of names, and how
//! numbers compare.

use crate::reconcile::form::text::skeleton;
use crate::reconcile::form::words::{Map, Words, hash64};
use crate::reconcile::form::{phone, place};

/// An address as numbers of [`Words`]; 0 for nothing.
#[derive(Default)]
pub(super) struct Place {
    /// The house number itself.
    pub(super) number: u32,
    pub(super) street: [u32; 3],
    /// House number and first word of the street.
    pub(super) door: u32,
    pub(super) postcode: u32,
    pub(super) city: u32,
}

impl Place {
    /// Whether both have a street and share a word of it.
    pub(super) fn shares_street(&self, other: &Self) -> bool {
        self.street.iter().any(|word| *word > 0 && other.street.contains(word))
    }
}

/// What a record says of a place.
pub(super) struct Said<'a> {
    pub(super) street: &'a str,
    /// The house number, where it has a column of its own.
    pub(super) number: &'a str,
    pub(super) postcode: &'a str,
    pub(super) city: &'a str,
}

/// Reads places; equal cities are read once.
#[derive(Default)]
pub(super) struct Places<'a> {
    cities: Map<&'a str, u32>,
}

impl<'a> Places<'a> {
    /// Reads a place with at most so many words of its street.
    pub(super) fn read(&mut self, said: &Said<'a>, most: usize, words: &mut Words) -> Place {
        let street = place::Street::read(said.street);
        let own = || said.number.trim().parse().unwrap_or(0);
        let number = if street.number > 0 { street.number } else { own() };
        let mut place = Place { number, ..Place::default() };
        for (slot, word) in place.street.iter_mut().zip(street.words().take(most)) {
            *slot = words.put(word);
        }
        if let (1.., Some(first)) = (number, street.words().next()) {
            place.door = words.put(&format!("{number}|{first}"));
        }
        place.postcode = words.put_as('P', &place::postcode(said.postcode));
        let city = said.city;
        place.city = *self.cities.entry(city).or_insert_with(|| words.id(&place::city(city)));
        words.again(place.city);
        place
    }
}

/// A phone number as a word.
pub(super) fn phone(raw: &str, words: &mut Words) -> u32 {
    match phone::national(raw) {
        0 => 0,
        number => words.put_as('t', &number.to_string()),
    }
}

/// What a word stands for in a key: its number, or, where keys are kept, its text's hash.
pub(super) fn key(words: &Words, word: u32, kept: bool) -> u64 {
    match word {
        0 => 0,
        word if kept => hash64(words.text(word)),
        word => word.into(),
    }
}

/// The first word of some that is there, or 0.
pub(super) fn first<const N: usize>(of: [u32; N]) -> u32 {
    of.into_iter().find(|word| *word > 0).unwrap_or(0)
}

/// The sound of every one of some words, by its number.
pub(super) fn sounds(of: impl Iterator<Item = u32>, words: &mut Words) -> Vec<u32> {
    let mut sounds = vec![0; words.len() + 1];
    for word in of {
        if word > 0 && sounds[word as usize] == 0 {
            let sound = skeleton(words.text(word));
            sounds[word as usize] = words.id(&sound);
        }
    }
    sounds
}

/// The share of so many records that have a value, over 0 to 1.
pub(super) fn share(words: &Words, records: f32, value: u32) -> f32 {
    words.count(value).max(1) as f32 / records
}

/// How two numbers compare: 1 the same, 2 a slip away, 3 different, 0 one is missing; with the share
/// of what is the same.
pub(super) fn compare_numbers(words: &Words, records: f32, a: u32, b: u32) -> (u8, f32) {
    match (a, b) {
        (0, _) | (_, 0) => (0, 1.0),
        (a, b) if a == b => (1, share(words, records, a)),
        (a, b) if words.near(a, b, 1) => (2, 1.0),
        _ => (3, 1.0),
    }
}
