//! Ids. Holding one is proof of what it names.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as text, as the store and the API write it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// A connected source system, named in the configuration: `hubspot`, `erp-north`.
    SourceId,
    /// A golden account: `acc_` and 16 hexadecimal digits of its founding record's hash.
    AccountId,
    /// A golden contact: `con_` and 16 hexadecimal digits of its founding record's hash.
    ContactId,
}

/// One record of one stream of one source: where every value can be traced to.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct RecordRef {
    /// The source system.
    pub source: SourceId,
    /// The manifest's stream name.
    pub stream: String,
    /// The record's primary key as text; the parts of a composite key are joined by `|`.
    pub key: String,
}

impl fmt::Display for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.source, self.stream, self.key)
    }
}

/// The first 16 hexadecimal digits of the SHA-256 of some bytes: an id made from content.
#[expect(clippy::missing_panics_doc, reason = "a digest is never too short")]
pub fn short_hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let (first, _) = digest.split_first_chunk::<8>().expect("a digest has 32 bytes");
    format!("{:016x}", u64::from_be_bytes(*first))
}
