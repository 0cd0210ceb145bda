//! A manifest's changes to a record: added, removed, renamed and flattened fields.

use crate::connector::Json;
use crate::connector::manifest::{Added, Flatten, Transformation};
use crate::connector::template::{
    Engine, RenderError, Scope, Template, Typing, Var, python_text,
};

/// Applies a stream's transformations in order. `scope` holds everything but the record.
///
/// # Errors
/// When an expression cannot be rendered.
pub(crate) fn apply(
    engine: &Engine,
    transformations: &[Transformation],
    record: &mut Json,
    scope: &Scope<'_>,
) -> Result<(), RenderError> {
    for transformation in transformations {
        match transformation {
            Transformation::Add { fields, condition } => {
                for field in fields {
                    add(engine, field, condition.as_ref(), record, scope)?;
                }
            }
            Transformation::Remove { pointers, condition } => {
                for pointer in pointers {
                    let condition = condition.as_ref();
                    remove(record, pointer, &mut |value| {
                        keep(engine, condition, value, scope)
                    })?;
                }
            }
            Transformation::LowerKeys => lower_keys(record),
            Transformation::Flatten(rule) => flatten(engine, rule, record, scope)?,
        }
    }
    Ok(())
}

fn add(
    engine: &Engine,
    field: &Added,
    condition: Option<&Template>,
    record: &mut Json,
    scope: &Scope<'_>,
) -> Result<(), RenderError> {
    let mut vars = vec![("record", Var::Json(&*record))];
    vars.extend(scope.vars.iter().cloned());
    let with_record = Scope { vars: &vars, ..*scope };
    let value = engine.typed(&field.value, &with_record, field.typing.typing())?;
    let value = value.unwrap_or_else(|| Json::String(String::new()));
    let value =
        if field.typing.admits(&value) { value } else { Json::String(python_text(&value)) };
    if let Some(condition) = condition {
        let mut vars = vars.clone();
        vars.push(("value", Var::Json(&value)));
        let scope = Scope { vars: &vars, ..*scope };
        if !engine.truth(condition, &scope)? {
            return Ok(());
        }
    }
    let path: Vec<String> = field
        .path
        .iter()
        .map(|step| engine.text(step, &with_record))
        .collect::<Result<_, _>>()?;
    put(record, &path, value);
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

fn keep(
    engine: &Engine,
    condition: Option<&Template>,
    value: &Json,
    scope: &Scope<'_>,
) -> Result<bool, RenderError> {
    let Some(condition) = condition else { return Ok(false) };
    let mut vars = vec![("property", Var::Json(value))];
    vars.extend(scope.vars.iter().cloned());
    Ok(!engine.truth(condition, &Scope { vars: &vars, ..*scope })?)
}

type Keep<'a> = dyn FnMut(&Json) -> Result<bool, RenderError> + 'a;

fn remove(target: &mut Json, path: &[String], keep: &mut Keep<'_>) -> Result<(), RenderError> {
    let Some((step, rest)) = path.split_first() else { return Ok(()) };
    match target {
        Json::Object(fields) if rest.is_empty() && step != "**" => {
            let mut kept = Vec::with_capacity(fields.len());
            for (key, value) in std::mem::take(fields) {
                if !(matches(step, &key)) || keep(&value)? {
                    kept.push((key, value));
                }
            }
            *fields = kept;
        }
        Json::Object(_) if step == "**" => {
            remove(target, rest, keep)?;
            if let Json::Object(fields) = target {
                for (_, value) in fields {
                    remove(value, path, keep)?;
                }
            }
        }
        Json::Object(fields) => {
            for (_, value) in fields.iter_mut().filter(|(key, _)| matches(step, key)) {
                remove(value, rest, keep)?;
            }
        }
        Json::Array(items) => {
            let index = step.parse::<usize>().ok();
            for (at, item) in items.iter_mut().enumerate() {
                if step == "*" || index == Some(at) {
                    if rest.is_empty() {
                        *item = Json::Null;
                    } else {
                        remove(item, rest, keep)?;
                    }
                } else if step == "**" {
                    remove(item, path, keep)?;
                }
            }
        }
        _ => {}
    }
    Ok(())
}

fn matches(step: &str, key: &str) -> bool {
    match step.split_once('*') {
        None => step == key,
        Some((head, tail)) => {
            key.len() >= head.len() + tail.len() && key.starts_with(head) && key.ends_with(tail)
        }
    }
}

fn lower_keys(record: &mut Json) {
    let Json::Object(fields) = record else { return };
    let mut lowered: Vec<(String, Json)> = Vec::with_capacity(fields.len());
    for (key, value) in std::mem::take(fields) {
        let key = key.to_lowercase();
        lowered.retain(|(known, _)| *known != key);
        lowered.push((key, value));
    }
    *fields = lowered;
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
        Some(template) => engine
            .typed(template, scope, Typing::Text)
            .map(|text| text.map_or_else(String::new, |text| python_text(&text))),
        None => Ok(String::new()),
    };
    let (prefix, suffix) = (affix(&rule.prefix)?, affix(&rule.suffix)?);
    let Some(Json::Object(inner)) = find(record, &path) else { return Ok(()) };
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
        remove(record, &path, &mut |_| Ok(false))?;
    }
    if let Json::Object(fields) = record {
        fields.extend(lifted);
    }
    Ok(())
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
