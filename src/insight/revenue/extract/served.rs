//! How often things were done to serve an account.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::insight::measure::Room;
use crate::insight::{Calendar, Facts};
use crate::model::Category;

/// Something that is counted, and what kind of system must know the account for a true zero.
pub(in crate::insight) struct Measure {
    pub(in crate::insight) name: &'static str,
    pub(in crate::insight) source: Category,
    count: fn(&Window) -> usize,
}

/// The built-in measures by the name that a model file uses.
pub(in crate::insight) const MEASURES: &[Measure] = &[
    Measure { name: "CAMPAIGN_MAILS", source: Category::Marketing, count: mails },
    Measure { name: "EVENT_INVITATIONS", source: Category::Marketing, count: invitations },
    Measure { name: "VISITS", source: Category::Crm, count: |w| w.touches("MEETING") },
    Measure { name: "CALLS", source: Category::Crm, count: |w| w.touches("CALL") },
    Measure { name: "QUOTES", source: Category::Crm, count: quotes },
    Measure { name: "ORDERS", source: Category::Erp, count: orders },
    Measure { name: "ORDER_LINES", source: Category::Erp, count: order_lines },
    Measure { name: "SHIPMENTS", source: Category::Erp, count: shipments },
    Measure { name: "RETURNS", source: Category::Erp, count: returns },
    Measure { name: "TICKETS", source: Category::Support, count: tickets },
    Measure { name: "DISPUTES", source: Category::Support, count: disputes },
];

/// How often each of them was done in the last so many days, the day itself included; `None` where
/// no system of the kind that would tell speaks of the account.
pub fn served(
    facts: &Facts,
    calendar: &Calendar,
    as_of: NaiveDate,
    days: i64,
) -> BTreeMap<String, Option<f64>> {
    let room = Room::new(facts, as_of, calendar);
    let window = Window { room: &room, facts, days };
    let count = |measure: &Measure| {
        let number = (measure.count)(&window);
        let told = number > 0 || room.connected(measure.source);
        (measure.name.to_owned(), told.then_some(number as f64))
    };
    MEASURES.iter().map(count).collect()
}

/// The facts of the last days.
struct Window<'a> {
    room: &'a Room<'a>,
    facts: &'a Facts,
    days: i64,
}

impl Window<'_> {
    fn holds(&self, day: Option<NaiveDate>) -> bool {
        day.is_some_and(|day| self.room.within(day, self.days))
    }

    fn touches(&self, form: &str) -> usize {
        let of = self.facts.interactions.iter().filter(|t| t.form.as_deref() == Some(form));
        of.filter(|touch| self.holds(self.room.day(touch.at))).count()
    }

    fn campaign(&self, form: &str) -> usize {
        let of = self.facts.campaign_touches.iter().filter(|t| t.form.as_deref() == Some(form));
        of.filter(|touch| self.holds(self.room.day(touch.at))).count()
    }
}

fn mails(window: &Window) -> usize {
    window.campaign("DELIVERED")
}

fn invitations(window: &Window) -> usize {
    window.campaign("INVITED")
}

fn quotes(window: &Window) -> usize {
    let all = window.facts.quotes.iter();
    all.filter(|quote| window.holds(window.room.day(quote.sent_at))).count()
}

fn orders(window: &Window) -> usize {
    window.facts.orders.iter().filter(|order| window.holds(order.ordered_on)).count()
}

fn order_lines(window: &Window) -> usize {
    window.facts.deliveries.iter().filter(|line| window.holds(line.delivered_on)).count()
}

/// What left for one order on one day is one shipment.
fn shipments(window: &Window) -> usize {
    let all = window.facts.deliveries.iter();
    let recent = all.filter(|line| window.holds(line.delivered_on));
    let of = |line: &crate::model::Delivery| {
        // A line that names no order is a shipment of its own.
        let alone = || line.origin.id.clone();
        (line.delivered_on, line.order.clone().unwrap_or_else(alone))
    };
    recent.map(of).collect::<BTreeSet<_>>().len()
}

fn returns(window: &Window) -> usize {
    window.facts.returns.iter().filter(|back| window.holds(back.returned_on)).count()
}

fn tickets(window: &Window) -> usize {
    let all = window.facts.tickets.iter();
    all.filter(|ticket| window.holds(window.room.day(ticket.opened_at))).count()
}

fn disputes(window: &Window) -> usize {
    let all = window.facts.disputes.iter();
    all.filter(|dispute| window.holds(window.room.day(dispute.opened_at))).count()
}
