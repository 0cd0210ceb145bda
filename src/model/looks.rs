//! What the values of a source's field look like, for whoever guesses what the field means.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

/// What all filled values of a field have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Looks {
    /// Calendar days or moments in ISO 8601.
    Moment,
    /// Yes or no.
    Flag,
    /// Numbers, as such or as text, from the least to the greatest that was seen.
    Number {
        /// The least.
        least: f64,
        /// The greatest.
        most: f64,
    },
    /// Anything else, and values that have nothing in common.
    Text,
}

impl Looks {
    /// The look of one number.
    pub fn of_number(number: f64) -> Self {
        Self::Number { least: number, most: number }
    }

    /// The look of one text.
    pub fn of_text(text: &str) -> Self {
        let text = text.trim();
        let is_day = NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok();
        let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];
        let is_local =
            || local.iter().any(|form| NaiveDateTime::parse_from_str(text, form).is_ok());
        if is_day || DateTime::parse_from_rfc3339(text).is_ok() || is_local() {
            return Self::Moment;
        }
        match text.to_ascii_lowercase().as_str() {
            "true" | "false" | "yes" | "no" => Self::Flag,
            text => text
                .parse()
                .ok()
                .filter(|n: &f64| n.is_finite())
                .map_or(Self::Text, Self::of_number),
        }
    }

    /// What both have in common.
    pub fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::Number { least, most }, Self::Number { least: low, most: high }) => {
                Self::Number { least: least.min(low), most: most.max(high) }
            }
            (one, same) if one == same => one,
            _ => Self::Text,
        }
    }

    /// They are numbers from `low` to `high`.
    pub fn is_within(self, low: f64, high: f64) -> bool {
        matches!(self, Self::Number { least, most } if low <= least && most <= high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_looks_like_what_it_says() {
        let four = Looks::of_number(4.0);
        let cases = [
            ("2026-03-01", Looks::Moment),
            ("2026-03-01T08:00:00Z", Looks::Moment),
            ("2026-03-01 08:00:00", Looks::Moment),
            ("2026-13-01", Looks::Text),
            (" 4 ", four),
            ("NaN", Looks::Text),
            ("Yes", Looks::Flag),
            ("very good", Looks::Text),
        ];
        for (text, looks) in cases {
            assert_eq!(Looks::of_text(text), looks, "{text}");
        }
    }

    #[test]
    fn numbers_join_to_their_range_and_strangers_to_text() {
        let joined = Looks::of_number(1.0).join(Looks::of_number(5.0));
        assert!(joined.is_within(1.0, 5.0) && !joined.is_within(1.0, 4.0));
        assert_eq!(Looks::Moment.join(Looks::Moment), Looks::Moment);
        assert_eq!(Looks::Moment.join(Looks::of_number(5.0)), Looks::Text);
    }
}
