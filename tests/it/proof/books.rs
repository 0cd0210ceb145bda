//! One customer's records, joined by the ids that the truth file names: what a patient person with
//! six browser tabs and a pencil would write down. Knows the vendors' shapes and nothing of ours.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use accord::sample::{PlantedAccount, Shelf, System};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde_json::Value;

/// What the six systems show at a moment.
pub(super) struct Systems {
    pub(super) shelves: Arc<BTreeMap<System, Shelf>>,
    pub(super) now: DateTime<Utc>,
}

impl Systems {
    /// The records of a kind that are not deleted and have one of these words in their text.
    fn naming(&self, system: System, object: &str, words: &[String]) -> Vec<Value> {
        let rows = self.shelves[&system].changed(object, None, self.now).into_iter();
        let kept = rows.filter(|row| !row.gone && words.iter().any(|w| row.body.contains(w)));
        kept.map(|row| serde_json::from_str(&row.body).expect("a record is JSON")).collect()
    }

    /// The `HubSpot` records of a kind that an association leads from to one of these ids, with the id.
    fn linked(
        &self,
        object: &str,
        association: &str,
        to: &BTreeSet<String>,
    ) -> Vec<(Value, String)> {
        let crm = &self.shelves[&System::Hubspot];
        let mut found = Vec::new();
        for link in crm.changed(association, None, self.now) {
            let ends: Value = serde_json::from_str(&link.body).expect("a link is JSON");
            let end = text(&ends[0]["toObjectId"]);
            let record = crm.get(object, &link.id, self.now).filter(|row| !row.gone);
            let Some(record) = record.filter(|_| to.contains(&end)) else { continue };
            found.push((serde_json::from_str(&record.body).expect("a record is JSON"), end));
        }
        found
    }
}

/// Somebody who works or worked there, known by mail address.
#[derive(Debug, Default)]
pub(super) struct Person {
    /// The CRM's words.
    pub(super) roles: Vec<String>,
    pub(super) influence: Option<i64>,
    pub(super) champion: Option<String>,
    pub(super) confirmed: Option<NaiveDate>,
    pub(super) left: Option<NaiveDate>,
}

impl Person {
    /// Has one of the CRM's roles.
    pub(super) fn is(&self, roles: &[&str]) -> bool {
        self.roles.iter().any(|role| roles.contains(&role.as_str()))
    }
}

/// A call, meeting, mail or enquiry.
#[derive(Debug)]
pub(super) struct Touch {
    pub(super) id: String,
    pub(super) mail: String,
    pub(super) enquiry: bool,
    /// Came from them. A meeting has no direction.
    pub(super) inbound: bool,
    pub(super) two_way: bool,
    pub(super) at: DateTime<Utc>,
}

#[derive(Debug)]
pub(super) struct Milestone {
    pub(super) id: String,
    pub(super) due: NaiveDate,
    pub(super) done: Option<NaiveDate>,
}

#[derive(Debug)]
pub(super) struct Deal {
    pub(super) id: String,
    pub(super) closed: NaiveDate,
    pub(super) won: bool,
    pub(super) first_expected: Option<NaiveDate>,
}

#[derive(Debug)]
pub(super) struct Quote {
    pub(super) id: String,
    pub(super) asked: DateTime<Utc>,
    pub(super) sent: DateTime<Utc>,
}

/// A contract's term.
#[derive(Debug)]
pub(super) struct Term {
    pub(super) id: String,
    pub(super) subscription: bool,
    pub(super) starts: NaiveDate,
    pub(super) ends: NaiveDate,
    pub(super) annual: f64,
    pub(super) seats: f64,
    pub(super) modules: Vec<String>,
    /// Yearly value after it, 0 when it was lost; `None` while nobody knows.
    pub(super) renewed: Option<f64>,
    pub(super) planned: Option<NaiveDate>,
    pub(super) live: Option<NaiveDate>,
}

#[derive(Debug)]
pub(super) struct Order {
    pub(super) number: String,
    pub(super) ordered: NaiveDate,
    pub(super) promised: NaiveDate,
    /// Categories of its items.
    pub(super) families: Vec<String>,
}

/// A line of a shipment.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) id: String,
    pub(super) order: String,
    /// Category of its item.
    pub(super) family: String,
    pub(super) shipped: NaiveDate,
}

#[derive(Debug)]
pub(super) struct Invoice {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) issued: NaiveDate,
    pub(super) due: NaiveDate,
    pub(super) net: f64,
}

#[derive(Debug)]
pub(super) struct Credit {
    pub(super) id: String,
    pub(super) invoice: String,
    pub(super) on: NaiveDate,
    /// Lines of goods that came back.
    pub(super) goods: usize,
}

#[derive(Debug)]
pub(super) struct Payment {
    pub(super) id: String,
    pub(super) invoice: String,
    pub(super) on: NaiveDate,
    pub(super) amount: f64,
}

#[derive(Debug)]
pub(super) struct Ticket {
    pub(super) id: String,
    pub(super) topic: String,
    /// The invoice that is objected to.
    pub(super) disputed: Option<String>,
    pub(super) opened: DateTime<Utc>,
    pub(super) solved: Option<DateTime<Utc>>,
    pub(super) replies: i64,
    pub(super) reopens: i64,
}

/// A promised service level and what became of it.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) id: String,
    pub(super) met: bool,
    pub(super) on: NaiveDate,
}

/// Something that marketing sent, or its echo.
#[derive(Debug)]
pub(super) struct Echo {
    pub(super) id: String,
    pub(super) metric: String,
    pub(super) mail: String,
    /// The message or event.
    pub(super) about: String,
    pub(super) page: String,
    pub(super) on: NaiveDate,
}

#[derive(Debug)]
pub(super) struct Use {
    pub(super) id: String,
    pub(super) user: String,
    pub(super) module: String,
    pub(super) actions: f64,
    pub(super) on: NaiveDate,
}

/// An answer to a question on a scale.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) id: String,
    pub(super) question: String,
    pub(super) mail: String,
    pub(super) score: f64,
    pub(super) on: NaiveDate,
}

/// Everything written down of one customer.
#[derive(Debug)]
pub(super) struct Books {
    pub(super) today: NaiveDate,
    /// The customer's own time zone.
    pub(super) zone: Tz,
    pub(super) receives_goods: bool,
    pub(super) in_support: bool,
    pub(super) people: BTreeMap<String, Person>,
    pub(super) touches: Vec<Touch>,
    pub(super) milestones: Vec<Milestone>,
    /// Day and id of references, reviews, referrals and case studies.
    pub(super) advocacy: Vec<(NaiveDate, String)>,
    pub(super) deals: Vec<Deal>,
    pub(super) quotes: Vec<Quote>,
    pub(super) terms: Vec<Term>,
    pub(super) orders: Vec<Order>,
    pub(super) lines: Vec<Line>,
    pub(super) invoices: Vec<Invoice>,
    pub(super) credits: Vec<Credit>,
    pub(super) payments: Vec<Payment>,
    pub(super) tickets: Vec<Ticket>,
    pub(super) targets: Vec<Target>,
    pub(super) echoes: Vec<Echo>,
    pub(super) uses: Vec<Use>,
    pub(super) answers: Vec<Answer>,
}

/// Reads an account's records.
struct Clerk<'a> {
    systems: &'a Systems,
    /// The account's ids in the system.
    crm: BTreeSet<String>,
    erp: BTreeSet<String>,
    desk: BTreeSet<String>,
    product: BTreeSet<String>,
    people: BTreeMap<String, Person>,
    /// Mail address by the CRM's id of the person.
    of_contact: BTreeMap<String, String>,
}

impl Books {
    pub(super) fn of(systems: &Systems, planted: &PlantedAccount) -> Self {
        let of = |kind: &str| -> BTreeSet<String> {
            let mine = planted.records.iter().filter(|(system, ..)| system == kind);
            mine.map(|(_, _, id)| id.clone()).collect()
        };
        let mut clerk = Clerk {
            systems,
            crm: of("hubspot"),
            erp: of("businesscentral"),
            desk: of("zendesk"),
            product: of("mixpanel"),
            people: BTreeMap::new(),
            of_contact: BTreeMap::new(),
        };
        let company = clerk.company();
        clerk.meet_contacts();
        let uses = clerk.uses();
        let requesters = clerk.requesters();
        let (milestones, advocacy) = clerk.tasks();
        let tickets = clerk.tickets(&requesters);
        Self {
            today: systems.now.date_naive(),
            zone: text(&company["time_zone"]).parse().expect("an IANA zone"),
            receives_goods: company["receives_goods"] != "false",
            in_support: !clerk.desk.is_empty(),
            touches: clerk.touches(),
            milestones,
            advocacy,
            deals: clerk.deals(),
            quotes: clerk.quotes(),
            terms: clerk.terms(),
            orders: clerk.orders(),
            lines: clerk.lines(),
            invoices: clerk.invoices(),
            credits: clerk.credits(),
            payments: clerk.payments(),
            targets: clerk.targets(&tickets),
            tickets,
            echoes: clerk.echoes(),
            answers: clerk.answers(),
            uses,
            people: clerk.people,
        }
    }
}

impl Clerk<'_> {
    /// Properties of the CRM's first record of the company.
    fn company(&self) -> Value {
        let ids: Vec<String> = self.crm.iter().cloned().collect();
        let records = self.systems.naming(System::Hubspot, "companies", &ids);
        let mut mine = records.into_iter().filter(|r| self.crm.contains(&text(&r["id"])));
        let full = |r: &Value| r["properties"]["time_zone"].is_string();
        let mut record = mine.find(full).expect("the CRM knows the company");
        record["properties"].take()
    }

    fn meet_contacts(&mut self) {
        let ids: Vec<String> = self.crm.iter().cloned().collect();
        for record in self.systems.naming(System::Hubspot, "contacts", &ids) {
            let p = &record["properties"];
            if !self.crm.contains(&text(&p["associatedcompanyid"])) {
                continue;
            }
            let mail = text(&p["email"]).to_lowercase();
            self.of_contact.insert(text(&record["id"]), mail.clone());
            let roles = p["hs_buying_role"].as_str().unwrap_or_default().split(';');
            self.people.insert(
                mail,
                Person {
                    roles: roles.filter(|r| !r.is_empty()).map(str::to_owned).collect(),
                    influence: number(&p["influence"]).map(|n| n as i64),
                    champion: p["champion_status"].as_str().map(str::to_owned),
                    confirmed: day(&p["champion_confirmed_date"]),
                    left: day(&p["left_company_date"]),
                },
            );
        }
    }

    /// Use of the product. Whoever signs in works there.
    fn uses(&mut self) -> Vec<Use> {
        let ids: Vec<String> = self.product.iter().cloned().collect();
        let mut uses = Vec::new();
        for record in self.systems.naming(System::Mixpanel, "events", &ids) {
            let p = &record["properties"];
            if record["event"] != "Module Used"
                || !self.product.contains(&text(&p["company_id"]))
            {
                continue;
            }
            let who = text(&p["distinct_id"]).to_lowercase();
            if who.contains('@') {
                self.people.entry(who.clone()).or_default();
            }
            let at = DateTime::from_timestamp(p["time"].as_i64().expect("seconds"), 0);
            uses.push(Use {
                id: text(&p["$insert_id"]),
                user: who,
                module: text(&p["module"]),
                actions: p["actions"].as_f64().expect("a count"),
                on: at.expect("a moment").date_naive(),
            });
        }
        uses
    }

    /// The support desk's ids of the account's people. The organisation's users work there.
    fn requesters(&mut self) -> BTreeSet<String> {
        let mut words: Vec<String> = self.desk.iter().cloned().collect();
        words.extend(self.people.keys().cloned());
        let mut users = BTreeSet::new();
        for record in self.systems.naming(System::Zendesk, "users", &words) {
            let mail = text(&record["email"]).to_lowercase();
            let theirs = self.desk.contains(&text(&record["organization_id"]));
            if record["role"] != "end-user" || !theirs && !self.people.contains_key(&mail) {
                continue;
            }
            self.people.entry(mail).or_default();
            users.insert(text(&record["id"]));
        }
        users
    }

    fn touches(&self) -> Vec<Touch> {
        let ids: BTreeSet<String> = self.of_contact.keys().cloned().collect();
        let mut touches = Vec::new();
        for object in ["calls", "meetings", "emails"] {
            let linked = self.systems.linked(object, &format!("{object}/contacts"), &ids);
            for (record, contact) in linked {
                let p = &record["properties"];
                let mail = self.of_contact[&contact].clone();
                let Some(at) = moment(&p["hs_timestamp"]) else { continue };
                let incoming = p["hs_email_direction"] == "INCOMING_EMAIL";
                let inbound = incoming || p["hs_call_direction"] == "INBOUND";
                let two_way = incoming
                    || p["hs_call_status"] == "COMPLETED"
                    || p["hs_meeting_outcome"] == "COMPLETED";
                if p["hs_meeting_outcome"] == "CANCELED" {
                    continue;
                }
                let enquiry = p["enquiry"] == "true";
                let id = format!("hubspot {object} {}", text(&record["id"]));
                touches.push(Touch { id, mail, enquiry, inbound, two_way, at });
            }
        }
        touches
    }

    fn tasks(&self) -> (Vec<Milestone>, Vec<(NaiveDate, String)>) {
        let (mut milestones, mut advocacy) = (Vec::new(), Vec::new());
        for (record, _) in self.systems.linked("tasks", "tasks/companies", &self.crm) {
            let p = &record["properties"];
            let id = format!("hubspot tasks {}", text(&record["id"]));
            let (due, done) = (day(&p["hs_timestamp"]), day(&p["hs_task_completion_date"]));
            match (p["task_kind"].as_str(), due, done) {
                (Some("milestone"), Some(due), done) => {
                    milestones.push(Milestone { id, due, done });
                }
                (Some("advocacy"), _, Some(done)) => advocacy.push((done, id)),
                _ => {}
            }
        }
        (milestones, advocacy)
    }

    fn deals(&self) -> Vec<Deal> {
        let linked = self.systems.linked("deals", "deals/companies", &self.crm).into_iter();
        let closed = linked.filter(|(r, _)| r["properties"]["hs_is_closed"] == "true");
        closed
            .map(|(record, _)| {
                let p = &record["properties"];
                Deal {
                    id: format!("hubspot deals {}", text(&record["id"])),
                    closed: day(&p["closedate"]).expect("a closed deal has its day"),
                    won: p["hs_is_closed_won"] == "true",
                    first_expected: day(&p["first_expected_close_date"]),
                }
            })
            .collect()
    }

    fn quotes(&self) -> Vec<Quote> {
        let linked = self.systems.linked("quotes", "quotes/companies", &self.crm).into_iter();
        let quote = |(record, _): (Value, String)| {
            let p = &record["properties"];
            Some(Quote {
                id: format!("hubspot quotes {}", text(&record["id"])),
                asked: moment(&p["requested_at"])?,
                sent: moment(&p["sent_at"])?,
            })
        };
        linked.filter_map(quote).collect()
    }

    fn terms(&self) -> Vec<Term> {
        let linked = self.systems.linked("subscriptions", "subscriptions/companies", &self.crm);
        linked
            .into_iter()
            .map(|(record, _)| {
                let p = &record["properties"];
                let over = p["hs_status"] == "canceled" || p["hs_status"] == "expired";
                let modules = p["modules"].as_str().unwrap_or_default().split(';');
                Term {
                    id: format!("hubspot subscriptions {}", text(&record["id"])),
                    subscription: p["contract_form"] == "subscription",
                    starts: day(&p["hs_recurring_billing_start_date"]).expect("a first day"),
                    ends: day(&p["hs_recurring_billing_end_date"]).expect("a last day"),
                    annual: number(&p["annual_value"]).expect("a yearly value"),
                    seats: number(&p["seats"]).unwrap_or(0.0),
                    modules: modules.map(str::to_owned).collect(),
                    renewed: number(&p["renewed_annual_value"]).or(over.then_some(0.0)),
                    planned: day(&p["go_live_planned"]),
                    live: day(&p["go_live_actual"]),
                }
            })
            .collect()
    }

    /// Documents of the ERP for this customer.
    fn documents(&self, object: &str) -> Vec<Value> {
        let ids: Vec<String> = self.erp.iter().cloned().collect();
        let records = self.systems.naming(System::BusinessCentral, object, &ids).into_iter();
        records.filter(|r| self.erp.contains(&text(&r["customerId"]))).collect()
    }

    /// Category by item number.
    fn families(&self) -> HashMap<String, String> {
        let items = self.systems.naming(System::BusinessCentral, "items", &[String::new()]);
        let family =
            |i: &Value| (text(&i["number"]), text(&i["itemCategoryCode"]).to_lowercase());
        items.iter().map(family).collect()
    }

    fn orders(&self) -> Vec<Order> {
        let family = self.families();
        let order = |record: Value| Order {
            number: text(&record["number"]),
            ordered: day(&record["orderDate"]).expect("a day of order"),
            promised: day(&record["requestedDeliveryDate"]).expect("a promise"),
            families: list(&record["salesOrderLines"])
                .filter_map(|line| family.get(&text(&line["lineObjectNumber"])).cloned())
                .collect(),
        };
        self.documents("salesOrders").into_iter().map(order).collect()
    }

    fn lines(&self) -> Vec<Line> {
        let family = self.families();
        let mut lines = Vec::new();
        for shipment in self.documents("salesShipments") {
            for line in list(&shipment["salesShipmentLines"]) {
                lines.push(Line {
                    id: format!("businesscentral shipment line {}", text(&line["id"])),
                    order: text(&shipment["orderNumber"]),
                    family: family[&text(&line["lineObjectNumber"])].clone(),
                    shipped: day(&line["shipmentDate"]).expect("a day of shipment"),
                });
            }
        }
        lines
    }

    fn invoices(&self) -> Vec<Invoice> {
        let sent =
            self.documents("salesInvoices").into_iter().filter(|i| i["status"] != "Draft");
        sent.map(|record| Invoice {
            id: text(&record["id"]),
            number: text(&record["number"]),
            issued: day(&record["invoiceDate"]).expect("a day of issue"),
            due: day(&record["dueDate"]).expect("a due day"),
            net: number(&record["totalAmountExcludingTax"]).expect("an amount"),
        })
        .collect()
    }

    fn credits(&self) -> Vec<Credit> {
        let memos = self.documents("salesCreditMemos").into_iter();
        memos
            .map(|memo| Credit {
                id: format!("businesscentral credit memo {}", text(&memo["number"])),
                invoice: text(&memo["invoiceId"]),
                on: day(&memo["creditMemoDate"]).expect("a day"),
                goods: list(&memo["salesCreditMemoLines"])
                    .filter(|line| line["lineType"] == "Item")
                    .count(),
            })
            .collect()
    }

    fn payments(&self) -> Vec<Payment> {
        let records = self.documents("customerPayments").into_iter();
        records
            .map(|record| Payment {
                id: format!("businesscentral payment {}", text(&record["documentNumber"])),
                invoice: text(&record["appliesToInvoiceId"]),
                on: day(&record["postingDate"]).expect("a day"),
                amount: number(&record["amount"]).expect("an amount"),
            })
            .collect()
    }

    fn tickets(&self, users: &BTreeSet<String>) -> Vec<Ticket> {
        let words: Vec<String> = self.desk.iter().chain(users).cloned().collect();
        let records = self.systems.naming(System::Zendesk, "tickets", &words).into_iter();
        let mine = records.filter(|r| match &r["organization_id"] {
            Value::Null => users.contains(&text(&r["requester_id"])),
            organization => self.desk.contains(&text(organization)),
        });
        mine.map(|record| self.ticket(&record)).collect()
    }

    fn ticket(&self, record: &Value) -> Ticket {
        let id = text(&record["id"]);
        let desk = &self.systems.shelves[&System::Zendesk];
        let figures = desk.get("metric_sets", &id, self.systems.now).expect("its figures");
        let figures: Value = serde_json::from_str(&figures.body).expect("JSON");
        let field = |wanted: i64| {
            let field = list(&record["custom_fields"]).find(|f| f["id"] == wanted);
            field.and_then(|f| f["value"].as_str().map(str::to_owned))
        };
        let topic = field(360_001).unwrap_or_default();
        Ticket {
            disputed: field(360_002).filter(|_| topic == "billing"),
            topic,
            id,
            opened: moment(&record["created_at"]).expect("a moment"),
            solved: moment(&figures["solved_at"]),
            replies: figures["replies"].as_i64().expect("a count"),
            reopens: figures["reopens"].as_i64().expect("a count"),
        }
    }

    /// What was promised and decided: missed at the first breach, else kept when fulfilled.
    fn targets(&self, tickets: &[Ticket]) -> Vec<Target> {
        let words: Vec<String> =
            tickets.iter().map(|t| format!("\"ticket_id\":{},", t.id)).collect();
        let mut instances: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for event in self.systems.naming(System::Zendesk, "ticket_metric_events", &words) {
            let part = |name: &str| text(&event[name]);
            let id =
                format!("{} {} {}", part("ticket_id"), part("metric"), part("instance_id"));
            instances.entry(id).or_default().push(event);
        }
        let target = |(id, events): (String, Vec<Value>)| {
            let of = |kind: &str| events.iter().find(|e| e["type"] == kind);
            of("apply_sla")?;
            let decided = of("breach").or_else(|| of("fulfill"))?;
            let on = day(&decided["time"])?;
            Some(Target { id: format!("zendesk target {id}"), met: of("breach").is_none(), on })
        };
        instances.into_iter().filter_map(target).collect()
    }

    fn echoes(&self) -> Vec<Echo> {
        let mails: Vec<String> = self.people.keys().cloned().collect();
        let profiles = self.systems.naming(System::Klaviyo, "profiles", &mails);
        let mail_of: HashMap<String, String> = profiles
            .iter()
            .map(|p| (text(&p["id"]), text(&p["attributes"]["email"]).to_lowercase()))
            .filter(|(_, mail)| self.people.contains_key(mail))
            .collect();
        let metrics = self.systems.naming(System::Klaviyo, "metrics", &[String::new()]);
        let name_of: HashMap<String, String> =
            metrics.iter().map(|m| (text(&m["id"]), text(&m["attributes"]["name"]))).collect();
        let words: Vec<String> = mail_of.keys().cloned().collect();
        let events = self.systems.naming(System::Klaviyo, "events", &words).into_iter();
        let echo = |event: Value| {
            let end = |what: &str| text(&event["relationships"][what]["data"]["id"]);
            let p = &event["attributes"]["event_properties"];
            let about = p["$message"].as_str().or(p["Event Name"].as_str());
            Some(Echo {
                id: format!("klaviyo events {}", text(&event["id"])),
                metric: name_of[&end("metric")].clone(),
                mail: mail_of.get(&end("profile"))?.clone(),
                about: about.unwrap_or_default().to_owned(),
                page: p["page"].as_str().unwrap_or_default().to_owned(),
                on: day(&event["attributes"]["datetime"])?,
            })
        };
        events.filter_map(echo).collect()
    }

    fn answers(&self) -> Vec<Answer> {
        let mails: Vec<String> = self.people.keys().cloned().collect();
        let mut answers = Vec::new();
        for response in self.systems.naming(System::SurveyMonkey, "responses", &mails) {
            let mail = text(&response["metadata"]["contact"]["email"]["value"]).to_lowercase();
            let complete = response["response_status"] == "completed";
            if !complete || !self.people.contains_key(&mail) {
                continue;
            }
            let on = day(&response["date_created"]).expect("a day");
            for question in list(&response["pages"]).flat_map(|p| list(&p["questions"])) {
                let weight = &question["answers"][0]["choice_metadata"]["weight"];
                let Some(score) = number(weight) else { continue };
                let id = format!("surveymonkey responses {}", text(&response["id"]));
                let (question, mail) = (text(&question["id"]), mail.clone());
                answers.push(Answer { id, question, mail, score, on });
            }
        }
        answers
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().map(Vec::as_slice).unwrap_or_default().iter()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

fn moment(value: &Value) -> Option<DateTime<Utc>> {
    value.as_str()?.parse().ok()
}

/// The day of a date or of a moment; all systems write moments in UTC.
fn day(value: &Value) -> Option<NaiveDate> {
    value.as_str()?.get(..10)?.parse().ok()
}
