//! How probable it is to win a deal: as often as we won those that had come as far, once there are
//! enough of them; before that as the CRM says.

use std::collections::BTreeMap;
use std::sync::Arc;

use accord::api;
use accord::model::Clock;
use accord::sample::{Company, System};
use accord::store::Store;
use serde_json::Value;

use crate::kit::databases;
use crate::river::{River, Steps, catalog};

const START: &str = "2026-03-02T08:00:00Z";
/// So many customers: of the fewest no stage was reached by enough closed deals, of the most each was.
const SIZES: [usize; 5] = [5, 7, 9, 11, 14];
const QUERY: &str = "{ accounts(first: 40) { edges { node { opportunity {
  pipeline { opportunityId probability probabilitySource } } } } } }";

/// What the CRM tells of a deal.
struct Told {
    stage: String,
    probability: f64,
    /// Whether it was won; nothing while it is open.
    won: Option<bool>,
    reached: Vec<String>,
}

fn told(body: &str) -> (String, Told) {
    let deal: Value = serde_json::from_str(body).expect("a record is JSON");
    let properties = deal["properties"].as_object().expect("properties");
    let text = |name: &str| properties[name].as_str().expect(name);
    let reached = properties.iter().filter(|(_, when)| when.is_string());
    let reached = reached.filter_map(|(name, _)| name.strip_prefix("hs_v2_date_entered_"));
    let told = Told {
        stage: text("dealstage").to_owned(),
        probability: text("hs_deal_stage_probability").parse().expect("a number"),
        won: (text("hs_is_closed") == "true").then(|| text("hs_is_closed_won") == "true"),
        reached: reached.map(str::to_owned).collect(),
    };
    (format!("hubspot:{}", deal["id"].as_str().expect("an id")), told)
}

/// Deals by id, those that were archived left out.
fn deals(river: &River) -> BTreeMap<String, Told> {
    let now = river.clock.now();
    let shelves = river.company.shelves(now);
    let rows = shelves[&System::Hubspot].changed("deals", None, now);
    rows.iter().filter(|row| !row.gone).map(|row| told(&row.body)).collect()
}

/// Won and closed of those that reached a stage.
fn tally(deals: &BTreeMap<String, Told>, stage: &str) -> (u32, u32) {
    let reached = deals.values().filter(|deal| deal.reached.iter().any(|word| word == stage));
    let ends: Vec<bool> = reached.filter_map(|deal| deal.won).collect();
    let won = ends.iter().filter(|won| **won).count();
    (won.try_into().expect("few"), ends.len().try_into().expect("few"))
}

#[tokio::test]
async fn of_a_stage_that_thirty_closed_deals_reached_our_own_win_rate_counts() {
    let mut lines: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for customers in SIZES {
        for database in databases().await {
            let company = Company::sized(7, START.parse().expect("a moment"), customers);
            let store = database.open().await;
            for source in ["OWN_WIN_RATE", "CRM"] {
                lines.entry((database.name, source)).or_default();
            }
            for source in pipeline(company, store, database.name).await {
                *lines.entry((database.name, source)).or_default() += 1;
            }
        }
    }
    assert!(lines.values().all(|many| *many > 0), "{lines:?}");
}

/// Where the probability of each open deal has to come from; what is answered is compared with it.
async fn pipeline(company: Company, store: Store, name: &str) -> Vec<&'static str> {
    let river = River::of(Arc::new(company), store, Steps::at(START)).await;
    for run in river.synced().await {
        assert!(run.errors.is_empty(), "{run:?}");
    }
    let answer = serde_json::to_value(schema(&river).execute(QUERY).await);
    let answer = answer.expect("an answer is JSON");
    assert_eq!(answer.get("errors"), None, "{:#}", answer["errors"]);
    let deals = deals(&river);
    let mut sources = Vec::new();
    for edge in answer["data"]["accounts"]["edges"].as_array().expect("edges") {
        for line in edge["node"]["opportunity"]["pipeline"].as_array().expect("lines") {
            let deal = &deals[line["opportunityId"].as_str().expect("an id")];
            let (won, closed) = tally(&deals, &deal.stage);
            let (wanted, source) = match closed {
                30.. => (f64::from(won) / f64::from(closed), "OWN_WIN_RATE"),
                _ => (deal.probability, "CRM"),
            };
            let about = format!("{name}: {} {won}/{closed} {line}", deal.stage);
            assert_eq!(line["probabilitySource"], source, "{about}");
            let probability = line["probability"].as_f64().expect("a probability");
            assert!((probability - wanted).abs() < 1e-3, "{about}: {wanted}");
            sources.push(source);
        }
    }
    sources
}

fn schema(river: &River) -> api::Schema {
    api::schema(api::Hub {
        store: river.sync.store.clone(),
        catalog: Arc::new(catalog()),
        models: accord::insight::Models::built_in(),
        calendar: accord::insight::Calendar::default(),
        clock: Arc::new(river.clock.clone()),
        trial: None,
        digest: None,
        registers: accord::reconcile::Registers::new(),
    })
}
