//! The tokens of the protocol commands, which keep nothing: asked for as often as the ecosystem's own
//! runtime does, and told when they rotate.

use std::sync::{Arc, Mutex};

use futures_util::future::BoxFuture;
use serde_json::Value;
use tokio::sync::mpsc;

use crate::connector::{Kept, Renewal, RenewalError};
use crate::fetch::{Ask, Pocket, Vault};

/// A vault that forgets with the process. Each requester gets tokens of its own, so that whoever
/// puts Accord in the place of another runtime sees the same requests; a token that rotates is
/// shared, and the configuration that should be kept with it announced.
pub(super) struct Announcing {
    pocket: Pocket,
    config: Mutex<Value>,
    said: mpsc::UnboundedSender<Value>,
}

/// The announcements that were not told yet.
pub(super) struct Announced(mpsc::UnboundedReceiver<Value>);

impl Announced {
    /// The next one, if any.
    pub(super) fn next(&mut self) -> Option<Value> {
        self.0.try_recv().ok()
    }
}

impl Announcing {
    /// A vault for the tokens of this configuration.
    pub(super) fn new(config: &Value) -> (Arc<Self>, Announced) {
        let (said, heard) = mpsc::unbounded_channel();
        let vault =
            Self { pocket: Pocket::default(), config: Mutex::new(config.clone()), said };
        (Arc::new(vault), Announced(heard))
    }

    fn announce(&self, renewal: &Renewal, kept: &Kept) {
        let Ok(mut config) = self.config.lock() else { return };
        if renewal.write_into(&mut config, &kept.tokens) {
            // Nobody listens to a check.
            drop(self.said.send(config.clone()));
        }
    }
}

impl Vault for Announcing {
    fn kept<'a>(
        &'a self,
        credential: &'a str,
    ) -> BoxFuture<'a, Result<Option<Kept>, RenewalError>> {
        self.pocket.kept(credential)
    }

    fn renew<'a>(
        &'a self,
        renewal: &'a Renewal,
        ask: Ask<'a>,
    ) -> BoxFuture<'a, Result<Kept, RenewalError>> {
        Box::pin(async move {
            if !renewal.rotates() {
                return Ok(Kept { version: renewal.held + 1, tokens: ask.await? });
            }
            let kept = self.pocket.renew(renewal, ask).await?;
            self.announce(renewal, &kept);
            Ok(kept)
        })
    }
}
