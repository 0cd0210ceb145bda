//! The rare case: a Jinja expression over a record, for what paths cannot say.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Expression as Compiled};

use super::super::Json;
use super::path::{Scope, is_filled};

/// What an expression sees: the whole record, the element of `each`, the row of `lookup`.
const VARIABLES: [&str; 3] = ["record", "item", "row"];

/// An expression may not work longer than this many instructions.
const FUEL: u64 = 50_000;

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_fuel(Some(FUEL));
    environment
        .set_unknown_method_callback(minijinja_contrib::pycompat::unknown_method_callback);
    environment
});

/// A compiled `{{ … }}` that sees `record`, `item` and `row`.
pub(super) struct Expression {
    source: String,
    uses: Vec<&'static str>,
    compiled: Compiled<'static, 'static>,
}

impl Expression {
    /// Compiles `{{ … }}`.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn parse(source: &str) -> Result<Self, String> {
        let bare = source.trim().strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
        let bare = bare.ok_or("an expression is one `{{ … }}` and nothing else")?.trim();
        let compiled = ENVIRONMENT
            .compile_expression_owned(bare.to_owned())
            .map_err(|error| format!("`{source}` is not an expression: {error}"))?;
        let mut uses = Vec::new();
        for name in compiled.undeclared_variables(false) {
            match VARIABLES.iter().find(|known| **known == name) {
                Some(known) => uses.push(*known),
                None if is_function(&name) => {}
                None => {
                    let message =
                        format!("`{name}` is unknown here; use {}", VARIABLES.join(", "));
                    return Err(message);
                }
            }
        }
        Ok(Self { source: source.to_owned(), uses, compiled })
    }

    /// The value, `None` when there is none.
    ///
    /// # Errors
    /// When it fails on this record; the message holds no value.
    pub(super) fn read(&self, scope: &Scope<'_>) -> Result<Option<Json>, String> {
        // Only what is used is made a value: a record can be large.
        let context: BTreeMap<&str, Value> = self
            .uses
            .iter()
            .map(|name| match *name {
                "record" => (*name, value(scope.record)),
                "item" => (*name, value(scope.item)),
                _ => (*name, scope.row.map(value).unwrap_or_default()),
            })
            .collect();
        let found = self
            .compiled
            .eval(context)
            .map_err(|error| format!("the expression failed: {}", error.kind()))?;
        Ok(json(&found).filter(is_filled))
    }

    /// Whether it holds for this record; a failure does not hold.
    pub(super) fn holds(&self, scope: &Scope<'_>) -> bool {
        let found = self.read(scope).ok().flatten();
        found.is_some_and(|json| !matches!(json, Json::Bool(false)))
    }

    /// Paths of the record that it reads, dotted.
    pub(super) fn reads(&self) -> Vec<String> {
        self.compiled.undeclared_variables(true).into_iter().collect()
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({})", self.source)
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

fn is_function(name: &str) -> bool {
    ENVIRONMENT.globals().any(|(global, _)| global == name)
}

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::from(()),
        Json::Bool(flag) => Value::from(*flag),
        Json::Number(text) => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(whole), _) => Value::from(whole),
            (_, Ok(number)) => Value::from(number),
            _ => Value::from(text.as_str()),
        },
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::from(items.iter().map(value).collect::<Vec<_>>()),
        Json::Object(fields) => {
            let fields = fields.iter().map(|(name, json)| (name.clone(), value(json)));
            Value::from(fields.collect::<BTreeMap<String, Value>>())
        }
    }
}

fn json(value: &Value) -> Option<Json> {
    Some(match value.kind() {
        ValueKind::Bool => Json::Bool(value.is_true()),
        ValueKind::Number => Json::Number(value.to_string()),
        ValueKind::String => Json::String(value.as_str()?.to_owned()),
        ValueKind::Seq | ValueKind::Iterable => {
            Json::Array(value.try_iter().ok()?.filter_map(|item| json(&item)).collect())
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_sees_the_record_and_nothing_else() {
        let record = Json::parse(r#"{"a":{"n":2,"t":"x"},"z":null}"#).expect("valid");
        let scope = Scope { record: &record, item: &record, row: None };
        let cases = [
            ("{{ record.a.n * 2 }}", Some("4")),
            ("{{ record.a.t ~ '-' ~ item.a.n }}", Some("\"x-2\"")),
            ("{{ record.z }}", None),
            ("{{ record.a.n > 1 and record.a.t == 'x' }}", Some("true")),
        ];
        for (source, expected) in cases {
            let found = Expression::parse(source).expect(source).read(&scope).expect(source);
            assert_eq!(found.map(|json| json.to_string()).as_deref(), expected, "{source}");
        }
        for source in ["{{ recrod.a }}", "{{ record. }}", "{{ 1 }} x"] {
            assert!(Expression::parse(source).is_err(), "{source}");
        }
    }
}
