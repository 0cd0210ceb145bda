//! The revenue model as a YAML file that an analyst can change.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::check;
use crate::model::{Currency, Money, SettingsError, settings};

/// What of an account's facts becomes which money, with which probability.
#[derive(Debug, Clone, PartialEq)]
pub struct RevenueModel {
    /// Its code, such as `revenue-default`.
    pub code: String,
    /// Its version.
    pub version: String,
    /// What portfolios are stated in.
    pub reporting: Currency,
    /// Months that an answer looks ahead when nobody says how many.
    pub horizon_months: u32,
    /// The most months that may be asked for.
    pub longest_months: u32,
    /// Renewals.
    pub renewal: RenewalModel,
    /// Whitespace.
    pub expansion: ExpansionModel,
    /// Closed deals of a stage from which our own win rate counts.
    pub min_closed: u32,
    /// Days in which deals must have closed to count for it.
    pub closed_days: i64,
    /// Share of recurring revenue at risk from which an account is at risk.
    pub risk_line: f64,
    /// Share of recurring revenue in growth from which an account is at growth.
    pub growth_line: f64,
    /// Share of revenue that is left after the cost of goods.
    pub margin: f64,
    /// Yearly discount.
    pub discount: f64,
    /// Yearly retention where our own is not known.
    pub retention: f64,
    /// What makes a type of stay risk.
    pub stay: StayModel,
    /// What serving costs.
    pub activities: Vec<Activity>,
}

/// How probable a renewal is.
#[derive(Debug, Clone, PartialEq)]
pub struct RenewalModel {
    /// Log-odds when nothing is known.
    pub base: f64,
    /// Log-odds of 10 points of health over 50.
    pub health: f64,
    /// Log-odds of 10 points of trust over 50.
    pub trust: f64,
    /// Log-odds of what holds, by code.
    pub flags: BTreeMap<String, f64>,
    /// Lowest probability.
    pub least: f64,
    /// Highest probability.
    pub most: f64,
    /// What the coefficients are multiplied with for the range.
    pub range: (f64, f64),
    /// Days after its end for which an undecided contract counts as due.
    pub grace_days: i64,
    /// Days in which contracts must have ended to count for a segment's renewal rate.
    pub window_days: i64,
}

/// What peers buy and this account does not.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpansionModel {
    /// What a line is about.
    pub by: By,
    /// Whom an account is compared with, the nearest first.
    pub groups: Vec<Circle>,
    /// Fewest peers.
    pub min_peers: usize,
    /// Added to the peers that adopted and to those that had not.
    pub prior: (f64, f64),
    /// Health below which nothing is offered.
    pub least_health: f64,
    /// Added to health ÷ 100.
    pub health_base: f64,
    /// Highest propensity.
    pub most: f64,
    /// What full intent adds to a propensity of 1.
    pub intent_factor: f64,
    /// Signals that are full intent.
    pub intent_full: f64,
    /// Days in which signals count.
    pub intent_days: i64,
    /// Sizes by their least number of employees, rising.
    pub sizes: Vec<(String, f64)>,
}

/// What a line of expansion is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A family of products.
    Family,
    /// A product.
    Product,
}

/// Whom an account may be compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Circle {
    /// The same behaviour segment and size.
    SegmentAndSize,
    /// The same behaviour segment.
    Segment,
    /// The same size.
    Size,
    /// Everybody.
    All,
}

/// What makes a type of stay risk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StayModel {
    /// Trust from which they like us.
    pub trust: f64,
    /// Renewal probability from which they stay.
    pub probability: f64,
    /// Days for which a contract must bind them to be locked in.
    pub locked_days: i64,
}

/// Something done to serve an account.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// `RETURNS`, …
    pub code: String,
    /// The built-in measure that counts it.
    pub measure: String,
    /// What is counted, in the singular.
    pub unit: String,
    /// What one costs.
    pub cost: Money,
}

static BUILT_IN: LazyLock<Arc<RevenueModel>> = LazyLock::new(|| {
    let text = include_str!("../models/revenue-default.yaml");
    let model = RevenueModel::parse("revenue-default.yaml", text);
    Arc::new(model.expect("the built-in model is checked by a test"))
});

impl RevenueModel {
    /// The model that comes with Accord.
    pub fn built_in() -> Arc<Self> {
        Arc::clone(&BUILT_IN)
    }

    /// Reads and checks a model. `file` is named in errors.
    ///
    /// # Errors
    /// Unknown keys, flags or measures, shares out of range, no currency: file, line, remedy.
    pub fn parse(file: &str, text: &str) -> Result<Self, SettingsError> {
        settings::parse(file, text, "every part of the model must be stated", check::model)
    }

    /// `code@version`, as answers state it.
    pub fn id(&self) -> String {
        format!("{}@{}", self.code, self.version)
    }

    /// The same model with another reporting currency, which its version then names.
    #[must_use]
    pub fn reporting_in(self, currency: Currency) -> Self {
        if currency == self.reporting {
            return self;
        }
        Self { version: format!("{}+{currency}", self.version), reporting: currency, ..self }
    }

    /// The size of an account by its number of employees.
    pub fn size(&self, employees: i64) -> Option<&str> {
        let sizes = self.expansion.sizes.iter().rev();
        let mut fitting = sizes.filter(|(_, least)| employees as f64 >= *least);
        fitting.next().map(|(name, _)| name.as_str())
    }
}
