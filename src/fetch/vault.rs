//! Where tokens that outlive a pull are kept and renewed.

use std::collections::HashMap;

use futures_util::future::BoxFuture;
use tokio::sync::Mutex;

use crate::connector::{Kept, Renewal, RenewalError, Tokens};

/// Asks the source for new tokens; called by a vault at most once a renewal.
pub type Ask<'a> = BoxFuture<'a, Result<Tokens, RenewalError>>;

/// Keeps the tokens of one source.
pub trait Vault: Send + Sync {
    /// What is kept of a credential. An error when something is kept that cannot be read.
    fn kept<'a>(
        &'a self,
        credential: &'a str,
    ) -> BoxFuture<'a, Result<Option<Kept>, RenewalError>>;

    /// Renews a credential once, whoever asks at the same time: gives what is newer than
    /// `renewal.held` when there is such a thing, else asks the source, keeps the answer, and only
    /// then gives it.
    fn renew<'a>(
        &'a self,
        renewal: &'a Renewal,
        ask: Ask<'a>,
    ) -> BoxFuture<'a, Result<Kept, RenewalError>>;
}

/// A vault that forgets with the process: for trials and for the commands that keep nothing.
#[derive(Default)]
pub struct Pocket(Mutex<HashMap<String, Kept>>);

impl std::fmt::Debug for Pocket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pocket")
    }
}

impl Vault for Pocket {
    fn kept<'a>(
        &'a self,
        credential: &'a str,
    ) -> BoxFuture<'a, Result<Option<Kept>, RenewalError>> {
        Box::pin(async move { Ok(self.0.lock().await.get(credential).cloned()) })
    }

    fn renew<'a>(
        &'a self,
        renewal: &'a Renewal,
        ask: Ask<'a>,
    ) -> BoxFuture<'a, Result<Kept, RenewalError>> {
        Box::pin(async move {
            let mut pocket = self.0.lock().await;
            let known = pocket.get(&renewal.credential);
            if let Some(newer) = known.filter(|known| known.version > renewal.held) {
                return Ok(newer.clone());
            }
            let kept = Kept { version: renewal.held + 1, tokens: ask.await? };
            pocket.insert(renewal.credential.clone(), kept.clone());
            Ok(kept)
        })
    }
}
