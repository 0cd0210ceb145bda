//! What was told of each account on a day, as one flat row: for tools that extract a table for each date.

use std::collections::BTreeMap;

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use chrono::NaiveDate;

use super::account::Account;
use super::account_filter::AccountFilter;
use super::accounts::{PageInfo, Part};
use super::cohort::Cohort;
use super::cursor;
use super::errors::{ApiError, Result, partial};
use super::health::HealthScore;
use super::kpi::KpiResult;
use super::limits;
use super::round;
use super::scalars::{Day, Decimal};
use super::visit::Visit;
use super::words::{Band, Confidence};
use crate::model::{self, AccountId};
use crate::portfolio::{Order, Sorting};
use crate::store::{Price, StoredScore};

/// Facts go by id, which never changes.
const BY_ID: Sorting = Sorting { order: Order::Id, descending: false };

/// A page of what was told of accounts on a day.
#[derive(SimpleObject)]
pub(super) struct AccountFactConnection {
    /// Pass it on with `after`: the pages then speak of the same data, or say that they cannot. What was told
    /// on a past day stays as it was; today moves on with every sync.
    snapshot_id: ID,
    /// The rows with their cursors.
    edges: Option<Vec<Option<AccountFactEdge>>>,
    /// The rows alone.
    nodes: Vec<AccountFact>,
    /// Where the page stands in the list.
    page_info: PageInfo,
    /// All that the filter lets through.
    total_count: i64,
}

/// A row in a page.
#[derive(SimpleObject)]
pub(super) struct AccountFactEdge {
    /// Pass it as `after` to go on behind this row.
    cursor: String,
    /// The row.
    node: Option<AccountFact>,
}

/// What was told of an account on a day, or on the last day before it on which anything was; what is said of
/// the account itself (name, country …) is what is known now. Amounts in `currency`.
#[derive(Clone, SimpleObject)]
#[graphql(complex)]
pub(super) struct AccountFact {
    /// The account.
    account_id: ID,
    /// The day on which it was told; `null` when nothing was told until the day asked for.
    as_of: Option<Day>,
    /// The name in daily use.
    name: Option<String>,
    /// The first of its segments, by its code.
    segment: Option<String>,
    /// ISO 3166-1 alpha-2.
    country: Option<String>,
    /// The line of business that bills most of it.
    line_of_business: Option<String>,
    /// Our team member in charge.
    owner_id: Option<ID>,
    /// ISO 4217, of all amounts.
    currency: Option<String>,
    /// Recurring revenue of a year.
    arr_reporting: Option<Decimal>,
    /// Effective health, 0 to 100.
    chi: Option<f64>,
    /// Its band.
    chi_band: Option<Band>,
    /// How sure it is.
    chi_confidence: Option<Confidence>,
    /// Share of the evidence behind it that was seen, 0 to 1.
    chi_coverage: Option<f64>,
    /// Trust, 0 to 100.
    trust: Option<f64>,
    /// Net promoters of the relation, -100 to 100.
    nps: Option<f64>,
    /// Renewals due, times the probability of losing them.
    at_risk: Option<Decimal>,
    /// Renewals due of which nobody can tell.
    unknown_at_risk: Option<Decimal>,
    /// Expected of open deals and of what peers buy.
    growth_expected: Option<Decimal>,
    /// What is at risk ÷ `arrReporting`, renewals of which nobody can tell by how often accounts like it renew;
    /// `null` where even that is not known, unless `atRisk` alone is beyond the line of risk.
    risk_share: Option<f64>,
    /// `growthExpected` ÷ `arrReporting`.
    growth_share: Option<f64>,
    /// Where it stood: a word of `Position`.
    position: Option<String>,
    /// `code@version` of every model.
    model: Option<String>,
    #[graphql(skip)]
    account: Account,
    #[graphql(skip)]
    day: NaiveDate,
}

#[ComplexObject]
impl AccountFact {
    /// Its KPIs as they are computed for that day from the facts as they are known now.
    #[graphql(complexity = "limits::SCORE_COST + child_complexity")]
    async fn kpis(&self, ctx: &Context<'_>) -> Option<Vec<KpiResult>> {
        let Account { id, cohort, .. } = self.account.clone();
        let read = HealthScore::read(cohort, id, self.day, None).await;
        partial(ctx, read.map(|health| health.kpis()))
    }
}

impl AccountFact {
    fn of(account: Account, score: Option<&StoredScore>, day: NaiveDate) -> Self {
        let fields = account.fields();
        let price = score.and_then(|score| score.price.as_ref());
        let text = |money: Option<model::Money>| Some(Decimal(round::amount(money?.amount, 2)));
        Self {
            account_id: ID(account.id.0.clone()),
            as_of: score.map(|score| Day(score.as_of)),
            name: fields.name.clone().or_else(|| fields.legal_name.clone()),
            segment: score.and_then(|score| score.segments.first().cloned()),
            country: fields.country.clone(),
            line_of_business: price.and_then(main_line),
            owner_id: fields.owner.clone().map(ID),
            currency: price.map(|price| price.currency.code().to_owned()),
            arr_reporting: price.and_then(|price| text(price.arr)),
            chi: score.and_then(|score| score.value).map(round::score),
            chi_band: score.and_then(|score| score.band).map(Into::into),
            chi_confidence: score.map(|score| score.confidence.into()),
            chi_coverage: score.map(|score| round::share(score.coverage)),
            trust: score.and_then(|score| score.trust).map(round::score),
            nps: score.and_then(|score| score.nps).map(round::score),
            at_risk: price.and_then(|price| text(price.at_risk)),
            unknown_at_risk: price.and_then(|price| text(price.unknown_at_risk)),
            growth_expected: price.and_then(|price| text(price.growth)),
            risk_share: price.and_then(|price| price.risk_share).map(round::raw),
            growth_share: price.and_then(|price| price.growth_share).map(round::raw),
            position: price.map(|price| price.position.clone()),
            model: score.map(|score| score.model.clone()),
            account,
            day,
        }
    }
}

/// The line with the largest share; ties go by name.
fn main_line(price: &Price) -> Option<String> {
    let named = price.lines.iter().filter_map(|(name, share)| Some((name.as_ref()?, share)));
    let largest = named.max_by(|(a, one), (b, other)| one.total_cmp(other).then(b.cmp(a)));
    largest.map(|(name, _)| name.clone())
}

/// Questions of tools that extract; see [`Query`](super::Query).
pub(super) struct FactQuery;

/// What tools extract.
#[Object]
impl FactQuery {
    /// One row for each account as it was told on a day, by rising id: what a table for each date is filled
    /// from. Accounts that joined another since are told under the one that has their records.
    #[graphql(
        complexity = "limits::counted(first.or(last).unwrap_or(50)) * child_complexity + 1"
    )]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn account_facts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As it was told on this day; today when absent.")] as_of: Option<Day>,
        #[graphql(desc = "Which accounts, by what is known of them now; all when absent.")]
        filter: Option<AccountFilter>,
        #[graphql(desc = "How many, 1 to 1,000; 50 when neither this nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 1,000.")] last: Option<i32>,
        #[graphql(desc = "The `startCursor` of the page behind.")] before: Option<String>,
        #[graphql(
            desc = "The `snapshotId` of the page before: refused when today's data moved on \
                          since."
        )]
        snapshot_id: Option<ID>,
    ) -> Result<Option<AccountFactConnection>> {
        let visit = Visit::of(ctx);
        let desk = &visit.desk;
        let day = desk.day(as_of)?;
        let is_today = day == desk.today();
        // Before anything is read: what comes in meanwhile makes the next page say so.
        let snapshot = if is_today {
            format!("{day}@{}", desk.hub.store.data_version().await?)
        } else {
            day.to_string()
        };
        if snapshot_id.as_ref().is_some_and(|asked| asked.0 != snapshot) {
            let what = "`snapshotId`: the data moved on since; begin again, or ask for a past day, \
                        which stays as it was";
            return Err(ApiError::BadInput(what.to_owned()));
        }
        let condition = filter.unwrap_or_default().checked(&visit)?;
        let part = Part { first, after, last, before };
        let table = visit.sight.accounts().await?;
        let cut = part.of(&table, &condition, BY_ID, limits::ENTITIES)?;
        let accounts = Cohort::seat(&visit, desk.whole(&cut.rows).await?);
        let ids: Vec<AccountId> = accounts.iter().map(|account| account.id.clone()).collect();
        let told = if is_today {
            BTreeMap::new()
        } else {
            desk.hub.store.scores_on(&ids, day).await?
        };
        let fact = |account: Account| {
            let latest = account.row.score.clone();
            let score = if is_today { latest } else { told.get(&account.id).cloned() };
            AccountFact::of(account, score.as_ref(), day)
        };
        let nodes: Vec<AccountFact> = accounts.into_iter().map(fact).collect();
        let edge = |node: &AccountFact| {
            let place = BY_ID.place(table.row(&node.account.id)?);
            let cursor = cursor::cursor(BY_ID, place);
            Some(AccountFactEdge { cursor, node: Some(node.clone()) })
        };
        let edges: Vec<Option<AccountFactEdge>> = nodes.iter().map(edge).collect();
        let end = |edge: Option<&Option<AccountFactEdge>>| {
            edge.and_then(Option::as_ref).map(|edge| edge.cursor.clone())
        };
        let page_info = PageInfo {
            has_next_page: cut.has_next,
            has_previous_page: cut.has_previous,
            start_cursor: end(edges.first()),
            end_cursor: end(edges.last()),
        };
        let total_count = i64::try_from(table.count(&condition)).unwrap_or(i64::MAX);
        let snapshot_id = ID(snapshot);
        let edges = Some(edges);
        Ok(Some(AccountFactConnection { snapshot_id, edges, nodes, page_info, total_count }))
    }
}
