//! The front door: commands and settings. It puts the house together.

mod access;
mod audit;
mod bench;
mod catalog;
mod check;
mod clock;
mod config;
mod connector;
mod demo;
mod house;
mod key;
mod match_records;
mod match_table;
mod progress;
mod schema;
mod serve;
mod subscription;
mod summary;
mod sync;
#[cfg(feature = "traces")]
mod traces;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::layer;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

/// Pulls customer records from many systems, makes one customer of them and answers over GraphQL
/// how healthy each one is, and why.
///
/// Start with `accord demo`: a sample company with six systems, synced, scored and served.
#[derive(Debug, Parser)]
#[command(name = "accord", version, max_term_width = 100, after_help = AFTER_HELP)]
struct Arguments {
    /// The configuration file. Without it `accord.toml` is read when it is there. The commands
    /// under `connector` take the source's own configuration here, as JSON.
    #[arg(long, short, global = true, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Where everything is kept: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/NAME`.
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,

    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Settings come from the configuration file, then from the environment, then from the command line.
Every setting of the file has a variable: [sync] lease_seconds is ACCORD_SYNC__LEASE_SECONDS, the
interval of source `crm` is ACCORD_SOURCES__CRM__INTERVAL. DATABASE_URL is read as ACCORD_DATABASE.
A secret is written as { env = \"NAME\" } or { file = \"PATH\" } and never printed.

Examples:
  accord demo                     a sample company, to look around
  accord demo --check             the same, asserts on the answers and exits
  accord check                    is the configuration right, do the sources answer?
  accord sync crm                 sync one source now, then exit
  accord match --kind account records.csv > clusters.csv
  accord key create --name powerbi --role bi --expires 90d
  accord serve                    answer queries, sync every source on its interval";

#[derive(Debug, Subcommand)]
enum Command {
    /// Start a sample company's six systems, sync, score and serve them until Ctrl-C.
    Demo(demo::Demo),
    /// Answer GraphQL queries; sync every source on its interval beside.
    Serve(serve::Serve),
    /// Sync sources once, bring every score up to date, and exit.
    Sync(sync::SyncOnce),
    /// Check the configuration, the database and the connection to each source.
    Check(check::Check),
    /// Make, list and revoke the API keys by which programs come in.
    Key(key::KeyCommand),
    /// List who ordered what, or verify that nobody changed it.
    Audit(audit::AuditCommand),
    /// Write, try and test a connector; speak the Airbyte protocol.
    Connector(connector::ConnectorCommand),
    /// Find the records of a CSV that are one company or one person.
    Match(match_records::MatchRecords),
    /// Measure what the hub's work costs on this machine.
    Bench(bench::Bench),
    /// Print the GraphQL schema, or write it to a file.
    Schema(schema::Schema),
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let mut builder = match arguments.command {
        // One connector is read by one thread.
        Command::Connector(_) => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    };
    let runtime = builder.enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(dispatch(arguments)),
        Err(error) => Err(anyhow::Error::new(error).context("the runtime cannot start")),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Arguments { config, database, command } = arguments;
    let load = || config::load(config.as_deref(), database.as_deref());
    match command {
        Command::Schema(schema) => schema.run(),
        Command::Match(records) => records.run(),
        Command::Connector(connector) => connector.run(config).await,
        Command::Demo(demo) => demo.run(load()?).await,
        Command::Serve(serve) => serve.run(load()?).await,
        Command::Sync(sync) => sync.run(load()?).await,
        Command::Check(check) => check.run(load()?).await,
        Command::Key(key) => key.run(load()?).await,
        Command::Audit(audit) => audit.run(load()?).await,
        Command::Bench(bench) => bench.run(load()?).await,
    }
}

/// Says what went wrong, then each cause on a line of its own.
#[expect(clippy::print_stderr, reason = "the front door speaks to the person at the terminal")]
fn complain(error: &anyhow::Error) {
    eprintln!("error: {error}");
    for cause in error.chain().skip(1) {
        eprintln!("  because: {cause}");
    }
}

/// Prints a line for the person at the terminal.
fn say(line: &str) {
    use std::io::Write as _;
    // Whoever read may have seen enough, as `head` does.
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// What is written down as long as it stands, and sent when it goes.
#[must_use = "traces are sent as long as it stands"]
struct Log {
    #[cfg(feature = "traces")]
    _traces: Option<traces::Traces>,
}

/// Starts the log: sentences on standard error, or JSON lines; and the traces, where they are wanted.
fn start_log(config: &config::Config) -> anyhow::Result<Log> {
    let filter = EnvFilter::try_new(&config.log.filter).map_err(|error| {
        anyhow::anyhow!("log.filter `{}` is not a filter: {error}", config.log.filter)
    })?;
    let log = layer().with_writer(std::io::stderr);
    let log = match config.log.form {
        config::LogForm::Text => log.with_target(false).boxed(),
        config::LogForm::Json => log.json().boxed(),
    };
    let all = tracing_subscriber::registry().with(log.with_filter(filter));
    let endpoint = config.traces.endpoint()?;
    #[cfg(feature = "traces")]
    let traces = endpoint.map(|to| traces::Traces::to(to, &config.traces)).transpose()?;
    #[cfg(feature = "traces")]
    let all = all.with(traces.as_ref().map(traces::Traces::layer));
    #[cfg(not(feature = "traces"))]
    anyhow::ensure!(
        endpoint.is_none(),
        "[traces]: this build sends none; build it with `cargo build --release --features traces`"
    );
    all.try_init().map_err(|error| anyhow::anyhow!("the log cannot start: {error}"))?;
    Ok(Log {
        #[cfg(feature = "traces")]
        _traces: traces,
    })
}
