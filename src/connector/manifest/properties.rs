//! From the expanded tree to the properties that a stream asks for by name, in one request or several.

use std::sync::Arc;

use super::build;
use super::components::{Plan, Stream};
use super::part::{Part, Read, scalar};
use super::transform::{self, Transformation};
use super::yaml::{Node, Yaml};
use crate::connector::template::{Engine, Template};

/// Properties to ask for.
#[derive(Debug)]
pub(crate) struct Properties {
    /// The query parameter that holds them, separated by commas; templates see them anyway.
    pub(crate) parameter: Option<String>,
    pub(crate) list: List,
    /// In every request.
    pub(crate) always: Vec<String>,
    pub(crate) chunking: Option<Chunking>,
    /// Only those that the reader of the stream has selected, after these changes to their names.
    pub(crate) selector: Option<Vec<Transformation>>,
}

/// Where the names come from.
#[derive(Debug)]
pub(crate) enum List {
    Fixed(Vec<String>),
    /// From records of the source.
    Endpoint {
        stream: Arc<Stream>,
        path: Vec<Template>,
    },
}

/// How many fit into one request, and how the parts of a record find each other.
#[derive(Debug)]
pub(crate) struct Chunking {
    pub(crate) limit: Option<usize>,
    /// The limit is of characters rather than of properties.
    pub(crate) by_characters: bool,
    pub(crate) key: Vec<String>,
}

/// Reads the properties of a stream with this requester.
pub(super) fn properties(engine: &mut Engine, node: &Node) -> Read<Option<Box<Properties>>> {
    let part = Part::of(node, "requester", &["HttpRequester"])?;
    let parameters = part.field("request_parameters").map(Node::entries).unwrap_or_default();
    let mut inside = parameters.iter().filter(|entry| is_properties(&entry.node));
    let legacy = part.field("fetch_properties_from_endpoint");
    let found = if let Some(entry) = inside.next() {
        if inside.next().is_some() || legacy.is_some() {
            return part.wrong("a stream has one list of properties to ask for".to_owned());
        }
        Some(query_properties(engine, &entry.node, Some(entry.key.clone()))?)
    } else if let Some(node) = legacy {
        let list = endpoint(engine, node)?;
        let (parameter, always) = (None, Vec::new());
        Some(Properties { parameter, list, always, chunking: None, selector: None })
    } else if let Some(node) = part.field("query_properties") {
        Some(query_properties(engine, node, None)?)
    } else {
        None
    };
    Ok(found.map(Box::new))
}

fn is_properties(node: &Node) -> bool {
    node.get("type").and_then(Node::text) == Some("QueryProperties")
}

/// Parameters without those that are lists of properties.
pub(super) fn without(part: &Part<'_>, plan: Plan) -> Plan {
    let parameters = part.field("request_parameters").map(Node::entries).unwrap_or_default();
    let lists: Vec<&str> = parameters
        .iter()
        .filter(|entry| is_properties(&entry.node))
        .map(|entry| entry.key.as_str())
        .collect();
    match plan {
        Plan::Map(mut entries) => {
            entries.retain(|(name, _)| !lists.contains(&name.source()));
            Plan::Map(entries)
        }
        plan => plan,
    }
}

fn query_properties(
    engine: &mut Engine,
    node: &Node,
    parameter: Option<String>,
) -> Read<Properties> {
    let part = Part::of(node, "query_properties", &["QueryProperties"])?;
    let names = |name: &str| -> Read<Vec<String>> {
        Ok(part.list(name)?.iter().filter_map(scalar).collect())
    };
    let node = part.need("property_list")?;
    let list = match &node.value {
        Yaml::List(_) => List::Fixed(names("property_list")?),
        _ => endpoint(engine, node)?,
    };
    Ok(Properties {
        parameter,
        list,
        always: names("always_include_properties")?,
        chunking: part.field("property_chunking").map(chunking).transpose()?,
        selector: match part.field("property_selector") {
            Some(node) => {
                let kinds = ["JsonSchemaPropertySelector"];
                let part = Part::of(node, "property_selector", &kinds)?;
                Some(transform::all(engine, part.list("transformations")?)?)
            }
            None => None,
        },
    })
}

fn endpoint(engine: &mut Engine, node: &Node) -> Read<List> {
    let part = Part::of(node, "property_list", &["PropertiesFromEndpoint"])?;
    let retriever = Part::of(part.need("retriever")?, "retriever", &["SimpleRetriever"])?;
    let stream = build::simple(engine, &retriever, "dynamic_properties", None)?;
    let path = part.templates(engine, "property_field_path")?;
    Ok(List::Endpoint { stream: Arc::new(stream), path })
}

fn chunking(node: &Node) -> Read<Chunking> {
    let part = Part::of(node, "property_chunking", &["PropertyChunking"])?;
    let words = [("characters", true), ("property_count", false)];
    let key = match part.field("record_merge_strategy") {
        Some(node) => {
            let kinds = ["GroupByKeyMergeStrategy"];
            let strategy = Part::of(node, "record_merge_strategy", &kinds)?;
            let key = strategy.need("key")?;
            match &key.value {
                Yaml::List(items) => items.iter().filter_map(scalar).collect(),
                _ => scalar(key).into_iter().collect(),
            }
        }
        None => vec!["id".to_owned()],
    };
    let limit = part.whole("property_limit")?.and_then(|limit| usize::try_from(limit).ok());
    Ok(Chunking {
        limit: limit.filter(|limit| *limit > 0),
        by_characters: part.word("property_limit_type", &words)?.unwrap_or(false),
        key,
    })
}
