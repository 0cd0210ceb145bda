//! Health, trust and revenue of the same accounts, held against a reference in another language.
//!
//! `tests/cases/insight/together.py` says how the accounts were made. The variable
//! `ACCORD_INSIGHT_CASES` names a larger file of the same making.

use std::io::{BufRead, BufReader};

use accord::insight::peers::{Gathering, Peers};
use accord::insight::rates::{Purse, Rates};
use accord::insight::revenue::{
    ArrFrom, Asked, Book, Flag, Known, OpenDeal, Opportunity, RevenueModel, Spend, Tally, Term,
    opportunity, retention,
};
use accord::insight::{
    Answers, Basis, Calendar, FactorScore, Facts, GapFlag, Health, HealthModel, Observation,
    Observations, StageStatus, Trust, TrustFactor, TrustInputs, TrustModel, WhatIf, measure,
    score, score_trust,
};
use accord::model::{
    AccountId, Contact, Contract, Currency, ExchangeRate, Invoice, Money, Statement, Ticket,
    Topic, UsageMeasure,
};
use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use serde_json::Value;

use super::kit::*;

#[test]
fn random_accounts_come_out_as_the_reference_reckons_them() {
    let path = cases();
    let file = std::fs::File::open(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut lines = BufReader::new(file).lines().map(|line| line.expect("text"));
    let head = parse(&lines.next().expect("a first line"));
    let markets: Vec<Peers> = list(&head["markets"]).iter().map(market).collect();
    let mut check = Check::default();
    for line in lines {
        check.account(&parse(&line), &markets);
    }
    assert_eq!(Some(check.accounts), head["accounts"].as_u64());
    assert!(check.accounts >= 120);
    // Seen with `--nocapture`.
    tell(&check);
    let all = check.wrong.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
    assert!(check.wrong.is_empty(), "{} differ:\n{all}", check.wrong.len());
}

/// The file that is named, or the small one.
#[expect(clippy::disallowed_methods, reason = "whoever runs the tests names a larger file")]
fn cases() -> String {
    let small = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/insight/together.jsonl");
    std::env::var("ACCORD_INSIGHT_CASES").unwrap_or_else(|_| small.to_owned())
}

/// Says how many figures were compared and how far the furthest two lie apart.
#[expect(clippy::print_stderr, reason = "whoever asks sees how near the figures are")]
fn tell(check: &Check) {
    let Check { accounts, figures, furthest: (apart, what), .. } = check;
    eprintln!("{accounts} accounts, {figures} figures, at most {apart:e} apart: {what}");
}

/// Compares, and keeps what differs.
#[derive(Default)]
struct Check {
    accounts: u64,
    figures: u64,
    furthest: (f64, String),
    wrong: Vec<String>,
}

impl Check {
    fn account(&mut self, case: &Value, markets: &[Peers]) {
        self.accounts += 1;
        let facts = facts(case);
        let health = health_of(case, &facts);
        self.health(&health, &case["health"]);
        let trust = score_trust(&inputs(case), &TrustModel::built_in(), today());
        self.trust(&trust, &case["trust"]);
        let known = Known { health: health.value, trust: trust.value };
        let peers = &markets[usize::try_from(whole(&case["market"])).expect("a place")];
        let book = book(&case["book"]);
        let asked = Asked { horizon_months: 12, currency: currency(&case["book"]["asked"]) };
        let found = opportunity(&book, known, peers, &RevenueModel::built_in(), asked);
        self.revenue(&found, &case["revenue"]);
        let parts = retention(&book, &peers.rates, asked.currency).expect("rates are there");
        self.number("nrr", parts.nrr(), &case["revenue"]["nrr"]);
        self.number("grr", parts.grr(), &case["revenue"]["grr"]);
    }

    fn health(&mut self, got: &Health, wanted: &Value) {
        let numbers = [
            ("value", got.value),
            ("computed", got.computed),
            ("coverage", Some(got.coverage)),
            ("low", Some(got.low)),
            ("high", Some(got.high)),
        ];
        for (name, number) in numbers {
            self.number(name, number, &wanted[name]);
        }
        self.word("confidence", Some(got.confidence.word()), &wanted["confidence"]);
        self.word("band", got.band.map(accord::model::Band::word), &wanted["band"]);
        for stage in &got.stages {
            let score = stage.score.filter(|_| stage.status == StageStatus::Ok);
            self.number(&stage.code, score, &wanted["stages"][&stage.code]);
        }
        let caps: Vec<_> = got.caps.iter().map(|cap| cap.code.as_str()).collect();
        self.same(
            "caps",
            &caps,
            &list(&wanted["caps"]).iter().filter_map(Value::as_str).collect(),
        );
        for kpi in got.stages.iter().flat_map(|stage| &stage.kpis) {
            let shown = [kpi.normalised, kpi.contribution, kpi.points_lost];
            // Without enough coverage points are hidden; the reference then tells none.
            let told = if got.computed.is_some() { shown } else { [None; 3] };
            for (at, number) in told.into_iter().enumerate() {
                self.number(&kpi.code, number, &wanted["kpis"][&kpi.code][at]);
            }
        }
    }

    fn trust(&mut self, got: &Trust, wanted: &Value) {
        self.number("trust", got.value, &wanted["value"]);
        self.number("net", got.net, &wanted["net"]);
        self.word("weakest", got.weakest.map(TrustFactor::word), &wanted["weakest"]);
        for factor in &got.factors {
            self.factor(factor, &wanted["factors"][factor.factor.word()]);
        }
        for tendency in &got.behaviours {
            let word = tendency.behaviour.word();
            self.number(word, Some(tendency.likelihood), &wanted["behaviours"][word]);
        }
    }

    fn factor(&mut self, got: &FactorScore, wanted: &Value) {
        if wanted.is_null() {
            self.same("factor", &got.score, &None);
            return;
        }
        let numbers = [
            ("survey", got.survey),
            ("ops", got.operational),
            ("alpha", got.alpha),
            ("score", got.score),
            ("gap", got.gap),
        ];
        for (name, number) in numbers {
            self.number(name, number, &wanted[name]);
        }
        self.word("flag", got.gap_flag.map(GapFlag::word), &wanted["flag"]);
        let basis = match got.basis {
            Basis::Blended => "BLENDED",
            Basis::SurveyOnly => "SURVEY_ONLY",
            Basis::OperationalOnly => "OPERATIONAL_ONLY",
            Basis::None => "NONE",
        };
        self.word("basis", Some(basis), &wanted["basis"]);
    }

    fn revenue(&mut self, got: &Opportunity, wanted: &Value) {
        let sums = [
            ("expected", got.renewal_expected),
            ("at_risk", got.at_risk),
            ("unknown", got.unknown_at_risk),
            ("growth", got.growth_expected),
            ("arr", got.arr),
            ("risk_share", got.risk_share),
            ("growth_share", got.growth_share),
        ];
        for (name, sum) in sums {
            self.number(name, sum, &wanted[name]);
        }
        let net = wanted["growth"].as_f64().zip(wanted["at_risk"].as_f64()).map(|(g, r)| g - r);
        self.number("net revenue", got.net, &serde_json::json!(net));
        self.word("position", Some(got.standing.position.word()), &wanted["position"]);
        let lines = list(&wanted["renewals"]);
        self.same("renewals", &got.renewals.len(), &lines.len());
        for (line, wanted) in got.renewals.iter().zip(lines) {
            let p = line.probability.as_ref();
            self.number("value of a contract", line.value, &wanted["value"]);
            self.number("p", p.map(|p| p.value), &wanted["p"]);
            self.number("low p", p.map(|p| p.low), &wanted["low"]);
            self.number("high p", p.map(|p| p.high), &wanted["high"]);
        }
        self.gaps(got, &wanted["gaps"]);
    }

    fn gaps(&mut self, got: &Opportunity, wanted: &Value) {
        let gaps = wanted.as_object().expect("gaps by product");
        self.same("gaps", &got.expansion.len(), &gaps.len());
        for line in &got.expansion {
            let wanted = &wanted[&line.product];
            let numbers = [
                ("amount", line.amount),
                ("base", line.base),
                ("health", line.health_factor),
                ("propensity", line.propensity),
                ("expected", line.expected),
            ];
            for (name, number) in numbers {
                self.number(name, Some(number), &wanted[name]);
            }
        }
    }

    /// Equal within 1e-9: of an amount, within 1e-9 of it.
    fn number(&mut self, what: &str, got: Option<f64>, wanted: &Value) {
        self.figures += 1;
        let wanted = wanted.as_f64();
        let (Some(one), Some(other)) = (got, wanted) else {
            self.same(what, &got, &wanted);
            return;
        };
        let apart = (one - other).abs() / other.abs().max(1.0);
        if apart > self.furthest.0 {
            self.furthest = (apart, format!("{what} of account {}", self.accounts));
        }
        if apart.is_nan() || apart > 1e-9 {
            self.differs(what, &got, &wanted);
        }
    }

    fn word(&mut self, what: &str, got: Option<&str>, wanted: &Value) {
        self.figures += 1;
        self.same(what, &got, &wanted.as_str());
    }

    fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, got: &T, wanted: &T) {
        if got != wanted {
            self.differs(what, got, wanted);
        }
    }

    fn differs<T: std::fmt::Debug>(&mut self, what: &str, got: &T, wanted: &T) {
        self.wrong.push(format!("account {}: {what}: {got:?}, not {wanted:?}", self.accounts));
    }
}

// ---------- from a line to what is scored

fn health_of(case: &Value, facts: &Facts) -> Health {
    let model = HealthModel::built_in();
    let weights = case["weights"].as_object().expect("weights by stage");
    let weights = weights.iter().map(|(code, weight)| (code.clone(), number(weight)));
    let what_if = WhatIf { weights: weights.collect(), ..WhatIf::default() };
    score(&observations(case, facts, &model), facts, &model, today(), &what_if)
}

fn observations(case: &Value, facts: &Facts, model: &HealthModel) -> Observations {
    let seen = case["seen"].as_object().expect("what was seen by KPI");
    let measured = || measure(facts, model, &Calendar::default(), today()).remove("AD1");
    let one = |(code, told): (&String, &Value)| {
        let seen = if told["seats"].is_null() { Some(observation(told)) } else { measured() };
        seen.map(|seen| (code.clone(), seen))
    };
    seen.iter().filter_map(one).collect()
}

fn observation(told: &Value) -> Observation {
    let Some(age) = told["age"].as_u64() else {
        let error = told["error"].as_bool().map(|_| "cannot be read".to_owned());
        return Observation {
            not_applicable: error.is_none(),
            error,
            ..Observation::default()
        };
    };
    Observation {
        raw: told["raw"].as_f64(),
        category: told["raw"].as_str().map(str::to_owned),
        n: told["n"].as_i64().unwrap_or(1_000),
        observed_on: today().checked_sub_days(Days::new(age)),
        fallback: told["fallback"].as_str().map(str::to_owned),
        ..Observation::default()
    }
}

/// Facts of the caps that hold, of an override, and of seats.
fn facts(case: &Value) -> Facts {
    let mut facts = Facts::default();
    for cap in list(&case["caps"]) {
        capped(&mut facts, cap.as_str().expect("a code"));
    }
    facts.statements = said(&case["override"]).into_iter().collect();
    let seats = &case["seen"]["AD1"];
    if !seats["seats"].is_null() {
        licensed(&mut facts, whole(&seats["seats"]), whole(&seats["users"]));
    }
    facts
}

fn capped(facts: &mut Facts, cap: &str) {
    match cap {
        "CHAMPION_LEFT" => facts.contacts.push(Contact {
            champion: text("LEFT"),
            champion_confirmed_on: day("2026-11-01"),
            ..person("a", None)
        }),
        "P1_OPEN" => facts.tickets.push(Ticket {
            origin: of("t"),
            priority: text("P1"),
            opened_at: at("2026-11-02 09:00"),
            ..Ticket::default()
        }),
        "OVERDUE" => facts.invoices.push(Invoice {
            origin: of("i"),
            issued_on: day("2026-06-01"),
            due_on: day("2026-07-01"),
            amount: euro(100),
            open_amount: euro(100),
            ..Invoice::default()
        }),
        "TERMINATION" => facts.account.termination_notice_on = day("2026-11-01"),
        other => unreachable!("no cap is called {other}"),
    }
}

/// A person's word, which holds or has ended.
fn said(told: &Value) -> Option<Statement> {
    let ended = told["holds"] == false;
    Some(Statement {
        id: 1,
        account: "a".into(),
        contact: None,
        topic: Topic::HealthOverride,
        value: told["value"].as_f64()?.to_string(),
        reason: "they told us".to_owned(),
        author: "ann".to_owned(),
        said_at: at("2026-10-01 09:00")?,
        expires_at: at(if ended { "2026-11-01 09:00" } else { "2026-12-01 09:00" }),
        withdrawn_at: None,
    })
}

fn licensed(facts: &mut Facts, seats: i64, users: i64) {
    facts.contracts.push(Contract {
        origin: of("seats"),
        form: text("SUBSCRIPTION"),
        starts_on: day("2026-01-01"),
        ends_on: day("2026-12-31"),
        seats: Some(seats),
        ..Contract::default()
    });
    facts.usage = (0..users)
        .map(|user| UsageMeasure {
            origin: of(&format!("u{user}")),
            user: Some(format!("user {user}")),
            day: day(TODAY),
            quantity: Some(1.0),
            ..UsageMeasure::default()
        })
        .collect();
}

fn inputs(case: &Value) -> TrustInputs {
    let said = |factor: TrustFactor| {
        let said = case["answers"][factor.word()].as_array()?;
        let scores = said.iter().filter_map(Value::as_f64).collect();
        Some((factor, Answers { scores, ..Answers::default() }))
    };
    let proxies = case["proxies"].as_object().expect("raw values by proxy");
    TrustInputs {
        answers: TrustFactor::ALL.into_iter().filter_map(said).collect(),
        observations: proxies
            .iter()
            .map(|(code, raw)| (code.clone(), observation(raw)))
            .collect(),
    }
}

fn book(told: &Value) -> Book {
    let contracts: Vec<Term> = list(&told["contracts"]).iter().enumerate().map(term).collect();
    let arr: Purse = contracts.iter().filter_map(|term| term.value).collect();
    let recurs = !arr.is_empty();
    let products = list(&told["products"]).iter();
    let mut book = Book {
        account: "self".into(),
        arr: recurs.then_some(arr),
        arr_from: if recurs { ArrFrom::Contracts } else { ArrFrom::Nothing },
        contracts,
        deals: list(&told["deals"]).iter().enumerate().map(deal).collect(),
        spend: products
            .clone()
            .map(|one| (name(one), spend(&one["last"], &one["before"])))
            .collect(),
        ..grouped(told)
    };
    let signals = |one: &Value| u32::try_from(whole(&one["signals"])).expect("few");
    book.intent.named = products.map(|one| (name(one), signals(one))).collect();
    book.flags = list(&told["flags"])
        .iter()
        .filter_map(Value::as_str)
        .map(|code| Flag { code: code.to_owned(), ..Flag::default() })
        .collect();
    book
}

/// Whom an account is like.
fn grouped(told: &Value) -> Book {
    let segments = list(&told["segments"]).iter().filter_map(Value::as_str);
    Book {
        as_of: today(),
        segments: segments.map(str::to_owned).collect(),
        size: told["size"].as_i64(),
        size_band: told["band"].as_str().map(str::to_owned),
        ..Book::default()
    }
}

fn term((at, told): (usize, &Value)) -> Term {
    Term {
        id: format!("contract {at}"),
        ends_on: day(if told["due"] == true { "2027-05-01" } else { "2029-05-01" }),
        value: money(&told["value"], &told["currency"]),
        intent_signed_on: (told["signed"] == true).then(today),
        ..Term::default()
    }
}

fn deal((at, told): (usize, &Value)) -> OpenDeal {
    let renews = told["renews"].as_u64();
    OpenDeal {
        id: format!("deal {at}"),
        renewal: renews.is_some(),
        product: told["product"].as_str().map(str::to_owned),
        amount: money(&told["amount"], &told["currency"]),
        stage: told["stage"].as_str().map(str::to_owned),
        probability: told["percent"].as_i64().map(|percent| Decimal::new(percent, 2)),
        contract: renews.map(|at| format!("contract {at}")),
        closes_on: None,
    }
}

fn market(told: &Value) -> Peers {
    let rate = |code: &str, rate: f64| ExchangeRate {
        currency: text(code),
        base: text("EUR"),
        rate: Some(rate),
        valid_on: day("2026-11-01"),
        ..ExchangeRate::default()
    };
    let rates = [rate("USD", 0.8), rate("GBP", 1.25), rate("JPY", 0.00625)];
    let rates = Rates::of(&rates, today(), Currency::EUR);
    let mut gathering = Gathering::new(today(), rates);
    for (at, told) in list(told).iter().enumerate() {
        let account = AccountId(format!("peer {at}"));
        gathering.add(account.clone(), &Book { account, ..peer(told) });
    }
    gathering.finish(&RevenueModel::built_in())
}

fn peer(told: &Value) -> Book {
    let bought = told["spend"].as_object().expect("purses by product");
    let closed = told["closed"].as_object().expect("tallies by stage");
    Book {
        spend: bought
            .iter()
            .map(|(of, both)| (of.clone(), spend(&both[0], &both[1])))
            .collect(),
        renewals: tally(&told["renewals"]),
        closed: closed.iter().map(|(stage, told)| (stage.clone(), tally(told))).collect(),
        ..grouped(told)
    }
}

fn tally(told: &Value) -> Tally {
    let count = |at: usize| u32::try_from(whole(&told[at])).expect("few");
    Tally { won: count(0), closed: count(1) }
}

fn spend(last: &Value, before: &Value) -> Spend {
    let purse = |told: &Value| list(told).iter().filter_map(|m| money(&m[0], &m[1])).collect();
    Spend { last: purse(last), before: purse(before), ..Spend::default() }
}

fn money(amount: &Value, code: &Value) -> Option<Money> {
    Some(Money { amount: Decimal::from(amount.as_i64()?), currency: currency(code) })
}

fn currency(code: &Value) -> Currency {
    code.as_str().and_then(Currency::parse).expect("a currency")
}

fn name(told: &Value) -> String {
    told["name"].as_str().expect("a name").to_owned()
}

fn today() -> NaiveDate {
    day(TODAY).expect("a day")
}

fn parse(line: &str) -> Value {
    serde_json::from_str(line).expect("a line is JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn whole(value: &Value) -> i64 {
    value.as_i64().expect("a whole number")
}
