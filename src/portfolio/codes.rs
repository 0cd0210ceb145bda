//! The words of a dimension as small numbers that rise with the words: so accounts are grouped by
//! looking into a list, and groups stand in the order of their words.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::{Datelike, NaiveDate};

use super::{Dimension, Row, Table, Word};
use crate::model::Currency;

/// The words of a dimension, and each account's.
#[derive(Debug)]
pub(super) struct Codes {
    /// Rising; what is not known has the number behind the last.
    words: Vec<Arc<str>>,
    /// Of each row; none for lines of business, of which an account has several.
    pub(super) of: Vec<u32>,
}

/// Codes of a table that were asked for, and its currencies.
#[derive(Debug, Default)]
pub(super) struct Kept {
    codes: Mutex<BTreeMap<Dimension, (NaiveDate, Arc<Codes>)>>,
    currencies: OnceLock<BTreeSet<Currency>>,
}

impl Kept {
    pub(super) fn currencies(&self, rows: &[Arc<Row>]) -> &BTreeSet<Currency> {
        self.currencies.get_or_init(|| rows.iter().filter_map(|row| row.currency).collect())
    }
}

impl Table {
    /// The codes of a dimension on a day; made once for a table.
    pub(super) fn codes(&self, of: Dimension, today: NaiveDate) -> Arc<Codes> {
        let kept = |codes: &BTreeMap<Dimension, (NaiveDate, Arc<Codes>)>| {
            let (day, codes) = codes.get(&of)?;
            (*day == today || of != Dimension::ContractEnd).then(|| Arc::clone(codes))
        };
        let mut codes = self.codes.codes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = kept(&codes) {
            return found;
        }
        let made = Arc::new(Codes::make(&self.rows, of, today));
        codes.insert(of, (today, Arc::clone(&made)));
        made
    }
}

impl Codes {
    fn make(rows: &[Arc<Row>], of: Dimension, today: NaiveDate) -> Self {
        if of == Dimension::LineOfBusiness {
            let lines = rows.iter().flat_map(|row| row.holding.lines.keys().flatten());
            let lines: BTreeSet<&str> = lines.map(String::as_str).collect();
            return Self { words: lines.into_iter().map(Arc::from).collect(), of: Vec::new() };
        }
        let words: Vec<Option<Cow<'_, str>>> =
            rows.iter().map(|row| of.word(row, today)).collect();
        let distinct: BTreeSet<&str> = words.iter().flatten().map(|word| &**word).collect();
        let numbered = distinct.iter().enumerate();
        let codes: HashMap<&str, u32> = numbered.map(|(n, word)| (*word, code(n))).collect();
        let unknown = code(distinct.len());
        let of = words.iter().map(|word| word.as_ref().map_or(unknown, |word| codes[&**word]));
        Self { of: of.collect(), words: distinct.into_iter().map(Arc::from).collect() }
    }

    /// How many codes there are, that of what is not known among them.
    pub(super) fn len(&self) -> usize {
        self.words.len() + 1
    }

    /// The word of a code; `None` of what is not known.
    pub(super) fn word(&self, code: u32) -> Option<Arc<str>> {
        self.words.get(code as usize).map(Arc::clone)
    }

    /// The code of a word.
    pub(super) fn code(&self, word: Option<&str>) -> u32 {
        let at =
            word.and_then(|word| self.words.binary_search_by(|own| (**own).cmp(word)).ok());
        code(at.unwrap_or(self.words.len()))
    }
}

fn code(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Dimension {
    /// An account's word; `None` where nothing tells it, and of lines of business, of which it may
    /// have several.
    pub fn word(self, row: &Row, today: NaiveDate) -> Option<Cow<'_, str>> {
        let word = match self {
            Self::LineOfBusiness => return None,
            Self::ContractEnd => return month(row, today).map(Cow::Owned),
            Self::Segment => {
                return row.holding.segments.first().map(|code| Cow::Borrowed(&**code));
            }
            Self::Country => Word::Country,
            Self::Region => Word::Region,
            Self::Owner => Word::Owner,
            Self::Partner => Word::Partner,
            Self::Band => Word::Band,
            Self::Position => Word::Position,
            Self::Industry => Word::Industry,
            Self::Confidence => Word::Confidence,
        };
        word.of(row).map(Cow::Borrowed)
    }
}

/// The first day of the month in which the next of its contracts ends.
fn month(row: &Row, today: NaiveDate) -> Option<String> {
    let end = row.ends.iter().find(|end| **end >= today)?;
    Some(end.with_day(1)?.to_string())
}
