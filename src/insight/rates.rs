//! What an amount of one currency is worth in another, at a stated date.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use serde::{Deserialize, Serialize};

use crate::model::{Currency, ExchangeRate, Money};

/// Amounts that are not added up because their currencies differ.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Purse(BTreeMap<Currency, Decimal>);

impl Purse {
    /// Puts an amount in, beside what is there in its currency.
    pub fn add(&mut self, money: Money) {
        *self.0.entry(money.currency).or_default() += money.amount;
    }

    /// Puts another purse in.
    pub fn add_all(&mut self, other: &Self) {
        other.iter().for_each(|money| self.add(money));
    }

    /// The amounts, one for each currency.
    pub fn iter(&self) -> impl Iterator<Item = Money> {
        self.0.iter().map(|(currency, amount)| Money { amount: *amount, currency: *currency })
    }

    /// What is in it of one currency.
    pub fn of(&self, currency: Currency) -> Money {
        let amount = self.0.get(&currency).copied().unwrap_or_default();
        Money { amount, currency }
    }

    /// There is no amount in it; one of 0 is an amount.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Something above 0 is in it.
    pub fn has_money(&self) -> bool {
        self.0.values().any(|amount| *amount > Decimal::ZERO)
    }
}

impl FromIterator<Money> for Purse {
    fn from_iter<I: IntoIterator<Item = Money>>(amounts: I) -> Self {
        let mut purse = Self::default();
        amounts.into_iter().for_each(|money| purse.add(money));
        purse
    }
}

/// Why an amount cannot be stated in another currency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "no rate of exchange is known for {currency} on {day}; connect a source that tells rates, or \
     ask for amounts in {currency}"
)]
pub struct NoRate {
    /// The currency without a rate.
    pub currency: Currency,
    /// The day of which the rate was looked for.
    pub day: NaiveDate,
}

/// The rates of one day: of each pair of currencies the newest that was valid by then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rates {
    /// The currency that all rates are stated in.
    pub reporting: Currency,
    /// The day.
    pub as_of: NaiveDate,
    of: BTreeMap<Currency, Rate>,
}

/// What one unit of a currency is worth in the reporting currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Rate {
    worth: Decimal,
    /// Since when; of a rate crossed through others: the oldest of theirs.
    since: NaiveDate,
}

/// A rate between two currencies as a source states it.
struct Quote {
    of: Currency,
    base: Currency,
    rate: f64,
    since: NaiveDate,
}

impl Rates {
    /// The rates of a day, crossed through other currencies where none is stated directly.
    pub fn of(rates: &[ExchangeRate], as_of: NaiveDate, reporting: Currency) -> Self {
        let mut newest: BTreeMap<(Currency, Currency), (Quote, &str)> = BTreeMap::new();
        for (quote, id) in rates.iter().filter_map(|rate| Some((quote(rate, as_of)?, rate))) {
            let id = id.origin.id.as_str();
            // Two sources may state one day's rate: the first by id, whatever the order.
            let rank = |(quote, id): &(Quote, &str)| {
                (quote.since, std::cmp::Reverse((*id).to_owned()))
            };
            let (key, told) = ((quote.of, quote.base), (quote, id));
            if newest.get(&key).is_none_or(|known| rank(known) < rank(&told)) {
                newest.insert(key, told);
            }
        }
        let quotes: Vec<Quote> = newest.into_values().map(|(quote, _)| quote).collect();
        Self { reporting, as_of, of: reach(&quotes, reporting) }
    }

    /// No rates at all: every currency is only worth itself.
    pub fn none(as_of: NaiveDate, reporting: Currency) -> Self {
        Self { reporting, as_of, of: BTreeMap::new() }
    }

    /// What one unit of a currency is worth in another, and since when that rate is valid
    /// (`None` when nothing has to be converted).
    ///
    /// # Errors
    /// A currency without a rate on the day.
    pub fn factor(
        &self,
        from: Currency,
        to: Currency,
    ) -> Result<(f64, Option<NaiveDate>), NoRate> {
        if from == to {
            return Ok((1.0, None));
        }
        let ((worth, since), (other, other_since)) = (self.worth(from)?, self.worth(to)?);
        Ok((worth / other, [since, other_since].into_iter().flatten().min()))
    }

    /// An amount in another currency.
    ///
    /// # Errors
    /// A currency without a rate on the day.
    pub fn convert(&self, money: Money, to: Currency) -> Result<f64, NoRate> {
        let (factor, _) = self.factor(money.currency, to)?;
        Ok(money.amount.to_f64().unwrap_or(f64::NAN) * factor)
    }

    /// All of a purse in one currency, and the oldest rate that was used.
    ///
    /// # Errors
    /// A currency without a rate on the day.
    pub fn total(
        &self,
        purse: &Purse,
        to: Currency,
    ) -> Result<(f64, Option<NaiveDate>), NoRate> {
        let (mut sum, mut oldest) = (0.0, None);
        for money in purse.iter() {
            let (factor, since) = self.factor(money.currency, to)?;
            sum += money.amount.to_f64().unwrap_or(f64::NAN) * factor;
            oldest = [oldest, since].into_iter().flatten().min();
        }
        Ok((sum, oldest))
    }

    fn worth(&self, currency: Currency) -> Result<(f64, Option<NaiveDate>), NoRate> {
        if currency == self.reporting {
            return Ok((1.0, None));
        }
        let rate = self.of.get(&currency);
        let worth = rate.and_then(|rate| Some((rate.worth.to_f64()?, Some(rate.since))));
        worth.ok_or(NoRate { currency, day: self.as_of })
    }
}

/// A rate that was valid by the day and can be reckoned with.
fn quote(rate: &ExchangeRate, as_of: NaiveDate) -> Option<Quote> {
    let since = rate.valid_on.filter(|day| *day <= as_of)?;
    let number = rate.rate.filter(|rate| rate.is_finite() && *rate > 0.0)?;
    let (of, base) = (rate.currency.as_deref()?, rate.base.as_deref()?);
    Some(Quote { of: Currency::parse(of)?, base: Currency::parse(base)?, rate: number, since })
}

/// Every currency that rates lead to, by the fewest steps.
fn reach(quotes: &[Quote], reporting: Currency) -> BTreeMap<Currency, Rate> {
    let mut found: BTreeMap<Currency, (f64, NaiveDate)> = BTreeMap::new();
    let mut edge = vec![(reporting, 1.0, NaiveDate::MAX)];
    let mut seen = BTreeSet::from([reporting]);
    while !edge.is_empty() {
        let mut next: BTreeMap<Currency, (f64, NaiveDate)> = BTreeMap::new();
        for (at, worth, since) in &edge {
            // Stated in this currency before stated the other way round.
            let straight = quotes.iter().filter(|q| q.base == *at).map(|q| (q.of, q.rate, q));
            let turned =
                quotes.iter().filter(|q| q.of == *at).map(|q| (q.base, 1.0 / q.rate, q));
            for (currency, rate, quote) in straight.chain(turned) {
                if !seen.contains(&currency) {
                    let told = (worth * rate, (*since).min(quote.since));
                    next.entry(currency).or_insert(told);
                }
            }
        }
        seen.extend(next.keys());
        edge = next.iter().map(|(currency, (w, since))| (*currency, *w, *since)).collect();
        found.extend(next);
    }
    let rate = |(currency, (worth, since))| {
        Some((currency, Rate { worth: Decimal::from_f64(worth)?, since }))
    };
    found.into_iter().filter_map(rate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(currency: &str, base: &str, rate: f64, valid_on: &str) -> ExchangeRate {
        ExchangeRate {
            currency: Some(currency.to_owned()),
            base: Some(base.to_owned()),
            rate: Some(rate),
            valid_on: Some(valid_on.parse().expect("a day")),
            ..ExchangeRate::default()
        }
    }

    fn currency(code: &str) -> Currency {
        Currency::parse(code).expect("a currency")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn the_newest_rate_by_the_day_counts_and_rates_cross_through_their_base() {
        let rates = [
            rate("USD", "EUR", 0.9, "2026-10-01"),
            rate("USD", "EUR", 0.8, "2026-11-01"),
            rate("USD", "EUR", 0.1, "2026-12-01"),
            rate("GBP", "EUR", 1.2, "2026-09-01"),
            rate("GBP", "EUR", -5.0, "2026-11-02"),
        ];
        let rates = Rates::of(&rates, day("2026-11-21"), Currency::EUR);
        let (factor, since) =
            rates.factor(currency("GBP"), currency("USD")).expect("a cross rate");
        assert!((factor - 1.5).abs() < 1e-12, "{factor}");
        assert_eq!(since, Some(day("2026-09-01")));
        let pounds = Rates::of(
            &[rate("USD", "EUR", 0.8, "2026-11-01"), rate("GBP", "EUR", 1.2, "2026-11-01")],
            day("2026-11-21"),
            currency("GBP"),
        );
        let (factor, _) = pounds.factor(currency("USD"), currency("GBP")).expect("crossed");
        assert!((factor - 0.8 / 1.2).abs() < 1e-12, "{factor}");
    }

    #[test]
    fn a_currency_without_a_rate_is_named_with_the_day() {
        let rates = Rates::of(&[], day("2026-11-21"), Currency::EUR);
        let money = Money { amount: Decimal::TEN, currency: currency("CHF") };
        let error = rates.convert(money, Currency::EUR).expect_err("no rate").to_string();
        assert!(error.contains("CHF on 2026-11-21"), "{error}");
        assert_eq!(rates.convert(money, currency("CHF")), Ok(10.0));
    }

    #[test]
    fn the_order_in_which_rates_come_does_not_show() {
        let mut twice =
            vec![rate("USD", "EUR", 0.8, "2026-11-01"), rate("USD", "EUR", 0.9, "2026-11-01")];
        "a".clone_into(&mut twice[0].origin.id);
        "b".clone_into(&mut twice[1].origin.id);
        let one = Rates::of(&twice, day("2026-11-21"), Currency::EUR);
        twice.reverse();
        assert_eq!(one, Rates::of(&twice, day("2026-11-21"), Currency::EUR));
    }
}
