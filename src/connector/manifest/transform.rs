//! From the expanded tree to a stream's transformations.

use super::part::{Part, Read, scalar, wrong};
use super::yaml::{Node, Yaml};
use crate::connector::Json;
use crate::connector::template::{Engine, Template, Typing};

/// A change to a record.
#[derive(Debug)]
pub(crate) enum Transformation {
    Add {
        fields: Vec<Added>,
        condition: Option<Template>,
    },
    Remove {
        pointers: Vec<Vec<String>>,
        condition: Option<Template>,
    },
    LowerKeys,
    SnakeKeys,
    ReplaceKeys {
        old: Template,
        new: Template,
    },
    /// All fields on one level; items of lists too, or lists as they are.
    Level {
        lists: bool,
    },
    Flatten(Flatten),
}

/// A field to add.
#[derive(Debug)]
pub(crate) struct Added {
    pub(crate) path: Vec<Template>,
    pub(crate) value: Template,
    pub(crate) typing: ValueType,
}

/// The types an added value may take; any other result stays text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueType {
    Any,
    Text,
    Number,
    Integer,
    Flag,
}

impl ValueType {
    /// How far a rendered text is typed at all.
    pub(crate) fn typing(self) -> Typing {
        if self == Self::Text { Typing::Text } else { Typing::Free }
    }

    /// Whether a value has the type.
    pub(crate) fn admits(self, value: &Json) -> bool {
        match (self, value) {
            // To Python, a flag is a whole number.
            (Self::Any, _)
            | (Self::Text, Json::String(_))
            | (Self::Flag | Self::Integer, Json::Bool(_)) => true,
            (Self::Number, Json::Number(text)) => text.contains(['.', 'e', 'E']),
            (Self::Integer, Json::Number(text)) => !text.contains(['.', 'e', 'E']),
            _ => false,
        }
    }
}

/// Brings the fields of an object within a record up into the record.
#[derive(Debug)]
pub(crate) struct Flatten {
    pub(crate) path: Vec<Template>,
    pub(crate) delete: bool,
    pub(crate) replace: bool,
    pub(crate) prefix: Option<Template>,
    pub(crate) suffix: Option<Template>,
}

/// Reads all of a stream's transformations.
pub(crate) fn all(engine: &mut Engine, nodes: &[Node]) -> Read<Vec<Transformation>> {
    nodes.iter().map(|node| one(engine, node)).collect()
}

fn one(engine: &mut Engine, node: &Node) -> Read<Transformation> {
    let kinds = [
        "AddFields",
        "RemoveFields",
        "KeysToLower",
        "KeysToSnakeCase",
        "KeysReplace",
        "FlattenFields",
        "DpathFlattenFields",
    ];
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
        "KeysToSnakeCase" => Ok(Transformation::SnakeKeys),
        "KeysReplace" => Ok(Transformation::ReplaceKeys {
            old: part.need_template(engine, "old")?,
            new: part.need_template(engine, "new")?,
        }),
        "FlattenFields" => {
            Ok(Transformation::Level { lists: part.flag_or("flatten_lists", true)? })
        }
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
