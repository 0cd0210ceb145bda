//! The metrics of surveys: one number of many answers, with all that says how far to trust it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::scale::{self, Answer, Scale, Stated};
use super::voice::{SurveyFilter, Voice, is_of_our_own, role_weighted};
use crate::insight::measure::sum;
use crate::insight::{Calendar, KpiStatus, Models};
use crate::model::SurveyResponse;

/// Two-sided 95 % of a normal distribution, in standard deviations.
const Z: f64 = 1.96;

/// What is asked, which fixes the scale and the arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SurveyKind {
    /// Net Promoter Score.
    Nps,
    /// Customer satisfaction at a point in time.
    Csat,
    /// Customer effort, 1 very low to 5 very high.
    Ces5,
    /// Customer effort 2.0, 1 disagree to 7 agree that it was easy.
    Ces7,
    /// Net ease, 1 extremely easy to 7 extremely difficult.
    NetEasy,
    /// Agreement with statements about trust.
    Trust,
    /// Agreement with statements about value.
    ValueTier,
    /// Net Promoter Score of us as an employer.
    EmployeeNps,
}

/// How many answers make one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// Share of good answers less that of bad ones.
    Net,
    /// Share of good answers.
    Top,
    /// Mean.
    Mean,
}

/// Everything that is fixed about a kind.
struct Rule {
    word: &'static str,
    scale: Scale,
    scale_words: &'static str,
    formula: &'static str,
    reading: Reading,
    /// Good, neither, bad.
    labels: [&'static str; 3],
    /// Good from here in the good direction.
    good: f64,
    /// Bad from here in the other.
    bad: f64,
}

const RULES: &[(SurveyKind, Rule)] = &[
    (
        SurveyKind::Nps,
        Rule {
            word: "NPS",
            scale: scale::NPS,
            scale_words: "0 not at all likely .. 10 extremely likely",
            formula: "pct(9-10)-pct(0-6)",
            reading: Reading::Net,
            labels: ["PROMOTER", "PASSIVE", "DETRACTOR"],
            good: 9.0,
            bad: 6.0,
        },
    ),
    (
        SurveyKind::Csat,
        Rule {
            word: "CSAT",
            scale: scale::CSAT,
            scale_words: "1 very dissatisfied .. 5 very satisfied",
            formula: "pct(4-5), at a point in time",
            reading: Reading::Top,
            labels: ["SATISFIED", "NEUTRAL", "DISSATISFIED"],
            good: 4.0,
            bad: 2.0,
        },
    ),
    (
        SurveyKind::Ces5,
        Rule {
            word: "CES5",
            scale: scale::CES5,
            scale_words: "1 very low effort .. 5 very high effort",
            formula: "mean, lower is better",
            reading: Reading::Mean,
            labels: ["LOW_EFFORT", "NEUTRAL", "HIGH_EFFORT"],
            good: 2.0,
            bad: 4.0,
        },
    ),
    (
        SurveyKind::Ces7,
        Rule {
            word: "CES7",
            scale: scale::CES7,
            scale_words: "1 disagree .. 7 agree that it was easy",
            formula: "mean, higher is better",
            reading: Reading::Mean,
            labels: ["EASY", "NEUTRAL", "DIFFICULT"],
            good: 5.0,
            bad: 3.0,
        },
    ),
    (
        SurveyKind::NetEasy,
        Rule {
            word: "NETEASY",
            scale: scale::NET_EASY,
            scale_words: "1 easy .. 7 difficult",
            formula: "pct(1-2)-pct(5-7)",
            reading: Reading::Net,
            labels: ["EASY", "NEUTRAL", "DIFFICULT"],
            good: 2.0,
            bad: 5.0,
        },
    ),
    (
        SurveyKind::Trust,
        Rule {
            word: "TRUST",
            scale: scale::TRUST,
            scale_words: "1 disagree .. 7 agree",
            formula: "pct(6-7)-pct(1-3)",
            reading: Reading::Net,
            labels: ["AGREES", "NEUTRAL", "DISAGREES"],
            good: 6.0,
            bad: 3.0,
        },
    ),
    (
        SurveyKind::ValueTier,
        Rule {
            word: "VALUE_TIER",
            scale: scale::VALUE,
            scale_words: "1 disagree .. 5 agree",
            formula: "mean of all items; the tier is a field of its own",
            reading: Reading::Mean,
            labels: ["AGREES", "NEUTRAL", "DISAGREES"],
            good: 4.0,
            bad: 2.0,
        },
    ),
    (
        SurveyKind::EmployeeNps,
        Rule {
            word: "EMPLOYEE_NPS",
            scale: scale::NPS,
            scale_words: "0 not at all likely .. 10 extremely likely",
            formula: "pct(9-10)-pct(0-6) of our own people",
            reading: Reading::Net,
            labels: ["PROMOTER", "PASSIVE", "DETRACTOR"],
            good: 9.0,
            bad: 6.0,
        },
    ),
];

impl Rule {
    fn good(&self, score: f64) -> bool {
        if self.scale.high_is_good { score >= self.good } else { score <= self.good }
    }

    fn bad(&self, score: f64) -> bool {
        if self.scale.high_is_good { score <= self.bad } else { score >= self.bad }
    }
}

impl SurveyKind {
    fn rule(self) -> &'static Rule {
        let found = RULES.iter().find(|(kind, _)| *kind == self).map(|(_, rule)| rule);
        found.expect("every kind has its rule")
    }

    /// The instrument's word.
    pub fn word(self) -> &'static str {
        self.rule().word
    }

    /// Reads an instrument's word.
    pub fn from_word(word: &str) -> Option<Self> {
        RULES.iter().find(|(_, rule)| rule.word == word).map(|(kind, _)| *kind)
    }

    pub(super) fn scale(self) -> Scale {
        self.rule().scale
    }
}

/// How many answers lie in a part of the scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// `PROMOTER`, …
    pub label: &'static str,
    /// Answers.
    pub count: usize,
}

/// The same metric of the people of one role.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleValue {
    /// The role in a purchase; `None` where it is not known.
    pub role: Option<String>,
    /// The metric.
    pub value: f64,
    /// Answers.
    pub n: usize,
}

/// One number of many answers. `None` is never 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// What was asked.
    pub kind: SurveyKind,
    /// Every answer counted the same; `None` without answers or with one that cannot be read.
    pub value: Option<f64>,
    /// Of NPS: each role's own, weighted as the health model weighs roles.
    pub role_weighted: Option<f64>,
    /// How many answers.
    pub n: usize,
    /// Half the width of the 95 % interval around `value`, in its own unit; `None` for fewer answers
    /// than a metric needs, whose spread says nothing.
    pub margin_of_error: Option<f64>,
    /// `Ok`, `LowSample`, `Missing` or `Error`.
    pub status: KpiStatus,
    /// The scale's ends, in words.
    pub scale: &'static str,
    /// How it is computed, in words.
    pub formula: &'static str,
    /// Good, neither, bad.
    pub distribution: Vec<Bucket>,
    /// By the person's own role.
    pub by_role: Vec<RoleValue>,
    /// Why the answers cannot be read, with the record and the remedy.
    pub error: Option<String>,
}

/// The metric over the answers that a filter admits; of one account, or of any group.
pub fn metric<'a>(
    kind: SurveyKind,
    voices: impl IntoIterator<Item = Voice<'a>>,
    filter: &SurveyFilter,
    models: &Models,
) -> Metric {
    let ours = kind == SurveyKind::EmployeeNps;
    let wanted = |voice: &Voice| {
        voice.response.instrument.as_deref() == Some(kind.word())
            && is_of_our_own(voice.response) == ours
            && filter.admits(voice)
    };
    let voices: Vec<Voice> = voices.into_iter().filter(wanted).collect();
    of_all(kind, &voices, models)
}

/// The metric of exactly these answers; one of another instrument refuses them all.
fn of_all(kind: SurveyKind, voices: &[Voice], models: &Models) -> Metric {
    let answers = match read(kind, voices) {
        Ok(answers) => answers,
        Err(error) => {
            let status = KpiStatus::Error;
            return Metric { status, error: Some(error), n: voices.len(), ..empty(kind) };
        }
    };
    if answers.is_empty() {
        return empty(kind);
    }
    let rule = kind.rule();
    let roles = || voices.iter().map(Voice::role);
    let few = answers.len() < models.survey.low_sample;
    let nps = kind == SurveyKind::Nps;
    let weights = &models.health.role_weights;
    Metric {
        value: Some(value(rule, &answers)),
        role_weighted: nps
            .then(|| role_weighted(roles().zip(answers.iter().copied()), weights))
            .flatten(),
        n: answers.len(),
        margin_of_error: (!few).then(|| margin(rule, &answers)),
        status: if few { KpiStatus::LowSample } else { KpiStatus::Ok },
        distribution: distribution(rule, &answers),
        by_role: by_role(rule, roles().zip(&answers)),
        ..empty(kind)
    }
}

fn empty(kind: SurveyKind) -> Metric {
    let rule = kind.rule();
    Metric {
        kind,
        value: None,
        role_weighted: None,
        n: 0,
        margin_of_error: None,
        status: KpiStatus::Missing,
        scale: rule.scale_words,
        formula: rule.formula,
        distribution: distribution(rule, &[]),
        by_role: Vec::new(),
        error: None,
    }
}

/// Every answer on the kind's scale. The least error of all, so that their order does not show.
fn read<'a>(kind: SurveyKind, voices: &[Voice<'a>]) -> Result<Vec<Answer<'a>>, String> {
    let (mut answers, mut errors) = (Vec::new(), Vec::new());
    let ways = voices.iter().filter_map(|voice| Stated::of(voice.response).ok());
    let rightful = ways.clone().filter(|way| way.high_is_good == kind.scale().high_is_good);
    let mixed = (1..ways.count()).contains(&rightful.count());
    for voice in voices {
        match read_one(kind, voice.response, mixed) {
            Ok(score) => answers.push(Answer { score, response: voice.response }),
            Err(error) => errors.push(error),
        }
    }
    errors.into_iter().min().map_or(Ok(answers), Err)
}

fn read_one(kind: SurveyKind, answer: &SurveyResponse, mixed: bool) -> Result<f64, String> {
    let record = &answer.origin.record;
    let said = answer.instrument.as_deref().unwrap_or("no instrument");
    if said != kind.word() {
        let what =
            format!("{record} answers {said}, which cannot be counted as {}", kind.word());
        return Err(what + "; ask for each kind by itself");
    }
    let score = kind.scale().exact(answer)?;
    let other_way = Stated::of(answer)?.high_is_good != kind.scale().high_is_good;
    if mixed && other_way {
        return Err(format!(
            "{record} states the opposite polarity of other {said} answers beside it; \
             correct the mapping of the survey"
        ));
    }
    Ok(score)
}

fn value(rule: &Rule, answers: &[Answer]) -> f64 {
    match rule.reading {
        Reading::Net => scale::net(answers, |s| rule.good(s), |s| rule.bad(s)),
        Reading::Top => scale::share(answers, |s| rule.good(s)),
        Reading::Mean => scale::mean(answers),
    }
}

/// Net Promoter Score of answers on its scale.
pub(super) fn net_promoters(answers: &[Answer]) -> f64 {
    value(SurveyKind::Nps.rule(), answers)
}

fn margin(rule: &Rule, answers: &[Answer]) -> f64 {
    let n = answers.len() as f64;
    let good = scale::share(answers, |s| rule.good(s)) / 100.0;
    let bad = match rule.reading {
        Reading::Net => scale::share(answers, |s| rule.bad(s)) / 100.0,
        Reading::Top => 0.0,
        Reading::Mean => return Z * (variance(answers) / n).sqrt(),
    };
    100.0 * Z * ((good + bad - (good - bad).powi(2)).max(0.0) / n).sqrt()
}

/// The sample's variance, which divides by one less than the number of answers.
fn variance(answers: &[Answer]) -> f64 {
    let mean = scale::mean(answers);
    let squares = answers.iter().map(|answer| (answer.score - mean).powi(2)).collect();
    sum(squares) / (answers.len() as f64 - 1.0)
}

fn distribution(rule: &Rule, answers: &[Answer]) -> Vec<Bucket> {
    let count = |holds: &dyn Fn(f64) -> bool| answers.iter().filter(|a| holds(a.score)).count();
    let (good, bad) = (count(&|s| rule.good(s)), count(&|s| rule.bad(s)));
    let counts = [good, answers.len() - good - bad, bad];
    rule.labels.iter().zip(counts).map(|(label, count)| Bucket { label, count }).collect()
}

fn by_role<'a>(
    rule: &Rule,
    answers: impl Iterator<Item = (Option<&'a str>, &'a Answer<'a>)>,
) -> Vec<RoleValue> {
    let mut roles: BTreeMap<(usize, Option<&str>), Vec<Answer>> = BTreeMap::new();
    for (role, answer) in answers {
        let known = crate::model::BUYING_ROLES;
        let rank = known.iter().position(|known| role == Some(known)).unwrap_or(known.len());
        roles.entry((rank, role)).or_default().push(*answer);
    }
    let row = |((_, role), answers): ((usize, Option<&str>), Vec<Answer>)| RoleValue {
        role: role.map(str::to_owned),
        value: value(rule, &answers),
        n: answers.len(),
    };
    roles.into_iter().map(row).collect()
}

/// How our own people recommend us as an employer, by team. A team with too few answers to hide who
/// gave which has no number and no distribution, only how many answered.
pub fn engagement(
    answers: &[SurveyResponse],
    calendar: &Calendar,
    models: &Models,
    as_of: NaiveDate,
) -> BTreeMap<String, Metric> {
    let mut teams: BTreeMap<String, Vec<Voice>> = BTreeMap::new();
    for response in answers {
        let day = response.at.map(|at| calendar.local_day(at));
        let (Some(day), Some(team), Some(_)) = (day, &response.team, response.score) else {
            continue;
        };
        teams.entry(team.clone()).or_default().push(Voice { response, contact: None, day });
    }
    let rules = &models.survey.employees;
    let filter = SurveyFilter::last(rules.window, as_of);
    let of = |(team, voices): (String, Vec<Voice>)| {
        let metric = metric(SurveyKind::EmployeeNps, voices, &filter, models);
        (team, if metric.n < rules.sample { withheld(&metric) } else { metric })
    };
    teams.into_iter().map(of).collect()
}

fn withheld(metric: &Metric) -> Metric {
    let status = if metric.n == 0 { KpiStatus::Missing } else { KpiStatus::LowSample };
    Metric { n: metric.n, status, ..empty(metric.kind) }
}

#[cfg(test)]
mod tests;
