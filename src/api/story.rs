//! The portfolio as a story whose sentences cite, and what we measure of what matters.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_graphql::{ID, SimpleObject};

use super::errors::Result;
use super::loaders::RowOf;
use super::money::Money;
use super::portfolio::Portfolio;
use super::round;
use super::visit::Visit;
use crate::insight::maturity::maturity;
use crate::insight::portfolio::Holding;
use crate::insight::portfolio::story::{self, Fact, Part, story};
use crate::model::Category;

/// How many days a story looks back.
const DAYS: u64 = 28;

/// A sentence made from figures.
#[derive(SimpleObject)]
pub(super) struct Sentence {
    /// The sentence, with what it cites in brackets.
    text: String,
    /// What its figures are of: ids of accounts, codes of segments. Never none.
    facts: Vec<ID>,
}

impl Sentence {
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// What is told of a portfolio and of what it was 28 days before.
    pub(super) async fn all(visit: &Arc<Visit>, portfolio: &Portfolio) -> Result<Vec<Self>> {
        let Some(since) = portfolio.day.checked_sub_days(chrono::Days::new(DAYS)) else {
            return Ok(Vec::new());
        };
        let then = portfolio.on(visit, since).await?;
        let now: Vec<&Holding> = portfolio.holdings().collect();
        let told = story(&now, &then, since);
        let cited = told.iter().flat_map(|sentence| &sentence.facts);
        let accounts = cited.filter_map(|fact| match fact {
            Fact::Account(id) => Some(RowOf(id.clone())),
            Fact::Segment(_) => None,
        });
        let rows = visit.read(accounts.collect::<Vec<_>>()).await?;
        let segments = &visit.desk.hub.models.segments().segments;
        let name = |fact: &Fact| match fact {
            Fact::Account(id) => {
                let row = rows.get(&RowOf(id.clone()));
                row.and_then(|row| row.account.name.clone()).unwrap_or_else(|| id.to_string())
            }
            Fact::Segment(code) => {
                let known = segments.iter().find(|segment| segment.code == *code);
                known.map_or(code, |segment| &segment.name).clone()
            }
        };
        Ok(told.iter().map(|sentence| Self::of(sentence, portfolio, name)).collect())
    }

    fn of(
        sentence: &story::Sentence,
        portfolio: &Portfolio,
        name: impl Fn(&Fact) -> String,
    ) -> Self {
        let part = |part: &Part| match part {
            Part::Words(words) => (*words).to_owned(),
            Part::Count(count) => count.to_string(),
            Part::Points(points) => round::score(*points).to_string(),
            Part::Money(amount) => {
                portfolio.money(Some(*amount)).map_or_else(String::new, Money::words)
            }
            Part::Day(day) => day.to_string(),
            Part::Name(fact) => name(fact),
        };
        let facts: Vec<String> = sentence.facts.iter().map(id).collect();
        let words: String = sentence.parts.iter().map(part).collect();
        let text = format!("{words} [{}].", facts.join(", "));
        Self { text, facts: facts.into_iter().map(ID).collect() }
    }
}

fn id(fact: &Fact) -> String {
    match fact {
        Fact::Account(id) => id.to_string(),
        Fact::Segment(code) => code.clone(),
    }
}

/// Three questions to ourselves: are metrics tied to moments that matter, does what customers say stand
/// beside facts, and how old is what we know.
#[derive(SimpleObject)]
pub(super) struct SelfCheck {
    /// Of the moments that matter to somebody, the share of 0 to 1 that a KPI of a connected kind of
    /// system measures; `null` when the model knows no moment.
    moments_measured: Option<f64>,
    /// Of the stages of the journey, the share of 0 to 1 with a KPI of what customers say and one of
    /// what was measured, both of connected kinds of systems.
    perception_and_facts: Option<f64>,
    /// Hours since the source that is furthest behind last succeeded; `null` when none ever did.
    data_age: Option<f64>,
}

impl SelfCheck {
    pub(super) async fn read(visit: &Visit) -> Result<Self> {
        let (sources, now) = (visit.sources().await?, visit.desk.now());
        let speaking = || {
            sources.iter().filter(|s| s.disconnected_at.is_none() && s.last_success.is_some())
        };
        let kinds: BTreeSet<Category> = speaking().map(|source| source.category).collect();
        let found = maturity(&visit.desk.hub.models.health, &kinds);
        let oldest = speaking().filter_map(|source| source.last_success).min();
        let hours = oldest.map(|at| (now - at).num_seconds().max(0) as f64 / 3_600.0);
        Ok(Self {
            moments_measured: found.moments.map(round::share),
            perception_and_facts: found.blended.map(round::share),
            data_age: hours.map(round::score),
        })
    }
}
