//! Official numbers. An invalid one is still evidence: who copies a number copies its slips.

/// ASCII letters and digits only, in upper case.
pub(crate) fn alnum(raw: &str) -> String {
    let kept = raw.chars().filter(char::is_ascii_alphanumeric);
    kept.map(|c| c.to_ascii_uppercase()).collect()
}

/// A VAT number without its country's letters; empty when it has under five digits.
pub(crate) fn vat(raw: &str) -> String {
    let all = alnum(raw);
    if all.bytes().filter(u8::is_ascii_digit).count() < 5 {
        return String::new();
    }
    let letters = all.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters >= 2 { all.get(2..).unwrap_or_default().to_owned() } else { all }
}

/// A D-U-N-S number's nine digits; empty when it is none.
pub(crate) fn duns(raw: &str) -> String {
    let all = alnum(raw);
    if all.len() == 9 { all } else { String::new() }
}
