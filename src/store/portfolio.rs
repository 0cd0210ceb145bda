//! A portfolio's accounts as they are summed: the latest scores, or those of a day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive as _;

use super::answers::narrow;
use super::db::{Query, Result, Row, query};
use super::scores::{read_score, score_columns};
use super::{AccountFilter, Price, Store, StoredScore};
use crate::insight::portfolio::Holding;
use crate::insight::revenue::Figures;
use crate::model::{AccountId, Currency, Money};

/// An account as it is summed, and the currency that its money is in; `None` when it is not priced.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// The account.
    pub holding: Holding,
    /// Of its figures.
    pub currency: Option<Currency>,
}

impl Store {
    /// The accounts that a filter lets through, by their ids. With a day, their scores are those that
    /// were kept on it, or the last before it; what is said of the accounts themselves (country, owner
    /// …) is what is known now.
    pub async fn holdings(
        &self,
        filter: &AccountFilter,
        day: Option<NaiveDate>,
    ) -> Result<Vec<Held>> {
        let mut read: Query = query(
            "read a portfolio",
            format!(
                "SELECT t.id, t.country, t.region, t.owner, partner.account_id, {} FROM account t
                 LEFT JOIN account_record partner ON partner.id = t.partner ",
                score_columns()
            ),
        );
        match day {
            None => read.text("LEFT JOIN account_score s ON s.account_id = t.id"),
            Some(day) => {
                let n = read.push(day);
                read.text(&format!(
                    "LEFT JOIN score_history s ON s.account_id = t.id AND s.as_of =
                       (SELECT MAX(h.as_of) FROM score_history h
                        WHERE h.account_id = t.id AND h.as_of <= ${n})"
                ));
            }
        }
        narrow(&mut read, filter);
        read.text(" ORDER BY t.id");
        let mut held = Vec::new();
        self.db
            .each(read, |row| {
                held.push(of_row(&row)?);
                Ok(())
            })
            .await?;
        Ok(held)
    }
}

fn of_row(row: &Row) -> Result<Held> {
    const OF_ACCOUNT: usize = 5;
    let score = read_score(row, OF_ACCOUNT)?;
    let price = score.as_ref().and_then(|score| score.price.as_ref());
    let (currency, figures) = (price.map(|price| price.currency), price.map(figures));
    let lines = price.map(|price| price.lines.clone());
    let position = price.map(|price| price.position.clone());
    let of = |take: fn(&StoredScore) -> Option<f64>| score.as_ref().and_then(take);
    let holding = Holding {
        account: AccountId(row.text(0)?),
        country: row.opt(1)?,
        region: row.opt(2)?,
        owner: row.opt(3)?,
        partner: row.opt::<String>(4)?.map(AccountId),
        health: of(|score| score.value),
        coverage: of(|score| Some(score.coverage)),
        trust: of(|score| score.trust),
        band: score.as_ref().and_then(|score| score.band),
        position,
        lines: lines.unwrap_or_else(BTreeMap::new),
        figures: figures.unwrap_or_default(),
        segments: score.as_ref().map(|score| score.segments.clone()).unwrap_or_default(),
    };
    Ok(Held { holding, currency })
}

fn figures(price: &Price) -> Figures {
    let number = |money: Option<Money>| money.and_then(|money| money.amount.to_f64());
    Figures {
        arr: number(price.arr),
        renewal_expected: number(price.renewal_expected),
        at_risk: number(price.at_risk),
        unknown_at_risk: number(price.unknown_at_risk),
        growth_expected: number(price.growth),
        billed: number(price.billed),
        retention: price.retention,
        cost_to_serve: number(price.cost_to_serve),
        lifetime_value: number(price.lifetime_value),
    }
}
