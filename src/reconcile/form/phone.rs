//! Telephone numbers.

use std::sync::LazyLock;

use super::table;
use super::words::Set;

static DIALLING_CODES: LazyLock<Set<&str>> =
    LazyLock::new(|| table::set(include_str!("tables/dialling_codes.txt")));

/// Where the number ends and the extension begins, in any case of letters.
const EXTENSIONS: &[&str] = &["ext", " x", "#", "durchwahl"];

/// The national number without trunk zero, dialling code and extension; 0 when it is none
/// (fewer than 6 or more than 15 digits, or all of them alike).
pub(crate) fn national(raw: &str) -> u64 {
    if raw.is_empty() {
        return 0;
    }
    let main = without_extension(raw).trim_start();
    let mut digits = String::with_capacity(main.len());
    // The trunk zero of `+49 (0)89` is dialled at home only.
    for part in main.split("(0)") {
        digits.extend(part.chars().filter(char::is_ascii_digit));
    }
    let number = match digits.strip_prefix("00") {
        _ if main.starts_with('+') => without_code(&digits),
        Some(rest) => without_code(rest),
        None => &digits,
    };
    let number = number.trim_start_matches('0');
    let same = number.bytes().all(|b| number.as_bytes().first() == Some(&b));
    if !(6..=15).contains(&number.len()) || same {
        return 0;
    }
    number.parse().unwrap_or(0)
}

fn without_extension(raw: &str) -> &str {
    let begins = |at: &usize| {
        let rest = &raw.as_bytes()[*at..];
        let marked = |mark: &&str| {
            rest.get(..mark.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(mark.as_bytes()))
        };
        !rest[0].is_ascii_digit() && EXTENSIONS.iter().any(marked)
    };
    let end = (0..raw.len()).find(begins).unwrap_or(raw.len());
    raw.get(..end).unwrap_or_default()
}

fn without_code(digits: &str) -> &str {
    (1..=3)
        .rev()
        .filter_map(|length| digits.split_at_checked(length))
        .find(|(code, _)| DIALLING_CODES.contains(code))
        .map_or(digits, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_number_has_one_form() {
        let cases = [
            ("+49 (0)89 1234567", 891_234_567),
            ("0049-89-1234567", 891_234_567),
            ("089/1234567 ext. 12", 891_234_567),
            ("089 1234567 Durchwahl 5", 891_234_567),
            ("+1 (312) 555-0143", 3_125_550_143),
            ("312.555.0143 x22", 3_125_550_143),
            ("+353 1 555 0143", 15_550_143),
            ("12345", 0),
            ("000 000 000", 0),
            ("n/a", 0),
            ("", 0),
        ];
        for (raw, expected) in cases {
            assert_eq!(national(raw), expected, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn all_ways_to_dial_agree(number in 30_000_000u64..40_000_000, code in 0..3usize) {
            let code = ["49", "44", "353"][code];
            for raw in [format!("+{code} {number}"), format!("00{code}{number}"), format!("0{number}")] {
                prop_assert_eq!(national(&raw), number);
            }
        }
    }
}
