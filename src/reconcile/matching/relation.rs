//! Parents and subsidiaries among clusters of companies, told from names: Kestrel Pumps Iberia
//! belongs to Kestrel Pumps when what else they say allows it.

use super::company::{Companies, Row};
use crate::reconcile::form::organisation::{DIVISION, GEOGRAPHY, Name};
use crate::reconcile::form::words::{Map, mix};

/// The most words behind a parent's name.
const LONGEST_TAIL: usize = 3;
/// Candidates with less in common than this are namesakes.
const ENOUGH: u32 = 2;
/// The most records of one family.
const RARE: u32 = 60;

/// What clusters are known by and what they say, each by its first record.
struct Families<'a> {
    companies: &'a Companies,
    members: Map<u32, Vec<u32>>,
    /// By the words of a name: the clusters that have it, and how many of their records.
    by_name: Map<u64, Vec<(u32, u32)>>,
}

/// A company's name and the shorter ones it may be a part of, as numbers that equal names share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// All its words.
    pub whole: u64,
    /// Without its last words, where these are places or divisions; the longest first.
    pub stems: Vec<u64>,
}

/// The names of a record.
pub(super) fn names(companies: &Companies, record: usize) -> Names {
    let name = companies.name(record);
    Names { whole: key(companies, &name.tokens), stems: stems(companies, name) }
}

/// Each subsidiary found with its parent, in order of the first records of their clusters.
pub(super) fn parents(companies: &Companies, clusters: &[u32]) -> Vec<(u32, u32)> {
    let families = Families::new(companies, clusters);
    let mut children: Vec<u32> = families.members.keys().copied().collect();
    children.sort_unstable();
    let found =
        children.into_iter().filter_map(|c| families.parent(c).map(|parent| (c, parent)));
    found.collect()
}

impl<'a> Families<'a> {
    fn new(companies: &'a Companies, clusters: &[u32]) -> Self {
        let mut members: Map<u32, Vec<u32>> = Map::default();
        let mut names: Map<(u64, u32), u32> = Map::default();
        for (record, first) in clusters.iter().enumerate() {
            members.entry(*first).or_default().push(record as u32);
            let tokens = &companies.name(record).tokens;
            *names.entry((key(companies, tokens), *first)).or_default() += 1;
        }
        let mut by_name: Map<u64, Vec<(u32, u32)>> = Map::default();
        for ((name, cluster), count) in names {
            by_name.entry(name).or_default().push((cluster, count));
        }
        Self { companies, members, by_name }
    }

    /// The one cluster that a cluster belongs to, when its names and no closer one say so.
    fn parent(&self, child: u32) -> Option<u32> {
        let mut votes: Map<u32, u32> = Map::default();
        let records = &self.members[&child];
        let mut plain = 0;
        for record in records {
            let stems = self.stems(*record);
            plain += usize::from(stems.is_empty());
            // The nearest name that anybody has.
            let near = stems
                .iter()
                .filter_map(|stem| self.by_name.get(stem))
                .find(|found| found.iter().any(|(cluster, _)| *cluster != child));
            for (cluster, count) in near.into_iter().flatten().filter(|(c, _)| *c != child) {
                if self.bears(*cluster, *count, &stems) {
                    *votes.entry(*cluster).or_default() += 1;
                }
            }
        }
        if plain * 2 > records.len() {
            return None;
        }
        self.closest(child, &votes)
    }

    /// Whether a cluster has a name by itself: most of its records that have it have no more.
    fn bears(&self, cluster: u32, count: u32, names: &[u64]) -> bool {
        let members = &self.members[&cluster];
        let longer =
            |record: &&u32| self.stems(**record).iter().any(|stem| names.contains(stem));
        let longer = members.iter().filter(longer).count();
        let count = count as usize;
        count * 3 >= members.len() && count > longer
    }

    fn closest(&self, child: u32, votes: &Map<u32, u32>) -> Option<u32> {
        let mut ranked: Vec<(u32, u32)> =
            votes.keys().map(|parent| (self.in_common(child, *parent), *parent)).collect();
        ranked.sort_unstable_by_key(|(common, parent)| (std::cmp::Reverse(*common), *parent));
        match ranked.as_slice() {
            // Nobody else has the name.
            [(common, parent)] if *common >= ENOUGH || self.is_rare(child) => Some(*parent),
            [(common, parent), (next, _), ..] if *common >= ENOUGH && common > next => {
                Some(*parent)
            }
            _ => None,
        }
    }

    /// Whether so few have the rarest word of its name that these are a family.
    fn is_rare(&self, cluster: u32) -> bool {
        self.companies.rarest_count(cluster as usize) <= RARE
    }

    fn stems(&self, record: u32) -> Vec<u64> {
        stems(self.companies, self.companies.name(record as usize))
    }

    /// What two clusters share besides a name.
    fn in_common(&self, a: u32, b: u32) -> u32 {
        let both = |values: fn(&Row) -> &[u32]| {
            let rows = |cluster: u32| {
                self.members[&cluster].iter().map(|r| self.companies.row(*r as usize))
            };
            let said: Vec<u32> = rows(a).flat_map(values).copied().filter(|v| *v > 0).collect();
            u32::from(rows(b).flat_map(values).any(|value| said.contains(value)))
        };
        let domain = both(|row| &row.domains) * 4;
        let stem = both(|row| std::slice::from_ref(&row.stem)) * 2;
        let phone = both(|row| std::slice::from_ref(&row.phone)) * 3;
        let door = both(|row| std::slice::from_ref(&row.place.door)) * 3;
        domain + stem + phone + door
    }
}

/// The name without its last words, as long as these are places or divisions; the longest first.
fn stems(companies: &Companies, name: &Name) -> Vec<u64> {
    let tail = name.kinds.iter().rev().take_while(|kind| **kind & (GEOGRAPHY | DIVISION) > 0);
    let most = tail.count().min(LONGEST_TAIL).min(name.tokens.len().saturating_sub(1));
    let cuts = (1..=most).map(|cut| name.tokens.len() - cut);
    // Borus Logistics is no part of Borus: a line of business makes up most names.
    let whole = |at: &usize| *at > 1 || name.kinds[*at] & GEOGRAPHY > 0;
    cuts.filter(whole).map(|at| key(companies, &name.tokens[..at])).collect()
}

/// A name's words by their sound, in whatever order.
fn key(companies: &Companies, tokens: &[u32]) -> u64 {
    tokens.iter().fold(tokens.len() as u64, |key, token| {
        key.wrapping_add(mix(companies.sound_key(*token), 1))
    })
}
