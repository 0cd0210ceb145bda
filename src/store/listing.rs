//! Lists of any kind of the unified model: filtered, ordered and paged by what its declaration
//! names. One statement for a page, whatever is on it; `conditions` writes what the filter says.

use std::collections::{BTreeMap, BTreeSet};

use super::Store;
use super::columns::{Picked, table};
use super::conditions::{direction, shown, start, write};
use super::db::{Query, Result, Row, StoreError, Tx, query};
use crate::model::{AccountId, Entity, EntityKind, Field, Kind, Origin, RecordRef, Value};

/// What a list can be filtered and ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The row's id: `source:key`, or the golden contact.
    Id,
    /// The golden account.
    Account,
    /// The golden contact.
    Contact,
    /// A field of the kind. An amount counts as its ten-thousandths ([`Value::Int`]), whatever its currency.
    Field(&'static Field),
}

/// Which rows a list holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// All of these hold; nothing to hold lets everything through.
    All(Vec<Self>),
    /// One of these holds; nothing to hold lets nothing through.
    Any(Vec<Self>),
    /// This does not hold.
    Not(Box<Self>),
    /// It belongs to one of these accounts, by ids that may be retired.
    Accounts(Vec<String>),
    /// This is true of a column.
    Of(Column, Test),
}

impl Default for Filter {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl Filter {
    /// The columns that it looks at.
    pub fn columns(&self) -> Vec<Column> {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().flat_map(Self::columns).collect()
            }
            Self::Not(part) => part.columns(),
            Self::Accounts(_) => Vec::new(),
            Self::Of(column, _) => vec![*column],
        }
    }
}

/// What may be true of a column. What is not known passes no test but `Unknown(true)`. Text is compared
/// byte by byte.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The value and this one stand so.
    Compare(Compare, Value),
    /// One of these.
    In(Vec<Value>),
    /// A text with this in it, or a list with this word.
    Contains(String),
    /// A text that begins so.
    StartsWith(String),
    /// An amount in one of these currencies, ISO 4217.
    Currency(Vec<String>),
    /// Whether it is not known.
    Unknown(bool),
}

/// How two values stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// The same.
    Eq,
    /// Another.
    Ne,
    /// Before.
    Lt,
    /// Before or the same.
    Lte,
    /// After.
    Gt,
    /// After or the same.
    Gte,
}

/// The order of a list. What is not known comes last, and ties go by ascending id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorting {
    /// By what.
    pub column: Column,
    /// From the last or highest.
    pub descending: bool,
}

/// A place in an ordered list, at a row that may have gone since.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The row's value of the column that the list is ordered by.
    pub value: Option<Value>,
    /// Its id.
    pub id: String,
}

/// What a listing wants beside fields: the source's record, and its address.
pub const RECORD: &str = "record";

/// A page that is asked for.
#[derive(Debug, Clone)]
pub struct Listing {
    /// Of which kind; of contacts the golden ones, and never the golden accounts.
    pub kind: EntityKind,
    /// Which rows.
    pub filter: Filter,
    /// In which order.
    pub sorting: Sorting,
    /// Behind this place.
    pub after: Option<Place>,
    /// Before this place.
    pub before: Option<Place>,
    /// The last of them instead of the first.
    pub backwards: bool,
    /// At most so many.
    pub most: usize,
    /// Count all that the filter lets through.
    pub counted: bool,
    /// The fields that are read, by name, and [`RECORD`]; the others come back empty. All when `None`.
    pub wanted: Option<BTreeSet<&'static str>>,
}

/// A page.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    /// In the order of the list, from either end.
    pub rows: Vec<EntityRow>,
    /// More follow, or go before when it was read from the end.
    pub more: bool,
    /// All that the filter lets through, when it was asked for.
    pub total: Option<i64>,
}

/// A row of any kind.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityRow {
    /// Which kind.
    pub kind: EntityKind,
    /// Where it came from; of a golden contact the id is the golden one, and it has no record.
    pub origin: Origin,
    /// In the order of [`EntityKind::fields`].
    pub values: Vec<Option<Value>>,
}

impl EntityRow {
    /// The row of a typed entity.
    pub fn of<E: Entity>(entity: &E) -> Self {
        Self { kind: E::KIND, origin: entity.origin().clone(), values: entity.values() }
    }

    /// What stands in a field.
    pub fn field(&self, name: &str) -> Option<&Value> {
        let at = self.kind.fields().iter().position(|field| field.name == name)?;
        self.values.get(at)?.as_ref()
    }

    /// What stands in a column, as lists are ordered by it.
    pub fn value(&self, column: Column) -> Option<Value> {
        let text = |id: &str| Some(Value::Text(id.to_owned()));
        match column {
            Column::Id => text(&self.origin.id),
            Column::Account => text(self.origin.account.as_ref()?.as_str()),
            Column::Contact => text(self.origin.contact.as_ref()?.as_str()),
            Column::Field(field) => match self.field(field.name)? {
                Value::Amount(money) => money.units().ok().map(Value::Int),
                value => Some(value.clone()),
            },
        }
    }
}

impl Store {
    /// A page of a list.
    pub async fn list(&self, listing: &Listing) -> Result<Listed> {
        if !listing.counted {
            return page(listing, self.db.rows(page_query(listing)?).await?);
        }
        // Both in one snapshot: the page is part of what was counted.
        let mut tx = self.db.snapshot().await?;
        let mut listed = page(listing, tx.rows(page_query(listing)?).await?)?;
        let whole = listing.after.is_none() && listing.before.is_none() && !listed.more;
        let shown = i64::try_from(listed.rows.len()).unwrap_or(i64::MAX);
        listed.total = Some(if whole { shown } else { count(&mut tx, listing).await? });
        Ok(listed)
    }

    /// The first rows of a list of each of these accounts, in its order; places in it do not count. One
    /// statement for all.
    pub async fn list_each(
        &self,
        listing: &Listing,
        accounts: &[AccountId],
    ) -> Result<BTreeMap<AccountId, Vec<EntityRow>>> {
        let kind = listing.kind;
        let picked = Picked::of(kind, listing.wanted.as_ref());
        let (columns, from) = (columns(&picked), from(kind));
        let order = direction(kind, listing.sorting, false)?;
        let (head, limit, tail) = if let [_] = accounts {
            let head =
                format!("SELECT t.account_id, {columns} {from} AND t.account_id {{in:1}}");
            (head, format!("ORDER BY {order} LIMIT"), "")
        } else if self.db.is_lite() {
            let head = format!(
                "SELECT * FROM (SELECT t.account_id AS whose, {columns}, row_number() OVER
                    (PARTITION BY t.account_id ORDER BY {order}) AS place
                    {from} AND t.account_id {{in:1}}"
            );
            (head, ") WHERE place <=".to_owned(), "ORDER BY whose, place")
        } else {
            // To look into the table once for each account costs PostgreSQL half of what numbering does.
            let head = format!(
                "SELECT e.value, t.* FROM {{each:1}} CROSS JOIN LATERAL
                    (SELECT {columns} {from} AND t.account_id = e.value"
            );
            (head, format!("ORDER BY {order} LIMIT"), ") t")
        };
        let ids: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
        let mut each = query("read lists of accounts", head).bind(ids);
        each.text(" AND ");
        write(&mut each, kind, &listing.filter)?;
        let most = each.push(i64::try_from(listing.most).unwrap_or(i64::MAX));
        each.text(&format!(" {limit} ${most} {tail}"));
        let mut found: BTreeMap<AccountId, Vec<EntityRow>> = BTreeMap::new();
        for row in &self.db.rows(each).await? {
            let account = AccountId(row.text(0)?);
            found.entry(account).or_default().push(row_of(&picked, row, 1)?);
        }
        Ok(found)
    }

    /// Rows by id. A retired contact answers with the one that took its records, and one that is gone
    /// with what was last known; the key stays the asked id.
    pub async fn entity_rows(
        &self,
        kind: EntityKind,
        ids: &[String],
    ) -> Result<BTreeMap<String, EntityRow>> {
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let picked = Picked::of(kind, None);
        let columns = columns(&picked);
        let text = match kind {
            EntityKind::Contact => format!(
                "SELECT asked.id, {columns} FROM contact asked
                 JOIN contact t ON t.id = COALESCE(asked.retired_into, asked.id)
                 WHERE asked.id {{in:1}}"
            ),
            _ => format!(
                "SELECT t.id, {columns} FROM {} t WHERE t.id {{in:1}} AND t.stream IS NOT NULL",
                table(kind)
            ),
        };
        let rows = self.db.rows(query("read rows by id", text).bind(ids)).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row_of(&picked, row, 1)?))).collect()
    }
}

/// The columns of a row as [`row_of`] takes them.
fn columns(picked: &Picked) -> String {
    let belongs = picked.kind.belongs();
    let or = |there: bool, column: &'static str| if there { column } else { "NULL" };
    let head = if picked.kind == EntityKind::Contact {
        "t.id, '', '', '', NULL, t.account_id, t.id".to_owned()
    } else {
        let record = if picked.record {
            "t.source, t.stream, t.record_key, t.url"
        } else {
            "'', '', '', NULL"
        };
        let account = or(belongs.account, "t.account_id");
        format!("t.id, {record}, {account}, {}", or(belongs.contact, "t.contact_id"))
    };
    format!("{head}{}", picked.columns())
}

/// The rows of the kind that there are.
pub(super) fn from(kind: EntityKind) -> String {
    match kind {
        EntityKind::Contact => {
            "FROM contact t WHERE t.retired_into IS NULL AND t.gone = FALSE".to_owned()
        }
        _ => format!("FROM {} t WHERE t.stream IS NOT NULL", table(kind)),
    }
}

fn row_of(picked: &Picked, row: &Row, from: usize) -> Result<EntityRow> {
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
    Ok(EntityRow { kind: picked.kind, origin, values: picked.read(row, from + 7)? })
}

/// What a page reads: the value that it is ordered by too, for the cursors.
fn picked_for(listing: &Listing) -> Picked {
    let mut wanted = listing.wanted.clone();
    if let (Some(wanted), Column::Field(field)) = (&mut wanted, listing.sorting.column) {
        wanted.insert(field.name);
    }
    Picked::of(listing.kind, wanted.as_ref())
}

fn page_query(listing: &Listing) -> Result<Query<'_>> {
    let Listing { kind, sorting, .. } = listing;
    if *kind == EntityKind::Account {
        let what = "accounts have a list of their own".to_owned();
        return Err(StoreError::Contradiction(what));
    }
    let text = format!("SELECT {} {}", columns(&picked_for(listing)), from(*kind));
    let mut page = query("read a page of a list", text);
    page.text(" AND ");
    write(&mut page, *kind, &listing.filter)?;
    for (place, behind) in [(&listing.after, true), (&listing.before, false)] {
        if let Some(place) = place {
            page.text(" AND ");
            start(&mut page, *kind, *sorting, place, behind)?;
        }
    }
    page.text(&format!(" ORDER BY {}", direction(*kind, *sorting, listing.backwards)?));
    let limit = i64::try_from(listing.most).unwrap_or(i64::MAX).saturating_add(1);
    let limit = page.push(limit);
    page.text(&format!(" LIMIT ${limit}"));
    Ok(page)
}

fn page(listing: &Listing, mut rows: Vec<Row>) -> Result<Listed> {
    let more = rows.len() > listing.most;
    rows.truncate(listing.most);
    if listing.backwards {
        rows.reverse();
    }
    let picked = picked_for(listing);
    let rows = rows.iter().map(|row| row_of(&picked, row, 0));
    Ok(Listed { rows: rows.collect::<Result<_>>()?, more, total: None })
}

async fn count(tx: &mut Tx, listing: &Listing) -> Result<i64> {
    let text = format!("SELECT COUNT(*) {} AND ", from(listing.kind));
    let mut count = query("count a list", text);
    write(&mut count, listing.kind, &listing.filter)?;
    tx.rows(count).await?.first().map_or(Ok(0), |row| row.get(0))
}

/// The columns that lists of a kind can be filtered by, in the order of its declaration. All but
/// lists can be ordered by as well.
pub fn columns_to_ask(kind: EntityKind) -> Vec<Column> {
    let belongs = kind.belongs();
    let mut columns = vec![Column::Id];
    columns.extend(belongs.account.then_some(Column::Account));
    let is_person = kind == EntityKind::Contact;
    columns.extend((belongs.contact && !is_person).then_some(Column::Contact));
    columns.extend(kind.fields().iter().filter(|field| shown(kind, field)).map(Column::Field));
    columns
}

impl Column {
    /// Whether lists can be ordered by it.
    pub fn orders(self) -> bool {
        !matches!(self, Self::Field(field) if field.kind == Kind::List)
    }
}
