//! Money: an exact decimal with a currency.

use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

/// An ISO 4217 currency code. Holding one is proof of three capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The euro, the default reporting currency.
    pub const EUR: Self = Self(*b"EUR");

    /// Reads a code in any case; `None` when it is not three letters.
    pub fn parse(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.trim().as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(u8::is_ascii_alphabetic)
            .then(|| Self(bytes.map(|b| b.to_ascii_uppercase())))
    }

    /// The three capital letters.
    #[expect(clippy::missing_panics_doc, reason = "a currency is ASCII by construction")]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a currency holds ASCII letters only")
    }
}

impl TryFrom<String> for Currency {
    type Error = MoneyError;
    fn try_from(code: String) -> Result<Self, MoneyError> {
        Self::parse(&code).ok_or(MoneyError::Currency(code))
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Why an amount is not money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not three letters.
    #[error("`{0}` is not a currency; expected an ISO 4217 code such as EUR")]
    Currency(String),
    /// Stored amounts are ten-thousandths in 64 bits: at most 922,337,203,685,477.5807.
    #[error("the amount does not fit: at most four decimals and 922 trillion are kept exactly")]
    TooLarge,
}

/// An exact amount in one currency. Stored as ten-thousandths in an `i64`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// The amount in whole units of the currency, with up to four decimals.
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
}

impl Money {
    /// Money of an amount that the store can keep exactly.
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let money = Self { amount: amount.normalize(), currency };
        money.units().map(|_| money)
    }

    /// The amount in ten-thousandths, as the store keeps it.
    pub fn units(&self) -> Result<i64, MoneyError> {
        let scaled =
            self.amount.checked_mul(Decimal::from(10_000)).ok_or(MoneyError::TooLarge)?;
        if !scaled.is_integer() {
            return Err(MoneyError::TooLarge);
        }
        scaled.to_i64().ok_or(MoneyError::TooLarge)
    }

    /// Money of stored ten-thousandths.
    pub fn from_units(units: i64, currency: Currency) -> Self {
        Self { amount: Decimal::new(units, 4).normalize(), currency }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}
