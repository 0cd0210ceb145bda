//! What the viewer of a request sees: the accounts in memory that are theirs, and rows that belong to
//! these. Everything that the resolvers read comes through here or is refused to whoever sees some
//! accounts only.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::errors::{ApiError, Result};
use super::hub::Desk;
use super::visit::Shared;
use crate::access::{Rights, Rows, Span, Viewer};
use crate::model::{AccountId, EntityKind, Field, Pii};
use crate::portfolio::{Condition, Table, Word};
use crate::store::{self, By, Column, EntityRow, Filter, Grouped, Grouping, Listed, Listing};

/// The sight of one request.
pub(super) struct Sight {
    desk: Arc<Desk>,
    pub(super) viewer: Arc<Viewer>,
    table: Shared<Table>,
    /// The viewer may everything, so that nothing has to be looked at.
    open: bool,
    masked: Mutex<BTreeSet<String>>,
}

/// How many masked paths are told of an answer.
const MASKED: usize = 200;

impl Sight {
    pub(super) fn new(desk: Arc<Desk>, viewer: Arc<Viewer>) -> Self {
        let open = *viewer.rights == Rights::everything();
        Self { desk, viewer, table: Shared::new(), open, masked: Mutex::default() }
    }

    /// Whether the viewer may everything.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// Takes down that a path of the answer was left empty.
    pub(super) fn leave_empty(&self, path: String) {
        let mut masked = self.masked.lock().unwrap_or_else(PoisonError::into_inner);
        if masked.len() < MASKED {
            masked.insert(path);
        }
    }

    /// The paths that were left empty, without the places in lists.
    pub(super) fn masked(&self) -> Vec<String> {
        let masked = self.masked.lock().unwrap_or_else(PoisonError::into_inner);
        masked.iter().cloned().collect()
    }

    /// Whether a field of a row is not shown.
    pub(super) fn hides(&self, kind: EntityKind, field: &Field, named: (&str, &str)) -> bool {
        !self.open
            && (kind.pii(field.name).is_some_and(|class| !self.shows(class))
                || self.viewer.rights.hidden.contains(&format!("{}.{}", named.0, named.1)))
    }

    /// The accounts that the viewer sees, as they are now. A request sees one state of them.
    pub(super) async fn accounts(&self) -> Result<Arc<Table>> {
        let read = async || {
            let whole = self.desk.roster().await?;
            Ok(match &self.viewer.rights.rows {
                Rows::All => whole,
                Rows::Within(spans) => self.desk.narrowed(&whole, spans),
            })
        };
        self.table.get_or_init(read).await.clone()
    }

    /// Those of these accounts that the viewer sees.
    pub(super) async fn seen(&self, mut ids: Vec<AccountId>) -> Result<Vec<AccountId>> {
        if self.viewer.rights.is_narrowed() {
            let table = self.accounts().await?;
            ids.retain(|id| table.row(id).is_some());
        }
        Ok(ids)
    }

    /// Whether the viewer sees an account.
    pub(super) async fn sees(&self, id: &AccountId) -> Result<bool> {
        Ok(!self.seen(vec![id.clone()]).await?.is_empty())
    }

    /// The accounts that lists from the store are to be narrowed to; `None` for whoever sees all.
    pub(super) async fn only(&self) -> Result<Option<Vec<AccountId>>> {
        if !self.viewer.rights.is_narrowed() {
            return Ok(None);
        }
        let table = self.accounts().await?;
        Ok(Some(table.rows().iter().map(|row| row.id().clone()).collect()))
    }

    /// Keeps the rows of a kind that belong to accounts the viewer sees. Kinds that belong to none, such as
    /// products, tell nothing of any.
    pub(super) async fn retain(
        &self,
        kind: EntityKind,
        rows: &mut BTreeMap<String, EntityRow>,
    ) -> Result<()> {
        if !self.viewer.rights.is_narrowed() || !kind.belongs().account {
            return Ok(());
        }
        let table = self.accounts().await?;
        let seen = |row: &EntityRow| {
            row.origin.account.as_ref().is_some_and(|account| table.row(account).is_some())
        };
        rows.retain(|_, row| seen(row));
        Ok(())
    }

    /// A page of rows that belong to accounts the viewer sees.
    pub(super) async fn list(&self, listing: &Listing) -> Result<Listed> {
        let (filter, columns) = (listing.filter.clone(), [listing.sorting.column]);
        let filter = self.narrowed(listing.kind, filter, columns).await?;
        let listing = Listing { filter, ..listing.clone() };
        Ok(self.desk.hub.store.list(&listing).await?)
    }

    /// The first rows of a list of each of these accounts that the viewer sees.
    pub(super) async fn list_each(
        &self,
        listing: &Listing,
        accounts: &[AccountId],
    ) -> Result<BTreeMap<AccountId, Vec<EntityRow>>> {
        for column in listing.filter.columns().into_iter().chain([listing.sorting.column]) {
            self.may_compare(listing.kind, column)?;
        }
        let accounts = self.seen(accounts.to_vec()).await?;
        Ok(self.desk.hub.store.list_each(listing, &accounts).await?)
    }

    /// The people of those of these accounts that the viewer sees, with these fields; all when `None`.
    pub(super) async fn contacts(
        &self,
        accounts: &[AccountId],
        wanted: Option<&BTreeSet<&'static str>>,
    ) -> Result<BTreeMap<AccountId, Vec<EntityRow>>> {
        let accounts = self.seen(accounts.to_vec()).await?;
        Ok(self.desk.hub.store.contacts(&accounts, wanted).await?)
    }

    /// Groups of rows that belong to accounts the viewer sees; `None` where they are too many.
    pub(super) async fn groups(&self, mut asked: Grouping) -> Result<Option<Vec<Grouped>>> {
        let by = asked.by.iter().filter_map(|by| match by {
            By::Column(column) => Some(*column),
            By::Currency(field) | By::Interval(field, _) => Some(Column::Field(field)),
            By::Account(..) => None,
        });
        let summed = asked.numbers.iter().map(|summed| Column::Field(summed.field));
        let columns: Vec<Column> = by.chain(summed).collect();
        asked.filter = self.narrowed(asked.kind, asked.filter, columns).await?;
        Ok(self.desk.hub.store.list_groups(&asked).await?)
    }

    /// A filter of a kind's rows that lets none through but what the viewer sees. Refused where it, or
    /// one of the columns that are asked beside it, would tell what is not shown.
    pub(super) async fn narrowed(
        &self,
        kind: EntityKind,
        filter: Filter,
        columns: impl IntoIterator<Item = Column>,
    ) -> Result<Filter> {
        for column in filter.columns().into_iter().chain(columns) {
            self.may_compare(kind, column)?;
        }
        if !self.viewer.rights.is_narrowed() || !kind.belongs().account {
            return Ok(filter);
        }
        let table = self.accounts().await?;
        let ids = table.rows().iter().map(|row| row.id().0.clone()).collect();
        Ok(Filter::All(vec![Filter::Accounts(ids), filter]))
    }

    /// What is not shown cannot be filtered, ordered or grouped by: the answer would tell it.
    fn may_compare(&self, kind: EntityKind, column: Column) -> Result<()> {
        let Column::Field(field) = column else { return Ok(()) };
        match kind.pii(field.name).filter(|class| !self.shows(*class)) {
            None => Ok(()),
            Some(class) => Err(ApiError::Forbidden(format!(
                "`{}` is {}, which your role is not shown; leave it out of `where` and `orderBy`",
                field.name,
                class.word()
            ))),
        }
    }

    /// The same of accounts, by fields that the role hides.
    pub(super) fn may_look_at<'a>(
        &self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<()> {
        let hidden =
            |name: &&str| self.viewer.rights.hidden.contains(&format!("Account.{name}"));
        match names.into_iter().find(hidden) {
            None => Ok(()),
            Some(name) => Err(ApiError::Forbidden(format!(
                "`{name}` is not shown to your role; leave it out of the filter and the order"
            ))),
        }
    }

    /// Whether personal data of a class are shown.
    pub(super) fn shows(&self, class: Pii) -> bool {
        self.viewer.rights.shown.contains(&class)
    }

    /// A filter of accounts in the store that lets none through but what the viewer sees.
    pub(super) async fn within(
        &self,
        filter: store::AccountFilter,
    ) -> Result<store::AccountFilter> {
        let Some(only) = self.only().await? else { return Ok(filter) };
        let ids = match filter.ids {
            Some(ids) => self.seen(ids).await?,
            None => only,
        };
        Ok(store::AccountFilter { ids: Some(ids), ..filter })
    }

    /// Refuses what speaks of all accounts to whoever sees some only.
    pub(super) fn needs_all(&self, what: &str) -> Result<()> {
        if !self.viewer.rights.is_narrowed() {
            return Ok(());
        }
        Err(ApiError::Forbidden(format!(
            "{what} speaks of all accounts, and your role sees some of them only"
        )))
    }
}

/// The condition on accounts that spans are.
pub(super) fn condition(spans: &BTreeSet<Span>) -> Condition {
    Condition::Any(spans.iter().map(of_span).collect())
}

fn of_span(span: &Span) -> Condition {
    let words = [
        (Word::Owner, &span.owners),
        (Word::Partner, &span.partners),
        (Word::Region, &span.regions),
        (Word::Country, &span.countries),
    ];
    let words =
        words.into_iter().filter_map(|(word, said)| Some(Condition::Word(word, said.clone()?)));
    let lines = span.lines.clone().map(Condition::Line);
    Condition::All(words.chain(lines).collect())
}
