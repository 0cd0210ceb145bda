//! The comparable form of names, numbers and addresses: what two records must share to be one.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Legal forms, as whole words of a folded name. Weak evidence: two records that differ in it
/// may be one company.
const LEGAL_FORMS: &[&str] = &[
    "ab",
    "ag",
    "aps",
    "as",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "eg",
    "eurl",
    "gesellschaft",
    "gmbh",
    "haftung",
    "inc",
    "incorporated",
    "kg",
    "kgaa",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "mbh",
    "mit",
    "beschrankter",
    "beschraenkter",
    "nv",
    "ohg",
    "oy",
    "oyj",
    "plc",
    "pty",
    "sa",
    "sarl",
    "sas",
    "se",
    "sl",
    "spa",
    "srl",
    "ug",
    "und",
    "and",
];

/// Domains where anybody has a mailbox: they say nothing about an employer.
const FREE_MAIL: &[&str] = &[
    "aol.com",
    "bluewin.ch",
    "fastmail.com",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.de",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "t-online.de",
    "ukr.net",
    "wanadoo.fr",
    "web.de",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.de",
    "yahoo.fr",
    "yandex.ru",
    "ymail.com",
    "zoho.com",
];

/// Mailboxes that several people read: no proof of a person.
const ROLE_MAILBOXES: &[&str] = &[
    "accounting",
    "accounts",
    "admin",
    "ap",
    "billing",
    "buchhaltung",
    "contact",
    "einkauf",
    "hello",
    "help",
    "info",
    "invoice",
    "invoices",
    "kontakt",
    "mail",
    "office",
    "orders",
    "procurement",
    "purchasing",
    "rechnung",
    "reception",
    "sales",
    "service",
    "support",
    "team",
    "vertrieb",
    "zentrale",
];

/// Lower case without accents; everything but letters and digits becomes a space.
pub(super) fn folded(text: &str) -> String {
    let plain: String = text
        .replace(['ß', 'ẞ'], "ss")
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' })
        .collect();
    plain.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A company's name without its legal form: `KESTREL PUMPS G.m.b.H.` → `kestrel pumps`.
/// `None` when nothing is left.
pub(super) fn company_name(name: &str) -> Option<String> {
    // Dots inside an abbreviation join its letters, all other punctuation parts words.
    let joined = folded(&name.replace('.', ""));
    let words: Vec<&str> = joined.split(' ').collect();
    let kept: Vec<&str> = words.iter().copied().filter(|w| !LEGAL_FORMS.contains(w)).collect();
    let stem = if kept.is_empty() { words } else { kept }.join(" ");
    (!stem.is_empty()).then_some(stem)
}

/// A person's name, folded.
pub(super) fn person_name(name: &str) -> Option<String> {
    Some(folded(name)).filter(|folded| !folded.is_empty())
}

/// A VAT number without blanks and dots, with its country's prefix: `DE 129 273 398` → `DE129273398`.
/// `None` when fewer than seven characters follow, as then it proves nothing.
pub(super) fn vat(number: &str, country: Option<&str>) -> Option<String> {
    let compact: String = number
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_uppercase();
    let prefixed = match country {
        Some(country) if compact.starts_with(|c: char| c.is_ascii_digit()) => {
            // Greece writes EL, and the United Kingdom GB whatever the source calls it.
            format!("{}{compact}", if country == "GR" { "EL" } else { country })
        }
        _ => compact,
    };
    (prefixed.len() >= 9 && prefixed.chars().take(2).all(char::is_alphabetic))
        .then_some(prefixed)
}

/// A D-U-N-S number: nine digits, not all the same.
pub(super) fn duns(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let first = digits.chars().next()?;
    (digits.len() == 9 && digits.chars().any(|d| d != first)).then_some(digits)
}

/// The registrable domain of a host, address or mailbox, unless anybody may have a mailbox there:
/// `https://www.pumps.kestrel.co.uk/x` → `kestrel.co.uk`.
pub(super) fn business_domain(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let bare = lower.split("://").last().unwrap_or_default();
    let host = bare.split(['/', '?', ':']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default().trim_end_matches('.');
    let domain = std::str::from_utf8(psl::domain(host.as_bytes())?.as_bytes()).ok()?;
    (!FREE_MAIL.contains(&domain)).then(|| domain.to_owned())
}

/// A mailbox in comparable form, without a `+tag`; `None` when it is not one.
pub(super) fn mailbox(email: &str) -> Option<String> {
    let lower = email.trim().to_lowercase();
    let (local, host) = lower.rsplit_once('@')?;
    let local = local.split('+').next().filter(|local| !local.is_empty())?;
    (host.contains('.') && !host.contains(' ')).then(|| format!("{local}@{host}"))
}

/// Several people read this mailbox.
pub(super) fn is_role_mailbox(mailbox: &str) -> bool {
    mailbox.split('@').next().is_some_and(|local| ROLE_MAILBOXES.contains(&local))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_case_accents_and_legal_form() {
        let cases = [
            ("Kestrel Pumps GmbH", "kestrel pumps"),
            ("KESTREL  PUMPS G.m.b.H. & Co. KG", "kestrel pumps"),
            ("Kestrel Pumps Gesellschaft mit beschränkter Haftung", "kestrel pumps"),
            ("Société Générale S.A.", "societe generale"),
            ("Straße AG", "strasse"),
            ("The Co Company", "the"),
            ("GmbH", "gmbh"),
        ];
        for (name, expected) in cases {
            assert_eq!(company_name(name).as_deref(), Some(expected), "{name}");
        }
        assert_eq!(company_name(" . "), None);
    }

    #[test]
    fn numbers_and_domains_have_one_form() {
        assert_eq!(vat("DE 129 273 398", None), vat("129.273.398", Some("DE")));
        assert_eq!(vat("n/a", Some("DE")), None);
        assert_eq!(duns("15-048-3782").as_deref(), Some("150483782"));
        assert_eq!(duns("000000000"), None);
        let cases = [
            ("https://www.pumps.kestrel.co.uk/x?y", Some("kestrel.co.uk")),
            ("a.b@Kestrel.DE", Some("kestrel.de")),
            ("someone@gmail.com", None),
            ("localhost", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(business_domain(text).as_deref(), expected, "{text}");
        }
        assert_eq!(mailbox(" A.B+news@Kestrel.de "), Some("a.b@kestrel.de".into()));
        assert!(is_role_mailbox("info@kestrel.de") && !is_role_mailbox("ines@kestrel.de"));
    }
}
