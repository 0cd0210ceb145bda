//! What better KPIs would bring in money: the same models asked again with the values aimed at.
//!
//! ```text
//! benefit = Σ value·(p′ − p) + Σ amount·(propensity′ − propensity) + cost saved
//! ROI     = (benefit − cost) / cost
//! ```
//! What cannot be reckoned is told in words and is no part of the benefit; it never counts as 0.

mod saving;

#[cfg(test)]
pub(super) mod kit;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::health::moments_of;
use super::peers::Peers;
use super::revenue::{
    Asked, Book, Known, Opportunity, RenewalLine, comparable, opportunity as reckon,
};
use super::trust::TrustInputs;
use super::{
    Calendar, Facts, Health, KpiDef, KpiScore, Models, Observations, Trust, WhatIf, measure,
    measure_trust, score, score_trust,
};
use crate::model::{AccountId, Category, Currency, nearest};

pub use saving::Saving;
pub(in crate::insight) use saving::falls;

/// Proxies of trust go by this before their code, as in [`Models::measured`].
const OF_TRUST: &str = "trust.";
/// The flag that contracts carry themselves.
const NOTICE: &str = "NOTICE_GIVEN";

/// What is aimed at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// KPI (or `trust.` and a proxy) → raw value in its unit; of a category its points, 0 to 100.
    /// All that is measured alike moves with it.
    pub targets: BTreeMap<String, f64>,
    /// What no longer has to be done once the targets are met.
    pub savings: Vec<Saving>,
}

/// A plan that cannot be reckoned with.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlanError {
    /// There is no such KPI.
    #[error("{0}")]
    Unknown(String),
    /// A number is infinite or none at all.
    #[error("the target of {0} must be a finite number")]
    NotANumber(String),
    /// Two targets of one measure.
    #[error("{0} and {1} are measured alike and cannot have different targets; leave one out")]
    Contradiction(String, String),
    /// A saving of a KPI without a target.
    #[error("something is saved by {0}, which has no target; add one")]
    NoTarget(String),
}

/// An account as it is: what forecasts start from.
pub struct Footing<'a> {
    facts: &'a Facts,
    book: &'a Book,
    peers: &'a Peers,
    models: &'a Models,
    observations: Observations,
    inputs: TrustInputs,
    health: Health,
    trust: Trust,
}

/// Where an account stands, as far as an initiative is about it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Health under its caps, 0 to 100, a person's word left out.
    pub health: Option<f64>,
    /// Raw values of KPIs, by the names that plans use; of a category its points.
    pub kpis: BTreeMap<String, f64>,
}

/// Where an account stood at the end of a day.
pub fn standing<'k>(
    facts: &Facts,
    (models, calendar): (&Models, &Calendar),
    day: NaiveDate,
    kpis: impl IntoIterator<Item = &'k str>,
) -> Standing {
    let book = Book { as_of: day, ..Book::default() };
    let peers = Peers::none(day, models.revenue.reporting);
    Footing::new(facts, &book, &peers, models, calendar).standing(kpis)
}

/// A KPI on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// The KPI, or `trust.` and the proxy.
    pub kpi: String,
    /// Its raw value now; of a category its points.
    pub from: f64,
    /// The value aimed at.
    pub to: f64,
}

/// A number as it is and as it would be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Now.
    pub before: f64,
    /// With the targets met.
    pub after: f64,
}

impl Change {
    fn of(before: Option<f64>, after: Option<f64>) -> Option<Self> {
        before.zip(after).map(|(before, after)| Self { before, after })
    }

    /// After less before.
    pub fn delta(self) -> f64 {
        self.after - self.before
    }
}

/// A contract's renewal as it would move.
#[derive(Debug, Clone, PartialEq)]
pub struct RenewalGain {
    /// The contract, by id.
    pub contract: String,
    /// Its probability of being renewed.
    pub probability: Change,
    /// Value × (p′ − p).
    pub gain: f64,
}

/// What meeting the targets would bring at one account within the horizon, in full precision.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The currency of all amounts.
    pub currency: Currency,
    /// What moves.
    pub moves: Vec<Move>,
    /// Health under its caps, a person's word in its place left out.
    pub health: Option<Change>,
    /// Trust.
    pub trust: Option<Change>,
    /// Contracts that fall due, as far as their value and probability are known.
    pub renewals: Vec<RenewalGain>,
    /// What they bring together; `None`: nobody can say.
    pub renewal: Option<f64>,
    /// What peers buy, times what propensities rise; `None`: nobody can say.
    pub expansion: Option<f64>,
    /// Cost saved in a year; `None`: nothing was stated, or nobody can say.
    pub saved: Option<f64>,
    /// The same by the KPI that saves it.
    pub savings: Vec<(String, f64)>,
    /// What is no part of the benefit because it is not known, in words.
    pub unknown: Vec<String>,
    /// What keeps the benefit small, in words.
    pub notes: Vec<String>,
    /// The day since when the oldest rate of exchange used is valid.
    pub rate_date: Option<NaiveDate>,
}

impl Forecast {
    /// The sum of what is known; `None` when nothing is.
    pub fn benefit(&self) -> Option<f64> {
        Parts::of(self).benefit()
    }
}

/// (benefit − cost) ÷ cost; `None` without a cost.
pub fn roi(benefit: f64, cost: f64) -> Option<f64> {
    (cost > 0.0).then(|| (benefit - cost) / cost)
}

impl<'a> Footing<'a> {
    /// Measures an account on the day of its book.
    pub fn new(
        facts: &'a Facts,
        book: &'a Book,
        peers: &'a Peers,
        models: &'a Models,
        calendar: &Calendar,
    ) -> Self {
        let observations = measure(facts, &models.health, calendar, book.as_of);
        let inputs = measure_trust(facts, &models.trust, calendar, book.as_of);
        Self::seen(facts, (book, peers), models, (observations, inputs))
    }

    /// Of what was measured already.
    pub(super) fn seen(
        facts: &'a Facts,
        (book, peers): (&'a Book, &'a Peers),
        models: &'a Models,
        (mut observations, mut inputs): (Observations, TrustInputs),
    ) -> Self {
        // The records behind the values are no part of a forecast, and costly to copy.
        let seen = observations.values_mut().chain(inputs.observations.values_mut());
        seen.for_each(|observation| observation.inputs.clear());
        inputs.answers.values_mut().for_each(|answers| answers.inputs.clear());
        let day = book.as_of;
        let health = score(&observations, facts, &models.health, day, &WhatIf::default());
        let trust = score_trust(&inputs, &models.trust, day);
        Self { facts, book, peers, models, observations, inputs, health, trust }
    }

    /// Its health as it is.
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// Its trust as it is.
    pub fn trust(&self) -> &Trust {
        &self.trust
    }

    /// What a plan would bring within a horizon.
    ///
    /// # Errors
    /// A target that no model knows, that is no number or that contradicts another.
    pub fn forecast(&self, plan: &Plan, asked: Asked) -> Result<Forecast, PlanError> {
        self.against(&self.now(asked), plan, asked)
    }

    /// What its revenue may become as things are.
    pub(super) fn now(&self, asked: Asked) -> Opportunity {
        self.opportunity(known(&self.health, &self.trust), asked)
    }

    /// The same as [`Footing::forecast`] for whoever knows [`Footing::now`] already.
    pub(super) fn against(
        &self,
        now: &Opportunity,
        plan: &Plan,
        asked: Asked,
    ) -> Result<Forecast, PlanError> {
        let aims = aims(plan, self.models)?;
        let mut tried = self.try_out(&aims);
        let (before, after) = (known(&self.health, &self.trust), tried.known);
        let then = self.opportunity(after, asked);
        let renewals = gains(now, &then, &mut tried.unknown);
        let expansion = self.expansion(now, &then, before, &mut tried.unknown);
        let mut unknown = tried.unknown;
        let savings = self.saved(plan, &tried.moves, asked.currency, &mut unknown);
        if before.health.is_none() {
            unknown.push("health is not known: what renewals gain is not either".to_owned());
        }
        let renewal = renewal(before, now, &renewals);
        unknown.extend(now.errors.iter().cloned());
        unknown.sort();
        unknown.dedup();
        Ok(Forecast {
            currency: asked.currency,
            moves: tried.moves,
            health: Change::of(before.health, after.health),
            trust: Change::of(before.trust, after.trust),
            renewal,
            renewals,
            expansion,
            saved: sum(savings.iter().map(|(_, amount)| Some(*amount))),
            savings,
            unknown,
            notes: self.notes(),
            rate_date: now.rate_date,
        })
    }

    fn opportunity(&self, known: Known, asked: Asked) -> Opportunity {
        reckon(self.book, known, self.peers, &self.models.revenue, asked)
    }

    /// A KPI, or a proxy by its long name.
    pub(super) fn kpi(&self, name: &str) -> Option<&'a KpiDef> {
        find(self.models, name)
    }

    /// Scores the account with all that is measured as the targets are moved to them.
    fn try_out(&self, aims: &Aims) -> Tried {
        let (mut observations, mut inputs) = (self.observations.clone(), self.inputs.clone());
        let (mut moves, mut unknown) = (Vec::new(), Vec::new());
        for (name, kpi) in self.models.measured() {
            let Some((aimed, to)) = aims.get(&kpi.measure) else { continue };
            let of_trust = name.strip_prefix(OF_TRUST);
            let seen =
                if of_trust.is_some() { &mut inputs.observations } else { &mut observations };
            let Some((seen, from)) = seen.get_mut(&kpi.code).zip(self.value_of(&name)) else {
                if *aimed == name {
                    let what =
                        "is not measured here: what reaching its target brings is not known";
                    unknown.push(format!("{name} {what}"));
                }
                continue;
            };
            // What is there already stays as it was seen, to the last bit.
            if from.total_cmp(to).is_ne() {
                (seen.raw, seen.category) = (Some(*to), None);
            }
            moves.push(Move { kpi: name, from, to: *to });
        }
        let (models, day) = (self.models, self.book.as_of);
        let health = score(&observations, self.facts, &models.health, day, &WhatIf::default());
        let known = known(&health, &score_trust(&inputs, &models.trust, day));
        Tried { known, moves, unknown }
    }

    /// A KPI, or a proxy by its long name, as it is.
    fn scored(&self, name: &str) -> Option<&KpiScore> {
        let kpis = self.health.stages.iter().flat_map(|stage| &stage.kpis);
        let proxies = self.trust.factors.iter().flat_map(|factor| &factor.proxies);
        let found = match name.strip_prefix(OF_TRUST) {
            Some(code) => proxies.into_iter().find(|proxy| proxy.code == code),
            None => kpis.into_iter().find(|kpi| kpi.code == name),
        };
        found.filter(|kpi| kpi.normalised.is_some())
    }

    fn expansion(
        &self,
        now: &Opportunity,
        then: &Opportunity,
        before: Known,
        unknown: &mut Vec<String>,
    ) -> Option<f64> {
        if let Err(why) = comparable(self.book, before, self.peers, &self.models.revenue) {
            unknown.push(why);
            return None;
        }
        // A part of growth that cannot be converted is told among the errors.
        then.growth_expected.zip(now.growth_expected)?;
        let lines = now.expansion.iter().zip(&then.expansion);
        Some(lines.fold(0.0, |sum, (now, then)| sum + (then.expected - now.expected)))
    }

    /// What it would bring if a flag of renewal, and the cap that the same fact brings, no longer
    /// held; `None`: nobody can say.
    pub(super) fn without(
        &self,
        now: &Opportunity,
        (flag, cap): (&str, &str),
        asked: Asked,
    ) -> Option<f64> {
        let mut book = self.book.clone();
        book.flags.retain(|held| held.code != flag);
        if flag == NOTICE {
            book.contracts.iter_mut().for_each(|term| term.notice_on = None);
        }
        let before = known(&self.health, &self.trust);
        let caps = self.health.caps.iter().filter(|held| held.code != cap).map(|held| held.cap);
        let health = self.health.computed.map(|computed| caps.fold(computed, f64::min));
        let after = Known { health, ..before };
        let then = reckon(&book, after, self.peers, &self.models.revenue, asked);
        let mut unknown = Vec::new();
        let renewal = renewal(before, now, &gains(now, &then, &mut unknown));
        sum([renewal, self.expansion(now, &then, before, &mut unknown)].into_iter())
    }

    /// Health under its caps, a person's word left out, and the values of KPIs (`trust.` and a proxy
    /// too) where they are measured; of a category its points.
    pub fn standing<'k>(&self, kpis: impl IntoIterator<Item = &'k str>) -> Standing {
        let health = known(&self.health, &self.trust).health;
        let of = |kpi: &str| Some((kpi.to_owned(), self.value_of(kpi)?));
        Standing { health, kpis: kpis.into_iter().filter_map(of).collect() }
    }

    /// The value of a KPI, or of a proxy by its long name; `None` where it is not measured, and
    /// something else in its place is not it.
    pub fn value_of(&self, name: &str) -> Option<f64> {
        let scored = self.scored(name).filter(|kpi| kpi.fallback_used.is_none());
        scored.and_then(value)
    }

    /// Why a flag of renewal holds, in words; nothing when it does not.
    pub(super) fn held(&self, flag: &str) -> Vec<String> {
        let flags = self.book.flags.iter().filter(|held| held.code == flag);
        let notices = self.book.contracts.iter().filter(|_| flag == NOTICE);
        let notices = notices.filter_map(|term| term.notice_on);
        let notices = notices.map(|day| format!("notice of {day}"));
        flags.map(|held| held.note.clone()).chain(notices).collect()
    }

    /// The models by which it is scored.
    pub(super) fn models(&self) -> &'a Models {
        self.models
    }

    /// The moment that matters to the account and that a KPI measures.
    pub(super) fn moment_of(&self, kpi: &str) -> Option<String> {
        let moments = moments_of(self.facts, &self.models.health, self.book.as_of);
        let mut measured =
            moments.into_iter().filter(|moment| moment.measured_by.iter().any(|m| m == kpi));
        measured.next().map(|moment| moment.touchpoint.clone())
    }

    /// A system of this kind speaks of the account.
    pub(super) fn told_by(&self, kind: Category) -> bool {
        self.facts.sources.values().any(|told| *told == kind)
    }

    fn notes(&self) -> Vec<String> {
        let caps = self.health.caps.iter().map(|cap| {
            format!("health is capped at {} ({}) whatever KPIs do", cap.cap, cap.reason)
        });
        let said = self.health.overridden.as_ref().map(|said| {
            format!("a person put health at {}; the forecast leaves that out", said.value)
        });
        caps.chain(said).collect()
    }
}

/// Measure → the name that was asked for and its value.
type Aims<'p> = BTreeMap<String, (&'p str, f64)>;

impl Plan {
    /// Whether it can be reckoned with.
    ///
    /// # Errors
    /// A target that no model knows, that is no number or that contradicts another; a saving without
    /// a target.
    pub fn check(&self, models: &Models) -> Result<(), PlanError> {
        aims(self, models).map(drop)
    }
}

/// What is aimed at, by measure.
fn aims<'p>(plan: &'p Plan, models: &Models) -> Result<Aims<'p>, PlanError> {
    let mut aims = Aims::new();
    for (name, to) in &plan.targets {
        let kpi = find(models, name).ok_or_else(|| stranger(models, name))?;
        if !to.is_finite() {
            return Err(PlanError::NotANumber(name.clone()));
        }
        let aim = (name.as_str(), *to);
        let Some((other, rival)) = aims.insert(kpi.measure.clone(), aim) else { continue };
        if rival.total_cmp(to).is_ne() {
            return Err(PlanError::Contradiction(other.to_owned(), name.clone()));
        }
    }
    let stray = plan.savings.iter().find(|one| !plan.targets.contains_key(&one.kpi));
    stray.map_or(Ok(aims), |one| Err(PlanError::NoTarget(one.kpi.clone())))
}

/// A KPI, or a proxy by its long name.
pub(super) fn find<'m>(models: &'m Models, name: &str) -> Option<&'m KpiDef> {
    models.measured().find(|(known, _)| known == name).map(|(_, kpi)| kpi)
}

fn stranger(models: &Models, name: &str) -> PlanError {
    let known: Vec<String> = models.measured().map(|(name, _)| name).collect();
    PlanError::Unknown(nearest::unknown("KPI", name, known.iter().map(String::as_str)))
}

/// An account with the targets met.
struct Tried {
    known: Known,
    moves: Vec<Move>,
    unknown: Vec<String>,
}

/// What money is reckoned by: health under its caps, but not under a person's word, which ends by
/// itself and would hide every effect.
fn known(health: &Health, trust: &Trust) -> Known {
    let caps = health.caps.iter().map(|cap| cap.cap);
    let health = health.computed.map(|computed| caps.fold(computed, f64::min));
    Known { health, trust: trust.value }
}

/// A raw value; of a category its points.
fn value(kpi: &KpiScore) -> Option<f64> {
    if kpi.category.is_some() { kpi.normalised } else { kpi.raw }
}

/// What renewals gain together; 0 when none falls due, `None` when nobody can say of any that does.
fn renewal(before: Known, now: &Opportunity, gains: &[RenewalGain]) -> Option<f64> {
    let due = now.renewals.iter().any(|line| !line.lost);
    let sure = before.health.is_some() && (!gains.is_empty() || !due);
    sure.then(|| gains.iter().fold(0.0, |sum, line| sum + line.gain))
}

fn gains(now: &Opportunity, then: &Opportunity, unknown: &mut Vec<String>) -> Vec<RenewalGain> {
    let mut gains = Vec::new();
    let p = |line: &RenewalLine| line.probability.as_ref().map(|p| p.value);
    let lines = now.renewals.iter().zip(&then.renewals).filter(|(now, _)| !now.lost);
    for (now, then) in lines {
        let Some(value) = now.value else {
            unknown.push(format!(
                "contract {} tells no yearly value to reckon with",
                now.contract
            ));
            continue;
        };
        let Some(probability) = Change::of(p(now), p(then)).filter(|_| !now.unknown) else {
            continue;
        };
        let gain = value * probability.delta();
        gains.push(RenewalGain { contract: now.contract.clone(), probability, gain });
    }
    gains
}

/// The money of a forecast.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Parts {
    /// Of renewals.
    pub renewal: Option<f64>,
    /// Of what peers buy.
    pub expansion: Option<f64>,
    /// Cost saved.
    pub saved: Option<f64>,
}

impl Parts {
    fn of(forecast: &Forecast) -> Self {
        let Forecast { renewal, expansion, saved, .. } = *forecast;
        Self { renewal, expansion, saved }
    }

    /// The sum of what is known; `None` when nothing is.
    pub fn benefit(self) -> Option<f64> {
        sum([self.renewal, self.expansion, self.saved].into_iter())
    }
}

/// What an initiative would bring at all accounts that it reaches, each counted once. The order in
/// which they come does not show.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    currency: Currency,
    accounts: BTreeMap<AccountId, (Parts, bool)>,
}

impl Reach {
    /// Nobody yet.
    pub fn new(currency: Currency) -> Self {
        Self { currency, accounts: BTreeMap::new() }
    }

    /// One account more. What was told of it before is replaced.
    pub fn add(&mut self, account: AccountId, forecast: &Forecast) {
        // An amount in another currency cannot be added up: of that account nothing is known here.
        let same = forecast.currency == self.currency;
        let parts = if same { Parts::of(forecast) } else { Parts::default() };
        let partly = !same || !forecast.unknown.is_empty();
        self.accounts.insert(account, (parts, partly));
    }

    /// How many accounts it reaches.
    pub fn accounts(&self) -> usize {
        self.accounts.len()
    }

    /// Of how many of them a part is not known, and so not in the sums.
    pub fn partly_unknown(&self) -> usize {
        self.accounts.values().filter(|(_, partly)| *partly).count()
    }

    /// The sums of what is known; `None` where nobody tells anything.
    pub fn parts(&self) -> Parts {
        let all = |of: fn(&Parts) -> Option<f64>| {
            sum(self.accounts.values().map(|(parts, _)| of(parts)))
        };
        Parts {
            renewal: all(|parts| parts.renewal),
            expansion: all(|parts| parts.expansion),
            saved: all(|parts| parts.saved),
        }
    }
}

/// The sum of what is known; `None` of nothing.
fn sum(parts: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    parts.flatten().reduce(|a, b| a + b)
}
