//! Expressions of a manifest: `{{ config['start_date'] }}`, compiled once and rendered often.
//!
//! The language is Jinja2 with the ecosystem's macros and filters. What a template renders gets
//! its type as Python's `literal_eval` gives it, because manifests are written against that.

mod digest;
mod functions;
mod literal;
mod scope;

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use minijinja::{Environment, ErrorKind, Value};

use super::Json;
pub(crate) use literal::{python_float, python_text};
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
    Jinja { name: Arc<str>, uses: Arc<[String]>, direct: Option<Arc<[String]>> },
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
            Kind::Jinja { uses, .. } => uses,
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
        functions::add_to(&mut env);
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
        let kind = if ["{{", "{%", "{#"].iter().any(|mark| source.contains(mark)) {
            self.jinja(source)?
        } else {
            Kind::Plain
        };
        let parameters = parameters.clone();
        Ok(Template { line, source: source.into(), parameters, kind })
    }

    fn jinja(&mut self, source: &str) -> Result<Kind, String> {
        if let Some(known) = self.compiled.get(source) {
            return Ok(known.kind.clone());
        }
        let name: Arc<str> = format!("t{}", self.compiled.len()).into();
        self.env
            .add_template_owned(name.to_string(), functions::span_arithmetic(source))
            .map_err(|error| explain(&error))?;
        let template = self.env.get_template(&name).map_err(|error| explain(&error))?;
        let mut uses: Vec<String> = template.undeclared_variables(false).into_iter().collect();
        uses.retain(|name| !functions::is_known(name));
        uses.sort();
        let direct = direct_path(source).map(Into::into);
        let kind = Kind::Jinja { name, uses: uses.into(), direct };
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
        let text = self.render(template, scope)?;
        Ok(literal::parse(&text).map_or(text, |value| python_text(&value)))
    }

    /// Renders and gives the result its type; `None` when it is empty or undefined.
    ///
    /// # Errors
    /// When the template cannot be rendered.
    pub(crate) fn typed(
        &self,
        template: &Template,
        scope: &Scope<'_>,
        typing: Typing,
    ) -> Result<Option<Json>, RenderError> {
        match direct_value(template, scope) {
            Direct::Closed => {}
            Direct::Nothing => return Ok(None),
            Direct::Found(value) => return Ok(Some(retype(value, typing))),
        }
        match self.render(template, scope) {
            Ok(text) if text.is_empty() => Ok(None),
            Ok(text) => Ok(Some(type_text(text, typing))),
            Err(error) if error.undefined => Ok(None),
            Err(error) => Err(error),
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

    fn render(&self, template: &Template, scope: &Scope<'_>) -> Result<String, RenderError> {
        let Kind::Jinja { name, uses, .. } = &template.kind else {
            return Ok(template.source.to_string());
        };
        let context = scope.context(uses, &template.parameters);
        let mut out = Capped(Vec::with_capacity(64));
        let rendered = self
            .env
            .get_template(name)
            .and_then(|jinja| jinja.render_captured_to(context, &mut out).map(drop));
        match rendered {
            Ok(()) => Ok(String::from_utf8_lossy(&out.0).into_owned()),
            Err(error) => Err(RenderError {
                line: template.line,
                // To Python, a method that is not there is something undefined, too.
                undefined: matches!(
                    error.kind(),
                    ErrorKind::UndefinedError | ErrorKind::UnknownMethod
                ),
                message: format!(
                    "`{}` cannot be rendered: {}",
                    template.source,
                    explain(&error)
                ),
            }),
        }
    }
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
    let own = error.detail().filter(|detail| detail.starts_with(functions::OWN));
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
        Some(Json::Array(items)) if typing == Typing::Lists => Json::Array(items),
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

enum Direct<'a> {
    /// The engine must render it.
    Closed,
    Nothing,
    Found(&'a Json),
}

fn direct_value<'a>(template: &Template, scope: &Scope<'a>) -> Direct<'a> {
    let Kind::Jinja { direct: Some(path), .. } = &template.kind else {
        return Direct::Closed;
    };
    let Some((name, steps)) = path.split_first() else { return Direct::Closed };
    let Some(root) = scope.json(name) else { return Direct::Closed };
    let found = steps.iter().try_fold(root, |value, step| value.get(step));
    match found {
        Some(Json::String(text)) if text.is_empty() => Direct::Nothing,
        Some(value) => Direct::Found(value),
        None => Direct::Nothing,
    }
}

/// `{{ record['a'].b }}` and the like, which need no engine.
fn direct_path(source: &str) -> Option<Vec<String>> {
    let inner = source.strip_prefix("{{")?.strip_suffix("}}")?;
    let mut rest = inner.trim();
    let mut path = Vec::new();
    let word = |text: &str| {
        text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count()
    };
    let (first, after) = rest.split_at_checked(word(rest))?;
    path.push(first.to_owned());
    rest = after;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let (name, after) = after.split_at_checked(word(after))?;
            if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
                return None;
            }
            path.push(name.to_owned());
            rest = after;
            continue;
        }
        let after = rest.strip_prefix('[')?.trim_start();
        let mark = after.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        let (name, after) = after.strip_prefix(mark)?.split_once(mark)?;
        if name.contains('\\') {
            return None;
        }
        path.push(name.to_owned());
        rest = after.trim_start().strip_prefix(']')?;
    }
    (path.len() > 1).then_some(path)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use serde_json::json;

    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-03-04T05:06:07.089Z".parse().expect("a moment")
    }

    fn render(source: &str) -> Result<Option<Json>, String> {
        let mut engine = Engine::new();
        let parameters = Value::from_pairs([("name", "deals")]);
        let template = engine.compile(source, 7, &parameters)?;
        let config = to_value(
            &Json::parse(
                &json!({
                    "start_date": "2026-01-02T03:04:05Z", "id": "0042", "n": 3, "list": ["a", "b"],
                    "nested": {"key": "v'x"}, "secret": "hunter2", "empty": ""
                })
                .to_string(),
            )
            .expect("valid"),
        );
        let record = Json::parse(r#"{"amount":12345678901234567.89,"name":"x","none":null}"#)
            .expect("valid");
        let vars = [("record", Var::Json(&record))];
        let scope = Scope { config: &config, now: now(), vars: &vars, extra: &[] };
        engine.typed(&template, &scope, Typing::Free).map_err(|error| error.message)
    }

    #[test]
    fn expressions_read_as_in_the_ecosystem() {
        let cases = [
            // (template, JSON)
            ("plain", r#""plain""#),
            ("42", "42"),
            ("{{ config['start_date'] }}", r#""2026-01-02T03:04:05Z""#),
            ("{{ config.id }}", r#""0042""#),
            ("{{ config.get('missing', 'x') }}", r#""x""#),
            ("{{ config.nested['key'] }}", r#""v'x""#),
            ("{{ parameters.name }}", r#""deals""#),
            ("{{ config['n'] + 1 }}", "4"),
            ("{{ ','.join(config['list']) }}", r#""a,b""#),
            ("{{ config['list'] }}", r#"["a","b"]"#),
            ("{{ record['amount'] }}", "12345678901234567.89"),
            ("{{ record.none }}", "null"),
            ("{{ now_utc() }}", r#""2026-03-04 05:06:07.089000+00:00""#),
            ("{{ now_utc().strftime('%Y-%m-%d') }}", r#""2026-03-04""#),
            ("{{ (now_utc() - duration('P30D')).strftime('%Y-%m-%d') }}", r#""2026-02-02""#),
            ("{{ today_utc() }}", r#""2026-03-04""#),
            ("{{ day_delta(-1, '%Y-%m-%d') }}", r#""2026-03-03""#),
            ("{{ day_delta(1, format='%d.%m.') }}", r#""05.03.""#),
            ("{{ timestamp(config.start_date) | int }}", "1767323045"),
            ("{{ timestamp(12.7) }}", "12"),
            ("{{ max(2, 3, 1) }}{{ min([5, 4]) }}", "34"),
            ("{{ format_datetime(config.start_date, '%Y%m%d') }}", "20260102"),
            ("{{ format_datetime(1767323045, '%Y-%m-%d') }}", r#""2026-01-02""#),
            ("{{ format_datetime('02.01.26', '%Y', '%d.%m.%y') }}", "2026"),
            ("{{ str_to_datetime('2026-01-02').strftime('%s') }}", "1767312000"),
            ("{{ 'abc' | hash }}", r#""900150983cd24fb0d6963f7d28e17f72""#),
            ("{{ 'a:b' | base64encode }}", r#""YTpi""#),
            ("{{ 'YTpi' | base64decode }}", r#""a:b""#),
            ("{{ [1] | string }}", r#""[1]""#),
            ("{{ 'CamelCase' | upper }}", r#""CAMELCASE""#),
            ("{{ camel_case_to_snake_case('camelCaseWord') }}", r#""camel_case_word""#),
            ("{{ sanitize_url('a b&c') }}", r#""a+b%26c""#),
            ("{{ 1 if config.empty else 2 }}", "2"),
            ("{{ now_utc().isoformat('T', 'seconds') }}", r#""2026-03-04T05:06:07+00:00""#),
            ("{{ now_utc() > str_to_datetime('2026-01-01') }}", "true"),
        ];
        for (source, expected) in cases {
            let value = render(source).map(|v| v.map(|v| v.to_string()));
            assert_eq!(value, Ok(Some(expected.to_owned())), "{source}");
        }
    }

    #[test]
    fn what_is_not_there_is_nothing_and_never_a_word() {
        for source in [
            "{{ record.none.get('x') }}",
            "{{ config.missing }}",
            "{{ config.missing.deeper }}",
            "{{ config.empty }}",
        ] {
            assert_eq!(render(source), Ok(None), "{source}");
        }
    }

    #[test]
    fn an_error_says_what_is_wrong_and_no_value() {
        assert!(render("{{ config['x' }}").expect_err("wrong").contains("syntax error"));
        assert!(render("{{ config.secret | nosuch }}").expect_err("wrong").contains("nosuch"));
        let told = render("{{ str_to_datetime(config.secret) }}").expect_err("wrong");
        assert!(told.contains("ISO 8601") && !told.contains("hunter2"), "{told}");
        let told = render("{{ config.secret + 1 }}").expect_err("wrong");
        assert!(!told.contains("hunter2"), "{told}");
    }

    #[test]
    fn a_template_that_never_ends_is_stopped() {
        let endless =
            "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}";
        assert!(render(endless).is_err());
    }
}
