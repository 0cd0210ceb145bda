//! Segments: groups of accounts that behave alike, by rules that an analyst can change.
//!
//! Who is in a segment is a function of facts and day, so that membership has a history: it is
//! asked for a day of the past as it is for today.

mod behaviour;
mod file;
mod plan;

use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;

use super::measure::Room;
use super::{Calendar, Facts};
use crate::model::{Account, SettingsError, settings};
use behaviour::Behaviour;
pub use plan::{Offer, Target, plain_name};

/// Plain attributes of an account that a rule may look at.
pub(in crate::insight) const ATTRIBUTES: &[&str] =
    &["industry", "country", "region", "city", "time_zone", "lines_of_business"];

/// The segments there are.
#[derive(Debug, Clone, PartialEq)]
pub struct SegmentModel {
    /// Its code, such as `segments-default`.
    pub code: String,
    /// Its version.
    pub version: String,
    /// In the order in which they are tried; the first that an account meets gives its peers.
    pub segments: Vec<Segment>,
}

/// A group of accounts that behave alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Who is in it, in words.
    pub definition: String,
    /// Where its members should be; none where nobody stated it.
    pub targets: Vec<Target>,
    /// What they are offered; none where nobody stated it.
    pub offers: Vec<Offer>,
    own: Rule,
    any: Vec<Rule>,
    none: Vec<Rule>,
}

/// Conditions that must all be met.
#[derive(Debug, Clone, Default, PartialEq)]
struct Rule {
    /// Attribute → words, any of which will do.
    is: Vec<(String, Vec<String>)>,
    behaves: Vec<(&'static Behaviour, Range)>,
}

/// From a number, which is in it, to another, which is not.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Range {
    at_least: Option<f64>,
    below: Option<f64>,
}

impl SegmentModel {
    /// The segments that come with Accord.
    pub fn built_in() -> Arc<Self> {
        static BUILT_IN: LazyLock<Arc<SegmentModel>> = LazyLock::new(|| {
            let text = include_str!("../models/segments-default.yaml");
            let model = SegmentModel::parse("segments-default.yaml", text);
            Arc::new(model.expect("the built-in segments are checked by a test"))
        });
        Arc::clone(&BUILT_IN)
    }

    /// Reads and checks segments. `file` is named in errors.
    ///
    /// # Errors
    /// Unknown keys, attributes or behaviours, empty ranges, a segment without a rule: file, line,
    /// remedy.
    pub fn parse(file: &str, text: &str) -> Result<Self, SettingsError> {
        settings::parse(file, text, "every segment must state its own", |file| {
            file::model(&file)
        })
    }

    /// `code@version`.
    pub fn id(&self) -> String {
        format!("{}@{}", self.code, self.version)
    }

    /// The segments that an account is in at the end of a day, in the model's order.
    pub fn of(&self, facts: &Facts, calendar: &Calendar, as_of: NaiveDate) -> Vec<&Segment> {
        let room = Room::new(facts, as_of, calendar);
        self.segments.iter().filter(|segment| segment.holds(&room)).collect()
    }

    /// The codes of the same.
    pub fn codes_of(
        &self,
        facts: &Facts,
        calendar: &Calendar,
        as_of: NaiveDate,
    ) -> Vec<String> {
        self.of(facts, calendar, as_of)
            .into_iter()
            .map(|segment| segment.code.clone())
            .collect()
    }
}

impl Segment {
    fn holds(&self, room: &Room) -> bool {
        self.own.holds(room)
            && (self.any.is_empty() || self.any.iter().any(|rule| rule.holds(room)))
            && !self.none.iter().any(|rule| rule.holds(room))
    }
}

impl Rule {
    fn is_empty(&self) -> bool {
        self.is.is_empty() && self.behaves.is_empty()
    }

    fn holds(&self, room: &Room) -> bool {
        let account = &room.facts().account;
        self.is.iter().all(|(attribute, words)| meets(account, attribute, words))
            && self.behaves.iter().all(|(behaviour, range)| {
                (behaviour.of)(room).is_some_and(|measured| range.holds(measured))
            })
    }
}

impl Range {
    fn holds(self, measured: f64) -> bool {
        self.at_least.is_none_or(|least| measured >= least)
            && self.below.is_none_or(|most| measured < most)
    }
}

/// One of the words is what the account's attribute says, in any case.
pub(in crate::insight) fn meets(account: &Account, attribute: &str, words: &[String]) -> bool {
    let same =
        |value: &str, word: &String| value.trim().to_lowercase() == word.trim().to_lowercase();
    values(account, attribute)
        .into_iter()
        .any(|value| words.iter().any(|word| same(value, word)))
}

fn values<'a>(account: &'a Account, attribute: &str) -> Vec<&'a str> {
    let single = match attribute {
        "industry" => &account.industry,
        "country" => &account.country,
        "region" => &account.region,
        "city" => &account.city,
        "time_zone" => &account.time_zone,
        "lines_of_business" => {
            return account.lines_of_business.iter().flatten().map(String::as_str).collect();
        }
        _ => return Vec::new(),
    };
    single.as_deref().into_iter().collect()
}

#[cfg(test)]
mod tests;
