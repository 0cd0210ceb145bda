//! `accord connector …`: everything an engineer does with one connector.
//!
//! `spec`, `check`, `discover` and `read` speak the Airbyte protocol on standard output, as
//! `source-declarative-manifest` does, so that Accord can stand in for it.
//!
//! `new`, `try`, `record` and `test` are for the engineer who writes one.

mod folder;
mod input;
mod mask;
mod new;
mod protocol;
mod read;
mod record;
mod report;
mod test;
mod trial;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use clap::Subcommand;

use super::clock::SystemClock;
use crate::fetch::{Client, Driver, Egress};
use crate::model::Clock;
use input::Input;
use protocol::{Failure, Speaker};

/// The longest reply that is waited for.
const TIMEOUT: Duration = Duration::from_mins(2);
/// The largest reply after decompression, in bytes.
const MAX_REPLY: usize = 256 * 1024 * 1024;

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

    fn driver(&self) -> Result<Driver, Failure> {
        let egress = Egress {
            timeout: TIMEOUT,
            max_reply: MAX_REPLY,
            allow_private: self.allow_private,
        };
        let client = Client::new(egress).map_err(|error| Failure::system(error.to_string()))?;
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
        Action::Discover(arguments) => discover(&arguments, config, &mut speaker),
        Action::Read(arguments) => read(&arguments, config, &mut speaker).await,
        Action::New(_) | Action::Try(_) | Action::Record(_) | Action::Test(_) => {
            Ok(ExitCode::SUCCESS)
        }
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
    let source = &arguments.source;
    let input = source.input(config)?;
    let verdict = match input.complaints() {
        Some(complaints) => Err(complaints),
        None => read::reach(&source.asking.driver()?, &input, &source.asking.clock()).await,
    };
    speaker.status(verdict.as_ref().err());
    Ok(ExitCode::SUCCESS)
}

fn discover(
    arguments: &CheckArguments,
    config: Option<&Path>,
    speaker: &mut Speaker,
) -> Result<ExitCode, Failure> {
    let input = arguments.source.input(config)?;
    speaker.catalog(&input.manifest);
    Ok(ExitCode::SUCCESS)
}

async fn read(
    arguments: &ReadArguments,
    config: Option<&Path>,
    speaker: &mut Speaker,
) -> Result<ExitCode, Failure> {
    let source = &arguments.source;
    let input = source.input(config)?;
    if let Some(complaints) = input.complaints() {
        return Err(Failure::config(complaints));
    }
    let catalog = input::catalog(&arguments.catalog)?;
    let states = arguments.state.as_deref().map(input::states).transpose()?.unwrap_or_default();
    let driver = source.asking.driver()?;
    let mut failed = false;
    for stream in &catalog {
        let state = states.get(stream).map(String::as_str);
        let clock = source.asking.clock();
        failed |= !read::stream(&driver, &input, &clock, (stream, state), speaker).await;
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
