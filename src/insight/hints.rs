//! Guesses which KPIs a source's field could unlock that nobody reads yet.
//!
//! A guess is made by the field's name and by what its values look like, and only where the field is
//! all that is missing: either the stream makes an entity that lacks it, or it is the answer to a
//! survey question. The names are OUR ASSUMPTION of how systems call things (`names.rs`); no hint
//! is better than a wrong one.

mod names;
mod survey;

use std::collections::{BTreeMap, BTreeSet};

use self::names::Name;
use super::measure::{Holds, NeededField, NeededRow, needed_rows, ways};
use super::supply::{Made, Supply, made, measures};
use super::{KpiDef, Models};
use crate::model::{Draft, Looks, SourceId};

/// A field of a source's stream that nobody reads.
#[derive(Debug, Clone, Copy)]
pub struct UnreadField<'a> {
    /// Its stream.
    pub stream: &'a str,
    /// Its dotted path in the stream's records, with `*` for the elements of a list.
    pub path: &'a str,
    /// What its values have in common.
    pub looks: Looks,
}

/// What could complete a row: the fields, by their places, for each field of the unified model
/// that the row lacks.
type Promise = BTreeMap<&'static str, BTreeSet<usize>>;

/// For each unread field of a source the KPIs that it could unlock, if it is what its name says: codes
/// in the models' order, of trust as `trust.H1`. `supply` is what all sources have, `drafts` what this one makes.
pub fn could_unlock(
    models: &Models,
    supply: &Supply,
    (source, drafts): (&SourceId, &[Draft]),
    unread: &[UnreadField],
) -> Vec<Vec<String>> {
    let entities = made(drafts);
    let promised = promised(&entities, unread);
    let mut unlocks: Vec<Vec<String>> = vec![Vec::new(); unread.len()];
    for (name, kpi) in models.measured() {
        let mut fields = BTreeSet::new();
        for measure in better(supply, kpi) {
            fields.extend(completing(supply, source, measure, &promised));
        }
        fields.extend(survey::asking(supply, kpi, &entities, unread));
        for field in fields {
            unlocks[field].push(name.clone());
        }
    }
    unlocks
}

/// The measures by which a KPI would be measured better than it can be now.
fn better<'a>(supply: &Supply, kpi: &'a KpiDef) -> impl Iterator<Item = &'a str> {
    measures(kpi).take(supply.rank(kpi).unwrap_or(usize::MAX))
}

/// The fields that would complete a way to a measure.
fn completing(
    supply: &Supply,
    source: &SourceId,
    measure: &str,
    promised: &BTreeMap<usize, Vec<Promise>>,
) -> BTreeSet<usize> {
    let mut fields = BTreeSet::new();
    for way in ways(measure) {
        let Some(lacking) = supply.lacks(way, source) else { continue };
        let found: Option<Vec<_>> = lacking.iter().map(|row| promised.get(row)).collect();
        let found = found.into_iter().flatten().flatten();
        fields.extend(found.flat_map(BTreeMap::values).flatten());
    }
    fields
}

/// The rows that entities nearly are, by place, each with what would complete it.
fn promised(entities: &[Made], unread: &[UnreadField]) -> BTreeMap<usize, Vec<Promise>> {
    let names: Vec<Name> = unread.iter().map(|field| Name::of(field.path)).collect();
    let mut nearly = BTreeMap::new();
    for (place, row) in needed_rows().iter().enumerate() {
        let mut ways: Vec<Promise> = Vec::new();
        for entity in entities.iter().filter(|entity| entity.may_be(row)) {
            let promise = promise(entity, row, unread, &names);
            ways.extend(promise.filter(|promise| !ways.contains(promise)));
        }
        if !ways.is_empty() {
            nearly.insert(place, ways);
        }
    }
    nearly
}

/// What would complete a row; nothing when more is lacking than fields could tell.
fn promise(
    entity: &Made,
    row: &NeededRow,
    unread: &[UnreadField],
    names: &[Name],
) -> Option<Promise> {
    let mut promise = Promise::new();
    for need in row.fields.iter().filter(|need| !entity.holds(need)) {
        if entity.has(need.name) {
            return None;
        }
        let own = unread.iter().zip(names).enumerate();
        let own = own.filter(|(_, (field, _))| entity.streams.contains(field.stream));
        let fitting = own.filter(|(_, (field, name))| {
            name.may_mean(row.kind, need.name) && fits(row, need, field.looks)
        });
        let fitting: BTreeSet<usize> = fitting.map(|(at, _)| at).collect();
        if fitting.is_empty() {
            return None;
        }
        promise.insert(need.name, fitting);
    }
    (!promise.is_empty()).then_some(promise)
}

/// Values that look so can be of the field's kind.
fn fits(row: &NeededRow, need: &NeededField, looks: Looks) -> bool {
    use crate::model::Kind;
    let field = row.kind.fields().iter().find(|field| field.name == need.name);
    match (field.map(|field| field.kind), looks) {
        (Some(Kind::Day | Kind::Time), Looks::Moment)
        | (Some(Kind::Flag), Looks::Flag)
        | (Some(Kind::Ref(_)), Looks::Text | Looks::Number { .. })
        | (Some(Kind::Text | Kind::Choice(_) | Kind::List), Looks::Text)
        | (Some(Kind::Number | Kind::Amount), Looks::Number { .. }) => true,
        // A rank of influence is from 1 to 5, a count is not below 0.
        (Some(Kind::Int), looks) => match need.holds {
            Holds::OneOf(_) => looks.is_within(1.0, 5.0),
            _ => looks.is_within(0.0, f64::MAX),
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests;
