//! How a body becomes records: decoder, extractor, filter, and the types that a schema asks for.

use super::part::{Part, Read, Trouble, scalar, wrong};
use super::yaml::{Node, Yaml};
use crate::connector::Json;
use crate::connector::charset::Charset;
use crate::connector::template::{Engine, Template};

/// The kinds of decoder that a stream may name.
const DECODERS: [&str; 8] = [
    "JsonDecoder",
    "JsonlDecoder",
    "JsonItemsDecoder",
    "IterableDecoder",
    "CsvDecoder",
    "XmlDecoder",
    "GzipDecoder",
    "ZipfileDecoder",
];

/// What may be within an archive.
const PACKED: [&str; 5] =
    ["JsonDecoder", "JsonlDecoder", "JsonItemsDecoder", "CsvDecoder", "GzipDecoder"];

/// So many archives may be within each other.
const MAX_PACKED: usize = 3;

/// How a body becomes values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Decoder {
    /// One JSON value.
    Json,
    /// One JSON value a line.
    Lines,
    /// The items of one list within a JSON value.
    Items { path: Vec<String>, charset: Charset },
    /// Any text: each line becomes `{"record": line}`.
    Text,
    /// Rows under a line of names.
    Csv(Csv),
    /// CSV as a file for people: packed or not, words such as `NA` say that nothing is there,
    /// unless they are kept.
    Table { keep_words: bool },
    /// XML: attributes are `@name`, text beside them is `#text`.
    Xml,
    /// Something packed with gzip, or not packed at all.
    Gzip(Box<Self>),
    /// Files in a zip archive, each of them the same.
    Zip(Box<Self>),
}

impl Decoder {
    /// What a body should be, in words.
    pub(crate) fn expects(&self) -> String {
        match self {
            Self::Json | Self::Items { .. } => "JSON".to_owned(),
            Self::Lines => "lines of JSON".to_owned(),
            Self::Text => "lines of text".to_owned(),
            Self::Csv(_) | Self::Table { .. } => "CSV".to_owned(),
            Self::Xml => "XML".to_owned(),
            Self::Gzip(inner) => format!("{} packed with gzip", inner.expects()),
            Self::Zip(inner) => format!("a zip archive with {}", inner.expects()),
        }
    }
}

/// How rows are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Csv {
    pub(crate) delimiter: char,
    pub(crate) charset: Charset,
    /// Texts that say that nothing is there.
    pub(crate) nothing: Vec<String>,
}

/// Which part of a body is records, and which of them count.
#[derive(Debug)]
pub(crate) struct Selector {
    pub(crate) extractor: Extractor,
    pub(crate) filter: Option<Template>,
    /// When it is not said, a stream that compares cursors itself transforms first.
    pub(crate) transform_first: Option<bool>,
    /// The JSON schema whose types the values take.
    pub(crate) schema: Option<Json>,
}

/// Where the records lie.
#[derive(Debug)]
pub(crate) enum Extractor {
    Path {
        path: Vec<Template>,
        expander: Option<Expander>,
    },
    /// The records of all, or with `first` of the first that finds any.
    Several {
        all: Vec<Self>,
        first: bool,
        skip_empty: bool,
    },
}

impl Extractor {
    /// Whether the records of several places are counted together.
    pub(crate) fn is_union(&self) -> bool {
        match self {
            Self::Path { .. } => false,
            Self::Several { first: false, .. } => true,
            Self::Several { all, .. } => all.iter().any(Self::is_union),
        }
    }
}

/// Makes a record of each item of a list within a record.
#[derive(Debug)]
pub(crate) struct Expander {
    pub(crate) path: Vec<Template>,
    pub(crate) keep_parent: bool,
    pub(crate) merge_parent: bool,
    /// Where in the parent, and where in the item.
    pub(crate) copies: Vec<(Vec<Template>, Vec<Template>)>,
    /// Without items, the record itself remains.
    pub(crate) emit_parent: bool,
}

/// Reads what a retriever makes of a body. `schema` is the stream's, when the manifest holds it.
pub(crate) fn reading(
    engine: &mut Engine,
    retriever: &Part<'_>,
    schema: Option<&Node>,
) -> Read<(Decoder, Selector)> {
    let own = decoder_of(retriever)?;
    let node = retriever.need("record_selector")?;
    let (selector, theirs) = selector(engine, node, schema)?;
    // Old manifests say it at the extractor or the paginator.
    let old = match retriever.field("paginator") {
        Some(node) => paged(node)?,
        None => None,
    };
    let decoder = match theirs {
        // A file is read as one, whatever the retriever says.
        Some(table @ Decoder::Table { .. }) => table,
        theirs => own.or(theirs).or(old).unwrap_or(Decoder::Json),
    };
    Ok((decoder, selector))
}

fn paged(node: &Node) -> Read<Option<Decoder>> {
    let at = |node: &Node| {
        let node = node.get("decoder").filter(|node| node.value != Yaml::Null);
        node.map(any_decoder).transpose()
    };
    match at(node)? {
        Some(decoder) => Ok(Some(decoder)),
        None => node.get("pagination_strategy").map_or(Ok(None), at),
    }
}

fn decoder_of(part: &Part<'_>) -> Read<Option<Decoder>> {
    part.field("decoder").map(any_decoder).transpose()
}

/// Reads how a body becomes values.
pub(crate) fn any_decoder(node: &Node) -> Read<Decoder> {
    packed(node, &DECODERS, 0)
}

fn packed(node: &Node, allowed: &[&'static str], depth: usize) -> Read<Decoder> {
    let part = Part::of(node, "decoder", allowed)?;
    let inner = || packed(part.need("decoder")?, &PACKED, depth + 1).map(Box::new);
    if depth > MAX_PACKED {
        return part.wrong(format!("more than {MAX_PACKED} archives within each other"));
    }
    Ok(match part.kind {
        "JsonDecoder" => Decoder::Json,
        "JsonlDecoder" => Decoder::Lines,
        "IterableDecoder" => Decoder::Text,
        "XmlDecoder" => Decoder::Xml,
        "CsvDecoder" => Decoder::Csv(csv(&part)?),
        "GzipDecoder" => Decoder::Gzip(inner()?),
        "ZipfileDecoder" => Decoder::Zip(inner()?),
        _ => items(&part)?,
    })
}

fn items(part: &Part<'_>) -> Read<Decoder> {
    let path = part.text("items_path")?.unwrap_or_default();
    if path.is_empty() {
        return part.wrong("`items_path` of JsonItemsDecoder names no list".to_owned());
    }
    let path = path.split('.').map(str::to_owned).collect();
    Ok(Decoder::Items { path, charset: charset(part)? })
}

fn charset(part: &Part<'_>) -> Read<Charset> {
    let name = part.text("encoding")?.unwrap_or_default();
    if let Some(charset) = Charset::named(&name) {
        return Ok(charset);
    }
    let node = part.need("encoding")?;
    wrong(node, format!("`{name}` is no encoding known here; try utf-8 or cp1252"))
}

fn csv(part: &Part<'_>) -> Read<Csv> {
    let text = part.text("delimiter")?.filter(|text| !text.is_empty());
    let text = text.map_or_else(|| ",".to_owned(), |text| unescaped(&text));
    let mut letters = text.chars();
    let (Some(delimiter), None) = (letters.next(), letters.next()) else {
        let node = part.need("delimiter")?;
        return wrong(node, "`delimiter` of CsvDecoder must be one character".to_owned());
    };
    let nothing = part.list("set_values_to_none")?.iter().filter_map(scalar).collect();
    Ok(Csv { delimiter, charset: charset(part)?, nothing })
}

// `\t` and the like, as Python writes them.
fn unescaped(text: &str) -> String {
    let Some(rest) = text.strip_prefix('\\') else { return text.to_owned() };
    let coded = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    let letter = match rest {
        "t" => Some('\t'),
        "\\" => Some('\\'),
        "0" => Some('\0'),
        "v" => Some('\u{b}'),
        "f" => Some('\u{c}'),
        _ => rest.strip_prefix(['x', 'u', 'U']).and_then(coded),
    };
    letter.map_or_else(|| text.to_owned(), String::from)
}

/// Reads which part of a body is records; the second is the decoder that its extractor brings along.
pub(crate) fn selector(
    engine: &mut Engine,
    node: &Node,
    schema: Option<&Node>,
) -> Read<(Selector, Option<Decoder>)> {
    let part = Part::of(node, "record_selector", &["RecordSelector"])?;
    let (extractor, decoder) = any_extractor(engine, part.need("extractor")?)?;
    let filter = match part.field("record_filter") {
        Some(node) => {
            Part::of(node, "record_filter", &["RecordFilter"])?.filled(engine, "condition")?
        }
        None => None,
    };
    let transform_first = match part.field("transform_before_filtering") {
        Some(_) => Some(part.flag("transform_before_filtering")?),
        None => None,
    };
    let schema = if normalizes(&part)? { typed_by(schema)? } else { None };
    Ok((Selector { extractor, filter, transform_first, schema }, decoder))
}

fn normalizes(part: &Part<'_>) -> Read<bool> {
    if let Some(node) = part.field("schema_normalization")
        && matches!(node.value, Yaml::Map(_))
    {
        // Says that it is a custom class, or what it is instead.
        Part::of(node, "schema_normalization", &[])?;
    }
    let words = [("Default", true), ("None", false)];
    Ok(part.word("schema_normalization", &words)?.unwrap_or(false))
}

// A schema in a file is none to the ecosystem either, when the file does not come along.
fn typed_by(loader: Option<&Node>) -> Read<Option<Json>> {
    let Some(loader) = loader else { return Ok(None) };
    if let Yaml::List(loaders) = &loader.value {
        let mut properties: Vec<(String, Json)> = Vec::new();
        for loader in loaders {
            if let Some(Json::Object(more)) =
                typed_by(Some(loader))?.and_then(|schema| schema.get("properties").cloned())
            {
                properties.retain(|(known, _)| !more.iter().any(|(name, _)| name == known));
                properties.extend(more);
            }
        }
        let properties = ("properties".to_owned(), Json::Object(properties));
        return Ok(Some(Json::Object(vec![properties])));
    }
    match loader.get("type").and_then(Node::text) {
        Some("InlineSchemaLoader") => Ok(loader.get("schema").map(Node::json)),
        Some("JsonFileSchemaLoader") | None if loader.get("class_name").is_none() => Ok(None),
        kind => {
            let kind = kind.unwrap_or("a custom class");
            let message = format!("`schema_normalization` by {kind} is not run by this build");
            Err(Trouble::Later(loader.line, message))
        }
    }
}

/// Reads where records lie; the second is the decoder that an extractor brings along.
pub(crate) fn any_extractor(
    engine: &mut Engine,
    node: &Node,
) -> Read<(Extractor, Option<Decoder>)> {
    let kinds = ["DpathExtractor", "CombinedExtractor", "ResponseToFileExtractor"];
    let part = Part::of(node, "extractor", &kinds)?;
    match part.kind {
        "CombinedExtractor" => several(engine, &part),
        "ResponseToFileExtractor" => {
            let table = Decoder::Table { keep_words: part.flag("preserve_na_values")? };
            Ok((Extractor::Path { path: Vec::new(), expander: None }, Some(table)))
        }
        _ => {
            let path = part.templates(engine, "field_path")?;
            let expander = part.field("record_expander");
            let expander = expander.map(|node| expander_of(engine, node)).transpose()?;
            Ok((Extractor::Path { path, expander }, decoder_of(&part)?))
        }
    }
}

fn several(engine: &mut Engine, part: &Part<'_>) -> Read<(Extractor, Option<Decoder>)> {
    let mut all = Vec::new();
    let mut decoder = None;
    for node in part.list("extractors")? {
        let (extractor, theirs) = any_extractor(engine, node)?;
        if matches!(theirs, Some(Decoder::Table { .. })) {
            return wrong(node, "a file's rows cannot be combined with others".to_owned());
        }
        decoder = decoder.or(theirs);
        all.push(extractor);
    }
    if all.is_empty() {
        return part.wrong("CombinedExtractor needs at least one of `extractors`".to_owned());
    }
    let first = part.word("mode", &[("union", false), ("first_match", true)])?;
    let skip_empty = part.flag("skip_empty_records")?;
    Ok((Extractor::Several { all, first: first.unwrap_or(false), skip_empty }, decoder))
}

fn expander_of(engine: &mut Engine, node: &Node) -> Read<Expander> {
    let part = Part::of(node, "record_expander", &["RecordExpander"])?;
    let mut copies = Vec::new();
    for node in part.list("parent_fields")? {
        let field = Part::of(node, "parent_fields", &["ParentFieldPath"])?;
        let from = one_field(engine, &field, "parent_path")?;
        copies.push((from, one_field(engine, &field, "record_path")?));
    }
    let words = [("skip", false), ("emit_parent", true)];
    Ok(Expander {
        path: part.templates(engine, "expand_records_from_field")?,
        keep_parent: part.flag("remain_original_record")?,
        merge_parent: part.flag("merge_parent")?,
        copies,
        emit_parent: part.word("on_no_records", &words)?.unwrap_or(false),
    })
}

fn one_field(engine: &mut Engine, part: &Part<'_>, name: &str) -> Read<Vec<Template>> {
    let path = part.templates(engine, name)?;
    let wild =
        path.iter().any(|step| step.plain().is_some_and(|s| s.contains(['*', '?', '['])));
    if path.is_empty() || wild {
        let node = part.need(name)?;
        return wrong(node, format!("`{name}` must name one field, without wildcards"));
    }
    Ok(path)
}
