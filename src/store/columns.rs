//! How an entity's fields lie in columns: one each, an amount two (`amount`, `amount_currency`).

use std::collections::BTreeSet;

use super::db::{Arg, Query, Result, Row, StoreError};
use super::listing::RECORD;
use crate::model::{Entity, EntityKind, Field, Kind, Money, Origin, RecordRef, Value};

/// The table of a kind: its word, where that is no reserved word and no golden table's name.
pub(super) fn table(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Account => "account_record",
        EntityKind::Contact => "contact_record",
        EntityKind::Order => "sales_order",
        EntityKind::Return => "sales_return",
        other => other.word(),
    }
}

/// Whether the kind's rows are made in the phase `PARTIES`; the others are facts.
pub(super) fn is_party(kind: EntityKind) -> bool {
    use EntityKind::{Account, Contact, ExchangeRate, Product, TeamMember};
    matches!(kind, Account | Contact | TeamMember | Product | ExchangeRate)
}

/// The kinds of facts that belong to an account.
pub(super) fn fact_kinds() -> impl Iterator<Item = EntityKind> {
    EntityKind::ALL.iter().copied().filter(|kind| !is_party(*kind) && kind.belongs().account)
}

/// The field of this name.
pub(super) fn field(kind: EntityKind, name: &str) -> Result<&'static Field> {
    kind.fields().iter().find(|field| field.name == name).ok_or_else(|| {
        StoreError::Contradiction(format!("`{}` has no field `{name}`", kind.word()))
    })
}

/// The columns of a field, as they stand in SQL.
pub(super) fn columns_of(field: &Field) -> Vec<String> {
    let name = field.name;
    match field.kind {
        Kind::Amount => vec![format!("\"{name}\""), format!("\"{name}_currency\"")],
        _ => vec![format!("\"{name}\"")],
    }
}

/// The fields of a kind that a statement reads; the others come back empty.
#[derive(Debug)]
pub(super) struct Picked {
    pub(super) kind: EntityKind,
    /// Where the row came from too.
    pub(super) record: bool,
    /// With their places among all fields of the kind.
    fields: Vec<(usize, &'static Field)>,
}

impl Picked {
    /// Those with these names; all when `None`.
    pub(super) fn of(kind: EntityKind, wanted: Option<&BTreeSet<&str>>) -> Self {
        let all = kind.fields().iter().enumerate();
        let is_wanted = |field: &Field| wanted.is_none_or(|wanted| wanted.contains(field.name));
        let fields = all.filter(|(_, field)| is_wanted(field)).collect();
        Self { kind, record: wanted.is_none_or(|wanted| wanted.contains(RECORD)), fields }
    }

    /// The place among all fields of one that is read.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.fields.iter().find(|(_, field)| field.name == name).map(|(place, _)| *place)
    }

    /// Puts another value in a field's place, when it is one that is read.
    pub(super) fn put(&self, values: &mut [Option<Value>], name: &str, value: Option<Value>) {
        if let Some(place) = self.place(name) {
            values[place] = value;
        }
    }

    /// Their columns, each behind a comma, `t` being the table.
    pub(super) fn columns(&self) -> String {
        let columns = self.fields.iter().flat_map(|(_, field)| columns_of(field));
        columns.flat_map(|column| [", t.".to_owned(), column]).collect()
    }

    /// Reads [`Picked::columns`] that begin at `from`: a value for each field of the kind.
    pub(super) fn read(&self, row: &Row, from: usize) -> Result<Vec<Option<Value>>> {
        let mut column = from;
        let mut values = vec![None; self.kind.fields().len()];
        for (place, field) in &self.fields {
            values[*place] = read_value(field, row, column)?;
            column += width(field);
        }
        Ok(values)
    }
}

/// How many columns a field has.
fn width(field: &Field) -> usize {
    if field.kind == Kind::Amount { 2 } else { 1 }
}

/// Every field's columns, in order.
pub(super) fn all_columns(kind: EntityKind) -> Vec<String> {
    kind.fields().iter().flat_map(columns_of).collect()
}

/// The columns of a golden row, `t` being its table.
pub(super) fn golden_columns(kind: EntityKind) -> String {
    let fields = all_columns(kind).into_iter().map(|column| format!(", t.{column}"));
    format!("t.id{}", fields.collect::<String>())
}

/// The columns of an entity's row as [`read`] takes them, `t` being its table.
pub(super) fn entity_columns(kind: EntityKind) -> String {
    let belongs = kind.belongs();
    let account = belongs.account || kind == EntityKind::Account;
    let contact = belongs.contact || kind == EntityKind::Contact;
    let account = if account { "t.account_id" } else { "NULL" };
    let contact = if contact { "t.contact_id" } else { "NULL" };
    let fields = all_columns(kind).into_iter().map(|column| format!(", t.{column}"));
    format!(
        "t.id, t.source, t.stream, t.record_key, t.url, {account}, {contact}{}",
        fields.collect::<String>()
    )
}

/// Reads [`entity_columns`] that begin at `from`.
pub(super) fn read<E: Entity>(row: &Row, from: usize) -> Result<E> {
    let origin = Origin {
        id: row.text(from)?,
        record: RecordRef {
            source: row.text(from + 1)?.into(),
            stream: row.text(from + 2)?,
            key: row.text(from + 3)?,
        },
        url: row.opt(from + 4)?,
        account: row.opt::<String>(from + 5)?.map(Into::into),
        contact: row.opt::<String>(from + 6)?.map(Into::into),
    };
    Ok(E::read(origin, read_fields(E::KIND, row, from + 7)?))
}

/// Reads [`golden_columns`] that begin at `from`; `origin` makes the origin of the id.
pub(super) fn read_golden<E: Entity>(
    row: &Row,
    from: usize,
    origin: impl Fn(String) -> Origin,
) -> Result<E> {
    let id = row.text(from)?;
    Ok(E::read(origin(id), read_fields(E::KIND, row, from + 1)?))
}

/// Reads the fields' columns that begin at `from`.
fn read_fields(kind: EntityKind, row: &Row, from: usize) -> Result<Vec<Option<Value>>> {
    let mut column = from;
    let mut values = Vec::with_capacity(kind.fields().len());
    for field in kind.fields() {
        values.push(read_value(field, row, column)?);
        column += width(field);
    }
    Ok(values)
}

fn read_value(field: &Field, row: &Row, column: usize) -> Result<Option<Value>> {
    Ok(match field.kind {
        Kind::Text | Kind::Choice(_) | Kind::Ref(_) => row.opt(column)?.map(Value::Text),
        Kind::Int => row.opt(column)?.map(Value::Int),
        Kind::Number => row.opt(column)?.map(Value::Number),
        Kind::Amount => row.money(column)?.map(Value::Amount),
        Kind::Day => row.opt(column)?.map(Value::Day),
        Kind::Time => row.opt_time(column)?.map(Value::Time),
        Kind::Flag => row.opt(column)?.map(Value::Flag),
        Kind::List => match row.opt::<String>(column)? {
            Some(text) => Some(list(field, &text)?),
            None => None,
        },
    })
}

fn list(field: &Field, text: &str) -> Result<Value> {
    serde_json::from_str(text).map(Value::List).map_err(|_| {
        StoreError::Contradiction(format!("the list `{}` is not a list of texts", field.name))
    })
}

/// That a value may stand in a field: [`bind`] counts on it.
pub(super) fn check(kind: EntityKind, name: &str, value: Option<&Value>) -> Result<()> {
    let field = field(kind, name)?;
    let fits = match (field.kind, value) {
        (_, None)
        | (Kind::Text | Kind::Choice(_) | Kind::Ref(_), Some(Value::Text(_)))
        | (Kind::Int, Some(Value::Int(_)))
        | (Kind::Number, Some(Value::Number(_)))
        | (Kind::Day, Some(Value::Day(_)))
        | (Kind::Time, Some(Value::Time(_)))
        | (Kind::Flag, Some(Value::Flag(_)))
        | (Kind::List, Some(Value::List(_))) => true,
        (Kind::Amount, Some(Value::Amount(money))) => money.units().is_ok(),
        _ => false,
    };
    if fits {
        return Ok(());
    }
    let word = kind.word();
    Err(StoreError::Contradiction(format!(
        "a value of another kind, or an amount that does not fit, was meant for `{word}.{name}`"
    )))
}

/// Binds a checked value to the field's columns. A reference becomes the origin id of what it
/// names: `source:key`.
pub(super) fn bind<'a>(
    statement: Query<'a>,
    field: &Field,
    value: Option<&'a Value>,
    source: &str,
) -> Query<'a> {
    match (field.kind, value) {
        (Kind::Amount, value) => {
            let money = match value {
                Some(Value::Amount(money)) => Some(money),
                _ => None,
            };
            let units = money.and_then(|money: &Money| money.units().ok());
            statement.bind(units).bind(money.map(|money| money.currency.code()))
        }
        (Kind::Ref(_), Some(Value::Text(key))) => statement.bind(origin_id(source, key)),
        (kind, value) => statement.bind(argument(kind, value)),
    }
}

/// `source:key`, unless it is one already.
pub(super) fn origin_id(source: &str, key: &str) -> String {
    let known = key.strip_prefix(source).is_some_and(|rest| rest.starts_with(':'));
    if known || source.is_empty() { key.to_owned() } else { format!("{source}:{key}") }
}

fn argument(kind: Kind, value: Option<&Value>) -> Arg<'_> {
    match (kind, value) {
        (_, Some(Value::Text(text))) => text.into(),
        (_, Some(Value::Int(number))) => (*number).into(),
        (_, Some(Value::Number(number))) => (*number).into(),
        (_, Some(Value::Day(day))) => (*day).into(),
        (_, Some(Value::Time(time))) => (*time).into(),
        (_, Some(Value::Flag(flag))) => (*flag).into(),
        (_, Some(Value::List(list))) => {
            serde_json::to_string(list).expect("a list of texts is always JSON").into()
        }
        (Kind::Int, _) => Arg::Int(None),
        (Kind::Number, _) => Arg::Real(None),
        (Kind::Day, _) => Arg::Day(None),
        (Kind::Time, _) => Arg::Time(None),
        (Kind::Flag, _) => Arg::Bool(None),
        _ => Arg::Text(None),
    }
}
