//! `accord audit`

use std::process::ExitCode;

use anyhow::{Context, anyhow};
use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};

use super::clock::SystemClock;
use super::config::{Config, duration};
use super::{say, start_log};
use crate::model::Clock as _;
use crate::store::{AuditFilter, Chain, Deed, Store};

/// Rows that are read at once.
const PAGE: i64 = 1_000;

/// List who ordered what, or verify that nobody changed it.
#[derive(Debug, clap::Args)]
pub(super) struct AuditCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// List what was ordered, the newest first.
    List {
        /// Only since then: a day such as 2027-01-31, or a span such as 30d.
        #[arg(long, value_name = "WHEN")]
        since: Option<String>,
        /// Only of this name: a key's, or a person's e-mail address.
        #[arg(long, value_name = "NAME")]
        who: Option<String>,
    },
    /// Look through the chain; exits with 1 and names the row when one was changed or taken out.
    Verify {
        /// A hash that an earlier `verify` told: its row must still be there.
        #[arg(long, value_name = "HASH")]
        has: Option<String>,
    },
}

impl AuditCommand {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let _log = start_log(&config)?;
        let store = super::house::open(&config).await?;
        match self.what {
            What::List { since, who } => {
                let since = since.map(|text| moment(&text)).transpose()?;
                list(&store, since, who.as_deref()).await?;
                Ok(ExitCode::SUCCESS)
            }
            What::Verify { has } => verify(&store, has.as_deref()).await,
        }
    }
}

fn moment(text: &str) -> anyhow::Result<DateTime<Utc>> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Ok(day.and_time(chrono::NaiveTime::MIN).and_utc());
    }
    let span = duration(text).context("--since is no day such as 2027-01-31 and no span")?;
    let since = TimeDelta::from_std(span)
        .ok()
        .and_then(|span| SystemClock.now().checked_sub_signed(span));
    since.ok_or_else(|| anyhow!("--since is too long ago"))
}

async fn list(
    store: &Store,
    since: Option<DateTime<Utc>>,
    who: Option<&str>,
) -> anyhow::Result<()> {
    let mut before = None;
    loop {
        let rows = store.audit(AuditFilter { who, since, before, first: PAGE }).await?;
        for row in &rows {
            let Deed { at, who, role, request, what, outcome } = &row.deed;
            let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
            let request = if request.is_empty() { "-" } else { request };
            say(&format!(
                "{:<6} {at}  {outcome:<10} {who} ({role})  {what}  {request}",
                row.number
            ));
        }
        before = rows.last().map(|row| row.number);
        if before.is_none() {
            return Ok(());
        }
    }
}

async fn verify(store: &Store, kept: Option<&str>) -> anyhow::Result<ExitCode> {
    let (chain, has) = store.verify_audit(kept).await?;
    match chain {
        Chain::Broken(number) => {
            say(&format!(
                "BROKEN: row {number} was changed or taken out after it was written; compare with a \
                 backup"
            ));
            Ok(ExitCode::FAILURE)
        }
        Chain::Whole(..) if !has => {
            say(
                "BROKEN: no row has the hash that was asked for; the end was cut off or written anew",
            );
            Ok(ExitCode::FAILURE)
        }
        Chain::Whole(count, hash) => {
            say(&format!("ok: {count} rows, the last has {hash}"));
            Ok(ExitCode::SUCCESS)
        }
    }
}
