//! A connector played from recorded replies: what it would pull, what that would become, what it
//! refuses and what nobody reads. Nothing is sent and nothing is kept.

mod cassette;
mod play;
mod report;
mod tell;

pub use cassette::{Cassette, CassetteError, Exchange};
pub use play::{Played, made_up_config, play, play_again};
pub use report::{DryRun, Refusal, Refused, StreamReport};
pub use tell::tell;
