//! Tests that cross rooms, in one binary.

mod graphql;
mod kit;
