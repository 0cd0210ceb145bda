//! What is said to the database: one text for both, and what is bound to it.
//!
//! A query is written once, with `$1` for what is bound and these tokens:
//!
//! | token | SQLite | PostgreSQL |
//! |---|---|---|
//! | `{in:1}` | `IN (SELECT value FROM json_each($1))` | `= ANY($1)` |
//! | `{in:1}` of one | `= $1` | `= $1`, for which a plan once made is good for all |
//! | `{each:1}` | the bound list as rows `e.value` | the same |
//! | `{day_begins:week:c}`, `{time_begins:week:c}` | the first day of the week, month … that `c` is in, as text | the same |
//! | `{byte:3:c}` | the number of the byte at place 3 of `c`, from 0 | the same |
//! | `{values}` | `VALUES (?, ?), …` | `SELECT * FROM unnest($1::text[], $2::bigint[])` |
//! | `{skip_locked}` | nothing: there is one writer | `FOR UPDATE SKIP LOCKED` |
//! | `{int}` … | types of columns, see [`Dialect::token`] | |

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sqlx::error::BoxDynError;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, AssertSqlSafe, Database, Decode, Postgres, Sqlite, Type};

use super::db::{Result, StoreError};
use super::values::{arrays, marks};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Lite,
    Pg,
}

impl Dialect {
    /// What a token stands for: the whole difference in SQL between the two. Lists with these numbers
    /// hold one thing.
    fn token(self, token: &str, alone: &[usize]) -> Cow<'static, str> {
        let (lite, pg) = match token {
            "int" => ("INTEGER", "BIGINT"),
            "real" => ("REAL", "DOUBLE PRECISION"),
            "bool" => ("INTEGER", "BOOLEAN"),
            "bytes" => ("BLOB", "BYTEA"),
            "ts" => ("TEXT", "TIMESTAMPTZ"),
            "day" => ("TEXT", "DATE"),
            "serial" => (
                "INTEGER PRIMARY KEY AUTOINCREMENT",
                "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
            ),
            // Text compared byte by byte, whatever the database's language.
            "bin" => ("", "COLLATE \"C\""),
            // For a join with text that is compared in another way: or its index is of no use.
            "plain" => ("", "COLLATE \"default\""),
            // Which place a part of a text has in it, from 1; 0 when it is not in it.
            "find" => ("instr", "strpos"),
            // The words of a list, each as `value`; with `{json}` behind the column.
            "words" => ("json_each", "json_array_elements_text"),
            "json" => ("", "::json"),
            // A line of a script that SQLite has no need of.
            "on_pg" => ("-- ", ""),
            // A line of a script that PostgreSQL says in another way.
            "on_lite" => ("", "-- "),
            "strict" => (" STRICT", ""),
            "skip_locked" => ("", "FOR UPDATE SKIP LOCKED"),
            _ => return self.list(token, alone),
        };
        Cow::Borrowed(if self == Self::Lite { lite } else { pg })
    }

    /// `{in:N}`: is one of the bound list. Anything else is not ours and stays as it is.
    fn list(self, token: &str, alone: &[usize]) -> Cow<'static, str> {
        let begins = token.strip_prefix("day_begins:").map(|rest| ("::timestamp", rest));
        let begins = begins.or_else(|| {
            token.strip_prefix("time_begins:").map(|rest| (" AT TIME ZONE 'UTC'", rest))
        });
        if let Some((as_moment, (interval, column))) =
            begins.and_then(|(moment, rest)| Some((moment, rest.split_once(':')?)))
        {
            return match self {
                Self::Lite => lite_begins(interval, column),
                Self::Pg => format!(
                    "to_char(date_trunc('{interval}', {column}{as_moment}), 'YYYY-MM-DD')"
                ),
            }
            .into();
        }
        if let Some((at, column)) =
            token.strip_prefix("byte:").and_then(|of| of.split_once(':'))
        {
            return match self {
                Self::Lite => lite_byte(at, column),
                Self::Pg => format!("get_byte({column}, {at})"),
            }
            .into();
        }
        match (token.strip_prefix("each:"), self) {
            (Some(n), Self::Lite) => return format!("json_each(${n}) e").into(),
            (Some(n), Self::Pg) => return format!("unnest(${n}::text[]) AS e(value)").into(),
            (None, _) => {}
        }
        match (token.strip_prefix("in:"), self) {
            (Some(n), _) if n.parse().is_ok_and(|n| alone.contains(&n)) => {
                format!("= ${n}").into()
            }
            (Some(n), Self::Lite) => format!("IN (SELECT value FROM json_each(${n}))").into(),
            (Some(n), Self::Pg) => format!("= ANY(${n})").into(),
            (None, _) => format!("{{{token}}}").into(),
        }
    }

    /// Replaces the tokens of a text; `values` stands for `{values}`, and of the lists bound these hold
    /// one thing only.
    pub(super) fn render(self, text: &str, values: &str, alone: &[usize]) -> String {
        let mut out = String::with_capacity(text.len() + values.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((token, after)) = after.split_once('}') else {
                out.push('{');
                rest = after;
                continue;
            };
            match token {
                "values" => out.push_str(values),
                token => out.push_str(&self.token(token, alone)),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// SQLite knows a byte by its hexadecimal digits only.
fn lite_byte(at: &str, column: &str) -> String {
    let digit = |digit: u8| {
        format!(
            "(instr('0123456789ABCDEF', substr(hex(substr({column}, {at} + 1, 1)), {digit}, 1)) - 1)"
        )
    };
    format!("({} * 16 + {})", digit(1), digit(2))
}

/// The first day of an interval, of a day or of a moment in UTC, which begins with its day.
fn lite_begins(interval: &str, column: &str) -> String {
    match interval {
        "week" => format!("date(substr({column}, 1, 10), 'weekday 0', '-6 days')"),
        "month" => format!("substr({column}, 1, 7) || '-01'"),
        "quarter" => format!(
            "date(substr({column}, 1, 7) || '-01', \
             '-' || ((substr({column}, 6, 2) - 1) % 3) || ' months')"
        ),
        "year" => format!("substr({column}, 1, 4) || '-01-01'"),
        _ => format!("substr({column}, 1, 10)"),
    }
}

/// A moment as both databases keep it: microseconds, and on SQLite a text of fixed width that
/// sorts as the moments do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ts(pub(super) DateTime<Utc>);

impl Ts {
    fn text(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::Micros, true)
    }
}

impl Type<Sqlite> for Ts {
    fn type_info() -> <Sqlite as Database>::TypeInfo {
        <String as Type<Sqlite>>::type_info()
    }
}

impl<'r> Decode<'r, Sqlite> for Ts {
    fn decode(
        value: <Sqlite as Database>::ValueRef<'r>,
    ) -> std::result::Result<Self, BoxDynError> {
        let text = <&str as Decode<Sqlite>>::decode(value)?;
        Ok(Self(DateTime::parse_from_rfc3339(text)?.to_utc()))
    }
}

impl Type<Postgres> for Ts {
    fn type_info() -> <Postgres as Database>::TypeInfo {
        <DateTime<Utc> as Type<Postgres>>::type_info()
    }
}

impl<'r> Decode<'r, Postgres> for Ts {
    fn decode(
        value: <Postgres as Database>::ValueRef<'r>,
    ) -> std::result::Result<Self, BoxDynError> {
        Ok(Self(<DateTime<Utc> as Decode<Postgres>>::decode(value)?))
    }
}

/// Something bound to a statement. `None` keeps its type: PostgreSQL asks for it.
#[derive(Debug, Clone)]
pub(super) enum Arg<'a> {
    Text(Option<Cow<'a, str>>),
    Int(Option<i64>),
    Real(Option<f64>),
    Bool(Option<bool>),
    Time(Option<DateTime<Utc>>),
    Day(Option<NaiveDate>),
    Bytes(Cow<'a, [u8]>),
    /// For `{in:N}`.
    Texts(Vec<&'a str>),
    /// For `{in:N}`.
    Ints(Vec<i64>),
}

/// PostgreSQL cannot keep U+0000 in a text, so neither database does: it becomes U+FFFD.
pub(super) fn clean(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { text }
}

macro_rules! args {
    ($($rust:ty => |$value:ident| $arg:expr),+ $(,)?) => {$(
        impl<'a> From<$rust> for Arg<'a> {
            fn from($value: $rust) -> Self { $arg }
        }
    )+};
}

args! {
    &'a str => |text| Arg::Text(Some(Cow::Borrowed(text))),
    &'a String => |text| Arg::Text(Some(Cow::Borrowed(text))),
    String => |text| Arg::Text(Some(Cow::Owned(text))),
    Option<&'a str> => |text| Arg::Text(text.map(Cow::Borrowed)),
    &'a Option<String> => |text| Arg::Text(text.as_deref().map(Cow::Borrowed)),
    Option<String> => |text| Arg::Text(text.map(Cow::Owned)),
    i64 => |number| Arg::Int(Some(number)),
    Option<i64> => |number| Arg::Int(number),
    f64 => |number| Arg::Real(Some(number)),
    Option<f64> => |number| Arg::Real(number),
    bool => |flag| Arg::Bool(Some(flag)),
    DateTime<Utc> => |time| Arg::Time(Some(time)),
    Option<DateTime<Utc>> => |time| Arg::Time(time),
    NaiveDate => |day| Arg::Day(Some(day)),
    Option<NaiveDate> => |day| Arg::Day(day),
    &'a [u8] => |bytes| Arg::Bytes(Cow::Borrowed(bytes)),
    Vec<&'a str> => |texts| Arg::Texts(texts),
    Vec<i64> => |numbers| Arg::Ints(numbers),
}

impl Arg<'_> {
    fn lite(self, args: &mut SqliteArguments) -> std::result::Result<(), BoxDynError> {
        match self {
            Self::Text(text) => args.add(text.map(|text| clean(text).into_owned())),
            Self::Int(number) => args.add(number),
            Self::Real(number) => args.add(number),
            Self::Bool(flag) => args.add(flag),
            Self::Time(time) => args.add(time.map(|time| Ts(time).text())),
            Self::Day(day) => args.add(day),
            Self::Bytes(bytes) => args.add(bytes.into_owned()),
            Self::Texts(texts) => {
                let texts: Vec<_> = texts.into_iter().map(|t| clean(t.into())).collect();
                args.add(serde_json::to_string(&texts)?)
            }
            Self::Ints(numbers) => args.add(serde_json::to_string(&numbers)?),
        }
    }

    fn pg(self, args: &mut PgArguments) -> std::result::Result<(), BoxDynError> {
        match self {
            Self::Text(text) => args.add(text.map(clean)),
            Self::Int(number) => args.add(number),
            Self::Real(number) => args.add(number),
            Self::Bool(flag) => args.add(flag),
            Self::Time(time) => args.add(time),
            Self::Day(day) => args.add(day),
            Self::Bytes(bytes) => args.add(bytes.as_ref()),
            Self::Texts(texts) => {
                let texts: Vec<_> =
                    texts.into_iter().map(|t| clean(t.into()).into_owned()).collect();
                args.add(texts)
            }
            Self::Ints(numbers) => args.add(numbers),
        }
    }
}

/// A statement with what is bound to it.
#[derive(Debug)]
pub(super) struct Query<'a> {
    doing: &'static str,
    text: Cow<'a, str>,
    args: Vec<Arg<'a>>,
    /// Columns and rows of `{values}`; then nothing else is bound.
    values: Option<(usize, usize)>,
    once: bool,
}

/// A statement; `doing` completes "the database failed while it should …".
pub(super) fn query<'a>(doing: &'static str, text: impl Into<Cow<'a, str>>) -> Query<'a> {
    Query { doing, text: text.into(), args: Vec::new(), values: None, once: false }
}

impl<'a> Query<'a> {
    pub(super) fn bind(mut self, arg: impl Into<Arg<'a>>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// Binds one more, for callers that do not know how many there will be; says its number.
    pub(super) fn push(&mut self, arg: impl Into<Arg<'a>>) -> usize {
        self.args.push(arg.into());
        self.args.len()
    }

    pub(super) fn text(&mut self, text: &str) {
        self.text.to_mut().push_str(text);
    }

    /// How many are bound.
    pub(super) fn bound(&self) -> usize {
        self.args.len()
    }

    /// Whether it surely writes nothing.
    pub(super) fn only_reads(&self) -> bool {
        self.text.trim_start().starts_with("SELECT")
    }

    /// What it is to do, for errors.
    pub(super) fn doing(&self) -> &'static str {
        self.doing
    }

    /// Makes room for `{values}` of so many columns and rows; `once` keeps SQLite's text, which
    /// depends on them, out of the cache.
    pub(super) fn with_values(mut self, columns: usize, rows: usize, once: bool) -> Self {
        self.args.reserve(columns * rows);
        self.values = Some((columns, rows));
        self.once = once;
        self
    }

    /// Binds what a list of one holds instead of the list, where the text asks for nothing else of it; the
    /// numbers of such.
    fn unlist(&mut self) -> Vec<usize> {
        let mut alone = Vec::new();
        for (number, arg) in (1..).zip(&mut self.args) {
            let one = match arg {
                Arg::Texts(texts) if texts.len() == 1 => Arg::from(texts[0]),
                Arg::Ints(numbers) if numbers.len() == 1 => Arg::from(numbers[0]),
                _ => continue,
            };
            if !self.text.contains(&format!("{{each:{number}}}")) {
                *arg = one;
                alone.push(number);
            }
        }
        alone
    }

    pub(super) fn lite(
        mut self,
    ) -> Result<sqlx::query::Query<'static, Sqlite, SqliteArguments>> {
        let alone = self.unlist();
        let values = self.values.map(|(columns, rows)| marks(columns, rows));
        let values = values.as_deref().unwrap_or_default();
        let text = Dialect::Lite.render(&self.text, values, &alone);
        let mut args = SqliteArguments::default();
        args.reserve(self.args.len(), 0);
        for arg in self.args {
            arg.lite(&mut args)
                .map_err(|e| StoreError::failed(self.doing, sqlx::Error::Encode(e)))?;
        }
        Ok(sqlx::query_with(AssertSqlSafe(text), args).persistent(!self.once))
    }

    pub(super) fn pg(mut self) -> Result<sqlx::query::Query<'static, Postgres, PgArguments>> {
        let alone = self.unlist();
        let mut args = PgArguments::default();
        let bound = if let Some((columns, _)) = self.values {
            arrays(self.args, columns, &mut args)
        } else {
            let mut rest = self.args.into_iter();
            rest.try_for_each(|arg| arg.pg(&mut args)).map(|()| String::new())
        };
        let values =
            bound.map_err(|e| StoreError::failed(self.doing, sqlx::Error::Encode(e)))?;
        let text = Dialect::Pg.render(&self.text, &values, &alone);
        Ok(sqlx::query_with(AssertSqlSafe(text), args))
    }
}
