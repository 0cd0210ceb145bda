//! The health index against worked numbers, and its laws against many accounts.

mod caps;
mod golden;
mod kit;
mod laws;
mod measures;
mod models;
