//! The thresholds of signals and what to do about them, as a YAML file that an analyst can change.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use serde::Deserialize;

use super::{ActionKind, Rule, Suggestion, back};
use crate::model::settings::{self, Checked, Entries, Said};
use crate::model::{CHAMPION, SettingsError};

/// The longest span that a rule may look back, in days.
const LONGEST: i64 = 730;

/// When to speak up, and what to do then. No score depends on it.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalModel {
    /// Its code, such as `signals-default`.
    pub code: String,
    /// Its version.
    pub version: String,
    pub(super) canary: Canary,
    pub(super) fall: Fall,
    pub(super) champion: Champion,
    /// Days for which a new title or employer is news; `None` switches the rule off.
    pub(super) job_change: Option<i64>,
    pub(super) blind_spot: BlindSpot,
    pub(super) influencer: Influencer,
    pub(super) segment: Segment,
    pub(super) survey: Survey,
    /// Those that begin first, first.
    pub(super) renewal: Vec<Step>,
    actions: BTreeMap<Rule, (Play, Option<String>)>,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Play {
    /// In words.
    pub title: String,
    /// The KPIs that it should move.
    pub targets: Vec<String>,
    /// Days until it should be done.
    pub due: i64,
}

impl Play {
    pub(super) fn suggest(&self, because: &str) -> Suggestion {
        Suggestion {
            kind: ActionKind::ShortTerm,
            title: self.title.clone(),
            because: because.to_owned(),
            targets: self.targets.clone(),
            due_days: self.due,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Canary {
    pub(super) recent: i64,
    pub(super) before: i64,
    pub(super) spike: f64,
    pub(super) tickets: usize,
    pub(super) delivered: i64,
    pub(super) points: f64,
    /// In lower case.
    pub(super) topics: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fall {
    pub(super) days: i64,
    pub(super) points: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Champion {
    pub(super) words: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct BlindSpot {
    pub(super) quiet: i64,
    pub(super) intervals: i32,
    pub(super) least: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Influencer {
    pub(super) influence: i64,
    pub(super) nps: f64,
    pub(super) sentiment: f64,
    pub(super) share: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Segment {
    pub(super) days: i64,
    pub(super) share: f64,
    pub(super) least: f64,
    pub(super) most: f64,
}

impl Segment {
    /// How many of so many members must fire.
    pub(super) fn needed(self, members: usize) -> f64 {
        (self.share * members as f64).min(self.most).max(self.least)
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Survey {
    pub(super) go_live: i64,
}

/// What to do from so many days before the end of a contract.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub(super) days: i64,
    pub(super) play: Play,
}

impl SignalModel {
    /// The rules that come with Accord.
    pub fn built_in() -> Arc<Self> {
        static BUILT_IN: LazyLock<Arc<SignalModel>> = LazyLock::new(|| {
            let text = include_str!("../models/signals-default.yaml");
            let model = SignalModel::parse("signals-default.yaml", text);
            Arc::new(model.expect("the built-in signals are checked by a test"))
        });
        Arc::clone(&BUILT_IN)
    }

    /// Reads and checks rules. `file` is named in errors.
    ///
    /// # Errors
    /// Unknown keys or words, thresholds that cannot be met: file, line, remedy.
    pub fn parse(file: &str, text: &str) -> Result<Self, SettingsError> {
        let missing = "every rule states its own thresholds";
        settings::parse(file, text, missing, |file: File| file.checked())
    }

    /// `code@version`.
    pub fn id(&self) -> String {
        format!("{}@{}", self.code, self.version)
    }

    /// The day with whose health a day's is compared.
    pub fn before(&self, day: NaiveDate) -> NaiveDate {
        back(day, self.fall.days)
    }

    /// The first day whose canaries still warn for a segment.
    pub fn warns_since(&self, day: NaiveDate) -> NaiveDate {
        back(day, self.segment.days - 1)
    }

    /// Fewer members of a segment that fired warn for nobody.
    pub fn least_hits(&self) -> usize {
        self.segment.least.ceil() as usize
    }

    /// The share of accounts that are worth less than the most valuable ones, 0 to 1.
    pub fn worth_share(&self) -> f64 {
        self.influencer.share
    }

    /// What a rule proposes: what helps now, then what keeps it from coming back.
    pub(super) fn suggest(&self, rule: Rule, because: &str) -> Vec<Suggestion> {
        let Some((play, structural)) = self.actions.get(&rule) else { return Vec::new() };
        let now = play.suggest(because);
        let later = structural.as_ref().map(|title| Suggestion {
            kind: ActionKind::Structural,
            title: title.clone(),
            ..now.clone()
        });
        std::iter::once(now).chain(later).collect()
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    code: Said<String>,
    version: Said<String>,
    canary: CanaryFile,
    fall: FallFile,
    champion: ChampionFile,
    job_change: Option<JobChangeFile>,
    blind_spot: BlindSpotFile,
    influencer: InfluencerFile,
    segment: SegmentFile,
    survey: SurveyFile,
    renewal: Said<Vec<StepFile>>,
    actions: Entries<PlayFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CanaryFile {
    recent: Said<i64>,
    before: Said<i64>,
    spike: Said<f64>,
    tickets: Said<i64>,
    delivered: Said<i64>,
    points: Said<f64>,
    topics: Said<Vec<Said<String>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FallFile {
    days: Said<i64>,
    points: Said<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChampionFile {
    words: Said<Vec<Said<String>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct JobChangeFile {
    days: Said<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BlindSpotFile {
    quiet: Said<i64>,
    intervals: Said<i64>,
    least: Said<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct InfluencerFile {
    influence: Said<i64>,
    nps: Said<f64>,
    sentiment: Said<f64>,
    share: Said<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SegmentFile {
    days: Said<i64>,
    share: Said<f64>,
    least: Said<f64>,
    most: Said<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SurveyFile {
    go_live: Said<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepFile {
    days: Said<i64>,
    title: Said<String>,
    targets: Vec<String>,
    due: Said<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlayFile {
    title: Said<String>,
    targets: Vec<String>,
    due: Said<i64>,
    structural: Option<Said<String>>,
}

impl File {
    fn checked(&self) -> Checked<SignalModel> {
        Ok(SignalModel {
            code: self.code.filled("code")?,
            version: self.version.filled("version")?,
            canary: self.canary.checked()?,
            fall: Fall {
                days: span("days", &self.fall.days)?,
                points: below(&self.fall.points)?,
            },
            champion: self.champion.checked()?,
            job_change: self
                .job_change
                .as_ref()
                .map(|job| span("days", &job.days))
                .transpose()?,
            blind_spot: self.blind_spot.checked()?,
            influencer: self.influencer.checked()?,
            segment: self.segment.checked()?,
            survey: Survey { go_live: span("go_live", &self.survey.go_live)? },
            renewal: self.steps()?,
            actions: (&self.actions).into_iter().map(play).collect::<Checked<_>>()?,
        })
    }

    fn steps(&self) -> Checked<Vec<Step>> {
        let mut steps: Vec<Step> = Vec::new();
        for step in &self.renewal.value {
            let days = span("days", &step.days)?;
            if steps.last().is_some_and(|before| before.days <= days) {
                return step
                    .days
                    .wrong("the steps begin later and later; give the longest first");
            }
            let (title, targets) = (step.title.filled("title")?, step.targets.clone());
            let play = Play { title, targets, due: span("due", &step.due)? };
            steps.push(Step { days, play });
        }
        Ok(steps)
    }
}

impl CanaryFile {
    fn checked(&self) -> Checked<Canary> {
        let topics =
            self.topics.some("no topic is about deliveries; give at least one word")?;
        let lower = |topic: &Said<String>| Ok(topic.filled("topics")?.to_lowercase());
        Ok(Canary {
            recent: span("recent", &self.recent)?,
            before: span("before", &self.before)?,
            spike: self.spike.within("spike", 1.0..=1e6)?,
            tickets: self.tickets.within("tickets", 1..=1_000_000)? as usize,
            delivered: span("delivered", &self.delivered)?,
            points: below(&self.points)?,
            topics: topics.iter().map(lower).collect::<Checked<_>>()?,
        })
    }
}

impl ChampionFile {
    fn checked(&self) -> Checked<Champion> {
        let words = self.words.some("no word would do; list at least one")?;
        settings::each_once(words)?;
        for word in words {
            word.known("standing", CHAMPION.iter().copied())?;
        }
        Ok(Champion { words: words.iter().map(|word| word.value.clone()).collect() })
    }
}

impl BlindSpotFile {
    fn checked(&self) -> Checked<BlindSpot> {
        Ok(BlindSpot {
            quiet: span("quiet", &self.quiet)?,
            intervals: self.intervals.within("intervals", 1..=10_000)? as i32,
            least: self.least.within("least", 1e-6..=1.0)?,
        })
    }
}

impl InfluencerFile {
    fn checked(&self) -> Checked<Influencer> {
        Ok(Influencer {
            influence: self.influence.within("influence", 1..=5)?,
            nps: self.nps.within("nps", 0.0..=10.0)?,
            sentiment: self.sentiment.within("sentiment", -1.0..=1.0)?,
            share: self.share.within("share", 0.0..=1.0)?,
        })
    }
}

impl SegmentFile {
    fn checked(&self) -> Checked<Segment> {
        let (least, most) = (self.least.value, self.most.value);
        if least > most {
            return self
                .most
                .wrong(format!("`most: {most}` is below `least: {least}`; raise it"));
        }
        Ok(Segment {
            days: span("days", &self.days)?,
            share: self.share.within("share", 0.0..=1.0)?,
            least: self.least.within("least", 1.0..=1e6)?,
            most: self.most.within("most", 1.0..=1e6)?,
        })
    }
}

fn play((rule, file): &(Said<String>, PlayFile)) -> Checked<(Rule, (Play, Option<String>))> {
    // A renewal has a play for each step, an invitation is its own.
    let with_one = Rule::ALL.iter().filter(|r| !matches!(r, Rule::Renewal | Rule::SurveyDue));
    let found = rule.one_of("rule", with_one.map(|rule| (rule.word(), *rule)))?;
    let play = Play {
        title: file.title.filled("title")?,
        targets: file.targets.clone(),
        due: span("due", &file.due)?,
    };
    let structural = file.structural.as_ref().map(|title| title.filled("structural"));
    Ok((found, (play, structural.transpose()?)))
}

fn span(key: &str, days: &Said<i64>) -> Checked<i64> {
    days.within(key, 1..=LONGEST)
}

fn below(points: &Said<f64>) -> Checked<f64> {
    points.within("points", -100.0..=-0.1)
}
