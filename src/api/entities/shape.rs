//! A kind as the schema shows it.

use std::sync::LazyLock;

use async_graphql::indexmap::IndexMap;

use crate::api::contract::IN_TIME;
use crate::model::{EntityKind, Field, Kind};
use crate::store::{Column, columns_to_ask};

/// A kind's names.
pub(super) struct Shape {
    pub(super) kind: EntityKind,
    /// The type of a row.
    pub(super) name: String,
    /// The field at the root.
    pub(super) list: String,
    /// What it can be filtered and, lists apart, ordered by, under the name of its field.
    pub(super) columns: IndexMap<String, Column>,
    /// The fields of a row by name.
    pub(super) fields: IndexMap<String, Part>,
}

/// What a field of a row shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The id, of any kind.
    Id,
    /// A field, with its place in the declaration; a reference as an id.
    Field(usize, &'static Field),
    /// The row that a field refers to.
    Referred(usize, &'static Field, EntityKind),
    AccountId,
    Account,
    ContactId,
    Contact,
    ExternalKey,
    Url,
}

static SHAPES: LazyLock<Vec<Shape>> =
    LazyLock::new(|| EntityKind::ALL.iter().map(|kind| Shape::of(*kind)).collect());

/// The shape of a kind.
pub(super) fn shape(kind: EntityKind) -> &'static Shape {
    let found = SHAPES.iter().find(|shape| shape.kind == kind);
    found.expect("every kind has a shape")
}

/// The kinds that have a list here: all but accounts, which have one of their own.
pub(super) fn listed() -> impl Iterator<Item = &'static Shape> {
    SHAPES.iter().filter(|shape| shape.kind != EntityKind::Account)
}

impl Shape {
    fn of(kind: EntityKind) -> Self {
        let named = |column| (column_name(column), column);
        let columns: IndexMap<String, Column> =
            columns_to_ask(kind).into_iter().map(named).collect();
        let name = match kind {
            // What the schema called them before they had lists.
            EntityKind::TeamMember => "Employee".to_owned(),
            _ => format!("{kind:?}"),
        };
        let list = plural(&camel(kind.word()));
        let fields = fields(kind, columns.values().copied());
        Self { kind, name, list, columns, fields }
    }
}

fn fields(kind: EntityKind, columns: impl Iterator<Item = Column>) -> IndexMap<String, Part> {
    let mut fields = IndexMap::new();
    for column in columns {
        let name = column_name(column);
        match column {
            Column::Id => {
                fields.insert(name, Part::Id);
                if kind != EntityKind::Contact {
                    fields.insert("externalKey".to_owned(), Part::ExternalKey);
                    fields.insert("url".to_owned(), Part::Url);
                }
            }
            Column::Account => {
                fields.insert(name, Part::AccountId);
                fields.insert("account".to_owned(), Part::Account);
            }
            Column::Contact => {
                fields.insert(name, Part::ContactId);
                fields.insert("contact".to_owned(), Part::Contact);
            }
            Column::Field(field) => {
                let at = kind.fields().iter().position(|known| known == field);
                let at = at.expect("a column is one of the kind's fields");
                if kind == EntityKind::Contract && IN_TIME.contains(&name.as_str()) {
                    continue;
                }
                fields.insert(name, Part::Field(at, field));
                if let Some(target) = target(field) {
                    fields.insert(camel(field.name), Part::Referred(at, field, target));
                }
            }
        }
    }
    fields
}

/// The kind that a field refers to.
pub(super) fn target(field: &Field) -> Option<EntityKind> {
    match field.kind {
        Kind::Ref(word) => EntityKind::from_word(word),
        _ => None,
    }
}

fn column_name(column: Column) -> String {
    match column {
        Column::Id => "id".to_owned(),
        Column::Account => "accountId".to_owned(),
        Column::Contact => "contactId".to_owned(),
        Column::Field(field) if target(field).is_some() => format!("{}Id", camel(field.name)),
        Column::Field(field) => camel(field.name),
    }
}

/// `opened_at` as `openedAt`.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let mut out = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        out.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}

/// `openedAt` as `OPENED_AT`, a word of an enum.
pub(super) fn capitals(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(letter.to_ascii_uppercase());
    }
    out
}

fn plural(word: &str) -> String {
    if let Some(stem) = word.strip_suffix('y') {
        return format!("{stem}ies");
    }
    let hisses = ["ch", "s", "x"].iter().any(|end| word.ends_with(end));
    if hisses { format!("{word}es") } else { format!("{word}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_the_names_that_people_expect() {
        let cases = [
            (EntityKind::Delivery, "Delivery", "deliveries"),
            (EntityKind::CampaignTouch, "CampaignTouch", "campaignTouches"),
            (EntityKind::TeamMember, "Employee", "teamMembers"),
            (EntityKind::SlaTarget, "SlaTarget", "slaTargets"),
            (EntityKind::Contact, "Contact", "contacts"),
        ];
        for (kind, name, list) in cases {
            assert_eq!((shape(kind).name.as_str(), shape(kind).list.as_str()), (name, list));
        }
        let deal = shape(EntityKind::Deal);
        assert!(deal.columns.contains_key("ownerId") && !deal.columns.contains_key("owner"));
        assert!(deal.fields.contains_key("owner") && deal.fields.contains_key("accountId"));
        assert_eq!(capitals("firstExpectedCloseOn"), "FIRST_EXPECTED_CLOSE_ON");
    }

    #[test]
    fn no_two_kinds_share_a_name_and_every_kind_but_accounts_has_a_list() {
        let mut names: Vec<&str> = listed().map(|shape| shape.name.as_str()).collect();
        let mut lists: Vec<&str> = listed().map(|shape| shape.list.as_str()).collect();
        names.sort_unstable();
        lists.sort_unstable();
        names.dedup();
        lists.dedup();
        assert_eq!((names.len(), lists.len()), (EntityKind::ALL.len() - 1, names.len()));
    }
}
