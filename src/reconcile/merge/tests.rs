//! Who wins, by which rule, and who loses: a table for each criterion.

use super::*;
use crate::model::{Account, Contact, Origin, Pin, SourceId};

/// A record of a source, changed on a day of March.
fn record<E: Entity>(id: &str, day: u32, values: &[(&str, &str)]) -> Candidate<E> {
    let (source, key) = id.split_once(':').expect("an id names its source");
    let record =
        RecordRef { source: source.into(), stream: "all".to_owned(), key: key.to_owned() };
    let said = |field: &Field| {
        let found = values.iter().find(|(name, _)| *name == field.name);
        found.map(|(_, value)| match field.kind {
            Kind::Int => Value::Int(value.parse().expect("a number")),
            Kind::Time => Value::Time(value.parse().expect("a moment")),
            Kind::Day => Value::Day(value.parse().expect("a day")),
            _ => Value::Text((*value).to_owned()),
        })
    };
    let values = E::KIND.fields().iter().map(said).collect();
    let origin = Origin { id: id.to_owned(), record, ..Origin::default() };
    let changed_at = at(day);
    Candidate { entity: E::read(origin, values), company: None, employer: None, changed_at }
}

fn at(day: u32) -> DateTime<Utc> {
    format!("2026-03-{day:02}T08:00:00Z").parse().expect("a moment")
}

fn sources() -> Sources {
    let kinds = [
        ("crm", Category::Crm),
        ("erp", Category::Erp),
        ("erp-north", Category::Erp),
        ("desk", Category::Support),
    ];
    kinds.map(|(source, category)| (SourceId::from(source), category)).into()
}

fn merged<E: Entity>(rules: &Survivorship, pins: &Pins, records: &[Candidate<E>]) -> Merged {
    let records: Vec<&Candidate<E>> = records.iter().collect();
    merge(&records, &Merging { rules, sources: &sources(), pins })
}

fn by_default<E: Entity>(records: &[Candidate<E>]) -> Merged {
    merged(&Survivorship::built_in(), &Pins::default(), records)
}

/// Rules of one's own for accounts.
fn rules(account: &str) -> Survivorship {
    let text = format!(
        "code: own\nversion: 1\naccount:\n{account}\ncontact: {{ order: [recency] }}\n"
    );
    Survivorship::parse("own.yaml", &text, &sources()).expect("right rules")
}

/// "value of record by rule, before …" of a field; empty when it is not golden.
fn why(merged: &Merged, field: &str) -> String {
    let Some(row) = merged.lineage.iter().find(|row| row.field == field) else {
        return String::new();
    };
    let mut said = vec![format!("{} of {} by {}", row.value, row.record.source, row.rule)];
    said.extend(row.losers.iter().map(|l| format!("{} of {}", l.value, l.record.source)));
    said.join(" before ")
}

type Records<'a> = &'a [(&'a str, u32, &'a str)];

fn names(records: Records<'_>) -> Vec<Candidate<Account>> {
    records.iter().map(|(id, day, name)| record(id, *day, &[("name", *name)])).collect()
}

#[test]
fn the_default_believes_the_crm_then_the_majority_then_the_newest() {
    let cases: &[(Records<'_>, &str)] = &[
        (&[("erp:1", 1, "A")], "A of erp by only value"),
        (&[("erp:1", 1, " - ")], ""),
        (&[("erp:1", 1, "A"), ("desk:1", 1, "…")], "A of erp by only value"),
        (&[("erp:1", 9, "B"), ("crm:1", 1, "A")], "A of crm by source trust before B of erp"),
        (
            &[("crm:1", 9, "Ab"), ("crm:2", 1, "Köln"), ("crm:3", 2, "KOLN.")],
            "KOLN. of crm by recency before Köln of crm before Ab of crm",
        ),
        (
            &[("crm:1", 9, "Ab"), ("crm:2", 1, "Köln"), ("erp:3", 2, "KOLN.")],
            "Köln of crm by agreement before Ab of crm before KOLN. of erp",
        ),
        (&[("crm:1", 1, "A"), ("crm:2", 2, "B")], "B of crm by recency before A of crm"),
        (&[("crm:2", 1, "B"), ("crm:1", 1, "A")], "A of crm by record id before B of crm"),
        (&[("new:1", 9, "B"), ("desk:1", 1, "A")], "A of desk by source trust before B of new"),
    ];
    for (records, wanted) in cases {
        assert_eq!(why(&by_default(&names(records)), "name"), *wanted, "{records:?}");
    }
}

#[test]
fn the_order_of_the_file_is_the_order_of_the_criteria() {
    let (old, new) = (("crm:1", 1, "A"), ("erp:1", 2, "B"));
    let cases = [
        ("order: [recency]", "B of erp by recency before A of crm"),
        ("order: [trust, recency]\n  trust: [CRM]", "A of crm by source trust before B of erp"),
        ("order: [recency, trust]\n  trust: [CRM]", "B of erp by recency before A of crm"),
        ("order: [trust]\n  trust: [DIGITAL]", "A of crm by record id before B of erp"),
        (
            "order: [recency]\n  trust: [CRM]\n  fields: { name: { order: [trust] } }",
            "A of crm by source trust before B of erp",
        ),
        (
            "order: [trust]\n  trust: [CRM]\n  fields: { name: { trust: [ERP] } }",
            "B of erp by source trust before A of crm",
        ),
    ];
    for (account, wanted) in cases {
        let merged =
            merged(&rules(&format!("  {account}")), &Pins::default(), &names(&[old, new]));
        assert_eq!(why(&merged, "name"), wanted, "{account}");
    }
}

#[test]
fn a_source_named_by_itself_stands_there_whatever_its_kind() {
    let records = names(&[("erp:1", 1, "A"), ("erp-north:1", 1, "B"), ("crm:1", 1, "C")]);
    let cases = [
        ("[erp-north, ERP]", "B of erp-north by source trust before A of erp before C of crm"),
        ("[ERP, CRM, erp]", "B of erp-north by source trust before C of crm before A of erp"),
    ];
    for (trust, wanted) in cases {
        let rules = rules(&format!("  order: [trust]\n  trust: {trust}"));
        assert_eq!(why(&merged(&rules, &Pins::default(), &records), "name"), wanted);
    }
}

#[test]
fn completeness_counts_what_the_record_says_overall() {
    // When the record changed says nothing of the customer.
    let changed = ("changed_at", "2026-03-09T08:00:00Z");
    let thin = record::<Account>("crm:1", 9, &[("name", "A"), ("phone", "-"), changed]);
    let full = record("erp:1", 1, &[("name", "B"), ("vat", "DE811234567")]);
    let rules = rules("  order: [completeness, recency]");
    let merged = merged(&rules, &Pins::default(), &[thin, full]);
    assert_eq!(why(&merged, "name"), "B of erp by completeness before A of crm");
}

#[test]
fn an_address_is_taken_whole_from_one_record() {
    let crm =
        [("street", "Hauptstr. 1"), ("city", "Bonn"), ("region", "NRW"), ("country", "DE")];
    let erp = [("street", "Ring 2"), ("city", "Kiel"), ("postal_code", "24103")];
    let records =
        [record::<Account>("crm:1", 1, &crm), record("desk:1", 9, &[("country", "AT")])];
    let two = by_default(&records);
    assert_eq!(why(&two, "country"), "DE of crm by completeness before AT of desk");
    assert_eq!(why(&two, "region"), "NRW of crm by completeness");

    let [crm, desk] = records;
    let with_country: Vec<_> = erp.into_iter().chain([("country", "DE")]).collect();
    let three = by_default(&[crm.clone(), record("erp:1", 1, &with_country), desk]);
    assert_eq!(
        why(&three, "street"),
        "Ring 2 of erp by source trust before Hauptstr. 1 of crm"
    );
    // The ERP says none: that of the CRM belongs to another street.
    assert_eq!(why(&three, "region"), "");
    assert!(!three.fields.contains_key("region"));
    let fields: Vec<&str> = three.lineage.iter().map(|row| row.field.as_str()).collect();
    assert_eq!(fields, ["street", "city", "postal_code", "country"]);
}

#[test]
fn a_person_s_name_and_champion_status_stay_whole() {
    let desk = record::<Contact>("desk:1", 9, &[("name", "A. Miller"), ("title", "CTO")]);
    let crm = record(
        "crm:1",
        1,
        &[
            ("name", "Ann Lee"),
            ("given_name", "Ann"),
            ("family_name", "Lee"),
            ("champion", "CHAMPION"),
            ("champion_confirmed_on", "2026-01-01"),
        ],
    );
    let other = record("crm:2", 9, &[("champion", "DETRACTOR")]);
    let merged = by_default(&[desk, crm, other]);
    assert_eq!(why(&merged, "name"), "Ann Lee of crm by completeness before A. Miller of desk");
    assert_eq!(why(&merged, "title"), "CTO of desk by only value");
    assert_eq!(why(&merged, "champion"), "DETRACTOR of crm by recency before CHAMPION of crm");
    assert!(!merged.fields.contains_key("champion_confirmed_on"));
}

#[test]
fn lineage_keeps_the_model_s_order_when_a_group_is_scattered() {
    let rules = rules("  order: [recency]\n  groups: { mixed: { fields: [vat, name] } }");
    let said = [("name", "A"), ("city", "Bonn"), ("vat", "DE811234567")];
    let merged = merged(&rules, &Pins::default(), &[record::<Account>("crm:1", 1, &said)]);
    let fields: Vec<&str> = merged.lineage.iter().map(|row| row.field.as_str()).collect();
    assert_eq!(fields, ["name", "city", "vat"]);
}

#[test]
fn a_reference_to_a_record_is_told_in_lineage_only() {
    let merged = by_default(&[record::<Account>("crm:1", 1, &[("parent", "crm:9")])]);
    assert_eq!(why(&merged, "parent"), "crm:9 of crm by only value");
    assert!(merged.fields.is_empty());
}

fn pin(record: &str, field: &str, day: u32) -> Pin {
    Pin {
        kind: EntityKind::Account,
        record: record.to_owned(),
        field: field.to_owned(),
        reason: None,
        pinned_by: "sam".to_owned(),
        pinned_at: at(day),
    }
}

#[test]
fn a_pin_wins_and_of_two_the_newer() {
    let records = [
        record::<Account>("crm:1", 9, &[("name", "A"), ("city", "Bonn"), ("region", "NRW")]),
        record("erp:1", 1, &[("name", "B"), ("city", "Kiel")]),
        record("desk:1", 1, &[("name", "C")]),
    ];
    let contact = Pin { kind: EntityKind::Contact, ..pin("erp:1", "name", 3) };
    let cases = [
        (vec![], "name", "A of crm by source trust before B of erp before C of desk"),
        (
            vec![pin("erp:1", "name", 1)],
            "name",
            "B of erp by steward pin before A of crm before C of desk",
        ),
        (
            vec![pin("erp:1", "name", 1), pin("desk:1", "name", 2)],
            "name",
            "C of desk by steward pin before B of erp before A of crm",
        ),
        // A pin of a member pins the group.
        (
            vec![pin("crm:1", "region", 1)],
            "city",
            "Bonn of crm by steward pin before Kiel of erp",
        ),
        // What the record does not say cannot be pinned, nor another kind's record.
        (
            vec![pin("desk:1", "city", 1)],
            "city",
            "Kiel of erp by source trust before Bonn of crm",
        ),
        (
            vec![pin("erp:1", "region", 1)],
            "city",
            "Kiel of erp by source trust before Bonn of crm",
        ),
        (vec![contact], "name", "A of crm by source trust before B of erp before C of desk"),
    ];
    for (pins, field, wanted) in cases {
        let pins: Pins = pins.into_iter().collect();
        let merged = merged(&Survivorship::built_in(), &pins, &records);
        assert_eq!(why(&merged, field), wanted, "{pins:?}");
    }
    let alone: Pins = [pin("crm:1", "name", 1)].into_iter().collect();
    let merged = merged(&Survivorship::built_in(), &alone, &records[..1]);
    assert_eq!(why(&merged, "name"), "A of crm by steward pin");
}
