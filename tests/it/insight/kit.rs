//! Small hand-made facts that read as sentences.

#![expect(
    clippy::unnecessary_wraps,
    reason = "every field of a fact is an Option; wrapping here keeps the facts short"
)]

use accord::insight::{Calendar, Facts, HealthModel, Observation, measure};
use accord::model::{Category, Contact, ContactId, Currency, Money, Origin, RecordRef};
use chrono::{DateTime, NaiveDate, Utc};

/// The day of the measures: a Sunday.
pub(super) const TODAY: &str = "2026-11-22";

pub(super) fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().expect("a day"))
}

/// A moment such as `2026-11-02 09:30`.
pub(super) fn at(text: &str) -> Option<DateTime<Utc>> {
    let parsed = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M");
    Some(parsed.expect("a moment").and_utc())
}

pub(super) fn text(word: &str) -> Option<String> {
    Some(word.to_owned())
}

pub(super) fn euro(amount: i64) -> Option<Money> {
    Some(Money { amount: amount.into(), currency: Currency::EUR })
}

pub(super) fn dollar(amount: i64) -> Option<Money> {
    let currency = Currency::parse("USD").expect("a currency");
    Some(Money { amount: amount.into(), currency })
}

/// A record of the source `s`.
pub(super) fn of(key: &str) -> Origin {
    Origin {
        id: format!("s:{key}"),
        record: RecordRef {
            source: "s".into(),
            stream: "records".to_owned(),
            key: key.to_owned(),
        },
        ..Origin::default()
    }
}

/// A record about a person.
pub(super) fn by(key: &str, person: &str) -> Origin {
    Origin { contact: Some(ContactId(person.to_owned())), ..of(key) }
}

/// A person with a role.
pub(super) fn person(id: &str, role: Option<&str>) -> Contact {
    Contact { origin: by(id, id), buying_role: role.map(str::to_owned), ..Contact::default() }
}

/// People `a`, `b`, … without roles.
pub(super) fn people(ids: &[&str]) -> Vec<Contact> {
    ids.iter().map(|id| person(id, None)).collect()
}

pub(super) fn connected(facts: Facts, category: Category) -> Facts {
    Facts { sources: [("s".into(), category)].into(), ..facts }
}

pub(super) fn seen_on(facts: &Facts, code: &str, as_of: &str) -> Observation {
    let as_of = as_of.parse().expect("a day");
    let seen = measure(facts, &HealthModel::built_in(), &Calendar::default(), as_of);
    seen.get(code).cloned().unwrap_or_default()
}

pub(super) fn seen(facts: &Facts, code: &str) -> Observation {
    seen_on(facts, code, TODAY)
}

/// Asserts value, sample and newest day.
#[track_caller]
pub(super) fn shows(facts: &Facts, code: &str, raw: f64, n: i64, newest: &str) {
    let seen = seen(facts, code);
    let got = seen.raw.unwrap_or_else(|| panic!("{code} was not measured: {seen:?}"));
    assert!((got - raw).abs() < 1e-9, "{code}: {got}, not {raw}");
    assert_eq!((seen.n, seen.observed_on), (n, day(newest)), "{code}");
    assert_eq!(seen.error, None, "{code}");
}

/// Asserts that nothing was seen.
#[track_caller]
pub(super) fn is_missing(facts: &Facts, code: &str) {
    assert_eq!(seen(facts, code), Observation::default(), "{code}");
}
