//! Says what was planted, so that tests can hold the product against it.

use super::super::{PlantedAccount, Story, Truth};
use super::businesscentral::Books;
use super::world::{Account, Twist, World};
use super::{businesscentral, hubspot, mixpanel, zendesk};

/// The truth of a world.
pub(super) fn tell(world: &World, books: &Books) -> Truth {
    let mut accounts: Vec<PlantedAccount> =
        world.accounts.iter().map(|account| planted(world, account)).collect();
    accounts.extend((0..hubspot::PARTNERS).map(partner));
    let mut stories: Vec<Story> = BY_TWIST
        .iter()
        .map(|(code, says, twists)| {
            story(code, says, keys(world, |a| twists.contains(&a.twist)))
        })
        .collect();
    stories.extend(by_fact(world, books));
    Truth { accounts, stories }
}

fn planted(world: &World, account: &Account) -> PlantedAccount {
    let index = account.index;
    let record =
        |kind: &str, object: &str, id: String| (kind.to_owned(), object.to_owned(), id);
    let mut records =
        vec![record("hubspot", "companies", hubspot::company_id(index).to_string())];
    if account.twice_in_crm {
        records.push(record("hubspot", "companies", hubspot::twin_id(index).to_string()));
    }
    if account.in_erp {
        records.push(record(
            "businesscentral",
            "customers",
            businesscentral::customer_id(index),
        ));
    }
    if account.in_support {
        records.push(record(
            "zendesk",
            "organizations",
            zendesk::organization_id(index).to_string(),
        ));
    }
    if account.subscription && account.entitled(world.today).is_some() {
        records.push(record("mixpanel", "events", mixpanel::workspace(index)));
    }
    PlantedAccount {
        key: account.key.clone(),
        name: account.legal_name(),
        parent: account.parent.map(|p| world.accounts[p].key.clone()),
        records,
    }
}

/// A partner that serves customers: in the CRM, and a customer of nobody here.
fn partner(number: usize) -> PlantedAccount {
    let id = hubspot::partner_id(number).to_string();
    PlantedAccount {
        key: format!("partner-{number}"),
        name: hubspot::partner_name(number),
        parent: None,
        records: vec![("hubspot".to_owned(), "companies".to_owned(), id)],
    }
}

const BY_TWIST: &[(&str, &str, &[Twist])] = &[
    (
        "PARENT_AND_NAMESAKES",
        "A parent with three subsidiaries, and two strangers of the same name in other countries, with other VAT numbers and domains. Six accounts, none of which may merge.",
        &[Twist::Parent, Twist::Subsidiary, Twist::Namesake],
    ),
    (
        "EQUAL_NPS_OPPOSITE_TRUST",
        "The same five answers to the NPS question; trust items and measured facts are high in the first and low in the second.",
        &[Twist::TrustHigh, Twist::TrustLow],
    ),
    (
        "DELIVERY_CANARY",
        "Of the twenty just-in-time automotive suppliers these three saw on-time delivery fall in the last 28 days by more than 5 points against the 84 days before, and delivery tickets more than doubled in 14 days.",
        &[Twist::Canary],
    ),
    (
        "DELIVERY_SEGMENT",
        "The twenty members of the segment in which the canary sings.",
        &[Twist::Canary, Twist::Segment],
    ),
    (
        "CHAMPION_LEFT",
        "The champion left three weeks before the start.",
        &[Twist::ChampionLeft],
    ),
    (
        "UNHAPPY_DECISION_MAKER",
        "Everybody answers 9 or 10, the decision maker 3.",
        &[Twist::UnhappyDecider],
    ),
    (
        "RENEWAL_AT_RISK",
        "The subscription ends 60 days after the start while use of the last 28 days is about half of what it was, orders are half as large, deliveries are late, help is slow, and the people draw back.",
        &[Twist::RenewalAtRisk],
    ),
    (
        "GROWTH",
        "Use and orders rise, pricing and demo pages are visited, two deals are open, and half of our families and modules are not bought yet.",
        &[Twist::Growth],
    ),
    (
        "CRM_AND_SUPPORT_ONLY",
        "Known to CRM and support only: no ERP, no product, no marketing, hardly a survey.",
        &[Twist::CrmAndSupport],
    ),
    ("WELL_MEASURED", "Seen by every system, neither bad nor good: amber.", &[Twist::Kestrel]),
    ("TERMINATION", "Gave notice of termination.", &[Twist::Termination]),
    (
        "P1_OPEN",
        "An urgent ticket has been open for more than five business days.",
        &[Twist::UrgentOpen],
    ),
    ("OVERDUE", "Has not paid for most of a year.", &[Twist::Overdue]),
];

/// Stories that are about facts rather than about planted accounts.
fn by_fact(world: &World, books: &Books) -> Vec<Story> {
    let one_of = |currency: &str| {
        world.accounts.iter().find(|a| a.in_erp && a.country.currency == currency)
    };
    let currencies = ["EUR", "USD", "GBP"].into_iter().filter_map(one_of);
    vec![
        story(
            "SHARED_DOMAIN_FAMILY",
            "Parent and subsidiary use one domain; their VAT numbers differ.",
            keys(world, |a| ["harland", "harland-de"].contains(&a.key.as_str())),
        ),
        story(
            "THREE_CURRENCIES",
            "One of many that are billed in euro, dollar and pound each.",
            currencies.map(|a| a.key.clone()).collect(),
        ),
        story(
            "SILENT_SOURCE",
            "Klaviyo answers, but has nothing newer than 14 days before the start.",
            Vec::new(),
        ),
        story(
            "LATE_ARRIVALS",
            "Payments, shipments, notes and events became known days after they happened; with these accounts, payments.",
            late_payers(world, books),
        ),
        story(
            "DELETIONS",
            "Archived contacts and deals and deleted tickets, before the start and after; with these accounts, contacts.",
            keys(world, |a| a.people.iter().any(hubspot::is_archived)),
        ),
        story("DUPLICATES", "Twice in the CRM.", keys(world, |a| a.twice_in_crm)),
        story(
            "MOVED_DOMAIN",
            "Moved to another domain; the ERP still has the old one.",
            keys(world, |a| a.old_domain.is_some()),
        ),
        story(
            "CHANGED_EMPLOYER",
            "Somebody left here for another customer of ours.",
            keys(world, |a| {
                a.index >= world.plain_from && a.people.iter().any(|p| p.left.is_some())
            }),
        ),
    ]
}

/// The accounts with a payment that was keyed in days late.
fn late_payers(world: &World, books: &Books) -> Vec<String> {
    let late = books.invoices.iter().filter(|i| businesscentral::is_booked_late(i));
    let mut accounts: Vec<usize> = late.map(|i| i.account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    accounts.into_iter().map(|a| world.accounts[a].key.clone()).collect()
}

fn keys(world: &World, fits: impl Fn(&Account) -> bool) -> Vec<String> {
    world.accounts.iter().filter(|a| fits(a)).map(|a| a.key.clone()).collect()
}

fn story(code: &str, says: &str, accounts: Vec<String>) -> Story {
    Story { code: code.to_owned(), says: says.to_owned(), accounts }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::{Arc, OnceLock};

    use chrono::{DateTime, NaiveDate, Utc};
    use serde_json::Value;

    use super::*;
    use crate::sample::{Company, Shelf, System};

    /// A world as its systems show it at its start. Knows nothing of what made it.
    struct Seen {
        truth: Truth,
        start: DateTime<Utc>,
        shelves: Arc<BTreeMap<System, Shelf>>,
        /// Account key by system and id of its account record.
        whose: BTreeMap<(String, String), String>,
    }

    impl Seen {
        /// One world on a Monday morning and one in the middle of a Saturday night.
        fn worlds() -> &'static [Self; 2] {
            static WORLDS: OnceLock<[Seen; 2]> = OnceLock::new();
            WORLDS.get_or_init(Self::made)
        }

        fn made() -> [Self; 2] {
            [(7, "2026-06-15T08:00:00Z"), (99, "2025-11-29T23:10:00Z")].map(|(seed, start)| {
                let start: DateTime<Utc> = start.parse().unwrap();
                let company = Company::new(seed, start);
                let truth = company.truth().clone();
                let whose = truth.accounts.iter().flat_map(|account| {
                    account
                        .records
                        .iter()
                        .map(|(kind, _, id)| ((kind.clone(), id.clone()), account.key.clone()))
                });
                Self { whose: whose.collect(), shelves: company.shelves(start), truth, start }
            })
        }

        fn story(&self, code: &str) -> Vec<&str> {
            let story = self.truth.stories.iter().find(|s| s.code == code).unwrap();
            story.accounts.iter().map(String::as_str).collect()
        }

        fn records(&self, system: System, object: &str) -> Vec<Value> {
            let rows = self.shelves[&system].changed(object, None, self.start);
            let kept = rows.into_iter().filter(|row| !row.gone);
            kept.map(|row| serde_json::from_str(&row.body).unwrap()).collect()
        }

        /// HubSpot records of a kind as (id, properties).
        fn crm(&self, object: &str) -> Vec<(String, Value)> {
            let records = self.records(System::Hubspot, object).into_iter();
            records.map(|r| (text(&r["id"]), r["properties"].clone())).collect()
        }

        /// The account of a record by an association.
        fn linked(&self, object: &str, id: &str) -> &str {
            let row = self.shelves[&System::Hubspot].get(object, id, self.start).unwrap();
            let to: Value = serde_json::from_str(&row.body).unwrap();
            self.owner("hubspot", &to[0]["toObjectId"])
        }

        fn owner(&self, kind: &str, id: &Value) -> &str {
            self.whose.get(&(kind.to_owned(), text(id))).map_or("", String::as_str)
        }

        /// Key of the employer by mail, where it is one.
        fn employers(&self) -> BTreeMap<String, (String, Value)> {
            let contacts = self.crm("contacts").into_iter().map(|(_, p)| {
                let key = self.owner("hubspot", &p["associatedcompanyid"]).to_owned();
                (text(&p["email"]), (key, p))
            });
            contacts.collect()
        }

        fn days_ago(&self, value: &Value) -> i64 {
            let text = text(value);
            let day: NaiveDate = text.get(..10).unwrap().parse().unwrap();
            (self.start.date_naive() - day).num_days()
        }
    }

    fn text(value: &Value) -> String {
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    }

    /// Delivered lines as (account, days ago, on time).
    fn lines(seen: &Seen) -> Vec<(String, i64, bool)> {
        let orders = seen.records(System::BusinessCentral, "salesOrders");
        let promised: BTreeMap<String, String> = orders
            .iter()
            .map(|o| (text(&o["number"]), text(&o["requestedDeliveryDate"])))
            .collect();
        let mut lines = Vec::new();
        for shipment in seen.records(System::BusinessCentral, "salesShipments") {
            let key = seen.owner("businesscentral", &shipment["customerId"]).to_owned();
            for line in shipment["salesShipmentLines"].as_array().unwrap() {
                let day = &line["shipmentDate"];
                let kept = text(day) <= promised[&text(&shipment["orderNumber"])];
                lines.push((key.clone(), seen.days_ago(day), kept));
            }
        }
        lines
    }

    /// Tickets as (account, topic, days ago).
    fn tickets(seen: &Seen) -> Vec<(String, String, i64)> {
        let tickets = seen.records(System::Zendesk, "tickets").into_iter().map(|t| {
            let key = seen.owner("zendesk", &t["organization_id"]).to_owned();
            (key, text(&t["custom_fields"][0]["value"]), seen.days_ago(&t["created_at"]))
        });
        tickets.collect()
    }

    fn share(kept: &[bool]) -> f64 {
        100.0 * kept.iter().filter(|k| **k).count() as f64 / kept.len() as f64
    }

    /// The canary rule: spike ≥ 2, three tickets, on-time delivery down by 5 points.
    fn sings(
        key: &str,
        lines: &[(String, i64, bool)],
        tickets: &[(String, String, i64)],
    ) -> bool {
        let within = |from: i64, to: i64| -> Vec<bool> {
            let mine = lines.iter().filter(|l| l.0 == key && (from..to).contains(&l.1));
            mine.map(|l| l.2).collect()
        };
        let count = |from: i64, to: i64| {
            let mine = |t: &&(String, String, i64)| t.0 == key && t.1 == "delivery";
            tickets.iter().filter(mine).filter(|t| (from..to).contains(&t.2)).count() as f64
        };
        let (now, before) = (count(0, 14), count(14, 98) / 6.0);
        let fell = share(&within(0, 28)) - share(&within(28, 112)) <= -5.0;
        fell && now >= 3.0 && (now + 1.0) / (before + 1.0) >= 2.0
    }

    #[test]
    fn three_of_twenty_canaries_sing() {
        for seen in Seen::worlds() {
            let (lines, tickets) = (lines(seen), tickets(seen));
            let segment = seen.story("DELIVERY_SEGMENT");
            assert_eq!(segment.len(), 20);
            let singing: Vec<&str> =
                segment.into_iter().filter(|key| sings(key, &lines, &tickets)).collect();
            assert_eq!(singing, seen.story("DELIVERY_CANARY"));
        }
    }

    #[test]
    fn equal_nps_stands_beside_opposite_trust_and_the_decision_maker_is_unhappy_alone() {
        for seen in Seen::worlds() {
            let employers = seen.employers();
            // NPS answers with the role, and sum of the trust items, by account.
            let mut nps: BTreeMap<&str, Vec<(i64, bool)>> = BTreeMap::new();
            let mut trust: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
            for response in seen.records(System::SurveyMonkey, "responses") {
                let mail = text(&response["metadata"]["contact"]["email"]["value"]);
                let Some((key, person)) = employers.get(&mail) else { continue };
                for question in response["pages"][0]["questions"].as_array().unwrap() {
                    let weight = &question["answers"][0]["choice_metadata"]["weight"];
                    let Ok(weight) = text(weight).parse() else { continue };
                    let decides = text(&person["hs_buying_role"]).contains("DECISION_MAKER");
                    match text(&question["id"]).as_str() {
                        "51000101" => nps.entry(key).or_default().push((weight, decides)),
                        id if id.starts_with("5100011") => {
                            trust.entry(key).or_default().push(weight);
                        }
                        _ => {}
                    }
                }
            }
            let pair = seen.story("EQUAL_NPS_OPPOSITE_TRUST");
            let sorted = |key: &str| {
                let mut scores: Vec<i64> = nps[key].iter().map(|n| n.0).collect();
                scores.sort_unstable();
                scores
            };
            assert_eq!(sorted(pair[0]), sorted(pair[1]));
            assert!(
                trust[pair[0]].iter().all(|t| *t >= 6)
                    && trust[pair[1]].iter().all(|t| *t <= 3)
            );
            for (score, decides) in &nps[seen.story("UNHAPPY_DECISION_MAKER")[0]] {
                assert_eq!(*decides, *score <= 6, "{score}");
            }
            let silent = seen.story("CRM_AND_SUPPORT_ONLY");
            assert!(silent.len() == 60 && silent.iter().all(|key| !nps.contains_key(key)));
        }
    }

    #[test]
    fn people_and_terms_tell_their_stories() {
        for seen in Seen::worlds() {
            let employers = seen.employers();
            let left = seen.story("CHAMPION_LEFT");
            let gone = employers.values().find(|(key, p)| {
                left.contains(&key.as_str()) && p["champion_status"] == "left"
            });
            assert!((1..90).contains(&seen.days_ago(&gone.unwrap().1["left_company_date"])));
            let at_risk = seen.story("RENEWAL_AT_RISK")[0];
            let ends = seen.crm("subscriptions").into_iter().filter(|(id, p)| {
                p["hs_status"] == "active"
                    && p["contract_form"] == "subscription"
                    && seen.linked("subscriptions/companies", id) == at_risk
            });
            let days: Vec<i64> =
                ends.map(|(_, p)| seen.days_ago(&p["hs_recurring_billing_end_date"])).collect();
            assert_eq!(days, [-60]);
            let notices = seen.crm("companies").into_iter().filter(|(id, p)| {
                let key = seen.owner("hubspot", &Value::String(id.clone()));
                p["termination_notice_date"].is_string()
                    && seen.story("TERMINATION").contains(&key)
            });
            assert_eq!(notices.count(), 2);
            let growth = seen.story("GROWTH")[0];
            let open = seen.crm("deals").into_iter().filter(|(id, p)| {
                p["hs_is_closed"] == "false" && seen.linked("deals/companies", id) == growth
            });
            assert!(open.count() >= 2);
        }
    }

    /// Actions of the last 28 days over the mean of the three times 28 before, by account.
    fn trend(seen: &Seen, key: &str) -> f64 {
        let (mut now, mut before) = (0.0, 0.0);
        for line in seen.records(System::Mixpanel, "events") {
            let p = &line["properties"];
            if seen.owner("mixpanel", &p["company_id"]) != key {
                continue;
            }
            let days = (seen.start.timestamp() - p["time"].as_i64().unwrap()) / 86_400;
            let actions = p["actions"].as_f64().unwrap();
            match days {
                0..28 => now += actions,
                28..112 => before += actions / 3.0,
                _ => {}
            }
        }
        now / before
    }

    #[test]
    fn use_falls_before_the_renewal_and_rises_with_growth() {
        for seen in Seen::worlds() {
            assert!(trend(seen, seen.story("RENEWAL_AT_RISK")[0]) < 0.7);
            assert!(trend(seen, seen.story("GROWTH")[0]) > 1.05);
        }
    }

    #[test]
    fn money_and_urgency_tell_their_stories() {
        for seen in Seen::worlds() {
            let mut revenue: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
            let mut currencies: BTreeSet<String> = BTreeSet::new();
            for invoice in seen.records(System::BusinessCentral, "salesInvoices") {
                let sums = revenue
                    .entry(seen.owner("businesscentral", &invoice["customerId"]))
                    .or_default();
                if seen.days_ago(&invoice["invoiceDate"]) < 365 {
                    sums.0 += invoice["totalAmountIncludingTax"].as_f64().unwrap();
                }
                if seen.days_ago(&invoice["dueDate"]) > 90 {
                    sums.1 += invoice["remainingAmount"].as_f64().unwrap();
                }
                currencies.insert(text(&invoice["currencyCode"]));
            }
            assert_eq!(currencies.into_iter().collect::<Vec<_>>(), ["", "GBP", "USD"]);
            let overdue = revenue.iter().filter(|(_, (year, old))| *old > year / 10.0);
            assert_eq!(overdue.map(|o| *o.0).collect::<Vec<_>>(), seen.story("OVERDUE"));
            let urgent: BTreeSet<String> = seen
                .records(System::Zendesk, "tickets")
                .into_iter()
                .filter(|t| t["priority"] == "urgent" && seen.days_ago(&t["created_at"]) > 8)
                .filter(|t| t["status"] == "open" || t["status"] == "pending")
                .map(|t| seen.owner("zendesk", &t["organization_id"]).to_owned())
                .collect();
            assert_eq!(urgent.into_iter().collect::<Vec<_>>(), seen.story("P1_OPEN"));
            let newest = seen.records(System::Klaviyo, "events").into_iter();
            let newest = newest.map(|e| seen.days_ago(&e["attributes"]["datetime"])).min();
            assert!((14..21).contains(&newest.unwrap()));
        }
    }

    /// Keys by which a record can be matched exactly: VAT, domain, name and country.
    fn matchable(seen: &Seen) -> BTreeMap<(&str, String), BTreeSet<String>> {
        let mut keys: BTreeMap<(&str, String), BTreeSet<String>> = BTreeMap::new();
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        for (id, p) in seen.crm("companies") {
            let keys = keys.entry(("hubspot", id)).or_default();
            keys.extend(p["vat_number"].as_str().map(|v| format!("vat {}", bare(v))));
            keys.extend(p["domain"].as_str().map(|d| format!("domain {d}")));
        }
        for customer in seen.records(System::BusinessCentral, "customers") {
            let keys = keys.entry(("businesscentral", text(&customer["id"]))).or_default();
            keys.insert(format!("vat {}", bare(&text(&customer["taxRegistrationNumber"]))));
            let site = text(&customer["website"]);
            let site = site.trim_start_matches("https://").trim_start_matches("www.");
            keys.extend(
                (!site.is_empty()).then(|| format!("domain {}", site.trim_end_matches('/'))),
            );
        }
        for organization in seen.records(System::Zendesk, "organizations") {
            let keys = keys.entry(("zendesk", text(&organization["id"]))).or_default();
            let domains = organization["domain_names"].as_array().unwrap();
            keys.extend(domains.iter().map(|d| format!("domain {}", text(d))));
        }
        for line in seen.records(System::Mixpanel, "events") {
            let p = &line["properties"];
            let keys = keys.entry(("mixpanel", text(&p["company_id"]))).or_default();
            keys.insert(format!("domain {}", text(&p["company_domain"])));
        }
        keys
    }

    #[test]
    fn records_of_one_customer_share_a_key_and_those_of_two_do_not() {
        for seen in Seen::worlds() {
            let keys = matchable(seen);
            let (mut linked, mut pairs) = (0, 0);
            for account in &seen.truth.accounts {
                let sets: Vec<_> = account
                    .records
                    .iter()
                    .map(|(kind, _, id)| &keys[&(kind.as_str(), id.clone())])
                    .collect();
                for (place, one) in sets.iter().enumerate() {
                    for other in sets.iter().skip(place + 1) {
                        pairs += 1;
                        linked += i32::from(!one.is_disjoint(other));
                    }
                }
            }
            assert!(f64::from(linked) >= 0.95 * f64::from(pairs), "{linked} of {pairs}");
            let mut holders: BTreeMap<&String, BTreeSet<&str>> = BTreeMap::new();
            for ((kind, id), keys) in &keys {
                let owner = seen.owner(kind, &Value::String(id.clone()));
                assert!(!owner.is_empty(), "{kind} {id}");
                for key in keys {
                    holders.entry(key).or_default().insert(owner);
                }
            }
            let shared: Vec<_> = holders.into_iter().filter(|(_, who)| who.len() > 1).collect();
            let family: BTreeSet<&str> =
                seen.story("SHARED_DOMAIN_FAMILY").into_iter().collect();
            assert_eq!(shared, [(&"domain harland-dynamics.example".to_owned(), family)]);
        }
    }

    #[test]
    fn namesakes_are_strangers_and_every_customer_is_told_of() {
        for seen in Seen::worlds() {
            let truth = &seen.truth;
            assert_eq!(truth.accounts.len(), 400 + hubspot::PARTNERS);
            let names = seen.story("PARENT_AND_NAMESAKES");
            assert_eq!(names.len(), 6);
            let children =
                truth.accounts.iter().filter(|a| a.parent.as_deref() == Some("harland"));
            assert_eq!(children.count(), 3);
            let same =
                truth.accounts.iter().filter(|a| a.name.starts_with("Harland Dynamics "));
            assert!(same.count() >= 3);
            for story in &truth.stories {
                let known = |key: &String| truth.accounts.iter().any(|a| a.key == *key);
                assert!(story.accounts.iter().all(known), "{}", story.code);
                assert!(
                    story.code == "SILENT_SOURCE" || !story.accounts.is_empty(),
                    "{}",
                    story.code
                );
            }
            let keys: BTreeSet<&String> = truth.accounts.iter().map(|a| &a.key).collect();
            assert_eq!(keys.len(), truth.accounts.len());
            assert!((20..32).contains(&seen.story("DUPLICATES").len()));
        }
    }
}
