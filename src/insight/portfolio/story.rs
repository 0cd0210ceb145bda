//! What happened in a portfolio, in a few sentences. Each is made from figures and cites what they are
//! of; where nothing is known nothing is said.
//!
//! Accounts are compared with themselves: one that was not scored on both days moves nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Holding;
use crate::insight::measure::median;
use crate::model::{AccountId, Band};

/// So many accounts make a median that speaks of a segment.
const FEWEST: usize = 3;
/// A median fell from so many points on.
const FALL: f64 = 1.0;
/// What is at risk moved from this share on.
const MOVE: f64 = 0.01;
/// At most so many segments, and accounts in one sentence.
const MOST: usize = 3;

/// What a figure is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// An account.
    Account(AccountId),
    /// A segment, by its code.
    Segment(String),
}

/// A part of a sentence. Names and rounding are the reader's.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// As it stands.
    Words(&'static str),
    /// How many.
    Count(usize),
    /// Points of a score.
    Points(f64),
    /// An amount in the portfolio's currency.
    Money(f64),
    /// A day.
    Day(NaiveDate),
    /// The name of what is cited.
    Name(Fact),
}

/// A sentence with what it cites: at least one fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Its parts in their order.
    pub parts: Vec<Part>,
    /// What its figures are of.
    pub facts: Vec<Fact>,
}

/// What is told of a portfolio, and of what it was on an earlier day, in the same currency.
pub fn story(now: &[&Holding], then: &[Holding], since: NaiveDate) -> Vec<Sentence> {
    let earlier: BTreeMap<&AccountId, &Holding> =
        then.iter().map(|h| (&h.account, h)).collect();
    let pairs: Vec<Pair> = now
        .iter()
        .filter_map(|now| Some(Pair { now, then: earlier.get(&now.account)? }))
        .collect();
    let mut told: Vec<Sentence> = risk_moved(&pairs, since).into_iter().collect();
    told.extend(most_at_risk(now));
    told.extend(segments_fell(&pairs, since));
    told.extend(turned_red(&pairs, since));
    told.extend(most_growth(now));
    told.extend(in_the_dark(now));
    told
}

/// An account on both days.
struct Pair<'a> {
    now: &'a Holding,
    then: &'a Holding,
}

fn risk_moved(pairs: &[Pair], since: NaiveDate) -> Option<Sentence> {
    let known = pairs.iter().filter_map(|pair| {
        let (then, now) = (pair.then.figures.at_risk?, pair.now.figures.at_risk?);
        Some((then, now, pair.now))
    });
    let known: Vec<(f64, f64, &Holding)> = known.collect();
    let (then, now) =
        known.iter().fold((0.0, 0.0), |(then, now), (a, b, _)| (then + a, now + b));
    let moved: f64 = now - then;
    if moved.abs() < MOVE * then.max(1.0) {
        return None;
    }
    let way = moved.signum();
    let own = |(then, now, _): &&(f64, f64, &Holding)| way * (now - then);
    let most = known
        .iter()
        .max_by(|a, b| own(a).total_cmp(&own(b)).then_with(|| b.2.account.cmp(&a.2.account)))?;
    let word = if way > 0.0 { " rose by " } else { " fell by " };
    let fact = Fact::Account(most.2.account.clone());
    let parts = vec![
        Part::Words("Revenue at risk"),
        Part::Words(word),
        Part::Money(moved.abs()),
        Part::Words(" since "),
        Part::Day(since),
        Part::Words(" to "),
        Part::Money(now),
        Part::Words(", over "),
        Part::Count(known.len()),
        Part::Words(" accounts priced on both days; most of it at "),
        Part::Name(fact.clone()),
    ];
    Some(Sentence { parts, facts: vec![fact] })
}

fn most_at_risk(now: &[&Holding]) -> Option<Sentence> {
    let (at_risk, top) = most(now, |holding| holding.figures.at_risk)?;
    let fact = Fact::Account(top.account.clone());
    let mut parts = vec![
        Part::Name(fact.clone()),
        Part::Words(" has the most revenue at risk: "),
        Part::Money(at_risk),
    ];
    if let Some(arr) = top.figures.arr {
        parts.extend([
            Part::Words(" beside a recurring "),
            Part::Money(arr),
            Part::Words(" a year"),
        ]);
    }
    if let Some(health) = top.health {
        parts.extend([Part::Words("; its health is "), Part::Points(health)]);
    }
    Some(Sentence { parts, facts: vec![fact] })
}

fn segments_fell(pairs: &[Pair], since: NaiveDate) -> Vec<Sentence> {
    let segments: BTreeSet<&String> =
        pairs.iter().flat_map(|pair| &pair.now.segments).collect();
    let fell = segments.into_iter().filter_map(|segment| {
        let members = pairs.iter().filter(|pair| pair.now.segments.contains(segment));
        let both = members.filter_map(|pair| Some((pair.then.health?, pair.now.health?)));
        let (then, now): (Vec<f64>, Vec<f64>) = both.unzip();
        let n = then.len();
        let (then, now) = (median(then)?, median(now)?);
        (n >= FEWEST && then - now >= FALL).then_some((then, now, n, segment))
    });
    let mut fell: Vec<(f64, f64, usize, &String)> = fell.collect();
    fell.sort_by(|a, b| (b.0 - b.1).total_cmp(&(a.0 - a.1)).then_with(|| a.3.cmp(b.3)));
    fell.truncate(MOST);
    let sentence = |(then, now, n, segment): (f64, f64, usize, &String)| {
        let fact = Fact::Segment(segment.clone());
        let parts = vec![
            Part::Words("The median health of segment "),
            Part::Name(fact.clone()),
            Part::Words(" fell from "),
            Part::Points(then),
            Part::Words(" to "),
            Part::Points(now),
            Part::Words(" since "),
            Part::Day(since),
            Part::Words(", over "),
            Part::Count(n),
            Part::Words(" accounts scored on both days"),
        ];
        Sentence { parts, facts: vec![fact] }
    };
    fell.into_iter().map(sentence).collect()
}

fn turned_red(pairs: &[Pair], since: NaiveDate) -> Option<Sentence> {
    let turned = |pair: &&Pair| {
        let before = pair.then.band.is_some_and(|band| band != Band::Red);
        before && pair.now.band == Some(Band::Red)
    };
    let mut red: Vec<&Holding> = pairs.iter().filter(turned).map(|pair| pair.now).collect();
    largest_first(&mut red);
    let count = red.len();
    red.truncate(MOST);
    let facts: Vec<Fact> = red.iter().map(|h| Fact::Account(h.account.clone())).collect();
    let words =
        if count == 1 { " account turned RED since " } else { " accounts turned RED since " };
    let mut parts = vec![Part::Count(count), Part::Words(words), Part::Day(since)];
    let lead = if count > MOST { ", the largest of them " } else { ": " };
    for (place, fact) in facts.iter().enumerate() {
        parts.push(Part::Words(if place == 0 { lead } else { ", " }));
        parts.push(Part::Name(fact.clone()));
    }
    (count > 0).then_some(Sentence { parts, facts })
}

fn most_growth(now: &[&Holding]) -> Option<Sentence> {
    let (growth, top) = most(now, |holding| holding.figures.growth_expected)?;
    let fact = Fact::Account(top.account.clone());
    let parts = vec![
        Part::Words("The most growth is expected at "),
        Part::Name(fact.clone()),
        Part::Words(": "),
        Part::Money(growth),
    ];
    Some(Sentence { parts, facts: vec![fact] })
}

fn in_the_dark(now: &[&Holding]) -> Option<Sentence> {
    let mut dark: Vec<&Holding> =
        now.iter().copied().filter(|holding| holding.health.is_none()).collect();
    largest_first(&mut dark);
    let fact = Fact::Account(dark.first()?.account.clone());
    let parts = vec![
        Part::Words("Of "),
        Part::Count(dark.len()),
        Part::Words(" of "),
        Part::Count(now.len()),
        Part::Words(" accounts nobody can say how healthy they are, among them "),
        Part::Name(fact.clone()),
    ];
    Some(Sentence { parts, facts: vec![fact] })
}

/// Who has the most of something, of equals the first by id; nobody of 0.
fn most<'a>(
    now: &[&'a Holding],
    of: fn(&Holding) -> Option<f64>,
) -> Option<(f64, &'a Holding)> {
    let known = now.iter().filter_map(|holding| Some((of(holding)?, *holding)));
    known
        .filter(|(amount, _)| *amount > 0.0)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.account.cmp(&a.1.account)))
}

/// By recurring revenue, those of unknown revenue last, then by id.
fn largest_first(holdings: &mut [&Holding]) {
    let arr = |holding: &Holding| holding.figures.arr.unwrap_or(f64::NEG_INFINITY);
    holdings.sort_by(|a, b| arr(b).total_cmp(&arr(a)).then_with(|| a.account.cmp(&b.account)));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::insight::revenue::Figures;

    fn since() -> NaiveDate {
        "2026-10-25".parse().expect("a day")
    }

    fn holding(id: u8, health: Option<f64>, money: Option<f64>) -> Holding {
        let band = |value: f64| if value < 50.0 { Band::Red } else { Band::Amber };
        Holding {
            account: AccountId(format!("acc_{id}")),
            segments: vec![["one", "two"][usize::from(id % 2)].to_owned()],
            health,
            band: health.map(band),
            figures: Figures {
                arr: money.map(|m| 10.0 * m),
                at_risk: money,
                growth_expected: money.map(|m| 2.0 * m),
                ..Figures::default()
            },
            ..Holding::default()
        }
    }

    fn heard(now: &[Holding], then: &[Holding], since: NaiveDate) -> Vec<Sentence> {
        story(&now.iter().collect::<Vec<_>>(), then, since)
    }

    fn told(sentence: &Sentence) -> String {
        let part = |part: &Part| match part {
            Part::Words(words) => (*words).to_owned(),
            Part::Count(count) => count.to_string(),
            Part::Points(value) | Part::Money(value) => value.to_string(),
            Part::Day(day) => day.to_string(),
            Part::Name(Fact::Account(id)) => id.to_string(),
            Part::Name(Fact::Segment(code)) => code.clone(),
        };
        sentence.parts.iter().map(part).collect()
    }

    #[test]
    fn a_portfolio_is_told_in_sentences_that_cite() {
        let then: Vec<Holding> =
            (0..6).map(|id| holding(id, Some(60.0), Some(100.0))).collect();
        let mut now = then.clone();
        for id in [0, 2, 4] {
            now[id] = holding(id as u8, Some(45.0 - id as f64), Some(110.0 + id as f64));
        }
        now[5] = holding(5, None, None);
        let story = heard(&now, &then, since());
        let told: Vec<String> = story.iter().map(told).collect();
        assert_eq!(
            told,
            [
                "Revenue at risk rose by 36 since 2026-10-25 to 536, over 5 accounts priced on \
                 both days; most of it at acc_4",
                "acc_4 has the most revenue at risk: 114 beside a recurring 1140 a year; its \
                 health is 41",
                "The median health of segment one fell from 60 to 43 since 2026-10-25, over 3 \
                 accounts scored on both days",
                "3 accounts turned RED since 2026-10-25: acc_4, acc_2, acc_0",
                "The most growth is expected at acc_4: 228",
                "Of 1 of 6 accounts nobody can say how healthy they are, among them acc_5",
            ]
        );
    }

    #[test]
    fn where_nothing_is_known_nothing_is_said() {
        assert_eq!(story(&[], &[], since()), []);
        let calm = [holding(1, Some(60.0), Some(0.0))];
        assert_eq!(heard(&calm, &calm, since()), []);
        let new = [holding(1, Some(40.0), Some(0.0))];
        assert_eq!(heard(&new, &[], since()), [], "it was not there before: nothing moved");
    }

    fn portfolio() -> impl Strategy<Value = Vec<Holding>> {
        let one = (prop::option::of(0.0..100.0_f64), prop::option::of(0.0..1e6_f64));
        prop::collection::vec(one, 0..12).prop_map(|all| {
            let all = (0..).zip(all);
            all.map(|(id, (health, money))| holding(id, health, money)).collect()
        })
    }

    proptest! {
        #[test]
        fn every_sentence_cites_what_is_there_in_any_order(
            now in portfolio(), then in portfolio()
        ) {
            let told = heard(&now, &then, since());
            for sentence in &told {
                prop_assert!(!sentence.facts.is_empty(), "{sentence:?}");
                for fact in &sentence.facts {
                    prop_assert!(sentence.parts.contains(&Part::Name(fact.clone())));
                    let known = now.iter().any(|holding| match fact {
                        Fact::Account(id) => holding.account == *id,
                        Fact::Segment(code) => holding.segments.contains(code),
                    });
                    prop_assert!(known);
                }
            }
            let back: Vec<Holding> = now.iter().rev().cloned().collect();
            let again = heard(&back, &then, since());
            prop_assert_eq!(told.len(), again.len());
            for (one, other) in told.iter().zip(&again) {
                prop_assert_eq!(&one.facts, &other.facts);
            }
        }
    }
}
