//! Serves what `api` answers over HTTP, with a query editor and two signs of life.
//!
//! | path | answers |
//! |---|---|
//! | `POST /graphql` | one GraphQL request as `application/json` |
//! | `GET /graphql` | the query editor to a browser; 405 to everybody else |
//! | `/graphiql` | the query editor, from embedded files |
//! | `POST /webhooks/SOURCE` | what a source tells by itself |
//! | `/health` | 200 while the process lives |
//! | `/ready` | 200 while the store answers, else 503 |

mod body;
mod editor;
mod graphql;
mod guard;
mod listen;
mod signs;
mod webhooks;

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Router, middleware};
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

pub use listen::{ListenError, listen, serve};

use crate::api::Schema;
use crate::store::Store;
use crate::sync::Webhooks;

/// The routes with everything that stands before them, without webhooks.
pub fn router(schema: Schema, store: Store) -> Router {
    shielded(routes(schema, store))
}

/// The same, and what sources tell by themselves.
pub fn router_with_webhooks(schema: Schema, store: Store, webhooks: Webhooks) -> Router {
    let told =
        Router::new().route("/webhooks/{source}", webhooks::route().with_state(webhooks));
    shielded(routes(schema, store).merge(told))
}

fn routes(schema: Schema, store: Store) -> Router {
    let signs = Router::new()
        .route("/health", get(signs::health))
        .route("/ready", get(signs::ready))
        .with_state(store);
    Router::new()
        .route("/graphql", graphql::route().with_state(schema))
        .merge(editor::routes())
        .merge(signs)
}

fn shielded(routes: Router) -> Router {
    let stalled = StatusCode::REQUEST_TIMEOUT;
    routes
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(stalled, guard::MOST_TIME))
        .layer(middleware::from_fn(guard::watch))
}
