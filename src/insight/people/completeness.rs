//! What we know of an account, of ten things that whoever serves it should.

use chrono::NaiveDate;

use super::blind::{decides, two_way};
use super::champion::confirmed;
use crate::insight::measure::Room;
use crate::insight::survey::{Voice, in_room, prong_of};
use crate::insight::{Calendar, Facts, Models};
use crate::model::{Contact, Topic};

/// One of the ten things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnowledgeItem {
    /// Its name.
    pub item: &'static str,
    /// We know it.
    pub known: bool,
}

/// How complete our knowledge of an account is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// 0 to 100: ten for each thing.
    pub score: u8,
    /// All ten.
    pub items: Vec<KnowledgeItem>,
}

/// Days for which what is known of a customer's business is believed.
const CONTEXT_DAYS: i64 = 365;
/// Days for which feedback after an event is believed.
const EVENT_DAYS: i64 = 365;

/// Counts what is known on a day.
pub fn completeness(
    facts: &Facts,
    models: &Models,
    calendar: &Calendar,
    as_of: NaiveDate,
) -> Completeness {
    let room = Room::new(facts, as_of, calendar);
    let (people, voices) = (room.active_contacts().collect::<Vec<_>>(), in_room(&room));
    let rules = &models.survey.contact;
    let role = |roles: &[&str]| {
        people.iter().any(|c| c.buying_role.as_deref().is_some_and(|own| roles.contains(&own)))
    };
    let spoken = two_way(&room, rules.touched);
    let in_touch = |contact: &&&Contact| {
        contact.origin.contact.as_ref().is_some_and(|id| spoken.contains(id))
    };
    let heard = |prong: &str, days: i64| {
        let asked = |voice: &Voice| prong_of(voice.response) == Some(prong);
        voices.iter().any(|voice| asked(voice) && room.within(voice.day, days))
    };
    let items = [
        ("DECISION_MAKER", role(&["DECISION_MAKER", "ECONOMIC_BUYER"])),
        ("INFLUENCER", role(&["INFLUENCER", "TECHNICAL", "PROCUREMENT"])),
        ("USER", role(&["USER"])),
        ("REPORTING_LINE", people.iter().any(|contact| contact.reports_to.is_some())),
        ("CHAMPION_STATUS", people.iter().any(|contact| confirmed(&room, contact).is_some())),
        (
            "DECISION_MAKER_IN_TOUCH",
            people.iter().filter(|contact| decides(contact)).any(|c| in_touch(&c)),
        ),
        ("FEEDBACK_ON_RELATION", heard("RELATIONAL", rules.heard)),
        ("FEEDBACK_ON_EVENTS", heard("TRANSACTIONAL", EVENT_DAYS)),
        ("CONTEXT", context(&room)),
        ("GOALS", goals(&room)),
    ];
    let score = items.iter().map(|(_, known)| 10 * u8::from(*known)).sum();
    Completeness {
        score,
        items: items.map(|(item, known)| KnowledgeItem { item, known }).to_vec(),
    }
}

/// Something of their business or market is known and not old.
fn context(room: &Room) -> bool {
    let source = room.facts().contexts.iter().any(|context| {
        let said = context.market_share.is_some()
            || context.revenue_growth.is_some()
            || context.competitors.as_ref().is_some_and(|known| !known.is_empty())
            || context.news_risk.is_some();
        said && context.as_of.is_some_and(|day| room.within(day, CONTEXT_DAYS))
    });
    let topics = [Topic::MarketShare, Topic::RevenueGrowth, Topic::Competitor];
    source
        || room.facts().statements.iter().any(|said| {
            topics.contains(&said.topic)
                && room.said_by_then(said)
                && room.within(room.local_day(said.said_at), CONTEXT_DAYS)
        })
}

/// What they want to reach with us has a date: a step that is planned, or a first value.
fn goals(room: &Room) -> bool {
    let ahead = |day: Option<NaiveDate>| day.is_some_and(|day| day >= room.as_of());
    let steps =
        room.facts().milestones.iter().any(|step| step.done_on.is_none() && ahead(step.due_on));
    steps || room.facts().contracts.iter().any(|contract| ahead(contract.go_live_planned))
}
