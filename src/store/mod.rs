//! Our own database, and the only room that speaks SQL to it: one struct, SQLite or PostgreSQL.
//!
//! | file | keeps |
//! |---|---|
//! | `db` | everything that differs between the two databases |
//! | `records` | landed records with their versions, dead letters, stream state |
//! | `entities` | the unified model's typed tables, and the facts of accounts |
//! | `golden` | accounts and contacts, lineage, redirects, employments |
//! | `scores` | the latest health of each account |
//! | `runs` | sources, runs, jobs |

#![allow(unused_variables, clippy::unused_async)] // skeleton

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::insight::Facts;
use crate::model::*;

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Neither `sqlite:` nor `postgres:`.
    #[error(
        "`{scheme}` is not a database Accord knows; use sqlite:PATH or postgres://USER@HOST/NAME"
    )]
    UnknownScheme {
        /// What stood before the colon.
        scheme: String,
    },
    /// It cannot be opened: missing folder, wrong password, not a database file …
    #[error("cannot open the database {database}: {reason}")]
    Unopened {
        /// The URL without its password.
        database: String,
        /// The cause and the remedy.
        reason: String,
    },
    /// The driver failed.
    #[error("the database failed while it should {doing}")]
    Failed {
        /// What was to be done, in words.
        doing: &'static str,
        /// The cause.
        #[source]
        source: sqlx::Error,
    },
    /// What is stored contradicts itself.
    #[error("the database holds what it should not: {0}")]
    Contradiction(String),
}

type Result<T> = std::result::Result<T, StoreError>;

/// The store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {}

/// A connected source as configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub id: SourceId,
    /// The connector's kind.
    pub kind: String,
    /// What kind of system.
    pub category: Category,
    /// Seconds between two scheduled syncs.
    pub interval_seconds: i64,
    /// The last time that a sync of it succeeded.
    pub last_success: Option<DateTime<Utc>>,
    /// The newest record's landing time: a source may answer without saying anything new.
    pub last_record: Option<DateTime<Utc>>,
    /// Requests left in the source's window and its end, as it last said.
    pub rate_limit: Option<(i64, Option<DateTime<Utc>>)>,
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunState {
    /// Waiting for a worker.
    Queued,
    /// At work.
    Running,
    /// Everything landed.
    Succeeded,
    /// Some records were set aside or some streams failed.
    Partial,
    /// Nothing more could be read.
    Failed,
}

/// One sync of one source. `read = written + skipped + rejected`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its number.
    pub id: i64,
    /// The source.
    pub source: SourceId,
    /// How it stands.
    pub state: RunState,
    /// When it was asked for.
    pub queued_at: DateTime<Utc>,
    /// When a worker took it.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// Records read.
    pub read: i64,
    /// New records and new versions.
    pub written: i64,
    /// Already known.
    pub skipped: i64,
    /// Set aside.
    pub rejected: i64,
    /// Failures of streams: (stream, message).
    pub errors: Vec<(String, String)>,
}

/// An account in a list, with its latest score.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountRow {
    /// The golden account's own fields (`origin.account` is the id).
    pub account: Account,
    /// The golden parent.
    pub parent: Option<AccountId>,
    /// Grows by one whenever anything about the account changed.
    pub version: i64,
    /// The latest computed health, when there is one.
    pub score: Option<StoredScore>,
}

/// The latest health of an account as computed after a sync.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredScore {
    /// Effective value, 0 to 100; `None` when there is too little to say.
    pub value: Option<f64>,
    /// Before caps.
    pub computed: Option<f64>,
    /// Band of the value.
    pub band: Option<Band>,
    /// Confidence.
    pub confidence: Confidence,
    /// 0 to 1.
    pub coverage: f64,
    /// Lowest and highest that the missing could make of it.
    pub low: f64,
    /// See `low`.
    pub high: f64,
    /// `code@version`.
    pub model: String,
    /// For which day.
    pub as_of: NaiveDate,
    /// The account's version that it was computed from.
    pub version: i64,
    /// When.
    pub computed_at: DateTime<Utc>,
}

/// How a list of accounts is ordered. Ties go by id; missing scores come last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountOrder {
    /// By name, then id.
    Name,
    /// By health value, then id.
    Health,
}

/// Which accounts a list holds.
#[derive(Debug, Clone, Default)]
pub struct AccountFilter {
    /// These only.
    pub ids: Option<Vec<AccountId>>,
    /// ISO codes.
    pub countries: Option<Vec<String>>,
    /// Bands.
    pub bands: Option<Vec<Band>>,
    /// At least this coverage.
    pub min_coverage: Option<f64>,
    /// The owner's origin id (`source:key`).
    pub owner: Option<String>,
    /// Part of the name or domain, any case.
    pub search: Option<String>,
}

/// Where a page starts: after the account with this order value and id.
#[derive(Debug, Clone, PartialEq)]
pub struct After {
    /// The name, or the health as text; `None` for a missing score.
    pub value: Option<String>,
    /// The tie-breaker.
    pub id: AccountId,
}

/// A page of accounts.
#[derive(Debug, Clone, Default)]
pub struct AccountPage {
    /// In order.
    pub rows: Vec<AccountRow>,
    /// More follow.
    pub more: bool,
    /// All that the filter lets through.
    pub total: i64,
}

/// A record of a source that is part of a golden account or contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRecord {
    /// Which record.
    pub record: RecordRef,
    /// What kind of system its source is.
    pub category: Category,
    /// A page of the source that shows it.
    pub url: Option<String>,
    /// When this version was landed.
    pub landed_at: DateTime<Utc>,
}

/// A batch of landed records given their meaning, written in one transaction.
#[derive(Debug, Clone, Default)]
pub struct MappedBatch {
    /// The source.
    pub source: SourceId,
    /// The stream.
    pub stream: String,
    /// `PARTIES` or `FACTS`.
    pub phase: &'static str,
    /// The mapping's fingerprint.
    pub mapping: String,
    /// Everything of this stream up to this version number is mapped.
    pub through: i64,
    /// Entities and additions.
    pub drafts: Vec<Draft>,
    /// Records whose earlier entities may be in the store (not first versions, or deleted):
    /// whatever was mapped from them and is not in `drafts` goes.
    pub again: Vec<RecordRef>,
    /// What the mapping refused.
    pub dead: Vec<DeadLetter>,
}

impl Store {
    /// Opens a database by URL, brings its schema up to date (safe when several processes start
    /// together) and checks that it can be used.
    pub async fn open(url: &str) -> Result<Self> {
        todo!()
    }

    // ---- sources, runs, jobs
    /// Keeps the configured sources; one that is no longer configured stays, marked as such.
    pub async fn put_sources(&self, sources: &[Source]) -> Result<()> {
        todo!()
    }
    /// All configured sources.
    pub async fn sources(&self) -> Result<Vec<Source>> {
        todo!()
    }
    /// Asks for a sync of a source; gives the waiting run back when there is one already.
    pub async fn queue_run(&self, source: &SourceId, now: DateTime<Utc>) -> Result<Run> {
        todo!()
    }
    /// Takes the oldest waiting run whose source nobody works on, until `lease` ends.
    /// A run whose lease has ended may be taken again.
    pub async fn claim_run(
        &self,
        worker: &str,
        now: DateTime<Utc>,
        lease: DateTime<Utc>,
    ) -> Result<Option<Run>> {
        todo!()
    }
    /// Prolongs the lease; `false` when it was lost.
    pub async fn renew_run(
        &self,
        run: i64,
        worker: &str,
        lease: DateTime<Utc>,
    ) -> Result<bool> {
        todo!()
    }
    /// Ends a run.
    pub async fn finish_run(
        &self,
        run: i64,
        state: RunState,
        errors: &[(String, String)],
        rate_limit: Option<(i64, Option<DateTime<Utc>>)>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        todo!()
    }
    /// The newest runs of each of these sources, newest first.
    pub async fn runs(
        &self,
        sources: &[SourceId],
        each: i64,
    ) -> Result<BTreeMap<SourceId, Vec<Run>>> {
        todo!()
    }
    /// Runs by their numbers.
    pub async fn runs_by_id(&self, ids: &[i64]) -> Result<Vec<Run>> {
        todo!()
    }
    /// A small setting of the hub itself (the sample company's start date).
    pub async fn setting(&self, name: &str) -> Result<Option<String>> {
        todo!()
    }
    /// Keeps a small setting.
    pub async fn put_setting(&self, name: &str, value: &str) -> Result<()> {
        todo!()
    }

    // ---- records
    /// Lands a page: records, dead letters, stream state and the run's counts in one transaction.
    /// Landing the same page twice changes nothing but the counts.
    pub async fn land(&self, page: &Landing) -> Result<Landed> {
        todo!()
    }
    /// The state that the stream's last landed page left.
    pub async fn stream_state(
        &self,
        source: &SourceId,
        stream: &str,
    ) -> Result<Option<String>> {
        todo!()
    }
    /// Current versions that this phase has not mapped under this mapping, in order of landing.
    pub async fn to_map(
        &self,
        source: &SourceId,
        stream: &str,
        phase: &str,
        mapping: &str,
        limit: i64,
    ) -> Result<Vec<LandedRecord>> {
        todo!()
    }
    /// Writes a mapped batch: entities, removals, dead letters, the mark; accounts concerned become dirty.
    pub async fn put_mapped(&self, batch: &MappedBatch) -> Result<()> {
        todo!()
    }
    /// Current dead letters, newest first.
    pub async fn dead_letters(&self, source: &SourceId, limit: i64) -> Result<Vec<DeadLetter>> {
        todo!()
    }
    /// How many current records and dead letters a source has, by stream.
    pub async fn counts(&self) -> Result<Vec<(SourceId, String, i64, i64)>> {
        todo!()
    }
    /// A sample of a stream's current records as JSON text, for the coverage of fields.
    pub async fn sample_records(
        &self,
        source: &SourceId,
        stream: &str,
        limit: i64,
    ) -> Result<Vec<String>> {
        todo!()
    }

    // ---- reconciliation
    /// Every source's account records.
    pub async fn account_candidates(&self) -> Result<Vec<Candidate<Account>>> {
        todo!()
    }
    /// Every source's contact records.
    pub async fn contact_candidates(&self) -> Result<Vec<Candidate<Contact>>> {
        todo!()
    }
    /// Writes the decisions: assignments, golden rows with lineage, redirects, employments; facts
    /// follow their records to the new account and every account concerned becomes dirty.
    pub async fn decide(&self, decisions: &Decisions) -> Result<()> {
        todo!()
    }

    // ---- scores
    /// Accounts that changed since they were last scored, or were scored for another day or model.
    pub async fn dirty_accounts(
        &self,
        model: &str,
        as_of: NaiveDate,
        limit: i64,
    ) -> Result<Vec<AccountId>> {
        todo!()
    }
    /// The facts of these accounts and the version they were read at, in one snapshot: the number of
    /// statements does not depend on the number of accounts.
    pub async fn facts(
        &self,
        accounts: &[AccountId],
    ) -> Result<BTreeMap<AccountId, (i64, Facts)>> {
        todo!()
    }
    /// Keeps scores; an account stays dirty when it changed after its facts were read.
    pub async fn put_scores(&self, scores: &[(AccountId, StoredScore)]) -> Result<()> {
        todo!()
    }

    // ---- answers
    /// A page of accounts.
    pub async fn accounts(
        &self,
        filter: &AccountFilter,
        order: AccountOrder,
        descending: bool,
        after: Option<&After>,
        first: i64,
    ) -> Result<AccountPage> {
        todo!()
    }
    /// Accounts by id; a retired id answers with the account that took its records (the key stays the asked id).
    pub async fn accounts_by_id(
        &self,
        ids: &[AccountId],
    ) -> Result<BTreeMap<AccountId, AccountRow>> {
        todo!()
    }
    /// The account that a source's record is part of.
    pub async fn account_of_record(&self, record: &RecordRef) -> Result<Option<AccountId>> {
        todo!()
    }
    /// Children by parent.
    pub async fn children(
        &self,
        parents: &[AccountId],
    ) -> Result<BTreeMap<AccountId, Vec<AccountId>>> {
        todo!()
    }
    /// The source records that make up each account.
    pub async fn account_records(
        &self,
        accounts: &[AccountId],
    ) -> Result<BTreeMap<AccountId, Vec<SourceRecord>>> {
        todo!()
    }
    /// Lineage of each account's fields.
    pub async fn lineage(
        &self,
        accounts: &[AccountId],
    ) -> Result<BTreeMap<AccountId, Vec<LineageRow>>> {
        todo!()
    }
    /// Golden contacts of each account, present ones first.
    pub async fn contacts(
        &self,
        accounts: &[AccountId],
    ) -> Result<BTreeMap<AccountId, Vec<Contact>>> {
        todo!()
    }
    /// Team members by origin id.
    pub async fn team_members(&self, ids: &[String]) -> Result<BTreeMap<String, TeamMember>> {
        todo!()
    }
    /// Grows whenever any account changed: what a cache compares.
    pub async fn data_version(&self) -> Result<i64> {
        todo!()
    }
}
