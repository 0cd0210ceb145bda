//! Scores and KPIs of accounts as they were told in time: of each interval the last that was told in it,
//! summed up over groups of accounts.

use chrono::NaiveDate;

use super::Store;
use super::db::{Query, Result, Row, query};
use super::grouping::of_accounts;
use super::interval::Interval;
use crate::model::AccountId;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SeriesAsked {
    /// The first day.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
    /// Of which length.
    pub interval: Interval,
    /// Scores of the days.
    pub scores: Vec<Score>,
    /// KPIs of the weeks, by their places in the health model.
    pub kpis: Vec<usize>,
    /// `code@version` of the health model.
    pub model: String,
}

/// A score of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Score {
    /// Effective health, 0 to 100.
    Health,
    /// Share of the evidence behind it that was seen, 0 to 1.
    Coverage,
    /// Trust, 0 to 100.
    Trust,
    /// Net promoters, -100 to 100.
    Nps,
    /// Recurring revenue of a year; this and all below are amounts.
    Arr,
    /// Renewals due, times their probability.
    RenewalExpected,
    /// Renewals due, times the probability of losing them.
    AtRisk,
    /// Expected of open deals and of what peers buy.
    GrowthExpected,
    /// Billed in 365 days.
    Billed,
}

impl Score {
    /// Whether it is an amount, which is summed; others are told by their mean.
    pub fn is_money(self) -> bool {
        !matches!(self, Self::Health | Self::Coverage | Self::Trust | Self::Nps)
    }

    fn column(self) -> &'static str {
        match self {
            Self::Health => "value",
            Self::Coverage => "coverage",
            Self::Trust => "trust",
            Self::Nps => "nps",
            Self::Arr => "arr",
            Self::RenewalExpected => "renewal_expected",
            Self::AtRisk => "at_risk",
            Self::GrowthExpected => "growth",
            Self::Billed => "billed",
        }
    }
}

/// A number of a group of accounts in an interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The place of the group among those asked for.
    pub group: usize,
    /// The interval's first day.
    pub at: NaiveDate,
    /// Which number: the place among the scores, or behind them among the KPIs.
    pub of: usize,
    /// How many accounts have it.
    pub known: i64,
    /// Mean, or the sum of amounts.
    pub value: Option<f64>,
    /// Of amounts: the first and the last of their currencies by code.
    pub currencies: Option<(String, String)>,
}

impl Store {
    /// What was told of these accounts, each with the place of its group. Intervals in which nothing was
    /// told are not there. Two statements at most.
    pub async fn series(
        &self,
        accounts: &[(AccountId, usize)],
        asked: &SeriesAsked,
    ) -> Result<Vec<Reading>> {
        let words = of_accounts(accounts.iter().map(|(id, group)| (id.as_str(), *group)));
        let mut readings = Vec::new();
        if !asked.scores.is_empty() {
            for row in self.db.rows(scores(asked, &words)).await? {
                read(&row, asked, true, &mut readings)?;
            }
        }
        if !asked.kpis.is_empty() {
            for row in self.db.rows(kpis(asked, &words)).await? {
                read(&row, asked, false, &mut readings)?;
            }
        }
        Ok(readings)
    }
}

fn scores<'a>(asked: &'a SeriesAsked, words: &'a [String]) -> Query<'a> {
    let each = || asked.scores.iter().enumerate();
    let columns: Vec<String> =
        each().map(|(n, score)| format!(", s.{} AS v{n}", score.column())).collect();
    let columns = columns.concat();
    let sum = |(n, score): (usize, &Score)| {
        let of = if score.is_money() { "SUM(CAST(v# AS {real})) / 10000" } else { "AVG(v#)" };
        format!(", COUNT(v{n}), {of}").replace('#', &n.to_string())
    };
    let sums = each().map(sum).collect::<Vec<_>>().concat();
    let text = format!(
        "SELECT word, b, MIN(c {{bin}}), MAX(c {{bin}}){sums} FROM {} WHERE n = 1 GROUP BY word, b",
        last("score_history", asked.interval, &format!(", s.currency AS c{columns}"), "")
    );
    bound(text, asked, words)
}

fn kpis<'a>(asked: &'a SeriesAsked, words: &'a [String]) -> Query<'a> {
    let kpis = asked.kpis.iter().enumerate().map(|(n, at)| {
        format!(", CASE WHEN length(s.kpis) > {at} THEN {{byte:{at}:s.kpis}} END AS v{n}")
    });
    let kpis = kpis.collect::<Vec<_>>().concat();
    let sums = (0..asked.kpis.len()).map(|n| {
        format!(", COUNT(NULLIF(v{n}, 255)), AVG(CAST(NULLIF(v{n}, 255) AS {{real}})) / 2")
    });
    let sums = sums.collect::<Vec<_>>().concat();
    let text = format!(
        "SELECT word, b, NULL, NULL{sums} FROM {} WHERE n = 1 GROUP BY word, b",
        last("account_week", asked.interval, &kpis, " AND s.model = $4")
    );
    bound(text, asked, words).bind(&asked.model)
}

/// What was told last of each account in each interval.
fn last(table: &str, interval: Interval, columns: &str, only: &str) -> String {
    let begins = format!("{{day_begins:{}:s.as_of}}", interval.word());
    format!(
        "(SELECT m.word, {begins} AS b{columns},
            ROW_NUMBER() OVER (PARTITION BY s.account_id, {begins} ORDER BY s.as_of DESC) AS n
          FROM {} m JOIN {table} s ON s.account_id = m.id
          WHERE s.as_of >= $2 AND s.as_of <= $3{only}) r",
        super::grouping::accounts_bound(1)
    )
}

fn bound<'a>(text: String, asked: &SeriesAsked, words: &'a [String]) -> Query<'a> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    query("read scores in time", text).bind(words).bind(asked.from).bind(asked.to)
}

fn read(row: &Row, asked: &SeriesAsked, scores: bool, all: &mut Vec<Reading>) -> Result<()> {
    let group = row.text(0)?.parse().unwrap_or_default();
    let at = row.text(1)?.parse().unwrap_or_default();
    let currencies = row.opt::<String>(2)?.zip(row.opt::<String>(3)?);
    let (count, behind) =
        if scores { (asked.scores.len(), 0) } else { (asked.kpis.len(), asked.scores.len()) };
    for n in 0..count {
        let money = scores && asked.scores[n].is_money();
        all.push(Reading {
            group,
            at,
            of: behind + n,
            known: row.get(4 + 2 * n)?,
            value: row.opt(5 + 2 * n)?,
            currencies: currencies.clone().filter(|_| money),
        });
    }
    Ok(())
}
