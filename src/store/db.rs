//! Everything that differs between the two databases, and nothing else does.
//!
//! A query is written once, with `$1` for what is bound and these tokens:
//!
//! | token | SQLite | PostgreSQL |
//! |---|---|---|
//! | `{in:1}` | `IN (SELECT value FROM json_each($1))` | `= ANY($1)` |
//! | `{values}` | `VALUES (?, ?), …` | `VALUES ($1, $2), …` |
//! | `{skip_locked}` | nothing: there is one writer | `FOR UPDATE SKIP LOCKED` |
//! | `{int}` … | types of columns, see [`Dialect::token`] | |
//!
//! SQLite has one connection that writes and some that only read; PostgreSQL has one pool.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sqlx::error::BoxDynError;
use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgPool, PgRow};
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{
    Arguments as _, AssertSqlSafe, Connection as _, Database, Decode, Postgres, Row as _,
    Sqlite, Transaction, Type,
};

use crate::model::Money;

/// Rows in one statement: more gain nothing (measured), and a fixed number keeps it prepared.
const ROWS: usize = 500;
/// What one statement may bind in SQLite, the stricter of the two.
const BINDS: usize = 32_766;
/// Connections that only read.
const READERS: u32 = 4;
/// Connections to PostgreSQL.
const CONNECTIONS: u32 = 10;
/// How long a writer waits for another.
const BUSY: Duration = Duration::from_secs(30);
/// How long PostgreSQL may take to answer at start.
const CONNECT: Duration = Duration::from_secs(10);
/// A file up to this size is read through at start; damage in a larger one is found when met.
const CHECKED_BYTES: u64 = 64 << 20;
/// "accord" as a number: the advisory locks that we take begin with it.
const LOCKS: i32 = 0x0ACC_04D0;

/// What our schema is made of, oldest first: (number, name, text).
const MIGRATIONS: &[(i64, &str, &str)] =
    &[(1, "first_light", include_str!("../../migrations/0001_first_light.sql"))];

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
    /// The run has ended or was never claimed: nothing of the page was written.
    #[error("run {run} is not running any more, so its page was not landed; start a new sync")]
    LeaseLost {
        /// The run's number.
        run: i64,
    },
}

pub(super) type Result<T> = std::result::Result<T, StoreError>;

impl StoreError {
    fn failed(doing: &'static str, source: sqlx::Error) -> Self {
        if damaged(&source) {
            return Self::Contradiction(format!("could not {doing}: {DAMAGED}"));
        }
        Self::Failed { doing, source }
    }
}

const DAMAGED: &str = "the file is damaged; put a backup in its place, or move it away and sync \
                       anew";

/// SQLite's primary result code, when the error is SQLite's.
fn lite_code(error: &sqlx::Error) -> Option<i32> {
    let error = error.as_database_error()?;
    let lite = error.try_downcast_ref::<sqlx::sqlite::SqliteError>()?;
    let code: i32 = sqlx::error::DatabaseError::code(lite)?.parse().ok()?;
    Some(code & 0xff)
}

/// Corrupt (11), or no database at all (26).
fn damaged(error: &sqlx::Error) -> bool {
    matches!(lite_code(error), Some(11 | 26))
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Lite,
    Pg,
}

impl Dialect {
    /// What a token stands for: the whole difference in SQL between the two.
    fn token(self, token: &str) -> Cow<'static, str> {
        let (lite, pg) = match token {
            "int" => ("INTEGER", "BIGINT"),
            "real" => ("REAL", "DOUBLE PRECISION"),
            "bool" => ("INTEGER", "BOOLEAN"),
            "bytes" => ("BLOB", "BYTEA"),
            "ts" => ("TEXT", "TIMESTAMPTZ"),
            "day" => ("TEXT", "DATE"),
            "serial" => (
                "INTEGER PRIMARY KEY AUTOINCREMENT",
                "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
            ),
            // Text compared byte by byte, whatever the database's language.
            "bin" => ("", "COLLATE \"C\""),
            "strict" => (" STRICT", ""),
            "skip_locked" => ("", "FOR UPDATE SKIP LOCKED"),
            _ => return self.list(token),
        };
        Cow::Borrowed(if self == Self::Lite { lite } else { pg })
    }

    /// `{in:N}`: is one of the bound list. Anything else is not ours and stays as it is.
    fn list(self, token: &str) -> Cow<'static, str> {
        match (token.strip_prefix("in:"), self) {
            (Some(n), Self::Lite) => format!("IN (SELECT value FROM json_each(${n}))").into(),
            (Some(n), Self::Pg) => format!("= ANY(${n})").into(),
            (None, _) => format!("{{{token}}}").into(),
        }
    }

    /// `VALUES ($1, $2), ($3, $4)` for two columns and rows. SQLite looks numbered parameters up
    /// in a list, which for thousands of them takes longer than all the rest: there they are `?`.
    fn values(self, columns: usize, rows: usize) -> String {
        let mut out = String::with_capacity(8 + rows * columns * 7);
        out.push_str("VALUES ");
        for row in 0..rows {
            out.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..columns {
                out.push_str(if column == 0 { "" } else { ", " });
                match self {
                    Self::Lite => out.push('?'),
                    Self::Pg => write!(out, "${}", row * columns + column + 1)
                        .expect("a String takes all text"),
                }
            }
            out.push(')');
        }
        out
    }

    /// Replaces the tokens of a text; `values` stands for `{values}`.
    fn render(self, text: &str, values: &str) -> String {
        let mut out = String::with_capacity(text.len() + values.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((token, after)) = after.split_once('}') else {
                out.push('{');
                rest = after;
                continue;
            };
            match token {
                "values" => out.push_str(values),
                token => out.push_str(&self.token(token)),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// A moment as both databases keep it: microseconds, and on SQLite a text of fixed width that
/// sorts as the moments do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ts(pub(super) DateTime<Utc>);

impl Ts {
    fn text(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::Micros, true)
    }
}

impl Type<Sqlite> for Ts {
    fn type_info() -> <Sqlite as Database>::TypeInfo {
        <String as Type<Sqlite>>::type_info()
    }
}

impl<'r> Decode<'r, Sqlite> for Ts {
    fn decode(
        value: <Sqlite as Database>::ValueRef<'r>,
    ) -> std::result::Result<Self, BoxDynError> {
        let text = <&str as Decode<Sqlite>>::decode(value)?;
        Ok(Self(DateTime::parse_from_rfc3339(text)?.to_utc()))
    }
}

impl Type<Postgres> for Ts {
    fn type_info() -> <Postgres as Database>::TypeInfo {
        <DateTime<Utc> as Type<Postgres>>::type_info()
    }
}

impl<'r> Decode<'r, Postgres> for Ts {
    fn decode(
        value: <Postgres as Database>::ValueRef<'r>,
    ) -> std::result::Result<Self, BoxDynError> {
        Ok(Self(<DateTime<Utc> as Decode<Postgres>>::decode(value)?))
    }
}

/// Something bound to a statement. `None` keeps its type: PostgreSQL asks for it.
#[derive(Debug, Clone)]
pub(super) enum Arg<'a> {
    Text(Option<Cow<'a, str>>),
    Int(Option<i64>),
    Real(Option<f64>),
    Bool(Option<bool>),
    Time(Option<DateTime<Utc>>),
    Day(Option<NaiveDate>),
    Bytes(Cow<'a, [u8]>),
    /// For `{in:N}`.
    Texts(Vec<&'a str>),
    /// For `{in:N}`.
    Ints(Vec<i64>),
}

/// PostgreSQL cannot keep U+0000 in a text, so neither database does: it becomes U+FFFD.
pub(super) fn clean(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { text }
}

macro_rules! args {
    ($($rust:ty => |$value:ident| $arg:expr),+ $(,)?) => {$(
        impl<'a> From<$rust> for Arg<'a> {
            fn from($value: $rust) -> Self { $arg }
        }
    )+};
}

args! {
    &'a str => |text| Arg::Text(Some(Cow::Borrowed(text))),
    &'a String => |text| Arg::Text(Some(Cow::Borrowed(text))),
    String => |text| Arg::Text(Some(Cow::Owned(text))),
    Option<&'a str> => |text| Arg::Text(text.map(Cow::Borrowed)),
    &'a Option<String> => |text| Arg::Text(text.as_deref().map(Cow::Borrowed)),
    Option<String> => |text| Arg::Text(text.map(Cow::Owned)),
    i64 => |number| Arg::Int(Some(number)),
    Option<i64> => |number| Arg::Int(number),
    f64 => |number| Arg::Real(Some(number)),
    Option<f64> => |number| Arg::Real(number),
    bool => |flag| Arg::Bool(Some(flag)),
    DateTime<Utc> => |time| Arg::Time(Some(time)),
    Option<DateTime<Utc>> => |time| Arg::Time(time),
    NaiveDate => |day| Arg::Day(Some(day)),
    Option<NaiveDate> => |day| Arg::Day(day),
    &'a [u8] => |bytes| Arg::Bytes(Cow::Borrowed(bytes)),
    Vec<&'a str> => |texts| Arg::Texts(texts),
    Vec<i64> => |numbers| Arg::Ints(numbers),
}

impl Arg<'_> {
    fn lite(self, args: &mut SqliteArguments) -> std::result::Result<(), BoxDynError> {
        match self {
            Self::Text(text) => args.add(text.map(|text| clean(text).into_owned())),
            Self::Int(number) => args.add(number),
            Self::Real(number) => args.add(number),
            Self::Bool(flag) => args.add(flag),
            Self::Time(time) => args.add(time.map(|time| Ts(time).text())),
            Self::Day(day) => args.add(day),
            Self::Bytes(bytes) => args.add(bytes.into_owned()),
            Self::Texts(texts) => {
                let texts: Vec<_> = texts.into_iter().map(|t| clean(t.into())).collect();
                args.add(serde_json::to_string(&texts)?)
            }
            Self::Ints(numbers) => args.add(serde_json::to_string(&numbers)?),
        }
    }

    fn pg(self, args: &mut PgArguments) -> std::result::Result<(), BoxDynError> {
        match self {
            Self::Text(text) => args.add(text.map(clean)),
            Self::Int(number) => args.add(number),
            Self::Real(number) => args.add(number),
            Self::Bool(flag) => args.add(flag),
            Self::Time(time) => args.add(time),
            Self::Day(day) => args.add(day),
            Self::Bytes(bytes) => args.add(bytes.as_ref()),
            Self::Texts(texts) => {
                let texts: Vec<_> =
                    texts.into_iter().map(|t| clean(t.into()).into_owned()).collect();
                args.add(texts)
            }
            Self::Ints(numbers) => args.add(numbers),
        }
    }
}

/// A statement with what is bound to it.
#[derive(Debug)]
pub(super) struct Query<'a> {
    doing: &'static str,
    text: Cow<'a, str>,
    args: Vec<Arg<'a>>,
    /// Columns and rows of `{values}`; then nothing else is bound.
    values: Option<(usize, usize)>,
    once: bool,
}

/// A statement; `doing` completes "the database failed while it should …".
pub(super) fn query<'a>(doing: &'static str, text: impl Into<Cow<'a, str>>) -> Query<'a> {
    Query { doing, text: text.into(), args: Vec::new(), values: None, once: false }
}

impl<'a> Query<'a> {
    pub(super) fn bind(mut self, arg: impl Into<Arg<'a>>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// Binds one more, for callers that do not know how many there will be; says its number.
    pub(super) fn push(&mut self, arg: impl Into<Arg<'a>>) -> usize {
        self.args.push(arg.into());
        self.args.len()
    }

    pub(super) fn text(&mut self, text: &str) {
        self.text.to_mut().push_str(text);
    }

    fn render(&self, dialect: Dialect) -> String {
        let values = self.values.map(|(columns, rows)| dialect.values(columns, rows));
        dialect.render(&self.text, values.as_deref().unwrap_or_default())
    }

    fn lite(self) -> Result<sqlx::query::Query<'static, Sqlite, SqliteArguments>> {
        let text = self.render(Dialect::Lite);
        let mut args = SqliteArguments::default();
        args.reserve(self.args.len(), 0);
        for arg in self.args {
            arg.lite(&mut args)
                .map_err(|e| StoreError::failed(self.doing, sqlx::Error::Encode(e)))?;
        }
        Ok(sqlx::query_with(AssertSqlSafe(text), args).persistent(!self.once))
    }

    fn pg(self) -> Result<sqlx::query::Query<'static, Postgres, PgArguments>> {
        let text = self.render(Dialect::Pg);
        let mut args = PgArguments::default();
        args.reserve(self.args.len(), 0);
        for arg in self.args {
            arg.pg(&mut args)
                .map_err(|e| StoreError::failed(self.doing, sqlx::Error::Encode(e)))?;
        }
        Ok(sqlx::query_with(AssertSqlSafe(text), args).persistent(!self.once))
    }
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

#[derive(Debug)]
enum Pools {
    Lite { write: SqlitePool, read: SqlitePool },
    Pg(PgPool),
}

/// A database, open and up to date. Its URL is not kept: it may hold a password.
#[derive(Debug)]
pub(super) struct Db {
    pools: Pools,
    sent: Arc<AtomicU64>,
}

impl Db {
    pub(super) async fn open(url: &str) -> Result<Self> {
        let (scheme, rest) = url.split_once(':').unwrap_or((url, ""));
        let pools = match scheme {
            "sqlite" => open_lite(rest.strip_prefix("//").unwrap_or(rest)).await?,
            "postgres" | "postgresql" => open_pg(url).await?,
            _ => return Err(StoreError::UnknownScheme { scheme: shown_scheme(scheme) }),
        };
        Ok(Self { pools, sent: Arc::default() })
    }

    /// All statements sent since it was opened; not counted: BEGIN, COMMIT and the schema's scripts.
    pub(super) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    pub(super) async fn close(&self) {
        match &self.pools {
            Pools::Lite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Pools::Pg(pool) => pool.close().await,
        }
    }

    /// A transaction that may write.
    pub(super) async fn begin(&self) -> Result<Tx> {
        let doing = "begin a transaction";
        let inner = match &self.pools {
            Pools::Lite { write, .. } => {
                write.begin_with("BEGIN IMMEDIATE").await.map(Inner::Lite)
            }
            Pools::Pg(pool) => pool.begin().await.map(Inner::Pg),
        };
        Ok(Tx {
            inner: inner.map_err(|e| StoreError::failed(doing, e))?,
            sent: self.sent.clone(),
        })
    }

    /// A transaction that reads, and sees one moment only.
    pub(super) async fn snapshot(&self) -> Result<Tx> {
        let doing = "begin a snapshot";
        let inner = match &self.pools {
            Pools::Lite { read, .. } => read.begin().await.map(Inner::Lite),
            Pools::Pg(pool) => pool
                .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                .await
                .map(Inner::Pg),
        };
        Ok(Tx {
            inner: inner.map_err(|e| StoreError::failed(doing, e))?,
            sent: self.sent.clone(),
        })
    }

    /// One statement that reads.
    pub(super) async fn rows(&self, query: Query<'_>) -> Result<Vec<Row>> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let doing = query.doing;
        match &self.pools {
            Pools::Lite { read, .. } => query
                .lite()?
                .fetch_all(read)
                .await
                .map(|rows| rows.into_iter().map(Row::Lite).collect()),
            Pools::Pg(pool) => query
                .pg()?
                .fetch_all(pool)
                .await
                .map(|rows| rows.into_iter().map(Row::Pg).collect()),
        }
        .map_err(|e| StoreError::failed(doing, e))
    }
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
}

impl Tx {
    pub(super) async fn commit(self) -> Result<()> {
        match self.inner {
            Inner::Lite(tx) => tx.commit().await,
            Inner::Pg(tx) => tx.commit().await,
        }
        .map_err(|e| StoreError::failed("commit", e))
    }

    pub(super) async fn rows(&mut self, query: Query<'_>) -> Result<Vec<Row>> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let doing = query.doing;
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
    pub(super) async fn run(&mut self, query: Query<'_>) -> Result<u64> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let doing = query.doing;
        match &mut self.inner {
            Inner::Lite(tx) => {
                query.lite()?.execute(&mut **tx).await.map(|done| done.rows_affected())
            }
            Inner::Pg(tx) => {
                query.pg()?.execute(&mut **tx).await.map(|done| done.rows_affected())
            }
        }
        .map_err(|e| StoreError::failed(doing, e))
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
        let Some(first) = items.first() else { return Ok(0) };
        let columns = bind(query(doing, ""), first).args.len();
        let chunk = ROWS.min(BINDS / columns);
        let mut touched = 0;
        for items in items.chunks(chunk) {
            let mut statement = query(doing, text);
            statement.args.reserve(items.len() * columns);
            statement.values = Some((columns, items.len()));
            // A remainder's text will hardly come again: it would push others out of the cache.
            statement.once = items.len() < chunk;
            for item in items {
                statement = bind(statement, item);
            }
            touched += self.run(statement).await?;
        }
        Ok(touched)
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
    async fn script(&mut self, doing: &'static str, text: &str) -> Result<()> {
        match &mut self.inner {
            Inner::Lite(tx) => {
                let text = Dialect::Lite.render(text, "");
                sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut **tx).await.map(drop)
            }
            Inner::Pg(tx) => {
                let text = Dialect::Pg.render(text, "");
                sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut **tx).await.map(drop)
            }
        }
        .map_err(|e| StoreError::failed(doing, e))
    }
}

/// What one transaction at a time may do.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lock {
    /// Bring the schema up to date.
    Schema = 1,
    /// Give out runs.
    Runs = 2,
    /// Change accounts, what belongs to them and which are dirty.
    Accounts = 3,
}

/// Brings the schema up to date. Safe when several processes start together: one works, the
/// others wait and then find nothing to do.
async fn migrate(db: &Db) -> Result<()> {
    let mut tx = db.begin().await?;
    tx.lock(Lock::Schema).await?;
    let table = "CREATE TABLE IF NOT EXISTS schema_migration (
        number {int} NOT NULL PRIMARY KEY, name TEXT NOT NULL, text TEXT NOT NULL){strict}";
    tx.script("keep its list of migrations", table).await?;
    let text = "SELECT number, text FROM schema_migration ORDER BY number";
    let done = tx.rows(query("read its list of migrations", text)).await?;
    for row in &done {
        check_migration(row.get(0)?, &row.text(1)?)?;
    }
    for (number, name, text) in MIGRATIONS.iter().skip(done.len()) {
        tx.script("bring its schema up to date", text).await?;
        let keep = "INSERT INTO schema_migration (number, name, text) VALUES ($1, $2, $3)";
        tx.run(query("note a migration", keep).bind(*number).bind(*name).bind(*text)).await?;
    }
    tx.commit().await
}

/// That a migration found in the database is one of ours.
fn check_migration(number: i64, text: &str) -> Result<()> {
    match MIGRATIONS.iter().find(|(ours, ..)| *ours == number) {
        Some((_, _, ours)) if *ours == text => Ok(()),
        Some((_, name, _)) => Err(StoreError::Contradiction(format!(
            "its schema was made by another text of migration {number} ({name}); use the version \
             of Accord that made it, or a new database"
        ))),
        None => Err(StoreError::Contradiction(format!(
            "its schema has migration {number}, which this version does not know; use the newer \
             version of Accord that made it"
        ))),
    }
}

/// A scheme is shown in an error, but never something long that may hold a password.
fn shown_scheme(scheme: &str) -> String {
    scheme.chars().take(20).take_while(|c| c.is_ascii_alphanumeric() || *c == '+').collect()
}

async fn open_lite(path: &str) -> Result<Pools> {
    // Others write options such as `?mode=rwc`; what is right for us is set below.
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let unopened =
        |reason: String| StoreError::Unopened { database: format!("sqlite:{path}"), reason };
    check_path(path).map_err(unopened)?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .busy_timeout(BUSY)
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Normal)
        .statement_cache_capacity(256);
    // Only the writer says WAL: the file remembers it, and a reader may not change it.
    let writer = options.clone().journal_mode(SqliteJournalMode::Wal);
    let write = open_writer(&writer).await.map_err(|e| unopened(lite_reason(&e)))?;
    if std::fs::metadata(path).is_ok_and(|file| file.len() <= CHECKED_BYTES) {
        check_pages(&write).await.map_err(unopened)?;
    }
    let read = PoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(BUSY)
        .connect_lazy_with(options.read_only(true).create_if_missing(false));
    Ok(Pools::Lite { write, read })
}

/// The one connection that writes. While another process turns a new file to WAL, SQLite says
/// BUSY at once, whatever the timeout: so we ask again ourselves, for as long.
async fn open_writer(
    options: &SqliteConnectOptions,
) -> std::result::Result<SqlitePool, sqlx::Error> {
    const PAUSE: Duration = Duration::from_millis(20);
    let mut waited = Duration::ZERO;
    loop {
        let pool = PoolOptions::new().max_connections(1).acquire_timeout(BUSY);
        match pool.connect_with(options.clone()).await {
            Err(error) if lite_code(&error) == Some(5) && waited < BUSY => {
                tokio::time::sleep(PAUSE).await;
                waited += PAUSE;
            }
            opened => return opened,
        }
    }
}

/// What can be said without asking SQLite, whose own words are few.
fn check_path(path: &str) -> std::result::Result<(), String> {
    if path.is_empty() || path.contains(":memory:") {
        return Err("it needs a file; name one, such as sqlite:accord.db".to_owned());
    }
    if Path::new(path).is_dir() {
        return Err("it is a folder; name a file in it".to_owned());
    }
    match Path::new(path).parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => Err(format!(
            "the folder {} does not exist; create it or name another",
            folder.display()
        )),
        _ => Ok(()),
    }
}

async fn check_pages(pool: &SqlitePool) -> std::result::Result<(), String> {
    let verdict: std::result::Result<String, sqlx::Error> =
        sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(pool).await;
    match verdict {
        Ok(verdict) if verdict == "ok" => Ok(()),
        Ok(_) => Err(DAMAGED.to_owned()),
        Err(error) => Err(lite_reason(&error)),
    }
}

fn lite_reason(error: &sqlx::Error) -> String {
    match lite_code(error) {
        Some(26) => {
            "it is not a SQLite database; name another file, or move it away".to_owned()
        }
        Some(11) => DAMAGED.to_owned(),
        Some(8 | 14) => {
            "the file cannot be opened for writing; check its permissions".to_owned()
        }
        Some(13) => "the disk is full; make room".to_owned(),
        Some(5) => "another process holds it; end that one or wait".to_owned(),
        _ => error.to_string(),
    }
}

async fn open_pg(url: &str) -> Result<Pools> {
    let Ok(options) = PgConnectOptions::from_str(url) else {
        return Err(StoreError::Unopened {
            database: "postgres:…".to_owned(),
            reason:
                "the URL cannot be read; write postgres://USER:PASSWORD@HOST:PORT/NAME, with \
                     special characters of the password as %XX"
                    .to_owned(),
        });
    };
    let options = options.application_name("accord").statement_cache_capacity(256).options([
        ("statement_timeout", "300s"),
        ("lock_timeout", "120s"),
        ("idle_in_transaction_session_timeout", "120s"),
        ("timezone", "UTC"),
    ]);
    // One connection first: a pool would try again and again until its time is over.
    let first = tokio::time::timeout(CONNECT, sqlx::PgConnection::connect_with(&options)).await;
    let reason = match first {
        Ok(Ok(connection)) => {
            let _gone = connection.close().await;
            let pool = PoolOptions::new()
                .max_connections(CONNECTIONS)
                .acquire_timeout(BUSY)
                .connect_lazy_with(options);
            return Ok(Pools::Pg(pool));
        }
        Ok(Err(error)) => pg_reason(&error, &options),
        Err(_) => format!("no answer in {} s; check the address", CONNECT.as_secs()),
    };
    Err(StoreError::Unopened { database: pg_shown(&options), reason })
}

/// The URL as it may be shown.
fn pg_shown(options: &PgConnectOptions) -> String {
    format!(
        "postgres://{}@{}:{}/{}",
        options.get_username(),
        options.get_host(),
        options.get_port(),
        options.get_database().unwrap_or(options.get_username())
    )
}

fn pg_reason(error: &sqlx::Error, options: &PgConnectOptions) -> String {
    let user = options.get_username();
    let code = error.as_database_error().and_then(|e| e.code().map(Cow::into_owned));
    match (code.as_deref(), error) {
        (Some("28P01" | "28000"), _) => {
            format!("it refused user {user}; check the user's name and password")
        }
        (Some("3D000"), _) => "there is no such database; create it with createdb".to_owned(),
        (Some("53300"), _) => "it has no connection left; raise max_connections".to_owned(),
        (_, sqlx::Error::Io(cause)) => {
            format!("nothing answers there ({cause}); start PostgreSQL or check the address")
        }
        _ => error.to_string(),
    }
}

impl Db {
    /// Opens it, and brings its schema up to date.
    pub(super) async fn ready(url: &str) -> Result<Self> {
        let db = Self::open(url).await?;
        migrate(&db).await?;
        Ok(db)
    }
}
