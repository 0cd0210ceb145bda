//! From a span of time to the windows that it is read in.

use chrono::{DateTime, Datelike, Days, Months, NaiveTime, Utc, Weekday};

use crate::connector::moment::Span;

/// Boundaries of windows are moved to the beginning of a day, a week or a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clamp {
    Day,
    /// To the beginning of this day of the week.
    Week(Weekday),
    Month,
}

impl Clamp {
    /// Forward, unless it lies on a boundary.
    pub(super) fn up(self, at: DateTime<Utc>) -> DateTime<Utc> {
        let floor = self.down(at);
        if floor == at { at } else { self.next(floor) }
    }

    /// Backward, unless it lies on a boundary.
    pub(super) fn down(self, at: DateTime<Utc>) -> DateTime<Utc> {
        let day = at.date_naive();
        let back = match self {
            Self::Day => 0,
            Self::Week(first) => u64::from(day.weekday().days_since(first)),
            Self::Month => u64::from(day.day0()),
        };
        let first = day.checked_sub_days(Days::new(back)).unwrap_or(day);
        first.and_time(NaiveTime::MIN).and_utc()
    }

    fn next(self, boundary: DateTime<Utc>) -> DateTime<Utc> {
        let next = match self {
            Self::Day => boundary.checked_add_days(Days::new(1)),
            Self::Week(_) => boundary.checked_add_days(Days::new(7)),
            Self::Month => boundary.checked_add_months(Months::new(1)),
        };
        next.unwrap_or(boundary)
    }
}

/// How a span of time is cut.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cut {
    /// The longest window; without it there is one.
    pub(super) step: Option<Span>,
    /// The smallest difference between two moments of the source, which a window's end falls short
    /// of the next one's start by.
    pub(super) granularity: Option<Span>,
    /// The source refuses a window whose start is its end.
    pub(super) strict: bool,
    pub(super) clamp: Option<Clamp>,
}

/// A window: from, to, and up to where it moves the position when later windows follow.
pub(super) type Cutting = (DateTime<Utc>, DateTime<Utc>, Option<DateTime<Utc>>);

impl Cut {
    /// The windows between two moments, both included.
    pub(super) fn windows(&self, lower: DateTime<Utc>, upper: DateTime<Utc>) -> Vec<Cutting> {
        let is_point = lower == upper;
        if lower > upper || (is_point && self.granularity.is_none()) {
            return Vec::new();
        }
        let lower = self.clamped(lower);
        if lower > upper || (lower == upper && self.strict) {
            return Vec::new();
        }
        let end = if self.granularity.is_some() { upper } else { self.clamped(upper) };
        let whole = vec![(lower, end, None)];
        let Some(step) = self.step.filter(|step| !step.is_zero()) else { return whole };
        if step.after(lower) >= upper || step.after(lower) <= lower {
            return whole;
        }
        self.steps(lower, upper, step)
    }

    fn steps(&self, lower: DateTime<Utc>, upper: DateTime<Utc>, step: Span) -> Vec<Cutting> {
        let mut windows = Vec::new();
        let mut from = lower;
        loop {
            let next = step.after(from).min(upper);
            let to = if next == upper { upper } else { self.clamped(next) };
            let start = self.clamped(from);
            if start >= to {
                return windows;
            }
            if next >= upper || to == upper {
                windows.push((start, to, None));
                return windows;
            }
            let end = self.granularity.map_or(to, |granularity| granularity.before(to));
            windows.push((start, end, Some(to)));
            from = to;
        }
    }

    fn clamped(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.clamp.map_or(at, |clamp| clamp.up(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("{text}:00Z").parse().expect("a moment")
    }

    fn told(cut: &Cut, lower: &str, upper: &str) -> Vec<String> {
        let windows = cut.windows(at(lower), at(upper));
        let text = |at: DateTime<Utc>| at.format("%dT%H:%M:%S").to_string();
        windows
            .into_iter()
            .map(|(from, to, _)| format!("{} {}", text(from), text(to)))
            .collect()
    }

    #[test]
    fn windows_cover_a_span_without_gap_or_overlap() {
        let day = Span::parse("P1D");
        let second = Span::parse("PT1S");
        let plain = Cut { step: day, granularity: second, ..Cut::default() };
        let expected =
            ["30T12:00:00 31T11:59:59", "31T12:00:00 01T11:59:59", "01T12:00:00 02T00:00:00"];
        assert_eq!(told(&plain, "2026-01-30T12:00", "2026-02-02T00:00"), expected);
        let open = Cut { step: day, ..Cut::default() };
        let expected = ["30T12:00:00 31T12:00:00", "31T12:00:00 01T00:00:00"];
        assert_eq!(told(&open, "2026-01-30T12:00", "2026-02-01T00:00"), expected);
    }

    #[test]
    fn a_point_is_read_only_where_the_source_knows_points() {
        let second = Span::parse("PT1S");
        let cases = [(None, false, 0), (second, false, 1), (second, true, 0)];
        for (granularity, strict, count) in cases {
            let cut = Cut { granularity, strict, ..Cut::default() };
            assert_eq!(told(&cut, "2026-01-30T12:00", "2026-01-30T12:00").len(), count);
        }
    }

    #[test]
    fn clamped_windows_begin_where_days_weeks_and_months_do() {
        let cases = [
            (Clamp::Day, "30T00:00", "31T00:00"),
            (Clamp::Week(Weekday::Mon), "26T00:00", "02T00:00"),
            (Clamp::Month, "01T00:00", "01T00:00"),
        ];
        for (clamp, down, up) in cases {
            let moment = at("2026-01-30T10:30");
            let text = |at: DateTime<Utc>| at.format("%dT%H:%M").to_string();
            assert_eq!(
                (text(clamp.down(moment)), text(clamp.up(moment))),
                (down.into(), up.into())
            );
            assert_eq!(clamp.up(clamp.up(moment)), clamp.up(moment), "{clamp:?} is stable");
        }
        let cut = Cut { step: Span::parse("P1D"), clamp: Some(Clamp::Day), ..Cut::default() };
        let expected = ["30T00:00:00 31T00:00:00", "31T00:00:00 31T12:00:00"];
        assert_eq!(told(&cut, "2026-01-29T10:00", "2026-01-31T12:00"), expected);
    }
}
