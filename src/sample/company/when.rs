//! Days and seconds since 1970 in UTC, and how vendors write them.
//!
//! Plain integers: a hundred thousand records have a few dates each, and a test build should not
//! feel them.

use chrono::{DateTime, Utc};

/// Seconds since 1970-01-01T00:00:00Z.
pub(super) type Sec = i64;
/// Days since 1970-01-01.
pub(super) type Day = i64;

pub(super) const HOUR: Sec = 3_600;
pub(super) const DAY: Sec = 86_400;

pub(super) fn moment(at: Sec) -> DateTime<Utc> {
    DateTime::from_timestamp(at, 0).expect("the sample's times lie near the present")
}

pub(super) fn day_of(at: Sec) -> Day {
    at.div_euclid(DAY)
}

/// Year, month and day of a day (Howard Hinnant's `civil_from_days`).
pub(super) fn civil(day: Day) -> (i64, i64, i64) {
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let d = doy - (153 * mp + 2) / 5 + 1;
    let m = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(m <= 2), m, d)
}

/// The day of a year, month and day (`days_from_civil`).
pub(super) fn from_civil(year: i64, month: i64, day: i64) -> Day {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let mp = (month + 9) % 12;
    let doy = (153 * mp + 2) / 5 + day - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

/// The same day of the month some months on; the 29th and later become the 28th.
pub(super) fn add_months(day: Day, months: i64) -> Day {
    let (y, m, d) = civil(day);
    let m0 = y * 12 + (m - 1) + months;
    from_civil(m0.div_euclid(12), m0.rem_euclid(12) + 1, d.min(28))
}

/// The day itself, or the Monday after a weekend.
pub(super) fn working(day: Day) -> Day {
    match (day + 3).rem_euclid(7) {
        5 => day + 2,
        6 => day + 1,
        _ => day,
    }
}

/// A moment so many working hours (Monday to Friday, 9 to 17 UTC) after another.
pub(super) fn after_working_hours(from: Sec, hours: f64) -> Sec {
    let mut left = (hours * 3600.0) as Sec;
    let mut at = from;
    loop {
        let day = working(day_of(at));
        let opens = day * DAY + 9 * HOUR;
        at = at.max(opens);
        let closes = day * DAY + 17 * HOUR;
        if at + left <= closes {
            return at + left;
        }
        left -= (closes - at).max(0);
        at = (day + 1) * DAY + 9 * HOUR;
    }
}

/// Working minutes between two moments.
pub(super) fn working_minutes(from: Sec, to: Sec) -> i64 {
    let mut seconds = 0;
    for day in day_of(from)..=day_of(to) {
        if working(day) == day {
            let opens = (day * DAY + 9 * HOUR).max(from);
            let closes = (day * DAY + 17 * HOUR).min(to);
            seconds += (closes - opens).max(0);
        }
    }
    seconds / 60
}

/// `2026-01-31`
pub(super) fn date(day: Day) -> String {
    let (y, m, d) = civil(day);
    let mut text = String::with_capacity(10);
    push_digits(&mut text, y, 4);
    text.push('-');
    push_digits(&mut text, m, 2);
    text.push('-');
    push_digits(&mut text, d, 2);
    text
}

fn stamp(at: Sec, tail: &str) -> String {
    let mut text = date(day_of(at));
    let second = at.rem_euclid(DAY);
    text.push('T');
    push_digits(&mut text, second / HOUR, 2);
    text.push(':');
    push_digits(&mut text, second % HOUR / 60, 2);
    text.push(':');
    push_digits(&mut text, second % 60, 2);
    text.push_str(tail);
    text
}

fn push_digits(text: &mut String, number: i64, width: u32) {
    for place in (0..width).rev() {
        let digit = number / 10_i64.pow(place) % 10;
        text.push(char::from(b'0' + digit as u8));
    }
}

/// `2026-01-31T10:00:00Z`
pub(super) fn iso(at: Sec) -> String {
    stamp(at, "Z")
}

/// `2026-01-31T10:00:00.000Z`
pub(super) fn iso_ms(at: Sec) -> String {
    stamp(at, ".000Z")
}

/// `2026-01-31T10:00:00+00:00`
pub(super) fn iso_offset(at: Sec) -> String {
    stamp(at, "+00:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_agree_with_the_calendar() {
        for day in (-800..40_000).step_by(13) {
            let expected = moment(day * DAY + 36_061);
            assert_eq!(iso(day * DAY + 36_061), expected.format("%FT%H:%M:%SZ").to_string());
            let (y, m, d) = civil(day);
            assert_eq!(from_civil(y, m, d), day);
        }
    }

    #[test]
    fn working_hours_skip_nights_and_weekends() {
        let friday = from_civil(2026, 1, 2) * DAY; // a Friday
        let cases = [
            (friday + 9 * HOUR, 2.0, friday + 11 * HOUR),
            (friday + 16 * HOUR, 2.0, friday + 3 * DAY + 10 * HOUR),
            (friday + DAY + 5, 8.0, friday + 3 * DAY + 17 * HOUR),
        ];
        for (from, hours, expected) in cases {
            assert_eq!(after_working_hours(from, hours), expected);
            assert_eq!(working_minutes(from, expected), (hours * 60.0) as i64);
        }
    }
}
