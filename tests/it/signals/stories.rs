//! The planted stories of the sample company are found by the rules that should find them, at no
//! false twin, and raised once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use accord::api::{self, Hub, Schema};
use accord::insight::signals::{Rule, Watched, signals};
use accord::insight::{Calendar, Models, SignalModel, assess, scorecard};
use accord::model::{Account, AccountId};
use accord::store::{Raised, SignalFilter};
use serde_json::Value;

use super::count;
use crate::kit;
use crate::river::{River, river};

/// Accounts by planted key, and planted keys by account.
async fn keys(river: &River) -> BTreeMap<AccountId, String> {
    let candidates = river.sync.store.all_candidates::<Account>().await.expect("records");
    let account_of: BTreeMap<String, AccountId> = candidates
        .into_iter()
        .filter_map(|c| Some((c.entity.origin.id, c.entity.origin.account?)))
        .collect();
    let truth = river.company.truth();
    let of = |planted: &accord::sample::PlantedAccount| {
        let (system, _, id) = &planted.records[0];
        (account_of[&format!("{system}:{id}")].clone(), planted.key.clone())
    };
    truth.accounts.iter().map(of).collect()
}

fn story(river: &River, code: &str) -> BTreeSet<String> {
    let story = river.company.truth().stories.iter().find(|story| story.code == code);
    story.expect("a planted story").accounts.iter().cloned().collect()
}

async fn raised(river: &River, rule: Rule) -> Vec<Raised> {
    let filter = SignalFilter { rules: vec![rule], first: 1_000, ..SignalFilter::default() };
    river.sync.store.signals(&filter).await.expect("signals are read")
}

/// Planted keys of the accounts at which a rule raised something.
async fn found(
    river: &River,
    keys: &BTreeMap<AccountId, String>,
    rule: Rule,
) -> BTreeSet<String> {
    let all = raised(river, rule).await;
    all.iter().filter_map(|one| keys.get(one.signal.account.as_ref()?).cloned()).collect()
}

fn schema(river: &River) -> Schema {
    api::schema(Hub {
        store: river.sync.store.clone(),
        catalog: Arc::clone(&river.sync.catalog),
        models: Arc::clone(&river.sync.models),
        calendar: river.sync.calendar.clone(),
        clock: Arc::clone(&river.sync.clock),
        trial: None,
        digest: None,
        registers: accord::reconcile::Registers::new(),
    })
}

async fn answer(schema: &Schema, question: &str) -> Value {
    let reply = schema.execute(question).await;
    assert!(reply.errors.is_empty(), "{:?}", reply.errors);
    reply.data.into_json().expect("plain JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_planted_story_raises_its_signal_once_and_no_false_twin_does() {
    let database = kit::sqlite();
    let river = river(&database).await;
    river.synced().await;
    let keys = keys(&river).await;

    let canaries = story(&river, "DELIVERY_CANARY");
    assert_eq!(found(&river, &keys, Rule::Delivery).await, canaries);
    the_lost_champion_is_missed(&river, &keys).await;
    the_segment_is_warned(&river, &keys, &canaries).await;
    the_silent_source_is_told(&river).await;
    the_renewals_have_their_playbooks(&river, &keys).await;
    the_unhappy_are_told_where_they_are_worth_most(&river, &keys).await;
    questions_are_answered(&river).await;
    nothing_is_raised_twice(&database, &river).await;
}

/// Others turned against us; nobody else left.
async fn the_lost_champion_is_missed(river: &River, keys: &BTreeMap<AccountId, String>) {
    let all = raised(river, Rule::Champion).await;
    let left = all.iter().filter(|one| one.signal.topic.ends_with(":LEFT"));
    let left: BTreeSet<String> =
        left.filter_map(|one| keys.get(one.signal.account.as_ref()?).cloned()).collect();
    assert_eq!(left, story(river, "CHAMPION_LEFT"));
}

async fn the_segment_is_warned(
    river: &River,
    keys: &BTreeMap<AccountId, String>,
    canaries: &BTreeSet<String>,
) {
    let alerts = raised(river, Rule::Segment).await;
    assert_eq!(alerts.len(), 1, "{alerts:?}");
    let signal = &alerts[0].signal;
    assert_eq!(signal.segment.as_deref(), Some("just-in-time"));
    let of = |ids: &[AccountId]| ids.iter().map(|id| keys[id].clone()).collect::<BTreeSet<_>>();
    assert_eq!(of(&signal.accounts), *canaries);
    let others: BTreeSet<String> =
        story(river, "DELIVERY_SEGMENT").difference(canaries).cloned().collect();
    assert_eq!((of(&signal.not_yet_hit), others.len()), (others, 17));
}

async fn the_silent_source_is_told(river: &River) {
    assert!(
        story(river, "SILENT_SOURCE").is_empty(),
        "it is about a source, not about accounts"
    );
    let blind = raised(river, Rule::BlindSpot).await;
    let topics: Vec<&str> = blind.iter().map(|one| one.signal.topic.as_str()).collect();
    assert_eq!(topics, ["BLIND_SPOT:klaviyo"]);
    let measured = &blind[0].signal.measures;
    assert!(measured["accounts"] >= 100.0, "{measured:?}");
    assert!(measured["coverageLost"] + measured["coverageAtStake"] > 0.01, "{measured:?}");
    // Fourteen days, or a weekend more: nobody mails on one.
    assert!((14.0..=17.0).contains(&measured["quietDays"]), "{measured:?}");
}

async fn the_renewals_have_their_playbooks(river: &River, keys: &BTreeMap<AccountId, String>) {
    let renewals = raised(river, Rule::Renewal).await;
    let last_step = renewals.iter().filter(|one| one.signal.topic.ends_with(":90"));
    let last_step: BTreeSet<&str> = last_step
        .map(|one| keys[one.signal.account.as_ref().expect("its account")].as_str())
        .collect();
    for key in story(river, "RENEWAL_AT_RISK") {
        assert!(last_step.contains(key.as_str()), "{key} is not among {last_step:?}");
    }
    for one in &renewals {
        let (days, step) = (one.signal.measures["daysToEnd"], one.signal.measures["step"]);
        let from = if (step - 90.0).abs() < 0.5 { 0.0 } else { 91.0 };
        assert!((from..=step).contains(&days), "{one:?}");
    }
}

/// The planted decision maker is the near miss: unhappy, at an account of less worth.
async fn the_unhappy_are_told_where_they_are_worth_most(
    river: &River,
    keys: &BTreeMap<AccountId, String>,
) {
    let told = raised(river, Rule::Influencer).await;
    assert!((1..60).contains(&told.len()), "{}", told.len());
    for one in &told {
        let measured = &one.signal.measures;
        assert!(measured["revenue"] >= measured["leastRevenue"], "{one:?}");
        let mood = measured.get("sentiment").is_some_and(|mood| *mood < 0.0);
        assert!(mood || measured["nps"] <= 6.0, "{one:?}");
    }
    let told: BTreeSet<&str> = told
        .iter()
        .map(|one| keys[one.signal.account.as_ref().expect("one")].as_str())
        .collect();
    let (models, rules, calendar) =
        (Models::built_in(), SignalModel::built_in(), Calendar::default());
    let today = calendar.local_day(river.sync.clock.now());
    for key in story(river, "UNHAPPY_DECISION_MAKER") {
        assert!(!told.contains(key.as_str()), "{told:?}");
        let (id, _) = keys.iter().find(|(_, known)| **known == key).expect("planted");
        let facts = river.sync.store.facts(std::slice::from_ref(id)).await.expect("facts");
        let (_, facts) = &facts[id];
        let card = scorecard(facts, &models, &calendar, today);
        let before = assess(facts, &models.health, &calendar, rules.before(today));
        let watched = Watched { facts, card: &card, before: &before };
        let seen = signals(&watched, &rules, &models, &calendar);
        assert!(seen.iter().any(|one| one.rule == Rule::Influencer && one.only_holds), "{key}");
    }
}

async fn questions_are_answered(river: &River) {
    let schema = schema(river);
    let data = answer(
        &schema,
        "{ segment(id: \"just-in-time\") { accountCount canarySignals(days: 28) {
              raisedAt rule ticketSpike onTimeDeltaPoints endedOn segment { id }
              accounts { id name } membersNotYetHit { id }
              suggested { kind title because targetKpis } structural { kind title } } }
           signals(filter: {rules: [DELIVERY], open: true}, first: 1) {
              rule ticketSpike onTimeDeltaPoints evidence(first: 3) { system object recordId }
              accounts { canarySignals { id } signals(rule: DELIVERY, open: true) { id rule } } } }",
    )
    .await;
    let alert = &data["segment"]["canarySignals"][0];
    assert_eq!(alert["rule"], "SEGMENT", "{data}");
    assert_eq!(alert["accounts"].as_array().map(Vec::len), Some(3), "{data}");
    assert_eq!(alert["membersNotYetHit"].as_array().map(Vec::len), Some(17), "{data}");
    assert!(alert["ticketSpike"].as_f64() >= Some(2.0), "{data}");
    assert!(alert["onTimeDeltaPoints"].as_f64() <= Some(-5.0), "{data}");
    assert_eq!(alert["structural"]["kind"], "STRUCTURAL", "{data}");
    let canary = &data["signals"][0];
    assert_eq!(canary["evidence"].as_array().map(Vec::len), Some(3), "{data}");
    assert_eq!(canary["accounts"][0]["signals"][0]["rule"], "DELIVERY", "{data}");
    assert_eq!(canary["accounts"][0]["canarySignals"].as_array().map(Vec::len), Some(1));
    let wrong =
        schema.execute("{ segment(id: \"just-in-time\") { canarySignals(days: 0) { id } } }");
    let wrong = wrong.await.errors;
    assert!(wrong[0].message.contains("`days` 0 must be 1 to 3650"), "{wrong:?}");
}

async fn nothing_is_raised_twice(database: &kit::Database, river: &River) {
    let signals = count(database, "SELECT COUNT(*) FROM signal").await;
    let actions = count(database, "SELECT COUNT(*) FROM action").await;
    let asked = raised(river, Rule::SurveyDue).await.len();
    assert_eq!(actions + i64::try_from(asked).expect("few"), signals, "one action each");
    river.synced().await;
    // As another process, after a restart.
    let again =
        River::of(Arc::clone(&river.company), database.open().await, river.clock.clone());
    again.await.synced().await;
    assert_eq!(count(database, "SELECT COUNT(*) FROM signal").await, signals);
    assert_eq!(count(database, "SELECT COUNT(*) FROM action").await, actions);
}
