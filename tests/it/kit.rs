//! What tests share: fresh databases of both kinds.

use std::sync::atomic::{AtomicU32, Ordering};

use accord::store::Store;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use tempfile::TempDir;

/// A fresh, empty database; gone when dropped.
pub(crate) struct Database {
    /// `sqlite` or `postgres`, for messages of assertions.
    pub(crate) name: &'static str,
    /// Where it is.
    pub(crate) url: String,
    /// The folder of a SQLite file, kept for as long as this lives.
    _folder: Option<TempDir>,
}

impl Drop for Database {
    /// Drops PostgreSQL's, or a server that lives on would fill up. In a thread of its own, because
    /// the test's runtime may be the one that is waiting here; a failure is no test's failure.
    fn drop(&mut self) {
        let Some((server, name)) =
            self.url.rsplit_once('/').filter(|_| self.name == "postgres")
        else {
            return;
        };
        let (server, name) = (server.to_owned(), name.to_owned());
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(drop_database(&server, &name))
        });
        drop(dropping.join());
    }
}

async fn drop_database(server: &str, name: &str) -> sqlx::Result<()> {
    let mut connection = PgConnection::connect(server).await?;
    let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    connection.execute(AssertSqlSafe(statement)).await.map(drop)
}

impl Database {
    /// Opens it as the program does.
    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.url).await.expect("a fresh database opens")
    }
}

/// Runs statements past the store.
pub(crate) async fn run(url: &str, statements: &[&str]) {
    for statement in statements {
        let text = AssertSqlSafe((*statement).to_owned());
        let done = if url.starts_with("sqlite") {
            let connection = sqlx::SqliteConnection::connect(url).await;
            connection.expect("the file opens").execute(text).await.map(drop)
        } else {
            let connection = PgConnection::connect(url).await;
            connection.expect("the server answers").execute(text).await.map(drop)
        };
        done.expect("a right statement");
    }
}

/// How many statements of others are being worked on. SQLite works in this process and does not tell: 0.
pub(crate) async fn statements_at_work(url: &str) -> i64 {
    if url.starts_with("sqlite") {
        return 0;
    }
    let mut connection = PgConnection::connect(url).await.expect("the server answers");
    let text = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active'
         AND datname = current_database() AND pid <> pg_backend_pid()";
    sqlx::query_scalar(text).fetch_one(&mut connection).await.expect("a count")
}

/// A SQLite file in a temporary folder.
pub(crate) fn sqlite() -> Database {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let url = format!("sqlite:{}", folder.path().join("accord.db").display());
    Database { name: "sqlite", url, _folder: Some(folder) }
}

/// One database of each kind. The PostgreSQL server is named by `ACCORD_TEST_POSTGRES`.
///
/// # Panics
/// When that is not set: half of what is to be shown would go untested without a word.
pub(crate) async fn databases() -> Vec<Database> {
    let mut databases = vec![sqlite()];
    databases.extend(postgres().await);
    databases
}

/// A fresh PostgreSQL database; `None` when `ACCORD_TEST_POSTGRES` is `skip`.
pub(crate) async fn postgres() -> Option<Database> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = server()?;
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("accord_test_{}_{count}", std::process::id());
    let mut connection =
        PgConnection::connect(&server).await.expect("ACCORD_TEST_POSTGRES names a server");
    for statement in [
        format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        format!("CREATE DATABASE {name}"),
    ] {
        connection.execute(AssertSqlSafe(statement)).await.expect("a database can be made");
    }
    let (server, _) = server.rsplit_once('/').expect("ACCORD_TEST_POSTGRES is a URL");
    Some(Database { name: "postgres", url: format!("{server}/{name}"), _folder: None })
}

/// Another fresh one of the same kind.
pub(crate) async fn another(of: &Database) -> Database {
    match of.name {
        "sqlite" => sqlite(),
        _ => postgres().await.expect("there is one already"),
    }
}

/// The server's URL, with the database to connect to for making others.
#[expect(clippy::disallowed_methods, reason = "the test script says by it where PostgreSQL is")]
#[expect(clippy::print_stderr, reason = "that half of the tests is left out must be seen")]
fn server() -> Option<String> {
    match std::env::var("ACCORD_TEST_POSTGRES") {
        Ok(word) if word == "skip" => {
            eprintln!("ACCORD_TEST_POSTGRES=skip: PostgreSQL is NOT tested");
            None
        }
        Ok(url) => Some(url),
        Err(unset) => panic!(
            "{unset}: set ACCORD_TEST_POSTGRES to a PostgreSQL server's URL, such as \
             postgres://postgres@127.0.0.1:5433/postgres, or to `skip`"
        ),
    }
}
