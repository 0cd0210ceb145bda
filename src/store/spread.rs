//! How the latest scores are spread over segments.

use std::collections::BTreeMap;

use super::Store;
use super::db::{Result, query};
use crate::model::Band;

/// How the health of a group of accounts is spread.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spread {
    /// Accounts with a score, one of which too little was seen counts too.
    pub accounts: i64,
    /// Of them in RED.
    pub red: i64,
    /// In AMBER.
    pub amber: i64,
    /// In GREEN.
    pub green: i64,
    values: Vec<f64>,
}

impl Spread {
    /// Accounts of which too little was seen.
    pub fn unknown(&self) -> i64 {
        self.accounts - self.red - self.amber - self.green
    }

    /// The middle value, or the mean of the two in the middle.
    pub fn median(&self) -> Option<f64> {
        let mut values = self.values.clone();
        values.sort_by(f64::total_cmp);
        let middle = values.len() / 2;
        let upper = *values.get(middle)?;
        Some(if values.len() % 2 == 1 {
            upper
        } else {
            f64::midpoint(values[middle - 1], upper)
        })
    }

    fn add(&mut self, value: Option<f64>, band: Option<Band>) {
        self.accounts += 1;
        self.values.extend(value);
        match band {
            Some(Band::Red) => self.red += 1,
            Some(Band::Amber) => self.amber += 1,
            Some(Band::Green) => self.green += 1,
            None => {}
        }
    }
}

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
