//! Ease of doing business, and loyalty: ease, relevance of the offer, trust and advocacy.

use super::kind::SurveyKind;
use super::metric::metric;
use super::scale::VALUE;
use super::voice::{SurveyFilter, Voice};
use crate::insight::measure::sum;
use crate::insight::{KpiScore, Models};

/// A part of the ease index.
#[derive(Debug, Clone, PartialEq)]
pub struct EasePart {
    /// `NETEASY`, `CES5`, or the code of a KPI.
    pub code: String,
    /// 0 (hard) to 100 (easy); `None` where it was not seen.
    pub score: Option<f64>,
}

/// The KPIs of the health model that speak of ease.
const EASE_KPIS: &[&str] = &["PU3", "BI3"];

/// The mean of what speaks of ease, 0 to 100, with its parts: net ease, effort, ease of buying and
/// time to settle a dispute. Parts that were not seen are left out; `None` when none was.
pub fn ease_index<'a>(
    voices: &[Voice],
    kpis: impl IntoIterator<Item = &'a KpiScore>,
    filter: &SurveyFilter,
    models: &Models,
) -> (Option<f64>, Vec<EasePart>) {
    let asked = |kind: SurveyKind| metric(kind, voices.iter().copied(), filter, models).value;
    let net = asked(SurveyKind::NetEasy).map(|net| f64::midpoint(net, 100.0));
    let effort = asked(SurveyKind::Ces5).map(|mean| SurveyKind::Ces5.scale().goodness(mean));
    let part = |code: &str, score| EasePart { code: code.to_owned(), score };
    let mut parts = vec![part("NETEASY", net), part("CES5", effort)];
    let mut seen: Vec<&KpiScore> = kpis.into_iter().collect();
    seen.retain(|kpi| EASE_KPIS.contains(&kpi.code.as_str()));
    for code in EASE_KPIS {
        let score = seen.iter().find(|kpi| kpi.code == *code).and_then(|kpi| kpi.normalised);
        parts.push(part(code, score));
    }
    let scores: Vec<f64> = parts.iter().filter_map(|part| part.score).collect();
    let n = scores.len();
    ((n > 0).then(|| sum(scores) / n as f64), parts)
}

/// How relevant the offer is to them, 0 to 100: what they answer of the lowest tier of value, that
/// it does what they bought it for.
pub fn relevance(voices: &[Voice], filter: &SurveyFilter, models: &Models) -> Option<f64> {
    let lowest = models.survey.tiers.tiers.first()?;
    let mut scores = Vec::new();
    for voice in voices.iter().filter(|voice| filter.admits(voice)) {
        let answer = voice.response;
        let item = answer.item.as_deref().unwrap_or_default();
        let about = answer.instrument.as_deref() == Some(SurveyKind::ValueTier.word());
        if about && lowest.items.iter().any(|known| known == item) {
            scores.push(VALUE.goodness(VALUE.stretched(answer).ok()?));
        }
    }
    let n = scores.len();
    (n > 0).then(|| sum(scores) / n as f64)
}

/// Whether they speak for us, 0 to 100: the relational NPS, weighted by role.
pub fn advocacy(voices: &[Voice], filter: &SurveyFilter, models: &Models) -> Option<f64> {
    let filter = SurveyFilter { prong: Some("RELATIONAL".to_owned()), ..filter.clone() };
    let nps = metric(SurveyKind::Nps, voices.iter().copied(), &filter, models);
    nps.role_weighted.map(|net| f64::midpoint(net, 100.0))
}

/// The parts of loyalty, 0 to 100 each. Satisfaction is no part: it speaks of a moment, these of
/// what they will do.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LoyaltyParts {
    /// The ease index.
    pub ease: Option<f64>,
    /// Relevance of the offer.
    pub relevance: Option<f64>,
    /// The trust score.
    pub trust: Option<f64>,
    /// Advocacy.
    pub advocacy: Option<f64>,
}

/// Loyalty, or which of its parts is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Loyalty {
    /// 0 to 100; only with all four parts, for a mean of fewer would be another measure.
    pub value: Option<f64>,
    /// Its parts.
    pub parts: LoyaltyParts,
    /// Words of the parts that were not seen.
    pub missing: Vec<&'static str>,
}

/// The loyalty composite: the weighted sum of its four parts.
pub fn loyalty(parts: LoyaltyParts, models: &Models) -> Loyalty {
    let weights = &models.survey.loyalty;
    let weighed = [
        ("EASE", parts.ease, weights.ease),
        ("RELEVANCE", parts.relevance, weights.relevance),
        ("TRUST", parts.trust, weights.trust),
        ("ADVOCACY", parts.advocacy, weights.advocacy),
    ];
    let absent = weighed.iter().filter(|(_, part, _)| part.is_none());
    let missing: Vec<&str> = absent.map(|(word, ..)| *word).collect();
    let points = weighed.iter().map(|(_, part, weight)| part.unwrap_or_default() * weight);
    let value = missing.is_empty().then(|| points.sum());
    Loyalty { value, parts, missing }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loyalty_needs_all_its_parts_and_names_the_missing_one() {
        let models = Models::built_in();
        let parts = LoyaltyParts {
            ease: Some(60.0),
            relevance: Some(70.0),
            trust: Some(60.99),
            advocacy: Some(55.0),
        };
        let whole = loyalty(parts, &models);
        assert_eq!(whole.value.map(|v| (v * 100.0).round() / 100.0), Some(61.75));
        let part = loyalty(LoyaltyParts { trust: None, ..parts }, &models);
        assert_eq!((part.value, part.missing), (None, vec!["TRUST"]));
        assert_eq!(loyalty(LoyaltyParts::default(), &models).missing.len(), 4);
    }
}
