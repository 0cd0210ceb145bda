//! A small world made by hand through the store's own doors: accounts with enough facts to be
//! scored, read from three sources.

use std::collections::BTreeMap;
use std::sync::Arc;

use accord::api::{self, Hub, Profile, Schema, Service};
use accord::connector::Catalog;
use accord::insight::{Calendar, Models};
use accord::model::*;
use accord::store::{MappedBatch, Source, Store, StoredScore};
use accord::web::Front;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::json;

use crate::kit::Database;

pub(super) const FIRST: &str = "acc_00000000000000a0";

pub(super) fn now() -> DateTime<Utc> {
    "2026-11-21T12:00:00Z".parse().expect("a time")
}

pub(super) fn ago(days: i64) -> DateTime<Utc> {
    now() - TimeDelta::days(days)
}

pub(super) fn day(days_ago: i64) -> Value {
    Value::Day(ago(days_ago).date_naive())
}

pub(super) fn time(days_ago: i64) -> Value {
    Value::Time(ago(days_ago))
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub(super) fn euro(amount: i64) -> Value {
    let money = Money::new(amount.into(), Currency::EUR).expect("a small amount");
    Value::Amount(money)
}

/// The id of the n-th account.
pub(super) fn account(n: usize) -> String {
    format!("acc_{:016x}", 0xa0 + n)
}

/// A hub over a store, at a still moment.
pub(super) fn schema(store: &Store) -> Schema {
    schema_at(store, now())
}

/// A hub over a store, at a still moment of its own.
pub(super) fn schema_at(store: &Store, moment: DateTime<Utc>) -> Schema {
    api::schema(hub_at(store, moment))
}

/// A hub over a store, at a still moment, with models of one's own.
pub(super) fn schema_with(store: &Store, models: Models) -> Schema {
    api::schema(Hub { models: Arc::new(models), ..hub_at(store, now()) })
}

/// Such a hub as it meets the world, with a query editor.
pub(super) fn front(store: &Store, profile: Profile) -> Front {
    served(api::service(hub_at(store, now()), profile), store)
}

/// A service over a store with nothing else.
pub(super) fn served(service: Service, store: &Store) -> Front {
    let doorman = api::Doorman::open();
    Front {
        service,
        doorman,
        store: store.clone(),
        webhooks: None,
        editor: true,
        dashboard: true,
    }
}

pub(super) fn hub_at(store: &Store, moment: DateTime<Utc>) -> Hub {
    Hub {
        store: store.clone(),
        catalog: Arc::new(catalog()),
        models: Models::built_in(),
        calendar: Calendar::default(),
        clock: Arc::new(FixedClock(moment)),
        trial: None,
        digest: None,
        registers: accord::reconcile::Registers::new(),
    }
}

/// The connectors of the sources below, from their own folders.
fn catalog() -> Catalog {
    let mut catalog = Catalog::default();
    for kind in ["hubspot", "zendesk", "businesscentral"] {
        let read = |name: &str| {
            let path = format!("connectors/{kind}/{name}");
            let full = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(full).expect("a connector has both its files");
            (path, text)
        };
        let (manifest, mapping) = (read("manifest.yaml"), read("mapping.yaml"));
        catalog
            .add(kind, (&manifest.0, &manifest.1), (&mapping.0, &mapping.1))
            .expect("our connectors are right");
    }
    catalog
}

/// A fact or party of the n-th account as its source wrote it.
pub(super) fn draft(
    kind: EntityKind,
    n: usize,
    key: &str,
    fields: Vec<(&'static str, Value)>,
) -> Draft {
    let (source, stream) = match kind {
        EntityKind::Account | EntityKind::Contact | EntityKind::TeamMember => {
            ("crm", kind.word())
        }
        EntityKind::Ticket | EntityKind::SlaTarget => ("desk", kind.word()),
        _ => ("erp", kind.word()),
    };
    let record =
        RecordRef { source: source.into(), stream: stream.to_owned(), key: key.to_owned() };
    Draft {
        kind,
        key: key.to_owned(),
        url: Some(format!("https://{source}.example/{stream}/{key}")),
        record,
        adds: false,
        account: kind.belongs().account.then(|| format!("c{n}")),
        contact: None,
        fields: fields.into_iter().map(|(name, value)| (name, Some(value))).collect(),
    }
}

pub(super) fn source(id: &str, kind: &str, category: Category) -> Source {
    Source {
        id: id.into(),
        kind: kind.to_owned(),
        category,
        interval_seconds: 900,
        last_success: None,
        last_record: None,
        rate_limit: None,
        disconnected_at: None,
    }
}

pub(super) async fn put(store: &Store, phase: &'static str, drafts: Vec<Draft>) {
    let mut streams: BTreeMap<(SourceId, String), Vec<Draft>> = BTreeMap::new();
    for draft in drafts {
        let stream = (draft.record.source.clone(), draft.record.stream.clone());
        streams.entry(stream).or_default().push(draft);
    }
    for ((source, stream), drafts) in streams {
        land(store, &drafts).await;
        let mapping = "m1".to_owned();
        let batch =
            MappedBatch { source, stream, phase, mapping, drafts, ..MappedBatch::default() };
        store.put_mapped(&batch).await.expect("a batch is mapped");
    }
}

/// Lands the records that the drafts are read from.
pub(super) async fn land(store: &Store, drafts: &[Draft]) {
    let Some(first) = drafts.first() else { return };
    let record = |draft: &Draft| Record {
        key: draft.record.key.clone(),
        raw: json!({"id": draft.record.key, "source_name": "x"}).to_string(),
        shaped: None,
        deleted: false,
    };
    let landing = Landing {
        source: first.record.source.clone(),
        stream: first.record.stream.clone(),
        run: run_of(store, &first.record.source).await,
        records: drafts.iter().map(record).collect(),
        dead: Vec::new(),
        state: None,
        at: ago(1),
    };
    store.land(&landing).await.expect("a page lands");
}

/// The source's newest run, asked for when there is none.
pub(super) async fn run_of(store: &Store, source: &SourceId) -> i64 {
    let runs = store.runs(std::slice::from_ref(source), 1).await.expect("runs are read");
    if let Some(run) = runs.get(source).and_then(|runs| runs.first()) {
        return run.id;
    }
    store.queue_run(source, ago(1)).await.expect("a run is queued");
    let run = store.claim_run("w", ago(1), now()).await.expect("a worker claims");
    run.expect("one waits").id
}

/// Enough of a customer to be scored: support, delivery, billing. Ten of each, the first of each
/// kind first.
pub(super) fn facts(n: usize) -> Vec<Draft> {
    (0..10).flat_map(|i| [service(n, i), trade(n, i)]).flatten().collect()
}

/// A solved ticket, a promise about it, an answer to a survey.
fn service(n: usize, i: i64) -> Vec<Draft> {
    let ticket = vec![
        ("priority", text("P3")),
        ("status", text("SOLVED")),
        ("opened_at", time(10 + i)),
        ("first_reply_at", time(9 + i)),
        ("solved_at", time(5 + i)),
        ("replies", Value::Int(1)),
        ("reopens", Value::Int(i % 3)),
    ];
    let promise =
        vec![("metric", text("first reply")), ("at", time(9 + i)), ("met", Value::Flag(i > 0))];
    let answer = vec![
        ("instrument", text("NPS")),
        ("score", Value::Number(9.0)),
        ("scale_low", Value::Number(0.0)),
        ("scale_high", Value::Number(10.0)),
        ("polarity", text("HIGH_IS_GOOD")),
        ("prong", text("RELATIONAL")),
        ("at", time(20 + i)),
    ];
    vec![
        draft(EntityKind::Ticket, n, &format!("t{n}-{i}"), ticket),
        draft(EntityKind::SlaTarget, n, &format!("s{n}-{i}"), promise),
        draft(EntityKind::SurveyResponse, n, &format!("r{n}-{i}"), answer),
    ]
}

/// A delivery, a bill, its payment.
fn trade(n: usize, i: i64) -> Vec<Draft> {
    let late = if i < 2 { 1 } else { 4 };
    let delivery = vec![
        ("ordered_on", day(30 + i)),
        ("promised_on", day(3 + i)),
        ("delivered_on", day(i + late)),
        ("quantity", Value::Number(5.0)),
    ];
    let bill = vec![
        ("issued_on", day(60 + i)),
        ("due_on", day(30 + i)),
        ("amount", euro(1190)),
        ("net_amount", euro(1000)),
        ("open_amount", euro(0)),
        ("recurring", Value::Flag(true)),
    ];
    let invoice = format!("i{n}-{i}");
    let payment =
        vec![("invoice", text(&invoice)), ("paid_on", day(28 + i)), ("amount", euro(1190))];
    vec![
        draft(EntityKind::Delivery, n, &format!("d{n}-{i}"), delivery),
        draft(EntityKind::Invoice, n, &invoice, bill),
        draft(EntityKind::Payment, n, &format!("p{n}-{i}"), payment),
    ]
}

pub(super) fn golden(n: usize) -> GoldenAccount {
    let name = format!("Company {:03}", 999 - n);
    let record =
        RecordRef { source: "crm".into(), stream: "account".to_owned(), key: format!("c{n}") };
    let loser = Loser {
        value: name.to_uppercase(),
        record: RecordRef {
            source: "erp".into(),
            stream: "customers".to_owned(),
            key: "9".into(),
        },
    };
    GoldenAccount {
        id: account(n).into(),
        fields: BTreeMap::from([
            ("name", Value::Text(name.clone())),
            ("country", Value::Text("DE".to_owned())),
            ("owner", Value::Text("crm:e1".to_owned())),
            ("annual_revenue", euro(1_500_000)),
        ]),
        lineage: vec![LineageRow {
            field: "name".to_owned(),
            value: name,
            record,
            rule: "trust".to_owned(),
            losers: vec![loser],
        }],
        parent: (n % 5 == 1).then(|| account(0).into()),
    }
}

/// A store with so many accounts that have facts.
pub(super) async fn world(database: &Database, accounts: usize) -> Store {
    let store = database.open().await;
    let sources = [
        source("crm", "hubspot", Category::Crm),
        source("desk", "zendesk", Category::Support),
        source("erp", "businesscentral", Category::Erp),
    ];
    store.put_sources(&sources).await.expect("sources are kept");
    let member = draft(EntityKind::TeamMember, 0, "e1", vec![("name", text("A. Reyes"))]);
    let mut parties = vec![member];
    let mut decisions = Decisions::default();
    for n in 0..accounts {
        let golden = golden(n);
        let fields = vec![("name", golden.fields["name"].clone())];
        parties.push(draft(EntityKind::Account, n, &format!("c{n}"), fields));
        decisions.account_of.insert(format!("crm:c{n}"), account(n).into());
        for source in ["desk", "erp"] {
            let mut twin = draft(EntityKind::Account, n, &format!("c{n}"), vec![]);
            twin.record.source = source.into();
            parties.push(twin);
            decisions.account_of.insert(format!("{source}:c{n}"), account(n).into());
        }
        decisions.accounts.push(golden);
    }
    put(&store, "PARTIES", parties).await;
    store.decide(&decisions).await.expect("decisions are written");
    put(&store, "FACTS", (0..accounts).flat_map(facts).collect()).await;
    store
}

pub(super) fn score(value: Option<f64>) -> StoredScore {
    StoredScore {
        value,
        computed: value,
        band: value.map(|value| if value < 50.0 { Band::Red } else { Band::Amber }),
        confidence: Confidence::Low,
        coverage: 0.4,
        low: 1.0,
        high: 99.0,
        trust: None,
        nps: None,
        nps_answers: 0,
        segments: Vec::new(),
        book: None,
        footprint: None,
        price: None,
        model: "chi-default@1.0.0".to_owned(),
        as_of: NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day"),
        version: 1,
        computed_at: now(),
    }
}
