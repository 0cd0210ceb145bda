//! Groups of any kind of the unified model: how many rows, and what their numbers are. One statement,
//! whatever is asked of the groups; filters mean what they mean in lists.
//!
//! Both databases find the values that a percentile lies between, and it is reckoned here, so that both
//! tell the same: linearly between the two, as `percentile_cont` of SQL has it.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::Store;
use super::conditions::{known, write};
use super::db::{Query, Result, Row, StoreError, query};
use super::interval::Interval;
use super::listing::{Column, Filter, from};
use crate::model::{Currency, EntityKind, Field, Kind};

/// The percentiles that are told.
const PERCENTS: [usize; 5] = [10, 25, 50, 75, 90];

/// What is asked of a kind.
#[derive(Debug, Clone)]
pub struct Grouping {
    /// Of which kind; never of golden accounts, which memory knows.
    pub kind: EntityKind,
    /// Which rows.
    pub filter: Filter,
    /// By what; one group of all when nothing is said.
    pub by: Vec<By>,
    /// Count the accounts too.
    pub accounts: bool,
    /// Which numbers.
    pub numbers: Vec<Summed>,
    /// At most so many groups.
    pub most: usize,
}

/// What rows are grouped by.
#[derive(Debug, Clone)]
pub enum By {
    /// A column's value; a yes or no as `true` or `false`.
    Column(Column),
    /// The currency of an amount.
    Currency(&'static Field),
    /// The interval that a day or moment is in, by its first day as `2026-11-01`.
    Interval(&'static Field, Interval),
    /// What somebody else says of the row's account: words, and of accounts the place of theirs among
    /// them. An account that is not there has no word.
    Account(Vec<String>, Vec<(String, usize)>),
}

/// A number that is summed up: a whole one, one with a fraction, an amount, or a yes or no as 1 or 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summed {
    /// The field.
    pub field: &'static Field,
    /// Whether percentiles are asked for.
    pub spread: bool,
}

/// Rows that have the same in everything that they are grouped by.
#[derive(Debug, Clone, PartialEq)]
pub struct Grouped {
    /// What they have; `None` where it is not known.
    pub key: Vec<Option<String>>,
    /// How many rows.
    pub count: i64,
    /// Of how many accounts, when that was asked; rows without one are of none.
    pub accounts: i64,
    /// Of each number asked for.
    pub numbers: Vec<Sums>,
}

/// A number over the rows of a group. What is not known is in none of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sums {
    /// How many rows have it.
    pub known: i64,
    /// Sum, mean, least, greatest and each of the percentiles 10, 25, 50, 75 and 90 that was asked for; `None` of none, and of
    /// amounts in several currencies.
    pub figures: [Option<Figure>; 9],
    /// Of amounts: the currency of all of them.
    pub currency: Option<Currency>,
    /// Of amounts: they are in several currencies, the first and the last of them by their codes.
    pub torn: Option<(String, String)>,
}

/// A number as exactly as it is kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// A whole number, an amount, or reckoned from such.
    Exact(Decimal),
    /// A number with a fraction.
    Real(f64),
}

impl Figure {
    /// To compare and to draw.
    pub fn number(self) -> f64 {
        match self {
            Self::Exact(exact) => exact.to_f64().unwrap_or(f64::NAN),
            Self::Real(real) => real,
        }
    }

    fn over(self, count: i64) -> Self {
        match self {
            Self::Exact(sum) => Self::Exact(sum / Decimal::from(count)),
            Self::Real(sum) => Self::Real(sum / count as f64),
        }
    }

    fn between(self, high: Self, hundredths: usize) -> Self {
        match (self, high) {
            (Self::Exact(low), Self::Exact(high)) => {
                let part = Decimal::from(hundredths) / Decimal::ONE_HUNDRED;
                Self::Exact(low + (high - low) * part)
            }
            (low, high) => {
                let (low, part) = (low.number(), hundredths as f64 / 100.0);
                Self::Real(low + (high.number() - low) * part)
            }
        }
    }
}

impl Store {
    /// The groups of a kind's rows, in no order; `None` when there are more than allowed.
    pub async fn list_groups(&self, asked: &Grouping) -> Result<Option<Vec<Grouped>>> {
        let words: Vec<Vec<String>> = asked.by.iter().map(words).collect();
        let rows = self.db.rows(statement(asked, &words)?).await?;
        if rows.len() > asked.most {
            return Ok(None);
        }
        rows.iter().map(|row| read(asked, row)).collect::<Result<_>>().map(Some)
    }
}

/// Letters of the place of a word before the account's id.
const PLACE: usize = 9;

/// Accounts with their words' places, in one text each.
fn words(by: &By) -> Vec<String> {
    let By::Account(_, of) = by else { return Vec::new() };
    of_accounts(of.iter().map(|(account, word)| (account.as_str(), *word)))
}

/// Accounts with places, as [`accounts_bound`] takes them apart again.
pub(super) fn of_accounts<'a>(of: impl Iterator<Item = (&'a str, usize)>) -> Vec<String> {
    of.map(|(account, word)| format!("{word:0PLACE$}{account}")).collect()
}

/// A bound list of [`of_accounts`] as rows of `word`, the place, and `id`.
pub(super) fn accounts_bound(argument: usize) -> String {
    let begin = PLACE + 1;
    format!(
        "(SELECT substr(e.value, 1, {PLACE}) AS word, substr(e.value, {begin}) AS id \
          FROM {{each:{argument}}})"
    )
}

fn statement<'a>(asked: &'a Grouping, words: &'a [Vec<String>]) -> Result<Query<'a>> {
    let keys: Vec<String> = (0..asked.by.len()).map(|n| format!("k{n}")).collect();
    let listed = keys.join(", ");
    let mut all = query("group a list", format!("SELECT COUNT(*), {}", accounts(asked)));
    for key in &keys {
        all.text(&format!(", {key}"));
    }
    for (n, summed) in asked.numbers.iter().enumerate() {
        all.text(&sums(n, *summed));
    }
    all.text(&format!(" FROM (SELECT g.*{} FROM (SELECT r.*", ranks(asked, &listed)));
    for (n, by) in asked.by.iter().enumerate() {
        if let By::Account(..) = by {
            all.text(&format!(", m{n}.word AS k{n}"));
        }
    }
    all.text(" FROM (");
    rows(&mut all, asked)?;
    all.text(") r");
    for (n, words) in words.iter().enumerate() {
        if let By::Account(..) = asked.by[n] {
            joined(&mut all, n, words);
        }
    }
    all.text(") g) h");
    if !keys.is_empty() {
        all.text(&format!(" GROUP BY {listed}"));
    }
    let most = all.push(i64::try_from(asked.most).unwrap_or(i64::MAX).saturating_add(1));
    all.text(&format!(" LIMIT ${most}"));
    Ok(all)
}

/// Writes where rows find the words of their accounts.
fn joined<'a>(all: &mut Query<'a>, n: usize, words: &'a [String]) {
    let at = all.push(words.iter().map(String::as_str).collect::<Vec<_>>());
    let bound = accounts_bound(at);
    all.text(&format!(" LEFT JOIN {bound} m{n} ON m{n}.id = r.account_id"));
}

fn accounts(asked: &Grouping) -> &'static str {
    let there = asked.accounts && asked.kind.belongs().account;
    if there { "COUNT(DISTINCT account_id)" } else { "CAST(0 AS {int})" }
}

/// Writes the rows that are grouped, with what they are grouped by and what is summed up.
fn rows<'a>(all: &mut Query<'a>, asked: &'a Grouping) -> Result<()> {
    let kind = asked.kind;
    all.text("SELECT ");
    all.text(if kind.belongs().account { "t.account_id" } else { "NULL AS account_id" });
    for (n, by) in asked.by.iter().enumerate() {
        if let Some(key) = key(kind, by)? {
            all.text(&format!(", {key} AS k{n}"));
        }
    }
    for (n, Summed { field, .. }) in asked.numbers.iter().enumerate() {
        let name = known(kind, Column::Field(field))?;
        all.text(&match field.kind {
            Kind::Flag => format!(
                ", CAST(CASE WHEN {name} THEN 1 WHEN NOT {name} THEN 0 END AS {{int}}) AS v{n}"
            ),
            _ => format!(", {name} AS v{n}"),
        });
        if field.kind == Kind::Amount {
            all.text(&format!(", t.\"{}_currency\" AS c{n}", field.name));
        }
    }
    all.text(&format!(" {} AND ", from(kind)));
    write(all, kind, &asked.filter)
}

/// What a row says of itself as a text; nothing of what its account tells.
fn key(kind: EntityKind, by: &By) -> Result<Option<String>> {
    Ok(Some(match by {
        By::Account(..) => return Ok(None),
        By::Currency(field) => format!("t.\"{}_currency\"", field.name),
        By::Column(column @ Column::Field(Field { kind: Kind::Flag, .. })) => {
            let name = known(kind, *column)?;
            format!("CASE WHEN {name} THEN 'true' WHEN NOT {name} THEN 'false' END")
        }
        By::Column(column) => known(kind, *column)?,
        By::Interval(field, interval) => {
            let name = known(kind, Column::Field(field))?;
            let of = match field.kind {
                Kind::Day => "day",
                Kind::Time => "time",
                _ => return Err(wrong("only days and moments lie in intervals")),
            };
            format!("{{{of}_begins:{}:{name}}}", interval.word())
        }
    }))
}

/// Where each value stands among those of its group, when percentiles are asked for.
fn ranks(asked: &Grouping, keys: &str) -> String {
    let over = if keys.is_empty() { String::new() } else { format!("PARTITION BY {keys} ") };
    let ranked = asked.numbers.iter().enumerate().filter(|(_, summed)| summed.spread);
    let windows: Vec<String> = ranked
        .map(|(n, _)| {
            format!(
                ", ROW_NUMBER() OVER ({over}ORDER BY v{n} NULLS LAST) AS n{n}, \
                 COUNT(v{n}) OVER ({over}) AS q{n}"
            )
        })
        .collect();
    windows.concat()
}

/// The columns of one number, as [`sums_of`] takes them.
fn sums(n: usize, summed: Summed) -> String {
    let mut parts = vec![match summed.field.kind {
        // A sum may be more than a whole number of 64 bits: its high and low digits are summed apart.
        Kind::Int | Kind::Amount | Kind::Flag => format!(
            ", COUNT(v{n}), CAST(SUM(v{n} / {DIGITS}) AS {{int}}), CAST(SUM(v{n} % {DIGITS}) AS {{int}})"
        ),
        _ => format!(", COUNT(v{n}), SUM(v{n}), NULL"),
    }];
    parts.push(format!(", MIN(v{n}), MAX(v{n})"));
    if summed.field.kind == Kind::Amount {
        parts.push(format!(", MIN(c{n} {{bin}}), MAX(c{n} {{bin}})"));
    }
    for percent in PERCENTS.iter().filter(|_| summed.spread) {
        parts.extend([1, 2].map(|next| {
            format!(
                ", MAX(CASE WHEN n{n} = (q{n} - 1) * {percent} / 100 + {next} THEN v{n} END)"
            )
        }));
    }
    parts.concat()
}

/// So much is the lowest of the high digits worth.
const DIGITS: i64 = 1_000_000;

fn read(asked: &Grouping, row: &Row) -> Result<Grouped> {
    let mut at = 2 + asked.by.len();
    let key = asked.by.iter().enumerate().map(|(n, by)| {
        let told: Option<String> = row.opt(2 + n)?;
        Ok(match by {
            By::Account(words, _) => {
                told.and_then(|place| words.get(place.parse::<usize>().ok()?).cloned())
            }
            _ => told,
        })
    });
    let key = key.collect::<Result<_>>()?;
    let mut numbers = Vec::with_capacity(asked.numbers.len());
    for summed in &asked.numbers {
        numbers.push(sums_of(row, *summed, &mut at)?);
    }
    let accounts = row.get::<i64>(1)?;
    Ok(Grouped { key, count: row.get(0)?, accounts, numbers })
}

fn sums_of(row: &Row, summed: Summed, at: &mut usize) -> Result<Sums> {
    let (kind, mut next) = (summed.field.kind, || {
        *at += 1;
        *at - 1
    });
    let known: i64 = row.get(next())?;
    let (high, low) = (next(), next());
    let sum = match kind {
        Kind::Number => row.opt::<f64>(high)?.map(Figure::Real),
        _ => match (row.opt::<i64>(high)?, row.opt::<i64>(low)?) {
            (Some(high), Some(low)) => {
                Some(exact(kind, i128::from(high) * i128::from(DIGITS) + i128::from(low)))
            }
            _ => None,
        },
    };
    let mean = sum.map(|sum| sum.over(known));
    let mut figures = [sum, mean, figure(row, kind, next())?, figure(row, kind, next())?]
        .into_iter()
        .chain([None; PERCENTS.len()])
        .collect::<Vec<_>>();
    let currencies = match kind {
        Kind::Amount => (row.opt::<String>(next())?, row.opt::<String>(next())?),
        _ => (None, None),
    };
    if summed.spread {
        for (percent, told) in PERCENTS.iter().zip(&mut figures[4..]) {
            let (low, high) = (figure(row, kind, next())?, figure(row, kind, next())?);
            let part = (known.max(1).unsigned_abs() as usize - 1) * percent % 100;
            *told = match (low, high) {
                (Some(low), Some(high)) if part > 0 => Some(low.between(high, part)),
                (low, _) => low,
            };
        }
    }
    let figures = figures.try_into().unwrap_or([None; 9]);
    Ok(match currencies {
        (Some(first), Some(last)) if first != last => {
            Sums { known, torn: Some((first, last)), ..Sums::default() }
        }
        (first, _) => {
            let currency = first.as_deref().and_then(Currency::parse);
            Sums { known, figures, currency, torn: None }
        }
    })
}

fn figure(row: &Row, kind: Kind, at: usize) -> Result<Option<Figure>> {
    Ok(match kind {
        Kind::Number => row.opt::<f64>(at)?.map(Figure::Real),
        _ => row.opt::<i64>(at)?.map(|whole| exact(kind, whole.into())),
    })
}

/// A whole number, or ten-thousandths of an amount.
fn exact(kind: Kind, whole: i128) -> Figure {
    let places = if kind == Kind::Amount { 4 } else { 0 };
    let decimal = Decimal::try_from_i128_with_scale(whole, places);
    decimal.map_or(Figure::Real(whole as f64), Figure::Exact)
}

/// The columns that a kind can be grouped by as they are: texts, words, references and yes or no.
pub fn columns_to_group(column: Column) -> bool {
    match column {
        Column::Id => false,
        Column::Account | Column::Contact => true,
        Column::Field(field) => {
            matches!(field.kind, Kind::Text | Kind::Choice(_) | Kind::Ref(_) | Kind::Flag)
        }
    }
}

fn wrong(what: &str) -> StoreError {
    StoreError::Contradiction(format!("a list was grouped wrongly: {what}"))
}
