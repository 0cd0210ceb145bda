//! The revenue opportunity of an account.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};

use super::contract::{Contract, Probability};
use super::errors::{ApiError, report};
use super::money::Money;
use super::revenue::{Ledger, Reckoned};
use super::round;
use super::scalars::Day;
use super::words::{Position, ProbabilitySource};
use crate::insight::revenue::{self, Opportunity};

/// What an account's revenue may become within a time, all in one currency.
pub(super) struct RevenueOpportunity(Reckoned);

impl RevenueOpportunity {
    /// Tells amounts that could not be converted as errors beside the answer.
    pub(super) fn told(ctx: &Context<'_>, found: Reckoned) -> Self {
        for error in &found.answer.errors {
            report(ctx, ApiError::Unmeasured(error.clone()));
        }
        Self(found)
    }

    fn money(&self, amount: Option<f64>) -> Option<Money> {
        money(&self.0.answer, amount)
    }
}

fn money(answer: &Opportunity, amount: Option<f64>) -> Option<Money> {
    Money::reckoned(amount?, answer.asked.currency, answer.rate_date)
}

/// What an account's revenue may become within a time: contracts that fall due, what comparable
/// accounts buy, open deals. `renewalExpected`, `atRisk` and `unknownAtRisk` add up to the value of
/// all contracts that fall due. A sum is `null` when a part of it could not be converted.
#[Object]
impl RevenueOpportunity {
    /// The day.
    async fn as_of(&self) -> Day {
        Day(self.0.answer.as_of)
    }

    /// Months ahead.
    async fn horizon_months(&self) -> u32 {
        self.0.answer.asked.horizon_months
    }

    /// Contracts that fall due, the next first.
    #[graphql(complexity = "3 * child_complexity + 1")]
    async fn renewals(&self) -> Vec<RenewalLine> {
        let Reckoned { ledger, answer } = &self.0;
        let line = |line: &revenue::RenewalLine| RenewalLine::of(answer, line, ledger);
        answer.renewals.iter().map(line).collect()
    }

    /// What comparable accounts buy and this one does not, or less of.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn expansion(&self) -> Vec<ExpansionLine> {
        let answer = &self.0.answer;
        answer.expansion.iter().map(|line| ExpansionLine::of(answer, line)).collect()
    }

    /// Open deals that are expected to close in time.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn pipeline(&self) -> Vec<PipelineLine> {
        let answer = &self.0.answer;
        answer.pipeline.iter().map(|line| PipelineLine::of(answer, line)).collect()
    }

    /// Value of contracts that is expected to be renewed.
    async fn renewal_expected(&self) -> Option<Money> {
        self.money(self.0.answer.renewal_expected)
    }

    /// Value of contracts at risk.
    async fn at_risk(&self) -> Option<Money> {
        self.money(self.0.answer.at_risk)
    }

    /// The least of it: every renewal at the high end of its probability's range.
    async fn at_risk_low(&self) -> Option<Money> {
        self.money(self.0.answer.at_risk_range.map(|(least, _)| least))
    }

    /// The most of it: every renewal at the low end.
    async fn at_risk_high(&self) -> Option<Money> {
        self.money(self.0.answer.at_risk_range.map(|(_, most)| most))
    }

    /// Value of contracts of which nobody can say how safe they are: health is not known.
    async fn unknown_at_risk(&self) -> Option<Money> {
        self.money(self.0.answer.unknown_at_risk)
    }

    /// Pipeline and expansion.
    async fn growth_expected(&self) -> Option<Money> {
        self.money(self.0.answer.growth_expected)
    }

    /// Growth less what is at risk.
    async fn net(&self) -> Option<Money> {
        self.money(self.0.answer.net)
    }

    /// Recurring revenue of a year.
    async fn arr(&self) -> Option<Money> {
        self.money(self.0.answer.arr)
    }

    /// Share of it at risk, 0 to 1; contracts of unknown risk by how often accounts like it renew. `null`
    /// where even that is not known, unless the others alone are beyond the line of risk.
    async fn risk_share(&self) -> Option<f64> {
        self.0.answer.risk_share.map(round::raw)
    }

    /// Share of it in growth.
    async fn growth_share(&self) -> Option<f64> {
        self.0.answer.growth_share.map(round::raw)
    }

    /// Where it stands.
    async fn position(&self) -> Position {
        self.0.answer.standing.position.into()
    }

    /// Risk share less the line of risk: below 0 it is not at risk yet.
    async fn to_risk_line(&self) -> Option<f64> {
        self.0.answer.standing.to_risk_line.map(round::raw)
    }

    /// Growth share less the line of growth.
    async fn to_growth_line(&self) -> Option<f64> {
        self.0.answer.standing.to_growth_line.map(round::raw)
    }

    /// What was left out for want of facts.
    async fn notes(&self) -> &[String] {
        &self.0.answer.notes
    }

    /// The model, as `code@version`.
    async fn model_version(&self) -> &str {
        &self.0.answer.model
    }

    /// Names the snapshot of peers that it was compared with; `none` before the first.
    async fn peers_version(&self) -> &str {
        &self.0.answer.peers
    }

    /// The day since when the oldest rate of exchange used is valid; `null` when none was.
    async fn rate_date(&self) -> Option<Day> {
        self.0.answer.rate_date.map(Day)
    }
}

/// A contract that falls due.
#[derive(SimpleObject)]
pub(super) struct RenewalLine {
    /// The contract; `null` when it went away while it was read.
    contract: Option<Contract>,
    /// Its last day; past when it ended undecided.
    due: Day,
    /// Value of a year.
    value: Option<Money>,
    /// Of being renewed; `null` when nobody can say, or it is decided.
    probability: Option<Probability>,
    /// Value × probability.
    expected: Option<Money>,
    /// Value × (1 − probability).
    at_risk: Option<Money>,
    /// The same at the high end of the probability's range.
    at_risk_low: Option<Money>,
    /// The same at its low end.
    at_risk_high: Option<Money>,
    /// Health is not known: the value is unknown, not safe.
    unknown: bool,
    /// They decided not to renew.
    lost: bool,
}

impl RenewalLine {
    fn of(answer: &Opportunity, line: &revenue::RenewalLine, ledger: &Arc<Ledger>) -> Self {
        let money = |amount| money(answer, amount);
        let range = line.at_risk_range();
        Self {
            contract: Contract::by_id(ledger, &line.contract, Some(line)),
            due: Day(line.due),
            value: money(line.value),
            probability: line.probability.as_ref().map(Probability::of),
            expected: money(line.expected),
            at_risk: money(line.at_risk),
            at_risk_low: money(range.map(|(least, _)| least)),
            at_risk_high: money(range.map(|(_, most)| most)),
            unknown: line.unknown,
            lost: line.lost,
        }
    }
}

/// What comparable accounts buy and this one does not, or less of.
#[derive(SimpleObject)]
pub(super) struct ExpansionLine {
    /// Product or family of products.
    product: String,
    /// A year's spend that is missing against peers.
    amount: Option<Money>,
    /// Probability of adopting it in a year, 0 to 1. Not calibrated.
    propensity: f64,
    /// Amount × propensity; 0 when an open deal stands for it.
    expected: Option<Money>,
    /// Whom it is compared with.
    peers: String,
    /// How many they are.
    peer_count: i32,
    /// How many of them buy it.
    peers_owning: i32,
    /// How many of them adopted it in the last 12 months.
    #[graphql(name = "adopted12m")]
    adopted_12m: i32,
    /// Share of peers that adopt it in a year.
    base: f64,
    /// What health makes of it; 0 where selling more would add to a fire.
    health_factor: f64,
    /// Why.
    evidence: Vec<String>,
    /// The open deal on the same product.
    suppressed_by_opportunity: Option<ID>,
}

impl ExpansionLine {
    fn of(answer: &Opportunity, line: &revenue::ExpansionLine) -> Self {
        let count = |number| i32::try_from(number).unwrap_or(i32::MAX);
        Self {
            product: line.product.clone(),
            amount: money(answer, Some(line.amount)),
            propensity: round::raw(line.propensity),
            expected: money(answer, Some(line.expected)),
            peers: line.peers.clone(),
            peer_count: count(line.peer_count),
            peers_owning: count(line.peers_owning),
            adopted_12m: count(line.adopted_12m),
            base: round::raw(line.base),
            health_factor: round::raw(line.health_factor),
            evidence: line.evidence.clone(),
            suppressed_by_opportunity: line.suppressed_by.clone().map(ID),
        }
    }
}

/// An open deal.
#[derive(SimpleObject)]
pub(super) struct PipelineLine {
    /// The deal.
    opportunity_id: ID,
    /// Product or family of products.
    product: Option<String>,
    /// Amount; of a deal that renews a contract only what is above the expiring value.
    amount: Option<Money>,
    /// Probability of winning, 0 to 1; `null` when nothing tells it.
    probability: Option<f64>,
    /// Where that comes from.
    probability_source: ProbabilitySource,
    /// Amount × probability.
    expected: Option<Money>,
    /// Expected day of closing.
    close_date: Option<Day>,
    /// The contract above whose expiring value this is.
    above_contract: Option<ID>,
}

impl PipelineLine {
    fn of(answer: &Opportunity, line: &revenue::PipelineLine) -> Self {
        Self {
            opportunity_id: ID(line.deal.clone()),
            product: line.product.clone(),
            amount: money(answer, line.amount),
            probability: line.probability.map(round::raw),
            probability_source: line.source.into(),
            expected: money(answer, line.expected),
            close_date: line.closes_on.map(Day),
            above_contract: line.above.clone().map(ID),
        }
    }
}
