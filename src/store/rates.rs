//! Rates of exchange as sources tell them.

use chrono::NaiveDate;

use super::Store;
use super::columns::{entity_columns, read};
use super::db::{Result, query};
use crate::model::{EntityKind, ExchangeRate};

impl Store {
    /// The rates that were valid by a day: of each source and pair of currencies the newest.
    pub async fn exchange_rates(&self, day: NaiveDate) -> Result<Vec<ExchangeRate>> {
        let text = format!(
            "SELECT {} FROM exchange_rate t WHERE t.stream IS NOT NULL AND t.valid_on <= $1
             AND NOT EXISTS (SELECT 1 FROM exchange_rate n WHERE n.source = t.source
                AND n.currency = t.currency AND n.base = t.base AND n.stream IS NOT NULL
                AND n.valid_on > t.valid_on AND n.valid_on <= $1)
             ORDER BY t.id {{bin}}",
            entity_columns(EntityKind::ExchangeRate)
        );
        let rows = self.db.rows(query("read rates of exchange", text).bind(day)).await?;
        rows.iter().map(|row| read::<ExchangeRate>(row, 0)).collect()
    }
}
