//! Answers with the person who gave them, and which of them a question is about.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::metric::net_promoters;
use super::scale::Answer;
use crate::insight::measure::Room;
use crate::insight::{Calendar, Facts};
use crate::model::{Contact, SurveyResponse};

/// An answer, the day it was given on, and who gave it when that is known.
#[derive(Debug, Clone, Copy)]
pub struct Voice<'a> {
    /// The answer.
    pub response: &'a SurveyResponse,
    /// Whose it is, as the person is known now.
    pub contact: Option<&'a Contact>,
    /// The day in our zone.
    pub day: NaiveDate,
}

impl Voice<'_> {
    /// The person's own role in a purchase, as a word.
    pub fn role(&self) -> Option<&str> {
        self.contact.and_then(|contact| contact.buying_role.as_deref())
    }
}

/// Which answers count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyFilter {
    /// After an event, about the relation, or of our own people; every prong but the last when absent.
    pub prong: Option<String>,
    /// The person's own role in a purchase.
    pub role: Option<String>,
    /// Part of the touchpoint's name, any case.
    pub touchpoint: Option<String>,
    /// The item of the instrument, such as a factor of trust.
    pub item: Option<String>,
    /// Answers of the last so many days.
    pub days: i64,
    /// The last day that counts.
    pub as_of: NaiveDate,
}

impl SurveyFilter {
    /// Everything that customers said in the last so many days.
    pub fn last(days: i64, as_of: NaiveDate) -> Self {
        Self { prong: None, role: None, touchpoint: None, item: None, days, as_of }
    }

    /// Whether an answer counts.
    pub fn admits(&self, voice: &Voice) -> bool {
        let fits = |wanted: &Option<String>, said: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| said == Some(wanted))
        };
        let age = (self.as_of - voice.day).num_days();
        (0..self.days).contains(&age)
            && fits(&self.prong, prong_of(voice.response))
            && fits(&self.role, voice.role())
            && fits(&self.item, voice.response.item.as_deref())
            && self.touchpoint.as_deref().is_none_or(|part| touches(voice.response, part))
    }
}

fn touches(answer: &SurveyResponse, part: &str) -> bool {
    let said = answer.touchpoint.as_deref().unwrap_or_default().to_lowercase();
    said.contains(&part.trim().to_lowercase())
}

/// The prong of an answer; NPS asks about the relation unless it says otherwise.
pub(in crate::insight) fn prong_of(answer: &SurveyResponse) -> Option<&str> {
    answer.prong.as_deref().or(match answer.instrument.as_deref() {
        Some("NPS") => Some("RELATIONAL"),
        Some("EMPLOYEE_NPS") => Some("EMPLOYEE"),
        _ => None,
    })
}

/// The answer is one of our own people's: no feedback of a customer.
pub(in crate::insight) fn is_of_our_own(answer: &SurveyResponse) -> bool {
    answer.prong.as_deref() == Some("EMPLOYEE")
        || answer.instrument.as_deref() == Some("EMPLOYEE_NPS")
}

/// An account's answers up to the end of a day in our zone, in the order of the facts.
pub fn voices<'a>(
    facts: &'a Facts,
    calendar: &'a Calendar,
    as_of: NaiveDate,
) -> Vec<Voice<'a>> {
    in_room(&Room::new(facts, as_of, calendar))
}

/// [`voices`] of a room that is there already.
pub(in crate::insight) fn in_room<'a>(room: &Room<'a>) -> Vec<Voice<'a>> {
    let voice = |response: &'a SurveyResponse| {
        let day = room.day(response.at).filter(|day| *day <= room.as_of())?;
        response.score?;
        Some(Voice { response, contact: room.contact(&response.origin), day })
    };
    room.facts().surveys.iter().filter_map(voice).collect()
}

/// The role whose weight an answer carries: the person's own, when the model weighs it, else
/// that of its group; whoever has none is a user.
pub fn role_group<'a>(own: Option<&'a str>, weights: &BTreeMap<String, f64>) -> &'a str {
    let own = own.unwrap_or("USER");
    if weights.contains_key(own) {
        return own;
    }
    match own {
        "ECONOMIC_BUYER" | "DECISION_MAKER" => "DECISION_MAKER",
        "TECHNICAL" | "PROCUREMENT" | "INFLUENCER" => "INFLUENCER",
        _ => "USER",
    }
}

/// NPS of each group of roles, then their weighted mean over the groups present.
pub(in crate::insight) fn role_weighted<'a>(
    answers: impl IntoIterator<Item = (Option<&'a str>, Answer<'a>)>,
    weights: &BTreeMap<String, f64>,
) -> Option<f64> {
    let mut groups: BTreeMap<&str, Vec<Answer>> = BTreeMap::new();
    for (role, answer) in answers {
        groups.entry(role_group(role, weights)).or_default().push(answer);
    }
    let weight = |role: &str| weights.get(role).copied().unwrap_or(1.0);
    let whole: f64 = groups.keys().map(|role| weight(role)).sum();
    let points: f64 = groups.iter().map(|(role, of)| weight(role) * net_promoters(of)).sum();
    (whole > 0.0).then(|| points / whole)
}
