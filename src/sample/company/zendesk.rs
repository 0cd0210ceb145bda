//! Zendesk: who asked us for help, how soon and how well they got it.
//!
//! Shapes follow <https://developer.zendesk.com/api-reference/ticketing/>: tickets, ticket metrics,
//! ticket metric events, organizations, users, satisfaction ratings.

use super::Rows;
use super::businesscentral::{Books, Invoice};
use super::chance::Dice;
use super::text::{Object, list, quoted};
use super::when::{self, DAY, HOUR, Sec};
use super::world::{Account, Person, Twist, World};

/// A request for help and what became of it.
#[derive(Debug, Clone)]
pub(super) struct Ticket {
    pub id: u64,
    pub account: usize,
    pub person: u64,
    pub agent: usize,
    pub topic: &'static str,
    pub priority: &'static str,
    pub opened: Sec,
    pub replied: Sec,
    pub solved: Option<Sec>,
    pub replies: i64,
    pub reopens: i64,
    pub invoice: Option<String>,
    /// The first reply came after what was promised.
    pub breached: bool,
    /// `good` or `bad`, when they said.
    pub rated: Option<&'static str>,
    /// The desk did not know whose it is.
    pub orphan: bool,
}

/// What ticks need to know of the desk.
#[derive(Debug, Default)]
pub(super) struct Desk {
    /// Tickets that are not solved at the start.
    pub open: Vec<Ticket>,
    /// The last id given to a ticket.
    pub last_ticket: u64,
}

pub(super) fn organization_id(account: usize) -> u64 {
    370_000_100_000 + account as u64 * 13
}

fn user_id(person: u64) -> u64 {
    380_000_500_000 + person * 7
}

fn agent_id(agent: usize) -> u64 {
    380_000_000_100 + agent as u64
}

/// Writes the desk up to the start.
pub(super) fn write(world: &World, books: &Books, rows: &mut Rows) -> Desk {
    for (place, agent) in world.staff.iter().enumerate().filter(|(_, s)| s.team == "Support") {
        let at = world.start - 720 * DAY + place as i64;
        let name = format!("{} {}", agent.given, agent.family);
        rows.put("users", agent_id(place).to_string(), at, |at| {
            user_body(agent_id(place), (&name, &agent.email, None), (None, "agent"), at)
        });
    }
    for account in world.accounts.iter().filter(|a| a.in_support) {
        write_organization(world, account, rows);
        for person in account.people.iter().filter(|p| p.in_support) {
            write_user(world, person, rows);
        }
    }
    let tickets = tickets(world, books);
    let mut desk = Desk { last_ticket: 10_000 + tickets.len() as u64, ..Desk::default() };
    for ticket in tickets {
        let deleted = ticket.id % 997 == 3;
        write_ticket(world, &ticket, rows);
        if deleted {
            let at = world.start - (ticket.id % 40) as i64 * DAY - HOUR;
            rows.bury("tickets", ticket.id.to_string(), at, |at| {
                ticket_body(&ticket, at, true)
            });
        } else if ticket.solved.is_none() {
            desk.open.push(ticket);
        }
    }
    desk
}

fn write_organization(world: &World, account: &Account, rows: &mut Rows) {
    let mut dice = world.dice("zendesk-org", account.index as u64);
    let name = account.spelled(&mut dice);
    let planted = account.twist != Twist::Plain;
    // A few organisations were made by hand, without a domain.
    let mut domains = Vec::new();
    if planted || dice.chance(0.96) {
        domains.push(account.domain.clone());
        domains.extend(account.old_domain.clone());
    }
    let at = world.start - dice.between(1, 600) * DAY;
    let created = at - dice.between(5, 90) * DAY;
    let id = organization_id(account.index);
    rows.put("organizations", id.to_string(), at, |at| {
        Object::new()
            .word("url", format!("https://pumpwerk.zendesk.com/api/v2/organizations/{id}.json"))
            .int("id", id as i64)
            .text("name", &name)
            .flag("shared_tickets", false)
            .flag("shared_comments", false)
            .raw("external_id", "null")
            .word("created_at", when::iso(created))
            .word("updated_at", when::iso(at))
            .raw("domain_names", list(domains.iter().map(|d| quoted(d))))
            .word("details", "")
            .word("notes", "")
            .raw("group_id", "null")
            .raw("tags", "[]")
            .raw("organization_fields", format!(r#"{{"country":"{}"}}"#, account.country.code))
            .finish()
    });
}

fn write_user(world: &World, person: &Person, rows: &mut Rows) {
    let mut dice = world.dice("zendesk-user", person.number);
    let at = world.start - dice.between(1, 650) * DAY + dice.between(0, 9 * HOUR);
    let name = format!("{} {}", person.given, person.family);
    let known = dice.chance(0.9);
    let organization = known.then(|| organization_id(person.account));
    let phone = person.phone.as_deref().filter(|_| dice.chance(0.6));
    // Some mail clients write the address as a name.
    let shouted = dice.chance(0.04);
    let mail = if shouted { person.email.to_uppercase() } else { person.email.clone() };
    let id = user_id(person.number);
    rows.put("users", id.to_string(), at, |at| {
        user_body(id, (&name, &mail, phone), (organization, "end-user"), at)
    });
}

fn user_body(
    id: u64,
    (name, email, phone): (&str, &str, Option<&str>),
    (organization, role): (Option<u64>, &str),
    at: Sec,
) -> String {
    Object::new()
        .int("id", id as i64)
        .word("url", format!("https://pumpwerk.zendesk.com/api/v2/users/{id}.json"))
        .text("name", name)
        .text("email", email)
        .word("created_at", when::iso(at - 30 * DAY))
        .word("updated_at", when::iso(at))
        .word("time_zone", "Berlin")
        .word("iana_time_zone", "Europe/Berlin")
        .maybe("phone", phone)
        .word("locale", "en-GB")
        .raw("organization_id", organization.map_or("null".to_owned(), |o| o.to_string()))
        .word("role", role)
        .flag("verified", true)
        .flag("active", true)
        .flag("suspended", false)
        .raw("external_id", "null")
        .raw("tags", "[]")
        .finish()
}

/// All tickets of two years in the order of their opening, numbered.
fn tickets(world: &World, books: &Books) -> Vec<Ticket> {
    let mut tickets = Vec::new();
    for account in world.accounts.iter().filter(|a| a.in_support) {
        let mut dice = world.dice("tickets", account.index as u64);
        let known = world.today - account.since;
        let openings = openings(account, &mut dice);
        for (days, topic) in openings.into_iter().filter(|o| o.0 < known) {
            let opened =
                when::working(world.today - days) * DAY + 8 * HOUR + dice.between(0, 9 * HOUR);
            let ticket =
                ticket(world, account, (opened.min(world.start - 7_200), topic), &mut dice);
            tickets.push(ticket);
        }
        if account.twist == Twist::UrgentOpen {
            let opened = when::working(world.today - 13) * DAY + 9 * HOUR;
            let mut urgent = ticket(world, account, (opened, Some("product")), &mut dice);
            (urgent.priority, urgent.solved) = ("urgent", None);
            tickets.push(urgent);
        }
    }
    disputes(world, books, &mut tickets);
    tickets.sort_by_key(|t| (t.opened, t.account));
    for (place, ticket) in tickets.iter_mut().enumerate() {
        ticket.id = 10_001 + place as u64;
    }
    tickets
}

/// Days ago and topic of an account's tickets.
fn openings(account: &Account, dice: &mut Dice) -> Vec<(i64, Option<&'static str>)> {
    let mut days: Vec<(i64, Option<&'static str>)> = Vec::new();
    match account.twist {
        // Hardly a word for twelve weeks, then one delivery ticket after the other.
        Twist::Canary => {
            days.extend((0..3).map(|n| (25 + n * 22, Some("product"))));
            days.extend((0..5).map(|n| (1 + n * 2, Some("delivery"))));
        }
        Twist::Segment => days.extend((0..6).map(|n| (16 + n * 12, Some("product")))),
        _ => {
            let many = dice.between(5, 9) + i64::from(account.drivers.support < 0.4) * 2;
            days.extend((0..many).map(|_| (dice.between(1, 88), None)));
        }
    }
    let older = dice.between(9, 15);
    days.extend((0..older).map(|_| (dice.between(100, 728), None)));
    days
}

const TOPICS: &[&str] = &[
    "product",
    "product",
    "product",
    "delivery",
    "delivery",
    "billing",
    "onboarding",
    "other",
];

fn ticket(
    world: &World,
    account: &Account,
    (opened, topic): (Sec, Option<&'static str>),
    dice: &mut Dice,
) -> Ticket {
    let good = account.drivers.support;
    let once = dice.chance(0.40 + 0.45 * good);
    let breached = !dice.chance(0.70 + 0.28 * good);
    let reopened = !once && dice.chance((0.22 - 0.2 * good) * 2.0);
    let promised = 4.0;
    let hours =
        if breached { promised + 1.0 + 9.0 * dice.share() } else { promised * dice.share() };
    let replied = when::after_working_hours(opened, hours.max(0.1));
    let work = if once { 0.5 } else { 8.0 + 30.0 * dice.share() * (1.4 - good) };
    let solved = when::after_working_hours(replied, work);
    let people: Vec<&Person> = account.people.iter().filter(|p| p.in_support).collect();
    let person = if people.is_empty() { &account.people[0] } else { *dice.pick(&people) };
    let solved = (solved < world.start).then_some(solved);
    let rated = (solved.is_some() && dice.chance(0.21))
        .then(|| if dice.chance(0.55 + 0.42 * good) { "good" } else { "bad" });
    Ticket {
        id: 0,
        account: account.index,
        person: person.number,
        agent: 10 + dice.index(8),
        topic: topic.unwrap_or_else(|| *dice.pick(TOPICS)),
        priority: dice.pick::<&str>(&["low", "normal", "normal", "normal", "high", "high"]),
        opened,
        replied: replied.min(world.start - 600),
        solved,
        replies: if once { 1 } else { dice.between(2, 6) },
        reopens: i64::from(reopened),
        invoice: None,
        breached,
        rated,
        orphan: dice.chance(0.02) && account.twist == Twist::Plain,
    }
}

/// Bills that customers object to; the number stands on the ticket.
fn disputes(world: &World, books: &Books, tickets: &mut Vec<Ticket>) {
    for invoice in &books.invoices {
        let account = &world.accounts[invoice.account];
        let age = world.today - invoice.issued;
        let mut dice = world.dice("dispute", invoice.number);
        let unjust = (1.0 - account.drivers.billing) * 0.09;
        if !account.in_support || !(3..=700).contains(&age) || !dice.chance(unjust) {
            continue;
        }
        tickets.push(dispute(world, invoice, &mut dice));
    }
}

fn dispute(world: &World, invoice: &Invoice, dice: &mut Dice) -> Ticket {
    let account = &world.accounts[invoice.account];
    let opened = when::working(invoice.issued + dice.between(1, 2)) * DAY + 10 * HOUR;
    let mut ticket =
        ticket(world, account, (opened.min(world.start - DAY), Some("billing")), dice);
    // Three working days when billing goes well, thirty when it goes badly.
    let days = 3.0 + 27.0 * (1.0 - account.drivers.billing) * (0.7 + 0.6 * dice.share());
    let solved = when::after_working_hours(ticket.opened, days * 8.0);
    ticket.solved = (solved < world.start).then_some(solved.max(ticket.replied));
    ticket.rated = ticket.rated.filter(|_| ticket.solved.is_some());
    ticket.invoice = Some(invoice.label());
    ticket
}

fn write_ticket(world: &World, ticket: &Ticket, rows: &mut Rows) {
    // A solved ticket closes by itself four days later.
    let closes = ticket.solved.map(|solved| solved + 4 * DAY).filter(|at| *at < world.start);
    put_ticket(ticket, closes.or(ticket.solved).unwrap_or(ticket.replied), rows);
    if ticket.opened > world.start - 365 * DAY {
        for (place, kind, time) in measured(ticket) {
            put_event(ticket, (place, kind, time), rows);
        }
    }
    if let (Some(score), Some(solved)) = (ticket.rated, ticket.solved) {
        put_rating(ticket, score, solved + 5 * HOUR, rows);
    }
}

/// What the clock of the first reply did. The service agreement is a year old.
pub(super) fn measured(ticket: &Ticket) -> Vec<(u64, &'static str, Sec)> {
    let promised = when::after_working_hours(ticket.opened, 4.0);
    let mut events = vec![(0, "activate", ticket.opened), (1, "apply_sla", ticket.opened + 1)];
    if ticket.breached {
        events.push((2, "breach", promised.min(ticket.replied)));
    }
    events.push((3, "fulfill", ticket.replied));
    events
}

pub(super) fn put_event(
    ticket: &Ticket,
    (place, kind, time): (u64, &str, Sec),
    rows: &mut Rows,
) {
    let id = 900_000_000 + ticket.id * 4 + place;
    rows.put("ticket_metric_events", id.to_string(), time, |at| {
        let event = Object::new()
            .int("id", id as i64)
            .int("ticket_id", ticket.id as i64)
            .word("metric", "reply_time")
            .int("instance_id", 1)
            .word("type", kind)
            .word("time", when::iso(at));
        if kind != "apply_sla" {
            return event.finish();
        }
        let policy = r#"{"id":25,"title":"Standard service agreement","description":"First reply in four working hours"}"#;
        event
            .raw("sla", format!(r#"{{"target":240,"business_hours":true,"policy":{policy}}}"#))
            .finish()
    });
}

pub(super) fn put_ticket(ticket: &Ticket, at: Sec, rows: &mut Rows) {
    rows.put("tickets", ticket.id.to_string(), at, |at| ticket_body(ticket, at, false));
    rows.put("metric_sets", ticket.id.to_string(), at, |at| metric_set(ticket, at));
}

pub(super) fn bury_ticket(ticket: &Ticket, at: Sec, rows: &mut Rows) {
    rows.bury("tickets", ticket.id.to_string(), at, |at| ticket_body(ticket, at, true));
}

pub(super) fn put_rating(ticket: &Ticket, score: &str, at: Sec, rows: &mut Rows) {
    let id = 800_000_000 + ticket.id;
    rows.put("satisfaction_ratings", id.to_string(), at, |at| {
        Object::new()
            .int("id", id as i64)
            .word(
                "url",
                format!("https://pumpwerk.zendesk.com/api/v2/satisfaction_ratings/{id}.json"),
            )
            .int("assignee_id", agent_id(ticket.agent) as i64)
            .raw("group_id", "null")
            .int("requester_id", user_id(ticket.person) as i64)
            .int("ticket_id", ticket.id as i64)
            .word("score", score)
            .raw("comment", if score == "bad" { "\"Took too long.\"" } else { "null" })
            .word("created_at", when::iso(at))
            .word("updated_at", when::iso(at))
            .finish()
    });
}

fn subject(topic: &str) -> &'static str {
    match topic {
        "delivery" => "Where is our delivery?",
        "billing" => "Question about an invoice",
        "onboarding" => "Help with the commissioning",
        "product" => "Pressure alarm after start-up",
        _ => "Request",
    }
}

fn status(ticket: &Ticket, at: Sec, deleted: bool) -> &'static str {
    match ticket.solved {
        _ if deleted => "deleted",
        Some(solved) if at - solved >= 4 * DAY => "closed",
        Some(_) => "solved",
        None if ticket.replied > at => "new",
        None if ticket.replies > 2 => "pending",
        None => "open",
    }
}

fn ticket_body(ticket: &Ticket, at: Sec, deleted: bool) -> String {
    let id = ticket.id as i64;
    let organization = if ticket.orphan {
        "null".to_owned()
    } else {
        organization_id(ticket.account).to_string()
    };
    let invoice = ticket.invoice.as_deref().map_or("null".to_owned(), quoted);
    let fields = format!(
        r#"[{{"id":360001,"value":"{}"}},{{"id":360002,"value":{invoice}}}]"#,
        ticket.topic
    );
    let rating = match ticket.rated {
        Some(score) => format!(r#"{{"score":"{score}","id":{}}}"#, 800_000_000 + ticket.id),
        None => r#"{"score":"unoffered"}"#.to_owned(),
    };
    Object::new()
        .word("url", format!("https://pumpwerk.zendesk.com/api/v2/tickets/{id}.json"))
        .int("id", id)
        .raw("external_id", "null")
        .raw("via", r#"{"channel":"email","source":{"from":{},"to":{},"rel":null}}"#)
        .word("created_at", when::iso(ticket.opened))
        .word("updated_at", when::iso(at))
        .int("generated_timestamp", at)
        .word("type", if ticket.topic == "product" { "incident" } else { "question" })
        .text("subject", subject(ticket.topic))
        .text("raw_subject", subject(ticket.topic))
        .word("priority", ticket.priority)
        .word("status", status(ticket, at, deleted))
        .int("requester_id", user_id(ticket.person) as i64)
        .int("submitter_id", user_id(ticket.person) as i64)
        .int("assignee_id", agent_id(ticket.agent) as i64)
        .raw("organization_id", organization)
        .raw("group_id", "null")
        .raw("tags", tags(ticket))
        .raw("custom_fields", fields)
        .raw("satisfaction_rating", rating)
        .finish()
}

/// What it is about; and that it was handed up to our management, which a tag tells at many desks.
fn tags(ticket: &Ticket) -> String {
    let escalated = ticket.priority == "urgent" || ticket.breached && ticket.reopens > 0;
    let tags = [Some(ticket.topic), escalated.then_some("escalated")];
    list(tags.into_iter().flatten().map(quoted))
}

fn metric_set(ticket: &Ticket, at: Sec) -> String {
    let minutes = |to: Sec| {
        let calendar = (to - ticket.opened) / 60;
        let business = when::working_minutes(ticket.opened, to);
        format!(r#"{{"calendar":{calendar},"business":{business}}}"#)
    };
    let answered = ticket.replied <= at;
    let unknown = r#"{"calendar":null,"business":null}"#.to_owned();
    let solved = ticket.solved.map_or(unknown.clone(), minutes);
    Object::new()
        .int("id", ticket.id as i64 + 700_000_000)
        .int("ticket_id", ticket.id as i64)
        .int("group_stations", 1)
        .int("assignee_stations", 1)
        .int("reopens", ticket.reopens)
        .int("replies", if answered { ticket.replies } else { 0 })
        .word("assignee_updated_at", when::iso(at))
        .word("requester_updated_at", when::iso(ticket.opened))
        .word("status_updated_at", when::iso(at))
        .word("initially_assigned_at", when::iso(ticket.opened + 600))
        .word("assigned_at", when::iso(ticket.opened + 600))
        .maybe("solved_at", ticket.solved.map(when::iso).as_deref())
        .word("latest_comment_added_at", when::iso(at))
        .raw("reply_time_in_minutes", if answered { minutes(ticket.replied) } else { unknown })
        .raw("first_resolution_time_in_minutes", &solved)
        .raw("full_resolution_time_in_minutes", &solved)
        .word("created_at", when::iso(ticket.opened))
        .word("updated_at", when::iso(at))
        .finish()
}

/// A ticket opened in a tick: waiting for its first reply.
pub(super) fn new_ticket(world: &World, account: &Account, id: u64, at: Sec) -> Ticket {
    let mut dice = world.dice("new-ticket", id);
    let mut ticket = ticket(world, account, (at, None), &mut dice);
    let hours = if ticket.breached { 6.0 } else { 2.0 };
    ticket.replied = when::after_working_hours(at, hours);
    (ticket.id, ticket.solved, ticket.rated) = (id, None, None);
    ticket
}
