//! The numbers by which surveys and people are judged, as a YAML file that an analyst can change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::insight::measure::names as measure_names;
use crate::insight::model::check::JOURNEY;
use crate::model::nearest::unknown;
use crate::model::settings::{self, Checked, Entries, Said};
use crate::model::{BUYING_ROLES, INSTRUMENTS, SettingsError};

/// Numbers for surveys and people. Days count back from the day asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct SurveyModel {
    /// Its code, such as `survey-default`.
    pub code: String,
    /// Its version.
    pub version: String,
    /// Fewer answers are too few.
    pub low_sample: usize,
    pub(in crate::insight) employees: Employees,
    pub(in crate::insight) loyalty: LoyaltyWeights,
    pub(in crate::insight) tiers: Tiers,
    pub(in crate::insight) expectations: Expectations,
    pub(in crate::insight) asking: Asking,
    pub(in crate::insight) interviews: Interviews,
    pub(in crate::insight) contact: ContactDays,
    pub(in crate::insight) dialogue: Dialogue,
    pub(in crate::insight) human_touch: HumanTouch,
    pub(in crate::insight) influence: Influence,
    pub(in crate::insight) touchpoints: Vec<(String, Vec<String>)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    code: Said<String>,
    version: String,
    low_sample: Said<i64>,
    employees: Said<Employees>,
    loyalty: Said<LoyaltyWeights>,
    value_tiers: TiersFile,
    expectations: ExpectationsFile,
    asking: Said<Asking>,
    interviews: Said<Interviews>,
    contact: Said<ContactDays>,
    dialogue: Said<Dialogue>,
    human_touch: Said<HumanTouch>,
    influence: Said<Influence>,
    touchpoints: Entries<Said<Vec<String>>>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::insight) struct Employees {
    pub(in crate::insight) sample: usize,
    pub(in crate::insight) window: i64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::insight) struct LoyaltyWeights {
    pub(in crate::insight) ease: f64,
    pub(in crate::insight) relevance: f64,
    pub(in crate::insight) trust: f64,
    pub(in crate::insight) advocacy: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TiersFile {
    least: Said<f64>,
    tiers: Vec<TierFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TierFile {
    code: Said<String>,
    items: Said<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(in crate::insight) struct Tiers {
    /// The least mean, 1 to 5, at which a tier is reached.
    pub(in crate::insight) least: f64,
    /// The lowest first.
    pub(in crate::insight) tiers: Vec<Tier>,
}

#[derive(Debug, Clone, PartialEq)]
pub(in crate::insight) struct Tier {
    pub(in crate::insight) code: String,
    /// What surveys call it.
    pub(in crate::insight) items: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectationsFile {
    points: Said<f64>,
    window: Said<i64>,
    stages: Vec<StageFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StageFile {
    stage: Said<String>,
    promise: Said<String>,
    instrument: Said<String>,
    touchpoints: Said<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(in crate::insight) struct Expectations {
    pub(in crate::insight) points: f64,
    pub(in crate::insight) window: i64,
    pub(in crate::insight) stages: Vec<Expected>,
}

#[derive(Debug, Clone, PartialEq)]
pub(in crate::insight) struct Expected {
    pub(in crate::insight) stage: String,
    /// The code of a KPI in percent.
    pub(in crate::insight) promise: String,
    pub(in crate::insight) instrument: String,
    pub(in crate::insight) touchpoints: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::insight) struct Asking {
    pub(in crate::insight) pause: i64,
    pub(in crate::insight) blocked_by: String,
    pub(in crate::insight) every: i64,
    pub(in crate::insight) overdue: i64,
    pub(in crate::insight) answered_within: i64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::insight) struct Interviews {
    pub(in crate::insight) window: i64,
    /// On the scale of NPS.
    pub(in crate::insight) low: f64,
    /// Points of 10 away from the colleagues.
    pub(in crate::insight) apart: f64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::insight) struct ContactDays {
    pub(in crate::insight) touched: i64,
    pub(in crate::insight) heard: i64,
    pub(in crate::insight) team: i64,
    pub(in crate::insight) sentiment: i64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::insight) struct Dialogue {
    pub(in crate::insight) window: i64,
    pub(in crate::insight) answered_within: i64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::insight) struct HumanTouch {
    pub(in crate::insight) window: i64,
    pub(in crate::insight) floor: f64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::insight) struct Influence {
    pub(in crate::insight) roles: BTreeMap<String, i64>,
    pub(in crate::insight) titles: Vec<Titles>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::insight) struct Titles {
    pub(in crate::insight) influence: i64,
    pub(in crate::insight) words: Vec<String>,
}

static BUILT_IN: LazyLock<SurveyModel> = LazyLock::new(|| {
    let text = include_str!("../models/survey-default.yaml");
    let model = SurveyModel::parse("survey-default.yaml", text);
    model.expect("the built-in model is checked by a test")
});

impl SurveyModel {
    /// The model that comes with Accord.
    pub fn built_in() -> Self {
        BUILT_IN.clone()
    }

    /// Reads and checks a model. `file` is named in errors.
    ///
    /// # Errors
    /// Unknown keys, stages, instruments, KPIs or roles, weights that do not add up, days below 1:
    /// file, line, remedy.
    pub fn parse(file: &str, text: &str) -> Result<Self, SettingsError> {
        settings::parse(file, text, "every part of the model must be stated", checked)
    }

    /// `code@version`, as scores state it.
    pub fn id(&self) -> String {
        format!("{}@{}", self.code, self.version)
    }

    /// The stage of the journey that a touchpoint belongs to.
    pub fn stage_of(&self, touchpoint: &str) -> Option<&str> {
        let said = touchpoint.trim().to_lowercase();
        let holds = |words: &[String]| words.iter().any(|word| said.contains(word.as_str()));
        self.touchpoints.iter().find(|(_, words)| holds(words)).map(|(stage, _)| stage.as_str())
    }
}

fn checked(file: File) -> Checked<SurveyModel> {
    if file.code.value.trim().is_empty() {
        return file.code.wrong("`code` is empty; give it a word");
    }
    at_least_one(&file.low_sample, file.low_sample.value, "low_sample")?;
    let expectations = expectations(file.expectations)?;
    Ok(SurveyModel {
        code: file.code.value,
        version: file.version,
        low_sample: usize::try_from(file.low_sample.value).unwrap_or(usize::MAX),
        employees: employees(file.employees)?,
        loyalty: weights(file.loyalty)?,
        tiers: tiers(file.value_tiers)?,
        expectations,
        asking: asking(file.asking)?,
        interviews: days(file.interviews, "interviews", |said| vec![said.window])?,
        contact: days(file.contact, "contact", |said| {
            vec![said.touched, said.heard, said.team, said.sentiment]
        })?,
        dialogue: days(file.dialogue, "dialogue", |said| {
            vec![said.window, said.answered_within]
        })?,
        human_touch: human_touch(file.human_touch)?,
        influence: influence(file.influence)?,
        touchpoints: touchpoints(file.touchpoints)?,
    })
}

fn at_least_one<T>(said: &Said<T>, value: i64, key: &str) -> Checked<()> {
    // Beyond a century days of a calendar would overflow in reckoning.
    if (1..=36_500).contains(&value) {
        return Ok(());
    }
    let message = format!("`{key}` holds {value}; give at least 1 and at most 36500");
    said.wrong(message)
}

/// A part all of whose numbers of days are right.
fn days<T>(said: Said<T>, key: &str, of: impl Fn(&T) -> Vec<i64>) -> Checked<T> {
    for value in of(&said.value) {
        at_least_one(&said, value, key)?;
    }
    Ok(said.value)
}

/// Privacy is no matter of taste: a sample below 5 is refused.
fn employees(said: Said<Employees>) -> Checked<Employees> {
    if said.value.sample < 5 {
        let message = format!(
            "`employees` shows teams of {}; below 5 answers could tell who gave which",
            said.value.sample
        );
        return said.wrong(message);
    }
    days(said, "employees", |said| vec![said.window])
}

fn weights(said: Said<LoyaltyWeights>) -> Checked<LoyaltyWeights> {
    let LoyaltyWeights { ease, relevance, trust, advocacy } = said.value;
    let parts = [ease, relevance, trust, advocacy];
    let sum: f64 = parts.iter().sum();
    if parts.iter().all(|part| *part >= 0.0) && (sum - 1.0).abs() < 1e-9 {
        return Ok(said.value);
    }
    let message =
        format!("the weights of `loyalty` add up to {sum}; give 0 or more each, 1 in all");
    said.wrong(message)
}

fn tiers(file: TiersFile) -> Checked<Tiers> {
    if !(1.0..=5.0).contains(&file.least.value) {
        let message = format!("`least` is {}; items are answered 1 to 5", file.least.value);
        return file.least.wrong(message);
    }
    let (mut seen, mut tiers) = (BTreeSet::new(), Vec::new());
    for tier in file.tiers {
        tier.code.known("tier", ["FUNCTIONAL", "INDIVIDUAL", "INSPIRATIONAL"])?;
        if let Some(item) = tier.items.value.iter().find(|item| !seen.insert((*item).clone())) {
            let message = format!("the item `{item}` is in two tiers; leave it in one");
            return tier.items.wrong(message);
        }
        tiers.push(Tier { code: tier.code.value, items: tier.items.value });
    }
    Ok(Tiers { least: file.least.value, tiers })
}

fn expectations(file: ExpectationsFile) -> Checked<Expectations> {
    at_least_one(&file.window, file.window.value, "window")?;
    if !(0.0..=100.0).contains(&file.points.value) {
        let message = format!("`points` is {}; give 0 to 100", file.points.value);
        return file.points.wrong(message);
    }
    let stages = file.stages.into_iter().map(|stage| {
        stage.stage.known("stage", JOURNEY.iter().copied())?;
        stage.promise.known("KPI", measure_names())?;
        stage.instrument.known("instrument", INSTRUMENTS.iter().copied())?;
        filled(&stage.touchpoints)?;
        Ok(Expected {
            stage: stage.stage.value,
            promise: stage.promise.value,
            instrument: stage.instrument.value,
            touchpoints: lower(&stage.touchpoints.value),
        })
    });
    Ok(Expectations {
        points: file.points.value,
        window: file.window.value,
        stages: stages.collect::<Checked<_>>()?,
    })
}

fn asking(said: Said<Asking>) -> Checked<Asking> {
    let priorities = ["P1", "P2", "P3", "P4"];
    if !priorities.contains(&said.value.blocked_by.as_str()) {
        let message = unknown("priority", &said.value.blocked_by, priorities);
        return said.wrong(message);
    }
    days(said, "asking", |said| {
        vec![said.pause, said.every, said.overdue, said.answered_within]
    })
}

fn human_touch(said: Said<HumanTouch>) -> Checked<HumanTouch> {
    if !(0.0..=1.0).contains(&said.value.floor) {
        let message = format!("the floor {} is no share; give 0 to 1", said.value.floor);
        return said.wrong(message);
    }
    days(said, "human_touch", |said| vec![said.window])
}

fn influence(said: Said<Influence>) -> Checked<Influence> {
    let titles = said.value.titles.iter().map(|title| title.influence);
    let all = said.value.roles.values().copied().chain(titles);
    if let Some(wrong) = all.into_iter().find(|value| !(1..=5).contains(value)) {
        return said.wrong(format!("an influence of {wrong}; give 1 to 5"));
    }
    if let Some(role) = said.value.roles.keys().find(|r| !BUYING_ROLES.contains(&r.as_str())) {
        return said.wrong(unknown("role", role, BUYING_ROLES.iter().copied()));
    }
    Ok(said.value)
}

/// In the order of the journey, so that the file's order decides nothing.
fn touchpoints(file: Entries<Said<Vec<String>>>) -> Checked<Vec<(String, Vec<String>)>> {
    let mut stages = Vec::new();
    for (stage, words) in file {
        let places = JOURNEY.iter().enumerate().map(|(place, code)| (*code, place));
        let place = stage.one_of("stage", places)?;
        filled(&words)?;
        stages.push((place, (stage.value, lower(&words.value))));
    }
    stages.sort_by_key(|(place, _)| *place);
    Ok(stages.into_iter().map(|(_, stage)| stage).collect())
}

/// An empty word would fit everything.
fn filled(said: &Said<Vec<String>>) -> Checked<()> {
    if said.value.is_empty() || said.value.iter().any(|word| word.trim().is_empty()) {
        return said.wrong("name at least one word, and no empty one");
    }
    Ok(())
}

fn lower(words: &[String]) -> Vec<String> {
    words.iter().map(|word| word.trim().to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../models/survey-default.yaml");

    #[test]
    fn the_built_in_model_is_right() {
        let model = SurveyModel::parse("survey-default.yaml", TEXT).unwrap();
        assert_eq!(model.id(), "survey-default@1.0.0");
        assert_eq!(model.stage_of("Your Delivery"), Some("DELIVERY"));
        assert_eq!(model.stage_of("weather"), None);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_remedy() {
        let cases = [
            ("ease: 0.30", "ease: 0.40", "add up to 1.1"),
            ("pause: 30", "pause: 0", "at least 1"),
            ("sample: 5", "sample: 4", "who gave which"),
            ("stage: DELIVERY,", "stage: DELIVRY,", "did you mean `DELIVERY`?"),
            ("promise: DE1", "promise: DE9", "unknown KPI `DE9`"),
            ("blocked_by: P1", "blocked_by: P9", "unknown priority"),
            ("least: 3.5", "least: 7", "1 to 5"),
            ("floor: 0.15", "floor: 15", "0 to 1"),
            ("code: INDIVIDUAL", "code: EMOTIONAL", "unknown tier"),
            ("[INDIVIDUAL, EMOTIONAL]", "[FUNCTIONAL]", "in two tiers"),
            ("DELIVERY: [deliver, shipment]", "DELIVERY: ['']", "no empty one"),
            ("low_sample: 3", "low_sampel: 3", "did you mean `low_sample`?"),
        ];
        for (right, wrong, words) in cases {
            assert!(TEXT.contains(right), "{right}");
            let text = TEXT.replacen(right, wrong, 1);
            let error = SurveyModel::parse("mine.yaml", &text).unwrap_err();
            let line = 1 + text.lines().position(|line| line.contains(wrong)).unwrap();
            assert!(error.to_string().contains(words), "{wrong}: {error}");
            assert!(error.line.abs_diff(line) <= 2, "{wrong}: line {} not {line}", error.line);
        }
    }
}
