//! How probable it is that a contract is renewed.

use super::book::{Book, Flag, Term};
use super::model::RevenueModel;
use super::opportunity::Known;
use crate::insight::peers::Peers;

/// A probability with what it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Probability {
    /// 0 to 1.
    pub value: f64,
    /// With coefficients × the low end of the model's range, or the high one: the lower of them.
    pub low: f64,
    /// The higher of them.
    pub high: f64,
    /// It was fitted to closed renewals. Not yet.
    pub calibrated: bool,
    /// `code@version`, or `SEGMENT_RENEWAL_RATE`.
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

/// The probability by health, trust and what holds; `None` when health is not known. Trust that is
/// not known moves nothing.
pub fn probability<'a>(
    model: &RevenueModel,
    known: Known,
    flags: impl Iterator<Item = &'a Flag>,
) -> Option<Probability> {
    let (health, renewal) = (known.health?, &model.renewal);
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
        calibrated: false,
        model: model.id(),
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
    if let Some(found) = probability(model, known, book.flags.iter().chain(&own)) {
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
