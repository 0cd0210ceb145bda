//! Text in a form that compares: folded to plain lower-case ASCII, and how alike two such
//! words are.

use unicode_normalization::UnicodeNormalization as _;

/// Folds to lower-case ASCII letters and digits, words parted by single spaces; `out` is
/// overwritten. Spellings of one sound agree: `ü`, `ue` and `u` are all `u`. Other scripts are
/// spelled in Latin letters.
pub(crate) fn fold(text: &str, out: &mut String) {
    out.clear();
    out.reserve(text.len());
    let mut squeeze = Squeeze { out, last: b' ', held: false };
    if text.is_ascii() {
        text.bytes().for_each(|b| squeeze.take(b));
    } else {
        text.nfkc().for_each(|c| squeeze.take_any(c));
    }
    squeeze.end();
}

/// [`fold`] into a string of its own.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::new();
    fold(text, &mut out);
    out
}

/// Takes letters one by one and keeps what compares.
struct Squeeze<'a> {
    out: &'a mut String,
    last: u8,
    /// An `e` after `a`, `o` or `u` waits for the letter that follows it.
    held: bool,
}

impl Squeeze<'_> {
    fn take_any(&mut self, c: char) {
        match c {
            'ä' | 'Ä' | 'æ' | 'Æ' => self.take(b'a'),
            'ö' | 'Ö' | 'ø' | 'Ø' | 'œ' | 'Œ' => self.take(b'o'),
            'ü' | 'Ü' => self.take(b'u'),
            c if c.is_ascii() => self.take(c as u8),
            c => any_ascii::any_ascii_char(c).bytes().for_each(|b| self.take(b)),
        }
    }

    fn take(&mut self, byte: u8) {
        let byte = byte.to_ascii_lowercase();
        match byte {
            // ae, oe and ue are umlauts written out, but `queen` has none.
            b'e' if self.held => {
                self.held = false;
                self.push(b'e');
                self.push(b'e');
            }
            b'e' if matches!(self.last, b'a' | b'o' | b'u') => self.held = true,
            b'a'..=b'z' | b'0'..=b'9' => self.push(byte),
            // An apostrophe is no gap: Int'l, O'Neil.
            b'\'' | b'`' | b'"' => {}
            _ => self.gap(),
        }
    }

    fn push(&mut self, byte: u8) {
        self.held = false;
        self.out.push(char::from(byte));
        self.last = byte;
    }

    fn gap(&mut self) {
        self.held = false;
        if self.last != b' ' {
            self.push(b' ');
        }
    }

    fn end(self) {
        if self.last == b' ' {
            self.out.pop();
        }
    }
}

/// The sound of a folded word as far as transliterations keep it: one letter for those that
/// stand for each other (`khrushchev`, `hrushchev`).
pub(crate) fn skeleton(word: &str) -> String {
    let bytes = word.as_bytes();
    let mut out = String::with_capacity(word.len());
    let mut last = 0;
    let mut i = 0;
    while i < bytes.len() {
        let (sound, letters) = sound(bytes[i], bytes.get(i + 1).copied());
        if sound != last {
            out.push(char::from(sound));
        }
        last = sound;
        i += letters;
    }
    out
}

/// The sound at a place in a word, and how many letters it takes.
fn sound(letter: u8, next: Option<u8>) -> (u8, usize) {
    match (letter, next) {
        (b'k', Some(b'h')) => (b'h', 2),
        (b'z', Some(b'h')) => (b'j', 2),
        (b's', Some(b'h')) => (b's', 2),
        (b'c', Some(b'h')) | (b't', Some(b's')) => (b'c', 2),
        (b'p', Some(b'h')) => (b'f', 2),
        (b'c', Some(b'k')) => (b'k', 2),
        (b'k' | b'q' | b'c' | b'x', _) => (b'k', 1),
        (b'w', _) => (b'v', 1),
        (b'y', _) => (b'i', 1),
        (letter, _) => (letter, 1),
    }
}

/// Jaro–Winkler likeness of two folded words, 0 to 1. Words of over 64 letters are alike only
/// when they are equal.
pub(crate) fn jaro_winkler(a: &str, b: &str) -> f32 {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.is_empty() || b.is_empty() || a.len() > 64 || b.len() > 64 {
        return if a == b { 1.0 } else { 0.0 };
    }
    let (in_a, in_b) = common(a, b);
    if in_a == 0 {
        return 0.0;
    }
    let shared = in_a.count_ones() as f32;
    let turned = marked(a, in_a).zip(marked(b, in_b)).filter(|(x, y)| x != y).count() / 2;
    let jaro =
        (shared / a.len() as f32 + shared / b.len() as f32 + (shared - turned as f32) / shared)
            / 3.0;
    let head = a.iter().zip(b).take(4).take_while(|(x, y)| x == y).count();
    jaro + head as f32 * 0.1 * (1.0 - jaro)
}

/// Which letters the words share at about the same place, a bit for each.
fn common(a: &[u8], b: &[u8]) -> (u64, u64) {
    let window = (a.len().max(b.len()) / 2).saturating_sub(1);
    let (mut in_a, mut in_b) = (0u64, 0u64);
    for (i, letter) in a.iter().enumerate() {
        let from = i.saturating_sub(window);
        let to = (i + window + 1).min(b.len());
        let free = |j: &usize| b[*j] == *letter && in_b >> *j & 1 == 0;
        if let Some(j) = (from..to).find(free) {
            in_a |= 1 << i;
            in_b |= 1 << j;
        }
    }
    (in_a, in_b)
}

fn marked(word: &[u8], marks: u64) -> impl Iterator<Item = u8> {
    word.iter().enumerate().filter(move |(i, _)| marks >> i & 1 == 1).map(|(_, b)| *b)
}

/// The longest middle, after equal ends are cut off, in which edits are counted.
const LONGEST: usize = 63;

/// Edits between two folded words (a letter more, less or other, two neighbours swapped),
/// counted up to `most + 1`. Words that differ over more than 63 letters are that far apart.
pub(crate) fn edits(a: &str, b: &str, most: usize) -> usize {
    edits_of(a.as_bytes(), b.as_bytes(), most)
}

pub(super) fn edits_of(a: &[u8], b: &[u8], most: usize) -> usize {
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let (a, b) = middles(a, b);
    match (a, b) {
        ([], rest) | (rest, []) => rest.len(),
        ([_], [_]) => 1,
        ([_, _], [_, _]) if a[0] == b[1] && a[1] == b[0] => 1,
        // With both ends cut off, nothing else is one edit.
        _ if most <= 1 => most + 1,
        _ if a.len() > LONGEST || b.len() > LONGEST => most + 1,
        _ => counted(a, b, most),
    }
    .min(most + 1)
}

/// What is left when equal heads and tails, which cost nothing, are cut off.
fn middles<'a>(a: &'a [u8], b: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    (&a[..a.len() - tail], &b[..b.len() - tail])
}

fn counted(a: &[u8], b: &[u8], most: usize) -> usize {
    // The rows two above, above, and at hand.
    let mut rows = [[0u8; LONGEST + 1]; 3];
    for (j, cell) in rows[1].iter_mut().enumerate() {
        *cell = j as u8;
    }
    for i in 1..=a.len() {
        rows[2][0] = i as u8;
        let mut least = rows[2][0];
        for j in 1..=b.len() {
            let change = u8::from(a[i - 1] != b[j - 1]);
            let mut cell =
                (rows[1][j] + 1).min(rows[2][j - 1] + 1).min(rows[1][j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cell = cell.min(rows[0][j - 2] + 1);
            }
            rows[2][j] = cell;
            least = least.min(cell);
        }
        if usize::from(least) > most {
            return most + 1;
        }
        rows.rotate_left(1);
    }
    usize::from(rows[1][b.len()])
}

/// Whether it is written in another script than Latin.
pub(crate) fn is_foreign(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|c| c >= '\u{370}' && c.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_of_one_name_fold_alike() {
        let cases = [
            ("Müller & Söhne", "muller sohne"),
            ("Mueller   Soehne", "muller sohne"),
            ("Queen's Road", "queens road"),
            ("O’Neil-Smith", "oneil smith"),
            ("Łódź S.A.", "lodz s a"),
            ("Straße", "strasse"),
            ("ООО Газпром", "ooo gazprom"),
            (" ... ", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn transliterations_sound_alike() {
        for (a, b) in
            [("khrushchev", "hrushchev"), ("yakovlev", "iakovlev"), ("zhukov", "jukov")]
        {
            assert_eq!(skeleton(a), skeleton(b));
        }
    }

    fn word() -> impl Strategy<Value = String> {
        "[a-d]{0,9}"
    }

    proptest! {
        #[test]
        fn folding_is_idempotent(text in "\\PC{0,24}|[aouem' ]{0,9}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn edits_are_counted_up_to_a_bound(a in word(), b in word(), most in 0usize..4) {
            prop_assert_eq!(edits(&a, &b, most), strsim::osa_distance(&a, &b).min(most + 1));
        }

        #[test]
        fn likeness_is_that_of_jaro_and_winkler(a in word(), b in word()) {
            let jaro = strsim::jaro(&a, &b) as f32;
            let head = a.bytes().zip(b.bytes()).take(4).take_while(|(x, y)| x == y).count();
            let expected = jaro + head as f32 * 0.1 * (1.0 - jaro);
            prop_assume!(!a.is_empty() && !b.is_empty());
            prop_assert!((jaro_winkler(&a, &b) - expected).abs() < 1e-5);
        }
    }
}
