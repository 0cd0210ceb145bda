//! Working hours: what a business hour and a business day are.

use chrono::{
    DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday,
};
use chrono_tz::Tz;

/// When we work. Hours are counted in one time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    days: Vec<Weekday>,
    opens: NaiveTime,
    closes: NaiveTime,
    zone: Tz,
    holidays: Vec<NaiveDate>,
}

impl Calendar {
    /// A calendar of working days and hours.
    ///
    /// # Errors
    /// When it closes before it opens or no day is a working day.
    pub fn new(
        mut days: Vec<Weekday>,
        opens: NaiveTime,
        closes: NaiveTime,
        zone: Tz,
        mut holidays: Vec<NaiveDate>,
    ) -> Result<Self, String> {
        if closes <= opens {
            return Err(format!(
                "the working day closes at {closes}, not after it opens at {opens}; \
                 give a later closing time on the same day"
            ));
        }
        days.sort_by_key(Weekday::num_days_from_monday);
        days.dedup();
        if days.is_empty() {
            return Err("no day is a working day; name at least one".to_owned());
        }
        holidays.retain(|day| days.contains(&day.weekday()));
        holidays.sort_unstable();
        holidays.dedup();
        Ok(Self { days, opens, closes, zone, holidays })
    }

    /// The same hours in an account's own zone, when it is a known IANA name.
    #[must_use]
    pub fn in_zone(&self, zone: Option<&str>) -> Self {
        let zone = zone.and_then(|name| name.trim().parse().ok()).unwrap_or(self.zone);
        Self { zone, ..self.clone() }
    }

    /// Working hours between two moments; 0 when `to` is not after `from`.
    ///
    /// Hours are what a wall clock in the zone shows, so a change to or from summer time
    /// neither adds an hour to a working day nor takes one away.
    pub fn business_hours(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
        if to <= from {
            return 0.0;
        }
        let (from, to) = (self.local(from), self.local(to));
        let whole = self.working_days(from.date(), to.date()) as f64 * self.hours_of_a_day();
        // Inside the hour that the clock shows twice, `to` may read earlier than `from`.
        (whole + self.worked_by(to) - self.worked_by(from)).max(0.0)
    }

    /// Working hours divided by the hours of one working day.
    pub fn business_days(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
        self.business_hours(from, to) / self.hours_of_a_day()
    }

    /// The moment at which so many working days of work have passed since another: the first at
    /// which [`Self::business_days`] says so.
    pub fn after_business_days(&self, from: DateTime<Utc>, days: u32) -> DateTime<Utc> {
        let start = self.local(from);
        let (mut day, mut left) = (start.date(), (self.closes - self.opens) * as_times(days));
        let mut opens = start.time().clamp(self.opens, self.closes);
        loop {
            let works = self.days.contains(&day.weekday()) && !self.is_holiday(day);
            let open = if works { self.closes - opens } else { TimeDelta::zero() };
            if works && left <= open {
                return self.moment(day.and_time(opens + left));
            }
            left -= open;
            let Some(next) = day.succ_opt() else { return from };
            (day, opens) = (next, self.opens);
        }
    }

    /// The calendar day of a moment in this zone.
    pub fn local_day(&self, at: DateTime<Utc>) -> NaiveDate {
        self.local(at).date()
    }

    /// The moment at which a calendar day of this zone is over.
    pub fn end_of(&self, day: NaiveDate) -> DateTime<Utc> {
        self.moment(day.succ_opt().unwrap_or(day).and_time(NaiveTime::MIN))
    }

    /// The moment at which the clock here shows this.
    fn moment(&self, local: NaiveDateTime) -> DateTime<Utc> {
        // Where the clock jumps over it, it is the jump's end, an hour later by name.
        let later = local + TimeDelta::hours(1);
        let found = self.zone.from_local_datetime(&local).earliest();
        let found = found.or_else(|| self.zone.from_local_datetime(&later).earliest());
        found.map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
    }

    fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self.zone).naive_local()
    }

    fn hours_of_a_day(&self) -> f64 {
        hours(self.opens, self.closes)
    }

    /// Hours worked on the day of `at` until then.
    fn worked_by(&self, at: NaiveDateTime) -> f64 {
        if !self.days.contains(&at.weekday()) || self.is_holiday(at.date()) {
            return 0.0;
        }
        hours(self.opens, at.time().clamp(self.opens, self.closes))
    }

    fn is_holiday(&self, day: NaiveDate) -> bool {
        self.holidays.binary_search(&day).is_ok()
    }

    /// Working days from `from` (included) to `to` (not included): whole weeks by arithmetic,
    /// so that years cost as little as days.
    fn working_days(&self, from: NaiveDate, to: NaiveDate) -> usize {
        let span = usize::try_from((to - from).num_days()).unwrap_or(0);
        let first = from.weekday();
        let rest = self.days.iter().filter(|day| (day.days_since(first) as usize) < span % 7);
        let before = |day: NaiveDate| self.holidays.partition_point(|holiday| *holiday < day);
        let holidays = before(to).saturating_sub(before(from));
        span / 7 * self.days.len() + rest.count() - holidays
    }
}

/// Monday to Friday, 9 to 17, UTC.
impl Default for Calendar {
    fn default() -> Self {
        use Weekday::{Fri, Mon, Thu, Tue, Wed};
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("a whole hour of the day");
        Self {
            days: vec![Mon, Tue, Wed, Thu, Fri],
            opens: hour(9),
            closes: hour(17),
            zone: Tz::UTC,
            holidays: Vec::new(),
        }
    }
}

/// More working days than a calendar has come to its end.
fn as_times(days: u32) -> i32 {
    i32::try_from(days).unwrap_or(i32::MAX).min(100_000)
}

fn hours(from: NaiveTime, to: NaiveTime) -> f64 {
    (to - from).num_milliseconds() as f64 / 3_600_000.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a moment in RFC 3339")
    }

    #[test]
    fn hours_count_on_working_days_between_opening_and_closing() {
        let calendar = Calendar::default();
        let cases = [
            // 2026-11-02 is a Monday.
            ("2026-11-02T10:00:00Z", "2026-11-02T12:30:00Z", 2.5),
            ("2026-11-02T07:00:00Z", "2026-11-02T23:00:00Z", 8.0),
            ("2026-11-06T16:00:00Z", "2026-11-09T10:00:00Z", 2.0), // over a weekend
            ("2026-11-07T10:00:00Z", "2026-11-08T10:00:00Z", 0.0), // on a weekend
            ("2026-11-02T09:00:00Z", "2026-11-16T09:00:00Z", 80.0), // two weeks
            ("2026-11-03T09:00:00Z", "2026-11-02T09:00:00Z", 0.0), // backwards
        ];
        for (from, to, hours) in cases {
            let got = calendar.business_hours(at(from), at(to));
            assert!((got - hours).abs() < 1e-9, "{from} to {to}: {got}");
        }
        let days =
            calendar.business_days(at("2026-11-02T09:00:00Z"), at("2026-11-03T13:00:00Z"));
        assert!((days - 1.5).abs() < 1e-9, "{days}");
    }

    #[test]
    fn working_days_pass_on_working_days() {
        let cases = [
            // 2026-11-02 is a Monday, 2026-11-06 a Friday.
            ("2026-11-02T10:00:00Z", 1, "2026-11-03T10:00:00Z"),
            ("2026-11-06T16:00:00Z", 1, "2026-11-09T16:00:00Z"),
            ("2026-11-07T03:00:00Z", 1, "2026-11-09T17:00:00Z"), // from a weekend on
            ("2026-11-02T22:00:00Z", 5, "2026-11-09T17:00:00Z"), // after hours
            ("2026-11-02T09:00:00Z", 0, "2026-11-02T09:00:00Z"),
        ];
        for (from, days, due) in cases {
            let got = Calendar::default().after_business_days(at(from), days);
            assert_eq!(got, at(due), "{days} after {from}");
        }
    }

    #[test]
    fn a_change_of_the_clock_leaves_a_working_day_its_hours() {
        let berlin = Calendar::default().in_zone(Some("Europe/Berlin"));
        // Friday 16:00 to Monday 10:00 local, over both changes of 2026.
        let spring =
            berlin.business_hours(at("2026-03-27T15:00:00Z"), at("2026-03-30T08:00:00Z"));
        let autumn =
            berlin.business_hours(at("2026-10-23T14:00:00Z"), at("2026-10-26T09:00:00Z"));
        assert!(
            (spring - 2.0).abs() < 1e-9 && (autumn - 2.0).abs() < 1e-9,
            "{spring}, {autumn}"
        );
    }

    #[test]
    fn an_unknown_zone_keeps_ours() {
        let calendar = Calendar::default();
        assert_eq!(calendar.in_zone(Some("Mars/Olympus")), calendar);
        assert_eq!(calendar.in_zone(None), calendar);
        let tokyo = calendar.in_zone(Some("Asia/Tokyo"));
        assert_eq!(tokyo.local_day(at("2026-11-02T20:00:00Z")).to_string(), "2026-11-03");
    }

    #[test]
    fn a_day_ends_at_local_midnight() {
        let cases = [
            (None, "2026-11-22", "2026-11-23T00:00:00Z"),
            (Some("Europe/Berlin"), "2026-11-22", "2026-11-22T23:00:00Z"),
            (Some("America/New_York"), "2026-11-22", "2026-11-23T05:00:00Z"),
            // The clock jumped from midnight to one in the morning.
            (Some("Africa/Cairo"), "2024-04-25", "2024-04-25T22:00:00Z"),
        ];
        for (zone, day, end) in cases {
            let calendar = Calendar::default().in_zone(zone);
            assert_eq!(calendar.end_of(day.parse().expect("a day")), at(end), "{zone:?}");
        }
    }

    #[test]
    fn a_holiday_is_no_working_day() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 3).expect("a day");
        let hours = (Calendar::default().opens, Calendar::default().closes);
        let calendar = Calendar::new(
            vec![Weekday::Mon, Weekday::Tue],
            hours.0,
            hours.1,
            Tz::UTC,
            vec![day],
        )
        .expect("a fair calendar");
        let around =
            calendar.business_hours(at("2026-11-02T09:00:00Z"), at("2026-11-04T09:00:00Z"));
        let inside =
            calendar.business_hours(at("2026-11-03T10:00:00Z"), at("2026-11-03T12:00:00Z"));
        assert!((around - 8.0).abs() < 1e-9 && inside.abs() < 1e-9, "{around}, {inside}");
    }

    #[test]
    fn a_calendar_without_work_is_refused() {
        let noon = NaiveTime::from_hms_opt(12, 0, 0).expect("noon");
        let later = NaiveTime::from_hms_opt(13, 0, 0).expect("one");
        assert!(Calendar::new(vec![Weekday::Mon], noon, noon, Tz::UTC, vec![]).is_err());
        assert!(Calendar::new(vec![], noon, later, Tz::UTC, vec![]).is_err());
    }

    proptest! {
        #[test]
        fn hours_add_up_and_years_agree_with_days(a in 0_i64..90_000_000, b in 0_i64..90_000_000, c in 0_i64..90_000_000) {
            let mut moments = [a, b, c].map(|s| DateTime::from_timestamp(1_700_000_000 + s, 0).expect("a moment"));
            moments.sort();
            let calendar = Calendar::default().in_zone(Some("America/New_York"));
            let [a, b, c] = moments;
            let whole = calendar.business_hours(a, c);
            let parts = calendar.business_hours(a, b) + calendar.business_hours(b, c);
            prop_assert!((whole - parts).abs() < 1e-6);
            prop_assert!(whole <= (c - a).num_seconds() as f64 / 3600.0 + 1.0);
        }
    }
}
