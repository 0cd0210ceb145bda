//! In which order a list is, from where, and how many. Ties go by id; what is not known comes last in
//! both directions.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Condition, Number, Row, Table, Word};
use crate::model::AccountId;

/// What a list is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// The id alone, rising in both directions.
    Id,
    /// The name in lower case.
    Name,
    /// A number.
    Number(Number),
    /// A word.
    Word(Word),
}

/// An order with its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sorting {
    /// By what.
    pub order: Order,
    /// From the last or highest.
    pub descending: bool,
}

/// What an account is ordered by, and its id: where a page ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// `None` where it is not known.
    pub value: Option<Value>,
    /// The tie-breaker.
    pub id: AccountId,
}

/// A value that is ordered by.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A name in lower case, or a word.
    Text(Box<str>),
}

/// Part of a list.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// In order.
    pub rows: Vec<Arc<Row>>,
    /// More follow, in the direction that was walked.
    pub more: bool,
}

/// Permutations of a table's rows that were asked for.
#[derive(Debug, Default)]
pub(super) struct Orders(Mutex<BTreeMap<Sorting, Arc<[u32]>>>);

impl Order {
    /// Its name in the schema.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Number(number) => number.name(),
            Self::Word(word) => word.name(),
        }
    }

    /// What of an account it goes by.
    pub fn value(self, row: &Row) -> Option<Value> {
        match self {
            // Ties go by id, so nothing else is looked at.
            Self::Id => None,
            Self::Name => row.name_key.clone().map(Value::Text),
            Self::Number(number) => number.of(row).map(Value::Number),
            Self::Word(word) => word.of(row).map(|word| Value::Text(word.into())),
        }
    }

    fn compare(self, a: &Row, b: &Row) -> (bool, Ordering) {
        match self {
            Self::Id => (false, Ordering::Equal),
            Self::Name => known(a.name_key.as_deref(), b.name_key.as_deref(), str::cmp),
            Self::Word(word) => known(word.of(a), word.of(b), str::cmp),
            Self::Number(number) => {
                known(number.of(a).as_ref(), number.of(b).as_ref(), f64::total_cmp)
            }
        }
    }
}

/// How two compare, and whether both are known: whoever is not comes last, whatever the direction.
fn known<T: ?Sized>(
    a: Option<&T>,
    b: Option<&T>,
    compare: fn(&T, &T) -> Ordering,
) -> (bool, Ordering) {
    match (a, b) {
        (Some(a), Some(b)) => (true, compare(a, b)),
        (a, b) => (false, a.is_none().cmp(&b.is_none())),
    }
}

impl Sorting {
    fn compare(self, a: &Row, b: &Row) -> Ordering {
        let (both, order) = self.order.compare(a, b);
        self.directed(both, order).then_with(|| a.id().cmp(b.id()))
    }

    fn directed(self, both: bool, order: Ordering) -> Ordering {
        if both && self.descending { order.reverse() } else { order }
    }

    /// How an account stands to a place.
    fn beside(self, row: &Row, place: &Place) -> Ordering {
        let (both, order) = match (self.order.value(row), &place.value) {
            (Some(Value::Number(a)), Some(Value::Number(b))) => (true, a.total_cmp(b)),
            (Some(Value::Text(a)), Some(Value::Text(b))) => (true, a.cmp(b)),
            (a, b) => (false, a.is_none().cmp(&b.is_none())),
        };
        self.directed(both, order).then_with(|| row.id().cmp(&place.id))
    }

    /// Where an account stands in this order.
    pub fn place(self, row: &Row) -> Place {
        Place { value: self.order.value(row), id: row.id().clone() }
    }
}

impl Table {
    /// The rows in an order; sorted once for a table.
    fn order(&self, sorting: Sorting) -> Arc<[u32]> {
        let mut orders = self.orders.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sorted = orders.entry(sorting).or_insert_with(|| {
            let mut order: Vec<u32> =
                (0..u32::try_from(self.rows.len()).unwrap_or(u32::MAX)).collect();
            let row = |at: u32| &*self.rows[at as usize];
            order.sort_unstable_by(|a, b| sorting.compare(row(*a), row(*b)));
            order.into()
        });
        Arc::clone(sorted)
    }

    /// The first accounts behind a place, for which a condition holds.
    pub fn first(
        &self,
        condition: &Condition,
        sorting: Sorting,
        after: Option<&Place>,
        first: usize,
    ) -> Page {
        let order = self.order(sorting);
        let begin = after.map_or(0, |place| {
            order.partition_point(|at| self.beside(*at, sorting, place) != Ordering::Greater)
        });
        let rows = order.get(begin..).unwrap_or_default().iter();
        self.page(rows, condition, first)
    }

    /// The last accounts before a place, for which a condition holds, in the list's order.
    pub fn last(
        &self,
        condition: &Condition,
        sorting: Sorting,
        before: Option<&Place>,
        last: usize,
    ) -> Page {
        let order = self.order(sorting);
        let end = before.map_or(order.len(), |place| {
            order.partition_point(|at| self.beside(*at, sorting, place) == Ordering::Less)
        });
        let rows = order.get(..end).unwrap_or_default().iter().rev();
        let mut page = self.page(rows, condition, last);
        page.rows.reverse();
        page
    }

    fn beside(&self, at: u32, sorting: Sorting, place: &Place) -> Ordering {
        sorting.beside(&self.rows[at as usize], place)
    }

    fn page<'a>(
        &self,
        rows: impl Iterator<Item = &'a u32>,
        condition: &Condition,
        most: usize,
    ) -> Page {
        let mut rows =
            rows.map(|at| &self.rows[*at as usize]).filter(|row| condition.holds(row));
        let shown = rows.by_ref().take(most).cloned().collect();
        Page { rows: shown, more: rows.next().is_some() }
    }

    /// How many accounts a condition lets through.
    pub fn count(&self, condition: &Condition) -> usize {
        if condition.is_open() { self.rows.len() } else { self.filtered(condition).count() }
    }
}
