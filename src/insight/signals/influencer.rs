//! INFLUENCER: a person with a say is unhappy. Whether the account is among the most valuable is
//! compared by the caller.

use super::{Case, Rule, Signal};
use crate::insight::survey::{NPS, SurveyFilter, Voice, in_room};
use crate::insight::{Stakeholder, stakeholders};

/// Roles that decide, whatever the influence.
const DECIDING: &[&str] = &["DECISION_MAKER", "ECONOMIC_BUYER"];

pub(super) fn rule(case: &Case) -> Vec<Signal> {
    // Most accounts have nobody who says anything bad: the map of people is not drawn for them.
    let voices = in_room(&case.room);
    let filter = SurveyFilter::last(case.models.survey.contact.sentiment, case.as_of());
    let rules = &case.rules.influencer;
    let is_bad = |voice: &&Voice| {
        let mood = voice.response.sentiment.is_some_and(|mood| mood < rules.sentiment);
        let asked = voice.response.instrument.as_deref() == Some("NPS");
        let low = asked && NPS.exact(voice.response).is_ok_and(|score| score <= rules.nps);
        filter.admits(voice) && (mood || low)
    };
    if !voices.iter().any(|voice| is_bad(&voice)) {
        return Vec::new();
    }
    let people = stakeholders(case.watched.facts, case.models, case.calendar, case.as_of());
    let of = |person: &Stakeholder| {
        let bad = voices.iter().filter(|voice| {
            voice.response.origin.contact == person.contact.origin.contact && is_bad(voice)
        });
        signal(case, person, &bad.copied().collect::<Vec<_>>())
    };
    people
        .iter()
        .filter(|person| !person.left && has_a_say(case, person))
        .filter_map(of)
        .collect()
}

fn has_a_say(case: &Case, person: &Stakeholder) -> bool {
    let role = person.contact.buying_role.as_deref();
    person.influence.is_some_and(|influence| influence >= case.rules.influencer.influence)
        || role.is_some_and(|role| DECIDING.contains(&role))
}

fn signal(case: &Case, person: &Stakeholder, bad: &[Voice]) -> Option<Signal> {
    let rules = &case.rules.influencer;
    // What they said last counts, and the mood of all that they wrote.
    let low = person.last_nps.filter(|score| *score <= rules.nps);
    let mood = person.sentiment.filter(|mood| *mood < rules.sentiment);
    let id = person.contact.origin.contact.as_ref()?;
    if bad.is_empty() || (low.is_none() && mood.is_none()) {
        return None;
    }
    let said = match (low, mood) {
        (Some(score), _) => format!("answered {score:.0} of 10"),
        (None, mood) => format!("wrote in a mood of {:.1}", mood.unwrap_or_default()),
    };
    let because = format!("a person with a say in what they buy {said}");
    let suggested = case.rules.suggest(Rule::Influencer, &because);
    let evidence = bad.iter().map(|voice| (voice.day, &voice.response.origin));
    let mut signal = case.signal(Rule::Influencer, id.as_str(), suggested).shown_by(evidence);
    let influence = person.influence.map(|influence| influence as f64);
    let told =
        [("nps", person.last_nps), ("sentiment", person.sentiment), ("influence", influence)];
    signal.measures.extend(told.into_iter().filter_map(|(n, v)| Some((n.to_owned(), v?))));
    Some(Signal { contact: Some(id.clone()), only_holds: true, ..signal })
}
