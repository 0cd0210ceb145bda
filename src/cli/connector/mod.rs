//! `accord connector …`: everything an engineer does with one connector.
//!
//! `spec`, `check`, `discover` and `read` speak the Airbyte protocol on standard output, as
//! `source-declarative-manifest` does, so that Accord can stand in for it.
//!
//! `new`, `try`, `record`, `test` and `schema` are for the engineer who writes one.

mod control;
mod discover;
mod folder;
mod input;
mod mask;
mod new;
mod protocol;
mod read;
mod record;
mod report;
mod schema;
mod test;
mod trial;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use clap::Subcommand;

use super::clock::SystemClock;
use crate::fetch::{Client, Driver, Egress, Files};
use crate::model::Clock;
use input::Input;
use protocol::{Failure, Speaker};

/// The longest reply that is waited for.
const TIMEOUT: Duration = Duration::from_mins(2);
/// The largest reply after decompression, in bytes.
const MAX_REPLY: usize = 256 * 1024 * 1024;
/// The largest file that goes with a record, in bytes: as much as the ecosystem moves.
const MAX_FILE: u64 = 1_500_000_000;
/// Where files go on a machine without the ecosystem's folder for them, as in the ecosystem.
const OWN_STAGING: &str = "/tmp/airbyte-file-transfer";

/// Work on one connector.
#[derive(Debug, clap::Args)]
pub(super) struct ConnectorCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print the specification of the configuration.
    Spec(SpecArguments),
    /// Say whether the source answers with this configuration.
    Check(CheckArguments),
    /// Print the streams there are, with their schemas.
    Discover(CheckArguments),
    /// Read the streams of a catalog: records and states.
    Read(ReadArguments),
    New(new::New),
    Try(trial::Try),
    Record(record::Record),
    Test(test::Test),
    Schema(schema::Schema),
}

#[derive(Debug, clap::Args)]
struct SpecArguments {
    /// The manifest.
    #[arg(long, value_name = "FILE")]
    manifest_path: PathBuf,
}

#[derive(Debug, clap::Args)]
struct CheckArguments {
    #[command(flatten)]
    source: SourceArguments,
}

#[derive(Debug, clap::Args)]
struct ReadArguments {
    #[command(flatten)]
    source: SourceArguments,
    /// Which streams to read and how, as JSON.
    #[arg(long, value_name = "FILE")]
    catalog: PathBuf,
    /// Where an earlier read ended: a JSON list of state messages.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// The folder for files that go with records. Without it, /tmp/airbyte-file-transfer.
    #[arg(
        long,
        value_name = "FOLDER",
        env = "AIRBYTE_STAGING_DIRECTORY",
        default_value = "/staging/files"
    )]
    staging_directory: PathBuf,
}

impl ReadArguments {
    fn files(&self) -> Result<Files, Failure> {
        let given = self.staging_directory.clone();
        let folder = if given.is_dir() { given } else { PathBuf::from(OWN_STAGING) };
        let files = Files::new(self.source.asking.egress(), folder, MAX_FILE);
        files.map_err(|error| Failure::system(error.to_string()))
    }
}

/// What every command needs that asks a source.
#[derive(Debug, clap::Args)]
struct SourceArguments {
    /// The manifest.
    #[arg(long, value_name = "FILE")]
    manifest_path: PathBuf,
    #[command(flatten)]
    asking: Asking,
}

/// How a source is asked.
#[derive(Debug, clap::Args)]
struct Asking {
    /// Sources on private and loopback addresses may be asked.
    #[arg(long, env = "ACCORD_EGRESS__ALLOW_PRIVATE")]
    allow_private: bool,
    /// Take this moment for the present, so that a run can be repeated.
    #[arg(long, value_name = "TIME")]
    now: Option<DateTime<Utc>>,
}

impl Asking {
    fn clock(&self) -> Arc<dyn Clock> {
        match self.now {
            Some(now) => Arc::new(Standing(now)),
            None => Arc::new(SystemClock),
        }
    }

    fn egress(&self) -> Egress {
        Egress { timeout: TIMEOUT, max_reply: MAX_REPLY, allow_private: self.allow_private }
    }

    fn driver(&self) -> Result<Driver, Failure> {
        let client =
            Client::new(self.egress()).map_err(|error| Failure::system(error.to_string()))?;
        Ok(Driver::new(client, self.clock()))
    }
}

impl SourceArguments {
    fn input(&self, config: Option<&Path>) -> Result<Input, Failure> {
        let Some(config) = config else {
            let message = "--config FILE is missing: the source's configuration as JSON";
            return Err(Failure::config(message.to_owned()));
        };
        Input::load(&self.manifest_path, config)
    }
}

/// A clock that stands still.
#[derive(Debug)]
struct Standing(DateTime<Utc>);

impl Clock for Standing {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

impl ConnectorCommand {
    /// Runs the command; `config` is the source's configuration.
    pub(super) async fn run(self, config: Option<PathBuf>) -> anyhow::Result<ExitCode> {
        let config = config.as_deref();
        match self.action {
            Action::New(new) => new.run(),
            Action::Try(trial) => trial.run(config).await,
            Action::Record(record) => record.run(config).await,
            Action::Test(test) => test.run(),
            Action::Schema(schema) => schema.run(),
            protocol => Ok(converse(protocol, config).await),
        }
    }
}

/// Speaks the protocol. What goes wrong is told as one of its messages.
async fn converse(action: Action, config: Option<&Path>) -> ExitCode {
    let mut speaker = Speaker::new(Arc::new(SystemClock));
    let done = match action {
        Action::Spec(arguments) => spec(&arguments, &mut speaker),
        Action::Check(arguments) => check(&arguments, config, &mut speaker).await,
        Action::Discover(arguments) => discover(&arguments, config, &mut speaker).await,
        Action::Read(arguments) => read(&arguments, config, &mut speaker).await,
        Action::New(_)
        | Action::Try(_)
        | Action::Record(_)
        | Action::Test(_)
        | Action::Schema(_) => Ok(ExitCode::SUCCESS),
    };
    let code = match done {
        Ok(code) => code,
        Err(failure) => {
            speaker.failure(&failure, None);
            ExitCode::FAILURE
        }
    };
    speaker.finish(code)
}

fn spec(arguments: &SpecArguments, speaker: &mut Speaker) -> Result<ExitCode, Failure> {
    let manifest = input::manifest(&arguments.manifest_path)?;
    speaker.spec(&manifest.spec());
    Ok(ExitCode::SUCCESS)
}

async fn check(
    arguments: &CheckArguments,
    config: Option<&Path>,
    speaker: &mut Speaker,
) -> Result<ExitCode, Failure> {
    let asking = &arguments.source.asking;
    let input = arguments.source.input(config)?;
    let verdict = match input.complaints() {
        Some(complaints) => Err(complaints),
        None => read::reach(&asking.driver()?, &input, &asking.clock())
            .await
            .map_err(|error| error.to_string()),
    };
    speaker.status(verdict.as_ref().err());
    Ok(ExitCode::SUCCESS)
}

async fn discover(
    arguments: &CheckArguments,
    config: Option<&Path>,
    speaker: &mut Speaker,
) -> Result<ExitCode, Failure> {
    let asking = &arguments.source.asking;
    let input = arguments.source.input(config)?;
    let driver = asking.driver()?;
    let (streams, off) = discover::streams(&driver, &input, asking.clock().now())
        .await
        .map_err(|error| read::failure(&error))?;
    for reason in &off {
        speaker.log("WARN", reason);
    }
    speaker.catalog(&streams);
    Ok(ExitCode::SUCCESS)
}

async fn read(
    arguments: &ReadArguments,
    config: Option<&Path>,
    speaker: &mut Speaker,
) -> Result<ExitCode, Failure> {
    let asking = &arguments.source.asking;
    let input = arguments.source.input(config)?;
    if let Some(complaints) = input.complaints() {
        return Err(Failure::config(complaints));
    }
    let states = arguments.state.as_deref().map(input::states).transpose()?.unwrap_or_default();
    let streams = input::catalog(&arguments.catalog, states)?;
    let normalised = input.manifest.normalise_config(&input.config, asking.clock().now());
    if let Some(migrated) = normalised.ok().and_then(|normalised| normalised.migrated) {
        speaker.control(&migrated);
    }
    let (vault, announced) = control::Announcing::new(&input.config);
    let driver = asking.driver()?.with_vault(vault).with_files(arguments.files()?);
    let reading =
        read::Reading { driver: &driver, input: &input, clock: asking.clock(), announced };
    let whole = reading.all(streams, speaker).await.map_err(|error| read::failure(&error))?;
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
