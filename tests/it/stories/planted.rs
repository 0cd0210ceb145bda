//! Stories of who is who, of money and urgency, and of what came late or went away. And: none of the
//! stories that are planted is left without a test that names it.

use std::collections::{BTreeMap, BTreeSet};

use accord::insight::{Facts, HealthModel, Observation, Observations, WhatIf, score};
use accord::model::{AccountId, Contact, ContactId};
use accord::sample::System;

use super::{Sample, sample};

fn keys(story: &str) -> BTreeSet<&'static str> {
    sample().story(story).into_iter().map(|(key, _)| key).collect()
}

/// Where two sets differ, for whoever reads a failure.
fn differs(code: &str, found: &BTreeSet<&str>, planted: &BTreeSet<&str>) -> Option<String> {
    let twins: Vec<_> = found.difference(planted).collect();
    let missed: Vec<_> = planted.difference(found).collect();
    let fine = twins.is_empty() && missed.is_empty();
    (!fine).then(|| format!("{code}: false twins {twins:?}, missed {missed:?}"))
}

/// The accounts whose health a cap would hold down, were every KPI at its best: one that lowers nothing is
/// not told.
fn capped(sample: &'static Sample) -> BTreeMap<String, BTreeSet<&'static str>> {
    let model = HealthModel::built_in();
    let best = |kpi: &accord::insight::KpiDef| Observation {
        raw: kpi.best_raw(),
        category: kpi.categories.contains_key("CHAMPION").then(|| "CHAMPION".to_owned()),
        n: kpi.min_sample,
        observed_on: Some(sample.today),
        ..Observation::default()
    };
    let best: Observations =
        model.kpis().map(|(_, kpi)| (kpi.code.clone(), best(kpi))).collect();
    let mut all: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (key, facts) in &sample.facts {
        for cap in score(&best, facts, &model, sample.today, &WhatIf::default()).caps {
            all.entry(cap.code).or_default().insert(key);
        }
    }
    all
}

#[test]
fn notice_urgent_ticket_and_overdue_money_hold_health_down_there_and_nowhere_else() {
    let found = capped(sample());
    let none = BTreeSet::new();
    let of = |code: &str| found.get(code).unwrap_or(&none);
    let wrong = [
        differs("TERMINATION", of("TERMINATION"), &keys("TERMINATION")),
        differs("P1_OPEN", of("P1_OPEN"), &keys("P1_OPEN")),
        differs("OVERDUE", of("OVERDUE"), &keys("OVERDUE")),
    ];
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn parents_namesakes_families_and_movers_are_one_account_each_and_twins_in_the_crm_are_one() {
    let golden = &sample().golden;
    let mut owner: BTreeMap<&AccountId, &str> = BTreeMap::new();
    for (key, ids) in golden {
        let one: BTreeSet<&AccountId> = ids.values().collect();
        assert_eq!(one.len(), 1, "{key} is one account: {ids:?}");
        let taken = owner.insert(one.into_iter().next().expect("one"), key);
        assert_eq!(taken, None, "{key} is an account of its own");
    }
    let stories = ["PARENT_AND_NAMESAKES", "SHARED_DOMAIN_FAMILY", "MOVED_DOMAIN"];
    for code in stories {
        let apart: BTreeSet<&AccountId> =
            keys(code).iter().flat_map(|key| golden[*key].values()).collect();
        assert_eq!(apart.len(), keys(code).len(), "{code}");
    }
    // Whoever moved is still one account for CRM and ERP, which name different domains.
    for key in keys("MOVED_DOMAIN") {
        let systems: BTreeSet<&str> =
            golden[key].keys().filter_map(|record| Some(record.split_once(':')?.0)).collect();
        assert!(systems.contains("hubspot") && systems.contains("businesscentral"), "{key}");
    }
    let twice = |ids: &BTreeMap<String, AccountId>| {
        ids.keys().filter(|record| record.starts_with("hubspot:")).count() == 2
    };
    let found: BTreeSet<&str> =
        golden.iter().filter(|(_, ids)| twice(ids)).map(|(key, _)| key.as_str()).collect();
    assert_eq!(differs("DUPLICATES", &found, &keys("DUPLICATES")), None);
}

/// The golden contacts of an account who left it, as it says.
fn gone(facts: &Facts) -> BTreeSet<&ContactId> {
    let left = |one: &&Contact| one.left_on.is_some_and(|day| day <= sample().today);
    facts.contacts.iter().filter(left).filter_map(|one| one.origin.contact.as_ref()).collect()
}

#[test]
fn whoever_left_for_another_customer_is_known_to_have_left_there() {
    let facts = &sample().facts;
    let found: BTreeSet<&str> = facts
        .iter()
        .filter(|(_, of)| !gone(of).is_empty())
        .map(|(key, _)| key.as_str())
        .collect();
    // The champion who left is a story of its own.
    let planted: BTreeSet<&str> =
        keys("CHANGED_EMPLOYER").union(&keys("CHAMPION_LEFT")).copied().collect();
    assert_eq!(differs("CHANGED_EMPLOYER", &found, &planted), None);
}

#[test]
fn what_was_deleted_before_the_start_is_nobodys_and_what_came_late_keeps_its_day() {
    let sample = sample();
    let shelves = sample.company.shelves(sample.company.start());
    let gone = |system: System, object: &str| -> BTreeSet<String> {
        let rows = shelves[&system].changed(object, None, sample.company.start());
        rows.into_iter().filter(|row| row.gone).map(|row| row.id.clone()).collect()
    };
    let (people, tickets) =
        (gone(System::Hubspot, "contacts"), gone(System::Zendesk, "tickets"));
    assert!(people.len() >= keys("DELETIONS").len() && !tickets.is_empty());
    let payments = &shelves[&System::BusinessCentral];
    let mut late = BTreeSet::new();
    for (key, facts) in &sample.facts {
        let ghost = |key: &str, of: &BTreeSet<String>| of.contains(key);
        let contacts = facts.contacts.iter().map(|one| &one.origin.record);
        let shown = contacts.filter(|record| record.source.as_str() == "hubspot");
        assert!(shown.into_iter().all(|record| !ghost(&record.key, &people)), "{key}");
        let asked = facts.tickets.iter().map(|one| &one.origin.record.key);
        assert!(asked.into_iter().all(|ticket| !ghost(ticket, &tickets)), "{key}");
        for payment in &facts.payments {
            let id = &payment.origin.record.key;
            let row = payments.get("customerPayments", id, sample.company.start());
            let (Some(row), Some(paid)) = (row, payment.paid_on) else { continue };
            if (row.at.date_naive() - paid).num_days() >= 1 {
                late.insert(key.as_str());
            }
        }
    }
    assert_eq!(differs("LATE_ARRIVALS", &late, &keys("LATE_ARRIVALS")), None);
}

/// Which test names which story.
const NAMED: &[(&str, &str)] = &[
    ("PARENT_AND_NAMESAKES", "stories/planted.rs"),
    ("SHARED_DOMAIN_FAMILY", "stories/planted.rs"),
    ("MOVED_DOMAIN", "stories/planted.rs"),
    ("DUPLICATES", "stories/planted.rs"),
    ("DELETIONS", "stories/planted.rs"),
    ("LATE_ARRIVALS", "stories/planted.rs"),
    ("CHANGED_EMPLOYER", "stories/planted.rs"),
    ("TERMINATION", "stories/planted.rs"),
    ("P1_OPEN", "stories/planted.rs"),
    ("OVERDUE", "stories/planted.rs"),
    ("EQUAL_NPS_OPPOSITE_TRUST", "stories/trust.rs"),
    ("CHAMPION_LEFT", "people.rs"),
    ("UNHAPPY_DECISION_MAKER", "people.rs"),
    ("DELIVERY_CANARY", "signals/stories.rs"),
    ("DELIVERY_SEGMENT", "signals/stories.rs"),
    ("SILENT_SOURCE", "signals/stories.rs"),
    ("RENEWAL_AT_RISK", "revenue.rs"),
    ("GROWTH", "revenue.rs"),
    ("WELL_MEASURED", "revenue.rs"),
    ("CRM_AND_SUPPORT_ONLY", "revenue.rs"),
    ("THREE_CURRENCIES", "revenue.rs"),
];

#[test]
fn every_planted_story_is_named_by_a_test() {
    let planted: BTreeSet<&str> =
        sample().truth.stories.iter().map(|story| story.code.as_str()).collect();
    let named: BTreeSet<&str> = NAMED.iter().map(|(code, _)| *code).collect();
    assert_eq!(planted, named);
    for (code, file) in NAMED {
        let path = format!("{}/tests/it/{file}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{path}: {why}"));
        assert!(text.contains(&format!("\"{code}\"")), "{file} names no {code}");
    }
}
