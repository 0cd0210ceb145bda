//! Our own database, and the only room that speaks SQL to it: one struct, SQLite or PostgreSQL.
//!
//! | file | keeps |
//! |---|---|
//! | `db` | transactions, rows and errors, the same for both databases |
//! | `sql` | one text of a statement for both, and what is bound to it |
//! | `open` | opening, and bringing the schema up to date |
//! | `columns` | how an entity's fields lie in columns |
//! | `records` | landed records with their versions, dead letters, stream state |
//! | `generations` | full reads of streams, and what they did not meet |
//! | `seen` | sets of version numbers |
//! | `entities` | the unified model's typed tables, and the facts of accounts |
//! | `listing` | pages of any kind of the unified model |
//! | `grouping` | groups of any kind of the unified model, with what their numbers are |
//! | `conditions` | what a list's filter, order and place say in SQL |
//! | `changes` | what is new in decisions |
//! | `jobs` | new titles and employers of people |
//! | `golden` | accounts and contacts, lineage, redirects, employments |
//! | `groups` | records that are clustered together, and what was decided on them |
//! | `matching` | keys, pairs and models by which records find each other |
//! | `moves` | how scores moved, for whoever listens |
//! | `models` | the models in force, in memory |
//! | `peers` | what accounts are compared with, day by day |
//! | `rates` | rates of exchange |
//! | `pins` | which records stewards hold to be right about a field |
//! | `statements` | what our people say of accounts and contacts |
//! | `stewards` | what stewards say of two records |
//! | `review` | what stewards should look at, and what became of golden records |
//! | `quality` | how good the records of each source are |
//! | `gone` | golden records none of whose records is left |
//! | `scores` | the latest scores of each account, and those of each day |
//! | `spread` | how the latest scores are spread over segments |
//! | `runs` | sources, runs, jobs |
//! | `budgets` | what processes together may ask of a source |
//! | `webhooks` | what sources tell by themselves |
//! | `signals` | signals that last or lasted, with the actions that they raised |
//! | `actions`, `loops`, `goals` | what is done, about what answers, and where to |
//! | `action_peers` | whom actions are compared with, and where accounts stood on two days |
//! | `initiatives` | what is done for many accounts at once, and what it brought |
//! | `interval` | intervals of the calendar |
//! | `deliveries` | signals on their way to those who subscribed |
//! | `leases` | steps that one worker at a time may do |
//! | `vault` | tokens that sources give out, each with the lock to renew it |
//! | `seal` | makes bytes that open with our key and in their own row only |
//! | `supply` | which rows of the unified model there are, source by source |
//! | `answers` | lists of accounts, and what belongs to given accounts |
//! | `cohorts` | what people of many accounts answered, and accounts with all below them |
//! | `portfolio` | what a portfolio is summed up from |
//! | `quarters` | where accounts stood at the ends of quarters |
//! | `series` | scores and KPIs of accounts as they were told in time |
//! | `weeks` | accounts week by week, and which of them will turn bad |
//! | `api_keys` | keys by which programs come in, and our people as they sign in |
//! | `audit` | who ordered what, in a chain that only grows |
//! | `learnt` | models fitted to the own history, and the renewals one is fitted to |
//!
//! The schema is `migrations/`, one text for both databases.

mod action_peers;
mod actions;
mod answers;
mod api_keys;
mod audit;
mod budgets;
mod changes;
mod cohorts;
mod columns;
mod conditions;
mod db;
mod deliveries;
mod entities;
mod feed;
mod generations;
mod goals;
mod golden;
mod gone;
mod grouping;
mod groups;
mod initiatives;
mod interval;
mod jobs;
mod learnt;
mod leases;
mod listing;
mod loops;
mod matching;
mod models;
mod moment;
mod moves;
mod open;
mod peers;
mod pins;
mod portfolio;
mod quality;
mod quarters;
mod rates;
mod records;
mod review;
mod runs;
mod scores;
mod seal;
mod seen;
mod series;
mod signals;
mod spread;
mod sql;
mod statements;
mod stewards;
mod supply;
mod values;
mod vault;
mod webhooks;
mod weeks;

use std::sync::Arc;
use std::time::Duration;

pub use action_peers::Stood;
pub use actions::{ActionFilter, ActionPage, Compared};
pub use answers::{AccountFilter, AccountOrder, AccountPage, AccountRow, After, SourceRecord};
pub use api_keys::KeyRow;
pub use audit::{AuditFilter, AuditRow, Chain, Deed};
pub use cohorts::{GroupAnswer, GroupQuestion};
pub use db::StoreError;
pub use deliveries::{Backlog, Parcel, Try};
pub use entities::MappedBatch;
pub use feed::{Fed, FedAccount};
pub use generations::{Generation, Sighting, Unseen};
pub use grouping::{By, Figure, Grouped, Grouping, Summed, Sums, columns_to_group};
pub use initiatives::{InitiativeFilter, Touch};
pub use interval::Interval;
pub use learnt::{Fitted, FittedKind, StoredCase};
pub use listing::{
    Column, Compare, EntityRow, Filter, Listed, Listing, Place, RECORD, Sorting, Test,
    columns_to_ask,
};
pub use loops::{OpenLoops, Ordered};
pub use matching::{CERTAIN, KeyOf, Matching, PairOf, Size};
pub use moment::{LAG, Moment};
pub use moves::{HealthMove, MovePart, Page, PositionMove};
pub use peers::PeerSnapshot;
pub use portfolio::Held;
pub use quality::{Part, Quality};
pub use quarters::StoredQuarter;
pub use review::{Doubt, Doubts, NumberedEvent};
pub use runs::{Run, RunState, Source};
pub use scores::{Price, StoredScore, Unpriced};
pub use seal::{KeyError, Keys};
pub use series::{Reading, Score, SeriesAsked};
pub use signals::{Found, Raised, Scope, SignalFilter, Subscriber};
pub use stewards::Verdict;
pub use vault::{Entry, Hold, Refusal, Safe};
pub use webhooks::{News, Taken, Told};
pub use weeks::{StoredOutlook, StoredWeek};

/// The store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    db: Arc<db::Db>,
    models: Arc<models::Models>,
    snapshots: peers::Snapshots,
    glance: Arc<moment::Glance>,
    versioned: Arc<moment::Remembered<i64>>,
    newest_peers: Arc<peers::Newest>,
}

impl Store {
    /// Opens a database by URL, brings its schema up to date (safe when several processes start
    /// together) and checks that it can be used.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let db = Arc::new(db::Db::ready(url).await?);
        Ok(Self {
            db,
            models: Arc::default(),
            snapshots: peers::Snapshots::default(),
            glance: Arc::default(),
            versioned: Arc::default(),
            newest_peers: Arc::default(),
        })
    }

    /// The same store by connections of its own, whose statements are ended after so long, with
    /// [`StoreError::TooLong`]: for whoever asks and does not wait for ever. Of SQLite what reads is
    /// ended, and a transaction that reads as a whole. Closing the one does not close the other.
    #[must_use]
    pub fn within(&self, most: Duration) -> Self {
        Self { db: Arc::new(self.db.within(most)), ..self.clone() }
    }

    /// How many statements were sent to the database since it was opened, `BEGIN` and `COMMIT`
    /// left out: a test can hold that answering many costs no more of them than answering one.
    pub fn statements(&self) -> u64 {
        self.db.sent()
    }

    /// Waits for what is under way and closes every connection; a clone cannot be used either.
    pub async fn close(&self) {
        self.db.close().await;
    }
}
