//! One operation as server-sent events, each in a connection of its own: GraphQL over SSE, distinct connections.
//!
//! <https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md>

use std::convert::Infallible;
use std::time::Duration;

use async_graphql::Executor;
use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, BoxStream, StreamExt as _};
use serde_json::json;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use tracing::{Instrument as _, info};

use super::credential::Credential;
use super::ended;
use super::seats::Seat;
use super::ws::full;
use crate::api::{Caller, Doorman, Event, Live, Question, Told};
use crate::web::graphql::{Counter, refuse};

pub(in crate::web) const MEDIA: &str = "text/event-stream";

/// Answers a request with events.
pub(in crate::web) async fn answer<E: Executor>(
    counter: &Counter<E>,
    headers: &HeaderMap,
    (raw, question): (&[u8], Question),
    caller: Caller,
) -> Response {
    let service = &counter.service;
    let credential = match Credential::of(headers) {
        Ok(credential) => credential,
        Err(refusal) => return refusal.into_response(),
    };
    let seat = counter.seats.take();
    let seat = seat.and_then(|mut seat| seat.name(&caller.viewer.name).then_some(seat));
    let Some(seat) = seat else { return full() };
    let events = match service.tell(raw, question, &caller).await {
        Err(refused) => return refuse(headers, &refused),
        Ok(Told::Once(answer)) => {
            let event = Event { body: answer.body, refused: None };
            stream::iter([event]).boxed()
        }
        Ok(Told::Live(events)) => events,
    };
    let (sender, taken) = mpsc::channel(1);
    let limits = service.profile().live.clone();
    let out = Out { sender, patience: limits.patience, _seat: seat };
    let guard = Watch { doorman: counter.doorman.clone(), credential, caller, limits };
    let telling = tell(out, events, guard, service.ending());
    tokio::spawn(telling.in_current_span());
    let body = stream::unfold(taken, async |mut taken| {
        let piece: Bytes = taken.recv().await?;
        Some((Ok::<_, Infallible>(piece), taken))
    });
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(MEDIA)),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, Body::from_stream(body)).into_response()
}

/// Where events go, while the seat is taken.
struct Out {
    sender: mpsc::Sender<Bytes>,
    patience: Duration,
    _seat: Seat,
}

/// Nobody takes events any more.
struct Gone;

impl Out {
    async fn put(&self, piece: impl Into<Bytes>) -> Result<(), Gone> {
        use mpsc::error::SendTimeoutError::{Closed, Timeout};
        match self.sender.send_timeout(piece.into(), self.patience).await {
            Ok(()) => Ok(()),
            Err(Closed(_)) => Err(Gone),
            Err(Timeout(_)) => {
                let why = "the other side took nothing for too long";
                info!(why, "A live connection ended: {why}");
                Err(Gone)
            }
        }
    }

    async fn next(&self, body: &[u8]) -> Result<(), Gone> {
        self.put([b"event: next\ndata: ", body, b"\n\n"].concat()).await
    }

    async fn complete(&self) -> Result<(), Gone> {
        self.put("event: complete\ndata: \n\n").await
    }
}

/// Who reads, and whether they still may.
struct Watch {
    doorman: Doorman,
    credential: Credential,
    caller: Caller,
    limits: Live,
}

/// Tells events until they end, or nobody takes them, or whoever does may not any more.
async fn tell(
    out: Out,
    mut events: BoxStream<'static, Event>,
    watch: Watch,
    mut ending: watch::Receiver<bool>,
) -> Result<(), Gone> {
    let Watch { doorman, credential, caller, limits } = watch;
    let after = |every| tokio::time::interval_at(Instant::now() + every, every);
    let (mut alive, mut recheck) = (after(limits.alive), after(limits.recheck));
    // So that the other side has the headers at once.
    out.put(":\n\n").await?;
    loop {
        tokio::select! {
            event = events.next() => match event {
                Some(event) => out.next(&event.body).await?,
                None => return out.complete().await,
            },
            _ = alive.tick() => out.put(":\n\n").await?,
            _ = recheck.tick() => {
                if !credential.still(&doorman, &caller.viewer).await {
                    let message = "what you may has changed or ended; connect again";
                    let extensions = json!({"code": "UNAUTHENTICATED"});
                    let error = json!({"message": message, "extensions": extensions});
                    out.next(json!({"errors": [error]}).to_string().as_bytes()).await?;
                    return out.complete().await;
                }
            }
            () = ended(&mut ending) => return out.complete().await,
            () = out.sender.closed() => return Err(Gone),
        }
    }
}
