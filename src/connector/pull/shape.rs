//! A manifest's changes to a record: added, removed, renamed and flattened fields.

use super::glob::{self, steps};
use super::keys;
use crate::connector::Json;
use crate::connector::manifest::{Added, Flatten, Transformation, ValueType};
use crate::connector::template::{
    Engine, RenderError, Scope, Template, Typing, Var, python_text,
};

/// Why a record cannot be changed.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// An expression cannot be rendered.
    Render(RenderError),
    /// The record has no place for an added field.
    Blocked(String),
}

impl Trouble {
    /// In words; `failed` tells of an expression.
    pub(crate) fn told(self, failed: impl FnOnce(RenderError) -> String) -> String {
        match self {
            Self::Render(error) => failed(error),
            Self::Blocked(why) => why,
        }
    }
}

impl From<RenderError> for Trouble {
    fn from(error: RenderError) -> Self {
        Self::Render(error)
    }
}

/// Applies a stream's transformations in order. `scope` holds everything but the record.
///
/// # Errors
/// When an expression cannot be rendered, or a field cannot be added.
pub(crate) fn apply(
    engine: &Engine,
    transformations: &[Transformation],
    record: &mut Json,
    scope: &Scope<'_>,
) -> Result<(), Trouble> {
    for transformation in transformations {
        match transformation {
            Transformation::Add { fields, condition } => {
                for field in fields {
                    add(engine, field, condition.as_ref(), record, scope)?;
                }
            }
            Transformation::Remove { pointers, condition } => {
                for pointer in pointers {
                    remove(engine, pointer, condition.as_ref(), record, scope)?;
                }
            }
            Transformation::LowerKeys => keys::lower(record),
            Transformation::SnakeKeys => keys::snake(record),
            Transformation::ReplaceKeys { old, new } => {
                let (old, new) = {
                    let vars = with_record(record, scope);
                    let scope = Scope { vars: &vars, ..*scope };
                    (engine.text(old, &scope)?, engine.text(new, &scope)?)
                };
                keys::replace(record, &old, &new);
            }
            Transformation::Level { lists } => keys::level(record, *lists),
            Transformation::Flatten(rule) => flatten(engine, rule, record, scope)?,
        }
    }
    Ok(())
}

fn with_record<'a>(record: &'a Json, scope: &Scope<'a>) -> Vec<(&'a str, Var<'a>)> {
    let mut vars = vec![("record", Var::Json(record))];
    vars.extend(scope.vars.iter().cloned());
    vars
}

fn add(
    engine: &Engine,
    field: &Added,
    condition: Option<&Template>,
    record: &mut Json,
    scope: &Scope<'_>,
) -> Result<(), Trouble> {
    let (path, value) = {
        let mut vars = with_record(record, scope);
        let own = Scope { vars: &vars, ..*scope };
        let path = field.path.iter().map(|step| match step.plain() {
            Some(plain) => Ok(plain.to_owned()),
            None => engine.text(step, &own),
        });
        let path: Vec<String> = path.collect::<Result<_, _>>()?;
        let value = added(engine, field, &own)?;
        if let Some(condition) = condition {
            vars.push(("value", Var::Json(&value)));
            if !engine.truth(condition, &Scope { vars: &vars, ..*scope })? {
                return Ok(());
            }
        }
        (path, value)
    };
    glob::put(record, &path, value).map_err(|step| {
        let path = path.join(".");
        Trouble::Blocked(format!(
            "the field `{path}` cannot be added: there is something else where `{step}` should go"
        ))
    })
}

fn added(engine: &Engine, field: &Added, scope: &Scope<'_>) -> Result<Json, RenderError> {
    let typed = engine.typed(&field.value, scope, field.typing.typing())?;
    let Some(value) = typed else { return Ok(Json::String(String::new())) };
    if field.typing == ValueType::Text {
        return quoted(engine, field, value, scope);
    }
    if field.typing.admits(&value) {
        return Ok(value);
    }
    // What has not the type stays the text that it was.
    let text = engine.typed(&field.value, scope, Typing::Text)?;
    Ok(text.unwrap_or_else(|| Json::String(python_text(&value))))
}

// To Python, a text in quotes is the text within.
fn quoted(
    engine: &Engine,
    field: &Added,
    value: Json,
    scope: &Scope<'_>,
) -> Result<Json, RenderError> {
    if !value.text().is_some_and(|text| text.ends_with(['\'', '"'])) {
        return Ok(value);
    }
    Ok(match engine.typed(&field.value, scope, Typing::Free)? {
        Some(Json::String(text)) => Json::String(text),
        _ => value,
    })
}

// With a condition the ecosystem asks it of every single value of the record, wherever the pointer
// leads; manifests are written for that.
fn remove(
    engine: &Engine,
    pointer: &[String],
    condition: Option<&Template>,
    record: &mut Json,
    scope: &Scope<'_>,
) -> Result<(), RenderError> {
    let Some(condition) = condition else {
        glob::remove(record, &steps(pointer));
        return Ok(());
    };
    glob::remove_where(record, &mut |value| {
        let mut vars = vec![("property", Var::Json(value))];
        vars.extend(scope.vars.iter().cloned());
        engine.truth(condition, &Scope { vars: &vars, ..*scope })
    })
}

fn flatten(
    engine: &Engine,
    rule: &Flatten,
    record: &mut Json,
    scope: &Scope<'_>,
) -> Result<(), RenderError> {
    let path: Vec<String> =
        rule.path.iter().map(|step| engine.text(step, scope)).collect::<Result<_, _>>()?;
    let affix = |template: &Option<Template>| match template {
        Some(template) => engine.text(template, scope),
        None => Ok(String::new()),
    };
    let (prefix, suffix) = (affix(&rule.prefix)?, affix(&rule.suffix)?);
    let path = steps(&path);
    let Some(Json::Object(inner)) = glob::values(record, &path).first().copied() else {
        return Ok(());
    };
    let lifted: Vec<(String, Json)> = inner
        .iter()
        .map(|(key, value)| (format!("{prefix}{key}{suffix}"), value.clone()))
        .collect();
    if rule.replace && !lifted.is_empty() {
        *record = Json::Object(lifted);
        return Ok(());
    }
    // A name that is there already must not be overwritten: then nothing is lifted at all.
    if lifted.iter().any(|(key, _)| record.get(key).is_some()) {
        return Ok(());
    }
    if rule.delete {
        glob::remove(record, &path);
    }
    if let Json::Object(fields) = record {
        fields.extend(lifted);
    }
    Ok(())
}

/// Sets the value at a path; objects that are missing on the way are made.
pub(super) fn put(target: &mut Json, path: &[String], value: Json) {
    let Some((step, rest)) = path.split_first() else {
        *target = value;
        return;
    };
    if let Json::Array(items) = target {
        if let Some(item) = step.parse::<usize>().ok().and_then(|index| items.get_mut(index)) {
            put(item, rest, value);
        }
        return;
    }
    if !matches!(target, Json::Object(_)) {
        *target = Json::Object(Vec::new());
    }
    let Json::Object(fields) = target else { return };
    if let Some((_, inner)) = fields.iter_mut().rev().find(|(key, _)| key == step) {
        put(inner, rest, value);
        return;
    }
    let mut inner = Json::Object(Vec::new());
    put(&mut inner, rest, value);
    fields.push((step.clone(), inner));
}

/// The value at a path; `*` takes the first that is there.
pub(super) fn find<'a>(value: &'a Json, path: &[String]) -> Option<&'a Json> {
    let Some((step, rest)) = path.split_first() else { return Some(value) };
    match value {
        Json::Object(fields) if step == "*" => {
            fields.iter().find_map(|(_, value)| find(value, rest))
        }
        Json::Array(items) if step == "*" => items.iter().find_map(|value| find(value, rest)),
        Json::Array(items) => find(items.get(step.parse::<usize>().ok()?)?, rest),
        _ => find(value.get(step)?, rest),
    }
}
