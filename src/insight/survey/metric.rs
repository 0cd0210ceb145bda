//! The metrics of surveys: one number of many answers, with all that says how far to trust it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::kind::{Reading, Rule, SurveyKind};
use super::scale::{self, Answer, Stated};
use super::voice::{SurveyFilter, Voice, is_of_our_own, role_weighted};
use crate::insight::measure::sum;
use crate::insight::{Calendar, KpiStatus, Models};
use crate::model::SurveyResponse;

/// Two-sided 95 % of a normal distribution, in standard deviations.
const Z: f64 = 1.96;

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
    /// The mean answer on the kind's own scale; `None` where `value` is.
    pub mean: Option<f64>,
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
        mean: Some(scale::mean(&answers)),
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
        mean: None,
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
