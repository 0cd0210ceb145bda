//! How the names of two organisations relate.

use super::super::words::Words;
use super::{NUMBER, Name};

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
        self.near(a.joined, b.joined, [6, 10])
    }

    /// Whether one edit parts two words of so many letters, or two those of more.
    fn near(&self, a: u32, b: u32, [one, two]: [usize; 2]) -> bool {
        // Few words are near, so that their lengths are seldom asked for.
        self.words.near(a, b, 2) && {
            let short = self.words.bytes(a).len().min(self.words.bytes(b).len());
            short >= two || short >= one && self.words.near(a, b, 1)
        }
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
        foreign && self.sound_alike(a, b) || self.near(a, b, [4, 8]) || self.is_cut(a, b)
    }

    fn sound_alike(&self, a: u32, b: u32) -> bool {
        let short = self.words.bytes(a).len().min(self.words.bytes(b).len());
        let sound = |word: u32| self.sounds.get(word as usize).copied().unwrap_or(0);
        let (x, y) = (sound(a), sound(b));
        x == y || short >= 4 && self.words.near(x, y, if short >= 7 { 2 } else { 1 })
    }

    /// Whether one word is the beginning of the other, and half of it or more.
    fn is_cut(&self, a: u32, b: u32) -> bool {
        let (x, y) = (self.words.bytes(a), self.words.bytes(b));
        let (short, long) = if x.len() < y.len() { (x, y) } else { (y, x) };
        let half =
            short.len() >= 3 && short.len() < long.len() && short.len() * 2 >= long.len();
        half && long.starts_with(short)
    }
}

/// Words of a name that are looked at: as many as there are bits, and no name has more.
const MOST: usize = 60;

/// The word that is the initials of the other name.
fn acronym_of(a: &Name, b: &Name) -> Option<u32> {
    match (&*a.tokens, &*b.tokens) {
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

    use super::super::super::text::skeleton;
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
        let known = words.len() as u32;
        let sound = |id| skeleton(words.text(id));
        let sounds: Vec<String> = (0..=known).map(sound).collect();
        let sounds = sounds.iter().map(|sound| words.id(sound)).collect();
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
