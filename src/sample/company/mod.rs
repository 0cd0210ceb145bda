//! The made-up company's world, from a seed and a start date.
//!
//! `world` makes companies, people and contracts with the drivers behind them; one file per system
//! turns them into that system's records; `ticks` moves things on after the start; `stories` says
//! what was planted. `names`, `chance`, `when` and `text` are their tools.
#![expect(clippy::cast_possible_wrap, reason = "places and numbers of the sample stay small")]

mod businesscentral;
mod chance;
mod history;
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
use self::world::{CUSTOMERS, World};
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
    made: Vec<(System, Row)>,
}

impl Rows {
    fn new(until: Sec) -> Self {
        Self { system: System::Hubspot, until, made: Vec::new() }
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
        self.made.push((self.system, Row { object, id, at: when::moment(at), body, gone }));
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
        Self::sized(seed, start, CUSTOMERS)
    }

    /// A world of so many customers (at most 400, which is the whole one). The first 39 are those
    /// of the planted stories; a world of fewer lacks some stories.
    pub fn sized(seed: u64, start: DateTime<Utc>, customers: usize) -> Self {
        let world = World::new(seed, start.timestamp(), customers.min(CUSTOMERS));
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
    Written { rows: rows.made, crm, books, desk, answers }
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
    use std::collections::BTreeSet;
    use std::sync::OnceLock;

    use chrono::Duration;
    use sha2::{Digest, Sha256};

    use super::*;

    fn start() -> DateTime<Utc> {
        "2026-06-15T08:00:00Z".parse().unwrap()
    }

    type Shelves = BTreeMap<System, Shelf>;

    /// Everything that the shelves show at a moment, as one number.
    fn print(shelves: &Shelves, at: DateTime<Utc>) -> String {
        let mut hash = Sha256::new();
        for (system, object) in OBJECTS {
            for row in shelves[system].changed(object, None, at) {
                hash.update(format!("{object} {} {} {}", row.id, row.at.timestamp(), row.gone));
                hash.update(&row.body);
            }
        }
        hash.finalize().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
    }

    /// The records of a world at its start.
    fn written(seed: u64, start: DateTime<Utc>) -> Vec<(System, Row)> {
        write(&World::new(seed, start.timestamp(), CUSTOMERS)).rows
    }

    #[test]
    fn the_same_seed_and_start_make_the_same_world_and_others_do_not() {
        let first = written(7, start());
        assert!(first == written(7, start()));
        assert!(first != written(8, start()));
        assert!(first != written(7, start() + Duration::days(1)));
    }

    #[test]
    fn a_moment_looks_the_same_in_one_step_in_many_and_looking_back() {
        let end = start() + Duration::hours(30);
        let at_once = Company::new(7, start());
        let expected = print(&at_once.shelves(end), end);
        let stepwise = Company::new(7, start());
        for hours in [1, 29] {
            stepwise.shelves(start() + Duration::hours(hours));
        }
        assert_eq!(print(&stepwise.shelves(end), end), expected);
        at_once.shelves(end + Duration::days(9));
        assert_eq!(print(&at_once.shelves(end), end), expected);
        let between = end + Duration::minutes(5);
        assert!(Arc::ptr_eq(&at_once.shelves(end), &at_once.shelves(between)));
    }

    #[test]
    fn every_record_is_json_of_its_own_id_and_no_younger_than_the_start() {
        let mut seen = BTreeSet::new();
        for (system, row) in written(7, start()) {
            let name = format!("{} {} {}", system.kind(), row.object, row.id);
            let read = serde_json::from_str::<serde::de::IgnoredAny>(&row.body);
            assert!(read.is_ok(), "{name}: {}", row.body);
            assert!(row.at <= start(), "{name}");
            assert!(OBJECTS.contains(&(system, row.object)), "{name}");
            assert!(seen.insert((name.clone(), row.gone)), "{name} is there twice");
        }
        for object in ["companies ", "contacts ", "deals ", "tickets "] {
            let gone = seen.iter().any(|(name, gone)| *gone && name.contains(object));
            assert_eq!(gone, object != "companies ", "{object}");
        }
    }

    #[test]
    fn the_world_is_as_large_as_it_should_be_whatever_the_seed() {
        use System::{BusinessCentral, Hubspot, Klaviyo, Mixpanel, SurveyMonkey, Zendesk};
        let cases = [
            (Hubspot, "companies", 420..450),
            (Hubspot, "contacts", 1_700..2_100),
            (Hubspot, "deals", 1_300..1_900),
            (Hubspot, "subscriptions", 600..900),
            (Hubspot, "quotes", 600..900),
            (Hubspot, "tasks", 1_000..1_600),
            (Hubspot, "emails", 2_400..3_600),
            (BusinessCentral, "customers", 330..350),
            (BusinessCentral, "items", 38..41),
            (BusinessCentral, "salesOrders", 5_000..7_000),
            (BusinessCentral, "salesShipments", 5_000..7_500),
            (BusinessCentral, "salesInvoices", 9_500..13_000),
            (BusinessCentral, "salesCreditMemos", 180..350),
            (BusinessCentral, "customerPayments", 8_500..12_500),
            (Zendesk, "organizations", 290..340),
            (Zendesk, "users", 900..1_350),
            (Zendesk, "tickets", 5_300..7_000),
            (Zendesk, "ticket_metric_events", 11_000..15_500),
            (Zendesk, "satisfaction_ratings", 1_000..1_600),
            (Klaviyo, "profiles", 1_200..1_650),
            (Klaviyo, "events", 15_500..21_000),
            (SurveyMonkey, "responses", 1_900..2_700),
            (Mixpanel, "events", 26_000..34_000),
        ];
        // A Monday morning and the middle of a Saturday night.
        for (seed, start) in [(1, start()), (2_026, "2026-02-28T23:59:59Z".parse().unwrap())] {
            let rows = written(seed, start);
            for (system, object, range) in &cases {
                let like = |row: &&(System, Row)| (row.0, row.1.object) == (*system, *object);
                let count = rows.iter().filter(like).filter(|row| !row.1.gone).count();
                assert!(
                    range.contains(&count),
                    "seed {seed}: {} {object} {count}",
                    system.kind()
                );
            }
        }
    }

    /// What the ticks of a year bring.
    fn year() -> &'static [(i64, System, Row)] {
        static YEAR: OnceLock<Vec<(i64, System, Row)>> = OnceLock::new();
        YEAR.get_or_init(|| {
            let world = World::new(7, start().timestamp(), CUSTOMERS);
            let written = write(&world);
            let after = (written.crm, written.answers);
            let mut ticker = Ticker::new(&world, written.books, written.desk, after);
            ticker.advance(&world, 365 * 144)
        })
    }

    #[test]
    fn a_tick_brings_a_handful_of_records_and_klaviyo_stays_silent() {
        let days = 5;
        let rows: Vec<&Row> = year()
            .iter()
            .filter(|(tick, _, row)| *tick <= days * 144 && !row.object.contains('/'))
            .map(|(_, _, row)| row)
            .collect();
        let ticks = days as usize * 144;
        assert!((ticks * 4..ticks * 9).contains(&rows.len()), "{}", rows.len());
        assert!(year().iter().all(|(_, system, _)| *system != System::Klaviyo));
        let any = |object, fits: &dyn Fn(&Row) -> bool| {
            assert!(rows.iter().any(|row| row.object == object && fits(row)), "{object}");
        };
        any("tickets", &|row| row.body.contains(r#""status":"solved""#));
        any("salesShipments", &|_| true);
        any("customerPayments", &|_| true);
        any("contacts", &|row| row.gone);
    }

    #[test]
    fn a_record_of_a_tick_is_json_and_never_counts_from_before_it() {
        for (tick, system, row) in year() {
            let read = serde_json::from_str::<serde::de::IgnoredAny>(&row.body);
            assert!(read.is_ok(), "{} {} {}", system.kind(), row.object, row.body);
            let at = start() + Duration::seconds(tick * TICK);
            assert!(row.at >= at, "{} {}", row.object, row.id);
        }
    }

    #[test]
    fn a_year_asleep_is_brought_up_within_bounds() {
        assert!((15_000..120_000).contains(&year().len()), "{}", year().len());
        for object in ["deals", "tickets"] {
            let gone = year().iter().any(|(_, _, row)| row.object == object && row.gone);
            assert!(gone, "no {object} deleted");
        }
    }

    const OBJECTS: &[(System, &str)] = &[
        (System::Hubspot, "owners"),
        (System::Hubspot, "companies"),
        (System::Hubspot, "contacts"),
        (System::Hubspot, "deals"),
        (System::Hubspot, "deals/companies"),
        (System::Hubspot, "subscriptions"),
        (System::Hubspot, "subscriptions/companies"),
        (System::Hubspot, "quotes"),
        (System::Hubspot, "quotes/companies"),
        (System::Hubspot, "quotes/deals"),
        (System::Hubspot, "calls"),
        (System::Hubspot, "calls/contacts"),
        (System::Hubspot, "meetings"),
        (System::Hubspot, "meetings/contacts"),
        (System::Hubspot, "emails"),
        (System::Hubspot, "emails/contacts"),
        (System::Hubspot, "tasks"),
        (System::Hubspot, "tasks/companies"),
        (System::BusinessCentral, "companies"),
        (System::BusinessCentral, "customers"),
        (System::BusinessCentral, "items"),
        (System::BusinessCentral, "salesOrders"),
        (System::BusinessCentral, "salesShipments"),
        (System::BusinessCentral, "salesInvoices"),
        (System::BusinessCentral, "salesCreditMemos"),
        (System::BusinessCentral, "customerPaymentJournals"),
        (System::BusinessCentral, "customerPayments"),
        (System::BusinessCentral, "currencyExchangeRates"),
        (System::Zendesk, "organizations"),
        (System::Zendesk, "users"),
        (System::Zendesk, "tickets"),
        (System::Zendesk, "metric_sets"),
        (System::Zendesk, "ticket_metric_events"),
        (System::Zendesk, "satisfaction_ratings"),
        (System::Klaviyo, "metrics"),
        (System::Klaviyo, "profiles"),
        (System::Klaviyo, "events"),
        (System::Klaviyo, "campaigns"),
        (System::SurveyMonkey, "surveys"),
        (System::SurveyMonkey, "survey_details"),
        (System::SurveyMonkey, "responses"),
        (System::Mixpanel, "events"),
    ];
}
