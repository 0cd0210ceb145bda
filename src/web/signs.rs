//! Signs of life for whoever runs the hub.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use tracing::warn;

use crate::store::Store;

/// The store has so long to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// The process lives.
pub(super) async fn health() -> Json<Value> {
    Json(json!({"status": "ok"}))
}

/// Questions can be answered: the store answers.
pub(super) async fn ready(State(store): State<Store>) -> (StatusCode, Json<Value>) {
    let reason = match tokio::time::timeout(PATIENCE, store.data_version()).await {
        Ok(Ok(_)) => return (StatusCode::OK, Json(json!({"status": "ready"}))),
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("no answer within {PATIENCE:?}"),
    };
    warn!(reason, "The store does not answer: {reason}");
    let status = json!({"status": "the store does not answer; the log says why"});
    (StatusCode::SERVICE_UNAVAILABLE, Json(status))
}
