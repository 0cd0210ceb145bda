//! Which rows of the unified model there are, source by source.

use std::collections::BTreeMap;

use super::Store;
use super::columns::{is_party, table};
use super::db::{Result, Row, Tx, query};
use crate::insight::{Holds, NeededField, NeededRow};
use crate::model::{EntityKind, Field, Kind, SourceId};

impl Store {
    /// For each source that speaks of accounts or people, which of these rows it has, by their
    /// places. Facts that belong to no account do not count. One statement for each kind of entity.
    pub async fn supply(&self, rows: &[NeededRow]) -> Result<BTreeMap<SourceId, Vec<usize>>> {
        let mut kinds: BTreeMap<EntityKind, Vec<(usize, &NeededRow)>> = BTreeMap::new();
        // Whoever knows an account speaks of accounts, whatever else it has.
        kinds.insert(EntityKind::Account, Vec::new());
        for (place, row) in rows.iter().enumerate() {
            kinds.entry(row.kind).or_default().push((place, row));
        }
        let mut supply: BTreeMap<SourceId, Vec<usize>> = BTreeMap::new();
        let mut tx = self.db.snapshot().await?;
        let products = kinds.remove(&EntityKind::Product).unwrap_or_default();
        for (kind, rows) in &kinds {
            for row in &found(&mut tx, *kind, rows).await? {
                note(row, rows, supply.entry(row.text(0)?.into()).or_default())?;
            }
        }
        for row in &found(&mut tx, EntityKind::Product, &products).await? {
            // Whoever lists products only speaks of nobody.
            let Some(known) = supply.get_mut(&row.text(0)?.into()) else { continue };
            note(row, &products, known)?;
        }
        Ok(supply)
    }
}

async fn found(
    tx: &mut Tx,
    kind: EntityKind,
    rows: &[(usize, &NeededRow)],
) -> Result<Vec<Row>> {
    tx.rows(query("read what sources supply", text(kind, rows))).await
}

fn note(row: &Row, rows: &[(usize, &NeededRow)], of_source: &mut Vec<usize>) -> Result<()> {
    for (column, (place, _)) in rows.iter().enumerate() {
        if row.get::<i64>(column + 1)? > 0 {
            of_source.push(*place);
        }
    }
    Ok(())
}

fn text(kind: EntityKind, rows: &[(usize, &NeededRow)]) -> String {
    let columns = rows.iter().map(|(_, row)| {
        let all: Vec<String> =
            row.fields.iter().map(|need| format!(" AND {}", condition(kind, need))).collect();
        format!(", CAST(MAX(CASE WHEN TRUE{} THEN 1 ELSE 0 END) AS {{int}})", all.concat())
    });
    let owned = if is_party(kind) { "" } else { " AND t.account_id IS NOT NULL" };
    format!(
        "SELECT t.source{} FROM {} t WHERE t.stream IS NOT NULL{owned} GROUP BY t.source",
        columns.collect::<String>(),
        table(kind)
    )
}

/// What a field must hold, in SQL. The words are those of the table of needs, nobody else's.
fn condition(kind: EntityKind, need: &NeededField) -> String {
    let Some(field) = kind.fields().iter().find(|field| field.name == need.name) else {
        return format!("t.{}_id IS NOT NULL", need.name);
    };
    let column = format!("t.\"{}\"", field.name);
    let some = format!("{column} IS NOT NULL");
    let holds = match &need.holds {
        Holds::Anything => some,
        Holds::OneOf(words) => format!("{some} AND {column} IN ({})", literals(field, words)),
        Holds::NoneOf(words) => {
            format!("{some} AND {column} NOT IN ({})", literals(field, words))
        }
        Holds::Like(words) => {
            let like = |word: &&str| format!("LOWER({column}) LIKE '%{word}%'");
            format!("{some} AND ({})", words.iter().map(like).collect::<Vec<_>>().join(" OR "))
        }
    };
    if need.or_nothing {
        format!("({column} IS NULL OR {holds})")
    } else {
        format!("({holds})")
    }
}

fn literals(field: &Field, words: &[&str]) -> String {
    let is_number = matches!(field.kind, Kind::Int | Kind::Number);
    let literal =
        |word: &&str| if is_number { (*word).to_owned() } else { format!("'{word}'") };
    words.iter().map(literal).collect::<Vec<_>>().join(", ")
}
