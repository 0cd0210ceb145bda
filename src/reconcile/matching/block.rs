//! Finds pairs of records worth comparing: those that share a key.
//!
//! A key that too many records share (a switchboard, a coworking address) is joined with a second
//! one, and of what is still too many each record meets its neighbours in the order of ids: never
//! dropped.

use super::Corpus;
use crate::reconcile::form::words::mix;

/// The most records that a key may bring together.
const CAP: usize = 60;
/// The same for rules that find little, or much that is no match in large data.
const NARROW_CAP: usize = CAP / 5;

/// A way in which records come to be compared.
#[derive(Debug)]
pub(crate) struct Rule {
    /// The comparisons that agree because of it, from which nothing is learned here.
    pub(crate) given: &'static [usize],
    /// Whether most pairs that it finds are no matches.
    pub(crate) weak: bool,
    /// Whether its keys may bring together fewer records.
    narrow: bool,
}

/// Marks a block of too many, whose records meet their neighbours only.
const CROWD: u8 = 0x80;

impl Rule {
    /// The most records that one of its keys brings together.
    pub(crate) const fn cap(&self) -> usize {
        if self.narrow { NARROW_CAP } else { CAP }
    }

    /// How many of the next ones a record of a crowd meets.
    pub(crate) const fn reach(&self) -> usize {
        self.cap() / 2
    }

    pub(crate) const fn strong(given: &'static [usize]) -> Self {
        Self { given, weak: false, narrow: false }
    }

    pub(crate) const fn narrow(given: &'static [usize]) -> Self {
        Self { given, weak: false, narrow: true }
    }

    pub(crate) const fn weak(given: &'static [usize]) -> Self {
        Self { given, weak: true, narrow: true }
    }
}

/// The keys of one record. A key of 0 is none.
#[derive(Default)]
pub(crate) struct Keys {
    found: Vec<Key>,
}

/// A key of a record under a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) rule: u8,
    pub(crate) hash: u64,
    /// What it is joined with where too many have it.
    pub(crate) second: u32,
}

impl Keys {
    /// A key of a rule, and what it is joined with where too many have it.
    pub(crate) fn put(&mut self, rule: u8, hash: u64, second: u64) {
        if hash > 0 {
            let second = (second ^ second >> 32) as u32;
            self.found.push(Key { rule, hash, second });
        }
    }

    /// The keys that were put, once each, as [`Blocks`] counts them: of one key with several second
    /// ones the first.
    pub(crate) fn once(mut self) -> Vec<Key> {
        self.found.sort_unstable();
        self.found.dedup_by_key(|key| (key.rule, key.hash));
        self.found
    }
}

/// Records that share a key, block by block, and the blocks of each record.
struct Blocks {
    members: Lists,
    rules: Vec<u8>,
    of_record: Lists,
}

/// Lists of numbers end to end.
struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    fn get(&self, list: u32) -> &[u32] {
        let list = list as usize;
        &self.items[self.starts[list] as usize..self.starts[list + 1] as usize]
    }

    fn close(&mut self) {
        self.starts.push(self.items.len() as u32);
    }
}

impl Blocks {
    fn new<C: Corpus>(corpus: &C, worth: impl Fn(u8) -> bool) -> Self {
        let mut blocks = Self {
            members: Lists { starts: vec![0], items: Vec::new() },
            rules: Vec::new(),
            of_record: Lists { starts: vec![0], items: Vec::new() },
        };
        for (rule, entries) in entries(corpus, worth).into_iter().enumerate() {
            blocks.take(rule as u8, entries, C::RULES[rule].cap());
        }
        blocks.index(corpus.len());
        blocks
    }

    /// Blocks of one rule from its entries.
    fn take(&mut self, rule: u8, entries: Vec<u128>, cap: usize) {
        let mut entries = shared(entries);
        entries.sort_unstable();
        entries.dedup_by_key(|entry| *entry >> 32);
        for group in entries.chunk_by(|a, b| a >> 64 == b >> 64) {
            match group.len() {
                0 | 1 => {}
                size if size <= cap => self.add(rule, group.iter().map(|e| record(*e))),
                _ => self.divide(rule, group, cap),
            }
        }
    }

    /// Blocks of a key that too many have: by its second key, and what is still too many as a crowd.
    fn divide(&mut self, rule: u8, group: &[u128], cap: usize) {
        let mut seconds: Vec<u64> = group
            .iter()
            .map(|e| (e & 0xffff_ffff) as u64 | u64::from(record(*e)) << 32)
            .collect();
        seconds.sort_unstable_by_key(|s| s.rotate_left(32));
        for group in seconds.chunk_by(|a, b| *a as u32 == *b as u32) {
            if group.len() > 1 {
                let crowd = if group.len() > cap { CROWD } else { 0 };
                self.add(rule | crowd, group.iter().map(|s| (s >> 32) as u32));
            }
        }
    }

    fn add(&mut self, rule: u8, records: impl Iterator<Item = u32>) {
        self.members.items.extend(records);
        self.members.close();
        self.rules.push(rule);
    }

    /// Notes the blocks of each record, in the order of the rules.
    fn index(&mut self, records: usize) {
        let mut starts = vec![0u32; records + 1];
        for record in &self.members.items {
            starts[*record as usize + 1] += 1;
        }
        for i in 0..records {
            starts[i + 1] += starts[i];
        }
        let mut free = starts.clone();
        let mut items = vec![0u32; self.members.items.len()];
        for block in 0..self.rules.len() as u32 {
            for record in self.members.get(block) {
                let slot = &mut free[*record as usize];
                items[*slot as usize] = block;
                *slot += 1;
            }
        }
        self.of_record = Lists { starts, items };
    }

    /// Each pair of records that share a block, once, with the first rule that found it; ordered
    /// by the first record.
    fn pairs(&self, rules: &[Rule]) -> Vec<Pair> {
        let records = self.of_record.starts.len() - 1;
        let mut pairs = Vec::new();
        // The last record that met this one.
        let mut met = vec![u32::MAX; records];
        for a in 0..records as u32 {
            for block in self.of_record.get(a) {
                let rule = self.rules[*block as usize] & !CROWD;
                // Members stand in order: those before `a` met it already.
                for b in self.after(*block, a, rules) {
                    if std::mem::replace(&mut met[*b as usize], a) != a {
                        pairs.push(Pair { a, b: *b, rule });
                    }
                }
            }
        }
        pairs
    }
}

impl Blocks {
    /// The members of a block that stand behind one of them and meet it.
    fn after(&self, block: u32, one: u32, rules: &[Rule]) -> &[u32] {
        let members = self.members.get(block);
        let behind = &members[members.partition_point(|member| *member <= one)..];
        let rule = self.rules[block as usize];
        if rule & CROWD == 0 {
            return behind;
        }
        &behind[..behind.len().min(rules[usize::from(rule & !CROWD)].reach())]
    }
}

/// Two records worth comparing, the first the lower, and the rule that found them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) rule: u8,
}

/// Every pair of records that share a key.
pub(crate) fn pairs<C: Corpus>(corpus: &C) -> Vec<Pair> {
    pairs_by(corpus, |_| true)
}

/// Every pair of records that share a key of a rule that is worth it.
pub(crate) fn pairs_by<C: Corpus>(corpus: &C, worth: impl Fn(u8) -> bool) -> Vec<Pair> {
    Blocks::new(corpus, worth).pairs(C::RULES)
}

fn record(entry: u128) -> u32 {
    (entry >> 32) as u32
}

/// Each rule's entries: key, record and second key in one number, which sorts quickly.
fn entries<C: Corpus>(corpus: &C, worth: impl Fn(u8) -> bool) -> Vec<Vec<u128>> {
    let mut entries: Vec<Vec<u128>> = C::RULES.iter().map(|_| Vec::new()).collect();
    let mut keys = Keys::default();
    for record in 0..corpus.len() {
        keys.found.clear();
        corpus.keys(record, &mut keys);
        for key in keys.found.iter().filter(|key| worth(key.rule)) {
            let entry =
                u128::from(key.hash) << 64 | (record as u128) << 32 | u128::from(key.second);
            entries[usize::from(key.rule)].push(entry);
        }
    }
    entries
}

/// Drops most entries whose key nobody else has: the greater part, which need not be sorted.
fn shared(mut entries: Vec<u128>) -> Vec<u128> {
    let bits = (entries.len() * 8).next_power_of_two().max(64);
    let (mut once, mut again) = (vec![0u64; bits / 64], vec![0u64; bits / 64]);
    let place = |entry: u128| {
        let at = mix((entry >> 64) as u64, 0) as usize & (bits - 1);
        (at / 64, 1u64 << (at % 64))
    };
    for entry in &entries {
        let (word, bit) = place(*entry);
        again[word] |= once[word] & bit;
        once[word] |= bit;
    }
    entries.retain(|entry| {
        let (word, bit) = place(*entry);
        again[word] & bit > 0
    });
    entries
}
