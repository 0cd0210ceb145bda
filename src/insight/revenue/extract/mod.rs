//! From facts to an account's book.

mod contracts;
mod deals;
mod flags;
mod served;
mod spend;

use chrono::NaiveDate;

use super::book::{ArrFrom, Book, Tally};
use super::model::{By, RevenueModel};
use crate::insight::measure::Room;
use crate::insight::rates::Purse;
use crate::insight::{Calendar, Facts, Models};
use crate::model::{Origin, Product};

pub(super) use served::MEASURES;
pub use served::served;
pub use spend::billed_within;

/// Days of a year: two of them are compared.
const YEAR: i64 = 365;

/// Reads what an account's money rests on, as its facts stood at the end of a day in the calendar's
/// zone. `segments` are the names of the behaviour segments it is in, the most telling first.
pub fn book(
    facts: &Facts,
    segments: &[String],
    models: &Models,
    calendar: &Calendar,
    as_of: NaiveDate,
) -> Book {
    let room = Room::new(facts, as_of, calendar);
    let reader = Reader { room: &room, facts, model: &models.revenue };
    let mut book = Book {
        account: facts.account.origin.account.clone().unwrap_or_default(),
        as_of,
        segments: segments.to_vec(),
        lines_of_business: facts.account.lines_of_business.clone().unwrap_or_default(),
        size: facts.account.employees.filter(|number| *number > 0),
        ..Book::default()
    };
    book.size_band = book.size.and_then(|size| models.revenue.size(size)).map(str::to_owned);
    reader.contracts(&mut book);
    reader.deals(&mut book);
    reader.spend(&mut book);
    reader.intent(&mut book);
    reader.flags(&mut book);
    reader.recurring(&mut book);
    book.served = served(facts, calendar, as_of, YEAR);
    book
}

/// Contracts that ended between two days, both included, and are decided as of a third: how many of how
/// many were renewed.
pub fn decided_within(
    facts: &Facts,
    models: &Models,
    calendar: &Calendar,
    (first, last): (NaiveDate, NaiveDate),
    as_of: NaiveDate,
) -> Tally {
    let mut decided = Tally::default();
    let fates = fates_within(facts, models, calendar, (first, last), as_of);
    for (_, kept) in fates {
        decided.count(kept);
    }
    decided
}

/// The same contracts one by one, by id: whether each was renewed.
pub fn fates_within(
    facts: &Facts,
    models: &Models,
    calendar: &Calendar,
    (first, last): (NaiveDate, NaiveDate),
    as_of: NaiveDate,
) -> Vec<(String, bool)> {
    let room = Room::new(facts, as_of, calendar);
    Reader { room: &room, facts, model: &models.revenue }.decided(first, last)
}

/// The facts of a day with the model that says what to read.
struct Reader<'a> {
    room: &'a Room<'a>,
    facts: &'a Facts,
    model: &'a RevenueModel,
}

impl<'a> Reader<'a> {
    fn as_of(&self) -> NaiveDate {
        self.room.as_of()
    }

    /// The family or the product that lines of expansion are about, with its family.
    fn label(
        &self,
        from: &Origin,
        reference: Option<&str>,
    ) -> Option<(String, Option<String>)> {
        let product = self.room.product(from, reference)?;
        let family = self.family(product);
        let label = match self.model.expansion.by {
            By::Family => family?,
            By::Product => product.name.as_deref().or(product.sku.as_deref())?,
        };
        Some((label.to_owned(), family.map(str::to_owned)))
    }

    /// The product's family; a CRM that knows only the article number takes it from the ERP.
    fn family(&self, product: &'a Product) -> Option<&'a str> {
        let sku = product.sku.as_deref();
        let twin = || {
            let twins = self.facts.products.values().filter(|p| p.sku.as_deref() == sku);
            sku.and_then(|_| twins.filter_map(|twin| twin.family.as_deref()).min())
        };
        product.family.as_deref().or_else(twin)
    }

    /// Recurring revenue of a year: of running contracts, else of bills.
    fn recurring(&self, book: &mut Book) {
        let running = &book.contracts;
        if !running.is_empty() {
            let untold = running.iter().filter(|term| term.value.is_none()).count();
            let told: Purse = running.iter().filter_map(|term| term.value).collect();
            if untold > 0 {
                let note = format!("{untold} running contracts tell no yearly value");
                book.notes.push(note);
            }
            if !told.is_empty() {
                (book.arr, book.arr_from) = (Some(told), ArrFrom::Contracts);
            }
            return;
        }
        let bills = self.recurring_bills();
        if !bills.is_empty() {
            (book.arr, book.arr_from) = (Some(bills), ArrFrom::Bills);
        }
    }
}

/// A word as words are compared.
fn plain(word: &str) -> String {
    word.trim().to_lowercase()
}
