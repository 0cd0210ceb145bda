//! What a filter, an order and a place in it say in SQL, the same for both databases.
//!
//! No text from outside stands in a statement: values are bound, and columns come from the
//! declaration of the kinds.

use super::db::{Arg, Query, Result, StoreError};
use super::listing::{Column, Compare, Filter, Place, Sorting, Test};
use crate::model::{EntityKind, Field, Kind, Value};

/// Whether a field is kept for the kind's lists: golden contacts have neither a reference to a record
/// nor one moment of change.
pub(super) fn shown(kind: EntityKind, field: &Field) -> bool {
    kind != EntityKind::Contact || !matches!(field.name, "reports_to" | "changed_at")
}

/// Writes a condition that is true or false, and never unknown: so it can be turned round.
pub(super) fn write<'a>(
    statement: &mut Query<'a>,
    kind: EntityKind,
    filter: &'a Filter,
) -> Result<()> {
    match filter {
        Filter::All(parts) => joined(statement, kind, parts, (" AND ", "TRUE")),
        Filter::Any(parts) => joined(statement, kind, parts, (" OR ", "FALSE")),
        Filter::Not(part) => {
            statement.text("NOT ");
            write(statement, kind, part)
        }
        Filter::Accounts(ids) => {
            let column = known(kind, Column::Account)?;
            let ids = statement.push(ids.iter().map(String::as_str).collect::<Vec<_>>());
            // Whose id was retired is asked for by the account that took its records.
            statement.text(&format!(
                "({column} IS NOT NULL AND {column} IN (SELECT COALESCE(a.retired_into, a.id) \
                 FROM account a WHERE a.id {{in:{ids}}}))"
            ));
            Ok(())
        }
        Filter::Of(column, test) => tested(statement, kind, *column, test),
    }
}

fn joined<'a>(
    statement: &mut Query<'a>,
    kind: EntityKind,
    parts: &'a [Filter],
    (word, none): (&str, &str),
) -> Result<()> {
    let [first, rest @ ..] = parts else {
        statement.text(none);
        return Ok(());
    };
    statement.text("(");
    write(statement, kind, first)?;
    for part in rest {
        statement.text(word);
        write(statement, kind, part)?;
    }
    statement.text(")");
    Ok(())
}

fn tested<'a>(
    statement: &mut Query<'a>,
    kind: EntityKind,
    column: Column,
    test: &'a Test,
) -> Result<()> {
    let name = known(kind, column)?;
    let condition = match test {
        Test::Unknown(true) => format!("{name} IS NULL"),
        Test::Unknown(false) => format!("{name} IS NOT NULL"),
        Test::Compare(compare, value) => {
            fits(column, value)?;
            let value = statement.push(argument(value));
            // The same text is the same in any order, and its index is of use only in its own.
            let same = matches!(compare, Compare::Eq | Compare::Ne);
            let ordered = if same { name.clone() } else { in_order(&name, column) };
            format!("{ordered} {} ${value}", sign(*compare))
        }
        Test::In(values) => one_of(statement, (&name, column), values)?,
        Test::Contains(part) if is_list(column) => {
            let word = statement.push(part);
            format!(
                "EXISTS (SELECT 1 FROM {{words}}({name}{{json}}) w WHERE w.value = ${word})"
            )
        }
        Test::Contains(part) => {
            text_only(column)?;
            let part = statement.push(part);
            format!("{{find}}({name}, ${part}) > 0")
        }
        Test::StartsWith(start) => {
            text_only(column)?;
            let start = statement.push(start);
            format!("substr({name}, 1, length(${start})) = ${start}")
        }
        Test::Currency(codes) => {
            let currency = currency(column)?;
            let codes = statement.push(codes.iter().map(String::as_str).collect::<Vec<_>>());
            format!("{currency} {{in:{codes}}}")
        }
    };
    match test {
        Test::Unknown(_) => statement.text(&condition),
        _ => statement.text(&format!("({name} IS NOT NULL AND {condition})")),
    }
    Ok(())
}

fn one_of<'a>(
    statement: &mut Query<'a>,
    (name, column): (&str, Column),
    values: &'a [Value],
) -> Result<String> {
    values.iter().try_for_each(|value| fits(column, value))?;
    if is_text(column) {
        let words = values.iter().filter_map(|value| match value {
            Value::Text(word) => Some(word.as_str()),
            _ => None,
        });
        let words = statement.push(words.collect::<Vec<_>>());
        return Ok(format!("{name} {{in:{words}}}"));
    }
    if values.is_empty() {
        return Ok("FALSE".to_owned());
    }
    let marks: Vec<String> =
        values.iter().map(|value| format!("${}", statement.push(argument(value)))).collect();
    Ok(format!("{name} IN ({})", marks.join(", ")))
}

/// Writes that a row lies behind a place, or before it. What is not known lies behind all the rest.
pub(super) fn start<'a>(
    statement: &mut Query<'a>,
    kind: EntityKind,
    sorting: Sorting,
    place: &'a Place,
    behind: bool,
) -> Result<()> {
    let (name, id) = (known(kind, sorting.column)?, in_order("t.id", Column::Id));
    let at = statement.push(&place.id);
    let further = |forward: bool| if forward { ">" } else { "<" };
    let tie = format!("{id} {} ${at}", further(behind));
    if sorting.column == Column::Id {
        let sign = further(behind != sorting.descending);
        statement.text(&format!("{id} {sign} ${at}"));
        return Ok(());
    }
    let Some(value) = &place.value else {
        let among = if behind { "IS NULL AND" } else { "IS NOT NULL OR" };
        statement.text(&format!("({name} {among} {tie})"));
        return Ok(());
    };
    fits(sorting.column, value)?;
    let value = statement.push(argument(value));
    let ordered = in_order(&name, sorting.column);
    let sign = further(behind != sorting.descending);
    let unknown = if behind { format!(" OR {name} IS NULL") } else { String::new() };
    statement.text(&format!(
        "({ordered} {sign} ${value} OR ({name} = ${value} AND {tie}){unknown})"
    ));
    Ok(())
}

/// What a list is ordered by.
pub(super) fn direction(kind: EntityKind, sorting: Sorting, backwards: bool) -> Result<String> {
    if !sorting.column.orders() {
        return Err(wrong("a list of words cannot be ordered by"));
    }
    let id = in_order("t.id", Column::Id);
    let word = |descending: bool| if descending { "DESC" } else { "ASC" };
    let first = word(sorting.descending != backwards);
    if sorting.column == Column::Id {
        return Ok(format!("{id} {first}"));
    }
    let column = in_order(&known(kind, sorting.column)?, sorting.column);
    let unknown = if backwards { "FIRST" } else { "LAST" };
    Ok(format!("{column} {first} NULLS {unknown}, {id} {}", word(backwards)))
}

/// The column as it stands in SQL, when the kind has it.
pub(super) fn known(kind: EntityKind, column: Column) -> Result<String> {
    let belongs = kind.belongs();
    let there = match column {
        Column::Id => true,
        Column::Account => belongs.account,
        Column::Contact => belongs.contact && kind != EntityKind::Contact,
        Column::Field(field) => kind.fields().contains(field) && shown(kind, field),
    };
    if !there {
        return Err(wrong(&format!("`{}` has no such column", kind.word())));
    }
    Ok(match column {
        Column::Id => "t.id".to_owned(),
        Column::Account => "t.account_id".to_owned(),
        Column::Contact => "t.contact_id".to_owned(),
        Column::Field(field) => format!("t.\"{}\"", field.name),
    })
}

fn currency(column: Column) -> Result<String> {
    match column {
        Column::Field(field) if field.kind == Kind::Amount => {
            Ok(format!("t.\"{}_currency\"", field.name))
        }
        _ => Err(wrong("only amounts have a currency")),
    }
}

/// As both databases order it: texts byte by byte.
fn in_order(name: &str, column: Column) -> String {
    if is_text(column) { format!("{name} {{bin}}") } else { name.to_owned() }
}

fn is_text(column: Column) -> bool {
    match column {
        Column::Field(field) => {
            matches!(field.kind, Kind::Text | Kind::Choice(_) | Kind::Ref(_))
        }
        Column::Id | Column::Account | Column::Contact => true,
    }
}

fn is_list(column: Column) -> bool {
    matches!(column, Column::Field(field) if field.kind == Kind::List)
}

fn text_only(column: Column) -> Result<()> {
    if is_text(column) { Ok(()) } else { Err(wrong("only texts are searched")) }
}

/// That a value can be compared with the column: PostgreSQL would refuse the statement.
fn fits(column: Column, value: &Value) -> Result<()> {
    let kind = match column {
        Column::Field(field) => field.kind,
        Column::Id | Column::Account | Column::Contact => Kind::Text,
    };
    let fits = matches!(
        (kind, value),
        (Kind::Text | Kind::Choice(_) | Kind::Ref(_), Value::Text(_))
            | (Kind::Int | Kind::Amount, Value::Int(_))
            | (Kind::Number, Value::Number(_))
            | (Kind::Day, Value::Day(_))
            | (Kind::Time, Value::Time(_))
            | (Kind::Flag, Value::Flag(_))
    );
    if fits { Ok(()) } else { Err(wrong("a value of another kind was meant for a column")) }
}

fn argument(value: &Value) -> Arg<'_> {
    match value {
        Value::Text(text) => text.into(),
        Value::Int(number) => (*number).into(),
        Value::Number(number) => (*number).into(),
        Value::Day(day) => (*day).into(),
        Value::Time(time) => (*time).into(),
        Value::Flag(flag) => (*flag).into(),
        Value::Amount(money) => money.units().ok().into(),
        Value::List(_) => Arg::Text(None),
    }
}

fn sign(compare: Compare) -> &'static str {
    match compare {
        Compare::Eq => "=",
        Compare::Ne => "<>",
        Compare::Lt => "<",
        Compare::Lte => "<=",
        Compare::Gt => ">",
        Compare::Gte => ">=",
    }
}

fn wrong(what: &str) -> StoreError {
    StoreError::Contradiction(format!("a list was asked for wrongly: {what}"))
}
