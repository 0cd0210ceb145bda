//! The made-up company's world, from a seed and a start date.
//!
//! `world` makes companies, people and contracts with the drivers behind them; one file per system
//! turns them into that system's records; `ticks` moves things on after the start; `stories` says
//! what was planted. `names`, `chance`, `when` and `text` are their tools.

mod businesscentral;
mod chance;
mod hubspot;
mod klaviyo;
mod mixpanel;
mod names;
mod stories;
mod surveymonkey;
mod text;
mod ticks;
mod when;
mod world;
mod zendesk;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};

use self::ticks::Ticker;
use self::when::Sec;
use self::world::World;
use super::{Row, Shelf, System, Truth};

/// Seconds of a tick.
const TICK: Sec = 600;

/// Records under construction: those of one system, or of all of them in turn.
#[derive(Debug)]
struct Rows {
    system: System,
    /// No record is younger than this.
    until: Sec,
    rows: Vec<(System, Row)>,
}

impl Rows {
    fn new(until: Sec) -> Self {
        Self { system: System::Hubspot, until, rows: Vec::new() }
    }

    /// Adds a version of a record. The body is written for the moment at which it counts.
    fn put(
        &mut self,
        object: &'static str,
        id: String,
        at: Sec,
        body: impl FnOnce(Sec) -> String,
    ) {
        self.add((object, id), at, false, body);
    }

    /// Adds a record's last version, deleted.
    fn bury(
        &mut self,
        object: &'static str,
        id: String,
        at: Sec,
        body: impl FnOnce(Sec) -> String,
    ) {
        self.add((object, id), at, true, body);
    }

    fn add(
        &mut self,
        (object, id): (&'static str, String),
        at: Sec,
        gone: bool,
        body: impl FnOnce(Sec) -> String,
    ) {
        let at = at.min(self.until);
        let body = body(at);
        self.rows.push((self.system, Row { object, id, at: when::moment(at), body, gone }));
    }
}

/// The world at its start, with what it does afterwards.
pub struct Company {
    world: World,
    truth: Truth,
    /// Everything up to the start.
    base: Vec<(System, Row)>,
    now: Mutex<Now>,
}

/// How far the world has come, and its records as of then.
#[derive(Debug)]
struct Now {
    ticker: Ticker,
    later: Vec<(System, Row)>,
    /// The shelves of a number of ticks.
    shelves: Option<(i64, Arc<BTreeMap<System, Shelf>>)>,
}

impl fmt::Debug for Company {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Company")
            .field("seed", &self.world.seed)
            .field("start", &self.world.start)
            .field("records", &self.base.len())
            .finish_non_exhaustive()
    }
}

impl Company {
    /// Makes the world. Same seed and start (to the second), same world to the byte.
    pub fn new(seed: u64, start: DateTime<Utc>) -> Self {
        let world = World::new(seed, start.timestamp());
        let mut rows = Rows::new(world.start);
        rows.system = System::Hubspot;
        let crm = hubspot::write(&world, &mut rows);
        rows.system = System::BusinessCentral;
        let books = businesscentral::write(&world, &mut rows);
        rows.system = System::Zendesk;
        let desk = zendesk::write(&world, &books, &mut rows);
        rows.system = System::Klaviyo;
        klaviyo::write(&world, &mut rows);
        rows.system = System::SurveyMonkey;
        let answers = surveymonkey::write(&world, &mut rows);
        rows.system = System::Mixpanel;
        mixpanel::write(&world, &mut rows);
        let truth = stories::tell(&world);
        let ticker = Ticker::new(&world, books, desk, (crm, answers));
        let now = Mutex::new(Now { ticker, later: Vec::new(), shelves: None });
        Self { world, truth, base: rows.rows, now }
    }

    /// What was planted.
    pub fn truth(&self) -> &Truth {
        &self.truth
    }

    /// The moment at which the world was made.
    pub fn start(&self) -> DateTime<Utc> {
        when::moment(self.world.start)
    }

    /// Every version of every record that came to be until `now` (whole ticks after the start
    /// included). Cheap when nothing was added since the last call.
    ///
    /// What is here depends on seed, start and `now` alone, not on earlier calls. Times before the
    /// start answer the world at its start.
    ///
    /// Detail: each tick of the first week brings records; after that every second, from the
    /// second week's end every fourth, and so on, so that a hub that slept for a year is brought
    /// up by about 4,000 ticks.
    pub fn shelves(&self, now: DateTime<Utc>) -> Arc<BTreeMap<System, Shelf>> {
        let tick = ((now.timestamp() - self.world.start) / TICK).max(0);
        let mut held = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, shelves)) = &held.shelves
            && *at == tick
        {
            return Arc::clone(shelves);
        }
        let held = &mut *held;
        held.later.extend(held.ticker.advance(&self.world, tick));
        // Asked for a moment before the last call's, leave out what came to be since.
        let end = when::moment(self.world.start + tick * TICK);
        let later = held.later.iter().filter(|(_, row)| row.at <= end);
        let shelves = Arc::new(shelve(self.base.iter().chain(later)));
        held.shelves = Some((tick, Arc::clone(&shelves)));
        shelves
    }
}

fn shelve<'a>(rows: impl Iterator<Item = &'a (System, Row)>) -> BTreeMap<System, Shelf> {
    let mut by_system: BTreeMap<System, Vec<Row>> =
        System::ALL.iter().map(|system| (*system, Vec::new())).collect();
    for (system, row) in rows {
        by_system.entry(*system).or_default().push(row.clone());
    }
    by_system.into_iter().map(|(system, rows)| (system, Shelf::new(rows))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> DateTime<Utc> {
        "2026-06-15T08:00:00Z".parse().unwrap()
    }

    #[test]
    #[expect(clippy::print_stdout, reason = "figures for whoever tunes the world")]
    fn volumes() {
        let began = std::time::Instant::now();
        let company = Company::new(7, start());
        let made = began.elapsed();
        let shelves = company.shelves(start());
        println!("{made:?} {:?}", began.elapsed());
        let mut total = 0;
        for (system, shelf) in shelves.iter() {
            for object in OBJECTS {
                let rows = shelf.changed(object, None, start());
                let bytes: usize = rows.iter().map(|r| r.body.len()).sum();
                total += rows.len();
                if !rows.is_empty() {
                    println!("{} {object} {} {}k", system.kind(), rows.len(), bytes / 1000);
                }
            }
        }
        println!("{total}");
    }

    const OBJECTS: &[&str] = &[
        "companies",
        "contacts",
        "deals",
        "subscriptions",
        "quotes",
        "calls",
        "meetings",
        "emails",
        "tasks",
        "owners",
        "deals/companies",
        "customers",
        "items",
        "salesOrders",
        "salesShipments",
        "salesInvoices",
        "salesCreditMemos",
        "customerPaymentJournals",
        "customerPayments",
        "currencyExchangeRates",
        "tickets",
        "metric_sets",
        "ticket_metric_events",
        "organizations",
        "users",
        "satisfaction_ratings",
        "metrics",
        "profiles",
        "events",
        "campaigns",
        "surveys",
        "survey_details",
        "responses",
    ];
}
