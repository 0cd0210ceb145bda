//! The tests that cross rooms, in one binary.

mod architecture;
mod budget;
mod complaints;
mod connectors;
mod desk;
mod editors;
mod endurance;
mod files;
mod graphql;
mod hostile;
mod insight;
mod kit;
mod kit_commands;
mod machine;
mod manifests;
mod mappings;
mod matching;
mod proof;
mod protocol;
mod river;
mod sample_contracts;
mod small;
mod store;
mod sweep;
mod vault;
mod webhook;
