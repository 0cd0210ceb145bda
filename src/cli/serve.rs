//! `accord serve`

use std::process::ExitCode;
use std::sync::Arc;

use super::config::Config;
use super::house::{House, stop_signal};
use super::{say, start_log};

/// Answer GraphQL queries; sync every source on its interval beside.
#[derive(Debug, clap::Args)]
pub(super) struct Serve {
    /// Address and port to answer on.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
}

impl Serve {
    pub(super) async fn run(self, mut config: Config) -> anyhow::Result<ExitCode> {
        config.listen = self.listen.unwrap_or(config.listen);
        let _log = start_log(&config)?;
        let stop = stop_signal();
        let house = House::build(&config).await?;
        let listener = house.listen().await?;
        let quiet = Arc::new(|_| {});
        house.sync(quiet.clone()).register().await?;
        say(&format!("serving on http://{}/graphql", listener.local_addr()?));
        house.serve(listener, quiet, stop).await?;
        Ok(ExitCode::SUCCESS)
    }
}
