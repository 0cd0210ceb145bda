//! The metric that tells renewals beforehand, as it was learnt.

use async_graphql::SimpleObject;
use chrono::NaiveDate;

use super::errors::{ApiError, Result};
use super::proof::count;
use super::round;
use super::scalars::Day;
use super::visit::Visit;
use crate::insight::quarters::BeaconStudy;
use crate::store::FittedKind;

/// The metric that tells best beforehand which contracts are renewed, out of all metrics and the roles in
/// whose mouth they are; learnt once a month.
#[derive(SimpleObject)]
pub(super) struct LeadBeacon {
    /// Its code; `null` when none is better than chance, or too little is known: see `verdict`.
    metric: Option<String>,
    /// In whose mouth; `null` for everybody's.
    role: Option<String>,
    /// Contracts that were decided in the quarter after.
    n: i64,
    /// Of them on the rarer side.
    events: i64,
    /// Of two contracts, a renewed and a lost one, how often the first had the higher metric; 0.5 is
    /// chance.
    auc: Option<f64>,
    /// Mean squared error of the probabilities that it gives, each fifth of the cases judged by the rest.
    brier: Option<f64>,
    /// The same of always saying how often it happens.
    brier_of_rate: Option<f64>,
    /// PREDICTIVE, INVERSE (the lower, the likelier), or in words why there is none.
    verdict: String,
    /// The share of false ones among findings at least as good, 0 to 1 (Benjamini-Hochberg).
    q: Option<f64>,
    /// Metrics, and roles in whose mouth they are, that were tested: those with cases enough.
    tested: i64,
    /// The day on which it was learnt; `null` before the first time.
    learnt_on: Option<Day>,
}

impl LeadBeacon {
    pub(super) async fn read(visit: &Visit, day: NaiveDate) -> Result<Self> {
        visit.sight.needs_all("the beacon")?;
        let hub = &visit.desk.hub;
        let kept = hub.store.fitted(FittedKind::Beacon, &hub.models.id(), day).await?;
        let Some(kept) = kept else { return Ok(Self::of(&BeaconStudy::default(), None)) };
        let study =
            serde_json::from_str(&kept.body).map_err(|error| ApiError::internal(&error))?;
        Ok(Self::of(&study, Some(Day(kept.day))))
    }

    fn of(study: &BeaconStudy, learnt_on: Option<Day>) -> Self {
        let lead = study.lead.as_ref();
        let verdict = match (lead, &study.why) {
            (Some(lead), _) => lead.verdict.clone(),
            (None, Some(why)) => why.clone(),
            (None, None) => "nothing was learnt by then: `accord serve` does so once a day, \
                             `accord sync` at its end"
                .to_owned(),
        };
        Self {
            metric: lead.map(|lead| lead.metric.clone()),
            role: lead.and_then(|lead| lead.role.clone()),
            n: lead.map_or(0, |lead| count(lead.n)),
            events: lead.map_or(0, |lead| count(lead.events)),
            auc: lead.map(|lead| round::share(lead.auc)),
            brier: lead.map(|lead| round::share(lead.brier)),
            brier_of_rate: lead.map(|lead| round::share(lead.brier_of_rate)),
            verdict,
            q: lead.map(|lead| round::share(lead.q)),
            tested: count(study.tested),
            learnt_on,
        }
    }
}
