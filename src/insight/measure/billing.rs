//! BILLING: are bills right, paid in time and quickly put straight?

use std::collections::{BTreeSet, HashMap};

use chrono::{Duration, NaiveDate};
use rust_decimal::Decimal;

use super::view::{Evidence, Room, View, median, missing, one_currency, percent, ratio};
use crate::insight::Observation;
use crate::model::{Currency, Dispute, Invoice, Money, Payment};

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
        let mut disputed = issued.iter().filter(|(_, i)| names(dispute, i)).peekable();
        if disputed.peek().is_some() {
            evidence.add(opened_on, &dispute.origin);
        }
        wrong.extend(disputed.map(|(_, i)| i.origin.id.as_str()));
    }
    let raw = percent(issued.len() - wrong.len(), issued.len());
    raw.map_or_else(missing, |raw| evidence.shows(raw, issued.len()))
}

/// The dispute is about this invoice.
pub(super) fn names(dispute: &Dispute, invoice: &Invoice) -> bool {
    let plain = |number: &Option<String>| number.as_ref().map(|n| n.trim().to_uppercase());
    dispute.invoice_number.is_some() && plain(&dispute.invoice_number) == plain(&invoice.number)
}

/// Disputes raised by the end of the day.
pub(super) fn raised<'a>(room: &Room<'a>) -> impl Iterator<Item = (NaiveDate, &'a Dispute)> {
    let as_of = room.as_of;
    let dated = room.facts().disputes.iter().filter_map(|d| Some((room.day(d.opened_at)?, d)));
    dated.filter(move |(day, _)| *day <= as_of)
}

/// BI2: days from due day to payment, weighted by the amount paid.
pub(super) fn days_beyond_terms(view: &View) -> Observation {
    let receipts = Receipts::of(view.room);
    let mut paid: Vec<(i64, Money)> = Vec::new();
    let mut evidence = Evidence::default();
    for (paid_on, payment) in view.recent(&view.facts().payments, |payment| payment.paid_on) {
        let invoice = view.room.invoice(&payment.origin, payment.invoice.as_deref());
        // A bill of tomorrow says nothing today, even when it was paid in advance.
        let Some(invoice) = invoice.filter(|i| view.room.known(i.issued_on)) else { continue };
        let (Some(due), Some(amount)) = (invoice.due_on, receipts.amount(payment, invoice))
        else {
            continue;
        };
        if amount.amount <= Decimal::ZERO {
            continue; // a refund is no payment
        }
        paid.push(((paid_on - due).num_days().max(0), amount));
        evidence.add(paid_on, &payment.origin);
        evidence.add(invoice.issued_on.unwrap_or(due).min(paid_on), &invoice.origin);
    }
    if let Err(error) = one_currency(paid.iter().map(|(_, amount)| amount), "payments") {
        return evidence.refuses(error);
    }
    let total: Decimal = paid.iter().map(|(_, money)| money.amount).sum();
    let weighted: Decimal = paid.iter().map(|(days, m)| Decimal::from(*days) * m.amount).sum();
    ratio(weighted, total).map_or_else(missing, |raw| evidence.shows(raw, paid.len()))
}

/// What payments came to. Some sources tell no amount in a currency (Business Central leaves that to
/// the invoice): such payments share in equal parts what their invoice says is paid of it.
struct Receipts<'a> {
    /// How many payments without an amount an invoice has.
    silent: HashMap<&'a str, i64>,
}

impl<'a> Receipts<'a> {
    fn of(room: &Room<'a>) -> Self {
        let mut silent = HashMap::new();
        let known = |payment: &&Payment| room.known(payment.paid_on);
        let silent_ones = room.facts().payments.iter().filter(|p| p.amount.is_none());
        for payment in silent_ones.filter(known) {
            if let Some(invoice) = room.invoice(&payment.origin, payment.invoice.as_deref()) {
                *silent.entry(invoice.origin.id.as_str()).or_default() += 1;
            }
        }
        Self { silent }
    }

    fn amount(&self, payment: &Payment, invoice: &Invoice) -> Option<Money> {
        if payment.amount.is_some() {
            return payment.amount;
        }
        let (whole, open) = (invoice.amount?, invoice.open_amount?);
        let parts = Decimal::from(*self.silent.get(invoice.origin.id.as_str())?);
        let part = Money { amount: (whole.amount - open.amount) / parts, ..whole };
        (whole.currency == open.currency).then_some(part)
    }
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
            Some(at) if view.in_window(room.local_day(at)) => {
                settled.push(view.calendar.business_days(opened, at));
                settled_evidence.add(room.local_day(at), &dispute.origin);
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
/// `None` when nothing is overdue for so long.
///
/// Each currency is judged by itself: one of them over the line is enough.
pub(in crate::insight) fn overdue(room: &Room, days: i64) -> Option<Overdue> {
    let settled = Settled::of(room);
    let late = |invoice: &Invoice| {
        let due = invoice.due_on.filter(|due| (room.as_of - *due).num_days() > days)?;
        let issued = room.known(invoice.issued_on.or(invoice.due_on));
        let open = settled.open_amount(invoice).filter(|m| m.amount > Decimal::ZERO)?;
        issued.then_some((due, open))
    };
    let open: Vec<(NaiveDate, Money)> = room.facts().invoices.iter().filter_map(late).collect();
    let currencies: BTreeSet<Currency> = open.iter().map(|(_, money)| money.currency).collect();
    let exceeds = currencies.iter().any(|currency| {
        let sum = total(open.iter().map(|(_, money)| *money), *currency);
        sum * Decimal::TEN > billed_in_a_year(room, *currency)
    });
    let oldest = open.iter().map(|(due, _)| *due).min()?;
    Some(Overdue { exceeds, since: oldest + Duration::days(days + 1) })
}

fn billed_in_a_year(room: &Room, currency: Currency) -> Decimal {
    let recent =
        |invoice: &&Invoice| invoice.issued_on.is_some_and(|day| room.within(day, 365));
    total(room.facts().invoices.iter().filter(recent).filter_map(|i| i.amount), currency)
}

fn total(amounts: impl Iterator<Item = Money>, currency: Currency) -> Decimal {
    amounts.filter(|money| money.currency == currency).map(|money| money.amount).sum()
}

/// What had come in or been credited, by invoice.
struct Settled<'a> {
    by_then: HashMap<&'a str, Vec<Money>>,
    /// Invoices that a payment or credit of any day speaks of.
    told: BTreeSet<&'a str>,
}

impl<'a> Settled<'a> {
    fn of(room: &Room<'a>) -> Self {
        let facts = room.facts();
        let receipts = Receipts::of(room);
        let paid = facts.payments.iter().filter_map(|payment| {
            let invoice = room.invoice(&payment.origin, payment.invoice.as_deref())?;
            Some((invoice, payment.paid_on, receipts.amount(payment, invoice)))
        });
        let credited = facts.credits.iter().filter_map(|credit| {
            let invoice = room.invoice(&credit.origin, credit.invoice.as_deref())?;
            Some((invoice, credit.issued_on, credit.amount))
        });
        let mut settled = Self { by_then: HashMap::new(), told: BTreeSet::new() };
        for (invoice, day, amount) in paid.chain(credited) {
            let id = invoice.origin.id.as_str();
            settled.told.insert(id);
            if room.known(day) {
                settled.by_then.entry(id).or_default().extend(amount);
            }
        }
        settled
    }

    /// What was unpaid at the end of the day. An invoice that the ERP calls paid, though no
    /// record says by what, was settled: the ERP's own word stands.
    fn open_amount(&self, invoice: &Invoice) -> Option<Money> {
        let id = invoice.origin.id.as_str();
        let nothing_open = invoice.open_amount.is_some_and(|open| open.amount.is_zero());
        let amount = invoice.amount.filter(|_| self.told.contains(id) || !nothing_open)?;
        let came = self.by_then.get(id).into_iter().flatten().copied();
        let sum = total(came, amount.currency);
        Some(Money { amount: amount.amount - sum, currency: amount.currency })
    }
}
