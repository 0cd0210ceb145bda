//! What questions are answered from: lists of accounts, and what belongs to given accounts.
//! Every function takes many ids and sends a number of statements that does not depend on them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Store;
use super::columns::{entity_columns, golden_columns, read, read_golden, table};
use super::db::{Query, Result, Row, StoreError, clean, query};
use super::golden::{People, account_origin, name_key};
use super::listing::EntityRow;
use super::runs::category;
use super::scores::{StoredScore, WIDTH, read_score, score_columns};
use crate::model::{
    Account, AccountId, Band, Category, EntityKind, LineageRow, Money, RecordRef,
    SurveyResponse,
};

/// An account in a list, with its latest score.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountRow {
    /// The golden account's own fields (`origin.account` is the id).
    pub account: Account,
    /// The golden parent.
    pub parent: Option<AccountId>,
    /// Grows by one whenever anything about the account changed.
    pub version: i64,
    /// The latest computed health, when there is one.
    pub score: Option<StoredScore>,
}

/// How a list of accounts is ordered. Ties go by id; missing scores come last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountOrder {
    /// By name in lower case, then id.
    Name,
    /// By health value, then id.
    Health,
    /// By trust, then id.
    Trust,
    /// By the revenue at risk, in the reporting currency, then id.
    AtRisk,
    /// By the revenue in growth, in the reporting currency, then id.
    Growth,
    /// By the recurring revenue of a year, in the reporting currency, then id.
    Arr,
}

impl AccountOrder {
    /// What of a row it goes by, as a page's end keeps it.
    pub fn value(self, row: &AccountRow) -> Option<String> {
        let score = row.score.as_ref();
        let price = score.and_then(|score| score.price.as_ref());
        let units = |money: Option<Money>| money?.units().ok().map(|units| units.to_string());
        match self {
            Self::Name => row.account.name.clone(),
            Self::Health => score?.value.map(|value| value.to_string()),
            Self::Trust => score?.trust.map(|value| value.to_string()),
            Self::AtRisk => units(price?.at_risk),
            Self::Growth => units(price?.growth),
            Self::Arr => units(price?.arr),
        }
    }
}

/// Which accounts a list holds.
#[derive(Debug, Clone, Default)]
pub struct AccountFilter {
    /// These only.
    pub ids: Option<Vec<AccountId>>,
    /// ISO codes.
    pub countries: Option<Vec<String>>,
    /// Bands.
    pub bands: Option<Vec<Band>>,
    /// At least this coverage.
    pub min_coverage: Option<f64>,
    /// Code of a segment that it is in.
    pub segment: Option<String>,
    /// Positions in capitals.
    pub positions: Option<Vec<String>>,
    /// At least this recurring revenue of a year, in the reporting currency.
    pub min_arr: Option<Decimal>,
    /// A contract that is not over yet ends before this day: today, and the day.
    pub renewal_before: Option<(NaiveDate, NaiveDate)>,
    /// The partner account that serves it.
    pub partner: Option<AccountId>,
    /// The owner's origin id (`source:key`).
    pub owner: Option<String>,
    /// Part of the name or domain, any case.
    pub search: Option<String>,
}

/// Where a page starts: after the account with this order value and id.
#[derive(Debug, Clone, PartialEq)]
pub struct After {
    /// The name, or the health as text; `None` for a missing score.
    pub value: Option<String>,
    /// The tie-breaker.
    pub id: AccountId,
}

/// A page of accounts.
#[derive(Debug, Clone, Default)]
pub struct AccountPage {
    /// In order.
    pub rows: Vec<AccountRow>,
    /// More follow.
    pub more: bool,
    /// All that the filter lets through.
    pub total: i64,
}

/// A record of a source that is part of a golden account or contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRecord {
    /// Which record.
    pub record: RecordRef,
    /// What kind of system its source is.
    pub category: Category,
    /// A page of the source that shows it.
    pub url: Option<String>,
    /// When the source says that it last changed.
    pub changed_at: Option<DateTime<Utc>>,
    /// When this version was landed.
    pub landed_at: DateTime<Utc>,
}

impl Store {
    /// A page of accounts. Ties go by ascending id and missing values come last in both
    /// directions.
    #[expect(
        clippy::too_many_arguments,
        reason = "each says another thing, and all are asked for"
    )]
    pub async fn accounts(
        &self,
        filter: &AccountFilter,
        order: AccountOrder,
        descending: bool,
        after: Option<&After>,
        first: i64,
    ) -> Result<AccountPage> {
        let mut tx = self.db.snapshot().await?;
        let from = "FROM account t LEFT JOIN account_score s ON s.account_id = t.id";
        let mut count = query("count accounts", format!("SELECT COUNT(*) {from}"));
        narrow(&mut count, filter);
        let total = tx.rows(count).await?.first().map_or(Ok(0), |row| row.get(0))?;
        let mut page = query("read a page of accounts", format!("SELECT {} {from}", columns()));
        narrow(&mut page, filter);
        start(&mut page, order, descending, after)?;
        let (value, direction) = (order_column(order), if descending { "DESC" } else { "ASC" });
        page.text(&format!(" ORDER BY {value} {direction} NULLS LAST, t.id"));
        let limit = page.push(first.saturating_add(1));
        page.text(&format!(" LIMIT ${limit}"));
        let rows = tx.rows(page).await?;
        let shown = usize::try_from(first).unwrap_or(0);
        let more = rows.len() > shown;
        let rows = rows.iter().take(shown).map(|row| account_row(row, 0));
        Ok(AccountPage { rows: rows.collect::<Result<_>>()?, more, total })
    }

    /// Accounts by id; a retired id answers with the account that took its records (the key stays the asked id),
    /// and one none of whose records is left with what was last known of it.
    pub async fn accounts_by_id(
        &self,
        ids: &[AccountId],
    ) -> Result<BTreeMap<AccountId, AccountRow>> {
        let text = format!(
            "SELECT asked.id, {} FROM account asked
             JOIN account t ON t.id = COALESCE(asked.retired_into, asked.id)
             LEFT JOIN account_score s ON s.account_id = t.id WHERE asked.id {{in:1}}",
            columns()
        );
        let rows = self.db.rows(query("read accounts", text).bind(names(ids))).await?;
        rows.iter().map(|row| Ok((row.text(0)?.into(), account_row(row, 1)?))).collect()
    }

    /// The account that a source's record is part of.
    pub async fn account_of_record(&self, record: &RecordRef) -> Result<Option<AccountId>> {
        let kinds = EntityKind::ALL.iter().copied();
        let kinds = kinds.filter(|kind| kind.belongs().account || *kind == EntityKind::Account);
        let parts: Vec<String> = kinds
            .enumerate()
            .map(|(rank, kind)| {
                format!(
                    "SELECT {rank} AS rank, account_id FROM {}
                     WHERE source = $1 AND stream = $2 AND record_key = $3
                       AND account_id IS NOT NULL",
                    table(kind)
                )
            })
            .collect();
        let text = format!("{} ORDER BY rank LIMIT 1", parts.join(" UNION ALL "));
        let read = query("find a record's account", text)
            .bind(record.source.as_str())
            .bind(&record.stream)
            .bind(&record.key);
        let rows = self.db.rows(read).await?;
        rows.first().map(|row| row.text(1).map(AccountId)).transpose()
    }

    /// Children by parent.
    pub async fn children(
        &self,
        parents: &[AccountId],
    ) -> Result<BTreeMap<AccountId, Vec<AccountId>>> {
        let text = "SELECT parent_id, id FROM account
             WHERE parent_id {in:1} AND retired_into IS NULL AND gone = FALSE
             ORDER BY name_key, id";
        let rows = self.db.rows(query("read children", text).bind(names(parents))).await?;
        gather(&rows, |row| row.text(1).map(AccountId))
    }

    /// The source records that make up each account.
    pub async fn account_records(
        &self,
        accounts: &[AccountId],
    ) -> Result<BTreeMap<AccountId, Vec<SourceRecord>>> {
        let text = format!(
            "SELECT t.account_id, {SOURCE_RECORD} FROM account_record t
             LEFT JOIN source s ON s.id = t.source
             LEFT JOIN record r ON r.source = t.source AND r.stream = t.stream
                  AND r.key = t.record_key AND r.known_to IS NULL
             WHERE t.account_id {{in:1}} AND t.stream IS NOT NULL ORDER BY t.id {{bin}}"
        );
        let rows =
            self.db.rows(query("read source records", text).bind(names(accounts))).await?;
        gather(&rows, source_record)
    }

    /// Lineage of each account's fields.
    pub async fn lineage(
        &self,
        accounts: &[AccountId],
    ) -> Result<BTreeMap<AccountId, Vec<LineageRow>>> {
        let text = "SELECT id, field, value, source, stream, key, rule, losers FROM lineage
             WHERE kind = 'account' AND id {in:1} ORDER BY id, rank";
        let rows = self.db.rows(query("read lineage", text).bind(names(accounts))).await?;
        gather(&rows, lineage_row)
    }

    /// What our own people answered: of no account.
    pub async fn team_answers(&self) -> Result<Vec<SurveyResponse>> {
        let text = format!(
            "SELECT {} FROM survey_response t
             WHERE t.prong = 'EMPLOYEE' AND t.stream IS NOT NULL ORDER BY t.id {{bin}}",
            entity_columns(EntityKind::SurveyResponse)
        );
        let rows = self.db.rows(query("read our own people's answers", text)).await?;
        rows.iter().map(|row| read(row, 0)).collect()
    }

    /// Golden contacts of each account, present ones first, with these fields; all when `None`. Of one who
    /// left, the title is the one held there and `left_on` the last day there; when that day is not known,
    /// `champion` says LEFT.
    pub async fn contacts(
        &self,
        accounts: &[AccountId],
        wanted: Option<&BTreeSet<&'static str>>,
    ) -> Result<BTreeMap<AccountId, Vec<EntityRow>>> {
        let people = People::of(wanted);
        people.read(&self.db.rows(people.query(accounts)).await?)
    }
}

fn names(ids: &[AccountId]) -> Vec<&str> {
    ids.iter().map(AccountId::as_str).collect()
}

/// What [`account_row`] reads.
pub(super) fn columns() -> String {
    let golden = golden_columns(EntityKind::Account);
    format!("t.version, t.parent_id, {}, {golden}", score_columns())
}

pub(super) fn account_row(row: &Row, from: usize) -> Result<AccountRow> {
    Ok(AccountRow {
        version: row.get(from)?,
        parent: row.opt::<String>(from + 1)?.map(AccountId),
        score: read_score(row, from + 2)?,
        account: read_golden(row, from + 2 + WIDTH, account_origin)?,
    })
}

/// Rows by the account in their first column.
fn gather<T>(
    rows: &[Row],
    read: impl Fn(&Row) -> Result<T>,
) -> Result<BTreeMap<AccountId, Vec<T>>> {
    let mut all: BTreeMap<AccountId, Vec<T>> = BTreeMap::new();
    for row in rows {
        all.entry(row.text(0)?.into()).or_default().push(read(row)?);
    }
    Ok(all)
}

/// Adds the filter to a statement about `account t` and `account_score s`.
pub(super) fn narrow<'a>(statement: &mut Query<'a>, filter: &'a AccountFilter) {
    statement.text(" WHERE t.retired_into IS NULL AND t.gone = FALSE");
    let mut lists: Vec<(&str, Vec<&'a str>)> = Vec::new();
    lists.extend(filter.ids.as_ref().map(|ids| ("t.id", names(ids))));
    let countries = filter.countries.as_ref();
    lists.extend(countries.map(|c| ("t.country", c.iter().map(String::as_str).collect())));
    let bands = filter.bands.as_ref();
    lists.extend(bands.map(|bands| ("s.band", bands.iter().map(|band| band.word()).collect())));
    let positions = filter.positions.as_ref();
    lists.extend(positions.map(|p| ("s.position", p.iter().map(String::as_str).collect())));
    for (column, list) in lists {
        let n = statement.push(list);
        statement.text(&format!(" AND {column} {{in:{n}}}"));
    }
    if let Some(coverage) = filter.min_coverage {
        let n = statement.push(coverage);
        statement.text(&format!(" AND s.coverage >= ${n}"));
    }
    if let Some(owner) = &filter.owner {
        let n = statement.push(owner);
        statement.text(&format!(" AND t.owner = ${n}"));
    }
    if let Some(code) = &filter.segment {
        let n = statement.push(format!("%;{};%", escaped(code)));
        statement.text(&format!(" AND s.segments LIKE ${n} ESCAPE '!'"));
    }
    if let Some(least) = filter.min_arr {
        // Beyond what can be kept nobody is.
        let units = (least * Decimal::from(10_000)).ceil().to_i64().unwrap_or(i64::MAX);
        let n = statement.push(units);
        statement.text(&format!(" AND s.arr >= ${n}"));
    }
    if let Some((today, day)) = filter.renewal_before {
        let (from, to) = (statement.push(today), statement.push(day));
        statement.text(&format!(
            " AND EXISTS (SELECT 1 FROM contract c WHERE c.account_id = t.id AND c.stream IS NOT NULL
                AND c.ends_on >= ${from} AND c.ends_on < ${to})"
        ));
    }
    if let Some(partner) = &filter.partner {
        let n = statement.push(partner.as_str());
        statement.text(&format!(
            " AND t.partner IN (SELECT r.id FROM account_record r WHERE r.account_id = ${n})"
        ));
    }
    if let Some(part) = &filter.search {
        let n = statement.push(pattern(part));
        statement.text(&format!(
            " AND (t.name_key LIKE ${n} ESCAPE '!' OR lower(t.domain) LIKE ${n} ESCAPE '!')"
        ));
    }
}

/// A LIKE pattern for texts that hold this part, in lower case.
fn pattern(part: &str) -> String {
    format!("%{}%", escaped(&name_key(part.trim())))
}

fn escaped(part: &str) -> String {
    part.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

fn order_column(order: AccountOrder) -> &'static str {
    match order {
        AccountOrder::Name => "t.name_key",
        AccountOrder::Health => "s.value",
        AccountOrder::Trust => "s.trust",
        AccountOrder::AtRisk => "s.at_risk",
        AccountOrder::Growth => "s.growth",
        AccountOrder::Arr => "s.arr",
    }
}

/// Begins after the given account; missing values stand at the end in both directions.
fn start<'a>(
    statement: &mut Query<'a>,
    order: AccountOrder,
    descending: bool,
    after: Option<&'a After>,
) -> Result<()> {
    let Some(after) = after else { return Ok(()) };
    let column = order_column(order);
    let id = statement.push(after.id.as_str());
    let Some(value) = &after.value else {
        statement.text(&format!(" AND {column} IS NULL AND t.id > ${id}"));
        return Ok(());
    };
    let n = match order {
        AccountOrder::Name => statement.push(clean(name_key(value).into()).into_owned()),
        AccountOrder::Health | AccountOrder::Trust => statement.push(number::<f64>(value)?),
        AccountOrder::AtRisk | AccountOrder::Growth | AccountOrder::Arr => {
            statement.push(number::<i64>(value)?)
        }
    };
    let beyond = if descending { "<" } else { ">" };
    statement.text(&format!(
        " AND ({column} {beyond} ${n} OR ({column} = ${n} AND t.id > ${id}) OR {column} IS NULL)"
    ));
    Ok(())
}

fn number<N: std::str::FromStr>(text: &str) -> Result<N> {
    text.parse().map_err(|_| {
        StoreError::Contradiction("a page starts after a value that is no number".to_owned())
    })
}

/// What [`source_record`] reads after a first column, of a party's record `t`.
pub(super) const SOURCE_RECORD: &str =
    "t.source, t.stream, t.record_key, s.category, t.url, r.known_from, t.changed_at";

pub(super) fn source_record(row: &Row) -> Result<SourceRecord> {
    let word = row.opt::<String>(4)?;
    Ok(SourceRecord {
        record: RecordRef {
            source: row.text(1)?.into(),
            stream: row.text(2)?,
            key: row.text(3)?,
        },
        // A source that was never configured is nobody's system that we know.
        category: word.map_or(Ok(Category::External), |word| category(&word))?,
        url: row.opt(5)?,
        changed_at: row.opt_time(7)?,
        landed_at: row.opt_time(6)?.unwrap_or_default(),
    })
}

fn lineage_row(row: &Row) -> Result<LineageRow> {
    let losers = serde_json::from_str(&row.text(7)?).map_err(|_| {
        StoreError::Contradiction("a field's losers are not a list of records".to_owned())
    })?;
    Ok(LineageRow {
        field: row.text(1)?,
        value: row.text(2)?,
        record: RecordRef {
            source: row.text(3)?.into(),
            stream: row.text(4)?,
            key: row.text(5)?,
        },
        rule: row.text(6)?,
        losers,
    })
}
