//! Days of birth and the like.

/// A day as `yyyymmdd`, from `1948-03-20`, `20.03.1948`, `19480320` or a moment; 0 when there
/// is none. A day that no calendar has (31 February) is kept: it compares.
pub(crate) fn day(raw: &str) -> u32 {
    let parts: Vec<&str> =
        raw.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let number = |text: &str| text.parse::<u32>().unwrap_or(0);
    let join = |y, m, d| number(y) * 10_000 + number(m) * 100 + number(d);
    match parts.as_slice() {
        [one] if one.len() == 8 => number(one),
        [y, m, d, ..] if y.len() == 4 && m.len() <= 2 => join(y, m, d.get(..2).unwrap_or(d)),
        [d, m, y] if y.len() == 4 => join(y, m, d),
        // Mistyped, but what is there compares: `1958-0312`, `195803`.
        [first, ..] if first.len() >= 4 => {
            number(&parts.concat().chars().take(8).collect::<String>())
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_has_one_form() {
        for raw in ["1948-03-20", "19480320", "20.03.1948", "1948/3/20", "1948-03-20T00:00:00Z"]
        {
            assert_eq!(day(raw), 19_480_320, "{raw}");
        }
        assert_eq!((day(""), day("unknown"), day("20.3.")), (0, 0, 0));
        assert_eq!(day("31.02.1948"), 19_480_231);
    }
}
