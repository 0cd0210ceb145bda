//! Dialogue and the human touch: do they answer, and do we still speak to them ourselves?

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::insight::measure::Room;
use crate::insight::{Calendar, Facts, Models};
use crate::model::{ContactId, Interaction};

/// How many of our touches a person of ours took part in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HumanTouch {
    /// With one of our people.
    pub human: usize,
    /// All, marketing mails included.
    pub all: usize,
    /// human ÷ all, 0 to 1; `None` when nothing touched them.
    pub ratio: Option<f64>,
    /// The least that the model asks for.
    pub floor: f64,
    /// There is a ratio, and it lies below the floor.
    pub below_floor: bool,
}

/// The human share of touches within the model's days. A ticket counts once our people answered it.
pub fn human_touch(
    facts: &Facts,
    models: &Models,
    calendar: &Calendar,
    as_of: NaiveDate,
) -> HumanTouch {
    let room = Room::new(facts, as_of, calendar);
    let rules = &models.survey.human_touch;
    let recent = |at: Option<DateTime<Utc>>| {
        room.day(at).is_some_and(|day| room.within(day, rules.window))
    };
    let touches: Vec<&Interaction> =
        room.touches().map(|(_, touch)| touch).filter(|touch| recent(touch.at)).collect();
    let answered = facts.tickets.iter().filter(|ticket| recent(ticket.first_reply_at)).count();
    let mails = facts
        .campaign_touches
        .iter()
        .filter(|touch| touch.form.as_deref() == Some("DELIVERED") && recent(touch.at));
    let human = touches.iter().filter(|touch| touch.human == Some(true)).count() + answered;
    // Who took part in a touch that does not say is not known: it counts on neither side.
    let told = touches.iter().filter(|touch| touch.human.is_some()).count();
    let all = told + answered + mails.count();
    let ratio = (all > 0).then(|| human as f64 / all as f64);
    let below_floor = ratio.is_some_and(|ratio| ratio < rules.floor);
    HumanTouch { human, all, ratio, floor: rules.floor, below_floor }
}

/// Two-way dialogue, 0 to 1: what they began and what of ours they answered ÷ what either side
/// began. One-to-one touches only: nobody expects an answer to a newsletter. `None` without any.
/// Of one person, or of all.
pub fn dialogue_ratio(
    facts: &Facts,
    models: &Models,
    calendar: &Calendar,
    (person, as_of): (Option<&ContactId>, NaiveDate),
) -> Option<f64> {
    let room = Room::new(facts, as_of, calendar);
    let rules = &models.survey.dialogue;
    let mut by_person: BTreeMap<Option<&ContactId>, Vec<(DateTime<Utc>, &Interaction)>> =
        BTreeMap::new();
    for (day, touch) in room.touches().filter(|(day, _)| room.within(*day, rules.window)) {
        debug_assert!(day <= as_of, "touches are of the past");
        let whose = touch.origin.contact.as_ref();
        let Some(at) = touch.at.filter(|_| person.is_none() || whose == person) else {
            continue;
        };
        by_person.entry(whose).or_default().push((at, touch));
    }
    let (mut good, mut all) = (0, 0);
    for touches in by_person.into_values() {
        let (answered, begun) = dialogue(touches, TimeDelta::days(rules.answered_within));
        (good, all) = (good + answered, all + begun);
    }
    (all > 0).then(|| f64::from(good) / f64::from(all))
}

/// Of one person's touches: those that they began or answered, and those that either side began.
fn dialogue(mut touches: Vec<(DateTime<Utc>, &Interaction)>, within: TimeDelta) -> (u32, u32) {
    touches.sort_by_key(|(at, touch)| (*at, &touch.origin.id));
    // When we last wrote without having been answered yet.
    let mut waiting: Option<DateTime<Utc>> = None;
    let (mut good, mut all) = (0, 0);
    for (at, touch) in touches {
        if touch.direction.as_deref() == Some("INBOUND") {
            let is_answer = waiting.take().is_some_and(|asked| at - asked <= within);
            good += 1;
            all += u32::from(!is_answer);
            continue;
        }
        all += 1;
        // They were on the telephone or in the room.
        if touch.two_way == Some(true) {
            good += 1;
        } else {
            waiting = Some(at);
        }
    }
    (good, all)
}
