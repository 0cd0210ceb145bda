//! A made-up company's six systems, served on loopback in the vendors' wire shape.
//!
//! The product's test bed and tutorial. It shares no code with `connector` or a mapping: what it
//! answers is written from the vendors' documentation alone, and so is what we read.
//!
//! `company` makes the world and each system's records from a seed and a start date; `shelf` keeps
//! their versions; `serve` answers for the systems; `truth` says what was planted. `portfolio` makes
//! facts of many accounts at once, for benchmarks.

mod company;
mod portfolio;
mod serve;
mod shelf;
mod truth;

pub use company::Company;
pub use portfolio::{Portfolio, SOURCE as PORTFOLIO};
pub use serve::{Fault, Limit, Serving, Show, serve, serve_shelves};
pub use shelf::{Row, Shelf, System};
pub use truth::{PlantedAccount, Story, Truth};
