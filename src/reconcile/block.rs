//! The keys that records share, strongest first.

use std::collections::BTreeMap;

use super::normalise::{
    business_domain, company_name, duns, is_role_mailbox, mailbox, person_name, vat,
};
use crate::model::{Account, Contact};

/// A value that, when two records share it, speaks for one company or person.
/// The order is the order in which keys are applied.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    /// VAT number with its country.
    Vat(String),
    /// D-U-N-S number.
    Duns(String),
    /// A mailbox of one person.
    Mailbox(String),
    /// A mailbox of several people, with the name of one of them.
    RoleMailbox(String, String),
    /// Registrable domain that is not free mail.
    Domain(String),
    /// Name without legal form, and country.
    NameAndCountry(String, String),
    /// Name without legal form, of a record that says no country.
    Name(String),
}

/// The keys of a company's record.
pub(super) fn account_keys(account: &Account) -> Vec<Key> {
    let country = account.country.as_deref();
    let mut keys = Vec::new();
    keys.extend(account.vat.as_deref().and_then(|v| vat(v, country)).map(Key::Vat));
    keys.extend(account.duns.as_deref().and_then(duns).map(Key::Duns));
    keys.extend(account.domain.as_deref().and_then(business_domain).map(Key::Domain));
    let names = [account.name.as_deref(), account.legal_name.as_deref()];
    for name in names.into_iter().flatten().filter_map(company_name) {
        keys.push(match country {
            Some(country) => Key::NameAndCountry(name, country.to_owned()),
            None => Key::Name(name),
        });
    }
    keys.sort();
    keys.dedup();
    keys
}

/// The key of a person's record: e-mail, alone or with the name when several people read it.
pub(super) fn contact_keys(contact: &Contact) -> Vec<Key> {
    let Some(mailbox) = contact.email.as_deref().and_then(mailbox) else { return Vec::new() };
    if !is_role_mailbox(&mailbox) {
        return vec![Key::Mailbox(mailbox)];
    }
    let name = contact.name.as_deref().and_then(person_name);
    name.map(|name| Key::RoleMailbox(mailbox, name)).into_iter().collect()
}

/// Which records (by place) share each key, in the order in which keys apply.
pub(super) fn blocks(keys: &[Vec<Key>]) -> BTreeMap<&Key, Vec<usize>> {
    let mut blocks: BTreeMap<&Key, Vec<usize>> = BTreeMap::new();
    for (place, keys) in keys.iter().enumerate() {
        for key in keys {
            blocks.entry(key).or_default().push(place);
        }
    }
    blocks
}
