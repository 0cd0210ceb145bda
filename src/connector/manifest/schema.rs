//! What a manifest says of a stream's JSON schema: written in it, in a file beside it, or to be
//! made of replies.

use std::sync::Arc;

use super::choice;
use super::components::Stream;
use super::part::{Part, Read, Trouble, wrong};
use super::transform::{self, Transformation};
use super::yaml::{Entry, Node, Yaml};
use crate::connector::Json;
use crate::connector::template::{Engine, Template};

/// Where a stream's schema comes from.
#[derive(Debug)]
pub(crate) enum SchemaPlan {
    /// The manifest has it.
    Inline(Json),
    /// A file beside the manifest; without it an optional one is empty.
    File { path: Template, optional: bool },
    /// Replies name the fields.
    Replies(Box<FieldList>),
    /// Several; of a field that two of them have the earlier counts.
    All(Vec<Self>),
    /// It cannot be made here: why.
    Unknown(String),
}

/// A reply that lists a stream's fields.
#[derive(Debug)]
pub(crate) struct FieldList {
    /// What to read for it; only its first record counts.
    pub(crate) stream: Arc<Stream>,
    /// Where the list is in the record.
    pub(crate) list: Vec<Template>,
    /// Where a field's name is in an item of the list.
    pub(crate) name: Vec<Template>,
    /// Where its type is; without it every field is a text.
    pub(crate) kind: Vec<Template>,
    pub(crate) types: Vec<TypeRule>,
    pub(crate) transformations: Vec<Transformation>,
    pub(crate) filter: Option<Template>,
}

/// What a type of the source is called in the schema.
#[derive(Debug)]
pub(crate) struct TypeRule {
    pub(crate) from: Json,
    /// A type's name, two of them, or an object with `field_type` and `items`.
    pub(crate) to: Json,
    pub(crate) condition: Option<Template>,
}

impl SchemaPlan {
    /// The streams that are read for it.
    pub(crate) fn streams(&self) -> Vec<&Arc<Stream>> {
        match self {
            Self::Replies(list) => vec![&list.stream],
            Self::All(plans) => plans.iter().flat_map(Self::streams).collect(),
            _ => Vec::new(),
        }
    }
}

/// Reads a stream's `schema_loader`.
pub(crate) fn plan(
    engine: &mut Engine,
    stream: &Part<'_>,
    name: &str,
    file: &str,
) -> Read<SchemaPlan> {
    let Some(node) = stream.field("schema_loader") else {
        let path = stream.compile(engine, &format!("./{name}.json"), stream.line())?;
        return Ok(SchemaPlan::File { path, optional: true });
    };
    match &node.value {
        Yaml::List(items) => {
            let all = items.iter().map(|item| known_or_not(engine, item, name, file));
            Ok(SchemaPlan::All(all.collect::<Read<_>>()?))
        }
        _ => known_or_not(engine, node, name, file),
    }
}

// Records can be read without their schema, so a loader that cannot run does not stop a stream.
fn known_or_not(engine: &mut Engine, node: &Node, name: &str, file: &str) -> Read<SchemaPlan> {
    match loader(engine, node, name) {
        Err(Trouble::Later(line, why)) => {
            let why =
                format!("{file}:{line}: the schema of stream `{name}` cannot be made: {why}");
            Ok(SchemaPlan::Unknown(why))
        }
        other => other,
    }
}

fn loader(engine: &mut Engine, node: &Node, name: &str) -> Read<SchemaPlan> {
    let kinds = ["InlineSchemaLoader", "JsonFileSchemaLoader", "DynamicSchemaLoader"];
    let part = Part::of(node, "schema_loader", &kinds)?;
    match part.kind {
        "InlineSchemaLoader" => {
            let schema =
                part.field("schema").map_or_else(|| Json::Object(Vec::new()), Node::json);
            Ok(SchemaPlan::Inline(schema))
        }
        "JsonFileSchemaLoader" => {
            let default = format!("./{name}.json");
            let path = part.template_or(engine, "file_path", &default)?;
            Ok(SchemaPlan::File { path, optional: false })
        }
        _ => field_list(engine, &part, name),
    }
}

fn field_list(engine: &mut Engine, part: &Part<'_>, name: &str) -> Read<SchemaPlan> {
    let stream = helper(engine, part, &format!("{name} (schema)"), true)?;
    let node = part.need("schema_type_identifier")?;
    let fields = Part::of(node, "schema_type_identifier", &["SchemaTypeIdentifier"])?;
    let types = fields.list("types_mapping")?.iter().map(|node| type_rule(engine, node));
    let types = types.collect::<Read<_>>()?;
    let filter = match part.field("schema_filter") {
        Some(node) => {
            Part::of(node, "schema_filter", &["RecordFilter"])?.filled(engine, "condition")?
        }
        None => None,
    };
    Ok(SchemaPlan::Replies(Box::new(FieldList {
        stream,
        list: fields.templates(engine, "schema_pointer")?,
        name: fields.templates(engine, "key_pointer")?,
        kind: fields.templates(engine, "type_pointer")?,
        types,
        transformations: transform::all(engine, part.list("schema_transformations")?)?,
        filter,
    })))
}

fn type_rule(engine: &mut Engine, node: &Node) -> Read<TypeRule> {
    let part = Part::of(node, "types_mapping", &["TypesMap"])?;
    Ok(TypeRule {
        from: part.need("current_type")?.json(),
        to: part.need("target_type")?.json(),
        condition: part.filled(engine, "condition")?,
    })
}

/// The stream that a component's `retriever` reads, under a name that no stream of the manifest
/// has. A `single` one is not cut into partitions.
pub(crate) fn helper(
    engine: &mut Engine,
    part: &Part<'_>,
    name: &str,
    single: bool,
) -> Read<Arc<Stream>> {
    let mut retriever = part.need("retriever")?.clone();
    let Yaml::Map(entries) = &mut retriever.value else {
        return wrong(&retriever, format!("`retriever` is {}", retriever.kind()));
    };
    if single {
        entries.retain(|entry| entry.key != "partition_router");
    }
    let line = retriever.line;
    let text = |text: &str| Node { line, value: Yaml::Text(text.to_owned()) };
    let entry = |key: &str, node: Node| Entry { key: key.to_owned(), line, node };
    let fields = vec![
        entry("type", text("DeclarativeStream")),
        entry("name", text(name)),
        entry("retriever", retriever),
    ];
    let node = Node { line, value: Yaml::Map(fields) };
    Ok(choice::read(engine, &node)?.full)
}
