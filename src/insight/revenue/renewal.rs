//! How probable it is that a contract is renewed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::book::{Book, Flag, Term};
use super::model::{RenewalModel, RevenueModel};
use super::opportunity::Known;
use crate::insight::peers::Peers;
use crate::model::short_hash;

/// A probability with what it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Probability {
    /// 0 to 1.
    pub value: f64,
    /// With coefficients × the low end of the model's range, or the high one: the lower of them.
    pub low: f64,
    /// The higher of them.
    pub high: f64,
    /// It was fitted to renewals of our own, and did better than the default on some it never saw.
    pub calibrated: bool,
    /// `code@version` of the revenue model or of what was fitted, or `SEGMENT_RENEWAL_RATE`.
    pub model: String,
    /// What was added up to its log-odds.
    pub factors: Vec<Factor>,
}

/// Something that moves a probability.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// `BASE`, `CHI`, `TRUST`, or a flag.
    pub name: String,
    /// Log-odds.
    pub log_odds: f64,
    /// Why, in words.
    pub note: Option<String>,
    /// The fact that shows it, by id.
    pub from: Option<String>,
}

/// What the coefficients became when they were fitted to renewals of our own. It is part of a day's
/// snapshot of peers: so a price names it, and a past day is told by the one that was in force then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FittedRenewal {
    /// The day.
    pub fitted_on: NaiveDate,
    /// Decided renewals that it was fitted to.
    pub n: usize,
    /// Log-odds when nothing is known.
    pub base: f64,
    /// Log-odds of 10 points of health over 50.
    pub health: f64,
    /// Log-odds of 10 points of trust over 50.
    pub trust: f64,
    /// Log-odds of the flags that held often enough; others keep the default.
    pub flags: BTreeMap<String, f64>,
}

impl FittedRenewal {
    /// `renewal-fitted@` and the hash of its content.
    #[expect(clippy::missing_panics_doc, reason = "its parts are plain words and numbers")]
    pub fn id(&self) -> String {
        let text = serde_json::to_string(self).expect("plain words and numbers are JSON");
        format!("renewal-fitted@{}", short_hash(text.as_bytes()))
    }

    /// The model with these coefficients; what was not fitted stays as it is.
    #[must_use]
    pub fn applied(&self, to: &RenewalModel) -> RenewalModel {
        let mut model = RenewalModel {
            base: self.base,
            health: self.health,
            trust: self.trust,
            ..to.clone()
        };
        model.flags.extend(self.flags.iter().map(|(code, odds)| (code.clone(), *odds)));
        model
    }
}

/// The probability by health, trust and what holds; `None` when health is not known. Trust that is
/// not known moves nothing. By what was fitted, where something was. Its range stays as wide as that
/// of the default: a fit to some dozen losses is no sure thing either.
pub fn probability<'a>(
    model: &RevenueModel,
    fitted: Option<&FittedRenewal>,
    known: Known,
    flags: impl Iterator<Item = &'a Flag>,
) -> Option<Probability> {
    let applied = fitted.map(|fitted| fitted.applied(&model.renewal));
    let (health, renewal) = (known.health?, applied.as_ref().unwrap_or(&model.renewal));
    let mut factors = vec![
        Factor::plain("BASE", renewal.base, None),
        Factor::plain("CHI", renewal.health * (health - 50.0) / 10.0, None),
    ];
    let trust = known.trust.map(|trust| renewal.trust * (trust - 50.0) / 10.0);
    factors.extend(trust.map(|odds| Factor::plain("TRUST", odds, None)));
    factors.extend(flags.filter_map(|flag| {
        let log_odds = *renewal.flags.get(&flag.code)?;
        let (name, note) = (flag.code.clone(), Some(flag.note.clone()));
        Some(Factor { name, log_odds, note, from: flag.from.clone() })
    }));
    let moved: f64 = factors.iter().skip(1).map(|factor| factor.log_odds).sum();
    let at =
        |scale: f64| sigmoid(renewal.base + scale * moved).clamp(renewal.least, renewal.most);
    let (one, other) = (at(renewal.range.0), at(renewal.range.1));
    Some(Probability {
        value: at(1.0),
        low: one.min(other),
        high: one.max(other),
        calibrated: fitted.is_some(),
        model: fitted.map_or_else(|| model.id(), FittedRenewal::id),
        factors,
    })
}

impl Factor {
    fn plain(name: &str, log_odds: f64, note: Option<String>) -> Self {
        Self { name: name.to_owned(), log_odds, note, from: None }
    }
}

/// Of one contract: health, trust and all that holds of the account and of the contract. Where health
/// is not known, how often others of its segment renew.
pub(super) fn of_contract(
    book: &Book,
    term: &Term,
    known: Known,
    (peers, model): (&Peers, &RevenueModel),
) -> Option<Probability> {
    let own = own_flags(term);
    let flags = book.flags.iter().chain(&own);
    if let Some(found) = probability(model, peers.renewal.as_ref(), known, flags) {
        return Some(found);
    }
    let rate = peers.renewal_rate(&book.segments, model.expansion.min_peers)?;
    let value = rate.clamp(model.renewal.least, model.renewal.most);
    let note = Some("health is not known: how often accounts like it renewed".to_owned());
    let name = "SEGMENT_RENEWAL_RATE";
    Some(Probability {
        value,
        low: value,
        high: value,
        calibrated: false,
        model: name.to_owned(),
        factors: vec![Factor::plain(name, (value / (1.0 - value)).ln(), note)],
    })
}

/// Codes of all that holds of the account and of one of its contracts, in their order.
pub fn renewal_flags(book: &Book, term: &Term) -> Vec<String> {
    let own = own_flags(term);
    let mut codes: Vec<String> =
        book.flags.iter().chain(&own).map(|flag| flag.code.clone()).collect();
    codes.sort();
    codes.dedup();
    codes
}

fn own_flags(term: &Term) -> Vec<Flag> {
    let flag = |code: &str, note: String| Flag {
        code: code.to_owned(),
        from: Some(term.id.clone()),
        note,
    };
    let signed = term.intent_signed_on.map(|day| {
        flag("RENEWAL_INTENT_SIGNED", format!("they signed on {day} that they mean to renew"))
    });
    let notice = term.notice_on.map(|day| flag("NOTICE_GIVEN", format!("notice of {day}")));
    signed.into_iter().chain(notice).collect()
}

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}
