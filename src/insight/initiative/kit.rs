//! The worked account and its peers, as what was measured of them.

use std::sync::{Arc, LazyLock};

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::insight::peers::{Gathering, Peers};
use crate::insight::rates::{Purse, Rates};
use crate::insight::revenue::{Asked, Book, Flag, Spend, Term};
use crate::insight::{
    Answers, Facts, Models, Observation, Observations, TrustFactor, TrustInputs,
};
use crate::model::{Currency, Money};

pub(in crate::insight) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

pub(in crate::insight) fn today() -> NaiveDate {
    day("2026-11-22")
}

pub(in crate::insight) fn asked() -> Asked {
    Asked { horizon_months: 12, currency: Currency::EUR }
}

pub(in crate::insight) fn file(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

pub(in crate::insight) fn golden() -> Value {
    file(include_str!("../../../tests/cases/insight/golden.json"))
}

pub(in crate::insight) fn observation(row: &Value) -> Observation {
    Observation {
        raw: row["raw"].as_f64(),
        category: row["raw"].as_str().map(str::to_owned),
        n: row["n"].as_i64().expect("a sample"),
        observed_on: today().checked_sub_days(Days::new(row["age_d"].as_u64().expect("days"))),
        ..Observation::default()
    }
}

pub(in crate::insight) fn fresh(raw: f64) -> Observation {
    Observation {
        raw: Some(raw),
        n: 1_000,
        observed_on: Some(today()),
        ..Observation::default()
    }
}

static MEASURED: LazyLock<(Observations, TrustInputs)> = LazyLock::new(as_worked);

pub(in crate::insight) fn measured() -> (Observations, TrustInputs) {
    MEASURED.clone()
}

pub(in crate::insight) fn as_worked() -> (Observations, TrustInputs) {
    let golden = golden();
    let rows = golden["kestrel"].as_object().expect("raw values by KPI");
    let rows = rows.iter().filter(|(_, row)| !row.is_null());
    let trust = file(include_str!("../../../tests/cases/insight/trust.json"))[0].clone();
    let said = |factor: TrustFactor| {
        let said = trust["answers"][factor.word()].as_array().expect("answers");
        let scores = said.iter().filter_map(Value::as_f64).collect();
        (factor, Answers { scores, ..Answers::default() })
    };
    let proxies = trust["raw"].as_object().expect("raw values");
    let proxies = proxies
        .iter()
        .map(|(code, raw)| (code.clone(), fresh(raw.as_f64().expect("a number"))));
    let answers = TrustFactor::ALL.into_iter().map(said).collect();
    let inputs = TrustInputs { answers, observations: proxies.collect() };
    (rows.map(|(code, row)| (code.clone(), observation(row))).collect(), inputs)
}

pub(in crate::insight) fn euro(amount: i64) -> Money {
    Money { amount: Decimal::from(amount), currency: Currency::EUR }
}

pub(in crate::insight) fn spend(last: i64, before: bool) -> Spend {
    let purse = |amount: i64| (amount > 0).then(|| euro(amount)).into_iter().collect::<Purse>();
    Spend { last: purse(last), before: purse(i64::from(before)), ..Spend::default() }
}

pub(in crate::insight) fn sized(account: &str, size: i64) -> Book {
    Book {
        account: account.into(),
        as_of: today(),
        size: Some(size),
        size_band: Some("ANY".to_owned()),
        ..Book::default()
    }
}

pub(in crate::insight) fn term(id: &str, value: Option<i64>, ends_on: &str) -> Term {
    let value = value.map(euro);
    Term { id: id.to_owned(), ends_on: Some(day(ends_on)), value, ..Term::default() }
}

pub(in crate::insight) fn kestrel() -> Book {
    let mut book = sized("kestrel", 120);
    book.contracts = vec![
        term("due", Some(240_000), "2027-02-28"),
        term("late", Some(60_000), "2029-02-28"),
    ];
    book.spend.insert("two".to_owned(), spend(30_000, true));
    book.intent.named.insert("one".to_owned(), 2);
    let code = "NO_DECISION_MAKER_CONTACT_90D".to_owned();
    book.flags.push(Flag { code, ..Flag::default() });
    book
}

/// 27 peers of 100 employees: nine buy `one` (seven since a year), four buy `two` (three do).
pub(in crate::insight) fn gathered() -> Peers {
    let one = [300, 320, 350, 380, 400, 410, 420, 460, 500];
    let two = [310, 360, 390, 450];
    let mut gathering = Gathering::new(today(), Rates::none(today(), Currency::EUR));
    for at in 0..27 {
        let mut book = sized(&format!("peer-{at:02}"), 100);
        if let Some(each) = one.get(at) {
            book.spend.insert("one".to_owned(), spend(each * 100, at >= 7));
        }
        match two.get(at) {
            Some(each) => book.spend.insert("two".to_owned(), spend(each * 100, at == 3)),
            None if at < 10 => book.spend.insert("two".to_owned(), spend(0, true)),
            None => None,
        };
        gathering.add(book.account.clone(), &book);
    }
    gathering.finish(&Models::built_in().revenue)
}

pub(in crate::insight) static PEERS: LazyLock<Peers> = LazyLock::new(gathered);
pub(in crate::insight) static MODELS: LazyLock<Arc<Models>> = LazyLock::new(Models::built_in);
pub(in crate::insight) static NOTHING: LazyLock<Facts> = LazyLock::new(Facts::default);
