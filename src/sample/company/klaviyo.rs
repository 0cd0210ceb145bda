//! Klaviyo: what marketing sent and who looked. It stopped delivering two weeks before the start.
//!
//! JSON:API shapes follow <https://developers.klaviyo.com/en/reference/api_overview>.

use super::Rows;
use super::chance::{Dice, mix};
use super::text::{Object, quoted};
use super::when::{self, DAY, HOUR, Sec};
use super::world::{Account, Person, Twist, World};

/// Ids and names of the metrics.
pub(super) const METRICS: &[(&str, &str)] = &[
    ("RcvE01", "Received Email"),
    ("OpnE02", "Opened Email"),
    ("ClkE03", "Clicked Email"),
    ("BncE04", "Bounced Email"),
    ("UnsE05", "Unsubscribed from Email Marketing"),
    ("InvE06", "Invited to Event"),
    ("AttE07", "Attended Event"),
    ("ActS08", "Active on Site"),
    ("VwdP09", "Viewed Page"),
];

/// Days before the start on which the source fell silent.
pub(super) const SILENT_DAYS: i64 = 14;

const HOST: &str = "https://a.klaviyo.com/api";

/// Days before the start of the newsletters, the newest first.
const MAILINGS: &[i64] = &[17, 30, 44, 58, 72, 85];
/// The same for newsletters of which only a sample was kept.
const OLD_MAILINGS: &[i64] = &[130, 190, 260, 340, 430, 520, 640];
/// Days before the start of webinars and fairs.
const EVENTS: &[i64] = &[25, 70, 120, 165, 400];

/// Writes everything up to the day of silence.
pub(super) fn write(world: &World, rows: &mut Rows) {
    metrics(world, rows);
    campaigns(world, rows);
    for account in world.accounts.iter().filter(|a| a.in_marketing) {
        for person in account.people.iter().filter(|p| p.in_marketing) {
            let mut dice = world.dice("klaviyo", person.number);
            write_profile(world, account, person, (&mut dice, rows));
            if person.left.is_none() {
                mails(world, account, person, (&mut dice, rows));
                visits(world, account, person, (&mut dice, rows));
            }
        }
    }
}

fn metrics(world: &World, rows: &mut Rows) {
    let created = world.start - 750 * DAY;
    for (id, name) in METRICS {
        rows.put("metrics", (*id).to_owned(), created, |at| {
            let integration = r#"{"object":"integration","id":"0rG4eQ","name":"Klaviyo","category":"Internal"}"#;
            let attributes = Object::new()
                .text("name", name)
                .word("created", when::iso_offset(at))
                .word("updated", when::iso_offset(at))
                .raw("integration", integration);
            resource("metric", "metrics", id).raw("attributes", attributes.finish()).finish()
        });
    }
}

fn resource(kind: &str, path: &str, id: &str) -> Object {
    Object::new()
        .word("type", kind)
        .word("id", id)
        .raw("links", format!(r#"{{"self":"{HOST}/{path}/{id}/"}}"#))
}

fn mailing_id(days: i64) -> String {
    coded("01HM", 2_000 + days as u64)
}

fn mailing_name(world: &World, days: i64) -> String {
    let (year, month, _) = when::civil(world.today - days);
    format!("Newsletter {year}-{month:02} no. {}", days % 7 + 1)
}

fn campaigns(world: &World, rows: &mut Rows) {
    for days in MAILINGS.iter().chain(OLD_MAILINGS) {
        let id = mailing_id(*days);
        let sent = (world.today - days) * DAY + 7 * HOUR;
        rows.put("campaigns", id.clone(), sent + HOUR, |at| {
            let attributes = Object::new()
                .text("name", &mailing_name(world, *days))
                .word("status", "Sent")
                .flag("archived", false)
                .raw("audiences", r#"{"included":["Y6nRLr"],"excluded":[]}"#)
                .raw("send_options", r#"{"use_smart_sending":true}"#)
                .raw(
                    "tracking_options",
                    r#"{"is_tracking_clicks":true,"is_tracking_opens":true}"#,
                )
                .raw("send_strategy", r#"{"method":"immediate"}"#)
                .word("created_at", when::iso_offset(sent - 5 * DAY))
                .word("scheduled_at", when::iso_offset(sent - DAY))
                .word("updated_at", when::iso_offset(at))
                .word("send_time", when::iso_offset(sent));
            resource("campaign", "campaigns", &id)
                .raw("attributes", attributes.finish())
                .finish()
        });
    }
}

/// An id of 26 letters and digits as Klaviyo makes them.
fn coded(prefix: &str, number: u64) -> String {
    const LETTERS: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut text = prefix.to_owned();
    let (mut a, mut b) = (mix(number, 77), mix(number, 78));
    while text.len() < 26 {
        text.push(char::from(LETTERS[(a & 31) as usize]));
        a = (a >> 5) | ((b & 31) << 59);
        b >>= 5;
    }
    text
}

pub(super) fn profile_id(person: u64) -> String {
    coded("01GX", person)
}

fn write_profile(
    world: &World,
    account: &Account,
    person: &Person,
    (dice, rows): (&mut Dice, &mut Rows),
) {
    let id = profile_id(person.number);
    let at = world.start - dice.between(SILENT_DAYS + 1, 600) * DAY - dice.between(0, 9 * HOUR);
    let organization = account.spelled(dice);
    let phone =
        person.phone.as_deref().filter(|_| dice.chance(0.4)).map(|p| p.replace(' ', ""));
    let full = dice.chance(0.85);
    rows.put("profiles", id.clone(), at, |at| {
        let location = Object::new()
            .text("city", account.city.0)
            .text("country", account.country.names[0])
            .word("timezone", account.country.zone);
        let attributes = Object::new()
            .text("email", &person.email)
            .maybe("phone_number", phone.as_deref())
            .raw("external_id", "null")
            .maybe("first_name", full.then_some(person.given))
            .maybe("last_name", full.then_some(person.family))
            .maybe("organization", full.then_some(organization.as_str()))
            .raw("locale", "null")
            .maybe("title", full.then_some(person.title))
            .raw("image", "null")
            .word("created", when::iso_offset(at - 40 * DAY))
            .word("updated", when::iso_offset(at))
            .raw("last_event_date", "null")
            .raw("location", location.finish())
            .raw("properties", "{}");
        resource("profile", "profiles", &id).raw("attributes", attributes.finish()).finish()
    });
}

/// One event: metric's place, person, moment and the event's own properties.
fn event(
    person: &Person,
    metric: usize,
    at: Sec,
    (key, properties): (u64, String),
    rows: &mut Rows,
) {
    let number = mix(mix(person.number, metric as u64), mix(at as u64, key));
    let id = coded("", number);
    let uuid = super::text::guid(31, number);
    let (metric, _) = METRICS[metric];
    let profile = profile_id(person.number);
    rows.put("events", id.clone(), at, |at| {
        let attributes = Object::new()
            .int("timestamp", at)
            .raw("event_properties", properties)
            .word("datetime", when::iso_offset(at))
            .word("uuid", uuid);
        let relationships = format!(
            r#"{{"profile":{{"data":{{"type":"profile","id":"{profile}"}}}},"metric":{{"data":{{"type":"metric","id":"{metric}"}}}}}}"#
        );
        resource("event", "events", &id)
            .raw("attributes", attributes.finish())
            .raw("relationships", relationships)
            .finish()
    });
}

/// Newsletters, with openings and clicks; clicks stand for attention, 0 to 5 % and more.
fn mails(
    world: &World,
    account: &Account,
    person: &Person,
    (dice, rows): (&mut Dice, &mut Rows),
) {
    let sample = dice.chance(0.2);
    let old: &[i64] = if sample { OLD_MAILINGS } else { &[] };
    for days in MAILINGS.iter().chain(old) {
        let sent = (world.today - days) * DAY + 7 * HOUR + dice.between(0, 1_800);
        let mail = Object::new()
            .text("Subject", "News from Pumpwerk")
            .text("Campaign Name", &mailing_name(world, *days))
            .word("$message", mailing_id(*days))
            .finish();
        if dice.chance(0.008) {
            event(person, 3, sent + 30, (0, mail), rows);
            continue;
        }
        event(person, 0, sent, (0, mail.clone()), rows);
        let opened = dice.chance(0.1 + 0.25 * account.drivers.attention);
        if opened {
            event(person, 1, sent + dice.between(60, 30 * HOUR), (0, mail.clone()), rows);
        }
        if dice.chance(0.055 * account.drivers.attention) {
            event(person, 2, sent + dice.between(600, 30 * HOUR), (0, mail.clone()), rows);
        }
        if dice.chance(0.002) {
            event(person, 4, sent + 2 * HOUR, (0, mail), rows);
            return;
        }
    }
    invitations(world, account, person, (dice, rows));
}

fn invitations(
    world: &World,
    account: &Account,
    person: &Person,
    (dice, rows): (&mut Dice, &mut Rows),
) {
    if !dice.chance(0.3) {
        return;
    }
    for days in EVENTS {
        let held = (world.today - days) * DAY + 13 * HOUR;
        let name = format!("Pumpwerk webinar {}", when::date(world.today - days));
        let properties = Object::new().text("Event Name", &name).finish();
        let jitter = dice.between(0, 900);
        event(person, 5, held - 15 * DAY + jitter, (1, properties.clone()), rows);
        if dice.chance(0.05 + 0.4 * account.drivers.attention) {
            event(person, 6, held + jitter, (1, properties), rows);
        }
    }
}

const PAGES: &[(&str, &str)] = &[
    ("/", "Home"),
    ("/news", "News"),
    ("/support", "Support"),
    ("/careers", "Careers"),
    ("/pricing", "Pricing"),
    ("/demo", "Book a demo"),
    ("/docs/pump-curves", "Product documents: pump curves"),
];

/// Sessions on our site in the last quarter and, thinner, before it.
fn visits(
    world: &World,
    account: &Account,
    person: &Person,
    (dice, rows): (&mut Dice, &mut Rows),
) {
    let drawn = account.drivers.attention;
    let eager = account.twist == Twist::Growth;
    let mut sessions: Vec<i64> = Vec::new();
    if eager || dice.chance(0.06 + 0.55 * drawn) {
        sessions.extend((0..dice.between(1, 2)).map(|_| dice.between(SILENT_DAYS + 4, 88)));
    }
    if dice.chance(0.3) {
        sessions.push(dice.between(95, 720));
    }
    for days in sessions {
        let came =
            when::working(world.today - days) * DAY + 7 * HOUR + dice.between(0, 9 * HOUR);
        event(person, 7, came, (2, r#"{"browser":"Firefox","os":"Windows"}"#.to_owned()), rows);
        for step in 0..dice.between(1, 2 + (3.0 * drawn) as i64) {
            let buying = eager || dice.chance(0.2 + 0.5 * drawn);
            let (path, title) =
                if buying { PAGES[4 + dice.index(3)] } else { *dice.pick(PAGES) };
            let url = format!("https://www.pumpwerk.example{path}");
            let properties = format!(
                r#"{{"url":{},"page":{},"title":{}}}"#,
                quoted(&url),
                quoted(path),
                quoted(title)
            );
            event(person, 8, came + 40 + step * 90, (3 + step as u64, properties), rows);
        }
    }
}
