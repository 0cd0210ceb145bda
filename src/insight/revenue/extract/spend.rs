//! Spend by product from bills and their lines, and visits that show the wish to buy.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::{Reader, YEAR, plain};
use crate::insight::Facts;
use crate::insight::rates::Purse;
use crate::insight::revenue::book::{Book, Spend};
use crate::insight::revenue::model::By;
use crate::model::{Invoice, InvoiceLine, Money};

impl<'a> Reader<'a> {
    /// A bill's lines say what it was for; what they leave of its amount is for no product.
    pub(super) fn spend(&self, book: &mut Book) {
        let mut by_bill: HashMap<&str, Vec<&InvoiceLine>> = HashMap::new();
        let mut strays = Vec::new();
        for line in &self.facts.invoice_lines {
            match self.room.invoice(&line.origin, line.invoice.as_deref()) {
                Some(bill) => by_bill.entry(bill.origin.id.as_str()).or_default().push(line),
                None => strays.push(line),
            }
        }
        for bill in &self.facts.invoices {
            let lines = by_bill.remove(bill.origin.id.as_str()).unwrap_or_default();
            self.bill(bill, &lines, book);
        }
        for line in strays {
            self.line(line, line.issued_on, book);
        }
    }

    fn bill(&self, bill: &'a Invoice, lines: &[&'a InvoiceLine], book: &mut Book) {
        let mut told = Purse::default();
        for line in lines {
            self.line(line, line.issued_on.or(bill.issued_on), book);
            line.amount.into_iter().for_each(|amount| told.add(amount));
        }
        // Lines are without tax: only an amount without tax tells what they leave.
        let whole = if told.is_empty() { billed(bill) } else { bill.net_amount };
        let Some(whole) = whole else { return };
        let lines = told.of(whole.currency);
        let rest = Money { amount: whole.amount - lines.amount, ..whole };
        if !rest.amount.is_zero() {
            self.enter(&mut book.unassigned, rest, bill.issued_on);
        }
    }

    fn line(&self, line: &InvoiceLine, on: Option<NaiveDate>, book: &mut Book) {
        let Some(amount) = line.amount else { return };
        let Some((label, family)) = self.label(&line.origin, line.product.as_deref()) else {
            self.enter(&mut book.unassigned, amount, on);
            return;
        };
        let spend = book.spend.entry(label).or_default();
        spend.family = family;
        self.enter(spend, amount, on);
    }

    fn enter(&self, spend: &mut Spend, amount: Money, on: Option<NaiveDate>) {
        let Some(on) = on.filter(|day| *day <= self.as_of()) else { return };
        spend.first_on = Some(spend.first_on.map_or(on, |first| first.min(on)));
        match (self.as_of() - on).num_days() {
            age if age < YEAR => spend.last.add(amount),
            age if age < 2 * YEAR => spend.before.add(amount),
            _ => {}
        }
    }

    /// Recurring bills of the last year.
    pub(super) fn recurring_bills(&self) -> Purse {
        let recent = |bill: &&Invoice| {
            let age = bill.issued_on.map(|on| (self.as_of() - on).num_days());
            bill.recurring == Some(true) && age.is_some_and(|age| (0..YEAR).contains(&age))
        };
        self.facts.invoices.iter().filter(recent).filter_map(billed).collect()
    }

    /// Visits of buying pages in the model's window, by the product that the page names.
    pub(super) fn intent(&self, book: &mut Book) {
        let days = self.model.expansion.intent_days;
        let recent = self.facts.web_visits.iter().filter(|visit| {
            let age = visit.at.map(|at| (self.as_of() - self.room.local_day(at)).num_days());
            visit.high_intent == Some(true) && age.is_some_and(|age| (0..days).contains(&age))
        });
        let mut names: Option<BTreeMap<String, String>> = None;
        for visit in recent {
            let names = names.get_or_insert_with(|| self.names());
            let page = plain(visit.page.as_deref().unwrap_or_default());
            let meant: BTreeSet<&String> =
                names.iter().filter(|(word, _)| page.contains(*word)).map(|(_, l)| l).collect();
            if meant.is_empty() {
                book.intent.general += 1;
            }
            for label in meant {
                *book.intent.named.entry(label.clone()).or_default() += 1;
            }
        }
    }

    /// What our products are called, as a page would write it, with what lines call them.
    fn names(&self) -> BTreeMap<String, String> {
        let label = |product: &'a crate::model::Product| match self.model.expansion.by {
            By::Family => product.family.as_deref(),
            By::Product => product.name.as_deref().or(product.sku.as_deref()),
        };
        let labels = self.facts.products.values().filter_map(label);
        let word = |label: &str| (plain(label).replace(' ', "-"), label.to_owned());
        labels.map(word).filter(|(word, _)| word.chars().count() > 2).collect()
    }
}

/// What was billed in the last so many days, the day itself included.
pub fn billed_within(facts: &Facts, as_of: NaiveDate, days: i64) -> Purse {
    let recent = |bill: &&Invoice| {
        let age = bill.issued_on.map(|on| (as_of - on).num_days());
        age.is_some_and(|age| (0..days).contains(&age))
    };
    facts.invoices.iter().filter(recent).filter_map(billed).collect()
}

/// What a bill came to, without tax where that is told.
pub(super) fn billed(bill: &Invoice) -> Option<Money> {
    bill.net_amount.or(bill.amount)
}
