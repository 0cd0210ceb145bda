//! What a list can be grouped by, and which of its numbers are summed up.

use std::sync::LazyLock;

use async_graphql::indexmap::IndexMap;

use crate::api::entities::shape::{Shape, listed, target};
use crate::model::{EntityKind, Field, Kind, Pii};
use crate::portfolio::{Dimension, Number};
use crate::store::{Column, columns_to_group};

/// A list as its groups show it.
pub(in crate::api::entities) struct Frame {
    pub(super) of: Of,
    /// The type of its rows: of groups it is `{name}Aggregate`.
    pub(super) name: String,
    /// The field at the root.
    pub(super) root: String,
    /// What it can be grouped by, under the name of the field that shows it.
    pub(super) fields: IndexMap<String, By>,
    /// How many of what are in each group, under the field's name.
    pub(super) tallies: IndexMap<String, &'static str>,
    /// The numbers, under the field's name.
    pub(super) numbers: IndexMap<String, Measured>,
}

/// Whose groups.
#[derive(Clone, Copy)]
pub(super) enum Of {
    Accounts,
    Rows(&'static Shape),
}

/// What is grouped by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum By {
    /// What memory knows of the account.
    Account(Dimension),
    /// A column as it is.
    Column(Column),
    /// The currency of an amount.
    Currency(&'static Field),
    /// The interval of a day or moment.
    Time(&'static Field),
}

/// What is summed up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Measured {
    Account(Number),
    Field(&'static Field),
}

static FRAMES: LazyLock<Vec<Frame>> = LazyLock::new(|| {
    let rows = listed().map(Frame::of_rows);
    [Frame::of_accounts()].into_iter().chain(rows).collect()
});

/// All of them, accounts first.
pub(super) fn frames() -> impl Iterator<Item = &'static Frame> {
    FRAMES.iter()
}

/// The one that a field at the root shows.
pub(in crate::api::entities) fn frame(root: &str) -> Option<&'static Frame> {
    frames().find(|frame| frame.root == root)
}

/// What memory tells of the account of a row; whatever an account has several of is left out.
const OF_ACCOUNT: [(&str, Dimension); 9] = [
    ("accountCountry", Dimension::Country),
    ("accountRegion", Dimension::Region),
    ("accountSegment", Dimension::Segment),
    ("accountOwner", Dimension::Owner),
    ("accountPartner", Dimension::Partner),
    ("accountBand", Dimension::Band),
    ("accountPosition", Dimension::Position),
    ("accountIndustry", Dimension::Industry),
    ("accountConfidence", Dimension::Confidence),
];

impl Frame {
    fn of_accounts() -> Self {
        let by = |of: &Dimension| (of.name().to_owned(), By::Account(*of));
        let number = |of: &Number| (of.name().to_owned(), Measured::Account(*of));
        let tallies = [
            ("count", "How many accounts."),
            ("red", "How many of them are in RED."),
            ("amber", "How many of them are in AMBER."),
            ("green", "How many of them are in GREEN."),
            ("unknown", "Of how many too little was seen to say."),
        ];
        Self {
            of: Of::Accounts,
            name: "Account".to_owned(),
            root: "accountsAggregate".to_owned(),
            fields: Dimension::ALL.iter().map(by).collect(),
            tallies: tallies.map(|(name, doc)| (name.to_owned(), doc)).into(),
            numbers: Number::ALL.iter().map(number).collect(),
        }
    }

    fn of_rows(shape: &'static Shape) -> Self {
        let mut fields = IndexMap::new();
        let mut numbers = IndexMap::new();
        for (name, column) in &shape.columns {
            if columns_to_group(*column) {
                fields.insert(name.clone(), By::Column(*column));
            }
            let Column::Field(field) = *column else { continue };
            match field.kind {
                Kind::Flag => {
                    numbers.insert(format!("{name}Yes"), Measured::Field(field));
                }
                Kind::Day | Kind::Time => {
                    fields.insert(name.clone(), By::Time(field));
                }
                Kind::Amount => {
                    fields.insert(format!("{name}Currency"), By::Currency(field));
                    numbers.insert(name.clone(), Measured::Field(field));
                }
                Kind::Int | Kind::Number => {
                    numbers.insert(name.clone(), Measured::Field(field));
                }
                _ => {}
            }
        }
        let mut tallies = IndexMap::from([("count".to_owned(), "How many rows.")]);
        if shape.kind.belongs().account {
            let of = OF_ACCOUNT.map(|(name, of)| (name.to_owned(), By::Account(of)));
            fields.extend(of);
            let doc = "Of how many accounts; rows without one are of none.";
            tallies.insert("accounts".to_owned(), doc);
        }
        let (of, name) = (Of::Rows(shape), shape.name.clone());
        Self { of, name, root: format!("{}Aggregate", shape.list), fields, tallies, numbers }
    }

    /// The type of a group.
    pub(super) fn row(&self) -> String {
        format!("{}Aggregate", self.name)
    }

    /// The type of a group in a page.
    pub(super) fn edge(&self) -> String {
        format!("{}AggregateEdge", self.name)
    }

    /// The type of a page.
    pub(super) fn connection(&self) -> String {
        format!("{}AggregateConnection", self.name)
    }

    /// What personal data a field of a group may show.
    pub(super) fn pii(&self, by: By) -> Option<Pii> {
        match (self.of, by) {
            (Of::Rows(shape), By::Column(Column::Field(field))) => shape.kind.pii(field.name),
            _ => None,
        }
    }
}

impl By {
    /// The kind of row whose id it is.
    pub(super) fn refers(self) -> Option<EntityKind> {
        match self {
            Self::Account(Dimension::Owner) => Some(EntityKind::TeamMember),
            Self::Account(Dimension::Partner) | Self::Column(Column::Account) => {
                Some(EntityKind::Account)
            }
            Self::Column(Column::Contact) => Some(EntityKind::Contact),
            Self::Column(Column::Field(field)) => target(field),
            _ => None,
        }
    }

    /// Whether it is shown as a day, the first of an interval.
    pub(super) fn is_day(self) -> bool {
        matches!(self, Self::Time(_) | Self::Account(Dimension::ContractEnd))
    }

    /// Whether it is shown as yes or no.
    pub(super) fn is_flag(self) -> bool {
        matches!(self, Self::Column(Column::Field(Field { kind: Kind::Flag, .. })))
    }
}

impl Measured {
    /// Whether it is an amount of money.
    pub(super) fn is_money(self) -> bool {
        match self {
            Self::Account(number) => number.is_money(),
            Self::Field(field) => field.kind == Kind::Amount,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_of_a_group_has_the_name_of_another() {
        for frame in frames() {
            let fixed = ["key", "figure"].map(str::to_owned);
            let mut names: Vec<&String> = frame.fields.keys().chain(&fixed).collect();
            names.extend(frame.tallies.keys().chain(frame.numbers.keys()));
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{}", frame.root);
        }
        let tickets = frame("ticketsAggregate").expect("tickets are grouped");
        let openings = tickets.fields["openedAt"];
        assert!(matches!(openings, By::Time(_)) && openings.is_day());
        assert_eq!(tickets.fields["assigneeId"].refers(), Some(EntityKind::TeamMember));
        assert!(
            tickets.fields["escalated"].is_flag() && tickets.numbers.contains_key("replies")
        );
    }
}
