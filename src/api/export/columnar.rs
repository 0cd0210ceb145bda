//! Rows as Arrow or Parquet: columns of types of their own, in builds with the feature `columnar`.
//!
//! | in the contract | in the file |
//! |---|---|
//! | `ID`, `String`, a word | UTF-8 |
//! | `Int`, `Float`, `Boolean` | 64 bits, 64 bits, a bit |
//! | `Date`, `DateTime` | days; microseconds, UTC |
//! | `Decimal`, the amount of `Money` | decimal of 38 digits, 9 of them behind the point, rounded half to even |
//! | a list | a list of UTF-8 |
//!
//! A row group of a Parquet file has so many rows that memory stays small; a batch of an Arrow file is a page.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array,
    RecordBatch, StringArray, TimestampMicrosecondArray,
};
use arrow_ipc::writer::FileWriter;
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use async_graphql::Value;
use chrono::{DateTime, NaiveDate};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use rust_decimal::Decimal;

use super::render::member;
use super::sheet::{Column, Scalar, Shape};
use super::{Refused, broken};

/// Rows of a row group.
const GROUP: usize = 32_768;
/// Digits of a decimal …
const DIGITS: u8 = 38;
/// … and how many of them stand behind the point.
const BEHIND: i8 = 9;

const UTC: &str = "UTC";

/// A file under way.
pub(super) struct Table {
    writer: Writer,
    written: Outlet,
    schema: Arc<Schema>,
}

enum Writer {
    Arrow(FileWriter<Outlet>),
    Parquet(ArrowWriter<Outlet>),
}

/// Where a writer's bytes wait to be given out.
#[derive(Clone, Default)]
struct Outlet(Arc<Mutex<Vec<u8>>>);

impl Outlet {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Table {
    /// A file of Arrow with these columns.
    ///
    /// # Errors
    /// When it cannot be begun.
    pub(super) fn arrow(columns: &[&Column]) -> Result<Self, Refused> {
        let (schema, written) = (schema(columns), Outlet::default());
        let writer = FileWriter::try_new(written.clone(), &schema).map_err(failed)?;
        Ok(Self { writer: Writer::Arrow(writer), written, schema })
    }

    /// A file of Parquet with these columns.
    ///
    /// # Errors
    /// When it cannot be begun.
    pub(super) fn parquet(columns: &[&Column]) -> Result<Self, Refused> {
        let (schema, written) = (schema(columns), Outlet::default());
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(GROUP))
            .set_created_by(concat!("accord ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer =
            ArrowWriter::try_new(written.clone(), Arc::clone(&schema), Some(properties))
                .map_err(failed)?;
        Ok(Self { writer: Writer::Parquet(writer), written, schema })
    }

    /// Adds rows; what is written of the file since the last time.
    ///
    /// # Errors
    /// When a value is not what the contract says.
    pub(super) fn rows(
        &mut self,
        columns: &[&Column],
        rows: &[Value],
    ) -> Result<Vec<u8>, Refused> {
        let mut arrays = Vec::with_capacity(self.schema.fields().len());
        for column in columns {
            arrays.extend(arrays_of(column, rows)?);
        }
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays).map_err(failed)?;
        match &mut self.writer {
            Writer::Arrow(writer) => writer.write(&batch).map_err(failed)?,
            Writer::Parquet(writer) => writer.write(&batch).map_err(failed)?,
        }
        Ok(self.written.take())
    }

    /// The end of the file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn end(mut self) -> Result<Vec<u8>, Refused> {
        match &mut self.writer {
            Writer::Arrow(writer) => writer.finish().map_err(failed)?,
            Writer::Parquet(writer) => drop(writer.finish().map_err(failed)?),
        }
        Ok(self.written.take())
    }
}

/// The causes speak of our own types: they are logged and not told.
fn failed(error: impl std::fmt::Display) -> Refused {
    tracing::error!(%error, "An export could not be written");
    broken()
}

fn schema(columns: &[&Column]) -> Arc<Schema> {
    let fields = columns.iter().flat_map(|column| {
        let types = match column.shape {
            Shape::Plain(scalar) => vec![type_of(scalar)],
            Shape::Words => {
                vec![DataType::List(Arc::new(Field::new("item", DataType::Utf8, true)))]
            }
            Shape::Money => vec![type_of(Scalar::Decimal), DataType::Utf8],
            Shape::Record => vec![DataType::Utf8; column.shape.parts().len()],
        };
        column.names().into_iter().zip(types).map(|(name, ty)| Field::new(name, ty, true))
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

fn type_of(scalar: Scalar) -> DataType {
    match scalar {
        Scalar::Text => DataType::Utf8,
        Scalar::Whole => DataType::Int64,
        Scalar::Number => DataType::Float64,
        Scalar::Flag => DataType::Boolean,
        Scalar::Day => DataType::Date32,
        Scalar::Moment => DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into())),
        Scalar::Decimal => DataType::Decimal128(DIGITS, BEHIND),
    }
}

/// A column's values in these rows, as the columns that it has in the file.
fn arrays_of(column: &Column, rows: &[Value]) -> Result<Vec<ArrayRef>, Refused> {
    let whole: Vec<&Value> =
        rows.iter().map(|row| member(row, &column.name).unwrap_or(&Value::Null)).collect();
    let part = |name: &str| -> Vec<&Value> {
        whole.iter().map(|value| member(value, name).unwrap_or(&Value::Null)).collect()
    };
    let arrays = match column.shape {
        Shape::Plain(scalar) => array(scalar, &whole).map(|array| vec![array]),
        Shape::Words => lists(&whole).map(|array| vec![array]),
        Shape::Money => array(Scalar::Decimal, &part("amount"))
            .and_then(|amounts| Some(vec![amounts, array(Scalar::Text, &part("currency"))?])),
        Shape::Record => {
            column.shape.parts().iter().map(|name| array(Scalar::Text, &part(name))).collect()
        }
    };
    arrays
        .ok_or_else(|| failed(format!("a value of `{}` is not what it should be", column.name)))
}

/// `None` when a value is of another kind.
fn array(scalar: Scalar, values: &[&Value]) -> Option<ArrayRef> {
    Some(match scalar {
        Scalar::Text => Arc::new(StringArray::from(each(values, text)?)),
        Scalar::Whole => Arc::new(Int64Array::from(each(values, |value| match value {
            Value::Number(number) => number.as_i64(),
            _ => None,
        })?)),
        Scalar::Number => Arc::new(Float64Array::from(each(values, |value| match value {
            Value::Number(number) => number.as_f64(),
            _ => None,
        })?)),
        Scalar::Flag => Arc::new(BooleanArray::from(each(values, |value| match value {
            Value::Boolean(flag) => Some(*flag),
            _ => None,
        })?)),
        Scalar::Day => Arc::new(Date32Array::from(each(values, |value| {
            let day: NaiveDate = text(value)?.parse().ok()?;
            i32::try_from((day - NaiveDate::default()).num_days()).ok()
        })?)),
        Scalar::Moment => {
            let moments = each(values, |value| {
                let moment = DateTime::parse_from_rfc3339(text(value)?).ok()?;
                Some(moment.timestamp_micros())
            })?;
            Arc::new(TimestampMicrosecondArray::from(moments).with_timezone(UTC))
        }
        Scalar::Decimal => {
            let amounts = each(values, |value| text(value)?.parse().ok().map(scaled))?;
            let amounts = Decimal128Array::from(amounts);
            Arc::new(amounts.with_precision_and_scale(DIGITS, BEHIND).ok()?)
        }
    })
}

fn lists(values: &[&Value]) -> Option<ArrayRef> {
    let mut lists = ListBuilder::new(StringBuilder::new());
    for value in values {
        match value {
            Value::Null => lists.append(false),
            Value::List(words) => {
                for word in words {
                    lists.values().append_value(text(word)?);
                }
                lists.append(true);
            }
            _ => return None,
        }
    }
    Some(Arc::new(lists.finish()))
}

/// What is not known stays so; `None` when a value that is known cannot be read.
fn each<'v, T>(
    values: &[&'v Value],
    read: impl Fn(&'v Value) -> Option<T>,
) -> Option<Vec<Option<T>>> {
    let known = values.iter().map(|value| match value {
        Value::Null => Some(None),
        value => read(value).map(Some),
    });
    known.collect()
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Enum(word) => Some(word.as_str()),
        _ => None,
    }
}

/// A decimal as so many of its last digits. It has 29 digits at most, so there is room for all.
fn scaled(decimal: Decimal) -> i128 {
    let decimal = decimal.round_dp(BEHIND.unsigned_abs().into());
    let missing = u32::from(BEHIND.unsigned_abs()) - decimal.scale();
    decimal.mantissa() * 10_i128.pow(missing)
}

#[cfg(test)]
mod tests {
    use arrow_array::Array as _;
    use async_graphql::value;

    use super::*;

    #[test]
    fn an_amount_keeps_every_digit_that_money_has() {
        for (text, wanted) in [
            ("0", 0),
            ("-1.50", -1_500_000_000),
            ("0.1234567895", 123_456_790),
            (
                "79228162514264337593543950335",
                79_228_162_514_264_337_593_543_950_335_000_000_000,
            ),
        ] {
            assert_eq!(scaled(text.parse().expect("a decimal")), wanted, "{text}");
        }
    }

    #[test]
    fn a_value_of_another_kind_is_no_unknown() {
        let (text, null) = (value!("7"), Value::Null);
        assert!(array(Scalar::Whole, &[&text]).is_none());
        assert!(array(Scalar::Day, &[&text]).is_none());
        assert!(lists(&[&text]).is_none());
        assert_eq!(array(Scalar::Whole, &[&null]).expect("a column").null_count(), 1);
    }
}
