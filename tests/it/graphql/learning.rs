//! What is learnt from the own history, over GraphQL: promoters, leading indicators, early warnings, and the
//! renewal probability. What is planted is found, what is chance is not used, too little says so.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use accord::api::Schema;
use accord::connector::Catalog;
use accord::fetch::{Client, Egress};
use accord::insight::outlook::monday;
use accord::insight::quarters::{Quarter, RenewalCase, quarter_ends};
use accord::insight::{Calendar, Models, SignalModel};
use accord::model::*;
use accord::store::{Store, StoredCase, StoredQuarter, StoredScore, StoredWeek};
use accord::sync::{Sync, Vaults};
use chrono::TimeDelta;
use fastrand::Rng;
use serde_json::{Value as Answer, json};

use super::proof::planted;
use super::world::{
    account, day, draft, euro, golden, now, put, schema, schema_at, score, source, text, world,
};
use super::{ask, data, number};
use crate::kit::{Database, databases};
use crate::river::Steps;

/// Moves nothing, but keeps weeks, learns and scores.
pub(super) fn scholar(store: &Store, clock: &Steps) -> Sync {
    let client = Client::new(Egress {
        timeout: Duration::from_secs(5),
        max_reply: 1 << 20,
        allow_private: true,
    });
    Sync {
        store: store.clone(),
        catalog: Arc::new(Catalog::default()),
        client: client.expect("a client"),
        clock: Arc::new(clock.clone()),
        models: Models::built_in(),
        signals: SignalModel::built_in(),
        subscriptions: Arc::default(),
        relearns: true,
        survivorship: accord::reconcile::Survivorship::built_in(),
        calendar: Calendar::default(),
        sources: Arc::default(),
        worker: "a test".into(),
        lease: Duration::from_mins(10),
        patience: Duration::from_secs(1),
        vaults: Vaults::default(),
        watch: Arc::new(|_| {}),
    }
}

pub(super) fn clock() -> Steps {
    Steps::at("2026-11-21T12:00:00Z")
}

/// So many accounts without a fact.
pub(super) async fn accounts(store: &Store, many: usize) {
    let records = (0..many).map(|n| draft(EntityKind::Account, n, &format!("c{n}"), vec![]));
    put(store, "PARTIES", records.collect()).await;
    let mut decisions =
        Decisions { accounts: (0..many).map(golden).collect(), ..Decisions::default() };
    decisions.account_of.extend((0..many).map(|n| (format!("crm:c{n}"), account(n).into())));
    store.decide(&decisions).await.expect("decisions are written");
}

/// An account at the end of the newest quarter.
fn customer(n: usize, told: &[(&str, f64)]) -> StoredQuarter {
    let metrics: BTreeMap<String, f64> =
        told.iter().map(|(code, value)| ((*code).to_owned(), *value)).collect();
    let quarter = Quarter { metrics, ..Quarter::default() };
    StoredQuarter {
        account: account(n).into(),
        ends_on: quarter_ends(now().date_naive(), 1)[0],
        body: serde_json::to_string(&quarter).expect("JSON"),
        models: "test".to_owned(),
        version: 1,
    }
}

const ECONOMICS: &str =
    "query($segment: ID) { promoterEconomics(segment: $segment) { asOf accounts note
    promoters { ...camp } passives { ...camp } detractors { ...camp } } }
  fragment camp on PromoterCamp { accounts revenue { amount currency } revenueN
    nrr { n value tooFew } tenureYears { n value tooFew } }";

#[tokio::test(flavor = "multi_thread")]
async fn three_means_by_hand_say_what_promoters_bring() {
    for database in databases().await {
        let store = database.open().await;
        accounts(&store, 9).await;
        let mut all: Vec<StoredQuarter> = (0..5)
            .map(|n| {
                let n_f = n as f64;
                let told =
                    [("NPS_ANSWER", 9.0), ("REVENUE", 100.0 + n_f), ("NRR", 110.0 + n_f)];
                customer(n, &[told.as_slice(), &[("TENURE", 4.0 + n_f)]].concat())
            })
            .collect();
        all.push(customer(5, &[("NPS_ANSWER", 7.5), ("REVENUE", 80.0)]));
        all.push(customer(6, &[("NPS_ANSWER", 6.4), ("REVENUE", 10.0), ("NRR", 70.0)]));
        all.push(customer(7, &[("NPS_ANSWER", 2.0), ("REVENUE", 31.0), ("TENURE", 0.5)]));
        all.push(customer(8, &[("REVENUE", 1e6)])); // nobody answered
        store.put_quarters(&all).await.expect("quarters are kept");
        let schema = schema(&store);
        let told = data(&schema, ECONOMICS, json!({})).await["promoterEconomics"].clone();
        let mean = |n: i32, value: f64| json!({"n": n, "value": value, "tooFew": n < 5});
        let promoters = json!({"accounts": 5, "revenue": {"amount": "102.00", "currency": "EUR"},
            "revenueN": 5, "nrr": mean(5, 112.0), "tenureYears": mean(5, 6.0)});
        assert_eq!(told["promoters"], promoters, "{}", database.name);
        let detractors = json!({"accounts": 2, "revenue": {"amount": "20.50", "currency": "EUR"},
            "revenueN": 2, "nrr": mean(1, 70.0), "tenureYears": mean(1, 0.5)});
        assert_eq!(told["detractors"], detractors);
        assert_eq!(told["passives"]["nrr"], json!({"n": 0, "value": null, "tooFew": true}));
        assert_eq!((&told["accounts"], &told["asOf"]), (&json!(8), &json!("2026-09-30")));
        assert!(
            told["note"].as_str().expect("words").contains("examples and no proof"),
            "{told}"
        );
        let empty = data(&schema, ECONOMICS, json!({"segment": "just-in-time"})).await;
        assert_eq!(empty["promoterEconomics"]["promoters"]["revenue"], Answer::Null);
        let wrong = ask(&schema, ECONOMICS, json!({"segment": "just"})).await;
        let said = wrong["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(said.contains("just-in-time"), "{said}");
    }
}

const STRIP: &str = "query($outcome: String!) { leadingIndicators(outcome: $outcome) { outcome tested
    accounts untested note indicators { metric leadQuarters n rho ciLow ciHigh q slopePer10 } } }";

#[tokio::test(flavor = "multi_thread")]
async fn the_strip_lists_only_what_moves_before_the_outcome() {
    for database in databases().await {
        let store = database.open().await;
        planted(&store).await;
        let schema = schema(&store);
        let told =
            data(&schema, STRIP, json!({"outcome": "NRR"})).await["leadingIndicators"].clone();
        let all = told["indicators"].as_array().expect("a list");
        let found: Vec<_> = all
            .iter()
            .map(|one| (one["metric"].clone(), one["leadQuarters"].clone()))
            .collect();
        // LOYALTY is planted as another reading of deliveries.
        let wanted = [("DE1", 2), ("LOYALTY", 2)].map(|(code, lag)| (json!(code), json!(lag)));
        assert_eq!(found, wanted, "{}: health and bills are chance: {told:#}", database.name);
        assert!(
            number(&all[0]["rho"]) > 0.9 && all[0]["ciLow"].as_f64() < all[0]["rho"].as_f64()
        );
        assert_eq!((&told["tested"], &told["accounts"]), (&json!(4), &json!(60)));
        assert!(told["untested"].as_array().expect("codes").contains(&json!("ENGAGEMENT")));
        let nothing = data(&schema, STRIP, json!({"outcome": "NPS"})).await;
        let nothing = &nothing["leadingIndicators"];
        assert_eq!(nothing["indicators"], json!([]));
        assert!(nothing["note"].as_str().expect("words").starts_with("too few"), "{nothing}");
        for (outcome, wanted) in [("NRR_NEXT_1Q", "by themselves"), ("NRRR", "NRR")] {
            let wrong = ask(&schema, STRIP, json!({"outcome": outcome})).await;
            let said = wrong["errors"][0]["message"].as_str().unwrap_or_default();
            assert!(said.contains(wanted), "{said}");
        }
        let beacon = "{ beaconTest(candidates: [\"LOYALTY\"]) { verdict } }";
        let beacon = data(&schema, beacon, json!({})).await;
        assert_eq!(beacon["beaconTest"][0]["verdict"], "PREDICTIVE", "loyalty is a candidate");
    }
}

/// An account's weeks up to now, by the health of each; the first KPI goes as health does.
fn weeks(n: usize, many: i64, health: impl Fn(i64) -> f64) -> Vec<StoredWeek> {
    let (model, today) = (Models::built_in(), now().date_naive());
    let week = |at: i64| {
        let health = health(at);
        let as_of = today - TimeDelta::weeks(many - 1 - at);
        let mut kpis = vec![255; model.health.kpis().count()];
        kpis[0] = (health * 2.0) as u8;
        StoredWeek {
            account: account(n).into(),
            as_of,
            health: Some(health),
            kpis,
            model: model.health.id(),
            version: 1,
        }
    };
    (0..many).map(week).collect()
}

async fn scored(store: &Store, health: &[f64]) {
    let of = |(n, health): (usize, &f64)| {
        let segments = vec![if n == 0 { "just-in-time" } else { "steady-goods" }.to_owned()];
        (account(n).into(), StoredScore { segments, ..score(Some(*health)) })
    };
    let scores: Vec<(AccountId, StoredScore)> = health.iter().enumerate().map(of).collect();
    store.put_scores(&scores).await.expect("scores are kept");
}

const WARNED: &str =
    "query($filter: AccountFilter) { earlyWarning(filter: $filter) { count nodes { id
    outlook { state probability basis model leadDays because asOf
        signs { health slope kpiSlope worstSlope worstKpi } } } } }";
const TEST: &str =
    "{ earlyWarningTest { inUse model learntOn accounts samples judgedFrom n events note
    rule { auc given right precision recall leadDays } learnt { auc leadDays recall }
    calibration { n heldOut brier brierOfRate bins { n forecast observed } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_slope_is_warned_of_before_it_falls_and_a_steady_account_is_not() {
    for database in databases().await {
        let store = database.open().await;
        accounts(&store, 4).await;
        scored(&store, &[56.0, 54.0, 57.0, 44.0]).await;
        let falls = |n, from: f64, by: f64| weeks(n, 13, move |week| from - by * week as f64);
        let all = [
            falls(0, 68.0, 1.0),
            falls(1, 90.0, 3.0),
            falls(2, 57.0, 0.0),
            falls(3, 56.0, 1.0),
        ];
        store.put_weeks(&all.concat()).await.expect("weeks are kept");
        let sync = scholar(&store, &clock());
        sync.outlooks().await.expect("outlooks are told");
        let schema = schema(&store);
        let told = data(&schema, WARNED, json!({})).await["earlyWarning"].clone();
        assert_eq!(told["count"], 2, "{}: {told:#}", database.name);
        let ids: Vec<_> =
            told["nodes"].as_array().expect("a list").iter().map(|n| &n["id"]).collect();
        assert_eq!(ids, [&json!(account(1)), &json!(account(0))], "the nearer first");
        let outlook = &told["nodes"][1]["outlook"];
        let signs = json!({"health": 56.0, "slope": -8.6, "kpiSlope": -8.6, "worstSlope": -8.6, "worstKpi": "AW1"});
        assert_eq!(outlook["signs"], signs);
        assert_eq!(
            (&outlook["basis"], &outlook["probability"]),
            (&json!("RULE"), &Answer::Null)
        );
        assert_eq!(
            (&outlook["leadDays"], &outlook["asOf"]),
            (&json!(42.0), &json!("2026-11-21"))
        );
        assert!(outlook["because"].as_str().expect("words").contains("AW1 falls fastest"));
        let one = data(&schema, WARNED, json!({"filter": {"segment": "just-in-time"}})).await;
        assert_eq!(one["earlyWarning"]["nodes"][0]["id"], json!(account(0)));
        assert_eq!(one["earlyWarning"]["count"], 1);
        states_of_the_others(&schema).await;
        let test = data(&schema, TEST, json!({})).await["earlyWarningTest"].clone();
        assert!(
            test["rule"].is_null()
                && test["note"].as_str().expect("words").contains("not tested")
        );
        sync.learn().await.expect("learns");
        let test = data(&schema, TEST, json!({})).await["earlyWarningTest"].clone();
        assert!(test["note"].as_str().expect("words").starts_with("too few"), "{test}");
    }
}

async fn states_of_the_others(schema: &Schema) {
    let question =
        "query($id: ID!, $day: Date) { account(id: $id) { outlook(asOf: $day) { state leadDays
        because asOf } } }";
    let of = async |n: usize, day: Answer| {
        data(schema, question, json!({"id": account(n), "day": day})).await["account"]["outlook"].clone()
    };
    assert_eq!(of(2, Answer::Null).await["state"], "STEADY");
    assert_eq!(of(3, Answer::Null).await["state"], "BAD");
    let earlier = of(1, json!("2026-09-20")).await;
    assert_eq!((&earlier["state"], &earlier["asOf"]), (&json!("STEADY"), &json!("2026-09-19")));
    let before = of(1, json!("2026-09-01")).await;
    assert_eq!((&before["state"], &before["leadDays"]), (&json!("UNKNOWN"), &Answer::Null));
}

/// Each third account slides from some week on; with luck, health jumps now and then and nothing tells it.
async fn history(store: &Store, many: usize, luck: bool) {
    let mut rng = Rng::with_seed(41);
    let mut all = Vec::new();
    for n in 0..many {
        let (level, start) = (60.0 + 25.0 * rng.f64(), rng.i64(3..45));
        let noise: Vec<f64> = (0..60).map(|_| 3.0 * rng.f64()).collect();
        let jumps: Vec<bool> = (0..60).map(|_| luck && rng.f64() < 0.02).collect();
        let slides = !luck && n % 3 == 0;
        all.extend(weeks(n, 60, |week| {
            let at = usize::try_from(week).expect("a week");
            let fallen = if slides { 1.5 * (week - start).max(0) as f64 } else { 0.0 };
            if jumps[at] { 30.0 } else { (level + noise[at] - fallen).max(5.0) }
        }));
    }
    store.put_weeks(&all).await.expect("weeks are kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn warnings_are_learnt_from_slides_and_not_from_luck() {
    const MANY: usize = 240;
    for database in databases().await {
        let store = database.open().await;
        accounts(&store, MANY).await;
        scored(&store, &[70.0; MANY]).await;
        history(&store, MANY, false).await;
        let sync = scholar(&store, &clock());
        sync.learn().await.expect("learns");
        sync.outlooks().await.expect("outlooks are told");
        let schema = schema(&store);
        let test = data(&schema, TEST, json!({})).await["earlyWarningTest"].clone();
        assert_eq!(
            (&test["inUse"], &test["accounts"]),
            (&json!("MODEL"), &json!(MANY)),
            "{test:#}"
        );
        assert!(number(&test["learnt"]["auc"]) > 0.9, "{test:#}");
        assert!(
            number(&test["learnt"]["leadDays"]) > 20.0 && number(&test["rule"]["auc"]) > 0.8
        );
        let table = &test["calibration"];
        assert!(number(&table["brier"]) < number(&table["brierOfRate"]), "{table}");
        assert_eq!(table["n"], test["n"]);
        let told = data(&schema, WARNED, json!({})).await["earlyWarning"].clone();
        let nodes = told["nodes"].as_array().expect("a list");
        let probabilities: Vec<f64> =
            nodes.iter().map(|node| number(&node["outlook"]["probability"])).collect();
        assert!(
            !nodes.is_empty() && probabilities.is_sorted_by(|a, b| a >= b),
            "{probabilities:?}"
        );
        assert!(nodes.iter().all(|node| node["outlook"]["model"] == test["model"]), "{told:#}");
        let before = "{ account(id: \"acc_00000000000000a0\") { outlook(asOf: \"2026-11-20\") { basis } } }";
        let before = data(&schema, before, json!({})).await;
        assert_eq!(
            before["account"]["outlook"]["basis"], "RULE",
            "on the day before nothing was learnt"
        );
    }
    let [database, ..] = &databases().await[..] else { panic!("SQLite") };
    let store = database.open().await;
    accounts(&store, MANY).await;
    history(&store, MANY, true).await;
    scholar(&store, &clock()).learn().await.expect("learns");
    let test = data(&schema(&store), TEST, json!({})).await["earlyWarningTest"].clone();
    assert_eq!((&test["inUse"], &test["model"]), (&json!("RULE"), &Answer::Null), "{test:#}");
    assert!(test["note"].as_str().expect("words").contains("no better"), "{test:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn weeks_that_nobody_saw_are_made_once_and_those_seen_stay() {
    for database in databases().await {
        let store = world(&database, 2).await;
        let sync = scholar(&store, &clock());
        let (model, today) = (sync.models.health.id(), now().date_naive());
        let seen = StoredWeek { health: Some(12.5), ..weeks(0, 2, |_| 12.5).remove(0) };
        store.put_weeks(std::slice::from_ref(&seen)).await.expect("a week is kept");
        for _ in 0..2 {
            sync.past_weeks().await.expect("weeks are made");
        }
        let ids: Vec<AccountId> = (0..2).map(|n| account(n).into()).collect();
        let all = (today - TimeDelta::weeks(100), today);
        let kept = store.weeks(&ids, &model, all).await.expect("weeks");
        let count = |n: usize| kept[&ids[n]].len();
        assert_eq!(
            (count(0), count(1)),
            (36, 36),
            "{}: twelve, and each second before them",
            database.name
        );
        let seen_week =
            kept[&ids[0]].iter().find(|week| monday(week.day) == monday(seen.as_of));
        assert_eq!(seen_week.and_then(|week| week.health), Some(12.5), "what was seen stays");
        let last = kept[&ids[1]].last().expect("a week");
        assert_eq!(last.day, monday(today) - TimeDelta::days(1), "as of a Sunday");
        assert!(last.health.is_some() && last.kpis.iter().any(Option::is_some), "{last:?}");
        let another = store.weeks(&ids, "another@1", all).await.expect("weeks");
        assert!(another.is_empty(), "weeks of another model do not count");
    }
}

/// Decided contracts in which health tells much; with luck, nothing does.
fn renewals(many: usize, luck: bool) -> Vec<StoredCase> {
    let mut rng = Rng::with_seed(7);
    let ends = quarter_ends(now().date_naive(), 8);
    let case = |n: usize| {
        let health = 20.0 + 70.0 * rng.f64();
        let chance = if luck { 0.7 } else { 1.0 / (1.0 + (-(health - 45.0) / 6.0).exp()) };
        let case = RenewalCase {
            contract: format!("erp:k{n}"),
            health: Some(health),
            trust: Some(50.0),
            flags: Vec::new(),
            renewed: rng.f64() < chance,
        };
        StoredCase { account: account(0).into(), ends_on: ends[n % 8], case }
    };
    (0..many).map(case).collect()
}

async fn put_renewals(store: &Store, cases: &[StoredCase]) {
    let first = quarter_ends(now().date_naive(), 8)[0];
    store.put_renewal_cases(&[account(0).into()], first, cases).await.expect("cases are kept");
}

const CALIBRATION: &str = "{ renewalCalibration { inUse model learntOn n losses note
    default { n heldOut brier brierOfRate bins { n forecast observed } }
    fitted { n heldOut brier brierOfRate bins { n } } coefficients { name fitted default } } }";
const DUE: &str =
    "query($day: Date) { account(id: \"acc_00000000000000a0\") { opportunity(asOf: $day) {
    peersVersion renewals { probability { value calibrated model } } } } }";

async fn probability(schema: &Schema, day: Answer) -> Answer {
    let told = data(schema, DUE, json!({"day": day})).await;
    let found = told["account"]["opportunity"]["renewals"][0]["probability"].clone();
    assert!(found.is_object(), "{told:#}");
    found
}

/// One account whose contract falls due, and whose health somebody says to be bad.
async fn due(database: &Database) -> Store {
    let store = database.open().await;
    let crm = source("crm", "hubspot", Category::Crm);
    store.put_sources(&[crm]).await.expect("a source is kept");
    let fields = vec![("name", text("Kestrel Pumps"))];
    put(&store, "PARTIES", vec![draft(EntityKind::Account, 0, "c0", fields)]).await;
    let mut decisions = Decisions { accounts: vec![golden(0)], ..Decisions::default() };
    decisions.account_of.insert("crm:c0".to_owned(), account(0).into());
    store.decide(&decisions).await.expect("decisions are written");
    let contract = vec![
        ("starts_on", day(300)),
        ("ends_on", day(-60)),
        ("annual_value", euro(1_000)),
        ("status", text("ACTIVE")),
    ];
    let mut contract = draft(EntityKind::Contract, 0, "k", contract);
    contract.record.source = "crm".into();
    put(&store, "FACTS", vec![contract]).await;
    let order =
        "mutation($id: ID!) { setScoreOverride(accountId: $id, value: 40, reason: \"Seen\",
        expiresAt: \"2027-02-01T00:00:00Z\") { value } }";
    data(&schema(&store), order, json!({"id": account(0)})).await;
    store
}

#[tokio::test(flavor = "multi_thread")]
async fn enough_decided_renewals_calibrate_the_probability_from_the_next_day_on() {
    for database in databases().await {
        let store = due(&database).await;
        let clock = clock();
        let sync = scholar(&store, &clock);
        put_renewals(&store, &renewals(400, false)).await;
        sync.once(&[]).await.expect("scores");
        sync.learn().await.expect("learns");
        let today = schema(&store);
        let told = data(&today, CALIBRATION, json!({})).await["renewalCalibration"].clone();
        assert_eq!((&told["inUse"], &told["n"]), (&json!("DEFAULT"), &json!(400)), "{told:#}");
        assert!(told["note"].as_str().expect("words").contains("next day"), "{told:#}");
        let brier = |of: &str| number(&told[of]["brier"]);
        assert!(brier("fitted") < brier("default") && told["fitted"]["heldOut"] == true);
        assert_eq!(told["default"]["bins"].as_array().map(Vec::len), Some(10));
        let default = probability(&today, Answer::Null).await;
        assert_eq!(default["calibrated"], false, "{default}");
        clock.forward(TimeDelta::days(1));
        sync.once(&[]).await.expect("scores");
        let tomorrow = schema_at(&store, now() + TimeDelta::days(1));
        let fitted = probability(&tomorrow, Answer::Null).await;
        assert_eq!(fitted["calibrated"], true, "{}: {fitted}", database.name);
        let told = data(&tomorrow, CALIBRATION, json!({})).await["renewalCalibration"].clone();
        assert_eq!((&told["inUse"], &told["model"]), (&json!("FITTED"), &fitted["model"]));
        let past = probability(&tomorrow, json!("2026-11-21")).await;
        assert_eq!(past, default, "a past day keeps the model that was in force then");
        fitted_once_a_month(&store, &sync, &clock, &told["model"]).await;
    }
}

/// New outcomes change nothing until the next month; then what they teach counts.
async fn fitted_once_a_month(store: &Store, sync: &Sync, clock: &Steps, version: &Answer) {
    put_renewals(store, &renewals(300, true)).await;
    sync.learn().await.expect("learns");
    let at = |days: i64| schema_at(store, now() + TimeDelta::days(days));
    let told = data(&at(1), CALIBRATION, json!({})).await["renewalCalibration"].clone();
    assert_eq!((&told["learntOn"], &told["model"]), (&json!("2026-11-21"), version));
    clock.forward(TimeDelta::days(14));
    sync.learn().await.expect("learns");
    clock.forward(TimeDelta::days(1));
    sync.once(&[]).await.expect("scores");
    let told = data(&at(16), CALIBRATION, json!({})).await["renewalCalibration"].clone();
    assert_eq!((&told["learntOn"], &told["inUse"]), (&json!("2026-12-06"), &json!("DEFAULT")));
    assert!(
        told["note"].as_str().expect("words").contains("no better"),
        "luck teaches nothing: {told:#}"
    );
    assert_eq!(probability(&at(16), Answer::Null).await["calibrated"], false);
    let then = probability(&at(16), json!("2026-11-23")).await;
    assert_eq!(
        (&then["calibrated"], &then["model"]),
        (&json!(true), version),
        "as it was then"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn too_few_renewals_leave_the_default_and_say_so() {
    for database in databases().await {
        let store = database.open().await;
        accounts(&store, 3).await;
        let empty = data(&schema(&store), CALIBRATION, json!({})).await;
        let empty = &empty["renewalCalibration"];
        assert!(empty["default"].is_null() && empty["learntOn"].is_null(), "{empty:#}");
        put_renewals(&store, &renewals(20, false)).await;
        scholar(&store, &clock()).learn().await.expect("learns");
        let told =
            data(&schema(&store), CALIBRATION, json!({})).await["renewalCalibration"].clone();
        assert_eq!((&told["inUse"], &told["n"]), (&json!("DEFAULT"), &json!(20)));
        assert_eq!(told["note"], "too few: 20 of the 50 decided renewals needed");
        assert!(told["fitted"].is_null() && told["default"]["n"] == 20, "{told:#}");
        assert_eq!(told["coefficients"], json!([]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_company_is_learnt_from_as_far_as_its_history_goes() {
    let database = crate::kit::sqlite();
    let river = crate::river::river(&database).await;
    river.synced().await;
    river.sync.prove().await.expect("learns");
    let schema = river.schema();
    // It has not lost a contract yet: its probabilities stay the default's, and say so.
    let told = data(&schema, CALIBRATION, json!({})).await["renewalCalibration"].clone();
    assert_eq!(
        (&told["inUse"], &told["note"]),
        (&json!("DEFAULT"), &json!("too few: 0 of the 10 losses needed"))
    );
    assert!(number(&told["n"]) > 100.0 && told["fitted"].is_null(), "{told:#}");
    let test = data(&schema, TEST, json!({})).await["earlyWarningTest"].clone();
    assert!(number(&test["n"]) > 500.0 && number(&test["events"]) > 50.0, "{test:#}");
    assert!(number(&test["learnt"]["auc"]) > 0.75, "{test:#}");
    assert!(number(&test["learnt"]["leadDays"]) >= 7.0, "{test:#}");
    let warned = data(&schema, WARNED, json!({})).await["earlyWarning"].clone();
    let nodes = warned["nodes"].as_array().expect("a list");
    assert!(
        !nodes.is_empty() && nodes.iter().all(|node| node["outlook"]["state"] == "TURNING")
    );
    let strip =
        data(&schema, STRIP, json!({"outcome": "CHI"})).await["leadingIndicators"].clone();
    let strip = strip["indicators"].as_array().expect("a list");
    assert!(
        strip
            .iter()
            .all(|one| number(&one["leadQuarters"]) >= 1.0 && number(&one["q"]) <= 0.05)
    );
    let economics = data(&schema, ECONOMICS, json!({})).await["promoterEconomics"].clone();
    assert!(number(&economics["promoters"]["revenueN"]) > 50.0, "{economics:#}");
}
