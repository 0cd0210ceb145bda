//! What sources supply, and which KPIs can be measured from it.

use std::collections::{BTreeMap, BTreeSet};

use super::measure::{Holds, NeededField, NeededRow, Part, Way, needed_rows, ways};
use super::{KpiDef, Models};
use crate::model::{Category, Draft, EntityKind, SourceId, Value};

/// Which of the rows that measures need there are, and from which sources.
#[derive(Debug, Clone, Default)]
pub struct Supply {
    /// By the row's place in [`needed_rows`].
    rows: BTreeMap<usize, BTreeSet<SourceId>>,
    /// The sources that speak of accounts.
    sources: BTreeMap<SourceId, Category>,
}

/// How a KPI is measured, the best first.
pub(super) type Rank = usize;

impl Supply {
    /// A source that speaks of accounts has these rows, named by their places in [`needed_rows`].
    pub fn add(
        &mut self,
        source: &SourceId,
        category: Category,
        rows: impl IntoIterator<Item = usize>,
    ) {
        self.sources.insert(source.clone(), category);
        for row in rows {
            self.rows.entry(row).or_default().insert(source.clone());
        }
    }

    /// What a source's drafts would make, several for one entity taken together.
    pub fn add_drafts(&mut self, source: &SourceId, category: Category, drafts: &[Draft]) {
        if made(drafts).iter().any(Made::is_somebodys) {
            self.add(source, category, supplied_rows(drafts));
        }
    }

    fn has(&self, source: &SourceId, row: usize) -> bool {
        self.rows.get(&row).is_some_and(|of| of.contains(source))
    }

    /// All parts of a way are there.
    fn meets(&self, way: &Way) -> bool {
        way.iter().all(|part| match part {
            Part::System(category) => self.sources.values().any(|known| known == category),
            Part::Rows(rows) => self.is_met(rows),
        })
    }

    /// One source has all these rows.
    fn is_met(&self, rows: &[usize]) -> bool {
        self.sources.keys().any(|source| rows.iter().all(|row| self.has(source, *row)))
    }

    /// The rows of a way that a source would have to bring to complete it; `None` when rows of this
    /// source cannot.
    pub(super) fn lacks(&self, way: &Way, source: &SourceId) -> Option<BTreeSet<usize>> {
        let mut lacking = BTreeSet::new();
        for part in way {
            match part {
                Part::System(_) if !self.meets(&vec![part.clone()]) => return None,
                Part::Rows(rows) if !self.is_met(rows) => {
                    lacking.extend(rows.iter().filter(|row| !self.has(source, **row)));
                }
                _ => {}
            }
        }
        Some(lacking)
    }

    /// How a KPI can be measured: 0 as the model wants it, 1 by its fallback, …
    pub(super) fn rank(&self, kpi: &KpiDef) -> Option<Rank> {
        measures(kpi).position(|name| ways(name).iter().any(|way| self.meets(way)))
    }
}

/// The rows that drafts would make, by their places in [`needed_rows`].
pub fn supplied_rows(drafts: &[Draft]) -> Vec<usize> {
    let made = made(drafts);
    let met = |row: &NeededRow| made.iter().any(|made| made.is(row));
    let rows = needed_rows().iter().enumerate().filter(|(_, row)| met(row));
    rows.map(|(place, _)| place).collect()
}

/// A KPI's measure and what is measured instead, in this order.
pub(super) fn measures(kpi: &KpiDef) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(kpi), |kpi| kpi.fallback.as_deref())
        .map(|kpi| kpi.measure.as_str())
}

/// The KPIs that can be measured `with` a supply and not, or only by a fallback, `without`: codes in
/// the models' order, of trust as `trust.H1`. That fallback counts as the KPI.
pub fn unlocked(models: &Models, without: &Supply, with: &Supply) -> Vec<String> {
    let better = |kpi: &KpiDef| match (without.rank(kpi), with.rank(kpi)) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(before), Some(now)) => now < before,
    };
    models.measured().filter(|(_, kpi)| better(kpi)).map(|(name, _)| name).collect()
}

/// An entity that drafts make together.
pub(super) struct Made<'a> {
    pub(super) kind: EntityKind,
    pub(super) streams: BTreeSet<&'a str>,
    account: bool,
    contact: bool,
    fields: BTreeMap<&'static str, &'a Value>,
}

/// The entities that drafts make. What only adds to an entity that nobody makes is nothing.
pub(super) fn made(drafts: &[Draft]) -> Vec<Made<'_>> {
    let mut all: BTreeMap<(EntityKind, &str), (bool, Made<'_>)> = BTreeMap::new();
    for draft in drafts {
        let (stands, made) = all.entry((draft.kind, &draft.key)).or_insert_with(|| {
            let made = Made {
                kind: draft.kind,
                streams: BTreeSet::new(),
                account: false,
                contact: false,
                fields: BTreeMap::new(),
            };
            (false, made)
        });
        *stands |= !draft.adds;
        made.account |= draft.account.is_some();
        made.contact |= draft.contact.is_some();
        made.streams.insert(&draft.record.stream);
        let filled = draft.fields.iter().filter_map(|(name, v)| Some((*name, v.as_ref()?)));
        made.fields.extend(filled);
    }
    all.into_values().filter(|(stands, _)| *stands).map(|(_, made)| made).collect()
}

impl Made<'_> {
    /// It belongs to an account, by itself or through a person.
    pub(super) fn is_owned_fact(&self) -> bool {
        let is_fact = self.kind != EntityKind::Contact && self.kind.belongs().account;
        is_fact && (self.account || self.contact)
    }

    /// It is, or belongs to, an account or a person.
    pub(super) fn is_somebodys(&self) -> bool {
        matches!(self.kind, EntityKind::Account | EntityKind::Contact) || self.is_owned_fact()
    }

    /// It could count for this row: the kind is right, and somebody it belongs to is told.
    pub(super) fn may_be(&self, row: &NeededRow) -> bool {
        let is_party = matches!(row.kind, EntityKind::Contact) || !row.kind.belongs().account;
        self.kind == row.kind && (is_party || self.is_owned_fact())
    }

    fn is(&self, row: &NeededRow) -> bool {
        self.may_be(row) && row.fields.iter().all(|field| self.holds(field))
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }

    pub(super) fn holds(&self, field: &NeededField) -> bool {
        if field.name == "contact" && self.kind.belongs().contact {
            return self.contact;
        }
        self.fields
            .get(field.name)
            .map_or(field.or_nothing, |value| field.holds.fits(&value.to_string()))
    }
}

impl Holds {
    /// A value, as text, is what must be held.
    pub(super) fn fits(&self, value: &str) -> bool {
        let value = value.trim();
        match self {
            Self::Anything => true,
            Self::OneOf(words) => words.contains(&value),
            Self::NoneOf(words) => !words.contains(&value),
            Self::Like(words) => {
                let value = value.to_lowercase();
                words.iter().any(|word| value.contains(word))
            }
        }
    }
}
