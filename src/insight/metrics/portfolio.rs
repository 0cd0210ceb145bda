//! Metrics of many accounts: means of what is kept of each, every account counted the same.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::model::{MetricCatalogue, MetricDef, MetricKind};
use super::tree::{Reading, Readings};
use crate::insight::SurveyKind;
use crate::insight::portfolio::Group;
use crate::insight::quarters::Quarter;
use crate::insight::revenue::Retention;

/// Sums over the quarters that are kept of accounts.
#[derive(Debug, Clone)]
pub struct Means<'a> {
    catalogue: &'a MetricCatalogue,
    ends_on: NaiveDate,
    sums: BTreeMap<&'a str, (f64, usize)>,
}

impl<'a> Means<'a> {
    /// Of quarters that end on a day.
    pub fn of(catalogue: &'a MetricCatalogue, ends_on: NaiveDate) -> Self {
        Self { catalogue, ends_on, sums: BTreeMap::new() }
    }

    /// Puts an account's quarter in.
    pub fn add(&mut self, quarter: &Quarter) {
        for def in &self.catalogue.metrics {
            let kept = quarter.metrics.get(&def.code);
            let Some(score) = kept.and_then(|raw| def.score(*raw)) else { continue };
            let sum = self.sums.entry(&def.code).or_default();
            *sum = (sum.0 + score, sum.1 + 1);
        }
    }

    /// All metrics of the catalogue: health, trust and retention of the accounts' latest scores, which
    /// are of `day`; the others of the quarters.
    pub fn readings(&self, group: &Group, day: NaiveDate) -> Readings {
        let of = |def: &MetricDef| (def.code.clone(), self.reading(def, group, day));
        self.catalogue.metrics.iter().map(of).collect()
    }

    fn reading(&self, def: &MetricDef, group: &Group, day: NaiveDate) -> Reading {
        let retention = group.totals.sums.retention;
        let unscored = "none of the accounts has a score";
        let unbilled = "nothing was billed in the year before";
        match def.kind {
            MetricKind::Health => {
                latest(def, (group.spread.mean(), group.spread.values()), day, unscored)
            }
            MetricKind::Trust => latest(def, (group.trust(), group.trusted()), day, unscored),
            MetricKind::NetRetention | MetricKind::GrossRetention => {
                let net = def.kind == MetricKind::NetRetention;
                let of = if net { Retention::nrr } else { Retention::grr };
                let priced = group.spread.accounts - group.unpriced;
                let accounts = usize::try_from(priced).unwrap_or_default();
                latest(def, (retention.and_then(of), accounts), day, unbilled)
            }
            MetricKind::Amount => {
                Reading::unknown("it depends on how large customers are and has no scale")
            }
            MetricKind::Survey(SurveyKind::ValueTier) => {
                Reading::unknown("it is not kept of accounts; ask for the tree of one account")
            }
            MetricKind::Kpi | MetricKind::Factor(_) | MetricKind::Survey(_) => {
                self.kept(&def.code)
            }
        }
    }

    fn kept(&self, code: &str) -> Reading {
        let Some((sum, accounts)) = self.sums.get(code).copied() else {
            return Reading::unknown(format!(
                "no account has a kept value at the end of the quarter, {}",
                self.ends_on
            ));
        };
        let score = Some(sum / accounts as f64);
        Reading { score, accounts, as_of: Some(self.ends_on), ..Reading::default() }
    }
}

fn latest(
    def: &MetricDef,
    (raw, accounts): (Option<f64>, usize),
    day: NaiveDate,
    why: &str,
) -> Reading {
    match raw.and_then(|raw| def.score(raw)) {
        Some(score) => {
            Reading { raw, score: Some(score), why: None, accounts, as_of: Some(day) }
        }
        None => Reading::unknown(why),
    }
}
