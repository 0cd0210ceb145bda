//! Whitespace: what comparable accounts buy and this one does not, or less of.

use super::book::{Book, Spend};
use super::model::{ExpansionModel, RevenueModel};
use super::opportunity::{Desk, Known};
use crate::insight::measure::median;
use crate::insight::peers::{Company, Custom, Peers};

/// What an account might buy.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpansionLine {
    /// Product or family.
    pub product: String,
    /// A year's spend that is missing against peers.
    pub amount: f64,
    /// Probability of adoption in a year.
    pub propensity: f64,
    /// Amount × propensity; 0 when an open deal stands for it.
    pub expected: f64,
    /// Whom it is compared with, in words.
    pub peers: String,
    /// How many they are.
    pub peer_count: usize,
    /// How many of them buy it.
    pub peers_owning: usize,
    /// How many adopted it in the last 12 months.
    pub adopted_12m: usize,
    /// Share of peers that adopt it in a year.
    pub base: f64,
    /// What health makes of it.
    pub health_factor: f64,
    /// Why, in words.
    pub evidence: Vec<String>,
    /// The open deal on the same product, by id.
    pub suppressed_by: Option<String>,
}

/// What a line of expansion is reckoned from.
#[derive(Debug, Clone, PartialEq)]
pub struct Whitespace {
    /// Employees.
    pub size: f64,
    /// A year's spend on it now.
    pub current: f64,
    /// Spend per employee of the peers that buy it.
    pub per_size: Vec<f64>,
    /// Peers that adopted it in the last 12 months.
    pub adopted: usize,
    /// Peers that were without it 12 months ago.
    pub without: usize,
    /// Health, 0 to 100.
    pub health: f64,
    /// Signs of the wish to buy.
    pub signals: u32,
}

/// Amount, base rate, health factor and propensity; `None` when no peer buys it.
pub fn whitespace(model: &ExpansionModel, of: Whitespace) -> Option<(f64, f64, f64, f64)> {
    let amount = (median(of.per_size)? * of.size - of.current).max(0.0);
    let (adopted, without) = model.prior;
    let base = (of.adopted as f64 + adopted) / (of.without as f64 + without);
    let fit = of.health >= model.least_health;
    let health = if fit { model.health_base + of.health / 100.0 } else { 0.0 };
    let wish = (f64::from(of.signals) / model.intent_full).min(1.0);
    let propensity = (base * health * (1.0 + model.intent_factor * wish)).min(model.most);
    Some((amount, base, health, propensity))
}

/// The lines of an account, or why there are none.
pub(super) fn lines(desk: &Desk, known: Known) -> Result<Vec<ExpansionLine>, String> {
    let Comparable { health, size, company } =
        comparable(desk.book, known, desk.peers, desk.model)?;
    let about = About { desk, company: &company, health, size };
    let lines = company.custom().filter_map(|(product, custom)| about.line(product, custom));
    Ok(lines.collect())
}

/// What an account is compared by, and with whom.
pub struct Comparable<'a> {
    health: f64,
    size: f64,
    company: Company<'a>,
}

/// Whether expansion can be told of an account at all.
///
/// # Errors
/// Why it cannot, in words.
pub fn comparable<'a>(
    book: &Book,
    known: Known,
    peers: &'a Peers,
    model: &RevenueModel,
) -> Result<Comparable<'a>, String> {
    if peers.is_empty() {
        return Err("no peers were gathered yet: no expansion can be told".to_owned());
    }
    let Some(health) = known.health else {
        return Err("health is not known: no expansion can be told".to_owned());
    };
    let Some(size) = book.size else {
        return Err("the number of employees is not known: no expansion can be told".to_owned());
    };
    let Some(company) = peers.company(book, &model.expansion) else {
        return Err(format!(
            "fewer than {} accounts are like it: no expansion can be told",
            model.expansion.min_peers
        ));
    };
    Ok(Comparable { health, size: size as f64, company })
}

/// What all lines of an account share.
struct About<'a> {
    desk: &'a Desk<'a>,
    company: &'a Company<'a>,
    health: f64,
    size: f64,
}

impl About<'_> {
    fn line(&self, product: &str, custom: Custom) -> Option<ExpansionLine> {
        let (book, model) = (self.desk.book, &self.desk.model.expansion);
        let reporting = self.desk.peers.rates.reporting;
        let spend = book.spend.get(product);
        if spend.is_none_or(|spend| !spend.last.has_money()) && entitled(book, product) {
            self.desk.note(format!(
                "{product}: a contract entitles to it, what is spent on it is not told"
            ));
            return None;
        }
        let current = spend.map_or(Some(0.0), |s| self.desk.sum_in(&s.last, reporting));
        let Some((current, factor)) = current.zip(self.desk.factor(reporting)) else {
            self.desk.lose_growth();
            return None;
        };
        let owning = custom.per_size.len();
        let (adopted, without) = (custom.adopted, custom.without);
        let signals = book.intent.of(product);
        let of = Whitespace {
            size: self.size,
            current,
            per_size: custom.per_size,
            adopted,
            without,
            health: self.health,
            signals,
        };
        let (amount, base, health_factor, propensity) = whitespace(model, of)?;
        if amount <= 0.0 {
            return None;
        }
        let amount = amount * factor;
        let deals = book.deals.iter().filter(|deal| !deal.renewal);
        let mut rivals = deals.filter(|deal| deal.product.as_deref() == Some(product));
        let suppressed_by = rivals.next().map(|deal| deal.id.clone());
        let peers = self.company;
        let mut evidence = vec![
            format!("{owning} of {} peers ({}) buy it", peers.count, peers.name),
            format!("{adopted} of {without} without it adopted it in 12 months"),
        ];
        evidence.extend(bought_before(spend));
        if signals > 0 {
            evidence.push(format!("{signals} visits of buying pages"));
        }
        Some(ExpansionLine {
            product: product.to_owned(),
            amount,
            propensity,
            expected: if suppressed_by.is_some() { 0.0 } else { amount * propensity },
            peers: peers.name.clone(),
            peer_count: peers.count,
            peers_owning: owning,
            adopted_12m: adopted,
            base,
            health_factor,
            evidence,
            suppressed_by,
        })
    }
}

fn entitled(book: &Book, product: &str) -> bool {
    book.entitled.contains(&product.trim().to_lowercase())
}

fn bought_before(spend: Option<&Spend>) -> Option<String> {
    let spend = spend?;
    if spend.last.has_money() {
        return Some("bought already, less than peers of its size do".to_owned());
    }
    spend.first_on.map(|day| format!("bought before, first on {day}, not in 12 months"))
}
