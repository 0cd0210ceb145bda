//! JOB_CHANGE: somebody on the map has a new title or employer, and nobody of ours confirmed yet how they
//! stand by us now.

use super::{Case, Rule, Signal};
use crate::insight::{JobChange, JobField, unconfirmed};
use crate::model::{Contact, ContactId};

pub(super) fn rule(case: &Case) -> Vec<Signal> {
    let Some(days) = case.rules.job_change else { return Vec::new() };
    let facts = case.watched.facts;
    let here = facts.contacts.iter().filter(|contact| is_mapped(contact));
    let here = here.filter_map(|contact| unconfirmed(&case.room, contact));
    // Who went to another company is none of this one's people any more.
    let known = |id: &ContactId| {
        facts.contacts.iter().any(|contact| contact.origin.contact.as_ref() == Some(id))
    };
    let gone = facts.job_changes.iter().filter(|change| {
        let person = change.origin.contact.as_ref();
        let in_time = change.at < case.room.end() && change.field == JobField::Employer;
        in_time && change.mapped && person.is_some_and(|id| !known(id))
    });
    let fresh = |change: &&JobChange| case.room.within(case.room.local_day(change.at), days);
    let mut signals: Vec<Signal> =
        here.chain(gone).filter(fresh).map(|change| signal(case, change)).collect();
    signals.sort_by(|a, b| a.topic.cmp(&b.topic));
    signals.dedup_by(|a, b| a.topic == b.topic);
    signals
}

fn is_mapped(contact: &Contact) -> bool {
    contact.buying_role.is_some() || contact.influence.is_some()
}

fn signal(case: &Case, change: &JobChange) -> Signal {
    let day = case.room.local_day(change.at);
    let what = match change.field {
        JobField::Title => "a new title",
        JobField::Employer => "a new employer",
    };
    let because = format!(
        "somebody on the map has {what} since {day}, and nobody confirmed the map since"
    );
    let suggested = case.rules.suggest(Rule::JobChange, &because);
    let contact = change.origin.contact.clone();
    let about = contact.as_ref().map_or("", |id| id.as_str());
    let days = (case.as_of() - day).num_days();
    let signal = case
        .signal(Rule::JobChange, about, suggested)
        .measuring([("daysAgo", days as f64)])
        .shown_by([(day, &change.origin)]);
    Signal { contact, ..signal }
}
