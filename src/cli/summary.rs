//! The short portfolio summary that `demo` prints.

use std::collections::BTreeMap;

use crate::insight::{Facts, KpiScore, assess};
use crate::model::{AccountId, Band, Confidence};
use crate::store::{AccountFilter, AccountOrder, AccountRow, After, Store, StoreError};

use super::house::House;

/// Accounts per page when all are read.
const PAGE: i64 = 500;
/// How many accounts are named.
const NAMED: usize = 3;

/// What is known of the portfolio, in a form to print and to assert on.
pub(super) struct Summary {
    pub(super) rows: Vec<AccountRow>,
    /// Account records by source.
    pub(super) made_of: BTreeMap<String, usize>,
    /// The accounts to look at first, with the reasons.
    pub(super) first: Vec<(AccountRow, Vec<String>)>,
}

impl Summary {
    pub(super) async fn read(house: &House) -> Result<Self, StoreError> {
        let rows = all_accounts(&house.store).await?;
        let ids: Vec<AccountId> = rows.iter().map(id).collect();
        let mut made_of: BTreeMap<String, usize> = BTreeMap::new();
        for record in house.store.account_records(&ids).await?.into_values().flatten() {
            *made_of.entry(record.record.source.0).or_default() += 1;
        }
        let worst: Vec<AccountRow> =
            rows.iter().filter(|row| well_measured(row)).take(NAMED).cloned().collect();
        let facts = house.store.facts(&worst.iter().map(id).collect::<Vec<_>>()).await?;
        let first = worst
            .into_iter()
            .map(|row| {
                let reasons = facts.get(&id(&row)).map(|(_, facts)| reasons(house, facts));
                (row, reasons.unwrap_or_default())
            })
            .collect();
        Ok(Self { rows, made_of, first })
    }

    /// The lines to print.
    pub(super) fn lines(&self) -> Vec<String> {
        let records: usize = self.made_of.values().sum();
        let systems: Vec<String> =
            self.made_of.iter().map(|(system, count)| format!("{system} {count}")).collect();
        let mut lines = vec![
            String::new(),
            format!(
                "{} accounts, made from {records} records of {} systems ({})",
                self.rows.len(),
                self.made_of.len(),
                systems.join(", ")
            ),
            self.bands(),
            String::new(),
            "Look at these first:".to_owned(),
        ];
        for (row, reasons) in &self.first {
            let name = row.account.name.as_deref().unwrap_or("(no name)");
            let value = row.score.as_ref().and_then(|s| s.value).unwrap_or_default();
            lines.push(format!("  {name}  {value:.1}  ({})", id(row)));
            lines.extend(reasons.iter().map(|reason| format!("      {reason}")));
        }
        lines
    }

    fn bands(&self) -> String {
        let scores = || self.rows.iter().filter_map(|row| row.score.as_ref());
        let band = |band: Band| scores().filter(|score| score.band == Some(band)).count();
        let unknown = self.rows.len() - scores().filter(|score| score.value.is_some()).count();
        let coverage: f64 = scores().map(|score| score.coverage).sum();
        let mean = coverage / scores().count().max(1) as f64;
        format!(
            "health: {} red, {} amber, {} green, {unknown} with too little data; mean coverage {:.0} %",
            band(Band::Red),
            band(Band::Amber),
            band(Band::Green),
            mean * 100.0
        )
    }
}

fn id(row: &AccountRow) -> AccountId {
    row.account.origin.account.clone().expect("a golden account has its own id")
}

fn well_measured(row: &AccountRow) -> bool {
    row.score.as_ref().is_some_and(|s| s.value.is_some() && s.confidence >= Confidence::Medium)
}

/// All accounts, the least healthy first.
async fn all_accounts(store: &Store) -> Result<Vec<AccountRow>, StoreError> {
    let mut rows: Vec<AccountRow> = Vec::new();
    let mut after: Option<After> = None;
    loop {
        let filter = AccountFilter::default();
        let page =
            store.accounts(&filter, AccountOrder::Health, false, after.as_ref(), PAGE).await?;
        rows.extend(page.rows);
        let Some(last) = rows.last().filter(|_| page.more) else { return Ok(rows) };
        let value = last.score.as_ref().and_then(|score| score.value);
        after = Some(After { value: value.map(|value| value.to_string()), id: id(last) });
    }
}

/// What costs an account most: its caps, then the KPIs that lose most points.
fn reasons(house: &House, facts: &Facts) -> Vec<String> {
    let today = house.calendar.local_day(house.clock.now());
    let health = assess(facts, &house.models.health, &house.calendar, today);
    let caps =
        health.caps.iter().map(|cap| format!("capped at {:.0}: {}", cap.cap, cap.reason));
    let mut kpis: Vec<&KpiScore> = health.stages.iter().flat_map(|stage| &stage.kpis).collect();
    kpis.sort_by(|a, b| b.points_lost.unwrap_or(0.0).total_cmp(&a.points_lost.unwrap_or(0.0)));
    let lost = kpis.into_iter().take(NAMED).map(|kpi| {
        let raw = match (&kpi.category, kpi.raw) {
            (Some(word), _) => word.clone(),
            (None, Some(raw)) => format!("{raw:.1} {}", kpi.unit),
            (None, None) => "not measured".to_owned(),
        };
        format!("{} {raw}: {:.1} points lost", kpi.name, kpi.points_lost.unwrap_or(0.0))
    });
    caps.chain(lost).collect()
}
