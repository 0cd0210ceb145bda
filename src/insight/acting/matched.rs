//! Accounts like those that an initiative reaches, which it leaves alone.
//!
//! Ours: of the same first segment (of all, where fewer than five are), those whose health is nearest
//! and at most ten points away; at most so many in all.

use std::collections::{BTreeMap, BTreeSet};

use crate::insight::proof::LEAST_PEERS;
use crate::model::AccountId;

/// Points of health that a peer may be away. Our assumption.
const CALIPER: f64 = 10.0;
/// Peers of a single account. Our assumption; several are taken because some are lost on the way.
const FOR_ONE: usize = 30;
/// Peers of each of many. Our assumption.
const FOR_EACH: usize = 5;
/// Peers of an initiative. Our assumption.
pub const MOST_PEERS: usize = 200;

/// An account that may be compared with, or is to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The account.
    pub account: AccountId,
    /// The first of its segments.
    pub segment: Option<String>,
    /// Its health.
    pub health: f64,
}

/// The peers of the accounts reached, each once, by id. The order of neither list shows.
pub fn matched(reached: &[Candidate], others: &[Candidate]) -> Vec<AccountId> {
    let mut groups: BTreeMap<Option<&str>, Vec<&Candidate>> = BTreeMap::new();
    for one in others {
        groups.entry(one.segment.as_deref()).or_default().push(one);
    }
    let mut everybody: Vec<&Candidate> = others.iter().collect();
    groups.values_mut().chain([&mut everybody]).for_each(|group| sort(group));
    let each = (FOR_ONE / reached.len().max(1)).max(FOR_EACH);
    let mut reached: Vec<&Candidate> = reached.iter().collect();
    sort(&mut reached);
    let mut found = BTreeSet::new();
    for own in reached {
        let group = groups.get(&own.segment.as_deref());
        let group = group.filter(|group| group.len() >= LEAST_PEERS).unwrap_or(&everybody);
        for peer in nearest(group, own.health, each) {
            if found.len() < MOST_PEERS {
                found.insert(peer.account.clone());
            }
        }
    }
    found.into_iter().collect()
}

fn sort(group: &mut [&Candidate]) {
    group.sort_by(|a, b| a.health.total_cmp(&b.health).then(a.account.cmp(&b.account)));
}

/// Those nearest to a value, of a sorted group.
fn nearest<'a>(group: &[&'a Candidate], health: f64, most: usize) -> Vec<&'a Candidate> {
    let place = group.partition_point(|one| one.health < health);
    let around = place.saturating_sub(most)..(place + most).min(group.len());
    let mut near = group[around].to_vec();
    let away = |one: &Candidate| (one.health - health).abs();
    near.sort_by(|a, b| away(a).total_cmp(&away(b)).then(a.account.cmp(&b.account)));
    near.into_iter().filter(|one| away(one) <= CALIPER).take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(n: usize, segment: &str, health: f64) -> Candidate {
        let account = format!("acc_{n:02}").as_str().into();
        Candidate { account, segment: Some(segment.to_owned()), health }
    }

    #[test]
    fn peers_are_of_the_same_segment_and_near_in_health() {
        let others: Vec<Candidate> = (0..20)
            .map(|n| candidate(n, if n < 10 { "a" } else { "b" }, 50.0 + 2.0 * n as f64))
            .collect();
        let own = [candidate(99, "a", 52.0)];
        let wanted: Vec<AccountId> = (0..=6).map(|n| others[n].account.clone()).collect();
        assert_eq!(matched(&own, &others), wanted, "up to ten points away");
        let mut back = others.clone();
        back.reverse();
        assert_eq!(matched(&own, &back), wanted);
        let few = [candidate(99, "c", 80.0)];
        assert_eq!(matched(&few, &others).len(), 10, "nobody is of its segment: all are asked");
        assert!(matched(&[candidate(99, "a", 5.0)], &others).is_empty());
        assert!(matched(&own, &[]).is_empty());
    }

    #[test]
    fn many_that_are_reached_share_a_bounded_number_of_peers() {
        let others: Vec<Candidate> =
            (0..1_000).map(|n| candidate(n, "a", n as f64 / 10.0)).collect();
        let reached: Vec<Candidate> =
            (0..400).map(|n| candidate(2_000 + n, "a", n as f64 / 4.0)).collect();
        assert_eq!(matched(&reached, &others).len(), MOST_PEERS);
    }
}
