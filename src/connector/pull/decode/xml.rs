//! XML as JSON: attributes are `@name`, text beside others is `#text`, what comes twice is a list,
//! and the prefixes of names stay. Nothing is looked up elsewhere and no entity is expanded.

use std::collections::HashMap;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion, escape};

use super::{Found, describe, quote, too_large, written};
use crate::connector::charset::Charset;

/// What lies deeper is left out: a record that deep is set aside for its depth all the same.
const MAX_DEPTH: usize = 256;
const BROKEN: &str = "XML that is cut short or broken";

/// The encoding of a document: by the reply's header, its first bytes or its own word.
pub(super) fn charset(bytes: &[u8], content_type: Option<&str>) -> Charset {
    let lower = content_type.unwrap_or_default().to_lowercase();
    let named =
        lower.split_once("charset=").map(|(_, name)| name.trim_matches(['"', ' ', ';']));
    if let Some(charset) = named.and_then(Charset::named) {
        return charset;
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Charset::named("utf-16").unwrap_or_default();
    }
    let start = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)).into_owned();
    let word = start.split_once("?>").and_then(|(declaration, _)| {
        let (_, after) = declaration.split_once("encoding=")?;
        let mark = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        Some(after.strip_prefix(mark)?.split(mark).next()?.to_owned())
    });
    word.and_then(|word| Charset::named(&word)).unwrap_or_default()
}

/// A document as JSON text.
///
/// # Errors
/// When it is no XML, or needs more than `room` bytes.
pub(super) fn to_json(text: &str, room: usize) -> Result<String, Found> {
    if !text.trim_start().starts_with('<') {
        return Err(describe(text));
    }
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut tree = Tree { room, ..Tree::default() };
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return tree.end(),
            Ok(event) => tree.take(event)?,
            Err(_) => return Err(BROKEN.to_owned()),
        }
    }
}

/// The elements that are open.
#[derive(Default)]
struct Tree {
    open: Vec<Element>,
    /// So many elements below the deepest one that is kept.
    below: usize,
    root: Option<Vec<u8>>,
    declares: bool,
    room: usize,
}

/// An element while it is read. Its parts are JSON already: a tree of values could be deep enough to
/// break us when it is dropped.
#[derive(Default)]
struct Element {
    name: String,
    fields: Vec<(String, Vec<Vec<u8>>)>,
    places: HashMap<String, usize>,
    text: String,
}

impl Tree {
    fn take(&mut self, event: Event<'_>) -> Result<(), Found> {
        match event {
            Event::Start(start) => self.start(&start),
            Event::End(_) => self.close(),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) if !self.open.is_empty() => self.text(&text.xml10_content()),
            Event::GeneralRef(name) => self.reference(&name),
            Event::DocType(_) if self.root.is_none() && self.open.is_empty() => {
                self.declares = true;
                Ok(())
            }
            Event::CData(_) | Event::DocType(_) => Err(BROKEN.to_owned()),
            _ => Ok(()),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), Found> {
        if self.open.is_empty() && self.root.is_some() {
            return Err(BROKEN.to_owned());
        }
        if self.open.len() >= MAX_DEPTH {
            self.below += 1;
            return Ok(());
        }
        let mut element =
            Element { name: start.name().as_ref().to_owned(), ..Element::default() };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| BROKEN.to_owned())?;
            let entity = |name: &str| {
                escape::resolve_predefined_entity(name).or(self.declares.then_some(""))
            };
            let value = attribute
                .normalized_value_with(XmlVersion::Implicit1_0, 1, entity)
                .map_err(|_| BROKEN.to_owned())?;
            let mut json = Vec::with_capacity(value.len() + 2);
            quote(&mut json, &value);
            element.push(format!("@{}", attribute.key.as_ref()), json);
        }
        self.open.push(element);
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Found> {
        match self.open.last_mut() {
            Some(_) if self.below > 0 => {}
            Some(element) => element.text.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err(BROKEN.to_owned()),
        }
        Ok(())
    }

    // What the document itself declares is left out: one word could stand for a billion.
    fn reference(&mut self, name: &BytesRef<'_>) -> Result<(), Found> {
        let letter = name.resolve_char_ref().map_err(|_| BROKEN.to_owned())?;
        let known = escape::resolve_predefined_entity(name);
        match (letter, known) {
            (Some(letter), _) => self.text(letter.encode_utf8(&mut [0; 4])),
            (None, Some(text)) => self.text(text),
            (None, None) if self.declares && !self.open.is_empty() => Ok(()),
            (None, None) => Err(BROKEN.to_owned()),
        }
    }

    fn close(&mut self) -> Result<(), Found> {
        if self.below > 0 {
            self.below -= 1;
            return Ok(());
        }
        let Some(element) = self.open.pop() else { return Err(BROKEN.to_owned()) };
        let (name, json) = element.finish();
        if json.len() > self.room {
            return Err(too_large());
        }
        if let Some(parent) = self.open.last_mut() {
            parent.push(name, json);
        } else {
            let mut root = Element::default();
            root.push(name, json);
            self.root = Some(root.finish().1);
        }
        Ok(())
    }

    fn end(self) -> Result<String, Found> {
        match self.root {
            Some(root) if self.open.is_empty() => Ok(written(root)),
            _ => Err(BROKEN.to_owned()),
        }
    }
}

impl Element {
    fn push(&mut self, name: String, json: Vec<u8>) {
        let known = self.places.get(&name).copied();
        if let Some((_, values)) = known.and_then(|at| self.fields.get_mut(at)) {
            values.push(json);
        } else {
            self.places.insert(name.clone(), self.fields.len());
            self.fields.push((name, vec![json]));
        }
    }

    fn finish(mut self) -> (String, Vec<u8>) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        let mut out = Vec::new();
        if !text.is_empty() {
            quote(&mut out, text);
        }
        if self.fields.is_empty() {
            if out.is_empty() {
                out.extend_from_slice(b"null");
            }
            return (self.name, out);
        }
        if !out.is_empty() {
            self.push("#text".to_owned(), std::mem::take(&mut out));
        }
        let mut mark = b'{';
        for (name, values) in &self.fields {
            out.push(mark);
            mark = b',';
            quote(&mut out, name);
            out.push(b':');
            write_values(values, &mut out);
        }
        out.push(b'}');
        (self.name, out)
    }
}

fn write_values(values: &[Vec<u8>], out: &mut Vec<u8>) {
    if let [value] = values {
        out.extend_from_slice(value);
        return;
    }
    let mut mark = b'[';
    for value in values {
        out.push(mark);
        mark = b',';
        out.extend_from_slice(value);
    }
    out.push(b']');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_read_as_in_the_ecosystem() {
        let cases = [
            ("<r/>", r#"{"r":null}"#),
            (
                "<r>\n <a x=\"1\">t</a><a/>\n <b> &lt;z&gt; &#65;<!-- c -->q<![CDATA[<raw>]]> </b></r>",
                r##"{"r":{"a":[{"@x":"1","#text":"t"},null],"b":"<z> Aq<raw>"}}"##,
            ),
            (
                "<r xmlns=\"u\" xmlns:n=\"v\"><n:a n:k=\"1\n2\">a<b/>c</n:a></r>",
                r##"{"r":{"@xmlns":"u","@xmlns:n":"v","n:a":{"@n:k":"1 2","b":null,"#text":"ac"}}}"##,
            ),
            ("<!DOCTYPE r [<!ENTITY e \"boo\">]><r>x&e;y</r>", r#"{"r":"xy"}"#),
            ("<r>a\r\nb</r>", r#"{"r":"a\nb"}"#),
            ("<r k=\"&amp;&#10;\"> </r>", r#"{"r":{"@k":"&\n"}}"#),
            ("<?xml version=\"1.0\"?><r>\u{a0}x\u{a0}</r>\n", r#"{"r":"x"}"#),
            ("<r><b>1</b><a>2</a><b>3</b></r>", r#"{"r":{"b":["1","3"],"a":"2"}}"#),
        ];
        for (text, expected) in cases {
            assert_eq!(to_json(text, 10_000).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_document_is_told() {
        for text in [
            "<r>&nope;</r>",
            "<r><a></b></r>",
            "<r/><s/>",
            "<r/>text",
            "<r a=\"1\" a=\"2\"/>",
            "<r><a>1</a>",
            "<r a=\"&e;\"/>",
            "</r>",
            "<",
        ] {
            assert_eq!(to_json(text, 10_000), Err(BROKEN.to_owned()), "{text}");
        }
        assert_eq!(to_json("", 10), Err("an empty body".to_owned()));
    }

    #[test]
    fn a_deep_document_breaks_nothing() {
        let deep = "<a>".repeat(50_000) + &"</a>".repeat(50_000);
        let json = to_json(&deep, 10_000).expect("cut off");
        assert_eq!(json.matches('{').count(), MAX_DEPTH);
    }

    #[test]
    fn the_encoding_is_the_headers_or_the_documents() {
        let cases = [
            (&b"<r/>"[..], Some("text/xml; charset=\"ISO-8859-1\""), "latin-1"),
            (b"<?xml version='1.0' encoding='windows-1252'?><r/>", None, "cp1252"),
            (b"\xff\xfe<\0r\0/\0>\0", None, "utf-16"),
            (b"<r/>", Some("text/xml"), "utf-8"),
        ];
        for (bytes, header, expected) in cases {
            assert_eq!(Some(charset(bytes, header)), Charset::named(expected), "{expected}");
        }
    }
}
