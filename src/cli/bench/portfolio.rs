//! `accord bench portfolio`: what the accounts in memory take, and what lists and groups of them cost.

use std::process::ExitCode;

use anyhow::Context as _;
use chrono::{Days, NaiveDate};
use fastrand::Rng;

use super::super::say;
use super::cpu;
use crate::insight::portfolio::Holding;
use crate::insight::revenue::{Figures, Retention};
use crate::model::{AccountId, Band, Confidence, Currency};
use crate::portfolio::{
    Condition, Dimension, Grouping, Number, Order, Range, Row, Sorting, Table, Word,
};

/// What the product promises: a million accounts in so many MB.
const MEMORY: f64 = 2_048.0 / 1e6;
/// Rows of a page.
const PAGE: usize = 50;
/// How often an answer is measured; the median counts.
const TIMES: usize = 21;
/// Accounts that change at once.
const CHANGED: u32 = 1_000;
const COUNTRIES: [&str; 12] =
    ["DE", "FR", "GB", "US", "IT", "ES", "NL", "PL", "SE", "AT", "CH", "JP"];

/// Accounts in memory as lists know them: how much they take, and what is asked of them.
///
/// The accounts are made up, with every field filled in; no database is opened.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Portfolio {
    /// How many accounts.
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1_000..=10_000_000))]
    accounts: u32,
}

impl Portfolio {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let empty = cpu::held().context("this system does not tell how much memory is held")?;
        cpu::forget_peak();
        let mut chance = Rng::with_seed(7);
        let before = cpu::spent();
        let rows = (0..self.accounts).map(|n| (id(n), Some(row(n, 1, &mut chance)))).collect();
        let table = Table::default().after(rows, 1);
        let filled = cpu::spent() - before;
        let held = cpu::held().context("this system told it before")? - empty;
        let peak = cpu::peak().map_or("not measured".to_owned(), |mb| format!("{mb:.0} MB"));
        let limit = MEMORY * f64::from(self.accounts);
        say(&format!(
            "{} accounts held: {held:.0} MB, {:.0} bytes each ({:.2} of the limit, {limit:.0} MB); \
             while they were read: {peak}; made in {:.1} s",
            self.accounts,
            held * 1024.0 * 1024.0 / f64::from(self.accounts),
            held / limit,
            filled / 1e3
        ));
        ask(&table, "a page by health, the order made first", 1, by_health);
        ask(&table, "a page by health", TIMES, by_health);
        ask(&table, "a filtered page by money at risk", TIMES, filtered);
        ask(&table, "how many a filter lets through", TIMES, |table| table.count(&condition()));
        ask(&table, "groups by country, made first", 1, by_country);
        ask(&table, "groups by country", TIMES, by_country);
        let before = cpu::spent();
        let step = self.accounts / CHANGED;
        let news =
            (0..CHANGED).map(|n| (id(n * step), Some(row(n * step, 2, &mut chance)))).collect();
        let after = table.after(news, 2);
        let took = cpu::spent() - before;
        say(&format!("{CHANGED} of them changed: {took:.0} ms"));
        ask(&after, "a page by health after that", 1, by_health);
        let held = cpu::held().context("this system told it before")? - empty;
        say(&format!("with both tables and what they keep of orders and groups: {held:.0} MB"));
        Ok(ExitCode::SUCCESS)
    }
}

fn id(n: u32) -> AccountId {
    format!("acc_{:016x}", u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15)).into()
}

/// An account of which everything is known.
fn row(n: u32, version: i64, chance: &mut Rng) -> Row {
    let day = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day of the calendar");
    let health = chance.f64() * 100.0;
    let arr = 5_000.0 + chance.f64() * 500_000.0;
    let at_risk = arr * chance.f64() * 0.4;
    let name = format!("Maschinenfabrik Number {n} GmbH");
    let figures = Figures {
        arr: Some(arr),
        renewal_expected: Some(arr - at_risk),
        at_risk: Some(at_risk),
        at_risk_range: Some((at_risk * 0.7, at_risk * 1.4)),
        unknown_at_risk: Some(0.0),
        growth_expected: Some(arr * chance.f64() * 0.2),
        billed: Some(arr * 1.1),
        retention: Some(Retention::default()),
        cost_to_serve: Some(arr * 0.1),
        lifetime_value: Some(arr * 4.0),
    };
    let line = |name: &str| Some(name.to_owned());
    let holding = Holding {
        account: id(n),
        country: Some(COUNTRIES[chance.usize(..COUNTRIES.len())].to_owned()),
        region: Some(format!("Region {}", chance.u8(..40))),
        owner: Some(format!("crm:owner-{}", chance.u16(..200))),
        partner: chance.bool().then(|| id(chance.u32(..500))),
        segments: vec!["ENTERPRISE".to_owned(), "SERVICE_HEAVY".to_owned()],
        lines: [(line("Pumps"), 0.6), (line("Spare parts"), 0.4)].into(),
        health: Some(health),
        band: Some(Band::Amber),
        coverage: Some(chance.f64()),
        trust: Some(chance.f64() * 100.0),
        position: Some("BUSINESS_AT_RISK".to_owned()),
        figures,
    };
    Row {
        holding: holding.into(),
        currency: Some(Currency::EUR),
        changed: version,
        name_key: Some(name.to_lowercase().into()),
        name: Some(name.into()),
        domain_key: Some(format!("maschinenfabrik-{n}.example").into()),
        parent: chance.bool().then(|| id(chance.u32(..500))),
        industry: Some("Industrial machinery".into()),
        employees: Some(chance.i64(10..50_000)),
        confidence: Some(Confidence::High),
        range: Some((health * 0.9, health)),
        nps: Some(chance.f64() * 200.0 - 100.0),
        shares: (Some(at_risk / arr), Some(0.1)),
        ends: [90, 455]
            .into_iter()
            .filter_map(|days| day.checked_add_days(Days::new(days)))
            .collect(),
    }
}

fn by_health(table: &Table) -> usize {
    let sorting = Sorting { order: Order::Number(Number::Health), descending: false };
    table.first(&Condition::default(), sorting, None, PAGE).rows.len()
}

fn condition() -> Condition {
    let country = Condition::Word(Word::Country, ["DE", "FR"].map(str::to_owned).into());
    let low = Range { below: Some(50.0), ..Range::default() };
    Condition::All(vec![country, Condition::Number(Number::Health, low)])
}

fn filtered(table: &Table) -> usize {
    let sorting = Sorting { order: Order::Number(Number::AtRisk), descending: true };
    table.first(&condition(), sorting, None, PAGE).rows.len()
}

fn by_country(table: &Table) -> usize {
    let grouping = Grouping {
        condition: Condition::default(),
        by: vec![Dimension::Country],
        numbers: vec![(Number::AtRisk, false), (Number::Health, false)],
        today: NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day of the calendar"),
        factors: vec![(Currency::EUR, 1.0)],
        most: 1_000,
    };
    table.grouped(&grouping).map_or(0, |grouped| grouped.groups.len())
}

/// What an answer costs, the median of so many times.
fn ask(table: &Table, what: &str, times: usize, answer: impl Fn(&Table) -> usize) {
    let cost = || {
        let before = cpu::spent();
        let found = std::hint::black_box(answer(table));
        assert!(found > 0, "{what} finds nothing");
        cpu::spent() - before
    };
    let mut costs: Vec<f64> = (0..times).map(|_| cost()).collect();
    costs.sort_unstable_by(f64::total_cmp);
    say(&format!("{what}: {:.3} ms", costs[times / 2]));
}
