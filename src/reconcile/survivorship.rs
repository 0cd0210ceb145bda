//! Survivorship rules as a YAML file that a data steward can change: which record's value wins.
//!
//! `file` reads what is written, `check` refuses what cannot be meant; `merge` plays the rules.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::Sources;
use crate::model::{Category, EntityKind, SettingsError, SourceId, settings};

mod check;
mod file;
#[cfg(test)]
mod tests;

/// Which record's value becomes the golden one, for accounts and for contacts.
#[derive(Debug, Clone, PartialEq)]
pub struct Survivorship {
    /// Its code, such as `survivorship-default`.
    pub code: String,
    /// Its version.
    pub version: String,
    account: Vec<Choice>,
    contact: Vec<Choice>,
}

/// Fields whose values one record gives together, a single one or a group, and how it is chosen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    /// Places of the fields in the kind's list, rising.
    pub(super) columns: Vec<usize>,
    /// The places whose values completeness counts; empty: everything that the record says.
    pub(super) counted: Vec<usize>,
    /// Asked one after the other.
    pub(super) order: Vec<Criterion>,
    pub(super) trust: Trust,
}

/// What can make one record's value better than another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Criterion {
    Trust,
    Agreement,
    Recency,
    Completeness,
}

/// Sources from the most trusted to the least.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Trust {
    sources: BTreeMap<SourceId, usize>,
    categories: BTreeMap<Category, usize>,
}

static BUILT_IN: LazyLock<Arc<Survivorship>> = LazyLock::new(|| {
    let text = include_str!("models/survivorship-default.yaml");
    let rules = Survivorship::parse("survivorship-default.yaml", text, &Sources::new());
    Arc::new(rules.expect("the built-in rules are checked by a test"))
});

impl Survivorship {
    /// The rules that come with Accord.
    pub fn built_in() -> Arc<Self> {
        Arc::clone(&BUILT_IN)
    }

    /// Reads and checks rules. `file` is named in errors; `sources` are those that may be trusted
    /// by name.
    ///
    /// # Errors
    /// Unknown keys, fields, criteria or sources, fields with two rules: file, line, remedy.
    pub fn parse(file: &str, text: &str, sources: &Sources) -> Result<Self, SettingsError> {
        let missing = "the built-in rules show all that is needed";
        settings::parse(file, text, missing, |written| check::rules(&written, sources))
    }

    /// `code@version`.
    pub fn id(&self) -> String {
        format!("{}@{}", self.code, self.version)
    }

    /// How each field of a kind is chosen, a group at the place of its first field. Only accounts
    /// and contacts have golden records.
    pub(super) fn choices(&self, kind: EntityKind) -> &[Choice] {
        match kind {
            EntityKind::Account => &self.account,
            EntityKind::Contact => &self.contact,
            _ => &[],
        }
    }
}

impl Criterion {
    pub(super) const ALL: [Self; 4] =
        [Self::Trust, Self::Agreement, Self::Recency, Self::Completeness];

    /// The word in the file.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Trust => "trust",
            Self::Agreement => "agreement",
            Self::Recency => "recency",
            Self::Completeness => "completeness",
        }
    }

    /// The rule as lineage names it.
    pub(super) const fn rule(self) -> &'static str {
        match self {
            Self::Trust => "source trust",
            other => other.word(),
        }
    }
}

impl Trust {
    /// The place of a source, 0 the most trusted; `None` when neither it nor its kind is listed.
    pub(super) fn place(&self, source: &SourceId, category: Category) -> Option<usize> {
        // Most lists name no source: then nothing is compared.
        let named = if self.sources.is_empty() { None } else { self.sources.get(source) };
        named.or_else(|| self.categories.get(&category)).copied()
    }
}
