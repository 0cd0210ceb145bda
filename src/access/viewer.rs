//! Whoever asks, with their rights.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::Pii;

/// A part of what can be asked and ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// Accounts with their people, scores and everything that happened with them.
    Accounts,
    /// Sums, groups and segments of accounts.
    Portfolio,
    /// What goes with what: correlations, tests, forecasts held against what came.
    Proof,
    /// Signals, actions, goals, initiatives, loops; and what is said of an account.
    Acting,
    /// Who is who: reviews, decisions, pins, the quality of records.
    Identity,
    /// Source systems, their runs and what was set aside.
    Sources,
    /// Who asked and ordered what.
    Audit,
}

impl Area {
    /// Every area with its word.
    pub const ALL: [(&str, Self); 7] = [
        ("ACCOUNTS", Self::Accounts),
        ("PORTFOLIO", Self::Portfolio),
        ("PROOF", Self::Proof),
        ("ACTING", Self::Acting),
        ("IDENTITY", Self::Identity),
        ("SOURCES", Self::Sources),
        ("AUDIT", Self::Audit),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, area)| *area == self).map_or("", |(word, _)| word)
    }
}

/// Accounts that somebody may see: those for which everything said here is true. What is not known of an
/// account is not true of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Our person in charge is one of these, by origin id.
    pub owners: Option<BTreeSet<String>>,
    /// The partner that serves it is one of these, by account id.
    pub partners: Option<BTreeSet<String>>,
    /// It lies in one of these regions.
    pub regions: Option<BTreeSet<String>>,
    /// It lies in one of these countries, ISO 3166-1 alpha-2.
    pub countries: Option<BTreeSet<String>>,
    /// It buys from one of these lines of business.
    pub lines: Option<BTreeSet<String>>,
}

/// The accounts that somebody sees.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rows {
    /// All.
    All,
    /// Those of any of these spans; none at all when there is none.
    Within(BTreeSet<Span>),
}

/// What somebody may. Two viewers with the same rights get the same answers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rights {
    /// What may be asked.
    pub reads: BTreeSet<Area>,
    /// What may be ordered.
    pub orders: BTreeSet<Area>,
    /// Of which accounts.
    pub rows: Rows,
    /// What is shown of persons.
    pub shown: BTreeSet<Pii>,
    /// Whether the schema tells about itself, where the hub lets it.
    pub introspects: bool,
    /// Fields that are not shown, as `Type.field` in the schema's names.
    pub hidden: BTreeSet<String>,
}

impl Rights {
    /// Everything.
    pub fn everything() -> Self {
        let areas: BTreeSet<Area> = Area::ALL.iter().map(|(_, area)| *area).collect();
        Self {
            reads: areas.clone(),
            orders: areas,
            rows: Rows::All,
            shown: Pii::ALL.iter().map(|(_, class)| *class).collect(),
            introspects: true,
            hidden: BTreeSet::new(),
        }
    }

    /// Nothing.
    pub fn nothing() -> Self {
        Self {
            reads: BTreeSet::new(),
            orders: BTreeSet::new(),
            rows: Rows::Within(BTreeSet::new()),
            shown: BTreeSet::new(),
            introspects: false,
            hidden: BTreeSet::new(),
        }
    }

    /// Only some accounts are seen.
    pub fn is_narrowed(&self) -> bool {
        self.rows != Rows::All
    }

    /// What spans ask of an account and no account can meet, because the credential said nothing for it.
    pub fn unfilled(&self) -> BTreeSet<&'static str> {
        let Rows::Within(spans) = &self.rows else { return BTreeSet::new() };
        let of = |span: &Span| {
            let said = [
                ("owners", span.owners.clone()),
                ("partners", span.partners.clone()),
                ("regions", span.regions.clone()),
                ("countries", span.countries.clone()),
                ("lines", span.lines.clone()),
            ];
            said.into_iter().filter(|(_, words)| words.as_ref().is_some_and(BTreeSet::is_empty))
        };
        spans.iter().flat_map(of).map(|(name, _)| name).collect()
    }

    /// Something of persons or of fields is not shown.
    pub fn is_masked(&self) -> bool {
        !self.hidden.is_empty() || self.shown.len() < Pii::ALL.len()
    }
}

/// Whoever asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// As orders and the audit name them: an API key's name, or a person's e-mail address.
    pub name: String,
    /// The role that they have.
    pub role: String,
    /// What they may.
    pub rights: Arc<Rights>,
    /// How many points all their requests of a minute may cost; no limit when `None`.
    pub points_a_minute: Option<u32>,
}

impl Viewer {
    /// Whoever runs the hub on this machine.
    pub fn host() -> Self {
        let rights = Arc::new(Rights::everything());
        Self { name: "api".to_owned(), role: "admin".to_owned(), rights, points_a_minute: None }
    }

    /// Somebody whom nobody knows.
    pub fn nobody() -> Self {
        let rights = Arc::new(Rights::nothing());
        Self { name: String::new(), role: "none".to_owned(), rights, points_a_minute: None }
    }
}
