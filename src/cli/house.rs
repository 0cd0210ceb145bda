//! Puts the house together from the settings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, anyhow};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::access::{guests, is_near, unguarded};
use super::catalog;
use super::clock::SystemClock;
use super::config::Config;
use super::subscription::SubscriptionSettings;
use crate::api::{self, Access, Digest, Doorman, Hub, Profile, Trial};
use crate::connector::Catalog;
use crate::fetch::{Client, Egress};
use crate::insight::metrics::MetricCatalogue;
use crate::insight::{
    Calendar, HealthModel, Models, RevenueModel, SegmentModel, SignalModel, SurveyModel,
    TrustModel,
};
use crate::model::{Clock, SourceId};
use crate::reconcile::{Registers, Survivorship};
use crate::store::Store;
use crate::sync::{Event, Secrets, SourceSetting, Subscription, Sync, Vaults, Webhooks};
use crate::web::{self, Front};

/// Whoever follows what happens has so long to hear that it ends.
const FAREWELL: Duration = Duration::from_secs(3);

/// Told what happens during a sync.
pub(super) type Watch = Arc<dyn Fn(Event) + Send + std::marker::Sync>;

/// The rooms, furnished.
pub(super) struct House {
    pub(super) store: Store,
    pub(super) catalog: Arc<Catalog>,
    pub(super) models: Arc<Models>,
    pub(super) signals: Arc<SignalModel>,
    pub(super) subscriptions: Arc<[Subscription]>,
    pub(super) survivorship: Arc<Survivorship>,
    pub(super) calendar: Calendar,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) client: Client,
    /// Asks issuers of tokens for their keys, which are small and must come soon.
    issuers: Client,
    pub(super) access: Access,
    pub(super) sources: Arc<BTreeMap<SourceId, SourceSetting>>,
    pub(super) secrets: BTreeMap<SourceId, Secrets>,
    pub(super) worker: Arc<str>,
    pub(super) relearns: bool,
    pub(super) lease: Duration,
    pub(super) patience: Duration,
    pub(super) vaults: Vaults,
    pub(super) listen: String,
    pub(super) profile: Profile,
    pub(super) editor: bool,
    pub(super) dashboard: bool,
}

impl House {
    /// Opens the database, reads connectors and model, checks each source's configuration.
    pub(super) async fn build(config: &Config) -> anyhow::Result<Self> {
        let catalog = Arc::new(catalog::load(config.connectors.as_deref())?);
        let calendar = config.calendar.calendar()?;
        let models = models(config, &calendar)?;
        let subscriptions =
            SubscriptionSettings::all(&config.subscriptions, models.segments())?.into();
        let sources = Arc::new(sources(config, &catalog)?);
        let survivorship = survivorship(config.survivorship.as_ref(), &sources, &catalog)?;
        let secrets = secrets(config, &catalog)?;
        let client = Client::new(Egress {
            timeout: Duration::from_secs(config.egress.timeout_seconds.into()),
            max_reply: config.egress.max_reply_megabytes as usize * 1024 * 1024,
            allow_private: config.egress.allow_private,
        })?;
        let issuers = Client::new(Egress {
            timeout: Duration::from_secs(config.egress.timeout_seconds.min(10).into()),
            max_reply: 1 << 20,
            allow_private: config.egress.allow_private,
        })?;
        let access = config.access.access(config.egress.allow_private)?;
        let vaults = config.vault.vaults()?;
        let store = open(config).await?;
        let since = SystemClock.now().timestamp_micros();
        Ok(Self {
            store,
            catalog,
            models,
            signals: signals(config.signals_model.as_deref())?,
            subscriptions,
            survivorship,
            relearns: config.sync.relearn,
            calendar,
            clock: Arc::new(SystemClock),
            client,
            issuers,
            access,
            sources,
            secrets,
            worker: format!("process {} since {since}", std::process::id()).into(),
            lease: Duration::from_secs(config.sync.lease_seconds.into()),
            patience: Duration::from_secs(config.sync.patience_seconds.into()),
            vaults,
            listen: config.listen.clone(),
            profile: config.graphql.profile()?,
            editor: config.graphql.editor,
            dashboard: config.dashboard,
        })
    }

    /// The conductor of records.
    pub(super) fn sync(&self, watch: Watch) -> Sync {
        Sync {
            store: self.store.clone(),
            catalog: Arc::clone(&self.catalog),
            client: self.client.clone(),
            clock: Arc::clone(&self.clock),
            models: Arc::clone(&self.models),
            signals: Arc::clone(&self.signals),
            subscriptions: Arc::clone(&self.subscriptions),
            relearns: self.relearns,
            survivorship: Arc::clone(&self.survivorship),
            calendar: self.calendar.clone(),
            sources: Arc::clone(&self.sources),
            worker: Arc::clone(&self.worker),
            lease: self.lease,
            patience: self.patience,
            vaults: self.vaults.clone(),
            watch,
        }
    }

    /// The conductor of questions.
    pub(super) fn hub(&self) -> Hub {
        Hub {
            store: self.store.clone(),
            catalog: Arc::clone(&self.catalog),
            models: Arc::clone(&self.models),
            calendar: self.calendar.clone(),
            clock: Arc::clone(&self.clock),
            trial: Some(self.trial()),
            digest: Some(self.digest()),
            registers: self.registers(),
        }
    }

    /// Reads a few records of a source, for whoever answers questions about it.
    fn trial(&self) -> Trial {
        let sync = self.sync(Arc::new(|_| {}));
        // One at a time: a trial does not share the sources' rate budgets.
        let turn = Arc::new(tokio::sync::Mutex::new(()));
        Arc::new(move |source, limit| {
            let (sync, turn) = (sync.clone(), Arc::clone(&turn));
            Box::pin(async move {
                let _turn = turn.lock().await;
                sync.dry_run(&source, limit).await.map_err(|error| error.to_string())
            })
        })
    }

    /// Has what stewards say take effect. In a task of its own: broken off it would keep others from
    /// the step until its lease ends.
    fn digest(&self) -> Digest {
        let sync = self.sync(Arc::new(|_| {}));
        Arc::new(move || {
            let sync = sync.clone();
            Box::pin(async move {
                let work = tokio::spawn(async move { sync.digest().await });
                Ok(work.await??)
            })
        })
    }

    /// The sources that have each party once.
    fn registers(&self) -> Registers {
        let sole = self.sources.iter().filter(|(_, setting)| setting.free_of_duplicates);
        sole.map(|(id, _)| id.clone()).collect()
    }

    /// Who stands at the door; `local` when only this machine can reach it.
    pub(super) fn doorman(&self, local: bool) -> Doorman {
        let known = (self.store.clone(), Arc::clone(&self.clock));
        Doorman::new(self.access.clone(), known, self.issuers.clone(), local)
    }

    /// Takes the port to answer on; refused where others could reach it and nothing says who may.
    pub(super) async fn listen(&self) -> anyhow::Result<TcpListener> {
        let listener = self.bind().await?;
        if !is_near(listener.local_addr()?)
            && guests(&self.access, &self.store, self.clock.now()).await?.is_none()
        {
            anyhow::bail!(unguarded(&self.listen));
        }
        Ok(listener)
    }

    async fn bind(&self) -> anyhow::Result<TcpListener> {
        TcpListener::bind(&self.listen).await.map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => anyhow!(
                "{} is in use by another program; stop it or set `listen` (ACCORD_LISTEN) to a free port",
                self.listen
            ),
            _ => anyhow::Error::new(error).context(format!("cannot listen on {}", self.listen)),
        })
    }

    /// Answers queries and works runs until told to stop.
    pub(super) async fn serve(
        &self,
        listener: TcpListener,
        watch: Watch,
        stop: watch::Receiver<bool>,
    ) -> anyhow::Result<()> {
        let sync = self.sync(watch);
        let webhooks = Webhooks::new(sync.clone(), self.secrets.clone());
        let service = api::service(self.hub(), self.profile.clone());
        let router = web::router(Front {
            service: service.clone(),
            doorman: self.doorman(is_near(listener.local_addr()?)),
            store: self.store.clone(),
            webhooks: Some(webhooks),
            editor: self.editor,
            dashboard: self.dashboard,
        });
        let worker = tokio::spawn({
            let stop = stop.clone();
            // Apart from the work, so that a subscriber that does not answer keeps no sync waiting.
            async move { tokio::join!(sync.work(stop.clone()), sync.notify_until(stop)).0 }
        });
        let (mut stopped, live) = (stop, service.clone());
        let until = async move {
            // An error means that the sender is gone, which is a stop as well.
            drop(stopped.wait_for(|stop| *stop).await);
            // What is live has no end of its own that could be waited for.
            live.end_live();
        };
        web::serve(router, listener, until).await.context("the server failed")?;
        service.live_ended(FAREWELL).await;
        worker.await.context("the sync worker failed")
    }
}

/// Opens the database that the configuration names.
pub(super) async fn open(config: &Config) -> anyhow::Result<Store> {
    Ok(Store::open(config.database.as_deref().unwrap_or("sqlite:accord.db")).await?)
}

/// Turns true at Ctrl-C or SIGTERM.
pub(super) fn stop_signal() -> watch::Receiver<bool> {
    let (sender, receiver) = watch::channel(false);
    tokio::spawn(async move {
        terminated().await;
        sender.send_replace(true);
    });
    receiver
}

async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        },
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

/// The models in force: those of files that the configuration names, else the built-in ones.
/// Their caps count business days by our calendar.
fn models(config: &Config, calendar: &Calendar) -> anyhow::Result<Arc<Models>> {
    let mut models = Models::clone(&Models::built_in());
    if let Some(file) = &config.health_model {
        models.health = HealthModel::parse(&file.display().to_string(), &read(file)?)?;
    }
    if let Some(file) = &config.trust_model {
        models.trust = TrustModel::parse(&file.display().to_string(), &read(file)?)?;
    }
    let segments = match &config.segments {
        Some(file) => Arc::new(SegmentModel::parse(&file.display().to_string(), &read(file)?)?),
        None => SegmentModel::built_in(),
    };
    models.health = models.health.with_segments(segments).map_err(|fault| anyhow!(fault))?;
    if let Some(file) = &config.survey_model {
        models.survey = SurveyModel::parse(&file.display().to_string(), &read(file)?)?;
    }
    if let Some(file) = &config.revenue_model {
        models.revenue = RevenueModel::parse(&file.display().to_string(), &read(file)?)?;
    }
    if let Some(file) = &config.metrics_model {
        let name = file.display().to_string();
        let metrics = MetricCatalogue::parse(&name, &read(file)?, &models.health)?;
        models.metrics = Some(Arc::new(metrics));
    }
    if let Some(currency) = config.reporting_currency {
        models.revenue = models.revenue.reporting_in(currency);
    }
    Ok(Arc::new(models.with_calendar(calendar)))
}

/// When to speak up.
fn signals(file: Option<&Path>) -> anyhow::Result<Arc<SignalModel>> {
    let Some(file) = file else { return Ok(SignalModel::built_in()) };
    Ok(Arc::new(SignalModel::parse(&file.display().to_string(), &read(file)?)?))
}

fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}

/// The survivorship rules in force; they may trust configured sources by name.
fn survivorship(
    file: Option<&PathBuf>,
    sources: &BTreeMap<SourceId, SourceSetting>,
    catalog: &Catalog,
) -> anyhow::Result<Arc<Survivorship>> {
    let Some(file) = file else { return Ok(Survivorship::built_in()) };
    let (name, text) = (file.display().to_string(), read(file)?);
    let category = |(id, setting): (&SourceId, &SourceSetting)| {
        Some((id.clone(), catalog.get(&setting.kind)?.mapping.category()))
    };
    let sources = sources.iter().filter_map(category).collect();
    Ok(Arc::new(Survivorship::parse(&name, &text, &sources)?))
}

fn sources(
    config: &Config,
    catalog: &Catalog,
) -> anyhow::Result<BTreeMap<SourceId, SourceSetting>> {
    let mut sources = BTreeMap::new();
    for (name, settings) in &config.sources {
        let connector = catalog.get(&settings.connector).with_context(|| {
            let known: Vec<&str> = catalog.iter().map(|c| c.kind.as_str()).collect();
            let (kind, known) = (&settings.connector, known.join(", "));
            format!("[sources.{name}] wants the connector `{kind}`; there are: {known}")
        })?;
        let values = settings.config(name)?;
        connector
            .manifest
            .check_config(&values)
            .map_err(|problems| anyhow!("[sources.{name}.config]: {}", problems.join("; ")))?;
        let setting = SourceSetting {
            kind: settings.connector.clone(),
            interval: settings.interval(name)?,
            free_of_duplicates: settings.free_of_duplicates,
            config: Arc::new(connector.manifest.with_defaults(&values)),
        };
        sources.insert(SourceId::from(name.as_str()), setting);
    }
    Ok(sources)
}

/// What the sources sign their webhooks with.
fn secrets(config: &Config, catalog: &Catalog) -> anyhow::Result<BTreeMap<SourceId, Secrets>> {
    let mut all = BTreeMap::new();
    for (name, settings) in &config.sources {
        let secrets = settings.webhook_secrets(name)?;
        if secrets.0.is_empty() {
            continue;
        }
        let kind = &settings.connector;
        let connector = catalog.get(kind);
        if connector.is_none_or(|connector| connector.mapping.webhooks().is_none()) {
            anyhow::bail!(
                "[sources.{name}] has a webhook_secret, but connectors/{kind}/mapping.yaml says \
                 nothing of webhooks; add the part `webhooks` there or leave the secret out"
            );
        }
        all.insert(SourceId::from(name.as_str()), secrets);
    }
    Ok(all)
}
