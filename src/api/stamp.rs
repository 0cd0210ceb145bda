//! What every answer states beside its data: the day it speaks of, the version of the data, and what it
//! cost.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextPrepareRequest, NextRequest,
    NextResolve, NextValidation, ResolveInfo,
};
use async_graphql::{
    Request, Response, ServerError, ServerResult, ValidationResult, Value, value,
};

use super::errors::{self, ApiError};
use super::hub::Desk;
use super::limits;
use super::trace::Tracer;
use super::visit::Visit;

/// Opens a visit for each request and stamps its answer.
pub(super) struct Stamps(pub(super) Arc<Desk>);

impl ExtensionFactory for Stamps {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Stamp {
            desk: Arc::clone(&self.0),
            cost: AtomicUsize::new(0),
            tracer: Tracer::default(),
        })
    }
}

/// That of one request.
struct Stamp {
    desk: Arc<Desk>,
    cost: AtomicUsize,
    tracer: Tracer,
}

#[async_graphql::async_trait::async_trait]
impl Extension for Stamp {
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        self.tracer.begin(&request);
        let visit = Arc::new(Visit::new(Arc::clone(&self.desk)));
        next.run(ctx, request.data(visit)).await
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let valid = next.run(ctx).await?;
        self.cost.store(valid.complexity, Ordering::Relaxed);
        Ok(valid)
    }

    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        self.tracer.resolve(ctx, info, next).await
    }

    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        // Read before the data: what is answered is at least as new as what is stated.
        let version = self.desk.hub.store.data_version().await;
        let as_of = self.desk.today().to_string();
        let mut response = next.run(ctx).await.extension("asOf", Value::from(as_of));
        response.errors.iter_mut().for_each(errors::finish);
        let mut response = self.tracer.told(response);
        let (points, most) = (self.cost.load(Ordering::Relaxed), limits::COMPLEXITY);
        if points > 0 {
            let cost = value!({"points": points, "most": most});
            response = response.extension("cost", cost);
        }
        match version.map_err(ApiError::from) {
            Ok(version) => response.extension("dataVersion", Value::from(version)),
            Err(_) => response,
        }
    }
}
