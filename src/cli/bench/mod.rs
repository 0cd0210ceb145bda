//! `accord bench`: what the hub's work costs, measured on this machine against a limit.

mod cpu;
mod insight;
mod portfolio;

use std::process::ExitCode;

use clap::Subcommand;

use super::config::Config;

/// Measure what the hub's work costs on this machine.
#[derive(Debug, clap::Args)]
pub(super) struct Bench {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Scores of a made-up portfolio: on demand, in full, and after a few accounts changed.
    Insight(insight::Insight),
    /// Accounts in memory: how much they take, and what lists and groups of them cost.
    Portfolio(portfolio::Portfolio),
}

impl Bench {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Insight(insight) => insight.run(config).await,
            What::Portfolio(portfolio) => portfolio.run(),
        }
    }
}
