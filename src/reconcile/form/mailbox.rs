//! E-mail addresses and domains.

use std::sync::LazyLock;

use super::table;
use super::words::Set;

static FREE_MAIL: LazyLock<Set<&str>> =
    LazyLock::new(|| table::set(include_str!("tables/free_mail.txt")));
static ROLES: LazyLock<Set<&str>> =
    LazyLock::new(|| table::set(include_str!("tables/role_mailboxes.txt")));

/// An address as the mailbox is known to whoever runs it: lower case, without `+tag`, and
/// without the dots that Gmail overlooks.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Mailbox {
    address: String,
    at: usize,
}

impl Mailbox {
    /// `None` when nothing stands before or behind the `@`.
    pub(crate) fn read(raw: &str) -> Option<Self> {
        let lower = raw.trim().trim_matches(['<', '>', ' ']).to_lowercase();
        let (local, host) = lower.rsplit_once('@')?;
        if local.is_empty() || host.is_empty() {
            return None;
        }
        let local = local.split('+').next().unwrap_or(local);
        let host = if host == "googlemail.com" { "gmail.com" } else { host };
        let mut address = String::with_capacity(lower.len());
        if host == "gmail.com" {
            address.extend(local.split('.'));
        } else {
            address.push_str(local);
        }
        let at = address.len();
        address.push('@');
        address.push_str(host);
        Some(Self { address, at })
    }

    /// `local@domain`.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// What stands before the `@`; empty when that was nothing but a tag.
    pub(crate) fn local(&self) -> &str {
        self.address.get(..self.at).unwrap_or_default()
    }

    /// What stands behind the `@`, with its subdomains.
    pub(crate) fn domain(&self) -> &str {
        self.address.get(self.at + 1..).unwrap_or_default()
    }

    /// Letters and digits of the local part: `j.doe` and `jdoe` agree.
    pub(crate) fn letters(&self) -> String {
        self.local().chars().filter(char::is_ascii_alphanumeric).collect()
    }
}

/// Whether anybody may have a mailbox there, so that it says nothing about an employer.
pub(crate) fn is_free(domain: &str) -> bool {
    FREE_MAIL.contains(domain)
}

/// Whether several people read this mailbox: `info`, `sales` …
pub(crate) fn is_role(local: &str) -> bool {
    ROLES.contains(local)
}

/// The registrable domain of a mailbox, a host or a web address:
/// `https://www.pumps.kestrel.co.uk/x` is `kestrel.co.uk`. Empty when there is none.
pub(crate) fn domain(raw: &str) -> String {
    let lower = raw.trim().to_ascii_lowercase();
    let host = lower.split("://").last().unwrap_or_default();
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = host.trim_matches('.').trim_start_matches("www.");
    if !host.contains('.') {
        return String::new();
    }
    psl::domain_str(host).unwrap_or(host).to_owned()
}

/// The name a registrable domain was registered under, without hyphens: `data-works.co.uk` is
/// `dataworks`, whatever the country.
pub(crate) fn stem(domain: &str) -> String {
    domain.split('.').next().unwrap_or_default().replace('-', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mailbox_has_one_address() {
        let cases = [
            (" <A.B+news@Kestrel.DE> ", Some("a.b@kestrel.de")),
            ("Jane.Doe@googlemail.com", Some("janedoe@gmail.com")),
            ("@kestrel.de", None),
            ("jane", None),
        ];
        for (raw, expected) in cases {
            let mailbox = Mailbox::read(raw);
            assert_eq!(mailbox.as_ref().map(Mailbox::address), expected, "{raw}");
        }
        let mailbox = Mailbox::read("j.doe-1@eu.kestrel.de").expect("it has both parts");
        assert_eq!((mailbox.local(), mailbox.domain()), ("j.doe-1", "eu.kestrel.de"));
        assert_eq!(mailbox.letters(), "jdoe1");
    }

    #[test]
    fn domains_are_those_somebody_registered() {
        let cases = [
            ("https://www.pumps.kestrel.co.uk:8080/x?y", "kestrel.co.uk"),
            ("a.b@Mail.Kestrel.DE", "kestrel.de"),
            ("localhost", ""),
            ("", ""),
        ];
        for (raw, expected) in cases {
            assert_eq!(domain(raw), expected, "{raw}");
        }
        assert_eq!(stem("data-works.co.uk"), "dataworks");
        assert!(is_free("gmail.com") && !is_free("kestrel.de"));
        assert!(is_role("info") && !is_role("ines"));
    }
}
