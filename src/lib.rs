//! Accord pulls customer records from many systems, makes one customer of them, and answers over
//! GraphQL how healthy each one is, and why.
//!
//! **Records rise through the floors, queries come down the stairs, imports point down.**
//!
//! ```text
//!   5  cli                             front door    commands and settings; puts the house together
//!   4  web     sample                  axum          serves GraphQL, the dashboard and exports; the sample company's systems
//!   3  api     sync                    conductors    one answers questions, one moves records
//!   2  fetch   store   portfolio       hands         the outside world in; our own database; accounts in memory
//!   1  connector  reconcile  insight  access   mind   pure functions over values
//!   0  model                           nouns         what a customer is
//! ```
//!
//! A room uses rooms on lower floors only; rooms of one floor do not know each other. Floors 0 and
//! 1 hold no `async`, clock, randomness, file or socket. `tests/it/architecture.rs` holds this.
//!
//! # A record, from source to score
//!
//! ```text
//! connectors/hubspot/manifest.yaml
//!   → connector  Pull::next() = Send(id, Request) | Await | Sleep(until) | Emit(page) | Done   pure
//!   → fetch      send(request) → Reply                                                         I/O
//!   → store      land(records, dead letters, state)                        one transaction, verbatim
//!   → connector  Mapping::map(record) → Draft                                                  pure
//!   → reconcile  keys → pairs → clusters → identity → merge                                    pure
//!   → store      decide(golden, lineage)                    I/O; marks the accounts that changed
//!   → insight    facts → measure → score with its parts                                        pure
//!   → store      put_scores                                                                    I/O
//! ```
//!
//! Landing comes first and keeps every byte, so a changed mapping, matching rule or KPI reruns from
//! the store alone.
//!
//! # What always holds
//!
//! - A stream's state is written in the same transaction as the records it speaks of.
//! - Every landed record is current in exactly one version; earlier ones keep known-from and known-to.
//! - Every record that a source sent is landed or a dead letter with a reason, never neither.
//! - Every golden value has a lineage row that names the record and the rule.
//! - The contributions of a score's KPIs add up to its computed value.
//! - Missing is never zero, and money is a decimal with a currency.
//! - A token that a source gives out is kept, sealed, before anything is asked with it.
//! - A cached score is keyed by the account's version: it cannot outlive a change.

pub mod access;
pub mod api;
pub mod cli;
pub mod connector;
pub mod fetch;
pub mod insight;
pub mod model;
pub mod portfolio;
pub mod reconcile;
pub mod sample;
pub mod store;
pub mod sync;
pub mod web;
