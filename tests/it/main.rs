//! The tests that cross rooms, in one binary.

mod architecture;
mod kit;
mod store;
