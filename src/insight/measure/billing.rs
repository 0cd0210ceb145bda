//! BILLING: are bills right, paid in time and quickly put straight?

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::view::{
    Evidence, Room, View, day, median, missing, one_currency, percent, ratio, refers,
};
use crate::insight::Observation;
use crate::model::{Dispute, Invoice, Money};

/// BI1: 1 − invoices credited or disputed ÷ invoices issued.
pub(super) fn invoice_accuracy(view: &View) -> Observation {
    let issued = view.recent(&view.facts().invoices, |invoice| invoice.issued_on);
    let mut evidence: Evidence = issued.iter().map(|(day, i)| (*day, &i.origin)).collect();
    let ids: BTreeSet<&str> = issued.iter().map(|(_, i)| i.origin.id.as_str()).collect();
    let mut wrong = BTreeSet::new();
    for credit in &view.facts().credits {
        let Some(credited_on) = credit.issued_on.filter(|day| *day <= view.room.as_of) else {
            continue;
        };
        let invoice = view.room.invoice(&credit.origin, credit.invoice.as_deref());
        let Some(id) = invoice.map(|i| i.origin.id.as_str()).filter(|id| ids.contains(id))
        else {
            continue;
        };
        wrong.insert(id);
        evidence.add(credited_on, &credit.origin);
    }
    for (opened_on, dispute) in raised(view.room) {
        let disputed =
            issued.iter().filter(|(_, i)| names(dispute, i)).map(|(_, i)| &i.origin.id);
        let before = wrong.len();
        let mut named = false;
        for id in disputed {
            named = true;
            wrong.insert(id);
        }
        if named || wrong.len() > before {
            evidence.add(opened_on, &dispute.origin);
        }
    }
    let raw = percent(issued.len() - wrong.len(), issued.len());
    raw.map_or_else(missing, |raw| evidence.shows(raw, issued.len()))
}

fn names(dispute: &Dispute, invoice: &Invoice) -> bool {
    let plain = |number: &Option<String>| number.as_ref().map(|n| n.trim().to_uppercase());
    dispute.invoice_number.is_some() && plain(&dispute.invoice_number) == plain(&invoice.number)
}

/// Disputes raised by the end of the day.
fn raised<'a>(room: &Room<'a>) -> impl Iterator<Item = (NaiveDate, &'a Dispute)> {
    let as_of = room.as_of;
    let dated = room.facts.disputes.iter().filter_map(|d| Some((day(d.opened_at)?, d)));
    dated.filter(move |(day, _)| *day <= as_of)
}

/// BI2: days from due day to payment, weighted by the amount paid.
pub(super) fn days_beyond_terms(view: &View) -> Observation {
    let mut paid: Vec<(i64, &Money)> = Vec::new();
    let mut evidence = Evidence::default();
    for (paid_on, payment) in view.recent(&view.facts().payments, |payment| payment.paid_on) {
        let invoice = view.room.invoice(&payment.origin, payment.invoice.as_deref());
        let Some(invoice) = invoice else { continue };
        let (Some(due), Some(amount)) = (invoice.due_on, payment.amount.as_ref()) else {
            continue;
        };
        if amount.amount <= Decimal::ZERO {
            continue; // a refund is no payment
        }
        paid.push(((paid_on - due).num_days().max(0), amount));
        evidence.add(paid_on, &payment.origin);
        evidence.add(invoice.issued_on.unwrap_or(due).min(paid_on), &invoice.origin);
    }
    if let Err(error) = one_currency(paid.iter().map(|(_, amount)| *amount), "payments") {
        return evidence.refuses(error);
    }
    let total: Decimal = paid.iter().map(|(_, money)| money.amount).sum();
    let weighted: Decimal = paid.iter().map(|(days, m)| Decimal::from(*days) * m.amount).sum();
    ratio(weighted, total).map_or_else(missing, |raw| evidence.shows(raw, paid.len()))
}

/// BI3: median business days to settle a dispute; no dispute among invoices is the best.
pub(super) fn dispute_time(view: &View) -> Observation {
    let room = view.room;
    let end = room.end();
    let (mut settled, mut open) = (Vec::new(), Vec::new());
    let (mut settled_evidence, mut open_evidence) = (Evidence::default(), Evidence::default());
    for (opened_on, dispute) in raised(room) {
        let Some(opened) = dispute.opened_at else { continue };
        match dispute.solved_at.filter(|at| *at < end) {
            None => {
                open.push(view.calendar.business_days(opened, end));
                open_evidence.add(opened_on, &dispute.origin);
            }
            Some(at) if view.in_window(at.date_naive()) => {
                settled.push(view.calendar.business_days(opened, at));
                settled_evidence.add(at.date_naive(), &dispute.origin);
            }
            Some(_) => {}
        }
    }
    let (days, mut evidence) =
        if settled.is_empty() { (open, open_evidence) } else { (settled, settled_evidence) };
    let invoices = view.recent(&view.facts().invoices, |invoice| invoice.issued_on);
    for (day, invoice) in &invoices {
        evidence.add(*day, &invoice.origin);
    }
    let n = days.len();
    match (median(days), view.kpi.best_raw()) {
        (Some(raw), _) => evidence.shows(raw, n),
        (None, Some(best)) if !invoices.is_empty() => evidence.shows(best, invoices.len()),
        _ => missing(),
    }
}

/// Money overdue for long, against what a year brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::insight) struct Overdue {
    /// It exceeds the share of the year's billing.
    pub(in crate::insight) exceeds: bool,
    /// The day on which the oldest of it had been overdue for so long.
    pub(in crate::insight) since: NaiveDate,
}

/// Whether amounts overdue by more than `days` exceed a tenth of what was billed in 365 days.
///
/// Each currency is judged by itself: one of them over the line is enough.
pub(in crate::insight) fn overdue(room: &Room, days: i64) -> Option<Overdue> {
    let late = |invoice: &&Invoice| {
        let since_due = invoice.due_on.map(|due| (room.as_of - due).num_days());
        room.known(invoice.issued_on.or(invoice.due_on)) && since_due.is_some_and(|d| d > days)
    };
    let candidates: Vec<&Invoice> = room.facts.invoices.iter().filter(late).collect();
    let open: Vec<(NaiveDate, Money)> = candidates
        .into_iter()
        .filter_map(|invoice| Some((invoice.due_on?, open_amount(room, invoice)?)))
        .filter(|(_, money)| money.amount > Decimal::ZERO)
        .collect();
    let currencies: BTreeSet<_> = open.iter().map(|(_, money)| money.currency).collect();
    let exceeds = currencies.iter().any(|currency| {
        let of = open.iter().filter(|(_, money)| money.currency == *currency);
        let sum: Decimal = of.map(|(_, money)| money.amount).sum();
        let billed = room
            .facts
            .invoices
            .iter()
            .filter(|i| i.issued_on.is_some_and(|issued| room.within(issued, 365)));
        let of_year = billed.filter_map(|i| i.amount).filter(|m| m.currency == *currency);
        let year: Decimal = of_year.map(|money| money.amount).sum();
        sum * Decimal::TEN > year
    });
    let oldest = open.iter().map(|(due, _)| *due).min()?;
    Some(Overdue { exceeds, since: oldest + chrono::Duration::days(days + 1) })
}

/// What was unpaid at the end of the day: the amount less what had come in or been credited.
fn open_amount(room: &Room, invoice: &Invoice) -> Option<Money> {
    let amount = invoice.amount?;
    let paid = room.facts.payments.iter().map(|p| (&p.origin, &p.invoice, p.paid_on, p.amount));
    let credited =
        room.facts.credits.iter().map(|c| (&c.origin, &c.invoice, c.issued_on, c.amount));
    let settled: Vec<_> = paid
        .chain(credited)
        .filter(|(origin, reference, ..)| refers(origin, reference.as_deref(), &invoice.origin))
        .collect();
    let nothing_open = invoice.open_amount.is_some_and(|open| open.amount.is_zero());
    // Settled by something that no record tells of: the ERP's own word stands.
    if settled.is_empty() && nothing_open {
        return None;
    }
    let by_then = settled.iter().filter(|(_, _, day, _)| room.known(*day));
    let same =
        by_then.filter_map(|(.., money)| *money).filter(|m| m.currency == amount.currency);
    let sum: Decimal = same.map(|money| money.amount).sum();
    Some(Money { amount: amount.amount - sum, currency: amount.currency })
}
