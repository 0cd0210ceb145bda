//! What is told as it happens, over the wire.
//!
//! | file | for |
//! |---|---|
//! | `protocol` | graphql-transport-ws without a socket: which frame is answered by what |
//! | `ws` | a WebSocket that speaks it |
//! | `sse` | one operation as server-sent events |
//! | `credential` | who connects, and whether they still may |
//! | `seats` | how many may be connected |
//!
//! Nothing is kept for a reader that does not read: what is told next is read when the last was taken, and who
//! takes nothing for a while is dropped.

mod credential;
mod protocol;
mod seats;
pub(super) mod sse;
pub(super) mod ws;

pub(super) use seats::Seats;
