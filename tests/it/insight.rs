//! The health index against worked numbers, and its laws against many accounts.

mod caps;
mod changes;
mod golden;
mod kit;
mod laws;
mod measures;
mod models;
mod together;
