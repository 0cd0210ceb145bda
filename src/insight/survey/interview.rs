//! Whom to call about their answers: numbers say that something is so, a conversation says why.

use chrono::NaiveDate;

use super::gap::{Expectation, ExpectationFlag};
use super::scale::NPS;
use super::voice::{SurveyFilter, Voice, is_of_our_own};
use crate::insight::Models;
use crate::insight::measure::sum;
use crate::model::ContactId;

/// Why somebody is to be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InterviewReason {
    /// We keep a promise that they do not feel kept, or the other way round.
    Mismatch,
    /// They are far from what their colleagues say.
    Outlier,
    /// They are unhappy.
    LowScore,
}

/// A conversation to have.
#[derive(Debug, Clone, PartialEq)]
pub struct Interview {
    /// With whom; `None` when nobody of them is known by name.
    pub contact: Option<ContactId>,
    /// Why.
    pub reason: InterviewReason,
    /// What it is about, in words.
    pub about: String,
    /// On which day it was said.
    pub on: Option<NaiveDate>,
    /// How far it is from what it should be, 0 to 100: the larger, the sooner.
    pub weight: f64,
}

/// The queue, the most pressing first. `below_facts` names the factors of trust in which they feel
/// worse served than they are.
pub fn interviews(
    voices: &[Voice],
    gaps: &[Expectation],
    below_facts: &[String],
    models: &Models,
    as_of: NaiveDate,
) -> Vec<Interview> {
    let filter = SurveyFilter::last(models.survey.interviews.window, as_of);
    let newest = newest_ratings(voices, &filter);
    let mut queue: Vec<Interview> = newest.iter().filter_map(|r| low(r, models)).collect();
    queue.extend(newest.iter().filter_map(|rating| outlier(rating, &newest, models)));
    let saddest = newest.iter().min_by(|a, b| a.score.total_cmp(&b.score));
    let someone = saddest.map(|rating| rating.person.clone());
    queue.extend(gaps.iter().filter_map(mismatch));
    queue.extend(below_facts.iter().map(|factor| Interview {
        contact: someone.clone(),
        reason: InterviewReason::Mismatch,
        about: format!("trust, {factor}: perception below facts"),
        on: None,
        weight: 50.0,
    }));
    queue.sort_by(|a, b| {
        let key = |one: &Interview| (one.reason, one.contact.clone(), one.about.clone());
        b.weight.total_cmp(&a.weight).then_with(|| key(a).cmp(&key(b)))
    });
    queue
}

/// Somebody's newest answer to the question of recommending us.
struct Rating {
    person: ContactId,
    day: NaiveDate,
    score: f64,
}

fn newest_ratings(voices: &[Voice], filter: &SurveyFilter) -> Vec<Rating> {
    let mut ratings: Vec<Rating> = Vec::new();
    for voice in voices.iter().filter(|voice| filter.admits(voice)) {
        let about = voice.response.instrument.as_deref() == Some("NPS");
        let person = voice.response.origin.contact.clone();
        let (Some(person), true) = (person, about && !is_of_our_own(voice.response)) else {
            continue;
        };
        let Ok(score) = NPS.exact(voice.response) else { continue };
        let rating = Rating { person, day: voice.day, score };
        match ratings.iter_mut().find(|known| known.person == rating.person) {
            Some(known) if known.day < rating.day => *known = rating,
            Some(_) => {}
            None => ratings.push(rating),
        }
    }
    ratings
}

fn low(rating: &Rating, models: &Models) -> Option<Interview> {
    (rating.score <= models.survey.interviews.low).then(|| Interview {
        contact: Some(rating.person.clone()),
        reason: InterviewReason::LowScore,
        about: format!("rates us {} of 10", rating.score),
        on: Some(rating.day),
        weight: 10.0 * (10.0 - rating.score),
    })
}

/// Two or more colleagues make a measure to be away from.
fn outlier(rating: &Rating, all: &[Rating], models: &Models) -> Option<Interview> {
    let others = all.iter().filter(|other| other.person != rating.person);
    let scores: Vec<f64> = others.map(|other| other.score).collect();
    if scores.len() < 2 {
        return None;
    }
    let n = scores.len() as f64;
    let mean = sum(scores) / n;
    let apart = (rating.score - mean).abs();
    (apart >= models.survey.interviews.apart).then(|| Interview {
        contact: Some(rating.person.clone()),
        reason: InterviewReason::Outlier,
        about: format!("rates us {} of 10, the others {mean:.1}", rating.score),
        on: Some(rating.day),
        weight: 10.0 * apart,
    })
}

/// Who was asked about the stage last knows best.
fn mismatch(gap: &Expectation) -> Option<Interview> {
    let (flag, points) = gap.flag.zip(gap.gap)?;
    let side = match flag {
        ExpectationFlag::FeltBelowKept => "perception below facts",
        ExpectationFlag::FeltAboveKept => "perception above facts",
    };
    Some(Interview {
        contact: gap.last.as_ref().and_then(|(person, _)| person.clone()),
        reason: InterviewReason::Mismatch,
        about: format!("{}: {side} by {:.0} points", gap.stage, points.abs()),
        on: gap.last.as_ref().map(|(_, day)| *day),
        weight: points.abs(),
    })
}
