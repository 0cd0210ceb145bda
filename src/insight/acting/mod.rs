//! What is done, and what came of it.
//!
//! | file | for |
//! |---|---|
//! | `feedback` | the loop that an answer opens: NEW → ACK → ACTED → TOLD |
//! | `action` | what is to be done for an account, and whether it worked |
//! | `goal` | where we want to be, from where and until when |

mod action;
mod feedback;
mod goal;

pub use action::{Action, ActionStatus, ActionStep, Trial, judge, window};
pub use feedback::{CLOSE_DAYS, LoopState, LoopStep, due, last_overdue};
pub use goal::{Goal, GoalStep, Outcome, standing};
