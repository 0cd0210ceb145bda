//! What to do next at an account, why, and what it is expected to bring.
//!
//! Five things call for something to be done: KPIs that cost health, the weakest factor of trust,
//! what speaks against a renewal, what comparable accounts buy, and what nobody knows. What each is
//! expected to bring is what [`initiative`](super::initiative) forecasts for a modest target: that
//! it is met is assumed, how likely that is nobody knows. The most comes first.

mod catalogue;
mod target;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::initiative::{Footing, Move, Plan};
use super::revenue::{Asked, Opportunity};
use super::{ActionDef, Because, KpiDef, KpiScore, KpiStatus};
use crate::model::{Category, Currency};

pub use catalogue::Catalogue;
use target::target;

/// What speaks against a renewal, and the cap of health that the same fact brings.
const LIFTS: &[(&str, &str)] = &[
    ("CHAMPION_LOST", "CHAMPION_LEFT"),
    ("OPEN_ESCALATION", "P1_OPEN"),
    ("OVERDUE_60D", "OVERDUE"),
    ("NOTICE_GIVEN", "TERMINATION"),
    ("NO_DECISION_MAKER_CONTACT_90D", ""),
];

/// Something to do, why, and what it is expected to bring.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// `KNOWLEDGE`, `OFFER`, …
    pub code: String,
    /// In words.
    pub title: String,
    /// Why: the figures of the account, then words.
    pub because: Vec<Because>,
    /// What it is expected to bring within the horizon, in the currency asked for, if the target is
    /// met; `None`: nobody can say.
    pub expected: Option<f64>,
    /// The KPI with the target that this was reckoned with.
    pub target: Option<Move>,
    /// The moment that matters to the account and that this is about.
    pub moment: Option<String>,
}

/// All that there is to do at an account.
#[derive(Debug, Clone, PartialEq)]
pub struct Advised {
    /// The most expected first, then by code; what nobody can reckon comes last.
    pub list: Vec<Advice>,
    /// The currency of what is expected.
    pub currency: Currency,
    /// The oldest rate of exchange used; `None` when nothing was converted.
    pub rate_date: Option<NaiveDate>,
}

/// What to do at an account, each thing once.
pub fn advise(footing: &Footing, catalogue: &Catalogue, asked: Asked) -> Advised {
    let desk = Desk { footing, catalogue, asked, now: footing.now(asked) };
    let mut all = desk.drivers();
    all.extend(desk.trust());
    all.extend(desk.renewal());
    all.extend(desk.offers());
    all.extend(desk.unseen());
    all.extend(desk.word());
    let worth = |advice: &Advice| advice.expected.unwrap_or(f64::NEG_INFINITY);
    all.sort_by(|a, b| {
        let first = worth(b).total_cmp(&worth(a));
        first.then_with(|| (&a.code, &a.title).cmp(&(&b.code, &b.title)))
    });
    // A KPI and a proxy of trust that are measured alike ask for the same thing.
    let mut seen = BTreeSet::new();
    all.retain(|advice| seen.insert((advice.code.clone(), advice.title.clone())));
    Advised { list: all, currency: asked.currency, rate_date: desk.now.rate_date }
}

/// What advice is made on.
struct Desk<'a> {
    footing: &'a Footing<'a>,
    catalogue: &'a Catalogue,
    asked: Asked,
    now: Opportunity,
}

impl Desk<'_> {
    /// About the KPIs that cost most points.
    fn drivers(&self) -> Vec<Advice> {
        let stages = self.footing.health().stages.iter();
        let mut lost: Vec<(f64, &KpiScore)> = stages
            .flat_map(|stage| &stage.kpis)
            .filter_map(|kpi| Some((kpi.points_lost?, kpi)))
            .filter(|(lost, _)| *lost > 0.0)
            .collect();
        lost.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.code.cmp(&b.1.code)));
        lost.truncate(self.catalogue.drivers);
        lost.into_iter().filter_map(|(lost, kpi)| self.driver(lost, kpi)).collect()
    }

    fn driver(&self, lost: f64, seen: &KpiScore) -> Option<Advice> {
        let kpi = self.footing.kpi(&seen.code)?;
        let action = self.catalogue.of_kpi(kpi, self.footing.models());
        let mut because: Vec<Because> = figure(seen).into_iter().collect();
        because.push(number("points of health lost to it", lost, "points"));
        let moment = self.footing.moment_of(&seen.code);
        Some(Advice { moment, ..self.aimed(kpi, &seen.code, seen, (action, because)) })
    }

    /// An advice with a modest target of a KPI, and what meeting it would bring.
    fn aimed(
        &self,
        kpi: &KpiDef,
        name: &str,
        seen: &KpiScore,
        (action, mut because): (ActionDef, Vec<Because>),
    ) -> Advice {
        let aim = target(kpi, seen, self.catalogue.step);
        let plan = aim.map(|(to, _)| Plan {
            targets: [(name.to_owned(), to)].into(),
            savings: Vec::new(),
        });
        let forecast = plan.and_then(|p| self.footing.against(&self.now, &p, self.asked).ok());
        let target = forecast
            .as_ref()
            .and_then(|found| found.moves.iter().find(|moved| moved.kpi == name).cloned());
        let unit = if seen.category.is_some() { "points" } else { &seen.unit };
        because.extend(target.as_ref().map(|moved| number("reckoned with", moved.to, unit)));
        because.push(Because::Words(action.because));
        if let Some(found) = &forecast {
            let unknown = found.unknown.iter().map(|why| format!("not reckoned: {why}"));
            because.extend(unknown.chain(found.notes.iter().cloned()).map(Because::Words));
        }
        let (code, title) = (action.code, action.title);
        let expected = forecast.and_then(|found| found.benefit());
        Advice { code, title, because, expected, target, moment: None }
    }

    /// What trust advises, with what its worst proxy would bring.
    fn trust(&self) -> Vec<Advice> {
        let trust = self.footing.trust();
        let proxies: Vec<&KpiScore> = trust.factors.iter().flat_map(|f| &f.proxies).collect();
        let actions = &self.footing.models().trust.actions;
        let advice = trust.recommendations.iter().map(|found| {
            // An action is for a proxy when its purpose is the proxy's code.
            let mut purposes = actions.iter().filter(|(_, action)| action.code == found.code);
            let proxy = purposes.find_map(|(code, _)| proxies.iter().find(|p| p.code == *code));
            let kpi =
                proxy.and_then(|p| Some((p, self.footing.kpi(&format!("trust.{}", p.code))?)));
            let mut because = found.because.clone();
            let words = match because.pop() {
                Some(Because::Words(words)) => words,
                other => {
                    because.extend(other);
                    String::new()
                }
            };
            let action = ActionDef {
                code: found.code.clone(),
                title: found.title.clone(),
                because: words,
            };
            match kpi {
                Some((seen, kpi)) => {
                    self.aimed(kpi, &format!("trust.{}", kpi.code), seen, (action, because))
                }
                None => plain(action, because, None),
            }
        });
        advice.collect()
    }

    /// About what speaks against a renewal, reckoned as if it no longer held.
    fn renewal(&self) -> Vec<Advice> {
        let mut all = Vec::new();
        for (flag, cap) in LIFTS {
            let held = self.footing.health().caps.iter().find(|held| held.code == *cap);
            let notes = self.footing.held(flag);
            if notes.is_empty() && held.is_none() {
                continue;
            }
            // Several contracts may say the same.
            let said: BTreeSet<String> = notes.into_iter().collect();
            let mut because: Vec<Because> = said.into_iter().map(Because::Words).collect();
            because.extend(held.map(|cap| number("health is capped at", cap.cap, "points")));
            because.push(Because::Words(
                "its worth is what would renew if that no longer held".to_owned(),
            ));
            let expected = self.footing.without(&self.now, (flag, cap), self.asked);
            all.push(plain(self.catalogue.of(flag), because, expected));
        }
        all
    }

    fn offers(&self) -> impl Iterator<Item = Advice> {
        let lines = self.now.expansion.iter().filter(|line| line.expected > 0.0);
        lines.map(|line| {
            let because = line.evidence.iter().cloned().map(Because::Words).collect();
            let mut advice = plain(self.catalogue.of("OFFER"), because, Some(line.expected));
            advice.title = format!("{} {}", advice.title, line.product);
            advice
        })
    }

    /// What is not known, by the kind of system that would tell it.
    fn unseen(&self) -> Vec<Advice> {
        let health = self.footing.health();
        let mut blind: BTreeMap<&str, (Category, Vec<&str>)> = BTreeMap::new();
        for kpi in health.stages.iter().flat_map(|stage| &stage.kpis) {
            let gone = [KpiStatus::Missing, KpiStatus::Expired, KpiStatus::Error];
            if gone.contains(&kpi.status) {
                let kind = blind.entry(kpi.source.word()).or_insert((kpi.source, Vec::new()));
                kind.1.push(&kpi.code);
            }
        }
        let advice = blind.into_iter().map(|(word, (source, codes))| {
            let purpose = match source {
                Category::Survey => "ASK",
                _ if self.footing.told_by(source) => "COMPLETE",
                _ => "CONNECT",
            };
            let because = vec![
                Because::Words(format!("not seen: {}", codes.join(", "))),
                number("health may be as low as", health.low, "points"),
                number("and as high as", health.high, "points"),
            ];
            let mut advice = plain(self.catalogue.of(purpose), because, None);
            advice.title = format!("{}: {word}", advice.title);
            advice
        });
        advice.collect()
    }

    /// A person's word that put health where it is.
    fn word(&self) -> Option<Advice> {
        let said = self.footing.health().overridden.as_ref()?;
        let because = vec![
            number("health as a person said", said.value, "points"),
            Because::Words(said.reason.clone()),
        ];
        Some(plain(self.catalogue.of("OVERRIDE"), because, None))
    }
}

fn plain(action: ActionDef, mut because: Vec<Because>, expected: Option<f64>) -> Advice {
    if !action.because.is_empty() {
        because.push(Because::Words(action.because));
    }
    let (code, title) = (action.code, action.title);
    Advice { code, title, because, expected, target: None, moment: None }
}

/// What was measured of a KPI.
fn figure(seen: &KpiScore) -> Option<Because> {
    if let Some(word) = &seen.category {
        return Some(Because::Words(format!("{} {word}", seen.code)));
    }
    seen.raw.map(|raw| number(&seen.code, raw, &seen.unit))
}

fn number(about: &str, value: f64, unit: &str) -> Because {
    Because::Number { about: about.to_owned(), value, unit: unit.to_owned() }
}
