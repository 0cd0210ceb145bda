//! Golden contacts from the sources' contact records, and where they work.

use std::collections::{BTreeMap, BTreeSet};

use super::block::contact_keys;
use super::cluster::clusters;
use super::identity::identities;
use super::merge::{Merging, merge};
use super::normalise::{business_domain, company_name};
use crate::model::{
    Account, AccountId, Candidate, Contact, ContactId, Decisions, Employment, GoldenContact,
};

/// Decides which records are which person, and adds it to what was decided of the accounts.
/// `companies` are the account records, whose accounts `decisions` names.
pub fn contacts(
    candidates: &[Candidate<Contact>],
    companies: &[Candidate<Account>],
    how: &Merging<'_>,
    decisions: &mut Decisions,
) {
    let mut candidates: Vec<&Candidate<Contact>> = candidates.iter().collect();
    candidates.sort_by(|a, b| a.entity.origin.id.cmp(&b.entity.origin.id));
    let keys: Vec<_> = candidates.iter().map(|c| contact_keys(&c.entity)).collect();
    let clusters: Vec<Vec<&Candidate<Contact>>> = clusters(&keys)
        .into_iter()
        .map(|c| c.into_iter().map(|p| candidates[p]).collect())
        .collect();
    let members: Vec<Vec<&str>> = clusters
        .iter()
        .map(|c| c.iter().map(|r| r.entity.origin.id.as_str()).collect())
        .collect();
    let known = candidates
        .iter()
        .filter_map(|r| {
            Some((r.entity.origin.id.as_str(), r.entity.origin.contact.as_ref()?.as_str()))
        })
        .collect();
    let named = identities("con_", &members, &known);
    decisions.retired_contacts =
        named.retired.into_iter().map(|(a, b)| (ContactId(a), ContactId(b))).collect();
    let employers = Employers::new(companies, decisions);
    for (cluster, id) in clusters.iter().zip(named.ids) {
        let id = ContactId(id);
        for record in cluster.iter().filter(|r| r.entity.origin.contact.as_ref() != Some(&id)) {
            decisions.contact_of.insert(record.entity.origin.id.clone(), id.clone());
        }
        let merged = merge(cluster, how);
        let employments = employers.employments(&id, cluster);
        decisions.contacts.push(GoldenContact {
            id,
            fields: merged.fields,
            lineage: merged.lineage,
            employments,
        });
    }
}

/// Finds a person's employer.
#[expect(clippy::struct_field_names, reason = "three ways to find one thing")]
struct Employers<'a> {
    /// By account record.
    by_record: BTreeMap<&'a str, AccountId>,
    /// By registrable domain; domains of several accounts are left out.
    by_domain: BTreeMap<String, AccountId>,
    /// By name; names of several accounts are left out.
    by_name: BTreeMap<String, AccountId>,
}

impl<'a> Employers<'a> {
    fn new(companies: &'a [Candidate<Account>], decisions: &Decisions) -> Self {
        let mut by_record = BTreeMap::new();
        let mut domains: BTreeMap<String, BTreeSet<AccountId>> = BTreeMap::new();
        let mut names: BTreeMap<String, BTreeSet<AccountId>> = BTreeMap::new();
        for company in companies {
            let origin = &company.entity.origin;
            let decided = decisions.account_of.get(&origin.id).or(origin.account.as_ref());
            let Some(account) = decided.cloned() else { continue };
            if let Some(domain) = company.entity.domain.as_deref().and_then(business_domain) {
                domains.entry(domain).or_default().insert(account.clone());
            }
            if let Some(name) = company.entity.name.as_deref().and_then(company_name) {
                names.entry(name).or_default().insert(account.clone());
            }
            by_record.insert(origin.id.as_str(), account);
        }
        Self { by_record, by_domain: only(domains), by_name: only(names) }
    }

    /// One employment per account that the records speak of. The present one is that of the newest
    /// record that does not say the person left.
    fn employments(&self, id: &ContactId, cluster: &[&Candidate<Contact>]) -> Vec<Employment> {
        let mut records: Vec<(&Candidate<Contact>, AccountId)> =
            cluster.iter().filter_map(|r| Some((*r, self.employer(r)?))).collect();
        records.sort_by(|(a, _), (b, _)| {
            (a.entity.left_on.is_some().cmp(&b.entity.left_on.is_some()))
                .then(rank(a).cmp(&rank(b)))
                .then(b.changed_at.cmp(&a.changed_at))
                .then(a.entity.origin.id.cmp(&b.entity.origin.id))
        });
        let mut employments: Vec<Employment> = Vec::new();
        for (record, account) in records {
            if let Some(known) = employments.iter_mut().find(|e| e.account == account) {
                known.title = known.title.take().or_else(|| record.entity.title.clone());
                known.ended_on = known.ended_on.or(record.entity.left_on);
                continue;
            }
            employments.push(Employment {
                contact: id.clone(),
                account,
                title: record.entity.title.clone(),
                current: employments.is_empty() && record.entity.left_on.is_none(),
                ended_on: record.entity.left_on,
            });
        }
        employments
    }

    fn employer(&self, record: &Candidate<Contact>) -> Option<AccountId> {
        let named = record.company.as_deref().and_then(|c| self.by_record.get(c));
        let by_mailbox = || {
            let domain = record.entity.email.as_deref().and_then(business_domain)?;
            self.by_domain.get(&domain)
        };
        let by_company = || {
            let name = record.entity.company_name.as_deref().and_then(company_name)?;
            self.by_name.get(&name)
        };
        named.or_else(by_mailbox).or_else(by_company).cloned()
    }
}

/// A record that names its company says more than a mailbox's domain.
fn rank(record: &Candidate<Contact>) -> u8 {
    u8::from(record.company.is_none())
}

fn only(several: BTreeMap<String, BTreeSet<AccountId>>) -> BTreeMap<String, AccountId> {
    several
        .into_iter()
        .filter(|(_, accounts)| accounts.len() == 1)
        .filter_map(|(key, accounts)| Some((key, accounts.into_iter().next()?)))
        .collect()
}
