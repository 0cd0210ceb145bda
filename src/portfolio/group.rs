//! In which groups accounts are, and what their numbers are: how many are known, sum, mean, least,
//! greatest and percentiles.
//!
//! A group's members are found in one pass; each number that is asked for takes one more over them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;

use super::codes::Codes;
use super::{Condition, Dimension, Number, Row, Table};
use crate::model::{Band, Currency};

/// Most dimensions at once.
pub const MOST_DIMENSIONS: usize = 3;
/// The percentiles that are told.
pub const PERCENTS: [usize; 5] = [10, 25, 50, 75, 90];

/// Results that a table keeps.
const MOST_KEPT: usize = 32;
/// Groups of a result that is kept.
const MOST_GROUPS_KEPT: usize = 1_000;
/// So many combinations of words are looked up in a list, more in a map.
const DENSE: usize = 1 << 16;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Grouping {
    /// Which accounts.
    pub condition: Condition,
    /// By what, at most [`MOST_DIMENSIONS`]; one group of everybody when nothing is said.
    pub by: Vec<Dimension>,
    /// Which numbers, each with whether its percentiles are asked for.
    pub numbers: Vec<(Number, bool)>,
    /// The day that months of contracts are seen from.
    pub today: NaiveDate,
    /// What one unit of a currency is worth in the currency of the answer; 1 of those not named.
    pub factors: Vec<(Currency, f64)>,
    /// At most so many groups.
    pub most: usize,
}

/// More groups than were allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany;

/// Groups in the order of their words, what is not known last.
#[derive(Debug, Default)]
pub struct Grouped {
    words: Vec<Arc<Codes>>,
    /// The groups.
    pub groups: Vec<Group>,
}

/// Accounts that have the same word in each dimension.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Group {
    codes: [u32; MOST_DIMENSIONS],
    /// How many accounts.
    pub count: i64,
    /// Of them in RED, AMBER and GREEN.
    pub bands: [i64; 3],
    /// Of each number asked for.
    pub numbers: Vec<Summary>,
}

/// A number over the accounts of a group. What is not known is in none of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// How many accounts have it.
    pub known: i64,
    /// Sum; 0 of none.
    pub sum: f64,
    /// Least; positive infinity of none.
    pub min: f64,
    /// Greatest; negative infinity of none.
    pub max: f64,
    /// Each of [`PERCENTS`], when asked for; of none not to be read.
    pub spread: [f64; 5],
}

impl Default for Summary {
    fn default() -> Self {
        let (min, max) = (f64::INFINITY, f64::NEG_INFINITY);
        Self { known: 0, sum: 0.0, min, max, spread: [f64::NAN; 5] }
    }
}

impl Summary {
    fn add(&mut self, value: f64) {
        self.known += 1;
        self.sum += value;
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }
}

impl Grouped {
    /// A group's word in each dimension asked for; `None` where nothing tells it.
    pub fn key(&self, group: &Group) -> Vec<Option<Arc<str>>> {
        self.words.iter().zip(group.codes).map(|(words, code)| words.word(code)).collect()
    }
}

/// Results of a table, the newest last.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<Vec<(Grouping, Arc<Grouped>)>>);

/// An account in a group, and the share of its money that it brings.
struct Member {
    row: u32,
    group: u32,
    share: f64,
}

impl Table {
    /// The groups of accounts, kept for whoever asks the same of this table again.
    ///
    /// # Errors
    /// More groups than are allowed.
    pub fn grouped(&self, asked: &Grouping) -> Result<Arc<Grouped>, TooMany> {
        if let Some(known) = self.known_groups(asked) {
            return Ok(known);
        }
        let made = Arc::new(self.group(asked)?);
        if made.groups.len() <= MOST_GROUPS_KEPT {
            let mut kept = self.groups.0.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.len() >= MOST_KEPT {
                kept.remove(0);
            }
            kept.push((asked.clone(), Arc::clone(&made)));
        }
        Ok(made)
    }

    /// What was grouped before.
    pub fn known_groups(&self, asked: &Grouping) -> Option<Arc<Grouped>> {
        let kept = self.groups.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(known, _)| known == asked).map(|(_, made)| Arc::clone(made))
    }

    fn group(&self, asked: &Grouping) -> Result<Grouped, TooMany> {
        let words = asked.by.iter().map(|of| self.codes(*of, asked.today)).collect();
        let (mut groups, members) = self.members(asked, &words)?;
        for (number, spread) in &asked.numbers {
            let sums = self.sum(*number, *spread, asked, (groups.len(), &members));
            for (group, sum) in groups.iter_mut().zip(sums) {
                group.numbers.push(sum);
            }
        }
        groups.sort_unstable_by_key(|group| group.codes);
        Ok(Grouped { words, groups })
    }

    /// The groups, each with how many there are, and who is in which.
    fn members(
        &self,
        asked: &Grouping,
        words: &Vec<Arc<Codes>>,
    ) -> Result<(Vec<Group>, Vec<Member>), TooMany> {
        let line = asked.by.iter().position(|of| *of == Dimension::LineOfBusiness);
        let mut found = Found::new(words, asked.most);
        if words.is_empty() {
            found.group([0; MOST_DIMENSIONS])?;
        }
        for (at, row) in self.rows.iter().enumerate() {
            if !asked.condition.holds(row) {
                continue;
            }
            let mut codes = [0; MOST_DIMENSIONS];
            for (code, words) in codes.iter_mut().zip(words) {
                *code = words.of.get(at).copied().unwrap_or(0);
            }
            let Some(line) = line else {
                found.put(at, row, codes, 1.0)?;
                continue;
            };
            let lines = &row.holding.lines;
            if lines.is_empty() {
                codes[line] = words[line].code(None);
                found.put(at, row, codes, 1.0)?;
            }
            for (of, share) in lines {
                codes[line] = words[line].code(of.as_deref());
                found.put(at, row, codes, *share)?;
            }
        }
        Ok((found.groups, found.members))
    }

    /// A number over each of so many groups.
    fn sum(
        &self,
        number: Number,
        spread: bool,
        asked: &Grouping,
        (groups, members): (usize, &[Member]),
    ) -> Vec<Summary> {
        let mut sums = vec![Summary::default(); groups];
        let mut values = Vec::new();
        for member in members {
            let row = &self.rows[member.row as usize];
            let Some(mut value) = number.of(row) else { continue };
            if number.is_money() {
                value *= member.share * asked.factor(row);
            }
            sums[member.group as usize].add(value);
            if spread {
                values.push((member.group, value));
            }
        }
        values.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        for of in values.chunk_by(|a, b| a.0 == b.0) {
            let told = PERCENTS.map(|percent| {
                quantile(
                    of.len(),
                    percent,
                    |at| of[at].1,
                    |low, high, part| low + (high - low) * part,
                )
            });
            sums[of[0].0 as usize].spread = told;
        }
        sums
    }
}

/// A percentile of values in rising order, at least one, as `percentile_cont` of SQL has it: between the
/// two that lie nearest, by how near each is.
pub fn quantile<T>(
    values: usize,
    percent: usize,
    at: impl Fn(usize) -> T,
    between: impl Fn(T, T, f64) -> T,
) -> T {
    let place = (values - 1) * percent;
    let (low, part) = (place / 100, place % 100);
    if part == 0 { at(low) } else { between(at(low), at(low + 1), part as f64 / 100.0) }
}

impl Grouping {
    fn factor(&self, row: &Row) -> f64 {
        if self.factors.is_empty() {
            return 1.0;
        }
        let known = |(currency, _): &&(Currency, f64)| Some(*currency) == row.currency;
        self.factors.iter().find(known).map_or(1.0, |(_, factor)| *factor)
    }
}

/// Groups on their way.
struct Found {
    places: Places,
    most: usize,
    groups: Vec<Group>,
    members: Vec<Member>,
}

/// Where the group of some codes is.
enum Places {
    /// Under its number among all that there could be; 0 while there is none, else its place and one.
    Dense(Vec<u32>, [usize; MOST_DIMENSIONS]),
    Sparse(HashMap<[u32; MOST_DIMENSIONS], u32>),
}

impl Found {
    fn new(words: &[Arc<Codes>], most: usize) -> Self {
        let mut sizes = [1; MOST_DIMENSIONS];
        for (size, words) in sizes.iter_mut().zip(words) {
            *size = words.len();
        }
        let all = sizes.iter().try_fold(1_usize, |all, size| all.checked_mul(*size));
        let places = match all.filter(|all| *all <= DENSE) {
            Some(all) => Places::Dense(vec![0; all], sizes),
            None => Places::Sparse(HashMap::new()),
        };
        Self { places, most, groups: Vec::new(), members: Vec::new() }
    }

    fn group(&mut self, codes: [u32; MOST_DIMENSIONS]) -> Result<u32, TooMany> {
        let next = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
        let group = match &mut self.places {
            Places::Dense(places, sizes) => {
                let at =
                    codes.iter().zip(sizes).fold(0, |at, (c, size)| at * *size + *c as usize);
                if places[at] == 0 {
                    places[at] = next + 1;
                }
                places[at] - 1
            }
            Places::Sparse(places) => *places.entry(codes).or_insert(next),
        };
        if group == next {
            if self.groups.len() >= self.most {
                return Err(TooMany);
            }
            self.groups.push(Group { codes, ..Group::default() });
        }
        Ok(group)
    }

    fn put(
        &mut self,
        at: usize,
        row: &Row,
        codes: [u32; MOST_DIMENSIONS],
        share: f64,
    ) -> Result<(), TooMany> {
        let group = self.group(codes)?;
        let own = &mut self.groups[group as usize];
        own.count += 1;
        match row.holding.band {
            Some(Band::Red) => own.bands[0] += 1,
            Some(Band::Amber) => own.bands[1] += 1,
            Some(Band::Green) => own.bands[2] += 1,
            None => {}
        }
        let row = u32::try_from(at).unwrap_or(u32::MAX);
        self.members.push(Member { row, group, share });
        Ok(())
    }
}
