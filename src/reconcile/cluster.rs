//! Joins records whose keys agree, and keeps apart what must stay apart.

use std::collections::{BTreeMap, BTreeSet};

use super::block::{Key, blocks};

/// Clusters of records by place; each sorted, all in the order of their first member.
pub(super) fn clusters(keys: &[Vec<Key>]) -> Vec<Vec<usize>> {
    let mut forest = Forest::new(keys);
    for (key, members) in blocks(keys) {
        match key {
            Key::Name(name) => forest.join_nameless_country(name, &members),
            Key::Domain(_) => forest.join_domain(&members),
            _ => members.windows(2).for_each(|pair| forest.join(pair[0], pair[1])),
        }
    }
    forest.into_clusters()
}

/// Numbers that only one company has. Two clusters whose numbers differ are two companies.
#[derive(Debug, Clone, Default)]
struct Numbers {
    vat: BTreeSet<String>,
    duns: BTreeSet<String>,
}

impl Numbers {
    /// Both sides have VAT numbers (or D-U-N-S numbers) and none in common.
    fn contradict(&self, other: &Self) -> bool {
        let apart = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
            !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
        };
        apart(&self.vat, &other.vat) || apart(&self.duns, &other.duns)
    }
}

/// A union-find whose trees know their members' numbers and names.
struct Forest {
    parent: Vec<usize>,
    numbers: Vec<Numbers>,
    names: Vec<BTreeSet<String>>,
    /// Roots by name, for records that say no country.
    by_name: BTreeMap<String, BTreeSet<usize>>,
}

impl Forest {
    fn new(keys: &[Vec<Key>]) -> Self {
        let mut numbers = vec![Numbers::default(); keys.len()];
        let mut names = vec![BTreeSet::new(); keys.len()];
        let mut by_name: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (place, key) in
            keys.iter().enumerate().flat_map(|(p, ks)| ks.iter().map(move |k| (p, k)))
        {
            match key {
                Key::Vat(number) => drop(numbers[place].vat.insert(number.clone())),
                Key::Duns(number) => drop(numbers[place].duns.insert(number.clone())),
                Key::Name(name) | Key::NameAndCountry(name, _) => {
                    names[place].insert(name.clone());
                    by_name.entry(name.clone()).or_default().insert(place);
                }
                Key::Mailbox(_) | Key::RoleMailbox(..) | Key::Domain(_) => {}
            }
        }
        Self { parent: (0..keys.len()).collect(), numbers, names, by_name }
    }

    fn root(&mut self, place: usize) -> usize {
        let parent = self.parent[place];
        if parent == place {
            return place;
        }
        let root = self.root(parent);
        self.parent[place] = root;
        root
    }

    /// Joins two records' trees unless their numbers say that they are two companies.
    /// The smaller place becomes the root, so that the order of joins leaves no trace.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (root, child) = (a.min(b), a.max(b));
        if root == child || self.numbers[root].contradict(&self.numbers[child]) {
            return;
        }
        self.parent[child] = root;
        let Numbers { vat, duns } = std::mem::take(&mut self.numbers[child]);
        self.numbers[root].vat.extend(vat);
        self.numbers[root].duns.extend(duns);
        let names = std::mem::take(&mut self.names[child]);
        self.names[root].extend(names);
    }

    /// A domain joins its records, unless several companies share it (a group's domain): then it
    /// joins only those that also share a name.
    fn join_domain(&mut self, members: &[usize]) {
        let roots: BTreeSet<usize> = members.iter().map(|m| self.root(*m)).collect();
        let shared = roots
            .iter()
            .any(|a| roots.iter().any(|b| self.numbers[*a].contradict(&self.numbers[*b])));
        let pairs = roots.iter().flat_map(|a| roots.range(a + 1..).map(move |b| (*a, *b)));
        for (a, b) in pairs.collect::<Vec<_>>() {
            let (a, b) = (self.root(a), self.root(b));
            if !shared || !self.names[a].is_disjoint(&self.names[b]) {
                self.join(a, b);
            }
        }
    }

    /// A record that says no country joins the one company of its name; with several of that
    /// name it stays alone, because a namesake is worse than a gap.
    fn join_nameless_country(&mut self, name: &str, members: &[usize]) {
        let places = self.by_name.get(name).cloned().unwrap_or_default();
        let roots: BTreeSet<usize> = places.into_iter().map(|p| self.root(p)).collect();
        let loose: BTreeSet<usize> = members.iter().map(|m| self.root(*m)).collect();
        let anchors: Vec<usize> = roots.difference(&loose).copied().collect();
        let target = match anchors.as_slice() {
            [] => loose.first().copied(),
            [one] => Some(*one),
            _ => None,
        };
        if let Some(target) = target {
            for root in loose {
                self.join(target, root);
            }
        }
    }

    fn into_clusters(mut self) -> Vec<Vec<usize>> {
        let mut clusters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for place in 0..self.parent.len() {
            let root = self.root(place);
            clusters.entry(root).or_default().push(place);
        }
        clusters.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Key {
        let (kind, value) = text.split_once(':').expect("kind:value");
        match kind {
            "vat" => Key::Vat(value.into()),
            "duns" => Key::Duns(value.into()),
            "domain" => Key::Domain(value.into()),
            "name" => match value.split_once('/') {
                Some((name, country)) => Key::NameAndCountry(name.into(), country.into()),
                None => Key::Name(value.into()),
            },
            other => panic!("no key {other}"),
        }
    }

    fn cluster(records: &[&str]) -> Vec<Vec<usize>> {
        let keys: Vec<Vec<Key>> =
            records.iter().map(|r| r.split_whitespace().map(key).collect()).collect();
        clusters(&keys)
    }

    #[test]
    fn records_join_by_any_shared_key_and_through_each_other() {
        let found = cluster(&[
            "vat:DE1 name:a/DE",
            "vat:DE1 domain:a.de",
            "domain:a.de",
            "name:a/DE",
            "name:b/DE",
        ]);
        assert_eq!(found, [vec![0, 1, 2, 3], vec![4]]);
    }

    #[test]
    fn different_vat_numbers_keep_namesakes_and_families_apart() {
        assert_eq!(cluster(&["vat:DE1 name:a/DE", "vat:DE2 name:a/DE"]).len(), 2);
        let family = cluster(&[
            "vat:DE1 domain:g.com name:g/DE",
            "vat:DE2 domain:g.com name:gnord/DE",
            "domain:g.com name:gnord",
            "domain:g.com name:other",
        ]);
        assert_eq!(
            family,
            [vec![0], vec![1, 2], vec![3]],
            "a shared domain joins by name only"
        );
    }

    #[test]
    fn a_record_without_a_country_joins_the_only_company_of_its_name() {
        assert_eq!(cluster(&["name:a/DE", "name:a"]), [vec![0, 1]]);
        assert_eq!(cluster(&["name:a/DE", "name:a/FR", "name:a"]).len(), 3);
        assert_eq!(cluster(&["name:a", "name:a"]), [vec![0, 1]]);
    }
}
