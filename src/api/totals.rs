//! Sums over groups of accounts, from what is kept of each: no fact is read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::account::Account;
use super::cohort::{ByAccount, gone};
use super::errors::{ApiError, Result, report};
use super::hub::Desk;
use super::limits;
use super::money::Money;
use super::revenue::currency_of;
use super::round;
use super::scalars::Day;
use crate::insight::peers::Peers;
use crate::insight::revenue::{
    Asked, Book, Figures, Known, Opportunity, Retention, Totals, figures, opportunity,
    retention,
};
use crate::insight::{Child, Models, Rollup, rollup};
use crate::model::{AccountId, Currency};
use crate::store::Unpriced;

/// Books read at once.
const BOOKS_PER_BATCH: i64 = 2_000;

/// Accounts of a cohort with all that are below each, what is kept of them, and what they are
/// compared with.
pub(super) struct Trees {
    peers: Arc<Peers>,
    of: BTreeMap<AccountId, Vec<AccountId>>,
    kept: BTreeMap<AccountId, Unpriced>,
}

impl Trees {
    pub(super) async fn read(desk: &Desk, tops: &[AccountId]) -> Result<Self> {
        let store = &desk.hub.store;
        let Some(of) = store.trees(tops, limits::GROUP).await? else {
            return Err(ApiError::BadInput(format!(
                "these accounts have more than {} others below them; ask for fewer accounts",
                limits::GROUP
            )));
        };
        let all: BTreeSet<&AccountId> = of.values().flatten().collect();
        let all: Vec<AccountId> = all.into_iter().cloned().collect();
        let kept = store.books_of(&all).await?;
        let peers = desk.peers(desk.today()).await?;
        Ok(Self { peers, of, kept })
    }
}

/// What became of the revenue of a segment's members.
#[derive(Default)]
pub(super) struct SegmentRetention {
    parts: Retention,
    left_out: usize,
    why: Option<String>,
}

impl SegmentRetention {
    fn add(&mut self, book: &Book, peers: &Peers) {
        match retention(book, &peers.rates, peers.rates.reporting) {
            Ok(parts) => self.parts = self.parts.plus(parts, 1.0),
            Err(error) => {
                self.left_out += 1;
                self.why.get_or_insert_with(|| error.to_string());
            }
        }
    }

    /// The parts; members that are left out are told at the field's path.
    pub(super) fn told(&self, ctx: &Context<'_>) -> Retention {
        if let Some(why) = &self.why {
            let what = format!("{} of its accounts are left out: {why}", self.left_out);
            report(ctx, ApiError::Unmeasured(what));
        }
        self.parts
    }
}

/// The retention of every segment, each account in each segment that it is in.
pub(super) async fn by_segment(desk: &Desk) -> Result<BTreeMap<String, SegmentRetention>> {
    let peers = desk.peers(desk.today()).await?;
    let (mut all, mut after) = (BTreeMap::<String, SegmentRetention>::new(), None);
    loop {
        let page = desk.hub.store.books(after.as_ref(), BOOKS_PER_BATCH).await?;
        let Some((last, _)) = page.last() else { return Ok(all) };
        after = Some(last.clone());
        let peers = Arc::clone(&peers);
        let add = move || {
            for (account, body) in page {
                let Some(book) = parsed(&account, &body) else { continue };
                for code in &book.segments {
                    all.entry(code.clone()).or_default().add(&book, &peers);
                }
            }
            all
        };
        let added = tokio::task::spawn_blocking(add).await;
        all = added.map_err(|panic| ApiError::internal(&panic))?;
    }
}

/// A stored book; one that another version of Accord wrote in another way is told and left out.
fn parsed(account: &AccountId, body: &str) -> Option<Book> {
    let book = serde_json::from_str(body);
    book.inspect_err(|error| {
        tracing::warn!(account = account.as_str(), "A stored book cannot be read: {error}");
    })
    .ok()
}

/// An account of a group, reckoned.
struct Member {
    health: Option<f64>,
    book: Book,
    worth: Opportunity,
    figures: Figures,
}

impl Member {
    fn of(kept: &Unpriced, peers: &Peers, models: &Models, currency: Currency) -> Option<Self> {
        let book = parsed(&kept.account, &kept.book)?;
        let known = Known { health: kept.health, trust: kept.trust };
        let model = &models.revenue;
        let asked = Asked { horizon_months: model.horizon_months, currency };
        let worth = opportunity(&book, known, peers, model, asked);
        let figures = figures(&book, &worth, peers, model);
        Some(Self { health: kept.health, book, worth, figures })
    }

    fn child(&self) -> Child {
        let arr = self.figures.arr.and_then(Decimal::from_f64).unwrap_or_default();
        Child { value: self.health, arr }
    }
}

/// An account and all that are below it.
pub(super) struct AccountGroup {
    accounts: usize,
    members: ByAccount<Member>,
    totals: Totals,
    below: Rollup,
    currency: Currency,
}

impl AccountGroup {
    /// Reads and reckons the group of an account; those of a cohort are read together.
    pub(super) async fn read(account: &Account, currency: Option<&str>) -> Result<Self> {
        let (cohort, id) = (&account.cohort, account.id.clone());
        let desk = Arc::clone(&cohort.visit.desk);
        let trees = cohort.trees().await?;
        let currency = currency.map_or(Ok(trees.peers.rates.reporting), currency_of)?;
        if !trees.of.contains_key(&id) {
            return Err(gone(&id));
        }
        let work = move || Self::reckon(&id, &trees, &desk.hub.models, currency);
        tokio::task::spawn_blocking(work).await.map_err(|panic| ApiError::internal(&panic))
    }

    fn reckon(top: &AccountId, trees: &Trees, models: &Models, currency: Currency) -> Self {
        let tree = &trees.of[top];
        let member = |id: &AccountId| {
            let member = Member::of(trees.kept.get(id)?, &trees.peers, models, currency)?;
            Some((id.clone(), member))
        };
        let members: ByAccount<Member> = tree.iter().filter_map(member).collect();
        let mut totals = Totals::default();
        for id in tree {
            if let Some(member) = members.get(id) {
                totals.add(id, &member.figures, 1.0);
            }
        }
        let below = tree.iter().filter(|id| *id != top).filter_map(|id| members.get(id));
        let below: Vec<Child> = below.map(Member::child).collect();
        let below = rollup(&below, &models.health);
        Self { accounts: tree.len(), members, totals, below, currency }
    }

    /// A sum; `null` when an amount of a member could not be stated in the currency.
    fn sum(&self, ctx: &Context<'_>, of: fn(&Figures) -> Option<f64>) -> Option<Money> {
        let torn = |member: &&Member| of(&member.figures).is_none();
        self.told(ctx, self.members.values().find(torn), of(&self.totals.sums))
    }

    fn told(
        &self,
        ctx: &Context<'_>,
        torn: Option<&Member>,
        sum: Option<f64>,
    ) -> Option<Money> {
        if let Some(why) = torn.and_then(|member| member.worth.errors.first()) {
            report(ctx, ApiError::Unmeasured(why.clone()));
            return None;
        }
        Money::reckoned(sum?, self.currency, self.rate_date())
    }

    fn rate_date(&self) -> Option<NaiveDate> {
        self.members.values().filter_map(|member| member.worth.rate_date).min()
    }

    fn retention(&self, ctx: &Context<'_>) -> Option<Retention> {
        let torn = self.members.values().find(|member| member.figures.retention.is_none());
        if let Some(member) = torn {
            let what = format!(
                "what {} was billed cannot be stated in {}; connect a source that tells rates of \
                 exchange",
                member.book.account,
                self.currency.code()
            );
            report(ctx, ApiError::Unmeasured(what));
            return None;
        }
        self.totals.sums.retention
    }
}

/// An account and all accounts below it, at any depth, each counted once: sums of their latest scores
/// in one currency. What is not known of a member is in no sum.
#[Object]
impl AccountGroup {
    /// How many accounts, the one at the top too.
    async fn accounts(&self) -> usize {
        self.accounts
    }

    /// How many of them were not scored yet: they are in no sum.
    async fn unscored(&self) -> usize {
        self.accounts - self.members.len()
    }

    /// The day of the scores; the oldest, when they are of several. `null` when nobody was scored.
    async fn as_of(&self) -> Option<Day> {
        self.members.values().map(|member| member.book.as_of).min().map(Day)
    }

    /// Recurring revenue of a year; `null` when no member's is known.
    async fn arr(&self, ctx: &Context<'_>) -> Option<Money> {
        let torn = |m: &&Member| m.book.arr.is_some() && m.figures.arr.is_none();
        self.told(ctx, self.members.values().find(torn), self.totals.sums.arr)
    }

    /// Value of renewals within the model's usual horizon that is expected.
    async fn renewal_expected(&self, ctx: &Context<'_>) -> Option<Money> {
        self.sum(ctx, |figures| figures.renewal_expected)
    }

    /// Value of those renewals at risk.
    async fn at_risk(&self, ctx: &Context<'_>) -> Option<Money> {
        self.sum(ctx, |figures| figures.at_risk)
    }

    /// Value of renewals of which nobody can say: unknown, not safe.
    async fn unknown_at_risk(&self, ctx: &Context<'_>) -> Option<Money> {
        self.sum(ctx, |figures| figures.unknown_at_risk)
    }

    /// Expected of open deals and of what peers buy.
    async fn growth_expected(&self, ctx: &Context<'_>) -> Option<Money> {
        self.sum(ctx, |figures| figures.growth_expected)
    }

    /// Growth less what is at risk.
    async fn net(&self, ctx: &Context<'_>) -> Option<Money> {
        self.sum(ctx, |figures| Some(figures.growth_expected? - figures.at_risk?))
    }

    /// Net revenue retention of the group in percent: its members' parts added up, then divided;
    /// `null` for one that began in the last 365 days.
    async fn nrr(&self, ctx: &Context<'_>) -> Option<f64> {
        self.retention(ctx)?.nrr().map(round::score)
    }

    /// Gross revenue retention of the group in percent.
    async fn grr(&self, ctx: &Context<'_>) -> Option<f64> {
        self.retention(ctx)?.grr().map(round::score)
    }

    /// The health of the accounts below, in one number each way of looking at it.
    async fn health_below(&self) -> HealthBelow {
        HealthBelow {
            value: self.below.value.map(round::score),
            worst: self.below.worst.map(round::score),
            arr_in_red: self.below.arr_in_red.map(round::share),
            arr_unknown: self.below.arr_unknown.map(round::share),
        }
    }
}

/// The health of the accounts below another. The mean alone would hide the one on fire.
#[derive(SimpleObject)]
pub(super) struct HealthBelow {
    /// Their mean, weighted by recurring revenue; `null` when none has both.
    value: Option<f64>,
    /// The lowest of them.
    worst: Option<f64>,
    /// Share of the revenue that is with accounts in RED, 0 to 1; `null` without revenue.
    arr_in_red: Option<f64>,
    /// Share of the revenue that is with accounts of unknown health, 0 to 1.
    arr_unknown: Option<f64>,
}
