//! How good the records of each source are.

use std::collections::BTreeMap;

use super::Store;
use super::db::{Result, Row, Tx, query};
use crate::model::SourceId;
use crate::reconcile::matching::Kind;
use crate::reconcile::quality::{is_country, is_email, is_vat};

/// Records read in one statement.
const PAGE: u32 = 20_000;

/// A part of some records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Part {
    /// How many have the fault.
    pub wrong: i64,
    /// Of how many.
    pub of: i64,
}

/// How good a source's records are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quality {
    /// Records that are part of accounts.
    pub account_records: i64,
    /// Accounts that they are part of.
    pub accounts: i64,
    /// Records that are part of contacts.
    pub contact_records: i64,
    /// Contacts that they are part of.
    pub contacts: i64,
    /// Of the records of people that say an e-mail address, those whose address cannot be one.
    pub email: Part,
    /// Of the records of companies that say a country, those whose country is none.
    pub country: Part,
    /// Of the records of companies whose VAT number has a check digit that we know the rule of,
    /// those where it is wrong.
    pub vat: Part,
    /// Of the records of companies, those without an owner.
    pub owner: Part,
}

impl Quality {
    /// Records beyond the first of the source for one account or contact.
    pub fn duplicates(&self) -> Part {
        let of = self.account_records + self.contact_records;
        Part { wrong: of - self.accounts - self.contacts, of }
    }
}

type Report = BTreeMap<SourceId, Quality>;

impl Store {
    /// How good each source's records are, in one snapshot. It reads every record of companies and
    /// people once.
    pub async fn quality(&self) -> Result<Report> {
        let mut tx = self.db.snapshot().await?;
        let mut report = Report::new();
        for row in count(&mut tx, Kind::Account).await? {
            let of = report.entry(row.text(0)?.into()).or_default();
            (of.account_records, of.accounts) = (row.get(1)?, row.get(2)?);
        }
        for row in count(&mut tx, Kind::Contact).await? {
            let of = report.entry(row.text(0)?.into()).or_default();
            (of.contact_records, of.contacts) = (row.get(1)?, row.get(2)?);
        }
        pages(&mut tx, "account_record", "country, vat, owner", |row| {
            company(&mut report, row)
        })
        .await?;
        pages(&mut tx, "contact_record", "email", |row| person(&mut report, row)).await?;
        Ok(report)
    }
}

/// By source: records that are part of golden ones, and of how many.
async fn count(tx: &mut Tx, kind: Kind) -> Result<Vec<Row>> {
    let text = format!(
        "SELECT source, COUNT(*), COUNT(DISTINCT {whom}_id) FROM {whom}_record
         WHERE stream IS NOT NULL AND {whom}_id IS NOT NULL GROUP BY source",
        whom = kind.word()
    );
    tx.rows(query("count golden records", text)).await
}

/// Every record's id, source and these columns, page by page.
async fn pages(
    tx: &mut Tx,
    table: &str,
    columns: &str,
    mut each: impl FnMut(&Row) -> Result<()>,
) -> Result<()> {
    let mut after = String::new();
    loop {
        let text = format!(
            "SELECT id, source, {columns} FROM {table}
             WHERE stream IS NOT NULL AND id > $1 ORDER BY id LIMIT $2"
        );
        let rows =
            tx.rows(query("read records", text).bind(&after).bind(i64::from(PAGE))).await?;
        rows.iter().try_for_each(&mut each)?;
        match rows.last() {
            Some(last) if rows.len() == PAGE as usize => after = last.text(0)?,
            _ => return Ok(()),
        }
    }
}

fn company(report: &mut Report, row: &Row) -> Result<()> {
    let of = report.entry(row.text(1)?.into()).or_default();
    let country: Option<String> = row.opt(2)?;
    if let Some(country) = &country {
        of.country.add(!is_country(country));
    }
    let vat: Option<String> = row.opt(3)?;
    let right = vat.and_then(|vat| is_vat(&vat, country.as_deref().unwrap_or_default()));
    if let Some(right) = right {
        of.vat.add(!right);
    }
    of.owner.add(row.opt::<String>(4)?.is_none());
    Ok(())
}

fn person(report: &mut Report, row: &Row) -> Result<()> {
    let of = report.entry(row.text(1)?.into()).or_default();
    if let Some(email) = row.opt::<String>(2)? {
        of.email.add(!is_email(&email));
    }
    Ok(())
}

impl Part {
    fn add(&mut self, is_wrong: bool) {
        self.of += 1;
        self.wrong += i64::from(is_wrong);
    }
}
