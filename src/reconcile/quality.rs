//! Whether values are what they should be: for the report on the quality of records. Nothing is
//! rejected by it.

use super::form::mailbox::Mailbox;
use super::form::number::{Check, check_vat};
use super::form::place;
use crate::model::country;

/// Whether a mailbox can be at such an address: something before the one `@`, a host with a dot
/// behind it. Nobody is asked.
pub fn is_email(raw: &str) -> bool {
    let raw = raw.trim();
    let Some(mailbox) = Mailbox::read(raw).filter(|_| raw.matches('@').count() == 1) else {
        return false;
    };
    let label = |label: &str| {
        let inner = |c: char| c.is_alphanumeric() || c == '-';
        !label.is_empty() && label.chars().all(inner)
    };
    let host = mailbox.domain();
    let spoiled = raw.contains(|c: char| c.is_whitespace() || ",;\"()".contains(c));
    !spoiled && !mailbox.local().is_empty() && host.contains('.') && host.split('.').all(label)
}

/// Whether it names a country: by a code of ISO 3166-1, or by a name that is known.
pub fn is_country(raw: &str) -> bool {
    country::code(&place::country(raw)).is_some()
}

/// Whether a VAT number agrees with its check digit; `None` where no rule is known for it.
pub fn is_vat(raw: &str, country: &str) -> Option<bool> {
    match check_vat(raw, country) {
        Check::Right => Some(true),
        Check::Wrong => Some(false),
        Check::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_that_cannot_be_right() {
        for right in ["j.doe@kestrel.de", " Jane+news@mail.kestrel.co.uk ", "a@bücher.de"] {
            assert!(is_email(right), "{right}");
        }
        for wrong in
            ["n/a", "jane@", "@kestrel.de", "j doe@kestrel.de", "a@b@c.de", "a@localhost"]
        {
            assert!(!is_email(wrong), "{wrong}");
        }
        for right in ["DE", "cz", " gb ", "Germany", "Deutschland", "XK"] {
            assert!(is_country(right), "{right}");
        }
        for wrong in ["ZZ", "", "Atlantis", "D", "n/a"] {
            assert!(!is_country(wrong), "{wrong}");
        }
        let vat = [("DE136695976", Some(true)), ("DE136695977", Some(false)), ("LU1", None)];
        for (number, right) in vat {
            assert_eq!(is_vat(number, ""), right, "{number}");
        }
    }
}
