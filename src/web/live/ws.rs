//! A WebSocket that speaks graphql-transport-ws: carries frames between the wire, the protocol and the service.
//!
//! A page of another site can open a socket to whatever its visitor reaches, and read from it, as it could not
//! by HTTP. So where a socket is opened from a foreign origin, whoever brings no credential is nobody. With one
//! it may do what it may by POST, orders too: no credential is ever sent by a browser on its own.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_graphql::{Executor, ServerError};
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use serde_json::{Map, Value};
use tokio::sync::{mpsc, watch};
use tokio::task::{AbortHandle, JoinError, JoinSet};
use tracing::{Instrument as _, debug, info};

use super::credential::Credential;
use super::ended;
use super::protocol::{Act, Close, NAME, Protocol};
use super::seats::Seat;
use crate::api::{Caller, Denied, Event, Question, Service, Told};
use crate::web::body::MOST_BYTES;
use crate::web::door;
use crate::web::graphql::{Counter, Refusal};
use crate::web::guard::REQUEST_ID;

/// The other side has so long to close after us.
const FAREWELL: Duration = Duration::from_secs(1);

/// Opens a socket for whoever asks for one.
pub(in crate::web) fn open<E: Executor>(
    counter: Counter<E>,
    headers: &HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let mut credential = match Credential::of(headers) {
        Ok(credential) => credential,
        Err(refusal) => return refusal.into_response(),
    };
    let foreign = door::is_foreign(headers);
    if foreign && credential.is_nothing() {
        credential = Credential::Nothing { near: false };
    }
    let Some(seat) = counter.seats.take() else { return full() };
    let request = headers.get(REQUEST_ID).and_then(|id| id.to_str().ok());
    let request = request.unwrap_or_default().to_owned();
    let limits = counter.service.profile().live.clone();
    let ending = counter.service.ending();
    let span = tracing::Span::current();
    let upgrade = upgrade.max_message_size(MOST_BYTES).max_frame_size(MOST_BYTES);
    upgrade.protocols([NAME]).on_upgrade(move |socket| {
        let (told, from) = mpsc::channel(1);
        let now = Instant::now();
        let link = Link {
            patience: limits.patience,
            protocol: Protocol::new(limits),
            counter,
            socket,
            credential,
            foreign,
            request,
            seat,
            caller: None,
            running: HashMap::new(),
            starts: 0,
            tasks: JoinSet::new(),
            told,
            began: now,
            heard: now,
        };
        link.drive(from, ending).instrument(span)
    })
}

/// The answer where no seat is left.
pub(super) fn full() -> Response {
    let message = "too many connections are open; try again in a moment".to_owned();
    let status = StatusCode::SERVICE_UNAVAILABLE;
    let mut response = Refusal { status, code: "BUSY", message }.into_response();
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

/// Something of an operation that is under way, with the number of its start: an id may be used again.
struct Note {
    id: String,
    start: u64,
    /// `None` at its end.
    event: Option<Event>,
}

/// The connection is at its end: closed by us with a frame, or gone.
enum End {
    Close(Close),
    Gone(&'static str),
}

type Outcome = Result<(), End>;

/// A connection.
struct Link<E> {
    counter: Counter<E>,
    socket: WebSocket,
    protocol: Protocol,
    credential: Credential,
    foreign: bool,
    request: String,
    seat: Seat,
    /// Who it is, once that is known.
    caller: Option<Arc<Caller>>,
    running: HashMap<String, (u64, AbortHandle)>,
    starts: u64,
    tasks: JoinSet<()>,
    told: mpsc::Sender<Note>,
    patience: Duration,
    began: Instant,
    heard: Instant,
}

impl<E: Executor> Link<E> {
    async fn drive(mut self, from: mpsc::Receiver<Note>, ending: watch::Receiver<bool>) {
        let end = self.converse(from, ending).await;
        // Whatever is still under way ends here.
        self.tasks.shutdown().await;
        match end {
            // Ours goes out too, or the other side takes it for a broken connection.
            Ok(()) => self.farewell().await,
            Err(End::Close(Close(code, reason))) => {
                debug!(code, reason, "Closed a live connection with {code}");
                let frame = CloseFrame { code, reason: reason.into() };
                if self.send(Message::Close(Some(frame))).await.is_ok() {
                    self.farewell().await;
                }
            }
            Err(End::Gone(why)) => info!(why, "A live connection ended: {why}"),
        }
    }

    async fn converse(
        &mut self,
        mut from: mpsc::Receiver<Note>,
        mut ending: watch::Receiver<bool>,
    ) -> Outcome {
        if self.socket.protocol().is_none() {
            return Err(End::Close(Close::unknown_protocol()));
        }
        let live = self.counter.service.profile().live.clone();
        let shortest = live.greeting.min(live.alive).min(live.recheck);
        let every = (shortest / 4).clamp(Duration::from_millis(10), Duration::from_secs(1));
        let mut ticks = tokio::time::interval(every);
        let (mut alive, mut checked) = (self.began, self.began);
        loop {
            tokio::select! {
                () = ended(&mut ending) => return Err(End::Close(Close::ending())),
                frame = self.socket.recv() => match frame {
                    Some(Ok(frame)) if !matches!(frame, Message::Close(_)) => {
                        self.heard = Instant::now();
                        self.hear(frame).await?;
                    }
                    Some(Ok(_)) | None => return Ok(()),
                    Some(Err(_)) => return Err(End::Gone("the connection broke")),
                },
                Some(note) = from.recv() => self.tell(note).await?,
                Some(ended) = self.tasks.join_next_with_id(), if !self.tasks.is_empty() => {
                    self.broken(ended.map(drop)).await?;
                }
                _ = ticks.tick() => {
                    let act = self.protocol.tick(self.began.elapsed(), self.heard.elapsed());
                    self.act(act).await?;
                    if alive.elapsed() >= live.alive {
                        alive = Instant::now();
                        self.send(Message::Ping(Vec::new().into())).await?;
                    }
                    if checked.elapsed() >= live.recheck {
                        checked = Instant::now();
                        self.check().await?;
                    }
                }
            }
        }
    }

    async fn hear(&mut self, frame: Message) -> Outcome {
        let act = match frame {
            Message::Text(text) => self.protocol.hear(&text),
            Message::Binary(_) => Act::Close(Close::malformed()),
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) => Act::Nothing,
        };
        self.act(act).await
    }

    async fn act(&mut self, act: Act) -> Outcome {
        match act {
            Act::Nothing => Ok(()),
            Act::Send(text) => self.say(text).await,
            Act::Greet(payload) => self.greet(&payload).await,
            Act::Start(id, question, text) => self.start(id, *question, text),
            Act::Stop(id) => {
                if let Some((_, task)) = self.running.remove(&id) {
                    task.abort();
                }
                Ok(())
            }
            Act::Close(close) => Err(End::Close(close)),
        }
    }

    /// Finds out who it is.
    async fn greet(&mut self, payload: &Map<String, Value>) -> Outcome {
        let Ok(said) = Credential::of_payload(payload) else {
            return Err(End::Close(Close::malformed()));
        };
        if let Some(said) = said {
            if !self.credential.is_nothing() {
                return Err(End::Close(Close::malformed()));
            }
            self.credential = said;
        }
        let refused = |why: &str| Err(End::Close(Close::forbidden(why)));
        if self.foreign && self.credential.is_nothing() {
            return refused("a page of another site must bring a credential");
        }
        let viewer = match self.credential.admit(&self.counter.doorman).await {
            Ok(viewer) => viewer,
            Err(Denied::NotNow) => return Err(End::Close(Close::not_now())),
            Err(denied) => return refused(denied.message()),
        };
        if !self.seat.name(&viewer.name) {
            return Err(End::Close(Close::busy()));
        }
        let request = self.request.clone();
        self.caller = Some(Arc::new(Caller { viewer, reads: false, request }));
        let ack = self.protocol.admitted();
        self.say(ack).await
    }

    /// Whether who connected may still be here.
    async fn check(&mut self) -> Outcome {
        let Some(caller) = &self.caller else { return Ok(()) };
        if self.credential.still(&self.counter.doorman, &caller.viewer).await {
            return Ok(());
        }
        Err(End::Close(Close::forbidden("what you may has changed or ended; connect again")))
    }

    fn start(&mut self, id: String, question: Question, text: String) -> Outcome {
        let Some(caller) = self.caller.clone() else {
            return Err(End::Close(Close::malformed()));
        };
        self.starts += 1;
        let (start, told) = (self.starts, self.told.clone());
        let work = work(
            self.counter.service.clone(),
            (question, text),
            caller,
            (id.clone(), start),
            told,
        );
        self.running.insert(id, (start, self.tasks.spawn(work.in_current_span())));
        Ok(())
    }

    /// Sends what an operation says, unless it was stopped meanwhile.
    async fn tell(&mut self, note: Note) -> Outcome {
        let Note { id, start, event } = note;
        if self.running.get(&id).is_none_or(|(current, _)| *current != start) {
            return Ok(());
        }
        let is_over = event.as_ref().is_none_or(|event| event.refused.is_some());
        let text = match event {
            Some(event) => self.protocol.event(&id, &event),
            None => self.protocol.ended(&id),
        };
        if is_over {
            self.running.remove(&id);
        }
        match text {
            Some(text) => self.say(text).await,
            None => Ok(()),
        }
    }

    /// An operation that failed at our side comes to its end too.
    async fn broken(&mut self, ended: Result<(), JoinError>) -> Outcome {
        let Err(failure) = ended else { return Ok(()) };
        let mut running = self.running.iter();
        let Some((id, (start, _))) = running.find(|(_, (_, task))| task.id() == failure.id())
        else {
            return Ok(());
        };
        let note = Note { id: id.clone(), start: *start, event: None };
        self.tell(note).await
    }

    async fn say(&mut self, text: String) -> Outcome {
        self.send(Message::Text(text.into())).await
    }

    /// Sends a frame to somebody who takes it in time.
    async fn send(&mut self, frame: Message) -> Outcome {
        match tokio::time::timeout(self.patience, self.socket.send(frame)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Gone("the connection broke")),
            Err(_) => Err(End::Gone("the other side took nothing for too long")),
        }
    }

    /// Lets the other side close too, or the frame that says why may be lost.
    async fn farewell(&mut self) {
        let closed = async { while let Some(Ok(_)) = self.socket.recv().await {} };
        tokio::time::timeout(FAREWELL, closed).await.ok();
    }
}

/// The errors of a response, as JSON text.
fn errors_of(body: &[u8]) -> Vec<u8> {
    let response: Value = serde_json::from_slice(body).unwrap_or_default();
    response["errors"].to_string().into_bytes()
}

/// Executes an operation and hands over what comes of it, one thing at a time.
async fn work<E: Executor>(
    service: Service<E>,
    (question, text): (Question, String),
    caller: Arc<Caller>,
    (id, start): (String, u64),
    told: mpsc::Sender<Note>,
) {
    let note = |event| Note { id: id.clone(), start, event };
    match service.tell(text.as_bytes(), question, &caller).await {
        Ok(Told::Once(answer)) => {
            let refused = answer.refused.then(|| errors_of(&answer.body));
            let event = Event { body: answer.body, refused };
            // Who is gone is told nothing, here and below.
            told.send(note(Some(event))).await.ok();
        }
        Ok(Told::Live(mut events)) => {
            while let Some(event) = events.next().await {
                if told.send(note(Some(event))).await.is_err() {
                    return;
                }
            }
        }
        Err(refused) => {
            let errors = serde_json::to_vec(&[ServerError::from(&refused)]);
            let errors = errors.expect("an error is JSON");
            let event = Event { body: Vec::new(), refused: Some(errors) };
            told.send(note(Some(event))).await.ok();
            return;
        }
    }
    told.send(note(None)).await.ok();
}
