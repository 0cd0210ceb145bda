//! A field's value and its kind, for the rooms that treat all entities alike.

use std::fmt;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::Serialize;

use super::Money;

/// What a field of the unified model holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Free text.
    Text,
    /// One of the listed words.
    Choice(&'static [&'static str]),
    /// A whole number.
    Int,
    /// A number with a fraction; never money.
    Number,
    /// An exact amount with its currency.
    Amount,
    /// A calendar day without a zone.
    Day,
    /// A moment in UTC.
    Time,
    /// Yes or no.
    Flag,
    /// Several words, such as contracted modules.
    List,
    /// The id of another entity of the same source, by the name of its kind (`account`, `order`).
    Ref(&'static str),
}

/// A value that fits a field of its [`Kind`]. Absence is `Option`, never an empty value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Value {
    /// For [`Kind::Text`], [`Kind::Choice`] and [`Kind::Ref`].
    Text(String),
    /// For [`Kind::Int`].
    Int(i64),
    /// For [`Kind::Number`].
    Number(f64),
    /// For [`Kind::Amount`].
    Amount(Money),
    /// For [`Kind::Day`].
    Day(NaiveDate),
    /// For [`Kind::Time`].
    Time(DateTime<Utc>),
    /// For [`Kind::Flag`].
    Flag(bool),
    /// For [`Kind::List`].
    List(Vec<String>),
}

/// The value as lineage shows it: dates and moments in ISO 8601, lists joined by `; `.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Int(number) => write!(f, "{number}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Amount(money) => write!(f, "{money}"),
            Self::Day(day) => write!(f, "{day}"),
            Self::Time(at) => f.write_str(&at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::List(words) => f.write_str(&words.join("; ")),
        }
    }
}

macro_rules! from_value {
    ($($rust:ty => $variant:ident),+ $(,)?) => {$(
        impl TryFrom<Value> for $rust {
            type Error = Value;
            fn try_from(value: Value) -> Result<Self, Value> {
                match value {
                    Value::$variant(inner) => Ok(inner),
                    other => Err(other),
                }
            }
        }

        impl From<$rust> for Value {
            fn from(inner: $rust) -> Self {
                Self::$variant(inner)
            }
        }
    )+};
}

from_value! {
    String => Text, i64 => Int, f64 => Number, Money => Amount, NaiveDate => Day,
    DateTime<Utc> => Time, bool => Flag, Vec<String> => List,
}
