//! Tells the world when tokens rotate: the configuration as it then is, for whoever keeps it.

use std::sync::{Arc, Mutex};

use futures_util::future::BoxFuture;
use serde_json::Value;
use tokio::sync::mpsc;

use crate::connector::{Kept, Renewal, RenewalError};
use crate::fetch::{Ask, Pocket, Vault};

/// A vault that forgets with the process, but announces what the configuration should hold now.
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
            let kept = self.pocket.renew(renewal, ask).await?;
            self.announce(renewal, &kept);
            Ok(kept)
        })
    }
}
