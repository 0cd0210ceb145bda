//! Reads a source system as its folder under `connectors/` describes it.
//!
//! Pure: it plans requests, reads replies and gives records their meaning, but sending a request
//! is `fetch`'s work and keeping a record is `store`'s.
//!
//! - `manifest.yaml`, the ecosystem's declarative format, says how to pull: [`Manifest`], [`Pull`].
//!   Expressions in it are `template`'s, dates `moment`'s, regular expressions `pattern`'s, paths
//!   `glob`'s. How fast a source may be asked is `budget`'s: [`Pace`], [`Ledger`]. Tokens that
//!   outlive a pull are `tokens`': [`Renewal`]. Which streams there are to choose from is told by
//!   `discovery`, which records a source tells of by itself by `webhook`: [`Webhooks`].
//! - `mapping.yaml`, our own small vocabulary, says what a record means: [`Mapping`].
//! - `fixtures/`, recorded replies, let both be tried without the source: [`rehearsal`].
//!
//! The folders there are: `catalog`. What is asked and what comes, as values: `wire`, `host`,
//! `json`, `charset`. How people say a count: `counted`. What keeps secrets out of texts: `veil`.

mod budget;
mod catalog;
mod charset;
mod counted;
mod discovery;
mod glob;
mod host;
mod json;
mod manifest;
mod mapping;
mod moment;
mod pattern;
mod pull;
pub mod rehearsal;
mod template;
mod tokens;
mod veil;
mod webhook;
mod wire;

pub use budget::{Asking, Heard, Ledger, Pace, Turn, Window};
pub use catalog::{Catalog, Connector};
pub use counted::times;
pub use discovery::Given;
pub use json::{Json, JsonError, compact};
pub use manifest::{Manifest, ManifestError, Need, Normalised, StreamInfo, manifest_schema};
pub use mapping::{
    Mapped, Mapping, MappingError, Phase, StreamMap, Sweep, UnmappedField, mapping_schema,
};
pub use pull::{File, Page, Placed, Pull, PullError, Step};
pub use tokens::{Kept, Renewal, RenewalError, Tokens};
pub use veil::{VEILED, Veil};
pub use webhook::{Delivery, Doubt, Happened, SigningKey, SigningKeyError, Webhooks, What};
pub use wire::{Body, Method, Reply, Request, RequestId, SendError};
