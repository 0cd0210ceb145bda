//! Golden contacts from the sources' contact records, and where they work.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

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
        if employments.iter().any(|one| one.current) {
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
    /// record among the accounts that no record says the person left: that a CRM says so outweighs
    /// a support desk that still has the old address and was touched since.
    fn employments(&self, id: &ContactId, cluster: &[&Candidate<Contact>]) -> Vec<Employment> {
        let mut at: BTreeMap<&AccountId, Vec<&Candidate<Contact>>> = BTreeMap::new();
        for record in cluster {
            if let Some(account) = self.employer(record) {
                at.entry(account).or_default().push(record);
            }
        }
        let mut places: Vec<_> = at
            .into_iter()
            .map(|(account, mut records)| {
                records.sort_by(|a, b| telling(a).cmp(&telling(b)));
                (ended_on(&records), account, records)
            })
            .collect();
        places.sort_by(|(a_ended, _, a), (b_ended, _, b)| {
            let ended = a_ended.is_some().cmp(&b_ended.is_some());
            ended.then_with(|| telling(a[0]).cmp(&telling(b[0])))
        });
        let mut employments: Vec<Employment> = Vec::new();
        for (ended_on, account, records) in places {
            employments.push(Employment {
                contact: id.clone(),
                account: account.clone(),
                title: records.iter().find_map(|record| record.entity.title.clone()),
                current: employments.is_empty() && ended_on.is_none(),
                ended_on,
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

/// Orders the records of one account: who is still there, before who left; one that names its
/// company, which says more than a mailbox's domain; the newest.
fn telling(record: &Candidate<Contact>) -> (bool, bool, Reverse<DateTime<Utc>>, &str) {
    let Candidate { entity, company, changed_at, .. } = record;
    (entity.left_on.is_some(), company.is_none(), Reverse(*changed_at), &entity.origin.id)
}

/// The last day at an account, as its records say it. A newer record of the same source that does
/// not say so takes it back: who left, came again.
fn ended_on(records: &[&Candidate<Contact>]) -> Option<NaiveDate> {
    let again = |left: &Candidate<Contact>| {
        records.iter().any(|other| {
            other.entity.left_on.is_none()
                && other.entity.origin.record.source == left.entity.origin.record.source
                && other.changed_at > left.changed_at
        })
    };
    let left = records.iter().filter(|one| one.entity.left_on.is_some() && !again(one));
    left.filter_map(|one| one.entity.left_on).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Origin, RecordRef};

    /// A record `source:account day`, or `source:account day left on`, all in March.
    fn record(line: &str) -> Candidate<Contact> {
        let mut words = line.split_whitespace();
        let (source, account) = words.next().and_then(|w| w.split_once(':')).expect("an id");
        let day = |text: &str| format!("2026-03-{text}").parse::<NaiveDate>().expect("a day");
        let changed = day(words.next().expect("a day")).and_hms_opt(8, 0, 0).expect("a moment");
        let record = RecordRef { source: source.into(), ..RecordRef::default() };
        let origin = Origin { id: line.to_owned(), record, ..Origin::default() };
        let left_on = words.next().map(day);
        Candidate {
            entity: Contact { origin, left_on, ..Contact::default() },
            company: Some(account.to_owned()),
            employer: None,
            changed_at: changed.and_utc(),
        }
    }

    #[test]
    fn who_is_said_to_have_left_works_elsewhere_whatever_was_touched_since() {
        let cases: &[(&[&str], &str)] = &[
            (&["crm:a 05"], "a now"),
            (&["crm:a 05 04"], "a until 04"),
            // The newest, where nobody left.
            (&["crm:a 05", "crm:b 06"], "b now, a"),
            // The desk still has the old address, and touched it.
            (&["crm:a 05 04", "crm:b 05", "desk:a 20"], "b now, a until 04"),
            (&["crm:a 05 04", "desk:a 20"], "a until 04"),
            // The same source says something newer: came again.
            (&["crm:a 05 04", "crm:a 06"], "a now"),
            (&["crm:a 05 04", "crm:a 06", "desk:a 07 03"], "a until 03"),
            (&["crm:a 05 04", "crm:b 06 05"], "b until 05, a until 04"),
        ];
        let account = |name: &str| (name.to_owned(), AccountId::from(name));
        let employers =
            Employers { by_record: ["a", "b"].map(account).into(), ..Employers::default() };
        for (lines, wanted) in cases {
            let records: Vec<_> = lines.iter().map(|line| record(line)).collect();
            let found =
                employers.employments(&"con_1".into(), &records.iter().collect::<Vec<_>>());
            let told: Vec<String> = found
                .iter()
                .map(|one| match (one.current, one.ended_on) {
                    (true, _) => format!("{} now", one.account),
                    (false, Some(day)) => format!("{} until {}", one.account, day.format("%d")),
                    (false, None) => one.account.to_string(),
                })
                .collect();
            assert_eq!(told.join(", "), *wanted, "{lines:?}");
        }
    }
}
