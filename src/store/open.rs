//! Opens a database and brings its schema up to date; says in a person's words why it cannot.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::Connection as _;
use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteSynchronous};

use super::db::{DAMAGED, Db, Lock, Pools, Result, StoreError, lite_code, query};

/// Connections that only read.
const READERS: u32 = 4;
/// Rows that wait to be taken: SQLite's thread and ours wake one another as seldom as that.
const ROWS_AHEAD: usize = 1_000;
/// Memory in KiB for pages of a SQLite connection; the 2 MiB that it takes by itself hold not even the inner
/// pages of a large database's indexes.
const CACHE: &str = "-16384";
/// Connections to PostgreSQL.
const CONNECTIONS: u32 = 10;
/// How long a writer waits for another.
const BUSY: Duration = Duration::from_secs(30);
/// A connection that rested so long is asked whether it is still there before it is used again: asking
/// each time would cost a round trip a statement.
const RESTED: Duration = Duration::from_secs(1);
/// How long PostgreSQL may take to answer at start.
const CONNECT: Duration = Duration::from_secs(10);
/// A file up to this size is read through at start; damage in a larger one is found when met.
const CHECKED_BYTES: u64 = 64 << 20;

/// What our schema is made of, oldest first: (number, name, text).
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "first_light", include_str!("../../migrations/0001_first_light.sql")),
    (2, "vault", include_str!("../../migrations/0002_vault.sql")),
    (3, "deletes_and_webhooks", include_str!("../../migrations/0003_deletes_and_webhooks.sql")),
    (4, "budgets", include_str!("../../migrations/0004_budgets.sql")),
    (5, "survivorship", include_str!("../../migrations/0005_survivorship.sql")),
    (6, "matching", include_str!("../../migrations/0006_matching.sql")),
    (7, "insight", include_str!("../../migrations/0007_insight.sql")),
    (8, "portfolio", include_str!("../../migrations/0008_portfolio.sql")),
    (9, "stages", include_str!("../../migrations/0009_stages.sql")),
    (10, "signals", include_str!("../../migrations/0010_signals.sql")),
    (11, "acting", include_str!("../../migrations/0011_acting.sql")),
    (12, "quarters", include_str!("../../migrations/0012_quarters.sql")),
    (13, "initiatives", include_str!("../../migrations/0013_initiatives.sql")),
    (14, "moves", include_str!("../../migrations/0014_moves.sql")),
    (15, "outlook", include_str!("../../migrations/0015_outlook.sql")),
    (16, "entities", include_str!("../../migrations/0016_entities.sql")),
    (17, "feed", include_str!("../../migrations/0017_feed.sql")),
    (18, "access", include_str!("../../migrations/0018_access.sql")),
    (20, "realised", include_str!("../../migrations/0020_realised.sql")),
    (21, "ids", include_str!("../../migrations/0021_ids.sql")),
    (22, "ranges", include_str!("../../migrations/0022_ranges.sql")),
];

/// Opens the database that a URL names.
pub(super) async fn open(url: &str) -> Result<Pools> {
    let (scheme, rest) = url.split_once(':').unwrap_or((url, ""));
    match scheme {
        "sqlite" => open_lite(rest.strip_prefix("//").unwrap_or(rest)).await,
        "postgres" | "postgresql" => open_pg(url).await,
        _ => Err(StoreError::UnknownScheme { scheme: shown_scheme(scheme) }),
    }
}

/// Brings the schema up to date. Safe when several processes start together: one works, the
/// others wait and then find nothing to do.
pub(super) async fn migrate(db: &Db) -> Result<()> {
    let mut tx = db.begin().await?;
    tx.lock(Lock::Schema).await?;
    let table = "CREATE TABLE IF NOT EXISTS schema_migration (
        number {int} NOT NULL PRIMARY KEY, name TEXT NOT NULL, text TEXT NOT NULL){strict}";
    tx.script("keep its list of migrations", table).await?;
    let text = "SELECT number, text FROM schema_migration ORDER BY number";
    let done = tx.rows(query("read its list of migrations", text)).await?;
    let mut there = BTreeSet::new();
    for row in &done {
        let number = row.get(0)?;
        check_migration(number, &row.text(1)?)?;
        there.insert(number);
    }
    // By number and not by count: rooms number theirs beforehand, and may come in another order.
    for (number, name, text) in MIGRATIONS.iter().filter(|(n, ..)| !there.contains(n)) {
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
        .row_buffer_size(ROWS_AHEAD)
        .pragma("cache_size", CACHE)
        .statement_cache_capacity(256);
    // Only the writer says WAL: the file remembers it, and a reader may not change it.
    let writer = options.clone().journal_mode(SqliteJournalMode::Wal);
    let write = open_writer(&writer).await.map_err(|e| unopened(lite_reason(&e)))?;
    if std::fs::metadata(path).is_ok_and(|file| file.len() <= CHECKED_BYTES) {
        check_pages(&write).await.map_err(unopened)?;
    }
    let options = options.read_only(true).create_if_missing(false);
    let read = readers(options.clone());
    // Always the same connection: what it tells of others is counted by itself.
    let watch = PoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
    let watch = watch.acquire_timeout(BUSY).connect_with(options).await;
    let watch = watch.map_err(|e| unopened(lite_reason(&e)))?;
    Ok(Pools::Lite { write, read, watch, most: None })
}

fn readers(options: SqliteConnectOptions) -> SqlitePool {
    let pool = PoolOptions::new().max_connections(READERS).acquire_timeout(BUSY);
    // A file does not go away as a server does.
    pool.test_before_acquire(false).connect_lazy_with(options)
}

/// Connections of their own to the same database, where statements end after so long.
pub(super) fn apart(pools: &Pools, most: Duration) -> Pools {
    match pools {
        Pools::Lite { write, read, watch, .. } => Pools::Lite {
            write: write.clone(),
            read: readers((*read.connect_options()).clone()),
            watch: watch.clone(),
            most: Some(most),
        },
        Pools::Pg(pool) => {
            let limit = format!("{}ms", most.as_millis().max(1));
            let options = (*pool.connect_options()).clone();
            Pools::Pg(workers(options.options([("statement_timeout", limit)])))
        }
    }
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
            return Ok(Pools::Pg(workers(options)));
        }
        Ok(Err(error)) => pg_reason(&error, &options),
        Err(_) => format!("no answer in {} s; check the address", CONNECT.as_secs()),
    };
    Err(StoreError::Unopened { database: pg_shown(&options), reason })
}

fn workers(options: PgConnectOptions) -> PgPool {
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(BUSY);
    let pool = pool.test_before_acquire(false).before_acquire(|connection, known| {
        Box::pin(async move {
            if known.idle_for >= RESTED {
                connection.ping().await?;
            }
            Ok(true)
        })
    });
    pool.connect_lazy_with(options)
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
