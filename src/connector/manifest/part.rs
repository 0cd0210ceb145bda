//! One component of a manifest while it is read: fields by name, with errors that say where.

use minijinja::Value;

use super::components::Plan;
use super::resolve::PARAMETERS;
use super::vocabulary::{self, FieldRule};
use super::yaml::{Node, Yaml};
use crate::connector::template::{Engine, Template, to_value};
use crate::model::nearest::slip;

/// Why a component cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The manifest is wrong.
    Wrong(usize, String),
    /// The manifest is right, but this build cannot run the stream.
    Later(usize, String),
}

pub(crate) type Read<T> = Result<T, Trouble>;

/// A component: an object with a known type.
pub(crate) struct Part<'a> {
    node: &'a Node,
    pub(crate) kind: &'static str,
    parameters: Value,
}

impl<'a> Part<'a> {
    /// A node as a component of one of some types; `place` says what it is for.
    pub(crate) fn of(node: &'a Node, place: &str, allowed: &[&'static str]) -> Read<Self> {
        if !matches!(node.value, Yaml::Map(_)) {
            let expected = allowed.join(" or ");
            let kind = node.kind();
            return wrong(
                node,
                format!("`{place}` is {kind}; expected a component: {expected}"),
            );
        }
        if let Some(class) = node.get("class_name") {
            let name = class.text().unwrap_or("without a name");
            let line = class.line;
            let message =
                format!("`{place}` is the custom Python class `{name}`, which cannot run here");
            return Err(Trouble::Later(line, message));
        }
        let Some(word) = node.get("type") else {
            let expected = allowed.join(" or ");
            return wrong(node, format!("`{place}` has no `type`; expected {expected}"));
        };
        let name = word.text().unwrap_or_default();
        let Some(kind) = allowed.iter().find(|kind| **kind == name) else {
            return Err(unexpected_kind(word, name, place, allowed));
        };
        let part = Self { kind, ..Self::any(node) };
        part.check_fields()?;
        Ok(part)
    }

    /// A node whatever it is, only to compile what is in it.
    pub(crate) fn any(node: &'a Node) -> Self {
        let parameters = node.get(PARAMETERS).map_or(Value::from(()), |n| to_value(&n.json()));
        Self { node, kind: "", parameters }
    }

    fn check_fields(&self) -> Read<()> {
        let rules = vocabulary::fields(self.kind).unwrap_or_default();
        let handed = self.node.get(PARAMETERS);
        for entry in self.node.entries() {
            let known = rules.iter().find(|rule| rule.name == entry.key);
            match known {
                Some(rule) if rule.later && !entry.node.is_falsy() => {
                    let message =
                        format!("`{}` of {} is not run by this build", rule.name, self.kind);
                    return Err(Trouble::Later(entry.line, message));
                }
                Some(_) => {}
                None if entry.key == "type" || entry.key.starts_with('$') => {}
                None if handed.is_some_and(|params| params.get(&entry.key).is_some()) => {}
                // The ecosystem lets strangers pass; only what is nearly a field is a slip.
                None => self.check_slip(&entry.key, entry.line, rules)?,
            }
        }
        let missing =
            rules.iter().find(|rule| rule.required && self.node.get(rule.name).is_none());
        match missing {
            Some(rule) => self.wrong(format!("{} needs `{}`", self.kind, rule.name)),
            None => Ok(()),
        }
    }

    fn check_slip(&self, key: &str, line: usize, rules: &[FieldRule]) -> Read<()> {
        let Some(meant) = slip(key, rules.iter().map(|rule| rule.name)) else {
            return Ok(());
        };
        let kind = self.kind;
        let message = format!("{kind} has no field `{key}`; did you mean `{meant}`?");
        Err(Trouble::Wrong(line, message))
    }

    /// The line of the component.
    pub(crate) fn line(&self) -> usize {
        self.node.line
    }

    /// An error at the component.
    pub(crate) fn wrong<T>(&self, message: String) -> Read<T> {
        wrong(self.node, message)
    }

    /// A field that is there and not null.
    pub(crate) fn field(&self, name: &str) -> Option<&'a Node> {
        self.node.get(name).filter(|node| node.value != Yaml::Null)
    }

    /// A field that the vocabulary requires.
    pub(crate) fn need(&self, name: &str) -> Read<&'a Node> {
        match self.field(name) {
            Some(node) => Ok(node),
            None => self.wrong(format!("{} needs `{name}`", self.kind)),
        }
    }

    fn mismatch<T>(&self, name: &str, node: &Node, expected: &str) -> Read<T> {
        let (kind, found) = (self.kind, node.kind());
        wrong(node, format!("`{name}` of {kind} is {found}; expected {expected}"))
    }

    /// A text; a number or a flag is read as one.
    pub(crate) fn text(&self, name: &str) -> Read<Option<String>> {
        let Some(node) = self.field(name) else { return Ok(None) };
        match scalar(node) {
            Some(text) => Ok(Some(text)),
            None => self.mismatch(name, node, "a text"),
        }
    }

    /// A flag, false when it is not there.
    pub(crate) fn flag(&self, name: &str) -> Read<bool> {
        self.flag_or(name, false)
    }

    /// A flag with a default.
    pub(crate) fn flag_or(&self, name: &str, default: bool) -> Read<bool> {
        match self.field(name).map(|node| (node, &node.value)) {
            None => Ok(default),
            Some((_, Yaml::Bool(flag))) => Ok(*flag),
            Some((node, _)) => self.mismatch(name, node, "true or false"),
        }
    }

    /// A whole number.
    pub(crate) fn whole(&self, name: &str) -> Read<Option<i64>> {
        let Some(node) = self.field(name) else { return Ok(None) };
        let number = match &node.value {
            Yaml::Number(text) | Yaml::Text(text) => text.parse().ok(),
            _ => None,
        };
        match number {
            Some(number) => Ok(Some(number)),
            None => self.mismatch(name, node, "a whole number"),
        }
    }

    /// The items of a list; nothing when the field is not there.
    pub(crate) fn list(&self, name: &str) -> Read<&'a [Node]> {
        match self.field(name).map(|node| (node, &node.value)) {
            None => Ok(&[]),
            Some((_, Yaml::List(items))) => Ok(items),
            Some((node, _)) => self.mismatch(name, node, "a list"),
        }
    }

    /// One word of some; the message names the nearest.
    pub(crate) fn word<T: Copy>(&self, name: &str, words: &[(&str, T)]) -> Read<Option<T>> {
        let Some(node) = self.field(name) else { return Ok(None) };
        let text = scalar(node).unwrap_or_default();
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Ok(Some(*value));
        }
        let expected = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        let known = words.iter().map(|(word, _)| *word);
        let close = slip(&text.to_lowercase(), known.clone());
        let hint = match close {
            Some(word) => format!("; did you mean `{word}`?"),
            None => vocabulary::hint(&text.to_uppercase(), known),
        };
        let kind = self.kind;
        wrong(node, format!("`{name}` of {kind} is `{text}`; expected one of {expected}{hint}"))
    }

    /// A template.
    pub(crate) fn template(&self, engine: &mut Engine, name: &str) -> Read<Option<Template>> {
        let Some(node) = self.field(name) else { return Ok(None) };
        match scalar(node) {
            Some(text) => self.compile(engine, &text, node.line).map(Some),
            None => self.mismatch(name, node, "a text, which may hold an expression"),
        }
    }

    /// A template that is there and not empty.
    pub(crate) fn filled(&self, engine: &mut Engine, name: &str) -> Read<Option<Template>> {
        Ok(self.template(engine, name)?.filter(|template| !template.source().is_empty()))
    }

    /// A template that the vocabulary requires.
    pub(crate) fn need_template(&self, engine: &mut Engine, name: &str) -> Read<Template> {
        self.need(name)?;
        match self.template(engine, name)? {
            Some(template) => Ok(template),
            None => self.wrong(format!("{} needs `{name}`", self.kind)),
        }
    }

    /// A template, or a default.
    pub(crate) fn template_or(
        &self,
        engine: &mut Engine,
        name: &str,
        default: &str,
    ) -> Read<Template> {
        match self.filled(engine, name)? {
            Some(template) => Ok(template),
            None => self.compile(engine, default, self.node.line),
        }
    }

    /// A list of templates.
    pub(crate) fn templates(&self, engine: &mut Engine, name: &str) -> Read<Vec<Template>> {
        self.list(name)?.iter().map(|item| self.path_step(engine, name, item)).collect()
    }

    /// A list of lists of templates.
    pub(crate) fn paths(&self, engine: &mut Engine, name: &str) -> Read<Vec<Vec<Template>>> {
        let mut paths = Vec::new();
        for item in self.list(name)? {
            let Yaml::List(steps) = &item.value else {
                return self.mismatch(name, item, "a list of names");
            };
            let steps = steps.iter().map(|step| self.path_step(engine, name, step));
            paths.push(steps.collect::<Read<_>>()?);
        }
        Ok(paths)
    }

    fn path_step(&self, engine: &mut Engine, name: &str, node: &Node) -> Read<Template> {
        match scalar(node) {
            Some(text) => self.compile(engine, &text, node.line),
            None => self.mismatch(name, node, "a list of texts"),
        }
    }

    /// A value with templates anywhere in it.
    pub(crate) fn plan(&self, engine: &mut Engine, name: &str) -> Read<Plan> {
        match self.field(name) {
            Some(node) => self.plan_of(engine, node),
            None => Ok(Plan::empty()),
        }
    }

    /// The same for a node within the component.
    pub(crate) fn plan_of(&self, engine: &mut Engine, node: &Node) -> Read<Plan> {
        match &node.value {
            Yaml::Text(text) => Ok(Plan::Template(self.compile(engine, text, node.line)?)),
            Yaml::List(items) => {
                let items = items.iter().map(|item| self.plan_of(engine, item));
                Ok(Plan::List(items.collect::<Read<_>>()?))
            }
            Yaml::Map(entries) => {
                let mut fields = Vec::with_capacity(entries.len());
                for entry in entries.iter().filter(|entry| entry.key != PARAMETERS) {
                    let name = self.compile(engine, &entry.key, entry.line)?;
                    fields.push((name, self.plan_of(engine, &entry.node)?));
                }
                Ok(Plan::Map(fields))
            }
            _ => Ok(Plan::Value(node.json())),
        }
    }

    /// Compiles a text with the component's parameters.
    pub(crate) fn compile(
        &self,
        engine: &mut Engine,
        text: &str,
        line: usize,
    ) -> Read<Template> {
        engine.compile(text, line, &self.parameters).map_err(|why| {
            Trouble::Wrong(line, format!("the expression `{text}` is wrong: {why}"))
        })
    }
}

fn unexpected_kind(node: &Node, name: &str, place: &str, allowed: &[&'static str]) -> Trouble {
    let expected = allowed.join(" or ");
    if name.starts_with("Custom") {
        let message =
            format!("`{place}` is {name}, which this build does not run; it runs {expected}");
        return Trouble::Later(node.line, message);
    }
    let hint = vocabulary::hint(name, allowed.iter().copied());
    let hint = if hint.is_empty() { vocabulary::hint(name, vocabulary::kinds()) } else { hint };
    Trouble::Wrong(
        node.line,
        format!("`{place}` has the type `{name}`; expected {expected}{hint}"),
    )
}

/// An error at a node.
pub(crate) fn wrong<T>(node: &Node, message: String) -> Read<T> {
    Err(Trouble::Wrong(node.line, message))
}

/// A text, number or flag as text.
pub(crate) fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Yaml::Text(text) | Yaml::Number(text) => Some(text.clone()),
        Yaml::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}
