//! Golden accounts from the sources' account records.

use std::collections::BTreeMap;

use super::block::account_keys;
use super::cluster::clusters;
use super::identity::identities;
use super::merge::{Merging, merge};
use crate::model::{Account, AccountId, Candidate, Decisions, GoldenAccount};

/// Decides which records are which account. `decisions.account_of` names every record whose
/// account is new or another one; `accounts` holds every golden account, for the store to write
/// what differs.
pub fn accounts(candidates: &[Candidate<Account>], how: &Merging<'_>) -> Decisions {
    let mut candidates: Vec<&Candidate<Account>> = candidates.iter().collect();
    candidates.sort_by(|a, b| a.entity.origin.id.cmp(&b.entity.origin.id));
    let keys: Vec<_> = candidates.iter().map(|c| account_keys(&c.entity)).collect();
    let clusters: Vec<Vec<&Candidate<Account>>> = clusters(&keys)
        .into_iter()
        .map(|c| c.into_iter().map(|p| candidates[p]).collect())
        .collect();
    let Named { ids, retired } = name(&clusters);
    let mut decisions = Decisions { retired_accounts: retired, ..Decisions::default() };
    for (cluster, id) in clusters.iter().zip(&ids) {
        for record in cluster.iter().filter(|r| r.entity.origin.account.as_ref() != Some(id)) {
            decisions.account_of.insert(record.entity.origin.id.clone(), id.clone());
        }
    }
    let account_of = everyone(&clusters, &ids);
    for (cluster, id) in clusters.iter().zip(&ids) {
        let merged = merge(cluster, how);
        let golden = GoldenAccount {
            id: id.clone(),
            fields: merged.fields,
            lineage: merged.lineage,
            parent: parent(cluster, id, &account_of),
        };
        decisions.accounts.push(golden);
    }
    decisions
}

struct Named {
    ids: Vec<AccountId>,
    retired: BTreeMap<AccountId, AccountId>,
}

fn name(clusters: &[Vec<&Candidate<Account>>]) -> Named {
    let members: Vec<Vec<&str>> = clusters
        .iter()
        .map(|c| c.iter().map(|r| r.entity.origin.id.as_str()).collect())
        .collect();
    let known = clusters
        .iter()
        .flatten()
        .filter_map(|r| {
            Some((r.entity.origin.id.as_str(), r.entity.origin.account.as_ref()?.as_str()))
        })
        .collect();
    let named = identities("acc_", &members, &known);
    Named {
        ids: named.ids.into_iter().map(AccountId).collect(),
        retired: named.retired.into_iter().map(|(a, b)| (AccountId(a), AccountId(b))).collect(),
    }
}

fn everyone<'a>(
    clusters: &[Vec<&'a Candidate<Account>>],
    ids: &'a [AccountId],
) -> BTreeMap<&'a str, &'a AccountId> {
    let pairs = clusters.iter().zip(ids);
    pairs.flat_map(|(c, id)| c.iter().map(move |r| (r.entity.origin.id.as_str(), id))).collect()
}

/// The account of the parent that the records name most; never the account itself.
fn parent(
    cluster: &[&Candidate<Account>],
    own: &AccountId,
    account_of: &BTreeMap<&str, &AccountId>,
) -> Option<AccountId> {
    let mut votes: BTreeMap<&AccountId, usize> = BTreeMap::new();
    let named = cluster.iter().filter_map(|r| r.entity.parent.as_deref());
    for parent in named.filter_map(|p| account_of.get(p)).filter(|p| **p != own) {
        *votes.entry(parent).or_default() += 1;
    }
    votes.into_iter().max_by(|(a, x), (b, y)| x.cmp(y).then(b.cmp(a))).map(|(id, _)| id.clone())
}
