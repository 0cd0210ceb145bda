//! From the YAML of a mapping to what is run for every record; every word is checked here, once.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::super::Json;
use super::super::webhook::Webhooks;
use super::convert::Convert;
use super::path::Path;
use super::run::{EntityPlan, FieldPlan, Lookup, StreamPlan};
use super::value::{Part, Plan, Template};
use super::vocabulary::{self as words, near};
use super::when::{Test, When};
use super::yaml::{Node, Yaml};
use super::{MappingError, expression::Expression};
use crate::model::{Category, Currency, EntityKind, Field, Kind};

/// Reads the parts of one file.
pub(super) struct Compiler<'a> {
    pub(super) file: &'a str,
    pub(super) default_currency: Option<Currency>,
    pub(super) tables: BTreeMap<String, &'a Node>,
}

/// The head of a mapping and its streams.
pub(super) struct Compiled {
    pub(super) category: Category,
    pub(super) title: String,
    pub(super) version: String,
    pub(super) streams: Vec<StreamPlan>,
    pub(super) webhooks: Option<Webhooks>,
}

pub(super) type Result<T> = std::result::Result<T, MappingError>;

/// A map of the file with known keys.
pub(super) struct Section<'a> {
    pub(super) line: usize,
    what: &'static str,
    entries: Vec<(usize, &'a str, &'a Node)>,
}

impl<'a> Section<'a> {
    pub(super) fn get(&self, key: &str) -> Option<&'a Node> {
        self.entries.iter().find(|(_, k, _)| *k == key).map(|(_, _, node)| *node)
    }
}

/// Compiles a whole file.
pub(super) fn compile(file: &str, root: &Node) -> Result<Compiled> {
    let mut compiler = Compiler { file, default_currency: None, tables: BTreeMap::new() };
    let head = compiler.section(root, "the mapping", words::HEADER)?;
    if let Some(node) = head.get("default_currency") {
        compiler.default_currency = Some(compiler.currency_code(node)?);
    }
    if let Some(node) = head.get("tables") {
        let tables = compiler.entries(node, "`tables`")?;
        compiler.tables = tables.iter().map(|(_, name, t)| (name.clone(), t)).collect();
    }
    let streams = compiler.need(&head, "streams")?;
    let streams = compiler.entries(streams, "`streams`")?;
    Ok(Compiled {
        category: compiler.category(compiler.need(&head, "category")?)?,
        title: compiler.text(compiler.need(&head, "title")?)?,
        version: compiler.text(compiler.need(&head, "version")?)?,
        streams: streams
            .iter()
            .map(|(line, name, node)| compiler.stream(*line, name, node))
            .collect::<Result<_>>()?,
        webhooks: head.get("webhooks").map(|node| compiler.webhooks(node)).transpose()?,
    })
}

impl<'a> Compiler<'a> {
    fn category(&self, node: &Node) -> Result<Category> {
        use Category::{Crm, Digital, Erp, External, Hr, Marketing, Support, Survey};
        let all = [Crm, Erp, Support, Marketing, Digital, Survey, Hr, External];
        let word = self.text(node)?;
        all.into_iter().find(|category| category.word() == word).ok_or_else(|| {
            let near = near(&word, all.iter().map(|category| category.word()));
            self.error(node.line, format!("`{word}` is no category{near}"))
        })
    }

    fn stream(&self, line: usize, name: &str, node: &'a Node) -> Result<StreamPlan> {
        let stream = self.section(node, "a stream", words::STREAM)?;
        let tombstones_of = stream
            .get("tombstones_of")
            .map(|node| self.text(node).map(|text| (node.line, text)))
            .transpose()?;
        let deleted = stream.get("deleted_when").map(|n| self.when(n)).transpose()?;
        let sweep = stream.get("sweep").map(|n| self.sweep(n)).transpose()?;
        if let (Some(sweep), Some(_)) = (&sweep, &tombstones_of) {
            let message = "what lists deleted records is not swept; sweep the other stream";
            return Err(self.error(sweep.line, message));
        }
        let mut entities = Vec::new();
        if let Some(list) = stream.get("entities") {
            for node in self.list(list, "`entities`")? {
                entities.push(self.entity(node)?);
            }
        }
        if tombstones_of.is_some() != entities.is_empty() {
            let message = format!(
                "stream `{name}` needs either `entities` or `tombstones_of`, and not both"
            );
            return Err(self.error(line, message));
        }
        let name = name.to_owned();
        Ok(StreamPlan { name, line, deleted, tombstones_of, sweep, entities })
    }

    fn entity(&self, node: &'a Node) -> Result<EntityPlan> {
        let entity = self.section(node, "an entity", words::ENTITY)?;
        let (word, adds) = match (entity.get("entity"), entity.get("adds_to")) {
            (Some(word), None) => (word, false),
            (None, Some(word)) => (word, true),
            _ => {
                let message = "an entity needs either `entity` or `adds_to`, and not both";
                return Err(self.error(entity.line, message));
            }
        };
        let kind = self.kind(word)?;
        let each = entity.get("each").map(|n| self.path(n)).transpose()?;
        let plan = EntityPlan {
            kind,
            adds,
            key: self.key(self.need(&entity, "key")?)?,
            account: self.owner(&entity, "account", kind)?,
            contact: self.owner(&entity, "contact", kind)?,
            url: entity.get("url").map(|n| self.url(n)).transpose()?,
            when: entity.get("when").map(|n| self.when(n)).transpose()?,
            lookup: entity.get("lookup").map(|n| self.lookup(n)).transpose()?,
            fields: self.fields(kind, entity.get("fields"))?,
            each,
        };
        self.check_survey(&plan, entity.line)?;
        Ok(plan)
    }

    fn kind(&self, node: &Node) -> Result<EntityKind> {
        let word = self.text(node)?;
        EntityKind::from_word(&word).ok_or_else(|| {
            let near = near(&word, EntityKind::ALL.iter().map(|kind| kind.word()));
            self.error(node.line, format!("`{word}` is no entity of the unified model{near}"))
        })
    }

    /// A scale is stated, never guessed.
    fn check_survey(&self, plan: &EntityPlan, line: usize) -> Result<()> {
        if plan.kind != EntityKind::SurveyResponse || plan.adds {
            return Ok(());
        }
        for needed in ["instrument", "scale_low", "scale_high", "polarity", "prong"] {
            if !plan.fields.iter().any(|field| field.field.name == needed) {
                let message = format!("a survey_response must state its `{needed}`");
                return Err(self.error(line, message));
            }
        }
        Ok(())
    }

    fn owner(
        &self,
        entity: &Section<'a>,
        whom: &str,
        kind: EntityKind,
    ) -> Result<Option<Plan>> {
        let Some(node) = entity.get(whom) else { return Ok(None) };
        let belongs = kind.belongs();
        if !(if whom == "account" { belongs.account } else { belongs.contact }) {
            let message = format!("{} belongs to no {whom}", kind.word());
            return Err(self.error(node.line, message));
        }
        self.key(node).map(Some)
    }

    fn fields(&self, kind: EntityKind, node: Option<&'a Node>) -> Result<Vec<FieldPlan>> {
        let Some(node) = node else { return Ok(Vec::new()) };
        let mut plans = Vec::new();
        for (line, name, value) in self.entries(node, "`fields`")? {
            let known = kind.fields();
            let Some(place) = known.iter().position(|field| field.name == name) else {
                let near = near(name, known.iter().map(|field| field.name));
                let message = format!("{} has no field `{name}`{near}", kind.word());
                return Err(self.error(*line, message));
            };
            plans.push((place, self.field(&known[place], kind, value)?));
        }
        plans.sort_by_key(|(place, _)| *place);
        Ok(plans.into_iter().map(|(_, plan)| plan).collect())
    }

    fn field(
        &self,
        field: &'static Field,
        kind: EntityKind,
        node: &'a Node,
    ) -> Result<FieldPlan> {
        let target = format!("{}.{}", kind.word(), field.name);
        let strict = matches!(field.kind, Kind::Ref(_));
        let plan = self.value(node, &field.kind, &target, strict)?;
        Ok(FieldPlan { field, target, plan })
    }

    fn lookup(&self, node: &'a Node) -> Result<Lookup> {
        let lookup = self.section(node, "a lookup", words::LOOKUP)?;
        let name = self.need(&lookup, "table")?;
        let mut rows = HashMap::new();
        for (_, key, row) in self.table(name)? {
            let Yaml::Map(_) = row.value else {
                return Err(
                    self.error(row.line, "a row to look up is a map of names to values")
                );
            };
            rows.insert(key.clone(), row.json());
        }
        let skip = match lookup.get("otherwise") {
            None => false,
            Some(node) if self.text(node)? == "skip" => true,
            Some(node) => {
                let message = "`otherwise` of a lookup is `skip`; without it, what is not in the table is refused";
                return Err(self.error(node.line, message));
            }
        };
        let by = self.path(self.need(&lookup, "by")?)?;
        Ok(Lookup { rows: Arc::new(rows), by, skip })
    }

    /// A table of the head by name.
    pub(super) fn table(&self, node: &Node) -> Result<&'a [(usize, String, Node)]> {
        let name = self.text(node)?;
        let Some(table) = self.tables.get(&name) else {
            let near = near(&name, self.tables.keys().map(String::as_str));
            return Err(
                self.error(node.line, format!("no table `{name}` under `tables`{near}"))
            );
        };
        self.entries(table, "a table")
    }

    pub(super) fn when(&self, node: &'a Node) -> Result<When> {
        match &node.value {
            Yaml::Scalar(Json::String(text)) if text.trim_start().starts_with("{{") => {
                Expression::parse(text)
                    .map(When::Expression)
                    .map_err(|why| self.error(node.line, why))
            }
            Yaml::List(items) => {
                items.iter().map(|item| self.when(item)).collect::<Result<_>>().map(When::Any)
            }
            Yaml::Map(tests) => tests
                .iter()
                .map(|(line, path, test)| Ok((self.path_of(*line, path)?, self.test(test)?)))
                .collect::<Result<_>>()
                .map(When::All),
            Yaml::Scalar(_) => Err(self.error(
                node.line,
                "a condition is a map of paths to values, a list of such maps, or `{{ … }}`",
            )),
        }
    }

    fn test(&self, node: &'a Node) -> Result<Test> {
        if !matches!(node.value, Yaml::Map(_)) {
            return self.one_or_more(node).map(Test::In);
        }
        let test = self.section(node, "a test", words::TEST)?;
        let [(_, key, value)] = test.entries.as_slice() else {
            return Err(self.error(node.line, "a test is one of `not`, `filled`, `contains`"));
        };
        match *key {
            "not" => self.one_or_more(value).map(Test::Not),
            "contains" => self.text(value).map(Test::Contains),
            _ => match &value.value {
                Yaml::Scalar(Json::Bool(filled)) => Ok(Test::Filled(*filled)),
                _ => Err(self.error(value.line, "`filled` is true or false")),
            },
        }
    }

    pub(super) fn one_or_more(&self, node: &Node) -> Result<Vec<String>> {
        match &node.value {
            Yaml::List(items) => items.iter().map(|item| self.text(item)).collect(),
            _ => Ok(vec![self.text(node)?]),
        }
    }

    pub(super) fn path(&self, node: &Node) -> Result<Path> {
        self.path_of(node.line, &self.text(node)?)
    }

    pub(super) fn path_of(&self, line: usize, text: &str) -> Result<Path> {
        Path::parse(text.trim()).map_err(|why| self.error(line, why))
    }

    /// Text with `{paths}`, or one path alone.
    fn url(&self, node: &Node) -> Result<Template> {
        let source = self.text(node)?;
        if source.contains("{{") {
            let message = format!("`url` is text with {{paths}}, no expression: `{source}`");
            return Err(self.error(node.line, message));
        }
        if source.contains('{') || source.contains("://") {
            return self.template(node);
        }
        let path = self.path_of(node.line, &source)?;
        Ok(Template { parts: vec![Part::Path(path)], source })
    }

    pub(super) fn template(&self, node: &Node) -> Result<Template> {
        let source = self.text(node)?;
        let mut parts = Vec::new();
        let mut rest = source.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let Some((path, after)) = after.split_once('}') else {
                return Err(self.error(node.line, format!("`{source}` lacks a closing brace")));
            };
            parts.push(Part::Text(before.to_owned()));
            parts.push(Part::Path(self.path_of(node.line, path)?));
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        parts.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
        Ok(Template { parts, source })
    }

    /// A key or reference: text, and every part of it must be there.
    fn key(&self, node: &'a Node) -> Result<Plan> {
        self.value(node, &Kind::Text, "a key", true)
    }

    pub(super) fn currency_code(&self, node: &Node) -> Result<Currency> {
        Currency::parse(&self.text(node)?).ok_or_else(|| {
            self.error(node.line, "not a currency; expected an ISO 4217 code such as EUR")
        })
    }

    pub(super) fn text(&self, node: &Node) -> Result<String> {
        node.text().ok_or_else(|| self.error(node.line, "a text is expected here"))
    }

    fn list(&self, node: &'a Node, what: &str) -> Result<&'a [Node]> {
        match &node.value {
            Yaml::List(items) => Ok(items),
            _ => Err(self.error(node.line, format!("{what} must be a list"))),
        }
    }

    pub(super) fn entries(
        &self,
        node: &'a Node,
        what: &str,
    ) -> Result<&'a [(usize, String, Node)]> {
        match &node.value {
            Yaml::Map(entries) => Ok(entries),
            _ => Err(self.error(node.line, format!("{what} must be a map"))),
        }
    }

    pub(super) fn section(
        &self,
        node: &'a Node,
        what: &'static str,
        known: &[&str],
    ) -> Result<Section<'a>> {
        let mut section = Section { line: node.line, what, entries: Vec::new() };
        for (line, key, value) in self.entries(node, what)? {
            if !known.contains(&key.as_str()) {
                let near = near(key, known.iter().copied());
                return Err(self.error(*line, format!("{what} has no `{key}`{near}")));
            }
            section.entries.push((*line, key, value));
        }
        section.line = section.entries.first().map_or(node.line, |(line, ..)| *line);
        Ok(section)
    }

    pub(super) fn need(&self, section: &Section<'a>, key: &str) -> Result<&'a Node> {
        section
            .get(key)
            .ok_or_else(|| self.error(section.line, format!("{} needs `{key}`", section.what)))
    }

    pub(super) fn error(&self, line: usize, message: impl Into<String>) -> MappingError {
        MappingError { file: self.file.to_owned(), line, message: message.into() }
    }
}

/// Whether values of this kind are read by this conversion.
pub(super) fn fits(kind: &Kind, convert: &Convert) -> bool {
    match convert {
        Convert::Text(_) => matches!(kind, Kind::Text | Kind::Ref(_)),
        Convert::Choice(_) => matches!(kind, Kind::Choice(_)),
        Convert::Int => *kind == Kind::Int,
        Convert::Number => *kind == Kind::Number,
        Convert::Money { .. } => *kind == Kind::Amount,
        Convert::Day(_) => *kind == Kind::Day,
        Convert::Time(_) => *kind == Kind::Time,
        Convert::Flag => *kind == Kind::Flag,
        Convert::List => *kind == Kind::List,
    }
}
