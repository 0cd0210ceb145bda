//! Rows in the form that is asked for: lines of text here, columns in [`columnar`](super::columnar).

use async_graphql::Value;

use super::sheet::{Column, Shape};
use super::{Refused, Why};

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// RFC 4180 with a head. A text that a spreadsheet would take for a formula begins with an apostrophe.
    Csv,
    /// A JSON object a line, named as the contract names them.
    Ndjson,
    /// The file format of Arrow, in builds with the feature `columnar`.
    Arrow,
    /// Parquet, in builds with the feature `columnar`.
    Parquet,
}

impl Form {
    const ALL: [Self; 4] = [Self::Csv, Self::Ndjson, Self::Arrow, Self::Parquet];

    /// The form that a file's name ends with.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.word() == word)
    }

    /// What a file's name ends with.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
            Self::Arrow => "arrow",
            Self::Parquet => "parquet",
        }
    }

    /// The media type.
    pub const fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Ndjson => "application/x-ndjson; charset=utf-8",
            Self::Arrow => "application/vnd.apache.arrow.file",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }

    /// Whether this build writes it.
    ///
    /// # Errors
    /// When it does not.
    pub(super) fn is_built(self) -> Result<(), Refused> {
        if matches!(self, Self::Csv | Self::Ndjson) || cfg!(feature = "columnar") {
            return Ok(());
        }
        let what = format!(
            "this build writes no {}; take csv or ndjson, or a build with `--features columnar`",
            self.word()
        );
        Err(Refused::new(Why::Unknown, what))
    }
}

/// Writes a file, a page of rows after the other.
pub(super) enum Pen {
    Csv,
    Ndjson,
    #[cfg(feature = "columnar")]
    Columnar(Box<super::columnar::Table>),
}

impl Pen {
    /// Ready to write these columns in a form that [is built](Form::is_built).
    ///
    /// # Errors
    /// When it cannot be.
    pub(super) fn new(form: Form, columns: &[&'static Column]) -> Result<Self, Refused> {
        match form {
            Form::Csv => Ok(Self::Csv),
            Form::Ndjson => Ok(Self::Ndjson),
            #[cfg(feature = "columnar")]
            Form::Arrow => {
                super::columnar::Table::arrow(columns).map(Box::new).map(Self::Columnar)
            }
            #[cfg(feature = "columnar")]
            Form::Parquet => {
                super::columnar::Table::parquet(columns).map(Box::new).map(Self::Columnar)
            }
            #[cfg(not(feature = "columnar"))]
            Form::Arrow | Form::Parquet => Err(super::broken()),
        }
    }

    /// What stands before the first row.
    pub(super) fn head(&self, columns: &[&Column]) -> Vec<u8> {
        match self {
            Self::Csv => {
                let names = columns.iter().flat_map(|column| column.names());
                lines(std::iter::once(names.collect()))
            }
            _ => Vec::new(),
        }
    }

    /// Rows as they were answered; what is written of them so far.
    ///
    /// # Errors
    /// When a value is not what the contract says.
    pub(super) fn rows(
        &mut self,
        columns: &[&Column],
        rows: &[Value],
    ) -> Result<Vec<u8>, Refused> {
        match self {
            Self::Csv => Ok(lines(rows.iter().map(|row| cells(columns, row)))),
            Self::Ndjson => Ok(objects(columns, rows)),
            #[cfg(feature = "columnar")]
            Self::Columnar(table) => table.rows(columns, rows),
        }
    }

    /// What stands behind the last row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn end(self) -> Result<Vec<u8>, Refused> {
        match self {
            Self::Csv | Self::Ndjson => Ok(Vec::new()),
            #[cfg(feature = "columnar")]
            Self::Columnar(table) => table.end(),
        }
    }
}

/// A JSON object for each row.
fn objects(columns: &[&Column], rows: &[Value]) -> Vec<u8> {
    let mut out = Vec::new();
    for row in rows {
        let object = columns.iter().map(|column| {
            let value = member(row, &column.name).cloned().unwrap_or_default();
            (async_graphql::Name::new(&column.name), value)
        });
        let object = Value::Object(object.collect());
        serde_json::to_writer(&mut out, &object).expect("memory takes every byte");
        out.push(b'\n');
    }
    out
}

fn lines(rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("memory takes every byte");
    }
    writer.into_inner().expect("memory takes every byte")
}

fn cells(columns: &[&Column], row: &Value) -> Vec<String> {
    let cell = |column: &&Column| {
        let value = member(row, &column.name).unwrap_or(&Value::Null);
        let part = |name: &&str| text(member(value, name).unwrap_or(&Value::Null));
        match column.shape {
            Shape::Plain(_) => vec![text(value)],
            Shape::Words => vec![words(value)],
            Shape::Money | Shape::Record => column.shape.parts().iter().map(part).collect(),
        }
    };
    columns.iter().flat_map(cell).collect()
}

pub(super) fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Object(members) => members.get(name),
        _ => None,
    }
}

/// The text of a cell; what is not known is an empty one.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => safe(text),
        Value::Enum(word) => word.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Boolean(yes) => yes.to_string(),
        other => safe(&other.to_string()),
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::List(words) => {
            let words: Vec<String> = words
                .iter()
                .map(|word| match word {
                    Value::String(text) => text.clone(),
                    other => text(other),
                })
                .collect();
            safe(&words.join("; "))
        }
        other => text(other),
    }
}

/// A text that no spreadsheet takes for a formula; numbers written as text stay what they are.
fn safe(text: &str) -> String {
    let begins = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if begins && text.parse::<f64>().is_err() { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use async_graphql::value;

    use super::super::sheet::Scalar;
    use super::*;

    fn column(name: &str, shape: Shape) -> Column {
        Column { name: name.to_owned(), shape }
    }

    #[test]
    fn a_row_is_written_whole_in_either_form() {
        let columns = [
            column("id", Shape::Plain(Scalar::Text)),
            column("value", Shape::Money),
            column("themes", Shape::Words),
            column("externalKey", Shape::Record),
        ];
        let columns: Vec<&Column> = columns.iter().collect();
        let key = value!({"system": "zendesk", "object": "tickets", "recordId": "8"});
        let rows = [
            value!({"id": "a,\"b\"", "value": {"amount": "-1.50", "currency": "EUR"},
                "themes": ["price", "=cmd"], "externalKey": (key.clone())}),
            value!({"id": "ä\nö", "value": null, "themes": null, "externalKey": (key)}),
        ];
        let written = |mut pen: Pen| {
            let head = pen.head(&columns);
            [head, pen.rows(&columns, &rows).expect("rows"), pen.end().expect("an end")]
                .concat()
        };
        let csv = written(Pen::Csv);
        assert_eq!(
            String::from_utf8(csv).expect("text"),
            "id,value,valueCurrency,themes,system,object,recordId\r\n\
             \"a,\"\"b\"\"\",-1.50,EUR,price; =cmd,zendesk,tickets,8\r\n\
             \"ä\nö\",,,,zendesk,tickets,8\r\n"
        );
        let lines = String::from_utf8(written(Pen::Ndjson)).expect("text");
        let back: Vec<serde_json::Value> =
            lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(back[0]["value"]["amount"], "-1.50");
        assert_eq!((back.len(), &back[1]["value"]), (2, &serde_json::Value::Null));
    }

    #[test]
    fn no_cell_is_a_formula_and_no_number_is_a_text() {
        for text in ["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\tx", "\r=1"] {
            assert!(safe(text).starts_with('\''), "{text}");
        }
        for text in ["-1.50", "+4", "x=1", "", "a-b", "1e5"] {
            assert_eq!(safe(text), text);
        }
    }
}
