//! Rows of text as lines of JSON: CSV to the letter as Python's `csv.DictReader` reads it, and lines
//! as they are.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Found, quote, too_large, written};
use crate::connector::manifest::Csv;

/// Words in a table that say that nothing is there.
const NOTHING: [&str; 19] = [
    "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
    "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
];

/// Each line of a text as `{"record": line}`.
///
/// # Errors
/// When they need more than `room` bytes.
pub(super) fn wrapped(text: &str, room: usize) -> Result<String, Found> {
    let text = plain_ends(text);
    let mut out = Vec::with_capacity(text.len());
    for line in text.split_terminator('\n') {
        out.extend_from_slice(b"{\"record\":");
        quote(&mut out, line);
        out.extend_from_slice(b"}\n");
        if out.len() > room {
            return Err(too_large());
        }
    }
    Ok(written(out))
}

/// Each row as an object under the names of the first.
///
/// # Errors
/// When they need more than `room` bytes.
pub(super) fn rows(text: &str, csv: &Csv, room: usize) -> Result<String, Found> {
    let text = plain_ends(text);
    let mut reader = Reader { rest: &text, delimiter: csv.delimiter };
    let mut row = Row::default();
    if !reader.read(&mut row) {
        return Ok(String::new());
    }
    let names = row.fields().map(str::to_owned).collect::<Vec<_>>();
    write_all(&mut reader, &Columns::new(&names), &csv.nothing, room)
}

/// The same as a spreadsheet's reader has it: blank lines and words such as `NA` count for nothing,
/// and names that come twice are numbered.
///
/// # Errors
/// When they need more than `room` bytes.
pub(super) fn table(text: &str, keep_words: bool, room: usize) -> Result<String, Found> {
    let text = plain_ends(text).replace('\0', "");
    let mut reader = Reader { rest: &text, delimiter: ',' };
    let mut row = Row::default();
    while reader.read(&mut row) && row.ends.is_empty() {}
    let names = numbered(row.fields());
    let words = if keep_words { &NOTHING[..1] } else { &NOTHING[..] };
    let nothing: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    write_all(&mut reader, &Columns::new(&names), &nothing, room)
}

fn numbered<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let number = |(index, name): (usize, &str)| {
        let name = if name.is_empty() { format!("Unnamed: {index}") } else { name.to_owned() };
        let count = seen.entry(name.clone()).and_modify(|count| *count += 1).or_insert(0);
        if *count == 0 { name } else { format!("{name}.{count}") }
    };
    names.enumerate().map(number).collect()
}

// As Python reads text: every end of a line is the same.
fn plain_ends(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The names of a row's fields, ready to be written.
struct Columns {
    /// The start of each field's JSON, and the field; of names that come twice the last counts.
    fields: Vec<(Vec<u8>, usize)>,
    width: usize,
}

impl Columns {
    fn new(names: &[String]) -> Self {
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut fields: Vec<(Vec<u8>, usize)> = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let at = *places.entry(name).or_insert(fields.len());
            if let Some((_, known)) = fields.get_mut(at) {
                *known = index;
                continue;
            }
            let mut start = Vec::new();
            quote(&mut start, name);
            start.push(b':');
            fields.push((start, index));
        }
        Self { fields, width: names.len() }
    }

    fn write(&self, row: &Row, nothing: &[String], out: &mut Vec<u8>) {
        out.push(b'{');
        for (place, (start, index)) in self.fields.iter().enumerate() {
            if place > 0 {
                out.push(b',');
            }
            out.extend_from_slice(start);
            match row.field(*index).filter(|text| !nothing.iter().any(|n| n == text)) {
                Some(text) => quote(out, text),
                None => out.extend_from_slice(b"null"),
            }
        }
        if row.ends.len() > self.width {
            // What has no name is kept under the name that Python's `None` has in JSON.
            out.extend_from_slice(if self.width > 0 { b",\"null\":[" } else { b"\"null\":[" });
            for (place, text) in row.fields().skip(self.width).enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                quote(out, text);
            }
            out.push(b']');
        }
        out.extend_from_slice(b"}\n");
    }
}

fn write_all(
    reader: &mut Reader<'_>,
    columns: &Columns,
    nothing: &[String],
    room: usize,
) -> Result<String, Found> {
    let mut out = Vec::with_capacity(reader.rest.len());
    let mut row = Row::default();
    while reader.read(&mut row) {
        // A blank line is no row.
        if !row.ends.is_empty() {
            columns.write(&row, nothing, &mut out);
        }
        if out.len() > room {
            return Err(too_large());
        }
    }
    Ok(written(out))
}

/// The fields of one row, in one text.
#[derive(Default)]
struct Row {
    text: String,
    ends: Vec<usize>,
}

impl Row {
    fn field(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before));
        self.text.get(start.copied().unwrap_or(0)..end)
    }

    fn fields(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).filter_map(|index| self.field(index))
    }

    fn end_field(&mut self) {
        self.ends.push(self.text.len());
    }
}

/// Where in a row the reading stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Row,
    Field,
    Within,
    Quoted,
    AfterQuote,
}

struct Reader<'a> {
    rest: &'a str,
    delimiter: char,
}

impl Reader<'_> {
    /// Reads the next row; false when there is none. A quote only means something at the start of a
    /// field; a field that is never closed ends with the text.
    fn read(&mut self, row: &mut Row) -> bool {
        row.text.clear();
        row.ends.clear();
        if self.rest.is_empty() {
            return false;
        }
        let mut place = Place::Row;
        for (at, letter) in self.rest.char_indices() {
            place = match (place, letter) {
                (Place::Quoted, '"') => Place::AfterQuote,
                (Place::AfterQuote, '"') | (Place::Quoted, _) => {
                    row.text.push(letter);
                    Place::Quoted
                }
                (_, '\n') => {
                    if place != Place::Row {
                        row.end_field();
                    }
                    self.rest = self.rest.get(at + 1..).unwrap_or_default();
                    return true;
                }
                (_, letter) if letter == self.delimiter => {
                    row.end_field();
                    Place::Field
                }
                (Place::Row | Place::Field, '"') => Place::Quoted,
                (_, letter) => {
                    row.text.push(letter);
                    Place::Within
                }
            };
        }
        row.end_field();
        self.rest = "";
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connector::charset::Charset;

    fn csv(delimiter: char) -> Csv {
        Csv { delimiter, charset: Charset::Utf8, nothing: vec!["-".to_owned()] }
    }

    #[test]
    fn rows_read_as_in_python() {
        let cases = [
            (
                "id,name\n1,a\n2\n3,c,d,e\n\n4,\"x \"\"q\"\" y\"\n",
                r#"{"id":"1","name":"a"} {"id":"2","name":null} {"id":"3","name":"c","null":["d","e"]} {"id":"4","name":"x \"q\" y"}"#,
            ),
            ("a,b,a\n1,2,3\n", r#"{"a":"3","b":"2"}"#),
            ("a,a\n1\n", r#"{"a":null}"#),
            (
                "a,b\n\"x\r\ny\",z\"q\"w\n\"u\"v,\"w\n",
                r#"{"a":"x\ny","b":"z\"q\"w"} {"a":"uv","b":"w\n"}"#,
            ),
            ("\n1,2\n", r#"{"null":["1","2"]}"#),
            ("a,b\n,\n \n", r#"{"a":"","b":""} {"a":" ","b":null}"#),
            ("a,b\n1,2\r3,", r#"{"a":"1","b":"2"} {"a":"3","b":""}"#),
            ("a\n-\n", r#"{"a":null}"#),
            ("", ""),
        ];
        for (text, expected) in cases {
            let found = rows(text, &csv(','), 10_000).expect("small");
            assert_eq!(found.trim_end().replace('\n', " "), expected, "{text}");
        }
        let found = rows("a;b\n1;\"2;3\"\n", &csv(';'), 10_000);
        assert_eq!(found, Ok("{\"a\":\"1\",\"b\":\"2;3\"}\n".to_owned()));
    }

    #[test]
    fn a_table_is_read_for_people() {
        let text = "\nid,,id\n1,NA,\"null\"\n2,x,\n";
        let found = table(text, false, 10_000).expect("small");
        let expected = "{\"id\":\"1\",\"Unnamed: 1\":null,\"id.1\":null}\n\
                        {\"id\":\"2\",\"Unnamed: 1\":\"x\",\"id.1\":null}\n";
        assert_eq!(found, expected);
        let kept = table("id\nNA\n", true, 10_000);
        assert_eq!(kept, Ok("{\"id\":\"NA\"}\n".to_owned()));
    }
}
