//! CONSIDERATION: do they turn to us, and do we answer?

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::awareness::recent_or_newest_visit;
use super::view::{Evidence, View, is_touch, median, missing, percent};
use crate::insight::Observation;
use crate::model::{Contact, Interaction};

/// The roles that a purchase needs.
const ROLES: &[&str] = &["ECONOMIC_BUYER", "DECISION_MAKER", "TECHNICAL", "USER"];

/// CO1: median business hours from enquiry to the first human touch.
pub(super) fn enquiry_response(view: &View) -> Observation {
    let enquiries = view.recent(&view.facts().interactions, |touch| view.room.day(touch.at));
    let (mut waits, mut evidence) = (Vec::new(), Evidence::default());
    for (asked_on, enquiry) in enquiries {
        let (Some("ENQUIRY"), Some(asked)) = (enquiry.form.as_deref(), enquiry.at) else {
            continue;
        };
        if let Some((answered, answer)) = first_answer(view, enquiry, asked) {
            waits.push(view.calendar.business_hours(asked, answered));
            evidence.add(view.room.local_day(answered), &answer.origin);
        } else if view.calendar.business_days(asked, view.room.end()) > 1.0 {
            waits.push(view.calendar.business_hours(asked, view.room.end()));
        } else {
            continue; // too young to say anything
        }
        evidence.add(asked_on, &enquiry.origin);
    }
    let n = waits.len();
    median(waits).map_or_else(missing, |raw| evidence.shows(raw, n))
}

fn first_answer<'a>(
    view: &View<'a>,
    enquiry: &Interaction,
    asked: DateTime<Utc>,
) -> Option<(DateTime<Utc>, &'a Interaction)> {
    let same_person =
        |touch: &Interaction| match (&enquiry.origin.contact, &touch.origin.contact) {
            (Some(who), Some(whom)) => who == whom,
            _ => true,
        };
    let by_us = |touch: &Interaction| {
        is_touch(touch)
            && touch.form.as_deref() != Some("ENQUIRY")
            && touch.direction.as_deref() != Some("INBOUND")
            && touch.human != Some(false)
    };
    let later = view.facts().interactions.iter().filter_map(|touch| Some((touch.at?, touch)));
    later
        .filter(|(at, touch)| {
            *at > asked && *at < view.room.end() && by_us(touch) && same_person(touch)
        })
        .min_by(|a, b| (a.0, &a.1.origin.record).cmp(&(b.0, &b.1.origin.record)))
}

/// CO2: visits of buying pages ÷ active contacts.
pub(super) fn high_intent(view: &View) -> Observation {
    let active = view.room.active_contacts().count();
    let visits = recent_or_newest_visit(view);
    if visits.is_empty() || active == 0 {
        return missing();
    }
    let recent = view.recent(&view.facts().web_visits, |visit| view.room.day(visit.at));
    let acts = recent.iter().filter(|(_, visit)| visit.high_intent == Some(true)).count();
    visits.into_iter().collect::<Evidence>().shows(acts as f64 / active as f64, active)
}

/// CO3: share of the buying roles held by a touched contact.
pub(super) fn role_coverage(view: &View) -> Observation {
    let role_of = |contact: &Contact| {
        ROLES.iter().position(|role| contact.buying_role.as_deref() == Some(role))
    };
    let holders = view.room.active_contacts().filter(|c| role_of(c).is_some()).count();
    let newest = view
        .room
        .touches()
        .map(|(day, touch)| (day, &touch.origin))
        .max_by_key(|(day, origin)| (*day, std::cmp::Reverse(&origin.record)));
    let (Some(newest), true) = (newest, holders > 0) else { return missing() };
    let mut evidence = Evidence::from_iter([newest]);
    let mut roles = BTreeSet::new();
    for (day, touch) in view.room.touches().filter(|(day, _)| view.in_window(*day)) {
        if view.room.active_person(&touch.origin).is_none() {
            continue;
        }
        let Some(role) = view.room.contact(&touch.origin).and_then(role_of) else { continue };
        roles.insert(role);
        evidence.add(day, &touch.origin);
    }
    let raw = percent(roles.len(), ROLES.len());
    raw.map_or_else(missing, |raw| evidence.shows(raw, holders))
}
