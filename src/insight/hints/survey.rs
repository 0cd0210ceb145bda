//! Fields that are the answer to a survey question, whatever the record they stand in.

use std::collections::BTreeSet;

use super::UnreadField;
use super::names::{Name, words};
use crate::insight::KpiDef;
use crate::insight::measure::{Holds, NeededRow, Part, needed_rows, ways};
use crate::insight::supply::{Made, Supply, measures};
use crate::model::EntityKind;

/// An instrument with the ends of its scale and the names that it goes by.
struct Asked {
    instrument: &'static str,
    scale: (f64, f64),
    called: &'static [&'static [&'static str]],
}

const EFFORT: &[&[&str]] = &[&["ces"], &["effort"]];
const ASKED: &[Asked] = &[
    Asked { instrument: "CSAT", scale: (1.0, 5.0), called: &[&["csat"], &["satisfaction"]] },
    Asked {
        instrument: "NPS",
        scale: (0.0, 10.0),
        called: &[&["nps"], &["net", "promoter"], &["recommend"]],
    },
    Asked { instrument: "CES5", scale: (1.0, 5.0), called: EFFORT },
    Asked { instrument: "CES7", scale: (1.0, 7.0), called: EFFORT },
    Asked {
        instrument: "NETEASY",
        scale: (1.0, 7.0),
        called: &[&["neteasy"], &["net", "easy"], &["ease", "of", "buying"]],
    },
];

/// What was rated, and the words for it.
const TOPICS: &[(&str, &[&str])] = &[
    ("onboarding", &["onboarding", "onboard", "implementation", "golive", "kickoff"]),
    ("support", &["support", "service", "ticket", "tickets", "case", "cases", "helpdesk"]),
    ("purchase", &["purchase", "purchasing", "buying", "order", "orders", "deal", "deals"]),
    ("delivery", &["delivery", "deliveries", "shipment", "shipments", "shipping"]),
    ("billing", &["billing", "invoice", "invoices", "payment", "payments"]),
    ("relationship", &["relationship", "relational", "account"]),
];

/// Words that say no more than that it is an answer.
const ANSWER: &[&str] = &[
    "score", "rating", "value", "survey", "surveys", "response", "answer", "result",
    "customer", "overall", "last", "latest", "custom", "cf", "c",
];

/// What a field asks, as its name says.
struct Question {
    instruments: Vec<&'static str>,
    /// What is rated; `None` when nothing says it.
    topic: Option<&'static str>,
}

/// The fields whose answers would let a KPI be measured better than it can be now.
pub(super) fn asking(
    supply: &Supply,
    kpi: &KpiDef,
    entities: &[Made],
    unread: &[UnreadField],
) -> BTreeSet<usize> {
    let rank = supply.rank(kpi).unwrap_or(usize::MAX);
    let rows: Vec<(usize, &NeededRow)> = measures(kpi)
        .take(rank)
        .enumerate()
        .flat_map(|(rank, measure)| answers(measure).map(move |row| (rank, row)))
        .collect();
    let mut fields = BTreeSet::new();
    if rows.is_empty() {
        return fields;
    }
    for (place, field) in unread.iter().enumerate() {
        let Some(question) = question(field, entities) else { continue };
        // Without a topic it may be an answer to what the KPI asks, not to what replaces it.
        let serves = |(rank, row): &(usize, &NeededRow)| {
            (question.topic.is_some() || *rank == 0) && question.answers(row)
        };
        if rows.iter().any(serves) {
            fields.insert(place);
        }
    }
    fields
}

/// The rows of a measure that needs nothing but answers to a survey.
fn answers(measure: &str) -> impl Iterator<Item = &'static NeededRow> {
    ways(measure)
        .iter()
        .filter_map(|way| match way.as_slice() {
            [Part::Rows(rows)] => match rows.as_slice() {
                [row] => needed_rows().get(*row),
                _ => None,
            },
            _ => None,
        })
        .filter(|row| row.kind == EntityKind::SurveyResponse)
}

impl Question {
    fn answers(&self, row: &NeededRow) -> bool {
        row.fields.iter().all(|need| match (need.name, &need.holds) {
            ("instrument", holds) => self.instruments.iter().any(|word| holds.fits(word)),
            ("touchpoint", holds) => self.topic.is_none_or(|topic| holds.fits(topic)),
            ("prong", Holds::OneOf(_)) => {
                self.topic.is_none_or(|topic| topic == "relationship")
            }
            _ => true,
        })
    }
}

fn question(field: &UnreadField, entities: &[Made]) -> Option<Question> {
    let own: Vec<&Made> =
        entities.iter().filter(|made| made.streams.contains(field.stream)).collect();
    // An answer that belongs to nobody would count for nobody.
    if !own.iter().any(|made| made.is_somebodys()) {
        return None;
    }
    let name = Name::of(field.path);
    let is_plain = name.words.iter().all(|word| ANSWER.contains(&word.as_str()));
    let words: Vec<&str> = if is_plain {
        name.before.iter().chain(&name.words).map(String::as_str).collect()
    } else {
        name.words.iter().map(String::as_str).collect()
    };
    let asked = ASKED.iter().filter(|asked| {
        let (low, high) = asked.scale;
        let is_called = asked.called.iter().any(|name| says(&words, name));
        is_called && field.looks.is_within(low, high)
    });
    let instruments: Vec<&str> = asked.map(|asked| asked.instrument).collect();
    let topic = topic(name.before.iter().chain(&name.words))
        .or_else(|| topic(self::words(field.stream).iter()))
        .or_else(|| made_of(&own));
    (!instruments.is_empty()).then_some(Question { instruments, topic })
}

/// The words are the instrument's, what it asks about, and no others.
fn says(words: &[&str], instrument: &[&str]) -> bool {
    let is_topic = |word: &str| TOPICS.iter().any(|(_, called)| called.contains(&word));
    let at = words.windows(instrument.len()).position(|part| part == instrument);
    at.is_some_and(|at| {
        let others = words.iter().take(at).chain(words.iter().skip(at + instrument.len()));
        others.copied().all(|word| ANSWER.contains(&word) || is_topic(word))
    })
}

fn topic<'a>(mut words: impl Iterator<Item = &'a String>) -> Option<&'static str> {
    words.find_map(|word| {
        let topic = TOPICS.iter().find(|(_, called)| called.contains(&word.as_str()));
        topic.map(|(topic, _)| *topic)
    })
}

/// What a record is about when the fact that it becomes says it.
fn made_of(own: &[&Made]) -> Option<&'static str> {
    let topic = |made: &&Made| match made.kind {
        EntityKind::Milestone => Some("onboarding"),
        EntityKind::Ticket | EntityKind::SlaTarget | EntityKind::Interaction => Some("support"),
        EntityKind::Deal | EntityKind::Quote | EntityKind::Order => Some("purchase"),
        EntityKind::Delivery | EntityKind::Return => Some("delivery"),
        EntityKind::Invoice
        | EntityKind::Credit
        | EntityKind::Payment
        | EntityKind::Dispute => Some("billing"),
        _ => None,
    };
    own.iter().copied().find_map(|made| topic(&made))
}
