//! Conditions on a record: `when`, `deleted_when`.

use super::expression::Expression;
use super::path::{Path, Scope, equals};

/// A condition, compiled.
#[derive(Debug)]
pub(super) enum When {
    /// Every test holds.
    All(Vec<(Path, Test)>),
    /// One of the conditions holds.
    Any(Vec<Self>),
    /// An expression.
    Expression(Expression),
}

/// What a path's value is held against.
#[derive(Debug)]
pub(super) enum Test {
    /// One of these.
    In(Vec<String>),
    /// Filled with none of these, or absent.
    Not(Vec<String>),
    /// There or not there.
    Filled(bool),
    /// Text with this in it.
    Contains(String),
}

impl When {
    /// Whether it holds.
    pub(super) fn holds(&self, scope: &Scope<'_>) -> bool {
        match self {
            Self::All(tests) => tests.iter().all(|(path, test)| test.holds(path, scope)),
            Self::Any(conditions) => conditions.iter().any(|condition| condition.holds(scope)),
            Self::Expression(expression) => expression.holds(scope),
        }
    }

    /// Hands every path it reads to `see`.
    pub(super) fn paths<'a>(&'a self, see: &mut dyn FnMut(&'a Path)) {
        match self {
            Self::All(tests) => tests.iter().for_each(|(path, _)| see(path)),
            Self::Any(conditions) => conditions.iter().for_each(|c| c.paths(see)),
            Self::Expression(_) => {}
        }
    }
}

impl Test {
    fn holds(&self, path: &Path, scope: &Scope<'_>) -> bool {
        if !path.is_many() {
            return self.of(path.first(scope).as_slice());
        }
        self.of(&path.all(scope))
    }

    fn of(&self, found: &[&super::super::Json]) -> bool {
        let one_of = |words: &[String]| {
            found.iter().any(|json| words.iter().any(|word| equals(json, word)))
        };
        match self {
            Self::In(words) => one_of(words),
            Self::Not(words) => !one_of(words),
            Self::Filled(filled) => *filled != found.is_empty(),
            Self::Contains(part) => {
                found.iter().any(|json| json.text().is_some_and(|t| t.contains(part.as_str())))
            }
        }
    }
}
