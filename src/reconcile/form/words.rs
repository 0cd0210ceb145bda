//! Texts as numbers: equal texts have one number, and how often each came is counted.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::text::edits_of;

/// A quick hash for a company's own records. It has no secret, so it is not for what
/// strangers send to slow us down.
#[derive(Default, Clone, Copy)]
pub(crate) struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        for eight in eights {
            self.write_u64(u64::from_le_bytes(*eight));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.write_u64(u64::from_le_bytes(last) ^ ((bytes.len() as u64) << 56));
    }

    fn write_u64(&mut self, value: u64) {
        const ODD: u128 = 0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835;
        let product = u128::from(self.0.rotate_left(23) ^ value).wrapping_mul(ODD);
        self.0 = (product >> 64) as u64 ^ product as u64;
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(value.into());
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(value.into());
    }
}

/// A hash map with a [`Quick`] hash.
pub(crate) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

/// A hash set with a [`Quick`] hash.
pub(crate) type Set<K> = HashSet<K, BuildHasherDefault<Quick>>;

/// A text as a number that others hardly share.
pub(crate) fn hash64(text: &str) -> u64 {
    let mut hash = Quick::default();
    hash.write(text.as_bytes());
    hash.finish()
}

/// Two numbers as one that other pairs hardly share; their order matters.
pub(crate) fn mix(a: u64, b: u64) -> u64 {
    let mut hash = Quick(0x517c_c1b7_2722_0a95);
    hash.write_u64(a);
    hash.write_u64(b);
    hash.finish()
}

/// Every text once, under a number from 1 on; 0 stands for nothing, as does the empty text.
///
/// Built for tens of millions of texts: a text that is known already costs one look at the
/// table and one at the word, whatever it says in up to 15 bytes.
#[derive(Default)]
pub(crate) struct Words {
    /// Open addressing: the hash's upper half beside the word's number, 0 when free. A slot's
    /// place is the upper bits of that same half, so that growing is one walk in order.
    slots: Vec<u64>,
    known: Vec<Word>,
    text: String,
    scratch: String,
}

/// What is asked of a word together lies together: half a line of the cache.
#[repr(align(32))]
struct Word {
    key: Key,
    letters: u64,
    count: u32,
    /// Where its text ends; it starts where the word before ends.
    end: u32,
}

/// A text of up to 15 bytes itself, its length in the last byte; of a longer one the hash and
/// [`LONG`].
#[derive(Clone, Copy, PartialEq, Eq)]
struct Key([u8; 16]);

const LONG: u8 = u8::MAX;

impl Key {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut key = [0; 16];
        if bytes.len() > 15 {
            key[..8].copy_from_slice(&hash64(text).to_le_bytes());
            key[15] = LONG;
        } else {
            key[..bytes.len()].copy_from_slice(bytes);
            key[15] = bytes.len() as u8;
        }
        Self(key)
    }

    fn is_long(&self) -> bool {
        self.0[15] == LONG
    }

    /// The text, if it is short.
    fn bytes(&self) -> Option<&[u8]> {
        self.0.get(..usize::from(self.0[15])).filter(|_| !self.is_long())
    }

    fn tag(self) -> u32 {
        let (eights, _) = self.0.as_chunks::<8>();
        (mix(u64::from_le_bytes(eights[0]), u64::from_le_bytes(eights[1])) >> 32) as u32
    }
}

impl Words {
    /// Room for so many different texts before anything has to move.
    pub(crate) fn with_capacity(words: usize) -> Self {
        Self {
            slots: vec![0; slots_for(words)],
            known: Vec::with_capacity(words),
            text: String::with_capacity(words * 10),
            scratch: String::new(),
        }
    }

    /// The number of a text, which is counted.
    pub(crate) fn put(&mut self, text: &str) -> u32 {
        let id = self.id(text);
        self.again(id);
        id
    }

    /// [`put`](Self::put) for a text of a kind: equal texts of two kinds are two words.
    pub(crate) fn put_as(&mut self, kind: char, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        let mut marked = std::mem::take(&mut self.scratch);
        marked.clear();
        marked.push(kind);
        marked.push_str(text);
        let id = self.put(&marked);
        self.scratch = marked;
        id
    }

    /// Counts a word once more.
    pub(crate) fn again(&mut self, id: u32) {
        if id > 0 {
            self.known[id as usize - 1].count += 1;
        }
    }

    /// The number of a text, which is not counted.
    pub(crate) fn id(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        if self.slots.len() < slots_for(self.known.len() + 1) {
            self.grow();
        }
        let key = Key::of(text);
        let tag = key.tag();
        let mut at = place(tag, self.slots.len());
        loop {
            match self.slots[at] {
                0 => return self.add(text, key, at),
                slot if (slot >> 32) as u32 == tag && self.holds(slot as u32, key, text) => {
                    return slot as u32;
                }
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
    }

    fn holds(&self, id: u32, key: Key, text: &str) -> bool {
        self.known[id as usize - 1].key == key && (!key.is_long() || self.text(id) == text)
    }

    fn add(&mut self, text: &str, key: Key, at: usize) -> u32 {
        self.text.push_str(text);
        let end = u32::try_from(self.text.len()).expect("different texts fill under 4 GiB");
        self.known.push(Word { key, letters: letters(text), count: 0, end });
        let id = self.known.len() as u32;
        self.slots[at] = u64::from(key.tag()) << 32 | u64::from(id);
        id
    }

    fn grow(&mut self) {
        let size = slots_for(self.known.len() + 1).max(self.slots.len() * 2);
        let old = std::mem::replace(&mut self.slots, vec![0; size]);
        for slot in old.into_iter().filter(|slot| *slot > 0) {
            let mut at = place((slot >> 32) as u32, size);
            while self.slots[at] > 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = slot;
        }
    }

    /// The text of a number; empty for 0.
    pub(crate) fn text(&self, id: u32) -> &str {
        let Some(at) = (id as usize).checked_sub(1) else { return "" };
        // A short text is found with the word itself, not two more misses away.
        match self.known[at].key.bytes() {
            Some(short) => std::str::from_utf8(short).unwrap_or_default(),
            None => self.long(at),
        }
    }

    /// The same as bytes, which costs less.
    pub(crate) fn bytes(&self, id: u32) -> &[u8] {
        let Some(at) = (id as usize).checked_sub(1) else { return &[] };
        self.known[at].key.bytes().unwrap_or_else(|| self.long(at).as_bytes())
    }

    fn long(&self, at: usize) -> &str {
        let from = if at == 0 { 0 } else { self.known[at - 1].end as usize };
        self.text.get(from..self.known[at].end as usize).unwrap_or_default()
    }

    /// How often a text was put; 0 for 0.
    pub(crate) fn count(&self, id: u32) -> u32 {
        (id as usize).checked_sub(1).map_or(0, |at| self.known[at].count)
    }

    /// Takes a count from elsewhere in place of its own.
    pub(crate) fn recount(&mut self, id: u32, count: u32) {
        if id > 0 {
            self.known[id as usize - 1].count = count;
        }
    }

    /// Whether at most so many edits part two words. Nothing is near nothing else.
    pub(crate) fn near(&self, a: u32, b: u32, most: usize) -> bool {
        if a == b {
            return true;
        }
        if a == 0 || b == 0 {
            return false;
        }
        let (x, y) = (&self.known[a as usize - 1], &self.known[b as usize - 1]);
        // An edit changes at most two marks.
        let may_be = (x.letters ^ y.letters).count_ones() as usize <= 2 * most;
        may_be && edits_of(self.bytes(a), self.bytes(b), most) <= most
    }

    /// Which letters a word has, as marks.
    pub(crate) fn letters(&self, id: u32) -> u64 {
        (id as usize).checked_sub(1).map_or(0, |at| self.known[at].letters)
    }

    /// How many different texts there are; numbers run up to it.
    pub(crate) fn len(&self) -> usize {
        self.known.len()
    }
}

/// A power of two with a third to spare.
fn slots_for(words: usize) -> usize {
    (words + words / 2).next_power_of_two().max(16)
}

fn place(tag: u32, slots: usize) -> usize {
    ((u64::from(tag) * slots as u64) >> 32) as usize
}

/// Which letters a word has, and which digits once and which more often: words near each other
/// have nearly the same.
fn letters(word: &str) -> u64 {
    word.bytes().fold(0, |marks, byte| {
        let mark = match byte {
            b'a'..=b'z' => byte - b'a',
            b'0'..=b'9' => {
                let once = 26 + 2 * (byte - b'0');
                once + (marks >> once & 1) as u8
            }
            _ => 50,
        };
        marks | 1 << mark
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_has_one_number_and_its_count() {
        let mut words = Words::with_capacity(2);
        let texts: Vec<String> =
            (0..5_000).map(|i| format!("text number {}", i % 2_500)).collect();
        let ids: Vec<u32> = texts.iter().map(|text| words.put(text)).collect();
        for (text, id) in texts.iter().zip(&ids) {
            assert_eq!((words.text(*id), words.count(*id)), (text.as_str(), 2));
            assert_eq!(words.id(text), *id);
        }
        assert_eq!(
            (words.len(), words.put(""), words.text(0), words.count(0)),
            (2_500, 0, "", 0)
        );
        assert_ne!(words.put_as('P', "80331"), words.put("80331"));
        assert_eq!(words.put_as('P', "80331"), words.put("P80331"));
    }

    proptest! {
        #[test]
        fn near_is_a_matter_of_edits(a in "[a-c0-1]{1,18}", b in "[a-c0-1]{1,18}", most in 0usize..4) {
            let mut words = Words::default();
            let (x, y) = (words.put(&a), words.put(&b));
            prop_assert_eq!(words.near(x, y, most), strsim::osa_distance(&a, &b) <= most);
            prop_assert_eq!(words.near(x, y, most), words.near(y, x, most));
        }
    }
}
