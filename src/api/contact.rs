//! A person at an account.

use super::entities::{Row, row_types};
use crate::model::{self, Origin};

row_types! {
    /// A person at an account, whatever the number of records that speak of them.
    Contact = Contact,
}

impl From<model::Contact> for Contact {
    fn from(contact: model::Contact) -> Self {
        let id = contact
            .origin
            .contact
            .as_ref()
            .map_or(contact.origin.id.as_str(), |id| id.as_str());
        let origin = Origin { id: id.to_owned(), ..contact.origin.clone() };
        Self(Row::of(&model::Contact { origin, ..contact }))
    }
}
