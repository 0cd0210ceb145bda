//! Contracts: which run, and what has become of their renewal.

use chrono::NaiveDate;

use super::Reader;
use crate::insight::measure::refers;
use crate::insight::revenue::book::{Book, Fate, Term};
use crate::model::Contract;

impl Reader<'_> {
    pub(super) fn contracts(&self, book: &mut Book) {
        for contract in &self.facts.contracts {
            if contract.starts_on.is_some_and(|first| first > self.as_of()) {
                continue; // not begun: on a day of the past nobody knew of it
            }
            let fate = self.fate(contract);
            self.tally(contract, fate, book);
            let runs = self.runs(contract);
            if runs || self.is_late(contract.ends_on, fate) {
                book.contracts.push(self.term(contract, fate));
            }
            if runs {
                let modules = contract.modules.iter().flatten();
                book.entitled.extend(modules.map(|module| super::plain(module)));
            }
        }
        book.contracts.sort_by(|a, b| (a.ends_on, &a.id).cmp(&(b.ends_on, &b.id)));
    }

    fn term(&self, contract: &Contract, fate: Fate) -> Term {
        let known = |day: Option<NaiveDate>| day.filter(|day| *day <= self.as_of());
        let given = known(contract.notice_on);
        let of_account = known(self.facts.account.termination_notice_on);
        Term {
            id: contract.origin.id.clone(),
            name: contract.name.clone(),
            ends_on: contract.ends_on,
            value: contract.annual_value,
            fate,
            notice_on: given.into_iter().chain(of_account).min(),
            intent_signed_on: known(contract.intent_signed_on),
        }
    }

    fn runs(&self, contract: &Contract) -> bool {
        match contract.ends_on {
            Some(last) => last >= self.as_of(),
            None => !matches!(contract.status.as_deref(), Some("ENDED" | "CANCELLED")),
        }
    }

    /// It ended a short time ago and nobody has decided.
    fn is_late(&self, ends_on: Option<NaiveDate>, fate: Fate) -> bool {
        let grace = self.model.renewal.grace_days;
        let days = ends_on.map(|last| (self.as_of() - last).num_days());
        fate == Fate::Open && days.is_some_and(|days| (1..=grace).contains(&days))
    }

    fn tally(&self, contract: &Contract, fate: Fate, book: &mut Book) {
        let window = self.model.renewal.window_days;
        let ended = contract.ends_on.is_some_and(|last| {
            last <= self.as_of() && (self.as_of() - last).num_days() < window
        });
        if ended && fate != Fate::Open {
            book.renewals.count(fate == Fate::Kept);
        }
    }

    pub(super) fn decided(&self, first: NaiveDate, last: NaiveDate) -> Vec<(String, bool)> {
        let ended = |contract: &&Contract| {
            contract.ends_on.is_some_and(|day| (first..=last).contains(&day))
        };
        let decided = |contract: &Contract| match self.fate(contract) {
            Fate::Open => None,
            fate => Some((contract.origin.id.clone(), fate == Fate::Kept)),
        };
        self.facts.contracts.iter().filter(ended).filter_map(decided).collect()
    }

    /// What was known of the renewal at the end of the day.
    pub(super) fn fate(&self, contract: &Contract) -> Fate {
        let kept = contract.renewed_value.is_none_or(|value| !value.amount.is_zero());
        let verdict = if kept { Fate::Kept } else { Fate::Lost };
        if let Some(on) = contract.renewed_on {
            return if on <= self.as_of() { verdict } else { Fate::Open };
        }
        let followed = self.facts.contracts.iter().any(|next| {
            self.room.known(next.starts_on)
                && refers(&next.origin, next.renews.as_deref(), &contract.origin)
        });
        if followed {
            return Fate::Kept;
        }
        if contract.renewed_value.is_some() {
            return verdict;
        }
        let over = contract.ends_on.is_some_and(|last| last < self.as_of());
        match contract.status.as_deref() {
            Some("RENEWED") => Fate::Kept,
            Some("ENDED") if over => Fate::Lost,
            // Called off without a day of notice: there is no better word than the status.
            Some("CANCELLED") if over || contract.notice_on.is_none() => Fate::Lost,
            _ => Fate::Open,
        }
    }
}
