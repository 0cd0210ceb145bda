//! What happens after the start: ten minutes at a time, from seed and tick number alone.
//!
//! Ticks are worked in order, each with dice of its own, and what they set going (an order that will
//! be shipped, an invoice that will be paid) waits in a queue. So the world at a tick is the same
//! whether it was reached in one step or in many.

use std::collections::BTreeMap;

use super::businesscentral::{self as bc, Books, Invoice, Order};
use super::chance::Dice;
use super::hubspot::{self, Crm, Deal, Touch};
use super::surveymonkey;
use super::when::{self, Sec};
use super::world::{Account, Twist, World};
use super::zendesk::{self, Desk, Ticket};
use super::{Row, Rows, System, TICK, mixpanel};

/// Ticks in a day.
const A_DAY: i64 = 144;
/// Ticks that all bring records; see [`is_worked`].
const FULL_DETAIL: i64 = 1_024;
/// Things from the queue that one tick does at most; the rest waits for the next.
const AT_ONCE: i64 = 3;

/// Something set going that ends later.
#[derive(Debug)]
enum Pending {
    Ship(Order),
    Pay(Invoice),
    Reply(Ticket),
    Solve(Ticket),
    Rate(Ticket),
}

/// The state of the world after its start.
#[derive(Debug)]
pub(super) struct Ticker {
    /// The last tick worked.
    at: i64,
    queue: BTreeMap<(i64, u64), Pending>,
    /// Tells things of one tick apart.
    queued: u64,
    deals: Vec<Deal>,
    last_order: u64,
    last_invoice: u64,
    last_ticket: u64,
    last_touch: u64,
    last_answer: u64,
}

/// Whether a tick brings records: all of the first 1,024 (a week), then half of the next 1,024, a
/// quarter of the next 2,048 and so on. A year has about 4,000 of them. The tick's number decides,
/// never the moment of asking, so that nothing that was shown is taken back.
fn is_worked(tick: i64) -> bool {
    tick % step(tick) == 0
}

/// How many ticks one that brings records stands for.
fn step(tick: i64) -> i64 {
    let weeks = (tick - 1) / FULL_DETAIL;
    if weeks == 0 { 1 } else { 2 << weeks.ilog2() }
}

impl Ticker {
    pub(super) fn new(
        world: &World,
        books: Books,
        desk: Desk,
        (crm, answers): (Crm, u64),
    ) -> Self {
        let mut ticker = Self {
            at: 0,
            queue: BTreeMap::new(),
            queued: 0,
            deals: crm.open_deals,
            last_order: books.last_order,
            last_invoice: books.invoices.len() as u64,
            last_ticket: desk.last_ticket,
            last_touch: crm.last_touch,
            last_answer: answers,
        };
        ticker.leave_open(world, books, desk.open);
        ticker
    }

    /// Queues the ends of what is open at the start.
    fn leave_open(&mut self, world: &World, books: Books, tickets: Vec<Ticket>) {
        let mut dice = world.dice("open", 0);
        for order in books.open_orders {
            let days = (order.promised - world.today).clamp(0, 25) + dice.between(0, 3);
            self.later(days * A_DAY + dice.between(40, 140), Pending::Ship(order));
        }
        let unpaid = books.invoices.into_iter().filter(|i| i.paid.is_none());
        let willing = |i: &Invoice| {
            i.due > world.today - 60 && world.accounts[i.account].twist != Twist::Overdue
        };
        for invoice in unpaid.filter(willing) {
            let days = (invoice.due - world.today).max(0) + dice.between(0, 20);
            self.later(days * A_DAY + dice.between(40, 140), Pending::Pay(invoice));
        }
        for ticket in tickets.into_iter().filter(|t| t.priority != "urgent") {
            let ticks = dice.between(3, 5 * A_DAY);
            self.later(ticks, Pending::Solve(ticket));
        }
    }

    fn later(&mut self, ticks: i64, what: Pending) {
        self.queued += 1;
        self.queue.insert((self.at + ticks, self.queued), what);
    }

    /// Works the ticks up to this one and gives what they brought, each with its tick.
    pub(super) fn advance(&mut self, world: &World, to: i64) -> Vec<(i64, System, Row)> {
        let mut brought = Vec::new();
        while self.at < to {
            self.at += 1;
            if is_worked(self.at) {
                let mut rows = Rows::new(Sec::MAX);
                self.work(world, &mut rows);
                brought
                    .extend(rows.made.into_iter().map(|(system, row)| (self.at, system, row)));
            }
        }
        brought
    }

    /// One tick: what was due, and four or so new things.
    fn work(&mut self, world: &World, rows: &mut Rows) {
        let mut dice = world.dice("tick", self.at as u64);
        let at = world.start + self.at * TICK;
        // A tick that stands for many does what keeps the scores level: ends what is due, and use.
        let many = step(self.at).min(8);
        for _ in 0..AT_ONCE * many {
            let Some(entry) = self.queue.first_entry().filter(|e| e.key().0 <= self.at) else {
                break;
            };
            let pending = entry.remove();
            self.finish(world, pending, (at, &mut dice, rows));
        }
        // Use goes on at the pace of the eighteen weeks before.
        for _ in 0..dice.between(many, 2 * many) {
            rows.system = System::Mixpanel;
            let account = any(world, &mut dice, |a| a.subscription);
            mixpanel::put_now(world, account, at, (&mut dice, rows));
        }
        self.begin(world, (at, &mut dice, rows));
        self.begin(world, (at, &mut dice, rows));
    }

    /// Something new, mostly small.
    fn begin(&mut self, world: &World, (at, dice, rows): (Sec, &mut Dice, &mut Rows)) {
        match dice.index(100) {
            0..=24 => self.touch(world, (at, dice, rows)),
            25..=41 => self.open_ticket(world, (at, dice, rows)),
            42..=54 => self.order(world, (at, dice, rows)),
            55..=66 => self.move_deal(world, (at, dice, rows)),
            67..=84 => touch_up(world, (at, dice, rows)),
            85..=97 => self.answer(world, (at, dice, rows)),
            _ => archive_person(world, (at, dice, rows)),
        }
    }

    fn finish(&mut self, world: &World, what: Pending, tools: (Sec, &mut Dice, &mut Rows)) {
        let (at, dice, rows) = tools;
        match what {
            Pending::Ship(mut order) => {
                rows.system = System::BusinessCentral;
                bc::ship(world, &mut order, at, rows);
                self.last_invoice += 1;
                let invoice = bc::bill_order(world, order, self.last_invoice, at);
                bc::put_invoice(world, &invoice, at, rows);
                let days = invoice.due - invoice.issued + dice.between(-5, 25);
                self.later(days * A_DAY, Pending::Pay(invoice));
            }
            Pending::Pay(mut invoice) => {
                rows.system = System::BusinessCentral;
                // Some money is booked days after the bank took it in.
                let late = if dice.chance(0.1) { dice.between(2, 5) } else { 0 };
                invoice.paid = Some((when::day_of(at) - late).max(invoice.issued));
                bc::put_invoice(world, &invoice, at, rows);
            }
            Pending::Reply(mut ticket) => {
                rows.system = System::Zendesk;
                ticket.replied = at;
                zendesk::put_ticket(&ticket, at, rows);
                for (place, kind, time) in zendesk::measured(&ticket).into_iter().skip(2) {
                    // What counts from an earlier moment than we tell it would be missed.
                    zendesk::put_event(&ticket, (place, kind, time.max(at)), rows);
                }
                self.later(dice.between(2, 3 * A_DAY), Pending::Solve(ticket));
            }
            Pending::Solve(ticket) => self.solve(ticket, (at, dice, rows)),
            Pending::Rate(mut ticket) => {
                rows.system = System::Zendesk;
                let score = if dice.chance(0.8) { "good" } else { "bad" };
                ticket.rated = Some(score);
                zendesk::put_rating(&ticket, score, at, rows);
                zendesk::put_ticket(&ticket, at, rows);
            }
        }
    }

    /// Solves a ticket; one in sixty turns out to be spam and is deleted.
    fn solve(&mut self, mut ticket: Ticket, (at, dice, rows): (Sec, &mut Dice, &mut Rows)) {
        rows.system = System::Zendesk;
        if dice.chance(1.0 / 60.0) {
            zendesk::bury_ticket(&ticket, at, rows);
            return;
        }
        ticket.solved = Some(at);
        zendesk::put_ticket(&ticket, at, rows);
        if dice.chance(0.25) {
            self.later(dice.between(6, A_DAY), Pending::Rate(ticket));
        }
    }

    fn touch(&mut self, world: &World, (at, dice, rows): (Sec, &mut Dice, &mut Rows)) {
        rows.system = System::Hubspot;
        let account = any(world, dice, |_| true);
        let person = &account.people[dice.index(account.people.len())];
        if person.left.is_some() {
            return;
        }
        self.last_touch += 1;
        let form = *dice.pick(&["calls", "meetings", "emails", "emails"]);
        let two_way = dice.chance(0.6);
        let inbound = two_way && form == "emails";
        let touch = Touch { form, inbound, two_way, enquiry: false, at: at - 1_200 };
        hubspot::put_touch(world, person, (self.last_touch, touch), rows);
    }

    fn open_ticket(&mut self, world: &World, (at, dice, rows): (Sec, &mut Dice, &mut Rows)) {
        rows.system = System::Zendesk;
        let account = any(world, dice, |a| a.in_support);
        self.last_ticket += 1;
        let ticket = zendesk::new_ticket(world, account, self.last_ticket, at);
        zendesk::put_ticket(&ticket, at, rows);
        for event in zendesk::measured(&ticket).into_iter().take(2) {
            zendesk::put_event(&ticket, event, rows);
        }
        let ticks = ((ticket.replied - at) / TICK).max(1);
        self.later(ticks, Pending::Reply(ticket));
    }

    fn order(&mut self, world: &World, (at, dice, rows): (Sec, &mut Dice, &mut Rows)) {
        rows.system = System::BusinessCentral;
        let account = any(world, dice, |a| a.goods);
        self.last_order += 1;
        let order = bc::new_order(world, account, self.last_order, when::day_of(at));
        bc::put_order(world, &order, at, rows);
        let late = if dice.chance(account.drivers.delivery) { 0 } else { dice.between(1, 9) };
        let days = order.promised - order.ordered - 1 + late;
        self.later(days.max(1) * A_DAY, Pending::Ship(order));
    }

    /// Moves an open deal on; one in fifty is archived instead.
    fn move_deal(&mut self, world: &World, (at, dice, rows): (Sec, &mut Dice, &mut Rows)) {
        rows.system = System::Hubspot;
        if self.deals.is_empty() {
            return;
        }
        let place = dice.index(self.deals.len());
        if dice.chance(0.02) {
            let deal = self.deals.swap_remove(place);
            hubspot::bury_deal(world, &deal, at, rows);
            return;
        }
        let deal = &mut self.deals[place];
        let won = dice.chance(world.accounts[deal.account].drivers.sales);
        deal.stage = hubspot::next_stage(deal.stage, won);
        deal.reached = hubspot::open_stages(deal.stage) as i64;
        let closed = deal.stage.starts_with("closed");
        if closed {
            deal.closes = at;
        }
        hubspot::put_deal(world, deal, at, rows);
        if closed {
            self.deals.swap_remove(place);
        }
    }

    fn answer(&mut self, world: &World, (at, dice, rows): (Sec, &mut Dice, &mut Rows)) {
        rows.system = System::SurveyMonkey;
        let account = any(world, dice, |a| a.in_support);
        let mut answer = surveymonkey::new_answer(account, at, dice);
        // Some fill it in offline and send it days later.
        answer.at =
            if dice.chance(0.1) { at - dice.between(2, 6) * when::DAY } else { at - 300 };
        self.last_answer += 1;
        surveymonkey::put(&answer, self.last_answer, at, rows);
    }
}

/// Some account that fits; most do.
fn any<'a>(world: &'a World, dice: &mut Dice, fits: fn(&Account) -> bool) -> &'a Account {
    loop {
        let account = dice.pick(&world.accounts);
        if fits(account) {
            return account;
        }
    }
}

/// Somebody saves a company or a person without changing much.
fn touch_up(world: &World, (at, dice, rows): (Sec, &mut Dice, &mut Rows)) {
    rows.system = System::Hubspot;
    let account = any(world, dice, |_| true);
    if dice.chance(0.4) {
        hubspot::put_company(world, account, at, rows);
        return;
    }
    let mut person = account.people[dice.index(account.people.len())].clone();
    if person.champion.is_some() && person.left.is_none() {
        person.confirmed = Some(when::day_of(at));
    }
    hubspot::put_person(world, &person, at, rows);
}

fn archive_person(world: &World, (at, dice, rows): (Sec, &mut Dice, &mut Rows)) {
    rows.system = System::Hubspot;
    let account = any(world, dice, |a| a.twist == Twist::Plain);
    if let Some(person) = account.people.iter().skip(3).find(|p| p.roles.is_none()) {
        hubspot::bury_person(world, person, at, rows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_brought_up_by_about_four_thousand_ticks() {
        let week = (1..=A_DAY * 7).filter(|t| is_worked(*t)).count();
        let year = (1..=A_DAY * 365).filter(|t| is_worked(*t)).count();
        assert_eq!(week as i64, A_DAY * 7);
        assert!((2_500..4_500).contains(&year), "{year}");
    }
}
