//! A trace as bytes: the message `Trace` of Apollo's `reports.proto`, as far as it is told here.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_graphql::ServerError;

use super::{Place, Step};

/// A message of protocol buffers on its way to bytes; what is zero or empty is left out.
#[derive(Default)]
struct Message(Vec<u8>);

impl Message {
    fn varint(&mut self, mut value: u64) {
        while value > 0x7f {
            self.0.push((value as u8) | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    fn number(&mut self, field: u64, value: u64) {
        if value != 0 {
            self.present(field, value);
        }
    }

    /// A number that says something by being there, such as the first index.
    fn present(&mut self, field: u64, value: u64) {
        self.varint(field << 3);
        self.varint(value);
    }

    fn double(&mut self, field: u64, value: f64) {
        self.varint(field << 3 | 1);
        self.0.extend(value.to_le_bytes());
    }

    fn bytes(&mut self, field: u64, bytes: &[u8]) {
        self.varint(field << 3 | 2);
        self.varint(bytes.len() as u64);
        self.0.extend(bytes);
    }

    fn text(&mut self, field: u64, text: &str) {
        if !text.is_empty() {
            self.bytes(field, text.as_bytes());
        }
    }
}

/// The trace of a request that began at a moment and took so long.
pub(super) fn write(root: &Place, at: SystemTime, took: Duration) -> Vec<u8> {
    let mut trace = Message::default();
    trace.bytes(3, &moment(at + took).0);
    trace.bytes(4, &moment(at).0);
    trace.number(11, nanos(took));
    trace.bytes(14, &node(None, root).0);
    // How many operations it stands for.
    trace.double(31, 1.0);
    trace.0
}

fn moment(at: SystemTime) -> Message {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    let mut message = Message::default();
    message.number(1, since.as_secs());
    message.number(2, u64::from(since.subsec_nanos()));
    message
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

fn node(step: Option<&Step>, place: &Place) -> Message {
    let mut message = Message::default();
    match step {
        Some(Step::Key(name)) => message.text(1, name),
        Some(Step::Index(at)) => message.present(2, *at as u64),
        None => {}
    }
    if let Some(span) = &place.span {
        message.text(3, &span.of);
        message.number(8, nanos(span.began));
        message.number(9, nanos(span.ended));
        message.text(13, &span.parent);
        message.text(14, span.name.as_deref().unwrap_or_default());
    }
    for failure in &place.errors {
        message.bytes(11, &error(failure).0);
    }
    for (step, below) in &place.below {
        message.bytes(12, &node(Some(step), below).0);
    }
    message
}

fn error(failure: &ServerError) -> Message {
    let mut message = Message::default();
    message.text(1, &failure.message);
    for at in &failure.locations {
        let mut location = Message::default();
        location.number(1, at.line as u64);
        location.number(2, at.column as u64);
        message.bytes(2, &location.0);
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_stand_as_the_format_says() {
        let mut message = Message::default();
        message.number(1, 150);
        message.text(2, "testing");
        message.number(3, 0);
        message.present(2, 0);
        let expected = [
            0x08, 0x96, 0x01, 0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67, 0x10, 0x00,
        ];
        assert_eq!(message.0, expected);
    }

    #[test]
    fn an_error_stands_at_its_place_below_the_root() {
        let mut root = Place::default();
        let failure = ServerError::new("gone", Some(async_graphql::Pos { line: 1, column: 3 }));
        let path = [Step::Key("a".to_owned()), Step::Index(0)];
        root.at(path).errors.push(failure);
        let told = node(None, &root).0;
        let index = [0x10, 0, 0x5a, 12, 0x0a, 4, b'g', b'o', b'n', b'e', 0x12, 4, 8, 1, 16, 3];
        let mut expected = vec![0x62, 21, 0x0a, 1, b'a', 0x62, 16];
        expected.extend(index);
        assert_eq!(told, expected);
    }
}
