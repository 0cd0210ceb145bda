//! Deals: open ones, and how many of those that had reached a stage were won.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::Reader;
use crate::insight::measure::refers;
use crate::insight::revenue::book::{Book, OpenDeal};
use crate::model::Deal;

/// Counts a closed deal once for each stage that it had reached. What it is in now, it has reached.
fn tally(deal: &Deal, won: bool, book: &mut Book) {
    let reached = deal.stages_reached.iter().flatten().chain(&deal.stage);
    for stage in reached.collect::<BTreeSet<_>>() {
        book.closed.entry(stage.clone()).or_default().count(won);
    }
}

/// Days that a deal took from opening to closing, when it was won and is new business.
fn cycle(deal: &Deal, won: bool) -> Option<u32> {
    let days = (deal.closed_at? - deal.opened_at?).num_days();
    u32::try_from(days).ok().filter(|_| won && !renews(deal))
}

fn renews(deal: &Deal) -> bool {
    deal.form.as_deref() == Some("RENEWAL") || deal.contract.is_some()
}

impl Reader<'_> {
    pub(super) fn deals(&self, book: &mut Book) {
        for deal in &self.facts.deals {
            if deal.opened_at.is_some_and(|at| at >= self.room.end()) {
                continue;
            }
            match deal.closed_at.filter(|at| *at < self.room.end()) {
                Some(at) => {
                    let age = (self.as_of() - self.room.local_day(at)).num_days();
                    let recent = age < self.model.closed_days;
                    if let (Some(won), true) = (deal.won, recent) {
                        tally(deal, won, book);
                        book.cycles.extend(cycle(deal, won));
                    }
                }
                // Won or lost at a time that nobody wrote down: it is not open.
                None if deal.closed_at.is_none() && deal.won.is_some() => {}
                None => book.deals.push(self.open_deal(deal)),
            }
        }
        book.deals.sort_by(|a, b| a.id.cmp(&b.id));
        book.cycles.sort_unstable();
    }

    fn open_deal(&self, deal: &Deal) -> OpenDeal {
        let contract =
            self.facts.contracts.iter().find(|contract| {
                refers(&deal.origin, deal.contract.as_deref(), &contract.origin)
            });
        let product = self.label(&deal.origin, deal.product.as_deref());
        // Of a deal that closed later the source only tells how it ended, not how it stood.
        let stands = deal.closed_at.is_none();
        let likely = deal.probability.filter(|p| stands && (0.0..=1.0).contains(p));
        OpenDeal {
            id: deal.origin.id.clone(),
            renewal: renews(deal),
            product: product.map(|(label, _)| label),
            amount: deal.amount,
            stage: deal.stage.clone().filter(|_| stands),
            probability: likely.and_then(Decimal::from_f64),
            contract: contract.map(|contract| contract.origin.id.clone()),
            closes_on: deal.expected_close_on,
        }
    }
}
