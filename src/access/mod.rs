//! Who asks, and what they may: pure, as everything on this floor.
//!
//! | file | for |
//! |---|---|
//! | `viewer` | whoever asks, with their rights: what the rooms above obey |
//! | `policy` | roles as a file says them, and the viewer that a credential makes |
//! | `roles-default.yaml` | the roles that come with Accord |

mod policy;
mod viewer;

pub use policy::{Credential, Policy};
pub use viewer::{Area, Rights, Rows, Span, Viewer};
