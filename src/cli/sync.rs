//! `accord sync`

use std::process::ExitCode;

use super::config::Config;
use super::house::House;
use super::progress::Progress;
use super::{say, start_log};
use crate::model::SourceId;
use crate::store::{Run, RunState};

/// Sync sources once, bring every score up to date, and exit.
#[derive(Debug, clap::Args)]
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
        start_log(&config)?;
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
        progress.finish();
        let runs = runs?;
        runs.iter().for_each(report);
        let failed = runs.iter().any(|run| run.state == RunState::Failed);
        Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
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
