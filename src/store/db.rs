//! The database as the rest of this room sees it: transactions, snapshots, rows and errors, the same
//! for both kinds.
//!
//! SQLite has one connection that writes and some that only read; PostgreSQL has one pool.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use futures_util::{Stream, TryStreamExt as _};
use sqlx::postgres::{PgPool, PgRow};
use sqlx::sqlite::{SqliteConnection, SqlitePool, SqliteRow};
use sqlx::{AssertSqlSafe, Decode, Postgres, Row as _, Sqlite, Transaction, Type};
use tracing::instrument;

use super::open::{apart, migrate, open};
pub(super) use super::sql::{Arg, Query, clean, query};
use super::sql::{Dialect, Ts};
use crate::model::{Money, SourceId};

/// Rows in one statement: more gain nothing (measured), and a fixed number keeps it prepared.
const LITE_ROWS: usize = 500;
/// The same for PostgreSQL, which keeps it prepared in any case.
const PG_ROWS: usize = 2_000;
/// What one statement may bind in SQLite.
const BINDS: usize = 32_766;
/// Steps of SQLite's machine between two looks at the time: less than a millisecond.
const STEPS: i32 = 10_000;
/// "accord" as a number: the advisory locks that we take begin with it.
const LOCKS: i32 = 0x0ACC_04D0;

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
    /// A statement had only so long, and was ended.
    #[error("the database could not {doing} in the time that it had")]
    TooLong {
        /// What was to be done, in words.
        doing: &'static str,
    },
    /// What is stored contradicts itself.
    #[error("the database holds what it should not: {0}")]
    Contradiction(String),
    /// The run has ended or was never claimed: nothing of the page was written.
    #[error("run {run} is not running any more, so its page was not landed; start a new sync")]
    LeaseLost {
        /// The run's number.
        run: i64,
    },
    /// The vault holds tokens that our keys do not open.
    #[error("the tokens of source `{source_id}` in the vault do not open: {reason}")]
    Sealed {
        /// The source.
        source_id: SourceId,
        /// The cause and the remedy.
        reason: String,
    },
}

pub(super) type Result<T> = std::result::Result<T, StoreError>;

impl StoreError {
    pub(super) fn failed(doing: &'static str, source: sqlx::Error) -> Self {
        if damaged(&source) {
            return Self::Contradiction(format!("could not {doing}: {DAMAGED}"));
        }
        if ended(&source) {
            return Self::TooLong { doing };
        }
        Self::Failed { doing, source }
    }
}

/// What to say and do about a torn file.
pub(super) const DAMAGED: &str = "the file is damaged; put a backup in its place, or move it away and sync \
                       anew";

/// SQLite's primary result code, when the error is SQLite's.
pub(super) fn lite_code(error: &sqlx::Error) -> Option<i32> {
    let error = error.as_database_error()?;
    let lite = error.try_downcast_ref::<sqlx::sqlite::SqliteError>()?;
    let code: i32 = sqlx::error::DatabaseError::code(lite)?.parse().ok()?;
    Some(code & 0xff)
}

/// Corrupt (11), or no database at all (26).
fn damaged(error: &sqlx::Error) -> bool {
    matches!(lite_code(error), Some(11 | 26))
}

/// Ended because its time was over: SQLITE_INTERRUPT, query_canceled.
fn ended(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    lite_code(error) == Some(9) || code.as_deref() == Some("57014")
}

/// The connections.
#[derive(Debug)]
pub(super) enum Pools {
    /// One connection that writes, and some that only read.
    Lite {
        write: SqlitePool,
        read: SqlitePool,
        /// Reads nothing but whether others wrote.
        watch: SqlitePool,
        /// What is read is ended after so long. PostgreSQL's connections know this themselves.
        most: Option<Duration>,
    },
    Pg(PgPool),
}

/// A database, open and up to date. Its URL is not kept: it may hold a password.
#[derive(Debug)]
pub(super) struct Db {
    pools: Pools,
    sent: Arc<AtomicU64>,
    written: Arc<AtomicU64>,
}

impl Db {
    /// Opens it, and brings its schema up to date.
    pub(super) async fn ready(url: &str) -> Result<Self> {
        let pools = open(url).await?;
        let db = Self { pools, sent: Arc::default(), written: Arc::default() };
        migrate(&db).await?;
        Ok(db)
    }

    /// The same database by connections of its own, where whatever takes longer is ended. The one
    /// connection that writes to SQLite stays the same, and is never hurried.
    pub(super) fn within(&self, most: Duration) -> Self {
        let (sent, written) = (self.sent.clone(), self.written.clone());
        Self { pools: apart(&self.pools, most), sent, written }
    }

    /// Whether it is SQLite.
    pub(super) fn is_lite(&self) -> bool {
        matches!(self.pools, Pools::Lite { .. })
    }

    /// All statements sent since it was opened; not counted: BEGIN, COMMIT and the schema's scripts.
    pub(super) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// How many transactions that wrote something were committed through this since it was opened.
    pub(super) fn written(&self) -> u64 {
        self.written.load(Ordering::SeqCst)
    }

    /// What changes whenever anybody else has written, as the database tells it: two equal words, and
    /// nothing was written in between.
    pub(super) async fn others(&self) -> Result<String> {
        let told = match &self.pools {
            Pools::Lite { watch, .. } => {
                let told = sqlx::query_scalar::<_, i64>("PRAGMA data_version");
                told.fetch_one(watch).await.map(|version| version.to_string())
            }
            Pools::Pg(pool) => {
                sqlx::query_scalar("SELECT pg_current_snapshot()::text").fetch_one(pool).await
            }
        };
        told.map_err(|e| StoreError::failed("ask whether anybody wrote", e))
    }

    pub(super) async fn close(&self) {
        match &self.pools {
            Pools::Lite { write, read, watch, .. } => {
                watch.close().await;
                read.close().await;
                write.close().await;
            }
            Pools::Pg(pool) => pool.close().await,
        }
    }

    /// A transaction that may write.
    pub(super) async fn begin(&self) -> Result<Tx> {
        let opened = match &self.pools {
            Pools::Lite { write, .. } => {
                let pool = write.clone();
                whole(async move { pool.begin_with("BEGIN IMMEDIATE").await.map(Inner::Lite) })
                    .await
            }
            Pools::Pg(pool) => {
                let pool = pool.clone();
                whole(async move { pool.begin().await.map(Inner::Pg) }).await
            }
        };
        self.opened("begin a transaction", opened)
    }

    /// A transaction that reads, and sees one moment only.
    pub(super) async fn snapshot(&self) -> Result<Tx> {
        const READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        let opened = match &self.pools {
            Pools::Lite { read, most, .. } => {
                let (pool, most) = (read.clone(), *most);
                whole(async move {
                    let mut tx = pool.begin().await?;
                    hurry(&mut tx, most).await?;
                    Ok(Inner::Lite(tx))
                })
                .await
            }
            Pools::Pg(pool) => {
                let pool = pool.clone();
                whole(async move { pool.begin_with(READING).await.map(Inner::Pg) }).await
            }
        };
        self.opened("begin a snapshot", opened)
    }

    fn opened(
        &self,
        doing: &'static str,
        opened: std::result::Result<Inner, sqlx::Error>,
    ) -> Result<Tx> {
        let inner = opened.map_err(|e| StoreError::failed(doing, e))?;
        let (sent, written) = (self.sent.clone(), self.written.clone());
        Ok(Tx { inner, sent, written, wrote: false })
    }

    /// One statement that reads.
    #[instrument(level = "debug", name = "statement", skip_all, fields(otel.name = query.doing(), otel.kind = "client"))]
    pub(super) async fn rows(&self, query: Query<'_>) -> Result<Vec<Row>> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let doing = query.doing();
        match &self.pools {
            Pools::Lite { read, most, .. } => {
                let query = query.lite()?;
                let read = async {
                    let mut connection = read.acquire().await?;
                    hurry(&mut connection, *most).await?;
                    query.fetch_all(&mut *connection).await
                };
                read.await.map(|rows| rows.into_iter().map(Row::Lite).collect())
            }
            Pools::Pg(pool) => query
                .pg()?
                .fetch_all(pool)
                .await
                .map(|rows| rows.into_iter().map(Row::Pg).collect()),
        }
        .map_err(|e| StoreError::failed(doing, e))
    }

    /// [`Db::rows`] one by one, for more than memory should hold at once.
    #[instrument(level = "debug", name = "statement", skip_all, fields(otel.name = query.doing(), otel.kind = "client"))]
    pub(super) async fn each(
        &self,
        query: Query<'_>,
        take: impl FnMut(Row) -> Result<()>,
    ) -> Result<()> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let doing = query.doing();
        match &self.pools {
            Pools::Lite { read, most, .. } => {
                let query = query.lite()?;
                let failed = |e| StoreError::failed(doing, e);
                let mut connection = read.acquire().await.map_err(failed)?;
                hurry(&mut connection, *most).await.map_err(failed)?;
                each_of(doing, query.fetch(&mut *connection).map_ok(Row::Lite), take).await
            }
            Pools::Pg(pool) => {
                each_of(doing, query.pg()?.fetch(pool).map_ok(Row::Pg), take).await
            }
        }
    }
}

/// Ends what a connection is asked from now on when so much time is over. It holds until it is said
/// anew, so every use of a pool whose reads are hurried has to say it.
async fn hurry(
    connection: &mut SqliteConnection,
    most: Option<Duration>,
) -> std::result::Result<(), sqlx::Error> {
    if let Some(most) = most {
        let end = Instant::now() + most;
        let goes_on = move || Instant::now() < end;
        connection.lock_handle().await?.set_progress_handler(STEPS, goes_on);
    }
    Ok(())
}

/// Takes rows as they come, and holds none of them.
async fn each_of(
    doing: &'static str,
    mut rows: impl Stream<Item = std::result::Result<Row, sqlx::Error>> + Unpin,
    mut take: impl FnMut(Row) -> Result<()>,
) -> Result<()> {
    while let Some(row) = rows.try_next().await.map_err(|e| StoreError::failed(doing, e))? {
        take(row)?;
    }
    Ok(())
}

/// Works a beginning to its end even when whoever wanted it no longer waits. Dropped halfway, sqlx
/// would give the connection back to the pool in a transaction that nobody knows of, and the next
/// one's work would be part of it.
async fn whole<T: Send + 'static>(
    beginning: impl Future<Output = std::result::Result<T, sqlx::Error>> + Send + 'static,
) -> std::result::Result<T, sqlx::Error> {
    let task = tokio::spawn(beginning);
    task.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
}

#[derive(Debug)]
enum Inner {
    Lite(Transaction<'static, Sqlite>),
    Pg(Transaction<'static, Postgres>),
}

/// A transaction; dropped without [`Tx::commit`], it leaves no trace.
#[derive(Debug)]
pub(super) struct Tx {
    inner: Inner,
    sent: Arc<AtomicU64>,
    written: Arc<AtomicU64>,
    wrote: bool,
}

impl Tx {
    pub(super) async fn commit(self) -> Result<()> {
        let done = match self.inner {
            Inner::Lite(tx) => tx.commit().await,
            Inner::Pg(tx) => tx.commit().await,
        };
        if self.wrote {
            // Even when it failed: it may have come through all the same.
            self.written.fetch_add(1, Ordering::SeqCst);
        }
        done.map_err(|e| StoreError::failed("commit", e))
    }

    #[instrument(level = "debug", name = "statement", skip_all, fields(otel.name = query.doing(), otel.kind = "client"))]
    pub(super) async fn rows(&mut self, query: Query<'_>) -> Result<Vec<Row>> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        self.wrote |= !query.only_reads();
        let doing = query.doing();
        match &mut self.inner {
            Inner::Lite(tx) => query
                .lite()?
                .fetch_all(&mut **tx)
                .await
                .map(|rows| rows.into_iter().map(Row::Lite).collect()),
            Inner::Pg(tx) => query
                .pg()?
                .fetch_all(&mut **tx)
                .await
                .map(|rows| rows.into_iter().map(Row::Pg).collect()),
        }
        .map_err(|e| StoreError::failed(doing, e))
    }

    /// Runs a statement; how many rows it touched.
    #[instrument(level = "debug", name = "statement", skip_all, fields(otel.name = query.doing(), otel.kind = "client"))]
    pub(super) async fn run(&mut self, query: Query<'_>) -> Result<u64> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let (doing, writes) = (query.doing(), !query.only_reads());
        let touched = match &mut self.inner {
            Inner::Lite(tx) => {
                query.lite()?.execute(&mut **tx).await.map(|done| done.rows_affected())
            }
            Inner::Pg(tx) => {
                query.pg()?.execute(&mut **tx).await.map(|done| done.rows_affected())
            }
        }
        .map_err(|e| StoreError::failed(doing, e))?;
        self.wrote |= writes && touched > 0;
        Ok(touched)
    }

    /// Runs a statement with `{values}` for all items, some hundred rows at a time. `bind` adds
    /// one item's columns, always the same number.
    pub(super) async fn bulk<'a, T>(
        &mut self,
        doing: &'static str,
        text: &'a str,
        items: &'a [T],
        bind: impl Fn(Query<'a>, &'a T) -> Query<'a>,
    ) -> Result<u64> {
        let mut touched = 0;
        for statement in statements(self.rows_at_once(), doing, text, items, bind) {
            touched += self.run(statement).await?;
        }
        Ok(touched)
    }

    /// [`Tx::bulk`] for a statement that answers.
    pub(super) async fn bulk_rows<'a, T>(
        &mut self,
        doing: &'static str,
        text: &'a str,
        items: &'a [T],
        bind: impl Fn(Query<'a>, &'a T) -> Query<'a>,
    ) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        for statement in statements(self.rows_at_once(), doing, text, items, bind) {
            rows.extend(self.rows(statement).await?);
        }
        Ok(rows)
    }

    /// How many rows, and how many values, one statement takes.
    fn rows_at_once(&self) -> (usize, usize) {
        match self.inner {
            Inner::Lite(_) => (LITE_ROWS, BINDS),
            Inner::Pg(_) => (PG_ROWS, usize::MAX),
        }
    }

    /// Says how many records it is about. For few, PostgreSQL takes the plans it has: to make one
    /// for each statement costs it many times what the statement does. For many, a plan that was
    /// made when a table was small would be the wrong one.
    pub(super) async fn about(&mut self, records: usize) -> Result<()> {
        if let (Inner::Pg(_), 0..=FEW) = (&self.inner, records) {
            let text = "SET LOCAL plan_cache_mode = force_generic_plan";
            self.run(query("keep plans", text)).await?;
        }
        Ok(())
    }

    /// Waits until no other transaction holds this lock; held to the end of this one.
    /// SQLite's one writer holds all of them already.
    pub(super) async fn lock(&mut self, lock: Lock) -> Result<()> {
        if let Inner::Pg(_) = self.inner {
            self.run(
                query("wait for its turn", "SELECT pg_advisory_xact_lock($1::int, $2::int)")
                    .bind(i64::from(LOCKS))
                    .bind(lock as i64),
            )
            .await?;
        }
        Ok(())
    }

    /// Runs a text of several statements.
    pub(super) async fn script(&mut self, doing: &'static str, text: &str) -> Result<()> {
        match &mut self.inner {
            Inner::Lite(tx) => {
                let text = Dialect::Lite.render(text, "", &[]);
                sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut **tx).await.map(drop)
            }
            Inner::Pg(tx) => {
                let text = Dialect::Pg.render(text, "", &[]);
                sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut **tx).await.map(drop)
            }
        }
        .map_err(|e| StoreError::failed(doing, e))
    }
}

/// A statement with `{values}` for some hundred items at a time.
fn statements<'a, T>(
    (rows, binds): (usize, usize),
    doing: &'static str,
    text: &'a str,
    items: &'a [T],
    bind: impl Fn(Query<'a>, &'a T) -> Query<'a>,
) -> impl Iterator<Item = Query<'a>> {
    let columns = items.first().map_or(1, |first| bind(query(doing, ""), first).bound());
    let chunk = rows.min(binds / columns);
    items.chunks(chunk).map(move |items| {
        // A remainder's text will hardly come again: it would push others out of the cache.
        let once = items.len() < chunk;
        let statement = query(doing, text).with_values(columns, items.len(), once);
        items.iter().fold(statement, &bind)
    })
}

/// So many records are few.
const FEW: usize = 100;

/// What one transaction at a time may do.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lock {
    /// Bring the schema up to date.
    Schema = 1,
    /// Give out runs.
    Runs = 2,
    /// Change accounts, what belongs to them and which are dirty.
    Accounts = 3,
    /// Raise signals and end them.
    Signals = 4,
    /// Say what is or was done: loops, actions, goals.
    Acting = 5,
    /// Add to the audit.
    Audit = 6,
}

/// A row of an answer; columns by position.
#[derive(Debug)]
pub(super) enum Row {
    Lite(SqliteRow),
    Pg(PgRow),
}

/// What a column can be read as.
pub(super) trait Column:
    for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}
impl<T> Column for T where
    T: for<'r> Decode<'r, Sqlite>
        + Type<Sqlite>
        + for<'r> Decode<'r, Postgres>
        + Type<Postgres>
{
}

impl Row {
    /// A column that may be empty.
    pub(super) fn opt<T: Column>(&self, column: usize) -> Result<Option<T>> {
        match self {
            Self::Lite(row) => row.try_get(column),
            Self::Pg(row) => row.try_get(column),
        }
        .map_err(|e| StoreError::failed("read a column of its answer", e))
    }

    /// A column that is always filled.
    pub(super) fn get<T: Column>(&self, column: usize) -> Result<T> {
        self.opt(column)?.ok_or_else(|| {
            StoreError::Contradiction(format!("column {column} of an answer is empty"))
        })
    }

    pub(super) fn text(&self, column: usize) -> Result<String> {
        self.get(column)
    }

    pub(super) fn time(&self, column: usize) -> Result<DateTime<Utc>> {
        Ok(self.get::<Ts>(column)?.0)
    }

    pub(super) fn opt_time(&self, column: usize) -> Result<Option<DateTime<Utc>>> {
        Ok(self.opt::<Ts>(column)?.map(|ts| ts.0))
    }

    /// Ten-thousandths in this column and the currency in the next.
    pub(super) fn money(&self, column: usize) -> Result<Option<Money>> {
        let Some(units) = self.opt::<i64>(column)? else { return Ok(None) };
        let code = self.text(column + 1)?;
        let currency = crate::model::Currency::parse(&code).ok_or_else(|| {
            StoreError::Contradiction(format!("`{code}` stands where a currency should"))
        })?;
        Ok(Some(Money::from_units(units, currency)))
    }
}

/// Text of the first column of each row.
pub(super) fn texts(rows: &[Row]) -> Result<Vec<String>> {
    rows.iter().map(|row| row.text(0)).collect()
}
