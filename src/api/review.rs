//! Records that may be one party: those that a steward should look at, and why any two are.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{ID, SimpleObject};

use super::errors::{ApiError, Result};
use super::limits;
use super::money::Money;
use super::pair::{Pair, whys};
use super::personal::Personal;
use super::round;
use super::scalars::Time;
use super::source::SourceRef;
use super::visit::Visit;
use crate::model::Pii;
use crate::reconcile::matching::Kind;
use crate::reconcile::{self, Why};
use crate::store::{self, Doubt, Doubts, SourceRecord};

/// Two records that may be one party, on which no steward said anything.
#[derive(SimpleObject)]
pub(super) struct MatchCandidate {
    /// Names the pair to `decideMatch`.
    id: ID,
    /// How likely the two are one party, 0 to 1.
    score: f64,
    /// They are one account, or one contact, so far.
    merged: bool,
    /// What is at stake: the annual value of all contracts that have not ended, of the account of
    /// either record that has more. Amounts of several currencies are not added: the largest figure
    /// counts.
    money: Option<Money>,
    /// One record.
    left: SourceRef,
    /// The other.
    right: SourceRef,
    /// Why, part by part: the weights add up to that of the score.
    reasons: Vec<MatchReason>,
}

/// A part of why two records may be one party.
#[derive(SimpleObject)]
pub(super) struct MatchReason {
    /// What was compared; `any pair` is what is assumed before anything is.
    field: String,
    /// With which outcome, such as `same`; empty for `any pair`.
    outcome: String,
    /// What the one record says. Personal data for contacts.
    #[graphql(directive = Personal::apply(Pii::ContactData))]
    left: Option<String>,
    /// What the other says. Personal data for contacts.
    #[graphql(directive = Personal::apply(Pii::ContactData))]
    right: Option<String>,
    /// Bits for a match: with each the odds double; against it when negative.
    weight: f64,
}

/// Why two records are one party or not.
#[derive(SimpleObject)]
pub(super) struct WhyMatch {
    /// Names the pair to `decideMatch` and `undoMatch`.
    id: ID,
    /// How likely the two are one party by what they say, 0 to 1; 0 when they are kept apart.
    score: f64,
    /// Bits for a match: the sum of all reasons.
    weight: f64,
    /// They are kept apart whatever they weigh: they differ in a number that one party has one of.
    apart: bool,
    /// One record.
    left: SourceRef,
    /// The other.
    right: SourceRef,
    /// Part by part.
    reasons: Vec<MatchReason>,
    /// What a steward said of them, which outweighs all of it.
    verdict: Option<MatchVerdict>,
}

/// What a steward said of two records.
#[derive(SimpleObject)]
pub(super) struct MatchVerdict {
    /// They are one party.
    same: bool,
    /// Why, in the steward's words.
    #[graphql(directive = Personal::apply(Pii::FreeText))]
    reason: Option<String>,
    /// The steward.
    #[graphql(directive = Personal::apply(Pii::Employee))]
    said_by: Option<String>,
    /// When it was said.
    said_at: Time,
}

/// What is asked of the queue.
pub(super) struct Asked {
    pub(super) kind: Kind,
    pub(super) min_score: f64,
    pub(super) max_score: f64,
    pub(super) first: i32,
}

/// What stewards should look at.
pub(super) async fn queue(visit: &Arc<Visit>, asked: Asked) -> Result<Vec<MatchCandidate>> {
    let first = limits::first(asked.first, limits::PARTS)?;
    let (low, high) = (asked.min_score, asked.max_score);
    if !(0.0..=1.0).contains(&low) || !(low..=1.0).contains(&high) {
        let what = "`minScore` and `maxScore` must lie between 0 and 1, the smaller first";
        return Err(ApiError::BadInput(what.to_owned()));
    }
    let asked = Doubts {
        kind: asked.kind,
        least: reconcile::weight(low),
        most: reconcile::weight(high),
        today: visit.desk.today(),
        first: i64::try_from(first).unwrap_or(i64::MAX),
    };
    let doubts = visit.desk.hub.store.doubts(&asked).await?;
    let pairs: Vec<(String, String)> =
        doubts.iter().map(|doubt| (doubt.a.clone(), doubt.b.clone())).collect();
    let records = records(visit, asked.kind, &pairs).await?;
    let whys = whys(visit, asked.kind, pairs).await?;
    let candidate = |(doubt, why): (Doubt, Option<Why>)| {
        let (left, right) = (records.get(&doubt.a)?.clone(), records.get(&doubt.b)?.clone());
        let score = round::share(reconcile::probability(doubt.weight));
        let pair = Pair { kind: asked.kind, left: doubt.a, right: doubt.b };
        Some(MatchCandidate {
            id: pair.id(),
            score,
            merged: doubt.merged,
            money: doubt.money.map(Into::into),
            left: left.into(),
            right: right.into(),
            reasons: why.map(reasons).unwrap_or_default(),
        })
    };
    Ok(doubts.into_iter().zip(whys).filter_map(candidate).collect())
}

/// Why two records are one party or not.
pub(super) async fn why(visit: &Arc<Visit>, pair: Pair) -> Result<WhyMatch> {
    let names = vec![(pair.left.clone(), pair.right.clone())];
    let mut records = records(visit, pair.kind, &names).await?;
    let mut source = |id: &str| records.remove(id).map(SourceRef::from);
    let (left, right) = (source(&pair.left), source(&pair.right));
    let why = whys(visit, pair.kind, names).await?.pop().flatten();
    let (Some(why), Some(left), Some(right)) = (why, left, right) else {
        let what = "the two records are not matched yet; they are with the next sync";
        return Err(ApiError::NotFound(what.to_owned()));
    };
    let store = &visit.desk.hub.store;
    let verdict = store.verdict(pair.kind, &pair.left, &pair.right).await?;
    Ok(WhyMatch {
        id: pair.id(),
        score: round::share(why.probability),
        weight: round::points(why.weight),
        apart: why.apart,
        left,
        right,
        reasons: reasons(why),
        verdict: verdict.map(Into::into),
    })
}

/// Where the records of pairs come from.
async fn records(
    visit: &Visit,
    kind: Kind,
    pairs: &[(String, String)],
) -> Result<BTreeMap<String, SourceRecord>> {
    let ids: Vec<&str> = pairs.iter().flat_map(|(a, b)| [a.as_str(), b]).collect();
    Ok(visit.desk.hub.store.party_records(kind, &ids).await?)
}

fn reasons(why: Why) -> Vec<MatchReason> {
    let weights: Vec<Option<f64>> = why.reasons.iter().map(|r| Some(r.weight)).collect();
    let shown = round::parts(&weights);
    let reason = |(reason, weight): (reconcile::Reason, Option<f64>)| MatchReason {
        field: reason.field.to_owned(),
        outcome: reason.level.to_owned(),
        left: reason.left,
        right: reason.right,
        weight: weight.unwrap_or(0.0),
    };
    why.reasons.into_iter().zip(shown).map(reason).collect()
}

impl From<store::Verdict> for MatchVerdict {
    fn from(verdict: store::Verdict) -> Self {
        Self {
            same: verdict.same,
            reason: Some(verdict.reason).filter(|reason| !reason.is_empty()),
            said_by: Some(verdict.said_by),
            said_at: Time(verdict.said_at),
        }
    }
}
