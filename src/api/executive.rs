//! The portfolio on one page: money first.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, SimpleObject};

use super::account::Account;
use super::beacon::LeadBeacon;
use super::cohort::Cohort;
use super::errors::Result;
use super::goal::Goal;
use super::limits;
use super::loaders::RowOf;
use super::money::Money;
use super::portfolio::{Asked, Portfolio};
use super::round;
use super::scalars::Day;
use super::segment::Distribution;
use super::story::{SelfCheck, Sentence};
use super::visit::Visit;
use crate::insight::portfolio::{Dimension, Holding, groups};
use crate::insight::revenue::Retention;
use crate::model::AccountId;

/// The whole portfolio: what it is worth, what may be lost and won, and how sure that is.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct ExecutiveSummary {
    /// Of which day the scores are.
    as_of: Day,
    /// How many accounts there are.
    accounts: i64,
    /// Recurring revenue of a year.
    arr: Option<Money>,
    /// Renewals due, times the probability of losing them.
    at_risk: Option<Money>,
    /// The least of it: every renewal at the high end of its probability's range.
    at_risk_low: Option<Money>,
    /// The most of it: every renewal at the low end.
    at_risk_high: Option<Money>,
    /// Renewals due of which nothing is known: never counted as safe.
    unknown_at_risk: Option<Money>,
    /// Expected of open deals and of what peers buy.
    growth_expected: Option<Money>,
    /// Growth less what is at risk.
    net: Option<Money>,
    /// Billed in 365 days.
    billed: Option<Money>,
    /// What serving them cost in 365 days, as far as systems tell.
    cost_to_serve: Option<Money>,
    /// Lifetime value.
    lifetime_value: Option<Money>,
    /// Net revenue retention of 365 days in percent.
    nrr: Option<f64>,
    /// Gross revenue retention of 365 days in percent, 100 at most.
    grr: Option<f64>,
    /// How healthy the accounts are.
    health: Distribution,
    /// Mean share of the evidence behind health that was seen, 0 to 1.
    coverage: f64,
    #[graphql(skip)]
    portfolio: Portfolio,
}

/// What speaks of all accounts is `null` to whoever sees some of them only, and the rest is told.
#[ComplexObject]
impl ExecutiveSummary {
    /// Where we wanted to be, and how far we were: of the goals' own accounts, whatever the filter.
    #[graphql(complexity = "5 * child_complexity + 2000")]
    async fn goals(&self, ctx: &Context<'_>) -> Result<Option<Vec<Goal>>> {
        Goal::all(&Visit::of(ctx), self.portfolio.day).await.map(Some)
    }

    /// The accounts with the most revenue at risk, the most first.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 1")]
    async fn top_risks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 200.", default = 5)] first: i32,
    ) -> Result<Vec<Account>> {
        self.top(ctx, first, |holding| holding.figures.at_risk).await
    }

    /// The accounts of which the most growth is expected, the most first.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 1")]
    async fn top_growth(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 200.", default = 5)] first: i32,
    ) -> Result<Vec<Account>> {
        self.top(ctx, first, |holding| holding.figures.growth_expected).await
    }

    /// What happened in 28 days and where to look, in sentences made from figures. Each cites in
    /// brackets what they are of: accounts by id, segments by code. What is not known is not told.
    #[graphql(complexity = "limits::GROUP_COST")]
    async fn story(&self, ctx: &Context<'_>) -> Result<Option<Vec<String>>> {
        let told = Sentence::all(&Visit::of(ctx), &self.portfolio).await?;
        Ok(Some(told.into_iter().map(Sentence::into_text).collect()))
    }

    /// The same story, with what each sentence cites beside it.
    #[graphql(complexity = "limits::GROUP_COST + 10 * child_complexity")]
    async fn sentences(&self, ctx: &Context<'_>) -> Result<Option<Vec<Sentence>>> {
        Sentence::all(&Visit::of(ctx), &self.portfolio).await.map(Some)
    }

    /// The metric that tells renewals beforehand, over all accounts, as the daily run learnt it by
    /// `asOf`; without one `verdict` says why.
    #[graphql(complexity = "child_complexity + 10")]
    async fn beacon(&self, ctx: &Context<'_>) -> Result<Option<LeadBeacon>> {
        LeadBeacon::read(&Visit::of(ctx), self.portfolio.day).await.map(Some)
    }

    /// Whether we measure what matters: of all accounts and of now, whatever was filtered.
    async fn self_check(&self, ctx: &Context<'_>) -> Result<Option<SelfCheck>> {
        SelfCheck::read(&Visit::of(ctx)).await.map(Some)
    }
}

impl ExecutiveSummary {
    pub(super) async fn read(visit: &Arc<Visit>, asked: Asked) -> Result<Self> {
        let portfolio = Portfolio::read(visit, asked).await?;
        let whole =
            groups(portfolio.holdings(), &[Dimension::Global]).pop().unwrap_or_default();
        let sums = whole.totals.sums;
        let percent =
            |of: fn(Retention) -> Option<f64>| sums.retention.and_then(of).map(round::score);
        Ok(Self {
            as_of: Day(portfolio.day),
            accounts: whole.spread.accounts,
            arr: portfolio.money(sums.arr),
            at_risk: portfolio.money(sums.at_risk),
            at_risk_low: portfolio.money(sums.at_risk_range.map(|(least, _)| least)),
            at_risk_high: portfolio.money(sums.at_risk_range.map(|(_, most)| most)),
            unknown_at_risk: portfolio.money(sums.unknown_at_risk),
            growth_expected: portfolio.money(sums.growth_expected),
            net: portfolio.money(whole.totals.net()),
            billed: portfolio.money(sums.billed),
            cost_to_serve: portfolio.money(sums.cost_to_serve),
            lifetime_value: portfolio.money(sums.lifetime_value),
            nrr: percent(Retention::nrr),
            grr: percent(Retention::grr),
            health: Distribution::of(&whole.spread),
            coverage: round::share(whole.coverage()),
            portfolio,
        })
    }

    /// Those with the most of something, ties by id; nobody of whom it is not known, or 0.
    async fn top(
        &self,
        ctx: &Context<'_>,
        first: i32,
        of: fn(&Holding) -> Option<f64>,
    ) -> Result<Vec<Account>> {
        let first = limits::first(first, limits::ACCOUNTS)?;
        let amount = |holding: &Holding| of(holding).filter(|amount| *amount > 0.0);
        let known = self.portfolio.holdings().filter_map(|h| Some((amount(h)?, &h.account)));
        let mut known: Vec<(f64, &AccountId)> = known.collect();
        known.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let top: Vec<AccountId> =
            known.into_iter().take(first).map(|(_, id)| id.clone()).collect();
        let visit = Visit::of(ctx);
        let mut rows = visit.read(top.iter().cloned().map(RowOf)).await?;
        // One that was merged away since has no row any more.
        let rows = top.iter().filter_map(|id| rows.remove(&RowOf(id.clone()))).collect();
        Ok(Cohort::seat(&visit, rows))
    }
}
