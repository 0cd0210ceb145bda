//! The outside world, inwards: the only room with an HTTP client.
//!
//! It drives a pull to its end without knowing a store; keeping what comes is `sync`'s work. Only files
//! that go with records are put on disk here, for whoever asks for them.

mod budget;
mod client;
mod drive;
mod files;
mod prepare;
mod vault;

pub use budget::{Budget, Purse};
pub use client::{Client, Egress, provide_tls};
pub use drive::{Driver, FetchError, RateLimit, Witness};
pub use files::Files;
pub use vault::{Ask, Pocket, Vault};
