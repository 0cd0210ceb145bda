//! What holds of every table.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::insight::revenue::Figures;

fn row(id: &str, health: Option<f64>, country: Option<&str>, version: i64) -> Row {
    let holding = Holding {
        account: id.into(),
        health,
        country: country.map(str::to_owned),
        figures: Figures { arr: health.map(|health| health * 10.0), ..Figures::default() },
        ..Holding::default()
    };
    let name = Some(format!("name of {id}").into());
    Row { holding: holding.into(), name_key: name, changed: version, ..Row::default() }
}

const BY_HEALTH: Order = Order::Number(Number::Health);

fn ids(rows: &[Arc<Row>]) -> Vec<&str> {
    rows.iter().map(|row| row.id().as_str()).collect()
}

#[test]
fn what_is_not_known_comes_last_in_both_directions_and_meets_no_range() {
    let rows = [("a", None), ("b", Some(20.0)), ("c", Some(80.0)), ("d", Some(20.0))];
    let rows = rows.map(|(id, health)| (id.into(), Some(row(id, health, None, 1))));
    let table = Table::default().after(rows.into(), 1);
    let all = Condition::default();
    for (descending, order) in [(false, ["b", "d", "c", "a"]), (true, ["c", "b", "d", "a"])] {
        let sorting = Sorting { order: BY_HEALTH, descending };
        assert_eq!(ids(&table.first(&all, sorting, None, 9).rows), order);
    }
    let wide = Condition::Number(Number::Health, Range::default());
    assert_eq!(table.count(&wide), 3);
    assert_eq!(table.count(&Condition::Not(wide.into())), 1);
    assert_eq!(table.count(&Condition::NoNumber(Number::Health)), 1);
    assert_eq!(table.count(&Condition::Any(Vec::new())), 0);
    assert!(Condition::default().is_open() && !Condition::Any(Vec::new()).is_open());
}

#[test]
fn a_search_looks_into_name_and_domain() {
    let mut with_domain = row("a", None, None, 1);
    with_domain.domain_key = Some("pumpen.example".into());
    let found = |part: &str| Condition::Search(part.to_owned()).holds(&with_domain);
    assert!(found("name of") && found("pumpen") && !found("other"));
}

/// Some accounts with few values, so that there are ties and gaps.
fn worlds() -> impl Strategy<Value = BTreeMap<u8, (Option<u8>, Option<bool>)>> {
    prop::collection::btree_map(
        0..60_u8,
        (prop::option::of(0..4_u8), any::<Option<bool>>()),
        0..40,
    )
}

fn made(world: &BTreeMap<u8, (Option<u8>, Option<bool>)>) -> Vec<(AccountId, Option<Row>)> {
    let of = |(id, (health, home)): (&u8, &(Option<u8>, Option<bool>))| {
        let id = format!("acc_{id:02}");
        let country = home.map(|home| if home { "DE" } else { "FR" });
        (id.as_str().into(), Some(row(&id, health.map(f64::from), country, 1)))
    };
    world.iter().map(of).collect()
}

proptest! {
    #[test]
    fn fed_in_any_parts_it_is_the_same_as_fed_at_once(
        first in worlds(), second in worlds(), gone in prop::collection::btree_set(0..60_u8, 0..20),
    ) {
        let mut last = first.clone();
        last.extend(second.clone());
        last.retain(|id, _| !gone.contains(id));
        let removed = gone.iter().map(|id| (format!("acc_{id:02}").as_str().into(), None));
        let parts = Table::default().after(made(&first), 1);
        let parts = parts.after(made(&second).into_iter().chain(removed).collect(), 2);
        let whole = Table::default().after(made(&last), 2);
        prop_assert_eq!(ids(parts.rows()), ids(whole.rows()));
        for row in parts.rows() {
            let same = whole.row(row.id()).expect("it is there");
            prop_assert_eq!(&row.holding, &same.holding);
        }
        prop_assert_eq!(parts.version(), 2);
    }

    #[test]
    fn pages_walked_either_way_are_the_list_even_when_it_changes_elsewhere(
        world in worlds(), descending: bool, size in 1..7_usize, by in 0..3_usize,
    ) {
        let orders = [Order::Name, BY_HEALTH, Order::Word(Word::Country)];
        let sorting = Sorting { order: orders[by], descending };
        let table = Table::default().after(made(&world), 1);
        let condition = Condition::Not(Box::new(Condition::Word(
            Word::Country, ["FR".to_owned()].into(),
        )));
        let whole = table.first(&condition, sorting, None, 100).rows;
        prop_assert_eq!(whole.len(), table.count(&condition));
        let mut walked = Vec::new();
        let mut page = table.first(&condition, sorting, None, size);
        while let Some(end) = page.rows.last().map(|row| sorting.place(row)) {
            walked.extend(page.rows);
            // Whoever was shown already may go: the walk goes on behind its place.
            let fewer = table.after(vec![(end.id.clone(), None)], 2);
            page = fewer.first(&condition, sorting, Some(&end), size);
        }
        prop_assert_eq!(ids(&walked), ids(&whole));
        let mut back: Vec<Arc<Row>> = Vec::new();
        let mut page = table.last(&condition, sorting, None, size);
        while let Some(start) = page.rows.first().map(|row| sorting.place(row)) {
            back.splice(0..0, page.rows);
            page = table.last(&condition, sorting, Some(&start), size);
        }
        prop_assert_eq!(ids(&back), ids(&whole));
    }
}
