//! Official numbers: VAT, D-U-N-S, LEI. An invalid one is still evidence, for who copies a
//! number copies its slips; [`Check`] only informs.

use super::place;

/// Whether a number agrees with its own check digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    Right,
    Wrong,
    /// No rule is known for it, or there is no telling which.
    Unknown,
}

impl From<bool> for Check {
    fn from(right: bool) -> Self {
        if right { Self::Right } else { Self::Wrong }
    }
}

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

/// A D-U-N-S number's nine characters; empty when it has more or fewer. It has no check digit.
pub(crate) fn duns(raw: &str) -> String {
    let all = alnum(raw);
    if all.len() == 9 { all } else { String::new() }
}

/// A Legal Entity Identifier's 20 characters; empty when it has more or fewer.
pub(crate) fn lei(raw: &str) -> String {
    let all = alnum(raw);
    if all.len() == 20 { all } else { String::new() }
}

/// Checks a Legal Entity Identifier: letters count from 10, and the rest by 97 is 1 (ISO 17442).
pub(crate) fn check_lei(raw: &str) -> Check {
    let lei = lei(raw);
    if lei.is_empty() {
        return Check::Wrong;
    }
    let rest = lei
        .chars()
        .filter_map(|c| c.to_digit(36))
        .fold(0, |rest, value| (rest * if value < 10 { 10 } else { 100 } + value) % 97);
    (rest == 1).into()
}

/// Checks a VAT number by its own country's letters, or else by the record's country.
pub(crate) fn check_vat(raw: &str, country: &str) -> Check {
    let all = alnum(raw);
    let prefix = all.get(..2).filter(|two| two.bytes().all(|b| b.is_ascii_alphabetic()));
    let country = prefix.map_or_else(|| place::country(country), str::to_ascii_lowercase);
    let body = if prefix.is_some() { all.get(2..).unwrap_or_default() } else { &all };
    check_national(&country, body)
}

fn check_national(country: &str, body: &str) -> Check {
    let digits: Vec<u32> = body.chars().filter_map(|c| c.to_digit(10)).collect();
    let all_digits = digits.len() == body.len();
    match country {
        "de" => (all_digits && germany(&digits)).into(),
        "fr" => france(body),
        "it" => (all_digits && digits.len() == 11 && luhn(&digits)).into(),
        "es" => spain(body),
        "pl" => (all_digits && poland(&digits)).into(),
        "nl" => netherlands(body, &digits).into(),
        "se" => (all_digits && sweden(&digits)).into(),
        "gb" => britain(body, &digits),
        "be" => (all_digits && belgium(&digits)).into(),
        "at" => austria(body, &digits).into(),
        _ => Check::Unknown,
    }
}

fn value(digits: &[u32]) -> u32 {
    digits.iter().fold(0, |value, digit| value * 10 + digit)
}

fn weighed(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// Every second digit from the right doubled, the sum's last digit is 0 (ISO/IEC 7812-1).
fn luhn(digits: &[u32]) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, digit)| if i % 2 == 1 { doubled(*digit) } else { *digit })
        .sum();
    sum.is_multiple_of(10)
}

/// Nine digits, ISO/IEC 7064 MOD 11,10.
fn germany(digits: &[u32]) -> bool {
    let [head @ .., check] = digits else { return false };
    let product = head.iter().fold(10, |product, digit| {
        let sum = (digit + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    digits.len() == 9 && (11 - product) % 10 == *check
}

/// A key of two and a SIREN of nine digits; keys with letters follow other rules.
fn france(body: &str) -> Check {
    let Some((key, siren)) = body.split_at_checked(2).filter(|_| body.len() == 11) else {
        return Check::Wrong;
    };
    let digits: Vec<u32> = siren.chars().filter_map(|c| c.to_digit(10)).collect();
    if digits.len() != 9 || !luhn(&digits) {
        return Check::Wrong;
    }
    match key.parse::<u32>() {
        Ok(key) => ((12 + 3 * (value(&digits) % 97)) % 97 == key).into(),
        Err(_) => Check::Unknown,
    }
}

/// A letter, seven digits and a check digit or its letter (CIF), or digits and a letter (NIF).
fn spain(body: &str) -> Check {
    let (Some(first), Some(middle), Some(last)) =
        (body.chars().next(), body.get(1..8), body.chars().nth(8))
    else {
        return Check::Wrong;
    };
    let digits: Vec<u32> = middle.chars().filter_map(|c| c.to_digit(10)).collect();
    if body.len() != 9 || digits.len() != 7 {
        return Check::Wrong;
    }
    if first.is_ascii_digit() || "XYZ".contains(first) {
        let lead = first.to_digit(10).or_else(|| "XYZ".find(first).map(|i| i as u32));
        let number = lead.unwrap_or_default() * 10_000_000 + value(&digits);
        return ("TRWAGMYFPDXBNJZSQVHLCKE".chars().nth(number as usize % 23) == Some(last))
            .into();
    }
    // The same sum as Luhn's, with the check digit left out.
    let sum: u32 = digits
        .iter()
        .enumerate()
        .map(|(i, d)| if i % 2 == 1 { *d } else { d * 2 / 10 + d * 2 % 10 })
        .sum();
    let check = (10 - sum % 10) % 10;
    let letter = "JABCDEFGHI".chars().nth(check as usize);
    (last.to_digit(10) == Some(check) || Some(last) == letter).into()
}

fn poland(digits: &[u32]) -> bool {
    digits.len() == 10 && weighed(digits, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == digits[9]
}

/// Nine digits, `B` and two digits: by 11 (firms), or since 2020 by 97 with the letters.
fn netherlands(body: &str, digits: &[u32]) -> bool {
    if body.len() != 12 || digits.len() != 11 || body.as_bytes()[9] != b'B' {
        return false;
    }
    let by_11 = weighed(digits, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 == digits[8];
    let whole = ["NL", body].concat();
    let by_97 = whole
        .chars()
        .filter_map(|c| c.to_digit(36))
        .fold(0, |rest, value| (rest * if value < 10 { 10 } else { 100 } + value) % 97);
    by_11 || by_97 == 1
}

fn sweden(digits: &[u32]) -> bool {
    digits.len() == 12 && digits.ends_with(&[0, 1]) && luhn(&digits[..10])
}

/// Nine digits or twelve by one of two rules; departments (`GD`, `HA`) have none.
fn britain(body: &str, digits: &[u32]) -> Check {
    if body.len() == 5 {
        return Check::Unknown;
    }
    if digits.len() != body.len() || !matches!(digits.len(), 9 | 12) {
        return Check::Wrong;
    }
    let sum = weighed(digits, &[8, 7, 6, 5, 4, 3, 2]) + value(&digits[7..9]);
    (sum.is_multiple_of(97) || (sum + 55).is_multiple_of(97)).into()
}

fn belgium(digits: &[u32]) -> bool {
    digits.len() == 10 && 97 - value(&digits[..8]) % 97 == value(&digits[8..])
}

/// `U` and eight digits.
fn austria(body: &str, digits: &[u32]) -> bool {
    if digits.len() != 8 || body.len() != 9 || !body.starts_with('U') {
        return false;
    }
    let crossed = |d: u32| d * 2 / 10 + d * 2 % 10;
    let sum: u32 =
        (0..7).map(|i| if i % 2 == 1 { crossed(digits[i]) } else { digits[i] }).sum();
    (10 - (sum + 4) % 10) % 10 == digits[7]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_however_they_are_written() {
        assert_eq!(vat("DE 129.273.398"), "129273398");
        assert_eq!(vat("129 273 398"), vat("de129273398"));
        assert_eq!(vat("ATU 1358 5627"), "U13585627");
        assert_eq!(vat("n/a"), "");
        assert_eq!(duns("15-048-3782"), "150483782");
        assert_eq!(duns("15-048-378"), "");
    }

    #[test]
    fn check_digits_tell_a_slip() {
        let right = [
            "DE136695976",
            "FR40303265045",
            "IT00743110157",
            "ESA28015865",
            "ES54362315K",
            "PL5260250274",
            "NL004495445B01",
            "SE556012579001",
            "GB980780684",
            "BE0428759497",
            "ATU13585627",
        ];
        for number in right {
            assert_eq!(check_vat(number, ""), Check::Right, "{number}");
            let slip = match number.chars().nth(8) {
                Some('9') => "8",
                _ => "9",
            };
            let mut wrong = number.to_owned();
            wrong.replace_range(8..9, slip);
            assert_eq!(check_vat(&wrong, ""), Check::Wrong, "{wrong}");
        }
        assert_eq!(check_vat("136695976", "Deutschland"), Check::Right);
        assert_eq!(check_vat("LU12345678", ""), Check::Unknown);
        assert_eq!(check_lei("5493001KJTIIGC8Y1R12"), Check::Right);
        assert_eq!(check_lei("5493001KJTIIGC8Y1R21"), Check::Wrong);
    }
}
