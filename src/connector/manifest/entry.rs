//! What a manifest says of one stream besides how to read it: name, key, cursor, schema, and the
//! condition under which there is such a stream at all.

use super::choice;
use super::components::Choice;
use super::part::{Part, Read, Trouble, scalar};
use super::schema::{self, SchemaPlan};
use super::yaml::Node;
use super::{StreamInfo, resolve};
use crate::connector::template::{Engine, Template};

/// One stream of a manifest.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) info: StreamInfo,
    /// How to read it, or why it cannot be read here.
    pub(crate) stream: Result<Choice, String>,
    pub(crate) offer: std::sync::Arc<Offer>,
    /// The stream is there only when this holds.
    pub(crate) condition: Option<Template>,
    /// What its records cannot be read with, with file and line.
    pub(crate) lacks: Option<String>,
    /// The name of the dynamic stream that it was made from.
    pub(crate) made_from: Option<String>,
}

/// What discovery tells of a stream.
#[derive(Debug)]
pub(crate) struct Offer {
    pub(crate) cursor: Option<Template>,
    /// A catalog may choose another cursor.
    pub(crate) free_cursor: bool,
    pub(crate) schema: SchemaPlan,
    /// Files go with its records: what is said where nobody fetches them, with file and line.
    pub(crate) files: Option<String>,
}

impl Entry {
    /// All the ways in which the stream may be read.
    pub(crate) fn choice(&self) -> Option<&Choice> {
        self.stream.as_ref().ok()
    }
}

/// Reads one stream.
///
/// # Errors
/// When the manifest is wrong. What this build cannot run is kept with its reason.
pub(crate) fn read(
    file: &str,
    engine: &mut Engine,
    node: &Node,
) -> Result<Entry, resolve::Problem> {
    match known(file, engine, node) {
        Ok(entry) => Ok(entry),
        Err(Trouble::Wrong(line, message)) => Err((line, message)),
        Err(Trouble::Later(line, message)) => {
            let name = node.get("name").and_then(Node::text).unwrap_or("(no name)").to_owned();
            let reason = format!("{file}:{line}: stream `{name}` cannot be read: {message}");
            let offer = Offer {
                cursor: None,
                free_cursor: false,
                schema: SchemaPlan::Unknown(reason.clone()),
                files: None,
            };
            let info = StreamInfo { name, primary_key: Vec::new(), cursor_field: None };
            Ok(Entry {
                info,
                stream: Err(reason),
                offer: offer.into(),
                condition: None,
                lacks: None,
                made_from: None,
            })
        }
    }
}

fn known(file: &str, engine: &mut Engine, node: &Node) -> Read<Entry> {
    let choice = choice::read(engine, node)?;
    // Before there is a state, a pair of streams is known as the first of them.
    let node = node.get("full_refresh_stream").unwrap_or(node);
    let part = Part::of(node, "streams", &["DeclarativeStream"])?;
    let cursor = cursor(engine, &part)?;
    let name = choice.full.name.clone();
    let schema = schema::plan(engine, &part, &name, file)?;
    let info = StreamInfo {
        primary_key: choice.full.key.iter().map(|path| path.join(".")).collect(),
        cursor_field: cursor.as_ref().map(|(field, _)| field.source().to_owned()),
        name,
    };
    let free_cursor = cursor.as_ref().is_some_and(|(_, free)| *free);
    let cursor = cursor.map(|(field, _)| field);
    let place = |line: usize| {
        format!("{file}:{line}: the records of stream `{}` come without their files", info.name)
    };
    let files = part.field("file_uploader").map(|files| {
        format!("{}, which only `accord connector read` fetches", place(files.line))
    });
    let lacks = match &choice.full.files {
        Some(Err((line, why))) => Some(format!("{}: {why}", place(*line))),
        Some(Ok(files)) => files.passed_over.map(|line| {
            format!("{file}:{line}: `file_extractor` is passed over, as the ecosystem's own runtime does: the file of a record of stream `{}` is the whole reply", info.name)
        }),
        None => None,
    };
    let offer = Offer { cursor, free_cursor, schema, files }.into();
    Ok(Entry { info, stream: Ok(choice), offer, condition: None, lacks, made_from: None })
}

fn cursor(engine: &mut Engine, part: &Part<'_>) -> Read<Option<(Template, bool)>> {
    let Some(cursor) = part.field("incremental_sync") else { return Ok(None) };
    let Some(field) = cursor.get("cursor_field").and_then(scalar) else { return Ok(None) };
    let field = Part::any(cursor).compile(engine, &field, cursor.line)?;
    let free = cursor.get("allow_catalog_defined_cursor_field");
    Ok(Some((field, free.is_some_and(|flag| !flag.is_falsy()))))
}

/// Reads the streams of a list; those under a condition are told with it.
pub(crate) fn all(
    file: &str,
    engine: &mut Engine,
    nodes: &[Node],
) -> Result<Vec<(usize, Entry)>, resolve::Problem> {
    let mut entries = Vec::new();
    for node in nodes {
        if node.get("type").and_then(Node::text) != Some("ConditionalStreams") {
            entries.push((node.line, read(file, engine, node)?));
            continue;
        }
        let part = Part::of(node, "streams", &["ConditionalStreams"]).map_err(super::told)?;
        let condition = part.need_template(engine, "condition").map_err(super::told)?;
        for node in part.list("streams").map_err(super::told)? {
            let mut entry = read(file, engine, node)?;
            entry.condition = Some(condition.clone());
            entries.push((node.line, entry));
        }
    }
    Ok(entries)
}
