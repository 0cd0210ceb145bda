//! Money as clients read it.

use async_graphql::{ScalarType, SimpleObject, Value};
use chrono::NaiveDate;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::round;
use super::scalars::{Day, Decimal};
use crate::model;

/// An exact amount in one currency.
#[derive(SimpleObject, Debug)]
#[graphql(shareable)]
pub(super) struct Money {
    /// The amount, to the currency's minor unit.
    amount: Decimal,
    /// ISO 4217 code.
    currency: String,
    /// The day since when the oldest rate of exchange in it is valid; `null` when nothing was
    /// converted.
    rate_date: Option<Day>,
}

impl Money {
    /// A reckoned amount, which is rounded here and nowhere else; `None` of what is no number.
    pub(super) fn reckoned(
        amount: f64,
        currency: model::Currency,
        rate_date: Option<NaiveDate>,
    ) -> Option<Self> {
        // To the ten-thousandth first, as amounts are kept: asked on demand or read from the store,
        // one amount is shown.
        let exact = rust_decimal::Decimal::from_f64(amount)?.round_dp(4);
        let amount = Decimal(round::amount(exact, minor_unit(currency.code())));
        let currency = currency.code().to_owned();
        Some(Self { amount, currency, rate_date: rate_date.map(Day) })
    }
}

impl Money {
    /// The sum of amounts of one currency as they are shown, so that lines add up to it; `None` of none.
    pub(super) fn sum<'m>(parts: impl Iterator<Item = &'m Self>) -> Option<Self> {
        parts.fold(None, |sum: Option<Self>, part| {
            let before = sum.map_or(rust_decimal::Decimal::ZERO, |sum| sum.amount.0);
            let amount = Decimal(before + part.amount.0);
            Some(Self { amount, currency: part.currency.clone(), rate_date: part.rate_date })
        })
    }

    /// The amount as a number to reckon with.
    pub(super) fn number(&self) -> f64 {
        self.amount.0.to_f64().unwrap_or(f64::NAN)
    }

    /// A part of it by its name in the schema.
    pub(super) fn part(&self, name: &str) -> Value {
        match name {
            "amount" => self.amount.to_value(),
            "currency" => Value::from(self.currency.as_str()),
            "rateDate" => self.rate_date.map_or(Value::Null, |day| day.to_value()),
            _ => Value::from("Money"),
        }
    }

    /// `44059.97 EUR`.
    pub(super) fn words(self) -> String {
        format!("{} {}", self.amount.0, self.currency)
    }
}

impl From<model::Money> for Money {
    fn from(money: model::Money) -> Self {
        let code = money.currency.code();
        let amount = Decimal(round::amount(money.amount, minor_unit(code)));
        Self { amount, currency: code.to_owned(), rate_date: None }
    }
}

/// Decimals of a currency by ISO 4217: two, but for these.
fn minor_unit(code: &str) -> u32 {
    match code {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF"
        | "UGX" | "UYI" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        "CLF" | "UYW" => 4,
        _ => 2,
    }
}
