//! Accounts that came into an answer together: whatever is asked of one is read for all of them
//! at once, so the number of statements does not grow with the number of accounts.
//!
//! A loader alone batches what happens to be asked within a millisecond; a cohort does not depend
//! on time.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Instant;

use async_graphql::Pos;
use chrono::NaiveDate;
use tokio::sync::Mutex;

use super::account::Account;
use super::change::Span;
use super::errors::{ApiError, Result};
use super::hub::Desk;
use super::kept::{Kept, Made, Told};
use super::loaders::{ChildrenOf, FactsOf, LineageOf, MemberOf, RecordsOf, RowOf, Seen};
use super::revenue::Ledger;
use super::scores::{self, Key, Measured, Plain};
use super::totals::Trees;
use super::trust;
use super::visit::{Shared, Visit};
use crate::insight::advice::Advised;
use crate::insight::{Facts, Trust};
use crate::model::{AccountId, LineageRow, TeamMember};
use crate::store::{AccountRow, EntityRow, Listing, SourceRecord, StoredScore};

pub(super) type ByAccount<T> = HashMap<AccountId, T>;
pub(super) type Days<T> = Mutex<HashMap<NaiveDate, Arc<Shared<ByAccount<T>>>>>;

/// What was told of accounts on days of the past.
type History = Shared<ByAccount<Vec<StoredScore>>>;

/// Rows of an account.
pub(super) type Rows = Arc<[Arc<EntityRow>]>;

/// A list that an account has of its own.
#[derive(Debug)]
pub(super) enum Own {
    /// The first rows of a kind, in an order.
    Rows(Box<Listing>),
    /// Its people, present ones first, with these fields; all when `None`.
    People(Option<BTreeSet<&'static str>>),
}

/// Such a list of each account.
type List = (Own, Shared<ByAccount<Rows>>);

/// The lists that were asked for, and where.
#[derive(Default)]
struct Lists {
    by_words: HashMap<String, Arc<List>>,
    by_place: HashMap<Pos, Arc<List>>,
}

impl Lists {
    /// The list at a place. Its words are looked at once for all accounts: they cost as much as a row.
    fn at(&mut self, place: Pos, list: impl FnOnce() -> Result<Own>) -> Result<Arc<List>> {
        if let Some(known) = self.by_place.get(&place) {
            return Ok(Arc::clone(known));
        }
        let list = list()?;
        let words = self.by_words.entry(format!("{list:?}"));
        let known = words.or_insert_with(|| Arc::new((list, Shared::new())));
        self.by_place.insert(place, Arc::clone(known));
        Ok(Arc::clone(known))
    }
}

/// Accounts of one list of the answer.
pub(super) struct Cohort {
    pub(super) visit: Arc<Visit>,
    rows: Vec<(AccountId, Arc<AccountRow>)>,
    parents: Shared<ByAccount<Account>>,
    children: Shared<ByAccount<Vec<Account>>>,
    owners: Shared<HashMap<MemberOf, TeamMember>>,
    members: Shared<HashMap<MemberOf, TeamMember>>,
    records: Shared<HashMap<RecordsOf, Vec<SourceRecord>>>,
    lineage: Shared<HashMap<LineageOf, Vec<LineageRow>>>,
    facts: Shared<HashMap<FactsOf, Arc<Seen>>>,
    measured: Days<Arc<Measured>>,
    scored: Days<Told<Plain>>,
    history: Mutex<HashMap<Span, Arc<History>>>,
    trusted: Days<Told<Trust>>,
    pub(super) ledgers: Days<Arc<Ledger>>,
    trees: Shared<Trees>,
    lists: Mutex<Lists>,
    pub(super) advised: Shared<ByAccount<Arc<Advised>>>,
}

impl Cohort {
    /// Seats accounts together, in the order given.
    pub(super) fn seat(visit: &Arc<Visit>, rows: Vec<Arc<AccountRow>>) -> Vec<Account> {
        let rows: Vec<_> = rows.into_iter().map(|row| (id_of(&row), row)).collect();
        let cohort = Arc::new(Self {
            visit: Arc::clone(visit),
            rows: rows.clone(),
            parents: Shared::new(),
            children: Shared::new(),
            owners: Shared::new(),
            members: Shared::new(),
            records: Shared::new(),
            lineage: Shared::new(),
            facts: Shared::new(),
            measured: Days::default(),
            scored: Days::default(),
            history: Mutex::default(),
            trusted: Days::default(),
            ledgers: Days::default(),
            trees: Shared::new(),
            lists: Mutex::default(),
            advised: Shared::new(),
        });
        let account = |(id, row)| Account { id, row, cohort: Arc::clone(&cohort) };
        rows.into_iter().map(account).collect()
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &AccountId> {
        self.rows.iter().map(|(id, _)| id)
    }

    fn keys<K>(&self, key: fn(AccountId) -> K) -> Vec<K> {
        self.ids().cloned().map(key).collect()
    }

    pub(super) async fn parent(&self, id: &AccountId) -> Result<Option<Account>> {
        let read = async || {
            let of = |(id, row): &(AccountId, Arc<AccountRow>)| {
                Some((id.clone(), row.parent.clone()?))
            };
            let wanted: Vec<(AccountId, AccountId)> = self.rows.iter().filter_map(of).collect();
            let seated = self.seat_by_id(wanted.iter().map(|(_, parent)| parent)).await?;
            let found = |(id, parent)| Some((id, seated.get(&parent)?.clone()));
            Ok(Arc::new(wanted.into_iter().filter_map(found).collect::<ByAccount<_>>()))
        };
        let parents = self.parents.get_or_init(read).await.clone()?;
        Ok(parents.get(id).cloned())
    }

    pub(super) async fn children(&self, id: &AccountId) -> Result<Vec<Account>> {
        let read = async || {
            let below = self.visit.read(self.keys(ChildrenOf)).await?;
            let seated = self.seat_by_id(below.values().flatten()).await?;
            let of = |children: Vec<AccountId>| {
                children.iter().filter_map(|child| seated.get(child).cloned()).collect()
            };
            let by_parent = below.into_iter().map(|(key, children)| (key.0, of(children)));
            Ok(Arc::new(by_parent.collect::<ByAccount<Vec<Account>>>()))
        };
        let children = self.children.get_or_init(read).await.clone()?;
        Ok(children.get(id).cloned().unwrap_or_default())
    }

    /// The accounts with all that are below each.
    pub(super) async fn trees(&self) -> Result<Arc<Trees>> {
        let read = async || {
            self.visit.sight.needs_all("all that is below an account")?;
            let tops: Vec<AccountId> = self.ids().cloned().collect();
            Trees::read(&self.visit.desk, &tops).await.map(Arc::new)
        };
        self.trees.get_or_init(read).await.clone()
    }

    /// Reads accounts and seats them in a cohort of their own, by the id that was asked for.
    async fn seat_by_id(
        &self,
        ids: impl Iterator<Item = &AccountId>,
    ) -> Result<ByAccount<Account>> {
        let rows = self.visit.read(ids.cloned().map(RowOf)).await?;
        let (asked, rows): (Vec<RowOf>, Vec<Arc<AccountRow>>) = rows.into_iter().unzip();
        let seated = Self::seat(&self.visit, rows);
        Ok(asked.into_iter().map(|key| key.0).zip(seated).collect())
    }

    pub(super) async fn owner(&self, member: &str) -> Result<Option<TeamMember>> {
        let read = async || {
            let owners = self.rows.iter().filter_map(|(_, row)| row.account.owner.clone());
            Ok(Arc::new(self.visit.read(owners.map(MemberOf)).await?))
        };
        let owners = self.owners.get_or_init(read).await.clone()?;
        Ok(owners.get(&MemberOf(member.to_owned())).cloned())
    }

    /// One of our people whom the facts of some account here name.
    pub(super) async fn member(&self, id: &str) -> Result<Option<TeamMember>> {
        let read = async || {
            let facts = self.all_facts().await?;
            let named: BTreeSet<&String> =
                facts.values().flat_map(|seen| members(&seen.facts)).collect();
            let named = named.into_iter().cloned().map(MemberOf);
            Ok(Arc::new(self.visit.read(named).await?))
        };
        let members = self.members.get_or_init(read).await.clone()?;
        Ok(members.get(&MemberOf(id.to_owned())).cloned())
    }

    pub(super) async fn records(&self, id: &AccountId) -> Result<Vec<SourceRecord>> {
        let read = async || Ok(Arc::new(self.visit.read(self.keys(RecordsOf)).await?));
        let records = self.records.get_or_init(read).await.clone()?;
        Ok(records.get(&RecordsOf(id.clone())).cloned().unwrap_or_default())
    }

    pub(super) async fn lineage(&self, id: &AccountId) -> Result<Vec<LineageRow>> {
        let read = async || Ok(Arc::new(self.visit.read(self.keys(LineageOf)).await?));
        let lineage = self.lineage.get_or_init(read).await.clone()?;
        Ok(lineage.get(&LineageOf(id.clone())).cloned().unwrap_or_default())
    }

    pub(super) async fn all_facts(&self) -> Result<Arc<HashMap<FactsOf, Arc<Seen>>>> {
        let read = async || Ok(Arc::new(self.visit.read(self.keys(FactsOf)).await?));
        self.facts.get_or_init(read).await.clone()
    }

    /// Facts of some accounts: of all when that saves another field's reading them again.
    async fn facts_of(&self, ids: Vec<AccountId>) -> Result<Vec<(AccountId, Arc<Seen>)>> {
        if ids.len() * 2 < self.rows.len() {
            let seen = self.visit.read(ids.into_iter().map(FactsOf)).await?;
            return Ok(seen.into_iter().map(|(key, seen)| (key.0, seen)).collect());
        }
        let all = self.all_facts().await?;
        let of = |id: AccountId| Some((id.clone(), Arc::clone(all.get(&FactsOf(id))?)));
        Ok(ids.into_iter().filter_map(of).collect())
    }

    pub(super) async fn facts(&self, id: &AccountId) -> Result<Arc<Seen>> {
        let facts = self.all_facts().await?;
        facts.get(&FactsOf(id.clone())).cloned().ok_or_else(|| gone(id))
    }

    /// An account measured for a day, from facts.
    pub(super) async fn measured(
        &self,
        id: &AccountId,
        day: NaiveDate,
    ) -> Result<Arc<Measured>> {
        let cell = cell_of(&self.measured, day).await;
        let read = async || {
            let facts = self.all_facts().await?;
            let seen = facts.iter().map(|(key, seen)| (key.0.clone(), Arc::clone(seen)));
            measure_all(&self.visit, seen.collect(), day).await.map(Arc::new)
        };
        let all = cell.get_or_init(read).await.clone()?;
        all.get(id).cloned().ok_or_else(|| gone(id))
    }

    /// An account's trust on a day, kept or computed.
    pub(super) async fn trusted(&self, id: &AccountId, day: NaiveDate) -> Result<Told<Trust>> {
        let cell = cell_of(&self.trusted, day).await;
        let kept = &self.visit.desk.trusts;
        let all = async || self.tell_all(kept, day, trust::compute).await.map(Arc::new);
        let all = cell.get_or_init(all).await.clone()?;
        all.get(id).cloned().ok_or_else(|| gone(id))
    }

    /// What is computed from facts, of all accounts: kept, or computed at once and kept.
    async fn tell_all<T: Send + Sync + 'static>(
        &self,
        kept: &Kept<T>,
        day: NaiveDate,
        compute: fn(&Desk, &Seen, NaiveDate) -> T,
    ) -> Result<ByAccount<Told<T>>> {
        let model = self.visit.desk.hub.models.id();
        let key = |account: &AccountId, version| Key {
            account: account.clone(),
            version,
            model: model.clone(),
            day,
        };
        let known = |(id, row): &(AccountId, Arc<AccountRow>)| {
            Some((id.clone(), Told { made: kept.get(&key(id, row.version))?, hit: true }))
        };
        let mut all: ByAccount<Told<T>> = self.rows.iter().filter_map(known).collect();
        let missing: Vec<AccountId> =
            self.ids().filter(|id| !all.contains_key(*id)).cloned().collect();
        if missing.is_empty() {
            return Ok(all);
        }
        let seen = self.facts_of(missing).await?;
        for (id, version, made) in make_all(&self.visit, seen, day, compute).await? {
            kept.keep(key(&id, version), Arc::clone(&made));
            all.insert(id, Told { made, hit: false });
        }
        Ok(all)
    }

    /// An account's plain score for a day, kept or computed.
    pub(super) async fn scored(&self, id: &AccountId, day: NaiveDate) -> Result<Told<Plain>> {
        let cell = cell_of(&self.scored, day).await;
        let kept = &self.visit.desk.scores;
        let all = async || self.tell_all(kept, day, scores::compute).await.map(Arc::new);
        let all = cell.get_or_init(all).await.clone()?;
        all.get(id).cloned().ok_or_else(|| gone(id))
    }

    /// The accounts' own lists that are asked for at a place of the document, as the viewer sees them. They are
    /// read once for all accounts, and what is asked in the same words elsewhere is the same.
    pub(super) async fn own(
        &self,
        place: Pos,
        list: impl FnOnce() -> Result<Own>,
    ) -> Result<Arc<ByAccount<Rows>>> {
        let known = self.lists.lock().await.at(place, list)?;
        let (list, cell) = &*known;
        let read = async || {
            let ids: Vec<AccountId> = self.ids().cloned().collect();
            let sight = &self.visit.sight;
            let found = match list {
                Own::Rows(listing) => sight.list_each(listing, &ids).await?,
                Own::People(wanted) => sight.contacts(&ids, wanted.as_ref()).await?,
            };
            let rows = found.into_iter().map(|(account, rows)| {
                (account, rows.into_iter().map(Arc::new).collect::<Rows>())
            });
            Ok(Arc::new(rows.collect::<ByAccount<_>>()))
        };
        cell.get_or_init(read).await.clone()
    }

    /// What was told of an account on days of the past, rising.
    pub(super) async fn told(&self, id: &AccountId, span: Span) -> Result<Vec<StoredScore>> {
        let cell = Arc::clone(self.history.lock().await.entry(span).or_default());
        let read = async || {
            let ids: Vec<AccountId> = self.ids().cloned().collect();
            let store = &self.visit.desk.hub.store;
            let told = store.score_history(&ids, (span.from, span.to)).await?;
            Ok(Arc::new(told.into_iter().collect::<ByAccount<_>>()))
        };
        let all = cell.get_or_init(read).await.clone()?;
        Ok(all.get(id).cloned().unwrap_or_default())
    }
}

/// Measures accounts away from the threads that answer.
async fn measure_all(
    visit: &Visit,
    seen: Vec<(AccountId, Arc<Seen>)>,
    day: NaiveDate,
) -> Result<ByAccount<Arc<Measured>>> {
    let desk = Arc::clone(&visit.desk);
    let work = move || {
        seen.into_iter().map(|(id, seen)| (id, Arc::new(desk.measure(seen, day)))).collect()
    };
    tokio::task::spawn_blocking(work).await.map_err(|panic| ApiError::internal(&panic))
}

/// Computes something of accounts away from the threads that answer.
async fn make_all<T: Send + Sync + 'static>(
    visit: &Visit,
    seen: Vec<(AccountId, Arc<Seen>)>,
    day: NaiveDate,
    compute: fn(&Desk, &Seen, NaiveDate) -> T,
) -> Result<Vec<(AccountId, i64, Arc<Made<T>>)>> {
    let desk = Arc::clone(&visit.desk);
    let make = move |(id, seen): (AccountId, Arc<Seen>)| {
        let began = Instant::now();
        let value = compute(&desk, &seen, day);
        (id, seen.version, Arc::new(Made::new(value, desk.now(), began)))
    };
    let work = move || seen.into_iter().map(make).collect();
    tokio::task::spawn_blocking(work).await.map_err(|panic| ApiError::internal(&panic))
}

/// Our people whom facts name.
fn members(facts: &Facts) -> impl Iterator<Item = &String> {
    let touches = facts.interactions.iter().filter_map(|touch| touch.team_member.as_ref());
    let tickets = facts.tickets.iter().filter_map(|ticket| ticket.assignee.as_ref());
    let deals = facts.deals.iter().filter_map(|deal| deal.owner.as_ref());
    let assigned = facts.assignments.iter().filter_map(|one| one.team_member.as_ref());
    facts.account.owner.iter().chain(touches).chain(tickets).chain(deals).chain(assigned)
}

pub(super) async fn cell_of<T>(days: &Days<T>, day: NaiveDate) -> Arc<Shared<ByAccount<T>>> {
    Arc::clone(days.lock().await.entry(day).or_default())
}

fn id_of(row: &AccountRow) -> AccountId {
    row.account.origin.account.clone().expect("the store names a golden account in its origin")
}

pub(super) fn gone(id: &AccountId) -> ApiError {
    ApiError::NotFound(format!("account {id} went away while it was read; ask again"))
}
