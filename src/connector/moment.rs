//! Dates and durations in the notations that manifests use: Python's `strptime` directives, the
//! ecosystem's own (`%s`, `%ms`, `%_ms`, `%s_as_float`, `%epoch_microseconds`) and ISO 8601.

use chrono::{
    DateTime, Datelike, FixedOffset, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone,
    Timelike, Utc,
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A length of time: whole months, which vary, and the rest, which does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Span {
    months: i32,
    rest: TimeDelta,
}

impl Span {
    /// A span of whole seconds.
    pub(crate) fn seconds(seconds: i64) -> Self {
        Self { months: 0, rest: TimeDelta::try_seconds(seconds).unwrap_or(TimeDelta::MAX) }
    }

    /// Reads ISO 8601: `P1D`, `PT0.001S`, `P1Y2M`, `-P1W`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (sign, body) = match text.trim().strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.trim()),
        };
        let body = body.strip_prefix('P')?;
        let (date, time) = match body.split_once('T') {
            Some((date, time)) if !time.is_empty() => (date, time),
            Some(_) => return None,
            None => (body, ""),
        };
        let mut span = Self::default();
        let parts = designators(date)?.into_iter().map(|part| (part, false));
        let parts: Vec<_> =
            parts.chain(designators(time)?.into_iter().map(|part| (part, true))).collect();
        if parts.is_empty() {
            return None;
        }
        for ((amount, unit), in_time) in parts {
            span.add_part(amount, unit, in_time)?;
        }
        Some(Self { months: span.months * sign, rest: span.rest * sign })
    }

    fn add_part(&mut self, amount: f64, unit: char, in_time: bool) -> Option<()> {
        let seconds = match (unit, in_time) {
            ('Y', false) => {
                self.months = self.months.checked_add((amount * 12.0) as i32)?;
                return Some(());
            }
            ('M', false) => {
                self.months = self.months.checked_add(amount as i32)?;
                return Some(());
            }
            ('W', false) => 604_800.0,
            ('D', false) => 86_400.0,
            ('H', true) => 3_600.0,
            ('M', true) => 60.0,
            ('S', true) => 1.0,
            _ => return None,
        };
        let micros = amount * seconds * 1e6;
        if !micros.is_finite() || micros.abs() > 9e18 {
            return None;
        }
        self.rest = self.rest.checked_add(&TimeDelta::microseconds(micros.round() as i64))?;
        Some(())
    }

    /// The moment this long after another; the furthest one there is when that does not exist.
    pub(crate) fn after(self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.shift(at, 1).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// The moment this long before another; the earliest one there is when that does not exist.
    pub(crate) fn before(self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.shift(at, -1).unwrap_or(DateTime::<Utc>::MIN_UTC)
    }

    fn shift(self, at: DateTime<Utc>, sign: i32) -> Option<DateTime<Utc>> {
        let months = self.months.checked_mul(sign)?;
        let moved = if months >= 0 {
            at.checked_add_months(Months::new(months.unsigned_abs()))?
        } else {
            at.checked_sub_months(Months::new(months.unsigned_abs()))?
        };
        moved.checked_add_signed(self.rest * sign)
    }

    /// A span that is the same everywhere.
    pub(crate) fn exactly(rest: TimeDelta) -> Self {
        Self { months: 0, rest }
    }

    /// Its length, `None` when that depends on the month.
    pub(crate) fn exact(&self) -> Option<TimeDelta> {
        (self.months == 0).then_some(self.rest)
    }

    /// The part that does not vary.
    pub(crate) fn rest(&self) -> TimeDelta {
        self.rest
    }

    /// The whole months.
    pub(crate) fn months(&self) -> i32 {
        self.months
    }

    /// The same length, backwards.
    pub(crate) fn negated(&self) -> Self {
        Self { months: -self.months, rest: -self.rest }
    }

    /// Both together; `None` when that is too long.
    pub(crate) fn plus(&self, other: &Self) -> Option<Self> {
        let months = self.months.checked_add(other.months)?;
        Some(Self { months, rest: self.rest.checked_add(&other.rest)? })
    }

    /// The moment this long after another; `None` when that does not exist.
    pub(crate) fn try_after(self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.shift(at, 1)
    }

    /// Whether it is no time at all.
    pub(crate) fn is_zero(self) -> bool {
        self.months == 0 && self.rest.is_zero()
    }
}

fn designators(text: &str) -> Option<Vec<(f64, char)>> {
    let mut parts = Vec::new();
    let mut number = String::new();
    for letter in text.chars() {
        if letter.is_ascii_digit() || letter == '.' || letter == ',' {
            number.push(if letter == ',' { '.' } else { letter });
            continue;
        }
        parts.push((number.parse().ok()?, letter));
        number.clear();
    }
    number.is_empty().then_some(parts)
}

/// Reads a text in a format; without a zone it is UTC.
pub(crate) fn parse(text: &str, format: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    match format {
        "%s" => Utc.timestamp_opt(whole(text)?, 0).single(),
        "%ms" => Utc.timestamp_millis_opt(whole(text)?).single(),
        "%epoch_microseconds" => DateTime::from_timestamp_micros(whole(text)?),
        "%s_as_float" => {
            let seconds: f64 = text.parse().ok()?;
            let micros = (seconds * 1e6).round();
            (micros.is_finite() && micros.abs() < 9e18)
                .then(|| DateTime::from_timestamp_micros(micros as i64))?
        }
        _ => Parts::read(text, format)?.moment(),
    }
}

// A JSON number such as `1700000000.0` is a whole second too.
fn whole(text: &str) -> Option<i64> {
    let digits = match text.split_once('.') {
        Some((digits, zeros)) if zeros.bytes().all(|b| b == b'0') => digits,
        Some(_) => return None,
        None => text,
    };
    digits.parse().ok()
}

/// Reads ISO 8601: a day, or a day and a time, with or without a zone.
pub(crate) fn parse_iso(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let end = iso_day_end(text);
    let (day, rest) = text.split_at_checked(end)?;
    let date = iso_day(day)?;
    let midnight = date.and_time(NaiveTime::MIN);
    let Some(time) = rest.strip_prefix(|c: char| !c.is_ascii_digit()) else {
        return rest.is_empty().then(|| midnight.and_utc());
    };
    // At the end of a day it is midnight of the next.
    for (late, early) in [("24:00", "00:00"), ("2400", "0000")] {
        if let Some(rest) = time.strip_prefix(late) {
            let at = iso_time(midnight.date(), &format!("{early}{rest}"))?;
            return at.checked_add_signed(TimeDelta::days(1));
        }
    }
    iso_time(date, time)
}

// The longest beginning that can be a day.
fn iso_day_end(text: &str) -> usize {
    let is_day = |c: u8| c.is_ascii_digit() || c == b'-' || c == b'W';
    let end = text.bytes().position(|c| !is_day(c)).unwrap_or(text.len());
    end.min(10)
}

fn iso_day(day: &str) -> Option<NaiveDate> {
    const DAYS: [&str; 6] = ["%Y-%m-%d", "%Y%m%d", "%Y-%m", "%Y", "%Y-%j", "%Y%j"];
    if let Some((year, week)) = day.split_once('W') {
        return iso_week(year.strip_suffix('-').unwrap_or(year), week);
    }
    let fits = |format: &&&str| match day.len() {
        4 => **format == "%Y",
        7 if !day.contains('-') => **format == "%Y%j",
        7 => **format == "%Y-%m",
        8 if day.contains('-') => **format == "%Y-%j",
        8 => **format == "%Y%m%d",
        _ => **format == "%Y-%m-%d",
    };
    let format = DAYS.iter().find(fits)?;
    parse(day, format).map(|at| at.date_naive())
}

fn iso_week(year: &str, week: &str) -> Option<NaiveDate> {
    let (week, day) = week.split_at_checked(2)?;
    let day = match day.strip_prefix('-').unwrap_or(day) {
        "" => 1,
        day => day.parse::<u8>().ok()?,
    };
    let day = chrono::Weekday::try_from(day.checked_sub(1)?).ok()?;
    NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, day)
}

fn iso_time(date: NaiveDate, time: &str) -> Option<DateTime<Utc>> {
    const TIMES: [&str; 7] =
        ["%H:%M:%S.%f", "%H:%M:%S", "%H:%M", "%H%M%S.%f", "%H%M%S", "%H%M", "%H"];
    let at = format!("{} {}", date.format("%Y-%m-%d"), time.replacen(',', ".", 1));
    TIMES.iter().find_map(|time| {
        parse(&at, &format!("%Y-%m-%d {time}"))
            .or_else(|| parse(&at, &format!("%Y-%m-%d {time}%z")))
    })
}

#[derive(Default)]
struct Parts {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
    ordinal: Option<u32>,
    hour: Option<u32>,
    half: Option<bool>,
    minute: u32,
    second: u32,
    micros: u32,
    offset: Option<i32>,
}

impl Parts {
    fn read(text: &str, format: &str) -> Option<Self> {
        let mut parts = Self::default();
        let mut rest = text;
        let mut letters = format.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter == '%' {
                let mut directive = letters.next()?;
                if directive == '_' && letters.clone().take(2).eq("ms".chars()) {
                    letters.nth(1);
                    directive = 'f';
                } else if directive == '-' {
                    directive = letters.next()?;
                }
                // Python reads six digits; more are let through unless the format goes on with one.
                let ends = letters.peek().is_some_and(char::is_ascii_digit);
                rest = match directive {
                    'f' if ends => parts.fraction(rest, 6)?,
                    _ => parts.take(directive, rest)?,
                };
            } else if letter.is_whitespace() {
                rest = rest.strip_prefix(char::is_whitespace)?.trim_start();
            } else {
                rest = rest.strip_prefix(letter)?;
            }
        }
        rest.is_empty().then_some(parts)
    }

    fn take<'a>(&mut self, directive: char, text: &'a str) -> Option<&'a str> {
        let number = |least, most| digits(text, least, most);
        match directive {
            'Y' => number(4, 4).map(|(n, rest)| (self.year = Some(n.cast_signed()), rest).1),
            'y' => number(2, 2).map(|(n, rest)| {
                self.year = Some(n.cast_signed() + if n < 69 { 2000 } else { 1900 });
                rest
            }),
            'm' => number(1, 2).map(|(n, rest)| (self.month = Some(n), rest).1),
            'd' | 'e' => number(1, 2).map(|(n, rest)| (self.day = Some(n), rest).1),
            'j' => number(1, 3).map(|(n, rest)| (self.ordinal = Some(n), rest).1),
            'H' | 'I' => number(1, 2).map(|(n, rest)| (self.hour = Some(n), rest).1),
            'M' => number(1, 2).map(|(n, rest)| (self.minute = n, rest).1),
            'S' => number(1, 2).map(|(n, rest)| (self.second = n.min(59), rest).1),
            'f' => self.fraction(text, 9),
            'z' => self.zone(text),
            'Z' => ["UTC", "GMT", "Z"].iter().find_map(|zone| text.strip_prefix(zone)),
            'p' => self.half_day(text),
            'b' | 'B' | 'h' => self.month_name(text),
            'a' | 'A' => named(text, &DAYS).map(|(_, rest)| rest),
            'T' => {
                let rest = self.take('H', text)?.strip_prefix(':')?;
                let rest = self.take('M', rest)?.strip_prefix(':')?;
                self.take('S', rest)
            }
            'F' => {
                let rest = self.take('Y', text)?.strip_prefix('-')?;
                let rest = self.take('m', rest)?.strip_prefix('-')?;
                self.take('d', rest)
            }
            '%' => text.strip_prefix('%'),
            _ => None,
        }
    }

    // Python takes at most six digits; sources that send nine mean the same moment.
    fn fraction<'a>(&mut self, text: &'a str, most: usize) -> Option<&'a str> {
        let end = text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
        let (digits, rest) =
            text.split_at_checked(if most < 9 { end.min(most) } else { end })?;
        if digits.is_empty() || digits.len() > most {
            return None;
        }
        let mut padded = digits.to_owned();
        while padded.len() < 6 {
            padded.push('0');
        }
        self.micros = padded.get(..6)?.parse().ok()?;
        Some(rest)
    }

    fn zone<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        if let Some(rest) = text.strip_prefix('Z') {
            self.offset = Some(0);
            return Some(rest);
        }
        let (sign, rest) = match text.strip_prefix('+') {
            Some(rest) => (1, rest),
            None => (-1, text.strip_prefix('-')?),
        };
        let (hours, rest) = digits(rest, 2, 2)?;
        let rest = rest.strip_prefix(':').unwrap_or(rest);
        let (minutes, rest) = digits(rest, 2, 2).unwrap_or((0, rest));
        self.offset = Some(sign * (hours * 3600 + minutes * 60).cast_signed());
        Some(rest)
    }

    fn half_day<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let (word, rest) = text.split_at_checked(2)?;
        match word.to_ascii_lowercase().as_str() {
            "am" => self.half = Some(false),
            "pm" => self.half = Some(true),
            _ => return None,
        }
        Some(rest)
    }

    fn month_name<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let (index, rest) = named(text, &MONTHS)?;
        self.month = Some(index as u32 + 1);
        Some(rest)
    }

    fn moment(&self) -> Option<DateTime<Utc>> {
        let year = self.year.unwrap_or(1900);
        let date = match self.ordinal {
            Some(ordinal) => NaiveDate::from_yo_opt(year, ordinal)?,
            None => {
                NaiveDate::from_ymd_opt(year, self.month.unwrap_or(1), self.day.unwrap_or(1))?
            }
        };
        let hour = match (self.hour.unwrap_or(0), self.half) {
            (12, Some(false)) => 0,
            (hour, Some(true)) if hour < 12 => hour + 12,
            (hour, _) => hour,
        };
        let time = NaiveTime::from_hms_micro_opt(hour, self.minute, self.second, self.micros)?;
        let offset = FixedOffset::east_opt(self.offset.unwrap_or(0))?;
        let local = offset.from_local_datetime(&date.and_time(time)).single()?;
        Some(local.with_timezone(&Utc))
    }
}

fn digits(text: &str, least: usize, most: usize) -> Option<(u32, &str)> {
    let count = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if count < least {
        return None;
    }
    let (number, rest) = text.split_at_checked(count)?;
    Some((number.parse().ok()?, rest))
}

fn named<'a>(text: &'a str, names: &[&str]) -> Option<(usize, &'a str)> {
    let begins = |name: &str| {
        text.get(..name.len()).filter(|head| head.eq_ignore_ascii_case(name)).map(str::len)
    };
    names.iter().enumerate().find_map(|(index, name)| {
        let length = begins(name).or_else(|| begins(name.get(..3)?))?;
        Some((index, text.get(length..)?))
    })
}

/// Writes a moment in a format. The `zone` is UTC throughout, as in the ecosystem.
pub(crate) fn format(at: DateTime<Utc>, format: &str) -> String {
    match format {
        "%s" => return at.timestamp().to_string(),
        "%ms" => return at.timestamp_millis().to_string(),
        "%epoch_microseconds" => return at.timestamp_micros().to_string(),
        "%s_as_float" => {
            let seconds = at.timestamp_micros() as f64 / 1e6;
            return super::template::python_float(seconds);
        }
        _ => {}
    }
    if !format.contains("%_ms") {
        return strftime(at, format);
    }
    // Milliseconds stand wherever microseconds would.
    let millis = format!("{:03}", at.timestamp_subsec_millis());
    let micros = strftime(at, "%f");
    strftime(at, &format.replace("%_ms", "%f")).replace(&micros, &millis)
}

/// Writes a moment as C's `strftime` does, without the ecosystem's own directives.
pub(crate) fn strftime(at: DateTime<Utc>, format: &str) -> String {
    let mut out = String::with_capacity(format.len() + 12);
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some('-') => {
                let padded = letters.next().map(|d| directive(at, d)).unwrap_or_default();
                let bare = padded.trim_start_matches('0');
                out.push_str(if bare.is_empty() { "0" } else { bare });
            }
            Some(letter) => out.push_str(&directive(at, letter)),
            None => out.push('%'),
        }
    }
    out
}

fn directive(at: DateTime<Utc>, letter: char) -> String {
    let name = |names: &[&str], index: u32| {
        names.get(index as usize).copied().unwrap_or_default().to_owned()
    };
    let short = |long: String| long.chars().take(3).collect::<String>();
    match letter {
        'Y' => format!("{:04}", at.year()),
        'y' => format!("{:02}", at.year().rem_euclid(100)),
        'm' => format!("{:02}", at.month()),
        'd' => format!("{:02}", at.day()),
        'e' => format!("{:2}", at.day()),
        'H' => format!("{:02}", at.hour()),
        'I' => format!("{:02}", at.hour12().1),
        'M' => format!("{:02}", at.minute()),
        'S' => format!("{:02}", at.second()),
        'f' => format!("{:06}", at.timestamp_subsec_micros()),
        'j' => format!("{:03}", at.ordinal()),
        'p' => if at.hour12().0 { "PM" } else { "AM" }.to_owned(),
        'B' => name(&MONTHS, at.month0()),
        'b' | 'h' => short(name(&MONTHS, at.month0())),
        'A' => name(&DAYS, at.weekday().num_days_from_monday()),
        'a' => short(name(&DAYS, at.weekday().num_days_from_monday())),
        'w' => at.weekday().num_days_from_sunday().to_string(),
        'u' => at.weekday().number_from_monday().to_string(),
        'z' => "+0000".to_owned(),
        'Z' => "UTC".to_owned(),
        's' => at.timestamp().to_string(),
        _ => composed(at, letter),
    }
}

// Directives that stand for others, and those that count weeks.
fn composed(at: DateTime<Utc>, letter: char) -> String {
    let days = at.ordinal0() + 7;
    match letter {
        'F' => strftime(at, "%Y-%m-%d"),
        'T' | 'X' => strftime(at, "%H:%M:%S"),
        'D' | 'x' => strftime(at, "%m/%d/%y"),
        'R' => strftime(at, "%H:%M"),
        'r' => strftime(at, "%I:%M:%S %p"),
        'c' => strftime(at, "%a %b %e %H:%M:%S %Y"),
        'P' => strftime(at, "%p").to_lowercase(),
        'k' => format!("{:2}", at.hour()),
        'l' => format!("{:2}", at.hour12().1),
        'C' => format!("{:02}", at.year().div_euclid(100)),
        'G' => format!("{:04}", at.iso_week().year()),
        'g' => format!("{:02}", at.iso_week().year().rem_euclid(100)),
        'V' => format!("{:02}", at.iso_week().week()),
        'U' => format!("{:02}", (days - at.weekday().num_days_from_sunday()) / 7),
        'W' => format!("{:02}", (days - at.weekday().num_days_from_monday()) / 7),
        'n' => "\n".to_owned(),
        't' => "\t".to_owned(),
        '%' => "%".to_owned(),
        other => format!("%{other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notation_reads_what_it_writes() {
        let cases = [
            // (format, text)
            ("%Y-%m-%dT%H:%M:%SZ", "2026-03-04T05:06:07Z"),
            ("%Y-%m-%dT%H:%M:%S.%fZ", "2026-03-04T05:06:07.080900Z"),
            ("%Y-%m-%dT%H:%M:%S.%_msZ", "2026-03-04T05:06:07.089Z"),
            ("%Y-%m-%dT%H:%M:%S%z", "2026-03-04T05:06:07+0000"),
            ("%Y-%m-%d", "2026-03-04"),
            ("%d %b %Y %I:%M %p", "04 Mar 2026 05:06 PM"),
            ("%s", "1772600767"),
            ("%ms", "1772600767089"),
            ("%epoch_microseconds", "1772600767089001"),
            ("%s_as_float", "1772600767.5"),
        ];
        for (notation, text) in cases {
            let at = parse(text, notation).unwrap_or_else(|| panic!("{notation} reads {text}"));
            assert_eq!(format(at, notation), text, "{notation}");
        }
    }

    #[test]
    fn offsets_are_brought_to_utc_and_rubbish_is_refused() {
        let at = |text| parse(text, "%Y-%m-%dT%H:%M:%S%z").map(|at| at.to_rfc3339());
        assert_eq!(at("2026-01-01T00:30:00+01:00"), Some("2025-12-31T23:30:00+00:00".into()));
        assert_eq!(at("2026-01-01T00:30:00Z"), Some("2026-01-01T00:30:00+00:00".into()));
        assert_eq!(at("2026-13-01T00:30:00Z"), None);
        assert_eq!(at("2026-01-01T00:30:00Z and more"), None);
        assert_eq!(parse("1e9", "%s"), None);
        assert!(parse_iso("2026-01-01 10:00:00.123456789+02:00").is_some());
        assert!(parse_iso("yesterday").is_none());
    }

    #[test]
    fn a_month_is_as_long_as_the_month() {
        let at = parse_iso("2026-01-31").expect("a day");
        let moved = |span| Span::parse(span).map(|s| format(s.after(at), "%Y-%m-%dT%H:%M:%S"));
        assert_eq!(moved("P1M").as_deref(), Some("2026-02-28T00:00:00"));
        assert_eq!(moved("P1DT12H").as_deref(), Some("2026-02-01T12:00:00"));
        assert_eq!(moved("PT0.5S").as_deref(), Some("2026-01-31T00:00:00"));
        for wrong in ["", "P", "1D", "P1X", "PT", "P1"] {
            assert_eq!(moved(wrong), None, "{wrong}");
        }
    }
}
