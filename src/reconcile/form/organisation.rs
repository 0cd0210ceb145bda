//! Names of organisations.
//!
//! A name is its words without legal form, stop words and notes; words that are places or
//! divisions are marked, because they tell the companies of one group apart. Two names compare
//! by the words they share and by what kind of word is left over.

use std::num::NonZeroU16;
use std::sync::LazyLock;

use super::table;
use super::text::{fold, folded, is_foreign};
use super::words::{Map, Words};

/// What a word of a name is besides a name: bits of [`Name::kinds`].
pub(crate) const GEOGRAPHY: u8 = 1;
pub(crate) const DIVISION: u8 = 2;
pub(crate) const NUMBER: u8 = 4;
const STOP: u8 = 128;

static ABBREVIATIONS: LazyLock<Map<String, String>> =
    LazyLock::new(|| table::synonyms(include_str!("tables/abbreviations.txt")));
static IDLE_NOTES: LazyLock<Map<String, ()>> =
    LazyLock::new(|| table::folded_set(include_str!("tables/notes.txt")));
static KINDS: LazyLock<Map<String, u8>> = LazyLock::new(|| {
    let mut kinds: Map<String, u8> = Map::default();
    for (kind, words) in [
        (GEOGRAPHY, include_str!("tables/geography.txt")),
        (DIVISION, include_str!("tables/divisions.txt")),
        (STOP, include_str!("tables/stop_words.txt")),
    ] {
        for word in table::lines(words) {
            *kinds.entry(folded(word)).or_default() |= kind;
        }
    }
    kinds
});
static LEGAL_FORMS: LazyLock<LegalForms> =
    LazyLock::new(|| LegalForms::read(include_str!("tables/legal_forms.txt")));

/// Legal forms that stand before the name, whatever its script.
const LEADING: &[&str] = &["ooo", "ao", "oao", "zao", "pao", "pt", "llc", "jsc"];

/// A legal form under all its spellings. Weak evidence: sources leave it out, and companies
/// change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Legal(NonZeroU16);

impl Legal {
    /// Its short name: `gmbh`.
    pub(crate) fn name(self) -> &'static str {
        LEGAL_FORMS.forms[usize::from(self.0.get()) - 1].0
    }

    /// Codes of the countries where it is known, parted by spaces; empty when it is unknown.
    pub(crate) fn countries(self) -> &'static str {
        LEGAL_FORMS.forms[usize::from(self.0.get()) - 1].1
    }
}

struct LegalForms {
    forms: Vec<(&'static str, &'static str)>,
    spellings: Map<String, Legal>,
    /// Words of the longest spelling.
    longest: usize,
}

impl LegalForms {
    fn read(text: &'static str) -> Self {
        let mut all = Self { forms: Vec::new(), spellings: Map::default(), longest: 0 };
        for line in table::lines(text) {
            let mut fields = line.split(';').map(str::trim);
            let (Some(name), Some(countries)) = (fields.next(), fields.next()) else {
                continue;
            };
            all.forms.push((name, countries));
            let number = NonZeroU16::new(all.forms.len() as u16).expect("one was pushed");
            for spelling in fields {
                let spelling = folded(&plain(spelling));
                all.longest = all.longest.max(spelling.split(' ').count());
                // The first line that has a spelling keeps it: the table's order is by use.
                all.spellings.entry(spelling).or_insert(Legal(number));
            }
        }
        all
    }

    /// Cuts the longest form at the end that leaves a word.
    fn cut_tail<'a>(&self, text: &'a str) -> Option<(&'a str, &'a str, Legal)> {
        let gaps = text.rmatch_indices(' ').take(self.longest);
        let tails = gaps.filter_map(|(at, _)| Some((text.get(..at)?, text.get(at + 1..)?)));
        tails.filter_map(|(rest, tail)| Some((rest, tail, *self.spellings.get(tail)?))).last()
    }

    /// Cuts the longest form at the beginning that leaves a word.
    fn cut_head<'a>(&self, text: &'a str) -> Option<(&'a str, Legal)> {
        let gaps = text.match_indices(' ').take(self.longest);
        let heads = gaps.filter_map(|(at, _)| Some((text.get(..at)?, text.get(at + 1..)?)));
        heads.filter_map(|(head, rest)| Some((rest, *self.spellings.get(head)?))).last()
    }

    /// A folded name without its legal forms, and the one that says most.
    fn cut<'a>(&self, text: &'a str, foreign: bool) -> (&'a str, Option<Legal>) {
        let (mut text, mut legal) = (text, None);
        loop {
            if let Some((rest, tail, form)) = self.cut_tail(text) {
                // `Kestrel Limited Liability Company`: of several, the longest.
                if legal.is_none() || tail.contains(' ') {
                    legal = Some(form);
                }
                text = rest;
            } else if let Some((rest, form)) = self.cut_head(text).filter(|_| foreign) {
                legal = Some(form);
                text = rest;
            } else {
                break;
            }
        }
        match text.split_once(' ') {
            Some((head, rest)) if LEADING.contains(&head) => {
                (rest, self.spellings.get(head).copied())
            }
            _ => (text, legal),
        }
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
    /// What stood in brackets or behind a dash and says something.
    pub notes: Vec<u32>,
    /// Written in another script than Latin.
    pub foreign: bool,
}

impl Name {
    pub(crate) fn read(raw: &str, words: &mut Words) -> Self {
        let foreign = is_foreign(raw);
        let (main, note) = without_notes(raw);
        let mut text = folded(&plain(&main));
        if text.is_empty() {
            fold(raw, &mut text);
        }
        let (text, legal) = LEGAL_FORMS.cut(&text, foreign);
        let parts: Vec<&str> = text.split(' ').filter(|part| !part.is_empty()).collect();
        let mut name = Self {
            tokens: Vec::with_capacity(parts.len()),
            kinds: Vec::with_capacity(parts.len()),
            legal,
            key: 0,
            joined: 0,
            acronym: 0,
            notes: Vec::new(),
            foreign,
        };
        name.read_tokens(&parts, words);
        name.read_notes(&note, words);
        name.acronym = match name.tokens.as_slice() {
            _ if parts.len() >= 3 => words.id(&initials(&parts)),
            [only] if is_short_capitals(raw) => *only,
            _ => 0,
        };
        name
    }

    fn read_tokens(&mut self, parts: &[&str], words: &mut Words) {
        let mut tokens: Vec<&str> = Vec::with_capacity(parts.len());
        for part in parts {
            let word = canonical(part);
            let kind = KINDS.get(word).or_else(|| KINDS.get(*part)).copied().unwrap_or(0);
            if kind & STOP != 0 && parts.len() > 1 {
                continue;
            }
            let number = word.bytes().all(|b| b.is_ascii_digit());
            self.kinds.push(if number { NUMBER } else { kind & !STOP });
            self.tokens.push(words.id(word));
            tokens.push(word);
        }
        self.joined = words.id(&tokens.concat());
        tokens.sort_unstable();
        tokens.dedup();
        self.key = words.id(&tokens.join(" "));
    }

    fn read_notes(&mut self, note: &str, words: &mut Words) {
        for part in folded(note).split(' ') {
            let word = canonical(part);
            let stop = KINDS.get(word).is_some_and(|kind| kind & STOP != 0);
            if word.len() < 2 || stop || IDLE_NOTES.contains_key(part) {
                continue;
            }
            let id = words.id(word);
            if !self.tokens.contains(&id) {
                self.notes.push(id);
            }
        }
    }
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
    /// The share of records with a word, above 0, up to 1.
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

/// How two names relate, and the share of records that agree so by chance. Which of them is
/// first does not matter.
pub(crate) fn compare(a: &Name, b: &Name, context: &Context<'_>) -> (Level, f32) {
    // Words are paired in order of the first name, so that one must be chosen.
    let (a, b) = if a.key <= b.key { (a, b) } else { (b, a) };
    let (level, share) = context.compare_words(a, b);
    if level == Level::Nothing || a.notes.is_empty() && b.notes.is_empty() {
        return (level, share);
    }
    let said = context.said_by_both(a, b);
    let (one, both) =
        (a.notes.is_empty() != b.notes.is_empty(), !a.notes.is_empty() && !b.notes.is_empty());
    match (level, said) {
        (Level::Same | Level::Near | Level::Within, None) if both => (Level::Note, 1.0),
        (Level::Same | Level::Near, None) if one => (Level::Within, share),
        (Level::Other | Level::Shared, Some(rare)) => (Level::Shared, share.min(rare)),
        (Level::Within, Some(rare)) => (Level::Within, share.min(rare)),
        _ => (level, share),
    }
}

impl Context<'_> {
    /// The share of the rarest word that is one name's note and anywhere in the other.
    fn said_by_both(&self, a: &Name, b: &Name) -> Option<f32> {
        let says = |name: &Name, word| name.notes.contains(word) || name.tokens.contains(word);
        let in_b = a.notes.iter().filter(|word| says(b, word));
        let in_a = b.notes.iter().filter(|word| says(a, word));
        in_b.chain(in_a).map(|word| self.token_share(*word)).reduce(f32::min)
    }

    fn token_share(&self, word: u32) -> f32 {
        self.frequencies.share(&self.frequencies.token, word)
    }

    fn compare_words(&self, a: &Name, b: &Name) -> (Level, f32) {
        if a.tokens.is_empty() || b.tokens.is_empty() {
            return (Level::Nothing, 1.0);
        }
        let frequencies = self.frequencies;
        if a.key == b.key || a.joined == b.joined {
            let key = |id| frequencies.share(&frequencies.key, id);
            let joined = frequencies.share(&frequencies.joined, a.joined);
            return (Level::Same, key(a.key).max(key(b.key)).max(joined));
        }
        let pairs = self.pair(a, b);
        let one = 1.0 / frequencies.records;
        if pairs.left_a.count == 0 && pairs.left_b.count == 0 {
            return (Level::Near, pairs.product.max(pairs.rarest * 0.02).max(one));
        }
        if let Some(short) = acronym_of(a, b) {
            return (Level::Acronym, self.token_share(short));
        }
        if pairs.count == 0 {
            // data works, dataworks
            let near = self.near_in_one_word(a, b);
            return if near { (Level::Near, one) } else { (Level::Other, 1.0) };
        }
        (pairs.level(), if pairs.level() == Level::Other { 1.0 } else { pairs.rarest })
    }

    fn near_in_one_word(&self, a: &Name, b: &Name) -> bool {
        let length = |name: &Name| self.words.text(name.joined).len();
        let short = length(a).min(length(b));
        short >= 6 && self.words.near(a.joined, b.joined, if short >= 10 { 2 } else { 1 })
    }

    /// Pairs words of one name with words of the other: equal ones first.
    fn pair(&self, a: &Name, b: &Name) -> Pairs {
        let foreign = a.foreign != b.foreign;
        let mut pairs = Pairs::default();
        let mut take = |i: usize, j: usize| {
            pairs.add(self.token_share(a.tokens[i]).max(self.token_share(b.tokens[j])));
        };
        let (mut in_a, mut in_b) = (0u64, 0u64);
        for (i, x) in a.tokens.iter().enumerate().take(MOST) {
            let mut free = b.tokens.iter().enumerate().take(MOST);
            if let Some((j, _)) = free.find(|(j, y)| in_b >> j & 1 == 0 && x == *y) {
                (in_a, in_b) = (in_a | 1 << i, in_b | 1 << j);
                take(i, j);
            }
        }
        for (i, x) in a.tokens.iter().enumerate().take(MOST) {
            if in_a >> i & 1 == 1 || a.kinds[i] & NUMBER != 0 {
                continue;
            }
            let mut free = b.tokens.iter().enumerate().take(MOST);
            let alike = |(j, y): &(usize, &u32)| {
                in_b >> j & 1 == 0 && b.kinds[*j] & NUMBER == 0 && self.alike(*x, **y, foreign)
            };
            if let Some((j, _)) = free.find(alike) {
                (in_a, in_b) = (in_a | 1 << i, in_b | 1 << j);
                take(i, j);
            }
        }
        pairs.left_a = Left::of(a, in_a);
        pairs.left_b = Left::of(b, in_b);
        pairs
    }

    fn alike(&self, a: u32, b: u32, foreign: bool) -> bool {
        let (x, y) = (self.words.text(a), self.words.text(b));
        let (short, long) = (x.len().min(y.len()), x.len().max(y.len()));
        let sound = |word: u32| self.sounds.get(word as usize).copied().unwrap_or(0);
        if foreign {
            let (x, y) = (sound(a), sound(b));
            if x == y || short >= 4 && self.words.near(x, y, if short >= 7 { 2 } else { 1 }) {
                return true;
            }
        }
        let cut = short < long && (x.starts_with(y) || y.starts_with(x));
        short >= 4 && self.words.near(a, b, if short >= 8 { 2 } else { 1 })
            || short >= 3 && cut && short * 2 >= long
    }
}

/// Words of a name that are looked at: as many as there are bits, and no name has more.
const MOST: usize = 60;

/// The word that is the initials of the other name.
fn acronym_of(a: &Name, b: &Name) -> Option<u32> {
    match (a.tokens.as_slice(), b.tokens.as_slice()) {
        ([_], [_]) => None,
        ([short], _) | (_, [short]) if a.acronym != 0 && a.acronym == b.acronym => Some(*short),
        _ => None,
    }
}

/// Words that two names share.
struct Pairs {
    count: usize,
    /// The share of the rarest of them.
    rarest: f32,
    /// The share of records that have them all, if words came by themselves.
    product: f32,
    left_a: Left,
    left_b: Left,
}

impl Default for Pairs {
    fn default() -> Self {
        let (left_a, left_b) = (Left::default(), Left::default());
        Self { count: 0, rarest: 1.0, product: 1.0, left_a, left_b }
    }
}

impl Pairs {
    fn add(&mut self, share: f32) {
        self.count += 1;
        self.rarest = self.rarest.min(share);
        self.product *= share;
    }

    /// What the words left over make of names that share some.
    fn level(&self) -> Level {
        let (a, b) = (&self.left_a, &self.left_b);
        if a.number && b.number {
            return Level::Number;
        }
        if a.count == 0 || b.count == 0 {
            return if a.names + b.names == 0 { Level::Relative } else { Level::Within };
        }
        // Words that come together by chance are not shared but usual.
        if self.rarest >= 0.02 && self.product >= 0.002 {
            return Level::Other;
        }
        if a.names + b.names == 0 { Level::Sibling } else { Level::Shared }
    }
}

/// Words of a name that the other has not.
#[derive(Default)]
struct Left {
    count: usize,
    /// Those that are neither place nor division nor number.
    names: usize,
    number: bool,
}

impl Left {
    fn of(name: &Name, paired: u64) -> Self {
        let mut left = Self::default();
        for (i, kind) in name.kinds.iter().enumerate() {
            if i < MOST && paired >> i & 1 == 1 {
                continue;
            }
            left.count += 1;
            left.names += usize::from(*kind == 0);
            left.number |= kind & NUMBER != 0;
        }
        left
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::text::skeleton;
    use super::*;

    struct Book {
        words: Words,
        sounds: Vec<u32>,
        frequencies: Frequencies,
    }

    /// A hundred thousand records, in which each word is rare.
    fn read(names: &[&str]) -> (Vec<Name>, Book) {
        let mut words = Words::default();
        let names: Vec<Name> = names.iter().map(|name| Name::read(name, &mut words)).collect();
        let mut sounds = vec![0; words.len() + 1];
        for id in 1..sounds.len() {
            let sound = skeleton(words.text(id as u32));
            sounds[id] = words.id(&sound);
        }
        let empty = Vec::new;
        let frequencies =
            Frequencies { records: 1e5, token: empty(), key: empty(), joined: empty() };
        (names, Book { words, sounds, frequencies })
    }

    fn level(a: &str, b: &str) -> Level {
        let (names, book) = read(&[a, b]);
        compare(&names[0], &names[1], &book.context()).0
    }

    impl Book {
        fn context(&self) -> Context<'_> {
            let Self { words, sounds, frequencies } = self;
            Context { words, sounds, frequencies }
        }
    }

    #[test]
    fn names_relate_by_their_words() {
        let cases = [
            ("Kestrel Pumps GmbH", "KESTREL PUMPS Ltd.", Level::Same),
            ("Müller Söhne AG", "Mueller Soehne", Level::Same),
            ("Dataworks Inc", "Data Works", Level::Same),
            ("Kestrel Technologies", "Kestrel Tech", Level::Same),
            ("Kestrel Pumps", "Kestrell Pumps", Level::Near),
            ("ООО Газпром", "Gazprom", Level::Same),
            ("Kestrel Pumps", "Kestrel", Level::Within),
            ("Kestrel Spain", "Kestrel", Level::Relative),
            ("Kestrel Spain", "Kestrel Polska", Level::Sibling),
            ("Kestrel Store 12", "Kestrel Store 13", Level::Number),
            ("International Business Machines", "IBM", Level::Acronym),
            ("Kestrel Pumps", "Kestrel Valves", Level::Shared),
            ("Kestrel Pumps", "Osprey Valves", Level::Other),
            ("Kestrel Pumps (Munich)", "Kestrel Pumps (Hamburg)", Level::Note),
            ("Kestrel Pumps (HQ, do not use)", "Kestrel Pumps", Level::Same),
            ("", "Kestrel", Level::Nothing),
        ];
        for (a, b, expected) in cases {
            assert_eq!(level(a, b), expected, "{a} / {b}");
        }
    }

    #[test]
    fn legal_forms_are_known_in_many_languages() {
        let cases = [
            ("Kestrel G.m.b.H.", Some("gmbh")),
            ("Kestrel Gesellschaft mit beschränkter Haftung", Some("gmbh")),
            ("Kestrel GmbH & Co. KG", Some("kg")),
            ("Kestrel Sp. z o.o.", Some("sp zoo")),
            ("Kestrel S.p.A.", Some("spa")),
            ("ООО Кестрел", Some("llc")),
            ("Kestrel", None),
            // A form alone is a name.
            ("GmbH", None),
        ];
        for (raw, expected) in cases {
            let mut words = Words::default();
            let name = Name::read(raw, &mut words);
            assert_eq!(name.legal.map(Legal::name), expected, "{raw}");
            assert_eq!(name.tokens.len(), 1, "{raw}");
        }
        let mut words = Words::default();
        let legal = Name::read("Kestrel GmbH", &mut words).legal.map(Legal::countries);
        assert_eq!(legal, Some("AT BE CH DE LI"));
    }

    proptest! {
        #[test]
        fn comparing_is_symmetric(
            a in prop::collection::vec("kestrel|kestrell|kestrels|pumps|spain|polska|12|13|and|[(]old[)]|[(]munich[)]", 1..5),
            b in prop::collection::vec("kestrel|kestrell|kestrels|pumps|spain|polska|12|13|and|[(]old[)]|[(]munich[)]", 1..5),
        ) {
            let (names, book) = read(&[&a.join(" "), &b.join(" ")]);
            let context = book.context();
            prop_assert_eq!(
                compare(&names[0], &names[1], &context),
                compare(&names[1], &names[0], &context)
            );
        }
    }
}
