//! Tests that cross rooms, in one binary.

mod graphql;
mod insight;
mod kit;
mod mappings;
mod store;
