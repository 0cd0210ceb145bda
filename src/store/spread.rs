//! How the latest scores are spread over segments.

use std::collections::BTreeMap;

use super::Store;
use super::db::{Result, query};
use crate::insight::portfolio::Spread;
use crate::model::Band;

impl Store {
    /// How the latest health is spread, by segment; an account counts in each that it is in.
    pub async fn spreads(&self) -> Result<BTreeMap<String, Spread>> {
        let text = "SELECT s.segments, s.value, s.band FROM account_score s
             JOIN account a ON a.id = s.account_id
             WHERE a.retired_into IS NULL AND a.gone = FALSE AND s.segments <> ';'";
        let mut spreads: BTreeMap<String, Spread> = BTreeMap::new();
        for row in self.db.rows(query("read the scores of segments", text)).await? {
            let (value, band) = (row.opt(1)?, row.opt::<String>(2)?);
            let band = band.and_then(|word| Band::from_word(&word));
            for code in row.text(0)?.split(';').filter(|code| !code.is_empty()) {
                spreads.entry(code.to_owned()).or_default().add(value, band);
            }
        }
        Ok(spreads)
    }
}
