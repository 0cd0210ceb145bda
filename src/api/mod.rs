//! Answers questions over GraphQL: one file per type of the schema.
//!
//! | file | for |
//! |---|---|
//! | `hub` | what the answers are made from: store, catalog, model, calendar, clock |
//! | `visit` | one request's reads: batched loaders and what was read already |
//! | `cohort` | accounts that came into an answer together are read together |
//! | `roster` | the accounts in memory, brought up to date |
//! | `account_list` | what memory tells of accounts, a column at a time |
//! | `guard` | what the viewer may ask, order, and be shown |
//! | `sight` | what of these, and of all rows, the viewer sees |
//! | `scores` | health computed on demand and kept while it is true |
//! | `kept` | the same of whatever else is computed from facts |
//! | `revenue` | what accounts' money rests on, read once for a cohort and a day |
//! | `totals` | sums over groups of accounts, from what is kept of each |
//! | `survey_group` | what the people of many accounts answered, pooled |
//! | `series` | scores and KPIs in time |
//! | `doorman` | who comes in: `issuers` keeps the keys by which tokens are believed |
//! | `budget` | what each viewer may still spend |
//! | `audit` | who ordered what; and who asks |
//! | `service` | requests as they come from outside: `documents` by text or hash, `answers` kept whole, `turns` for how many at once |
//! | `federation` | the hub as one subgraph of many, with the `trace` that gateways ask for |
//! | `entities` | every kind of the unified model as a list |
//! | `live` | what is told as it happens; `pulse` says when to look |
//! | `errors` | what a client may read of a failure |
//! | `limits` | how much one request may ask |
//! | `round` | the only place where numbers are rounded |
//! | `stamp` | what every answer states beside its data |
//!
//! No resolver speaks SQL, fetches or syncs: `syncNow` leaves a job in the store, `dryRunSync` asks
//! whoever was put into the hub for it, and so do stewards' orders, to take effect at once.

mod account;
mod account_filter;
mod account_list;
mod account_people;
mod accounts;
mod acting;
mod action;
mod action_value;
mod advice;
mod answers;
mod assessment;
mod audit;
mod beacon;
mod benchmark;
mod budget;
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
mod doorman;
mod dry_run;
mod employee;
mod entities;
mod errors;
mod executive;
mod experience;
mod export;
mod fact;
mod federation;
mod feedback;
mod feedback_loop;
mod freshness;
mod goal;
mod guard;
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
mod live;
mod loaders;
mod metric;
mod metric_tree;
mod model;
mod money;
mod mutation;
mod nulls;
mod opportunity;
mod outlook;
mod pair;
mod people;
mod personal;
mod portfolio;
mod promoter;
mod proof;
mod pulse;
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
mod series;
mod service;
mod sight;
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
mod trace;
mod trust;
mod turns;
mod visit;
mod vitals;
mod what_if;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{FieldDefinition, TypeKind, TypeSystemDefinition};
use async_graphql::{Positioned, SDLExportOptions, SchemaBuilder};

use crate::access::Viewer;
use hub::Desk;

pub use documents::Trusted;
pub use doorman::{ANONYMOUS, Access, Denied, Doorman, Offer, Presented, Redeem};
pub use export::{Export, Exporting, Form};
pub use federation::{Subgraph, subgraph_sdl};
pub use hub::{Digest, Hub, Trial};
pub use live::Subscription;
pub use mutation::Mutation;
pub use query::Query;
pub use service::{
    Answer, Caller, Event, Live, Profile, Question, Refused, Service, Told, Why, service,
};
pub use vitals::{SourceVitals, Vitals, source_states};

/// The schema, ready to answer.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// The schema over a hub. A request that holds no [`Viewer`](crate::access::Viewer) is the host's own.
pub fn schema(hub: Hub) -> Schema {
    let desk = Desk::new(hub, Profile::default().patience);
    stamped(Arc::new(desk), true, Viewer::host())
}

fn stamped(desk: Arc<Desk>, helps: bool, usual: Viewer) -> Schema {
    let stamps = stamp::Stamps { desk, usual: Arc::new(usual) };
    let builder = builder().extension(stamps).extension(guard::Guards::default());
    if helps { builder.finish() } else { builder.disable_suggestions().finish() }
}

/// The contract as text, sorted, as `schema.graphql` keeps it.
pub fn schema_sdl() -> String {
    let sdl = builder().finish().sdl_with_options(export_options());
    format!("{}\n", sdl.trim_end())
}

/// The fields of the contract's objects, as `Type.field`.
///
/// # Panics
/// Never: the contract is written by the machinery that reads it.
pub fn schema_fields() -> BTreeSet<String> {
    let document = parse_schema(schema_sdl()).expect("the contract is right");
    let mut fields = BTreeSet::new();
    for definition in document.definitions {
        let TypeSystemDefinition::Type(ty) = definition else { continue };
        let TypeKind::Object(object) = ty.node.kind else { continue };
        let of = |field: Positioned<FieldDefinition>| {
            format!("{}.{}", ty.node.name.node, field.node.name.node)
        };
        fields.extend(object.fields.into_iter().map(of));
    }
    fields
}

fn export_options() -> SDLExportOptions {
    SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items()
}

fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    async_graphql::Schema::build(Query, Mutation, Subscription)
        .limit_depth(limits::DEPTH)
        .limit_complexity(limits::COMPLEXITY)
        .limit_recursive_depth(limits::RECURSION)
        .limit_directives(limits::DIRECTIVES)
}
