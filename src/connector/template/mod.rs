//! Expressions of a manifest: `{{ config['start_date'] }}`, compiled once and rendered often.
//!
//! The language is Jinja2 with the ecosystem's macros and filters. What a template renders gets
//! its type as Python's `literal_eval` gives it, because manifests are written against that.

mod containers;
mod digest;
mod fast;
mod filters;
mod functions;
mod lexer;
mod literal;
mod lower;
mod methods;
mod moments;
mod operators;
#[cfg(test)]
mod oracle;
mod python;
mod scope;
mod syntax;
#[cfg(test)]
mod tests;
mod texts;

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use minijinja::value::ValueKind;
use minijinja::{Environment, ErrorKind, Value};

use super::Json;
use fast::Fast;
pub(crate) use literal::{python_float, python_text};
use lower::{Part, lower};
use python::Fault;
use scope::Reads;
pub(crate) use scope::{Scope, Var, to_value};

/// Most instructions one rendering may take.
const FUEL: u64 = 200_000;
/// Most bytes one rendering may write.
const MAX_OUTPUT: usize = 4 * 1024 * 1024;

/// Which types a rendered value may take besides text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Typing {
    /// Any literal.
    Free,
    /// Lists only; a number stays text. Query parameters and form fields are read so.
    Lists,
    /// Text only.
    Text,
}

/// Why a template could not be rendered. Holds no value of the configuration or of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RenderError {
    /// Line in the manifest.
    pub(crate) line: usize,
    /// Something it reads is not there.
    pub(crate) undefined: bool,
    /// What went wrong.
    pub(crate) message: String,
}

/// One expression of a manifest.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    line: usize,
    source: Arc<str>,
    parameters: Value,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Plain,
    Jinja(Arc<Compiled>),
}

/// What is known of a template before it is rendered.
#[derive(Debug)]
struct Compiled {
    name: String,
    uses: Vec<String>,
    /// The parts of a template so simple that it needs no engine.
    simple: Option<Vec<Part>>,
    /// Of each variable the keys that are read, unless it may be read whole.
    reads: Reads,
    /// Whether it changes lists or objects.
    changes: bool,
}

impl Template {
    /// What the manifest says.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// The names of variables that it reads.
    pub(crate) fn uses(&self) -> &[String] {
        match &self.kind {
            Kind::Plain => &[],
            Kind::Jinja(compiled) => &compiled.uses,
        }
    }

    /// Whether the same configuration always renders the same text.
    pub(crate) fn is_static(&self) -> bool {
        self.uses().iter().all(|name| name == "config" || name == "parameters")
    }

    /// The text itself when there is nothing to render.
    pub(crate) fn plain(&self) -> Option<&str> {
        matches!(self.kind, Kind::Plain).then_some(&*self.source)
    }
}

/// Compiled templates of one manifest.
#[derive(Clone)]
pub(crate) struct Engine {
    env: Environment<'static>,
    compiled: HashMap<String, Template>,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Engine({} templates)", self.compiled.len())
    }
}

impl Engine {
    /// An engine without templates.
    pub(crate) fn new() -> Self {
        let mut env = Environment::new();
        env.set_unknown_method_callback(minijinja_contrib::pycompat::unknown_method_callback);
        env.set_fuel(Some(FUEL));
        env.set_formatter(|out, _, value| match (value.kind(), value.as_str()) {
            (ValueKind::String, Some(text)) => Ok(out.write_str(text)?),
            _ => Ok(out.write_str(&python::text(value)?)?),
        });
        operators::add_to(&mut env);
        functions::add_to(&mut env);
        filters::add_to(&mut env);
        Self { env, compiled: HashMap::new() }
    }

    /// Compiles a text found at a line of the manifest; `parameters` are the component's.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(crate) fn compile(
        &mut self,
        source: &str,
        line: usize,
        parameters: &Value,
    ) -> Result<Template, String> {
        let parameters = parameters.clone();
        if !["{{", "{%", "{#"].iter().any(|mark| source.contains(mark)) {
            // Jinja2 drops one newline at the end, of plain text too.
            let source = source.strip_suffix('\n').unwrap_or(source);
            return Ok(Template { line, source: source.into(), parameters, kind: Kind::Plain });
        }
        let kind = self.jinja(source)?;
        Ok(Template { line, source: source.into(), parameters, kind })
    }

    fn jinja(&mut self, source: &str) -> Result<Kind, String> {
        if let Some(known) = self.compiled.get(source) {
            return Ok(known.kind.clone());
        }
        let name = format!("t{}", self.compiled.len());
        let lowered = lower(source);
        let text = lowered.as_ref().map_or(source, |lowered| &lowered.text).to_owned();
        self.env.add_template_owned(name.clone(), text).map_err(|error| explain(&error))?;
        let template = self.env.get_template(&name).map_err(|error| explain(&error))?;
        let mut uses: Vec<String> = template.undeclared_variables(false).into_iter().collect();
        uses.retain(|name| !functions::is_known(name));
        uses.sort();
        let changes = lowered.as_ref().is_some_and(|lowered| lowered.changes);
        let (parts, reads) =
            lowered.map_or((None, Reads::default()), |lowered| (lowered.parts, lowered.reads));
        let simple = parts.filter(|parts| fast::is_simple(parts));
        let kind = Kind::Jinja(Arc::new(Compiled { name, uses, simple, reads, changes }));
        let parameters = Value::UNDEFINED;
        let template =
            Template { line: 0, source: source.into(), parameters, kind: kind.clone() };
        self.compiled.insert(source.to_owned(), template);
        Ok(kind)
    }

    /// Renders to text, typed and written back as the ecosystem does for URLs: `1.10` is `1.1`.
    ///
    /// # Errors
    /// When something is undefined or the template cannot be rendered.
    pub(crate) fn text(
        &self,
        template: &Template,
        scope: &Scope<'_>,
    ) -> Result<String, RenderError> {
        if let Some(plain) = template.plain() {
            let typed = literal::parse(plain);
            return Ok(typed.map_or_else(|| plain.to_owned(), |value| python_text(&value)));
        }
        let text = match fast(template, scope).and_then(Fast::text) {
            Some(text) => text.into_owned(),
            None => self.checked(template, scope).map_err(|failure| failure.error)?,
        };
        Ok(literal::parse(&text).map_or(text, |value| python_text(&value)))
    }

    /// Renders and gives the result its type; `None` when it is empty or undefined.
    ///
    /// What Python would refuse for its type, such as `'a' + 1`, stands as it is written: the
    /// ecosystem takes it for a text without an expression, and conditions are true then.
    ///
    /// # Errors
    /// When the template cannot be rendered.
    pub(crate) fn typed(
        &self,
        template: &Template,
        scope: &Scope<'_>,
        typing: Typing,
    ) -> Result<Option<Json>, RenderError> {
        if let Some(Ok(json)) = fast(template, scope).map(|value| type_fast(value, typing)) {
            return Ok(json);
        }
        match self.checked(template, scope) {
            Ok(text) if text.is_empty() => Ok(None),
            Ok(text) => Ok(Some(type_text(text, typing))),
            Err(failure) => match failure.fault {
                Fault::Undefined => Ok(None),
                Fault::Type => Ok(Some(Json::String(template.source.to_string()))),
                Fault::Other => Err(failure.error),
            },
        }
    }

    /// Renders and reads the result as yes or no.
    ///
    /// # Errors
    /// When the template cannot be rendered.
    pub(crate) fn truth(
        &self,
        template: &Template,
        scope: &Scope<'_>,
    ) -> Result<bool, RenderError> {
        if let Some(Fast::Bool(flag)) = fast(template, scope) {
            return Ok(flag);
        }
        Ok(match self.typed(template, scope, Typing::Free)? {
            None | Some(Json::Null) => false,
            Some(Json::Bool(flag)) => flag,
            Some(Json::Number(text)) => text.parse::<f64>() != Ok(0.0),
            Some(Json::String(text)) => !matches!(
                text.as_str(),
                "" | "False" | "false" | "{}" | "[]" | "()" | "0" | "0.0"
            ),
            Some(Json::Array(items)) => !items.is_empty(),
            Some(Json::Object(fields)) => !fields.is_empty(),
        })
    }

    // A name that is nowhere a variable is a slip of the pen, not something undefined.
    fn checked(&self, template: &Template, scope: &Scope<'_>) -> Result<String, Failure> {
        let strange = template.uses().iter().find(|name| !scope.knows(name));
        if let Some(name) = strange {
            let hint = scope::hint(name);
            let source = &template.source;
            let message = format!(
                "`{source}` cannot be rendered: there is no variable `{name}` here{hint}"
            );
            let error = RenderError { line: template.line, undefined: false, message };
            return Err(Failure { fault: Fault::Other, error });
        }
        self.render(template, scope)
    }

    fn render(&self, template: &Template, scope: &Scope<'_>) -> Result<String, Failure> {
        let Kind::Jinja(compiled) = &template.kind else {
            return Ok(template.source.to_string());
        };
        let context = scope.context(&compiled.uses, &template.parameters, &compiled.reads);
        let context = if compiled.changes { containers::owned(&context) } else { context };
        let mut out = Capped(Vec::with_capacity(64));
        let rendered = self
            .env
            .get_template(&compiled.name)
            .and_then(|jinja| jinja.render_captured_to(context, &mut out).map(drop));
        match rendered {
            Ok(()) => Ok(String::from_utf8_lossy(&out.0).into_owned()),
            Err(error) => Err(failure(template, &error)),
        }
    }
}

/// An error, and what Python would make of it.
struct Failure {
    fault: Fault,
    error: RenderError,
}

fn failure(template: &Template, error: &minijinja::Error) -> Failure {
    let fault = python::fault(error);
    let source = &template.source;
    let error = RenderError {
        line: template.line,
        undefined: fault == Fault::Undefined,
        message: format!("`{source}` cannot be rendered: {}", explain(error)),
    };
    Failure { fault, error }
}

fn fast<'a>(template: &'a Template, scope: &Scope<'a>) -> Option<Fast<'a>> {
    let Kind::Jinja(compiled) = &template.kind else { return None };
    fast::read(compiled.simple.as_deref()?, template, scope)
}

struct Capped(Vec<u8>);

impl io::Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_OUTPUT {
            return Err(io::Error::other("the output is too long"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

// A detail may quote a value; only kinds whose detail names things of the template show it.
fn explain(error: &minijinja::Error) -> String {
    let own = error.detail().filter(|detail| detail.starts_with(python::OWN));
    let safe = matches!(
        error.kind(),
        ErrorKind::SyntaxError
            | ErrorKind::UnknownFilter
            | ErrorKind::UnknownFunction
            | ErrorKind::UnknownMethod
            | ErrorKind::UnknownTest
            | ErrorKind::MissingArgument
            | ErrorKind::TooManyArguments
    );
    match (own, error.detail()) {
        (Some(detail), _) => detail.to_owned(),
        (None, Some(detail)) if safe => format!("{}: {detail}", error.kind()),
        _ => error.kind().to_string(),
    }
}

fn type_text(text: String, typing: Typing) -> Json {
    match literal::parse(&text) {
        Some(value) if typing == Typing::Free => value,
        // A list, or a text in quotes of its own.
        Some(value @ (Json::Array(_) | Json::String(_))) if typing == Typing::Lists => value,
        _ => Json::String(text),
    }
}

// As if the value had been written as text and read back, without losing digits of a number.
fn retype(value: &Json, typing: Typing) -> Json {
    match (value, typing) {
        (Json::String(text), _) => type_text(text.clone(), typing),
        (Json::Array(_), Typing::Lists) | (_, Typing::Free) => value.clone(),
        _ => Json::String(python_text(value)),
    }
}

// Only the engine can write the value.
#[derive(Debug)]
struct Unwritten;

// What a simple expression gives.
fn type_fast(value: Fast<'_>, typing: Typing) -> Result<Option<Json>, Unwritten> {
    Ok(match value {
        Fast::Undefined => None,
        Fast::Json(Json::String(text)) if text.is_empty() => None,
        Fast::Json(json) => Some(retype(json, typing)),
        Fast::Text(text) if text.is_empty() => None,
        Fast::Text(text) => Some(type_text(text.into_owned(), typing)),
        Fast::Value(_) => return Err(Unwritten),
        scalar if typing != Typing::Free => {
            Some(Json::String(scalar.text().ok_or(Unwritten)?.into_owned()))
        }
        Fast::None => Some(Json::Null),
        Fast::Bool(flag) => Some(Json::Bool(flag)),
        number => Some(Json::Number(number.text().ok_or(Unwritten)?.into_owned())),
    })
}
