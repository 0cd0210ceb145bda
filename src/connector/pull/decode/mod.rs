//! From a reply's bytes to JSON text: what is no JSON becomes JSON once, and then goes the same way.
//!
//! JSON itself is only looked at as text: nothing is copied. What is packed (`archive`), rows
//! (`rows`) and XML (`xml`) are bounded in size and depth.

mod archive;
mod rows;
mod xml;

use std::borrow::Cow;

use crate::connector::Reply;
use crate::connector::charset::Charset;
use crate::connector::manifest::Decoder;

/// Why a reply cannot be read: what it is instead, in words.
pub(super) type Found = String;

/// Most bytes that a reply may become when it is unpacked or written as JSON.
pub(super) const MAX_TEXT: usize = 256 * 1024 * 1024;

/// A body as JSON text.
pub(super) struct Decoded<'a> {
    /// Several when the body was an archive of several files.
    pub(super) texts: Vec<Text<'a>>,
    /// All bytes were text.
    pub(super) clean: bool,
    room: usize,
}

/// One file's JSON.
pub(super) struct Text<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) form: Form<'a>,
}

/// How values lie in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form<'a> {
    /// One value; the items of a list stand alone.
    Whole,
    /// One a line.
    Lines,
    /// The items of the list at a path.
    Items(&'a [String]),
}

/// Reads a body.
///
/// # Errors
/// When it is not what the decoder reads, or too large once unpacked.
pub(super) fn decode<'a>(decoder: &'a Decoder, reply: &'a Reply) -> Result<Decoded<'a>, Found> {
    let mut body = Decoded { texts: Vec::with_capacity(1), clean: true, room: MAX_TEXT };
    body.read(decoder, Cow::Borrowed(&reply.body), reply)?;
    Ok(body)
}

impl<'a> Decoded<'a> {
    fn read(
        &mut self,
        decoder: &'a Decoder,
        bytes: Cow<'a, [u8]>,
        reply: &Reply,
    ) -> Result<(), Found> {
        match decoder {
            Decoder::Json => self.keep(bytes, Charset::Utf8, Form::Whole),
            Decoder::Lines => self.keep(bytes, Charset::Utf8, Form::Lines),
            Decoder::Items { path, charset } => self.keep(bytes, *charset, Form::Items(path)),
            Decoder::Text => {
                let text = self.text(&bytes, Charset::Utf8)?;
                let made = rows::wrapped(&text, self.room)?;
                self.made(made, Form::Lines)?;
            }
            Decoder::Csv(csv) => {
                let text = self.text(&bytes, csv.charset)?;
                let made = rows::rows(&text, csv, self.room)?;
                self.made(made, Form::Lines)?;
            }
            Decoder::Table { keep_words } => {
                let bytes = archive::opened(bytes, &mut self.room)?;
                let text = self.text(&bytes, Charset::Utf8)?;
                let made = rows::table(&text, *keep_words, self.room)?;
                self.made(made, Form::Lines)?;
            }
            Decoder::Xml => {
                let charset = xml::charset(&bytes, reply.header("content-type"));
                let text = self.text(&bytes, charset)?;
                let made = xml::to_json(&text, self.room)?;
                self.made(made, Form::Whole)?;
            }
            Decoder::Gzip(inner) => {
                let bytes = archive::unzipped(bytes, &mut self.room)?;
                self.read(inner, bytes, reply)?;
            }
            Decoder::Zip(inner) => {
                for file in archive::files(&bytes, &mut self.room)? {
                    self.read(inner, Cow::Owned(file), reply)?;
                }
            }
        }
        Ok(())
    }

    fn keep(&mut self, bytes: Cow<'a, [u8]>, charset: Charset, form: Form<'a>) {
        let (text, clean) = match bytes {
            Cow::Borrowed(bytes) => charset.decode(bytes),
            Cow::Owned(bytes) => {
                let (text, clean) = charset.decode(&bytes);
                (Cow::Owned(text.into_owned()), clean)
            }
        };
        self.clean &= clean;
        self.texts.push(Text { text, form });
    }

    // What is not JSON says little of itself: a page of HTML has lines, too.
    fn text<'b>(&mut self, bytes: &'b [u8], charset: Charset) -> Result<Cow<'b, str>, Found> {
        let (text, clean) = charset.decode(bytes);
        self.clean &= clean;
        let found = describe(&text);
        if found == HTML || found == PACKED { Err(found) } else { Ok(text) }
    }

    fn made(&mut self, text: String, form: Form<'a>) -> Result<(), Found> {
        self.room = self.room.checked_sub(text.len()).ok_or_else(too_large)?;
        self.texts.push(Text { text: Cow::Owned(text), form });
        Ok(())
    }

    /// The first value, which is what expressions know as `response`.
    pub(super) fn head(&self) -> &str {
        let Some(Text { text, form }) = self.texts.first() else { return "{}" };
        let text = text.trim_start();
        if *form == Form::Lines {
            return text.lines().next().unwrap_or("{}");
        }
        let Some(items) = text.strip_prefix('[') else { return text };
        let items = serde_json::Deserializer::from_str(items);
        let first = items.into_iter::<&serde_json::value::RawValue>().next();
        first.and_then(Result::ok).map_or("{}", serde_json::value::RawValue::get)
    }

    /// The same with null for what Python takes for numbers and JSON does not know.
    pub(super) fn relaxed(mut self) -> Option<Self> {
        let mut changed = false;
        for text in self.texts.iter_mut().filter(|text| text.form != Form::Lines) {
            if let Some(relaxed) = without_words(&text.text) {
                text.text = Cow::Owned(relaxed);
                changed = true;
            }
        }
        changed.then_some(self)
    }
}

const WORDS: [&str; 3] = ["NaN", "Infinity", "-Infinity"];

fn without_words(text: &str) -> Option<String> {
    if !WORDS.iter().any(|word| text.contains(word)) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let (mut in_text, mut escaped) = (false, false);
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let word = WORDS.iter().find(|word| !in_text && rest.starts_with(**word));
        if let Some(word) = word {
            out.push_str("null");
            rest = rest.strip_prefix(word).unwrap_or_default();
            continue;
        }
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = in_text,
            '"' => in_text = !in_text,
            _ => {}
        }
        out.push(letter);
        rest = rest.strip_prefix(letter).unwrap_or_default();
    }
    Some(out)
}

const HTML: &str = "an HTML page";
const PACKED: &str = "an archive, or one within another; name a decoder for it";

/// Whether a text is packed bytes rather than words.
pub(super) fn is_packed(text: &str) -> bool {
    describe(text) == PACKED
}

/// What a text that is not JSON is, in words.
pub(super) fn describe(text: &str) -> Found {
    if text.starts_with("\u{1f}\u{fffd}") || text.starts_with("PK\u{3}\u{4}") {
        return PACKED.to_owned();
    }
    let start: String = text.trim_start().chars().take(100).collect::<String>().to_lowercase();
    let found = match start.as_bytes().first() {
        None => "an empty body",
        Some(b'<') if start.starts_with("<!doctype html") || start.contains("<html") => HTML,
        Some(b'<') => "XML or HTML",
        Some(b'{' | b'[') => "JSON that is cut short or broken",
        _ => "text that is not JSON",
    };
    found.to_owned()
}

fn too_large() -> Found {
    let limit = MAX_TEXT / (1024 * 1024);
    format!("more than {limit} MiB once it is unpacked; ask for less at a time")
}

/// Writes a text as JSON.
fn quote(out: &mut Vec<u8>, text: &str) {
    serde_json::to_writer(out, text).expect("memory takes every byte");
}

fn written(out: Vec<u8>) -> String {
    String::from_utf8(out).expect("only text was written")
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::connector::manifest::Csv;

    fn reply(body: &[u8]) -> Reply {
        Reply { status: 200, headers: Vec::new(), body: body.to_vec() }
    }

    fn read(decoder: &Decoder, body: &[u8]) -> Result<Vec<String>, Found> {
        let reply = reply(body);
        let found = decode(decoder, &reply)?;
        Ok(found.texts.iter().map(|text| text.text.to_string()).collect())
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(bytes).expect("in memory");
        out.finish().expect("in memory")
    }

    fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in files {
            let options = zip::write::SimpleFileOptions::default();
            out.start_file(*name, options).expect("in memory");
            out.write_all(bytes).expect("in memory");
        }
        out.finish().expect("in memory").into_inner()
    }

    fn packed() -> Decoder {
        Decoder::Gzip(Box::new(Decoder::Json))
    }

    #[test]
    fn what_is_packed_is_unpacked_and_what_is_not_stays() {
        let two = [gzip(b"[1,"), gzip(b"2]"), vec![0, 0]].concat();
        for body in [b"[1,2]".to_vec(), gzip(b"[1,2]"), two] {
            assert_eq!(read(&packed(), &body), Ok(vec!["[1,2]".to_owned()]));
        }
        let files = zip(&[("a.json", b"[1]"), ("b.json", b"[2]")]);
        let decoder = Decoder::Zip(Box::new(Decoder::Json));
        assert_eq!(read(&decoder, &files), Ok(vec!["[1]".to_owned(), "[2]".to_owned()]));
        let inner = zip(&[("a.json.gz", &gzip(b"[1]"))]);
        let decoder = Decoder::Zip(Box::new(packed()));
        assert_eq!(read(&decoder, &inner), Ok(vec!["[1]".to_owned()]));
        let table = Decoder::Table { keep_words: false };
        assert_eq!(read(&table, &gzip(b"a\n1\n")), Ok(vec!["{\"a\":\"1\"}\n".to_owned()]));
    }

    #[test]
    fn a_broken_or_boundless_archive_is_an_error_and_no_memory() {
        let mut cut = gzip(&[7; 1000]);
        cut.truncate(20);
        assert!(read(&packed(), &cut).expect_err("cut").contains("cut short"));
        let trailing = [gzip(b"[]"), b"junk".to_vec()].concat();
        assert!(read(&packed(), &trailing).is_err());
        let megabyte = vec![b' '; 1024 * 1024];
        let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        for _ in 0..300 {
            bomb.write_all(&megabyte).expect("in memory");
        }
        let bomb = bomb.finish().expect("in memory");
        assert!(read(&packed(), &bomb).expect_err("a bomb").contains("256 MiB"));
        let decoder = Decoder::Zip(Box::new(packed()));
        let bomb = zip(&[("bomb", &bomb)]);
        assert!(read(&decoder, &bomb).expect_err("a bomb").contains("256 MiB"));
        let decoder = Decoder::Zip(Box::new(Decoder::Json));
        assert!(read(&decoder, b"<html>").expect_err("no archive").contains("HTML"));
    }

    #[test]
    fn rows_cannot_grow_without_bound_either() {
        let names = vec!["a_long_name_of_a_column"; 20_000].join(",");
        let names: Vec<String> = names
            .split(',')
            .enumerate()
            .map(|(index, name)| format!("{name}{index}"))
            .collect();
        let body = format!("{}\n{}", names.join(","), "1\n".repeat(2_000));
        let csv = Csv { delimiter: ',', charset: Charset::Utf8, nothing: Vec::new() };
        let found = read(&Decoder::Csv(csv), body.as_bytes()).expect_err("a bomb of rows");
        assert!(found.contains("256 MiB"), "{found}");
    }

    #[test]
    fn numbers_that_only_python_knows_are_nothing() {
        let reply = reply(br#"[{"a":NaN,"b":"NaN \" Infinity"},-Infinity]"#);
        let relaxed = decode(&Decoder::Json, &reply).expect("text").relaxed().expect("changed");
        let text = relaxed.texts.first().map(|text| text.text.as_ref());
        assert_eq!(text, Some(r#"[{"a":null,"b":"NaN \" Infinity"},null]"#));
    }

    #[test]
    fn expressions_see_the_first_value() {
        let cases = [
            (Decoder::Json, r#" {"a":1}"#, r#"{"a":1}"#),
            (Decoder::Json, r#"[{"a":1},{"a":2}]"#, r#"{"a":1}"#),
            (Decoder::Json, "[]", "{}"),
            (Decoder::Lines, "{\"a\":1}\n{\"a\":2}", r#"{"a":1}"#),
        ];
        for (decoder, body, expected) in cases {
            let reply = reply(body.as_bytes());
            assert_eq!(decode(&decoder, &reply).expect("text").head(), expected);
        }
    }

    #[test]
    fn what_is_no_text_of_lines_is_told() {
        let page = b"<!DOCTYPE html><p>Sign in\n";
        assert_eq!(read(&Decoder::Text, page), Err(HTML.to_owned()));
        assert_eq!(read(&Decoder::Text, &gzip(b"x")), Err(PACKED.to_owned()));
        let lines = "{\"record\":\"a \\\"b\\\"\"}\n{\"record\":\"\"}\n{\"record\":\"c\"}\n";
        assert_eq!(read(&Decoder::Text, b"a \"b\"\r\n\nc"), Ok(vec![lines.to_owned()]));
    }
}
