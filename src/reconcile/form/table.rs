//! Reads the tables of common knowledge: one entry a line, `#` opens a comment.

use super::text::folded;
use super::words::{Map, Set};

/// Whole lines, without comments and blank lines.
pub(super) fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// A line's parts, between semicolons.
pub(super) fn parts(line: &'static str) -> impl Iterator<Item = &'static str> {
    line.split(';').map(str::trim).filter(|part| !part.is_empty())
}

/// Every folded spelling with what it stands for, the first part of its line, folded too.
pub(super) fn synonyms(text: &'static str) -> Map<String, String> {
    let mut all = Map::default();
    for line in lines(text) {
        let mut parts = parts(line).map(folded);
        let Some(meant) = parts.next() else { continue };
        all.extend(parts.map(|part| (part, meant.clone())));
    }
    all
}

/// Every folded line.
pub(super) fn folded_set(text: &'static str) -> Set<String> {
    lines(text).map(folded).collect()
}

/// Every line as it stands.
pub(super) fn set(text: &'static str) -> Set<&'static str> {
    lines(text).collect()
}
