//! The limit that HTTP sets: whatever is put is what every question is answered with. PORT: 4103 when not set.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::post;

type Kept = Arc<Mutex<Bytes>>;

async fn put(State(kept): State<Kept>, body: Bytes) {
    *kept.lock().unwrap_or_else(PoisonError::into_inner) = body;
}

async fn answer(State(kept): State<Kept>, _question: Bytes) -> impl IntoResponse {
    let body = kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
    ([(CONTENT_TYPE, "application/json")], body)
}

#[tokio::main]
async fn main() {
    let port = std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(4103);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.expect("a free port");
    let routes = Router::new().route("/graphql", post(answer).put(put)).with_state(Kept::default());
    axum::serve(listener, routes).await.expect("it serves");
}
