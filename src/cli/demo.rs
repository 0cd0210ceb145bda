//! `accord demo`

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, ensure};
use chrono::{DateTime, SubsecRound, Utc};
use toml::{Table, Value};

use super::config::{Config, SourceSettings};
use super::house::{House, stop_signal};
use super::progress::Progress;
use super::summary::Summary;
use super::sync::report;
use super::{say, start_log};
use crate::api;
use crate::model::Clock;
use crate::sample::{self, Company, Serving, System};
use crate::store::{RunState, Store};

/// Where the demo keeps its data when nothing else is said.
const DATABASE: &str = "sqlite:accord-demo.db";
/// The setting that holds the sample company's first day.
const START: &str = "sample.start";
/// The seed of the sample company.
const SEED: u64 = 2026;

/// Start a sample company's six systems, sync, score and serve them until Ctrl-C.
///
/// The first start makes up about 400 customers of an industrial vendor; a later one finds its
/// data and syncs only what changed since. Delete the database file to start anew.
#[derive(Debug, clap::Args)]
pub(super) struct Demo {
    /// Ask the questions of the README, assert on the answers and exit.
    #[arg(long)]
    check: bool,
}

impl Demo {
    pub(super) async fn run(self, mut config: Config) -> anyhow::Result<ExitCode> {
        config.database.get_or_insert_with(|| DATABASE.to_owned());
        if config.log.filter == "info" {
            // The demo's own lines say what happens; the log only what goes wrong.
            "warn".clone_into(&mut config.log.filter);
        }
        let _log = start_log(&config)?;
        let stop = stop_signal();
        let clock = super::clock::SystemClock;
        let systems = systems(&config, Arc::new(clock)).await?;
        config.sources = sources(&systems)?;
        config.egress.allow_private = true;
        let house = House::build(&config).await?;
        // The port first: nobody wants to wait for a sync and then be refused.
        let listener = if self.check { None } else { Some(house.listen().await?) };
        sync(&house).await?;
        let summary = Summary::read(&house).await?;
        summary.lines().iter().for_each(|line| say(line));
        match listener {
            None => check(&house, &summary).await?,
            Some(listener) => {
                let address = listener.local_addr()?;
                say("");
                say(&format!(
                    "serving   http://{address}/          the dashboard: whom to call first, and why"
                ));
                say(&format!("          http://{address}/graphql   GraphQL"));
                say(&format!("          http://{address}/graphiql  questions to begin with"));
                say("Ctrl-C ends it.");
                house.serve(listener, Arc::new(|_| {}), stop).await?;
            }
        }
        systems.stop().await;
        Ok(ExitCode::SUCCESS)
    }
}

/// Starts the sample company's systems. Its first day is the day of the first start.
async fn systems(config: &Config, clock: Arc<dyn Clock>) -> anyhow::Result<Serving> {
    let store = Store::open(config.database.as_deref().unwrap_or(DATABASE)).await?;
    let start = start(&store, clock.now()).await?;
    let company = tokio::task::spawn_blocking(move || Company::new(SEED, start)).await?;
    sample::serve(Arc::new(company), clock)
        .await
        .context("the sample company's systems cannot start")
}

/// The sample company's first day: kept at the first start, found again afterwards.
async fn start(store: &Store, now: DateTime<Utc>) -> anyhow::Result<DateTime<Utc>> {
    if let Some(text) = store.setting(START).await? {
        return text.parse().context("the stored start date is not a date");
    }
    let now = now.trunc_subsecs(0);
    store.put_setting(START, &now.to_rfc3339()).await?;
    Ok(now)
}

fn sources(
    systems: &Serving,
) -> anyhow::Result<std::collections::BTreeMap<String, SourceSettings>> {
    let mut sources = std::collections::BTreeMap::new();
    for system in System::ALL {
        let Value::Table(config) = Value::try_from(systems.config(system))? else {
            anyhow::bail!("the configuration of {} is not a table", system.kind());
        };
        let config: Table = config;
        sources
            .insert(system.kind().to_owned(), SourceSettings::new(system.kind(), "1m", config));
    }
    Ok(sources)
}

async fn sync(house: &House) -> anyhow::Result<()> {
    let progress = Progress::start();
    let sync = house.sync(progress.watch());
    sync.register().await?;
    let runs = sync.once(&[]).await;
    progress.finish();
    let runs = runs?;
    runs.iter().for_each(report);
    ensure!(
        runs.iter().all(|run| run.state != RunState::Failed),
        "a source of the sample company could not be synced; see above"
    );
    Ok(())
}

/// Asks what the README asks and asserts on the answers.
async fn check(house: &House, summary: &Summary) -> anyhow::Result<()> {
    ensure!(summary.rows.len() > 300, "only {} accounts", summary.rows.len());
    ensure!(
        summary.made_of.len() == 4,
        "account records of {} systems only",
        summary.made_of.len()
    );
    ensure!(summary.first.len() == 3, "fewer than three accounts to look at first");
    let schema = api::schema(house.hub());
    for (account, _) in &summary.first {
        let id =
            account.account.origin.account.as_ref().context("a golden account has an id")?;
        let question = format!(
            r#"{{ account(id: "{id}") {{ health {{ value computed coverage stages {{ kpis {{ contribution inputs(first: 1) {{ recordId }} }} }} }} sourceRecords {{ system }} }} }}"#
        );
        let reply = schema.execute(question).await;
        ensure!(reply.errors.is_empty(), "the account page answers {:?}", reply.errors);
        let data = reply.data.into_json()?;
        let health = &data["account"]["health"];
        let computed = health["computed"].as_f64().context("no computed value")?;
        let parts: f64 = health["stages"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|stage| stage["kpis"].as_array().into_iter().flatten())
            .filter_map(|kpi| kpi["contribution"].as_f64())
            .sum();
        ensure!(
            (parts - computed).abs() < 0.2,
            "the parts of {id} add up to {parts}, not {computed}"
        );
        ensure!(data["account"]["sourceRecords"].as_array().is_some_and(|r| !r.is_empty()));
    }
    say("check: ok");
    Ok(())
}
