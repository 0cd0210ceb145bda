//! RENEWAL: a contract whose renewal nobody decided comes to its end. One playbook for each step.

use super::{Case, Rule, Signal};
use crate::insight::revenue::{Fate, Term};
use crate::model::Origin;

pub(super) fn rule(case: &Case) -> Vec<Signal> {
    let terms = case.watched.card.book.contracts.iter();
    terms.filter(|term| term.fate == Fate::Open).filter_map(|term| signal(case, term)).collect()
}

fn signal(case: &Case, term: &Term) -> Option<Signal> {
    let ends_on = term.ends_on?;
    let days = (ends_on - case.as_of()).num_days();
    // The steps come with the longest first: the last that fits is the one at hand.
    let step = case.rules.renewal.iter().rev().find(|step| (0..=step.days).contains(&days))?;
    let notice = if term.notice_on.is_some() { "; they gave notice" } else { "" };
    let because = format!("a contract ends on {ends_on}, in {days} days{notice}");
    let suggested = vec![step.play.suggest(&because)];
    let signal = case
        .signal(Rule::Renewal, &format!("{}:{}", term.id, step.days), suggested)
        .measuring([("daysToEnd", days as f64), ("step", step.days as f64)]);
    let contracts = &case.watched.facts.contracts;
    let origin =
        contracts.iter().map(|c| &c.origin).find(|origin: &&Origin| origin.id == term.id);
    Some(signal.shown_by(origin.map(|origin| (ends_on, origin))))
}
