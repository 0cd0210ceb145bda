//! A person at an account.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{
    Context, ContextSelectionSet, OutputType, Positioned, ServerResult, Value,
};

use super::cohort::Own;
use super::entities::{Arguments, Row, fields_asked, many, row_types};
use super::errors::{ApiError, Result};
use super::limits;
use crate::model::{self, EntityKind, Origin};
use crate::store::EntityRow;

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

/// How many people of an account when nobody says.
pub(super) const USUAL: i32 = 50;

/// People in their order, answered a column at a time.
pub(super) struct Contacts(Vec<Row>);

impl Contacts {
    pub(super) fn new(rows: impl Iterator<Item = Arc<EntityRow>>) -> Self {
        Self(rows.map(Row::from).collect())
    }

    /// What is asked of each account's people.
    pub(super) fn wanted(ctx: &Context<'_>) -> Own {
        Own::People(fields_asked(ctx, EntityKind::Contact))
    }

    /// The same, and how many of each account.
    pub(super) fn asked(ctx: &Context<'_>) -> Result<(Own, usize)> {
        let arguments =
            Arguments::of(ctx).map_err(|error| ApiError::BadInput(error.message))?;
        let first = arguments.number("first").unwrap_or(USUAL);
        Ok((Self::wanted(ctx), limits::first(first, limits::PARTS)?))
    }
}

impl OutputType for Contacts {
    fn type_name() -> Cow<'static, str> {
        <Vec<Contact> as OutputType>::type_name()
    }

    fn qualified_type_name() -> String {
        <Vec<Contact> as OutputType>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Vec<Contact> as OutputType>::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        _field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        Ok(many(ctx, &self.0).await)
    }
}
