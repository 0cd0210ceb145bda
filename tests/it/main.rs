//! Tests that cross rooms, in one binary.

mod kit;
mod store;
