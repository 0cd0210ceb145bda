//! The tests that cross rooms, in one binary.

mod architecture;
mod complaints;
mod connectors;
mod endurance;
mod graphql;
mod insight;
mod kit;
mod machine;
mod manifests;
mod mappings;
mod proof;
mod river;
mod sample_contracts;
mod store;
