//! RENEWAL: do they stay, grow and speak for us?

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::view::{Evidence, View, missing, one_currency, ratio, refers};
use crate::insight::Observation;
use crate::model::{Category, Contract, Invoice, Money};

const ADVOCACY: &[&str] = &["REFERENCE", "REVIEW", "REFERRAL", "CASE_STUDY"];

/// GR1: yearly value renewed ÷ yearly value due.
pub(super) fn renewal_rate(view: &View) -> Observation {
    let (mut due, mut renewed) = (Vec::new(), Vec::new());
    let mut evidence = Evidence::default();
    for (ended_on, contract) in
        view.recent(&view.facts().contracts, |contract| contract.ends_on)
    {
        let Some(value) = contract.annual_value else { continue };
        let Some(kept) = decided(view, contract, value) else { continue };
        due.push(value);
        renewed.push(kept);
        evidence.add(ended_on, &contract.origin);
    }
    if let Err(error) = one_currency(due.iter().chain(&renewed), "contracts") {
        return evidence.refuses(error);
    }
    let total = |values: &[Money]| values.iter().map(|money| money.amount).sum::<Decimal>();
    let share = ratio(total(&renewed), total(&due));
    share.map_or_else(missing, |share| evidence.shows(100.0 * share, due.len()))
}

/// What became of a contract whose term is over; nothing while it is not decided.
fn decided(view: &View, contract: &Contract, value: Money) -> Option<Money> {
    let nothing = Money { amount: Decimal::ZERO, currency: value.currency };
    if let Some(on) = contract.renewed_on {
        return (on <= view.room.as_of).then(|| contract.renewed_value.unwrap_or(value));
    }
    let next = view.facts().contracts.iter().filter(|next| {
        view.room.known(next.starts_on)
            && refers(&next.origin, next.renews.as_deref(), &contract.origin)
    });
    let successor = next.min_by_key(|next| (next.starts_on, &next.origin.record));
    if let Some(next) = successor {
        return contract.renewed_value.or(next.annual_value);
    }
    match (contract.renewed_value, contract.status.as_deref()) {
        (Some(kept), _) => Some(kept),
        (None, Some("RENEWED")) => Some(value),
        (None, Some("ENDED" | "CANCELLED")) => Some(nothing),
        (None, _) => None,
    }
}

/// GR2: invoiced in the window ÷ invoiced in the equal time before.
pub(super) fn net_retention(view: &View) -> Observation {
    let window = view.kpi.window_days;
    let dated =
        view.facts().invoices.iter().filter_map(|i| Some((i.issued_on?, revenue(i)?, i)));
    let both: Vec<(NaiveDate, Money, &Invoice)> =
        dated.filter(|(day, ..)| view.room.within(*day, 2 * window)).collect();
    let evidence: Evidence = both.iter().map(|(day, _, i)| (*day, &i.origin)).collect();
    if let Err(error) = one_currency(both.iter().map(|(_, money, _)| money), "invoices") {
        return evidence.refuses(error);
    }
    let total = |recent: bool| {
        let of = both.iter().filter(|(day, ..)| view.in_window(*day) == recent);
        of.map(|(_, money, _)| money.amount).sum::<Decimal>()
    };
    let share = ratio(total(true), total(false));
    share.map_or_else(missing, |share| evidence.shows(100.0 * share, both.len()))
}

fn revenue(invoice: &Invoice) -> Option<Money> {
    invoice.net_amount.or(invoice.amount)
}

/// GR3: acts of advocacy. None is a true zero when the CRM knows the account.
pub(super) fn advocacy(view: &View) -> Observation {
    let recent = view.recent(&view.facts().interactions, |act| view.room.day(act.at));
    let is_act = |form: Option<&str>| form.is_some_and(|form| ADVOCACY.contains(&form));
    let acts: Vec<_> =
        recent.into_iter().filter(|(_, act)| is_act(act.form.as_deref())).collect();
    let connected = view.room.connected(Category::Crm);
    if acts.is_empty() && !connected {
        return missing();
    }
    let evidence: Evidence = acts.iter().map(|(day, act)| (*day, &act.origin)).collect();
    let seen = evidence.shows(acts.len() as f64, acts.len().max(1));
    // A count of a connected system is seen on the day: one act must not age while none would not.
    let observed_on = if connected { Some(view.room.as_of) } else { seen.observed_on };
    Observation { observed_on, ..seen }
}
