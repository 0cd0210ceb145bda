//! A request as the plan has it, and a reply as it came: values, no socket.

use std::time::Duration;

/// Names a request within its pull, so that replies may come in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// An HTTP method that a manifest may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// GET
    Get,
    /// POST
    Post,
    /// PUT
    Put,
    /// PATCH
    Patch,
    /// DELETE
    Delete,
    /// HEAD
    Head,
}

/// A request's body. Its `Debug` shows no content: it may hold secrets.
#[derive(Clone, PartialEq, Eq, Default)]
pub enum Body {
    /// None.
    #[default]
    Empty,
    /// JSON text, sent as `application/json`.
    Json(String),
    /// Form fields, sent as `application/x-www-form-urlencoded`.
    Form(Vec<(String, String)>),
    /// Any text, sent as it is.
    Text(String),
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Json(_) => "Json(…)",
            Self::Form(_) => "Form(…)",
            Self::Text(_) => "Text(…)",
        })
    }
}

/// A request to send. Its `Debug` and messages must never show `headers` or `query` values:
/// they may hold secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Absolute URL without the query below.
    pub url: String,
    /// Query parameters to add, in order.
    pub query: Vec<(String, String)>,
    /// Headers, in order.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Body,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}", self.method, self.url)
    }
}

/// What came back. Its `Debug` shows no content: it may hold tokens and personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// Status code.
    pub status: u16,
    /// Headers with lower-case names.
    pub headers: Vec<(String, String)>,
    /// The body, decompressed, whole.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} with {} bytes", self.status, self.body.len())
    }
}

impl Reply {
    /// The first header of this (lower-case) name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// Why no reply came.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// No connection, a broken one, or a body cut short. Worth another try.
    #[error("no answer from {host}: {reason}")]
    Unreachable {
        /// Host and port.
        host: String,
        /// The cause in words, without secrets.
        reason: String,
    },
    /// Nothing came in time. Worth another try.
    #[error("no answer from {host} within {} s", after.as_secs())]
    TimedOut {
        /// Host and port.
        host: String,
        /// How long was waited.
        after: Duration,
    },
    /// The reply is larger than the limit. Not worth another try.
    #[error("the reply of {host} is larger than {limit} bytes; ask for smaller pages")]
    TooLarge {
        /// Host and port.
        host: String,
        /// The limit in bytes, after decompression.
        limit: usize,
    },
    /// The file is larger than the limit. Not worth another try.
    #[error(
        "{host} gives a file of more than {limit} bytes; leave out what is so large, with a \
         `record_filter` in the manifest"
    )]
    FileTooLarge {
        /// Host and port.
        host: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// What came cannot be written to disk. Not worth another try.
    #[error("{0}")]
    Unwritable(String),
    /// The source's limit is used up for longer than anyone waits. Not worth another try now.
    #[error(
        "the request limit of {host} is used up for another {} s; what is read stays, and the next \
         sync goes on from there",
        after.as_secs()
    )]
    Paced {
        /// Host and port.
        host: String,
        /// How long until a request may be sent.
        after: Duration,
    },
    /// The request may not be sent at all: a host that the manifest does not name, a bad URL.
    #[error("{0}")]
    Forbidden(String),
}
