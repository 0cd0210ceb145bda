//! Which accounts a list holds.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Number, Row, Word};
use crate::model::AccountId;

/// A condition on an account. What is not known meets none but being missing.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// All of these hold; none given holds always.
    All(Vec<Self>),
    /// At least one of these holds; none given holds never.
    Any(Vec<Self>),
    /// This does not hold.
    Not(Box<Self>),
    /// It is one of these.
    Ids(BTreeSet<AccountId>),
    /// A number lies in a range.
    Number(Number, Range),
    /// A number is not known.
    NoNumber(Number),
    /// A word is one of these.
    Word(Word, BTreeSet<String>),
    /// Nothing tells a word.
    NoWord(Word),
    /// It is in the segment with this code.
    Segment(String),
    /// It buys from one of these lines of business.
    Line(BTreeSet<String>),
    /// A contract that is not over on the first day ends before the second.
    Ends(NaiveDate, NaiveDate),
    /// The name or the domain has this part, in lower case.
    Search(String),
}

/// From where to where; both ends may be left out.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Range {
    /// Greater than this.
    pub above: Option<f64>,
    /// At least this.
    pub from: Option<f64>,
    /// At most this.
    pub to: Option<f64>,
    /// Less than this.
    pub below: Option<f64>,
}

impl Range {
    fn has(self, value: f64) -> bool {
        self.above.is_none_or(|least| value > least)
            && self.from.is_none_or(|least| value >= least)
            && self.to.is_none_or(|most| value <= most)
            && self.below.is_none_or(|most| value < most)
    }
}

impl Default for Condition {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl Condition {
    /// Whether it lets every account through.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::All(parts) if parts.iter().all(Self::is_open))
    }

    /// What it looks at, as the schema names it.
    pub fn names(&self) -> Vec<&'static str> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::names).collect(),
            Self::Not(part) => part.names(),
            Self::Number(number, _) | Self::NoNumber(number) => vec![number.name()],
            Self::Word(word, _) | Self::NoWord(word) => vec![word.name()],
            Self::Line(_) => vec!["linesOfBusiness"],
            Self::Ids(_) | Self::Segment(_) | Self::Ends(..) | Self::Search(_) => Vec::new(),
        }
    }

    /// Whether it holds for an account.
    pub fn holds(&self, row: &Row) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(row)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(row)),
            Self::Not(part) => !part.holds(row),
            Self::Ids(ids) => ids.contains(row.id()),
            Self::Number(number, range) => number.of(row).is_some_and(|value| range.has(value)),
            Self::NoNumber(number) => number.of(row).is_none(),
            Self::Word(word, words) => word.of(row).is_some_and(|own| words.contains(own)),
            Self::NoWord(word) => word.of(row).is_none(),
            Self::Segment(code) => row.holding.segments.contains(code),
            Self::Line(lines) => {
                row.holding.lines.keys().flatten().any(|line| lines.contains(line))
            }
            Self::Ends(today, before) => {
                row.ends.iter().any(|end| end >= today && end < before)
            }
            Self::Search(part) => {
                let keys = [&row.name_key, &row.domain_key];
                keys.into_iter().flatten().any(|key| key.contains(part.as_str()))
            }
        }
    }
}
