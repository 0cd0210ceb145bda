//! Initiatives over GraphQL: what is frozen when one is made, what it brought against accounts that were
//! left alone, and what is refused.

use accord::api::Schema;
use accord::insight::acting::{Part, Realised, Subject, Worth};
use accord::insight::initiative::Standing;
use accord::model::*;
use accord::store::{InitiativeFilter, Ordered, Store, StoredScore};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value as Answer, json};

use super::kestrel::kestrel;
use super::world::{
    FIRST, account, ago, day, draft, euro, facts, now, put, schema, schema_at, score, text,
    world,
};
use super::{ask, data, number, saved};
use crate::kit;
use crate::river::Steps;
use crate::signals::teller;

const CREATE: &str = "mutation($input: InitiativeInput!) { createInitiative(input: $input) {
    id name status reach peers controls targets { kpi from to } savings { kpi times unitCost { amount } }
    cost { amount currency } start due beganOn judgedFrom baselineOn author modelVersions verdict
    accounts { account { id } health kpis { code value } }
    forecast { ...value } realised { ...value }
    ledger { basis gain stage accounts amount { amount } how records { recordId } } } }
  fragment value on InitiativeValue { healthDelta renewal { amount } expansion { amount }
    costSaved { amount } benefit { amount } roi method asOf unknown notes }";
const READ: &str = "query($id: ID!) { initiative(id: $id) {
    id status beganOn judgedFrom verdict controls
    accounts { account { id } health kpis { code value } healthAfter kpisAfter { code value } }
    forecast { healthDelta benefit { amount } }
    realised { healthDelta standardError renewal { amount } expansion { amount } costSaved { amount }
        benefit { amount } roi method asOf unknown notes }
    ledger { basis gain stage accounts amount { amount } how records { system recordId } }
    steps { status reason author } } }";
const UPDATE: &str =
    "mutation($id: ID!, $status: InitiativeStatus!, $reason: String, $key: String) {
    updateInitiative(id: $id, status: $status, reason: $reason, requestKey: $key) {
        status steps { status reason } } }";

fn refused(answer: &Answer) -> &str {
    answer["errors"][0]["message"].as_str().unwrap_or_else(|| panic!("not refused: {answer:#}"))
}

fn amount(money: &Answer) -> f64 {
    money["amount"].as_str().and_then(|text| text.parse().ok()).expect("an amount")
}

/// An order for some accounts with one target.
fn order(ids: &[String], kpi: &str, to: f64) -> Answer {
    json!({"name": "Second carrier", "targets": [{"kpi": kpi, "to": to}], "filter": {"ids": ids},
        "cost": {"amount": "2000", "currency": "EUR"}})
}

fn with(mut order: Answer, more: &Answer) -> Answer {
    for (name, value) in more.as_object().expect("an object") {
        order[name] = value.clone();
    }
    order
}

async fn make(schema: &Schema, input: &Answer) -> Answer {
    data(schema, CREATE, json!({"input": input})).await["createInitiative"].clone()
}

/// The law of the ledger: its lines add up to the benefit.
#[track_caller]
fn adds_up(initiative: &Answer, basis: &str, value: &Answer) {
    let lines = initiative["ledger"].as_array().expect("lines").iter();
    let sum: f64 =
        lines.filter(|line| line["basis"] == basis).map(|line| amount(&line["amount"])).sum();
    assert!((sum - amount(&value["benefit"])).abs() < 1e-9, "{initiative:#}");
}

fn knowledge_base() -> Answer {
    let saving = json!({"kpi": "SU1", "times": 240, "unitCost": "35", "currency": "EUR"});
    let base = order(&[FIRST.to_owned()], "SU1", 76.0);
    with(base, &json!({"name": "First-contact knowledge base", "savings": [saving]}))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worked_initiative_comes_out_and_its_ledger_adds_up() {
    for database in kit::databases().await {
        let schema = schema(&kestrel(&database).await);
        let made = make(&schema, &knowledge_base()).await;
        let forecast = &made["forecast"];
        for (field, wanted) in [
            ("renewal", 1_748.41),
            ("expansion", 266.06),
            ("costSaved", 1_134.0),
            ("benefit", 3_148.47),
        ] {
            let told = amount(&forecast[field]);
            assert!((told - wanted).abs() < 1e-9, "{}: {field} {made:#}", database.name);
        }
        assert_eq!((number(&forecast["roi"]), number(&forecast["healthDelta"])), (0.574, 1.6));
        assert_eq!(made["targets"], json!([{"kpi": "SU1", "from": 62.5, "to": 76.0}]));
        assert_eq!(
            (&made["status"], &made["verdict"]),
            (&json!("ACTIVE"), &json!("TOO_EARLY"))
        );
        assert_eq!((&made["reach"], &made["realised"]), (&json!(1), &Answer::Null));
        assert_eq!(made["accounts"][0]["kpis"], json!([{"code": "SU1", "value": 62.5}]));
        assert_eq!(forecast["method"], "WHAT_IF");
        adds_up(&made, "FORECAST", forecast);
        let saved = made["ledger"].as_array().expect("lines")[0].clone();
        assert_eq!(
            (&saved["gain"], &saved["stage"]),
            (&json!("COST_SAVED"), &json!("SUPPORT"))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_the_cx_lead_is_answered() {
    let database = kit::sqlite();
    let store = kestrel(&database).await;
    alike(&store, 1).await;
    let schema = schema(&store);
    let goal =
        "mutation { setGoal(name: \"Health\", outcome: CHI, anchor: \"retention\", target: 75,
        due: \"2027-06-30\") { id } }";
    let goal = data(&schema, goal, json!({})).await["setGoal"]["id"].clone();
    make(&schema, &with(knowledge_base(), &json!({"goalId": goal}))).await;
    let page = data(&schema, &saved("q05"), json!({"seg": "steady-goods"})).await;
    let [one] = &page["initiatives"].as_array().expect("a list")[..] else {
        panic!("{page:#}")
    };
    assert_eq!(one["name"], "First-contact knowledge base");
    assert_eq!(
        (&one["goal"]["outcome"], &one["goal"]["target"]),
        (&json!("CHI"), &json!(75.0))
    );
    assert_eq!(one["goal"]["onTrack"], true, "it was set today");
    assert_eq!(one["forecast"]["benefit"]["amount"], "3148.47");
    assert_eq!(one["forecast"]["method"], "WHAT_IF");
    assert_eq!((&one["realised"], &one["verdict"]), (&Answer::Null, &json!("TOO_EARLY")));
    assert_eq!(one["cost"]["amount"], "2000.00");
    assert_eq!(page["segment"]["name"].as_str().map(str::is_empty), Some(false), "{page:#}");
    assert!(page["drivers"].is_array() && page["beacon"].is_array());
}

/// An account whose health moved.
fn moved(n: usize, part: Part, (before, after): (f64, f64)) -> Subject {
    let at = |health| Standing { health: Some(health), ..Standing::default() };
    let id = AccountId(account(n));
    Subject {
        known_as: id.clone(),
        account: id,
        part,
        baseline: at(before),
        after: Some(at(after)),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worked_difference_in_differences_is_six_points() {
    for database in kit::databases().await {
        let store = world(&database, 6).await;
        make(&schema(&store), &order(&[FIRST.to_owned()], "DE1", 95.0)).await;
        let all = store.initiatives(&InitiativeFilter::default(), 1).await.expect("one");
        let (told, _) = &all[0];
        let peers = (1..6).map(|n| moved(n, Part::Peer, (65.0, 66.0)));
        let own = [moved(0, Part::Reached, (64.0, 71.0))];
        let subjects: Vec<Subject> = own.into_iter().chain(peers).collect();
        let made = store.make_initiative(told, &subjects, None).await.expect("made");
        let Ordered::Kept(id) = made else { panic!("{made:?}") };
        // Where they stood then is taken down, as if it had been judged on the first day.
        let first = Realised {
            as_of: later(90).date_naive(),
            ripe: later(90).date_naive(),
            verdict: "NO_EFFECT".to_owned(),
            error: None,
            controls: 5,
            worth: Worth::default(),
        };
        let afters: Vec<_> = subjects
            .iter()
            .filter_map(|one| Some((one.known_as.clone(), one.after.clone()?)))
            .collect();
        store.put_realised(id, &first, &afters, ("test", now())).await.expect("kept");
        judge(&store, later(91)).await;
        let ripe = schema_at(&store, later(91));
        let told = data(&ripe, READ, json!({"id": id.to_string()})).await["initiative"].clone();
        assert_eq!(told["realised"]["healthDelta"], 6.0, "{}: {told:#}", database.name);
        assert_eq!((&told["verdict"], &told["controls"]), (&json!("WORKED"), &json!(5)));
    }
}

/// Facts of a season, so many days later than the ones before.
fn season(n: usize, days: i64) -> Vec<Draft> {
    let later = |value: Value| match value {
        Value::Day(day) => Value::Day(day + TimeDelta::days(days)),
        Value::Time(at) => Value::Time(at + TimeDelta::days(days)),
        value => value,
    };
    let shift = |mut draft: Draft| {
        draft.key.push_str("-later");
        draft.record.key.clone_from(&draft.key);
        for (name, value) in &mut draft.fields {
            *value = value.take().map(later);
            if *name == "invoice" {
                *value = Some(text(&draft.key.replace('p', "i")));
            }
        }
        draft
    };
    facts(n).into_iter().map(shift).collect()
}

/// All that was late arrives in time.
fn in_time(mut drafts: Vec<Draft>) -> Vec<Draft> {
    for draft in drafts.iter_mut().filter(|draft| draft.kind == EntityKind::Delivery) {
        let promised = draft.fields.iter().find(|(name, _)| *name == "promised_on").cloned();
        let (_, promised) = promised.expect("a promise");
        for (_, value) in draft.fields.iter_mut().filter(|(name, _)| *name == "delivered_on") {
            value.clone_from(&promised);
        }
    }
    drafts
}

/// Accounts of which all are known to be as healthy as the first is.
async fn alike(store: &Store, accounts: usize) {
    let health = "query($id: ID!) { account(id: $id) { health { value } } }";
    let first = data(&schema(store), health, json!({"id": FIRST})).await;
    let value = number(&first["account"]["health"]["value"]);
    let of = |n: usize| {
        let told = StoredScore { version: 1_000, computed_at: now(), ..score(Some(value)) };
        (AccountId(account(n)), told)
    };
    let scores: Vec<_> = (0..accounts).map(of).collect();
    store.put_scores(&scores).await.expect("scores are kept");
}

fn bill(n: usize, key: &str, net: i64, days: i64) -> Draft {
    let fields = vec![
        ("issued_on", day(days)),
        ("due_on", day(days - 30)),
        ("amount", euro(net)),
        ("net_amount", euro(net)),
        ("open_amount", euro(0)),
    ];
    draft(EntityKind::Invoice, n, &format!("{key}{n}"), fields)
}

/// A contract that ends fifty days on, renewed or lost.
fn contract(n: usize, kept: bool) -> Draft {
    let fields = vec![
        ("form", text("SUBSCRIPTION")),
        ("starts_on", day(300)),
        ("ends_on", day(-50)),
        ("renewed_on", day(-50)),
        ("annual_value", euro(1_200)),
        ("renewed_value", euro(if kept { 1_300 } else { 0 })),
    ];
    draft(EntityKind::Contract, n, &format!("contract{n}"), fields)
}

/// What really came: bills of a year before, of now, contracts that were decided.
fn money(accounts: usize) -> Vec<Draft> {
    let of = |n: usize| {
        // The first keeps its contract and grows by half; of the others six keep theirs, and each grows
        // by a tenth.
        let grew = if n == 0 { 5_000 } else { 1_000 };
        [bill(n, "then", 10_000, 345), bill(n, "more", grew, -40), contract(n, n < 7)]
    };
    (0..accounts).flat_map(of).collect()
}

async fn judge(store: &Store, at: DateTime<Utc>) -> u64 {
    let sync = teller(store.clone(), Steps::at(&at.to_rfc3339()), Vec::new());
    sync.judge().await.expect("initiatives are judged")
}

fn later(days: i64) -> DateTime<Utc> {
    ago(-days)
}

fn saving() -> Answer {
    json!({"savings": [{"kpi": "DE1", "times": 1000, "unitCost": "10", "currency": "EUR"}]})
}

#[tokio::test(flavor = "multi_thread")]
async fn what_worked_is_told_in_points_and_money_against_those_left_alone() {
    for database in kit::databases().await {
        let store = world(&database, 12).await;
        alike(&store, 12).await;
        let schema = schema(&store);
        let made =
            make(&schema, &with(order(&[FIRST.to_owned()], "DE1", 100.0), &saving())).await;
        let idle = make(&schema, &order(&[account(1)], "SU2", 99.0)).await;
        assert_eq!((&made["peers"], &made["controls"]), (&json!(11), &Answer::Null));
        assert_eq!(made["judgedFrom"], later(90).date_naive().to_string());
        touched(&schema, 11).await;

        let mut came: Vec<Draft> = (1..12).flat_map(|n| season(n, 90)).collect();
        came.extend(in_time(season(0, 90)));
        came.extend(money(12));
        put(&store, "FACTS", came).await;
        assert_eq!(judge(&store, later(89)).await, 0, "it is too early");
        assert_eq!(judge(&store, later(91)).await, 2, "{}", database.name);
        assert_eq!(judge(&store, later(91)).await, 0, "once a day");

        let ripe = schema_at(&store, later(91));
        let told = data(&ripe, READ, json!({"id": made["id"]})).await["initiative"].clone();
        assert_eq!(told["verdict"], "WORKED", "{}: {told:#}", database.name);
        assert_eq!(told["controls"], 10, "for one something of the same kind was done");
        let realised = &told["realised"];
        assert!(number(&realised["healthDelta"]) > 0.0);
        for (field, wanted) in [
            ("costSaved", 20.0 / 100.0 * 1_000.0 * 10.0 * 91.0 / 365.0),
            // Six of the ten peers that were left alone kept theirs.
            ("renewal", 1_200.0 - 1_200.0 * 0.6),
            ("expansion", 5_000.0 - 10_000.0 * 0.1),
        ] {
            let came = amount(&realised[field]);
            assert!((came - wanted).abs() < 0.005, "{field}: {came} is not {wanted}; {told:#}");
        }
        adds_up(&told, "REALISED", realised);
        adds_up(&told, "FORECAST", &told["forecast"]);
        the_records_are_named(&told);
        assert_eq!(told["accounts"][0]["kpisAfter"], json!([{"code": "DE1", "value": 100.0}]));

        let idle = data(&ripe, READ, json!({"id": idle["id"]})).await["initiative"].clone();
        assert_eq!(idle["verdict"], "NO_EFFECT", "{}: {idle:#}", database.name);
        later_days_move_money_and_no_verdict(&store, &told).await;
    }
}

/// Somebody works on the same KPI at an account.
async fn touched(schema: &Schema, n: usize) {
    let log = "mutation($id: ID!) { logAction(accountId: $id, title: \"Call\", trigger: \"x\",
        targetKpis: [\"DE1\"]) { id } }";
    let id = data(schema, log, json!({"id": account(n)})).await["logAction"]["id"].clone();
    let begin = "mutation($id: ID!) { updateAction(id: $id, status: IN_PROGRESS) { id } }";
    data(schema, begin, json!({"id": id})).await;
}

fn the_records_are_named(told: &Answer) {
    let lines = told["ledger"].as_array().expect("lines");
    let of = |gain: &str| {
        let mut lines = lines.iter().filter(|line| line["basis"] == "REALISED");
        lines.find(|line| line["gain"] == gain).expect("a line")
    };
    let kept = of("REVENUE_KEPT");
    assert_eq!(kept["records"], json!([{"system": "erp", "recordId": "contract0"}]));
    let won = of("REVENUE_WON")["records"].to_string();
    assert!(won.contains("\"more0\"") && !won.contains("\"more1\""), "{won}");
    assert_eq!(of("COST_SAVED")["stage"], "DELIVERY");
}

/// What comes in later counts; whether it worked was decided.
async fn later_days_move_money_and_no_verdict(store: &Store, before: &Answer) {
    put(store, "FACTS", vec![bill(0, "new", 20_000, -100)]).await;
    judge(store, later(400)).await;
    let late = schema_at(store, later(400));
    let told = data(&late, READ, json!({"id": before["id"]})).await["initiative"].clone();
    let (was, is) = (&before["realised"], &told["realised"]);
    assert_eq!(is["asOf"], later(365).date_naive().to_string(), "a year is counted");
    for field in ["healthDelta", "standardError"] {
        assert_eq!(is[field], was[field], "{told:#}");
    }
    assert_eq!(
        (&told["verdict"], &told["accounts"]),
        (&before["verdict"], &before["accounts"])
    );
    assert!(amount(&is["expansion"]) > amount(&was["expansion"]), "{told:#}");
    assert!(amount(&is["costSaved"]) > amount(&was["costSaved"]), "a whole year of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_five_to_compare_with_nobody_can_say() {
    for database in kit::databases().await {
        let store = world(&database, 5).await;
        alike(&store, 5).await;
        let made =
            make(&schema(&store), &with(order(&[FIRST.to_owned()], "DE1", 100.0), &saving()))
                .await;
        let mut came: Vec<Draft> = (1..5).flat_map(|n| season(n, 90)).collect();
        came.extend(in_time(season(0, 90)));
        came.extend(money(5));
        put(&store, "FACTS", came).await;
        judge(&store, later(91)).await;
        let ripe = schema_at(&store, later(91));
        let told = data(&ripe, READ, json!({"id": made["id"]})).await["initiative"].clone();
        assert_eq!((&told["verdict"], &told["controls"]), (&json!("NO_CONTROL"), &json!(4)));
        let realised = &told["realised"];
        for field in ["healthDelta", "costSaved", "renewal", "expansion", "benefit", "roi"] {
            assert!(realised[field].is_null(), "{}: {field} {told:#}", database.name);
        }
        let unknown = realised["unknown"].to_string();
        for wanted in ["what DE1 saved is not known: 4 accounts", "revenue kept", "revenue won"]
        {
            assert!(unknown.contains(wanted), "{unknown}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_down_stays_and_an_order_is_done_once() {
    for database in kit::databases().await {
        let store = world(&database, 8).await;
        alike(&store, 8).await;
        let schema = schema(&store);
        let input = with(order(&[FIRST.to_owned()], "DE1", 95.0), &json!({"requestKey": "k"}));
        let made = make(&schema, &input).await;
        assert_eq!(make(&schema, &input).await["id"], made["id"], "{}", database.name);
        let other = with(input.clone(), &json!({"name": "Another"}));
        let other = ask(&schema, CREATE, json!({"input": other})).await;
        assert!(refused(&other).contains("another order"), "{other:#}");

        // All that it was reckoned from becomes another.
        put(&store, "FACTS", in_time(season(0, 0))).await;
        let again = data(&schema_at(&store, later(3)), READ, json!({"id": made["id"]})).await;
        let again = &again["initiative"];
        assert_eq!(again["accounts"][0]["health"], made["accounts"][0]["health"]);
        assert_eq!(again["accounts"][0]["kpis"], made["accounts"][0]["kpis"]);
        assert_eq!(again["forecast"]["healthDelta"], made["forecast"]["healthDelta"]);
        let late = schema_at(&store, later(3));
        assert_eq!(make(&late, &input).await["id"], made["id"], "its key still stands for it");
        steps_go_one_way(&schema, &made["id"]).await;
    }
}

async fn steps_go_one_way(schema: &Schema, id: &Answer) {
    let done = json!({"id": id, "status": "DONE", "reason": "The carrier drives", "key": "d"});
    for _ in 0..2 {
        let told = data(schema, UPDATE, done.clone()).await["updateInitiative"].clone();
        assert_eq!(told["status"], "DONE");
        assert_eq!(told["steps"][1], json!({"status": "DONE", "reason": "The carrier drives"}));
        assert_eq!(told["steps"].as_array().map(Vec::len), Some(2));
    }
    let back = ask(schema, UPDATE, json!({"id": id, "status": "ACTIVE"})).await;
    assert!(refused(&back).contains("is DONE already"), "{back:#}");
    let nobody = ask(schema, UPDATE, json!({"id": "77", "status": "DONE"})).await;
    assert!(refused(&nobody).contains("no such initiative"), "{nobody:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_reckoned_or_makes_things_worse_is_refused() {
    for database in kit::databases().await {
        let store = world(&database, 2).await;
        let schema = schema(&store);
        let plain = || order(&[FIRST.to_owned()], "DE1", 95.0);
        let saving = |kpi: &str, currency: &str, times: f64| json!({"savings": [{"kpi": kpi, "times": times, "unitCost": "1", "currency": currency}]});
        let cases = [
            (order(&["acc_none".to_owned()], "DE1", 95.0), "lets no account through"),
            (
                order(&[FIRST.to_owned()], "DE01", 95.0),
                "unknown KPI `DE01`; did you mean `DE1`?",
            ),
            (order(&[FIRST.to_owned()], "DE1", 60.0), "no better than what is: DE1 is 80"),
            (with(plain(), &json!({"targets": []})), "at least one target"),
            (with(plain(), &json!({"due": "2026-11-20"})), "lies before the start, 2026-11-21"),
            (with(plain(), &json!({"start": "2026-11-20"})), "lies before today"),
            (
                with(plain(), &json!({"cost": {"amount": "1", "currency": "CHF"}})),
                "`cost`: no rate of exchange is known for CHF on 2026-11-21; state it in EUR",
            ),
            (with(plain(), &saving("DE1", "CHF", 1.0)), "`unitCost`: no rate of exchange"),
            (with(plain(), &saving("SU1", "EUR", 1.0)), "saved by SU1, which has no target"),
            (with(plain(), &saving("DE1", "EUR", -1.0)), "`times` of DE1 must be 0 or more"),
            (
                with(plain(), &json!({"cost": {"amount": "-1", "currency": "EUR"}})),
                "`cost` must be 0 or more",
            ),
            (with(plain(), &json!({"goalId": "9"})), "no goal `9`"),
            (with(plain(), &json!({"owner": "crm:nobody"})), "none of our people"),
            (with(plain(), &json!({"name": " "})), "`name`"),
        ];
        for (input, wanted) in cases {
            let answer = ask(&schema, CREATE, json!({"input": input})).await;
            assert!(refused(&answer).contains(wanted), "{wanted}: {answer:#}");
        }
        let all = data(&schema, "{ initiatives { id } }", json!({})).await;
        assert_eq!(all["initiatives"], json!([]), "{}: nothing was kept", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_many_costs_no_more_statements_than_reading_one() {
    for database in kit::databases().await {
        let store = world(&database, 4).await;
        alike(&store, 4).await;
        let schema = schema(&store);
        let list = "query($status: InitiativeStatus) { initiatives(filter: {status: $status}) {
            id name status targets { kpi from to } reach cost { amount } verdict controls
            forecast { benefit { amount } unknown } realised { benefit { amount } }
            ledger { gain amount { amount } } } }";
        make(&schema, &order(&[account(0)], "DE1", 95.0)).await;
        let mut cost = Vec::new();
        for _ in 0..2 {
            let before = store.statements();
            data(&schema, list, json!({})).await;
            cost.push(store.statements() - before);
            for n in 1..4 {
                let later =
                    with(order(&[account(n)], "DE1", 95.0), &json!({"start": "2026-12-01"}));
                make(&schema, &later).await;
            }
        }
        // Three, and one that tells how fresh the answer is.
        assert_eq!(cost, [4, 4], "{}", database.name);
        let planned = data(&schema, list, json!({"status": "PLANNED"})).await;
        assert_eq!(planned["initiatives"].as_array().map(Vec::len), Some(6));
        let nowhere = "{ initiatives(filter: {segment: \"nowhere\"}) { id } }";
        assert_eq!(data(&schema, nowhere, json!({})).await["initiatives"], json!([]));
    }
}
