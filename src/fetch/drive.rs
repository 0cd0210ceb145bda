//! Drives a pull to its end.

use std::sync::Arc;

use tokio::sync::mpsc;

use super::Client;
use crate::connector::{Page, Pull, PullError};
use crate::model::Clock;

/// Why a pull ended early.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The pull itself cannot go on.
    #[error(transparent)]
    Pull(#[from] PullError),
    /// Nobody takes the pages any more.
    #[error("the reader of the pages is gone")]
    Abandoned,
}

/// Runs a pull to its end, several requests in flight when it allows so, and hands each page over.
/// Backpressure comes from the channel.
///
/// # Errors
/// When the pull cannot go on or the receiver is gone.
pub async fn drive(
    client: &Client,
    pull: Pull,
    clock: &Arc<dyn Clock>,
    pages: mpsc::Sender<Page>,
) -> Result<Option<(u64, Option<std::time::Duration>)>, FetchError> {
    let _ = (client, pull, clock, pages);
    todo!()
}
