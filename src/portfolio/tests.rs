//! What holds of every table.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::insight::revenue::Figures;
use crate::model::Band;

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

    #[test]
    fn groups_are_what_a_naive_reckoning_says_and_add_up_to_the_whole(
        world in worlds(), by in prop::sample::subsequence(DIMENSIONS.to_vec(), 0..=3),
        least in prop::option::of(0..4_u8), worth in prop::sample::select(vec![1.0, 0.5]),
    ) {
        let table = Table::default().after(rich(&world), 1);
        let condition = least.map_or_else(Condition::default, |least| {
            let range = Range { from: Some(f64::from(least)), ..Range::default() };
            Condition::Number(Number::Health, range)
        });
        let asked = Grouping {
            condition: condition.clone(),
            by: by.clone(),
            numbers: vec![(Number::Health, true), (Number::Arr, true), (Number::Employees, false)],
            today: today(),
            factors: vec![(Currency::EUR, worth)],
            most: 1_000,
        };
        let told = table.grouped(&asked).expect("there are not many");
        let wanted = naive(&table, &condition, &by, worth);
        prop_assert_eq!(told.groups.len(), wanted.len());
        for (group, (key, members)) in told.groups.iter().zip(&wanted) {
            let own: Vec<Option<String>> =
                told.key(group).into_iter().map(|word| word.map(|word| word.to_string())).collect();
            let key: Vec<Option<String>> = key.iter().map(|(_, word)| word.clone()).collect();
            prop_assert_eq!(own, key);
            prop_assert_eq!(group.count, i64::try_from(members.len()).expect("few"));
            let health: Vec<f64> = members.iter().filter_map(|member| member.0).collect();
            let arr: Vec<f64> = members.iter().filter_map(|member| member.1).collect();
            for (summary, mut values) in group.numbers.iter().zip([health, arr]) {
                values.sort_by(f64::total_cmp);
                prop_assert_eq!(summary.known, i64::try_from(values.len()).expect("few"));
                let (Some(min), Some(max)) = (values.first(), values.last()) else { continue };
                prop_assert_eq!((summary.min, summary.max), (*min, *max));
                prop_assert!((summary.sum - values.iter().sum::<f64>()).abs() < 1e-9);
                for (percent, told) in PERCENTS.iter().zip(summary.spread) {
                    let place = *percent as f64 / 100.0 * (values.len() - 1) as f64;
                    let (low, high) = (values[place.floor() as usize], values[place.ceil() as usize]);
                    let wanted = low + (high - low) * place.fract();
                    prop_assert!((told - wanted).abs() < 1e-9, "{told} is not {wanted}");
                }
            }
        }
        let whole = table.grouped(&Grouping { by: Vec::new(), ..asked.clone() }).expect("one");
        let money = |groups: &Grouped| groups.groups.iter().map(|g| g.numbers[1].sum).sum::<f64>();
        prop_assert!((money(&told) - money(&whole)).abs() < 1e-6, "lines share money out");
        if !by.contains(&Dimension::LineOfBusiness) {
            let count = told.groups.iter().map(|group| group.count).sum::<i64>();
            prop_assert_eq!(count, whole.groups[0].count);
        }
        let again = table.known_groups(&asked).expect("it is kept");
        prop_assert!(Arc::ptr_eq(&again, &told));
        let fewer = Grouping { most: told.groups.len().saturating_sub(1), ..asked };
        prop_assert!(fewer.most == 0 || table.grouped(&fewer).is_err());
    }
}

const DIMENSIONS: [Dimension; 5] = [
    Dimension::Country,
    Dimension::LineOfBusiness,
    Dimension::Segment,
    Dimension::Band,
    Dimension::ContractEnd,
];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day")
}

/// Accounts with something to group by in every dimension.
fn rich(world: &BTreeMap<u8, (Option<u8>, Option<bool>)>) -> Vec<(AccountId, Option<Row>)> {
    let mut rows = made(world);
    for (n, (_, row)) in world.keys().zip(&mut rows) {
        let row = row.as_mut().expect("all are there");
        let mut holding = Holding::clone(&row.holding);
        holding.band = [None, Some(Band::Red), Some(Band::Green)][usize::from(n % 3)];
        holding.segments = [vec![], vec!["A", "B"], vec!["B"]][usize::from(n % 3)]
            .iter()
            .map(|code: &&str| (*code).to_owned())
            .collect();
        let pumps = Some("Pumps".to_owned());
        holding.lines = [
            BTreeMap::new(),
            BTreeMap::from([(pumps.clone(), 0.75), (None, 0.25)]),
            BTreeMap::from([(pumps, 1.0)]),
        ][usize::from(n / 3 % 3)]
        .clone();
        row.holding = holding.into();
        row.currency = Some(Currency::EUR);
        let end = |days: u64| today().checked_add_days(chrono::Days::new(days));
        row.ends = [end(u64::from(*n) * 3), end(400)].into_iter().flatten().collect();
    }
    rows
}

/// A word with whether it is not known, which comes last.
type Keyed = (bool, Option<String>);
/// The members of each group, by what is known of their health and revenue.
type Members = BTreeMap<Vec<Keyed>, Vec<(Option<f64>, Option<f64>)>>;

/// The health and the revenue of each member of each group.
fn naive(table: &Table, condition: &Condition, by: &[Dimension], worth: f64) -> Members {
    let mut groups = Members::new();
    if by.is_empty() {
        groups.entry(Vec::new()).or_default();
    }
    for row in table.filtered(condition) {
        let whole = BTreeMap::from([(None, 1.0)]);
        let split = by.contains(&Dimension::LineOfBusiness) && !row.holding.lines.is_empty();
        for (line, share) in if split { &row.holding.lines } else { &whole } {
            let key = by.iter().map(|of| {
                let word = match of {
                    Dimension::LineOfBusiness => line.clone(),
                    of => of.word(row, today()).map(std::borrow::Cow::into_owned),
                };
                (word.is_none(), word)
            });
            let arr = row.holding.figures.arr.map(|arr| arr * share * worth);
            groups.entry(key.collect()).or_default().push((row.holding.health, arr));
        }
    }
    groups
}
