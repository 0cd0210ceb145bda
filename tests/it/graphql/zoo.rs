//! A world with some rows of every kind: values that tie, that are missing, that are hard to compare.

use accord::model::*;
use accord::store::{MappedBatch, Store};
use rust_decimal::Decimal;

use super::world::{account, ago, draft, put, world};
use crate::kit::Database;

/// Texts that databases, collations and patterns see differently.
pub(super) const WORDS: [&str; 10] = [
    "alpha",
    "Alpha",
    "älpha",
    "b",
    "B_1",
    "100%",
    "a,b",
    "x' OR 1=1 --",
    "say \"a\"",
    "Zürich",
];

/// Rows of each kind.
pub(super) const EACH: usize = 24;

/// A number that a place in the zoo always has.
pub(super) fn dice(field: &str, at: usize) -> usize {
    let digits = hash(format!("{field}/{at}").as_bytes());
    usize::from_str_radix(digits.get(..6).expect("64 digits"), 16).expect("hexadecimal")
}

fn value(field: &Field, at: usize) -> Option<Value> {
    let thrown = dice(field.name, at);
    if dice(&format!("{}?", field.name), at).is_multiple_of(5) {
        return None;
    }
    let few = i64::try_from(thrown % 7).expect("small");
    let signed = i64::try_from(thrown % 9).expect("small") - 4;
    Some(match field.kind {
        Kind::Text => Value::Text(WORDS[thrown % WORDS.len()].to_owned()),
        Kind::Choice(words) => Value::Text(words[thrown % words.len()].to_owned()),
        Kind::Int => Value::Int(signed),
        Kind::Number => Value::Number(signed as f64 / 4.0),
        Kind::Amount => {
            let currency =
                Currency::parse(["EUR", "USD", "JPY"][thrown % 3]).expect("a currency");
            Value::Amount(
                Money::new(Decimal::new(signed * 12_345, 4), currency).expect("small"),
            )
        }
        Kind::Day => Value::Day(ago(few).date_naive()),
        Kind::Time => Value::Time(ago(few) + chrono::TimeDelta::microseconds(signed)),
        Kind::Flag => Value::Flag(few % 2 == 0),
        Kind::List => {
            let words = (0..thrown % 4).map(|n| WORDS[(thrown + n) % WORDS.len()].to_owned());
            Value::List(words.collect())
        }
        Kind::Ref(kind) => Value::Text(format!("{kind}-{}", thrown % EACH)),
    })
}

/// The draft at a place of a kind. The last of each kind belong to nobody.
pub(super) fn animal(kind: EntityKind, at: usize) -> Draft {
    let fields = kind.fields().iter().filter_map(|f| Some((f.name, value(f, at)?)));
    let mut animal = draft(kind, at % 3, &format!("{}-{at}", kind.word()), fields.collect());
    animal.record.source = "crm".into();
    if at % EACH >= EACH - 3 {
        animal.account = None;
    } else if kind.belongs().contact {
        animal.contact = Some(format!("p{}", at % 2));
    }
    animal
}

fn person(at: usize) -> GoldenContact {
    let kind = EntityKind::Contact;
    let told =
        |field: &&Field| !matches!(field.kind, Kind::Ref(_)) && field.name != "changed_at";
    let fields = kind.fields().iter().filter(told);
    let id: ContactId = format!("con_p{at}").into();
    let employment = Employment {
        contact: id.clone(),
        account: account(at % 3).into(),
        title: None,
        current: true,
        ended_on: None,
    };
    GoldenContact {
        id,
        fields: fields.filter_map(|f| Some((f.name, value(f, at)?))).collect(),
        lineage: Vec::new(),
        employments: if at == 5 { Vec::new() } else { vec![employment] },
    }
}

/// The store with all of them, and three accounts.
pub(super) async fn zoo(database: &Database) -> Store {
    let store = world(database, 3).await;
    let mut decisions = Decisions::default();
    let mut people = Vec::new();
    for at in 0..EACH {
        let mut record = draft(EntityKind::Contact, at % 3, &format!("p{at}"), vec![]);
        record.record.source = "crm".into();
        people.push(record);
        decisions.contact_of.insert(format!("crm:p{at}"), format!("con_p{at}").into());
        decisions.contacts.push(person(at));
    }
    put(&store, "PARTIES", people).await;
    store.decide(&decisions).await.expect("decisions are written");
    for kind in kinds().filter(|kind| *kind != EntityKind::Contact) {
        put(&store, phase(kind), (0..EACH).map(|at| animal(kind, at)).collect()).await;
    }
    store
}

fn phase(kind: EntityKind) -> &'static str {
    use EntityKind::{ExchangeRate, Product, TeamMember};
    if matches!(kind, TeamMember | Product | ExchangeRate) { "PARTIES" } else { "FACTS" }
}

/// The kinds that have a list.
pub(super) fn kinds() -> impl Iterator<Item = EntityKind> {
    EntityKind::ALL.iter().copied().filter(|kind| *kind != EntityKind::Account)
}

/// The source says that these are no more.
pub(super) async fn remove(store: &Store, kind: EntityKind, keys: &[String]) {
    let record = |key: &String| RecordRef {
        source: "crm".into(),
        stream: kind.word().to_owned(),
        key: key.clone(),
    };
    let batch = MappedBatch {
        source: "crm".into(),
        stream: kind.word().to_owned(),
        phase: phase(kind),
        mapping: "m1".to_owned(),
        again: keys.iter().map(record).collect(),
        ..MappedBatch::default()
    };
    store.put_mapped(&batch).await.expect("rows go");
}
