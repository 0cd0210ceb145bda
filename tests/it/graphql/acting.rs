//! What is done and what came of it, over GraphQL: loops of feedback, actions with their verdict,
//! goals with a frozen baseline.

use accord::insight::revenue::Retention;
use accord::model::*;
use accord::store::{Price, Store, StoredScore};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value as Answer, json};

use super::people::{answer, kestrel};
use super::world::{FIRST, account, now, put, schema, schema_at, score, text, time, world};
use super::{ask, data, number, saved};
use crate::kit;

const OPEN: &str = "query($overdue: Boolean, $filter: AccountFilter) {
    openLoops(overdue: $overdue, filter: $filter) {
        id score account { id } contact { id } role loop { state overdue dueAt } } }";
const CLOSE: &str = "mutation($fb: ID!, $told: Boolean!, $key: String, $action: ID) {
    closeLoop(feedbackId: $fb, whatWeDid: \"Sent the second carrier\", toldCustomer: $told,
        requestKey: $key, actionId: $action) { id loop { state ackAt actedAt closedAt toldCustomer
        steps { state author whatWeDid actionId } } } }";

fn ids(answer: &Answer, list: &str) -> Vec<String> {
    let all = answer[list].as_array().expect("a list");
    all.iter().map(|one| one["id"].as_str().expect("an id").to_owned()).collect()
}

fn refused(answer: &Answer) -> &str {
    answer["errors"][0]["message"].as_str().unwrap_or_else(|| panic!("not refused: {answer:#}"))
}

/// The customer of the people's tests, with bad answers of another source, of today, of nobody's
/// account, and one that does not state its scale.
async fn unhappy(database: &kit::Database) -> Store {
    let store = kestrel(database).await;
    let csat = |key: &str, score: f64, at: i64| {
        let more = vec![("polarity", text("HIGH_IS_GOOD")), ("at", time(at))];
        answer(key, "", ("CSAT", 1.0, 5.0), score, more)
    };
    let mut desk = csat("desk-1", 2.0, 0);
    desk.record.source = "desk".into();
    let mut stranger = csat("stranger", 1.0, 3);
    stranger.account = None;
    let mut untold = csat("untold", 1.0, 3);
    untold.fields.retain(|(name, _)| *name != "polarity");
    let fine = csat("fine", 3.0, 3);
    // Asked the other way round: 4 of 5 is bad.
    let mut mirrored = csat("mirrored", 4.0, 4);
    mirrored.fields.retain(|(name, _)| *name != "polarity");
    mirrored.fields.push(("polarity", Some(text("LOW_IS_GOOD"))));
    put(&store, "FACTS", vec![desk, stranger, untold, fine, mirrored]).await;
    store
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bad_answer_of_any_source_is_in_the_inbox_exactly_once() {
    for database in kit::databases().await {
        let store = unhappy(&database).await;
        let schema = schema(&store);
        let all = data(&schema, OPEN, json!({})).await;
        let wanted = [
            "crm:TRANSFORMATIONAL", // 30 days ago
            "crm:nps-p2",
            "crm:nps-p7",
            "crm:ease-9",
            "crm:ease-8",
            "crm:ease-7",
            "crm:mirrored",
            "crm:stranger",
            "desk:desk-1",
        ];
        assert_eq!(ids(&all, "openLoops"), wanted, "{}", database.name);
        let of = |at: usize| &all["openLoops"][at];
        assert_eq!(of(2)["contact"]["id"], "con_p7");
        assert_eq!((&of(2)["role"], &of(2)["account"]["id"]), (&json!("USER"), &json!(FIRST)));
        assert_eq!(of(7)["account"], Answer::Null, "no account is known for the stranger");
        let states = json!({"state": "NEW", "overdue": true, "dueAt": "2026-11-20T12:00:00Z"});
        assert_eq!(of(5)["loop"], states);
        let late = data(&schema, OPEN, json!({"overdue": true})).await;
        assert_eq!(ids(&late, "openLoops"), wanted[..6]);
        let fresh = data(&schema, OPEN, json!({"overdue": false})).await;
        assert_eq!(ids(&fresh, "openLoops"), wanted[6..]);
        let here = data(&schema, OPEN, json!({"filter": {"ids": [FIRST]}})).await;
        assert_eq!(ids(&here, "openLoops").len(), 7, "strangers are in no account");
        let rated = "query($id: ID!) { account(id: $id) { feedback(kind: CSAT) { id loop { state } } } }";
        let rated = data(&schema, rated, json!({"id": FIRST})).await;
        let rated = &rated["account"];
        assert_eq!(ids(rated, "feedback"), ["crm:fine", "crm:untold", "crm:mirrored"]);
        assert_eq!(rated["feedback"][0]["loop"], Answer::Null, "nothing is asked of us");
        assert_eq!(rated["feedback"][1]["loop"], Answer::Null, "it may be good or bad");
        assert_eq!(rated["feedback"][2]["loop"]["state"], "NEW");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loop_is_closed_only_when_the_customer_was_told() {
    for database in kit::databases().await {
        let store = unhappy(&database).await;
        let schema = schema(&store);
        let take = "mutation($owner: ID) { acknowledgeFeedback(feedbackId: \"crm:nps-p7\", owner: $owner) {
            loop { state ackAt owner { name } } } }";
        let taken = data(&schema, take, json!({"owner": "crm:e2"})).await;
        let stands = &taken["acknowledgeFeedback"]["loop"];
        assert_eq!(
            *stands,
            json!({"state": "ACK", "ackAt": "2026-11-21T12:00:00Z", "owner": {"name": "B. Stone"}})
        );
        let nobody = ask(&schema, take, json!({"owner": "crm:nobody"})).await;
        assert!(refused(&nobody).contains("crm:nobody"), "{nobody:#}");

        let silent = json!({"fb": "crm:nps-p7", "told": false, "key": "k1"});
        for _ in 0..2 {
            let acted = data(&schema, CLOSE, silent.clone()).await;
            let stands = &acted["closeLoop"]["loop"];
            assert_eq!(stands["state"], "ACTED", "{}: nobody told them", database.name);
            assert_eq!(stands["toldCustomer"], false);
            assert_eq!(stands["closedAt"], Answer::Null);
            assert_eq!(stands["steps"].as_array().map(Vec::len), Some(2), "once: {stands:#}");
            assert_eq!(stands["steps"][1]["author"], "api");
        }
        assert!(
            ids(&data(&schema, OPEN, json!({})).await, "openLoops")
                .contains(&"crm:nps-p7".to_owned())
        );
        let other =
            ask(&schema, CLOSE, json!({"fb": "crm:nps-p2", "told": false, "key": "k1"})).await;
        assert!(refused(&other).contains("another order"), "{other:#}");

        let told = json!({"fb": "crm:nps-p7", "told": true, "key": "k2"});
        let told = data(&schema, CLOSE, told).await;
        let stands = &told["closeLoop"]["loop"];
        assert_eq!((&stands["state"], &stands["toldCustomer"]), (&json!("TOLD"), &json!(true)));
        assert_eq!(stands["closedAt"], "2026-11-21T12:00:00Z");
        assert!(
            !ids(&data(&schema, OPEN, json!({})).await, "openLoops")
                .contains(&"crm:nps-p7".to_owned())
        );
        let again = ask(&schema, CLOSE, json!({"fb": "crm:nps-p7", "told": false})).await;
        assert!(refused(&again).contains("TOLD already"), "{again:#}");
        let none = ask(&schema, CLOSE, json!({"fb": "crm:none", "told": true})).await;
        assert!(refused(&none).contains("no such answer"), "{none:#}");
        let own = ask(&schema, CLOSE, json!({"fb": "crm:Service-4", "told": true})).await;
        assert!(
            refused(&own).contains("no such answer"),
            "our own people open no loop: {own:#}"
        );
        let action = json!({"fb": "crm:nps-p2", "told": true, "action": "77"});
        let action = ask(&schema, CLOSE, action).await;
        assert!(refused(&action).contains("no such action"), "{action:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_is_logged_and_a_loop_closed_in_one_request() {
    for database in kit::databases().await {
        let store = unhappy(&database).await;
        let schema = schema(&store);
        let asked = json!({"fb": "crm:nps-p2", "acct": FIRST, "due": "2026-12-15T12:00:00Z"});
        let page = data(&schema, &saved("q13"), asked).await;
        assert_eq!(page["logAction"]["status"], "OPEN");
        assert!(page["logAction"].get("baseline").is_some());
        let stands =
            json!({"state": "TOLD", "closedAt": "2026-11-21T12:00:00Z", "toldCustomer": true});
        assert_eq!(page["closeLoop"]["loop"], stands);
    }
}

const LOG: &str = "mutation($id: ID!, $kpis: [String!]!, $due: DateTime, $key: String, $title: String = \"Call weekly\") {
    logAction(accountId: $id, title: $title, trigger: \"CANARY:DELIVERY\", targetKpis: $kpis,
        dueAt: $due, requestKey: $key) {
        id status kind baseline baselineOn baselineKpis { code value } targetKpis verdict effect
        overdue author owner { name } account { id } } }";
const UPDATE: &str = "mutation($id: ID!, $status: ActionStatus, $note: String, $key: String) {
    updateAction(id: $id, status: $status, note: $note, requestKey: $key) {
        status startedAt doneAt steps { status note author } } }";
const BOARD: &str = "query($filter: ActionFilter) { actions(filter: $filter) {
    count overdue nodes { id overdue title } } }";

#[tokio::test(flavor = "multi_thread")]
async fn an_action_keeps_its_baseline_and_is_opened_once() {
    for database in kit::databases().await {
        let store = world(&database, 2).await;
        let schema = schema(&store);
        let order = json!({"id": FIRST, "kpis": ["DE1", "SU1"], "due": "2026-11-20T12:00:00Z", "key": "a"});
        let action = data(&schema, LOG, order.clone()).await["logAction"].clone();
        assert_eq!(
            (&action["status"], &action["verdict"]),
            (&json!("OPEN"), &json!("TOO_EARLY"))
        );
        assert_eq!((&action["effect"], &action["overdue"]), (&Answer::Null, &json!(true)));
        assert_eq!((&action["kind"], &action["author"]), (&json!("SHORT_TERM"), &json!("api")));
        assert_eq!(action["owner"]["name"], "A. Reyes", "whoever has the account");
        assert_eq!(action["baselineOn"], "2026-11-21");
        let kpis = action["baselineKpis"].as_array().expect("a list");
        assert!(
            kpis.iter().any(|kpi| kpi["code"] == "DE1" && kpi["value"] == 80.0),
            "{kpis:?}"
        );
        let health =
            "query($id: ID!) { account(id: $id) { health { value } actions { id status } } }";
        let now = data(&schema, health, json!({"id": FIRST})).await["account"].clone();
        assert_eq!(action["baseline"], now["health"]["value"], "{}", database.name);
        assert_eq!(now["actions"], json!([{"id": action["id"], "status": "OPEN"}]));
        let again = data(&schema, LOG, order).await["logAction"]["id"].clone();
        assert_eq!(again, action["id"], "the same order under the same key is done once");
        let other = json!({"id": account(1), "kpis": [], "key": "a"});
        assert!(refused(&ask(&schema, LOG, other).await).contains("another order"));

        let typo = ask(&schema, LOG, json!({"id": FIRST, "kpis": ["DE01"]})).await;
        assert!(refused(&typo).contains("unknown KPI `DE01`; did you mean `DE1`?"), "{typo:#}");
        let nobody = ask(&schema, LOG, json!({"id": "acc_none", "kpis": []})).await;
        assert!(refused(&nobody).contains("no account `acc_none`"), "{nobody:#}");
        let empty = ask(&schema, LOG, json!({"id": FIRST, "kpis": [], "title": " "})).await;
        assert!(refused(&empty).contains("`title`"), "{empty:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_counts_what_is_late_and_an_action_that_is_over_stays_so() {
    for database in kit::databases().await {
        let store = world(&database, 3).await;
        let schema = schema(&store);
        let mut logged = Vec::new();
        for (n, due) in [
            (0, Some("2026-11-20T12:00:00Z")),
            (1, Some("2026-11-19T12:00:00Z")),
            (1, Some("2026-11-21T12:00:01Z")),
            (2, None),
            (2, Some("2026-10-01T12:00:00Z")),
        ] {
            let order = json!({"id": account(n), "kpis": [], "due": due});
            logged.push(data(&schema, LOG, order).await["logAction"]["id"].clone());
        }
        let step =
            json!({"id": logged[4], "status": "DONE", "note": "They agreed", "key": "s"});
        for _ in 0..2 {
            let done = data(&schema, UPDATE, step.clone()).await["updateAction"].clone();
            assert_eq!(done["doneAt"], "2026-11-21T12:00:00Z");
            assert_eq!(
                done["steps"],
                json!([{"status": "DONE", "note": "They agreed", "author": "api"}])
            );
        }
        let back = json!({"id": logged[4], "status": "OPEN"});
        assert!(refused(&ask(&schema, UPDATE, back).await).contains("DONE already"));
        let nothing = ask(&schema, UPDATE, json!({"id": logged[0]})).await;
        assert!(refused(&nothing).contains("`status`, a `note`"), "{nothing:#}");

        let board = data(&schema, BOARD, json!({})).await["actions"].clone();
        assert_eq!(
            (&board["count"], &board["overdue"]),
            (&json!(5), &json!(2)),
            "{}",
            database.name
        );
        let late = data(&schema, BOARD, json!({"filter": {"overdue": true}})).await;
        let late = ids(&late["actions"], "nodes");
        assert_eq!(
            late,
            [logged[1].as_str().expect("an id"), logged[0].as_str().expect("an id")]
        );
        let open =
            data(&schema, BOARD, json!({"filter": {"status": "OPEN", "owner": "crm:e1"}}))
                .await;
        assert_eq!(open["actions"]["count"], 4);
        let none = data(&schema, BOARD, json!({"filter": {"segment": "nowhere"}})).await;
        assert_eq!(none["actions"], json!({"count": 0, "overdue": 0, "nodes": []}));
    }
}

fn scored(value: f64, on: DateTime<Utc>, version: i64) -> StoredScore {
    StoredScore { as_of: on.date_naive(), computed_at: on, version, ..score(Some(value)) }
}

/// Scores of a day: one of the first account, and one of everybody else.
async fn day_of(store: &Store, on: DateTime<Utc>, (own, others): (f64, f64), accounts: usize) {
    let value = |n: usize| if n == 0 { own } else { others + 0.1 * (n % 3) as f64 };
    let scores: Vec<_> =
        (0..accounts).map(|n| (AccountId(account(n)), scored(value(n), on, 1_000))).collect();
    store.put_scores(&scores).await.expect("scores are kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_rose_while_its_peers_stood_was_helped_by_its_action() {
    const FATE: &str =
        "query($id: ID!) { account(id: $id) { actions { verdict effect peers } } }";
    for database in kit::databases().await {
        let store = world(&database, 8).await;
        let health = "query($id: ID!) { account(id: $id) { health { value } } }";
        let first = data(&schema(&store), health, json!({"id": FIRST})).await;
        let before = number(&first["account"]["health"]["value"]);
        day_of(&store, now(), (before, before), 8).await;
        let schema = schema(&store);
        let id =
            data(&schema, LOG, json!({"id": FIRST, "kpis": ["DE1"]})).await["logAction"]["id"]
                .clone();
        data(&schema, UPDATE, json!({"id": id, "status": "IN_PROGRESS"})).await;

        let end = now() + TimeDelta::days(90);
        day_of(&store, end, (before + 7.0, before + 1.0), 8).await;
        let early = schema_at(&store, end - TimeDelta::days(1));
        let fate =
            data(&early, FATE, json!({"id": FIRST})).await["account"]["actions"][0].clone();
        assert_eq!(fate, json!({"verdict": "TOO_EARLY", "effect": null, "peers": null}));
        let ripe = schema_at(&store, end + TimeDelta::days(5));
        let fate =
            data(&ripe, FATE, json!({"id": FIRST})).await["account"]["actions"][0].clone();
        assert_eq!(
            (&fate["verdict"], &fate["peers"]),
            (&json!("WORKED"), &json!(7)),
            "{fate:#}"
        );
        assert!((number(&fate["effect"]) - 6.0).abs() < 0.15, "{}: {fate:#}", database.name);

        // Whom the same set an action off for is no peer.
        for n in 1..4 {
            data(&schema, LOG, json!({"id": account(n), "kpis": []})).await;
        }
        let fate =
            data(&ripe, FATE, json!({"id": FIRST})).await["account"]["actions"][0].clone();
        assert_eq!(fate, json!({"verdict": "NO_CONTROL", "effect": null, "peers": null}));
    }
}

const SET: &str = "mutation($outcome: GoalOutcome = GRR, $target: Float = 93, $due: Date = \"2027-06-30\", $filter: AccountFilter, $key: String) {
    setGoal(name: \"Renewal rate\", outcome: $outcome, anchor: \"business model: subscription\",
        target: $target, due: $due, filter: $filter, requestKey: $key) {
        id outcome baseline baselineOn target due current onTrack progress currency } }";
const GOALS: &str = "query($asOf: Date) { executiveSummary(asOf: $asOf) { goals {
    id name outcome anchor baseline target due current onTrack progress steps { target reason author } } } }";

/// Prices two accounts so that together they kept so much of what they were billed.
async fn kept(store: &Store, on: DateTime<Utc>, churn: [f64; 2]) {
    let price = |churn: f64| Price {
        peers: "p1".to_owned(),
        currency: Currency::EUR,
        arr: Money::new(1_000.into(), Currency::EUR).ok(),
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
        retention: Some(Retention { start: 100.0, expansion: 0.0, contraction: 0.0, churn }),
        lines: std::collections::BTreeMap::new(),
    };
    let scores = [0, 1].map(|n| (AccountId(account(n)), scored(60.0, on, 1_000)));
    store.put_scores(&scores).await.expect("scores are kept");
    let prices = [0, 1].map(|n| (AccountId(account(n)), 1_000, price(churn[n])));
    store.put_prices(&prices).await.expect("prices are kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_keeps_its_baseline_and_is_on_track_while_it_keeps_up() {
    for database in kit::databases().await {
        let store = world(&database, 2).await;
        kept(&store, now(), [22.0, 0.0]).await;
        let schema = schema(&store);
        let goal = data(&schema, SET, json!({"key": "g"})).await["setGoal"].clone();
        assert_eq!(goal["baseline"], json!(89.0), "{}: {goal:#}", database.name);
        assert_eq!((&goal["onTrack"], &goal["progress"]), (&json!(true), &json!(0.0)));
        assert_eq!(
            (&goal["baselineOn"], &goal["currency"]),
            (&json!("2026-11-21"), &Answer::Null)
        );
        let again = data(&schema, SET, json!({"key": "g"})).await["setGoal"]["id"].clone();
        assert_eq!(again, goal["id"], "the same order under the same key is done once");
        let other = ask(&schema, SET, json!({"key": "g", "target": 94.0})).await;
        assert!(refused(&other).contains("another order"), "{other:#}");

        // 221 days in all; 111 later half of the way is asked for.
        let half = now() + TimeDelta::days(111);
        for (churn, current, on_track) in
            [([17.0, 0.0], 91.5, true), ([20.0, 0.0], 90.0, false)]
        {
            kept(&store, half, churn).await;
            let later = schema_at(&store, half);
            let page =
                data(&later, GOALS, json!({})).await["executiveSummary"]["goals"].clone();
            assert_eq!(page.as_array().map(Vec::len), Some(1));
            assert_eq!(
                (number(&page[0]["baseline"]), number(&page[0]["current"])),
                (89.0, current)
            );
            assert_eq!(page[0]["onTrack"], on_track, "{page:#}");
        }
        let before = data(&schema, GOALS, json!({"asOf": "2026-11-20"})).await;
        assert_eq!(before["executiveSummary"]["goals"], json!([]), "nobody had set it yet");

        let change =
            "mutation($id: ID!, $target: Float, $reason: String = \"The board said so\") {
            updateGoal(id: $id, target: $target, reason: $reason) {
                baseline target due steps { target reason author } } }";
        let changed = data(&schema, change, json!({"id": goal["id"], "target": 95.0})).await;
        let changed = &changed["updateGoal"];
        assert_eq!((number(&changed["baseline"]), number(&changed["target"])), (89.0, 95.0));
        assert_eq!(
            changed["steps"][0],
            json!({"target": 93.0, "reason": null, "author": "api"})
        );
        assert_eq!(changed["steps"][1]["reason"], "The board said so");
        let nothing = ask(&schema, change, json!({"id": goal["id"]})).await;
        assert!(refused(&nothing).contains("baseline of a goal never changes"), "{nothing:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_that_cannot_be_measured_or_reached_is_refused() {
    for database in kit::databases().await {
        let store = world(&database, 2).await;
        kept(&store, now(), [22.0, 0.0]).await;
        let schema = schema(&store);
        let cases = [
            (json!({"target": 101.0}), "GRR is 0 to 100"),
            (json!({"due": "2026-11-21"}), "must lie after today"),
            (json!({"outcome": "TRUST"}), "TRUST of these accounts is not known"),
            (json!({"filter": {"country": ["FR"]}}), "GRR of these accounts is not known"),
            (json!({"key": " "}), "`requestKey`"),
        ];
        for (order, why) in cases {
            let answer = ask(&schema, SET, order).await;
            assert!(refused(&answer).contains(why), "{why}: {answer:#}");
        }
        let one = json!({"outcome": "ARR", "target": 2000.0, "filter": {"ids": [account(1)]}});
        let goal = data(&schema, SET, one).await["setGoal"].clone();
        assert_eq!((number(&goal["baseline"]), &goal["currency"]), (1_000.0, &json!("EUR")));
        let goals = data(&schema, "{ goals { current outcome } }", json!({})).await;
        assert_eq!(goals["goals"], json!([{"current": 1000.0, "outcome": "ARR"}]));
    }
}
