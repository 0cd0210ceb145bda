//! Survivorship: which record's value becomes the golden one, and why.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::Sources;
use super::form::text::folded;
use crate::model::{Candidate, Category, Entity, Kind, LineageRow, Loser, RecordRef, Value};

/// A golden row's fields with their lineage.
pub(super) struct Merged {
    pub(super) fields: BTreeMap<&'static str, Value>,
    pub(super) lineage: Vec<LineageRow>,
}

/// A value that a record offers for a field.
struct Offer<'a> {
    value: Value,
    /// The value in comparable form: spelling variants agree.
    comparable: String,
    /// Rank of the source for this field, 0 best.
    trust: usize,
    changed_at: DateTime<Utc>,
    record: &'a RecordRef,
    id: &'a str,
}

/// Merges the records of one cluster field by field. The order of the records does not matter.
pub(super) fn merge<E: Entity>(records: &[&Candidate<E>], sources: &Sources) -> Merged {
    let mut merged = Merged { fields: BTreeMap::new(), lineage: Vec::new() };
    let values: Vec<Vec<Option<Value>>> = records.iter().map(|r| r.entity.values()).collect();
    // When a record changed is said of the record, not of the customer.
    let fields = E::KIND.fields().iter().enumerate().filter(|(_, f)| f.name != "changed_at");
    for (column, field) in fields {
        let offers: Vec<Offer<'_>> = records
            .iter()
            .zip(&values)
            .filter_map(|(record, values)| {
                offer(record, values[column].clone()?, field.name, sources)
            })
            .collect();
        let Some((winner, rule, losers)) = survive(offers) else { continue };
        // The golden row points to golden rows, which `identity` names; a reference to a record
        // stays in the lineage of its source.
        if !matches!(field.kind, Kind::Ref("account" | "contact")) {
            merged.fields.insert(field.name, winner.value.clone());
        }
        merged.lineage.push(LineageRow {
            field: field.name.to_owned(),
            value: winner.value.to_string(),
            record: winner.record.clone(),
            rule: rule.to_owned(),
            losers,
        });
    }
    merged
}

fn offer<'a, E: Entity>(
    record: &'a Candidate<E>,
    value: Value,
    field: &str,
    sources: &Sources,
) -> Option<Offer<'a>> {
    let origin = record.entity.origin();
    let category = sources.get(&origin.record.source).copied().unwrap_or(Category::External);
    let comparable = folded(&value.to_string());
    (!comparable.is_empty()).then(|| Offer {
        value,
        comparable,
        trust: distrust(field, category),
        changed_at: record.changed_at,
        record: &origin.record,
        id: &origin.id,
    })
}

/// Which kind of system is believed first for a field; an assumption of ours, to be changed in
/// the survivorship rules once they are a file.
fn distrust(field: &str, category: Category) -> usize {
    use Category::{Crm, Digital, Erp, External, Hr, Marketing, Support, Survey};
    let order = match field {
        // Whoever sends invoices knows the legal facts.
        "legal_name" | "vat" | "street" | "city" | "postal_code" | "country" => {
            [Erp, Crm, External, Support, Hr, Marketing, Survey, Digital]
        }
        _ => [Crm, Erp, Support, Hr, Marketing, Digital, Survey, External],
    };
    order.iter().position(|c| *c == category).unwrap_or(order.len())
}

/// The winner, the rule that decided, and the losers in the order they lost: the most trusted kind
/// of system; among its records the value that most records agree on; then the newest; then by id.
fn survive(mut offers: Vec<Offer<'_>>) -> Option<(Offer<'_>, &'static str, Vec<Loser>)> {
    let mut votes: BTreeMap<String, usize> = BTreeMap::new();
    for offer in &offers {
        *votes.entry(offer.comparable.clone()).or_default() += 1;
    }
    offers.sort_by(|a, b| {
        a.trust
            .cmp(&b.trust)
            .then(votes[&b.comparable].cmp(&votes[&a.comparable]))
            .then(b.changed_at.cmp(&a.changed_at))
            .then(a.id.cmp(b.id))
    });
    let mut offers = offers.into_iter();
    let winner = offers.next()?;
    let losers: Vec<Offer<'_>> = offers.collect();
    let rule = match losers.first() {
        None => "only value",
        Some(second) if second.trust != winner.trust => "source trust",
        Some(second) if votes[&second.comparable] != votes[&winner.comparable] => "agreement",
        Some(second) if second.changed_at != winner.changed_at => "recency",
        Some(_) => "record id",
    };
    let losers = losers
        .into_iter()
        .map(|loser| Loser { value: loser.value.to_string(), record: loser.record.clone() })
        .collect();
    Some((winner, rule, losers))
}
