//! Reads a CSV of records for `accord match`.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::model::nearest;
use crate::reconcile::matching::{Column, Kind, Party};

/// The columns that count of all records, in ascending order of their ids.
pub(super) struct Table {
    columns: Vec<Column>,
    text: String,
    /// Where each value ends, row by row.
    ends: Vec<usize>,
    /// The line of each row.
    lines: Vec<u64>,
    /// Rows in order of their ids.
    order: Vec<u32>,
    id: usize,
}

/// A column of the records and the place that it stands at.
type Found = Vec<(Column, usize)>;

impl Table {
    /// Reads records; `name` is what errors call them, `map` a YAML text and its path.
    pub(super) fn read(
        input: impl Read,
        name: &str,
        kind: Kind,
        map: Option<(&str, &Path)>,
    ) -> anyhow::Result<Self> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(input);
        let header = reader.headers().with_context(|| format!("{name} has no header"))?;
        let header: Vec<String> = header
            .iter()
            .map(|h| h.trim_start_matches('\u{feff}').trim().to_lowercase())
            .collect();
        let found = columns(kind, &header, name, map)?;
        let mut table = Self {
            columns: found.iter().map(|(column, _)| *column).collect(),
            text: String::new(),
            ends: Vec::new(),
            lines: Vec::new(),
            order: Vec::new(),
            id: 0,
        };
        table.fill(&mut reader, &found, header.len(), name)?;
        table.sort(name)?;
        Ok(table)
    }

    fn fill<R: Read>(
        &mut self,
        reader: &mut csv::Reader<R>,
        found: &Found,
        width: usize,
        name: &str,
    ) -> anyhow::Result<()> {
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).with_context(|| unreadable(name))? {
            let line = record.position().map_or(0, csv::Position::line);
            if record.len() != width {
                let has = record.len();
                bail!(
                    "{name}:{line}: {has} values where the header has {width}; quote values that hold commas or line breaks"
                );
            }
            for (column, at) in found {
                let value = record[*at].trim();
                if *column == Column::RecordId && value.is_empty() {
                    bail!("{name}:{line}: no record_id; give every record one of its own");
                }
                self.text.push_str(value);
                self.ends.push(self.text.len());
            }
            self.lines.push(line);
        }
        Ok(())
    }

    fn sort(&mut self, name: &str) -> anyhow::Result<()> {
        let rows = u32::try_from(self.lines.len())
            .with_context(|| format!("{name} has over four thousand million records"))?;
        let mut order: Vec<u32> = (0..rows).collect();
        order.sort_by_cached_key(|row| {
            let id = self.cell(*row as usize, self.id);
            (beginning(id), id)
        });
        for pair in order.windows(2) {
            let [first, again] = [pair[0] as usize, pair[1] as usize];
            if self.cell(first, self.id) == self.cell(again, self.id) {
                let id = self.cell(first, self.id);
                let (first, again) = (self.lines[first], self.lines[again]);
                bail!(
                    "{name}:{again}: record_id `{id}` is taken by line {first}; each record needs one of its own"
                );
            }
        }
        self.order = order;
        Ok(())
    }

    fn cell(&self, row: usize, column: usize) -> &str {
        let at = row * self.columns.len() + column;
        let from = if at == 0 { 0 } else { self.ends[at - 1] };
        self.text.get(from..self.ends[at]).unwrap_or_default()
    }

    /// The records, in ascending order of their ids.
    pub(super) fn parties(&self) -> impl Iterator<Item = Party<'_>> {
        self.order.iter().map(|row| {
            let values = self.columns.iter().enumerate();
            Party::new(values.map(|(at, column)| (*column, self.cell(*row as usize, at))))
        })
    }

    /// The id of a record.
    pub(super) fn id(&self, record: usize) -> &str {
        self.cell(self.order[record] as usize, self.id)
    }

    /// The record with an id.
    pub(super) fn place(&self, id: &str) -> Option<usize> {
        self.order.binary_search_by_key(&id, |row| self.cell(*row as usize, self.id)).ok()
    }
}

/// The first bytes of an id as a number of the same order: most ids differ there, and numbers sort
/// without a look at the text.
fn beginning(id: &str) -> u128 {
    let mut first = [0; 16];
    first.iter_mut().zip(id.bytes()).for_each(|(slot, byte)| *slot = byte);
    u128::from_be_bytes(first)
}

fn unreadable(name: &str) -> String {
    format!("{name} cannot be read as CSV in UTF-8")
}

/// Which columns count, the record's id first: as the map says, else by usual names.
fn columns(
    kind: Kind,
    header: &[String],
    name: &str,
    map: Option<(&str, &Path)>,
) -> anyhow::Result<Found> {
    let mapped =
        map.map(|(text, path)| mapping(kind, header, name, (text, path))).transpose()?;
    let mapped = mapped.unwrap_or_default();
    let mut found = Found::new();
    for (column, names) in kind.columns() {
        let usual = || {
            let free = |at: &usize| !mapped.iter().any(|(_, taken)| taken == at);
            let place = |name: &&str| header.iter().position(|h| h == name).filter(free);
            names.iter().find_map(place)
        };
        let by_map = mapped.iter().find(|(of, _)| *of == column).map(|(_, at)| *at);
        if let Some(at) = by_map.or_else(usual) {
            found.push((column, at));
        }
    }
    match found.as_slice() {
        [(Column::RecordId, _)] => bail!(
            "{name}:1: nothing to compare by: of the columns {} none has a known name; say what they hold in a file for --columns, as `name: your_column`",
            header.join(", ")
        ),
        [(Column::RecordId, _), ..] => Ok(found),
        _ => bail!(
            "{name}:1: no column `record_id`; name the one that holds ids in a file for --columns, as `record_id: your_column`"
        ),
    }
}

/// The map's columns with their places.
fn mapping(
    kind: Kind,
    header: &[String],
    name: &str,
    (text, path): (&str, &Path),
) -> anyhow::Result<Found> {
    let path = path.display();
    let map: BTreeMap<String, String> = serde_saphyr::from_str(text)
        .with_context(|| format!("{path} is not a map of columns such as `name: site_name`"))?;
    let fields: Vec<&str> = kind.columns().map(|(_, names)| names[0]).collect();
    let mut found = Found::new();
    for (field, wanted) in &map {
        let column = kind.columns().find(|(_, names)| names.contains(&field.as_str()));
        let Some((column, _)) = column else {
            let hint = hint(field, &fields);
            bail!("{path}: `{field}` is no field{hint}; fields are {}", fields.join(", "));
        };
        let wanted = wanted.trim().to_lowercase();
        let Some(at) = header.iter().position(|h| *h == wanted) else {
            let names: Vec<&str> = header.iter().map(String::as_str).collect();
            bail!("{path}: {field}: {name} has no column `{wanted}`{}", hint(&wanted, &names));
        };
        found.push((column, at));
    }
    Ok(found)
}

/// The right word that was mistyped, when there is one.
fn hint(word: &str, known: &[&str]) -> String {
    nearest::hint(nearest::slip(word, known.iter().copied()))
}
