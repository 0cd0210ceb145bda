//! graphql-transport-ws without a socket: a frame or the time that passed goes in, what is to be done comes out.
//!
//! <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>

use std::collections::BTreeSet;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::api::{Event, Live, Question};

/// What it is called when a connection is opened.
pub(super) const NAME: &str = "graphql-transport-ws";

/// Why a connection is closed: a code and a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Close(pub(super) u16, pub(super) String);

impl Close {
    fn new(code: u16, reason: &str) -> Self {
        Self(code, reason.to_owned())
    }

    pub(super) fn malformed() -> Self {
        Self::new(4400, "Invalid message")
    }

    pub(super) fn forbidden(reason: &str) -> Self {
        Self(4403, format!("Forbidden: {reason}"))
    }

    pub(super) fn unknown_protocol() -> Self {
        Self::new(4406, "Subprotocol not acceptable: speak graphql-transport-ws")
    }

    pub(super) fn ending() -> Self {
        Self::new(1001, "Going away: connect again")
    }

    pub(super) fn busy() -> Self {
        Self::new(1013, "Try again later: too many are connected")
    }

    pub(super) fn not_now() -> Self {
        Self::new(1013, "Try again later: credentials cannot be checked now")
    }
}

/// What is to be done.
#[derive(Debug)]
pub(super) enum Act {
    Nothing,
    Send(String),
    /// Find out who it is, by what they said.
    Greet(Map<String, Value>),
    /// Execute this under the id; the text is the request as it came.
    Start(String, Box<Question>, String),
    Stop(String),
    Close(Close),
}

/// Where a connection stands.
pub(super) struct Protocol {
    limits: Live,
    greeting: bool,
    greeted: bool,
    operations: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Frame {
    ConnectionInit {
        payload: Option<Map<String, Value>>,
    },
    Ping {
        payload: Option<Map<String, Value>>,
    },
    Pong {
        /// Must be an object, and tells nothing.
        #[serde(rename = "payload")]
        _payload: Option<Map<String, Value>>,
    },
    Subscribe {
        id: String,
        payload: Value,
    },
    Complete {
        id: String,
    },
}

impl Protocol {
    pub(super) fn new(limits: Live) -> Self {
        Self { limits, greeting: false, greeted: false, operations: BTreeSet::new() }
    }

    /// A frame of text came in.
    pub(super) fn hear(&mut self, text: &str) -> Act {
        let Ok(frame) = serde_json::from_str(text) else {
            return Act::Close(Close::malformed());
        };
        match frame {
            Frame::ConnectionInit { .. } if self.greeting => {
                Act::Close(Close::new(4429, "Too many initialisation requests"))
            }
            Frame::ConnectionInit { payload } => {
                self.greeting = true;
                Act::Greet(payload.unwrap_or_default())
            }
            Frame::Ping { payload } => Act::Send(match payload {
                Some(payload) => json!({"type": "pong", "payload": payload}).to_string(),
                None => json!({"type": "pong"}).to_string(),
            }),
            Frame::Subscribe { .. } if !self.greeted => {
                Act::Close(Close::new(4401, "Unauthorized"))
            }
            Frame::Subscribe { id, payload } => self.subscribe(id, payload),
            Frame::Complete { id } if self.operations.remove(&id) => Act::Stop(id),
            // An operation that ended meanwhile.
            Frame::Pong { .. } | Frame::Complete { .. } => Act::Nothing,
        }
    }

    fn subscribe(&mut self, id: String, payload: Value) -> Act {
        let (text, is_object) = (payload.to_string(), payload.is_object());
        let question = serde_json::from_value(payload);
        let (Ok(question), true) = (question, is_object && !id.is_empty()) else {
            return Act::Close(Close::malformed());
        };
        if self.operations.contains(&id) {
            // A reason has 123 bytes at most.
            let shown: String = id.chars().take(20).collect();
            let reason = format!("Subscriber for {shown} already exists");
            return Act::Close(Close(4409, reason));
        }
        let most = self.limits.operations;
        if self.operations.len() >= most {
            let message =
                format!("a connection has at most {most} operations at once; complete some");
            let error = json!({"message": message, "extensions": {"code": "BUSY"}});
            return Act::Send(error_frame(&id, &json!([error]).to_string()));
        }
        self.operations.insert(id.clone());
        Act::Start(id, Box::new(question), text)
    }

    /// Whoever connected may come in.
    pub(super) fn admitted(&mut self) -> String {
        self.greeted = true;
        json!({"type": "connection_ack"}).to_string()
    }

    /// So long after the connection was opened, and so long after anything was heard.
    pub(super) fn tick(&self, open: Duration, silent: Duration) -> Act {
        if !self.greeting && open >= self.limits.greeting {
            return Act::Close(Close::new(4408, "Connection initialisation timeout"));
        }
        if silent >= self.limits.alive * 3 {
            return Act::Close(Close::new(1001, "Going away: no sign of life"));
        }
        Act::Nothing
    }

    /// What an operation says; `None` where nobody listens to it any more. It has ended when nothing of it
    /// was executed.
    pub(super) fn event(&mut self, id: &str, event: &Event) -> Option<String> {
        if let Some(errors) = &event.refused {
            return self.operations.remove(id).then(|| error_frame(id, &text_of(errors)));
        }
        let is_known = self.operations.contains(id);
        is_known.then(|| {
            let (id, body) = (json!(id), text_of(&event.body));
            format!(r#"{{"id":{id},"type":"next","payload":{body}}}"#)
        })
    }

    /// An operation came to its end.
    pub(super) fn ended(&mut self, id: &str) -> Option<String> {
        let is_known = self.operations.remove(id);
        is_known.then(|| json!({"id": id, "type": "complete"}).to_string())
    }
}

fn error_frame(id: &str, errors: &str) -> String {
    format!(r#"{{"id":{},"type":"error","payload":{errors}}}"#, json!(id))
}

/// JSON is text.
fn text_of(json: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INIT: &str = r#"{"type":"connection_init"}"#;
    const ASK: &str = r#"{"id":"1","type":"subscribe","payload":{"query":"{a}"}}"#;

    fn greeted() -> Protocol {
        let mut protocol = Protocol::new(Live { operations: 2, ..Live::default() });
        assert!(matches!(protocol.hear(INIT), Act::Greet(_)));
        assert_eq!(protocol.admitted(), r#"{"type":"connection_ack"}"#);
        protocol
    }

    fn code(act: &Act) -> u16 {
        match act {
            Act::Close(Close(code, reason)) => {
                assert!(reason.len() <= 123, "{reason}");
                *code
            }
            Act::Nothing => 0,
            Act::Send(_) => 1,
            Act::Greet(_) => 2,
            Act::Start(..) => 3,
            Act::Stop(_) => 4,
        }
    }

    #[test]
    fn every_frame_has_its_answer_in_every_state() {
        // (frame, before anybody greeted, after)
        let cases = [
            (INIT, 2, 4429),
            (r#"{"type":"connection_init","payload":{"a":1}}"#, 2, 4429),
            (r#"{"type":"connection_init","payload":null}"#, 2, 4429),
            (r#"{"type":"connection_init","payload":7}"#, 4400, 4400),
            (r#"{"type":"ping"}"#, 1, 1),
            (r#"{"type":"ping","payload":{"a":1}}"#, 1, 1),
            (r#"{"type":"ping","payload":1}"#, 4400, 4400),
            (r#"{"type":"pong"}"#, 0, 0),
            (ASK, 4401, 3),
            (r#"{"id":"","type":"subscribe","payload":{"query":"{a}"}}"#, 4401, 4400),
            (r#"{"id":1,"type":"subscribe","payload":{"query":"{a}"}}"#, 4400, 4400),
            (r#"{"id":"1","type":"subscribe"}"#, 4400, 4400),
            (r#"{"id":"1","type":"subscribe","payload":{"query":7}}"#, 4401, 4400),
            (r#"{"id":"1","type":"subscribe","payload":[]}"#, 4401, 4400),
            (r#"{"id":"1","type":"complete"}"#, 0, 0),
            (r#"{"type":"complete"}"#, 4400, 4400),
            (r#"{"type":"next","id":"1","payload":{}}"#, 4400, 4400),
            (r#"{"type":"start","id":"1","payload":{}}"#, 4400, 4400),
            ("{}", 4400, 4400),
            ("[]", 4400, 4400),
            ("not json", 4400, 4400),
            ("", 4400, 4400),
        ];
        for (frame, before, after) in cases {
            let mut fresh = Protocol::new(Live::default());
            assert_eq!(code(&fresh.hear(frame)), before, "{frame} before");
            assert_eq!(code(&greeted().hear(frame)), after, "{frame} after");
        }
    }

    #[test]
    fn an_operation_is_under_way_until_it_is_completed_by_either_side() {
        let mut protocol = greeted();
        let event = Event { body: br#"{"data":{"a":1}}"#.to_vec(), refused: None };
        assert_eq!(code(&protocol.hear(ASK)), 3);
        assert_eq!(code(&protocol.hear(ASK)), 4409);
        let next = r#"{"id":"1","type":"next","payload":{"data":{"a":1}}}"#;
        assert_eq!(protocol.event("1", &event).as_deref(), Some(next));
        let done = r#"{"id":"1","type":"complete"}"#;
        assert_eq!(protocol.ended("1").as_deref(), Some(done));
        assert_eq!((protocol.ended("1"), protocol.event("1", &event)), (None, None));
        assert_eq!(code(&protocol.hear(ASK)), 3, "the id is free again");
        assert_eq!(code(&protocol.hear(done)), 4);
        assert_eq!(protocol.event("1", &event), None, "what comes too late is not sent");
        assert_eq!(code(&protocol.hear(ASK)), 3);
        let wrong = Event { refused: Some(b"[]".to_vec()), ..event };
        let refused = r#"{"id":"1","type":"error","payload":[]}"#;
        assert_eq!(protocol.event("1", &wrong).as_deref(), Some(refused));
        assert_eq!(protocol.ended("1"), None, "an error is the end");
    }

    #[test]
    fn too_many_operations_are_refused_one_by_one() {
        let mut protocol = greeted();
        let ask = |id: &str| ASK.replace("\"1\"", &format!("\"{id}\""));
        assert_eq!((code(&protocol.hear(&ask("1"))), code(&protocol.hear(&ask("2")))), (3, 3));
        let Act::Send(refusal) = protocol.hear(&ask("3")) else { panic!("it is refused") };
        assert!(refusal.contains(r#""type":"error""#) && refusal.contains("BUSY"), "{refusal}");
        assert_eq!(code(&protocol.hear(r#"{"id":"2","type":"complete"}"#)), 4);
        assert_eq!(code(&protocol.hear(&ask("3"))), 3);
    }

    #[test]
    fn who_says_nothing_is_closed_in_time() {
        let seconds = Duration::from_secs;
        let fresh = Protocol::new(Live::default());
        assert_eq!(code(&fresh.tick(seconds(9), seconds(9))), 0);
        assert_eq!(code(&fresh.tick(seconds(10), seconds(10))), 4408);
        assert_eq!(code(&greeted().tick(seconds(900), seconds(44))), 0);
        assert_eq!(code(&greeted().tick(seconds(900), seconds(45))), 1001);
    }
}
