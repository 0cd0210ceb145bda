//! Serves what `api` answers over HTTP, with a dashboard, a query editor and two signs of life.
//!
//! | path | answers |
//! |---|---|
//! | `/` | the dashboard, from embedded files |
//! | `POST /graphql` | one GraphQL request as `application/json` |
//! | `GET /graphql` | one that only reads, in the address; the query editor to a browser without one |
//! | `/graphql` as a WebSocket | operations as graphql-transport-ws; also `text/event-stream` by GET and POST |
//! | `GET`, `POST /export/LIST.csv`, `.ndjson` | a whole list as a file |
//! | `/sign-in/…` | people sign in from the dashboard with an issuer of tokens |
//! | `/graphiql` | the query editor, from embedded files |
//! | `POST /webhooks/SOURCE` | what a source tells by itself |
//! | `/health` | 200 while the process lives |
//! | `/ready` | 200 while the store answers, else 503 |
//! | `/metrics` | how the hub and its sources are, for Prometheus, to whoever may see sources |

mod body;
mod dashboard;
mod door;
mod editor;
mod export;
mod graphql;
mod guard;
mod listen;
mod live;
mod metrics;
mod sign_in;
mod signs;
mod traces;
mod webhooks;

use async_graphql::Executor;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Router, middleware};
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

pub use listen::{ListenError, listen, serve};

use crate::api::{Doorman, Service};
use crate::store::Store;
use crate::sync::Webhooks;

/// What is served.
pub struct Front {
    /// Answers requests.
    pub service: Service,
    /// Says who asks.
    pub doorman: Doorman,
    /// Whose answering makes the hub ready.
    pub store: Store,
    /// Takes what sources tell by themselves; `None` where nothing is synced.
    pub webhooks: Option<Webhooks>,
    /// Whether there is a query editor.
    pub editor: bool,
    /// Whether there is a dashboard.
    pub dashboard: bool,
}

/// The routes with everything that stands before them.
pub fn router(front: Front) -> Router {
    let Front { service, doorman, store, webhooks, editor, dashboard } = front;
    let signs = Router::new()
        .route("/health", get(signs::health))
        .route("/ready", get(signs::ready))
        .with_state(store);
    let exports = export::routes(service.clone(), doorman.clone());
    let sign_in = sign_in::routes(doorman.clone());
    let counter = counter(service, doorman, editor);
    let meters = counter.meters.clone();
    let mut routes = Router::new()
        .merge(metrics::routes(counter.clone()))
        .route("/graphql", graphql::route().with_state(counter))
        .merge(signs)
        .merge(exports);
    if let Some(webhooks) = webhooks {
        let told = webhooks::route().with_state(webhooks);
        routes = routes.route("/webhooks/{source}", told);
    }
    if dashboard {
        routes = routes.merge(dashboard::routes()).merge(sign_in);
    }
    if editor {
        routes = routes.merge(editor::routes());
    }
    shielded(routes, meters)
}

/// The route of questions alone, for a schema that is not the hub's, with all that stands before it.
pub fn answering<E: Executor>(service: Service<E>) -> Router {
    let doorman = Doorman::open();
    let counter = counter(service, doorman, false);
    let meters = counter.meters.clone();
    shielded(Router::new().route("/graphql", graphql::route().with_state(counter)), meters)
}

fn counter<E: Executor>(
    service: Service<E>,
    doorman: Doorman,
    editor: bool,
) -> graphql::Counter<E> {
    let live = &service.profile().live;
    let seats = live::Seats::new(live.connections, live.of_one);
    graphql::Counter { service, doorman, editor, seats, meters: metrics::Meters::default() }
}

fn shielded(routes: Router, meters: metrics::Meters) -> Router {
    let stalled = StatusCode::REQUEST_TIMEOUT;
    routes
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(stalled, guard::MOST_TIME))
        .layer(middleware::from_fn_with_state(meters, guard::watch))
}
