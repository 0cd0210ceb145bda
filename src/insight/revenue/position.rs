//! Where an account stands: at risk, at growth, both, stable, or nobody knows.

use super::model::RevenueModel;

/// A share of 0.15 may come out a hair below it.
const NOISE: f64 = 1e-9;

/// Where an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Position {
    /// Much of the recurring revenue is at risk.
    AtRisk,
    /// Much may be added.
    AtGrowth,
    /// Both at once.
    Both,
    /// Neither.
    Stable,
    /// Too little is known.
    Unknown,
}

impl Position {
    /// The word in capitals.
    pub fn word(self) -> &'static str {
        match self {
            Self::AtRisk => "BUSINESS_AT_RISK",
            Self::AtGrowth => "BUSINESS_AT_GROWTH",
            Self::Both => "BOTH",
            Self::Stable => "STABLE",
            Self::Unknown => "UNKNOWN",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::AtRisk, Self::AtGrowth, Self::Both, Self::Stable, Self::Unknown]
            .into_iter()
            .find(|position| position.word() == word)
    }
}

/// A position with how near it is to being another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// The position.
    pub position: Position,
    /// Risk share less the line of risk: below 0 it is not at risk yet.
    pub to_risk_line: Option<f64>,
    /// Growth share less the line of growth.
    pub to_growth_line: Option<f64>,
}

impl Standing {
    /// The position of shares of recurring revenue.
    pub(super) fn of(model: &RevenueModel, risk: Option<f64>, growth: Option<f64>) -> Self {
        let over = |share: Option<f64>, line: f64| share.map(|share| share >= line - NOISE);
        let (at_risk, at_growth) =
            (over(risk, model.risk_line), over(growth, model.growth_line));
        let position = match (at_risk, at_growth) {
            (Some(true), Some(true)) => Position::Both,
            (Some(true), _) => Position::AtRisk,
            (Some(false), Some(true)) => Position::AtGrowth,
            (Some(false), Some(false)) => Position::Stable,
            _ => Position::Unknown,
        };
        Self {
            position,
            to_risk_line: risk.map(|share| share - model.risk_line),
            to_growth_line: growth.map(|share| share - model.growth_line),
        }
    }
}

/// The share of recurring revenue at risk, as far as it can be told. While something that falls due may be
/// lost and nobody can say how probable that is (`sure` is false), not at risk is not known: the share is told
/// only where the rest alone is beyond the line.
pub(super) fn told(model: &RevenueModel, risk: Option<f64>, sure: bool) -> Option<f64> {
    risk.filter(|share| sure || *share >= model.risk_line - NOISE)
}
