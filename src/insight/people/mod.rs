//! Who they are, how they stand by us, and who of us knows them.
//!
//! | file | for |
//! |---|---|
//! | `stakeholder` | the map: everybody with role, influence, contact and feedback |
//! | `champion` | how a person stands by us, and what a person of ours should confirm |
//! | `job` | new titles and employers, and whether the map was looked at since |
//! | `influence` | influence where no record says it |
//! | `team` | who of us touches whom of them |
//! | `touch` | dialogue and the human touch |
//! | `blind` | decision makers out of sight, and players whom nobody knows |
//! | `completeness` | what we know of the account, of ten things |
//!
//! What a system hints at about a person is proposed, never taken: a person of ours confirms it.

mod blind;
mod champion;
mod completeness;
mod influence;
mod job;
mod stakeholder;
mod team;
#[cfg(test)]
mod tests;
mod touch;

pub use blind::{BlindSpot, Unseen, blind_spot, unseen_players};
pub(super) use champion::confirmed;
pub use champion::{Champion, Proposal};
pub use completeness::{Completeness, KnowledgeItem, completeness};
pub(super) use job::unconfirmed;
pub use job::{JobChange, JobField};
pub use stakeholder::{Stakeholder, champion, stakeholders};
pub use team::{TeamEdge, TeamMate, team};
pub use touch::{HumanTouch, dialogue_ratio, human_touch};
