//! The health index against worked numbers, and its laws against many accounts.

mod golden;
mod kit;
mod measures;
mod models;
