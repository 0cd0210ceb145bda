//! What always holds of a golden row, whatever the records, the rules and the pins.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::model::{Account, Origin, Pin, SourceId};

const GROUP: [&str; 3] = ["street", "city", "country"];
const FIELDS: [&str; 5] = ["name", "vat", "street", "city", "country"];
const SOURCES: [(&str, Category); 4] = [
    ("crm", Category::Crm),
    ("erp", Category::Erp),
    ("erp-north", Category::Erp),
    ("desk", Category::Support),
];

fn sources() -> Sources {
    SOURCES.map(|(source, category)| (SourceId::from(source), category)).into()
}

fn moment(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_770_000_000 + minute * 60, 0).expect("a moment")
}

/// What a record says: source, minute, a value for each field, `""` for none.
fn record() -> impl Strategy<Value = (usize, i64, [&'static str; 5])> {
    let word = || prop::sample::select(vec!["", "", "-", "A", "a.", "Ä", "B", "C"]);
    let words = [word(), word(), word(), word(), word()];
    (0..SOURCES.len(), 0..4_i64, words)
}

fn cluster() -> impl Strategy<Value = Vec<Candidate<Account>>> {
    prop::collection::vec(record(), 1..7).prop_map(|records| {
        let numbered = records.into_iter().enumerate();
        numbered
            .map(|(number, (source, minute, words))| {
                let source = SOURCES[source].0;
                let id = format!("{source}:{number}");
                let record = RecordRef {
                    source: source.into(),
                    key: id.clone(),
                    ..RecordRef::default()
                };
                let said = |field: &Field| {
                    let place = FIELDS.iter().position(|name| *name == field.name)?;
                    (!words[place].is_empty()).then(|| Value::Text(words[place].to_owned()))
                };
                let values = EntityKind::Account.fields().iter().map(said).collect();
                let origin = Origin { id, record, ..Origin::default() };
                let changed_at = moment(minute);
                Candidate {
                    entity: Account::read(origin, values),
                    company: None,
                    employer: None,
                    changed_at,
                }
            })
            .collect()
    })
}

/// Rules with every order of every choice of criteria, and an address.
fn rules() -> impl Strategy<Value = Survivorship> {
    let order = || {
        let words = vec!["trust", "agreement", "recency", "completeness"];
        prop::sample::subsequence(words, 1..=4).prop_shuffle()
    };
    let trust = prop::sample::subsequence(vec!["ERP", "CRM", "desk", "erp-north"], 1..=4);
    (order(), order(), order(), trust.prop_shuffle()).prop_map(|(all, vat, address, trust)| {
        let list = |words: &[&str]| format!("[{}]", words.join(", "));
        let text = format!(
            "code: own\nversion: 1\naccount:\n  order: {}\n  trust: {}\n  \
             fields: {{ vat: {{ order: {} }} }}\n  \
             groups: {{ address: {{ fields: {}, order: {} }} }}\ncontact: {{ order: [recency] }}",
            list(&all), list(&trust), list(&vat), list(&GROUP), list(&address)
        );
        Survivorship::parse("own.yaml", &text, &sources()).expect("right rules")
    })
}

/// Pins of some records, each at a moment of its own.
fn pins() -> impl Strategy<Value = Vec<Pin>> {
    let pin = (0..SOURCES.len(), 0..7_usize, prop::sample::select(FIELDS.to_vec()));
    prop::collection::vec(pin, 0..4).prop_map(|pins| {
        (0..)
            .zip(pins)
            .map(|(minute, (source, number, field))| Pin {
                kind: EntityKind::Account,
                record: format!("{}:{number}", SOURCES[source].0),
                field: field.to_owned(),
                reason: None,
                pinned_by: "sam".to_owned(),
                pinned_at: moment(minute),
            })
            .collect()
    })
}

fn merged(rules: &Survivorship, pins: &[Pin], records: &[Candidate<Account>]) -> Merged {
    let records: Vec<&Candidate<Account>> = records.iter().collect();
    let pins = pins.iter().cloned().collect();
    merge(&records, &Merging { rules, sources: &sources(), pins: &pins })
}

fn value(record: &Candidate<Account>, field: &str) -> Option<Value> {
    let place = EntityKind::Account.fields().iter().position(|f| f.name == field)?;
    record.entity.values().swap_remove(place).filter(|value| !is_blank(value))
}

fn named<'a>(records: &'a [Candidate<Account>], record: &RecordRef) -> &'a Candidate<Account> {
    let mut found = records.iter().filter(|r| r.entity.origin.record == *record);
    found.next().expect("lineage names one of the records")
}

/// What of the records speaks for the named one by a rule, the more the better: reckoned anew from
/// the records alone.
fn speaks(
    row: &LineageRow,
    (records, rules, pins): (&[Candidate<Account>], &Survivorship, &[Pin]),
    record: &Candidate<Account>,
) -> i64 {
    let fields: &[&str] =
        if GROUP.contains(&row.field.as_str()) { &GROUP } else { &[row.field.as_str()] };
    let all = EntityKind::Account.fields();
    let said = |record: &Candidate<Account>, fields: &[&str]| {
        i64::try_from(fields.iter().filter(|f| value(record, f).is_some()).count()).unwrap_or(0)
    };
    let origin = &record.entity.origin;
    match row.rule.as_str() {
        "steward pin" => {
            let pins = pins.iter().filter(|pin| {
                pin.record == origin.id
                    && fields.contains(&pin.field.as_str())
                    && value(record, &pin.field).is_some()
            });
            pins.map(|pin| pin.pinned_at.timestamp()).max().unwrap_or(i64::MIN)
        }
        "source trust" => {
            let choices = rules.choices(EntityKind::Account).iter();
            let mut of_field =
                choices.filter(|c| c.columns.iter().any(|c| all[*c].name == row.field));
            let trust = &of_field.next().expect("each field has a choice").trust;
            let category = sources()[&origin.record.source];
            let place = trust.place(&origin.record.source, category);
            place.map_or(i64::MIN, |place| -as_number(place))
        }
        "recency" => record.changed_at.timestamp(),
        "completeness" if fields.len() > 1 => said(record, fields),
        "completeness" => said(record, &FIELDS),
        "agreement" => {
            let tuple = |record| {
                let said = |field: &&str| value(record, field).map(|v| folded(&v.to_string()));
                fields.iter().map(said).collect::<Vec<_>>()
            };
            as_number(records.iter().filter(|other| tuple(other) == tuple(record)).count())
        }
        _ => 0,
    }
}

proptest! {
    #[test]
    fn the_order_of_the_records_does_not_matter(
        rules in rules(),
        pins in pins(),
        (records, shuffled) in cluster().prop_flat_map(|c| (Just(c.clone()), Just(c).prop_shuffle())),
    ) {
        prop_assert_eq!(merged(&rules, &pins, &records), merged(&rules, &pins, &shuffled));
    }

    #[test]
    fn merging_what_was_merged_changes_nothing(
        rules in rules(), pins in pins(), records in cluster(),
    ) {
        let once = merged(&rules, &pins, &records);
        prop_assert_eq!(&once, &merged(&rules, &pins, &records));
        let read = |field: &Field| once.fields.get(field.name).cloned();
        let golden = Candidate {
            entity: Account::read(
                Origin { id: "acc_1".to_owned(), ..Origin::default() },
                EntityKind::Account.fields().iter().map(read).collect(),
            ),
            ..records[0].clone()
        };
        prop_assert_eq!(once.fields, merged(&rules, &pins, &[golden]).fields);
    }

    #[test]
    fn every_golden_value_has_one_lineage_row_that_reproduces_it(
        rules in rules(), pins in pins(), records in cluster(),
    ) {
        let merged = merged(&rules, &pins, &records);
        let told: BTreeSet<&str> = merged.lineage.iter().map(|row| row.field.as_str()).collect();
        prop_assert_eq!(told.len(), merged.lineage.len());
        prop_assert!(merged.fields.keys().copied().eq(told.iter().copied()));
        for row in &merged.lineage {
            let winner = named(&records, &row.record);
            let golden = &merged.fields[row.field.as_str()];
            prop_assert_eq!(value(winner, &row.field), Some(golden.clone()));
            prop_assert_eq!(&row.value, &golden.to_string());
            let given = (records.as_slice(), &rules, pins.as_slice());
            let most = speaks(row, given, winner);
            let others = records.iter().filter(|r| r.entity.origin.id != winner.entity.origin.id);
            let saying = others.filter(|other| value(other, &row.field).is_some()).count();
            prop_assert_eq!(saying, row.losers.len());
            for loser in &row.losers {
                let other = named(&records, &loser.record);
                let said = value(other, &row.field).map(|value| value.to_string());
                prop_assert_eq!(said, Some(loser.value.clone()));
            }
            // The next best is the first loser, unless the field is one of a group.
            if let (Some(next), false) = (row.losers.first(), GROUP.contains(&row.field.as_str())) {
                let next = speaks(row, given, named(&records, &next.record));
                let tie = row.rule == "record id";
                prop_assert!(if tie { next == most } else { next < most }, "{row:?}");
            }
            prop_assert_eq!(row.rule == "only value" && !row.losers.is_empty(), false);
        }
    }

    #[test]
    fn a_pinned_value_wins(rules in rules(), records in cluster(), at in 0..7_usize, field in 0..5_usize) {
        let (record, field) = (&records[at % records.len()], FIELDS[field]);
        let pin = Pin {
            kind: EntityKind::Account,
            record: record.entity.origin.id.clone(),
            field: field.to_owned(),
            reason: None,
            pinned_by: "sam".to_owned(),
            pinned_at: moment(0),
        };
        let without = merged(&rules, &[], &records);
        let with = merged(&rules, &[pin], &records);
        match value(record, field) {
            None => prop_assert_eq!(with, without),
            said => {
                prop_assert_eq!(with.fields.get(field), said.as_ref());
                let row = with.lineage.iter().find(|row| row.field == field);
                prop_assert_eq!(row.map(|row| row.rule.as_str()), Some("steward pin"));
            }
        }
    }

    #[test]
    fn a_group_never_mixes_two_records(rules in rules(), pins in pins(), records in cluster()) {
        let merged = merged(&rules, &pins, &records);
        let golden = GROUP.map(|field| merged.fields.get(field).cloned());
        let whole = |record: &Candidate<Account>| GROUP.map(|field| value(record, field));
        let rows = merged.lineage.iter().filter(|row| GROUP.contains(&row.field.as_str()));
        let chosen: BTreeSet<(&RecordRef, &str)> =
            rows.map(|row| (&row.record, row.rule.as_str())).collect();
        prop_assert!(chosen.len() <= 1);
        match chosen.first() {
            Some((record, _)) => prop_assert_eq!(golden, whole(named(&records, record))),
            None => prop_assert!(records.iter().all(|record| whole(record) == [None, None, None])),
        }
    }
}
