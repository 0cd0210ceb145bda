//! What is asked of an object: its fields by the key they are answered under, fragments unfolded and
//! equal keys put together, as the specification collects them.

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{Field, Selection, SelectionSet};
use async_graphql::{Context, ContextSelectionSet, Name, Positioned, Value};

pub(in crate::api) type Set<'a> = &'a Positioned<SelectionSet>;

/// A field that is asked for, everywhere that it is asked for under one key.
pub(in crate::api) struct Asked<'a> {
    pub(in crate::api) key: &'a Name,
    pub(in crate::api) fields: Vec<&'a Positioned<Field>>,
}

impl<'a> Asked<'a> {
    pub(in crate::api) fn name(&self) -> &'a str {
        self.fields[0].node.name.node.as_str()
    }

    /// What is asked of its value.
    pub(in crate::api) fn sets(&self) -> Vec<Set<'a>> {
        self.fields.iter().map(|field| &field.node.selection_set).collect()
    }

    /// Where its value stands in the answer.
    pub(super) fn at<'b>(&self, parent: &'b ContextSelectionSet<'b>) -> Context<'b>
    where
        'a: 'b,
    {
        parent.with_field(self.fields[0])
    }
}

/// What these sets ask of an object of a type.
pub(in crate::api) fn unfold<'a>(
    ctx: &ContextSelectionSet<'a>,
    sets: &[Set<'a>],
    of: &str,
) -> Vec<Asked<'a>> {
    let mut found: IndexMap<&'a Name, Vec<&'a Positioned<Field>>> = IndexMap::new();
    for set in sets {
        collect(ctx, &set.node, of, &mut found);
    }
    found.into_iter().map(|(key, fields)| Asked { key, fields }).collect()
}

fn collect<'a>(
    ctx: &ContextSelectionSet<'a>,
    set: &'a SelectionSet,
    of: &str,
    found: &mut IndexMap<&'a Name, Vec<&'a Positioned<Field>>>,
) {
    for selection in &set.items {
        let (condition, inner) = match &selection.node {
            Selection::Field(field) => {
                found.entry(&field.node.response_key().node).or_default().push(field);
                continue;
            }
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                // A document that names a fragment it does not have was refused before.
                let Some(fragment) = ctx.query_env.fragments.get(name) else { continue };
                (Some(&fragment.node.type_condition), &fragment.node.selection_set)
            }
            Selection::InlineFragment(fragment) => {
                (fragment.node.type_condition.as_ref(), &fragment.node.selection_set)
            }
        };
        let on = condition.map(|condition| condition.node.on.node.as_str());
        // An interface of it, or a union that it is in.
        let types = &ctx.schema_env.registry.types;
        let is = |on: &str| {
            on == of || types.get(on).is_some_and(|other| other.is_possible_type(of))
        };
        if on.is_none_or(is) {
            collect(ctx, &inner.node, of, found);
        }
    }
}

/// An object of these fields.
pub(in crate::api) fn object<'a>(fields: impl Iterator<Item = (&'a Name, Value)>) -> Value {
    let mut all = IndexMap::with_capacity(fields.size_hint().1.unwrap_or_default());
    all.extend(fields.map(|(key, value)| (key.clone(), value)));
    Value::Object(all)
}

/// Two answers to one key as one: what was asked of an object in two places.
pub(super) fn merged(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            for (key, value) in other {
                let value = match one.swap_remove(&key) {
                    Some(known) => merged(known, value),
                    None => value,
                };
                one.insert(key, value);
            }
            Value::Object(one)
        }
        (Value::List(one), Value::List(other)) if one.len() == other.len() => {
            Value::List(one.into_iter().zip(other).map(|(a, b)| merged(a, b)).collect())
        }
        (one, _) => one,
    }
}
