//! Groups of a portfolio: what they are counted from, and that they add up.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use super::*;
use crate::insight::revenue::Retention;

fn word() -> impl Strategy<Value = Option<String>> {
    prop_oneof![Just(None), "[ab]".prop_map(Some)]
}

fn figures() -> impl Strategy<Value = Figures> {
    let money = || prop::option::of(0.0..1e6_f64);
    (money(), money(), money(), money(), 0.0..1e6_f64).prop_map(
        |(arr, at_risk, growth_expected, cost_to_serve, start)| Figures {
            arr,
            at_risk,
            growth_expected,
            cost_to_serve,
            retention: Some(Retention {
                start,
                contraction: start / 4.0,
                ..Default::default()
            }),
            ..Figures::default()
        },
    )
}

fn holding() -> impl Strategy<Value = Holding> {
    let places = (word(), word(), word(), vec("[xy]", 0..3));
    (places, btree_map(word(), 0.1..1.0_f64, 0..3), figures(), prop::option::of(0.0..100.0_f64))
        .prop_map(|((country, region, owner, segments), lines, figures, health)| {
            let whole: f64 = lines.values().sum();
            Holding {
                country,
                region,
                owner,
                segments,
                lines: lines.into_iter().map(|(line, share)| (line, share / whole)).collect(),
                figures,
                health,
                ..Holding::default()
            }
        })
}

fn portfolio() -> impl Strategy<Value = Vec<Holding>> {
    vec(holding(), 1..30).prop_map(|mut holdings| {
        for (number, holding) in holdings.iter_mut().enumerate() {
            holding.account = AccountId(format!("acc_{number}"));
        }
        holdings
    })
}

fn dimensions() -> impl Strategy<Value = Vec<Dimension>> {
    use Dimension::{Account, Band, Country, LineOfBusiness, Owner, Region, Segment};
    prop::sample::subsequence(
        vec![Account, LineOfBusiness, Country, Region, Segment, Owner, Band],
        0..4,
    )
}

type Money = fn(&Figures) -> Option<f64>;

proptest! {
    #[test]
    fn groups_add_up_to_the_whole_once(holdings in portfolio(), by in dimensions()) {
        let whole = groups(&holdings, &[Dimension::Global]);
        let parts = groups(&holdings, &by);
        let money: [Money; 5] = [
            |f| f.arr, |f| f.at_risk, |f| f.growth_expected, |f| f.cost_to_serve,
            |f| f.retention.map(|r| r.start),
        ];
        for of in money {
            let all = of(&whole[0].totals.sums).unwrap_or(0.0);
            let sum: f64 = parts.iter().filter_map(|group| of(&group.totals.sums)).sum();
            prop_assert!((all - sum).abs() <= 1e-9 * all.max(1.0), "{all} is not {sum}");
        }
        let keys: Vec<_> = parts.iter().map(|group| &group.keys).collect();
        prop_assert!(keys.is_sorted(), "{keys:?}");
    }

    #[test]
    fn the_order_of_accounts_does_not_show(holdings in portfolio(), by in dimensions()) {
        let told = |group: &Group| (group.keys.clone(), group.spread.mean(), group.coverage());
        let one: Vec<_> = groups(&holdings, &by).iter().map(told).collect();
        let other: Vec<_> = groups(holdings.iter().rev(), &by).iter().map(told).collect();
        prop_assert_eq!(one, other);
    }
}

#[test]
fn what_nobody_told_is_none_and_not_nothing() {
    let unknown = Holding { account: "acc_1".into(), ..Holding::default() };
    let [group] = groups([&unknown], &[Dimension::Country]).try_into().expect("one group");
    assert_eq!(group.keys, [None]);
    assert_eq!(group.totals.sums, Figures::default());
    assert_eq!((group.spread.accounts, group.spread.unknown()), (1, 1));
    assert_eq!((group.spread.mean(), group.trust(), group.coverage()), (None, None, 0.0));
    assert_eq!(group.positions, BTreeMap::from([("UNKNOWN".to_owned(), 1)]));
}

#[test]
fn an_account_of_two_lines_brings_each_its_share_of_the_money_and_is_counted_in_both() {
    let lines = [(Some("pumps".to_owned()), 0.75), (Some("valves".to_owned()), 0.25)];
    let holding = Holding {
        account: "acc_1".into(),
        lines: BTreeMap::from(lines),
        health: Some(40.0),
        band: Some(Band::Red),
        figures: Figures { arr: Some(1_000.0), ..Figures::default() },
        ..Holding::default()
    };
    let groups = groups([&holding], &[Dimension::LineOfBusiness]);
    let told: Vec<_> = groups
        .iter()
        .map(|g| (g.keys[0].as_deref(), g.totals.sums.arr, g.spread.red))
        .collect();
    assert_eq!(told, [(Some("pumps"), Some(750.0), 1), (Some("valves"), Some(250.0), 1)]);
}
