//! The outside world, inwards: the only room with an HTTP client.
//!
//! It drives a pull to its end without knowing a store; keeping what comes is `sync`'s work.

mod budget;
mod client;
mod drive;
mod prepare;
mod vault;

pub use budget::{Budget, Purse};
pub use client::{Client, Egress};
pub use drive::{Driver, FetchError, RateLimit, Witness};
pub use vault::{Ask, Pocket, Vault};
