//! Dates, times and durations as values of the language: their methods and their arithmetic.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};
use minijinja::value::{DynObject, Enumerator, Kwargs, Object, ObjectRepr, from_args};
use minijinja::{Error, ErrorKind, State, Value};

use super::python::{float, int, moment, span, whole, wrong};
use crate::connector::moment;
pub(super) use crate::connector::moment::Span;

const DAY: i64 = 86_400;

/// A date, with or without a time, with the methods that templates call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    at: DateTime<Utc>,
    day_only: bool,
}

impl Moment {
    /// A time as a value.
    pub(super) fn time(at: DateTime<Utc>) -> Value {
        Value::from_object(Self { at, day_only: false })
    }

    /// The day of a time as a value.
    pub(super) fn day(at: DateTime<Utc>) -> Value {
        let midnight = at.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
        Value::from_object(Self { at: midnight, day_only: true })
    }

    /// The moment itself; midnight for a day.
    pub(super) fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// Whether it is a day without a time.
    pub(super) fn is_day(&self) -> bool {
        self.day_only
    }

    fn like(&self, at: DateTime<Utc>) -> Value {
        if self.day_only { Self::day(at) } else { Self::time(at) }
    }

    fn iso(&self, between: &str, precision: &str) -> String {
        let micros = self.at.timestamp_subsec_micros();
        let time = match precision {
            "hours" => "%H",
            "minutes" => "%H:%M",
            "seconds" => "%H:%M:%S",
            "milliseconds" => "%H:%M:%S.%_ms",
            "microseconds" => "%H:%M:%S.%f",
            _ if micros == 0 => "%H:%M:%S",
            _ => "%H:%M:%S.%f",
        };
        if self.day_only {
            return moment::format(self.at, "%Y-%m-%d");
        }
        moment::format(self.at, &format!("%Y-%m-%d{between}{time}")) + "+00:00"
    }

    fn replaced(&self, args: &[Value]) -> Result<Value, Error> {
        let (kwargs,): (Kwargs,) = from_args(args)?;
        let part = |name: &str, now: u32| -> Result<u32, Error> {
            Ok(kwargs.get::<Option<u32>>(name)?.unwrap_or(now))
        };
        let year = kwargs.get::<Option<i32>>("year")?.unwrap_or(self.at.year());
        let date = chrono::NaiveDate::from_ymd_opt(
            year,
            part("month", self.at.month())?,
            part("day", self.at.day())?,
        );
        let time = chrono::NaiveTime::from_hms_micro_opt(
            part("hour", self.at.hour())?,
            part("minute", self.at.minute())?,
            part("second", self.at.second())?,
            part("microsecond", self.at.timestamp_subsec_micros())?,
        );
        let (Some(date), Some(time)) = (date, time) else {
            return Err(wrong("names a date that does not exist"));
        };
        Ok(self.like(date.and_time(time).and_utc()))
    }
}

impl Object for Moment {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        Some(match key {
            "year" => Value::from(self.at.year()),
            "month" => Value::from(self.at.month()),
            "day" => Value::from(self.at.day()),
            "hour" if !self.day_only => Value::from(self.at.hour()),
            "minute" if !self.day_only => Value::from(self.at.minute()),
            "second" if !self.day_only => Value::from(self.at.second()),
            "microsecond" if !self.day_only => Value::from(self.at.timestamp_subsec_micros()),
            _ => return None,
        })
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::NonEnumerable
    }

    fn call_method(
        self: &Arc<Self>,
        _: &mut State<'_, '_>,
        method: &str,
        args: &[Value],
    ) -> Result<Value, Error> {
        match method {
            "strftime" => {
                let (format,): (&str,) = from_args(args)?;
                Ok(Value::from(moment::strftime(self.at, format)))
            }
            "isoformat" => {
                let (between, precision, kwargs): (Option<&str>, Option<&str>, Kwargs) =
                    from_args(args)?;
                let between = between.or(kwargs.get("sep")?).unwrap_or("T");
                let precision = precision.or(kwargs.get("timespec")?).unwrap_or("auto");
                Ok(Value::from(self.iso(between, precision)))
            }
            "replace" => self.replaced(args),
            "weekday" => Ok(Value::from(self.at.weekday().num_days_from_monday())),
            "isoweekday" => Ok(Value::from(self.at.weekday().number_from_monday())),
            "toordinal" => Ok(Value::from(self.at.num_days_from_ce())),
            "ctime" => Ok(Value::from(moment::strftime(self.at, "%a %b %e %H:%M:%S %Y"))),
            // Every time is in UTC already.
            "astimezone" if !self.day_only => Ok(Self::time(self.at)),
            "timestamp" if !self.day_only => {
                Ok(Value::from(self.at.timestamp_micros() as f64 / 1e6))
            }
            "date" if !self.day_only => Ok(Self::day(self.at)),
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        other.downcast_ref::<Self>().map(|other| self.at.cmp(&other.at))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso(" ", "auto"))
    }
}

impl Object for Span {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        !self.is_zero()
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let exact = self.rest();
        let days = exact.num_seconds().div_euclid(DAY);
        let (days, seconds, micros) = parts(exact).unwrap_or((days, 0, 0));
        Some(match key {
            "days" => Value::from(days),
            "seconds" => Value::from(seconds),
            "microseconds" => Value::from(micros),
            "months" => Value::from(self.months() % 12),
            "years" => Value::from(self.months() / 12),
            _ => return None,
        })
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn call_method(
        self: &Arc<Self>,
        _: &mut State<'_, '_>,
        method: &str,
        args: &[Value],
    ) -> Result<Value, Error> {
        match (method, micros(self)) {
            ("total_seconds", Some(micros)) => {
                let () = from_args(args)?;
                Ok(Value::from(micros as f64 / 1e6))
            }
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        let other = other.downcast_ref::<Self>()?;
        Some((self.months(), self.rest()).cmp(&(other.months(), other.rest())))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((days, seconds, micros)) = parts(self.rest()) else { return Ok(()) };
        let (years, months) = (self.months() / 12, self.months() % 12);
        if years != 0 {
            write!(f, "{years} years, ")?;
        }
        if months != 0 {
            write!(f, "{months} month{}, ", if months <= 1 { "" } else { "s" })?;
        }
        if days != 0 {
            write!(f, "{days} day{}, ", if days.abs() == 1 { "" } else { "s" })?;
        }
        write!(f, "{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)?;
        if micros == 0 { Ok(()) } else { write!(f, ".{micros:06}") }
    }
}

// Days, seconds and microseconds as Python keeps them: only the days are negative.
fn parts(exact: TimeDelta) -> Option<(i64, i64, i64)> {
    let micros = exact.num_microseconds()?;
    let seconds = micros.div_euclid(1_000_000);
    Some((seconds.div_euclid(DAY), seconds.rem_euclid(DAY), micros.rem_euclid(1_000_000)))
}

fn micros(span: &Span) -> Option<i64> {
    span.exact()?.num_microseconds()
}

fn of_micros(micros: i128) -> Result<Value, Error> {
    let micros =
        i64::try_from(micros).map_err(|_| wrong("makes a duration that is too long"))?;
    Ok(Value::from_object(Span::exactly(TimeDelta::microseconds(micros))))
}

fn moved(moment: &Moment, to: Option<DateTime<Utc>>) -> Result<Value, Error> {
    let at = to.filter(|at| (1..=9999).contains(&at.year()));
    at.map(|at| moment.like(at)).ok_or_else(|| wrong("makes a date that is out of range"))
}

/// A date and a duration, or two durations.
pub(super) fn add(left: &Value, right: &Value) -> Result<Option<Value>, Error> {
    match (moment(left), span(left), moment(right), span(right)) {
        (Some(at), _, _, Some(by)) | (_, Some(by), Some(at), _) => {
            moved(at, by.try_after(at.at())).map(Some)
        }
        (_, Some(left), _, Some(right)) => {
            let sum = left.plus(right);
            sum.map(|sum| Some(Value::from_object(sum)))
                .ok_or_else(|| wrong("makes a duration that is too long"))
        }
        _ => Ok(None),
    }
}

/// A duration before a date, the time between two dates, or between two durations.
pub(super) fn sub(left: &Value, right: &Value) -> Result<Option<Value>, Error> {
    match (moment(left), span(left), moment(right), span(right)) {
        (Some(at), _, _, Some(by)) => moved(at, by.negated().try_after(at.at())).map(Some),
        (Some(left), _, Some(right), _) if left.is_day() == right.is_day() => {
            Ok(Some(Value::from_object(Span::exactly(left.at - right.at))))
        }
        (_, Some(left), _, Some(right)) => {
            add(&Value::from_object(*left), &Value::from_object(right.negated()))
        }
        _ => Ok(None),
    }
}

/// So many times a duration.
pub(super) fn mul(left: &Value, right: &Value) -> Result<Option<Value>, Error> {
    let (by, times) = match (span(left), span(right)) {
        (Some(by), None) => (by, right),
        (None, Some(by)) => (by, left),
        _ => return Ok(None),
    };
    let Some(micros) = micros(by) else { return Ok(None) };
    if let Some(times) = whole(times) {
        let product = i128::from(micros).checked_mul(times);
        return of_micros(product.unwrap_or(i128::MAX)).map(Some);
    }
    match float(times) {
        Some(times) => of_micros((micros as f64 * times).round_ties_even() as i128).map(Some),
        None => Ok(None),
    }
}

/// A duration by a number or by another duration.
pub(super) fn div(left: &Value, right: &Value) -> Result<Option<Value>, Error> {
    let Some(part) = span(left).and_then(micros) else { return Ok(None) };
    let of = span(right).and_then(micros).map(|micros| micros as f64);
    let Some(by) = of.or_else(|| float(right)) else { return Ok(None) };
    if by == 0.0 {
        return Err(wrong("divides by zero"));
    }
    if of.is_some() {
        return Ok(Some(Value::from(part as f64 / by)));
    }
    of_micros((part as f64 / by).round_ties_even() as i128).map(Some)
}

/// A duration with a sign before it.
pub(super) fn sign(value: &Value, negative: bool) -> Option<Value> {
    let span = span(value)?;
    Some(Value::from_object(if negative { span.negated() } else { *span }))
}

/// Seconds since 1970 as a whole number or not, as `timestamp` gives them.
pub(super) fn seconds(at: DateTime<Utc>) -> Value {
    Value::from(at.timestamp_micros() as f64 / 1e6)
}

/// A number cut to a whole one.
pub(super) fn truncated(number: f64) -> Value {
    int(number.trunc() as i128)
}
