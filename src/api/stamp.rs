//! What every answer states beside its data: the day it speaks of, the version of the data, what it cost,
//! and what of it is not shown to whoever asked.

use std::any::TypeId;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextPrepareRequest, NextRequest,
    NextResolve, NextValidation, ResolveInfo,
};
use async_graphql::{
    Request, Response, ServerError, ServerResult, ValidationResult, Value, value,
};

use super::errors::{self, ApiError};
use super::export::{BULK_SHARE, Bulk};
use super::hub::Desk;
use super::limits;
use super::trace::Tracer;
use super::visit::{Current, Visit};
use crate::access::Viewer;

/// Opens a visit for each request and stamps its answer.
pub(super) struct Stamps {
    pub(super) desk: Arc<Desk>,
    /// Who asks when the request does not say.
    pub(super) usual: Arc<Viewer>,
}

impl ExtensionFactory for Stamps {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Stamp {
            desk: Arc::clone(&self.desk),
            usual: Arc::clone(&self.usual),
            visit: OnceLock::new(),
            cost: AtomicUsize::new(0),
            bulk: AtomicBool::new(false),
            tracer: Tracer::default(),
        })
    }
}

/// That of one request.
struct Stamp {
    desk: Arc<Desk>,
    usual: Arc<Viewer>,
    visit: OnceLock<Arc<Visit>>,
    cost: AtomicUsize,
    /// It is a page of an export.
    bulk: AtomicBool,
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
        self.bulk.store(request.data.contains_key(&TypeId::of::<Bulk>()), Ordering::Relaxed);
        let said = request.data.get(&TypeId::of::<Arc<Viewer>>());
        let viewer = said.and_then(|viewer| viewer.downcast_ref::<Arc<Viewer>>());
        let viewer = Arc::clone(viewer.unwrap_or(&self.usual));
        let visit = Arc::new(Visit::new(Arc::clone(&self.desk), viewer));
        self.visit.get_or_init(|| Arc::clone(&visit));
        next.run(ctx, request.data(Arc::new(Current::new(visit)))).await
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let valid = next.run(ctx).await?;
        self.cost.store(valid.complexity, Ordering::Relaxed);
        if let Some(visit) = self.visit.get() {
            let (viewer, whole) = (&visit.sight.viewer, valid.complexity);
            let bulk = self.bulk.load(Ordering::Relaxed);
            let cost = if bulk { whole / BULK_SHARE + 1 } else { whole };
            if let Some(most) = viewer.points_a_minute.filter(|most| cost > *most as usize) {
                let what = format!(
                    "this asks for {cost} points, and you may spend {most} a minute; ask less"
                );
                return Err(vec![ServerError::new(what, None)]);
            }
            // Before it is executed: what takes too long is paid for as well.
            self.desk.budgets.take(viewer, cost, Instant::now());
        }
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
        let version = self.desk.hub.store.version_at_least().await;
        let as_of = self.desk.today().to_string();
        let mut response = next.run(ctx).await.extension("asOf", Value::from(as_of));
        response.errors.iter_mut().for_each(errors::finish);
        let mut response = self.tracer.told(response);
        let (points, most) = (self.cost.load(Ordering::Relaxed), limits::COMPLEXITY);
        if points > 0 {
            let cost = value!({"points": points, "most": most});
            response = response.extension("cost", cost);
        }
        let masked = self.visit.get().map(|visit| visit.sight.masked()).unwrap_or_default();
        if !masked.is_empty() {
            let masked = masked.into_iter().map(Value::from).collect();
            response = response.extension("masked", Value::List(masked));
        }
        match version.map_err(ApiError::from) {
            Ok(version) => response.extension("dataVersion", Value::from(version)),
            Err(_) => response,
        }
    }
}
