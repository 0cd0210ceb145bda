//! Turns what a source wrote into a value of the unified model, exactly or not at all.

use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::super::Json;
use crate::model::{Currency, Money, Value, country};

/// How a value is read.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Convert {
    /// Trimmed text in one of its forms.
    Text(Form),
    /// One of these words, to the letter.
    Choice(&'static [&'static str]),
    /// A whole number.
    Int,
    /// A finite number.
    Number,
    /// An exact amount; its currency is read apart.
    Money {
        /// The source writes hundredths.
        cents: bool,
    },
    /// A calendar day.
    Day(Moment),
    /// A moment.
    Time(Moment),
    /// Yes or no.
    Flag,
    /// Several words.
    List,
}

/// The forms of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Trimmed.
    Plain,
    /// In lower case.
    Lower,
    /// In upper case.
    Upper,
    /// Telephone number as written, with single spaces.
    Phone,
    /// Host of a web or mail address without `www.`.
    Domain,
    /// ISO 3166-1 alpha-2 code.
    Country,
}

/// How days and times are written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moment {
    /// Tried in order.
    pub(super) formats: Vec<Format>,
    /// The zone of what is written without an offset, and of the day of a moment.
    pub(super) zone: Option<Tz>,
}

/// One way of writing a day or time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Format {
    /// ISO 8601 date and time; for a day also a date alone.
    Iso,
    /// ISO 8601 date alone: for a time, the start of that day in `zone`.
    Date,
    /// Seconds since 1970, with or without a fraction.
    EpochS,
    /// Milliseconds since 1970.
    EpochMs,
    /// A strftime pattern.
    Pattern(String),
}

/// Why a value was refused. Never holds the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl Refusal {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl Convert {
    /// Reads a filled value that is not money.
    pub(super) fn read(&self, json: &Json) -> Result<Value, Refusal> {
        match self {
            Self::Text(form) => text(json, *form).map(Value::Text),
            Self::Choice(words) => choice(json, words).map(Value::Text),
            Self::Int => int(json).map(Value::Int),
            Self::Number => number(json).map(Value::Number),
            Self::Day(moment) => moment.day(json).map(Value::Day),
            Self::Time(moment) => moment.time(json).map(Value::Time),
            Self::Flag => flag(json).map(Value::Flag),
            Self::List => text(json, Form::Plain).map(|word| Value::List(vec![word])),
            Self::Money { .. } => {
                Err(Refusal::new("NO_CURRENCY", "an amount needs a currency"))
            }
        }
    }
}

fn scalar<'a>(json: &'a Json, code: &'static str) -> Result<&'a str, Refusal> {
    json.text().map(str::trim).ok_or_else(|| {
        Refusal::new(code, "a text or number is expected here, not a flag, list or object")
    })
}

fn text(json: &Json, form: Form) -> Result<String, Refusal> {
    if let Json::Bool(flag) = json {
        return Ok(flag.to_string());
    }
    let text = scalar(json, "BAD_TEXT")?;
    match form {
        Form::Plain => Ok(text.to_owned()),
        Form::Lower => Ok(text.to_lowercase()),
        Form::Upper => Ok(text.to_uppercase()),
        Form::Phone => Ok(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        Form::Domain => domain(text).ok_or_else(|| {
            Refusal::new("BAD_DOMAIN", "not an internet domain such as example.com")
        }),
        Form::Country => country::code(text).map(str::to_owned).ok_or_else(|| {
            Refusal::new(
                "UNKNOWN_COUNTRY",
                "not a country's ISO code, English name or usual spelling",
            )
        }),
    }
}

/// The host of `https://www.Example.com:443/path`, `example.com` or `someone@example.com`.
fn domain(written: &str) -> Option<String> {
    let lower = written.to_lowercase();
    let bare = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let host = bare.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?;
    let host = host.split(':').next()?.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    let label = |l: &str| {
        !l.is_empty() && l.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    };
    (host.contains('.') && host.split('.').all(label)).then(|| host.to_owned())
}

fn choice(json: &Json, words: &[&str]) -> Result<String, Refusal> {
    let text = text(json, Form::Plain)?;
    if words.contains(&text.as_str()) {
        return Ok(text);
    }
    Err(Refusal::new("UNKNOWN_WORD", format!("not one of {}; add a `table`", words.join(", "))))
}

fn int(json: &Json) -> Result<i64, Refusal> {
    let text = scalar(json, "BAD_INT")?;
    let whole = |text: &str| {
        let number = decimal(text)?;
        number.is_integer().then(|| number.to_i64()).flatten()
    };
    text.parse()
        .ok()
        .or_else(|| whole(text))
        .ok_or_else(|| Refusal::new("BAD_INT", "not a whole number within 64 bits"))
}

fn number(json: &Json) -> Result<f64, Refusal> {
    let text = scalar(json, "BAD_NUMBER")?;
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    text.parse()
        .ok()
        .filter(|number: &f64| plain && number.is_finite())
        .ok_or_else(|| Refusal::new("BAD_NUMBER", "not a finite number with a decimal point"))
}

fn decimal(text: &str) -> Option<Decimal> {
    if text.contains(['e', 'E']) {
        return Decimal::from_scientific(text).ok();
    }
    // `from_str` would round beyond 28 digits; money must be exact or refused.
    Decimal::from_str_exact(text).ok().filter(|_| Decimal::from_str(text).is_ok())
}

/// Reads an amount in a currency.
pub(super) fn money(json: &Json, currency: &str, cents: bool) -> Result<Money, Refusal> {
    let text = scalar(json, "BAD_MONEY")?;
    let refused = || Refusal::new("BAD_MONEY", "not an amount with a decimal point");
    let mut amount = decimal(text).ok_or_else(refused)?;
    if cents {
        amount = amount.checked_div(Decimal::ONE_HUNDRED).ok_or_else(refused)?;
    }
    let Some(currency) = Currency::parse(currency) else {
        return Err(Refusal::new("BAD_CURRENCY", "not an ISO 4217 code such as EUR"));
    };
    Money::new(amount, currency).map_err(|why| Refusal::new("BAD_MONEY", why.to_string()))
}

fn flag(json: &Json) -> Result<bool, Refusal> {
    if let Json::Bool(flag) = json {
        return Ok(*flag);
    }
    match json.text().map(|text| text.trim().to_lowercase()).as_deref() {
        Some("true" | "yes" | "1") => Ok(true),
        Some("false" | "no" | "0") => Ok(false),
        _ => Err(Refusal::new("BAD_FLAG", "not true or false; add a `table` for other words")),
    }
}

impl Moment {
    fn day(&self, json: &Json) -> Result<NaiveDate, Refusal> {
        let text = scalar(json, "BAD_DATE")?;
        self.formats.iter().find_map(|format| self.day_as(text, format)).ok_or_else(|| {
            Refusal::new("BAD_DATE", format!("not a date written as {}", self.words()))
        })
    }

    fn day_as(&self, text: &str, format: &Format) -> Option<NaiveDate> {
        match format {
            Format::Date => iso_day(text),
            Format::Iso => iso_day(text).or_else(|| Some(self.day_of(&iso(text)?))),
            Format::Pattern(pattern) => match NaiveDate::parse_from_str(text, pattern) {
                Ok(day) => Some(day),
                Err(_) => Some(self.day_of(&custom(text, pattern)?)),
            },
            Format::EpochS | Format::EpochMs => {
                let at = epoch(text, format)?.fixed_offset();
                Some(self.day_of(&Written::Moment(at)))
            }
        }
    }

    /// The day as the source wrote it, unless a zone is stated.
    fn day_of(&self, written: &Written) -> NaiveDate {
        match (written, self.zone) {
            (Written::Moment(at), Some(zone)) => at.with_timezone(&zone).date_naive(),
            (Written::Moment(at), None) => at.date_naive(),
            (Written::Local(local), _) => local.date(),
        }
    }

    fn time(&self, json: &Json) -> Result<DateTime<Utc>, Refusal> {
        let text = scalar(json, "BAD_TIME")?;
        self.formats.iter().find_map(|format| self.time_as(text, format)).ok_or_else(|| {
            Refusal::new("BAD_TIME", format!("not a time written as {}", self.words()))
        })
    }

    fn time_as(&self, text: &str, format: &Format) -> Option<DateTime<Utc>> {
        let written = match format {
            Format::Iso => iso(text)?,
            Format::Date => Written::Local(iso_day(text)?.and_time(NaiveTime::MIN)),
            Format::Pattern(pattern) => custom(text, pattern)?,
            Format::EpochS | Format::EpochMs => return epoch(text, format),
        };
        match written {
            Written::Moment(at) => Some(at.to_utc()),
            Written::Local(local) => {
                let zone = self.zone.unwrap_or(Tz::UTC);
                zone.from_local_datetime(&local).earliest().map(|at| at.to_utc())
            }
        }
    }

    fn words(&self) -> String {
        let words: Vec<&str> = self.formats.iter().map(Format::word).collect();
        words.join(" or ")
    }
}

impl Format {
    /// The word a mapping uses.
    pub(super) fn word(&self) -> &str {
        match self {
            Self::Iso => "iso",
            Self::Date => "date",
            Self::EpochS => "epoch_s",
            Self::EpochMs => "epoch_ms",
            Self::Pattern(pattern) => pattern,
        }
    }
}

enum Written {
    Moment(DateTime<FixedOffset>),
    Local(NaiveDateTime),
}

fn iso_day(text: &str) -> Option<NaiveDate> {
    if text.len() != 10 {
        return None;
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

fn iso(text: &str) -> Option<Written> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(Written::Moment(at));
    }
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|pattern| {
            custom(text, pattern).or_else(|| custom(text, &format!("{pattern}%#z")))
        })
}

fn custom(text: &str, pattern: &str) -> Option<Written> {
    if let Ok(at) = DateTime::parse_from_str(text, pattern) {
        return Some(Written::Moment(at));
    }
    if let Ok(local) = NaiveDateTime::parse_from_str(text, pattern) {
        return Some(Written::Local(local));
    }
    let day = NaiveDate::parse_from_str(text, pattern).ok()?;
    Some(Written::Local(day.and_time(NaiveTime::MIN)))
}

fn epoch(text: &str, format: &Format) -> Option<DateTime<Utc>> {
    let per_unit = if *format == Format::EpochS { 1_000_000 } else { 1_000 };
    let micros = decimal(text)?.checked_mul(Decimal::from(per_unit))?;
    DateTime::from_timestamp_micros(micros.to_i64()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        Json::parse(text).expect("valid")
    }

    fn moment(formats: &[Format], zone: Option<Tz>) -> Moment {
        Moment { formats: formats.to_vec(), zone }
    }

    #[test]
    fn money_is_exact_or_refused() {
        let cases = [
            ("1234.50", false, Ok("1234.5 EUR")),
            ("\" 99 \"", false, Ok("99 EUR")),
            ("0", false, Ok("0 EUR")),
            ("12345", true, Ok("123.45 EUR")),
            ("922337203685477.5807", false, Ok("922337203685477.5807 EUR")),
            ("1e3", false, Ok("1000 EUR")),
            ("922337203685477.5808", false, Err("BAD_MONEY")),
            ("0.00001", false, Err("BAD_MONEY")),
            ("0.12345678901234567890123456789012345", false, Err("BAD_MONEY")),
            ("\"1,234.50\"", false, Err("BAD_MONEY")),
            ("true", false, Err("BAD_MONEY")),
        ];
        for (written, cents, expected) in cases {
            let found = money(&json(written), "eur", cents);
            let found = found.as_ref().map(ToString::to_string).map_err(|r| r.code);
            assert_eq!(found, expected.map(str::to_owned), "{written}");
        }
        let refused = money(&json("1"), "Euro", false).expect_err("no code");
        assert_eq!(refused.code, "BAD_CURRENCY");
    }

    #[test]
    fn times_are_read_in_their_own_zone() {
        use Format::{Date, EpochMs, EpochS, Iso, Pattern};
        let berlin = Some(Tz::Europe__Berlin);
        let pattern = Pattern("%d.%m.%Y %H:%M".into());
        let cases = [
            ("\"2026-03-01T23:30:00-05:00\"", Iso, None, Some("2026-03-02 04:30:00 UTC")),
            ("\"2026-03-01T23:30:00.25+0100\"", Iso, None, Some("2026-03-01 22:30:00.250 UTC")),
            ("\"2026-07-01 12:00:00\"", Iso, berlin, Some("2026-07-01 10:00:00 UTC")),
            ("\"2026-03-29T02:30:00\"", Iso, berlin, None),
            ("\"2026-03-01\"", Iso, None, None),
            ("\"2026-03-01\"", Date, berlin, Some("2026-02-28 23:00:00 UTC")),
            ("1767225600", EpochS, None, Some("2026-01-01 00:00:00 UTC")),
            ("1767225600.5", EpochS, None, Some("2026-01-01 00:00:00.500 UTC")),
            ("\"1767225600000\"", EpochMs, None, Some("2026-01-01 00:00:00 UTC")),
            ("\"01.02.2026 08:15\"", pattern, berlin, Some("2026-02-01 07:15:00 UTC")),
            ("\"yesterday\"", Iso, None, None),
        ];
        for (written, format, zone, expected) in cases {
            let found =
                moment(&[format], zone).time(&json(written)).ok().map(|t| t.to_string());
            assert_eq!(found.as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn a_day_is_the_day_as_written_unless_a_zone_is_stated() {
        let late = json("\"2026-03-01T23:30:00Z\"");
        let day = |zone| moment(&[Format::Iso], zone).day(&late).ok().map(|d| d.to_string());
        assert_eq!(day(None).as_deref(), Some("2026-03-01"));
        assert_eq!(day(Some(Tz::Europe__Berlin)).as_deref(), Some("2026-03-02"));
        let both = moment(&[Format::Iso, Format::EpochMs], None);
        assert!(both.day(&json("\"1767225600000\"")).is_ok());
        assert_eq!(both.day(&json("\"2026-02-30\"")).map_err(|r| r.code), Err("BAD_DATE"));
    }

    #[test]
    fn words_and_numbers_are_read_or_refused() {
        let cases = [
            (
                Convert::Text(Form::Domain),
                "\"https://www.Kestrel.example:8443/a?b\"",
                Ok("kestrel.example"),
            ),
            (Convert::Text(Form::Domain), "\"kestrel\"", Err("BAD_DOMAIN")),
            (Convert::Text(Form::Domain), "\"n/a\"", Err("BAD_DOMAIN")),
            (Convert::Text(Form::Country), "\"Deutschland\"", Ok("DE")),
            (Convert::Text(Form::Country), "\"Atlantis\"", Err("UNKNOWN_COUNTRY")),
            (Convert::Text(Form::Phone), "\" +49  30 1 \"", Ok("+49 30 1")),
            (Convert::Text(Form::Plain), "9007199254740993", Ok("9007199254740993")),
            (Convert::Text(Form::Plain), "[1]", Err("BAD_TEXT")),
            (Convert::Int, "\"12.0\"", Ok("12")),
            (Convert::Int, "12.5", Err("BAD_INT")),
            (Convert::Number, "1e400", Err("BAD_NUMBER")),
            (Convert::Number, "\"NaN\"", Err("BAD_NUMBER")),
            (Convert::Number, "\"0.25\"", Ok("0.25")),
            (Convert::Flag, "\"Yes\"", Ok("true")),
            (Convert::Flag, "\"perhaps\"", Err("BAD_FLAG")),
            (Convert::Choice(&["P1", "P2"]), "\"p1\"", Err("UNKNOWN_WORD")),
        ];
        for (convert, written, expected) in cases {
            let found = convert.read(&json(written)).map(|value| match value {
                Value::Text(text) => text,
                Value::Int(int) => int.to_string(),
                Value::Number(number) => number.to_string(),
                Value::Flag(flag) => flag.to_string(),
                other => format!("{other:?}"),
            });
            assert_eq!(found.map_err(|r| r.code), expected.map(str::to_owned), "{written}");
        }
    }
}
