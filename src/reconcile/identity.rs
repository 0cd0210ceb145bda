//! Stable ids: a cluster keeps the id that most of its records had.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Cause, Change, IdentityEvent, short_hash};

/// Retired ids that records had, by record.
pub(super) type Former = BTreeMap<String, BTreeSet<String>>;

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
/// A cluster without one is given back an id that its records had before it was merged away
/// (`former`, by record), else a new id made from its first record, none that `others` have. Any other
/// former id leads to the cluster with most of the records that had it.
pub(super) fn identities(
    prefix: &str,
    members: &[Vec<&str>],
    known: &BTreeMap<&str, &str>,
    former: &Former,
    others: &BTreeSet<String>,
) -> Identities {
    let mut taken: BTreeSet<String> = known.values().map(|id| (*id).to_owned()).collect();
    taken.extend(others.iter().cloned());
    let shares = shares(members, known);
    let mut ids: Vec<Option<String>> = vec![None; members.len()];
    let mut retired_to: BTreeMap<&str, usize> = BTreeMap::new();
    for (old, by_cluster) in &shares {
        // Of equal shares the one that never had another id: a merge that is undone leaves no trace.
        let guests = |cluster: usize| {
            members[cluster].iter().filter(|member| former.contains_key(**member)).count()
        };
        let heir = heir(by_cluster, guests);
        retired_to.insert(old, heir);
    }
    for (cluster, id) in ids.iter_mut().enumerate() {
        let best = shares
            .iter()
            .filter(|(old, _)| retired_to[*old] == cluster)
            .max_by(|(a, x), (b, y)| x[&cluster].cmp(&y[&cluster]).then(b.cmp(a)));
        *id = best.map(|(old, _)| (*old).to_owned());
    }
    revive(prefix, members, former, &mut ids, &mut taken);
    let ids: Vec<String> = ids
        .into_iter()
        .zip(members)
        .map(|(id, members)| id.unwrap_or_else(|| mint(prefix, members[0], &mut taken)))
        .collect();
    let mut retired: BTreeMap<String, String> = retired_to
        .into_iter()
        .map(|(old, heir)| (old.to_owned(), ids[heir].clone()))
        .filter(|(old, heir)| old != heir)
        .collect();
    let events = events(members, known, &ids, &retired);
    for (id, by_cluster) in had(members, former) {
        if !ids.iter().any(|used| used == id) {
            retired.insert(id.to_owned(), ids[heir(&by_cluster, |_| 0)].clone());
        }
    }
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

fn heir(by_cluster: &BTreeMap<usize, usize>, guests: impl Fn(usize) -> usize) -> usize {
    let best = by_cluster.iter().max_by(|(a, x), (b, y)| {
        x.cmp(y).then_with(|| guests(**b).cmp(&guests(**a))).then(b.cmp(a))
    });
    *best.expect("an old id is known by at least one record").0
}

/// Gives clusters without an id one that their records had. Of several the one that most of them
/// had, then the one that one of them founded, then the smaller; nobody gets an id twice.
fn revive(
    prefix: &str,
    members: &[Vec<&str>],
    former: &Former,
    ids: &mut [Option<String>],
    taken: &mut BTreeSet<String>,
) {
    let mut claims: Vec<(Reverse<usize>, bool, &str, usize)> = Vec::new();
    for (id, by_cluster) in had(members, former) {
        for (cluster, records) in by_cluster.into_iter().filter(|(at, _)| ids[*at].is_none()) {
            let mut founded = members[cluster].iter().flat_map(|m| new_ids(prefix, m));
            let is_own = founded.any(|new| new == id);
            claims.push((Reverse(records), !is_own, id, cluster));
        }
    }
    claims.sort_unstable();
    for (_, _, id, cluster) in claims {
        if ids[cluster].is_none() && taken.insert(id.to_owned()) {
            ids[cluster] = Some(id.to_owned());
        }
    }
}

/// How many records that had a former id are in each cluster now.
fn had<'f>(
    members: &[Vec<&str>],
    former: &'f Former,
) -> BTreeMap<&'f str, BTreeMap<usize, usize>> {
    let mut had: BTreeMap<&str, BTreeMap<usize, usize>> = BTreeMap::new();
    for (cluster, members) in members.iter().enumerate() {
        for id in members.iter().filter_map(|member| former.get(*member)).flatten() {
            *had.entry(id).or_default().entry(cluster).or_default() += 1;
        }
    }
    had
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
            &Former::new(),
            &BTreeSet::new(),
        );
        let (x, y) = (first.ids[0].as_str(), first.ids[1].as_str());
        let known = BTreeMap::from([("a", x), ("b", x), ("c", x), ("d", y)]);

        let split = identities(
            "acc_",
            &[vec!["a"], vec!["b", "c"], vec!["d"]],
            &known,
            &Former::new(),
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

        let merged = identities(
            "acc_",
            &[vec!["a", "b", "c", "d"]],
            &known,
            &Former::new(),
            &BTreeSet::new(),
        );
        assert_eq!(merged.ids, [x]);
        assert_eq!(merged.retired, BTreeMap::from([(y.to_owned(), x.to_owned())]));
        let into = (Change::Merged, y.to_owned(), x.to_owned(), vec!["d".to_owned()]);
        assert_eq!(told(&merged), [into]);

        let moved = identities(
            "acc_",
            &[vec!["a", "b"], vec!["c", "d"]],
            &known,
            &Former::new(),
            &BTreeSet::new(),
        );
        let over = (Change::Moved, x.to_owned(), y.to_owned(), vec!["c".to_owned()]);
        assert_eq!((told(&moved), moved.ids), (vec![over], vec![x.to_owned(), y.to_owned()]));
    }

    #[test]
    fn a_merge_that_is_undone_gives_every_record_its_id_back() {
        // (the id that is left, whose it was)
        for (kept, gone, host, guest) in [("x", "y", "a", "b"), ("x", "y", "b", "a")] {
            let known = BTreeMap::from([("a", kept), ("b", kept)]);
            let former = Former::from([(guest.to_owned(), BTreeSet::from([gone.to_owned()]))]);
            let clusters = [vec!["a"], vec!["b"]];
            let split = identities("acc_", &clusters, &known, &former, &BTreeSet::new());
            let of = |record: &str| split.ids[usize::from(record == "b")].as_str();
            assert_eq!((of(host), of(guest)), (kept, gone));
            assert!(split.retired.is_empty());
            let others = BTreeSet::from([gone.to_owned()]);
            let taken = identities("acc_", &clusters, &known, &former, &others);
            assert!(!taken.ids.contains(&gone.to_owned()), "another has it meanwhile");
        }
    }

    #[test]
    fn of_several_ids_that_records_had_each_takes_its_own() {
        let own = |record: &str| new_id("acc_", record, 0);
        let (a, b) = (own("a"), own("b"));
        let known = BTreeMap::from([("a", "z"), ("b", "z"), ("c", "z"), ("d", "z")]);
        // b was merged into a, and both into z.
        let former = Former::from([
            ("a".to_owned(), BTreeSet::from([a.clone()])),
            ("b".to_owned(), BTreeSet::from([a.clone(), b.clone()])),
        ]);
        let apart = [vec!["b"], vec!["a"], vec!["c", "d"]];
        let split = identities("acc_", &apart, &known, &former, &BTreeSet::new());
        assert_eq!(split.ids, [b.clone(), a.clone(), "z".to_owned()]);
        assert!(split.retired.is_empty());
        let one = [vec!["a", "b"], vec!["c", "d"]];
        let split = identities("acc_", &one, &known, &former, &BTreeSet::new());
        assert_eq!(split.ids, [a.clone(), "z".to_owned()]);
        assert_eq!(split.retired, BTreeMap::from([(b, a)]), "it leads where its record is");
    }
}
