//! RELATIONSHIP: do the people who matter know us, and stand by us?

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::survey::{about, from_answers, mean};
use super::view::{Evidence, Room, View, missing, percent};
use crate::insight::Observation;
use crate::insight::people::confirmed;
use crate::insight::survey::{NPS, prong_of, role_weighted};
use crate::model::{CHAMPION, Category, Contact, ContactId, Origin, SurveyResponse};

/// RE1: key stakeholders with a two-way touch ÷ key stakeholders.
pub(super) fn stakeholder_coverage(view: &View) -> Observation {
    let room = view.room;
    let stakeholders = room.active_contacts().filter(|contact| is_key(contact)).count();
    let newest = room
        .touches()
        .map(|(day, touch)| (day, &touch.origin))
        .max_by_key(|(day, origin)| (*day, std::cmp::Reverse(&origin.record)));
    let (Some(newest), true) = (newest, stakeholders > 0) else { return missing() };
    let mut evidence = Evidence::from_iter([newest]);
    let mut reached = BTreeSet::new();
    for (day, touch) in room.touches().filter(|(day, _)| view.in_window(*day)) {
        let key = room.contact(&touch.origin).is_some_and(is_key);
        let Some(person) = room.active_person(&touch.origin).filter(|_| key) else { continue };
        if touch.two_way == Some(true) {
            reached.insert(person);
            evidence.add(day, &touch.origin);
        }
    }
    let raw = percent(reached.len(), stakeholders);
    raw.map_or_else(missing, |raw| evidence.shows(raw, stakeholders))
}

/// Somebody with a say: a buying role other than plain user, or much influence.
pub(super) fn is_key(contact: &Contact) -> bool {
    let role = contact.buying_role.as_deref().is_some_and(|role| role != "USER");
    role || contact.influence.is_some_and(|influence| influence >= 4)
}

/// How the account's friends stand by us.
pub(in crate::insight) struct Standing<'a> {
    pub(in crate::insight) word: &'static str,
    pub(in crate::insight) since: NaiveDate,
    people: Vec<(NaiveDate, &'a Origin)>,
}

impl<'a> Standing<'a> {
    /// The id of the newest record that says so.
    pub(in crate::insight) fn shown_by(&self) -> Option<&'a str> {
        let newest = self.people.iter().max_by_key(|(day, origin)| (*day, &origin.id));
        newest.map(|(_, origin)| origin.id.as_str())
    }

    /// The people who stand so.
    pub(in crate::insight) fn contacts(&self) -> Vec<&'a ContactId> {
        self.people.iter().filter_map(|(_, origin)| origin.contact.as_ref()).collect()
    }
}

/// The account's champion status as it was known, over a window of so many days.
/// `None` when nobody ever had one.
pub(in crate::insight) fn champion<'a>(room: &Room<'a>, days: i64) -> Option<Standing<'a>> {
    let status = |contact: &'a Contact| {
        let known = confirmed(room, contact)?;
        Some((rank(known.word)?, known.on, &contact.origin))
    };
    let present: Vec<_> = room.active_contacts().filter_map(status).collect();
    // A status that nobody renewed is old news, not "no champion": it ages instead of turning.
    let recent: Vec<_> = present.iter().copied().filter(|s| room.within(s.1, days)).collect();
    let pool = if recent.is_empty() { present } else { recent };
    let best = pool.iter().map(|(rank, ..)| *rank).min();
    let has_champion = best.is_some_and(|rank| CHAMPION[rank] == "CHAMPION");
    if let Some(left) = last_champion_left(room, days).filter(|_| !has_champion) {
        return Some(left);
    }
    let best = best?;
    let people: Vec<_> = pool
        .into_iter()
        .filter(|(rank, ..)| *rank == best)
        .map(|(_, on, origin)| (on, origin))
        .collect();
    let since = people.iter().map(|(on, _)| *on).max()?;
    Some(Standing { word: CHAMPION[best], since, people })
}

/// The best status has the lowest rank.
fn rank(word: &str) -> Option<usize> {
    CHAMPION.iter().position(|known| *known == word)
}

fn last_champion_left<'a>(room: &Room<'a>, days: i64) -> Option<Standing<'a>> {
    let left = |contact: &'a Contact| {
        let known = confirmed(room, contact);
        let confirmed = known.as_ref().map(|known| known.on);
        let word = known.map(|known| known.word).or(contact.champion.as_deref())?;
        let on = match word {
            "LEFT" => contact.left_on.filter(|day| *day <= room.as_of).or(confirmed)?,
            // One who became a champion elsewhere, later, is none that this account lost.
            "CHAMPION" => {
                contact.left_on.filter(|left| confirmed.is_some_and(|on| on <= *left))?
            }
            _ => return None,
        };
        room.within(on, days).then_some((on, &contact.origin))
    };
    let gone: Vec<_> = room.facts().contacts.iter().filter_map(left).collect();
    let since = gone.iter().map(|(on, _)| *on).max()?;
    Some(Standing { word: "LEFT", since, people: gone })
}

/// RE2: champion status.
pub(super) fn champion_status(view: &View) -> Observation {
    let Some(standing) = champion(view.room, view.kpi.window_days) else {
        return nobody(view);
    };
    let n = standing.people.len();
    let seen = standing.people.into_iter().collect::<Evidence>().shows(0.0, n);
    Observation { raw: None, category: Some(standing.word.to_owned()), ..seen }
}

/// A CRM that knows the account and names no champion says that there is none.
fn nobody(view: &View) -> Observation {
    if !view.room.connected(Category::Crm) {
        return missing();
    }
    Observation {
        category: Some("NONE".to_owned()),
        n: 1,
        observed_on: Some(view.room.as_of),
        ..Observation::default()
    }
}

/// RE3: NPS per role, then the weighted mean over the roles present.
pub(super) fn weighted_nps(view: &View) -> Observation {
    let wanted = |answer: &SurveyResponse| {
        answer.instrument.as_deref() == Some("NPS") && prong_of(answer) == Some("RELATIONAL")
    };
    let role = |answer: &SurveyResponse| {
        view.room.contact(&answer.origin).and_then(|contact| contact.buying_role.as_deref())
    };
    from_answers(
        view,
        wanted,
        |answer| NPS.exact(answer),
        |answers| {
            let voices = answers.iter().map(|answer| (role(answer.response), *answer));
            role_weighted(voices, view.role_weights)
        },
    )
}

/// RE3F: mean of other ratings of the relationship, 0 to 10.
pub(super) fn mean_rating(view: &View) -> Observation {
    let wanted = |answer: &SurveyResponse| {
        answer.prong.as_deref() == Some("RELATIONAL")
            && about(answer, &["CSAT", "CES5", "CES7", "NETEASY"], &["relation"], true)
    };
    from_answers(view, wanted, |answer| NPS.stretched(answer), |answers| Some(mean(answers)))
}
