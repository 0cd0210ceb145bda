//! The revenue model against worked numbers, random figures and laws.

mod facts;
mod figures;
mod kit;
mod laws;
mod model;
mod worked;
