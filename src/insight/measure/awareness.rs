//! AWARENESS: does the account still notice us?

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::view::{Evidence, View, missing, percent};
use crate::insight::Observation;
use crate::model::{CampaignTouch, ContactId, Origin};

/// AW1: unique clicks ÷ delivered mails.
pub(super) fn click_rate(view: &View) -> Observation {
    answered(view, "DELIVERED", "CLICKED")
}

/// AW3: attended ÷ invited.
pub(super) fn event_attendance(view: &View) -> Observation {
    answered(view, "INVITED", "ATTENDED")
}

/// Of what was offered, the share that was taken up; a person and a message count once.
fn answered(view: &View, offer: &str, answer: &str) -> Observation {
    let touches = view.recent(&view.facts().campaign_touches, |touch| view.room.day(touch.at));
    let of_form = |form: &str| {
        let named = touches.iter().filter(|(_, touch)| touch.form.as_deref() == Some(form));
        let known =
            named.filter_map(|(day, touch)| Some((occasion(touch)?, *day, &touch.origin)));
        known.collect::<Vec<_>>()
    };
    let (offers, answers) = (of_form(offer), of_form(answer));
    let offered: BTreeSet<_> = offers.iter().map(|(occasion, ..)| *occasion).collect();
    let taken: BTreeSet<_> = answers
        .iter()
        .map(|(occasion, ..)| *occasion)
        .filter(|o| offered.contains(o))
        .collect();
    let Some(raw) = percent(taken.len(), offered.len()) else { return missing() };
    let counted = answers.iter().filter(|(occasion, ..)| taken.contains(occasion));
    let evidence: Evidence =
        offers.iter().chain(counted).map(|(_, day, origin)| (*day, *origin)).collect();
    evidence.shows(raw, offered.len())
}

/// One person and one mail or event; a touch of nobody we know is not the account's.
fn occasion(touch: &CampaignTouch) -> Option<(&ContactId, &str)> {
    let message = touch.message.as_deref().or(touch.campaign.as_deref());
    Some((touch.origin.contact.as_ref()?, message.unwrap_or(&touch.origin.id)))
}

/// AW2: contacts with a visit ÷ active contacts.
pub(super) fn web_reach(view: &View) -> Observation {
    let active = view.room.active_contacts().count();
    let visits = recent_or_newest_visit(view);
    let seen = visits.iter().filter(|(day, _)| view.in_window(*day));
    let people: BTreeSet<_> =
        seen.filter_map(|(_, origin)| view.room.active_person(origin)).collect();
    match percent(people.len(), active) {
        Some(raw) if !visits.is_empty() => {
            visits.into_iter().collect::<Evidence>().shows(raw, active)
        }
        _ => missing(),
    }
}

/// Visits in the window; without one the newest before it, which tells how old the silence is.
pub(super) fn recent_or_newest_visit<'a>(view: &View<'a>) -> Vec<(NaiveDate, &'a Origin)> {
    let dated =
        view.facts().web_visits.iter().filter_map(|v| Some((view.room.day(v.at)?, &v.origin)));
    let known: Vec<_> = dated.filter(|(day, _)| *day <= view.room.as_of).collect();
    let recent: Vec<_> =
        known.iter().copied().filter(|(day, _)| view.in_window(*day)).collect();
    if !recent.is_empty() {
        return recent;
    }
    let newest = known.into_iter().max_by(|a, b| (a.0, &b.1.record).cmp(&(b.0, &a.1.record)));
    newest.into_iter().collect()
}
