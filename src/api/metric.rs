//! What every metric is for, what brands are led by, what goals may look like.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, Enum, ID, Object, SimpleObject};

use super::account_filter::AccountFilter;
use super::errors::{ApiError, Result};
use super::goal::Outcome;
use super::metric_tree::MetricTree;
use super::money::Money;
use super::portfolio::Asked;
use super::revenue::currency_of;
use super::scalars::{Day, Decimal};
use super::visit::Visit;
use crate::insight::metrics::{self, MetricCatalogue, MetricDef, Profile, avoided};
use crate::insight::{HealthModel, KpiDef};
use crate::model::{self, nearest::unknown};

/// What a metric says.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "metrics::Class")]
pub(super) enum MetricClass {
    /// What was done.
    Interaction,
    /// How it was felt.
    Perception,
    /// What came of it.
    Outcome,
}

/// Who steers by a metric.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "metrics::Level")]
pub(super) enum MetricLevel {
    /// Those who lead the company.
    Strategic,
    /// Those who lead a process.
    Tactical,
    /// Those who do the work.
    Operational,
}

/// What an experience must be.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "metrics::Attribute")]
pub(super) enum ExperienceAttribute {
    /// Of one piece.
    Cohesive,
    /// About what they need.
    Relevant,
    /// Without effort.
    Easy,
    /// When it is needed.
    Timely,
}

/// A metric and what it is for. The classification is an assumption of ours.
#[derive(SimpleObject, Clone)]
pub(super) struct MetricDefinition {
    /// `DE1`, `NPS`, …
    code: ID,
    /// Its name.
    name: String,
    /// What it says; two are possible.
    classes: Vec<MetricClass>,
    /// Who steers by it.
    level: MetricLevel,
    /// Code of the process that owns it.
    process: ID,
    /// The role that answers for it.
    owner: String,
    /// What of an experience it tells.
    attributes: Vec<ExperienceAttribute>,
    /// How it is brought to 0 to 100; `null` of what depends on how large a customer is and has no
    /// score.
    formula: Option<String>,
}

impl From<&MetricDef> for MetricDefinition {
    fn from(def: &MetricDef) -> Self {
        Self {
            code: ID(def.code.clone()),
            name: def.name.clone(),
            classes: def.classes.iter().map(|class| (*class).into()).collect(),
            level: def.level.into(),
            process: ID(def.process.clone()),
            owner: def.owner.clone(),
            attributes: def.attributes.iter().map(|one| (*one).into()).collect(),
            formula: def.formula.clone(),
        }
    }
}

/// What a brand stands for, and the metric that leads.
#[derive(SimpleObject)]
pub(super) struct BrandProfile {
    /// `efficiency`, `partnership`, …
    code: ID,
    /// What it promises.
    name: String,
    /// The metric that leads: none weighs more.
    lead: MetricDefinition,
}

/// What a goal may look like.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct GoalTemplate {
    /// Its code.
    code: ID,
    /// Its name.
    name: String,
    /// For whom.
    fits: String,
    /// What `setGoal` takes as `outcome`.
    outcome: Outcome,
    /// What `setGoal` takes as `anchor`.
    anchor: String,
    /// Of what there should be less; `null` where the goal is more of something.
    avoids: Option<MetricDefinition>,
}

#[ComplexObject]
impl GoalTemplate {
    /// What is saved by having less of what is avoided: fewer × the cost of one, below 0 when there are
    /// more. `null` where nothing is avoided.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn saved(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many in a period, before.")] before: u32,
        #[graphql(desc = "How many in a period as long, after.")] after: u32,
        #[graphql(desc = "What one costs, 0 or more.")] cost_of_one: Decimal,
        #[graphql(desc = "ISO 4217 code of the cost; the reporting currency when absent.")]
        currency: Option<String>,
    ) -> Result<Option<Money>> {
        if self.avoids.is_none() {
            return Ok(None);
        }
        if cost_of_one.0.is_sign_negative() && !cost_of_one.0.is_zero() {
            let what = format!("`costOfOne` {} must be 0 or more", cost_of_one.0);
            return Err(ApiError::BadInput(what));
        }
        let reporting = Visit::of(ctx).desk.hub.models.revenue.reporting;
        let currency = currency.map_or(Ok(reporting), |code| currency_of(&code))?;
        let amount = avoided(before, after, cost_of_one.0);
        let money = amount.and_then(|amount| model::Money::new(amount, currency).ok());
        let too_much = "this saves more than an amount can hold; give smaller numbers";
        let money = money.ok_or_else(|| ApiError::BadInput(too_much.to_owned()))?;
        Ok(Some(money.into()))
    }
}

/// Questions about the system of metrics; see [`Query`](super::Query).
pub(super) struct MetricQuery;

/// The system of metrics.
#[Object]
impl MetricQuery {
    /// The metrics that are known, and what each is for.
    #[graphql(complexity = "50 * child_complexity + 1")]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn metrics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of this class.")] class: Option<MetricClass>,
        #[graphql(desc = "Only those of this level.")] level: Option<MetricLevel>,
        #[graphql(desc = "Only those that this process owns, by its code.")] process: Option<
            ID,
        >,
    ) -> Result<Vec<MetricDefinition>> {
        let catalogue = catalogue(&Visit::of(ctx))?;
        if let Some(process) = &process {
            known_process(&catalogue, process)?;
        }
        let wanted = |def: &&MetricDef| {
            class.is_none_or(|class| def.classes.contains(&class.into()))
                && level.is_none_or(|level| def.level == level.into())
                && process.as_ref().is_none_or(|process| def.process == process.as_str())
        };
        Ok(catalogue.metrics.iter().filter(wanted).map(Into::into).collect())
    }

    /// What a brand may stand for; each leads to a tree of metrics of its own.
    #[graphql(complexity = "5 * child_complexity + 1")]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn brand_profiles(&self, ctx: &Context<'_>) -> Result<Vec<BrandProfile>> {
        let catalogue = catalogue(&Visit::of(ctx))?;
        let of = |profile: &Profile| {
            let (code, name) = (ID(profile.code.clone()), profile.name.clone());
            Some(BrandProfile { code, name, lead: catalogue.metric(&profile.lead)?.into() })
        };
        Ok(catalogue.profiles.iter().filter_map(of).collect())
    }

    /// The portfolio's metrics in the tree of a brand, beside the money of the same accounts. Health,
    /// trust and retention are of the accounts' latest scores on the day, the others means over the
    /// accounts' values at the end of the last quarter before it. Reads a quarter of every account.
    #[graphql(complexity = "10 * child_complexity + 5000")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn metric_tree(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code of a brand's profile; the first one when absent.")]
        profile: Option<ID>,
        #[graphql(desc = "Which accounts; all when absent.")] filter: Option<AccountFilter>,
        #[graphql(desc = "Of which day; today when absent.")] as_of: Option<Day>,
        #[graphql(desc = "ISO 4217 code of all amounts; the reporting currency when absent.")]
        currency: Option<String>,
    ) -> Result<Option<MetricTree>> {
        let asked = Asked { filter, as_of, currency };
        MetricTree::of_portfolio(&Visit::of(ctx), profile, asked).await.map(Some)
    }

    /// What goals may look like, for `setGoal`.
    #[graphql(complexity = "3 * child_complexity + 1")]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn goal_templates(&self, ctx: &Context<'_>) -> Result<Vec<GoalTemplate>> {
        let catalogue = catalogue(&Visit::of(ctx))?;
        let of = |template: &metrics::GoalTemplate| GoalTemplate {
            code: ID(template.code.clone()),
            name: template.name.clone(),
            fits: template.fits.clone(),
            outcome: template.outcome.into(),
            anchor: template.anchor.clone(),
            avoids: template
                .avoids
                .as_deref()
                .and_then(|code| catalogue.metric(code).map(Into::into)),
        };
        Ok(catalogue.goal_templates.iter().map(of).collect())
    }
}

/// The catalogue for the health model in force.
pub(super) fn catalogue(visit: &Visit) -> Result<Arc<MetricCatalogue>> {
    let names = |model: &HealthModel| -> Vec<(String, String)> {
        let name = |kpi: &KpiDef| (kpi.code.clone(), kpi.name.clone());
        model.kpis().map(|(_, kpi)| name(kpi)).collect()
    };
    let models = &visit.desk.hub.models;
    if let Some(own) = &models.metrics {
        return Ok(Arc::clone(own));
    }
    let health = &models.health;
    if names(health) == names(&HealthModel::built_in()) {
        return Ok(MetricCatalogue::built_in());
    }
    let catalogue = MetricCatalogue::built_in_for(health).map(Arc::new);
    catalogue.map_err(|error| {
        ApiError::Unavailable(format!(
            "the catalogue of metrics that comes with Accord does not fit the health model in force; \
             name one of your own as `metrics_model` in the configuration: {error}"
        ))
    })
}

/// The profile of a brand; the first when none is asked for.
pub(super) fn profile_of<'a>(
    catalogue: &'a MetricCatalogue,
    asked: Option<&ID>,
) -> Result<&'a Profile> {
    let mut profiles = catalogue.profiles.iter();
    let found = match asked {
        Some(code) => profiles.find(|profile| profile.code == code.as_str()),
        None => profiles.next(),
    };
    found.ok_or_else(|| {
        let codes = catalogue.profiles.iter().map(|profile| profile.code.as_str());
        ApiError::BadInput(unknown("profile", asked.map_or("", |code| code.as_str()), codes))
    })
}

fn known_process(catalogue: &MetricCatalogue, asked: &ID) -> Result<()> {
    let codes = || catalogue.processes.iter().map(|process| process.code.as_str());
    if codes().any(|code| code == asked.as_str()) {
        return Ok(());
    }
    Err(ApiError::BadInput(unknown("process", asked.as_str(), codes())))
}
