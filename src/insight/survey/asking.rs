//! Whom we may ask, whom we should, and how many answer.
//!
//! Asking too often or in the middle of trouble costs more than the answer is worth.

use chrono::{Days, NaiveDate};

use super::voice::{Voice, in_room, is_of_our_own, prong_of, role_group};
use crate::insight::measure::Room;
use crate::insight::{Calendar, Facts, Models};
use crate::model::{Contact, ContactId, SurveyInvitation, SurveyResponse};

/// Why somebody is not to be asked now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// They were asked, or answered, less than the pause ago; free from the day.
    AskedLately {
        /// When they may be asked again.
        free_on: NaiveDate,
    },
    /// An urgent ticket of the account is open.
    Trouble,
}

/// Whether and when a person is to be asked about the relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Who.
    pub contact: ContactId,
    /// Why not now.
    pub block: Option<Block>,
    /// When they last said something about the relation or were asked about it and did.
    pub heard_on: Option<NaiveDate>,
    /// A place in the plan, for people with a say.
    pub plan: Option<Plan>,
}

/// When a person with a say is to be asked about the relation next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Not before today, and not before they may be asked.
    pub due_on: NaiveDate,
    /// They were not heard for longer than the model allows, or never.
    pub overdue: bool,
}

/// Everybody who works at the account: whether they may be asked, and when people with a say are due.
pub fn next_surveys(
    facts: &Facts,
    models: &Models,
    calendar: &Calendar,
    as_of: NaiveDate,
) -> Vec<Ask> {
    let room = Room::new(facts, as_of, calendar);
    let voices = in_room(&room);
    let trouble = urgent_is_open(&room, &models.survey.asking.blocked_by);
    let of = |contact: &Contact| ask(&room, contact, (&voices, trouble), models);
    room.active_contacts().filter_map(of).collect()
}

fn ask(
    room: &Room,
    contact: &Contact,
    (voices, trouble): (&[Voice], bool),
    models: &Models,
) -> Option<Ask> {
    let person = contact.origin.contact.as_ref()?;
    let rules = &models.survey.asking;
    let theirs = voices.iter().filter(|v| v.response.origin.contact.as_ref() == Some(person));
    let about_us = theirs.clone().filter(|v| prong_of(v.response) == Some("RELATIONAL"));
    let heard_on = about_us.map(|voice| voice.day).max();
    let answered_on = theirs.map(|voice| voice.day).max();
    let last = answered_on.max(invited_on(room, person));
    let free_on = last.map(|day| later(day, rules.pause)).filter(|day| *day > room.as_of());
    let block = match free_on {
        _ if trouble => Some(Block::Trouble),
        Some(free_on) => Some(Block::AskedLately { free_on }),
        None => None,
    };
    let own = contact.buying_role.as_deref();
    let has_a_say = own.is_some() && role_group(own, &models.health.role_weights) != "USER";
    let plan = has_a_say.then(|| {
        let earliest = free_on.unwrap_or(room.as_of()).max(room.as_of());
        let due_on = heard_on.map_or(earliest, |day| later(day, rules.every).max(earliest));
        let overdue = heard_on.is_none_or(|day| !room.within(day, rules.overdue));
        Plan { due_on, overdue }
    });
    Some(Ask { contact: person.clone(), block, heard_on, plan })
}

fn invited_on(room: &Room, person: &ContactId) -> Option<NaiveDate> {
    let mine = |sent: &&SurveyInvitation| sent.origin.contact.as_ref() == Some(person);
    let sent = room.facts().survey_invitations.iter().filter(mine);
    sent.filter_map(|sent| room.day(sent.at)).filter(|day| *day <= room.as_of()).max()
}

fn later(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_add_days(Days::new(days.unsigned_abs())).unwrap_or(day)
}

fn urgent_is_open(room: &Room, priority: &str) -> bool {
    room.facts().tickets.iter().any(|ticket| {
        let opened = ticket.opened_at.is_some_and(|at| at < room.end());
        let solved = ticket.solved_at.is_some_and(|at| at < room.end());
        // A ticket that is closed and does not say when is not open, whatever the day asked about.
        let closed = matches!(ticket.status.as_deref(), Some("SOLVED" | "CLOSED"))
            && ticket.solved_at.is_none();
        ticket.priority.as_deref() == Some(priority) && opened && !solved && !closed
    })
}

/// How many of those who were asked answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ResponseRate {
    /// Invitations.
    pub asked: usize,
    /// Of them answered.
    pub answered: usize,
    /// Answered ÷ asked, 0 to 1.
    pub rate: f64,
}

/// The share of the invitations of the last so many days that were answered. `None` without
/// invitations: a source that keeps none says nothing of those who stayed silent.
pub fn response_rate(
    facts: &Facts,
    models: &Models,
    calendar: &Calendar,
    (days, as_of): (i64, NaiveDate),
) -> Option<ResponseRate> {
    let room = Room::new(facts, as_of, calendar);
    let voices = in_room(&room);
    let mut sent: Vec<(NaiveDate, &SurveyInvitation)> = Vec::new();
    for invitation in &facts.survey_invitations {
        let ours = invitation.prong.as_deref() == Some("EMPLOYEE");
        let day = room.day(invitation.at).filter(|day| room.within(*day, days));
        sent.extend(day.filter(|_| !ours).map(|day| (day, invitation)));
    }
    // The newest first: an answer belongs to the last invitation before it.
    sent.sort_by_key(|(day, invitation)| (std::cmp::Reverse(*day), &invitation.origin.id));
    let mut taken = vec![false; voices.len()];
    let mut answered = 0;
    for (day, invitation) in &sent {
        let within = models.survey.asking.answered_within;
        let mut one = false;
        for (voice, taken) in voices.iter().zip(&mut taken) {
            let prompt = (0..within).contains(&(voice.day - *day).num_days());
            if !*taken && prompt && answers(voice.response, invitation) {
                (one, *taken) = (true, true);
            }
        }
        answered += usize::from(one);
    }
    let asked = sent.len();
    (asked > 0).then(|| ResponseRate { asked, answered, rate: answered as f64 / asked as f64 })
}

/// An answer is one to an invitation when it contradicts nothing that the invitation says.
fn answers(answer: &SurveyResponse, invitation: &SurveyInvitation) -> bool {
    let agrees = |asked: &Option<String>, said: &Option<String>| {
        asked.is_none() || said.is_none() || asked == said
    };
    !is_of_our_own(answer)
        && answer.origin.contact == invitation.origin.contact
        && agrees(&invitation.instrument, &answer.instrument)
        && agrees(&invitation.touchpoint, &answer.touchpoint)
        && agrees(&invitation.prong, &answer.prong)
}
