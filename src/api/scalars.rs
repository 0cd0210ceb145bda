//! Scalars that GraphQL does not bring.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

/// A calendar day without a time zone, `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day(pub(super) NaiveDate);

/// A calendar day without a time zone, `YYYY-MM-DD`.
#[Scalar(name = "Date")]
impl ScalarType for Day {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Self).map_err(|_| {
            InputValueError::custom(format!("`{text}` is not a day; write it as 2026-11-21"))
        })
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.format("%Y-%m-%d").to_string())
    }
}

/// A moment in UTC as RFC 3339 writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time(pub(super) DateTime<Utc>);

/// A moment in UTC as RFC 3339 writes it, such as `2026-11-21T09:12:00Z`.
#[Scalar(name = "DateTime")]
impl ScalarType for Time {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        text.parse().map(Self).map_err(|_| {
            let what = format!("`{text}` is not a moment; write it as 2026-11-21T09:12:00Z");
            InputValueError::custom(what)
        })
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// An exact decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal(pub(super) rust_decimal::Decimal);

/// An exact decimal number, as text so that no client rounds it.
#[Scalar(name = "Decimal")]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        let wrong = || format!("`{text}` is not a decimal number; write it as \"12.50\"");
        text.parse().map(Self).map_err(|_| InputValueError::custom(wrong()))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}
