//! What is done, and what came of it.
//!
//! | file | for |
//! |---|---|
//! | `feedback` | the loop that an answer opens: NEW → ACK → ACTED → TOLD |
//! | `action` | what is to be done for an account, and whether it worked |
//! | `effect` | what it brought in points of KPIs and in revenue at risk |
//! | `goal` | where we want to be, from where and until when |
//! | `initiative` | what is done for many at once, with where they stood |
//! | `prospect` | what it is to bring |
//! | `matched` | the accounts like those reached, to compare with |
//! | `realised` | what it brought, against them |

mod action;
mod effect;
mod feedback;
mod goal;
mod initiative;
mod matched;
mod prospect;
mod realised;

#[cfg(test)]
mod tests;

pub use action::{Action, ActionStatus, ActionStep, Trial, judge, window};
pub use effect::{ActionValue, KpiEffect, Passage};
pub use feedback::{CLOSE_DAYS, LoopState, LoopStep, due, last_overdue};
pub use goal::{Goal, GoalStep, Outcome, standing};
pub use initiative::{
    Aim, Course, Economy, Entry, Gain, Initiative, InitiativeStatus, InitiativeStep,
    PERIOD_DAYS, Part, Subject, Worth,
};
pub use matched::{Candidate, MOST_PEERS, Unseated, matched, seats};
pub use prospect::{Design, NoBetter, Prospect};
pub use realised::{Evidence, METHOD, Realised, realise};
