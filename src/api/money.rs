//! Money as clients read it.

use async_graphql::SimpleObject;

use super::round;
use super::scalars::Decimal;
use crate::model;

/// An exact amount in one currency.
#[derive(SimpleObject)]
pub(super) struct Money {
    /// The amount, to the currency's minor unit.
    amount: Decimal,
    /// ISO 4217 code.
    currency: String,
}

impl From<model::Money> for Money {
    fn from(money: model::Money) -> Self {
        let code = money.currency.code();
        let amount = Decimal(round::amount(money.amount, minor_unit(code)));
        Self { amount, currency: code.to_owned() }
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
