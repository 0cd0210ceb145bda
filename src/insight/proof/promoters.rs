//! What promoters bring: revenue, retention and years of those who would recommend us, beside the
//! others.
//!
//! Published: promoters answer 9 or 10, passives 7 or 8, detractors 0 to 6. Ours: an account is what
//! its mean answer rounds to (8.5 is 9); plain means of accounts; fewer than five accounts of a camp
//! are no proof and say so.

use super::mean;

/// Accounts that a mean needs to be more than an example.
const LEAST: usize = 5;

/// An account.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Customer {
    /// The mean answer to "would you recommend us", 0 to 10.
    pub answer: f64,
    /// Revenue of a year, in the currency that all are stated in.
    pub revenue: Option<f64>,
    /// Net revenue retention in percent.
    pub nrr: Option<f64>,
    /// Years as a customer.
    pub tenure: Option<f64>,
}

/// A mean over accounts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Mean {
    /// Accounts of which it is known.
    pub n: usize,
    /// The mean; `None` of none.
    pub value: Option<f64>,
}

impl Mean {
    fn of(values: impl Iterator<Item = Option<f64>>) -> Self {
        let known: Vec<f64> = values.flatten().filter(|value| value.is_finite()).collect();
        Self { n: known.len(), value: mean(known) }
    }

    /// Too few accounts for more than an example.
    pub fn too_few(&self) -> bool {
        self.n < LEAST
    }
}

/// The accounts of a camp.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Camp {
    /// How many.
    pub accounts: usize,
    /// Revenue of a year.
    pub revenue: Mean,
    /// Net revenue retention in percent.
    pub nrr: Mean,
    /// Years as a customer.
    pub tenure: Mean,
}

/// The three camps.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Economics {
    /// Those who would recommend us.
    pub promoters: Camp,
    /// Those in between.
    pub passives: Camp,
    /// Those who would not.
    pub detractors: Camp,
}

/// Compares the camps. Accounts whose answer is not within 0 to 10 are left out.
pub fn promoter_economics(customers: &[Customer]) -> Economics {
    let camp = |from: i64, to: i64| {
        let fits = |customer: &&Customer| {
            let said = (customer.answer + 0.5).floor() as i64;
            (0.0..=10.0).contains(&customer.answer) && (from..=to).contains(&said)
        };
        let members: Vec<&Customer> = customers.iter().filter(fits).collect();
        Camp {
            accounts: members.len(),
            revenue: Mean::of(members.iter().map(|customer| customer.revenue)),
            nrr: Mean::of(members.iter().map(|customer| customer.nrr)),
            tenure: Mean::of(members.iter().map(|customer| customer.tenure)),
        }
    };
    Economics { promoters: camp(9, 10), passives: camp(7, 8), detractors: camp(0, 6) }
}
