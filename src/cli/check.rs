//! `accord check`

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use super::access::{guests, is_near, unguarded};
use super::config::Config;
use super::house::House;
use super::{say, start_log};
use crate::connector::{Connector, Manifest, Pull, PullError};
use crate::fetch::{Driver, FetchError};
use crate::model::SourceId;
use crate::store::{Backlog, StoreError};
use crate::sync::{NO_KEY, SourceSetting, SourceVault, Sync};

/// Why a source cannot be relied on.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("needs to be connected again: {0}")]
    Disconnected(FetchError),
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A person waits: no pause between two tries may be longer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Check the configuration, the database and the connection to each source.
#[derive(Debug, clap::Args)]
pub(super) struct Check {}

impl Check {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let _log = start_log(&config)?;
        let house = House::build(&config).await?;
        say("configuration      ok");
        house.store.data_version().await?;
        say("database           ok");
        let mut fine = say_access(&house).await?;
        say_backlogs(&house).await?;
        let sync = house.sync(Arc::new(|_| {}));
        let mut gives_tokens = false;
        for (name, setting) in house.sources.iter() {
            let connector =
                house.catalog.get(&setting.kind).expect("checked when the house was built");
            let source = Source { name, setting, connector };
            match source.answers(&sync).await {
                Ok(tokens) => {
                    gives_tokens |= tokens;
                    say(&format!("{:<18} ok", name.as_str()));
                }
                Err(error) => {
                    fine = false;
                    say(&format!("{:<18} FAILED: {error}", name.as_str()));
                }
            }
        }
        if gives_tokens && !house.vaults.are_sealed() {
            say(&format!("{:<18} WARNING: {NO_KEY}", "vault"));
        }
        Ok(if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Says who may come in, and whether issuers of tokens answer.
async fn say_access(house: &House) -> anyhow::Result<bool> {
    let found = tokio::net::lookup_host(&house.listen).await;
    let near = found.is_ok_and(|mut all| all.all(is_near));
    let mut fine = true;
    match guests(&house.access, &house.store, house.clock.now()).await? {
        Some(who) => say(&format!("{:<18} ok: {who}", "access")),
        None if near => say(&format!("{:<18} ok: whoever is on this machine", "access")),
        None => {
            fine = false;
            say(&format!("{:<18} FAILED: {}", "access", unguarded(&house.listen)));
        }
    }
    for (issuer, read) in house.doorman(near).check().await {
        match read {
            Ok(()) => say(&format!("{issuer:<18} ok")),
            Err(reason) => {
                fine = false;
                say(&format!("{issuer:<18} FAILED: {reason}"));
            }
        }
    }
    Ok(fine)
}

/// Says of each subscription whether signals wait or were given up. That one is behind is no fault of
/// this configuration.
async fn say_backlogs(house: &House) -> anyhow::Result<()> {
    let backlogs = house.store.backlogs().await?;
    for subscription in house.subscriptions.iter() {
        let backlog = backlogs.get(&subscription.name).cloned().unwrap_or_default();
        let Backlog { waiting, given_up, last_error } = backlog;
        let why = last_error.map_or_else(String::new, |why| format!("; the last: {why}"));
        let how = match given_up {
            0 if why.is_empty() => "ok".to_owned(),
            0 => format!("WARNING: {waiting} signals wait{why}"),
            _ => format!("WARNING: gave up on {given_up} signals, {waiting} wait{why}"),
        };
        say(&format!("{:<18} {how}", subscription.name));
    }
    Ok(())
}

/// A source to be checked.
struct Source<'a> {
    name: &'a SourceId,
    setting: &'a SourceSetting,
    connector: &'a Connector,
}

impl Source<'_> {
    /// Reads the first page of the streams that the manifest checks by. Gives whether the source
    /// gives out tokens. One that refused its credential before is asked again: a person who checks
    /// may have mended it.
    async fn answers(&self, sync: &Sync) -> Result<bool, Fault> {
        let vault = Arc::new(sync.vault(self.name));
        vault.forgive().await?;
        let driver = Driver::new(sync.client.clone(), Arc::clone(&sync.clock))
            .with_vault(Arc::<SourceVault>::clone(&vault));
        let mut gives_tokens = false;
        let config = &self.setting.config;
        let manifest = Arc::new(self.connector.manifest.for_check());
        let manifest = driver.prepare(&manifest, config).await?;
        for stream in manifest.check_streams_for(config) {
            let pull = self.pull(&manifest, &stream, sync).map_err(FetchError::Pull)?;
            gives_tokens |= !pull.credentials().is_empty();
            // What is read is thrown away: that it can be read is all that is asked.
            let (_, outcome) = driver.gather(pull).await;
            outcome.map_err(|error| match vault.refusal() {
                Some(_) => Fault::Disconnected(error),
                None => Fault::Fetch(error),
            })?;
        }
        Ok(gives_tokens)
    }

    fn pull(
        &self,
        manifest: &Arc<Manifest>,
        stream: &str,
        sync: &Sync,
    ) -> Result<Pull, PullError> {
        let now = sync.clock.now();
        let pull = Pull::new(manifest, stream, &self.setting.config, None, now)?;
        Ok(pull.with_page_limit(1).with_patience(PATIENCE))
    }
}
