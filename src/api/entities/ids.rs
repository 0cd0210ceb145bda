//! Ids that name any row: of what a source tells `kind:source:key`, of accounts and contacts the golden
//! id as it is.
//!
//! A source numbers its deals and its tickets each from one, so `source:key` alone names several.

use super::shape::listed;
use crate::model::EntityKind;

/// The id that the schema shows for a row of a kind.
pub(in crate::api) fn global(kind: EntityKind, id: &str) -> String {
    match kind {
        EntityKind::Account | EntityKind::Contact => id.to_owned(),
        _ => format!("{}:{id}", kind.word()),
    }
}

/// The id that the store knows it by; one without its kind is taken as it is.
pub(in crate::api) fn local(kind: EntityKind, id: &str) -> &str {
    let rest = id.strip_prefix(kind.word()).and_then(|rest| rest.strip_prefix(':'));
    // A source may be named as a kind is: then `deal:7` is its record 7.
    rest.filter(|rest| rest.contains(':')).unwrap_or(id)
}

/// What an id names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Named<'a> {
    Account,
    Row(EntityKind, &'a str),
    Nothing,
}

pub(super) fn named(id: &str) -> Named<'_> {
    if id.starts_with("acc_") {
        return Named::Account;
    }
    if id.starts_with("con_") {
        return Named::Row(EntityKind::Contact, id);
    }
    let kind = listed()
        .map(|shape| shape.kind)
        .find(|kind| id.strip_prefix(kind.word()).is_some_and(|rest| rest.starts_with(':')));
    let known = kind.filter(|kind| *kind != EntityKind::Contact);
    known.map_or(Named::Nothing, |kind| Named::Row(kind, local(kind, id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_the_row_that_showed_it() {
        for kind in EntityKind::ALL.iter().copied().filter(|kind| *kind != EntityKind::Account)
        {
            let id = match kind {
                EntityKind::Contact => "con_1",
                _ => "crm:a:b|c",
            };
            let shown = global(kind, id);
            assert_eq!(named(&shown), Named::Row(kind, id));
            assert_eq!(local(kind, &shown), id);
            assert_eq!(local(kind, id), id, "an id without its kind");
        }
        assert_eq!(named("acc_1"), Named::Account);
        for nothing in ["", "crm:7", "nobody:crm:7", "contact:crm:7"] {
            assert_eq!(named(nothing), Named::Nothing, "{nothing}");
        }
        assert_eq!(local(EntityKind::Deal, "deal:7"), "deal:7", "a source named `deal`");
    }
}
