//! A person's new title or employer, and whether somebody of ours has looked at the map since.

use chrono::{DateTime, NaiveDate, Utc};

use crate::insight::measure::Room;
use crate::model::{Contact, Origin, Topic};

/// What of a person's work changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobField {
    /// The title.
    Title,
    /// The company that they work for.
    Employer,
}

impl JobField {
    /// The word in capitals, as it is kept.
    pub fn word(self) -> &'static str {
        match self {
            Self::Title => "TITLE",
            Self::Employer => "EMPLOYER",
        }
    }

    /// The field of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Title, Self::Employer].into_iter().find(|field| field.word() == word)
    }
}

/// A record said one thing of a person's work, and says another now.
#[derive(Debug, Clone, PartialEq)]
pub struct JobChange {
    /// The record, the person, and the account that hears of it: the employer, or the one before.
    pub origin: Origin,
    /// What changed.
    pub field: JobField,
    /// When the record says that it changed, else when it was landed.
    pub at: DateTime<Utc>,
    /// What was said before: a title, or the key of a company's record.
    pub before: String,
    /// What is said now.
    pub after: String,
    /// The person is on the map: has a role or an influence.
    pub mapped: bool,
}

/// The newest change of a person's work that nobody of ours has confirmed since, up to the day.
pub(in crate::insight) fn unconfirmed<'a>(
    room: &Room<'a>,
    contact: &Contact,
) -> Option<&'a JobChange> {
    let person = contact.origin.contact.as_ref()?;
    let changes = room.facts().job_changes.iter().filter(|change| {
        change.origin.contact.as_ref() == Some(person) && change.at < room.end()
    });
    let newest = changes.max_by_key(|change| (change.at, change.field.word()))?;
    let said = room.said_of(contact, Topic::Champion).map(|said| said.said_at);
    let confirmed_on = contact.champion_confirmed_on.filter(|day| *day <= room.as_of());
    let confirmed = said.is_some_and(|at| at >= newest.at)
        || confirmed_on.is_some_and(|day| day > room.local_day(newest.at));
    (!confirmed).then_some(newest)
}

/// Since when the map may be wrong about a person; `None` when it is as good as it was.
pub(super) fn stale_since(room: &Room, contact: &Contact) -> Option<NaiveDate> {
    unconfirmed(room, contact).map(|change| room.local_day(change.at))
}
