//! From the expanded tree to a stream's transformations.

use super::components::{Added, Flatten, Transformation, ValueType};
use super::part::{Part, Read, scalar, wrong};
use super::yaml::{Node, Yaml};
use crate::connector::template::Engine;

/// Reads all of a stream's transformations.
pub(crate) fn all(engine: &mut Engine, nodes: &[Node]) -> Read<Vec<Transformation>> {
    nodes.iter().map(|node| one(engine, node)).collect()
}

fn one(engine: &mut Engine, node: &Node) -> Read<Transformation> {
    let kinds = ["AddFields", "RemoveFields", "KeysToLower", "DpathFlattenFields"];
    let part = Part::of(node, "transformations", &kinds)?;
    match part.kind {
        "AddFields" => {
            let fields = added_fields(engine, &part)?;
            Ok(Transformation::Add { fields, condition: part.filled(engine, "condition")? })
        }
        "RemoveFields" => Ok(Transformation::Remove {
            pointers: pointers(&part)?,
            condition: part.filled(engine, "condition")?,
        }),
        "KeysToLower" => Ok(Transformation::LowerKeys),
        _ => flatten(engine, &part),
    }
}

/// The `fields` that a component adds.
pub(crate) fn added_fields(engine: &mut Engine, part: &Part<'_>) -> Read<Vec<Added>> {
    part.list("fields")?.iter().map(|node| added(engine, node)).collect()
}

/// The `field_pointers` of what a component takes away.
pub(crate) fn pointers(part: &Part<'_>) -> Read<Vec<Vec<String>>> {
    part.list("field_pointers")?.iter().map(pointer).collect()
}

fn added(engine: &mut Engine, node: &Node) -> Read<Added> {
    let part = Part::of(node, "fields", &["AddedFieldDefinition"])?;
    let path = part.templates(engine, "path")?;
    if path.is_empty() {
        return part.wrong("`path` of AddedFieldDefinition names no field".to_owned());
    }
    let typing = value_type(&part)?;
    Ok(Added { path, value: part.template_or(engine, "value", "")?, typing })
}

/// The type that a component says its value has.
pub(crate) fn value_type(part: &Part<'_>) -> Read<ValueType> {
    let types = [
        ("string", ValueType::Text),
        ("number", ValueType::Number),
        ("integer", ValueType::Integer),
        ("boolean", ValueType::Flag),
    ];
    Ok(part.word("value_type", &types)?.unwrap_or(ValueType::Any))
}

/// A transformation that adds one field.
pub(crate) fn carry(
    engine: &mut Engine,
    field: &str,
    value: &str,
    part: &Part<'_>,
) -> Read<Transformation> {
    let line = part.line();
    let path = vec![part.compile(engine, field, line)?];
    let value = part.compile(engine, value, line)?;
    let fields = vec![Added { path, value, typing: ValueType::Any }];
    Ok(Transformation::Add { fields, condition: None })
}

fn pointer(node: &Node) -> Read<Vec<String>> {
    let expected = "a list of names such as [a, b]";
    match &node.value {
        Yaml::List(steps) if !steps.is_empty() => steps
            .iter()
            .map(|step| match scalar(step) {
                Some(text) => Ok(text),
                None => wrong(
                    step,
                    format!("`field_pointers` holds {}; expected {expected}", step.kind()),
                ),
            })
            .collect(),
        _ => {
            wrong(node, format!("`field_pointers` holds {}; expected {expected}", node.kind()))
        }
    }
}

fn flatten(engine: &mut Engine, part: &Part<'_>) -> Read<Transformation> {
    let (prefix, suffix) = match part.field("key_transformation") {
        Some(node) => {
            let keys = Part::of(node, "key_transformation", &["KeyTransformation"])?;
            (keys.filled(engine, "prefix")?, keys.filled(engine, "suffix")?)
        }
        None => (None, None),
    };
    Ok(Transformation::Flatten(Flatten {
        path: part.templates(engine, "field_path")?,
        delete: part.flag("delete_origin_value")?,
        replace: part.flag("replace_record")?,
        prefix,
        suffix,
    }))
}
