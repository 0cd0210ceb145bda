//! Tests that cross rooms, in one binary.

mod sample_contracts;
