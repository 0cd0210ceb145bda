//! A page of accounts, as Relay's connections are shaped.

use std::sync::Arc;

use async_graphql::{ComplexObject, InputObject, SimpleObject};

use super::account::Account;
use super::account_filter::AccountFilter;
use super::account_list::AccountList;
use super::cohort::Cohort;
use super::cursor;
use super::errors::{ApiError, Result};
use super::limits;
use super::visit::Visit;
use crate::model::nearest::unknown;
use crate::portfolio::{Condition, Number, Order, Row, Sorting, Table, Word};

/// The order of a list of accounts.
#[derive(InputObject)]
pub(super) struct AccountOrder {
    /// `name`; a number of the latest score, amounts in the reporting currency: `health`, `coverage`,
    /// `low`, `high`, `trust`, `nps`, `arr`, `renewalExpected`, `atRisk`, `unknownAtRisk`,
    /// `growthExpected`, `net`, `riskShare`, `growthShare`, `billed`, `costToServe`, `lifetimeValue`,
    /// `nrr`, `grr`, `employees`; or a word: `country`, `region`, `industry`, `band`, `confidence`,
    /// `position`, `owner`, `partner`, `parent`. What is not known comes last.
    field: String,
    /// From the last or highest.
    #[graphql(default)]
    desc: bool,
}

impl Default for AccountOrder {
    fn default() -> Self {
        Self { field: "name".to_owned(), desc: false }
    }
}

impl AccountOrder {
    fn sorting(&self) -> Result<Sorting> {
        let numbers = Number::ALL.iter().copied().map(Order::Number);
        let words = Word::ALL.iter().copied().map(Order::Word);
        let mut all = [Order::Name].into_iter().chain(numbers).chain(words);
        let found = all.clone().find(|order| order.name() == self.field);
        let order = found.ok_or_else(|| {
            let names = all.by_ref().map(Order::name);
            ApiError::BadInput(unknown("field to order by", &self.field, names))
        })?;
        Ok(Sorting { order, descending: self.desc })
    }
}

/// Which part of a list: the `first` ones `after` a cursor, or the `last` ones `before` one.
pub(super) struct Part {
    pub(super) first: Option<i32>,
    pub(super) after: Option<String>,
    pub(super) last: Option<i32>,
    pub(super) before: Option<String>,
}

/// Part of a table, as it was asked for.
pub(super) struct Cut {
    pub(super) rows: Vec<Arc<Row>>,
    pub(super) has_next: bool,
    pub(super) has_previous: bool,
}

impl Part {
    /// This part of those accounts for which a condition holds; `most` is how many may be asked for.
    pub(super) fn of(
        &self,
        table: &Table,
        condition: &Condition,
        sorting: Sorting,
        most: i32,
    ) -> Result<Cut> {
        let place = |argument, cursor: &Option<String>| {
            let place = |text: &String| cursor::place(sorting, argument, text);
            cursor.as_ref().map(place).transpose()
        };
        let (after, before) = (place("after", &self.after)?, place("before", &self.before)?);
        match (self.first, self.last) {
            (Some(_), Some(_)) => {
                let what = "give `first` or `last`, and not both";
                Err(ApiError::BadInput(what.to_owned()))
            }
            (None, Some(last)) => {
                let last = limits::length("last", last, most)?;
                let page = table.last(condition, sorting, before.as_ref(), last);
                let has_next = before.is_some();
                Ok(Cut { rows: page.rows, has_next, has_previous: page.more })
            }
            (first, None) => {
                let first = limits::first(first.unwrap_or(PAGE), most)?;
                let page = table.first(condition, sorting, after.as_ref(), first);
                let has_previous = after.is_some();
                Ok(Cut { rows: page.rows, has_next: page.more, has_previous })
            }
        }
    }
}

/// A page of accounts.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct AccountConnection {
    /// The accounts alone.
    nodes: AccountList,
    /// Where the page stands in the list.
    page_info: PageInfo,
    #[graphql(skip)]
    table: Arc<Table>,
    #[graphql(skip)]
    condition: Condition,
    #[graphql(skip)]
    sorting: Sorting,
}

#[ComplexObject]
impl AccountConnection {
    /// The accounts with their cursors.
    async fn edges(&self) -> Option<Vec<Option<AccountEdge>>> {
        let edge = |node: &Account| {
            let cursor = cursor_of(&self.table, self.sorting, &node.id)?;
            Some(AccountEdge { cursor, node: Some(node.clone()) })
        };
        Some(self.nodes.0.iter().map(edge).collect())
    }

    /// All that the filter lets through.
    async fn total_count(&self) -> i64 {
        i64::try_from(self.table.count(&self.condition)).unwrap_or(i64::MAX)
    }
}

/// An account in a page.
#[derive(SimpleObject)]
pub(super) struct AccountEdge {
    /// Pass it as `after` to go on behind this account.
    cursor: String,
    /// The account.
    node: Option<Account>,
}

/// Where a page stands in its list.
#[derive(SimpleObject)]
#[graphql(shareable)]
pub(super) struct PageInfo {
    /// More follow. Of the `last` ones: whether any do is not looked up, a cursor says so.
    pub(super) has_next_page: bool,
    /// More stand before. Of the `first` ones: the page began after a cursor.
    pub(super) has_previous_page: bool,
    /// The first one's cursor; `null` on an empty page.
    pub(super) start_cursor: Option<String>,
    /// The last one's cursor: pass it as `after`; `null` on an empty page.
    pub(super) end_cursor: Option<String>,
}

impl AccountConnection {
    pub(super) async fn read(
        visit: &Arc<Visit>,
        filter: &AccountFilter,
        order: &AccountOrder,
        part: Part,
    ) -> Result<Self> {
        let sorting = order.sorting()?;
        let desk = &visit.desk;
        let condition = filter.checked(visit)?;
        visit.sight.may_look_at([sorting.order.name()])?;
        let table = visit.sight.accounts().await?;
        let cut = part.of(&table, &condition, sorting, limits::ACCOUNTS)?;
        let nodes = Cohort::seat(visit, desk.whole(&cut.rows).await?);
        let cursor = |node: Option<&Account>| cursor_of(&table, sorting, &node?.id);
        let page_info = PageInfo {
            has_next_page: cut.has_next,
            has_previous_page: cut.has_previous,
            start_cursor: cursor(nodes.first()),
            end_cursor: cursor(nodes.last()),
        };
        Ok(Self { nodes: AccountList(nodes), page_info, table, condition, sorting })
    }
}

fn cursor_of(table: &Table, sorting: Sorting, id: &crate::model::AccountId) -> Option<String> {
    Some(cursor::cursor(sorting, sorting.place(table.row(id)?)))
}

/// How many when nothing is said.
const PAGE: i32 = 50;
