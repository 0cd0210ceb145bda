//! Stable ids: a cluster keeps the id that most of its records had.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Cause, Change, IdentityEvent, short_hash};

/// The ids of clusters, where retired ids went, and what became of those that were.
pub(super) struct Identities {
    /// One per cluster, in the order given.
    pub(super) ids: Vec<String>,
    /// Retired id → the id that took most of its records.
    pub(super) retired: BTreeMap<String, String>,
    /// Merges, splits and moves, by old id.
    pub(super) events: Vec<IdentityEvent>,
}

/// Names clusters. `members` are each cluster's record ids, sorted; `known` says which id a record
/// had before. An old id goes to the cluster with most of its records (ties: the cluster named
/// first); a cluster with several old ids keeps the one it has most records of (ties: the smaller).
/// A cluster without one is given a new id made from its first record, none that `others` have.
pub(super) fn identities(
    prefix: &str,
    members: &[Vec<&str>],
    known: &BTreeMap<&str, &str>,
    others: &BTreeSet<String>,
) -> Identities {
    let mut taken: BTreeSet<String> = known.values().map(|id| (*id).to_owned()).collect();
    taken.extend(others.iter().cloned());
    let shares = shares(members, known);
    let mut ids: Vec<Option<String>> = vec![None; members.len()];
    let mut retired_to: BTreeMap<&str, usize> = BTreeMap::new();
    for (old, by_cluster) in &shares {
        let heir = heir(by_cluster);
        retired_to.insert(old, heir);
    }
    for (cluster, id) in ids.iter_mut().enumerate() {
        let best = shares
            .iter()
            .filter(|(old, _)| retired_to[*old] == cluster)
            .max_by(|(a, x), (b, y)| x[&cluster].cmp(&y[&cluster]).then(b.cmp(a)));
        *id = best.map(|(old, _)| (*old).to_owned());
    }
    let ids: Vec<String> = ids
        .into_iter()
        .zip(members)
        .map(|(id, members)| id.unwrap_or_else(|| mint(prefix, members[0], &mut taken)))
        .collect();
    let retired = retired_to
        .into_iter()
        .map(|(old, heir)| (old.to_owned(), ids[heir].clone()))
        .filter(|(old, heir)| old != heir)
        .collect();
    let events = events(members, known, &ids, &retired);
    Identities { ids, retired, events }
}

/// What became of the old ids whose records are with another now.
fn events(
    members: &[Vec<&str>],
    known: &BTreeMap<&str, &str>,
    ids: &[String],
    retired: &BTreeMap<String, String>,
) -> Vec<IdentityEvent> {
    let old: BTreeSet<&str> = known.values().copied().collect();
    let mut went: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for (id, members) in ids.iter().zip(members) {
        for (member, before) in members.iter().filter_map(|m| Some((m, *known.get(m)?))) {
            if before != id {
                went.entry((before, id)).or_default().push((*member).to_owned());
            }
        }
    }
    let event = |((id, other), mut records): ((&str, &str), Vec<String>)| {
        let what = match retired.get(id) {
            Some(heir) if heir == other => Change::Merged,
            _ if old.contains(other) => Change::Moved,
            _ => Change::Split,
        };
        records.sort_unstable();
        let (id, other) = (id.to_owned(), other.to_owned());
        IdentityEvent { what, id, other, records, cause: Cause::Records }
    };
    went.into_iter().map(event).collect()
}

/// How many records of each old id are in each cluster now.
fn shares<'k>(
    members: &[Vec<&str>],
    known: &BTreeMap<&str, &'k str>,
) -> BTreeMap<&'k str, BTreeMap<usize, usize>> {
    let mut shares: BTreeMap<&str, BTreeMap<usize, usize>> = BTreeMap::new();
    for (cluster, members) in members.iter().enumerate() {
        for old in members.iter().filter_map(|m| known.get(m)) {
            *shares.entry(old).or_default().entry(cluster).or_default() += 1;
        }
    }
    shares
}

fn heir(by_cluster: &BTreeMap<usize, usize>) -> usize {
    let best = by_cluster.iter().max_by(|(a, x), (b, y)| x.cmp(y).then(b.cmp(a)));
    *best.expect("an old id is known by at least one record").0
}

/// A new id: the prefix and 16 hexadecimal digits of the founding record's hash. A founder that
/// was split off from a cluster of that name gets the next free one.
fn mint(prefix: &str, founder: &str, taken: &mut BTreeSet<String>) -> String {
    let mut attempts = 0_u32..;
    loop {
        let attempt = attempts.next().expect("somebody is not that often split off");
        let id = new_id(prefix, founder, attempt);
        if taken.insert(id.clone()) {
            return id;
        }
    }
}

fn new_id(prefix: &str, founder: &str, attempt: u32) -> String {
    format!("{prefix}{}", short_hash(format!("{founder}#{attempt}").as_bytes()))
}

/// The first ids that a founder may be given.
pub(super) fn new_ids(prefix: &str, founder: &str) -> impl Iterator<Item = String> {
    (0..ATTEMPTS).map(move |attempt| new_id(prefix, founder, attempt))
}

/// How often a record may found anew while the ids it founded before are another's.
const ATTEMPTS: u32 = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_survive_mint_and_retire_by_overlap() {
        let first = identities(
            "acc_",
            &[vec!["a", "b", "c"], vec!["d"]],
            &BTreeMap::new(),
            &BTreeSet::new(),
        );
        let (x, y) = (first.ids[0].as_str(), first.ids[1].as_str());
        let known = BTreeMap::from([("a", x), ("b", x), ("c", x), ("d", y)]);

        let split = identities(
            "acc_",
            &[vec!["a"], vec!["b", "c"], vec!["d"]],
            &known,
            &BTreeSet::new(),
        );
        assert_eq!(
            (split.ids[1].as_str(), split.ids[2].as_str()),
            (x, y),
            "most records keep the id"
        );
        assert!(split.ids[0] != x && split.retired.is_empty(), "what was split off is new");
        let told = |named: &Identities| -> Vec<(Change, String, String, Vec<String>)> {
            let events = named.events.iter();
            events.map(|e| (e.what, e.id.clone(), e.other.clone(), e.records.clone())).collect()
        };
        let off = (Change::Split, x.to_owned(), split.ids[0].clone(), vec!["a".to_owned()]);
        assert_eq!(told(&split), [off]);

        let merged = identities("acc_", &[vec!["a", "b", "c", "d"]], &known, &BTreeSet::new());
        assert_eq!(merged.ids, [x]);
        assert_eq!(merged.retired, BTreeMap::from([(y.to_owned(), x.to_owned())]));
        let into = (Change::Merged, y.to_owned(), x.to_owned(), vec!["d".to_owned()]);
        assert_eq!(told(&merged), [into]);

        let moved =
            identities("acc_", &[vec!["a", "b"], vec!["c", "d"]], &known, &BTreeSet::new());
        let over = (Change::Moved, x.to_owned(), y.to_owned(), vec!["c".to_owned()]);
        assert_eq!((told(&moved), moved.ids), (vec![over], vec![x.to_owned(), y.to_owned()]));
    }
}
