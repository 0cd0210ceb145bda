//! Deliveries of webhooks over HTTP.
//!
//! A sender tries again whatever is not answered with 2xx. So that is the answer to all that is
//! signed, also to what came before or cannot be understood; a failing store asks for another try.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, HOST};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, post};
use serde_json::{Value, json};
use tracing::error;

use super::body::{NoBody, Whole};
use crate::connector::Delivery;
use crate::model::SourceId;
use crate::sync::{WebhookError, Webhooks};

pub(super) fn route() -> MethodRouter<Webhooks> {
    post(take)
}

async fn take(
    State(webhooks): State<Webhooks>,
    Path(source): Path<String>,
    parts: Parts,
    body: Result<Whole, NoBody>,
) -> Response {
    let body = match body {
        Ok(Whole(body)) => body,
        Err(why) => return refusal(why.status(), &why.message("a delivery")),
    };
    let delivery = delivery(&parts, &body);
    match webhooks.receive(&SourceId(source), &delivery).await {
        Ok(taken) => {
            let repeated = taken.repeated > 0 && taken.written == 0 && !taken.queued;
            let status = if repeated { "known" } else { "taken" };
            reply(StatusCode::OK, &json!({ "status": status }))
        }
        Err(error @ WebhookError::Unknown) => {
            refusal(StatusCode::NOT_FOUND, &error.to_string())
        }
        // Whoever signs wrongly learns no more than that.
        Err(WebhookError::Doubted(_)) => {
            refusal(StatusCode::UNAUTHORIZED, "the signature is missing, wrong or too old")
        }
        Err(WebhookError::Store(failure)) => {
            error!(error = %failure, "A webhook could not be taken in; its sender will try again");
            refusal(StatusCode::SERVICE_UNAVAILABLE, "not now; send it again")
        }
    }
}

fn delivery(parts: &Parts, body: &Bytes) -> Delivery {
    let Parts { method, uri, headers, .. } = parts;
    let text = |value: &HeaderValue| value.to_str().ok().map(str::to_owned);
    let pairs = headers.iter();
    let pairs =
        pairs.filter_map(|(name, value)| Some((name.as_str().to_owned(), text(value)?)));
    let host = headers.get("x-forwarded-host").or_else(|| headers.get(HOST));
    Delivery {
        method: method.as_str().to_owned(),
        host: host.and_then(text).unwrap_or_default(),
        path: uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
        headers: pairs.collect(),
        body: body.to_vec(),
    }
}

fn refusal(status: StatusCode, message: &str) -> Response {
    reply(status, &json!({ "error": message }))
}

fn reply(status: StatusCode, body: &Value) -> Response {
    let headers = [(CACHE_CONTROL, "no-store")];
    (status, headers, axum::Json(body)).into_response()
}
