//! A page of accounts, as Relay's connections are shaped.

use std::sync::Arc;

use async_graphql::{ID, InputObject, SimpleObject};
use chrono::NaiveDate;

use super::account::Account;
use super::cohort::Cohort;
use super::cursor::Sorting;
use super::entities::local;
use super::errors::{ApiError, Result};
use super::scalars::{Day, Decimal};
use super::visit::Visit;
use super::words::{Band, Position};
use crate::model::nearest::unknown;
use crate::model::{AccountId, EntityKind};
use crate::{insight, store};

/// Which accounts a list holds. Every condition that is given must hold.
#[derive(Default, InputObject)]
pub(super) struct AccountFilter {
    /// These accounts only.
    ids: Option<Vec<ID>>,
    /// ISO 3166-1 alpha-2 codes.
    country: Option<Vec<String>>,
    /// Bands of the latest score.
    band: Option<Vec<Band>>,
    /// At least this coverage of the latest score, 0 to 1.
    min_coverage: Option<f64>,
    /// The code of a segment that it is in.
    segment: Option<ID>,
    /// Where it stands, as of the latest score.
    position: Option<Vec<Position>>,
    /// At least this recurring revenue of a year, in the reporting currency.
    min_arr: Option<Decimal>,
    /// One of its contracts ends before this day and is not over yet.
    renewal_before: Option<Day>,
    /// The id of the partner account that serves it.
    partner: Option<ID>,
    /// The id of our team member in charge.
    owner: Option<ID>,
    /// Part of the name or domain, any case.
    search: Option<String>,
}

impl AccountFilter {
    /// The conditions in the store's words, on a day.
    pub(super) fn on(self, today: NaiveDate) -> store::AccountFilter {
        let filter = self;
        let upper = |codes: Vec<String>| codes.iter().map(|c| c.to_uppercase()).collect();
        let word =
            |position: Position| insight::revenue::Position::from(position).word().to_owned();
        store::AccountFilter {
            ids: filter.ids.map(|ids| ids.into_iter().map(|id| AccountId(id.0)).collect()),
            countries: filter.country.map(upper),
            bands: filter.band.map(|bands| bands.into_iter().map(Into::into).collect()),
            min_coverage: filter.min_coverage,
            segment: filter.segment.map(|id| id.0),
            positions: filter.position.map(|all| all.into_iter().map(word).collect()),
            min_arr: filter.min_arr.map(|least| least.0),
            renewal_before: filter.renewal_before.map(|day| (today, day.0)),
            partner: filter.partner.map(|id| AccountId(id.0)),
            owner: filter.owner.map(|id| local(EntityKind::TeamMember, &id).to_owned()),
            search: filter.search,
        }
    }
}

/// The order of a list of accounts.
#[derive(InputObject)]
pub(super) struct AccountOrder {
    /// `name`; or `health`, `trust`, `atRisk`, `growthExpected`, `arr` of the latest score, missing ones
    /// last, amounts in the reporting currency.
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

/// What accounts can be ordered by.
const ORDERS: [(&str, store::AccountOrder); 6] = [
    ("name", store::AccountOrder::Name),
    ("health", store::AccountOrder::Health),
    ("trust", store::AccountOrder::Trust),
    ("atRisk", store::AccountOrder::AtRisk),
    ("growthExpected", store::AccountOrder::Growth),
    ("arr", store::AccountOrder::Arr),
];

impl AccountOrder {
    fn sorting(&self) -> Result<Sorting> {
        let known = ORDERS.iter().find(|(name, _)| *name == self.field);
        let Some((_, order)) = known else {
            let unknown =
                unknown("field to order by", &self.field, ORDERS.map(|(name, _)| name));
            return Err(ApiError::BadInput(unknown));
        };
        let order = *order;
        Ok(Sorting { order, descending: self.desc })
    }
}

/// A page of accounts.
#[derive(SimpleObject)]
pub(super) struct AccountConnection {
    /// The accounts with their cursors.
    edges: Vec<AccountEdge>,
    /// The accounts alone.
    nodes: Vec<Account>,
    /// Where the page stands in the list.
    page_info: PageInfo,
    /// All that the filter lets through.
    total_count: i64,
}

/// An account in a page.
#[derive(SimpleObject)]
pub(super) struct AccountEdge {
    /// Pass it as `after` to go on behind this account.
    cursor: String,
    /// The account.
    node: Account,
}

/// Where a page stands in its list.
#[derive(SimpleObject)]
pub(super) struct PageInfo {
    /// More follow.
    pub(super) has_next_page: bool,
    /// The page began after a cursor.
    pub(super) has_previous_page: bool,
    /// The first one's cursor; `null` on an empty page.
    pub(super) start_cursor: Option<String>,
    /// The last one's cursor: pass it as `after`; `null` on an empty page.
    pub(super) end_cursor: Option<String>,
}

impl AccountConnection {
    pub(super) async fn read(
        visit: &Arc<Visit>,
        filter: &store::AccountFilter,
        order: &AccountOrder,
        first: usize,
        after: Option<&str>,
    ) -> Result<Self> {
        let sorting = order.sorting()?;
        let from = after.map(|text| sorting.after(text)).transpose()?;
        let (by, descending) = (sorting.order, sorting.descending);
        let store = &visit.desk.hub.store;
        let limit = i64::try_from(first).unwrap_or(i64::MAX);
        let page = store.accounts(filter, by, descending, from.as_ref(), limit).await?;
        let nodes = Cohort::seat(visit, page.rows);
        let edges: Vec<AccountEdge> = nodes.iter().map(|node| edge(sorting, node)).collect();
        let page_info = PageInfo {
            has_next_page: page.more,
            has_previous_page: after.is_some(),
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        Ok(Self { edges, nodes, page_info, total_count: page.total })
    }
}

fn edge(sorting: Sorting, node: &Account) -> AccountEdge {
    let cursor = sorting.cursor(&node.id, node.cohort.row(&node.id));
    AccountEdge { cursor, node: node.clone() }
}
