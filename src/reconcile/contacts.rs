//! Golden contacts from the sources' contact records, and where they work.

use std::collections::{BTreeMap, BTreeSet};

use super::group::{Clustered, Group, Terms};
use super::matching::{Column, Party, employer_keys};
use super::merge::merge;
use crate::model::{
    AccountId, Candidate, Contact, ContactId, Decisions, Employment, GoldenContact,
};

/// Where records find employers.
#[derive(Debug, Default)]
pub struct Employers {
    /// The accounts of account records.
    pub by_record: BTreeMap<String, AccountId>,
    /// The accounts that are known by a key of [`employer_keys`].
    pub by_key: BTreeMap<u64, BTreeSet<AccountId>>,
}

/// The keys by which a record's employer is found when the record names none, the best first: of
/// the mailbox's domain, of the company's name.
pub fn keys_of_employer(candidate: &Candidate<Contact>) -> Vec<u64> {
    if candidate.company.is_some() {
        return Vec::new();
    }
    let said = |value: &'_ Option<String>| value.clone().unwrap_or_default();
    let person = &candidate.entity;
    employer_keys(&said(&person.email), &said(&person.company_name))
}

/// [`keys_of_employer`] of what a record says.
pub fn keys_said(party: &Party<'_>) -> Vec<u64> {
    if !party.get(Column::Account).is_empty() {
        return Vec::new();
    }
    employer_keys(party.get(Column::Email), party.get(Column::Company))
}

/// Decides which records are which person, and where they work.
pub fn contacts(group: &Group<Contact>, employers: &Employers, terms: &Terms) -> Decisions {
    let Clustered { clusters, named } = group.named(terms);
    let merging = group.merging(terms);
    let retired = named.retired.into_iter().map(|(a, b)| (ContactId(a), ContactId(b)));
    let mut decisions = Decisions {
        retired_contacts: retired.collect(),
        contact_events: named.events,
        ..Decisions::default()
    };
    for (cluster, id) in clusters.iter().zip(named.ids) {
        let id = ContactId(id);
        for record in cluster.iter().filter(|r| r.entity.origin.contact.as_ref() != Some(&id)) {
            decisions.contact_of.insert(record.entity.origin.id.clone(), id.clone());
        }
        let mut merged = merge(cluster, &merging);
        let employments = employers.employments(&id, cluster);
        // Who works somewhere left another employer for it, not this one.
        if employments.iter().any(|one| one.current && one.ended_on.is_none()) {
            merged.fields.remove("left_on");
            merged.lineage.retain(|row| row.field != "left_on");
        }
        decisions.contacts.push(GoldenContact {
            id,
            fields: merged.fields,
            lineage: merged.lineage,
            employments,
        });
    }
    decisions
}

impl Employers {
    /// One employment per account that the records speak of. The present one is that of the newest
    /// record that does not say the person left.
    fn employments(&self, id: &ContactId, cluster: &[&Candidate<Contact>]) -> Vec<Employment> {
        let mut records: Vec<(&Candidate<Contact>, &AccountId)> =
            cluster.iter().filter_map(|r| Some((*r, self.employer(r)?))).collect();
        records.sort_by(|(a, _), (b, _)| {
            (a.entity.left_on.is_some().cmp(&b.entity.left_on.is_some()))
                .then(rank(a).cmp(&rank(b)))
                .then(b.changed_at.cmp(&a.changed_at))
                .then(a.entity.origin.id.cmp(&b.entity.origin.id))
        });
        let mut employments: Vec<Employment> = Vec::new();
        for (record, account) in records {
            if let Some(known) = employments.iter_mut().find(|e| e.account == *account) {
                known.title = known.title.take().or_else(|| record.entity.title.clone());
                known.ended_on = known.ended_on.or(record.entity.left_on);
                continue;
            }
            employments.push(Employment {
                contact: id.clone(),
                account: account.clone(),
                title: record.entity.title.clone(),
                current: employments.is_empty() && record.entity.left_on.is_none(),
                ended_on: record.entity.left_on,
            });
        }
        employments
    }

    /// The account of the company that a record names; else the only one known by a key of it.
    fn employer(&self, record: &Candidate<Contact>) -> Option<&AccountId> {
        if let Some(company) = &record.company {
            return self.by_record.get(company);
        }
        let keys = keys_of_employer(record);
        let only = |accounts: &'_ BTreeSet<AccountId>| accounts.len() == 1;
        let found = keys.iter().filter_map(|key| self.by_key.get(key));
        found.filter(|accounts| only(accounts)).find_map(BTreeSet::first)
    }
}

/// A record that names its company says more than a mailbox's domain.
fn rank(record: &Candidate<Contact>) -> u8 {
    u8::from(record.company.is_none())
}
