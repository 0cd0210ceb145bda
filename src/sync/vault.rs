//! The vault as a pull meets it: the tokens of one source, sealed in the store, or in memory when no
//! key is set.
//!
//! A refusal stays, so that a credential known to be dead is not shown again, run after run.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::BoxFuture;
use tracing::{info, warn};

use super::Sync;
use super::renew::Sealed;
use crate::connector::{Body, Kept, Renewal, RenewalError, Request, Tokens};
use crate::fetch::{Ask, Pocket, Vault};
use crate::model::{Clock, SourceId};
use crate::store::{Keys, Refusal, Store, StoreError};

/// What to do so that tokens outlive the process.
pub const NO_KEY: &str = "no key is set in [vault], so the tokens that sources give out are kept \
                          in memory and lost when this process ends; set `key` there, made with \
                          `openssl rand -base64 32`";

/// Where the tokens of all sources are kept. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Vaults {
    keys: Option<Arc<Keys>>,
    pockets: Arc<Pockets>,
}

/// What is kept without a key, for as long as the process lives.
#[derive(Debug, Default)]
struct Pockets {
    /// That nothing outlives the process was said.
    said: AtomicBool,
    of: Mutex<HashMap<SourceId, Arc<Purse>>>,
}

/// The tokens of one source in memory, and who is refused.
#[derive(Debug, Default)]
struct Purse {
    pocket: Pocket,
    refused: Mutex<HashMap<String, Refusal>>,
    /// That what is configured was used up was said.
    said: AtomicBool,
}

impl Vaults {
    /// In the store, sealed with these keys.
    pub fn sealed(keys: Keys) -> Self {
        Self { keys: Some(Arc::new(keys)), ..Self::default() }
    }

    /// Whether tokens outlive the process.
    pub fn are_sealed(&self) -> bool {
        self.keys.is_some()
    }
}

impl Sync {
    /// The tokens of one source.
    pub fn vault(&self, source: &SourceId) -> SourceVault {
        let sealed = self.vaults.keys.as_ref().map(|keys| Sealed {
            safe: self.store.safe(Arc::clone(keys), source.clone()),
            clock: Arc::clone(&self.clock),
            worker: Arc::clone(&self.worker),
            lease: self.lease,
        });
        let place = match sealed {
            Some(sealed) => Place::Sealed(sealed),
            None => Place::Memory(Memory {
                pockets: Arc::clone(&self.vaults.pockets),
                purse: self.vaults.pockets.of(source),
                store: self.store.clone(),
                source: source.clone(),
                clock: Arc::clone(&self.clock),
            }),
        };
        SourceVault { place, refusal: Mutex::default() }
    }
}

impl Pockets {
    fn of(&self, source: &SourceId) -> Arc<Purse> {
        let mut of = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(of.entry(source.clone()).or_default())
    }

    /// Says once that nothing outlives the process.
    fn say(&self) {
        if !self.said.swap(true, Ordering::Relaxed) {
            info!("{NO_KEY}");
        }
    }
}

impl Purse {
    /// Says once of a source that what is configured for it is used up.
    fn say(&self, source: &SourceId, renewal: &Renewal, tokens: &Tokens) {
        let refresh = tokens.refresh.as_deref();
        if refresh.is_some_and(|refresh| !sent(&renewal.request, refresh))
            && !self.said.swap(true, Ordering::Relaxed)
        {
            warn!(
                %source,
                "{source} gave a new refresh token in place of the configured one; set the `key` \
                 in [vault], or it must be connected again when this process has ended"
            );
        }
    }
}

/// Whether a request held this token.
fn sent(request: &Request, token: &str) -> bool {
    let among = |fields: &[(String, String)]| fields.iter().any(|(_, value)| value == token);
    let body = &request.body;
    let inside = matches!(body, Body::Form(fields) if among(fields))
        || matches!(body, Body::Json(text) | Body::Text(text) if text.contains(token));
    inside || among(&request.query) || among(&request.headers)
}

/// The tokens of one source. Notes when a renewal is refused, and since when it is.
#[derive(Debug)]
pub struct SourceVault {
    place: Place,
    refusal: Mutex<Option<Refusal>>,
}

#[derive(Debug)]
enum Place {
    Sealed(Sealed),
    Memory(Memory),
}

impl SourceVault {
    /// The refusal that a renewal met here: a person must connect the source again.
    pub fn refusal(&self) -> Option<Refusal> {
        *self.refusal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what the source refused, so that it is asked again: for a person who has mended it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forgive(&self) -> Result<(), StoreError> {
        match &self.place {
            Place::Sealed(sealed) => sealed.safe.forgive().await,
            Place::Memory(memory) => {
                memory.refused(HashMap::clear);
                Ok(())
            }
        }
    }

    async fn renewed(&self, renewal: &Renewal, ask: Ask<'_>) -> Result<Kept, RenewalError> {
        let renewed = match &self.place {
            Place::Sealed(sealed) => sealed.renew(renewal, ask).await,
            Place::Memory(memory) => memory.renew(renewal, ask).await,
        };
        renewed.map_err(|error| match error {
            Failure::Refused(refusal) => {
                *self.refusal.lock().unwrap_or_else(PoisonError::into_inner) = Some(refusal);
                RenewalError::Revoked { status: refusal.status, error: None }
            }
            Failure::Other(error) => error,
        })
    }
}

impl Vault for SourceVault {
    fn kept<'a>(
        &'a self,
        credential: &'a str,
    ) -> BoxFuture<'a, Result<Option<Kept>, RenewalError>> {
        match &self.place {
            Place::Sealed(sealed) => Box::pin(sealed.kept(credential)),
            Place::Memory(memory) => Box::pin(memory.kept(credential)),
        }
    }

    fn renew<'a>(
        &'a self,
        renewal: &'a Renewal,
        ask: Ask<'a>,
    ) -> BoxFuture<'a, Result<Kept, RenewalError>> {
        Box::pin(self.renewed(renewal, ask))
    }
}

/// Why there are no new tokens.
pub(super) enum Failure {
    /// The source does not take the credential, now or since then.
    Refused(Refusal),
    Other(RenewalError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Other(unkept(&error))
    }
}

/// Tokens that do not open will not open at the next try either; a database may come back.
pub(super) fn unkept(error: &StoreError) -> RenewalError {
    match error {
        StoreError::Sealed { .. } => RenewalError::Refused(error.to_string()),
        _ => RenewalError::Failed { reason: error.to_string(), wait_s: None },
    }
}

/// Tokens in memory.
struct Memory {
    pockets: Arc<Pockets>,
    purse: Arc<Purse>,
    store: Store,
    source: SourceId,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memory")
    }
}

impl Memory {
    fn refused<T>(&self, with: impl FnOnce(&mut HashMap<String, Refusal>) -> T) -> T {
        with(&mut self.purse.refused.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn kept(&self, credential: &str) -> Result<Option<Kept>, RenewalError> {
        self.check_unsealed(credential).await?;
        self.purse.pocket.kept(credential).await
    }

    /// That no tokens lie sealed in the store: to begin anew beside them with what is configured
    /// would make a source that watches over used tokens take none of them any more.
    async fn check_unsealed(&self, credential: &str) -> Result<(), RenewalError> {
        let source = &self.source;
        let sealed = self.store.has_tokens(source, credential).await;
        if sealed.map_err(|error| unkept(&error))? {
            return Err(RenewalError::Refused(format!(
                "the tokens of source `{source}` are sealed in the vault, and no key is set; set \
                 the `key` in [vault] that sealed them, or connect the source again"
            )));
        }
        Ok(())
    }

    async fn renew(&self, renewal: &Renewal, ask: Ask<'_>) -> Result<Kept, Failure> {
        self.check_unsealed(&renewal.credential).await.map_err(Failure::Other)?;
        // Asked inside the pocket's lock, so that whoever waited for the refusal sees it.
        let ask = async {
            let known = self.refused(|refused| refused.get(&renewal.credential).copied());
            match known {
                Some(refusal) => {
                    Err(RenewalError::Revoked { status: refusal.status, error: None })
                }
                None => ask.await,
            }
        };
        match self.purse.pocket.renew(renewal, Box::pin(ask)).await {
            Err(RenewalError::Revoked { status, .. }) => {
                let refusal = Refusal { at: self.clock.now(), status };
                let credential = renewal.credential.clone();
                Err(Failure::Refused(
                    self.refused(|known| *known.entry(credential).or_insert(refusal)),
                ))
            }
            Err(error) => Err(Failure::Other(error)),
            Ok(kept) => {
                self.pockets.say();
                self.purse.say(&self.source, renewal, &kept.tokens);
                Ok(kept)
            }
        }
    }
}
