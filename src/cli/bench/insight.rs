//! `accord bench insight`: what scores cost, on demand and for a portfolio.
//!
//! Figures are CPU time of this process. SQLite works inside it; of a PostgreSQL server nothing is
//! counted.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use chrono::{NaiveDate, NaiveTime};

use super::super::config::Config;
use super::super::house::House;
use super::super::say;
use super::cpu;
use crate::api::{self, Hub};
use crate::insight::peers::Peers;
use crate::insight::revenue::{Asked, Known, opportunity};
use crate::insight::{Facts, scorecard};
use crate::model::{AccountId, Category, Draft, EntityKind, FixedClock, SourceId};
use crate::reconcile::matching::Kind;
use crate::sample::{PORTFOLIO, Portfolio};
use crate::store::{AccountFilter, AccountOrder, MappedBatch, Source, Store};
use crate::sync::Sync;

/// What the product promises, in milliseconds of CPU time; see `docs/insight.md`.
mod limit {
    /// An account of [`super::MANY`] facts, from loaded facts.
    pub(super) const ONE: f64 = 2.0;
    /// The same with loading them, of the slowest hundredth.
    pub(super) const FRESH: f64 = 20.0;
    /// A portfolio's scores from loaded facts, per fact.
    pub(super) const SCORING: f64 = 60_000.0 / 20e6;
    /// The same with loading, writing and pricing, per fact.
    pub(super) const WHOLE: f64 = 250_000.0 / 20e6;
    /// What goes with what, asked in a night, per account.
    pub(super) const PROOF: f64 = 120_000.0 / 100e3;
}

/// Facts of the one account that is asked for again and again.
const MANY: u32 = 1_000;
/// Accounts asked for at once.
const SOME: usize = 50;
/// How often a single answer is measured.
const TIMES: usize = 301;
/// Accounts filled in, and read, at once.
const BATCH: u32 = 500;
/// Accounts scored from one reading of facts, as after a sync.
const READ: usize = 200;
/// What is asked of quarters: 30 metrics at five lags, ten beacons.
const PROOF: &[&str] = &[
    "{ correlation(input: {outcome: \"NRR\", lagQuarters: [0, 1, 2, 3, 4], metrics: [\"CHI\", \"TRUST\", \"NPS\",
        \"CSAT\", \"CES7\", \"HUMANITY\", \"TRANSPARENCY\", \"CAPABILITY\", \"RELIABILITY\", \"BILLED\", \"AW1\", \"AW2\",
        \"CO1\", \"CO3\", \"PU2\", \"DE1\", \"DE2\", \"DE3\", \"IM1\", \"AD1\", \"AD2\", \"AD3\", \"SU1\", \"SU2\", \"SU3\",
        \"BI1\", \"BI2\", \"BI3\", \"RE1\", \"RE3\"]}) { metric lagQuarters n rho significant } }",
    "{ beaconTest(candidates: [\"CHI\", \"TRUST\", \"NPS\", \"CSAT\", \"CES7\", \"DE1\", \"SU1\", \"AD1\", \"BI2\", \"RE1\"])
        { metric n events auc verdict } }",
];
/// One account in so many changes.
const CHANGED: u32 = 100;

/// Scores of a made-up portfolio: on demand, in full, and after one account in a hundred changed.
///
/// Fills an empty database (a temporary SQLite file without --database), or takes one that this
/// command filled with the same numbers before.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Insight {
    /// How many accounts.
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(100..=2_000_000))]
    accounts: u32,
    /// How many facts each has, within 24 months.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    facts: u32,
    /// The last day with facts, of which the scores speak. Today's makes a portfolio to serve and look at.
    #[arg(long, default_value = "2026-03-02")]
    until: NaiveDate,
}

impl Insight {
    pub(super) async fn run(self, mut config: Config) -> anyhow::Result<ExitCode> {
        let scratch = if config.database.is_none() { Some(Scratch::new()?) } else { None };
        if let Some(scratch) = &scratch {
            config.database = Some(format!("sqlite:{}", scratch.0.join("bench.db").display()));
        }
        let house = House::build(&config).await?;
        let bench = Workbench::new(&house, self);
        bench.fill().await?;
        cpu::forget_peak();
        bench.one().await?;
        bench.some().await?;
        bench.loaded().await?;
        bench.full().await?;
        bench.changed().await?;
        bench.proof().await?;
        if let Some(peak) = cpu::peak() {
            say(&format!("memory held at most, filling left out: {peak:.0} MB"));
        }
        house.store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

/// A folder that goes when the command ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("accord-bench-{}", std::process::id()));
        std::fs::create_dir(&folder).with_context(|| {
            format!("cannot make {}; set TMPDIR or --database", folder.display())
        })?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed stays in the folder for temporary files.
        drop(std::fs::remove_dir_all(&self.0));
    }
}

struct Workbench<'a> {
    house: &'a House,
    store: &'a Store,
    sync: Sync,
    portfolio: Portfolio,
    /// One account more, with [`MANY`] facts.
    rich: Portfolio,
}

impl<'a> Workbench<'a> {
    fn new(house: &'a House, asked: Insight) -> Self {
        let Insight { accounts, facts, until } = asked;
        let portfolio = Portfolio { accounts, facts, until, seed: 7 };
        let rich = Portfolio { facts: MANY, ..portfolio };
        let noon = NaiveTime::from_hms_opt(12, 0, 0).expect("a time of the day");
        let clock = Arc::new(FixedClock(until.and_time(noon).and_utc()));
        let sync = Sync { clock, ..house.sync(Arc::new(|_| {})) };
        Self { house, store: &house.store, sync, portfolio, rich }
    }

    async fn fill(&self) -> anyhow::Result<()> {
        let there = self.store.party_count(Kind::Account).await?;
        let wanted = u64::from(self.portfolio.accounts) + 1;
        if there == wanted {
            say("the database is filled already");
            return Ok(());
        }
        if there > 0 {
            bail!(
                "the database holds {there} records of companies, not {wanted} of a made-up portfolio; \
                 name an empty one with --database"
            );
        }
        self.store.put_sources(&[source()]).await?;
        let before = cpu::spent();
        self.put("PARTIES", &self.portfolio.products()).await?;
        for first in (0..wanted as u32).step_by(BATCH as usize) {
            let last = (first + BATCH).min(wanted as u32);
            let drafts: Vec<Draft> =
                (first..last).flat_map(|account| self.portfolio.parties(account)).collect();
            self.put("PARTIES", &drafts).await?;
        }
        self.sync.reconcile().await?;
        let mut facts = 0;
        for first in (0..self.portfolio.accounts).step_by(BATCH as usize) {
            let last = (first + BATCH).min(self.portfolio.accounts);
            let drafts: Vec<Draft> =
                (first..last).flat_map(|account| self.portfolio.facts(account)).collect();
            facts += drafts.len();
            self.put("FACTS", &drafts).await?;
        }
        self.put("FACTS", &self.rich.facts(self.portfolio.accounts)).await?;
        let took = since(before) / 1e3;
        say(&format!("{wanted} accounts with {facts} facts put in: {took:.1} s"));
        Ok(())
    }

    async fn put(&self, phase: &'static str, drafts: &[Draft]) -> anyhow::Result<()> {
        for kind in EntityKind::ALL {
            let of_kind = drafts.iter().filter(|draft| draft.kind == *kind);
            let batch = MappedBatch {
                source: SourceId::from(PORTFOLIO),
                stream: kind.word().to_owned(),
                phase,
                mapping: "bench".to_owned(),
                drafts: of_kind.cloned().collect(),
                ..MappedBatch::default()
            };
            if !batch.drafts.is_empty() {
                self.store.put_mapped(&batch).await?;
            }
        }
        Ok(())
    }

    /// Accounts in the order of their names, from the one of a number on.
    async fn ids(&self, search: &str, count: usize) -> anyhow::Result<Vec<AccountId>> {
        let filter = AccountFilter { search: Some(search.to_owned()), ..Default::default() };
        let count = i64::try_from(count)?;
        let page = self.store.accounts(&filter, AccountOrder::Name, false, None, count).await?;
        Ok(page.rows.into_iter().filter_map(|row| row.account.origin.account).collect())
    }

    async fn one(&self) -> anyhow::Result<()> {
        let id = self.ids(&format!("a{:06}.example", self.portfolio.accounts), 1).await?;
        let (loading, scoring) = self.on_demand(&id).await?;
        let both = loading.iter().zip(&scoring).map(|(loading, scoring)| loading + scoring);
        let slow = percentile(both.collect(), 99);
        let (loading, scoring) = (percentile(loading, 50), percentile(scoring, 50));
        say(&format!(
            "one account with {MANY} facts: scored in {scoring:.2} ms ({}), loaded in {loading:.2} ms; \
             99 of 100 times both in {slow:.2} ms ({})",
            against(scoring, limit::ONE),
            against(slow, limit::FRESH)
        ));
        Ok(())
    }

    async fn some(&self) -> anyhow::Result<()> {
        let ids = self.ids(".example", SOME).await?;
        let (loading, scoring) = self.on_demand(&ids).await?;
        let (loading, scoring) = (percentile(loading, 50), percentile(scoring, 50));
        say(&format!(
            "{SOME} accounts with {} facts each: scored in {scoring:.2} ms, loaded in {loading:.2} ms",
            self.portfolio.facts
        ));
        Ok(())
    }

    /// Milliseconds of loading accounts' facts, and of scoring and pricing them, each time.
    async fn on_demand(&self, ids: &[AccountId]) -> anyhow::Result<(Vec<f64>, Vec<f64>)> {
        let nobody = Peers::none(self.portfolio.until, self.house.models.revenue.reporting);
        let (mut loading, mut scoring) = (Vec::new(), Vec::new());
        for _ in 0..TIMES {
            let before = cpu::spent();
            let facts = self.store.facts(ids).await?;
            loading.push(since(before));
            let before = cpu::spent();
            for (_, facts) in facts.values() {
                self.score(facts, &nobody);
            }
            scoring.push(since(before));
        }
        Ok((loading, scoring))
    }

    fn score(&self, facts: &Facts, peers: &Peers) {
        let models = &self.house.models;
        let card = scorecard(facts, models, &self.house.calendar, self.portfolio.until);
        let known = Known { health: card.health.value, trust: card.trust.value };
        let revenue = &models.revenue;
        let asked =
            Asked { horizon_months: revenue.horizon_months, currency: revenue.reporting };
        std::hint::black_box(opportunity(&card.book, known, peers, revenue, asked));
    }

    /// All accounts, read and scored batch by batch, and nothing written.
    async fn loaded(&self) -> anyhow::Result<()> {
        let nobody = Peers::none(self.portfolio.until, self.house.models.revenue.reporting);
        let ids = self.ids(".example", usize::MAX >> 1).await?;
        let (mut loading, mut scoring, mut accounts) = (0.0, 0.0, 0);
        for ids in ids.chunks(READ) {
            let before = cpu::spent();
            let facts = self.store.facts(ids).await?;
            loading += since(before);
            let before = cpu::spent();
            for (_, facts) in facts.values() {
                self.score(facts, &nobody);
            }
            scoring += since(before);
            accounts += facts.len();
        }
        let limit = limit::SCORING * self.count();
        say(&format!(
            "{accounts} accounts: scored in {:.2} s ({}), loaded in {:.2} s",
            scoring / 1e3,
            against(scoring, limit),
            loading / 1e3,
        ));
        Ok(())
    }

    async fn full(&self) -> anyhow::Result<()> {
        let today = self.portfolio.until;
        let model = self.house.models.id();
        let dirty = self.store.dirty_accounts(&model, today, i64::MAX >> 1).await?.len();
        if dirty < self.portfolio.accounts as usize {
            say("in full: not measured, the database was scored before; name an empty one");
            return Ok(());
        }
        let before = cpu::spent();
        self.sync.digest().await?;
        let took = since(before);
        say(&format!(
            "{dirty} accounts in full, loaded, scored, kept and priced: {:.1} s ({})",
            took / 1e3,
            against(took, limit::WHOLE * self.count()),
        ));
        Ok(())
    }

    async fn changed(&self) -> anyhow::Result<()> {
        let changed = (0..self.portfolio.accounts).step_by(CHANGED as usize);
        let news: Vec<Draft> = changed.map(|account| self.portfolio.news(account)).collect();
        self.put("FACTS", &news).await?;
        let before = cpu::spent();
        self.sync.digest().await?;
        let took = since(before);
        say(&format!(
            "{} of them changed: {took:.0} ms, {:.2} ms an account",
            news.len(),
            took / news.len() as f64
        ));
        Ok(())
    }

    /// Quarters are made, then asked what goes with what.
    async fn proof(&self) -> anyhow::Result<()> {
        let before = cpu::spent();
        let made = self.sync.quarters().await?;
        let took = since(before) / 1e3;
        say(&format!("{made} accounts' eight quarters made: {took:.1} s"));
        self.outlook().await?;
        let schema =
            api::schema(Hub { clock: Arc::clone(&self.sync.clock), ..self.house.hub() });
        let before = cpu::spent();
        for question in PROOF {
            let answer = schema.execute(*question).await;
            anyhow::ensure!(answer.errors.is_empty(), "{question}: {:?}", answer.errors);
        }
        let took = since(before);
        say(&format!(
            "{} questions of proof, 160 tests: {:.1} s ({})",
            PROOF.len(),
            took / 1e3,
            against(took, limit::PROOF * f64::from(self.portfolio.accounts))
        ));
        Ok(())
    }

    /// Weeks are made, learnt from, and every account's outlook is told.
    async fn outlook(&self) -> anyhow::Result<()> {
        let before = cpu::spent();
        self.sync.past_weeks().await?;
        let made = since(before) / 1e3;
        let before = cpu::spent();
        self.sync.learn().await?;
        let learnt = since(before) / 1e3;
        let before = cpu::spent();
        self.sync.outlooks().await?;
        let told = since(before) / 1e3;
        say(&format!(
            "past weeks made once: {made:.1} s; learnt from: {learnt:.1} s; outlooks of all: {told:.1} s"
        ));
        Ok(())
    }

    /// Facts of the whole portfolio.
    fn count(&self) -> f64 {
        f64::from(self.portfolio.accounts) * f64::from(self.portfolio.facts)
    }
}

fn source() -> Source {
    Source {
        id: SourceId::from(PORTFOLIO),
        kind: PORTFOLIO.to_owned(),
        category: Category::Crm,
        interval_seconds: 3_600,
        last_success: None,
        last_record: None,
        rate_limit: None,
        disconnected_at: None,
    }
}

/// Milliseconds of CPU time since then.
fn since(before: f64) -> f64 {
    cpu::spent() - before
}

/// What so many of a hundred costs do not exceed.
fn percentile(mut costs: Vec<f64>, percent: usize) -> f64 {
    costs.sort_unstable_by(f64::total_cmp);
    costs[(costs.len() - 1) * percent / 100]
}

/// `0.36 of the limit, 2.0 ms`.
fn against(took: f64, limit: f64) -> String {
    let unit =
        if limit < 1e3 { format!("{limit:.1} ms") } else { format!("{:.1} s", limit / 1e3) };
    format!("{:.2} of the limit, {unit}", took / limit)
}
