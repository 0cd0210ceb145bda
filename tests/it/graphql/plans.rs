//! What single actions brought, goals from templates, what is wanted for segments, and the journey.

use std::sync::Arc;

use accord::api::Schema;
use accord::insight::metrics::MetricCatalogue;
use accord::insight::peers::Gathering;
use accord::insight::rates::{Purse, Rates};
use accord::insight::revenue::{Book, Spend};
use accord::insight::{HealthModel, Models, SegmentModel, acting, signals};
use accord::model::*;
use accord::store::{Ordered, Price, Store, StoredScore, StoredWeek};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value as Answer, json};

use super::learning::{accounts, clock, scholar};
use super::world::{
    FIRST, account, draft, now, put, schema, schema_at, schema_with, score, text, time, world,
};
use super::{ask, data, number};
use crate::kit;

fn refused(answer: &Answer) -> &str {
    answer["errors"][0]["message"].as_str().unwrap_or_default()
}

/// Health, euro at risk, and the score of DE1 in half points.
type Stood = (f64, i64, u8);

fn euro(amount: i64) -> Option<Money> {
    Money::new(amount.into(), Currency::EUR).ok()
}

/// Where accounts stood on a day, as a sync keeps it.
async fn stood(store: &Store, on: DateTime<Utc>, all: &[Stood]) {
    let model = Models::built_in();
    let day = on.date_naive();
    let id = |n: usize| AccountId(account(n));
    let price = |at_risk: i64| Price {
        peers: "p1".to_owned(),
        currency: Currency::EUR,
        arr: euro(5_000),
        renewal_expected: None,
        at_risk: euro(at_risk),
        at_risk_low: None,
        at_risk_high: None,
        unknown_at_risk: None,
        growth: None,
        risk_share: None,
        growth_share: None,
        position: "STABLE".to_owned(),
        billed: None,
        cost_to_serve: None,
        lifetime_value: None,
        retention: None,
        lines: std::collections::BTreeMap::new(),
    };
    let of = |(n, (health, ..)): (usize, &Stood)| {
        let kept =
            StoredScore { as_of: day, computed_at: on, version: 1_000, ..score(Some(*health)) };
        (id(n), kept)
    };
    let scores: Vec<_> = all.iter().enumerate().map(of).collect();
    store.put_scores(&scores).await.expect("scores are kept");
    let prices: Vec<_> =
        all.iter().enumerate().map(|(n, (_, risk, _))| (id(n), 1_000, price(*risk))).collect();
    store.put_prices(&prices).await.expect("prices are kept");
    let packed = |de1: u8| -> Vec<u8> {
        let kpis = model.health.kpis();
        kpis.map(|(_, kpi)| if kpi.code == "DE1" { de1 } else { 255 }).collect()
    };
    let week = |(n, (health, _, de1)): (usize, &Stood)| StoredWeek {
        account: id(n),
        as_of: day,
        health: Some(*health),
        kpis: packed(*de1),
        model: model.health.id(),
        version: 1_000,
    };
    let weeks: Vec<StoredWeek> = all.iter().enumerate().map(week).collect();
    store.put_weeks(&weeks).await.expect("weeks are kept");
}

const LOG: &str = "mutation($id: ID!, $cost: MoneyInput, $key: String) {
    logAction(accountId: $id, title: \"Call weekly\", trigger: \"CANARY:DELIVERY\",
        targetKpis: [\"DE1\"], cost: $cost, requestKey: $key) { id realised { unknown cost { amount } } } }";
const REALISED: &str =
    "query($id: ID!) { account(id: $id) { actions { verdict peers effect realised {
    kpis { code before after effect standardError peers verdict }
    riskAvoided { amount currency } cost { amount currency } from to unknown } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn an_action_is_told_in_points_of_its_kpi_and_in_revenue_at_risk() {
    for database in kit::databases().await {
        let store = world(&database, 8).await;
        let health = "query($id: ID!) { account(id: $id) { health { value } } }";
        let first = data(&schema(&store), health, json!({"id": FIRST})).await;
        let before = number(&first["account"]["health"]["value"]);
        let then: Vec<Stood> =
            (0..8).map(|n| (before, if n == 0 { 1_000 } else { 200 }, 80)).collect();
        stood(&store, now(), &then).await;
        let schema = schema(&store);
        let order =
            json!({"id": FIRST, "key": "one", "cost": {"amount": "250", "currency": "EUR"}});
        let logged = data(&schema, LOG, order.clone()).await["logAction"].clone();
        let why = logged["realised"]["unknown"][0].as_str().expect("words");
        assert!(why.starts_with("nobody began"), "{why}");
        assert_eq!(logged["realised"]["cost"]["amount"], "250.00");
        let other = json!({"id": FIRST, "key": "one"});
        assert!(refused(&ask(&schema, LOG, other).await).contains("another order"));
        let update =
            "mutation($id: ID!) { updateAction(id: $id, status: IN_PROGRESS) { status } }";
        data(&schema, update, json!({"id": logged["id"]})).await;

        let end = now() + TimeDelta::days(90);
        let peer =
            |n: usize| (before + 1.0 + 0.1 * (n % 3) as f64, 240, 84 + 2 * (n % 3) as u8);
        let after: Vec<Stood> =
            (0..8).map(|n| if n == 0 { (before + 9.0, 700, 120) } else { peer(n) }).collect();
        stood(&store, end, &after).await;
        let early = schema_at(&store, end - TimeDelta::days(1));
        let told = data(&early, REALISED, json!({"id": FIRST})).await;
        let told = &told["account"]["actions"][0]["realised"];
        assert_eq!((&told["kpis"], &told["riskAvoided"]), (&json!([]), &Answer::Null));
        let why = told["unknown"][0].as_str().expect("words");
        assert_eq!(why, "too early: its effect is looked for on 2027-02-19");

        let ripe = schema_at(&store, end + TimeDelta::days(5));
        the_effect_is_as_by_hand(&ripe, database.name).await;
        who_was_helped_too_is_no_peer(&schema, &ripe).await;
    }
}

async fn the_effect_is_as_by_hand(ripe: &Schema, database: &str) {
    let told = data(ripe, REALISED, json!({"id": FIRST})).await;
    let told = &told["account"]["actions"][0];
    assert_eq!((&told["verdict"], &told["peers"]), (&json!("WORKED"), &json!(7)), "{told:#}");
    let value = &told["realised"];
    let kpi = &value["kpis"][0];
    // Peers rose by 2, 3 and 4: twice, thrice and twice.
    assert_eq!((number(&kpi["before"]), number(&kpi["after"])), (40.0, 60.0));
    assert_eq!((number(&kpi["effect"]), &kpi["peers"]), (17.0, &json!(7)), "{database}");
    assert_eq!(kpi["verdict"], "WORKED");
    // 1 000 × 240 ÷ 200 would be at risk; 700 is.
    assert_eq!(value["riskAvoided"], json!({"amount": "500.00", "currency": "EUR"}));
    assert_eq!(value["cost"], json!({"amount": "250.00", "currency": "EUR"}));
    assert_eq!((&value["from"], &value["to"]), (&json!("2026-11-21"), &json!("2027-02-19")));
    assert_eq!(value["unknown"], json!([]));
}

/// Then four are left, which are too few.
async fn who_was_helped_too_is_no_peer(schema: &Schema, ripe: &Schema) {
    for n in 1..4 {
        data(schema, LOG, json!({"id": account(n)})).await;
    }
    let told = data(ripe, REALISED, json!({"id": FIRST})).await;
    let told = &told["account"]["actions"][0];
    assert_eq!((&told["verdict"], &told["effect"]), (&json!("NO_CONTROL"), &Answer::Null));
    let why = told["realised"]["unknown"].to_string();
    assert!(why.contains("known of 4 peers") && why.contains("4 peers were priced"), "{why}");
    assert_eq!(told["realised"]["riskAvoided"], Answer::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_daily_run_takes_peers_down_once_for_what_signals_opened() {
    for database in kit::databases().await {
        let store = world(&database, 7).await;
        stood(&store, now(), &[(60.0, 0, 80); 7]).await;
        let action = acting::Action {
            id: 0,
            account: Some(AccountId(account(2))),
            segment: None,
            kind: signals::ActionKind::ShortTerm,
            title: "Call".to_owned(),
            trigger: "FALL".to_owned(),
            targets: vec!["DE1".to_owned()],
            owner: None,
            status: acting::ActionStatus::Open,
            opened_at: now(),
            due_at: None,
            started_at: None,
            done_at: None,
            baseline_on: Some(now().date_naive()),
            baseline: Some(60.0),
            baseline_kpis: std::collections::BTreeMap::new(),
            author: "a rule".to_owned(),
            cost: None,
            peers_on: None,
            request_key: None,
        };
        let opened = store.open_action(&action).await.expect("an action is opened");
        let Ordered::Kept(id) = opened else { panic!("{opened:?}") };
        let sync = scholar(&store, &clock());
        assert_eq!(sync.seat().await.expect("peers are taken down"), 1, "{}", database.name);
        assert_eq!(sync.seat().await.expect("nothing is left"), 0);
        let days = (now().date_naive(), now().date_naive());
        let own = AccountId(account(2));
        let compared = accord::store::Compared { account: &own, trigger: "FALL", days };
        let peers = store.action_peers(id, compared).await.expect("peers are read");
        let wanted: Vec<AccountId> =
            (0..7).filter(|n| *n != 2).map(|n| AccountId(account(n))).collect();
        assert_eq!(peers, wanted);
        // Whom another pass would choose changes nothing.
        store.seat(&[(id, Vec::new())], now().date_naive()).await.expect("kept");
        assert_eq!(store.action_peers(id, compared).await.expect("peers").len(), 6);
        let kept = store.action(id).await.expect("an action").expect("it is there");
        assert_eq!(kept.peers_on, Some(now().date_naive()));
    }
}

const SET: &str = "mutation($template: ID, $outcome: GoalOutcome, $anchor: String, $target: Float = 80) {
    setGoal(name: \"A goal\", template: $template, outcome: $outcome, anchor: $anchor, target: $target,
        due: \"2027-06-30\") { outcome anchor warnings } }";

/// A snapshot of peers of which these won deals took so many days.
async fn cycles(store: &Store, models: &Models, days: &[u32]) {
    let mut gathering =
        Gathering::new(now().date_naive(), Rates::none(now().date_naive(), Currency::EUR));
    let book = Book { cycles: days.to_vec(), ..Book::default() };
    gathering.add(AccountId(account(0)), &book);
    let peers = gathering.finish(&models.revenue);
    store.put_peers(&models.id(), peers, 1, now()).await.expect("a snapshot is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_says_outcome_and_anchor_and_long_cycles_are_warned_of() {
    for database in kit::databases().await {
        let store = world(&database, 2).await;
        stood(&store, now(), &[(60.0, 100, 80); 2]).await;
        let schema = schema(&store);
        let cost = json!({"template": "FEWER_CALLS"});
        let unknown = ask(&schema, SET, cost).await;
        assert!(refused(&unknown).contains("COST_TO_SERVE of these accounts"), "{unknown:#}");
        let cases = [
            (json!({"template": "FEWER_CALL"}), "`FEWER_CALLS`"),
            (json!({"template": "RENEWAL_RATE", "outcome": "CHI"}), "is measured by GRR"),
            (json!({"anchor": "trust"}), "give `outcome`"),
            (json!({"outcome": "CHI"}), "give `anchor`"),
        ];
        for (order, why) in cases {
            let answer = ask(&schema, SET, order).await;
            assert!(refused(&answer).contains(why), "{why}: {answer:#}");
        }
        let plain = json!({"outcome": "CHI", "anchor": "they stay"});
        let plain = data(&schema, SET, plain).await["setGoal"].clone();
        assert_eq!(plain["warnings"], json!([]));

        let models = Models::built_in();
        kept_revenue(&store).await;
        let renewals = json!({"template": "RENEWAL_RATE"});
        cycles(&store, &models, &[400, 425, 425, 430]).await;
        let told = data(&schema, SET, renewals.clone()).await["setGoal"].clone();
        let few =
            json!({"outcome": "GRR", "anchor": "recurring revenue stays", "warnings": []});
        assert_eq!(told, few, "{}: four deals say nothing", database.name);
        cycles(&store, &models, &[400, 425, 425, 430, 500]).await;
        let told = data(&schema, SET, renewals.clone()).await["setGoal"].clone();
        let warning = told["warnings"][0].as_str().expect("fourteen months are long");
        assert!(
            warning.contains("median of 5 won deals took 425 days, more than 274")
                && warning.contains("GROWTH_EXPECTED"),
            "{warning}"
        );
        let health = json!({"outcome": "CHI", "anchor": "they stay"});
        let health = data(&schema, SET, health).await["setGoal"].clone();
        assert_eq!(
            health["warnings"],
            json!([]),
            "health is not of a year against the year before"
        );
        cycles(&store, &models, &[270, 271, 272, 273, 274]).await;
        let told = data(&schema, SET, renewals).await["setGoal"].clone();
        assert_eq!(told["warnings"], json!([]), "nine months are not long");
    }
}

/// Two accounts that kept 89 of 100.
async fn kept_revenue(store: &Store) {
    use accord::insight::revenue::Retention;
    let price = || Price {
        peers: "p1".to_owned(),
        currency: Currency::EUR,
        arr: euro(1_000),
        renewal_expected: None,
        at_risk: None,
        at_risk_low: None,
        at_risk_high: None,
        unknown_at_risk: None,
        growth: None,
        risk_share: None,
        growth_share: None,
        position: "STABLE".to_owned(),
        billed: None,
        cost_to_serve: None,
        lifetime_value: None,
        retention: Some(Retention {
            start: 100.0,
            expansion: 0.0,
            contraction: 0.0,
            churn: 11.0,
        }),
        lines: std::collections::BTreeMap::new(),
    };
    let prices = [0, 1].map(|n| (AccountId(account(n)), 1_000, price()));
    store.put_prices(&prices).await.expect("prices are kept");
}

const OWN: &str = "code: own
version: 1.0.0
segments:
  - code: just-in-time
    name: Steady buyers
    definition: They order.
    behaves: { orders_12m: { at_least: 6 } }
    targets: { CHI: 70, DE1: 60, NPS: 25 }
    offers:
      - { code: fast, name: Next-day delivery, for: lines without stock, products: [Express, Drones] }
  - code: others
    name: Others
    definition: They order little.
    behaves: { orders_12m: { below: 6 } }
";

fn own_models() -> Models {
    let segments = SegmentModel::parse("own.yaml", OWN).expect("fair segments");
    let health = HealthModel::clone(&HealthModel::built_in());
    let health = health.with_segments(Arc::new(segments)).expect("known metrics");
    Models { health, ..Models::clone(&Models::built_in()) }
}

const PLAN: &str = "{ segments { id
    targets { metric name target n median gap membersBelow }
    offers { code name forWhom products unsold members buyers adopted left } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_segments_targets_and_offers_are_told_beside_what_its_members_have() {
    for database in kit::databases().await {
        let store = world(&database, 6).await;
        let models = own_models();
        let health = [Some(60.0), Some(65.0), Some(72.0), Some(80.0), None];
        let nps = [Some(10.0), None, None, Some(30.0), None];
        let of = |n: usize| {
            let segments = vec!["just-in-time".to_owned()];
            let kept = StoredScore { segments, nps: nps[n], ..score(health[n]) };
            (AccountId(account(n)), kept)
        };
        let scores: Vec<_> = (0..5).map(of).collect();
        store.put_scores(&scores).await.expect("scores are kept");
        let week = |(n, de1): (usize, u8)| StoredWeek {
            account: AccountId(account(n)),
            as_of: now().date_naive(),
            health: None,
            kpis: models
                .health
                .kpis()
                .map(|(_, kpi)| if kpi.code == "DE1" { de1 } else { 255 })
                .collect(),
            model: models.health.id(),
            version: 1,
        };
        let weeks: Vec<StoredWeek> =
            [100, 110, 130, 140, 255].into_iter().enumerate().map(week).collect();
        store.put_weeks(&weeks).await.expect("weeks are kept");
        bought(&store, &models).await;
        let told =
            data(&schema_with(&store, models), PLAN, json!({})).await["segments"].clone();
        let (steady, others) = (&told[0], &told[1]);
        let target = |metric: &str,
                      name: &str,
                      target: f64,
                      n: i64,
                      median: f64,
                      below: i64| {
            json!({"metric": metric, "name": name, "target": target, "n": n, "median": median,
                "gap": target - median, "membersBelow": below})
        };
        let name = HealthModel::built_in();
        let name = name.kpis().find(|(_, kpi)| kpi.code == "DE1").expect("DE1").1.name.clone();
        let wanted = json!([
            target("CHI", "Customer health", 70.0, 4, 68.5, 2),
            target("DE1", &name, 60.0, 4, 60.0, 2),
            target("NPS", "Net promoters of the relation", 25.0, 2, 20.0, 1),
        ]);
        assert_eq!(steady["targets"], wanted, "{}", database.name);
        let offer = json!([{"code": "fast", "name": "Next-day delivery",
            "forWhom": "lines without stock", "products": ["express", "drones"],
            "unsold": ["drones"], "members": 4, "buyers": 2, "adopted": 1, "left": 1}]);
        assert_eq!(steady["offers"], offer, "by hand");
        assert_eq!((&others["targets"], &others["offers"]), (&json!([]), &json!([])));
    }
}

/// Four of the segment: one buys express newly, one as before, one gave it up, one never did.
async fn bought(store: &Store, models: &Models) {
    let purse = |some: bool| {
        let money = euro(100).filter(|_| some);
        Purse::from_iter(money)
    };
    let spend =
        |(last, before)| Spend { last: purse(last), before: purse(before), ..Spend::default() };
    let mut gathering =
        Gathering::new(now().date_naive(), Rates::none(now().date_naive(), Currency::EUR));
    let all = [Some((true, false)), Some((true, true)), Some((false, true)), None];
    for (n, held) in all.into_iter().enumerate() {
        let mut book = Book {
            segments: vec!["just-in-time".to_owned()],
            size: Some(10),
            ..Book::default()
        };
        if let Some(held) = held {
            book.spend.insert("Express".to_owned(), spend(held));
        }
        gathering.add(AccountId(account(n)), &book);
    }
    let stranger = Book {
        segments: vec!["others".to_owned()],
        spend: [("Express".to_owned(), spend((true, true)))].into(),
        ..Book::default()
    };
    gathering.add(AccountId(account(5)), &stranger);
    let peers = gathering.finish(&models.revenue);
    store.put_peers(&models.id(), peers, 5, now()).await.expect("a snapshot is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_catalogue_of_ones_own_says_who_owns_a_metric() {
    let text = include_str!("../../../src/insight/models/metrics-default.yaml");
    let own = text.replace("Head of logistics", "Chief of deliveries");
    let built_in = Models::built_in();
    let metrics = MetricCatalogue::parse("own.yaml", &own, &built_in.health).expect("fair");
    let database = kit::sqlite();
    let store = database.open().await;
    let models = Models { metrics: Some(Arc::new(metrics)), ..Models::clone(&built_in) };
    assert_eq!(models.id(), built_in.id(), "no score depends on it");
    let owners = "{ metrics { code owner } }";
    let told = data(&schema_with(&store, models), owners, json!({})).await["metrics"].clone();
    let found = told.as_array().expect("metrics").iter().find(|one| one["code"] == "DE1");
    assert_eq!(found.expect("DE1")["owner"], "Chief of deliveries");
}

const JOURNEY: &str = "query($id: ID!) { account(id: $id) {
    journey { number beganOn purchasedOn path { stage on } }
    timeline(first: 200, kinds: [\"DEAL_WON\", \"INVOICE\"]) { edges { node { kind pass } } } } }";
const PATHS: &str =
    "query($filter: AccountFilter) { journeyPaths(filter: $filter) { accounts passes
    paths { stages passes } steps { from to passes share medianDays } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_second_purchase_opens_a_second_pass() {
    for database in kit::databases().await {
        let store = world(&database, 3).await;
        let won = |key: &str, form: &str, days: i64| {
            let fields = vec![
                ("form", text(form)),
                ("won", Value::Flag(true)),
                ("opened_at", time(days + 30)),
                ("closed_at", time(days)),
            ];
            draft(EntityKind::Deal, 1, key, fields)
        };
        put(&store, "FACTS", vec![won("d1", "NEW", 700), won("d2", "RENEWAL", 100)]).await;
        let schema = schema(&store);
        let told = data(&schema, JOURNEY, json!({"id": account(1)})).await["account"].clone();
        let passes = &told["journey"];
        let path = |pass: &Answer| -> Vec<String> {
            let reached = pass["path"].as_array().expect("a path").iter();
            reached.map(|one| one["stage"].as_str().expect("a stage").to_owned()).collect()
        };
        assert_eq!(path(&passes[0]), ["PURCHASE"], "{}: {passes:#}", database.name);
        assert_eq!(path(&passes[1]), ["RENEWAL", "BILLING", "SUPPORT", "DELIVERY"]);
        assert_eq!(passes[1]["number"], 2);
        assert_eq!(passes[1]["purchasedOn"], passes[1]["beganOn"]);
        let events = told["timeline"]["edges"].as_array().expect("events").clone();
        let of = |kind: &str| -> Vec<i64> {
            let of_kind = events.iter().filter(|edge| edge["node"]["kind"] == kind);
            of_kind.filter_map(|edge| edge["node"]["pass"].as_i64()).collect()
        };
        assert_eq!(of("DEAL_WON"), [2, 1], "newest first");
        assert_eq!(of("INVOICE"), [2; 10]);
        let plain = data(&schema, JOURNEY, json!({"id": FIRST})).await["account"].clone();
        assert_eq!(
            plain["journey"][0]["purchasedOn"],
            Answer::Null,
            "nothing tells a purchase"
        );

        paths_are_counted_by_hand(&schema).await;
    }
}

async fn paths_are_counted_by_hand(schema: &Schema) {
    let told = data(schema, PATHS, json!({})).await["journeyPaths"].clone();
    assert_eq!((&told["accounts"], &told["passes"]), (&json!(3), &json!(4)));
    let counts: Vec<(Answer, i64)> = told["paths"]
        .as_array()
        .expect("paths")
        .iter()
        .map(|one| (one["stages"].clone(), one["passes"].as_i64().expect("a count")))
        .collect();
    let wanted = [
        (json!(["BILLING", "SUPPORT", "DELIVERY"]), 2),
        (json!(["PURCHASE"]), 1),
        (json!(["RENEWAL", "BILLING", "SUPPORT", "DELIVERY"]), 1),
    ];
    assert_eq!(counts, wanted);
    let step = |from: &str, to: &str, passes: i64, days: f64| json!({"from": from, "to": to, "passes": passes, "share": 1.0, "medianDays": days});
    let wanted = json!([
        step("SUPPORT", "DELIVERY", 3, 6.0),
        step("BILLING", "SUPPORT", 3, 50.0),
        step("RENEWAL", "BILLING", 1, 31.0),
    ]);
    assert_eq!(told["steps"], wanted);
    let one = data(schema, PATHS, json!({"filter": {"ids": [account(1)]}})).await;
    assert_eq!(one["journeyPaths"]["accounts"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn paths_of_too_many_accounts_are_refused() {
    let database = kit::sqlite();
    let store = database.open().await;
    accounts(&store, 201).await;
    let many = ask(&schema(&store), PATHS, json!({})).await;
    assert!(refused(&many).contains("201 accounts") && refused(&many).contains("narrow it"));
}

const ASSESS: &str = "mutation($id: ID!, $topic: Topic!, $value: String!) {
    stateFact(accountId: $id, topic: $topic, value: $value, reason: \"Workshop\") {
        assessments { id kind level outcome reason assessedOn assessor } } }";

#[tokio::test(flavor = "multi_thread")]
async fn maturity_and_reviews_are_kept_with_day_and_assessor() {
    for database in kit::databases().await {
        let store = world(&database, 1).await;
        let schema = schema(&store);
        let said =
            |topic: &str, value: &str| json!({"id": FIRST, "topic": topic, "value": value});
        for (topic, value, why) in [
            ("MATURITY", "6", "1 to 5"),
            ("MATURITY", "high", "1 to 5"),
            ("BUSINESS_REVIEW", " ", "came to"),
        ] {
            let answer = ask(&schema, ASSESS, said(topic, value)).await;
            assert!(refused(&answer).contains(why), "{topic} {value}: {answer:#}");
        }
        data(&schema, ASSESS, said("MATURITY", "2")).await;
        data(&schema, ASSESS, said("BUSINESS_REVIEW", "Stay, with weekly calls")).await;
        let told = data(&schema, ASSESS, said("MATURITY", "3")).await["stateFact"].clone();
        let all = told["assessments"].as_array().expect("assessments").clone();
        let kinds: Vec<&Answer> = all.iter().map(|one| &one["kind"]).collect();
        assert_eq!(kinds, ["MATURITY", "BUSINESS_REVIEW", "MATURITY"], "{}", database.name);
        assert_eq!((&all[0]["level"], &all[0]["outcome"]), (&json!(3.0), &Answer::Null));
        assert_eq!(
            (&all[0]["assessedOn"], &all[0]["assessor"]),
            (&json!("2026-11-21"), &json!("api"))
        );
        let review = (&all[1]["outcome"], &all[1]["level"]);
        assert_eq!(review, (&json!("Stay, with weekly calls"), &Answer::Null));
        let withdraw =
            "mutation($id: ID!) { withdrawStatement(id: $id) { assessments { level } } }";
        let left = data(&schema, withdraw, json!({"id": all[0]["id"]})).await;
        assert_eq!(
            left["withdrawStatement"]["assessments"][1]["level"], 2.0,
            "the one before holds"
        );
    }
}
