//! The revenue model against worked numbers, random figures and laws.

#![expect(clippy::float_cmp, reason = "worked numbers are equal to the last digit")]

mod facts;
mod figures;
mod kit;
mod laws;
mod model;
mod worked;
