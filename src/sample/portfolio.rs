//! A made-up portfolio of any size: two years of facts of each account, as drafts. For benchmarks.
//!
//! An account's facts depend on the seed and its number alone. Nothing is planted in them.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use fastrand::Rng;
use rust_decimal::Decimal;

use crate::model::{Currency, Draft, EntityKind, Money, RecordRef, SourceId, Value};

/// The source that all of it comes from.
pub const SOURCE: &str = "portfolio";
/// Days that facts reach back.
const DAYS: i64 = 730;
/// People of an account.
const PEOPLE: u32 = 4;
/// Families of products.
const FAMILIES: &[&str] = &["pumps", "valves", "filters", "service", "analytics", "portal"];
/// Products of a family.
const PRODUCTS: u32 = 5;

/// Of a hundred facts, so many are of this kind.
const MIX: &[(EntityKind, u32)] = &[
    (EntityKind::UsageMeasure, 26),
    (EntityKind::Interaction, 13),
    (EntityKind::CampaignTouch, 12),
    (EntityKind::WebVisit, 8),
    (EntityKind::Ticket, 6),
    (EntityKind::SlaTarget, 4),
    (EntityKind::Order, 6),
    (EntityKind::Delivery, 6),
    (EntityKind::Invoice, 5),
    (EntityKind::InvoiceLine, 5),
    (EntityKind::Payment, 4),
    (EntityKind::SurveyResponse, 3),
    (EntityKind::Deal, 1),
    (EntityKind::Milestone, 1),
];

/// Accounts, each with so many facts.
#[derive(Debug, Clone, Copy)]
pub struct Portfolio {
    /// How many accounts.
    pub accounts: u32,
    /// Facts of an account, its contract included; people are not counted.
    pub facts: u32,
    /// The last day.
    pub until: NaiveDate,
    /// Another one makes another portfolio.
    pub seed: u64,
}

impl Portfolio {
    /// What is sold.
    pub fn products(&self) -> Vec<Draft> {
        let all = (0..FAMILIES.len() as u32 * PRODUCTS).map(|number| {
            let family = FAMILIES[(number / PRODUCTS) as usize];
            draft(
                EntityKind::Product,
                format!("p{number}"),
                None,
                vec![
                    ("name", text(format!("{family} {number}"))),
                    ("sku", text(format!("SKU-{number}"))),
                    ("family", text(family)),
                    ("form", text("GOODS")),
                ],
            )
        });
        all.collect()
    }

    /// An account with its people.
    pub fn parties(&self, account: u32) -> Vec<Draft> {
        let mut rng = self.rng(account, 1);
        let industry = ["Machinery", "Food", "Chemicals", "Logistics"][rng.usize(..4)];
        let company = draft(
            EntityKind::Account,
            format!("a{account}"),
            None,
            vec![
                (
                    "name",
                    text(format!(
                        "{} {account:06}",
                        ["Nord", "Delta", "Arbor"][rng.usize(..3)]
                    )),
                ),
                ("domain", text(format!("a{account:06}.example"))),
                ("country", text(["DE", "FR", "US", "GB"][rng.usize(..4)])),
                ("industry", text(industry)),
                ("employees", Value::Int(rng.i64(5..5_000))),
                ("customer_since", Value::Day(self.until - Days::new(rng.u64(100..4_000)))),
            ],
        );
        let people = (0..PEOPLE).map(|person| {
            let roles = ["DECISION_MAKER", "USER", "TECHNICAL", "PROCUREMENT"];
            draft(
                EntityKind::Contact,
                person_key(account, person),
                Some(account),
                vec![
                    ("name", text(format!("Person{account:06} Number{person}"))),
                    ("email", text(format!("p{person}@a{account:06}.example"))),
                    ("buying_role", text(roles[person as usize % roles.len()])),
                    ("influence", Value::Int(rng.i64(1..=5))),
                ],
            )
        });
        std::iter::once(company).chain(people).collect()
    }

    /// Its facts: of each kind its share of the number asked for, and one contract.
    pub fn facts(&self, account: u32) -> Vec<Draft> {
        let mut rng = self.rng(account, 2);
        let mut facts = vec![self.contract(account, &mut rng)];
        for (kind, share) in MIX {
            let count = (self.facts.saturating_sub(1) * share).div_ceil(100);
            facts
                .extend((0..count).map(|number| self.fact(*kind, (account, number), &mut rng)));
        }
        facts.truncate(self.facts as usize);
        facts
    }

    /// A touch of the last day, which nobody knew of before.
    pub fn news(&self, account: u32) -> Draft {
        self.fact(EntityKind::Interaction, (account, u32::MAX), &mut self.rng(account, 3))
    }

    fn rng(&self, account: u32, of: u64) -> Rng {
        Rng::with_seed(self.seed ^ (u64::from(account) << 8) ^ of)
    }

    fn contract(&self, account: u32, rng: &mut Rng) -> Draft {
        let (begun, left) = (rng.u64(30..700), rng.u64(20..700));
        draft(
            EntityKind::Contract,
            format!("c{account}"),
            Some(account),
            vec![
                ("form", text(if rng.bool() { "SUBSCRIPTION" } else { "FRAME" })),
                ("starts_on", Value::Day(self.until - Days::new(begun))),
                ("ends_on", Value::Day(self.until + Days::new(left))),
                ("annual_value", money(rng, 5_000..200_000)),
                ("seats", Value::Int(rng.i64(3..60))),
                ("modules", Value::List(vec!["portal".into(), "analytics".into()])),
                ("status", text("ACTIVE")),
            ],
        )
    }

    fn fact(&self, kind: EntityKind, (account, number): (u32, u32), rng: &mut Rng) -> Draft {
        let age = if number == u32::MAX { 0 } else { rng.i64(0..DAYS) };
        let day = self.until - TimeDelta::days(age);
        let fields = fields(kind, (account, number), day, rng);
        let key = format!("{}{account}-{number}", letter(kind));
        let mut fact = draft(kind, key, Some(account), fields);
        let person = person_key(account, rng.u32(..PEOPLE));
        fact.contact = kind.belongs().contact.then_some(person);
        fact
    }
}

type Fields = Vec<(&'static str, Value)>;

fn fields(
    kind: EntityKind,
    (account, number): (u32, u32),
    day: NaiveDate,
    rng: &mut Rng,
) -> Fields {
    let refers = |kind: EntityKind| text(format!("{}{account}-{number}", letter(kind)));
    let product = || format!("p{}", number % (FAMILIES.len() as u32 * PRODUCTS));
    match kind {
        EntityKind::UsageMeasure => vec![
            ("day", Value::Day(day)),
            ("module", text(["portal", "analytics", "reports"][rng.usize(..3)])),
            ("user", text(format!("u{}", rng.u32(..20)))),
            ("quantity", Value::Number(f64::from(rng.u32(1..40)))),
        ],
        EntityKind::Interaction => vec![
            ("form", text(["CALL", "MEETING", "EMAIL", "ENQUIRY"][rng.usize(..4)])),
            ("at", time(day, rng)),
            ("direction", text(["INBOUND", "OUTBOUND"][rng.usize(..2)])),
            ("human", Value::Flag(rng.bool())),
            ("two_way", Value::Flag(rng.bool())),
        ],
        EntityKind::CampaignTouch => vec![
            ("campaign", text(format!("campaign {}", number / 3))),
            ("form", text(["DELIVERED", "CLICKED", "INVITED", "ATTENDED"][rng.usize(..4)])),
            ("at", time(day, rng)),
            ("message", text(format!("m{}", number / 3))),
        ],
        EntityKind::WebVisit => vec![
            ("at", time(day, rng)),
            ("page", text(format!("/{}", FAMILIES[rng.usize(..FAMILIES.len())]))),
            ("high_intent", Value::Flag(rng.u32(..10) == 0)),
        ],
        EntityKind::Ticket => ticket(day, rng),
        EntityKind::SlaTarget => vec![
            ("ticket", refers(EntityKind::Ticket)),
            ("metric", text("first reply")),
            ("at", time(day, rng)),
            ("met", Value::Flag(rng.u32(..8) > 0)),
        ],
        EntityKind::SurveyResponse => answer(day, rng),
        EntityKind::Deal => vec![
            ("form", text(["NEW", "EXPANSION"][rng.usize(..2)])),
            ("stage", text(["qualified", "proposal", "negotiation"][rng.usize(..3)])),
            ("amount", money(rng, 1_000..90_000)),
            ("opened_at", time(day - Days::new(60), rng)),
            ("product", text(product())),
        ]
        .into_iter()
        .chain(if number % 2 == 0 { vec![] } else { closed(day, rng) })
        .collect(),
        EntityKind::Milestone => vec![
            ("due_on", Value::Day(day)),
            ("done_on", Value::Day(day + TimeDelta::days(rng.i64(-9..9)))),
        ],
        _ => goods(kind, day, rng, &refers, product()),
    }
}

/// Facts of an ERP.
fn goods(
    kind: EntityKind,
    day: NaiveDate,
    rng: &mut Rng,
    refers: &dyn Fn(EntityKind) -> Value,
    product: String,
) -> Fields {
    let later = |days: u64| Value::Day(day + Days::new(days));
    match kind {
        EntityKind::Order => vec![
            ("ordered_on", later(0)),
            ("promised_on", later(10)),
            ("amount", money(rng, 200..9_000)),
            ("families", Value::List(vec![FAMILIES[rng.usize(..4)].to_owned()])),
        ],
        EntityKind::Delivery => vec![
            ("order", refers(EntityKind::Order)),
            ("product", text(product)),
            ("quantity", Value::Number(1.0)),
            ("delivered_on", later(rng.u64(5..13))),
        ],
        EntityKind::Invoice => vec![
            ("number", refers(EntityKind::Invoice)),
            ("issued_on", later(0)),
            ("due_on", later(30)),
            ("amount", money(rng, 200..9_000)),
            ("recurring", Value::Flag(rng.bool())),
        ],
        EntityKind::InvoiceLine => vec![
            ("invoice", refers(EntityKind::Invoice)),
            ("product", text(product)),
            ("amount", money(rng, 200..9_000)),
            ("issued_on", later(0)),
        ],
        EntityKind::Payment => vec![
            ("invoice", refers(EntityKind::Invoice)),
            ("paid_on", later(rng.u64(5..60))),
            ("amount", money(rng, 200..9_000)),
        ],
        other => unreachable!("the mix names no {}", other.word()),
    }
}

fn ticket(day: NaiveDate, rng: &mut Rng) -> Fields {
    let opened = moment(day, rng);
    let after = |hours: i64| Value::Time(opened + TimeDelta::hours(hours));
    vec![
        ("priority", text(["P1", "P2", "P3", "P4"][rng.usize(..4)])),
        ("status", text("SOLVED")),
        ("topic", text(["delivery", "billing", "product"][rng.usize(..3)])),
        ("opened_at", Value::Time(opened)),
        ("first_reply_at", after(rng.i64(1..30))),
        ("solved_at", after(rng.i64(30..200))),
        ("replies", Value::Int(rng.i64(1..6))),
        ("reopens", Value::Int(i64::from(rng.u32(..9) == 0))),
    ]
}

fn answer(day: NaiveDate, rng: &mut Rng) -> Fields {
    let kinds = [("NPS", 0, 10), ("CSAT", 1, 5), ("CES7", 1, 7), ("TRUST", 1, 5)];
    let (instrument, low, high) = kinds[rng.usize(..kinds.len())];
    let number = |of: i32| Value::Number(f64::from(of));
    let mut said = vec![
        ("instrument", text(instrument)),
        ("score", number(rng.i32(low..=high))),
        ("scale_low", number(low)),
        ("scale_high", number(high)),
        ("polarity", text("HIGH_IS_GOOD")),
        ("touchpoint", text(["support", "delivery", "relationship"][rng.usize(..3)])),
        ("at", time(day, rng)),
    ];
    if instrument == "TRUST" {
        let factors = ["HUMANITY", "TRANSPARENCY", "CAPABILITY", "RELIABILITY"];
        said.push(("item", text(factors[rng.usize(..4)])));
    }
    said
}

fn closed(day: NaiveDate, rng: &mut Rng) -> Fields {
    vec![("closed_at", time(day, rng)), ("won", Value::Flag(rng.bool()))]
}

/// Every field of the kind, said or not.
fn draft(kind: EntityKind, key: String, account: Option<u32>, mut said: Fields) -> Draft {
    let mut said = |name: &str| {
        let place = said.iter().position(|(field, _)| *field == name)?;
        Some(said.swap_remove(place).1)
    };
    Draft {
        kind,
        record: RecordRef {
            source: SourceId::from(SOURCE),
            stream: kind.word().to_owned(),
            key: key.clone(),
        },
        key,
        adds: false,
        url: None,
        account: account.map(|account| format!("a{account}")),
        contact: None,
        fields: kind.fields().iter().map(|field| (field.name, said(field.name))).collect(),
    }
}

fn person_key(account: u32, person: u32) -> String {
    format!("a{account}-{person}")
}

/// Tells the keys of one kind from those of another.
fn letter(kind: EntityKind) -> &'static str {
    kind.word()
}

fn text(word: impl Into<String>) -> Value {
    Value::Text(word.into())
}

fn time(day: NaiveDate, rng: &mut Rng) -> Value {
    Value::Time(moment(day, rng))
}

/// Some time of a day between 8 and 18 o'clock.
fn moment(day: NaiveDate, rng: &mut Rng) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(rng.i64(8 * 60..18 * 60))
}

fn money(rng: &mut Rng, range: std::ops::Range<i64>) -> Value {
    let currency = Currency::parse("EUR").expect("the euro is a currency");
    Value::Amount(Money { amount: Decimal::from(rng.i64(range)), currency })
}
