//! The map of an account's people.

use chrono::{DateTime, NaiveDate, Utc};

use super::champion::{Champion, Proposal, confirmed, proposal};
use super::influence::influence;
use super::job::stale_since;
use super::team;
use crate::insight::measure::{Room, champion as standing, sum};
use crate::insight::survey::{NPS, SurveyFilter, Voice, in_room, tier_of_person};
use crate::insight::{Calendar, Facts, Models};
use crate::model::{Contact, ContactId};

/// Days for which a champion's status is believed, as the health model's champion KPI has it.
const CHAMPION_DAYS: i64 = 180;

/// A person at the account, and what is between us and them.
#[derive(Debug, Clone, PartialEq)]
pub struct Stakeholder {
    /// The person.
    pub contact: Contact,
    /// They do not work there any more.
    pub left: bool,
    /// Influence, 1 (little) to 5 (decisive).
    pub influence: Option<i64>,
    /// The influence was derived from role or title: no record says it.
    pub influence_derived: bool,
    /// Whom they report to, when that person is on the map.
    pub reports_to: Option<ContactId>,
    /// Both sides spoke within the model's days.
    pub covered: bool,
    /// The mean mood of what they wrote, as sources judged it, -1 to 1.
    pub sentiment: Option<f64>,
    /// How they stand by us, when that is confirmed.
    pub champion: Option<Champion>,
    /// What a person of ours should confirm.
    pub proposal: Option<Proposal>,
    /// Since when the map may be wrong about them: they have a new title or employer, and nobody of ours
    /// confirmed since how they stand by us.
    pub stale_since: Option<NaiveDate>,
    /// When both sides last spoke.
    pub last_two_way: Option<DateTime<Utc>>,
    /// Their newest rating, 0 to 10.
    pub last_nps: Option<f64>,
    /// The tier of value that they say they get.
    pub value_tier: Option<String>,
    /// Who of us knows them best: a team member's origin id.
    pub owner: Option<String>,
}

/// Everybody who works at the account, and those who left with a role, an influence or a standing;
/// those with most influence first.
pub fn stakeholders(
    facts: &Facts,
    models: &Models,
    calendar: &Calendar,
    as_of: NaiveDate,
) -> Vec<Stakeholder> {
    let room = Room::new(facts, as_of, calendar);
    let desk = Desk { team: team::in_room(&room, models), voices: in_room(&room), models };
    let matters = |contact: &&Contact| {
        let mapped = contact.buying_role.is_some() || contact.influence.is_some();
        !room.has_left(contact) || mapped || confirmed(&room, contact).is_some()
    };
    let shown = facts.contacts.iter().filter(matters);
    let mut all: Vec<Stakeholder> = shown.map(|contact| one(&room, contact, &desk)).collect();
    all.sort_by_key(|one| {
        (one.left, std::cmp::Reverse(one.influence), one.contact.origin.contact.clone())
    });
    all
}

/// What every person is looked up in.
struct Desk<'a> {
    team: Vec<team::TeamMate>,
    voices: Vec<Voice<'a>>,
    models: &'a Models,
}

fn one(room: &Room, contact: &Contact, desk: &Desk) -> Stakeholder {
    let rules = &desk.models.survey;
    let person = contact.origin.contact.as_ref();
    let of = |id: Option<&ContactId>| person.is_some() && id == person;
    let spoken = room
        .touches()
        .filter(|(_, touch)| touch.two_way == Some(true) && of(touch.origin.contact.as_ref()));
    let last = spoken.max_by_key(|(_, touch)| touch.at);
    let theirs: Vec<&Voice> =
        desk.voices.iter().filter(|v| of(v.response.origin.contact.as_ref())).collect();
    let champion = confirmed(room, contact);
    let (influence, influence_derived) = influence(contact, rules);
    let boss = contact.reports_to.as_deref().map(ContactId::from);
    let on_map = |id: &ContactId| {
        room.facts().contacts.iter().any(|c| c.origin.contact.as_ref() == Some(id))
    };
    let filter = SurveyFilter::last(rules.contact.sentiment, room.as_of());
    Stakeholder {
        left: room.has_left(contact),
        influence,
        influence_derived,
        reports_to: boss.filter(on_map),
        covered: last.is_some_and(|(day, _)| room.within(day, rules.contact.touched)),
        sentiment: sentiment(&theirs, &filter),
        proposal: proposal(room, contact, champion.as_ref()),
        stale_since: stale_since(room, contact),
        champion,
        last_two_way: last.and_then(|(_, touch)| touch.at),
        last_nps: last_nps(&theirs),
        value_tier: person
            .and_then(|id| tier_of_person(id, &desk.voices, &filter, desk.models)),
        owner: person.and_then(|id| team::closest(&desk.team, id)),
        contact: contact.clone(),
    }
}

fn sentiment(voices: &[&Voice], filter: &SurveyFilter) -> Option<f64> {
    let admitted = voices.iter().filter(|voice| filter.admits(voice));
    let moods: Vec<f64> = admitted.filter_map(|voice| voice.response.sentiment).collect();
    let n = moods.len();
    (n > 0).then(|| sum(moods) / n as f64)
}

fn last_nps(voices: &[&Voice]) -> Option<f64> {
    let asked = voices.iter().filter(|v| v.response.instrument.as_deref() == Some("NPS"));
    let newest = asked.max_by_key(|v| (v.response.at, &v.response.origin.id))?;
    NPS.exact(newest.response).ok()
}

/// The person whose standing decides the account's champion status: the best friend who is there,
/// or the champion who left. `None` when nobody's standing is confirmed.
pub fn champion(
    facts: &Facts,
    models: &Models,
    calendar: &Calendar,
    as_of: NaiveDate,
) -> Option<Stakeholder> {
    let room = Room::new(facts, as_of, calendar);
    let kpi = models.health.kpis().map(|(_, kpi)| kpi).find(|kpi| kpi.measure == "RE2");
    let days = kpi.map_or(CHAMPION_DAYS, |kpi| kpi.window_days);
    let people = standing(&room, days)?.contacts();
    let all = stakeholders(facts, models, calendar, as_of);
    all.into_iter()
        .filter(|one| {
            one.contact.origin.contact.as_ref().is_some_and(|id| people.contains(&id))
        })
        .max_by_key(|one| (one.influence, std::cmp::Reverse(one.contact.origin.id.clone())))
}
