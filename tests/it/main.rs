//! Tests that cross rooms: one binary.

mod connectors;
mod mappings;
