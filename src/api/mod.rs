//! Answers questions over GraphQL: one file per type of the schema.
//!
//! | file | for |
//! |---|---|
//! | `hub` | what the answers are made from: store, catalog, model, calendar, clock |
//! | `visit` | one request's reads: batched loaders and what was read already |
//! | `cohort` | accounts that came into an answer together are read together |
//! | `roster` | the accounts in memory, brought up to date |
//! | `scores` | health computed on demand and kept while it is true |
//! | `kept` | the same of whatever else is computed from facts |
//! | `revenue` | what accounts' money rests on, read once for a cohort and a day |
//! | `totals` | sums over groups of accounts, from what is kept of each |
//! | `survey_group` | what the people of many accounts answered, pooled |
//! | `service` | requests as they come from outside: `documents` by text or hash, `answers` kept whole |
//! | `entities` | every kind of the unified model as a list |
//! | `errors` | what a client may read of a failure |
//! | `limits` | how much one request may ask |
//! | `round` | the only place where numbers are rounded |
//! | `stamp` | what every answer states beside its data |
//!
//! No resolver speaks SQL, fetches or syncs: `syncNow` leaves a job in the store, `dryRunSync` asks
//! whoever was put into the hub for it, and so do stewards' orders, to take effect at once.

mod account;
mod account_filter;
mod account_people;
mod accounts;
mod acting;
mod action;
mod action_value;
mod advice;
mod answers;
mod assessment;
mod beacon;
mod benchmark;
mod calibration;
mod change;
mod cohort;
mod connector;
mod contact;
mod context;
mod contract;
mod cost;
mod cursor;
mod documents;
mod dry_run;
mod employee;
mod entities;
mod errors;
mod executive;
mod experience;
mod feedback;
mod feedback_loop;
mod freshness;
mod goal;
mod health;
mod hub;
mod identity;
mod initiative;
mod initiative_order;
mod initiative_value;
mod journey;
mod kept;
mod kpi;
mod learning;
mod limits;
mod lineage;
mod loaders;
mod metric;
mod metric_tree;
mod model;
mod money;
mod mutation;
mod opportunity;
mod outlook;
mod pair;
mod people;
mod portfolio;
mod promoter;
mod proof;
mod quality;
mod query;
mod revenue;
mod review;
mod roster;
mod round;
mod run;
mod scalars;
mod scores;
mod segment;
mod segment_plan;
mod service;
mod signal;
mod source;
mod stakeholder;
mod stamp;
mod statement;
mod steward;
mod story;
mod survey;
mod survey_group;
mod timeline;
mod totals;
mod trust;
mod visit;
mod what_if;
mod words;

use std::sync::Arc;

use async_graphql::{EmptySubscription, SDLExportOptions, SchemaBuilder};

use hub::Desk;

pub use documents::Trusted;
pub use hub::{Digest, Hub, Trial};
pub use mutation::Mutation;
pub use query::Query;
pub use service::{Answer, Profile, Question, Refused, Service, Why, service};

/// The schema, ready to answer.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// The schema over a hub.
pub fn schema(hub: Hub) -> Schema {
    stamped(Arc::new(Desk::new(hub)), true)
}

fn stamped(desk: Arc<Desk>, helps: bool) -> Schema {
    let builder = builder().extension(stamp::Stamps(desk));
    if helps { builder.finish() } else { builder.disable_suggestions().finish() }
}

/// The contract as text, sorted, as `schema.graphql` keeps it.
pub fn schema_sdl() -> String {
    let options =
        SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    let sdl = builder().finish().sdl_with_options(options);
    format!("{}\n", sdl.trim_end())
}

fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    async_graphql::Schema::build(Query, Mutation, EmptySubscription)
        .limit_depth(limits::DEPTH)
        .limit_complexity(limits::COMPLEXITY)
        .limit_recursive_depth(limits::RECURSION)
        .limit_directives(limits::DIRECTIVES)
}
