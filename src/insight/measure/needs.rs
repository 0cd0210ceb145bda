//! What each built-in measure needs: the fields of the unified model that must be filled for it to
//! have a value at all.
//!
//! | written | means |
//! |---|---|
//! | `invoice(issued_on due_on)` | an invoice in which these fields are filled; in a fact of somebody |
//! | `form=CALL/EMAIL`, `topic~billing` | the field holds one of the words, or a text with one in it |
//! | `form?=CALL`, `topic?~billing` | the same, or nothing |
//! | `prong!EMPLOYEE` | anything but that, or nothing |
//! | `a(…) > b(…)` | rows that refer to each other: one source must have both |
//! | `… + …` | both, from whatever source |
//! | `CRM` | a system of this kind speaks of the account |
//! | `… \| …` | any of several |
//!
//! Time is left out: whether a fact is recent enough for a KPI's window, only the facts can tell.

use std::sync::LazyLock;

use crate::model::{Category, EntityKind};

/// The measures of `mod.rs`, by name.
const NEEDS: &[(&str, &str)] = &[
    ("AW1", "campaign_touch(contact at form=DELIVERED)"),
    ("AW2", "contact() + web_visit(at)"),
    ("AW3", "campaign_touch(contact at form=INVITED)"),
    ("CO1", "interaction(at form=ENQUIRY)"),
    ("CO2", "contact() + web_visit(at)"),
    (
        "CO3",
        "contact(buying_role=ECONOMIC_BUYER/DECISION_MAKER/TECHNICAL/USER)
         + interaction(at form=CALL/MEETING/EMAIL/CHAT/ENQUIRY)",
    ),
    ("PU1", "quote(requested_at sent_at)"),
    ("PU2", "deal(closed_at won)"),
    (
        "PU3",
        "survey_response(at score scale_low=1 scale_high=7 polarity instrument=NETEASY
            touchpoint?~purchas/buy/order prong!EMPLOYEE)",
    ),
    ("PU3F", "deal(closed_at first_expected_close_on)"),
    (
        "DE1",
        "delivery(delivered_on promised_on)
         | delivery(delivered_on order) > order(promised_on)",
    ),
    ("DE2", "delivery(delivered_on)"),
    (
        "DE3",
        "delivery(delivered_on promised_on ordered_on)
         | delivery(delivered_on promised_on order) > order(ordered_on)
         | delivery(delivered_on ordered_on order) > order(promised_on)
         | delivery(delivered_on order) > order(promised_on ordered_on)",
    ),
    ("IM1", "milestone(due_on)"),
    ("IM2", "contract(starts_on go_live_planned)"),
    (
        "IM3",
        "survey_response(at score scale_low=1 scale_high=5 polarity instrument=CSAT
            touchpoint~onboarding/implementation prong!EMPLOYEE)",
    ),
    ("IM3F", "milestone(due_on) + SUPPORT"),
    (
        "AD1",
        "contract(form=SUBSCRIPTION seats status!ENDED/CANCELLED) + usage_measure(day)
         | order(ordered_on)",
    ),
    (
        "AD2",
        "contract(form=SUBSCRIPTION modules status!ENDED/CANCELLED) + usage_measure(day)
         | contract(modules form!SUBSCRIPTION status!ENDED/CANCELLED) + order(ordered_on)
         | contract(modules form!SUBSCRIPTION status!ENDED/CANCELLED)
            + delivery(delivered_on product) > product(family)",
    ),
    ("AD3", "usage_measure(day)"),
    ("SU1", "ticket(solved_at replies reopens)"),
    ("SU2", "sla_target(at met)"),
    (
        "SU3",
        "survey_response(at score scale_low scale_high polarity instrument=CES5/CES7
            touchpoint?~support/service prong!EMPLOYEE)",
    ),
    ("SU3F", "ticket(solved_at reopens)"),
    ("BI1", "invoice(issued_on)"),
    (
        "BI2",
        "payment(invoice paid_on amount) > invoice(issued_on due_on)
         | payment(invoice paid_on) > invoice(issued_on due_on amount open_amount)",
    ),
    ("BI3", "dispute(opened_at) | invoice(issued_on)"),
    (
        "RE1",
        "contact(buying_role=ECONOMIC_BUYER/DECISION_MAKER/TECHNICAL/INFLUENCER/PROCUREMENT)
            + interaction(at form=CALL/MEETING/EMAIL/CHAT/ENQUIRY)
         | contact(influence=4/5) + interaction(at form=CALL/MEETING/EMAIL/CHAT/ENQUIRY)",
    ),
    ("RE2", "contact(champion champion_confirmed_on) | contact(champion=LEFT left_on) | CRM"),
    (
        "RE3",
        "survey_response(at score scale_low=0 scale_high=10 polarity instrument=NPS
            prong?=RELATIONAL)",
    ),
    (
        "RE3F",
        "survey_response(at score scale_low scale_high polarity
            instrument=CSAT/CES5/CES7/NETEASY touchpoint?~relation prong=RELATIONAL)",
    ),
    (
        "GR1",
        "contract(ends_on annual_value renewed_on)
         | contract(ends_on annual_value renewed_value)
         | contract(ends_on annual_value status=RENEWED/ENDED/CANCELLED)
         | contract(starts_on annual_value renews) > contract(ends_on annual_value)",
    ),
    ("GR2", "invoice(issued_on net_amount) | invoice(issued_on amount)"),
    ("GR3", "interaction(at form=REFERENCE/REVIEW/REFERRAL/CASE_STUDY) | CRM"),
    ("H1", "assignment(team_member since role?~owner)"),
    (
        "H2",
        "contact(buying_role=ECONOMIC_BUYER/DECISION_MAKER/TECHNICAL/INFLUENCER/PROCUREMENT)
            + interaction(at human two_way form=CALL/MEETING/EMAIL/CHAT/ENQUIRY)
         | contact(influence=4/5)
            + interaction(at human two_way form=CALL/MEETING/EMAIL/CHAT/ENQUIRY)",
    ),
    (
        "H3",
        "survey_response(at score scale_low=1 scale_high=5 polarity instrument=CSAT
            touchpoint~support/service prong!EMPLOYEE)",
    ),
    (
        "H4",
        "survey_response(at score=0/1/2/3/4/5/6 scale_low=0 scale_high=10
            polarity=HIGH_IS_GOOD instrument=NPS prong!EMPLOYEE)
            + interaction(at form=CALL/MEETING/EMAIL/CHAT/ENQUIRY)
         | survey_response(at score=1/2 scale_low=1 scale_high=5
            polarity=HIGH_IS_GOOD instrument=CSAT prong!EMPLOYEE)
            + interaction(at form=CALL/MEETING/EMAIL/CHAT/ENQUIRY)
         | survey_response(at score=5/6/7 scale_low=1 scale_high=7
            polarity=LOW_IS_GOOD instrument=NETEASY prong!EMPLOYEE)
            + interaction(at form=CALL/MEETING/EMAIL/CHAT/ENQUIRY)",
    ),
    ("T1", "order(ordered_on delay_announced) | order(promised_on delay_announced)"),
    ("T2", "invoice(issued_on)"),
    ("T3", "order(ordered_on promise_changes)"),
    ("T4", "sla_target(at met metric~update)"),
    ("C3", "delivery(delivered_on)"),
];

/// A row of the unified model that a measure needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeededRow {
    /// The kind of entity. A fact counts when its source says whose it is.
    pub kind: EntityKind,
    /// What its fields must hold.
    pub fields: Vec<NeededField>,
}

/// What a field must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeededField {
    /// The field's name; `contact` in an entity that belongs to one is the person it is about.
    pub name: &'static str,
    /// What it must hold.
    pub holds: Holds,
    /// Nothing will do, too.
    pub or_nothing: bool,
}

/// What a field must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// Anything.
    Anything,
    /// One of these words or numbers.
    OneOf(Vec<&'static str>),
    /// None of these words.
    NoneOf(Vec<&'static str>),
    /// A text with one of these in it, in any case.
    Like(Vec<&'static str>),
}

/// What must come together for a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::insight) enum Part {
    /// Rows, by their place in [`rows`], that one source must have.
    Rows(Vec<usize>),
    /// A system of this kind.
    System(Category),
}

/// One way to a measure's value: all of its parts.
pub(in crate::insight) type Way = Vec<Part>;

struct Needs {
    rows: Vec<NeededRow>,
    ways: Vec<(&'static str, Vec<Way>)>,
}

static ALL: LazyLock<Needs> = LazyLock::new(|| {
    let mut needs = Needs { rows: Vec::new(), ways: Vec::new() };
    for (measure, text) in NEEDS {
        let mut ways = Vec::new();
        for way in text.split('|') {
            ways.push(way.split('+').map(|text| part(text, &mut needs.rows)).collect());
        }
        needs.ways.push((*measure, ways));
    }
    needs
});

/// Every row that some measure needs. Its place in this list names it.
pub fn needed_rows() -> &'static [NeededRow] {
    &ALL.rows
}

/// The ways to a measure's value; none for a measure that is not built in.
pub(in crate::insight) fn ways(measure: &str) -> &'static [Way] {
    ALL.ways.iter().find(|(name, _)| *name == measure).map_or(&[], |(_, ways)| ways)
}

fn part(text: &'static str, rows: &mut Vec<NeededRow>) -> Part {
    match text.trim() {
        "CRM" => Part::System(Category::Crm),
        "SUPPORT" => Part::System(Category::Support),
        linked => Part::Rows(linked.split('>').map(|text| place(row(text), rows)).collect()),
    }
}

fn place(row: NeededRow, rows: &mut Vec<NeededRow>) -> usize {
    rows.iter().position(|known| *known == row).unwrap_or_else(|| {
        rows.push(row);
        rows.len() - 1
    })
}

fn row(text: &'static str) -> NeededRow {
    let text = text.trim().strip_suffix(')');
    let (kind, fields) =
        text.and_then(|text| text.split_once('(')).expect("a test reads the table");
    let kind = EntityKind::from_word(kind).expect("a test looks every entity up");
    NeededRow { kind, fields: fields.split_whitespace().map(field).collect() }
}

fn field(text: &'static str) -> NeededField {
    let Some(at) = text.find(['=', '~', '!']) else {
        return NeededField { name: text, holds: Holds::Anything, or_nothing: false };
    };
    let (name, rest) = text.split_at(at);
    let words = || rest.split(['=', '~', '!', '/']).skip(1).collect();
    let (name, nothing) = name.strip_suffix('?').map_or((name, false), |name| (name, true));
    let (holds, or_nothing) = match rest.as_bytes().first() {
        Some(b'~') => (Holds::Like(words()), nothing),
        Some(b'!') => (Holds::NoneOf(words()), true),
        _ => (Holds::OneOf(words()), nothing),
    };
    NeededField { name, holds, or_nothing }
}

#[cfg(test)]
mod tests;
