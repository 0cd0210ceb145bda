//! `accord check`

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use super::config::Config;
use super::house::House;
use super::{say, start_log};
use crate::connector::{Connector, Pull};
use crate::fetch::{Driver, FetchError};
use crate::sync::SourceSetting;

/// A person waits: no pause between two tries may be longer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Check the configuration, the database and the connection to each source.
#[derive(Debug, clap::Args)]
pub(super) struct Check {}

impl Check {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        start_log(&config)?;
        let house = House::build(&config).await?;
        say("configuration      ok");
        house.store.data_version().await?;
        say("database           ok");
        let mut fine = true;
        for (name, setting) in house.sources.iter() {
            let connector =
                house.catalog.get(&setting.kind).expect("checked when the house was built");
            match answers(&house, setting, connector).await {
                Ok(()) => say(&format!("{:<18} ok", name.as_str())),
                Err(error) => {
                    fine = false;
                    say(&format!("{:<18} FAILED: {error}", name.as_str()));
                }
            }
        }
        Ok(if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Reads the first page of the streams that the manifest checks by.
async fn answers(
    house: &House,
    setting: &SourceSetting,
    connector: &Connector,
) -> Result<(), FetchError> {
    for stream in connector.manifest.check_streams() {
        let now = house.clock.now();
        let pull = Pull::new(&connector.manifest, &stream, &setting.config, None, now)?
            .with_page_limit(1)
            .with_patience(PATIENCE);
        let (sender, mut pages) = mpsc::channel(1);
        let driver = Driver::new(house.client.clone(), Arc::clone(&house.clock));
        let driver = tokio::spawn(async move { driver.drive(pull, sender).await });
        // What is read is thrown away: that it can be read is all that is asked.
        while pages.recv().await.is_some() {}
        driver.await.expect("the driver neither panics nor is aborted")?;
    }
    Ok(())
}
