//! What one of our people says of an account or a contact, beside what systems say.

use chrono::{DateTime, Utc};

use super::{AccountId, ContactId};

/// What a statement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// The health index is this number, 0 to 100, whatever was computed. Always expires.
    HealthOverride,
    /// How a contact stands by us: a word of [`CHAMPION`](super::CHAMPION).
    Champion,
    /// Our share of what they buy of our kind, in percent.
    MarketShare,
    /// Growth of their revenue against the year before, in percent.
    RevenueGrowth,
    /// A competitor of ours there, by name.
    Competitor,
    /// How mature they are in what we do for them, 1 to 5.
    Maturity,
    /// What a business review with them came to, in words.
    BusinessReview,
}

impl Topic {
    /// Every topic.
    pub const ALL: &[Self] = &[
        Self::HealthOverride,
        Self::Champion,
        Self::MarketShare,
        Self::RevenueGrowth,
        Self::Competitor,
        Self::Maturity,
        Self::BusinessReview,
    ];

    /// The word in capitals, as stored and as answered.
    pub fn word(self) -> &'static str {
        match self {
            Self::HealthOverride => "HEALTH_OVERRIDE",
            Self::Champion => "CHAMPION",
            Self::MarketShare => "MARKET_SHARE",
            Self::RevenueGrowth => "REVENUE_GROWTH",
            Self::Competitor => "COMPETITOR",
            Self::Maturity => "MATURITY",
            Self::BusinessReview => "BUSINESS_REVIEW",
        }
    }

    /// Reads the word in capitals.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|topic| topic.word() == word)
    }
}

/// What one of our people said. The newest that holds on a topic counts (of competitors and reviews:
/// each).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its number; 0 before it is kept.
    pub id: i64,
    /// Of which account.
    pub account: AccountId,
    /// Of which of its people, when it is about one.
    pub contact: Option<ContactId>,
    /// What it is about.
    pub topic: Topic,
    /// What was said, as text: a number, a word, a name.
    pub value: String,
    /// Why.
    pub reason: String,
    /// Who said it.
    pub author: String,
    /// When.
    pub said_at: DateTime<Utc>,
    /// Until when it holds; `None` is until it is withdrawn.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

impl Statement {
    /// It held at a moment.
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        self.said_at <= at
            && self.expires_at.is_none_or(|end| at < end)
            && self.withdrawn_at.is_none_or(|end| at < end)
    }

    /// The number that was said.
    pub fn number(&self) -> Option<f64> {
        self.value.parse().ok().filter(|number: &f64| number.is_finite())
    }
}
