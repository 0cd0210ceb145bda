//! How old feedback is, per moment and prong: what nobody has asked about for long, or ever.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::voice::{Voice, prong_of};
use crate::insight::Models;
use crate::insight::model::check::JOURNEY;
use crate::model::PRONGS;

/// Feedback about one stage of the journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MomentAge {
    /// The stage.
    pub stage: String,
    /// The touchpoints that were asked about, in the source's own words.
    pub touchpoints: Vec<String>,
    /// Answers ever.
    pub n: usize,
    /// Of the newest.
    pub newest_on: Option<NaiveDate>,
    /// Days since then; `None` when nobody ever answered.
    pub age_days: Option<i64>,
}

/// Feedback of one prong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProngAge {
    /// `TRANSACTIONAL`, …
    pub prong: &'static str,
    /// Answers ever.
    pub n: usize,
    /// Of the newest.
    pub newest_on: Option<NaiveDate>,
    /// Days since then; `None` when nobody ever answered.
    pub age_days: Option<i64>,
}

/// Every stage of the journey, with how old the feedback about it is.
pub fn moments(voices: &[Voice], models: &Models, as_of: NaiveDate) -> Vec<MomentAge> {
    let mut by_stage: BTreeMap<&str, Vec<&Voice>> = BTreeMap::new();
    for voice in voices {
        let touchpoint = voice.response.touchpoint.as_deref().unwrap_or_default();
        if let Some(stage) = models.survey.stage_of(touchpoint) {
            by_stage.entry(stage).or_default().push(voice);
        }
    }
    let of = |stage: &&str| {
        let heard = by_stage.get(stage).map_or(&[][..], Vec::as_slice);
        let newest_on = heard.iter().map(|voice| voice.day).max();
        let said = heard.iter().filter_map(|voice| voice.response.touchpoint.clone());
        let mut touchpoints: Vec<String> = said.collect();
        touchpoints.sort();
        touchpoints.dedup();
        MomentAge {
            stage: (*stage).to_owned(),
            touchpoints,
            n: heard.len(),
            newest_on,
            age_days: newest_on.map(|day| (as_of - day).num_days()),
        }
    };
    JOURNEY.iter().map(of).collect()
}

/// Every prong, with how old its feedback is; a prong that nobody asks is a gap.
pub fn prongs(voices: &[Voice], as_of: NaiveDate) -> Vec<ProngAge> {
    let of = |prong: &&'static str| {
        let heard = voices.iter().filter(|voice| prong_of(voice.response) == Some(prong));
        let newest_on = heard.clone().map(|voice| voice.day).max();
        let age_days = newest_on.map(|day| (as_of - day).num_days());
        ProngAge { prong, n: heard.count(), newest_on, age_days }
    };
    PRONGS.iter().map(of).collect()
}
