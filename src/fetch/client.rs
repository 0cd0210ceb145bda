//! The one outward client: timeouts, size limits, egress rules.

use std::time::Duration;

use crate::connector::{Reply, Request, SendError};

/// What the client may do.
#[derive(Debug, Clone)]
pub struct Egress {
    /// Longest time for one reply.
    pub timeout: Duration,
    /// Largest reply in bytes after decompression.
    pub max_reply: usize,
    /// Private and loopback addresses may be asked.
    pub allow_private: bool,
}

/// The HTTP client. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Client {}

impl Client {
    /// A client under these rules.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(egress: Egress) -> Result<Self, SendError> {
        let _ = egress;
        todo!()
    }

    /// Sends one request and reads the whole reply.
    ///
    /// # Errors
    /// When no reply comes, or the request may not be sent. Any status is a reply.
    pub async fn send(&self, request: &Request) -> Result<Reply, SendError> {
        let _ = request;
        todo!()
    }
}
