//! What a single action brought: in points of health and of the KPIs that it was for, and in revenue that
//! is no longer expected to be lost. All of it against the peers that were taken down when it was opened,
//! and between the same two days as its verdict.
//!
//! Ours: points by difference in differences, as the verdict; risk avoided = own risk before × (Σ risk
//! after ÷ Σ risk before of the peers) − own risk after, which is what would be at risk had it gone as
//! theirs, less what is. It is expected by the models and is no money that came.

use std::collections::BTreeMap;

use crate::insight::proof::{Better, Change, LEAST_PEERS, Verdict, Window};
use crate::insight::proof::{Difference, difference, verdict_of};
use crate::model::{Currency, Money};

/// Where an account stood on the two days.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Passage {
    /// Scores of KPIs, 0 to 100, before and after; those known on both days.
    pub kpis: BTreeMap<String, Change>,
    /// Renewals due times the probability of losing them, before and after.
    pub at_risk: Option<(Money, Money)>,
}

/// What happened to a KPI.
#[derive(Debug, Clone, PartialEq)]
pub struct KpiEffect {
    /// Its code.
    pub kpi: String,
    /// The account's score, 0 to 100.
    pub own: Option<Change>,
    /// By how many points it changed more than the peers'; `None` where nobody can say.
    pub found: Option<Difference>,
    /// Whether that is more than chance.
    pub verdict: Verdict,
}

/// What an action brought.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ActionValue {
    /// The KPIs that it was for.
    pub kpis: Vec<KpiEffect>,
    /// What is no longer expected to be lost; below 0 where more is.
    pub risk_avoided: Option<(f64, Currency)>,
    /// What is not known, in words.
    pub unknown: Vec<String>,
}

impl ActionValue {
    /// Nothing is told, for a reason.
    pub fn untold(why: &str) -> Self {
        Self { unknown: vec![why.to_owned()], ..Self::default() }
    }

    /// What an action for these KPIs brought its account.
    pub fn of(targets: &[String], own: &Passage, peers: &[Passage], window: Window) -> Self {
        let mut value = Self::default();
        for kpi in targets {
            let effect = kpi_effect(kpi, own, peers, window);
            value.unknown.extend(effect.why(peers));
            value.kpis.push(effect);
        }
        match risk_avoided(own, peers) {
            Ok(avoided) => value.risk_avoided = Some(avoided),
            Err(why) => value.unknown.push(format!("revenue at risk: {why}")),
        }
        value
    }
}

fn kpi_effect(kpi: &str, own: &Passage, peers: &[Passage], window: Window) -> KpiEffect {
    let changes: Vec<Change> =
        peers.iter().filter_map(|peer| peer.kpis.get(kpi).copied()).collect();
    let own = own.kpis.get(kpi).copied();
    let found = own.and_then(|own| difference(&[own], &changes));
    let verdict = verdict_of(found, window, Better::Higher);
    let told = !matches!(verdict, Verdict::TooEarly | Verdict::NoControl);
    KpiEffect { kpi: kpi.to_owned(), own, found: found.filter(|_| told), verdict }
}

impl KpiEffect {
    fn why(&self, peers: &[Passage]) -> Option<String> {
        let kpi = &self.kpi;
        if self.found.is_some() {
            return None;
        }
        if self.own.is_none() {
            return Some(format!("{kpi}: it was not measured, or not kept, on both days"));
        }
        let n = peers.iter().filter(|peer| peer.kpis.contains_key(kpi)).count();
        Some(format!("{kpi}: it is known of {n} peers on both days; {LEAST_PEERS} are needed"))
    }
}

fn risk_avoided(own: &Passage, peers: &[Passage]) -> Result<(f64, Currency), String> {
    let Some((before, after)) = own.at_risk else {
        return Err("the account was not priced on both days".to_owned());
    };
    let currency = before.currency;
    let same = |(before, after): &(Money, Money)| {
        before.currency == currency && after.currency == currency
    };
    if !same(&(before, after)) {
        return Err("the two days are told in different currencies".to_owned());
    }
    if before.amount.is_zero() {
        return Err("nothing of it was at risk when the action was opened".to_owned());
    }
    let told: Vec<(Money, Money)> =
        peers.iter().filter_map(|peer| peer.at_risk).filter(same).collect();
    if told.len() < LEAST_PEERS {
        let n = told.len();
        return Err(format!("{n} peers were priced on both days; {LEAST_PEERS} are needed"));
    }
    let sum = |of: fn(&(Money, Money)) -> f64| told.iter().map(of).sum::<f64>();
    let (was, is) = (sum(|told| number(told.0)), sum(|told| number(told.1)));
    if was <= 0.0 {
        return Err("nothing of its peers was at risk when the action was opened".to_owned());
    }
    Ok((number(before) * (is / was) - number(after), currency))
}

fn number(money: Money) -> f64 {
    use rust_decimal::prelude::ToPrimitive as _;
    money.amount.to_f64().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIPE: Window = Window { passed: 90, needed: 90 };

    fn euro(amount: i64) -> Money {
        Money::new(amount.into(), Currency::EUR).expect("a small amount")
    }

    fn passage(kpi: Option<(f64, f64)>, risk: Option<(i64, i64)>) -> Passage {
        let change = kpi.map(|(before, after)| ("DE1".to_owned(), Change { before, after }));
        let at_risk = risk.map(|(before, after)| (euro(before), euro(after)));
        Passage { kpis: change.into_iter().collect(), at_risk }
    }

    fn peers(n: usize) -> Vec<Passage> {
        let of = |i: usize| passage(Some((40.0, 42.0 + (i % 3) as f64)), Some((200, 240)));
        (0..n).map(of).collect()
    }

    #[test]
    fn points_and_risk_are_told_against_peers_by_hand() {
        let own = passage(Some((40.0, 60.0)), Some((1_000, 700)));
        let told = ActionValue::of(&["DE1".to_owned()], &own, &peers(6), RIPE);
        let kpi = &told.kpis[0];
        // Peers rose by 2, 3 and 4, twice each.
        assert!((kpi.found.expect("peers").effect - 17.0).abs() < 1e-9);
        assert_eq!(kpi.verdict, Verdict::Worked);
        // 1 000 × 1 440 ÷ 1 200 would be at risk; 700 is.
        let (avoided, currency) = told.risk_avoided.expect("peers were priced");
        assert!((avoided - 500.0).abs() < 1e-9 && currency == Currency::EUR);
        assert_eq!(told.unknown, Vec::<String>::new());
    }

    #[test]
    fn what_cannot_be_said_is_told_in_words() {
        let own = passage(Some((40.0, 60.0)), Some((1_000, 700)));
        let targets = ["DE1".to_owned()];
        let unpriced: Vec<Passage> =
            peers(6).into_iter().map(|peer| Passage { at_risk: None, ..peer }).collect();
        let cases = [
            (own.clone(), peers(4), "DE1: it is known of 4 peers"),
            (own.clone(), unpriced, "0 peers were priced"),
            (passage(None, None), peers(6), "DE1: it was not measured"),
            (passage(None, Some((0, 700))), peers(6), "nothing of it was at risk"),
            (passage(None, None), peers(6), "not priced on both days"),
        ];
        for (own, peers, wanted) in cases {
            let told = ActionValue::of(&targets, &own, &peers, RIPE);
            assert!(told.unknown.iter().any(|why| why.contains(wanted)), "{:?}", told.unknown);
        }
        let early = Window { passed: 89, needed: 90 };
        let told = ActionValue::of(&targets, &own, &peers(6), early);
        assert_eq!((told.kpis[0].found, told.kpis[0].verdict), (None, Verdict::TooEarly));
    }
}
