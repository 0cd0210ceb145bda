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

use tokio::sync::watch;

pub(super) use seats::Seats;

/// Comes back when what is live is to end.
async fn ended(ending: &mut watch::Receiver<bool>) {
    // An error means that the service is gone, which is an end as well.
    drop(ending.wait_for(|ending| *ending).await);
}
