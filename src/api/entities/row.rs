//! The types of rows that other parts of the schema give out as well.

use std::sync::Arc;

use crate::api::contract::ContractTerms;
use crate::model::Entity;
use crate::store::EntityRow;

/// A row, with what is known of it where it was met.
#[derive(Debug, Clone)]
pub(in crate::api) struct Row {
    pub(in crate::api) row: Arc<EntityRow>,
    /// Of a contract: what was reckoned of it, as of the day of the answer that it is part of.
    pub(in crate::api) terms: Option<Arc<ContractTerms>>,
}

impl Row {
    pub(in crate::api) fn of<E: Entity>(entity: &E) -> Self {
        Arc::new(EntityRow::of(entity)).into()
    }
}

impl From<Arc<EntityRow>> for Row {
    fn from(row: Arc<EntityRow>) -> Self {
        Self { row, terms: None }
    }
}

/// Makes types of the schema out of kinds, for those that give them out.
macro_rules! row_types {
    ($($(#[doc = $doc:literal])+ $name:ident = $kind:ident),+ $(,)?) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone)]
        pub(in crate::api) struct $name(pub(in crate::api) $crate::api::entities::Row);

        impl ::async_graphql::OutputType for $name {
            fn type_name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(stringify!($name))
            }

            fn create_type_info(registry: &mut ::async_graphql::registry::Registry) -> String {
                $crate::api::entities::register(registry, $crate::model::EntityKind::$kind);
                Self::qualified_type_name()
            }

            async fn resolve(
                &self,
                ctx: &::async_graphql::ContextSelectionSet<'_>,
                _field: &::async_graphql::Positioned<::async_graphql::parser::types::Field>,
            ) -> ::async_graphql::ServerResult<::async_graphql::Value> {
                Ok($crate::api::entities::one(ctx, &self.0).await)
            }
        }
    )+};
}

pub(in crate::api) use row_types;
