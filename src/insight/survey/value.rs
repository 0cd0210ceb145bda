//! Value tiers: what they get from us beyond what they bought.

use super::kind::SurveyKind;
use super::scale::VALUE;
use super::voice::{SurveyFilter, Voice};
use crate::insight::Models;
use crate::insight::measure::sum;
use crate::model::ContactId;

/// The tier of value that people say they get.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueTier {
    /// The highest tier reached; `None` when the lowest was asked about and is not reached.
    pub tier: Option<String>,
    /// The mean of each tier's items, 1 to 5, the lowest tier first; `None` where nobody was asked.
    pub means: Vec<(String, Option<f64>)>,
    /// Answers.
    pub n: usize,
}

/// The highest tier on whose items people agree while all lower tiers have agreement too. `None`
/// when the lowest tier's items were never answered, or an answer cannot be read.
pub fn value_tier<'a>(
    voices: impl IntoIterator<Item = Voice<'a>>,
    filter: &SurveyFilter,
    models: &Models,
) -> Option<ValueTier> {
    let rules = &models.survey.tiers;
    let mut scores: Vec<Vec<f64>> = vec![Vec::new(); rules.tiers.len()];
    for voice in voices.into_iter().filter(|voice| filter.admits(voice)) {
        let answer = voice.response;
        if answer.instrument.as_deref() != Some(SurveyKind::ValueTier.word()) {
            continue;
        }
        let item = answer.item.as_deref().unwrap_or_default();
        let is_of =
            |items: &[String]| items.iter().any(|known| known.eq_ignore_ascii_case(item));
        let Some(place) = rules.tiers.iter().position(|tier| is_of(&tier.items)) else {
            continue;
        };
        scores[place].push(VALUE.stretched(answer).ok()?);
    }
    let n = scores.iter().map(Vec::len).sum();
    let mean = |scores: Vec<f64>| {
        let n = scores.len();
        (n > 0).then(|| sum(scores) / n as f64)
    };
    let means: Vec<Option<f64>> = scores.into_iter().map(mean).collect();
    (*means.first()?)?;
    let reached = means.iter().take_while(|mean| mean.is_some_and(|mean| mean >= rules.least));
    let codes = rules.tiers.iter().map(|tier| tier.code.clone());
    let tier = reached.count().checked_sub(1).map(|place| rules.tiers[place].code.clone());
    Some(ValueTier { tier, means: codes.zip(means).collect(), n })
}

/// The tier that one person's answers reach.
pub(in crate::insight) fn tier_of_person(
    person: &ContactId,
    voices: &[Voice],
    filter: &SurveyFilter,
    models: &Models,
) -> Option<String> {
    let theirs = |voice: &Voice| voice.response.origin.contact.as_ref() == Some(person);
    value_tier(voices.iter().copied().filter(theirs), filter, models)?.tier
}
