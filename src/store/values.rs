//! `{values}`: many rows in one statement. SQLite takes them row by row; PostgreSQL one array for
//! each column. That costs it less than thousands of parameters would, and the text is the same
//! for any number of rows, so that it stays prepared.

use sqlx::error::BoxDynError;
use sqlx::postgres::PgArguments;
use sqlx::{Arguments as _, Encode, Postgres, Type};

use super::sql::{Arg, clean};

/// `VALUES (?, ?), (?, ?)` for two columns and rows. SQLite looks numbered parameters up in a
/// list, which for thousands of them takes longer than all the rest: these have no number.
pub(super) fn marks(columns: usize, rows: usize) -> String {
    let row = format!("({})", vec!["?"; columns].join(", "));
    format!("VALUES {}", vec![row; rows].join(", "))
}

/// Binds rows of so many columns, which come one after another, as arrays; the text for them.
pub(super) fn arrays(
    cells: Vec<Arg<'_>>,
    columns: usize,
    args: &mut PgArguments,
) -> Result<String, BoxDynError> {
    let rows = cells.len() / columns;
    let mut lists: Vec<Vec<Arg<'_>>> =
        std::iter::repeat_with(|| Vec::with_capacity(rows)).take(columns).collect();
    for (at, cell) in cells.into_iter().enumerate() {
        lists[at % columns].push(cell);
    }
    let mut parts = Vec::with_capacity(columns);
    for (number, list) in (1..).zip(lists) {
        parts.push(format!("${number}::{}[]", array(list, args)?));
    }
    Ok(format!("SELECT * FROM unnest({})", parts.join(", ")))
}

/// Binds the cells of one column; their type in PostgreSQL.
fn array(list: Vec<Arg<'_>>, args: &mut PgArguments) -> Result<&'static str, BoxDynError> {
    macro_rules! cells {
        ($kind:ident as $value:ident => $cell:expr) => {
            put(
                list,
                args,
                |arg| if let Arg::$kind($value) = arg { Ok($cell) } else { Err(arg) },
            )
        };
    }
    match list.first() {
        Some(Arg::Text(_)) => cells!(Text as text => text.map(clean)).map(|()| "text"),
        Some(Arg::Int(_)) => cells!(Int as number => number).map(|()| "bigint"),
        Some(Arg::Real(_)) => cells!(Real as number => number).map(|()| "double precision"),
        Some(Arg::Bool(_)) => cells!(Bool as flag => flag).map(|()| "boolean"),
        Some(Arg::Time(_)) => cells!(Time as time => time).map(|()| "timestamptz"),
        Some(Arg::Day(_)) => cells!(Day as day => day).map(|()| "date"),
        Some(Arg::Bytes(_)) => cells!(Bytes as bytes => bytes.into_owned()).map(|()| "bytea"),
        other => Err(format!("{other:?} cannot stand in a row of values").into()),
    }
}

fn put<'a, T: 'a>(
    list: Vec<Arg<'a>>,
    args: &mut PgArguments,
    cell: impl Fn(Arg<'a>) -> Result<T, Arg<'a>>,
) -> Result<(), BoxDynError>
where
    Vec<T>: Encode<'a, Postgres> + Type<Postgres>,
{
    let list: Result<Vec<T>, Arg<'a>> = list.into_iter().map(cell).collect();
    args.add(list.map_err(|arg| format!("{arg:?} stands in a column of another type"))?)
}
