//! Scores the accounts that changed, and prices them against their peers.
//!
//! First from facts, in batches: what comes of it is kept with a book of what the account's money
//! rests on. Then from books: once a day all of them make the snapshot of peers, and whoever is not
//! priced by it is. So a change costs what it touches, and a new day's snapshot reads no facts.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::prelude::{Decimal, FromPrimitive};
use tracing::warn;

use super::signal::Sighted;
use super::{Event, Sync, SyncError};
use crate::insight::peers::{Gathering, Peers};
use crate::insight::rates::Rates;
use crate::insight::revenue::{
    Asked, Book, Known, Opportunity, RevenueModel, by_line_of_business, figures, opportunity,
};
use crate::insight::signals::Pulse;
use crate::insight::{Facts, Footprint, Scorecard, scorecard};
use crate::model::{AccountId, Money};
use crate::store::{Price, StoredScore, StoredWeek, Unpriced};

/// Accounts scored from one reading of facts.
const ACCOUNTS_PER_BATCH: i64 = 200;
/// A snapshot of peers is made again when one in so many of its accounts was scored since.
const RENEWED_BY: i64 = 10;
/// Accounts priced from one reading of books.
const BOOKS_PER_BATCH: i64 = 2_000;

impl Sync {
    /// Scores and prices whoever changed, or was not scored today by these models, and raises what
    /// somebody should know of them.
    pub(super) async fn score(&self) -> Result<(), SyncError> {
        let mut lookout = self.lookout().await?;
        loop {
            let today = self.calendar.local_day(self.clock.now());
            let dirty =
                self.store.dirty_accounts(&self.models.id(), today, ACCOUNTS_PER_BATCH).await?;
            if dirty.is_empty() {
                self.price(today).await?;
                return self.raise_of_all(lookout, today).await;
            }
            let facts = self.store.facts(&dirty).await?;
            let count = facts.len() as u64;
            let (sync, now) = (self.clone(), self.clock.now());
            let quiet = lookout.quiet();
            let work = move || sync.scores(&facts, today, (now, &quiet));
            let (scores, weeks, seen) = tokio::task::spawn_blocking(work)
                .await
                .expect("scoring neither panics nor is aborted");
            // Before the scores: whose signals could not be kept is scored again.
            self.raise(&mut lookout, dirty, seen, today).await?;
            self.store.put_weeks(&weeks).await?;
            self.store.put_scores(&scores).await?;
            (self.watch)(Event::Advanced(count));
        }
    }

    fn scores(
        &self,
        facts: &BTreeMap<AccountId, (i64, Facts)>,
        today: NaiveDate,
        (now, quiet): (DateTime<Utc>, &[Pulse]),
    ) -> (Vec<(AccountId, StoredScore)>, Vec<StoredWeek>, Sighted) {
        let models = self.models.id();
        let (mut weeks, mut seen) = (Vec::new(), Sighted::default());
        let scored = facts.iter().map(|(id, (version, facts))| {
            let card = scorecard(facts, &self.models, &self.calendar, today);
            self.watch_out(facts, &card, quiet, &mut seen);
            weeks.push(self.week(id, &card.health, *version));
            (id.clone(), stored(card, &models, *version, now))
        });
        (scored.collect(), weeks, seen)
    }

    async fn price(&self, today: NaiveDate) -> Result<(), SyncError> {
        let Some(version) = self.snapshot(today).await? else { return Ok(()) };
        loop {
            let unpriced = self.store.unpriced(&version, BOOKS_PER_BATCH).await?;
            if unpriced.is_empty() {
                return Ok(());
            }
            // Made a moment ago, and there; or made anew by another worker, who prices then.
            let of = self.store.peers(&self.models.id(), &version).await?;
            let Some(of) = of else { return Ok(()) };
            let sync = self.clone();
            let prices = tokio::task::spawn_blocking(move || sync.prices(unpriced, &of))
                .await
                .expect("pricing neither panics nor is aborted");
            self.store.put_prices(&prices).await?;
        }
    }

    /// The version of the day's snapshot of peers, made of all books when there is none yet, when many
    /// changed since, or when it cannot be read; none while nobody is scored. What it says is not read
    /// here: most often nobody is left to be priced.
    async fn snapshot(&self, today: NaiveDate) -> Result<Option<String>, SyncError> {
        let models = self.models.id();
        let newest = self.store.newest_peers(&models, today).await?;
        let fresh = newest.filter(|kept| {
            kept.day == today && kept.changed.saturating_mul(RENEWED_BY) <= kept.books
        });
        if let Some(kept) = fresh
            && (self.store.unpriced(&kept.version, 1).await?.is_empty()
                || self.store.peers(&models, &kept.version).await?.is_some())
        {
            return Ok(Some(kept.version));
        }
        let rates = self.store.exchange_rates(today).await?;
        let rates = Rates::of(&rates, today, self.models.revenue.reporting);
        let renewal = self.renewal_in_force(today).await?;
        let mut gathering = Gathering::new(today, rates).with_renewal(renewal);
        let mut after = None;
        loop {
            let page = self.store.books(after.as_ref(), BOOKS_PER_BATCH).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(last.clone());
            gathering = tokio::task::spawn_blocking(move || gathered(gathering, page))
                .await
                .expect("gathering neither panics nor is aborted");
        }
        let count = gathering.len();
        if count == 0 {
            return Ok(None);
        }
        let peers = gathering.finish(&self.models.revenue);
        let kept = self.store.put_peers(&models, peers, count, self.clock.now()).await?;
        Ok(Some(kept.version().to_owned()))
    }

    fn prices(&self, unpriced: Vec<Unpriced>, peers: &Peers) -> Vec<(AccountId, i64, Price)> {
        let model = &self.models.revenue;
        let asked = Asked { horizon_months: model.horizon_months, currency: model.reporting };
        let price = |account: Unpriced| {
            let body = account.book;
            let book: Book =
                parsed("book", &body, |body| serde_json::from_str(body)).unwrap_or_else(|| {
                    Book { account: account.account.clone(), ..Book::default() }
                });
            let known = Known { health: account.health, trust: account.trust };
            let worth = opportunity(&book, known, peers, model, asked);
            (account.account, account.version, priced(&book, &worth, peers, model))
        };
        unpriced.into_iter().map(price).collect()
    }
}

fn gathered(mut gathering: Gathering, page: Vec<(AccountId, String)>) -> Gathering {
    for (account, body) in page {
        if let Some(book) = parsed::<Book>("book", &body, |body| serde_json::from_str(body)) {
            gathering.add(account, &book);
        }
    }
    gathering
}

/// Reads what this version of Accord, or another, wrote. What cannot be read is left out and told.
fn parsed<T>(
    what: &str,
    body: &str,
    parse: impl FnOnce(&str) -> Result<T, serde_json::Error>,
) -> Option<T> {
    parse(body).inspect_err(|error| warn!("A stored {what} cannot be read: {error}")).ok()
}

fn stored(
    card: Scorecard,
    models: &str,
    version: i64,
    computed_at: DateTime<Utc>,
) -> StoredScore {
    let health = card.health;
    StoredScore {
        value: health.value,
        computed: health.computed,
        band: health.band,
        confidence: health.confidence,
        coverage: health.coverage,
        low: health.low,
        high: health.high,
        trust: card.trust.value,
        nps: card.nps.role_weighted.or(card.nps.value),
        nps_answers: i64::try_from(card.nps.n).unwrap_or(i64::MAX),
        segments: card.segments,
        model: models.to_owned(),
        as_of: health.as_of,
        version,
        computed_at,
        book: Some(
            serde_json::to_string(&card.book).expect("plain words and numbers are JSON"),
        ),
        footprint: Some(Footprint::of(&health).to_json()),
        price: None,
    }
}

fn priced(book: &Book, worth: &Opportunity, peers: &Peers, model: &RevenueModel) -> Price {
    let currency = worth.asked.currency;
    let money = |amount: Option<f64>| {
        let amount = Decimal::from_f64(amount?)?.round_dp(4);
        Some(Money { amount: amount.normalize(), currency })
    };
    let figures = figures(book, worth, peers, model);
    Price {
        peers: worth.peers.clone(),
        currency,
        arr: money(figures.arr),
        renewal_expected: money(figures.renewal_expected),
        at_risk: money(figures.at_risk),
        at_risk_low: money(figures.at_risk_range.map(|(least, _)| least)),
        at_risk_high: money(figures.at_risk_range.map(|(_, most)| most)),
        unknown_at_risk: money(figures.unknown_at_risk),
        growth: money(figures.growth_expected),
        risk_share: worth.risk_share,
        growth_share: worth.growth_share,
        position: worth.standing.position.word().to_owned(),
        billed: money(figures.billed),
        cost_to_serve: money(figures.cost_to_serve),
        lifetime_value: money(figures.lifetime_value),
        retention: figures.retention,
        lines: by_line_of_business(book, &peers.rates).unwrap_or_default(),
    }
}
