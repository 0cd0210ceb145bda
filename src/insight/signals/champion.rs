//! CHAMPION: the person who spoke for us left, or turned against us, as somebody of ours confirmed.

use super::{Case, Rule, Signal};
use crate::insight::champion;

pub(super) fn rule(case: &Case) -> Vec<Signal> {
    let facts = case.watched.facts;
    let Some(person) = champion(facts, case.models, case.calendar, case.as_of()) else {
        return Vec::new();
    };
    let Some(standing) = person.champion else { return Vec::new() };
    if !case.rules.champion.words.iter().any(|word| word == standing.word) {
        return Vec::new();
    }
    let because = match standing.word {
        "LEFT" => format!("the champion left; that was confirmed on {}", standing.on),
        _ => {
            format!("whom we rely on speaks against us; that was confirmed on {}", standing.on)
        }
    };
    let origin = &person.contact.origin;
    let about = origin.contact.as_ref().map_or("", |id| id.as_str());
    let days = (case.as_of() - standing.on).num_days();
    let suggested = case.rules.suggest(Rule::Champion, &because);
    let mut signal = case
        .signal(Rule::Champion, &format!("{about}:{}", standing.word), suggested)
        .measuring([("daysAgo", days as f64)])
        .shown_by([(standing.on, origin)]);
    if let Some(influence) = person.influence {
        signal = signal.measuring([("influence", influence as f64)]);
    }
    vec![Signal { contact: origin.contact.clone(), ..signal }]
}
