//! Addresses: streets, postcodes, cities, countries.

use std::sync::LazyLock;

use super::number::alnum;
use super::table;
use super::text::{fold, folded};
use super::words::{Map, Set};
use crate::model::country;

static CITIES: LazyLock<Map<String, String>> =
    LazyLock::new(|| table::synonyms(include_str!("tables/cities.txt")));
static COUNTRIES: LazyLock<Map<String, String>> = LazyLock::new(|| {
    let known = country::spellings();
    known.map(|(name, code)| (folded(name), code.to_ascii_lowercase())).collect()
});
static STREETS: LazyLock<Set<String>> =
    LazyLock::new(|| table::folded_set(include_str!("tables/street_words.txt")));

/// Endings that say "street", cut from what stands before them.
const ENDINGS: &[&str] =
    &["strase", "strasse", "str", "straat", "gatan", "gata", "weg", "platz"];

/// Directions that are a street's name when it has no other: West North Avenue.
const DIRECTIONS: &[&str] = &["north", "south", "east", "west"];

/// A street's number and its name without what every street is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Street {
    /// 0 when there is none.
    pub number: u32,
    name: String,
}

impl Street {
    pub(crate) fn read(raw: &str) -> Self {
        if raw.is_empty() {
            return Self::default();
        }
        let line = first_line(raw);
        let range = is_range(line);
        let mut text = String::new();
        fold(line, &mut text);
        let mut street = Self { number: 0, name: String::with_capacity(text.len()) };
        let mut direction = None;
        for word in text.split(' ') {
            direction = DIRECTIONS.iter().find(|known| **known == word).or(direction);
            match house_number(word) {
                Some(number) if street.number == 0 => street.number = number,
                // The other end of `12-14`.
                Some(_) if range && street.name.is_empty() => {}
                _ if word.is_empty() || STREETS.contains(word) => {}
                _ => street.push(without_ordinal(word)),
            }
        }
        if let (true, Some(direction)) = (street.name.is_empty(), direction) {
            street.push(direction);
        }
        street
    }

    fn push(&mut self, word: &str) {
        let cut =
            ENDINGS.iter().find_map(|end| word.strip_suffix(end).filter(|r| r.len() >= 3));
        if !self.name.is_empty() {
            self.name.push(' ');
        }
        self.name.push_str(cut.unwrap_or(word));
    }

    /// The words of its name, in order.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.name.split(' ').filter(|word| !word.is_empty())
    }
}

/// The part with the number, when a comma parts several.
fn first_line(raw: &str) -> &str {
    let number = |text: &str| text.chars().any(|c| c.is_ascii_digit());
    match raw.split_once(',') {
        Some((head, rest)) if number(head) || !number(rest) => head,
        _ => raw,
    }
}

fn is_range(line: &str) -> bool {
    let digit = |b: u8| b.is_ascii_digit();
    line.as_bytes().windows(3).any(|w| digit(w[0]) && w[1] == b'-' && digit(w[2]))
}

/// `113th` is `113`: numbered streets are written either way.
fn without_ordinal(word: &str) -> &str {
    const ENDS: &[&str] = &["st", "nd", "rd", "th"];
    let number = ENDS.iter().find_map(|end| word.strip_suffix(end));
    let number = number.filter(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    number.unwrap_or(word)
}

/// `12` and `12a`, not `3rd`.
fn house_number(word: &str) -> Option<u32> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || word.len() > digits + 1 {
        return None;
    }
    Some(word.get(..digits)?.parse().unwrap_or(0))
}

/// Letters and digits of a postcode.
pub(crate) fn postcode(raw: &str) -> String {
    alnum(raw)
}

/// A city by one of its names: `Munich` and `München` agree.
pub(crate) fn city(raw: &str) -> String {
    let text = folded(raw);
    if let Some(known) = CITIES.get(&text) {
        return known.clone();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split(' ') {
        let word = match word {
            "st" => "saint",
            "ft" => "fort",
            // Frankfurt am Main, Frankfurt a. M.
            "am" | "upon" | "on" | "main" | "m" => continue,
            word => word,
        };
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A country's code in lower case, or its folded name when the table has none.
pub(crate) fn country(raw: &str) -> String {
    // As it stands first: folded, `UAE` would be Ukraine.
    if let Some(code) = country::code(raw) {
        return code.to_ascii_lowercase();
    }
    let text = folded(raw);
    COUNTRIES.get(&text).cloned().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streets_agree_on_number_and_name() {
        let cases = [
            ("Hauptstraße 12", 12, "haupt"),
            ("Haupt Str. 12a, Hinterhaus", 12, "haupt"),
            ("1507-1511 W Sunnyside Avenue", 1507, "sunnyside"),
            ("12 rue de la Paix", 12, "paix"),
            ("ul. Długa 7/9", 7, "dluga 9"),
            ("350 5th Ave, Suite 3300", 350, "5"),
            ("124 E 113 St", 124, "113"),
            ("5365 W North Ave", 5365, "north"),
            ("124 East 113TH Street", 124, "113"),
            ("", 0, ""),
        ];
        for (raw, number, name) in cases {
            let street = Street::read(raw);
            let words: Vec<&str> = street.words().collect();
            assert_eq!((street.number, words.join(" ").as_str()), (number, name), "{raw}");
        }
    }

    #[test]
    fn places_agree_across_languages() {
        for (a, b) in [("Munich", "München"), ("St. Louis", "Saint Louis"), ("Milan", "MILANO")]
        {
            assert_eq!(city(a), city(b));
        }
        assert_eq!(city("Frankfurt a.M."), "frankfurt a");
        for raw in ["DE", "Germany", "Deutschland"] {
            assert_eq!(super::country(raw), "de");
        }
        assert_eq!(postcode("SW1A 1aa"), "SW1A1AA");
    }

    #[test]
    fn folding_keeps_countries_apart() {
        for (name, code) in country::spellings() {
            assert_eq!(super::country(name), code.to_ascii_lowercase(), "{name}");
        }
        assert_eq!(super::country("Osterreich"), "at");
        assert_eq!(super::country("Atlantis"), "atlantis");
    }
}
