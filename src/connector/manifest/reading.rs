//! How a body becomes records: decoder, extractor, filter.

use super::part::{Part, Read, Trouble};
use super::yaml::Node;
use crate::connector::template::{Engine, Template};

/// How a body becomes values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decoder {
    /// One JSON value.
    Json,
    /// One JSON value a line.
    Lines,
}

/// Which part of a body is records, and which of them count.
#[derive(Debug)]
pub(crate) struct Selector {
    pub(crate) path: Vec<Template>,
    pub(crate) filter: Option<Template>,
    pub(crate) transform_first: bool,
}

/// Reads how a retriever's bodies become values.
pub(crate) fn decoder(retriever: &Part<'_>, name: &str) -> Read<Decoder> {
    let Some(node) = retriever.field(name) else { return Ok(Decoder::Json) };
    let part = Part::of(node, name, &["JsonDecoder", "JsonlDecoder"])?;
    Ok(if part.kind == "JsonlDecoder" { Decoder::Lines } else { Decoder::Json })
}

/// Reads which part of a body is records.
pub(crate) fn selector(engine: &mut Engine, node: &Node) -> Read<Selector> {
    let part = Part::of(node, "record_selector", &["RecordSelector"])?;
    if let Some(node) = part.field("schema_normalization")
        && node.text() != Some("None")
    {
        let message =
            "`schema_normalization` other than None is not run by this build".to_owned();
        return Err(Trouble::Later(node.line, message));
    }
    let extractor = Part::of(part.need("extractor")?, "extractor", &["DpathExtractor"])?;
    let filter = match part.field("record_filter") {
        Some(node) => {
            Part::of(node, "record_filter", &["RecordFilter"])?.filled(engine, "condition")?
        }
        None => None,
    };
    Ok(Selector {
        path: extractor.templates(engine, "field_path")?,
        filter,
        transform_first: part.flag("transform_before_filtering")?,
    })
}
