//! HubSpot: companies, people, deals, subscriptions and what was said, as CRM v3 objects.
//!
//! Shapes follow <https://developers.hubspot.com/docs/api/crm/understanding-the-crm>; every property
//! is text or null, as HubSpot answers them.

use super::Rows;
use super::chance::Dice;
use super::history::{entered, held, owner_history, with_history};
use super::names;
use super::text::{Object, decimal};
use super::when::{self, DAY, Day, HOUR, Sec};
use super::world::{Account, FAMILIES, MODULES, Person, Term, Twist, World};

/// Partners that serve some customers.
pub(super) const PARTNERS: usize = 6;

pub(super) fn company_id(account: usize) -> u64 {
    9_100_000_000 + account as u64 * 7
}

/// The second record of a company that is in the CRM twice.
pub(super) fn twin_id(account: usize) -> u64 {
    9_200_000_000 + account as u64 * 7
}

pub(super) fn partner_name(partner: usize) -> String {
    format!("{} Technical Services", names::FIRST[partner * 7])
}

pub(super) fn partner_id(partner: usize) -> u64 {
    9_300_000_000 + partner as u64
}

pub(super) fn contact_id(person: u64) -> u64 {
    20_100_000_000 + person * 3
}

pub(super) fn owner_id(staff: usize) -> String {
    (80_100 + staff).to_string()
}

/// What ticks need to know of the CRM.
#[derive(Debug, Default)]
pub(super) struct Crm {
    /// Deals that are open at the start.
    pub open_deals: Vec<Deal>,
    /// The last number given to a touch.
    pub last_touch: u64,
}

/// An opportunity.
#[derive(Debug, Clone)]
pub(super) struct Deal {
    pub number: u64,
    pub account: usize,
    pub name: String,
    /// Hundredths of the account's currency.
    pub cents: i64,
    pub stage: &'static str,
    pub renewal: bool,
    pub created: Sec,
    /// When it closed, or is expected to.
    pub closes: Sec,
    /// How many of the open stages it has been in, from the first on.
    pub reached: i64,
    pub first_expected: Day,
    pub sku: Option<String>,
    pub term: Option<u64>,
}

impl Deal {
    pub(super) fn closed(&self) -> bool {
        self.stage.starts_with("closed")
    }
}

/// A record under HubSpot's envelope.
fn record(id: u64, properties: Object, (created, at): (Sec, Sec), archived: bool) -> String {
    let body = Object::new()
        .word("id", id.to_string())
        .raw("properties", properties.word("hs_object_id", id.to_string()).finish())
        .word("createdAt", when::iso_ms(created))
        .word("updatedAt", when::iso_ms(at))
        .flag("archived", archived);
    if archived { body.word("archivedAt", when::iso_ms(at)).finish() } else { body.finish() }
}

/// One way from a record to another.
fn link(rows: &mut Rows, object: &'static str, (from, to): (u64, u64), (at, kind): (Sec, u32)) {
    rows.put(object, from.to_string(), at, |_| {
        format!(
            r#"[{{"toObjectId":{to},"associationTypes":[{{"category":"HUBSPOT_DEFINED","typeId":{kind},"label":null}}]}}]"#
        )
    });
}

/// Writes the CRM up to the start.
pub(super) fn write(world: &World, rows: &mut Rows) -> Crm {
    owners(world, rows);
    partners(world, rows);
    for account in &world.accounts {
        write_company(world, account, rows);
        for person in &account.people {
            write_person(world, person, rows);
        }
        for term in &account.terms {
            write_term(world, account, term, rows);
        }
        write_tasks(world, account, rows);
    }
    let mut crm = Crm { open_deals: write_deals(world, rows), last_touch: 0 };
    for account in &world.accounts {
        write_touches(world, account, &mut crm.last_touch, rows);
    }
    crm
}

fn owners(world: &World, rows: &mut Rows) {
    for (place, staff) in world.staff.iter().enumerate() {
        let at = world.start - 800 * DAY + place as i64;
        rows.put("owners", owner_id(place), at, |at| {
            Object::new()
                .word("id", owner_id(place))
                .text("email", &staff.email)
                .word("type", "PERSON")
                .text("firstName", staff.given)
                .text("lastName", staff.family)
                .int("userId", 4_500_100 + place as i64)
                .word("createdAt", when::iso_ms(at))
                .word("updatedAt", when::iso_ms(at))
                .flag("archived", false)
                .raw(
                    "teams",
                    format!(
                        r#"[{{"id":"{}","name":"{}","primary":true}}]"#,
                        staff.team.len(),
                        staff.team
                    ),
                )
                .finish()
        });
    }
}

fn partners(world: &World, rows: &mut Rows) {
    for partner in 0..PARTNERS {
        let name = partner_name(partner);
        let at = world.start - (300 + partner as i64 * 40) * DAY;
        rows.put("companies", partner_id(partner).to_string(), at, |at| {
            let properties = Object::new()
                .text("name", &name)
                .text("domain", &format!("{}.example", names::slug(&name)))
                .word("country", "Germany")
                .word("industry", "Industrial services")
                .word("createdate", when::iso_ms(at))
                .word("hs_lastmodifieddate", when::iso_ms(at));
            record(partner_id(partner), properties, (at, at), false)
        });
    }
}

fn write_company(world: &World, account: &Account, rows: &mut Rows) {
    let mut dice = world.dice("hubspot-company", account.index as u64);
    let at = world.start - dice.between(0, 300) * DAY - dice.between(600, DAY);
    let id = company_id(account.index);
    rows.put("companies", id.to_string(), at, |at| company_body(world, account, at));
    if account.twice_in_crm {
        let id = twin_id(account.index);
        rows.put("companies", id.to_string(), at - 20 * DAY, |at| {
            twin_body(world, account, at)
        });
    }
}

/// The company's record at a moment.
pub(super) fn company_body(world: &World, account: &Account, at: Sec) -> String {
    let mut dice = world.dice("hubspot-company-body", account.index as u64);
    let plain = matches!(account.twist, Twist::Plain | Twist::CrmAndSupport);
    let name = if plain { account.spelled(&mut dice) } else { account.legal_name() };
    let (city, zip, state) = account.city;
    let full = !plain || dice.chance(0.9);
    let families = account.families.iter().map(|f| FAMILIES[*f]).collect::<Vec<_>>().join(";");
    let vat = (!plain || dice.chance(0.93)).then_some(account.vat.as_str());
    // Some leave out the country, which stands in a field of its own.
    let bare = plain && dice.chance(0.08);
    let vat = vat.map(|v| if bare { v.trim_start_matches(account.country.code) } else { v });
    let partner =
        (plain && dice.chance(0.15)).then(|| partner_id(account.index % PARTNERS).to_string());
    let created = account.since * DAY + 8 * HOUR;
    let notice = account.terms.last().filter(|_| account.twist == Twist::Termination);
    let country =
        if plain { dice.pick(account.country.names) } else { &account.country.names[0] };
    let properties = Object::new()
        .text("name", &name)
        .maybe("domain", (!plain || dice.chance(0.985)).then_some(account.domain.as_str()))
        .maybe("phone", full.then_some(account.phone.as_str()))
        .maybe("address", full.then_some(account.street.as_str()))
        .maybe("city", full.then_some(city))
        .maybe("zip", full.then_some(zip))
        .maybe("state", full.then_some(state))
        .text("country", country)
        .text("industry", account.industry)
        .maybe("numberofemployees", full.then(|| account.employees.to_string()).as_deref())
        .maybe(
            "annualrevenue",
            full.then(|| decimal(account.employees * 18_750_000)).as_deref(),
        )
        .word("hubspot_owner_id", owner_id(account.owner))
        .maybe(
            "hs_parent_company_id",
            account.parent.map(|p| company_id(p).to_string()).as_deref(),
        )
        .word("createdate", when::iso_ms(created))
        .word("hs_lastmodifieddate", when::iso_ms(at))
        .maybe("vat_number", vat)
        .maybe("duns_number", (!plain || dice.chance(0.5)).then_some(account.duns.as_str()))
        .maybe("line_of_business", account.goods.then_some(families.as_str()))
        .word("time_zone", account.country.zone)
        .word("customer_since", when::date(account.since))
        .word("receives_goods", if account.goods { "true" } else { "false" })
        .maybe(
            "termination_notice_date",
            notice.and_then(|t| t.notice).map(when::date).as_deref(),
        )
        .maybe("partner_company_id", partner.as_deref());
    let owners = owner_history(world, account, created);
    let body = record(company_id(account.index), properties, (created, at), false);
    with_history(body, &owners)
}

/// The same company typed in again by somebody who did not look.
fn twin_body(world: &World, account: &Account, at: Sec) -> String {
    let mut dice = world.dice("hubspot-twin", account.index as u64);
    let created = at - dice.between(10, 300) * DAY;
    let name = account.spelled(&mut dice);
    let by_domain = !account.index.is_multiple_of(3);
    let phone = dice.chance(0.4).then_some(account.phone.as_str());
    let owner = dice.index(10);
    let properties = Object::new()
        .text("name", &name)
        .maybe("domain", by_domain.then_some(account.domain.as_str()))
        .maybe("phone", phone)
        .text("city", account.city.0)
        .text("country", account.country.names[1])
        .word("hubspot_owner_id", owner_id(owner))
        .word("createdate", when::iso_ms(created))
        .word("hs_lastmodifieddate", when::iso_ms(at))
        .maybe("vat_number", (!by_domain || dice.chance(0.5)).then_some(account.vat.as_str()));
    let body = record(twin_id(account.index), properties, (created, at), false);
    with_history(body, &held(&[(owner, created)]))
}

fn write_person(world: &World, person: &Person, rows: &mut Rows) {
    let mut dice = world.dice("hubspot-contact", person.number);
    let at = world.start - dice.between(0, 400) * DAY - dice.between(600, DAY);
    let at = person.confirmed.or(person.left).map_or(at, |day| at.max(day * DAY + 10 * HOUR));
    let id = contact_id(person.number).to_string();
    rows.put("contacts", id.clone(), at, |at| contact_body(world, person, at, false));
    // Some were archived since: asked to be forgotten, or entered in error.
    if is_archived(person) {
        let at = world.start - dice.between(1, 60) * DAY;
        rows.bury("contacts", id, at, |at| contact_body(world, person, at, true));
    }
}

/// Whether the person's record was archived before the start.
pub(super) fn is_archived(person: &Person) -> bool {
    person.number % 61 == 17 && person.roles.is_none() && person.champion.is_none()
}

/// The person's record at a moment.
pub(super) fn contact_body(world: &World, person: &Person, at: Sec, archived: bool) -> String {
    let mut dice = world.dice("hubspot-contact-body", person.number);
    let account = &world.accounts[person.account];
    // Where there are two records, some people hang on the second.
    let twin = account.twice_in_crm && person.number % 4 == 3;
    let company = if twin { twin_id(account.index) } else { company_id(account.index) };
    let created = (account.since + dice.between(0, 300)) * DAY + 9 * HOUR;
    let created = created.min(at);
    let properties = Object::new()
        .text("firstname", person.given)
        .text("lastname", person.family)
        .text("email", &person.email)
        .maybe("phone", person.phone.as_deref())
        .maybe("jobtitle", dice.chance(0.9).then_some(person.title))
        .text("company", &account.spelled(&mut dice))
        .word("associatedcompanyid", company.to_string())
        .maybe("hs_buying_role", person.roles)
        .word("hubspot_owner_id", owner_id(account.owner))
        .word("createdate", when::iso_ms(created))
        .word("lastmodifieddate", when::iso_ms(at))
        .maybe("influence", person.influence.map(|i| i.to_string()).as_deref())
        .maybe("champion_status", person.champion)
        .maybe("champion_confirmed_date", person.confirmed.map(when::date).as_deref())
        .maybe(
            "reports_to_contact_id",
            person.reports_to.map(|p| contact_id(p).to_string()).as_deref(),
        )
        .maybe("left_company_date", person.left.map(when::date).as_deref());
    record(contact_id(person.number), properties, (created, at), archived)
}

fn write_term(world: &World, account: &Account, term: &Term, rows: &mut Rows) {
    let id = 40_100_000_000 + term.number;
    let signed = term.starts * DAY - 10 * DAY;
    let touched = term.renewed.map_or(signed, |(day, _)| day * DAY).max(signed) + 10 * HOUR;
    let touched = term.notice.map_or(touched, |day| touched.max(day * DAY + 10 * HOUR));
    let intent = intent(world, account, term);
    let touched = intent.map_or(touched, |day| touched.max(day * DAY + 10 * HOUR));
    let lost = term.renewed.is_some_and(|(_, value)| value == 0);
    let status = match () {
        () if term.active(world.today) => "active",
        () if lost => "canceled",
        () => "expired",
    };
    let words = if term.frame { FAMILIES } else { MODULES };
    let modules = term.modules.iter().map(|m| words[*m]).collect::<Vec<_>>().join(";");
    let kind = if term.frame { "Frame contract" } else { "Monitoring" };
    let renewed = term.renewed.map(|(day, value)| (when::date(day), decimal(value)));
    let live = term.go_live;
    rows.put("subscriptions", id.to_string(), touched, |at| {
        let properties = Object::new()
            .text("hs_name", &format!("{kind} {}", account.name))
            .word("hs_status", status)
            .word("hs_recurring_billing_start_date", when::date(term.starts))
            .word("hs_recurring_billing_end_date", when::date(term.ends))
            .word("hs_currency_code", account.country.currency)
            .word("hs_createdate", when::iso_ms(signed))
            .word("hs_lastmodifieddate", when::iso_ms(at))
            .word("annual_value", decimal(term.annual))
            .maybe("seats", (!term.frame).then(|| term.seats.to_string()).as_deref())
            .word("modules", &modules)
            .word("contract_form", if term.frame { "frame" } else { "subscription" })
            .maybe("renewed_date", renewed.as_ref().filter(|_| !lost).map(|r| r.0.as_str()))
            .maybe("renewed_annual_value", renewed.as_ref().map(|r| r.1.as_str()))
            .maybe(
                "renews_subscription_id",
                term.renews.map(|r| (40_100_000_000 + r).to_string()).as_deref(),
            )
            .maybe("renewal_intent_date", intent.map(when::date).as_deref())
            .maybe("notice_date", term.notice.map(when::date).as_deref())
            .maybe("go_live_planned", live.map(|l| when::date(l.0)).as_deref())
            .maybe("go_live_actual", live.and_then(|l| l.1).map(when::date).as_deref());
        record(id, properties, (signed, at), false)
    });
    link(rows, "subscriptions/companies", (id, company_id(account.index)), (touched, 299));
}

/// When those who like us signed that they mean to renew, in the months before the end.
fn intent(world: &World, account: &Account, term: &Term) -> Option<Day> {
    let soon = term.active(world.today) && term.ends < world.today + 150;
    let mut dice = world.dice("intent", term.number);
    let likely = account.twist == Twist::Plain && account.drivers.sympathy > 0.55;
    let day = world.today - dice.between(3, 45);
    (soon && likely && dice.chance(0.6) && day > term.starts).then_some(day)
}

/// Milestones of this year's projects, and acts of advocacy.
fn write_tasks(world: &World, account: &Account, rows: &mut Rows) {
    const STEPS: &[&str] =
        &["Kick-off", "Site survey", "Installation", "Training", "Acceptance"];
    const FORMS: &[&str] = &["reference", "review", "referral", "case_study"];
    let mut dice = world.dice("tasks", account.index as u64);
    let mut number = account.index as u64 * 20;
    if account.twist != Twist::Plain || dice.chance(0.68) {
        let first = dice.between(110, 340);
        for (place, step) in STEPS.iter().take(dice.between(3, 5) as usize).enumerate() {
            let due = when::working(world.today - first + place as i64 * 24);
            let kept = dice.chance(0.5 + 0.45 * account.drivers.onboarding);
            let done = due + if kept { -dice.between(0, 4) } else { dice.between(3, 25) };
            number += 1;
            let task = (number, "milestone", *step);
            put_task(world, account, task, (due, (done < world.today).then_some(done)), rows);
        }
    }
    let fond = account.drivers.sympathy;
    for _ in 0..3 {
        if account.twist == Twist::Growth || dice.chance((fond - 0.25) * 0.45) {
            let day = when::working(world.today - dice.between(5, 350));
            number += 1;
            put_task(
                world,
                account,
                (number, "advocacy", *dice.pick(FORMS)),
                (day, Some(day)),
                rows,
            );
        }
    }
}

fn put_task(
    world: &World,
    account: &Account,
    (number, kind, what): (u64, &str, &str),
    (due, done): (Day, Option<Day>),
    rows: &mut Rows,
) {
    let id = 70_100_000_000 + number;
    let at = done.unwrap_or(due.min(world.today - 1)) * DAY + 16 * HOUR;
    let milestone = kind == "milestone";
    let subject = if milestone {
        format!("{what}: {}", account.name)
    } else {
        format!("Thank you: {what}")
    };
    rows.put("tasks", id.to_string(), at, |at| {
        let created = at - 30 * DAY;
        let properties = Object::new()
            .text("hs_task_subject", &subject)
            .word("hs_timestamp", when::iso_ms(due * DAY + 16 * HOUR))
            .word("hs_task_status", if done.is_some() { "COMPLETED" } else { "NOT_STARTED" })
            .maybe(
                "hs_task_completion_date",
                done.map(|d| when::iso_ms(d * DAY + 12 * HOUR)).as_deref(),
            )
            .word("hs_task_type", "TODO")
            .word("hubspot_owner_id", owner_id(18 + account.index % 4))
            .word("hs_createdate", when::iso_ms(created))
            .word("hs_lastmodifieddate", when::iso_ms(at))
            .word("task_kind", kind)
            .maybe("advocacy_form", (!milestone).then_some(what));
        record(id, properties, (created, at), false)
    });
    link(rows, "tasks/companies", (id, company_id(account.index)), (at, 192));
}

/// The first so many of [`STAGES`] are open.
const OPEN_STAGES: usize = 5;

pub(super) const STAGES: &[(&str, &str)] = &[
    ("appointmentscheduled", "0.2"),
    ("qualifiedtobuy", "0.4"),
    ("presentationscheduled", "0.6"),
    ("decisionmakerboughtin", "0.8"),
    ("contractsent", "0.9"),
    ("closedwon", "1.0"),
    ("closedlost", "0.0"),
];

/// Deals of two years with their quotes; gives the open ones.
fn write_deals(world: &World, rows: &mut Rows) -> Vec<Deal> {
    let mut open = Vec::new();
    let mut number = 0;
    for account in &world.accounts {
        let mut dice = world.dice("deals", account.index as u64);
        for deal in deals(world, account, &mut number, &mut dice) {
            let touched = if deal.closed() { deal.closes } else { deal.created + 9 * DAY };
            put_deal(world, &deal, touched.min(world.start - 900), rows);
            if !deal.renewal && dice.chance(0.62) {
                write_quote(world, account, &deal, (&mut dice, rows));
            }
            if deal.number % 41 == 9
                && deal.stage == "closedlost"
                && account.twist == Twist::Plain
            {
                let id = (30_100_000_000 + deal.number).to_string();
                let at = world.start - 3 * DAY;
                rows.bury("deals", id, at, |at| deal_body(world, &deal, at, true));
            } else if !deal.closed() {
                open.push(deal);
            }
        }
    }
    open
}

fn deals(world: &World, account: &Account, number: &mut u64, dice: &mut Dice) -> Vec<Deal> {
    let mut deals = Vec::new();
    let decided = dice.between(2, 4);
    for _ in 0..decided {
        let likely = 0.08 + 0.55 * account.drivers.sales;
        let won = account.twist == Twist::Growth || dice.chance(likely);
        let stage = if won { "closedwon" } else { "closedlost" };
        let closes = world.start - dice.between(8, 700) * DAY - dice.between(0, 6 * HOUR);
        deals.push(deal(world, account, (stage, closes), dice));
    }
    let open = match account.twist {
        Twist::Growth => 2,
        _ => i64::from(dice.chance(0.45)),
    };
    for _ in 0..open {
        let stage = STAGES[dice.index(5)].0;
        let closes = world.start + dice.between(10, 120) * DAY;
        deals.push(deal(world, account, (stage, closes), dice));
    }
    for term in account
        .terms
        .iter()
        .filter(|t| t.ends > world.today - 700 && t.ends < world.today + 100)
    {
        deals.push(renewal(world, account, term, dice));
    }
    for deal in &mut deals {
        *number += 1;
        deal.number = *number;
        deal.reached = reached(world, deal);
    }
    deals
}

/// How far a deal came: one that was won through all open stages, one that was lost to any of them.
fn reached(world: &World, deal: &Deal) -> i64 {
    match deal.stage {
        "closedlost" => world.dice("reached", deal.number).between(1, OPEN_STAGES as i64),
        stage => open_stages(stage) as i64,
    }
}

/// How many open stages a deal has been in that is in this one, when it skipped none.
pub(super) fn open_stages(stage: &str) -> usize {
    STAGES[..OPEN_STAGES]
        .iter()
        .position(|s| s.0 == stage)
        .map_or(OPEN_STAGES, |place| place + 1)
}

fn deal(
    world: &World,
    account: &Account,
    (stage, closes): (&'static str, Sec),
    dice: &mut Dice,
) -> Deal {
    let expansion = !account.families.is_empty() && dice.chance(0.7);
    // What they would buy is something they do not have yet, where there is such a thing.
    let family = (0..FAMILIES.len()).find(|f| !account.families.contains(f)).unwrap_or(0);
    let good = &world.goods[family * 8 + dice.index(8)];
    let slip = ((1.0 - account.drivers.sales) * 30.0) as i64 + dice.between(-3, 6);
    let created = closes.min(world.start) - dice.between(25, 110) * DAY;
    Deal {
        number: 0,
        account: account.index,
        name: format!("{} {}", if expansion { "Expansion" } else { "New line" }, good.name),
        cents: good.cents * dice.between(4, 40),
        stage,
        renewal: false,
        created,
        closes,
        reached: 0,
        first_expected: when::day_of(closes) - slip.max(0),
        sku: Some(good.sku.clone()),
        term: None,
    }
}

fn renewal(world: &World, account: &Account, term: &Term, dice: &mut Dice) -> Deal {
    let (stage, day) = match term.renewed {
        Some((day, 0)) => ("closedlost", day),
        Some((day, _)) => ("closedwon", day),
        None => (STAGES[dice.index(4)].0, term.ends - 5),
    };
    let value = term.renewed.map_or(term.annual, |(_, value)| value.max(term.annual / 2));
    Deal {
        number: 0,
        account: account.index,
        name: format!("Renewal {}", account.name),
        cents: value,
        stage,
        renewal: true,
        created: (term.ends - 110).min(world.today - 12) * DAY + 9 * HOUR,
        closes: day * DAY + 11 * HOUR,
        reached: 0,
        first_expected: term.ends - 20,
        sku: None,
        term: Some(term.number),
    }
}

pub(super) fn put_deal(world: &World, deal: &Deal, at: Sec, rows: &mut Rows) {
    let id = 30_100_000_000 + deal.number;
    rows.put("deals", id.to_string(), at, |at| deal_body(world, deal, at, false));
    link(rows, "deals/companies", (id, company_id(deal.account)), (at, 341));
}

fn deal_body(world: &World, deal: &Deal, at: Sec, archived: bool) -> String {
    let account = &world.accounts[deal.account];
    let stage = STAGES.iter().find(|s| s.0 == deal.stage).unwrap_or(&STAGES[0]);
    let first = deal.number.is_multiple_of(3) && deal.term.is_none();
    let properties = Object::new()
        .text("dealname", &deal.name)
        .word("amount", decimal(deal.cents))
        .word("deal_currency_code", account.country.currency)
        .word("dealstage", deal.stage)
        .word("dealtype", if first { "newbusiness" } else { "existingbusiness" })
        .word("pipeline", if deal.renewal { "renewals" } else { "default" })
        .word("createdate", when::iso_ms(deal.created))
        .word("closedate", when::iso_ms(deal.closes))
        .word("hs_lastmodifieddate", when::iso_ms(at))
        .word("hs_is_closed_won", if deal.stage == "closedwon" { "true" } else { "false" })
        .word("hs_is_closed", if deal.closed() { "true" } else { "false" })
        .word("hs_deal_stage_probability", stage.1)
        .word("hubspot_owner_id", owner_id(account.owner))
        .word("first_expected_close_date", when::date(deal.first_expected))
        .maybe("product_sku", deal.sku.as_deref())
        .maybe(
            "renews_subscription_id",
            deal.term.map(|t| (40_100_000_000 + t).to_string()).as_deref(),
        );
    let properties = entered(deal, at).into_iter().fold(properties, |all, (stage, since)| {
        all.word(&format!("hs_v2_date_entered_{stage}"), when::iso_ms(since))
    });
    record(30_100_000_000 + deal.number, properties, (deal.created, at), archived)
}

/// A quote: one working day after the request when sales go well, ten when badly.
fn write_quote(
    world: &World,
    account: &Account,
    deal: &Deal,
    (dice, rows): (&mut Dice, &mut Rows),
) {
    let requested = when::after_working_hours(deal.created + 5 * DAY, 1.0);
    let days = 1.0 + 9.0 * (1.0 - account.drivers.sales) * (0.6 + 0.8 * dice.share());
    let sent = when::after_working_hours(requested, days * 8.0);
    if sent >= world.start {
        return;
    }
    let id = 50_100_000_000 + deal.number;
    rows.put("quotes", id.to_string(), sent, |at| {
        let properties = Object::new()
            .text("hs_title", &deal.name)
            .word("hs_quote_amount", decimal(deal.cents))
            .word("hs_currency", account.country.currency)
            .word("hs_status", "APPROVED")
            .word("hs_createdate", when::iso_ms(requested))
            .word("hs_lastmodifieddate", when::iso_ms(at))
            .word("requested_at", when::iso_ms(requested))
            .word("sent_at", when::iso_ms(at));
        record(id, properties, (requested, at), false)
    });
    link(rows, "quotes/companies", (id, company_id(account.index)), (sent, 71));
    link(rows, "quotes/deals", (id, 30_100_000_000 + deal.number), (sent, 64));
}

/// Something said between a person of theirs and one of ours.
#[derive(Debug, Clone, Copy)]
pub(super) struct Touch {
    /// `calls`, `meetings` or `emails`.
    pub form: &'static str,
    pub inbound: bool,
    /// They took part: the call was answered, the meeting held.
    pub two_way: bool,
    pub enquiry: bool,
    pub at: Sec,
}

fn write_touches(world: &World, account: &Account, number: &mut u64, rows: &mut Rows) {
    let mut dice = world.dice("touches", account.index as u64);
    for person in account.people.iter().filter(|p| p.left.is_none()) {
        for touch in touches(world, account, person, &mut dice) {
            *number += 1;
            put_touch(world, person, (*number, touch), rows);
        }
    }
    if !account.in_erp && dice.chance(0.5) || account.in_erp && dice.chance(0.75) {
        for _ in 0..dice.between(1, 2) {
            write_enquiry(world, account, number, (&mut dice, rows));
        }
    }
}

/// A key stakeholder is spoken to in the last quarter the surer, the better they stand by us.
fn touches(world: &World, account: &Account, person: &Person, dice: &mut Dice) -> Vec<Touch> {
    let mut touches = Vec::new();
    let warm = 0.08 + 0.78 * account.drivers.sympathy;
    if dice.chance(if person.is_key() { warm } else { 0.3 }) {
        for _ in 0..dice.between(1, 2) {
            touches.push(touch(world, (2, 86), true, dice));
        }
    }
    if dice.chance(0.35) {
        touches.push(touch(world, (2, 170), false, dice));
    }
    for _ in 0..dice.between(0, 3) {
        let two_way = dice.chance(0.6);
        touches.push(touch(world, (95, 720), two_way, dice));
    }
    touches
}

fn touch(world: &World, (from, to): (i64, i64), two_way: bool, dice: &mut Dice) -> Touch {
    let form = *dice.pick(&["calls", "meetings", "emails", "emails"]);
    let day = when::working(world.today - dice.between(from, to));
    let at = (day * DAY + 8 * HOUR + dice.between(0, 8 * HOUR)).min(world.start - 1_800);
    let inbound = if form == "emails" { two_way } else { dice.chance(0.4) };
    Touch { form, inbound, two_way, enquiry: false, at }
}

/// A form filled in, and the first call or mail that answered it.
fn write_enquiry(
    world: &World,
    account: &Account,
    number: &mut u64,
    (dice, rows): (&mut Dice, &mut Rows),
) {
    let present: Vec<&Person> = account.people.iter().filter(|p| p.left.is_none()).collect();
    let person = *dice.pick(&present);
    let day = when::working(world.today - dice.between(10, 170));
    let asked = day * DAY + 9 * HOUR + dice.between(0, 3 * HOUR);
    let hours = 2.0 + 44.0 * (1.0 - account.drivers.sales) * (0.6 + 0.8 * dice.share());
    let answered = when::after_working_hours(asked, hours);
    let enquiry =
        Touch { form: "emails", inbound: true, two_way: true, enquiry: true, at: asked };
    let form = if dice.chance(0.5) { "calls" } else { "emails" };
    let answer = Touch { form, inbound: false, two_way: true, enquiry: false, at: answered };
    for touch in [enquiry, answer] {
        if touch.at < world.start {
            *number += 1;
            put_touch(world, person, (*number, touch), rows);
        }
    }
}

pub(super) fn put_touch(
    world: &World,
    person: &Person,
    (number, touch): (u64, Touch),
    rows: &mut Rows,
) {
    let account = &world.accounts[person.account];
    let (base, object, kind) = match touch.form {
        "calls" => (60_100_000_000, "calls/contacts", 194),
        "meetings" => (61_100_000_000, "meetings/contacts", 200),
        _ => (62_100_000_000, "emails/contacts", 198),
    };
    let id = base + number;
    // People write their notes in the evening, and some on the day after.
    let noted = touch.at + if number % 40 == 7 { 3 * DAY } else { 1_200 };
    rows.put(touch.form, id.to_string(), noted, |at| {
        let properties = said(touch)
            .word("hs_timestamp", when::iso_ms(touch.at))
            .word("hubspot_owner_id", owner_id(account.owner))
            .word("hs_createdate", when::iso_ms(touch.at))
            .word("hs_lastmodifieddate", when::iso_ms(at));
        record(id, properties, (touch.at, at), false)
    });
    link(rows, object, (id, contact_id(person.number)), (noted, kind));
}

fn said(touch: Touch) -> Object {
    let properties = Object::new();
    match touch.form {
        "calls" => properties
            .word("hs_call_title", "Call")
            .word("hs_call_direction", if touch.inbound { "INBOUND" } else { "OUTBOUND" })
            .maybe(
                "hs_call_disposition",
                // HubSpot's own id of the outcome "Connected".
                touch.two_way.then_some("f240bbac-87c9-4f6e-bf70-924b57d47db7"),
            )
            .word("hs_call_status", if touch.two_way { "COMPLETED" } else { "NO_ANSWER" }),
        "meetings" => properties
            .word("hs_meeting_title", "Review")
            .word("hs_meeting_outcome", if touch.two_way { "COMPLETED" } else { "NO_SHOW" }),
        _ => properties
            .text(
                "hs_email_subject",
                if touch.enquiry { "Enquiry from the website" } else { "Your plant" },
            )
            .word("hs_email_direction", if touch.inbound { "INCOMING_EMAIL" } else { "EMAIL" })
            .word("hs_email_status", "SENT")
            .maybe("enquiry", touch.enquiry.then_some("true")),
    }
}

/// Archives a person.
pub(super) fn bury_person(world: &World, person: &Person, at: Sec, rows: &mut Rows) {
    let id = contact_id(person.number).to_string();
    rows.bury("contacts", id, at, |at| contact_body(world, person, at, true));
}

/// Archives a deal.
pub(super) fn bury_deal(world: &World, deal: &Deal, at: Sec, rows: &mut Rows) {
    let id = (30_100_000_000 + deal.number).to_string();
    rows.bury("deals", id, at, |at| deal_body(world, deal, at, true));
}

/// Puts a person as they stand.
pub(super) fn put_person(world: &World, person: &Person, at: Sec, rows: &mut Rows) {
    let id = contact_id(person.number).to_string();
    rows.put("contacts", id, at, |at| contact_body(world, person, at, false));
}

/// Puts a company as it stands.
pub(super) fn put_company(world: &World, account: &Account, at: Sec, rows: &mut Rows) {
    let id = company_id(account.index).to_string();
    rows.put("companies", id, at, |at| company_body(world, account, at));
}

/// The next stage of an open deal.
pub(super) fn next_stage(stage: &str, won: bool) -> &'static str {
    let place = STAGES.iter().position(|s| s.0 == stage).unwrap_or(0);
    match place {
        0..=3 => STAGES[place + 1].0,
        _ if won => "closedwon",
        _ => "closedlost",
    }
}
