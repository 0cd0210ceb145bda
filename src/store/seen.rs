//! Sets of version numbers: packed as runs for the database, as bits in memory.
//!
//! A full read meets the records of a stream mostly in the order in which they were landed, so
//! that the numbers of a page are a few runs: a page of thousands is packed into some bytes, and
//! even in random order a number costs two or three.

use std::collections::BTreeMap;

/// Numbers in a block, and words of 64 bits in it.
const BLOCK: i64 = 1 << 16;
const WORDS: usize = 1 << 10;

/// Packs numbers: for each run the gap before it and its length less one, as variable-length
/// integers of seven bits a byte.
pub(super) fn pack(mut numbers: Vec<i64>) -> Vec<u8> {
    numbers.sort_unstable();
    numbers.dedup();
    let mut packed = Vec::with_capacity(16);
    let mut after = 0_i64;
    let mut rest = numbers.as_slice();
    while let Some((first, _)) = rest.split_first() {
        let consecutive = |(place, number): &(usize, &i64)| {
            i64::try_from(*place).is_ok_and(|place| **number - place == *first)
        };
        let length = rest.iter().enumerate().take_while(consecutive).count();
        write(&mut packed, first.abs_diff(after));
        write(&mut packed, length as u64 - 1);
        after = first.saturating_add_unsigned(length as u64);
        rest = &rest[length..];
    }
    packed
}

fn write(packed: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        packed.push((number as u8 & 0x7f) | 0x80);
        number >>= 7;
    }
    packed.push(number as u8);
}

fn read(packed: &mut std::slice::Iter<'_, u8>) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = *packed.next()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// A set of numbers. A block of 65,536 takes 8 KiB, however many of it are in.
#[derive(Debug, Default)]
pub(super) struct Seen {
    blocks: BTreeMap<i64, Box<[u64]>>,
}

impl Seen {
    /// Adds what was packed; `false` when it was not packed by [`pack`].
    #[must_use]
    pub(super) fn add(&mut self, packed: &[u8]) -> bool {
        let mut bytes = packed.iter();
        let mut at = 0_i64;
        while !bytes.as_slice().is_empty() {
            let (Some(gap), Some(more)) = (read(&mut bytes), read(&mut bytes)) else {
                return false;
            };
            let Some(first) = at.checked_add_unsigned(gap) else { return false };
            let Some(last) = first.checked_add_unsigned(more) else { return false };
            (first..=last).for_each(|number| self.insert(number));
            at = last.saturating_add(1);
        }
        true
    }

    fn insert(&mut self, number: i64) {
        let block = self.blocks.entry(number / BLOCK);
        let block = block.or_insert_with(|| vec![0; WORDS].into_boxed_slice());
        let (word, bit) = place(number);
        if let Some(word) = block.get_mut(word) {
            *word |= bit;
        }
    }

    /// Whether a number is in.
    pub(super) fn has(&self, number: i64) -> bool {
        let (word, bit) = place(number);
        let block = self.blocks.get(&(number / BLOCK));
        block.and_then(|block| block.get(word)).is_some_and(|word| word & bit != 0)
    }
}

/// Word and bit within a block.
fn place(number: i64) -> (usize, u64) {
    let within = number.rem_euclid(BLOCK).unsigned_abs();
    ((within >> 6) as usize, 1 << (within & 63))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_packed_is_in_and_nothing_else(
            numbers in proptest::collection::btree_set(0_i64..200_000, 0..300),
            runs in proptest::collection::vec((0_i64..200_000, 1_i64..400), 0..5),
        ) {
            let mut all: BTreeSet<i64> = numbers;
            all.extend(runs.iter().flat_map(|(first, length)| *first..first + length));
            let mut seen = Seen::default();
            let (one, two): (Vec<i64>, Vec<i64>) = all.iter().partition(|n| **n % 3 == 0);
            prop_assert!(seen.add(&pack(one)) && seen.add(&pack(two)));
            for number in 0..200_500 {
                prop_assert_eq!(seen.has(number), all.contains(&number));
            }
        }
    }

    #[test]
    fn a_page_in_order_takes_a_few_bytes_and_one_in_disorder_three_a_record() {
        assert!(pack((1_500_000..1_504_000).collect()).len() <= 6);
        let scattered: Vec<i64> = (0..4_000).map(|n| 7_000_000 + n * 499).rev().collect();
        // The first is far from zero.
        assert!(pack(scattered).len() <= 3 * 4_000 + 2);
        assert!(!Seen::default().add(&[0x80]), "cut short");
    }
}
