//! The outside world, inwards: the only room with an HTTP client.
//!
//! It drives a pull to its end without knowing a store; keeping what comes is `sync`'s work.

mod client;
mod drive;
mod vault;

pub use client::{Client, Egress};
pub use drive::{Driver, FetchError, RateLimit, Witness};
pub use vault::{Ask, Pocket, Vault};
