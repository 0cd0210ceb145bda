//! The table of needs, held against the measures themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};

use super::super::{MEASURES, Observation, Room, View, names};
use super::*;
use crate::insight::{Calendar, Facts, HealthModel, KpiDef, Supply, TrustModel};
use crate::model::{
    AccountId, ContactId, Currency, Draft, Entity, Field, Kind, Money, Origin, RecordRef, Value,
};

/// Every row is there three times, so many days apart: lately, before that, in another year.
const SHIFTS: [i64; 3] = [0, 60, 400];

/// A row to be filled: what it needs, and those of the needs that are left out.
#[derive(Clone)]
struct Plan {
    row: &'static NeededRow,
    blank: BTreeSet<&'static str>,
    spoilt: Option<&'static str>,
}

fn today() -> NaiveDate {
    "2026-11-22".parse().expect("a day")
}

fn all() -> impl Iterator<Item = (&'static str, &'static Way)> {
    names().flat_map(|name| ways(name).iter().map(move |way| (name, way)))
}

fn plans(way: &Way) -> Vec<Plan> {
    let rows = way.iter().flat_map(|part| match part {
        Part::Rows(rows) => rows.clone(),
        Part::System(_) => Vec::new(),
    });
    let plan =
        |row: usize| Plan { row: &needed_rows()[row], blank: BTreeSet::new(), spoilt: None };
    rows.map(plan).collect()
}

fn systems(way: &Way) -> BTreeMap<crate::model::SourceId, Category> {
    let systems = way.iter().filter_map(|part| match part {
        Part::System(category) => Some((category.word().into(), *category)),
        Part::Rows(_) => None,
    });
    systems.collect()
}

/// The days before today on which a thing happens, where their order matters.
fn days_ago(name: &str) -> i64 {
    match name {
        "starts_on" => 200,
        "go_live_planned" => 50,
        "issued_on" => 40,
        "ordered_on" => 30,
        "due_on" => 20,
        "promised_on" => 15,
        "requested_at" => 12,
        "ends_on" | "renewed_on" | "left_on" => 5,
        _ => 10,
    }
}

fn anything(field: &Field, shift: i64, id_of: impl Fn(&str) -> String) -> Value {
    let day = today() - TimeDelta::days(days_ago(field.name) + shift);
    match field.kind {
        Kind::Text => Value::Text("pumps".to_owned()),
        Kind::Choice(words) => Value::Text(words[0].to_owned()),
        Kind::Int => Value::Int(i64::from(field.name != "reopens")),
        Kind::Number => Value::Number(match field.name {
            "scale_low" => 1.0,
            "scale_high" => 5.0,
            _ => 3.0,
        }),
        Kind::Amount => {
            let amount = if field.name == "open_amount" { 400 } else { 1000 };
            Value::Amount(Money { amount: amount.into(), currency: Currency::EUR })
        }
        Kind::Day => Value::Day(day),
        Kind::Time => Value::Time(day.and_hms_opt(9, 0, 0).expect("a time").and_utc()),
        Kind::Flag => Value::Flag(true),
        Kind::List => Value::List(vec!["pumps".to_owned()]),
        Kind::Ref(kind) => Value::Text(id_of(kind)),
    }
}

fn word(field: &Field, word: &str) -> Value {
    match field.kind {
        Kind::Int => Value::Int(word.parse().expect("a number")),
        Kind::Number => Value::Number(word.parse().expect("a number")),
        _ => Value::Text(word.to_owned()),
    }
}

fn spoil(field: &Field, holds: &Holds) -> Option<Value> {
    let word = match (holds, field.kind) {
        (Holds::Anything, _) => return None,
        (Holds::NoneOf(words), _) => words[0],
        (Holds::OneOf(words), Kind::Choice(known)) => {
            known.iter().find(|word| !words.contains(word)).expect("not all words do")
        }
        (_, Kind::Int) => "3",
        (_, Kind::Number) => "99",
        _ => "ELSEWHERE",
    };
    Some(self::word(field, word))
}

fn value(
    plan: &Plan,
    field: &Field,
    shift: i64,
    id_of: impl Fn(&str) -> String,
) -> Option<Value> {
    let need = plan.row.fields.iter().find(|need| need.name == field.name)?;
    if plan.spoilt == Some(field.name) {
        return spoil(field, &need.holds);
    }
    if need.or_nothing || plan.blank.contains(field.name) {
        return None;
    }
    Some(match &need.holds {
        Holds::OneOf(words) | Holds::Like(words) => word(field, words[0]),
        Holds::Anything | Holds::NoneOf(_) => anything(field, shift, id_of),
    })
}

/// The drafts that a plan makes; a reference points at the other row of its kind.
fn drafts(plans: &[Plan]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (place, plan) in plans.iter().enumerate() {
        let kind = plan.row.kind;
        for shift in SHIFTS {
            let id_of = |kind: &str| {
                let mut others = plans.iter().enumerate();
                let other =
                    others.find(|(at, plan)| *at != place && plan.row.kind.word() == kind);
                format!("s:{}-{shift}", other.map_or(99, |(at, _)| at))
            };
            let fields = kind.fields().iter();
            let person = plan.row.fields.iter().any(|need| need.name == "contact");
            let is_person =
                kind == EntityKind::Contact || (person && !plan.blank.contains("contact"));
            drafts.push(Draft {
                kind,
                key: format!("{place}-{shift}"),
                record: RecordRef { source: "s".into(), ..RecordRef::default() },
                adds: false,
                url: None,
                account: Some("a".to_owned()),
                contact: is_person.then(|| "ann".to_owned()),
                fields: fields.map(|f| (f.name, value(plan, f, shift, id_of))).collect(),
            });
        }
    }
    drafts
}

fn read<E: Entity>(draft: &Draft) -> E {
    let origin = Origin {
        id: format!("s:{}", draft.key),
        record: draft.record.clone(),
        url: None,
        account: Some(AccountId("a".to_owned())),
        contact: draft.contact.clone().map(ContactId),
    };
    E::read(origin, draft.fields.iter().map(|(_, value)| value.clone()).collect())
}

fn facts(drafts: &[Draft]) -> Facts {
    let (mut facts, mut products) = (Facts::default(), BTreeMap::new());
    for draft in drafts {
        match draft.kind {
            EntityKind::CampaignTouch => facts.campaign_touches.push(read(draft)),
            EntityKind::Contact => facts.contacts.push(read(draft)),
            EntityKind::WebVisit => facts.web_visits.push(read(draft)),
            EntityKind::Interaction => facts.interactions.push(read(draft)),
            EntityKind::Quote => facts.quotes.push(read(draft)),
            EntityKind::Deal => facts.deals.push(read(draft)),
            EntityKind::SurveyResponse => facts.surveys.push(read(draft)),
            EntityKind::Delivery => facts.deliveries.push(read(draft)),
            EntityKind::Order => facts.orders.push(read(draft)),
            EntityKind::Milestone => facts.milestones.push(read(draft)),
            EntityKind::Contract => facts.contracts.push(read(draft)),
            EntityKind::UsageMeasure => facts.usage.push(read(draft)),
            EntityKind::Ticket => facts.tickets.push(read(draft)),
            EntityKind::SlaTarget => facts.sla_targets.push(read(draft)),
            EntityKind::Invoice => facts.invoices.push(read(draft)),
            EntityKind::Payment => facts.payments.push(read(draft)),
            EntityKind::Dispute => facts.disputes.push(read(draft)),
            EntityKind::Assignment => facts.assignments.push(read(draft)),
            EntityKind::Product => {
                products.insert(format!("s:{}", draft.key), read(draft));
            }
            other => panic!("no measure reads {other:?}"),
        }
    }
    Facts { products: Arc::new(products), ..facts }
}

fn kpi_of(measure: &str) -> KpiDef {
    let (model, trust) = (HealthModel::built_in(), TrustModel::built_in());
    let chain = |kpi| std::iter::successors(Some(kpi), |kpi: &&KpiDef| kpi.fallback.as_deref());
    let kpis = model.kpis().map(|(_, kpi)| kpi).chain(trust.proxies());
    let mut all = kpis.flat_map(chain);
    all.find(|kpi| kpi.measure == measure).cloned().expect("the built-in model uses it")
}

fn seen(measure: &str, facts: &Facts) -> Observation {
    let (calendar, kpi) = (Calendar::default(), kpi_of(measure));
    let room = Room::new(facts, today(), &calendar);
    let weights = BTreeMap::new();
    let view = View { room: &room, kpi: &kpi, calendar: &calendar, role_weights: &weights };
    let (_, of) = MEASURES.iter().find(|(name, _)| *name == measure).expect("a measure");
    of(&view)
}

fn has_value(measure: &str, way: &Way, plans: &[Plan]) -> bool {
    let facts = Facts { sources: systems(way), ..facts(&drafts(plans)) };
    seen(measure, &facts).has_value()
}

/// What the table says of the same rows.
fn is_promised(measure: &str, way: &Way, plans: &[Plan]) -> bool {
    let mut supply = Supply::default();
    supply.add_drafts(&"s".into(), Category::External, &drafts(plans));
    for (source, category) in systems(way) {
        supply.add(&source, category, []);
    }
    supply.rank(&KpiDef { fallback: None, ..kpi_of(measure) }).is_some()
}

#[test]
fn every_measure_says_what_it_needs_in_the_models_words() {
    let told: Vec<&str> = NEEDS.iter().map(|(name, _)| *name).collect();
    assert_eq!(told, names().collect::<Vec<_>>());
    for row in needed_rows() {
        for need in &row.fields {
            let place = format!("{}.{}", row.kind.word(), need.name);
            if need.name == "contact" {
                assert!(row.kind.belongs().contact, "{place}");
                continue;
            }
            let known = row.kind.fields().iter().find(|field| field.name == need.name);
            let field = known.unwrap_or_else(|| panic!("the model has no {place}"));
            if let (Kind::Choice(known), Holds::OneOf(words) | Holds::NoneOf(words)) =
                (field.kind, &need.holds)
            {
                assert!(words.iter().all(|word| known.contains(word)), "{place}: {words:?}");
            }
        }
    }
}

#[test]
fn filling_what_a_way_needs_gives_a_value_and_leaving_anything_out_takes_it() {
    for (measure, way) in all() {
        let plans = plans(way);
        assert!(has_value(measure, way, &plans), "{measure} by {way:?}");
        for place in 0..plans.len() {
            let mut fewer = plans.clone();
            fewer.remove(place);
            assert!(!has_value(measure, way, &fewer), "{measure} by {way:?} without {place}");
        }
        for (category, name) in systems(way).values().map(|c| (c, c.word())) {
            let without: Way =
                way.iter().filter(|part| **part != Part::System(*category)).cloned().collect();
            assert!(!has_value(measure, &without, &plans), "{measure} without {name}");
        }
    }
}

#[test]
fn of_all_that_may_be_filled_a_measure_has_a_value_exactly_when_the_table_says_so() {
    for (measure, way) in all() {
        let plans = plans(way);
        let needs: Vec<(usize, &str)> = plans
            .iter()
            .enumerate()
            .flat_map(|(at, plan)| {
                let needs = plan.row.fields.iter().filter(|need| !need.or_nothing);
                needs.map(move |need| (at, need.name))
            })
            .collect();
        for choice in 0..1_u32 << needs.len() {
            let mut plans = plans.clone();
            let left_out = needs.iter().enumerate().filter(|(bit, _)| choice >> bit & 1 == 1);
            for (_, (at, name)) in left_out {
                plans[*at].blank.insert(name);
            }
            let (promised, has) =
                (is_promised(measure, way, &plans), has_value(measure, way, &plans));
            let blank: Vec<_> = plans.iter().map(|plan| &plan.blank).collect();
            assert_eq!(has, promised, "{measure} by {way:?} without {blank:?}");
            assert_eq!(has, choice == 0, "{measure}: all that is named is needed: {blank:?}");
        }
    }
}

#[test]
fn another_word_than_the_one_that_is_needed_takes_the_value() {
    for (measure, way) in all() {
        let plans = plans(way);
        for (at, plan) in plans.iter().enumerate() {
            let choosy = plan.row.fields.iter().filter(|need| need.holds != Holds::Anything);
            for need in choosy {
                let mut plans = plans.clone();
                plans[at].spoilt = Some(need.name);
                let name = need.name;
                assert!(!has_value(measure, way, &plans), "{measure} with a wrong {name}");
                assert!(!is_promised(measure, way, &plans), "{measure}: {name} is passed by");
            }
        }
    }
}
