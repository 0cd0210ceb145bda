//! The portfolio in groups, each score beside its money.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, SimpleObject};
use chrono::NaiveDate;

use super::account_filter::AccountFilter;
use super::errors::{ApiError, Result};
use super::hub::Desk;
use super::loaders::{MemberOf, RowOf};
use super::money::Money;
use super::revenue::{currency_of, unmeasured};
use super::round;
use super::scalars::Day;
use super::segment::Distribution;
use super::visit::Visit;
use super::words::Dimension;
use crate::insight::portfolio::{self, Group, Holding, groups};
use crate::insight::rates::Rates;
use crate::insight::revenue::{Figures, Retention};
use crate::model::{AccountId, Currency};
use crate::store::Held;

/// Most groups of one answer: more are for an export.
const GROUPS: usize = 5_000;

/// A group of the portfolio.
#[derive(SimpleObject)]
pub(super) struct PortfolioGroup {
    /// Its word in each dimension asked for, in their order; none for GLOBAL alone.
    keys: Vec<GroupKey>,
    /// Of which day the scores are.
    as_of: Day,
    /// How many accounts are in it. One that buys from several lines of business is in each of them,
    /// with its share of the money.
    accounts: i64,
    /// How many of them bring nothing into the sums, because it is not known what they are worth: not
    /// scored yet, or an amount without a rate of exchange.
    unpriced: i64,
    /// Recurring revenue of a year.
    arr: Option<Money>,
    /// Renewals due, times their probability.
    renewal_expected: Option<Money>,
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
    /// What serving it cost in 365 days, as far as systems tell.
    cost_to_serve: Option<Money>,
    /// Lifetime value.
    lifetime_value: Option<Money>,
    /// Net revenue retention of 365 days in percent, of all its revenue together.
    nrr: Option<f64>,
    /// Gross revenue retention of 365 days in percent, 100 at most.
    grr: Option<f64>,
    /// How healthy its accounts are.
    health: Distribution,
    /// Mean health of those that have a value; each account counts the same.
    health_mean: Option<f64>,
    /// Mean trust of those that have one.
    trust_mean: Option<f64>,
    /// Mean share of the evidence behind health that was seen, 0 to 1.
    coverage: f64,
    /// How many stand where.
    positions: Positions,
}

/// A group's word in one dimension.
#[derive(SimpleObject)]
#[graphql(complex)]
struct GroupKey {
    /// The dimension.
    dimension: Dimension,
    /// The word: a code, an id or a name; `null` where nothing tells it.
    value: Option<String>,
}

#[ComplexObject]
impl GroupKey {
    /// The word as people read it: the name where the value is an id.
    async fn label(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let (visit, Some(value)) = (Visit::of(ctx), &self.value) else { return Ok(None) };
        Ok(match self.dimension {
            Dimension::Owner => {
                let member = visit.reader.load_one(MemberOf(value.clone())).await?;
                member.and_then(|member| member.name)
            }
            Dimension::Account | Dimension::Partner => {
                let row = visit.reader.load_one(RowOf(AccountId(value.clone()))).await?;
                row.and_then(|row| row.account.name.clone())
            }
            Dimension::Segment => {
                let segments = &visit.desk.hub.models.segments().segments;
                segments.iter().find(|s| s.code == *value).map(|s| s.name.clone())
            }
            _ => Some(value.clone()),
        })
    }
}

/// How many accounts stand where.
#[derive(Default, SimpleObject)]
pub(super) struct Positions {
    /// Much of the recurring revenue is at risk.
    at_risk: i64,
    /// Much may be added to it.
    at_growth: i64,
    /// Both at once.
    both: i64,
    /// Neither.
    stable: i64,
    /// Too little is known; never to be read as safe.
    unknown: i64,
}

/// What is asked of a portfolio.
pub(super) struct Asked {
    pub(super) filter: Option<AccountFilter>,
    pub(super) as_of: Option<Day>,
    pub(super) currency: Option<String>,
}

/// A portfolio as it was on a day, its money in one currency.
pub(super) struct Portfolio {
    holdings: Vec<Arc<Holding>>,
    pub(super) day: NaiveDate,
    pub(super) currency: Currency,
    /// The day since when the oldest rate of exchange in it is valid.
    pub(super) since: Option<NaiveDate>,
    filter: AccountFilter,
    rates: Rates,
}

impl Portfolio {
    pub(super) async fn read(visit: &Arc<Visit>, asked: Asked) -> Result<Self> {
        let desk = &visit.desk;
        let day = desk.day(asked.as_of)?;
        let today = desk.today();
        let filter = asked.filter.unwrap_or_default();
        let reporting = desk.hub.models.revenue.reporting;
        let currency = asked.currency.map_or(Ok(reporting), |code| currency_of(&code))?;
        let rates = rates(desk, day).await?;
        let mut portfolio =
            Self { holdings: Vec::new(), day, currency, since: None, filter, rates };
        if day < today {
            let filter = portfolio.filter.of_the_past(visit).await?;
            for held in desk.hub.store.holdings(&filter, Some(day)).await? {
                portfolio.hold(Arc::new(held.holding), held.currency)?;
            }
            return Ok(portfolio);
        }
        let condition = portfolio.filter.checked(visit)?;
        for row in visit.sight.accounts().await?.filtered(&condition) {
            portfolio.hold(Arc::clone(&row.holding), row.currency)?;
        }
        Ok(portfolio)
    }

    fn hold(&mut self, holding: Arc<Holding>, currency: Option<Currency>) -> Result<()> {
        let (holding, since) = self.converted(holding, currency)?;
        self.since = self.since.into_iter().chain(since).min();
        self.holdings.push(holding);
        Ok(())
    }

    /// The accounts, by their ids.
    pub(super) fn holdings(&self) -> impl Iterator<Item = &Holding> {
        self.holdings.iter().map(|holding| &**holding)
    }

    /// The same accounts as they were on an earlier day, at the rates of exchange of this one: what
    /// moved is then the accounts' and not the market's.
    pub(super) async fn on(&self, visit: &Visit, day: NaiveDate) -> Result<Vec<Holding>> {
        let filter = self.filter.stored(visit).await?;
        let held = visit.desk.hub.store.holdings(&filter, Some(day)).await?;
        let own = |held: Held| {
            let converted = self.converted(Arc::new(held.holding), held.currency)?;
            Ok(Arc::unwrap_or_clone(converted.0))
        };
        held.into_iter().map(own).collect()
    }

    /// In the portfolio's currency, with the day of the rate that took.
    fn converted(
        &self,
        holding: Arc<Holding>,
        currency: Option<Currency>,
    ) -> Result<(Arc<Holding>, Option<NaiveDate>)> {
        let Some(currency) = currency.filter(|kept| *kept != self.currency) else {
            return Ok((holding, None));
        };
        let (factor, since) =
            self.rates.factor(currency, self.currency).map_err(|e| unmeasured(&e))?;
        let figures = holding.figures.times(factor);
        Ok((Arc::new(Holding { figures, ..Holding::clone(&holding) }), since))
    }

    pub(super) fn money(&self, amount: Option<f64>) -> Option<Money> {
        Money::reckoned(amount?, self.currency, self.since)
    }

    fn groups(&self, by: &[Dimension]) -> Result<Vec<PortfolioGroup>> {
        let dimensions: Vec<portfolio::Dimension> = by.iter().map(|of| (*of).into()).collect();
        let found = groups(self.holdings(), &dimensions);
        if found.len() > GROUPS {
            return Err(ApiError::BadInput(format!(
                "these are {} groups, more than the {GROUPS} of one answer; filter, or group by fewer \
                 dimensions",
                found.len()
            )));
        }
        Ok(found.iter().map(|group| self.told(by, group)).collect())
    }

    fn told(&self, by: &[Dimension], group: &Group) -> PortfolioGroup {
        let net = group.totals.net();
        let Figures {
            arr,
            renewal_expected,
            at_risk,
            at_risk_range,
            unknown_at_risk,
            growth_expected,
            ..
        } = group.totals.sums;
        let Figures { billed, cost_to_serve, lifetime_value, retention, .. } =
            group.totals.sums;
        let percent =
            |of: fn(Retention) -> Option<f64>| retention.and_then(of).map(round::score);
        let keys = by.iter().zip(&group.keys).filter(|(of, _)| **of != Dimension::Global);
        PortfolioGroup {
            keys: keys
                .map(|(of, value)| GroupKey { dimension: *of, value: value.clone() })
                .collect(),
            as_of: Day(self.day),
            accounts: group.spread.accounts,
            unpriced: group.unpriced,
            arr: self.money(arr),
            renewal_expected: self.money(renewal_expected),
            at_risk: self.money(at_risk),
            at_risk_low: self.money(at_risk_range.map(|(least, _)| least)),
            at_risk_high: self.money(at_risk_range.map(|(_, most)| most)),
            unknown_at_risk: self.money(unknown_at_risk),
            growth_expected: self.money(growth_expected),
            net: self.money(net),
            billed: self.money(billed),
            cost_to_serve: self.money(cost_to_serve),
            lifetime_value: self.money(lifetime_value),
            nrr: percent(Retention::nrr),
            grr: percent(Retention::grr),
            health: Distribution::of(&group.spread),
            health_mean: group.spread.mean().map(round::score),
            trust_mean: group.trust().map(round::score),
            coverage: round::share(group.coverage()),
            positions: Positions::of(group),
        }
    }
}

impl Positions {
    fn of(group: &Group) -> Self {
        let count = |word: &str| group.positions.get(word).copied().unwrap_or(0);
        Self {
            at_risk: count("BUSINESS_AT_RISK"),
            at_growth: count("BUSINESS_AT_GROWTH"),
            both: count("BOTH"),
            stable: count("STABLE"),
            unknown: count("UNKNOWN"),
        }
    }
}

/// The portfolio in groups.
pub(super) async fn of(
    visit: &Arc<Visit>,
    by: Vec<Dimension>,
    asked: Asked,
) -> Result<Vec<PortfolioGroup>> {
    let mut seen = by.clone();
    seen.sort_unstable();
    seen.dedup();
    if seen.len() < by.len() {
        let what = "`groupBy` names a dimension twice; name each once".to_owned();
        return Err(ApiError::BadInput(what));
    }
    let portfolio = Portfolio::read(visit, asked).await?;
    let groups = tokio::task::spawn_blocking(move || portfolio.groups(&by)).await;
    groups.map_err(|panic| ApiError::internal(&panic))?
}

/// The rates of exchange of a day.
pub(super) async fn rates(desk: &Desk, day: NaiveDate) -> Result<Rates> {
    let told = desk.hub.store.exchange_rates(day).await?;
    Ok(Rates::of(&told, day, desk.hub.models.revenue.reporting))
}
