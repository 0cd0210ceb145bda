//! Lists of the store against the same done by hand: every filter, every order, every walk.

use std::cmp::Ordering;
use std::sync::Arc;

use accord::model::*;
use accord::store::{
    Column, Compare, EntityRow, Filter, Listing, Place, Sorting, Store, Test, columns_to_ask,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::world::{account, put};
use super::zoo::{WORDS, animal, kinds, remove, zoo};
use crate::kit;

fn listing(kind: EntityKind) -> Listing {
    Listing {
        kind,
        filter: Filter::default(),
        sorting: Sorting { column: Column::Id, descending: false },
        after: None,
        before: None,
        backwards: false,
        most: 1_000,
        counted: false,
        wanted: None,
    }
}

async fn all(store: &Store, kind: EntityKind) -> Vec<EntityRow> {
    store.list(&listing(kind)).await.expect("a list is read").rows
}

fn ids(rows: &[EntityRow]) -> Vec<&str> {
    rows.iter().map(|row| row.origin.id.as_str()).collect()
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Number(a), Value::Number(b)) => a.total_cmp(b),
        (Value::Day(a), Value::Day(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => a.cmp(b),
        (Value::Flag(a), Value::Flag(b)) => a.cmp(b),
        other => panic!("never compared: {other:?}"),
    }
}

/// The filter by hand.
fn holds(filter: &Filter, row: &EntityRow) -> bool {
    let (column, asked) = match filter {
        Filter::All(parts) => return parts.iter().all(|part| holds(part, row)),
        Filter::Any(parts) => return parts.iter().any(|part| holds(part, row)),
        Filter::Not(part) => return !holds(part, row),
        Filter::Accounts(ids) => {
            let account = row.origin.account.as_ref();
            return account.is_some_and(|account| ids.contains(&account.0));
        }
        Filter::Of(column, asked) => (column, asked),
    };
    let Some(value) = row.value(*column) else { return *asked == Test::Unknown(true) };
    match (asked, &value) {
        (Test::Unknown(unknown), _) => !unknown,
        (Test::In(values), _) => values.contains(&value),
        (Test::Contains(word), Value::List(words)) => words.contains(word),
        (Test::Contains(part), Value::Text(told)) => told.contains(part.as_str()),
        (Test::StartsWith(start), Value::Text(told)) => told.starts_with(start.as_str()),
        (Test::Currency(codes), _) => {
            let Column::Field(field) = column else { return false };
            let Some(Value::Amount(money)) = row.field(field.name) else { return false };
            codes.iter().any(|code| code == money.currency.code())
        }
        (Test::Compare(sign, other), _) => {
            let order = compare(&value, other);
            match sign {
                Compare::Eq => order.is_eq(),
                Compare::Ne => order.is_ne(),
                Compare::Lt => order.is_lt(),
                Compare::Lte => order.is_le(),
                Compare::Gt => order.is_gt(),
                Compare::Gte => order.is_ge(),
            }
        }
        other => panic!("never tested: {other:?}"),
    }
}

/// The order by hand.
fn sorted(mut rows: Vec<EntityRow>, sorting: Sorting) -> Vec<EntityRow> {
    rows.sort_by(|a, b| {
        let order = match (a.value(sorting.column), b.value(sorting.column)) {
            (Some(a), Some(b)) if sorting.descending => compare(&b, &a),
            (Some(a), Some(b)) => compare(&a, &b),
            (a, b) => a.is_none().cmp(&b.is_none()),
        };
        order.then_with(|| a.origin.id.as_bytes().cmp(b.origin.id.as_bytes()))
    });
    rows
}

/// A value that the column may hold, taken from its rows, or a little beside them.
fn values(rows: &[EntityRow], column: Column) -> BoxedStrategy<Value> {
    let mut known: Vec<Value> = rows.iter().filter_map(|row| row.value(column)).collect();
    if let Some(Value::Text(_)) = known.first() {
        let odd = ["", "a", "' OR ''='", "\\", "%", "_", "{in:1}", "$1", "\u{10ffff}"];
        known.extend(WORDS.iter().chain(&odd).map(|word| Value::Text((*word).to_owned())));
    }
    known.retain(|value| !matches!(value, Value::List(_)));
    if known.is_empty() {
        known.push(Value::Text("nothing".to_owned()));
    }
    prop::sample::select(known).boxed()
}

fn tests(rows: &[EntityRow], column: Column) -> BoxedStrategy<Test> {
    use Compare::{Eq, Gt, Gte, Lt, Lte, Ne};
    let kind = match column {
        Column::Field(field) => field.kind,
        _ => Kind::Text,
    };
    let unknown = any::<bool>().prop_map(Test::Unknown);
    let words =
        prop::sample::select(vec!["a", "B", "", "%", "_", "ü", "\"a\"", "a,b", "alpha"]);
    let word = words.prop_map(str::to_owned);
    if kind == Kind::List {
        return prop_oneof![unknown, word.prop_map(Test::Contains)].boxed();
    }
    let sign = prop::sample::select(vec![Eq, Ne, Lt, Lte, Gt, Gte]);
    let value = values(rows, column);
    let compare = (sign, value.clone()).prop_map(|(sign, value)| Test::Compare(sign, value));
    let one_of = prop::collection::vec(value, 0..4).prop_map(Test::In);
    let base = prop_oneof![unknown, compare, one_of];
    match kind {
        Kind::Amount => {
            let codes = prop::collection::vec(prop::sample::select(vec!["EUR", "USD"]), 0..3);
            let codes = codes.prop_map(|all| all.into_iter().map(str::to_owned).collect());
            prop_oneof![3 => base, 1 => codes.prop_map(Test::Currency)].boxed()
        }
        Kind::Text | Kind::Choice(_) | Kind::Ref(_) => prop_oneof![
            2 => base,
            1 => word.clone().prop_map(Test::Contains),
            1 => word.prop_map(Test::StartsWith),
        ]
        .boxed(),
        _ => base.boxed(),
    }
}

fn filters(rows: &Arc<Vec<EntityRow>>, kind: EntityKind) -> BoxedStrategy<Filter> {
    let (columns, rows) = (columns_to_ask(kind), Arc::clone(rows));
    let of = prop::sample::select(columns).prop_flat_map(move |column| {
        tests(&rows, column).prop_map(move |test| Filter::Of(column, test))
    });
    let accounts = prop::collection::vec(0_usize..4, 0..3)
        .prop_map(|all| Filter::Accounts(all.into_iter().map(account).collect()));
    let leaf = if kind.belongs().account {
        prop_oneof![8 => of, 1 => accounts].boxed()
    } else {
        of.boxed()
    };
    let nested = leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Filter::All),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Filter::Any),
            inner.prop_map(|part| Filter::Not(Box::new(part))),
        ]
    });
    nested.boxed()
}

fn sortings(kind: EntityKind) -> impl Strategy<Value = Sorting> {
    let columns = columns_to_ask(kind).into_iter().filter(|column| column.orders());
    let columns: Vec<Column> = columns.collect();
    (prop::sample::select(columns), any::<bool>())
        .prop_map(|(column, descending)| Sorting { column, descending })
}

fn place(row: &EntityRow, sorting: Sorting) -> Place {
    Place { value: row.value(sorting.column), id: row.origin.id.clone() }
}

/// Runs a law many times within a runtime that waits for it.
fn law<S: Strategy>(
    strategy: &S,
    cases: u32,
    mut holds: impl AsyncFnMut(S::Value) -> Result<(), TestCaseError>,
) {
    let mut runner = TestRunner::new(Config { cases, ..Config::default() });
    for _ in 0..cases {
        let tree = strategy.new_tree(&mut runner).expect("a case is made");
        let value = proptest::strategy::ValueTree::current(&tree);
        let shown = format!("{value:?}");
        let outcome = tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(holds(value))
        });
        assert!(outcome.is_ok(), "{outcome:?}\n{shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_what_a_filter_and_an_order_by_hand_make_of_all_rows() {
    for database in kit::databases().await {
        let store = zoo(&database).await;
        for kind in kinds() {
            let rows = Arc::new(all(&store, kind).await);
            assert!(rows.len() >= super::zoo::EACH, "{kind:?}: {}", rows.len());
            let cases = (filters(&rows, kind), sortings(kind));
            law(&cases, 40, async |(filter, sorting)| {
                let asked = Listing { filter, sorting, counted: true, ..listing(kind) };
                let listed = store.list(&asked).await;
                let listed =
                    listed.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
                let kept = rows.iter().filter(|row| holds(&asked.filter, row)).cloned();
                let wanted = sorted(kept.collect(), sorting);
                prop_assert_eq!(
                    ids(&listed.rows),
                    ids(&wanted),
                    "{} {:?}",
                    database.name,
                    kind
                );
                prop_assert_eq!(listed.total, i64::try_from(wanted.len()).ok());
                Ok(())
            });
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_from_either_side_of_any_row_is_what_stands_there() {
    let kind = EntityKind::Deal;
    for database in kit::databases().await {
        let store = zoo(&database).await;
        let rows = all(&store, kind).await;
        let cases = (sortings(kind), 0..rows.len(), 0..rows.len(), 1_usize..9, any::<bool>());
        law(&cases, 150, async |(sorting, a, b, most, backwards)| {
            let line = sorted(rows.clone(), sorting);
            let (from, to) = (a.min(b), a.max(b));
            let asked = Listing {
                sorting,
                after: Some(place(&line[from], sorting)),
                before: (a != b).then(|| place(&line[to], sorting)),
                backwards,
                most,
                ..listing(kind)
            };
            let between = if a == b { &line[from + 1..] } else { &line[from + 1..to] };
            let cut = between.len().saturating_sub(most);
            let wanted =
                if backwards { &between[cut..] } else { &between[..between.len() - cut] };
            let listed = store.list(&asked).await.expect("a list is read");
            prop_assert_eq!(ids(&listed.rows), ids(wanted), "{}", database.name);
            prop_assert_eq!(listed.more, cut > 0);
            Ok(())
        });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_walk_meets_every_row_that_stays_once_and_in_order_whatever_comes_and_goes() {
    let kind = EntityKind::Ticket;
    for database in kit::databases().await {
        let store = zoo(&database).await;
        let fresh = std::cell::Cell::new(1_000_usize);
        let change = (any::<prop::sample::Index>(), any::<bool>());
        let cases = (sortings(kind), 1_usize..7, prop::collection::vec(change, 1..6));
        law(&cases, 25, async |(sorting, most, changes)| {
            let before = sorted(all(&store, kind).await, sorting);
            let mut changes = changes.into_iter();
            let mut gone: Vec<String> = Vec::new();
            let mut met: Vec<EntityRow> = Vec::new();
            let mut asked = Listing { sorting, most, ..listing(kind) };
            loop {
                let page = store.list(&asked).await.expect("a page is read");
                met.extend(page.rows.iter().cloned());
                let Some(last) = page.rows.last().filter(|_| page.more) else { break };
                asked.after = Some(place(last, sorting));
                let Some((index, comes)) = changes.next() else { continue };
                if comes {
                    fresh.set(fresh.get() + 1);
                    put(&store, "FACTS", vec![animal(kind, fresh.get())]).await;
                } else {
                    // The row at the page's end is the likeliest to be missed.
                    let row = if index.index(2) == 0 { last } else { index.get(&before) };
                    gone.push(row.origin.id.clone());
                    let key = row.origin.record.key.clone();
                    remove(&store, kind, &[key]).await;
                }
            }
            let stayed = |row: &&EntityRow| !gone.contains(&row.origin.id);
            let wanted: Vec<&str> =
                before.iter().filter(stayed).map(|row| row.origin.id.as_str()).collect();
            let known = ids(&before);
            let walked: Vec<&str> = met
                .iter()
                .filter(stayed)
                .map(|row| row.origin.id.as_str())
                .filter(|id| known.contains(id))
                .collect();
            prop_assert_eq!(walked, wanted, "{}", database.name);
            for key in gone {
                let at = key.rsplit_once('-').and_then(|(_, at)| at.parse().ok());
                put(&store, "FACTS", vec![animal(kind, at.expect("a place"))]).await;
            }
            Ok(())
        });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_reads_only_the_fields_that_are_wanted() {
    for database in kit::databases().await {
        let store = zoo(&database).await;
        for kind in kinds() {
            let whole = all(&store, kind).await;
            for field in kind.fields() {
                let wanted = Some([field.name].into());
                let asked = Listing { wanted, ..listing(kind) };
                let listed = store.list(&asked).await.expect("a list is read");
                for (row, full) in listed.rows.iter().zip(&whole) {
                    assert_eq!(row.field(field.name), full.field(field.name), "{kind:?}");
                    assert_eq!(
                        row.values.iter().flatten().count(),
                        usize::from(row.field(field.name).is_some())
                    );
                }
            }
        }
    }
}
