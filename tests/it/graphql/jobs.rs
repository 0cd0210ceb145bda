//! A new title or employer over GraphQL: it is told in the timeline, makes the map stale, raises a signal
//! with one action, and all that ends when somebody of ours has confirmed the person.

use accord::insight::signals::{Rule, Signal, Watched, signals};
use accord::insight::{Calendar, Models, SignalModel, assess, scorecard};
use accord::model::*;
use accord::store::Store;
use serde_json::{Value as Answer, json};

use super::data;
use super::people::kestrel;
use super::world::{FIRST, account, draft, now, put, schema, text, time};
use crate::kit;

/// The record of a person of the customer, as its source tells it now.
fn record(key: &str, title: &str, at: i64) -> Draft {
    let fields =
        vec![("name", text("Somebody")), ("title", text(title)), ("changed_at", time(at))];
    draft(EntityKind::Contact, 0, key, fields)
}

/// The signals of new jobs at an account today.
async fn found(store: &Store, n: usize) -> Vec<Signal> {
    let id: AccountId = account(n).into();
    let (models, calendar, rules) =
        (Models::built_in(), Calendar::default(), SignalModel::built_in());
    let facts = store.facts(std::slice::from_ref(&id)).await.expect("facts");
    let (facts, today) = (&facts[&id].1, now().date_naive());
    let card = scorecard(facts, &models, &calendar, today);
    let before = assess(facts, &models.health, &calendar, rules.before(today));
    let watched = Watched { facts, card: &card, before: &before };
    let mut all = signals(&watched, &rules, &models, &calendar);
    all.retain(|signal| signal.rule == Rule::JobChange);
    all
}

const MAP: &str = "query($id: ID!) { account(id: $id) {
    stakeholders { contact { id } staleSince }
    timeline(kinds: [\"TITLE_CHANGED\", \"EMPLOYER_CHANGED\"]) { edges { node { kind at title } } } } }";

async fn stale(store: &Store) -> (Vec<(Answer, Answer)>, Answer) {
    let told = data(&schema(store), MAP, json!({"id": FIRST})).await["account"].clone();
    let people = told["stakeholders"].as_array().expect("a list").iter();
    let stale = people.filter(|one| !one["staleSince"].is_null());
    let stale = stale.map(|one| (one["contact"]["id"].clone(), one["staleSince"].clone()));
    (stale.collect(), told["timeline"]["edges"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_title_is_an_event_and_stales_the_map_until_somebody_confirms_it() {
    for database in kit::databases().await {
        let store = kestrel(&database).await;
        put(&store, "PARTIES", vec![record("p1", "Plant manager", 40)]).await;
        put(&store, "PARTIES", vec![record("p1", " plant  Manager", 30)]).await;
        assert_eq!(
            stale(&store).await,
            (vec![], json!([])),
            "{}: the same title",
            database.name
        );
        put(&store, "PARTIES", vec![record("p1", "Head of Purchasing", 12)]).await;
        put(&store, "PARTIES", vec![record("p3", "Operator", 9)]).await;
        let (people, events) = stale(&store).await;
        assert_eq!(people, [(json!("con_p1"), json!("2026-11-09"))], "{}", database.name);
        let event = json!([{"node": {"kind": "TITLE_CHANGED", "at": "2026-11-09T12:00:00Z",
            "title": "plant  Manager → Head of Purchasing"}}]);
        assert_eq!(trimmed(&events), event);
        let raised = found(&store, 0).await;
        assert_eq!(raised.len(), 1, "{raised:?}");
        let signal = &raised[0];
        assert_eq!(signal.contact, Some("con_p1".into()));
        assert_eq!(signal.suggested.len(), 1, "one action");
        assert!(signal.suggested[0].because.contains("a new title since 2026-11-09"));
        assert_eq!(signal.evidence[0].key, "p1");
        confirmed(&store).await;
        assert_eq!(stale(&store).await.0, [], "confirmed: the map is good again");
        assert_eq!(found(&store, 0).await, []);
    }
}

/// The event as it reads; spaces at the ends of what a source wrote are of no matter.
fn trimmed(events: &Answer) -> Answer {
    let mut events = events.clone();
    for event in events.as_array_mut().expect("a list") {
        let title = event["node"]["title"].as_str().expect("words").trim().to_owned();
        event["node"]["title"] = json!(title);
    }
    events
}

async fn confirmed(store: &Store) {
    let order = "mutation($id: ID!) { confirmChampion(accountId: $id, contactId: \"con_p1\",
        status: CHAMPION, reason: \"Called them\") { id } }";
    data(&schema(store), order, json!({"id": FIRST})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_employer_is_told_where_the_person_was_on_the_map() {
    for database in kit::databases().await {
        let store = kestrel(&database).await;
        put(&store, "PARTIES", vec![record("p1", "Plant manager", 40)]).await;
        let mut moved = record("p1", "Plant manager", 5);
        moved.account = Some("c1".to_owned());
        put(&store, "PARTIES", vec![moved]).await;
        let (people, events) = stale(&store).await;
        assert_eq!(people, [(json!("con_p1"), json!("2026-11-16"))], "{}", database.name);
        assert_eq!(events[0]["node"]["kind"], "EMPLOYER_CHANGED");
        assert!(found(&store, 0).await[0].suggested[0].because.contains("a new employer"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_mapping_or_a_record_that_is_gone_makes_no_news() {
    for database in kit::databases().await {
        let store = kestrel(&database).await;
        put(&store, "PARTIES", vec![record("p1", "Plant manager", 40)]).await;
        let batch = accord::store::MappedBatch {
            source: "crm".into(),
            stream: "contact".to_owned(),
            phase: "PARTIES",
            mapping: "m2".to_owned(),
            drafts: vec![record("p1", "Manager, plant", 12)],
            ..accord::store::MappedBatch::default()
        };
        store.put_mapped(&batch).await.expect("a batch is mapped");
        assert_eq!(
            stale(&store).await.0,
            [],
            "{}: the mapping reads it differently",
            database.name
        );
        let again = accord::store::MappedBatch {
            drafts: vec![record("p1", "Owner", 10)],
            ..batch.clone()
        };
        store.put_mapped(&again).await.expect("a batch is mapped");
        assert_eq!(stale(&store).await.0.len(), 1);
        let gone = accord::store::MappedBatch {
            again: vec![record("p1", "", 0).record],
            drafts: Vec::new(),
            ..batch
        };
        store.put_mapped(&gone).await.expect("a batch is mapped");
        assert_eq!(stale(&store).await.1, json!([]), "what a record said goes with it");
    }
}
