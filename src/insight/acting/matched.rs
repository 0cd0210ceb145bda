//! Accounts like those that an initiative or an action reaches, which it leaves alone.
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

/// An action for which nobody to compare with was taken down yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Unseated {
    /// Its number.
    pub action: i64,
    /// Its account.
    pub account: AccountId,
    /// What set it off.
    pub trigger: String,
    /// The account's health when it was opened.
    pub health: f64,
}

/// Accounts in the order of health, by segment and all together.
struct Neighbours<'a> {
    groups: BTreeMap<Option<&'a str>, Vec<&'a Candidate>>,
    everybody: Vec<&'a Candidate>,
}

impl<'a> Neighbours<'a> {
    fn of(all: &'a [Candidate]) -> Self {
        let mut groups: BTreeMap<Option<&str>, Vec<&Candidate>> = BTreeMap::new();
        for one in all {
            groups.entry(one.segment.as_deref()).or_default().push(one);
        }
        let mut everybody: Vec<&Candidate> = all.iter().collect();
        groups.values_mut().chain([&mut everybody]).for_each(|group| sort(group));
        Self { groups, everybody }
    }

    /// Those of a segment; everybody where these are fewer than is needed.
    fn like<'s>(&'s self, segment: Option<&'s str>) -> &'s [&'s Candidate] {
        let group = self.groups.get(&segment);
        group.filter(|group| group.len() >= LEAST_PEERS).unwrap_or(&self.everybody)
    }
}

/// Whom each action is to be compared with, at most thirty by id: not its own account, and nobody for whom
/// the same is under way.
pub fn seats(
    actions: &[Unseated],
    all: &[Candidate],
    under_way: &BTreeMap<String, Vec<AccountId>>,
) -> Vec<(i64, Vec<AccountId>)> {
    let neighbours = Neighbours::of(all);
    let segments: BTreeMap<&AccountId, Option<&str>> =
        all.iter().map(|one| (&one.account, one.segment.as_deref())).collect();
    let taken: BTreeMap<&str, BTreeSet<&AccountId>> = under_way
        .iter()
        .map(|(trigger, accounts)| (trigger.as_str(), accounts.iter().collect()))
        .collect();
    let seat = |action: &Unseated| {
        let none = BTreeSet::new();
        let taken = taken.get(action.trigger.as_str()).unwrap_or(&none);
        let free =
            |one: &&&Candidate| one.account != action.account && !taken.contains(&one.account);
        let segment = segments.get(&action.account).copied().flatten();
        let most = FOR_ONE + taken.len() + 1;
        let mut peers = Vec::new();
        for group in [neighbours.like(segment), &neighbours.everybody] {
            let near = nearest(group, action.health, most);
            peers = near.iter().filter(free).take(FOR_ONE).map(|one| &one.account).collect();
            if group.iter().filter(free).take(LEAST_PEERS).count() == LEAST_PEERS {
                break;
            }
        }
        peers.sort();
        (action.action, peers.into_iter().cloned().collect())
    };
    actions.iter().map(seat).collect()
}

/// The peers of the accounts reached, each once, by id. The order of neither list shows.
pub fn matched(reached: &[Candidate], others: &[Candidate]) -> Vec<AccountId> {
    let neighbours = Neighbours::of(others);
    let each = (FOR_ONE / reached.len().max(1)).max(FOR_EACH);
    let mut reached: Vec<&Candidate> = reached.iter().collect();
    sort(&mut reached);
    let mut found = BTreeSet::new();
    for own in reached {
        for peer in nearest(neighbours.like(own.segment.as_deref()), own.health, each) {
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
    fn an_action_is_compared_with_whom_nothing_was_done_for() {
        let all: Vec<Candidate> = (0..20)
            .map(|n| candidate(n, if n < 10 { "a" } else { "b" }, 50.0 + n as f64))
            .collect();
        let action = |n: usize, trigger: &str| Unseated {
            action: 7,
            account: all[n].account.clone(),
            trigger: trigger.to_owned(),
            health: all[n].health,
        };
        let ids = |range: &[usize]| -> Vec<AccountId> {
            range.iter().map(|n| all[*n].account.clone()).collect()
        };
        let busy = |range: &[usize]| BTreeMap::from([("FALL".to_owned(), ids(range))]);
        let cases: [(&[usize], usize, &str, &[usize]); 3] = [
            (&[0, 3], 0, "FALL", &[1, 2, 4, 5, 6, 7, 8, 9]),
            (&[0, 3], 0, "CALL", &[1, 2, 3, 4, 5, 6, 7, 8, 9]), // another reason
            // Four of its segment are left: everybody is asked.
            (&[0, 1, 2, 3, 4, 5], 0, "FALL", &[6, 7, 8, 9, 10]),
        ];
        for (under_way, own, trigger, wanted) in cases {
            let told = seats(&[action(own, trigger)], &all, &busy(under_way));
            assert_eq!(told, [(7, ids(wanted))], "{trigger} {under_way:?}");
        }
        assert_eq!(seats(&[action(0, "FALL")], &[], &BTreeMap::new()), [(7, vec![])]);
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
