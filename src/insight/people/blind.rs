//! Decision makers out of sight, and players whom nobody knows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::insight::measure::Room;
use crate::insight::survey::in_room;
use crate::insight::{Calendar, Facts, Models};
use crate::model::{Contact, ContactId, Origin};

/// Whether we are in contact with those who decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlindSpot {
    /// Nobody who decides was in touch or heard lately; so too when none is known.
    pub blind: bool,
    /// Decision makers and economic buyers who work there.
    pub decision_makers: usize,
    /// Of them with a two-way touch within the model's days.
    pub touched: usize,
    /// Of them with feedback within the model's days.
    pub heard: usize,
}

/// Whether decision makers are out of sight.
pub fn blind_spot(
    facts: &Facts,
    models: &Models,
    calendar: &Calendar,
    as_of: NaiveDate,
) -> BlindSpot {
    let room = Room::new(facts, as_of, calendar);
    let rules = &models.survey.contact;
    let deciders: BTreeSet<&ContactId> = room
        .active_contacts()
        .filter(|contact| decides(contact))
        .filter_map(|contact| contact.origin.contact.as_ref())
        .collect();
    let touched = two_way(&room, rules.touched);
    let voices = in_room(&room);
    let heard: BTreeSet<&ContactId> = voices
        .iter()
        .filter(|voice| room.within(voice.day, rules.heard))
        .filter_map(|voice| voice.response.origin.contact.as_ref())
        .collect();
    let (touched, heard) =
        (deciders.intersection(&touched).count(), deciders.intersection(&heard).count());
    let blind = touched == 0 && heard == 0;
    BlindSpot { blind, decision_makers: deciders.len(), touched, heard }
}

/// The people with whom both sides spoke within so many days.
pub(super) fn two_way<'a>(room: &Room<'a>, days: i64) -> BTreeSet<&'a ContactId> {
    let spoke = room
        .touches()
        .filter(|(day, touch)| touch.two_way == Some(true) && room.within(*day, days));
    spoke.filter_map(|(_, touch)| touch.origin.contact.as_ref()).collect()
}

/// The person decides.
pub(super) fn decides(contact: &Contact) -> bool {
    matches!(contact.buying_role.as_deref(), Some("DECISION_MAKER" | "ECONOMIC_BUYER"))
}

/// Somebody who acts at the account and whom nobody of ours knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unseen {
    /// Who.
    pub contact: ContactId,
    /// Where they were met: `TICKET`, `INVOICE`, `MEETING`, `EVENT`.
    pub met_in: Vec<&'static str>,
}

/// People who opened tickets, wrote about invoices or were invited, who have no role in a purchase
/// and whom nobody of ours ever spoke to.
pub fn unseen_players(facts: &Facts, calendar: &Calendar, as_of: NaiveDate) -> Vec<Unseen> {
    let room = Room::new(facts, as_of, calendar);
    let mut met: BTreeMap<&ContactId, BTreeSet<&'static str>> = BTreeMap::new();
    let mut note = |origin: &Origin, at, place| {
        let known = room.day(at).is_some_and(|day| day <= as_of);
        let person = room.contact(origin).filter(|contact| known && !room.has_left(contact));
        let unmapped = person.filter(|contact| contact.buying_role.is_none());
        if let Some(id) = unmapped.and_then(|contact| contact.origin.contact.as_ref()) {
            met.entry(id).or_default().insert(place);
        }
    };
    for ticket in &facts.tickets {
        note(&ticket.origin, ticket.opened_at, "TICKET");
    }
    for dispute in &facts.disputes {
        note(&dispute.origin, dispute.opened_at, "INVOICE");
    }
    for touch in facts.interactions.iter().filter(|t| t.form.as_deref() == Some("MEETING")) {
        note(&touch.origin, touch.at, "MEETING");
    }
    for touch in facts.campaign_touches.iter().filter(|t| t.form.as_deref() == Some("INVITED"))
    {
        note(&touch.origin, touch.at, "EVENT");
    }
    let spoken_to = two_way(&room, i64::MAX);
    met.retain(|person, _| !spoken_to.contains(person));
    let unseen = |(person, places): (&ContactId, BTreeSet<&'static str>)| Unseen {
        contact: person.clone(),
        met_in: places.into_iter().collect(),
    };
    met.into_iter().map(unseen).collect()
}
