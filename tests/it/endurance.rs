//! Dying at any moment and starting again loses nothing: programs killed at random and syncs
//! dropped at every step end as if nobody had disturbed them. On both databases.
//!
//! `proof` compares what a disturbed sync left with what the sample's systems hold and with an
//! undisturbed run's whole database.

mod proof;

use std::collections::BTreeSet;
use std::process::{Child, Output};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use accord::model::{Clock, FixedClock};
use accord::sample::{Company, Fault, Limit, Serving, System};
use accord::store::{RunState, Store};
use accord::sync::{Event, Sync};
use chrono::{DateTime, NaiveTime, SubsecRound, Utc};
use tokio::sync::Notify;

use self::proof::{census, content, progress, tell};
use crate::kit::{Database, databases, postgres, sqlite};
use crate::machine::{Machine, systems};
use crate::river::{River, Steps};

const START: &str = "2026-03-02T08:00:00Z";
/// Customers where every step is died at: enough for every kind of record.
const FEW: usize = 12;
/// Customers where programs are killed: a sync takes long enough to be hit anywhere.
const SOME: usize = 24;
/// How often a program is killed on each database.
const KILLS: usize = 20;
const SEED: u64 = 20;

/// Whether to die at an event; asked in order, for each event of a life.
type Doom = Box<dyn FnMut(&Event) -> bool + Send>;

/// A small company's river with nothing in its store yet.
async fn river(database: &Database) -> River {
    let company = Arc::new(Company::sized(7, START.parse().expect("a moment"), FEW));
    River::of(company, database.open().await, Steps::at(START)).await
}

/// Starts a sync as a new process would, and drops all of it at the event that `doom` picks.
/// Gives whether it came to its end.
async fn live(river: &River, life: usize, mut doom: Doom) -> bool {
    // What a dead worker held is free again when its lease is over.
    river.clock.forward(chrono::Duration::seconds(2));
    let end = Arc::new(Notify::new());
    let (ring, dead) = (Arc::clone(&end), Mutex::new(false));
    let ask = Mutex::new(move |event: &Event| doom(event));
    let sync = Sync {
        worker: format!("life {life}").into(),
        lease: Duration::from_secs(1),
        watch: Arc::new(move |event| {
            let mut dead = dead.lock().expect("no panic while held");
            if !*dead && (ask.lock().expect("no panic while held"))(&event) {
                *dead = true;
                ring.notify_one();
            }
        }),
        ..river.sync.clone()
    };
    let alive = Arc::downgrade(&sync.watch);
    let whole = tokio::select! {
        biased;
        () = end.notified() => false,
        done = sync.once(&[]) => {
            done.expect("a sync");
            true
        }
    };
    drop(sync);
    // Tasks of the dropped sync end at their next breath; a dead process has none that breathe on.
    let mut look = tokio::time::interval(Duration::from_millis(1));
    while alive.strong_count() > 0 {
        look.tick().await;
    }
    whole
}

/// Everything in the database after a sync that nobody disturbed.
async fn undisturbed(database: &Database, fault: Option<Fault>) -> proof::Content {
    let river = river(database).await;
    river.serving.set_fault(System::Zendesk, fault);
    assert!(live(&river, 0, Box::new(|_| false)).await);
    river.sync.store.close().await;
    content(&database.url).await
}

/// A fresh database of the same kind.
async fn another(database: &Database) -> Database {
    match database.name {
        "sqlite" => sqlite(),
        _ => postgres().await.expect("there was one before"),
    }
}

/// What kind of moment an event is; the kind of an advance is the step that it is part of.
fn kind(event: &Event, step: &mut &'static str) -> String {
    match event {
        Event::Started(source) => format!("start of {source}"),
        Event::Landed(source, _) => format!("landing of {source}"),
        Event::Finished(source, _) => format!("end of {source}"),
        Event::Step(name) => {
            *step = name;
            format!("step {name}")
        }
        Event::Advanced(_) => format!("advance in {step}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_may_die_at_each_kind_of_step_one_after_another() {
    for database in databases().await {
        let expected = undisturbed(&another(&database).await, None).await;
        let river = river(&database).await;
        let died = Arc::new(Mutex::new(BTreeSet::new()));
        let mut lives = 1;
        loop {
            let (seen, mut step) = (Arc::clone(&died), "");
            let first_of_its_kind = move |event: &Event| {
                seen.lock().expect("no panic while held").insert(kind(event, &mut step))
            };
            if live(&river, lives, Box::new(first_of_its_kind)).await {
                break;
            }
            lives += 1;
        }
        let died = died.lock().expect("no panic while held").clone();
        tell(&format!("{}: died {} times: {died:?}", database.name, lives - 1));
        for step in ["companies and people", "reconcile", "facts", "scores"] {
            assert!(died.contains(&format!("step {step}")), "{died:?}");
        }
        for step in ["companies and people", "facts", "scores"] {
            assert!(died.contains(&format!("advance in {step}")), "{died:?}");
        }
        assert!(died.len() >= 4 + 3 + 3 * System::ALL.len(), "{died:?}");
        nothing_was_lost(&river, &database, &expected).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_may_die_at_its_first_event_then_its_third_then_its_fifth_and_so_on() {
    for database in databases().await {
        let expected = undisturbed(&another(&database).await, None).await;
        let river = river(&database).await;
        let mut lives = 1;
        while !live(&river, lives, nth(lives * 2 - 1)).await {
            lives += 1;
        }
        tell(&format!("{}: died {} times", database.name, lives - 1));
        nothing_was_lost(&river, &database, &expected).await;
    }
}

/// The disturbed database holds what the systems hold and what the undisturbed one does; a further
/// sync, and one that reads everything again, find nothing to do.
async fn nothing_was_lost(river: &River, database: &Database, expected: &proof::Content) {
    let store = &river.sync.store;
    let ids = ids(river);
    expected.assert_same(&content(&database.url).await, database.name);
    proof::assert_landed(&database.url, &ids).await;
    runs_add_up(store, database.name).await;

    let version = store.data_version().await.expect("a version");
    river.clock.forward(chrono::Duration::seconds(2));
    for run in river.synced().await {
        assert_eq!((run.written, run.rejected), (0, 0), "{}: {run:?}", database.name);
    }
    proof::forget_states(&database.url).await;
    let mut skipped = 0;
    for run in river.synced().await {
        assert_eq!((run.written, run.rejected), (0, 0), "{}: {run:?}", database.name);
        skipped += run.skipped;
    }
    assert!(
        usize::try_from(skipped).is_ok_and(|skipped| skipped >= ids.len() / 2),
        "everything was read again: {skipped}"
    );
    assert_eq!(version, store.data_version().await.expect("a version"), "{}", database.name);
    expected.assert_same(&content(&database.url).await, database.name);
}

/// No run is left open, and what each read it wrote, knew or set aside.
async fn runs_add_up(store: &Store, name: &str) {
    let sources = System::ALL.map(|system| system.kind().into());
    let runs = store.runs(&sources, 1_000).await.expect("runs");
    assert_eq!(runs.len(), System::ALL.len());
    for run in runs.values().flatten() {
        assert_eq!(run.read, run.written + run.skipped + run.rejected, "{name}: {run:?}");
        assert!(
            matches!(run.state, RunState::Succeeded | RunState::Partial),
            "{name}: {run:?}"
        );
        assert!(run.finished_at >= run.started_at && run.started_at.is_some(), "{run:?}");
        assert!(run.errors.is_empty(), "{name}: {run:?}");
    }
}

/// A river whose sync dies at its 9th event, then its 18th and so on, with a fault of the desk.
async fn disturbed_with(fault: Fault, database: &Database) -> River {
    let river = river(database).await;
    river.serving.set_fault(System::Zendesk, Some(fault));
    let mut lives = 1;
    while !live(&river, lives, nth(lives * 9)).await {
        lives += 1;
    }
    assert!(lives > 5);
    river
}

/// The `n`th event of a life.
fn nth(n: usize) -> Doom {
    let mut left = n;
    Box::new(move |_| {
        left -= 1;
        left == 0
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_records_among_good_ones_are_set_aside_and_no_good_one_is_lost() {
    for database in databases().await {
        let expected = undisturbed(&another(&database).await, Some(Fault::Poison)).await;
        let river = disturbed_with(Fault::Poison, &database).await;
        let found = content(&database.url).await;
        expected.assert_like(&found, database.name, &["dead_letter"]);
        // A page that is asked for from another place on holds another broken record.
        assert!(!expected.dead().is_empty() && expected.dead().is_subset(&found.dead()));
        let broken = |row: &String| row.contains("zendesk") && row.contains("half a surrogate");
        assert!(found.dead().into_iter().all(broken), "{:?}", found.dead());
        proof::assert_ids(&ids(&river), &proof::landed(&database.url).await);
        runs_add_up(&river.sync.store, database.name).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn records_without_an_id_are_set_aside_and_every_record_is_landed_or_dead() {
    for database in databases().await {
        let river = disturbed_with(Fault::NoId, &database).await;
        let now = river.clock.now();
        let shelves = river.company.shelves(now);
        let desk = &shelves[&System::Zendesk];
        proof::assert_landed_or_dead(&database.url, &ids(&river), desk, now).await;
        runs_add_up(&river.sync.store, database.name).await;
    }
}

/// A client that hangs up drops its question wherever it is: the connection that it used must not
/// carry half a transaction into the next one's work.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_dropped_halfway_leaves_its_connection_clean() {
    for database in databases().await {
        let store = database.open().await;
        for micros in 0..600 {
            let asked = ["acc_1".into()];
            let question = store.facts(&asked);
            drop(tokio::time::timeout(Duration::from_micros(micros * 3), question).await);
            let written = store.put_setting("round", &micros.to_string()).await;
            written.unwrap_or_else(|error| panic!("{}: {error}", database.name));
            // Another connection must see it: it was committed.
            let other = (micros % 50 == 49).then(|| database.open());
            if let Some(other) = other {
                let seen = other.await.setting("round").await.expect("a setting");
                assert_eq!(seen, Some(micros.to_string()), "{}", database.name);
            }
        }
    }
}

/// What the river's systems hold.
fn ids(river: &River) -> BTreeSet<String> {
    let now = river.clock.now();
    census(&river.serving, &river.company.shelves(now), now)
}

/// The systems of a company that began a little before the real now, and stands still.
struct Still {
    company: Arc<Company>,
    serving: Serving,
    now: DateTime<Utc>,
}

impl Still {
    #[expect(clippy::disallowed_methods, reason = "the program that is run has the real clock")]
    async fn begun() -> Self {
        // On the same day: Mixpanel is asked for whole days, and refuses one that has not begun there.
        let midnight = Utc::now().date_naive().and_time(NaiveTime::MIN).and_utc();
        let now = (Utc::now() - chrono::Duration::hours(3)).max(midnight).trunc_subsecs(0);
        let company = Arc::new(Company::sized(7, now, SOME));
        let serving = systems(Arc::clone(&company), FixedClock(now)).await;
        for system in System::ALL {
            let limit = Limit { requests: 1_000_000, per: Duration::from_secs(1) };
            serving.set_limit(system, limit);
        }
        Self { company, serving, now }
    }

    fn machine(&self, database: &Database) -> Machine {
        Machine::new(Some(&database.url)).with_sources(&self.serving, &System::ALL)
    }
}

/// How a program's life ended.
enum End {
    Killed,
    Lived(Output),
}

/// Runs `accord sync` and kills it after this time, unless it ended before.
async fn sync_for(machine: &Machine, time: Duration) -> End {
    let mut child = machine.start(&["sync"]);
    let born = Instant::now();
    let mut look = tokio::time::interval(Duration::from_millis(2));
    loop {
        look.tick().await;
        if child.try_wait().expect("a child can be asked").is_some() {
            return End::Lived(output(child));
        }
        if born.elapsed() >= time {
            // SIGKILL: no handler of the program is asked.
            child.kill().expect("a child can be killed");
            child.wait().expect("a killed child is gone");
            return End::Killed;
        }
    }
}

fn output(child: Child) -> Output {
    child.wait_with_output().expect("an ended child can be read")
}

/// A program that nobody disturbs, and how long it took.
async fn sync_whole(machine: &Machine) -> Duration {
    let born = Instant::now();
    match sync_for(machine, Duration::from_mins(5)).await {
        End::Lived(output) => assert_fine(&output),
        End::Killed => panic!("a sync took five minutes"),
    }
    born.elapsed()
}

fn assert_fine(output: &Output) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (said, complained) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{said}{complained}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_sync_killed_at_twenty_random_moments_ends_like_an_undisturbed_one() {
    let still = Still::begun().await;
    for kind in databases().await {
        let whole = sync_whole(&still.machine(&kind)).await;
        tell(&format!("{}: undisturbed {whole:?}, seed {SEED}", kind.name));
        let ids = census(&still.serving, &still.company.shelves(still.now), still.now);
        proof::assert_landed(&kind.url, &ids).await;
        let mut dice = fastrand::Rng::with_seed(SEED);
        let mut kills = 0;
        while kills < KILLS {
            let database = another(&kind).await;
            kills +=
                killed_until_done(&still, &database, whole, KILLS - kills, &mut dice).await;
            assert_like(&still, &kind, &database).await;
        }
    }
}

/// Syncs a fresh database, killing at most so many times; gives how many times it was.
async fn killed_until_done(
    still: &Still,
    database: &Database,
    whole: Duration,
    most: usize,
    dice: &mut fastrand::Rng,
) -> usize {
    let machine = still.machine(database);
    for kills in 0..most {
        let time = whole.mul_f64(dice.f64());
        match sync_for(&machine, time).await {
            End::Killed => tell(&format!(
                "{}: killed after {time:?}: {}",
                database.name,
                progress(&database.url).await
            )),
            End::Lived(output) => {
                assert_fine(&output);
                return kills;
            }
        }
    }
    let took = sync_whole(&machine).await;
    // A dead process's lease (one second) is all that may hold the next one up.
    assert!(took < whole * 3 + Duration::from_secs(5), "{took:?} instead of {whole:?}");
    most
}

/// The disturbed database equals the undisturbed one, and holds what the systems hold.
async fn assert_like(still: &Still, expected: &Database, disturbed: &Database) {
    let store = disturbed.open().await;
    runs_add_up(&store, disturbed.name).await;
    store.close().await;
    let ids = census(&still.serving, &still.company.shelves(still.now), still.now);
    proof::assert_landed(&disturbed.url, &ids).await;
    let mut wanted = content(&expected.url).await;
    let found = content(&disturbed.url).await;
    if wanted.days() != found.days() {
        // Midnight came in between: the undisturbed one is scored for the new day as well.
        sync_whole(&still.machine(expected)).await;
        wanted = content(&expected.url).await;
    }
    wanted.assert_same(&found, disturbed.name);
}
