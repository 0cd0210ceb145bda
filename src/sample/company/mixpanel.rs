//! Mixpanel: which user worked with which module on which day.
//!
//! Lines follow <https://developer.mixpanel.com/reference/raw-event-export>.

use super::Rows;
use super::chance::{Dice, mix};
use super::names;
use super::text::Object;
use super::when::{self, DAY, Day, HOUR, Sec};
use super::world::{Account, MODULES, Term, Twist, World};

pub(super) fn workspace(account: usize) -> String {
    format!("ws_{}", 10_001 + account)
}

/// Writes the use of two years: daily for eighteen weeks, a sample of each month before that.
pub(super) fn write(world: &World, rows: &mut Rows) {
    for account in world.accounts.iter().filter(|a| a.subscription) {
        let Some(term) = account.entitled(world.today) else { continue };
        let mut dice = world.dice("usage", account.index as u64);
        let users = users(account, term, &mut dice);
        for days in 1..=126 {
            day_of_use(world, (account, term), (&users, world.today - days), (&mut dice, rows));
        }
        for month in 5..24 {
            let day = world.today - month * 30 - dice.between(0, 20);
            if day > account.since {
                let user = dice.index(users.len());
                let module = term.modules[dice.index(term.modules.len())];
                let actions = dice.between(4, 60);
                let worked =
                    Use { module, actions, at: day * DAY + dice.between(7 * HOUR, 17 * HOUR) };
                put(account, &users[user], worked, rows);
            }
        }
    }
}

/// Name and mail of those who work with it: 10 % of the seats when usage is bad, 80 % and more when good.
fn users(account: &Account, term: &Term, dice: &mut Dice) -> Vec<String> {
    let share = 0.08 + 0.74 * account.drivers.usage;
    let many = ((term.seats as f64 * share + 0.5) as usize).max(1);
    let staff = account.people.iter().filter(|p| p.left.is_none()).rev();
    let mut users: Vec<String> = staff.map(|p| p.email.clone()).take(many.min(4)).collect();
    while users.len() < many {
        let given = names::slug(dice.pick::<&str>(names::GIVEN));
        let family = names::slug(dice.pick::<&str>(names::FAMILY));
        let mail = format!("{given}.{family}@{}", account.domain);
        if !users.contains(&mail) {
            users.push(mail);
        }
    }
    users
}

/// Modules in use: 10 % of the entitled when usage is bad, 80 % and more when good.
fn used(account: &Account, term: &Term) -> usize {
    let share = 0.15 + 0.8 * account.drivers.usage;
    ((term.modules.len() as f64 * share + 0.5) as usize).clamp(1, term.modules.len())
}

/// The last four weeks against those before: 0.6 when the trend is bad, 1.05 and more when good.
fn level(account: &Account, days_ago: i64) -> f64 {
    if account.twist == Twist::RenewalAtRisk {
        return fading(days_ago);
    }
    if days_ago > 28 {
        return 1.0;
    }
    match account.twist {
        Twist::Growth => 1.35,
        _ => 0.62 + 0.46 * account.drivers.trend,
    }
}

/// Less from month to month.
fn fading(days_ago: i64) -> f64 {
    match days_ago {
        ..=28 => 0.42,
        29..=56 => 0.8,
        57..=84 => 0.9,
        _ => 1.0,
    }
}

fn day_of_use(
    world: &World,
    (account, term): (&Account, &Term),
    (users, day): (&[String], Day),
    (dice, rows): (&mut Dice, &mut Rows),
) {
    let weekend = when::working(day) != day;
    let ago = world.today - day;
    let busy = if weekend { 0.25 } else { 0.98 } * level(account, ago);
    if !dice.chance(busy.min(1.0)) {
        return;
    }
    // Users take turns, so that in four weeks everybody is seen who works with it.
    let user = (day.rem_euclid(1_000) as usize * 3 + dice.index(2)) % users.len();
    let module = term.modules[dice.index(used(account, term))];
    let actions = (dice.between(14, 40) as f64 * level(account, ago).max(1.0)) as i64;
    let at = day * DAY + dice.between(6 * HOUR, 17 * HOUR);
    put(account, &users[user], Use { module, actions, at }, rows);
}

/// One use of a module.
#[derive(Debug, Clone, Copy)]
struct Use {
    module: usize,
    actions: i64,
    at: Sec,
}

fn put(account: &Account, user: &str, worked: Use, rows: &mut Rows) {
    let mail = user.bytes().fold(7, |h, byte| mix(h, u64::from(byte)));
    let id = format!("{:016x}", mix(mix(account.index as u64, mail), worked.at as u64));
    // Devices without a network hand their events in days later.
    let seen = worked.at + if mix(mail, worked.at as u64) % 90 == 3 { 2 * DAY } else { 900 };
    rows.put("events", id.clone(), seen, |_| {
        let properties = Object::new()
            .int("time", worked.at)
            .text("distinct_id", user)
            .word("$insert_id", &id)
            .text("$email", user)
            .word("company_id", workspace(account.index))
            .text("company_name", &account.name)
            .text("company_domain", &account.domain)
            .text("module", MODULES[worked.module])
            .int("actions", worked.actions)
            .word("mp_lib", "python")
            .finish();
        format!(r#"{{"event":"Module Used","properties":{properties}}}"#)
    });
}

/// A use that happens in a tick.
pub(super) fn put_now(
    world: &World,
    account: &Account,
    at: Sec,
    (dice, rows): (&mut Dice, &mut Rows),
) {
    let Some(term) = account.entitled(world.today) else { return };
    let users = users(account, term, &mut world.dice("usage", account.index as u64));
    let user = dice.index(users.len());
    let module = term.modules[dice.index(used(account, term))];
    let actions = (dice.between(14, 40) as f64 * level(account, 1)) as i64;
    put(account, &users[user], Use { module, actions, at: at - 900 }, rows);
}
