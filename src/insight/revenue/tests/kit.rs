//! Books as sentences.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::super::*;
use crate::insight::peers::{Gathering, Peers};
use crate::insight::rates::{Purse, Rates};
use crate::model::{Currency, ExchangeRate, Money};

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

pub(super) fn today() -> NaiveDate {
    day("2026-11-21")
}

pub(super) fn currency(code: &str) -> Currency {
    Currency::parse(code).expect("a currency")
}

pub(super) fn euro(amount: i64) -> Money {
    Money { amount: Decimal::from(amount), currency: Currency::EUR }
}

pub(super) fn money(amount: i64, code: &str) -> Money {
    Money { amount: Decimal::from(amount), currency: currency(code) }
}

pub(super) fn model() -> RevenueModel {
    RevenueModel::clone(&RevenueModel::built_in())
}

pub(super) fn asked() -> Asked {
    Asked { horizon_months: 12, currency: Currency::EUR }
}

/// An account with nothing in its book.
pub(super) fn blank(account: &str) -> Book {
    Book { account: account.into(), as_of: today(), ..Book::default() }
}

/// With so many employees.
pub(super) fn sized(account: &str, size: i64) -> Book {
    Book { size: Some(size), size_band: Some("ANY".to_owned()), ..blank(account) }
}

pub(super) fn spend(last: i64, before: i64) -> Spend {
    let purse = |amount: i64| {
        let some = (amount != 0).then(|| euro(amount));
        some.into_iter().collect::<Purse>()
    };
    Spend { last: purse(last), before: purse(before), ..Spend::default() }
}

pub(super) fn term(id: &str, value: i64, ends_on: &str) -> Term {
    let ends_on = Some(day(ends_on));
    Term { id: id.to_owned(), ends_on, value: Some(euro(value)), ..Term::default() }
}

/// Runs these contracts, all of which count for the recurring revenue.
pub(super) fn with_contracts(book: Book, contracts: Vec<Term>) -> Book {
    let arr: Purse = contracts.iter().filter_map(|term| term.value).collect();
    Book { contracts, arr: Some(arr), arr_from: ArrFrom::Contracts, ..book }
}

pub(super) fn deal(id: &str, amount: i64, percent: i64) -> OpenDeal {
    OpenDeal {
        id: id.to_owned(),
        amount: Some(euro(amount)),
        probability: Some(Decimal::new(percent, 2)),
        ..OpenDeal::default()
    }
}

pub(super) fn flag(code: &str) -> Flag {
    Flag { code: code.to_owned(), ..Flag::default() }
}

pub(super) fn rates() -> Rates {
    let rate = |of: &str, rate: f64, on: &str| ExchangeRate {
        currency: Some(of.to_owned()),
        base: Some("EUR".to_owned()),
        rate: Some(rate),
        valid_on: Some(day(on)),
        ..ExchangeRate::default()
    };
    let rates = [rate("USD", 0.8, "2026-11-01"), rate("GBP", 1.25, "2026-10-01")];
    Rates::of(&rates, today(), Currency::EUR)
}

pub(super) fn gathered(books: impl IntoIterator<Item = Book>) -> Peers {
    let mut gathering = Gathering::new(today(), rates());
    books.into_iter().for_each(|book| gathering.add(book.account.clone(), &book));
    gathering.finish(&model())
}

pub(super) fn near(got: f64, wanted: f64) {
    let most = 1e-9 * wanted.abs().max(1.0);
    assert!((got - wanted).abs() <= most, "{got} is not {wanted}");
}

/// To so many digits, half away from zero, as an answer rounds.
pub(super) fn shown(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (value * scale).round() / scale
}
