//! The accounts in memory, brought up to date before they are read: what this process wrote is there at
//! once, what another one wrote within half a second. Who sees some accounts only reads a smaller table.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, PoisonError, RwLock};

use moka::sync::Cache;
use quick_cache::sync::Cache as QuickCache;
use tokio::sync::Mutex;
use tracing::Instrument as _;

use super::errors::{ApiError, Result};
use super::hub::Desk;
use super::sight::condition;
use crate::access::Span;
use crate::model::AccountId;
use crate::portfolio::{Row, Table};
use crate::store::{AccountRow, FedAccount, Moment, Store};

/// Bytes that whole accounts may take beside the table, about.
const MOST_BYTES: usize = 128 << 20;
/// Bytes of a whole account, about.
const ROW_BYTES: usize = 2_048;

/// How many parts of the table are kept, each for viewers who see some accounts only. A part shares its
/// rows with the table.
const MOST_SIGHTS: u64 = 64;

/// An account as it was at its last change: the table has another row of it after the next one.
#[derive(Clone)]
struct Version(Arc<Row>);

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Version {}

impl Hash for Version {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.0).hash(state);
    }
}

/// The table, when it was looked at last, and whole accounts of it that were asked for.
pub(super) struct Roster {
    book: Arc<Book>,
    /// Every page looks up each of its accounts here.
    whole: QuickCache<Version, Arc<AccountRow>>,
    narrowed: Cache<(BTreeSet<Span>, i64), Arc<Table>>,
}

/// The table as it is brought up to date.
struct Book {
    /// Not hurried: the first look at a large portfolio takes longer than a request may.
    store: Store,
    latest: RwLock<Latest>,
    bringing: Mutex<()>,
}

/// The table as it was looked at last, and when that was; `None` before the first time.
#[derive(Clone, Default)]
struct Latest {
    table: Arc<Table>,
    seen: Option<Moment>,
}

impl Roster {
    /// Over a store that gives every statement its time.
    pub(super) fn new(store: Store) -> Self {
        let whole = QuickCache::new(MOST_BYTES / ROW_BYTES);
        let narrowed = Cache::new(MOST_SIGHTS);
        let book = Book { store, latest: RwLock::default(), bringing: Mutex::default() };
        Self { book: Arc::new(book), whole, narrowed }
    }
}

impl Book {
    fn latest(&self) -> Latest {
        self.latest.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The table as the store is at this moment, when it is known to be so.
    fn current(&self, moment: &Moment) -> Option<Arc<Table>> {
        let Latest { table, seen } = self.latest();
        (seen.as_ref() == Some(moment)).then_some(table)
    }

    async fn bring(&self) -> Result<Arc<Table>> {
        // Whoever comes while another brings it up to date waits and takes what that one brought.
        let _alone = self.bringing.lock().await;
        let moment = self.store.moment().await?;
        if let Some(table) = self.current(&moment) {
            return Ok(table);
        }
        let table = self.latest().table;
        let mut changes = Vec::new();
        let upto = self
            .store
            .feed(table.version(), |fed| {
                changes.push((fed.id, fed.now.map(|now| row(now, fed.changed))));
            })
            .await?;
        let table = if changes.is_empty() {
            table
        } else {
            let after = move || Arc::new(table.after(changes, upto));
            let after = tokio::task::spawn_blocking(after).await;
            after.map_err(|panic| ApiError::internal(&panic))?
        };
        let latest = Latest { table: Arc::clone(&table), seen: Some(moment) };
        *self.latest.write().unwrap_or_else(PoisonError::into_inner) = latest;
        Ok(table)
    }
}

impl Desk {
    /// All accounts as they are now, unless they have to be brought up to date first.
    pub(super) async fn at_hand(&self) -> Result<Option<Arc<Table>>> {
        let book = &self.roster.book;
        Ok(book.current(&book.store.moment().await?))
    }

    /// All accounts as they are now; what a viewer sees of them says the visit's sight.
    pub(super) async fn roster(&self) -> Result<Arc<Table>> {
        if let Some(table) = self.at_hand().await? {
            return Ok(table);
        }
        let book = &self.roster.book;
        // In a task of its own: whoever waits no longer leaves it to the next one.
        let book = Arc::clone(book);
        let brought = tokio::spawn(async move { book.bring().await }.in_current_span()).await;
        brought.map_err(|panic| ApiError::internal(&panic))?
    }

    /// The part of a table that lies within any of these spans.
    pub(super) fn narrowed(&self, table: &Table, spans: &BTreeSet<Span>) -> Arc<Table> {
        let key = (spans.clone(), table.version());
        let part = || Arc::new(table.only(&condition(spans)));
        self.roster.narrowed.get_with(key, part)
    }

    /// Whole accounts, in the order given; one that was merged away meanwhile is not there. One statement
    /// at most.
    pub(super) async fn whole(&self, rows: &[Arc<Row>]) -> Result<Vec<Arc<AccountRow>>> {
        let kept = |row: &Arc<Row>| self.roster.whole.get(&Version(Arc::clone(row)));
        let known: Vec<Option<Arc<AccountRow>>> = rows.iter().map(kept).collect();
        let missing = rows.iter().zip(&known).filter(|(_, known)| known.is_none());
        let missing: Vec<AccountId> = missing.map(|(row, _)| row.id().clone()).collect();
        if missing.is_empty() {
            return Ok(known.into_iter().flatten().collect());
        }
        let mut read = self.hub.store.accounts_by_id(&missing).await?;
        let mut of = |(row, known): (&Arc<Row>, Option<Arc<AccountRow>>)| {
            known.or_else(|| {
                let read = Arc::new(read.remove(row.id())?);
                let moved = read.account.origin.account.as_ref() != Some(row.id());
                self.roster.whole.insert(Version(Arc::clone(row)), Arc::clone(&read));
                (!moved).then_some(read)
            })
        };
        Ok(rows.iter().zip(known).filter_map(&mut of).collect())
    }
}

/// An account as the table holds it.
fn row(now: FedAccount, changed: i64) -> Row {
    let FedAccount { held, row, ends } = now;
    let AccountRow { account, parent, score, .. } = row;
    let lower = |text: &Option<String>| text.as_ref().map(|text| text.to_lowercase().into());
    let price = score.as_ref().and_then(|score| score.price.as_ref());
    Row {
        holding: Arc::new(held.holding),
        currency: held.currency,
        changed,
        name_key: lower(&account.name),
        domain_key: lower(&account.domain),
        name: account.name.map(Into::into),
        parent,
        industry: account.industry.map(Into::into),
        employees: account.employees,
        confidence: score.as_ref().map(|score| score.confidence),
        range: score.as_ref().map(|score| (score.low, score.high)),
        nps: score.as_ref().and_then(|score| score.nps),
        shares: (price.and_then(|p| p.risk_share), price.and_then(|p| p.growth_share)),
        ends: ends.into(),
    }
}
