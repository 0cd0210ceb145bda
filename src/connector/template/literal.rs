//! What Python's `literal_eval` makes of a rendered text: the ecosystem types values by it.

use std::fmt::Write as _;

use crate::connector::Json;

/// What Python skips at the end.
const BLANK: [char; 5] = [' ', '\t', '\n', '\r', '\x0c'];
/// Deeper literals stay text; no manifest nests further.
const MAX_DEPTH: usize = 50;

/// Reads a text as a Python literal, `None` when it is not one.
pub(crate) fn parse(text: &str) -> Option<Json> {
    // Most rendered values are plain words: say no before looking closer.
    let text = text.trim_start_matches([' ', '\t']).trim_end_matches(BLANK);
    let text = match text.trim_start_matches(['\n', '\r']) {
        // After an empty line, Python takes a space for an indent.
        indented if indented.len() < text.len() && indented.starts_with([' ', '\t']) => {
            return None;
        }
        text => text,
    };
    if text == "set()" {
        return Some(Json::Array(Vec::new()));
    }
    let first = text.bytes().next()?;
    if !matches!(first, b'0'..=b'9' | b'-' | b'+' | b'.' | b'"' | b'\'' | b'[' | b'(' | b'{')
        && !matches!(first, b'N' | b'T' | b'F' | b'r' | b'u' | b'R' | b'U')
    {
        return None;
    }
    let mut reader = Reader { text, at: 0, depth: 0 };
    let value = reader.tuple_or_value()?;
    reader.space();
    (reader.at == text.len()).then_some(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Open brackets; only within them may a line end.
    depth: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\x0c' => self.at += 1,
                b'\n' | b'\r' if self.depth > 0 => self.at += 1,
                b'#' => {
                    let rest = self.text.get(self.at..).unwrap_or_default();
                    self.at += rest.find('\n').unwrap_or(rest.len());
                }
                _ => break,
            }
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        self.space();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    // `1, 2` without brackets is a tuple too.
    fn tuple_or_value(&mut self) -> Option<Json> {
        let first = self.value(0)?;
        if !self.eat(b',') {
            return Some(first);
        }
        let mut items = vec![first];
        self.space();
        while self.at < self.text.len() {
            items.push(self.value(0)?);
            if !self.eat(b',') {
                break;
            }
            self.space();
        }
        Some(Json::Array(items))
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.space();
        let before = self.depth;
        self.depth += usize::from(matches!(self.peek()?, b'[' | b'(' | b'{'));
        let value = self.bare_value(depth);
        self.depth = before;
        value
    }

    fn bare_value(&mut self, depth: usize) -> Option<Json> {
        match self.peek()? {
            b'[' => self.items(b']', depth).map(|(items, _)| Json::Array(items)),
            b'(' => {
                let (mut items, comma) = self.items(b')', depth)?;
                // Brackets around one value without a comma only group it.
                if items.len() == 1 && !comma { items.pop() } else { Some(Json::Array(items)) }
            }
            b'{' => self.braces(depth),
            b'"' | b'\'' | b'r' | b'R' | b'u' | b'U' => self.strings(),
            b'0'..=b'9' | b'.' | b'-' | b'+' => self.number(),
            _ => self.word(),
        }
    }

    fn items(&mut self, end: u8, depth: usize) -> Option<(Vec<Json>, bool)> {
        self.at += 1;
        let mut items = Vec::new();
        let mut comma = false;
        loop {
            if self.eat(end) {
                return Some((items, comma));
            }
            if !items.is_empty() && !comma {
                return None;
            }
            items.push(self.value(depth + 1)?);
            comma = self.eat(b',');
        }
    }

    fn braces(&mut self, depth: usize) -> Option<Json> {
        self.at += 1;
        if self.eat(b'}') {
            return Some(Json::Object(Vec::new()));
        }
        let first = self.value(depth + 1)?;
        if !self.eat(b':') {
            return self.set(first, depth);
        }
        let mut fields = vec![(key(&first)?, self.value(depth + 1)?)];
        while self.eat(b',') {
            if self.eat(b'}') {
                return Some(Json::Object(fields));
            }
            let name = key(&self.value(depth + 1)?)?;
            if !self.eat(b':') {
                return None;
            }
            let value = self.value(depth + 1)?;
            fields.retain(|(known, _)| *known != name);
            fields.push((name, value));
        }
        self.eat(b'}').then_some(Json::Object(fields))
    }

    fn set(&mut self, first: Json, depth: usize) -> Option<Json> {
        let mut items = vec![first];
        while self.eat(b',') {
            if self.eat(b'}') {
                return Some(Json::Array(items));
            }
            items.push(self.value(depth + 1)?);
        }
        self.eat(b'}').then_some(Json::Array(items))
    }

    fn word(&mut self) -> Option<Json> {
        let rest = self.text.get(self.at..)?;
        let words =
            [("None", Json::Null), ("True", Json::Bool(true)), ("False", Json::Bool(false))];
        let (word, value) = words.into_iter().find(|(word, _)| rest.starts_with(word))?;
        self.at += word.len();
        let more = self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
        (!more).then_some(value)
    }

    fn number(&mut self) -> Option<Json> {
        let negative = self.peek() == Some(b'-');
        if negative || self.peek() == Some(b'+') {
            self.at += 1;
            self.space();
        }
        let digits = self.at;
        while let Some(byte) = self.peek() {
            let exponent = matches!(byte, b'-' | b'+')
                && matches!(self.text.as_bytes().get(self.at - 1), Some(b'e' | b'E'))
                && !self.text.get(digits..self.at)?.starts_with("0x");
            if !(byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'_' || exponent) {
                break;
            }
            self.at += 1;
        }
        number(self.text.get(digits..self.at)?, negative)
    }

    // Adjacent literals are one string, as in Python.
    fn strings(&mut self) -> Option<Json> {
        let mut out = String::new();
        loop {
            self.string(&mut out)?;
            self.space();
            if !matches!(self.peek(), Some(b'"' | b'\'')) {
                return Some(Json::String(out));
            }
        }
    }

    fn string(&mut self, out: &mut String) -> Option<()> {
        let verbatim = matches!(self.peek()?, b'r' | b'R');
        if matches!(self.peek()?, b'r' | b'R' | b'u' | b'U') {
            self.at += 1;
        }
        let quote = self.peek().filter(|b| matches!(b, b'"' | b'\''))?;
        let mark = char::from(quote).to_string();
        let triple = mark.repeat(3);
        let end = if self.text.get(self.at..)?.starts_with(&triple) { triple } else { mark };
        self.at += end.len();
        loop {
            let rest = self.text.get(self.at..)?;
            if rest.starts_with(&end) {
                self.at += end.len();
                return Some(());
            }
            let letter = rest.chars().next()?;
            if letter == '\n' && end.len() == 1 {
                return None;
            }
            self.at += letter.len_utf8();
            if letter == '\\' && !verbatim {
                self.escape(out)?;
            } else {
                out.push(letter);
            }
        }
    }

    fn escape(&mut self, out: &mut String) -> Option<()> {
        let letter = self.text.get(self.at..)?.chars().next()?;
        self.at += letter.len_utf8();
        let simple = match letter {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            '0'..='7' => self.octal(letter)?,
            'N' => return None,
            'a' => '\x07',
            'b' => '\x08',
            'f' => '\x0c',
            'v' => '\x0b',
            '\\' | '\'' | '"' => letter,
            '\n' => return Some(()),
            'x' => self.code(2)?,
            'u' => self.code(4)?,
            'U' => self.code(8)?,
            other => {
                out.push('\\');
                other
            }
        };
        out.push(simple);
        Some(())
    }

    fn octal(&mut self, first: char) -> Option<char> {
        let rest = self.text.get(self.at..)?;
        let more = rest.bytes().take(2).take_while(|b| (b'0'..=b'7').contains(b)).count();
        let digits = format!("{first}{}", rest.get(..more)?);
        self.at += more;
        char::from_u32(u32::from_str_radix(&digits, 8).ok()?)
    }

    fn code(&mut self, length: usize) -> Option<char> {
        let digits = self.text.get(self.at..self.at + length)?;
        self.at += length;
        char::from_u32(u32::from_str_radix(digits, 16).ok()?)
    }
}

fn key(value: &Json) -> Option<String> {
    match value {
        Json::String(text) | Json::Number(text) => Some(text.clone()),
        Json::Null | Json::Bool(_) => Some(python_text(value)),
        Json::Array(_) | Json::Object(_) => None,
    }
}

fn number(text: &str, negative: bool) -> Option<Json> {
    if text.is_empty() || !underscores_fit(text) {
        return None;
    }
    let plain = text.replace('_', "");
    let sign = if negative { "-" } else { "" };
    if let Some(radix) = radix(&plain) {
        let value = u128::from_str_radix(plain.get(2..)?, radix).ok()?;
        return Some(Json::Number(format!("{sign}{value}")));
    }
    if plain.bytes().all(|b| b.is_ascii_digit()) {
        // `007` is no number in Python, so a telephone number or a code stays text.
        let zero = plain.bytes().all(|b| b == b'0');
        if plain.starts_with('0') && plain.len() > 1 && !zero {
            return None;
        }
        let digits = if zero { "0" } else { plain.as_str() };
        let sign = if zero { "" } else { sign };
        return Some(Json::Number(format!("{sign}{digits}")));
    }
    if !plain
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'-' | b'+'))
    {
        return None;
    }
    let value: f64 = plain.parse().ok()?;
    let value = if negative { -value } else { value };
    value.is_finite().then(|| Json::Number(python_float(value)))
}

// One between two digits, or after the letter of a radix.
fn underscores_fit(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_hex = radix(text).is_some();
    let digit = |at: Option<usize>| {
        let byte = at.and_then(|at| bytes.get(at));
        byte.is_some_and(|b| b.is_ascii_digit() || (is_hex && b.is_ascii_alphanumeric()))
    };
    bytes
        .iter()
        .enumerate()
        .all(|(at, byte)| *byte != b'_' || (digit(at.checked_sub(1)) && digit(Some(at + 1))))
}

fn radix(text: &str) -> Option<u32> {
    match text.get(..2)? {
        "0x" | "0X" => Some(16),
        "0o" | "0O" => Some(8),
        "0b" | "0B" => Some(2),
        _ => None,
    }
}

/// A float as Python's `repr` writes it.
pub(crate) fn python_float(value: f64) -> String {
    if value == 0.0 {
        return if value.is_sign_negative() { "-0.0" } else { "0.0" }.to_owned();
    }
    if !value.is_finite() {
        let sign = if value < 0.0 { "-" } else { "" };
        return format!("{sign}{}", if value.is_nan() { "nan" } else { "inf" });
    }
    let scientific = format!("{value:e}");
    let exponent: i32 =
        scientific.split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or_default();
    if (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        return if plain.contains('.') { plain } else { plain + ".0" };
    }
    let mantissa = scientific.split_once('e').map_or("", |(mantissa, _)| mantissa);
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

/// A value as Python's `str` writes it: the text itself, `True`, `None`, `{'a': 1}`.
pub(crate) fn python_text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => {
            let mut out = String::new();
            represent(other, &mut out);
            out
        }
    }
}

fn represent(value: &Json, out: &mut String) {
    match value {
        Json::Null => out.push_str("None"),
        Json::Bool(true) => out.push_str("True"),
        Json::Bool(false) => out.push_str("False"),
        Json::Number(text) => out.push_str(text),
        Json::String(text) => quote(text, out),
        Json::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                represent(item, out);
            }
            out.push(']');
        }
        Json::Object(fields) => {
            out.push('{');
            for (index, (name, item)) in fields.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                quote(name, out);
                out.push_str(": ");
                represent(item, out);
            }
            out.push('}');
        }
    }
}

pub(super) fn quote(text: &str, out: &mut String) {
    let mark = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(mark);
    for letter in text.chars() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            c if c == mark => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {
                // Writing to a String cannot fail.
                let _ignored: Result<(), std::fmt::Error> = write!(out, "\\x{:02x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push(mark);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rendered_text_gets_the_type_that_python_gives_it() {
        let cases = [
            // (text, JSON, or nothing when it stays text)
            ("100", Some("100")),
            (" 7 ", Some("7")),
            ("-1_000", Some("-1000")),
            ("1_e5", None),
            ("0x_1f", Some("31")),
            ("0_x1", None),
            ("--1", None),
            ("- 1", Some("-1")),
            ("\n1", Some("1")),
            ("\n 1", None),
            ("1 # one", Some("1")),
            ("1\u{a0}", None),
            ("[1, # one\n2]", Some("[1,2]")),
            ("1,\n2", None),
            ("set()", Some("[]")),
            ("{1, 2}", Some("[1,2]")),
            (r"'\101\0'", Some("\"A\\u0000\"")),
            (r"'\N{DASH}'", None),
            ("b'a'", None),
            ("1e400", None),
            (".5", Some("0.5")),
            ("5.", Some("5.0")),
            ("0_0", Some("0")),
            ("00", Some("0")),
            ("01.5", Some("1.5")),
            ("1.50", Some("1.5")),
            ("1e5", Some("100000.0")),
            ("0x1f", Some("31")),
            ("007", None),
            ("2026-01-02", None),
            ("1+2j", None),
            ("None", Some("null")),
            ("True", Some("true")),
            ("true", None),
            ("Nonesuch", None),
            ("'it''s'", Some("\"its\"")),
            (r#""a\u00e9\n""#, Some("\"aé\\n\"")),
            (r#""""{"a": "b"}""""#, Some(r#""{\"a\": \"b\"}""#)),
            ("['a', 1, (2,), (3)]", Some(r#"["a",1,[2],3]"#)),
            ("{'a': {'b': None}, 'c': [True]}", Some(r#"{"a":{"b":null},"c":[true]}"#)),
            ("{}", Some("{}")),
            ("1, 2", Some("[1,2]")),
            ("[1 2]", None),
            ("{'a' 1}", None),
            ("plain words", None),
            ("", None),
            ("\"open", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text).map(|v| v.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_deep_literal_stays_text() {
        assert_eq!(parse(&"[".repeat(10_000)), None);
    }

    #[test]
    fn floats_and_nested_values_read_as_in_python() {
        assert_eq!(python_float(1e16), "1e+16");
        assert_eq!(python_float(0.0001), "0.0001");
        assert_eq!(python_float(1.5e-5), "1.5e-05");
        let json = Json::parse(r#"{"a":[1,"it's",null,true]}"#).expect("valid");
        assert_eq!(python_text(&json), r#"{'a': [1, "it's", None, True]}"#);
    }
}
