//! How a person stands by us, and what a person of ours should confirm.

use chrono::NaiveDate;

use crate::insight::measure::Room;
use crate::model::{CHAMPION, CampaignTouch, Contact, Topic};

/// How a person stands by us, as somebody of ours confirmed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Champion {
    /// A word of [`CHAMPION`].
    pub word: &'static str,
    /// When it was confirmed.
    pub on: NaiveDate,
    /// Who said so; `None` where a source's record says that it was confirmed.
    pub author: Option<String>,
}

/// A change that a source hints at, to be confirmed by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The status proposed.
    pub word: &'static str,
    /// Why, in words.
    pub because: String,
}

/// What one of our people says now wins over the record; the record counts when it was confirmed.
pub(in crate::insight) fn confirmed(room: &Room, contact: &Contact) -> Option<Champion> {
    if let Some(said) = room.said_of(contact, Topic::Champion) {
        let (word, on) = (known(&said.value)?, room.local_day(said.said_at));
        return Some(Champion { word, on, author: Some(said.author.clone()) });
    }
    let on = contact.champion_confirmed_on.filter(|day| *day <= room.as_of())?;
    Some(Champion { word: known(contact.champion.as_deref()?)?, on, author: None })
}

fn known(word: &str) -> Option<&'static str> {
    CHAMPION.iter().copied().find(|known| *known == word)
}

/// What should be confirmed of a person: that they left, first of all; else what an unconfirmed
/// record says. Nothing when that is confirmed already, or when somebody spoke after the hint.
pub(super) fn proposal(
    room: &Room,
    contact: &Contact,
    confirmed: Option<&Champion>,
) -> Option<Proposal> {
    let newer = |day: NaiveDate| confirmed.is_none_or(|known| known.on < day);
    let gone = (confirmed.is_none_or(|known| known.word != "LEFT"))
        .then(|| gone(room, contact, &newer))
        .flatten();
    if let Some(because) = gone {
        return Some(Proposal { word: "LEFT", because });
    }
    let word = known(contact.champion.as_deref()?).filter(|word| *word != "NONE")?;
    let because = "a source's record says so and nobody confirmed it".to_owned();
    confirmed.is_none().then_some(Proposal { word, because })
}

fn gone(room: &Room, contact: &Contact, newer: &dyn Fn(NaiveDate) -> bool) -> Option<String> {
    if let Some(day) = contact.left_on.filter(|day| *day <= room.as_of() && newer(*day)) {
        return Some(format!("a source's record says that they left on {day}"));
    }
    if let Some(day) = bounced_on(room, contact).filter(|day| newer(*day)) {
        return Some(format!("mail to them bounced on {day} and nothing reached them since"));
    }
    let title = contact.title.as_deref().unwrap_or_default().to_lowercase();
    let says = |word: &&&str| title.split(|c: char| !c.is_alphanumeric()).any(|w| w == **word);
    let word = FORMER.iter().find(says).filter(|_| confirmed_never(room, contact))?;
    Some(format!("their title says `{word}`"))
}

/// Words of a title that say that somebody is not there any more.
const FORMER: &[&str] = &["former", "formerly", "ex", "left", "retired", "ehemals"];

/// A title has no date: it is worth a question only while nobody has answered it.
fn confirmed_never(room: &Room, contact: &Contact) -> bool {
    confirmed(room, contact).is_none_or(|known| known.author.is_none())
}

/// The day of the newest bounce, unless they were reached after it.
fn bounced_on(room: &Room, contact: &Contact) -> Option<NaiveDate> {
    let person = contact.origin.contact.as_ref()?;
    let theirs = |touch: &&CampaignTouch| touch.origin.contact.as_ref() == Some(person);
    let campaign = room.facts().campaign_touches.iter().filter(theirs);
    let dated = campaign.filter_map(|touch| {
        let at = touch.at.filter(|at| *at < room.end())?;
        Some((at, touch.form.as_deref()?))
    });
    let (at, form) = dated.max_by_key(|(at, form)| (*at, *form == "BOUNCED"))?;
    let reached = room.touches().any(|(_, touch)| {
        touch.origin.contact.as_ref() == Some(person)
            && touch.two_way == Some(true)
            && touch.at > Some(at)
    });
    (form == "BOUNCED" && !reached).then(|| room.local_day(at))
}
