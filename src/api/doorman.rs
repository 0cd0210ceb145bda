//! Who comes in: makes a viewer of the credential that a request brings, or sends it away. Everything that
//! is answered over a wire asks here first.

mod issuers;
mod sign_in;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use moka::sync::Cache;
use tokio::sync::Semaphore;
use tracing::{error, warn};

use crate::access::{ApiKey, Claims, Credential, Doubt, Issuer, MEMBER, Policy, Token, Viewer};
use crate::fetch::Client;
use crate::model::Clock;
use crate::store::{KeyRow, Store, StoreError};
use issuers::Keys;
pub use sign_in::{Offer, Redeem};

/// What is known of an API key is read again after so long: then a revoked one is out everywhere.
const KEY_TTL: Duration = Duration::from_secs(4);
/// Whom an address belongs to is looked up again after so long.
const MEMBER_TTL: Duration = Duration::from_secs(30);
/// Keys and addresses that are remembered.
const REMEMBERED: u64 = 10_000;

/// Who may come in, by the configuration. API keys are in the store.
#[derive(Debug, Clone)]
pub struct Access {
    /// The roles there are.
    pub policy: Policy,
    /// Whose tokens are believed.
    pub issuers: Vec<Issuer>,
    /// The role of whoever brings no credential.
    pub anonymous: Option<String>,
}

impl Default for Access {
    fn default() -> Self {
        Self { policy: Policy::built_in(), issuers: Vec::new(), anonymous: None }
    }
}

/// What a request brings.
#[derive(Clone, Copy)]
pub enum Presented<'a> {
    /// No credential. `near`: it comes from this very machine, asks for it by its own name, and passed
    /// through nobody's hands.
    Nothing {
        /// So it is.
        near: bool,
    },
    /// An API key.
    Key(&'a str),
    /// A bearer token: an API key or a JWT.
    Bearer(&'a str),
}

/// Why somebody does not come in. It tells no more than they may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// They did not say who they are.
    Nobody,
    /// What they brought is not known here.
    Unknown,
    /// What they brought was right, until some time ago.
    Expired,
    /// It cannot be found out now.
    NotNow,
}

impl Denied {
    /// The sentence for whoever is sent away.
    pub fn message(self) -> &'static str {
        match self {
            Self::Nobody => {
                "say who you are: send an API key or a token as `Authorization: Bearer …`"
            }
            Self::Unknown => "the credential is not known here",
            Self::Expired => "the credential has expired; get a new one",
            Self::NotNow => "credentials cannot be checked now; try again in a few seconds",
        }
    }

    /// The word that programs look for.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nobody | Self::Unknown | Self::Expired => "UNAUTHENTICATED",
            Self::NotNow => "UNAVAILABLE",
        }
    }
}

/// Who stands at the door. Cheap to clone.
#[derive(Clone)]
pub struct Doorman(Arc<Post>);

enum Post {
    /// Everybody is the host: nothing but this process can reach it.
    Open(Arc<Viewer>),
    Guarded(Box<Guarded>),
}

struct Guarded {
    policy: Policy,
    issuers: Vec<Keys>,
    anonymous: Option<Arc<Viewer>>,
    store: Store,
    clock: Arc<dyn Clock>,
    client: Client,
    /// Codes that are redeemed at once; more are told to come again.
    redeeming: Semaphore,
    /// Only this machine can reach us.
    local: bool,
    host: Arc<Viewer>,
    keys: Cache<String, Option<Arc<Known>>>,
    any_key: Cache<(), bool>,
    members: Cache<String, Arc<BTreeSet<String>>>,
}

/// What is known of an API key.
struct Known {
    row: KeyRow,
    /// `None` where its role is no more.
    viewer: Option<Arc<Viewer>>,
    noted: AtomicBool,
}

impl Doorman {
    /// Lets everybody in as the host.
    pub fn open() -> Self {
        Self(Arc::new(Post::Open(Arc::new(Viewer::host()))))
    }

    /// Asks everybody who they are. `local`: only this machine can reach us, so that whoever brings nothing
    /// is the host, for as long as nothing says who may come in: no key was ever made, there is no issuer
    /// and no role for strangers.
    pub fn new(
        access: Access,
        (store, clock): (Store, Arc<dyn Clock>),
        client: Client,
        local: bool,
    ) -> Self {
        let Access { policy, issuers, anonymous } = access;
        let anonymous = anonymous.and_then(|role| {
            let name = ANONYMOUS.to_owned();
            policy.viewer(Credential { name, role, ..Credential::default() }).map(Arc::new)
        });
        let kept = |ttl| Cache::builder().max_capacity(REMEMBERED).time_to_live(ttl);
        Self(Arc::new(Post::Guarded(Box::new(Guarded {
            policy,
            issuers: issuers.into_iter().map(Keys::new).collect(),
            anonymous,
            store,
            clock,
            client,
            redeeming: Semaphore::new(sign_in::AT_ONCE),
            local,
            host: Arc::new(Viewer::host()),
            keys: kept(KEY_TTL).build(),
            any_key: Cache::builder().time_to_live(KEY_TTL).build(),
            members: Cache::builder().max_capacity(REMEMBERED).time_to_live(MEMBER_TTL).build(),
        }))))
    }

    /// Whoever brings this.
    ///
    /// # Errors
    /// When they may not come in.
    pub async fn admit(&self, presented: Presented<'_>) -> Result<Arc<Viewer>, Denied> {
        let guarded = match &*self.0 {
            Post::Open(host) => return Ok(Arc::clone(host)),
            Post::Guarded(guarded) => guarded,
        };
        match presented {
            Presented::Nothing { near } => guarded.stranger(near).await,
            Presented::Key(text) => guarded.by_key(text).await,
            Presented::Bearer(text) if ApiKey::is_meant_by(text) => guarded.by_key(text).await,
            Presented::Bearer(text) => guarded.by_token(text).await,
        }
    }

    /// Reads the keys of every issuer now: its name, and what is wrong with it if anything is.
    pub async fn check(&self) -> Vec<(String, Result<(), String>)> {
        let Post::Guarded(guarded) = &*self.0 else { return Vec::new() };
        let mut all = Vec::new();
        for keys in &guarded.issuers {
            let read = keys.read(&guarded.client).await;
            all.push((keys.issuer.issuer.clone(), read.map(drop)));
        }
        all
    }
}

/// What no secret has as its hash.
const NO_HASH: &str = "----------------------------------------------------------------";

/// What strangers are called.
pub const ANONYMOUS: &str = "anonymous";

impl Guarded {
    async fn stranger(&self, near: bool) -> Result<Arc<Viewer>, Denied> {
        if let Some(anonymous) = &self.anonymous {
            return Ok(Arc::clone(anonymous));
        }
        if !self.local || !near || !self.issuers.is_empty() || self.has_keys().await? {
            return Err(Denied::Nobody);
        }
        Ok(Arc::clone(&self.host))
    }

    async fn has_keys(&self) -> Result<bool, Denied> {
        if let Some(known) = self.any_key.get(&()) {
            return Ok(known);
        }
        let found = self.store.has_api_keys().await.map_err(|error| not_now(&error))?;
        self.any_key.insert((), found);
        Ok(found)
    }

    async fn by_key(&self, text: &str) -> Result<Arc<Viewer>, Denied> {
        let key = ApiKey::parse(text).ok_or(Denied::Unknown)?;
        let known = self.known(key.id()).await?;
        // Compared in any case, so that the time taken does not tell which ids there are.
        let kept = known.as_ref().map_or(NO_HASH, |known| known.row.hash.as_str());
        let fits = key.fits(kept);
        let known = known.filter(|known| fits && known.row.revoked_at.is_none());
        let known = known.ok_or(Denied::Unknown)?;
        let now = self.clock.now();
        if known.row.expires_at.is_some_and(|until| now >= until) {
            return Err(Denied::Expired);
        }
        let viewer = known.viewer.as_ref().ok_or(Denied::Unknown)?;
        self.note_use(&known, now).await;
        Ok(Arc::clone(viewer))
    }

    async fn known(&self, id: &str) -> Result<Option<Arc<Known>>, Denied> {
        if let Some(known) = self.keys.get(id) {
            return Ok(known);
        }
        let row = self.store.api_key(id).await.map_err(|error| not_now(&error))?;
        let known = row.map(|row| Arc::new(self.read(row)));
        self.keys.insert(id.to_owned(), known.clone());
        Ok(known)
    }

    fn read(&self, row: KeyRow) -> Known {
        let credential = Credential {
            name: row.name.clone(),
            role: row.role.clone(),
            attributes: row.attributes.clone(),
            points_a_minute: row.points_a_minute,
        };
        let viewer = self.policy.viewer(credential).map(Arc::new);
        if viewer.is_none() {
            let (key, role) = (&row.id, &row.role);
            warn!(key, role, "The API key {key} has the role `{role}`, which is no more");
        }
        Known { row, viewer, noted: AtomicBool::new(false) }
    }

    async fn note_use(&self, known: &Known, now: DateTime<Utc>) {
        let today = now.date_naive();
        let is_old = known.row.last_used_on.is_none_or(|last| last < today);
        if is_old && !known.noted.swap(true, Ordering::Relaxed) {
            let noted = self.store.used_api_key(&known.row.id, today).await;
            if let Err(error) = noted {
                warn!(%error, "That an API key was used could not be noted");
            }
        }
    }

    async fn by_token(&self, text: &str) -> Result<Arc<Viewer>, Denied> {
        let token = Token::parse(text).ok_or(Denied::Unknown)?;
        let issuer = token.issuer().ok_or(Denied::Unknown)?;
        let keys = self.issuers.iter().find(|keys| keys.issuer.issuer == issuer);
        let keys = keys.ok_or(Denied::Unknown)?;
        let claims = self.claims(text, keys, &keys.issuer).await?;
        let mut credential = keys.issuer.credential(&claims).ok_or(Denied::Unknown)?;
        let members = self.members(&credential.name).await?;
        credential.attributes.insert(MEMBER.to_owned(), (*members).clone());
        self.policy.viewer(credential).map(Arc::new).ok_or(Denied::Unknown)
    }

    /// What a token says, when the issuer whose keys these are signed it as `wanted` has it.
    async fn claims(&self, text: &str, keys: &Keys, wanted: &Issuer) -> Result<Claims, Denied> {
        let token = || Token::parse(text).ok_or(Denied::Unknown);
        let now = self.clock.now();
        let set = keys.current(&self.client, now).await?;
        let mut claims = token()?.verified(wanted, &set, now);
        if claims == Err(Doubt::UnknownKey) {
            let set = keys.renewed(&self.client, &set, now).await?;
            claims = token()?.verified(wanted, &set, now);
        }
        claims.map_err(|doubt| match doubt {
            Doubt::Expired => Denied::Expired,
            Doubt::Wrong | Doubt::UnknownKey => Denied::Unknown,
        })
    }

    /// The ids of whoever among our people has this address.
    async fn members(&self, address: &str) -> Result<Arc<BTreeSet<String>>, Denied> {
        if let Some(known) = self.members.get(address) {
            return Ok(known);
        }
        let found = self.store.members_of_address(address).await;
        let found = Arc::new(found.map_err(|error| not_now(&error))?);
        self.members.insert(address.to_owned(), Arc::clone(&found));
        Ok(found)
    }
}

fn not_now(error: &StoreError) -> Denied {
    error!(%error, "A credential could not be looked up");
    Denied::NotNow
}
