//! What one changed record costs where there are many: it is matched, clustered and merged.
//!
//! `cargo bench --bench identity -- <database URL> <accounts.csv> <contacts.csv> [<changes> [<postmaster>]]`
//! fills an empty database with the records (CSV as `accord match` reads it), or takes one that was
//! filled with them before, then changes records one by one, half of them companies, and prints the
//! CPU time of this process and, where the process id of PostgreSQL's postmaster is given, of the
//! server: median and 99th percentile in milliseconds, against 20.
//!
//! `cargo bench --bench identity -- arrivals <accounts.csv> <contacts.csv> <arrivals.csv> <database
//! URL> <size>@<database URL>…` puts the records into empty databases under one model: into the
//! first all at once, into the others so many at a time, into the second in the order of
//! `arrivals.csv` (CSV of kind and record_id), into each further one shuffled in another way; and
//! compares who is who in them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use accord::connector::Catalog;
use accord::fetch::{Client, Egress};
use accord::insight::{Calendar, Models};
use accord::model::{
    Account, AccountId, Contact, Draft, EntityKind, FixedClock, RecordRef, Value,
};
use accord::reconcile::Survivorship;
use accord::reconcile::matching::Kind;
use accord::store::{MappedBatch, Store};
use accord::sync::{Sync, Vaults};

/// Records put in at once while the database is filled.
const BATCH: usize = 4_000;
/// What a changed record may cost, in milliseconds of CPU time.
const LIMIT: f64 = 20.0;

const OF_ACCOUNTS: &[(&str, &str)] = &[
    ("name", "name"),
    ("domain", "website"),
    ("phone", "phone"),
    ("vat", "vat_id"),
    ("duns", "duns"),
    ("street", "street"),
    ("city", "city"),
    ("postal_code", "postcode"),
    ("country", "country"),
];

const OF_CONTACTS: &[(&str, &str)] = &[
    ("name", "full_name"),
    ("given_name", "first_name"),
    ("family_name", "last_name"),
    ("email", "email"),
    ("phone", "phone"),
    ("title", "title"),
    ("company_name", "company_name"),
];

#[tokio::main]
#[expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]
async fn main() {
    let given: Vec<String> =
        std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    if let Some(("arrivals", rest)) = given.split_first().map(|(a, b)| (a.as_str(), b)) {
        return arrivals(rest).await;
    }
    let [url, accounts, contacts, rest @ ..] = given.as_slice() else {
        println!("not measured: say where the database and the records are");
        return;
    };
    let changes: usize = rest.first().map_or(400, |count| count.parse().expect("a number"));
    let server: Option<u32> = rest.get(1).map(|pid| pid.parse().expect("a process id"));
    let mut records = read(Path::new(accounts), EntityKind::Account);
    records.extend(read(Path::new(contacts), EntityKind::Contact));
    let sync = sync(url, true).await;
    let there = sync.store.party_count(Kind::Contact).await.expect("records are counted");
    if there == 0 {
        fill(&sync, &records, server).await;
    }
    let count = records.len();
    let mut costs: Vec<f64> = Vec::new();
    for change in 0..changes {
        let at = (change * 7_919 + 13) % records.len();
        change_one(&mut records[at], change);
        let before = cpu(server);
        put(&sync.store, std::slice::from_ref(&records[at])).await;
        sync.reconcile().await.expect("records are matched");
        costs.push(cpu(server) - before);
    }
    costs.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| costs[((costs.len() - 1) as f64 * share) as usize];
    let (median, p99) = (at(0.5), at(0.99));
    let of = if server.is_some() { "this process and the server" } else { "this process" };
    println!(
        "one changed record of {count}, {changes} times, CPU of {of}: median {median:.2} ms \
         ({:.2} of the limit), p99 {p99:.2} ms, most {:.2} ms",
        median / LIMIT,
        at(1.0)
    );
}

/// Puts all records in.
#[expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]
async fn fill(sync: &Sync, records: &[Draft], server: Option<u32>) {
    let before = cpu(server);
    for batch in records.chunks(BATCH) {
        put(&sync.store, batch).await;
    }
    let put = cpu(server);
    sync.reconcile().await.expect("records are matched");
    let (all, put, count) = ((cpu(server) - put) / 1e3, (put - before) / 1e3, records.len());
    println!("{count} records: put in {put:.1} s of CPU time, matched in {all:.1} s");
}

/// Compares who is who after records came in several ways.
#[expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]
async fn arrivals(given: &[String]) {
    let [accounts, contacts, order, first, others @ ..] = given else {
        println!("not compared: say where the records, their order and the databases are");
        return;
    };
    let mut records = read(Path::new(accounts), EntityKind::Account);
    records.extend(read(Path::new(contacts), EntityKind::Contact));
    let records = in_order(records, Path::new(order));
    let whole = sync(first, true).await;
    fill(&whole, &records, None).await;
    let expected = who_is_who(&whole.store).await;
    println!(
        "at once: {} accounts and contacts",
        expected.values().collect::<BTreeSet<_>>().len()
    );
    for (way, other) in others.iter().enumerate() {
        let (size, url) = other.split_once('@').expect("a size before the URL");
        let size: usize = size.parse().expect("a number of records");
        let records = if way == 0 { records.clone() } else { shuffled(&records, way) };
        let hub = sync(url, false).await;
        for kind in [Kind::Account, Kind::Contact] {
            let known = whole.store.match_model(kind).await.expect("a model is read");
            let (_, model) = known.expect("a model was learned");
            hub.store
                .put_match_model(&model, whole.clock.now())
                .await
                .expect("a model is kept");
        }
        let before = cpu(None);
        for batch in records.chunks(size) {
            put(&hub.store, batch).await;
            hub.reconcile().await.expect("records are matched");
        }
        let cost = (cpu(None) - before) / 1e3;
        let found = who_is_who(&hub.store).await;
        let other = expected.iter().filter(|(id, with)| found.get(*id) != Some(*with)).count();
        println!(
            "{size} at a time, order {way}: {other} of {} records are another's, {cost:.1} s of CPU time",
            expected.len()
        );
    }
}

/// Records in the order of a table of kinds and ids.
fn in_order(records: Vec<Draft>, order: &Path) -> Vec<Draft> {
    let mut by_id: BTreeMap<(String, String), Draft> = records
        .into_iter()
        .map(|draft| ((draft.kind.word().to_owned(), draft.key.clone()), draft))
        .collect();
    let mut table = csv::Reader::from_path(order).expect("the order can be read");
    let rows = table.records().map(|row| row.expect("a kind and an id"));
    rows.filter_map(|row| by_id.remove(&(row[0].to_owned(), row[1].to_owned()))).collect()
}

/// The same records in another order, always the same one.
fn shuffled(records: &[Draft], way: usize) -> Vec<Draft> {
    let mut records = records.to_vec();
    let mut dice = 0x2545_f491_4f6c_dd1d ^ (way as u64) << 7;
    for at in (1..records.len()).rev() {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        records.swap(at, (dice % (at as u64 + 1)) as usize);
    }
    records
}

/// For each record, by kind and id, the first record of its party, and of the party's parent.
async fn who_is_who(
    store: &Store,
) -> BTreeMap<(&'static str, String), (String, Option<String>)> {
    let accounts = store.all_candidates::<Account>().await.expect("records are read");
    let contacts = store.all_candidates::<Contact>().await.expect("records are read");
    let accounts = accounts.into_iter().map(|c| c.entity.origin);
    let of: Vec<(String, String)> =
        accounts.map(|o| (o.id, o.account.expect("an account").0)).collect();
    let contacts = contacts.into_iter().map(|c| c.entity.origin);
    let people: Vec<(String, String)> =
        contacts.map(|o| (o.id, o.contact.expect("a contact").0)).collect();
    // The records come in the order of their ids.
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    for (record, golden) in of.iter().chain(&people) {
        first.entry(golden).or_insert(record);
    }
    let ids: BTreeSet<&str> = of.iter().map(|(_, golden)| golden.as_str()).collect();
    let ids: Vec<AccountId> = ids.into_iter().map(AccountId::from).collect();
    let rows = store.accounts_by_id(&ids).await.expect("accounts are read");
    let parent = |golden: &String| {
        let parent = rows.get(&AccountId(golden.clone()))?.parent.as_ref()?;
        first.get(parent.as_str()).map(|record| (*record).to_owned())
    };
    let party = |golden: &String| (first[golden.as_str()].to_owned(), parent(golden));
    let of = of.iter().map(|(id, golden)| (("account", id.clone()), party(golden)));
    let people = people.iter().map(|(id, golden)| (("contact", id.clone()), party(golden)));
    of.chain(people).collect()
}

/// A slip of the pen in the name, taken back the next time.
fn change_one(draft: &mut Draft, change: usize) {
    let names = ["name", "family_name"];
    for (_, value) in draft.fields.iter_mut().filter(|(field, _)| names.contains(field)) {
        if let Some(Value::Text(text)) = value {
            text.push(if change.is_multiple_of(2) { 'e' } else { 's' });
            return;
        }
    }
}

async fn sync(url: &str, relearns: bool) -> Sync {
    let egress = Egress { timeout: Duration::from_secs(1), max_reply: 1, allow_private: false };
    Sync {
        store: Store::open(url).await.expect("the database opens"),
        catalog: Arc::new(Catalog::default()),
        client: Client::new(egress).expect("TLS can be set up"),
        clock: Arc::new(FixedClock("2026-03-02T08:00:00Z".parse().expect("a moment"))),
        models: Models::built_in(),
        relearns,
        signals: accord::insight::SignalModel::built_in(),
        subscriptions: Arc::default(),
        survivorship: Survivorship::built_in(),
        calendar: Calendar::default(),
        sources: Arc::new(BTreeMap::new()),
        worker: "a benchmark".into(),
        lease: Duration::from_mins(10),
        patience: Duration::ZERO,
        vaults: Vaults::default(),
        watch: Arc::new(|_| {}),
    }
}

fn read(path: &Path, kind: EntityKind) -> Vec<Draft> {
    let mut table = csv::Reader::from_path(path).expect("the records can be read");
    let heads = table.headers().expect("a header").clone();
    let column = |name: &str| heads.iter().position(|head| head == name);
    let fields = if kind == EntityKind::Account { OF_ACCOUNTS } else { OF_CONTACTS };
    let stream = if kind == EntityKind::Account { "companies" } else { "people" };
    let mut drafts = Vec::new();
    for row in table.records() {
        let row = row.expect("a record");
        let text = |name: &str| column(name).and_then(|at| row.get(at)).unwrap_or_default();
        let value = |text: &str| (!text.is_empty()).then(|| Value::Text(text.to_owned()));
        let key = text("record_id").to_owned();
        let account = text("account_record_id");
        drafts.push(Draft {
            kind,
            record: RecordRef {
                source: text("source").into(),
                stream: stream.to_owned(),
                key: key.clone(),
            },
            key,
            adds: false,
            url: None,
            account: (!account.is_empty()).then(|| account.to_owned()),
            contact: None,
            fields: fields.iter().map(|(field, head)| (*field, value(text(head)))).collect(),
        });
    }
    drafts
}

async fn put(store: &Store, drafts: &[Draft]) {
    let mut batches: BTreeMap<_, MappedBatch> = BTreeMap::new();
    for draft in drafts {
        let record = &draft.record;
        let batch = batches.entry((record.source.clone(), record.stream.clone()));
        let batch = batch.or_insert_with(|| MappedBatch {
            source: record.source.clone(),
            stream: record.stream.clone(),
            phase: "PARTIES",
            mapping: "bench".to_owned(),
            ..MappedBatch::default()
        });
        batch.drafts.push(draft.clone());
    }
    for batch in batches.values() {
        store.put_mapped(batch).await.expect("records are kept");
    }
}

/// CPU time so far of this process's threads and of the server's processes, in milliseconds.
fn cpu(server: Option<u32>) -> f64 {
    let nanos = |path: &Path| -> f64 {
        let text = std::fs::read_to_string(path.join("schedstat")).unwrap_or_default();
        text.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0.0)
    };
    let folders = |path: &str| {
        let folders = std::fs::read_dir(path).expect("Linux tells of processes");
        folders.filter_map(|folder| Some(folder.ok()?.path()))
    };
    let own: f64 = folders("/proc/self/task").map(|path| nanos(&path)).sum();
    let Some(server) = server else { return own / 1e6 };
    let child = |path: &Path| {
        let stat = std::fs::read_to_string(path.join("stat")).unwrap_or_default();
        let after = stat.rsplit(')').next().unwrap_or_default().to_owned();
        after.split_whitespace().nth(1).is_some_and(|parent| parent == server.to_string())
    };
    let theirs: f64 =
        folders("/proc").filter(|path| child(path)).map(|path| nanos(&path)).sum();
    (own + theirs) / 1e6
}
