//! Signing in from the dashboard with an issuer of tokens: with whom, and the token for the code that somebody
//! brings back.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::json;

use super::body::{NoBody, Whole};
use super::door;
use super::graphql::{Refusal, whole};
use crate::api::{Doorman, Redeem};

pub(super) fn routes(doorman: Doorman) -> Router {
    Router::new()
        .route("/sign-in/offers", get(offers))
        .route("/sign-in/token", post(token))
        .with_state(doorman)
}

async fn offers(State(doorman): State<Doorman>) -> Response {
    let offers = json!({"offers": doorman.offers().await});
    ([(CACHE_CONTROL, "no-store")], Json(offers)).into_response()
}

async fn token(
    State(doorman): State<Doorman>,
    headers: HeaderMap,
    body: Result<Whole, NoBody>,
) -> Response {
    if door::is_foreign(&headers) {
        let message = "people sign in from the hub's own page".to_owned();
        let (status, code) = (StatusCode::FORBIDDEN, "FORBIDDEN");
        return Refusal { status, code, message }.into_response();
    }
    let brought = whole(&headers, body).and_then(|body| {
        let read = serde_json::from_slice::<Redeem>(&body);
        read.map_err(|error| {
            Refusal::bad(format!("the body does not say what was brought: {error}"))
        })
    });
    let brought = match brought {
        Ok(brought) => brought,
        Err(refusal) => return refusal.into_response(),
    };
    match doorman.redeem(&brought).await {
        Ok(token) => {
            let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
            (headers, json!({"token": token}).to_string()).into_response()
        }
        Err(denied) => door::refused(denied),
    }
}
