//! Groups with their numbers, whoever reckoned them: which of them are shown, in which order, from where.

use std::cmp::Ordering;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::measure::{Having, Measure, Order, Sign};
use crate::api::errors::{ApiError, Result};
use crate::model::Currency;
use crate::store::Figure;

/// A group.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// What its members have in each of what they are grouped by.
    pub(super) key: Vec<Option<Arc<str>>>,
    /// In the frame's order.
    pub(super) tallies: Vec<i64>,
    /// Of each number asked for.
    pub(super) numbers: Vec<Sums>,
}

/// A number over a group.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    pub(super) known: i64,
    /// Sum, mean, least, greatest and percentiles, as [`Stat::figure`](super::measure::Stat::figure) places them.
    pub(super) figures: [Option<Figure>; 9],
    /// Of amounts.
    pub(super) currency: Option<Currency>,
    /// The day since when the oldest rate of exchange in it is valid.
    pub(super) since: Option<NaiveDate>,
}

/// A page of groups.
pub(super) struct Page {
    pub(super) lines: Vec<Line>,
    /// The place of the first among all.
    pub(super) start: usize,
    /// All that the conditions let through.
    pub(super) total: usize,
    /// What a cursor of it is good for.
    pub(super) question: String,
}

/// Where a page ended.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Cursor {
    /// The question that it was made for.
    q: String,
    /// The group's words.
    k: Vec<Option<String>>,
    /// Its place in the list.
    n: usize,
}

/// How many groups are shown, from which end.
#[derive(Debug, Clone, Copy)]
pub(super) enum Many {
    First(usize),
    Last(usize),
}

/// Which groups are shown.
pub(super) struct Shown<'a> {
    pub(super) having: &'a [Having],
    pub(super) order: &'a [Order],
    pub(super) after: Option<&'a str>,
    pub(super) before: Option<&'a str>,
    pub(super) many: Many,
    /// List and order in one word.
    pub(super) question: String,
}

impl Shown<'_> {
    /// The page of the groups that the conditions let through.
    pub(super) fn page(self, mut lines: Vec<Line>) -> Result<Page> {
        lines.retain(|line| self.having.iter().all(|having| having.holds(line)));
        lines.sort_by(|a, b| self.compare(a, b));
        let total = lines.len();
        let place = |argument, cursor: Option<&str>| {
            cursor.map(|text| self.place(argument, text, &lines)).transpose()
        };
        let start = place("after", self.after)?.map_or(0, |(_, behind)| behind);
        let end = place("before", self.before)?.map_or(total, |(at, _)| at).max(start);
        let (start, end) = match self.many {
            Many::First(first) => (start, end.min(start + first)),
            Many::Last(last) => (start.max(end.saturating_sub(last)), end),
        };
        let lines = lines.into_iter().skip(start).take(end - start).collect();
        Ok(Page { lines, start, total, question: self.question })
    }

    /// As the orders say; ties by the words. What is not known comes last in any direction.
    fn compare(&self, a: &Line, b: &Line) -> Ordering {
        let own = self.order.iter().map(|order| order.compare(a, b));
        let found = own.into_iter().find(|order| order.is_ne());
        found.unwrap_or_else(|| {
            let words =
                a.key.iter().zip(&b.key).map(|(a, b)| by_word(a.as_deref(), b.as_deref()));
            words.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        })
    }

    /// Where a cursor's group stands and what stands behind it; where it stood when it is there no more.
    fn place(&self, argument: &str, text: &str, lines: &[Line]) -> Result<(usize, usize)> {
        let wrong = |what: &str| ApiError::BadInput(format!("`{argument}` {what}"));
        let read = BASE64_URL_SAFE_NO_PAD.decode(text).ok();
        let cursor: Option<Cursor> = read.and_then(|json| serde_json::from_slice(&json).ok());
        let Some(cursor) = cursor else {
            return Err(wrong("is not a cursor of this list; pass a cursor on as it came"));
        };
        if cursor.q != self.question {
            return Err(wrong(
                "was made for other groups or another order; begin anew when they change",
            ));
        }
        let same = |line: &Line| {
            line.key.iter().map(Option::as_deref).eq(cursor.k.iter().map(Option::as_deref))
        };
        let gone = cursor.n.min(lines.len());
        Ok(lines.iter().position(same).map_or((gone, gone), |at| (at, at + 1)))
    }
}

impl Page {
    /// The cursor of a line by its place in the page.
    pub(super) fn cursor(&self, at: usize) -> String {
        let words = self.lines[at].key.iter().map(|word| word.as_deref().map(str::to_owned));
        let cursor =
            Cursor { q: self.question.clone(), k: words.collect(), n: self.start + at };
        let json = serde_json::to_vec(&cursor).expect("a cursor is texts and a number");
        BASE64_URL_SAFE_NO_PAD.encode(json)
    }
}

impl Line {
    /// A measure as a number to compare.
    pub(super) fn number(&self, measure: Measure) -> Option<f64> {
        match measure {
            Measure::Tally(at) => self.tallies.get(at).map(|count| *count as f64),
            Measure::Number(at, stat) => {
                let sums = self.numbers.get(at)?;
                match stat.figure() {
                    None => Some(sums.known as f64),
                    Some(figure) => sums.figures[figure].map(Figure::number),
                }
            }
        }
    }
}

impl Having {
    fn holds(&self, line: &Line) -> bool {
        let told = line.number(self.of);
        self.signs.iter().all(|(sign, value)| match (sign, told) {
            (Sign::Unknown(unknown), told) => *unknown == told.is_none(),
            (_, None) => false,
            (Sign::Eq, Some(told)) => told.total_cmp(value).is_eq(),
            (Sign::Lt, Some(told)) => told < *value,
            (Sign::Lte, Some(told)) => told <= *value,
            (Sign::Gt, Some(told)) => told > *value,
            (Sign::Gte, Some(told)) => told >= *value,
        })
    }
}

impl Order {
    fn compare(&self, a: &Line, b: &Line) -> Ordering {
        match *self {
            Self::Word { at, descending } => {
                let (a, b) = (a.key[at].as_deref(), b.key[at].as_deref());
                directed(a.is_some() && b.is_some(), descending, by_word(a, b))
            }
            Self::Number { of, descending } => {
                let (a, b) = (a.number(of), b.number(of));
                let order = match (a, b) {
                    (Some(a), Some(b)) => a.total_cmp(&b),
                    (a, b) => a.is_none().cmp(&b.is_none()),
                };
                directed(a.is_some() && b.is_some(), descending, order)
            }
        }
    }
}

fn by_word(a: Option<&str>, b: Option<&str>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.cmp(b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

fn directed(both: bool, descending: bool, order: Ordering) -> Ordering {
    if both && descending { order.reverse() } else { order }
}
