//! Groups of accounts, from memory alone: no statement is sent but for rates of exchange, and these only
//! when amounts are kept in several currencies.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_graphql::Context;
use chrono::NaiveDate;

use super::asked::Wish;
use super::frame::{By, Measured};
use super::rows::too_many;
use super::sheet::{Line, Sums};
use crate::api::account_filter::AccountFilter;
use crate::api::errors::{ApiError, Result};
use crate::api::hub::Desk;
use crate::api::limits;
use crate::api::portfolio::rates;
use crate::api::revenue::{currency_of, unmeasured};
use crate::api::visit::Visit;
use crate::model::Currency;
use crate::portfolio::{Condition, Group, Grouped, Grouping, Summary, Table};
use crate::store::Figure;

/// The currency of the answer, and what others are worth in it.
struct Worth {
    currency: Currency,
    factors: Vec<(Currency, f64)>,
    since: Option<NaiveDate>,
}

/// The groups that are asked for, in the order of their words.
pub(super) async fn lines(ctx: &Context<'_>, wish: &Wish) -> Result<Vec<Line>> {
    let visit = Visit::of(ctx);
    let desk = &visit.desk;
    let filter = ctx.param_value::<Option<AccountFilter>>("where", None);
    let filter =
        filter.map_err(|error| ApiError::BadInput(error.message))?.1.unwrap_or_default();
    let condition = filter.checked(&visit)?;
    visit.sight.may_look_at(wish.by.iter().map(|(name, ..)| &**name))?;
    visit.sight.may_look_at(wish.numbers.iter().map(|(name, _)| &**name))?;
    let table = visit.sight.accounts().await?;
    let worth = worth(desk, wish, &table, &condition).await?;
    let asked = Grouping {
        condition,
        by: wish.by.iter().filter_map(|(_, by, _)| dimension(*by)).collect(),
        numbers: wish.numbers.iter().filter_map(|of| number(wish, *of)).collect(),
        today: desk.today(),
        factors: worth.factors.clone(),
        most: limits::GROUPS as usize,
    };
    let groups = grouped(table, asked).await?;
    Ok(groups.groups.iter().map(|group| line(&groups, group, wish, &worth)).collect())
}

async fn grouped(table: Arc<Table>, asked: Grouping) -> Result<Arc<Grouped>> {
    if let Some(known) = table.known_groups(&asked) {
        return Ok(known);
    }
    let grouped = tokio::task::spawn_blocking(move || table.grouped(&asked)).await;
    grouped.map_err(|panic| ApiError::internal(&panic))?.map_err(|_| too_many())
}

fn dimension(by: By) -> Option<crate::portfolio::Dimension> {
    match by {
        By::Account(of) => Some(of),
        _ => None,
    }
}

fn number(
    wish: &Wish,
    (name, spread): (&'static str, bool),
) -> Option<(crate::portfolio::Number, bool)> {
    match wish.frame.numbers.get(name)? {
        Measured::Account(number) => Some((*number, spread)),
        Measured::Field(_) => None,
    }
}

/// What the currencies of the accounts are worth; an error where a rate is wanting.
async fn worth(
    desk: &Desk,
    wish: &Wish,
    table: &Table,
    condition: &Condition,
) -> Result<Worth> {
    let currency = match wish.text("currency") {
        Some(code) => currency_of(code)?,
        None => desk.hub.models.revenue.reporting,
    };
    let mut worth = Worth { currency, factors: Vec::new(), since: None };
    let money = wish.numbers.iter().any(|(name, _)| wish.frame.numbers[*name].is_money());
    if !money || table.currencies().iter().all(|own| *own == currency) {
        return Ok(worth);
    }
    let others: BTreeSet<Currency> =
        table.filtered(condition).filter_map(|row| row.currency).collect();
    let rates = rates(desk, desk.today()).await?;
    for other in others.into_iter().filter(|other| *other != currency) {
        let (factor, since) = rates.factor(other, currency).map_err(|e| unmeasured(&e))?;
        worth.factors.push((other, factor));
        worth.since = worth.since.into_iter().chain(since).min();
    }
    Ok(worth)
}

fn line(groups: &Grouped, group: &Group, wish: &Wish, worth: &Worth) -> Line {
    let [red, amber, green] = group.bands;
    let unknown = group.count - red - amber - green;
    let numbers = wish.numbers.iter().zip(&group.numbers);
    let numbers = numbers.map(|((name, _), summary)| {
        let money = wish.frame.numbers[*name].is_money();
        sums(summary, money.then_some(worth))
    });
    Line {
        key: groups.key(group),
        tallies: vec![group.count, red, amber, green, unknown],
        numbers: numbers.collect(),
    }
}

fn sums(of: &Summary, worth: Option<&Worth>) -> Sums {
    let mut figures = [None; 9];
    if of.known > 0 {
        let own = [of.sum, of.sum / of.known as f64, of.min, of.max];
        let all = own.into_iter().chain(of.spread);
        for (figure, value) in figures.iter_mut().zip(all) {
            *figure = Some(Figure::Real(value)).filter(|_| value.is_finite());
        }
    }
    Sums {
        known: of.known,
        figures,
        currency: worth.map(|worth| worth.currency),
        since: worth.and_then(|worth| worth.since),
    }
}
