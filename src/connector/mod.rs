//! Reads a source system as its folder under `connectors/` describes it.
//!
//! Pure: it plans requests, reads replies and gives records their meaning, but sending a request
//! is `fetch`'s work and keeping a record is `store`'s.
//!
//! - `manifest.yaml`, the ecosystem's declarative format, says how to pull: [`Manifest`], [`Pull`].
//!   Expressions in it are `template`'s, dates `moment`'s, regular expressions `pattern`'s.
//! - `mapping.yaml`, our own small vocabulary, says what a record means: [`Mapping`].

mod catalog;
mod discovery;
mod glob;
mod host;
mod json;
mod manifest;
mod mapping;
mod moment;
mod pattern;
mod pull;
mod template;
mod tokens;
mod wire;

pub use catalog::{Catalog, Connector};
pub use discovery::Given;
pub use json::{Json, JsonError};
pub use manifest::{Manifest, ManifestError, Need, Normalised, StreamInfo};
pub use mapping::{Mapped, Mapping, MappingError, Phase, StreamMap, UnmappedField};
pub use pull::{Page, Pull, PullError, Step};
pub use tokens::{Kept, Renewal, RenewalError, Tokens};
pub use wire::{Body, Method, Reply, Request, RequestId, SendError};
