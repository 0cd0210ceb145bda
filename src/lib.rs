//! Accord. (the map of the house comes here)

pub mod api;
pub mod cli;
pub mod connector;
pub mod fetch;
pub mod insight;
pub mod model;
pub mod reconcile;
pub mod sample;
pub mod store;
pub mod sync;
pub mod web;
