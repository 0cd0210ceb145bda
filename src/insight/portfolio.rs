//! A portfolio in groups: each account's figures put where they belong, so that the money of all groups
//! adds up to the whole.

pub mod story;

use std::collections::BTreeMap;

use super::measure::median;
use super::revenue::{Figures, Totals};
use crate::model::{AccountId, Band};

/// What accounts are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Not at all: one group of everybody.
    Global,
    /// Each by itself.
    Account,
    /// What they buy; an account that buys from several lines is shared out by what each billed.
    LineOfBusiness,
    /// ISO 3166-1 alpha-2 code of the country.
    Country,
    /// State, province or sales region.
    Region,
    /// The first of the segments that they are in, so that nobody counts twice.
    Segment,
    /// Our person in charge.
    Owner,
    /// The partner that serves them.
    Partner,
    /// Band of their health.
    Band,
    /// Where their business stands.
    Position,
}

/// An account as a portfolio counts it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Holding {
    /// The account.
    pub account: AccountId,
    /// ISO 3166-1 alpha-2 code of the country.
    pub country: Option<String>,
    /// State, province or sales region.
    pub region: Option<String>,
    /// Our person in charge, by origin id.
    pub owner: Option<String>,
    /// The partner account that serves it.
    pub partner: Option<AccountId>,
    /// Codes of its segments, in the model's order.
    pub segments: Vec<String>,
    /// Shares of lines of business; they add up to 1. The one without a name is of none.
    pub lines: BTreeMap<Option<String>, f64>,
    /// Effective health, 0 to 100.
    pub health: Option<f64>,
    /// Its band.
    pub band: Option<Band>,
    /// Share of the evidence behind it that was seen, 0 to 1; `None` when it was never scored.
    pub coverage: Option<f64>,
    /// Trust, 0 to 100.
    pub trust: Option<f64>,
    /// Where its business stands, in capitals.
    pub position: Option<String>,
    /// Its money.
    pub figures: Figures,
}

/// How the health of a group of accounts is spread.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spread {
    /// Accounts, those of which too little was seen too.
    pub accounts: i64,
    /// Of them in RED.
    pub red: i64,
    /// In AMBER.
    pub amber: i64,
    /// In GREEN.
    pub green: i64,
    values: Vec<f64>,
}

impl Spread {
    /// Counts one more.
    pub fn add(&mut self, value: Option<f64>, band: Option<Band>) {
        self.accounts += 1;
        self.values.extend(value);
        match band {
            Some(Band::Red) => self.red += 1,
            Some(Band::Amber) => self.amber += 1,
            Some(Band::Green) => self.green += 1,
            None => {}
        }
    }

    /// Accounts of which too little was seen.
    pub fn unknown(&self) -> i64 {
        self.accounts - self.red - self.amber - self.green
    }

    /// The middle value, or the mean of the two in the middle.
    pub fn median(&self) -> Option<f64> {
        median(self.values.clone())
    }

    /// How many have a value below this one.
    pub fn below(&self, target: f64) -> usize {
        self.values.iter().filter(|value| **value < target).count()
    }

    /// How many have a value.
    pub fn values(&self) -> usize {
        self.values.len()
    }

    /// The mean value; each account counts the same.
    pub fn mean(&self) -> Option<f64> {
        mean(&self.values)
    }
}

/// Accounts that have the same words in all dimensions asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Group {
    /// The word in each dimension; `None` where nothing tells it.
    pub keys: Vec<Option<String>>,
    /// Its accounts and their money. An account that is shared out brings its share of the money.
    pub totals: Totals,
    /// Their health; an account that is shared out counts whole in each of its groups.
    pub spread: Spread,
    /// How many stand where, by position.
    pub positions: BTreeMap<String, i64>,
    /// How many bring no money into the sums, because it is not known what they are worth.
    pub unpriced: i64,
    trusts: Vec<f64>,
    coverages: Vec<f64>,
}

impl Group {
    /// Mean trust of those that have one.
    pub fn trust(&self) -> Option<f64> {
        mean(&self.trusts)
    }

    /// How many have a trust score.
    pub fn trusted(&self) -> usize {
        self.trusts.len()
    }

    /// Mean coverage of health, 0 to 1; whoever was never scored has none, and counts as 0.
    pub fn coverage(&self) -> f64 {
        mean(&self.coverages).unwrap_or(0.0)
    }

    fn put(&mut self, holding: &Holding, share: f64) {
        self.totals.add(&holding.account, &holding.figures, share);
        self.spread.add(holding.health, holding.band);
        let position = holding.position.as_deref().unwrap_or("UNKNOWN");
        *self.positions.entry(position.to_owned()).or_default() += 1;
        self.unpriced += i64::from(holding.figures.at_risk.is_none());
        self.trusts.extend(holding.trust);
        self.coverages.push(holding.coverage.unwrap_or(0.0));
    }
}

/// Groups accounts by several dimensions at once, in the order of the groups' words. No account is in a
/// group twice, and its shares over all groups add up to 1.
pub fn groups<'a>(
    holdings: impl IntoIterator<Item = &'a Holding>,
    by: &[Dimension],
) -> Vec<Group> {
    let lines = by.contains(&Dimension::LineOfBusiness);
    let mut groups: BTreeMap<Vec<Option<String>>, Group> = BTreeMap::new();
    for holding in holdings {
        let whole = BTreeMap::from([(None, 1.0)]);
        let shares = if lines && !holding.lines.is_empty() { &holding.lines } else { &whole };
        for (line, share) in shares {
            let keys: Vec<_> = by.iter().map(|of| holding.key(*of, line.as_deref())).collect();
            groups.entry(keys).or_default().put(holding, *share);
        }
    }
    groups.into_iter().map(|(keys, group)| Group { keys, ..group }).collect()
}

impl Holding {
    fn key(&self, of: Dimension, line: Option<&str>) -> Option<String> {
        match of {
            Dimension::Global => None,
            Dimension::Account => Some(self.account.0.clone()),
            Dimension::LineOfBusiness => line.map(str::to_owned),
            Dimension::Country => self.country.clone(),
            Dimension::Region => self.region.clone(),
            Dimension::Segment => self.segments.first().cloned(),
            Dimension::Owner => self.owner.clone(),
            Dimension::Partner => self.partner.as_ref().map(|partner| partner.0.clone()),
            Dimension::Band => self.band.map(|band| band.word().to_owned()),
            Dimension::Position => self.position.clone(),
        }
    }
}

/// Of nothing there is none. Added in the order of size, so that the order of accounts does not show.
fn mean(values: &[f64]) -> Option<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests;
