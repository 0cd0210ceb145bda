//! Who asks, and what they may: pure, as everything on this floor.
//!
//! | file | for |
//! |---|---|
//! | `viewer` | whoever asks, with their rights: what the rooms above obey |
//! | `policy` | roles as a file says them, and the viewer that a credential makes |
//! | `roles-default.yaml` | the roles that come with Accord |
//! | `key` | API keys: their form, and what is kept of them |
//! | `issuer` | who may issue tokens, and whom one of them stands for |
//! | `token` | tokens that somebody signed: read strictly, and believed or not |
//! | `jwks` | an issuer's public keys |

mod issuer;
mod jwks;
mod key;
mod policy;
#[cfg(test)]
mod tests;
mod token;
mod viewer;

pub use issuer::{Issuer, MEMBER, SignIn};
pub use jwks::{Algorithm, KeySet};
pub use key::ApiKey;
pub use policy::{Credential, Policy};
pub use token::{Claims, Doubt, Token};
pub use viewer::{Area, Rights, Rows, Span, Viewer};
