//! What every answer states beside its data: the day it speaks of and the version of the data.

use std::sync::Arc;

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextPrepareRequest, NextRequest,
};
use async_graphql::{Request, Response, ServerResult, Value};

use super::errors::{self, ApiError};
use super::hub::Desk;
use super::visit::Visit;

/// Opens a visit for each request and stamps its answer.
pub(super) struct Stamp(pub(super) Arc<Desk>);

impl ExtensionFactory for Stamp {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self(Arc::clone(&self.0)))
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for Stamp {
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        let visit = Arc::new(Visit::new(Arc::clone(&self.0)));
        next.run(ctx, request.data(visit)).await
    }

    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        // Read before the data: what is answered is at least as new as what is stated.
        let version = self.0.hub.store.data_version().await;
        let as_of = self.0.today().to_string();
        let mut response = next.run(ctx).await.extension("asOf", Value::from(as_of));
        response.errors.iter_mut().for_each(errors::finish);
        match version.map_err(ApiError::from) {
            Ok(version) => response.extension("dataVersion", Value::from(version)),
            Err(_) => response,
        }
    }
}
