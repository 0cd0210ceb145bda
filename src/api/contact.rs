//! A person at an account.

use async_graphql::{ID, SimpleObject};

use super::scalars::Day;
use crate::model;

/// A person at an account, whatever the number of records that speak of them.
#[derive(SimpleObject)]
pub(super) struct Contact {
    /// The golden contact.
    id: ID,
    /// The full name.
    name: Option<String>,
    /// E-mail address.
    email: Option<String>,
    /// Telephone number as the source wrote it.
    phone: Option<String>,
    /// Job title.
    title: Option<String>,
    /// Role in a purchase: ECONOMIC_BUYER, DECISION_MAKER, TECHNICAL, INFLUENCER, PROCUREMENT, USER.
    buying_role: Option<String>,
    /// Influence, 1 (little) to 5 (decisive).
    influence: Option<i64>,
    /// How the person stands by us: CHAMPION, SUPPORTER, NEUTRAL, NONE, DETRACTOR, LEFT.
    champion: Option<String>,
    /// When a team member confirmed it.
    champion_confirmed_on: Option<Day>,
    /// The day on which the person left the account.
    left_on: Option<Day>,
}

impl From<model::Contact> for Contact {
    fn from(contact: model::Contact) -> Self {
        let id = contact.origin.contact.map_or(contact.origin.id, |id| id.0);
        Self {
            id: ID(id),
            name: contact.name,
            email: contact.email,
            phone: contact.phone,
            title: contact.title,
            buying_role: contact.buying_role,
            influence: contact.influence,
            champion: contact.champion,
            champion_confirmed_on: contact.champion_confirmed_on.map(Day),
            left_on: contact.left_on.map(Day),
        }
    }
}
