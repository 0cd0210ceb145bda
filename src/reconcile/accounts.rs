//! Golden accounts from the sources' account records.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::group::{Clustered, Group, Terms};
use super::matching::Matcher;
use super::merge::merge;
use super::said::Subject as _;
use crate::model::{Account, AccountId, Candidate, Decisions, GoldenAccount};

/// What is known of accounts around those that are decided on.
#[derive(Debug, Default)]
pub struct Families {
    /// All records of the accounts that may be parents by their names.
    pub relatives: Vec<Candidate<Account>>,
    /// The accounts of the records that others name as their parents.
    pub declared: BTreeMap<String, AccountId>,
}

/// Decides which records are which account. `account_of` names every record whose account is new
/// or another one; `accounts` holds every golden account of the group, for the store to write what
/// differs.
pub fn accounts(group: &Group<Account>, families: &Families, terms: &Terms) -> Decisions {
    let Clustered { clusters, named } = group.named(terms);
    let ids: Vec<AccountId> = named.ids.into_iter().map(AccountId).collect();
    let retired = named.retired.into_iter().map(|(a, b)| (AccountId(a), AccountId(b)));
    let mut decisions = Decisions {
        retired_accounts: retired.collect(),
        account_events: named.events,
        ..Decisions::default()
    };
    for (cluster, id) in clusters.iter().zip(&ids) {
        for record in cluster.iter().filter(|r| r.entity.origin.account.as_ref() != Some(id)) {
            decisions.account_of.insert(record.entity.origin.id.clone(), id.clone());
        }
    }
    let parents = Parents::find(&clusters, &ids, families, terms);
    let merging = group.merging(terms);
    for (cluster, id) in clusters.iter().zip(&ids) {
        let merged = merge(cluster, &merging);
        let golden = GoldenAccount {
            id: id.clone(),
            fields: merged.fields,
            lineage: merged.lineage,
            parent: parents.of(cluster, id),
        };
        decisions.accounts.push(golden);
    }
    decisions
}

/// Whom accounts belong to: as records say, else as names tell.
struct Parents<'a> {
    account_of: BTreeMap<&'a str, &'a AccountId>,
    by_name: BTreeMap<AccountId, AccountId>,
}

impl<'a> Parents<'a> {
    fn find(
        clusters: &[Vec<&'a Candidate<Account>>],
        ids: &'a [AccountId],
        families: &'a Families,
        terms: &Terms,
    ) -> Self {
        let pairs = clusters.iter().zip(ids);
        let here = pairs
            .flat_map(|(c, id)| c.iter().map(move |r| (r.entity.origin.id.as_str(), (*r, id))));
        let here: BTreeMap<&str, (&Candidate<Account>, &AccountId)> = here.collect();
        let beside = families.relatives.iter().filter_map(|r| {
            Some((r.entity.origin.id.as_str(), (r, r.entity.origin.account.as_ref()?)))
        });
        // What was decided of a record just now counts.
        let mut all: BTreeMap<&str, (&Candidate<Account>, &AccountId)> = beside.collect();
        all.extend(here.iter().map(|(id, known)| (*id, *known)));
        let by_name = by_name(&all, terms);
        let declared = families.declared.iter().map(|(id, account)| (id.as_str(), account));
        let mut account_of: BTreeMap<&str, &AccountId> = declared.collect();
        account_of.extend(here.iter().map(|(id, (_, account))| (*id, *account)));
        Self { account_of, by_name }
    }

    fn of(&self, cluster: &[&Candidate<Account>], own: &AccountId) -> Option<AccountId> {
        self.declared(cluster, own).or_else(|| self.by_name.get(own).cloned())
    }

    /// The account of the parent that the records name most; never the account itself.
    fn declared(&self, cluster: &[&Candidate<Account>], own: &AccountId) -> Option<AccountId> {
        let mut votes: BTreeMap<&AccountId, usize> = BTreeMap::new();
        let named = cluster.iter().filter_map(|r| r.entity.parent.as_deref());
        let named = named.filter_map(|parent| self.account_of.get(parent).copied());
        for parent in named.filter(|parent| *parent != own) {
            *votes.entry(parent).or_default() += 1;
        }
        let most = votes.into_iter().max_by(|(a, x), (b, y)| x.cmp(y).then(b.cmp(a)));
        most.map(|(id, _)| id.clone())
    }
}

/// Children and their parents as names tell.
fn by_name(
    all: &BTreeMap<&str, (&Candidate<Account>, &AccountId)>,
    terms: &Terms,
) -> BTreeMap<AccountId, AccountId> {
    let parties = all.values().map(|(record, _)| Account::said(record, &terms.registers));
    let matcher = Matcher::with_model(Arc::clone(&terms.model), parties);
    let accounts: Vec<&AccountId> = all.values().map(|(_, account)| *account).collect();
    let mut first: BTreeMap<&AccountId, u32> = BTreeMap::new();
    let label = |(place, account): (usize, &&'_ AccountId)| (place as u32, (*account).clone());
    let labels: Vec<u32> = accounts
        .iter()
        .enumerate()
        .map(|(place, account)| *first.entry(account).or_insert(place as u32))
        .collect();
    let known: BTreeMap<u32, AccountId> = accounts.iter().enumerate().map(label).collect();
    let parents = matcher.parents(&labels).into_iter();
    parents.map(|(child, parent)| (known[&child].clone(), known[&parent].clone())).collect()
}
