//! What an initiative is to bring at the accounts that it reaches: the forecast of each, added up.

use std::collections::{BTreeMap, BTreeSet};

use super::initiative::{Aim, Economy, Entry, Gain, Worth};
use crate::insight::initiative::{
    Footing, Forecast, Plan, PlanError, Saving, Standing, falls, find,
};
use crate::insight::proof::mean;
use crate::insight::revenue::Asked;
use crate::insight::{KpiDef, Models};

/// Most sentences of what is not known, and of what is to be known beside it.
const MOST_WORDS: usize = 50;

/// What is asked of an initiative's models.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// KPI (or `trust.` and a proxy) → the value aimed at.
    pub targets: BTreeMap<String, f64>,
    /// What is saved.
    pub savings: Vec<Economy>,
    /// Months ahead, and the currency of all amounts.
    pub asked: Asked,
}

/// What is to be expected at one account.
#[derive(Debug, Clone, PartialEq)]
pub struct Prospect {
    /// Where it stands.
    pub standing: Standing,
    /// Targets that it has reached already, or passed.
    pub met: Vec<String>,
    /// What the others would bring.
    pub forecast: Forecast,
}

/// A target that makes a KPI worse wherever it is measured, or nowhere better.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error(
    "the target {to} of {kpi} is no better than what is: {kpi} is {from} in the mean of the {accounts} \
     accounts where it is measured; aim at a better value"
)]
pub struct NoBetter {
    /// The KPI.
    pub kpi: String,
    /// The mean now, to hundredths.
    pub from: f64,
    /// The value aimed at.
    pub to: f64,
    /// Accounts where it is measured.
    pub accounts: usize,
}

impl Design {
    /// Whether its targets and savings can be reckoned with.
    ///
    /// # Errors
    /// See [`Plan::check`].
    pub fn check(&self, models: &Models) -> Result<(), PlanError> {
        self.plan(&BTreeSet::new()).check(models)
    }

    /// The plan without the targets that are met.
    fn plan(&self, met: &BTreeSet<&str>) -> Plan {
        let open = |kpi: &str| !met.contains(kpi);
        let targets = self.targets.iter().filter(|(kpi, _)| open(kpi));
        let saving = |one: &Economy| Saving {
            kpi: one.kpi.clone(),
            activity: None,
            times: Some(one.times),
            unit_cost: Some(one.worth),
        };
        Plan {
            targets: targets.map(|(kpi, to)| (kpi.clone(), *to)).collect(),
            savings: self.savings.iter().filter(|one| open(&one.kpi)).map(saving).collect(),
        }
    }

    /// What is to be expected at one account. What is reached there already stays as it is.
    ///
    /// # Errors
    /// See [`Plan::check`].
    pub fn prospect(&self, footing: &Footing<'_>) -> Result<Prospect, PlanError> {
        let standing = footing.standing(self.targets.keys().map(String::as_str));
        let has_met = |(kpi, to): &(&String, &f64)| {
            let known = standing.kpis.get(*kpi).zip(footing.kpi(kpi));
            known.is_some_and(|(from, def)| !is_better(def, *from, **to))
        };
        let met: BTreeSet<&str> =
            self.targets.iter().filter(has_met).map(|(kpi, _)| kpi.as_str()).collect();
        let forecast = footing.forecast(&self.plan(&met), self.asked)?;
        let met = met.into_iter().map(str::to_owned).collect();
        Ok(Prospect { standing, met, forecast })
    }

    /// What is to be expected of all accounts reached.
    ///
    /// # Errors
    /// A target that makes nothing better.
    pub fn gather(
        &self,
        prospects: &[Prospect],
        models: &Models,
    ) -> Result<(Vec<Aim>, Worth), NoBetter> {
        let aims: Vec<Aim> = self
            .targets
            .iter()
            .map(|(kpi, to)| aim(kpi, *to, prospects))
            .collect::<Result<_, _>>()?;
        let all = prospects.iter().map(|one| &one.forecast);
        let mut notes = told(all.clone().map(|of| of.notes.as_slice()), prospects.len());
        notes.extend(self.targets.iter().filter_map(|(kpi, to)| {
            let met = prospects.iter().filter(|one| one.met.contains(kpi)).count();
            let of = prospects.len();
            (met > 0).then(|| format!("{kpi} is {to} or better already at {met} of {of} accounts: nothing moves there"))
        }));
        let worth = Worth {
            health: mean(all.clone().filter_map(|of| Some(of.health?.delta()))),
            ledger: self.ledger(prospects, models),
            unknown: told(all.clone().map(|of| of.unknown.as_slice()), prospects.len()),
            notes,
            rate_date: all.filter_map(|of| of.rate_date).min(),
        };
        Ok((aims, worth))
    }

    fn ledger(&self, prospects: &[Prospect], models: &Models) -> Vec<Entry> {
        let months = self.asked.horizon_months;
        let saved = self.savings.iter().filter_map(|one| {
            let of = |prospect: &Prospect| {
                prospect
                    .forecast
                    .savings
                    .iter()
                    .find(|(kpi, _)| *kpi == one.kpi)
                    .map(|(_, saved)| *saved)
            };
            let how = format!(
                "points of {} ÷ 100 × {} times a year × {} {}, at each account",
                one.kpi, one.times, one.unit_cost.amount, one.unit_cost.currency
            );
            let stage = stage_of(models, &one.kpi);
            entry(Gain::CostSaved, stage, prospects.iter().filter_map(of), how)
        });
        let stage = self.stage(models);
        let kept = entry(
            Gain::RevenueKept,
            stage.clone(),
            prospects.iter().filter_map(|one| one.forecast.renewal),
            format!(
                "Σ value of contracts that fall due in {months} months × (p′ − p) of renewal"
            ),
        );
        let won = entry(
            Gain::RevenueWon,
            stage,
            prospects.iter().filter_map(|one| one.forecast.expansion),
            "Σ amount that peers buy more × (propensity′ − propensity)".to_owned(),
        );
        saved.chain(kept).chain(won).collect()
    }

    /// The stage of all targets; `None` when they are of several.
    pub(super) fn stage(&self, models: &Models) -> Option<String> {
        one_stage(models, self.targets.keys())
    }
}

/// The stage that all of these are of.
pub(super) fn one_stage<'k>(
    models: &Models,
    kpis: impl Iterator<Item = &'k String>,
) -> Option<String> {
    let stages: BTreeSet<Option<String>> = kpis.map(|kpi| stage_of(models, kpi)).collect();
    if stages.len() == 1 { stages.into_iter().next().flatten() } else { None }
}

/// The stage of a KPI; of a proxy of trust that of what is measured alike.
pub(super) fn stage_of(models: &Models, name: &str) -> Option<String> {
    let measure = &find(models, name)?.measure;
    let mut kpis = models.health.kpis();
    kpis.find(|(_, kpi)| kpi.code == name || kpi.measure == *measure)
        .map(|(stage, _)| stage.code.clone())
}

fn aim(kpi: &str, to: f64, prospects: &[Prospect]) -> Result<Aim, NoBetter> {
    let measured = || prospects.iter().filter_map(|one| one.standing.kpis.get(kpi).copied());
    let (from, accounts) = (mean(measured()), measured().count());
    let met = prospects.iter().filter(|one| one.met.iter().any(|met| met == kpi)).count();
    match from {
        Some(from) if met == accounts => {
            let from = (from * 100.0).round() / 100.0;
            Err(NoBetter { kpi: kpi.to_owned(), from, to, accounts })
        }
        from => Ok(Aim { kpi: kpi.to_owned(), from, to }),
    }
}

/// The second value is the better one; where the model scores both alike, in the direction that is
/// good.
fn is_better(kpi: &KpiDef, from: f64, to: f64) -> bool {
    let (Some(now), Some(then)) = (kpi.normalise(from), kpi.normalise(to)) else {
        return to > from; // points of a category
    };
    match then.total_cmp(&now) {
        std::cmp::Ordering::Equal if falls(kpi) => to < from,
        std::cmp::Ordering::Equal => to > from,
        order => order.is_gt(),
    }
}

fn entry(
    gain: Gain,
    stage: Option<String>,
    amounts: impl Iterator<Item = f64>,
    how: String,
) -> Option<Entry> {
    let amounts: Vec<f64> = amounts.collect();
    let amount = amounts.iter().fold(0.0, |sum, amount| sum + amount);
    let accounts = amounts.len();
    (accounts > 0).then(|| Entry { gain, stage, accounts, amount, how, records: Vec::new() })
}

/// What was told of several accounts, each sentence once, with of how many it was told.
fn told<'a>(all: impl Iterator<Item = &'a [String]>, reached: usize) -> Vec<String> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    all.flatten().for_each(|words| *counts.entry(words).or_default() += 1);
    let more = counts.len().saturating_sub(MOST_WORDS);
    let mut counts: Vec<(&String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, accounts)| std::cmp::Reverse(*accounts));
    let words = counts.into_iter().take(MOST_WORDS).map(|(words, accounts)| match reached {
        1 => words.clone(),
        _ => format!("{words} ({accounts} of {reached} accounts)"),
    });
    let rest = (more > 0).then(|| format!("and {more} more of the kind"));
    words.chain(rest).collect()
}
