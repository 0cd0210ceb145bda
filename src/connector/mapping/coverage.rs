//! Which filled fields of a stream's records nothing reads.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Json;
use super::UnmappedField;
use super::path::{Path, Root, is_filled};
use super::run::{EntityPlan, StreamPlan};
use super::value::{Plan, Term};
use super::when::When;
use crate::model::Looks;

/// Filled leaves that no path of the stream's mapping leads to or through.
pub(super) fn unmapped(stream: &StreamPlan, records: &[Json]) -> Vec<UnmappedField> {
    let read = read(stream);
    let mut filled: BTreeMap<String, (usize, Looks)> = BTreeMap::new();
    for record in records {
        let mut leaves = BTreeMap::new();
        collect(record, "", &mut leaves);
        for (leaf, looks) in leaves {
            let seen = filled.entry(leaf).or_insert((0, looks));
            *seen = (seen.0 + 1, seen.1.join(looks));
        }
    }
    let covered = |leaf: &str| {
        let under = |path: &String| {
            leaf.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('.'))
        };
        read.contains(leaf) || read.iter().any(under)
    };
    filled
        .into_iter()
        .filter(|(leaf, _)| !covered(leaf))
        .map(|(path, (n, looks))| {
            let coverage = n as f64 / records.len() as f64;
            UnmappedField { path, coverage, looks }
        })
        .collect()
}

fn collect(json: &Json, path: &str, leaves: &mut BTreeMap<String, Looks>) {
    let below =
        |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match json {
        Json::Object(fields) => {
            for (name, value) in fields {
                collect(value, &below(name), leaves);
            }
        }
        Json::Array(items) => {
            for item in items {
                collect(item, &below("*"), leaves);
            }
        }
        leaf if is_filled(leaf) => {
            let looks = looks(leaf);
            let seen = leaves.entry(path.to_owned()).or_insert(looks);
            *seen = seen.join(looks);
        }
        _ => {}
    }
}

fn looks(leaf: &Json) -> Looks {
    match leaf {
        Json::Bool(_) => Looks::Flag,
        Json::Number(text) => text.parse().map_or(Looks::Text, Looks::of_number),
        Json::String(text) => Looks::of_text(text),
        _ => Looks::Text,
    }
}

/// Every path that the mapping of a stream reads, with `*` for each step into a list.
fn read(stream: &StreamPlan) -> BTreeSet<String> {
    let mut read = BTreeSet::new();
    let mut whole = |path: &Path| {
        read.insert(path.shape().join("."));
    };
    if let Some(when) = &stream.deleted {
        when.paths(&mut whole);
    }
    for entity in &stream.entities {
        of_entity(entity, &mut read);
    }
    read
}

fn of_entity(entity: &EntityPlan, read: &mut BTreeSet<String>) {
    let mut base: Vec<&str> = Vec::new();
    if let Some(each) = &entity.each {
        base.extend(each.shape());
        base.push("*");
    }
    let mut see = |path: &Path| {
        for shape in std::iter::once(path.shape()).chain(path.tests()) {
            let full = match path.root() {
                Root::Row => return,
                Root::Record => shape,
                Root::Item => [base.as_slice(), shape.as_slice()].concat(),
            };
            read.insert(full.join("."));
        }
    };
    let owners = entity.account.iter().chain(&entity.contact).chain([&entity.key]);
    let plans: Vec<&Plan> =
        owners.chain(entity.fields.iter().map(|field| &field.plan)).collect();
    for plan in &plans {
        plan.paths(&mut see);
    }
    if let Some(when) = &entity.when {
        when.paths(&mut see);
    }
    if let Some(lookup) = &entity.lookup {
        see(&lookup.by);
    }
    if let Some(url) = &entity.url {
        url.paths(&mut see);
    }
    let expressions = plans.iter().flat_map(|plan| &plan.from).filter_map(|term| match term {
        Term::Expression(expression) => Some(expression),
        _ => None,
    });
    let conditions = entity.when.iter().filter_map(|when| match when {
        When::Expression(expression) => Some(expression),
        _ => None,
    });
    for name in expressions.chain(conditions).flat_map(super::expression::Expression::reads) {
        if let Some(path) = name.strip_prefix("record.") {
            read.insert(path.to_owned());
        } else if let Some(path) = name.strip_prefix("item.") {
            read.insert([base.as_slice(), &[path]].concat().join("."));
        }
    }
}
