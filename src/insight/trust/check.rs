//! The trust model's YAML as it is written, and what must hold for it to score.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::advice::purposes;
use super::model::{ActionDef, BehaviourDef, FactorDef, TrustModel};
use super::{Behaviour, TrustFactor};
use crate::insight::KpiDef;
use crate::insight::model::check::{Checked, at_least_zero, filled, known, kpi, positive};
use crate::insight::model::file::{Fault, KpiFile, Said, unknown};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TrustFile {
    code: Said<String>,
    version: Said<String>,
    survey: SurveyFile,
    blend: BlendFile,
    gap: Said<f64>,
    least_factors: Said<i64>,
    factors: Said<Vec<FactorFile>>,
    behaviours: Said<Vec<BehaviourFile>>,
    actions: Said<Vec<ActionFile>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SurveyFile {
    agree_from: Said<f64>,
    disagree_to: Said<f64>,
    window: Said<i64>,
    alone: Said<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BlendFile {
    k: Said<f64>,
    most: Said<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FactorFile {
    code: Said<String>,
    item: Said<String>,
    statement: String,
    proxies: Vec<KpiFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BehaviourFile {
    code: Said<String>,
    intercept: Said<f64>,
    calibrated: bool,
    coefficients: BTreeMap<String, Said<f64>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActionFile {
    #[serde(rename = "for")]
    purpose: Said<String>,
    code: Said<String>,
    title: Said<String>,
    because: String,
}

pub(super) fn model(file: TrustFile) -> Checked<TrustModel> {
    let SurveyFile { agree_from, disagree_to, window, alone } = file.survey;
    boxes(&agree_from, &disagree_to)?;
    distinct_proxies(&file.factors.value)?;
    let factors = factors(file.factors)?;
    Ok(TrustModel {
        code: filled(file.code, "code")?,
        version: filled(file.version, "version")?,
        agree_from: agree_from.value,
        disagree_to: disagree_to.value,
        window_days: positive(&window, "window")?,
        least_alone: count(&alone, "alone", 1_000)?,
        k: at_least_zero(&file.blend.k, "the number `k` of answers")?,
        most_alpha: share(&file.blend.most)?,
        gap: at_least_zero(&file.gap, "a gap")?,
        least_factors: count(&file.least_factors, "least_factors", 4)?,
        behaviours: behaviours(&file.behaviours)?,
        actions: actions(file.actions, &factors)?,
        factors,
    })
}

/// The statements are asked on the published 7 points.
fn boxes(agree_from: &Said<f64>, disagree_to: &Said<f64>) -> Checked<()> {
    let (low, high) = (disagree_to.value, agree_from.value);
    if (1.0..=7.0).contains(&low) && (1.0..=7.0).contains(&high) && low < high {
        return Ok(());
    }
    let message = format!(
        "agreement from {high} and disagreement to {low} must lie on the scale of 1 to 7, \
         disagreement below agreement"
    );
    Err(Fault::at(agree_from, message))
}

fn factors(file: Said<Vec<FactorFile>>) -> Checked<Vec<FactorDef>> {
    let said: Vec<&Said<String>> = file.value.iter().map(|factor| &factor.code).collect();
    let words = TrustFactor::ALL.map(TrustFactor::word);
    each_once("factor", &said, &words, &file)?;
    file.value.into_iter().map(factor).collect()
}

fn factor(file: FactorFile) -> Checked<FactorDef> {
    let factor = factor_of(&file.code.value, &file.code)?;
    if file.proxies.is_empty() {
        let message = format!("{} has no proxy; give it at least one", factor.word());
        return Err(Fault::at(&file.code, message));
    }
    let proxies: Vec<_> = file.proxies.into_iter().map(proxy).collect::<Checked<_>>()?;
    Ok(FactorDef {
        factor,
        item: filled(file.item, "item")?,
        statement: file.statement,
        proxies,
    })
}

fn proxy(file: KpiFile) -> Checked<KpiDef> {
    if file.knots.is_none() {
        let message = format!("the proxy {} needs `knots`: it is a number", file.code.value);
        return Err(Fault::at(&file.code, message));
    }
    kpi(file)
}

fn distinct_proxies(factors: &[FactorFile]) -> Checked<()> {
    let mut seen = BTreeSet::new();
    let proxies = factors.iter().flat_map(|factor| &factor.proxies);
    let all = proxies.flat_map(|kpi| [Some(kpi), kpi.fallback.as_deref()]).flatten();
    for proxy in all {
        if !seen.insert(proxy.code.value.as_str()) {
            let code = &proxy.code.value;
            let message = format!("the code `{code}` is used twice; codes name one thing");
            return Err(Fault::at(&proxy.code, message));
        }
    }
    Ok(())
}

fn behaviours(file: &Said<Vec<BehaviourFile>>) -> Checked<Vec<BehaviourDef>> {
    let said: Vec<&Said<String>> = file.value.iter().map(|def| &def.code).collect();
    let words = Behaviour::ALL.map(Behaviour::word);
    each_once("behaviour", &said, &words, file)?;
    file.value.iter().map(behaviour).collect()
}

fn behaviour(file: &BehaviourFile) -> Checked<BehaviourDef> {
    let words = Behaviour::ALL.map(Behaviour::word).into_iter();
    let found = Behaviour::from_word(&file.code.value);
    let unheard = || Fault::at(&file.code, unknown("behaviour", &file.code.value, words));
    let behaviour = found.ok_or_else(unheard)?;
    let mut coefficients = BTreeMap::new();
    for (word, coefficient) in &file.coefficients {
        coefficients.insert(factor_of(word, coefficient)?, finite(coefficient)?);
    }
    Ok(BehaviourDef {
        behaviour,
        intercept: finite(&file.intercept)?,
        coefficients,
        calibrated: file.calibrated,
    })
}

fn actions(
    file: Said<Vec<ActionFile>>,
    factors: &[FactorDef],
) -> Checked<BTreeMap<String, ActionDef>> {
    let mut said = BTreeSet::new();
    for ActionFile { purpose, .. } in &file.value {
        known("purpose", purpose, purposes(factors))?;
        if !said.insert(purpose.value.as_str()) {
            let message =
                format!("`for: {}` stands twice; give one action each", purpose.value);
            return Err(Fault::at(purpose, message));
        }
    }
    if let Some(lacks) = purposes(factors).find(|purpose| !said.contains(purpose)) {
        let message = format!("no action is `for: {lacks}`; say what to do about it");
        return Err(Fault::at(&file, message));
    }
    let action = |file: ActionFile| {
        let (code, title) = (filled(file.code, "code")?, filled(file.title, "title")?);
        Ok((file.purpose.value, ActionDef { code, title, because: file.because }))
    };
    file.value.into_iter().map(action).collect()
}

/// The factor that a word means; `place` is where it stands.
fn factor_of<T>(word: &str, place: &Said<T>) -> Checked<TrustFactor> {
    let words = TrustFactor::ALL.map(TrustFactor::word).into_iter();
    let found = TrustFactor::from_word(word);
    found.ok_or_else(|| Fault::at(place, unknown("factor", word, words)))
}

/// Each of the words stands in the list, once.
fn each_once<T>(
    what: &str,
    said: &[&Said<String>],
    words: &[&'static str],
    list: &Said<T>,
) -> Checked<()> {
    let mut seen = BTreeSet::new();
    for word in said {
        known(what, word, words.iter().copied())?;
        if !seen.insert(word.value.as_str()) {
            let message = format!("the {what} `{}` stands twice", word.value);
            return Err(Fault::at(word, message));
        }
    }
    match words.iter().find(|word| !seen.contains(*word)) {
        Some(lacks) => {
            let message = format!("the {what} `{lacks}` is missing; all four are needed");
            Err(Fault::at(list, message))
        }
        None => Ok(()),
    }
}

fn count(said: &Said<i64>, key: &str, most: i64) -> Checked<usize> {
    if (1..=most).contains(&said.value) {
        return Ok(usize::try_from(said.value).expect("it is between 1 and 1000"));
    }
    let message = format!("`{key}: {}` must be at least 1 and at most {most}", said.value);
    Err(Fault::at(said, message))
}

fn share(said: &Said<f64>) -> Checked<f64> {
    if (0.0..=1.0).contains(&said.value) {
        return Ok(said.value);
    }
    let message = format!("the weight of answers `most: {}` must be 0 to 1", said.value);
    Err(Fault::at(said, message))
}

fn finite(said: &Said<f64>) -> Checked<f64> {
    if said.value.is_finite() {
        return Ok(said.value);
    }
    Err(Fault::at(said, format!("{} is no number to reckon with", said.value)))
}
