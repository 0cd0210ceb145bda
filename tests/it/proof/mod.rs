//! The proof by hand: for a few sample accounts every KPI is reckoned a second time, from the sample
//! systems' own records, and held against what the product answers over GraphQL.
//!
//! `books` finds an account's records by the ids in the truth file and reads the vendors' shapes;
//! `reckon` is the arithmetic. Neither uses connector, mapping, store, reconcile or insight.

mod books;
mod reckon;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use accord::api::{self, Hub, Schema};
use accord::insight::{Calendar, Models};
use accord::sample::{Company, PlantedAccount, Truth};
use async_graphql::{Request, Variables};
use serde_json::{Value, json};

use self::books::{Books, Systems};
use self::reckon::{Reckoned, reckon};
use crate::kit::{Database, databases};
use crate::river::{River, Steps, catalog};

const SEED: u64 = 7;
const START: &str = "2026-03-02T08:00:00Z";
/// Raw values are answered with four decimals.
const ROUNDING: f64 = 0.000_05;

const QUERY: &str = "query($system: String!, $object: String!, $id: ID!) {
  account(externalKey: {system: $system, object: $object, recordId: $id}) {
    health {
      band
      stages { kpis { code raw category n status fallbackUsed
        inputs(first: 200) { system object recordId } } }
    }
  }
}";

/// The sample company at its start.
struct Sample {
    company: Arc<Company>,
    systems: Systems,
}

impl Sample {
    fn new() -> Self {
        let now = START.parse().expect("a moment");
        let company = Arc::new(Company::new(SEED, now));
        let systems = Systems { shelves: company.shelves(now), now };
        Self { company, systems }
    }

    fn truth(&self) -> &Truth {
        self.company.truth()
    }

    fn planted(&self, key: &str) -> &PlantedAccount {
        let found = self.truth().accounts.iter().find(|account| account.key == key);
        found.unwrap_or_else(|| panic!("no planted account {key}"))
    }

    fn story(&self, code: &str) -> Vec<&PlantedAccount> {
        let story = self.truth().stories.iter().find(|story| story.code == code);
        let keys = &story.unwrap_or_else(|| panic!("no story {code}")).accounts;
        keys.iter().map(|key| self.planted(key)).collect()
    }

    /// The accounts of the proof: seen by every system, in danger, buyer of goods only, and one
    /// that receives no goods at all and is known to CRM and support only.
    fn accounts(&self) -> Vec<(&PlantedAccount, Books)> {
        let goods_only = |account: &&PlantedAccount| {
            let kinds: Vec<&str> = account.records.iter().map(|r| r.0.as_str()).collect();
            let framed = || !Books::of(&self.systems, account).terms.is_empty();
            !kinds.contains(&"mixpanel") && kinds.contains(&"businesscentral") && framed()
        };
        let mut segment = self.story("DELIVERY_SEGMENT").into_iter();
        let chosen = [
            self.story("WELL_MEASURED")[0],
            self.story("TERMINATION")[0],
            segment.find(|a| goods_only(a)).expect("some buy goods only"),
            self.story("CRM_AND_SUPPORT_ONLY")[0],
        ];
        chosen.map(|account| (account, Books::of(&self.systems, account))).into()
    }
}

#[test]
fn the_accounts_of_the_proof_reach_every_kpi_and_every_way_of_not_having_one() {
    let sample = Sample::new();
    let reckoned: Vec<_> = sample.accounts().iter().map(|(_, books)| reckon(books)).collect();
    let all = || reckoned.iter().flatten();
    let measured: BTreeSet<&str> =
        all().filter(|(_, r)| r.raw.is_some() || r.category.is_some()).map(|k| *k.0).collect();
    assert_eq!(measured.len(), 30, "{measured:?}");
    assert!(all().any(|(_, r)| r.not_applicable));
    assert!(all().any(|(_, r)| r.fallback.is_some()));
    assert!(all().any(|(_, r)| r.raw.is_none() && r.category.is_none() && !r.not_applicable));
}

#[test]
fn a_value_that_is_off_is_told_with_both_values_and_the_records() {
    let mine = Reckoned { raw: Some(75.0), n: 4, ..Reckoned::default() };
    let mine = Reckoned { records: vec!["ticket 7".to_owned()], ..mine };
    let reckoned = BTreeMap::from([("SU1", mine)]);
    let told = |raw: f64, n: i64| {
        let inputs = json!([{"recordId": "8"}]);
        let kpi = json!({"code": "SU1", "raw": raw, "category": null, "n": n, "status": "OK",
            "fallbackUsed": null, "inputs": inputs});
        let planted = PlantedAccount {
            key: "kestrel".to_owned(),
            name: String::new(),
            parent: None,
            records: Vec::new(),
        };
        differences(&planted, &reckoned, &json!({"stages": [{"kpis": [kpi]}]}))
    };
    assert_eq!(told(75.0, 4), "");
    for text in [told(75.0002, 4), told(75.0, 5)] {
        for part in ["kestrel SU1", "raw Some(75.0)", "ticket 7", "product raw 75.0", "\"8\""] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kpi_is_what_a_pencil_makes_of_the_systems_own_records() {
    let sample = Sample::new();
    let accounts = sample.accounts();
    for database in databases().await {
        let schema = answering(&sample, &database).await;
        let mut wrong = String::new();
        let mut bands = BTreeSet::new();
        for (planted, books) in &accounts {
            let health = health(&schema, planted).await;
            bands.insert(health["band"].as_str().unwrap_or("none").to_owned());
            wrong += &differences(planted, &reckon(books), &health);
        }
        assert!(wrong.is_empty(), "{}:\n{wrong}", database.name);
        for band in ["AMBER", "RED"] {
            assert!(bands.contains(band), "{}: {bands:?}", database.name);
        }
    }
}

/// The product over the sample's systems, synced once.
async fn answering(sample: &Sample, database: &Database) -> Schema {
    let company = Arc::clone(&sample.company);
    let river = River::of(company, database.open().await, Steps::at(START)).await;
    for run in river.synced().await {
        assert!(run.errors.is_empty(), "{}: {run:?}", database.name);
    }
    api::schema(Hub {
        store: river.sync.store.clone(),
        catalog: Arc::new(catalog()),
        models: Models::built_in(),
        calendar: Calendar::default(),
        clock: Arc::new(river.clock.clone()),
        trial: None,
        digest: None,
        registers: accord::reconcile::Registers::new(),
    })
}

async fn health(schema: &Schema, planted: &PlantedAccount) -> Value {
    let (system, object, id) = &planted.records[0];
    let variables = json!({"system": system, "object": object, "id": id});
    let request = Request::new(QUERY).variables(Variables::from_json(variables));
    let answer = serde_json::to_value(schema.execute(request).await).expect("JSON");
    let health = answer["data"]["account"]["health"].clone();
    assert!(health.is_object(), "{}: {answer}", planted.key);
    health
}

/// What differs, with both values and the records behind them.
fn differences(
    planted: &PlantedAccount,
    reckoned: &BTreeMap<&str, Reckoned>,
    health: &Value,
) -> String {
    let mut text = String::new();
    let stages = health["stages"].as_array().expect("stages");
    let kpis: Vec<&Value> =
        stages.iter().flat_map(|stage| stage["kpis"].as_array().expect("KPIs")).collect();
    assert_eq!(kpis.len(), reckoned.len(), "{}", planted.key);
    for kpi in kpis {
        let code = kpi["code"].as_str().expect("a code");
        let mine = &reckoned[code];
        if agrees(mine, kpi) {
            continue;
        }
        let (account, records) = (&planted.key, mine.records.join("\n    "));
        let inputs = kpi["inputs"].as_array().map(Vec::as_slice).unwrap_or_default();
        let inputs: Vec<String> = inputs.iter().map(Value::to_string).collect();
        let Reckoned { raw, category, n, not_applicable, fallback, .. } = mine;
        let product = format!(
            "raw {} category {} n {} status {} fallback {}",
            kpi["raw"], kpi["category"], kpi["n"], kpi["status"], kpi["fallbackUsed"]
        );
        write!(
            text,
            "{account} {code}\n  by hand raw {raw:?} category {category:?} n {n} \
             not applicable {not_applicable} fallback {fallback:?}\n    {records}\n  \
             product {product}\n    {}\n",
            inputs.join("\n    ")
        )
        .expect("text takes everything");
    }
    text
}

fn agrees(mine: &Reckoned, kpi: &Value) -> bool {
    let same_raw = match (mine.raw, kpi["raw"].as_f64()) {
        (Some(mine), Some(theirs)) => (mine - theirs).abs() <= ROUNDING + 1e-9,
        (mine, theirs) => mine.is_none() && theirs.is_none(),
    };
    let seen = mine.raw.is_some() || mine.category.is_some();
    let status = kpi["status"].as_str().unwrap_or_default();
    same_raw
        && mine.category == kpi["category"].as_str()
        && mine.fallback == kpi["fallbackUsed"].as_str()
        && json!(mine.n) == kpi["n"]
        && mine.not_applicable == (status == "NOT_APPLICABLE")
        && (seen || mine.not_applicable) != (status == "MISSING")
        && status != "ERROR"
}
