//! The worked example: Kestrel Pumps as facts of three systems, with its peers.
//!
//! Every fact is there to make one worked raw value, in the comment beside it. Where the example's
//! sample cannot give its own percentage (86 % of six milestones) another one does.

use std::collections::BTreeMap;

use accord::insight::Models;
use accord::insight::peers::Gathering;
use accord::insight::rates::{Purse, Rates};
use accord::insight::revenue::{Book, Spend};
use accord::model::*;
use accord::store::Store;

use super::world::{account, ago, day, draft, euro, golden, now, put, text, time, world};
use crate::kit::Database;

type Fields = Vec<(&'static str, Value)>;

/// Key, role, and rating in the relational survey.
const PEOPLE: &[(&str, &str, Option<f64>)] = &[
    ("dm", "DECISION_MAKER", Some(8.0)),
    ("brandt", "INFLUENCER", Some(9.0)),
    ("engineer", "INFLUENCER", Some(6.0)),
    ("cfo", "ECONOMIC_BUYER", None),
    ("tech", "TECHNICAL", None),
    ("u1", "USER", Some(9.0)),
    ("u2", "USER", Some(10.0)),
    ("u3", "USER", Some(9.0)),
    ("u4", "USER", Some(9.0)),
    ("u5", "USER", Some(5.0)),
];

fn at(moment: &str) -> Value {
    Value::Time(format!("{moment}:00Z").parse().expect("a moment"))
}

fn count(number: i64) -> Value {
    Value::Int(number)
}

fn yes(holds: bool) -> Value {
    Value::Flag(holds)
}

fn fact(kind: EntityKind, key: &str, fields: Fields) -> Draft {
    draft(kind, 0, key, fields)
}

/// A fact of the CRM about one of them, or about nobody.
fn of(who: &str, kind: EntityKind, key: &str, fields: Fields) -> Draft {
    let mut draft = draft(kind, 0, key, fields);
    draft.record.source = "crm".into();
    draft.contact = (!who.is_empty()).then(|| who.to_owned());
    draft
}

struct Survey {
    instrument: &'static str,
    scale: (f64, f64),
    polarity: &'static str,
    touchpoint: &'static str,
    prong: &'static str,
    item: Option<&'static str>,
    days: i64,
}

const CSAT: Survey = Survey {
    instrument: "CSAT",
    scale: (1.0, 5.0),
    polarity: "HIGH_IS_GOOD",
    touchpoint: "support",
    prong: "TRANSACTIONAL",
    item: None,
    days: 30,
};

impl Survey {
    fn said(&self, who: &str, key: &str, score: f64) -> Draft {
        let mut fields = vec![
            ("instrument", text(self.instrument)),
            ("score", Value::Number(score)),
            ("scale_low", Value::Number(self.scale.0)),
            ("scale_high", Value::Number(self.scale.1)),
            ("polarity", text(self.polarity)),
            ("touchpoint", text(self.touchpoint)),
            ("prong", text(self.prong)),
            ("at", time(self.days)),
        ];
        fields.extend(self.item.map(|item| ("item", text(item))));
        of(who, EntityKind::SurveyResponse, key, fields)
    }

    fn all(&self, scores: &[f64]) -> Vec<Draft> {
        let topic = self.item.unwrap_or(self.touchpoint);
        let key = |place| format!("{}-{topic}-{}-{place}", self.instrument, self.days);
        (0..)
            .zip(scores)
            .map(|(place, score): (i32, _)| self.said("", &key(place), *score))
            .collect()
    }
}

fn many(score: f64, times: usize) -> Vec<f64> {
    vec![score; times]
}

fn surveys() -> Vec<Draft> {
    let relation = Survey {
        instrument: "NPS",
        scale: (0.0, 10.0),
        touchpoint: "relationship",
        prong: "RELATIONAL",
        days: 120,
        ..CSAT
    };
    // RE3: +10 by role; two of them are unhappy and nobody called (H4).
    let rated = PEOPLE.iter().filter_map(|(who, _, rating)| {
        Some(relation.said(who, &format!("nps-{who}"), (*rating)?))
    });
    let ease = Survey {
        instrument: "NETEASY",
        scale: (1.0, 7.0),
        polarity: "LOW_IS_GOOD",
        touchpoint: "purchase",
        days: 90,
        ..CSAT
    };
    let effort = Survey { instrument: "CES5", polarity: "LOW_IS_GOOD", days: 20, ..CSAT };
    let trust = |item, scores: &[f64]| {
        let statement = Survey {
            instrument: "TRUST",
            scale: (1.0, 7.0),
            touchpoint: "relationship",
            prong: "RELATIONAL",
            item: Some(item),
            days: 40,
            ..CSAT
        };
        statement.all(scores)
    };
    let onboarding = Survey { touchpoint: "onboarding", days: 200, ..CSAT };
    let (called, alone) = (Survey { days: 40, ..CSAT }, Survey { days: 60, ..CSAT });
    [
        rated.collect(),
        ease.all(&[1.0, 2.0, 3.0, 4.0, 6.0]), // PU3: +20; one of them is unhappy
        effort.all(&[1.0, 2.0, 2.0, 3.0, 5.0]), // SU3: 2.6
        onboarding.all(&[many(5.0, 21), many(3.0, 4)].concat()), // IM3: 84 %
        CSAT.all(&[many(5.0, 81), many(3.0, 2)].concat()), // H3: 81 of 100 …
        called.all(&many(2.0, 9)),            // … and H4: 9 of 20 unhappy ones called
        alone.all(&many(2.0, 8)),
        trust("HUMANITY", &[7.0, 6.0, 6.0, 5.0, 4.0]),
        trust("TRANSPARENCY", &[5.0, 4.0, 3.0, 3.0, 2.0]),
        trust("CAPABILITY", &[6.0, 6.0, 7.0, 5.0, 6.0]),
        trust("RELIABILITY", &[6.0, 5.0, 4.0, 3.0, 6.0]),
    ]
    .concat()
}

fn touch(who: &str, key: &str, form: &str, when: Value, two_way: bool) -> Draft {
    let fields = vec![
        ("form", text(form)),
        ("at", when),
        ("direction", text(if form == "ENQUIRY" { "INBOUND" } else { "OUTBOUND" })),
        ("human", yes(true)),
        ("two_way", yes(two_way)),
    ];
    of(who, EntityKind::Interaction, key, fields)
}

/// Who was touched, what they read and looked at.
fn attention() -> Vec<Draft> {
    let mut all = vec![
        // CO1: a working day and 3.2 hours. CO3: user, technical and decision maker.
        touch("u1", "enquiry", "ENQUIRY", at("2026-11-02T09:00"), false),
        touch("u1", "answer", "EMAIL", at("2026-11-03T12:12"), false),
        // Renewal: the decision maker was last spoken with more than 90 days ago.
        touch("dm", "long-ago", "EMAIL", time(120), true),
        Draft { contact: None, ..touch("", "calmed", "CALL", at("2026-10-12T13:00"), true) },
        of(
            "brandt",
            EntityKind::Interaction,
            "praise",
            vec![
                ("form", text("REFERENCE")), // GR3: one
                ("at", time(20)),
            ],
        ),
    ];
    // RE1: two of five with a say; H2: six contacts with five people in a quarter.
    for n in 0..6 {
        let who = if n % 2 == 0 { "brandt" } else { "tech" };
        all.push(touch(who, &format!("mail-{n}"), "EMAIL", time(5 + n), true));
    }
    for n in 0..50 {
        let mail = |form: &str| {
            let message = format!("m{n}");
            vec![("form", text(form)), ("at", time(3)), ("message", text(&message))]
        };
        let sent = mail("DELIVERED");
        all.push(of("u1", EntityKind::CampaignTouch, &format!("sent-{n}"), sent));
        if n == 0 {
            all.push(of("u1", EntityKind::CampaignTouch, "clicked", mail("CLICKED"))); // AW1: 2 %
        }
    }
    // AW2: three of ten; CO2: one each, two of them about what they do not buy yet.
    for n in 0..10 {
        let page = if n < 2 { "/pricing/monitoring" } else { "/pricing/hydraulics" };
        let visit = vec![("at", time(3)), ("page", text(page)), ("high_intent", yes(true))];
        let who = ["u1", "u2", "u3"][n % 3];
        all.push(of(who, EntityKind::WebVisit, &format!("visit-{n}"), visit));
    }
    all
}

fn contract(key: &str, form: &str, value: i64, mut more: Fields) -> Draft {
    more.extend([("form", text(form)), ("annual_value", euro(value))]);
    fact(EntityKind::Contract, key, more)
}

fn contracts() -> Vec<Draft> {
    // IM2: 100 days instead of 80; AD1 and AD2 count its seats and modules.
    let due = vec![
        ("starts_on", day(300)),
        ("ends_on", day(-98)),
        ("seats", count(100)),
        ("modules", Value::List((0..20).map(|n| format!("module {n}")).collect())),
        ("go_live_planned", day(220)),
        ("go_live_actual", day(200)),
    ];
    // GR1: 90 of 100.
    let over = vec![
        ("starts_on", day(565)),
        ("ends_on", day(200)),
        ("renewed_value", euro(90_000)),
        ("renewed_on", day(200)),
        ("status", text("RENEWED")),
    ];
    let long = vec![("starts_on", day(300)), ("ends_on", day(-700))];
    vec![
        contract("due", "SUBSCRIPTION", 240_000, due),
        contract("long", "FRAME", 60_000, long),
        contract("over", "FRAME", 100_000, over),
    ]
}

/// Quotes, deals, milestones, who was in charge.
fn dealings() -> Vec<Draft> {
    // PU1: three working days and 5.6 hours.
    let quoted =
        vec![("requested_at", at("2026-10-12T09:00")), ("sent_at", at("2026-10-15T14:36"))];
    let mut all = vec![fact(EntityKind::Quote, "q1", quoted)];
    for (key, amount, probability) in [("open-1", 80_000, 0.5), ("open-2", 25_000, 0.2)] {
        let open = vec![
            ("amount", euro(amount)),
            ("probability", Value::Number(probability)),
            ("opened_at", time(30)),
            ("expected_close_on", day(-60)),
        ];
        all.push(fact(EntityKind::Deal, key, open));
    }
    for n in 0..20 {
        let closed = vec![("closed_at", time(100)), ("won", yes(n < 9))]; // PU2: 45 %
        all.push(fact(EntityKind::Deal, &format!("closed-{n}"), closed));
    }
    for n in 0..50 {
        let late = if n < 43 { 10 } else { 8 }; // IM1: 86 %
        let done = vec![("due_on", day(10)), ("done_on", day(late))];
        all.push(fact(EntityKind::Milestone, &format!("step-{n}"), done));
    }
    for (key, who, since) in [("first", "e1", 700), ("second", "e2", 100)] {
        let turn = vec![
            ("team_member", text(who)),
            ("role", text("OWNER")),
            ("since", day(since)), // H1: one change
        ];
        all.push(of("", EntityKind::Assignment, key, turn));
    }
    all
}

/// Orders, goods, use of the product.
fn goods() -> Vec<Draft> {
    let mut all = Vec::new();
    for n in 0..50 {
        let moved = n < 25; // T3: one change in two orders
        let mut order = vec![("ordered_on", day(20)), ("promise_changes", count(moved.into()))];
        if moved {
            order.push(("delay_announced", yes(n < 9))); // T1: 36 %
        }
        all.push(fact(EntityKind::Order, &format!("o{n}"), order));
    }
    for n in 0..125 {
        let line = match n {
            0..43 => vec![("promised_on", day(1)), ("delivered_on", day(1))],
            // DE1: 86 %; DE3: those that tell took 12 days instead of 10.
            43..50 => {
                vec![("ordered_on", day(13)), ("promised_on", day(3)), ("delivered_on", day(1))]
            }
            _ => vec![("delivered_on", day(100))],
        };
        all.push(fact(EntityKind::Delivery, &format!("line-{n}"), line));
    }
    for n in 0..3 {
        let back = vec![("returned_on", day(10))]; // DE2 and C3: 3 of 125
        all.push(fact(EntityKind::Return, &format!("back-{n}"), back));
    }
    let used = |key: String, days: i64, user: i64, quantity: f64| {
        let fields = vec![
            ("day", day(days)),
            ("user", text(&format!("user {user}"))),
            ("module", text(&format!("module {}", user % 9))), // AD2: 9 of 20
            ("quantity", Value::Number(quantity)),
        ];
        fact(EntityKind::UsageMeasure, &key, fields)
    };
    // AD1: 59 of 100; AD3: 915 after 1,000 in each of the three quarters before.
    all.extend(
        (0..59).map(|n| used(format!("now-{n}"), 1, n, if n == 0 { 45.0 } else { 15.0 })),
    );
    all.extend((1..4).map(|n| used(format!("then-{n}"), 1 + 28 * n, 0, 1_000.0)));
    all
}

/// Bills with their lines, payments, credits, a dispute.
fn bills() -> Vec<Draft> {
    // GR2: 101,000 after 100,000. BI1: 33 of 800. T2: the same of 825 lines.
    let mut all: Vec<Draft> = (0..800)
        .map(|n| {
            let net = match n {
                0 => 30_000,
                1 => 776,
                _ => 88,
            };
            bill(&format!("i{n}"), net, 5)
        })
        .collect();
    all.push(bill("before", 100_000, 400));
    for n in 0..26 {
        let amount = if n == 0 { 30_000 } else { 0 };
        let line =
            vec![("invoice", text("i0")), ("product", text("seals")), ("amount", euro(amount))];
        all.push(fact(EntityKind::InvoiceLine, &format!("l{n}"), line));
    }
    for n in 0..33 {
        let wrong = vec![
            ("invoice", text(&format!("i{}", 100 + n))),
            ("issued_on", day(5)),
            ("amount", euro(88)),
        ];
        all.push(fact(EntityKind::Credit, &format!("credit-{n}"), wrong));
    }
    for n in 0..3 {
        // BI2: nine days late.
        let paid = vec![
            ("invoice", text(&format!("i{}", 200 + n))),
            ("paid_on", day(1)),
            ("amount", euro(88)),
        ];
        all.push(fact(EntityKind::Payment, &format!("paid-{n}"), paid));
    }
    // BI3: eight working days and 3.2 hours.
    let settled =
        vec![("opened_at", at("2026-10-12T09:00")), ("solved_at", at("2026-10-22T12:12"))];
    all.push(fact(EntityKind::Dispute, "settled", settled));
    all
}

fn bill(key: &str, net: i64, issued: i64) -> Draft {
    let fields = vec![
        ("number", text(key)),
        ("issued_on", day(issued)),
        ("due_on", day(issued + 5)),
        ("amount", euro(net)),
        ("net_amount", euro(net)),
        ("open_amount", euro(0)),
    ];
    fact(EntityKind::Invoice, key, fields)
}

fn support() -> Vec<Draft> {
    let mut all = Vec::new();
    for n in 0..250 {
        let reopened = count((n >= 227).into()); // C2: 23 of 250
        let mut ticket =
            vec![("opened_at", time(3)), ("solved_at", time(1)), ("reopens", reopened)];
        if n < 24 {
            ticket.push(("replies", count(if n < 15 { 1 } else { 3 }))); // SU1: 15 of 24
        }
        all.push(fact(EntityKind::Ticket, &format!("t{n}"), ticket));
        // SU2: 224 of 250; T4: 77 of the 100 that are about updates.
        let (metric, met) =
            if n < 100 { ("next update", n < 77) } else { ("first reply", n < 247) };
        let target = vec![("metric", text(metric)), ("at", time(1)), ("met", yes(met))];
        all.push(fact(EntityKind::SlaTarget, &format!("s{n}"), target));
    }
    all
}

fn person(key: &str, role: &str) -> GoldenContact {
    let mut fields = BTreeMap::from([("name", text(key)), ("buying_role", text(role))]);
    if key == "brandt" {
        fields.insert("champion", text("SUPPORTER")); // RE2
        fields.insert("champion_confirmed_on", day(30));
    }
    let employment = Employment {
        contact: format!("con_{key}").as_str().into(),
        account: account(0).into(),
        title: None,
        current: true,
        ended_on: None,
    };
    GoldenContact {
        id: format!("con_{key}").as_str().into(),
        fields,
        lineage: Vec::new(),
        employments: vec![employment],
    }
}

/// Kestrel Pumps in a store, with the peers of the example.
pub(super) async fn kestrel(database: &Database) -> Store {
    let store = world(database, 0).await;
    let mut decisions = Decisions::default();
    let mut customer = golden(0);
    customer.fields.insert("name", text("Kestrel Pumps GmbH"));
    customer.fields.insert("employees", count(120));
    decisions.accounts.push(customer);
    let mut parties = Vec::new();
    for source in ["crm", "desk", "erp"] {
        let mut twin = draft(EntityKind::Account, 0, "c0", vec![]);
        twin.record.source = source.into();
        parties.push(twin);
        decisions.account_of.insert(format!("{source}:c0"), account(0).into());
    }
    for (key, role, _) in PEOPLE {
        parties.push(draft(EntityKind::Contact, 0, key, vec![("name", text(key))]));
        decisions.contact_of.insert(format!("crm:{key}"), format!("con_{key}").as_str().into());
        decisions.contacts.push(person(key, role));
    }
    for (key, family) in
        [("monitoring", "Monitoring"), ("seals", "Seals"), ("hydraulics", "Hydraulics")]
    {
        parties.push(draft(EntityKind::Product, 0, key, vec![("family", text(family))]));
    }
    put(&store, "PARTIES", parties).await;
    store.decide(&decisions).await.expect("decisions are written");
    let facts = [surveys(), attention(), contracts(), dealings(), goods(), bills(), support()];
    put(&store, "FACTS", facts.concat()).await;
    compared(&store).await;
    store
}

/// 27 peers: nine buy monitoring, seven of them since a year; four buy seals, three of them new, and
/// six gave them up.
async fn compared(store: &Store) {
    let models = Models::built_in();
    let money = |amount: i64| {
        let money = Money { amount: amount.into(), currency: Currency::EUR };
        Purse::from_iter([money])
    };
    let spend = |now: i64, before: bool| Spend {
        last: if now > 0 { money(now) } else { Purse::default() },
        before: if before { money(1) } else { Purse::default() },
        ..Spend::default()
    };
    let monitoring = [300, 320, 350, 380, 400, 410, 420, 460, 500];
    let seals = [310, 360, 390, 450];
    let book = |n: usize| {
        let mut book = Book {
            account: format!("acc_{n:016x}").as_str().into(),
            as_of: now().date_naive(),
            segments: vec!["steady-goods".to_owned()],
            size: Some(1),
            size_band: Some("MEDIUM".to_owned()),
            ..Book::default()
        };
        if let Some(each) = monitoring.get(n) {
            book.spend.insert("Monitoring".to_owned(), spend(*each, n >= 7));
        }
        if let Some(each) = seals.get(n) {
            book.spend.insert("Seals".to_owned(), spend(*each, n == 3));
        }
        if (20..26).contains(&n) {
            book.spend.insert("Seals".to_owned(), spend(0, true));
        }
        (book.account.clone(), book)
    };
    let rates = Rates::none(now().date_naive(), Currency::EUR);
    let mut gathering = Gathering::new(now().date_naive(), rates);
    (0..27).map(book).for_each(|(account, book)| gathering.add(account, &book));
    let peers = gathering.finish(&models.revenue);
    store.put_peers(&models.id(), peers, 27, ago(0)).await.expect("a snapshot is kept");
}
