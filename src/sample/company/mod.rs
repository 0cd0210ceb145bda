//! The made-up company's world, from a seed and a start date.
//!
//! `world` makes companies, people and contracts with the drivers behind them; one file per system
//! turns them into that system's records; `ticks` moves things on after the start; `stories` says
//! what was planted. `names`, `chance`, `when` and `text` are their tools.
#![expect(clippy::cast_possible_wrap, reason = "places and numbers of the sample stay small")]

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

use self::businesscentral::Books;
use self::hubspot::Crm;
use self::ticks::Ticker;
use self::when::Sec;
use self::world::World;
use self::zendesk::Desk;
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
    now: Mutex<Now>,
}

/// How far the world has come, and its records as of then.
#[derive(Debug)]
struct Now {
    ticker: Ticker,
    /// What came after the start, with the tick that brought it.
    later: Vec<(i64, System, Row)>,
    /// The records up to the start, until shelves are made of them. They are written again when
    /// the shelves must be made anew: that takes less than a second, and a second copy of
    /// every record would stay for ever.
    base: Option<Vec<(System, Row)>>,
    /// The shelves of a tick.
    shelves: Option<(i64, Arc<BTreeMap<System, Shelf>>)>,
}

impl fmt::Debug for Company {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Company")
            .field("seed", &self.world.seed)
            .field("start", &self.world.start)
            .finish_non_exhaustive()
    }
}

impl Company {
    /// Makes the world. Same seed and start (to the second), same world to the byte.
    pub fn new(seed: u64, start: DateTime<Utc>) -> Self {
        let world = World::new(seed, start.timestamp());
        let written = write(&world);
        let truth = stories::tell(&world, &written.books);
        let after = (written.crm, written.answers);
        let ticker = Ticker::new(&world, written.books, written.desk, after);
        let base = Some(written.rows);
        let now = Mutex::new(Now { ticker, later: Vec::new(), base, shelves: None });
        Self { world, truth, now }
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
    /// start answer the world at its start. A record may carry a moment later than `now`: it was
    /// noted to be sent then, and a shelf does not show it before.
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
        held.shelves = None;
        held.later.extend(held.ticker.advance(&self.world, tick));
        let mut rows = held.base.take().unwrap_or_else(|| write(&self.world).rows);
        // Asked for a moment before the last call's, leave out what came since.
        let later = held.later.iter().take_while(|(brought, ..)| *brought <= tick);
        rows.extend(later.map(|(_, system, row)| (*system, row.clone())));
        let shelves = Arc::new(shelve(rows));
        held.shelves = Some((tick, Arc::clone(&shelves)));
        shelves
    }
}

/// All records up to the start, and what the ticks go on from.
struct Written {
    rows: Vec<(System, Row)>,
    crm: Crm,
    books: Books,
    desk: Desk,
    /// How many survey answers there are.
    answers: u64,
}

fn write(world: &World) -> Written {
    let mut rows = Rows::new(world.start);
    rows.system = System::Hubspot;
    let crm = hubspot::write(world, &mut rows);
    rows.system = System::BusinessCentral;
    let books = businesscentral::write(world, &mut rows);
    rows.system = System::Zendesk;
    let desk = zendesk::write(world, &books, &mut rows);
    rows.system = System::Klaviyo;
    klaviyo::write(world, &mut rows);
    rows.system = System::SurveyMonkey;
    let answers = surveymonkey::write(world, &mut rows);
    rows.system = System::Mixpanel;
    mixpanel::write(world, &mut rows);
    Written { rows: rows.rows, crm, books, desk, answers }
}

fn shelve(rows: Vec<(System, Row)>) -> BTreeMap<System, Shelf> {
    let mut by_system: BTreeMap<System, Vec<Row>> =
        System::ALL.iter().map(|system| (*system, Vec::new())).collect();
    for (system, row) in rows {
        by_system.entry(system).or_default().push(row);
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
        dump(&company);
    }

    fn dump(company: &Company) {
        use std::io::Write as _;
        let mut f =
            std::io::BufWriter::new(std::fs::File::create("/tmp/sample.jsonl").unwrap());
        for (s, r) in &write(&company.world).rows {
            writeln!(
                f,
                "{}\t{}\t{}\t{}\t{}\t{}",
                s.kind(),
                r.object,
                r.id,
                r.at.timestamp(),
                r.gone,
                r.body
            )
            .unwrap();
        }
        std::fs::write("/tmp/truth.json", serde_json::to_string(company.truth()).unwrap())
            .unwrap();
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
