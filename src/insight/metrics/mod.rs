//! The system of metrics: what each is for, who owns it, and how they add up for a brand.
//!
//! `model` is the catalogue as a YAML file that says it is our assumption, read by `check`; `tree`
//! rolls values up; `account` tells every metric of one account, `portfolio` their means over many;
//! `pairs` puts behaviour beside attitude.

mod account;
mod check;
mod model;
mod pairs;
mod portfolio;
#[cfg(test)]
mod tests;
mod tree;

pub use account::{Known, readings};
pub use model::{
    Attribute, Branch, Class, GoalTemplate, Level, MetricCatalogue, MetricDef, MetricKind,
    Pair, Process, Profile, SalesCycle, avoided,
};
pub use pairs::{Paired, paired};
pub use portfolio::Means;
pub use tree::{Node, Radar, Reading, Readings, Tree, grow, radar};
