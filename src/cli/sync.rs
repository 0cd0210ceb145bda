//! `accord sync`

use std::process::ExitCode;

use super::config::Config;
use super::house::House;
use super::progress::Progress;
use super::{say, start_log};
use crate::model::SourceId;
use crate::store::{Run, RunState};

/// The exit code when every source gave something, but a stream was not read to its end.
const PARTIAL: u8 = 3;

const AFTER_HELP: &str = "\
Exit codes:
  0  every stream was read to its end; records may have been set aside as dead letters
  1  a source gave nothing, or the command could not do its work
  2  the command line is wrong
  3  every source gave something, but a stream failed or could not be swept";

/// Sync sources once, bring every score up to date, and exit.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct SyncOnce {
    /// The sources to sync; all when none is named.
    sources: Vec<String>,
    /// Delete what the sources do not list any more, however much it is. Without it a full read
    /// that misses too many records deletes none of them.
    #[arg(long, requires = "sources")]
    allow_deletes: bool,
}

impl SyncOnce {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let _log = start_log(&config)?;
        let house = House::build(&config).await?;
        if house.sources.is_empty() {
            anyhow::bail!("no source is configured; add a [sources.NAME] to the configuration");
        }
        let progress = Progress::start();
        let sync = house.sync(progress.watch());
        sync.register().await?;
        let sources: Vec<SourceId> = self.sources.into_iter().map(SourceId).collect();
        let runs = if self.allow_deletes {
            sync.once_allowing_deletes(&sources).await
        } else {
            sync.once(&sources).await
        };
        let proved = sync.prove().await;
        progress.finish();
        let runs = runs?;
        runs.iter().for_each(report);
        proved?;
        Ok(exit_code(&runs))
    }
}

/// What a script is told. Dead letters are no failure: they wait for a person, not for a retry.
fn exit_code(runs: &[Run]) -> ExitCode {
    if runs.iter().any(|run| run.state == RunState::Failed) {
        return ExitCode::FAILURE;
    }
    let is_whole = runs.iter().all(|run| run.errors.is_empty());
    if is_whole { ExitCode::SUCCESS } else { ExitCode::from(PARTIAL) }
}

/// One line for the run, one for each stream that failed.
pub(super) fn report(run: &Run) {
    let Run { source, read, written, skipped, rejected, .. } = run;
    let state = match run.state {
        RunState::Succeeded => "ok",
        RunState::Partial => "partial",
        RunState::Failed => "FAILED",
        RunState::Queued | RunState::Running => "unfinished",
    };
    let source = source.as_str();
    say(&format!(
        "{source:<18} {state:<8} {read:>7} read, {written} written, {skipped} known, {rejected} set aside"
    ));
    for (stream, message) in &run.errors {
        say(&format!("{:<18} {stream}: {message}", ""));
    }
}
