//! What is guessed, and what had better not be.

use super::*;
use crate::model::{Category, EntityKind, RecordRef, Value};

/// A draft of a stream with these fields filled; `kind:stream field field`.
fn draft(text: &str) -> Draft {
    let mut words = text.split_whitespace();
    let (kind, stream) = words.next().and_then(|w| w.split_once(':')).expect("kind:stream");
    let kind = EntityKind::from_word(kind).expect("a kind");
    Draft {
        kind,
        key: text.to_owned(),
        record: RecordRef { source: "s".into(), stream: stream.into(), key: "1".into() },
        adds: false,
        url: None,
        account: Some("a".to_owned()),
        contact: None,
        fields: words
            .map(|word| {
                let name = kind.fields().iter().find(|f| f.name == word).expect(word).name;
                (name, Some(Value::Text("x".to_owned())))
            })
            .collect(),
    }
}

/// KPIs of health alone.
fn unlocks(drafts: &[&str], unread: &[(&str, &str, Looks)]) -> Vec<String> {
    let all = all_unlocks(drafts, unread).into_iter();
    let of_health = |codes: Vec<String>| {
        let codes = codes.into_iter().filter(|code| !code.starts_with("trust."));
        codes.collect::<Vec<_>>().join(" ")
    };
    all.map(of_health).collect()
}

fn all_unlocks(drafts: &[&str], unread: &[(&str, &str, Looks)]) -> Vec<Vec<String>> {
    let drafts: Vec<Draft> = drafts.iter().map(|text| draft(text)).collect();
    let mut supply = Supply::default();
    supply.add_drafts(&"s".into(), Category::Erp, &drafts);
    let unread: Vec<UnreadField> = unread
        .iter()
        .map(|(stream, path, looks)| UnreadField { stream, path, looks: *looks })
        .collect();
    let source = "s".into();
    let models = Models::built_in();
    could_unlock(&models, &supply, (&source, &drafts), &unread)
}

const FIVE: Looks = Looks::Number { least: 1.0, most: 5.0 };
const TEN: Looks = Looks::Number { least: 0.0, most: 10.0 };

#[test]
fn a_field_that_is_all_that_lacks_is_told_with_its_kpis() {
    let shipment = "delivery:shipments delivered_on order";
    let cases = [
        // (draft, path, looks, KPIs)
        (shipment, "promised_date", Looks::Moment, "DE1"),
        (shipment, "head.committedDeliveryDate", Looks::Moment, "DE1"),
        (shipment, "Promised_Delivery__c", Looks::Moment, "DE1"),
        (shipment, "promised_date", Looks::Text, ""), // no dates
        (shipment, "incoterm", Looks::Text, ""),
        (shipment, "due_date", Looks::Moment, ""), // of the bill, perhaps
        ("delivery:shipments order", "promised_date", Looks::Moment, ""), // more is lacking
        ("delivery:other delivered_on", "promised_date", Looks::Moment, ""), // not this stream
        ("ticket:shipments solved_at replies", "reopened_count", TEN, "SU1 SU3"),
        ("ticket:shipments solved_at replies", "reopened_at", Looks::Moment, ""),
        ("ticket:shipments replies reopens", "solved_at", Looks::Moment, "SU1 SU3"),
        ("milestone:shipments name", "milestone_due_date", Looks::Moment, "IM1"),
        ("contract:shipments starts_on ends_on", "arr", TEN, ""), // nobody knows what became of it
        ("deal:shipments closed_at", "is_won", Looks::Flag, "PU2"),
    ];
    for (text, path, looks, codes) in cases {
        assert_eq!(unlocks(&[text], &[("shipments", path, looks)]), [codes], "{text} {path}");
    }
}

#[test]
fn proxies_of_trust_are_told_behind_kpis_by_a_name_of_their_own() {
    let cases = [
        ("delivery:s delivered_on order", "promised_date", Looks::Moment, "DE1 trust.R1"),
        ("ticket:s solved_at replies", "reopened_count", TEN, "SU1 SU3 trust.C1 trust.C2"),
        ("milestone:s name", "milestone_due_date", Looks::Moment, "IM1 trust.R4"),
    ];
    for (text, path, looks, names) in cases {
        let told = all_unlocks(&[text], &[("s", path, looks)]);
        assert_eq!(told[0].join(" "), names, "{text} {path}");
    }
}

#[test]
fn fields_that_are_needed_together_are_told_together() {
    let fields = [
        ("s", "promised", Looks::Moment),
        ("s", "ordered_at", Looks::Moment),
        ("s", "color", Looks::Text),
    ];
    assert_eq!(unlocks(&["delivery:s delivered_on"], &fields), ["DE1 DE3", "DE3", ""]);
    let pay = ["payment:s paid_on amount", "invoice:i issued_on"];
    let fields = [("s", "invoice_id", TEN), ("i", "due", Looks::Moment)];
    assert_eq!(unlocks(&pay, &fields), ["BI2", "BI2"]);
    assert_eq!(unlocks(&pay, &fields[..1]), [""], "the bill does not say when it is due");
}

#[test]
fn what_can_be_measured_already_needs_no_hint() {
    let promised = ["delivery:s delivered_on promised_on", "delivery:t delivered_on"];
    assert_eq!(unlocks(&promised, &[("t", "promised_date", Looks::Moment)]), [""]);
}

#[test]
fn an_answer_is_told_by_its_name_its_scale_and_what_it_is_about() {
    let cases = [
        // (draft, stream, path, looks, KPIs)
        ("milestone:projects name", "projects", "csat", FIVE, "IM3"),
        ("survey_response:answers verbatim", "answers", "csat_score", FIVE, "IM3"),
        ("account:companies name", "companies", "onboarding_csat", FIVE, "IM3"),
        ("account:onboardings name", "onboardings", "satisfaction.score", FIVE, "IM3"),
        ("account:companies name", "companies", "properties.nps_score", TEN, "RE3"),
        ("account:companies name", "companies", "relationship_csat", FIVE, "RE3"),
        ("ticket:tickets subject", "tickets", "customer_effort_score", FIVE, "SU3"),
        ("order:orders number", "orders", "neteasy", FIVE, "PU3"),
        // What rates support says nothing of onboarding.
        ("ticket:tickets subject", "tickets", "csat", FIVE, ""),
        ("delivery:deliveries quantity", "deliveries", "satisfaction", FIVE, ""),
        // Not on the scale, not a number, not an answer.
        ("milestone:projects name", "projects", "csat", TEN, ""),
        ("milestone:projects name", "projects", "satisfaction", Looks::Text, ""),
        ("milestone:projects name", "projects", "csat_survey_id", FIVE, ""),
        ("milestone:projects name", "projects", "csat_comment_length", FIVE, ""),
        ("milestone:projects name", "projects", "dissatisfaction", FIVE, ""),
        ("milestone:projects name", "projects", "cessation", FIVE, ""),
        // Nobody's.
        ("product:products name", "products", "csat", FIVE, ""),
    ];
    for (text, stream, path, looks, codes) in cases {
        assert_eq!(unlocks(&[text], &[(stream, path, looks)]), [codes], "{text} {path}");
    }
}

#[test]
fn every_name_is_one_of_a_field_of_the_model() {
    for target in names::targets() {
        let (kind, field) = target.split_once('.').expect("entity.field");
        let kind = EntityKind::from_word(kind).expect(target);
        assert!(kind.fields().iter().any(|known| known.name == field), "{target}");
        let needed = needed_rows().iter().filter(|row| row.kind == kind);
        let needed = needed.flat_map(|row| &row.fields).any(|need| need.name == field);
        assert!(needed, "no measure needs {target}");
    }
}

#[test]
fn a_name_is_read_as_words() {
    let words = |name: &str| names::words(name).join(" ");
    assert_eq!(words("promisedDeliveryDate"), "promised delivery date");
    assert_eq!(words("Promised_Delivery__c"), "promised delivery c");
    assert_eq!(words("CSAT-score"), "csat score");
}
