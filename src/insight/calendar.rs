//! Working hours: what a business hour and a business day are.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc, Weekday};
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
        days: Vec<Weekday>,
        opens: NaiveTime,
        closes: NaiveTime,
        zone: Tz,
        holidays: Vec<NaiveDate>,
    ) -> Result<Self, String> {
        Ok(Self { days, opens, closes, zone, holidays })
    }

    /// The same hours in an account's own zone, when it is a known IANA name.
    #[must_use]
    pub fn in_zone(&self, _zone: Option<&str>) -> Self {
        todo!()
    }

    /// Working hours between two moments; 0 when `to` is not after `from`.
    pub fn business_hours(&self, _from: DateTime<Utc>, _to: DateTime<Utc>) -> f64 {
        todo!()
    }

    /// Working hours divided by the hours of one working day.
    pub fn business_days(&self, _from: DateTime<Utc>, _to: DateTime<Utc>) -> f64 {
        todo!()
    }

    /// The calendar day of a moment in this zone.
    pub fn local_day(&self, _at: DateTime<Utc>) -> NaiveDate {
        todo!()
    }
}

/// Monday to Friday, 9 to 17, UTC.
impl Default for Calendar {
    fn default() -> Self {
        todo!()
    }
}
