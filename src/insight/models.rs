//! Every model that accounts are scored by, together: what a score's version names.

use std::sync::{Arc, LazyLock};

use super::metrics::MetricCatalogue;
use super::{
    Calendar, HealthModel, KpiDef, RevenueModel, SegmentModel, SurveyModel, TrustModel,
};

/// The models in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Models {
    /// The Customer Health Index. It knows the segments, because its moments speak of them.
    pub health: HealthModel,
    /// Trust.
    pub trust: TrustModel,
    /// Renewals, expansion, pipeline, and what serving costs.
    pub revenue: RevenueModel,
    /// What surveys and people are judged by.
    pub survey: SurveyModel,
    /// What every metric is for, when it is told for these models; else the catalogue that comes with
    /// Accord. Scores do not depend on it, so [`Models::id`] does not name it.
    pub metrics: Option<Arc<MetricCatalogue>>,
}

impl Models {
    /// The models that come with Accord.
    pub fn built_in() -> Arc<Self> {
        static BUILT_IN: LazyLock<Arc<Models>> = LazyLock::new(|| {
            Arc::new(Models {
                health: HealthModel::clone(&HealthModel::built_in()),
                trust: TrustModel::clone(&TrustModel::built_in()),
                revenue: RevenueModel::clone(&RevenueModel::built_in()),
                survey: SurveyModel::built_in(),
                metrics: None,
            })
        });
        Arc::clone(&BUILT_IN)
    }

    /// The same models with the working hours of a configuration.
    #[must_use]
    pub fn with_calendar(self, calendar: &Calendar) -> Self {
        Self { health: self.health.with_calendar(calendar.clone()), ..self }
    }

    /// Groups of accounts that behave alike.
    pub fn segments(&self) -> &SegmentModel {
        &self.health.segments
    }

    /// Everything that is measured, by the name that it goes by beside others: KPIs of health by their
    /// code, then proxies of trust as `trust.H1`, which share letters with them.
    pub fn measured(&self) -> impl Iterator<Item = (String, &KpiDef)> {
        let kpis = self.health.kpis().map(|(_, kpi)| (kpi.code.clone(), kpi));
        let proxies = self.trust.proxies().map(|kpi| (format!("trust.{}", kpi.code), kpi));
        kpis.chain(proxies)
    }

    /// `chi-default@1.0.0 segments-default@1.0.0 …`: the codes and versions of all of them.
    pub fn id(&self) -> String {
        let (segments, trust) = (self.segments().id(), self.trust.id());
        let (revenue, survey) = (self.revenue.id(), self.survey.id());
        [self.health.id(), segments, trust, revenue, survey].join(" ")
    }
}
