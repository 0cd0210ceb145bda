//! Streams that a manifest does not name itself: one is made from a template for each entry of the
//! configuration, of a list in the manifest, or of a reply.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use minijinja::Value;

use super::components::Stream;
use super::entry::{self, Entry};
use super::part::{Part, Read, Trouble, scalar};
use super::resolve::{self, Problem};
use super::transform::ValueType;
use super::yaml::{Node, Yaml};
use super::{place, schema, settings, transform};
use crate::connector::template::{Engine, RenderError, Scope, Template, Var};
use crate::connector::{Json, glob};

/// The field of a record that carries the slice it was read in.
pub(crate) const SLICE: &str = "$stream_slice";

/// A template of streams and what to make of it.
#[derive(Debug)]
pub(crate) struct Dynamic {
    pub(crate) name: String,
    pub(crate) line: usize,
    template: Node,
    /// Whether the parameters of a component win over those of the components in it.
    parents_win: bool,
    pub(crate) source: Source,
    mapping: Vec<Mapping>,
}

/// Where the values come from that each stream is made with.
#[derive(Debug)]
pub(crate) enum Source {
    /// The records of a stream that is read first.
    Replies(Arc<Stream>),
    /// Lists in the configuration; of several, every combination.
    Config(Vec<Lists>),
    /// The manifest.
    Listed(Vec<Json>),
}

/// A list in the configuration, and what is always in it.
#[derive(Debug)]
pub(crate) struct Lists {
    pointer: Vec<Template>,
    defaults: Vec<Json>,
}

#[derive(Debug)]
struct Mapping {
    line: usize,
    path: Vec<Template>,
    value: Template,
    typing: ValueType,
    create: bool,
    condition: Option<Template>,
}

/// What a template of streams is called; one without a name by its place in the list.
pub(crate) fn name(node: &Node, index: usize) -> String {
    let name = node.get("name").and_then(Node::text).map(str::to_owned);
    name.unwrap_or_else(|| format!("dynamic_stream_{index}"))
}

/// Reads one of `dynamic_streams`.
pub(crate) fn read(engine: &mut Engine, node: &Node, name: &str) -> Read<Dynamic> {
    let part = Part::of(node, "dynamic_streams", &["DynamicDeclarativeStream"])?;
    let kinds = [
        "HttpComponentsResolver",
        "ConfigComponentsResolver",
        "ParametrizedComponentsResolver",
    ];
    let resolver = Part::of(part.need("components_resolver")?, "components_resolver", &kinds)?;
    let mapping = resolver.list("components_mapping")?.iter();
    let mapping: Vec<Mapping> =
        mapping.map(|node| one_mapping(engine, node)).collect::<Read<_>>()?;
    if resolver.kind != "ConfigComponentsResolver"
        && let Some(rule) = mapping.iter().find(|rule| rule.condition.is_some())
    {
        let message = "`condition` is for a ConfigComponentsResolver only".to_owned();
        return Err(Trouble::Wrong(rule.line, message));
    }
    let source = match resolver.kind {
        "HttpComponentsResolver" => {
            Source::Replies(replies(engine, &resolver, name, &mapping)?)
        }
        "ConfigComponentsResolver" => Source::Config(lists(engine, &resolver)?),
        _ => {
            let node = resolver.need("stream_parameters")?;
            let list = Part::of(node, "stream_parameters", &["StreamParametersDefinition"])?;
            let items = list.list("list_of_parameters_for_stream")?;
            Source::Listed(items.iter().map(Node::json).collect())
        }
    };
    Ok(Dynamic {
        name: name.to_owned(),
        line: part.line(),
        template: part.need("stream_template")?.clone(),
        parents_win: part.flag_or("use_parent_parameters", true)?,
        source,
        mapping,
    })
}

fn one_mapping(engine: &mut Engine, node: &Node) -> Read<Mapping> {
    let part = Part::of(node, "components_mapping", &["ComponentMappingDefinition"])?;
    Ok(Mapping {
        line: part.line(),
        path: part.templates(engine, "field_path")?,
        value: part.template_or(engine, "value", "")?,
        typing: transform::value_type(&part)?,
        create: part.flag("create_or_update")?,
        condition: part.filled(engine, "condition")?,
    })
}

fn replies(
    engine: &mut Engine,
    resolver: &Part<'_>,
    name: &str,
    mapping: &[Mapping],
) -> Read<Arc<Stream>> {
    let stream = schema::helper(engine, resolver, &format!("{name} (components)"), false)?;
    let reads_slice = |template: &Template| template.uses().iter().any(|u| u == "stream_slice");
    let uses = mapping
        .iter()
        .any(|rule| reads_slice(&rule.value) || rule.path.iter().any(reads_slice));
    if !uses {
        return Ok(stream);
    }
    let mut stream = Arc::into_inner(stream).expect("just made, so nobody else holds it");
    let carried = transform::carry(engine, SLICE, "{{ stream_slice }}", resolver)?;
    stream.transformations.push(carried);
    Ok(Arc::new(stream))
}

fn lists(engine: &mut Engine, resolver: &Part<'_>) -> Read<Vec<Lists>> {
    let node = resolver.need("stream_config")?;
    let nodes = match &node.value {
        Yaml::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let one = |node| {
        let part = Part::of(node, "stream_config", &["StreamConfig"])?;
        let defaults = part.list("default_values")?.iter().map(Node::json).collect();
        Ok(Lists { pointer: part.templates(engine, "configs_pointer")?, defaults })
    };
    nodes.iter().map(one).collect()
}

/// What streams are made with.
pub(crate) struct World<'a> {
    pub(crate) file: &'a str,
    pub(crate) config: &'a Json,
    pub(crate) now: DateTime<Utc>,
}

impl Dynamic {
    /// The streams that the template becomes; `records` are those of the stream read for it.
    ///
    /// # Errors
    /// When an expression cannot be rendered or a stream that results is wrong.
    pub(crate) fn make(
        &self,
        engine: &mut Engine,
        world: &World<'_>,
        records: &[Json],
    ) -> Result<Vec<Entry>, Problem> {
        let as_value = crate::connector::template::to_value(world.config);
        let config = (&as_value, world.now);
        let sets = match &self.source {
            Source::Replies(_) => records.to_vec(),
            Source::Listed(items) => items.clone(),
            Source::Config(lists) => {
                combinations(engine, lists, world, config).map_err(rendered)?
            }
        };
        let mut made = Vec::with_capacity(sets.len());
        for set in sets {
            let node = self.filled(engine, config, set).map_err(rendered)?;
            made.push(self.entry(engine, world.file, node)?);
        }
        Ok(made)
    }

    fn entry(&self, engine: &mut Engine, file: &str, mut node: Node) -> Result<Entry, Problem> {
        resolve::propagate_as(None, &mut node, &[], self.parents_win);
        let name = node.get("name").map(|name| (name.line, scalar(name)));
        match name {
            Some((_, Some(name))) if !name.is_empty() => {}
            Some((line, _)) => return Err((line, self.nameless())),
            None => return Err((self.line, self.nameless())),
        }
        let mut entry = entry::read(file, engine, &node)?;
        entry.made_from = Some(self.name.clone());
        Ok(entry)
    }

    /// The stream of the template as it is written, when it is one without values, too.
    pub(crate) fn unfilled(&self, engine: &mut Engine) -> Option<Arc<Stream>> {
        Some(super::choice::read(engine, &self.template).ok()?.full)
    }

    fn nameless(&self) -> String {
        format!("a stream that `{}` makes has no text for its `name`", self.name)
    }

    fn filled(
        &self,
        engine: &Engine,
        (config, now): (&Value, DateTime<Utc>),
        mut values: Json,
    ) -> Result<Node, RenderError> {
        let slice = take(&mut values, SLICE).unwrap_or_default();
        let mut node = self.template.clone();
        let shown = self.template.json();
        let vars = [
            ("components_values", Var::Json(&values)),
            ("stream_template_config", Var::Json(&shown)),
            ("stream_slice", Var::Json(&slice)),
        ];
        let scope = Scope { config, now, vars: &vars, extra: &[] };
        for rule in &self.mapping {
            if let Some(condition) = &rule.condition
                && !engine.truth(condition, &scope)?
            {
                continue;
            }
            let value = settings::typed(engine, &rule.value, rule.typing, &scope)?;
            let path = rule.path.iter().map(|step| engine.text(step, &scope));
            let path: Vec<String> = path.collect::<Result<_, _>>()?;
            self.set(&mut node, rule, &path, &value);
        }
        Ok(node)
    }

    fn set(&self, node: &mut Node, rule: &Mapping, path: &[String], value: &Json) {
        let from_replies = matches!(self.source, Source::Replies(_));
        let rereads = match self.source {
            Source::Replies(_) => false,
            Source::Config(_) => rule.typing != ValueType::Text,
            Source::Listed(_) => true,
        };
        let value = match value {
            Json::String(text) if rereads => place::reread(text, rule.line),
            value => place::node_of(value, rule.line),
        };
        let found = place::set(node, path, &value);
        if found == 0 && rule.create && !from_replies && !value.is_falsy() {
            place::create(node, path, value);
        }
    }
}

fn rendered(error: RenderError) -> Problem {
    (error.line, error.message)
}

fn take(value: &mut Json, key: &str) -> Option<Json> {
    let Json::Object(fields) = value else { return None };
    let index = fields.iter().position(|(known, _)| known == key)?;
    Some(fields.remove(index).1)
}

// More combinations than that no source has streams.
const MAX_STREAMS: usize = 10_000;

fn combinations(
    engine: &Engine,
    lists: &[Lists],
    world: &World<'_>,
    (config, now): (&Value, DateTime<Utc>),
) -> Result<Vec<Json>, RenderError> {
    let scope = Scope { config, now, vars: &[], extra: &[] };
    let mut sets: Vec<Vec<(String, Json)>> = vec![Vec::new()];
    for (number, list) in lists.iter().enumerate() {
        let pointer = list.pointer.iter().map(|step| engine.text(step, &scope));
        let pointer: Vec<String> = pointer.collect::<Result<_, _>>()?;
        let mut items = match glob::values(world.config, &pointer).first() {
            Some(Json::Array(items)) => items.clone(),
            Some(one) => vec![(*one).clone()],
            None => Vec::new(),
        };
        items.extend(list.defaults.iter().cloned());
        let mut next = Vec::with_capacity(sets.len() * items.len());
        for set in &sets {
            for (index, item) in items.iter().enumerate().take(MAX_STREAMS) {
                next.push(merged(set, item, number, index));
            }
        }
        next.truncate(MAX_STREAMS);
        sets = next;
    }
    Ok(sets.into_iter().map(Json::Object).collect())
}

// What is no object goes under a name of its own, with its number in the list.
fn merged(
    set: &[(String, Json)],
    item: &Json,
    number: usize,
    index: usize,
) -> Vec<(String, Json)> {
    let mut merged = set.to_vec();
    let mut put = |key: &str, value: Json, over: bool| match merged
        .iter_mut()
        .find(|(known, _)| known == key)
    {
        Some((_, known)) if over => *known = value,
        Some(_) => {}
        None => merged.push((key.to_owned(), value)),
    };
    match item {
        Json::Object(fields) => {
            for (key, value) in fields {
                put(key, value.clone(), true);
            }
        }
        value => {
            let pair = vec![Json::Number(index.to_string()), value.clone()];
            put(&format!("source_config_{number}"), Json::Array(pair), false);
        }
    }
    merged
}
