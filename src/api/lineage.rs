//! Why an account's field holds what it holds.

use async_graphql::SimpleObject;

use super::errors::{ApiError, Result};
use super::source::SourceRef;
use crate::model::nearest::{hint, nearest};
use crate::model::{EntityKind, LineageRow, RecordRef};
use crate::store::SourceRecord;

/// A value that a source said for a field.
#[derive(SimpleObject)]
pub(super) struct LineageValue {
    /// The value as text.
    value: Option<String>,
    /// It is the one that the account holds.
    winner: bool,
    /// The rule that decided between the values: only value, steward pin, source trust, recency,
    /// completeness, agreement, record id.
    rule: String,
    /// The record that said it.
    source: SourceRef,
}

/// The values of one field, the winner first, then the others in the order they lost.
pub(super) fn values(row: &LineageRow, records: &[SourceRecord]) -> Vec<LineageValue> {
    let value = |value: &str, record: &RecordRef, winner| LineageValue {
        value: Some(value.to_owned()),
        winner,
        rule: row.rule.clone(),
        source: source(record, records),
    };
    let winner = value(&row.value, &row.record, true);
    let losers = row.losers.iter().map(|loser| value(&loser.value, &loser.record, false));
    std::iter::once(winner).chain(losers).collect()
}

fn source(record: &RecordRef, records: &[SourceRecord]) -> SourceRef {
    match records.iter().find(|known| known.record == *record) {
        Some(known) => known.clone().into(),
        None => SourceRef::of(record.clone(), None),
    }
}

/// Fields of an account that the schema names and no source says: nothing lost for them.
const COMPUTED: &[&str] = &["arr"];

/// Whether a field is computed, so that it has no lineage of its own.
pub(super) fn is_computed(asked: &str) -> bool {
    COMPUTED.contains(&asked)
}

/// The model's name of a field that may be written as the schema writes it.
pub(super) fn field_name(asked: &str) -> Result<&'static str> {
    let fields = EntityKind::Account.fields();
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    if let Some(field) = fields.iter().find(|field| plain(field.name) == plain(asked)) {
        return Ok(field.name);
    }
    let near = hint(nearest(asked, fields.iter().map(|field| field.name)));
    Err(ApiError::BadInput(format!("an account has no field `{asked}`{near}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_in_either_spelling() {
        for asked in ["legal_name", "legalName", "LEGALNAME"] {
            assert_eq!(field_name(asked), Ok("legal_name"));
        }
        let error = field_name("legal_nam").expect_err("a typo").to_string();
        assert!(error.contains("`legal_name`"), "{error}");
    }
}
