//! SEGMENT: several members of a segment fired the canary, so the others are warned before they call.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Rule, Signal, SignalModel};
use crate::model::AccountId;

/// A segment's members whose peers it gives, and those of them that fired lately.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Flock {
    /// The segment's code.
    pub segment: String,
    /// Its name.
    pub name: String,
    /// Who is in it.
    pub members: BTreeSet<AccountId>,
    /// Who fired, and what was measured of them.
    pub hit: BTreeMap<AccountId, BTreeMap<String, f64>>,
}

/// The alert for a segment, when enough of its members fired: the model's share of them, but not
/// fewer than its least and not more than its most. It tells the worst that was measured of one of them.
pub fn segment_alert(flock: &Flock, rules: &SignalModel, as_of: NaiveDate) -> Option<Signal> {
    let hit: Vec<AccountId> =
        flock.hit.keys().filter(|account| flock.members.contains(*account)).cloned().collect();
    let needed = rules.segment.needed(flock.members.len());
    if (hit.len() as f64) < needed {
        return None;
    }
    let rest = flock.members.iter().filter(|account| !flock.hit.contains_key(*account));
    let rest: Vec<AccountId> = rest.cloned().collect();
    let because = format!(
        "{} of {} members of {} had late deliveries and a spike of tickets within {} days; {} are \
         not hit yet",
        hit.len(),
        flock.members.len(),
        flock.name,
        rules.segment.days,
        rest.len()
    );
    let mut signal = Signal::of(Rule::Segment, as_of).measuring([
        ("hit", hit.len() as f64),
        ("needed", needed),
        ("members", flock.members.len() as f64),
    ]);
    let worst = |name: &str, worse: fn(f64, f64) -> f64| {
        let all = flock.hit.values().filter_map(|measures| measures.get(name).copied());
        Some((name.to_owned(), all.reduce(worse)?))
    };
    signal.measures.extend(worst("ticketSpike", f64::max));
    signal.measures.extend(worst("onTimeDeltaPoints", f64::min));
    Some(Signal {
        topic: format!("{}:{}:{}", Rule::Segment.word(), Rule::Delivery.word(), flock.segment),
        segment: Some(flock.segment.clone()),
        accounts: hit,
        not_yet_hit: rest,
        suggested: rules.suggest(Rule::Segment, &because),
        ..signal
    })
}
