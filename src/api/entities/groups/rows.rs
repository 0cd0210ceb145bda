//! Groups of all kinds but accounts, from the store: one statement for all of them.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::Context;

use super::asked::Wish;
use super::frame::{By, Measured};
use super::sheet::{Line, Sums};
use crate::api::entities::filter::filter;
use crate::api::entities::shape::{Shape, capitals};
use crate::api::errors::{ApiError, Result, report};
use crate::api::limits;
use crate::api::visit::Visit;
use crate::portfolio::Dimension;
use crate::store::{self, Grouping, Summed};

/// The groups that are asked for, in no order.
pub(super) async fn lines(
    ctx: &Context<'_>,
    wish: &Wish,
    shape: &'static Shape,
) -> Result<Vec<Line>> {
    let visit = Visit::of(ctx);
    let mut by = Vec::with_capacity(wish.by.len());
    for (_, own, interval) in &wish.by {
        by.push(match (*own, *interval) {
            (By::Column(column), _) => store::By::Column(column),
            (By::Currency(field), _) => store::By::Currency(field),
            (By::Time(field), interval) => {
                store::By::Interval(field, interval.unwrap_or(store::Interval::Month))
            }
            (By::Account(of), _) => accounts(&visit, of).await?,
        });
    }
    let numbers = wish.numbers.iter().filter_map(|(name, spread)| {
        match wish.frame.numbers.get(*name)? {
            Measured::Field(field) => Some(Summed { field, spread: *spread }),
            Measured::Account(_) => None,
        }
    });
    let asked = Grouping {
        kind: shape.kind,
        filter: filter(shape, wish.get("where"))?,
        by,
        accounts: wish.accounts,
        numbers: numbers.collect(),
        most: limits::GROUPS as usize,
    };
    let found = visit.sight.groups(asked).await?.ok_or_else(too_many)?;
    tell_torn(ctx, wish, &found);
    Ok(found.into_iter().map(|group| line(group, wish)).collect())
}

/// More groups than one answer has.
pub(super) fn too_many() -> ApiError {
    ApiError::BadInput(format!(
        "these are more than {} groups; filter by `where`, or group by less or by longer intervals",
        limits::GROUPS
    ))
}

/// What memory knows of each account.
async fn accounts(visit: &Visit, of: Dimension) -> Result<store::By> {
    let (table, today) = (visit.sight.accounts().await?, visit.desk.today());
    if table.rows().len() > limits::GROUPED_ACCOUNTS {
        return Err(ApiError::BadInput(format!(
            "there are more than {} accounts; group by ACCOUNT_ID and join what `accounts` tells of them",
            limits::GROUPED_ACCOUNTS
        )));
    }
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut words = Vec::new();
    let mut each = Vec::new();
    for row in table.rows() {
        let Some(word) = of.word(row, today) else { continue };
        let place = places.get(&*word).copied().unwrap_or_else(|| {
            words.push(word.clone().into_owned());
            places.insert(word.into_owned(), words.len() - 1);
            words.len() - 1
        });
        each.push((row.id().0.clone(), place));
    }
    Ok(store::By::Account(words, each))
}

fn line(group: store::Grouped, wish: &Wish) -> Line {
    let mut tallies = vec![group.count];
    tallies.resize(wish.frame.tallies.len(), group.accounts);
    let sums = |of: store::Sums| Sums {
        known: of.known,
        figures: of.figures,
        currency: of.currency,
        since: None,
    };
    Line {
        key: group.key.into_iter().map(|word| word.map(Arc::from)).collect(),
        tallies,
        numbers: group.numbers.into_iter().map(sums).collect(),
    }
}

/// Says which amounts are not summed up, because they are in several currencies.
fn tell_torn(ctx: &Context<'_>, wish: &Wish, groups: &[store::Grouped]) {
    for (at, (name, _)) in wish.numbers.iter().enumerate() {
        let torn = groups.iter().find_map(|group| group.numbers[at].torn.as_ref());
        if let Some((first, last)) = torn {
            let by = capitals(&format!("{name}Currency"));
            report(
                ctx,
                ApiError::Unmeasured(format!(
                    "`{name}` of a group is in {first} and {last}, which do not add up; add {by} to \
                     `groupBy`, or filter by `{name}: {{currency: \"{first}\"}}`"
                )),
            );
        }
    }
}
