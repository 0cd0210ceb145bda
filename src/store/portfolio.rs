//! A portfolio's accounts as they are summed: the latest scores, or those of a day.

use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive as _;

use super::answers::narrow;
use super::db::{Query, Result, Row, query};
use super::scores::{read_score, score_columns};
use super::{AccountFilter, AccountRow, Price, Store, StoredScore};
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
    let of = Of {
        id: AccountId(row.text(0)?),
        country: row.opt(1)?,
        region: row.opt(2)?,
        owner: row.opt(3)?,
        partner: row.opt::<String>(4)?.map(AccountId),
    };
    Ok(held(of, score.as_ref()))
}

/// A listed account as it is summed.
pub(super) fn holding(row: &AccountRow, partner: Option<AccountId>) -> Held {
    let account = &row.account;
    let of = Of {
        id: account.origin.account.clone().unwrap_or_default(),
        country: account.country.clone(),
        region: account.region.clone(),
        owner: account.owner.clone(),
        partner,
    };
    held(of, row.score.as_ref())
}

/// What is said of an account beside its scores.
struct Of {
    id: AccountId,
    country: Option<String>,
    region: Option<String>,
    owner: Option<String>,
    partner: Option<AccountId>,
}

fn held(account: Of, score: Option<&StoredScore>) -> Held {
    let price = score.and_then(|score| score.price.as_ref());
    let Of { id, country, region, owner, partner } = account;
    let holding = Holding {
        account: id,
        country,
        region,
        owner,
        partner,
        health: score.and_then(|score| score.value),
        coverage: score.map(|score| score.coverage),
        trust: score.and_then(|score| score.trust),
        band: score.and_then(|score| score.band),
        position: price.map(|price| price.position.clone()),
        lines: price.map(|price| price.lines.clone()).unwrap_or_default(),
        figures: price.map(figures).unwrap_or_default(),
        segments: score.map(|score| score.segments.clone()).unwrap_or_default(),
    };
    Held { holding, currency: price.map(|price| price.currency) }
}

fn figures(price: &Price) -> Figures {
    let number = |money: Option<Money>| money.and_then(|money| money.amount.to_f64());
    Figures {
        arr: number(price.arr),
        renewal_expected: number(price.renewal_expected),
        at_risk: number(price.at_risk),
        at_risk_range: number(price.at_risk_low).zip(number(price.at_risk_high)),
        unknown_at_risk: number(price.unknown_at_risk),
        growth_expected: number(price.growth),
        billed: number(price.billed),
        retention: price.retention,
        cost_to_serve: number(price.cost_to_serve),
        lifetime_value: number(price.lifetime_value),
    }
}
